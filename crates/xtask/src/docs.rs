//! `cargo xtask docs`: the docs that are made from the schema.

use std::fmt::Write;
use std::fs;

use accession_schema::{TableSpec, Type, all_tables};
use anyhow::{Context, Result, bail};

use crate::root;

/// Writes docs/tables.md, or only says whether it is current.
pub(crate) fn docs(check: bool) -> Result<()> {
    let path = root().join("docs/tables.md");
    let text = dictionary();
    if check {
        let written = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        if written != text {
            bail!("docs/tables.md is not current; `cargo xtask docs` writes it");
        }
        println!("docs/tables.md is current");
        return Ok(());
    }
    fs::create_dir_all(root().join("docs"))?;
    fs::write(&path, text).with_context(|| path.display().to_string())
}

/// The data dictionary as Markdown.
fn dictionary() -> String {
    let mut out = String::from(
        "# The tables\n\nMade from `crates/schema` by `cargo xtask docs`; `accession schema` prints the same.\n\
         Null always means unknown or not applicable. Spans are half-open ranges of bytes of the source.\n",
    );
    for table in all_tables() {
        write_table(&mut out, &table);
    }
    out
}

fn write_table(out: &mut String, table: &TableSpec) {
    // Writing to a String can't fail.
    let _ = write!(
        out,
        "\n## {}\n\n{}\n\n| column | type | unit | meaning |\n|---|---|---|---|\n",
        table.name, table.description
    );
    for column in &table.columns {
        let null = if column.nullable { ", nullable" } else { "" };
        let unit = column.unit.unwrap_or_default();
        let _ = writeln!(
            out,
            "| {} | {}{null} | {unit} | {} |",
            column.name,
            word(column.column_type),
            column.description
        );
    }
    for column in table.columns.iter().filter(|column| !column.words.is_empty()) {
        let _ = write!(out, "\nWords of `{}`:\n\n", column.name);
        for word in &column.words {
            let _ = writeln!(out, "- `{}`: {}", word.word, word.meaning);
        }
    }
}

fn word(column_type: Type) -> &'static str {
    match column_type {
        Type::String => "string",
        Type::Uint32 => "uint32",
        Type::Int32 => "int32",
        Type::Float64 => "float64",
        Type::Boolean => "boolean",
        Type::Date => "date",
        Type::Enum => "enum",
    }
}
