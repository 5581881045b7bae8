//! What looks wrong in a dossier: one function a rule, each with its reason.
//!
//! Nothing is corrected. A rule speaks only where a careful reader would stop; what is usual on these pages (a document
//! circulated a few days after a later number, a protocol that shares the decision's symbol) is not raised as a fault.

mod lines;
mod order;
mod ordinals;
mod sequence;
mod series;
mod text;

use accession_schema::vocabulary::{FindingCode, Layout, Severity};

pub(crate) use order::{LEGAL_ORDER, crosses_systems};

use crate::economy::Identity;
use crate::reading::Reading;

/// A finding before it becomes a row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, where there is one.
    pub line: Option<u32>,
    /// What kind of finding it is.
    pub code: FindingCode,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: String,
    /// The finding in one sentence.
    pub message: String,
}

impl Problem {
    /// A finding with the usual severity of its code.
    pub fn new(line: Option<u32>, code: FindingCode, subject: String, message: String) -> Self {
        Self { line, code, severity: usual_severity(code), subject, message }
    }
}

/// Errors are values missing from the tables, warnings contradictions of the source, infos what it leaves out.
fn usual_severity(code: FindingCode) -> Severity {
    match code {
        FindingCode::UndatedDocument
        | FindingCode::DuplicateListing
        | FindingCode::MissingNumber
        | FindingCode::EmptyStep
        | FindingCode::LabelByWords
        | FindingCode::RepairedText => Severity::Info,
        FindingCode::RevisionBeforeBase
        | FindingCode::StepOutOfOrder
        | FindingCode::RowOutOfOrder
        | FindingCode::NumberOutOfSequence
        | FindingCode::OrdinalGap
        | FindingCode::DisputedDate
        | FindingCode::DisputedOrdinal
        | FindingCode::LostText
        | FindingCode::UnknownLayout => Severity::Warning,
        FindingCode::UnreadLine | FindingCode::UnknownEconomy | FindingCode::ImpossibleDate => {
            Severity::Error
        }
    }
}

/// Every finding of a dossier, by line and code.
pub fn check(reading: &Reading<'_, '_>, identity: &Identity) -> Vec<Problem> {
    if reading.layout == Layout::Unknown {
        return vec![lines::unknown_layout(reading)];
    }
    let mut problems = reading.problems.clone();
    lines::unknown_economy(identity, &mut problems);
    text::repaired(reading, &mut problems);
    text::lost(reading, &mut problems);
    lines::unread_lines(reading, &mut problems);
    lines::empty_steps(reading, &mut problems);
    let by_symbol = series::BySymbol::new(&reading.listings);
    series::undated_documents(&by_symbol, &mut problems);
    series::duplicate_listings(&by_symbol, &mut problems);
    series::disputed_dates(&by_symbol, &mut problems);
    series::revisions_before_base(&by_symbol, &mut problems);
    series::numbers(&by_symbol, &lines::unread_symbols(reading), identity.wto_code.as_deref(), &mut problems);
    order::later_versions(reading, &mut problems);
    order::milestones(reading, &mut problems);
    order::disputed_membership(reading, &mut problems);
    order::rows(reading, &mut problems);
    ordinals::gaps(reading, &mut problems);
    problems.sort_by(|a, b| (a.line, a.code, &a.subject).cmp(&(b.line, b.code, &b.subject)));
    problems
}
