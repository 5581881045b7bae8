//! The rule that chooses a milestone's date from the claims about it.
//!
//! Nothing is averaged; the date is always one a source gives. In order:
//! 1. **Source.** The claims of the best kind of source: dossier, WTO page, copy of a WTO page, copy of a document,
//!    government, data set, press. In a dossier the row that names the step stands before what is said elsewhere.
//! 2. **Precision.** Among them the most precise: day before month before year.
//! 3. **Agreement.** Among them the date most sources of any kind leave room for, each source counted once.
//! 4. **Earliest.** Among them the earliest date. Of claims that say the same the first in order of source and line stands.
//! 5. **Narrowing.** If the date is a month or year, the best claim (by 1 to 4) that gives a day or month within it takes its
//!    place: compatible claims narrow each other.
//!
//! A claim that leaves no room for the date chosen disputes it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use accession_schema::Day;
use accession_schema::vocabulary::{ChoiceRule, Precision, SourceKind};

/// A claim as the rule sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate<'c> {
    pub(crate) value: Option<Value>,
    pub(crate) kind: SourceKind,
    pub(crate) source: &'c str,
    pub(crate) line: u32,
    /// Whether its dossier has a row that names the step, and this is another place.
    pub(crate) is_aside: bool,
}

/// A date by its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Value {
    pub(crate) earliest: Day,
    pub(crate) latest: Day,
    pub(crate) precision: Precision,
}

impl Value {
    /// Whether both can be the same day.
    pub(crate) fn agrees_with(self, other: Self) -> bool {
        self.earliest <= other.latest && other.earliest <= self.latest
    }

    fn is_within(self, other: Self) -> bool {
        other.earliest <= self.earliest && self.latest <= other.latest
    }
}

/// What the rule chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Choice {
    /// Position of the claim among the candidates.
    pub(crate) chosen: usize,
    /// What made the choice.
    pub(crate) rule: ChoiceRule,
    /// Whether a claim leaves no room for the date.
    pub(crate) is_disputed: bool,
}

/// A claim with a date, its position, and how many sources leave room for its date.
#[derive(Debug, Clone, Copy)]
struct Dated<'c> {
    at: usize,
    value: Value,
    kind: SourceKind,
    source: &'c str,
    line: u32,
    is_aside: bool,
    agreement: usize,
}

impl Dated<'_> {
    /// The smaller the better: the first four parts are the rule's, the rest only makes the order total.
    fn rank(&self) -> impl Ord + use<'_> {
        let Self { at, value, kind, source, line, is_aside, agreement } = *self;
        (kind, is_aside, value.precision, Reverse(agreement), value, source, line, at)
    }

    /// Whether the first part of the rule does not tell them apart.
    fn is_of_kind(&self, other: &Self) -> bool {
        (self.kind, self.is_aside) == (other.kind, other.is_aside)
    }
}

/// Chooses among claims; nothing where there is none. Claims without a date are chosen only where none has one.
pub(crate) fn choose(candidates: &[Candidate<'_>]) -> Option<Choice> {
    let mut dated = dated(candidates);
    dated.sort_unstable_by(|a, b| a.rank().cmp(&b.rank()));
    let Some(first) = dated.first().copied() else {
        let by_rank =
            |candidate: &Candidate<'_>| (candidate.kind, candidate.source.to_owned(), candidate.line);
        let (chosen, _) = candidates.iter().enumerate().min_by_key(|(_, candidate)| by_rank(candidate))?;
        let rule = if candidates.len() == 1 { ChoiceRule::OnlyClaim } else { ChoiceRule::SourceRank };
        return Some(Choice { chosen, rule, is_disputed: false });
    };
    let mut best = first;
    let mut rule = rule_of(&dated, first);
    for other in &dated {
        if other.value.precision < best.value.precision && other.value.is_within(best.value) {
            best = *other;
            rule = ChoiceRule::Narrowed;
        }
    }
    let is_disputed = dated.iter().any(|other| !other.value.agrees_with(best.value));
    Some(Choice { chosen: best.at, rule, is_disputed })
}

fn dated<'c>(candidates: &[Candidate<'c>]) -> Vec<Dated<'c>> {
    // Values are few even where claims are many.
    let mut sources: BTreeMap<Value, BTreeSet<&str>> = BTreeMap::new();
    for candidate in candidates {
        if let Some(value) = candidate.value {
            sources.entry(value).or_default().insert(candidate.source);
        }
    }
    let agreement: BTreeMap<Value, usize> = sources
        .keys()
        .map(|value| {
            let agreeing = sources.iter().filter(|(other, _)| value.agrees_with(**other));
            let distinct: BTreeSet<&str> =
                agreeing.flat_map(|(_, sources)| sources.iter().copied()).collect();
            (*value, distinct.len())
        })
        .collect();
    let positions = candidates.iter().enumerate();
    positions
        .filter_map(|(at, &Candidate { value, kind, source, line, is_aside })| {
            let value = value?;
            let agreement = agreement.get(&value).copied()?;
            Some(Dated { at, value, kind, source, line, is_aside, agreement })
        })
        .collect()
}

/// Which part of the rule set the best claim apart from those with another date.
fn rule_of(dated: &[Dated<'_>], best: Dated<'_>) -> ChoiceRule {
    if dated.len() == 1 {
        return ChoiceRule::OnlyClaim;
    }
    let others = || dated.iter().filter(|other| other.value != best.value);
    let of_kind = || others().filter(|other| other.is_of_kind(&best));
    let as_precise = || of_kind().filter(|other| other.value.precision == best.value.precision);
    if others().next().is_none() {
        ChoiceRule::SameValue
    } else if of_kind().next().is_none() {
        ChoiceRule::SourceRank
    } else if as_precise().next().is_none() {
        ChoiceRule::Precision
    } else if as_precise().all(|other| other.agreement < best.agreement) {
        ChoiceRule::Agreement
    } else {
        ChoiceRule::Earliest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Date;

    fn candidate(kind: SourceKind, date: &str, source: &'static str) -> Candidate<'static> {
        let date: Date = date.parse().unwrap_or_else(|error| panic!("{date}: {error}"));
        let value = Value { earliest: date.earliest(), latest: date.latest(), precision: date.precision() };
        Candidate { value: Some(value), kind, source, line: 1, is_aside: false }
    }

    fn chosen(candidates: &[Candidate<'_>]) -> (usize, ChoiceRule, bool) {
        choose(candidates).map_or((99, ChoiceRule::OnlyClaim, true), |c| (c.chosen, c.rule, c.is_disputed))
    }

    #[test]
    fn a_better_source_wins_over_many_worse_ones() {
        let claims = [
            candidate(SourceKind::Press, "1999", "a"),
            candidate(SourceKind::Press, "1999", "b"),
            candidate(SourceKind::Wto, "1997-07-04", "w"),
        ];
        assert_eq!(chosen(&claims), (2, ChoiceRule::SourceRank, true));
    }

    #[test]
    fn among_sources_of_a_kind_precision_and_then_agreement_decide() {
        let claims = [
            candidate(SourceKind::Wto, "1997", "a"),
            candidate(SourceKind::Wto, "1997-07-04", "b"),
            candidate(SourceKind::Press, "1997-07", "c"),
        ];
        assert_eq!(chosen(&claims), (1, ChoiceRule::Precision, false));
        let claims = [
            candidate(SourceKind::Wto, "1997-07-04", "a"),
            candidate(SourceKind::Wto, "1997-10-22", "b"),
            candidate(SourceKind::Press, "1997-10", "c"),
        ];
        assert_eq!(chosen(&claims), (1, ChoiceRule::Agreement, true));
        // The same source twice is one voice.
        let claims = [
            candidate(SourceKind::Press, "1997-07-04", "a"),
            candidate(SourceKind::Press, "1997-10-22", "b"),
            candidate(SourceKind::Press, "1997-10-22", "b"),
        ];
        assert_eq!(chosen(&claims), (0, ChoiceRule::Earliest, true));
    }

    #[test]
    fn compatible_claims_narrow_each_other_and_others_dispute() {
        let claims = [
            candidate(SourceKind::Wto, "2004", "a"),
            candidate(SourceKind::Press, "2004-12", "b"),
            candidate(SourceKind::Press, "2004-12-13", "c"),
        ];
        assert_eq!(chosen(&claims), (2, ChoiceRule::Narrowed, false));
        // A day outside the better source's year is no narrowing.
        let claims =
            [candidate(SourceKind::Wto, "2004", "a"), candidate(SourceKind::Press, "2005-01-02", "b")];
        assert_eq!(chosen(&claims), (0, ChoiceRule::SourceRank, true));
    }

    #[test]
    fn claims_without_a_date_stand_only_alone() {
        let mut undated = candidate(SourceKind::Dossier, "2004", "d");
        undated.value = None;
        assert_eq!(chosen(&[undated]), (0, ChoiceRule::OnlyClaim, false));
        assert_eq!(
            chosen(&[undated, candidate(SourceKind::Press, "2004", "a")]),
            (1, ChoiceRule::OnlyClaim, false)
        );
        assert_eq!(choose(&[]), None);
    }

    #[test]
    fn the_row_that_names_the_step_stands_before_the_rest_of_its_dossier() {
        let row = Candidate { line: 60, ..candidate(SourceKind::Dossier, "2012-08-24", "d") };
        let mut introduction =
            Candidate { is_aside: true, ..candidate(SourceKind::Dossier, "2012-08-24", "d") };
        assert_eq!(chosen(&[introduction, row]), (1, ChoiceRule::SameValue, false));
        introduction.value = candidate(SourceKind::Dossier, "2012-08-20", "d").value;
        assert_eq!(chosen(&[introduction, row]), (1, ChoiceRule::SourceRank, true));
    }

    #[test]
    fn the_order_of_the_claims_does_not_matter() {
        let claims = [
            candidate(SourceKind::Press, "1996-04", "e"),
            candidate(SourceKind::Wto, "1996", "a"),
            candidate(SourceKind::Press, "1996-01-29", "c"),
            candidate(SourceKind::Press, "1996-01", "b"),
            candidate(SourceKind::Government, "1995", "d"),
        ];
        // Of the two days and months in 1996 the day is nearest to what the rule wants: press, precise.
        assert_eq!(chosen(&claims), (2, ChoiceRule::Narrowed, true));
        for shift in 1..claims.len() {
            let mut turned = claims;
            turned.rotate_left(shift);
            let choice = choose(&turned).map(|choice| turned[choice.chosen]);
            assert_eq!(choice, Some(claims[2]), "{shift}");
        }
    }
}
