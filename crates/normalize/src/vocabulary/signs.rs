//! Labels in a wording no table has: what words name a step, whatever stands between them.

use super::Meaning;

/// The words by which a label is told.
#[derive(Debug)]
pub(super) struct Signs {
    pub(super) meaning: Meaning,
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
    pub(super) fn told_by(&self, words: &[&str]) -> Option<usize> {
        let has = |group: &[String]| group.iter().any(|word| words.contains(&word.as_str()));
        (self.groups.iter().all(|group| has(group)) && !has(&self.without)).then_some(self.groups.len())
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().flatten().chain(&self.without).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use accession_schema::vocabulary::Step;

    use super::super::VOCABULARY;
    use super::*;

    fn step(label: &str) -> Option<Step> {
        match VOCABULARY.by_signs(label)?.meaning {
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
            VOCABULARY
                .by_signs("WTO application & establishment of the WTO Accession Working Party")
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
            "Report on the economy",
            "The Working Party adopted its draft report.",
            "Meeting on agriculture",
            "Chairman's summary of points raised",
            "Note on import licensing",
            "Guidelines for the accession of least-developed countries",
        ] {
            assert_eq!(VOCABULARY.by_signs(label), None, "{label}");
        }
    }
}
