//! Claims about milestones, and the date chosen from them.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use accession_schema::facts::{Claim, MilestoneRow};
use accession_schema::vocabulary::{ChoiceRule, FindingCode, Milestone, SourceKind};
use accession_schema::{Day, Facts};

use super::choice::{Candidate, Value, choose};
use super::{About, CrossProblem, MEETINGS, MILESTONES, Owner, by_dossier};
use crate::date::Date;
use crate::findings::Problem;
use crate::registers::{CitedMeeting, Registers};
use crate::tables::columns;

pub(super) fn join<'c>(
    mut claims: Vec<Claim<'c>>,
    registers: &'c Registers,
    names: &HashMap<&str, &'c str>,
    facts: &mut Facts,
    problems: &mut Vec<CrossProblem>,
) {
    claims.extend(
        registers
            .milestones
            .iter()
            .map(|row| cited_claim(&row.cited, row.milestone, row.date, MILESTONES, names)),
    );
    claims.extend(
        first_meetings(&registers.meetings)
            .map(|row| cited_claim(&row.cited, Milestone::FirstMeeting, row.start, MEETINGS, names)),
    );
    claims.extend(last_meetings(&registers.meetings).map(|row| {
        cited_claim(&row.cited, Milestone::LastMeeting, row.end.unwrap_or(row.start), MEETINGS, names)
    }));
    // The sort is stable: claims of a milestone stay in the order of their sources.
    claims.sort_by(|a, b| key(a).cmp(&key(b)));
    let mut milestones = Vec::new();
    for about in claims.chunk_by_mut(|a, b| key(a) == key(b)) {
        milestones.extend(milestone(about, problems));
    }
    // As in every table of facts: by dossier and line, what is from registers behind, by economy and milestone.
    claims.sort_by(|a, b| by_dossier(a.dossier_id, a.line).cmp(&by_dossier(b.dossier_id, b.line)));
    for claim in claims {
        facts.claims.push(claim);
    }
    milestones.sort_by(|a, b| by_dossier(a.dossier_id, a.line).cmp(&by_dossier(b.dossier_id, b.line)));
    for row in milestones {
        facts.milestones.push(row);
    }
}

fn key<'c>(claim: &Claim<'c>) -> (Owner<'c>, Milestone) {
    (Owner::new(claim.iso3, claim.dossier_id), claim.milestone)
}

/// The first sitting each source numbers 1: later ones resume it. Meetings of the GATT years are numbered with the later
/// ones, so number 1 is the first whatever its date.
fn first_meetings(meetings: &[CitedMeeting]) -> impl Iterator<Item = &CitedMeeting> {
    let numbered_one = || meetings.iter().filter(|meeting| meeting.ordinal == Some(1));
    let is_same_source = |one: &CitedMeeting, other: &CitedMeeting| {
        (&one.cited.iso3, &one.cited.source) == (&other.cited.iso3, &other.cited.source)
    };
    numbered_one().filter(move |meeting| {
        !numbered_one().any(|other| is_same_source(meeting, other) && other.start.is_before(meeting.start))
    })
}

/// The last sittings of whole lists. A `last` of another source is the last it knew of, and says little later on.
fn last_meetings(meetings: &[CitedMeeting]) -> impl Iterator<Item = &CitedMeeting> {
    let mut last: HashMap<&str, Day> = HashMap::new();
    for meeting in meetings.iter().filter(|meeting| meeting.is_whole_list) {
        let start = meeting.start.earliest();
        let day = last.entry(&meeting.cited.iso3).or_insert(start);
        *day = (*day).max(start);
    }
    meetings.iter().filter(move |meeting| {
        meeting.is_whole_list && last.get(meeting.cited.iso3.as_str()) == Some(&meeting.start.earliest())
    })
}

fn cited_claim<'r>(
    cited: &'r crate::registers::Cited,
    milestone: Milestone,
    date: Date,
    register: &'static str,
    names: &HashMap<&str, &'r str>,
) -> Claim<'r> {
    let (date, date_latest, precision) = columns(Some(date));
    Claim {
        iso3: Some(&cited.iso3),
        economy: names.get(cited.iso3.as_str()).copied(),
        milestone,
        date,
        date_latest,
        precision,
        source_kind: cited.kind,
        source: &cited.source,
        evidence: cited.evidence.as_deref(),
        symbol: None,
        dossier_id: None,
        register: Some(register),
        line: cited.line,
        byte_start: None,
        byte_end: None,
        is_chosen: false,
        agrees: None,
    }
}

fn value(claim: &Claim<'_>) -> Option<Value> {
    Some(Value { earliest: claim.date?, latest: claim.date_latest?, precision: claim.precision? })
}

/// One milestone of one economy: the choice, its row, the claims sorted by how they stand to it.
fn milestone<'c>(about: &mut [Claim<'c>], problems: &mut Vec<CrossProblem>) -> Option<MilestoneRow<'c>> {
    let mut dossiers = HashSet::new();
    let candidates: Vec<Candidate<'_>> = about
        .iter()
        .map(|claim| Candidate {
            value: value(claim),
            kind: claim.source_kind,
            source: claim.source,
            line: claim.line,
            // A dossier's first claim is the row that names the step.
            is_aside: claim.dossier_id.is_some_and(|dossier| !dossiers.insert(dossier)),
        })
        .collect();
    let choice = choose(&candidates)?;
    let chosen = about.get(choice.chosen).copied()?;
    for (at, claim) in about.iter_mut().enumerate() {
        claim.is_chosen = at == choice.chosen;
        claim.agrees = value(claim).zip(value(&chosen)).map(|(one, other)| one.agrees_with(other));
    }
    about.sort_by(|a, b| rank(a).cmp(&rank(b)));
    let dated = about.iter().filter(|claim| claim.date.is_some()).count();
    if choice.is_disputed && !is_of_one_dossier(about) {
        problems.push(disputed(about, chosen, choice.rule));
    }
    Some(MilestoneRow {
        iso3: chosen.iso3,
        economy: chosen.economy,
        milestone: chosen.milestone,
        date: chosen.date,
        date_latest: chosen.date_latest,
        precision: chosen.precision,
        // A symbol is the dossier's to give, whatever source the date is from.
        symbol: chosen.symbol.or_else(|| about.iter().find_map(|claim| claim.symbol)),
        dossier_id: chosen.dossier_id,
        register: chosen.register,
        line: chosen.line,
        byte_start: chosen.byte_start,
        byte_end: chosen.byte_end,
        source_kind: chosen.source_kind,
        source: chosen.source,
        claims: u32::try_from(dated).unwrap_or(u32::MAX),
        is_disputed: choice.is_disputed,
        chosen_by: choice.rule,
    })
}

/// The chosen claim first, then those that agree, then the others; better and more precise ones first in each.
fn rank<'c>(claim: &Claim<'c>) -> (bool, bool, SourceKind, impl Ord + use<'c>, &'c str, u32) {
    let dates = (claim.precision, claim.date);
    (!claim.is_chosen, claim.agrees != Some(true), claim.source_kind, dates, claim.source, claim.line)
}

/// What two places of one dossier say has a finding there.
fn is_of_one_dossier(about: &[Claim<'_>]) -> bool {
    let mut dossiers = about.iter().map(|claim| claim.dossier_id);
    let first = dossiers.next().flatten();
    first.is_some() && dossiers.all(|dossier| dossier == first)
}

/// Whether it is the first meeting as dossiers and lists of meetings give it.
fn is_of_meetings(about: &[Claim<'_>]) -> bool {
    about.iter().all(|claim| claim.milestone == Milestone::FirstMeeting && claim.register != Some(MILESTONES))
}

/// disputed_date: sources give dates that can't all be right. Reason: whoever uses the date should know, and see who
/// says what.
fn disputed(about: &[Claim<'_>], chosen: Claim<'_>, rule: ChoiceRule) -> CrossProblem {
    let mut message = format!("{} is dated {} ", chosen.milestone.word(), spell(&chosen));
    // Writing to a string does not fail.
    let _ = write!(message, "by {} (chosen by {})", place(&chosen), rule.word());
    for (words, agrees) in [("agreeing", Some(true)), ("against it", Some(false))] {
        let others: Vec<String> = about
            .iter()
            .filter(|claim| !claim.is_chosen && claim.agrees == agrees)
            .map(|claim| format!("{} by {}", spell(claim), place(claim)))
            .collect();
        if !others.is_empty() {
            let _ = write!(message, "; {words}: {}", others.join(", "));
        }
    }
    let subject = chosen.milestone.word().to_owned();
    CrossProblem {
        iso3: chosen.iso3.map(str::to_owned),
        problem: Problem::new(None, FindingCode::DisputedDate, subject, message),
        about: if is_of_meetings(about) { About::FirstSitting } else { About::Milestone },
    }
}

/// The date as precisely as it is known.
fn spell(claim: &Claim<'_>) -> String {
    let Some(date) = claim.date.zip(claim.precision) else { return "no date".to_owned() };
    Date::spelled(date.0, date.1)
}

/// Who says so and where that stands.
fn place(claim: &Claim<'_>) -> String {
    let file = claim.register.map_or(String::new(), |register| format!("{register}.csv "));
    format!("{} {} ({file}line {})", claim.source_kind.word(), claim.source, claim.line)
}
