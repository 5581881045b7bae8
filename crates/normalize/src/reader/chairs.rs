//! Rows of chairpersons. A term may be split over several lines: start, end, name.

use accession_ingest::{Marker, Row, WrittenDate, WrittenEnd, trim};
use accession_schema::vocabulary::{Language, Layout, Precision};

use super::meetings::SITTING_DAYS;
use super::persons::{Named, Years, country_and_term, ends_with, lead, persons, years};
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
    /// Whether the number stands behind the term.
    has_column: bool,
}

impl Label<'_> {
    /// The label of a person with the number, or "acting", in the column behind their term.
    fn with_column(self, remark: &str) -> Self {
        let ordinal = VOCABULARY.words.ordinal(remark).filter(|(_, rest)| trim(rest).is_empty());
        let is_acting = says_acting(remark);
        if self.person.is_none() || self.ordinal.is_some() || ordinal.is_none() && !is_acting {
            return self;
        }
        Self { ordinal: ordinal.map(|(number, _)| number), is_acting, has_column: true, ..self }
    }
}

/// A term whose lines are being read.
#[derive(Debug)]
pub(super) struct OpenTerm<'s> {
    term: Term<'s>,
    rows: Vec<usize>,
    /// Captions right below the last row.
    captions: usize,
    /// Whether the range of dates was left open, so that an end may follow.
    awaits_end: bool,
    /// Whether a word leads to a start that may follow.
    awaits_start: bool,
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
    let is_filler = leads_to_date(rest) || VOCABULARY.is_caption(rest);
    let rest = if is_filler { "" } else { lead(Kind::Filler, rest).map_or(rest, trim) };
    let rest = match years(rest) {
        Some((years, behind)) => {
            label.years = Some(years);
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

/// Whether a line says no more than that somebody acts for the chairperson.
pub(super) fn says_acting(text: &str) -> bool {
    lead(Kind::Acting, trim(text)).is_some_and(|behind| !behind.contains(char::is_alphanumeric))
}

/// Whether a label says no more than "since" or "until".
pub(super) fn leads_to_date(label: &str) -> bool {
    says_since(label) || VOCABULARY.words.is(Kind::Until, &raw_words(label))
}

fn says_since(label: &str) -> bool {
    VOCABULARY.words.is(Kind::Filler, &raw_words(label))
}

/// What stands behind a label of chairpersons on the same line: "H.E. Mr. X (Iceland)" in "Chairman: H.E. Mr. X (Iceland)".
pub(super) fn labelled(label: &str) -> Option<&str> {
    let (title, person) = label.split_once(':')?;
    let is_chair = VOCABULARY.find(title).is_some_and(|found| found.meaning == Meaning::Chairs);
    (is_chair && !trim(person).is_empty()).then(|| trim(person))
}

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

/// Whether a date stands in the cell behind that of another: of two columns, the start and the end of a term.
fn in_next_cell(text: &str, first: WrittenDate<'_>, last: WrittenDate<'_>) -> bool {
    let behind = text.find(first.text).and_then(|at| text.get(at + first.text.len()..)).unwrap_or_default();
    let gap = behind.find(last.text).and_then(|at| behind.get(..at)).unwrap_or_default();
    let is_gap = gap.contains('\t') || gap.contains('|') || gap.contains("   ");
    is_gap && gap.chars().all(|c| accession_ingest::is_blank_char(c) || c == '|')
}

/// No country or post a person represents has more words.
const COUNTRY_WORDS: usize = 8;

/// Whether a text behind a term can be what the person before it represents.
fn may_be_country(text: &str) -> bool {
    let is_short = text.split(accession_ingest::is_blank_char).count() <= COUNTRY_WORDS;
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    is_short && !has_digit && text.starts_with(char::is_uppercase)
}

impl<'d, 's> Reader<'d, 's> {
    /// Start and end of a row's term, and whether a single date gives them.
    fn term_dates(
        &mut self,
        row: &Row<'s>,
        written: WrittenDate<'s>,
    ) -> Result<(Option<Date>, Option<Date>, bool), Outcome> {
        let last = match self.reading.dossier.further_dates(row) {
            [] => None,
            [last] if written.end == WrittenEnd::None && in_next_cell(row.text, written, *last) => {
                Some(*last)
            }
            _ => return Err(Outcome::unread("two_dates")),
        };
        let ends = date::ends(written).and_then(|(start, end)| match last {
            Some(last) => date::ends(last).map(|(end, _)| (start, Some(end))),
            None => Ok((start, end)),
        });
        let (start, end) = match ends {
            Ok((start, Some(end))) if last.is_some() && end.latest() < start.earliest() => {
                return Err(Outcome::unread("two_dates"));
            }
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
            return Err(Outcome::unread("term_of_days"));
        }
        Ok((start, end, written.end == WrittenEnd::None && last.is_none()))
    }

    /// The person of a row with a term, and what stands behind its date.
    fn term_person(&self, row: &Row<'s>, label: Label<'s>) -> Result<(Person<'s>, &'s str), Outcome> {
        // A term that runs says so in a word, or in none.
        let remark = trim(lead(Kind::Runs, row.remark).unwrap_or(row.remark));
        let remark = lead(Kind::Filler, remark).map_or(remark, trim);
        let mut person = person::parse(label.person.unwrap_or(remark), self.language());
        if label.person.is_some() && !remark.is_empty() && !label.has_column && !VOCABULARY.is_caption(remark)
        {
            // A column between name and country.
            if person.representing.is_some() || !may_be_country(remark) {
                return Err(Outcome::unread("term_with_remark"));
            }
            person.representing = Some(remark);
        }
        Ok((person, remark))
    }

    /// A chairperson's row with a date.
    pub(super) fn term(&mut self, index: usize, row: &'d Row<'s>, label: Label<'s>) -> Outcome {
        self.read_term(index, row, label).unwrap_or_else(|outcome| outcome)
    }

    fn read_term(&mut self, index: usize, row: &'d Row<'s>, label: Label<'s>) -> Result<Outcome, Outcome> {
        let Some(written) = row.date else { return Ok(Outcome::Unresolved) };
        let (start, end, is_single) = self.term_dates(row, written)?;
        let label = label.with_column(row.remark);
        let (person, remark) = self.term_person(row, label)?;
        let bare = label.ordinal.is_none() && !label.is_acting && person.name.is_none();
        if bare && is_single && self.end_in_column(index, row, start) {
            return Ok(Outcome::Extracted);
        }
        if label.person.is_none() && !trim(remark).is_empty() && !may_be_name(remark, self.language()) {
            return Err(Outcome::unread("term_without_name"));
        }
        // A bare date under an open range is its end.
        if bare
            && is_single
            && matches!(row.marker, Marker::None | Marker::Dash)
            && let Some(open) = self.term.as_mut().filter(|open| {
                (open.awaits_end || row.marker == Marker::Dash && open.has_only_start())
                    && open.is_above(index)
            })
        {
            open.term.end = start;
            open.awaits_end = false;
            open.extend(index, row);
            return Ok(Outcome::Extracted);
        }
        // "until" leads to the end, of this person's term or of the one above.
        let is_until =
            |text: &str| VOCABULARY.words.is(Kind::Until, &raw_words(text)) || ends_with(Kind::Until, text);
        let (start, end) = match (start, end) {
            (Some(last), _) if is_single && is_until(row.label) => (None, Some(last)),
            // A start of which the year is known alone stands in the label: "1st 2010 - 05/2012".
            (Some(last), _) if is_single && label.years.is_some() => {
                (label.years.and_then(|years| years.start), Some(last))
            }
            ends => ends,
        };
        if bare
            && start.is_none()
            && end.is_some()
            && let Some(open) =
                self.term.as_mut().filter(|open| open.term.end.is_none() && open.is_above(index))
        {
            open.term.end = end;
            open.extend(index, row);
            return Ok(Outcome::Extracted);
        }
        let is_end = end.is_some() && (start.is_none() || label.years.is_some());
        let is_since = says_since(row.label);
        if bare
            && is_single
            && let Some(open) = self.term.as_mut().filter(|open| {
                (is_since || open.awaits_start) && open.may_take_dates() && open.is_above(index)
            })
        {
            open.term.start = start;
            open.extend(index, row);
            return Ok(Outcome::Extracted);
        }
        let is_range = !is_single && written.end != WrittenEnd::Open;
        // A bare range under a name is the term of that person.
        if bare
            && !is_single
            && let Some(open) =
                self.term.as_mut().filter(|open| open.may_take_dates() && open.is_above(index))
        {
            open.term.start = start;
            open.term.end = end.filter(|_| is_range);
            open.awaits_end = written.end == WrittenEnd::Open;
            // In a table that is drawn the country may be wrapped, beside the dates.
            let country = row.label.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
            open.term.representing = open.term.representing.or(country);
            open.extend(index, row);
            return Ok(Outcome::Extracted);
        }
        self.close_term();
        Ok(self.open_term(
            OpenTerm::new(index, row, label, start, end.filter(|_| is_range || is_end), person),
            written.end == WrittenEnd::Open,
        ))
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
        let (start, end) = label.years.map_or((None, None), |years| (years.start, years.end));
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
    pub(super) fn country_of_term(&mut self, index: usize, row: &'d Row<'s>) -> bool {
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
        if let (Some(years), None) = (years, open.term.start) {
            (open.term.start, open.term.end) = (years.start, years.end);
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
        let last = persons.pop()?;
        self.close_term();
        self.add_terms(row, persons);
        let written = row.date.and_then(|written| Some((written, date::ends(written).ok()?)));
        let (start, end) = match (last.years, written) {
            (Some(years), _) => (years.start, years.end),
            (None, Some((_, (end, _)))) if ends_with(Kind::Until, text) => (None, Some(end)),
            (None, Some((written, (start, end)))) => {
                (Some(start), end.filter(|_| matches!(written.end, WrittenEnd::At(_))))
            }
            (None, None) => (None, None),
        };
        let label = Label { is_acting: last.is_acting, ..Label::default() };
        let mut open = OpenTerm::new(index, row, label, start, end, last.person);
        // Behind "since" the start may stand on the next line.
        open.awaits_start = row.date.is_none() && last.years.is_none() && ends_with(Kind::Filler, text);
        Some(self.open_term(open, false))
    }

    /// Adds terms that stand on a row as a whole.
    pub(super) fn add_terms(&mut self, row: &Row<'s>, persons: Vec<Named<'s>>) {
        for named in persons {
            let (start, end) = named.years.map_or((None, None), |years| (years.start, years.end));
            let label = Label { is_acting: named.is_acting, ..Label::default() };
            let open = OpenTerm::new(0, row, label, start, end, named.person);
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
        self.reading.dossier.layout == Layout::StatusTable && is_day && row.remark.is_empty()
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
            awaits_start: false,
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
