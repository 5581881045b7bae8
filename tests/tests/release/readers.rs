//! While one release after the other takes the place, a reader finds a whole one at every moment.

use std::os::unix::fs::MetadataExt;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;

const REPLACEMENTS: usize = 200;

/// Which folder stands at a path; it must be one.
fn identity(folder: &Path) -> (u64, i64, i64) {
    let folder = fs::metadata(folder).unwrap_or_else(|error| panic!("there is no release: {error}"));
    (folder.ino(), folder.mtime(), folder.mtime_nsec())
}

/// The manifest, where it and all files it lists are there.
fn look(folder: &Path) -> Result<Manifest, String> {
    let path = folder.join("release.json");
    let json = fs::read(path).map_err(|error| format!("release.json: {error}"))?;
    let manifest: Manifest = serde_json::from_slice(&json)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&json)));
    for file in manifest.tables.iter().flat_map(|table| &table.files) {
        let found = fs::metadata(folder.join(&file.path));
        let found = found.map_err(|error| format!("{}: {error}", file.path))?;
        if found.len() != file.bytes {
            return Err(format!("{}: expected {} bytes, found {}", file.path, file.bytes, found.len()));
        }
    }
    Ok(manifest)
}

/// Looks until the writer is done. Something may be missing only where the folder was exchanged meanwhile.
fn keep_looking(folder: &Path, is_done: &AtomicBool) -> Vec<Manifest> {
    let mut found: Vec<Manifest> = Vec::new();
    while !is_done.load(Ordering::Relaxed) {
        let before = identity(folder);
        match look(folder) {
            Ok(manifest) if found.contains(&manifest) => {}
            Ok(manifest) => found.push(manifest),
            Err(problem) => assert_ne!(identity(folder), before, "{problem}"),
        }
    }
    found
}

#[test]
fn readers_always_find_a_whole_release() {
    let (parent, folder) = place();
    let (dossiers, one) = small(&["dossiers", "meetings"], &[FileFormat::Csv]);
    let two = description(&["dossiers", "findings"], &BOTH, day(2027, 1, 1));
    let first = write_pieces(&folder, &dossiers, 1, &one);
    let second = write_pieces(&folder, &dossiers, 1, &two);
    let is_done = AtomicBool::new(false);
    let found = std::thread::scope(|scope| {
        let reader = scope.spawn(|| keep_looking(&folder, &is_done));
        for turn in 0..REPLACEMENTS {
            if reader.is_finished() {
                break;
            }
            write_pieces(&folder, &dossiers, 1, if turn % 2 == 0 { &one } else { &two });
        }
        is_done.store(true, Ordering::Relaxed);
        reader.join().expect("the reader found a whole release each time")
    });
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.contains(&first) && found.contains(&second), "{found:?}");
    assert_eq!(names(parent.path()), BTreeSet::from(["out".to_owned()]));
}
