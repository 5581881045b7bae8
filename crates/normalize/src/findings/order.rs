//! Findings about the order of steps and rows in time.

use accession_schema::vocabulary::{FindingCode, MeetingKind, Milestone, Step};

use super::Problem;
use super::sequence::out_of_order;
use crate::date::Date;
use crate::reading::{Listing, Reading, Sitting};

/// Milestones that follow each other by law: an accession without the earlier one can't have reached the later one.
const LEGAL_ORDER: [(Milestone, Milestone); 11] = [
    (Milestone::GattApplication, Milestone::GattWorkingPartyEstablished),
    (Milestone::Application, Milestone::WorkingPartyEstablished),
    (Milestone::Application, Milestone::TermsOfReference),
    (Milestone::Application, Milestone::ForeignTradeMemorandum),
    (Milestone::WorkingPartyEstablished, Milestone::FirstMeeting),
    (Milestone::FirstMeeting, Milestone::WorkingPartyReport),
    (Milestone::WorkingPartyEstablished, Milestone::WorkingPartyReport),
    (Milestone::WorkingPartyReport, Milestone::Decision),
    (Milestone::Decision, Milestone::Acceptance),
    (Milestone::Decision, Milestone::Membership),
    (Milestone::Acceptance, Milestone::Membership),
];

/// step_out_of_order: a row called revised or updated is dated before the first row of its step. Reason: a later
/// version can't come before the first; one of the dates is wrong.
pub(super) fn later_versions(reading: &Reading<'_, '_>, problems: &mut Vec<Problem>) {
    for listing in reading.listings.iter().filter(|listing| listing.is_later) {
        let first = reading.listings.iter().find(|other| other.step == listing.step && !other.is_later);
        if let (Some(date), Some(first)) = (listing.date, first)
            && let Some(first_date) = first.date
            && date.is_before(first_date)
        {
            problems.push(Problem::new(
                Some(listing.place.line),
                FindingCode::StepOutOfOrder,
                listing.step.word().to_owned(),
                format!("{} of {date} is a later version, dated before {} of {first_date}", listing.symbol, first.symbol),
            ));
        }
    }
}

/// step_out_of_order: two milestones are dated against the order the law gives them. Reason: as above. Accessions that
/// began under the GATT are compared within each of the two systems only, since a working party taken over may have
/// met before the application to the WTO.
pub(super) fn milestones(reading: &Reading<'_, '_>, problems: &mut Vec<Problem>) {
    let began_under_gatt = [Milestone::GattApplication, Milestone::GattWorkingPartyEstablished, Milestone::WorkingPartyTransformed]
        .iter()
        .any(|milestone| reading.milestone(*milestone).is_some());
    for (earlier, later) in LEGAL_ORDER {
        let (Some(first), Some(second)) = (reading.milestone(earlier), reading.milestone(later)) else { continue };
        let (Some(first_date), Some(second_date)) = (first.date, second.date) else { continue };
        let crosses_systems = began_under_gatt
            && matches!(earlier, Milestone::Application | Milestone::WorkingPartyEstablished)
            && !matches!(later, Milestone::WorkingPartyReport);
        if second_date.is_before(first_date) && !crosses_systems {
            problems.push(Problem::new(
                Some(second.place.line),
                FindingCode::StepOutOfOrder,
                later.word().to_owned(),
                format!("{} of {second_date} is dated before {} of {first_date}", later.word(), earlier.word()),
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
            format!("membership is dated {date} here and {} on line {}", stated.value, stated.line),
        ));
    }
}

/// row_out_of_order: in a list that runs by date, a row is dated before one above it. Reason: its date or its place is
/// wrong. A list may run upwards or downwards, and by number instead of date: a row whose number in the same series
/// follows that of the row above is in order. Rows called revised or updated have a finding of their own.
pub(super) fn rows(reading: &Reading<'_, '_>, problems: &mut Vec<Problem>) {
    for block in reading.listings.chunk_by(|a, b| a.step == b.step) {
        listing_rows(block, problems);
    }
    for kind in [
        MeetingKind::Formal,
        MeetingKind::Informal,
        MeetingKind::Plurilateral,
        MeetingKind::TechnicalVerification,
    ] {
        let sittings: Vec<&Sitting<'_>> = reading.sittings.iter().filter(|sitting| sitting.kind == kind).collect();
        sitting_rows(&sittings, problems);
    }
}

fn listing_rows(block: &[Listing<'_>], problems: &mut Vec<Problem>) {
    let rows: Vec<(usize, &Listing<'_>, Date)> = block
        .iter()
        .enumerate()
        .filter(|(_, listing)| listing.leads_row && !listing.is_later)
        .filter_map(|(at, listing)| Some((at, listing, listing.date?)))
        .collect();
    let dates: Vec<Date> = rows.iter().map(|(_, _, date)| *date).collect();
    for position in misplaced(&dates) {
        let Some((at, listing, date)) = rows.get(position) else { continue };
        let above = at.checked_sub(1).and_then(|above| block.get(above));
        let runs_by_number = above.is_some_and(|above| {
            above.symbol.series() == listing.symbol.series() && above.symbol.number() < listing.symbol.number()
        });
        if !runs_by_number {
            problems.push(misplaced_row(listing.place.line, listing.symbol.to_string(), listing.step, *date));
        }
    }
}

fn misplaced_row(line: u32, subject: String, step: Step, date: Date) -> Problem {
    let message = format!("{subject} of {date} breaks the order of dates under {}", step.word());
    Problem::new(Some(line), FindingCode::RowOutOfOrder, subject, message)
}

fn sitting_rows(sittings: &[&Sitting<'_>], problems: &mut Vec<Problem>) {
    let rows: Vec<(&Sitting<'_>, Date)> =
        sittings.iter().filter_map(|sitting| Some((*sitting, sitting.start?))).collect();
    let dates: Vec<Date> = rows.iter().map(|(_, date)| *date).collect();
    for position in misplaced(&dates) {
        let Some((sitting, date)) = rows.get(position) else { continue };
        let subject = match (sitting.topic, sitting.ordinal) {
            (Some(topic), _) => topic.to_owned(),
            (None, Some(ordinal)) => ordinal.to_string(),
            (None, None) => date.to_string(),
        };
        let message =
            format!("the {} meeting of {date} breaks the order of dates", sitting.kind.word().replace('_', " "));
        problems.push(Problem::new(Some(sitting.place.line), FindingCode::RowOutOfOrder, subject, message));
    }
}

/// The positions that break the order of dates, whichever way the list runs.
fn misplaced(dates: &[Date]) -> Vec<usize> {
    let keys = || dates.iter().map(|date| date.earliest().epoch_days());
    let upwards = out_of_order(&keys().collect::<Vec<_>>());
    if upwards.is_empty() {
        return upwards;
    }
    let downwards = out_of_order(&keys().map(|days| -days).collect::<Vec<_>>());
    if downwards.len() < upwards.len() { downwards } else { upwards }
}
