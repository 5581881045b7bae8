//! `accession why`: the claims about a milestone, and the rule that chose between them.

use std::io::Write;

use accession_normalize::Date;
use accession_schema::facts::{Claim, MilestoneRow};
use accession_schema::vocabulary::{ChoiceRule, Milestone};
use accession_schema::{AnyTable, VariantArray};
use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::args::{PrintFormat, WhyArgs};
use crate::exit::Outcome;
use crate::gather::{Gathered, gather};
use crate::{print, registers};

pub(crate) fn why(args: &WhyArgs) -> Result<Outcome> {
    let Gathered { facts, registers, problems, .. } = gather(&args.facts)?;
    let iso3 = registers::iso3(&registers, &args.economy)?;
    let name = registers.economies.by_iso3(&iso3).map_or(iso3.clone(), |economy| economy.name.clone());
    print::problems(&problems);
    let is_asked = |row: Option<&str>| row == Some(iso3.as_str());
    let mut claims: Vec<Claim<'_>> = facts
        .claims
        .rows()
        .filter(|claim| is_asked(claim.iso3) && claim.milestone == args.milestone)
        .collect();
    // The chosen one, those that agree, the others; the better and more precise ones first.
    claims.sort_by_key(|claim| {
        (!claim.is_chosen, claim.agrees != Some(true), claim.source_kind, claim.precision, claim.date)
    });
    let row = facts.milestones.rows().find(|row| is_asked(row.iso3) && row.milestone == args.milestone);
    if !args.milestone.is_claimed() {
        bail!(
            "{} is no source's: it is the GATT's where the accession began there and the WTO's elsewhere; ask why of these",
            args.milestone.word()
        );
    }
    let Some(row) = row else {
        let mut known: Vec<Milestone> =
            facts.milestones.rows().filter(|row| is_asked(row.iso3)).map(|row| row.milestone).collect();
        known.sort_unstable();
        let known: Vec<&str> = known.into_iter().map(Milestone::word).collect();
        bail!(
            "no source claims {} for {name}; claimed are: {}",
            args.milestone.word(),
            if known.is_empty() { "none".to_owned() } else { known.join(", ") }
        );
    };
    let mut out = anstream::stdout().lock();
    match args.format {
        PrintFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &as_json(&row, &claims)).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        PrintFormat::Table => write_table(&mut out, &name, &row, &claims)?,
    }
    out.flush()?;
    Ok(Outcome::of(!problems.is_empty()))
}

fn date(
    date: Option<accession_schema::Day>,
    precision: Option<accession_schema::vocabulary::Precision>,
) -> String {
    date.zip(precision).map_or("no date".to_owned(), |(date, precision)| Date::spelled(date, precision))
}

/// What the word means, from the data dictionary.
fn meaning(rule: ChoiceRule) -> String {
    let milestones = accession_schema::Facts::default().milestones.spec();
    let words =
        milestones.columns.into_iter().find(|column| column.name == "chosen_by").map(|column| column.words);
    let meaning = words.and_then(|words| words.into_iter().find(|word| word.word == rule.word()));
    meaning.map_or(String::new(), |word| word.meaning.to_owned())
}

fn write_table(out: &mut impl Write, name: &str, row: &MilestoneRow<'_>, claims: &[Claim<'_>]) -> Result<()> {
    let disputed = if row.is_disputed { ", disputed" } else { "" };
    writeln!(out, "{name}, {}: {}{disputed}", row.milestone.word(), date(row.date, row.precision))?;
    writeln!(out, "chosen by {}: {}", row.chosen_by.word(), meaning(row.chosen_by))?;
    writeln!(out)?;
    let mut table = print::table(&["", "date", "source kind", "source", "line", "evidence"]);
    for claim in claims {
        let mark = match (claim.is_chosen, claim.agrees) {
            (true, _) => "chosen",
            (false, Some(true)) => "agrees",
            (false, Some(false)) => "against",
            (false, None) => "",
        };
        let place = match (claim.register, claim.dossier_id) {
            (Some(register), _) => format!("{register}.csv {}", claim.line),
            (None, Some(dossier)) => format!("{dossier} {}", claim.line),
            (None, None) => claim.line.to_string(),
        };
        table.add_row([
            mark.to_owned(),
            date(claim.date, claim.precision),
            claim.source_kind.word().to_owned(),
            print::cell(claim.source),
            place,
            print::cell(claim.evidence.or(claim.symbol).unwrap_or_default()),
        ]);
    }
    writeln!(out, "{table}")?;
    writeln!(out)?;
    writeln!(
        out,
        "The rule: the best kind of source ({}), then the most precise date, then the one most sources leave room for, \
         then the earliest; a year or month is narrowed by the best claim within it.",
        accession_schema::vocabulary::SourceKind::VARIANTS
            .iter()
            .map(|kind| kind.word())
            .collect::<Vec<_>>()
            .join(", ")
    )?;
    Ok(())
}

fn as_json(row: &MilestoneRow<'_>, claims: &[Claim<'_>]) -> Value {
    let day = |day: Option<accession_schema::Day>| day.map(|day| day.to_string());
    let claims: Vec<Value> = claims
        .iter()
        .map(|claim| {
            json!({
                "date": day(claim.date),
                "date_latest": day(claim.date_latest),
                "precision": claim.precision.map(Into::<&'static str>::into),
                "source_kind": claim.source_kind.word(),
                "source": claim.source,
                "evidence": claim.evidence,
                "symbol": claim.symbol,
                "dossier_id": claim.dossier_id,
                "register": claim.register,
                "line": claim.line,
                "is_chosen": claim.is_chosen,
                "agrees": claim.agrees,
            })
        })
        .collect();
    json!({
        "iso3": row.iso3,
        "economy": row.economy,
        "milestone": row.milestone.word(),
        "date": day(row.date),
        "date_latest": day(row.date_latest),
        "precision": row.precision.map(Into::<&'static str>::into),
        "is_disputed": row.is_disputed,
        "chosen_by": row.chosen_by.word(),
        "claims": claims,
    })
}
