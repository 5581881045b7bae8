//! `accession compare`: how long accessions take, and for whom.

mod chart;
mod text;

use std::io::Write;

use accession_analyze::survival::Test;
use accession_analyze::{
    Accession, Comparison, Elapsed, Estimate, Grouping, Plan, SurvivalPlan, Tally, compare as comparison_of,
    of_dossiers,
};
use accession_schema::vocabulary::DurationBound;
use accession_schema::{Day, Statistics};
use anyhow::{Result, bail};
use serde::Serialize;
use serde_json::{Value, json};

use crate::args::{CompareArgs, CompareFormat};
use crate::exit::Outcome;
use crate::gather::{Gathered, gather};
use crate::groups::Groups;
use crate::pipeline::{CensorName, IntervalName};
use crate::{print, registers};

/// A comparison with what is asked about it.
struct Compared {
    comparison: Comparison,
    plan: SurvivalPlan,
    grouping: Option<Grouping>,
    strata: Option<Grouping>,
    interval: IntervalName,
    censoring: CensorName,
}

pub(crate) fn compare(args: &CompareArgs) -> Result<Outcome> {
    let Gathered { mut pipeline, facts, registers, mut problems } = gather(&args.facts)?;
    pipeline.as_of = args.as_of.unwrap_or(pipeline.as_of);
    let groups = match &args.groups {
        Some(path) => {
            let (groups, of_groups) = Groups::read(path)?;
            problems.extend(of_groups);
            groups
        }
        None => Groups::default(),
    };
    let plan = SurvivalPlan {
        interval: args.interval.into(),
        censoring: args.censor.into(),
        tau_days: args.tau.map(f64::from),
        ..SurvivalPlan::default()
    };
    let whole = Plan { survival: plan.clone(), ..pipeline.plan()?.0 };
    let mut tally = Tally::default();
    of_dossiers(&facts, &whole, &mut tally, &mut Statistics::default());
    let mut comparison = comparison_of(&facts, &whole, &tally, args.from, args.to);
    if !args.economies.is_empty() {
        let chosen: Vec<String> = args
            .economies
            .iter()
            .map(|name| registers::iso3(&registers, name.trim()))
            .collect::<Result<_>>()?;
        comparison =
            comparison.only(|iso3| iso3.is_some_and(|iso3| chosen.iter().any(|known| known == iso3)));
    }
    print::problems(&problems);
    if comparison.accessions.is_empty() {
        let (from, to) = (args.from.word(), args.to.word());
        let reasons: Vec<String> = comparison
            .reasons()
            .into_iter()
            .map(|(reason, economies)| format!("{reason}: {}", economies.len()))
            .collect();
        let asked = if args.economies.is_empty() { "" } else { " of those asked for" };
        let reasons = if reasons.is_empty() { "no source has a fact".to_owned() } else { reasons.join("; ") };
        bail!("no accession{asked} can be compared from {from} to {to} ({reasons})");
    }
    let compared = Compared {
        comparison,
        plan,
        grouping: args.by.as_ref().map(|name| groups.by(name)).transpose()?,
        strata: args.stratify_by.as_ref().map(|name| groups.by(name)).transpose()?,
        interval: args.interval,
        censoring: args.censor,
    };
    let mut out = std::io::BufWriter::new(anstream::stdout().lock());
    match args.format {
        CompareFormat::Table => text::write(&mut out, &compared)?,
        CompareFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &compared.json()).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        CompareFormat::Csv => {
            let mut writer = csv::Writer::from_writer(&mut out);
            for row in compared.rows() {
                writer.serialize(row).map_err(print::io_error)?;
            }
            writer.flush()?;
        }
    }
    out.flush()?;
    Ok(Outcome::of(!problems.is_empty()))
}

/// An accession as it is printed for programs.
#[derive(Serialize)]
struct Row<'c> {
    rank: usize,
    iso3: Option<&'c str>,
    economy: &'c str,
    status: &'static str,
    group: Option<String>,
    start_date: String,
    start_date_latest: String,
    end_date: Option<String>,
    end_date_latest: Option<String>,
    censored_date: Option<String>,
    event_observed: bool,
    duration_days: Option<i32>,
    duration_days_min: i32,
    duration_days_max: i32,
    years: Option<u32>,
    months: Option<u32>,
    days: Option<u32>,
}

/// Years, months and days where both ends are known to the day.
fn elapsed(accession: &Accession) -> Option<Elapsed> {
    let until = accession.end.or(accession.censored)?;
    Elapsed::between(accession.start.day()?, until.day()?)
}

impl Compared {
    /// The accessions, the longest first.
    fn ranked(&self) -> Vec<&Accession> {
        let mut ranked: Vec<&Accession> = self.comparison.accessions.iter().collect();
        let days = |accession: &Accession| accession.days_at(DurationBound::Middle);
        ranked.sort_by(|a, b| days(b).cmp(&days(a)).then_with(|| a.economy.cmp(&b.economy)));
        ranked
    }

    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let spell = |day: Day| day.to_string();
        self.ranked().into_iter().zip(1..).map(move |(accession, rank)| {
            let elapsed = elapsed(accession);
            Row {
                rank,
                iso3: accession.iso3.as_deref(),
                economy: &accession.economy,
                status: accession.status.word(),
                group: self.grouping.as_ref().and_then(|grouping| grouping.group(accession)),
                start_date: spell(accession.start.earliest),
                start_date_latest: spell(accession.start.latest),
                end_date: accession.end.map(|end| spell(end.earliest)),
                end_date_latest: accession.end.map(|end| spell(end.latest)),
                censored_date: accession.censored.map(|end| spell(end.latest)),
                event_observed: accession.is_observed(),
                duration_days: accession.days.exact,
                duration_days_min: accession.days.min,
                duration_days_max: accession.days.max,
                years: elapsed.map(|elapsed| elapsed.years),
                months: elapsed.map(|elapsed| elapsed.months),
                days: elapsed.map(|elapsed| elapsed.days),
            }
        })
    }

    /// The estimates of everybody together, and of the groups.
    fn estimates(&self) -> (Vec<Estimate>, Vec<Estimate>) {
        let groups = self.grouping.as_ref();
        let groups = groups.map_or(Vec::new(), |groups| self.comparison.estimates(Some(groups), &self.plan));
        // Means are compared up to the same time.
        let tau_days = groups.first().map(|group| group.tau).or(self.plan.tau_days);
        (self.comparison.estimates(None, &SurvivalPlan { tau_days, ..self.plan.clone() }), groups)
    }

    fn test(&self, bound: DurationBound) -> Option<Test> {
        self.comparison.log_rank(self.grouping.as_ref()?, self.strata.as_ref(), bound)
    }

    fn json(&self) -> Value {
        let (all, groups) = self.estimates();
        let test = self.test(DurationBound::Middle).map(|test| {
            json!({
                "test": "log_rank",
                "group_by": self.grouping.as_ref().map(Grouping::name),
                "stratified_by": self.strata.as_ref().map(Grouping::name),
                "statistic": test.statistic,
                "degrees_of_freedom": test.degrees_of_freedom,
                "p_value": test.p_value,
                "p_value_shortest": self.test(DurationBound::Shortest).map(|test| test.p_value),
                "p_value_longest": self.test(DurationBound::Longest).map(|test| test.p_value),
            })
        });
        let left_out: Vec<Value> = self
            .comparison
            .left_out
            .iter()
            .map(|left| json!({ "economy": left.economy, "reason": left.reason }))
            .collect();
        json!({
            "from_milestone": self.comparison.from.word(),
            "to_milestone": self.comparison.to.word(),
            "as_of_date": self.comparison.as_of.to_string(),
            "group_by": self.grouping.as_ref().map(Grouping::name),
            "interval": self.interval.word(),
            "censoring": self.censoring.word(),
            "accessions": self.rows().collect::<Vec<_>>(),
            "left_out": left_out,
            "all": all.iter().map(estimate_json).collect::<Vec<_>>(),
            "groups": groups.iter().map(estimate_json).collect::<Vec<_>>(),
            "test": test,
        })
    }
}

fn estimate_json(estimate: &Estimate) -> Value {
    let (lower, upper) = estimate.curve.median_interval();
    let restricted = estimate.restricted_mean();
    let curve: Vec<Value> = estimate
        .curve
        .steps()
        .iter()
        .map(|step| {
            json!({
                "time_days": step.time,
                "at_risk": step.at_risk,
                "events": step.events,
                "censored": step.censored,
                "survival": step.survival,
                "ci_lower": step.lower,
                "ci_upper": step.upper,
            })
        })
        .collect();
    json!({
        "group": estimate.group,
        "subjects": estimate.subjects,
        "events": estimate.events,
        "censored": estimate.subjects - estimate.events,
        "imprecise": estimate.imprecise,
        "median_days": estimate.curve.median(),
        "median_ci_lower": lower,
        "median_ci_upper": upper,
        "median_days_shortest": estimate.shortest.median(),
        "median_days_longest": estimate.longest.median(),
        "rmst_days": restricted.map(|mean| mean.mean),
        "rmst_standard_error_days": restricted.map(|mean| mean.standard_error),
        "rmst_tau_days": restricted.map(|_| estimate.tau),
        "curve": curve,
    })
}
