//! The registers that ship: every row has a meaning, and the tables made of them say what the registers do.

#![allow(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::collections::{BTreeMap, BTreeSet};

use accession_normalize::{RegisterFile, RegisterFiles, Registers, join};
use accession_schema::Facts;
use accession_schema::vocabulary::Status;
use accession_tests::root;

fn bytes(name: &str) -> Vec<u8> {
    let path = root().join("data/registers").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The registers, and the rows each file has.
fn shipped() -> (Registers, BTreeMap<&'static str, usize>) {
    let names = ["economies.csv", "milestones.csv", "meetings.csv", "documents.csv", "chairpersons.csv"];
    let files: BTreeMap<&str, Vec<u8>> = names.into_iter().map(|name| (name, bytes(name))).collect();
    let file = |name: &'static str| RegisterFile { name, bytes: &files[name] };
    let (registers, problems) = Registers::read(&RegisterFiles {
        economies: file("economies.csv"),
        milestones: Some(file("milestones.csv")),
        meetings: Some(file("meetings.csv")),
        documents: Some(file("documents.csv")),
        chairpersons: Some(file("chairpersons.csv")),
    });
    assert_eq!(problems, [], "the shipped registers must be clean");
    let rows = |name: &str| csv::Reader::from_reader(files[name].as_slice()).into_records().count();
    (registers, names.into_iter().map(|name| (name, rows(name))).collect())
}

#[test]
fn every_row_has_a_meaning() {
    let (registers, rows) = shipped();
    assert_eq!(registers.traits.len(), rows["economies.csv"]);
    assert_eq!(registers.milestones.len(), rows["milestones.csv"]);
    assert_eq!(registers.meetings.len(), rows["meetings.csv"]);
    assert_eq!(registers.documents.len(), rows["documents.csv"]);
    assert_eq!(registers.chairpersons.len(), rows["chairpersons.csv"]);
    assert!(rows.values().all(|rows| *rows > 50), "{rows:?}");
}

/// `tests/expected/m49.csv` is from a list of ISO 3166 with the regions of M49 other than the program's. M49 has no Chinese
/// Taipei; the region in that row is ours.
#[test]
fn codes_and_regions_are_those_of_iso_3166_and_m49() {
    let mut facts = Facts::default();
    join(&mut facts, &shipped().0);
    let found: Vec<[String; 3]> = facts
        .economies
        .rows()
        .map(|row| {
            let code = row.m49_code.map(|code| code.to_string()).unwrap_or_default();
            [row.iso3.to_owned(), code, row.region.unwrap_or_default().to_owned()]
        })
        .collect();
    let path = root().join("tests/expected/m49.csv");
    let mut expected = csv::Reader::from_path(path).expect("the list");
    let expected: Vec<[String; 3]> = expected.deserialize().map(|row| row.expect("a row")).collect();
    assert_eq!(found, expected);
}

/// What the register says of least developed countries is the earliest and latest its sources give.
#[test]
fn least_developed_countries_are_those_of_their_sources() {
    let (registers, _) = shipped();
    let file = bytes("least_developed.csv");
    let mut sources: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for row in csv::Reader::from_reader(file.as_slice()).deserialize::<BTreeMap<String, String>>() {
        let row = row.expect("a row");
        sources.entry((row["iso3"].clone(), row["event"].clone())).or_default().insert(row["date"].clone());
    }
    let mut dates = 0;
    for row in &registers.traits {
        for (event, date) in [("joined", row.ldc_from), ("graduated", row.ldc_until)] {
            let given = sources.remove(&(row.iso3.clone(), event.to_owned()));
            let found = date.map(|date| date.to_string());
            match (given, found) {
                (None, None) => {}
                (Some(given), Some(found)) => {
                    assert!(given.contains(&found), "{} {event} {found}, sources: {given:?}", row.iso3);
                    let longest = given.iter().map(String::len).max();
                    assert_eq!(longest, Some(found.len()), "{} {event}: {given:?}", row.iso3);
                    dates += 1;
                }
                (given, found) => panic!("{} {event}: sources {given:?}, register {found:?}", row.iso3),
            }
        }
    }
    assert!(sources.is_empty() && dates > 10, "{sources:?}");
}

#[test]
fn members_are_those_with_a_claim_of_membership() {
    let (registers, _) = shipped();
    let claimed: BTreeSet<&str> = registers
        .milestones
        .iter()
        .filter(|claim| claim.milestone == accession_schema::vocabulary::Milestone::Membership)
        .map(|claim| claim.cited.iso3.as_str())
        .collect();
    let members: BTreeSet<&str> = registers
        .traits
        .iter()
        .filter(|row| row.status == Status::Member)
        .map(|row| row.iso3.as_str())
        .collect();
    assert_eq!(claimed, members);
    assert_eq!(members.len(), 38, "members that joined under Article XII by November 2026");
}
