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

/// Runs dossiers into a release.
fn release(dossiers: &[PathBuf], out: &Path) -> String {
    good(accession().args(["run", "--dossiers"]).args(dossiers).arg("--out").arg(out))
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

mod run;

mod pipeline;

mod check;

mod ingest;

mod show;

mod schema;

mod arguments;

mod output;
