//! Telling running text from rows.

use accession_ingest::{Row, RowClass};

/// From this many words on, a line that ends like a sentence is a paragraph; from the second number on, any line is.
const PARAGRAPH_WORDS: (usize, usize) = (12, 25);

/// Whether a row is running text.
pub(super) fn is_paragraph(row: &Row<'_>) -> bool {
    let (with_end, without) = PARAGRAPH_WORDS;
    // In a row with values it is the text before them that tells.
    // The dates of rows are numbers, or stand behind a short label; in words they may stand anywhere in a sentence.
    let is_sentence = row.date.is_some_and(|date| !date.is_in_numbers()) && row.text.ends_with('.');
    let before = if is_sentence { row.text } else { row.label };
    let words = before.split_whitespace().count();
    let ends = row.text.ends_with(['.', '!', '?', ':', ';', ')', '\u{201d}', '"']);
    row.class != RowClass::Item && (words >= without || (words >= with_end && ends))
}
