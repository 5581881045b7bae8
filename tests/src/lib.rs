//! What the end-to-end tests share: where files are, and facts of dossiers as text.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use accession_ingest::registers::Economies;
use accession_normalize::Source;
use accession_schema::{AnyTable, Facts, Statistics};

/// The top folder of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
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

/// Reads bytes into fact tables.
pub fn facts(id: &str, bytes: &[u8], economies: &Economies) -> Facts {
    let mut facts = Facts::default();
    let dossier = accession_ingest::read(bytes);
    accession_normalize::normalize(Source { id, path: id }, &dossier, economies, &mut facts);
    facts
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
