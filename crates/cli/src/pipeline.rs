//! Pipeline files: what to read, what to compute, where to write.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use accession_analyze::survival::Interval;
use accession_analyze::{Censoring, Plan, SurvivalPlan};
use accession_normalize::Date;
use accession_publish::FileFormat;
use accession_schema::vocabulary::{Milestone, Precision};
use accession_schema::{Day, Statistics};
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Deserializer, de};

use crate::files::Snapshots;
use crate::groups::{self, Groups};
use crate::registers::{self, Sources};

/// The pipeline `accession` runs where no other is named.
const DEFAULT_PATH: &str = "pipelines/accessions.toml";
const DEFAULT: &str = include_str!("../../../pipelines/accessions.toml");

/// The tables made from survival.pairs.
const SURVIVAL: [&str; 4] = ["survival_curves", "survival_summary", "survival_tests", "survival_models"];

/// A pipeline file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pipeline {
    /// The file, as it was named.
    #[serde(skip)]
    name: String,
    /// The day the statistics are as of.
    pub(crate) as_of: AsOf,
    pub(crate) inputs: Inputs,
    pub(crate) statistics: StatisticsPlan,
    #[serde(default)]
    pub(crate) survival: Survival,
    pub(crate) output: Output,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Inputs {
    /// Globs of dossiers, relative to the pipeline file.
    #[serde(default)]
    pub(crate) dossiers: Vec<String>,
    /// Register of economies, relative to the pipeline file; the one built in where there is none.
    economies: Option<PathBuf>,
    /// Registers of claims, relative to the pipeline file.
    milestones: Option<PathBuf>,
    meetings: Option<PathBuf>,
    documents: Option<PathBuf>,
    chairpersons: Option<PathBuf>,
    /// The day the dossiers were taken that tell none themselves.
    snapshot_date: Option<AsOf>,
    /// The days single dossiers were taken, by their name.
    #[serde(default)]
    snapshot_dates: BTreeMap<String, AsOf>,
    /// Both, in one place.
    #[serde(skip)]
    pub(crate) snapshots: Snapshots,
    /// Where the registers come from, once the pipeline file's place is known.
    #[serde(skip)]
    pub(crate) sources: Sources,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatisticsPlan {
    /// Names of statistics tables.
    pub(crate) tables: Vec<StatisticsTable>,
    /// Pairs of milestones.
    #[serde(default)]
    pub(crate) durations: Vec<Pair>,
}

/// What survival statistics are computed of, and how.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Survival {
    /// Pairs of milestones.
    #[serde(default)]
    pub(crate) pairs: Vec<Pair>,
    /// What groups are made by.
    #[serde(default)]
    pub(crate) by: Vec<String>,
    /// A table of the user's with a column iso3, whose other columns groups can be made by; relative to the pipeline file.
    pub(crate) groups: Option<PathBuf>,
    /// What tests are also stratified by.
    pub(crate) stratify_by: Option<String>,
    #[serde(default)]
    pub(crate) interval: IntervalName,
    #[serde(default)]
    pub(crate) censor: CensorName,
    /// What restricted means are restricted to.
    pub(crate) tau_days: Option<u32>,
    /// Pairs a Cox model is fitted for.
    #[serde(default)]
    pub(crate) models: Vec<Pair>,
    /// Covariates of the Cox models.
    #[serde(default)]
    pub(crate) covariates: Vec<String>,
}

/// How confidence intervals of survival are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum IntervalName {
    /// On the scale of the logarithm of the cumulative hazard
    #[default]
    LogLog,
    /// On the scale of the logarithm of survival
    Log,
    /// On the scale of survival itself
    Plain,
}

impl IntervalName {
    /// The word that asks for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::LogLog => "log-log",
            Self::Log => "log",
            Self::Plain => "plain",
        }
    }
}

impl CensorName {
    /// The word that asks for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::AsOf => "as-of",
            Self::Suspension => "suspension",
        }
    }
}

impl From<IntervalName> for Interval {
    fn from(name: IntervalName) -> Self {
        match name {
            IntervalName::LogLog => Self::LogLog,
            IntervalName::Log => Self::Log,
            IntervalName::Plain => Self::Plain,
        }
    }
}

/// When the clock of an accession under way is censored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CensorName {
    /// On the day the statistics are as of: suspended and dormant accessions stay at risk
    #[default]
    AsOf,
    /// On the day of the suspension, where the accession is suspended
    Suspension,
}

impl From<CensorName> for Censoring {
    fn from(name: CensorName) -> Self {
        match name {
            CensorName::AsOf => Self::AsOf,
            CensorName::Suspension => Self::Suspension,
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    /// Folder of the release, relative to the pipeline file.
    pub(crate) folder: PathBuf,
    pub(crate) formats: Vec<FileFormat>,
}

/// The name of a statistics table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StatisticsTable(pub(crate) &'static str);

impl<'de> Deserialize<'de> for StatisticsTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let known: Vec<&'static str> =
            Statistics::default().tables().iter().map(|table| table.name()).collect();
        known.iter().find(|known| **known == name).map(|known| Self(known)).ok_or_else(|| {
            de::Error::custom(format!("expected a statistics table ({}), found {name:?}", known.join(", ")))
        })
    }
}

/// A pair of milestones a duration is computed between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pair {
    #[serde(deserialize_with = "milestone")]
    pub(crate) from: Milestone,
    #[serde(deserialize_with = "milestone")]
    pub(crate) to: Milestone,
}

fn milestone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Milestone, D::Error> {
    let name = String::deserialize(deserializer)?;
    name.parse().map_err(|_| {
        de::Error::custom(format!(
            "expected a milestone such as \"application\", found {name:?}; `accession schema milestones` lists them"
        ))
    })
}

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AsOf(pub(crate) Day);

impl FromStr for AsOf {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse::<Date>() {
            Ok(date) if date.precision() == Precision::Day => Ok(Self(date.earliest())),
            Ok(_) => Err(format!("expected a day such as 2026-11-01, found {text:?}")),
            Err(error) => Err(error.to_string()),
        }
    }
}

impl<'de> Deserialize<'de> for AsOf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // TOML has dates of its own; a quoted one is as good.
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Date(toml::value::Datetime),
            Text(String),
        }
        let text = match Written::deserialize(deserializer)? {
            Written::Date(date) => date.to_string(),
            Written::Text(text) => text,
        };
        text.parse().map_err(de::Error::custom)
    }
}

impl Pipeline {
    /// Reads the pipeline named, the default one, or the copy of it that is built in. The built-in copy names no
    /// dossiers, since its data folder is not here, and has the registers that are built in.
    pub(crate) fn load(path: Option<&Path>) -> Result<Self> {
        let path = match path {
            Some(path) => path,
            None if Path::new(DEFAULT_PATH).is_file() => Path::new(DEFAULT_PATH),
            None => {
                let mut pipeline = Self::parse(DEFAULT).context("the built-in pipeline")?;
                pipeline.inputs = Inputs { sources: Sources::built_in(), ..Inputs::default() };
                pipeline.output.folder = PathBuf::from("out");
                "the built-in pipeline".clone_into(&mut pipeline.name);
                return Ok(pipeline);
            }
        };
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let mut pipeline = Self::parse(&text).with_context(|| path.display().to_string())?;
        pipeline.name = path.display().to_string();
        let base = path.parent().unwrap_or(Path::new(""));
        // The folder is a name, whatever characters it has; only what the pipeline says is a pattern.
        let escaped = glob::Pattern::escape(&base.to_string_lossy());
        for pattern in &mut pipeline.inputs.dossiers {
            *pattern = beside(Path::new(&escaped), Path::new(pattern)).to_string_lossy().into_owned();
        }
        pipeline.inputs.snapshots = Snapshots {
            default: pipeline.inputs.snapshot_date.map(|date| date.0),
            by_id: pipeline.inputs.snapshot_dates.iter().map(|(id, date)| (id.clone(), date.0)).collect(),
        };
        let paths = &pipeline.inputs;
        let source = |path: &Option<PathBuf>| registers::named(path.as_deref(), |path| beside(base, path));
        pipeline.inputs.sources = Sources {
            economies: source(&paths.economies),
            milestones: source(&paths.milestones),
            meetings: source(&paths.meetings),
            documents: source(&paths.documents),
            chairpersons: source(&paths.chairpersons),
        };
        pipeline.survival.groups = pipeline.survival.groups.map(|path| beside(base, &path));
        pipeline.output.folder = beside(base, &pipeline.output.folder);
        Ok(pipeline)
    }

    fn parse(text: &str) -> Result<Self> {
        let mut pipeline: Self = toml::from_str(text)?;
        pipeline.output.formats.sort();
        pipeline.output.formats.dedup();
        let wants_durations = pipeline.wants("accession_durations");
        if wants_durations && pipeline.statistics.durations.is_empty() {
            bail!("statistics.durations names no pair of milestones, and accession_durations needs one");
        }
        if SURVIVAL.iter().any(|table| pipeline.wants(table)) && pipeline.survival.pairs.is_empty() {
            bail!("survival.pairs names no pair of milestones, and the survival tables need one");
        }
        let survival = &pipeline.survival;
        let pairs = [&pipeline.statistics.durations, &survival.pairs, &survival.models];
        if let Some(pair) = pairs.into_iter().find_map(|pairs| repeated(pairs)) {
            bail!("the pair {} to {} is named twice", pair.from.word(), pair.to.word());
        }
        for (key, names) in [("by", &survival.by), ("covariates", &survival.covariates)] {
            if let Some(name) = repeated(names) {
                bail!("survival.{key} names {name:?} twice");
            }
        }
        if pipeline.wants("survival_models") && survival.models.is_empty() {
            bail!("survival.models names no pair of milestones, and survival_models needs one");
        }
        if pipeline.wants("survival_tests") && survival.models.is_empty() && survival.by.is_empty() {
            bail!("survival_tests needs groups in survival.by or pairs in survival.models");
        }
        if let Some(pair) = survival.models.iter().find(|pair| !survival.pairs.contains(pair)) {
            bail!(
                "survival.models has {} to {}, which is not among survival.pairs",
                pair.from.word(),
                pair.to.word()
            );
        }
        if !survival.models.is_empty() && survival.covariates.is_empty() {
            bail!("survival.models needs survival.covariates, and there are none");
        }
        if pipeline.output.formats.is_empty() {
            bail!("output.formats names no format; expected \"parquet\", \"csv\" or both");
        }
        Ok(pipeline)
    }

    /// The plan of the statistics, and what is wrong with the table of groups.
    pub(crate) fn plan(&self) -> Result<(Plan, Vec<String>)> {
        self.unnamed_plan().with_context(|| self.name.clone())
    }

    fn unnamed_plan(&self) -> Result<(Plan, Vec<String>)> {
        let pairs = |pairs: &[Pair]| pairs.iter().map(|pair| (pair.from, pair.to)).collect::<Vec<_>>();
        let wants_durations = self.wants("accession_durations");
        let survival = &self.survival;
        let wants_survival = SURVIVAL.iter().any(|table| self.wants(table));
        let (groups, problems) = match &survival.groups {
            Some(path) => Groups::read(path)?,
            None => (Groups::default(), Vec::new()),
        };
        let covariates = survival.covariates.iter().map(|name| groups::covariate(name));
        let plan = Plan {
            as_of: self.as_of.0,
            meeting_gaps: self.wants("meeting_gaps"),
            documents_per_year: self.wants("documents_per_year"),
            documents_per_year_by_step: self.wants("documents_per_year_by_step"),
            // The printed result needs it; it is left out of the release where it is not asked for.
            accession_summary: true,
            durations: if wants_durations { pairs(&self.statistics.durations) } else { Vec::new() },
            survival: SurvivalPlan {
                pairs: if wants_survival { pairs(&survival.pairs) } else { Vec::new() },
                groupings: survival
                    .by
                    .iter()
                    .map(|name| groups.by(name))
                    .collect::<Result<_>>()
                    .context("survival.by")?,
                stratify_by: survival
                    .stratify_by
                    .as_ref()
                    .map(|name| groups.by(name))
                    .transpose()
                    .context("survival.stratify_by")?,
                interval: survival.interval.into(),
                censoring: survival.censor.into(),
                tau_days: survival.tau_days.map(f64::from),
                models: pairs(&survival.models),
                covariates: covariates.collect::<Result<_>>().context("survival.covariates")?,
            },
        };
        Ok((plan, problems))
    }

    /// Whether a statistics table is asked for.
    pub(crate) fn wants(&self, table: &str) -> bool {
        self.statistics.tables.iter().any(|wanted| wanted.0 == table)
    }
}

/// The first of the items that stands there again.
fn repeated<T: PartialEq>(items: &[T]) -> Option<&T> {
    items
        .iter()
        .enumerate()
        .find(|(at, item)| items.iter().skip(at + 1).any(|other| other == *item))
        .map(|(_, item)| item)
}

/// A path relative to a folder, with the steps up taken: `pipelines/../data` is `data`.
fn beside(base: &Path, path: &Path) -> PathBuf {
    let mut joined = PathBuf::new();
    for part in base.join(path).components() {
        match (part, joined.components().next_back()) {
            (Component::CurDir, _) | (Component::ParentDir, Some(Component::RootDir)) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                joined.pop();
            }
            _ => joined.push(part),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_pipeline_is_good() {
        assert!(Pipeline::parse(DEFAULT).is_ok_and(|pipeline| pipeline.wants("meeting_gaps")));
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let message = |from: &str, to: &str| {
            assert!(DEFAULT.contains(from), "{from}");
            Pipeline::parse(&DEFAULT.replacen(from, to, 1))
                .map_or_else(|error| error.to_string(), |_| String::new())
        };
        let text = message("[inputs]", "[inputs]\ncolour = 1");
        assert!(text.contains("unknown field `colour`") && text.contains("line "), "{text}");
        let text = message("\"meeting_gaps\"", "\"meeting_gap\"");
        assert!(text.contains("found \"meeting_gap\"") && text.contains("line "), "{text}");
        let text = message("from = \"application\"", "from = \"applied\"");
        assert!(text.contains("found \"applied\""), "{text}");
        let text = message("as_of = 2026-11-01", "as_of = \"2026-11\"");
        assert!(text.contains("expected a day"), "{text}");
    }

    #[test]
    fn paths_are_beside_the_pipeline() {
        assert_eq!(beside(Path::new("pipelines"), Path::new("../data/x")), Path::new("data/x"));
        assert_eq!(beside(Path::new(""), Path::new("../data")), Path::new("../data"));
        assert_eq!(beside(Path::new("/a/b"), Path::new("../../../c")), Path::new("/c"));
        assert_eq!(beside(Path::new("a"), Path::new("/c/./d")), Path::new("/c/d"));
    }
}
