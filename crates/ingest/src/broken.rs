//! Rows of a text that were broken over several lines, read as one: cells with a lone `|` between them, as crawlers copy
//! tables, and brackets that a margin cut in two. The first line is read as the whole row, the others as nothing.
//!
//! Only what the signs themselves tell is joined, and in HTML nothing but what a plus sign announces. What may be two rows stays as many lines as it is.

use std::ops::Range;

use accession_schema::vocabulary::Format;

use crate::date::{date_at, find_date};
use crate::layout::is_section;
use crate::markdown;
use crate::page::{Line, LineKind, NewLine, Page};
use crate::symbol::{find_symbol, may_start, symbol_end};

/// A cell has no more lines.
const CELL_LINES: usize = 3;

/// Joins the lines of rows that were broken.
pub(crate) fn join(page: &mut Page<'_>) {
    if page.format == Format::Text {
        join_cells(page);
    }
    join_brackets(page);
}

/// What a line is to the cells around it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// Text of a cell, or of none.
    Text(usize),
    /// The end of a cell.
    End,
    /// Headings of columns.
    Headings(Vec<String>),
    /// The rule below headings.
    Rule,
    /// A row on one line, or what is no text: no cell goes over it.
    Wall,
}

fn join_cells(page: &mut Page<'_>) {
    let is_lone = |line: &&Line| page.text(line) == "|";
    // One sign alone is no table.
    if page.lines().iter().filter(is_lone).nth(1).is_none() {
        return;
    }
    let pieces = pieces(page);
    let mut rows: Vec<Vec<Range<usize>>> = Vec::new();
    let mut readings: Vec<NewLine> = Vec::new();
    let mut headings: &[String] = &[];
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        match piece {
            Piece::Headings(found) => headings = found,
            Piece::Rule => {}
            Piece::Wall => headings = &[],
            Piece::Text(_) | Piece::End => {
                let found = columns(page, &pieces, at, headings).or_else(|| {
                    headings = &[];
                    values(page, &pieces, at)
                });
                if let Some((cells, behind)) = found {
                    let reading = reading(page, &pieces, &cells, headings);
                    if !reading.text.is_empty() {
                        rows.push(cells);
                        readings.push(reading);
                    }
                    at = behind;
                    continue;
                }
            }
        }
        at += 1;
    }
    let lines: Vec<Option<(usize, usize)>> = rows.iter().map(|cells| ends(&pieces, cells)).collect();
    for (place, new) in lines.into_iter().zip(readings) {
        if let Some((first, last)) = place {
            page.join(first, last, &new);
        }
    }
}

fn pieces(page: &Page<'_>) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(page.lines().len());
    for (at, line) in page.lines().iter().enumerate() {
        let text = page.text(line);
        let bare = crate::trim(text.strip_suffix('|').unwrap_or(text));
        match (line.kind, bare.contains('|'), text.len() - bare.len()) {
            (LineKind::Text, false, 0) => pieces.push(Piece::Text(at)),
            (LineKind::Text, false, _) if bare.is_empty() => pieces.push(Piece::End),
            // A cell with its end on the same line.
            (LineKind::Text, false, _) => pieces.extend([Piece::Text(at), Piece::End]),
            (LineKind::Text, true, _) if markdown::is_rule_line(text) => pieces.push(Piece::Rule),
            (LineKind::Text, true, _) if line.shape.is_header => {
                let cells = markdown::cells(text);
                pieces.push(Piece::Headings(cells.iter().map(|cell| cell.to_lowercase()).collect()));
            }
            _ => pieces.push(Piece::Wall),
        }
    }
    pieces
}

/// The lines of a cell that starts at a piece; nothing if no end of a cell follows them.
fn cell(pieces: &[Piece], at: usize) -> Option<Range<usize>> {
    let rest = pieces.get(at..)?;
    let length = rest.iter().take(CELL_LINES + 1).position(|piece| !matches!(piece, Piece::Text(_)))?;
    matches!(rest.get(length)?, Piece::End).then_some(at..at + length)
}

/// A row below headings: as many cells as there are headings, each with its end behind it, and maybe one before all.
fn columns(
    page: &Page<'_>,
    pieces: &[Piece],
    start: usize,
    headings: &[String],
) -> Option<(Vec<Range<usize>>, usize)> {
    if headings.len() < 2 {
        return None;
    }
    let mut at = start + usize::from(matches!(pieces.get(start), Some(Piece::End)));
    let mut cells = Vec::new();
    for _ in headings {
        let cell = cell(pieces, at)?;
        at = cell.end + 1;
        cells.push(cell);
    }
    let texts = |cell: &Range<usize>| {
        pieces.get(cell.clone()).into_iter().flatten().filter_map(|piece| text(page, piece))
    };
    let first = cells.iter().flat_map(texts).next()?.to_lowercase();
    // A row that starts with the heading of another column has more or fewer cells than it should.
    let is_shifted = headings.iter().position(|heading| *heading == first).is_some_and(|column| column > 0);
    let dated = cells.iter().filter(|cell| texts(cell).any(|text| date_at(text, 0).is_some())).count();
    let is_row = !is_shifted && dated < 2 && !cells.iter().flat_map(texts).any(is_section);
    is_row.then_some((cells, at))
}

/// What a cell can be in a row without headings, in the order they stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Label,
    Date,
    Symbol,
    Remark,
}

/// A label and the values behind it, each in a cell of its own.
fn values(page: &Page<'_>, pieces: &[Piece], start: usize) -> Option<(Vec<Range<usize>>, usize)> {
    let first = cell_of_row(page, pieces, start)?;
    let mut rank = first.1;
    let mut at = first.0.end + 1;
    let mut cells = vec![first.0];
    loop {
        // A value that is missing.
        let next = if matches!(pieces.get(at), Some(Piece::End)) { at + 1 } else { at };
        match cell_of_row(page, pieces, next) {
            Some((cell, next)) if next > rank => {
                at = cell.end + 1;
                cells.push(cell);
                rank = next;
            }
            _ => break,
        }
    }
    (cells.len() > 1).then_some((cells, at))
}

/// The cell at a piece, if it is a line, or a value with brackets below it.
fn cell_of_row(page: &Page<'_>, pieces: &[Piece], at: usize) -> Option<(Range<usize>, Rank)> {
    let cell = cell(pieces, at)?;
    let mut texts = pieces.get(cell.clone())?.iter().filter_map(|piece| text(page, piece));
    let rank = rank(texts.next()?);
    let are_brackets = texts.all(|text| rank > Rank::Label && crate::broken::rank(text) == Rank::Remark);
    are_brackets.then_some((cell, rank))
}

fn rank(text: &str) -> Rank {
    let starts_with_symbol = text.bytes().next().is_some_and(may_start) && symbol_end(text, 0).is_some();
    if date_at(text, 0).is_some() {
        Rank::Date
    } else if starts_with_symbol {
        Rank::Symbol
    } else if text.starts_with(['(', '+']) {
        Rank::Remark
    } else {
        Rank::Label
    }
}

/// What a piece says.
fn text<'p>(page: &'p Page<'_>, piece: &Piece) -> Option<&'p str> {
    let Piece::Text(at) = piece else { return None };
    let read = page.slice(page.lines().get(*at)?.read);
    Some(crate::trim(read.strip_suffix('|').unwrap_or(read)))
}

/// The first and the last line of a row.
fn ends(pieces: &[Piece], cells: &[Range<usize>]) -> Option<(usize, usize)> {
    let mut lines = cells.iter().filter_map(|cell| pieces.get(cell.clone())).flatten().filter_map(|piece| {
        let Piece::Text(at) = piece else { return None };
        Some(*at)
    });
    let first = lines.next()?;
    Some((first, lines.next_back()?))
}

/// What the cells say, without those lines that only repeat a heading.
fn reading(page: &Page<'_>, pieces: &[Piece], cells: &[Range<usize>], headings: &[String]) -> NewLine {
    let mut whole = NewLine::default();
    for (column, cell) in cells.iter().enumerate() {
        let mut said = NewLine::default();
        for piece in pieces.get(cell.clone()).into_iter().flatten() {
            let Piece::Text(at) = piece else { continue };
            let Some(line) = page.lines().get(*at) else { continue };
            let mut part = page.reading(line);
            part.text.truncate(part.text.strip_suffix('|').unwrap_or(&part.text).len());
            part.trim();
            let folded = part.text.to_lowercase();
            if part.links.is_empty() && headings.contains(&folded) {
                continue;
            }
            // The heading of the cell before its value.
            let heading = headings.get(column).filter(|heading| !heading.is_empty());
            let value = heading
                .and_then(|heading| part.text.get(heading.len()..).filter(|_| folded.starts_with(heading)));
            if let Some(value) = value.filter(|value| value.starts_with(crate::is_blank_char)) {
                let behind = part.text.len() - value.len();
                part = part.with(&[(0..behind, "")]);
                part.trim();
            }
            said.append(part);
        }
        if !said.text.is_empty() {
            whole.append_cell(said);
        }
    }
    whole
}

/// Joins lines at whose end a bracket behind a symbol or a name is open, if the next one closes it and says nothing else; and what a
/// plus sign announces below a symbol.
fn join_brackets(page: &mut Page<'_>) {
    let is_text = page.format == Format::Text;
    for at in 0..page.lines().len() {
        let lines = page.lines();
        let (Some(line), Some(next)) = (lines.get(at), lines.get(at + 1)) else { return };
        let are_text = [line, next].iter().all(|line| line.kind == LineKind::Text && !line.is_part);
        // A cell a line may have a blank line behind it.
        let apart = next.number.saturating_sub(line.last);
        if !are_text || apart > 2 || next.last != next.number {
            continue;
        }
        let (text, rest) = (page.slice(line.read), page.slice(next.read));
        let is_announced =
            rest.trim_start_matches('(').starts_with('+') && has_no_value(rest) && ends_with_symbol(text);
        let is_below = is_text && apart == 1 && next.shape == line.shape;
        let is_closed = is_below && closes(rest) && (is_open(text) || is_name(text, rest));
        if !is_announced && !is_closed {
            continue;
        }
        let mut new = page.reading(line);
        new.append(page.reading(next));
        page.join(at, at + 1, &new);
    }
}

/// Whether a line's last bracket is open, and a symbol stands before it.
fn is_open(text: &str) -> bool {
    let Some(open) = text.rfind('(').filter(|open| text.get(*open..).is_some_and(|rest| !rest.contains(')')))
    else {
        return false;
    };
    text.get(..open).is_some_and(|before| find_symbol(before).is_some())
        && text.get(open..).is_some_and(has_no_value)
}

/// A name in a bracket has no more words on a line.
const NAME_WORDS: usize = 4;

/// Whether a line's last bracket is open, a name stands before it, and it holds a name that the next line ends with:
/// `Mr. John Smith (United` and `States)`.
fn is_name(text: &str, rest: &str) -> bool {
    let Some((before, inside)) = text.rsplit_once('(') else { return false };
    let words = |text: &str| text.split(crate::is_blank_char).filter(|word| !word.is_empty()).count();
    let is_capital = |text: &str| crate::trim(text).starts_with(char::is_uppercase);
    let last = crate::trim(before).rsplit(crate::is_blank_char).next().unwrap_or_default();
    rest.ends_with(')')
        && words(rest) <= NAME_WORDS
        && words(inside) <= NAME_WORDS
        && !inside.contains(')')
        && is_capital(inside)
        && is_capital(last)
        && has_no_value(inside)
}

/// Whether nothing stands behind the last symbol of a line.
fn ends_with_symbol(text: &str) -> bool {
    let mut starts = text.char_indices().map(|(at, _)| at).filter(|at| {
        *at == 0 || text.get(..*at).is_some_and(|before| before.ends_with(crate::is_blank_char))
    });
    starts.next_back().is_some_and(|at| symbol_end(text, at) == Some(text.len()))
}

/// Whether a line closes a bracket it does not open, and has no date or symbol.
fn closes(text: &str) -> bool {
    let Some((inside, _)) = text.split_once(')') else { return false };
    // Columns side by side have text of another one before what the bracket holds.
    let has_columns = inside.contains('\t') || inside.contains("  ");
    !inside.contains('(') && !has_columns && has_no_value(text)
}

pub(crate) fn has_no_value(text: &str) -> bool {
    find_date(text).is_none() && find_symbol(text).is_none()
}

#[cfg(test)]
mod tests {
    use crate::page::Hints;

    use super::*;

    fn readings(text: &str) -> Vec<String> {
        let page = Page::new(text.as_bytes(), &Hints::default());
        let shown = page.lines().iter().filter(|line| line.read.0 < line.read.1);
        // Tabs set cells apart; they are shown as blanks here.
        let text = |line: &crate::page::Line| page.slice(line.read).replace('\t', " ");
        shown.map(|line| format!("{}-{} {}", line.number, line.last, text(line))).collect()
    }

    #[test]
    fn values_in_cells_of_their_own_are_one_row() {
        let text = "I. Overview\nApplication received\n|\n10/12/2004\n|\nWT/ACC/CGR/1\n+ (revisions)\n|\n\
                    Draft\n|\n|\n|\nReplies\n|\n01/02/2005\n|\n|\n02/02/2005\n|\nWT/ACC/CGR/2\n|\nEnd";
        let expected = [
            "1-1 I. Overview",
            "2-7 Application received 10/12/2004 WT/ACC/CGR/1 + (revisions)",
            "9-9 Draft",
            "13-15 Replies 01/02/2005",
            "18-20 02/02/2005 WT/ACC/CGR/2",
            "22-22 End",
        ];
        assert_eq!(readings(text), expected);
        let page = Page::new(text.as_bytes(), &Hints::default());
        let dossier = crate::read(&page);
        let row = &dossier.rows[1];
        assert_eq!((row.line, row.last_line, row.text), (2, 7, "Application received"));
        assert_eq!(&text[row.span.start as usize..row.span.end as usize], &text[12..74]);
        assert!(
            dossier.rows[2..7].iter().all(|row| row.is_part && row.label.is_empty() && row.date.is_none())
        );
        assert!(!dossier.rows[7].is_part);
    }

    #[test]
    fn rows_below_headings_have_as_many_cells() {
        let head = "| Date of the meeting | News item | |\n|---|---|---|\n";
        let row = |number: &str, date: &str| {
            format!("|\n{number}\n|\nDate of the meeting\n{date}|\nNews item\n|\n")
        };
        let text = format!(
            "{head}{}{}II. Other\nMemorandum\n|\n08/03/2005\n|\n",
            row("1st", "04/10/2005\n"),
            row("2nd", "")
        );
        let expected = ["1-1 Date of the meeting News item", "4-9 1st 04/10/2005", "12-16 2nd"];
        let read = readings(&text);
        assert_eq!(read[..3], expected);
        assert_eq!(read[3..], ["18-18 II. Other", "19-21 Memorandum 08/03/2005"]);
        let chairs = "| Order | Presiding between | Chairperson |\n|---|---|---|\nOrder |\nBetween dates\n02/2006 - 12/2011\n|\n\
                      Chairperson Mr A. B.\n(Slovenia)\n|\n";
        assert_eq!(readings(chairs)[1..], ["3-8 Between dates 02/2006 - 12/2011 Mr A. B. (Slovenia)"]);
    }

    #[test]
    fn rows_of_more_cells_than_headings_are_not_mixed() {
        let head = "| | Date | News |\n|---|---|---|\n";
        let row = "|\n1st\n|\nDate\n|\nNotice\n|\nNews\n|\n|\n2nd\n|\n01/02/2003\n|\nNotice\n|\nNews\n|\n";
        let read = readings(&format!("{head}{row}"));
        assert_eq!(read[1..3], ["4-8 1st Notice", "10-10 News"]);
        let two = format!("{head}|\na\n|\n01/02/2003\n|\n02/02/2003\n|\n");
        assert_eq!(readings(&two)[1..], ["4-6 a 01/02/2003", "8-8 02/02/2003"]);
    }

    #[test]
    fn signs_without_cells_join_nothing() {
        for text in ["a\n|\nb\n|\nc", "a\n01/02/2003\n|\n02/02/2003\nb\n|\nc"] {
            let read: Vec<String> = readings(text)
                .iter()
                .map(|read| read.split(' ').next().unwrap_or_default().to_owned())
                .collect();
            assert!(
                read.iter().all(|read| read.split_once('-').is_some_and(|(first, last)| first == last)),
                "{read:?}"
            );
        }
    }

    #[test]
    fn brackets_cut_by_a_margin_are_whole() {
        assert_eq!(
            readings("Draft 27/03/2002 WT/ACC/SPEC/RUS/25 (+\nrevisions)\n~ updated"),
            ["1-2 Draft 27/03/2002 WT/ACC/SPEC/RUS/25 (+ revisions)", "3-3 ~ updated"]
        );
        assert_eq!(
            readings("03/12/1997\nWT/ACC/AZE/2\n+ (revisions)\nChairpersons"),
            ["1-1 03/12/1997", "2-3 WT/ACC/AZE/2 + (revisions)", "4-4 Chairpersons"]
        );
        for text in [
            "WT/ACC/X/1 (+\n\nrevisions)",
            "WT/ACC/X/1 (TBT)\n+ revisions",
            "WT/ACC/X/1 (of\n1 May 2001)",
            "TBT Checklist (WT/ACC/22/Add.2 22/09/2000 WT/ACC/KAZ/27\nrevisions)",
            "Draft (a\nb)",
            "WT/ACC/X/1 (+\n(a) b)",
            "Terms of   25/03/2002   WT/ACC/YEM/2 (+\nreference                revisions)",
        ] {
            assert_eq!(readings(text).len(), 2, "{text}");
        }
    }
}
