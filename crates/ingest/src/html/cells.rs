//! The lines a table row shows, put together of those of its cells.
//!
//! A row whose cells hold line breaks is several rows in one. Cells with as many lines as each other belong together
//! line by line; where one cell has more, its other lines stand below the row's. A label that is wrapped is one line.
//! Where dates and what stands beside them can't be put together in one way only, the row is [`LineKind::Ambiguous`].

use super::render::Shown;
use crate::Marker;
use crate::date::date_at;
use crate::layout::status_table;
use crate::page::{LineKind, Shape};

/// Lines of a label that is wrapped; a cell of more is no label.
const WRAPPED_LINES: usize = 4;

/// No label is longer, in bytes.
const LONGEST_LABEL: usize = 300;

/// A bullet, and what it becomes where UTF-8 is read as Windows-1252.
const BULLETS: [&str; 2] = ["\u{2022}", "\u{e2}\u{20ac}\u{a2}"];

/// The lines of a row's cells.
pub(super) fn combined(cells: Vec<Vec<Shown>>, is_header: bool) -> Vec<Shown> {
    let mut cells: Vec<Vec<Shown>> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
    let shape = Shape { has_cells: cells.len() > 1, is_header };
    cells = with_whole_labels(cells);
    let plan = plan(&cells);
    let is_shown = |line: &Shown| !line.new.text.is_empty();
    let lines = match plan {
        Plan::InOrder => cells.into_iter().flatten().filter(is_shown).collect(),
        Plan::OneLine | Plan::Ambiguous => {
            let mut line = joined(cells.into_iter().flatten().filter(is_shown));
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
            rows.into_iter().map(joined).collect()
        }
    };
    lines.into_iter().map(|line| Shown { shape, ..line }).collect()
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
    let goes_on = |line: &Shown| line.new.text.starts_with(char::is_lowercase);
    if let [first, _, ..] = cells.as_mut_slice()
        && (2..=WRAPPED_LINES).contains(&first.len())
        && first.iter().skip(1).all(goes_on)
    {
        *first = vec![joined(first.drain(..))];
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
        // A label that is wrapped; more than that is a frame of the page. Letters lead labels of their own.
        let has_letters = cells.first().is_some_and(|label| {
            label.iter().any(|line| status_table::number(&line.new.text).0 == Some(Marker::Letter))
        });
        let is_label = *first <= WRAPPED_LINES && length <= LONGEST_LABEL && !has_letters;
        return if is_label { Plan::OneLine } else { Plan::InOrder };
    }
    let is_dates = |cell: &[Shown]| cell.iter().all(|line| date_at(&line.new.text, 0).is_some());
    let several: Vec<&Vec<Shown>> = cells.iter().filter(|cell| cell.len() > 1).collect();
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

/// Whether a cell starts with text, and has a date below it at the start of a line.
fn dates_follow(cell: &[Shown]) -> bool {
    let has_date = |line: &Shown| date_at(&line.new.text, 0).is_some();
    matches!(cell, [first, rest @ ..] if !has_date(first) && rest.iter().any(has_date))
}

/// One line of several.
fn joined(lines: impl IntoIterator<Item = Shown>) -> Shown {
    let mut lines = lines.into_iter();
    let mut whole = lines.next().unwrap_or_default();
    for line in lines {
        whole.new.text.push(' ');
        let base = whole.new.text.len();
        whole.new.text.push_str(&line.new.text);
        let moved = line.new.links.into_iter();
        whole.new.links.extend(moved.map(|(range, url)| (range.start + base..range.end + base, url)));
        whole.start = whole.start.min(line.start);
        whole.end = whole.end.max(line.end);
    }
    whole
}
