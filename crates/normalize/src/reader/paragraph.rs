//! Telling running text from rows.

use accession_ingest::{Dossier, Marker, Row, RowClass, SymbolText};
use accession_schema::vocabulary::Format;

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

/// Whether the values of a row are those of a sentence: its date is in words, in a line without a number of its own, and
/// behind it the sentence or the next one goes on; or it goes on behind a symbol.
pub(super) fn is_sentence(row: &Row<'_>, symbols: &[SymbolText<'_>]) -> bool {
    if row.date.is_none() && row.marker == Marker::None && row.text.ends_with('.') {
        let tail = symbols.first().map_or("", |symbol| symbol.tail);
        return tail.starts_with(char::is_lowercase) && tail.split_whitespace().count() >= TAIL_WORDS;
    }
    let is_in_words = row.date.is_some_and(|date| !date.is_in_numbers());
    let next = row.remark.strip_prefix(['.', ';']).unwrap_or_default();
    let goes_on = next.trim_start().starts_with(char::is_uppercase) && next.starts_with(' ');
    let words = row.remark.split_whitespace().count();
    row.marker == Marker::None
        && is_in_words
        && (goes_on || row.text.ends_with('.') && words >= REMARK_WORDS && !row.remark.starts_with('('))
}

/// Behind the date of a row stand fewer words.
const REMARK_WORDS: usize = 5;

/// Behind its symbol stand fewer, if they begin with a small letter.
const TAIL_WORDS: usize = 8;

/// A line that a margin ended is no shorter, in characters.
const MARGIN: usize = 40;

/// A paragraph that is looked at as one has no more lines.
const MOST_LINES: usize = 12;

/// The row behind the last one of a paragraph that a margin broke: lines of running text, one right below the other, of
/// which none but the last ends a sentence. Only text that is saved as text is broken so.
pub(super) fn paragraph_end(dossier: &Dossier<'_>, index: usize) -> usize {
    let mut end = index + 1;
    while let (Some(row), Some(next)) = (dossier.rows.get(end - 1), dossier.rows.get(end))
        && end - index < MOST_LINES
        && dossier.page.format == Format::Text
        && [row, next].iter().all(|row| {
            matches!(row.class, RowClass::Text | RowClass::Entry)
                && row.marker == Marker::None
                && !row.text.contains('\t')
                && !row.text.contains("   ")
        })
        && (next.is_part || next.line == row.last_line.max(row.line) + 1)
        && row.text.chars().count() >= MARGIN
        && !row.text.ends_with(['.', '!', '?', ':'])
    {
        end += 1;
    }
    end
}
