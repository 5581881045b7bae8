//! Dates and durations within bounds.

use accession_schema::Day;

/// Earliest and latest possible day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The first possible day.
    pub earliest: Day,
    /// The last possible day.
    pub latest: Day,
}

impl Bounds {
    /// A day that is known.
    pub fn on(day: Day) -> Self {
        Self { earliest: day, latest: day }
    }

    /// The day, if it is known to the day.
    pub fn day(self) -> Option<Day> {
        (self.earliest == self.latest).then_some(self.earliest)
    }
}

/// A duration in days, as exactly as the dates allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The duration, where both ends are known to the day.
    pub exact: Option<i32>,
    /// The shortest the dates allow.
    pub min: i32,
    /// The longest the dates allow.
    pub max: i32,
}

impl Days {
    /// From one date to another. Where imprecise dates overlap, the shortest duration is none at all; a negative one is
    /// possible only where the end lies before the start for certain.
    pub fn between(start: Bounds, end: Bounds) -> Self {
        let max = end.latest.days_since(start.earliest);
        let min = end.earliest.days_since(start.latest);
        let min = if max >= 0 { min.max(0) } else { min };
        let exact = start.day().zip(end.day()).map(|(start, end)| end.days_since(start));
        Self { exact, min, max }
    }

    /// The middle of the bounds, rounded down to a day.
    pub fn middle(self) -> i32 {
        self.min.midpoint(self.max)
    }
}

/// A duration as people count it: whole years, then whole months, then days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Elapsed {
    /// Whole years.
    pub years: u32,
    /// Whole months beyond them.
    pub months: u32,
    /// Days beyond them.
    pub days: u32,
}

impl Elapsed {
    /// From one day to a later one; nothing if the end comes first. A month is complete on the same day of a later month,
    /// or on that month's last day where it is shorter.
    pub fn between(start: Day, end: Day) -> Option<Self> {
        if end < start {
            return None;
        }
        let mut months = start.months_until(end);
        let mut reached = start.after_months(months)?;
        if reached > end {
            months = months.checked_sub(1)?;
            reached = start.after_months(months)?;
        }
        let days = u32::try_from(end.days_since(reached)).ok()?;
        Some(Self { years: months / 12, months: months % 12, days })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(earliest: i32, latest: i32) -> Bounds {
        Bounds { earliest: Day::from_epoch_days(earliest), latest: Day::from_epoch_days(latest) }
    }

    #[test]
    fn bounds_are_carried_into_durations() {
        assert_eq!(Days::between(bounds(10, 10), bounds(30, 30)), Days { exact: Some(20), min: 20, max: 20 });
        assert_eq!(Days::between(bounds(0, 30), bounds(100, 100)), Days { exact: None, min: 70, max: 100 });
        // Both somewhere in one month: nothing to a month, never less than nothing.
        assert_eq!(Days::between(bounds(0, 30), bounds(0, 30)), Days { exact: None, min: 0, max: 30 });
        // An end before the start for certain is shown as it is.
        assert_eq!(Days::between(bounds(10, 10), bounds(5, 5)), Days { exact: Some(-5), min: -5, max: -5 });
        assert_eq!(Days { exact: None, min: 70, max: 101 }.middle(), 85);
    }

    #[test]
    fn years_and_months_are_counted_as_people_do() {
        let day = |y, m, d| Day::from_ymd(y, m, d).unwrap_or_else(|| panic!("{y}-{m}-{d}"));
        let between = |from: (i32, u32, u32), to: (i32, u32, u32)| {
            let elapsed = Elapsed::between(day(from.0, from.1, from.2), day(to.0, to.1, to.2));
            elapsed.map(|elapsed| (elapsed.years, elapsed.months, elapsed.days))
        };
        assert_eq!(between((2007, 12, 18), (2015, 12, 16)), Some((7, 11, 28)));
        assert_eq!(between((1996, 1, 29), (2015, 11, 30)), Some((19, 10, 1)));
        assert_eq!(between((2000, 2, 29), (2001, 2, 28)), Some((1, 0, 0)));
        assert_eq!(between((2001, 1, 31), (2001, 2, 28)), Some((0, 1, 0)));
        assert_eq!(between((2001, 1, 31), (2001, 3, 1)), Some((0, 1, 1)));
        assert_eq!(between((2001, 1, 31), (2001, 1, 31)), Some((0, 0, 0)));
        assert_eq!(between((2001, 1, 31), (2001, 1, 30)), None);
    }
}
