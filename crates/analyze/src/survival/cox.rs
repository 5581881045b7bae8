//! How covariates change the rate of the event.

use nalgebra::DVector;

use super::covariate::{Covariate, standardise};
use super::interval::QUANTILE;
use super::newton::{Failure, Fit, maximise};
use super::partial::{Part, Partial};
use super::{Curve, Interval, Subject, Test, count, kaplan_meier};

/// Why there is no model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CoxError {
    /// There is nothing to estimate.
    #[error("a model needs a covariate")]
    NoCovariates,
    /// There is nothing to estimate from.
    #[error("a model needs events, and no subject has one")]
    NoEvents,
    /// Values and subjects don't match.
    #[error("covariate {covariate:?} has {found} values for {expected} subjects")]
    Length {
        /// The covariate.
        covariate: String,
        /// How many values it has.
        found: usize,
        /// How many it should have.
        expected: usize,
    },
    /// A value is not a number, infinite, or too large to average.
    #[error("covariate {covariate:?} has a value that is not a finite number")]
    NotFinite {
        /// The covariate.
        covariate: String,
    },
    /// The covariate is constant, or a combination of the ones before it, among the subjects at risk at events.
    #[error("covariate {covariate:?} does not vary, or only as the covariates before it do")]
    Singular {
        /// The first such covariate.
        covariate: String,
    },
    /// The likelihood has no maximum, as it rises while the coefficient goes to infinity: in every event, the subject
    /// with the event had the most extreme value of those at risk (in the covariate, or in a combination with others).
    #[error("the coefficient of {covariate:?} has no finite estimate: the covariate separates the events")]
    Unbounded {
        /// The covariate whose coefficient grew most.
        covariate: String,
    },
    /// No maximum was found, for reasons of rounding.
    #[error("the partial likelihood did not converge")]
    NoConvergence,
}

/// The estimate for one covariate.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The covariate.
    pub name: String,
    /// What one more unit of the covariate adds to the logarithm of the rate.
    pub coefficient: f64,
    /// The coefficient's standard error, from the information at the estimate.
    pub standard_error: f64,
    /// What one more unit multiplies the rate by. Above 1, the event comes sooner.
    pub hazard_ratio: f64,
    /// The lower 95% limit of the hazard ratio (Wald's, symmetric in the coefficient).
    pub lower: f64,
    /// The upper 95% limit of the hazard ratio; infinite if the unit is so small that it can't be written.
    pub upper: f64,
    /// The coefficient in standard errors.
    pub z: f64,
    /// How probable a `z` as far from 0 is if the covariate has no effect.
    pub p_value: f64,
}

/// A fitted model of proportional hazards.
#[derive(Debug, Clone)]
pub struct CoxModel {
    /// One per covariate, in their order.
    pub terms: Vec<Term>,
    /// The logarithm of the partial likelihood with all coefficients 0.
    pub log_likelihood_null: f64,
    /// The logarithm of the largest partial likelihood.
    pub log_likelihood: f64,
    /// Whether any covariate has an effect, by the ratio of these two likelihoods: the most reliable of the three.
    pub likelihood_ratio: Test,
    /// Whether any covariate has an effect, by the distance of the coefficients from 0.
    pub wald: Test,
    /// Whether any covariate has an effect, by the slope of the likelihood at 0. With one covariate that tells two
    /// groups apart and without ties, this is the log-rank test.
    pub score: Test,
    /// The subjects of the model.
    pub subjects: u32,
    /// The events among them.
    pub events: u32,
    /// What happened when, for the transforms of time.
    pub(super) curve: Curve,
    /// The likelihood at the estimate by time of event, in standardised covariates.
    pub(super) parts: Vec<Part>,
}

/// Fits proportional hazards (Cox, 1972) by Newton's method: at any time, the rate of the event is a rate common to all
/// subjects times `exp(sum of coefficient * value)`. Tied events are taken as Efron (1977) does, R's way unless told
/// otherwise. Whether hazards are in fact proportional, [`CoxModel::proportional_hazards`] tests.
///
/// Unlike R and lifelines, which return some large coefficient with a warning, it is an error if a coefficient has no
/// finite estimate, or if a covariate tells nothing the others don't.
pub fn cox(subjects: &[Subject], covariates: &[Covariate]) -> Result<CoxModel, CoxError> {
    if covariates.is_empty() {
        return Err(CoxError::NoCovariates);
    }
    let mut values = vec![DVector::zeros(covariates.len()); subjects.len()];
    let mut spreads = Vec::with_capacity(covariates.len());
    for (place, covariate) in covariates.iter().enumerate() {
        let (standardised, spread) = standardise(covariate, subjects.len())?;
        spreads.push(spread);
        for (row, value) in values.iter_mut().zip(standardised) {
            if let Some(cell) = row.get_mut(place) {
                *cell = value;
            }
        }
    }
    let events = count(subjects.iter().filter(|subject| subject.event).count());
    if events == 0 {
        return Err(CoxError::NoEvents);
    }

    let likelihood = Partial::new(subjects.iter().copied().zip(values).collect(), covariates.len());
    let name =
        |place: usize| covariates.get(place).map(|covariate| covariate.name.clone()).unwrap_or_default();
    let Fit { null, best } = maximise(&likelihood, covariates.len()).map_err(|failure| match failure {
        Failure::Dependent(place) => CoxError::Singular { covariate: name(place) },
        Failure::Unbounded(place) => CoxError::Unbounded { covariate: name(place) },
        Failure::NoConvergence => CoxError::NoConvergence,
    })?;

    let coefficients = &best.coefficients;
    let test =
        |statistic| Test::chi_squared(statistic, count(covariates.len())).ok_or(CoxError::NoConvergence);
    let variances = best.information.inverse().diagonal();
    let estimates = coefficients.iter().zip(&variances).zip(covariates.iter().zip(spreads));
    let terms = estimates.map(|((coefficient, variance), (covariate, spread))| {
        Term::new(&covariate.name, *coefficient, variance.sqrt(), spread)
    });
    Ok(CoxModel {
        terms: terms.collect::<Option<_>>().ok_or(CoxError::NoConvergence)?,
        log_likelihood_null: null.part.log_likelihood,
        log_likelihood: best.part.log_likelihood,
        likelihood_ratio: test(2.0 * (best.part.log_likelihood - null.part.log_likelihood))?,
        wald: test(coefficients.dot(&(&best.part.information * coefficients)))?,
        score: test(null.part.score.dot(&null.information.solve(&null.part.score)))?,
        subjects: count(subjects.len()),
        events,
        curve: kaplan_meier(subjects, Interval::LogLog),
        parts: likelihood.parts(coefficients),
    })
}

impl Term {
    /// From the estimate per `spread` units. `None` if it is not a number.
    fn new(name: &str, coefficient: f64, standard_error: f64, spread: f64) -> Option<Self> {
        let z = coefficient / standard_error;
        let Test { p_value, .. } = Test::chi_squared(z * z, 1)?;
        let (coefficient, standard_error) = (coefficient / spread, standard_error / spread);
        Some(Self {
            name: name.to_owned(),
            coefficient,
            standard_error,
            hazard_ratio: coefficient.exp(),
            lower: (coefficient - QUANTILE * standard_error).exp(),
            upper: (coefficient + QUANTILE * standard_error).exp(),
            z,
            p_value,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{log_rank, subjects};
    use super::{Covariate, CoxError, CoxModel, cox};

    fn covariate(name: &str, values: &[f64]) -> Covariate {
        Covariate { name: name.to_owned(), values: values.to_vec() }
    }

    fn fit(times: &[f64], covariates: &[&[f64]]) -> Result<CoxModel, CoxError> {
        let named = ["a", "b", "c"].iter().zip(covariates).map(|(name, values)| covariate(name, values));
        cox(&subjects(times), &named.collect::<Vec<_>>())
    }

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12 * expected.abs().max(1.0), "{found}, not {expected}");
    }

    #[test]
    fn a_likelihood_solved_by_hand() {
        // With r the hazard ratio it is r / (2 r + 1) * 1 / (1 + r), the largest at the root of a half.
        let model = fit(&[1.0, 2.0, 3.0], &[&[1.0, 0.0, 1.0]]).unwrap();
        let [term] = model.terms.as_slice() else { panic!("{:?}", model.terms) };
        close(term.hazard_ratio, 0.5_f64.sqrt());
        close(model.log_likelihood_null, -6.0_f64.ln());
        close(model.log_likelihood, (0.5_f64.sqrt() / (2.0_f64.sqrt() + 1.0) / (1.0 + 0.5_f64.sqrt())).ln());
        assert_eq!((model.subjects, model.events), (3, 3));
    }

    #[test]
    fn the_score_test_of_two_groups_is_the_log_rank_test() {
        let times = [1.0, -2.0, 3.0, 4.0, -4.0, 5.0, 7.0];
        let model = fit(&times, &[&[0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0]]).unwrap();
        let test = log_rank(&subjects(&times), &[0, 0, 1, 0, 1, 1, 0], None).unwrap();
        close(model.score.statistic, test.statistic);
    }

    #[test]
    fn units_do_not_matter() {
        let times = [4.0, 1.0, 3.0, 3.0, -2.0, 6.0];
        let values = [0.3, 0.1, -0.5, 0.7, 0.2, -0.1];
        let model = fit(&times, &[&values]).unwrap();
        for unit in [1e-200, 1e-6, 1e9, 1e200] {
            let other = fit(&times, &[&values.map(|value| unit * (value + 1000.0))]).unwrap();
            let (term, other) = (model.terms.first().unwrap(), other.terms.first().unwrap());
            assert!((term.coefficient / unit / other.coefficient - 1.0).abs() < 1e-9, "{unit}");
            assert!((term.z - other.z).abs() < 1e-9, "{unit}");
        }
    }

    #[test]
    fn input_that_makes_no_model() {
        let error = |times: &[f64], covariates: &[&[f64]]| fit(times, covariates).unwrap_err();
        assert_eq!(error(&[], &[]), CoxError::NoCovariates);
        assert_eq!(error(&[], &[&[]]), CoxError::NoEvents);
        assert_eq!(error(&[-1.0, -2.0], &[&[0.0, 1.0]]), CoxError::NoEvents);
        let length = CoxError::Length { covariate: "a".to_owned(), found: 1, expected: 2 };
        assert_eq!(error(&[1.0, 2.0], &[&[0.0]]), length);
        for value in [f64::NAN, f64::INFINITY, f64::MAX] {
            let expected = CoxError::NotFinite { covariate: "a".to_owned() };
            assert_eq!(error(&[1.0, 2.0], &[&[value, -value]]), expected, "{value}");
        }
    }

    #[test]
    fn covariates_that_tell_nothing_new_are_refused() {
        let singular = |covariate: &str| CoxError::Singular { covariate: covariate.to_owned() };
        let times = [1.0, 2.0, 3.0, 4.0];
        let values = [0.1, 0.2, 0.5, -0.3];
        assert_eq!(fit(&[1.0], &[&[1.0]]).unwrap_err(), singular("a"));
        assert_eq!(fit(&times, &[&values, &[0.1; 4]]).unwrap_err(), singular("b"));
        assert_eq!(
            fit(&times, &[&values, &values.map(|value| 3.0 - 2.0 * value)]).unwrap_err(),
            singular("b")
        );
        // It varies only until the first subject is censored, before any event.
        assert_eq!(fit(&[-0.5, 2.0, 3.0], &[&[1.0, 0.0, 0.0]]).unwrap_err(), singular("a"));
        assert_eq!(
            fit(&times[..3], &[&[0.0, 1.0, 2.0], &[0.0, 1.0, 0.0], &[0.0, 0.0, 7.0]]).unwrap_err(),
            singular("c")
        );
    }

    #[test]
    fn separation_is_refused() {
        let unbounded = |covariate: &str| CoxError::Unbounded { covariate: covariate.to_owned() };
        let times = [1.0, 2.0, 3.0, 4.0, 5.0, -6.0];
        assert_eq!(fit(&times, &[&[6.0, 5.0, 4.0, 3.0, 2.0, 1.0]]).unwrap_err(), unbounded("a"));
        let groups = [-1.0, -2.0, -4.0, 1.0, 2.0, 3.0];
        assert_eq!(fit(&groups, &[&[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]]).unwrap_err(), unbounded("a"));
        let other = [0.3, -0.2, 0.5, 0.1, -0.4, 0.2];
        assert_eq!(fit(&groups, &[&other, &[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]]).unwrap_err(), unbounded("b"));
        // As far from separation as one event can be.
        assert!(fit(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[&[6.0, 5.0, 4.0, 3.0, 1.0, 2.0]]).is_ok());
        // Two covariates and one event.
        let one = [-1.0, 2.0, -3.0, -4.0];
        let error = fit(&one, &[&[0.0, 1.0, 2.0, 0.0], &[1.0, 0.0, 1.0, 0.0]]).unwrap_err();
        assert!(matches!(error, CoxError::Unbounded { .. }), "{error:?}");
    }
}
