//! Cases of `ingest`.

use super::*;

const CLASSES: [&str; 5] = ["section", "entry", "item", "text", "unread"];

fn rows(stdout: &str) -> Vec<Value> {
    let value: Value = serde_json::from_str(stdout).unwrap_or_else(|error| panic!("{error} in\n{stdout}"));
    value.as_array().expect("a list of rows").clone()
}

fn number(row: &Value, key: &str) -> usize {
    row[key].as_u64().and_then(|number| number.try_into().ok()).unwrap_or_else(|| panic!("{key} in {row}"))
}

fn word<'r>(row: &'r Value, key: &str) -> &'r str {
    row[key].as_str().unwrap_or_else(|| panic!("{key} in {row}"))
}

#[test]
fn rows_are_printed_as_a_table() {
    let path = dossier("synthetic_tonga");
    let stdout = good(accession().arg("ingest").arg(&path));
    let head = stdout.lines().next().expect("a line");
    assert_eq!(head, format!("{}: timeline layout (1.00), 60 rows in 65 lines", path.display()));
    let header: Vec<&str> = stdout.lines().nth(1).expect("a header").split('|').map(str::trim).collect();
    assert_eq!(header, ["", "line", "bytes", "class", "label", "date", "symbols", "text", ""]);
    assert_eq!(stdout.lines().filter(|line| line.starts_with("| ")).count(), 61);
    assert_has(&stdout, "| section |");
}

#[test]
fn json_rows_are_the_bytes_they_point_at() {
    let paths =
        [kazakhstan(), dossier("synthetic_tonga"), dossier("synthetic_acceding"), showing("unread_line")];
    let stdout = good(accession().args(["ingest", "--format", "json"]).args(&paths));
    let mut classes = BTreeSet::new();
    let mut of_source: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows(&stdout) {
        let source = word(&row, "source");
        let bytes = read(Path::new(source));
        let (start, end) = (number(&row, "byte_start"), number(&row, "byte_end"));
        let text = String::from_utf8_lossy(&bytes[start..end]);
        assert_eq!(word(&row, "text"), text);
        let line = line_at(&bytes, start);
        assert_eq!(number(&row, "line"), line);
        assert!(text.contains(word(&row, "label")), "{row}");
        let date = row["date"].as_str().unwrap_or_default();
        assert!(text.contains(date), "{row}");
        for symbol in row["symbols"].as_array().expect("a list") {
            assert!(text.contains(symbol.as_str().expect("a symbol")), "{row}");
        }
        classes.insert(word(&row, "class").to_owned());
        *of_source.entry(source.to_owned()).or_default() += 1;
    }
    assert!(classes.iter().all(|class| CLASSES.contains(&class.as_str())), "{classes:?}");
    assert!(["section", "entry", "item", "text"].iter().all(|class| classes.contains(*class)), "{classes:?}");
    assert_eq!(of_source.len(), paths.len());
    for path in &paths {
        let bytes = read(path);
        let filled = String::from_utf8_lossy(&bytes).lines().filter(|line| !line.trim().is_empty()).count();
        assert_eq!(of_source[&path.display().to_string()], filled, "{}", path.display());
    }
}

#[test]
fn a_line_that_is_no_text_is_unread() {
    let folder = folder();
    let path = folder.path().join("page.txt");
    let bytes =
        b"I. Overview \xc3\xa9\n01/01/2001\nApplication \xff\xfe received 29/01/1996 WT/ACC/KAZ/1\nAt the end\n";
    write(&path, bytes);
    let rows = rows(&good(accession().args(["ingest", "--format", "json"]).arg(&path)));
    assert_eq!(rows.len(), 4);
    assert_eq!(word(&rows[2], "class"), "unread");
    for row in &rows {
        let (start, end) = (number(row, "byte_start"), number(row, "byte_end"));
        assert_eq!(word(row, "text"), String::from_utf8_lossy(&bytes[start..end]));
    }
}

#[test]
fn json_is_whole_whatever_the_files() {
    let folder = folder();
    let (empty, missing) = (folder.path().join("empty.txt"), folder.path().join("missing.txt"));
    write(&empty, "");
    let json = ["ingest", "--format", "json"];
    assert_eq!(rows(&good(accession().args(json).arg(&empty))), Vec::<Value>::new());
    let Said { stdout, stderr } = said(accession().args(json).arg(&missing), 1);
    assert!(stderr.starts_with(&format!("problem: {}: ", missing.display())), "{stderr}");
    assert_eq!(rows(&stdout), Vec::<Value>::new());
    let tonga = dossier("synthetic_tonga");
    let Said { stdout, stderr } = said(accession().args(json).args([&empty, &missing, &tonga]), 1);
    assert_has(&stderr, &missing.display().to_string());
    assert_eq!(rows(&stdout).len(), 60);
}
