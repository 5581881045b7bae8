//! Every line is accounted for: in every dossier and fixture, and in damaged copies of them.

#![allow(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::collections::{BTreeMap, BTreeSet};

use accession_ingest::registers::Economies;
use accession_schema::{AnyTable, Facts};
use accession_tests::{economies, every_dossier, facts, rows};
use proptest::prelude::*;

/// Tables whose rows are extracted lines.
fn extracted(facts: &Facts) -> [&dyn AnyTable; 7] {
    [
        &facts.claims,
        &facts.milestones,
        &facts.meetings,
        &facts.documents,
        &facts.step_dates,
        &facts.document_items,
        &facts.chairpersons,
    ]
}

/// The lines of a source that are not blank, by number, with where they start: an own count, not the program's.
fn lines(bytes: &[u8]) -> BTreeMap<usize, (usize, String)> {
    let end = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
    let mut start = 0;
    let mut found = BTreeMap::new();
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == end)) {
        let text = String::from_utf8_lossy(line);
        let is_blank = |c: char| {
            c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
        };
        let bare = text.trim_matches(is_blank);
        if !bare.is_empty() {
            found.insert(number, (start, bare.to_owned()));
        }
        start += line.len() + 1;
    }
    found
}

/// A text without the signs of tables, headings and links written as text, and with single blanks.
fn without_signs(text: &str) -> String {
    let is_sign = |c: char| c.is_whitespace() || c.is_control() || "|*#[]".contains(c);
    let shown: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'))
        .collect();
    let words: Vec<&str> = shown.split(is_sign).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn number(row: &BTreeMap<&'static str, String>, column: &str) -> usize {
    row[column].parse().unwrap_or_else(|_| panic!("{column} is no number in {row:?}"))
}

/// Checks that each line that is not blank is in exactly one place, and that spans are what they say.
fn check(bytes: &[u8], economies: &Economies) -> Result<(), TestCaseError> {
    let facts = facts("d", bytes, economies);
    let dossier = &rows(&facts.dossiers)[0];
    let counted = ["lines_blank", "lines_extracted", "lines_recognised", "lines_unread"];
    let sum: usize = counted.iter().map(|column| number(dossier, column)).sum();
    prop_assert_eq!(sum, number(dossier, "lines"));
    // The own count below knows text in UTF-8; what bytes of another encoding or format mean is told by other tests, and of
    // what was decoded wrongly the text is another.
    let is_plain = dossier["format"] == "text" && ["utf8", "mixed"].contains(&dossier["encoding"].as_str());
    let has_foreign = rows(&facts.findings).iter().any(|finding| finding["subject"] == "foreign text");
    if !is_plain || dossier["lines_repaired"] != "0" || has_foreign {
        return Ok(());
    }
    let lines = lines(bytes);
    let line_at = |byte: usize| bytes[..byte].split(|b| *b == b'\n').count();
    let has_line_feeds = bytes.contains(&b'\n');
    let mut in_tables = BTreeSet::new();
    for table in extracted(&facts) {
        for row in rows(table) {
            let (line, start, end) =
                (number(&row, "line"), number(&row, "byte_start"), number(&row, "byte_end"));
            prop_assert!(start < end && end <= bytes.len(), "{} {row:?}", table.name());
            let text = String::from_utf8_lossy(&bytes[start..end]);
            let (_, first) = &lines[&line];
            prop_assert!(text.starts_with(first.as_str()), "{} {row:?}: {text:?}", table.name());
            // A chairperson's term or an item may go over several lines, and a listing over those of its date and its symbol.
            let is_whole_line = text == first.as_str();
            let may_be_broken = [
                "chairpersons",
                "documents",
                "document_items",
                "meetings",
                "milestones",
                "claims",
                "step_dates",
            ]
            .contains(&table.name());
            prop_assert!(is_whole_line || may_be_broken, "{} {row:?}: {text:?}", table.name());
            for column in
                ["symbol_text", "item", "name", "topic", "note", "title", "honorific", "representing"]
            {
                prop_assert!(
                    row.get(column).is_none_or(|value| without_signs(&text).contains(&without_signs(value))),
                    "{column} of {row:?}"
                );
            }
            let last = if has_line_feeds { line_at(end - 1) } else { line };
            in_tables.extend((line..=last).filter(|line| lines.contains_key(line)));
        }
    }
    let remaining = rows(&facts.remaining_lines);
    let mut elsewhere = BTreeSet::new();
    let mut unread = 0;
    for row in &remaining {
        let line = number(row, "line");
        prop_assert!(elsewhere.insert(line), "line {line} remains twice");
        prop_assert_eq!(&row["text"], &lines[&line].1);
        unread += usize::from(row["class"] == "unread");
    }
    prop_assert!(in_tables.is_disjoint(&elsewhere), "{:?}", in_tables.intersection(&elsewhere));
    let all: BTreeSet<usize> = in_tables.union(&elsewhere).copied().collect();
    let expected: BTreeSet<usize> = lines.keys().copied().collect();
    prop_assert_eq!(&all, &expected);
    let dossier = &rows(&facts.dossiers)[0];
    prop_assert_eq!(number(dossier, "lines_extracted"), in_tables.len());
    prop_assert_eq!(number(dossier, "lines_unread"), unread);
    prop_assert_eq!(number(dossier, "lines_recognised"), elsewhere.len() - unread);
    prop_assert_eq!(number(dossier, "lines"), number(dossier, "lines_blank") + expected.len());
    for finding in rows(&facts.findings) {
        prop_assert!(
            finding["line"].is_empty() || lines.contains_key(&number(&finding, "line")),
            "{finding:?}"
        );
    }
    Ok(())
}

fn sources() -> Vec<Vec<u8>> {
    every_dossier().iter().map(|path| std::fs::read(path).expect("a fixture")).collect()
}

#[test]
fn every_line_of_the_corpus_is_in_one_place() {
    let economies = economies();
    let mut count = 0;
    for layout in std::fs::read_dir(accession_tests::root().join("tests/corpus")).expect("the corpus") {
        for page in std::fs::read_dir(layout.expect("an entry").path()).into_iter().flatten() {
            let path = page.expect("an entry").path();
            if path.extension().is_none_or(|extension| extension != "txt") {
                continue;
            }
            let bytes = std::fs::read(&path).expect("a page");
            check(&bytes, &economies).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            count += 1;
        }
    }
    assert!(count > 100, "the corpus must be here");
}

#[test]
fn every_line_of_every_dossier_is_in_one_place() {
    let economies = economies();
    let dossiers = every_dossier();
    assert!(dossiers.len() >= 6, "the fixtures must be here");
    for path in dossiers {
        let bytes = std::fs::read(&path).expect("a fixture");
        check(&bytes, &economies).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

#[test]
fn odd_sources_are_read() {
    let economies = economies();
    let sources: [&[u8]; 8] = [
        b"",
        b"\n\n\n",
        b"\xff\xfe\x00",
        b"\xef\xbb\xbfI. Overview\r\nApplication received 29/01/1996 WT/ACC/KAZ/1\r\n",
        b"I. Overview\rApplication received 29/01/1996 WT/ACC/KAZ/1\r",
        b"((((((((((01/01/2001 WT/ACC/KAZ/1",
        b"name,date\na,01/01/2001\nb,02/01/2001\nc,03/01/2001\n",
        "\u{a0}\n\u{feff}\n\u{200b}x\n".as_bytes(),
    ];
    for source in sources {
        check(source, &economies).unwrap_or_else(|error| panic!("{source:?}: {error}"));
    }
}

/// What may happen to a page on its way to a user's disk.
#[derive(Debug, Clone)]
enum Damage {
    Drop(prop::sample::Index),
    Double(prop::sample::Index),
    Swap(prop::sample::Index, prop::sample::Index),
    Cut(prop::sample::Index, prop::sample::Index),
    Bytes(prop::sample::Index, Vec<u8>),
}

fn damage() -> impl Strategy<Value = Damage> {
    use prop::sample::Index;
    prop_oneof![
        any::<Index>().prop_map(Damage::Drop),
        any::<Index>().prop_map(Damage::Double),
        any::<(Index, Index)>().prop_map(|(a, b)| Damage::Swap(a, b)),
        any::<(Index, Index)>().prop_map(|(a, b)| Damage::Cut(a, b)),
        (any::<Index>(), prop::collection::vec(any::<u8>(), 1..12))
            .prop_map(|(at, bytes)| Damage::Bytes(at, bytes)),
    ]
}

fn damaged(source: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = source.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    for damage in damages {
        let count = lines.len();
        match damage {
            _ if count == 0 => {}
            Damage::Drop(at) => {
                lines.remove(at.index(count));
            }
            Damage::Double(at) => lines.insert(at.index(count), lines[at.index(count)].clone()),
            Damage::Swap(a, b) => lines.swap(a.index(count), b.index(count)),
            Damage::Cut(at, byte) => {
                let line = &mut lines[at.index(count)];
                let length = byte.index(line.len() + 1);
                line.truncate(length);
            }
            Damage::Bytes(at, bytes) => {
                let line = &mut lines[at.index(count)];
                let middle = line.len() / 2;
                line.splice(middle..middle, bytes.iter().copied());
            }
        }
    }
    lines.join(&b'\n')
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_dossiers_lose_no_line(
        which in any::<prop::sample::Index>(),
        damages in prop::collection::vec(damage(), 1..40),
    ) {
        let sources = sources();
        let source: &Vec<u8> = which.get(&sources);
        check(&damaged(source, &damages), &economies())?;
    }

    #[test]
    fn shuffled_dossiers_lose_no_line(which in any::<prop::sample::Index>(), seed in any::<u64>()) {
        let sources = sources();
        let source: &Vec<u8> = which.get(&sources);
        let mut lines: Vec<&[u8]> = source.split(|byte| *byte == b'\n').collect();
        // An order that depends on the seed and the text alone.
        lines.sort_by_key(|line| line.iter().fold(seed, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)));
        check(&lines.join(&b'\n'), &economies())?;
    }

    #[test]
    fn random_bytes_lose_no_line(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes, &economies())?;
    }
}

/// Lines of a megabyte that once cost time by the square of their length.
#[test]
fn long_lines_are_read() {
    let economies = economies();
    let repeated = |text: &str| format!("I. Overview\n01/01/2001\n{}\n", text.repeat(1_000_000 / text.len()));
    for text in
        ["(", "1/", "News item ", "/Add.1Rev.2", "WT/ACC/KAZ/1; ", "On agriculture (resumed) ", "\u{a0}x"]
    {
        check(repeated(text).as_bytes(), &economies).unwrap_or_else(|error| panic!("{text}: {error}"));
    }
}
