//! What is left once all rows are read: rows that no label explains.

use std::collections::BTreeMap;

use accession_ingest::{Marker, Row, RowClass, WrittenDate, find_date, is_blank_char};
use accession_schema::vocabulary::{Language, Layout, LineClass, Milestone};

use super::paragraph::{is_paragraph, paragraph_end};
use super::{Outcome, Reader, meetings, place};
use crate::Symbol;
use crate::date::Date;
use crate::economy::stated_membership;
use crate::reading::{Reading, Remaining, Stated};
use crate::vocabulary::{Kind, VOCABULARY, raw_words};

impl<'d, 's> Reader<'d, 's> {
    pub(super) fn finish(mut self) -> Reading<'d, 's> {
        self.close_term();
        self.share_outcomes();
        self.reading.language = self.language();
        let dossier = self.reading.dossier;
        if self.is_no_dossier() {
            return self.unknown_page();
        }
        if dossier.layout == Layout::Portal && self.is_titled_timeline() {
            self.reading.layout = if self.names_gatt { Layout::GattTimeline } else { Layout::Timeline };
        }
        let resolved =
            |outcome: &Outcome| *outcome != Outcome::Unresolved && *outcome != Outcome::unread("not_read");
        // Between the title and the first label stands furniture of the page as before the title.
        let is_title = Outcome::heading("timeline_title");
        let first = self.outcomes.iter().position(|outcome| resolved(outcome) && *outcome != is_title);
        let last = self.outcomes.iter().rposition(resolved);
        for index in 0..self.outcomes.len() {
            let (Some(row), Some(outcome)) = (dossier.rows.get(index), self.outcomes.get(index).copied())
            else {
                continue;
            };
            let outcome = match outcome {
                Outcome::Unresolved => {
                    let is_before = index < self.start || first.is_none_or(|first| index < first);
                    let is_after = last.is_none_or(|last| index > last);
                    self.leftover(index, row, is_before, is_after)
                }
                outcome => outcome,
            };
            if let Outcome::Remains { class, rule, step } = outcome {
                self.reading.remaining.push(Remaining { row: index, class, rule, step });
            }
        }
        meetings::reach_first_and_last(&mut self.reading);
        self.reading
            .reached
            .sort_by_key(|reached| (reached.place.line, reached.place.span.start, reached.milestone));
        self.reading
    }

    /// Whether the page calls itself a timeline, which no portal does, whatever its tables look like.
    fn is_titled_timeline(&self) -> bool {
        self.reading.dossier.rows.iter().zip(&self.outcomes).any(|(row, outcome)| {
            *outcome == Outcome::heading("timeline_title")
                || row.class == RowClass::Text && VOCABULARY.words.is(Kind::Timeline, &raw_words(row.label))
        })
    }

    /// Gives the lines a row goes on over what became of the row.
    fn share_outcomes(&mut self) {
        let rows = &self.reading.dossier.rows;
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_part) {
            let Some(outcome) = self.outcomes.get(at).copied() else { continue };
            let below = rows.iter().enumerate().skip(at + 1);
            // The parts of a row may stand on its own line.
            let parts = below.take_while(|(_, part)| {
                part.is_part || row.last_line > row.line && part.line <= row.last_line
            });
            for (part, of) in parts {
                let shared = match outcome {
                    Outcome::Extracted | Outcome::Remains { class: LineClass::Unread, .. } => outcome,
                    Outcome::Remains { .. } => Outcome::boilerplate("part_of_row"),
                    Outcome::Unresolved => continue,
                };
                if (outcome == Outcome::Extracted || of.is_part)
                    && let Some(slot) = self.outcomes.get_mut(part)
                {
                    *slot = shared;
                }
            }
        }
    }

    /// Whether a page that looks like a dossier is none: not one label of it is known, or a single one and no title, or
    /// the documents it lists are those of several economies or the forms of all, or its numbers lead rows of another list, or it is prose titled as
    /// the news of a year.
    fn is_no_dossier(&self) -> bool {
        let is_extracted = self.outcomes.contains(&Outcome::Extracted);
        let has_title = self.outcomes.iter().any(|outcome| {
            matches!(outcome, Outcome::Remains { rule: "timeline_title" | "section_title", .. })
        });
        let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
        for listing in &self.reading.listings {
            if let Some(code) = listing.symbol.economy_code() {
                *codes.entry(code).or_default() += 1;
            }
        }
        let (most, all) = (codes.values().max().copied().unwrap_or_default(), codes.values().sum::<usize>());
        let is_prose = self.reading.dossier.layout == Layout::ShortProse;
        let is_thin = self.known == 0 && !is_extracted || self.known < 2 && !has_title && !is_prose;
        let (mut numbered, mut known) = (0, 0);
        for (row, outcome) in self.reading.dossier.rows.iter().zip(&self.outcomes) {
            let is_numbered = row.marker == Marker::Number && row.label.contains(char::is_alphabetic);
            numbered += usize::from(is_numbered);
            known += usize::from(is_numbered && *outcome != Outcome::Unresolved);
        }
        let is_other_list = self.reading.dossier.layout == Layout::StatusTable && 2 * known < numbered;
        let is_news = || {
            let dossier = self.reading.dossier;
            let title = dossier.page.title.as_deref().unwrap_or_default();
            let parts = title.split(['|', '-', ':', '\u{2013}', '\u{2014}']);
            parts.chain(dossier.rows.iter().map(|row| row.text)).any(is_news_title)
        };
        let forms = self.outcomes.iter().filter(|outcome| **outcome == Outcome::unread("symbol_of_a_form"));
        let is_of_forms = codes.is_empty() && forms.count() > 1;
        is_thin || is_other_list || is_of_forms || is_prose && is_news() || codes.len() > 1 && 2 * most <= all
    }

    /// A page of which not one label is known has no layout that is.
    fn unknown_page(mut self) -> Reading<'d, 's> {
        self.reading.layout = Layout::Unknown;
        self.reading.language = Language::Unknown;
        self.reading.problems.clear();
        self.reading.reached.clear();
        self.reading.sittings.clear();
        self.reading.listings.clear();
        self.reading.step_dates.clear();
        self.reading.items.clear();
        self.reading.terms.clear();
        let rows = 0..self.reading.dossier.rows.len();
        let unread = |row| Remaining { row, class: LineClass::Unread, rule: "not_read", step: None };
        self.reading.remaining = rows.map(unread).collect();
        self.reading
    }

    /// Whether a row has what rows of facts have: a date in numbers, or a symbol of an accession series. "Page last updated
    /// 14 September 2016" and paragraphs that cite decisions have neither.
    fn may_be_fact(&self, row: &Row<'s>) -> bool {
        let has_date = row.date.is_some_and(|date| date.is_in_numbers());
        let symbols = self.reading.dossier.symbols(row).iter();
        has_date
            || symbols.map(|symbol| Symbol::parse(symbol.text)).any(|symbol| symbol.economy_code().is_some())
    }

    /// What a row says with the rest of the paragraph it starts, of which no row is known; how long its own part is, and where
    /// the paragraph ends.
    fn wrapped(&self, index: usize, row: &Row<'s>) -> (String, usize, u32) {
        let end = paragraph_end(self.reading.dossier, index);
        let is_open = |at: &usize| self.outcomes.get(*at) == Some(&Outcome::Unresolved);
        let rows = (index + 1..end).take_while(is_open).filter_map(|at| self.reading.dossier.rows.get(at));
        let mut last = row.span.end;
        let words = |row: &Row<'s>| {
            let words: Vec<&str> = row.text.split(is_blank_char).filter(|word| !word.is_empty()).collect();
            words.join(" ")
        };
        let mut whole = words(row);
        let own = whole.len();
        for row in rows {
            whole.push(' ');
            whole.push_str(&words(row));
            last = row.span.end;
        }
        (whole, own, last)
    }

    /// What a row is that no label explains.
    fn leftover(&mut self, index: usize, row: &Row<'s>, is_before: bool, is_after: bool) -> Outcome {
        let (sentence, own, last) = self.wrapped(index, row);
        // The place among the members stands in this row, or leads the one below.
        let is_here = |(_, rest): &(u32, &str)| sentence.len() - rest.len() <= own + ORDINAL_LENGTH;
        if let Some((value, rest)) = stated_membership(&sentence).filter(is_here) {
            self.reading.member_ordinal.get_or_insert(Stated { value, place: place(row) });
            let found = find_date(rest);
            let behind = |(at, written): &(usize, WrittenDate<'_>)| rest.len() - at - written.text.len();
            let is_on_row = found.as_ref().is_some_and(|found| sentence.len() - behind(found) <= own);
            let last = if is_on_row { row.span.end } else { last };
            match found.map(|(_, written)| (written.text, Date::from_calendar(written.start))) {
                Some((_, Ok(date))) if self.reading.stated_membership.is_none() => {
                    let mut place = place(row);
                    place.span.end = last;
                    // If a row gives the day too, this is a second claim of it.
                    self.reading.stated_membership = Some(Stated { value: date, place });
                    let rows = self.reading.dossier.rows.iter().skip(index + 1);
                    let below = rows.take_while(|row| row.span.end <= last).count();
                    (index + 1..=index + below).for_each(|at| self.set(at, Outcome::Extracted));
                    self.reach(place, Milestone::Membership, Some(date), None);
                    return Outcome::Extracted;
                }
                Some((text, Err(error))) => self.impossible(row.line, text, &error.to_string()),
                _ => {}
            }
            return Outcome::boilerplate("introduction");
        }
        // The numbers of a status table lead rows, never running text.
        if matches!(row.marker, Marker::Number | Marker::Letter) {
            if !row.label.contains(char::is_alphanumeric) {
                return Outcome::boilerplate("row_number");
            }
            return Outcome::unread(if row.class == RowClass::Entry {
                "unknown_label"
            } else {
                "unknown_text"
            });
        }
        if is_paragraph(row) {
            return Outcome::boilerplate("paragraph");
        }
        if !row.text.contains(char::is_alphanumeric) {
            return Outcome::boilerplate("punctuation");
        }
        let is_outside = is_before || is_after;
        match row.class {
            RowClass::Entry if is_outside && !self.may_be_fact(row) => {
                Outcome::boilerplate("outside_timeline")
            }
            RowClass::Entry => Outcome::unread("unknown_label"),
            // Bullets behind the last row that is known may be laws of a listing that is not.
            RowClass::Item if !is_before => Outcome::unread("bullet_without_listing"),
            _ if is_outside => Outcome::boilerplate("outside_timeline"),
            _ => Outcome::unread("unknown_text"),
        }
    }
}

/// No ordinal is longer with a blank before it.
const ORDINAL_LENGTH: usize = 8;

/// Whether a line titles the news of a year: "WTO: 2011 NEWS ITEMS", "OMC: NOUVELLES 2005".
fn is_news_title(text: &str) -> bool {
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let mut key = String::new();
    VOCABULARY.key(text, &mut key);
    let words: Vec<&str> = key.split(' ').filter(|word| !is_year(word)).collect();
    words.len() < key.split(' ').count() && VOCABULARY.words.is(Kind::NewsPage, &words.join(" "))
}
