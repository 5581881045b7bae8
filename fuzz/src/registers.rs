//! Registers: rows of every kind, and what is joined of them.

use std::sync::LazyLock;

use accession_ingest::registers::Economies;
use accession_normalize::{RegisterFile, RegisterFiles, Registers, join};
use accession_schema::Facts;

/// Economies the rows of other registers are about.
const ECONOMIES: &[u8] = b"iso3,wto_code,name,aliases,landlocked,ldc_from,ldc_until,status\n\
    KAZ,,Kazakhstan,Republic of Kazakhstan,yes,,,member\n\
    TON,,Tonga,,no,,,member\n\
    VUT,,Vanuatu,,no,1995,2020-12-04,member\n";

/// Reads the bytes as a register of each kind. The header says which it is; of the others every row is refused.
pub(crate) fn check(bytes: &[u8]) {
    let file = |name: &'static str| RegisterFile { name, bytes };
    let given = |name: &'static str| Some(file(name));
    let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64;
    let (economies, _) = Economies::read("economies.csv", bytes);
    for economy in economies.iter() {
        let found = economies.by_iso3(&economy.iso3).map(|found| found.name.as_str());
        assert_eq!(found, Some(economy.name.as_str()), "{economy:?}");
        assert!(economies.by_name(&economy.name).is_some(), "{economy:?}");
    }
    for economies in [RegisterFile { name: "economies.csv", bytes: ECONOMIES }, file("economies.csv")] {
        let (registers, problems) = Registers::read(&RegisterFiles {
            economies,
            milestones: given("milestones.csv"),
            meetings: given("meetings.csv"),
            documents: given("documents.csv"),
            chairpersons: given("chairpersons.csv"),
        });
        for problem in &problems {
            assert!((1..=lines).contains(&problem.line), "{problem}: {lines} lines");
        }
        let mut facts = Facts::default();
        join(&mut facts, &registers);
        assert!(facts.claims.len() >= registers.milestones.len(), "a claim is lost");
        accession_analyze::analyze(&facts, &crate::page::PLAN);
    }
}

/// The registers that ship with the project.
pub(crate) fn shipped() -> Registers {
    static FILES: LazyLock<[Vec<u8>; 5]> = LazyLock::new(|| {
        ["economies", "milestones", "meetings", "documents", "chairpersons"].map(|name| {
            let path = accession_tests::root().join("data/registers").join(name).with_extension("csv");
            std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        })
    });
    let [economies, milestones, meetings, documents, chairpersons] = &*FILES;
    let file = |name: &'static str, bytes: &'static [u8]| RegisterFile { name, bytes };
    let (registers, problems) = Registers::read(&RegisterFiles {
        economies: file("economies.csv", economies),
        milestones: Some(file("milestones.csv", milestones)),
        meetings: Some(file("meetings.csv", meetings)),
        documents: Some(file("documents.csv", documents)),
        chairpersons: Some(file("chairpersons.csv", chairpersons)),
    });
    assert_eq!(problems, [], "the shipped registers must be clean");
    registers
}
