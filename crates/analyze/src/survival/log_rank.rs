//! Whether groups have the event at different rates.

use std::collections::BTreeMap;

use nalgebra::linalg::SymmetricEigen;
use nalgebra::{DMatrix, DVector};

use super::test::Test;
use super::{Subject, by_time, count};

/// A variance this small beside the largest one is rounding.
const ROUNDING: f64 = 1e-10;

/// The most sweeps to find the directions of a variance in; a few per group are usual.
const SWEEPS: usize = 10_000;

/// Observed less expected events by group, and the variance of that.
struct Excess {
    events: DVector<f64>,
    variance: DMatrix<f64>,
}

/// The log-rank test of whether the groups of subjects have one survival curve (Mantel, 1966; Peto and Peto, 1972).
///
/// `group` and `stratum` have one number per subject; the numbers themselves mean nothing. With strata, subjects are
/// compared within their stratum only, and the differences are summed up over the strata. The variance is the
/// hypergeometric one, right for tied events. The degrees of freedom are the differences between groups that can be
/// seen: one less than the groups, unless some were never at risk together, at the time of an event and in one stratum.
///
/// `None` if no groups can be compared: fewer than two of them, no events, no event while two groups are at risk, or if
/// `group` or `stratum` have not as many numbers as there are subjects.
pub fn log_rank(subjects: &[Subject], group: &[usize], stratum: Option<&[usize]>) -> Option<Test> {
    if group.len() != subjects.len() || stratum.is_some_and(|stratum| stratum.len() != subjects.len()) {
        return None;
    }
    let mut groups = group.to_vec();
    groups.sort_unstable();
    groups.dedup();
    if groups.len() < 2 {
        return None;
    }
    let mut rows: BTreeMap<usize, Vec<(Subject, usize)>> = BTreeMap::new();
    for (index, (subject, group)) in subjects.iter().zip(group).enumerate() {
        let stratum = stratum.and_then(|stratum| stratum.get(index)).copied().unwrap_or_default();
        rows.entry(stratum).or_default().push((*subject, groups.binary_search(group).ok()?));
    }

    let size = groups.len();
    let mut excess = Excess { events: DVector::zeros(size), variance: DMatrix::zeros(size, size) };
    for stratum in rows.values_mut() {
        excess.add(stratum);
    }
    excess.test()
}

impl Excess {
    /// Adds the subjects of a stratum, each with the place of its group.
    fn add(&mut self, rows: &mut [(Subject, usize)]) {
        let mut at_risk = self.count(rows, |_| true);
        for same_time in by_time(rows) {
            let observed = self.count(same_time, Subject::event);
            let (subjects, events) = (at_risk.sum(), observed.sum());
            if events > 0.0 {
                let shares = &at_risk / subjects;
                self.events += observed - &shares * events;
                // The last subject has its event in its own group, whatever the groups.
                if subjects > 1.0 {
                    let spread = events * (subjects - events) / (subjects - 1.0);
                    self.variance +=
                        (DMatrix::from_diagonal(&shares) - &shares * shares.transpose()) * spread;
                }
            }
            at_risk -= self.count(same_time, |_| true);
        }
    }

    /// The subjects by group, of those that are asked for.
    fn count(&self, rows: &[(Subject, usize)], counted: impl Fn(Subject) -> bool) -> DVector<f64> {
        let mut counts = DVector::zeros(self.events.len());
        for (_, place) in rows.iter().filter(|(subject, _)| counted(*subject)) {
            if let Some(count) = counts.get_mut(*place) {
                *count += 1.0;
            }
        }
        counts
    }

    /// The variance has no inverse, as the excesses of all groups sum up to 0, and those of groups that are never at
    /// risk with others are 0: only directions with variance are compared.
    fn test(self) -> Option<Test> {
        let eigen = SymmetricEigen::try_new(self.variance, f64::EPSILON, SWEEPS)?;
        let least = eigen.eigenvalues.amax() * ROUNDING;
        let parts: Vec<f64> = eigen
            .eigenvalues
            .iter()
            .zip(eigen.eigenvectors.column_iter())
            .filter(|(variance, _)| **variance > least)
            .map(|(variance, direction)| direction.dot(&self.events).powi(2) / variance)
            .collect();
        Test::chi_squared(parts.iter().sum(), count(parts.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::subjects;
    use super::log_rank;

    #[test]
    fn nothing_to_compare() {
        let two = subjects(&[1.0, 2.0]);
        assert_eq!(log_rank(&[], &[], None), None);
        assert_eq!(log_rank(&two, &[7, 7], None), None);
        assert_eq!(log_rank(&two, &[0], None), None);
        assert_eq!(log_rank(&two, &[0, 1], Some(&[0])), None);
        assert_eq!(log_rank(&two, &[0, 1], Some(&[0, 1])), None);
        assert_eq!(log_rank(&subjects(&[-1.0, -2.0]), &[0, 1], None), None);
        // Everybody at once: no excess, and no variance.
        assert_eq!(log_rank(&subjects(&[1.0, 1.0]), &[0, 1], None), None);
        // The second group is at risk alone.
        assert_eq!(log_rank(&subjects(&[-1.0, 2.0]), &[0, 1], None), None);
    }

    #[test]
    fn numbers_of_groups_mean_nothing() {
        let subjects = subjects(&[1.0, 2.0, -2.0, 3.0, 3.0, 5.0]);
        let test = log_rank(&subjects, &[0, 0, 1, 0, 1, 1], None).unwrap();
        assert_eq!(test.degrees_of_freedom, 1);
        let other = log_rank(&subjects, &[usize::MAX, usize::MAX, 3, usize::MAX, 3, 3], None).unwrap();
        assert!((test.statistic - other.statistic).abs() < 1e-12);
    }

    #[test]
    fn a_group_that_is_never_at_risk_takes_no_degree_of_freedom() {
        let with = log_rank(&subjects(&[-0.5, 1.0, 2.0, 3.0]), &[2, 0, 1, 1], None).unwrap();
        let without = log_rank(&subjects(&[1.0, 2.0, 3.0]), &[0, 1, 1], None).unwrap();
        assert_eq!(with.degrees_of_freedom, 1);
        assert!((with.statistic - without.statistic).abs() < 1e-12);
    }

    #[test]
    fn groups_that_never_meet_are_not_compared() {
        let times = [1.0, 2.0, 3.0, 4.0];
        let both: Vec<f64> = times.iter().chain(&times).copied().collect();
        let group = [0, 0, 1, 1, 2, 2, 3, 3];
        let stratum = [0, 0, 0, 0, 1, 1, 1, 1];
        let test = log_rank(&subjects(&both), &group, Some(&stratum)).unwrap();
        let one = log_rank(&subjects(&times), &[0, 0, 1, 1], None).unwrap();
        assert_eq!(test.degrees_of_freedom, 2);
        assert!((test.statistic - 2.0 * one.statistic).abs() < 1e-12);
    }
}
