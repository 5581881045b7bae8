//! The meaning of one dossier, before it becomes rows of tables.

use accession_ingest::{Dossier, Span};
use accession_schema::vocabulary::{Language, Layout, LineClass, MeetingKind, Milestone, Step};

use crate::Symbol;
use crate::date::Date;
use crate::findings::Problem;
use crate::remark::Remark;

/// Where a fact stands in its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// 1-based line.
    pub line: u32,
    /// Bytes of the row.
    pub span: Span,
}

/// A listing of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing<'s> {
    /// Where it stands.
    pub place: Place,
    /// The step it is listed under.
    pub step: Step,
    /// The symbol.
    pub symbol: Symbol<'s>,
    /// The symbol as written.
    pub symbol_text: &'s str,
    /// The date of the row, if this is the row's first symbol.
    pub date: Option<Date>,
    /// What is said behind the symbol.
    pub remark: Remark<'s>,
    /// Whether the row calls itself a later version: "revised", "updated".
    pub is_later: bool,
    /// Whether the symbol is the first of its row.
    pub leads_row: bool,
    /// Whether the row has a date that is none.
    pub has_impossible_date: bool,
    /// Address of the document.
    pub url: Option<&'s str>,
    /// Address of the row's news item.
    pub news_url: Option<&'s str>,
}

/// A dated row of a step that lists no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepDate {
    /// Where it stands.
    pub place: Place,
    /// The step.
    pub step: Step,
    /// The date.
    pub date: Date,
}

/// A bullet under a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item<'s> {
    /// Where it stands.
    pub place: Place,
    /// Index of its listing.
    pub listing: usize,
    /// 1, or 2 under another bullet.
    pub level: u32,
    /// The text.
    pub text: &'s str,
}

/// A sitting of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting<'s> {
    /// Where it stands.
    pub place: Place,
    /// The kind of meeting.
    pub kind: MeetingKind,
    /// The number of the meeting.
    pub ordinal: Option<u32>,
    /// The subject.
    pub topic: Option<&'s str>,
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// Whether it resumes an earlier sitting.
    pub is_resumption: bool,
    /// Whether documents are offered.
    pub has_documents: bool,
    /// Whether a news item is offered.
    pub has_news: bool,
    /// A symbol on the row.
    pub symbol: Option<Symbol<'s>>,
    /// Address of the symbol or the documents.
    pub url: Option<&'s str>,
    /// Address of the news item.
    pub news_url: Option<&'s str>,
}

/// A term of a chairperson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term<'s> {
    /// Where it stands; over several lines where the page splits it.
    pub place: Place,
    /// The number of the chairperson.
    pub ordinal: Option<u32>,
    /// Whether they acted for another.
    pub is_acting: bool,
    /// Start of the term.
    pub start: Option<Date>,
    /// End of the term.
    pub end: Option<Date>,
    /// Form of address.
    pub honorific: Option<&'s str>,
    /// Name.
    pub name: Option<&'s str>,
    /// Country or post.
    pub representing: Option<&'s str>,
}

/// A milestone reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// Where it stands.
    pub place: Place,
    /// The milestone.
    pub milestone: Milestone,
    /// When; nothing where the row has no date.
    pub date: Option<Date>,
    /// Symbol of its document.
    pub symbol: Option<String>,
}

/// A line that stands in no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remaining {
    /// Index of its row.
    pub row: usize,
    /// What it is.
    pub class: LineClass,
    /// The rule that says so.
    pub rule: &'static str,
    /// The step it belongs to, for a step without a value.
    pub step: Option<Step>,
}

/// A value the page gives, and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stated<T> {
    /// The number.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// What a dossier says, in the order of its lines.
#[derive(Debug, Clone)]
pub struct Reading<'d, 's> {
    /// The rows it was read from.
    pub dossier: &'d Dossier<'s>,
    /// The layout; none that is known where no label of the page is.
    pub layout: Layout,
    /// Language of the labels.
    pub language: Language,
    /// Milestones reached.
    pub reached: Vec<Reached>,
    /// Sittings.
    pub sittings: Vec<Sitting<'s>>,
    /// Listings.
    pub listings: Vec<Listing<'s>>,
    /// Dated rows of steps that list no document.
    pub step_dates: Vec<StepDate>,
    /// Bullets.
    pub items: Vec<Item<'s>>,
    /// Terms of chairpersons.
    pub terms: Vec<Term<'s>>,
    /// Lines that stand in no table.
    pub remaining: Vec<Remaining>,
    /// Dates that are none.
    pub problems: Vec<Problem>,
    /// Place among all members.
    pub member_ordinal: Option<Stated<u32>>,
    /// Place among the members that joined under Article XII.
    pub article_xii_ordinal: Option<Stated<u32>>,
    /// Day of membership as the introduction gives it.
    pub stated_membership: Option<Stated<Date>>,
}

impl Reading<'_, '_> {
    /// The milestone, if it was reached.
    pub fn milestone(&self, milestone: Milestone) -> Option<&Reached> {
        self.reached.iter().find(|reached| reached.milestone == milestone)
    }
}
