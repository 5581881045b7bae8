//! Decompression that never trusts a stated size.

use std::io::Read;

/// How reading to the end went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ending {
    /// To the end.
    Whole,
    /// More bytes than the limit; those read are not to be used.
    TooLarge,
    /// An error after the bytes given; its text.
    Broken(String),
}

/// Reads to the end, at most `limit` bytes and one more to know that there are more.
pub(super) fn read_limited(reader: impl Read, limit: u64) -> (Vec<u8>, Ending) {
    let mut bytes = Vec::new();
    let result = reader.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    let ending = match result {
        _ if bytes.len() as u64 > limit => Ending::TooLarge,
        Ok(_) => Ending::Whole,
        Err(error) => Ending::Broken(error.to_string()),
    };
    (bytes, ending)
}

/// The words for a page over the limit.
pub(super) fn at_most(limit: u64) -> String {
    format!("at most {limit} bytes")
}
