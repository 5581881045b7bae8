//! Transfer encodings undone with the place of every byte kept. What does not follow the encoding stays as it is.

use crate::offsets::Offsets;

/// 7bit, 8bit, binary: the bytes themselves.
pub(super) fn identity(body: &[u8], start: usize) -> (Vec<u8>, Offsets) {
    let mut offsets = Offsets::within(start..start + body.len());
    for _ in body {
        offsets.step(1, 1);
    }
    (body.to_vec(), offsets)
}

/// Quoted-printable (RFC 2045, 6.7): `=E9` is a byte, `=` at a line's end joins it to the next, blanks at a line's end
/// are no part of the text.
pub(super) fn quoted_printable(body: &[u8], start: usize) -> (Vec<u8>, Offsets) {
    let mut decoded = Vec::with_capacity(body.len());
    let mut offsets = Offsets::within(start..start + body.len());
    let mut rest = body;
    while let [first, tail @ ..] = rest {
        let blanks = blanks(rest);
        let behind = rest.get(blanks..).unwrap_or_default();
        let (byte, length) = if blanks > 0 && matches!(behind, [b'\n', ..] | [b'\r', b'\n', ..]) {
            (None, blanks)
        } else if blanks > 1 {
            // They are text, and no blank of them needs to be looked at again.
            decoded.extend(rest.iter().take(blanks));
            (0..blanks).for_each(|_| offsets.step(1, 1));
            rest = behind;
            continue;
        } else if *first != b'=' {
            (Some(*first), 1)
        } else if let Some(byte) = escaped(tail) {
            (Some(byte), 3)
        } else if let Some(length) = soft_break(tail) {
            (None, 1 + length)
        } else {
            (Some(b'='), 1)
        };
        offsets.step(usize::from(byte.is_some()), length);
        decoded.extend(byte);
        rest = rest.get(length..).unwrap_or_default();
    }
    (decoded, offsets)
}

/// Blanks and tabs at the start.
fn blanks(rest: &[u8]) -> usize {
    rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// The byte that two hexadecimal digits stand for.
fn escaped(tail: &[u8]) -> Option<u8> {
    let [high, low, ..] = tail else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(*high)? << 4 | digit(*low)?)
}

/// The length of what follows a `=` that joins two lines: blanks and the line's end, or the end of the body.
fn soft_break(tail: &[u8]) -> Option<usize> {
    let blanks = blanks(tail);
    match tail.get(blanks..).unwrap_or_default() {
        [] => Some(blanks),
        [b'\n', ..] => Some(blanks + 1),
        [b'\r', b'\n', ..] => Some(blanks + 2),
        _ => None,
    }
}

/// Base64 (RFC 2045, 6.8). Anything outside the alphabet is passed over; `=` ends a group. The three bytes of a group
/// stand where its four characters do.
pub(super) fn base64(body: &[u8], start: usize) -> (Vec<u8>, Offsets) {
    let mut decoded = Vec::with_capacity(body.len() / 4 * 3);
    let mut offsets = Offsets::within(start..start + body.len());
    let mut group = Group::default();
    for &byte in body {
        match sextet(byte) {
            Some(value) => {
                group.bits = group.bits << 6 | u32::from(value);
                group.filled += 1;
                group.width += 1;
                if group.filled == 4 {
                    group.end(&mut decoded, &mut offsets);
                }
            }
            None if byte == b'=' => {
                group.end(&mut decoded, &mut offsets);
                offsets.skip(1);
            }
            None if group.filled > 0 => group.width += 1,
            None => offsets.skip(1),
        }
    }
    group.end(&mut decoded, &mut offsets);
    (decoded, offsets)
}

/// Up to four characters of base64.
#[derive(Default)]
struct Group {
    bits: u32,
    filled: usize,
    /// Bytes from the first of the characters on, with those passed over.
    width: usize,
}

impl Group {
    /// Writes the bytes that are whole, and makes room for the next group.
    fn end(&mut self, decoded: &mut Vec<u8>, offsets: &mut Offsets) {
        let Self { bits, filled, width } = std::mem::take(self);
        let [_, bytes @ ..] = (bits << (6 * (4 - filled))).to_be_bytes();
        let bytes = bytes.get(..filled.saturating_sub(1)).unwrap_or_default();
        decoded.extend_from_slice(bytes);
        offsets.step(bytes.len(), width);
    }
}

fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
    use proptest::prelude::*;

    use super::*;
    use crate::dossier::clamp;

    fn span(offsets: &Offsets, start: usize, end: usize) -> std::ops::Range<usize> {
        let span = offsets.span(clamp(start), clamp(end));
        span.start as usize..span.end as usize
    }

    /// Every decoded byte stands where the offsets say, decoded on its own from the bytes they give.
    fn check_quoted(body: &[u8]) {
        let (decoded, offsets) = quoted_printable(body, 0);
        for (at, &byte) in decoded.iter().enumerate() {
            let written = &body[span(&offsets, at, at + 1)];
            assert!(written == [byte] || escaped(&written[1..]) == Some(byte), "{at}: {written:?}");
        }
    }

    #[test]
    fn soft_breaks_and_escapes() {
        let body = b"C=C3=B4te =\r\nd'Ivoire  \r\n=3D=20\t\r\na =3d= \t\nb=";
        let (decoded, offsets) = quoted_printable(body, 100);
        assert_eq!(decoded, "C\u{f4}te d'Ivoire\r\n= \r\na =b".as_bytes());
        assert_eq!(span(&offsets, 1, 3), 101..107);
        // A span that ends before a soft break does not take it in; one across it does.
        assert_eq!(span(&offsets, 3, 6), 107..110);
        assert_eq!(span(&offsets, 3, 7), 107..114);
        assert_eq!(span(&offsets, 4, 4), 108..108);
        assert_eq!(span(&offsets, 1000, 1000).start, 100 + body.len());
        check_quoted(body);
        assert_eq!(quoted_printable(b"a=b =ZZ=\rx   y", 0).0, b"a=b =ZZ=\rx   y");
    }

    #[test]
    fn base64_lines() {
        let body = b"PGgxPkNo\r\naW5hPC9o\r\nMT4=\r\n";
        let (decoded, offsets) = base64(body, 7);
        assert_eq!(decoded, b"<h1>China</h1>");
        assert_eq!(span(&offsets, 0, 3), 7..11);
        assert_eq!(span(&offsets, 4, 7), 11..21);
        assert_eq!(span(&offsets, 13, 14), 27..30);
    }

    proptest! {
        #[test]
        fn quoted_printable_agrees(lines in proptest::collection::vec("[ -~\t]{0,20}", 0..6), bytes: Vec<u8>, crlf: bool) {
            let end = if crlf { "\r\n" } else { "\n" };
            let escaped = bytes.iter().map(|byte| format!("={byte:02X}=  {end}")).collect::<Vec<_>>().concat();
            let text = format!("{}{end}{escaped}{end}", lines.join(end).replace('=', "=3d"));
            prop_assert_eq!(Some(quoted_printable(text.as_bytes(), 0).0), quoted_printable_decode(text.as_bytes()));
            check_quoted(text.as_bytes());
        }

        #[test]
        fn quoted_printable_maps_anything(body in "[ =\r\n0-9A-Fa-z\t]{0,80}") {
            check_quoted(body.as_bytes());
        }

        #[test]
        fn base64_agrees_and_maps(groups in "([A-Za-z0-9+/]{4}){0,30}", tail in "([A-Za-z0-9+/]{2,3})?", width in 1_usize..80) {
            let text = format!("{groups}{tail}");
            let wrapped: Vec<u8> = text.as_bytes().chunks(width).collect::<Vec<_>>().join(b"\r\n".as_slice());
            let (decoded, offsets) = base64(&wrapped, 0);
            prop_assert_eq!(Some(decoded.clone()), base64_decode(&wrapped));
            // The bytes of a group stand where its characters do.
            let seats: Vec<usize> = (0..wrapped.len()).filter(|&at| sextet(wrapped[at]).is_some()).collect();
            for at in 0..decoded.len() {
                let group = at / 3 * 4;
                let last = seats.len().min(group + 4) - 1;
                prop_assert_eq!(span(&offsets, at, at + 1), seats[group]..seats[last] + 1);
            }
        }

        #[test]
        fn anything_is_decoded(body: Vec<u8>) {
            check_quoted(&body);
            let _ = base64(&body, 0);
        }
    }
}
