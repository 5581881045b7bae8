//! Which sightings are of one sitting.
//!
//! The rows of a dossier are its sittings and are never merged with each other. A claim of another source is about a
//! sitting that is known already if, in this order,
//! 1. the dates have a day in common and the numbers are the same,
//! 2. the dates have a day in common and one of them has no number (or is "the last"),
//! 3. both are known to the day, the days meet, and the numbers differ: the number is disputed,
//! 4. the numbers are the same and the dates are not: the date is disputed,
//! 5. both are known to the day, lie within three days, and one has no number: the date is disputed.
//!
//! Otherwise it is a sitting of its own; a source that gives a number twice means sittings of one meeting that was
//! resumed. Sittings on a subject meet only those on the same subject. Sources are taken in order of their kind, then of
//! precision, by rules 1 to 3 first and the rest by 4 and 5 after that, so that lists numbered differently meet by their
//! dates. The first to give a sitting gives its dates, unless a register's is a month or year that a later source narrows,
//! or lacks the last day that a later one gives. The number is the first one given.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use accession_schema::Day;
use accession_schema::facts::Meeting;
use accession_schema::vocabulary::{FindingCode, MeetingKind, Precision};

use super::super::{About, CrossProblem, MEETINGS};
use crate::date::Date;
use crate::findings::Problem;

/// Days an unnumbered claim may lie beside a sitting and still be about it. Formal meetings are months apart.
const NEAR_DAYS: i32 = 3;

/// A sitting as one source gives it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sighting<'s> {
    /// Its number among all of them.
    pub(super) at: usize,
    /// The sitting as the source gives it.
    pub(super) row: Meeting<'s>,
    /// Whether the source calls it the last one it knows.
    pub(super) is_last: bool,
    /// Whether the source gives its last day.
    pub(super) has_end: bool,
    /// Whether the source gives the whole list.
    pub(super) is_whole_list: bool,
    /// What the source prints.
    pub(super) evidence: Option<&'s str>,
}

/// A sitting and the sightings of it, the one that gives its place first.
#[derive(Debug)]
pub(super) struct Sitting<'s> {
    pub(super) first: Sighting<'s>,
    /// All of them, the first included.
    sightings: Vec<Sighting<'s>>,
    /// What each of them says.
    said: Vec<Says<'s>>,
    /// The sources of them, one bit each: most sources a sighting is compared with have said nothing of the sitting.
    sources: Vec<u64>,
    /// The sitting as known so far: what the first source says, with the chosen dates and the first number.
    known: Says<'s>,
    /// Position of the sighting its dates are from.
    dated_by: usize,
    has_disputed_date: bool,
    has_disputed_ordinal: bool,
    pub(super) is_resumption: bool,
    /// The day of another sitting that other sources give this one's number.
    also_numbered: Option<Day>,
}

/// How a sighting is about a sitting; the better match is the smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    DateAndOrdinal,
    Date,
    DisputedOrdinal,
    DisputedDate,
    NearDate,
}

/// What a source says of a sitting, as far as sightings are told apart by it. It is small: sightings of many dossiers are
/// compared with each other.
#[derive(Debug, Clone, Copy)]
struct Says<'s> {
    kind: MeetingKind,
    ordinal: Option<u32>,
    dates: Option<(Day, Day)>,
    is_day: bool,
    topic: Option<&'s str>,
    /// The source's number among those of the economy.
    source: usize,
    is_of_dossier: bool,
}

impl<'s> Sighting<'s> {
    fn says(&self, source: usize) -> Says<'s> {
        Says {
            kind: self.row.kind,
            ordinal: self.row.ordinal,
            dates: self.row.start_date.zip(self.row.end_date),
            is_day: self.row.precision == Some(Precision::Day),
            topic: self.row.topic,
            source,
            is_of_dossier: self.row.dossier_id.is_some(),
        }
    }

    /// The rank of its source and what it says; smaller is better. Rows of a dossier stay in its order.
    fn rank(&self) -> impl Ord + use<'_> {
        let register = self.row.dossier_id.is_none().then_some((
            self.row.precision,
            !self.is_whole_list,
            self.row.ordinal.is_none(),
            self.row.start_date,
            Reverse(self.has_end),
            self.row.ordinal,
            self.row.end_date,
            self.row.source,
        ));
        (self.row.source_kind, self.row.dossier_id, register, self.row.line)
    }
}

impl Says<'_> {
    /// Its number and its days, with some days around them.
    fn places(&self, around: i32) -> impl Iterator<Item = Place> + use<> {
        let kind = self.kind;
        let month = |day: i32| day.div_euclid(30);
        let days = self.dates.into_iter().flat_map(move |(start, end)| {
            month(start.epoch_days() - around)..=month(end.epoch_days() + around)
        });
        let ordinal = self.ordinal.map(|ordinal| Place::Ordinal(kind, ordinal));
        ordinal.into_iter().chain(days.map(move |month| Place::Days(kind, month)))
    }

    fn is_about(&self, other: &Self) -> Option<Match> {
        let same_source = self.source == other.source;
        let is_of_dossiers = self.is_of_dossier && other.is_of_dossier;
        if self.kind != other.kind || (same_source && is_of_dossiers) || !same_topic(self.topic, other.topic)
        {
            return None;
        }
        let same_ordinal = self.ordinal.zip(other.ordinal).map(|(one, two)| one == two);
        let (Some(dates), Some(other_dates)) = (self.dates, other.dates) else {
            return (same_ordinal == Some(true)).then_some(Match::DateAndOrdinal);
        };
        let is_same_day = dates.0 <= other_dates.1 && other_dates.0 <= dates.1;
        let are_days = self.is_day && other.is_day;
        match (is_same_day, same_ordinal) {
            (true, Some(true)) => Some(Match::DateAndOrdinal),
            (true, None) => Some(Match::Date),
            (true, Some(false)) => (are_days && !same_source).then_some(Match::DisputedOrdinal),
            (false, Some(true)) => (!same_source).then_some(Match::DisputedDate),
            (false, None) => {
                let apart = dates.0.days_since(other_dates.1).max(other_dates.0.days_since(dates.1));
                (are_days && !same_source && apart <= NEAR_DAYS).then_some(Match::NearDate)
            }
            (false, Some(false)) => None,
        }
    }
}

fn same_topic(one: Option<&str>, two: Option<&str>) -> bool {
    match (one, two) {
        (Some(one), Some(two)) => one.eq_ignore_ascii_case(two),
        (one, two) => one.is_none() && two.is_none(),
    }
}

/// Puts the sightings of one economy together: those of dossiers first, so that a sighting of the register meets them all.
pub(super) fn sittings(mut sightings: Vec<Sighting<'_>>) -> Vec<Sitting<'_>> {
    sightings.sort_by(|a, b| a.rank().cmp(&b.rank()));
    let of_dossiers = sightings.partition_point(|sighting| sighting.row.dossier_id.is_some());
    let of_register = sightings.split_off(of_dossiers);
    let mut known = Known::default();
    known.take(sightings);
    known.take(of_register);
    let mut sittings = known.sittings;
    same_numbers(&mut sittings);
    sittings
}

/// The sittings known so far, and where to look for them.
#[derive(Default)]
struct Known<'s> {
    sittings: Vec<Sitting<'s>>,
    places: HashMap<Place, Vec<usize>>,
    /// The number of each source.
    sources: HashMap<&'s str, usize>,
}

impl<'s> Known<'s> {
    /// Takes sightings in their order: first those that meet a sitting by its days or are the first of one, then those that
    /// date or number it otherwise.
    fn take(&mut self, sightings: Vec<Sighting<'s>>) {
        let mut dated_otherwise = Vec::new();
        for sighting in sightings {
            let next = self.sources.len();
            let says = sighting.says(*self.sources.entry(sighting.row.source).or_insert(next));
            match self.best(&says) {
                Some((found, at)) if found <= Match::DisputedOrdinal => self.add(at, sighting, says, found),
                Some(_) => dated_otherwise.push((sighting, says)),
                None => self.found(sighting, says),
            }
        }
        for (sighting, says) in dated_otherwise {
            match self.best(&says) {
                Some((found, at)) => self.add(at, sighting, says, found),
                // Its source dates the sitting that has its number already.
                None => self.found(sighting, says),
            }
        }
    }

    /// The sitting a sighting is about, if it is known.
    fn best(&self, says: &Says<'s>) -> Option<(Match, usize)> {
        let candidates = says.places(NEAR_DAYS).filter_map(|place| self.places.get(&place)).flatten();
        candidates.filter_map(|at| Some((self.sittings.get(*at)?.is_seen_by(says)?, *at))).min()
    }

    fn add(&mut self, at: usize, sighting: Sighting<'s>, says: Says<'s>, found: Match) {
        if let Some(sitting) = self.sittings.get_mut(at) {
            sitting.add(sighting, says, found);
            self.register(&says, at);
        }
    }

    fn found(&mut self, sighting: Sighting<'s>, says: Says<'s>) {
        self.register(&says, self.sittings.len());
        self.sittings.push(Sitting::new(sighting, says));
    }

    fn register(&mut self, says: &Says<'s>, at: usize) {
        for place in says.places(0) {
            let here = self.places.entry(place).or_default();
            if here.last() != Some(&at) {
                here.push(at);
            }
        }
    }
}

/// Where sittings are looked up, so that each sighting is compared with the few it can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    Ordinal(MeetingKind, u32),
    /// Days since 1970 by thirties.
    Days(MeetingKind, i32),
}

impl<'s> Sitting<'s> {
    fn new(sighting: Sighting<'s>, says: Says<'s>) -> Self {
        let mut sitting = Self {
            first: sighting,
            said: vec![says],
            sources: Vec::new(),
            known: says,
            is_resumption: sighting.row.is_resumption,
            sightings: vec![sighting],
            dated_by: 0,
            has_disputed_date: false,
            has_disputed_ordinal: false,
            also_numbered: None,
        };
        sitting.note_source(says.source);
        sitting
    }

    fn note_source(&mut self, source: usize) {
        let word = source / 64;
        if self.sources.len() <= word {
            self.sources.resize(word + 1, 0);
        }
        if let Some(bits) = self.sources.get_mut(word) {
            *bits |= 1 << (source % 64);
        }
    }

    /// The sighting its dates are from.
    pub(super) fn dated(&self) -> &Sighting<'s> {
        self.sightings.get(self.dated_by).unwrap_or(&self.first)
    }

    /// Whether a sighting is about this sitting. What a source says of it twice must be the same, or it means another
    /// sitting.
    fn is_seen_by(&self, says: &Says<'s>) -> Option<Match> {
        let has_said =
            self.sources.get(says.source / 64).is_some_and(|bits| bits >> (says.source % 64) & 1 == 1);
        let said = has_said.then(|| self.said.iter().find(|said| said.source == says.source)).flatten();
        let is_the_same =
            said.is_none_or(|said| said.is_about(says).is_some_and(|found| found <= Match::Date));
        says.is_about(&self.known).filter(|_| is_the_same)
    }

    fn add(&mut self, sighting: Sighting<'s>, says: Says<'s>, found: Match) {
        self.has_disputed_ordinal |= found == Match::DisputedOrdinal;
        self.has_disputed_date |= matches!(found, Match::DisputedDate | Match::NearDate);
        let dated = self.dated();
        let adds_end = sighting.row.precision == dated.row.precision
            && sighting.row.start_date == dated.row.start_date
            && sighting.has_end
            && !dated.has_end;
        let says_more = sighting.row.precision < dated.row.precision || adds_end;
        let is_from_register = self.first.row.dossier_id.is_none();
        if is_from_register && found <= Match::DisputedOrdinal && says_more {
            self.dated_by = self.sightings.len();
            self.known.dates = says.dates;
            self.known.is_day = says.is_day;
        }
        self.known.ordinal = self.known.ordinal.or(says.ordinal);
        self.sightings.push(sighting);
        self.said.push(says);
        self.note_source(says.source);
    }

    /// Its number: the first one given.
    pub(super) fn ordinal(&self) -> Option<u32> {
        self.known.ordinal
    }

    /// Whether a source gives it another date or number.
    pub(super) fn is_disputed(&self) -> bool {
        self.has_disputed_date || self.has_disputed_ordinal
    }

    /// The sightings of it, and whether its dates are from there.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&Sighting<'s>, bool)> {
        self.sightings.iter().enumerate().map(|(nth, sighting)| (sighting, nth == self.dated_by))
    }

    /// Its place among the sittings: the rows of a dossier by dossier and line, the others by time.
    pub(super) fn place(&self) -> impl Ord + use<'s> {
        let first = &self.first.row;
        let line = first.dossier_id.map(|_| first.line);
        let start = self.dated().row.start_date;
        (first.dossier_id.is_none(), first.dossier_id, line, start, self.ordinal(), first.line)
    }

    /// The sources that give it a number.
    fn sources_of(&self, ordinal: u32) -> impl Iterator<Item = usize> {
        self.said.iter().filter(move |said| said.ordinal == Some(ordinal)).map(|said| said.source)
    }

    /// disputed_ordinal, disputed_date: sources number or date one sitting differently. Reason: gaps and counts of meetings
    /// depend on it, and the reader should see who says what.
    pub(super) fn problems(&self, iso3: Option<&str>) -> Vec<CrossProblem> {
        let dated = &self.dated().row;
        let number = |ordinal: Option<u32>| ordinal.map_or("no number".to_owned(), |n| n.to_string());
        let subject = match (self.ordinal(), dated.start_date.zip(dated.precision)) {
            (Some(ordinal), _) => format!("meeting {ordinal}"),
            (None, Some((date, precision))) => format!("meeting of {}", Date::spelled(date, precision)),
            (None, None) => "meeting".to_owned(),
        };
        let message = |what: &str| {
            let mut message = format!("sources {what} one sitting differently: ");
            for (at, sighting) in self.sightings.iter().enumerate() {
                let comma = if at == 0 { "" } else { ", " };
                let seen = &sighting.row;
                let file = if seen.dossier_id.is_some() { String::new() } else { format!("{MEETINGS}.csv ") };
                let (kind, source) = (seen.source_kind.word(), seen.source);
                // Writing to a string does not fail.
                let _ = write!(
                    message,
                    "{comma}{} on {} by {kind} {source} ({file}line {})",
                    number(seen.ordinal),
                    span(seen),
                    seen.line
                );
            }
            if let Some(day) = self.also_numbered {
                let _ = write!(message, "; others give the number to the sitting of {day}");
            }
            message
        };
        let codes = [
            (self.has_disputed_ordinal, FindingCode::DisputedOrdinal, "number"),
            (self.has_disputed_date, FindingCode::DisputedDate, "date"),
        ];
        codes
            .into_iter()
            .filter(|(is_so, _, _)| *is_so)
            .map(|(_, code, what)| {
                let problem = Problem::new(None, code, subject.clone(), message(what));
                CrossProblem { iso3: iso3.map(str::to_owned), problem, about: About::Sitting }
            })
            .collect()
    }
}

/// First and last day as precisely as they are known.
fn span(row: &Meeting<'_>) -> String {
    let (Some((start, end)), Some(precision)) = (row.start_date.zip(row.end_date), row.precision) else {
        return "no date".to_owned();
    };
    let first = Date::spelled(start, precision);
    let last = Date::spelled(end, precision);
    if first == last { first } else { format!("{first} to {last}") }
}

/// Sittings with one number. If a source numbers both so, the later one resumes the meeting; if none does, the number of
/// the one that was found later is disputed. What a dossier says of the number of its own rows stands.
fn same_numbers(sittings: &mut [Sitting<'_>]) {
    let mut by_number: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, sitting) in sittings.iter().enumerate() {
        if let Some(ordinal) = sitting.ordinal().filter(|_| sitting.known.kind == MeetingKind::Formal) {
            by_number.entry(ordinal).or_default().push(at);
        }
    }
    for (ordinal, places) in by_number {
        for (nth, at) in places.iter().enumerate() {
            let is_numbered_by_dossier =
                |sitting: &&Sitting<'_>| sitting.known.is_of_dossier && sitting.first.row.ordinal.is_some();
            let Some(sitting) = sittings.get(*at).filter(|sitting| !is_numbered_by_dossier(sitting)) else {
                continue;
            };
            let sources: HashSet<usize> = sitting.sources_of(ordinal).collect();
            let is_shared =
                |other: &&Sitting<'_>| other.sources_of(ordinal).any(|source| sources.contains(&source));
            let day = |other: &Sitting<'_>| other.known.dates.map(|(start, _)| start);
            let mut others =
                places.iter().filter(|other| *other != at).filter_map(|other| sittings.get(*other));
            let resumes = others.any(|other| is_shared(&other) && day(other) < day(sitting));
            let mut earlier = places.iter().take(nth).filter_map(|other| sittings.get(*other));
            let also_numbered = earlier.find(|other| !is_shared(other)).and_then(day);
            if let Some(sitting) = sittings.get_mut(*at) {
                sitting.is_resumption |= resumes;
                sitting.also_numbered = also_numbered;
                sitting.has_disputed_ordinal |= also_numbered.is_some();
            }
        }
    }
}
