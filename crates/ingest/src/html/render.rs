//! What a document shows, line by line: as in the text a browser saves of it, a table row is a line, and so is a
//! paragraph, an item of a list, or what stands between two line breaks.
//!
//! A row whose cells hold line breaks is several rows in one. Cells with as many lines as each other belong together
//! line by line; a cell with one line more belongs to the first. Where dates and what stands beside them can't be put
//! together in one way only, the row is [`LineKind::Ambiguous`].

use std::sync::Arc;

use super::dom::{Content, Node};
use crate::Marker;
use crate::date::date_at;
use crate::dossier::clamp;
use crate::layout::status_table;
use crate::page::{LONGEST_ADDRESS, LineKind, NewLine, Shape};
use crate::text::is_blank_char;

/// Elements that show nothing, or nothing a dossier says.
const HIDDEN: [&str; 21] = [
    "head", "script", "style", "noscript", "template", "iframe", "object", "svg", "select", "option",
    "button", "input", "textarea", "canvas", "audio", "video", "map", "title", "noframes", "noembed",
    "datalist",
];

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

/// The bar web archives put above a page.
const ARCHIVE_BARS: [&str; 4] = ["wm-ipp-base", "wm-ipp", "wm-ipp-print", "donato"];

/// Lines of a label that is wrapped; a cell of more is no label.
const WRAPPED_LINES: usize = 4;

/// No label is longer, in bytes.
const LONGEST_LABEL: usize = 300;

/// A bullet, and what it becomes where UTF-8 is read as Windows-1252.
const BULLETS: [&str; 2] = ["\u{2022}", "\u{e2}\u{20ac}\u{a2}"];

/// No style is longer, in bytes; what is, is not looked at.
const LONGEST_STYLE: usize = 4096;

/// A line a document shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) new: NewLine,
    pub(super) kind: LineKind,
    pub(super) shape: Shape,
    pub(super) start: u32,
    pub(super) end: u32,
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
    has_table: bool,
    is_header: bool,
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
    headings: Vec<Vec<String>>,
    lists: Vec<List>,
    navigation: usize,
    preformatted: usize,
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
            Content::Element { name, .. } => &**name,
        };
        if is_hidden(node, name) {
            return false;
        }
        match name {
            "br" => self.end_segment(),
            "a" => {
                self.end_link();
                let href = node.attribute("href").filter(|href| href.len() <= LONGEST_ADDRESS);
                self.link = href.map(|href| (usize::MAX, self.whole(href, resolve)));
            }
            "td" | "th" => {
                self.end_segment();
                if let Some(row) = self.rows.last_mut() {
                    row.is_header = name == "th" && (row.cells.is_empty() || row.is_header);
                    row.cells.push(Vec::new());
                }
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
        let Some(name) = node.name() else { return };
        match name {
            "a" => self.end_link(),
            "td" | "th" => self.end_segment(),
            _ if BLOCKS.contains(&name) => {
                self.end_segment();
                match name {
                    "tr" => self.end_row(),
                    "table" => {
                        self.headings.pop();
                    }
                    "pre" => self.preformatted = self.preformatted.saturating_sub(1),
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
            if !word.is_empty() && !(self.segment.new.text.is_empty() && word.chars().all(is_blank_char)) {
                self.word(word, place);
            }
            at = behind + 1;
        }
    }

    fn word(&mut self, word: &str, (start, end): (u32, u32)) {
        let segment = &mut self.segment;
        if segment.new.text.is_empty() {
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
            let cells = self.without_headings(row.cells, row.is_header);
            combined(cells, row.is_header)
        };
        // Rows of a table in a cell belong to no line of the row around it.
        self.lines.extend(inner);
    }

    /// The cells without those that only repeat the heading of their column, which stands for a value that is missing.
    fn without_headings(&mut self, cells: Vec<Vec<Shown>>, is_header: bool) -> Vec<Vec<Shown>> {
        let Some(headings) = self.headings.last_mut() else { return cells };
        let text =
            |cell: &[Shown]| cell.iter().map(|line| line.new.text.as_str()).collect::<Vec<_>>().join(" ");
        if is_header {
            *headings = cells.iter().map(|cell| text(cell).to_lowercase()).collect();
            return cells;
        }
        let repeats = |at: usize, cell: &[Shown]| {
            let is_linked = cell.iter().any(|line| !line.new.links.is_empty());
            !cell.is_empty()
                && !is_linked
                && headings.get(at).is_some_and(|heading| *heading == text(cell).to_lowercase())
        };
        cells.into_iter().enumerate().filter(|(at, cell)| !repeats(*at, cell)).map(|(_, cell)| cell).collect()
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

fn is_hidden(node: &Node, name: &str) -> bool {
    let style = node.attribute("style").filter(|style| style.len() <= LONGEST_STYLE).unwrap_or_default();
    let is_styled_away = || {
        style.split(';').filter_map(|declaration| declaration.split_once(':')).any(|(property, value)| {
            let is = |wanted: (&str, &str)| {
                let value = value.trim_start().as_bytes().get(..wanted.1.len()).unwrap_or_default();
                property.trim().eq_ignore_ascii_case(wanted.0)
                    && value.eq_ignore_ascii_case(wanted.1.as_bytes())
            };
            is(("display", "none")) || is(("visibility", "hidden"))
        })
    };
    HIDDEN.contains(&name)
        || node.attribute("hidden").is_some()
        || !style.is_empty() && is_styled_away()
        || node.attribute("id").is_some_and(|id| ARCHIVE_BARS.contains(&id))
}

fn is_navigation(node: &Node, name: &str) -> bool {
    name == "nav" || node.attribute("role") == Some("navigation")
}

/// The lines of a row's cells.
fn combined(cells: Vec<Vec<Shown>>, is_header: bool) -> Vec<Shown> {
    let mut cells: Vec<Vec<Shown>> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
    if cells.len() > 1 {
        cells.iter_mut().for_each(unwrap_label);
    }
    let shape = Shape { has_cells: cells.len() > 1, is_header };
    cells = with_whole_labels(cells);
    let plan = plan(&cells);
    let is_shown = |line: &Shown| !line.new.text.is_empty();
    let lines = match plan {
        Plan::InOrder => cells.into_iter().flatten().filter(is_shown).collect(),
        Plan::OneLine | Plan::Ambiguous => {
            let mut line = joined(cells.into_iter().flatten().filter(is_shown));
            if plan == Plan::Ambiguous && line.kind == LineKind::Text {
                line.kind = LineKind::Ambiguous;
            }
            vec![line]
        }
        Plan::LineByLine => {
            let count = cells.iter().map(Vec::len).max().unwrap_or_default();
            let mut rows: Vec<Vec<Shown>> = (0..count).map(|_| Vec::new()).collect();
            for cell in cells {
                let lines = rows.iter_mut().zip(cell).filter(|(_, line)| is_shown(line));
                lines.for_each(|(row, line)| row.push(line));
            }
            rows.into_iter().map(joined).collect()
        }
    };
    lines.into_iter().map(|line| Shown { shape, ..line }).collect()
}

/// The cells with the label as one: with the number before it, and where it is wrapped without the line breaks. A
/// bullet leads a line below the row, as if a line break stood before it.
fn with_whole_labels(mut cells: Vec<Vec<Shown>>) -> Vec<Vec<Shown>> {
    if let [first, second, ..] = cells.as_mut_slice()
        && let [number] = first.as_slice()
        && matches!(status_table::number(&number.new.text), (Some(_), ""))
    {
        let number = first.pop().into_iter();
        let rest = second.split_off(1);
        first.push(joined(number.chain(second.drain(..))));
        first.extend(rest);
        cells.remove(1);
    }
    let goes_on = |line: &Shown| line.new.text.starts_with(char::is_lowercase);
    if let [first, _, ..] = cells.as_mut_slice()
        && (2..=WRAPPED_LINES).contains(&first.len())
        && first.iter().skip(1).all(goes_on)
    {
        *first = vec![joined(first.drain(..))];
    }
    for cell in cells.iter_mut().skip(1) {
        let is_bullet = |line: &Shown| BULLETS.iter().any(|bullet| line.new.text.starts_with(bullet));
        if cell.first().is_some_and(is_bullet) {
            cell.insert(0, Shown::default());
        }
    }
    cells
}

/// Makes one line of a label that is wrapped within its cell: what follows its first line goes on in lower case.
fn unwrap_label(cell: &mut Vec<Shown>) {
    let starts_in = |line: &Shown, is_case: fn(char) -> bool| line.new.text.starts_with(is_case);
    let is_wrapped = matches!(cell.as_slice(), [first, rest @ ..] if !rest.is_empty()
        && starts_in(first, char::is_uppercase)
        && rest.iter().all(|line| starts_in(line, char::is_lowercase)));
    if is_wrapped {
        *cell = vec![joined(std::mem::take(cell))];
    }
}

/// How the cells of a row make lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// All in one line.
    OneLine,
    /// The first lines of all cells, then the second ones, and so on.
    LineByLine,
    /// One cell after the other: they are no row of values.
    InOrder,
    /// In more than one way.
    Ambiguous,
}

fn plan(cells: &[Vec<Shown>]) -> Plan {
    let counts: Vec<usize> = cells.iter().map(Vec::len).collect();
    let most = counts.iter().copied().max().unwrap_or_default();
    let [first, rest @ ..] = counts.as_slice() else { return Plan::InOrder };
    if rest.is_empty() {
        return Plan::InOrder;
    }
    if most <= 1 || counts.iter().all(|count| *count == most) {
        return Plan::LineByLine;
    }
    if rest.iter().all(|count| *count == 1) {
        let length: usize = cells.iter().flatten().map(|line| line.new.text.len()).sum();
        // A label that is wrapped; more than that is a frame of the page. Letters lead labels of their own.
        let has_letters = cells.first().is_some_and(|label| {
            label.iter().any(|line| status_table::number(&line.new.text).0 == Some(Marker::Letter))
        });
        let is_label = *first <= WRAPPED_LINES && length <= LONGEST_LABEL && !has_letters;
        return if is_label { Plan::OneLine } else { Plan::InOrder };
    }
    let is_dates = |cell: &[Shown]| cell.iter().all(|line| date_at(&line.new.text, 0).is_some());
    let several: Vec<&Vec<Shown>> = cells.iter().filter(|cell| cell.len() > 1).collect();
    let (with_dates, others): (Vec<&&Vec<Shown>>, Vec<&&Vec<Shown>>) =
        several.iter().partition(|cell| is_dates(cell));
    let are_even = several.iter().all(|cell| cell.len() == most);
    match (with_dates.as_slice(), others.as_slice()) {
        // Dates and what stands beside them, one for one.
        ([_, ..], [_, ..]) if are_even => Plan::LineByLine,
        // Several lines beside one date: the first has it.
        ([], [_]) if *first == 1 => Plan::LineByLine,
        ([], _) => Plan::InOrder,
        // Dates alone, with nothing behind them in the row: each is one of the label's.
        ([_], []) if cells.last().is_some_and(|last| last.len() > 1) => Plan::LineByLine,
        _ => Plan::Ambiguous,
    }
}

/// One line of several.
fn joined(lines: impl IntoIterator<Item = Shown>) -> Shown {
    let mut lines = lines.into_iter();
    let mut whole = lines.next().unwrap_or_default();
    for line in lines {
        whole.new.text.push(' ');
        let base = whole.new.text.len();
        whole.new.text.push_str(&line.new.text);
        let moved = line.new.links.into_iter();
        whole.new.links.extend(moved.map(|(range, url)| (range.start + base..range.end + base, url)));
        whole.start = whole.start.min(line.start);
        whole.end = whole.end.max(line.end);
    }
    whole
}

#[cfg(test)]
mod tests;
