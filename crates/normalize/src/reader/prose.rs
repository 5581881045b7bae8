//! Pages of short prose: their sentences are all there is.
//!
//! A sentence gives a milestone only if, as a whole or as a clause that "and" sets off, it can mean nothing else: patterns
//! of the vocabulary leave room for names, not for other matters. A sentence that fits two milestones gives none.

use accession_ingest::{Row, RowClass, find_date, is_blank_char};
use accession_schema::vocabulary::Milestone;

use super::labels::label_outcome;
use super::paragraph::paragraph_end;
use super::{Outcome, Reader, place};
use crate::date::{self, Date};
use crate::vocabulary::{Meaning, VOCABULARY};

impl<'d, 's> Reader<'d, 's> {
    /// The paragraph that starts at a row of a page of prose; where the next one starts.
    pub(super) fn prose(&mut self, index: usize, names_another: &dyn Fn(&str) -> bool) -> usize {
        let end = paragraph_end(self.reading.dossier, index);
        let Some((row, below)) = self.reading.dossier.rows.get(index..end).and_then(<[_]>::split_first)
        else {
            return end;
        };
        let outcome = match row.class {
            RowClass::Text => self.prose_text(row, below, names_another),
            RowClass::Navigation => Outcome::boilerplate("navigation"),
            _ => Outcome::unread("not_read"),
        };
        // What is a label on its own is no part of a paragraph.
        let taken = if matches!(outcome, Outcome::Remains { .. }) { index + 1 } else { end };
        (index..taken).for_each(|row| self.set(row, outcome));
        taken
    }

    fn prose_text(
        &mut self,
        row: &'d Row<'s>,
        below: &'d [Row<'s>],
        names_another: &dyn Fn(&str) -> bool,
    ) -> Outcome {
        if !row.label.ends_with('.')
            && let Some(found) = VOCABULARY.find(row.label)
        {
            self.note(found);
            return match found.meaning {
                Meaning::Furniture => Outcome::boilerplate("furniture"),
                Meaning::Step(_) | Meaning::Transformed => Outcome::heading("title"),
                _ => label_outcome(found),
            };
        }
        let mut text = row.text.to_owned();
        let mut place = place(row);
        for row in below {
            text.push(' ');
            text.push_str(row.text);
            place.span.end = row.span.end;
        }
        let mut is_extracted = false;
        for sentence in sentences(&text).filter(|sentence| !names_another(sentence)) {
            for (milestone, date) in self.stated(row, sentence) {
                match (milestone, date) {
                    (Some(milestone), Some(date)) => {
                        self.known += 1;
                        is_extracted |= self.reach(place, milestone, Some(date), None);
                    }
                    // No meeting took place.
                    _ => self.known += 1,
                }
            }
        }
        if is_extracted { Outcome::Extracted } else { Outcome::Unresolved }
    }

    /// What the clauses of a sentence say.
    fn stated(&mut self, row: &Row<'_>, sentence: &str) -> Vec<(Option<Milestone>, Option<Date>)> {
        let mut found = Vec::new();
        let whole = Clause::of(sentence);
        for clause in whole.parts() {
            let (meanings, language) = VOCABULARY.words.sentence(&clause.words);
            self.note_language(language);
            match meanings.as_slice() {
                [None] if clause.dates.is_empty() => found.push((None, None)),
                [Some(milestone)] => {
                    let [written] = clause.dates.as_slice() else { continue };
                    match date::ends(*written) {
                        Ok((start, Some(end))) if start == end => found.push((Some(*milestone), Some(start))),
                        Ok(_) => {}
                        Err(error) => self.impossible(row.line, written.text, &error.to_string()),
                    }
                }
                _ => {}
            }
        }
        // A milestone that a sentence dates twice is dated by neither.
        let all = found.clone();
        found.retain(|(milestone, date)| {
            milestone.is_none() || all.iter().all(|(other, another)| other != milestone || another == date)
        });
        found.sort_by_key(|(milestone, _)| *milestone);
        found.dedup();
        found
    }
}

/// The sentences of a text: they end at a point behind a word of more than a letter or two, before a capital letter.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let is_end = |at: usize| {
            let before = rest.get(..at).unwrap_or_default();
            let word = before.rsplit(is_blank_char).next().unwrap_or_default();
            let behind = rest.get(at + 1..).unwrap_or_default();
            let next = accession_ingest::trim(behind).chars().next();
            word.chars().count() > 2
                && behind.starts_with(is_blank_char)
                && next.is_none_or(|c| c.is_uppercase() || !c.is_alphanumeric())
        };
        let end = rest.match_indices(['.', '!', '?', ';']).map(|(at, _)| at).find(|at| is_end(*at));
        let (sentence, behind) = match end {
            Some(end) => (rest.get(..end)?, rest.get(end + 1..)?),
            None => (rest, ""),
        };
        rest = accession_ingest::trim(behind);
        Some(sentence.trim_end_matches('.'))
    })
}

/// Prepared words, each followed by a blank, with `DATE` in the place of each date.
#[derive(Debug, Clone, Default)]
struct Clause<'s> {
    words: String,
    dates: Vec<accession_ingest::WrittenDate<'s>>,
}

impl<'s> Clause<'s> {
    fn of(sentence: &'s str) -> Self {
        let mut clause = Self::default();
        let mut rest = sentence;
        while let Some((at, written)) = find_date(rest) {
            clause.add(rest.get(..at).unwrap_or_default());
            // A date in a bracket is an aside.
            let before = sentence.get(..sentence.len() - rest.len() + at).unwrap_or_default();
            if before.matches('(').count() <= before.matches(')').count() {
                clause.words.push_str("DATE ");
                clause.dates.push(written);
            }
            rest = rest.get(at + written.text.len()..).unwrap_or_default();
        }
        clause.add(rest);
        clause
    }

    /// Adds prepared words and the commas between them.
    fn add(&mut self, text: &str) {
        let mut key = String::new();
        for (position, piece) in text.split([',', ';', ':']).enumerate() {
            if position > 0 {
                self.words.push_str(", ");
            }
            VOCABULARY.key(piece, &mut key);
            if !key.is_empty() {
                self.words.push_str(&key);
                self.words.push(' ');
            }
        }
    }

    /// The clause as a whole, and those that "and" joins. A comma behind a date ends what the clause says of it, or only
    /// sets off the date: both are tried. No pattern has a comma anywhere else.
    fn parts(&self) -> Vec<Self> {
        let mut dates = self.dates.iter().copied();
        let mut parts: Vec<Self> = self
            .words
            .split("and ")
            .map(|words| {
                let count = words.matches("DATE").count();
                Self { words: words.to_owned(), dates: dates.by_ref().take(count).collect() }
            })
            .collect();
        if parts.len() > 1 {
            parts.push(self.clone());
        }
        let ended: Vec<Self> = parts
            .iter()
            .filter_map(|part| {
                let (words, _) = part.words.split_once("DATE , ")?;
                let count = words.matches("DATE").count() + 1;
                Some(Self {
                    words: format!("{words}DATE "),
                    dates: part.dates.iter().copied().take(count).collect(),
                })
            })
            .collect();
        for part in &mut parts {
            part.words = part.words.replace("DATE , ", "DATE ");
        }
        parts.extend(ended);
        parts
    }
}
