//! The joined facts of a pipeline in memory, for commands that explain and compare.

use accession_normalize::{Registers, Source, join, normalize};
use accession_schema::Facts;
use anyhow::{Result, bail};

use crate::args::FactsArgs;
use crate::files;
use crate::pipeline::Pipeline;
use crate::registers;

/// What a pipeline's dossiers and registers say.
pub(crate) struct Gathered {
    pub(crate) pipeline: Pipeline,
    pub(crate) facts: Facts,
    pub(crate) registers: Registers,
    /// What could not be read.
    pub(crate) problems: Vec<String>,
}

/// Reads and joins the dossiers and registers of a pipeline.
pub(crate) fn gather(args: &FactsArgs) -> Result<Gathered> {
    let pipeline = Pipeline::load(args.pipeline.as_deref())?;
    let found = files::matching(&pipeline.inputs.dossiers);
    let read = registers::read(&pipeline.inputs.sources)?;
    let mut problems = [read.problems, found.problems].concat();
    crate::print::notes(&found.skipped);
    let mut facts = Facts::default();
    let mut bytes = Vec::new();
    for input in &found.inputs {
        match files::read_into(input, &mut bytes) {
            Ok(()) => {
                let page = input.page(&bytes, &pipeline.inputs.snapshots);
                let dossier = accession_ingest::read(&page);
                let path = input.path.to_string_lossy();
                normalize(
                    Source { id: &input.id, path: &path },
                    &dossier,
                    &read.registers.economies,
                    &mut facts,
                );
            }
            Err(problem) => problems.push(problem),
        }
    }
    join(&mut facts, &read.registers);
    if facts.claims.is_empty() && facts.meetings.is_empty() {
        crate::print::problems(&problems);
        bail!(
            "the pipeline names no dossier or register with claims, so there is nothing to compare or explain"
        );
    }
    Ok(Gathered { pipeline, facts, registers: read.registers, problems })
}
