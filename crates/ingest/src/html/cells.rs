//! The lines a table row shows, put together of those of its cells.
//!
//! A row whose cells hold line breaks is several rows in one. Cells with as many lines as each other belong together
//! line by line; where one cell has more, its other lines stand below the row's. A label that is wrapped is one line.
//! Where dates and what stands beside them can't be put together in one way only, the row is [`LineKind::Ambiguous`].

use super::render::{Lead, Shown};
use crate::Marker;
use crate::date::{date_at, find_date};
use crate::layout::status_table;
use crate::page::{LineKind, NewLine, Shape};
use crate::symbol::goes_on;

/// Lines of a label that is wrapped; a cell of more is no label.
const WRAPPED_LINES: usize = 4;

/// No label is longer, in bytes.
const LONGEST_LABEL: usize = 300;

/// No number of a meeting is longer with the words behind it, in bytes.
const LONGEST_ORDINAL: usize = 40;

/// A bracket as short as this, in bytes, may be the letter or number of a row: `(a)`, `(ii)`.
const SIGN_LENGTH: usize = 5;

/// A bullet, and what it becomes where UTF-8 is read as Windows-1252.
const BULLETS: [&str; 2] = ["\u{2022}", "\u{e2}\u{20ac}\u{a2}"];

/// The lines of a row's cells.
pub(super) fn combined(cells: Vec<Vec<Shown>>, is_header: bool) -> Vec<Shown> {
    let mut cells: Vec<Vec<Shown>> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
    let shape = Shape { has_cells: cells.len() > 1, is_header };
    cells.iter_mut().for_each(whole_lines);
    join_captions(&mut cells);
    cells = with_whole_labels(cells);
    let plan = plan(&cells);
    let is_shown = |line: &Shown| !line.new.text.is_empty();
    let lines = match plan {
        Plan::InOrder => cells.into_iter().flatten().filter(is_shown).collect(),
        Plan::OneLine | Plan::Ambiguous => {
            let mut line = row_of(cells.into_iter().map(|cell| joined(cell.into_iter().filter(is_shown))));
            if plan == Plan::Ambiguous && line.kind == LineKind::Text {
                line.kind = LineKind::Ambiguous;
            }
            vec![line]
        }
        Plan::LineByLine => {
            let count = cells.iter().map(Vec::len).max().unwrap_or_default();
            let mut rows: Vec<Vec<Shown>> = (0..count).map(|_| Vec::new()).collect();
            for cell in cells {
                let lines = rows.iter_mut().zip(cell).filter(|(_, line)| is_shown(line));
                lines.for_each(|(row, line)| row.push(line));
            }
            rows.into_iter().map(row_of).collect()
        }
    };
    lines.into_iter().map(|line| Shown { shape, ..line }).collect()
}

/// Joins lines of a cell that are one: a symbol broken behind a slash, and a bracket below what it belongs to.
fn whole_lines(cell: &mut Vec<Shown>) {
    let mut whole: Vec<Shown> = Vec::with_capacity(cell.len());
    for line in cell.drain(..) {
        let Some(above) = whole.last_mut() else {
            whole.push(line);
            continue;
        };
        if goes_on(&above.new.text, &line.new.text) {
            let base = above.new.text.len();
            *above = joined([std::mem::take(above), line]);
            let new = std::mem::take(&mut above.new);
            above.new = new.with(&[(base..base + 1, "")]);
        } else if is_bracket(&line.new.text) || goes_over(&above.new.text, &line.new.text) {
            *above = joined([std::mem::take(above), line]);
        } else {
            whole.push(line);
        }
    }
    *cell = whole;
}

/// Whether a range of months goes on in the next line: `09/2006`, a dash, `07/2008`. Days are no ends of terms.
fn goes_over(above: &str, below: &str) -> bool {
    let is_date = |text: &str| date_at(text, 0).is_some_and(|date| date.start.day.is_none());
    let is_dash = |c: char| matches!(c, '-' | '\u{2013}' | '\u{2014}');
    let starts_with_dash = below.starts_with(is_dash);
    let behind = crate::trim(below.trim_start_matches(is_dash));
    is_date(above)
        && (starts_with_dash && (behind.is_empty() || is_date(behind))
            || above.ends_with(is_dash) && is_date(below))
}

/// Whether a line is nothing but a bracket, and not the letter or number of a row.
fn is_bracket(text: &str) -> bool {
    let mut depth = 0_usize;
    let end = text.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(at)
    });
    let is_sign = text.len() <= SIGN_LENGTH && !text.contains(char::is_uppercase);
    text.starts_with('(') && end.is_some_and(|end| end > 0 && end + 1 == text.len()) && !is_sign
}

/// Joins the lines of cells that are boxes of a caption and a value: all cells of more lines are, and one behind the
/// first has a value with a number.
fn join_captions(cells: &mut [Vec<Shown>]) {
    let is_captioned = |cell: &[Shown]| {
        let [caption, value] = cell else { return false };
        caption.lead == Lead::Box
            && matches!(value.lead, Lead::Box | Lead::BoxEnd)
            && !caption.new.text.contains(|c: char| c.is_ascii_digit())
    };
    let has_number = |cell: &&Vec<Shown>| {
        cell.get(1).is_some_and(|value| value.new.text.starts_with(|c: char| c.is_ascii_digit()))
    };
    let are_all = cells.iter().filter(|cell| cell.len() > 1).all(|cell| is_captioned(cell));
    if are_all && cells.iter().skip(1).any(|cell| has_number(&cell)) {
        for cell in cells.iter_mut().filter(|cell| cell.len() > 1) {
            *cell = vec![joined(cell.drain(..))];
        }
    }
}

/// Whether a cell is the number of a meeting or term: `7th`, `2\u{aa} reuni\u{f3}n`.
fn is_ordinal(cell: &[Shown]) -> bool {
    let [line] = cell else { return false };
    let text = line.new.text.as_str();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..).unwrap_or_default();
    let has_ending =
        rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '\u{ba}' | '\u{aa}' | '\u{b0}'));
    (1..=3).contains(&digits) && has_ending && text.len() <= LONGEST_ORDINAL
}

/// The cells with the label as one: with the number before it, and where it is wrapped without the line breaks. A
/// bullet leads a line below the row, as if a line break stood before it.
fn with_whole_labels(mut cells: Vec<Vec<Shown>>) -> Vec<Vec<Shown>> {
    if let [first, second, ..] = cells.as_mut_slice()
        && let [number] = first.as_slice()
        && matches!(status_table::number(&number.new.text), (Some(_), ""))
    {
        let number = first.pop().into_iter();
        let rest = second.split_off(1);
        first.push(joined(number.chain(second.drain(..))));
        first.extend(rest);
        cells.remove(1);
    }
    let goes_on = |line: &Shown| line.new.text.starts_with(char::is_lowercase) && !is_lettered(line);
    if let [first, _, ..] = cells.as_mut_slice()
        && (2..=WRAPPED_LINES).contains(&first.len())
        && first.iter().skip(1).all(goes_on)
    {
        *first = vec![joined(first.drain(..))];
    }
    // Below a label its versions, each with a letter or dash, and beside them as many dates.
    if let [first, rest @ ..] = cells.as_mut_slice() {
        let is_led: fn(&&Shown) -> bool = if first.last().is_some_and(is_dashed) {
            |line| is_dashed(line)
        } else {
            |line| is_lettered(line)
        };
        let letters = first.iter().rev().take_while(is_led).count();
        let above = first.len() - letters;
        let are_dates = |cell: &Vec<Shown>| cell.len() == letters && is_dates(cell);
        if letters > 1 && above > 0 && rest.iter().any(are_dates) {
            for cell in rest.iter_mut().filter(|cell| are_dates(cell)) {
                cell.splice(..0, std::iter::repeat_with(Shown::default).take(above));
            }
        }
    }
    for cell in cells.iter_mut().skip(1) {
        let is_bullet = |line: &Shown| BULLETS.iter().any(|bullet| line.new.text.starts_with(bullet));
        if cell.first().is_some_and(is_bullet) {
            cell.insert(0, Shown::default());
        }
    }
    cells
}

/// How the cells of a row make lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// All in one line.
    OneLine,
    /// The first lines of all cells, then the second ones, and so on.
    LineByLine,
    /// One cell after the other: they are no row of values.
    InOrder,
    /// In more than one way.
    Ambiguous,
}

fn plan(cells: &[Vec<Shown>]) -> Plan {
    let counts: Vec<usize> = cells.iter().map(Vec::len).collect();
    let most = counts.iter().copied().max().unwrap_or_default();
    let [first, rest @ ..] = counts.as_slice() else { return Plan::InOrder };
    if rest.is_empty() {
        return Plan::InOrder;
    }
    if most <= 1 || counts.iter().all(|count| *count == most) {
        return Plan::LineByLine;
    }
    if rest.iter().all(|count| *count == 1) {
        let length: usize = cells.iter().flatten().map(|line| line.new.text.len()).sum();
        // A label that is wrapped; more than that is a frame of the page. Letters lead labels of their own, of which one date
        // is none's more than another's.
        let has_letters = cells.first().is_some_and(|label| label.iter().any(is_lettered));
        let is_dated = cells.iter().skip(1).any(|cell| is_dates(cell));
        // Persons with their terms stand below a label, each on a line.
        let has_terms = cells.first().is_some_and(|label| label.iter().skip(1).any(has_term));
        let is_short = *first <= WRAPPED_LINES && length <= LONGEST_LABEL;
        let is_label = is_short && (!has_letters || is_dated) && !has_terms;
        return if is_label { Plan::OneLine } else { Plan::InOrder };
    }
    let several: Vec<&Vec<Shown>> = cells.iter().filter(|cell| cell.len() > 1).collect();
    // The days of one meeting.
    if let [days] = several.as_slice()
        && is_dates(days)
        && cells.first().is_some_and(|first| is_ordinal(first))
    {
        return Plan::OneLine;
    }
    let (with_dates, others): (Vec<&&Vec<Shown>>, Vec<&&Vec<Shown>>) =
        several.iter().partition(|cell| is_dates(cell));
    let are_even = several.iter().all(|cell| cell.len() == most);
    match (with_dates.as_slice(), others.as_slice()) {
        // Dates and what stands beside them, one for one.
        ([_, ..], [_, ..]) if are_even => Plan::LineByLine,
        // A block of text that ends with the row's date.
        ([], [block]) if cells.len() == 2 && dates_follow(block) => Plan::InOrder,
        // Several lines beside one date: the first has it.
        ([], [_]) if *first == 1 => Plan::LineByLine,
        ([], _) => Plan::InOrder,
        // Dates alone, with nothing behind them in the row: each is one of the label's.
        ([_], []) if cells.last().is_some_and(|last| last.len() > 1) => Plan::LineByLine,
        _ => Plan::Ambiguous,
    }
}

/// Whether a line is led by the letter of a row: "(a) initial".
fn is_lettered(line: &Shown) -> bool {
    status_table::number(&line.new.text).0 == Some(Marker::Letter)
}

/// Whether a line is led by a dash: "- initial".
fn is_dashed(line: &Shown) -> bool {
    line.new.text.starts_with(['-', '\u{2013}', '\u{2014}', '~'])
}

/// Whether each line of a cell starts with a date.
fn is_dates(cell: &[Shown]) -> bool {
    cell.iter().all(|line| date_at(&line.new.text, 0).is_some())
}

/// Whether a line has a date: no line of a label has one.
fn has_term(line: &Shown) -> bool {
    find_date(&line.new.text).is_some()
}

/// Whether a cell starts with text, and has a date below it at the start of a line.
fn dates_follow(cell: &[Shown]) -> bool {
    let has_date = |line: &Shown| date_at(&line.new.text, 0).is_some();
    matches!(cell, [first, rest @ ..] if !has_date(first) && rest.iter().any(has_date))
}

/// One line of several in a cell.
fn joined(lines: impl IntoIterator<Item = Shown>) -> Shown {
    put_together(lines, NewLine::append)
}

/// One line of the cells of a row.
fn row_of(cells: impl IntoIterator<Item = Shown>) -> Shown {
    put_together(cells, NewLine::append_cell)
}

fn put_together(parts: impl IntoIterator<Item = Shown>, append: fn(&mut NewLine, NewLine)) -> Shown {
    let mut parts = parts.into_iter().filter(|part| !part.new.text.is_empty());
    let mut whole = parts.next().unwrap_or_default();
    for line in parts {
        append(&mut whole.new, line.new);
        whole.start = whole.start.min(line.start);
        whole.end = whole.end.max(line.end);
    }
    whole
}
