//! `accession run`: a pipeline from its files to a release.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use accession_analyze::{Plan, Tally, of_dossiers, of_economies};
use accession_normalize::{Claimed, Registers, Source, join_all, normalize};
use accession_publish::{Batch, Description, Manifest};
use accession_schema::{AnyTable, Facts, Statistics};
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use crate::args::RunArgs;
use crate::exit::Outcome;
use crate::files::{self, Input};
use crate::pipeline::Pipeline;
use crate::print;
use crate::registers::{self, Read};
use crate::summary::{self, Summary};

/// Dossiers that are read, given meaning and analysed together. The number is fixed so that the release does not depend
/// on how many processors there are.
const BATCH: usize = 128;

/// What one batch of files gave.
struct Done {
    batch: Batch,
    summary: Summary,
    /// What is joined with the facts of other sources once all batches are done.
    claimed: Claimed,
    tally: Tally,
    /// Digest of each dossier, in order.
    digests: Vec<String>,
    problems: Vec<String>,
}

pub(crate) fn run(args: &RunArgs) -> Result<Outcome> {
    let mut pipeline = Pipeline::load(args.pipeline.as_deref())?;
    if let Some(folder) = &args.out {
        pipeline.output.folder.clone_from(folder);
    }
    if let Some(as_of) = args.as_of {
        pipeline.as_of = as_of;
    }
    let found = if args.dossiers.is_empty() {
        files::matching(&pipeline.inputs.dossiers)
    } else {
        files::named(&args.dossiers)
    };
    if !args.dossiers.is_empty() && !args.with_registers {
        pipeline.inputs.sources = std::mem::take(&mut pipeline.inputs.sources).without_claims();
    }
    let read = registers::read(&pipeline.inputs.sources)?;
    let (plan, of_groups) = pipeline.plan()?;
    let mut problems = [read.problems.clone(), of_groups, found.problems].concat();
    print::notes(&found.skipped);
    if found.inputs.is_empty() && !pipeline.inputs.sources.has_claims() {
        print::problems(&problems);
        bail!(
            "there is no dossier to read; name some with --dossiers or in the pipeline's inputs.dossiers, or registers of \
             claims in its inputs"
        );
    }
    let tables = tables(&pipeline);
    let progress = progress(found.inputs.len());
    let batches: Vec<Result<Done>> = found
        .inputs
        .par_chunks(BATCH)
        .map_init(Buffers::default, |buffers, inputs| {
            let done = read_batch(inputs, buffers, &read.registers, &plan, &tables, &pipeline);
            progress.inc(inputs.len() as u64);
            done
        })
        .collect();
    progress.set_message("joining and writing the release");
    let mut summary = Summary::default();
    let mut digest = input_digest(&read, &plan, &tables);
    let mut written = Vec::with_capacity(batches.len() + 1);
    let (mut claimed, mut tally) = (Vec::with_capacity(batches.len()), Tally::default());
    for done in batches {
        let done = done?;
        summary.add(&done.summary);
        problems.extend(done.problems);
        done.digests.iter().for_each(|dossier| {
            digest.update(dossier.as_bytes());
        });
        claimed.push(done.claimed);
        tally.append(done.tally);
        written.push(done.batch);
    }
    if summary.dossiers() == 0 && !pipeline.inputs.sources.has_claims() {
        progress.finish_and_clear();
        print::problems(&problems);
        bail!("no dossier could be read, so no release was written");
    }
    let (mut facts, mut statistics) = (Facts::default(), Statistics::default());
    join_all(&claimed, &read.registers, &mut facts);
    drop(claimed);
    of_dossiers(&facts, &plan, &mut tally, &mut statistics);
    let notes = of_economies(&facts, &plan, &tally, &mut statistics);
    summary.add(&Summary::of(&facts));
    written.push(Batch::new(&facts, &statistics, &tables, &pipeline.output.formats)?);
    let description = Description {
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        as_of: plan.as_of,
        input_digest: digest.finalize().to_hex().to_string(),
        formats: pipeline.output.formats.clone(),
        tables,
    };
    let folder = &pipeline.output.folder;
    let manifest =
        accession_publish::write(folder, written, &description).context("the release was not written")?;
    progress.finish_and_clear();
    print::problems(&problems);
    print::notes(&notes);
    print_result(&summary, &statistics, &manifest, &pipeline, &read)?;
    Ok(Outcome::of(!problems.is_empty() || summary.errors() > 0))
}

/// The tables of the release: all facts, and the statistics asked for.
fn tables(pipeline: &Pipeline) -> Vec<&'static str> {
    let facts = Facts::default();
    let statistics = Statistics::default();
    let facts = facts.tables().into_iter().map(AnyTable::name);
    let statistics = statistics.tables().into_iter().map(AnyTable::name);
    facts.chain(statistics.filter(|name| pipeline.wants(name))).collect()
}

fn progress(files: usize) -> ProgressBar {
    // Short work needs no bar.
    if files <= BATCH || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let progress = ProgressBar::new(files as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} dossiers {msg}") {
        progress.set_style(style);
    }
    progress.enable_steady_tick(Duration::from_millis(200));
    progress
}

/// Memory that is used again from batch to batch.
#[derive(Default)]
struct Buffers {
    source: Vec<u8>,
    facts: Facts,
    statistics: Statistics,
}

fn read_batch(
    inputs: &[Input],
    buffers: &mut Buffers,
    registers: &Registers,
    plan: &Plan,
    tables: &[&'static str],
    pipeline: &Pipeline,
) -> Result<Done> {
    let Buffers { source, facts, statistics } = buffers;
    facts.clear();
    statistics.clear();
    let mut problems = Vec::new();
    for input in inputs {
        match files::read_into(input, source) {
            Ok(()) => {
                let page = input.page(source, &pipeline.inputs.snapshots);
                let dossier = accession_ingest::read(&page);
                let path = input.path.to_string_lossy();
                normalize(Source { id: &input.id, path: &path }, &dossier, &registers.economies, facts);
            }
            Err(problem) => problems.push(problem),
        }
    }
    let mut tally = Tally::default();
    of_dossiers(facts, plan, &mut tally, statistics);
    // These are written once they are joined with those of all other sources.
    let claimed = Claimed::take(facts);
    let digests = (0..facts.dossiers.len())
        .filter_map(|row| {
            Some(format!("{} {}\n", facts.dossiers.dossier_id.get(row)?, facts.dossiers.blake3.get(row)?))
        })
        .collect();
    let batch = Batch::new(facts, statistics, tables, &pipeline.output.formats)?;
    Ok(Done { batch, summary: Summary::of(facts), claimed, tally, digests, problems })
}

/// The digest of what is read begins with what the statistics depend on besides the dossiers.
fn input_digest(read: &Read, plan: &Plan, tables: &[&'static str]) -> blake3::Hasher {
    let mut digest = blake3::Hasher::new();
    digest.update(read.digest.as_bytes());
    digest.update(format!("\n{plan:?}\n{tables:?}\n").as_bytes());
    digest
}

fn print_result(
    summary: &Summary,
    statistics: &Statistics,
    manifest: &Manifest,
    pipeline: &Pipeline,
    read: &Read,
) -> Result<()> {
    let mut out = anstream::stdout().lock();
    summary.write_read(&mut out)?;
    summary::write_registers(&mut out, &read.registers)?;
    let mut table = print::table(&["table", "rows"]);
    for written in &manifest.tables {
        table
            .add_row([written.name.clone(), print::grouped(i64::try_from(written.rows).unwrap_or(i64::MAX))]);
    }
    print::right(&mut table, &[1]);
    writeln!(out, "\n{table}\n")?;
    summary::write_economies(&mut out, statistics, pipeline.wants("accession_summary"))?;
    summary::write_comparisons(&mut out, statistics)?;
    summary.write_findings(&mut out)?;
    let files: u64 = manifest.tables.iter().map(|table| table.files.len() as u64).sum();
    writeln!(
        out,
        "Release: {} in {}, as of {}",
        print::counted(files, "file"),
        pipeline.output.folder.display(),
        manifest.as_of
    )?;
    out.flush()?;
    Ok(())
}
