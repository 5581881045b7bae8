//! What a run prints at its end: what was read, the headline statistics of each economy, findings by severity.

use std::io::{self, Write};

use accession_schema::vocabulary::{Severity, Status};
use accession_schema::{Day, Facts, Statistics, Word};

use crate::print::{counted, grouped};

/// More economies than this are counted, not listed.
const LISTED: usize = 12;

/// Counts over dossiers, and the headlines of the first ones.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    dossiers: u64,
    bytes: u64,
    lines: Lines,
    findings: [u64; 3],
    headlines: Vec<Headline>,
}

#[derive(Debug, Default)]
struct Lines {
    all: u64,
    extracted: u64,
    recognised: u64,
    unread: u64,
}

/// The headline statistics of an economy.
#[derive(Debug)]
struct Headline {
    title: String,
    lines: Vec<(&'static str, String)>,
}

impl Summary {
    /// Sums up some dossiers.
    pub(crate) fn of(facts: &Facts, statistics: &Statistics) -> Self {
        let sum = |column: &[u32]| column.iter().map(|count| u64::from(*count)).sum();
        let dossiers = &facts.dossiers;
        let severity = |severity: Severity| {
            let codes = facts.findings.severity.iter();
            codes.map(|code| u64::from(*code == severity.code())).sum()
        };
        let listed = statistics.accession_summary.len().min(LISTED);
        Self {
            dossiers: dossiers.len() as u64,
            bytes: sum(&dossiers.bytes),
            lines: Lines {
                all: sum(&dossiers.lines),
                extracted: sum(&dossiers.lines_extracted),
                recognised: sum(&dossiers.lines_recognised),
                unread: sum(&dossiers.lines_unread),
            },
            findings: [Severity::Error, Severity::Warning, Severity::Info].map(severity),
            headlines: (0..listed).map(|row| headline(statistics, row)).collect(),
        }
    }

    /// Adds the dossiers that come behind.
    pub(crate) fn add(&mut self, other: Self) {
        self.dossiers += other.dossiers;
        self.bytes += other.bytes;
        self.lines.all += other.lines.all;
        self.lines.extracted += other.lines.extracted;
        self.lines.recognised += other.lines.recognised;
        self.lines.unread += other.lines.unread;
        for (sum, more) in self.findings.iter_mut().zip(other.findings) {
            *sum += more;
        }
        self.headlines.extend(other.headlines);
    }

    /// Dossiers read.
    pub(crate) fn dossiers(&self) -> u64 {
        self.dossiers
    }

    /// Findings of severity error.
    pub(crate) fn errors(&self) -> u64 {
        self.findings[0]
    }

    /// Writes what was read.
    pub(crate) fn write_read(&self, out: &mut impl Write) -> io::Result<()> {
        let count = |number: u64| grouped(i64::try_from(number).unwrap_or(i64::MAX));
        writeln!(
            out,
            "Read {} ({} bytes, {} lines): {} lines extracted, {} recognised, {} unread, the rest blank",
            counted(self.dossiers, "dossier"),
            count(self.bytes),
            count(self.lines.all),
            count(self.lines.extracted),
            count(self.lines.recognised),
            count(self.lines.unread)
        )
    }

    /// Writes the headline statistics; `has_table` says whether the release has them all.
    pub(crate) fn write_economies(&self, out: &mut impl Write, has_table: bool) -> io::Result<()> {
        for Headline { title, lines } in self.headlines.iter().take(LISTED) {
            writeln!(out, "{title}")?;
            for (name, text) in lines {
                writeln!(out, "  {name:<28}{text}")?;
            }
            writeln!(out)?;
        }
        let listed = self.headlines.len().min(LISTED) as u64;
        if self.dossiers > listed {
            let hint = if has_table { ": accession show accession_summary" } else { "" };
            writeln!(out, "and {}{hint}\n", counted(self.dossiers - listed, "more dossier"))?;
        }
        Ok(())
    }

    /// Writes the findings by severity.
    pub(crate) fn write_findings(&self, out: &mut impl Write) -> io::Result<()> {
        let [errors, warnings, infos] = self.findings;
        writeln!(
            out,
            "Findings: {}, {}, {} (accession check FILE shows them in place)",
            counted(errors, "error"),
            counted(warnings, "warning"),
            counted(infos, "info")
        )
    }
}

fn headline(statistics: &Statistics, row: usize) -> Headline {
    let table = &statistics.accession_summary;
    let day = |column: &[Option<Day>]| column.get(row).copied().flatten();
    let count = |column: &[u32]| column.get(row).copied().unwrap_or_default();
    let days = |column: &[Option<i32>]| column.get(row).copied().flatten();
    let id = table.dossier_id.get(row).unwrap_or_default();
    let name = table.economy.get(row).unwrap_or(id);
    let code = table.iso3.get(row).unwrap_or("no code");
    let is_member = table.status.get(row) == Some(&Status::Member.code());
    let status = match (is_member, day(&table.membership_date)) {
        (true, Some(date)) => format!("member since {}", spell(date, day(&table.membership_date_latest))),
        (true, None) => "member".to_owned(),
        (false, _) => "acceding".to_owned(),
    };
    let mut lines = Vec::new();
    let mut duration = |name, value: Option<i32>| {
        if let Some(value) = value {
            lines.push((name, format!("{} days", grouped(value.into()))));
        }
    };
    duration("application to decision", days(&table.application_to_decision_days));
    duration("application to membership", days(&table.application_to_membership_days));
    if let (false, Some(date)) = (is_member, day(&table.application_date)) {
        lines.push(("application", spell(date, day(&table.application_date_latest))));
    }
    lines.push((
        "formal meetings",
        format!("{} in {}", count(&table.formal_meetings), counted(count(&table.sittings).into(), "sitting")),
    ));
    if let (Some(median), Some(longest)) =
        (table.median_gap_days.get(row).copied().flatten(), days(&table.longest_gap_days))
    {
        let ordinals = table
            .longest_gap_from_ordinal
            .get(row)
            .copied()
            .flatten()
            .zip(table.longest_gap_to_ordinal.get(row).copied().flatten());
        let between = ordinals.map_or(String::new(), |(from, to)| format!(" (meeting {from} to {to})"));
        lines.push((
            "gaps between meetings",
            format!("median {} days, longest {} days{between}", half(median), grouped(longest.into())),
        ));
    }
    lines.push(("plurilateral meetings", count(&table.plurilateral_meetings).to_string()));
    lines.push(("technical verification", count(&table.technical_verification_meetings).to_string()));
    lines.push((
        "documents",
        format!("{} in {}", count(&table.documents), counted(count(&table.listings).into(), "listing")),
    ));
    lines.push(("chairpersons", count(&table.chairpersons).to_string()));
    Headline { title: format!("{name} ({code}), {status}"), lines }
}

/// A median of whole numbers, which may be a half.
fn half(median: f64) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "a median of 32-bit numbers of days")]
    let whole = median.trunc() as i64;
    if median.fract() == 0.0 { grouped(whole) } else { format!("{}.5", grouped(whole)) }
}

/// A date by its bounds.
fn spell(earliest: Day, latest: Option<Day>) -> String {
    match latest {
        Some(latest) if latest != earliest => format!("{earliest} to {latest}"),
        _ => earliest.to_string(),
    }
}
