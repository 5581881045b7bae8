//! The words of dossiers: what a label means, as data (one table a language, in `vocabulary/`).

use std::collections::HashMap;
use std::sync::LazyLock;

use accession_schema::vocabulary::{MeetingKind, Step};

/// No label with all its captions is longer, in bytes. Looking longer lines up would only cost time.
const LONGEST_LABEL: usize = 1000;

/// What a label means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// The rows under it list documents of a step.
    Step(Step),
    /// One row for the application to the WTO and the working party taken over from the GATT.
    Transformed,
    /// The rows under it are meetings.
    Meetings(MeetingKind),
    /// The rows under it are chairpersons.
    Chairs,
    /// The row under it is the day of membership.
    Membership,
    /// The row under it counts the members that joined under Article XII.
    ArticleXii,
    /// A title without rows of its own.
    Title,
    /// Text of the page around the rows.
    Furniture,
    /// The caption of a column.
    Caption,
    /// The first version of a step's document.
    First,
    /// A later version of a step's document.
    Later,
}

/// A label's meaning, and whether captions of columns stood beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The meaning.
    pub meaning: Meaning,
    /// Whether captions of columns stood before or behind the label.
    pub with_captions: bool,
}

/// The labels of one language.
#[derive(Debug, Default)]
pub struct Vocabulary {
    phrases: HashMap<String, Meaning>,
    captions: Vec<String>,
    furniture: Vec<String>,
}

/// The vocabulary of English pages.
pub static ENGLISH: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::parse(include_str!("../vocabulary/en.txt")).0);

impl Vocabulary {
    /// Reads a table of `meaning | pattern` lines. Lines that are none are returned with their numbers.
    pub fn parse(table: &str) -> (Self, Vec<usize>) {
        let mut vocabulary = Self::default();
        let mut bad = Vec::new();
        for (number, line) in (1..).zip(table.lines()) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match line.split_once('|').and_then(|(meaning, pattern)| Some((parse_meaning(meaning)?, pattern)))
            {
                Some((meaning, pattern)) => vocabulary.add(meaning, pattern),
                None => bad.push(number),
            }
        }
        // The longest caption first, so that no part of it is taken alone.
        vocabulary.captions.sort_by_key(|caption| std::cmp::Reverse(caption.len()));
        vocabulary.captions.dedup();
        (vocabulary, bad)
    }

    fn add(&mut self, meaning: Meaning, pattern: &str) {
        for phrase in expand(&mut pattern.chars().peekable()) {
            let mut key = String::new();
            prepare(&phrase, &mut key);
            if key.is_empty() {
                continue;
            }
            match meaning {
                Meaning::Caption => self.captions.push(key.clone()),
                Meaning::Furniture => self.furniture.push(key.clone()),
                _ => {}
            }
            self.phrases.entry(key).or_insert(meaning);
        }
    }

    /// The meaning of a label.
    pub fn find(&self, label: &str) -> Option<Match> {
        if label.len() > LONGEST_LABEL {
            return None;
        }
        let mut key = String::with_capacity(label.len());
        prepare(label, &mut key);
        if let Some(meaning) = self.phrases.get(key.as_str()) {
            return Some(Match { meaning: *meaning, with_captions: *meaning == Meaning::Caption });
        }
        // Of the text around the rows the first words tell.
        if self.furniture.iter().any(|start| key.starts_with(start.as_str())) {
            return Some(Match { meaning: Meaning::Furniture, with_captions: false });
        }
        // The economy may be named behind its accession: "Protocol of Accession of Tonga".
        if let Some((head, _)) = key.split_once("accession of ")
            && let Some(meaning) =
                key.get(..head.len() + "accession".len()).and_then(|phrase| self.phrases.get(phrase))
        {
            return Some(Match { meaning: *meaning, with_captions: false });
        }
        // Captions are taken off one by one: what is left after any of them may be the label.
        let mut rest = key.as_str();
        while let Some(shorter) = self.strip_caption(rest) {
            rest = shorter;
            if rest.is_empty() {
                return Some(Match { meaning: Meaning::Caption, with_captions: true });
            }
            if let Some(meaning) = self.phrases.get(rest).filter(|meaning| **meaning != Meaning::Caption) {
                return Some(Match { meaning: *meaning, with_captions: true });
            }
        }
        None
    }

    /// Whether a remark says nothing but what captions say: links to documents, statements and news.
    pub fn is_caption(&self, remark: &str) -> bool {
        let mut key = String::with_capacity(remark.len());
        prepare(remark, &mut key);
        let mut rest = key.as_str();
        while let Some(shorter) = self.strip_caption(rest) {
            rest = shorter;
        }
        rest.is_empty()
    }

    /// The key without the caption at its end or start.
    fn strip_caption<'k>(&self, key: &'k str) -> Option<&'k str> {
        let stripped = self.captions.iter().find_map(|caption| {
            let head =
                key.strip_suffix(caption.as_str()).filter(|head| head.is_empty() || head.ends_with(' '));
            let tail = || key.strip_prefix(caption.as_str()).filter(|tail| tail.starts_with(' '));
            head.or_else(tail)
        });
        stripped.map(str::trim)
    }
}

fn parse_meaning(text: &str) -> Option<Meaning> {
    let mut words = text.split_whitespace();
    let meaning = match (words.next()?, words.next()) {
        ("step", Some(step)) => Meaning::Step(step.parse().ok()?),
        ("meetings", Some(kind)) => Meaning::Meetings(kind.parse().ok()?),
        ("transformed", None) => Meaning::Transformed,
        ("chairs", None) => Meaning::Chairs,
        ("membership", None) => Meaning::Membership,
        ("article_xii", None) => Meaning::ArticleXii,
        ("title", None) => Meaning::Title,
        ("furniture", None) => Meaning::Furniture,
        ("caption", None) => Meaning::Caption,
        ("first", None) => Meaning::First,
        ("later", None) => Meaning::Later,
        _ => return None,
    };
    Some(meaning)
}

/// Every phrase a pattern stands for, up to the bracket that ends it.
fn expand(pattern: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Vec<String> {
    let mut choices = Vec::new();
    let mut phrases = vec![String::new()];
    while let Some(c) = pattern.next() {
        match c {
            '[' | '(' => {
                let mut inner = expand(pattern);
                if c == '[' {
                    inner.push(String::new());
                }
                phrases = phrases
                    .iter()
                    .flat_map(|head| inner.iter().map(move |tail| format!("{head}{tail}")))
                    .collect();
            }
            ']' | ')' => break,
            '|' => choices.append(&mut std::mem::replace(&mut phrases, vec![String::new()])),
            c => phrases.iter_mut().for_each(|phrase| phrase.push(c)),
        }
    }
    choices.append(&mut phrases);
    choices
}

/// Writes a label the way labels are compared into `key`.
pub(crate) fn prepare(label: &str, key: &mut String) {
    key.clear();
    let mut word_start = 0;
    let mut depth = 0_usize;
    for c in label.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '\'' | '\u{2019}' | '\u{2018}' => {}
            '&' => {
                end_word(key, &mut word_start);
                key.push_str("and");
                end_word(key, &mut word_start);
            }
            c if c.is_ascii_alphanumeric() => key.push(c.to_ascii_lowercase()),
            c if c.is_alphanumeric() => key.extend(c.to_lowercase()),
            _ => end_word(key, &mut word_start),
        }
    }
    end_word(key, &mut word_start);
    key.truncate(key.trim_end().len());
}

/// Ends the word that starts at `word_start`: drops it if it says nothing, takes off its plural s, appends a blank.
fn end_word(key: &mut String, word_start: &mut usize) {
    let word = key.get(*word_start..).unwrap_or_default();
    if word.is_empty() {
        return;
    }
    if matches!(word, "the" | "a" | "an" | "wto") {
        key.truncate(*word_start);
        return;
    }
    if word.len() > 3 && word.ends_with('s') {
        key.pop();
    }
    key.push(' ');
    *word_start = key.len();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(label: &str) -> Option<Meaning> {
        ENGLISH.find(label).map(|found| found.meaning)
    }

    #[test]
    fn the_shipped_table_has_no_bad_line() {
        assert_eq!(Vocabulary::parse(include_str!("../vocabulary/en.txt")).1, Vec::<usize>::new());
    }

    #[test]
    fn patterns_expand() {
        let phrases = |pattern: &str| expand(&mut pattern.chars().peekable());
        assert_eq!(phrases("a [b] (c|d [e])"), ["a b c", "a b d e", "a b d ", "a  c", "a  d e", "a  d "]);
    }

    #[test]
    fn labels_match_as_a_whole() {
        assert_eq!(meaning("Application received"), Some(Meaning::Step(Step::Application)));
        assert_eq!(
            meaning("State-Trading Questionnaire (WT/ACC/22 + revisions"),
            Some(Meaning::Step(Step::StateTradingQuestionnaire))
        );
        assert_eq!(
            meaning("Agriculture (WT/ACC/22/Add.1), including Questions and Replies"),
            Some(Meaning::Step(Step::Agriculture))
        );
        assert_eq!(
            meaning("Initial cycle(s) of Questions and Replies, following the circulation of the MFTR"),
            Some(Meaning::Step(Step::QuestionsAndRepliesInitial))
        );
        assert_eq!(
            meaning("GATT Accession Working Party Established"),
            Some(Meaning::Step(Step::GattWorkingPartyEstablished))
        );
        assert_eq!(meaning("Report of the Working Party"), Some(Meaning::Step(Step::WorkingPartyReport)));
        assert_eq!(
            meaning("General Council Decision on the Accession of the Kingdom of Tonga"),
            Some(Meaning::Step(Step::Decision))
        );
        assert_eq!(
            meaning("Schedule of Specific Commitments annexed to the GATS"),
            Some(Meaning::Step(Step::ServicesSchedule))
        );
        assert_eq!(meaning("Back to top"), Some(Meaning::Furniture));
        assert_eq!(meaning("The application received its first hearing"), None);
        assert_eq!(meaning("Agriculture is a sector of the economy"), None);
        assert_eq!(meaning(""), None);
    }

    #[test]
    fn captions_may_stand_around_a_label() {
        let found = ENGLISH.find("Formal Meetings of the Working Party Date of the meeting Convening fax Statement(s) by the Head of the Delegation News item");
        assert_eq!(
            found,
            Some(Match { meaning: Meaning::Meetings(MeetingKind::Formal), with_captions: true })
        );
        let found = ENGLISH.find("Legislation and implementing regulations\u{a0} Click for details Legislation notice Notified legislation");
        assert_eq!(found, Some(Match { meaning: Meaning::Step(Step::Legislation), with_captions: true }));
        assert_eq!(
            meaning(
                "Consultation documents Click for details Consultation notice Notified consultation document"
            ),
            Some(Meaning::Step(Step::Consultation))
        );
        assert_eq!(meaning("Convening notice Delegation list"), Some(Meaning::Caption));
        assert!(ENGLISH.is_caption("Documents News item"));
        assert!(!ENGLISH.is_caption("Memorandum"));
    }
}
