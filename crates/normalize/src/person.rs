//! Chairpersons: form of address, name, and what they represent.

use accession_ingest::{is_blank_char, trim};
use accession_schema::vocabulary::Language;

use crate::vocabulary::{VOCABULARY, raw_words};

/// A person as a row names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Person<'s> {
    pub(crate) honorific: Option<&'s str>,
    pub(crate) name: Option<&'s str>,
    pub(crate) representing: Option<&'s str>,
}

/// Reads `H.E. Mr. John Smith (Norway)` on a page in a language.
pub(crate) fn parse(text: &str, language: Language) -> Person<'_> {
    let text = trim(text).trim_matches(|c: char| matches!(c, ';' | ',' | '_')).trim();
    let (person, representing) = match last_bracket(text) {
        Some(open) => {
            let inner = text.get(open + 1..).unwrap_or_default();
            (
                text.get(..open).unwrap_or_default(),
                Some(trim(inner.rfind(')').and_then(|end| inner.get(..end)).unwrap_or(inner))),
            )
        }
        // Without a bracket the country stands in a cell of its own, or behind a dash.
        None if cells(text).nth(1).is_some() => return in_cells(text, language),
        None => match text.split_once(" - ").or_else(|| text.split_once(" \u{2013} ")) {
            Some((person, country)) => (person, Some(trim(country))),
            None => (text, None),
        },
    };
    let person = trim(person);
    // A dash behind somebody without a form of address may be anything.
    let is_dash = last_bracket(text).is_none() && representing.is_some();
    let (person, representing) = if is_dash && honorific_length(person, language) == 0 {
        (text, None)
    } else {
        (person, representing)
    };
    Person { representing: representing.filter(|text| !text.is_empty()), ..parse_name(person, language) }
}

/// Reads a form of address and a name.
fn parse_name(person: &str, language: Language) -> Person<'_> {
    let name_start = honorific_length(person, language);
    let part = |from, to| person.get(from..to).map(trim).filter(|text| !text.is_empty());
    Person { honorific: part(0, name_start), name: part(name_start, person.len()), representing: None }
}

/// So many blanks in a row set columns apart.
const COLUMN_BLANKS: usize = 3;

/// The cells of a text, each with its place.
fn cells(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let cell = rest.trim_start_matches(is_blank_char);
        let at = text.len() - cell.len();
        let end = cell.match_indices(is_blank_char).map(|(end, _)| end).find(|end| {
            let behind = cell.get(*end..).unwrap_or_default();
            let blanks = behind.chars().take_while(|c| is_blank_char(*c));
            behind.starts_with('\t') || blanks.clone().any(|c| c == '\t') || blanks.count() >= COLUMN_BLANKS
        });
        let (cell, behind) = cell.split_at(end.unwrap_or(cell.len()));
        rest = behind;
        (!cell.is_empty()).then_some((at, cell))
    })
}

/// Reads cells of a form of address, a name and what the person represents. Of more cells than these nothing is read.
fn in_cells(text: &str, language: Language) -> Person<'_> {
    let is_address = |cell: &str| honorific_length(&format!("{cell} -"), language) >= cell.len();
    let said = cells(text).skip_while(|(_, cell)| is_address(cell));
    let said: Vec<(usize, &str)> = said.filter(|(_, cell)| !VOCABULARY.is_caption(cell)).collect();
    let has_address = |cell: &str| honorific_length(cell, language) > 0;
    match *said.as_slice() {
        [(at, name)] => parse_name(text.get(..at + name.len()).unwrap_or_default(), language),
        [(_, country), (_, name)] if has_address(name) && !has_address(country) => {
            Person { representing: Some(country), ..parse_name(name, language) }
        }
        [(at, name), (_, country)] if !country.contains(|c: char| c.is_ascii_digit()) => {
            let person = text.get(..at + name.len()).unwrap_or_default();
            Person { representing: Some(country), ..parse_name(person, language) }
        }
        _ => Person::default(),
    }
}

/// Where the last bracket opens that is not inside another, closed or not.
fn last_bracket(text: &str) -> Option<usize> {
    if text.matches('(').count() > text.matches(')').count() {
        return text.rfind('(');
    }
    let close = text.rfind(')')?;
    let mut depth = 0_usize;
    for at in (0..=close).rev() {
        let byte = text.as_bytes().get(at).copied().unwrap_or_default();
        match byte {
            b')' => depth += 1,
            b'(' if depth <= 1 => return Some(at),
            b'(' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Behind the bracket of a person stand no more words, "ad interim" or the like, if they are no captions.
const REMARK_WORDS: usize = 2;

/// Whether a text reads as a person: a form of address and a name, or a name and a bracket.
pub(crate) fn is_person(text: &str, language: Language) -> bool {
    let person = parse(text, language);
    let words = person.name.map_or(0, |name| name.split_whitespace().count());
    let has_digit = text.bytes().any(|b| b.is_ascii_digit());
    // What stands in a cell behind a name without a form of address may be anything.
    let is_in_cells = last_bracket(text).is_none() && cells(trim(text)).nth(1).is_some();
    // A sentence goes on behind the bracket.
    let behind = last_bracket(text)
        .and_then(|open| text.get(open..)?.rsplit_once(')'))
        .map_or("", |(_, behind)| behind);
    if behind.split_whitespace().count() > REMARK_WORDS && !VOCABULARY.is_caption(behind) {
        return false;
    }
    let is_told = person.honorific.is_some() || person.representing.is_some() && !is_in_cells;
    !has_digit && (1..=7).contains(&words) && is_told
}

/// The length of the forms of address at the start of a text, as long as a name follows them.
fn honorific_length(text: &str, language: Language) -> usize {
    let mut length = 0;
    loop {
        let rest = text.get(length..).unwrap_or_default();
        let lead = rest.len() - rest.trim_start_matches(is_blank_char).len();
        let word_end =
            |from: usize| rest.get(from..).and_then(|tail| tail.find(is_blank_char)).map(|end| from + end);
        // A form of address is one word or two ("Her Excellency"), and something must follow it.
        let one = word_end(lead);
        let two = one.and_then(|end| {
            let gap = rest.get(end..)?;
            word_end(end + gap.len() - gap.trim_start_matches(is_blank_char).len())
        });
        let found = [two, one].into_iter().flatten().find(|end| {
            is_honorific(
                rest.get(lead..*end).unwrap_or_default(),
                text.get(..length).unwrap_or_default(),
                language,
            )
        });
        match found.or_else(|| run_together(rest, lead, language)) {
            Some(end) => length += end,
            None => return length,
        }
    }
}

/// The end of a title that is run together with the name behind it: "AmbassadorErik Carlsson". It has more than a few
/// letters, since shorter ones begin names.
fn run_together(text: &str, lead: usize, language: Language) -> Option<usize> {
    let word = text.get(lead..)?;
    let mut before = ' ';
    let end = word.char_indices().take_while(|(_, c)| c.is_alphabetic()).find_map(|(at, c)| {
        let is_name = c.is_uppercase() && before.is_lowercase();
        before = c;
        is_name.then_some(at)
    })?;
    let title = word.get(..end).filter(|title| title.len() >= TITLE_LENGTH)?;
    is_honorific(title, "", language).then_some(lead + end)
}

/// The least length of a title that is told from the beginning of a name, in bytes.
const TITLE_LENGTH: usize = 8;

/// Whether a word or two are a form of address: of the page's language, or an English one, which pages in the others
/// keep. A letter alone is one only where the language has such a form, in front of everything else or behind a title
/// of excellence; elsewhere it is an initial.
fn is_honorific(word: &str, before: &str, language: Language) -> bool {
    let spelled = raw_words(word);
    let Some(languages) = VOCABULARY.words.honorific(&spelled) else { return false };
    if spelled.len() == 1 {
        let before = raw_words(before);
        let is_excellency =
            before.ends_with("excellence") || matches!(before.as_str(), "s e" | "se" | "h e" | "he");
        return languages.has(language) && (before.is_empty() || is_excellency);
    }
    // A whole word is no initial, and copies mix languages.
    let is_word = spelled.len() >= TITLE_LENGTH;
    is_word || languages.has(Language::En) || languages.has(language) || language == Language::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> String {
        let Person { honorific, name, representing } = parse(text, Language::En);
        [honorific, name, representing].map(|part| part.unwrap_or("-").to_owned()).join("|")
    }

    #[test]
    fn forms_of_address_names_and_countries() {
        assert_eq!(parts("Ambassador Vesa Himanen (Finland)"), "Ambassador|Vesa Himanen|Finland");
        assert_eq!(parts("H.E. Mr. John Smith (Norway)"), "H.E. Mr.|John Smith|Norway");
        assert_eq!(
            parts("H.E.  Ambassador\u{a0}Bj\u{f6}rn Ekblom (Finland"),
            "H.E.  Ambassador|Bj\u{f6}rn Ekblom|Finland"
        );
        assert_eq!(parts("Mr X (Deputy Director-General)"), "Mr|X|Deputy Director-General");
        assert_eq!(parts("Amb. (Ms) Clyde Kull, Jr. (Estonia)"), "Amb. (Ms)|Clyde Kull, Jr.|Estonia");
        assert_eq!(parts("AmbassadorBj\u{f6}rn Ekblom (Finland)"), "Ambassador|Bj\u{f6}rn Ekblom|Finland");
        assert_eq!(parts("MacDonald Smith (Norway)"), "-|MacDonald Smith|Norway");
        assert_eq!(parts("Mr Toufiq Ali - Bangladesh"), "Mr|Toufiq Ali|Bangladesh");
        assert_eq!(parts("Mr A B (Hong Kong (China))"), "Mr|A B|Hong Kong (China)");
        assert_eq!(parts("Stuart HARBINSON (Hong Kong, China)"), "-|Stuart HARBINSON|Hong Kong, China");
        assert_eq!(parts("Her Excellency Dr. Ana M. Lee"), "Her Excellency Dr.|Ana M. Lee|-");
        assert_eq!(parts("M. Smith (Norway)"), "-|M. Smith|Norway");
        let french = parse("S.E. M. Jean Dupont (Suisse)", Language::Fr);
        assert_eq!((french.honorific, french.name), (Some("S.E. M."), Some("Jean Dupont")));
        assert_eq!(parts(""), "-|-|-");
        assert_eq!(parts("Ambassador"), "-|Ambassador|-");
    }

    #[test]
    fn names_and_countries_in_cells() {
        assert_eq!(parts("H.E. Mr. A B\tNew Zealand"), "H.E. Mr.|A B|New Zealand");
        assert_eq!(parts("H.E. Mr.\tA B \t Japan\tNews item"), "H.E. Mr.|A B|Japan");
        assert_eq!(parts("Korea, Rep. of\tMs. A B"), "Ms.|A B|Korea, Rep. of");
        assert_eq!(parts("Mr. A B     Japan"), "Mr.|A B|Japan");
        assert_eq!(parts("Mr. A  B"), "Mr.|A  B|-");
        assert_eq!(parts("Mr. A B\tDocuments"), "Mr.|A B|-");
        assert_eq!(parts("Mr. A B\tJapan\tGeneva"), "-|-|-");
        assert_eq!(parts("Mr. A B (Japan)\tNews item"), "Mr.|A B|Japan");
        assert!(is_person_("Mr. A B\tJapan"));
        assert!(!is_person_("Legislation\tAgriculture"));
    }

    fn is_person_(text: &str) -> bool {
        is_person(text, Language::En)
    }

    #[test]
    fn prose_is_no_person() {
        assert!(is_person_("Mr. David P. Shark (United States)"));
        assert!(is_person_("Ambassador Pekka Huhtaniemi"));
        assert!(!is_person_("The Secretariat chaired a re-convened open-ended working party in 2011"));
        assert!(!is_person_("To be appointed"));
    }
}
