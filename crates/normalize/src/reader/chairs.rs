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
pub(super) type Years = (Date, Option<Date>);

/// A term whose lines are being read.
#[derive(Debug)]
pub(super) struct OpenTerm<'s> {
    term: Term<'s>,
    rows: Vec<usize>,
    /// Captions right below the last row.
    captions: usize,
    /// Whether the range of dates was left open, so that an end may follow.
    awaits_end: bool,
}

/// Reads "5th", "acting", "1st Ambassador Vesa Himanen (Finland)".
pub(super) fn label(text: &str, language: Language) -> Option<Label<'_>> {
    let mut label = Label::default();
    let mut rest = trim(text);
    loop {
        if let Some((number, behind)) = VOCABULARY.words.ordinal(rest).or_else(|| bare_number(rest)) {
            label.ordinal = label.ordinal.or(Some(number));
            rest = trim(behind);
        } else if let Some(behind) = lead(Kind::Acting, rest.trim_start_matches(['(', ')'])) {
            label.is_acting = true;
            rest = trim(behind);
        } else if let Some(behind) = VOCABULARY.behind_caption(rest) {
            // The heading of a column before its value.
            rest = trim(behind);
        } else {
            break;
        }
    }
    let rest = rest.trim_matches(|c: char| matches!(c, ':' | '.' | ',' | '|')).trim();
    let is_filler = VOCABULARY.words.is(Kind::Filler, &raw_words(rest)) || VOCABULARY.is_caption(rest);
    let rest = if is_filler { "" } else { lead(Kind::Filler, rest).map_or(rest, trim) };
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

/// A number without the ending of an ordinal, and nothing behind it, as in a column of numbers.
fn bare_number(text: &str) -> Option<(u32, &str)> {
    let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    Some((text.parse().ok().filter(|_| is_number)?, ""))
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

/// What stands behind a label of chairpersons on the same line: "H.E. Mr. X (Iceland)" in "Chairman: H.E. Mr. X (Iceland)".
pub(super) fn labelled(label: &str) -> Option<&str> {
    let (title, person) = label.split_once(':')?;
    let is_chair = VOCABULARY.find(title).is_some_and(|found| found.meaning == Meaning::Chairs);
    (is_chair && !trim(person).is_empty()).then(|| trim(person))
}

/// The persons a text names and nothing else, each with the term in their bracket: "H.E. Mr. X (Iceland, Dec 1997 - )",
/// "Ambassador X (Norway, 2000 - 2003), Mr. Y (Chile)".
pub(super) fn persons(text: &str, language: Language) -> Option<Vec<(Person<'_>, Option<Years>)>> {
    let mut persons = Vec::new();
    let mut rest = trim(text);
    while !rest.is_empty() {
        rest = lead(Kind::Filler, rest).map_or(rest, trim);
        let mut depth = 0_usize;
        let end = rest.char_indices().find_map(|(at, c)| {
            depth = match c {
                '(' => depth + 1,
                ')' => depth.saturating_sub(1),
                _ => depth,
            };
            (c == ')' && depth == 0).then_some(at + 1)
        });
        let (one, behind) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        let mut person = person_with_term(one, language)?;
        rest = behind.trim_start_matches(|c| accession_ingest::is_blank_char(c) || matches!(c, ',' | ';'));
        if let (None, Some((start, end, behind))) = (person.1, years(rest)) {
            person.1 = Some((start, end));
            rest = behind.trim_start_matches([',', ';', ' ']);
        }
        persons.push(person);
        // "since" leads to the date that stands behind the person.
        if VOCABULARY.words.is(Kind::Filler, &raw_words(rest)) {
            rest = "";
        }
    }
    (!persons.is_empty()).then_some(persons)
}

/// A person, and the term in the bracket behind them.
fn person_with_term(text: &str, language: Language) -> Option<(Person<'_>, Option<Years>)> {
    if let Some((before, inner)) = text.rfind('(').map(|open| text.split_at(open))
        && let (country, Some(term)) = country_and_term(inner.trim_matches(['(', ')']))
    {
        let mut person = person::parse(before, language);
        person.representing = country.or(person.representing);
        let is_known = country.is_some() || person::is_person(before, language);
        return (is_known && person.name.is_some()).then_some((person, Some(term)));
    }
    person::is_person(text, language).then(|| (person::parse(text, language), None))
}

/// What a bracket behind a person says: a country, a term, or both with a comma between them.
fn country_and_term(inner: &str) -> (Option<&str>, Option<Years>) {
    let country = |text: &'_ str| trim(text).trim_end_matches([',', ';', ':']).len();
    let before = |at: usize| {
        let text = inner.get(..at).unwrap_or_default();
        let text = trim(trim(text).get(..country(text)).unwrap_or_default());
        Some(text).filter(|text| !text.is_empty())
    };
    if let Some((at, written)) = find_date(inner) {
        let Ok((start, end)) = date::ends(written) else { return (before(inner.len()), None) };
        let is_range = matches!(written.end, WrittenEnd::At(_));
        return (before(at), Some((start, end.filter(|_| is_range))));
    }
    // Years alone are dates behind a comma only.
    let comma = inner.rfind(',').map_or(0, |comma| comma + 1);
    match inner.get(comma..).and_then(|behind| years(trim(behind))) {
        Some((start, end, "")) => (before(comma), Some((start, end))),
        _ => (before(inner.len()), None),
    }
}

/// A sitting takes fewer days.
const SITTING_DAYS: i32 = 15;

/// Whether a text behind a term can be a name: a person, or a few words that begin with capital letters and say nothing
/// that links say.
fn may_be_name(text: &str, language: Language) -> bool {
    let bare = trim(text);
    let words = bare.split(accession_ingest::is_blank_char).filter(|word| !word.is_empty());
    let is_capital = |word: &str| {
        word.trim_start_matches('(').starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic())
    };
    let capitals = words.clone().filter(|word| is_capital(word)).count();
    let says_links = VOCABULARY.is_caption(bare) || VOCABULARY.find(bare).is_some();
    person::is_person(bare, language) || !says_links && (2..=6).contains(&words.count()) && capitals >= 2
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
        // Days of a sitting are no term.
        let is_sitting = |(from, to): (Date, Date)| {
            let are_days = from.precision() == Precision::Day && to.precision() == Precision::Day;
            are_days && to.latest().epoch_days() - from.earliest().epoch_days() < SITTING_DAYS
        };
        if matches!(written.end, WrittenEnd::At(_)) && start.zip(end).is_some_and(is_sitting) {
            return Outcome::unread("term_of_days");
        }
        // A term that runs says so in a word, or in none.
        let remark = trim(lead(Kind::Runs, row.remark).unwrap_or(row.remark));
        let remark = lead(Kind::Filler, remark).map_or(remark, trim);
        let person = person::parse(label.person.unwrap_or(remark), self.language());
        let bare = label.ordinal.is_none() && !label.is_acting && person.name.is_none();
        if bare && written.end == WrittenEnd::None && self.end_in_column(index, row, start) {
            return Outcome::Extracted;
        }
        if label.person.is_none() && !trim(remark).is_empty() && !may_be_name(remark, self.language()) {
            return Outcome::unread("term_without_name");
        }
        // A bare date under an open range is its end.
        if bare
            && written.end == WrittenEnd::None
            && matches!(row.marker, Marker::None | Marker::Dash)
            && let Some(open) = self.term.as_mut().filter(|open| {
                (open.awaits_end || row.marker == Marker::Dash && open.has_only_start())
                    && open.is_above(index)
            })
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
            && let Some(open) =
                self.term.as_mut().filter(|open| open.may_take_dates() && open.is_above(index))
        {
            open.term.start = start;
            open.term.end = end.filter(|_| is_range);
            // In a table that is drawn the country may be wrapped, beside the dates.
            let country = row.label.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
            open.term.representing = open.term.representing.or(country);
            open.extend(index, row);
            return Outcome::Extracted;
        }
        self.close_term();
        self.open_term(
            OpenTerm::new(index, row, label, start, end.filter(|_| is_range), person),
            written.end == WrittenEnd::Open,
        )
    }

    /// Takes a date and a country below an open term and its name for the second lines of these: two columns that are
    /// wrapped.
    fn end_in_column(&mut self, index: usize, row: &Row<'s>, end: Option<Date>) -> bool {
        let country = row.remark.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
        let Some(open) = self.term.as_mut().filter(|open| open.awaits_end && open.is_above(index)) else {
            return false;
        };
        let is_open = open.term.name.is_some() && open.term.representing.is_none();
        if !is_open || country.is_none() || !row.label.is_empty() {
            return false;
        }
        open.term.representing = country;
        open.term.end = end;
        open.awaits_end = false;
        open.extend(index, row);
        true
    }

    /// A line of a chairperson without a date: their name, or an ordinal alone. `None` if it is neither.
    pub(super) fn term_text(&mut self, index: usize, row: &'d Row<'s>) -> Option<Outcome> {
        let language = self.language();
        if self.country_of_term(index, row) {
            return Some(Outcome::Extracted);
        }
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

    /// The person of a term above that has none, on a bullet of their own.
    pub(super) fn person_of_bullet(&mut self, index: usize, row: &'d Row<'s>) -> Option<Outcome> {
        let is_awaited =
            self.term.as_ref().is_some_and(|open| open.term.name.is_none() && open.is_above(index));
        let is_person = is_awaited && person::is_person(row.label, self.language());
        is_person.then(|| self.term_text(index, row)).flatten()
    }

    /// Takes a line that is a bracket for what the person on the line above represents, and their term: "(Iceland, Dec
    /// 1997 - )".
    fn country_of_term(&mut self, index: usize, row: &'d Row<'s>) -> bool {
        let inner = row.label.strip_prefix('(').map(|inner| inner.strip_suffix(')').unwrap_or(inner));
        let (Some(inner), Some(open)) = (inner, self.term.as_mut().filter(|open| open.is_above(index)))
        else {
            return false;
        };
        if open.term.name.is_none() || open.term.representing.is_some() || inner.contains(['(', ')']) {
            return false;
        }
        let (country, years) = country_and_term(inner);
        open.term.representing = country;
        if let (Some((start, end)), None) = (years, open.term.start) {
            (open.term.start, open.term.end) = (Some(start), end);
        }
        open.extend(index, row);
        true
    }

    /// A row that holds nothing but persons, and the term of the last one: in status tables, where they stand below the label
    /// of a step, or behind a label of their own.
    pub(super) fn terms_of_persons(
        &mut self,
        index: usize,
        row: &'d Row<'s>,
        text: &'s str,
    ) -> Option<Outcome> {
        let is_day =
            row.date.is_some_and(|written| written.end == WrittenEnd::None && written.start.day.is_some());
        if is_day || !self.reading.dossier.further_dates(row).is_empty() {
            return None;
        }
        let mut persons = persons(text, self.language())?;
        let (last, term) = persons.pop()?;
        self.close_term();
        self.add_terms(row, persons);
        let written = row.date.and_then(|written| Some((written, date::ends(written).ok()?)));
        let (start, end) = match (term, written) {
            (Some((start, end)), _) => (Some(start), end),
            (None, Some((written, (start, end)))) => {
                (Some(start), end.filter(|_| matches!(written.end, WrittenEnd::At(_))))
            }
            (None, None) => (None, None),
        };
        Some(self.open_term(OpenTerm::new(index, row, Label::default(), start, end, last), false))
    }

    /// Adds terms that stand on a row as a whole.
    pub(super) fn add_terms(&mut self, row: &Row<'s>, persons: Vec<(Person<'s>, Option<Years>)>) {
        for (person, term) in persons {
            let (start, end) = term.map_or((None, None), |(start, end)| (Some(start), end));
            let open = OpenTerm::new(0, row, Label::default(), start, end, person);
            self.reading.terms.push(open.term);
        }
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
            // Captions between its lines are within what the term was read from.
            if let (Some(first), Some(last)) = (open.rows.first(), open.rows.last()) {
                (*first..*last).for_each(|row| self.set(row, Outcome::Extracted));
            }
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
            captions: 0,
            awaits_end: false,
        };
        open.take(person);
        open
    }

    /// Whether the term has a number or a name, and no dates yet.
    fn may_take_dates(&self) -> bool {
        self.term.start.is_none()
            && (self.term.name.is_some() || self.term.ordinal.is_some() || self.term.is_acting)
    }

    /// Whether the term has a number and a start, and nothing else yet.
    fn has_only_start(&self) -> bool {
        self.term.start.is_some() && self.term.end.is_none() && self.term.name.is_none()
    }

    fn take(&mut self, person: Person<'s>) {
        self.term.honorific = person.honorific;
        self.term.name = person.name;
        self.term.representing = person.representing;
    }

    /// Whether no other row but captions stands between the term's last one and this.
    fn is_above(&self, index: usize) -> bool {
        self.rows.last().is_some_and(|last| last + self.captions + 1 == index)
    }

    /// Passes over a caption between the lines of a term.
    pub(super) fn pass(&mut self, index: usize) {
        if self.is_above(index) {
            self.captions += 1;
        }
    }

    fn extend(&mut self, index: usize, row: &Row<'s>) {
        self.rows.push(index);
        self.captions = 0;
        let Place { line, mut span } = self.term.place;
        span.end = row.span.end;
        self.term.place = Place { line, span };
    }
}
