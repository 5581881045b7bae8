//! Cases of pipelines with registers, and of what is computed over their economies.

use super::*;

/// A pipeline of registers beside it, and no dossier.
const PIPELINE: &str = r#"as_of = 2026-11-01

[inputs]
milestones = "milestones.csv"

[statistics]
tables = ["survival_summary"]

[survival]
pairs = [{ from = "application", to = "membership" }]

[output]
folder = "release"
formats = ["parquet"]
"#;

const MILESTONES: &str = "iso3,milestone,date,source_kind,source,evidence\n\
    TON,application,1995-08-11,wto,https://example.org/a,synthetic\n\
    TON,membership,2007-07-27,wto,https://example.org/a,synthetic\n\
    VUT,application,1995-06-07,wto,https://example.org/a,synthetic\n\
    VUT,membership,2012-08-24,wto,https://example.org/a,synthetic\n\
    CUW,application,2019-10,press,https://example.org/b,synthetic\n";

/// A folder with registers and a pipeline that reads them.
fn project(pipeline: &str, registers: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let folder = folder();
    for (name, content) in registers {
        write(&folder.path().join(name), content);
    }
    let path = folder.path().join("pipeline.toml");
    write(&path, pipeline);
    (folder, path)
}

/// The pipeline with a part put in place of another.
fn with(from: &str, to: &str) -> String {
    assert!(PIPELINE.contains(from), "{from}");
    PIPELINE.replacen(from, to, 1)
}

/// The pipeline with a line more in its section of survival.
fn with_survival(line: &str) -> String {
    with("[survival]", &format!("[survival]\n{line}"))
}

/// Checks that each problem starts with its file and line.
fn assert_problems(stderr: &str, file: &Path, expected: &[(u32, &str)]) {
    let problems: Vec<&str> = stderr.lines().collect();
    assert_eq!(problems.len(), expected.len(), "{stderr}");
    for (problem, (line, part)) in problems.iter().zip(expected) {
        let place = format!("problem: {}:{line}: ", file.display());
        assert!(problem.starts_with(&place), "expected {place:?}, found {problem:?}");
        assert_has(problem, part);
    }
}

#[test]
fn bad_rows_are_named_and_the_rest_is_used() {
    let bad = "TGA,membership,2007-07-27,wto,https://example.org/a,synthetic\n\
               TON,decision,15/12/2005,wto,https://example.org/a,synthetic\n\
               TON,joined,2007-07-27,wto,https://example.org/a,synthetic\n\
               TON,decision,2005-12-15,blog,https://example.org/a,synthetic\n\
               TON,decision,2005-12-15,wto,a page,synthetic\n\
               TON,decision,2005-12-15,wto,https://example.org/a\n";
    let (folder, path) = project(PIPELINE, &[("milestones.csv", &format!("{MILESTONES}{bad}"))]);
    let register = folder.path().join("milestones.csv");
    let expected = [
        (7, "\"TGA\""),
        (8, "\"15/12/2005\""),
        (9, "\"joined\""),
        (10, "\"blog\""),
        (11, "\"a page\""),
        (12, "expected 6 fields, found 5"),
    ];
    let Said { stdout, stderr } = said(accession().arg("run").arg(&path), 1);
    assert_problems(&stderr, &register, &expected);
    let of_length = format!("problem: {}:12: expected 6 fields, found 5", register.display());
    assert_eq!(stderr.lines().last(), Some(of_length.as_str()), "the place is said once");
    assert_has(&stdout, "\nRead claims of registers: 5 about milestones\n");
    assert_has(&stdout, "\nEconomies: 3 (2 member, 1 acceding)\n");
    let release = folder.path().join("release");
    assert_eq!(shown(&release, "claims").len(), 5);
    let summary = shown(&release, "survival_summary");
    assert_eq!((summary[0]["subjects"].as_str(), summary[0]["events"].as_str()), ("3", "2"));
    // The commands that print do the same.
    for (args, part) in [
        (&["compare"][..], "| Vanuatu "),
        (&["timeline", "TON"], "| 2007-07-27 | membership "),
        (&["why", "TON", "membership"], "| milestones.csv 3 |"),
    ] {
        let Said { stdout, stderr } = said(accession().args(args).arg("--pipeline").arg(&path), 1);
        assert_problems(&stderr, &register, &expected);
        assert_has(&stdout, part);
    }
}

#[test]
fn every_register_is_read_row_by_row() {
    for (register, content, line, part) in [
        (
            "meetings",
            "iso3,ordinal,start_date,end_date,list,source_kind,source,evidence\n\
             TON,1,2001-04-26,,,wto,https://example.org/a,synthetic\n\
             TON,second,2005-11-18,,,wto,https://example.org/a,synthetic\n",
            3,
            "\"second\"",
        ),
        (
            "documents",
            "iso3,symbol,date,source_kind,source,evidence\n\
             TON,wt/acc/ton,1998-05-27,wto,https://example.org/a,synthetic\n\
             TON,WT/ACC/TON/3,1998-05-27,wto,https://example.org/a,synthetic\n",
            2,
            "\"wt/acc/ton\"",
        ),
        (
            "chairpersons",
            "iso3,honorific,name,representing,start_date,end_date,source_kind,source,evidence\n\
             TON,Mr,,Fiji,2001,2005,wto,https://example.org/a,synthetic\n\
             TON,Mr,Chair SYNTHETIC,Fiji,2001,2005,wto,https://example.org/a,synthetic\n",
            2,
            "name",
        ),
    ] {
        let file = format!("{register}.csv");
        let pipeline = with(
            "milestones = \"milestones.csv\"",
            &format!("milestones = \"milestones.csv\"\n{register} = \"{file}\""),
        );
        let (folder, path) = project(&pipeline, &[("milestones.csv", MILESTONES), (&file, content)]);
        let Said { stdout, stderr } = said(accession().arg("run").arg(&path), 1);
        assert_problems(&stderr, &folder.path().join(&file), &[(line, part)]);
        assert_has(&stdout, &format!("\nRead claims of registers: 5 about milestones, 1 about {register}\n"));
        assert_eq!(shown(&folder.path().join("release"), register).len(), 1, "{register}");
    }
}

#[test]
fn a_register_that_is_not_there_is_named() {
    for register in ["economies", "milestones", "meetings", "documents", "chairpersons"] {
        let line = format!("{register} = \"nothing.csv\"");
        let pipeline = match register {
            "milestones" => with("milestones = \"milestones.csv\"", &line),
            _ => with("milestones = \"milestones.csv\"", &format!("milestones = \"milestones.csv\"\n{line}")),
        };
        let (folder, path) = project(&pipeline, &[("milestones.csv", MILESTONES)]);
        let missing = folder.path().join("nothing.csv");
        let run = || {
            let mut command = accession();
            command.arg("run").arg(&path);
            command
        };
        let with_pipeline = |args: &[&str]| {
            let mut command = accession();
            command.args(args).arg("--pipeline").arg(&path);
            command
        };
        for mut command in [
            run(),
            with_pipeline(&["compare"]),
            with_pipeline(&["timeline", "TON"]),
            with_pipeline(&["why", "TON", "membership"]),
        ] {
            let Said { stdout, stderr } = said(&mut command, 2);
            assert_eq!(stdout, "");
            assert!(stderr.starts_with(&format!("error: {}: ", missing.display())), "{stderr}");
        }
        assert!(!folder.path().join("release").exists());
    }
    let (folder, path) =
        project(&with("milestones = \"milestones.csv\"", "milestone = \"milestones.csv\""), &[]);
    let Said { stderr, .. } = said(accession().arg("run").arg(&path), 2);
    assert_has(&stderr, "line 4");
    assert_has(&stderr, "unknown field `milestone`");
    assert!(!folder.path().join("release").exists());
}

#[test]
fn a_pipeline_without_dossiers_and_claims_can_not_run() {
    let (folder, path) = project(&with("milestones = \"milestones.csv\"", ""), &[]);
    let Said { stdout, stderr } = said(accession().arg("run").arg(&path), 2);
    assert_eq!(stdout, "");
    assert!(
        stderr.starts_with("error: there is no dossier to read; name some with --dossiers or "),
        "{stderr}"
    );
    assert_has(&stderr, ", or registers of claims in its inputs\n");
    assert!(!folder.path().join("release").exists());
    for args in [&["compare"][..], &["timeline", "TON"], &["why", "TON", "membership"]] {
        let Said { stdout, stderr } = said(accession().args(args).arg("--pipeline").arg(&path), 2);
        assert_eq!(stdout, "");
        assert_has(&stderr, "error: the pipeline names no dossier or register with claims");
    }
}

#[test]
fn dossiers_named_leave_the_registers_of_claims_out_unless_they_are_asked_for() {
    let folder = folder();
    let out = folder.path().join("out");
    assert!(!release(&[kazakhstan()], &out).contains("registers"), "none was read");
    let claims = shown(&out, "claims");
    assert!(
        claims.iter().all(|row| row["dossier_id"] == "kazakhstan" && row["register"].is_empty()),
        "{claims:?}"
    );
    assert_eq!(shown(&out, "accession_summary").len(), 1);
    assert_eq!(
        rows_by_table(&out)["economies"],
        register("economies.csv").len() as u64,
        "who is who is known"
    );
    let stdout = good(
        accession().args(["run", "--with-registers", "--dossiers"]).arg(kazakhstan()).arg("--out").arg(&out),
    );
    assert_has(&stdout, "Read 1 dossier (");
    let claims = shown(&out, "claims");
    let of_milestones = claims.iter().filter(|row| row["register"] == "milestones").count();
    assert_eq!(of_milestones, register("milestones.csv").len());
    assert!(claims.iter().any(|row| row["dossier_id"] == "kazakhstan"));
    // That is what the default pipeline reads.
    let default = folder.path().join("default");
    good(accession().args(["run", "--out"]).arg(&default));
    assert_eq!(rows_by_table(&default), rows_by_table(&out));
    let Said { stderr, .. } = said(accession().args(["run", "--with-registers"]), 2);
    assert_has(&stderr, "--dossiers");
}

#[test]
fn a_register_that_contradicts_a_page_is_a_finding() {
    let register = "iso3,milestone,date,source_kind,source,evidence\n\
                    KAZ,application,1996-04,press,https://example.org/synthetic,synthetic\n\
                    KAZ,membership,2015-11,press,https://example.org/synthetic,synthetic\n";
    let pipeline = with("[inputs]", "[inputs]\ndossiers = [\"*.txt\"]");
    let (folder, path) = project(&pipeline, &[("milestones.csv", register)]);
    copy(&kazakhstan(), &folder.path().join("kazakhstan.txt"));
    good(accession().arg("run").arg(&path));
    let release = folder.path().join("release");
    let milestones = shown(&release, "milestones");
    let milestone =
        |name: &str| milestones.iter().find(|row| row["milestone"] == name).expect("the milestone");
    for (name, date, is_disputed) in
        [("application", "1996-01-29", "true"), ("membership", "2015-11-30", "false")]
    {
        let row = milestone(name);
        let found = ["date", "is_disputed", "claims", "dossier_id"].map(|column| row[column].as_str());
        assert_eq!(found, [date, is_disputed, "2", "kazakhstan"], "{name}");
    }
    let findings = shown(&release, "findings");
    let disputed: Vec<&Row> = findings
        .iter()
        .filter(|row| row["code"] == "disputed_date" && row["dossier_id"].is_empty())
        .collect();
    assert_eq!(disputed.len(), 1, "{findings:?}");
    assert_eq!((disputed[0]["iso3"].as_str(), disputed[0]["severity"].as_str()), ("KAZ", "warning"));
    for part in ["1996-01-29", "kazakhstan.txt", "1996-04", "https://example.org/synthetic", "milestones.csv"]
    {
        assert_has(&disputed[0]["message"], part);
    }
    let stdout = good(accession().args(["why", "KAZ", "application", "--pipeline"]).arg(&path));
    assert!(
        stdout.starts_with("Kazakhstan, application: 1996-01-29, disputed\nchosen by source_rank: "),
        "{stdout}"
    );
}

#[test]
fn mistakes_about_survival_are_named() {
    let pairs = "pairs = [{ from = \"application\", to = \"membership\" }]";
    let tables = "\"survival_summary\"";
    let and_tests = "\"survival_summary\", \"survival_tests\"";
    let pair = "{ from = \"application\", to = \"membership\" }";
    let durations = format!("durations = [{pair}, {}, {pair}]", pair.replace("membership", "decision"));
    let cases = [
        (with_survival("colour = 1"), &["line 10", "unknown field `colour`", "`covariates`"][..]),
        (with("[survival]", "[survivals]"), &["line 9", "unknown field `survivals`"]),
        (with("\"membership\"", "\"joined\""), &["line 10", "\"joined\""]),
        (with_survival("interval = \"loglog\""), &["line 10", "`loglog`", "`log-log`, `log`, `plain`"]),
        (with_survival("censor = \"never\""), &["line 10", "`never`", "`suspension`"]),
        (with_survival("tau_days = -1"), &["line 10", "`-1`"]),
        (
            with_survival("by = [\"ldc\", \"size\"]"),
            &["survival.by: ", "\"size\"", "(ldc, region, gatt_start, decade, landlocked)"],
        ),
        (
            with_survival("stratify_by = \"size\""),
            &["survival.stratify_by: ", "\"size\"", "(ldc, region, gatt_start, decade, landlocked)"],
        ),
        (
            with_survival("covariates = [\"size\"]"),
            &[
                "survival.covariates: ",
                "\"size\"",
                "(ldc, gatt_start, region, start_year, completed_before, landlocked)",
            ],
        ),
        (
            with_survival("by = [\"ldc\", \"region\", \"ldc\"]"),
            &["pipeline.toml: survival.by names \"ldc\" twice"],
        ),
        (
            with(pairs, &format!("pairs = [{pair}, {pair}]")),
            &["pipeline.toml: the pair application to membership is named twice"],
        ),
        (
            with(tables, "\"accession_durations\"")
                .replace("\n[survival]", &format!("{durations}\n\n[survival]")),
            &["pipeline.toml: the pair application to membership is named twice"],
        ),
        (
            with(tables, "\"survival_models\""),
            &["pipeline.toml: survival.models names no pair of milestones, and survival_models needs one"],
        ),
        (
            with(tables, and_tests),
            &["pipeline.toml: survival_tests needs groups in survival.by or pairs in survival.models"],
        ),
        (
            with_survival("models = [{ from = \"application\", to = \"decision\" }]\ncovariates = [\"ldc\"]"),
            &["survival.models has application to decision", "not among survival.pairs"],
        ),
        (
            with_survival("models = [{ from = \"application\", to = \"membership\" }]"),
            &["survival.models needs survival.covariates"],
        ),
        (with(pairs, ""), &["survival.pairs names no pair"]),
        (with(pairs, "pairs = []").replace(tables, "\"survival_curves\""), &["survival.pairs names no pair"]),
        (with(pairs, "").replace(tables, "\"survival_models\""), &["survival.pairs names no pair"]),
        (with_survival("groups = \"nothing.csv\""), &["nothing.csv: "]),
    ];
    for (pipeline, parts) in cases {
        let (folder, path) = project(&pipeline, &[("milestones.csv", MILESTONES)]);
        let Said { stdout, stderr } = said(accession().arg("run").arg(&path), 2);
        assert_eq!(stdout, "");
        assert!(stderr.starts_with("error: "), "{stderr}");
        for part in parts {
            assert_has(&stderr, part);
        }
        assert!(!folder.path().join("release").exists());
    }
    // Without survival tables no pair is needed.
    let pipeline = with(pairs, "").replace(tables, "\"accession_summary\"");
    let (_folder, path) = project(&pipeline, &[("milestones.csv", MILESTONES)]);
    good(accession().arg("run").arg(&path));
    // Groups or models are enough to test.
    for line in ["by = [\"ldc\"]", &format!("models = [{pair}]\ncovariates = [\"ldc\"]")] {
        let pipeline = with_survival(line).replace(tables, and_tests);
        let (_folder, path) = project(&pipeline, &[("milestones.csv", MILESTONES)]);
        ran(accession().arg("run").arg(&path));
    }
}

#[test]
fn a_column_named_like_a_grouping_is_refused() {
    let groups = "iso3,region\nTON,small\nVUT,large\n";
    for line in ["by = [\"region\"]", "stratify_by = \"region\""] {
        let pipeline = with_survival(&format!("groups = \"groups.csv\"\n{line}"));
        let (folder, path) = project(&pipeline, &[("milestones.csv", MILESTONES), ("groups.csv", groups)]);
        let Said { stderr, .. } = said(accession().arg("run").arg(&path), 2);
        let key = line.split(' ').next().expect("a key");
        let said =
            format!("{}: survival.{key}: \"region\" is a grouping of its own and a column", path.display());
        assert!(stderr.starts_with(&format!("error: {said}")), "{stderr}");
        assert!(!folder.path().join("release").exists());
    }
}

#[test]
fn who_has_not_applied_by_the_day_is_said_to_have_not() {
    let pipeline = with("\"survival_summary\"", "\"survival_summary\", \"accession_summary\"");
    let (folder, path) = project(&pipeline, &[("milestones.csv", MILESTONES)]);
    // Vanuatu applied on 7 June 1995, Tonga on 11 August, Curaçao in October 2019, on whatever day.
    for (day, statuses, standing) in [
        ("1995-06-06", ["not_applied"; 3], "3 not_applied"),
        ("1995-08-10", ["not_applied", "not_applied", "acceding"], "1 acceding, 2 not_applied"),
        ("1995-08-11", ["not_applied", "acceding", "acceding"], "2 acceding, 1 not_applied"),
        ("2007-07-27", ["not_applied", "member", "dormant"], "1 member, 1 dormant, 1 not_applied"),
        ("2019-10-01", ["acceding", "member", "member"], "2 member, 1 acceding"),
    ] {
        let stdout = good(accession().args(["run", "--as-of", day]).arg(&path));
        assert_has(&stdout, &format!("\nEconomies: 3 ({standing})\n"));
        let summary = shown(&folder.path().join("release"), "accession_summary");
        let found: Vec<[&str; 2]> =
            summary.iter().map(|row| ["iso3", "status"].map(|column| row[column].as_str())).collect();
        let expected: Vec<[&str; 2]> =
            ["CUW", "TON", "VUT"].into_iter().zip(statuses).map(<[&str; 2]>::from).collect();
        assert_eq!(found, expected, "{day}");
        // Medians are of two accessions or more.
        let clocks = statuses.iter().filter(|status| **status != "not_applied").count();
        assert_eq!(stdout.contains("| median days |"), clocks > 1, "{day}: {stdout}");
    }
}

#[test]
fn where_a_mean_is_not_given_its_bounds_are_not_either() {
    // Belarus has waited longest, and nobody was seen to wait for 20,000 days.
    let registers = format!("{MILESTONES}BLR,application,1993-09-23,wto,https://example.org/a,synthetic\n");
    let (folder, path) = project(&with_survival("tau_days = 20000"), &[("milestones.csv", &registers)]);
    good(accession().arg("run").arg(&path));
    let summary = &shown(&folder.path().join("release"), "survival_summary")[0];
    for column in
        ["rmst_days", "rmst_standard_error_days", "rmst_tau_days", "rmst_days_shortest", "rmst_days_longest"]
    {
        assert_eq!(summary[column], "", "{column} of {summary:?}");
    }
}

#[test]
fn what_can_not_be_computed_is_a_note_and_no_problem() {
    let pipeline = with(
        "[survival]",
        "[survival]\nmodels = [{ from = \"application\", to = \"membership\" }]\ncovariates = [\"ldc\"]",
    )
    .replace("\"survival_summary\"", "\"survival_summary\", \"survival_models\"");
    // Neither Tonga nor Curaçao was ever a least developed country.
    let (folder, path) = project(&pipeline, &[("milestones.csv", &MILESTONES.replace("VUT", "TON"))]);
    let Said { stderr, .. } = said(accession().arg("run").arg(&path), 0);
    assert!(stderr.starts_with("note: no Cox model of application to membership: "), "{stderr}");
    assert_has(&stderr, "\"ldc\"");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    let rows = rows_by_table(&folder.path().join("release"));
    assert_eq!((rows["survival_models"], rows["survival_summary"]), (0, 1));
    // Of one accession nobody expects a model: only Tonga had applied.
    good(accession().args(["run", "--as-of", "1996-01-01"]).arg(&path));
    assert_eq!(rows_by_table(&folder.path().join("release"))["survival_summary"], 1);
}

#[test]
fn a_table_of_groups_is_read_with_the_pipeline() {
    let pipeline =
        with_survival("groups = \"groups.csv\"\nby = [\"size\", \"ldc\"]\nstratify_by = \"coast\"")
            .replace("\"survival_summary\"", "\"survival_summary\", \"survival_tests\"");
    let groups = "iso3,size,coast\nTON,small,yes\nVUT,large,yes\nCUW,large,yes\nTonga,small,no\n";
    let (folder, path) = project(&pipeline, &[("milestones.csv", MILESTONES), ("groups.csv", groups)]);
    let Said { stderr, .. } = said(accession().arg("run").arg(&path), 1);
    assert_problems(&stderr, &folder.path().join("groups.csv"), &[(5, "\"Tonga\"")]);
    let summary = shown(&folder.path().join("release"), "survival_summary");
    let found: Vec<[&str; 4]> = summary
        .iter()
        .map(|row| ["group_by", "group", "subjects", "events"].map(|column| row[column].as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ["all", "all", "3", "2"],
            ["size", "large", "2", "1"],
            ["size", "small", "1", "1"],
            // Vanuatu was one from 1985 to 2020.
            ["ldc", "least developed", "1", "1"],
            ["ldc", "other", "2", "1"],
        ]
    );
    let tests = shown(&folder.path().join("release"), "survival_tests");
    let found: Vec<[&str; 3]> = tests
        .iter()
        .map(|row| ["group_by", "stratified_by", "test"].map(|column| row[column].as_str()))
        .collect();
    let of = |group, strata| [group, strata, "log_rank"];
    assert_eq!(found, [of("size", ""), of("size", "coast"), of("ldc", ""), of("ldc", "coast")]);
}

/// The digest of what a pipeline with a table of groups reads, its file named from the folder it is in or in full.
fn digest(groups: &str, is_named_in_full: bool) -> Value {
    let pipeline = with_survival("groups = \"groups.csv\"\nby = [\"size\"]");
    let (folder, path) = project(&pipeline, &[("milestones.csv", MILESTONES), ("groups.csv", groups)]);
    let named = if is_named_in_full { path.as_path() } else { Path::new("pipeline.toml") };
    good(accession().arg("run").arg(named).current_dir(folder.path()));
    manifest(&folder.path().join("release"))["input_digest"].clone()
}

#[test]
fn the_digest_of_what_is_read_is_of_the_table_of_groups_too() {
    let small = digest("iso3,size\nTON,small\nVUT,small\n", false);
    assert_eq!(small, digest("iso3,size\nTON,small\nVUT,small\n", false));
    assert_ne!(small, digest("iso3,size\nTON,small\nVUT,large\n", false));
}

#[test]
fn where_files_are_does_not_change_the_digest() {
    let groups = "iso3,size\nTON,small\nVUT,large\n";
    assert_eq!(digest(groups, true), digest(groups, false));
}

#[test]
fn the_tables_of_a_release_say_what_compare_says() {
    let folder = folder();
    let out = folder.path().join("out");
    good(accession().args(["run", "--as-of", "2020-06-30", "--out"]).arg(&out));
    let (summary, tests) = (shown(&out, "survival_summary"), shown(&out, "survival_tests"));
    let (from, to) = ("first_working_party", "decision");
    let is_asked = |row: &&Row| row["from_milestone"] == from && row["to_milestone"] == to;
    // JSON is read to the last digit but one.
    let is_same = |text: &str, value: &Value| match (text.parse::<f64>().ok(), value.as_f64()) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-12 * other.abs(),
        (one, other) => one == other,
    };
    for by in ["ldc", "region", "gatt_start", "decade", "landlocked"] {
        let args =
            ["compare", "--from", from, "--to", to, "--by", by, "--as-of", "2020-06-30", "--format", "json"];
        let compared = json(accession().args(args));
        let groups: Vec<&Row> = summary.iter().filter(is_asked).filter(|row| row["group_by"] == by).collect();
        let expected = compared["groups"].as_array().expect("groups");
        assert_eq!(groups.len(), expected.len(), "{by}");
        for (row, group) in groups.iter().zip(expected) {
            assert_eq!(row["group"], group["group"].as_str().expect("a group"));
            for column in
                ["subjects", "events", "censored", "imprecise", "median_days", "rmst_days", "rmst_tau_days"]
            {
                assert!(is_same(&row[column], &group[column]), "{column} of {row:?}, not {group}");
            }
        }
        let of_groups: Vec<&Row> =
            tests.iter().filter(is_asked).filter(|row| row["group_by"] == by).collect();
        // The shipped pipeline stratifies by gatt_start, which is not stratified by itself.
        let strata: Vec<&str> = of_groups.iter().map(|row| row["stratified_by"].as_str()).collect();
        assert_eq!(strata, if by == "gatt_start" { &[""][..] } else { &["", "gatt_start"] }, "{by}");
        assert!(is_same(&of_groups[0]["statistic"], &compared["test"]["statistic"]), "{by}");
    }
}

#[test]
fn how_survival_is_computed_can_be_said_in_the_pipeline() {
    let suspended = "BLR,application,1993-09-23,wto,https://example.org/a,synthetic\n\
                     BLR,suspended,2022-03-15,wto,https://example.org/a,synthetic\n";
    let registers = format!("{MILESTONES}{suspended}");
    let settings = "interval = \"plain\"\ncensor = \"suspension\"\ntau_days = 5000";
    let (folder, path) = project(&with_survival(settings), &[("milestones.csv", &registers)]);
    good(accession().arg("run").arg(&path));
    let summary = shown(&folder.path().join("release"), "survival_summary");
    // Curaçao has waited for some 2,573 days, Belarus until its suspension for 10,400.
    let flags = ["--interval", "plain", "--censor", "suspension", "--tau", "5000", "--from", "application"];
    let compared =
        json(accession().args(["compare", "--format", "json"]).args(flags).arg("--pipeline").arg(&path));
    let all = &compared["all"][0];
    for (column, by_hand) in [
        ("subjects", Some(4.0)),
        ("events", Some(2.0)),
        ("median_days", Some(6288.0)),
        ("rmst_tau_days", Some(5000.0)),
        // All wait until 4,368 days, then two of three.
        ("rmst_days", Some(4368.0 + (5000.0 - 4368.0) * 2.0 / 3.0)),
        ("median_ci_lower", None),
        ("median_ci_upper", None),
    ] {
        let found = summary[0][column].parse::<f64>().ok();
        assert_eq!(found, all[column].as_f64(), "{column}");
        if let (Some(by_hand), Some(found)) = (by_hand, found) {
            assert!((by_hand - found).abs() < 1e-6, "{column}: {found}, not {by_hand}");
        }
    }
    let rows = compared["accessions"].as_array().expect("accessions");
    let belarus = rows.iter().find(|row| row["iso3"] == "BLR").expect("Belarus");
    assert_eq!((&belarus["censored_date"], &belarus["duration_days"]), (&"2022-03-15".into(), &10400.into()));
}
