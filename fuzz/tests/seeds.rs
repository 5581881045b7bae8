//! Every seed and every input that once failed is read, under every target that is here.

use std::path::PathBuf;

use accession_fuzz::{TARGETS, Target, run};

/// Runs targets on files, and gathers what failed.
fn check(files: impl Fn(&Target) -> Vec<PathBuf>) {
    let mut failed = Vec::new();
    for target in TARGETS.iter().filter(|target| target.is_here()) {
        for path in files(target) {
            let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            // The message is printed where it is raised.
            if std::panic::catch_unwind(|| run(target.name, &bytes)).is_err() {
                failed.push(format!("{}: {}", target.name, path.display()));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn seeds_are_read() {
    check(Target::seeds);
}

#[test]
fn what_once_failed_is_read() {
    check(Target::crashes);
}

#[test]
fn every_target_has_seeds_and_a_binary() {
    for target in &TARGETS {
        assert!(!target.seeds().is_empty(), "{}", target.name);
        let binary = target.folder("targets").with_extension("rs");
        let source =
            std::fs::read_to_string(&binary).unwrap_or_else(|error| panic!("{}: {error}", binary.display()));
        assert!(source.contains(&format!("run(\"{}\", ", target.name)), "{}", binary.display());
    }
    assert!(TARGETS.iter().map(|target| target.name).is_sorted());
}
