//! Durations between milestones, with bounds where dates are imprecise and censoring where the end was not reached.

use accession_schema::statistics::{AccessionDurations, Duration};

use crate::Plan;
use crate::clock::Clock;
use crate::economy::EconomyFacts;

pub(crate) fn append(economy: &EconomyFacts<'_>, plan: &Plan, table: &mut AccessionDurations) {
    for (from, to) in plan.durations.iter().copied() {
        let Ok(clock) = Clock::of(economy, from, to, plan.as_of) else { continue };
        table.push(Duration {
            dossier_id: clock.dossier_id,
            iso3: economy.iso3,
            economy: economy.name,
            from_milestone: from,
            to_milestone: to,
            start_date: clock.start.earliest,
            start_date_latest: clock.start.latest,
            end_date: clock.end.map(|end| end.earliest),
            end_date_latest: clock.end.map(|end| end.latest),
            duration_days: clock.days.exact,
            duration_days_min: clock.days.min,
            duration_days_max: clock.days.max,
            event_observed: clock.end.is_some(),
            as_of_date: plan.as_of,
        });
    }
}
