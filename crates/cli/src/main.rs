//! The command `accession`: arguments in, exit code out. What it does stands in [`commands`].

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

use std::process::ExitCode;

use clap::Parser;

/// Columns grow and frames are made on all cores at once; this allocator takes a quarter off a run.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
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
