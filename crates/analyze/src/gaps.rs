//! Gaps between sittings.

use accession_schema::statistics::{MeetingGap, MeetingGaps};
use accession_schema::vocabulary::{MeetingKind, Precision};
use accession_schema::{Day, VariantArray, Word};

use crate::facts::{Bounds, DossierFacts};

/// The time between two sittings that follow each other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gap {
    pub(crate) kind: MeetingKind,
    pub(crate) from: Sitting,
    pub(crate) to: Sitting,
    /// Days from the last day of the one to the first day of the other, where both are known to the day. Negative where
    /// the sittings overlap.
    pub(crate) days: Option<i32>,
}

/// A sitting with a date.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sitting {
    pub(crate) ordinal: Option<u32>,
    dates: Bounds,
    is_day: bool,
    pub(crate) is_resumption: bool,
}

/// The gaps of a dossier: between sittings of a kind that follow each other in time. Sittings of informal, plurilateral
/// and verification meetings count where the page numbers them; unnumbered ones on different subjects make no series.
/// Sittings without a date are passed over.
pub(crate) fn meeting_gaps(dossier: &DossierFacts<'_>) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for kind in MeetingKind::VARIANTS.iter().copied() {
        let mut sittings: Vec<Sitting> = dossier
            .meetings_of(kind)
            .filter_map(|row| sitting(dossier, row))
            .filter(|sitting| kind == MeetingKind::Formal || sitting.ordinal.is_some())
            .collect();
        // The sort is stable: sittings of one day stay in the order of the page.
        sittings.sort_by_key(|sitting| (sitting.dates.earliest, sitting.ordinal));
        gaps.extend(sittings.windows(2).filter_map(|pair| {
            let [from, to] = pair else { return None };
            let are_days = from.is_day && to.is_day;
            let days = are_days.then(|| to.dates.earliest.days_since(from.dates.latest));
            Some(Gap { kind, from: *from, to: *to, days })
        }));
    }
    gaps
}

fn sitting(dossier: &DossierFacts<'_>, row: usize) -> Option<Sitting> {
    let table = &dossier.facts.meetings;
    let day = |column: &[Option<Day>]| column.get(row).copied().flatten();
    Some(Sitting {
        ordinal: table.ordinal.get(row).copied().flatten(),
        dates: Bounds { earliest: day(&table.start_date)?, latest: day(&table.end_date)? },
        is_day: table.precision.get(row).copied().flatten() == Some(Precision::Day.code()),
        is_resumption: table.is_resumption.get(row).copied().unwrap_or_default(),
    })
}

pub(crate) fn append(dossier: &DossierFacts<'_>, gaps: &[Gap], table: &mut MeetingGaps) {
    for gap in gaps {
        table.push(MeetingGap {
            dossier_id: dossier.id(),
            iso3: dossier.iso3(),
            kind: gap.kind,
            from_ordinal: gap.from.ordinal,
            to_ordinal: gap.to.ordinal,
            from_date: Some(gap.from.dates.latest),
            to_date: Some(gap.to.dates.earliest),
            gap_days: gap.days,
            is_resumption: gap.to.is_resumption,
        });
    }
}
