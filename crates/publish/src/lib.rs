//! A release on disk: every table as a file, a manifest beside them, whole or absent.
//!
//! Tables arrive as [`Batch`]es, each the facts and statistics of some dossiers in order, already turned into frames so
//! that many can be made at once. [`write`] puts them together. Nothing is computed here.

mod batch;
mod frame;
mod parquet;
mod read;
mod release;

use std::path::PathBuf;

use thiserror::Error;

pub use batch::Batch;
pub use read::{TextTable, read_table};
pub use release::{Manifest, ManifestFile, ManifestTable, write};

/// A file format of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileFormat {
    /// Apache Parquet with zstd compression.
    Parquet,
    /// Comma-separated values with a header, quoted as in RFC 4180, lines ending in a line feed; null is an empty field.
    Csv,
}

/// What a release says of itself.
#[derive(Debug, Clone)]
pub struct Description {
    /// Version of the program that wrote it.
    pub program_version: String,
    /// The day its statistics are as of.
    pub as_of: accession_schema::Day,
    /// BLAKE3 digest of everything that was read, hexadecimal.
    pub input_digest: String,
    /// The formats its tables are written in.
    pub formats: Vec<FileFormat>,
    /// The tables it holds, by name.
    pub tables: Vec<&'static str>,
}

/// Why a release could not be written or read.
#[derive(Debug, Error)]
pub enum PublishError {
    /// The file system refused.
    #[error("{}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// The folder to write to holds something that is no release.
    #[error(
        "{folder} holds {other}, which is no part of a release, so it is not replaced; name another folder"
    )]
    NotARelease {
        /// The folder.
        folder: String,
        /// Something in it that no release has.
        other: String,
    },
    /// A table could not be made, written or read.
    #[error("table {table}: {message}")]
    Table {
        /// The table.
        table: String,
        /// What went wrong.
        message: String,
    },
    /// The folder to read from is no release.
    #[error("{0}: no release is here; `accession run` writes one")]
    NoRelease(String),
    /// The table has no Parquet file.
    #[error(
        "{folder} holds {table} as {formats} only; `show` reads Parquet, which the pipeline's output.formats can name"
    )]
    NoParquet {
        /// The release.
        folder: String,
        /// The table asked for.
        table: String,
        /// What it holds instead.
        formats: String,
    },
    /// The table is not about single economies.
    #[error("{0} is about groups of economies, so it has no rows of one; leave --economy out")]
    NotOfEconomies(String),
    /// There is no such table.
    #[error("{folder} has no table {table:?}; it has: {known}")]
    UnknownTable {
        /// The release.
        folder: String,
        /// The table asked for.
        table: String,
        /// The tables there are.
        known: String,
    },
}

impl PublishError {
    pub(crate) fn io(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }

    pub(crate) fn table(table: &str, error: impl std::fmt::Display) -> Self {
        Self::Table { table: table.to_owned(), message: error.to_string() }
    }
}
