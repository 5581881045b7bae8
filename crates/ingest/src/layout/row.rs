//! Rows: lines taken apart into marker, label, date, symbols and remark.

use crate::date::{WrittenDate, date_at, may_start};
use crate::dossier::{Dossier, Marker, Row, RowClass, SymbolText};
use crate::page::{Line, Page};
use crate::symbol::{self, symbol_end};
use crate::text::{is_blank_char, trim};

use super::status_table;

/// How lines are taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `LABEL DATE SYMBOL REMARK`, sections led by Roman numerals.
    Timeline,
    /// The same behind a number or letter.
    StatusTable,
    /// Text.
    Prose,
}

/// Takes lines apart.
pub(super) struct RowReader {
    style: Style,
    scratch: Scratch,
}

pub(super) fn bare<'p>(page: &'p Page<'p>, line: &Line, class: RowClass) -> Row<'p> {
    Row {
        line: line.number,
        last_line: line.last,
        is_part: line.is_part,
        span: line.span,
        text: page.text(line),
        class,
        marker: Marker::None,
        label: "",
        date: None,
        remark: "",
        is_header: line.shape.is_header,
        dates_are_listed: true,
        symbols: (0, 0),
        further_dates: (0, 0),
        links: line.links,
    }
}

impl RowReader {
    pub(super) fn new(style: Style) -> Self {
        Self { style, scratch: Scratch::default() }
    }

    /// A line in which nothing is a value.
    pub(super) fn text<'p>(page: &'p Page<'p>, line: &Line) -> Row<'p> {
        Row { label: page.slice(line.read), ..bare(page, line, RowClass::Text) }
    }

    pub(super) fn row<'p>(&mut self, page: &'p Page<'p>, line: &Line, dossier: &mut Dossier<'p>) -> Row<'p> {
        if self.style == Style::Prose {
            return Self::text(page, line);
        }
        let text = page.slice(line.read);
        let mut row = bare(page, line, RowClass::Text);
        let (mut marker, mut rest) = marker(text);
        let mut is_section = false;
        let is_numbered = || status_table::number(rest).0.is_some();
        if self.style == Style::StatusTable && marker == Marker::Bullet && is_numbered() {
            // An item of a list that is written with its number is a row of that number.
            (marker, rest) = status_table::lead(rest);
        } else if marker == Marker::None {
            if self.style == Style::StatusTable {
                (marker, rest) = status_table::lead(text);
            } else if let Some(title) = section_title(rest) {
                (is_section, rest) = (true, title);
            }
        }
        let values = values(rest, &mut self.scratch);
        let is_bullet = matches!(marker, Marker::Bullet | Marker::SubBullet);
        // Behind a bullet a date or symbol is a value only right at the start; elsewhere it is part of the item's text. Rows of
        // a status table may be items of a list.
        let is_item = is_bullet && self.style != Style::StatusTable;
        let has_values = values.first.is_some_and(|at| !is_item || at == 0);
        row.marker = marker;
        row.class = match (is_section, has_values, is_bullet) {
            (true, _, _) => RowClass::Section,
            (_, true, _) => RowClass::Entry,
            (_, _, true) => RowClass::Item,
            _ => RowClass::Text,
        };
        if !has_values {
            row.label = trim(rest);
            return row;
        }
        // What is read of a line is a part of it up to its end.
        let base = line.read.1 - crate::dossier::clamp(rest.len());
        self.take_values(&mut row, rest, base, &values, dossier);
        row
    }

    fn take_values<'p>(
        &self,
        row: &mut Row<'p>,
        rest: &'p str,
        base: u32,
        values: &Values<'p>,
        dossier: &mut Dossier<'p>,
    ) {
        let symbols = &self.scratch.symbols;
        let part = |from: usize, to: usize| trim(rest.get(from..to).unwrap_or_default());
        let label_end = values.first.unwrap_or_default();
        row.label = part(0, label_end);
        row.date = values.date.map(|(_, date)| date);
        let mut remark_start = values.date.map_or(label_end, |(at, date)| at + date.text.len());
        let remark_end = symbols.iter().map(|symbol| symbol.start).find(|start| *start >= remark_start);
        if row.date.is_some() {
            let (further, behind, are_listed) = further_dates(rest, remark_start);
            remark_start = behind;
            row.dates_are_listed = are_listed;
            row.further_dates = dossier.add_dates(further);
        }
        row.remark = part(remark_start, remark_end.unwrap_or(rest.len()));
        let ends = symbols.iter().skip(1).map(|symbol| symbol.start).chain([rest.len()]);
        let page = dossier.page;
        let links = row.links;
        row.symbols = dossier.add_symbols(symbols.iter().zip(ends).map(|(symbol, end)| {
            // A date right behind the symbol is the row's date in another place, not a remark.
            let behind = values.date.filter(|(at, _)| *at >= symbol.end);
            let from = behind.map_or(symbol.end, |(at, date)| at + date.text.len());
            // What the symbol announces may stand between the two.
            let announced = behind
                .filter(|_| symbols.len() == 1)
                .map(|(at, _)| part(symbol.end, at))
                .filter(|gap| !gap.is_empty());
            let place = base + crate::dossier::clamp(symbol.start);
            SymbolText {
                text: rest.get(symbol.start..symbol.end).unwrap_or_default(),
                bracketed: symbol.bracketed,
                remark: announced.unwrap_or_else(|| part(from, end)),
                tail: part(from, rest.len()),
                url: page
                    .links(links)
                    .find(|((start, end), _)| (*start..*end).contains(&place))
                    .map(|(_, url)| url),
            }
        }));
        if remark_end.is_none() && !symbols.is_empty() {
            row.remark = "";
        }
    }
}

/// The dates behind a row's date that nothing but commas, blanks, "and" or "or" sets off from it, where they end, and
/// whether they are a list.
fn further_dates(text: &str, mut end: usize) -> (Vec<WrittenDate<'_>>, usize, bool) {
    let (mut dates, mut are_listed) = (Vec::new(), true);
    loop {
        let rest = text.get(end..).unwrap_or_default();
        let mut bare =
            rest.trim_start_matches(|c| is_blank_char(c) || matches!(c, ',' | ';' | '&' | '/' | '-'));
        let signs = rest.get(..rest.len() - bare.len()).unwrap_or_default();
        let mut is_listed = signs.contains([',', ';', '&']) && !signs.contains(['/', '-']);
        for (word, lists) in SEPARATORS {
            let is_word = |behind: &&str| behind.starts_with(|c| is_blank_char(c) || c == '/');
            if let Some(behind) = bare.strip_prefix(word).filter(is_word) {
                is_listed = lists && !behind.starts_with('/');
                bare = behind.trim_start_matches(|c| is_blank_char(c) || c == '/');
            }
        }
        let at = end + rest.len() - bare.len();
        match date_at(text, at).filter(|_| at > end && may_start(text.as_bytes(), at)) {
            Some(date) => {
                end = at + date.text.len();
                are_listed &= is_listed;
                dates.push(date);
            }
            None => return (dates, end, are_listed),
        }
    }
}

/// Words between two dates, and whether they make a list.
const SEPARATORS: [(&str, bool); 6] =
    [("and", true), ("et", true), ("y", true), ("or", false), ("ou", false), ("o", false)];

/// The sign at the start of a row, and what follows it.
pub(crate) fn marker(text: &str) -> (Marker, &str) {
    let mut chars = text.chars();
    let marker = match chars.next() {
        Some('~') => Marker::Tilde,
        Some('-' | '\u{2010}'..='\u{2015}' | '\u{2212}') => Marker::Dash,
        Some(
            '•' | '·' | '●' | '▪' | '▫' | '■' | '○' | '◦' | '‣' | '∙' | '⁃' | '*' | '\u{f0b7}' | '\u{f0a7}',
        ) => Marker::Bullet,
        // The hollow bullet of nested lists, as text browsers write it, and one that was lost on the way.
        Some('o' | char::REPLACEMENT_CHARACTER) if chars.as_str().starts_with(is_blank_char) => {
            Marker::Bullet
        }
        _ => return (Marker::None, text),
    };
    let rest = trim(chars.as_str());
    if marker == Marker::Bullet
        && let (Marker::Dash, inner) = self::marker(rest)
    {
        return (Marker::SubBullet, inner);
    }
    (marker, rest)
}

/// Whether a line is a title led by a Roman numeral.
pub(crate) fn is_section(text: &str) -> bool {
    section_title(text).is_some()
}

/// The title behind a Roman numeral and a point: `II. Multilateral Negotiations`.
fn section_title(text: &str) -> Option<&str> {
    let numeral = text.bytes().take_while(|b| matches!(b, b'I' | b'V' | b'X')).count();
    let rest = text.get(numeral..)?.strip_prefix('.')?;
    (numeral > 0 && rest.starts_with(is_blank_char)).then(|| trim(rest))
}

#[derive(Debug, Clone, Copy)]
struct SymbolAt {
    start: usize,
    end: usize,
    bracketed: bool,
}

/// Dates and symbols of a row.
#[derive(Debug, Default)]
struct Values<'s> {
    /// Where the first value starts.
    first: Option<usize>,
    date: Option<(usize, WrittenDate<'s>)>,
}

/// Finds the row's values. Before the first one, anything in closed brackets and any symbol right behind a bracket,
/// closed or not, belongs to the label: `SPS Checklist (WT/ACC/22/Add.2`. The date is the first one outside brackets
/// and stands before the first symbol or right behind it.
fn values<'s>(text: &'s str, scratch: &mut Scratch) -> Values<'s> {
    let mut values = Values::default();
    let bytes = text.as_bytes();
    scratch.symbols.clear();
    // Rows without a digit have no values; most paragraphs, titles and captions end here.
    if !bytes.iter().any(u8::is_ascii_digit) {
        return values;
    }
    let Scratch { brackets, symbols } = scratch;
    brackets.pair(bytes);
    let mut pairs = brackets.pairs.iter();
    let mut closed_until = 0;
    let mut at = 0;
    let mut inside_word = false;
    let mut after_bracket = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'(' => {
                closed_until = closed_until.max(pairs.next().copied().unwrap_or_default());
                (inside_word, after_bracket) = (false, true);
            }
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' if !inside_word => {
                let bracketed = at < closed_until || after_bracket;
                if let Some(end) = value_at(text, at, bracketed, &mut values, symbols) {
                    at = end;
                    (inside_word, after_bracket) = (false, false);
                    continue;
                }
                (inside_word, after_bracket) = (true, false);
                // Nothing starts inside a word.
                while bytes.get(at + 1).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'/') {
                    at += 1;
                }
            }
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'/' => inside_word = true,
            0x80.. => {
                let c = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
                inside_word = c.is_alphanumeric();
                after_bracket &= is_blank_char(c);
                at += c.len_utf8();
                continue;
            }
            _ => {
                inside_word = false;
                after_bracket &= byte.is_ascii_whitespace();
            }
        }
        at += 1;
    }
    values
}

/// Whether nothing stands between a symbol and the date behind it but a bracket of what it announces: `(+ revisions)`.
fn is_gap(text: &str) -> bool {
    let inner = text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    text.is_empty() || inner.is_some_and(|inner| inner.starts_with('+') && !inner.contains(['(', ')']))
}

/// Takes the value that starts at byte `at` and returns its end.
fn value_at<'s>(
    text: &'s str,
    at: usize,
    bracketed: bool,
    values: &mut Values<'s>,
    symbols: &mut Vec<SymbolAt>,
) -> Option<usize> {
    let byte = *text.as_bytes().get(at)?;
    if symbol::may_start(byte)
        && let Some(end) = symbol_end(text, at)
    {
        if !bracketed || values.first.is_some() {
            values.first.get_or_insert(at);
            symbols.push(SymbolAt { start: at, end, bracketed });
        }
        return Some(end);
    }
    if !may_start(text.as_bytes(), at) {
        return None;
    }
    let date = date_at(text, at)?;
    let follows_symbol = || match symbols.as_slice() {
        [symbol] => is_gap(trim(text.get(symbol.end..at).unwrap_or("?"))),
        // The date of a cell behind that of several symbols.
        [first, .., last] => {
            let between = text.get(first.start..last.end).unwrap_or("\t");
            let gap = text.get(last.end..at).unwrap_or_default();
            gap.contains('\t') && trim(gap).is_empty() && !between.contains('\t')
        }
        [] => false,
    };
    if !bracketed && values.date.is_none() && (symbols.is_empty() || follows_symbol()) {
        values.first.get_or_insert(at);
        values.date = Some((at, date));
    }
    Some(at + date.text.len())
}

/// What is found in a row, kept from row to row to save its memory.
#[derive(Debug, Default)]
struct Scratch {
    brackets: Brackets,
    symbols: Vec<SymbolAt>,
}

/// Which brackets of a row close.
#[derive(Debug, Default)]
struct Brackets {
    /// For each opening bracket in order, the byte behind the one that closes it; 0 where none does.
    pairs: Vec<usize>,
    open: Vec<usize>,
}

impl Brackets {
    fn pair(&mut self, bytes: &[u8]) {
        self.pairs.clear();
        self.open.clear();
        for at in memchr::memchr2_iter(b'(', b')', bytes) {
            if bytes.get(at) == Some(&b'(') {
                self.open.push(self.pairs.len());
                self.pairs.push(0);
            } else if let Some(end) = self.open.pop().and_then(|pair| self.pairs.get_mut(pair)) {
                *end = at + 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::page::{Hints, Page};
    use crate::read;

    /// `class|label|date|symbol remark; symbol remark|remark` of a single row.
    fn parts(text: &str) -> String {
        let source = format!("I. Overview\n01/01/2001\n{text}\n");
        let page = Page::new(source.as_bytes(), &Hints::default());
        let dossier = read(&page);
        let row = &dossier.rows[2];
        let symbols: Vec<String> =
            dossier.symbols(row).iter().map(|symbol| format!("{} {}", symbol.text, symbol.remark)).collect();
        let date = row.date.map_or("", |date| date.text);
        format!("{:?}|{}|{date}|{}|{}", row.class, row.label, symbols.join("; ").trim(), row.remark)
    }

    #[test]
    fn rows_of_label_date_symbol_and_remark() {
        assert_eq!(
            parts("Goods Offer(s)\u{a0} 24/06/1997 \u{a0} WT/ACC/SPEC/KAZ/4 \u{a0} (+ )"),
            "Entry|Goods Offer(s)|24/06/1997|WT/ACC/SPEC/KAZ/4 (+ )|"
        );
        assert_eq!(parts("8th 07/06/2005 News item"), "Entry|8th|07/06/2005||News item");
        assert_eq!(parts("~ revised 05/06/1998 WT/ACC/KAZ/16"), "Entry|revised|05/06/1998|WT/ACC/KAZ/16|");
        assert_eq!(
            parts("V. Accession Package (de-restricted)"),
            "Section|Accession Package (de-restricted)|||"
        );
        assert_eq!(
            parts("Offer WT/ACC/KAZ/16 (+ revisions) 05/06/1998"),
            "Entry|Offer|05/06/1998|WT/ACC/KAZ/16 (+ revisions)|"
        );
        assert_eq!(
            parts("Offer\tWT/ACC/KAZ/16; WT/ACC/KAZ/17\t05/06/1998"),
            "Entry|Offer|05/06/1998|WT/ACC/KAZ/16 ; WT/ACC/KAZ/17|"
        );
        assert_eq!(parts("WT/ACC/KAZ/39 \u{a0} (+ revision)"), "Entry|||WT/ACC/KAZ/39 (+ revision)|");
    }

    #[test]
    fn forms_in_brackets_belong_to_the_label() {
        assert_eq!(
            parts("Agriculture (WT/ACC/22/Add.1), including Q&R 25/07/1997 WT/ACC/SPEC/KAZ/2"),
            "Entry|Agriculture (WT/ACC/22/Add.1), including Q&R|25/07/1997|WT/ACC/SPEC/KAZ/2|"
        );
        assert_eq!(
            parts("TBT Checklist (WT/ACC/22/Add.2 22/09/2000 WT/ACC/KAZ/27 (+ revision); WT/ACC/KAZ/65"),
            "Entry|TBT Checklist (WT/ACC/22/Add.2|22/09/2000|WT/ACC/KAZ/27 (+ revision);; WT/ACC/KAZ/65|"
        );
        assert_eq!(parts("SPS Checklist (WT/ACC/22/Add.2"), "Text|SPS Checklist (WT/ACC/22/Add.2|||");
    }

    #[test]
    fn dates_in_brackets_titles_and_bullets_are_not_the_rows() {
        assert_eq!(
            parts("Application received (on 31 January 1995) 07/12/1995 WT/L/1 (of 5 May 1995)"),
            "Entry|Application received (on 31 January 1995)|07/12/1995|WT/L/1 (of 5 May 1995)|"
        );
        assert_eq!(parts("WT/ACC/KAZ/86 Law of 12/05/2004"), "Entry|||WT/ACC/KAZ/86 Law of 12/05/2004|");
        assert_eq!(parts("• Law No. 2, dated 29 June 2001"), "Item|Law No. 2, dated 29 June 2001|||");
        assert_eq!(
            parts("• - Tariff in force as of 23 August 2012"),
            "Item|Tariff in force as of 23 August 2012|||"
        );
        assert_eq!(parts("• WT/L/41 (Request)"), "Entry|||WT/L/41 (Request)|");
    }
}
