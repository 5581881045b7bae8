//! Files named on the command line or by a pipeline, and the pages in them.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use accession_ingest::{Hints, MAX_BYTES, Page, container};
use accession_schema::Day;
use anyhow::Result;

use crate::print;

/// A dossier to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Input {
    /// Stem of the file name, or of the name of a page in a container; the whole name where others have the stem too.
    pub(crate) id: String,
    /// The file; for a page in a container the file, a colon and its name there.
    pub(crate) path: PathBuf,
    /// The page, where it was taken out of a container.
    held: Option<Held>,
}

/// A page taken out of a container, and what the container tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    bytes: Vec<u8>,
    charset: Option<String>,
    url: Option<String>,
    captured: Option<Day>,
}

/// Files found, sorted by id, and what was wrong with them.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) inputs: Vec<Input>,
    pub(crate) problems: Vec<String>,
    /// What was passed over in containers, a line each.
    pub(crate) skipped: Vec<String>,
}

/// The day dossiers were taken, where a pipeline says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Snapshots {
    /// Of all that tell none themselves.
    pub(crate) default: Option<Day>,
    /// By dossier, whatever they tell themselves.
    pub(crate) by_id: std::collections::BTreeMap<String, Day>,
}

impl Input {
    /// The file's name with its ending; of a page in a container the path of both.
    fn whole_name(&self) -> String {
        name(if self.held.is_some() { Some(self.path.as_os_str()) } else { self.path.file_name() })
    }

    /// The page of what was read.
    pub(crate) fn page<'s>(&self, bytes: &'s [u8], snapshots: &Snapshots) -> Page<'s> {
        let held = self.held.as_ref();
        let own = held.and_then(|held| held.captured);
        let hints = Hints {
            charset: held.and_then(|held| held.charset.as_deref()),
            url: held.and_then(|held| held.url.as_deref()),
            snapshot_date: snapshots.by_id.get(&self.id).copied().or(own),
        };
        let mut page = Page::new(bytes, &hints);
        page.snapshot_date = page.snapshot_date.or(snapshots.default);
        page
    }
}

/// The files of names, folders among them standing for their files.
pub(crate) fn named(paths: &[PathBuf]) -> Found {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => match files_of(path) {
                Ok(files) if files.is_empty() => {
                    problems.push(format!("{}: the folder has no files", path.display()));
                }
                Ok(files) => found.extend(files),
                Err(error) => problems.push(format!("{}: {error}", path.display())),
            },
            Ok(_) => found.push(path.clone()),
            Err(error) => problems.push(format!("{}: {error}", path.display())),
        }
    }
    distinct(found, problems)
}

/// The files globs match.
pub(crate) fn matching(patterns: &[String]) -> Found {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for pattern in patterns {
        let before = found.len();
        match glob::glob(pattern) {
            Err(error) => problems.push(format!("{pattern}: expected a glob of dossiers: {error}")),
            Ok(paths) => {
                for path in paths {
                    match path {
                        Ok(path) if path.is_file() => found.push(path),
                        Ok(_) => {}
                        Err(error) => problems.push(format!("{}: {}", error.path().display(), error.error())),
                    }
                }
                if found.len() == before {
                    problems.push(format!("{pattern}: no file matches"));
                }
            }
        }
    }
    distinct(found, problems)
}

fn files_of(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !is_hidden && entry.path().is_file() {
            files.push(entry.path());
        }
    }
    Ok(files)
}

/// Takes pages out of containers, names all and sorts them. Of files that share a stem each is named by its whole name; the
/// second of two with the same whole name is refused: rows of two dossiers must not mix.
fn distinct(mut paths: Vec<PathBuf>, problems: Vec<String>) -> Found {
    paths.sort();
    paths.dedup();
    let mut found = Found { problems, ..Found::default() };
    let mut inputs = Vec::with_capacity(paths.len());
    for path in paths {
        match contained(&path, &mut found) {
            Some(pages) => inputs.extend(pages),
            None => inputs.push(Input { id: name(path.file_stem()), path, held: None }),
        }
    }
    let mut names: HashMap<String, HashSet<String>> = HashMap::with_capacity(inputs.len());
    for input in &inputs {
        names.entry(input.id.clone()).or_default().insert(input.whole_name());
    }
    let mut by_id: HashMap<String, PathBuf> = HashMap::with_capacity(inputs.len());
    for mut input in inputs {
        if names.get(&input.id).is_some_and(|names| names.len() > 1) {
            input.id = input.whole_name();
        }
        if let Some(other) = by_id.get(&input.id) {
            found.problems.push(format!(
                "{}: expected a file name of its own, found dossier {:?} again, already read from {}",
                input.path.display(),
                input.id,
                other.display()
            ));
            continue;
        }
        by_id.insert(input.id.clone(), input.path.clone());
        found.inputs.push(input);
    }
    found.inputs.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

fn name(part: Option<&std::ffi::OsStr>) -> String {
    part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The dossiers in a container; nothing where the file is none.
fn contained(path: &Path, found: &mut Found) -> Option<Vec<Input>> {
    let mut start = [0; 8];
    let mut file = fs::File::open(path).ok()?;
    let length = file.read(&mut start).ok()?;
    if !container::is_container(start.get(..length)?) {
        return None;
    }
    let shown = path.display();
    let source = match fs::read(path) {
        Ok(source) => source,
        Err(error) => {
            found.problems.push(format!("{shown}: {error}"));
            return Some(Vec::new());
        }
    };
    let opened = container::open(&source, MAX_BYTES)?;
    found.problems.extend(opened.problems().iter().map(|problem| format!("{shown}: {problem}")));
    let mut inputs = Vec::with_capacity(opened.entries().len());
    let mut others = 0_u64;
    for page in opened.pages() {
        let page = match page {
            Ok(page) => page,
            Err(problem) => {
                found.problems.push(format!("{shown}: {problem}"));
                continue;
            }
        };
        found.problems.extend(page.damage.iter().map(|problem| format!("{shown}: {problem}")));
        let entry = page.entry;
        let id = if entry.id.is_empty() { stem_within(path) } else { entry.id.clone() };
        let place = if entry.name.is_empty() {
            path.to_path_buf()
        } else {
            PathBuf::from(format!("{shown}:{}", entry.name))
        };
        let held = Held {
            bytes: page.bytes,
            charset: entry.charset.clone(),
            url: entry.url.clone(),
            captured: entry.captured,
        };
        let input = Input { id, path: place, held: Some(held) };
        if is_dossier(&input) {
            inputs.push(input);
        } else {
            others += 1;
        }
    }
    let mut skipped: Vec<String> =
        opened.skipped().iter().map(|skipped| format!("{} {}", skipped.count, skipped.reason)).collect();
    if others > 0 {
        skipped.push(format!("{} without a dossier", print::counted(others, "page")));
    }
    if !skipped.is_empty() {
        found.skipped.push(format!("{shown}: passed over: {}", skipped.join(", ")));
    }
    Some(inputs)
}

/// The stem of the file in a compressed one: `tonga` for `tonga.html.gz`.
fn stem_within(path: &Path) -> String {
    name(Path::new(&name(path.file_stem())).file_stem())
}

/// Whether a page out of a container is a dossier: containers hold whatever else a crawler met.
fn is_dossier(input: &Input) -> bool {
    let Some(held) = &input.held else { return true };
    let page = input.page(&held.bytes, &Snapshots::default());
    accession_normalize::is_dossier(&accession_ingest::read(&page))
}

/// Reads the files named one by one and hands each over; says whether there were problems, which are reported last.
pub(crate) fn each(paths: &[PathBuf], mut take: impl FnMut(&Input, &Page<'_>) -> Result<()>) -> Result<bool> {
    let Found { inputs, mut problems, skipped } = named(paths);
    let mut bytes = Vec::new();
    for input in &inputs {
        match read_into(input, &mut bytes) {
            Ok(()) => take(input, &input.page(&bytes, &Snapshots::default()))?,
            Err(problem) => problems.push(problem),
        }
    }
    print::notes(&skipped);
    print::problems(&problems);
    Ok(!problems.is_empty())
}

/// Reads a dossier's bytes in the place of what a buffer holds.
pub(crate) fn read_into(input: &Input, bytes: &mut Vec<u8>) -> std::result::Result<(), String> {
    let name = input.path.display();
    bytes.clear();
    if let Some(held) = &input.held {
        bytes.extend_from_slice(&held.bytes);
        return Ok(());
    }
    // One byte more than is read tells a file that is too large from one that just fits.
    let read = fs::File::open(&input.path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(bytes));
    match read {
        Ok(length) if length as u64 > MAX_BYTES => {
            Err(format!("{name}: expected at most {MAX_BYTES} bytes, found more"))
        }
        Ok(_) => Ok(()),
        Err(error) => Err(format!("{name}: {error}")),
    }
}
