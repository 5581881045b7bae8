//! Layouts: how a page's lines make rows. Each is a module with one entry point, [`Reader`]: how sure it is of a page,
//! by the marks of its structure, and how it reads lines.

mod gatt_timeline;
mod portal;
mod row;
mod short_prose;
pub(crate) mod status_table;
mod timeline;

use accession_schema::vocabulary::Layout;

use self::row::{RowReader, Style};
pub(crate) use self::row::{is_section, marker};
use crate::date::find_date;
use crate::dossier::{Dossier, Row, RowClass};
use crate::page::{Line, LineKind, Page};

/// A page whose surest layout is less sure than this is of none that is known.
const LEAST_CONFIDENCE: f64 = 0.45;

/// A layout.
struct Reader {
    layout: Layout,
    /// How sure it is that a page is of this layout, from 0 to 1.
    confidence: fn(&Marks) -> f64,
    /// How it takes lines apart.
    style: Style,
}

const LAYOUTS: [Reader; 5] =
    [gatt_timeline::LAYOUT, timeline::LAYOUT, status_table::LAYOUT, portal::LAYOUT, short_prose::LAYOUT];

/// Reads a page in the layout it is most likely in. Where none is likely, every row is unread.
pub(crate) fn read<'p>(page: &'p Page<'p>) -> Dossier<'p> {
    let mut dossier = Dossier::new(page);
    rows(page, Style::Timeline, &mut dossier);
    let marks = Marks::of(&dossier);
    let sure = LAYOUTS.iter().map(|reader| (reader, (reader.confidence)(&marks)));
    // Of two that are as sure the first is taken.
    let best = sure.reduce(|best, next| if next.1 > best.1 { next } else { best });
    match best {
        Some((reader, confidence)) if confidence >= LEAST_CONFIDENCE => {
            if reader.style != Style::Timeline {
                dossier.clear();
                rows(page, reader.style, &mut dossier);
            }
            dossier.layout = reader.layout;
            dossier.confidence = confidence.min(1.0);
        }
        best => {
            dossier.confidence = 1.0 - best.map_or(0.0, |(_, confidence)| confidence);
            dossier.rows.iter_mut().for_each(|row| row.class = RowClass::Unread);
        }
    }
    dossier
}

/// Makes a row of each line.
fn rows<'p>(page: &'p Page<'p>, style: Style, dossier: &mut Dossier<'p>) {
    let mut reader = RowReader::new(style);
    let mut aside = 0..0;
    for (at, line) in page.lines().iter().enumerate() {
        if !aside.contains(&at) {
            aside = self::aside(page, at);
        }
        let row = match line.kind {
            LineKind::Text if aside.contains(&at) => RowReader::text(page, line),
            LineKind::Text => reader.row(page, line, dossier),
            LineKind::NotText => row::bare(page, line, RowClass::Unread),
            LineKind::Navigation => row::bare(page, line, RowClass::Navigation),
            LineKind::Ambiguous => row::bare(page, line, RowClass::Ambiguous),
        };
        dossier.rows.push(row);
    }
}

/// An aside goes over no more lines.
const ASIDE_LINES: usize = 8;

/// The lines of an aside that starts at a line: what stands in a bracket that opens a line and closes at the end of one
/// below says nothing of rows.
fn aside(page: &Page<'_>, at: usize) -> std::ops::Range<usize> {
    let lines = page.lines().get(at..).unwrap_or_default();
    let starts = lines.first().is_some_and(|line| page.slice(line.read).starts_with('('));
    let mut depth = 0_usize;
    for (nth, line) in lines.iter().take(if starts { ASIDE_LINES } else { 0 }).enumerate() {
        let text = page.slice(line.read);
        if line.kind != LineKind::Text || text.is_empty() {
            break;
        }
        for byte in memchr::memchr2_iter(b'(', b')', text.as_bytes()).filter_map(|at| text.as_bytes().get(at))
        {
            depth = if *byte == b'(' { depth + 1 } else { depth.saturating_sub(1) };
        }
        if depth == 0 {
            let is_end = text.trim_end_matches(['.', ';', ',']).ends_with(')');
            return at..if is_end && nth > 0 { at + nth + 1 } else { at };
        }
    }
    at..at
}

/// What can be counted of a page without knowing what its words mean.
#[derive(Debug, Default)]
struct Marks {
    /// Titles led by Roman numerals.
    sections: usize,
    /// Rows with a date in numbers, or in words before a symbol.
    dated: usize,
    /// Those of them that have a symbol.
    listings: usize,
    /// Rows about the GATT of the years before the WTO.
    gatt_rows: usize,
    /// Rows led by a number and a point.
    numbered: usize,
    /// Rows led by a letter in brackets.
    lettered: usize,
    /// Short rows that end in a date in words.
    dated_in_words: usize,
    /// Rows of headings of columns.
    headers: usize,
    /// Rows of a table.
    with_cells: usize,
    /// Whether the table rows were written with signs.
    in_signs: bool,
    /// Sentences with a date.
    dated_sentences: usize,
    /// Rows of headings of columns right below a title.
    titled_headers: usize,
    /// Rows that look like headings where the page does not say so.
    titled_rows: usize,
    /// Numbers of meetings or terms, each with the same caption before its date.
    captioned: usize,
    /// Titles with the headings of columns below them, each on a line, up to the first number.
    listed_headers: usize,
    /// Symbols of documents.
    symbols: usize,
    /// All rows.
    rows: usize,
}

/// A short row has no more words.
const SHORT_ROW: usize = 14;

impl Marks {
    fn of(dossier: &Dossier<'_>) -> Self {
        let mut marks = Self { rows: dossier.rows.len(), ..Self::default() };
        let mut boxes = Boxes::default();
        for (row, line) in dossier.rows.iter().zip(dossier.page.lines()).filter(|(row, _)| !row.is_part) {
            marks.add(dossier, row, line);
            boxes.add(row, line, dossier.page.slice(line.read));
        }
        let below = dossier.rows.iter().skip(1).map(Some).chain([None]);
        for (row, below) in dossier.rows.iter().zip(below) {
            let may_be = matches!(row.class, RowClass::Entry | RowClass::Text);
            marks.gatt_rows += usize::from(may_be && gatt_timeline::is_of_gatt(row, below));
        }
        (marks.titled_headers, marks.captioned) = (boxes.titled_headers, boxes.captioned);
        (marks.titled_rows, marks.listed_headers) = (boxes.titled_rows, boxes.listed_headers);
        marks
    }

    /// Whether the tables have the headings of a portal, or its captions where each cell is a line of its own.
    fn is_boxed(&self) -> bool {
        let rows = if self.sections == 0 { self.titled_rows } else { 0 };
        self.titled_headers + rows > 1 || self.captioned > 1 || self.listed_headers > 1
    }

    fn add(&mut self, dossier: &Dossier<'_>, row: &Row<'_>, line: &Line) {
        let symbols = dossier.symbols(row).len();
        let is_sentence = || {
            row.text.split_whitespace().count() > SHORT_ROW / 2 && row.text.contains(". ")
                || row.text.ends_with('.')
        };
        self.symbols += symbols;
        self.headers += usize::from(line.shape.is_header);
        self.with_cells += usize::from(line.shape.has_cells);
        self.in_signs |= line.shape.has_cells && line.text != line.read;
        match row.class {
            RowClass::Section => self.sections += 1,
            RowClass::Entry if row.date.is_some_and(|date| date.is_in_numbers()) => {
                self.dated += 1;
                self.listings += usize::from(symbols > 0);
            }
            // With a symbol behind it a date in words is no less the row's.
            RowClass::Entry if row.date.is_some() && symbols > 0 && !is_sentence() => {
                self.dated += 1;
                self.listings += 1;
            }
            _ => {}
        }
        if !matches!(row.class, RowClass::Entry | RowClass::Text | RowClass::Item) {
            return;
        }
        // Below a numbered section the other layouts are out of the question.
        if self.sections > 0 {
            return;
        }
        let read = dossier.page.slice(line.read);
        let (number, rest) = status_table::number(row::marker(read).1);
        let is_short = read.split_whitespace().nth(SHORT_ROW).is_none();
        match number {
            Some(crate::Marker::Number) if is_short => self.numbered += 1,
            Some(crate::Marker::Letter) if is_short => self.lettered += 1,
            _ => {}
        }
        if row.class != RowClass::Item {
            let found =
                find_date(rest).filter(|(_, date)| !date.text.contains('/') && date.start.day.is_some());
            if found.is_some() {
                if is_short && !is_sentence() {
                    self.dated_in_words += 1;
                }
                self.dated_sentences += usize::from(is_sentence());
            } else if find_date(rest).is_some() && is_sentence() {
                self.dated_sentences += 1;
            }
        }
    }
}

/// Headings and captions of boxes, found row by row.
#[derive(Debug, Default)]
struct Boxes<'p> {
    titled_headers: usize,
    titled_rows: usize,
    captioned: usize,
    /// Whether the row above is a title.
    is_below_title: bool,
    /// What stands below the number of a meeting or term, if the row above is one.
    is_below_number: bool,
    caption: &'p str,
    last: &'p str,
    /// Short lines without a digit right above.
    words_above: usize,
    listed_headers: usize,
}

/// A title and the headings of at least three columns.
const LISTED: usize = 4;

impl<'p> Boxes<'p> {
    fn add(&mut self, row: &Row<'p>, line: &Line, read: &'p str) {
        let is_text = row.class == RowClass::Text && !read.is_empty();
        let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
        // Rows with values are neither titles nor headings.
        let columns = if is_text { columns(read) } else { 0 };
        let is_header =
            is_text && (line.shape.is_header && line.shape.has_cells || columns > 2) && !has_digit(read);
        let is_titled = is_header && self.is_below_title;
        // Of a table that is one the page says which rows are headings; rows that only look so are told apart.
        let is_told = line.shape.is_header || !line.shape.has_cells;
        self.titled_headers += usize::from(is_titled && is_told);
        self.titled_rows += usize::from(is_titled && !is_told);
        self.is_below_title = is_text && !line.shape.has_cells && columns == 1 && !has_digit(read);
        // A number, a caption and a date, each on its own line; or the caption before the date.
        let caption = if is_text { "" } else { row.label };
        let found = if !self.caption.is_empty() && row.date.is_some() && row.label.is_empty() {
            self.caption
        } else if self.is_below_number && row.date.is_some() && !has_digit(caption) {
            caption
        } else {
            ""
        };
        if !found.is_empty() {
            self.captioned += usize::from(found == self.last || self.last.is_empty());
            self.last = found;
        }
        self.caption = if self.is_below_number && is_text && !has_digit(read) { read } else { "" };
        self.is_below_number = is_text && is_number(read);
        self.listed_headers += usize::from(self.is_below_number && self.words_above >= LISTED);
        let is_heading = is_text
            && !line.shape.has_cells
            && !has_digit(read)
            && read.split_whitespace().nth(SHORT_ROW).is_none();
        self.words_above = if is_heading { self.words_above + 1 } else { 0 };
    }
}

/// The columns of a line of text: what tabs or more blanks than two set apart.
fn columns(read: &str) -> usize {
    let cells = read.split('\t').flat_map(|cell| cell.split(GAP));
    cells.filter(|cell| !crate::trim(cell).is_empty()).count()
}

/// Blanks between two columns of a text.
const GAP: &str = "   ";

/// Whether a line is no more than the number of a meeting or term: `2nd`, maybe behind a word.
fn is_number(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let is_ordinal = |word: &str| {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let ending = word.get(digits..).unwrap_or_default();
        (1..=3).contains(&digits)
            && !ending.is_empty()
            && ending.chars().all(|c| c.is_alphabetic() || c == '\u{b0}')
    };
    words.next_back().is_some_and(is_ordinal) && words.count() < 2
}

/// A share of a mark's weight: all of it from `enough` on.
#[allow(clippy::cast_precision_loss, reason = "counts up to a handful")]
fn share(count: usize, enough: usize) -> f64 {
    count.min(enough) as f64 / enough as f64
}

#[cfg(test)]
mod tests {
    use crate::page::Hints;

    use super::*;

    #[test]
    fn an_aside_over_several_lines_has_no_values() {
        let text = "I. Overview\nApplication received 21/12/1995\n(As decided on 31 January 1995, asked for\non 19 December 1995.)\n\
                    (WT/ACC/X/1\nWT/ACC/X/2 01/02/1996\n3/02/1996";
        let page = Page::new(text.as_bytes(), &Hints::default());
        let dossier = read(&page);
        let dates: Vec<Option<&str>> =
            dossier.rows.iter().map(|row| row.date.map(|date| date.text)).collect();
        let expected = [None, Some("21/12/1995"), None, None, None, Some("01/02/1996"), Some("3/02/1996")];
        assert_eq!(dates, expected);
    }
}
