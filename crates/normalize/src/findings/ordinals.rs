//! Findings about ordinals of meetings and chairpersons.

use accession_schema::VariantArray;
use accession_schema::vocabulary::{FindingCode, MeetingKind};

use super::Problem;
use crate::reading::Reading;

/// ordinal_gap: between 1 and the highest ordinal of meetings of a kind, or of chairpersons, one is not listed. Reason:
/// the meeting or term took place and the page lost its row, so gaps and counts that pass over it are wrong.
pub(super) fn gaps(reading: &Reading<'_, '_>, problems: &mut Vec<Problem>) {
    for kind in MeetingKind::VARIANTS {
        let sittings = reading.sittings.iter().filter(|sitting| sitting.kind == *kind);
        let name = format!("{} meeting", kind.word().replace('_', " "));
        missing(&name, sittings.filter_map(|sitting| Some((sitting.ordinal?, sitting.place.line))), problems);
    }
    let terms = reading.terms.iter().filter_map(|term| Some((term.ordinal?, term.place.line)));
    missing("chairperson", terms, problems);
}

fn missing(name: &str, ordinals: impl Iterator<Item = (u32, u32)>, problems: &mut Vec<Problem>) {
    let mut ordinals: Vec<(u32, u32)> = ordinals.collect();
    ordinals.sort_unstable();
    let mut expected = 1;
    for (ordinal, line) in ordinals {
        if ordinal > expected {
            let last = ordinal - 1;
            let subject = if last == expected {
                format!("{name} {expected}")
            } else {
                format!("{name} {expected}-{last}")
            };
            let message = format!("{subject} is not listed, {name} {ordinal} is");
            problems.push(Problem::new(Some(line), FindingCode::OrdinalGap, subject, message));
        }
        expected = ordinal.saturating_add(1).max(expected);
    }
}
