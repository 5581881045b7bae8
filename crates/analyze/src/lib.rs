//! What the facts tell: statistics over the fact tables.
//!
//! Every statistic is computed dossier by dossier from the columns of [`Facts`], whose rows stand together by dossier,
//! and appended to [`Statistics`] in the order of the dossiers. Nothing here knows how a page looks.

mod documents;
mod durations;
mod facts;
mod gaps;
mod summary;

use accession_schema::vocabulary::Milestone;
use accession_schema::{Day, Facts, Statistics};

use facts::DossierFacts;

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
}

/// Computes the statistics of a plan.
pub fn analyze(facts: &Facts, plan: &Plan) -> Statistics {
    let mut statistics = Statistics::default();
    append(facts, plan, &mut statistics);
    statistics
}

/// Computes the statistics of a plan and appends them to others.
pub fn append(facts: &Facts, plan: &Plan, statistics: &mut Statistics) {
    for dossier in DossierFacts::each(facts) {
        let gaps = gaps::meeting_gaps(&dossier);
        if plan.meeting_gaps {
            gaps::append(&dossier, &gaps, &mut statistics.meeting_gaps);
        }
        documents::append(&dossier, plan, statistics);
        durations::append(&dossier, plan, &mut statistics.accession_durations);
        if plan.accession_summary {
            summary::append(&dossier, &gaps, plan.as_of, &mut statistics.accession_summary);
        }
    }
}
