//! The folder of a release, written beside its place and moved there whole.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use accession_schema::{Facts, SCHEMA_VERSION, Statistics, all_tables};
use serde::{Deserialize, Serialize};

use crate::batch::{Batch, BatchTable};
use crate::{Description, FileFormat, PublishError, parquet};

/// Name of the manifest; a folder that has one is a release.
const MANIFEST: &str = "release.json";

/// What a release holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the table contract.
    pub schema_version: u32,
    /// Version of the program that wrote it.
    pub program_version: String,
    /// The day its statistics are as of.
    pub as_of: String,
    /// BLAKE3 digest of everything that was read, hexadecimal.
    pub input_digest: String,
    /// Its tables.
    pub tables: Vec<ManifestTable>,
}

impl Manifest {
    /// Reads the manifest of a release.
    pub fn read(folder: &Path) -> Result<Self, PublishError> {
        let path = folder.join(MANIFEST);
        let json = match fs::read(&path) {
            Ok(json) => json,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(PublishError::NoRelease(folder.display().to_string()));
            }
            Err(error) => return Err(PublishError::io(&path)(error)),
        };
        serde_json::from_slice(&json).map_err(|error| PublishError::table(MANIFEST, error))
    }
}

/// A table of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestTable {
    /// Its name.
    pub name: String,
    /// Number of rows.
    pub rows: u64,
    /// Its files.
    pub files: Vec<ManifestFile>,
}

/// A file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Its path in the release.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// BLAKE3 digest of its bytes, hexadecimal.
    pub blake3: String,
}

/// Writes a release. The new one takes the place of an old one in one step; until then the old one stands. A folder
/// that holds something else is not touched.
pub fn write(
    folder: &Path,
    mut batches: Vec<Batch>,
    description: &Description,
) -> Result<Manifest, PublishError> {
    if batches.is_empty() {
        // Tables without rows have their columns all the same.
        let (facts, statistics) = (Facts::default(), Statistics::default());
        batches.push(Batch::new(&facts, &statistics, &description.tables, &description.formats)?);
    }
    refuse_other_folders(folder)?;
    // A link to a release stays one: it is the folder it points to that is replaced.
    let folder = &fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(PublishError::io(parent))?;
    let staging = tempfile::Builder::new()
        .prefix(".accession-")
        .tempdir_in(parent)
        .map_err(PublishError::io(parent))?;
    let manifest = write_files(staging.path(), batches, description)?;
    open_to_readers(staging.path()).map_err(PublishError::io(staging.path()))?;
    move_into_place(staging, folder)?;
    Ok(manifest)
}

/// A folder is replaced only if it is empty or a release with nothing else in it.
fn refuse_other_folders(folder: &Path) -> Result<(), PublishError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(PublishError::io(folder)(error)),
    };
    let names: Vec<String> =
        entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect();
    let known = Manifest::read(folder).map(|manifest| {
        let files = manifest.tables.into_iter().flat_map(|table| table.files).map(|file| file.path);
        files.chain([MANIFEST.to_owned()]).collect::<Vec<_>>()
    });
    let known = known.unwrap_or_default();
    match names.iter().find(|name| !known.contains(name)) {
        Some(other) => {
            Err(PublishError::NotARelease { folder: folder.display().to_string(), other: other.clone() })
        }
        None => Ok(()),
    }
}

fn write_files(
    folder: &Path,
    batches: Vec<Batch>,
    description: &Description,
) -> Result<Manifest, PublishError> {
    let mut parts: Vec<Vec<BatchTable>> = description.tables.iter().map(|_| Vec::new()).collect();
    for table in batches.into_iter().flat_map(|batch| batch.tables) {
        let position = description.tables.iter().position(|name| *name == table.name);
        if let Some(parts) = position.and_then(|position| parts.get_mut(position)) {
            parts.push(table);
        }
    }
    let mut tables = Vec::new();
    for (name, mut parts) in description.tables.iter().zip(parts) {
        let rows = parts.iter().map(|part| part.rows as u64).sum();
        let mut files = Vec::new();
        for format in &description.formats {
            let path = match format {
                FileFormat::Parquet => {
                    let path = format!("{name}.parquet");
                    let frames = parts.iter_mut().filter_map(|part| part.frame.take()).collect();
                    parquet::write(name, frames, &folder.join(&path), description)?;
                    path
                }
                FileFormat::Csv => {
                    let path = format!("{name}.csv");
                    let records = parts.iter_mut().filter_map(|part| part.csv.take());
                    write_csv(name, records, &folder.join(&path))?;
                    path
                }
            };
            files.push(describe(folder, path)?);
        }
        tables.push(ManifestTable { name: (*name).to_owned(), rows, files });
    }
    let manifest = Manifest {
        schema_version: SCHEMA_VERSION,
        program_version: description.program_version.clone(),
        as_of: description.as_of.to_string(),
        input_digest: description.input_digest.clone(),
        tables,
    };
    let path = folder.join(MANIFEST);
    let mut json =
        serde_json::to_vec_pretty(&manifest).map_err(|error| PublishError::table("release", error))?;
    json.push(b'\n');
    fs::write(&path, json).map_err(PublishError::io(&path))?;
    Ok(manifest)
}

fn write_csv(name: &str, records: impl Iterator<Item = Vec<u8>>, path: &Path) -> Result<(), PublishError> {
    let header = all_tables()
        .into_iter()
        .find(|table| table.name == name)
        .map(|table| table.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(","))
        .unwrap_or_default();
    let write = || -> io::Result<()> {
        let mut file = io::BufWriter::new(fs::File::create(path)?);
        writeln!(file, "{header}")?;
        for records in records {
            file.write_all(&records)?;
        }
        file.flush()
    };
    write().map_err(PublishError::io(path))
}

fn describe(folder: &Path, path: String) -> Result<ManifestFile, PublishError> {
    let full = folder.join(&path);
    let digest = || -> io::Result<(u64, String)> {
        let mut hasher = blake3::Hasher::new();
        let bytes = io::copy(&mut fs::File::open(&full)?, &mut hasher)?;
        Ok((bytes, hasher.finalize().to_hex().to_string()))
    };
    let (bytes, blake3) = digest().map_err(PublishError::io(&full))?;
    Ok(ManifestFile { path, bytes, blake3 })
}

/// Staging folders are private; a release is not.
fn open_to_readers(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Puts the staging folder where the release belongs. What stood there is deleted after the exchange, so that at every
/// moment one whole release stands.
fn move_into_place(staging: tempfile::TempDir, folder: &Path) -> Result<(), PublishError> {
    if !folder.exists() {
        fs::rename(staging.path(), folder).map_err(PublishError::io(folder))?;
        // It is the release now, and no longer to be deleted.
        let _ = staging.keep();
        return Ok(());
    }
    exchange(staging.path(), folder).map_err(PublishError::io(folder))?;
    // The staging path now names the old release.
    let old: PathBuf = staging.path().to_owned();
    staging.close().map_err(PublishError::io(&old))
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE) {
        // File systems that can't exchange get the two steps every other system has.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {
            exchange_in_steps(new, old)
        }
        result => Ok(result?),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    exchange_in_steps(new, old)
}

/// Without an atomic exchange there is a moment between two renames in which the old release stands under another name.
fn exchange_in_steps(new: &Path, old: &Path) -> io::Result<()> {
    let aside = new.with_extension("old");
    fs::rename(old, &aside)?;
    fs::rename(new, old)?;
    fs::rename(&aside, new)
}
