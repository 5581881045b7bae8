//! The persons a text names, each with the term beside them.

use accession_ingest::{WrittenEnd, find_date, is_blank_char, trim};
use accession_schema::vocabulary::Language;

use crate::date::{self, Date};
use crate::person::{self, Person};
use crate::vocabulary::{Kind, VOCABULARY, raw_words};

/// A person a text names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'s> {
    pub(super) person: Person<'s>,
    pub(super) is_acting: bool,
    pub(super) years: Option<Years>,
}

/// Start and end of a term, as far as a text gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Years {
    pub(super) start: Option<Date>,
    pub(super) end: Option<Date>,
}

/// A country behind a comma has no more words.
const COUNTRY_WORDS: usize = 4;

/// More words than these are no phrase of a kind.
const PHRASE_WORDS: usize = 5;

/// What follows the longest phrase of a kind at the start of a text.
pub(super) fn lead(kind: Kind, text: &str) -> Option<&str> {
    let is_end = |c: char| is_blank_char(c) || matches!(c, ')' | ',' | ':');
    let ends = text.match_indices(is_end).map(|(at, _)| at).chain([text.len()]).take(PHRASE_WORDS);
    let known =
        ends.filter(|end| text.get(..*end).is_some_and(|head| VOCABULARY.words.is(kind, &raw_words(head))));
    known.last().and_then(|end| text.get(end..))
}

/// Whether a text ends with a phrase of a kind, behind something else.
pub(super) fn ends_with(kind: Kind, text: &str) -> bool {
    let starts = text.rmatch_indices(is_blank_char).map(|(at, _)| at).take(PHRASE_WORDS);
    starts
        .into_iter()
        .any(|at| text.get(at..).is_some_and(|tail| VOCABULARY.words.is(kind, &raw_words(tail))))
}

/// The persons a text names and nothing else, each with the term in their bracket or behind it: "H.E. Mr. X (Iceland, Dec
/// 1997 - )", "Ambassador X (Norway, 2000 - 2003), Mr. Y (Chile)", "Mr. X (Chile) (04/2001 - 11/2004)".
pub(super) fn persons(text: &str, language: Language) -> Option<Vec<Named<'_>>> {
    let mut persons = Vec::new();
    let mut rest = trim(text);
    while !rest.is_empty() {
        let (is_acting, behind) = without_post(rest);
        let (one, behind) = behind.split_at_checked(person_length(behind))?;
        let mut named = Named { is_acting, ..person_with_term(one, language)? };
        rest = bare(behind);
        if named.years.is_none()
            && let Some((years, behind)) = term_behind(rest)
        {
            named.years = Some(years);
            rest = bare(behind);
        }
        persons.push(named);
        // "since" and "until" lead to the date that stands behind the person.
        if [Kind::Filler, Kind::Until].into_iter().any(|kind| VOCABULARY.words.is(kind, &raw_words(rest))) {
            rest = "";
        }
    }
    (!persons.is_empty()).then_some(persons)
}

fn bare(text: &str) -> &str {
    text.trim_start_matches(|c| is_blank_char(c) || matches!(c, ',' | ';' | ':'))
}

/// A text without the words that say that somebody chairs, and whether they do so for another.
fn without_post(text: &str) -> (bool, &str) {
    let (mut is_acting, mut rest) = (false, text);
    loop {
        if let Some(behind) = lead(Kind::Acting, rest) {
            (is_acting, rest) = (true, bare(behind));
        } else if let Some(behind) = lead(Kind::Filler, rest).filter(|behind| !bare(behind).is_empty()) {
            rest = bare(behind);
        } else {
            return (is_acting, rest);
        }
    }
}

/// How long the first person of a text is: up to the end of a bracket that is in no other.
fn person_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let end = text.char_indices().find_map(|(at, c)| {
        depth = match c {
            '(' => depth + 1,
            ')' => depth.saturating_sub(1),
            _ => depth,
        };
        (c == ')' && depth == 0).then_some(at + 1)
    });
    end.unwrap_or(text.len())
}

/// The term a text starts with, in a bracket or without one, and what follows it.
fn term_behind(text: &str) -> Option<(Years, &str)> {
    if text.starts_with('(') {
        let (inner, behind) = text.split_at(person_length(text));
        return match country_and_term(inner.trim_matches(['(', ')'])) {
            (None, Some(years)) => Some((years, behind)),
            _ => None,
        };
    }
    if let Some(behind) = lead(Kind::Until, text).map(bare) {
        let (_, written) = find_date(behind).filter(|(at, _)| *at == 0)?;
        let (end, _) = date::ends(written).ok()?;
        return Some((Years { start: None, end: Some(end) }, behind.get(written.text.len()..)?));
    }
    let behind = lead(Kind::Filler, text).map_or(text, bare);
    if let Some((_, written)) = find_date(behind).filter(|(at, _)| *at == 0) {
        let (start, end) = date::ends(written).ok()?;
        let end = end.filter(|_| matches!(written.end, WrittenEnd::At(_)));
        return Some((Years { start: Some(start), end }, behind.get(written.text.len()..)?));
    }
    years(behind)
}

/// Reads "2004 - 2006", "2004 -" and two years in cells of their own at the start of a text.
pub(super) fn years(text: &str) -> Option<(Years, &str)> {
    let year = |text: &'_ str| text.get(..4).and_then(|year| year.parse::<Date>().ok());
    let start = Some(year(text)?);
    let behind = text.get(4..)?;
    let in_cell = behind.strip_prefix('\t').filter(|cell| year(cell).is_some());
    let behind = in_cell.or_else(|| trim(behind).strip_prefix(['-', '\u{2013}', '\u{2014}']))?;
    let behind = trim(behind);
    match year(behind) {
        Some(end) => Some((Years { start, end: Some(end) }, trim(behind.get(4..)?))),
        None => Some((Years { start, end: None }, behind)),
    }
}

/// A person, and the term in the bracket behind them.
fn person_with_term(text: &str, language: Language) -> Option<Named<'_>> {
    let named = |person, years| Named { person, is_acting: false, years };
    if let Some((before, inner)) = text.rfind('(').map(|open| text.split_at(open))
        && let (country, Some(years)) = country_and_term(inner.trim_matches(['(', ')']))
    {
        let mut person = person::parse(before, language);
        if country.is_none() && person.representing.is_none() {
            behind_comma(&mut person);
        }
        person.representing = country.or(person.representing);
        let is_known = person.representing.is_some() || person::is_person(before, language);
        return (is_known && person.name.is_some()).then(|| named(person, Some(years)));
    }
    person::is_person(text, language).then(|| named(person::parse(text, language), None))
}

/// Takes what stands behind the comma for the country: "Mr. Kåre Bryn, Norway (from March 2000)".
fn behind_comma(person: &mut Person<'_>) {
    let parts = person.name.filter(|_| person.honorific.is_some()).and_then(|name| name.rsplit_once(','));
    let Some((name, country)) = parts.map(|(name, country)| (trim(name), trim(country))) else { return };
    let words = country.split(is_blank_char).count();
    if words <= COUNTRY_WORDS
        && country.starts_with(char::is_uppercase)
        && !country.contains('.')
        && !name.is_empty()
    {
        (person.name, person.representing) = (Some(name), Some(country));
    }
}

/// What a bracket behind a person says: a country, a term, or both with a comma between them.
pub(super) fn country_and_term(inner: &str) -> (Option<&str>, Option<Years>) {
    let country = |text: &'_ str| trim(text).trim_end_matches([',', ';', ':']).len();
    let before = |at: usize| {
        let text = inner.get(..at).unwrap_or_default();
        let text = trim(trim(text).get(..country(text)).unwrap_or_default());
        Some(text).filter(|text| !text.is_empty())
    };
    if let Some((at, written)) = find_date(inner) {
        let Ok((start, end)) = date::ends(written) else { return (before(inner.len()), None) };
        // "from" and "until" stand before the date, and may have a country before them.
        let said = before(at).unwrap_or_default();
        let is_until = says(Kind::Until, said);
        let country = if is_until || says(Kind::Filler, said) {
            said.rsplit_once(',').map(|(country, _)| trim(country)).filter(|country| !country.is_empty())
        } else {
            before(at)
        };
        if is_until {
            return (country, Some(Years { start: None, end: Some(start) }));
        }
        let end = end.filter(|_| matches!(written.end, WrittenEnd::At(_)));
        return (country, Some(Years { start: Some(start), end }));
    }
    // Years alone are dates behind a comma only.
    let comma = inner.rfind(',').map_or(0, |comma| comma + 1);
    match inner.get(comma..).and_then(|behind| years(trim(behind))) {
        Some((years, "")) => (before(comma), Some(years)),
        _ => (before(inner.len()), None),
    }
}

/// Whether a text is a phrase of a kind, or one stands behind its last comma.
fn says(kind: Kind, text: &str) -> bool {
    let last = text.rsplit(',').next().unwrap_or(text);
    VOCABULARY.words.is(kind, &raw_words(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let Some(found) = persons(text, Language::En) else { return "-".to_owned() };
        let one = |named: &Named<'_>| {
            let person = named.person;
            let date = |date: Option<Date>| date.map_or("-".to_owned(), |date| date.to_string());
            let years = named
                .years
                .map_or(String::new(), |years| format!("|{}..{}", date(years.start), date(years.end)));
            let acting = if named.is_acting { "acting " } else { "" };
            format!("{acting}{}|{}{years}", person.name.unwrap_or("-"), person.representing.unwrap_or("-"))
        };
        found.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn persons_and_their_terms() {
        assert_eq!(read("H.E. Mr. X Y (Iceland, Dec 1997 - )"), "X Y|Iceland|1997-12..-");
        assert_eq!(read("Ambassador A (Norway, 2000 - 2003), Mr. B (Chile)"), "A|Norway|2000..2003; B|Chile");
        assert_eq!(read("Mr. A (France) (04/2001 - 11/2004)"), "A|France|2001-04..2004-11");
        assert_eq!(read("Mr. A, Norway (from March 2000)"), "A|Norway|2000-03..-");
        assert_eq!(read("Former Chairman: Mr. A (Finland), until February 2000"), "A|Finland|-..2000-02");
        assert_eq!(
            read("Acting Chairperson Mr. A (Kenya), since 12 May 2003"),
            "acting A|Kenya|2003-05-12..-"
        );
        assert_eq!(read("Mr. A (Korea), 1998 - 2004"), "A|Korea|1998..2004");
        assert_eq!(read("Mr. A (Korea), since"), "A|Korea");
        assert_eq!(read("The Working Party met (1998)"), "-");
    }
}
