//! The declaration of a table and what is made of it.

use serde::Serialize;

use crate::{ColumnView, Type, WordSpec};

/// A table as its readers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableSpec {
    /// The table's name, which is also its file's stem.
    pub name: &'static str,
    /// What one row stands for.
    pub description: String,
    /// The columns in order.
    pub columns: Vec<ColumnSpec>,
}

/// A column as its readers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnSpec {
    /// The column's name.
    pub name: &'static str,
    /// The type of its cells.
    #[serde(rename = "type")]
    pub column_type: Type,
    /// Whether a cell may be null, which always means unknown or not applicable.
    pub nullable: bool,
    /// What a cell counts, where it counts something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'static str>,
    /// What the column means.
    pub description: String,
    /// The words an enum column may hold, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<WordSpec>,
}

/// A table whatever its columns are.
pub trait AnyTable {
    /// The table's description.
    fn spec(&self) -> TableSpec;
    /// The table's name.
    fn name(&self) -> &'static str;
    /// Number of rows.
    fn row_count(&self) -> usize;
    /// The columns in the order of the description.
    fn columns(&self) -> Vec<ColumnView<'_>>;
}

/// Joins the lines of a doc comment into one text.
pub(crate) fn description(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// Declares a table: `name: Row => Columns { column: Kind [unit], ... }`. The doc comments are the data dictionary.
macro_rules! table {
    ($(#[doc = $doc:literal])+ $name:ident: $row:ident => $columns:ident {
        $($(#[doc = $column_doc:literal])+ $column:ident: $kind:ty $([$unit:literal])?,)+
    }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy)]
        pub struct $row<'a> {
            $($(#[doc = $column_doc])+ pub $column: $crate::Value<'a, $kind>,)+
        }

        #[doc = concat!("The columns of the table `", stringify!($name), "`.")]
        #[derive(Debug, Clone, Default)]
        pub struct $columns {
            rows: usize,
            $($(#[doc = $column_doc])+ pub $column: $crate::Store<$kind>,)+
        }

        impl $columns {
            /// Appends a row.
            pub fn push(&mut self, row: $row<'_>) {
                self.rows += 1;
                $(<$kind as $crate::Kind>::push(&mut self.$column, row.$column);)+
            }

            /// A row; nothing if there is none at this place.
            pub fn row(&self, row: usize) -> Option<$row<'_>> {
                Some($row { $($column: <$kind as $crate::Kind>::get(&self.$column, row)?,)+ })
            }

            /// The rows in order.
            pub fn rows(&self) -> impl DoubleEndedIterator<Item = $row<'_>> {
                (0..self.rows).filter_map(|row| self.row(row))
            }

            /// Appends the rows of another table.
            pub fn append(&mut self, other: &Self) {
                self.rows += other.rows;
                $(<$kind as $crate::Kind>::append(&mut self.$column, &other.$column);)+
            }

            /// Takes all rows away and keeps the memory.
            pub fn clear(&mut self) {
                self.rows = 0;
                $(<$kind as $crate::Kind>::clear(&mut self.$column);)+
            }

            /// Number of rows.
            pub fn len(&self) -> usize {
                self.rows
            }

            /// Whether there are no rows.
            pub fn is_empty(&self) -> bool {
                self.rows == 0
            }
        }

        impl $crate::AnyTable for $columns {
            fn spec(&self) -> $crate::TableSpec {
                $crate::TableSpec {
                    name: stringify!($name),
                    description: $crate::table::description(&[$($doc),+]),
                    columns: vec![$($crate::ColumnSpec {
                        name: stringify!($column),
                        column_type: <$kind as $crate::Kind>::TYPE,
                        nullable: <$kind as $crate::Kind>::NULLABLE,
                        unit: None$(.or(Some($unit)))?,
                        description: $crate::table::description(&[$($column_doc),+]),
                        words: <$kind as $crate::Kind>::words(),
                    },)+],
                }
            }

            fn name(&self) -> &'static str {
                stringify!($name)
            }

            fn row_count(&self) -> usize {
                self.rows
            }

            fn columns(&self) -> Vec<$crate::ColumnView<'_>> {
                vec![$(<$kind as $crate::Kind>::view(&self.$column),)+]
            }
        }
    };
}

/// Declares a set of tables that travel together.
macro_rules! table_set {
    ($(#[doc = $doc:literal])+ $set:ident { $($(#[doc = $table_doc:literal])+ $table:ident: $columns:ident,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Default)]
        pub struct $set {
            $($(#[doc = $table_doc])+ pub $table: $columns,)+
        }

        impl $set {
            /// The tables in the order they are documented.
            pub fn tables(&self) -> Vec<&dyn $crate::AnyTable> {
                vec![$(&self.$table,)+]
            }

            /// Appends the rows of every table of another set.
            pub fn append(&mut self, other: &Self) {
                $(self.$table.append(&other.$table);)+
            }

            /// Takes the rows of every table away and keeps the memory.
            pub fn clear(&mut self) {
                $(self.$table.clear();)+
            }
        }
    };
}

pub(crate) use table;
pub(crate) use table_set;
