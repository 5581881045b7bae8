//! `accession timeline`: an economy's steps, meetings per year and gaps, in order.

use std::collections::BTreeMap;
use std::io::Write;

use accession_analyze::analyze;
use accession_normalize::Date;
use accession_schema::Day;
use accession_schema::facts::{Meeting, MilestoneRow};
use accession_schema::statistics::{MeetingGap, Summary};
use accession_schema::vocabulary::{MeetingKind, Precision};
use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::args::{PrintFormat, TimelineArgs};
use crate::exit::Outcome;
use crate::gather::{Gathered, gather};
use crate::summary::half;
use crate::{print, registers};

/// What is known of one economy, in order of time.
struct Timeline<'f> {
    name: &'f str,
    milestones: Vec<MilestoneRow<'f>>,
    meetings: Vec<Meeting<'f>>,
    /// Formal sittings, and those of other kinds, by year.
    sittings: BTreeMap<i32, (u32, u32)>,
    gaps: Vec<MeetingGap<'f>>,
    summary: Option<Summary<'f>>,
    /// Whether no meeting lies beyond the day, so that the summary is of what is shown.
    is_whole: bool,
}

pub(crate) fn timeline(args: &TimelineArgs) -> Result<Outcome> {
    let Gathered { mut pipeline, facts, registers, problems } = gather(&args.facts)?;
    pipeline.as_of = args.as_of.unwrap_or(pipeline.as_of);
    let as_of = pipeline.as_of.0;
    let has_come = |day: Option<Day>| day.is_none_or(|day| day <= as_of);
    let iso3 = registers::iso3(&registers, &args.economy)?;
    let (mut plan, _) = pipeline.plan()?;
    plan.meeting_gaps = true;
    plan.survival.pairs.clear();
    let statistics = analyze(&facts, &plan);
    let is_asked = |row: Option<&str>| row == Some(iso3.as_str());
    let name = registers.economies.by_iso3(&iso3).map_or(iso3.as_str(), |economy| &economy.name);
    let mut milestones: Vec<MilestoneRow<'_>> =
        facts.milestones.rows().filter(|row| is_asked(row.iso3) && has_come(row.date)).collect();
    milestones.sort_by_key(|row| (row.date.is_none(), row.date, row.date_latest, row.milestone));
    let meetings: Vec<Meeting<'_>> =
        facts.meetings.rows().filter(|row| is_asked(row.iso3) && has_come(row.start_date)).collect();
    let mut sittings: BTreeMap<i32, (u32, u32)> = BTreeMap::new();
    for meeting in &meetings {
        if let Some(year) = year(meeting) {
            let (formal, other) = sittings.entry(year).or_default();
            *(if meeting.kind == MeetingKind::Formal { formal } else { other }) += 1;
        }
    }
    let gaps =
        statistics.meeting_gaps.rows().filter(|row| is_asked(row.iso3) && has_come(row.to_date)).collect();
    let summary = statistics.accession_summary.rows().find(|row| is_asked(row.iso3));
    let is_whole = facts.meetings.rows().filter(|row| is_asked(row.iso3)).count() == meetings.len();
    let timeline = Timeline { name, milestones, meetings, sittings, gaps, summary, is_whole };
    print::problems(&problems);
    if timeline.milestones.is_empty() && timeline.sittings.is_empty() {
        bail!("no dossier or register has a step or meeting of {name} by {as_of}");
    }
    let mut out = anstream::stdout().lock();
    match args.format {
        PrintFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &timeline.json()).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        PrintFormat::Table => timeline.write(&mut out)?,
    }
    out.flush()?;
    Ok(Outcome::of(!problems.is_empty()))
}

/// The year of a sitting; nothing where its dates lie in two.
fn year(meeting: &Meeting<'_>) -> Option<i32> {
    let (start, end) = meeting.start_date.zip(meeting.end_date)?;
    // A sitting over new year's eve counts where it began; a date that may be either year counts in none.
    let is_known = meeting.precision.is_some() && (start.year() == end.year() || end.days_since(start) < 31);
    is_known.then(|| start.year())
}

fn date(row: &MilestoneRow<'_>) -> String {
    let date = row.date.zip(row.precision);
    date.map_or("no date".to_owned(), |(date, precision)| Date::spelled(date, precision))
}

impl Timeline<'_> {
    fn write(&self, out: &mut impl Write) -> Result<()> {
        let status = self.summary.map_or("", |summary| summary.status.word());
        writeln!(out, "{}, {status}\n", self.name)?;
        let mut table = print::table(&["date", "step", "source", "claims", ""]);
        for row in &self.milestones {
            let source = match (row.dossier_id, row.register) {
                (Some(dossier), _) => format!("dossier {dossier} line {}", row.line),
                (None, Some(register)) => {
                    format!("{} ({register}.csv line {})", row.source_kind.word(), row.line)
                }
                (None, None) => row.source_kind.word().to_owned(),
            };
            table.add_row([
                date(row),
                row.milestone.word().to_owned(),
                source,
                row.claims.to_string(),
                if row.is_disputed { "disputed" } else { "" }.to_owned(),
            ]);
        }
        writeln!(out, "{table}")?;
        if !self.sittings.is_empty() {
            let mut table = print::table(&["year", "formal sittings", "other meetings", ""]);
            for (year, (formal, other)) in &self.sittings {
                let bar = "#".repeat(*formal as usize) + &"-".repeat(*other as usize);
                table.add_row([year.to_string(), formal.to_string(), other.to_string(), bar]);
            }
            print::right(&mut table, &[1, 2]);
            writeln!(out, "\nMeetings per year (# formal, - other){}\n\n{table}", self.formal_meetings())?;
        }
        let formal: Vec<&MeetingGap<'_>> =
            self.gaps.iter().filter(|gap| gap.kind == MeetingKind::Formal).collect();
        if !formal.is_empty() {
            let all = if !self.is_whole {
                "later ones are left out"
            } else if self.summary.is_some_and(|summary| summary.has_all_meetings) {
                "all meetings are known"
            } else {
                "more meetings than these may have been held"
            };
            let mut table = print::table(&["from meeting", "to meeting", "from", "to", "days", ""]);
            for gap in &formal {
                let number =
                    |ordinal: Option<u32>| ordinal.map_or(String::new(), |ordinal| ordinal.to_string());
                table.add_row([
                    number(gap.from_ordinal),
                    number(gap.to_ordinal),
                    self.spell(gap, gap.from_date, |meeting| meeting.end_date),
                    self.spell(gap, gap.to_date, |meeting| meeting.start_date),
                    gap.gap_days.map_or("not to the day".to_owned(), |days| print::grouped(days.into())),
                    if gap.is_resumption { "resumed" } else { "" }.to_owned(),
                ]);
            }
            print::right(&mut table, &[0, 1, 4]);
            writeln!(out, "\nGaps between formal meetings; {all}\n\n{table}")?;
        }
        if let Some((median, longest)) = self
            .summary
            .filter(|_| self.is_whole)
            .and_then(|summary| Some((summary.median_gap_days?, summary.longest_gap_days?)))
        {
            writeln!(out, "\nmedian {} days, longest {} days", half(median), print::grouped(longest.into()))?;
        }
        Ok(())
    }

    /// How many formal meetings there were, resumed ones counted once.
    fn formal_meetings(&self) -> String {
        let whole = self.summary.filter(|_| self.is_whole);
        whole.map_or(String::new(), |summary| {
            let sittings = print::counted(summary.sittings.into(), "sitting");
            format!(": {} in {sittings}", print::counted(summary.formal_meetings.into(), "formal meeting"))
        })
    }

    /// The day of a gap's end as precisely as its sitting is known.
    fn spell(
        &self,
        gap: &MeetingGap<'_>,
        day: Option<Day>,
        of: impl Fn(&Meeting<'_>) -> Option<Day>,
    ) -> String {
        let Some(day) = day else { return String::new() };
        let mut sittings = self.meetings.iter().filter(|meeting| meeting.kind == gap.kind);
        let precision =
            sittings.find(|meeting| of(meeting) == Some(day)).and_then(|meeting| meeting.precision);
        Date::spelled(day, precision.unwrap_or(Precision::Day))
    }

    fn json(&self) -> Value {
        let day = |day: Option<accession_schema::Day>| day.map(|day| day.to_string());
        json!({
            "economy": self.name,
            "iso3": self.summary.and_then(|summary| summary.iso3),
            "status": self.summary.map(|summary| summary.status.word()),
            "formal_meetings": self.summary.filter(|_| self.is_whole).map(|summary| summary.formal_meetings),
            "has_all_meetings": self.summary.map(|summary| summary.has_all_meetings),
            "median_gap_days": self.summary.filter(|_| self.is_whole).and_then(|summary| summary.median_gap_days),
            "longest_gap_days": self.summary.filter(|_| self.is_whole).and_then(|summary| summary.longest_gap_days),
            "milestones": self.milestones.iter().map(|row| json!({
                "milestone": row.milestone.word(),
                "date": day(row.date),
                "date_latest": day(row.date_latest),
                "precision": row.precision.map(Into::<&'static str>::into),
                "source_kind": row.source_kind.word(),
                "source": row.source,
                "claims": row.claims,
                "is_disputed": row.is_disputed,
            })).collect::<Vec<_>>(),
            "meetings_per_year": self.sittings.iter().map(|(year, (formal, other))| json!({
                "year": year,
                "formal_sittings": formal,
                "other_meetings": other,
            })).collect::<Vec<_>>(),
            "gaps": self.gaps.iter().map(|gap| json!({
                "kind": gap.kind.word(),
                "from_ordinal": gap.from_ordinal,
                "to_ordinal": gap.to_ordinal,
                "from_date": day(gap.from_date),
                "to_date": day(gap.to_date),
                "gap_days": gap.gap_days,
                "is_resumption": gap.is_resumption,
                "is_complete": gap.is_complete,
            })).collect::<Vec<_>>(),
        })
    }
}
