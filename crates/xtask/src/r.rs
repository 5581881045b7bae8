//! R, where it is installed with its package survival.

use std::process::{Command, Stdio};

/// What to install for the tests that need R.
pub(crate) const NEEDED: &str = "R with its package survival (Debian: r-base-core and r-cran-survival)";

/// Whether there is an R with the package survival.
pub(crate) fn is_installed() -> bool {
    let mut command = Command::new("Rscript");
    command.args(["-e", "library(survival)"]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
