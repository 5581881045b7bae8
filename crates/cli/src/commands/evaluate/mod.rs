//! `accession evaluate`: how far what is read in pages is what a person read in them.

mod pairing;
mod places;
mod report;
mod score;
mod truth;

use std::io::Write;

use accession_normalize::{Source, join, normalize};
use accession_schema::{AnyTable, Facts, TableSpec, all_tables};
use anyhow::{Result, bail};

use self::places::Places;
use self::score::Report;
use self::truth::Row;
use crate::args::{EvaluateArgs, ShowFormat};
use crate::exit::Outcome;
use crate::{files, print, registers};

pub(crate) fn evaluate(args: &EvaluateArgs) -> Result<Outcome> {
    if !args.truth.is_dir() {
        bail!("{}: expected a folder of expected rows", args.truth.display());
    }
    let places = Places::below(&args.truth)?;
    let registers = registers::built_in_economies()?.registers;
    let compared: Vec<TableSpec> = Facts::default().tables().into_iter().map(AnyTable::spec).collect();
    let known = all_tables();
    let (mut report, mut problems, mut notes) = (Report::default(), Vec::new(), Vec::new());
    let has_unread_files = files::each(&args.files.files, |input, page| {
        match places.read(&input.id, &input.path, &compared, &known) {
            Ok(truth) => {
                let path = input.path.display().to_string();
                let mut facts = Facts::default();
                let dossier = accession_ingest::read(page);
                normalize(Source { id: &input.id, path: &path }, &dossier, &registers.economies, &mut facts);
                join(&mut facts, &registers);
                report.add(&input.id, &truth.tables, |table| rows(&facts, table));
                notes.extend(truth.notes);
            }
            Err(of_page) => problems.extend(of_page),
        }
        Ok(())
    })?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match args.format {
        ShowFormat::Table => report::tables(&mut out, &report, args.differences)?,
        ShowFormat::Csv if args.differences => report::differences_csv(&mut out, &report)?,
        ShowFormat::Csv => report::csv(&mut out, &report)?,
    }
    out.flush()?;
    print::notes(&notes);
    print::problems(&problems);
    Ok(Outcome::of(has_unread_files || !problems.is_empty() || !report.is_perfect()))
}

/// The rows of a table of facts.
fn rows(facts: &Facts, name: &str) -> Vec<Row> {
    let tables = facts.tables();
    let Some(table) = tables.into_iter().find(|table| table.name() == name) else { return Vec::new() };
    let (spec, columns) = (table.spec(), table.columns());
    let row = |row| {
        let cells = columns.iter().zip(&spec.columns);
        cells
            .map(|(column, spec)| (spec.name, column.text(row, spec).unwrap_or_default().into_owned()))
            .collect()
    };
    (0..table.row_count()).map(row).collect()
}
