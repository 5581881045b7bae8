//! One function for each way bytes get into the program: it reads them and checks what came out.
//!
//! `cargo xtask fuzz` runs these under libFuzzer. `cargo test` runs them over every seed, and over every input that once
//! failed, which stays in `crashes/<target>/` when it is mended.

mod container;
mod dates;
mod page;
#[cfg(feature = "cli")]
mod pipeline;
mod registers;
mod symbols;
mod truth;

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

/// A way into the program.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, which is that of its binary and its folders.
    pub name: &'static str,
    /// What it reads.
    pub about: &'static str,
    /// Folders of the project whose files with one of these extensions are its seeds, at any depth.
    places: &'static [(&'static str, &'static [&'static str])],
    body: Body,
}

/// What a target does.
#[derive(Debug, Clone, Copy)]
enum Body {
    Here(fn(&[u8])),
    /// Not in a build without the crate of the command.
    #[cfg_attr(feature = "cli", expect(dead_code, reason = "everything is here"))]
    Elsewhere,
}

const PAGES: &[&str] = &["txt", "html", "mhtml"];

/// Every target, by name.
pub const TARGETS: [Target; 9] = [
    Target {
        name: "container",
        about: "zip and web archives and pages under gzip",
        places: &[],
        body: Body::Here(container::check),
    },
    Target {
        name: "date",
        about: "dates as pages and registers write them",
        places: &[],
        body: Body::Here(dates::check),
    },
    Target {
        name: "dossier",
        about: "pages, from bytes to joined facts",
        places: &[("data/dossiers", PAGES), ("tests/corpus", PAGES), ("tests/fixtures", PAGES)],
        body: Body::Here(page::check),
    },
    Target {
        name: "html",
        about: "pages that are HTML whatever they hold",
        places: &[("tests/corpus", &["html"])],
        body: Body::Here(page::check_html),
    },
    Target {
        name: "mhtml",
        about: "pages that are single-file saves whatever they hold",
        places: &[("tests/corpus", &["mhtml"])],
        body: Body::Here(page::check_mhtml),
    },
    Target {
        name: "pipeline",
        about: "pipeline files",
        places: &[("pipelines", &["toml"])],
        #[cfg(feature = "cli")]
        body: Body::Here(pipeline::check),
        #[cfg(not(feature = "cli"))]
        body: Body::Elsewhere,
    },
    Target {
        name: "registers",
        about: "registers of every kind",
        places: &[("data/registers", &["csv"]), ("tests/fixtures/registers", &["csv"])],
        body: Body::Here(registers::check),
    },
    Target { name: "symbol", about: "document symbols", places: &[], body: Body::Here(symbols::check) },
    Target {
        name: "truth",
        about: "expected rows that `accession evaluate` reads",
        places: &[("tests/corpus", &["truth"])],
        body: Body::Here(truth::check),
    },
];

impl Target {
    /// Its seeds, in order: the files of the project it is for, and those made for it.
    pub fn seeds(&self) -> Vec<PathBuf> {
        let root = accession_tests::root();
        let mut found = files(&self.folder("seeds"), None);
        for (place, extensions) in self.places {
            found.extend(files(&root.join(place), Some(extensions)));
        }
        found
    }

    /// The inputs it once failed on.
    pub fn crashes(&self) -> Vec<PathBuf> {
        files(&self.folder("crashes"), None)
    }

    /// Its folder among those of a kind.
    pub fn folder(&self, kind: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(kind).join(self.name)
    }

    /// Whether it is in this build.
    pub fn is_here(&self) -> bool {
        matches!(self.body, Body::Here(_))
    }

    /// Whether it is in builds with the crate of the command alone.
    pub fn needs_cli(&self) -> bool {
        self.name == "pipeline"
    }
}

/// Runs a target on an input.
///
/// # Panics
///
/// If what comes out is not as it should be, or there is no such target in this build.
pub fn run(name: &str, bytes: &[u8]) {
    match TARGETS.iter().find(|target| target.name == name).map(|target| target.body) {
        Some(Body::Here(body)) => body(bytes),
        _ => panic!("no target {name} in this build"),
    }
}

/// The files below a folder with one of the extensions, or all but documentation, in order.
fn files(folder: &Path, extensions: Option<&[&str]>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    entries.sort();
    for path in entries {
        let extension = path.extension().map(|extension| extension.to_string_lossy());
        let extension = extension.as_deref().unwrap_or_default();
        if path.is_dir() {
            found.extend(files(&path, extensions));
        } else if extensions.map_or(extension != "md", |extensions| extensions.contains(&extension)) {
            found.push(path);
        }
    }
    found
}

/// The text bytes stand for: fuzzers make bytes, and functions of texts take texts.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}
