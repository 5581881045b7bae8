//! The ground floor: every table and column of a release, written once.
//!
//! A table is declared with its columns, their types, units and meanings in [`facts`] or [`statistics`]. From that
//! one declaration come the row type a stage pushes, the columns it is stored in, and the [`TableSpec`] that Parquet
//! types, CSV headers, file descriptions and the data dictionary are made of. The values an enum column may take are
//! the variants of the Rust enums in [`vocabulary`].

mod cell;
mod column;
mod day;
pub mod facts;
pub mod statistics;
mod table;
pub mod vocabulary;

pub use column::{
    Cells, ColumnView, Count, Flag, Kind, Named, Number, OnDay, Opt, Store, StrColumn, Text, Type, Value,
    Whole, Word, WordSpec,
};
pub use day::Day;
pub use facts::Facts;
pub use statistics::Statistics;
pub use strum::VariantArray;
pub use table::{AnyTable, ColumnSpec, TableSpec};

/// Version of the table contract. It grows by one when a column changes its name, type or meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// The description of every table a release holds, facts first, in the order they are documented.
pub fn all_tables() -> Vec<TableSpec> {
    let facts = Facts::default();
    let statistics = Statistics::default();
    facts.tables().into_iter().chain(statistics.tables()).map(AnyTable::spec).collect()
}
