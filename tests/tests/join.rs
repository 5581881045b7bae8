//! Registers and dossiers joined, against tables made by hand. Each folder of `tests/fixtures/registers` is a case:
//! registers and dossiers of invented sources. `tests/expected/registers` holds what a careful reader of the rules finds,
//! in the columns a table's header names, and in `problems.txt` what is wrong with rows.

#![allow(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use accession_normalize::{RegisterFile, RegisterFiles, Registers, Source};
use accession_schema::{AnyTable, Facts, Statistics};
use accession_tests::{differences_of, root, rows, table};
use proptest::prelude::*;

type Row = BTreeMap<String, String>;

const ENDING: &str = "_synthetic";
/// Registers whose rows are claims, in any order.
const CLAIMS: [&str; 2] = ["milestones.csv", "meetings.csv"];
/// Tables whose rows have no order of their own.
const UNORDERED: [&str; 3] = ["claims", "meeting_claims", "findings"];

/// Registers and dossiers by the names of their files.
#[derive(Debug, Clone, Default)]
struct Case {
    registers: BTreeMap<String, String>,
    dossiers: BTreeMap<String, String>,
}

impl Case {
    fn read(folder: &Path) -> Self {
        let mut case = Self::default();
        for path in entries(folder) {
            let text =
                std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("csv") => case.registers.insert(name(&path), text),
                Some("txt") => case.dossiers.insert(name(&path), text),
                _ => panic!("{} is neither a register nor a dossier", path.display()),
            };
        }
        case
    }

    /// The facts of all sources together, and what is wrong with rows of registers.
    fn join(&self) -> (Facts, Vec<String>) {
        let file = |name: &'static str| {
            self.registers.get(name).map(|text| RegisterFile { name, bytes: text.as_bytes() })
        };
        let (registers, problems) = Registers::read(&RegisterFiles {
            economies: file("economies.csv").expect("a register of economies"),
            milestones: file("milestones.csv"),
            meetings: file("meetings.csv"),
            documents: file("documents.csv"),
            chairpersons: file("chairpersons.csv"),
        });
        let mut facts = Facts::default();
        for (path, text) in &self.dossiers {
            let id = path.strip_suffix(".txt").unwrap_or(path);
            let page = accession_ingest::Page::new(text.as_bytes(), &accession_ingest::Hints::default());
            let dossier = accession_ingest::read(&page);
            let source = Source { id, path };
            accession_normalize::normalize(source, &dossier, &registers.economies, &mut facts);
        }
        accession_normalize::join(&mut facts, &registers);
        (facts, problems.iter().map(ToString::to_string).collect())
    }

    /// The same case with the rows of the registers of claims in another order, one that depends on the seed.
    fn shuffled(&self, seed: u64) -> Self {
        let mut case = self.clone();
        for register in CLAIMS {
            let Some(text) = case.registers.get_mut(register) else { continue };
            let mut lines = text.lines();
            let header = lines.next().expect("a header");
            let mut rows: Vec<&str> = lines.collect();
            let hash = |row: &str| {
                row.bytes().fold(seed, |hash, byte| {
                    (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3).rotate_left(17)
                })
            };
            rows.sort_by_key(|row| hash(row));
            *text = format!("{header}\n{}\n", rows.join("\n"));
        }
        case
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

/// The cases by name.
fn cases() -> BTreeMap<String, Case> {
    let folders = entries(&root().join("tests/fixtures/registers"));
    let case = |folder: &PathBuf| {
        let name = name(folder);
        let name = name.strip_suffix(ENDING).unwrap_or_else(|| panic!("{name} does not end with {ENDING}"));
        (name.to_owned(), Case::read(folder))
    };
    folders.iter().map(case).collect()
}

/// The folders of expected tables by case.
fn expected() -> BTreeMap<String, PathBuf> {
    entries(&root().join("tests/expected/registers")).into_iter().map(|path| (name(&path), path)).collect()
}

/// Compares a table with the expected one in the columns that one has.
fn differences(path: &Path, facts: &Facts) -> String {
    let fail = |error: csv::Error| -> ! { panic!("{}: {error}", path.display()) };
    let mut reader = csv::Reader::from_path(path).unwrap_or_else(|error| fail(error));
    let header: Vec<String> =
        reader.headers().unwrap_or_else(|error| fail(error)).iter().map(str::to_owned).collect();
    let mut expected: Vec<Row> =
        reader.deserialize().map(|row| row.unwrap_or_else(|error| fail(error))).collect();
    let name = path.file_stem().expect("a name").to_string_lossy();
    let mut found: Vec<Row> = rows(table(&name, facts, &Statistics::default()))
        .into_iter()
        .map(|row| header.iter().map(|column| (column.clone(), row[column.as_str()].clone())).collect())
        .collect();
    if UNORDERED.contains(&&*name) {
        expected.sort();
        found.sort();
    }
    differences_of(&name, &found, &expected)
}

/// What differs between the problems of a case and the expected ones, which stand in the order of files and lines.
fn wrong_problems(path: &Path, found: &[String]) -> String {
    let text = if path.exists() { std::fs::read_to_string(path).expect("text") } else { String::new() };
    let expected: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    for line in expected.iter().filter(|line| !found.iter().any(|other| other == *line)) {
        writeln!(out, "problems: missing {line}").expect("text");
    }
    for line in found.iter().filter(|line| !expected.contains(&line.as_str())) {
        writeln!(out, "problems: too much {line}").expect("text");
    }
    if out.is_empty() && found != expected {
        writeln!(out, "problems: in another order or number, found {found:#?}").expect("text");
    }
    out
}

#[test]
fn every_case_gives_the_tables_made_by_hand() {
    let mut wrong = String::new();
    let expected = expected();
    for (name, case) in cases() {
        let (facts, problems) = case.join();
        let folder = &expected[&name];
        let tables =
            entries(folder).into_iter().filter(|path| path.extension().is_some_and(|end| end == "csv"));
        let mut here: String = tables.map(|path| differences(&path, &facts)).collect();
        here.push_str(&wrong_problems(&folder.join("problems.txt"), &problems));
        if !here.is_empty() {
            write!(wrong, "{name}:\n{here}").expect("text");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn cases_and_expected_tables_come_in_pairs() {
    let expected = expected();
    let names: BTreeSet<String> = cases().into_keys().collect();
    assert_eq!(names, expected.keys().cloned().collect());
    // Findings no case asks for must not go unseen, whatever else it is about.
    for (name, folder) in expected {
        assert!(folder.join("findings.csv").exists(), "{name} does not say what is wrong with its sources");
    }
}

/// The rows of a table, in an order of their own, without the columns that depend on the places of rows in registers.
fn placeless(table: &dyn AnyTable) -> Vec<BTreeMap<&'static str, String>> {
    let mut rows = rows(table);
    for row in &mut rows {
        // The message of a finding names lines.
        row.retain(|column, _| !["line", "message"].contains(column));
    }
    rows.sort();
    rows
}

#[test]
fn the_order_of_the_rows_of_a_register_does_not_matter() {
    let mut moved = BTreeSet::new();
    for (name, case) in cases() {
        let (facts, problems) = case.join();
        if !problems.is_empty() {
            continue;
        }
        for seed in 1..=20 {
            let shuffled = case.shuffled(seed);
            let (other, problems) = shuffled.join();
            assert!(problems.is_empty(), "{name}: {problems:?}");
            assert_eq!(placeless(&facts.milestones), placeless(&other.milestones), "{name}, order {seed}");
            assert_eq!(placeless(&facts.meetings), placeless(&other.meetings), "{name}, order {seed}");
            assert_eq!(placeless(&facts.findings), placeless(&other.findings), "{name}, order {seed}");
            if rows(&facts.milestones) != rows(&other.milestones) {
                moved.insert(name.clone());
            }
        }
    }
    for name in ["agreement", "narrowing", "source_rank"] {
        assert!(moved.contains(name), "no row of {name} took another place");
    }
}

const KINDS: [&str; 6] = ["wto", "wto_copy", "document_copy", "government", "dataset", "press"];
const SOURCES: [&str; 3] = ["https://example.org/a", "https://example.org/b", "https://example.org/c"];
const ECONOMIES: &str = "iso3,wto_code,name,aliases\nXAA,XAA,Arvania,\nXAB,XAB,Belmora,\n";

/// A row of the register of milestones: economy, milestone, date, rank of the kind, source.
type MilestoneClaim = (&'static str, &'static str, &'static str, usize, &'static str);

fn milestone_claim() -> impl Strategy<Value = MilestoneClaim> {
    let dates = [
        "2003",
        "2004",
        "2004-05",
        "2004-06",
        "2004-05-10",
        "2004-05-31",
        "2004-06-01",
        "2004-12-31",
        "2005-01-01",
    ];
    (
        prop::sample::select(vec!["XAA", "XAB"]),
        prop::sample::select(vec!["decision", "membership"]),
        prop::sample::select(dates.to_vec()),
        0..KINDS.len(),
        prop::sample::select(SOURCES.to_vec()),
    )
}

fn milestones_case(claims: &[MilestoneClaim]) -> Case {
    let mut text = "iso3,milestone,date,source_kind,source,evidence\n".to_owned();
    for (iso3, milestone, date, kind, source) in claims {
        writeln!(text, "{iso3},{milestone},{date},{},{source},", KINDS[*kind]).expect("text");
    }
    let registers = [("economies.csv", ECONOMIES), ("milestones.csv", &text)]
        .map(|(name, text)| (name.into(), text.into()));
    Case { registers: registers.into(), dossiers: BTreeMap::new() }
}

/// Whether two dates can be the same day: as written, one begins with the other.
fn leave_room(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// The best of some claims by source, precision, agreement and the earliest date, one part of the rule after the other.
fn best(mut claims: Vec<MilestoneClaim>, all: &[MilestoneClaim]) -> MilestoneClaim {
    let kind = claims.iter().map(|(_, _, _, kind, _)| *kind).min();
    claims.retain(|claim| Some(claim.3) == kind);
    let longest = claims.iter().map(|(_, _, date, _, _)| date.len()).max();
    claims.retain(|claim| Some(claim.2.len()) == longest);
    let agreement = |date: &str| {
        let agreeing = all.iter().filter(|claim| leave_room(claim.2, date));
        agreeing.map(|(_, _, _, _, source)| source).collect::<BTreeSet<_>>().len()
    };
    let most = claims.iter().map(|claim| agreement(claim.2)).max();
    claims.retain(|claim| Some(agreement(claim.2)) == most);
    claims.into_iter().min_by_key(|(_, _, date, _, source)| (*date, *source)).expect("a claim")
}

/// The rule as it is written down, with dates as texts.
fn chosen(all: &[MilestoneClaim]) -> MilestoneClaim {
    let mut chosen = best(all.to_vec(), all);
    loop {
        let is_finer =
            |claim: &&MilestoneClaim| claim.2.len() > chosen.2.len() && claim.2.starts_with(chosen.2);
        let finer: Vec<MilestoneClaim> = all.iter().filter(is_finer).copied().collect();
        if finer.is_empty() {
            return chosen;
        }
        chosen = best(finer, all);
    }
}

/// A row of the register of meetings: ordinal, days, whole list, rank of the kind, source.
type MeetingClaim = (&'static str, (&'static str, &'static str), &'static str, usize, &'static str);

fn meeting_claim() -> impl Strategy<Value = MeetingClaim> {
    let days = [
        ("2004-05-10", ""),
        ("2004-05-10", "2004-05-12"),
        ("2004-05-12", ""),
        ("2004-05-12", "2004-05-13"),
        ("2004-05-16", ""),
        ("2004-05-17", ""),
        ("2004-05", ""),
        ("2004-05", "2004-06"),
        ("2004", ""),
        ("2004-07-01", ""),
        ("2005-02-03", ""),
        ("2005-02", ""),
    ];
    (
        prop::sample::select(vec!["", "1", "1", "2", "2", "3", "last"]),
        prop::sample::select(days.to_vec()),
        prop::sample::select(vec!["", "complete"]),
        0..KINDS.len(),
        prop::sample::select(SOURCES.to_vec()),
    )
}

/// Rows of formal meetings as a dossier has them.
fn dossier_rows() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    let ordinals = vec!["", "1st ", "2nd ", "3rd ", "4th "];
    let days = vec!["10/05/2004", "10-12/05/2004", "13/05/2004", "17/05/2004", "05/2004", "03/02/2005"];
    prop::collection::vec((prop::sample::select(ordinals), prop::sample::select(days)), 0..5)
}

/// The line the meetings of such a dossier begin on.
const FIRST_MEETING_LINE: usize = 7;

fn meetings_case(claims: &[MeetingClaim], dossiers: &[Vec<(&str, &str)>]) -> Case {
    let mut text = "iso3,ordinal,start_date,end_date,list,source_kind,source,evidence\n".to_owned();
    for (ordinal, (start, end), list, kind, source) in claims {
        writeln!(text, "XAA,{ordinal},{start},{end},{list},{},{source},", KINDS[*kind]).expect("text");
    }
    let registers = [("economies.csv", ECONOMIES), ("meetings.csv", &text)]
        .map(|(name, text)| (name.into(), text.into()));
    let dossier = |(at, rows): (usize, &Vec<(&str, &str)>)| {
        let mut text =
            "synthetic dossier\n\nArvania's Timeline\n\nI. Overview\nFormal Meetings of the Working Party\n"
                .to_owned();
        for (ordinal, day) in rows {
            writeln!(text, "{ordinal}{day}").expect("text");
        }
        (format!("arvania_{at}.txt"), text)
    };
    Case { registers: registers.into(), dossiers: dossiers.iter().enumerate().map(dossier).collect() }
}

fn count(row: &BTreeMap<&'static str, String>, column: &str) -> usize {
    row[column].parse().unwrap_or_else(|_| panic!("{column} is no number in {row:?}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_chosen_date_is_the_one_the_written_rule_gives(
        claims in prop::collection::vec(milestone_claim(), 1..12),
        seed in any::<u64>(),
    ) {
        let case = milestones_case(&claims);
        let (facts, problems) = case.join();
        prop_assert!(problems.is_empty(), "{problems:?}");
        prop_assert_eq!(facts.claims.row_count(), claims.len());
        let mut about: BTreeMap<(&str, &str), Vec<MilestoneClaim>> = BTreeMap::new();
        for claim in &claims {
            about.entry((claim.0, claim.1)).or_default().push(*claim);
        }
        let milestones = rows(&facts.milestones);
        prop_assert_eq!(milestones.len(), about.len());
        let mut disputed = 0;
        for row in &milestones {
            let all = &about[&(row["iso3"].as_str(), row["milestone"].as_str())];
            let (_, _, date, kind, source) = chosen(all);
            let length = row["precision"].as_str();
            let length = match length { "day" => 10, "month" => 7, _ => 4 };
            prop_assert_eq!(&row["date"][..length], date);
            prop_assert_eq!(row["source_kind"].as_str(), KINDS[kind]);
            prop_assert_eq!(row["source"].as_str(), source);
            // The line is that of a row which says so.
            let cited = claims[count(row, "line") - 2];
            prop_assert_eq!((cited.2, cited.4), (date, source));
            let is_disputed = all.iter().any(|claim| !leave_room(claim.2, date));
            prop_assert_eq!(row["is_disputed"].as_str(), is_disputed.to_string());
            prop_assert_eq!(count(row, "claims"), all.len());
            disputed += usize::from(is_disputed);
        }
        let findings = rows(&facts.findings);
        prop_assert_eq!(findings.iter().filter(|row| row["code"] == "disputed_date").count(), disputed);
        let (other, _) = case.shuffled(seed).join();
        prop_assert_eq!(placeless(&facts.milestones), placeless(&other.milestones));
    }

    #[test]
    fn every_claim_about_a_meeting_is_in_one_sitting(
        claims in prop::collection::vec(meeting_claim(), 0..12),
        dossiers in prop::collection::vec(dossier_rows(), 0..3),
        seed in any::<u64>(),
    ) {
        let case = meetings_case(&claims, &dossiers);
        let (facts, problems) = case.join();
        prop_assert!(problems.is_empty(), "{problems:?}");
        let (meetings, seen) = (rows(&facts.meetings), rows(&facts.meeting_claims));
        // Each row of the register and of the dossiers stands in the claims once.
        let mut places: Vec<(String, usize)> =
            seen.iter().map(|row| (row["dossier_id"].clone(), count(row, "line"))).collect();
        places.sort();
        let mut expected: Vec<(String, usize)> = (0..claims.len()).map(|at| (String::new(), at + 2)).collect();
        for (at, rows) in dossiers.iter().enumerate() {
            let lines = FIRST_MEETING_LINE..FIRST_MEETING_LINE + rows.len();
            expected.extend(lines.map(|line| (format!("arvania_{at}"), line)));
        }
        expected.sort();
        prop_assert_eq!(places, expected);
        prop_assert_eq!(meetings.iter().map(|row| count(row, "claims")).sum::<usize>(), seen.len());
        // Each sitting stands where the claim stands that gives its days.
        let days = |row: &BTreeMap<&'static str, String>| {
            ["dossier_id", "line", "start_date", "end_date", "precision", "source"].map(|column| row[column].clone())
        };
        let mut dated: Vec<_> = seen.iter().filter(|row| row["is_chosen"] == "true").map(days).collect();
        let mut sittings: Vec<_> = meetings.iter().map(days).collect();
        dated.sort();
        sittings.sort();
        prop_assert_eq!(dated, sittings);
        // As many sittings as are the most claims of one dossier about them.
        let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for row in &meetings {
            *known.entry((&row["start_date"], &row["ordinal"])).or_default() += 1;
        }
        let mut given: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
        for row in &seen {
            let sitting = (row["meeting_start_date"].as_str(), row["meeting_ordinal"].as_str());
            prop_assert!(known.contains_key(&sitting), "{row:?} is about no sitting");
            if !row["dossier_id"].is_empty() {
                *given.entry((sitting.0, sitting.1, &row["dossier_id"])).or_default() += 1;
            }
        }
        for ((start, ordinal, dossier), count) in given {
            prop_assert!(count <= known[&(start, ordinal)], "sittings of {dossier} are merged on {start}");
        }
        // The first dossier's rows are sittings as they are.
        let own: BTreeSet<usize> = meetings
            .iter()
            .filter(|row| row["dossier_id"] == "arvania_0")
            .map(|row| count(row, "line"))
            .collect();
        prop_assert_eq!(own.len(), dossiers.first().map_or(0, Vec::len));
        // A dispute is told, and nothing else is.
        let disputed = meetings.iter().filter(|row| row["is_disputed"] == "true").count();
        let told = rows(&facts.findings)
            .iter()
            .filter(|row| row["dossier_id"].is_empty() && row["subject"].starts_with("meeting"))
            .count();
        prop_assert!(disputed <= told && told <= 2 * disputed, "{disputed} disputed, {told} told");
        let (other, _) = case.shuffled(seed).join();
        prop_assert_eq!(placeless(&facts.milestones), placeless(&other.milestones));
        prop_assert_eq!(placeless(&facts.meetings), placeless(&other.meetings));
    }

    #[test]
    fn a_disputed_first_or_last_meeting_is_told(
        claims in prop::collection::vec(meeting_claim(), 0..5),
        dossiers in prop::collection::vec(dossier_rows(), 0..3),
    ) {
        let (facts, _) = meetings_case(&claims, &dossiers).join();
        let findings = rows(&facts.findings);
        let of_several = findings.iter().filter(|row| row["dossier_id"].is_empty());
        let subjects: Vec<&str> = of_several.map(|row| row["subject"].as_str()).collect();
        for row in rows(&facts.milestones).iter().filter(|row| row["is_disputed"] == "true") {
            let is_told = |subject: &&str| *subject == row["milestone"] || subject.starts_with("meeting");
            prop_assert!(subjects.iter().any(is_told), "{row:?}");
        }
    }
}
