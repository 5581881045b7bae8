//! The statistics, computed again from the facts as a reader of the files would.

use super::*;

fn is(column: &str, word: &str) -> Expr {
    col(column).eq(lit(word))
}

fn names(columns: &[&str]) -> Vec<Expr> {
    columns.iter().map(|name| col(*name)).collect()
}

fn left_join(left: LazyFrame, right: LazyFrame) -> LazyFrame {
    left.join(right, [col("dossier_id")], [col("dossier_id")], JoinArgs::new(JoinType::Left))
}

fn sorted(frame: LazyFrame, by: &[&str]) -> LazyFrame {
    frame.sort(by.to_vec(), SortMultipleOptions::default().with_maintain_order(true))
}

fn epoch_days(column: &str) -> Expr {
    col(column).cast(DataType::Int32)
}

/// Every day of two centuries and the year it is in.
fn calendar(year_column: &str) -> PolarsResult<LazyFrame> {
    let first_day = |year| day(year, 1, 1).epoch_days();
    let days =
        (1900..2100).flat_map(|year| (first_day(year)..first_day(year + 1)).map(move |day| (day, year)));
    let (days, years): (Vec<i32>, Vec<i32>) = days.unzip();
    let calendar = df!("day" => days, year_column => years)?.lazy();
    Ok(calendar.with_column(col("day").cast(DataType::Date)))
}

pub(super) fn documents_per_year(folder: &Path, keys: &[&str]) -> PolarsResult<LazyFrame> {
    let inner = || JoinArgs::new(JoinType::Inner);
    let dated = scan(folder, "documents")?
        .join(calendar("year")?, [col("date")], [col("day")], inner())
        .join(calendar("latest_year")?, [col("date_latest")], [col("day")], inner())
        .filter(col("year").eq(col("latest_year")));
    let keys = [&["dossier_id", "iso3", "year"], keys].concat();
    let counted = dated
        .group_by(names(&keys))
        .agg([col("symbol").n_unique().alias("documents"), len().alias("listings")]);
    Ok(sorted(counted, &keys))
}

pub(super) fn meeting_gaps(folder: &Path) -> PolarsResult<LazyFrame> {
    let is_in_series = is("kind", "formal").or(col("ordinal").is_not_null());
    let sittings = scan(folder, "meetings")?
        .filter(col("start_date").is_not_null().and(col("end_date").is_not_null()).and(is_in_series));
    let before = |column: &str, name: &str| -> PolarsResult<Expr> {
        Ok(col(column).shift(lit(1)).over(["dossier_id", "kind"])?.alias(name))
    };
    let are_days = is("precision", "day").and(is("from_precision", "day"));
    let days = epoch_days("start_date") - epoch_days("from_date");
    let gaps = sorted(sittings, &["dossier_id", "kind", "start_date", "ordinal"])
        .with_columns([
            before("ordinal", "from_ordinal")?,
            before("end_date", "from_date")?,
            before("precision", "from_precision")?,
        ])
        .filter(col("from_date").is_not_null())
        .with_column(when(are_days).then(days).otherwise(lit(NULL)).alias("gap_days"));
    Ok(gaps.select([
        col("dossier_id"),
        col("iso3"),
        col("kind"),
        col("from_ordinal"),
        col("ordinal").alias("to_ordinal"),
        col("from_date"),
        col("start_date").alias("to_date"),
        col("gap_days"),
        col("is_resumption"),
    ]))
}

fn by_dossier(frame: LazyFrame, counts: impl AsRef<[Expr]>) -> LazyFrame {
    frame.group_by([col("dossier_id")]).agg(counts)
}

/// The date of one milestone, with its columns named after it.
fn milestone(folder: &Path, milestone: Milestone) -> PolarsResult<LazyFrame> {
    let word = milestone.word();
    Ok(scan(folder, "milestones")?.filter(is("milestone", word)).select([
        col("dossier_id"),
        lit(true).alias(format!("{word}_is_reached")),
        col("date").alias(format!("{word}_date")),
        col("date_latest").alias(format!("{word}_date_latest")),
        col("precision").alias(format!("{word}_precision")),
    ]))
}

/// Who was a member on a day; a membership without a date counts.
fn is_member(as_of: Day) -> Expr {
    let has_come = epoch_days("membership_date").lt_eq(lit(as_of.epoch_days()));
    let is_reached = col("membership_is_reached").is_not_null();
    is_reached.and(has_come.or(col("membership_date").is_null()))
}

/// All dossiers with all their milestones.
fn dossiers(folder: &Path) -> PolarsResult<LazyFrame> {
    let dossiers = scan(folder, "dossiers")?.select(names(&["dossier_id", "iso3", "economy"]));
    let milestones = [Application, WorkingPartyEstablished, FirstMeeting, Decision, Acceptance, Membership];
    milestones.into_iter().try_fold(dossiers, |all, one| Ok(left_join(all, milestone(folder, one)?)))
}

fn as_of_date(as_of: Day) -> Expr {
    lit(as_of.epoch_days()).cast(DataType::Date).alias("as_of_date")
}

pub(super) fn accession_summary(folder: &Path, as_of: Day) -> PolarsResult<LazyFrame> {
    let is_formal = || is("kind", "formal");
    let unnumbered = is_formal().and(col("ordinal").is_null()).and(col("is_resumption").not());
    let meetings = [
        col("ordinal").filter(is_formal()).drop_nulls().n_unique().alias("numbered"),
        unnumbered.sum().alias("unnumbered"),
        is_formal().sum().alias("sittings"),
        is("kind", "informal").sum().alias("informal_meetings"),
        is("kind", "plurilateral").sum().alias("plurilateral_meetings"),
        is("kind", "technical_verification").sum().alias("technical_verification_meetings"),
    ];
    let gaps = meeting_gaps(folder)?
        .filter(is_formal().and(col("is_resumption").not()).and(col("gap_days").is_not_null()));
    let at_longest = |column: &str| col(column).filter(col("gap_days").eq(col("gap_days").max())).first();
    let gaps = by_dossier(
        gaps,
        [
            col("gap_days").median().alias("median_gap_days"),
            col("gap_days").max().alias("longest_gap_days"),
            at_longest("from_ordinal").alias("longest_gap_from_ordinal"),
            at_longest("to_ordinal").alias("longest_gap_to_ordinal"),
        ],
    );
    let documents = [col("symbol").n_unique().alias("documents"), len().alias("listings")];
    let severity = |word: &str| is("severity", word).sum().alias(format!("finding_{word}s"));
    let findings = ["error", "warning", "info"].map(severity);
    let parts = [
        by_dossier(scan(folder, "meetings")?, meetings),
        by_dossier(scan(folder, "documents")?, documents),
        by_dossier(scan(folder, "chairpersons")?, [len().alias("chairpersons")]),
        by_dossier(scan(folder, "findings")?, findings),
        gaps,
    ];
    // What happens after the day is not observed.
    let has_come = |word: &str| epoch_days(&format!("{word}_date")).lt_eq(lit(as_of.epoch_days()));
    let observed = |word: &'static str| {
        ["date", "date_latest"].map(|column| {
            let name = format!("{word}_{column}");
            when(has_come(word)).then(col(&name)).otherwise(lit(NULL)).alias(name)
        })
    };
    let days_to = |end: &str| {
        let are_days = is("application_precision", "day").and(is(&format!("{end}_precision"), "day"));
        let are_days = are_days.and(has_come("application")).and(has_come(end));
        let days = epoch_days(&format!("{end}_date")) - epoch_days("application_date");
        let name = format!("application_to_{end}_days");
        when(are_days).then(days).otherwise(lit(NULL)).alias(name)
    };
    let no_row_counts_nothing = [
        "sittings",
        "informal_meetings",
        "plurilateral_meetings",
        "technical_verification_meetings",
        "documents",
        "listings",
        "chairpersons",
        "finding_errors",
        "finding_warnings",
        "finding_infos",
    ]
    .map(|column| col(column).fill_null(lit(0)));
    let formal_meetings = col("numbered").fill_null(lit(0)) + col("unnumbered").fill_null(lit(0));
    let summary = parts.into_iter().fold(dossiers(folder)?, left_join).with_columns(no_row_counts_nothing);
    let summary = summary.with_columns([
        when(is_member(as_of)).then(lit("member")).otherwise(lit("acceding")).alias("status"),
        as_of_date(as_of),
        days_to("decision"),
        days_to("membership"),
        formal_meetings.alias("formal_meetings"),
    ]);
    let milestones = ["application", "working_party_established", "first_meeting", "decision", "membership"];
    let summary = summary.with_columns(milestones.map(observed).concat());
    Ok(sorted(summary, &["dossier_id"]))
}

pub(super) fn accession_durations(folder: &Path, as_of: Day) -> PolarsResult<LazyFrame> {
    let today = || lit(as_of.epoch_days());
    let mut all = Vec::new();
    for (number, (from, to)) in (0_u32..).zip(PAIRS) {
        let (from, to) = (from.word(), to.word());
        let [start, start_latest] = ["date", "date_latest"].map(|end| format!("{from}_{end}"));
        let [end, end_latest] = ["date", "date_latest"].map(|end| format!("{to}_{end}"));
        let is_reached = col(format!("{to}_is_reached")).is_not_null();
        let is_known = col(&end).is_not_null().or(is_reached.or(is_member(as_of)).not());
        let clocks = dossiers(folder)?
            .filter(epoch_days(&start).lt_eq(today()).and(is_known))
            .with_column(epoch_days(&end).lt_eq(today()).fill_null(lit(false)).alias("event_observed"));
        let if_observed = |date: Expr, other: Expr| when(col("event_observed")).then(date).otherwise(other);
        let are_days = is(&format!("{from}_precision"), "day")
            .and(is(&format!("{to}_precision"), "day").or(col("event_observed").not()));
        let shortest = if_observed(epoch_days(&end), today()) - epoch_days(&start_latest);
        let longest = if_observed(epoch_days(&end_latest), today()) - epoch_days(&start);
        let overlap = longest.clone().gt_eq(lit(0)).and(shortest.clone().lt(lit(0)));
        all.push(clocks.select([
            col("dossier_id"),
            col("iso3"),
            col("economy"),
            lit(from).alias("from_milestone"),
            lit(to).alias("to_milestone"),
            col(&start).alias("start_date"),
            col(&start_latest).alias("start_date_latest"),
            if_observed(col(&end), lit(NULL)).alias("end_date"),
            if_observed(col(&end_latest), lit(NULL)).alias("end_date_latest"),
            when(are_days).then(longest.clone()).otherwise(lit(NULL)).alias("duration_days"),
            when(overlap).then(lit(0)).otherwise(shortest).alias("duration_days_min"),
            longest.alias("duration_days_max"),
            col("event_observed"),
            as_of_date(as_of),
            lit(number).alias("pair"),
        ]));
    }
    Ok(sorted(concat(all, UnionArgs::default())?, &["dossier_id", "pair"]))
}
