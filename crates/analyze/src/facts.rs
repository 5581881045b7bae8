//! The facts of one dossier, as ranges of rows of the fact tables.

use std::ops::Range;

use accession_schema::vocabulary::{MeetingKind, Milestone};
use accession_schema::{Day, Facts, StrColumn, Word};

/// The rows of one dossier.
#[derive(Debug)]
pub(crate) struct DossierFacts<'f> {
    pub(crate) facts: &'f Facts,
    /// Row of the dossiers table.
    pub(crate) row: usize,
    pub(crate) milestones: Range<usize>,
    pub(crate) meetings: Range<usize>,
    pub(crate) documents: Range<usize>,
    pub(crate) chairpersons: Range<usize>,
    pub(crate) findings: Range<usize>,
}

/// Earliest and latest possible day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) earliest: Day,
    pub(crate) latest: Day,
}

/// A milestone that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reached {
    /// When, if that is known.
    pub(crate) date: Option<Bounds>,
}

impl Bounds {
    /// The day, if it is known to the day.
    pub(crate) fn day(self) -> Option<Day> {
        (self.earliest == self.latest).then_some(self.earliest)
    }
}

impl<'f> DossierFacts<'f> {
    /// The facts of each dossier in order. The rows of a dossier stand together in every table.
    pub(crate) fn each(facts: &'f Facts) -> impl Iterator<Item = Self> {
        let mut next = [0_usize; 5];
        (0..facts.dossiers.len()).map(move |row| {
            let id = facts.dossiers.dossier_id.get(row);
            let mut range = |table: usize, ids: &StrColumn| {
                let start = next.get(table).copied().unwrap_or_default();
                let length = (start..ids.len()).take_while(|at| ids.get(*at) == id).count();
                if let Some(next) = next.get_mut(table) {
                    *next = start + length;
                }
                start..start + length
            };
            Self {
                facts,
                row,
                milestones: range(0, &facts.milestones.dossier_id),
                meetings: range(1, &facts.meetings.dossier_id),
                documents: range(2, &facts.documents.dossier_id),
                chairpersons: range(3, &facts.chairpersons.dossier_id),
                findings: range(4, &facts.findings.dossier_id),
            }
        })
    }

    pub(crate) fn id(&self) -> &'f str {
        self.facts.dossiers.dossier_id.get(self.row).unwrap_or_default()
    }

    pub(crate) fn iso3(&self) -> Option<&'f str> {
        self.facts.dossiers.iso3.get(self.row)
    }

    pub(crate) fn economy(&self) -> Option<&'f str> {
        self.facts.dossiers.economy.get(self.row)
    }

    /// Whether a milestone was reached, and when if that is known.
    pub(crate) fn milestone(&self, milestone: Milestone) -> Option<Reached> {
        let table = &self.facts.milestones;
        let row = self.milestones.clone().find(|row| table.milestone.get(*row) == Some(&milestone.code()))?;
        let earliest = table.date.get(row).copied().flatten();
        let latest = table.date_latest.get(row).copied().flatten();
        Some(Reached { date: earliest.zip(latest).map(|(earliest, latest)| Bounds { earliest, latest }) })
    }

    /// The rows of meetings of a kind.
    pub(crate) fn meetings_of(&self, kind: MeetingKind) -> impl Iterator<Item = usize> {
        let kinds = &self.facts.meetings.kind;
        self.meetings.clone().filter(move |row| kinds.get(*row) == Some(&kind.code()))
    }
}
