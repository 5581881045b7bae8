//! `cargo xtask bench`: the whole command on many dossiers, in alternation with a plain Python script.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use accession_tests::generator;
use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use wait4::Wait4;

use crate::generate::{Generator, economies};
use crate::{cargo, python, root, run, target};

#[derive(Debug, clap::Args)]
pub(crate) struct BenchArgs {
    /// Dossiers to generate
    #[arg(long, default_value_t = 10_000)]
    dossiers: u32,
    /// Pairs of runs
    #[arg(long, default_value_t = 5)]
    pairs: u32,
    /// Generated pages of known facts to read before that; each as text, HTML and a damaged copy
    #[arg(long, default_value_t = 10_000)]
    cases: u64,
    /// The script to compare with: SCRIPT FOLDER PROCESSES OUT.parquet
    #[arg(long, default_value = "benches/peer.py")]
    peer: PathBuf,
}

/// One run of a command.
#[derive(Debug, Clone, Copy)]
struct Run {
    time: Duration,
    /// Largest resident memory.
    memory: u64,
}

/// Generates dossiers, runs both commands in turn, prints medians and ratios.
pub(crate) fn bench(args: &BenchArgs) -> Result<()> {
    known_facts(args.cases)?;
    run(cargo().args(["build", "--release", "--locked", "--package", "accession-cli"]))?;
    let target = target()?;
    let accession = target.join("release").join(if cfg!(windows) { "accession.exe" } else { "accession" });
    let folder = target.join("bench").join(format!("dossiers-{}", args.dossiers));
    let bytes = generate(&folder, args.dossiers)?;
    let interpreter = python::interpreter()?;
    let release = target.join("bench/release");
    let peer_out = target.join("bench/peer.parquet");
    let ours = || {
        let mut command = Command::new(&accession);
        command
            .current_dir(target.join("bench"))
            .args(["run", "--dossiers"])
            .arg(&folder)
            .arg("--out")
            .arg(&release);
        command
    };
    let peer = || {
        let mut command = Command::new(&interpreter);
        command.current_dir(root()).arg(&args.peer).arg(&folder).arg("1").arg(&peer_out);
        command
    };
    // The first run of each warms the file cache and is not counted.
    show(&mut ours())?;
    show(&mut peer())?;
    let mut our_runs = Vec::new();
    let mut peer_runs = Vec::new();
    for pair in 1..=args.pairs {
        our_runs.push(measure(&mut ours())?);
        peer_runs.push(measure(&mut peer())?);
        if let (Some(our), Some(peer)) = (our_runs.last(), peer_runs.last()) {
            println!("pair {pair}: accession {:.2?}, script {:.2?}", our.time, peer.time);
        }
    }
    report(args, bytes, &our_runs, &peer_runs);
    Ok(())
}

/// Reads pages of which every fact is known; any that is read otherwise is an error.
fn known_facts(cases: u64) -> Result<()> {
    let start = Instant::now();
    let wrong: Vec<String> =
        (0..cases).into_par_iter().filter_map(|seed| generator::check::check(seed).err()).collect();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} of {cases} generated pages read as they were made, as text, HTML and a damaged copy, in {seconds:.0} s",
        cases - wrong.len() as u64
    );
    match wrong.first() {
        Some(first) => bail!("{first}"),
        None => Ok(()),
    }
}

fn generate(folder: &Path, dossiers: u32) -> Result<u64> {
    let stamp = folder.with_extension("done");
    // The stamp changes with the generator, so that old dossiers are not measured for new ones.
    let wanted = include_str!("generate.rs");
    if fs::read_to_string(&stamp).is_ok_and(|written| written == wanted) {
        return size(folder);
    }
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let economies = economies()?;
    for number in 0..dossiers {
        let page = Generator::new(u64::from(number)).page(&economies);
        fs::write(folder.join(format!("synthetic_{number:05}.txt")), page)?;
    }
    fs::write(&stamp, wanted)?;
    size(folder)
}

fn size(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes)
}

fn show(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    // Findings of severity error are in the input, and 1 says so.
    if !matches!(status.code(), Some(0 | 1)) {
        bail!("{} ended with {status}", command.get_program().display());
    }
    Ok(())
}

fn measure(command: &mut Command) -> Result<Run> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let used = child.wait4()?;
    if !matches!(used.status.code(), Some(0 | 1)) {
        bail!("{} ended with {}", command.get_program().display(), used.status);
    }
    Ok(Run { time: start.elapsed(), memory: used.rusage.maxrss })
}

fn report(args: &BenchArgs, bytes: u64, ours: &[Run], peers: &[Run]) {
    #[allow(clippy::cast_precision_loss, reason = "megabytes to a few digits")]
    let megabytes = bytes as f64 / 1e6;
    let seconds = |run: &Run| run.time.as_secs_f64();
    let (our, peer) = (median(ours.iter().map(seconds)), median(peers.iter().map(seconds)));
    let ratio = median(ours.iter().zip(peers).map(|(our, peer)| seconds(peer) / seconds(our)));
    #[allow(clippy::cast_precision_loss, reason = "megabytes to a few digits")]
    let memory = |runs: &[Run]| median(runs.iter().map(|run| run.memory as f64 / 1e6));
    println!("\n{} dossiers, {megabytes:.1} MB, medians of {} pairs of runs", args.dossiers, args.pairs);
    println!("accession run   {our:.2} s   {:.0} MB/s   peak memory {:.0} MB", megabytes / our, memory(ours));
    println!(
        "{}   {peer:.2} s   {:.0} MB/s   peak memory {:.0} MB",
        args.peer.display(),
        megabytes / peer,
        memory(peers)
    );
    println!("median of the pairs' ratios: {ratio:.1} times as fast");
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = |at: usize| values.get(at).copied().unwrap_or(f64::NAN);
    if values.is_empty() {
        f64::NAN
    } else {
        f64::midpoint(middle((values.len() - 1) / 2), middle(values.len() / 2))
    }
}
