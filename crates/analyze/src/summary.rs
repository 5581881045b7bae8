//! One wide row an economy.

use std::collections::HashSet;

use accession_schema::Day;
use accession_schema::statistics::{AccessionSummary, Summary};
use accession_schema::vocabulary::{MeetingKind, Milestone};

use crate::bounds::{Bounds, Days};
use crate::economy::EconomyFacts;
use crate::gaps::Gap;

pub(crate) fn append(economy: &EconomyFacts<'_>, gaps: &[Gap<'_>], as_of: Day, table: &mut AccessionSummary) {
    let date = |milestone| {
        let date = economy.milestone(milestone).and_then(|reached| reached.date);
        date.filter(|date| date.earliest <= as_of)
    };
    let earliest = |milestone| date(milestone).map(|date| date.earliest);
    let latest = |milestone| date(milestone).map(|date| date.latest);
    let days = |from: Milestone, to: Milestone| {
        let (start, end): (Bounds, Bounds) = date(from).zip(date(to))?;
        Days::between(start, end).exact
    };
    let meetings = |kind| count(economy.meetings_of(kind).count());
    let sum =
        |of: fn(&crate::tally::TallyRow) -> usize| count(economy.tallies.iter().map(|row| of(row)).sum());
    let has_all_meetings = economy.has_all_meetings(MeetingKind::Formal);
    let is_dated = economy.undated_in_whole_list(MeetingKind::Formal).next().is_none();
    let gaps = FormalGaps::new(if has_all_meetings && is_dated { gaps } else { &[] });
    table.push(Summary {
        dossier_id: economy.dossier_id,
        iso3: economy.iso3,
        economy: economy.name,
        status: economy.status(as_of),
        as_of_date: as_of,
        application_date: earliest(Milestone::Application),
        application_date_latest: latest(Milestone::Application),
        working_party_established_date: earliest(Milestone::WorkingPartyEstablished),
        working_party_established_date_latest: latest(Milestone::WorkingPartyEstablished),
        first_meeting_date: earliest(Milestone::FirstMeeting),
        first_meeting_date_latest: latest(Milestone::FirstMeeting),
        decision_date: earliest(Milestone::Decision),
        decision_date_latest: latest(Milestone::Decision),
        membership_date: earliest(Milestone::Membership),
        membership_date_latest: latest(Milestone::Membership),
        application_to_decision_days: days(Milestone::Application, Milestone::Decision),
        application_to_membership_days: days(Milestone::Application, Milestone::Membership),
        gatt_application_date: earliest(Milestone::GattApplication),
        gatt_application_date_latest: latest(Milestone::GattApplication),
        last_activity_date: economy.last_activity(as_of),
        has_all_meetings,
        has_dossier: economy.has_dossier(),
        formal_meetings: formal_meetings(economy),
        sittings: meetings(MeetingKind::Formal),
        informal_meetings: meetings(MeetingKind::Informal),
        plurilateral_meetings: meetings(MeetingKind::Plurilateral),
        technical_verification_meetings: meetings(MeetingKind::TechnicalVerification),
        median_gap_days: gaps.median(),
        longest_gap_days: gaps.longest().and_then(|gap| gap.days),
        longest_gap_from_ordinal: gaps.longest().and_then(|gap| gap.from.ordinal),
        longest_gap_to_ordinal: gaps.longest().and_then(|gap| gap.to.ordinal),
        documents: count(economy.documents),
        listings: sum(|row| row.listings),
        chairpersons: economy.has_dossier().then(|| sum(|row| row.chairpersons)),
        finding_errors: sum(|row| row.errors),
        finding_warnings: sum(|row| row.warnings),
        finding_infos: sum(|row| row.infos),
    });
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Meetings by their ordinals, so that a resumed one counts once; those without an ordinal count unless they resume.
fn formal_meetings(economy: &EconomyFacts<'_>) -> u32 {
    let mut ordinals = HashSet::new();
    let mut unnumbered = 0;
    for meeting in economy.meetings_of(MeetingKind::Formal) {
        match meeting.ordinal {
            Some(ordinal) => {
                ordinals.insert(ordinal);
            }
            None if !meeting.is_resumption => unnumbered += 1,
            None => {}
        }
    }
    count(ordinals.len() + unnumbered)
}

/// The gaps between formal meetings of the whole list, those before resumed sittings left out; none where one of them is not
/// known to the day.
struct FormalGaps<'g, 'f>(Vec<&'g Gap<'f>>);

impl<'g, 'f> FormalGaps<'g, 'f> {
    fn new(gaps: &'g [Gap<'f>]) -> Self {
        let is_between_meetings =
            |gap: &&Gap<'_>| gap.kind == MeetingKind::Formal && gap.is_complete && !gap.to.is_resumption;
        let between: Vec<&Gap<'f>> = gaps.iter().filter(is_between_meetings).collect();
        Self(if between.iter().all(|gap| gap.days.is_some()) { between } else { Vec::new() })
    }

    /// The median; the mean of the middle two for an even number of gaps.
    fn median(&self) -> Option<f64> {
        let mut days: Vec<i32> = self.0.iter().filter_map(|gap| gap.days).collect();
        days.sort_unstable();
        let upper = *days.get(days.len() / 2)?;
        let lower = *days.get((days.len() - 1) / 2)?;
        Some(f64::midpoint(f64::from(lower), f64::from(upper)))
    }

    /// The longest gap; the earliest of several.
    fn longest(&self) -> Option<&'g Gap<'f>> {
        self.0.iter().rev().copied().max_by_key(|gap| gap.days)
    }
}
