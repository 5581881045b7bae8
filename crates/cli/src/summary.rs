//! What a run prints at its end: what was read, the headline statistics of each economy, findings by severity.

use std::io::{self, Write};

use accession_normalize::Registers;
use accession_schema::statistics::Summary as Summarised;
use accession_schema::vocabulary::{Severity, Status};
use accession_schema::{Day, Facts, Statistics, VariantArray, Word};

use crate::print::{self, counted, grouped};

/// More economies than this are counted, not listed.
const LISTED: usize = 12;

/// Counts over dossiers.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    dossiers: u64,
    bytes: u64,
    lines: Lines,
    findings: [u64; 3],
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
    pub(crate) fn of(facts: &Facts) -> Self {
        let sum = |column: &[u32]| column.iter().map(|count| u64::from(*count)).sum();
        let dossiers = &facts.dossiers;
        let severity = |severity: Severity| {
            let codes = facts.findings.severity.iter();
            codes.map(|code| u64::from(*code == severity.code())).sum()
        };
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
        }
    }

    /// Adds the dossiers that come behind.
    pub(crate) fn add(&mut self, other: &Self) {
        self.dossiers += other.dossiers;
        self.bytes += other.bytes;
        self.lines.all += other.lines.all;
        self.lines.extracted += other.lines.extracted;
        self.lines.recognised += other.lines.recognised;
        self.lines.unread += other.lines.unread;
        for (sum, more) in self.findings.iter_mut().zip(other.findings) {
            *sum += more;
        }
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

    /// Writes the findings by severity.
    pub(crate) fn write_findings(&self, out: &mut impl Write) -> io::Result<()> {
        let [errors, warnings, infos] = self.findings;
        writeln!(
            out,
            "Findings: {}, {}, {} (accession show findings lists them)",
            counted(errors, "error"),
            counted(warnings, "warning"),
            counted(infos, "info")
        )
    }
}

/// Writes how many rows of registers were read, where there are any.
pub(crate) fn write_registers(out: &mut impl Write, registers: &Registers) -> io::Result<()> {
    let counts = [
        (registers.milestones.len(), "milestones"),
        (registers.meetings.len(), "meetings"),
        (registers.documents.len(), "documents"),
        (registers.chairpersons.len(), "chairpersons"),
    ];
    let named: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} about {what}", grouped((*count as u64).cast_signed())))
        .collect();
    if named.is_empty() { Ok(()) } else { writeln!(out, "Read claims of registers: {}", named.join(", ")) }
}

/// Writes the headline statistics of the economies that have a dossier; `has_table` says whether the release has them all.
pub(crate) fn write_economies(
    out: &mut impl Write,
    statistics: &Statistics,
    has_table: bool,
) -> io::Result<()> {
    let with_dossier: Vec<Summarised<'_>> =
        statistics.accession_summary.rows().filter(|row| row.has_dossier).collect();
    for row in with_dossier.iter().take(LISTED) {
        let Headline { title, lines } = headline(row);
        writeln!(out, "{title}")?;
        for (name, text) in lines {
            writeln!(out, "  {name:<28}{text}")?;
        }
        writeln!(out)?;
    }
    if with_dossier.len() > LISTED {
        let hint = if has_table { ": accession show accession_summary" } else { "" };
        let more = (with_dossier.len() - LISTED) as u64;
        let noun = if more == 1 { "economy" } else { "economies" };
        writeln!(out, "and {} more {noun} with dossiers{hint}\n", grouped(more.cast_signed()))?;
    }
    Ok(())
}

/// Writes how many economies stand where, and how long accessions take.
pub(crate) fn write_comparisons(out: &mut impl Write, statistics: &Statistics) -> io::Result<()> {
    let summary = &statistics.accession_summary;
    let standing: Vec<String> = Status::VARIANTS
        .iter()
        .map(|status| (status.word(), summary.rows().filter(|row| row.status == *status).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{count} {word}"))
        .collect();
    if summary.len() > 1 {
        writeln!(out, "Economies: {} ({})\n", summary.len(), standing.join(", "))?;
    }
    // The median of one accession says nothing.
    let all = statistics.survival_summary.rows().filter(|row| row.group_by == "all" && row.subjects > 1);
    let mut rows = all.peekable();
    if rows.peek().is_none() {
        return Ok(());
    }
    let mut table = print::table(&["from", "to", "accessions", "completed", "median days", "95% interval"]);
    for row in rows {
        let days = |days: Option<f64>| days.map_or("not reached".to_owned(), half);
        table.add_row([
            row.from_milestone.word().to_owned(),
            row.to_milestone.word().to_owned(),
            row.subjects.to_string(),
            row.events.to_string(),
            days(row.median_days),
            format!("{} to {}", days(row.median_ci_lower), days(row.median_ci_upper)),
        ]);
    }
    print::right(&mut table, &[2, 3, 4, 5]);
    writeln!(out, "{table}\n")
}

fn headline(row: &Summarised<'_>) -> Headline {
    let name = row.economy.or(row.dossier_id).unwrap_or_default();
    let code = row.iso3.unwrap_or("no code");
    let is_member = row.status == Status::Member;
    let status = match (is_member, row.membership_date) {
        (true, Some(date)) => format!("member since {}", spell(date, row.membership_date_latest)),
        _ => row.status.word().to_owned(),
    };
    let mut lines = Vec::new();
    let mut duration = |name, value: Option<i32>| {
        if let Some(value) = value {
            lines.push((name, format!("{} days", grouped(value.into()))));
        }
    };
    duration("application to decision", row.application_to_decision_days);
    duration("application to membership", row.application_to_membership_days);
    if let (false, Some(date)) = (is_member, row.application_date) {
        lines.push(("application", spell(date, row.application_date_latest)));
    }
    lines.push((
        "formal meetings",
        format!("{} in {}", row.formal_meetings, counted(row.sittings.into(), "sitting")),
    ));
    if let (Some(median), Some(longest)) = (row.median_gap_days, row.longest_gap_days) {
        let ordinals = row.longest_gap_from_ordinal.zip(row.longest_gap_to_ordinal);
        let between = ordinals.map_or(String::new(), |(from, to)| format!(" (meeting {from} to {to})"));
        lines.push((
            "gaps between meetings",
            format!("median {} days, longest {} days{between}", half(median), grouped(longest.into())),
        ));
    }
    lines.push(("plurilateral meetings", row.plurilateral_meetings.to_string()));
    lines.push(("technical verification", row.technical_verification_meetings.to_string()));
    lines.push(("documents", format!("{} in {}", row.documents, counted(row.listings.into(), "listing"))));
    if let Some(chairpersons) = row.chairpersons {
        lines.push(("chairpersons", chairpersons.to_string()));
    }
    Headline { title: format!("{name} ({code}), {status}"), lines }
}

/// A median of whole numbers, which may be a half.
pub(crate) fn half(median: f64) -> String {
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
