//! `cargo xtask test`: every test there is, and their counts.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{cargo, python, r, root, target};

/// Tests that ran.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Counts {
    /// A group of tests that could not run here.
    const SKIPPED: Self = Self { passed: 0, failed: 0, skipped: 1 };

    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// Counts of some tests, and whether all of their commands ended well.
type Outcome = (Counts, bool);

/// Runs every test and prints the counts last.
pub(crate) fn test() -> Result<()> {
    if !root().join("../shared/dossiers/kazakhstan.txt").exists() {
        println!(
            "skipped: the tests on the whole Kazakhstan page, which is not beside the project; the shipped copy is tested"
        );
    }
    let rust = count(cargo().args(["test", "--workspace", "--locked", "--no-fail-fast"]))?;
    let release = release()?;
    let groups = [("rust", rust), ("python", python_tests(&release)?), ("r", r_tests(&release)?)];
    let mut all = Counts::default();
    for (name, (counts, _)) in groups {
        println!("{name}: {} passed, {} failed, {} skipped", counts.passed, counts.failed, counts.skipped);
        all.add(counts);
    }
    println!("{} passed, {} failed, {} skipped", all.passed, all.failed, all.skipped);
    if groups.iter().any(|(_, (_, ended_well))| !ended_well) || all.failed > 0 || all.passed == 0 {
        bail!("the tests did not all pass");
    }
    Ok(())
}

/// The release Python and R look at.
struct Release {
    folder: PathBuf,
    /// The data dictionary.
    schema: PathBuf,
    /// The tables R reads, as CSV.
    tables: PathBuf,
}

/// The tables R recomputes survival statistics from, and those it compares with.
const TABLES_FOR_R: [&str; 7] = [
    "economies",
    "milestones",
    "accession_durations",
    "survival_curves",
    "survival_summary",
    "survival_tests",
    "survival_models",
];

/// Makes a release with the default pipeline.
fn release() -> Result<Release> {
    let folder = target()?.join("test-release");
    let release = Release {
        folder: folder.join("release"),
        schema: folder.join("schema.json"),
        tables: folder.join("tables"),
    };
    fs::create_dir_all(&release.tables).with_context(|| release.tables.display().to_string())?;
    let accession = |args: &[&str]| {
        let mut command = cargo();
        command.args(["run", "--quiet", "--locked", "--package", "accession-cli", "--"]).args(args);
        command
    };
    crate::run(accession(&["run", "--out"]).arg(&release.folder).stdout(Stdio::null()))?;
    let dictionary = accession(&["schema", "--format", "json"]).output()?;
    fs::write(&release.schema, dictionary.stdout).with_context(|| release.schema.display().to_string())?;
    for table in TABLES_FOR_R {
        let path = release.tables.join(format!("{table}.csv"));
        let printed =
            accession(&["show", table, "--format", "csv", "--release"]).arg(&release.folder).output()?;
        if !printed.status.success() {
            bail!("{table}: {}", String::from_utf8_lossy(&printed.stderr));
        }
        fs::write(&path, printed.stdout).with_context(|| path.display().to_string())?;
    }
    Ok(release)
}

/// Has Python load the release and compute it again.
fn python_tests(release: &Release) -> Result<Outcome> {
    if !python::is_installed() {
        return skipped(python::NEEDED);
    }
    let interpreter = python::interpreter()?;
    let script = |name: &str| {
        let mut command = Command::new(&interpreter);
        command.arg(root().join("tests").join(name));
        command
    };
    all(&mut [
        script("python/check_release.py").arg(&release.folder).arg(&release.schema),
        script("python/check_statistics.py").arg(&release.folder),
        script("python/check_claims.py").arg(&release.folder),
        script("python/check_survival.py").arg(&release.folder),
        &mut script("survival/reference.py"),
    ])
}

/// Has R compute the survival statistics of published data sets and of the release again.
fn r_tests(release: &Release) -> Result<Outcome> {
    if !r::is_installed() {
        return skipped(r::NEEDED);
    }
    let script = |name: &str| {
        let mut command = Command::new("Rscript");
        command.arg(root().join("tests/survival").join(name));
        command
    };
    all(&mut [&mut script("reference.R"), script("release.R").arg(&release.tables)])
}

/// Says what was skipped for want of something; in CI nothing may be.
fn skipped(needed: &str) -> Result<Outcome> {
    if std::env::var_os("CI").is_some() {
        bail!("{needed} is needed in CI and is not here");
    }
    println!("skipped: {needed} is not here, so the tests that use it did not run");
    Ok((Counts::SKIPPED, true))
}

/// Runs test commands one after the other.
fn all(commands: &mut [&mut Command]) -> Result<Outcome> {
    let (mut sum, mut ended_well) = (Counts::default(), true);
    for command in commands {
        let (counts, good) = count(command)?;
        sum.add(counts);
        ended_well &= good;
    }
    Ok((sum, ended_well))
}

/// Runs a test command, showing what it prints, and sums up its closing lines: `test result: ok. 7 passed; 0 failed;
/// 1 ignored; ...` of cargo, `7 passed, 0 failed` of scripts. Says too whether the command ended well.
fn count(command: &mut Command) -> Result<Outcome> {
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
