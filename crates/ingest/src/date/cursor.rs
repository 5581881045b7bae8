//! The parts of a date, read one after the other.

use super::Calendar;

/// Month names and their usual short forms in English, French and Spanish, lower case without accents.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "janvier", "janv", "enero", "ene"],
    &["february", "feb", "fevrier", "fevr", "fev", "febrero"],
    &["march", "mar", "mars", "marzo"],
    &["april", "apr", "avril", "avr", "abril", "abr"],
    &["may", "mai", "mayo"],
    &["june", "jun", "juin", "junio"],
    &["july", "jul", "juillet", "juill", "juil", "julio"],
    &["august", "aug", "aout", "agosto", "ago"],
    &["september", "sept", "sep", "septembre", "septiembre", "setiembre", "set"],
    &["october", "oct", "octobre", "octubre"],
    &["november", "nov", "novembre", "noviembre"],
    &["december", "dec", "decembre", "diciembre", "dic"],
];

/// What may stand behind the day of a month: `1er`, `22nd`, `1º`.
pub(super) const DAY_ENDINGS: [&str; 9] =
    ["er", "st", "nd", "rd", "th", "\u{ba}", "\u{b0}", "ro", "\u{fffd}"];

/// Words between two days of one sitting, or the ends of a term.
pub(super) const JOINS: [&str; 8] = ["to", "and", "au", "et", "\u{e0}", "al", "y", "a"];

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// No date with points is longer, with its range.
const POINTED_LENGTH: usize = 17;

pub(super) enum Point {
    Whole(Calendar),
    Range(Calendar, Calendar),
}

/// A place in a text. It moves over ASCII and whole blanks only, so it always stands between characters.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'s> {
    pub(super) text: &'s str,
    pub(super) at: usize,
}

impl<'s> Cursor<'s> {
    fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn blanks(&mut self) {
        while self.byte() == Some(b' ') {
            self.at += 1;
        }
        if self.byte().is_some_and(|byte| !byte.is_ascii_graphic()) {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start_matches(crate::is_blank_char).len();
        }
    }

    /// Whether the text ends here or a blank or bracket follows.
    pub(super) fn at_gap(&self) -> bool {
        self.text.get(..self.at).is_some_and(|before| before.ends_with(crate::is_blank_char))
            || self
                .rest()
                .chars()
                .next()
                .is_none_or(|c| crate::is_blank_char(c) || matches!(c, '(' | ')' | ','))
    }

    /// One of the characters with blanks around it.
    pub(super) fn sign(&mut self, is_sign: impl Fn(char) -> bool) -> bool {
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

    /// What stands between two days of one sitting.
    pub(super) fn joins(&mut self) -> bool {
        self.sign(|c| is_dash(c) || matches!(c, '&' | ',')) || self.word(&JOINS)
    }

    pub(super) fn dash(&mut self) -> bool {
        self.sign(is_dash)
    }

    /// One of the words, with blanks around it.
    pub(super) fn word(&mut self, words: &[&str]) -> bool {
        let before = *self;
        self.blanks();
        if self.at > before.at {
            let is_sign = |c: char| !c.is_alphabetic();
            let letters = self.rest().find(is_sign).unwrap_or(self.rest().len());
            let found = self.rest().get(..letters).unwrap_or_default();
            if words.iter().any(|word| word.eq_ignore_ascii_case(found)) {
                self.at += letters;
                let word_end = self.at;
                self.blanks();
                if self.at > word_end {
                    return true;
                }
            }
        }
        *self = before;
        false
    }

    fn slash(&mut self) -> bool {
        self.sign(|c| c == '/')
    }

    /// A number of at least `least` and at most `most` digits that no digit or letter follows.
    fn number(&mut self, least: usize, most: usize) -> Option<u16> {
        let mut end = *self;
        let mut value = 0;
        while let Some(byte) = end.byte().filter(u8::is_ascii_digit) {
            if end.at - self.at == most {
                return None;
            }
            value = value * 10 + u16::from(byte - b'0');
            end.at += 1;
        }
        if end.at - self.at < least || end.byte().is_some_and(|byte| byte.is_ascii_alphabetic()) {
            return None;
        }
        *self = end;
        Some(value)
    }

    fn small(&mut self) -> Option<u8> {
        self.number(1, 2).and_then(|n| u8::try_from(n).ok())
    }

    pub(super) fn year(&mut self) -> Option<u16> {
        self.number(4, 4)
    }

    fn month_name(&mut self) -> Option<u8> {
        let rest = self.rest();
        // A letter whose accent was lost on the way is any letter.
        let is_letter = |c: char| c.is_alphabetic() || matches!(c, '?' | char::REPLACEMENT_CHARACTER);
        let end = rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len());
        let word = rest.get(..end).filter(|word| (3..=14).contains(&word.len()))?;
        let month = MONTHS.iter().position(|names| names.iter().any(|name| is_named(word, name)))?;
        self.at += end;
        if self.byte() == Some(b'.') {
            self.at += 1;
        }
        u8::try_from(month + 1).ok()
    }

    /// The "de" between the parts of a Spanish date.
    fn of(&mut self) {
        let _ = self.word(&["de", "del"]);
    }

    /// The day before a month's name: `4`, `1er`.
    fn day_of_month(&mut self) -> Option<u8> {
        let rest = self.rest();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let day = rest.get(..digits).filter(|digits| digits.len() <= 2)?.parse().ok()?;
        let behind = rest.get(digits..)?;
        let ending = DAY_ENDINGS.iter().find(|ending| behind.starts_with(**ending));
        let length = digits + ending.map_or(0, |ending| ending.len());
        if rest.get(length..)?.starts_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        self.at += length;
        Some(day)
    }

    /// One date, or a range that shares its month or year.
    pub(super) fn point(&mut self) -> Option<Point> {
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

    /// `29/01/1996`, `19-20/03/1997`, `19 and 20/03/1997`, `30/06-01/07/2003`, `07/2012`, `10/ 2001`.
    fn numeric(&mut self) -> Option<Point> {
        if let Some(point) = self.pointed() {
            return Some(point);
        }
        let first = self.small()?;
        let before = *self;
        if self.joins() {
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
        if !self.joins() {
            return None;
        }
        let last = self.small()?;
        let (last_month, year) = self.slash().then(|| self.month_year()).flatten()?;
        let start = Calendar { year, month: Some(month), day: Some(first) };
        Some(Point::Range(start, Calendar { year, month: Some(last_month), day: Some(last) }))
    }

    /// `10.08.2011`, `10-08-2011`: the day first, and all four digits of the year; `2011-08-10`, and nothing else with the year
    /// first; the ranges `10-12.08.2011` and `30.09-02.10.2011`.
    fn pointed(&mut self) -> Option<Point> {
        let bytes = self.text.as_bytes();
        let from = self.at;
        let length = (0..POINTED_LENGTH)
            .take_while(|at| {
                bytes.get(from + at).is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
            })
            .count();
        // A point or dash behind the date is punctuation.
        let written = self.text.get(from..from + length)?.trim_end_matches(['.', '-']);
        // Longer runs of numbers and signs are numbers of something else.
        let is_sign = |at: Option<usize>| matches!(at.and_then(|at| bytes.get(at)), Some(b'.' | b'-' | b'/'));
        let is_number =
            |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        let end = from + written.len();
        let goes_on = is_number(Some(end))
            || is_sign(Some(end)) && is_number(Some(end + 1))
            || is_sign(from.checked_sub(1)) && is_number(from.checked_sub(2));
        if goes_on {
            return None;
        }
        let number = |text: &str, digits: usize| {
            let is_whole = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<u16>().ok().filter(|_| is_whole)
        };
        let small = |text: &str| number(text, 2).and_then(|value| u8::try_from(value).ok());
        let date = |day: &str, month: &str, year: &str| {
            Some(Calendar { year: number(year, 4)?, month: Some(small(month)?), day: Some(small(day)?) })
        };
        let parts: Vec<&str> = written.split(['.', '-']).collect();
        let signs: String = written.chars().filter(|c| !c.is_ascii_digit()).collect();
        let point = match (parts.as_slice(), signs.as_str()) {
            ([year, month, day], "--") if year.len() == 4 => Point::Whole(date(day, month, year)?),
            ([day, month, year], ".." | "--") => Point::Whole(date(day, month, year)?),
            ([first, last, month, year], "-..") => {
                Point::Range(date(first, month, year)?, date(last, month, year)?)
            }
            ([first, month, last, last_month, year], ".-..") => {
                Point::Range(date(first, month, year)?, date(last, last_month, year)?)
            }
            _ => return None,
        };
        self.at = end;
        Some(point)
    }

    fn month_year(&mut self) -> Option<(u8, u16)> {
        let month = self.small()?;
        let year = self.slash().then(|| self.year()).flatten()?;
        Some((month, year))
    }

    /// `30 November 2015`, `Dec 1997`, `4-5 June 1997`, `4/5 June 1997`, `30 June and 1 July 2003`, `4 de marzo de 1999`, `June 4, 1997`.
    fn named(&mut self) -> Option<Point> {
        let first = self.day_of_month();
        let Some(first) = first else { return self.month_first() };
        let before = *self;
        if (self.slash() || self.joins())
            && let Some(last) = self.day_of_month()
            && let Some((month, year)) = self.month_and_year()
        {
            let day = |day| Calendar { year, month: Some(month), day: Some(day) };
            return Some(Point::Range(day(first), day(last)));
        }
        *self = before;
        if let Some((month, year)) = self.dashed_month() {
            return Some(Point::Whole(Calendar { year, month: Some(month), day: Some(first) }));
        }
        *self = before;
        self.of();
        self.blanks();
        let month = self.month_name()?;
        let behind_month = *self;
        self.of();
        self.blanks();
        if let Some(year) = self.year() {
            return Some(Point::Whole(Calendar { year, month: Some(month), day: Some(first) }));
        }
        // Day and month without a year: the year stands behind the second date.
        *self = behind_month;
        if !self.slash() && !self.joins() {
            return None;
        }
        let last = self.day_of_month()?;
        let (last_month, year) = self.month_and_year()?;
        let start = Calendar { year, month: Some(month), day: Some(first) };
        Some(Point::Range(start, Calendar { year, month: Some(last_month), day: Some(last) }))
    }

    /// What stands behind the day in `3-Mar-2004`.
    fn dashed_month(&mut self) -> Option<(u8, u16)> {
        if self.byte()? != b'-' {
            return None;
        }
        self.at += 1;
        let month = self.month_name()?;
        if self.byte()? != b'-' {
            return None;
        }
        self.at += 1;
        Some((month, self.year()?))
    }

    fn month_and_year(&mut self) -> Option<(u8, u16)> {
        self.of();
        self.blanks();
        let month = self.month_name()?;
        self.of();
        self.blanks();
        Some((month, self.year()?))
    }

    /// `Dec 1997`, `diciembre de 1997`, `June 4, 1997`, `March/April 2004`.
    fn month_first(&mut self) -> Option<Point> {
        let first = self.month_name()?;
        let behind_month = *self;
        self.of();
        self.blanks();
        if let Some(year) = self.year() {
            return Some(Point::Whole(Calendar { year, month: Some(first), day: None }));
        }
        let behind_blanks = std::mem::replace(self, behind_month);
        if (self.slash() || self.joins())
            && let Some((last, year)) = self.month_and_year().filter(|(last, _)| first < *last)
        {
            let month = |month| Calendar { year, month: Some(month), day: None };
            return Some(Point::Range(month(first), month(last)));
        }
        *self = behind_blanks;
        let day = self.small()?;
        let behind_day = *self;
        // `October 6-7, 2005`, `November 30 - December 1, 2006`.
        if self.joins() {
            let last_month = self.month_name().unwrap_or(first);
            self.blanks();
            if let Some(last) = self.small()
                && self.sign(|c| c == ',')
                && let Some(year) = self.year()
            {
                let date = |month, day| Calendar { year, month: Some(month), day: Some(day) };
                return Some(Point::Range(date(first, day), date(last_month, last)));
            }
        }
        *self = behind_day;
        if !self.sign(|c| c == ',') {
            return None;
        }
        let year = self.year()?;
        Some(Point::Whole(Calendar { year, month: Some(first), day: Some(day) }))
    }
}

/// Whether a word is the name of a month, whatever its case and accents. A letter that was lost is any letter.
fn is_named(word: &str, name: &str) -> bool {
    let mut letters = name.bytes();
    word.chars().all(|c| {
        let Some(letter) = letters.next() else { return false };
        let folded = match c {
            'é' | 'É' | 'è' | 'È' | 'ê' => 'e',
            'û' | 'Û' | 'ù' => 'u',
            '?' | char::REPLACEMENT_CHARACTER => letter as char,
            c => c.to_ascii_lowercase(),
        };
        folded == letter as char
    }) && letters.next().is_none()
}
