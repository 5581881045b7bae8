//! Dates as pages write them: `29/01/1996`, `12-13/07/2001`, `07/2012 - 06/2015`, `Dec 1997 —`, `30 November 2015`.
//!
//! Only the shape is read here. Whether the calendar has such a day is for the next stage to say.

use serde::{Serialize, Serializer};

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

impl Serialize for WrittenDate<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text)
    }
}

/// Month names and their usual short forms, lower case.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan"],
    &["february", "feb"],
    &["march", "mar"],
    &["april", "apr"],
    &["may"],
    &["june", "jun"],
    &["july", "jul"],
    &["august", "aug"],
    &["september", "sept", "sep"],
    &["october", "oct"],
    &["november", "nov"],
    &["december", "dec"],
];

/// The first date in a text, with its byte position.
pub fn find_date(text: &str) -> Option<(usize, WrittenDate<'_>)> {
    let mut inside_word = false;
    for (at, c) in text.char_indices() {
        if !inside_word
            && c.is_ascii_alphanumeric()
            && let Some(date) = date_at(text, at)
        {
            return Some((at, date));
        }
        inside_word = c.is_alphanumeric() || c == '/';
    }
    None
}

/// The date that starts at byte `at`, if one does.
pub(crate) fn date_at(text: &str, at: usize) -> Option<WrittenDate<'_>> {
    let mut cursor = Cursor { text, at };
    let first = cursor.point()?;
    let (start, mut end) = match first {
        Point::Whole(date) => (date, WrittenEnd::None),
        Point::Range(start, end) => (start, WrittenEnd::At(end)),
    };
    if end == WrittenEnd::None {
        let before = cursor.at;
        if cursor.dash() {
            end = match cursor.point() {
                Some(Point::Whole(date)) => WrittenEnd::At(date),
                _ => WrittenEnd::Open,
            };
            // A dash belongs to the date only if a date or a blank follows it: `1997-rev` is no open range.
            if end == WrittenEnd::Open && !cursor.at_gap() {
                cursor.at = before;
                end = WrittenEnd::None;
            }
        }
    }
    let text = text.get(at..cursor.at)?.trim_end_matches(crate::is_blank_char);
    Some(WrittenDate { text, start, end })
}

enum Point {
    Whole(Calendar),
    Range(Calendar, Calendar),
}

#[derive(Clone, Copy)]
struct Cursor<'s> {
    text: &'s str,
    at: usize,
}

impl<'s> Cursor<'s> {
    fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(crate::is_blank_char).len();
    }

    /// Whether the text ends here or a blank or bracket follows.
    fn at_gap(&self) -> bool {
        self.text.get(..self.at).is_some_and(|before| before.ends_with(crate::is_blank_char))
            || self
                .rest()
                .chars()
                .next()
                .is_none_or(|c| crate::is_blank_char(c) || matches!(c, '(' | ')' | ','))
    }

    /// One of the characters with blanks around it.
    fn sign(&mut self, is_sign: impl Fn(char) -> bool) -> bool {
        let before = *self;
        self.blanks();
        if let Some(c) = self.rest().chars().next().filter(|c| is_sign(*c)) {
            self.at += c.len_utf8();
            self.blanks();
            return true;
        }
        *self = before;
        false
    }

    fn dash(&mut self) -> bool {
        self.sign(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}'))
    }

    fn slash(&mut self) -> bool {
        self.sign(|c| c == '/')
    }

    /// A number of one of the given lengths that no digit or letter follows.
    fn number(&mut self, lengths: &[usize]) -> Option<u16> {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let next = self.rest().as_bytes().get(digits);
        if !lengths.contains(&digits) || next.is_some_and(u8::is_ascii_alphabetic) {
            return None;
        }
        let value = self.rest().get(..digits)?.parse().ok()?;
        self.at += digits;
        Some(value)
    }

    fn small(&mut self) -> Option<u8> {
        self.number(&[1, 2]).and_then(|n| u8::try_from(n).ok())
    }

    fn year(&mut self) -> Option<u16> {
        self.number(&[4])
    }

    fn month_name(&mut self) -> Option<u8> {
        let rest = self.rest();
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let word = rest.get(..letters).filter(|word| word.len() >= 3)?;
        let month =
            MONTHS.iter().position(|names| names.iter().any(|name| name.eq_ignore_ascii_case(word)))?;
        self.at += letters;
        if self.rest().starts_with('.') {
            self.at += 1;
        }
        u8::try_from(month + 1).ok()
    }

    /// One date, or a range that shares its month or year.
    fn point(&mut self) -> Option<Point> {
        let before = *self;
        let found = self.numeric().or_else(|| {
            *self = before;
            self.named()
        });
        if found.is_none() {
            *self = before;
        }
        found
    }

    /// `29/01/1996`, `19-20/03/1997`, `30/06-01/07/2003`, `07/2012`, `10/ 2001`.
    fn numeric(&mut self) -> Option<Point> {
        let first = self.small()?;
        let before = *self;
        if self.sign(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '&')) {
            let last = self.small()?;
            let (month, year) = self.slash().then(|| self.month_year()).flatten()?;
            let day = |day| Calendar { year, month: Some(month), day: Some(day) };
            return Some(Point::Range(day(first), day(last)));
        }
        *self = before;
        if !self.slash() {
            return None;
        }
        if let Some(year) = self.year() {
            return Some(Point::Whole(Calendar { year, month: Some(first), day: None }));
        }
        let month = self.small()?;
        if self.slash() {
            let year = self.year()?;
            return Some(Point::Whole(Calendar { year, month: Some(month), day: Some(first) }));
        }
        // Day and month without a year: the year stands behind the second date.
        if !self.dash() {
            return None;
        }
        let last = self.small()?;
        let (last_month, year) = self.slash().then(|| self.month_year()).flatten()?;
        let start = Calendar { year, month: Some(month), day: Some(first) };
        Some(Point::Range(start, Calendar { year, month: Some(last_month), day: Some(last) }))
    }

    fn month_year(&mut self) -> Option<(u8, u16)> {
        let month = self.small()?;
        let year = self.slash().then(|| self.year()).flatten()?;
        Some((month, year))
    }

    /// `30 November 2015`, `Dec 1997`.
    fn named(&mut self) -> Option<Point> {
        let day = self.small();
        if day.is_some() {
            self.blanks();
        }
        let month = self.month_name()?;
        self.blanks();
        let year = self.year()?;
        Some(Point::Whole(Calendar { year, month: Some(month), day }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(day: u8, month: u8, year: u16) -> Calendar {
        Calendar { year, month: Some(month), day: (day > 0).then_some(day) }
    }

    fn whole(text: &str) -> (Calendar, WrittenEnd) {
        let date = date_at(text, 0).unwrap_or_else(|| panic!("no date in {text:?}"));
        assert_eq!(date.text, text.trim_end(), "the date must take the whole text");
        (date.start, date.end)
    }

    #[test]
    fn single_dates() {
        assert_eq!(whole("29/01/1996"), (calendar(29, 1, 1996), WrittenEnd::None));
        assert_eq!(whole("07/2012"), (calendar(0, 7, 2012), WrittenEnd::None));
        assert_eq!(whole("10/ 2001"), (calendar(0, 10, 2001), WrittenEnd::None));
        assert_eq!(whole("30 November 2015"), (calendar(30, 11, 2015), WrittenEnd::None));
        assert_eq!(whole("Sept. 2003"), (calendar(0, 9, 2003), WrittenEnd::None));
        // No calendar has this day; the shape is a date all the same.
        assert_eq!(whole("31/02/2004"), (calendar(31, 2, 2004), WrittenEnd::None));
    }

    #[test]
    fn ranges() {
        let at = |day, month, year| WrittenEnd::At(calendar(day, month, year));
        assert_eq!(whole("12-13/07/2001"), (calendar(12, 7, 2001), at(13, 7, 2001)));
        assert_eq!(whole("30/06-01/07/2003"), (calendar(30, 6, 2003), at(1, 7, 2003)));
        assert_eq!(whole("30/12/2003 - 02/01/2004"), (calendar(30, 12, 2003), at(2, 1, 2004)));
        assert_eq!(whole("09/1993-09/1996"), (calendar(0, 9, 1993), at(0, 9, 1996)));
        assert_eq!(whole("10/1997\u{2014}07/2009"), (calendar(0, 10, 1997), at(0, 7, 2009)));
        assert_eq!(whole("Dec 1997 \u{2014}"), (calendar(0, 12, 1997), WrittenEnd::Open));
        assert_eq!(whole("07/2001 -"), (calendar(0, 7, 2001), WrittenEnd::Open));
    }

    #[test]
    fn what_is_no_date() {
        for text in ["1994", "22/Add", "2009-2011", "No. 217", "12", "1/2", "May", "12/13/14", "/2001"] {
            assert_eq!(date_at(text, 0), None, "{text}");
        }
        assert_eq!(find_date("WT/ACC/22/2001 Spec(94)1"), None);
    }

    #[test]
    fn a_date_ends_where_the_next_word_starts() {
        assert_eq!(
            find_date("On SPS 18/07/2012 - x").map(|(at, date)| (at, date.text)),
            Some((7, "18/07/2012 -"))
        );
        assert_eq!(find_date("5 May 2004-rev").map(|(_, date)| date.text), Some("5 May 2004"));
    }
}
