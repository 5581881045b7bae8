//! Tables of a release read back, as text.

use std::path::Path;

use accession_schema::all_tables;
use polars::prelude::*;

use crate::{Manifest, PublishError};

/// A table whose cells are text; `None` is null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextTable {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Option<String>>>,
}

/// Reads a table of a release. With `iso3` only the rows of that economy are read; tables without the column keep the
/// rows of its dossiers.
pub fn read_table(folder: &Path, table: &str, iso3: Option<&str>) -> Result<TextTable, PublishError> {
    let shown = folder.display().to_string();
    let manifest = Manifest::read(folder)?;
    let Some(found) = manifest.tables.iter().find(|known| known.name == table) else {
        let known: Vec<&str> = manifest.tables.iter().map(|known| known.name.as_str()).collect();
        return Err(PublishError::UnknownTable {
            folder: shown,
            table: table.to_owned(),
            known: known.join(", "),
        });
    };
    let parquet = format!("{table}.parquet");
    if !found.files.iter().any(|file| file.path == parquet) {
        let files: Vec<&str> = found.files.iter().map(|file| file.path.as_str()).collect();
        return Err(PublishError::NoParquet {
            folder: shown,
            table: table.to_owned(),
            formats: files.join(", "),
        });
    }
    let spec = all_tables().into_iter().find(|spec| spec.name == table);
    let has = |column| spec.as_ref().is_none_or(|spec| spec.columns.iter().any(|known| known.name == column));
    if iso3.is_some() && !has("iso3") && !has("dossier_id") {
        return Err(PublishError::NotOfEconomies(table.to_owned()));
    }
    read(folder, &folder.join(parquet), iso3).map_err(|error| PublishError::table(table, error))
}

fn scan(path: &Path) -> PolarsResult<LazyFrame> {
    let path = path
        .to_str()
        .ok_or_else(|| polars_err!(ComputeError: "the path is not UTF-8: {}", path.display()))?;
    LazyFrame::scan_parquet(PlRefPath::new(path), ScanArgsParquet::default())
}

fn read(folder: &Path, path: &Path, iso3: Option<&str>) -> PolarsResult<TextTable> {
    let mut frame = scan(path)?;
    if let Some(iso3) = iso3 {
        let has_iso3 = frame.collect_schema()?.contains("iso3");
        frame = if has_iso3 {
            frame.filter(col("iso3").eq(lit(iso3)))
        } else {
            let dossiers = scan(&folder.join("dossiers.parquet"))?.filter(col("iso3").eq(lit(iso3)));
            let ids = dossiers.select([col("dossier_id")]).collect()?;
            let ids = ids.column("dossier_id")?.str()?;
            let is_one_of =
                ids.iter().flatten().fold(lit(false), |any, id| any.or(col("dossier_id").eq(lit(id))));
            frame.filter(is_one_of)
        };
    }
    let frame = frame.collect()?;
    let columns = frame.get_column_names().iter().map(ToString::to_string).collect();
    let rows = (0..frame.height())
        .map(|row| {
            frame
                .columns()
                .iter()
                .map(|column| match column.get(row)? {
                    AnyValue::Null => Ok(None),
                    // As in CSV files: 533, not 533.0.
                    AnyValue::Float64(number) => Ok(Some(number.to_string())),
                    value => Ok(Some(value.str_value().into_owned())),
                })
                .collect()
        })
        .collect::<PolarsResult<_>>()?;
    Ok(TextTable { columns, rows })
}
