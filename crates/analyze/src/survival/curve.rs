//! The share without the event by time.

use super::interval::Interval;
use super::{Subject, by_time, count};

/// How near 0.5 counts as 0.5: survival is a product, and of 12 subjects after 6 events it comes out a little off a
/// half. Far above the rounding of any product here, and far below the difference of two shares that are not equal.
const ROUNDING: f64 = 1e-10;

/// The state of a curve from one time on, until the next step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The time, in the unit of the subjects.
    pub time: f64,
    /// Subjects without the event and not censored just before this time.
    pub at_risk: u32,
    /// Events at this time.
    pub events: u32,
    /// Subjects censored at this time. They count as at risk for the events of the same time.
    pub censored: u32,
    /// The estimated share without the event after this time (Kaplan and Meier, 1958).
    pub survival: f64,
    /// The standard error of `survival` (Greenwood, 1926); `None` where `survival` is 0, where it isn't defined.
    pub standard_error: Option<f64>,
    /// The lower 95% limit of `survival` at this one time; `None` where [`Interval`] has none.
    pub lower: Option<f64>,
    /// The upper 95% limit of `survival` at this one time; `None` where [`Interval`] has none.
    pub upper: Option<f64>,
    /// The cumulative hazard (Nelson, 1972; Aalen, 1978): tied events count as simultaneous, `d / n` at once.
    pub cumulative_hazard: f64,
    /// The standard error of `cumulative_hazard`, from Aalen's variance, the sum of `d / n²`.
    pub cumulative_hazard_standard_error: f64,
}

impl Step {
    /// What this time adds to Greenwood's sum, the variance of the logarithm of survival; infinite if nobody is left.
    fn greenwood(&self) -> f64 {
        let (at_risk, events) = (f64::from(self.at_risk), f64::from(self.events));
        events / (at_risk * (at_risk - events))
    }
}

/// The mean time without the event up to some time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RestrictedMean {
    /// The mean, in the unit of the subjects.
    pub mean: f64,
    /// Its standard error, in the same unit.
    pub standard_error: f64,
}

/// A survival curve with its pointwise confidence band.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    steps: Vec<Step>,
}

/// The survival curve of subjects (Kaplan and Meier, 1958) with a 95% band, and the cumulative hazard beside it.
///
/// Without subjects the curve has no steps, and survival is 1 at all times.
pub fn kaplan_meier(subjects: &[Subject], interval: Interval) -> Curve {
    let mut rows: Vec<(Subject, ())> = subjects.iter().map(|subject| (*subject, ())).collect();
    let mut at_risk = count(rows.len());
    let (mut survival, mut greenwood, mut cumulative_hazard, mut aalen) = (1.0, 0.0, 0.0, 0.0);
    let mut steps = Vec::new();
    for same_time in by_time(&mut rows) {
        let Some((first, ())) = same_time.first() else { continue };
        let events = count(same_time.iter().filter(|(subject, ())| subject.event).count());
        let censored = count(same_time.len()).saturating_sub(events);
        let mut step = Step {
            time: first.time,
            at_risk,
            events,
            censored,
            survival,
            standard_error: None,
            lower: None,
            upper: None,
            cumulative_hazard,
            cumulative_hazard_standard_error: 0.0,
        };
        if events > 0 {
            let (at_risk, events) = (f64::from(at_risk), f64::from(events));
            survival *= (at_risk - events) / at_risk;
            greenwood += step.greenwood();
            cumulative_hazard += events / at_risk;
            aalen += events / (at_risk * at_risk);
        }
        let limits = interval.limits(survival, greenwood.sqrt());
        step.survival = survival;
        step.standard_error = (survival > 0.0).then_some(survival * greenwood.sqrt());
        step.lower = limits.map(|(lower, _)| lower);
        step.upper = limits.map(|(_, upper)| upper);
        step.cumulative_hazard = cumulative_hazard;
        step.cumulative_hazard_standard_error = aalen.sqrt();
        steps.push(step);
        at_risk = at_risk.saturating_sub(events).saturating_sub(censored);
    }
    Curve { steps }
}

impl Curve {
    /// One step per distinct time of an event or a censoring, the earliest first.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The largest time of an event or a censoring; nothing is known beyond it. `None` without subjects.
    pub fn largest_time(&self) -> Option<f64> {
        self.steps.last().map(|step| step.time)
    }

    /// The share without the event just after a time: 1 before the first step. After the last one it stays what it
    /// was, which says little beyond [`Curve::largest_time`].
    pub fn survival_at(&self, time: f64) -> f64 {
        let passed = self.steps.partition_point(|step| step.time <= time);
        passed.checked_sub(1).and_then(|last| self.steps.get(last)).map_or(1.0, |step| step.survival)
    }

    /// The smallest time by which half of the subjects had the event; `None` if survival stays above a half.
    ///
    /// If survival is a half from this time until another, every time between is a median. This is the first of them,
    /// as in lifelines; R takes the middle.
    pub fn median(&self) -> Option<f64> {
        self.falls_to_half(|step| Some(step.survival))
    }

    /// The 95% interval of the median, the times for which a median is not rejected (Brookmeyer and Crowley, 1982):
    /// from the smallest time with a lower limit of at most a half to the smallest with such an upper limit. A limit
    /// that stays above a half, or ends above it because survival falls to 0, gives `None`: it is not known.
    pub fn median_interval(&self) -> (Option<f64>, Option<f64>) {
        (self.falls_to_half(|step| step.lower), self.falls_to_half(|step| step.upper))
    }

    fn falls_to_half(&self, share: impl Fn(&Step) -> Option<f64>) -> Option<f64> {
        let fallen = |step: &&Step| share(step).is_some_and(|share| share <= 0.5 + ROUNDING);
        self.steps.iter().find(fallen).map(|step| step.time)
    }

    /// The mean time without the event within the first `tau`, the area under the curve up to there, with its
    /// standard error (Klein and Moeschberger, 2003, section 4.5; Royston and Parmar, 2013), in R's form, without the
    /// factor `d / (d - 1)` for the number of events. `None` if `tau` is negative or not finite.
    ///
    /// If `tau` is beyond [`Curve::largest_time`] the curve is taken to stay at its last value, as R does without a
    /// warning: to compare groups, take the smallest of their largest times.
    pub fn restricted_mean(&self, tau: f64) -> Option<RestrictedMean> {
        if !tau.is_finite() || tau < 0.0 {
            return None;
        }
        // From the end, as an event's weight is the area between it and tau.
        let (mut area, mut variance, mut end) = (0.0, 0.0, tau);
        for step in self.steps.iter().rev().filter(|step| step.time <= tau) {
            area += step.survival * (end - step.time);
            end = step.time;
            if step.events < step.at_risk {
                variance += area * area * step.greenwood();
            }
        }
        Some(RestrictedMean { mean: area + end, standard_error: variance.sqrt() })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Interval, subjects};
    use super::{Curve, kaplan_meier};

    fn curve(times: &[f64]) -> Curve {
        kaplan_meier(&subjects(times), Interval::LogLog)
    }

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-6, "{found}, not {expected}");
    }

    #[test]
    fn without_subjects_nothing_is_known() {
        let curve = curve(&[]);
        assert!(curve.steps().is_empty());
        assert_eq!(curve.median(), None);
        assert_eq!(curve.median_interval(), (None, None));
        assert_eq!(curve.largest_time(), None);
        close(curve.survival_at(1.0), 1.0);
        let mean = curve.restricted_mean(2.0).unwrap();
        close(mean.mean, 2.0);
        close(mean.standard_error, 0.0);
    }

    #[test]
    fn all_censored() {
        let curve = curve(&[-2.0, -3.0]);
        assert!(curve.steps().iter().all(|step| step.lower.is_none() && step.standard_error == Some(0.0)));
        assert_eq!(curve.median(), None);
        close(curve.survival_at(f64::MAX), 1.0);
    }

    #[test]
    fn all_events_at_one_time() {
        let curve = curve(&[2.0, 2.0]);
        assert_eq!((curve.median(), curve.median_interval()), (Some(2.0), (None, None)));
        let [step] = curve.steps() else { panic!("{:?}", curve.steps()) };
        assert_eq!((step.at_risk, step.events, step.standard_error, step.upper), (2, 2, None, None));
        close(step.cumulative_hazard, 1.0);
        close(curve.restricted_mean(9.0).unwrap().mean, 2.0);
    }

    #[test]
    fn one_subject() {
        assert_eq!(curve(&[0.0]).median(), Some(0.0));
        close(curve(&[5.0]).survival_at(4.9), 1.0);
        close(curve(&[5.0]).survival_at(5.0), 0.0);
        close(curve(&[5.0]).survival_at(f64::NAN), 1.0);
    }

    #[test]
    fn an_event_comes_before_a_censoring_at_its_time() {
        let curve = curve(&[-3.0, 3.0, 3.0, -4.0]);
        let [first, last] = curve.steps() else { panic!("{:?}", curve.steps()) };
        assert_eq!((first.at_risk, first.events, first.censored), (4, 2, 1));
        assert_eq!((last.at_risk, last.events, last.censored), (1, 0, 1));
        close(last.survival, 0.5);
    }

    #[test]
    fn medians_where_survival_is_a_half() {
        // R 4.2.2 with survival 3.5-3 gives the same limits, but takes the middle as the median.
        assert_eq!(curve(&[1.0, 2.0, 3.0, 4.0]).median(), Some(2.0));
        let ten: Vec<f64> = (1..=10).map(f64::from).collect();
        for (interval, limits) in [
            (Interval::LogLog, (Some(1.0), Some(8.0))),
            (Interval::Log, (Some(3.0), None)),
            (Interval::Plain, (Some(3.0), Some(8.0))),
        ] {
            let curve = kaplan_meier(&subjects(&ten), interval);
            assert_eq!((curve.median(), curve.median_interval()), (Some(5.0), limits), "{interval:?}");
        }
        // The product is 0.4999999999999999 for 12 and a little above a half for others.
        for half in 1..200 {
            let times: Vec<f64> = (1..=2 * half).map(f64::from).collect();
            assert_eq!(curve(&times).median(), Some(f64::from(half)));
        }
    }

    #[test]
    fn restricted_means_are_those_of_r() {
        let curve = curve(&[-2.0, 3.0, -5.0]);
        for (tau, mean, standard_error) in [(4.0, 3.5, 0.353_553_4), (9.0, 6.0, 2.121_320_3), (0.0, 0.0, 0.0)]
        {
            let found = curve.restricted_mean(tau).unwrap();
            close(found.mean, mean);
            close(found.standard_error, standard_error);
        }
        for tau in [-1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(curve.restricted_mean(tau), None);
        }
    }
}
