//! Words of labels and rows that are not labels themselves.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use accession_schema::vocabulary::{Language, Milestone};
use regex::{RegexSet, RegexSetBuilder};

use super::Languages;
use super::pattern::{expand, expression};
use super::prepare::{prepare, raw_words};

/// A clause that lost letters is tried in no more readings.
const MOST_CLAUSES: usize = 512;

/// What a word announces behind a symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Announced {
    Addenda,
    Corrigenda,
    Revisions,
}

/// Words, each kind prepared the way it is compared: labels and remarks as [`prepare`] writes them, what small words and
/// single letters matter in as [`raw_words`] does.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Every word of a label or sentence, to restore lost letters by.
    known: HashSet<String>,
    ordinals: Vec<String>,
    honorifics: HashMap<String, Languages>,
    announced: HashMap<String, Announced>,
    /// The words of each kind, by its place.
    kinds: Vec<HashSet<String>>,
    sentences: Vec<(Option<Milestone>, String, Language)>,
    compiled: OnceLock<RegexSet>,
}

/// A kind of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// Says that a chairperson acts for another.
    Acting,
    /// Says that a meeting goes on.
    Resumed,
    /// Says that a meeting did not take place.
    NotHeld,
    /// Leads the subject of a meeting.
    On,
    /// Stands for the end of a term that runs.
    Runs,
    /// Says nothing before a person.
    Filler,
    /// Leads the end of a term.
    Until,
    /// Leads the number of a part of a document.
    Part,
    /// Joins two suffixes.
    Joint,
    /// A member.
    Member,
    /// The verb before the place of a new member.
    Became,
    /// Names the article in the sentence that counts members.
    ArticleXii,
    /// Stands beside the ordinal of a meeting.
    Meeting,
    /// Heads the column of the numbers or days of meetings.
    FirstColumn,
    /// Links to documents.
    Documents,
    /// Links to a news item.
    News,
    /// Titles, beside a year, a page of news.
    NewsPage,
    /// Says that a meeting was informal.
    Informal,
    /// The accession of an economy.
    Accession,
    /// Between an accession and its economy.
    Of,
    /// May stand between a member and the date.
    BesideMember,
    /// Makes a label a form of its own.
    Form,
    /// Makes questions and replies additional ones.
    Additional,
    /// Titles the timeline of an accession.
    Timeline,
    /// In a bracket makes a label another one.
    InBracket,
    /// Makes a label one that its other words do not tell.
    Unsure,
    /// Makes of a sentence one that states no fact, or one about another body.
    Doubt,
}

impl Kind {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "acting" => Self::Acting,
            "resumed" => Self::Resumed,
            "not_held" => Self::NotHeld,
            "on" => Self::On,
            "runs" => Self::Runs,
            "filler" => Self::Filler,
            "until" => Self::Until,
            "part" => Self::Part,
            "joint" => Self::Joint,
            "member" => Self::Member,
            "became" => Self::Became,
            "article_xii_words" => Self::ArticleXii,
            "meeting_word" => Self::Meeting,
            "first_column" => Self::FirstColumn,
            "has_documents" => Self::Documents,
            "has_news" => Self::News,
            "news_page" => Self::NewsPage,
            "informal" => Self::Informal,
            "accession_word" => Self::Accession,
            "of" => Self::Of,
            "beside_member" => Self::BesideMember,
            "form_word" => Self::Form,
            "additional" => Self::Additional,
            "timeline_word" => Self::Timeline,
            "in_bracket" => Self::InBracket,
            "unsure" => Self::Unsure,
            "doubt" => Self::Doubt,
            _ => return None,
        })
    }

    /// Whether the words are compared with all their small words and letters.
    fn is_raw(self) -> bool {
        matches!(
            self,
            Self::Joint
                | Self::Runs
                | Self::Acting
                | Self::Filler
                | Self::On
                | Self::Part
                | Self::Until
                | Self::Accession
                | Self::Of
        )
    }
}

impl Words {
    /// Adds a line of a table; whether it is one of words.
    pub(super) fn add(&mut self, language: Language, meaning: &str, pattern: &str) -> bool {
        let raw = || expand(pattern).into_iter().map(|word| raw_words(&word)).filter(|word| !word.is_empty());
        match meaning.split_once(' ') {
            Some(("announces", what)) => {
                let announced = match what.trim() {
                    "addenda" => Announced::Addenda,
                    "corrigenda" => Announced::Corrigenda,
                    "revisions" => Announced::Revisions,
                    _ => return false,
                };
                self.announced.extend(raw().map(|word| (word, announced)));
            }
            Some(("sentence", milestone)) => {
                let Ok(milestone) = milestone.trim().parse() else { return false };
                self.add_sentence(language, Some(milestone), pattern);
            }
            None => match meaning {
                "not_met" => self.add_sentence(language, None, pattern),
                "ordinal" => {
                    self.ordinals.extend(expand(pattern).iter().map(|ending| {
                        let mut folded = String::new();
                        accession_ingest::fold(ending.trim(), &mut folded);
                        folded
                    }));
                }
                "honorific" => {
                    for word in raw() {
                        self.honorifics.entry(word).or_default().0 |= Languages::of(language).0;
                    }
                }
                _ => {
                    let Some(kind) = Kind::parse(meaning) else { return false };
                    let words: Vec<String> = if kind.is_raw() {
                        raw().collect()
                    } else {
                        expand(pattern).iter().map(|word| key(word)).collect()
                    };
                    for word in &words {
                        self.learn(word);
                    }
                    let place = kind as usize;
                    self.kinds.resize_with(self.kinds.len().max(place + 1), HashSet::new);
                    if let Some(known) = self.kinds.get_mut(place) {
                        known.extend(words);
                    }
                }
            },
            Some(_) => return false,
        }
        true
    }

    fn add_sentence(&mut self, language: Language, milestone: Option<Milestone>, pattern: &str) {
        let words = pattern.split(|c: char| !c.is_alphanumeric()).map(key);
        words.for_each(|word| self.learn(&word));
        self.sentences.push((milestone, expression(pattern, key), language));
    }

    /// Learns the words of a pattern, to restore lost letters by.
    pub(super) fn learn(&mut self, pattern: &str) {
        for word in pattern.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1) {
            if !self.known.contains(word) {
                self.known.insert(word.to_owned());
            }
        }
    }

    /// Prepared words in which each one that lost letters is the one known word that fits, if there is one. What was lost
    /// behind an article may be its apostrophe.
    pub(super) fn restored(&self, words: &str) -> String {
        let restored = words.split(' ').map(|word| {
            if !word.contains(char::REPLACEMENT_CHARACTER) {
                return word.to_owned();
            }
            let behind_article =
                || ["l\u{fffd}", "d\u{fffd}"].iter().find_map(|article| word.strip_prefix(article));
            let whole = self.only_fitting(word).or_else(|| self.only_fitting(behind_article()?));
            whole.map(str::to_owned).or_else(|| self.two_words(word)).unwrap_or_else(|| word.to_owned())
        });
        restored.collect::<Vec<_>>().join(" ")
    }

    /// The two words that were one letter and a blank apart before both were lost: the `resum\u{fffd}factuel` of "R\u{e9}sum\u{e9}
    /// factuel".
    fn two_words(&self, word: &str) -> Option<String> {
        let (head, tail) = word.split_once(char::REPLACEMENT_CHARACTER)?;
        let head = self.only_fitting(&format!("{head}{}", char::REPLACEMENT_CHARACTER))?;
        let tail = self.known.get(tail)?;
        Some(format!("{head} {tail}"))
    }

    /// The known word that fits one that lost letters, if there is only one.
    fn only_fitting(&self, word: &str) -> Option<&str> {
        if let Some(known) = self.known.get(word) {
            return Some(known);
        }
        let mut fitting = self.known.iter().filter(|known| fits(word, known));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// Whether words are of a kind; they may be several.
    pub(crate) fn is(&self, kind: Kind, words: &str) -> bool {
        self.kinds.get(kind as usize).is_some_and(|known| {
            known.contains(words)
                || words.contains(char::REPLACEMENT_CHARACTER) && known.contains(&self.restored(words))
        })
    }

    /// Whether a word is one of the tables'.
    pub(super) fn is_known(&self, word: &str) -> bool {
        self.known.contains(word)
    }

    /// The words of a kind.
    pub(crate) fn of(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.kinds.get(kind as usize).into_iter().flatten().map(String::as_str)
    }

    /// Whether a word, with all its letters, is one of a kind or a longer form of it: `reanudada`, `reanudación`.
    pub(crate) fn has(&self, kind: Kind, text: &str) -> bool {
        let mut words = String::new();
        prepare(text, &mut words);
        words.split(' ').any(|word| self.is(kind, word))
    }

    /// What stands up to the word for an accession and behind the "of" that follows it: "Protocol of Accession" and "Tonga".
    pub(crate) fn accession_of<'l>(&self, text: &'l str) -> Option<(&'l str, &'l str)> {
        let is_sign = |c: char| !c.is_alphanumeric() && c != char::REPLACEMENT_CHARACTER;
        let ends = text.match_indices(is_sign).map(|(at, _)| at);
        ends.into_iter().find_map(|end| {
            let (head, behind) = text.split_at_checked(end)?;
            let word = head.rsplit(is_sign).next()?;
            if !self.is(Kind::Accession, &raw_words(word)) {
                return None;
            }
            let behind = accession_ingest::trim(behind);
            let (of, name) = behind.split_at_checked(behind.find(is_sign)?)?;
            self.is(Kind::Of, &raw_words(of)).then(|| (head, name.trim_start_matches(is_sign)))
        })
    }

    /// The languages a form of address is used in; nothing if it is none.
    pub(crate) fn honorific(&self, raw: &str) -> Option<Languages> {
        self.honorifics.get(raw).copied()
    }

    /// What a word announces behind a symbol.
    pub(crate) fn announced(&self, raw: &str) -> Option<Announced> {
        if !raw.contains(char::REPLACEMENT_CHARACTER) {
            return self.announced.get(raw).copied();
        }
        let mut fitting =
            self.announced.iter().filter(|(known, _)| fits(raw, known)).map(|(_, announced)| *announced);
        let first = fitting.next()?;
        fitting.all(|other| other == first).then_some(first)
    }

    /// An ordinal at the start of a text and what follows it: `20th meeting` gives 20 and " meeting".
    pub(crate) fn ordinal<'t>(&self, text: &'t str) -> Option<(u32, &'t str)> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let number = text.get(..digits).filter(|digits| digits.len() <= 4)?.parse().ok()?;
        let behind = text.get(digits..)?;
        // A question mark stands for an ending that was lost.
        if let Some(rest) = behind.strip_prefix('?').filter(|rest| !rest.starts_with(char::is_alphanumeric)) {
            return Some((number, rest));
        }
        let letters = behind.find(|c: char| !is_ending(c)).unwrap_or(behind.len());
        let (ending, rest) = behind.split_at(letters);
        if ending.is_empty() || rest.starts_with(char::is_alphanumeric) {
            return None;
        }
        let mut folded = String::new();
        accession_ingest::fold(ending, &mut folded);
        let is_ordinal = self.ordinals.iter().any(|known| fits(&folded, known));
        is_ordinal.then_some((number, rest))
    }

    /// The milestones a clause can mean, given as prepared words with `DATE` in the date's place, each followed by a
    /// blank; `None` among them if it says that no meeting took place; and the language it is in. Where letters were lost, with any known words in
    /// their place.
    pub(crate) fn sentence(&self, clause: &str) -> (Vec<Option<Milestone>>, Option<Language>) {
        let known: Vec<(Option<Milestone>, Language)> =
            self.readings(clause).iter().flat_map(|clause| self.certain(clause)).collect();
        let mut found: Vec<Option<Milestone>> = known.iter().map(|(milestone, _)| *milestone).collect();
        found.sort_unstable();
        found.dedup();
        (found, known.first().map(|(_, language)| *language))
    }

    /// Words with any known word in the place of each that lost letters, as many readings as there may be; each word
    /// followed by a blank.
    pub(super) fn readings(&self, words: &str) -> Vec<String> {
        let mut clauses = vec![String::new()];
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            let mut choices: Vec<&str> = vec![word];
            if word.contains(char::REPLACEMENT_CHARACTER) {
                choices.extend(self.known.iter().filter(|known| fits(word, known)).map(String::as_str));
            }
            if clauses.len() * choices.len() > MOST_CLAUSES {
                choices.truncate(1);
            }
            clauses = clauses
                .iter()
                .flat_map(|head| choices.iter().map(move |word| format!("{head}{word} ")))
                .collect();
        }
        clauses
    }

    /// The milestones a clause can mean as it stands.
    fn certain(&self, clause: &str) -> Vec<(Option<Milestone>, Language)> {
        let compiled = self.compiled.get_or_init(|| {
            let expressions = self.sentences.iter().map(|(_, expression, _)| expression);
            // A table with a bad expression is a defect its test shows; without sentences nothing is misread.
            RegexSetBuilder::new(expressions)
                .size_limit(1 << 28)
                .build()
                .unwrap_or_else(|_| RegexSet::empty())
        });
        let is_of_gatt = clause.split(' ').any(|word| word == "gatt");
        let is_in_doubt = clause.split(' ').any(|word| self.is(Kind::Doubt, word));
        compiled
            .matches(clause)
            .iter()
            .filter_map(|at| self.sentences.get(at))
            .filter(|(milestone, ..)| milestone.is_none() || !is_in_doubt)
            // What is said of the GATT is said of the WTO by no pattern that does not name the GATT.
            .filter(|(_, expression, _)| !is_of_gatt || expression.contains("gatt"))
            .map(|(milestone, _, language)| (*milestone, *language))
            .collect()
    }
}

fn key(text: &str) -> String {
    let mut key = String::new();
    prepare(text, &mut key);
    key
}

/// What stands right behind the digits of an ordinal.
fn is_ending(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{b0}' | '\u{ba}' | '\u{aa}' | char::REPLACEMENT_CHARACTER)
}

/// Whether a word, of which letters may be lost, can be a known one.
fn fits(word: &str, known: &str) -> bool {
    let mut letters = known.chars();
    word.chars().all(|c| letters.next().is_some_and(|known| c == known || c == char::REPLACEMENT_CHARACTER))
        && letters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::super::VOCABULARY;
    use super::*;

    #[test]
    fn ordinals_of_three_languages() {
        let ordinal = |text| VOCABULARY.words.ordinal(text).map(|(number, _)| number);
        for text in ["1st x", "1er", "1re réunion", "1ª", "1\u{fffd}", "1o miembro"] {
            assert_eq!(ordinal(text), Some(1), "{text}");
        }
        assert_eq!(ordinal("143ème Membre"), Some(143));
        assert_eq!(ordinal("2\u{fffd}me"), Some(2));
        assert_eq!(ordinal("143° Miembro"), Some(143));
        for text in ["12", "12/", "3x", "1994", "19-20/03/1997", "22/Add", "4 July"] {
            assert_eq!(ordinal(text), None, "{text}");
        }
    }

    #[test]
    fn sentences_mean_one_milestone() {
        let meaning = |clause: &str| VOCABULARY.words.sentence(clause).0;
        assert_eq!(
            meaning("working party on accession of tonga was established on DATE "),
            [Some(Milestone::WorkingPartyEstablished)]
        );
        assert_eq!(
            meaning("groupe travail accession chine ete etabli DATE "),
            [Some(Milestone::WorkingPartyEstablished)]
        );
        assert_eq!(meaning("working party on fisheries was established on DATE "), []);
        assert_eq!(meaning("working party has not yet met "), [None]);
    }
}
