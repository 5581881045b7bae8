//! Dates.

use accession_ingest::{Calendar, WrittenEnd, find_date};
use accession_normalize::Date;

/// Finds every date of a text, and reads the text as a date of a register.
pub(crate) fn check(bytes: &[u8]) {
    let text = crate::text(bytes);
    let mut rest = &*text;
    while let Some((at, date)) = find_date(rest) {
        let Some(found) = rest.get(at..) else { panic!("{at} is inside a letter of {rest:?}") };
        assert!(!date.text.is_empty() && found.starts_with(date.text), "{date:?} at {at} of {rest:?}");
        check_calendar(date.start);
        if let WrittenEnd::At(end) = date.end {
            check_calendar(end);
        }
        // What is found is a date by itself, as it is in its place.
        let alone = find_date(date.text).map(|(at, alone)| (at, alone.start));
        assert_eq!(alone, Some((0, date.start)), "{date:?} of {rest:?}");
        rest = found.get(date.text.len()..).unwrap_or_default();
    }
    if let Ok(date) = text.parse::<Date>() {
        assert_eq!(date.to_string(), *text);
    }
}

/// Numbers are a date or none; what is one is read back as it is written.
fn check_calendar(calendar: Calendar) {
    assert!(calendar.day.is_none() || calendar.month.is_some(), "{calendar:?}");
    if let Ok(date) = Date::from_calendar(calendar) {
        assert!(date.earliest() <= date.latest(), "{calendar:?}");
        assert_eq!(date.to_string().parse(), Ok(date), "{calendar:?}");
    }
}
