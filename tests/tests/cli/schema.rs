//! Cases of `schema`.

use super::*;

#[test]
fn every_table_and_column_is_listed() {
    let stdout = good(accession().arg("schema"));
    for table in all_tables() {
        assert!(stdout.lines().any(|line| line == table.name), "{} is not listed", table.name);
        assert_has(&stdout, &table.description);
        for column in &table.columns {
            assert_has(&stdout, &format!("\n| {} ", column.name));
        }
    }
}

#[test]
fn json_is_the_schema() {
    let stdout = good(accession().args(["schema", "--format", "json"]));
    let tables: Vec<Value> = serde_json::from_str(&stdout).expect("JSON");
    let expected: Vec<Value> =
        all_tables().iter().map(|table| serde_json::to_value(table).expect("a table")).collect();
    assert_eq!(tables, expected);
    let names: Vec<&str> = tables.iter().map(|table| table["name"].as_str().expect("a name")).collect();
    assert_eq!(names, every_table());
    let stdout = good(accession().args(["schema", "meetings", "--format", "json"]));
    let tables: Vec<Value> = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(tables.len(), 1);
    assert_eq!(tables[0]["name"], "meetings");
}

#[test]
fn a_table_lists_the_words_of_its_columns() {
    let stdout = good(accession().args(["schema", "milestones"]));
    assert!(stdout.starts_with("milestones\n"), "{stdout}");
    for milestone in Milestone::VARIANTS {
        assert_has(&stdout, &format!("\n| {} ", milestone.word()));
    }
}

#[test]
fn an_unknown_table_is_named_beside_those_there_are() {
    let Said { stdout, stderr } = said(accession().args(["schema", "meeting"]), 2);
    assert_eq!(stdout, "");
    assert!(stderr.starts_with("error: there is no table \"meeting\""), "{stderr}");
    for table in every_table() {
        assert_has(&stderr, table);
    }
}
