//! Rows of chairpersons. A term may be split over several lines: start, end, name.

use accession_ingest::{Marker, Row, WrittenEnd, find_date, trim};
use accession_schema::vocabulary::{Language, Layout, Precision};

use super::{Outcome, Reader, place};
use crate::date::{self, Date};
use crate::person::{self, Person};
use crate::reading::{Place, Term};
use crate::vocabulary::{Kind, Meaning, VOCABULARY, raw_words};

/// What the label of a chairperson's row says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Label<'s> {
    ordinal: Option<u32>,
    is_acting: bool,
    person: Option<&'s str>,
    /// Start and end where the page gives years alone, which are no dates anywhere else.
    years: Option<Years>,
}

/// Start and end of a term.
type Years = (Date, Option<Date>);

/// A term whose lines are being read.
#[derive(Debug)]
pub(super) struct OpenTerm<'s> {
    term: Term<'s>,
    rows: Vec<usize>,
    /// Whether the range of dates was left open, so that an end may follow.
    awaits_end: bool,
}

/// Reads "5th", "acting", "1st Ambassador Vesa Himanen (Finland)".
pub(super) fn label(text: &str, language: Language) -> Option<Label<'_>> {
    let mut label = Label::default();
    let mut rest = trim(text);
    loop {
        if let Some((number, behind)) = VOCABULARY.words.ordinal(rest) {
            label.ordinal = label.ordinal.or(Some(number));
            rest = trim(behind);
        } else if let Some(behind) = lead(Kind::Acting, rest.trim_start_matches(['(', ')'])) {
            label.is_acting = true;
            rest = trim(behind);
        } else {
            break;
        }
    }
    let rest = rest.trim_matches(|c: char| matches!(c, ':' | '.' | ',' | '|')).trim();
    let is_filler = VOCABULARY.words.is(Kind::Filler, &raw_words(rest));
    let rest = if is_filler { "" } else { rest };
    let rest = match years(rest) {
        Some((start, end, behind)) => {
            label.years = Some((start, end));
            behind
        }
        None => rest,
    };
    if !rest.is_empty() {
        if !person::is_person(rest, language) {
            return None;
        }
        label.person = Some(rest);
    }
    let says_something =
        label.ordinal.is_some() || label.is_acting || label.person.is_some() || label.years.is_some();
    says_something.then_some(label)
}

/// Reads "2004 - 2006" and "2004 -" at the start of a text.
fn years(text: &str) -> Option<(Date, Option<Date>, &str)> {
    let year = |text: &'_ str| text.get(..4).and_then(|year| year.parse::<Date>().ok());
    let start = year(text)?;
    let behind = trim(text.get(4..)?).strip_prefix(['-', '\u{2013}', '\u{2014}'])?;
    let behind = trim(behind);
    match year(behind) {
        Some(end) => Some((start, Some(end), trim(behind.get(4..)?))),
        None => Some((start, None, behind)),
    }
}

/// More words than these are no phrase of a kind.
const PHRASE_WORDS: usize = 5;

/// What follows the longest phrase of a kind at the start of a text.
pub(super) fn lead(kind: Kind, text: &str) -> Option<&str> {
    let is_end = |c: char| accession_ingest::is_blank_char(c) || matches!(c, ')' | ',' | ':');
    let ends = text.match_indices(is_end).map(|(at, _)| at).chain([text.len()]).take(PHRASE_WORDS);
    let known =
        ends.filter(|end| text.get(..*end).is_some_and(|head| VOCABULARY.words.is(kind, &raw_words(head))));
    known.last().and_then(|end| text.get(end..))
}

/// The person behind a label on the same line, and the term in a bracket behind them: "Chairman: H.E. Mr. X (Iceland)
/// (Dec 1997 - )".
pub(super) fn labelled(label: &str) -> Option<(&str, Option<Years>)> {
    let (title, person) = label.split_once(':')?;
    let is_chair = VOCABULARY.find(title).is_some_and(|found| found.meaning == Meaning::Chairs);
    if !is_chair || trim(person).is_empty() {
        return None;
    }
    let person = trim(person);
    let bracket = person.rfind('(').map(|open| person.split_at(open));
    if let Some((before, inner)) = bracket
        && let Some((at, written)) = find_date(inner)
        && at <= 2
        && let Ok((start, end)) = date::ends(written)
    {
        let is_range = matches!(written.end, WrittenEnd::At(_));
        return Some((trim(before), Some((start, end.filter(|_| is_range)))));
    }
    Some((person, None))
}

impl<'d, 's> Reader<'d, 's> {
    /// A chairperson's row with a date.
    pub(super) fn term(&mut self, index: usize, row: &'d Row<'s>, label: Label<'s>) -> Outcome {
        let Some(written) = row.date else { return Outcome::Unresolved };
        if !self.reading.dossier.further_dates(row).is_empty() {
            return Outcome::unread("two_dates");
        }
        let (start, end) = match date::ends(written) {
            Ok((start, end)) => (Some(start), end),
            Err(error) => {
                self.impossible(row.line, written.text, &error.to_string());
                (None, None)
            }
        };
        // A term that runs says so in a word, or in none.
        let remark = lead(Kind::Runs, row.remark).unwrap_or(row.remark);
        let person = person::parse(label.person.unwrap_or(remark), self.language());
        let bare = label.ordinal.is_none() && !label.is_acting && person.name.is_none();
        // A bare date under an open range is its end.
        if bare
            && written.end == WrittenEnd::None
            && matches!(row.marker, Marker::None | Marker::Dash)
            && let Some(open) = self.term.as_mut().filter(|open| open.awaits_end && open.is_above(index))
        {
            open.term.end = start;
            open.awaits_end = false;
            open.extend(index, row);
            return Outcome::Extracted;
        }
        let is_range = matches!(written.end, WrittenEnd::At(_));
        // A bare range under a name is the term of that person.
        if bare
            && written.end != WrittenEnd::None
            && let Some(open) = self
                .term
                .as_mut()
                .filter(|open| open.term.name.is_some() && open.term.start.is_none() && open.is_above(index))
        {
            open.term.start = start;
            open.term.end = end.filter(|_| is_range);
            open.extend(index, row);
            return Outcome::Extracted;
        }
        self.close_term();
        self.open_term(
            OpenTerm::new(index, row, label, start, end.filter(|_| is_range), person),
            written.end == WrittenEnd::Open,
        )
    }

    /// A line of a chairperson without a date: their name, or an ordinal alone. `None` if it is neither.
    pub(super) fn term_text(&mut self, index: usize, row: &'d Row<'s>) -> Option<Outcome> {
        let language = self.language();
        let label = label(row.label, language)?;
        if let Label { person: Some(person), ordinal: None, years: None, .. } = label
            && let Some(open) =
                self.term.as_mut().filter(|open| open.term.name.is_none() && open.is_above(index))
        {
            open.take(person::parse(person, language));
            open.extend(index, row);
            return Some(Outcome::Extracted);
        }
        self.close_term();
        let person = label.person.map(|person| person::parse(person, language)).unwrap_or_default();
        let (start, end) = label.years.map_or((None, None), |(start, end)| (Some(start), end));
        Some(self.open_term(OpenTerm::new(index, row, label, start, end, person), false))
    }

    /// A line that holds the label, the person and their term: "Chairman: H.E. Mr. X (Iceland) Dec 1997 -". `None` if it
    /// is none.
    pub(super) fn labelled_term(
        &mut self,
        index: usize,
        row: &'d Row<'s>,
        label: &'s str,
    ) -> Option<Outcome> {
        let (person, bracketed) = labelled(label)?;
        let language = self.language();
        if !person::is_person(person, language) || !self.reading.dossier.further_dates(row).is_empty() {
            return None;
        }
        self.close_term();
        let (start, end) = match (bracketed, row.date.map(date::ends)) {
            (Some((start, end)), None) => (Some(start), end),
            (None, Some(Ok((start, end)))) => {
                let is_range = row.date.is_some_and(|written| matches!(written.end, WrittenEnd::At(_)));
                (Some(start), end.filter(|_| is_range))
            }
            (None, None) => (None, None),
            _ => return None,
        };
        let person = person::parse(person, language);
        Some(self.open_term(OpenTerm::new(index, row, Label::default(), start, end, person), false))
    }

    /// Whether a row among chairpersons is the value of the step whose label stands above them, as in status tables: a
    /// day and nothing else, where no term waits for its end.
    pub(super) fn is_of_step_above(&self, row: &Row<'_>) -> bool {
        let is_day = row.date.is_some_and(|written| {
            written.end == WrittenEnd::None
                && Date::from_calendar(written.start).is_ok_and(|date| date.precision() == Precision::Day)
        });
        self.reading.dossier.layout == Layout::StatusTable
            && is_day
            && row.label.is_empty()
            && row.remark.is_empty()
    }

    fn open_term(&mut self, mut open: OpenTerm<'s>, awaits_end: bool) -> Outcome {
        open.awaits_end = awaits_end;
        self.term = Some(open);
        Outcome::Extracted
    }

    /// Ends the term being read. Without a name it was none, and its lines are unread.
    pub(super) fn close_term(&mut self) {
        let Some(open) = self.term.take() else { return };
        if open.term.name.is_some() {
            self.reading.terms.push(open.term);
        } else {
            for row in open.rows {
                self.set(row, Outcome::unread("term_without_name"));
            }
        }
    }
}

impl<'s> OpenTerm<'s> {
    fn new(
        index: usize,
        row: &Row<'s>,
        label: Label<'s>,
        start: Option<Date>,
        end: Option<Date>,
        person: Person<'s>,
    ) -> Self {
        let mut open = Self {
            term: Term {
                place: place(row),
                ordinal: label.ordinal,
                is_acting: label.is_acting,
                start,
                end,
                honorific: None,
                name: None,
                representing: None,
            },
            rows: vec![index],
            awaits_end: false,
        };
        open.take(person);
        open
    }

    fn take(&mut self, person: Person<'s>) {
        self.term.honorific = person.honorific;
        self.term.name = person.name;
        self.term.representing = person.representing;
    }

    /// Whether no other row stands between the term's last one and this.
    fn is_above(&self, index: usize) -> bool {
        self.rows.last().is_some_and(|last| last + 1 == index)
    }

    fn extend(&mut self, index: usize, row: &Row<'s>) {
        self.rows.push(index);
        let Place { line, mut span } = self.term.place;
        span.end = row.span.end;
        self.term.place = Place { line, span };
    }
}
