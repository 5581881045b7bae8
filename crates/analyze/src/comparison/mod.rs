//! Comparing accessions between two milestones: who is in the comparison, for how long, and in which groups.

mod groups;
mod model;
mod tables;

use std::collections::BTreeMap;

use accession_schema::Day;
use accession_schema::vocabulary::{DurationBound, Milestone, Status};

use crate::Plan;
use crate::bounds::{Bounds, Days};
use crate::clock::{Clock, NoClock};
use crate::economy::EconomyFacts;
use crate::survival::{Interval, Subject};

pub use groups::Grouping;
pub use model::ModelCovariate;
pub use tables::Estimate;

/// What to compute survival statistics of, and how.
#[derive(Debug, Clone, Default)]
pub struct SurvivalPlan {
    /// Pairs of milestones.
    pub pairs: Vec<(Milestone, Milestone)>,
    /// What groups are made by, besides everybody together.
    pub groupings: Vec<Grouping>,
    /// What the tests of equal survival are also stratified by.
    pub stratify_by: Option<Grouping>,
    /// How confidence intervals of survival are computed.
    pub interval: Interval,
    /// When the clock of an accession under way is censored.
    pub censoring: Censoring,
    /// What restricted means are restricted to; the longest time all groups have where nothing is said.
    pub tau_days: Option<f64>,
    /// Pairs of milestones, of those above, a Cox model is fitted for.
    pub models: Vec<(Milestone, Milestone)>,
    /// Covariates of the Cox models.
    pub covariates: Vec<ModelCovariate>,
}

/// When the clock of an accession under way is censored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Censoring {
    /// On the day the statistics are as of, whatever its status: suspended and dormant accessions stay at risk.
    #[default]
    AsOf,
    /// As [`AsOf`](Self::AsOf), but on the day of the suspension where the accession is suspended.
    Suspension,
}

/// An accession in a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accession {
    /// ISO 3166-1 alpha-3 code of the economy.
    pub iso3: Option<String>,
    /// Name of the economy.
    pub economy: String,
    /// Where the economy stands.
    pub status: Status,
    /// When the clock started.
    pub start: Bounds,
    /// When it stopped; nothing where it was censored.
    pub end: Option<Bounds>,
    /// When it was censored; nothing where it stopped.
    pub censored: Option<Bounds>,
    /// For how long it ran.
    pub days: Days,
    /// Whether the economy was a least developed country when the clock started; nothing where no register says.
    pub was_least_developed: Option<bool>,
    /// Region in the M49 standard.
    pub region: Option<String>,
    /// Whether it has no coast on an ocean.
    pub is_landlocked: Option<bool>,
    /// Whether the accession began under the GATT.
    pub began_under_gatt: bool,
    /// Accessions completed before the clock started.
    pub completed_before: u32,
}

/// An accession that could not be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// ISO 3166-1 alpha-3 code of the economy.
    pub iso3: Option<String>,
    /// Name of the economy.
    pub economy: String,
    /// Why.
    pub reason: &'static str,
}

/// The accessions between two milestones, by economy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Milestone the clocks start at.
    pub from: Milestone,
    /// Milestone the clocks stop at.
    pub to: Milestone,
    /// The day the statistics are as of.
    pub as_of: Day,
    /// The accessions compared.
    pub accessions: Vec<Accession>,
    /// The accessions that were begun and could not be compared.
    pub left_out: Vec<LeftOut>,
}

impl Comparison {
    /// The accessions of economies.
    pub(crate) fn of(economies: &[EconomyFacts<'_>], from: Milestone, to: Milestone, plan: &Plan) -> Self {
        let as_of = plan.as_of;
        let mut comparison = Self { from, to, as_of, accessions: Vec::new(), left_out: Vec::new() };
        let memberships: Vec<Day> = economies
            .iter()
            .filter_map(|economy| Some(economy.milestone(Milestone::Membership)?.date?.latest))
            .collect();
        for economy in economies {
            let name = economy.name.or(economy.iso3).or(economy.dossier_id).unwrap_or_default().to_owned();
            match accession(economy, &comparison, plan.survival.censoring, &memberships) {
                Ok(accession) => comparison.accessions.push(Accession { economy: name, ..accession }),
                Err(reason) => {
                    let iso3 = economy.iso3.map(str::to_owned);
                    comparison.left_out.push(LeftOut { iso3, economy: name, reason });
                }
            }
        }
        comparison
    }

    /// Keeps only some economies, by iso3.
    #[must_use]
    pub fn only(mut self, keep: impl Fn(Option<&str>) -> bool) -> Self {
        self.accessions.retain(|accession| keep(accession.iso3.as_deref()));
        self.left_out.retain(|left| keep(left.iso3.as_deref()));
        self
    }

    /// The economies left out, by reason.
    pub fn reasons(&self) -> BTreeMap<&'static str, Vec<&str>> {
        let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for left in &self.left_out {
            reasons.entry(left.reason).or_default().push(&left.economy);
        }
        reasons
    }
}

impl Accession {
    /// Whether the end was reached.
    pub fn is_observed(&self) -> bool {
        self.end.is_some()
    }

    /// The duration at a bound.
    pub fn days_at(&self, bound: DurationBound) -> i32 {
        match bound {
            DurationBound::Shortest => self.days.min,
            DurationBound::Middle => self.days.middle(),
            DurationBound::Longest => self.days.max,
        }
    }

    fn subject(&self, bound: DurationBound) -> Option<Subject> {
        Subject::new(f64::from(self.days_at(bound)), self.is_observed())
    }
}

fn accession(
    economy: &EconomyFacts<'_>,
    comparison: &Comparison,
    censoring: Censoring,
    memberships: &[Day],
) -> Result<Accession, &'static str> {
    let as_of = comparison.as_of;
    let clock = Clock::of(economy, comparison.from, comparison.to, as_of).map_err(|reason| match reason {
        NoClock::NoStart => "no date of the start",
        NoClock::NotYet => "not begun by that day",
        NoClock::NoEnd => "the end was passed, and no source dates it",
        NoClock::OtherSystem => "the end was reached under the GATT before the start",
    })?;
    let mut days = clock.days;
    let mut censored = clock.end.is_none().then(|| Bounds::on(as_of));
    if clock.end.is_none()
        && censoring == Censoring::Suspension
        && let Some(suspended) = economy.suspended_since(as_of)
        && suspended.earliest >= clock.start.latest
    {
        days = Days::between(clock.start, suspended);
        censored = Some(suspended);
    }
    if days.min < 0 {
        return Err("the end is dated before the start");
    }
    let start = clock.start;
    let register = economy.register;
    let was_least_developed = register.map(|register| {
        let joined = register.ldc_from.is_some_and(|from| from <= start.earliest);
        joined && register.ldc_until.is_none_or(|until| until > start.earliest)
    });
    let completed = memberships.iter().filter(|day| **day < start.earliest).count();
    Ok(Accession {
        iso3: economy.iso3.map(str::to_owned),
        economy: String::new(),
        status: economy.status(as_of),
        start,
        end: clock.end,
        censored,
        days,
        was_least_developed,
        region: register.and_then(|register| register.region).map(str::to_owned),
        is_landlocked: register.and_then(|register| register.is_landlocked),
        began_under_gatt: economy.began_under_gatt(),
        completed_before: u32::try_from(completed).unwrap_or(u32::MAX),
    })
}
