//! Document symbols by their shape: capital letters, then parts set off by slashes, with a number somewhere.

/// No symbol is longer, in bytes, revisions run together included.
const LONGEST_SYMBOL: usize = 200;

/// The end of the symbol that starts at byte `at`, if one does: `WT/ACC/KAZ/50/Corr.1`, `WT/MIN(01)/3`, `L/6017`,
/// `Spec(94)1/Add.I`.
pub(crate) fn symbol_end(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let head = word_end(bytes, at);
    if !matches!(bytes.get(head), Some(b'/' | b'(')) {
        return None;
    }
    let is_code =
        |word: &[u8]| word.len() <= 6 && word.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let first = bytes.get(at..head)?;
    let is_upper = first.first()?.is_ascii_uppercase() && (is_code(first) || first == b"Spec");
    // Other letters are not told from those of paths and words; the series of the WTO is.
    let is_lower = !is_upper && first.eq_ignore_ascii_case(b"WT");
    if !is_upper && !is_lower {
        return None;
    }
    let mut end = tail_end(bytes, head);
    if end == head && bytes.get(end) == Some(&b'(') {
        return None;
    }
    while bytes.get(end) == Some(&b'/') {
        let part = part_end(bytes, end + 1);
        if part == end + 1 {
            break;
        }
        end = part;
    }
    // A suffix whose slash became a blank: `WT/ACC/TJK/8 Corr.1`.
    if bytes.get(end) == Some(&b' ') && starts_with_suffix(bytes, end + 1) {
        end = part_end(bytes, end + 1);
    }
    while end > at && bytes.get(end - 1).is_some_and(|b| matches!(b, b'.' | b'-' | b'/')) {
        end -= 1;
    }
    // Words run together with the number: `L/6919revisions`.
    let part = bytes.get(at..end)?.rsplit(|b| *b == b'/').next()?;
    let digits = part.iter().take_while(|b| b.is_ascii_digit()).count();
    let is_run_together = digits > 0 && part.get(digits).is_some_and(u8::is_ascii_lowercase);
    if is_run_together {
        end -= part.len() - digits;
    }
    let symbol = bytes.get(at..end)?;
    let ends_word = is_run_together || bytes.get(end).is_none_or(|b| !b.is_ascii_alphanumeric());
    let is_short = symbol.len() <= LONGEST_SYMBOL;
    let has_number = if is_lower {
        symbol.split(|b| *b == b'/').any(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit))
    } else {
        symbol.iter().any(u8::is_ascii_digit)
    };
    (is_short && ends_word && has_number).then_some(end)
}

/// Whether a byte may be the first one of a symbol.
pub(crate) fn may_start(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte == b'w'
}

/// The end of the first symbol in a text.
pub(crate) fn find_symbol(text: &str) -> Option<usize> {
    let mut before = b' ';
    text.bytes().enumerate().find_map(|(at, byte)| {
        let is_start = may_start(byte) && !before.is_ascii_alphanumeric() && before != b'/';
        before = byte;
        is_start.then(|| symbol_end(text, at)).flatten()
    })
}

/// Whether a symbol goes on behind a blank or a line break that stands behind a slash of it: `WT/ACC/` and `LBR/3`.
/// One that has its number already goes on with a suffix only, and a symbol or date of its own never belongs to it.
pub(crate) fn goes_on(before: &str, behind: &str) -> bool {
    let Some(bare) =
        before.strip_suffix('/').filter(|_| behind.starts_with(|c: char| c.is_ascii_alphanumeric()))
    else {
        return false;
    };
    let length = bare.bytes().rev().take(LONGEST_SYMBOL).take_while(|byte| is_symbol_byte(*byte)).count();
    let head = before.get(bare.len() - length..).unwrap_or_default();
    if !head.get(..3).is_some_and(|first| first.eq_ignore_ascii_case("WT/")) {
        return false;
    }
    let length = behind.bytes().take(LONGEST_SYMBOL).take_while(|byte| is_symbol_byte(*byte)).count();
    let tail = behind.get(..length).unwrap_or_default();
    let is_whole = symbol_end(head, 0).is_some();
    if is_whole && !starts_with_suffix(tail.as_bytes(), 0) {
        return false;
    }
    let is_own = symbol_end(tail, 0).is_some() && tail.bytes().filter(|byte| *byte == b'/').count() > 1;
    !is_own
        && crate::date::date_at(behind, 0).is_none()
        && symbol_end(&format!("{head}{tail}"), 0).is_some_and(|end| end > head.len())
}

fn is_symbol_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'(' | b')' | b'-')
}

fn word_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
        end += 1;
    }
    end
}

/// A part between slashes: letters, digits, points, bracketed years, and a blank between `Rev.` and its number.
fn part_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    loop {
        let next = word_end(bytes, end);
        let next = tail_end(bytes, next);
        match bytes.get(next) {
            Some(b'.' | b'-') => end = next + 1,
            Some(b' ') if ends_with_suffix_word(bytes.get(at..next)) && is_digit(bytes, next + 1) => {
                end = next + 1;
            }
            _ => return next,
        }
    }
}

/// A year, letter or number in brackets right behind a word, and what is glued to it: the `(94)1` of `Spec(94)1`.
fn tail_end(bytes: &[u8], at: usize) -> usize {
    if bytes.get(at) != Some(&b'(') {
        return at;
    }
    let inner = word_end(bytes, at + 1);
    let is_short = inner > at + 1 && inner - at <= 5;
    if is_short && bytes.get(inner) == Some(&b')') { word_end(bytes, inner + 1) } else { at }
}

fn ends_with_suffix_word(part: Option<&[u8]>) -> bool {
    part.is_some_and(|part| [&b"Rev."[..], b"Add.", b"Corr."].iter().any(|word| part.ends_with(word)))
}

/// Whether `Corr.1`, `Add.2` or `Rev.3` starts at a byte.
fn starts_with_suffix(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    [&b"Rev."[..], b"Add.", b"Corr."].iter().any(|word| rest.starts_with(word) && is_digit(rest, word.len()))
}

fn is_digit(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbol(text: &str) -> Option<&str> {
        symbol_end(text, 0).map(|end| &text[..end])
    }

    #[test]
    fn symbols_of_every_age() {
        for text in [
            "WT/ACC/KAZ/50/Corr.1",
            "WT/ACC/SPEC/KAZ/9",
            "WT/ACC/807/1",
            "WT/GC/M/10",
            "WT/LET/1093",
            "WT/MIN(01)/3",
            "WT/L/432(A)",
            "L/6017",
            "C/M/207",
            "Spec(94)1/Add.I",
            "GATT/AIR/3465",
            "L/6191/Rev.1Rev.2",
            "WT/ACC/ALB/51Corr.1",
            "WT/ACC/KAZ/7/Rev. 2",
            "JOB(05)/12",
            "WT/ACC/TJK/8 Corr.1",
        ] {
            assert_eq!(symbol(text), Some(text));
            assert_eq!(symbol(&format!("{text} (+ addenda)")), Some(text));
            assert_eq!(symbol(&format!("{text}; x")), Some(text));
            assert_eq!(symbol(&format!("{text}.")), Some(text));
        }
    }

    #[test]
    fn what_is_no_symbol() {
        for text in [
            "SPS/TBT",
            "Conference/General",
            "WTO",
            "GATT 1994",
            "Rev.1",
            "notice/fax",
            "Annex(1)",
            "WT/",
            "Part 1",
            "wt/acc/lbr3.doc",
            "l/6017",
            "w/o",
        ] {
            assert_eq!(symbol(text), None, "{text}");
        }
    }

    #[test]
    fn the_series_of_the_wto_is_known_in_small_letters() {
        for text in ["wt/acc/lbr/3", "wt/acc/lbr/3/Rev.1", "Wt/Acc/Lbr/3", "wt/min(01)/3"] {
            assert_eq!(symbol(text), Some(text));
        }
        assert_eq!(find_symbol("see wt/acc/lbr/3 here"), Some(16));
        assert_eq!(find_symbol("x/WT/ACC/LBR/3 SPS/TBT"), None);
    }

    #[test]
    fn symbols_go_on_behind_a_slash() {
        for (before, behind) in [
            ("WT/ACC/", "LBR/3"),
            ("x WT/ACC/LBR/", "3 (+ addenda)"),
            ("WT/ACC/LBR/3/", "Add.1"),
            ("wt/acc/", "lbr/3"),
        ] {
            assert!(goes_on(before, behind), "{before} {behind}");
        }
        for (before, behind) in [
            ("WT/ACC/LBR/3/", "4"),
            ("WT/ACC/LBR/", "24/06/1997"),
            ("WT/ACC/LBR/", "WT/ACC/LBR/4"),
            ("SPS/TBT/", "3"),
            ("WT/ACC/", "and 3"),
            ("WT/ACC/LBR/3", "Add.1"),
            ("WT/ACC/", "(3)"),
        ] {
            assert!(!goes_on(before, behind), "{before} {behind}");
        }
    }
}
