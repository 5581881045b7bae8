//! Confidence limits of a share that survives.

/// The level of every confidence interval here.
pub const CONFIDENCE: f64 = 0.95;

/// The quantile of the normal distribution that leaves half of `1 - CONFIDENCE` above it.
pub(super) const QUANTILE: f64 = 1.959_963_984_540_054;

/// The scale on which the pointwise limits of a survival curve are symmetric. Each takes Greenwood's variance.
///
/// Where nobody survives that variance isn't defined, and there are no limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Interval {
    /// The logarithm of the cumulative hazard (Kalbfleisch and Prentice, 1980): the limits are always shares, and
    /// their coverage is the best of the three in small samples. There are none before the first event, where the
    /// hazard is 0.
    #[default]
    LogLog,
    /// The logarithm of survival, which is what R takes unless told otherwise. The upper limit is cut at 1.
    Log,
    /// Survival as it is. The limits are cut at 0 and 1.
    Plain,
}

impl Interval {
    /// The lower and the upper limit of a share, given the standard error of the share's logarithm.
    pub(super) fn limits(self, share: f64, error_of_logarithm: f64) -> Option<(f64, f64)> {
        if share <= 0.0 {
            return None;
        }
        let half_width = QUANTILE * error_of_logarithm;
        match self {
            Self::LogLog if share >= 1.0 => None,
            Self::LogLog => {
                let factor = (half_width / share.ln().abs()).exp();
                Some((share.powf(factor), share.powf(factor.recip())))
            }
            Self::Log => {
                let factor = half_width.exp();
                Some((share / factor, (share * factor).min(1.0)))
            }
            Self::Plain => {
                let half_width = share * half_width;
                Some(((share - half_width).max(0.0), (share + half_width).min(1.0)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{ChiSquared, ContinuousCDF};

    use super::{CONFIDENCE, Interval, QUANTILE};

    #[test]
    fn the_quantile_belongs_to_the_level() {
        let outside = ChiSquared::new(1.0).unwrap().sf(QUANTILE * QUANTILE);
        assert!((outside - (1.0 - CONFIDENCE)).abs() < 1e-15, "{outside}");
    }

    #[test]
    fn the_ends_of_the_scale() {
        for interval in [Interval::LogLog, Interval::Log, Interval::Plain] {
            assert_eq!(interval.limits(0.0, f64::INFINITY), None);
        }
        assert_eq!(Interval::LogLog.limits(1.0, 0.0), None);
        assert_eq!(Interval::Log.limits(1.0, 0.0), Some((1.0, 1.0)));
        assert_eq!(Interval::Plain.limits(1.0, 0.0), Some((1.0, 1.0)));
    }

    #[test]
    fn limits_stay_shares_however_large_the_error() {
        for interval in [Interval::LogLog, Interval::Log, Interval::Plain] {
            let (lower, upper) = interval.limits(0.3, 1e6).unwrap();
            assert!((0.0..=0.3).contains(&lower), "{interval:?} {lower}");
            assert!((0.3..=1.0).contains(&upper), "{interval:?} {upper}");
        }
    }
}
