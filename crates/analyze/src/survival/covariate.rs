//! What may change the rate of the event.

use super::count;
use super::cox::CoxError;

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

/// The values less their mean, in units of their mean deviation, and that unit. Units as far apart as days and shares
/// would cost digits otherwise, and what is small would depend on the unit.
pub(super) fn standardise(covariate: &Covariate, subjects: usize) -> Result<(Vec<f64>, f64), CoxError> {
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
