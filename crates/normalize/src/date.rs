//! Dates with the precision the source gives them.

use std::fmt;
use std::str::FromStr;

use accession_ingest::{Calendar, WrittenDate, WrittenEnd};
use accession_schema::Day;
use accession_schema::vocabulary::Precision;
use thiserror::Error;

/// A date known to the day, the month or the year. It is never more precise than its source: a month is all its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    earliest: Day,
    latest: Day,
    precision: Precision,
}

/// Why a written date is none.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DateError {
    /// The calendar has no such day or month.
    #[error("the calendar has no {0}")]
    NotInCalendar(String),
    /// The year is before the GATT of 1947 or after this century.
    #[error("the year {0} is not between 1947 and 2100")]
    YearOutOfRange(u16),
    /// A range ends before it starts.
    #[error("the range ends before it starts")]
    EndBeforeStart,
    /// The text is not a date.
    #[error("expected YYYY, YYYY-MM or YYYY-MM-DD, found {0:?}")]
    NotADate(String),
}

impl Date {
    /// The date of numbers as they are written.
    pub fn from_calendar(written: Calendar) -> Result<Self, DateError> {
        let Calendar { year, month, day } = written;
        if !(1947..=2100).contains(&year) {
            return Err(DateError::YearOutOfRange(year));
        }
        let (precision, first_month, last_month) = match (month, day) {
            (Some(month), Some(_)) => (Precision::Day, month, month),
            (Some(month), None) => (Precision::Month, month, month),
            (None, _) => (Precision::Year, 1, 12),
        };
        let earliest = Day::from_ymd(i32::from(year), first_month.into(), day.unwrap_or(1).into());
        let latest = match day {
            Some(_) => earliest,
            None => last_day(year, last_month),
        };
        match (earliest, latest) {
            (Some(earliest), Some(latest)) => Ok(Self { earliest, latest, precision }),
            _ => Err(DateError::NotInCalendar(spell(written))),
        }
    }

    /// A date known to the day.
    pub fn day(day: Day) -> Self {
        Self { earliest: day, latest: day, precision: Precision::Day }
    }

    /// The ISO 8601 date whose first possible day is given, as long as the precision: `2012-07`.
    pub fn spelled(earliest: Day, precision: Precision) -> String {
        let day = earliest.to_string();
        let length = match precision {
            Precision::Day => 10,
            Precision::Month => 7,
            Precision::Year => 4,
        };
        day.get(..length).unwrap_or(&day).to_owned()
    }

    /// The first possible day.
    pub fn earliest(self) -> Day {
        self.earliest
    }

    /// The last possible day.
    pub fn latest(self) -> Day {
        self.latest
    }

    /// How much of the date is known.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// Whether this date lies before the other for certain.
    pub fn is_before(self, other: Self) -> bool {
        self.latest < other.earliest
    }

    /// Whether both can be the same day.
    pub fn agrees_with(self, other: Self) -> bool {
        !self.is_before(other) && !other.is_before(self)
    }
}

/// The last day of a month.
fn last_day(year: u16, month: u8) -> Option<Day> {
    let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    Day::from_ymd(next_year.into(), next_month.into(), 1)
        .map(|day| Day::from_epoch_days(day.epoch_days() - 1))
}

fn spell(written: Calendar) -> String {
    match (written.month, written.day) {
        (Some(month), Some(day)) => format!("{day:02}/{month:02}/{}", written.year),
        (Some(month), None) => format!("{month:02}/{}", written.year),
        (None, _) => written.year.to_string(),
    }
}

/// Both ends of a written date: the second is the first again for a single date, nothing for an open range.
pub(crate) fn ends(written: WrittenDate<'_>) -> Result<(Date, Option<Date>), DateError> {
    let start = Date::from_calendar(written.start)?;
    let end = match written.end {
        WrittenEnd::None => Some(start),
        WrittenEnd::Open => None,
        WrittenEnd::At(end) => Some(Date::from_calendar(end)?),
    };
    match end {
        Some(end) if end.is_before(start) => Err(DateError::EndBeforeStart),
        end => Ok((start, end)),
    }
}

impl fmt::Display for Date {
    /// Writes as much of the ISO 8601 date as is known: `2012`, `2012-07`, `2012-07-24`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Self::spelled(self.earliest, self.precision))
    }
}

impl FromStr for Date {
    type Err = DateError;

    /// Reads what [`Display`](fmt::Display) writes.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let error = || DateError::NotADate(text.to_owned());
        let number = |part: &str, length: usize| {
            let is_number = part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
            is_number.then(|| part.parse::<u16>().ok()).flatten().ok_or_else(error)
        };
        let small = |part: &str| number(part, 2).and_then(|n| u8::try_from(n).map_err(|_| error()));
        let parts: Vec<&str> = text.split('-').collect();
        let (year, month, day) = match parts.as_slice() {
            [year] => (number(year, 4)?, None, None),
            [year, month] => (number(year, 4)?, Some(small(month)?), None),
            [year, month, day] => (number(year, 4)?, Some(small(month)?), Some(small(day)?)),
            _ => return Err(error()),
        };
        Self::from_calendar(Calendar { year, month, day })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn bounds_are_as_wide_as_the_precision() {
        let bounds = |text| (date(text).earliest().to_string(), date(text).latest().to_string());
        assert_eq!(bounds("2015-11-30"), ("2015-11-30".into(), "2015-11-30".into()));
        assert_eq!(bounds("2012-02"), ("2012-02-01".into(), "2012-02-29".into()));
        assert_eq!(bounds("1999-12"), ("1999-12-01".into(), "1999-12-31".into()));
        assert_eq!(bounds("2004"), ("2004-01-01".into(), "2004-12-31".into()));
    }

    #[test]
    fn dates_are_compared_by_what_is_known() {
        assert!(date("2003").is_before(date("2004-01-01")));
        assert!(!date("2004").is_before(date("2004-06-01")));
        assert!(date("2004").agrees_with(date("2004-06-01")));
        assert!(!date("2004-05").agrees_with(date("2004-06-01")));
    }

    #[test]
    fn days_no_calendar_has_are_refused() {
        for text in ["2004-02-30", "2004-13", "2004-00-01", "2001-02-29"] {
            assert!(matches!(text.parse::<Date>(), Err(DateError::NotInCalendar(_))), "{text}");
        }
        assert_eq!("1946".parse::<Date>(), Err(DateError::YearOutOfRange(1946)));
        for text in ["", "2004-1", "2004/01", "04-01-2004", "2004-01-01-01", "+204"] {
            assert!(matches!(text.parse::<Date>(), Err(DateError::NotADate(_))), "{text}");
        }
    }
}

#[cfg(test)]
mod properties {
    use proptest::prelude::*;

    use super::*;

    fn calendar() -> impl Strategy<Value = Calendar> {
        let month = prop::option::of(1_u8..=12);
        (1947_u16..=2100, month, 1_u8..=31, any::<bool>()).prop_map(|(year, month, day, has_day)| Calendar {
            year,
            month,
            day: if has_day && month.is_some() { Some(day) } else { None },
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(calendar in calendar()) {
            // Days such as 31 April have no date, and nothing to read back.
            if let Ok(date) = Date::from_calendar(calendar) {
                prop_assert_eq!(date.to_string().parse::<Date>(), Ok(date));
                prop_assert!(date.earliest() <= date.latest());
                let written = (date.earliest() == date.latest(), date.precision() == Precision::Day);
                prop_assert_eq!(written.0, written.1);
            }
        }

        #[test]
        fn any_text_is_a_date_or_an_error(text in "\\PC*") {
            if let Ok(date) = text.parse::<Date>() {
                prop_assert_eq!(date.to_string(), text);
            }
        }
    }
}
