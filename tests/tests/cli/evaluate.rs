//! Cases of `evaluate`.

use super::*;

/// Expected rows of two tables of the page `synthetic_tonga`, taken from its expected tables.
fn truth_of_tonga() -> String {
    let table = |name: &str| {
        let path = root().join(format!("tests/expected/synthetic_tonga/{name}.csv"));
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let (milestones, chairpersons) = (table("milestones"), table("chairpersons"));
    format!("# synthetic\n[milestones]\n{milestones}\n[chairpersons]\n{chairpersons}")
}

fn evaluate(truth: &Path, pages: &[&str], arguments: &[&str]) -> Command {
    let mut command = accession();
    command.arg("evaluate").arg(truth).args(pages.iter().map(|page| dossier(page))).args(arguments);
    command
}

#[test]
fn a_page_read_as_expected_is_good() {
    let truth = folder();
    write(&truth.path().join("synthetic_tonga.truth"), truth_of_tonga());
    let stdout = good(&mut evaluate(truth.path(), &["synthetic_tonga"], &[]));
    assert_has(&stdout, "\nno differences\n");
    let csv = good(&mut evaluate(truth.path(), &["synthetic_tonga"], &["--format", "csv"]));
    let mut lines = csv.lines();
    assert_eq!(
        lines.next(),
        Some("table,field,expected,found,true_positives,false_positives,false_negatives,precision,recall")
    );
    assert!(lines.clone().count() > 5);
    for line in lines {
        assert!(line.ends_with(",0,0,1,1"), "{line}");
    }
}

#[test]
fn a_folder_of_tables_is_a_truth() {
    let stdout = good(&mut evaluate(Path::new("tests/expected"), &["synthetic_tonga"], &[]));
    assert_has(&stdout, "\nno differences\n");
}

#[test]
fn differences_are_listed_with_their_lines() {
    let truth = folder();
    let wrong = "[milestones]\nmilestone,date\nmembership,1900-01-01\n\n[chairpersons]\nname\nNobody\n";
    write(&truth.path().join("synthetic_tonga.truth"), wrong);
    let Said { stdout, stderr } = said(&mut evaluate(truth.path(), &["synthetic_tonga"], &[]), 1);
    assert_eq!(stderr, "");
    assert_has(&stdout, "(row missing)");
    let arguments = ["--differences", "--format", "csv"];
    let Said { stdout, .. } = said(&mut evaluate(truth.path(), &["synthetic_tonga"], &arguments), 1);
    assert!(stdout.starts_with("dossier_id,line,truth_line,table,row,field,expected,found\n"), "{stdout}");
    assert_has(&stdout, ",3,milestones,membership,date,1900-01-01,");
    assert_has(&stdout, "synthetic_tonga,,7,chairpersons,Nobody,,name=Nobody,\n");
}

#[test]
fn a_page_without_truth_and_a_bad_truth_are_problems() {
    let truth = folder();
    write(&truth.path().join("synthetic_tonga.truth"), "[papers]\na\n\n[meetings]\nkind,colour\n");
    let pages = ["synthetic_tonga", "synthetic_serbia"];
    let Said { stderr, .. } = said(&mut evaluate(truth.path(), &pages, &[]), 1);
    assert_has(&stderr, "synthetic_tonga.truth: line 1: expected a table: dossiers, ");
    assert_has(&stderr, "synthetic_tonga.truth: line 5: expected a column of meetings: ");
    assert_has(&stderr, "synthetic_serbia.txt: expected its rows in synthetic_serbia.truth");
}

#[test]
fn of_several_truths_the_nearest_is_taken() {
    let truth = folder();
    for (name, text) in [("dossiers", truth_of_tonga()), ("other", "[papers]\n".to_owned())] {
        fs::create_dir(truth.path().join(name)).expect("a folder");
        write(&truth.path().join(name).join("synthetic_tonga.truth"), text);
    }
    good(&mut evaluate(truth.path(), &["synthetic_tonga"], &[]));
    fs::rename(truth.path().join("dossiers"), truth.path().join("another")).expect("a folder renamed");
    let Said { stderr, .. } = said(&mut evaluate(truth.path(), &["synthetic_tonga"], &[]), 1);
    assert_has(&stderr, "expected its rows in one place, found ");
}

#[test]
fn without_a_folder_it_can_not_run() {
    let Said { stderr, .. } = said(&mut evaluate(Path::new("no/such/folder"), &["synthetic_tonga"], &[]), 2);
    assert_has(&stderr, "no/such/folder: expected a folder of expected rows");
    said(accession().args(["evaluate", "tests/expected"]), 2);
}
