//! Which economy a dossier is about.

use std::collections::BTreeMap;

use accession_ingest::registers::{Economies, Economy};
use accession_ingest::{Dossier, Row, RowClass};

use crate::vocabulary::prepare;

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
    let titles: Vec<(u32, &str)> =
        dossier.rows.iter().filter_map(|row| Some((row.line, named_in(row)?))).collect();
    let code = most_used_code(dossier);
    let by_code = code.as_deref().and_then(|code| economies.by_code(code));
    // The first title the register knows names the economy; one it does not know may be another form of the name.
    let known = titles.iter().filter_map(|(line, name)| Some((*line, economies.by_name(name)?)));
    let mut known: Vec<(u32, &Economy)> = known.collect();
    known.dedup_by_key(|(_, economy)| &economy.iso3);
    let title = titles.first().copied();
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
    timeline_title(row.label)
        .or_else(|| row.label.strip_suffix(" as a Member")?.split_once("Page for ").map(|(_, name)| name))
}

/// The name in the timeline's title: `Tonga` in "Tonga's Timeline".
pub(crate) fn timeline_title(label: &str) -> Option<&str> {
    let name =
        accession_ingest::trim(label.strip_suffix("Timeline").or_else(|| label.strip_suffix("timeline"))?);
    let name = ["'s", "\u{2019}s", "s'", "s\u{2019}"].iter().find_map(|ending| {
        let stem = name.strip_suffix(ending)?;
        // The s of `Comoros'` belongs to the name.
        if ending.starts_with('s') { name.get(..=stem.len()) } else { Some(stem) }
    })?;
    (!name.is_empty()).then_some(name)
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

/// The place of an economy among the members, and the position of the words behind it: `162` in "became the 162nd WTO
/// member on 30 November 2015".
pub(crate) fn stated_membership(text: &str) -> Option<(u32, &str)> {
    let behind = text.split_once("became the ")?.1;
    let (ordinal, rest) = ordinal(behind)?;
    let mut key = String::new();
    prepare(rest.split(" on ").next().unwrap_or_default(), &mut key);
    matches!(key.as_str(), "member" | "member of").then_some((ordinal, rest))
}

/// An ordinal at the start of a text and what follows it: `20th meeting` gives 20 and " meeting".
pub(crate) fn ordinal(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text.get(..digits)?.parse().ok()?;
    let rest = text.get(digits..)?;
    let ending = rest.get(..2)?;
    let is_ordinal = ["st", "nd", "rd", "th"].iter().any(|known| ending.eq_ignore_ascii_case(known));
    let rest = rest.get(2..)?;
    (is_ordinal && !rest.starts_with(char::is_alphanumeric)).then_some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_the_economy() {
        assert_eq!(timeline_title("Kazakhstan's Timeline"), Some("Kazakhstan"));
        assert_eq!(timeline_title("Lao PDR\u{2019}s\u{a0}Timeline"), Some("Lao PDR"));
        assert_eq!(timeline_title("Comoros' Timeline"), Some("Comoros"));
        assert_eq!(timeline_title("Timeline"), None);
        assert_eq!(timeline_title("The Timeline"), None);
    }

    #[test]
    fn membership_is_stated_in_one_form() {
        let place = |text| stated_membership(text).map(|(ordinal, _)| ordinal);
        assert_eq!(place("Kazakhstan became the 162nd WTO member on 30 November 2015."), Some(162));
        assert_eq!(place("Cambodia became the 148th member of the WTO on 13 October 2004"), Some(148));
        assert_eq!(place("It became the 1st country on 1 May 2004"), None);
        assert_eq!(place("On 1 May 2004 it became a member"), None);
    }
}
