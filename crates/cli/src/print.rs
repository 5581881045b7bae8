//! What the commands print with: tables, numbers, problems.

use std::io::{IsTerminal, Write};

use comfy_table::presets::{ASCII_MARKDOWN, UTF8_HORIZONTAL_ONLY};
use comfy_table::{CellAlignment, ContentArrangement, Table};

/// Reports problems that did not end the run.
pub(crate) fn problems(messages: &[String]) {
    for message in messages {
        // Nobody is left to tell if standard error is closed.
        let _ = writeln!(anstream::stderr(), "\u{1b}[1;33mproblem\u{1b}[0m: {message}");
    }
}

/// Says what could not be computed from input that is in order.
pub(crate) fn notes(messages: &[String]) {
    for message in messages {
        let _ = writeln!(anstream::stderr(), "\u{1b}[1;36mnote\u{1b}[0m: {message}");
    }
}

/// Reports why the command could not run.
pub(crate) fn error(message: &str) {
    let _ = writeln!(anstream::stderr(), "\u{1b}[1;31merror\u{1b}[0m: {message}");
}

/// Columns narrower than this on average can't be read; such a table is printed in full width instead.
const LEAST_WIDTH: usize = 10;

/// A table: fitted to the terminal where there is one and it is wide enough, in full as Markdown elsewhere.
pub(crate) fn table<H: AsRef<str>>(header: &[H]) -> Table {
    let mut table = Table::new();
    if std::io::stdout().is_terminal() {
        table.load_preset(UTF8_HORIZONTAL_ONLY);
        if table.width().is_some_and(|width| usize::from(width) >= header.len() * LEAST_WIDTH) {
            table.set_content_arrangement(ContentArrangement::Dynamic);
        }
    } else {
        table.load_preset(ASCII_MARKDOWN);
    }
    table.set_header(header.iter().map(AsRef::as_ref));
    table
}

/// Aligns columns of numbers to the right.
pub(crate) fn right(table: &mut Table, columns: &[usize]) {
    for column in columns {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// A text of a page as a cell: a tab is shown as a blank, other control characters as replaced, and outside a terminal a
/// bar does not end the cell.
pub(crate) fn cell(text: &str) -> String {
    let clean = text.replace('\t', " ").replace(char::is_control, "\u{fffd}");
    if std::io::stdout().is_terminal() { clean } else { clean.replace('|', "\\|") }
}

/// What went wrong with the output, so that a closed pipe is known as one.
pub(crate) fn io_error(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}

/// A number with thousands set off: 7,245.
pub(crate) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let lead = digits.len() % 3;
    let mut out = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 3 == lead {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count with its noun: "1 dossier", "2 dossiers".
pub(crate) fn counted(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(i64::try_from(number).unwrap_or(i64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        let cases =
            [(0, "0"), (999, "999"), (7245, "7,245"), (-1_234_567, "-1,234,567"), (100_000, "100,000")];
        for (number, text) in cases {
            assert_eq!(grouped(number), text);
        }
        assert_eq!(counted(1, "file"), "1 file");
        assert_eq!(counted(1200, "file"), "1,200 files");
    }
}
