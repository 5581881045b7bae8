//! Pipeline files: what to read, what to compute, where to write.

use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use accession_normalize::Date;
use accession_publish::FileFormat;
use accession_schema::vocabulary::{Milestone, Precision};
use accession_schema::{Day, Statistics};
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Deserializer, de};

/// The pipeline `accession` runs where no other is named.
const DEFAULT_PATH: &str = "pipelines/accessions.toml";
const DEFAULT: &str = include_str!("../../../pipelines/accessions.toml");

/// A pipeline file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pipeline {
    /// The day the statistics are as of.
    pub(crate) as_of: AsOf,
    pub(crate) inputs: Inputs,
    pub(crate) statistics: StatisticsPlan,
    pub(crate) output: Output,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Inputs {
    /// Globs of dossiers, relative to the pipeline file.
    pub(crate) dossiers: Vec<String>,
    /// Register of economies, relative to the pipeline file; the one built in where there is none.
    pub(crate) economies: Option<PathBuf>,
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
    /// dossiers, since its data folder is not here.
    pub(crate) fn load(path: Option<&Path>) -> Result<Self> {
        let path = match path {
            Some(path) => path,
            None if Path::new(DEFAULT_PATH).is_file() => Path::new(DEFAULT_PATH),
            None => {
                let mut pipeline = Self::parse(DEFAULT).context("the built-in pipeline")?;
                pipeline.inputs = Inputs { dossiers: Vec::new(), economies: None };
                pipeline.output.folder = PathBuf::from("out");
                return Ok(pipeline);
            }
        };
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let mut pipeline = Self::parse(&text).with_context(|| path.display().to_string())?;
        let base = path.parent().unwrap_or(Path::new(""));
        // The folder is a name, whatever characters it has; only what the pipeline says is a pattern.
        let escaped = glob::Pattern::escape(&base.to_string_lossy());
        for pattern in &mut pipeline.inputs.dossiers {
            *pattern = beside(Path::new(&escaped), Path::new(pattern)).to_string_lossy().into_owned();
        }
        pipeline.inputs.economies = pipeline.inputs.economies.map(|path| beside(base, &path));
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
        if pipeline.output.formats.is_empty() {
            bail!("output.formats names no format; expected \"parquet\", \"csv\" or both");
        }
        Ok(pipeline)
    }

    /// Whether a statistics table is asked for.
    pub(crate) fn wants(&self, table: &str) -> bool {
        self.statistics.tables.iter().any(|wanted| wanted.0 == table)
    }
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
