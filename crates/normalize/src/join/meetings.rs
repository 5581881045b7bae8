//! Sittings several sources give, as one row each. How they are matched stands in [`sitting`].

mod sitting;
mod whole_list;

use std::collections::HashMap;

use accession_schema::Facts;
use accession_schema::facts::{Meeting, MeetingClaim, Meetings};
use accession_schema::vocabulary::MeetingKind;
use rayon::prelude::*;

use self::sitting::{Sighting, sittings};
use self::whole_list::WholeLists;
use super::{CrossProblem, Owner};
use crate::registers::{CitedMeeting, Registers};

/// Joins the sittings of dossiers with those of the register, several economies at a time. Only where each row went is
/// kept, so that many dossiers take little memory.
pub(super) fn join(
    of_dossiers: &[&Meetings],
    registers: &Registers,
    facts: &mut Facts,
    problems: &mut Vec<CrossProblem>,
) {
    let all = All::new(of_dossiers, &registers.meetings);
    let mut by_owner: HashMap<Owner<'_>, Vec<usize>> = HashMap::new();
    for (at, row) in all.sightings() {
        by_owner.entry(Owner::new(row.row.iso3, row.row.dossier_id)).or_default().push(at);
    }
    let mut owners: Vec<(Owner<'_>, Vec<usize>)> = by_owner.into_iter().collect();
    owners.sort_unstable();
    let joined: Vec<Joined> =
        owners.into_par_iter().map(|(owner, places)| Joined::of(owner, &places, &all)).collect();
    let mut made = Vec::new();
    let mut went: Vec<Option<Went>> = vec![None; all.len()];
    for joined in joined {
        problems.extend(joined.problems);
        for (seen, of_owner) in joined.went {
            if let Some(went) = went.get_mut(seen) {
                *went = Some(Went { sitting: made.len() + of_owner.sitting, ..of_owner });
            }
        }
        made.extend(joined.made);
    }
    for (at, sighting) in all.sightings() {
        let went = went.get(at).copied().flatten();
        if let Some((went, made)) = went.and_then(|went| Some((went, made.get(went.sitting)?))) {
            facts.meeting_claims.push(claim(&sighting, made, went));
        }
    }
    // As in every table of facts: by dossier and line, what is from the register behind, by economy and time.
    let of_register = all.dossier_sittings;
    let mut order: Vec<(usize, &Made)> = made.iter().enumerate().collect();
    order.sort_by_key(
        |(nth, made)| if made.anchor < of_register { (made.anchor, 0) } else { (of_register, *nth) },
    );
    for (_, made) in order {
        if let Some(row) = made.row(&all) {
            facts.meetings.push(row);
        }
    }
}

/// The sittings of dossiers and behind them those of the register, by number.
struct All<'s> {
    /// The sittings of some dossiers, with the number of the first.
    of_dossiers: Vec<(usize, &'s Meetings)>,
    /// How many sittings are of dossiers.
    dossier_sittings: usize,
    of_register: &'s [CitedMeeting],
}

impl<'s> All<'s> {
    fn new(parts: &[&'s Meetings], of_register: &'s [CitedMeeting]) -> Self {
        let mut of_dossiers = Vec::with_capacity(parts.len());
        let mut dossier_sittings = 0;
        for part in parts {
            of_dossiers.push((dossier_sittings, *part));
            dossier_sittings += part.len();
        }
        Self { of_dossiers, dossier_sittings, of_register }
    }

    fn len(&self) -> usize {
        self.dossier_sittings + self.of_register.len()
    }

    fn get(&self, at: usize) -> Option<Sighting<'s>> {
        if let Some(of_register) = at.checked_sub(self.dossier_sittings) {
            return self.of_register.get(of_register).map(|meeting| cited(meeting, at));
        }
        let part = self.of_dossiers.partition_point(|(first, _)| *first <= at).checked_sub(1)?;
        let (first, meetings) = self.of_dossiers.get(part)?;
        let row = meetings.row(at - first)?;
        // Whether a dossier gives a whole list shows when all its rows are seen.
        Some(Sighting { at, row, is_last: false, has_end: true, is_whole_list: false, evidence: None })
    }

    fn sightings(&self) -> impl Iterator<Item = (usize, Sighting<'s>)> {
        (0..self.len()).filter_map(|at| Some((at, self.get(at)?)))
    }
}

/// The sittings of an economy.
struct Joined {
    made: Vec<Made>,
    /// Where each claim went, by its number; the sittings are counted from the economy's first.
    went: Vec<(usize, Went)>,
    problems: Vec<CrossProblem>,
}

impl Joined {
    fn of(owner: Owner<'_>, places: &[usize], all: &All<'_>) -> Self {
        let mut sightings: Vec<Sighting<'_>> = places.iter().filter_map(|at| all.get(*at)).collect();
        whole_list::mark(&mut sightings);
        let mut sittings = sittings(sightings);
        let lists = WholeLists::of(&sittings);
        sittings.sort_by(|a, b| a.place().cmp(&b.place()));
        let mut joined =
            Self { made: Vec::new(), went: Vec::with_capacity(places.len()), problems: Vec::new() };
        for sitting in sittings {
            joined.problems.extend(sitting.problems(owner.iso3()));
            joined.went.extend(sitting.parts().map(|(seen, is_chosen)| {
                let is_whole_list = seen.is_whole_list;
                (seen.at, Went { sitting: joined.made.len(), is_chosen, is_whole_list })
            }));
            joined.made.push(Made::of(&sitting, lists.has(&sitting)));
        }
        joined
    }
}

/// The sitting a claim went to, and whether its dates are the sitting's.
#[derive(Debug, Clone, Copy)]
struct Went {
    sitting: usize,
    is_chosen: bool,
    is_whole_list: bool,
}

/// A sitting without the texts of its sources.
#[derive(Debug)]
struct Made {
    /// The claim its row is from.
    anchor: usize,
    /// The claim its dates are from.
    dated: usize,
    ordinal: Option<u32>,
    is_resumption: bool,
    claims: u32,
    is_disputed: bool,
    is_in_whole_list: bool,
    start_date: Option<accession_schema::Day>,
}

impl Made {
    fn of(sitting: &sitting::Sitting<'_>, is_in_whole_list: bool) -> Self {
        Self {
            anchor: sitting.first.at,
            dated: sitting.dated().at,
            ordinal: sitting.ordinal(),
            is_resumption: sitting.is_resumption,
            claims: u32::try_from(sitting.parts().count()).unwrap_or(u32::MAX),
            is_disputed: sitting.is_disputed(),
            is_in_whole_list,
            start_date: sitting.dated().row.start_date,
        }
    }

    /// The row of the first source, with the dates and the place of the one that dates it.
    fn row<'s>(&self, all: &All<'s>) -> Option<Meeting<'s>> {
        let dated = all.get(self.dated)?.row;
        Some(Meeting {
            line: dated.line,
            source_kind: dated.source_kind,
            source: dated.source,
            start_date: dated.start_date,
            end_date: dated.end_date,
            precision: dated.precision,
            ordinal: self.ordinal,
            is_resumption: self.is_resumption,
            claims: self.claims,
            is_disputed: self.is_disputed,
            is_in_whole_list: self.is_in_whole_list,
            ..all.get(self.anchor)?.row
        })
    }
}

fn claim<'s>(sighting: &Sighting<'s>, made: &Made, went: Went) -> MeetingClaim<'s> {
    let seen = &sighting.row;
    MeetingClaim {
        iso3: seen.iso3,
        kind: seen.kind,
        ordinal: seen.ordinal,
        is_last: sighting.is_last,
        start_date: seen.start_date,
        end_date: seen.end_date,
        precision: seen.precision,
        is_whole_list: went.is_whole_list,
        source_kind: seen.source_kind,
        source: seen.source,
        evidence: sighting.evidence,
        dossier_id: seen.dossier_id,
        line: seen.line,
        meeting_start_date: made.start_date,
        meeting_ordinal: made.ordinal,
        is_chosen: went.is_chosen,
    }
}

fn cited(meeting: &CitedMeeting, at: usize) -> Sighting<'_> {
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
        url: None,
        news_url: None,
        source_kind: cited.kind,
        source: &cited.source,
        claims: 1,
        is_disputed: false,
        is_in_whole_list: false,
    };
    let (is_last, has_end) = (meeting.is_last, meeting.end.is_some());
    let is_whole_list = meeting.is_whole_list;
    Sighting { at, row, is_last, has_end, is_whole_list, evidence: cited.evidence.as_deref() }
}
