//! Parquet files.

use std::path::Path;
use std::sync::Arc;

use accession_schema::SCHEMA_VERSION;
use polars::prelude::*;
use polars_parquet::parquet::compression::ZstdLevel;

use crate::{Description, PublishError};

/// Rows of a row group. It is fixed so that files do not depend on how the work was split.
const ROW_GROUP_ROWS: usize = 131_072;

/// Compression that costs little and halves the files; higher levels win a few per cent for several times the work.
const ZSTD_LEVEL: i32 = 1;

/// Writes the frames of a table one behind the other into one file.
pub(crate) fn write(
    name: &str,
    frames: Vec<DataFrame>,
    path: &Path,
    description: &Description,
) -> Result<(), PublishError> {
    sink(name, frames, path, description).map_err(|error| PublishError::table(name, error))
}

fn sink(name: &str, frames: Vec<DataFrame>, path: &Path, description: &Description) -> PolarsResult<()> {
    let mut frames = frames.into_iter();
    let mut whole = frames.next().unwrap_or_default();
    for frame in frames {
        whole.vstack_mut_owned(frame)?;
    }
    let options = ParquetWriteOptions {
        compression: ParquetCompression::Zstd(Some(ZstdLevel::try_new(ZSTD_LEVEL)?)),
        row_group_size: Some(ROW_GROUP_ROWS),
        key_value_metadata: Some(KeyValueMetadata::from_static(metadata(name, description))),
        ..ParquetWriteOptions::default()
    };
    let path = path
        .to_str()
        .ok_or_else(|| polars_err!(ComputeError: "the path is not UTF-8: {}", path.display()))?;
    let target = SinkTarget::Path(PlRefPath::new(path));
    whole
        .lazy()
        .sink(
            SinkDestination::File { target },
            FileWriteFormat::Parquet(Arc::new(options)),
            UnifiedSinkArgs { maintain_order: true, ..UnifiedSinkArgs::default() },
        )?
        .collect_with_engine(Engine::Streaming)?;
    Ok(())
}

/// What each file says of itself.
fn metadata(name: &str, description: &Description) -> Vec<(String, String)> {
    [
        ("accession.table", name.to_owned()),
        ("accession.schema_version", SCHEMA_VERSION.to_string()),
        ("accession.program_version", description.program_version.clone()),
        ("accession.as_of", description.as_of.to_string()),
        ("accession.input_digest", description.input_digest.clone()),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .to_vec()
}
