//! Document symbols: series, number and suffixes.

use std::borrow::Cow;
use std::fmt;

use accession_schema::vocabulary::SuffixKind;

/// A document symbol in its normalised spelling: `WT/ACC/KAZ/50/Corr.1`.
///
/// The series is what stands before the number (`WT/ACC/KAZ`), suffixes are what stands behind it (`/Corr.1`), each
/// written `Add.`, `Corr.` or `Rev.` with an Arabic number. `WT/ACC/ALB/51Corr.1` becomes `WT/ACC/ALB/51/Corr.1`,
/// `Spec(94)1/Add.I` becomes `Spec(94)1/Add.1`. Suffixes of one kind run together without a slash stand for several
/// documents, and so do ranges: `L/6191/Rev.1Rev.2` and `L/6191/Rev.1-2` are `L/6191` with [`Symbol::announces`] set.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Symbol<'s> {
    text: Cow<'s, str>,
    series_end: usize,
    base_end: usize,
    number: Option<u32>,
    last_suffix: Option<Suffix>,
    announces: Option<SuffixKind>,
}

/// A suffix of a symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Suffix {
    /// What it makes of the document.
    pub kind: SuffixKind,
    /// Its number; nothing where none is written.
    pub number: Option<u32>,
}

const SUFFIX_WORDS: [(&str, SuffixKind); 3] =
    [("Add", SuffixKind::Addendum), ("Corr", SuffixKind::Corrigendum), ("Rev", SuffixKind::Revision)];

impl<'s> Symbol<'s> {
    /// Takes a symbol apart. Any text is a symbol of some series; one without a number is all series.
    pub fn parse(written: &'s str) -> Self {
        // Symbols are written in capitals; a page that does not means the same.
        if written.starts_with("wt/") {
            let upper = written.to_ascii_uppercase();
            let spelled = ["Add", "Corr", "Rev"]
                .iter()
                .fold(upper, |text, word| text.replace(&word.to_ascii_uppercase(), word));
            let symbol = Symbol::parse(&spelled);
            return Self { text: Cow::Owned(symbol.text.clone().into_owned()), ..symbol.without_text() };
        }
        let first_suffix = next_suffix(written, 0);
        let base = first_suffix.map_or(written, |at| written.get(..at).unwrap_or(written));
        let base = base.trim_end_matches(['/', ' ']);
        let (series_end, number) = series_and_number(base);
        let mut symbol = Self {
            text: Cow::Borrowed(base),
            series_end,
            base_end: base.len(),
            number,
            last_suffix: None,
            announces: None,
        };
        if let Some(at) = first_suffix {
            symbol.add_suffixes(written, at);
        }
        symbol
    }

    /// What is known of the symbol besides its text.
    fn without_text<'t>(&self) -> Symbol<'t> {
        Symbol {
            text: Cow::Borrowed(""),
            series_end: self.series_end,
            base_end: self.base_end,
            number: self.number,
            last_suffix: self.last_suffix,
            announces: self.announces,
        }
    }

    fn add_suffixes(&mut self, written: &'s str, first: usize) {
        let tail = written.get(first..).unwrap_or_default();
        let mut text = self.text.to_string();
        for group in tail.split('/').filter(|group| !group.is_empty()) {
            let parts: Vec<(&str, Option<Suffix>)> =
                split_group(group).into_iter().map(|part| (part, parse_suffix(part))).collect();
            if let Some(kind) = announced(&parts) {
                self.announces = Some(kind);
                break;
            }
            for (part, suffix) in parts {
                text.push('/');
                match suffix {
                    Some(suffix) => text.push_str(&suffix.to_string()),
                    None => text.push_str(part),
                }
                self.last_suffix = suffix.or(self.last_suffix);
            }
        }
        // The usual symbol is written as it is normalised, and stays borrowed.
        self.text = if text == written { Cow::Borrowed(written) } else { Cow::Owned(text) };
    }

    /// The whole symbol.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What stands before the number.
    pub fn series(&self) -> &str {
        self.text.get(..self.series_end).unwrap_or_default()
    }

    /// The symbol without suffixes.
    pub fn base(&self) -> &str {
        self.text.get(..self.base_end).unwrap_or_default()
    }

    /// The documents this one belongs to, the nearest first: the symbol without its last suffix, and so on to the base.
    pub fn parents(&self) -> impl Iterator<Item = &str> {
        let mut end = self.text.len();
        std::iter::from_fn(move || {
            let slash = self.text.get(self.base_end..end)?.rfind('/')?;
            end = self.base_end + slash;
            self.text.get(..end)
        })
    }

    /// The number in the series.
    pub fn number(&self) -> Option<u32> {
        self.number
    }

    /// The suffixes in order.
    pub fn suffixes(&self) -> impl Iterator<Item = Suffix> {
        let tail = self.text.get(self.base_end..).unwrap_or_default();
        tail.split('/').filter_map(parse_suffix)
    }

    /// The last suffix.
    pub fn last_suffix(&self) -> Option<Suffix> {
        self.last_suffix
    }

    /// The kind of further documents that suffixes run together at the symbol's end stand for.
    pub fn announces(&self) -> Option<SuffixKind> {
        self.announces
    }

    /// Whether it is a form that all economies fill in, and so no document of one: `WT/ACC/4`, `WT/ACC/22/Add.2`.
    pub fn is_form(&self) -> bool {
        self.series() == "WT/ACC"
    }

    /// The economy's code in a symbol of an accession series: `KAZ` in `WT/ACC/KAZ/1` and `WT/ACC/SPEC/KAZ/1`.
    pub fn economy_code(&self) -> Option<&str> {
        let code = self.series().strip_prefix("WT/ACC/")?;
        let code = code.strip_prefix("SPEC/").unwrap_or(code);
        (!code.is_empty() && code != "SPEC" && !code.contains('/')).then_some(code)
    }
}

impl fmt::Display for Symbol<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Suffix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = SUFFIX_WORDS.iter().find(|(_, kind)| *kind == self.kind).map_or("", |(word, _)| word);
        match self.number {
            Some(number) => write!(f, "{word}.{number}"),
            None => write!(f, "{word}."),
        }
    }
}

/// Where the series ends and the number behind it: the digits at the end of the last part, or at its start where
/// something follows them (`432(A)`).
fn series_and_number(base: &str) -> (usize, Option<u32>) {
    let part_start = base.rfind('/').map_or(0, |slash| slash + 1);
    let part = base.get(part_start..).unwrap_or_default();
    let head_digits = part.bytes().take_while(u8::is_ascii_digit).count();
    let start = if head_digits > 0 {
        part_start
    } else {
        base.len() - part.bytes().rev().take_while(u8::is_ascii_digit).count()
    };
    let digits = base.get(start..).map(|rest| rest.trim_end_matches(|c: char| !c.is_ascii_digit()));
    let digits = digits.and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next());
    match digits.and_then(|digits| digits.parse().ok()) {
        Some(number) => {
            (base.get(..start).map_or(start, |series| series.trim_end_matches('/').len()), Some(number))
        }
        None => (base.len(), None),
    }
}

/// The first position from `from` on of a suffix word behind a slash or a digit.
fn next_suffix(text: &str, from: usize) -> Option<usize> {
    let mut before = from.checked_sub(1).and_then(|before| text.as_bytes().get(before)).copied();
    for (at, byte) in text.bytes().enumerate().skip(from) {
        let follows = before.is_some_and(|before| matches!(before, b'/' | b' ') || before.is_ascii_digit());
        if follows && matches!(byte | 0x20, b'a' | b'c' | b'r') && suffix_word(text, at).is_some() {
            return Some(at);
        }
        before = Some(byte);
    }
    None
}

/// The suffix word at a position, with the position behind it and its point.
fn suffix_word(text: &str, at: usize) -> Option<(SuffixKind, usize)> {
    SUFFIX_WORDS.iter().find_map(|(word, kind)| {
        let end = at + word.len();
        let found = text.get(at..end)?.eq_ignore_ascii_case(word);
        // The word is followed by a point or a number: `Address` and `Review` are no suffixes.
        let next = *text.as_bytes().get(end)?;
        (found && (next == b'.' || next.is_ascii_digit()))
            .then(|| (*kind, if next == b'.' { end + 1 } else { end }))
    })
}

/// The suffixes of a part, which are several where the slash between them is missing.
fn split_group(group: &str) -> Vec<&str> {
    let starts = || std::iter::successors(Some(0), |start| next_suffix(group, start + 1));
    let ends = starts().skip(1).chain([group.len()]);
    starts().zip(ends).filter_map(|(start, end)| group.get(start..end)).collect()
}

fn parse_suffix(text: &str) -> Option<Suffix> {
    let (kind, end) = suffix_word(text, 0)?;
    let number = text.get(end..).unwrap_or_default().trim();
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let number = number.get(..digits).and_then(|digits| digits.parse().ok()).or_else(|| roman(number));
    Some(Suffix { kind, number })
}

/// The kind of the documents that a part without single suffixes stands for: `Rev.1Rev.2`, `Add.1-3`.
fn announced(parts: &[(&str, Option<Suffix>)]) -> Option<SuffixKind> {
    match parts {
        [(_, Some(first)), (_, Some(second)), ..] if first.kind == second.kind => Some(first.kind),
        [(text, Some(only))] if text.contains('-') => Some(only.kind),
        _ => None,
    }
}

fn roman(text: &str) -> Option<u32> {
    let value = |c| match c {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        _ => None,
    };
    let digits: Vec<u32> = text.chars().map(value).collect::<Option<_>>()?;
    let total = digits.iter().zip(digits.iter().skip(1).chain([&0])).fold(0_i64, |sum, (digit, next)| {
        if digit < next { sum - i64::from(*digit) } else { sum + i64::from(*digit) }
    });
    u32::try_from(total).ok().filter(|total| *total > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `normalised|series|number|suffixes`
    fn parts(written: &str) -> String {
        let symbol = Symbol::parse(written);
        let number = symbol.number().map_or(String::new(), |number| number.to_string());
        let suffixes: Vec<String> = symbol.suffixes().map(|suffix| suffix.to_string()).collect();
        assert_eq!(symbol.suffixes().last(), symbol.last_suffix(), "{written}");
        format!("{symbol}|{}|{number}|{}", symbol.series(), suffixes.join(" "))
    }

    #[test]
    fn symbols_are_taken_apart() {
        assert_eq!(parts("WT/ACC/KAZ/50/Corr.1"), "WT/ACC/KAZ/50/Corr.1|WT/ACC/KAZ|50|Corr.1");
        assert_eq!(parts("WT/ACC/SPEC/KAZ/9"), "WT/ACC/SPEC/KAZ/9|WT/ACC/SPEC/KAZ|9|");
        assert_eq!(parts("WT/GC/M/10"), "WT/GC/M/10|WT/GC/M|10|");
        assert_eq!(parts("WT/LET/1093"), "WT/LET/1093|WT/LET|1093|");
        assert_eq!(parts("L/6017"), "L/6017|L|6017|");
        assert_eq!(parts("WT/MIN(01)/3"), "WT/MIN(01)/3|WT/MIN(01)|3|");
        assert_eq!(parts("WT/ACC/UZB/5/Rev.1/Add.2"), "WT/ACC/UZB/5/Rev.1/Add.2|WT/ACC/UZB|5|Rev.1 Add.2");
        assert_eq!(parts("WT/L/432(A)"), "WT/L/432(A)|WT/L|432|");
    }

    #[test]
    fn spellings_are_normalised() {
        assert_eq!(parts("Spec(94)1/Add.I"), "Spec(94)1/Add.1|Spec(94)|1|Add.1");
        assert_eq!(parts("WT/ACC/ALB/51Corr.1"), "WT/ACC/ALB/51/Corr.1|WT/ACC/ALB|51|Corr.1");
        assert_eq!(parts("WT/ACC/KAZ/7/REV. 2"), "WT/ACC/KAZ/7/Rev.2|WT/ACC/KAZ|7|Rev.2");
        assert_eq!(parts("WT/ACC/TJK/8 Corr.1"), "WT/ACC/TJK/8/Corr.1|WT/ACC/TJK|8|Corr.1");
        assert_eq!(parts("WT/ACC/KAZ/7/Rev2"), "WT/ACC/KAZ/7/Rev.2|WT/ACC/KAZ|7|Rev.2");
    }

    #[test]
    fn suffixes_run_together_announce_documents() {
        let symbol = Symbol::parse("L/6191/Rev.1Rev.2");
        assert_eq!((symbol.as_str(), symbol.announces()), ("L/6191", Some(SuffixKind::Revision)));
        let symbol = Symbol::parse("WT/ACC/RUS/1/Add.1-3");
        assert_eq!((symbol.as_str(), symbol.announces()), ("WT/ACC/RUS/1", Some(SuffixKind::Addendum)));
        let symbol = Symbol::parse("WT/ACC/ALB/51/Add.2Corr.1");
        assert_eq!((symbol.as_str(), symbol.announces()), ("WT/ACC/ALB/51/Add.2/Corr.1", None));
    }

    #[test]
    fn parents_lead_to_the_base() {
        let symbol = Symbol::parse("WT/ACC/UZB/5/Rev.1/Add.2");
        assert_eq!(symbol.parents().collect::<Vec<_>>(), ["WT/ACC/UZB/5/Rev.1", "WT/ACC/UZB/5"]);
        assert_eq!(Symbol::parse("WT/ACC/UZB/5").parents().count(), 0);
    }

    #[test]
    fn the_economy_is_named_by_accession_series_only() {
        let code = |text| Symbol::parse(text).economy_code().map(str::to_owned);
        assert_eq!(code("WT/ACC/KAZ/1").as_deref(), Some("KAZ"));
        assert_eq!(code("WT/ACC/SPEC/807/1").as_deref(), Some("807"));
        assert_eq!(code("WT/ACC/TPKM/1/Rev.1").as_deref(), Some("TPKM"));
        for form in ["WT/ACC/22/Add.1", "WT/ACC/SPEC/3", "WT/L/957", "L/6017"] {
            assert_eq!(code(form), None, "{form}");
        }
    }
}

#[cfg(test)]
mod properties {
    use proptest::prelude::*;

    use super::*;

    fn series() -> impl Strategy<Value = String> {
        prop_oneof![
            "[A-Z]{3,4}".prop_map(|code| format!("WT/ACC/{code}")),
            "[A-Z]{3}".prop_map(|code| format!("WT/ACC/SPEC/{code}")),
            Just("WT/ACC/807".to_owned()),
            Just("WT/L".to_owned()),
            Just("WT/GC/M".to_owned()),
            Just("WT/MIN(01)".to_owned()),
            Just("L".to_owned()),
            Just("C/M".to_owned()),
            Just("GATT/AIR".to_owned()),
        ]
    }

    fn suffixes() -> impl Strategy<Value = Vec<Suffix>> {
        let kind = prop_oneof![
            Just(SuffixKind::Addendum),
            Just(SuffixKind::Corrigendum),
            Just(SuffixKind::Revision)
        ];
        prop::collection::vec((kind, 1_u32..60), 0..4).prop_map(|parts| {
            parts.into_iter().map(|(kind, number)| Suffix { kind, number: Some(number) }).collect()
        })
    }

    proptest! {
        #[test]
        fn parts_make_a_symbol_and_come_back(series in series(), number in 1_u32..99_999, suffixes in suffixes()) {
            let parts: Vec<String> = suffixes.iter().map(Suffix::to_string).collect();
            let written = [vec![format!("{series}/{number}")], parts].concat().join("/");
            let symbol = Symbol::parse(&written);
            prop_assert_eq!(symbol.as_str(), written.as_str());
            prop_assert_eq!(symbol.series(), series.as_str());
            prop_assert_eq!(symbol.number(), Some(number));
            prop_assert_eq!(symbol.base(), format!("{series}/{number}"));
            prop_assert_eq!(symbol.suffixes().collect::<Vec<_>>(), suffixes.clone());
            prop_assert_eq!(symbol.last_suffix(), suffixes.last().copied());
            prop_assert_eq!(symbol.announces(), None);
        }

        #[test]
        fn normalised_text_is_its_own_normal_form(text in "[A-Zacdeorv0-9/.() ]{0,24}") {
            let once = Symbol::parse(&text).to_string();
            let again = Symbol::parse(&once);
            prop_assert_eq!(again.as_str(), once.as_str());
        }
    }
}
