//! What is read of a line: its text without the characters nobody sees, and with symbols whole that a blank broke.

use std::ops::Range;

use accession_schema::vocabulary::Format;
use unicode_normalization::UnicodeNormalization;

use crate::page::{LineKind, NewLine, Page};
use crate::symbol::goes_on;
use crate::text::is_invisible;

/// A place where a line may break.
const BREAK: char = '\u{200b}';

/// Cleans what is read of each line that needs it. Nearly none does, and that is told without looking at characters.
pub(crate) fn clean(page: &mut Page<'_>) {
    for at in 0..page.lines().len() {
        let Some(line) = page.lines().get(at).copied().filter(|line| line.kind == LineKind::Text) else {
            continue;
        };
        let text = page.slice(line.read);
        let is_ascii = text.is_ascii();
        let is_all_seen = is_ascii || !may_be_invisible(text) || !text.contains(is_invisible);
        let has_foreign = !is_ascii && may_be_foreign(text) && foreign(text).next().is_some();
        let has_tags = page.format == Format::Text && tags(text).next().is_some();
        let has_entities = page.format == Format::Text && entities(text).next().is_some();
        let has_marks =
            !is_ascii && memchr::memchr2(0xcc, 0xcd, text.as_bytes()).is_some() && text.contains(is_mark);
        if is_all_seen && !has_marks && !has_foreign && !has_tags && !has_entities && !may_be_broken(text) {
            continue;
        }
        let mut line_read = page.reading(&line);
        if has_foreign {
            let parts = foreign(&line_read.text).collect();
            line_read = without(line_read, parts);
            page.foreign.push(line.number);
        }
        if has_marks {
            line_read = composed(line_read);
        }
        if has_entities {
            line_read = with_characters(line_read);
        }
        if has_tags {
            let parts = tags(&line_read.text).collect();
            line_read = without(line_read, parts);
        }
        let whole = with_whole_symbols(visible(line_read));
        if whole.text != page.slice(line.read) {
            page.set_reading(at, &whole, line.shape);
        }
        if has_foreign && !crate::trim(&whole.text).is_empty() {
            page.show_reading(at);
        }
    }
}

/// Whether a text has a byte that invisible characters begin with. Blanks that do not break have none.
fn may_be_invisible(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2(0xe2, 0xef, bytes).is_some()
        || memchr::memchr_iter(0xc2, bytes).any(|at| bytes.get(at + 1) == Some(&0xad))
}

/// Whether a character is the sign above or below a letter, written behind it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// The line with letters and their signs as one character each: some systems write two.
fn composed(line: NewLine) -> NewLine {
    let text = line.text.clone();
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if is_mark(c) {
            let end = at + c.len_utf8();
            let one = text.get(start..end).unwrap_or_default().nfc().collect();
            found.pop_if(|(letter, _)| letter.start == start);
            found.push((start..end, one));
        } else {
            start = at;
        }
    }
    let changes: Vec<(Range<usize>, &str)> =
        found.iter().map(|(letter, one)| (letter.clone(), one.as_str())).collect();
    line.with(&changes)
}

/// So many letters in a row, none of them a Latin one without signs, stand in no text of the languages pages are written in.
const FOREIGN_LETTERS: usize = 6;

/// The same for Chinese characters, of which more than one in a row is no letter that was read as one.
const FOREIGN_CHARACTERS: usize = 4;

/// Whether so many bytes in a row are not ASCII as the letters of foreign text have. Nearly no line has them.
fn may_be_foreign(text: &str) -> bool {
    let mut row = 0;
    text.bytes().any(|byte| {
        row = if byte.is_ascii() { 0 } else { row + 1 };
        row >= 2 * FOREIGN_CHARACTERS
    })
}

/// Text of another language, or letters of it that were read as others: copies of a page have it in place of words that
/// were replaced, such as the name of the organisation.
fn foreign(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, first) = chars.next()?;
            if !is_foreign(first) {
                continue;
            }
            let (mut end, mut letters, mut characters) =
                (start + first.len_utf8(), 1, usize::from(is_chinese(first)));
            while let Some((at, c)) = chars.next_if(|(_, c)| is_foreign(*c)) {
                end = at + c.len_utf8();
                letters += 1;
                characters += usize::from(is_chinese(c));
            }
            if letters >= FOREIGN_LETTERS || characters >= FOREIGN_CHARACTERS {
                return Some(start..end);
            }
        }
    })
}

/// Whether a character may be one of foreign text: not those of signs, lines and lost letters.
fn is_foreign(c: char) -> bool {
    let is_sign =
        matches!(c, '\u{2000}'..='\u{2bff}' | '\u{e000}'..='\u{f8ff}' | char::REPLACEMENT_CHARACTER);
    c > '\u{a0}' && !is_sign && !is_invisible(c)
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// Tags whose remains may stand in text that was taken out of a damaged page.
const TAGS: [&str; 9] = ["td", "tr", "th", "p", "br", "b", "i", "a", "span"];

/// Remains of tags: `/td>`, `</a>`.
fn tags(text: &str) -> impl Iterator<Item = Range<usize>> {
    memchr::memchr_iter(b'>', text.as_bytes()).filter_map(|end| {
        let before = text.get(..end)?;
        let name = before.rsplit('/').next().filter(|name| TAGS.contains(name))?;
        let start = before.len().checked_sub(name.len() + 1)?;
        let open = usize::from(before.get(..start)?.ends_with('<'));
        Some(start - open..end + 1)
    })
}

/// No entity has a longer name, in bytes.
const LONGEST_ENTITY: usize = 10;

/// What is written like entities of HTML: `&nbsp;`, `&#233;`.
fn entities(text: &str) -> impl Iterator<Item = Range<usize>> {
    memchr::memchr_iter(b'&', text.as_bytes()).filter_map(|start| {
        let inner = text.as_bytes().get(start + 1..)?;
        let length = inner.iter().take(LONGEST_ENTITY).position(|byte| *byte == b';')?;
        let name = inner.get(..length)?;
        let is_name = name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'#');
        (length > 1 && is_name).then_some(start..start + length + 2)
    })
}

/// The line with characters in place of their entities, which copies of a page's source have.
fn with_characters(line: NewLine) -> NewLine {
    let text = line.text.clone();
    let found: Vec<(Range<usize>, String)> = entities(&text)
        .filter_map(|entity| Some((entity.clone(), crate::html::character(text.get(entity)?)?)))
        .collect();
    let changes: Vec<(Range<usize>, &str)> =
        found.iter().map(|(entity, character)| (entity.clone(), character.as_str())).collect();
    line.with(&changes)
}

/// The line without some parts of it.
fn without(line: NewLine, parts: Vec<Range<usize>>) -> NewLine {
    let changes: Vec<(Range<usize>, &str)> = parts.into_iter().map(|part| (part, "")).collect();
    let mut line = line.with(&changes);
    line.trim();
    line
}

/// Whether a blank stands behind a slash.
fn may_be_broken(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'/', bytes).any(|at| matches!(bytes.get(at + 1), Some(b' ' | b'\t' | 0xc2 | 0xe2)))
}

/// The line without invisible characters. A place where a line may break stands between two values too, where nothing
/// else tells them apart: the number of a symbol and the next one's letters.
fn visible(line: NewLine) -> NewLine {
    let mut changes: Vec<(Range<usize>, &str)> = Vec::new();
    for (at, c) in line.text.char_indices().filter(|(_, c)| is_invisible(*c)) {
        let ends = line.text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()));
        let behind = line.text.get(at + c.len_utf8()..).unwrap_or_default();
        let is_between = c == BREAK && ends && behind.starts_with(|c: char| c.is_ascii_uppercase());
        changes.push((at..at + c.len_utf8(), if is_between { " " } else { "" }));
    }
    if changes.is_empty() { line } else { line.with(&changes) }
}

/// The line without the blanks that stand in symbols, behind a slash.
fn with_whole_symbols(line: NewLine) -> NewLine {
    let mut changes: Vec<(Range<usize>, &str)> = Vec::new();
    for (at, _) in line.text.match_indices('/') {
        let (before, behind) = line.text.split_at(at + 1);
        let bare = behind.trim_start_matches(crate::is_blank_char);
        if bare.len() < behind.len() && goes_on(before, bare) {
            changes.push((at + 1..line.text.len() - bare.len(), ""));
        }
    }
    if changes.is_empty() { line } else { line.with(&changes) }
}

#[cfg(test)]
mod tests {
    use crate::page::{Hints, Page};

    fn read(text: &str) -> (String, String) {
        let page = Page::new(text.as_bytes(), &Hints::default());
        let line = page.lines()[0];
        let links = page.links(line.links).map(|(range, url)| format!("{}>{url}", page.slice(range)));
        (page.slice(line.read).to_owned(), links.collect::<Vec<_>>().join(","))
    }

    #[test]
    fn invisible_characters_are_not_read() {
        assert_eq!(
            read("Re\u{ad}plies 02/07/2012 WT/ACC/LBR/5/\u{200b}Add.1").0,
            "Replies 02/07/2012 WT/ACC/LBR/5/Add.1"
        );
        assert_eq!(read("\u{200f}12\u{2060}/07\u{feff}/2001 x\u{200e}").0, "12/07/2001 x");
        assert_eq!(read("WT/ACC/X/1\u{200b}WT/ACC/X/2").0, "WT/ACC/X/1 WT/ACC/X/2");
        let page = Page::new("a\u{200b}b".as_bytes(), &Hints::default());
        assert_eq!(page.text(&page.lines()[0]), "a\u{200b}b");
    }

    #[test]
    fn letters_and_their_signs_are_one() {
        assert_eq!(
            read("E\u{301}tablissement a\u{302}\u{323} [Re\u{301}](http://x.org/e\u{301}) n\u{303}"),
            (
                "\u{c9}tablissement \u{1ead} R\u{e9} \u{f1}".to_owned(),
                "R\u{e9}>http://x.org/e\u{301}".to_owned()
            )
        );
        assert_eq!(read("\u{301}x\u{301}").0, "\u{301}x\u{301}");
    }

    #[test]
    fn foreign_text_and_remains_of_tags_are_not_read() {
        let garbled = "\u{ca}\u{c0}\u{bd}\u{e7}\u{c3}\u{b3}\u{d2}\u{d7}";
        let text = format!("{garbled} application received \u{4e16}\u{754c}\u{8d38}\u{6613} 01/02/2003");
        assert_eq!(read(&text).0, "application received  01/02/2003");
        let page = Page::new(text.as_bytes(), &Hints::default());
        assert_eq!(
            (page.foreign.as_slice(), page.text(&page.lines()[0])),
            (&[1][..], "application received  01/02/2003")
        );
        assert_eq!(read("1?/td> 06/1993 </b>- 06/1996").0, "1? 06/1993 - 06/1996");
        assert_eq!(
            read("Q &amp; A&nbsp; Bj&ouml;rn &#8211; &x; R&D; &unknown;").0,
            "Q & A\u{a0} Bj\u{f6}rn \u{2013} &x; R&D; &unknown;"
        );
        for text in ["\u{c9}\u{e8}\u{ea}\u{ab} \u{bb}", "a/x> b > c"] {
            assert_eq!(read(text).0, text);
        }
    }

    #[test]
    fn symbols_are_whole_and_links_stay_with_them() {
        assert_eq!(read("Offer WT/ACC/LBR/ 3 (+ addenda)").0, "Offer WT/ACC/LBR/3 (+ addenda)");
        assert_eq!(read("WT/ACC/LBR/\u{a0}\u{200b} 3").0, "WT/ACC/LBR/3");
        assert_eq!(read("Documents/ 3 WT/ACC/LBR/3/ 4").0, "Documents/ 3 WT/ACC/LBR/3/ 4");
        let html = "<html><p>x&shy;y <a href='http://x.org/1'>WT/ACC/LBR/5/&#8203;Add.1</a> <a href='http://x.org/2'>W&#8203;T/ACC/ L/6</a> z";
        let expected = "WT/ACC/LBR/5/Add.1>http://x.org/1,WT/ACC/L/6>http://x.org/2";
        assert_eq!(read(html), ("xy WT/ACC/LBR/5/Add.1 WT/ACC/L/6 z".to_owned(), expected.to_owned()));
    }
}
