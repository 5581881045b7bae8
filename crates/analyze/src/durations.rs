//! Durations between milestones, with bounds where dates are imprecise and censoring where the end was not reached.

use accession_schema::Day;
use accession_schema::statistics::{AccessionDurations, Duration};
use accession_schema::vocabulary::Milestone;

use crate::Plan;
use crate::facts::{Bounds, DossierFacts};

/// A duration in days, as exactly as the dates allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    /// The duration, where both ends are known to the day.
    pub(crate) exact: Option<i32>,
    pub(crate) min: i32,
    pub(crate) max: i32,
}

impl Days {
    /// From one date to another. Where imprecise dates overlap, the shortest duration is none at all; a negative one is
    /// possible only where the end lies before the start for certain.
    pub(crate) fn between(start: Bounds, end: Bounds) -> Self {
        let max = end.latest.days_since(start.earliest);
        let min = end.earliest.days_since(start.latest);
        let min = if max >= 0 { min.max(0) } else { min };
        let exact = start.day().zip(end.day()).map(|(start, end)| end.days_since(start));
        Self { exact, min, max }
    }
}

/// How an accession stands with a milestone on a day.
enum End {
    /// It was reached.
    Reached(Bounds),
    /// It was not reached: the clock runs.
    Open,
    /// It was reached on a day that is not known.
    Unknown,
}

pub(crate) fn append(dossier: &DossierFacts<'_>, plan: &Plan, table: &mut AccessionDurations) {
    for (from, to) in &plan.durations {
        let Some(start) = dossier.milestone(*from).and_then(|reached| reached.date) else { continue };
        if start.earliest > plan.as_of {
            continue;
        }
        let (end, days) = match end(dossier, *to, plan.as_of) {
            End::Reached(end) => (Some(end), Days::between(start, end)),
            End::Open => {
                let today = Bounds { earliest: plan.as_of, latest: plan.as_of };
                (None, Days::between(start, today))
            }
            End::Unknown => continue,
        };
        table.push(Duration {
            dossier_id: dossier.id(),
            iso3: dossier.iso3(),
            economy: dossier.economy(),
            from_milestone: *from,
            to_milestone: *to,
            start_date: start.earliest,
            start_date_latest: start.latest,
            end_date: end.map(|end| end.earliest),
            end_date_latest: end.map(|end| end.latest),
            duration_days: days.exact,
            duration_days_min: days.min,
            duration_days_max: days.max,
            event_observed: end.is_some(),
            as_of_date: plan.as_of,
        });
    }
}

/// A milestone counts as reached on `as_of` if its earliest possible day has come. One that is missing from the dossier
/// of a member was reached all the same, on a day the dossier does not give: such a clock is neither stopped nor running.
fn end(dossier: &DossierFacts<'_>, milestone: Milestone, as_of: Day) -> End {
    match dossier.milestone(milestone).map(|reached| reached.date) {
        Some(Some(end)) if end.earliest <= as_of => End::Reached(end),
        Some(None) => End::Unknown,
        None if is_member(dossier, as_of) => End::Unknown,
        Some(Some(_)) | None => End::Open,
    }
}

/// Whether the economy was a member on a day. A day of membership that is not known is taken to have come.
pub(crate) fn is_member(dossier: &DossierFacts<'_>, as_of: Day) -> bool {
    dossier
        .milestone(Milestone::Membership)
        .is_some_and(|reached| reached.date.is_none_or(|date| date.earliest <= as_of))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(earliest: i32, latest: i32) -> Bounds {
        Bounds { earliest: Day::from_epoch_days(earliest), latest: Day::from_epoch_days(latest) }
    }

    #[test]
    fn bounds_are_carried_into_durations() {
        assert_eq!(Days::between(bounds(10, 10), bounds(30, 30)), Days { exact: Some(20), min: 20, max: 20 });
        assert_eq!(Days::between(bounds(0, 30), bounds(100, 100)), Days { exact: None, min: 70, max: 100 });
        // Both somewhere in one month: nothing to a month, never less than nothing.
        assert_eq!(Days::between(bounds(0, 30), bounds(0, 30)), Days { exact: None, min: 0, max: 30 });
        // An end before the start for certain is shown as it is.
        assert_eq!(Days::between(bounds(10, 10), bounds(5, 5)), Days { exact: Some(-5), min: -5, max: -5 });
    }
}
