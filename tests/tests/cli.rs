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

mod run {
    use super::*;

    #[test]
    fn the_default_pipeline_prints_the_headlines() {
        let folder = folder();
        let out = folder.path().join("out");
        let stdout = good(accession().args(["run", "--out"]).arg(&out));
        assert!(stdout.starts_with("Read 1 dossier (12,629 bytes, 287 lines): "), "{stdout}");
        for headline in [
            "Kazakhstan (KAZ), member since 2015-11-30",
            "  application to decision     7,119 days",
            "  application to membership   7,245 days",
            "  formal meetings             20 in 21 sittings",
            "  gaps between meetings       median 244 days, longest 1,371 days (meeting 10 to 11)",
            "  plurilateral meetings       29",
            "  documents                   138 in 141 listings",
        ] {
            assert!(stdout.lines().any(|line| line == headline), "expected {headline:?} in\n{stdout}");
        }
        assert_has(&stdout, "Findings: 0 errors, ");
        assert_has(&stdout, &format!("Release: 13 files in {}, as of 2026-11-01", out.display()));
        assert_eq!(files(&out), files_of(every_table(), &["parquet"]));
        assert_eq!(
            files(folder.path()),
            BTreeSet::from(["out".to_owned()]),
            "nothing is left beside the release"
        );
    }

    #[test]
    fn without_a_command_the_pipeline_of_the_working_directory_runs() {
        let folder = folder();
        let place = |path: &str| folder.path().join(path);
        for path in ["pipelines", "data/dossiers", "data/registers"] {
            fs::create_dir_all(place(path)).expect("a folder");
        }
        for path in
            ["pipelines/accessions.toml", "data/dossiers/kazakhstan.txt", "data/registers/economies.csv"]
        {
            copy(&root().join(path), &place(path));
        }
        copy(&dossier("synthetic_tonga"), &place("data/dossiers/tonga.txt"));
        let stdout = good(accession().current_dir(folder.path()));
        assert_has(&stdout, "Read 2 dossiers (");
        assert_has(&stdout, "Release: 13 files in out, as of 2026-11-01");
        assert_eq!(ids(&place("out")), ["kazakhstan", "tonga"]);
    }

    #[test]
    fn the_readme_shows_what_is_printed() {
        let readme = String::from_utf8(read(&root().join("README.md"))).expect("UTF-8");
        let mut lines = readme.lines().skip_while(|line| !line.contains("cargo run --release"));
        assert!(
            lines.by_ref().any(|line| line.trim() == "```text"),
            "README.md shows no output of cargo run --release"
        );
        let block: Vec<&str> = lines.take_while(|line| line.trim() != "```").collect();
        assert!(block.len() > 10, "the block is the output: {block:?}");
        let folder = folder();
        let stdout = good(accession().args(["run", "--out"]).arg(folder.path().join("out")));
        let printed: Vec<&str> = stdout.lines().collect();
        for line in block.iter().filter(|line| !line.starts_with("Release:")) {
            assert!(printed.contains(line), "README.md says {line:?}, which is not in\n{stdout}");
        }
    }

    #[test]
    fn dossiers_and_day_can_be_named() {
        let folder = folder();
        let out = folder.path().join("deep/er/out");
        let stdout = good(
            accession()
                .args(["run", "--as-of", "2010-06-30", "--dossiers"])
                .arg(dossier("synthetic_acceding"))
                .arg("--out")
                .arg(&out),
        );
        assert_has(&stdout, "\nUzbekistan (UZB), acceding\n");
        assert_has(&stdout, "as of 2010-06-30");
        assert_eq!(manifest(&out)["as_of"], "2010-06-30");
        assert_eq!(ids(&out), ["synthetic_acceding"]);
        let durations = shown(&out, "accession_durations");
        let open = |row: &&Row| row["event_observed"] == "false";
        assert!(durations.iter().filter(open).count() > 0, "{durations:?}");
        for row in &durations {
            assert_eq!(row["as_of_date"], "2010-06-30");
            assert!(row["end_date"].as_str() <= "2010-06-30", "{row:?}");
        }
    }

    #[test]
    fn nothing_after_the_day_counts_as_observed() {
        let folder = folder();
        let out = folder.path().join("out");
        let stdout = good(
            accession()
                .args(["run", "--as-of", "2000-01-01", "--dossiers"])
                .arg(kazakhstan())
                .arg("--out")
                .arg(&out),
        );
        assert_has(&stdout, "Kazakhstan (KAZ), acceding");
        let is_wanted =
            |row: &&Row| row["from_milestone"] == "application" && row["to_milestone"] == "membership";
        let durations = shown(&out, "accession_durations");
        let duration = durations.iter().find(is_wanted).expect("the clock that runs");
        assert_eq!(duration["event_observed"], "false");
        // The wide table and the printed lines must not know what the long table does not.
        let summary = shown(&out, "accession_summary");
        assert_eq!(summary[0]["status"], "acceding");
        assert_eq!(summary[0]["application_to_membership_days"], "", "the clock runs on 2000-01-01");
        assert!(!stdout.contains("application to membership"), "{stdout}");
    }

    #[test]
    fn a_folder_stands_for_its_files() {
        let folder = folder();
        let dossiers = folder.path().join("dossiers");
        fs::create_dir_all(dossiers.join("below")).expect("a folder");
        for (from, to) in
            [("vanuatu", "b.txt"), ("tonga", "a.txt"), ("panama", ".hidden"), ("panama", "below/c.txt")]
        {
            copy(&dossier(&format!("synthetic_{from}")), &dossiers.join(to));
        }
        let out = folder.path().join("out");
        let stdout = release(&[dossiers, kazakhstan()], &out);
        assert_has(&stdout, "Read 3 dossiers (");
        assert_eq!(ids(&out), ["a", "b", "kazakhstan"]);
    }

    #[test]
    fn a_missing_file_does_not_stop_the_others() {
        let folder = folder();
        let out = folder.path().join("out");
        let missing = folder.path().join("missing.txt");
        let Said { stdout, stderr } = said(
            accession()
                .args(["run", "--dossiers"])
                .args([&dossier("synthetic_tonga"), &missing, &dossier("synthetic_panama")])
                .arg("--out")
                .arg(&out),
            1,
        );
        assert!(stderr.starts_with(&format!("problem: {}: ", missing.display())), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
        assert_has(&stdout, "Read 2 dossiers (");
        assert_eq!(ids(&out), ["synthetic_panama", "synthetic_tonga"]);
    }

    #[test]
    fn two_files_of_one_name_do_not_mix() {
        let folder = folder();
        let (first, second) = (folder.path().join("a/x.txt"), folder.path().join("b/x.md"));
        for (from, to) in [("tonga", &first), ("panama", &second)] {
            fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
            copy(&dossier(&format!("synthetic_{from}")), to);
        }
        let out = folder.path().join("out");
        let Said { stderr, .. } =
            said(accession().args(["run", "--dossiers"]).args([&second, &first]).arg("--out").arg(&out), 1);
        assert!(stderr.starts_with(&format!("problem: {}: ", second.display())), "{stderr}");
        assert_has(&stderr, &first.display().to_string());
        let dossiers = shown(&out, "dossiers");
        assert_eq!(dossiers.len(), 1);
        assert_eq!((dossiers[0]["dossier_id"].as_str(), dossiers[0]["iso3"].as_str()), ("x", "TON"));
        // One file named twice is one dossier.
        let stdout = release(&[first.clone(), first], &out);
        assert_has(&stdout, "Read 1 dossier (");
    }

    #[test]
    fn without_any_dossier_it_can_not_run() {
        let folder = folder();
        let empty = folder.path().join("empty");
        fs::create_dir(&empty).expect("a folder");
        let out = folder.path().join("out");
        let missing = folder.path().join("missing.txt");
        for path in [&empty, &missing] {
            let Said { stdout, stderr } =
                said(accession().args(["run", "--dossiers"]).arg(path).arg("--out").arg(&out), 2);
            assert_eq!(stdout, "");
            assert_has(&stderr, &format!("problem: {}: ", path.display()));
            assert_has(&stderr, "\nerror: there is no dossier to read");
            assert!(!out.exists());
        }
        // Nor does the built-in pipeline name any.
        let Said { stderr, .. } = said(accession().current_dir(&empty), 2);
        assert_has(&stderr, "error: there is no dossier to read");
        assert_eq!(files(&empty), BTreeSet::new());
    }

    /// A file that is there and can't be read, even by root.
    #[cfg(target_os = "linux")]
    #[test]
    fn if_no_dossier_can_be_read_the_old_release_stands() {
        let folder = folder();
        let out = folder.path().join("out");
        release(&[kazakhstan()], &out);
        let unreadable = "/proc/self/mem";
        let Said { stderr, .. } =
            said(accession().args(["run", "--dossiers", unreadable]).arg("--out").arg(&out), 2);
        assert_has(&stderr, "problem: /proc/self/mem: ");
        assert_eq!(ids(&out), ["kazakhstan"]);
        // Beside one that can be read it is a problem like any other.
        let tonga = dossier("synthetic_tonga");
        let Said { stderr, .. } =
            said(accession().args(["run", "--dossiers", unreadable]).arg(tonga).arg("--out").arg(&out), 1);
        assert_has(&stderr, "problem: /proc/self/mem: ");
        assert_eq!(ids(&out), ["synthetic_tonga"]);
    }

    #[test]
    fn a_finding_of_severity_error_is_exit_code_1() {
        let folder = folder();
        let out = folder.path().join("out");
        let dossier = showing("impossible_date");
        let Said { stdout, stderr } =
            said(accession().args(["run", "--dossiers"]).arg(dossier).arg("--out").arg(&out), 1);
        assert_eq!(stderr, "");
        let errors = shown(&out, "findings").iter().filter(|row| row["severity"] == "error").count();
        assert!(errors > 1);
        assert_has(&stdout, &format!("\nFindings: {errors} errors, "));
        assert_eq!(ids(&out), ["impossible_date_synthetic"]);
    }

    #[test]
    fn more_dossiers_than_a_batch_are_one_release() {
        let folder = folder();
        let dossiers: Vec<PathBuf> = (0..70)
            .map(|number| {
                let path = folder.path().join(format!("tonga{number:02}.txt"));
                copy(&dossier("synthetic_tonga"), &path);
                path
            })
            .collect();
        let out = folder.path().join("out");
        let stdout = release(&dossiers, &out);
        assert_eq!(stdout.matches("Tonga (TON), member since ").count(), 12);
        assert_has(&stdout, "\nand 58 more dossiers: accession show accession_summary\n");
        let expected: Vec<String> = (0..70).map(|number| format!("tonga{number:02}")).collect();
        assert_eq!(ids(&out), expected);
        let documents = shown(&out, "documents");
        assert_eq!(documents.len(), 70 * 27);
        assert!(
            documents.is_sorted_by_key(|row| (row["dossier_id"].clone(), row["line"].parse::<u32>().ok()))
        );
    }

    #[test]
    fn another_working_directory_has_the_built_in_pipeline() {
        let folder = folder();
        copy(&kazakhstan(), &folder.path().join("page.txt"));
        let stdout = good(accession().args(["run", "--dossiers", "page.txt"]).current_dir(folder.path()));
        assert_has(&stdout, "\nKazakhstan (KAZ), member since 2015-11-30\n");
        assert_has(&stdout, "\nRelease: 13 files in out, as of 2026-11-01\n");
        let out = folder.path().join("out");
        assert_eq!(files(&out), files_of(every_table(), &["parquet"]));
        assert_eq!(shown(&out, "accession_durations").len(), 11);
    }

    #[test]
    fn a_folder_that_is_no_release_is_left_alone() {
        let folder = folder();
        let out = folder.path().join("out");
        fs::create_dir(&out).expect("a folder");
        write(&out.join("thesis.txt"), "years of work");
        let Said { stdout, stderr } = said(accession().args(["run", "--out"]).arg(&out), 2);
        assert_eq!(stdout, "");
        assert!(stderr.starts_with("error: "), "{stderr}");
        assert_has(&stderr, &out.display().to_string());
        assert_eq!(files(&out), BTreeSet::from(["thesis.txt".to_owned()]));
        assert_eq!(read(&out.join("thesis.txt")), b"years of work");
        assert_eq!(files(folder.path()), BTreeSet::from(["out".to_owned()]));
        // An empty folder and an older release are taken.
        fs::remove_file(out.join("thesis.txt")).expect("a file");
        release(&[kazakhstan()], &out);
        release(&[dossier("synthetic_tonga")], &out);
        assert_eq!(ids(&out), ["synthetic_tonga"]);
        assert_eq!(files(folder.path()), BTreeSet::from(["out".to_owned()]));
    }

    #[test]
    fn a_file_in_the_place_of_the_release_is_left_alone() {
        let folder = folder();
        let out = folder.path().join("out");
        write(&out, "a file");
        let Said { stderr, .. } = said(accession().args(["run", "--out"]).arg(&out), 2);
        assert_has(&stderr, &out.display().to_string());
        assert_eq!(read(&out), b"a file");
        assert_eq!(files(folder.path()), BTreeSet::from(["out".to_owned()]));
        // What the file system said is said once.
        assert_eq!(stderr.matches("os error").count(), 1, "{stderr}");
    }

    #[test]
    fn days_that_are_none_are_refused() {
        for day in ["2015-11", "2015-02-30", "yesterday", ""] {
            let Said { stderr, .. } = said(accession().args(["run", "--as-of", day]), 2);
            assert_has(&stderr, "--as-of");
        }
    }
}

mod pipeline {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_pipeline() {
        let (folder, path) = project(PIPELINE);
        let elsewhere = super::folder();
        let stdout = good(accession().arg("run").arg(&path).current_dir(elsewhere.path()));
        assert_has(&stdout, "Read 1 dossier (");
        assert_eq!(ids(&folder.path().join("release")), ["kazakhstan"]);
        assert_eq!(files(elsewhere.path()), BTreeSet::new());
    }

    #[test]
    fn the_folder_of_the_pipeline_is_no_glob() {
        let folder = folder();
        let place = folder.path().join("pages [2026]");
        fs::create_dir(&place).expect("a folder");
        copy(&kazakhstan(), &place.join("kazakhstan.txt"));
        write(&place.join("pipeline.toml"), PIPELINE);
        let stdout = good(accession().arg("run").arg(place.join("pipeline.toml")));
        assert_has(&stdout, "Read 1 dossier (");
    }

    #[test]
    fn the_shipped_pipeline_of_one_economy_runs() {
        let folder = folder();
        let out = folder.path().join("out");
        good(accession().args(["run", "pipelines/kazakhstan.toml", "--out"]).arg(&out));
        let left_out = ["documents_per_year", "documents_per_year_by_step"];
        let tables = every_table().into_iter().filter(|table| !left_out.contains(table));
        assert_eq!(files(&out), files_of(tables, &["csv", "parquet"]));
        assert_eq!(manifest(&out)["as_of"], "2015-11-30");
    }

    #[test]
    fn both_formats_and_some_statistics_are_exactly_these_files() {
        let (folder, path) = project(
            &pipeline_with("[\"parquet\"]", "[\"csv\", \"parquet\"]")
                .replace("[\"meeting_gaps\"]", "[\"documents_per_year\", \"meeting_gaps\"]"),
        );
        let stdout = good(accession().arg("run").arg(&path));
        let out = folder.path().join("release");
        let facts = every_table().into_iter().take(8);
        let tables: Vec<&str> = facts.chain(["meeting_gaps", "documents_per_year"]).collect();
        assert_eq!(tables.get(7), Some(&"findings"), "there are eight tables of facts");
        assert_eq!(files(&out), files_of(tables.iter().copied(), &["csv", "parquet"]));
        assert_has(&stdout, "Release: 20 files in ");
        let rows = rows_by_table(&out);
        assert_eq!(rows.keys().map(String::as_str).collect::<BTreeSet<_>>(), BTreeSet::from_iter(tables));
        for table in all_tables().iter().filter(|table| rows.contains_key(table.name)) {
            let csv = String::from_utf8(read(&out.join(format!("{}.csv", table.name)))).expect("UTF-8");
            let (header, records) = records(&csv);
            assert_eq!(header, table.columns.iter().map(|column| column.name).collect::<Vec<_>>());
            assert_eq!(records.len() as u64, rows[table.name], "{}", table.name);
            assert_eq!(records, shown(&out, table.name), "{} is the same in both formats", table.name);
        }
    }

    #[test]
    fn a_format_named_twice_loses_no_row() {
        let (folder, path) = project(&pipeline_with("[\"parquet\"]", "[\"csv\", \"csv\"]"));
        let status = accession().arg("run").arg(&path).output().expect("the command starts").status;
        // Refusing the pipeline is as good as writing the format once.
        if status.code() != Some(2) {
            assert_eq!(status.code(), Some(0));
            let csv = read(&folder.path().join("release/meetings.csv"));
            assert_eq!(records(&String::from_utf8_lossy(&csv)).1.len(), 56);
        }
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let cases = [
            ("[output]", "[output]\ncolour = 1", "colour", 10),
            ("[inputs]", "[inputs]\ndossier = [\"x\"]", "dossier", 4),
            ("\"meeting_gaps\"", "\"meeting_gap\"", "meeting_gap", 7),
            ("[\"parquet\"]", "[\"xlsx\"]", "xlsx", 11),
            ("as_of = 2026-11-01", "as_of = 2026-13-01", "2026-13-01", 1),
            ("[inputs]", "[inputs", "[inputs", 3),
            (
                "[\"meeting_gaps\"]",
                "[\"accession_durations\"]\ndurations = [{ from = \"applied\", to = \"decision\" }]",
                "applied",
                8,
            ),
        ];
        for (from, to, mistake, line) in cases {
            let (folder, path) = project(&pipeline_with(from, to));
            let Said { stdout, stderr } = said(accession().arg("run").arg(&path), 2);
            assert_eq!(stdout, "");
            assert!(stderr.starts_with(&format!("error: {}", path.display())), "{stderr}");
            assert_has(&stderr, mistake);
            assert_has(&stderr, &format!("line {line}"));
            assert!(!folder.path().join("release").exists());
        }
    }

    #[test]
    fn what_is_left_out_is_named() {
        let cases = [
            ("formats = [\"parquet\"]", "", "formats"),
            ("formats = [\"parquet\"]", "formats = []", "formats"),
            ("as_of = 2026-11-01", "", "as_of"),
            ("[\"meeting_gaps\"]", "[\"accession_durations\"]", "durations"),
        ];
        for (from, to, part) in cases {
            let (_folder, path) = project(&pipeline_with(from, to));
            let Said { stderr, .. } = said(accession().arg("run").arg(&path), 2);
            assert!(stderr.starts_with(&format!("error: {}", path.display())), "{stderr}");
            assert_has(&stderr, part);
        }
    }

    #[test]
    fn a_pipeline_that_is_not_there_is_named() {
        let folder = folder();
        for path in [folder.path().join("missing.toml"), folder.path().to_owned()] {
            let Said { stderr, .. } = said(accession().arg("run").arg(&path), 2);
            assert!(stderr.starts_with(&format!("error: {}: ", path.display())), "{stderr}");
        }
    }

    #[test]
    fn a_glob_that_matches_nothing_is_a_problem() {
        let (folder, path) = project(&pipeline_with("[\"*.txt\"]", "[\"*.text\", \"*.txt\"]"));
        let Said { stdout, stderr } = said(accession().arg("run").arg(&path), 1);
        let glob = folder.path().join("*.text");
        assert_eq!(stderr, format!("problem: {}: no file matches\n", glob.display()));
        assert_has(&stdout, "Read 1 dossier (");
        assert_eq!(ids(&folder.path().join("release")), ["kazakhstan"]);
        // Alone it leaves nothing to run.
        write(&path, pipeline_with("*.txt", "*.text"));
        let Said { stderr, .. } = said(accession().arg("run").arg(&path), 2);
        assert_has(&stderr, "*.text: no file matches");
        assert_eq!(ids(&folder.path().join("release")), ["kazakhstan"], "the old release stands");
    }

    #[test]
    fn globs_that_overlap_read_a_dossier_once() {
        let (_folder, path) = project(&pipeline_with("[\"*.txt\"]", "[\"*.txt\", \"kaz*\"]"));
        assert_has(&good(accession().arg("run").arg(&path)), "Read 1 dossier (");
    }

    #[test]
    fn a_bad_row_of_a_register_is_named_and_the_rest_is_used() {
        let (folder, path) =
            project(&pipeline_with("[\"*.txt\"]", "[\"*.txt\"]\neconomies = \"economies.csv\""));
        let register = folder.path().join("economies.csv");
        write(&register, "iso3,wto_code,name,aliases\nKAZ,KAZ,Kazakhstan,\nTonga,TON,Tonga,\nVUT,VUT\n");
        let Said { stdout, stderr } = said(accession().arg("run").arg(&path), 1);
        let problems: Vec<&str> = stderr.lines().collect();
        assert_eq!(problems.len(), 2, "{stderr}");
        for (problem, line) in problems.iter().zip([3, 4]) {
            let place = format!("problem: {}:{line}: ", register.display());
            assert!(problem.starts_with(&place), "expected {place:?}, found {problem:?}");
        }
        assert_has(problems[0], "\"Tonga\"");
        assert_has(&stdout, "\nKazakhstan (KAZ), member since 2015-11-30\n");
    }

    #[test]
    fn a_register_that_is_not_there_is_named() {
        let (folder, path) =
            project(&pipeline_with("[\"*.txt\"]", "[\"*.txt\"]\neconomies = \"economies.csv\""));
        let Said { stderr, .. } = said(accession().arg("run").arg(&path), 2);
        let register = folder.path().join("economies.csv");
        assert!(stderr.starts_with(&format!("error: {}: ", register.display())), "{stderr}");
    }
}

mod check {
    use super::*;

    #[test]
    fn a_clean_page_is_good() {
        let path = showing("clean");
        let stdout = good(accession().arg("check").arg(&path));
        assert_eq!(stdout, format!("{}: 0 errors, 0 warnings, 0 infos\n", path.display()));
    }

    #[test]
    fn warnings_are_shown_and_are_no_error() {
        let stdout = good(accession().args(["check", "data/dossiers/kazakhstan.txt"]));
        assert_has(&stdout, "warning[");
        assert_has(&stdout, "\ndata/dossiers/kazakhstan.txt: 0 errors, 9 warnings, 10 infos\n");
        // What README.md shows of it is what is printed.
        let readme = String::from_utf8(read(&root().join("README.md"))).expect("UTF-8");
        let mut lines = readme.lines().skip_while(|line| !line.starts_with("warning[")).peekable();
        assert!(lines.peek().is_some(), "README.md shows no finding");
        for line in lines.take_while(|line| line.trim() != "```") {
            assert!(
                stdout.lines().any(|printed| printed == line),
                "README.md says {line:?}, not in\n{stdout}"
            );
        }
    }

    #[test]
    fn errors_are_shown_at_their_line() {
        let path = showing("impossible_date");
        let Said { stdout, stderr } = said(accession().arg("check").arg(&path), 1);
        assert_eq!(stderr, "");
        let source = String::from_utf8(read(&path)).expect("UTF-8");
        let (number, line) =
            (1..).zip(source.lines()).find(|(_, line)| line.contains("31/02/1995")).expect("a line");
        let place = format!("--> {}:{number}:", path.display());
        let finding = stdout.split("\n\n").find(|finding| finding.contains(&place)).expect("the finding");
        assert!(finding.starts_with("error[impossible_date]: "), "{finding}");
        assert_has(finding, &format!("{number} | {line}\n"));
        assert_has(finding, "^^^^");
        let counted = stdout.matches("error[").count();
        assert_has(&stdout, &format!("\n{}: {counted} errors, ", path.display()));
    }

    #[test]
    fn every_file_is_checked_whatever_the_others_are() {
        let folder = folder();
        let (bad, clean) = (showing("unknown_economy"), showing("clean"));
        let missing = folder.path().join("missing.txt");
        let Said { stdout, stderr } = said(accession().arg("check").args([&bad, &missing, &clean]), 1);
        assert!(stderr.starts_with(&format!("problem: {}: ", missing.display())), "{stderr}");
        for path in [&bad, &clean] {
            assert_has(&stdout, &format!("{}: ", path.display()));
        }
        // One missing file is enough.
        said(accession().arg("check").args([&missing, &clean]), 1);
        // And a folder stands for its files.
        copy(&clean, &folder.path().join("page.txt"));
        let stdout = good(accession().arg("check").arg(folder.path()));
        assert_has(&stdout, "page.txt: 0 errors, 0 warnings, 0 infos\n");
        said(accession().arg("check"), 2);
    }

    #[test]
    fn a_line_that_is_no_text_is_an_error_at_its_line() {
        let folder = folder();
        let path = folder.path().join("page.txt");
        let mut bytes = read(&showing("clean"));
        let row = b"4th meeting resumed ";
        let at = bytes.windows(row.len()).position(|window| window == row).expect("the row");
        bytes[at + 3] = 0xff;
        write(&path, &bytes);
        let number = line_at(&bytes, at);
        let Said { stdout, stderr } = said(accession().arg("check").arg(&path), 1);
        assert_eq!(stderr, "");
        assert_has(&stdout, "error[unread_line]: ");
        assert_has(&stdout, &format!("--> {}:{number}:", path.display()));
        assert_has(&stdout, &format!("{number} | 4th\u{fffd}meeting resumed 26/10/2012 Documents\n"));
        assert_has(&stdout, &format!("\n{}: 1 error, ", path.display()));
    }

    #[test]
    fn files_that_are_no_pages_are_errors_not_crashes() {
        let folder = folder();
        let sources: [&[u8]; 5] =
            [b"", b"\n\n", b"\xff\xfeK\0a\0z\0\n\0", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &[0xe2; 5000]];
        for source in sources {
            let path = folder.path().join("page.txt");
            write(&path, source);
            let Said { stdout, stderr } = said(accession().arg("check").arg(&path), 1);
            assert_eq!(stderr, "");
            assert_has(&stdout, "error[unknown_economy]: ");
            assert_has(&stdout, &path.display().to_string());
        }
    }
}

mod ingest {
    use super::*;

    const CLASSES: [&str; 5] = ["section", "entry", "item", "text", "unread"];

    fn rows(stdout: &str) -> Vec<Value> {
        let value: Value =
            serde_json::from_str(stdout).unwrap_or_else(|error| panic!("{error} in\n{stdout}"));
        value.as_array().expect("a list of rows").clone()
    }

    fn number(row: &Value, key: &str) -> usize {
        row[key]
            .as_u64()
            .and_then(|number| number.try_into().ok())
            .unwrap_or_else(|| panic!("{key} in {row}"))
    }

    fn word<'r>(row: &'r Value, key: &str) -> &'r str {
        row[key].as_str().unwrap_or_else(|| panic!("{key} in {row}"))
    }

    #[test]
    fn rows_are_printed_as_a_table() {
        let path = dossier("synthetic_tonga");
        let stdout = good(accession().arg("ingest").arg(&path));
        let head = stdout.lines().next().expect("a line");
        assert_eq!(head, format!("{}: timeline layout, 60 rows in 65 lines", path.display()));
        let header: Vec<&str> = stdout.lines().nth(1).expect("a header").split('|').map(str::trim).collect();
        assert_eq!(header, ["", "line", "bytes", "class", "label", "date", "symbols", "text", ""]);
        assert_eq!(stdout.lines().filter(|line| line.starts_with("| ")).count(), 61);
        assert_has(&stdout, "| section |");
    }

    #[test]
    fn json_rows_are_the_bytes_they_point_at() {
        let paths =
            [kazakhstan(), dossier("synthetic_tonga"), dossier("synthetic_acceding"), showing("unread_line")];
        let stdout = good(accession().args(["ingest", "--format", "json"]).args(&paths));
        let mut classes = BTreeSet::new();
        let mut of_source: BTreeMap<String, usize> = BTreeMap::new();
        for row in rows(&stdout) {
            let source = word(&row, "source");
            let bytes = read(Path::new(source));
            let (start, end) = (number(&row, "byte_start"), number(&row, "byte_end"));
            let text = String::from_utf8_lossy(&bytes[start..end]);
            assert_eq!(word(&row, "text"), text);
            let line = line_at(&bytes, start);
            assert_eq!(number(&row, "line"), line);
            assert!(text.contains(word(&row, "label")), "{row}");
            let date = row["date"].as_str().unwrap_or_default();
            assert!(text.contains(date), "{row}");
            for symbol in row["symbols"].as_array().expect("a list") {
                assert!(text.contains(symbol.as_str().expect("a symbol")), "{row}");
            }
            classes.insert(word(&row, "class").to_owned());
            *of_source.entry(source.to_owned()).or_default() += 1;
        }
        assert!(classes.iter().all(|class| CLASSES.contains(&class.as_str())), "{classes:?}");
        assert!(
            ["section", "entry", "item", "text"].iter().all(|class| classes.contains(*class)),
            "{classes:?}"
        );
        assert_eq!(of_source.len(), paths.len());
        for path in &paths {
            let bytes = read(path);
            let filled =
                String::from_utf8_lossy(&bytes).lines().filter(|line| !line.trim().is_empty()).count();
            assert_eq!(of_source[&path.display().to_string()], filled, "{}", path.display());
        }
    }

    #[test]
    fn a_line_that_is_no_text_is_unread() {
        let folder = folder();
        let path = folder.path().join("page.txt");
        let bytes =
            b"I. Overview\n01/01/2001\nApplication \xff\xfe received 29/01/1996 WT/ACC/KAZ/1\nAt the end\n";
        write(&path, bytes);
        let rows = rows(&good(accession().args(["ingest", "--format", "json"]).arg(&path)));
        assert_eq!(rows.len(), 4);
        assert_eq!(word(&rows[2], "class"), "unread");
        for row in &rows {
            let (start, end) = (number(row, "byte_start"), number(row, "byte_end"));
            assert_eq!(word(row, "text"), String::from_utf8_lossy(&bytes[start..end]));
        }
    }

    #[test]
    fn json_is_whole_whatever_the_files() {
        let folder = folder();
        let (empty, missing) = (folder.path().join("empty.txt"), folder.path().join("missing.txt"));
        write(&empty, "");
        let json = ["ingest", "--format", "json"];
        assert_eq!(rows(&good(accession().args(json).arg(&empty))), Vec::<Value>::new());
        let Said { stdout, stderr } = said(accession().args(json).arg(&missing), 1);
        assert!(stderr.starts_with(&format!("problem: {}: ", missing.display())), "{stderr}");
        assert_eq!(rows(&stdout), Vec::<Value>::new());
        let tonga = dossier("synthetic_tonga");
        let Said { stdout, stderr } = said(accession().args(json).args([&empty, &missing, &tonga]), 1);
        assert_has(&stderr, &missing.display().to_string());
        assert_eq!(rows(&stdout).len(), 60);
    }
}

mod show {
    use super::*;

    /// A release of an economy that is a member and one that is not.
    fn two_economies() -> (TempDir, PathBuf) {
        let folder = folder();
        let out = folder.path().join("out");
        release(&[kazakhstan(), dossier("synthetic_acceding")], &out);
        (folder, out)
    }

    #[test]
    fn an_economy_goes_by_code_and_name() {
        let (_folder, out) = two_economies();
        let show = |table: &str, economy: &str| {
            let args = ["show", table, "--format", "csv", "--economy", economy, "--release"];
            records(&good(accession().args(args).arg(&out))).1
        };
        let expected: Vec<Row> =
            shown(&out, "meetings").into_iter().filter(|row| row["iso3"] == "KAZ").collect();
        assert_eq!(expected.len(), 56);
        for economy in ["KAZ", "kaz", "Kazakhstan", "kazakhstan", "the Republic of Kazakhstan"] {
            assert_eq!(show("meetings", economy), expected, "{economy}");
        }
        // Every table can be asked so, with a column iso3 or without one.
        for table in every_table() {
            let expected: Vec<Row> =
                shown(&out, table).into_iter().filter(|row| row["dossier_id"] == "kazakhstan").collect();
            assert_eq!(show(table, "KAZ"), expected, "{table}");
        }
        // An economy may be known and have no dossier.
        assert_eq!(show("meetings", "Tonga"), Vec::<Row>::new());
        for economy in ["Narnia", "XXX", ""] {
            let Said { stdout, stderr } =
                said(accession().args(["show", "meetings", "--economy", economy, "--release"]).arg(&out), 2);
            assert_eq!(stdout, "");
            assert!(stderr.starts_with(&format!("error: {economy:?} ")), "{stderr}");
        }
    }

    #[test]
    fn every_economy_of_the_register_can_be_asked_for() {
        let (_folder, out) = two_economies();
        // The rest is looked up in the same way; starting the command sixty times is for nothing.
        for economy in economies().iter().step_by(9) {
            for name in [&economy.iso3, &economy.name] {
                good(accession().args(["show", "dossiers", "--economy", name, "--release"]).arg(&out));
            }
        }
    }

    #[test]
    fn columns_come_in_the_order_asked_for() {
        let (_folder, out) = two_economies();
        let show =
            |args: &[&str]| accession().args(["show", "meetings", "--release"]).arg(&out).args(args).output();
        let output =
            show(&["--columns", "start_date,kind,byte_end", "--format", "csv"]).expect("the command starts");
        let (header, rows) = records(&String::from_utf8(output.stdout).expect("UTF-8"));
        assert_eq!(header, ["start_date", "kind", "byte_end"]);
        for (row, whole) in rows.iter().zip(shown(&out, "meetings")) {
            assert!(row.iter().all(|(column, value)| whole[column] == *value), "{row:?} {whole:?}");
        }
        let output = show(&["--columns", "kind,colour"]).expect("the command starts");
        let stderr = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(2));
        assert_has(&stderr, "\"colour\"");
        assert_has(&stderr, "start_date");
    }

    #[test]
    fn tables_are_printed_without_what_is_for_programs() {
        let (_folder, out) = two_economies();
        let stdout = good(accession().args(["show", "meetings", "--economy", "KAZ", "--release"]).arg(&out));
        let header = stdout.lines().next().expect("a header");
        for column in ["dossier_id", "line", "kind", "start_date"] {
            assert_has(header, &format!("| {column} "));
        }
        assert!(!header.contains("byte_start"), "{header}");
        assert_eq!(stdout.lines().last(), Some("56 rows"));
        assert_eq!(stdout.lines().filter(|line| line.starts_with("| ")).count(), 57);
    }

    #[test]
    fn rows_are_limited() {
        let (_folder, out) = two_economies();
        for (limit, last) in
            [("2", "2 of 56 rows"), ("0", "0 of 56 rows"), ("56", "56 rows"), ("1000", "56 rows")]
        {
            let args = ["show", "meetings", "--economy", "KAZ", "--limit", limit, "--release"];
            let stdout = good(accession().args(args).arg(&out));
            assert_eq!(stdout.lines().last(), Some(last));
        }
        let args = ["show", "meetings", "--limit", "3", "--format", "csv", "--release"];
        let (_, rows) = records(&good(accession().args(args).arg(&out)));
        assert_eq!(rows, shown(&out, "meetings")[..3]);
        said(accession().args(["show", "meetings", "--limit", "-1", "--release"]).arg(&out), 2);
    }

    #[test]
    fn csv_is_the_whole_table() {
        let (_folder, out) = two_economies();
        let rows = rows_by_table(&out);
        for table in all_tables() {
            let args = ["show", table.name, "--format", "csv", "--release"];
            let (header, records) = records(&good(accession().args(args).arg(&out)));
            assert_eq!(header, table.columns.iter().map(|column| column.name).collect::<Vec<_>>());
            assert_eq!(records.len() as u64, rows[table.name], "{}", table.name);
        }
        let informal =
            shown(&out, "meetings").into_iter().find(|row| row["kind"] == "informal").expect("a row");
        assert_eq!(informal["ordinal"], "", "null is an empty field");
    }

    #[test]
    fn a_table_that_is_not_there_is_named_beside_those_that_are() {
        let (_folder, out) = two_economies();
        for table in ["meeting", "Meetings", "", "../out/meetings"] {
            let Said { stdout, stderr } = said(accession().args(["show", table, "--release"]).arg(&out), 2);
            assert_eq!(stdout, "");
            assert!(stderr.starts_with("error: "), "{stderr}");
            for known in every_table() {
                assert_has(&stderr, known);
            }
        }
    }

    #[test]
    fn a_release_that_is_not_there_is_named() {
        let folder = folder();
        let missing = folder.path().join("missing");
        let Said { stderr, .. } = said(accession().args(["show", "meetings", "--release"]).arg(&missing), 2);
        assert!(stderr.starts_with(&format!("error: {}: no release is here", missing.display())), "{stderr}");
        let Said { stderr, .. } = said(accession().args(["show", "meetings"]).current_dir(folder.path()), 2);
        assert!(stderr.starts_with("error: out: no release is here"), "{stderr}");
        // A folder is no release for being there.
        let other = folder.path().join("other");
        fs::create_dir(&other).expect("a folder");
        let Said { stderr, .. } = said(accession().args(["show", "meetings", "--release"]).arg(&other), 2);
        assert!(stderr.starts_with(&format!("error: {}: no release is here", other.display())), "{stderr}");
    }

    #[test]
    fn a_release_without_parquet_does_not_deny_its_tables() {
        let (folder, path) = project(&pipeline_with("[\"parquet\"]", "[\"csv\"]"));
        good(accession().arg("run").arg(&path));
        let out = folder.path().join("release");
        let output = accession().args(["show", "meetings", "--release"]).arg(&out).output().expect("a start");
        // Either the table is shown, or what keeps it from being shown is said.
        if output.status.code() != Some(0) {
            assert_eq!(output.status.code(), Some(2));
            let stderr = String::from_utf8(output.stderr).expect("UTF-8");
            assert_has(&stderr.to_lowercase(), "parquet");
        }
    }
}

mod schema {
    use super::*;

    #[test]
    fn every_table_and_column_is_listed() {
        let stdout = good(accession().arg("schema"));
        for table in all_tables() {
            assert!(stdout.lines().any(|line| line == table.name), "{} is not listed", table.name);
            assert_has(&stdout, &table.description);
            for column in &table.columns {
                assert_has(&stdout, &format!("\n| {} ", column.name));
            }
        }
    }

    #[test]
    fn json_is_the_schema() {
        let stdout = good(accession().args(["schema", "--format", "json"]));
        let tables: Vec<Value> = serde_json::from_str(&stdout).expect("JSON");
        let expected: Vec<Value> =
            all_tables().iter().map(|table| serde_json::to_value(table).expect("a table")).collect();
        assert_eq!(tables, expected);
        let names: Vec<&str> = tables.iter().map(|table| table["name"].as_str().expect("a name")).collect();
        assert_eq!(names, every_table());
        let stdout = good(accession().args(["schema", "meetings", "--format", "json"]));
        let tables: Vec<Value> = serde_json::from_str(&stdout).expect("JSON");
        assert_eq!(tables.len(), 1);
        assert_eq!(tables[0]["name"], "meetings");
    }

    #[test]
    fn a_table_lists_the_words_of_its_columns() {
        let stdout = good(accession().args(["schema", "milestones"]));
        assert!(stdout.starts_with("milestones\n"), "{stdout}");
        for milestone in Milestone::VARIANTS {
            assert_has(&stdout, &format!("\n| {} ", milestone.word()));
        }
    }

    #[test]
    fn an_unknown_table_is_named_beside_those_there_are() {
        let Said { stdout, stderr } = said(accession().args(["schema", "meeting"]), 2);
        assert_eq!(stdout, "");
        assert!(stderr.starts_with("error: there is no table \"meeting\""), "{stderr}");
        for table in every_table() {
            assert_has(&stderr, table);
        }
    }
}

mod arguments {
    use super::*;

    #[test]
    fn help_says_what_there_is() {
        let stdout = good(accession().arg("--help"));
        for part in ["run", "ingest", "check", "show", "schema", "completions", "Examples:", "Exit codes:"] {
            assert_has(&stdout, part);
        }
        let codes = stdout.split_once("Exit codes:\n").expect("exit codes").1;
        for line in codes.lines().filter(|line| !line.is_empty()) {
            let is_code = ["  0  ", "  1  ", "  2  "].iter().any(|start| line.starts_with(start));
            assert!(is_code || line.starts_with("     "), "{line:?} is out of line in\n{codes}");
        }
        for code in ["  0  all good", "  1  it ran", "  2  it could not run"] {
            assert_has(codes, code);
        }
        for command in ["run", "ingest", "check", "show", "schema", "completions"] {
            assert_has(&good(accession().args([command, "--help"])), "Usage: accession ");
        }
    }

    #[test]
    fn version_is_the_one_of_the_workspace() {
        let stdout = good(accession().arg("--version"));
        assert_eq!(stdout, format!("accession {}\n", env!("CARGO_PKG_VERSION")));
    }

    #[test]
    fn wrong_arguments_can_not_run() {
        let cases: [&[&str]; 7] = [
            &["dance"],
            &["--colour"],
            &["show"],
            &["ingest"],
            &["check"],
            &["completions", "cmd.exe"],
            &["schema", "--format", "xml"],
        ];
        for args in cases {
            let Said { stdout, stderr } = said(accession().args(args), 2);
            assert_eq!(stdout, "", "{args:?}");
            assert!(stderr.starts_with("error: "), "{stderr}");
        }
    }

    #[test]
    fn completions_are_scripts() {
        for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
            let stdout = good(accession().args(["completions", shell]));
            assert!(stdout.len() > 500, "{shell}: {stdout}");
            assert_has(&stdout, "accession");
            assert_has(&stdout, "as-of");
        }
    }
}

mod output {
    use super::*;

    /// Runs a command whose reader goes away after some bytes.
    fn cut_short(command: &mut Command, bytes: usize) {
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
        let mut pipe = child.stdout.take().expect("a pipe");
        let mut start = vec![0; bytes];
        pipe.read_exact(&mut start).expect("some output");
        drop(pipe);
        let output = child.wait_with_output().expect("the command ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{command:?}");
        assert_eq!(output.status.code(), Some(0), "{command:?}");
    }

    /// Thirty dossiers: their pages and tables are more than a pipe holds, so that a command writes on when nobody reads.
    fn thirty_dossiers() -> (TempDir, PathBuf) {
        let folder = folder();
        let dossiers = folder.path().join("dossiers");
        fs::create_dir(&dossiers).expect("a folder");
        for number in 0..30 {
            copy(&kazakhstan(), &dossiers.join(format!("kazakhstan{number}.txt")));
        }
        (folder, dossiers)
    }

    #[test]
    fn a_closed_pipe_is_no_error_for_show() {
        let (folder, dossiers) = thirty_dossiers();
        let out = folder.path().join("out");
        release(&[dossiers], &out);
        for format in ["table", "csv"] {
            let args = ["show", "documents", "--format", format, "--release"];
            assert!(good(accession().args(args).arg(&out)).len() > 300_000);
            cut_short(accession().args(args).arg(&out), 10);
        }
    }

    #[test]
    fn a_closed_pipe_is_no_error_for_ingest_and_check() {
        let (_folder, dossiers) = thirty_dossiers();
        for args in [&["ingest"][..], &["ingest", "--format", "json"], &["check"]] {
            cut_short(accession().args(args).arg(&dossiers), 10);
        }
    }

    #[test]
    fn a_closed_pipe_is_no_error_for_short_output() {
        let folder = folder();
        let out = folder.path().join("out");
        // The pipe may close before anything is written or after all of it.
        for bytes in [0, 10] {
            cut_short(accession().args(["schema", "--format", "json"]), bytes);
            cut_short(accession().arg("schema"), bytes);
            cut_short(accession().args(["completions", "bash"]), bytes);
            cut_short(accession().arg("--help"), bytes);
            cut_short(accession().args(["run", "--out"]).arg(&out), bytes);
            assert_eq!(ids(&out), ["kazakhstan"]);
        }
    }

    #[test]
    fn there_are_no_escape_codes_outside_of_terminals() {
        let folder = folder();
        let out = folder.path().join("out");
        let missing = folder.path().join("missing.txt");
        let bad = showing("impossible_date");
        let mut commands: Vec<Command> = Vec::new();
        let mut add = |args: &[&str], paths: &[&Path]| {
            let mut command = accession();
            command.args(args).args(paths);
            commands.push(command);
        };
        add(&["run", "--out"], &[&out, Path::new("--dossiers"), &bad, &missing]);
        add(&["run"], &[&missing]);
        add(&["check"], &[&bad, &missing]);
        add(&["ingest"], &[&bad, &missing]);
        add(&["ingest", "--format", "json"], &[&bad]);
        add(&["show", "findings", "--release"], &[&out]);
        add(&["show", "nothing", "--release"], &[&out]);
        add(&["schema"], &[]);
        add(&["--help"], &[]);
        add(&["dance"], &[]);
        for mut command in commands {
            let output = command.output().expect("the command starts");
            for stream in [&output.stdout, &output.stderr] {
                assert!(!stream.contains(&0x1b), "{command:?}: {}", String::from_utf8_lossy(stream));
            }
            assert!(output.stdout.len() + output.stderr.len() > 0, "{command:?} says nothing");
        }
    }
}
