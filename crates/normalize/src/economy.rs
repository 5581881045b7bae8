//! Which economy a dossier is about.

use std::collections::{BTreeMap, HashSet};

use accession_ingest::registers::{Economies, Economy};
use accession_ingest::{Dossier, Marker, Row, RowClass};

use crate::vocabulary::{Kind, VOCABULARY, prepare};

/// The economy of a dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// ISO 3166-1 alpha-3 code; nothing where the economy is not known.
    pub iso3: Option<String>,
    /// Code in document symbols, as the page uses it or the register knows it.
    pub wto_code: Option<String>,
    /// Name in the register, or as the page writes it where the register does not have it.
    pub name: Option<String>,
    /// Why the economy is not known, with the line that names it.
    pub problem: Option<(Option<u32>, String)>,
}

/// Identifies the economy by the names in the page's titles and by the code in the symbols. Where they name different
/// economies, it is none of them.
pub(crate) fn identify(dossier: &Dossier<'_>, economies: &Economies) -> Identity {
    let mut titles: Vec<(u32, &str)> =
        dossier.rows.iter().filter_map(|row| Some((row.line, named_in(row)?))).collect();
    if titles.iter().all(|(_, name)| economies.by_name(name).is_none()) {
        titles.extend(bare_names(dossier, economies));
    }
    let code = most_used_code(dossier);
    let by_code = code.as_deref().and_then(|code| economies.by_code(code));
    if titles.is_empty() && by_code.is_none() {
        titles.extend(named_in_introduction(dossier, economies));
    }
    if titles.is_empty() && by_code.is_none() {
        // The title that shows nowhere on the page stands, for findings, at its first line.
        let pieces =
            dossier.page.title.iter().flat_map(|title| title.split(['|', ':', '-', '\u{2013}', '\u{2014}']));
        let names = pieces.map(accession_ingest::trim).filter(|name| economies.by_name(name).is_some());
        titles.extend(names.map(|name| (dossier.rows.first().map_or(1, |row| row.line), name)));
    }
    // The first title the register knows names the economy; one it does not know may be another form of the name.
    let known = titles.iter().filter_map(|(line, name)| Some((*line, economies.by_name(name)?)));
    let mut known: Vec<(u32, &Economy)> = known.collect();
    known.dedup_by_key(|(_, economy)| &economy.iso3);
    let title = titles.iter().find(|(_, name)| economies.by_name(name).is_some()).or(titles.first()).copied();
    let unknown = |line: Option<u32>, problem: String| Identity {
        wto_code: code.clone(),
        name: title.map(|(_, name)| name.to_owned()),
        problem: Some((line, problem)),
        ..Identity::default()
    };
    let economy = match (known.as_slice(), by_code) {
        ([(line, one), (other_line, other), ..], _) => {
            let problem = format!("line {line} names {}, line {other_line} names {}", one.name, other.name);
            return unknown(Some(*other_line), problem);
        }
        ([(line, by_name)], Some(by_code)) if by_name.iso3 != by_code.iso3 => {
            let problem = format!("the title names {}, most symbols {}", by_name.name, by_code.name);
            return unknown(Some(*line), problem);
        }
        ([(_, economy)], _) => *economy,
        ([], Some(economy)) => economy,
        ([], None) => {
            let name =
                title.map_or("no title names one".to_owned(), |(_, name)| format!("{name:?} is not in it"));
            let code = code
                .as_ref()
                .map_or("no code stands out in symbols".to_owned(), |code| format!("nor is {code}"));
            let problem = format!("expected an economy of the register: {name}, {code}");
            return unknown(title.map(|(line, _)| line), problem);
        }
    };
    let registered = Some(economy.wto_code.clone()).filter(|code| !code.is_empty());
    Identity {
        iso3: Some(economy.iso3.clone()),
        wto_code: code.clone().or(registered),
        name: Some(economy.name.clone()),
        problem: None,
    }
}

/// The name in a title of the page: "Tonga's Timeline", "Page for Tonga as a Member".
fn named_in<'s>(row: &Row<'s>) -> Option<&'s str> {
    if row.class != RowClass::Text {
        return None;
    }
    VOCABULARY.timeline_title(row.label).or_else(|| VOCABULARY.page_of(row.label))
}

/// Rows from the top in which a title may hold nothing but the economy's name.
const TITLE_ROWS: usize = 30;

/// Names that are all a title of the page says: "ANDORRA", "Accessions: Andorra". Sentences come next: "The Working Party
/// on the accession of Andorra was established".
fn bare_names<'s>(dossier: &Dossier<'s>, economies: &Economies) -> Vec<(u32, &'s str)> {
    let is_text = |row: &&Row<'_>| matches!(row.class, RowClass::Text | RowClass::Entry | RowClass::Item);
    let rows = || dossier.rows.iter().filter(is_text);
    let names = rows().take(TITLE_ROWS).filter(|row| row.class == RowClass::Text).filter_map(|row| {
        let bare = row.label.rsplit([':', '|', '>', '\u{2013}', '\u{2014}']).next().unwrap_or(row.label);
        let name = accession_ingest::trim(bare);
        economies.by_name(name).map(|_| (row.line, name))
    });
    let names: Vec<(u32, &str)> = names.collect();
    if !names.is_empty() {
        return names;
    }
    let mut stated: Vec<(u32, &str)> = rows()
        .filter_map(|row| {
            let (_, name) = VOCABULARY.words.accession_of(row.text)?;
            Some((row.line, leading_name(name, economies)?))
        })
        .collect();
    if stated.is_empty() {
        // The page's introduction begins with the name: "Tonga became the 151st member".
        stated.extend(rows().filter_map(|row| {
            stated_membership(row.text)?;
            Some((row.line, leading_name(row.text, economies)?))
        }));
    }
    stated
}

/// The economy named above the first row, if only one is.
fn named_in_introduction<'s>(dossier: &Dossier<'s>, economies: &Economies) -> Option<(u32, &'s str)> {
    let is_row = |row: &&Row<'_>| {
        matches!(row.class, RowClass::Section) || matches!(row.marker, Marker::Number | Marker::Letter)
    };
    let rows = dossier.rows.iter().take_while(|row| !is_row(row)).take(TITLE_ROWS);
    let rows =
        rows.filter(|row| matches!(row.class, RowClass::Text | RowClass::Entry) && !row.text.contains('('));
    let names: Vec<(u32, &str)> =
        rows.flat_map(|row| names(row.text, economies).map(move |name| (row.line, name))).collect();
    let first = *names.first()?;
    let code = |name: &str| economies.by_name(name).map(|economy| economy.iso3.as_str());
    names.iter().all(|(_, name)| code(name) == code(first.1)).then_some(first)
}

/// The names of economies in a text.
fn names<'s>(text: &'s str, economies: &Economies) -> impl Iterator<Item = &'s str> {
    let mut until = 0;
    let starts = text.char_indices().filter(|(at, c)| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        c.is_uppercase() && !before.is_some_and(char::is_alphanumeric)
    });
    starts.filter_map(move |(at, _)| {
        let name = text.get(at..).filter(|_| at >= until).and_then(|rest| leading_name(rest, economies))?;
        until = at + name.len();
        Some(name)
    })
}

/// Whether a sentence names an economy of the register that is not the dossier's.
pub(crate) fn names_another(sentence: &str, own: &Identity, economies: &Economies) -> bool {
    names(sentence, economies)
        .filter_map(|name| economies.by_name(name))
        .any(|economy| Some(economy.iso3.as_str()) != own.iso3.as_deref())
}

/// The words of the names of a dossier's economy, as labels are compared.
pub(crate) fn own_words(own: &Identity, economies: &Economies) -> HashSet<String> {
    let known = own.iso3.as_deref().and_then(|iso3| economies.by_iso3(iso3));
    let names = known.map(|economy| format!("{};{}", economy.name, economy.aliases));
    let mut key = String::new();
    let words = names.or_else(|| own.name.clone()).unwrap_or_default();
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| {
            prepare(word, &mut key);
            (!key.is_empty()).then(|| key.clone())
        })
        .collect()
}

/// No name has more words.
const NAME_WORDS: usize = 8;

/// The longest name of an economy a text begins with.
fn leading_name<'s>(text: &'s str, economies: &Economies) -> Option<&'s str> {
    let is_end = |c: char| {
        accession_ingest::is_blank_char(c)
            || matches!(c, '.' | ',' | ';' | ':' | '(' | ')' | '-' | '\'' | '\u{2018}' | '\u{2019}')
    };
    let ends = text.match_indices(is_end).map(|(at, _)| at).chain([text.len()]).take(NAME_WORDS);
    let names = ends.filter_map(|end| text.get(..end)).filter(|name| economies.by_name(name).is_some());
    names.last()
}

/// The code most symbols of accession series have; none where two have as many.
fn most_used_code(dossier: &Dossier<'_>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &dossier.rows {
        for symbol in dossier.symbols(row) {
            // The code is taken from the text as written: WT/ACC/KAZ/1, WT/ACC/SPEC/KAZ/1.
            let Some(rest) = symbol.text.strip_prefix("WT/ACC/") else { continue };
            let rest = rest.strip_prefix("SPEC/").unwrap_or(rest);
            let Some((code, number)) = rest.split_once('/') else { continue };
            if number.starts_with(|c: char| c.is_ascii_digit()) {
                *counts.entry(code).or_default() += 1;
            }
        }
    }
    let most = counts.values().copied().max()?;
    let mut with_most = counts.into_iter().filter(|(_, count)| *count == most);
    let (code, _) = with_most.next()?;
    with_most.next().is_none().then(|| code.to_owned())
}

/// The place of an economy among the members, and the words behind it: `162` in "became the 162nd WTO member on 30
/// November 2015".
pub(crate) fn stated_membership(text: &str) -> Option<(u32, &str)> {
    let words = &VOCABULARY.words;
    let starts = text.char_indices().filter(|(at, c)| {
        c.is_ascii_digit()
            && text.get(..*at).is_some_and(|before| before.ends_with(accession_ingest::is_blank_char))
    });
    starts.into_iter().find_map(|(at, _)| {
        let (place, rest) = words.ordinal(text.get(at..)?)?;
        let mut before = String::new();
        VOCABULARY.key(text.get(..at)?, &mut before);
        let is_verb =
            words.of(Kind::Became).any(|verb| before == verb || before.ends_with(&format!(" {verb}")));
        let until = accession_ingest::find_date(rest).map_or(rest.len(), |(at, _)| at);
        let mut key = String::new();
        VOCABULARY.key(rest.get(..until)?, &mut key);
        let lost = |word: &&str| word.contains(char::REPLACEMENT_CHARACTER);
        let mut behind = key.split(' ').skip_while(lost);
        let is_member = behind.next().is_some_and(|word| words.is(Kind::Member, word));
        let has_date = until < rest.len();
        let is_all =
            behind.take_while(|_| has_date).all(|word| words.is(Kind::BesideMember, word) || lost(&word));
        (is_verb && is_member && is_all).then_some((place, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn membership_is_stated_in_one_form() {
        let place = |text| stated_membership(text).map(|(ordinal, _)| ordinal);
        assert_eq!(place("Kazakhstan became the 162nd WTO member on 30 November 2015."), Some(162));
        assert_eq!(place("Cambodia became the 148th member of the WTO on 13 October 2004"), Some(148));
        assert_eq!(
            place("La Chine est devenue le 143\u{e8}me Membre de l'OMC le 11 d\u{e9}cembre 2001"),
            Some(143)
        );
        assert_eq!(
            place("China pas\u{f3} a ser el 143\u{b0} Miembro de la OMC el 11 de diciembre de 2001"),
            Some(143)
        );
        assert_eq!(
            place("Vanuatu became the 157th \u{fffd}\u{fffd}\u{fffd} Member on 24 August 2012"),
            Some(157)
        );
        assert_eq!(place("It became the 1st country on 1 May 2004"), None);
        assert_eq!(place("It became the 10th member to ratify it on 1 May 2004"), None);
        assert_eq!(place("On 1 May 2004 it became a member"), None);
    }
}
