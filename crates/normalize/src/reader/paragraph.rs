//! Telling running text from rows.

use accession_ingest::{Row, RowClass};

/// From this many words on, a line that ends like a sentence is a paragraph; from the second number on, any line is.
const PARAGRAPH_WORDS: (usize, usize) = (12, 25);

/// Whether a row is running text.
pub(super) fn is_paragraph(row: &Row<'_>) -> bool {
    let (with_end, without) = PARAGRAPH_WORDS;
    // In a row with values it is the text before them that tells.
    let words = row.label.split_whitespace().count();
    let ends = row.text.ends_with(['.', '!', '?', ':', ';', ')', '\u{201d}', '"']);
    row.class != RowClass::Item && (words >= without || (words >= with_end && ends))
}
