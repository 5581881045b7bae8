//! The partial likelihood of proportional hazards (Cox, 1972), with tied events after Efron (1977).

use nalgebra::{DMatrix, DVector};

use super::{Subject, by_time};

/// The subjects whose time at risk ended at one time, by how.
#[derive(Debug, Clone, Default)]
struct Ended {
    events: Vec<DVector<f64>>,
    censored: Vec<DVector<f64>>,
}

/// What the partial likelihood needs to know of the subjects.
#[derive(Debug, Clone)]
pub(super) struct Partial {
    covariates: usize,
    /// By distinct time, the latest first: the subjects at risk are then the ones met so far.
    ended: Vec<Ended>,
}

/// The logarithm of the partial likelihood, or its part of one time, with its derivatives.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) log_likelihood: f64,
    /// The first derivative.
    pub(super) score: DVector<f64>,
    /// The second derivative with its sign turned.
    pub(super) information: DMatrix<f64>,
}

/// Sums over subjects at risk, each with its risk as the weight: of 1, of the covariates and of their products.
#[derive(Debug, Clone)]
struct Sums {
    weight: f64,
    first: DVector<f64>,
    second: DMatrix<f64>,
}

impl Partial {
    /// Each subject comes with its values of all covariates. The values should be centred and of similar spread, which
    /// changes no result but the rounding.
    pub(super) fn new(mut rows: Vec<(Subject, DVector<f64>)>, covariates: usize) -> Self {
        let ended = |same_time: &[(Subject, DVector<f64>)]| {
            let mut ended = Ended::default();
            for (subject, values) in same_time {
                let kind = if subject.event { &mut ended.events } else { &mut ended.censored };
                kind.push(values.clone());
            }
            ended
        };
        Self { covariates, ended: by_time(&mut rows).rev().map(ended).collect() }
    }

    /// The parts of the times with events, the earliest first.
    pub(super) fn parts(&self, coefficients: &DVector<f64>) -> Vec<Part> {
        let mut at_risk = Sums::new(self.covariates);
        let mut parts: Vec<Part> = self
            .ended
            .iter()
            .filter_map(|ended| {
                let tied = Sums::over(&ended.events, coefficients);
                at_risk.add(&Sums::over(&ended.censored, coefficients), 1.0);
                at_risk.add(&tied, 1.0);
                (!ended.events.is_empty()).then(|| Part::new(&ended.events, &tied, &at_risk, coefficients))
            })
            .collect();
        parts.reverse();
        parts
    }

    /// The whole.
    pub(super) fn at(&self, coefficients: &DVector<f64>) -> Part {
        let mut whole = Part::zero(self.covariates);
        for part in self.parts(coefficients) {
            whole.log_likelihood += part.log_likelihood;
            whole.score += part.score;
            whole.information += part.information;
        }
        whole
    }
}

impl Part {
    fn zero(covariates: usize) -> Self {
        Self {
            log_likelihood: 0.0,
            score: DVector::zeros(covariates),
            information: DMatrix::zeros(covariates, covariates),
        }
    }

    /// Efron: tied events have come one after another in an unknown order, so that to the second of three, two thirds
    /// of each of the three are still at risk.
    fn new(events: &[DVector<f64>], tied: &Sums, at_risk: &Sums, coefficients: &DVector<f64>) -> Self {
        let mut part = Self::zero(coefficients.len());
        let number = f64::from(super::count(events.len()));
        let mut gone = 0.0;
        for values in events {
            let mut left = at_risk.clone();
            left.add(tied, -gone / number);
            let mean = &left.first / left.weight;
            part.log_likelihood += values.dot(coefficients) - left.weight.ln();
            part.score += values - &mean;
            part.information += &left.second / left.weight - &mean * mean.transpose();
            gone += 1.0;
        }
        part
    }
}

impl Sums {
    fn new(covariates: usize) -> Self {
        Self {
            weight: 0.0,
            first: DVector::zeros(covariates),
            second: DMatrix::zeros(covariates, covariates),
        }
    }

    fn over(subjects: &[DVector<f64>], coefficients: &DVector<f64>) -> Self {
        let mut sums = Self::new(coefficients.len());
        for values in subjects {
            let weight = values.dot(coefficients).exp();
            sums.weight += weight;
            sums.first.axpy(weight, values, 1.0);
            sums.second.ger(weight, values, values, 1.0);
        }
        sums
    }

    fn add(&mut self, other: &Self, times: f64) {
        self.weight += times * other.weight;
        self.first += &other.first * times;
        self.second += &other.second * times;
    }
}
