//! Rows of meetings.

use accession_ingest::{Row, SymbolText};
use accession_schema::vocabulary::{MeetingKind, Milestone, Precision, Step};

use super::{Outcome, Reader, place};
use crate::Symbol;
use crate::date::{self, Date};
use crate::economy::ordinal;
use crate::reading::{Reached, Reading, Sitting};
use crate::vocabulary::{ENGLISH, prepare};

/// A subject of more words than this is a paragraph.
const TOPIC_WORDS: usize = 15;

/// Words of meetings that did not take place.
const NOT_HELD: [&str; 3] = ["cancelled", "canceled", "postponed"];

/// Labels that name the subject of a meeting in the block of meetings, and a step elsewhere.
pub(super) fn is_subject(step: Step) -> bool {
    matches!(
        step,
        Step::Agriculture
            | Step::Services
            | Step::SpsChecklist
            | Step::TbtChecklist
            | Step::TripsQuestionnaire
            | Step::ImportLicensingQuestionnaire
            | Step::CustomsValuationChecklist
            | Step::StateTradingQuestionnaire
            | Step::SubsidiesNotification
            | Step::Legislation
    )
}

/// What the label of a meeting's row says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Label<'s> {
    pub(super) ordinal: Option<u32>,
    pub(super) topic: Option<&'s str>,
    pub(super) is_resumption: bool,
}

/// Reads "20th", "20th meeting resumed", "resumed", "On agriculture".
pub(super) fn numbered_or_on(label: &str) -> Option<Label<'_>> {
    let (label, is_resumption) = without_resumed(label);
    if let Some(topic) = on_topic(label) {
        return Some(Label { topic: Some(topic), is_resumption, ..Label::default() });
    }
    let mut key = String::new();
    prepare(label, &mut key);
    let mut found = Label { is_resumption, ..Label::default() };
    let mut bare = String::new();
    for word in key.split(' ') {
        match (ordinal(word), word) {
            (Some((number, "")), _) if found.ordinal.is_none() => found.ordinal = Some(number),
            (_, word) if is_resumed(word) => found.is_resumption = true,
            (_, "meeting" | "session" | "of" | "working" | "party" | "formal" | "informal") => {}
            _ => {
                bare.push_str(word);
                bare.push(' ');
            }
        }
    }
    // What is left may only be captions: "8th News item".
    let known = found.ordinal.is_some() || found.is_resumption;
    (known && ENGLISH.is_caption(&bare)).then_some(found)
}

/// A label without a "(resumed)" at its end, and whether it had one.
pub(super) fn without_resumed(label: &str) -> (&str, bool) {
    let bracket = label.rfind('(').map(|open| label.split_at(open));
    match bracket {
        Some((before, inner)) if is_resumed(inner.trim_matches(['(', ')', ' '])) => {
            (accession_ingest::trim(before), true)
        }
        _ => (label, false),
    }
}

fn is_resumed(word: &str) -> bool {
    ["resumed", "resumption", "continued", "contd", "reconvened"]
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known))
}

fn on_topic(label: &str) -> Option<&str> {
    let topic = label.strip_prefix("On").or_else(|| label.strip_prefix("on"))?;
    let bare = accession_ingest::trim(topic).trim_end_matches([',', ':', ';']);
    (bare.len() < topic.len() && !bare.is_empty() && bare.split_whitespace().count() <= TOPIC_WORDS)
        .then_some(bare)
}

/// Whether a label can be the subject of a meeting although it does not begin with "On": it is short, and no document
/// of an accession series stands on the row.
pub(super) fn may_be_topic(row: &Row<'_>, symbols: &[SymbolText<'_>]) -> bool {
    let is_listing = symbols.iter().any(|symbol| Symbol::parse(symbol.text).economy_code().is_some());
    row.date.is_some() && !is_listing && row.label.split_whitespace().count() <= TOPIC_WORDS
}

impl<'d, 's> Reader<'d, 's> {
    /// A row of a meeting.
    pub(super) fn sitting(&mut self, row: &'d Row<'s>, kind: MeetingKind, label: Label<'s>) -> Outcome {
        if label.topic.is_some() && kind == MeetingKind::Formal {
            return Outcome::unread("formal_meeting_with_subject");
        }
        let (start, end) =
            match row.date.map(|written| date::ends(written).map_err(|error| (written.text, error))) {
                None => (None, None),
                // A dash behind a single date is punctuation.
                Some(Ok((start, None))) => (Some(start), Some(start)),
                Some(Ok((start, Some(end)))) if is_sitting(start, end) => (Some(start), Some(end)),
                Some(Ok(_)) => return Outcome::unread("no_day_of_meeting"),
                Some(Err((text, error))) => {
                    self.impossible(row.line, text, &error.to_string());
                    (None, None)
                }
            };
        let lower = row.text.to_lowercase();
        if NOT_HELD.iter().any(|word| lower.contains(word)) {
            return Outcome::unread("meeting_not_held");
        }
        let symbols = self.reading.dossier.symbols(row);
        if symbols.len() > 1 {
            return Outcome::unread("several_symbols_on_a_meeting");
        }
        let text = if row.date.is_some() || !symbols.is_empty() { row.remark } else { row.label };
        let mut remark = String::new();
        prepare(text, &mut remark);
        let mut behind = String::new();
        prepare(symbols.first().map_or("", |symbol| symbol.remark), &mut behind);
        let says = |word: &str| remark.split(' ').chain(behind.split(' ')).any(|found| found == word);
        let is_resumption =
            label.is_resumption || remark.split(' ').any(is_resumed) || without_resumed(text).1;
        let above =
            self.reading.sittings.last().filter(|above| above.kind == kind).and_then(|above| above.ordinal);
        self.reading.sittings.push(Sitting {
            place: place(row),
            kind,
            ordinal: label.ordinal.or(if is_resumption { above } else { None }),
            topic: label.topic,
            start,
            end,
            is_resumption,
            has_documents: says("document"),
            has_news: says("new"),
            symbol: symbols.first().map(|symbol| Symbol::parse(symbol.text)),
        });
        Outcome::Extracted
    }
}

/// A sitting is a day, a range of days, or one month known no better.
fn is_sitting(start: Date, end: Date) -> bool {
    let days = start.precision() == Precision::Day && end.precision() == Precision::Day;
    days || start == end
}

/// The first and the last formal meeting are milestones: the first day of the one numbered 1, and the last day of the
/// one with the highest number.
pub(super) fn reach_first_and_last(reading: &mut Reading<'_, '_>) {
    let formal = || reading.sittings.iter().filter(|sitting| sitting.kind == MeetingKind::Formal);
    let first = formal().find(|sitting| sitting.ordinal == Some(1) && !sitting.is_resumption);
    let latest_day = |sitting: &&Sitting<'_>| (sitting.ordinal, sitting.end.map(Date::latest));
    let last = formal().filter(|sitting| sitting.ordinal.is_some()).max_by_key(latest_day);
    let reached = |sitting: &Sitting<'_>, milestone, date| Reached {
        place: sitting.place,
        milestone,
        date,
        symbol: sitting.symbol.as_ref().map(|symbol| symbol.as_str().to_owned()),
    };
    let first = first.map(|sitting| reached(sitting, Milestone::FirstMeeting, sitting.start));
    let last = last.map(|sitting| reached(sitting, Milestone::LastMeeting, sitting.end));
    reading.reached.extend(first.into_iter().chain(last));
}
