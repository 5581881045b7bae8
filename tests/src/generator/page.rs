//! A page before it is written: entries, each with the facts it gives.

pub(super) use super::truth::Place;
use super::truth::{Fact, Row, Truth};

/// What an entry is in HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A row of a table.
    Row,
    /// A paragraph.
    Paragraph,
    /// A title between the tables.
    Title,
}

/// A piece of text of an entry.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Blanks before it; a line feed breaks the entry over lines.
    pub(super) gap: &'static str,
    pub(super) text: String,
    pub(super) link: Option<String>,
    /// Whether a cell of its own starts with it.
    pub(super) is_cell: bool,
}

/// Something that stands on a line of its own, or on several.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a property of its own")]
pub(super) struct Entry {
    pub(super) shape: Shape,
    /// Blank lines before it, with the blanks on them.
    pub(super) above: Vec<&'static str>,
    pub(super) lead: &'static str,
    pub(super) pieces: Vec<Piece>,
    pub(super) trail: &'static str,
    pub(super) facts: Vec<Fact>,
    /// Whether it says once more what another entry says.
    pub(super) is_repeated: bool,
    /// Whether it belongs to the label above.
    pub(super) continues: bool,
    /// Whether cells are set off by `|` in text.
    pub(super) has_pipes: bool,
    /// Whether the cells are headings over columns.
    pub(super) is_heading: bool,
}

impl Entry {
    pub(super) fn new(shape: Shape) -> Self {
        Self {
            shape,
            above: Vec::new(),
            lead: "",
            pieces: Vec::new(),
            trail: "",
            facts: Vec::new(),
            is_repeated: false,
            continues: false,
            has_pipes: false,
            is_heading: false,
        }
    }

    /// An entry of one text.
    pub(super) fn of(shape: Shape, text: impl Into<String>) -> Self {
        let mut entry = Self::new(shape);
        entry.cell("", text);
        entry
    }

    /// Headings over the columns of a portal's table.
    pub(super) fn headings(captions: &[&str]) -> Self {
        let mut entry = Self::new(Shape::Row);
        (entry.has_pipes, entry.is_heading) = (true, true);
        for caption in captions {
            entry.cell(" ", *caption);
        }
        entry
    }

    /// Adds a text in a cell of its own.
    pub(super) fn cell(&mut self, gap: &'static str, text: impl Into<String>) -> &mut Self {
        self.pieces.push(Piece { gap, text: text.into(), link: None, is_cell: true });
        self
    }

    /// Adds a text to the last cell.
    pub(super) fn add(&mut self, gap: &'static str, text: impl Into<String>) -> &mut Self {
        self.pieces.push(Piece { gap, text: text.into(), link: None, is_cell: false });
        self
    }

    /// Makes the last text a link.
    pub(super) fn link(&mut self, address: &str) -> &mut Self {
        if let Some(piece) = self.pieces.last_mut() {
            piece.link = Some(address.to_owned());
        }
        self
    }

    pub(super) fn fact(&mut self, fact: Fact) -> &mut Self {
        self.facts.push(fact);
        self
    }
}

/// Adds the milestones of the first and the last formal meeting to the entries of these meetings.
pub(super) fn mark_first_and_last_meeting(entries: &mut [Entry], iso3: &str) {
    let formal = |entry: &Entry| -> Option<Fact> {
        let is_formal = |fact: &&Fact| fact.table == "meetings" && fact.get("kind") == "formal";
        entry.facts.iter().find(is_formal).cloned()
    };
    let meetings: Vec<(usize, Fact)> =
        entries.iter().enumerate().filter_map(|(at, entry)| Some((at, formal(entry)?))).collect();
    let number = |fact: &Fact| fact.get("ordinal").parse::<u32>().ok();
    let is_numbered = meetings.iter().any(|(_, fact)| number(fact).is_some());
    let dated = || meetings.iter().filter(|(_, fact)| !fact.get("start_date").is_empty());
    let (first, last) = if is_numbered {
        (
            dated().find(|(_, fact)| number(fact) == Some(1) && fact.get("is_resumption") == "false"),
            dated()
                .filter(|(_, fact)| number(fact).is_some())
                .max_by_key(|(_, fact)| (number(fact), fact.get("end_date").to_owned())),
        )
    } else {
        (
            dated().min_by_key(|(_, fact)| fact.get("start_date").to_owned()),
            dated().max_by_key(|(_, fact)| fact.get("end_date").to_owned()),
        )
    };
    for (found, milestone, column) in
        [(first, "first_meeting", "start_date"), (last, "last_meeting", "end_date")]
    {
        if let Some((at, fact)) = found
            && let Some(entry) = entries.get_mut(*at)
        {
            let (date, symbol) = (fact.get(column), fact.get("symbol"));
            entry.fact(Fact::new(
                "milestones",
                &[
                    ("iso3", iso3),
                    ("milestone", milestone),
                    ("date", date),
                    ("date_latest", date),
                    ("precision", "day"),
                    ("symbol", symbol),
                ],
            ));
        }
    }
}

/// The truth of a page whose entries were written to the places given. In HTML an entry may have none.
pub(super) fn truth(dossier: Row, entries: &[Entry], places: &[Option<Place>], is_html: bool) -> Truth {
    let mut truth = Truth::default();
    truth.tables.entry("dossiers").or_default().push(dossier);
    for (entry, place) in entries.iter().zip(places) {
        for fact in &entry.facts {
            let mut row = fact.row.clone();
            if let Some(place) = place {
                row.insert("line", place.line.to_string());
                row.insert("byte_start", place.start.to_string());
                row.insert("byte_end", place.end.to_string());
            }
            if is_html {
                row.extend(fact.links.iter().cloned());
            }
            truth.tables.entry(fact.table).or_default().push(row);
        }
        let Some(place) = place.filter(|_| !is_html && entry.facts.is_empty()) else { continue };
        let lines = if entry.is_repeated { &mut truth.repeated } else { &mut truth.remaining };
        lines.extend(place.line..=place.last_line);
    }
    truth
}
