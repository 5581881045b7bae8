//! Cases of `compare`: who is in a comparison, for how long, and in which group.

use super::*;

/// The accessions as `compare --format csv` gives them.
fn accessions(args: &[&str]) -> Vec<Row> {
    records(&good(accession().args(["compare", "--format", "csv"]).args(args))).1
}

/// The accession of an economy.
fn of<'r>(rows: &'r [Row], iso3: &str) -> &'r Row {
    rows.iter().find(|row| row["iso3"] == iso3).unwrap_or_else(|| panic!("no {iso3} in {rows:#?}"))
}

/// The codes, sorted.
fn codes<'r>(rows: impl IntoIterator<Item = &'r Row>) -> BTreeSet<String> {
    rows.into_iter().map(|row| row["iso3"].clone()).collect()
}

/// Economies a source claims a milestone for, the Kazakhstan dossier left aside.
fn reached(milestone: &str) -> BTreeSet<String> {
    claimed(milestone).into_iter().map(|(_, row)| row["iso3"].clone()).collect()
}

/// Codes of the economies a shipped register says anything about an accession of.
fn begun() -> BTreeSet<String> {
    let rows = register("milestones.csv").into_iter().chain(register("meetings.csv"));
    rows.map(|(_, row)| row["iso3"].clone()).collect()
}

/// The names of economies, sorted.
fn names(codes: &BTreeSet<String>) -> Vec<String> {
    let economies = register("economies.csv").into_iter();
    let mut names: Vec<String> = economies
        .filter(|(_, row)| codes.contains(&row["iso3"]))
        .map(|(_, row)| row["name"].clone())
        .collect();
    names.sort();
    names
}

/// Why economies are not compared, and the sorted names of those, as the last lines say it.
fn not_compared(stdout: &str) -> Vec<(&str, Vec<String>)> {
    let lines = stdout.lines().rev().map_while(|line| {
        if line.is_empty() { Some(None) } else { line.strip_prefix("Not compared, ").map(Some) }
    });
    let mut reasons: Vec<(&str, Vec<String>)> = lines
        .flatten()
        .map(|line| {
            let (reason, economies) = line.split_once(": ").expect("a reason");
            let mut names: Vec<String> = economies.split(", ").map(str::to_owned).collect();
            names.sort();
            (reason, names)
        })
        .collect();
    assert_eq!(stdout.matches("Not compared").count(), reasons.len(), "they are the last lines:\n{stdout}");
    reasons.reverse();
    reasons
}

/// A date of a row as the table spells it, or the word for a clock that runs.
fn spelled(row: &Row, earliest: &str, latest: &str) -> String {
    let (first, last) = (&row[earliest], &row[latest]);
    match (first.as_str(), last.as_str()) {
        ("", "") => "running".to_owned(),
        (first, last) if first == last => first.to_owned(),
        (first, last) if first[..7] == last[..7] => first[..7].to_owned(),
        (first, _) => first[..4].to_owned(),
    }
}

/// A synthetic table of groups: blanks around a cell, empty cells, and a row without a group.
const BLOCS: &str =
    "iso3,bloc,members\nKAZ,EAEU,yes\nARM, EAEU ,yes\nVUT,Pacific,\nTON,Pacific,no\nCHN,,no\n";

#[test]
fn every_accession_with_a_start_is_compared() {
    let stdout = good(accession().arg("compare"));
    // Whoever applied to the GATT began there; a GATT working party without a dated application leaves no start.
    let gatt = reached("gatt_application");
    let began_at_gatt: BTreeSet<String> = &gatt | &reached("gatt_working_party_established");
    let started: BTreeSet<String> = &gatt | &(&reached("application") - &began_at_gatt);
    let members = reached("membership");
    let completed = (&started & &members).len();
    let first = format!(
        "first_application to membership, as of 2026-11-01: {} accessions, {completed} completed, {} running",
        started.len(),
        started.len() - completed
    );
    assert_eq!(stdout.lines().next(), Some(first.as_str()));
    let rows = accessions(&[]);
    assert_eq!(codes(&rows), started);
    for row in &rows {
        let is_member = members.contains(&row["iso3"]);
        assert_eq!(row["event_observed"] == "true", is_member, "{row:?}");
        assert_eq!(row["status"] == "member", is_member, "{row:?}");
    }
    // A start that is not known is said.
    let without = names(&(&begun() - &started));
    assert_eq!(without, ["Sao Tomé and Principe"], "as the registers have it");
    assert_eq!(not_compared(&stdout), [("no date of the start", without)]);
}

#[test]
fn durations_are_those_counted_by_hand() {
    let stdout = good(accession().arg("compare"));
    let table = printed(&stdout, &["rank", "economy", "from", "to", "days", "time", "status"]);
    // Read in data/registers/milestones.csv; days and months counted by hand.
    for (economy, from, to, days, time, status) in [
        ("Kazakhstan", "1996-01-29", "2015-11-30", "7,245", "19y 10m", "member"),
        // A copy of a WTO page stands before a data set that says 1995-07-07.
        ("Vanuatu", "1995-06-07", "2012-08-24", "6,288", "17y  2m", "member"),
        ("Liberia", "2007-06-13", "2016-07-14", "3,319", "9y  1m", "member"),
        // A WTO page stands before a copy that says June.
        ("Tonga", "1995-08-11", "2007-07-27", "4,368", "11y 11m", "member"),
        // Its applications: to the GATT in May 1989, to the WTO on 17 February 1997.
        ("Nepal", "1989-05", "2004-04-23", "5,441 to 5,471", "about 14y 11m", "member"),
        ("Serbia", "2004-12-23", "running", "7,983", "21y 10m", "running (dormant)"),
        ("Belarus", "1993-09-23", "running", "12,092", "33y  1m", "running (suspended)"),
    ] {
        let row = table.iter().find(|row| row["economy"] == economy).expect("the economy");
        let found = ["from", "to", "days", "time", "status"].map(|column| row[column].as_str());
        assert_eq!(found, [from, to, days, time, status], "{economy}");
    }
}

#[test]
fn csv_has_a_header_and_a_row_an_accession_the_longest_first() {
    let csv = good(accession().args(["compare", "--format", "csv"]));
    let (header, rows) = records(&csv);
    let expected = "rank,iso3,economy,status,group,start_date,start_date_latest,end_date,end_date_latest,\
                    censored_date,event_observed,duration_days,duration_days_min,duration_days_max,years,months,days";
    assert_eq!(header.join(","), expected);
    let number = |row: &Row, column: &str| row[column].parse::<i64>().expect("a number");
    let middle =
        |row: &Row| (number(row, "duration_days_min") + number(row, "duration_days_max")).div_euclid(2);
    assert!(rows.is_sorted_by(|one, next| middle(one) >= middle(next)), "{rows:?}");
    let ranks: Vec<i64> = rows.iter().map(|row| number(row, "rank")).collect();
    assert_eq!(ranks, (1..).take(rows.len()).collect::<Vec<i64>>());
    for row in &rows {
        let has_ended = row["event_observed"] == "true";
        let (first, last) =
            if has_ended { ("end_date", "end_date_latest") } else { ("censored_date", "censored_date") };
        assert_eq!(
            (row["end_date"].is_empty(), row["censored_date"].is_empty()),
            (!has_ended, has_ended),
            "{row:?}"
        );
        assert_eq!(number(row, "duration_days_max"), days_between(&row["start_date"], &row[last]), "{row:?}");
        assert_eq!(
            number(row, "duration_days_min"),
            days_between(&row["start_date_latest"], &row[first]),
            "{row:?}"
        );
        // What is known within bounds only has no number of days that pretends to more.
        let is_exact = row["start_date"] == row["start_date_latest"] && row[first] == row[last];
        for column in ["duration_days", "years", "months", "days"] {
            assert_eq!(row[column].is_empty(), !is_exact, "{row:?}");
        }
        assert!(!is_exact || row["duration_days"] == row["duration_days_max"], "{row:?}");
        assert_eq!(row["group"], "", "nothing is grouped by");
    }
    let kazakhstan = of(&rows, "KAZ");
    assert_eq!(["years", "months", "days"].map(|part| kazakhstan[part].as_str()), ["19", "10", "1"]);
}

#[test]
fn the_table_says_what_csv_says() {
    let args = ["--by", "region"];
    let rows = accessions(&args);
    let stdout = good(accession().arg("compare").args(args));
    let table = printed(&stdout, &["rank", "economy", "from", "to", "days", "time", "status", "region"]);
    assert_eq!(table.len(), rows.len());
    for (printed, row) in table.iter().zip(&rows) {
        for (column, of) in [("rank", "rank"), ("economy", "economy"), ("region", "group")] {
            assert_eq!(printed[column], row[of], "{row:?}");
        }
        assert_eq!(printed["from"], spelled(row, "start_date", "start_date_latest"));
        assert_eq!(printed["to"], spelled(row, "end_date", "end_date_latest"));
        let exact = &row["duration_days"];
        let days = if exact.is_empty() {
            format!("{} to {}", row["duration_days_min"], row["duration_days_max"])
        } else {
            exact.clone()
        };
        assert_eq!(printed["days"].replace(',', ""), days);
        assert_eq!(printed["time"].starts_with("about "), exact.is_empty(), "{printed:?}");
        if !exact.is_empty() {
            assert_eq!(printed["time"], format!("{}y {:>2}m", row["years"], row["months"]));
        }
    }
    let imprecise = rows.iter().filter(|row| row["duration_days"].is_empty()).count();
    assert_has(&stdout, &format!("\n{imprecise} durations known within bounds only: "));
}

#[test]
fn any_two_milestones_are_compared() {
    let rows = accessions(&["--from", "decision", "--to", "membership"]);
    assert_eq!(codes(&rows), &reached("decision") & &reached("membership"));
    for (iso3, from, to, days) in [
        ("VUT", "2011-10-26", "2012-08-24", "303"),
        ("KAZ", "2015-07-27", "2015-11-30", "126"),
        ("LBR", "2015-12-16", "2016-07-14", "211"),
    ] {
        let row = of(&rows, iso3);
        let found = ["start_date", "end_date", "duration_days"].map(|column| row[column].as_str());
        assert_eq!(found, [from, to, days], "{iso3}");
    }
    let stdout = good(accession().args(["compare", "--from", "gatt_application", "--to", "decision"]));
    assert!(stdout.starts_with("gatt_application to decision, as of 2026-11-01: "), "{stdout}");
    // A member whose decision no source dates is neither observed nor running.
    assert!(!reached("decision").contains("ECU") && reached("membership").contains("ECU"));
    // Each reason has its line, whoever it is of.
    let expected = [
        ("no date of the start", names(&(&begun() - &reached("gatt_application")))),
        ("the end was passed, and no source dates it", vec!["Ecuador".to_owned()]),
    ];
    assert_eq!(not_compared(&stdout), expected);
    let table = printed(&stdout, &["rank", "economy", "from", "to"]);
    assert!(table.iter().all(|row| row["economy"] != "Ecuador"), "{table:?}");
    assert_eq!(table.len(), reached("gatt_application").len() - 1);
}

#[test]
fn milestones_that_are_none_are_refused_with_those_there_are() {
    for args in [["--from", "aplication"], ["--to", "joined"], ["--to", ""]] {
        let Said { stdout, stderr } = said(accession().arg("compare").args(args), 2);
        assert_eq!(stdout, "");
        assert!(stderr.starts_with("error: "), "{stderr}");
        assert_has(&stderr, args[0]);
        assert_has(&stderr, &format!("'{}'", args[1]));
        for milestone in Milestone::VARIANTS {
            assert_has(&stderr, milestone.word());
        }
    }
}

#[test]
fn accessions_that_end_before_they_start_are_not_said_to_have_no_start() {
    let Said { stdout, stderr } =
        said(accession().args(["compare", "--from", "membership", "--to", "application"]), 2);
    assert_eq!(stdout, "");
    // Whoever is a member has a start; whoever of them has no application to the WTO has no end.
    let (members, applied) = (reached("membership"), reached("application"));
    let reasons = stderr
        .strip_prefix("error: no accession can be compared from membership to application (")
        .and_then(|reasons| reasons.strip_suffix(")\n"))
        .unwrap_or_else(|| panic!("{stderr}"));
    let mut reasons: BTreeMap<&str, usize> = reasons
        .split("; ")
        .map(|reason| reason.rsplit_once(": ").expect("a reason and how many for it"))
        .map(|(reason, count)| (reason, count.parse().expect("a number")))
        .collect();
    assert_eq!(reasons.remove("no date of the start"), Some((&begun() - &members).len()));
    assert_eq!(
        reasons.remove("the end was passed, and no source dates it"),
        Some((&members - &applied).len())
    );
    assert_eq!(reasons.into_values().sum::<usize>(), (&members & &applied).len(), "{stderr}");
    let Said { stderr, .. } = said(
        accession().args([
            "compare",
            "--from",
            "membership",
            "--to",
            "application",
            "--economies",
            "KAZ,TON",
        ]),
        2,
    );
    assert_eq!(
        stderr,
        "error: no accession of those asked for can be compared from membership to application (the end is dated \
         before the start: 2)\n"
    );
}

#[test]
fn what_the_wto_decided_was_not_reached_under_the_gatt() {
    // China began under the GATT, and the Ministerial Conference of the WTO decided on it in 2001.
    let args = ["compare", "--from", "membership", "--to", "decision", "--economies", "KAZ,CHN"];
    let Said { stderr, .. } = said(accession().args(args), 2);
    assert!(!stderr.contains("GATT"), "{stderr}");
    // What it did under the GATT is no part of a clock that starts at its application to the WTO.
    let args = ["compare", "--from", "application", "--to", "gatt_application", "--economies", "CHN"];
    let Said { stderr, .. } = said(accession().args(args), 2);
    assert_has(&stderr, "(the end was reached under the GATT before the start: 1)");
}

#[test]
fn accessions_are_grouped_by_what_the_registers_say() {
    let economies: BTreeMap<String, Row> =
        register("economies.csv").into_iter().map(|(_, row)| (row["iso3"].clone(), row)).collect();
    // A year stands for its first day, as a start known to the month does.
    let first_day = |date: &str| format!("{date}{}", &"0000-01-01"[date.len()..]);
    for row in accessions(&["--by", "ldc"]) {
        let economy = &economies[&row["iso3"]];
        let (from, until) = (&economy["ldc_from"], &economy["ldc_until"]);
        let joined = !from.is_empty() && first_day(from) <= row["start_date"];
        let is_on_list = joined && (until.is_empty() || first_day(until) > row["start_date"]);
        assert_eq!(row["group"], if is_on_list { "least developed" } else { "other" }, "{row:?}");
    }
    for row in accessions(&["--by", "landlocked"]) {
        let is_landlocked = economies[&row["iso3"]]["landlocked"] == "yes";
        assert_eq!(row["group"], if is_landlocked { "landlocked" } else { "coastal" }, "{row:?}");
    }
    let gatt = &reached("gatt_application") | &reached("gatt_working_party_established");
    for row in accessions(&["--by", "gatt_start"]) {
        assert_eq!(row["group"], if gatt.contains(&row["iso3"]) { "GATT" } else { "WTO" }, "{row:?}");
    }
    for row in accessions(&["--by", "decade"]) {
        assert_eq!(row["group"], format!("{}0s", &row["start_date"][..3]), "{row:?}");
    }
    let rows = accessions(&["--by", "region"]);
    let in_region = |region: &str| codes(rows.iter().filter(|row| row["group"] == region));
    let set = |codes: &str| codes.split(' ').map(str::to_owned).collect::<BTreeSet<String>>();
    // The regions of the M49 standard.
    assert_eq!(in_region("Africa"), set("COM CPV DZA ETH GNQ LBR LBY SDN SOM SSD SYC"));
    assert_eq!(in_region("Americas"), set("BHS CUW ECU PAN"));
    assert_eq!(in_region("Europe"), set("ALB AND BGR BIH BLR EST HRV LTU LVA MDA MKD MNE RUS SRB UKR"));
    assert_eq!(in_region("Oceania"), set("TON VUT WSM"));
    assert!(in_region("Asia").is_superset(&set("ARM CHN GEO IRN KAZ TWN TLS YEM")), "{rows:?}");
    assert!(rows.iter().all(|row| !row["group"].is_empty()), "{rows:?}");
}

#[test]
fn the_day_of_a_suspension_can_stop_the_clock() {
    // 1993-09-23 to 2022-03-15 are 28 years and 173 days, seven leap days among them.
    let rows = accessions(&["--economies", "BLR,KAZ", "--censor", "suspension"]);
    let belarus = of(&rows, "BLR");
    for (column, value) in [
        ("start_date", "1993-09-23"),
        ("end_date", ""),
        ("censored_date", "2022-03-15"),
        ("event_observed", "false"),
        ("duration_days", "10400"),
        ("status", "suspended"),
    ] {
        assert_eq!(belarus[column], value, "{column}");
    }
    let as_of = accessions(&["--economies", "BLR,KAZ", "--censor", "as-of"]);
    assert_eq!(of(&as_of, "KAZ"), of(&rows, "KAZ"), "who is not suspended has the same clock");
    assert_eq!(of(&as_of, "BLR")["censored_date"], "2026-11-01");
    assert_eq!(
        accessions(&["--economies", "BLR,KAZ"]),
        as_of,
        "the clock runs on unless it is asked to stop"
    );
    let whole = accessions(&["--censor", "suspension"]);
    let others = |rows: &[Row]| codes(rows.iter().filter(|row| row["censored_date"] == "2026-11-01"));
    let mut running = others(&accessions(&[]));
    assert!(running.remove("BLR"));
    assert_eq!(others(&whole), running, "no other accession is suspended");
    let args = ["compare", "--economies", "BLR,KAZ,SRB"];
    let to = |censor: &[&str]| -> Vec<String> {
        let stdout = good(accession().args(args).args(censor));
        let table = printed(&stdout, &["rank", "economy", "from", "to"]);
        table.iter().map(|row| format!("{} {}", row["economy"], row["to"])).collect()
    };
    assert_eq!(to(&[]), ["Belarus running", "Serbia running", "Kazakhstan 2015-11-30"]);
    assert_eq!(
        to(&["--censor", "suspension"]),
        ["Belarus censored 2022-03-15", "Serbia running", "Kazakhstan 2015-11-30"]
    );
    // A suspension that is still to come stops nothing.
    for (day, days) in [("2022-03-14", "10399"), ("2022-03-15", "10400"), ("2022-03-16", "10400")] {
        let rows = accessions(&["--economies", "Belarus", "--censor", "suspension", "--as-of", day]);
        assert_eq!(rows[0]["duration_days"], days, "{day}");
    }
}

#[test]
fn a_membership_still_to_come_is_a_clock_that_runs() {
    let args = |day| ["--economies", "KAZ,TON,SRB,CUW", "--as-of", day];
    let rows = accessions(&args("2015-11-29"));
    assert_eq!(
        codes(&rows),
        BTreeSet::from(["KAZ", "SRB", "TON"].map(str::to_owned)),
        "Curaçao is still to apply"
    );
    let kazakhstan = of(&rows, "KAZ");
    assert_eq!(kazakhstan["event_observed"], "false");
    assert_eq!((kazakhstan["end_date"].as_str(), kazakhstan["censored_date"].as_str()), ("", "2015-11-29"));
    assert_eq!((kazakhstan["duration_days"].as_str(), kazakhstan["status"].as_str()), ("7244", "acceding"));
    assert_eq!(of(&rows, "TON")["event_observed"], "true");
    let rows = accessions(&args("2015-11-30"));
    assert_eq!(of(&rows, "KAZ")["event_observed"], "true");
    let stdout = good(accession().arg("compare").args(args("2015-11-29")));
    assert!(
        stdout.starts_with(
            "first_application to membership, as of 2015-11-29: 3 accessions, 1 completed, 2 running\n"
        ),
        "{stdout}"
    );
    let not_compared = not_compared(&stdout);
    assert_eq!(not_compared.len(), 1, "{stdout}");
    assert_eq!(not_compared[0].1, ["Curaçao"], "of those asked for");
    // Before anybody applied there is nothing to compare.
    let Said { stderr, .. } = said(accession().args(["compare", "--as-of", "1980-01-01"]), 2);
    let start = "error: no accession can be compared from first_application to membership (";
    assert!(stderr.starts_with(start), "{stderr}");
    // One economy's beginning is dated by nobody; that of the others is to come.
    let to_come = begun().len() - 1;
    let reasons = format!("(no date of the start: 1; not begun by that day: {to_come})\n");
    assert!(stderr.ends_with(&reasons), "{stderr}");
}

#[test]
fn economies_go_by_code_and_name() {
    for economies in
        ["VUT,TWN,LAO", "Vanuatu,Chinese Taipei,Lao PDR", "vut,taiwan,Laos", "VUT,TPKM,LAO,Vanuatu"]
    {
        let rows = accessions(&["--economies", economies]);
        assert_eq!(codes(&rows), BTreeSet::from(["LAO", "TWN", "VUT"].map(str::to_owned)), "{economies}");
        assert_eq!(rows.len(), 3);
    }
    for (economies, unknown) in [("KAZ,Narnia", "\"Narnia\""), ("XXX", "\"XXX\""), ("KAZ,", "\"\"")] {
        let Said { stdout, stderr } = said(accession().args(["compare", "--economies", economies]), 2);
        assert_eq!(stdout, "");
        assert!(stderr.starts_with(&format!("error: {unknown} is no economy of the register")), "{stderr}");
    }
    // An observer is known and has no clock.
    let Said { stderr, .. } = said(accession().args(["compare", "--economies", "PSE"]), 2);
    let start = "error: no accession of those asked for can be compared from first_application to membership";
    assert!(stderr.starts_with(start), "{stderr}");
}

#[test]
fn an_empty_list_of_reasons_is_none() {
    // Of an observer that has not begun no register says anything.
    let Said { stderr, .. } = said(accession().args(["compare", "--economies", "PSE"]), 2);
    assert!(!stderr.contains("()"), "{stderr}");
}

#[test]
fn a_table_of_ones_own_makes_groups() {
    let folder = folder();
    let path = folder.path().join("my.csv");
    write(&path, BLOCS);
    let groups = path.to_str().expect("UTF-8");
    let rows = accessions(&["--groups", groups, "--by", "bloc"]);
    for (iso3, bloc) in
        [("KAZ", "EAEU"), ("ARM", "EAEU"), ("VUT", "Pacific"), ("TON", "Pacific"), ("CHN", ""), ("EST", "")]
    {
        assert_eq!(of(&rows, iso3)["group"], bloc, "{iso3}");
    }
    let without = rows.iter().filter(|row| row["group"].is_empty()).count();
    assert_eq!(without, rows.len() - 4);
    let stdout = good(accession().args(["compare", "--by", "bloc", "--groups", groups]));
    assert_has(&stdout, &format!("\n{without} accessions without a value of bloc in no group\n"));
    let estimates = printed(&stdout, &["bloc", "accessions", "completed", "running"]);
    let counts: Vec<[&str; 4]> = estimates
        .iter()
        .map(|row| ["bloc", "accessions", "completed", "running"].map(|column| row[column].as_str()))
        .collect();
    assert_eq!(counts[1..], [["EAEU", "2", "2", "0"], ["Pacific", "2", "2", "0"]]);
    // Another column, and a built-in grouping beside the table.
    assert_eq!(of(&accessions(&["--groups", groups, "--by", "members"]), "TON")["group"], "no");
    assert_eq!(of(&accessions(&["--groups", groups, "--by", "ldc"]), "VUT")["group"], "least developed");
    // A spreadsheet's byte-order mark is no part of the first name.
    write(&path, format!("\u{feff}{BLOCS}"));
    assert_eq!(of(&accessions(&["--groups", groups, "--by", "bloc"]), "KAZ")["group"], "EAEU");
}

#[test]
fn bad_rows_of_a_table_of_groups_are_named_and_the_rest_is_used() {
    let folder = folder();
    let path = folder.path().join("my.csv");
    write(&path, "iso3,bloc\nKAZ,EAEU\nkaz,EAEU\nTonga,Pacific\nVUT,Pacific\nVUT,other\n");
    let Said { stdout, stderr } =
        said(accession().args(["compare", "--format", "csv", "--by", "bloc", "--groups"]).arg(&path), 1);
    let problems: Vec<&str> = stderr.lines().collect();
    assert_eq!(problems.len(), 3, "{stderr}");
    for (problem, (line, part)) in problems.iter().zip([(3, "\"kaz\""), (4, "\"Tonga\""), (6, "VUT")]) {
        let place = format!("problem: {}:{line}: ", path.display());
        assert!(problem.starts_with(&place), "expected {place:?}, found {problem:?}");
        assert_has(problem, part);
    }
    let rows = records(&stdout).1;
    assert_eq!(of(&rows, "KAZ")["group"], "EAEU");
    assert_eq!(of(&rows, "VUT")["group"], "Pacific", "the first row stands");
    assert_eq!(of(&rows, "TON")["group"], "");
}

#[test]
fn a_row_of_another_length_is_named_by_file_and_line() {
    let folder = folder();
    let path = folder.path().join("my.csv");
    write(&path, b"iso3,bloc\nKAZ,EAEU\nVUT,Pacific,2012\nTON,Pacific\nWSM\nCUW,\xff\n");
    let Said { stdout, stderr } =
        said(accession().args(["compare", "--format", "csv", "--by", "bloc", "--groups"]).arg(&path), 1);
    assert_eq!(of(&records(&stdout).1, "TON")["group"], "Pacific");
    let problems =
        [(3, "expected 2 fields, found 3"), (5, "expected 2 fields, found 1"), (6, "expected UTF-8")];
    let expected = problems.map(|(line, what)| format!("problem: {}:{line}: {what}\n", path.display()));
    assert_eq!(stderr, expected.concat());
}

#[test]
fn a_column_of_ones_own_is_not_put_aside_for_a_grouping_of_its_name() {
    let folder = folder();
    let path = folder.path().join("my.csv");
    write(&path, "iso3,region\nKAZ,Central Asia\nVUT,Pacific\n");
    for by in [&["--by", "region"][..], &["--by", "ldc", "--stratify-by", "region"]] {
        let Said { stdout, stderr } = said(accession().arg("compare").args(by).arg("--groups").arg(&path), 2);
        assert_eq!(stdout, "");
        assert!(stderr.starts_with("error: \"region\" is a grouping of its own and a column"), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    }
    // By the name of none it is a column like any other.
    write(&path, "iso3,my_region\nKAZ,Central Asia\nVUT,Pacific\n");
    let groups = path.to_str().expect("UTF-8");
    assert_eq!(of(&accessions(&["--groups", groups, "--by", "my_region"]), "KAZ")["group"], "Central Asia");
}

#[test]
fn groups_that_are_not_there_are_named_beside_those_that_are() {
    let folder = folder();
    let path = folder.path().join("my.csv");
    write(&path, BLOCS);
    let refused = |args: &[&str]| {
        let Said { stdout, stderr } = said(accession().arg("compare").args(args), 2);
        assert_eq!(stdout, "");
        assert!(stderr.starts_with("error: "), "{stderr}");
        stderr
    };
    let groups = path.to_str().expect("UTF-8");
    for args in [
        &["--by", "size"][..],
        &["--by", "ldc", "--stratify-by", "size"],
        &["--by", "iso3", "--groups", groups],
    ] {
        let stderr = refused(args);
        for known in ["ldc", "region", "gatt_start", "decade", "landlocked"] {
            assert_has(&stderr, known);
        }
    }
    let stderr = refused(&["--by", "blocs", "--groups", groups]);
    assert_has(&stderr, "found \"blocs\"");
    assert_has(&stderr, "landlocked, bloc, members)");
    write(&path, "code,bloc\nKAZ,EAEU\n");
    assert_has(
        &refused(&["--by", "bloc", "--groups", groups]),
        &format!("{groups}:1: expected a column iso3"),
    );
    fs::remove_file(&path).expect("a file");
    assert_has(&refused(&["--by", "bloc", "--groups", groups]), &format!("error: {groups}: "));
}
