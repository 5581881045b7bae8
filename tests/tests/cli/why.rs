//! Cases of `why`.

use super::*;

fn why(args: &[&str]) -> String {
    good(accession().arg("why").args(args))
}

/// The claims that are printed.
fn claims(stdout: &str) -> Vec<Row> {
    printed(stdout, &["", "date", "source kind", "source", "line", "evidence"])
}

/// The rows of the shipped register about a milestone of an economy, with their lines.
fn of_register(iso3: &str, milestone: &str) -> Vec<(u64, Row)> {
    claimed(milestone).into_iter().filter(|(_, row)| row["iso3"] == iso3).collect()
}

/// Checks that every row of the register is printed at its line, word by word.
fn assert_shows(claims: &[Row], rows: &[(u64, Row)]) {
    for (line, row) in rows {
        let place = format!("milestones.csv {line}");
        let claim = claims.iter().find(|claim| claim["line"] == place);
        let claim = claim.unwrap_or_else(|| panic!("no {place} in {claims:#?}"));
        for (printed, column) in
            [("date", "date"), ("source kind", "source_kind"), ("source", "source"), ("evidence", "evidence")]
        {
            assert_eq!(claim[printed], row[column], "{place}");
        }
    }
}

#[test]
fn a_date_all_sources_agree_on_is_that_of_the_page() {
    let stdout = why(&["KAZ", "membership"]);
    let mut lines = stdout.lines();
    assert_eq!(lines.next(), Some("Kazakhstan, membership: 2015-11-30"));
    assert_eq!(lines.next(), Some("chosen by same_value: All dated claims say the same."));
    let claims = claims(&stdout);
    let rows = of_register("KAZ", "membership");
    assert_eq!((claims.len(), rows.len()), (3, 2), "the page and two rows of the register");
    assert_shows(&claims, &rows);
    let page = String::from_utf8(read(&kazakhstan())).expect("UTF-8");
    let line =
        page.lines().position(|line| line.contains("30/11/2015 162nd WTO Member")).expect("the row") + 1;
    let expected =
        ["chosen", "2015-11-30", "dossier", "data/dossiers/kazakhstan.txt", &format!("kazakhstan {line}")];
    assert_eq!(
        ["", "date", "source kind", "source", "line"].map(|column| claims[0][column].as_str()),
        expected
    );
    assert!(claims[1..].iter().all(|claim| claim[""] == "agrees"), "{claims:#?}");
}

#[test]
fn a_disputed_date_is_shown_with_every_source() {
    let stdout = why(&["AND", "application"]);
    let mut lines = stdout.lines();
    assert_eq!(lines.next(), Some("Andorra, application: 1997-07-04, disputed"));
    assert_eq!(
        lines.next(),
        Some(
            "chosen by source_rank: Its source is of a better kind than any other that gives another value."
        )
    );
    let claims = claims(&stdout);
    let rows = of_register("AND", "application");
    let dates: Vec<&str> = rows.iter().map(|(_, row)| row["date"].as_str()).collect();
    assert_eq!(dates, ["1997-07-04", "1997-10", "1998", "1999", "1999"], "as the register has them");
    assert_eq!(claims.len(), 5);
    assert_shows(&claims, &rows);
    let stands: Vec<[&str; 3]> =
        claims.iter().map(|claim| ["", "date", "source kind"].map(|column| claim[column].as_str())).collect();
    assert_eq!(
        stands,
        [
            ["chosen", "1997-07-04", "wto"],
            ["against", "1997-10", "document_copy"],
            ["against", "1999", "document_copy"],
            ["against", "1998", "press"],
            ["against", "1999", "press"],
        ]
    );
}

#[test]
fn claims_that_leave_room_narrow_each_other() {
    // The list of the best kind says 1999; a ministry, which ranks below it, says September 1999.
    let stdout = why(&["Bhutan", "application"]);
    let mut lines = stdout.lines();
    assert_eq!(lines.next(), Some("Bhutan, application: 1999-09"));
    assert_eq!(
        lines.next(),
        Some(
            "chosen by narrowed: A better source leaves room (a year, a month), and this more precise claim lies in \
             it."
        )
    );
    let claims = claims(&stdout);
    assert_shows(&claims, &of_register("BTN", "application"));
    let stands: Vec<[&str; 3]> =
        claims.iter().map(|claim| ["", "date", "source kind"].map(|column| claim[column].as_str())).collect();
    assert_eq!(
        stands,
        [
            ["chosen", "1999-09", "government"],
            ["agrees", "1999", "document_copy"],
            ["agrees", "1999", "press"]
        ]
    );
}

#[test]
fn the_rule_is_printed_with_the_kinds_of_sources_in_their_order() {
    let stdout = why(&["VUT", "decision"]);
    let rule = stdout.lines().last().expect("a line");
    assert!(
        rule.starts_with(
            "The rule: the best kind of source (dossier, wto, wto_copy, document_copy, government, dataset, press), \
             then the most precise date, "
        ),
        "{rule}"
    );
}

#[test]
fn a_copy_of_a_page_stands_before_a_data_set() {
    let stdout = why(&["VUT", "application"]);
    assert!(
        stdout.starts_with("Vanuatu, application: 1995-06-07, disputed\nchosen by source_rank: "),
        "{stdout}"
    );
    let claims = claims(&stdout);
    assert_shows(&claims, &of_register("VUT", "application"));
    let against: Vec<&str> =
        claims.iter().filter(|claim| claim[""] == "against").map(|claim| claim["date"].as_str()).collect();
    assert_eq!(against, ["1995-07-07"], "a list that says 1995 leaves room");
}

#[test]
fn a_meeting_of_the_register_of_meetings_is_a_claim() {
    let stdout = why(&["TON", "first_meeting"]);
    assert!(stdout.starts_with("Tonga, first_meeting: 2001-04-26\nchosen by only_claim: "), "{stdout}");
    let meetings = register("meetings.csv");
    let (line, first) = meetings
        .iter()
        .find(|(_, row)| row["iso3"] == "TON" && row["ordinal"] == "1")
        .expect("the first meeting");
    let claims = claims(&stdout);
    assert_eq!(claims.len(), 1);
    assert_eq!(claims[0]["line"], format!("meetings.csv {line}"));
    assert_eq!(claims[0]["evidence"], first["evidence"]);
}

#[test]
fn a_document_of_the_page_is_evidence() {
    let stdout = why(&["KAZ", "application"]);
    let claims = claims(&stdout);
    assert_eq!((claims[0][""].as_str(), claims[0]["evidence"].as_str()), ("chosen", "WT/ACC/KAZ/1"));
    let against: Vec<&Row> = claims.iter().filter(|claim| claim[""] == "against").collect();
    assert_eq!(against.len(), 1);
    assert_eq!(against[0]["date"], "1996-04");
    assert!(stdout.starts_with("Kazakhstan, application: 1996-01-29, disputed\n"), "{stdout}");
}

#[test]
fn json_has_every_claim() {
    let why = json(accession().args(["why", "and", "application", "--format", "json"]));
    for (key, value) in [
        ("iso3", "AND"),
        ("economy", "Andorra"),
        ("milestone", "application"),
        ("date", "1997-07-04"),
        ("date_latest", "1997-07-04"),
        ("precision", "day"),
        ("chosen_by", "source_rank"),
    ] {
        assert_eq!(why[key], value, "{key}");
    }
    assert_eq!(why["is_disputed"], true);
    let claims = why["claims"].as_array().expect("claims");
    let rows = of_register("AND", "application");
    assert_eq!(claims.len(), rows.len());
    for (line, row) in rows {
        let claim = claims.iter().find(|claim| claim["line"] == line).expect("the row");
        for column in ["source_kind", "source", "evidence"] {
            assert_eq!(claim[column], row[column], "{column}");
        }
        let is_chosen = row["date"] == "1997-07-04";
        assert_eq!(
            (&claim["is_chosen"], &claim["agrees"]),
            (&is_chosen.into(), &is_chosen.into()),
            "{claim}"
        );
        assert_eq!((&claim["register"], &claim["dossier_id"]), (&"milestones".into(), &Value::Null));
    }
    let year =
        claims.iter().find(|claim| claim["precision"] == "year" && claim["source_kind"] == "document_copy");
    let year = year.expect("the list of 2008");
    assert_eq!((&year["date"], &year["date_latest"]), (&"1999-01-01".into(), &"1999-12-31".into()));
    let why = json(accession().args(["why", "KAZ", "membership", "--format", "json"]));
    assert_eq!(why["claims"][0]["dossier_id"], "kazakhstan");
    assert_eq!(why["claims"][0]["register"], Value::Null);
}

#[test]
fn a_milestone_nobody_claims_is_named_beside_those_that_are() {
    for (economy, name) in [("KAZ", "Kazakhstan"), ("Vietnam", "Viet Nam")] {
        let Said { stdout, stderr } = said(accession().args(["why", economy, "gatt_application"]), 2);
        assert_eq!(stdout, "");
        let start = format!("error: no source claims gatt_application for {name}; claimed are: ");
        assert!(stderr.starts_with(&start), "{stderr}");
        for milestone in ["application", "working_party_established", "decision", "membership"] {
            assert_has(&stderr, milestone);
        }
    }
    let Said { stderr, .. } = said(accession().args(["why", "PSE", "application"]), 2);
    assert_eq!(stderr, "error: no source claims application for Palestine; claimed are: none\n");
}

#[test]
fn a_milestone_that_is_derived_is_explained() {
    // Kazakhstan began under the WTO, China under the GATT; the one has a dossier and the other has none.
    for economy in ["KAZ", "China"] {
        for milestone in ["first_application", "first_working_party"] {
            let Said { stdout, stderr } = said(accession().args(["why", economy, milestone]), 2);
            assert_eq!(stdout, "");
            assert!(stderr.starts_with(&format!("error: {milestone} is no source's: ")), "{stderr}");
            assert_has(&stderr, "the GATT's where the accession began there and the WTO's elsewhere");
            assert_eq!(stderr.lines().count(), 1, "{stderr}");
        }
    }
}

#[test]
fn words_that_are_none_are_refused() {
    let Said { stdout, stderr } = said(accession().args(["why", "KAZ", "member"]), 2);
    assert_eq!(stdout, "");
    assert_has(&stderr, "'member'");
    for milestone in Milestone::VARIANTS {
        assert_has(&stderr, milestone.word());
    }
    let Said { stdout, stderr } = said(accession().args(["why", "Narnia", "membership"]), 2);
    assert_eq!(stdout, "");
    assert!(stderr.starts_with("error: \"Narnia\" is no economy of the register"), "{stderr}");
}
