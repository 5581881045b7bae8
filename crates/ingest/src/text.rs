//! Lines and blanks of text sources.

use std::borrow::Cow;

use crate::MAX_BYTES;
use crate::dossier::{Span, clamp};

/// A line without its line end and the blanks around it.
#[derive(Debug, Clone)]
pub(crate) struct Line<'s> {
    /// Where the text stands in the source.
    pub(crate) span: Span,
    /// The text; owned, with replacement characters, where the line is not UTF-8.
    pub(crate) text: Cow<'s, str>,
}

impl Line<'_> {
    pub(crate) fn is_blank(&self) -> bool {
        self.span.start == self.span.end
    }
}

/// Whether a character shows as nothing: white space of every width, zero-width characters, byte-order marks.
pub fn is_blank_char(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The text without the blanks around it.
pub fn trim(text: &str) -> &str {
    match text.as_bytes() {
        // Most texts have none.
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim_matches(is_blank_char),
    }
}

/// The lines of a source. They end at line feeds, with or without a carriage return before it, or at carriage returns
/// where there is no line feed at all. What follows the last line end is a line only if it is not empty.
pub(crate) fn lines(source: &[u8]) -> Vec<Line<'_>> {
    let limit = usize::try_from(MAX_BYTES).unwrap_or(usize::MAX);
    let source = source.get(..limit).unwrap_or(source);
    let end_byte = if memchr::memchr(b'\n', source).is_some() { b'\n' } else { b'\r' };
    // One check of the whole source is faster than one a line; the lines are looked at one by one only if it fails.
    let whole = std::str::from_utf8(source).ok();
    let mut lines = Vec::with_capacity(source.len() / 48 + 1);
    let mut start = 0;
    for end in memchr::memchr_iter(end_byte, source).chain([source.len()]) {
        if start == source.len() {
            break;
        }
        let text = whole.and_then(|whole| whole.get(start..end));
        lines.push(line(source, start, end, text));
        start = end + 1;
    }
    lines
}

fn line<'s>(source: &'s [u8], start: usize, end: usize, text: Option<&'s str>) -> Line<'s> {
    let bytes = source.get(start..end).unwrap_or_default();
    if let Some(text) = text.or_else(|| std::str::from_utf8(bytes).ok()) {
        let trimmed = trim(text);
        let lead = text.len() - text.trim_start_matches(is_blank_char).len();
        // A blank line has an empty span at its start.
        let from = if trimmed.is_empty() { start } else { start + lead };
        let span = Span { start: clamp(from), end: clamp(from + trimmed.len()) };
        Line { span, text: Cow::Borrowed(trimmed) }
    } else {
        // Some byte is no text, so blanks end there at the latest: only the first and the last piece can have some.
        let mut pieces = bytes.utf8_chunks();
        let first = pieces.next().map_or("", |piece| piece.valid());
        let last = pieces.last().filter(|piece| piece.invalid().is_empty()).map_or("", |piece| piece.valid());
        let lead = first.len() - first.trim_start_matches(is_blank_char).len();
        let trail = last.len() - last.trim_end_matches(is_blank_char).len();
        let bytes = bytes.get(lead..bytes.len() - trail).unwrap_or(bytes);
        let span = Span { start: clamp(start + lead), end: clamp(start + lead + bytes.len()) };
        Line { span, text: Cow::Owned(String::from_utf8_lossy(bytes).into_owned()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &[u8]) -> Vec<String> {
        lines(source).into_iter().map(|line| line.text.into_owned()).collect()
    }

    #[test]
    fn line_ends_of_every_system() {
        assert_eq!(texts(b"a\nb\n"), ["a", "b"]);
        assert_eq!(texts(b"a\r\nb"), ["a", "b"]);
        assert_eq!(texts(b"a\rb\r"), ["a", "b"]);
        assert_eq!(texts(b"\n\n"), ["", ""]);
        assert_eq!(texts(b""), Vec::<String>::new());
    }

    #[test]
    fn spans_leave_out_blanks_of_every_width() {
        let source = "\u{feff} \u{a0}x y\u{2003}\t\n".as_bytes();
        let line = &lines(source)[0];
        assert_eq!(&source[line.span.start as usize..line.span.end as usize], b"x y");
    }

    #[test]
    fn a_line_that_is_not_utf8_spoils_no_other() {
        let found = lines(b"one\n caf\xe9 \xc2\xa0\ntwo");
        assert!(matches!(&found[1].text, Cow::Owned(text) if text == "caf\u{fffd}"));
        assert_eq!(found[1].span, Span { start: 5, end: 9 });
        assert!(matches!(found[2].text, Cow::Borrowed("two")));
    }
}
