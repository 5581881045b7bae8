//! Registers: CSV tables of known things, read row by row with the file and line of what is wrong in them.
//!
//! A register is text in UTF-8 with a header. What its words and dates mean is not known here; a row is refused only
//! where its shape is wrong, and the rest goes on.

mod economies;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

pub use economies::{Economies, Economy};

/// What is wrong with a row of a register. The row is left out; the others stand.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}:{line}: {message}")]
pub struct RegisterProblem {
    /// The register.
    pub file: String,
    /// 1-based line of the row.
    pub line: u64,
    /// What was expected.
    pub message: String,
}

/// A row of a register and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<T> {
    /// 1-based line.
    pub line: u64,
    /// The row.
    pub row: T,
}

/// A row of the register of milestones: what one source says of one milestone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MilestoneEntry {
    /// ISO 3166-1 alpha-3 code of the economy.
    pub iso3: String,
    /// The milestone's word.
    pub milestone: String,
    /// The date as precisely as the source gives it: 2004, 2004-11 or 2004-11-18.
    pub date: String,
    /// The kind of source.
    pub source_kind: String,
    /// Address of the source.
    pub source: String,
    /// What the source prints, in our words.
    pub evidence: String,
}

/// A row of the register of meetings: what one source says of one sitting of the working party.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingEntry {
    /// ISO 3166-1 alpha-3 code of the economy.
    pub iso3: String,
    /// Number of the meeting; `last` for the last one the source knows; may be empty.
    pub ordinal: String,
    /// First day, as precisely as the source gives it.
    pub start_date: String,
    /// Last day; empty where the source gives one date.
    pub end_date: String,
    /// `complete` where the source gives the economy's whole list.
    pub list: String,
    /// The kind of source.
    pub source_kind: String,
    /// Address of the source.
    pub source: String,
    /// What the source prints, in our words.
    pub evidence: String,
}

/// A row of the register of documents: a symbol one source gives.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentEntry {
    /// ISO 3166-1 alpha-3 code of the economy.
    pub iso3: String,
    /// The symbol.
    pub symbol: String,
    /// The date, as precisely as the source gives it; may be empty.
    pub date: String,
    /// The kind of source.
    pub source_kind: String,
    /// Address of the source.
    pub source: String,
    /// What the source prints, in our words.
    pub evidence: String,
}

/// A row of the register of chairpersons: a person one source names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChairpersonEntry {
    /// ISO 3166-1 alpha-3 code of the economy.
    pub iso3: String,
    /// Form of address.
    pub honorific: String,
    /// Name as the source writes it.
    pub name: String,
    /// Country or post.
    pub representing: String,
    /// Start of the term, as precisely as the source gives it; may be empty.
    pub start_date: String,
    /// End of the term, as precisely as the source gives it; may be empty.
    pub end_date: String,
    /// The kind of source.
    pub source_kind: String,
    /// Address of the source.
    pub source: String,
    /// What the source prints, in our words.
    pub evidence: String,
}

/// Reads the rows of a register. `file` is its name in messages.
pub fn read<T: DeserializeOwned>(file: &str, source: &[u8]) -> (Vec<Entry<T>>, Vec<RegisterProblem>) {
    let mut entries = Vec::new();
    let mut problems = Vec::new();
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(source);
    let headers = reader.headers().cloned().unwrap_or_default();
    let mut record = csv::StringRecord::new();
    loop {
        let line = reader.position().line();
        let row = match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => record.deserialize::<T>(Some(&headers)),
            Err(error) => Err(error),
        };
        let line = record.position().map_or(line, csv::Position::line);
        match row {
            Ok(row) => entries.push(Entry { line, row }),
            Err(error) => {
                problems.push(RegisterProblem { file: file.to_owned(), line, message: describe(&error) });
            }
        }
        if reader.is_done() {
            break;
        }
    }
    (entries, problems)
}

/// What is wrong with a row, without its place.
pub fn describe(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("expected {expected_len} fields, found {len}")
        }
        csv::ErrorKind::Utf8 { .. } => "expected UTF-8".to_owned(),
        csv::ErrorKind::Deserialize { err, .. } => err.kind().to_string(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_the_wrong_shape_is_named_and_the_rest_goes_on() {
        let source = b"iso3,symbol,date,source_kind,source,evidence\n\
            TON,WT/ACC/TON/1,1995-06-08,wto,https://example.org,\"a, b\"\n\
            TON,WT/ACC/TON/2\n\
            TON,WT/ACC/TON/3,,wto,https://example.org,\n";
        let (entries, problems) = read::<DocumentEntry>("documents.csv", source);
        let symbols: Vec<_> = entries.iter().map(|entry| (entry.line, entry.row.symbol.as_str())).collect();
        assert_eq!(symbols, [(2, "WT/ACC/TON/1"), (4, "WT/ACC/TON/3")]);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].to_string().starts_with("documents.csv:3: "), "{}", problems[0]);
    }

    #[test]
    fn a_wrong_header_is_a_problem_of_every_row() {
        let (entries, problems) = read::<DocumentEntry>("d.csv", b"iso,symbol\nTON,X\n");
        assert_eq!((entries.len(), problems.len()), (0, 1));
        assert!(problems[0].message.contains("iso"), "{}", problems[0]);
    }
}
