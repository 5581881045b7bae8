//! The register of economies, and finding one by name or code.

use std::collections::HashMap;

use serde::Deserialize;

use super::{Entry, RegisterProblem, read};

/// An economy that has acceded, accedes or once applied.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Economy {
    /// ISO 3166-1 alpha-3 code.
    pub iso3: String,
    /// Code in WTO document symbols; empty where it is not known.
    pub wto_code: String,
    /// Name in the WTO's usage.
    pub name: String,
    /// Other names, separated by semicolons.
    pub aliases: String,
    /// `yes` where it has no coast on an ocean, else `no`.
    #[serde(default)]
    pub landlocked: String,
    /// When it was added to the list of least developed countries, as precisely as known; empty if it never was.
    #[serde(default)]
    pub ldc_from: String,
    /// When it left that list; empty if it never did.
    #[serde(default)]
    pub ldc_until: String,
    /// Where it stands: member, acceding, lapsed or observer.
    #[serde(default)]
    pub status: String,
}

/// The economies of a register, found by name or code.
#[derive(Debug, Clone, Default)]
pub struct Economies {
    entries: Vec<Entry<Economy>>,
    by_name: HashMap<String, usize>,
    by_code: HashMap<String, usize>,
}

impl Economies {
    /// Reads a register with the header `iso3,wto_code,name,aliases,landlocked,ldc_from,ldc_until,status`, of which
    /// the last four may be missing. `file` is its name in messages.
    pub fn read(file: &str, source: &[u8]) -> (Self, Vec<RegisterProblem>) {
        let mut economies = Self::default();
        let (entries, mut problems) = read::<Economy>(file, source);
        for entry in entries {
            let line = entry.line;
            if let Err(message) = economies.add(entry) {
                problems.push(RegisterProblem { file: file.to_owned(), line, message });
            }
        }
        problems.sort_by_key(|problem| problem.line);
        (economies, problems)
    }

    fn add(&mut self, entry: Entry<Economy>) -> Result<(), String> {
        let economy = &entry.row;
        let is_iso3 = economy.iso3.len() == 3 && economy.iso3.bytes().all(|b| b.is_ascii_uppercase());
        if !is_iso3 {
            return Err(format!("expected an ISO 3166-1 alpha-3 code in iso3, found {:?}", economy.iso3));
        }
        if economy.name.is_empty() {
            return Err("expected a name, found an empty field".to_owned());
        }
        let names: Vec<String> = std::iter::once(economy.name.as_str())
            .chain(economy.aliases.split(';').map(str::trim).filter(|alias| !alias.is_empty()))
            .map(key)
            .collect();
        if let Some(name) = names.iter().find(|name| self.by_name.contains_key(*name)) {
            return Err(format!("the name {name:?} stands in an earlier row"));
        }
        if self.by_iso3(&economy.iso3).is_some() {
            return Err(format!("the code {:?} stands in an earlier row", economy.iso3));
        }
        let code = if economy.wto_code.is_empty() { &economy.iso3 } else { &economy.wto_code };
        if self.by_code.contains_key(code) {
            return Err(format!("the code {code:?} stands in an earlier row"));
        }
        let index = self.entries.len();
        self.by_code.insert(code.clone(), index);
        self.by_name.extend(names.into_iter().map(|name| (name, index)));
        self.entries.push(entry);
        Ok(())
    }

    /// The economy a page names so, whatever the case, accents, blanks and leading article. Of a name that lost letters
    /// it is the one economy whose name fits, if there is one.
    pub fn by_name(&self, name: &str) -> Option<&Economy> {
        let key = key(name);
        let index = self.by_name.get(&key).copied().or_else(|| self.fitting(&key))?;
        self.entries.get(index).map(|entry| &entry.row)
    }

    fn fitting(&self, key: &str) -> Option<usize> {
        let lost = key.matches(char::REPLACEMENT_CHARACTER).count();
        // With as many letters lost as kept anything may fit.
        if lost == 0 || 2 * lost > key.chars().count() {
            return None;
        }
        let fits = |known: &str| {
            let mut letters = known.chars();
            key.chars()
                .all(|c| letters.next().is_some_and(|known| c == known || c == char::REPLACEMENT_CHARACTER))
                && letters.next().is_none()
        };
        let mut fitting = self.by_name.iter().filter(|(name, _)| fits(name)).map(|(_, index)| *index);
        let first = fitting.next()?;
        fitting.all(|other| other == first).then_some(first)
    }

    /// The economy with this code in document symbols: the WTO's code, or the ISO one where the WTO's is not known.
    pub fn by_code(&self, code: &str) -> Option<&Economy> {
        self.entries.get(*self.by_code.get(code)?).map(|entry| &entry.row)
    }

    /// The economy with this ISO 3166-1 alpha-3 code.
    pub fn by_iso3(&self, iso3: &str) -> Option<&Economy> {
        self.iter().find(|economy| economy.iso3 == iso3)
    }

    /// The economies in the order of the register.
    pub fn iter(&self) -> impl Iterator<Item = &Economy> {
        self.entries.iter().map(|entry| &entry.row)
    }

    /// The rows with their lines.
    pub fn entries(&self) -> &[Entry<Economy>] {
        &self.entries
    }
}

/// The name as names are compared: lower case without accents, single blanks, straight apostrophes, no leading article.
fn key(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    crate::fold(name, &mut folded);
    let plain = folded.replace(['\u{2019}', '\u{2018}'], "'");
    let bare = plain.strip_prefix("l'").unwrap_or(&plain);
    let words: Vec<&str> = bare.split(crate::is_blank_char).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        ["the" | "le" | "la" | "les" | "el" | "los" | "las", rest @ ..] if !rest.is_empty() => rest.join(" "),
        _ => words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_every_spelling() {
        let (economies, problems) = Economies::read(
            "r.csv",
            b"iso3,wto_code,name,aliases\nTON,TON,Tonga,Kingdom of Tonga; Tongan Islands\n",
        );
        assert_eq!(problems, []);
        for name in ["Tonga", "TONGA", "the Kingdom\u{a0}of  Tonga", "tongan islands"] {
            assert_eq!(economies.by_name(name).map(|economy| economy.iso3.as_str()), Some("TON"), "{name}");
        }
        assert!(
            economies.by_name("T\u{fffd}nga").is_some()
                && economies.by_name("\u{fffd}\u{fffd}\u{fffd}ga").is_none()
        );
        assert_eq!(economies.by_name("Vanuatu"), None);
        assert_eq!(economies.by_code("TON").map(|economy| economy.name.as_str()), Some("Tonga"));
    }

    #[test]
    fn a_bad_row_is_named_and_the_rest_goes_on() {
        let source =
            b"iso3,wto_code,name,aliases\nTonga,TON,Tonga,\nVUT,VUT,Vanuatu\nWSM,,Samoa,\nASM,SAM,samoa,\n";
        let (economies, problems) = Economies::read("r.csv", source);
        assert_eq!(economies.iter().map(|economy| economy.iso3.as_str()).collect::<Vec<_>>(), ["WSM"]);
        let lines: Vec<u64> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [2, 3, 5]);
        assert!(
            problems[0].to_string().starts_with("r.csv:2: expected an ISO 3166-1 alpha-3 code"),
            "{}",
            problems[0]
        );
        assert!(problems[2].message.contains("\"samoa\" stands in an earlier row"));
    }
}
