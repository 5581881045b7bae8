//! Dossiers and registers together: one row a milestone, one row a sitting, whatever number of sources give them.
//!
//! [`join`] takes what the dossiers claimed and what the registers hold. Claims meet by economy; a dossier whose economy
//! is not known stands for itself. What is chosen is a source's own value (see [`choice`]); what contradicts it becomes a
//! finding that names every source.

mod choice;
mod meetings;
mod milestones;
mod order;
mod register_rows;

use std::collections::{HashMap, HashSet};

use accession_schema::Facts;
use accession_schema::facts::{Claims, Finding, Meetings};

use crate::findings::Problem;
use crate::registers::Registers;

/// Name of the register of milestones in the claims table.
const MILESTONES: &str = "milestones";
/// Name of the register of meetings in the claims table.
const MEETINGS: &str = "meetings";

/// What is kept of dossiers until they are joined with other sources: their claims and sittings, in order of dossier and
/// line.
#[derive(Debug, Default)]
pub struct Claimed {
    claims: Claims,
    meetings: Meetings,
}

impl Claimed {
    /// Takes the claims and sittings of dossiers out of their facts.
    pub fn take(facts: &mut Facts) -> Self {
        Self { claims: std::mem::take(&mut facts.claims), meetings: std::mem::take(&mut facts.meetings) }
    }
}

/// Joins the claims and sittings of the dossiers in `facts` with the registers, as [`join_all`] does.
pub fn join(facts: &mut Facts, registers: &Registers) {
    let claimed = Claimed::take(facts);
    join_all(&[claimed], registers, facts);
}

/// Joins what dossiers claimed with the registers. Claims, milestones, meeting_claims and meetings are made; economies, the
/// documents and chairpersons of the registers and the findings about several sources are appended.
pub fn join_all(claimed: &[Claimed], registers: &Registers, facts: &mut Facts) {
    let names: HashMap<&str, &str> =
        registers.economies.iter().map(|economy| (economy.iso3.as_str(), economy.name.as_str())).collect();
    register_rows::economies(registers, facts);
    register_rows::documents(registers, facts);
    register_rows::chairpersons(registers, facts);
    let mut problems = Vec::new();
    let claims = claimed.iter().flat_map(|part| part.claims.rows()).collect();
    milestones::join(claims, registers, &names, facts, &mut problems);
    order::check(&facts.milestones, &mut problems);
    let sittings: Vec<&Meetings> = claimed.iter().map(|part| &part.meetings).collect();
    meetings::join(&sittings, registers, facts, &mut problems);
    tell_once(&mut problems);
    problems.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    for CrossProblem { iso3, problem, .. } in &problems {
        facts.findings.push(Finding {
            dossier_id: None,
            iso3: iso3.as_deref(),
            line: None,
            code: problem.code,
            severity: problem.severity,
            subject: &problem.subject,
            message: &problem.message,
        });
    }
}

/// The order of the tables of facts: by dossier and line; rows of registers stay behind, in the order they are in.
fn by_dossier(dossier_id: Option<&str>, line: u32) -> (bool, Option<&str>, Option<u32>) {
    (dossier_id.is_none(), dossier_id, dossier_id.map(|_| line))
}

/// Whose facts they are: an economy, or a dossier whose economy is not known. Economies come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Owner<'f> {
    Economy(&'f str),
    Dossier(&'f str),
}

impl<'f> Owner<'f> {
    fn new(iso3: Option<&'f str>, dossier_id: Option<&'f str>) -> Self {
        iso3.map_or(Self::Dossier(dossier_id.unwrap_or_default()), Self::Economy)
    }

    fn iso3(self) -> Option<&'f str> {
        match self {
            Self::Economy(iso3) => Some(iso3),
            Self::Dossier(_) => None,
        }
    }
}

/// A finding about several sources of one economy.
#[derive(Debug)]
struct CrossProblem {
    iso3: Option<String>,
    problem: Problem,
    about: About,
}

/// What a finding about several sources is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Milestone,
    /// The first meeting, of which there may be a finding at the sitting.
    FirstSitting,
    Sitting,
}

/// A disputed first meeting is told at the sitting, where there is such a finding of the economy.
fn tell_once(problems: &mut Vec<CrossProblem>) {
    let of_sittings = problems.iter().filter(|problem| problem.about == About::Sitting);
    let told: HashSet<Option<String>> = of_sittings.map(|problem| problem.iso3.clone()).collect();
    problems.retain(|problem| problem.about != About::FirstSitting || !told.contains(&problem.iso3));
}

impl CrossProblem {
    fn sort_key(&self) -> (bool, &Option<String>, accession_schema::vocabulary::FindingCode, &str, &str) {
        (self.iso3.is_none(), &self.iso3, self.problem.code, &self.problem.subject, &self.problem.message)
    }
}
