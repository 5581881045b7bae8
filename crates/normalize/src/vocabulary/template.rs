//! Lines that name the economy: words around a name.

use super::Vocabulary;
use super::pattern::expand;
use super::prepare::prepare;

/// Words before and behind a name.
#[derive(Debug)]
pub(super) struct Template {
    lead: String,
    tail: String,
}

impl Template {
    /// The templates of a pattern with `*` in the name's place.
    pub(super) fn all(pattern: &str) -> impl Iterator<Item = Self> {
        expand(pattern).into_iter().filter_map(|phrase| {
            let (lead, tail) = phrase.split_once('*')?;
            let key = |text: &str| {
                let mut key = String::new();
                prepare(text, &mut key);
                key
            };
            Some(Self { lead: key(lead), tail: key(tail) })
        })
    }

    /// The first word of what stands before the name, and the last of what stands behind it.
    pub(super) fn outer_words(&self) -> impl Iterator<Item = &str> {
        let words = [self.lead.split(' ').next(), self.tail.rsplit(' ').next()];
        words.into_iter().flatten().filter(|word| !word.is_empty())
    }

    /// The name in a line, without the small words around it.
    pub(super) fn fill<'l>(&self, line: &'l str, vocabulary: &Vocabulary) -> Option<&'l str> {
        let is = |part: &str, wanted: &str| {
            let mut key = String::new();
            vocabulary.key(part, &mut key);
            key == wanted
        };
        let is_boundary = |at: usize| {
            let before = line.get(..at).and_then(|before| before.chars().next_back());
            let behind = line.get(at..).and_then(|behind| behind.chars().next());
            !before.is_some_and(is_word_char) || !behind.is_some_and(is_word_char)
        };
        let places: Vec<usize> =
            line.char_indices().map(|(at, _)| at).chain([line.len()]).filter(|at| is_boundary(*at)).collect();
        // As many small words as possible belong to what stands around the name.
        let start =
            places.iter().rev().find(|at| line.get(..**at).is_some_and(|lead| is(lead, &self.lead)))?;
        let end = places
            .iter()
            .find(|at| *at > start && line.get(**at..).is_some_and(|tail| is(tail, &self.tail)))?;
        let name = accession_ingest::trim(line.get(*start..*end)?);
        (name.contains(char::is_alphabetic)).then_some(name)
    }

    /// Whether a line, as lines are compared, has the words around a name. Nearly no line does.
    pub(super) fn may_fill(&self, key: &str) -> bool {
        key.starts_with(&self.lead) && key.ends_with(&self.tail)
    }
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == char::REPLACEMENT_CHARACTER
}
