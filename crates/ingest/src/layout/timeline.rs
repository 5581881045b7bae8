//! The timeline: numbered sections, and rows `LABEL DATE SYMBOL REMARK` of which every part may be missing.

use std::borrow::Cow;

use crate::date::{WrittenDate, date_at, may_start};
use crate::dossier::{Dossier, Marker, Row, RowClass, SymbolText};
use crate::symbol::symbol_end;
use crate::text::{Line, is_blank_char, trim};

/// Makes a row of every line that is not blank.
pub(crate) fn rows<'s>(lines: &[Line<'s>], dossier: &mut Dossier<'s>) {
    let mut scratch = Scratch::default();
    for (number, line) in (1_u32..).zip(lines) {
        if line.is_blank() {
            continue;
        }
        let row = match &line.text {
            Cow::Borrowed(text) => row(number, line, text, dossier, &mut scratch),
            Cow::Owned(_) => bare(number, line, RowClass::Unread),
        };
        dossier.rows.push(row);
    }
}

fn bare<'s>(number: u32, line: &Line<'s>, class: RowClass) -> Row<'s> {
    Row {
        line: number,
        span: line.span,
        text: line.text.clone(),
        class,
        marker: Marker::None,
        label: "",
        date: None,
        remark: "",
        symbols: (0, 0),
    }
}

fn row<'s>(
    number: u32,
    line: &Line<'s>,
    text: &'s str,
    dossier: &mut Dossier<'s>,
    scratch: &mut Scratch,
) -> Row<'s> {
    let (marker, rest) = marker(text);
    let (is_section, rest) = match section_title(rest) {
        Some(title) if marker == Marker::None => (true, title),
        _ => (false, rest),
    };
    let values = values(rest, scratch);
    let is_bullet = matches!(marker, Marker::Bullet | Marker::SubBullet);
    // Behind a bullet a date or symbol is a value only right at the start; elsewhere it is part of the item's text.
    let has_values = values.first.is_some_and(|at| !is_bullet || at == 0);
    let mut row = bare(number, line, RowClass::Text);
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
    let symbols = &scratch.symbols;
    let part = |from: usize, to: usize| trim(rest.get(from..to).unwrap_or_default());
    let label_end = values.first.unwrap_or_default();
    row.label = part(0, label_end);
    row.date = values.date.map(|(_, date)| date);
    let remark_start = values.date.map_or(label_end, |(at, date)| at + date.text.len());
    let remark_end = symbols.iter().map(|symbol| symbol.start).find(|start| *start >= remark_start);
    row.remark = part(remark_start, remark_end.unwrap_or(rest.len()));
    let ends = symbols.iter().skip(1).map(|symbol| symbol.start).chain([rest.len()]);
    row.symbols = dossier.add_symbols(symbols.iter().zip(ends).map(|(symbol, end)| {
        // A date right behind the symbol is the row's date in another place, not a remark.
        let from = values
            .date
            .filter(|(at, _)| *at >= symbol.end)
            .map_or(symbol.end, |(at, date)| at + date.text.len());
        SymbolText {
            text: rest.get(symbol.start..symbol.end).unwrap_or_default(),
            bracketed: symbol.bracketed,
            remark: part(from, end),
            tail: part(from, rest.len()),
        }
    }));
    if remark_end.is_none() && !symbols.is_empty() {
        row.remark = "";
    }
    row
}

/// The sign at the start of a row, and what follows it.
fn marker(text: &str) -> (Marker, &str) {
    let mut chars = text.chars();
    let marker = match chars.next() {
        Some('~') => Marker::Tilde,
        Some('-' | '\u{2010}'..='\u{2015}' | '\u{2212}') => Marker::Dash,
        Some(
            '•' | '·' | '●' | '▪' | '▫' | '■' | '○' | '◦' | '‣' | '∙' | '⁃' | '*' | '\u{f0b7}' | '\u{f0a7}',
        ) => Marker::Bullet,
        // The hollow bullet of nested lists, as text browsers write it.
        Some('o') if chars.as_str().starts_with(is_blank_char) => Marker::Bullet,
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

/// Takes the value that starts at byte `at` and returns its end.
fn value_at<'s>(
    text: &'s str,
    at: usize,
    bracketed: bool,
    values: &mut Values<'s>,
    symbols: &mut Vec<SymbolAt>,
) -> Option<usize> {
    let byte = *text.as_bytes().get(at)?;
    if byte.is_ascii_uppercase()
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
    let follows_symbol = || {
        let [symbol] = symbols.as_slice() else { return false };
        trim(text.get(symbol.end..at).unwrap_or("?")).is_empty()
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
    use crate::read;

    /// `class|label|date|symbol remark; symbol remark|remark` of a single row.
    fn parts(text: &str) -> String {
        let source = format!("I. Overview\n01/01/2001\n{text}\n");
        let dossier = read(source.as_bytes());
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
