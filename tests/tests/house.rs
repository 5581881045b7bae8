//! The rules of the house: which crate may know which, what stages keep their hands off, what is documented.

#![allow(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use accession_schema::VariantArray;
use accession_schema::vocabulary::FindingCode;
use accession_tests::{cargo, root};
use serde_json::Value;

/// The crates that data flows through, and the ones of them each builds on.
const STAGES: [(&str, &[&str]); 6] = [
    ("schema", &[]),
    ("ingest", &["schema"]),
    ("normalize", &["ingest", "schema"]),
    ("analyze", &["schema"]),
    ("publish", &["schema"]),
    ("cli", &["analyze", "ingest", "normalize", "publish", "schema"]),
];

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("expected a text, found {value}"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("expected a list, found {value}"))
}

/// The dependencies of every member that stand in its `[dependencies]`, on whatever platform; the members by name.
fn dependencies() -> BTreeMap<String, Vec<Value>> {
    let output = cargo()
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let normal = |package: &Value| -> Vec<Value> {
        list(&package["dependencies"])
            .iter()
            .filter(|dependency| dependency["kind"].is_null())
            .cloned()
            .collect()
    };
    list(&metadata["packages"])
        .iter()
        .map(|package| (text(&package["name"]).to_owned(), normal(package)))
        .collect()
}

/// A source file of a crate: its place, and its lines of code by number.
struct Source {
    path: PathBuf,
    lines: Vec<(usize, String)>,
}

impl Source {
    /// Identifiers and words of texts, each with the place it stands at.
    fn words(&self) -> impl Iterator<Item = (&str, String)> {
        self.lines.iter().flat_map(move |(number, line)| {
            line.split(|c: char| !c.is_alphanumeric() && c != '_')
                .filter(|word| !word.is_empty())
                .map(move |word| (word, format!("{}:{number}: {word}", self.path.display())))
        })
    }
}

/// The source files of a crate without comments and without what is compiled for tests only.
fn sources(name: &str) -> Vec<Source> {
    let top = root().canonicalize().expect("the top folder");
    let mut folders = vec![top.join("crates").join(name).join("src")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in
            std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = std::fs::read_to_string(&path).expect("a source file");
                let short = path.strip_prefix(&top).expect("a path in the project").to_owned();
                found.push(Source { path: short, lines: code(&source) });
            }
        }
    }
    assert!(!found.is_empty(), "crates/{name} has no sources");
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The lines of code of a source that is formatted as rustfmt does: an item ends at a brace as far in as its attribute.
fn code(source: &str) -> Vec<(usize, String)> {
    let mut lines = (1..).zip(source.lines());
    let mut found = Vec::new();
    while let Some((number, line)) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            let indent = line.len() - line.trim_start().len();
            let is_last = |line: &str| {
                line.len() - line.trim_start().len() == indent
                    && (line.trim_start().starts_with('}') || line.ends_with(';'))
            };
            lines.by_ref().find(|(_, line)| is_last(line));
            continue;
        }
        let bare =
            if line.trim_start().starts_with("//") { "" } else { line.split(" // ").next().unwrap_or("") };
        if !bare.trim().is_empty() {
            found.push((number, bare.to_owned()));
        }
    }
    found
}

/// The crates of the workspace by the names of their folders.
fn crates() -> BTreeSet<String> {
    std::fs::read_dir(root().join("crates"))
        .expect("crates")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect()
}

/// Fails if a source of these crates uses one of the words.
fn refuse(crates: &[&str], words: &[&str]) {
    let sources: Vec<Source> = crates.iter().flat_map(|name| sources(name)).collect();
    let found: Vec<String> = sources
        .iter()
        .flat_map(Source::words)
        .filter(|(word, _)| words.contains(word))
        .map(|(_, place)| place)
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_checks_see_code_and_only_code() {
    let source = "//! std::fs\nuse a; // Instant\n/// b\n#[cfg(test)]\nmod tests {\n    fn c() {\n    }\n}\nfn d() {\n    \
                  #[cfg(test)]\n    use e;\n    let url = \"https://f\";\n}\n";
    let found: Vec<(usize, String)> = code(source);
    let found: Vec<(usize, &str)> = found.iter().map(|(number, line)| (*number, line.as_str())).collect();
    assert_eq!(found, [(2, "use a;"), (9, "fn d() {"), (12, "    let url = \"https://f\";"), (13, "}")]);
    let source = Source { path: PathBuf::from("x.rs"), lines: code("use std::fs::{self, File};\n") };
    assert_eq!(
        source.words().map(|(word, _)| word).collect::<Vec<_>>(),
        ["use", "std", "fs", "self", "File"]
    );
}

#[test]
fn one_direction() {
    let dependencies = dependencies();
    for (stage, allowed) in STAGES {
        let name = format!("accession-{stage}");
        let of_stage = dependencies.get(&name).unwrap_or_else(|| panic!("no crate {name}"));
        let found: BTreeSet<&str> = of_stage
            .iter()
            .filter_map(|dependency| text(&dependency["name"]).strip_prefix("accession-"))
            .collect();
        assert_eq!(found, allowed.iter().copied().collect(), "{name}");
    }
}

#[test]
fn every_crate_has_its_place() {
    let stages = STAGES.iter().map(|(stage, _)| (*stage).to_owned());
    assert_eq!(crates(), stages.chain(["xtask".to_owned()]).collect());
}

#[test]
fn polars_is_in_publish_only() {
    let dependencies = dependencies();
    let with_polars: Vec<&str> = dependencies
        .iter()
        .filter(|(_, of_crate)| {
            of_crate.iter().any(|dependency| text(&dependency["name"]).starts_with("polars"))
        })
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(with_polars, ["accession-publish"]);
    refuse(&["schema", "ingest", "normalize", "analyze", "cli"], &["polars"]);
}

#[test]
fn ingest_knows_no_vocabulary() {
    // Of the words of the schema, ingest uses those that say how a source is written, and none of what it means.
    let shapes = ["Encoding", "Format", "Layout"];
    for source in sources("ingest") {
        let lines: Vec<&str> = source.lines.iter().map(|(_, line)| line.as_str()).collect();
        let code = lines.join("\n");
        for behind in code.split("vocabulary::").skip(1) {
            let end = if behind.starts_with('{') { '}' } else { ';' };
            let names = behind.split(end).next().unwrap_or_default();
            let words =
                names.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
            for word in words {
                assert!(shapes.contains(&word), "{} takes {word} from the vocabulary", source.path.display());
            }
        }
        let reads_vocabulary = ["accession_normalize", "include_str!", "include_bytes!", "en.txt"];
        for word in reads_vocabulary {
            assert!(!code.contains(word), "{} has {word}", source.path.display());
        }
    }
}

#[test]
fn analyze_and_publish_know_no_page() {
    refuse(&["analyze", "publish"], &["accession_ingest", "accession_normalize", "Dossier"]);
}

#[test]
fn stages_before_publish_touch_no_file() {
    let words =
        ["fs", "env", "net", "process", "File", "OpenOptions", "TcpStream", "stdin", "stdout", "stderr"];
    refuse(&["schema", "ingest", "normalize", "analyze"], &words);
    // Containers are unpacked in memory, through the traits decompressors have.
    refuse(&["schema", "normalize", "analyze"], &["io", "Read", "BufRead"]);
}

#[test]
fn there_is_no_clock_and_no_host() {
    let stages: Vec<&str> = STAGES.iter().map(|(stage, _)| *stage).collect();
    let words = ["SystemTime", "Instant", "Utc", "Local", "UNIX_EPOCH", "hostname", "gethostname", "uname"];
    refuse(&stages, &words);
    for stage in stages {
        for source in sources(stage) {
            for (number, line) in &source.lines {
                // How long something lasts is no clock: the progress bar needs it.
                let rest = line.replace("std::time::Duration", "");
                assert!(!rest.contains("std::time"), "{}:{number}: {line}", source.path.display());
            }
        }
    }
    // chrono can't tell the time unless it is asked to.
    for (name, of_crate) in dependencies() {
        for dependency in of_crate.iter().filter(|dependency| dependency["name"] == "chrono") {
            let features: Vec<&str> = list(&dependency["features"]).iter().map(text).collect();
            assert_eq!(dependency["uses_default_features"], false, "{name}");
            assert!(!features.contains(&"clock") && !features.contains(&"now"), "{name}: {features:?}");
        }
    }
}

#[test]
fn nothing_is_unwrapped() {
    let mut found = Vec::new();
    for (stage, _) in STAGES {
        for source in sources(stage) {
            for (number, line) in &source.lines {
                let unwraps =
                    [".unwrap()", ".expect(", ".unwrap_err()", ".expect_err(", "::unwrap)", "::unwrap,"];
                if unwraps.iter().any(|unwrap| line.contains(unwrap)) {
                    found.push(format!("{}:{number}: {}", source.path.display(), line.trim()));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The sections of docs/findings.md: the code, the severities and the text below.
fn sections(path: &Path) -> BTreeMap<String, (String, String)> {
    let source = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    source
        .split("\n## ")
        .skip(1)
        .map(|section| {
            let (title, body) = section.split_once('\n').unwrap_or((section, ""));
            let (code, severity) = title.split_once(" (").unwrap_or((title, ""));
            (code.to_owned(), (severity.trim_end_matches(')').to_owned(), body.trim().to_owned()))
        })
        .collect()
}

#[test]
fn every_finding_is_explained() {
    let sections = sections(&root().join("docs/findings.md"));
    let codes: BTreeSet<&str> = FindingCode::VARIANTS.iter().map(|code| code.word()).collect();
    let explained: BTreeSet<&str> = sections.keys().map(String::as_str).collect();
    assert_eq!(explained, codes);
    for (code, (severity, body)) in sections {
        let severities = ["error", "warning", "info"];
        assert!(severities.iter().any(|known| severity.starts_with(known)), "{code}: {severity:?}");
        assert!(body.len() > 40, "{code} has no reason: {body:?}");
    }
}
