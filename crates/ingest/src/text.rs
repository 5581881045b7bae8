//! Lines and blanks of text sources.

use accession_schema::vocabulary::Format;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::decode::decode;
use crate::dossier::clamp;
use crate::page::{Hints, Line, LineKind, Page, Shape};

/// Whether a character shows as nothing: white space of every width, zero-width characters, byte-order marks.
pub fn is_blank_char(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Whether a character takes no room: zero-width characters, byte-order marks, soft hyphens.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The text without the blanks around it.
pub fn trim(text: &str) -> &str {
    match text.as_bytes() {
        // Most texts have none.
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim_matches(is_blank_char),
    }
}

/// A no-break space in UTF-8 that was read as Windows-1252.
const DAMAGED_BLANK: &str = "\u{c2}\u{a0}";

/// The line without the blanks around it, those among them that were decoded wrongly.
pub(crate) fn trim_line(line: &str) -> &str {
    let mut bare = line;
    loop {
        let without = bare.trim_start_matches(is_blank_char);
        let Some(behind) = without.strip_prefix(DAMAGED_BLANK) else {
            bare = without;
            break;
        };
        bare = behind;
    }
    loop {
        let last = bare.chars().next_back().filter(|c| is_blank_char(*c));
        bare = match (bare.strip_suffix(DAMAGED_BLANK), last) {
            (Some(before), _) => before,
            (None, Some(blank)) => bare.get(..bare.len() - blank.len_utf8()).unwrap_or_default(),
            (None, None) => return bare,
        };
    }
}

/// The text in lower case without accents, to compare words by.
pub fn fold(text: &str, folded: &mut String) {
    for c in text.chars() {
        match c {
            c if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            'œ' | 'Œ' => folded.push_str("oe"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            c => {
                let decomposed = std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c));
                folded.extend(decomposed.flat_map(char::to_lowercase));
            }
        }
    }
}

/// A text source as lines. They end at line feeds, with or without a carriage return before it, or at carriage returns
/// where there is no line feed at all. What follows the last line end is a line only if it is not empty.
pub(crate) fn page<'s>(source: &'s [u8], hints: &Hints<'_>) -> Page<'s> {
    let decoded = decode(source, hints.charset);
    let mut page = Page::empty(source, Format::Text, decoded.encoding);
    let text: &str = &decoded.text;
    let end_byte = line_end(text.as_bytes());
    let mut lines = Vec::with_capacity(text.len() / 48 + 1);
    let mut bad = decoded.bad.iter().peekable();
    let mut start = 0;
    for end in memchr::memchr_iter(end_byte, text.as_bytes()).chain([text.len()]) {
        if start == text.len() {
            break;
        }
        page.line_count += 1;
        let whole = text.get(start..end).unwrap_or_default();
        let bare = trim_line(whole);
        // A line is not text if a byte of it is none.
        let mut is_text = true;
        while bad.next_if(|bad| (**bad as usize) < end).is_some() {
            is_text = false;
        }
        if bare.is_empty() {
            page.blank_count += 1;
        } else {
            let lead = if bare.len() == whole.len() { 0 } else { whole.find(bare).unwrap_or_default() };
            let (from, to) = (clamp(start + lead), clamp(start + lead + bare.len()));
            lines.push(Line {
                number: page.line_count,
                last: page.line_count,
                is_part: false,
                span: decoded.span(from, to),
                kind: if is_text { LineKind::Text } else { LineKind::NotText },
                shape: Shape::default(),
                text: (from, to),
                read: (from, to),
                links: (0, 0),
            });
        }
        start = end + 1;
    }
    page.set_text(decoded.text, lines);
    page
}

/// The byte lines end with.
pub(crate) fn line_end(text: &[u8]) -> u8 {
    if memchr::memchr(b'\n', text).is_some() { b'\n' } else { b'\r' }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::Span;

    fn read(source: &[u8]) -> Page<'_> {
        Page::new(source, &Hints::default())
    }

    fn texts(source: &[u8]) -> Vec<(u32, String)> {
        let page = read(source);
        page.lines().iter().map(|line| (line.number, page.text(line).to_owned())).collect()
    }

    #[test]
    fn line_ends_of_every_system() {
        let expected = [(1, "a".to_owned()), (2, "b".to_owned())];
        for source in [&b"a\nb\n"[..], b"a\r\nb", b"a\rb\r"] {
            assert_eq!(texts(source), expected);
        }
        assert_eq!((read(b"\n\n").line_count, read(b"\n\n").blank_count), (2, 2));
        assert_eq!(read(b"").line_count, 0);
    }

    #[test]
    fn spans_leave_out_blanks_of_every_width() {
        let source = "\u{feff} \u{a0}x y\u{2003}\t\n".as_bytes();
        let page = read(source);
        let span = page.lines()[0].span;
        assert_eq!(&source[span.start as usize..span.end as usize], b"x y");
    }

    #[test]
    fn a_line_that_is_not_utf8_spoils_no_other() {
        let source = b"\xc3\xa9\n caf\xe9 \xc2\xa0\ntwo";
        let page = read(source);
        let kinds: Vec<LineKind> = page.lines().iter().map(|line| line.kind).collect();
        assert_eq!(kinds, [LineKind::Text, LineKind::NotText, LineKind::Text]);
        assert_eq!(page.text(&page.lines()[1]), "caf\u{fffd}");
        assert_eq!(page.lines()[1].span, Span { start: 4, end: 8 });
    }

    #[test]
    fn spans_are_those_of_the_bytes_in_every_encoding() {
        let bytes: Vec<u8> = "\u{feff}I\n é x\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&bytes).lines()[1].span, Span { start: 8, end: 14 });
        assert_eq!(read(b"de l'\xe9t\xe9\n \xe9 x\n").lines()[1].span, Span { start: 10, end: 13 });
    }
}
