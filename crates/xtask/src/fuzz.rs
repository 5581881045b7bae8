//! `cargo xtask fuzz`: the fuzz targets under libFuzzer, on stable Rust.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use accession_fuzz::{TARGETS, Target};
use anyhow::{Context, Result, bail};

use crate::{cargo, root, target};

/// What to fuzz.
#[derive(Debug, clap::Args)]
pub(crate) struct FuzzArgs {
    /// Targets; all of them where none is named
    #[arg(value_name = "TARGET")]
    targets: Vec<String>,
    /// Seconds for each target
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Stop when this many bytes of memory are in use, in MiB
    #[arg(long, default_value_t = 4096)]
    memory: u32,
}

/// Counts the edges of the code and checks its arithmetic.
const COVERAGE: [&str; 6] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cdebug-assertions",
];

/// The longest input that is made, in bytes.
const LONGEST: u32 = 16 << 10;

/// Seconds an input may take.
const TIMEOUT: u32 = 10;

/// Builds the targets and runs one after the other; all run, whatever is found.
pub(crate) fn fuzz(args: &FuzzArgs) -> Result<()> {
    let chosen = chosen(&args.targets)?;
    let folder = target()?.join("fuzz");
    let (with_cli, others): (Vec<&Target>, Vec<&Target>) =
        chosen.iter().copied().partition(|target| target.needs_cli());
    let mut binaries = Vec::new();
    if !others.is_empty() {
        binaries.extend(build(&others, &folder)?);
    }
    if !with_cli.is_empty() {
        binaries.extend(build_with_cli(&with_cli)?);
    }
    let mut found = Vec::new();
    for (target, binary) in binaries {
        if !run(target, &binary, &folder, args)? {
            found.push(target.name);
        }
    }
    if !found.is_empty() {
        bail!("inputs that fail were found for {}; they are in fuzz/crashes/", found.join(", "));
    }
    Ok(())
}

/// The targets of some names, or all.
fn chosen(names: &[String]) -> Result<Vec<&'static Target>> {
    if names.is_empty() {
        return Ok(TARGETS.iter().collect());
    }
    let one = |name: &String| {
        TARGETS.iter().find(|target| target.name == name).with_context(|| {
            let known: Vec<String> =
                TARGETS.iter().map(|target| format!("{} ({})", target.name, target.about)).collect();
            format!("expected a target, found {name:?}; there are: {}", known.join(", "))
        })
    };
    names.iter().map(one).collect()
}

/// Builds targets with coverage of all that is below them. That the platform is named keeps it out of build scripts and
/// macros, which have no counters to report to.
fn build<'t>(targets: &[&'t Target], folder: &Path) -> Result<Vec<(&'t Target, PathBuf)>> {
    let platform = platform()?;
    let folder = folder.join("build");
    let mut command = cargo();
    command.env("RUSTFLAGS", COVERAGE.join(" ")).env_remove("CARGO_ENCODED_RUSTFLAGS");
    command.args(["build", "--release", "--locked", "--package", "accession-fuzz"]);
    command.args(["--no-default-features", "--features", "libfuzzer", "--target", &platform]);
    command.arg("--target-dir").arg(&folder);
    built(&mut command, targets, &folder.join(platform).join("release"))
}

/// Builds targets with coverage of the project's own crates. Polars stays as any release build has it: its counters would
/// take the time that is for the pipeline.
fn build_with_cli<'t>(targets: &[&'t Target]) -> Result<Vec<(&'t Target, PathBuf)>> {
    let mut command = cargo();
    command.env("RUSTC_WORKSPACE_WRAPPER", root().join("fuzz/rustc-with-coverage"));
    command.env("ACCESSION_COVERAGE", COVERAGE.join(" "));
    command.args([
        "build",
        "--release",
        "--locked",
        "--package",
        "accession-fuzz",
        "--features",
        "libfuzzer",
    ]);
    built(&mut command, targets, &target()?.join("release"))
}

/// Runs a build of targets and says where their binaries are.
fn built<'t>(
    command: &mut Command,
    targets: &[&'t Target],
    folder: &Path,
) -> Result<Vec<(&'t Target, PathBuf)>> {
    for target in targets {
        command.args(["--bin", target.name]);
    }
    crate::run(command)?;
    Ok(targets.iter().map(|target| (*target, folder.join(target.name))).collect())
}

/// The platform this is.
fn platform() -> Result<String> {
    let output =
        Command::new("rustc").arg("-vV").current_dir(root()).output().context("rustc did not start")?;
    let text = String::from_utf8(output.stdout)?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc -vV names no host")
}

/// Runs a target from its seeds and from what earlier runs found worth keeping. Says whether nothing failed.
fn run(target: &Target, binary: &Path, folder: &Path, args: &FuzzArgs) -> Result<bool> {
    let corpus = folder.join("corpus").join(target.name);
    let seeds = folder.join("seeds").join(target.name);
    let crashes = target.folder("crashes");
    for made in [&corpus, &seeds, &crashes] {
        fs::create_dir_all(made).with_context(|| made.display().to_string())?;
    }
    for (number, path) in target.seeds().iter().chain(&target.crashes()).enumerate() {
        fs::copy(path, seeds.join(number.to_string())).with_context(|| path.display().to_string())?;
    }
    println!("{}: {}", target.name, target.about);
    let mut command = Command::new(binary);
    command.current_dir(root());
    command.arg(format!("-max_total_time={}", args.seconds));
    command.arg(format!("-rss_limit_mb={}", args.memory));
    command.arg(format!("-timeout={TIMEOUT}"));
    command.arg(format!("-max_len={LONGEST}"));
    command.arg(format!("-artifact_prefix={}/", crashes.display()));
    command.arg("-print_final_stats=1");
    let status = command.arg(&corpus).arg(&seeds).status().with_context(|| binary.display().to_string())?;
    Ok(status.success())
}
