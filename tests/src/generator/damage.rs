//! What happens to pages on their way: other encodings, and one decoding too many.

use super::truth::Truth;

/// A kind of damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// Saved as Windows-1252.
    Windows1252,
    /// Saved as UTF-16, little end first, with a byte-order mark.
    Utf16Le,
    /// Saved as UTF-16, big end first, with a byte-order mark.
    Utf16Be,
    /// UTF-8 that was read as Windows-1252 and saved as UTF-8.
    ReadAsWindows1252,
}

/// All kinds of damage.
pub const DAMAGES: [Damage; 4] =
    [Damage::Windows1252, Damage::Utf16Le, Damage::Utf16Be, Damage::ReadAsWindows1252];

/// What Windows-1252 has at 0x80 to 0x9f; its five holes are control characters, as browsers take them.
const HIGH: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}',
    '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}',
    '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}',
    '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

fn byte_of(letter: char) -> Option<u8> {
    match u8::try_from(u32::from(letter)) {
        Ok(byte) if !(0x80..0xa0).contains(&byte) => Some(byte),
        _ => {
            let at = HIGH.iter().position(|known| *known == letter)?;
            u8::try_from(0x80 + at).ok()
        }
    }
}

fn letter_of(byte: u8) -> char {
    let high = usize::from(byte).checked_sub(0x80).and_then(|at| HIGH.get(at));
    high.copied().unwrap_or(char::from(byte))
}

/// A text with the damage done; nothing where Windows-1252 has no byte for a letter of it.
pub fn damage(text: &str, kind: Damage) -> Option<Vec<u8>> {
    Some(match kind {
        Damage::Windows1252 => text.chars().map(byte_of).collect::<Option<_>>()?,
        Damage::Utf16Le => units(text).flat_map(u16::to_le_bytes).collect(),
        Damage::Utf16Be => units(text).flat_map(u16::to_be_bytes).collect(),
        Damage::ReadAsWindows1252 => text.bytes().map(letter_of).collect::<String>().into_bytes(),
    })
}

fn units(text: &str) -> impl Iterator<Item = u16> {
    std::iter::once(0xfeff).chain(text.encode_utf16())
}

/// The truth of a damaged copy, with the spans and the word of the encoding it has. A text read in the wrong encoding
/// says other words, so there only the places are as they should be, and only as long as nobody repairs it.
pub fn truth_of_copy(truth: &Truth, text: &str, kind: Damage) -> Truth {
    let moved = |byte: usize| {
        let before = text.get(..byte)?;
        Some(damage(before, kind)?.len())
    };
    let mut truth = truth.clone().with_spans(moved);
    let word = match kind {
        Damage::Windows1252 if !text.is_ascii() => "windows1252",
        Damage::Utf16Le | Damage::Utf16Be => "utf16",
        Damage::Windows1252 | Damage::ReadAsWindows1252 => "utf8",
    };
    for row in truth.tables.get_mut("dossiers").into_iter().flatten() {
        row.insert("encoding", word.to_owned());
    }
    truth
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_windows_1252() {
        let text = "\u{c9}t\u{e9} \u{201c}1\u{201d} \u{2014}\u{a0}";
        let bytes = damage(text, Damage::Windows1252);
        assert_eq!(bytes.as_deref(), Some(&b"\xc9t\xe9 \x931\x94 \x97\xa0"[..]));
        assert_eq!(damage("\u{107}", Damage::Windows1252), None);
        let read = damage("\u{c9}", Damage::ReadAsWindows1252).map(String::from_utf8);
        assert_eq!(read, Some(Ok("\u{c3}\u{2030}".to_owned())));
        assert_eq!(damage("a", Damage::Utf16Le).as_deref(), Some(&b"\xff\xfea\0"[..]));
        assert_eq!(damage("a", Damage::Utf16Be).as_deref(), Some(&b"\xfe\xff\0a"[..]));
    }

    #[test]
    fn every_byte_has_one_letter() {
        for byte in 0..=255 {
            assert_eq!(byte_of(letter_of(byte)), Some(byte));
        }
    }
}
