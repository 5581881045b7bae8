//! The figures and differences of an evaluation as they are printed.

use std::io::Write;

use anyhow::Result;

use super::score::{Counts, Difference, Report, Rows, Share};
use crate::print;

/// Differences printed unless all are asked for.
const DIFFERENCES_SHOWN: usize = 20;

/// Dossiers printed as the worst ones.
const WORST_SHOWN: usize = 10;

/// What the columns of numbers are called.
const FIGURES: [&str; 7] =
    ["expected", "found", "true_positives", "false_positives", "false_negatives", "precision", "recall"];

/// Prints a table for each table of facts, the totals, the worst dossiers and the differences.
pub(crate) fn tables(out: &mut impl Write, report: &Report, all_differences: bool) -> Result<()> {
    if report.dossiers.is_empty() {
        return Ok(());
    }
    for table in &report.tables {
        writeln!(out, "{}: {}", table.name, said(table.rows))?;
        let fields = table.fields.iter().map(|(field, counts)| (*field, *counts));
        figures(out, "field", fields.chain([("all fields", table.total())]))?;
    }
    let dossiers = print::counted(report.dossiers.len() as u64, "dossier");
    writeln!(out, "{dossiers}: {}", said(report.rows()))?;
    let tables = report.tables.iter().map(|table| (table.name, table.total()));
    figures(out, "table", tables.chain([("all tables", report.total())]))?;
    let worst = report.worst();
    if !worst.is_empty() {
        let which = if worst.len() > WORST_SHOWN { "; those with the most" } else { "" };
        let count = print::counted(worst.len() as u64, "dossier");
        writeln!(out, "{count} with values that are wrong or missing{which}")?;
        figures(out, "dossier", worst.into_iter().take(WORST_SHOWN))?;
    }
    let shown = if all_differences { usize::MAX } else { DIFFERENCES_SHOWN };
    differences(out, &report.differences, shown)
}

fn said(rows: Rows) -> String {
    let expected = print::counted(rows.expected as u64, "row");
    let number = |rows: usize| print::grouped(i64::try_from(rows).unwrap_or(i64::MAX));
    format!(
        "{expected} expected, {} found, {} matched, {} of them without a difference",
        number(rows.found),
        number(rows.matched),
        number(rows.equal)
    )
}

fn figures<'n>(
    out: &mut impl Write,
    what: &'n str,
    lines: impl Iterator<Item = (&'n str, Counts)>,
) -> Result<()> {
    let header: Vec<String> = [what].into_iter().chain(FIGURES).map(|name| name.replace('_', " ")).collect();
    let mut printed = print::table(&header);
    for (name, counts) in lines {
        let numbers = numbers(counts).map(|number| print::grouped(i64::from(number)));
        let shares = [counts.precision(), counts.recall()]
            .map(|share| share.map_or_else(|| "-".to_owned(), |share| share.to_string()));
        printed.add_row([print::cell(name)].into_iter().chain(numbers).chain(shares));
    }
    print::right(&mut printed, &[1, 2, 3, 4, 5, 6, 7]);
    writeln!(out, "{printed}\n")?;
    Ok(())
}

fn numbers(counts: Counts) -> [u32; 5] {
    let Counts { true_positives, false_positives, false_negatives } = counts;
    [counts.expected(), counts.found(), true_positives, false_positives, false_negatives]
}

fn differences(out: &mut impl Write, differences: &[(String, Difference)], shown: usize) -> Result<()> {
    if differences.is_empty() {
        writeln!(out, "no differences")?;
        return Ok(());
    }
    let mut printed =
        print::table(&["dossier", "line", "truth line", "table", "row", "field", "expected", "found"]);
    for (dossier, difference) in differences.iter().take(shown) {
        let number = |line: Option<u32>| line.map(|line| line.to_string()).unwrap_or_default();
        printed.add_row([
            print::cell(dossier),
            number(difference.line),
            number(difference.truth_line),
            difference.table.to_owned(),
            print::cell(&difference.row),
            field(difference).to_owned(),
            print::cell(&difference.expected),
            print::cell(&difference.found),
        ]);
    }
    print::right(&mut printed, &[1, 2]);
    writeln!(out, "{printed}")?;
    let count = print::counted(differences.len() as u64, "difference");
    if shown < differences.len() {
        writeln!(out, "{shown} of {count}; --differences lists all")?;
    } else {
        writeln!(out, "{count}")?;
    }
    Ok(())
}

/// The field of a difference, in brackets where it is the whole row.
fn field(difference: &Difference) -> &'static str {
    match (difference.field, difference.truth_line) {
        (Some(field), _) => field,
        (None, Some(_)) => "(row missing)",
        (None, None) => "(row too much)",
    }
}

/// Writes the figures of every field of every table. There are no totals, so that sums over the file are right;
/// an undefined share is null.
pub(crate) fn csv(out: &mut impl Write, report: &Report) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["table", "field"].into_iter().chain(FIGURES)).map_err(print::io_error)?;
    for table in &report.tables {
        for (field, counts) in &table.fields {
            let numbers = numbers(*counts).map(|number| number.to_string());
            let share =
                |share: Option<Share>| share.map(|share| share.value().to_string()).unwrap_or_default();
            let shares = [share(counts.precision()), share(counts.recall())];
            let names = [table.name.to_owned(), (*field).to_owned()];
            writer.write_record(names.into_iter().chain(numbers).chain(shares)).map_err(print::io_error)?;
        }
    }
    writer.flush()?;
    Ok(())
}

/// Writes the differences; where a whole row is missing or too much the field is null.
pub(crate) fn differences_csv(out: &mut impl Write, report: &Report) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer
        .write_record(["dossier_id", "line", "truth_line", "table", "row", "field", "expected", "found"])
        .map_err(print::io_error)?;
    for (dossier, difference) in &report.differences {
        let number = |line: Option<u32>| line.map(|line| line.to_string()).unwrap_or_default();
        writer
            .write_record([
                dossier,
                &number(difference.line),
                &number(difference.truth_line),
                difference.table,
                &difference.row,
                difference.field.unwrap_or_default(),
                &difference.expected,
                &difference.found,
            ])
            .map_err(print::io_error)?;
    }
    writer.flush()?;
    Ok(())
}
