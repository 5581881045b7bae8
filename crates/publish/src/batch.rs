//! The tables of some dossiers, ready to be written.

use accession_schema::{AnyTable, Facts, Statistics};
use polars::prelude::DataFrame;

use crate::frame::frame;
use crate::{FileFormat, PublishError};

/// The tables of some dossiers, in the formats of the release.
#[derive(Debug)]
pub struct Batch {
    pub(crate) tables: Vec<BatchTable>,
}

/// One table of a batch.
#[derive(Debug)]
pub(crate) struct BatchTable {
    pub(crate) name: &'static str,
    pub(crate) rows: usize,
    pub(crate) frame: Option<DataFrame>,
    /// CSV records without the header.
    pub(crate) csv: Option<Vec<u8>>,
}

impl Batch {
    /// Turns columns into what is written. Only the tables named are taken.
    pub fn new(
        facts: &Facts,
        statistics: &Statistics,
        tables: &[&'static str],
        formats: &[FileFormat],
    ) -> Result<Self, PublishError> {
        let tables = facts
            .tables()
            .into_iter()
            .chain(statistics.tables())
            .filter(|table| tables.contains(&table.name()))
            .map(|table| {
                let wants = |format| formats.contains(&format);
                Ok(BatchTable {
                    name: table.name(),
                    rows: table.row_count(),
                    frame: wants(FileFormat::Parquet).then(|| frame(table)).transpose()?,
                    csv: wants(FileFormat::Csv).then(|| records(table)).transpose()?,
                })
            })
            .collect::<Result<_, PublishError>>()?;
        Ok(Self { tables })
    }
}

fn records(table: &dyn AnyTable) -> Result<Vec<u8>, PublishError> {
    let spec = table.spec();
    let columns = table.columns();
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in 0..table.row_count() {
        for (column, spec) in columns.iter().zip(&spec.columns) {
            let cell = column.text(row, spec).unwrap_or_default();
            writer.write_field(cell.as_bytes()).map_err(|error| PublishError::table(table.name(), error))?;
        }
        writer.write_record(None::<&[u8]>).map_err(|error| PublishError::table(table.name(), error))?;
    }
    writer.into_inner().map_err(|error| PublishError::table(table.name(), error))
}
