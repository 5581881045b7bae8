use accession_schema::vocabulary::Layout;
use serde::Serialize;

use crate::date::WrittenDate;
use crate::page::Page;

/// A half-open range of bytes of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Byte after the last one.
    pub end: u32,
}

/// A page, read.
#[derive(Debug, Clone)]
pub struct Dossier<'p> {
    /// The page everything is borrowed from.
    pub page: &'p Page<'p>,
    /// The layout found.
    pub layout: Layout,
    /// How sure that is, from 0 to 1: the share of the layout's marks the page has. A page that has too few of any
    /// layout's is of none that is known, and this is how sure that is.
    pub confidence: f64,
    /// One row a non-blank line, in order.
    pub rows: Vec<Row<'p>>,
    symbols: Vec<SymbolText<'p>>,
    further_dates: Vec<WrittenDate<'p>>,
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
    /// Text of an element for navigation.
    Navigation,
    /// A table row whose cells can be put together in more than one way.
    Ambiguous,
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
    /// The number of a row: `1.`
    Number,
    /// The letter of a sub-row: `(a)`.
    Letter,
}

/// A line of a dossier, taken apart.
#[derive(Debug, Clone)]
pub struct Row<'p> {
    /// 1-based line of the source.
    pub line: u32,
    /// The last line of a row that was broken over several; the same line for nearly all rows.
    pub last_line: u32,
    /// Whether the line is the rest of a row above, which has all that is read of it; such a row has nothing of its own
    /// but its text.
    pub is_part: bool,
    /// Where the row's text stands in the source, all of its lines.
    pub span: Span,
    /// The line without the blanks around it; replacement characters stand for bytes that are no text.
    pub text: &'p str,
    /// What the row is by its shape.
    pub class: RowClass,
    /// The sign it starts with.
    pub marker: Marker,
    /// The text before the first date or symbol, without marker and section numeral.
    pub label: &'p str,
    /// The date of the row: the first one outside brackets, if no symbol stands before it.
    pub date: Option<WrittenDate<'p>>,
    /// The text between the date, or the label where there is no date, and the first symbol or the end of the row.
    pub remark: &'p str,
    /// Whether it is a row of headings over the columns of a table.
    pub is_header: bool,
    /// Whether the dates behind the first one are set off by commas or "and", as in a list; blanks alone, or an "or",
    /// leave open what they are.
    pub dates_are_listed: bool,
    pub(crate) symbols: (u32, u32),
    pub(crate) further_dates: (u32, u32),
    pub(crate) links: (u32, u32),
}

/// A document symbol on a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SymbolText<'p> {
    /// The symbol as written.
    pub text: &'p str,
    /// Whether it stands in brackets behind another symbol.
    pub bracketed: bool,
    /// The text from the symbol to the next one or the end of the row.
    pub remark: &'p str,
    /// The text from the symbol to the end of the row.
    pub tail: &'p str,
    /// The address it is linked to.
    pub url: Option<&'p str>,
}

impl<'p> Dossier<'p> {
    pub(crate) fn new(page: &'p Page<'p>) -> Self {
        Self {
            page,
            layout: Layout::Unknown,
            confidence: 0.0,
            rows: Vec::with_capacity(page.lines().len()),
            symbols: Vec::new(),
            further_dates: Vec::new(),
        }
    }

    /// The symbols of a row in order; none for symbols in brackets before the row's first value.
    pub fn symbols(&self, row: &Row<'p>) -> &[SymbolText<'p>] {
        self.symbols.get(row.symbols.0 as usize..row.symbols.1 as usize).unwrap_or_default()
    }

    /// The dates that stand right behind the row's date, set off by no more than commas, blanks, "and" or "or".
    pub fn further_dates(&self, row: &Row<'p>) -> &[WrittenDate<'p>] {
        let (start, end) = row.further_dates;
        self.further_dates.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The links of a row: what is linked, and the address.
    pub fn links(&self, row: &Row<'p>) -> impl Iterator<Item = (&'p str, &'p str)> {
        let page = self.page;
        page.links(row.links).map(|(range, url)| (page.slice(range), url))
    }

    /// Appends symbols and returns their range.
    pub(crate) fn add_symbols(&mut self, symbols: impl IntoIterator<Item = SymbolText<'p>>) -> (u32, u32) {
        let start = clamp(self.symbols.len());
        self.symbols.extend(symbols);
        (start, clamp(self.symbols.len()))
    }

    /// Appends dates and returns their range.
    pub(crate) fn add_dates(&mut self, dates: impl IntoIterator<Item = WrittenDate<'p>>) -> (u32, u32) {
        let start = clamp(self.further_dates.len());
        self.further_dates.extend(dates);
        (start, clamp(self.further_dates.len()))
    }

    /// Forgets the rows, to read them in another way.
    pub(crate) fn clear(&mut self) {
        self.rows.clear();
        self.symbols.clear();
        self.further_dates.clear();
    }
}

/// A length as a 32-bit number. Sources are at most [`crate::MAX_BYTES`] long, so nothing in them is longer.
pub(crate) fn clamp(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
