//! `accession schema`: the data dictionary.

use std::io::Write;

use accession_schema::{ColumnSpec, TableSpec, all_tables};
use anyhow::{Result, bail};

use crate::args::{PrintFormat, SchemaArgs};
use crate::exit::Outcome;
use crate::print;

pub(crate) fn schema(args: &SchemaArgs) -> Result<Outcome> {
    let tables = all_tables();
    let known: Vec<&str> = tables.iter().map(|table| table.name).collect();
    let chosen: Vec<&TableSpec> =
        tables.iter().filter(|table| args.table.as_ref().is_none_or(|name| name == table.name)).collect();
    if chosen.is_empty() {
        bail!(
            "there is no table {:?}; there are: {}",
            args.table.as_deref().unwrap_or_default(),
            known.join(", ")
        );
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match args.format {
        PrintFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &chosen).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        PrintFormat::Table => {
            for table in chosen {
                write_table(&mut out, table, args.table.is_some())?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Good)
}

fn write_table(out: &mut impl Write, spec: &TableSpec, with_words: bool) -> Result<()> {
    writeln!(out, "{}\n{}\n", spec.name, spec.description)?;
    let mut table = print::table(&["column", "type", "unit", "meaning"]);
    for column in &spec.columns {
        let null = if column.nullable { " or null" } else { "" };
        table.add_row([
            column.name.to_owned(),
            format!("{}{null}", type_word(column)),
            column.unit.unwrap_or_default().to_owned(),
            column.description.clone(),
        ]);
    }
    writeln!(out, "{table}\n")?;
    for column in spec.columns.iter().filter(|column| with_words && !column.words.is_empty()) {
        let mut table = print::table(&[column.name, "meaning"]);
        for word in &column.words {
            table.add_row([word.word, word.meaning]);
        }
        writeln!(out, "{table}\n")?;
    }
    Ok(())
}

fn type_word(column: &ColumnSpec) -> String {
    // The JSON form names the types; the printed one uses the same names.
    serde_json::to_value(column.column_type)
        .ok()
        .and_then(|word| word.as_str().map(str::to_owned))
        .unwrap_or_default()
}
