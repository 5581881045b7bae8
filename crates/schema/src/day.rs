use std::fmt;

use chrono::NaiveDate;

/// A calendar day, stored as days since 1970-01-01: the number a Parquet DATE holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The day `days` after 1970-01-01.
    pub const fn from_epoch_days(days: i32) -> Self {
        Self(days)
    }

    /// The number of days since 1970-01-01.
    pub const fn epoch_days(self) -> i32 {
        self.0
    }

    /// The Gregorian day, or nothing if there is no such day (31 April).
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self::from)
    }

    /// The Gregorian year.
    pub fn year(self) -> i32 {
        chrono::Datelike::year(&self.date())
    }

    /// Days from `earlier` to this day; negative when this day comes first.
    pub const fn days_since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    fn date(self) -> NaiveDate {
        NaiveDate::from_epoch_days(self.0).unwrap_or_default()
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self(date.to_epoch_days())
    }
}

impl fmt::Display for Day {
    /// Writes the day as ISO 8601: `2015-11-30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}
