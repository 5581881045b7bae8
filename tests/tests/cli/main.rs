//! The command `accession` from outside: what it prints and writes, and how it ends.

#![allow(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use accession_schema::vocabulary::Milestone;
use accession_schema::{VariantArray, all_tables};
use accession_tests::{accession, economies, root};
use assert_cmd::assert::OutputAssertExt;
use serde_json::Value;
use tempfile::TempDir;

/// What a command printed.
struct Said {
    stdout: String,
    stderr: String,
}

/// Runs a command that has to end with an exit code.
fn said(command: &mut Command, code: i32) -> Said {
    let assert = command.assert().code(code);
    let output = assert.get_output();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output in UTF-8");
    Said { stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

/// Runs a command that has to end well and without complaint.
fn good(command: &mut Command) -> String {
    let Said { stdout, stderr } = said(command, 0);
    assert_eq!(stderr, "", "{stdout}");
    stdout
}

/// Runs a command that has to end well and may say what could not be computed from input that is in order.
fn ran(command: &mut Command) -> String {
    let Said { stdout, stderr } = said(command, 0);
    assert_eq!(without_notes(&stderr), "", "{stdout}");
    stdout
}

/// What a command complained of. Notes are no complaints: they say what few or equal accessions can't tell.
fn without_notes(stderr: &str) -> String {
    stderr.split_inclusive('\n').filter(|line| !line.starts_with("note: ")).collect()
}

#[track_caller]
fn assert_has(text: &str, part: &str) {
    assert!(text.contains(part), "expected {part:?} in\n{text}");
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn write(path: &Path, content: impl AsRef<[u8]>) {
    fs::write(path, content).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn copy(from: &Path, to: &Path) {
    write(to, read(from));
}

/// The 1-based line a byte stands on.
fn line_at(bytes: &[u8], at: usize) -> usize {
    bytes[..at].split(|byte| *byte == b'\n').count()
}

fn kazakhstan() -> PathBuf {
    root().join("data/dossiers/kazakhstan.txt")
}

/// A dossier made for the tests.
fn dossier(name: &str) -> PathBuf {
    root().join(format!("tests/fixtures/dossiers/{name}.txt"))
}

/// A dossier made to show a finding.
fn showing(name: &str) -> PathBuf {
    root().join(format!("tests/fixtures/findings/{name}_synthetic.txt"))
}

/// The files of a folder by name.
fn files(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect()
}

/// The names of all tables, facts first.
fn every_table() -> Vec<&'static str> {
    all_tables().iter().map(|table| table.name).collect()
}

/// The files of a release of these tables.
fn files_of<'t>(tables: impl IntoIterator<Item = &'t str>, formats: &[&str]) -> BTreeSet<String> {
    let tables = tables.into_iter();
    let files = tables.flat_map(|table| formats.iter().map(move |format| format!("{table}.{format}")));
    files.chain(["release.json".to_owned()]).collect()
}

fn manifest(release: &Path) -> Value {
    serde_json::from_slice(&read(&release.join("release.json"))).expect("a manifest")
}

/// Rows of the tables of a release by the manifest.
fn rows_by_table(release: &Path) -> BTreeMap<String, u64> {
    let manifest = manifest(release);
    let tables = manifest["tables"].as_array().expect("tables");
    tables
        .iter()
        .map(|table| {
            (table["name"].as_str().expect("a name").to_owned(), table["rows"].as_u64().expect("a number"))
        })
        .collect()
}

/// Runs dossiers and no register into a release.
fn release(dossiers: &[PathBuf], out: &Path) -> String {
    ran(accession().args(["run", "--dossiers"]).args(dossiers).arg("--out").arg(out))
}

/// Runs a command whose output is JSON.
fn json(command: &mut Command) -> Value {
    serde_json::from_str(&good(command)).expect("JSON")
}

type Row = BTreeMap<String, String>;

fn records(csv: &str) -> (Vec<String>, Vec<Row>) {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows = reader.deserialize().map(|row| row.expect("a row of the header's length"));
    (header, rows.collect())
}

/// A table of a release as `accession show` gives it to programs.
fn shown(release: &Path, table: &str) -> Vec<Row> {
    let csv = good(accession().args(["show", table, "--format", "csv", "--release"]).arg(release));
    records(&csv).1
}

/// The rows of the printed table whose header begins with these columns, by column. Every line has to be as long as
/// the header, with as many cells.
fn printed(text: &str, columns: &[&str]) -> Vec<Row> {
    let cells = |line: &str| -> Vec<String> {
        let inner = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |"));
        let inner = inner.unwrap_or_else(|| panic!("no row of a table: {line:?}"));
        inner.split(" | ").map(|cell| cell.trim().to_owned()).collect()
    };
    let is_header = |line: &str| {
        line.starts_with("| ") && columns.iter().zip(cells(line)).all(|(column, cell)| *column == cell)
    };
    let mut lines = text.lines().skip_while(|line| !is_header(line));
    let first = lines.next().unwrap_or_else(|| panic!("no table of {columns:?} in\n{text}"));
    let header = cells(first);
    lines
        .skip(1)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            assert_eq!(line.chars().count(), first.chars().count(), "{line} is out of line in\n{text}");
            let row = cells(line);
            assert_eq!(row.len(), header.len(), "{line}");
            header.iter().cloned().zip(row).collect()
        })
        .collect()
}

/// The ids of the dossiers of a release.
fn ids(release: &Path) -> Vec<String> {
    shown(release, "dossiers").into_iter().map(|mut row| row.remove("dossier_id").expect("an id")).collect()
}

/// A pipeline that reads `*.txt` beside it and writes to `release` beside it.
const PIPELINE: &str = r#"as_of = 2026-11-01

[inputs]
dossiers = ["*.txt"]

[statistics]
tables = ["meeting_gaps"]

[output]
folder = "release"
formats = ["parquet"]
"#;

/// The pipeline with one part put in place of another.
fn pipeline_with(from: &str, to: &str) -> String {
    assert!(PIPELINE.contains(from), "{from}");
    PIPELINE.replacen(from, to, 1)
}

/// A folder with the Kazakhstan dossier and a pipeline.
fn project(pipeline: &str) -> (TempDir, PathBuf) {
    let folder = folder();
    copy(&kazakhstan(), &folder.path().join("kazakhstan.txt"));
    let path = folder.path().join("pipeline.toml");
    write(&path, pipeline);
    (folder, path)
}

/// The rows of a register that ships with the project, with their lines.
fn register(name: &str) -> Vec<(u64, Row)> {
    let mut reader = csv::Reader::from_path(root().join("data/registers").join(name)).expect("a register");
    let header = reader.headers().expect("a header").clone();
    let rows = reader.records().map(|row| {
        let row = row.expect("a row of the header's length");
        let line = row.position().expect("a place").line();
        (line, row.deserialize(Some(&header)).expect("texts"))
    });
    rows.collect()
}

/// The rows of the shipped register of milestones about a milestone.
fn claimed(milestone: &str) -> Vec<(u64, Row)> {
    register("milestones.csv").into_iter().filter(|(_, row)| row["milestone"] == milestone).collect()
}

/// Days from one day to another (YYYY-MM-DD), counted by Julian day numbers.
fn days_between(from: &str, to: &str) -> i64 {
    let julian = |day: &str| {
        let parts: Vec<i64> = day.split('-').map(|part| part.parse().expect("a number")).collect();
        let [year, month, day] = parts[..] else { panic!("{parts:?} is no day") };
        let before_march = (14 - month) / 12;
        let (year, month) = (year + 4800 - before_march, month + 12 * before_march - 3);
        day + (153 * month + 2) / 5 + 365 * year + year / 4 - year / 100 + year / 400
    };
    julian(to) - julian(from)
}

mod run;

mod pipeline;

mod check;
mod evaluate;

mod ingest;

mod show;

mod schema;

mod compare;

mod estimates;

mod timeline;

mod why;

mod registers;

mod arguments;

mod output;
