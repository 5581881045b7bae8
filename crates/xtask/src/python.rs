//! A Python environment with what the tests load releases with.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::{root, run, target};

/// What to install for the tests that need Python.
pub(crate) const NEEDED: &str = "python3 (3.11 or newer) with venv";

/// Whether there is a Python to make an environment with, new enough for lifelines.
pub(crate) fn is_installed() -> bool {
    let mut command = Command::new("python3");
    command
        .args(["-c", "import sys, venv, ensurepip; assert sys.version_info >= (3, 11)"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The Python of an environment that has the packages of tests/python/requirements.txt; made where it is missing or
/// the requirements changed.
pub(crate) fn interpreter() -> Result<PathBuf> {
    let requirements = root().join("tests/python/requirements.txt");
    let wanted = fs::read_to_string(&requirements).with_context(|| requirements.display().to_string())?;
    let folder = target()?.join("python");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let stamp = folder.join("requirements.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    println!("making a Python environment in {}", folder.display());
    make(&folder, &python, &requirements)?;
    fs::write(&stamp, wanted).with_context(|| stamp.display().to_string())?;
    Ok(python)
}

fn make(folder: &Path, python: &Path, requirements: &Path) -> Result<()> {
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder))?;
    run(Command::new(python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
        .arg(requirements))
}
