//! Documents per year.

use accession_schema::facts::Document;
use accession_schema::statistics::{YearCount, YearStepCount};
use accession_schema::vocabulary::Step;
use accession_schema::{Facts, Statistics};

use crate::Plan;

/// A listing dated within one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Dated<'f> {
    year: i32,
    step: Option<Step>,
    symbol: &'f str,
}

/// Counts the documents of each dossier, and of each economy in the register. Rows of a dossier stand together, and so do
/// those of an economy in the register.
pub(crate) fn append(facts: &Facts, plan: &Plan, statistics: &mut Statistics) {
    let documents: Vec<Document<'_>> = facts.documents.rows().collect();
    for list in documents.chunk_by(|a, b| (a.dossier_id, a.iso3) == (b.dossier_id, b.iso3)) {
        if let Some(first) = list.first() {
            append_list(first, list, plan, statistics);
        }
    }
}

fn append_list(of: &Document<'_>, list: &[Document<'_>], plan: &Plan, statistics: &mut Statistics) {
    let mut listings: Vec<Dated<'_>> = list.iter().filter_map(dated).collect();
    if plan.documents_per_year_by_step {
        listings.sort_unstable();
        for group in listings.chunk_by(|a, b| (a.year, a.step) == (b.year, b.step)) {
            let Some(first) = group.first() else { continue };
            statistics.documents_per_year_by_step.push(YearStepCount {
                dossier_id: of.dossier_id,
                iso3: of.iso3,
                year: first.year,
                step: first.step,
                documents: distinct(group),
                listings: count(group),
            });
        }
    }
    if plan.documents_per_year {
        listings.sort_unstable_by_key(|listing| (listing.year, listing.symbol));
        for group in listings.chunk_by(|a, b| a.year == b.year) {
            let Some(first) = group.first() else { continue };
            statistics.documents_per_year.push(YearCount {
                dossier_id: of.dossier_id,
                iso3: of.iso3,
                year: first.year,
                documents: distinct(group),
                listings: count(group),
            });
        }
    }
}

fn dated<'f>(document: &Document<'f>) -> Option<Dated<'f>> {
    let year = document.date?.year();
    let listing = Dated { year, step: document.step, symbol: document.symbol };
    (year == document.date_latest?.year()).then_some(listing)
}

/// Distinct symbols of listings that are sorted by symbol.
fn distinct(listings: &[Dated<'_>]) -> u32 {
    u32::try_from(listings.chunk_by(|a, b| a.symbol == b.symbol).count()).unwrap_or(u32::MAX)
}

fn count(listings: &[Dated<'_>]) -> u32 {
    u32::try_from(listings.len()).unwrap_or(u32::MAX)
}
