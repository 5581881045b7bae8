//! The command line.

use std::path::PathBuf;

use accession_schema::VariantArray;
use accession_schema::vocabulary::Milestone;
use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::pipeline::{AsOf, CensorName, IntervalName};

const AFTER_HELP: &str = "\
Examples:
  accession                                   run pipelines/accessions.toml, write to out/
  accession run --dossiers page.txt --out r   turn one saved page into tables
  accession compare --by ldc                  how long accessions take, and for whom
  accession timeline KAZ                      an economy's steps, meetings and gaps
  accession why KAZ membership                who gives that date, and why it was chosen
  accession check page.txt                    what looks wrong in a page, line by line
  accession evaluate truth/ pages/*.html      how far pages are read as a person read them
  accession show meetings --economy KAZ       print a table of the release
  accession schema documents                  what the columns of a table mean

Exit codes:
  0  all good
  1  it ran, and there were problems in the input: a file or row that could not be
     read, a finding of severity error, or a page not read as expected
  2  it could not run: wrong arguments, no pipeline, no dossier, an output that can't
     be written";

/// Turns WTO accession dossiers into columnar tables and statistics.
///
/// A dossier is the page about one economy's accession under Article XII. accession reads dossiers saved as text,
/// says what each line means, keeps the line and bytes every value came from, joins them with registers of sourced facts
/// on some 60 accessions, reports what looks wrong, and computes meeting gaps, documents per year, durations and
/// survival curves. Without a command it runs the default pipeline.
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
    /// Compare how long accessions take: ranked durations, medians, survival curve, tests between groups
    Compare(CompareArgs),
    /// Print an economy's steps, meetings per year and gaps in order
    Timeline(TimelineArgs),
    /// Explain a milestone's date: every claim with its source and line, and the rule that chose
    Why(WhyArgs),
    /// Report what looks wrong in pages, in the style of a compiler; exit code 1 if anything is an error
    Check(FilesArgs),
    /// Compare what is read in pages with expected rows: precision and recall by table and field
    Evaluate(EvaluateArgs),
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
    /// Join the dossiers named with the pipeline's registers of claims; without it they are left out where dossiers are
    /// named
    #[arg(long, requires = "dossiers")]
    pub(crate) with_registers: bool,
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
pub(crate) struct EvaluateArgs {
    /// Folder of the expected rows: <page>.truth files, or a folder <page>/ of <table>.csv files, at any depth
    #[arg(value_name = "TRUTH_DIR")]
    pub(crate) truth: PathBuf,
    #[command(flatten)]
    pub(crate) files: FilesArgs,
    /// List every difference instead of the first 20; with csv, print the differences instead of the figures
    #[arg(long)]
    pub(crate) differences: bool,
    /// How to print the comparison
    #[arg(long, value_enum, default_value_t = ShowFormat::Table)]
    pub(crate) format: ShowFormat,
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

/// Where the facts come from that are compared and explained.
#[derive(Debug, clap::Args)]
pub(crate) struct FactsArgs {
    /// The pipeline whose dossiers and registers are read [default: pipelines/accessions.toml, or the registers built in]
    #[arg(long, value_name = "FILE")]
    pub(crate) pipeline: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CompareArgs {
    /// Milestone the clocks start at; first_application is the one to the GATT where there was one, else to the WTO
    #[arg(long, value_name = "MILESTONE", default_value = "first_application", value_parser = milestone)]
    pub(crate) from: Milestone,
    /// Milestone the clocks stop at
    #[arg(long, value_name = "MILESTONE", default_value = "membership", value_parser = milestone)]
    pub(crate) to: Milestone,
    /// Compare groups: ldc, region, gatt_start, decade, landlocked, or a column of --groups
    #[arg(long, value_name = "GROUP")]
    pub(crate) by: Option<String>,
    /// Stratify the test between groups, by one of the same
    #[arg(long, value_name = "GROUP", requires = "by")]
    pub(crate) stratify_by: Option<String>,
    /// A CSV table with a column iso3, whose other columns can be compared by
    #[arg(long, value_name = "FILE", requires = "by")]
    pub(crate) groups: Option<PathBuf>,
    /// Only these economies: ISO codes or names
    #[arg(long, value_delimiter = ',', value_name = "ECONOMY,...")]
    pub(crate) economies: Vec<String>,
    /// How confidence intervals are computed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) interval: IntervalName,
    /// When the clock of an accession under way is censored
    #[arg(long, value_enum, default_value_t)]
    pub(crate) censor: CensorName,
    /// Restrict the mean to this many days instead of the longest time all groups have
    #[arg(long, value_name = "DAYS")]
    pub(crate) tau: Option<u32>,
    /// Day the comparison is as of (YYYY-MM-DD) instead of the pipeline's; open clocks stop there
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<AsOf>,
    #[command(flatten)]
    pub(crate) facts: FactsArgs,
    /// How to print the comparison; csv has the accessions only
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: CompareFormat,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TimelineArgs {
    /// The economy: ISO code or name
    pub(crate) economy: String,
    /// Day the timeline ends (YYYY-MM-DD) instead of the pipeline's
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<AsOf>,
    #[command(flatten)]
    pub(crate) facts: FactsArgs,
    /// How to print the timeline
    #[arg(long, value_enum, default_value_t = PrintFormat::Table)]
    pub(crate) format: PrintFormat,
}

#[derive(Debug, clap::Args)]
pub(crate) struct WhyArgs {
    /// The economy: ISO code or name
    pub(crate) economy: String,
    /// The milestone; `accession schema milestones` lists them
    #[arg(value_parser = milestone)]
    pub(crate) milestone: Milestone,
    #[command(flatten)]
    pub(crate) facts: FactsArgs,
    /// How to print the claims
    #[arg(long, value_enum, default_value_t = PrintFormat::Table)]
    pub(crate) format: PrintFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum CompareFormat {
    /// Tables and a chart to read
    #[default]
    Table,
    /// JSON: accessions, groups with their curves, tests
    Json,
    /// Comma-separated values: one row an accession
    Csv,
}

fn milestone(text: &str) -> Result<Milestone, String> {
    text.parse().map_err(|_| {
        let words: Vec<&str> = Milestone::VARIANTS.iter().map(|milestone| milestone.word()).collect();
        format!("expected a milestone: {}", words.join(", "))
    })
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
