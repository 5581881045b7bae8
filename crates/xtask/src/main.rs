//! Tasks of the project: `cargo xtask test` runs every test there is, `fuzz` looks for inputs
//! that break something, `bench` measures, `docs` writes generated docs.

mod bench;
mod docs;
mod fuzz;
mod generate;
mod python;
mod r;
mod test;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use accession_tests::{cargo, root};
use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};

/// Tasks of the project.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run every test: Rust, Python and R, the latter two on a release
    Test,
    /// Run the fuzz targets, each for some time
    Fuzz(fuzz::FuzzArgs),
    /// Time `accession run` on generated dossiers against a plain Python script
    Bench(bench::BenchArgs),
    /// Write the docs that are made from the schema
    Docs {
        /// Only say whether they are current
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let result = match Args::parse().task {
        Task::Test => test::test(),
        Task::Fuzz(args) => fuzz::fuzz(&args),
        Task::Bench(args) => bench::bench(&args),
        Task::Docs { check } => docs::docs(check),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The folder builds go to, wherever it was set.
fn target() -> Result<PathBuf> {
    let output = cargo().args(["metadata", "--no-deps", "--format-version", "1", "--offline"]).output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).context("cargo metadata")?;
    let folder = metadata.get("target_directory").and_then(serde_json::Value::as_str);
    folder.map(PathBuf::from).context("cargo metadata names no target directory")
}

/// Runs a command and fails if it does.
fn run(command: &mut Command) -> Result<()> {
    let status =
        command.status().with_context(|| format!("{} did not start", command.get_program().display()))?;
    if !status.success() {
        bail!("{} ended with {status}", command.get_program().display());
    }
    Ok(())
}
