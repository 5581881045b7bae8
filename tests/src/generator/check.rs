//! Pages made up against what the program reads from them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use accession_ingest::registers::Economies;
use accession_schema::{Facts, Statistics};

use super::truth::{Row, TABLES, Truth};
use super::{DAMAGES, Damage, Economy, Generated, Options, Size, damage, generate, truth_of_copy};
use crate::{economies, facts, rows, table};

const fn economy(
    iso3: &'static str,
    wto_code: &'static str,
    [in_english, in_french, in_spanish]: [&'static str; 3],
) -> Economy<'static> {
    Economy { iso3, wto_code, name_en: in_english, name_fr: in_french, name_es: in_spanish }
}

/// Economies pages are made up about; the shipped register knows each of their names.
pub const ECONOMIES: [Economy<'static>; 14] = [
    economy("KAZ", "KAZ", ["Kazakhstan", "Kazakhstan", "Kazajst\u{e1}n"]),
    economy("BGR", "BGR", ["Bulgaria", "Bulgarie", "Bulgaria"]),
    economy("BTN", "BTN", ["Bhutan", "Bhoutan", "Bhut\u{e1}n"]),
    economy("CHN", "CHN", ["China", "Chine", "China"]),
    economy("CPV", "CPV", ["Cabo Verde", "Cap-Vert", "Cabo Verde"]),
    economy("DZA", "DZA", ["Algeria", "Alg\u{e9}rie", "Argelia"]),
    economy("ECU", "", ["Ecuador", "\u{c9}quateur", "Ecuador"]),
    economy("ETH", "ETH", ["Ethiopia", "\u{c9}thiopie", "Etiop\u{ed}a"]),
    economy("MDA", "MOL", ["Moldova", "R\u{e9}publique de Moldova", "Rep\u{fa}blica de Moldova"]),
    economy("PAN", "PAN", ["Panama", "Panama", "Panam\u{e1}"]),
    economy(
        "RUS",
        "RUS",
        ["Russian Federation", "F\u{e9}d\u{e9}ration de Russie", "Federaci\u{f3}n de Rusia"],
    ),
    economy("TWN", "TPKM", ["Chinese Taipei", "Taipei chinois", "Taipei Chino"]),
    economy("VNM", "VNM", ["Viet Nam", "Viet Nam", "Viet Nam"]),
    economy("VUT", "VUT", ["Vanuatu", "Vanuatu", "Vanuatu"]),
];

/// Columns that say where a row stands or what it was read from, which two copies of a page need not share.
const OF_THE_COPY: [&str; 11] = [
    "line",
    "byte_start",
    "byte_end",
    "url",
    "news_url",
    "format",
    "encoding",
    "dossier_id",
    "source",
    "member_ordinal_line",
    "article_xii_ordinal_line",
];
/// Columns of the dossiers table that are compared between copies.
const OF_THE_DOSSIER: [&str; 7] =
    ["iso3", "wto_code", "economy", "layout", "language", "member_ordinal", "article_xii_ordinal"];

/// A way in which what was read is not what was put in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// Table, and what is wrong, without values: the same for all faults of a kind.
    pub kind: String,
    /// Line of the page, 0 where it is not known.
    pub line: u32,
    /// The values.
    pub detail: String,
}

fn shipped() -> &'static Economies {
    static SHIPPED: OnceLock<Economies> = OnceLock::new();
    SHIPPED.get_or_init(economies)
}

/// Makes the page of a seed, reads its text, its HTML and a damaged copy, and says how what was read differs from what
/// was put in. Layout, language, size, economy and damage are all the seed's choice.
pub fn check(seed: u64) -> Result<(), String> {
    let size = if seed.is_multiple_of(4) { Size::Page } else { Size::Small };
    let page = generate(seed, &Options { economies: &ECONOMIES, size, ..Options::default() });
    let at = usize::try_from(seed % 4).unwrap_or_default();
    let kinds = DAMAGES.get(at).copied();
    let found = [of_text(&page), of_html(&page), of_formats(&page)].concat();
    let damaged = kinds.map(|kind| of_copy(&page, kind)).unwrap_or_default();
    report(&page, &page.text, &[found, damaged].concat())
}

/// The differences as a text with the lines of the page they are about.
pub fn report(page: &Generated, source: &str, differences: &[Difference]) -> Result<(), String> {
    if differences.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = differences
        .iter()
        .take(20)
        .map(|difference| {
            let Difference { kind, line, detail } = difference;
            let at = usize::try_from(*line).unwrap_or_default().checked_sub(1);
            let text = at.and_then(|at| source.lines().nth(at)).unwrap_or_default();
            format!("{kind}\n  {detail}\n  line {line}: {text:?}\n")
        })
        .collect();
    let out = format!("{}: {} differences\n{}", page.id, differences.len(), lines.concat());
    Err(out)
}

/// How the text is read.
pub fn of_text(page: &Generated) -> Vec<Difference> {
    let read = facts(&page.id, page.text.as_bytes(), shipped());
    let mut found = against(&read, &page.text_truth, "text");
    found.extend(accounts(&read, &page.text, &page.text_truth));
    found
}

/// How the HTML is read.
pub fn of_html(page: &Generated) -> Vec<Difference> {
    against(&facts(&page.id, page.html.as_bytes(), shipped()), &page.html_truth, "html")
}

/// How a damaged copy of the text is read. There is nothing to read where the damage can't be done.
pub fn of_copy(page: &Generated, kind: Damage) -> Vec<Difference> {
    let Some(bytes) = damage(&page.text, kind) else { return Vec::new() };
    let truth = truth_of_copy(&page.text_truth, &page.text, kind);
    against(&facts(&page.id, &bytes, shipped()), &truth, &format!("{kind:?}"))
}

/// How what is read from the HTML differs from what is read from the text.
pub fn of_formats(page: &Generated) -> Vec<Difference> {
    let text = facts(&page.id, page.text.as_bytes(), shipped());
    let html = facts(&page.id, page.html.as_bytes(), shipped());
    let mut found = Vec::new();
    for name in TABLES.into_iter().chain(["claims", "meeting_claims"]) {
        let shared = |facts: &Facts| -> Vec<Row> {
            let mut rows = rows(table(name, facts, &Statistics::default()));
            for row in &mut rows {
                row.retain(|column, _| {
                    !OF_THE_COPY.contains(column) && (name != "dossiers" || OF_THE_DOSSIER.contains(column))
                });
            }
            rows
        };
        compare(name, "html against text", shared(&html), &shared(&text), &mut found);
    }
    found
}

/// How tables differ from the truth.
fn against(read: &Facts, truth: &Truth, of: &str) -> Vec<Difference> {
    let mut found = Vec::new();
    for name in TABLES {
        let read = rows(table(name, read, &Statistics::default()));
        compare(name, of, read, truth.rows(name), &mut found);
    }
    found
}

fn line(row: &Row) -> u32 {
    row.get("line").and_then(|line| line.parse().ok()).unwrap_or_default()
}

/// Whether a row read holds all a row expected says.
fn holds(read: &Row, expected: &Row) -> bool {
    wrong(read, expected).next().is_none()
}

/// Columns of a row expected that a row read has otherwise.
fn wrong<'r>(read: &'r Row, expected: &'r Row) -> impl Iterator<Item = &'static str> + 'r {
    expected.iter().filter(|(column, value)| read.get(*column) != Some(*value)).map(|(column, _)| *column)
}

/// Compares rows whatever their order.
fn compare(name: &str, of: &str, mut read: Vec<Row>, expected: &[Row], found: &mut Vec<Difference>) {
    let mut left = Vec::new();
    for row in expected {
        match read.iter().position(|other| holds(other, row)) {
            Some(at) => {
                read.remove(at);
            }
            None => left.push(row),
        }
    }
    for row in left {
        // The row read that is most like the one expected, if it is like it at all.
        let near = (0..read.len()).min_by_key(|at| read.get(*at).map(|other| wrong(other, row).count()));
        let near = near.filter(|at| read.get(*at).is_some_and(|other| is_like(other, row)));
        let (kind, detail) = if let Some(at) = near {
            let other = read.remove(at);
            let columns: Vec<&str> = wrong(&other, row).collect();
            let value = |row: &Row, column: &str| row.get(column).cloned().unwrap_or_default();
            let values = columns.iter().map(|column| {
                format!("{column} {:?} should be {:?}", value(&other, column), value(row, column))
            });
            let values: Vec<String> = values.collect();
            (format!("{of}: {name} {}", columns.join(" ")), values.join(", "))
        } else {
            (format!("{of}: {name} missing{}", step(row)), format!("{row:?}"))
        };
        found.push(Difference { kind, line: line(row), detail });
    }
    for row in read {
        let filled: BTreeMap<_, _> = row.iter().filter(|(_, value)| !value.is_empty()).collect();
        let detail = format!("{filled:?}");
        found.push(Difference {
            kind: format!("{of}: {name} too much{}", step(&row)),
            line: line(&row),
            detail,
        });
    }
}

fn step(row: &Row) -> String {
    let names = ["milestone", "step", "kind"].into_iter().filter_map(|column| row.get(column));
    names.flat_map(|name| [" ", name.as_str()]).collect()
}

/// Whether a row read is the one expected with some columns wrong: it stands on the same line, or is the same in half
/// of its columns where there are no lines.
fn is_like(read: &Row, expected: &Row) -> bool {
    let wrong: Vec<&str> = wrong(read, expected).collect();
    if expected.contains_key("line") {
        !wrong.contains(&"line") || wrong.len() <= 3
    } else {
        wrong.len() * 2 <= expected.len()
    }
}

/// Whether every line that is not blank is where the truth has it.
fn accounts(read: &Facts, text: &str, truth: &Truth) -> Vec<Difference> {
    let is_blank = |c: char| {
        c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
    };
    let filled: BTreeSet<u32> = (1..)
        .zip(text.split('\n'))
        .filter(|(_, line)| !line.trim_matches(is_blank).is_empty())
        .map(|(number, _)| number)
        .collect();
    let lines_of = |name: &str| -> BTreeSet<u32> {
        let rows = rows(table(name, read, &Statistics::default()));
        let spans = rows.iter().map(|row| {
            let byte = |column: &str| row.get(column).and_then(|byte| byte.parse().ok()).unwrap_or_default();
            let part = text.get(byte("byte_start")..byte("byte_end")).unwrap_or_default();
            let breaks = u32::try_from(part.matches('\n').count()).unwrap_or_default();
            line(row)..=line(row) + breaks
        });
        spans.flatten().collect()
    };
    let extracted: BTreeSet<u32> =
        TABLES.into_iter().filter(|name| *name != "dossiers").flat_map(lines_of).collect();
    let claims = lines_of("claims");
    let remaining = lines_of("remaining_lines");
    let mut found = Vec::new();
    let mut say = |what: &str, line: u32| {
        found.push(Difference { kind: format!("lines: {what}"), line, detail: String::new() });
    };
    for line in &filled {
        let in_table = extracted.contains(line) || claims.contains(line);
        match (in_table, remaining.contains(line)) {
            (true, true) => say("in a table and remaining", *line),
            (false, false) => say("nowhere", *line),
            (true, false) if truth.remaining.contains(line) => say("in a table, should remain", *line),
            (false, true) if truth.repeated.contains(line) => say("remaining, should be claims", *line),
            (false, true) if !truth.remaining.contains(line) => say("remaining, should be in a table", *line),
            (true, false) if truth.repeated.contains(line) && extracted.contains(line) => {
                say("in a table, should be claims only", *line);
            }
            _ => {}
        }
    }
    found
}
