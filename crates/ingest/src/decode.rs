//! From bytes to text: which encoding a source is in, and where each character stood.
//!
//! A byte-order mark decides, then what the source or its container declares, then detection. Detection knows UTF-8,
//! UTF-16 without a mark and Windows-1252; bytes that are none of these are lines that are not text.

use std::borrow::Cow;

use accession_schema::vocabulary::Encoding;
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::dossier::Span;
use crate::offsets::Offsets;

/// Bytes looked at to tell UTF-16 without a mark.
const SAMPLE: usize = 4096;

/// A decoded source.
#[derive(Debug)]
pub(crate) struct Decoded<'s> {
    pub(crate) text: Cow<'s, str>,
    pub(crate) encoding: Encoding,
    /// Where the text stood; nothing where it is the source itself, byte for byte.
    pub(crate) offsets: Option<Offsets>,
    /// Places in the text of characters that stand for bytes that are none.
    pub(crate) bad: Vec<u32>,
}

impl Decoded<'_> {
    /// Where a part of the text stands in the source.
    pub(crate) fn span(&self, start: u32, end: u32) -> Span {
        self.offsets.as_ref().map_or(Span { start, end }, |offsets| offsets.span(start, end))
    }
}

/// Decodes a source; `declared` is the label of the encoding it says it is in.
pub(crate) fn decode<'s>(source: &'s [u8], declared: Option<&str>) -> Decoded<'s> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(source) {
        return with(encoding, source, mark);
    }
    if has_many_nuls(source) {
        return with(utf16(source), source, 0);
    }
    if let Ok(text) = std::str::from_utf8(source) {
        let declared = declared.and_then(label).filter(|encoding| *encoding != UTF_8 && !text.is_ascii());
        return match declared {
            Some(encoding) => with(encoding, source, 0),
            None => utf8(text),
        };
    }
    match declared.and_then(label).filter(|encoding| *encoding != UTF_8).or_else(|| detect(source)) {
        Some(encoding) => with(encoding, source, 0),
        None => mixed(source),
    }
}

fn label(name: &str) -> Option<&'static encoding_rs::Encoding> {
    let encoding = encoding_rs::Encoding::for_label(name.as_bytes())?;
    // What declares UTF-16 without a mark in text that could be read so far is not in it.
    (encoding.is_ascii_compatible() && encoding != encoding_rs::REPLACEMENT).then_some(encoding)
}

fn utf8(text: &str) -> Decoded<'_> {
    Decoded { text: Cow::Borrowed(text), encoding: Encoding::Utf8, offsets: None, bad: Vec::new() }
}

/// The encoding of a source that is not UTF-8.
fn detect(source: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    // Valid sequences of UTF-8 beside bytes that are none: pieces of different files, or a damaged one.
    let has_utf8 = source.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    let is_undefined = |byte: &u8| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
    if has_utf8 || source.iter().any(is_undefined) || source.contains(&0) {
        return None;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(source, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    // The encodings of the neighbours differ in letters; punctuation and single accents do not tell them apart. Words that
    // are all accents are of another alphabet.
    (guess == WINDOWS_1252 || guess.is_single_byte() && !has_foreign_words(source)).then_some(WINDOWS_1252)
}

/// So many bytes of letters with accents in a row are no word of a western language.
const ACCENTS: usize = 4;

fn has_foreign_words(source: &[u8]) -> bool {
    source
        .chunk_by(|a, b| *a >= 0xc0 && *b >= 0xc0)
        .any(|run| run.len() >= ACCENTS && run.iter().all(|byte| *byte >= 0xc0))
}

/// Whether so many bytes are 0 that each character seems to take two.
fn has_many_nuls(source: &[u8]) -> bool {
    let sample = source.get(..SAMPLE).unwrap_or(source);
    let nuls = memchr::memchr_iter(0, sample).count();
    nuls > 0 && nuls * 4 > sample.len()
}

/// The byte order of UTF-16 without a mark: in most letters of pages the higher byte is 0.
fn utf16(source: &[u8]) -> &'static encoding_rs::Encoding {
    let nuls =
        |odd: usize| source.iter().take(SAMPLE).skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    if nuls(1) > nuls(0) { UTF_16LE } else { UTF_16BE }
}

/// Decodes with an encoding that takes the bytes behind a mark.
fn with<'s>(encoding: &'static encoding_rs::Encoding, source: &'s [u8], mark: usize) -> Decoded<'s> {
    let bytes = source.get(mark..).unwrap_or_default();
    if encoding == UTF_8 {
        // Spans of text behind the mark are those of the source as long as the mark is a blank of its first line.
        return std::str::from_utf8(source).map_or_else(|_| mixed(source), utf8);
    }
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let mut offsets = Offsets::within(mark..source.len());
    let (word, bad) = if encoding == UTF_16LE || encoding == UTF_16BE {
        text.chars().for_each(|c| offsets.step(c.len_utf8(), c.len_utf16() * 2));
        (Encoding::Utf16, bad_characters(&text))
    } else if encoding.is_single_byte() {
        text.chars().for_each(|c| offsets.step(c.len_utf8(), 1));
        let word = if encoding == WINDOWS_1252 { Encoding::Windows1252 } else { Encoding::Other };
        (word, bad_characters(&text))
    } else {
        return multi_byte(encoding, bytes, offsets);
    };
    Decoded { text: Cow::Owned(text.into_owned()), encoding: word, offsets: Some(offsets), bad }
}

fn bad_characters(text: &str) -> Vec<u32> {
    text.match_indices(char::REPLACEMENT_CHARACTER).map(|(at, _)| crate::dossier::clamp(at)).collect()
}

/// Decodes an encoding whose characters take a different number of bytes, one character after the other.
fn multi_byte<'s>(
    encoding: &'static encoding_rs::Encoding,
    bytes: &[u8],
    mut offsets: Offsets,
) -> Decoded<'s> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len());
    let mut taken = 0;
    let mut pending = 0;
    while let Some(piece) = bytes.get(taken..).filter(|rest| !rest.is_empty()) {
        let (byte, is_last) = (piece.get(..1).unwrap_or_default(), piece.len() == 1);
        let before = text.len();
        text.reserve(16);
        let (_, read, _) = decoder.decode_to_string(byte, &mut text, is_last);
        taken += read.max(1);
        pending += 1;
        if text.len() > before {
            offsets.step(text.len() - before, pending);
            pending = 0;
        }
    }
    let bad = bad_characters(&text);
    Decoded { text: Cow::Owned(text), encoding: Encoding::Other, offsets: Some(offsets), bad }
}

/// UTF-8 with bytes between it that are none: they become replacement characters.
fn mixed(source: &[u8]) -> Decoded<'_> {
    let mut text = String::with_capacity(source.len());
    let mut offsets = Offsets::within(0..source.len());
    let mut bad = Vec::new();
    for chunk in source.utf8_chunks() {
        text.push_str(chunk.valid());
        chunk.valid().bytes().for_each(|_| offsets.step(1, 1));
        if !chunk.invalid().is_empty() {
            bad.push(crate::dossier::clamp(text.len()));
            text.push(char::REPLACEMENT_CHARACTER);
            offsets.step(char::REPLACEMENT_CHARACTER.len_utf8(), chunk.invalid().len());
        }
    }
    Decoded { text: Cow::Owned(text), encoding: Encoding::Mixed, offsets: Some(offsets), bad }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &[u8]) -> (String, Encoding) {
        let decoded = decode(source, None);
        (decoded.text.into_owned(), decoded.encoding)
    }

    fn in_utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect()
    }

    #[test]
    fn marks_declarations_and_detection() {
        assert_eq!(read("Début".as_bytes()), ("Début".into(), Encoding::Utf8));
        assert_eq!(read(b"D\xe9but de l\x92accession de la Chine").1, Encoding::Windows1252);
        assert_eq!(read(b"D\xe9but de l\x92accession de la Chine").0, "Début de l’accession de la Chine");
        for little in [true, false] {
            let mark = if little { [0xff, 0xfe] } else { [0xfe, 0xff] };
            let bytes = in_utf16("Début 10/07/1986", little);
            assert_eq!(read(&bytes), ("Début 10/07/1986".into(), Encoding::Utf16));
            assert_eq!(read(&[&mark[..], &bytes].concat()), ("Début 10/07/1986".into(), Encoding::Utf16));
        }
        let declared = decode(b"\xe9", Some("iso-8859-1"));
        assert_eq!((&*declared.text, declared.encoding), ("é", Encoding::Windows1252));
        let declared = decode(b"a\xc4\xe3b", Some("gb2312"));
        assert_eq!((&*declared.text, declared.encoding), ("a你b", Encoding::Other));
        assert_eq!([0, 1, 4, 5].map(|at| declared.span(at, at).start), [0, 1, 3, 4]);
    }

    #[test]
    fn utf16_is_seen_whatever_is_declared_and_may_break_off() {
        let mut bytes = in_utf16("Application", true);
        bytes.push(b'x');
        let decoded = decode(&bytes, Some("windows-1252"));
        assert_eq!((&*decoded.text, decoded.bad.as_slice()), ("Application\u{fffd}", &[11][..]));
        assert_eq!(decoded.span(0, 14), Span { start: 0, end: 23 });
    }

    #[test]
    fn punctuation_and_few_accents_are_western() {
        assert_eq!(
            read(b"I. Overview\xa0\n\xa0 \x95 Decree on \x93customs\x94 brokers \x96 1999\x85").1,
            Encoding::Windows1252
        );
        assert_eq!(read(b"\xcf\xf0\xe8\xe2\xe5\xf2 \xec\xe8\xf0, \xea\xe0\xea \xe4\xe5\xeb\xe0 \xf1\xe5\xe3\xee\xe4\xed\xff").1, Encoding::Mixed);
    }

    #[test]
    fn what_is_of_two_encodings_is_mixed() {
        let decoded = decode("é caf\u{e9}\n".as_bytes(), None);
        assert_eq!(decoded.encoding, Encoding::Utf8);
        let decoded = decode(b"\xc3\xa9 caf\xe9\n", None);
        assert_eq!((decoded.encoding, decoded.bad.len()), (Encoding::Mixed, 1));
        assert_eq!(decoded.span(6, 9), Span { start: 6, end: 7 });
    }
}
