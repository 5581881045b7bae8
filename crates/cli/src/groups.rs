//! What comparisons are grouped by: the groupings built in, and the columns of a table of the user's.

use std::collections::BTreeMap;
use std::path::Path;

use accession_analyze::{Grouping, ModelCovariate};
use accession_ingest::registers::describe;
use anyhow::{Context, Result, bail};

/// The columns of a table, each a group of every economy.
#[derive(Debug, Clone, Default)]
pub(crate) struct Groups {
    name: String,
    columns: Vec<(String, BTreeMap<String, String>)>,
}

impl Groups {
    /// Reads a table with a column `iso3`. Rows without a known form of code are left out and named with file and line; an
    /// empty cell is no group.
    pub(crate) fn read(path: &Path) -> Result<(Self, Vec<String>)> {
        let name = path.display();
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_path(path)
            .with_context(|| name.to_string())?;
        let headers = reader.headers().with_context(|| name.to_string())?.clone();
        let Some(key) = headers.iter().position(|column| column == "iso3") else {
            let columns: Vec<&str> = headers.iter().collect();
            bail!("{name}:1: expected a column iso3, found: {}", columns.join(", "));
        };
        let mut columns: Vec<(String, BTreeMap<String, String>)> =
            headers.iter().map(|column| (column.to_owned(), BTreeMap::new())).collect();
        let mut problems = Vec::new();
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    problems.push(format!("{name}:{line}: {}", describe(&error)));
                    continue;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            let iso3 = record.get(key).unwrap_or_default();
            if iso3.len() != 3 || !iso3.bytes().all(|b| b.is_ascii_uppercase()) {
                problems.push(format!(
                    "{name}:{line}: expected an ISO 3166-1 alpha-3 code in iso3, found {iso3:?}"
                ));
                continue;
            }
            if columns.get(key).is_some_and(|(_, seen)| seen.contains_key(iso3)) {
                problems.push(format!("{name}:{line}: {iso3} stands in an earlier row"));
                continue;
            }
            for ((_, values), cell) in columns.iter_mut().zip(&record) {
                if !cell.is_empty() {
                    values.insert(iso3.to_owned(), cell.to_owned());
                }
            }
        }
        columns.remove(key);
        Ok((Self { name: name.to_string(), columns }, problems))
    }

    /// The grouping of a name: one built in, or a column.
    pub(crate) fn by(&self, name: &str) -> Result<Grouping> {
        let built_in = Grouping::KNOWN.into_iter().find(|(known, _)| *known == name);
        let is_column = self.columns.iter().any(|(column, _)| column == name);
        match built_in {
            Some(_) if is_column => {
                bail!(
                    "{name:?} is a grouping of its own and a column of {}; call the column something else",
                    self.name
                )
            }
            Some((_, grouping)) => return Ok(grouping),
            None => {}
        }
        let column = self.columns.iter().find(|(column, _)| column == name);
        column
            .map(|(name, values)| Grouping::Column { name: name.clone(), values: values.clone() })
            .with_context(|| {
                let known = Grouping::KNOWN.map(|(name, _)| name);
                let columns = self.columns.iter().map(|(column, _)| column.as_str());
                let all: Vec<&str> = known.into_iter().chain(columns).collect();
                format!("expected what to group by ({}), found {name:?}", all.join(", "))
            })
    }
}

/// The covariate of a name.
pub(crate) fn covariate(name: &str) -> Result<ModelCovariate> {
    let known = ModelCovariate::KNOWN.into_iter().find(|(known, _)| *known == name);
    known.map(|(_, covariate)| covariate).with_context(|| {
        let all = ModelCovariate::KNOWN.map(|(name, _)| name);
        format!("expected a covariate ({}), found {name:?}", all.join(", "))
    })
}
