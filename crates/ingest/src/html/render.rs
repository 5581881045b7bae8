//! What a document shows, line by line: as in the text a browser saves of it, a table row is a line, and so is a
//! paragraph, an item of a list, or what stands between two line breaks.

use std::sync::Arc;

use super::cells::combined;
use super::dom::{Content, Node};
use super::elements::{caption, is_caption, is_hidden, is_navigation, shown_as};
use crate::dossier::clamp;
use crate::page::{LONGEST_ADDRESS, LineKind, NewLine, Shape};
use crate::text::is_blank_char;

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 44] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];

/// Those whose tag is where their first line starts.
const LEADS: [&str; 12] = ["caption", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "tr"];

/// Endings of numbers that count things off.
const ENDINGS: [&str; 22] = [
    "st", "nd", "rd", "th", "er", "re", "\u{e8}re", "ere", "e", "\u{e8}me", "eme", "me", "de", "nde", "ra",
    "ro", "da", "do", "a", "o", "\u{aa}", "\u{ba}",
];

/// A line a document shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) new: NewLine,
    pub(super) kind: LineKind,
    pub(super) shape: Shape,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) lead: Lead,
}

/// What stands before a line in the cell or block it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Lead {
    /// A line break, the start of a paragraph, or nothing.
    #[default]
    Other,
    /// The start of a box.
    Box,
    /// The end of one.
    BoxEnd,
}

/// The lines of a document; `resolve` makes the address of a link whole.
pub(super) fn lines(nodes: &[Node], resolve: &dyn Fn(&str) -> String) -> Vec<Shown> {
    let mut renderer = Renderer::default();
    let mut steps = vec![Step::Enter(0)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Enter(at) => {
                let Some(node) = nodes.get(at) else { continue };
                if renderer.enter(node, resolve) {
                    steps.push(Step::Leave(at));
                    steps.extend(node.children.iter().rev().map(|child| Step::Enter(*child)));
                }
            }
            Step::Leave(at) => {
                if let Some(node) = nodes.get(at) {
                    renderer.leave(node);
                }
            }
        }
    }
    renderer.end_segment();
    renderer.lines
}

enum Step {
    Enter(usize),
    Leave(usize),
}

/// A row of a table while its cells are read.
#[derive(Debug, Default)]
struct Row {
    cells: Vec<Vec<Shown>>,
    /// What the tag of each cell names it.
    captions: Vec<String>,
    has_table: bool,
    is_header: bool,
}

/// The heading of a column.
#[derive(Debug, Default)]
struct Heading {
    /// In small letters.
    text: String,
    /// Whether a cell of the column was empty: then one that repeats the heading has a value.
    had_empty: bool,
}

/// Where the line starts that the next text begins.
#[derive(Debug, Clone, Copy)]
struct Pending {
    start: u32,
    is_row: bool,
}

#[derive(Default)]
struct Renderer {
    lines: Vec<Shown>,
    segment: Shown,
    pending: Option<Pending>,
    /// A blank to be written before the next text.
    blank: bool,
    /// The sign of a list item, to be written before its text.
    sign: Option<String>,
    /// Where the open link starts, or `usize::MAX` as long as it has no text, and its address.
    link: Option<(usize, Arc<str>)>,
    /// The last link's address as it is written, and whole: the parser may open a link again in each paragraph.
    address: Option<(String, Arc<str>)>,
    rows: Vec<Row>,
    /// The headings of the columns of each open table.
    headings: Vec<Vec<Heading>>,
    lists: Vec<List>,
    navigation: usize,
    preformatted: usize,
    /// Open heads of tables.
    heads: usize,
    lead: Lead,
    /// Whether the next text is raised.
    is_raised: bool,
}

/// A list while its items are read.
struct List {
    numbering: Option<char>,
    next: u32,
}

impl Renderer {
    /// Goes into a node; whether what it holds is shown.
    fn enter(&mut self, node: &Node, resolve: &dyn Fn(&str) -> String) -> bool {
        let name = match &node.content {
            Content::Root => return true,
            Content::Comment(_) => return false,
            Content::Text(text) => {
                self.text(text, node.start, node.end);
                return false;
            }
            Content::Element { name, .. } => shown_as(node, name),
        };
        if is_hidden(node, name) {
            return false;
        }
        match name {
            "br" => {
                self.end_segment();
                self.lead = Lead::Other;
            }
            "sup" => self.is_raised = true,
            "label" | "span" if is_caption(node, name) => self.blank = true,
            "a" => {
                self.end_link();
                let href = node.attribute("href").filter(|href| href.len() <= LONGEST_ADDRESS);
                self.link = href.map(|href| (usize::MAX, self.whole(href, resolve)));
            }
            "td" | "th" => {
                self.end_segment();
                let is_heading = name == "th" || self.heads > 0;
                if let Some(row) = self.rows.last_mut() {
                    row.is_header = is_heading && (row.cells.is_empty() || row.is_header);
                    row.cells.push(Vec::new());
                    row.captions.push(caption(node));
                }
                self.lead = Lead::Other;
            }
            _ if BLOCKS.contains(&name) => self.enter_block(node, name),
            _ => {}
        }
        true
    }

    fn whole(&mut self, href: &str, resolve: &dyn Fn(&str) -> String) -> Arc<str> {
        match &self.address {
            Some((known, whole)) if known == href => Arc::clone(whole),
            _ => {
                let whole = Arc::from(resolve(href));
                self.address = Some((href.to_owned(), Arc::clone(&whole)));
                whole
            }
        }
    }

    fn enter_block(&mut self, node: &Node, name: &str) {
        self.end_segment();
        self.lead = if name == "div" { Lead::Box } else { Lead::Other };
        let is_row = name == "tr";
        if is_row || !self.pending.is_some_and(|pending| pending.is_row) {
            // The tag of a container is too far from what it holds.
            self.pending = LEADS.contains(&name).then_some(Pending { start: node.start, is_row });
        }
        self.navigation += usize::from(is_navigation(node, name));
        match name {
            "tr" => self.rows.push(Row::default()),
            "table" => {
                // A table in a cell makes the row around it a frame: what stands in it are lines one after the other.
                if let Some(row) = self.rows.last_mut() {
                    row.has_table = true;
                    self.lines.extend(std::mem::take(&mut row.cells).into_iter().flatten());
                    row.cells.push(Vec::new());
                }
                self.headings.push(Vec::new());
            }
            "pre" => self.preformatted += 1,
            "thead" => self.heads += 1,
            "ul" | "menu" | "dir" => self.lists.push(List { numbering: None, next: 1 }),
            "ol" => {
                let kind = node.attribute("type").and_then(|kind| kind.chars().next()).unwrap_or('1');
                let next = node.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
                self.lists.push(List { numbering: Some(kind), next });
            }
            "li" => {
                let own = node.attribute("value").and_then(|value| value.parse().ok());
                self.sign =
                    Some(self.lists.last_mut().map_or_else(|| "\u{2022} ".to_owned(), |list| list.sign(own)));
            }
            _ => {}
        }
    }

    fn leave(&mut self, node: &Node) {
        let Some(name) = node.name().map(|name| shown_as(node, name)) else { return };
        match name {
            "a" => self.end_link(),
            "td" | "th" => self.end_segment(),
            "sup" => self.is_raised = false,
            "label" | "span" if is_caption(node, name) => self.blank = true,
            _ if BLOCKS.contains(&name) => {
                self.end_segment();
                self.lead = if name == "div" { Lead::BoxEnd } else { Lead::Other };
                match name {
                    "tr" => self.end_row(),
                    "table" => {
                        self.headings.pop();
                    }
                    "pre" => self.preformatted = self.preformatted.saturating_sub(1),
                    "thead" => self.heads = self.heads.saturating_sub(1),
                    "ul" | "ol" | "menu" | "dir" => {
                        self.lists.pop();
                    }
                    "li" => self.sign = None,
                    _ => {}
                }
                self.navigation = self.navigation.saturating_sub(usize::from(is_navigation(node, name)));
                if !self.pending.is_some_and(|pending| pending.is_row) || name == "tr" {
                    self.pending = None;
                }
            }
            _ => {}
        }
    }

    /// Adds text to the line, its white space made one blank.
    fn text(&mut self, text: &str, start: u32, end: u32) {
        // Text without entities stands in the page as it is.
        let is_written_so = clamp(text.len()) == end - start;
        let mut at = 0;
        for (position, word) in text.split(|c: char| c.is_ascii_whitespace()).enumerate() {
            if position > 0 {
                if self.preformatted > 0 && text.as_bytes().get(at - 1) == Some(&b'\n') {
                    self.end_segment();
                }
                self.blank = true;
            }
            let behind = at + word.len();
            let place = if is_written_so { (start + clamp(at), start + clamp(behind)) } else { (start, end) };
            // What shows as nothing starts no line.
            let is_shown =
                !word.is_empty() && (!self.segment.new.text.is_empty() || !word.chars().all(is_blank_char));
            if is_shown {
                self.word(word, place);
            }
            at = behind + 1;
        }
    }

    fn word(&mut self, word: &str, (start, end): (u32, u32)) {
        let segment = &mut self.segment;
        if std::mem::take(&mut self.is_raised)
            && let Some(is_apart) = is_apart(&segment.new.text, word)
        {
            self.blank = is_apart;
        }
        if segment.new.text.is_empty() {
            segment.lead = self.lead;
            let tag = self.pending.take().map(|pending| pending.start).filter(|tag| *tag <= start);
            segment.start = tag.unwrap_or(start);
            if self.navigation > 0 {
                segment.kind = LineKind::Navigation;
            }
            if let Some(sign) = self.sign.take() {
                segment.new.text.push_str(&sign);
            }
        } else if self.blank {
            segment.new.text.push(' ');
        }
        self.blank = false;
        if let Some((from, _)) = self.link.as_mut().filter(|(from, _)| *from == usize::MAX) {
            *from = segment.new.text.len();
        }
        segment.new.text.push_str(word);
        segment.end = segment.end.max(end);
    }

    fn end_link(&mut self) {
        if let Some((from, url)) = self.link.take()
            && from < self.segment.new.text.len()
        {
            self.segment.new.links.push((from..self.segment.new.text.len(), url));
        }
    }

    /// Ends the line; a link goes on in the next one.
    fn end_segment(&mut self) {
        let link = self.link.as_ref().map(|(_, url)| (usize::MAX, Arc::clone(url)));
        self.end_link();
        self.link = link;
        self.blank = false;
        let mut segment = std::mem::take(&mut self.segment);
        if crate::trim(&segment.new.text).is_empty() {
            return;
        }
        segment.new.trim();
        match self.rows.last_mut().and_then(|row| row.cells.last_mut()) {
            Some(cell) => cell.push(segment),
            None => self.lines.push(segment),
        }
    }

    fn end_row(&mut self) {
        let Some(row) = self.rows.pop() else { return };
        let inner: Vec<Shown> = if row.has_table {
            row.cells.into_iter().flatten().collect()
        } else {
            let start = row.cells.iter().flatten().map(|line| line.start).min();
            let end = row.cells.iter().flatten().map(|line| line.end).max().unwrap_or_default();
            let cells = self.without_headings(row.cells, &row.captions, row.is_header);
            let mut lines = combined(cells, row.is_header);
            // The row goes on to the cells that say nothing.
            if let [line] = lines.as_mut_slice() {
                line.start = line.start.min(start.unwrap_or(line.start));
                line.end = line.end.max(end);
            }
            lines
        };
        // Rows of a table in a cell belong to no line of the row around it.
        self.lines.extend(inner);
    }

    /// The cells without what only repeats the heading of their column, or what their tag names them, which stands for a
    /// value that is missing or before one.
    fn without_headings(
        &mut self,
        mut cells: Vec<Vec<Shown>>,
        captions: &[String],
        is_header: bool,
    ) -> Vec<Vec<Shown>> {
        let Some(headings) = self.headings.last_mut() else { return cells };
        let text =
            |cell: &[Shown]| cell.iter().map(|line| line.new.text.as_str()).collect::<Vec<_>>().join(" ");
        let is_first = headings.is_empty() && cells.len() > 2;
        let may_head = |cell: &Vec<Shown>| {
            let [line] = cell.as_slice() else { return false };
            line.new.links.is_empty() && !line.new.text.contains(|c: char| c.is_ascii_digit())
        };
        if is_header || is_first && cells.iter().all(may_head) {
            let heading = |cell: &Vec<Shown>| Heading { text: text(cell).to_lowercase(), had_empty: false };
            *headings = cells.iter().map(heading).collect();
            return cells;
        }
        // The first column, of numbers, may have no heading.
        let shift = usize::from(!headings.is_empty() && cells.len() == headings.len() + 1);
        for (at, cell) in cells.iter_mut().enumerate() {
            let own = captions.get(at).filter(|caption| !caption.is_empty());
            let repeats = |text: &str| {
                let folded = text.to_lowercase();
                own.is_some_and(|own| *own == folded)
                    || at
                        .checked_sub(shift)
                        .and_then(|at| headings.get(at))
                        .is_some_and(|heading| !heading.had_empty && heading.text == folded)
            };
            let is_linked = |lines: &[Shown]| lines.iter().any(|line| !line.new.links.is_empty());
            let was_cleared = !is_linked(cell) && repeats(&text(cell));
            if was_cleared {
                cell.clear();
            }
            let has_caption = |line: &Shown| line.new.links.is_empty() && repeats(&line.new.text);
            if cell.len() > 1 && cell.first().is_some_and(has_caption) {
                cell.remove(0);
            }
            if let (Some(own), Some(first)) = (own, cell.first_mut()) {
                first.new = without_caption(std::mem::take(&mut first.new), own, is_blank_start);
            }
            let heading = at.checked_sub(shift).and_then(|at| headings.get_mut(at));
            let Some(heading) = heading.filter(|heading| !heading.text.is_empty()) else {
                continue;
            };
            match cell.first_mut() {
                Some(first) => {
                    first.new =
                        without_caption(std::mem::take(&mut first.new), &heading.text, is_value_start);
                }
                None => heading.had_empty |= !was_cleared,
            }
        }
        cells
    }
}

impl List {
    /// The sign of the next item.
    fn sign(&mut self, own: Option<u32>) -> String {
        let number = own.unwrap_or(self.next);
        self.next = number.saturating_add(1);
        let letter = |first: char| {
            let place = number.checked_sub(1).filter(|place| *place < 26)?;
            char::from_u32(u32::from(first) + place)
        };
        match self.numbering {
            None => "\u{2022} ".to_owned(),
            Some('a') if let Some(letter) = letter('a') => format!("({letter}) "),
            Some('A') if let Some(letter) = letter('A') => format!("{letter}. "),
            Some('I') => format!("{}. ", roman(number)),
            Some('i') => format!("({}) ", roman(number).to_lowercase()),
            Some(_) => format!("{number}. "),
        }
    }
}

fn roman(number: u32) -> String {
    let ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let tens = ["", "X", "XX", "XXX"];
    match (tens.get((number / 10) as usize), ones.get((number % 10) as usize)) {
        (Some(tens), Some(ones)) if number > 0 => format!("{tens}{ones}"),
        _ => number.to_string(),
    }
}

fn is_blank_start(text: &str) -> bool {
    text.starts_with(is_blank_char)
}

/// Whether a text starts with a value: behind blanks with a date or a symbol; run together with what stands before it, with
/// anything that begins a text.
fn is_value_start(text: &str) -> bool {
    if !is_blank_start(text) {
        return text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    }
    let text = crate::trim(text);
    crate::date::date_at(text, 0).is_some() || crate::symbol::symbol_end(text, 0).is_some()
}

/// A cell's text without what it is named, where what follows is as it should be.
fn without_caption(line: NewLine, caption: &str, is_right: fn(&str) -> bool) -> NewLine {
    let lead = line.text.get(..caption.len()).filter(|lead| lead.to_lowercase() == *caption);
    let behind = lead.and_then(|lead| line.text.get(lead.len()..)).unwrap_or_default();
    let is_linked = line.links.iter().any(|(range, _)| range.start < caption.len());
    if is_linked || !is_right(behind) {
        return line;
    }
    let mut new = line.with(&[(0..caption.len(), "")]);
    new.trim();
    new
}

/// Whether a blank stands between a text and what is raised behind it; nothing where that is for the page to say. The
/// ending of a number belongs to it (`1 <sup>st</sup>`), and the number of a note does not.
fn is_apart(before: &str, raised: &str) -> Option<bool> {
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let sign = before.len().checked_sub(digits + 1).and_then(|at| before.as_bytes().get(at));
    if digits == 0 {
        return None;
    }
    if raised.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(true);
    }
    let is_ordinal = digits <= 3 && !matches!(sign, Some(b'/' | b'.' | b'-'));
    let folded = raised.to_lowercase();
    (is_ordinal && ENDINGS.contains(&folded.as_str())).then_some(false)
}

#[cfg(test)]
mod tests;
