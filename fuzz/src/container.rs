//! Containers: listing them, and reading the pages in them with what the container tells.

use std::collections::HashSet;

use accession_ingest::container::{self, Kind};
use accession_ingest::{Hints, Page};

/// No page is larger, in bytes.
const LIMIT: u64 = 1 << 18;

/// Opens a container and reads its pages.
pub(crate) fn check(bytes: &[u8]) {
    let Some(container) = container::open(bytes, LIMIT) else {
        assert!(!container::is_container(bytes), "a container that is not opened");
        return;
    };
    let mut ids = HashSet::new();
    for entry in container.entries() {
        assert!(ids.insert(&entry.id), "{:?} twice", entry.id);
        assert!(!entry.id.is_empty() || container.kind() == Kind::Gzip, "{entry:?}");
    }
    assert!(container.skipped().iter().all(|skipped| skipped.count > 0));
    for problem in container.problems() {
        assert!(problem.member > 0, "{problem}");
    }
    for (at, page) in container.pages().enumerate() {
        let Ok(page) = page.map_err(|problem| problem.to_string()) else { continue };
        assert!(page.bytes.len() as u64 <= LIMIT, "{:?}: {} bytes", page.entry, page.bytes.len());
        // The pages themselves are another target's; here it is about what only containers tell of them.
        if at < 2 && page.bytes.len() < 4096 {
            let entry = page.entry;
            let hints = Hints {
                charset: entry.charset.as_deref(),
                url: entry.url.as_deref(),
                snapshot_date: entry.captured,
            };
            let page = Page::new(&page.bytes, &hints);
            accession_normalize::is_dossier(&accession_ingest::read(&page));
        }
    }
}
