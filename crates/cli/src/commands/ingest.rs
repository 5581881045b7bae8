//! `accession ingest`: what pages say.

use std::io::Write;

use accession_ingest::{Dossier, Row};
use anyhow::Result;
use serde::Serialize;

use crate::args::{IngestArgs, PrintFormat};
use crate::exit::Outcome;
use crate::{files, print};

/// A row as it is printed.
#[derive(Serialize)]
struct Printed<'d> {
    source: &'d str,
    line: u32,
    byte_start: u32,
    byte_end: u32,
    class: accession_ingest::RowClass,
    marker: accession_ingest::Marker,
    label: &'d str,
    date: Option<&'d str>,
    symbols: Vec<&'d str>,
    text: &'d str,
}

pub(crate) fn ingest(args: &IngestArgs) -> Result<Outcome> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut first = true;
    if args.format == PrintFormat::Json {
        write!(out, "[")?;
    }
    let has_problems = files::each(&args.files.files, |input, page| {
        let dossier = accession_ingest::read(page);
        let source = input.path.display().to_string();
        let rows = dossier.rows.iter().map(|row| printed(&source, &dossier, row));
        match args.format {
            PrintFormat::Json => {
                for row in rows {
                    write!(out, "{}", if first { "\n" } else { ",\n" })?;
                    first = false;
                    serde_json::to_writer(&mut out, &row).map_err(std::io::Error::from)?;
                }
            }
            PrintFormat::Table => write_table(&mut out, &source, &dossier, rows)?,
        }
        Ok(())
    })?;
    if args.format == PrintFormat::Json {
        writeln!(out, "\n]")?;
    }
    out.flush()?;
    Ok(Outcome::of(has_problems))
}

fn printed<'d>(source: &'d str, dossier: &'d Dossier<'_>, row: &'d Row<'_>) -> Printed<'d> {
    Printed {
        source,
        line: row.line,
        byte_start: row.span.start,
        byte_end: row.span.end,
        class: row.class,
        marker: row.marker,
        label: row.label,
        date: row.date.map(|date| date.text),
        symbols: dossier.symbols(row).iter().map(|symbol| symbol.text).collect(),
        text: row.text,
    }
}

fn write_table<'d>(
    out: &mut impl Write,
    source: &str,
    dossier: &Dossier<'_>,
    rows: impl Iterator<Item = Printed<'d>>,
) -> Result<()> {
    writeln!(
        out,
        "{source}: {} layout ({:.2}), {} rows in {} lines",
        dossier.layout.word(),
        dossier.confidence,
        dossier.rows.len(),
        dossier.page.line_count
    )?;
    let mut table = print::table(&["line", "bytes", "class", "label", "date", "symbols", "text"]);
    for row in rows {
        table.add_row([
            row.line.to_string(),
            format!("{}..{}", row.byte_start, row.byte_end),
            class_word(row.class).to_owned(),
            print::cell(row.label),
            row.date.unwrap_or_default().to_owned(),
            row.symbols.join(" "),
            print::cell(row.text),
        ]);
    }
    writeln!(out, "{table}\n")?;
    Ok(())
}

fn class_word(class: accession_ingest::RowClass) -> &'static str {
    use accession_ingest::RowClass::{Ambiguous, Entry, Item, Navigation, Section, Text, Unread};
    match class {
        Section => "section",
        Entry => "entry",
        Item => "item",
        Text => "text",
        Navigation => "navigation",
        Ambiguous => "ambiguous",
        Unread => "unread",
    }
}
