//! From rows to meanings: one pass over the rows, in which labels say what the rows below them are.

mod chairs;
mod listings;
mod meetings;
mod paragraph;

use std::borrow::Cow;

use accession_ingest::{Dossier, Marker, Row, RowClass, find_date, is_blank_char};
use accession_schema::vocabulary::{FindingCode, Language, LineClass, MeetingKind, Milestone, Step};

use self::paragraph::is_paragraph;
use crate::Symbol;
use crate::date::{self, Date};
use crate::economy::{ordinal, stated_membership, timeline_title};
use crate::findings::Problem;
use crate::reading::{Place, Reached, Reading, Remaining, Stated};
use crate::vocabulary::{ENGLISH, Match, Meaning, prepare};

/// Reads a dossier.
pub(crate) fn read<'d, 's>(dossier: &'d Dossier<'s>) -> Reading<'d, 's> {
    let mut reader = Reader::new(dossier);
    for (index, row) in dossier.rows.iter().enumerate() {
        reader.row(index, row);
    }
    reader.finish()
}

/// What a row turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// It stands in a table.
    Extracted,
    /// It does not, and is known.
    Remains { class: LineClass, rule: &'static str, step: Option<Step> },
    /// It is not known.
    Unresolved,
}

impl Outcome {
    fn heading(rule: &'static str) -> Self {
        Self::Remains { class: LineClass::Heading, rule, step: None }
    }

    fn boilerplate(rule: &'static str) -> Self {
        Self::Remains { class: LineClass::Boilerplate, rule, step: None }
    }

    fn unread(rule: &'static str) -> Self {
        Self::Remains { class: LineClass::Unread, rule, step: None }
    }
}

/// The date of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowDate {
    /// There is none.
    Absent,
    /// A range of two dates, or one without an end.
    Range,
    /// The calendar has no such date.
    Impossible,
    /// A date.
    Single(Date),
}

/// What the rows under the last label are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Context {
    /// Nothing that is known.
    None,
    /// Listings of a step.
    Step(StepContext),
    /// Meetings.
    Meetings(MeetingKind),
    /// Chairpersons.
    Chairs,
    /// The day of membership.
    Membership,
    /// The count of members under Article XII.
    ArticleXii,
}

/// A step whose rows are being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct StepContext {
    step: Step,
    /// Whether the row stands for the application to the WTO and the working party taken over from the GATT.
    transformed: bool,
    /// The row of the label, while no value was found under it.
    empty_label: Option<EmptyLabel>,
    /// Whether a row with a value was read.
    has_value: bool,
    /// A row with a date and no symbol right above.
    dated_row: Option<DatedRow>,
    /// Whether the last row with a value could not be read, so that bullets below it are not those of a listing.
    is_interrupted: bool,
}

/// The row of a label without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct EmptyLabel {
    row: usize,
    with_captions: bool,
}

/// A row of a step that ends at its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct DatedRow {
    index: usize,
    date: Option<Date>,
    is_later: bool,
    /// Whether it stands in a table, by its milestone.
    is_extracted: bool,
}

struct Reader<'d, 's> {
    reading: Reading<'d, 's>,
    outcomes: Vec<Outcome>,
    context: Context,
    term: Option<chairs::OpenTerm<'s>>,
}

impl<'d, 's> Reader<'d, 's> {
    fn new(dossier: &'d Dossier<'s>) -> Self {
        let rows = dossier.rows.len();
        let reading = Reading {
            dossier,
            language: Language::Unknown,
            reached: Vec::new(),
            sittings: Vec::new(),
            listings: Vec::with_capacity(rows / 2),
            items: Vec::new(),
            terms: Vec::new(),
            remaining: Vec::new(),
            problems: Vec::new(),
            member_ordinal: None,
            article_xii_ordinal: None,
            stated_membership: None,
        };
        Self { reading, outcomes: vec![Outcome::Unresolved; rows], context: Context::None, term: None }
    }

    fn row(&mut self, index: usize, row: &'d Row<'s>) {
        let outcome = match row.class {
            RowClass::Unread => Outcome::unread("not_read"),
            RowClass::Section => self.section(index, row),
            RowClass::Entry => self.entry(index, row),
            RowClass::Item => self.item(row),
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
        self.enter(Context::None);
        if row.date.is_some() || !self.reading.dossier.symbols(row).is_empty() {
            return self.entry(index, row);
        }
        if row.label.contains("Article XII")
            && let Some((value, _)) = row.label.split(' ').find_map(ordinal)
        {
            self.reading.article_xii_ordinal.get_or_insert(Stated { value, line: row.line });
            return Outcome::boilerplate("article_xii_ordinal");
        }
        if let Some(found) = ENGLISH.find(row.label) {
            self.reading.language = Language::En;
            self.enter_label(None, found.meaning);
        }
        Outcome::heading("section_title")
    }

    /// A row with a date or a symbol.
    fn entry(&mut self, index: usize, row: &'d Row<'s>) -> Outcome {
        if row.label.is_empty() {
            return self.continuation(index, row);
        }
        if let Context::Meetings(kind) = self.context
            && let Some(label) = meetings::numbered_or_on(row.label)
        {
            return self.sitting(row, kind, label);
        }
        if let Some(Match { meaning, .. }) = ENGLISH.find(row.label) {
            self.reading.language = Language::En;
            return self.labelled(index, row, meaning);
        }
        if says_nothing(row.label) {
            return self.continuation(index, row);
        }
        match self.context {
            Context::Chairs if let Some(label) = chairs::label(row.label) => self.term(index, row, label),
            Context::Step(_) if is_dashed_item(row) && self.reading.dossier.symbols(row).is_empty() => {
                self.item(row)
            }
            Context::Step(_) if matches!(row.marker, Marker::Tilde | Marker::Dash) => {
                self.listing(index, row, true)
            }
            Context::Meetings(kind) if meetings::may_be_topic(row, self.reading.dossier.symbols(row)) => self
                .sitting(row, kind, meetings::Label { topic: Some(row.label), ..meetings::Label::default() }),
            Context::Membership if member_ordinal(row.label).is_some() => self.membership(row),
            _ if is_paragraph(row) => Outcome::Unresolved,
            _ => self.unknown_label(),
        }
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
                    row,
                    kind,
                    meetings::Label { topic: Some(topic), is_resumption, ordinal: None },
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
            Meaning::Furniture => Outcome::boilerplate("furniture"),
            _ => self.unknown_label(),
        }
    }

    /// The label means something that is not known, and so do the rows below it.
    fn unknown_label(&mut self) -> Outcome {
        self.enter(Context::None);
        Outcome::Unresolved
    }

    /// A row without a label: it belongs to the label above.
    fn continuation(&mut self, index: usize, row: &'d Row<'s>) -> Outcome {
        match self.context {
            Context::Step(_) => self.listing(index, row, false),
            Context::Meetings(kind) => self.sitting(row, kind, meetings::Label::default()),
            Context::Chairs => self.term(index, row, chairs::Label::default()),
            Context::Membership => self.membership(row),
            Context::None | Context::ArticleXii => Outcome::Unresolved,
        }
    }

    /// A line without date, symbol or bullet.
    fn text(&mut self, index: usize, row: &'d Row<'s>) -> Outcome {
        if timeline_title(row.label).is_some() {
            self.enter(Context::None);
            return Outcome::heading("timeline_title");
        }
        if let Some((place, rest)) = ordinal(row.label)
            && (self.context == Context::ArticleXii || rest.contains("Article XII"))
        {
            self.reading.article_xii_ordinal.get_or_insert(Stated { value: place, line: row.line });
            return Outcome::boilerplate("article_xii_ordinal");
        }
        if let Context::Meetings(kind) = self.context
            && let Some(label) = meetings::numbered_or_on(row.label)
        {
            return self.sitting(row, kind, label);
        }
        let Some(found) = ENGLISH.find(row.label) else { return self.unlabelled_text(index, row) };
        self.reading.language = Language::En;
        match (found.meaning, self.context) {
            (Meaning::Furniture, _) => Outcome::boilerplate("furniture"),
            (Meaning::Caption, _) => {
                Outcome::Remains { class: LineClass::ColumnHeader, rule: "column_captions", step: None }
            }
            (Meaning::First | Meaning::Later, Context::Step(StepContext { step, .. })) => Outcome::Remains {
                class: LineClass::EmptyStep,
                rule: "version_without_value",
                step: Some(step),
            },
            (Meaning::First | Meaning::Later, _) => Outcome::Unresolved,
            (
                Meaning::Step(subject),
                Context::Step(StepContext { step: Step::RuleSpecificActionPlans, .. }),
            ) if is_plan_subject(subject, row.label) => {
                let step = Some(Step::RuleSpecificActionPlans);
                Outcome::Remains { class: LineClass::EmptyStep, rule: "subject_without_value", step }
            }
            (meaning, _) => {
                let empty = EmptyLabel { row: index, with_captions: found.with_captions };
                self.enter_label(Some(empty), meaning);
                label_outcome(found)
            }
        }
    }

    fn unlabelled_text(&mut self, index: usize, row: &'d Row<'s>) -> Outcome {
        if self.context == Context::Chairs
            && let Some(outcome) = self.term_text(index, row)
        {
            return outcome;
        }
        if self.context == Context::Membership && self.take_member_ordinal(row.label, row.line) {
            return Outcome::boilerplate("member_ordinal");
        }
        if row.marker == Marker::Dash {
            // Text behind a dash is a bullet of another shape.
            return self.item(row);
        }
        // What looks like a label and is none that is known ends the rows of the label above.
        let looks_like_label =
            row.label.starts_with(char::is_uppercase) && !row.label.ends_with('.') && !is_paragraph(row);
        // Meetings and chairpersons say on each row what they are, and under laws and consultation documents stand titles.
        let stays = matches!(
            self.context,
            Context::Meetings(_)
                | Context::Chairs
                | Context::Step(StepContext { step: Step::Legislation | Step::Consultation, .. })
        );
        if looks_like_label && !stays { self.unknown_label() } else { Outcome::Unresolved }
    }

    /// A bullet without date or symbol: an item of the listing above.
    fn item(&mut self, row: &'d Row<'s>) -> Outcome {
        let Context::Step(context) = self.context else { return Outcome::Unresolved };
        let last = self.reading.listings.iter().rposition(|listing| listing.leads_row);
        match last.filter(|last| {
            self.reading.listings.get(*last).is_some_and(|listing| listing.step == context.step)
        }) {
            Some(listing) if context.has_value && !context.is_interrupted => {
                self.reading.items.push(crate::reading::Item {
                    place: place(row),
                    listing,
                    level: if row.marker == Marker::SubBullet { 2 } else { 1 },
                    text: behind_marker(row),
                });
                Outcome::Extracted
            }
            _ => Outcome::Unresolved,
        }
    }

    /// The row that gives the day of membership.
    fn membership(&mut self, row: &'d Row<'s>) -> Outcome {
        let date = match self.single_date(row) {
            RowDate::Absent | RowDate::Range => return Outcome::unread("membership_without_date"),
            RowDate::Impossible => None,
            RowDate::Single(date) => Some(date),
        };
        if !self.take_member_ordinal(row.remark, row.line) {
            self.take_member_ordinal(row.label, row.line);
        }
        let is_first = self.reach(place(row), Milestone::Membership, date, None);
        self.enter(Context::None);
        if is_first { Outcome::Extracted } else { Outcome::unread("second_membership") }
    }

    fn take_member_ordinal(&mut self, text: &str, line: u32) -> bool {
        let place = member_ordinal(text);
        if let Some(value) = place {
            self.reading.member_ordinal.get_or_insert(Stated { value, line });
        }
        place.is_some()
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
            Meaning::Title | Meaning::Furniture | Meaning::Caption | Meaning::First | Meaning::Later => {
                Context::None
            }
        });
    }

    fn enter(&mut self, context: Context) {
        self.close_term();
        self.context = context;
    }

    fn finish(mut self) -> Reading<'d, 's> {
        self.close_term();
        let dossier = self.reading.dossier;
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
                    let is_before = first.is_none_or(|first| index < first);
                    let is_after = last.is_none_or(|last| index > last);
                    self.leftover(row, is_before, is_after)
                }
                outcome => outcome,
            };
            if let Outcome::Remains { class, rule, step } = outcome {
                self.reading.remaining.push(Remaining { row: index, class, rule, step });
            }
        }
        meetings::reach_first_and_last(&mut self.reading);
        self.reading.reached.sort_by_key(|reached| (reached.place.line, reached.milestone));
        self.reading
    }

    /// Whether a row has what rows of facts have: a date in numbers, or a symbol of an accession series. "Page last updated
    /// 14 September 2016" and paragraphs that cite decisions have neither.
    fn may_be_fact(&self, row: &Row<'s>) -> bool {
        let has_date = row.date.is_some_and(|date| date.text.contains('/'));
        let symbols = self.reading.dossier.symbols(row).iter();
        has_date
            || symbols.map(|symbol| Symbol::parse(symbol.text)).any(|symbol| symbol.economy_code().is_some())
    }

    /// What a row is that no label explains.
    fn leftover(&mut self, row: &Row<'s>, is_before: bool, is_after: bool) -> Outcome {
        let sentence: Vec<&str> = row.text.split(is_blank_char).filter(|word| !word.is_empty()).collect();
        if let Some((value, rest)) = stated_membership(&sentence.join(" ")) {
            self.reading.member_ordinal.get_or_insert(Stated { value, line: row.line });
            match find_date(rest).map(|(_, written)| (written.text, Date::from_calendar(written.start))) {
                Some((_, Ok(date))) if self.reading.stated_membership.is_none() => {
                    self.reading.stated_membership = Some(Stated { value: date, line: row.line });
                    // If a row gives the day too, this is a second claim of it.
                    self.reach(place(row), Milestone::Membership, Some(date), None);
                    return Outcome::Extracted;
                }
                Some((text, Err(error))) => self.impossible(row.line, text, &error.to_string()),
                _ => {}
            }
            return Outcome::boilerplate("introduction");
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

/// Whether a label among action plans is only the subject of a plan: "SPS", not "SPS Checklist" or the next step.
fn is_plan_subject(step: Step, label: &str) -> bool {
    let label = label.to_lowercase();
    let of_step = ["checklist", "questionnaire", "information", "notification", "("];
    meetings::is_subject(step)
        && step != Step::Legislation
        && !of_step.iter().any(|word| label.contains(word))
}

fn label_outcome(found: Match) -> Outcome {
    let class = if found.with_captions { LineClass::ColumnHeader } else { LineClass::Heading };
    let (rule, step) = match found.meaning {
        // A step's label is empty until a value is found under it.
        Meaning::Step(step) => return empty_step(step),
        Meaning::Transformed => return empty_step(Step::Application),
        Meaning::Meetings(_) | Meaning::Chairs => ("block_title", None),
        _ => ("title", None),
    };
    Outcome::Remains { class, rule, step }
}

fn empty_step(step: Step) -> Outcome {
    Outcome::Remains { class: LineClass::EmptyStep, rule: "step_without_value", step: Some(step) }
}

/// Whether a row is a bullet of another shape, a dash, with a date in its text: "- Law of 29 June 2001". The dates of rows
/// are numbers.
fn is_dashed_item(row: &Row<'_>) -> bool {
    row.marker == Marker::Dash && row.date.is_some_and(|date| !date.text.contains('/'))
}

/// The text of a row behind its sign or signs.
fn behind_marker<'s>(row: &Row<'s>) -> &'s str {
    match row.text {
        // Without a value the label is all there is.
        Cow::Borrowed(text) if row.class == RowClass::Entry => {
            text.get(text.find(row.label).unwrap_or_default()..).unwrap_or(text)
        }
        _ => row.label,
    }
}

fn place(row: &Row<'_>) -> Place {
    Place { line: row.line, span: row.span }
}

/// The ordinal of "162nd WTO Member".
fn member_ordinal(text: &str) -> Option<u32> {
    let (place, rest) = ordinal(text)?;
    rest.to_lowercase().contains("member").then_some(place)
}

/// Whether a label has no word outside brackets: it is the end of a label the page broke in two, or a stray sign.
fn says_nothing(label: &str) -> bool {
    let mut key = String::new();
    prepare(label, &mut key);
    key.is_empty()
}
