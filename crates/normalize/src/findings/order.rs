//! Findings about the order of steps and rows in time.

use std::cmp::Ordering;

use accession_schema::VariantArray;
use accession_schema::vocabulary::{FindingCode, MeetingKind, Milestone, Step};

use super::Problem;
use super::sequence::{Out, out_with_neighbours};
use crate::date::Date;
use crate::reading::{Listing, Reading, Sitting};

/// Milestones that follow each other by law: an accession without the earlier one can't have reached the later one.
pub(crate) const LEGAL_ORDER: [(Milestone, Milestone); 13] = [
    (Milestone::GattApplication, Milestone::GattWorkingPartyEstablished),
    (Milestone::Application, Milestone::WorkingPartyEstablished),
    (Milestone::Application, Milestone::TermsOfReference),
    (Milestone::Application, Milestone::ForeignTradeMemorandum),
    (Milestone::WorkingPartyEstablished, Milestone::FirstMeeting),
    (Milestone::FirstMeeting, Milestone::WorkingPartyReport),
    (Milestone::WorkingPartyEstablished, Milestone::WorkingPartyReport),
    (Milestone::FirstMeeting, Milestone::WorkingPartyReportAdopted),
    (Milestone::WorkingPartyReport, Milestone::Decision),
    (Milestone::WorkingPartyReportAdopted, Milestone::Decision),
    (Milestone::Decision, Milestone::Acceptance),
    (Milestone::Decision, Milestone::Membership),
    (Milestone::Acceptance, Milestone::Membership),
];

/// Whether two milestones may belong to different systems where an accession began under the GATT: the working party,
/// its terms of reference, memorandum and meetings may be older than the application to the WTO.
pub(crate) fn crosses_systems(earlier: Milestone, later: Milestone) -> bool {
    matches!(earlier, Milestone::Application | Milestone::WorkingPartyEstablished)
        && later != Milestone::WorkingPartyReport
}

/// step_out_of_order: a row called revised or updated is dated before the first row of its step. Reason: a later
/// version can't come before the first; one of the dates is wrong.
pub(super) fn later_versions(reading: &Reading<'_, '_>, problems: &mut Vec<Problem>) {
    for listing in reading.listings.iter().filter(|listing| listing.is_later) {
        let first = first_row(reading, listing.step);
        if let (Some(date), Some((first_date, line))) = (listing.date, first)
            && date.is_before(first_date)
        {
            problems.push(Problem::new(
                Some(listing.place.line),
                FindingCode::StepOutOfOrder,
                listing.step.word().to_owned(),
                format!(
                    "{} of {date} is a later version, dated before the first row of the step, {first_date} on line {line}",
                    listing.symbol
                ),
            ));
        }
    }
}

/// Date and line of the first row of a step: the row of its milestone, which may have no symbol, or its first listing.
fn first_row(reading: &Reading<'_, '_>, step: Step) -> Option<(Date, u32)> {
    let reached = Milestone::of_step(step).and_then(|milestone| reading.milestone(milestone));
    let listed = || reading.listings.iter().find(|listing| listing.step == step && !listing.is_later);
    match reached {
        Some(reached) => Some((reached.date?, reached.place.line)),
        None => listed().and_then(|listing| Some((listing.date?, listing.place.line))),
    }
}

/// step_out_of_order: two milestones are dated against the order the law gives them. Reason: as above. Where a working
/// party was taken over from the GATT, by a decision for all of them or one of its own, milestones of the two systems
/// are not compared.
pub(super) fn milestones(reading: &Reading<'_, '_>, problems: &mut Vec<Problem>) {
    let began_under_gatt =
        Milestone::GATT_START.iter().any(|milestone| reading.milestone(*milestone).is_some());
    for (earlier, later) in LEGAL_ORDER {
        let (Some(first), Some(second)) = (reading.milestone(earlier), reading.milestone(later)) else {
            continue;
        };
        let (Some(first_date), Some(second_date)) = (first.date, second.date) else { continue };
        if second_date.is_before(first_date) && !(began_under_gatt && crosses_systems(earlier, later)) {
            problems.push(Problem::new(
                Some(second.place.line),
                FindingCode::StepOutOfOrder,
                later.word().to_owned(),
                format!(
                    "{} of {second_date} is dated before {} of {first_date}",
                    later.word(),
                    earlier.word()
                ),
            ));
        }
    }
}

/// disputed_date: the introduction and the row of membership give different days. Reason: one of them is wrong.
pub(super) fn disputed_membership(reading: &Reading<'_, '_>, problems: &mut Vec<Problem>) {
    let row = reading.milestone(Milestone::Membership);
    if let (Some(stated), Some(row)) = (reading.stated_membership, row)
        && let Some(date) = row.date
        && !date.agrees_with(stated.value)
    {
        problems.push(Problem::new(
            Some(row.place.line),
            FindingCode::DisputedDate,
            Milestone::Membership.word().to_owned(),
            format!("membership is dated {date} here and {} on line {}", stated.value, stated.place.line),
        ));
    }
}

/// row_out_of_order: in a list that runs by date, a row is dated before one above it. Reason: its date or its place is
/// wrong. A list may run upwards or downwards, and by number instead of date: a row whose number and that of the row it
/// contradicts, in the same series, follow each other in the list's direction is in order. Dates that overlap as far as they are known are in
/// order either way. Rows called revised or updated have a finding of their own.
pub(super) fn rows(reading: &Reading<'_, '_>, problems: &mut Vec<Problem>) {
    for block in reading.listings.chunk_by(|a, b| a.step == b.step) {
        listing_rows(block, problems);
    }
    for kind in MeetingKind::VARIANTS {
        let sittings: Vec<&Sitting<'_>> =
            reading.sittings.iter().filter(|sitting| sitting.kind == *kind).collect();
        sitting_rows(&sittings, problems);
    }
}

/// The way a list runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Upwards,
    Downwards,
}

fn listing_rows(block: &[Listing<'_>], problems: &mut Vec<Problem>) {
    let rows: Vec<(&Listing<'_>, Date)> = block
        .iter()
        .filter(|listing| listing.leads_row && !listing.is_later)
        .filter_map(|listing| Some((listing, listing.date?)))
        .collect();
    let dates: Vec<Date> = rows.iter().map(|(_, date)| *date).collect();
    let numbers = || block.windows(2).filter_map(|pair| number_direction(pair.first()?, pair.get(1)?));
    let count = |direction| numbers().filter(|found| *found == direction).count();
    let by_number = if count(Direction::Downwards) > count(Direction::Upwards) {
        Direction::Downwards
    } else {
        Direction::Upwards
    };
    let (direction, out) = misplaced(&dates, by_number);
    for Misplaced { position, beside } in out {
        let (Some((listing, date)), Some((other, other_date))) = (rows.get(position), rows.get(beside))
        else {
            continue;
        };
        let (above, below) = if beside < position { (other, listing) } else { (listing, other) };
        if number_direction(above, below) == Some(direction) {
            continue;
        }
        let subject = listing.symbol.to_string();
        let other = format!(" of {} of {other_date} on line {}", other.symbol, other.place.line);
        let message = format!("{subject} of {date} stands on the wrong side{other}");
        problems.push(Problem::new(Some(listing.place.line), FindingCode::RowOutOfOrder, subject, message));
    }
}

/// The way two numbers of one series run.
fn number_direction(above: &Listing<'_>, below: &Listing<'_>) -> Option<Direction> {
    if above.symbol.series() != below.symbol.series() {
        return None;
    }
    match above.symbol.number()?.cmp(&below.symbol.number()?) {
        Ordering::Less => Some(Direction::Upwards),
        Ordering::Greater => Some(Direction::Downwards),
        Ordering::Equal => None,
    }
}

fn sitting_rows(sittings: &[&Sitting<'_>], problems: &mut Vec<Problem>) {
    let rows: Vec<(&Sitting<'_>, Date)> =
        sittings.iter().filter_map(|sitting| Some((*sitting, sitting.start?))).collect();
    let dates: Vec<Date> = rows.iter().map(|(_, date)| *date).collect();
    for Misplaced { position, beside } in misplaced(&dates, Direction::Upwards).1 {
        let Some((sitting, date)) = rows.get(position) else { continue };
        let subject = match (sitting.topic, sitting.ordinal) {
            (Some(topic), _) => topic.to_owned(),
            (None, Some(ordinal)) => ordinal.to_string(),
            (None, None) => date.to_string(),
        };
        let other = rows.get(beside).map_or(String::new(), |(other, date)| {
            format!(" of the one of {date} on line {}", other.place.line)
        });
        let kind = sitting.kind.word().replace('_', " ");
        let message = format!("the {kind} meeting {subject:?} of {date} stands on the wrong side{other}");
        problems.push(Problem::new(Some(sitting.place.line), FindingCode::RowOutOfOrder, subject, message));
    }
}

/// A row that breaks the order of dates.
struct Misplaced {
    position: usize,
    /// A row in order that it contradicts.
    beside: usize,
}

/// The way a list runs and the rows that break its order of dates. It runs the way fewer of them do, the usual way if
/// both are as many.
fn misplaced(dates: &[Date], usual: Direction) -> (Direction, Vec<Misplaced>) {
    let upwards = contradictions(dates, Direction::Upwards);
    if upwards.is_empty() {
        return (Direction::Upwards, upwards);
    }
    let downwards = contradictions(dates, Direction::Downwards);
    let runs_downwards = match downwards.len().cmp(&upwards.len()) {
        Ordering::Less => true,
        Ordering::Equal => usual == Direction::Downwards,
        Ordering::Greater => false,
    };
    if runs_downwards { (Direction::Downwards, downwards) } else { (Direction::Upwards, upwards) }
}

/// The rows that are not in the longest run in a direction and contradict a row of it for certain.
fn contradictions(dates: &[Date], direction: Direction) -> Vec<Misplaced> {
    let sign = if direction == Direction::Upwards { 1 } else { -1 };
    let keys: Vec<i32> = dates.iter().map(|date| sign * date.earliest().epoch_days()).collect();
    let is_before =
        |a: &Date, b: &Date| if direction == Direction::Upwards { a.is_before(*b) } else { b.is_before(*a) };
    let contradicts = |Out { position, above, below }: Out| {
        let date = dates.get(position)?;
        let above = above.filter(|at| dates.get(*at).is_some_and(|above| is_before(date, above)));
        let below = || below.filter(|at| dates.get(*at).is_some_and(|below| is_before(below, date)));
        above.or_else(below).map(|beside| Misplaced { position, beside })
    };
    out_with_neighbours(&keys).into_iter().filter_map(contradicts).collect()
}
