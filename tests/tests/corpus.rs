//! The conformance corpus: synthetic pages of every layout, language and damage, beside the rows they must give; and every
//! dossier in two forms, as text and as HTML.

#![allow(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use accession_schema::{AnyTable, Facts};
use accession_tests::{accession, differences_of, economies, every_dossier, facts, root, rows};
use assert_cmd::assert::OutputAssertExt;

/// Columns that say where a fact stands or what kind of file it is from.
const OF_THE_FORM: [&str; 16] = [
    "line",
    "byte_start",
    "byte_end",
    "source",
    "format",
    "bytes",
    "blake3",
    "lines",
    "lines_blank",
    "lines_extracted",
    "lines_recognised",
    "lines_unread",
    "url",
    "news_url",
    "member_ordinal_line",
    "article_xii_ordinal_line",
];

/// Columns of the dossiers table that differ with the form besides.
const OF_THE_FILE: [&str; 5] =
    ["dossier_id", "encoding", "snapshot_date", "layout_confidence", "lines_repaired"];

/// The pages of the corpus, by the layout their folder is named after.
fn pages() -> Vec<(String, PathBuf)> {
    let corpus = root().join("tests/corpus");
    let mut pages = Vec::new();
    for layout in std::fs::read_dir(&corpus).expect("the corpus").map(|entry| entry.expect("an entry").path())
    {
        let name = layout.file_name().expect("a name").to_string_lossy().into_owned();
        for page in
            std::fs::read_dir(&layout).into_iter().flatten().map(|entry| entry.expect("an entry").path())
        {
            let is_readme = page.file_name().is_some_and(|name| name == "README.md");
            if !is_readme && page.extension().is_none_or(|extension| extension != "truth") {
                pages.push((name.clone(), page));
            }
        }
    }
    pages.sort();
    pages
}

#[test]
fn every_page_gives_its_rows_and_no_other() {
    let pages = pages();
    let output = accession()
        .args(["evaluate", "tests/corpus"])
        .args(pages.iter().map(|(_, page)| page))
        .output()
        .expect("the command runs");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}\n{printed}", String::from_utf8_lossy(&output.stderr));
    assert!(printed.contains(&format!("{} dossiers:", pages.len())), "{printed}");
}

#[test]
fn every_layout_stands_in_every_language() {
    let found: BTreeSet<(String, String)> = pages()
        .into_iter()
        .filter(|(layout, _)| layout != "unknown")
        .map(|(layout, page)| {
            let bytes = std::fs::read(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
            let facts = facts("page", &bytes, &economies());
            (layout, rows(&facts.dossiers)[0]["language"].clone())
        })
        .collect();
    let layouts = ["timeline", "gatt_timeline", "status_table", "short_prose", "portal"];
    for layout in layouts {
        for language in ["en", "fr", "es"] {
            assert!(found.contains(&(layout.to_owned(), language.to_owned())), "no {layout} in {language}");
        }
    }
}

/// The rows of the tables of facts without what depends on the form of the file.
fn facts_of(id: &str, bytes: &[u8]) -> BTreeMap<&'static str, Vec<BTreeMap<&'static str, String>>> {
    let facts = facts(id, bytes, &economies());
    let tables: Vec<&dyn AnyTable> = facts.tables();
    let of_places = ["remaining_lines", "findings", "economies"];
    tables
        .into_iter()
        .filter(|table| !of_places.contains(&table.name()))
        .map(|table| {
            let mut rows = rows(table);
            for row in &mut rows {
                row.retain(|column, _| !OF_THE_FORM.contains(column) && !OF_THE_FILE.contains(column));
            }
            (table.name(), rows)
        })
        .collect()
}

fn compare(text: &Path, html: &[u8]) -> String {
    let bytes = std::fs::read(text).unwrap_or_else(|error| panic!("{}: {error}", text.display()));
    let (as_text, as_html) = (facts_of("page", &bytes), facts_of("page", html));
    as_text
        .iter()
        .map(|(name, rows)| differences_of(&format!("{} {name}", text.display()), &as_html[name], rows))
        .collect()
}

#[test]
fn pages_of_the_corpus_say_the_same_as_text_and_as_html() {
    let mut count = 0;
    let mut differences = String::new();
    for (_, page) in pages() {
        let stem = page.file_stem().expect("a stem").to_string_lossy().into_owned();
        let html = page.with_file_name(format!("{stem}_html.html"));
        // In damaged copies different letters are lost in either form.
        let is_damaged = ["_gbk", "_fffd"].iter().any(|damage| stem.contains(damage));
        if html.exists() && !is_damaged {
            count += 1;
            differences.push_str(&compare(&page, &std::fs::read(&html).expect("a page")));
        }
    }
    assert!(count >= 40, "only {count} pages stand in both forms");
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn every_fixture_says_the_same_as_text_and_as_html() {
    let mut differences = String::new();
    for path in every_dossier() {
        let bytes = std::fs::read(&path).expect("a dossier");
        // A line that is not text has no other form.
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        differences.push_str(&compare(&path, as_html(text).as_bytes()));
    }
    assert!(differences.is_empty(), "{differences}");
}

/// A text as the site would serve it: a table in a frame, a row a line, its label, date and what follows in cells.
fn as_html(text: &str) -> String {
    let mut page = String::from(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>x</title><script>var d = '01/01/2001';</script></head>\n\
         <body><table><tr><td><table>\n",
    );
    for line in text.lines() {
        let (label, date, rest) = split_at_date(line);
        page.push_str("<tr>");
        for cell in [label, date, rest] {
            page.extend(["<td>", &escaped(cell), "</td>"]);
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table></td></tr></table></body></html>\n");
    page
}

/// A line before, at and behind its first `dd/mm/yyyy`, unless other characters touch it.
fn split_at_date(line: &str) -> (&str, &str, &str) {
    let is_digit = |at: usize| line.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let is_date = |at: &usize| {
        let digits = [0, 1, 3, 4, 6, 7, 8, 9].iter().all(|offset| is_digit(at + offset));
        let blank =
            |at: Option<usize>| at.is_none_or(|at| line.as_bytes().get(at).is_none_or(|byte| *byte == b' '));
        digits
            && [2, 5].iter().all(|offset| line.as_bytes().get(at + offset) == Some(&b'/'))
            && blank(at.checked_sub(1))
            && blank(Some(at + 10))
    };
    match (0..line.len()).find(is_date) {
        Some(at) => (&line[..at], &line[at..at + 10], &line[at + 10..]),
        None => (line, "", ""),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\u{a0}', "&nbsp;")
}

#[test]
fn a_table_of_facts_is_compared_for_each_form() {
    // The lists above name columns there are.
    let known: BTreeSet<&str> = Facts::default()
        .tables()
        .iter()
        .flat_map(|table| table.spec().columns)
        .map(|column| column.name)
        .collect();
    for column in OF_THE_FORM.iter().chain(&OF_THE_FILE) {
        assert!(known.contains(column), "no column {column}");
    }
}

#[test]
fn a_page_without_truth_is_named() {
    let page = root().join("tests/fixtures/dossiers/synthetic_tonga.txt");
    accession().args(["evaluate", "tests/corpus"]).arg(page).assert().code(1);
}
