//! What the reader knows while it goes through rows.

use accession_schema::vocabulary::{LineClass, MeetingKind, Step};

use crate::date::Date;

/// What a row turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It stands in a table.
    Extracted,
    /// It does not, and is known.
    Remains { class: LineClass, rule: &'static str, step: Option<Step> },
    /// It is not known.
    Unresolved,
}

impl Outcome {
    pub(super) fn heading(rule: &'static str) -> Self {
        Self::Remains { class: LineClass::Heading, rule, step: None }
    }

    /// The headings of columns.
    pub(super) fn column_captions() -> Self {
        Self::Remains { class: LineClass::ColumnHeader, rule: "column_captions", step: None }
    }

    pub(super) fn boilerplate(rule: &'static str) -> Self {
        Self::Remains { class: LineClass::Boilerplate, rule, step: None }
    }

    pub(super) fn unread(rule: &'static str) -> Self {
        Self::Remains { class: LineClass::Unread, rule, step: None }
    }
}

/// The date of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowDate {
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
pub(super) enum Context {
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
pub(super) struct StepContext {
    pub(super) step: Step,
    /// Whether the row stands for the application to the WTO and the working party taken over from the GATT.
    pub(super) transformed: bool,
    /// The row of the label, while no value was found under it.
    pub(super) empty_label: Option<EmptyLabel>,
    /// Whether a row with a value was read.
    pub(super) has_value: bool,
    /// A row with a date and no symbol right above.
    pub(super) dated_row: Option<DatedRow>,
    /// Whether the last row with a value could not be read, so that bullets below it are not those of a listing.
    pub(super) is_interrupted: bool,
}

/// The row of a label without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EmptyLabel {
    pub(super) row: usize,
    pub(super) with_captions: bool,
}

/// A row of a step that ends at its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DatedRow {
    pub(super) index: usize,
    pub(super) date: Option<Date>,
    pub(super) is_later: bool,
    /// Whether it stands in a table, by its milestone.
    pub(super) is_extracted: bool,
}
