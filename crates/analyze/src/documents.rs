//! Documents per year.

use accession_schema::statistics::{YearCount, YearStepCount};
use accession_schema::vocabulary::Step;
use accession_schema::{Statistics, VariantArray};

use crate::Plan;
use crate::facts::DossierFacts;

/// A listing dated within one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Dated<'f> {
    year: i32,
    step: u8,
    symbol: &'f str,
}

pub(crate) fn append(dossier: &DossierFacts<'_>, plan: &Plan, statistics: &mut Statistics) {
    let mut listings: Vec<Dated<'_>> =
        dossier.documents.clone().filter_map(|row| dated(dossier, row)).collect();
    if plan.documents_per_year_by_step {
        listings.sort_unstable();
        for group in listings.chunk_by(|a, b| (a.year, a.step) == (b.year, b.step)) {
            let Some((first, step)) = group.first().and_then(|first| Some((first, step(first.step)?))) else {
                continue;
            };
            statistics.documents_per_year_by_step.push(YearStepCount {
                dossier_id: dossier.id(),
                iso3: dossier.iso3(),
                year: first.year,
                step,
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
                dossier_id: dossier.id(),
                iso3: dossier.iso3(),
                year: first.year,
                documents: distinct(group),
                listings: count(group),
            });
        }
    }
}

fn dated<'f>(dossier: &DossierFacts<'f>, row: usize) -> Option<Dated<'f>> {
    let table = &dossier.facts.documents;
    let year = table.date.get(row).copied().flatten()?.year();
    let latest = table.date_latest.get(row).copied().flatten()?.year();
    let listing = Dated { year, step: table.step.get(row).copied()?, symbol: table.symbol.get(row)? };
    (year == latest).then_some(listing)
}

fn step(code: u8) -> Option<Step> {
    Step::VARIANTS.get(usize::from(code)).copied()
}

/// Distinct symbols of listings that are sorted by symbol.
fn distinct(listings: &[Dated<'_>]) -> u32 {
    u32::try_from(listings.chunk_by(|a, b| a.symbol == b.symbol).count()).unwrap_or(u32::MAX)
}

fn count(listings: &[Dated<'_>]) -> u32 {
    u32::try_from(listings.len()).unwrap_or(u32::MAX)
}
