//! Zip archives: the central directory lists the members; without one the local headers do.

use std::collections::BTreeMap;
use std::io::Read;
use std::ops::Range;

use flate2::bufread::DeflateDecoder;
use rawzip::ZipArchive;

use super::inflate::{Ending, at_most, read_limited};
use super::stream::Place;
use super::{Container, Entry, Kind, Listing, Problem, Reason, local, sniff};

/// Compression methods: as it is, and deflate, which is what every tool writes unless told otherwise.
pub(super) const STORED: u16 = 0;
pub(super) const DEFLATED: u16 = 8;

/// A member as the directory or its local header describes it.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) member: usize,
    /// Where its local header starts.
    pub(super) offset: usize,
    /// Where its data lies.
    pub(super) data: Range<usize>,
    pub(super) method: u16,
    pub(super) is_encrypted: bool,
    /// The check sum and the size of the plain data, where known.
    pub(super) check: Option<(u32, u64)>,
}

impl Slot {
    pub(super) fn problem(&self, expected: &str, found: &str) -> Problem {
        Problem {
            member: self.member,
            offset: self.offset,
            expected: expected.to_owned(),
            found: found.to_owned(),
        }
    }
}

/// Lists the pages of a zip archive.
pub(super) fn list(source: &[u8], limit: u64) -> Container<'_> {
    let mut listing = Listing::default();
    let mut members = Vec::new();
    match ZipArchive::from_slice(source) {
        Ok(archive) => central(&archive, &mut members, &mut listing.problems),
        Err(error) => {
            let (expected, found) = ("a directory at the end of the archive".to_owned(), error.to_string());
            local::walk(source, &mut members, &mut listing.problems);
            let problem = Problem { member: members.len() + 1, offset: source.len(), expected, found };
            listing.problems.push(problem);
        }
    }
    let mut ranges = BTreeMap::new();
    for (name, slot) in members {
        match judge(source, &name, &slot) {
            Some(reason) => listing.skip(reason),
            None if overlaps(&mut ranges, &slot.data) => {
                // What archives that unpack to petabytes are made of.
                let problem = slot.problem("data of its own", "data that overlaps another member's");
                listing.problems.push(problem);
            }
            None => {
                let place = Place { start: listing.slots.len(), within: 0 };
                listing.entries.push(Entry::new(String::new(), slot.member, name, place));
                listing.slots.push(slot);
            }
        }
    }
    Container::new(Kind::Zip, source, limit, listing)
}

/// Goes through the central directory.
fn central(
    archive: &rawzip::ZipSliceArchive<&[u8]>,
    members: &mut Vec<(String, Slot)>,
    problems: &mut Vec<Problem>,
) {
    let mut entries = archive.entries();
    let mut member = 0;
    loop {
        member += 1;
        let problem = |offset: u64, expected: &str, found: String| Problem {
            member,
            offset: usize::try_from(offset).unwrap_or(usize::MAX),
            expected: expected.to_owned(),
            found,
        };
        let record = match entries.next_entry() {
            Ok(Some(record)) => record,
            Ok(None) => break,
            Err(error) => {
                problems.push(problem(
                    archive.directory_offset(),
                    "an entry of the directory",
                    error.to_string(),
                ));
                break;
            }
        };
        let offset = record.local_header_offset();
        let Ok(entry) = archive.get_entry(record.wayfinder()) else {
            let found = format!("none of {} bytes", record.compressed_size_hint());
            problems.push(problem(offset, "the member the directory lists", found));
            continue;
        };
        let (start, end) = entry.compressed_data_range();
        let [Ok(start), Ok(end), Ok(offset)] = [start, end, offset].map(usize::try_from) else { continue };
        let slot = Slot {
            member,
            offset,
            data: start..end,
            method: record.compression_method().as_u16(),
            is_encrypted: record.flags().is_encrypted(),
            check: Some((record.crc32(), record.uncompressed_size_hint())),
        };
        members.push((readable(record.file_path().as_bytes()), slot));
    }
    let (stated, found) = (archive.entries_hint(), member as u64 - 1);
    if stated != found {
        let (expected, found) = (format!("{stated} members"), format!("{found}"));
        let offset = usize::try_from(archive.eocd_offset()).unwrap_or(usize::MAX);
        problems.push(Problem { member, offset, expected, found });
    }
}

/// Why a member is no page.
fn judge(source: &[u8], name: &str, slot: &Slot) -> Option<Reason> {
    let is_system = |part: &str| {
        let is_dots = matches!(part, "." | "..");
        (part.starts_with('.') && !is_dots)
            || ["__macosx", "thumbs.db", "desktop.ini"].contains(&part.to_lowercase().as_str())
    };
    if name.split('/').any(is_system) {
        return Some(Reason::Hidden);
    }
    if name.ends_with('/') {
        return Some(Reason::Folder);
    }
    if slot.is_encrypted {
        return Some(Reason::Encrypted);
    }
    if sniff::is_other_extension(name) {
        return Some(Reason::NotText);
    }
    let data = source.get(slot.data.clone()).unwrap_or_default();
    let mut start = Vec::new();
    let read = match slot.method {
        STORED => data.take(sniff::SNIFFED as u64).read_to_end(&mut start),
        DEFLATED => DeflateDecoder::new(data).take(sniff::SNIFFED as u64).read_to_end(&mut start),
        _ => return Some(Reason::Compression),
    };
    // An error comes back when the member is read.
    let is_empty = start.is_empty() && read.is_ok() && slot.check.is_none_or(|(_, size)| size == 0);
    if is_empty { Some(Reason::Empty) } else { (!sniff::is_text(&start)).then_some(Reason::NotText) }
}

/// Whether data lies over that of an earlier member; if not, it is entered.
fn overlaps(ranges: &mut BTreeMap<usize, usize>, data: &Range<usize>) -> bool {
    let before = ranges.range(..data.end).next_back();
    if before.is_some_and(|(_, &end)| end > data.start) {
        return true;
    }
    ranges.insert(data.start, data.end);
    false
}

/// Reads a member: its bytes, and what is wrong with them.
pub(super) fn read(source: &[u8], slot: &Slot, limit: u64) -> Result<(Vec<u8>, Option<Problem>), Problem> {
    let data = source.get(slot.data.clone()).unwrap_or_default();
    let (bytes, ending) = match slot.method {
        STORED => read_limited(data, limit),
        _ => read_limited(DeflateDecoder::new(data), limit),
    };
    let damage = match (ending, slot.check) {
        (Ending::TooLarge, _) => return Err(slot.problem(&at_most(limit), "more")),
        (Ending::Broken(error), _) => Some(slot.problem("deflated data to its end", &error)),
        (Ending::Whole, Some((_, size))) if size != bytes.len() as u64 => {
            Some(slot.problem(&format!("{size} bytes"), &format!("{}", bytes.len())))
        }
        (Ending::Whole, Some((crc, _))) => {
            let found = rawzip::crc32(&bytes);
            (found != crc).then(|| slot.problem(&format!("check sum {crc:08x}"), &format!("{found:08x}")))
        }
        (Ending::Whole, None) => None,
    };
    match damage {
        Some(problem) if bytes.is_empty() => Err(problem),
        damage => Ok((bytes, damage)),
    }
}

/// The upper half of code page 437, which names are in that are not UTF-8.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";

/// A name as text, with `/` between its parts.
pub(super) fn readable(name: &[u8]) -> String {
    let text = std::str::from_utf8(name).map_or_else(
        |_| {
            let upper: Vec<char> = CP437.chars().collect();
            let char_of = |&byte: &u8| {
                upper.get(usize::from(byte).wrapping_sub(128)).copied().unwrap_or(char::from(byte))
            };
            name.iter().map(char_of).collect()
        },
        ToOwned::to_owned,
    );
    text.replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_readable() {
        assert_eq!(readable(b"a\\C\x93te.htm"), "a/Côte.htm");
        assert_eq!(readable("Côte.htm".as_bytes()), "Côte.htm");
        assert_eq!(CP437.chars().count(), 128);
    }

    #[test]
    fn overlaps_are_found() {
        let mut ranges = BTreeMap::new();
        let found =
            [5..9, 0..5, 9..12, 8..10, 20..30, 12..21, 22..23].map(|range| overlaps(&mut ranges, &range));
        assert_eq!(found, [false, false, false, true, false, true, true]);
    }
}
