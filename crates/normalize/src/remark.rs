//! Remarks behind a symbol: further documents announced, notes, titles.

use accession_ingest::{is_blank_char, trim};

use crate::vocabulary::{Announced, Kind, VOCABULARY, prepare, raw_words};

/// More words in a bracket than this are a paragraph, not a note.
const NOTE_WORDS: usize = 6;

/// What a remark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools, reason = "they are the flags of the documents table")]
pub struct Remark<'s> {
    /// Addenda are announced.
    pub addenda: bool,
    /// Corrigenda are announced.
    pub corrigenda: bool,
    /// Revisions are announced.
    pub revisions: bool,
    /// Something is announced and not named: `(+ )`.
    pub unspecified: bool,
    /// A subject in brackets, an annex, the parts of the document.
    pub note: Option<&'s str>,
    /// The title of the document.
    pub title: Option<&'s str>,
}

/// Reads `(+ addenda & corrigendum) (TBT)`, `+ ( revisions)`, `+ Annex`, `Part 1; Part 2`, `Check List of Document`.
pub(crate) fn parse(text: &str) -> Remark<'_> {
    let mut remark = Remark::default();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c| is_blank_char(c) || is_stray(c));
        let Some(first) = rest.chars().next() else { return remark };
        rest = match first {
            '(' => {
                let (inner, behind, is_closed) = bracket(rest);
                remark.take_bracket(inner, is_closed);
                behind
            }
            '+' => {
                let behind = rest.get(1..).unwrap_or_default().trim_start_matches(is_blank_char);
                if behind.starts_with('(') {
                    let (inner, behind, _) = bracket(behind);
                    remark.announce(inner);
                    behind
                } else {
                    let end = behind.find(['(', ';', '+']).unwrap_or(behind.len());
                    let (inner, behind) = behind.split_at(end);
                    remark.announce(inner);
                    behind
                }
            }
            _ => {
                remark.take_text(rest);
                return remark;
            }
        };
    }
}

impl<'s> Remark<'s> {
    fn take_bracket(&mut self, inner: &'s str, is_closed: bool) {
        let inner = trim(inner);
        if let Some(announced) = inner.strip_prefix('+') {
            // What an open bracket announces may stand on the next line.
            if is_closed || announced.contains(char::is_alphanumeric) {
                self.announce(announced);
            }
        } else if is_announcement(inner) {
            self.announce(inner);
        } else if !is_closed {
            // It goes on behind another symbol; half a note says nothing.
        } else if inner.chars().any(char::is_alphanumeric)
            && inner.split_whitespace().count() <= NOTE_WORDS
            && !VOCABULARY.is_caption(inner)
        {
            self.note.get_or_insert(inner);
        }
    }

    /// Takes what stands behind a plus sign.
    pub(crate) fn announce(&mut self, announced: &'s str) {
        let announced = announced.trim_matches(|c| is_blank_char(c) || is_stray(c));
        if announced.is_empty() {
            self.unspecified = true;
        } else if is_announcement(announced) {
            for word in raw_words(announced).split(' ').map(without_number) {
                match VOCABULARY.words.announced(word) {
                    Some(Announced::Addenda) => self.addenda = true,
                    Some(Announced::Corrigenda) => self.corrigenda = true,
                    Some(Announced::Revisions) => self.revisions = true,
                    None => {}
                }
            }
        } else {
            self.note.get_or_insert(announced);
        }
    }

    fn take_text(&mut self, text: &'s str) {
        let text = text.trim_end_matches(|c| is_blank_char(c) || matches!(c, ';' | '_'));
        let words = raw_words(text);
        // "and" and "&" lead to the next symbol or to a suffix of this one: "& Corr.1".
        if words.is_empty() || words.split(' ').all(is_joint) {
            return;
        }
        if is_announcement(text) {
            return self.announce(text);
        }
        // Links to news, statements and documents are furniture of the page.
        if VOCABULARY.is_caption(text) || is_news(text) {
            return;
        }
        let mut words = words.split(' ');
        let is_part = words.next().is_some_and(|word| VOCABULARY.words.is(Kind::Part, word))
            && words.next().is_some_and(|word| {
                word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'i' | b'v' | b'x'))
            });
        if is_part {
            self.note.get_or_insert(text);
        } else {
            self.title = Some(text);
        }
    }
}

/// Whether a text begins with what a link to a news item says: "News item & Statement by the Director-General".
fn is_news(text: &str) -> bool {
    let mut key = String::new();
    prepare(text, &mut key);
    VOCABULARY.words.of(Kind::News).any(|news| news.contains(' ') && key.starts_with(news))
}

/// Whether a text only names kinds of further documents: "addenda & corrigendum", "revisions: 1, 2, 3", "Corr.1".
fn is_announcement(text: &str) -> bool {
    let mut kinds = 0;
    for word in raw_words(text).split(' ') {
        if VOCABULARY.words.announced(without_number(word)).is_some() {
            kinds += 1;
        } else if word.parse::<u32>().is_err() && !is_joint(word) {
            return false;
        }
    }
    kinds > 0
}

/// A word without the number of the one before, where they are run together: the `1rev` of `Rev.1Rev.2`.
fn without_number(word: &str) -> &str {
    word.trim_start_matches(|c: char| c.is_ascii_digit())
}

/// Whether a word joins suffixes, or is nothing but lost letters.
fn is_joint(word: &str) -> bool {
    VOCABULARY.words.is(Kind::Joint, word) || word.chars().all(|c| c == char::REPLACEMENT_CHARACTER)
}

fn is_stray(c: char) -> bool {
    matches!(c, ';' | ',' | '.' | ':' | '_' | '|' | ')')
}

/// What is in the bracket at the start of a text, nested ones included, what follows it, and whether it is closed.
fn bracket(text: &str) -> (&str, &str, bool) {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => {
                return (text.get(1..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default(), true);
            }
            b')' => depth -= 1,
            _ => {}
        }
    }
    (text.get(1..).unwrap_or_default(), "", false)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `flags|note|title`, the flags by their first letters.
    fn parts(text: &str) -> String {
        let remark = parse(text);
        let flags = [
            (remark.addenda, 'a'),
            (remark.corrigenda, 'c'),
            (remark.revisions, 'r'),
            (remark.unspecified, '?'),
        ];
        let flags: String = flags.iter().filter(|(set, _)| *set).map(|(_, letter)| letter).collect();
        format!("{flags}|{}|{}", remark.note.unwrap_or_default(), remark.title.unwrap_or_default())
    }

    #[test]
    fn announcements() {
        assert_eq!(parts("(+ \u{a0} addenda & corrigendum)"), "ac||");
        assert_eq!(parts("+ (\u{a0} revisions)"), "r||");
        assert_eq!(parts("(+ revisions: 1, 2, 3)"), "r||");
        assert_eq!(parts("(+ )"), "?||");
        assert_eq!(parts("(+ revision);"), "r||");
        assert_eq!(parts("(revisions ;)"), "r||");
        assert_eq!(parts("(+ Corr.1)"), "c||");
        assert_eq!(parts("(+ Rev.1 and Rev.2)"), "r||");
        assert_eq!(parts("(+ revisions 1 to 6)"), "r||");
        assert_eq!(parts("& Corr.1"), "c||");
        assert_eq!(parts("and"), "||");
        assert_eq!(parts("(; ; ;)"), "||");
        assert_eq!(parts(""), "||");
    }

    #[test]
    fn notes_and_titles() {
        assert_eq!(parts("(+ \u{a0} revisions) (TBT)"), "r|TBT|");
        assert_eq!(parts("+ Annex"), "|Annex|");
        assert_eq!(parts("(see also"), "||");
        assert_eq!(parts("Part 1; Part 2"), "|Part 1; Part 2|");
        assert_eq!(parts("Check List of Document"), "||Check List of Document");
        assert_eq!(
            parts("Sanitary and Phytosanitary (SPS) Measures"),
            "||Sanitary and Phytosanitary (SPS) Measures"
        );
        assert_eq!(parts("News item & Statement by the WTO Director-General"), "||");
        assert_eq!(parts("(Request to transform the working party of the GATT into one of the WTO)"), "||");
    }
}
