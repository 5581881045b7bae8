//! Dates as pages write them: `29/01/1996`, `12-13/07/2001`, `07/2012 - 06/2015`, `Dec 1997 —`, `30 November 2015`.
//!
//! Only the shape is read here. Whether the calendar has such a day is for the next stage to say.

mod cursor;

use serde::{Serialize, Serializer};

use self::cursor::{Cursor, DAY_ENDINGS, JOINS, Point};

/// Day, month and year as numbers, the smaller parts absent where the page gives none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Calendar {
    /// The year.
    pub year: u16,
    /// The month, from 1.
    pub month: Option<u8>,
    /// The day of the month, from 1.
    pub day: Option<u8>,
}

/// What follows the first date of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WrittenEnd {
    /// Nothing: a single date.
    None,
    /// A dash with no date behind it.
    Open,
    /// A second date.
    At(Calendar),
}

/// A date, or a range of dates, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenDate<'s> {
    /// The characters.
    pub text: &'s str,
    /// The first date.
    pub start: Calendar,
    /// The second one.
    pub end: WrittenEnd,
}

impl WrittenDate<'_> {
    /// Whether it is written in numbers, without the name of a month.
    pub fn is_in_numbers(&self) -> bool {
        self.text.contains('/') || !self.text.contains(char::is_alphabetic)
    }
}

impl Serialize for WrittenDate<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text)
    }
}

/// Words that stand between the ends of a range.
const RANGES: [&str; 8] = ["to", "au", "al", "\u{e0}", "a", "until", "till", "hasta"];

/// Two dates with a comma or "and" between them are one sitting if they are no more than so many days apart.
const SITTING_DAYS: i32 = 7;

/// The first date in a text, with its byte position.
pub fn find_date(text: &str) -> Option<(usize, WrittenDate<'_>)> {
    let mut inside_word = false;
    for (at, c) in text.char_indices() {
        if !inside_word
            && may_start(text.as_bytes(), at)
            && let Some(date) = date_at(text, at)
        {
            return Some((at, date));
        }
        inside_word = c.is_alphanumeric() || c == '/';
    }
    None
}

/// Whether a date can start at byte `at`: with a digit, or with the first letters of a month. It answers no for nearly
/// every word, at once.
pub(crate) fn may_start(bytes: &[u8], at: usize) -> bool {
    let letter = |at: usize| bytes.get(at).map(|byte| byte | 0x20);
    match (letter(at), letter(at + 1)) {
        (Some(b'0'..=b'9'), _) => true,
        (Some(first), Some(second)) => matches!(
            (first, second),
            (b'j', b'a' | b'u')
                | (b'f' | b's', b'e')
                | (b'm', b'a')
                | (b'a', b'p' | b'u' | b'v' | b'o' | b'b' | b'g')
                | (b'o', b'c')
                | (b'n', b'o')
                | (b'd', b'e' | b'i')
                | (b'e', b'n')
                // An accent, or what is left of one.
                | (b'd' | b'f', b'?' | 0xa0..)
        ),
        _ => false,
    }
}

/// The date that starts at byte `at`, if one does.
pub(crate) fn date_at(text: &str, at: usize) -> Option<WrittenDate<'_>> {
    // Nearly all dates are of this one shape, and this way costs a fraction of the other.
    if let Some(date) = plain_day_at(text, at) {
        return Some(date);
    }
    let mut cursor = Cursor { text, at };
    let first = cursor.point()?;
    let (start, mut end) = match first {
        Point::Whole(date) => (date, WrittenEnd::None),
        Point::Range(start, end) => (start, WrittenEnd::At(end)),
    };
    if end == WrittenEnd::None {
        let before = cursor.at;
        // A dash that was lost on the way stands between two dates still.
        let is_lost = |c| c == char::REPLACEMENT_CHARACTER;
        if cursor.dash() || cursor.word(&RANGES) || cursor.sign(is_lost) {
            let from = cursor;
            end = match cursor.point() {
                Some(Point::Whole(date)) => WrittenEnd::At(date),
                _ => WrittenEnd::Open,
            };
            // A term of which the end is known to the year: `03/1998 - 2004`.
            if end == WrittenEnd::Open && start.day.is_none() {
                let mut behind = from;
                behind.blanks();
                match behind.year().filter(|year| *year >= start.year) {
                    Some(year) => {
                        cursor = behind;
                        end = WrittenEnd::At(Calendar { year, month: None, day: None });
                    }
                    None => cursor = from,
                }
            }
            let sign = text.get(before..cursor.at).unwrap_or_default();
            let is_word = sign.contains(char::is_alphabetic) || sign.contains(char::REPLACEMENT_CHARACTER);
            // A dash belongs to the date only if a date or a blank follows it: `1997-rev` is no open range.
            if end == WrittenEnd::Open && (is_word || !cursor.at_gap()) {
                cursor.at = before;
                end = WrittenEnd::None;
            }
        } else if cursor.word(&JOINS) || cursor.sign(|c| matches!(c, '&' | ',')) {
            match cursor.point() {
                Some(Point::Whole(date)) if is_same_sitting(start, date) => end = WrittenEnd::At(date),
                _ => cursor.at = before,
            }
        }
    }
    // `4th Dec 1997 -` is the fourth person's term, not the fourth of a month: a term runs from month to month.
    let is_numbered = text.get(at..)?.trim_start_matches(|c: char| c.is_ascii_digit());
    let starts_in_day = start.day.is_some() && at + 2 >= text.len() - is_numbered.len();
    let is_term = match end {
        WrittenEnd::Open => true,
        WrittenEnd::At(end) => end.day.is_none(),
        WrittenEnd::None => false,
    };
    if is_term && starts_in_day && DAY_ENDINGS.iter().any(|ending| is_numbered.starts_with(ending)) {
        return None;
    }
    let text = text.get(at..cursor.at)?.trim_end_matches(crate::is_blank_char);
    Some(WrittenDate { text, start, end })
}

/// Whether two dates can be the ends of one sitting.
fn is_same_sitting(first: Calendar, last: Calendar) -> bool {
    let day = |date: Calendar| {
        accession_schema::Day::from_ymd(date.year.into(), date.month?.into(), date.day?.into())
    };
    match (day(first), day(last)) {
        (Some(first), Some(last)) => (0..=SITTING_DAYS).contains(&(last.epoch_days() - first.epoch_days())),
        _ => false,
    }
}

/// A `29/01/1996` behind which nothing stands that might make it a range.
fn plain_day_at(text: &str, at: usize) -> Option<WrittenDate<'_>> {
    let bytes = text.as_bytes();
    let [d1, d2, b'/', m1, m2, b'/', y1, y2, y3, y4] = *bytes.get(at..at + 10)?.first_chunk::<10>()? else {
        return None;
    };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
    let number = |tens, ones| Some(digit(tens)? * 10 + digit(ones)?);
    let (day, month) = (number(d1, d2)?, number(m1, m2)?);
    let year = number(y1, y2)? * 100 + number(y3, y4)?;
    let mut rest = bytes.get(at + 10..)?;
    if rest.first().is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    while let [b' ', behind @ ..] | [0xc2, 0xa0, behind @ ..] = rest {
        rest = behind;
    }
    // Dashes longer than a hyphen, and rarer blanks, do not start with an ASCII byte. What may join two dates goes the
    // other way.
    if rest.first().is_some_and(|byte| matches!(byte, b'-' | b'&' | b',' | b'\t' | 0x80..))
        || starts_join(rest)
    {
        return None;
    }
    let start = Calendar { year, month: u8::try_from(month).ok(), day: u8::try_from(day).ok() };
    Some(WrittenDate { text: text.get(at..at + 10)?, start, end: WrittenEnd::None })
}

/// Whether a text goes on with a word that joins dates.
fn starts_join(rest: &[u8]) -> bool {
    JOINS.iter().chain(&RANGES).any(|word| {
        rest.strip_prefix(word.as_bytes())
            .is_some_and(|behind| behind.first().is_some_and(|byte| !byte.is_ascii_alphanumeric()))
    })
}

#[cfg(test)]
mod tests;
