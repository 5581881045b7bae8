//! When a page was captured, to the second: what tells captures of one address apart.

use std::fmt;

use accession_schema::Day;

/// The moment of a capture as a web archive states it, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) day: Day,
    /// Hour, minute, second.
    time: [u8; 3],
}

impl Stamp {
    /// Reads a `WARC-Date`: `2019-03-04T05:06:07Z`, where the time of day may be absent or have a fraction. A date
    /// without a day or out of the calendar is no stamp.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.trim().split_once('T').unwrap_or((text.trim(), ""));
        let mut date = date.split('-');
        let [year, month, day] = [date.next()?, date.next()?, date.next()?];
        if date.next().is_some() || year.len() != 4 {
            return None;
        }
        let day = Day::from_ymd(number(year)?, number(month)?, number(day)?)?;
        let mut clock = time.split(':').map(|part| digits(part).unwrap_or(0));
        let time = [(); 3].map(|()| clock.next().unwrap_or(0));
        let is_real = matches!(time, [0..=23, 0..=59, 0..=60]);
        is_real.then_some(Self { day, time })
    }
}

/// The stamp as 14 digits: `20190304050607`.
impl fmt::Display for Stamp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [hour, minute, second] = self.time;
        write!(out, "{}{hour:02}{minute:02}{second:02}", self.day.to_string().replace('-', ""))
    }
}

/// A part of a date: digits and nothing else.
fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// The digits a part of a time begins with: `07Z` and `07.25Z` are 7.
fn digits(text: &str) -> Option<u8> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_read_and_written() {
        let written = |text| Stamp::parse(text).map(|stamp| stamp.to_string());
        assert_eq!(written("2019-03-04T05:06:07Z").as_deref(), Some("20190304050607"));
        assert_eq!(written("2019-03-04T05:06:07.250Z").as_deref(), Some("20190304050607"));
        assert_eq!(written("2020-02-29").as_deref(), Some("20200229000000"));
        for bad in [
            "",
            "2019",
            "2019-03",
            "2019-02-29",
            "2019-13-01",
            "19-01-01",
            "2019-01-01T25:00:00Z",
            "+019-01-01",
        ] {
            assert_eq!(written(bad), None, "{bad}");
        }
    }
}
