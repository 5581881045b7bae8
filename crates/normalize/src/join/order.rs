//! The order of the milestones chosen.

use accession_schema::facts::{MilestoneRow, Milestones};
use accession_schema::vocabulary::{FindingCode, Milestone};

use super::{About, CrossProblem, Owner};
use crate::findings::{LEGAL_ORDER, Problem, crosses_systems};

/// step_out_of_order: two milestones are dated against the order the law gives them. Reason:
/// one of the sources names another event or is wrong. What one dossier says has a finding there.
pub(super) fn check(milestones: &Milestones, problems: &mut Vec<CrossProblem>) {
    let mut rows: Vec<MilestoneRow<'_>> = milestones.rows().collect();
    rows.sort_by_key(owner);
    for of_one in rows.chunk_by(|a, b| owner(a) == owner(b)) {
        let find = |milestone| of_one.iter().find(|row| row.milestone == milestone);
        let began_under_gatt = Milestone::GATT_START.iter().any(|milestone| find(*milestone).is_some());
        for (earlier, later) in LEGAL_ORDER {
            let (Some(first), Some(second)) = (find(earlier), find(later)) else { continue };
            let is_of_one_dossier = first.dossier_id.is_some() && first.dossier_id == second.dossier_id;
            let (Some(first_date), Some(second_date)) = (first.date, second.date_latest) else { continue };
            if second_date < first_date
                && !is_of_one_dossier
                && !(began_under_gatt && crosses_systems(earlier, later))
            {
                problems.push(problem(first, second));
            }
        }
    }
}

fn owner<'m>(row: &MilestoneRow<'m>) -> Owner<'m> {
    Owner::new(row.iso3, row.dossier_id)
}

fn problem(first: &MilestoneRow<'_>, second: &MilestoneRow<'_>) -> CrossProblem {
    let spell = |row: &MilestoneRow<'_>| {
        let date = row.date.zip(row.precision);
        date.map_or(String::new(), |(date, precision)| crate::date::Date::spelled(date, precision))
    };
    let message = format!(
        "{} of {} ({}) is dated before {} of {} ({})",
        second.milestone.word(),
        spell(second),
        second.source,
        first.milestone.word(),
        spell(first),
        first.source
    );
    CrossProblem {
        iso3: second.iso3.map(str::to_owned),
        problem: Problem::new(None, FindingCode::StepOutOfOrder, second.milestone.word().to_owned(), message),
        about: About::Milestone,
    }
}
