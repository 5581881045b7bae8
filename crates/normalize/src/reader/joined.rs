//! Labels broken over lines, and what stands beside a label on its line.

use accession_ingest::{Marker, Row, RowClass};
use accession_schema::vocabulary::{FindingCode, Layout, LineClass, Step};

use super::labels::{Beside, beside, label_outcome, says_nothing};
use super::meetings::is_subject;
use super::paragraph::is_paragraph;
use super::persons::{Named, persons};
use super::state::{Context, EmptyLabel, Outcome};
use super::{Reader, chairs};
use crate::findings::Problem;
use crate::vocabulary::{Match, Meaning, VOCABULARY, wants_another};

impl<'d, 's> Reader<'d, 's> {
    /// The label of which the row above holds the first half and this one the second.
    pub(super) fn broken_label(&mut self, index: usize, row: &Row<'s>) -> Option<Match> {
        let above = index.checked_sub(1)?;
        let first = self.reading.dossier.rows.get(above).filter(|row| row.class == RowClass::Text)?;
        let is_label = matches!(
            self.outcomes.get(above)?,
            Outcome::Unresolved | Outcome::Remains { class: LineClass::EmptyStep | LineClass::Heading, .. }
        );
        let is_known = || VOCABULARY.exact(row.label).is_some();
        let is_open = self.outcomes.get(above) == Some(&Outcome::Unresolved);
        let last = first.label.rsplit(accession_ingest::is_blank_char).next().unwrap_or_default();
        let goes_on = row.label.starts_with(char::is_lowercase) || wants_another(last);
        if !is_label || is_paragraph(first) || !is_open && !goes_on && is_known() {
            return None;
        }
        let whole = format!("{} {}", first.label, row.label);
        // In an open bracket anything may follow, and says nothing.
        if whole.matches('(').count() > whole.matches(')').count() {
            return None;
        }
        // Captions may stand beside a label whose first line is none on its own, or ends with a word that wants another.
        let may_have_captions = is_open && !is_known() || wants_another(last);
        let with_captions =
            || VOCABULARY.find(&whole).filter(|found| may_have_captions && found.with_captions);
        let found = VOCABULARY.exact(&whole).or_else(with_captions)?;
        // A line that adds nothing is no half of a label.
        if VOCABULARY.same(&whole, row.label) {
            return None;
        }
        if matches!(found.meaning, Meaning::Caption | Meaning::Furniture) {
            return None;
        }
        self.note(found);
        self.set(above, Outcome::heading("step_label"));
        Some(found)
    }

    /// The label of which this row holds the first part with its values, and the rows below the others: a cell that is
    /// wrapped. Behind the last part may stand that of what the row announces, in a column of its own.
    pub(super) fn label_broken_below(&mut self, index: usize, row: &Row<'s>) -> Option<Match> {
        let own = VOCABULARY.exact(row.label);
        let mut whole = row.label.to_owned();
        let mut remarks = Vec::new();
        for below in index + 1..=index + WRAPPED_LINES {
            let next = self.reading.dossier.rows.get(below).filter(|row| row.class == RowClass::Text)?;
            let (part, remark) = columns(next.label);
            // Behind a label that is one already stands nothing but its end.
            if own.is_some() && VOCABULARY.exact(part).is_some() {
                return None;
            }
            let is_end = part.starts_with(|c: char| c.is_lowercase() || c == '(');
            let may_be = |found: &Match| is_end || own.is_none_or(|own| own.meaning == found.meaning);
            whole.push(' ');
            whole.push_str(part);
            remarks.extend(remark);
            let is_open = whole.matches('(').count() > whole.matches(')').count();
            if let Some(found) = VOCABULARY.exact(&whole).filter(|found| !is_open && may_be(found)) {
                self.taken_below = index + 1..below + 1;
                self.remarks_below = remarks;
                return Some(found);
            }
        }
        None
    }

    /// The label of a step in a wording no table has, told by its words. A subject among laws, plans or meetings is none.
    pub(super) fn told_by_words(&mut self, row: &Row<'s>) -> Option<Match> {
        let is_row = matches!(row.marker, Marker::None | Marker::Number | Marker::Letter);
        // A date in words may be that of a sentence: one that ends behind it, or "the Decision of 14 May 2002".
        let last = row.label.rsplit(accession_ingest::is_blank_char).next().unwrap_or_default();
        let is_in_words = row.date.is_some_and(|date| !date.is_in_numbers());
        let is_in_sentence = is_in_words && (row.text.ends_with('.') || wants_another(last));
        let found = VOCABULARY.by_signs(row.label, &self.own_words).filter(|_| is_row && !is_in_sentence)?;
        let Meaning::Step(step) = found.meaning else { return Some(found) };
        let has_subjects = match self.context {
            Context::Meetings(_) => true,
            Context::Step(context) => matches!(
                context.step,
                Step::Legislation
                    | Step::Consultation
                    | Step::RuleSpecificActionPlans
                    | Step::LegislativeActionPlan
            ),
            _ => false,
        };
        if has_subjects && is_subject(step) && step != Step::Legislation {
            return None;
        }
        let message = format!("the label is in no table; its words are those of {}", step.word());
        let subject = row.label.chars().take(SUBJECT_LENGTH).collect();
        self.reading.problems.push(Problem::new(Some(row.line), FindingCode::LabelByWords, subject, message));
        Some(found)
    }

    /// The same for a label on a line of its own, above its first value.
    pub(super) fn told_above_value(&mut self, index: usize, row: &Row<'s>) -> Option<Match> {
        let next = self.reading.dossier.rows.get(index + 1)?;
        let is_value =
            next.class == RowClass::Entry && says_nothing(next.label) && next.marker == Marker::None;
        if is_value && row.label.starts_with(char::is_uppercase) { self.told_by_words(row) } else { None }
    }

    /// A row that names chairpersons beside a label of theirs or of a step: "Chairman: H.E. Mr. X (Iceland) Dec 1997 -",
    /// "Working Party Established Chairman:", "Working Party Established H.E. Mr. X (Iceland, 1997 - ) 22 October 1997".
    pub(super) fn chair_of_step(&mut self, index: usize, row: &'d Row<'s>) -> Option<Outcome> {
        let outcome = if let Some(persons) = chairs::labelled(row.label) {
            self.terms_of_persons(index, row, persons)?
        } else {
            let is_status_table = self.reading.dossier.layout == Layout::StatusTable;
            let (label, behind) = is_status_table.then(|| beside(row.label, self.language())).flatten()?;
            self.note(label);
            match behind {
                // The persons stand between the label and its day.
                Beside::Chairs(chair)
                    if let Some(persons) = self.persons_before_day(row, chairs::labelled(chair)) =>
                {
                    return Some(self.step_with_persons(index, row, label.meaning, persons));
                }
                Beside::Chairs(chair) => {
                    self.enter_label(Some(EmptyLabel { row: index, with_captions: false }), label.meaning);
                    match chairs::labelled(chair) {
                        Some(persons) => self.terms_of_persons(index, row, persons)?,
                        None => label_outcome(label),
                    }
                }
                Beside::Persons(persons) => {
                    return Some(self.step_with_persons(index, row, label.meaning, persons));
                }
            }
        };
        self.known += 1;
        if let Context::Step(context) = self.context {
            self.step_above = Some(context);
        }
        self.context = Context::Chairs;
        Some(outcome)
    }

    /// The persons a text names, where the row's date is a day and so none of their terms.
    fn persons_before_day(&self, row: &Row<'s>, text: Option<&'s str>) -> Option<Vec<Named<'s>>> {
        let is_day = row.date.is_some_and(|written| written.start.day.is_some());
        persons(text.filter(|_| is_day)?, self.language())
    }

    /// A row of a step on which its chairpersons stand too.
    fn step_with_persons(
        &mut self,
        index: usize,
        row: &'d Row<'s>,
        meaning: Meaning,
        persons: Vec<Named<'s>>,
    ) -> Outcome {
        self.enter_label(None, meaning);
        if row.date.is_some() {
            self.listing(index, row, false);
        }
        self.add_terms(row, persons);
        // The row stands in a table by its chairpersons, whatever became of its date.
        Outcome::Extracted
    }

    /// The chairpersons behind the day of the working party of a status table: "11 July 1995 - Chairman: Mr. X (Chile)".
    pub(super) fn chairs_behind_date(&mut self, row: &'d Row<'s>) {
        let is_step =
            matches!(self.context, Context::Step(context) if context.step == Step::WorkingPartyEstablished);
        if !is_step || self.reading.dossier.layout != Layout::StatusTable || row.remark.is_empty() {
            return;
        }
        let text =
            accession_ingest::trim(row.remark.trim_start_matches(['-', '\u{2013}', '\u{2014}', ',', ';']));
        let labelled = chairs::labelled(text);
        let Some(persons) = persons(labelled.unwrap_or(text), self.language()) else { return };
        if labelled.is_some() || persons.iter().all(|named| named.person.honorific.is_some()) {
            self.add_terms(row, persons);
        }
    }

    /// A person below a step of a status table, where no label says that they chair.
    pub(super) fn person_of_step(
        &mut self,
        index: usize,
        row: &'d Row<'s>,
        text: &'s str,
    ) -> Option<Outcome> {
        if self.reading.dossier.layout != Layout::StatusTable {
            return None;
        }
        let above = match self.context {
            Context::Step(context) if context.step == Step::WorkingPartyEstablished => Some(context),
            Context::Chairs => self.step_above,
            _ => None,
        };
        let above = above?;
        let outcome = self.terms_of_persons(index, row, text)?;
        self.context = Context::Chairs;
        self.step_above = Some(above);
        Some(outcome)
    }
}

/// No subject of a finding is longer, in characters.
const SUBJECT_LENGTH: usize = 60;

/// A label has no more lines below its first.
const WRAPPED_LINES: usize = 3;

/// The part of a label on a line, and what stands in a column behind it.
fn columns(line: &str) -> (&str, Option<&str>) {
    let gap = line.find("  ").or_else(|| line.find('\t'));
    match gap.and_then(|at| line.split_at_checked(at)) {
        Some((part, remark)) => (part, Some(accession_ingest::trim(remark))),
        None => (line, None),
    }
}
