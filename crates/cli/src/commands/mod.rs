//! One module a command.

mod check;
mod compare;
mod evaluate;
mod ingest;
mod run;
mod schema;
mod show;
mod timeline;
mod why;

use std::io::Write;

use anyhow::Result;
use clap::CommandFactory;

use crate::args::{Args, Command, RunArgs};
use crate::exit::Outcome;

/// Runs the command of the arguments.
pub(crate) fn dispatch(args: Args) -> Result<Outcome> {
    match args.command {
        None => run::run(&RunArgs::default()),
        Some(Command::Run(args)) => run::run(&args),
        Some(Command::Ingest(args)) => ingest::ingest(&args),
        Some(Command::Compare(args)) => compare::compare(&args),
        Some(Command::Timeline(args)) => timeline::timeline(&args),
        Some(Command::Why(args)) => why::why(&args),
        Some(Command::Check(args)) => check::check(&args),
        Some(Command::Evaluate(args)) => evaluate::evaluate(&args),
        Some(Command::Show(args)) => show::show(&args),
        Some(Command::Schema(args)) => schema::schema(&args),
        Some(Command::Completions { shell }) => {
            // Made in memory first: the generator can't report a closed pipe.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "accession", &mut script);
            std::io::stdout().write_all(&script)?;
            Ok(Outcome::Good)
        }
    }
}
