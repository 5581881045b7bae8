//! Survival analysis: how long until an event, when for some subjects it has not happened yet.
//!
//! A [`Subject`] is followed from time 0 until the event, or until a time up to which the event has not happened: it
//! is then right-censored. Censoring must not depend on what would have happened later, or every estimate here is
//! biased.
//!
//! - [`kaplan_meier`]: the share without the event by time, with its band, median and restricted mean;
//! - [`log_rank`]: whether groups differ;
//! - [`cox`]: how covariates change the rate of the event, and whether they do so evenly over time.
//!
//! The numbers are those of R's package `survival` (3.5); where a definition differs, the item says so. Two times are
//! tied only if they are equal, whereas R also ties times that differ by rounding: use whole units, such as days.

mod covariate;
mod cox;
mod curve;
mod interval;
mod log_rank;
mod newton;
mod partial;
mod proportional_hazards;
mod test;

pub use covariate::Covariate;
pub use cox::{CoxError, CoxModel, Term, cox};
pub use curve::{Curve, RestrictedMean, Step, kaplan_meier};
pub use interval::{CONFIDENCE, Interval};
pub use log_rank::log_rank;
pub use proportional_hazards::{ProportionalHazards, TimeTransform};
pub use test::Test;

/// One subject's time at risk and how it ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Subject {
    time: f64,
    event: bool,
}

impl Subject {
    /// A subject followed for `time`, in whatever unit the caller uses throughout. `event` says whether the event
    /// ended that time; if not, the subject is right-censored. `None` if the time is negative, infinite or not a
    /// number; 0 is a time like any other.
    pub fn new(time: f64, event: bool) -> Option<Self> {
        // Adding 0 turns -0 into 0, so that the two are tied.
        (time.is_finite() && time >= 0.0).then_some(Self { time: time + 0.0, event })
    }

    /// The time at risk, finite and at least 0.
    pub fn time(self) -> f64 {
        self.time
    }

    /// Whether the event ended the time at risk.
    pub fn event(self) -> bool {
        self.event
    }
}

/// Sorts subjects, each with what belongs to it, and gives them by distinct time, the earliest first.
fn by_time<T>(rows: &mut [(Subject, T)]) -> impl DoubleEndedIterator<Item = &[(Subject, T)]> {
    rows.sort_by(|(a, _), (b, _)| a.time.total_cmp(&b.time));
    rows.chunk_by(|(a, _), (b, _)| a.time.total_cmp(&b.time).is_eq())
}

/// A number of subjects. Nobody has four thousand million of them.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Subjects for unit tests: a negative number stands for a censoring at that time.
#[cfg(test)]
fn subjects(times: &[f64]) -> Vec<Subject> {
    times.iter().filter_map(|time| Subject::new(time.abs(), time.is_sign_positive())).collect()
}

#[cfg(test)]
mod tests {
    use super::Subject;

    #[test]
    fn only_times_that_can_be_are_taken() {
        for time in [-1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(Subject::new(time, true), None, "{time}");
        }
        let zero = Subject::new(-0.0, false).unwrap();
        assert!(zero.time().is_sign_positive());
        assert!(!zero.event());
    }
}
