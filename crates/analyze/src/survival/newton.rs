//! The coefficients of largest partial likelihood, by Newton's method.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use super::partial::{Part, Partial};

/// The share of a covariate's information that must be its own: with less, it is a sum of others or does not vary.
const OWN: f64 = 1e-9;

/// The share of the information at 0 that must be left at the largest likelihood. Where the likelihood rises without
/// end, each step of about 1 takes two thirds of it; no rate that can be estimated takes so much.
const LEFT: f64 = 1e-9;

/// The last step, in standardised units: the one after it would be its square, and rounding is near.
const LAST_STEP: f64 = 1e-8;

/// Far more than are needed: a regular likelihood takes five to ten, one that rises without end is seen after twenty.
const STEPS: usize = 100;

/// 2 to the power of this is a step too small to matter.
const HALVINGS: usize = 40;

/// The rounding of a log likelihood, relative to its size.
const ROUNDING: f64 = 1e-13;

/// A place where the partial likelihood was taken.
pub(super) struct Place {
    pub(super) coefficients: DVector<f64>,
    pub(super) part: Part,
    pub(super) information: Cholesky<f64, Dyn>,
}

/// The likelihood at 0 and at its largest.
pub(super) struct Fit {
    pub(super) null: Place,
    pub(super) best: Place,
}

/// Why there are no coefficients; the number is the place of a covariate.
pub(super) enum Failure {
    /// The covariate adds nothing to those before it.
    Dependent(usize),
    /// The likelihood still rises as the covariate's coefficient goes to infinity.
    Unbounded(usize),
    NoConvergence,
}

/// Climbs from 0. The likelihood is concave, so that a step that lessens it is only too long.
pub(super) fn maximise(likelihood: &Partial, covariates: usize) -> Result<Fit, Failure> {
    let zero = DVector::zeros(covariates);
    let part = likelihood.at(&zero);
    let information = independent(&part.information).map_err(Failure::Dependent)?;
    let least = pivots(&information) * LEFT;
    let null = Place { coefficients: zero, part, information };

    let (mut coefficients, mut part) = (null.coefficients.clone(), null.part.clone());
    let mut step = null.information.solve(&part.score);
    for _ in 0..STEPS {
        let final_step =
            step.iter().zip(&coefficients).all(|(step, at)| step.abs() <= LAST_STEP * (1.0 + at.abs()));
        (coefficients, part) =
            climb(likelihood, &coefficients, &part, &step).ok_or(Failure::NoConvergence)?;
        let unbounded = || Failure::Unbounded(step.iamax());
        let information = definite(part.information.clone(), &least).ok_or_else(unbounded)?;
        // The step has to vanish, not what it gains: without a largest likelihood, only the gain does.
        if final_step {
            return Ok(Fit { null, best: Place { coefficients, part, information } });
        }
        step = information.solve(&part.score);
    }
    Err(Failure::NoConvergence)
}

/// The end of the step, halved until it does not lead down.
fn climb(
    likelihood: &Partial,
    from: &DVector<f64>,
    part: &Part,
    step: &DVector<f64>,
) -> Option<(DVector<f64>, Part)> {
    let least = part.log_likelihood - ROUNDING * (1.0 + part.log_likelihood.abs());
    std::iter::successors(Some(1.0), |share| Some(share / 2.0)).take(HALVINGS).find_map(|share| {
        let to = from + step * share;
        let part = likelihood.at(&to);
        (part.log_likelihood >= least).then_some((to, part))
    })
}

/// The factor of the information, or the place of the first covariate that tells nothing the ones before it don't.
fn independent(information: &DMatrix<f64>) -> Result<Cholesky<f64, Dyn>, usize> {
    // The covariates have a mean deviation of 1, so that less than that is no variation where events happen.
    let least = information.diagonal().map(|own| own.max(1.0) * OWN);
    definite(information.clone(), &least).ok_or_else(|| {
        let depends = |number: &usize| {
            let first = information.view((0, 0), (*number, *number)).into_owned();
            definite(first, &least.rows(0, *number).into_owned()).is_none()
        };
        (1..=least.len()).find(depends).unwrap_or(least.len()) - 1
    })
}

/// The factor of a matrix if it is positive definite, with pivots larger than `least`.
pub(super) fn definite(matrix: DMatrix<f64>, least: &DVector<f64>) -> Option<Cholesky<f64, Dyn>> {
    Cholesky::new(matrix)
        .filter(|factor| pivots(factor).iter().zip(least).all(|(pivot, least)| pivot > least))
}

/// The pivots of a factor: what of each diagonal element the elements before don't account for.
fn pivots(factor: &Cholesky<f64, Dyn>) -> DVector<f64> {
    factor.l_dirty().diagonal().map(|root| root * root)
}
