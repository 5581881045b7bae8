//! Text in which a table, a heading or a link is written with signs: `| 1st | 20/04/1994 |`, `## Overview`,
//! `[WT/ACC/PAN/1](https://...)`. The signs are taken off for reading; the line stays what it is.

use std::ops::RangeInclusive;

use crate::date::find_date;
use crate::page::{LONGEST_ADDRESS, LineKind, NewLine, Page, Shape};
use crate::symbol::find_symbol;

/// Takes the signs off the lines of a page that have any.
pub(crate) fn read(page: &mut Page<'_>) {
    let mut headings: Vec<String> = Vec::new();
    let mut is_in_table = false;
    // Whether the table has a line below its first row.
    let mut is_ruled = false;
    let mut tabs = Tabs::default();
    for at in 0..page.lines().len() {
        let Some(line) = page.lines().get(at).copied().filter(|line| line.kind == LineKind::Text) else {
            continue;
        };
        let text = page.text(&line);
        // Nearly no line has a character of those bytes.
        if memchr::memchr(0xe2, text.as_bytes()).is_some() && text.contains(|c| DRAWN.contains(&c)) {
            let (new, shape) = drawn(text);
            page.set_reading(at, &new, shape);
            continue;
        }
        let is_above_rule = || page.lines().get(at + 1).is_some_and(|next| is_rule_line(page.text(next)));
        let bars = memchr::memchr_iter(b'|', text.as_bytes()).count();
        let is_row = text.starts_with('|')
            || bars > 1
            || bars == 1 && (is_ruled || is_above_rule() || is_rule_line(text));
        is_ruled &= is_row;
        if is_row || !text.contains('\t') {
            tabs.headings.clear();
        } else if let Some(new) = tabs.without_headings(text) {
            page.set_reading(at, &new, line.shape);
            is_in_table = false;
            continue;
        }
        let new = if is_row {
            let cells = cells(text);
            if cells.iter().all(|cell| is_rule(cell)) {
                is_ruled = true;
                page.set_reading(at, &NewLine::default(), Shape { has_cells: true, is_header: false });
                continue;
            }
            let next = page.lines().get(at + 1).map(|next| page.text(next));
            let is_below_text = !is_in_table && cells.iter().filter(|cell| !cell.is_empty()).count() > 1;
            let may_be_header = next.is_some_and(is_rule_line)
                || is_below_text && !text.bytes().any(|byte| byte.is_ascii_digit());
            let is_header = may_be_header && !has_value(text);
            // The headings of a table are none of the next one's, which may have none.
            if !is_in_table || may_be_header {
                headings.clear();
            }
            let shape = Shape { has_cells: cells.len() > 1, is_header };
            let kept: Vec<&str> = if is_header {
                cells.iter().copied().filter(|cell| !cell.is_empty()).collect()
            } else {
                let repeats = |at: usize, cell: &str| {
                    headings.get(at).is_some_and(|heading| heading.eq_ignore_ascii_case(cell))
                };
                let values =
                    cells.iter().enumerate().filter(|(at, cell)| !cell.is_empty() && !repeats(*at, cell));
                values.map(|(_, cell)| *cell).collect()
            };
            let new = without_signs(&kept.join("\t"));
            if is_header {
                headings = cells.iter().map(|cell| (*cell).to_owned()).collect();
            }
            Some((new, shape))
        } else if has_signs(text) {
            Some((without_signs(text), Shape::default()))
        } else {
            None
        };
        is_in_table = is_row;
        if let Some((new, shape)) = new {
            page.set_reading(at, &new, shape);
        }
    }
}

/// Whether a text has the sign of a heading, a link or bold words.
fn has_signs(text: &str) -> bool {
    let mut near = memchr::memchr2_iter(b'[', b'*', text.as_bytes());
    text.starts_with('#') || near.next().is_some() && (text.contains("](") || text.contains("**"))
}

/// A table whose columns tabs set apart.
#[derive(Debug, Default)]
struct Tabs {
    headings: Vec<String>,
    /// Whether a row had a cell less than there are headings, or an empty one: then a cell that repeats its heading is none
    /// that is missing.
    had_missing: bool,
}

/// So many cells that repeat their headings are none by accident.
const REPEATED: usize = 2;

impl Tabs {
    /// A row without the cells that repeat the heading of their column, in place of values that are missing: a row without
    /// an empty cell, of which several do.
    fn without_headings(&mut self, text: &str) -> Option<NewLine> {
        let cells: Vec<&str> = text.split('\t').map(crate::trim).collect();
        if !text.bytes().any(|byte| byte.is_ascii_digit())
            && self.headings.is_empty()
            && cells.len() > REPEATED
        {
            self.headings = cells.iter().map(|cell| (*cell).to_owned()).collect();
            self.had_missing = false;
            return None;
        }
        let repeats = |(cell, heading): &(&&str, &String)| cell.eq_ignore_ascii_case(heading);
        let pairs = || cells.iter().zip(&self.headings);
        let is_whole = cells.len() == self.headings.len() && cells.iter().all(|cell| !cell.is_empty());
        self.had_missing |= !is_whole;
        if self.had_missing || pairs().filter(repeats).count() < REPEATED {
            return None;
        }
        let kept: Vec<&str> = pairs().filter(|pair| !repeats(pair)).map(|(cell, _)| *cell).collect();
        Some(NewLine { text: kept.join("\t"), ..NewLine::default() })
    }
}

/// The lines tables are drawn with.
const DRAWN: RangeInclusive<char> = '\u{2500}'..='\u{257f}';

/// A line of a table that is drawn: its cells, with the blanks between columns where one is empty.
fn drawn(text: &str) -> (NewLine, Shape) {
    let cells: Vec<&str> =
        text.split(|c| DRAWN.contains(&c)).map(crate::trim).filter(|cell| !cell.is_empty()).collect();
    let new = NewLine { text: cells.join("\t"), ..NewLine::default() };
    (new, Shape { has_cells: cells.len() > 1, is_header: false })
}

/// Whether a row has a date or a symbol: then it is a row of facts wherever it stands. Tables without headings are written
/// with their first row as if it were one of headings.
fn has_value(row: &str) -> bool {
    let text = without_signs(row).text;
    find_date(&text).is_some() || find_symbol(&text).is_some()
}

/// The cells of a row.
pub(crate) fn cells(row: &str) -> Vec<&str> {
    let inner = row.strip_prefix('|').unwrap_or(row);
    inner.strip_suffix('|').unwrap_or(inner).split('|').map(crate::trim).collect()
}

/// Whether a cell is part of the rule below the headings: `---`, `:--:`.
fn is_rule(cell: &str) -> bool {
    cell.len() > 1 && cell.bytes().all(|byte| matches!(byte, b'-' | b':' | b' ')) && cell.contains('-')
}

pub(crate) fn is_rule_line(text: &str) -> bool {
    text.contains('|') && cells(text).iter().all(|cell| is_rule(cell))
}

/// The text without the signs of headings, bold words and links.
fn without_signs(text: &str) -> NewLine {
    let mut new = NewLine::default();
    let mut rest = crate::trim(text.trim_start_matches('#'));
    while let Some(open) = rest.find(['[', '*']) {
        let (before, at) = rest.split_at(open);
        new.text.push_str(before);
        if let Some(behind) = at.strip_prefix("**") {
            rest = behind;
        } else if let Some((label, url, behind)) = link(at) {
            let start = new.text.len();
            new.text.push_str(label);
            new.links.push((start..new.text.len(), url.into()));
            rest = behind;
        } else {
            let (sign, behind) = at.split_at(1);
            new.text.push_str(sign);
            rest = behind;
        }
    }
    new.text.push_str(rest);
    new.trim();
    new
}

/// The parts of a `[label](address)` at the start of a text, and what follows it. Neither label nor address is looked
/// for behind where it can be, so that a line of many brackets takes no longer than any other.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let inner = text.strip_prefix('[')?;
    let (label, behind) = inner.split_at_checked(inner.find(['[', ']'])?)?;
    let behind = behind.strip_prefix("](")?;
    let (url, behind) = behind.split_at_checked(address_end(behind)?)?;
    // A title may follow the address.
    let url = url.split(' ').next().unwrap_or_default();
    (!url.is_empty()).then_some((label, url, behind.get(1..)?))
}

/// Where the bracket closes that an address stands in: it may have pairs of brackets itself.
fn address_end(text: &str) -> Option<usize> {
    let near = text.as_bytes().get(..LONGEST_ADDRESS).unwrap_or(text.as_bytes());
    let mut depth = 0_usize;
    let end = near.iter().position(|byte| {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return true,
            b')' => depth -= 1,
            _ => {}
        }
        false
    });
    end.or_else(|| memchr::memchr(b')', near))
}

#[cfg(test)]
mod tests {
    use crate::page::Hints;

    use super::*;

    #[test]
    fn headings_repeated_between_tabs_are_values_that_are_missing() {
        let head = "Meetings\nOrder\tDate\tNotice\tNews";
        let row = |row: &str| readings(&format!("{head}\n{row}")).pop();
        assert_eq!(row("1st\t01/02/2003\tNotice\tNews").as_deref(), Some("1st\t01/02/2003"));
        assert_eq!(row("2nd\tDate\tNotice\tNews item").as_deref(), Some("2nd\tNews item"));
        for text in ["3rd\t01/02/2003\t\tNews", "4th\t01/02/2003\tNews", "5th\t01/02/2003\tx\tNews"] {
            assert_eq!(row(text).as_deref(), Some(text));
        }
    }

    #[test]
    fn drawn_tables_are_rows_of_cells() {
        let text = "\u{250c}\u{2500}\u{252c}\u{2500}\u{2510}\n\u{2502}1.\u{2502}Memorandum \u{2502}12 May 2001\u{2502}\n\u{2514}\u{2500}\u{2534}\u{2500}\u{2518}";
        assert_eq!(readings(text), ["", "1.\tMemorandum\t12 May 2001", ""]);
    }

    fn readings(text: &str) -> Vec<String> {
        let page = Page::new(text.as_bytes(), &Hints::default());
        page.lines().iter().map(|line| page.slice(line.read).to_owned()).collect()
    }

    #[test]
    fn cells_that_repeat_their_heading_are_empty() {
        assert_eq!(
            readings(
                "| Order | Date | News |\n|---|:-:|---|\n| 1st | Date | |\n| 2nd | 03/12/1998 | News item |\n"
            ),
            ["Order\tDate\tNews", "", "1st", "2nd\t03/12/1998\tNews item"]
        );
    }

    #[test]
    fn rows_of_two_cells_may_have_one_bar() {
        let text = "Agriculture | 14/11/2007\n---|---\nServices | 02/11/2010\n\nTitle\nx | y";
        let expected = ["Agriculture\t14/11/2007", "", "Services\t02/11/2010", "Title", "x | y"];
        assert_eq!(readings(text), expected);
    }

    #[test]
    fn rows_with_values_are_no_headings() {
        let text = "| Goods Offer(s) | 25/01/1999 | [WT/ACC/X/1](u) |\n| --- | --- | --- |\n\
                    | Goods Offer(s) | 26/01/1999 | |\n\nServices\n| Services Offer(s) | | |\n| Date | News |\n|---|---|\n| x | News |";
        let page = Page::new(text.as_bytes(), &Hints::default());
        let headers: Vec<bool> = page.lines().iter().map(|line| line.shape.is_header).collect();
        assert_eq!(headers, [false, false, false, false, false, true, false, false]);
        let read: Vec<&str> = page.lines().iter().map(|line| page.slice(line.read)).collect();
        let expected = [
            "Goods Offer(s)\t25/01/1999\tWT/ACC/X/1",
            "",
            "Goods Offer(s)\t26/01/1999",
            "Services",
            "Services Offer(s)",
        ];
        assert_eq!(read[..5], expected);
        assert_eq!(read[5..], ["Date\tNews", "", "x"]);
    }

    #[test]
    fn links_and_headings_lose_their_signs() {
        let page = Page::new(
            b"## Application **received** [WT/ACC/X/1](https://d.org/1 \"t\") (a)",
            &Hints::default(),
        );
        let line = page.lines()[0];
        assert_eq!(page.slice(line.read), "Application received WT/ACC/X/1 (a)");
        let (range, url) = page.links(line.links).next().unwrap_or_default();
        assert_eq!((page.slice(range), url), ("WT/ACC/X/1", "https://d.org/1"));
        let url = |text: &str| link(text).map(|(_, url, behind)| format!("{url} {behind}"));
        assert_eq!(url("[a](x?q=(@s=1)&l=2) (+ b)").as_deref(), Some("x?q=(@s=1)&l=2  (+ b)"));
        assert_eq!(url("[a](j:f\\('b',''\\)) c").as_deref(), Some("j:f\\('b',''\\)  c"));
        assert_eq!(url("[a](j:f\\('b','')\\) c").as_deref(), Some("j:f\\('b','')\\  c"));
        assert_eq!(url("[a](j:f('b') c").as_deref(), Some("j:f('b'  c"));
        assert_eq!(readings("a * b [c] d | e"), ["a * b [c] d | e"]);
    }
}
