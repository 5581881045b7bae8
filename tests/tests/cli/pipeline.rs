//! Cases of `pipeline`.

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
    let left_out = [
        "documents_per_year",
        "documents_per_year_by_step",
        "survival_curves",
        "survival_summary",
        "survival_tests",
        "survival_models",
    ];
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
    let facts = every_table().into_iter().take(12);
    let tables: Vec<&str> = facts.chain(["meeting_gaps", "documents_per_year"]).collect();
    assert_eq!(tables.get(11), Some(&"findings"), "there are twelve tables of facts");
    assert_eq!(files(&out), files_of(tables.iter().copied(), &["csv", "parquet"]));
    assert_has(&stdout, "Release: 28 files in ");
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
    let (folder, path) = project(&pipeline_with("[\"*.txt\"]", "[\"*.txt\"]\neconomies = \"economies.csv\""));
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
    let (folder, path) = project(&pipeline_with("[\"*.txt\"]", "[\"*.txt\"]\neconomies = \"economies.csv\""));
    let Said { stderr, .. } = said(accession().arg("run").arg(&path), 2);
    let register = folder.path().join("economies.csv");
    assert!(stderr.starts_with(&format!("error: {}: ", register.display())), "{stderr}");
}

#[test]
fn days_of_capture_are_those_of_the_pipeline() {
    let (folder, path) = project(&pipeline_with("[inputs]\n", "[inputs]\nsnapshot_date = 2015-12-24\n"));
    good(accession().arg("run").arg(&path));
    let dates = || -> Vec<String> {
        shown(&folder.path().join("release"), "dossiers")
            .into_iter()
            .map(|row| row["snapshot_date"].clone())
            .collect()
    };
    assert!(!dates().is_empty() && dates().iter().all(|date| date == "2015-12-24"), "{:?}", dates());
}
