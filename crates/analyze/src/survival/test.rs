//! What a significance test gives.

use statrs::distribution::{ChiSquared, ContinuousCDF};

/// The result of a test whose statistic has a chi-squared distribution if there is nothing to find, in large samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// The statistic, at least 0.
    pub statistic: f64,
    /// The degrees of freedom, at least 1.
    pub degrees_of_freedom: u32,
    /// How probable a statistic as large as this one or larger is if there is nothing to find.
    pub p_value: f64,
}

impl Test {
    /// `None` without a degree of freedom, or if the statistic is not a number.
    pub(super) fn chi_squared(statistic: f64, degrees_of_freedom: u32) -> Option<Self> {
        let distribution = ChiSquared::new(f64::from(degrees_of_freedom)).ok()?;
        // Quadratic forms that are 0 may come out below it by rounding.
        let statistic = if statistic.is_nan() { return None } else { statistic.max(0.0) };
        Some(Self { statistic, degrees_of_freedom, p_value: distribution.sf(statistic) })
    }
}

#[cfg(test)]
mod tests {
    use super::Test;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-12 * expected, "{found:e}, not {expected:e}");
    }

    #[test]
    fn tails_are_those_of_r() {
        // pchisq(x, df, lower.tail = FALSE)
        for (statistic, degrees, expected) in [
            (3.841_458_820_694_124, 1, 0.05),
            (1e-6, 1, 0.999_202_115_572_177_9),
            (60.0, 3, 5.878_230_727_906_913e-13),
            (300.0, 2, 7.175_095_973_164_411e-66),
            // the square of a normal value: 2 * pnorm(-8)
            (64.0, 1, 1.244_192_114_854_357e-15),
        ] {
            close(Test::chi_squared(statistic, degrees).unwrap().p_value, expected);
        }
    }

    #[test]
    fn statistics_at_the_ends() {
        assert_eq!(Test::chi_squared(1.0, 0), None);
        assert_eq!(Test::chi_squared(f64::NAN, 1), None);
        let nothing = Test { statistic: 0.0, degrees_of_freedom: 1, p_value: 1.0 };
        assert_eq!(Test::chi_squared(-1e-17, 1), Some(nothing));
        close(Test::chi_squared(1e300, 1).unwrap().p_value, 0.0);
        close(Test::chi_squared(f64::INFINITY, 1).unwrap().p_value, 0.0);
    }
}
