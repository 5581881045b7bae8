//! How covariates change the rate of the event.

use nalgebra::DVector;

use super::interval::QUANTILE;
use super::newton::{Failure, Fit, maximise};
use super::partial::{Part, Partial};
use super::{Curve, Interval, Subject, Test, count, kaplan_meier};

/// A spread this small beside the values is their rounding.
const ROUNDING: f64 = 1e-12;

/// A quantity that may change the rate of the event. A factor is one covariate of 0 and 1 for each level but one.
#[derive(Debug, Clone, PartialEq)]
pub struct Covariate {
    /// What the results call it.
    pub name: String,
    /// One value per subject, known at time 0.
    pub values: Vec<f64>,
}

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

/// The values less their mean, in units of their mean deviation, and that unit. Units as far apart as days and shares
/// would cost digits otherwise, and what is small would depend on the unit.
fn standardise(covariate: &Covariate, subjects: usize) -> Result<(Vec<f64>, f64), CoxError> {
    let Covariate { name, values } = covariate;
    if values.len() != subjects {
        let (found, expected) = (values.len(), subjects);
        return Err(CoxError::Length { covariate: name.clone(), found, expected });
    }
    if values.is_empty() {
        return Err(CoxError::NoEvents);
    }
    let mean_of = |values: &[f64]| values.iter().sum::<f64>() / f64::from(count(values.len()));
    let mean = mean_of(values);
    let deviations: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let sizes: Vec<f64> = deviations.iter().map(|deviation| deviation.abs()).collect();
    let spread = mean_of(&sizes);
    if !spread.is_finite() {
        return Err(CoxError::NotFinite { covariate: name.clone() });
    }
    if !spread.is_normal() || spread <= ROUNDING * mean.abs() {
        return Err(CoxError::Singular { covariate: name.clone() });
    }
    Ok((deviations.iter().map(|deviation| deviation / spread).collect(), spread))
}
