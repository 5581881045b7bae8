//! A clock between two milestones of one accession: stopped, running, or neither.

use accession_schema::Day;
use accession_schema::vocabulary::{MeetingKind, Milestone};

use crate::bounds::{Bounds, Days};
use crate::economy::EconomyFacts;

/// A clock that was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock<'f> {
    pub(crate) start: Bounds,
    /// When it was stopped; nothing while it runs.
    pub(crate) end: Option<Bounds>,
    /// The duration, up to the day the statistics are as of while it runs.
    pub(crate) days: Days,
    /// The dossier that gives both ends.
    pub(crate) dossier_id: Option<&'f str>,
}

/// How an accession stands with a milestone on a day.
enum End<'f> {
    /// It was reached.
    Reached(Bounds, Option<&'f str>),
    /// It was not reached: the clock runs.
    Open,
    /// It was reached on a day that is not known.
    Unknown,
}

/// Why there is no clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoClock {
    /// No date of the start is known.
    NoStart,
    /// The start comes after the day.
    NotYet,
    /// The end was reached, but no date of it is known.
    NoEnd,
    /// The end was reached under the GATT, before the clock of the WTO started.
    OtherSystem,
}

impl<'f> Clock<'f> {
    /// The clock of an accession on a day.
    pub(crate) fn of(
        economy: &EconomyFacts<'f>,
        from: Milestone,
        to: Milestone,
        as_of: Day,
    ) -> Result<Self, NoClock> {
        let started = economy.milestone(from).and_then(|reached| Some((reached.date?, reached.dossier_id)));
        let (start, by) = started.ok_or(NoClock::NoStart)?;
        if start.earliest > as_of {
            return Err(NoClock::NotYet);
        }
        match end(economy, to, as_of) {
            End::Reached(end, _)
                if end.latest < start.earliest && is_of_the_wto(economy, from) && is_before_the_wto(end) =>
            {
                Err(NoClock::OtherSystem)
            }
            End::Reached(end, ended_by) => Ok(Self {
                start,
                end: Some(end),
                days: Days::between(start, end),
                dossier_id: if by == ended_by { by } else { None },
            }),
            End::Open => {
                Ok(Self { start, end: None, days: Days::between(start, Bounds::on(as_of)), dossier_id: by })
            }
            End::Unknown => Err(NoClock::NoEnd),
        }
    }
}

/// Whether a clock that starts here is the WTO's.
fn is_of_the_wto(economy: &EconomyFacts<'_>, from: Milestone) -> bool {
    match from {
        Milestone::GattApplication | Milestone::GattWorkingPartyEstablished => false,
        Milestone::FirstApplication | Milestone::FirstWorkingParty => !economy.began_under_gatt(),
        _ => true,
    }
}

/// Whether a date lies before the WTO was there, on 1 January 1995.
fn is_before_the_wto(date: Bounds) -> bool {
    date.latest.year() < 1995
}

/// A milestone counts as reached on `as_of` if its earliest possible day has come. One that no source dates was reached
/// all the same if a later stage was: such a clock is neither stopped nor running.
fn end<'f>(economy: &EconomyFacts<'f>, milestone: Milestone, as_of: Day) -> End<'f> {
    match economy.milestone(milestone) {
        Some(reached) => match reached.date {
            Some(end) if end.earliest <= as_of => End::Reached(end, reached.dossier_id),
            Some(_) => End::Open,
            None => End::Unknown,
        },
        None if is_passed(economy, milestone, as_of) => End::Unknown,
        None => End::Open,
    }
}

/// Whether a later stage than the milestone's was reached, or formal sittings are known where it is the first meeting or
/// comes before it. What is no stage is passed by nothing.
fn is_passed(economy: &EconomyFacts<'_>, milestone: Milestone, as_of: Day) -> bool {
    let Some(stage) = stage(milestone) else { return false };
    let later = economy.milestones.iter().any(|row| {
        self::stage(row.milestone).is_some_and(|reached| reached > stage)
            && economy.has_reached(row.milestone, as_of)
    });
    let has_met = || {
        let mut formal = economy.meetings_of(MeetingKind::Formal);
        formal.any(|meeting| meeting.start_date.is_none_or(|day| day <= as_of))
    };
    let is_before_meeting = milestone == Milestone::FirstMeeting || stage < FIRST_MEETING;
    later || (is_before_meeting && has_met())
}

const FIRST_MEETING: u8 = 3;

/// The stages of an accession none of which can be left out: what has a higher number comes after what has a lower one, and
/// within a number either may come first. Nothing for what is no stage.
fn stage(milestone: Milestone) -> Option<u8> {
    match milestone {
        Milestone::Application | Milestone::GattApplication | Milestone::FirstApplication => Some(0),
        Milestone::WorkingPartyEstablished
        | Milestone::GattWorkingPartyEstablished
        | Milestone::FirstWorkingParty => Some(1),
        Milestone::WorkingPartyTransformed
        | Milestone::TermsOfReference
        | Milestone::ForeignTradeMemorandum => Some(2),
        // Replies and offers may be circulated before the first meeting or after it.
        Milestone::FirstMeeting
        | Milestone::QuestionsAndReplies
        | Milestone::GoodsOffer
        | Milestone::ServicesOffer => Some(FIRST_MEETING),
        Milestone::FactualSummary
        | Milestone::DraftReport
        | Milestone::DraftGoodsSchedule
        | Milestone::DraftServicesSchedule => Some(4),
        Milestone::LastMeeting | Milestone::Suspended | Milestone::Reactivated => None,
        Milestone::WorkingPartyReport | Milestone::WorkingPartyReportAdopted => Some(5),
        Milestone::Decision => Some(6),
        Milestone::Acceptance => Some(7),
        Milestone::Membership => Some(8),
    }
}
