//! Exit codes.

use std::io;
use std::process::ExitCode;

/// How a run ended. The codes are part of the command's interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// 0: all good.
    Good,
    /// 1: it ran, and there were problems in the input.
    ProblemsInInput,
    /// 2: it could not run.
    CouldNotRun,
}

impl Outcome {
    /// Good if there were no problems.
    pub(crate) fn of(has_problems: bool) -> Self {
        if has_problems { Self::ProblemsInInput } else { Self::Good }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Good => Self::from(0),
            Outcome::ProblemsInInput => Self::from(1),
            Outcome::CouldNotRun => Self::from(2),
        }
    }
}

/// Whether an error only says that nobody reads the output any more: `accession show documents | head` is no failure.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
