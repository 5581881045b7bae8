//! The members of a zip archive whose directory is lost: local headers, one behind the other.

use std::io;

use flate2::bufread::DeflateDecoder;
use memchr::memmem;

use super::Problem;
use super::zip::{DEFLATED, STORED, Slot, readable};

/// What a member, and what the record behind a member of unstated size, starts with.
const HEADER: &[u8] = b"PK\x03\x04";
const DESCRIPTOR: &[u8] = b"PK\x07\x08";

/// Walks the local headers; where something else stands between members, from the next header on.
pub(super) fn walk(source: &[u8], members: &mut Vec<(String, Slot)>, problems: &mut Vec<Problem>) {
    let mut at = 0;
    let mut member = 0;
    while let Some(gap) = memmem::find(source.get(at..).unwrap_or_default(), HEADER) {
        let offset = at + gap;
        member += 1;
        let Some((name, mut slot)) = header(source, member, offset) else {
            let (expected, found) = ("a whole local header".to_owned(), "the end".to_owned());
            problems.push(Problem { member, offset, expected, found });
            return;
        };
        let rest = source.get(slot.data.start..).unwrap_or_default();
        if slot.check.is_none() {
            let length = match slot.method {
                DEFLATED if !slot.is_encrypted => deflated_length(rest),
                STORED | DEFLATED => memmem::find(rest, DESCRIPTOR),
                _ => memmem::find(rest, DESCRIPTOR).or(memmem::find(rest, HEADER)),
            };
            slot.data.end = length.map_or(source.len(), |length| slot.data.start + length);
            slot.check = source.get(slot.data.end..).and_then(descriptor);
        } else {
            slot.data.end = slot.data.end.min(source.len());
        }
        at = slot.data.end;
        members.push((name, slot));
    }
}

/// Reads a local header: 30 bytes, the name, extra fields.
fn header(source: &[u8], member: usize, offset: usize) -> Option<(String, Slot)> {
    let bytes = source.get(offset..)?;
    let (flags, method) = (number16(bytes, 6)?, number16(bytes, 8)?);
    let (crc, packed, size) = (number32(bytes, 14)?, number32(bytes, 18)?, number32(bytes, 22)?);
    let name_end = 30 + usize::from(number16(bytes, 26)?);
    let start = name_end + usize::from(number16(bytes, 28)?);
    let name = readable(bytes.get(30..name_end)?);
    bytes.get(..start)?;
    let start = offset + start;
    // Bit 3: check sum and sizes stand behind the data. All ones: they stand in an extra field, and are found alike.
    let is_stated = flags & 8 == 0 && packed != u32::MAX;
    let end = if is_stated { start.checked_add(usize::try_from(packed).ok()?)? } else { start };
    let check = is_stated.then_some((crc, u64::from(size)));
    Some((name, Slot { member, offset, data: start..end, method, is_encrypted: flags & 1 != 0, check }))
}

/// How long deflated data is: it says itself where it ends. `None` where it breaks off.
fn deflated_length(rest: &[u8]) -> Option<usize> {
    let mut decoder = DeflateDecoder::new(rest);
    io::copy(&mut decoder, &mut io::sink()).ok()?;
    usize::try_from(decoder.total_in()).ok()
}

/// Check sum and size behind the data, of the usual width.
fn descriptor(behind: &[u8]) -> Option<(u32, u64)> {
    if !behind.starts_with(DESCRIPTOR) {
        return None;
    }
    // With 8-byte sizes the next header is 8 bytes further on.
    let is_next = |at: usize| behind.get(at..).is_some_and(|next| next.starts_with(b"PK"));
    is_next(16).then(|| Some((number32(behind, 4)?, u64::from(number32(behind, 12)?))))?
}

fn number16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn number32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
