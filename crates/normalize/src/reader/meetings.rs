//! Rows of meetings.

use accession_ingest::{Marker, Row, RowClass, SymbolText, WrittenEnd};
use accession_schema::vocabulary::{MeetingKind, Milestone, Precision, Step};

use super::{Outcome, Reader, place};
use crate::Symbol;
use crate::date::{self, Date};
use crate::reading::{Reached, Reading, Sitting};
use crate::vocabulary::{Kind, Meaning, VOCABULARY, prepare};

/// A subject of more words than this is a paragraph.
const TOPIC_WORDS: usize = 15;

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
    /// Whether the heading of the column of dates stands behind the number: each cell repeats its heading then.
    pub(super) has_headings: bool,
}

/// Reads "20th", "20th meeting resumed", "resumed", "On agriculture".
pub(super) fn numbered_or_on(label: &str) -> Option<Label<'_>> {
    let (label, is_resumption) = without_resumed(label);
    if let Some(topic) = on_topic(label) {
        return Some(Label { topic: Some(topic), is_resumption, ..Label::default() });
    }
    let words = &VOCABULARY.words;
    let mut found = Label { is_resumption, ..Label::default() };
    let mut bare = String::new();
    for token in label.split(accession_ingest::is_blank_char) {
        match words.ordinal(token.trim_matches(['(', ')'])) {
            Some((number, rest)) if found.ordinal.is_none() && !rest.contains(char::is_alphanumeric) => {
                found.ordinal = Some(number);
            }
            _ => {
                bare.push_str(token);
                bare.push(' ');
            }
        }
    }
    let mut key = String::new();
    VOCABULARY.key(&bare, &mut key);
    let mut rest = String::new();
    for word in key.split(' ') {
        if words.is(Kind::Resumed, word) {
            found.is_resumption = true;
        } else if !rest.is_empty() || !words.is(Kind::Meeting, word) {
            rest.push_str(word);
            rest.push(' ');
        }
    }
    // What is left may only be captions: "8th News item".
    let is_known = found.ordinal.is_some() || found.is_resumption;
    found.has_headings = !rest.trim().is_empty() && !says_links(&rest);
    (is_known && VOCABULARY.is_caption(&rest)).then_some(found)
}

/// Whether captions name what a row may be linked to.
fn says_links(captions: &str) -> bool {
    [Kind::News, Kind::Documents].into_iter().any(|kind| VOCABULARY.words.has(kind, captions))
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

fn is_resumed(words: &str) -> bool {
    VOCABULARY.words.has(Kind::Resumed, words)
}

fn on_topic(label: &str) -> Option<&str> {
    let (lead, topic) = label.split_once(accession_ingest::is_blank_char)?;
    if !VOCABULARY.words.is(Kind::On, &crate::vocabulary::raw_words(lead)) {
        return None;
    }
    let bare = accession_ingest::trim(topic).trim_end_matches([',', ':', ';']);
    (!bare.is_empty() && bare.split_whitespace().count() <= TOPIC_WORDS).then_some(bare)
}

/// Whether a label can be the subject of a meeting although it does not begin with "On": it is short, its date is in
/// numbers and not that of a sentence, and no document of an accession series stands on the row.
pub(super) fn may_be_topic(row: &Row<'_>, symbols: &[SymbolText<'_>]) -> bool {
    let is_listing = symbols.iter().any(|symbol| Symbol::parse(symbol.text).economy_code().is_some());
    let is_number = row.date.is_some_and(|date| date.is_in_numbers());
    let is_sentence = row.text.ends_with('.');
    is_number && !is_listing && !is_sentence && row.label.split_whitespace().count() <= TOPIC_WORDS
}

/// A sitting whose cells stand on lines of their own.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenSitting<'s> {
    /// Its first row, and its last one so far.
    first: usize,
    last: usize,
    /// The last heading above a value, where cells repeat their headings.
    headings: Option<&'s str>,
    /// Whether a dash stands behind the day, so that the last day may follow.
    awaits_end: bool,
}

/// A sitting takes fewer days.
pub(super) const SITTING_DAYS: i32 = 15;

impl<'s> Reader<'_, 's> {
    /// A row of a meeting.
    pub(super) fn sitting(
        &mut self,
        index: usize,
        row: &Row<'s>,
        kind: MeetingKind,
        mut label: Label<'s>,
    ) -> Outcome {
        if label.topic.is_some() && kind == MeetingKind::Formal {
            return Outcome::unread("formal_meeting_with_subject");
        }
        let dossier = self.reading.dossier;
        let further = dossier.further_dates(row);
        if !further.is_empty()
            && (label.ordinal.is_some() || !dossier.symbols(row).is_empty() || !row.dates_are_listed)
        {
            return Outcome::unread("two_dates");
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
        if VOCABULARY.words.has(Kind::NotHeld, row.text) {
            return Outcome::unread("meeting_not_held");
        }
        let symbols = self.reading.dossier.symbols(row);
        if symbols.len() > 1 {
            return Outcome::unread("several_symbols_on_a_meeting");
        }
        let kind = bracketed(row, kind, &mut label);
        let is_unlabelled = label.ordinal.is_none() && label.topic.is_none() && !label.is_resumption;
        if let Some(behind) = behind_date(row, kind).filter(|_| is_unlabelled) {
            label = Label { has_headings: label.has_headings, ..behind };
        }
        let is_bare = label.ordinal.is_none() && label.topic.is_none() && !label.is_resumption;
        if is_bare && start.is_none() {
            return if self.symbol_of_sitting(index, row, kind) {
                Outcome::Extracted
            } else {
                Outcome::unread("no_day_of_meeting")
            };
        }
        let text = if row.date.is_some() || !symbols.is_empty() { row.remark } else { row.label };
        let mut said = String::new();
        VOCABULARY.key(text, &mut said);
        let mut behind = String::new();
        prepare(symbols.first().map_or("", |symbol| symbol.remark), &mut behind);
        let words = &VOCABULARY.words;
        // Where cells repeat their headings, what is there is said twice.
        let least = if label.has_headings { 2 } else { 1 };
        let says = |kind| {
            said.split(' ').chain(behind.split(' ')).filter(|found| words.is(kind, found)).count() >= least
        };
        let is_resumption = label.is_resumption
            || said.split(' ').any(|word| words.is(Kind::Resumed, word))
            || without_resumed(text).1;
        let above =
            self.reading.sittings.last().filter(|above| above.kind == kind).and_then(|above| above.ordinal);
        let news = dossier.links(row).find(|(linked, _)| words.has(Kind::News, linked));
        let documents = dossier.links(row).find(|(linked, _)| words.has(Kind::Documents, linked));
        let sitting = Sitting {
            place: place(row),
            kind,
            ordinal: label.ordinal.or(if is_resumption { above } else { None }),
            topic: label.topic,
            start,
            end,
            is_resumption,
            has_documents: documents.is_some() || says(Kind::Documents),
            has_news: news.is_some() || says(Kind::News),
            symbol: symbols.first().map(|symbol| Symbol::parse(symbol.text)),
            url: symbols.first().and_then(|symbol| symbol.url).or(documents.map(|(_, url)| url)),
            news_url: news.map(|(_, url)| url),
        };
        if is_bare && further.is_empty() && self.completes_sitting(index, row, &sitting) {
            return Outcome::Extracted;
        }
        let mut sittings = vec![sitting.clone()];
        for written in further {
            match date::ends(*written) {
                Ok((start, end)) if end.is_none_or(|end| is_sitting(start, end)) => {
                    sittings.push(Sitting {
                        start: Some(start),
                        end: end.or(Some(start)),
                        ..sitting.clone()
                    });
                }
                Ok(_) => return Outcome::unread("no_day_of_meeting"),
                Err(error) => self.impossible(row.line, written.text, &error.to_string()),
            }
        }
        self.reading.sittings.append(&mut sittings);
        // Where a page has a cell a line, the day and the links stand on the lines below.
        let is_whole = start.is_some() && (sitting.has_documents || sitting.has_news);
        self.open_sitting = (symbols.is_empty() && !is_whole).then_some(OpenSitting {
            first: index,
            last: index,
            headings: label.has_headings.then_some(""),
            awaits_end: row.date.is_some_and(|written| written.end == WrittenEnd::Open),
        });
        Outcome::Extracted
    }

    /// A meeting on a bullet of its own: its number or subject and its day.
    pub(super) fn sitting_of_bullet(
        &mut self,
        index: usize,
        row: &Row<'s>,
        kind: MeetingKind,
    ) -> Option<Outcome> {
        let (at, date) = accession_ingest::find_date(row.label).filter(|(_, date)| date.is_in_numbers())?;
        let (label, behind) = row.label.split_at_checked(at)?;
        let label = numbered_or_on(accession_ingest::trim(label))?;
        let remark = accession_ingest::trim(behind.get(date.text.len()..)?);
        if !remark.is_empty() && !VOCABULARY.is_caption(remark) {
            return None;
        }
        let mut row = row.clone();
        (row.class, row.label, row.date, row.remark) = (RowClass::Entry, "", Some(date), remark);
        Some(self.sitting(index, &row, kind, label))
    }

    /// Takes a line that holds no more than a day, or a day and links, for the sitting whose number or subject stands on the
    /// line above.
    fn completes_sitting(&mut self, index: usize, row: &Row<'s>, found: &Sitting<'s>) -> bool {
        let Some(open) = self.open_sitting.as_mut().filter(|open| open.last + 1 == index) else {
            return false;
        };
        let is_last_day = |above: &Sitting<'_>| {
            let days = above
                .start
                .zip(found.end)
                .map(|(first, last)| last.latest().epoch_days() - first.earliest().epoch_days());
            open.awaits_end && days.is_some_and(|days| (1..SITTING_DAYS).contains(&days))
        };
        let is_of = |above: &&mut Sitting<'_>| {
            above.kind == found.kind && (above.start.is_none() || is_last_day(above))
        };
        let Some(sitting) = self.reading.sittings.last_mut().filter(is_of) else { return false };
        open.last = index;
        let first = open.first;
        if !row.label.is_empty() {
            open.headings.get_or_insert("");
        }
        sitting.place.span.end = row.span.end;
        (sitting.start, sitting.end) = (sitting.start.or(found.start), found.end);
        sitting.is_resumption |= found.is_resumption;
        sitting.has_documents |= found.has_documents;
        sitting.has_news |= found.has_news;
        // Captions between its lines are within what the sitting was read from.
        (first..index).for_each(|row| self.set(row, Outcome::Extracted));
        true
    }

    /// Takes a line with nothing but a symbol for the sitting on the lines above, where a page has a cell a line.
    fn symbol_of_sitting(&mut self, index: usize, row: &Row<'s>, kind: MeetingKind) -> bool {
        let [symbol] = self.reading.dossier.symbols(row) else { return false };
        let open = self.open_sitting.as_mut().filter(|open| open.last + 1 == index);
        let above = self.reading.sittings.last_mut().filter(|above| above.kind == kind);
        let (Some(open), Some(sitting)) = (open, above.filter(|above| above.symbol.is_none())) else {
            return false;
        };
        if !symbol.remark.is_empty() {
            return false;
        }
        sitting.symbol = Some(Symbol::parse(symbol.text));
        sitting.url = symbol.url.or(sitting.url);
        sitting.place.span.end = row.span.end;
        open.last = index;
        let first = open.first;
        (first..index).for_each(|row| self.set(row, Outcome::Extracted));
        true
    }

    /// Whether a line only repeats the heading of its column, where a page has a cell a line: behind the day stand as many
    /// captions as there are headings left, and this is the one of its place.
    fn repeats_heading(&self, index: usize, row: &Row<'s>) -> bool {
        let is_caption = |row: &&Row<'_>| row.class == RowClass::Text && VOCABULARY.is_caption(row.label);
        let rows = &self.reading.dossier.rows;
        let above = rows.get(..index).unwrap_or_default().iter().rev().take_while(is_caption).count();
        let from_here = rows.get(index..).unwrap_or_default().iter().take_while(is_caption).count();
        let is_first = |heading: &&&str| {
            let mut key = String::new();
            prepare(heading, &mut key);
            VOCABULARY.words.is(Kind::FirstColumn, &key)
        };
        let first = self.headings.iter().take_while(is_first).count();
        above + from_here == self.headings.len() - first
            && above + from_here > 1
            && self.headings.get(first + above) == Some(&row.label)
    }

    /// Passes over a sign between the cells of a sitting or term that stand on lines of their own.
    pub(super) fn pass(&mut self, index: usize) {
        if let Some(open) = self.open_sitting.as_mut().filter(|open| open.last + 1 == index) {
            open.last = index;
        }
        if let Some(term) = &mut self.term {
            term.pass(index);
        }
    }

    /// Takes a line of links for the sitting on the lines above, where a page has a cell a line.
    pub(super) fn sitting_links(&mut self, index: usize, row: &Row<'s>) -> bool {
        let Some(open) = self.open_sitting.as_mut().filter(|open| open.last + 1 == index) else {
            return false;
        };
        let Some(sitting) = self.reading.sittings.last_mut() else { return false };
        open.last = index;
        let is_heading = self.headings.is_empty() || self.headings.contains(&row.label);
        if sitting.start.is_none() && (is_heading || !says_links(row.label)) {
            // The caption of the day that follows, or stands for it.
            open.headings.get_or_insert("");
            return false;
        }
        let is_linked = self.reading.dossier.links(row).any(|(linked, _)| says_links(linked));
        let is_value = row.marker == Marker::None && says_links(row.label);
        if !is_value || !is_linked && self.repeats_heading(index, row) {
            return false;
        }
        let (Some(open), Some(sitting)) = (&mut self.open_sitting, self.reading.sittings.last_mut()) else {
            return false;
        };
        // Where cells repeat their headings, what is there is said twice, or is no heading of a column.
        let is_cell = !row.label.contains('\t');
        let may_be_heading = is_heading || !is_cell;
        if let Some(heading) = &mut open.headings
            && may_be_heading
            && std::mem::replace(heading, row.label) != row.label
            && !is_linked
        {
            return false;
        }
        let words = &VOCABULARY.words;
        sitting.place.span.end = row.span.end;
        sitting.has_documents |= words.has(Kind::Documents, row.label);
        sitting.has_news |= words.has(Kind::News, row.label);
        let first = open.first;
        (first..index).for_each(|row| self.set(row, Outcome::Extracted));
        true
    }
}

/// What stands behind the date where the day leads the columns: the number of the meeting, or its subject.
fn behind_date<'s>(row: &Row<'s>, kind: MeetingKind) -> Option<Label<'s>> {
    row.date?;
    let (cell, is_cell) = match row.remark.split_once('\t') {
        Some((cell, _)) => (accession_ingest::trim(cell), true),
        None => (row.remark, row.text.contains('\t')),
    };
    let found =
        numbered_or_on(row.remark).filter(|found| found.topic.is_none()).or_else(|| numbered_or_on(cell));
    if found.is_some() || kind == MeetingKind::Formal {
        return found.filter(|found| found.topic.is_none() || kind != MeetingKind::Formal);
    }
    let (subject, is_resumption) = without_resumed(cell);
    let is_known = || {
        let found = VOCABULARY.find(subject);
        found.is_some_and(|found| matches!(found.meaning, Meaning::Step(step) if is_subject(step)))
    };
    let is_subject = subject.starts_with(char::is_uppercase)
        && !subject.contains(|c: char| c.is_ascii_digit())
        && !VOCABULARY.is_caption(subject)
        && !says_links(subject)
        && subject.split_whitespace().count() <= TOPIC_WORDS
        && (is_cell || is_known());
    is_subject.then_some(Label { topic: Some(subject), is_resumption, ..Label::default() })
}

/// What a bracket right behind the date says: the ordinal, or that the meeting was informal.
fn bracketed(row: &Row<'_>, kind: MeetingKind, label: &mut Label<'_>) -> MeetingKind {
    let inner = row.remark.strip_prefix('(').and_then(|inner| inner.split_once(')'));
    let Some((inner, _)) = inner.filter(|_| kind == MeetingKind::Formal && row.date.is_some()) else {
        return kind;
    };
    if let Some((number, rest)) = VOCABULARY.words.ordinal(inner)
        && label.ordinal.is_none()
        && VOCABULARY.is_caption(rest)
    {
        label.ordinal = Some(number);
    }
    let mut key = String::new();
    VOCABULARY.key(inner, &mut key);
    if key.split(' ').any(|word| VOCABULARY.words.is(Kind::Informal, word)) {
        return MeetingKind::Informal;
    }
    kind
}

/// A sitting is a day, a range of days, or one month known no better.
fn is_sitting(start: Date, end: Date) -> bool {
    let days = start.precision() == Precision::Day && end.precision() == Precision::Day;
    days || start == end
}

/// The first and the last formal meeting are milestones: the first day of the one numbered 1, and the last day of the
/// one with the highest number. Where a page numbers none of them, they are the earliest and the latest by date.
pub(super) fn reach_first_and_last(reading: &mut Reading<'_, '_>) {
    let formal = || reading.sittings.iter().filter(|sitting| sitting.kind == MeetingKind::Formal);
    let are_numbered = formal().any(|sitting| sitting.ordinal.is_some());
    let latest_day = |sitting: &&Sitting<'_>| (sitting.ordinal, sitting.end.map(Date::latest));
    let (first, last) = if are_numbered {
        (
            formal().find(|sitting| sitting.ordinal == Some(1) && !sitting.is_resumption),
            formal().filter(|sitting| sitting.ordinal.is_some()).max_by_key(latest_day),
        )
    } else {
        let dated = || formal().filter(|sitting| sitting.start.is_some());
        (
            dated()
                .filter(|sitting| !sitting.is_resumption)
                .min_by_key(|sitting| sitting.start.map(Date::earliest)),
            dated().max_by_key(latest_day),
        )
    };
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
