//! Lines of a text that a margin broke: a date before its year, and items of lists. The first line is read as the whole,
//! the others as nothing.

use accession_schema::vocabulary::Format;

use crate::Marker;
use crate::broken::has_no_value;
use crate::date::{WrittenEnd, date_at, find_date, may_start};
use crate::layout::marker;
use crate::page::{Line, LineKind, Page};
use crate::symbol::find_symbol;

/// No date is longer up to its year, in bytes.
const DATE_LENGTH: usize = 40;

/// A line that a margin ended is no shorter, in characters.
const MARGIN: usize = 40;

/// A row is broken over no more lines: joining more would only cost time.
const MOST_LINES: usize = 8;

/// Joins the lines of dates and items.
pub(crate) fn join(page: &mut Page<'_>) {
    if page.format != Format::Text {
        return;
    }
    let mut first = 0;
    for at in 1..page.lines().len() {
        let (Some(above), Some(line)) = (page.lines().get(first), page.lines().get(at)) else { return };
        let is_below = at - first < MOST_LINES
            && line.number == above.last + 1
            && [above, line].iter().all(|line| line.kind == LineKind::Text && !line.is_part)
            && above.shape == line.shape;
        if !is_below || !is_date(page, above, line) && !is_item(page, above, line) {
            first = at;
            continue;
        }
        let mut new = page.reading(above);
        let end = new.text.len();
        // A slash ends the line where the numbers of a day were cut.
        let is_cut = new.text.ends_with('/');
        new.append(page.reading(line));
        if is_cut {
            new = new.with(&[(end..end + 1, "")]);
        }
        page.join(first, at, &new);
    }
}

/// Whether a line ends with a date without its year, and the next one starts with the rest of it. What is no date yet has
/// a month or a slash: a number alone may be any.
fn is_date(page: &Page<'_>, above: &Line, line: &Line) -> bool {
    let (text, rest) = (page.slice(above.read), page.slice(line.read));
    // Nearly all rows end with a number or a bracket, and this tells at once.
    let may_be_cut = text.ends_with(|c: char| c.is_alphabetic() || matches!(c, '/' | ','));
    if !may_be_cut {
        return false;
    }
    let Some(rest) = rest.get(..rest.floor_char_boundary(DATE_LENGTH)).filter(|rest| has_year(rest)) else {
        return false;
    };
    let from = text.floor_char_boundary(text.len().saturating_sub(DATE_LENGTH));
    let near = text.get(from..).unwrap_or_default();
    let mut starts = near.char_indices().map(|(at, _)| from + at).filter(|at| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric() && c != '/') && may_start(text.as_bytes(), *at)
    });
    starts.any(|at| {
        let tail = text.get(at..).unwrap_or_default();
        if !tail.contains(char::is_alphabetic) && !tail.ends_with('/') {
            return false;
        }
        let gap = if tail.ends_with('/') { "" } else { " " };
        let whole = format!("{tail}{gap}{rest}");
        // A range is cut behind the word between its ends.
        let is_cut = date_at(tail, 0).is_none_or(|date| {
            let behind = crate::trim(tail.get(date.text.len()..).unwrap_or_default());
            date.end == WrittenEnd::None && !behind.is_empty() && behind.chars().all(char::is_alphabetic)
        });
        is_cut && date_at(&whole, 0).is_some_and(|date| date.text.len() > tail.len() + gap.len())
    })
}

/// Whether a number of four digits stands in a text, and no slash behind it.
fn has_year(text: &str) -> bool {
    let mut numbers = text
        .split_inclusive(|c: char| !c.is_ascii_digit())
        .filter(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    numbers.any(|number| {
        number.trim_end_matches(|c: char| !c.is_ascii_digit()).len() == YEAR_LENGTH && !number.ends_with('/')
    })
}

/// The digits of a year.
const YEAR_LENGTH: usize = 4;

/// Whether a line goes on with the item of the line above: with a small letter, or right below where its text starts.
fn is_item(page: &Page<'_>, above: &Line, line: &Line) -> bool {
    let (text, rest) = (page.slice(above.read), page.slice(line.read));
    let (sign, behind) = marker(text);
    if !matches!(sign, Marker::Bullet | Marker::SubBullet) || marker(rest).0 != Marker::None {
        return false;
    }
    let width = text.chars().count() - behind.chars().count();
    // Rows that stand where the text of items does have their day in numbers, or a symbol.
    let is_row = find_symbol(rest).is_some() || find_date(rest).is_some_and(|(_, date)| date.is_in_numbers());
    let is_aligned = page.indent(above) > 0 && page.indent(line) == page.indent(above) + width;
    let is_wrapped =
        text.chars().count() >= MARGIN && rest.starts_with(char::is_lowercase) && has_no_value(rest);
    is_wrapped || is_aligned && !is_row || is_day_cut(text, rest)
}

/// Whether a line ends with the day of a date and the next one starts with its month.
fn is_day_cut(text: &str, rest: &str) -> bool {
    let day = text.rsplit(crate::is_blank_char).next().unwrap_or_default();
    let is_day = (1..=2).contains(&day.len()) && day.bytes().all(|byte| byte.is_ascii_digit());
    let month = rest.get(..rest.floor_char_boundary(DATE_LENGTH)).unwrap_or_default();
    is_day && !rest.starts_with(|c: char| c.is_ascii_digit()) && date_at(month, 0).is_some()
}

#[cfg(test)]
mod tests {
    use crate::page::Hints;

    use super::*;

    fn readings(text: &str) -> Vec<String> {
        let page = Page::new(text.as_bytes(), &Hints::default());
        let shown = page.lines().iter().filter(|line| line.read.0 < line.read.1);
        shown.map(|line| format!("{}-{} {}", line.number, line.last, page.slice(line.read))).collect()
    }

    #[test]
    fn dates_cut_before_their_year_are_whole() {
        for (text, expected) in [
            ("Draft 12 May\n2001 WT/ACC/X/1", "1-2 Draft 12 May 2001 WT/ACC/X/1"),
            ("1\u{aa} 5 de marzo de\n2002", "1-2 1\u{aa} 5 de marzo de 2002"),
            ("Draft 21/02/\n2000 WT/ACC/X/1", "1-2 Draft 21/02/2000 WT/ACC/X/1"),
            ("27-28 de noviembre\nde 2007", "1-2 27-28 de noviembre de 2007"),
            ("de f\u{e9}vrier 1994 \u{e0}\njuillet 1998", "1-2 de f\u{e9}vrier 1994 \u{e0} juillet 1998"),
            ("30 November and\n1 December 2000", "1-2 30 November and 1 December 2000"),
            ("de diciembre de\n1998 a junio de 2001", "1-2 de diciembre de 1998 a junio de 2001"),
        ] {
            assert_eq!(readings(text), [expected]);
        }
        for text in [
            "12 May 2001\n2002",
            "Act of\n2001",
            "in May\n2001/3",
            "Rule 12\nMay 2001",
            "May 2001 -\n12/2003",
            "WT/ACC/12\n2001",
            "12 May\n\n2001",
        ] {
            assert_eq!(readings(text).len(), 2, "{text:?}");
        }
    }

    #[test]
    fn items_go_on_below_their_text() {
        let text =
            "   * Customs Act, as\n     Amended\n   * Patent Law\n   Decision\n   * Tax Law\n     12/05/2001";
        let expected = [
            "1-2 * Customs Act, as Amended",
            "3-3 * Patent Law",
            "4-4 Decision",
            "5-5 * Tax Law",
            "6-6 12/05/2001",
        ];
        assert_eq!(readings(text), expected);
        let long =
            "\u{2022} Law on the customs tariff of the Republic, as it was amended\nby Law No. 3\nDecision";
        assert_eq!(readings(long).len(), 2);
        let cut = "\u{2022} Arr\u{ea}t\u{e9} du 12\nnovembre 1997\nRegle 12\nnovembre 1997\n   * Law of\n     12 May 1997";
        let expected = [
            "1-2 \u{2022} Arr\u{ea}t\u{e9} du 12 novembre 1997",
            "3-3 Regle 12",
            "4-4 novembre 1997",
            "5-6 * Law of 12 May 1997",
        ];
        assert_eq!(readings(cut), expected);
    }
}
