//! What the facts tell: statistics over the fact tables.
//!
//! Two passes. [`of_dossiers`] counts the documents of each dossier and fills a [`Tally`] with the little that is needed of
//! it later, so that a batch of dossiers can be written and forgotten. [`of_economies`] takes the joined facts (claims,
//! milestones, meetings of all sources) and the tallies, and computes gaps, durations, summaries and survival statistics
//! economy by economy. Nothing here knows how a page looks.

mod bounds;
mod clock;
mod comparison;
mod documents;
mod durations;
mod economy;
mod gaps;
mod summary;
pub mod survival;
mod tally;

use accession_schema::vocabulary::Milestone;
use accession_schema::{Day, Facts, Statistics};

pub use bounds::{Bounds, Days, Elapsed};
pub use comparison::{
    Accession, Censoring, Comparison, Estimate, Grouping, LeftOut, ModelCovariate, SurvivalPlan,
};
use economy::EconomyFacts;
pub use tally::Tally;

/// Which statistics to compute, and as of when.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "one switch a table")]
pub struct Plan {
    /// The day the statistics are as of. What happens after it is not observed.
    pub as_of: Day,
    /// Whether to compute meeting_gaps.
    pub meeting_gaps: bool,
    /// Whether to compute documents_per_year.
    pub documents_per_year: bool,
    /// Whether to compute documents_per_year_by_step.
    pub documents_per_year_by_step: bool,
    /// Whether to compute accession_summary.
    pub accession_summary: bool,
    /// The pairs of milestones accession_durations are computed for; none for no such table.
    pub durations: Vec<(Milestone, Milestone)>,
    /// What to compute survival statistics of.
    pub survival: SurvivalPlan,
}

/// Computes the statistics of a plan over joined facts that have all their dossiers with them.
pub fn analyze(facts: &Facts, plan: &Plan) -> Statistics {
    let (mut tally, mut statistics) = (Tally::default(), Statistics::default());
    of_dossiers(facts, plan, &mut tally, &mut statistics);
    of_economies(facts, plan, &tally, &mut statistics);
    statistics
}

/// Computes the statistics of single dossiers and appends them; what economies need of them goes into the tally. `facts`
/// has whole dossiers (or the documents of a register) in any number.
pub fn of_dossiers(facts: &Facts, plan: &Plan, tally: &mut Tally, statistics: &mut Statistics) {
    documents::append(facts, plan, statistics);
    tally.add(facts);
}

/// Computes the statistics of economies and appends them. `facts` are joined; `tally` has every dossier and the rows of
/// the registers. Returns what could not be computed, in sentences.
pub fn of_economies(facts: &Facts, plan: &Plan, tally: &Tally, statistics: &mut Statistics) -> Vec<String> {
    let economies = EconomyFacts::all(facts, tally);
    for economy in &economies {
        let gaps = gaps::meeting_gaps(economy);
        if plan.meeting_gaps {
            gaps::append(economy, &gaps, &mut statistics.meeting_gaps);
        }
        durations::append(economy, plan, &mut statistics.accession_durations);
        if plan.accession_summary {
            summary::append(economy, &gaps, plan.as_of, &mut statistics.accession_summary);
        }
    }
    let mut notes = Vec::new();
    for (from, to) in plan.survival.pairs.iter().copied() {
        let comparison = Comparison::of(&economies, from, to, plan);
        notes.extend(comparison.append(&plan.survival, statistics));
    }
    notes
}

/// The comparison of accessions between two milestones: who is in it, and for how long.
pub fn compare(facts: &Facts, plan: &Plan, tally: &Tally, from: Milestone, to: Milestone) -> Comparison {
    Comparison::of(&EconomyFacts::all(facts, tally), from, to, plan)
}
