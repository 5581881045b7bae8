//! Text as browsers of terminals write it: `[8]WT/ACC/NPL/1` where the eighth link of the page begins, and below the
//! page the addresses, `8. http://...`. The numbers are taken off for reading, and the addresses are those of the links.
//! Others write the address behind the text of the link: `WT/ACC/NPL/1 <http://...>`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::is_blank_char;
use crate::page::{LONGEST_ADDRESS, LineKind, NewLine, Page};
use crate::symbol::symbol_end;

/// So many numbers in their order are no accident where no addresses follow.
const ENOUGH: usize = 3;

/// No page has a number of a link of more digits.
const DIGITS: usize = 4;

/// Takes the numbers and addresses of links off the lines of a page, if it has them.
pub(crate) fn read(page: &mut Page<'_>) {
    for at in 0..page.lines().len() {
        if text(page, at).is_some_and(|text| addresses(text).next().is_some())
            && let Some(line) = page.lines().get(at).copied()
        {
            let new = without_addresses(page.reading(&line));
            page.set_reading(at, &new, line.shape);
        }
    }
    read_notes(page);
}

fn read_notes(page: &mut Page<'_>) {
    let numbered: Vec<usize> = (0..page.lines().len())
        .filter(|at| text(page, *at).is_some_and(|text| notes(text).next().is_some()))
        .collect();
    // Nearly no page has any.
    if numbered.is_empty() {
        return;
    }
    let mut addresses: HashMap<usize, Arc<str>> = HashMap::new();
    for at in 0..page.lines().len() {
        if let Some((number, address)) = text(page, at).and_then(address) {
            addresses.entry(number).or_insert_with(|| address.into());
            page.set_kind(at, LineKind::Navigation);
        }
    }
    let all = numbered.iter().filter_map(|at| text(page, *at)).flat_map(notes).map(|(_, _, number)| number);
    let numbers: Vec<usize> = all.collect();
    let are_in_order = numbers.len() >= ENOUGH && numbers.is_sorted_by(|a, b| a < b);
    if addresses.is_empty() && !are_in_order {
        return;
    }
    for at in numbered {
        let Some(line) = page.lines().get(at).copied() else { continue };
        let new = without_notes(&page.reading(&line), &addresses);
        page.set_reading(at, &new, line.shape);
    }
}

fn text<'p>(page: &'p Page<'_>, at: usize) -> Option<&'p str> {
    let line = page.lines().get(at).filter(|line| line.kind == LineKind::Text)?;
    Some(page.slice(line.read))
}

/// The numbers of links in a line: where each starts, where its text starts, and the number.
fn notes(text: &str) -> impl Iterator<Item = (usize, usize, usize)> {
    memchr::memchr_iter(b'[', text.as_bytes()).filter_map(|open| {
        let inner = text.get(open + 1..)?;
        let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
        let behind = inner.get(digits..)?.strip_prefix(']')?;
        let is_note = (1..=DIGITS).contains(&digits) && behind.starts_with(|c: char| !is_blank_char(c));
        let number = inner.get(..digits)?.parse().ok()?;
        is_note.then_some((open, open + digits + 2, number))
    })
}

/// The addresses in angle brackets of a line, with the brackets.
fn addresses(text: &str) -> impl Iterator<Item = Range<usize>> {
    memchr::memchr_iter(b'<', text.as_bytes()).filter_map(|open| {
        let near = text.as_bytes().get(open + 1..)?;
        let near = near.get(..LONGEST_ADDRESS).unwrap_or(near);
        let end = open + 1 + memchr::memchr(b'>', near)?;
        is_address(text.get(open + 1..end)?).then_some(open..end + 1)
    })
}

/// The line without addresses in angle brackets, its links with them: a link is the last value before the address, or the
/// words behind that.
fn without_addresses(line: NewLine) -> NewLine {
    let text = line.text.clone();
    let found: Vec<Range<usize>> = addresses(&text).collect();
    let changes: Vec<(Range<usize>, &str)> = found.iter().map(|address| (address.clone(), "")).collect();
    let mut new = line.with(&changes);
    let (mut at, mut taken) = (0, 0);
    for address in found {
        let linked = linked(text.get(at..address.start).unwrap_or_default());
        if let Some(url) = text.get(address.start + 1..address.end - 1).filter(|_| !linked.is_empty()) {
            new.links.push((at + linked.start - taken..at + linked.end - taken, url.into()));
        }
        at = address.end;
        taken += address.len();
    }
    new.trim();
    new
}

/// The text of the link that ends where a text does: its last word if that has a number, or the words behind the last that
/// has one.
fn linked(text: &str) -> Range<usize> {
    let end = text.trim_end_matches(is_blank_char).len();
    let bare = text.get(..end).unwrap_or_default();
    let last = bare.rfind(is_blank_char).map_or(0, |blank| blank + 1);
    let from = match bare.rfind(|c: char| c.is_ascii_digit()) {
        Some(digit) if digit >= last => last,
        Some(digit) => {
            bare.get(digit..).and_then(|tail| tail.find(is_blank_char)).map_or(0, |gap| digit + gap)
        }
        None => 0,
    };
    let words = bare.get(from..).unwrap_or_default().trim_start_matches(is_blank_char);
    end - words.len()..end
}

fn is_address(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else { return false };
    let is_scheme = scheme.len() > 2 && scheme.bytes().all(|byte| byte.is_ascii_lowercase());
    is_scheme && !text.contains(is_blank_char) && text.len() <= LONGEST_ADDRESS
}

/// The number and the address of `8. http://...`.
fn address(text: &str) -> Option<(usize, &str)> {
    let (number, address) = text.split_once(". ")?;
    let address = crate::trim(address);
    let is_address = is_address(address);
    let number = (number.len() <= DIGITS).then(|| number.parse().ok()).flatten()?;
    is_address.then_some((number, address))
}

/// The line without the numbers, its links with their addresses. Where a link ends is not written: a symbol is one, other
/// text is up to the next number.
fn without_notes(line: &NewLine, addresses: &HashMap<usize, Arc<str>>) -> NewLine {
    let mut new = NewLine::default();
    let mut at = 0;
    let mut notes = notes(&line.text).peekable();
    while let Some((start, behind, number)) = notes.next() {
        new.text.push_str(line.text.get(at..start).unwrap_or_default());
        at = behind;
        let end = notes.peek().map_or(line.text.len(), |(next, _, _)| *next);
        let end = symbol_end(&line.text, behind).unwrap_or(end);
        let linked = crate::trim(line.text.get(behind..end).unwrap_or_default()).len();
        if let Some(address) = addresses.get(&number) {
            new.links.push((new.text.len()..new.text.len() + linked, Arc::clone(address)));
        }
    }
    new.text.push_str(line.text.get(at..).unwrap_or_default());
    new.trim();
    new
}

#[cfg(test)]
mod tests {
    use crate::page::Hints;

    use super::*;

    #[test]
    fn addresses_stand_behind_the_text_of_links() {
        let text = "Terms 28/04/2000 WT/ACC/BIH/2 <http://d.org/2> (+ revisions)\n\
                    4th 08/07/2005 News item <https://x.org/a?b=c> Documents <http://x.org/d>\n\
                    <http://x.org/alone>\nx <y> <http://a b>";
        let expected = [
            "Text Terms 28/04/2000 WT/ACC/BIH/2  (+ revisions) WT/ACC/BIH/2>http://d.org/2",
            "Text 4th 08/07/2005 News item  Documents News item>https://x.org/a?b=c Documents>http://x.org/d",
            "Text ",
            "Text x <y> <http://a b>",
        ];
        assert_eq!(readings(text), expected);
    }

    fn readings(text: &str) -> Vec<String> {
        let page = Page::new(text.as_bytes(), &Hints::default());
        let lines = page.lines().iter().map(|line| {
            let links = page.links(line.links).map(|(range, url)| format!(" {}>{url}", page.slice(range)));
            format!("{:?} {}{}", line.kind, page.slice(line.read), links.collect::<String>())
        });
        lines.collect()
    }

    #[test]
    fn numbers_of_links_are_read_as_links() {
        let text = "[1]home\nMemorandum 10/08/1998\n[9]WT/ACC/NPL/2 (+ addenda)\nAgriculture ([15]WT/ACC/4) 24/03/2000\n\
                    References\n1. http://x.org/\n9. http://x.org/9";
        let expected = [
            "Text home home>http://x.org/",
            "Text Memorandum 10/08/1998",
            "Text WT/ACC/NPL/2 (+ addenda) WT/ACC/NPL/2>http://x.org/9",
            "Text Agriculture (WT/ACC/4) 24/03/2000",
            "Text References",
            "Navigation 1. http://x.org/",
            "Navigation 9. http://x.org/9",
        ];
        assert_eq!(readings(text), expected);
    }

    #[test]
    fn without_addresses_the_numbers_are_in_order() {
        let order = "[1]a\n[2]b [4]c";
        assert_eq!(readings(order), ["Text a", "Text b c"]);
        for text in ["[2]a\n[1]b [4]c", "[1]a [2]b", "[1] a\n[2] b\n[3] c", "[x]a [1995]b"] {
            let read = readings(text).join("\n").replace("Text ", "");
            assert_eq!(read, text);
        }
    }
}
