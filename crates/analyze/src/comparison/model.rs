//! The Cox model of a comparison.

use std::collections::BTreeMap;

use accession_schema::vocabulary::DurationBound;

use super::{Accession, Comparison};
use crate::survival::{Covariate, CoxError, CoxModel, Subject, cox};

/// A covariate of the Cox model. All are known when the clock starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelCovariate {
    /// Whether the economy was a least developed country.
    Ldc,
    /// Whether the accession began under the GATT.
    GattStart,
    /// Region: one indicator for each but the most frequent.
    Region,
    /// Calendar year of the start.
    StartYear,
    /// Number of accessions completed before the start.
    CompletedBefore,
    /// Whether the economy has no coast on an ocean.
    Landlocked,
}

impl ModelCovariate {
    /// The covariates by name.
    pub const KNOWN: [(&'static str, Self); 6] = [
        ("ldc", Self::Ldc),
        ("gatt_start", Self::GattStart),
        ("region", Self::Region),
        ("start_year", Self::StartYear),
        ("completed_before", Self::CompletedBefore),
        ("landlocked", Self::Landlocked),
    ];

    fn is_known(self, accession: &Accession) -> bool {
        match self {
            Self::Ldc => accession.was_least_developed.is_some(),
            Self::Region => accession.region.is_some(),
            Self::Landlocked => accession.is_landlocked.is_some(),
            Self::GattStart | Self::StartYear | Self::CompletedBefore => true,
        }
    }
}

/// A column of values by accession.
fn column(name: &str, accessions: &[&Accession], value: impl Fn(&Accession) -> f64) -> Covariate {
    Covariate { name: name.to_owned(), values: accessions.iter().map(|accession| value(accession)).collect() }
}

fn indicator(is: bool) -> f64 {
    f64::from(u8::from(is))
}

fn columns(covariates: &[ModelCovariate], accessions: &[&Accession]) -> Vec<Covariate> {
    let mut out = Vec::new();
    for covariate in covariates {
        match covariate {
            ModelCovariate::Ldc => {
                out.push(column("ldc", accessions, |a| indicator(a.was_least_developed == Some(true))));
            }
            ModelCovariate::GattStart => {
                out.push(column("gatt_start", accessions, |a| indicator(a.began_under_gatt)));
            }
            ModelCovariate::Region => {
                for region in other_regions(accessions) {
                    let name = format!("region={region}");
                    out.push(column(&name, accessions, |a| indicator(a.region.as_deref() == Some(region))));
                }
            }
            ModelCovariate::StartYear => {
                out.push(column("start_year", accessions, |a| f64::from(a.start.earliest.year())));
            }
            ModelCovariate::CompletedBefore => {
                out.push(column("completed_before", accessions, |a| f64::from(a.completed_before)));
            }
            ModelCovariate::Landlocked => {
                out.push(column("landlocked", accessions, |a| indicator(a.is_landlocked == Some(true))));
            }
        }
    }
    out
}

/// The regions but the most frequent, which the others are compared with; of several the first by name.
fn other_regions<'a>(accessions: &[&'a Accession]) -> Vec<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for region in accessions.iter().filter_map(|accession| accession.region.as_deref()) {
        *counts.entry(region).or_default() += 1;
    }
    let most = counts.values().copied().max();
    let reference = counts.iter().find(|(_, count)| Some(**count) == most).map(|(region, _)| *region);
    counts.into_keys().filter(|region| Some(*region) != reference).collect()
}

impl Comparison {
    /// The Cox model with durations at a bound, over the accessions all covariates are known of.
    pub fn model(&self, covariates: &[ModelCovariate], bound: DurationBound) -> Result<CoxModel, CoxError> {
        let known: Vec<(&Accession, Subject)> = self
            .accessions
            .iter()
            .filter(|accession| covariates.iter().all(|covariate| covariate.is_known(accession)))
            .filter_map(|accession| Some((accession, accession.subject(bound)?)))
            .collect();
        let (accessions, subjects): (Vec<&Accession>, Vec<Subject>) = known.into_iter().unzip();
        cox(&subjects, &columns(covariates, &accessions))
    }
}
