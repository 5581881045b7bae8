//! Labels in a wording no table has: what words name a step, whatever stands between them.

use std::collections::HashSet;

use super::{Kind, Languages, Match, Meaning, Vocabulary};

/// A label that is told by its words is no longer, in bytes.
const LONGEST_SIGNS: usize = 150;

/// The words by which a label is told.
#[derive(Debug)]
pub(super) struct Signs {
    meaning: Meaning,
    /// Of each group the label has a word.
    groups: Vec<Vec<String>>,
    /// It has none of these.
    without: Vec<String>,
}

impl Signs {
    /// Reads `draft + report|reports - elements`.
    pub(super) fn parse(meaning: Meaning, pattern: &str, prepared: impl Fn(&str) -> String) -> Option<Self> {
        let (groups, without) = pattern.split_once(" - ").unwrap_or((pattern, ""));
        let words = |group: &str| {
            let words = group.split('|').map(|word| prepared(word.trim()));
            words.filter(|word| !word.is_empty()).collect::<Vec<String>>()
        };
        let groups: Vec<Vec<String>> = groups.split('+').map(words).collect();
        let are_words = groups.iter().all(|group| !group.is_empty());
        are_words.then(|| Self { meaning, groups, without: words(without) })
    }

    /// How many groups a label has words of, if it has one of each.
    fn told_by(&self, words: &[&str]) -> Option<usize> {
        let has = |group: &[String]| group.iter().any(|word| words.contains(&word.as_str()));
        (self.groups.iter().all(|group| has(group)) && !has(&self.without)).then_some(self.groups.len())
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().flatten().chain(&self.without).map(String::as_str)
    }
}

impl Vocabulary {
    /// The meaning of a label in a wording no table has, if its words are those of one alone: words that are known, numbers,
    /// and those of the economy's names.
    pub(crate) fn by_signs(&self, label: &str, own_words: &HashSet<String>) -> Option<Match> {
        let is_sentence = label.ends_with(['.', ';', '!', '?']) || label.contains(". ");
        if label.len() > LONGEST_SIGNS || is_sentence {
            return None;
        }
        let mut key = String::new();
        self.key(label, &mut key);
        let words: Vec<&str> = key.split(' ').collect();
        // A row that begins with the economy is one of a list of several; a label names it behind what it is about.
        let is_count =
            |word: &str| word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'i' | b'v' | b'x'));
        let is_known = |word: &&str| self.words.is_known(word) || is_count(word) || word.len() == 1;
        let may_stand = |(at, word): (usize, &&str)| is_known(word) || at > 0 && own_words.contains(*word);
        let is_unsure = |word: &&str| self.words.is(Kind::Unsure, word);
        if !words.iter().enumerate().all(may_stand) || words.iter().any(is_unsure) {
            return None;
        }
        let told: Vec<(usize, &Signs, Languages)> = self
            .signs
            .iter()
            .filter_map(|(signs, languages)| Some((signs.told_by(&words)?, signs, *languages)))
            .collect();
        let most = told.iter().map(|(count, ..)| *count).max()?;
        let mut best = told.iter().filter(|(count, ..)| *count == most);
        let (_, first, languages) = best.next()?;
        let meaning = first.meaning;
        best.all(|(_, signs, _)| signs.meaning == meaning).then_some(Match {
            meaning,
            with_captions: false,
            languages: *languages,
        })
    }
}

#[cfg(test)]
mod tests {
    use accession_schema::vocabulary::Step;

    use super::super::VOCABULARY;
    use super::*;

    fn by_signs(label: &str) -> Option<Match> {
        VOCABULARY.by_signs(label, &HashSet::from(["ruritania".to_owned()]))
    }

    fn step(label: &str) -> Option<Step> {
        match by_signs(label)?.meaning {
            Meaning::Step(step) => Some(step),
            _ => None,
        }
    }

    #[test]
    fn words_tell_labels_in_other_wordings() {
        for (label, expected) in [
            ("Tariff offer", Step::GoodsOffer),
            ("Market access offer: services", Step::ServicesOffer),
            ("Secretariat summary of points raised", Step::FactualSummary),
            ("Memorandum on Ruritania's Foreign Trade Regime", Step::ForeignTradeMemorandum),
            (
                "Questions by Members and replies by Ruritania on the Memorandum",
                Step::QuestionsAndRepliesInitial,
            ),
            ("Terms of reference of the GATT 1947 Working Party", Step::GattTermsOfReference),
            ("Rapport du Groupe de travail au Conseil général", Step::WorkingPartyReport),
            ("Projet de rapport au Conseil général", Step::DraftReport),
            ("Políticas que afectan al comercio de servicios", Step::Services),
            (
                "Procedimientos para el trámite de licencias de importación: cuestionario",
                Step::ImportLicensingQuestionnaire,
            ),
        ] {
            assert_eq!(step(label), Some(expected), "{label}");
        }
        assert!(
            by_signs("WTO application & establishment of the WTO Accession Working Party")
                .is_some_and(|found| found.meaning == Meaning::Transformed)
        );
    }

    #[test]
    fn what_may_be_something_else_is_not_told() {
        for label in [
            "Statement on the tariff offer",
            "Law on customs valuation",
            "Goods and services offers",
            "Comments on the draft report",
            "Tariff offer of fishes",
            "Ruritania Tariff offer",
            "Ruritania. Tariff offer",
            "Offer of Technical Assistance on Goods",
            "Memorandum on Borduria's Foreign Trade Regime",
            "Report on the economy",
            "The Working Party adopted its draft report.",
            "Meeting on agriculture",
            "Chairman's summary of points raised",
            "Note on import licensing",
            "Guidelines for the accession of least-developed countries",
        ] {
            assert_eq!(by_signs(label), None, "{label}");
        }
    }
}
