//! Invented cases that tell rules apart where no source does. What the tables must say is worked out by hand, and the
//! statistics are computed again as those of other sources are.

use std::slice;
use std::sync::LazyLock;

use accession_tests::rows;

use super::again::{Owner, check_again};
use super::pieces::{joined_from, registers_of};
use super::*;
use accession_schema::vocabulary::Milestone::{
    self, Application, FirstApplication, FirstMeeting, FirstWorkingParty, ForeignTradeMemorandum,
    GattApplication, GattWorkingPartyEstablished, GoodsOffer, Membership, Reactivated, Suspended,
    WorkingPartyEstablished,
};

const ECONOMIES: &str = "\
iso3,wto_code,name,aliases,landlocked,ldc_from,ldc_until,status
XAA,XAA,Arvania,,no,,,acceding
XAB,XAB,Belmora,,no,,,acceding
XAC,XAC,Corvinia,,no,,,acceding
XAD,XAD,Delvaria,,no,,,acceding
XAE,XAE,Estvania,,no,,,acceding
XAF,XAF,Farland,,no,,,acceding
XAG,XAG,Gorvia,,no,,,member
XAH,XAH,Halmar,,no,,,acceding
XAI,XAI,Isteria,,no,,,acceding
XAJ,XAJ,Jorvia,,no,,,acceding
XAK,XAK,Kestria,,no,,,acceding
";

/// Dossiers by their ids.
const SYNTHETIC: [(&str, &str); 8] = [
    (
        "synthetic_arvania",
        "\
Arvania's Timeline

I. Overview
Application received 10/01/2000  WT/ACC/XAA/1
Accession Working Party established 10/02/2000  WT/GC/M/1
Informal Meetings of the Working Party
1st 12/05/2001
2nd 12/07/2001
",
    ),
    (
        "synthetic_belmora",
        "\
Belmora's Timeline

I. Overview
Application received 10/01/1996
",
    ),
    (
        "synthetic_corvinia",
        "\
Corvinia's Timeline

I. Overview
Application received 10/01/2001
",
    ),
    (
        "synthetic_delvaria_1",
        "\
Delvaria's Timeline

I. Overview
Formal Meetings of the Working Party
1st 10/01/2001
2nd 10/01/2002
3rd 10/01/2003
",
    ),
    (
        "synthetic_delvaria_2",
        "\
Delvaria's Timeline

I. Overview
Formal Meetings of the Working Party
1st 10/01/2002
2nd 10/07/2002
",
    ),
    (
        "synthetic_estvania",
        "\
Estvania's Timeline

I. Overview
Formal Meetings of the Working Party
1st 10/01/2001
2nd 10/01/2002
",
    ),
    (
        "synthetic_isteria",
        "\
Isteria's Timeline

I. Overview
Formal Meetings of the Working Party
1st 10/01/2001
2nd 10/01/2002
",
    ),
    ("synthetic_jorvia", JORVIA),
];

const JORVIA: &str = "\
Jorvia's Timeline

I. Overview
Formal Meetings of the Working Party
1st 10/01/2001
2nd 10/01/2002
3rd 10/01/2003
";

const MILESTONES: &str = "\
iso3,milestone,date,source_kind,source,evidence
XAB,foreign_trade_memorandum,2009,press,https://example.org/b,synthetic
XAC,suspended,2005,press,https://example.org/c,synthetic
XAC,reactivated,2005-06,press,https://example.org/c,synthetic
XAH,suspended,2005-06,press,https://example.org/h,synthetic
XAH,reactivated,2005,press,https://example.org/h,synthetic
XAF,application,2010-02-01,wto,https://example.org/f,synthetic
XAG,working_party_transformed,1995-01-31,wto,https://example.org/g,synthetic
XAG,working_party_established,1995-03-01,press,https://example.org/g,synthetic
XAG,application,1995-12-19,wto,https://example.org/g,synthetic
XAG,membership,2000-01-01,wto,https://example.org/g,synthetic
";

const MEETINGS: &str = "\
iso3,ordinal,start_date,end_date,list,source_kind,source,evidence
XAE,4,2004-01-10,,,press,https://example.org/e,synthetic
XAG,1,1994-06-01,,complete,wto,https://example.org/g,synthetic
XAG,2,1995-06-01,,complete,wto,https://example.org/g,synthetic
XAG,3,1996-06,,complete,wto,https://example.org/g,synthetic
XAH,1,2001-03,,,press,https://example.org/h,synthetic
XAH,2,2001-09,,,press,https://example.org/h,synthetic
XAI,,2001-01-10,,complete,press,https://example.org/i,synthetic
XAI,,2003-01-10,,complete,press,https://example.org/i,synthetic
XAJ,1,2001-01-10,,complete,press,https://example.org/i,synthetic
XAJ,1,2001-01-10,,complete,press,https://example.org/j,synthetic
XAJ,2,2002-01-10,,complete,press,https://example.org/i,synthetic
XAJ,2,2002-01-10,,complete,press,https://example.org/j,synthetic
";

const DOCUMENTS: &str = "\
iso3,symbol,date,source_kind,source,evidence
XAH,WT/ACC/XAH/2,2001-03-01,wto,https://example.org/h,synthetic
XAC,WT/ACC/XAC/2,2001-03-02,wto,https://example.org/c,synthetic
XAH,WT/ACC/XAH/2,2001-03-03,wto,https://example.org/h,synthetic
XAC,WT/ACC/XAC/3,2001-03-04,wto,https://example.org/c,synthetic
XAH,WT/ACC/XAH/3,2001-03-05,wto,https://example.org/h,synthetic
";

const CHAIRPERSONS: &str =
    "iso3,honorific,name,representing,start_date,end_date,source_kind,source,evidence\n";

static CASES: LazyLock<Piece> = LazyLock::new(|| piece(&SYNTHETIC, MILESTONES, MEETINGS));

fn piece(dossiers: &[(&str, &str)], milestones: &str, meetings: &str) -> Piece {
    let registers = [ECONOMIES, milestones, meetings, DOCUMENTS, CHAIRPERSONS].map(str::as_bytes);
    let sources = dossiers.iter().map(|(id, page)| (*id, page.as_bytes()));
    Piece::of_dossier(joined_from(sources, &registers_of(registers)))
}

/// The rows of a table on a day that hold some words (`iso3=XAA kind=formal`), each as the cells of some columns with
/// blanks between them. Null is `-`.
fn told(piece: &Piece, as_of: Day, table_name: &str, holding: &str, columns: &str) -> Vec<String> {
    let (facts, statistics) = together(slice::from_ref(piece), as_of);
    let holds = |row: &BTreeMap<&str, String>| {
        holding.split(' ').all(|cell| {
            let (column, word) = cell.split_once('=').unwrap_or_else(|| panic!("{cell}"));
            row[column] == word
        })
    };
    let cell = |cell: &str| if cell.is_empty() { "-".to_owned() } else { cell.to_owned() };
    rows(table(table_name, &facts, &statistics))
        .iter()
        .filter(|row| holds(row))
        .map(|row| columns.split(' ').map(|column| cell(&row[column])).collect::<Vec<_>>().join(" "))
        .collect()
}

/// A clock: its ends, its bounds in days, and whether it was stopped.
fn clock(piece: &Piece, as_of: Day, iso3: &str, from: Milestone, to: Milestone) -> Vec<String> {
    let holding = format!("iso3={iso3} from_milestone={} to_milestone={}", from.word(), to.word());
    let columns = "start_date end_date end_date_latest duration_days duration_days_min duration_days_max event_observed";
    told(piece, as_of, "accession_durations", &holding, columns)
}

fn summary(as_of: Day, iso3: &str, columns: &str) -> Vec<String> {
    told(&CASES, as_of, "accession_summary", &format!("iso3={iso3}"), columns)
}

fn gaps(piece: &Piece, iso3: &str, kind: &str) -> Vec<String> {
    let columns = "from_ordinal to_ordinal from_date to_date gap_days is_complete";
    told(piece, today(), "meeting_gaps", &format!("iso3={iso3} kind={kind}"), columns)
}

#[test]
fn statistics_of_invented_cases_can_be_computed_again() -> PolarsResult<()> {
    for as_of in [today(), day(2009, 5, 15), day(2005, 3, 15), day(2001, 3, 15)] {
        check_again(slice::from_ref(&CASES), Owner::Economy, as_of)?;
    }
    Ok(())
}

/// From 10 February 2000 to 15 May 2009 it is 9 years with 3 leap days, and 94 days.
#[test]
fn informal_sittings_are_no_first_meeting() {
    let as_of = day(2009, 5, 15);
    assert_eq!(
        clock(&CASES, as_of, "XAA", WorkingPartyEstablished, FirstMeeting),
        ["2000-02-10 - - 3382 3382 3382 false"]
    );
    let columns = "first_meeting_date has_all_meetings median_gap_days formal_meetings informal_meetings";
    assert_eq!(summary(as_of, "XAA", columns), ["- false - 0 2"]);
    assert_eq!(gaps(&CASES, "XAA", "informal"), ["1 2 2001-05-12 2001-07-12 61 true"]);
}

/// The application is thirteen years and some days old; nothing else would keep the accession from being dormant.
#[test]
fn a_year_that_has_begun_is_activity_up_to_the_day() {
    let as_of = day(2009, 5, 15);
    assert_eq!(summary(as_of, "XAB", "status last_activity_date"), ["acceding 2009-05-15"]);
    // 13 years with 4 leap days from 10 January 1996 to 10 January 2009.
    assert_eq!(
        clock(&CASES, as_of, "XAB", Application, ForeignTradeMemorandum),
        ["1996-01-10 2009-01-01 2009-12-31 - 4740 5104 true"]
    );
    assert_eq!(summary(day(2008, 12, 31), "XAB", "status last_activity_date"), ["dormant 1996-01-10"]);
    assert_eq!(summary(day(2010, 1, 1), "XAB", "status last_activity_date"), ["acceding 2009-12-31"]);
}

#[test]
fn what_is_suspended_and_taken_up_again_within_a_year_goes_on() {
    assert_eq!(summary(day(2004, 12, 31), "XAC", "status"), ["acceding"]);
    assert_eq!(summary(day(2005, 3, 15), "XAC", "status"), ["suspended"]);
    assert_eq!(summary(day(2009, 5, 15), "XAC", "status last_activity_date"), ["acceding 2005-12-31"]);
    let as_of = day(2009, 5, 15);
    assert_eq!(
        clock(&CASES, as_of, "XAC", Suspended, Reactivated),
        ["2005-01-01 2005-06-01 2005-06-30 - 0 180 true"]
    );
}

/// What is taken up again was suspended before, so the year of it is the rest of the year.
#[test]
fn what_is_suspended_in_a_month_and_taken_up_again_that_year_goes_on() {
    assert_eq!(summary(day(2005, 5, 31), "XAH", "status"), ["acceding"]);
    assert_eq!(summary(day(2009, 5, 15), "XAH", "status last_activity_date"), ["acceding 2005-12-31"]);
}

/// From 19 December 1995 to 15 May 2009 it is 13 years with 4 leap days, and 147 days.
#[test]
fn nothing_passes_a_suspension() {
    let as_of = day(2009, 5, 15);
    assert_eq!(clock(&CASES, as_of, "XAG", Application, Suspended), ["1995-12-19 - - 4896 4896 4896 false"]);
    assert_eq!(summary(as_of, "XAG", "status"), ["member"]);
}

/// Its working party was one of the GATT, of which no source gives the day, nor that of the application.
#[test]
fn a_transformed_working_party_shows_that_the_accession_began_under_the_gatt() {
    let as_of = day(2009, 5, 15);
    assert_eq!(clock(&CASES, as_of, "XAG", FirstApplication, Membership), [""; 0]);
    assert_eq!(clock(&CASES, as_of, "XAG", FirstWorkingParty, Membership), [""; 0]);
    assert_eq!(
        clock(&CASES, as_of, "XAG", Application, Membership),
        ["1995-12-19 2000-01-01 2000-01-01 1474 1474 1474 true"]
    );
}

/// The first meeting of Gorvia was one of the GATT's working party. An end before the start is shown where it came later.
#[test]
fn a_clock_of_the_wto_whose_end_came_under_the_gatt_has_no_row() {
    let as_of = day(2009, 5, 15);
    assert_eq!(clock(&CASES, as_of, "XAG", Application, FirstMeeting), [""; 0]);
    let backwards = ["1995-12-19 1995-03-01 1995-03-01 -293 -293 -293 true"];
    assert_eq!(clock(&CASES, as_of, "XAG", Application, WorkingPartyEstablished), backwards);
}

/// The second dossier's 1st is the 2nd of the first one, which lists more; so its 2nd is held to be none.
#[test]
fn the_longer_of_two_dossiers_that_number_differently_is_the_whole_list() {
    let of_sittings = told(&CASES, today(), "meetings", "iso3=XAD", "start_date ordinal is_in_whole_list");
    assert_eq!(
        of_sittings,
        ["2001-01-10 1 true", "2002-01-10 2 true", "2003-01-10 3 true", "2002-07-10 2 false"]
    );
    assert_eq!(
        gaps(&CASES, "XAD", "formal"),
        ["1 2 2001-01-10 2002-01-10 365 true", "2 3 2002-01-10 2003-01-10 365 true"]
    );
    let columns = "has_all_meetings median_gap_days longest_gap_days longest_gap_from_ordinal sittings";
    assert_eq!(summary(today(), "XAD", columns), ["true 365 365 1 4"]);
}

/// The register has two sources of the list, each with two of the three sittings the dossier has.
#[test]
fn a_list_is_not_longer_for_having_several_sources() {
    let sittings = told(&CASES, today(), "meetings", "iso3=XAJ", "start_date ordinal is_in_whole_list");
    assert_eq!(sittings, ["2001-01-10 1 true", "2002-01-10 2 true", "2003-01-10 3 true"]);
}

/// The register's list is as long as the dossier's, and goes further.
#[test]
fn of_lists_of_one_length_the_dossier_s_is_the_whole_one() {
    let sittings = told(&CASES, today(), "meetings", "iso3=XAI", "start_date ordinal is_in_whole_list");
    assert_eq!(sittings, ["2001-01-10 1 true", "2002-01-10 2 true", "2003-01-10 - false"]);
    assert_eq!(summary(today(), "XAI", "has_all_meetings median_gap_days"), ["false -"]);
}

#[test]
fn a_sitting_known_after_the_whole_list_leaves_it_open_what_lies_between() {
    assert_eq!(
        gaps(&CASES, "XAE", "formal"),
        ["1 2 2001-01-10 2002-01-10 365 true", "2 4 2002-01-10 2004-01-10 730 false"]
    );
    let columns = "has_all_meetings median_gap_days longest_gap_days formal_meetings";
    assert_eq!(summary(today(), "XAE", columns), ["false - - 3"]);
}

/// One of its gaps is known to the day, and one is not.
#[test]
fn there_is_no_median_where_a_gap_is_not_known_to_the_day() {
    assert_eq!(
        gaps(&CASES, "XAG", "formal"),
        ["1 2 1994-06-01 1995-06-01 365 true", "2 3 1995-06-01 1996-06-01 - true"]
    );
    let columns = "has_all_meetings median_gap_days longest_gap_days longest_gap_from_ordinal";
    assert_eq!(summary(today(), "XAG", columns), ["true - - -"]);
}

#[test]
fn an_accession_of_which_nothing_is_known_by_the_day_was_not_applied_for() {
    assert_eq!(summary(day(2010, 1, 31), "XAF", "status last_activity_date"), ["not_applied -"]);
    assert_eq!(summary(day(2010, 2, 1), "XAF", "status last_activity_date"), ["acceding 2010-02-01"]);
    assert_eq!(summary(day(2020, 2, 2), "XAF", "status last_activity_date"), ["dormant 2010-02-01"]);
}

/// In the register the rows of the two economies alternate.
#[test]
fn documents_of_the_register_are_counted_by_economy() {
    let counts = |iso3: &str| {
        let holding = format!("iso3={iso3} dossier_id= year=2001");
        told(&CASES, today(), "documents_per_year", &holding, "documents listings")
    };
    assert_eq!((counts("XAC"), counts("XAH")), (vec!["2 2".to_owned()], vec!["2 3".to_owned()]));
}

/// What the program does not do as it says. Kestria has met and offered nothing, and its GATT working party is dated before
/// the application. Jorvia has two sources of one list again, one of which gives months.
static AMISS: LazyLock<Piece> = LazyLock::new(|| {
    let milestones = "\
iso3,milestone,date,source_kind,source,evidence
XAK,gatt_application,1993-01-10,wto,https://example.org/k,synthetic
XAK,application,2001-01-10,wto,https://example.org/k,synthetic
XAK,gatt_working_party_established,1992-01-10,wto,https://example.org/k,synthetic
";
    let meetings = "\
iso3,ordinal,start_date,end_date,list,source_kind,source,evidence
XAJ,1,2001-01-10,,complete,press,https://example.org/i,synthetic
XAJ,1,2001-01,,complete,press,https://example.org/j,synthetic
XAJ,2,2002-01-10,,complete,press,https://example.org/i,synthetic
XAJ,2,2002-01,,complete,press,https://example.org/j,synthetic
XAK,1,2002-01-10,,,press,https://example.org/k,synthetic
";
    piece(&[("synthetic_jorvia", JORVIA)], milestones, meetings)
});

/// Offers may be circulated before the first meeting or after it.
#[test]
fn a_meeting_does_not_pass_the_offers() {
    let as_of = day(2003, 1, 10);
    let running = ["2001-01-10 - - 730 730 730 false"];
    assert_eq!(clock(&AMISS, as_of, "XAK", Application, GoodsOffer), running);
}

/// Only a clock of the WTO can have an end of another system.
#[test]
fn a_clock_of_the_gatt_that_ended_before_it_started_has_a_row() {
    let backwards = ["1993-01-10 1992-01-10 1992-01-10 -366 -366 -366 true"];
    let found = clock(&AMISS, day(2009, 5, 15), "XAK", GattApplication, GattWorkingPartyEstablished);
    assert_eq!(found, backwards);
}

#[test]
fn a_list_is_not_longer_for_having_a_source_that_gives_months() {
    let sittings = told(&AMISS, today(), "meetings", "iso3=XAJ", "start_date ordinal is_in_whole_list");
    assert_eq!(sittings, ["2001-01-10 1 true", "2002-01-10 2 true", "2003-01-10 3 true"]);
}

/// A dossier that numbers 1 to 6, of which 2, 5 and 6 have days no calendar has.
#[test]
fn a_gap_over_a_sitting_without_a_date_is_not_complete() {
    let id = "impossible_date_synthetic";
    let dossier = DOSSIERS.iter().find(|piece| piece.facts.dossiers.dossier_id.get(0) == Some(id));
    let gaps = gaps(dossier.expect("the fixture"), "UKR", "formal");
    assert_eq!(gaps, ["1 3 1996-03-05 1998-06-30 847 false", "3 4 1998-07-01 1999-12-30 547 true"]);
}

/// The nine sittings of the complete list (WT/ACC/ALB/51), by their last and first days. Those an earlier draft has in
/// between are none.
#[test]
fn gaps_of_albania_are_those_of_its_list_of_nine() {
    let sittings = [
        (day(1996, 4, 29), day(1996, 4, 30)),
        (day(1996, 10, 29), day(1996, 10, 29)),
        (day(1999, 1, 27), day(1999, 1, 27)),
        (day(1999, 4, 30), day(1999, 4, 30)),
        (day(1999, 7, 9), day(1999, 7, 9)),
        (day(1999, 7, 30), day(1999, 7, 30)),
        (day(1999, 9, 17), day(1999, 9, 17)),
        (day(1999, 10, 6), day(1999, 10, 6)),
        (day(2000, 7, 3), day(2000, 7, 3)),
    ];
    let days = [182, 820, 93, 70, 21, 49, 19, 271];
    let mut expected = Vec::new();
    for ((number, days), pair) in (1..).zip(days).zip(sittings.windows(2)) {
        let (from, to) = (pair[0].1, pair[1].0);
        assert_eq!(to.days_since(from), days, "gap after {number}");
        expected.push(format!("{number} {} {from} {to} {days} true", number + 1));
    }
    assert_eq!(gaps(&SHIPPED, "ALB", "formal"), expected);
    let columns =
        "has_all_meetings median_gap_days longest_gap_days longest_gap_from_ordinal longest_gap_to_ordinal";
    // In order: 19, 21, 49, 70, 93, 182, 271, 820.
    assert_eq!(told(&SHIPPED, today(), "accession_summary", "iso3=ALB", columns), ["true 81.5 820 2 3"]);
}
