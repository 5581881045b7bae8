//! The status table: rows numbered 1 to 9 with sub-rows (a) to (f), and dates in words.

use accession_schema::vocabulary::Layout;

use super::{Marks, Reader, Style, share};
use crate::Marker;
use crate::text::trim;

pub(super) const LAYOUT: Reader =
    Reader { layout: Layout::StatusTable, confidence, style: Style::StatusTable };

/// Numbered rows, lettered rows below them, short rows with dates in words.
fn confidence(marks: &Marks) -> f64 {
    if marks.sections > 0 || marks.numbered == 0 {
        return 0.0;
    }
    0.4 * share(marks.numbered, 3) + 0.3 * share(marks.lettered, 2) + 0.3 * share(marks.dated_in_words, 3)
}

/// The number or letter a row is led by, and what follows: `1. Application`, `(2) Memorandum`, `(a) initial`.
pub(crate) fn number(text: &str) -> (Option<Marker>, &str) {
    let bytes = text.as_bytes();
    let open = usize::from(bytes.first() == Some(&b'('));
    let digits = bytes.iter().skip(open).take_while(|byte| byte.is_ascii_digit()).count();
    let behind =
        |at: usize| text.get(at..).filter(|rest| rest.is_empty() || rest.starts_with(crate::is_blank_char));
    let is_end = |byte: &u8| *byte == b')' || *byte == b'.' && open == 0;
    if (1..=2).contains(&digits)
        && bytes.get(open + digits).is_some_and(is_end)
        && let Some(rest) = behind(open + digits + 1)
    {
        return (Some(Marker::Number), trim(rest));
    }
    // In a column of their own numbers need no point.
    if open == 0
        && (1..=2).contains(&digits)
        && let Some(rest) = behind(digits).map(trim)
        && rest.starts_with(char::is_uppercase)
        && crate::date::date_at(text, 0).is_none()
    {
        return (Some(Marker::Number), rest);
    }
    if bytes.get(open).is_some_and(u8::is_ascii_lowercase)
        && bytes.get(open + 1) == Some(&b')')
        && let Some(rest) = behind(open + 2)
    {
        return (Some(Marker::Letter), trim(rest));
    }
    (None, text)
}

/// The last of the numbers and letters a row is led by, since both may stand on one line: `7. (a) initial`.
pub(super) fn lead(text: &str) -> (Marker, &str) {
    let (first, rest) = number(text);
    match number(rest) {
        (Some(second), rest) => (second, rest),
        (None, _) => (first.unwrap_or(Marker::None), rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_may_stand_in_brackets() {
        assert_eq!(number("(2) Memorandum"), (Some(Marker::Number), "Memorandum"));
        assert_eq!(number("2) Memorandum"), (Some(Marker::Number), "Memorandum"));
        assert_eq!(number("(b)\tlatest"), (Some(Marker::Letter), "latest"));
        for text in ["(2. x", "(2 x", "(1994) x", "(2)x", "2/x"] {
            assert_eq!(number(text), (None, text));
        }
    }

    #[test]
    fn bullets_before_numbers_say_nothing() {
        let text = "1. Application 1 May 2001\n2. Memorandum 2 May 2002\n3. Factual Summary\n\
                    4. Offers\n\u{2022} (a) initial: 3 May 2003\n\u{2022} 5. Draft 10.08.2011\n\u{2022} Law";
        let page = crate::Page::new(text.as_bytes(), &crate::Hints::default());
        let dossier = crate::read(&page);
        assert_eq!(dossier.layout, Layout::StatusTable);
        let found: Vec<(Marker, &str, Option<&str>)> = dossier
            .rows
            .iter()
            .skip(4)
            .map(|row| (row.marker, row.label, row.date.map(|date| date.text)))
            .collect();
        let expected = [
            (Marker::Letter, "initial:", Some("3 May 2003")),
            (Marker::Number, "Draft", Some("10.08.2011")),
            (Marker::Bullet, "Law", None),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_and_letters_lead_rows() {
        assert_eq!(number("1. Application"), (Some(Marker::Number), "Application"));
        assert_eq!(number("7) Offers"), (Some(Marker::Number), "Offers"));
        assert_eq!(number("(a) initial"), (Some(Marker::Letter), "initial"));
        assert_eq!(number("b) latest"), (Some(Marker::Letter), "latest"));
        assert_eq!(number("3."), (Some(Marker::Number), ""));
        for text in ["1.5 million", "1993. x", "4 July 1997", "(ab) x", "a b", ""] {
            assert_eq!(number(text), (None, text));
        }
    }
}
