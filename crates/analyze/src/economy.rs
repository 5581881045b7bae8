//! The facts of one economy, from all sources.

use std::collections::BTreeMap;

use accession_schema::facts::{EconomyRow, Meeting, MilestoneRow};
use accession_schema::vocabulary::{MeetingKind, Milestone, Status};
use accession_schema::{Day, Facts};

use crate::bounds::Bounds;
use crate::tally::{Tally, TallyRow};

/// Years without any dated step, meeting or document after which an open accession counts as dormant.
const DORMANT_YEARS: u32 = 10;

/// What is known of an economy, or of a dossier whose economy is not known.
#[derive(Debug, Default)]
pub(crate) struct EconomyFacts<'f> {
    pub(crate) iso3: Option<&'f str>,
    /// The dossier, where there is one and no other.
    pub(crate) dossier_id: Option<&'f str>,
    pub(crate) name: Option<&'f str>,
    /// Its row in the register.
    pub(crate) register: Option<EconomyRow<'f>>,
    pub(crate) milestones: Vec<MilestoneRow<'f>>,
    pub(crate) meetings: Vec<Meeting<'f>>,
    pub(crate) tallies: Vec<&'f TallyRow>,
    /// Distinct document symbols.
    pub(crate) documents: usize,
}

/// Economies by code, dossiers of unknown economies behind them.
type Key<'f> = (bool, &'f str);

fn key<'f>(iso3: Option<&'f str>, dossier_id: Option<&'f str>) -> Key<'f> {
    iso3.map_or((true, dossier_id.unwrap_or_default()), |iso3| (false, iso3))
}

/// A milestone that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reached<'f> {
    /// When, if that is known.
    pub(crate) date: Option<Bounds>,
    /// The dossier that gives the date.
    pub(crate) dossier_id: Option<&'f str>,
}

impl<'f> EconomyFacts<'f> {
    /// Every economy any source has a fact of, by code.
    pub(crate) fn all(facts: &'f Facts, tally: &'f Tally) -> Vec<Self> {
        let mut all: BTreeMap<Key<'f>, Self> = BTreeMap::new();
        for row in facts.milestones.rows() {
            let economy = all.entry(key(row.iso3, row.dossier_id)).or_default();
            economy.iso3 = row.iso3;
            economy.name = economy.name.or(row.economy);
            economy.milestones.push(row);
        }
        for row in facts.meetings.rows() {
            let economy = all.entry(key(row.iso3, row.dossier_id)).or_default();
            economy.iso3 = row.iso3;
            economy.meetings.push(row);
        }
        for row in &tally.rows {
            let economy = all.entry(key(row.iso3.as_deref(), row.dossier_id.as_deref())).or_default();
            economy.iso3 = row.iso3.as_deref();
            economy.name = economy.name.or(row.economy.as_deref());
            economy.tallies.push(row);
        }
        for row in facts.economies.rows() {
            if let Some(economy) = all.get_mut(&key(Some(row.iso3), None)) {
                economy.name = Some(row.economy);
                economy.register = Some(row);
            }
        }
        for economy in all.values_mut() {
            economy.finish(tally);
        }
        all.into_values().collect()
    }

    fn finish(&mut self, tally: &'f Tally) {
        let mut dossiers = self.tallies.iter().filter_map(|row| row.dossier_id.as_deref());
        let first = dossiers.next();
        self.dossier_id = if dossiers.next().is_none() { first } else { None };
        let mut symbols: Vec<&str> = self.tallies.iter().flat_map(|row| tally.symbols(row)).collect();
        symbols.sort_unstable();
        symbols.dedup();
        self.documents = symbols.len();
    }

    pub(crate) fn has_dossier(&self) -> bool {
        self.tallies.iter().any(|row| row.dossier_id.is_some())
    }

    /// Whether a milestone was reached, and when if that is known. The derived ones are those of the GATT where the
    /// accession began under it, even on a day no source gives, and those of the WTO elsewhere.
    pub(crate) fn milestone(&self, milestone: Milestone) -> Option<Reached<'f>> {
        let under_gatt = self.began_under_gatt();
        match (milestone, under_gatt) {
            (Milestone::FirstApplication, true) => self.reached(Milestone::GattApplication),
            (Milestone::FirstApplication, false) => self.reached(Milestone::Application),
            (Milestone::FirstWorkingParty, true) => self.reached(Milestone::GattWorkingPartyEstablished),
            (Milestone::FirstWorkingParty, false) => self.reached(Milestone::WorkingPartyEstablished),
            _ => self.reached(milestone),
        }
    }

    fn reached(&self, milestone: Milestone) -> Option<Reached<'f>> {
        let row = self.milestones.iter().find(|row| row.milestone == milestone)?;
        let date = row.date.zip(row.date_latest);
        let date = date.map(|(earliest, latest)| Bounds { earliest, latest });
        Some(Reached { date, dossier_id: row.dossier_id })
    }

    /// Whether the accession began under the GATT, as an application to it or a working party of it shows.
    pub(crate) fn began_under_gatt(&self) -> bool {
        Milestone::GATT_START.iter().any(|milestone| self.reached(*milestone).is_some())
    }

    /// Whether a milestone was reached by a day. One whose day is not known is taken to have come.
    pub(crate) fn has_reached(&self, milestone: Milestone, as_of: Day) -> bool {
        self.milestone(milestone)
            .is_some_and(|reached| reached.date.is_none_or(|date| date.earliest <= as_of))
    }

    /// The meetings of a kind.
    pub(crate) fn meetings_of(&self, kind: MeetingKind) -> impl Iterator<Item = &Meeting<'f>> {
        self.meetings.iter().filter(move |meeting| meeting.kind == kind)
    }

    /// First day of the first sitting in the whole list of a kind, and of the last one.
    pub(crate) fn whole_list(&self, kind: MeetingKind) -> Option<(Day, Day)> {
        let listed = || self.meetings_of(kind).filter(|meeting| meeting.is_in_whole_list);
        let days = || listed().filter_map(|meeting| meeting.start_date);
        days().min().zip(days().max())
    }

    /// The numbers of the sittings in the whole list of a kind that have no date.
    pub(crate) fn undated_in_whole_list(&self, kind: MeetingKind) -> impl Iterator<Item = Option<u32>> {
        let undated = self.meetings_of(kind).filter(|meeting| meeting.start_date.is_none());
        undated.filter(|meeting| meeting.is_in_whole_list).map(|meeting| meeting.ordinal)
    }

    /// Whether there is a whole list of a kind and no sitting is known after its last one.
    pub(crate) fn has_all_meetings(&self, kind: MeetingKind) -> bool {
        self.whole_list(kind).is_some_and(|(_, last)| {
            let mut others = self.meetings_of(kind).filter(|meeting| !meeting.is_in_whole_list);
            !others.any(|meeting| meeting.start_date.is_none_or(|day| day > last))
        })
    }

    /// The latest day something can have happened, up to a day.
    pub(crate) fn last_activity(&self, as_of: Day) -> Option<Day> {
        let milestones = self.milestones.iter().filter_map(|row| row.date.zip(row.date_latest));
        let meetings = self.meetings.iter().filter_map(|row| row.start_date.zip(row.end_date));
        let documents = self.tallies.iter().flat_map(|row| row.days.iter().copied());
        let come = milestones.chain(meetings).chain(documents).filter(|(earliest, _)| *earliest <= as_of);
        come.map(|(_, latest)| latest.min(as_of)).max()
    }

    /// Since when the accession is suspended on a day: a source says so, and none says that it was taken up again
    /// afterwards.
    pub(crate) fn suspended_since(&self, as_of: Day) -> Option<Bounds> {
        let date = |milestone| self.reached(milestone)?.date.filter(|date: &Bounds| date.earliest <= as_of);
        let suspended = date(Milestone::Suspended)?;
        // What is taken up again was suspended before: dates that overlap are in that order.
        let is_over = date(Milestone::Reactivated).is_some_and(|again| again.latest > suspended.earliest);
        (!is_over).then_some(suspended)
    }

    /// Where the economy stands on a day.
    pub(crate) fn status(&self, as_of: Day) -> Status {
        if self.has_reached(Milestone::Membership, as_of) {
            return Status::Member;
        }
        if let Some(status @ (Status::Lapsed | Status::Observer)) =
            self.register.map(|register| register.register_status)
        {
            return status;
        }
        if self.suspended_since(as_of).is_some() {
            return Status::Suspended;
        }
        let Some(last_activity) = self.last_activity(as_of) else { return Status::NotApplied };
        let dormant_from = last_activity.after_months(12 * DORMANT_YEARS);
        if dormant_from.is_some_and(|day| day < as_of) { Status::Dormant } else { Status::Acceding }
    }
}
