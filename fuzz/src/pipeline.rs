//! Pipeline files.

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

/// Reads the bytes as a pipeline file. The command reads files, so they become one, in memory where the system has a
/// place for that.
pub(crate) fn check(bytes: &[u8]) {
    let place = Path::new("/dev/shm");
    let made =
        if place.is_dir() { tempfile::NamedTempFile::new_in(place) } else { tempfile::NamedTempFile::new() };
    let written = made.and_then(|mut file| {
        file.write_all(bytes)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    });
    let file = written.unwrap_or_else(|error| panic!("no file to read a pipeline from: {error}"));
    if let Err(error) = accession_cli::check_pipeline(file.path()) {
        assert!(!format!("{error:#}").is_empty());
    }
}
