//! A source as lines of text, whatever it is a file of.

use std::borrow::Cow;
use std::sync::Arc;

use accession_schema::Day;
use accession_schema::vocabulary::{Encoding, Format};

use crate::dossier::{Span, clamp};
use crate::repair::{self, Repair};
use crate::{MAX_BYTES, broken, html, markdown, mhtml, notes, reading, text, wrapped};

/// No address is longer, in bytes; what is, is none.
pub(crate) const LONGEST_ADDRESS: usize = 4096;

/// What stands between two cells of a table row.
pub(crate) const CELL_END: char = '\t';

/// What is known of a source besides its bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'h> {
    /// The label of the encoding its container declares.
    pub charset: Option<&'h str>,
    /// The address it was taken from.
    pub url: Option<&'h str>,
    /// The day it was taken.
    pub snapshot_date: Option<Day>,
}

/// A source as lines of text. [`crate::read`] makes a dossier of it.
#[derive(Debug, Clone)]
pub struct Page<'s> {
    /// The bytes.
    pub source: &'s [u8],
    /// The file format.
    pub format: Format,
    /// The character encoding.
    pub encoding: Encoding,
    /// The day the page was taken, where the file or its container tells.
    pub snapshot_date: Option<Day>,
    /// The title an HTML page has besides what it shows.
    pub title: Option<String>,
    /// Lines: of a text those of the file, of an HTML page the rows, paragraphs and items it shows.
    pub line_count: u32,
    /// Lines with nothing but blanks; they have no row.
    pub blank_count: u32,
    /// Lines that were decoded wrongly once and are read as they were meant, by their number.
    pub repairs: Vec<(u32, Repair)>,
    /// Lines in which foreign text stands, which is left out of what is read.
    pub foreign: Vec<u32>,
    text: Cow<'s, str>,
    lines: Vec<Line>,
    links: Vec<Link>,
}

/// What a line is before anything is made of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum LineKind {
    #[default]
    Text,
    /// Bytes that are no text of the page's encoding.
    NotText,
    /// Text of an element for navigation.
    Navigation,
    /// A table row whose cells can be put together in more than one way.
    Ambiguous,
}

/// The shape of a table row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Shape {
    /// Whether it has more than one cell.
    pub(crate) has_cells: bool,
    /// Whether it holds the headings of columns.
    pub(crate) is_header: bool,
}

/// A line that is not blank.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    /// 1-based line of the source.
    pub(crate) number: u32,
    /// The last line that is read together with it, or the line itself.
    pub(crate) last: u32,
    /// Whether it is read together with a line above it.
    pub(crate) is_part: bool,
    pub(crate) span: Span,
    pub(crate) kind: LineKind,
    pub(crate) shape: Shape,
    pub(crate) text: Range,
    /// The text as it is read: without the signs of tables, headings and links written as text.
    pub(crate) read: Range,
    pub(crate) links: Range,
}

pub(crate) type Range = (u32, u32);

/// A link in the text of a line.
#[derive(Debug, Clone)]
struct Link {
    text: Range,
    url: Arc<str>,
}

/// A line to be added to a page.
#[derive(Debug, Default)]
pub(crate) struct NewLine {
    pub(crate) text: String,
    pub(crate) links: Vec<(std::ops::Range<usize>, Arc<str>)>,
}

impl NewLine {
    /// Adds another line behind a blank.
    pub(crate) fn append(&mut self, other: NewLine) {
        self.append_behind(' ', other);
    }

    /// Adds another cell of a table row: tabs set cells apart, as in the text a browser saves.
    pub(crate) fn append_cell(&mut self, other: NewLine) {
        self.append_behind(CELL_END, other);
    }

    fn append_behind(&mut self, sign: char, other: NewLine) {
        if !self.text.is_empty() {
            self.text.push(sign);
        }
        let base = self.text.len();
        self.text.push_str(&other.text);
        let moved = other.links.into_iter();
        self.links.extend(moved.map(|(range, url)| (range.start + base..range.end + base, url)));
    }

    /// The line with parts left out or made other ones: those of the old text, in order, and what stands there now.
    pub(crate) fn with(self, changes: &[(std::ops::Range<usize>, &str)]) -> Self {
        let mut text = String::with_capacity(self.text.len());
        let mut at = 0;
        // Where the text behind each change stood, and where it stands.
        let mut moved = vec![(0, 0)];
        for (range, now) in changes {
            text.push_str(self.text.get(at..range.start).unwrap_or_default());
            text.push_str(now);
            at = range.end;
            moved.push((at, text.len()));
        }
        text.push_str(self.text.get(at..).unwrap_or_default());
        let place = |old: usize| {
            let behind = moved.partition_point(|(was, _)| *was <= old);
            let next = changes.get(behind.saturating_sub(1)).map_or(old, |(range, _)| range.start.min(old));
            let (was, is) = moved.get(behind.saturating_sub(1)).copied().unwrap_or_default();
            is + next - was
        };
        let links = self.links.into_iter().map(|(range, url)| (place(range.start)..place(range.end), url));
        Self { links: links.collect(), text }
    }

    /// Takes off the blanks around the text.
    pub(crate) fn trim(&mut self) {
        let bare = text::trim_line(&self.text);
        let lead = self.text.find(bare).unwrap_or_default();
        let bare = bare.to_owned();
        let place = |at: usize| at.saturating_sub(lead).min(bare.len());
        self.links.iter_mut().for_each(|(range, _)| *range = place(range.start)..place(range.end));
        self.text = bare;
    }
}

impl<'s> Page<'s> {
    /// Reads a source. Of one larger than [`MAX_BYTES`] only that many bytes are read; callers refuse such files.
    pub fn new(source: &'s [u8], hints: &Hints<'_>) -> Self {
        let limit = usize::try_from(MAX_BYTES).unwrap_or(usize::MAX);
        let source = source.get(..limit).unwrap_or(source);
        let mut page = mhtml::page(source, hints)
            .or_else(|| html::page(source, hints))
            .unwrap_or_else(|| text::page(source, hints));
        page.snapshot_date = hints.snapshot_date.or(page.snapshot_date);
        page.repair();
        if page.format == Format::Text {
            markdown::read(&mut page);
            notes::read(&mut page);
        }
        reading::clean(&mut page);
        broken::join(&mut page);
        wrapped::join(&mut page);
        page
    }

    /// A page without lines.
    pub(crate) fn empty(source: &'s [u8], format: Format, encoding: Encoding) -> Self {
        Self {
            source,
            format,
            encoding,
            snapshot_date: None,
            title: None,
            line_count: 0,
            blank_count: 0,
            repairs: Vec::new(),
            foreign: Vec::new(),
            text: Cow::Borrowed(""),
            lines: Vec::new(),
            links: Vec::new(),
        }
    }

    /// Gives the page its text and the lines that stand in it.
    pub(crate) fn set_text(&mut self, text: Cow<'s, str>, lines: Vec<Line>) {
        self.text = text;
        self.lines = lines;
    }

    /// Adds a line whose text the page does not have yet.
    pub(crate) fn push_new(&mut self, new: &NewLine, number: u32, span: Span, kind: LineKind, shape: Shape) {
        let links_start = clamp(self.links.len());
        let text = self.add_text(new);
        let links = (links_start, clamp(self.links.len()));
        let (last, is_part) = (number, false);
        self.lines.push(Line { number, last, is_part, span, kind, shape, text, read: text, links });
    }

    /// Gives a line another text to be read.
    pub(crate) fn set_reading(&mut self, at: usize, new: &NewLine, new_shape: Shape) {
        let links_start = clamp(self.links.len());
        let read = self.add_text(new);
        if let Some(line) = self.lines.get_mut(at) {
            line.read = read;
            line.links = (links_start, clamp(self.links.len()));
            line.shape = new_shape;
        }
    }

    /// Makes what is read of a line its text.
    pub(crate) fn show_reading(&mut self, at: usize) {
        if let Some(line) = self.lines.get_mut(at) {
            line.text = line.read;
        }
    }

    /// Makes a line one of another kind.
    pub(crate) fn set_kind(&mut self, at: usize, kind: LineKind) {
        if let Some(line) = self.lines.get_mut(at) {
            line.kind = kind;
        }
    }

    /// What is read of a line.
    pub(crate) fn reading(&self, line: &Line) -> NewLine {
        let (from, to) = line.read;
        // Links of a text stand in what is read of it.
        let place = |at: u32| at.clamp(from, to).saturating_sub(from) as usize;
        let links =
            self.links(line.links).map(|((start, end), url)| (place(start)..place(end), Arc::from(url)));
        NewLine { text: self.slice(line.read).to_owned(), links: links.collect() }
    }

    /// Makes lines one: the first is read as the new text, and nothing is read of the others.
    pub(crate) fn join(&mut self, first: usize, last: usize, new: &NewLine) {
        let Some((end, number)) = self.lines.get(last).map(|line| (line.span.end, line.number)) else {
            return;
        };
        let shape = self.lines.get(first).map(|line| line.shape).unwrap_or_default();
        self.set_reading(first, new, shape);
        if let Some(line) = self.lines.get_mut(first) {
            (line.last, line.span.end) = (number, end);
        }
        for at in first + 1..=last {
            self.set_reading(at, &NewLine::default(), Shape::default());
            if let Some(line) = self.lines.get_mut(at) {
                line.is_part = true;
            }
        }
    }

    /// Adds the text and links of a line and says where the text stands.
    fn add_text(&mut self, new: &NewLine) -> Range {
        let base = self.text.len();
        self.text.to_mut().push_str(&new.text);
        for (range, url) in &new.links {
            let text = (clamp(base + range.start), clamp(base + range.end));
            self.links.push(Link { text, url: Arc::clone(url) });
        }
        (clamp(base), clamp(self.text.len()))
    }

    pub(crate) fn lines(&self) -> &[Line] {
        &self.lines
    }

    pub(crate) fn slice(&self, (start, end): Range) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    pub(crate) fn text(&self, line: &Line) -> &str {
        self.slice(line.text)
    }

    /// How far a line of a text is indented, in bytes.
    pub(crate) fn indent(&self, line: &Line) -> usize {
        let before = self.source.get(..line.span.start as usize).unwrap_or_default();
        before.len() - memchr::memrchr(b'\n', before).map_or(0, |end| end + 1)
    }

    /// The links of a range: each with its place in the page's text and its address.
    pub(crate) fn links(&self, (start, end): Range) -> impl Iterator<Item = (Range, &str)> {
        let links = self.links.get(start as usize..end as usize).unwrap_or_default();
        links.iter().map(|link| (link.text, &*link.url))
    }

    /// Undoes what was decoded wrongly once.
    fn repair(&mut self) {
        if self.text.is_ascii() {
            return;
        }
        for at in 0..self.lines.len() {
            let Some(line) = self.lines.get(at).copied().filter(|line| line.kind != LineKind::NotText) else {
                continue;
            };
            let base = line.text.0;
            let links: Vec<(Range, Arc<str>)> =
                self.links(line.links).map(|(range, url)| (range, Arc::from(url))).collect();
            // Links move with the text.
            let mut places: Vec<usize> = links
                .iter()
                .flat_map(|((start, end), _)| [*start, *end].map(|at| at.saturating_sub(base) as usize))
                .collect();
            let Some((text, repair)) = repair::repaired(self.text(&line), &mut places) else { continue };
            self.repairs.push((line.number, repair));
            let ranges = places.as_chunks::<2>().0.iter().map(|[start, end]| *start..*end);
            let mut new =
                NewLine { text, links: ranges.zip(links).map(|(range, (_, url))| (range, url)).collect() };
            new.trim();
            self.set_reading(at, &new, line.shape);
            self.show_reading(at);
        }
    }
}
