//! `accession show`: a table of a release.

use std::io::Write;

use accession_publish::{TextTable, read_table};
use anyhow::{Context, Result};

use crate::args::{ShowArgs, ShowFormat};
use crate::exit::Outcome;
use crate::{print, registers};

/// Columns left out of printed tables unless they are asked for: they are for programs.
const FOR_PROGRAMS: [&str; 4] = ["byte_start", "byte_end", "blake3", "source"];

pub(crate) fn show(args: &ShowArgs) -> Result<Outcome> {
    let iso3 = args
        .economy
        .as_deref()
        .map(|name| registers::iso3(&registers::built_in_economies()?.registers, name))
        .transpose()?;
    let table = read_table(&args.release, &args.table, iso3.as_deref())?;
    let columns = chosen(args, &table)?;
    let rows = table.rows.iter().take(args.limit.unwrap_or(usize::MAX));
    let cells =
        rows.map(|row| columns.iter().map(|at| row.get(*at).and_then(Option::as_deref).unwrap_or_default()));
    let header: Vec<&str> =
        columns.iter().filter_map(|at| table.columns.get(*at)).map(String::as_str).collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match args.format {
        ShowFormat::Csv => {
            let mut writer = csv::Writer::from_writer(&mut out);
            writer.write_record(&header).map_err(print::io_error)?;
            for row in cells {
                writer.write_record(row).map_err(print::io_error)?;
            }
            writer.flush()?;
        }
        ShowFormat::Table => {
            let mut printed = print::table(&header);
            cells.for_each(|row| {
                printed.add_row(row.map(print::cell));
            });
            writeln!(out, "{printed}")?;
            let shown = table.rows.len().min(args.limit.unwrap_or(usize::MAX));
            let rows = print::counted(table.rows.len() as u64, "row");
            if shown < table.rows.len() {
                writeln!(out, "{shown} of {rows}")?;
            } else {
                writeln!(out, "{rows}")?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Good)
}

/// Positions of the columns to print.
fn chosen(args: &ShowArgs, table: &TextTable) -> Result<Vec<usize>> {
    if args.columns.is_empty() {
        let is_shown = |name: &str| args.format == ShowFormat::Csv || !FOR_PROGRAMS.contains(&name);
        return Ok((0..table.columns.len())
            .filter(|at| table.columns.get(*at).is_some_and(|name| is_shown(name)))
            .collect());
    }
    let position = |name: &String| {
        table.columns.iter().position(|known| known == name).with_context(|| {
            format!("{} has no column {name:?}; it has: {}", args.table, table.columns.join(", "))
        })
    };
    args.columns.iter().map(position).collect()
}
