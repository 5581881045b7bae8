//! The registers: sourced facts that stand in tables of their own, row by row given their meaning.
//!
//! A row whose words or dates mean nothing is refused with its file and line, and the rest goes on.

use std::fmt::Write;

use accession_ingest::registers::{
    ChairpersonEntry, DocumentEntry, Economies, Entry, MeetingEntry, MilestoneEntry, RegisterProblem, read,
};
use accession_schema::VariantArray;
use accession_schema::vocabulary::{Milestone, SourceKind, Status};
use serde::de::DeserializeOwned;

use crate::Symbol;
use crate::date::Date;

/// The bytes of a register and its name in messages.
#[derive(Debug, Clone, Copy)]
pub struct RegisterFile<'a> {
    /// Its name in messages.
    pub name: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
}

/// The registers to read; those not given are empty.
#[derive(Debug, Clone, Copy)]
pub struct RegisterFiles<'a> {
    /// Economies.
    pub economies: RegisterFile<'a>,
    /// Claims about milestones.
    pub milestones: Option<RegisterFile<'a>>,
    /// Claims about meetings of the working party.
    pub meetings: Option<RegisterFile<'a>>,
    /// Document symbols.
    pub documents: Option<RegisterFile<'a>>,
    /// Chairpersons of the working party.
    pub chairpersons: Option<RegisterFile<'a>>,
}

/// Where a row of a register comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// Line of the register.
    pub line: u32,
    /// ISO 3166-1 alpha-3 code of the economy, which is in the register of economies.
    pub iso3: String,
    /// Kind of the source.
    pub kind: SourceKind,
    /// Address of the source.
    pub source: String,
    /// What the source prints; nothing where the register doesn't say.
    pub evidence: Option<String>,
}

/// A source's claim about a milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedMilestone {
    /// Who says so.
    pub cited: Cited,
    /// The milestone.
    pub milestone: Milestone,
    /// When.
    pub date: Date,
}

/// A source's claim about a formal meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedMeeting {
    /// Who says so.
    pub cited: Cited,
    /// Number of the meeting.
    pub ordinal: Option<u32>,
    /// Whether it is the last one the source knows.
    pub is_last: bool,
    /// First day.
    pub start: Date,
    /// Last day, where the source gives one.
    pub end: Option<Date>,
    /// Whether the source gives the economy's whole list.
    pub is_whole_list: bool,
}

/// A document a source gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedDocument {
    /// Who says so.
    pub cited: Cited,
    /// The symbol as the register writes it.
    pub symbol: String,
    /// When.
    pub date: Option<Date>,
}

/// A chairperson a source names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedChairperson {
    /// Who says so.
    pub cited: Cited,
    /// Form of address.
    pub honorific: Option<String>,
    /// Name.
    pub name: String,
    /// Country or post.
    pub representing: Option<String>,
    /// Start of the term.
    pub start: Option<Date>,
    /// End of the term.
    pub end: Option<Date>,
}

/// What the registers say.
#[derive(Debug, Clone, Default)]
pub struct Registers {
    /// Economies, found by name or code.
    pub economies: Economies,
    /// Facts of the economies, by line of their register.
    pub traits: Vec<Traits>,
    /// Claims about milestones, by line.
    pub milestones: Vec<CitedMilestone>,
    /// Claims about meetings, by line.
    pub meetings: Vec<CitedMeeting>,
    /// Documents, by line.
    pub documents: Vec<CitedDocument>,
    /// Chairpersons, by line.
    pub chairpersons: Vec<CitedChairperson>,
}

/// What the register of economies says of one, besides its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traits {
    /// Line of the register.
    pub line: u32,
    /// ISO 3166-1 alpha-3 code.
    pub iso3: String,
    /// Whether it has no coast on an ocean.
    pub is_landlocked: Option<bool>,
    /// When it was added to the list of least developed countries.
    pub ldc_from: Option<Date>,
    /// When it left that list.
    pub ldc_until: Option<Date>,
    /// Where it stands.
    pub status: Status,
}

impl Registers {
    /// Reads registers. The problems are in the order of the files and lines.
    pub fn read(files: &RegisterFiles<'_>) -> (Self, Vec<RegisterProblem>) {
        let (economies, mut problems) = Economies::read(files.economies.name, files.economies.bytes);
        let traits = meant(files.economies.name, economies.entries(), &mut problems, |line, row| {
            Ok(Traits {
                line,
                iso3: row.iso3.clone(),
                is_landlocked: yes_or_no(&row.landlocked, "landlocked")?,
                ldc_from: date(&row.ldc_from, "ldc_from")?,
                ldc_until: date(&row.ldc_until, "ldc_until")?,
                status: status(&row.status)?,
            })
        });
        problems.sort_by_key(|problem| problem.line);
        let known = Known { economies: &economies };
        let milestones = known.rows(files.milestones, &mut problems, |cited, row: &MilestoneEntry| {
            Ok(CitedMilestone {
                milestone: milestone(&row.milestone)?,
                date: needed(date(&row.date, "date")?, "date")?,
                cited,
            })
        });
        let meetings = known.rows(files.meetings, &mut problems, |cited, row: &MeetingEntry| {
            let start = needed(date(&row.start_date, "start_date")?, "start_date")?;
            let end = date(&row.end_date, "end_date")?;
            if end.is_some_and(|end| end.is_before(start)) {
                return Err(format!("expected an end_date on or after {start}, found {}", row.end_date));
            }
            let (ordinal, is_last) = ordinal(&row.ordinal)?;
            let is_whole_list = whole_list(&row.list)?;
            Ok(CitedMeeting { cited, ordinal, is_last, start, end, is_whole_list })
        });
        let documents = known.rows(files.documents, &mut problems, |cited, row: &DocumentEntry| {
            let symbol = Symbol::parse(&row.symbol);
            if symbol.number().is_none() || symbol.as_str() != row.symbol {
                return Err(format!(
                    "expected a document symbol such as WT/ACC/KAZ/1, found {:?}",
                    row.symbol
                ));
            }
            Ok(CitedDocument { symbol: row.symbol.clone(), date: date(&row.date, "date")?, cited })
        });
        let chairpersons = known.rows(files.chairpersons, &mut problems, |cited, row: &ChairpersonEntry| {
            let (start, end) = (date(&row.start_date, "start_date")?, date(&row.end_date, "end_date")?);
            if start.zip(end).is_some_and(|(start, end)| end.is_before(start)) {
                return Err(format!(
                    "expected an end_date on or after {}, found {}",
                    row.start_date, row.end_date
                ));
            }
            Ok(CitedChairperson {
                honorific: filled(&row.honorific),
                name: filled(&row.name).ok_or("expected a name, found an empty field")?,
                representing: filled(&row.representing),
                start,
                end,
                cited,
            })
        });
        (Self { economies, traits, milestones, meetings, documents, chairpersons }, problems)
    }
}

/// Gives rows their meaning, one by one; those that have none become problems.
fn meant<T, M>(
    file: &str,
    entries: &[Entry<T>],
    problems: &mut Vec<RegisterProblem>,
    mut meaning: impl FnMut(u32, &T) -> Result<M, String>,
) -> Vec<M> {
    let mut rows = Vec::with_capacity(entries.len());
    for Entry { line, row } in entries {
        match meaning(u32::try_from(*line).unwrap_or(u32::MAX), row) {
            Ok(row) => rows.push(row),
            Err(message) => problems.push(RegisterProblem { file: file.to_owned(), line: *line, message }),
        }
    }
    rows
}

struct Known<'e> {
    economies: &'e Economies,
}

impl Known<'_> {
    /// The rows of a register of claims; problems in the order of the lines.
    fn rows<T: DeserializeOwned + Claiming, M>(
        &self,
        file: Option<RegisterFile<'_>>,
        problems: &mut Vec<RegisterProblem>,
        mut meaning: impl FnMut(Cited, &T) -> Result<M, String>,
    ) -> Vec<M> {
        let Some(RegisterFile { name, bytes }) = file else { return Vec::new() };
        let (entries, mut here) = read::<T>(name, bytes);
        let rows = meant(name, &entries, &mut here, |line, row| meaning(self.cited(line, row)?, row));
        here.sort_by_key(|problem| problem.line);
        problems.append(&mut here);
        rows
    }

    fn cited<T: Claiming>(&self, line: u32, row: &T) -> Result<Cited, String> {
        let (iso3, kind, source, evidence) = row.claim();
        if self.economies.by_iso3(iso3).is_none() {
            return Err(format!("expected the iso3 of an economy of the register, found {iso3:?}"));
        }
        let kinds = SourceKind::VARIANTS.iter().copied().filter(|kind| *kind != SourceKind::Dossier);
        let kind = kinds.clone().find(|known| known.word() == kind).ok_or_else(|| {
            format!("expected a source_kind ({}), found {kind:?}", listed(kinds.map(SourceKind::word)))
        })?;
        let is_address = ["http://", "https://"].iter().any(|scheme| source.starts_with(scheme));
        if !is_address || source.contains(char::is_whitespace) {
            return Err(format!("expected the address of the source (http...), found {source:?}"));
        }
        Ok(Cited { line, iso3: iso3.to_owned(), kind, source: source.to_owned(), evidence: filled(evidence) })
    }
}

/// The columns all registers of claims have.
trait Claiming {
    /// iso3, source_kind, source and evidence.
    fn claim(&self) -> (&str, &str, &str, &str);
}

macro_rules! claiming {
    ($($entry:ident),+) => {$(
        impl Claiming for $entry {
            fn claim(&self) -> (&str, &str, &str, &str) {
                (&self.iso3, &self.source_kind, &self.source, &self.evidence)
            }
        }
    )+};
}

claiming!(MilestoneEntry, MeetingEntry, DocumentEntry, ChairpersonEntry);

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn needed<T>(value: Option<T>, column: &str) -> Result<T, String> {
    value.ok_or_else(|| format!("expected a value in {column}, found an empty field"))
}

fn date(text: &str, column: &str) -> Result<Option<Date>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|error| format!("{column}: {error}"))
}

fn yes_or_no(text: &str, column: &str) -> Result<Option<bool>, String> {
    match text {
        "" => Ok(None),
        "yes" => Ok(Some(true)),
        "no" => Ok(Some(false)),
        _ => Err(format!("expected yes or no in {column}, found {text:?}")),
    }
}

fn status(text: &str) -> Result<Status, String> {
    // The other words follow from dates; the register can't say them.
    let words = [Status::Member, Status::Acceding, Status::Lapsed, Status::Observer];
    if text.is_empty() {
        return Ok(Status::Acceding);
    }
    words.into_iter().find(|status| status.word() == text).ok_or_else(|| {
        format!("expected a status ({}), found {text:?}", listed(words.into_iter().map(Status::word)))
    })
}

fn milestone(text: &str) -> Result<Milestone, String> {
    text.parse().ok().filter(|milestone: &Milestone| milestone.is_claimed()).ok_or_else(|| {
        let words = Milestone::VARIANTS.iter().filter(|known| known.is_claimed()).map(|known| known.word());
        format!("expected a milestone ({}), found {text:?}", listed(words))
    })
}

fn ordinal(text: &str) -> Result<(Option<u32>, bool), String> {
    match text {
        "" => Ok((None, false)),
        "last" => Ok((None, true)),
        _ => match text.parse::<u32>() {
            Ok(number) if number > 0 => Ok((Some(number), false)),
            _ => Err(format!("expected a number from 1, last or nothing in ordinal, found {text:?}")),
        },
    }
}

fn whole_list(text: &str) -> Result<bool, String> {
    match text {
        "" => Ok(false),
        "complete" => Ok(true),
        _ => Err(format!("expected complete or nothing in list, found {text:?}")),
    }
}

fn listed<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut out = String::new();
    for word in words {
        let comma = if out.is_empty() { "" } else { ", " };
        // Writing to a string does not fail.
        let _ = write!(out, "{comma}{word}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(milestones: &str, meetings: &str) -> (Registers, Vec<String>) {
        let economies = RegisterFile {
            name: "economies.csv",
            bytes: b"iso3,wto_code,name,aliases,landlocked,ldc_from,ldc_until,status\n\
                TON,TON,Tonga,,no,,,member\n\
                BTN,,Bhutan,,yes,1971,2023,acceding\n\
                XXX,,Nowhere,,maybe,,,member\n",
        };
        let files = RegisterFiles {
            economies,
            milestones: Some(RegisterFile { name: "milestones.csv", bytes: milestones.as_bytes() }),
            meetings: Some(RegisterFile { name: "meetings.csv", bytes: meetings.as_bytes() }),
            documents: None,
            chairpersons: None,
        };
        let (registers, problems) = Registers::read(&files);
        (registers, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn bad_rows_are_refused_with_file_and_line() {
        let (registers, problems) = read_all(
            "iso3,milestone,date,source_kind,source,evidence\n\
             TON,membership,2007-07-27,wto,https://example.org/a,\n\
             TGA,membership,2007-07-27,wto,https://example.org/a,\n\
             TON,joined,2007-07-27,wto,https://example.org/a,\n\
             TON,membership,27/07/2007,wto,https://example.org/a,\n\
             TON,membership,,wto,https://example.org/a,\n\
             TON,membership,2007,blog,https://example.org/a,\n\
             TON,membership,2007,press,example.org,\n\
             TON,first_application,2007,press,https://example.org,\n",
            "iso3,ordinal,start_date,end_date,list,source_kind,source,evidence\n\
             TON,first,2001-04,,,wto,https://example.org,\n\
             TON,1,2001-04-10,2001-04-09,,wto,https://example.org,\n\
             TON,last,2001-04-10,2001-04-11,complete,wto,https://example.org,x\n\
             TON,,2001,,whole,wto,https://example.org,x\n",
        );
        assert_eq!(registers.milestones.len(), 1);
        assert_eq!(registers.meetings.len(), 1);
        assert!(registers.meetings[0].is_last && registers.meetings[0].is_whole_list);
        let starts = [
            "economies.csv:4: expected yes or no in landlocked, found \"maybe\"",
            "milestones.csv:3: expected the iso3 of an economy of the register, found \"TGA\"",
            "milestones.csv:4: expected a milestone (application, ",
            "milestones.csv:5: date: expected YYYY, YYYY-MM or YYYY-MM-DD, found \"27/07/2007\"",
            "milestones.csv:6: expected a value in date, found an empty field",
            "milestones.csv:7: expected a source_kind (wto, wto_copy, ",
            "milestones.csv:8: expected the address of the source (http...), found \"example.org\"",
            "milestones.csv:9: expected a milestone (application, ",
            "meetings.csv:2: expected a number from 1, last or nothing in ordinal, found \"first\"",
            "meetings.csv:3: expected an end_date on or after 2001-04-10, found 2001-04-09",
            "meetings.csv:5: expected complete or nothing in list, found \"whole\"",
        ];
        assert_eq!(problems.len(), starts.len(), "{problems:#?}");
        for (problem, start) in problems.iter().zip(starts) {
            assert!(problem.starts_with(start), "{problem} does not start with {start}");
        }
    }
}
