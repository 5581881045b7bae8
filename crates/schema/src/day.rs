use std::fmt;

use chrono::{Datelike, Months, NaiveDate};

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
        self.date().year()
    }

    /// Days from `earlier` to this day; negative when this day comes first.
    pub const fn days_since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// The same day that many months later, or that month's last day where it is shorter; nothing beyond the calendar.
    pub fn after_months(self, months: u32) -> Option<Self> {
        self.date().checked_add_months(Months::new(months)).map(Self::from)
    }

    /// Months from this one's to another day's, whatever the days in them; none if it comes first.
    pub fn months_until(self, later: Self) -> u32 {
        let number =
            |day: Self| day.year().saturating_mul(12).saturating_add_unsigned(Datelike::month0(&day.date()));
        u32::try_from(number(later).saturating_sub(number(self))).unwrap_or(0)
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
