//! Expected rows of `accession evaluate`: as a truth file, and as a table of its own.

// The parser of the command, without what else is in its crate: polars would have to be built for it.
#[path = "../../crates/cli/src/commands/evaluate/truth.rs"]
mod parser;

use std::sync::LazyLock;

use accession_schema::{AnyTable, Facts, TableSpec};

use self::parser::{Problem, Table, parse, parse_csv};

static KNOWN: LazyLock<Vec<TableSpec>> =
    LazyLock::new(|| Facts::default().tables().into_iter().map(AnyTable::spec).collect());

/// Reads a text as a truth file, and as tables.
pub(crate) fn check(bytes: &[u8]) {
    let text = crate::text(bytes);
    let lines = text.lines().count().max(1);
    check_read(parse(&text, &KNOWN), lines);
    for name in ["meetings", "documents", "no such table"] {
        check_read(parse_csv(name, &text, &KNOWN), lines);
    }
}

/// What is read is whole, what is wrong is at a line.
fn check_read(read: Result<Vec<Table>, Vec<Problem>>, lines: usize) {
    match read {
        Ok(tables) => {
            assert!(!tables.is_empty());
            for table in &tables {
                assert!(KNOWN.iter().any(|known| known.name == table.name), "{}", table.name);
                assert_eq!(table.rows.len(), table.lines.len(), "{}", table.name);
                assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{}", table.name);
            }
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            for problem in &problems {
                assert!((1..=lines).contains(&(problem.line as usize)), "{problem}: {lines} lines");
            }
        }
    }
}
