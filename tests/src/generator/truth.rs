//! What a page says, known before it is read.

use std::collections::{BTreeMap, BTreeSet};

/// A row of a table from column to text; null is the empty text.
pub type Row = BTreeMap<&'static str, String>;

/// The tables a truth has, each of them always.
pub const TABLES: [&str; 7] =
    ["dossiers", "milestones", "meetings", "documents", "step_dates", "document_items", "chairpersons"];

/// The facts of one variant of a page. A column a row does not have is not known; all others are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// Rows by table, in the order of the page.
    pub tables: BTreeMap<&'static str, Vec<Row>>,
    /// Lines of the text that are not blank and give nothing to any table. Empty for HTML.
    pub remaining: BTreeSet<u32>,
    /// Lines that only say once more what another line says: the introduction's day of membership where there is
    /// a row of membership too. They are claims, in no other table and not among the remaining. Empty for HTML.
    pub repeated: BTreeSet<u32>,
}

impl Default for Truth {
    fn default() -> Self {
        let tables = TABLES.iter().map(|table| (*table, Vec::new())).collect();
        Self { tables, remaining: BTreeSet::new(), repeated: BTreeSet::new() }
    }
}

impl Truth {
    /// The rows of a table.
    pub fn rows(&self, table: &str) -> &[Row] {
        self.tables.get(table).map(Vec::as_slice).unwrap_or_default()
    }

    /// The same without lines and spans, for copies of a page that moved them.
    #[must_use]
    pub fn without_places(mut self) -> Self {
        for row in self.tables.values_mut().flatten() {
            for column in ["line", "byte_start", "byte_end"] {
                row.remove(column);
            }
        }
        self
    }

    /// The same with every span moved.
    #[must_use]
    pub(super) fn with_spans(mut self, moved: impl Fn(usize) -> Option<usize>) -> Self {
        for row in self.tables.values_mut().flatten() {
            for column in ["byte_start", "byte_end"] {
                let Some(value) = row.get_mut(column) else { continue };
                match value.parse().ok().and_then(&moved) {
                    Some(byte) => *value = byte.to_string(),
                    None => {
                        row.remove(column);
                    }
                }
            }
        }
        self
    }
}

/// Where an entry stands in a variant of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: u32,
    pub(super) last_line: u32,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A row of a table that an entry of the page gives.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    pub(super) table: &'static str,
    pub(super) row: Row,
    /// Columns with addresses, which only HTML has.
    pub(super) links: Vec<(&'static str, String)>,
}

impl Fact {
    /// A fact with its columns; `links` are null unless [`Fact::with_link`] gives them.
    pub(super) fn new(table: &'static str, columns: &[(&'static str, &str)]) -> Self {
        let row = columns.iter().map(|(column, value)| (*column, (*value).to_owned())).collect();
        Self { table, row, links: Vec::new() }
    }

    pub(super) fn with_link(mut self, column: &'static str, link: Option<&str>) -> Self {
        self.row.insert(column, String::new());
        if let Some(link) = link {
            self.links.push((column, link.to_owned()));
        }
        self
    }

    pub(super) fn get(&self, column: &str) -> &str {
        self.row.get(column).map_or("", String::as_str)
    }
}
