//! One wide row a dossier.

use std::collections::HashSet;

use accession_schema::statistics::{AccessionSummary, Summary};
use accession_schema::vocabulary::{MeetingKind, Milestone, Severity, Status};
use accession_schema::{Day, Word};

use crate::durations::{Days, is_member};
use crate::facts::{Bounds, DossierFacts};
use crate::gaps::Gap;

pub(crate) fn append(dossier: &DossierFacts<'_>, gaps: &[Gap], as_of: Day, table: &mut AccessionSummary) {
    let date = |milestone| {
        let date = dossier.milestone(milestone).and_then(|reached| reached.date);
        date.filter(|date| date.earliest <= as_of)
    };
    let earliest = |milestone| date(milestone).map(|date| date.earliest);
    let latest = |milestone| date(milestone).map(|date| date.latest);
    let days = |from: Milestone, to: Milestone| {
        let (start, end): (Bounds, Bounds) = date(from).zip(date(to))?;
        Days::between(start, end).exact
    };
    let meetings = |kind| count(dossier.meetings_of(kind).count());
    let severity = |severity: Severity| {
        let severities = &dossier.facts.findings.severity;
        count(dossier.findings.clone().filter(|row| severities.get(*row) == Some(&severity.code())).count())
    };
    let mut documents: Vec<&str> =
        dossier.documents.clone().filter_map(|row| dossier.facts.documents.symbol.get(row)).collect();
    documents.sort_unstable();
    documents.dedup();
    let gaps = FormalGaps::new(gaps);
    table.push(Summary {
        dossier_id: dossier.id(),
        iso3: dossier.iso3(),
        economy: dossier.economy(),
        status: if is_member(dossier, as_of) { Status::Member } else { Status::Acceding },
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
        formal_meetings: formal_meetings(dossier),
        sittings: meetings(MeetingKind::Formal),
        informal_meetings: meetings(MeetingKind::Informal),
        plurilateral_meetings: meetings(MeetingKind::Plurilateral),
        technical_verification_meetings: meetings(MeetingKind::TechnicalVerification),
        median_gap_days: gaps.median(),
        longest_gap_days: gaps.longest().and_then(|gap| gap.days),
        longest_gap_from_ordinal: gaps.longest().and_then(|gap| gap.from.ordinal),
        longest_gap_to_ordinal: gaps.longest().and_then(|gap| gap.to.ordinal),
        documents: count(documents.len()),
        listings: count(dossier.documents.len()),
        chairpersons: count(dossier.chairpersons.len()),
        finding_errors: severity(Severity::Error),
        finding_warnings: severity(Severity::Warning),
        finding_infos: severity(Severity::Info),
    });
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Meetings by their ordinals, so that a resumed one counts once; those without an ordinal count unless they resume.
fn formal_meetings(dossier: &DossierFacts<'_>) -> u32 {
    let table = &dossier.facts.meetings;
    let mut ordinals = HashSet::new();
    let mut unnumbered = 0;
    for row in dossier.meetings_of(MeetingKind::Formal) {
        match table.ordinal.get(row).copied().flatten() {
            Some(ordinal) => {
                ordinals.insert(ordinal);
            }
            None if table.is_resumption.get(row) == Some(&false) => unnumbered += 1,
            None => {}
        }
    }
    count(ordinals.len() + unnumbered)
}

/// The gaps between formal meetings, those before resumed sittings left out.
struct FormalGaps<'g>(Vec<&'g Gap>);

impl<'g> FormalGaps<'g> {
    fn new(gaps: &'g [Gap]) -> Self {
        let is_between_meetings =
            |gap: &&Gap| gap.kind == MeetingKind::Formal && !gap.to.is_resumption && gap.days.is_some();
        Self(gaps.iter().filter(is_between_meetings).collect())
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
    fn longest(&self) -> Option<&'g Gap> {
        self.0.iter().rev().copied().max_by_key(|gap| gap.days)
    }
}
