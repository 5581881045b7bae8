//! What accessions are grouped by.

use std::collections::BTreeMap;

use super::{Accession, Comparison};

/// What groups are made by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grouping {
    /// Whether the economy was a least developed country when the clock started.
    Ldc,
    /// Region in the M49 standard.
    Region,
    /// Whether the accession began under the GATT.
    GattStart,
    /// The decade the clock started in (by its earliest possible day).
    Decade,
    /// Whether the economy has no coast on an ocean.
    Landlocked,
    /// A column of the user's, by iso3.
    Column {
        /// Its name.
        name: String,
        /// The group of each economy.
        values: BTreeMap<String, String>,
    },
}

impl Grouping {
    /// The groupings that need no column, by name.
    pub const KNOWN: [(&'static str, Self); 5] = [
        ("ldc", Self::Ldc),
        ("region", Self::Region),
        ("gatt_start", Self::GattStart),
        ("decade", Self::Decade),
        ("landlocked", Self::Landlocked),
    ];

    /// Its name in the tables.
    pub fn name(&self) -> &str {
        match self {
            Self::Ldc => "ldc",
            Self::Region => "region",
            Self::GattStart => "gatt_start",
            Self::Decade => "decade",
            Self::Landlocked => "landlocked",
            Self::Column { name, .. } => name,
        }
    }

    /// The group of an accession; nothing where it is not known.
    pub fn group(&self, accession: &Accession) -> Option<String> {
        let either = |is: bool, yes: &str, no: &str| if is { yes.to_owned() } else { no.to_owned() };
        match self {
            Self::Ldc => accession.was_least_developed.map(|is| either(is, "least developed", "other")),
            Self::Region => accession.region.clone(),
            Self::GattStart => Some(either(accession.began_under_gatt, "GATT", "WTO")),
            Self::Decade => Some(format!("{}s", accession.start.earliest.year().div_euclid(10) * 10)),
            Self::Landlocked => accession.is_landlocked.map(|is| either(is, "landlocked", "coastal")),
            Self::Column { values, .. } => values.get(accession.iso3.as_deref()?).cloned(),
        }
    }
}

impl Comparison {
    /// The accessions of each group, groups in order of their names. Those without a group are in none.
    pub fn groups(&self, grouping: &Grouping) -> BTreeMap<String, Vec<&Accession>> {
        let mut groups: BTreeMap<String, Vec<&Accession>> = BTreeMap::new();
        for accession in &self.accessions {
            if let Some(group) = grouping.group(accession) {
                groups.entry(group).or_default().push(accession);
            }
        }
        groups
    }
}
