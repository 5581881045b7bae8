//! Lines without a date or symbol: labels, titles, items, and what none of them is.

use accession_ingest::{Marker, Row};
use accession_schema::vocabulary::{LineClass, MeetingKind, Milestone, Step};

use super::labels::{
    block_heading, glued_label, is_column_header, is_introduction, is_plan_subject, label_outcome,
    names_article_xii, names_block,
};
use super::paragraph::is_paragraph;
use super::state::{Context, EmptyLabel, Outcome, StepContext};
use super::{Reader, behind_marker, chairs, meetings, place};
use crate::reading::Stated;
use crate::vocabulary::{Meaning, VOCABULARY};

impl<'d, 's> Reader<'d, 's> {
    /// A line without date, symbol or bullet.
    pub(super) fn text(&mut self, index: usize, row: &'d Row<'s>) -> Outcome {
        if is_introduction(row) {
            return Outcome::Unresolved;
        }
        if !row.text.contains(char::is_alphanumeric) {
            self.pass(index);
        }
        if self.taken_below.contains(&index) {
            return Outcome::heading("step_label");
        }
        if VOCABULARY.timeline_title(row.label).is_some() {
            self.start_at(index);
            self.enter(Context::None);
            return Outcome::heading("timeline_title");
        }
        if let Some((value, rest)) = VOCABULARY.words.ordinal(row.label)
            && (self.context == Context::ArticleXii || names_article_xii(rest))
        {
            self.reading.article_xii_ordinal.get_or_insert(Stated { value, place: place(row) });
            return Outcome::boilerplate("article_xii_ordinal");
        }
        if let Some(outcome) = self.chair_of_step(index, row) {
            return outcome;
        }
        let is_below_text =
            index.checked_sub(1).and_then(|above| self.outcomes.get(above)) == Some(&Outcome::Unresolved);
        let may_go_on = is_below_text || row.label.starts_with(char::is_lowercase);
        let second_half = if may_go_on { self.broken_label(index, row) } else { None };
        if let Context::Meetings(kind) = self.context
            && second_half.is_none()
            && let Some(label) = meetings::numbered_or_on(row.label)
        {
            return self.sitting(index, row, kind, label);
        }
        if self.context == Context::Chairs
            && let Some(outcome) = self.chairs_line(index, row)
        {
            return outcome;
        }
        let found = second_half.or_else(|| VOCABULARY.find(row.label));
        let found = found.or_else(|| self.broken_label(index, row)).or_else(|| block_heading(row));
        let Some(found) = found.or_else(|| self.told_above_value(index, row)) else {
            return self.unlabelled_text(index, row);
        };
        self.note(found);
        if matches!(found.meaning, Meaning::Caption | Meaning::Chairs)
            && let Some(term) = &mut self.term
            && self.context == Context::Chairs
        {
            // Between the lines of a term, what names a column.
            term.pass(index);
            return Outcome::column_captions();
        }
        match (found.meaning, self.context) {
            (Meaning::Caption, Context::Meetings(_)) if self.sitting_links(index, row) => Outcome::Extracted,
            (Meaning::Furniture, _) => Outcome::boilerplate("furniture"),
            (Meaning::Caption, _) => {
                if self.open_sitting.is_none() {
                    self.headings.push(row.label);
                }
                Outcome::column_captions()
            }
            // A line of captions that goes on from the one above may begin with a word that is a title elsewhere.
            (Meaning::Title | Meaning::Status, Context::Meetings(_) | Context::Chairs)
                if found.with_captions && row.label.starts_with(char::is_lowercase) =>
            {
                Outcome::column_captions()
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
            (Meaning::Step(subject), Context::Meetings(kind))
                if kind != MeetingKind::Formal
                    && meetings::is_subject(subject)
                    && self.is_above_bare_date(index) =>
            {
                let topic = Some(row.label);
                self.sitting(index, row, kind, meetings::Label { topic, ..meetings::Label::default() })
            }
            (meaning, _) => {
                let empty = EmptyLabel { row: index, with_captions: found.with_captions };
                self.enter_label(Some(empty), meaning);
                label_outcome(found)
            }
        }
    }

    /// A line among chairpersons that holds the headings of columns, or says that somebody acts for them.
    fn chairs_line(&mut self, index: usize, row: &'d Row<'s>) -> Option<Outcome> {
        if is_column_header(row.label) && !names_block(row.label) {
            self.pass(index);
            return Some(Outcome::column_captions());
        }
        if chairs::says_acting(row.label) { self.term_text(index, row) } else { None }
    }

    /// Whether the row below is a date and no more: a page with a cell a line has the values of a row there.
    fn is_above_bare_date(&self, index: usize) -> bool {
        self.reading.dossier.rows.get(index + 1).is_some_and(|below| {
            below.date.is_some() && below.label.is_empty() && self.reading.dossier.symbols(below).is_empty()
        })
    }

    fn unlabelled_text(&mut self, index: usize, row: &'d Row<'s>) -> Outcome {
        if matches!(self.context, Context::Chairs | Context::Meetings(_)) && is_column_header(row.label) {
            self.pass(index);
            return Outcome::column_captions();
        }
        if self.context == Context::Chairs
            && let Some(outcome) = self.term_text(index, row)
        {
            return outcome;
        }
        if let Some(outcome) = self.person_of_step(index, row, row.label) {
            return outcome;
        }
        let is_below_day = index
            .checked_sub(1)
            .and_then(|above| self.reading.dossier.rows.get(above))
            .is_some_and(|above| {
                let membership = self.reading.milestone(Milestone::Membership);
                membership.is_some_and(|reached| reached.place.line == above.line)
            });
        if (self.context == Context::Membership || is_below_day) && self.take_member_ordinal(row.label, row) {
            return Outcome::boilerplate("member_ordinal");
        }
        if let Some(found) = glued_label(row.label) {
            self.note(found);
            self.enter_label(None, found.meaning);
            return Outcome::heading("title");
        }
        // A label may be followed by running text in the place of a value.
        if is_paragraph(row)
            && let Some(found) = VOCABULARY.leading_label(row.label, 3)
            && matches!(found.meaning, Meaning::Step(_) | Meaning::Transformed)
        {
            self.note(found);
            self.enter_label(Some(EmptyLabel { row: index, with_captions: false }), found.meaning);
            return label_outcome(found);
        }
        if row.is_header {
            return Outcome::column_captions();
        }
        if row.marker == Marker::Dash {
            // Text behind a dash is a bullet of another shape.
            return self.item(index, row);
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
    pub(super) fn item(&mut self, index: usize, row: &'d Row<'s>) -> Outcome {
        if let Context::Meetings(kind) = self.context
            && let Some(outcome) = self.sitting_of_bullet(index, row, kind)
        {
            return outcome;
        }
        let Context::Step(context) = self.context else {
            let person = Some(row).filter(|_| self.context == Context::Chairs);
            return person.and_then(|row| self.person_of_bullet(index, row)).unwrap_or(Outcome::Unresolved);
        };
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
}
