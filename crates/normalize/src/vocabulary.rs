//! The words of dossiers: what a label means, as data (one table a language, in `vocabulary/`).

mod pattern;
mod prepare;
mod signs;
mod template;
mod words;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use accession_schema::vocabulary::{Language, MeetingKind, Step};

use self::pattern::{expand, prepared};
use self::prepare::PROSE_WORDS;
pub(crate) use self::prepare::{prepare, raw_words, wants_another};
use self::signs::Signs;
use self::template::Template;
pub(crate) use self::words::{Announced, Kind, Words};

/// No label with all its captions is longer, in bytes. Looking longer lines up would only cost time.
const LONGEST_LABEL: usize = 1000;

/// A line that names the economy is no longer, in bytes.
const LONGEST_TITLE: usize = 250;

/// The name of an economy has no more words, "of" and "the Kingdom" among them.
const NAME_WORDS: usize = 8;

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
    /// Where the accession stands, or a title over it.
    Status,
    /// Text of the page around the rows.
    Furniture,
    /// The caption of a column.
    Caption,
    /// The first version of a step's document.
    First,
    /// A later version of a step's document.
    Later,
}

/// The languages a word or label is known in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Languages(u8);

impl Languages {
    fn of(language: Language) -> Self {
        Self(1 << language as u8)
    }

    /// Whether it is known in a language.
    pub fn has(self, language: Language) -> bool {
        self.0 & Self::of(language).0 != 0
    }
}

/// A label's meaning, and whether captions of columns stood beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The meaning.
    pub meaning: Meaning,
    /// Whether captions of columns stood before or behind the label.
    pub with_captions: bool,
    /// The languages it is a label in.
    pub languages: Languages,
}

/// The labels and words of several languages.
#[derive(Debug, Default)]
pub struct Vocabulary {
    phrases: HashMap<String, (Meaning, Languages)>,
    /// Captions by their first and by their last word, the longest first, so that no part of one is taken alone.
    captions_by_first: HashMap<String, Vec<String>>,
    captions_by_last: HashMap<String, Vec<String>>,
    /// The beginnings of text around the rows, by their first word.
    furniture: HashMap<String, Vec<String>>,
    timeline_titles: Vec<Template>,
    /// What tells labels in other wordings.
    signs: Vec<(Signs, Languages)>,
    /// The first and last words of lines that name the economy.
    title_words: HashSet<String>,
    pages_of: Vec<Template>,
    /// Words of labels that are not labels themselves.
    pub(crate) words: Words,
    /// Phrases with two meanings: the first one counts.
    ambiguous: Vec<String>,
}

/// The languages and their tables.
const TABLES: [(Language, &str); 3] = [
    (Language::En, include_str!("../vocabulary/en.txt")),
    (Language::Fr, include_str!("../vocabulary/fr.txt")),
    (Language::Es, include_str!("../vocabulary/es.txt")),
];

/// The vocabulary of English, French and Spanish pages.
pub static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::parse(&TABLES).0);

impl Vocabulary {
    /// Reads tables of `meaning | pattern` lines. Lines that are none are returned with their language and number.
    pub fn parse(tables: &[(Language, &str)]) -> (Self, Vec<(Language, usize)>) {
        let mut vocabulary = Self::default();
        let mut bad = Vec::new();
        for (language, table) in tables {
            for (number, line) in (1..).zip(table.lines()) {
                if line.is_empty() || line.starts_with('#') {
                    continue;
                }
                let is_known = line.split_once('|').is_some_and(|(meaning, pattern)| {
                    vocabulary.add(*language, meaning.trim(), pattern.trim())
                });
                if !is_known {
                    bad.push((*language, number));
                }
            }
        }
        let by_length = |phrases: &mut Vec<String>| {
            phrases.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
            phrases.dedup();
        };
        vocabulary.captions_by_first.values_mut().for_each(by_length);
        vocabulary.captions_by_last.values_mut().for_each(by_length);
        vocabulary.furniture.values_mut().for_each(by_length);
        let templates = vocabulary.timeline_titles.iter().chain(&vocabulary.pages_of);
        vocabulary.title_words = templates.flat_map(Template::outer_words).map(str::to_owned).collect();
        (vocabulary, bad)
    }

    /// Adds a line; whether its meaning is known.
    fn add(&mut self, language: Language, meaning: &str, pattern: &str) -> bool {
        match meaning {
            "timeline_title" => self.timeline_titles.extend(Template::all(pattern)),
            "page_of" => self.pages_of.extend(Template::all(pattern)),
            _ if self.words.add(language, meaning, pattern) => {}
            _ if let Some(meaning) = meaning.strip_prefix("signs ") => {
                let prepared = |word: &str| {
                    let mut key = String::new();
                    prepare(word, &mut key);
                    key
                };
                let signs = parse_meaning(meaning).and_then(|found| Signs::parse(found, pattern, prepared));
                let Some(signs) = signs else { return false };
                signs.words().for_each(|word| self.words.learn(word));
                self.signs.push((signs, Languages::of(language)));
            }
            _ => {
                let Some(meaning) = parse_meaning(meaning) else { return false };
                // Its words are prepared once, not in each phrase it stands for.
                let pattern = prepared(pattern);
                self.words.learn(&pattern);
                for phrase in expand(&pattern) {
                    self.add_phrase(language, meaning, &phrase);
                }
            }
        }
        true
    }

    fn add_phrase(&mut self, language: Language, meaning: Meaning, phrase: &str) {
        let mut key = String::with_capacity(phrase.len());
        for word in phrase.split(' ').filter(|word| !word.is_empty()) {
            key.push_str(word);
            key.push(' ');
        }
        key.truncate(key.trim_end().len());
        if key.is_empty() {
            return;
        }
        let (first, last) = ends(&key);
        match meaning {
            Meaning::Caption => {
                self.captions_by_first.entry(first.to_owned()).or_default().push(key.clone());
                self.captions_by_last.entry(last.to_owned()).or_default().push(key.clone());
            }
            Meaning::Furniture => {
                self.furniture.entry(first.to_owned()).or_default().push(key.clone());
            }
            _ => {}
        }
        let entry = self.phrases.entry(key.clone()).or_insert((meaning, Languages::default()));
        entry.1.0 |= Languages::of(language).0;
        if entry.0 != meaning {
            self.ambiguous.push(format!("{key}: {:?} and {meaning:?}", entry.0));
        }
    }

    /// The meaning of a label. Letters it lost on the way are restored where one known word alone fits.
    pub fn find(&self, label: &str) -> Option<Match> {
        if label.len() > LONGEST_LABEL {
            return None;
        }
        let mut key = String::with_capacity(label.len());
        self.key(label, &mut key);
        if let Some((meaning, languages)) = self.phrases.get(key.as_str()).copied() {
            return Some(Match { meaning, with_captions: meaning == Meaning::Caption, languages });
        }
        if key.contains(char::REPLACEMENT_CHARACTER)
            && let Some(found) = self.fitting(&key)
        {
            return Some(found);
        }
        // What is announced behind a form's symbol is no part of the label: "Questionnaire (WT/ACC/22) + revisions".
        if let Some((head, announced)) = label.rsplit_once('+')
            && raw_words(announced).split(' ').all(|word| self.words.announced(word).is_some())
            && let Some(found) = self.exact(head)
        {
            return Some(found);
        }
        // Of the text around the rows the first words tell.
        let of_word = self.furniture.get(ends(&key).0).into_iter().flatten();
        if let Some(start) = of_word.into_iter().find(|start| key.starts_with(start.as_str())) {
            let languages = self.phrases.get(start).map(|found| found.1).unwrap_or_default();
            return Some(Match { meaning: Meaning::Furniture, with_captions: false, languages });
        }
        // The economy may be named behind its accession: "Protocol of Accession of Tonga".
        if let Some(found) = self.before_economy(label) {
            return Some(found);
        }
        // Captions are taken off one by one: what is left after any of them may be the label.
        let mut rest = key.as_str();
        while let Some(shorter) = self.strip_caption(rest) {
            rest = shorter;
            if rest.is_empty() {
                let languages = self.caption_languages(&key);
                return Some(Match { meaning: Meaning::Caption, with_captions: true, languages });
            }
            if let Some((meaning, languages)) = self.phrases.get(rest).copied()
                && meaning != Meaning::Caption
            {
                return Some(Match { meaning, with_captions: true, languages });
            }
        }
        None
    }

    /// Whether two labels are compared as the same.
    pub(crate) fn same(&self, one: &str, other: &str) -> bool {
        let (mut first, mut second) = (String::new(), String::new());
        self.key(one, &mut first);
        self.key(other, &mut second);
        first == second
    }

    /// The one meaning a label can have whose words lost letters that more than one known word fits.
    fn fitting(&self, key: &str) -> Option<Match> {
        let mut found: Option<Match> = None;
        for key in self.words.readings(key) {
            let Some((meaning, languages)) = self.phrases.get(key.trim_end()).copied() else { continue };
            if found.is_some_and(|found| found.meaning != meaning) {
                return None;
            }
            found = Some(Match { meaning, with_captions: meaning == Meaning::Caption, languages });
        }
        found
    }

    /// Writes a label the way labels are compared, with lost letters restored.
    pub(crate) fn key(&self, label: &str, key: &mut String) {
        match self.outside_bracket(label) {
            Some(label) => prepare(&label, key),
            None => prepare(label, key),
        }
        if key.contains(char::REPLACEMENT_CHARACTER) {
            *key = self.words.restored(key);
        }
    }

    /// A label without the bracket that makes it another one: "Terms of reference (GATT)", "Goods Schedule (draft)".
    fn outside_bracket(&self, label: &str) -> Option<String> {
        let (before, inner) = label.split_once('(')?;
        let (inner, behind) = inner.split_once(')')?;
        // Most brackets hold the symbol of a form.
        if inner.contains('/') {
            return None;
        }
        let mut words = String::new();
        prepare(inner, &mut words);
        self.words.is(Kind::InBracket, &words).then(|| format!("{before} {inner} {behind}"))
    }

    /// The label in front of the economy in "Protocol of Accession of Tonga", "Protocole d'accession de la Mongolie".
    fn before_economy(&self, label: &str) -> Option<Match> {
        let (head, name) = self.words.accession_of(label)?;
        let is_short = name.split(' ').count() < NAME_WORDS && !name.contains(|c: char| c.is_ascii_digit());
        if !is_short || !name.contains(char::is_uppercase) {
            return None;
        }
        self.exact(head)
    }

    /// The meaning of a label that is one as a whole, with nothing beside it.
    pub(crate) fn exact(&self, label: &str) -> Option<Match> {
        let mut key = String::new();
        self.key(label, &mut key);
        let (meaning, languages) = self.phrases.get(key.as_str()).copied()?;
        Some(Match { meaning, with_captions: meaning == Meaning::Caption, languages })
    }

    fn caption_languages(&self, key: &str) -> Languages {
        let captions = self.captions_by_first.get(ends(key).0).into_iter().flatten();
        let mut found = captions.filter(|caption| key.starts_with(caption.as_str()));
        found.find_map(|caption| self.phrases.get(caption)).map(|found| found.1).unwrap_or_default()
    }

    /// Whether a remark says nothing but what captions say: links to documents, statements and news.
    pub fn is_caption(&self, remark: &str) -> bool {
        let mut key = String::with_capacity(remark.len());
        self.key(remark, &mut key);
        // What is left once some captions are taken off the end; each length once.
        let mut left = vec![key.len()];
        let mut seen = HashSet::new();
        while let Some(rest) = left.pop().and_then(|length| key.get(..length)) {
            if rest.is_empty() {
                return true;
            }
            let at_end = self.captions_by_last.get(ends(rest).1).into_iter().flatten();
            let heads = at_end.filter_map(|caption| rest.strip_suffix(caption.as_str()));
            let heads = heads.filter(|head| head.is_empty() || head.ends_with(' ')).map(without_and);
            left.extend(heads.map(str::len).filter(|length| seen.insert(*length)));
        }
        false
    }

    /// What follows the longest caption at the start of a text, if anything does.
    pub(crate) fn behind_caption<'l>(&self, text: &'l str) -> Option<&'l str> {
        let ends = text.match_indices(accession_ingest::is_blank_char).map(|(at, _)| at).take(PROSE_WORDS);
        let is_known = |end: &usize| {
            let found = text.get(..*end).and_then(|head| self.exact(head));
            found.is_some_and(|found| found.meaning == Meaning::Caption)
        };
        ends.filter(is_known).last().and_then(|end| text.get(end..))
    }

    /// The key without the caption at its end or start, and without the "and" that joined it to another.
    fn strip_caption<'k>(&self, key: &'k str) -> Option<&'k str> {
        let (first, last) = ends(key);
        let at_end = || {
            self.captions_by_last.get(last)?.iter().find_map(|caption| {
                let head = key.strip_suffix(caption.as_str())?;
                (head.is_empty() || head.ends_with(' ')).then_some(head)
            })
        };
        let at_start = || {
            self.captions_by_first.get(first)?.iter().find_map(|caption| {
                let tail = key.strip_prefix(caption.as_str())?;
                (tail.is_empty() || tail.starts_with(' ')).then_some(tail)
            })
        };
        Some(without_and(at_end().or_else(at_start)?))
    }

    /// The economy named by the title of a timeline: `Tonga` in "Tonga's Timeline", `Chine` in "Chronologie de
    /// l'accession de la Chine".
    pub(crate) fn timeline_title<'l>(&self, label: &'l str) -> Option<&'l str> {
        self.named_by(&self.timeline_titles, label)
    }

    /// The economy named by another line of the page: "Page for Tonga as a Member".
    pub(crate) fn page_of<'l>(&self, label: &'l str) -> Option<&'l str> {
        self.named_by(&self.pages_of, label)
    }

    /// Whether a line begins or ends with a word that lines which name the economy have there. Nearly no line does.
    fn may_be_title(&self, label: &str) -> bool {
        let mut words =
            label.split(accession_ingest::is_blank_char).filter(|word| word.contains(char::is_alphanumeric));
        let mut key = String::new();
        let mut is_known = |word: Option<&str>| {
            prepare(word.unwrap_or_default(), &mut key);
            let word = key.split(' ').next().unwrap_or_default();
            // A small word says nothing of what follows.
            let is_open = key.is_empty() || key.contains(char::REPLACEMENT_CHARACTER);
            is_open || self.title_words.contains(word)
        };
        let (first, last) = (words.next(), words.next_back());
        is_known(first) || is_known(last)
    }

    fn named_by<'l>(&self, templates: &[Template], label: &'l str) -> Option<&'l str> {
        if label.len() > LONGEST_TITLE || !self.may_be_title(label) {
            return None;
        }
        let mut key = String::with_capacity(label.len());
        self.key(label, &mut key);
        templates
            .iter()
            .filter(|template| template.may_fill(&key))
            .find_map(|template| template.fill(label, self))
    }

    /// The label a text begins with, as long as possible, of so many words at least.
    pub(crate) fn leading_label(&self, text: &str, least: usize) -> Option<Match> {
        let mut key = String::new();
        self.key(text, &mut key);
        let ends = key.match_indices(' ').map(|(at, _)| at);
        let ends: Vec<usize> = ends.take(PROSE_WORDS).skip(least.saturating_sub(1)).collect();
        ends.iter().rev().find_map(|end| {
            let (meaning, languages) = self.phrases.get(key.get(..*end)?).copied()?;
            Some(Match { meaning, with_captions: false, languages })
        })
    }
}

/// A key without blanks around it and the "and" that joined it to what stood behind.
fn without_and(key: &str) -> &str {
    let key = key.trim();
    if key == "and" { "" } else { key.strip_suffix(" and").unwrap_or(key) }
}

/// The first and the last word of a key.
fn ends(key: &str) -> (&str, &str) {
    (key.split(' ').next().unwrap_or_default(), key.rsplit(' ').next().unwrap_or_default())
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
        ("status_heading", None) => Meaning::Status,
        ("furniture", None) => Meaning::Furniture,
        ("caption", None) => Meaning::Caption,
        ("first", None) => Meaning::First,
        ("later", None) => Meaning::Later,
        _ => return None,
    };
    Some(meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(label: &str) -> Option<Meaning> {
        VOCABULARY.find(label).map(|found| found.meaning)
    }

    #[test]
    fn the_shipped_tables_have_no_bad_line_and_no_phrase_of_two_meanings() {
        let (vocabulary, bad) = Vocabulary::parse(&TABLES);
        assert_eq!(bad, []);
        assert_eq!(vocabulary.ambiguous, Vec::<String>::new());
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
    fn labels_of_three_languages_and_damaged_ones() {
        let established = Some(Meaning::Step(Step::WorkingPartyEstablished));
        assert_eq!(meaning("Établissement du Groupe de travail de l'accession"), established);
        assert_eq!(meaning("\u{fffd}tablissement du Groupe de travail de l\u{fffd}accession"), established);
        assert_eq!(meaning("Establecimiento del Grupo de Trabajo sobre la Adhesión"), established);
        assert_eq!(meaning("Protocole d'accession de la Mongolie"), Some(Meaning::Step(Step::Protocol)));
        let found = VOCABULARY.find("Offre pour les marchandises");
        assert!(
            found
                .is_some_and(|found| found.languages.has(Language::Fr) && !found.languages.has(Language::En))
        );
    }

    #[test]
    fn captions_may_stand_around_a_label() {
        let found = VOCABULARY.find("Formal Meetings of the Working Party Date of the meeting Convening fax Statement(s) by the Head of the Delegation News item");
        assert_eq!(
            found.map(|found| (found.meaning, found.with_captions)),
            Some((Meaning::Meetings(MeetingKind::Formal), true))
        );
        let found = VOCABULARY.find("Legislation and implementing regulations\u{a0} Click for details Legislation notice Notified legislation");
        assert_eq!(
            found.map(|found| (found.meaning, found.with_captions)),
            Some((Meaning::Step(Step::Legislation), true))
        );
        assert_eq!(
            meaning(
                "Consultation documents Click for details Consultation notice Notified consultation document"
            ),
            Some(Meaning::Step(Step::Consultation))
        );
        assert_eq!(meaning("Convening notice Delegation list"), Some(Meaning::Caption));
        assert!(VOCABULARY.is_caption("Documents News item"));
        assert!(VOCABULARY.is_caption("Other documents for the meeting Documents & News item"));
        assert!(!VOCABULARY.is_caption("Memorandum"));
    }

    #[test]
    fn titles_name_the_economy() {
        let title = |label| VOCABULARY.timeline_title(label);
        assert_eq!(title("Kazakhstan's Timeline"), Some("Kazakhstan"));
        assert_eq!(title("Lao PDR\u{2019}s\u{a0}Timeline"), Some("Lao PDR"));
        assert_eq!(title("Comoros' Timeline"), Some("Comoros"));
        assert_eq!(title("Chronologie de l\u{2019}accession de la Chine"), Some("Chine"));
        assert_eq!(title("Cronología del proceso de adhesión de Panamá"), Some("Panamá"));
        assert_eq!(title("Timeline"), None);
        assert_eq!(title("The Timeline"), None);
        assert_eq!(VOCABULARY.page_of("Page for Tonga as a Member"), Some("Tonga"));
    }
}
