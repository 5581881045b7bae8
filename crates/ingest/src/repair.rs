//! Text that was decoded wrongly once, and back again.
//!
//! Two mistakes can be undone for certain, since what they make of a letter stands in no text of the languages pages are
//! written in:
//!
//! - UTF-8 read as Windows-1252 or ISO 8859-1: `Ã©` for `é`, `â€™` for `’`; also when it happened twice. A no-break space
//!   that became a blank on the way (`Ã ` for `à`) is known by the letter before it.
//! - Windows-1252 read as GBK: an accented letter and the one behind it became one Chinese character. It is undone
//!   where the character stands in a Latin word.
//!
//! Letters that were replaced by `U+FFFD` or a question mark are lost; nothing brings them back.

use encoding_rs::{GBK, WINDOWS_1252};

/// A mistake that was undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// UTF-8 was read as Windows-1252 or ISO 8859-1.
    Utf8ReadAsWindows1252,
    /// Windows-1252 was read as GBK.
    Windows1252ReadAsGbk,
}

impl Repair {
    /// The mistake in words.
    pub fn description(self) -> &'static str {
        match self {
            Self::Utf8ReadAsWindows1252 => "UTF-8 that was read as Windows-1252",
            Self::Windows1252ReadAsGbk => "Windows-1252 that was read as GBK",
        }
    }
}

/// The mistake is undone at most so many times.
const ROUNDS: usize = 3;

/// A line without the mistakes, if it has any. Places in it, in order, become those of the same text in the new line.
pub(crate) fn repaired(line: &str, places: &mut [usize]) -> Option<(String, Repair)> {
    if !may_be_damaged(line.as_bytes()) {
        return None;
    }
    if let Some(mut text) = utf8_read_as_windows_1252(line, places) {
        for _ in 1..ROUNDS {
            let Some(again) = utf8_read_as_windows_1252(&text, places) else { break };
            text = again;
        }
        return Some((text, Repair::Utf8ReadAsWindows1252));
    }
    windows_1252_read_as_gbk(line, places).map(|text| (text, Repair::Windows1252ReadAsGbk))
}

/// Whether a line has one of the characters the mistakes leave behind. Nearly all lines do not, and this tells at once.
fn may_be_damaged(line: &[u8]) -> bool {
    let mut before = 0;
    line.iter().any(|byte| {
        let is_sign = match (before, *byte) {
            // Â Ã Ä Å, â; Greek, Cyrillic, Chinese characters, private use: what GBK holds.
            (0xc3, 0x82..=0x85 | 0xa2) | (_, 0xce..=0xd1 | 0xe3..=0xe9 | 0xee) => true,
            _ => false,
        };
        before = *byte;
        is_sign
    })
}

/// The byte a character was, if it was read as Windows-1252 or ISO 8859-1.
fn byte_of(c: char) -> Option<u8> {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    match (&*bytes, unmappable) {
        ([byte], false) => Some(*byte),
        _ => u8::try_from(u32::from(c)).ok(),
    }
}

/// Places that move while a line is written anew.
struct Moving<'p> {
    left: std::slice::IterMut<'p, usize>,
    next: Option<&'p mut usize>,
}

impl<'p> Moving<'p> {
    fn new(places: &'p mut [usize]) -> Self {
        let mut left = places.iter_mut();
        let next = left.next();
        Self { left, next }
    }

    /// What stood up to a place of the old line now ends at one of the new line.
    fn reach(&mut self, old: usize, new: usize) {
        while let Some(place) = self.next.take_if(|place| **place <= old) {
            *place = new;
            self.next = self.left.next();
        }
    }
}

fn utf8_read_as_windows_1252(line: &str, places: &mut [usize]) -> Option<String> {
    let mut text = String::with_capacity(line.len());
    let mut is_changed = false;
    let mut rest = line;
    let mut places = Moving::new(places);
    while let Some(c) = rest.chars().next() {
        places.reach(line.len() - rest.len(), text.len());
        if c.is_ascii() {
            text.push(c);
            rest = rest.get(1..)?;
            continue;
        }
        if let Some((meant, length)) = meant(rest) {
            is_changed = true;
            text.push(meant);
            rest = rest.get(length..)?;
            // The blank that was the second half of a letter is no blank; if words touch now, one was left out.
            if length == "Ã ".len() && meant == 'à' && rest.starts_with(char::is_alphanumeric) {
                text.push(' ');
            }
        } else {
            text.push(c);
            rest = rest.get(c.len_utf8()..)?;
        }
    }
    places.reach(line.len(), text.len());
    is_changed.then_some(text)
}

/// The character whose bytes the first characters of a text are, and how long they are.
fn meant(text: &str) -> Option<(char, usize)> {
    let lead = byte_of(text.chars().next()?)?;
    let count = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => return None,
    };
    let mut bytes = [0; 3];
    let mut length = 0;
    let mut chars = text.chars();
    for slot in bytes.get_mut(..count)? {
        let c = chars.next()?;
        // The no-break space behind `Ã` may have become a blank.
        let is_lost_blank = length > 0 && lead == 0xc3 && c == ' ';
        *slot = if is_lost_blank { 0xa0 } else { byte_of(c).filter(|byte| !byte.is_ascii())? };
        length += c.len_utf8();
    }
    let meant = std::str::from_utf8(bytes.get(..count)?).ok()?.chars().next()?;
    let is_plausible = matches!(meant,
        '\u{80}'..='\u{17f}' | '\u{192}' | '\u{2c6}' | '\u{2dc}' | '\u{2010}'..='\u{203a}' | '\u{20ac}' | '\u{2122}' | '\u{feff}' | '\u{fffd}');
    is_plausible.then_some((meant, length))
}

fn windows_1252_read_as_gbk(line: &str, places: &mut [usize]) -> Option<String> {
    let latin = line.chars().filter(char::is_ascii_alphabetic).count();
    let foreign = line.chars().filter(|c| is_foreign(*c)).count();
    // A line in Chinese, or in Greek or Russian, was not read wrongly.
    if foreign == 0 || latin < foreign {
        return None;
    }
    let mut text = String::with_capacity(line.len());
    let mut places = Moving::new(places);
    let mut rest = line;
    while let Some(start) = rest.find(is_foreign) {
        let (before, at) = rest.split_at(start);
        let end = at.find(|c| !is_foreign(c)).unwrap_or(at.len());
        let (run, behind) = at.split_at(end);
        for c in before.chars() {
            places.reach(line.len() - rest.len(), text.len());
            rest = rest.get(c.len_utf8()..)?;
            text.push(c);
        }
        places.reach(line.len() - rest.len(), text.len());
        text.push_str(&undone(run, before, behind)?);
        rest = behind;
    }
    for c in rest.chars() {
        places.reach(line.len() - rest.len(), text.len());
        rest = rest.get(c.len_utf8()..)?;
        text.push(c);
    }
    places.reach(line.len(), text.len());
    Some(text)
}

/// The letters a run of Chinese characters was. One alone may have been any two of Windows-1252; of several each must have
/// been an accented letter and a plain one, and a letter must stand beside them: no common Chinese character is of that
/// kind.
fn undone(run: &str, before: &str, behind: &str) -> Option<String> {
    let pairs: Vec<[char; 2]> = run.chars().map(pair).collect::<Option<_>>()?;
    let is_letter = |c: char| c.is_alphabetic();
    let is_within_word = before.ends_with(is_letter) || behind.starts_with(is_letter);
    let are_plain = pairs.iter().all(|[_, trail]| trail.is_ascii_alphabetic());
    (pairs.len() == 1 || is_within_word && are_plain).then(|| pairs.into_iter().flatten().collect())
}

fn is_foreign(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{52f}' | '\u{2e80}'..='\u{9fff}' | '\u{e000}'..='\u{f8ff}' | '\u{f900}'..='\u{faff}')
}

/// The two characters a character of GBK was: an accented letter or quotation mark, and a letter.
fn pair(c: char) -> Option<[char; 2]> {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = GBK.encode(c.encode_utf8(&mut buffer));
    if unmappable || bytes.len() != 2 {
        return None;
    }
    let (pair, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    let mut pair = pair.chars();
    let (lead, trail) = (pair.next()?, pair.next()?);
    let is_western = |c: char| {
        matches!(
            c,
            '\u{c0}'
                ..='\u{ff}'
                    | '’'
                    | '‘'
                    | '“'
                    | '”'
                    | '–'
                    | '—'
                    | '…'
                    | '«'
                    | '»'
                    | '°'
                    | 'º'
                    | 'ª'
                    | 'œ'
                    | 'Œ'
                    | '\u{a0}'
        )
    };
    (is_western(lead) && (trail.is_ascii_alphabetic() || is_western(trail))).then_some([lead, trail])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn once(text: &str) -> String {
        WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    fn as_gbk(text: &str) -> String {
        GBK.decode_without_bom_handling(&WINDOWS_1252.encode(text).0).0.into_owned()
    }

    #[test]
    fn both_mistakes_are_undone() {
        for text in
            ["Président: M. Müller (Côte d’Ivoire)", "Établissement du Groupe de travail", "143º Miembro"]
        {
            assert_eq!(repaired(&once(text), &mut []), Some((text.into(), Repair::Utf8ReadAsWindows1252)));
            assert_eq!(
                repaired(&once(&once(text)), &mut []),
                Some((text.into(), Repair::Utf8ReadAsWindows1252))
            );
        }
        for text in
            ["Kazakhstan’s Timeline", "Établissement du Groupe de travail", "Aide-mémoire sur le régime"]
        {
            assert_eq!(repaired(&as_gbk(text), &mut []), Some((text.into(), Repair::Windows1252ReadAsGbk)));
        }
        let meant = Some("Adhésion à l'OMC".to_owned());
        assert_eq!(repaired("Adh\u{c3}\u{a9}sion \u{c3} l'OMC", &mut []).map(|(text, _)| text), meant);
        assert_eq!(repaired("Adh\u{c3}\u{a9}sion \u{c3}  l'OMC", &mut []).map(|(text, _)| text), meant);
    }

    #[test]
    fn places_move_with_their_text() {
        let moved = |damaged: &str, parts: &[&str]| {
            let mut at = 0;
            let mut places: Vec<usize> = Vec::new();
            for part in parts {
                at += damaged[at..].find(part).unwrap();
                places.extend([at, at + part.len()]);
                at += part.len();
            }
            let (text, _) = repaired(damaged, &mut places).unwrap();
            places.chunks(2).map(|place| text[place[0]..place[1]].to_owned()).collect::<Vec<_>>()
        };
        let twice = |text: &str| once(&once(text));
        let (text, parts) = ("é a à a’ x", ["a", "à", "a’", "x"]);
        assert_eq!(moved(&once(text), &parts.map(once).each_ref().map(String::as_str)), parts);
        assert_eq!(moved(&twice(text), &parts.map(twice).each_ref().map(String::as_str)), parts);
        assert_eq!(moved(&as_gbk("l’état d’un a"), &["l", "a"]), ["l", "a"]);
    }

    #[test]
    fn what_is_right_stays() {
        for text in [
            "SOCIÉTÉ «É»",
            "Ångström, Âge, château",
            "中文网页",
            "中文 page 中文",
            "Россия",
            "â",
            "Ã",
            "été à l'OMC",
        ] {
            assert_eq!(repaired(text, &mut []), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn western_text_is_never_changed(text in "[a-zA-Z0-9 éèêëàâçîïôûùüñáíóúÉÈÀÑÓ’“”«»–()/.,]*") {
            prop_assert_eq!(repaired(&text, &mut []), None);
        }

        #[test]
        fn any_text_can_be_looked_at(text in "\\PC*") {
            let _ = repaired(&text, &mut []);
        }
    }
}
