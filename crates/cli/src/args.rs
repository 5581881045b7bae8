//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::pipeline::AsOf;

const AFTER_HELP: &str = "\
Examples:
  accession                                   run pipelines/accessions.toml, write to out/
  accession run --dossiers page.txt --out r   turn one saved page into tables
  accession check page.txt                    what looks wrong in a page, line by line
  accession show meetings --economy KAZ       print a table of the release
  accession schema documents                  what the columns of a table mean

Exit codes:
  0  all good
  1  it ran, and there were problems in the input: a file or row that could not be
     read, or a finding of severity error
  2  it could not run: wrong arguments, no pipeline, no dossier, an output that can't
     be written";

/// Turns WTO accession dossiers into columnar tables and statistics.
///
/// A dossier is the page about one economy's accession under Article XII. accession reads dossiers saved as text,
/// says what each line means, keeps the line and bytes every value came from, reports what looks wrong, and computes
/// meeting gaps, documents per year and durations. Without a command it runs the default pipeline.
#[derive(Debug, Parser)]
#[command(name = "accession", version, after_help = AFTER_HELP)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run a pipeline: read dossiers, compute statistics, write a release
    Run(RunArgs),
    /// Show what pages say, row by row, before anything is given a meaning
    Ingest(IngestArgs),
    /// Report what looks wrong in pages, in the style of a compiler; exit code 1 if anything is an error
    Check(FilesArgs),
    /// Print a table of a release
    Show(ShowArgs),
    /// Print the data dictionary: tables, columns, types, units, meanings
    Schema(SchemaArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Debug, Default, clap::Args)]
pub(crate) struct RunArgs {
    /// The pipeline file [default: pipelines/accessions.toml, or the copy built in where there is none]
    pub(crate) pipeline: Option<PathBuf>,
    /// Dossiers to read instead of the pipeline's: files, or folders whose files are taken
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) dossiers: Vec<PathBuf>,
    /// Folder to write the release to instead of the pipeline's
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Day the statistics are as of (YYYY-MM-DD) instead of the pipeline's; open clocks stop there
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<AsOf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct FilesArgs {
    /// Dossiers: files, or folders whose files are taken
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct IngestArgs {
    #[command(flatten)]
    pub(crate) files: FilesArgs,
    /// How to print the rows
    #[arg(long, value_enum, default_value_t = PrintFormat::Table)]
    pub(crate) format: PrintFormat,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ShowArgs {
    /// The table; `accession schema` lists them
    pub(crate) table: String,
    /// Only the rows of an economy: ISO code or name
    #[arg(long)]
    pub(crate) economy: Option<String>,
    /// Only these columns, in this order
    #[arg(long, value_delimiter = ',', value_name = "COLUMN,...")]
    pub(crate) columns: Vec<String>,
    /// At most this many rows
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// The folder of the release
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub(crate) release: PathBuf,
    /// How to print the table
    #[arg(long, value_enum, default_value_t = ShowFormat::Table)]
    pub(crate) format: ShowFormat,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SchemaArgs {
    /// The table; all of them without it
    pub(crate) table: Option<String>,
    /// How to print the dictionary
    #[arg(long, value_enum, default_value_t = PrintFormat::Table)]
    pub(crate) format: PrintFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PrintFormat {
    /// A table to read
    Table,
    /// JSON
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShowFormat {
    /// A table to read
    Table,
    /// Comma-separated values
    Csv,
}
