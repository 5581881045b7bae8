//! Files named on the command line or by a pipeline.

use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use accession_ingest::MAX_BYTES;
use anyhow::Result;

use crate::print;

/// A dossier to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Input {
    /// Stem of the file name.
    pub(crate) id: String,
    pub(crate) path: PathBuf,
}

/// Files found, sorted by id, and what was wrong with the names.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) inputs: Vec<Input>,
    pub(crate) problems: Vec<String>,
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

/// Sorts files by id and refuses the second of two with the same one: rows of two dossiers must not mix.
fn distinct(mut paths: Vec<PathBuf>, mut problems: Vec<String>) -> Found {
    paths.sort();
    paths.dedup();
    let mut inputs: Vec<Input> = Vec::with_capacity(paths.len());
    let mut by_id: HashMap<String, PathBuf> = HashMap::with_capacity(paths.len());
    for path in paths {
        let id = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if let Some(other) = by_id.get(&id) {
            problems.push(format!(
                "{}: expected a file name of its own, found dossier {id:?} again, already read from {}",
                path.display(),
                other.display()
            ));
            continue;
        }
        by_id.insert(id.clone(), path.clone());
        inputs.push(Input { id, path });
    }
    inputs.sort_by(|a, b| a.id.cmp(&b.id));
    Found { inputs, problems }
}

/// Reads the files named one by one and hands each over; says whether there were problems, which are reported last.
pub(crate) fn each(paths: &[PathBuf], mut take: impl FnMut(&Input, &[u8]) -> Result<()>) -> Result<bool> {
    let Found { inputs, mut problems } = named(paths);
    let mut bytes = Vec::new();
    for input in &inputs {
        match read_into(&input.path, &mut bytes) {
            Ok(()) => take(input, &bytes)?,
            Err(problem) => problems.push(problem),
        }
    }
    print::problems(&problems);
    Ok(!problems.is_empty())
}

/// Reads a dossier's bytes in the place of what a buffer holds.
pub(crate) fn read_into(path: &Path, bytes: &mut Vec<u8>) -> std::result::Result<(), String> {
    let name = path.display();
    bytes.clear();
    // One byte more than is read tells a file that is too large from one that just fits.
    let read = fs::File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(bytes));
    match read {
        Ok(length) if length as u64 > MAX_BYTES => {
            Err(format!("{name}: expected at most {MAX_BYTES} bytes, found more"))
        }
        Ok(_) => Ok(()),
        Err(error) => Err(format!("{name}: {error}")),
    }
}
