//! The timeline of an accession that began under the GATT: rows for both organisations.

use accession_schema::vocabulary::Layout;

use super::{Marks, Reader, Style, timeline};
use crate::date::WrittenDate;
use crate::dossier::Row;

pub(super) const LAYOUT: Reader = Reader { layout: Layout::GattTimeline, confidence, style: Style::Timeline };

/// The WTO came into being on 1 January 1995; rows of the GATT are older, or as old as its last year.
const LAST_YEAR: u16 = 1995;

/// Words of a label; what is longer is running text.
const LABEL_WORDS: usize = 16;

/// A timeline with a row about the GATT.
fn confidence(marks: &Marks) -> f64 {
    if marks.gatt_rows > 0 { timeline::confidence(marks) } else { 0.0 }
}

/// Whether a row is about the GATT itself: its label names it, but no year of an agreement behind the name, and begins
/// with the name or has a date of the GATT's time, beside it or on the row below.
pub(super) fn is_of_gatt(row: &Row<'_>, below: Option<&Row<'_>>) -> bool {
    // Nearly no row names it, and this tells at once.
    if !row.label.as_bytes().windows(4).any(|word| word.eq_ignore_ascii_case(b"GATT")) {
        return false;
    }
    let words = || row.label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    if words().count() > LABEL_WORDS {
        return false;
    }
    let mut behind = words().skip_while(|word| !word.eq_ignore_ascii_case("GATT"));
    let is_named = behind.next().is_some();
    let names_year = behind.find(|word| !word.eq_ignore_ascii_case("de")).is_some_and(|word| {
        word.len() == 4 && word != "1947" && word.bytes().all(|byte| byte.is_ascii_digit())
    });
    let is_first = words().next().is_some_and(|word| word.eq_ignore_ascii_case("GATT"));
    let dated_below = || below.filter(|below| row.date.is_none() && below.label.is_empty())?.date;
    let is_old = |date: WrittenDate<'_>| date.start.year <= LAST_YEAR;
    is_named && !names_year && (is_first || row.date.or_else(dated_below).is_some_and(is_old))
}
