//! `accession run`: a pipeline from its files to a release.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use accession_analyze::Plan;
use accession_normalize::{Source, normalize};
use accession_publish::{Batch, Description, Manifest};
use accession_schema::{AnyTable, Facts, Statistics};
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use crate::args::RunArgs;
use crate::exit::Outcome;
use crate::files::{self, Input, Register};
use crate::pipeline::Pipeline;
use crate::print;
use crate::summary::Summary;

/// Dossiers that are read, given meaning and analysed together. The number is fixed so that the release does not depend
/// on how many processors there are.
const BATCH: usize = 128;

/// What one batch of files gave.
struct Done {
    batch: Batch,
    summary: Summary,
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
    let register = files::economies(pipeline.inputs.economies.as_deref())?;
    let mut problems = [register.problems.clone(), found.problems].concat();
    if found.inputs.is_empty() {
        print::problems(&problems);
        bail!("there is no dossier to read; name some with --dossiers or in the pipeline's inputs.dossiers");
    }
    let plan = plan(&pipeline);
    let tables = tables(&pipeline);
    let progress = progress(found.inputs.len());
    let batches: Vec<Result<Done>> = found
        .inputs
        .par_chunks(BATCH)
        .map_init(Buffers::default, |buffers, inputs| {
            let done = read_batch(inputs, buffers, &register, &plan, &tables, &pipeline);
            progress.inc(inputs.len() as u64);
            done
        })
        .collect();
    progress.set_message("writing the release");
    let mut summary = Summary::default();
    let mut digest = input_digest(&register, &pipeline);
    let mut written = Vec::with_capacity(batches.len());
    for done in batches {
        let done = done?;
        summary.add(done.summary);
        problems.extend(done.problems);
        done.digests.iter().for_each(|dossier| {
            digest.update(dossier.as_bytes());
        });
        written.push(done.batch);
    }
    if summary.dossiers() == 0 {
        progress.finish_and_clear();
        print::problems(&problems);
        bail!("no dossier could be read, so no release was written");
    }
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
    print_result(&summary, &manifest, &pipeline)?;
    Ok(Outcome::of(!problems.is_empty() || summary.errors() > 0))
}

fn plan(pipeline: &Pipeline) -> Plan {
    let wants_durations = pipeline.wants("accession_durations");
    let pairs = pipeline.statistics.durations.iter().map(|pair| (pair.from, pair.to));
    Plan {
        as_of: pipeline.as_of.0,
        meeting_gaps: pipeline.wants("meeting_gaps"),
        documents_per_year: pipeline.wants("documents_per_year"),
        documents_per_year_by_step: pipeline.wants("documents_per_year_by_step"),
        // The printed result needs it; it is left out of the release where it is not asked for.
        accession_summary: true,
        durations: if wants_durations { pairs.collect() } else { Vec::new() },
    }
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
    register: &Register,
    plan: &Plan,
    tables: &[&'static str],
    pipeline: &Pipeline,
) -> Result<Done> {
    let Buffers { source, facts, statistics } = buffers;
    facts.clear();
    statistics.clear();
    let mut problems = Vec::new();
    for input in inputs {
        match files::read_into(&input.path, source) {
            Ok(()) => {
                let dossier = accession_ingest::read(source);
                let path = input.path.to_string_lossy();
                normalize(Source { id: &input.id, path: &path }, &dossier, &register.economies, facts);
            }
            Err(problem) => problems.push(problem),
        }
    }
    accession_analyze::append(facts, plan, statistics);
    let digests = (0..facts.dossiers.len())
        .filter_map(|row| {
            Some(format!("{} {}\n", facts.dossiers.dossier_id.get(row)?, facts.dossiers.blake3.get(row)?))
        })
        .collect();
    let batch = Batch::new(facts, statistics, tables, &pipeline.output.formats)?;
    Ok(Done { batch, summary: Summary::of(facts, statistics), digests, problems })
}

/// The digest of what is read begins with what the statistics depend on besides the dossiers.
fn input_digest(register: &Register, pipeline: &Pipeline) -> blake3::Hasher {
    let mut digest = blake3::Hasher::new();
    digest.update(blake3::hash(&register.bytes).to_hex().as_bytes());
    digest.update(format!("\n{}\n", pipeline.as_of.0).as_bytes());
    for pair in &pipeline.statistics.durations {
        digest.update(format!("{} {}\n", pair.from.word(), pair.to.word()).as_bytes());
    }
    digest
}

fn print_result(summary: &Summary, manifest: &Manifest, pipeline: &Pipeline) -> Result<()> {
    let mut out = anstream::stdout().lock();
    summary.write_read(&mut out)?;
    let mut table = print::table(&["table", "rows"]);
    for written in &manifest.tables {
        table
            .add_row([written.name.clone(), print::grouped(i64::try_from(written.rows).unwrap_or(i64::MAX))]);
    }
    if let Some(rows) = table.column_mut(1) {
        rows.set_cell_alignment(comfy_table::CellAlignment::Right);
    }
    writeln!(out, "\n{table}\n")?;
    summary.write_economies(&mut out, pipeline.wants("accession_summary"))?;
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
