//! Days of the real calendar, and how pages write them.

use super::random::Random;
use super::words::Words;

/// Days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Day(i32);

impl Day {
    /// The day of a date of the calendar.
    pub(super) fn new(year: i32, month: i32, day: i32) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    /// Year, month and day.
    pub(super) fn parts(self) -> (i32, i32, i32) {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        (year + era * 400 + i32::from(month <= 2), month, day)
    }

    pub(super) fn plus(self, days: u32) -> Self {
        Self(self.0 + i32::try_from(days).unwrap_or_default())
    }

    /// `2015-11-30`.
    pub(super) fn iso(self) -> String {
        let (year, month, day) = self.parts();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// First and last day of the month.
    pub(super) fn month(self) -> (Self, Self) {
        let (year, month, _) = self.parts();
        let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        (Self::new(year, month, 1), Self(Self::new(next_year, next, 1).0 - 1))
    }

    /// First and last day of the year.
    pub(super) fn year(self) -> (Self, Self) {
        let (year, _, _) = self.parts();
        (Self::new(year, 1, 1), Self::new(year, 12, 31))
    }

    /// `30/11/2015`.
    pub(super) fn numbers(self) -> String {
        let (year, month, day) = self.parts();
        format!("{day:02}/{month:02}/{year:04}")
    }

    /// `30 November 2015`, `1er novembre 2015`, `30 de noviembre de 2015`.
    pub(super) fn long(self, words: &Words) -> String {
        let (year, month, _) = self.parts();
        let (day, month) = (self.day_in_words(words), month_name(words.months, month));
        if words.code == "es" {
            format!("{day} de {month} de {year}")
        } else {
            format!("{day} {month} {year}")
        }
    }

    fn day_in_words(self, words: &Words) -> String {
        let (_, _, day) = self.parts();
        if words.code == "fr" && day == 1 { "1er".to_owned() } else { day.to_string() }
    }

    /// `November 2015`.
    pub(super) fn month_in_words(self, words: &Words) -> String {
        let (year, month, _) = self.parts();
        let name = month_name(words.months, month);
        if words.code == "es" { format!("{name} de {year}") } else { format!("{name} {year}") }
    }

    /// `11/2015`, or rarely `Nov 2015`.
    pub(super) fn month_of_term(self, words: &Words, in_words: bool, is_loose: bool) -> String {
        let (year, month, _) = self.parts();
        if in_words {
            return format!("{} {year}", month_name(words.short_months, month));
        }
        let blank = if is_loose { " " } else { "" };
        format!("{month:02}/{blank}{year:04}")
    }
}

fn month_name(names: [&'static str; 12], month: i32) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|at| names.get(at)).copied().unwrap_or_default()
}

/// How a page writes days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `30/11/2015`
    Numbers,
    /// `30 November 2015`
    Words,
}

impl Style {
    pub(super) fn day(self, day: Day, words: &Words) -> String {
        match self {
            Self::Numbers => day.numbers(),
            Self::Words => day.long(words),
        }
    }

    /// The days of one sitting.
    pub(super) fn range(self, from: Day, to: Day, words: &Words, random: &mut Random) -> String {
        if from == to {
            return self.day(from, words);
        }
        let ((first_year, first_month, first), (year, month, last)) = (from.parts(), to.parts());
        let same_month = (first_year, first_month) == (year, month);
        match self {
            Self::Numbers if same_month && random.chance(25) => {
                let and = random.pick(&[words.and, "&"]);
                format!("{first:02} {and} {last:02}/{month:02}/{year:04}")
            }
            Self::Numbers if same_month => {
                let dash = random.pick(&["-", "-", "-", " - ", "\u{2013}"]);
                format!("{first:02}{dash}{last:02}/{month:02}/{year:04}")
            }
            Self::Numbers => {
                let dash = random.pick(&["-", " - ", "\u{2013}", " \u{2013} "]);
                if first_year == year && random.chance(60) {
                    format!("{first:02}/{first_month:02}{dash}{}", to.numbers())
                } else {
                    format!("{}{dash}{}", from.numbers(), to.numbers())
                }
            }
            Self::Words => {
                let dash = random.pick(&["-", "-", " - ", "\u{2013}"]);
                if same_month {
                    format!("{}{dash}{}", from.day_in_words(words), to.long(words))
                } else {
                    format!("{}{dash}{}", from.long(words), to.long(words))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_two_centuries_comes_back() {
        let mut day = Day::new(1899, 12, 31);
        assert_eq!(Day::new(1970, 1, 1), Day(0));
        assert_eq!(Day::new(2000, 2, 29).plus(1), Day::new(2000, 3, 1));
        for _ in 0..75_000 {
            day = day.plus(1);
            let (year, month, date) = day.parts();
            assert_eq!(Day::new(year, month, date), day);
        }
        assert_eq!(Day::new(2004, 2, 10).month().1.iso(), "2004-02-29");
    }
}
