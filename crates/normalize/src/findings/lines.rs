//! Findings about lines and the source as a whole.

use accession_ingest::{Row, RowClass, find_date};
use accession_schema::vocabulary::{FindingCode, LineClass, Severity};

use super::Problem;
use crate::Symbol;
use crate::economy::Identity;
use crate::reading::Reading;

/// unknown_economy: neither title nor symbols name an economy of the register, or they name two. Reason: without the
/// economy a dossier's rows can't be compared with any other's.
pub(super) fn unknown_economy(identity: &Identity, problems: &mut Vec<Problem>) {
    if let Some((line, why)) = &identity.problem {
        let subject = identity.name.clone().or_else(|| identity.wto_code.clone()).unwrap_or_default();
        problems.push(Problem::new(*line, FindingCode::UnknownEconomy, subject, why.clone()));
    }
}

/// unknown_layout: the page is in no layout that is known, or no label of it is. Reason: nothing of it stands in tables; that
/// it is no dossier is as likely as that it is one of a kind not seen yet.
pub(super) fn unknown_layout(reading: &Reading<'_, '_>) -> Problem {
    let rows = &reading.dossier.rows;
    let message = format!(
        "expected a page in a layout and with labels that are known, found neither: none of its {} lines was read",
        rows.len()
    );
    Problem::new(rows.first().map(|row| row.line), FindingCode::UnknownLayout, "layout".to_owned(), message)
}

/// unread_line: a line is neither in a table nor known. Reason: it may hold a fact that is now missing; with a date or
/// symbol on it that is certain and an error, without one a warning.
pub(super) fn unread_lines(reading: &Reading<'_, '_>, problems: &mut Vec<Problem>) {
    for remaining in reading.remaining.iter().filter(|remaining| remaining.class == LineClass::Unread) {
        let Some(row) = reading.dossier.rows.get(remaining.row) else { continue };
        let why = match remaining.rule {
            "not_read" => {
                "the line is not text of the page's encoding, or the page has no layout that is known"
            }
            "unknown_label" => "expected a label that is known in front of the date or symbol",
            "bullet_without_listing" => "expected a listing that was read above the bullet",
            "date_without_symbol" => "expected a document symbol behind the date",
            "symbol_of_a_form" => "expected a document of the economy, found a form that all of them fill in",
            "range_of_dates" => "expected a single date for a document, found a range",
            "no_day_of_meeting" => "expected a day or a range of days for a meeting",
            "formal_meeting_with_subject" => {
                "expected an ordinal and a day that are known for a formal meeting"
            }
            "meeting_not_held" => "expected a meeting that took place",
            "several_symbols_on_a_meeting" => "expected at most one symbol on a meeting's row",
            "day_on_the_line_above" => "a month alone, or one whose day ends the line above",
            "term_with_remark" => "expected a chairperson, a term and nothing else",
            "term_without_name" => "expected the name of a chairperson",
            "membership_without_date" => "expected the day of membership",
            "second_membership" => "a day of membership stands on an earlier line",
            "two_dates" | "ambiguous_cells" => &two_readings(reading, row),
            _ => "expected a label, date, symbol or bullet that is known",
        };
        let has_value = match row.class {
            RowClass::Entry | RowClass::Section => true,
            RowClass::Unread | RowClass::Ambiguous => find_date(row.text).is_some(),
            RowClass::Item | RowClass::Text | RowClass::Navigation => false,
        };
        let severity = if has_value { Severity::Error } else { Severity::Warning };
        let subject: String = row.text.chars().take(60).collect();
        problems.push(Problem {
            severity,
            ..Problem::new(Some(row.line), FindingCode::UnreadLine, subject, why.to_owned())
        });
    }
}

/// The readings a row has of which neither is taken.
fn two_readings(reading: &Reading<'_, '_>, row: &Row<'_>) -> String {
    let mut dates: Vec<&str> = row.date.iter().map(|date| date.text).collect();
    dates.extend(reading.dossier.further_dates(row).iter().map(|date| date.text));
    let mut rest = row.text;
    while dates.len() < 2
        && let Some((at, date)) = find_date(rest)
    {
        if !dates.contains(&date.text) {
            dates.push(date.text);
        }
        rest = rest.get(at + date.text.len()..).unwrap_or_default();
    }
    match dates.as_slice() {
        [first, second, ..] => {
            format!("expected a row of one reading, found two: it may be dated {first} or {second}")
        }
        _ => "expected a row of one reading, found cells that can be put together in two ways".to_owned(),
    }
}

/// The symbols on lines that could not be read.
pub(super) fn unread_symbols<'s>(reading: &Reading<'_, 's>) -> Vec<Symbol<'s>> {
    let unread = reading.remaining.iter().filter(|remaining| remaining.class == LineClass::Unread);
    let rows = unread.filter_map(|remaining| reading.dossier.rows.get(remaining.row));
    rows.flat_map(|row| reading.dossier.symbols(row)).map(|symbol| Symbol::parse(symbol.text)).collect()
}

/// empty_step: a step's label without any value. Reason: the step was not taken, or the page lost its row; which of the
/// two the page does not tell.
pub(super) fn empty_steps(reading: &Reading<'_, '_>, problems: &mut Vec<Problem>) {
    for remaining in reading.remaining.iter().filter(|remaining| remaining.class == LineClass::EmptyStep) {
        let (Some(row), Some(step)) = (reading.dossier.rows.get(remaining.row), remaining.step) else {
            continue;
        };
        problems.push(Problem::new(
            Some(row.line),
            FindingCode::EmptyStep,
            step.word().to_owned(),
            format!("the step {} has no date and no document", step.word()),
        ));
    }
}
