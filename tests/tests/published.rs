//! Durations others have published, recomputed from a release made of the shipped data in years and months as people count
//! them. `tests/expected/published.csv` has each figure with the milestones under which it holds.

#![allow(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use accession_analyze::Elapsed;
use accession_normalize::Date;
use accession_publish::read_table;
use accession_schema::Day;
use accession_tests::{accession, root};

type Row = BTreeMap<String, String>;

/// The durations of the default pipeline, as they stand in its release.
static DURATIONS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("release");
    let run = accession().arg("run").arg("--out").arg(&out).output().expect("the command runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let table = read_table(&out, "accession_durations", None).expect("the table");
    let cells = |row: Vec<Option<String>>| {
        table.columns.iter().cloned().zip(row.into_iter().map(Option::unwrap_or_default)).collect()
    };
    table.rows.into_iter().map(cells).collect()
});

fn duration(iso3: &str, from: &str, to: &str) -> &'static Row {
    let is_it =
        |row: &&Row| row["iso3"] == iso3 && row["from_milestone"] == from && row["to_milestone"] == to;
    let mut found = DURATIONS.iter().filter(is_it);
    let row = found.next().unwrap_or_else(|| panic!("no duration of {iso3} from {from} to {to}"));
    assert!(found.next().is_none(), "two durations of {iso3} from {from} to {to}");
    row
}

fn day(text: &str) -> Day {
    text.parse::<Date>().unwrap_or_else(|error| panic!("{text}: {error}")).earliest()
}

/// Whole years and months from one day to another, some days after it taken as reached.
fn months(start: &str, end: &str, less_days: i32) -> u32 {
    let end = Day::from_epoch_days(day(end).epoch_days() + less_days);
    let elapsed = Elapsed::between(day(start), end).expect("an end after its start");
    elapsed.years * 12 + elapsed.months
}

#[test]
fn published_durations_are_found_again() {
    let path = root().join("tests/expected/published.csv");
    let mut reader = csv::Reader::from_path(&path).expect("the figures");
    let mut figures = 0;
    for figure in reader.deserialize::<Row>() {
        let figure = figure.expect("a figure");
        let row = duration(&figure["iso3"], &figure["from_milestone"], &figure["to_milestone"]);
        let number = |column: &str| figure[column].parse::<u32>().expect("a number");
        let published = number("years") * 12 + number("months");
        let less = i32::try_from(number("less_days")).expect("a few days");
        assert_eq!(row["event_observed"], "true", "{figure:?}");
        let longest = months(&row["start_date"], &row["end_date_latest"], less);
        let shortest = months(&row["start_date_latest"], &row["end_date"], less);
        let is_day =
            row["start_date"] == row["start_date_latest"] && row["end_date"] == row["end_date_latest"];
        assert_eq!(if is_day { "day" } else { "month" }, figure["known_to"], "{figure:?}");
        assert!((shortest..=longest).contains(&published), "{figure:?}: {shortest} to {longest} months");
        if less > 0 {
            // Not a day more or less.
            assert_eq!(months(&row["start_date"], &row["end_date"], less - 1), published - 1, "{figure:?}");
        }
        figures += 1;
    }
    assert!(figures >= 10, "{figures}");
}

/// The popular lists call the Russian Federation's the longest accession. Two took longer by either clock.
#[test]
fn kazakhstan_and_seychelles_took_longer_than_the_russian_federation() {
    let days = |iso3, from, bound: &str| -> i32 {
        duration(iso3, from, "membership")[bound].parse().expect("a number of days")
    };
    for from in ["first_working_party", "first_application"] {
        let russia = days("RUS", from, "duration_days_max");
        for iso3 in ["KAZ", "SYC"] {
            assert!(days(iso3, from, "duration_days_min") > russia, "{iso3} from {from}");
        }
    }
}
