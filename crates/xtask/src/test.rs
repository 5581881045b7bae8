//! `cargo xtask test`: every test there is, and their counts.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{cargo, python, root, target};

/// Tests that ran.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    passed: u64,
    failed: u64,
    skipped: u64,
}

/// Runs every test and prints the counts last.
pub(crate) fn test() -> Result<()> {
    if !root().join("../shared/dossiers/kazakhstan.txt").exists() {
        println!(
            "skipped: the tests on the whole Kazakhstan page, which is not beside the project; the shipped copy is tested"
        );
    }
    let (rust, rust_ended_well) = count(cargo().args(["test", "--workspace", "--locked", "--no-fail-fast"]))?;
    let (python, python_ended_well) = python_tests()?;
    println!("rust: {} passed, {} failed, {} skipped", rust.passed, rust.failed, rust.skipped);
    println!("python: {} passed, {} failed, {} skipped", python.passed, python.failed, python.skipped);
    let (passed, failed) = (rust.passed + python.passed, rust.failed + python.failed);
    println!("{passed} passed, {failed} failed, {} skipped", rust.skipped + python.skipped);
    if !rust_ended_well || !python_ended_well || failed > 0 || passed == 0 {
        bail!("the tests did not all pass");
    }
    Ok(())
}

/// Makes a release and has Python load it.
fn python_tests() -> Result<(Counts, bool)> {
    if !python::is_installed() {
        if std::env::var_os("CI").is_some() {
            bail!("python3 with venv is needed in CI and is not here");
        }
        println!(
            "skipped: python3 with venv is not here, so no release was loaded with pyarrow, polars, pandas and DuckDB"
        );
        return Ok((Counts { skipped: 1, ..Counts::default() }, true));
    }
    let folder = target()?.join("python-release");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let release = folder.join("release");
    let schema = folder.join("schema.json");
    let accession = |args: &[&str]| {
        let mut command = cargo();
        command.args(["run", "--quiet", "--locked", "--package", "accession-cli", "--"]).args(args);
        command
    };
    let dictionary = accession(&["schema", "--format", "json"]).output()?;
    fs::write(&schema, dictionary.stdout).with_context(|| schema.display().to_string())?;
    crate::run(accession(&["run", "--out"]).arg(&release).stdout(Stdio::null()))?;
    let interpreter = python::interpreter()?;
    count(
        Command::new(interpreter)
            .arg(root().join("tests/python/check_release.py"))
            .arg(&release)
            .arg(&schema),
    )
}

/// Runs a test command, showing what it prints, and sums up its closing lines: `test result: ok. 7 passed; 0 failed;
/// 1 ignored; ...` of cargo, `7 passed, 0 failed` of scripts. Says too whether the command ended well.
fn count(command: &mut Command) -> Result<(Counts, bool)> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} did not start", command.get_program().display()))?;
    let mut counts = Counts::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line?;
            println!("{line}");
            let before = |word: &str| -> Option<u64> {
                let (head, _) = line.split_once(&format!(" {word}"))?;
                head.rsplit(' ').next()?.parse().ok()
            };
            if let (Some(passed), Some(failed)) = (before("passed"), before("failed")) {
                counts.passed += passed;
                counts.failed += failed;
                counts.skipped += before("ignored").unwrap_or_default();
            }
        }
    }
    Ok((counts, child.wait()?.success()))
}
