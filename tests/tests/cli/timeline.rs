//! Cases of `timeline`.

use super::*;

fn timeline(economy: &str) -> String {
    good(accession().args(["timeline", economy]))
}

/// A timeline as JSON.
fn timeline_json(economy: &str) -> Value {
    json(accession().args(["timeline", economy, "--format", "json"]))
}

fn rows(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

/// The dates and steps printed.
fn steps(stdout: &str) -> Vec<[String; 2]> {
    let table = printed(stdout, &["date", "step", "source", "claims"]);
    table.iter().map(|row| ["date", "step"].map(|column| row[column].clone())).collect()
}

/// The line of a register that gives a milestone of Tonga from a kind of source.
fn line_of_tonga(milestone: &str, date: &str, source_kind: &str) -> u64 {
    let rows = claimed(milestone)
        .into_iter()
        .filter(|(_, row)| row["iso3"] == "TON" && row["date"] == date && row["source_kind"] == source_kind);
    let lines: Vec<u64> = rows.map(|(line, _)| line).collect();
    assert_eq!(lines.len(), 1, "{milestone} {date} {source_kind}");
    lines[0]
}

/// Checks that an empty line is before every table and behind it, unless nothing is there.
fn assert_tables_stand_apart(stdout: &str) {
    let lines: Vec<&str> = stdout.lines().collect();
    for pair in lines.windows(2) {
        let is_table = |line: &str| line.starts_with('|');
        if is_table(pair[0]) != is_table(pair[1]) {
            assert!(pair.contains(&""), "{pair:?} in\n{stdout}");
        }
    }
    assert!(!stdout.contains("\n\n\n"), "one is enough:\n{stdout}");
}

const GAPS: [&str; 5] = ["from meeting", "to meeting", "from", "to", "days"];

#[test]
fn kazakhstan_has_its_twenty_meetings_and_gaps() {
    let stdout = timeline("KAZ");
    assert!(stdout.starts_with("Kazakhstan, member\n"), "{stdout}");
    assert_has(&stdout, "\nGaps between formal meetings; all meetings are known\n");
    assert_has(&stdout, "\nmedian 244 days, longest 1,371 days\n");
    let gaps = printed(&stdout, &GAPS);
    let meetings: BTreeSet<u32> = gaps
        .iter()
        .flat_map(|gap| [&gap["from meeting"], &gap["to meeting"]])
        .map(|ordinal| ordinal.parse().expect("a number"))
        .collect();
    assert_eq!(meetings, (1..=20).collect());
    // The last meeting was resumed: twenty gaps among twenty meetings.
    assert_eq!(gaps.len(), 20);
    let longest = gaps.iter().find(|gap| gap["days"] == "1,371").expect("the longest");
    let found = GAPS.map(|column| longest[column].as_str());
    assert_eq!(found, ["10", "11", "2008-07-17", "2012-04-18", "1,371"]);
    assert_eq!(days_between("2008-07-17", "2012-04-18"), 1371);
    let resumed: Vec<&Row> = gaps.iter().filter(|gap| gap[""] == "resumed").collect();
    assert_eq!(resumed.len(), 1);
    assert_eq!(
        GAPS.map(|column| resumed[0][column].as_str()),
        ["20", "20", "2015-05-22", "2015-06-17", "26"]
    );
    for gap in &gaps {
        assert_eq!(
            gap["days"].replace(',', ""),
            days_between(&gap["from"], &gap["to"]).to_string(),
            "{gap:?}"
        );
    }
    let mut days: Vec<i64> = gaps
        .iter()
        .filter(|gap| gap[""].is_empty())
        .map(|gap| gap["days"].replace(',', "").parse().expect("a number"))
        .collect();
    days.sort_unstable();
    assert_eq!((days.len(), days[9]), (19, 244), "the tenth of nineteen is the median");
}

#[test]
fn meetings_are_counted_by_year() {
    let stdout = timeline("KAZ");
    assert_has(
        &stdout,
        "\nMeetings per year (# formal, - other): 20 formal meetings in 21 sittings\n\n| year | formal sittings |",
    );
    let years = printed(&stdout, &["year", "formal sittings", "other meetings"]);
    let number = |row: &Row, column: &str| row[column].parse::<usize>().expect("a number");
    let sum = |column: &str| years.iter().map(|row| number(row, column)).sum::<usize>();
    // Twenty meetings, one of them in two sittings; 29 plurilateral meetings and 6 to verify schedules.
    assert_eq!((sum("formal sittings"), sum("other meetings")), (21, 29 + 6));
    for row in &years {
        let bar = "#".repeat(number(row, "formal sittings")) + &"-".repeat(number(row, "other meetings"));
        assert_eq!(row[""], bar, "{row:?}");
    }
    assert!(years.is_sorted_by_key(|row| number(row, "year")));
    let busiest = years.iter().find(|row| row["year"] == "2012").expect("the year");
    assert_eq!((number(busiest, "formal sittings"), number(busiest, "other meetings")), (4, 12));
}

#[test]
fn steps_stand_in_the_order_of_their_dates_with_their_source() {
    let stdout = timeline("KAZ");
    let steps = steps(&stdout);
    assert!(steps.is_sorted_by(|one, next| one[0] <= next[0]), "{steps:?}");
    for (date, step) in [
        ("1996-01-29", "application"),
        ("1997-03-19", "first_meeting"),
        ("2015-07-27", "decision"),
        ("2015-11-30", "membership"),
    ] {
        assert!(steps.contains(&[date.to_owned(), step.to_owned()]), "{step} in {steps:?}");
    }
    let table = printed(&stdout, &["date", "step", "source", "claims"]);
    let page = String::from_utf8(read(&kazakhstan())).expect("UTF-8");
    let line = page.lines().position(|line| line.starts_with("Application received")).expect("the row") + 1;
    let application = table.iter().find(|row| row["step"] == "application").expect("the step");
    assert_eq!(application["source"], format!("dossier kazakhstan line {line}"));
    // The page and five rows of the register, of which one says April.
    assert_eq!((application["claims"].as_str(), application[""].as_str()), ("6", "disputed"));
    let membership = table.iter().find(|row| row["step"] == "membership").expect("the step");
    assert_eq!((membership["claims"].as_str(), membership[""].as_str()), ("3", ""));
}

#[test]
fn an_economy_without_a_dossier_has_what_the_registers_say() {
    let stdout = timeline("Tonga");
    assert!(stdout.starts_with("Tonga, member\n"), "{stdout}");
    // Read in data/registers/milestones.csv and meetings.csv.
    let expected = [
        ("1995-08-11", "application"),
        ("1995-11-15", "working_party_established"),
        ("1996-04-22", "terms_of_reference"),
        ("1998-05-27", "foreign_trade_memorandum"),
        ("2001-04-26", "first_meeting"),
        ("2005-12-01", "last_meeting"),
        ("2005-12-01", "working_party_report_adopted"),
        ("2005-12-02", "working_party_report"),
        ("2005-12-15", "decision"),
        ("2007-06-27", "acceptance"),
        ("2007-07-27", "membership"),
    ];
    assert_eq!(steps(&stdout), expected.map(|(date, step)| [date.to_owned(), step.to_owned()]));
    let table = printed(&stdout, &["date", "step", "source", "claims"]);
    let [application, memorandum] = [&table[0], &table[3]];
    let source = format!("wto (milestones.csv line {})", line_of_tonga("application", "1995-08-11", "wto"));
    assert_eq!(
        ["source", "claims", ""].map(|column| application[column].as_str()),
        [&source, "3", "disputed"]
    );
    let line = line_of_tonga("foreign_trade_memorandum", "1998-05-27", "wto");
    let source = format!("wto (milestones.csv line {line})");
    assert_eq!(["source", "claims", ""].map(|column| memorandum[column].as_str()), [&source, "1", ""]);
    // Its first meeting stands in the other register.
    let meetings = register("meetings.csv");
    let (line, _) = meetings
        .iter()
        .find(|(_, row)| row["iso3"] == "TON" && row["ordinal"] == "1")
        .expect("the first meeting");
    assert_eq!(table[4]["source"], format!("wto (meetings.csv line {line})"));
    assert_has(
        &stdout,
        "\nMeetings per year (# formal, - other): 3 formal meetings in 3 sittings\n\n| year |",
    );
    assert_has(&stdout, "\nGaps between formal meetings; all meetings are known\n");
    let gaps = printed(&stdout, &GAPS);
    let found: Vec<[&str; 5]> = gaps.iter().map(|gap| GAPS.map(|column| gap[column].as_str())).collect();
    let expected =
        [["1", "2", "2001-04-26", "2005-11-18", "1,667"], ["2", "3", "2005-11-18", "2005-12-01", "13"]];
    assert_eq!(found, expected);
    assert_has(&stdout, "\nmedian 840 days, longest 1,667 days\n");
}

#[test]
fn a_list_that_may_lack_meetings_says_so_and_has_no_median() {
    for economy in ["VNM", "UZB"] {
        let stdout = timeline(economy);
        assert_has(&stdout, "\nGaps between formal meetings; more meetings than these may have been held\n");
        assert!(!stdout.contains("median "), "{stdout}");
        assert!(!stdout.contains("all meetings are known"), "{stdout}");
    }
    // Uzbekistan's third meeting by a WTO page, its fourth by three newspapers; the ninth is known to the month.
    let stdout = timeline("UZB");
    let gaps = printed(&stdout, &GAPS);
    let found: Vec<&str> = GAPS.map(|column| gaps[0][column].as_str()).to_vec();
    assert_eq!(found, ["3", "4", "2005-10-14", "2020-07-07", "5,380"]);
    assert_eq!(days_between("2005-10-14", "2020-07-07"), 5380);
    let last = gaps.last().expect("a gap");
    assert_eq!((last["to meeting"].as_str(), last["days"].as_str()), ("9", "not to the day"));
}

#[test]
fn a_meeting_known_to_the_month_is_no_day() {
    let stdout = timeline("UZB");
    let gaps = printed(&stdout, &GAPS);
    let ninth = gaps.iter().find(|gap| gap["to meeting"] == "9").expect("the ninth meeting");
    assert_eq!(ninth["to"], "2024-12", "two newspapers say December 2024, and no more");
}

#[test]
fn an_economy_without_meetings_has_its_steps() {
    let stdout = timeline("CUW");
    assert!(stdout.starts_with("Curaçao, acceding\n"), "{stdout}");
    assert_eq!(steps(&stdout)[0], ["2019-10", "application"]);
    assert!(!stdout.contains("Meetings per year") && !stdout.contains("Gaps between"), "{stdout}");
    let timeline = timeline_json("CUW");
    assert_eq!((rows(&timeline["gaps"]).len(), rows(&timeline["meetings_per_year"]).len()), (0, 0));
    assert_eq!(timeline["milestones"][0]["date"], "2019-10-01");
    assert_eq!(timeline["milestones"][0]["date_latest"], "2019-10-31");
}

#[test]
fn tables_stand_apart_from_what_is_around_them() {
    for economy in ["KAZ", "TON", "UZB", "CUW"] {
        assert_tables_stand_apart(&timeline(economy));
    }
}

#[test]
fn json_has_the_meetings_and_their_gaps_in_a_word() {
    // Twenty numbered meetings on the page of Kazakhstan; three on that of Tonga; newspapers on Uzbekistan's.
    for (economy, meetings, has_all, median, longest) in [
        ("KAZ", 20, true, Some(244.0), Some(1371)),
        ("TON", 3, true, Some(840.0), Some(1667)),
        ("UZB", 7, false, None, None),
        ("CUW", 0, false, None, None),
    ] {
        let timeline = timeline_json(economy);
        assert_eq!(timeline["formal_meetings"], meetings, "{economy}");
        assert_eq!(timeline["has_all_meetings"], has_all, "{economy}");
        assert_eq!(timeline["median_gap_days"].as_f64(), median, "{economy}");
        assert_eq!(timeline["longest_gap_days"].as_i64(), longest, "{economy}");
    }
    let timeline = timeline_json("UZB");
    let precision = |milestone: &str| {
        let row = rows(&timeline["milestones"]).iter().find(|row| row["milestone"] == milestone);
        row.expect("the step")["precision"].as_str().expect("a word").to_owned()
    };
    assert_eq!((precision("suspended").as_str(), precision("reactivated").as_str()), ("year", "day"));
    assert_eq!(timeline_json("CUW")["milestones"][0]["precision"], "month");
}

#[test]
fn json_has_what_is_printed() {
    for (economy, iso3, status) in
        [("Kazakhstan", "KAZ", "member"), ("Belarus", "BLR", "suspended"), ("Viet Nam", "VNM", "member")]
    {
        let (stdout, timeline) = (timeline(economy), timeline_json(economy));
        assert_eq!((&timeline["economy"], &timeline["iso3"]), (&economy.into(), &iso3.into()));
        assert_eq!(timeline["status"], status);
        assert!(stdout.starts_with(&format!("{economy}, {status}\n")), "{stdout}");
        let milestones: Vec<&str> =
            rows(&timeline["milestones"]).iter().filter_map(|row| row["milestone"].as_str()).collect();
        assert_eq!(steps(&stdout).into_iter().map(|[_, step]| step).collect::<Vec<_>>(), milestones);
        let years = printed(&stdout, &["year", "formal sittings", "other meetings"]);
        for (printed, year) in years.iter().zip(rows(&timeline["meetings_per_year"])) {
            for (column, key) in [
                ("year", "year"),
                ("formal sittings", "formal_sittings"),
                ("other meetings", "other_meetings"),
            ] {
                assert_eq!(printed[column], year[key].to_string());
            }
        }
        assert_eq!(years.len(), rows(&timeline["meetings_per_year"]).len());
        let formal: Vec<&Value> =
            rows(&timeline["gaps"]).iter().filter(|gap| gap["kind"] == "formal").collect();
        let gaps = printed(&stdout, &GAPS);
        assert_eq!(gaps.len(), formal.len());
        for (printed, gap) in gaps.iter().zip(formal) {
            let days = gap["gap_days"].as_i64().map_or("not to the day".to_owned(), |days| days.to_string());
            assert_eq!(printed["days"].replace(',', ""), days, "{gap}");
            let ordinal = |key: &str| gap[key].as_u64().map_or(String::new(), |ordinal| ordinal.to_string());
            assert_eq!(
                (printed["from meeting"].clone(), printed["to meeting"].clone()),
                (ordinal("from_ordinal"), ordinal("to_ordinal"))
            );
            assert_eq!(gap["is_complete"], stdout.contains("all meetings are known"), "{gap}");
        }
    }
}

#[test]
fn economies_go_by_code_and_name() {
    let expected = timeline("TWN");
    assert!(expected.starts_with("Chinese Taipei, member\n"), "{expected}");
    for economy in ["twn", "Chinese Taipei", "Taiwan", "TPKM"] {
        assert_eq!(timeline(economy), expected, "{economy}");
    }
    for economy in ["Narnia", "XXX", ""] {
        let Said { stdout, stderr } = said(accession().args(["timeline", economy]), 2);
        assert_eq!(stdout, "");
        assert!(stderr.starts_with(&format!("error: {economy:?} is no economy of the register")), "{stderr}");
    }
    // An observer has not begun.
    let Said { stdout, stderr } = said(accession().args(["timeline", "PSE"]), 2);
    assert_eq!(stdout, "");
    assert_eq!(stderr, "error: no dossier or register has a step or meeting of Palestine by 2026-11-01\n");
}

#[test]
fn what_comes_after_the_day_has_not_happened() {
    let stdout = good(accession().args(["timeline", "KAZ", "--as-of", "2000-01-01"]));
    assert!(stdout.starts_with("Kazakhstan, acceding\n"), "{stdout}");
    assert_has(&stdout, "| 1997-03-19 | first_meeting ");
    for later in ["2015-11-30", "2012-04-18"] {
        assert!(!stdout.contains(later), "{later} is still to come:\n{stdout}");
    }
    assert!(steps(&stdout).iter().all(|[date, _]| date.as_str() < "2000-01-01"), "{stdout}");
    // The first three of twenty meetings: how many there were, and their median, is no matter of that day.
    assert_has(&stdout, "\nMeetings per year (# formal, - other)\n");
    assert_has(&stdout, "\nGaps between formal meetings; later ones are left out\n");
    assert!(!stdout.contains("median"), "{stdout}");
    let years = printed(&stdout, &["year", "formal sittings"]);
    let years: Vec<[&str; 2]> =
        years.iter().map(|row| ["year", "formal sittings"].map(|column| row[column].as_str())).collect();
    assert_eq!(years, [["1997", "2"], ["1998", "1"]]);
    let timeline = json(accession().args(["timeline", "KAZ", "--as-of", "2000-01-01", "--format", "json"]));
    assert_eq!(timeline["status"], "acceding");
    for key in ["formal_meetings", "median_gap_days", "longest_gap_days"] {
        assert_eq!(timeline[key], Value::Null, "{key}");
    }
    assert_eq!((rows(&timeline["gaps"]).len(), rows(&timeline["meetings_per_year"]).len()), (2, 2));
    // On the day of its membership it is a member; nothing is left out but the day before.
    let on = |day: &str| good(accession().args(["timeline", "KAZ", "--as-of", day]));
    assert_eq!(on("2026-11-01"), self::timeline("KAZ"));
    assert!(on("2015-11-30").starts_with("Kazakhstan, member\n"));
    assert!(
        on("2015-11-29").starts_with("Kazakhstan, acceding\n") && !on("2015-11-29").contains("membership")
    );
    // Before the first step there is nothing to print.
    let Said { stdout, stderr } = said(accession().args(["timeline", "CUW", "--as-of", "2015-01-01"]), 2);
    assert_eq!(stdout, "");
    assert!(stderr.starts_with("error: no dossier or register has a step or meeting of Curaçao"), "{stderr}");
}

/// A folder with a synthetic register of meetings and a pipeline that reads it.
fn with_meetings(rows: &str) -> (TempDir, PathBuf) {
    let folder = folder();
    let header = "iso3,ordinal,start_date,end_date,list,source_kind,source,evidence\n";
    write(&folder.path().join("meetings.csv"), format!("{header}{rows}"));
    let path = folder.path().join("pipeline.toml");
    let pipeline = pipeline_with("dossiers = [\"*.txt\"]", "meetings = \"meetings.csv\"");
    write(&path, pipeline);
    (folder, path)
}

/// A whole list of three meetings of Tonga, of one source.
const WHOLE: &str = "TON,1,2001-04-26,,complete,wto,https://example.org/a,synthetic\n\
    TON,2,2005-11-18,,complete,wto,https://example.org/a,synthetic\n\
    TON,3,2005-12-01,,complete,wto,https://example.org/a,synthetic\n";

#[test]
fn a_whole_list_denies_what_others_put_between_its_meetings() {
    let between = "TON,,2003-01-10,,,press,https://example.org/b,synthetic\n";
    let (_folder, path) = with_meetings(&format!("{WHOLE}{between}"));
    let stdout = good(accession().args(["timeline", "TON", "--pipeline"]).arg(&path));
    assert_has(&stdout, "\nGaps between formal meetings; all meetings are known\n");
    let gaps = printed(&stdout, &GAPS);
    let days: Vec<&str> = gaps.iter().map(|gap| gap["days"].as_str()).collect();
    assert_eq!(days, ["1,667", "13"], "none begins or ends in 2003");
    assert_has(&stdout, "\nmedian 840 days, longest 1,667 days\n");
}

#[test]
fn a_sitting_after_the_whole_list_shows_that_it_is_not_whole() {
    let after = "TON,,2006-03-10,,,press,https://example.org/b,synthetic\n";
    let (folder, path) = with_meetings(&format!("{WHOLE}{after}"));
    let stdout = good(accession().args(["timeline", "TON", "--pipeline"]).arg(&path));
    assert_has(&stdout, "\nGaps between formal meetings; more meetings than these may have been held\n");
    assert!(!stdout.contains("median"), "{stdout}");
    let gaps = printed(&stdout, &GAPS);
    let days: Vec<&str> = gaps.iter().map(|gap| gap["days"].as_str()).collect();
    // From 1 December 2005 to 10 March 2006: 30 + 31 + 28 + 10 days.
    assert_eq!(days, ["1,667", "13", "99"]);
    let args = ["timeline", "TON", "--format", "json", "--pipeline"];
    let timeline = json(accession().args(args).arg(&path));
    assert_eq!((&timeline["has_all_meetings"], &timeline["median_gap_days"]), (&false.into(), &Value::Null));
    let are_complete: Vec<&Value> = rows(&timeline["gaps"]).iter().map(|gap| &gap["is_complete"]).collect();
    assert_eq!(are_complete, [true, true, false]);
    // The table of a release says so, too.
    let text = String::from_utf8(read(&path)).expect("UTF-8");
    write(&path, text.replace("\"meeting_gaps\"", "\"accession_summary\""));
    good(accession().arg("run").arg(&path));
    let summary = &shown(&folder.path().join("release"), "accession_summary")[0];
    let found =
        ["has_all_meetings", "median_gap_days", "longest_gap_days"].map(|column| summary[column].as_str());
    assert_eq!(found, ["false", "", ""]);
}

#[test]
fn a_median_is_of_all_gaps_or_is_not_given() {
    // Of gaps of 1,667 days, 13 to 43 days and 1 to 31 days the median is 43 days at most.
    let months = "TON,1,2001-04-26,,complete,wto,https://example.org/a,synthetic\n\
                  TON,2,2005-11-18,,complete,wto,https://example.org/a,synthetic\n\
                  TON,3,2005-12,,complete,wto,https://example.org/a,synthetic\n\
                  TON,4,2006-01-01,,complete,wto,https://example.org/a,synthetic\n";
    let (_folder, path) = with_meetings(months);
    let stdout = good(accession().args(["timeline", "TON", "--pipeline"]).arg(&path));
    let gaps = printed(&stdout, &GAPS);
    let days: Vec<&str> = gaps.iter().map(|gap| gap["days"].as_str()).collect();
    assert_eq!(days, ["1,667", "not to the day", "not to the day"]);
    assert!(!stdout.contains("median 1,667 days"), "{stdout}");
}

#[test]
fn another_folder_has_the_registers_built_in() {
    let folder = folder();
    let stdout = good(accession().args(["timeline", "TON"]).current_dir(folder.path()));
    assert_eq!(stdout, timeline("TON"));
    // The Kazakhstan page is not among them.
    let stdout = good(accession().args(["timeline", "KAZ"]).current_dir(folder.path()));
    assert!(!stdout.contains("dossier"), "{stdout}");
    assert_has(&stdout, "more meetings than these may have been held");
    assert_eq!(files(folder.path()), BTreeSet::new(), "nothing is written");
}
