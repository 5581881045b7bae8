//! Cases of `run`.

use super::*;

#[test]
fn the_default_pipeline_prints_the_headlines() {
    let folder = folder();
    let out = folder.path().join("out");
    let stdout = good(accession().args(["run", "--out"]).arg(&out));
    assert!(stdout.starts_with("Read 1 dossier (12,629 bytes, 287 lines): "), "{stdout}");
    let rows = |name: &str| format!("{} about {name}", register(&format!("{name}.csv")).len());
    let read = ["milestones", "meetings", "documents", "chairpersons"].map(rows).join(", ");
    assert_eq!(stdout.lines().nth(1), Some(format!("Read claims of registers: {read}").as_str()));
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
    let findings = stdout.lines().find(|line| line.starts_with("Findings: 0 errors, ")).expect("a line");
    assert!(findings.ends_with(" (accession show findings lists them)"), "{findings}");
    // Economies with a claim or a sitting in any register, members among them those with a day of membership.
    let claims = register("milestones.csv").into_iter().chain(register("meetings.csv"));
    let economies: BTreeSet<String> = claims.map(|(_, row)| row["iso3"].clone()).collect();
    let members: BTreeSet<String> =
        claimed("membership").into_iter().map(|(_, row)| row["iso3"].clone()).collect();
    let standing = format!("\nEconomies: {} ({} member, ", economies.len(), members.len());
    assert_has(&stdout, &standing);
    assert_has(&stdout, " acceding, 1 suspended, ");
    let pairs = printed(&stdout, &["from", "to", "accessions", "completed", "median days", "95% interval"]);
    let named: Vec<(&str, &str)> =
        pairs.iter().map(|row| (row["from"].as_str(), row["to"].as_str())).collect();
    assert_eq!(
        named,
        [
            ("first_application", "membership"),
            ("application", "membership"),
            ("gatt_application", "membership"),
            ("first_working_party", "decision"),
            ("first_working_party", "membership"),
            ("working_party_established", "membership"),
        ],
        "the pairs of the pipeline, in its order"
    );
    let compared = good(accession().arg("compare"));
    let all = &printed(&compared, &["group", "accessions"])[0];
    for column in ["accessions", "completed", "median days", "95% interval"] {
        assert_eq!(pairs[0][column], all[column], "run and compare say the same");
    }
    assert!(!stdout.contains("none"), "{stdout}");
    assert_has(&stdout, &format!("Release: 21 files in {}, as of 2026-11-01", out.display()));
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
    for path in ["pipelines/accessions.toml", "data/dossiers/kazakhstan.txt"] {
        copy(&root().join(path), &place(path));
    }
    for register in ["economies", "milestones", "meetings", "documents", "chairpersons"] {
        let path = format!("data/registers/{register}.csv");
        copy(&root().join(&path), &place(&path));
    }
    copy(&dossier("synthetic_tonga"), &place("data/dossiers/tonga.txt"));
    let stdout = good(accession().current_dir(folder.path()));
    assert_has(&stdout, "Read 2 dossiers (");
    assert_has(&stdout, "Release: 21 files in out, as of 2026-11-01");
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
    let stdout = ran(accession()
        .args(["run", "--as-of", "2010-06-30", "--dossiers"])
        .arg(dossier("synthetic_acceding"))
        .arg("--out")
        .arg(&out));
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
fn one_accession_has_no_median_and_is_no_model() {
    let folder = folder();
    let out = folder.path().join("out");
    // The pipeline asks for medians of six pairs and two models.
    let stdout = good(accession().args(["run", "--dossiers"]).arg(kazakhstan()).arg("--out").arg(&out));
    for part in ["median days", "Economies: ", "registers"] {
        assert!(!stdout.contains(part), "{part} in\n{stdout}");
    }
    let summary = shown(&out, "survival_summary");
    assert!(!summary.is_empty() && summary.iter().all(|row| row["subjects"] == "1"), "{summary:?}");
    assert_eq!(rows_by_table(&out)["survival_models"], 0);
}

#[test]
fn a_median_nobody_has_reached_is_said_to_be_so() {
    let folder = folder();
    let out = folder.path().join("out");
    // Nobody is a member of the WTO before it is there.
    let stdout = ran(accession().args(["run", "--as-of", "1994-12-31", "--out"]).arg(&out));
    let pairs = printed(&stdout, &["from", "to", "accessions", "completed", "median days", "95% interval"]);
    assert!(!pairs.is_empty());
    for row in &pairs {
        let found = ["completed", "median days", "95% interval"].map(|column| row[column].as_str());
        assert_eq!(found, ["0", "not reached", "not reached to not reached"], "{row:?}");
    }
    assert_has(&stdout, " acceding, ");
    assert_has(&stdout, " not_applied)\n");
}

#[test]
fn nothing_after_the_day_counts_as_observed() {
    let folder = folder();
    let out = folder.path().join("out");
    let stdout = ran(accession()
        .args(["run", "--as-of", "2000-01-01", "--dossiers"])
        .arg(kazakhstan())
        .arg("--out")
        .arg(&out));
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
    assert_eq!(without_notes(&stderr).lines().count(), 1, "{stderr}");
    assert_has(&stdout, "Read 2 dossiers (");
    assert_eq!(ids(&out), ["synthetic_panama", "synthetic_tonga"]);
}

#[test]
fn two_files_of_one_name_do_not_mix() {
    let folder = folder();
    let (first, second) = (folder.path().join("a/x.txt"), folder.path().join("b/x.txt"));
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
fn files_that_share_a_stem_go_by_their_whole_names() {
    let folder = folder();
    let (first, second) = (folder.path().join("a/x.txt"), folder.path().join("b/x.md"));
    for (from, to) in [("tonga", &first), ("panama", &second)] {
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        copy(&dossier(&format!("synthetic_{from}")), to);
    }
    let out = folder.path().join("out");
    release(&[second, first], &out);
    assert_eq!(ids_of(&out), ["x.md", "x.txt"]);
}

fn ids_of(out: &Path) -> Vec<String> {
    shown(out, "dossiers").into_iter().map(|row| row["dossier_id"].clone()).collect()
}

#[test]
fn archives_are_read_page_by_page() {
    let folder = folder();
    let page = fs::read_to_string(dossier("synthetic_tonga")).expect("a dossier");
    let other = fs::read_to_string(dossier("synthetic_panama")).expect("a dossier");
    let record = |kind: &str, uri: &str, content: &str, body: &str| {
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: {content}\r\n\r\n{body}");
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2009-01-12T02:56:05Z\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        )
    };
    let site = "http://www.wto.org/english/thewto_e/acc_e";
    let text = "text/plain; charset=utf-8";
    let archive = [
        record("response", &format!("{site}/a1_tonga_e.htm"), text, &page),
        record("response", &format!("{site}/a1_panama_e.htm"), text, &other),
        record("response", &format!("{site}/logo.gif"), "image/gif", "GIF89a"),
        record("response", "http://www.wto.org/index.htm", text, "Welcome.\nToday is a day.\n"),
    ]
    .concat();
    let path = folder.path().join("crawl.warc");
    fs::write(&path, archive).expect("an archive");
    let out = folder.path().join("out");
    let Said { stdout, stderr } =
        said(accession().args(["run", "--dossiers"]).arg(&path).arg("--out").arg(&out), 0);
    assert_has(&stdout, "Read 2 dossiers (");
    assert_has(&stderr, "crawl.warc: passed over: 1 not text or HTML, 1 page without a dossier");
    assert_eq!(ids_of(&out), ["a1_panama_e", "a1_tonga_e"]);
    let rows = shown(&out, "dossiers");
    assert!(rows.iter().all(|row| row["snapshot_date"] == "2009-01-12"), "{rows:?}");
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
        assert_has(&stderr, "\nerror: there is no dossier to read; ");
        assert_has(&stderr, "registers of claims");
        assert!(!out.exists());
    }
}

#[test]
fn the_built_in_registers_are_enough_for_a_release() {
    let folder = folder();
    let stdout = good(accession().current_dir(folder.path()));
    assert_has(&stdout, "\nRelease: 21 files in out, as of 2026-11-01\n");
    assert_eq!(files(folder.path()), BTreeSet::from(["out".to_owned()]));
    let out = folder.path().join("out");
    assert_eq!(ids(&out), Vec::<String>::new());
    let rows = rows_by_table(&out);
    assert_eq!(rows["economies"], register("economies.csv").len() as u64);
    assert_eq!(rows["meeting_claims"], register("meetings.csv").len() as u64);
    assert_eq!(rows["documents"], register("documents.csv").len() as u64);
    assert_eq!(rows["chairpersons"], register("chairpersons.csv").len() as u64);
    // Of the register of meetings first and last ones are claims about milestones, too.
    assert!(rows["claims"] > register("milestones.csv").len() as u64, "{rows:?}");
    // Where they are in the project folder, the same facts come from the files.
    let compared = good(accession().args(["compare", "--format", "csv"]).current_dir(folder.path()));
    assert_eq!(compared, good(accession().args(["compare", "--format", "csv"])));
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
    assert_eq!(without_notes(&stderr), "");
    let errors = shown(&out, "findings").iter().filter(|row| row["severity"] == "error").count();
    assert!(errors > 1);
    assert_has(&stdout, &format!("\nFindings: {errors} errors, "));
    assert_has(&stdout, " (accession show findings lists them)\n");
    assert_eq!(ids(&out), ["impossible_date_synthetic"]);
}

#[test]
fn more_dossiers_than_a_batch_are_one_release() {
    let folder = folder();
    // A batch has 128.
    let dossiers: Vec<PathBuf> = (0..130)
        .map(|number| {
            let path = folder.path().join(format!("tonga{number:03}.txt"));
            copy(&dossier("synthetic_tonga"), &path);
            path
        })
        .collect();
    let out = folder.path().join("out");
    let stdout = release(&dossiers, &out);
    assert_has(&stdout, "Read 130 dossiers (");
    assert_eq!(stdout.matches("Tonga (TON), member since ").count(), 1, "many pages are of one economy");
    let expected: Vec<String> = (0..130).map(|number| format!("tonga{number:03}")).collect();
    assert_eq!(ids(&out), expected);
    let documents = shown(&out, "documents");
    assert_eq!(documents.len(), 130 * 27);
    assert!(documents.is_sorted_by_key(|row| (row["dossier_id"].clone(), row["line"].parse::<u32>().ok())));
    let membership: Vec<Row> =
        shown(&out, "claims").into_iter().filter(|row| row["milestone"] == "membership").collect();
    assert_eq!(membership.len(), 2 * 130, "every page says so twice");
    let chosen = membership.iter().filter(|row| row["is_chosen"] == "true");
    assert_eq!(chosen.map(|row| row["dossier_id"].as_str()).collect::<Vec<_>>(), ["tonga000"]);
}

#[test]
fn more_economies_than_are_listed_are_counted() {
    let folder = folder();
    let tonga = String::from_utf8(read(&dossier("synthetic_tonga"))).expect("UTF-8");
    let economies = economies();
    let others = economies.iter().filter(|economy| economy.wto_code == economy.iso3 && economy.iso3 != "TON");
    let dossiers: Vec<PathBuf> = others
        .take(15)
        .map(|economy| {
            let path = folder.path().join(format!("{}.txt", economy.iso3));
            write(&path, tonga.replace("Tonga", &economy.name).replace("TON", &economy.iso3));
            path
        })
        .collect();
    assert_eq!(dossiers.len(), 15);
    let out = folder.path().join("out");
    let stdout = release(&dossiers, &out);
    assert_eq!(stdout.matches("), member since 2007-07-27\n").count(), 12, "{stdout}");
    assert_has(&stdout, "\nand 3 more economies with dossiers: accession show accession_summary\n");
    assert_has(&stdout, "\nEconomies: 15 (15 member)\n");
    assert_eq!(shown(&out, "accession_summary").len(), 15);
}

#[test]
fn another_working_directory_has_the_built_in_pipeline() {
    let folder = folder();
    copy(&kazakhstan(), &folder.path().join("page.txt"));
    let stdout = ran(accession().args(["run", "--dossiers", "page.txt"]).current_dir(folder.path()));
    assert_has(&stdout, "\nKazakhstan (KAZ), member since 2015-11-30\n");
    assert_has(&stdout, "\nRelease: 21 files in out, as of 2026-11-01\n");
    let out = folder.path().join("out");
    assert_eq!(files(&out), files_of(every_table(), &["parquet"]));
    // Of the 30 pairs of the pipeline those whose start the page dates, and whose end too: the page does not say when
    // the working party adopted its report, nor has it a step under the GATT.
    assert_eq!(shown(&out, "accession_durations").len(), 16);
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
