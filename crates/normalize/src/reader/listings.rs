//! Rows that list documents of a step.

use accession_ingest::{Marker, Row, Span, SymbolText, WrittenDate, find_date};
use accession_schema::vocabulary::{LineClass, Milestone, Step, SuffixKind};

use super::labels::says_nothing;
use super::{Context, DatedRow, EmptyLabel, Outcome, Reader, RowDate, StepContext, place};
use crate::Symbol;
use crate::date::{self, Date};
use crate::reading::{Listing, Place, StepDate};
use crate::remark;
use crate::vocabulary::{Kind, Meaning, VOCABULARY};

impl<'d, 's> Reader<'d, 's> {
    /// A row of the step whose rows are being read.
    pub(super) fn listing(&mut self, index: usize, row: &'d Row<'s>, is_later: bool) -> Outcome {
        let outcome = self.read_listing(index, row, is_later);
        if let Context::Step(context) = &mut self.context {
            // Under a row without a document there is nothing for bullets to be items of.
            context.is_interrupted =
                outcome != Outcome::Extracted || self.reading.dossier.symbols(row).is_empty();
        }
        if outcome == Outcome::Extracted {
            self.chairs_behind_date(row);
        }
        outcome
    }

    fn read_listing(&mut self, index: usize, row: &'d Row<'s>, is_later: bool) -> Outcome {
        let Context::Step(mut context) = self.context else { return Outcome::Unresolved };
        let dossier = self.reading.dossier;
        let symbols = dossier.symbols(row);
        if symbols.first().is_some_and(|symbol| Symbol::parse(symbol.text).is_form()) {
            return Outcome::unread("symbol_of_a_form");
        }
        let has_date = row.date.is_some();
        let further = dossier.further_dates(row);
        // "(a) initial (b) latest" in front of two dates says which is which.
        let are_listed = row.dates_are_listed || further.len() + 1 == versions(row.label);
        if !further.is_empty() && (!symbols.is_empty() || !are_listed) {
            return Outcome::unread("two_dates");
        }
        let date = match self.single_date(row) {
            RowDate::Range => return Outcome::unread("range_of_dates"),
            // Of a row that says no more than a date that is none, nothing is known.
            RowDate::Impossible if symbols.is_empty() => return Outcome::unread("date_without_symbol"),
            RowDate::Absent | RowDate::Impossible => None,
            RowDate::Single(date) => Some(date),
        };
        // A row that ends at its date goes on in the next line with the symbol, with or without a bullet.
        let is_symbol_alone =
            !has_date && says_nothing(row.label) && matches!(row.marker, Marker::None | Marker::Bullet);
        let above = context.dated_row.filter(|above| is_symbol_alone && above.index + 1 == index);
        let date = date.or(above.and_then(|above| above.date));
        let lost = above.filter(|above| !above.is_extracted);
        let is_later = is_later || lost.is_some_and(|above| above.is_later);
        let place = lost.and_then(|above| self.place_from(above.index, row)).unwrap_or(place(row));
        let first_symbol = || symbols.first().map(|symbol| Symbol::parse(symbol.text).to_string());
        let mut reaches_any = false;
        if !context.has_value && !is_later {
            for milestone in milestones(context) {
                reaches_any |= self.reach(place, milestone, date, first_symbol());
            }
        } else if let Some(above) = above
            && let Some(symbol) = first_symbol()
        {
            self.give_symbol(above.index, &symbol);
        }
        if let (Some(above), false) = (above, symbols.is_empty()) {
            // The row above is the first half of this listing.
            let above = dossier.rows.get(above.index).map(|row| row.span);
            self.reading.step_dates.retain(|known| Some(known.place.span) != above);
        }
        // Agreements are listed by their day and the member they are with.
        let says_with_whom = || context.step == Step::BilateralAgreements && is_name(row.remark);
        let is_date_alone =
            symbols.is_empty() && (!row.label.is_empty() || says_no_more(row.remark) || says_with_whom());
        let mut has_step_date = false;
        if let (true, Some(date)) = (is_date_alone, date) {
            has_step_date = true;
            self.reading.step_dates.push(StepDate { place, step: context.step, date });
            for written in further.iter().copied().chain(later_dates(row.remark)) {
                match date::ends(written) {
                    Ok((start, end)) if end.is_none_or(|end| end == start) => {
                        self.reading.step_dates.push(StepDate { place, step: context.step, date: start });
                    }
                    Ok(_) => {}
                    Err(error) => self.impossible(row.line, written.text, &error.to_string()),
                }
            }
        }
        let is_extracted = !symbols.is_empty() || reaches_any;
        let ends_at_date = has_date && symbols.is_empty() && row.remark.is_empty();
        context.dated_row = ends_at_date.then_some(DatedRow { index, date, is_later, is_extracted });
        let is_extracted = is_extracted || has_step_date;
        if !is_extracted {
            self.context = Context::Step(context);
            return Outcome::unread("date_without_symbol");
        }
        if let Some(above) = lost {
            self.set(above.index, Outcome::Extracted);
        }
        self.fill_label(&context);
        context.empty_label = None;
        context.has_value = true;
        self.context = Context::Step(context);
        for (position, symbol) in listed(symbols).enumerate() {
            let leads_row = position == 0;
            let mut listing = listing(place, context.step, symbol, date.filter(|_| leads_row));
            listing.leads_row = leads_row;
            for below in std::mem::take(&mut self.remarks_below) {
                listing.remark.announce(below.trim_end_matches(')'));
            }
            listing.is_later = is_later && leads_row;
            listing.has_impossible_date = leads_row && has_date && listing.date.is_none();
            if leads_row {
                let is_news = |(linked, _): &(&str, &str)| VOCABULARY.words.has(Kind::News, linked);
                listing.news_url = dossier.links(row).find(is_news).map(|(_, url)| url);
            }
            self.reading.listings.push(listing);
        }
        Outcome::Extracted
    }

    /// What a bracket at the start of a line announces belongs to the listing on the line above: "(+ ); WT/ACC/LAO/12".
    pub(super) fn announce_above(&mut self, index: usize, row: &Row<'s>) {
        let inner =
            row.label.trim_start_matches('(').strip_prefix('+').filter(|_| row.label.starts_with('('));
        let above = index.checked_sub(1).and_then(|above| self.reading.dossier.rows.get(above));
        let (Some(inner), Some(above)) = (inner, above) else { return };
        let announced = inner.split(')').next().unwrap_or(inner);
        if let Some(listing) = self.reading.listings.last_mut().filter(|last| last.place.line == above.line) {
            listing.remark.announce(announced);
        }
    }

    /// The place of a row that begins on an earlier one.
    fn place_from(&self, first: usize, row: &Row<'s>) -> Option<Place> {
        let first = self.reading.dossier.rows.get(first)?;
        Some(Place { line: first.line, span: Span { start: first.span.start, end: row.span.end } })
    }

    /// The label above turned out to have values: it is a heading.
    fn fill_label(&mut self, context: &StepContext) {
        let Some(EmptyLabel { row, with_captions }) = context.empty_label else { return };
        // The label may stand beside a chairperson, by whom its row is in a table.
        if self.outcomes.get(row) == Some(&Outcome::Extracted) {
            return;
        }
        let class = if with_captions { LineClass::ColumnHeader } else { LineClass::Heading };
        self.set(row, Outcome::Remains { class, rule: "step_label", step: None });
    }

    fn give_symbol(&mut self, index: usize, symbol: &str) {
        let span = self.reading.dossier.rows.get(index).map(|row| row.span);
        for reached in self.reading.reached.iter_mut().filter(|reached| Some(reached.place.span) == span) {
            reached.symbol.get_or_insert_with(|| symbol.to_owned());
        }
    }
}

/// The milestones the first row of a step reaches.
fn milestones(context: StepContext) -> impl Iterator<Item = Milestone> {
    let transformed = context.transformed.then_some(Milestone::WorkingPartyTransformed);
    Milestone::of_step(context.step).into_iter().chain(transformed)
}

/// The symbols of a row that are listed on it: the first and those that follow it as in a list. A symbol behind words is
/// cited, and part of the title of the one before; so is one in brackets, unless it stands right behind the bracket or
/// a plus sign and belongs to the same series.
fn listed<'l, 's>(symbols: &'l [SymbolText<'s>]) -> impl Iterator<Item = &'l SymbolText<'s>> {
    let first = symbols.first().map_or("", |symbol| symbol.text);
    let before = [None].into_iter().chain(symbols.iter().map(Some));
    let mut is_title = false;
    symbols
        .iter()
        .zip(before)
        .filter(move |(symbol, before)| {
            let Some(before) = before else { return true };
            is_title |= remark::parse(before.remark).title.is_some();
            let follows_bracket = || before.remark.ends_with(['(', '+', ';', ',']);
            let same_series = || Symbol::parse(symbol.text).series() == Symbol::parse(first).series();
            !is_title && (!symbol.bracketed || (follows_bracket() && same_series()))
        })
        .map(|(symbol, _)| symbol)
}

fn listing<'s>(place: Place, step: Step, symbol: &SymbolText<'s>, date: Option<Date>) -> Listing<'s> {
    // A plus sign in front of the next symbol announces that one.
    let is_last = symbol.remark.len() == symbol.tail.len();
    let said = if is_last { symbol.remark } else { symbol.remark.trim_end().trim_end_matches('+') };
    let mut remark = remark::parse(said);
    if remark.title.is_some() {
        // A title may cite other documents.
        remark.title = remark::parse(symbol.tail).title;
    }
    let parsed = Symbol::parse(symbol.text);
    match parsed.announces() {
        Some(SuffixKind::Addendum) => remark.addenda = true,
        Some(SuffixKind::Corrigendum) => remark.corrigenda = true,
        Some(SuffixKind::Revision) => remark.revisions = true,
        None => {}
    }
    Listing {
        place,
        step,
        symbol: parsed,
        symbol_text: symbol.text,
        date,
        remark,
        is_later: false,
        leads_row: false,
        has_impossible_date: false,
        url: symbol.url,
        news_url: None,
    }
}

/// How many versions of a document a label names: "Goods Offer (a) initial (b) latest" names two.
fn versions(label: &str) -> usize {
    let is_version = |word: &&str| {
        let found = VOCABULARY.exact(word.trim_matches(|c: char| !c.is_alphanumeric()));
        found.is_some_and(|found| matches!(found.meaning, Meaning::First | Meaning::Later))
    };
    label.split(accession_ingest::is_blank_char).filter(is_version).count()
}

/// The dates of later versions behind the first: "(b) latest 11 May 2006; revised 2 July 2007".
fn later_dates(remark: &str) -> Vec<WrittenDate<'_>> {
    let mut dates = Vec::new();
    let mut rest = remark;
    while let Some((at, written)) = find_date(rest) {
        let words = rest.get(..at).unwrap_or_default();
        let is_later = VOCABULARY.exact(words).is_some_and(|found| found.meaning == Meaning::Later);
        if !is_later {
            break;
        }
        dates.push(written);
        rest = rest.get(at + written.text.len()..).unwrap_or_default();
    }
    dates
}

/// A member is named in no more words.
const MEMBER_WORDS: usize = 6;

/// Whether a remark behind a date can be the name of a member: "Turkey (goods)".
fn is_name(remark: &str) -> bool {
    let name = remark.split('(').next().unwrap_or(remark);
    let words = name.split_whitespace().count();
    name.starts_with(char::is_uppercase)
        && words <= MEMBER_WORDS
        && !remark.contains(|c: char| c.is_ascii_digit())
        && !remark.ends_with('.')
}

/// Whether a remark behind a date says nothing that makes the row another's: it is empty, or a caption.
fn says_no_more(remark: &str) -> bool {
    remark.chars().all(|c| !c.is_alphanumeric()) || VOCABULARY.is_caption(remark)
}
