//! A comparison as tables to read.

use std::io::Write;

use accession_analyze::{Accession, Estimate, Grouping};
use accession_schema::vocabulary::{DurationBound, Precision, Status};
use anyhow::Result;

use super::{Compared, chart, elapsed};
use crate::print;
use crate::summary::half;

pub(super) fn write(out: &mut impl Write, compared: &Compared) -> Result<()> {
    let comparison = &compared.comparison;
    let observed = comparison.accessions.iter().filter(|accession| accession.is_observed()).count();
    let all = comparison.accessions.len();
    writeln!(
        out,
        "{} to {}, as of {}: {}, {observed} completed, {} running",
        comparison.from.word(),
        comparison.to.word(),
        comparison.as_of,
        print::counted(all as u64, "accession"),
        all - observed
    )?;
    writeln!(out)?;
    write_accessions(out, compared)?;
    let (together, groups) = compared.estimates();
    write_estimates(out, compared, together.iter().chain(&groups))?;
    write_test(out, compared)?;
    let drawn: Vec<&Estimate> =
        if groups.is_empty() { together.iter().collect() } else { groups.iter().collect() };
    let until = drawn.iter().filter_map(|estimate| estimate.curve.largest_time()).fold(0.0, f64::max);
    for estimate in drawn {
        writeln!(out, "\nShare still waiting ({}, Kaplan-Meier)", estimate.group)?;
        writeln!(out, "{}", chart::chart(estimate, until).trim_end())?;
    }
    for (reason, economies) in comparison.reasons() {
        writeln!(out, "\nNot compared, {reason}: {}", economies.join(", "))?;
    }
    Ok(())
}

fn write_accessions(out: &mut impl Write, compared: &Compared) -> Result<()> {
    let mut header = vec!["rank", "economy", "from", "to", "days", "time", "status"];
    if let Some(grouping) = &compared.grouping {
        header.push(grouping.name());
    }
    let mut table = print::table(&header);
    for (rank, accession) in (1..).zip(compared.ranked()) {
        let mut row = vec![
            rank.to_string(),
            print::cell(&accession.economy),
            spell(accession.start),
            end(compared, accession),
            days(accession),
            time(accession),
            status(accession),
        ];
        if let Some(grouping) = &compared.grouping {
            row.push(grouping.group(accession).unwrap_or_default());
        }
        table.add_row(row);
    }
    print::right(&mut table, &[0, 4]);
    writeln!(out, "{table}\n")?;
    Ok(())
}

fn write_estimates<'e>(
    out: &mut impl Write,
    compared: &Compared,
    estimates: impl Iterator<Item = &'e Estimate>,
) -> Result<()> {
    let by = compared.grouping.as_ref().map_or("group", Grouping::name);
    let mut table = print::table(&[
        by,
        "accessions",
        "completed",
        "running",
        "median days",
        "95% interval",
        "median bounds",
        "restricted mean (SE)",
        "up to",
    ]);
    let days = |days: Option<f64>| days.map_or("not reached".to_owned(), half);
    for estimate in estimates {
        let (lower, upper) = estimate.curve.median_interval();
        let restricted = estimate.restricted_mean();
        table.add_row([
            estimate.group.clone(),
            estimate.subjects.to_string(),
            estimate.events.to_string(),
            (estimate.subjects - estimate.events).to_string(),
            days(estimate.curve.median()),
            format!("{} to {}", days(lower), days(upper)),
            format!("{} to {}", days(estimate.shortest.median()), days(estimate.longest.median())),
            restricted.map_or(String::new(), |mean| {
                format!("{} ({})", whole(mean.mean), whole(mean.standard_error))
            }),
            half(estimate.tau),
        ]);
    }
    print::right(&mut table, &[1, 2, 3, 4, 5, 6, 7, 8]);
    writeln!(out, "{table}")?;
    let imprecise = compared.comparison.accessions.iter().filter(|a| a.days.min != a.days.max).count();
    if imprecise > 0 {
        writeln!(
            out,
            "\n{} known within bounds only: estimates take the middle, \"median bounds\" all shortest and all longest.",
            print::counted(imprecise as u64, "duration")
        )?;
    }
    Ok(())
}

fn write_test(out: &mut impl Write, compared: &Compared) -> Result<()> {
    let Some(grouping) = &compared.grouping else { return Ok(()) };
    let stratified =
        compared.strata.as_ref().map_or(String::new(), |strata| format!(", stratified by {}", strata.name()));
    match compared.test(DurationBound::Middle) {
        None => writeln!(out, "\nLog-rank test by {}{stratified}: nothing to compare", grouping.name())?,
        Some(test) => {
            let bounds = [DurationBound::Shortest, DurationBound::Longest].map(|bound| compared.test(bound));
            let sensitivity = match bounds {
                [Some(shortest), Some(longest)] => {
                    let [shortest, longest] = [shortest, longest].map(|test| p_value("", test.p_value));
                    format!(" (shortest durations {shortest}, longest {longest})")
                }
                _ => String::new(),
            };
            writeln!(
                out,
                "\nLog-rank test by {}{stratified}: chi-squared {:.2}, {} of freedom, p {}{sensitivity}",
                grouping.name(),
                test.statistic,
                print::counted(test.degrees_of_freedom.into(), "degree"),
                p_value("= ", test.p_value)
            )?;
        }
    }
    let without = compared.comparison.accessions.iter().filter(|a| grouping.group(a).is_none()).count();
    if without > 0 {
        writeln!(
            out,
            "{} without a value of {} in no group",
            print::counted(without as u64, "accession"),
            grouping.name()
        )?;
    }
    Ok(())
}

/// A p-value to three places.
fn p_value(equals: &str, p_value: f64) -> String {
    if p_value < 0.001 { "< 0.001".to_owned() } else { format!("{equals}{p_value:.3}") }
}

/// When the clock stopped; a running one that is not counted up to the last day says so.
fn end(compared: &Compared, accession: &Accession) -> String {
    match (accession.end, accession.censored) {
        (Some(end), _) => spell(end),
        (None, Some(censored)) if censored.latest < compared.comparison.as_of => {
            format!("censored {}", spell(censored))
        }
        (None, _) => "running".to_owned(),
    }
}

/// A number of days to the day.
fn whole(days: f64) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "made from 32-bit numbers of days")]
    let days = days.round() as i64;
    print::grouped(days)
}

/// A date by its bounds, as long as it is known.
fn spell(date: accession_analyze::Bounds) -> String {
    let whole = |precision| {
        let spelled = accession_normalize::Date::spelled(date.earliest, precision);
        let parsed: Option<accession_normalize::Date> = spelled.parse().ok();
        parsed
            .filter(|known| known.earliest() == date.earliest && known.latest() == date.latest)
            .map(|_| spelled)
    };
    [Precision::Day, Precision::Month, Precision::Year]
        .into_iter()
        .find_map(whole)
        .unwrap_or_else(|| format!("{} to {}", date.earliest, date.latest))
}

/// Days, as exactly as they are known.
fn days(accession: &Accession) -> String {
    let days = accession.days;
    match days.exact {
        Some(exact) => print::grouped(exact.into()),
        None => format!("{} to {}", print::grouped(days.min.into()), print::grouped(days.max.into())),
    }
}

/// Years and months as people count them; of the middle of the bounds, marked, where the days are not known.
fn time(accession: &Accession) -> String {
    let spell = |elapsed: accession_analyze::Elapsed| format!("{}y {:>2}m", elapsed.years, elapsed.months);
    if let Some(elapsed) = elapsed(accession) {
        return spell(elapsed);
    }
    let middle = accession.days_at(DurationBound::Middle);
    let start = accession.start.earliest;
    let end = accession_schema::Day::from_epoch_days(start.epoch_days().saturating_add(middle));
    let about = accession_analyze::Elapsed::between(start, end);
    about.map_or(String::new(), |elapsed| format!("about {}", spell(elapsed)))
}

fn status(accession: &Accession) -> String {
    match (accession.is_observed(), accession.status) {
        (true, status) => status.word().to_owned(),
        (false, Status::Acceding) => "running".to_owned(),
        (false, status) => format!("running ({})", status.word()),
    }
}
