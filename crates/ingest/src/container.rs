//! Files that hold many pages: web archives (WARC), zip archives, and a page under gzip.
//!
//! [`open`] goes through a container once and lists its pages; [`Container::pages`] then hands them over one at a
//! time, so that memory holds one page and not all. What is no page is counted by its reason, and what is damaged is
//! a [`Problem`]: neither is an error, and both are the caller's to report.

mod http;
mod ids;
mod inflate;
mod local;
mod sniff;
mod stamp;
mod stream;
mod warc;
mod zip;

use std::collections::BTreeMap;
use std::fmt;

use accession_schema::Day;

use self::stamp::Stamp;
use self::stream::Place;

/// What kind of container a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A web archive, plain or under gzip.
    Warc,
    /// A zip archive.
    Zip,
    /// One page under gzip.
    Gzip,
}

/// Why a member of a container is not handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// A record of a web archive that holds no page: warcinfo, request, metadata, conversion, a name look-up.
    Record,
    /// A record that says a page was unchanged since an earlier capture.
    Revisit,
    /// A response whose status is not 200: a redirect or an error.
    Status,
    /// Neither text nor HTML by its content type, its extension or its first bytes.
    NotText,
    /// Compressed in a way that is not undone here.
    Compression,
    /// A folder.
    Folder,
    /// Hidden, or written by an operating system for itself.
    Hidden,
    /// Encrypted.
    Encrypted,
    /// No byte at all.
    Empty,
}

impl Reason {
    /// The reason in words that follow a count: `12 not text or HTML`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Record => "records without a page",
            Self::Revisit => "unchanged since an earlier capture",
            Self::Status => "redirects and errors",
            Self::NotText => "not text or HTML",
            Self::Compression => "compressed in a way that is not read",
            Self::Folder => "folders",
            Self::Hidden => "hidden or system files",
            Self::Encrypted => "encrypted",
            Self::Empty => "empty",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.words())
    }
}

/// How many members were passed over for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skipped {
    /// Why.
    pub reason: Reason,
    /// How many; never 0.
    pub count: usize,
}

/// Something in a container that is damaged or refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("member {member} at byte {offset}: expected {expected}, found {found}")]
pub struct Problem {
    /// The member, counted from 1 in the order of the container, with those that are skipped; one more than the last
    /// member read where the container breaks off between members.
    pub member: usize,
    /// Where the member, or for a compressed web archive the gzip member that holds it, starts in the source.
    pub offset: usize,
    /// What should stand there.
    pub expected: String,
    /// What stands there.
    pub found: String,
}

/// One page of a container, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The page's name, unique in the container. Empty only for [`Kind::Gzip`] where the file states no name: there
    /// the caller names the page after the file.
    pub id: String,
    /// The member, counted from 1, as in [`Problem::member`].
    pub member: usize,
    /// The path in the archive, or the address for a web archive.
    pub name: String,
    /// The address the page was captured from.
    pub url: Option<String>,
    /// The day it was captured.
    pub captured: Option<Day>,
    /// The content type the server gave, lower case and without parameters.
    pub content_type: Option<String>,
    /// The character set the server gave, lower case.
    pub charset: Option<String>,
    stamp: Option<Stamp>,
    place: Place,
}

impl Entry {
    fn new(id: String, member: usize, name: String, place: Place) -> Self {
        let (url, captured, content_type, charset, stamp) = (None, None, None, None, None);
        Self { id, member, name, url, captured, content_type, charset, stamp, place }
    }
}

/// One page of a container with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<'c> {
    /// What is known about it.
    pub entry: &'c Entry,
    /// The page, with transfer and content encodings undone.
    pub bytes: Vec<u8>,
    /// Set where `bytes` may be less than, or not quite, the page that was stored.
    pub damage: Option<Problem>,
}

/// A container whose members have been listed.
#[derive(Debug, Clone)]
pub struct Container<'a> {
    kind: Kind,
    source: &'a [u8],
    limit: u64,
    entries: Vec<Entry>,
    skipped: Vec<Skipped>,
    problems: Vec<Problem>,
    slots: Vec<zip::Slot>,
}

/// Whether a source with these first bytes is a container.
pub fn is_container(start: &[u8]) -> bool {
    is_zip(start) || is_archive(start)
}

fn is_zip(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
}

fn is_archive(start: &[u8]) -> bool {
    start.starts_with(b"WARC/") || start.starts_with(stream::GZIP)
}

/// Recognises a container by its first bytes and lists its pages; `None` for anything else. A page of more than
/// `limit` bytes is refused, whatever size the container states for it.
pub fn open(source: &[u8], limit: u64) -> Option<Container<'_>> {
    if is_zip(source) {
        Some(zip::list(source, limit))
    } else if is_archive(source) {
        Some(warc::list(source, limit))
    } else {
        None
    }
}

impl<'a> Container<'a> {
    /// What kind it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its pages, in the order of the container.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What was passed over, by reason, in the order of [`Reason`].
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// What is damaged or refused and so stands in no page; what concerns a page is in [`Page::damage`].
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Hands over the pages in the order of [`Container::entries`], reading each when it is asked for. A page that
    /// cannot be read at all is a problem in its place.
    pub fn pages(&self) -> impl Iterator<Item = Result<Page<'_>, Problem>> + Send {
        let mut records = warc::Records::new(self.source, self.limit);
        self.entries.iter().map(move |entry| {
            let (bytes, damage) = match self.slots.get(entry.place.start) {
                Some(slot) if self.kind == Kind::Zip => zip::read(self.source, slot, self.limit)?,
                _ if self.kind == Kind::Warc => records.read(entry)?,
                _ => warc::read_gzip(self.source, self.limit)?,
            };
            Ok(Page { entry, bytes, damage })
        })
    }

    /// Puts a listing together and gives every page its id.
    fn new(kind: Kind, source: &'a [u8], limit: u64, listing: Listing) -> Self {
        let Listing { mut entries, skipped, problems, slots } = listing;
        if kind != Kind::Gzip {
            ids::assign(kind, &mut entries);
        }
        let skipped = skipped.into_iter().map(|(reason, count)| Skipped { reason, count }).collect();
        Self { kind, source, limit, entries, skipped, problems, slots }
    }
}

/// What the first walk through a container gathers.
#[derive(Debug, Default)]
struct Listing {
    entries: Vec<Entry>,
    skipped: BTreeMap<Reason, usize>,
    problems: Vec<Problem>,
    /// Where the entries of a zip archive lie; an entry's place is its number here.
    slots: Vec<zip::Slot>,
}

impl Listing {
    fn skip(&mut self, reason: Reason) {
        *self.skipped.entry(reason).or_default() += 1;
    }
}
