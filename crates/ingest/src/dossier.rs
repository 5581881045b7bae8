use std::borrow::Cow;

use accession_schema::vocabulary::{Encoding, Format, Layout};
use serde::Serialize;

use crate::date::WrittenDate;
use crate::text::Line;

/// A half-open range of bytes of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Byte after the last one.
    pub end: u32,
}

/// A source, read.
#[derive(Debug, Clone)]
pub struct Dossier<'s> {
    /// The bytes everything is borrowed from.
    pub source: &'s [u8],
    /// The file format.
    pub format: Format,
    /// The character encoding.
    pub encoding: Encoding,
    /// The layout found.
    pub layout: Layout,
    /// Lines of the source.
    pub line_count: u32,
    /// Lines with nothing but blanks; they have no row.
    pub blank_count: u32,
    /// One row a non-blank line, in order.
    pub rows: Vec<Row<'s>>,
    symbols: Vec<SymbolText<'s>>,
}

/// What a row is by its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowClass {
    /// A title led by a Roman numeral.
    Section,
    /// A row with a date or a symbol.
    Entry,
    /// A bullet.
    Item,
    /// A line without date, symbol or bullet: a label, title, caption or paragraph.
    Text,
    /// A line that is not text in the source's encoding, or any line of a page whose layout is not known.
    Unread,
}

/// The sign a row starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Marker {
    /// No sign.
    None,
    /// `~`
    Tilde,
    /// `-` or a longer dash.
    Dash,
    /// `•` or another bullet.
    Bullet,
    /// A bullet followed by a dash.
    SubBullet,
}

/// A line of a dossier, taken apart.
#[derive(Debug, Clone)]
pub struct Row<'s> {
    /// 1-based line of the source.
    pub line: u32,
    /// Where the row's text stands in the source.
    pub span: Span,
    /// The line without the blanks around it; replacement characters stand for bytes that are no text.
    pub text: Cow<'s, str>,
    /// What the row is by its shape.
    pub class: RowClass,
    /// The sign it starts with.
    pub marker: Marker,
    /// The text before the first date or symbol, without marker and section numeral.
    pub label: &'s str,
    /// The date of the row: the first one outside brackets, if no symbol stands before it.
    pub date: Option<WrittenDate<'s>>,
    /// The text between the date, or the label where there is no date, and the first symbol or the end of the row.
    pub remark: &'s str,
    pub(crate) symbols: (u32, u32),
}

/// A document symbol on a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SymbolText<'s> {
    /// The symbol as written.
    pub text: &'s str,
    /// Whether it stands in brackets behind another symbol.
    pub bracketed: bool,
    /// The text from the symbol to the next one or the end of the row.
    pub remark: &'s str,
    /// The text from the symbol to the end of the row.
    pub tail: &'s str,
}

impl<'s> Dossier<'s> {
    pub(crate) fn new(source: &'s [u8], lines: &[Line<'s>]) -> Self {
        let mixed = lines.iter().any(|line| matches!(line.text, Cow::Owned(_)));
        let blank = lines.iter().filter(|line| line.is_blank()).count();
        Self {
            source,
            format: Format::Text,
            encoding: if mixed { Encoding::Mixed } else { Encoding::Utf8 },
            layout: Layout::Unknown,
            line_count: clamp(lines.len()),
            blank_count: clamp(blank),
            rows: Vec::with_capacity(lines.len() - blank),
            symbols: Vec::new(),
        }
    }

    /// The symbols of a row in order; none for symbols in brackets before the row's first value.
    pub fn symbols(&self, row: &Row<'s>) -> &[SymbolText<'s>] {
        self.symbols.get(row.symbols.0 as usize..row.symbols.1 as usize).unwrap_or_default()
    }

    /// Appends symbols and returns their range.
    pub(crate) fn add_symbols(&mut self, symbols: impl IntoIterator<Item = SymbolText<'s>>) -> (u32, u32) {
        let start = clamp(self.symbols.len());
        self.symbols.extend(symbols);
        (start, clamp(self.symbols.len()))
    }
}

/// A length as a 32-bit number. Sources are at most [`crate::MAX_BYTES`] long, so nothing in them is longer.
pub(crate) fn clamp(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
