//! What the end-to-end tests share: where files are, the command under test, facts of dossiers as text, and a generator
//! of dossiers of which every fact is known.

pub mod generator;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use accession_analyze::{Plan, SurvivalPlan};
use accession_ingest::registers::Economies;
use accession_ingest::{Hints, Page};
use accession_normalize::{Registers, Source};
use accession_schema::vocabulary::Milestone::{
    self, Acceptance, Application, Decision, FirstMeeting, Membership, WorkingPartyEstablished,
};
use accession_schema::{AnyTable, Day, Facts, Statistics};

/// Pairs of milestones durations are counted between.
pub const PAIRS: [(Milestone, Milestone); 11] = [
    (Application, WorkingPartyEstablished),
    (Application, FirstMeeting),
    (Application, Decision),
    (Application, Membership),
    (WorkingPartyEstablished, FirstMeeting),
    (WorkingPartyEstablished, Decision),
    (WorkingPartyEstablished, Membership),
    (FirstMeeting, Decision),
    (Decision, Acceptance),
    (Decision, Membership),
    (Acceptance, Membership),
];

/// The top folder of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Cargo, as it would run from a shell in the top folder. `cargo test` gives tests variables about their own package;
/// build scripts of some dependencies look at the same names, and would have half the tree built again.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let of_package = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_", "CARGO_PRIMARY_PACKAGE"];
    for (name, _) in std::env::vars_os() {
        if of_package.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    command.current_dir(root());
    command
}

/// The command `accession`, to be run in the top folder, its output as it is where nobody asks for colours.
pub fn accession() -> Command {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    let mut command = Command::new(BINARY.get_or_init(binary));
    for name in ["CLICOLOR", "CLICOLOR_FORCE", "NO_COLOR", "FORCE_COLOR"] {
        command.env_remove(name);
    }
    command.current_dir(root());
    command
}

/// Builds the binary of accession-cli, which cargo does not do for the tests of another package, in the target folder
/// and profile of the running test: that one is `<target>/debug/deps/x`, the binary `<target>/debug/accession`.
fn binary() -> PathBuf {
    let test =
        std::env::current_exe().unwrap_or_else(|error| panic!("the running test has no path: {error}"));
    let place = test.ancestors().nth(2).and_then(|folder| {
        let name = folder.file_name()?.to_str()?;
        Some((folder, folder.parent()?, if name == "debug" { "dev" } else { name }))
    });
    let Some((folder, target, profile)) = place else { panic!("{} is in no target folder", test.display()) };
    let build = cargo()
        .args(["build", "--quiet", "--locked", "--package", "accession-cli", "--profile", profile])
        .arg("--target-dir")
        .arg(target)
        .output()
        .unwrap_or_else(|error| panic!("cargo did not start: {error}"));
    assert!(
        build.status.success(),
        "the command was not built: {}\n{}",
        build.status,
        String::from_utf8_lossy(&build.stderr)
    );
    folder.join(format!("accession{}", std::env::consts::EXE_SUFFIX))
}

/// The economies that ship with the project.
///
/// # Panics
///
/// If the register can't be read or a row of it is bad.
pub fn economies() -> Economies {
    let path = root().join("data/registers/economies.csv");
    let source = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (economies, problems) = Economies::read("economies.csv", &source);
    assert_eq!(problems, [], "the shipped register must be clean");
    economies
}

/// Reads bytes into fact tables, joined with no other source.
pub fn facts(id: &str, bytes: &[u8], economies: &Economies) -> Facts {
    let mut facts = Facts::default();
    let page = Page::new(bytes, &Hints::default());
    let dossier = accession_ingest::read(&page);
    accession_normalize::normalize(Source { id, path: id }, &dossier, economies, &mut facts);
    let registers = Registers { economies: economies.clone(), ..Registers::default() };
    accession_normalize::join(&mut facts, &registers);
    facts
}

/// A plan of everything but survival statistics, over [`PAIRS`].
pub fn plan(as_of: Day) -> Plan {
    Plan {
        as_of,
        meeting_gaps: true,
        documents_per_year: true,
        documents_per_year_by_step: true,
        accession_summary: true,
        durations: PAIRS.to_vec(),
        survival: SurvivalPlan::default(),
    }
}

/// A table's rows as maps from column to text; null is the empty text.
pub fn rows(table: &dyn AnyTable) -> Vec<BTreeMap<&'static str, String>> {
    let spec = table.spec();
    let columns = table.columns();
    (0..table.row_count())
        .map(|row| {
            let cells = columns.iter().zip(&spec.columns);
            cells
                .map(|(column, spec)| (spec.name, column.text(row, spec).unwrap_or_default().into_owned()))
                .collect()
        })
        .collect()
}

/// The table of a name among facts and statistics.
///
/// # Panics
///
/// If there is none.
pub fn table<'t>(name: &str, facts: &'t Facts, statistics: &'t Statistics) -> &'t dyn AnyTable {
    let tables = facts.tables().into_iter().chain(statistics.tables());
    tables.into_iter().find(|table| table.name() == name).unwrap_or_else(|| panic!("no table {name}"))
}

/// How the rows found differ from those expected, a line each; nothing where they are the same.
pub fn differences_of<R: PartialEq + std::fmt::Debug>(name: &str, found: &[R], expected: &[R]) -> String {
    let lines = |rows: &[R], others: &[R], what: &str| -> Vec<String> {
        let only = rows.iter().filter(|row| !others.contains(row));
        only.map(|row| format!("{name}: {what} {row:?}\n")).collect()
    };
    let out = [lines(expected, found, "missing"), lines(found, expected, "too much")].concat().concat();
    if out.is_empty() && found != expected {
        return format!(
            "{name}: {} rows in another order or number, expected {}\n",
            found.len(),
            expected.len()
        );
    }
    out
}

/// The text dossiers that ship with the tests, and the whole pages beside the project where they are.
pub fn every_dossier() -> Vec<PathBuf> {
    let folders =
        ["data/dossiers", "tests/fixtures/dossiers", "tests/fixtures/findings", "../shared/dossiers"];
    let mut files: Vec<PathBuf> = folders
        .iter()
        .filter_map(|folder| std::fs::read_dir(root().join(folder)).ok())
        .flat_map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    files
}
