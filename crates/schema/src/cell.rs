//! Cells as text: what CSV files and printed tables show.

use std::borrow::Cow;

use crate::{ColumnSpec, ColumnView};

impl ColumnView<'_> {
    /// The cell of a row as text, as it stands in a CSV file; `None` is null.
    pub fn text(&self, row: usize, spec: &ColumnSpec) -> Option<Cow<'_, str>> {
        Some(match self {
            Self::Str(column) => Cow::Borrowed(column.get(row)?),
            Self::U32(cells) => Cow::Owned(cells.get(row)?.to_string()),
            Self::I32(cells) => Cow::Owned(cells.get(row)?.to_string()),
            Self::F64(cells) => Cow::Owned(cells.get(row)?.to_string()),
            Self::Bool(cells) => Cow::Borrowed(if cells.get(row)? { "true" } else { "false" }),
            Self::Day(cells) => Cow::Owned(cells.get(row)?.to_string()),
            Self::Code(cells) => Cow::Borrowed(spec.words.get(usize::from(cells.get(row)?))?.word),
        })
    }
}
