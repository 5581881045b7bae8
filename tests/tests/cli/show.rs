//! Cases of `show`.

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
    let expected: Vec<Row> = shown(&out, "meetings").into_iter().filter(|row| row["iso3"] == "KAZ").collect();
    assert_eq!(expected.len(), 56);
    for economy in ["KAZ", "kaz", "Kazakhstan", "kazakhstan", "the Republic of Kazakhstan"] {
        assert_eq!(show("meetings", economy), expected, "{economy}");
    }
    // Every table about economies can be asked so, with a column iso3 or without one.
    let about_groups = ["survival_curves", "survival_summary", "survival_tests", "survival_models"];
    for table in every_table().into_iter().filter(|table| !about_groups.contains(table)) {
        let is_of_kazakhstan = |row: &Row| match row.get("dossier_id") {
            Some(dossier) => dossier == "kazakhstan",
            None => row["iso3"] == "KAZ",
        };
        let expected: Vec<Row> = shown(&out, table).into_iter().filter(is_of_kazakhstan).collect();
        assert_eq!(show(table, "KAZ"), expected, "{table}");
        assert!(!expected.is_empty(), "{table}");
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
fn a_table_about_groups_has_no_economy_to_ask_for() {
    let (_folder, out) = two_economies();
    for table in ["survival_curves", "survival_summary", "survival_tests", "survival_models"] {
        let Said { stdout, stderr } =
            said(accession().args(["show", table, "--economy", "KAZ", "--release"]).arg(&out), 2);
        assert_eq!(stdout, "");
        let what = "is about groups of economies, so it has no rows of one; leave --economy out";
        assert_eq!(stderr, format!("error: {table} {what}\n"));
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
    let informal = shown(&out, "meetings").into_iter().find(|row| row["kind"] == "informal").expect("a row");
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
