//! Findings about how a source's text was decoded.

use std::collections::BTreeMap;

use accession_ingest::{Repair, RowClass};
use accession_schema::vocabulary::FindingCode;

use super::Problem;
use crate::reading::Reading;

/// repaired_text: lines hold text that was decoded wrongly once, and are read as it was meant. Reason: what the tables
/// say is not what the file holds, letter for letter.
pub(super) fn repaired(reading: &Reading<'_, '_>, problems: &mut Vec<Problem>) {
    let mut lines: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (line, repair) in &reading.dossier.page.repairs {
        lines.entry(Repair::description(*repair)).or_default().push(*line);
    }
    for (mistake, lines) in lines {
        let message = format!("{mistake} is read as it was meant, here and on {}", others(lines.len()));
        problems.push(Problem::new(
            lines.first().copied(),
            FindingCode::RepairedText,
            mistake.to_owned(),
            message,
        ));
    }
}

/// lost_text: letters were lost when the text was decoded, and stand as U+FFFD; or foreign text stands in place of words.
/// Reason: names and titles in the tables have gaps; labels are read where one known word alone fits.
pub(super) fn lost(reading: &Reading<'_, '_>, problems: &mut Vec<Problem>) {
    let foreign = &reading.dossier.page.foreign;
    if let Some(first) = foreign.first() {
        let message = format!("foreign text is left out, here and on {}", others(foreign.len()));
        problems.push(Problem::new(Some(*first), FindingCode::LostText, "foreign text".to_owned(), message));
    }
    let rows = reading.dossier.rows.iter().filter(|row| row.class != RowClass::Unread);
    let lines: Vec<u32> =
        rows.filter(|row| row.text.contains(char::REPLACEMENT_CHARACTER)).map(|row| row.line).collect();
    if let Some(first) = lines.first() {
        let message =
            format!("letters were lost before the text was saved, here and on {}", others(lines.len()));
        problems.push(Problem::new(Some(*first), FindingCode::LostText, "U+FFFD".to_owned(), message));
    }
}

fn others(lines: usize) -> String {
    match lines.saturating_sub(1) {
        0 => "no other line".to_owned(),
        1 => "one other line".to_owned(),
        others => format!("{others} other lines"),
    }
}
