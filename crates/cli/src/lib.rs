//! The command `accession`: arguments in, exit code out. What it does stands in [`commands`].
//!
//! This is a library only so that what it reads can be tried from outside; its interface is the command line.

mod args;
mod commands;
mod exit;
mod files;
mod gather;
mod groups;
mod pipeline;
mod print;
mod registers;
mod summary;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

/// Runs the command of the process's arguments.
pub fn main() -> ExitCode {
    let args = args::Args::parse();
    match commands::dispatch(args) {
        Ok(outcome) => outcome.into(),
        Err(error) if exit::is_closed_pipe(&error) => exit::Outcome::Good.into(),
        Err(error) => {
            print::error(&format!("{error:#}"));
            exit::Outcome::CouldNotRun.into()
        }
    }
}

/// Reads a pipeline file, and plans its statistics where that needs no other file. What is wrong is said as the command
/// says it.
pub fn check_pipeline(path: &Path) -> anyhow::Result<()> {
    let pipeline = pipeline::Pipeline::load(Some(path))?;
    if pipeline.survival.groups.is_none() {
        pipeline.plan()?;
    }
    Ok(())
}
