//! What labels say besides their meaning, and how they are joined on one line.

use accession_ingest::{Marker, Row, RowClass, is_blank_char};
use accession_schema::vocabulary::{Language, LineClass, Step};

use super::chairs::leads_to_date;
use super::persons::{Named, persons};
use super::{Outcome, meetings};
use crate::economy::stated_membership;
use crate::vocabulary::{Kind, Match, Meaning, VOCABULARY, prepare};

/// Whether a row is the sentence that says when the economy became a member; it is read once all rows are.
pub(super) fn is_introduction(row: &Row<'_>) -> bool {
    row.label.len() > row.text.len() / 3 && stated_membership(row.text).is_some()
}

/// What stands behind a step's label on its row.
pub(super) enum Beside<'s> {
    /// The label of chairpersons and what follows.
    Chairs(&'s str),
    /// Persons, each with their term.
    Persons(Vec<Named<'s>>),
}

/// A step's label and the chairpersons behind it.
pub(super) fn beside(label: &str, language: Language) -> Option<(Match, Beside<'_>)> {
    word_starts(label).find_map(|at| {
        let (step, behind) = label.split_at(at);
        let found = VOCABULARY.find(step).filter(|found| matches!(found.meaning, Meaning::Step(_)))?;
        let title = behind.split(':').next().unwrap_or(behind);
        if VOCABULARY.find(title).is_some_and(|found| found.meaning == Meaning::Chairs) {
            return Some((found, Beside::Chairs(behind)));
        }
        let persons = persons(behind, language)?;
        let are_addressed = persons.iter().all(|named| named.person.honorific.is_some());
        are_addressed.then_some((found, Beside::Persons(persons)))
    })
}

/// The label behind a status that stands on the same line: "MemberOverview".
pub(super) fn glued_label(label: &str) -> Option<Match> {
    word_starts(label).find_map(|at| {
        let (status, rest) = label.split_at(at);
        VOCABULARY.find(status).filter(|found| found.meaning == Meaning::Status)?;
        VOCABULARY.find(rest).filter(|found| !matches!(found.meaning, Meaning::Caption | Meaning::Furniture))
    })
}

/// Where a word begins with a capital letter, behind a blank or without one.
fn word_starts(label: &str) -> impl Iterator<Item = usize> {
    let is_start = |(at, c): &(usize, char)| {
        let before = label.get(..*at).and_then(|before| before.chars().next_back());
        *c == '#'
            || c.is_uppercase() && before.is_some_and(|before| before.is_lowercase() || is_blank_char(before))
    };
    label.char_indices().filter(is_start).map(|(at, _)| at)
}

/// Whether a text names the article under which economies accede.
pub(super) fn names_article_xii(text: &str) -> bool {
    let mut key = String::new();
    VOCABULARY.key(text, &mut key);
    VOCABULARY.words.of(Kind::ArticleXii).any(|words| key.contains(words))
}

/// The ordinal of "162nd WTO Member".
pub(super) fn member_ordinal(text: &str) -> Option<u32> {
    let (ordinal, rest) = VOCABULARY.words.ordinal(text)?;
    VOCABULARY.words.has(Kind::Member, rest).then_some(ordinal)
}

/// Whether a label has no word outside brackets: it is the end of a label the page broke in two, or a stray sign.
pub(super) fn says_nothing(label: &str) -> bool {
    let mut key = String::new();
    prepare(label, &mut key);
    key.is_empty()
}

/// Whether a label among action plans is only the subject of a plan: "SPS", not "SPS Checklist" or the next step.
pub(super) fn is_plan_subject(step: Step, label: &str) -> bool {
    let label = label.to_lowercase();
    let of_step = ["checklist", "questionnaire", "information", "notification", "("];
    meetings::is_subject(step)
        && step != Step::Legislation
        && !of_step.iter().any(|word| label.contains(word))
}

/// Whether a row is a bullet of another shape, a dash, with a date in its text: "- Law of 29 June 2001". The dates of rows
/// are numbers.
pub(super) fn is_dashed_item(row: &Row<'_>) -> bool {
    row.marker == Marker::Dash && row.date.is_some_and(|date| !date.is_in_numbers())
}

pub(super) fn label_outcome(found: Match) -> Outcome {
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

/// Whether a row of cells holds the headings of columns: at least as many of them are known as are not.
pub(super) fn is_column_header(label: &str) -> bool {
    let cells: Vec<&str> =
        label.split('\t').map(accession_ingest::trim).filter(|cell| !cell.is_empty()).collect();
    let is_known = |cell: &&&str| {
        let found = VOCABULARY.find(cell).map(|found| found.meaning);
        leads_to_date(cell)
            || matches!(found, Some(Meaning::Caption | Meaning::Chairs | Meaning::Meetings(_)))
    };
    let known = cells.iter().filter(is_known).count();
    cells.len() > 1 && 2 * known >= cells.len() && !label.contains(|c: char| c.is_ascii_digit())
}

/// Whether a label below questions and replies says that more follow.
pub(super) fn says_additional(label: &str) -> bool {
    let mut key = String::new();
    prepare(label, &mut key);
    VOCABULARY.words.is(Kind::Additional, &key)
}

/// Whether the first cell of a row is the title of a block.
pub(super) fn names_block(label: &str) -> bool {
    let first = label.split('\t').next().unwrap_or_default();
    VOCABULARY.find(first).is_some_and(|found| matches!(found.meaning, Meaning::Meetings(_)))
        || VOCABULARY.find(label).is_some_and(|found| matches!(found.meaning, Meaning::Meetings(_)))
}

/// A table of chairpersons has a column more at least.
const CHAIR_COLUMNS: usize = 2;

/// The block a row of captions opens: it begins with what meetings or chairpersons are titled, whatever columns follow.
pub(super) fn block_heading(row: &Row<'_>) -> Option<Match> {
    let is_title = row.class == RowClass::Text && !row.text.ends_with(['.', ':', ';']);
    let first = row.label.split('\t').next().unwrap_or_default();
    let in_cell = || VOCABULARY.find(first).filter(|found| found.meaning == Meaning::Chairs);
    let found = VOCABULARY.leading_label(row.label, 2).or_else(in_cell).filter(|_| is_title)?;
    // Of persons the other columns are no captions of links: their title stands in a cell of its own.
    let has_columns = || row.label.matches('\t').count() >= CHAIR_COLUMNS;
    let is_block = match found.meaning {
        Meaning::Meetings(_) => true,
        Meaning::Chairs => has_columns(),
        _ => false,
    };
    is_block.then_some(Match { with_captions: true, ..found })
}

/// The number behind the label of chairpersons, where the first of them stands beside it.
pub(super) fn numbered_chairs(label: &str) -> Option<&str> {
    let (title, number) = label.rsplit_once(is_blank_char)?;
    let (_, rest) = VOCABULARY.words.ordinal(number)?;
    let is_chairs = VOCABULARY.find(title).is_some_and(|found| found.meaning == Meaning::Chairs);
    (is_chairs && rest.is_empty()).then_some(number)
}
