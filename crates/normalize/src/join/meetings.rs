//! Sittings several sources give, as one row each.
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
//! dates. The first to give a sitting gives its dates, unless a register's is a month or year that a later source narrows.
//! The number is the first one given.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt::Write;

use accession_schema::facts::{Meeting, MeetingClaim, Meetings};
use accession_schema::vocabulary::{FindingCode, MeetingKind, Precision};
use accession_schema::{Day, Facts};

use super::{CrossProblem, MEETINGS, Owner, by_dossier};
use crate::date::Date;
use crate::findings::Problem;
use crate::registers::{CitedMeeting, Registers};

/// Days an unnumbered claim may lie beside a sitting and still be about it. Formal meetings are months apart.
const NEAR_DAYS: i32 = 3;

/// A sitting as one source gives it.
#[derive(Debug, Clone, Copy)]
struct Sighting<'s> {
    row: Meeting<'s>,
    is_last: bool,
    has_end: bool,
    is_whole_list: bool,
    evidence: Option<&'s str>,
}

/// A sitting and the sightings of it, the one that gives its place first.
#[derive(Debug)]
struct Sitting<'s> {
    first: Sighting<'s>,
    /// All of them, the first included.
    sightings: Vec<Sighting<'s>>,
    /// Position of the sighting its dates are from.
    dated_by: usize,
    has_disputed_date: bool,
    has_disputed_ordinal: bool,
    is_resumption: bool,
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

pub(super) fn join(
    of_dossiers: &Meetings,
    registers: &Registers,
    facts: &mut Facts,
    problems: &mut Vec<CrossProblem>,
) {
    let mut by_owner: HashMap<Owner<'_>, Vec<Sighting<'_>>> = HashMap::new();
    let mut order = Vec::new();
    let seen = of_dossiers.rows().map(|row| Sighting {
        row,
        is_last: false,
        has_end: true,
        is_whole_list: true,
        evidence: None,
    });
    for sighting in seen.chain(registers.meetings.iter().map(cited)) {
        let owner = Owner::new(sighting.row.iso3, sighting.row.dossier_id);
        let sightings = by_owner.entry(owner).or_insert_with(|| {
            order.push(owner);
            Vec::new()
        });
        sightings.push(sighting);
    }
    order.sort_unstable();
    let (mut rows, mut claims) = (Vec::new(), Vec::new());
    for owner in order {
        let mut sittings = sittings(by_owner.remove(&owner).unwrap_or_default());
        sittings.sort_by(|a, b| a.place().cmp(&b.place()));
        for sitting in sittings {
            claims.extend(sitting.claims());
            problems.extend(sitting.problems(owner));
            rows.push(sitting.row());
        }
    }
    claims.sort_by(|a, b| by_dossier(a.dossier_id, a.line).cmp(&by_dossier(b.dossier_id, b.line)));
    for claim in claims {
        facts.meeting_claims.push(claim);
    }
    rows.sort_by(|a, b| by_dossier(a.dossier_id, a.line).cmp(&by_dossier(b.dossier_id, b.line)));
    for row in rows {
        facts.meetings.push(row);
    }
}

fn cited(meeting: &CitedMeeting) -> Sighting<'_> {
    let cited = &meeting.cited;
    let end = meeting.end.unwrap_or(meeting.start);
    let row = Meeting {
        dossier_id: None,
        iso3: Some(&cited.iso3),
        line: cited.line,
        byte_start: None,
        byte_end: None,
        kind: MeetingKind::Formal,
        ordinal: meeting.ordinal,
        topic: None,
        start_date: Some(meeting.start.earliest()),
        end_date: Some(end.latest()),
        precision: Some(meeting.start.precision()),
        is_resumption: false,
        has_documents: false,
        has_news: false,
        symbol: None,
        source_kind: cited.kind,
        source: &cited.source,
        claims: 1,
        is_disputed: false,
    };
    let (is_last, has_end) = (meeting.is_last, meeting.end.is_some());
    let is_whole_list = meeting.is_whole_list;
    Sighting { row, is_last, has_end, is_whole_list, evidence: cited.evidence.as_deref() }
}

impl Sighting<'_> {
    fn dates(&self) -> Option<(Day, Day)> {
        self.row.start_date.zip(self.row.end_date)
    }

    fn is_day(&self) -> bool {
        self.row.precision == Some(Precision::Day)
    }

    /// Its number and its days, with some days around them.
    fn places(&self, around: i32) -> Vec<Place> {
        let kind = self.row.kind;
        let month = |day: i32| day.div_euclid(30);
        let days = self
            .dates()
            .into_iter()
            .flat_map(|(start, end)| month(start.epoch_days() - around)..=month(end.epoch_days() + around));
        let ordinal = self.row.ordinal.map(|ordinal| Place::Ordinal(kind, ordinal));
        ordinal.into_iter().chain(days.map(|month| Place::Days(kind, month))).collect()
    }

    /// The rank of its source and what it says; smaller is better. Rows of a dossier stay in its order.
    fn rank(&self) -> impl Ord + use<'_> {
        let register = self.row.dossier_id.is_none().then_some((
            self.row.precision,
            !self.is_whole_list,
            self.row.ordinal.is_none(),
            self.row.start_date,
            Reverse(self.has_end),
            self.row.source,
        ));
        (self.row.source_kind, self.row.dossier_id, register, self.row.line)
    }

    fn is_about(&self, other: &Self) -> Option<Match> {
        let (one, two) = (&self.row, &other.row);
        let same_source = one.source == two.source;
        let is_of_dossiers = one.dossier_id.is_some() && two.dossier_id.is_some();
        if one.kind != two.kind || (same_source && is_of_dossiers) || !same_topic(one.topic, two.topic) {
            return None;
        }
        let same_ordinal = one.ordinal.zip(two.ordinal).map(|(one, two)| one == two);
        let (Some(dates), Some(other_dates)) = (self.dates(), other.dates()) else {
            return (same_ordinal == Some(true)).then_some(Match::DateAndOrdinal);
        };
        let is_same_day = dates.0 <= other_dates.1 && other_dates.0 <= dates.1;
        let are_days = self.is_day() && other.is_day();
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

/// Puts the sightings of one economy together. Dossiers come first, so that a sighting of a register meets them all.
fn sittings(mut sightings: Vec<Sighting<'_>>) -> Vec<Sitting<'_>> {
    sightings.sort_by(|a, b| a.rank().cmp(&b.rank()));
    let mut known = Known::default();
    let mut dated_otherwise = Vec::new();
    for sighting in sightings {
        match known.best(&sighting) {
            Some((found, at)) if found <= Match::DisputedOrdinal => known.add(at, sighting, found),
            Some(_) => dated_otherwise.push(sighting),
            None => known.found(sighting),
        }
    }
    for sighting in dated_otherwise {
        match known.best(&sighting) {
            Some((found, at)) => known.add(at, sighting, found),
            // Its source dates the sitting that has its number already.
            None => known.found(sighting),
        }
    }
    let mut sittings = known.sittings;
    same_numbers(&mut sittings);
    sittings
}

/// The sittings known so far, and where to look for them.
#[derive(Default)]
struct Known<'s> {
    sittings: Vec<Sitting<'s>>,
    places: HashMap<Place, Vec<usize>>,
}

impl<'s> Known<'s> {
    /// The sitting a sighting is about, if it is known.
    fn best(&self, sighting: &Sighting<'s>) -> Option<(Match, usize)> {
        let near = sighting.places(NEAR_DAYS);
        let candidates = near.iter().filter_map(|place| self.places.get(place)).flatten();
        candidates.filter_map(|at| Some((self.sittings.get(*at)?.is_seen_by(sighting)?, *at))).min()
    }

    fn add(&mut self, at: usize, sighting: Sighting<'s>, found: Match) {
        if let Some(sitting) = self.sittings.get_mut(at) {
            sitting.add(sighting, found);
            self.register(&sighting, at);
        }
    }

    fn found(&mut self, sighting: Sighting<'s>) {
        self.register(&sighting, self.sittings.len());
        self.sittings.push(Sitting::new(sighting));
    }

    fn register(&mut self, sighting: &Sighting<'s>, at: usize) {
        for place in sighting.places(0) {
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
    fn new(sighting: Sighting<'s>) -> Self {
        Self {
            first: sighting,
            is_resumption: sighting.row.is_resumption,
            sightings: vec![sighting],
            dated_by: 0,
            has_disputed_date: false,
            has_disputed_ordinal: false,
            also_numbered: None,
        }
    }

    /// The sighting its dates are from.
    fn dated(&self) -> &Sighting<'s> {
        self.sightings.get(self.dated_by).unwrap_or(&self.first)
    }

    /// The sitting as known so far: the first sighting with the chosen dates and the first number.
    fn known(&self) -> Sighting<'s> {
        let mut known = self.first;
        let dated = self.dated().row;
        known.row.start_date = dated.start_date;
        known.row.end_date = dated.end_date;
        known.row.precision = dated.precision;
        known.row.ordinal = self.sightings.iter().find_map(|sighting| sighting.row.ordinal);
        known
    }

    /// Whether a sighting is about this sitting. What a source says of it twice must be the same, or it means another
    /// sitting.
    fn is_seen_by(&self, sighting: &Sighting<'s>) -> Option<Match> {
        match self.sightings.iter().find(|seen| seen.row.source == sighting.row.source) {
            Some(seen) => seen.is_about(sighting).filter(|found| *found <= Match::Date),
            None => sighting.is_about(&self.known()),
        }
    }

    fn add(&mut self, sighting: Sighting<'s>, found: Match) {
        self.has_disputed_ordinal |= found == Match::DisputedOrdinal;
        self.has_disputed_date |= matches!(found, Match::DisputedDate | Match::NearDate);
        let dated = self.dated();
        let says_more = sighting.row.precision < dated.row.precision
            || (sighting.row.start_date == dated.row.start_date && sighting.has_end && !dated.has_end);
        let is_from_register = self.first.row.dossier_id.is_none();
        if is_from_register && found <= Match::DisputedOrdinal && says_more {
            self.dated_by = self.sightings.len();
        }
        self.sightings.push(sighting);
    }

    fn row(&self) -> Meeting<'s> {
        // The row stands where its dates do.
        let dated = self.dated().row;
        Meeting {
            line: dated.line,
            source_kind: dated.source_kind,
            source: dated.source,
            is_resumption: self.is_resumption,
            claims: u32::try_from(self.sightings.len()).unwrap_or(u32::MAX),
            is_disputed: self.has_disputed_date || self.has_disputed_ordinal,
            ..self.known().row
        }
    }

    /// Its place among the sittings: the rows of a dossier by dossier and line, the others by time.
    fn place(&self) -> impl Ord + use<'s> {
        let row = self.row();
        let line = row.dossier_id.map(|_| row.line);
        (row.dossier_id.is_none(), row.dossier_id, line, row.start_date, row.ordinal, row.line)
    }

    /// The sources that give it a number.
    fn sources_of(&self, ordinal: u32) -> Vec<&'s str> {
        let seen = self.sightings.iter().filter(|seen| seen.row.ordinal == Some(ordinal));
        seen.map(|seen| seen.row.source).collect()
    }

    fn claims(&self) -> impl Iterator<Item = MeetingClaim<'s>> {
        let row = self.row();
        let sightings = self.sightings.iter().enumerate();
        sightings.map(move |(at, Sighting { row: seen, is_last, is_whole_list, evidence, .. })| {
            MeetingClaim {
                iso3: seen.iso3,
                kind: seen.kind,
                ordinal: seen.ordinal,
                is_last: *is_last,
                start_date: seen.start_date,
                end_date: seen.end_date,
                precision: seen.precision,
                is_whole_list: *is_whole_list,
                source_kind: seen.source_kind,
                source: seen.source,
                evidence: *evidence,
                dossier_id: seen.dossier_id,
                line: seen.line,
                meeting_start_date: row.start_date,
                meeting_ordinal: row.ordinal,
                is_chosen: at == self.dated_by,
            }
        })
    }

    /// disputed_ordinal, disputed_date: sources number or date one sitting differently. Reason: gaps and counts of meetings
    /// depend on it, and the reader should see who says what.
    fn problems(&self, owner: Owner<'_>) -> Vec<CrossProblem> {
        let row = self.row();
        let number = |ordinal: Option<u32>| ordinal.map_or("no number".to_owned(), |n| n.to_string());
        let subject = match (row.ordinal, row.start_date.zip(row.precision)) {
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
            .map(|(_, code, what)| CrossProblem {
                iso3: owner.iso3().map(str::to_owned),
                problem: Problem::new(None, code, subject.clone(), message(what)),
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
/// the one that was found later is disputed. What a dossier says of its own rows stands.
fn same_numbers(sittings: &mut [Sitting<'_>]) {
    let mut by_number: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, sitting) in sittings.iter().enumerate() {
        let row = sitting.known().row;
        if let Some(ordinal) = row.ordinal.filter(|_| row.kind == MeetingKind::Formal) {
            by_number.entry(ordinal).or_default().push(at);
        }
    }
    for (ordinal, places) in by_number {
        for (nth, at) in places.iter().enumerate() {
            let Some(sitting) = sittings.get(*at).filter(|sitting| sitting.first.row.dossier_id.is_none())
            else {
                continue;
            };
            let others = || places.iter().take(nth).filter_map(|other| sittings.get(*other));
            let sources = sitting.sources_of(ordinal);
            let start = sitting.known().row.start_date;
            let day = |other: &Sitting<'_>| other.known().row.start_date;
            let is_shared = |other: &&Sitting<'_>| {
                other.sources_of(ordinal).iter().any(|source| sources.contains(source))
            };
            let resumes = others().filter(is_shared).any(|other| day(other) < start);
            let also_numbered = others().find(|other| !is_shared(other)).and_then(day);
            if let Some(sitting) = sittings.get_mut(*at) {
                sitting.is_resumption = resumes;
                sitting.also_numbered = also_numbered;
                sitting.has_disputed_ordinal |= also_numbered.is_some();
            }
        }
    }
}
