//! Survival statistics of a comparison as rows of tables.

use accession_schema::Statistics;
use accession_schema::statistics::{CurvePoint, ModelTerm, SurvivalRow, TestRow};
use accession_schema::vocabulary::{DurationBound, SurvivalTest};

use super::{Accession, Comparison, Grouping, SurvivalPlan};
use crate::survival::{
    CoxModel, Curve, RestrictedMean, Subject, Test, TimeTransform, kaplan_meier, log_rank,
};

/// Name of the grouping of everybody together, and of its only group.
const ALL: &str = "all";
/// What stands for a grouping where a test is one of the Cox model.
const MODEL: &str = "model";

/// The estimate for one group.
#[derive(Debug, Clone)]
pub struct Estimate {
    /// The group.
    pub group: String,
    /// Accessions in it.
    pub subjects: usize,
    /// Those that reached the end.
    pub events: usize,
    /// Those whose duration is known within bounds only.
    pub imprecise: usize,
    /// The curve, durations at the middle of their bounds.
    pub curve: Curve,
    /// What restricted means are restricted to, in days.
    pub tau: f64,
    /// The curve with every duration at its shortest.
    pub shortest: Curve,
    /// The curve with every duration at its longest.
    pub longest: Curve,
}

fn subjects(accessions: &[&Accession], bound: DurationBound) -> Vec<Subject> {
    accessions.iter().filter_map(|accession| accession.subject(bound)).collect()
}

impl Comparison {
    /// The estimates of the groups, or of everybody together. tau is the longest time all groups have.
    pub fn estimates(&self, grouping: Option<&Grouping>, plan: &SurvivalPlan) -> Vec<Estimate> {
        let groups: Vec<(String, Vec<&Accession>)> = match grouping {
            Some(grouping) => self.groups(grouping).into_iter().collect(),
            None if self.accessions.is_empty() => Vec::new(),
            None => vec![(ALL.to_owned(), self.accessions.iter().collect())],
        };
        let curve =
            |accessions: &[&Accession], bound| kaplan_meier(&subjects(accessions, bound), plan.interval);
        let mut estimates: Vec<Estimate> = groups
            .into_iter()
            .map(|(group, accessions)| Estimate {
                group,
                subjects: accessions.len(),
                events: accessions.iter().filter(|accession| accession.is_observed()).count(),
                imprecise: accessions.iter().filter(|a| a.days.min != a.days.max).count(),
                curve: curve(&accessions, DurationBound::Middle),
                tau: 0.0,
                shortest: curve(&accessions, DurationBound::Shortest),
                longest: curve(&accessions, DurationBound::Longest),
            })
            .collect();
        let common = estimates.iter().filter_map(|estimate| estimate.curve.largest_time()).reduce(f64::min);
        let tau = plan.tau_days.or(common).unwrap_or_default();
        for estimate in &mut estimates {
            estimate.tau = tau;
        }
        estimates
    }

    /// The log-rank test of the groups, stratified by another grouping where one is given.
    pub fn log_rank(
        &self,
        grouping: &Grouping,
        strata: Option<&Grouping>,
        bound: DurationBound,
    ) -> Option<Test> {
        let mut subjects = Vec::new();
        let (mut groups, mut stratum) = (Numbered::default(), Numbered::default());
        for accession in &self.accessions {
            let Some(group) = grouping.group(accession) else { continue };
            let Some(within) = strata.map_or(Some(String::new()), |strata| strata.group(accession)) else {
                continue;
            };
            let Some(subject) = accession.subject(bound) else { continue };
            subjects.push(subject);
            groups.push(group);
            stratum.push(within);
        }
        log_rank(&subjects, &groups.numbers, strata.map(|_| stratum.numbers.as_slice()))
    }

    /// Appends the rows of all survival tables. What could not be computed is said.
    pub(crate) fn append(&self, plan: &SurvivalPlan, statistics: &mut Statistics) -> Vec<String> {
        self.append_group(None, plan, statistics);
        for grouping in &plan.groupings {
            self.append_group(Some(grouping), plan, statistics);
            self.append_test(grouping, None, statistics);
            if let Some(strata) = plan.stratify_by.as_ref().filter(|strata| *strata != grouping) {
                self.append_test(grouping, Some(strata), statistics);
            }
        }
        if !plan.models.contains(&(self.from, self.to)) || self.accessions.len() < 2 {
            return Vec::new();
        }
        let model = |bound| self.model(&plan.covariates, bound);
        match model(DurationBound::Middle) {
            Ok(middle) => {
                let bounds = [model(DurationBound::Shortest).ok(), model(DurationBound::Longest).ok()];
                self.append_model(&middle, &bounds, statistics);
                Vec::new()
            }
            Err(error) => {
                vec![format!("no Cox model of {} to {}: {error}", self.from.word(), self.to.word())]
            }
        }
    }

    fn append_group(&self, grouping: Option<&Grouping>, plan: &SurvivalPlan, statistics: &mut Statistics) {
        let group_by = grouping.map_or(ALL, Grouping::name);
        for estimate in self.estimates(grouping, plan) {
            for step in estimate.curve.steps() {
                statistics.survival_curves.push(CurvePoint {
                    from_milestone: self.from,
                    to_milestone: self.to,
                    group_by,
                    group: &estimate.group,
                    time_days: whole(step.time),
                    at_risk: step.at_risk,
                    events: step.events,
                    censored: step.censored,
                    survival: step.survival,
                    standard_error: step.standard_error,
                    ci_lower: step.lower,
                    ci_upper: step.upper,
                    cumulative_hazard: step.cumulative_hazard,
                    cumulative_hazard_standard_error: step.cumulative_hazard_standard_error,
                });
            }
            let (median_ci_lower, median_ci_upper) = estimate.curve.median_interval();
            let restricted = estimate.restricted_mean();
            // The shortest durations may end before tau; the curve then stays as it is, as in R.
            let mean_of =
                |curve: &Curve| restricted.and(curve.restricted_mean(estimate.tau)).map(|mean| mean.mean);
            statistics.survival_summary.push(SurvivalRow {
                from_milestone: self.from,
                to_milestone: self.to,
                group_by,
                group: &estimate.group,
                subjects: count(estimate.subjects),
                events: count(estimate.events),
                censored: count(estimate.subjects - estimate.events),
                median_days: estimate.curve.median(),
                median_ci_lower,
                median_ci_upper,
                rmst_days: restricted.map(|mean| mean.mean),
                rmst_standard_error_days: restricted.map(|mean| mean.standard_error),
                rmst_tau_days: restricted.map(|_| estimate.tau),
                imprecise: count(estimate.imprecise),
                median_days_shortest: estimate.shortest.median(),
                median_days_longest: estimate.longest.median(),
                rmst_days_shortest: mean_of(&estimate.shortest),
                rmst_days_longest: mean_of(&estimate.longest),
            });
        }
    }

    fn append_test(&self, grouping: &Grouping, strata: Option<&Grouping>, statistics: &mut Statistics) {
        let test = |bound| self.log_rank(grouping, strata, bound);
        let Some(middle) = test(DurationBound::Middle) else { return };
        let p_value = |test: Option<Test>| test.map(|test| test.p_value);
        statistics.survival_tests.push(TestRow {
            from_milestone: self.from,
            to_milestone: self.to,
            group_by: grouping.name(),
            stratified_by: strata.map(Grouping::name),
            test: SurvivalTest::LogRank,
            statistic: middle.statistic,
            degrees_of_freedom: middle.degrees_of_freedom,
            p_value: middle.p_value,
            p_value_shortest: p_value(test(DurationBound::Shortest)),
            p_value_longest: p_value(test(DurationBound::Longest)),
        });
    }

    fn append_model(&self, model: &CoxModel, bounds: &[Option<CoxModel>; 2], statistics: &mut Statistics) {
        let [shortest, longest] = bounds;
        let proportional = model.proportional_hazards(TimeTransform::KaplanMeier);
        let coefficient = |bound: &Option<CoxModel>, name: &str| {
            let terms = &bound.as_ref()?.terms;
            terms.iter().find(|term| term.name == name).map(|term| term.coefficient)
        };
        for (at, term) in model.terms.iter().enumerate() {
            let test = proportional.terms.get(at).copied().flatten();
            statistics.survival_models.push(ModelTerm {
                from_milestone: self.from,
                to_milestone: self.to,
                covariate: &term.name,
                subjects: model.subjects,
                events: model.events,
                coefficient: term.coefficient,
                standard_error: term.standard_error,
                hazard_ratio: term.hazard_ratio,
                ci_lower: term.lower,
                ci_upper: term.upper,
                z: term.z,
                p_value: term.p_value,
                ph_statistic: test.map(|test| test.statistic),
                ph_p_value: test.map(|test| test.p_value),
                coefficient_shortest: coefficient(shortest, &term.name),
                coefficient_longest: coefficient(longest, &term.name),
            });
        }
        let of_bound = |bound: &Option<CoxModel>, name| {
            bound.as_ref().and_then(|model| model_test(model, name)).map(|test| test.p_value)
        };
        for name in [
            SurvivalTest::CoxLikelihoodRatio,
            SurvivalTest::CoxWald,
            SurvivalTest::CoxScore,
            SurvivalTest::ProportionalHazards,
        ] {
            let Some(result) = model_test(model, name) else { continue };
            statistics.survival_tests.push(TestRow {
                from_milestone: self.from,
                to_milestone: self.to,
                group_by: MODEL,
                stratified_by: None,
                test: name,
                statistic: result.statistic,
                degrees_of_freedom: result.degrees_of_freedom,
                p_value: result.p_value,
                p_value_shortest: of_bound(shortest, name),
                p_value_longest: of_bound(longest, name),
            });
        }
    }
}

/// A test of a model as a whole.
fn model_test(model: &CoxModel, test: SurvivalTest) -> Option<Test> {
    match test {
        SurvivalTest::LogRank => None,
        SurvivalTest::CoxLikelihoodRatio => Some(model.likelihood_ratio),
        SurvivalTest::CoxWald => Some(model.wald),
        SurvivalTest::CoxScore => Some(model.score),
        SurvivalTest::ProportionalHazards => model.proportional_hazards(TimeTransform::KaplanMeier).global,
    }
}

impl Estimate {
    /// The mean time waited up to tau; nothing where tau lies beyond all times and somebody was still waiting then.
    pub fn restricted_mean(&self) -> Option<RestrictedMean> {
        restricted_mean(&self.curve, self.tau)
    }
}

fn restricted_mean(curve: &Curve, tau: f64) -> Option<RestrictedMean> {
    let last = curve.steps().last()?;
    if tau > last.time && last.survival > 0.0 {
        return None;
    }
    curve.restricted_mean(tau)
}

/// Texts numbered in the order they are first met.
#[derive(Default)]
struct Numbered {
    known: Vec<String>,
    numbers: Vec<usize>,
}

impl Numbered {
    fn push(&mut self, text: String) {
        let at = self.known.iter().position(|known| *known == text).unwrap_or_else(|| {
            self.known.push(text);
            self.known.len() - 1
        });
        self.numbers.push(at);
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Times are whole days.
#[allow(clippy::cast_possible_truncation, reason = "made from 32-bit numbers of days")]
fn whole(time: f64) -> i32 {
    time as i32
}
