//! Dossiers against tables made by hand: `tests/expected/<dossier>/<table>.csv` holds what a careful reader finds, in
//! the columns its header names. The tables were written from the pages, not from the program.

#![allow(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use accession_analyze::{Plan, analyze};
use accession_schema::{Day, Facts, Statistics};
use accession_tests::{differences_of, economies, facts, root, rows, table};

type Row = BTreeMap<String, String>;

fn plan() -> Plan {
    accession_tests::plan(Day::from_ymd(2026, 11, 1).expect("a day"))
}

fn expected(path: &Path) -> (Vec<String>, Vec<Row>) {
    let mut reader =
        csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows =
        reader.deserialize().map(|row| row.unwrap_or_else(|error| panic!("{}: {error}", path.display())));
    (header, rows.collect())
}

/// Compares a table with the expected one; lines in `left_out` are blank in this copy of the page.
fn differences(path: &Path, facts: &Facts, statistics: &Statistics, left_out: &[&str]) -> String {
    let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
    let (header, mut expected) = expected(path);
    let mut found: Vec<Row> = rows(table(&name, facts, statistics))
        .into_iter()
        .map(|row| header.iter().map(|column| (column.clone(), row[column.as_str()].clone())).collect())
        .collect();
    expected.retain(|row| row.get("line").is_none_or(|line| !left_out.contains(&line.as_str())));
    if name == "findings" {
        // Findings of one line have no order of their own.
        let key = |row: &Row| (row["line"].parse::<u32>().ok(), row["code"].clone(), row["subject"].clone());
        expected.sort_by_key(key);
        found.sort_by_key(key);
    }
    differences_of(&name, &found, &expected)
}

fn check(dossier: &Path, folder: &str, left_out: &[&str]) {
    let bytes = std::fs::read(dossier).unwrap_or_else(|error| panic!("{}: {error}", dossier.display()));
    let facts = facts(folder, &bytes, &economies());
    let statistics = analyze(&facts, &plan());
    let mut tables: Vec<PathBuf> = std::fs::read_dir(root().join("tests/expected").join(folder))
        .unwrap_or_else(|error| panic!("{folder}: {error}"))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    tables.sort();
    assert!(tables.len() >= 5, "{folder} has too few expected tables");
    let differences: String =
        tables.iter().map(|table| differences(table, &facts, &statistics, left_out)).collect();
    assert!(differences.is_empty(), "{}\n{differences}", dossier.display());
}

/// The shipped copy has the page's paragraphs blanked: the introduction, two instructions and the last paragraph.
#[test]
fn kazakhstan_as_shipped() {
    check(&root().join("data/dossiers/kazakhstan.txt"), "kazakhstan", &["5", "19", "281", "289"]);
}

#[test]
fn kazakhstan_whole_page() {
    let page = root().join("../shared/dossiers/kazakhstan.txt");
    if page.exists() {
        check(&page, "kazakhstan", &[]);
    } else {
        eprintln!("skipped: the whole page is not beside the project at {}", page.display());
    }
}

fn synthetic(name: &str) {
    check(&root().join(format!("tests/fixtures/dossiers/{name}.txt")), name, &[]);
}

#[test]
fn ragged_blanks_and_sections_out_of_order() {
    synthetic("synthetic_tonga");
}

#[test]
fn chairs_with_dashes_and_empty_steps() {
    synthetic("synthetic_vanuatu");
}

#[test]
fn gatt_rows_and_a_transformed_working_party() {
    synthetic("synthetic_panama");
}

#[test]
fn an_accession_under_way() {
    synthetic("synthetic_acceding");
}

#[test]
fn split_chairs_and_header_variants() {
    synthetic("synthetic_caboverde");
}

#[test]
fn rows_broken_in_two_and_unusual_shapes() {
    synthetic("synthetic_estonia");
}

#[test]
fn joined_dates_cited_documents_and_subjects() {
    synthetic("synthetic_serbia");
}
