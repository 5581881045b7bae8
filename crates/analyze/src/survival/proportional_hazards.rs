//! Whether the effects of a model stay the same over time.

use nalgebra::{DMatrix, DVector};

use super::cox::CoxModel;
use super::newton::definite;
use super::{Step, Test, count};

/// The share of a trend's information that the coefficients may not account for; with less there is no trend to test.
const OWN: f64 = 1e-9;

/// What an effect may change in proportion to. Each answers another question; the first is the usual choice, as it
/// gives no weight to the few late times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeTransform {
    /// One less the survival of all subjects just before the time.
    KaplanMeier,
    /// The rank of the time among those of all subjects, censored ones too, tied times sharing their mean rank.
    Rank,
    /// The time itself.
    Identity,
}

/// Tests of whether hazards are proportional.
#[derive(Debug, Clone, PartialEq)]
pub struct ProportionalHazards {
    /// One per term of the model: whether its coefficient changes with the transform of time. `None` if the data can't
    /// say, as where all events have one time.
    pub terms: Vec<Option<Test>>,
    /// Whether any coefficient does. `None` if the data can't say, as with fewer times than coefficients.
    pub global: Option<Test>,
}

impl CoxModel {
    /// Tests for each covariate `x` whether `x` times a transform of time, added to the model, would improve it. This is
    /// the score test of `cox.zph` in R's survival from version 3.0 on (Therneau and Grambsch, 2000, section 6.2),
    /// with its full variance. The test of Grambsch and Therneau (1994) as in older versions and in lifelines takes
    /// the variance as the same at all times, and differs.
    pub fn proportional_hazards(&self, transform: TimeTransform) -> ProportionalHazards {
        let size = self.terms.len();
        let mut score: DVector<f64> = DVector::zeros(size);
        let (mut base, mut cross, mut own) =
            (DMatrix::zeros(size, size), DMatrix::zeros(size, size), DMatrix::zeros(size, size));
        for (time, part) in centred(self.curve.steps(), transform).into_iter().zip(&self.parts) {
            score += &part.score * time;
            base += &part.information;
            cross += &part.information * time;
            own += &part.information * (time * time);
        }
        let Some(base) = base.cholesky() else {
            return ProportionalHazards { terms: vec![None; size], global: None };
        };
        // What is known of the trends once the coefficients are estimated as well.
        let least = own.diagonal() * OWN;
        let information = own - &cross * base.solve(&cross);
        let variances = information.diagonal();
        let terms = score.iter().zip(&variances).zip(&least).map(|((score, information), least)| {
            (information > least).then_some(score * score / information)
        });
        ProportionalHazards {
            terms: terms.map(|statistic| Test::chi_squared(statistic?, 1)).collect(),
            global: definite(information, &least).and_then(|information| {
                Test::chi_squared(score.dot(&information.solve(&score)), count(size))
            }),
        }
    }
}

/// The transforms of the times with events, less their mean over events, in units of the largest.
fn centred(steps: &[Step], transform: TimeTransform) -> Vec<f64> {
    let (mut survival, mut passed) = (1.0, 0.0);
    let mut times = Vec::new();
    for step in steps {
        let ended = f64::from(step.events) + f64::from(step.censored);
        let time = match transform {
            TimeTransform::KaplanMeier => 1.0 - survival,
            TimeTransform::Rank => passed + f64::midpoint(1.0, ended),
            TimeTransform::Identity => step.time,
        };
        if step.events > 0 {
            times.push((time, f64::from(step.events)));
        }
        survival = step.survival;
        passed += ended;
    }
    let events: f64 = times.iter().map(|(_, events)| events).sum();
    let mean = times.iter().map(|(time, events)| time * events).sum::<f64>() / events;
    let largest = times.iter().map(|(time, _)| (time - mean).abs()).fold(f64::MIN_POSITIVE, f64::max);
    times.iter().map(|(time, _)| (time - mean) / largest).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Covariate, CoxModel, cox, subjects};
    use super::TimeTransform::{Identity, KaplanMeier, Rank};

    fn model(times: &[f64], values: &[f64]) -> CoxModel {
        cox(&subjects(times), &[Covariate { name: "a".to_owned(), values: values.to_vec() }]).unwrap()
    }

    #[test]
    fn one_time_with_events_has_no_trend() {
        let model = model(&[1.0, 1.0, -2.0, -2.0], &[0.0, 1.0, 0.0, 1.0]);
        for transform in [KaplanMeier, Rank, Identity] {
            let tests = model.proportional_hazards(transform);
            assert_eq!((tests.terms, tests.global), (vec![None], None), "{transform:?}");
        }
    }

    #[test]
    fn without_ties_and_censorings_the_ranks_are_the_share_with_the_event() {
        let values = [0.1, 0.5, -0.2, 0.4, 0.0, 0.3];
        let model = model(&[1.0, 2.0, 3.0, 5.0, 8.0, 13.0], &values);
        let statistic = |transform| model.proportional_hazards(transform).global.unwrap().statistic;
        assert!((statistic(KaplanMeier) - statistic(Rank)).abs() < 1e-12);
        assert!((statistic(KaplanMeier) - statistic(Identity)).abs() > 1e-3);
    }

    #[test]
    fn one_term_is_the_whole() {
        let model = model(&[1.0, 2.0, 2.0, -3.0, 4.0], &[1.0, 0.0, 1.0, 0.0, 1.0]);
        let tests = model.proportional_hazards(KaplanMeier);
        let ([Some(term)], Some(global)) = (tests.terms.as_slice(), tests.global) else {
            panic!("{tests:?}")
        };
        assert!((term.statistic - global.statistic).abs() < 1e-12);
        assert_eq!(global.degrees_of_freedom, 1);
    }
}
