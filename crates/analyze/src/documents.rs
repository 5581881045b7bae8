//! Documents per year.

use accession_schema::facts::Documents;
use accession_schema::statistics::{YearCount, YearStepCount};
use accession_schema::vocabulary::Step;
use accession_schema::{Day, Facts, Statistics, VariantArray};

use crate::Plan;

/// A listing dated within one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Dated<'f> {
    year: i32,
    step: Option<Step>,
    symbol: &'f str,
}

/// Whose documents they are: a dossier's, or an economy's in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Owner<'f> {
    dossier_id: Option<&'f str>,
    iso3: Option<&'f str>,
}

/// Counts the documents of each dossier, and of each economy in the register. Rows of a dossier stand together, and so do
/// those of an economy in the register.
pub(crate) fn append(facts: &Facts, plan: &Plan, statistics: &mut Statistics) {
    let table = &facts.documents;
    let owner = |row| Owner { dossier_id: table.dossier_id.get(row), iso3: table.iso3.get(row) };
    let mut listings = Vec::new();
    for row in 0..table.len() {
        listings.extend(dated(table, row));
        // Columns are read one by one: a row has many more than are needed here.
        if row + 1 == table.len() || owner(row + 1) != owner(row) {
            append_list(owner(row), &mut listings, plan, statistics);
            listings.clear();
        }
    }
}

fn append_list(of: Owner<'_>, listings: &mut [Dated<'_>], plan: &Plan, statistics: &mut Statistics) {
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

fn dated(table: &Documents, row: usize) -> Option<Dated<'_>> {
    let day = |column: &[Option<Day>]| column.get(row).copied().flatten();
    let year = day(&table.date)?.year();
    let step = table.step.get(row)?.and_then(|code| Step::VARIANTS.get(usize::from(code)).copied());
    let listing = Dated { year, step, symbol: table.symbol.get(row)? };
    (year == day(&table.date_latest)?.year()).then_some(listing)
}

/// Distinct symbols of listings that are sorted by symbol.
fn distinct(listings: &[Dated<'_>]) -> u32 {
    u32::try_from(listings.chunk_by(|a, b| a.symbol == b.symbol).count()).unwrap_or(u32::MAX)
}

fn count(listings: &[Dated<'_>]) -> u32 {
    u32::try_from(listings.len()).unwrap_or(u32::MAX)
}
