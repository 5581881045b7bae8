//! From rows to meanings: one pass over the rows, in which labels say what the rows below them are.

mod chairs;
mod joined;
mod labels;
mod leftovers;
mod listings;
mod meetings;
mod paragraph;
mod persons;
mod prose;
mod state;
mod text;

use std::collections::HashSet;

use accession_ingest::{Dossier, Marker, Row, RowClass};
use accession_schema::vocabulary::{FindingCode, Language, Layout, LineClass, MeetingKind, Milestone, Step};

use self::labels::{
    is_dashed_item, is_introduction, is_plan_subject, member_ordinal, names_article_xii, numbered_chairs,
    says_additional, says_nothing,
};
use self::paragraph::{is_paragraph, is_sentence, paragraph_end};
use self::state::{Context, DatedRow, EmptyLabel, Outcome, RowDate, StepContext};
use crate::Symbol;
use crate::date::{self, Date};
use crate::findings::Problem;
use crate::reading::{Place, Reached, Reading, Stated};
use crate::vocabulary::{Match, Meaning, VOCABULARY, wants_another};

/// Reads a dossier; `own_words` are those of its economy's names, and `names_another` says whether a sentence names an
/// economy that is not the dossier's.
pub(crate) fn read<'d, 's>(
    dossier: &'d Dossier<'s>,
    own_words: HashSet<String>,
    names_another: &dyn Fn(&str) -> bool,
) -> Reading<'d, 's> {
    let mut reader = Reader::new(dossier, own_words);
    let mut at = 0;
    while let Some(row) = dossier.rows.get(at) {
        if dossier.layout == Layout::ShortProse {
            at = reader.prose(at, names_another);
        } else {
            reader.row(at, row);
            at += 1;
        }
    }
    reader.finish()
}

/// Whether a page is a dossier: its layout is known and so are words of it, or it lists documents of an accession.
pub fn is_dossier(dossier: &Dossier<'_>) -> bool {
    let symbols = dossier.rows.iter().flat_map(|row| dossier.symbols(row));
    let mut of_accession = symbols.filter(|symbol| Symbol::parse(symbol.text).economy_code().is_some());
    of_accession.next().is_some() || read(dossier, HashSet::new(), &|_| false).layout != Layout::Unknown
}

struct Reader<'d, 's> {
    reading: Reading<'d, 's>,
    /// The words of the names of the dossier's economy.
    own_words: HashSet<String>,
    outcomes: Vec<Outcome>,
    context: Context,
    term: Option<chairs::OpenTerm<'s>>,
    /// The last sitting, if its cells stand on lines of their own.
    open_sitting: Option<meetings::OpenSitting<'s>>,
    /// The headings of columns below the title of the block, each on a line.
    headings: Vec<&'s str>,
    /// The rows below whose text is part of a label that was read.
    taken_below: std::ops::Range<usize>,
    /// What those rows say behind the label, in the column of what the row announces.
    remarks_below: Vec<&'s str>,
    /// The step whose label stands above the chairpersons of a status table.
    step_above: Option<StepContext>,
    /// Labels known by their language, in the order of [`LANGUAGES`].
    languages: [usize; LANGUAGES.len()],
    /// Labels, titles and sentences of a dossier that are known.
    known: usize,
    /// Whether a label of the GATT's years is known.
    names_gatt: bool,
    /// The row the dossier starts at; what stands above is the page's.
    start: usize,
}

const LANGUAGES: [Language; 3] = [Language::En, Language::Fr, Language::Es];

impl<'d, 's> Reader<'d, 's> {
    fn new(dossier: &'d Dossier<'s>, own_words: HashSet<String>) -> Self {
        let rows = dossier.rows.len();
        let reading = Reading {
            dossier,
            language: Language::Unknown,
            reached: Vec::new(),
            sittings: Vec::new(),
            layout: dossier.layout,
            listings: Vec::with_capacity(rows / 2),
            step_dates: Vec::new(),
            items: Vec::new(),
            terms: Vec::new(),
            remaining: Vec::new(),
            problems: Vec::new(),
            member_ordinal: None,
            article_xii_ordinal: None,
            stated_membership: None,
        };
        Self {
            reading,
            own_words,
            outcomes: vec![Outcome::Unresolved; rows],
            context: Context::None,
            term: None,
            open_sitting: None,
            headings: Vec::new(),
            taken_below: 0..0,
            remarks_below: Vec::new(),
            step_above: None,
            languages: [0; LANGUAGES.len()],
            known: 0,
            names_gatt: false,
            start: 0,
        }
    }

    /// Counts a label that is known. One that is the same in several languages says nothing of the page's.
    fn note(&mut self, found: Match) {
        let is_of_dossier = !matches!(
            found.meaning,
            Meaning::Caption | Meaning::Furniture | Meaning::First | Meaning::Later | Meaning::Title
        );
        self.known += usize::from(is_of_dossier);
        self.names_gatt |= match found.meaning {
            Meaning::Transformed => true,
            Meaning::Step(step) => {
                matches!(
                    step,
                    Step::GattApplication | Step::GattWorkingPartyEstablished | Step::GattTermsOfReference
                )
            }
            _ => false,
        };
        let mut own = LANGUAGES.iter().enumerate().filter(|(_, language)| found.languages.has(**language));
        if let (Some((at, _)), None) = (own.next(), own.next())
            && let Some(count) = self.languages.get_mut(at)
        {
            *count += 1;
        }
    }

    /// Counts a sentence of a language.
    fn note_language(&mut self, language: Option<Language>) {
        let at = language.and_then(|language| LANGUAGES.iter().position(|known| *known == language));
        if let Some(count) = at.and_then(|at| self.languages.get_mut(at)) {
            *count += 1;
        }
    }

    /// The language most labels so far are in.
    fn language(&self) -> Language {
        let counts = self.languages.iter().zip(LANGUAGES).rev();
        let most = counts.max_by_key(|(count, _)| **count).filter(|(count, _)| **count > 0);
        most.map_or(Language::Unknown, |(_, language)| language)
    }

    fn row(&mut self, index: usize, row: &'d Row<'s>) {
        // What is part of the row above is in a table if that is; nothing is to be read of it.
        if row.is_part {
            return;
        }
        if row.marker == Marker::Number && self.start == 0 {
            self.start_at(index);
        }
        let outcome = match row.class {
            RowClass::Unread => Outcome::unread("not_read"),
            RowClass::Navigation => Outcome::boilerplate("navigation"),
            RowClass::Ambiguous => Outcome::unread("ambiguous_cells"),
            RowClass::Section => self.section(index, row),
            RowClass::Entry => self.entry(index, row),
            RowClass::Item => self.item(index, row),
            RowClass::Text => self.text(index, row),
        };
        self.set(index, outcome);
    }

    fn set(&mut self, index: usize, outcome: Outcome) {
        if let Some(slot) = self.outcomes.get_mut(index) {
            *slot = outcome;
        }
    }

    /// A numbered title: it ends what stood before it, and may be a label itself.
    fn section(&mut self, index: usize, row: &'d Row<'s>) -> Outcome {
        self.start_at(index);
        self.enter(Context::None);
        if row.date.is_some() || !self.reading.dossier.symbols(row).is_empty() {
            return self.entry(index, row);
        }
        if names_article_xii(row.label)
            && let Some((value, _)) = row.label.split(' ').find_map(|word| VOCABULARY.words.ordinal(word))
        {
            self.reading.article_xii_ordinal.get_or_insert(Stated { value, place: place(row) });
            return Outcome::boilerplate("article_xii_ordinal");
        }
        if let Some(found) = VOCABULARY.find(row.label) {
            self.note(found);
            self.enter_label(None, found.meaning);
        }
        Outcome::heading("section_title")
    }

    /// A row with a date or a symbol.
    fn entry(&mut self, index: usize, row: &'d Row<'s>) -> Outcome {
        if is_introduction(row) || is_sentence(row, self.reading.dossier.symbols(row)) {
            return Outcome::Unresolved;
        }
        if row.label.is_empty() {
            return self.continuation(index, row);
        }
        if let Some(outcome) = self.chair_of_step(index, row) {
            return outcome;
        }
        if let Context::Meetings(kind) = self.context
            && let Some(label) = meetings::numbered_or_on(row.label)
        {
            return self.sitting(index, row, kind, label);
        }
        if let Context::Step(StepContext { step: Step::QuestionsAndRepliesInitial, .. }) = self.context
            && says_additional(row.label)
        {
            self.enter_label(None, Meaning::Step(Step::QuestionsAndRepliesAdditional));
            return self.continuation(index, row);
        }
        let found = self.broken_label(index, row);
        if found.is_none() && (self.goes_on(index, row) || self.is_second_half(index)) {
            return Outcome::Unresolved;
        }
        let found = found.or_else(|| {
            let found = self
                .label_broken_below(index, row)
                .or_else(|| VOCABULARY.find(row.label))
                .or_else(|| self.told_by_words(row))?;
            self.note(found);
            Some(found)
        });
        if let Some(found) = found {
            return self.labelled(index, row, found.meaning);
        }
        if let Some(label) = numbered_chairs(row.label) {
            self.enter_label(None, Meaning::Chairs);
            if let Some(label) = chairs::label(label, self.language()) {
                return self.term(index, row, label);
            }
        }
        if says_nothing(row.label) {
            self.announce_above(index, row);
            return self.continuation(index, row);
        }
        if let Some(outcome) = self.person_of_step(index, row, row.label) {
            return outcome;
        }
        match self.context {
            Context::Chairs if let Some(label) = chairs::label(row.label, self.language()) => {
                self.term(index, row, label)
            }
            Context::Chairs if chairs::leads_to_date(row.label) => {
                self.term(index, row, chairs::Label::default())
            }
            Context::Step(_) if is_dashed_item(row) && self.reading.dossier.symbols(row).is_empty() => {
                self.item(index, row)
            }
            Context::Step(_) if matches!(row.marker, Marker::Tilde | Marker::Dash) => {
                self.listing(index, row, true)
            }
            Context::Meetings(kind) if meetings::may_be_topic(row, self.reading.dossier.symbols(row)) => self
                .sitting(
                    index,
                    row,
                    kind,
                    meetings::Label { topic: Some(row.label), ..meetings::Label::default() },
                ),
            Context::Membership if member_ordinal(row.label).is_some() => self.membership(row),
            _ if is_paragraph(row) => Outcome::Unresolved,
            // A title that ends with a day in words, below a law or a document.
            Context::Step(StepContext { step: Step::Legislation | Step::Consultation, .. })
                if self.is_title(row) =>
            {
                Outcome::Unresolved
            }
            _ if self.is_running_head(index, row) => Outcome::boilerplate("running_head"),
            _ => self.unknown_label(),
        }
    }

    /// Whether a row is a text with a date in words at its end, and no symbol.
    fn is_title(&self, row: &Row<'s>) -> bool {
        let is_in_words = row.date.is_some_and(|date| !date.is_in_numbers());
        is_in_words && row.remark.is_empty() && self.reading.dossier.symbols(row).is_empty()
    }

    /// Whether the line above ends with a number that may be the day of the month this row starts with.
    fn may_have_day_above(&self, index: usize, row: &Row<'s>) -> bool {
        let is_month =
            row.date.is_some_and(|written| !written.is_in_numbers() && written.start.day.is_none());
        let above = index.checked_sub(1).and_then(|above| self.reading.dossier.rows.get(above));
        let Some(above) = above.filter(|above| is_month && above.last_line + 1 == row.line) else {
            return false;
        };
        let last = above.text.rsplit(accession_ingest::is_blank_char).next().unwrap_or_default();
        last != above.text && (1..=2).contains(&last.len()) && last.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether the row above is the first half of a label that is not known: it ends with a word that wants another.
    fn is_second_half(&self, index: usize) -> bool {
        let above = index.checked_sub(1).filter(|at| self.outcomes.get(*at) == Some(&Outcome::Unresolved));
        let above = above.and_then(|at| self.reading.dossier.rows.get(at));
        above.is_some_and(|above| {
            let last = above.label.rsplit(accession_ingest::is_blank_char).next().unwrap_or_default();
            above.class == RowClass::Text && last != above.label && wants_another(last)
        })
    }

    /// Whether a row is a line of a paragraph that goes on from the one above.
    fn goes_on(&self, index: usize, row: &Row<'s>) -> bool {
        let above = index.checked_sub(1).filter(|_| row.label.starts_with(char::is_lowercase));
        above.is_some_and(|above| {
            matches!(
                self.outcomes.get(above),
                Some(Outcome::Unresolved | Outcome::Remains { class: LineClass::Boilerplate, .. })
            ) && paragraph_end(self.reading.dossier, above) > index
        })
    }

    /// A row with a value behind a label that is known.
    fn labelled(&mut self, index: usize, row: &'d Row<'s>, meaning: Meaning) -> Outcome {
        let has_symbols = !self.reading.dossier.symbols(row).is_empty();
        match (meaning, self.context) {
            // Among meetings "Agriculture 24/06/2003" is a meeting on it, among action plans "SPS ..." a plan for it.
            (Meaning::Step(step), Context::Meetings(kind))
                if kind != MeetingKind::Formal && !has_symbols && meetings::is_subject(step) =>
            {
                let (topic, is_resumption) = meetings::without_resumed(row.label);
                return self.sitting(
                    index,
                    row,
                    kind,
                    meetings::Label { topic: Some(topic), is_resumption, ..meetings::Label::default() },
                );
            }
            (Meaning::Step(step), Context::Step(StepContext { step: Step::RuleSpecificActionPlans, .. }))
                if has_symbols && is_plan_subject(step, row.label) =>
            {
                let outcome = self.listing(index, row, false);
                let listing = self.reading.listings.iter_mut().rev().find(|listing| listing.leads_row);
                if let (Outcome::Extracted, Some(listing)) = (outcome, listing) {
                    listing.remark.note.get_or_insert(row.label);
                }
                return outcome;
            }
            _ => {}
        }
        match meaning {
            Meaning::First | Meaning::Later if matches!(self.context, Context::Step(_)) => {
                self.listing(index, row, meaning == Meaning::Later)
            }
            Meaning::Step(_)
            | Meaning::Transformed
            | Meaning::Meetings(_)
            | Meaning::Chairs
            | Meaning::Membership => {
                self.enter_label(None, meaning);
                self.continuation(index, row)
            }
            // "News item" behind nothing but a caption: the row is one of the label above.
            Meaning::Caption if self.context != Context::None => self.continuation(index, row),
            Meaning::Furniture => Outcome::boilerplate("furniture"),
            _ => self.unknown_label(),
        }
    }

    /// Whether a row is the running head of a page that was printed: it stands there more than once, word for word, beside the
    /// address of the page, and no document on it.
    fn is_running_head(&self, index: usize, row: &Row<'s>) -> bool {
        let rows = &self.reading.dossier.rows;
        let around = |count: usize| rows.iter().skip(index.saturating_sub(count)).take(2 * count + 1);
        self.reading.dossier.symbols(row).is_empty()
            && around(1).any(|near| near.text.contains("://"))
            && around(HEADS_APART).filter(|other| other.text == row.text).nth(1).is_some()
    }

    /// The label means something that is not known, and so do the rows below it.
    fn unknown_label(&mut self) -> Outcome {
        self.enter(Context::None);
        Outcome::Unresolved
    }

    /// The dossier starts here if nothing was found above: there a page has menus, whose words may be those of labels.
    fn start_at(&mut self, index: usize) {
        if self.outcomes.contains(&Outcome::Extracted) {
            return;
        }
        self.start = index;
        for outcome in &mut self.outcomes {
            if let Outcome::Remains { class, rule, .. } = *outcome
                && class != LineClass::Unread
                && rule != "timeline_title"
            {
                *outcome = Outcome::boilerplate("outside_timeline");
            }
        }
    }

    /// A row without a label: it belongs to the label above.
    fn continuation(&mut self, index: usize, row: &'d Row<'s>) -> Outcome {
        if row.label.is_empty() && self.may_have_day_above(index, row) {
            return Outcome::unread("day_on_the_line_above");
        }
        match self.context {
            Context::Step(_) => self.listing(index, row, false),
            Context::Meetings(kind) => self.sitting(index, row, kind, meetings::Label::default()),
            Context::Chairs => {
                // Country and term of the person above may stand beside the day of the step.
                let is_step = self.step_above.is_some()
                    && self.is_of_step_above(row)
                    && (row.label.is_empty() || self.country_of_term(index, row));
                if let Some(context) = self.step_above.filter(|_| is_step) {
                    self.enter(Context::Step(context));
                    return self.listing(index, row, false);
                }
                self.term(index, row, chairs::Label::default())
            }
            Context::Membership => self.membership(row),
            Context::None | Context::ArticleXii => Outcome::Unresolved,
        }
    }

    /// The row that gives the day of membership.
    fn membership(&mut self, row: &'d Row<'s>) -> Outcome {
        if !self.reading.dossier.further_dates(row).is_empty() {
            return Outcome::unread("two_dates");
        }
        let date = match self.single_date(row) {
            RowDate::Absent | RowDate::Range => return Outcome::unread("membership_without_date"),
            RowDate::Impossible => None,
            RowDate::Single(date) => Some(date),
        };
        if !self.take_member_ordinal(row.remark, row) {
            self.take_member_ordinal(row.label, row);
        }
        let is_first = self.reach(place(row), Milestone::Membership, date, None);
        self.enter(Context::None);
        if is_first { Outcome::Extracted } else { Outcome::unread("second_membership") }
    }

    fn take_member_ordinal(&mut self, text: &str, row: &Row<'_>) -> bool {
        let found = member_ordinal(text);
        if let Some(value) = found {
            self.reading.member_ordinal.get_or_insert(Stated { value, place: place(row) });
        }
        found.is_some()
    }

    /// Notes that a milestone was reached. Only its first row counts; the others give `false`.
    fn reach(
        &mut self,
        place: Place,
        milestone: Milestone,
        date: Option<Date>,
        symbol: Option<String>,
    ) -> bool {
        let is_first = self.reading.milestone(milestone).is_none();
        if is_first {
            self.reading.reached.push(Reached { place, milestone, date, symbol });
        }
        is_first
    }

    /// The date of a row. A dash behind a single date is punctuation.
    fn single_date(&mut self, row: &Row<'s>) -> RowDate {
        let Some(written) = row.date else { return RowDate::Absent };
        match date::ends(written) {
            Ok((start, end)) if end.is_none_or(|end| end == start) => RowDate::Single(start),
            Ok(_) => RowDate::Range,
            Err(error) => {
                self.impossible(row.line, written.text, &error.to_string());
                RowDate::Impossible
            }
        }
    }

    fn impossible(&mut self, line: u32, text: &str, why: &str) {
        let message = format!("{text:?} is no date: {why}");
        self.reading.problems.push(Problem::new(
            Some(line),
            FindingCode::ImpossibleDate,
            text.to_owned(),
            message,
        ));
    }

    /// Starts the rows of a label; `empty` is the label's own row if no value stands on it.
    fn enter_label(&mut self, empty: Option<EmptyLabel>, meaning: Meaning) {
        let step = |step, transformed| {
            Context::Step(StepContext {
                step,
                transformed,
                empty_label: empty,
                has_value: false,
                dated_row: None,
                is_interrupted: false,
            })
        };
        self.enter(match meaning {
            Meaning::Step(of) => step(of, false),
            Meaning::Transformed => step(Step::Application, true),
            Meaning::Meetings(kind) => Context::Meetings(kind),
            Meaning::Chairs => Context::Chairs,
            Meaning::Membership => Context::Membership,
            Meaning::ArticleXii => Context::ArticleXii,
            Meaning::Title
            | Meaning::Status
            | Meaning::Furniture
            | Meaning::Caption
            | Meaning::First
            | Meaning::Later => Context::None,
        });
    }

    fn enter(&mut self, context: Context) {
        self.close_term();
        self.headings.clear();
        self.open_sitting = None;
        self.step_above = match (self.context, context) {
            (Context::Step(above), Context::Chairs) => Some(above),
            _ => None,
        };
        self.context = context;
    }
}

/// The heads of two printed pages are no more rows apart.
const HEADS_APART: usize = 200;

/// The text of a row behind its sign or signs.
fn behind_marker<'s>(row: &Row<'s>) -> &'s str {
    match row.class {
        RowClass::Entry => row.text.get(row.text.find(row.label).unwrap_or_default()..).unwrap_or(row.text),
        // Without a value the label is all there is.
        _ => row.label,
    }
}

fn place(row: &Row<'_>) -> Place {
    Place { line: row.line, span: row.span }
}
