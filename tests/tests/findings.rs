//! Findings against tables made by hand: each dossier of `tests/fixtures/findings` shows one code in its different
//! cases and beside near misses, and `tests/expected/findings` holds every finding it must give, and no more. Those
//! whose name starts with `clean` give none. Codes that take several sources are shown by the cases of `join.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use accession_schema::vocabulary::FindingCode;
use accession_schema::{AnyTable, VariantArray};
use accession_tests::{economies, facts, root, rows};

const HEADER: [&str; 4] = ["line", "code", "severity", "subject"];
const ENDING: &str = "_synthetic";

/// The cells of a row in the order of [`HEADER`].
type Row = [String; 4];

/// The files of a folder with an extension, by their stems.
fn files(folder: &str, extension: &str) -> BTreeMap<String, PathBuf> {
    let folder = root().join(folder);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path)))
        .collect()
}

fn fixtures() -> BTreeMap<String, PathBuf> {
    files("tests/fixtures/findings", "txt")
}

fn tables() -> BTreeMap<String, PathBuf> {
    files("tests/expected/findings", "csv")
}

fn expected(path: &Path) -> Vec<Row> {
    let fail = |error: csv::Error| -> ! { panic!("{}: {error}", path.display()) };
    let mut reader = csv::Reader::from_path(path).unwrap_or_else(|error| fail(error));
    let header = reader.headers().unwrap_or_else(|error| fail(error));
    assert_eq!(header, HEADER.as_slice(), "{}", path.display());
    let rows: Vec<Row> = reader.deserialize().map(|row| row.unwrap_or_else(|error| fail(error))).collect();
    assert!(rows.is_sorted_by_key(order), "{} is sorted by line, code and subject", path.display());
    rows
}

/// The findings of a dossier, in the order of the expected tables.
fn found(stem: &str, path: &Path) -> Vec<Row> {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let facts = facts(stem, &bytes, &economies());
    let findings: &dyn AnyTable = &facts.findings;
    let mut found: Vec<Row> =
        rows(findings).into_iter().map(|row| HEADER.map(|column| row[column].clone())).collect();
    found.sort_by_key(order);
    found
}

/// By line, those of the whole source first, then by code and subject as text.
fn order(row: &Row) -> (Option<u32>, String, String, String) {
    let [line, code, severity, subject] = row;
    let number = line.parse().ok();
    assert!(number.is_some() || line.is_empty(), "expected a line, found {line:?}");
    (number, code.clone(), subject.clone(), severity.clone())
}

/// The rows of one table the other does not have, a row that stands there twice counted twice.
fn without(rows: &[Row], others: &[Row]) -> Vec<String> {
    let mut others = others.to_vec();
    rows.iter()
        .filter(|row| match others.iter().position(|other| other == *row) {
            Some(position) => {
                others.swap_remove(position);
                false
            }
            None => true,
        })
        .map(|row| row.join(","))
        .collect()
}

#[test]
fn every_dossier_gives_its_findings_and_no_other() {
    let mut differences = Vec::new();
    let mut fixtures = fixtures();
    for (stem, table) in tables() {
        let Some(dossier) = fixtures.remove(&stem) else { continue };
        let (expected, found) = (expected(&table), found(&stem, &dossier));
        differences
            .extend(without(&expected, &found).into_iter().map(|row| format!("{stem}: missing {row}")));
        differences
            .extend(without(&found, &expected).into_iter().map(|row| format!("{stem}: too much {row}")));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn dossiers_and_tables_come_in_pairs() {
    let dossiers: BTreeSet<String> = fixtures().into_keys().collect();
    let tables: BTreeSet<String> = tables().into_keys().collect();
    assert_eq!(dossiers, tables);
    assert!(dossiers.contains("clean_synthetic"));
}

/// Codes no dossier shows, for it takes several sources: a case of registers has their name.
const OF_SEVERAL_SOURCES: [FindingCode; 1] = [FindingCode::DisputedOrdinal];

/// The codes of the findings a case of `tests/expected/registers` must give.
fn codes_of_case(name: &str) -> Vec<String> {
    let path = root().join("tests/expected/registers").join(name).join("findings.csv");
    let fail = |error: csv::Error| -> ! { panic!("{}: {error}", path.display()) };
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|error| fail(error));
    let rows = reader.deserialize().map(|row| row.unwrap_or_else(|error| fail(error)));
    rows.map(|row: BTreeMap<String, String>| row["code"].clone()).collect()
}

#[test]
fn every_code_has_its_dossier_or_its_case_of_registers() {
    let tables = tables();
    for code in FindingCode::VARIANTS {
        let stem = format!("{}{ENDING}", code.word());
        if OF_SEVERAL_SOURCES.contains(code) {
            let codes = codes_of_case(code.word());
            assert!(!codes.is_empty(), "the case {} has no finding", code.word());
            assert!(codes.iter().all(|found| found == code.word()), "{} has {codes:?}", code.word());
            assert!(!tables.contains_key(&stem), "{stem} shows that a dossier has this code");
            continue;
        }
        let table = tables.get(&stem).unwrap_or_else(|| panic!("expected a dossier {stem}"));
        assert!(!expected(table).is_empty(), "{stem} has no finding");
    }
    // A dossier's name starts with the only code it shows.
    for (stem, table) in tables {
        assert!(stem.ends_with(ENDING), "{stem} does not say that it is synthetic");
        for [line, code, ..] in expected(&table) {
            assert!(stem.starts_with(&code), "{stem} has a {code} on line {line}");
        }
    }
}
