//! Findings about documents: what their symbols and dates say together.

use accession_schema::vocabulary::{FindingCode, Severity};

use super::Problem;
use super::sequence::{Out, out_with_neighbours};
use crate::Symbol;
use crate::date::Date;
use crate::reading::Listing;

/// A document whose date lies further than this from where its neighbours put it is out of sequence. Symbols are given
/// when a document is handed in and dates when it is circulated; a month between the two is usual.
const CIRCULATION_DAYS: i32 = 31;

/// Listings by symbol, in the order of the page within each.
pub(super) struct BySymbol<'r, 's> {
    sorted: Vec<&'r Listing<'s>>,
}

impl<'r, 's> BySymbol<'r, 's> {
    pub(super) fn new(listings: &'r [Listing<'s>]) -> Self {
        let mut sorted: Vec<&Listing<'s>> = listings.iter().collect();
        // The sort is stable, so listings of a symbol stay in order.
        sorted.sort_by(|a, b| a.symbol.as_str().cmp(b.symbol.as_str()));
        Self { sorted }
    }

    /// The listings of each symbol.
    fn groups(&self) -> impl Iterator<Item = &[&'r Listing<'s>]> {
        self.sorted.chunk_by(|a, b| a.symbol.as_str() == b.symbol.as_str())
    }

    /// The first date a symbol is listed with.
    fn date(&self, symbol: &str) -> Option<Date> {
        let start = self.sorted.partition_point(|listing| listing.symbol.as_str() < symbol);
        let listings = self.sorted.get(start..)?.iter();
        listings.take_while(|listing| listing.symbol.as_str() == symbol).find_map(|listing| listing.date)
    }
}

/// undated_document: no listing of a symbol has a date. Reason: the document drops out of every count by year. A second
/// listing without a date is no fault where the first one has it, and a date that is none has its own finding.
pub(super) fn undated_documents(by_symbol: &BySymbol<'_, '_>, problems: &mut Vec<Problem>) {
    for group in by_symbol.groups() {
        let is_dated = group.iter().any(|listing| listing.date.is_some() || listing.has_impossible_date);
        if let (Some(listing), false) = (group.first(), is_dated) {
            problems.push(Problem::new(
                Some(listing.place.line),
                FindingCode::UndatedDocument,
                listing.symbol.to_string(),
                format!("{} is listed without a date", listing.symbol),
            ));
        }
    }
}

/// duplicate_listing: a symbol is listed again. Reason: counts of listings and of documents differ by it. Under another
/// step it is usual (one document may serve two steps, a decision and its protocol share a symbol) and an info; under
/// the same step it is a warning.
pub(super) fn duplicate_listings(by_symbol: &BySymbol<'_, '_>, problems: &mut Vec<Problem>) {
    for group in by_symbol.groups() {
        let single: Vec<&Listing<'_>> =
            group.iter().filter(|listing| listing.symbol.announces().is_none()).copied().collect();
        let Some((first, again)) = single.split_first() else { continue };
        for (earlier, listing) in again
            .iter()
            .enumerate()
            .map(|(count, listing)| (single.get(..=count).unwrap_or_default(), listing))
        {
            let same_step = earlier.iter().find(|other| other.step == listing.step);
            let (severity, other) = match same_step {
                Some(other) => (Severity::Warning, other),
                None => (Severity::Info, first),
            };
            let message = format!(
                "{} is listed again under {}; line {} lists it under {}",
                listing.symbol,
                listing.step.word(),
                other.place.line,
                other.step.word()
            );
            let subject = listing.symbol.to_string();
            let problem =
                Problem::new(Some(listing.place.line), FindingCode::DuplicateListing, subject, message);
            problems.push(Problem { severity, ..problem });
        }
    }
}

/// disputed_date: two listings of a symbol have dates that can't both be right. Reason: a document has one date, so one of
/// the two is wrong, and counts by year depend on which.
pub(super) fn disputed_dates(by_symbol: &BySymbol<'_, '_>, problems: &mut Vec<Problem>) {
    for group in by_symbol.groups() {
        // A row of several documents run together has the date of none of them for certain.
        let single = group.iter().filter(|listing| listing.symbol.announces().is_none());
        let mut dated = single.filter_map(|listing| Some((listing, listing.date?)));
        let Some((first, first_date)) = dated.next() else { continue };
        for (listing, date) in dated.filter(|(_, date)| !date.agrees_with(first_date)) {
            let message = format!(
                "{} is dated {date} here and {first_date} on line {}",
                listing.symbol, first.place.line
            );
            let subject = listing.symbol.to_string();
            problems.push(Problem::new(
                Some(listing.place.line),
                FindingCode::DisputedDate,
                subject,
                message,
            ));
        }
    }
}

/// revision_before_base: a revision, addendum or corrigendum is dated before the document it belongs to for certain: the
/// dated one nearest in its chain, `WT/ACC/KHM/8/Rev.1` for `WT/ACC/KHM/8/Rev.1/Corr.1`. Reason: there was nothing yet to
/// revise, add to or correct; one of the dates is wrong.
pub(super) fn revisions_before_base(by_symbol: &BySymbol<'_, '_>, problems: &mut Vec<Problem>) {
    for listing in by_symbol.sorted.iter().copied() {
        let symbol = &listing.symbol;
        let Some(date) = listing.date else { continue };
        let dated = symbol.parents().find_map(|parent| Some((parent, by_symbol.date(parent)?)));
        if let Some((parent, parent_date)) = dated
            && date.is_before(parent_date)
        {
            problems.push(Problem::new(
                Some(listing.place.line),
                FindingCode::RevisionBeforeBase,
                symbol.to_string(),
                format!("{symbol} of {date} is dated before {parent} of {parent_date}"),
            ));
        }
    }
}

/// A number of a series and its first listings.
struct Number<'r, 's> {
    value: u32,
    /// The first listing of the number, whatever its suffix.
    first: &'r Listing<'s>,
    /// The first dated listing without a suffix.
    dated: Option<&'r Listing<'s>>,
}

/// missing_number and number_out_of_sequence, for the series that carry the economy's own code. Numbers of other series
/// (WT/L, WT/GC/M) belong to the whole organization.
pub(super) fn numbers(
    by_symbol: &BySymbol<'_, '_>,
    unread: &[Symbol<'_>],
    code: Option<&str>,
    problems: &mut Vec<Problem>,
) {
    let Some(code) = code else { return };
    let mut series: Vec<(&str, Vec<&Listing<'_>>)> = Vec::new();
    for listing in by_symbol.sorted.iter().copied() {
        if listing.symbol.economy_code() != Some(code) {
            continue;
        }
        match series.iter_mut().find(|(name, _)| *name == listing.symbol.series()) {
            Some((_, listings)) => listings.push(listing),
            None => series.push((listing.symbol.series(), vec![listing])),
        }
    }
    for (name, mut listings) in series {
        listings.sort_by_key(|listing| (listing.symbol.number(), listing.place.line));
        let numbers: Vec<Number<'_, '_>> = listings
            .chunk_by(|a, b| a.symbol.number() == b.symbol.number())
            .filter_map(|listings| {
                let first = listings.first().copied()?;
                let is_dated_base = |listing: &&&Listing<'_>| {
                    listing.symbol.last_suffix().is_none() && listing.date.is_some()
                };
                Some(Number {
                    value: first.symbol.number()?,
                    first,
                    dated: listings.iter().find(is_dated_base).copied(),
                })
            })
            .collect();
        let mut on_page: Vec<u32> =
            unread.iter().filter(|symbol| symbol.series() == name).filter_map(Symbol::number).collect();
        on_page.sort_unstable();
        missing_numbers(name, &numbers, &on_page, problems);
        numbers_out_of_sequence(&numbers, problems);
    }
}

/// missing_number: a number between 1 and the highest one listed is neither listed nor on a line that could not be read.
/// Reason: a document of the accession exists or was withdrawn that the page does not show. A run of numbers is one
/// finding, at the listing behind it. `unread` is sorted.
fn missing_numbers(series: &str, numbers: &[Number<'_, '_>], unread: &[u32], problems: &mut Vec<Problem>) {
    let mut expected = 1;
    for Number { value, first, .. } in numbers {
        let from = unread.partition_point(|number| *number < expected);
        let to = unread.partition_point(|number| number < value);
        // The runs between the numbers that are on the page.
        for end in unread.get(from..to).unwrap_or_default().iter().copied().chain([*value]) {
            if end > expected {
                let last = end - 1;
                let (subject, are_missing) = if last == expected {
                    (format!("{series}/{expected}"), "is")
                } else {
                    (format!("{series}/{expected}-{last}"), "are")
                };
                let message = format!("{subject} {are_missing} not listed, {} is", first.symbol);
                problems.push(Problem::new(
                    Some(first.place.line),
                    FindingCode::MissingNumber,
                    subject,
                    message,
                ));
            }
            expected = end.saturating_add(1).max(expected);
        }
    }
}

/// number_out_of_sequence: a document's date lies more than a month from where the numbers around it put it. Reason:
/// numbers are given in the order documents come in, so its date or its number is wrong. The longest run of numbers
/// whose dates do not decrease is taken as right.
fn numbers_out_of_sequence(numbers: &[Number<'_, '_>], problems: &mut Vec<Problem>) {
    let dated: Vec<(&Listing<'_>, Date)> = numbers
        .iter()
        .filter_map(|number| number.dated.and_then(|listing| Some((listing, listing.date?))))
        .collect();
    let keys: Vec<_> = dated.iter().map(|(_, date)| date.earliest()).collect();
    for Out { position, above, below } in out_with_neighbours(&keys) {
        let Some((listing, date)) = dated.get(position) else { continue };
        let kept = |at: Option<usize>| at.and_then(|at| dated.get(at));
        let too_late =
            kept(below).filter(|(_, next)| date.earliest().days_since(next.latest()) > CIRCULATION_DAYS);
        let too_early =
            kept(above).filter(|(_, last)| last.earliest().days_since(date.latest()) > CIRCULATION_DAYS);
        let (place, other) = match (too_late, too_early) {
            (Some(other), _) => ("after", other),
            (None, Some(other)) => ("before", other),
            (None, None) => continue,
        };
        let (neighbour, neighbour_date) = other;
        let message = format!(
            "{} is dated {date}, {place} {} of {neighbour_date}, against the order of their numbers",
            listing.symbol, neighbour.symbol
        );
        problems.push(Problem::new(
            Some(listing.place.line),
            FindingCode::NumberOutOfSequence,
            listing.symbol.to_string(),
            message,
        ));
    }
}
