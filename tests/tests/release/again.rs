//! The statistics, computed again from the facts as a reader of the files would.

use std::slice;

use accession_schema::vocabulary::Milestone::{
    self, Acceptance, Application, Decision, DraftGoodsSchedule, DraftReport, DraftServicesSchedule,
    FactualSummary, FirstApplication, FirstMeeting, FirstWorkingParty, ForeignTradeMemorandum,
    GattApplication, GattWorkingPartyEstablished, GoodsOffer, Membership, QuestionsAndReplies, Reactivated,
    ServicesOffer, Suspended, TermsOfReference, WorkingPartyEstablished, WorkingPartyReport,
    WorkingPartyReportAdopted, WorkingPartyTransformed,
};

use super::pieces::{DURATIONS, EVERYTHING};
use super::*;

/// Whose facts tell of one accession.
#[derive(Clone, Copy)]
pub(super) enum Owner {
    /// Each dossier's, which was joined with nothing.
    Dossier,
    /// Each economy's, and each dossier's whose economy is not known.
    Economy,
}

/// A release to compute statistics of.
#[derive(Clone, Copy)]
pub(super) struct Again<'r> {
    pub(super) folder: &'r Path,
    pub(super) owner: Owner,
    pub(super) as_of: Day,
}

/// The stages of an accession as `accession_analyze` orders them; none is reached unless those before it were, and within
/// one either may come first. What is no stage can come at any time.
const STAGES: [&[Milestone]; 9] = [
    &[Application, GattApplication, FirstApplication],
    &[WorkingPartyEstablished, GattWorkingPartyEstablished, FirstWorkingParty],
    &[WorkingPartyTransformed, TermsOfReference, ForeignTradeMemorandum],
    &[FirstMeeting, QuestionsAndReplies, GoodsOffer, ServicesOffer],
    &[FactualSummary, DraftReport, DraftGoodsSchedule, DraftServicesSchedule],
    &[WorkingPartyReport, WorkingPartyReportAdopted],
    &[Decision],
    &[Acceptance],
    &[Membership],
];

/// The place of the first meeting among them.
const FIRST_MEETING_AT: i32 = 3;

/// Years without activity after which an accession is dormant.
const DORMANT_YEARS: i32 = 10;

pub(super) fn is(column: &str, word: &str) -> Expr {
    col(column).eq(lit(word))
}

fn is_one_of(column: &str, milestones: &[Milestone]) -> Expr {
    milestones.iter().fold(lit(false), |any, milestone| any.or(is(column, milestone.word())))
}

pub(super) fn is_of_dossier() -> Expr {
    col("dossier_id").is_not_null()
}

pub(super) fn names(columns: &[&str]) -> Vec<Expr> {
    columns.iter().map(|name| col(*name)).collect()
}

pub(super) fn left_join(left: LazyFrame, right: LazyFrame, on: &[&str]) -> LazyFrame {
    let how = JoinArgs {
        maintain_order: MaintainOrderJoin::Left,
        nulls_equal: true,
        ..JoinArgs::new(JoinType::Left)
    };
    left.join(right, names(on), names(on), how)
}

pub(super) fn inner_join(left: LazyFrame, right: LazyFrame, on: &[&str]) -> LazyFrame {
    left.join(right, names(on), names(on), JoinArgs::new(JoinType::Inner))
}

pub(super) fn sorted(frame: LazyFrame, by: &[&str]) -> LazyFrame {
    frame.sort(by.to_vec(), SortMultipleOptions::default().with_maintain_order(true))
}

pub(super) fn stacked<const N: usize>(frames: [LazyFrame; N]) -> PolarsResult<LazyFrame> {
    concat(frames, UnionArgs::default())
}

pub(super) fn epoch_days(column: &str) -> Expr {
    col(column).cast(DataType::Int32)
}

pub(super) fn if_then(condition: Expr, value: Expr) -> Expr {
    when(condition).then(value).otherwise(lit(NULL))
}

/// What a frame holds. Plans that grow without end are too deep for a test's stack.
pub(super) fn computed(frame: LazyFrame) -> PolarsResult<LazyFrame> {
    Ok(frame.collect()?.lazy())
}

/// Every day of two centuries and the year it is in.
fn calendar(day_column: &str, year_column: &str) -> PolarsResult<LazyFrame> {
    let first_day = |year| day(year, 1, 1).epoch_days();
    let days =
        (1900..2100).flat_map(|year| (first_day(year)..first_day(year + 1)).map(move |day| (day, year)));
    let (days, years): (Vec<i32>, Vec<i32>) = days.unzip();
    let calendar = df!(day_column => days, year_column => years)?.lazy();
    Ok(calendar.with_column(col(day_column).cast(DataType::Date)))
}

impl Again<'_> {
    /// A table with the owner of each row, and whether that is a dossier among economies.
    pub(super) fn scan(self, table: &str) -> PolarsResult<LazyFrame> {
        let (owner, is_no_economy) = match self.owner {
            Owner::Dossier => (col("dossier_id"), lit(false)),
            Owner::Economy => {
                let is_economy = col("iso3").is_not_null();
                (when(is_economy.clone()).then(col("iso3")).otherwise(col("dossier_id")), is_economy.not())
            }
        };
        Ok(scan(self.folder, table)?
            .with_columns([owner.alias("owner"), is_no_economy.alias("is_no_economy")]))
    }

    fn today(self) -> Expr {
        lit(self.as_of.epoch_days())
    }

    fn has_come(self, column: &str) -> Expr {
        epoch_days(column).lt_eq(self.today())
    }

    fn as_of_date(self) -> Expr {
        self.today().cast(DataType::Date).alias("as_of_date")
    }

    /// Everybody any source has a fact of.
    fn owners(self) -> PolarsResult<LazyFrame> {
        let facts = |table: &str, economy: Expr, dossier_id: Expr| -> PolarsResult<LazyFrame> {
            let columns = names(&["owner", "is_no_economy", "iso3"]);
            let more = [economy.cast(DataType::String), dossier_id.cast(DataType::String)];
            let more = more.into_iter().zip(["source_economy", "dossier_id"]);
            let more = more.map(|(expr, name)| expr.alias(name)).collect();
            Ok(self.scan(table)?.select([columns, more].concat()))
        };
        let all = stacked([
            facts("dossiers", col("economy"), col("dossier_id"))?,
            facts("claims", col("economy"), lit(NULL))?,
            facts("meeting_claims", lit(NULL), lit(NULL))?,
            facts("documents", lit(NULL), lit(NULL))?,
            facts("chairpersons", lit(NULL), lit(NULL))?,
        ])?;
        let number = col("dossier_id").drop_nulls().len();
        let owners = all.group_by(names(&["owner", "is_no_economy"])).agg([
            col("iso3").drop_nulls().first(),
            col("source_economy").drop_nulls().first(),
            number.clone().gt(lit(0)).alias("has_dossier"),
            when(number.eq(lit(1))).then(col("dossier_id").drop_nulls().first()).otherwise(lit(NULL)),
        ]);
        let registered = scan(self.folder, "economies")?.select([
            col("iso3"),
            col("economy").alias("registered_economy"),
            col("register_status").cast(DataType::String),
        ]);
        let name = || col("registered_economy");
        let name = when(name().is_null()).then(col("source_economy")).otherwise(name());
        computed(left_join(owners, registered, &["iso3"]).with_column(name.alias("economy")))
    }

    fn documents_per_year(self, keys: &[&str]) -> PolarsResult<LazyFrame> {
        let dated = inner_join(scan(self.folder, "documents")?, calendar("date", "year")?, &["date"]);
        let dated = inner_join(dated, calendar("date_latest", "latest_year")?, &["date_latest"]);
        let keys = [&["dossier_id", "iso3", "year"], keys].concat();
        let counted = dated
            .filter(col("year").eq(col("latest_year")))
            .group_by(names(&keys))
            .agg([col("symbol").n_unique().alias("documents"), len().alias("listings")])
            .with_column(is_of_dossier().not().alias("is_of_register"));
        Ok(sorted(counted, &[&["is_of_register"], &*keys].concat()))
    }

    /// Whose accession began under the GATT.
    fn under_gatt(self) -> PolarsResult<LazyFrame> {
        let signs = [GattApplication, GattWorkingPartyEstablished, WorkingPartyTransformed];
        let signs = self.scan("milestones")?.filter(is_one_of("milestone", &signs)).group_by([col("owner")]);
        computed(signs.agg([lit(true).first().alias("began_under_gatt")]))
    }

    /// The milestones that were reached, with the two that are derived, and the stage each shows.
    fn reached(self) -> PolarsResult<LazyFrame> {
        let columns = names(&["owner", "milestone", "date", "date_latest", "precision", "dossier_id"]);
        let claimed = self.scan("milestones")?.with_column(col("milestone").cast(DataType::String));
        let claimed = computed(claimed.select(columns.clone()))?;
        let under_gatt = self.under_gatt()?;
        let first = |gatt: Milestone, wto: Milestone, name: Milestone| {
            let began_there = || col("began_under_gatt").is_not_null();
            let of_gatt = is("milestone", gatt.word()).and(began_there());
            let of_wto = is("milestone", wto.word()).and(began_there().not());
            left_join(claimed.clone(), under_gatt.clone(), &["owner"])
                .filter(of_gatt.or(of_wto))
                .with_column(lit(name.word()).alias("milestone"))
                .select(columns.clone())
        };
        let application = first(GattApplication, Application, FirstApplication);
        let working_party = first(GattWorkingPartyEstablished, WorkingPartyEstablished, FirstWorkingParty);
        computed(left_join(stacked([claimed, application, working_party])?, stages()?, &["milestone"]))
    }

    /// The date of one milestone, with its columns named after it.
    fn milestone(self, milestone: Milestone) -> PolarsResult<LazyFrame> {
        let word = milestone.word();
        Ok(self.reached()?.filter(is("milestone", word)).select([
            col("owner"),
            lit(true).alias(format!("{word}_is_reached")),
            col("date").alias(format!("{word}_date")),
            col("date_latest").alias(format!("{word}_date_latest")),
            col("precision").alias(format!("{word}_precision")),
        ]))
    }

    /// The latest day anything that has begun by the day can have happened.
    fn last_activity(self) -> PolarsResult<LazyFrame> {
        let days = |table: &str, earliest: &str, latest: &str| -> PolarsResult<LazyFrame> {
            let days = [col(earliest).alias("earliest"), col(latest).alias("latest")];
            Ok(self.scan(table)?.select([&[col("owner")], &days[..]].concat()))
        };
        let all = stacked([
            days("milestones", "date", "date_latest")?,
            days("meetings", "start_date", "end_date")?,
            days("documents", "date", "date_latest")?,
        ])?;
        let capped = when(self.has_come("latest")).then(col("latest")).otherwise(self.as_of_date());
        let come = all.filter(self.has_come("earliest")).with_column(capped.alias("last_activity_date"));
        Ok(come.group_by([col("owner")]).agg([col("last_activity_date").max()]))
    }

    /// What there is of each owner in several tables.
    fn counts(self) -> PolarsResult<Vec<LazyFrame>> {
        let by_owner = |frame: LazyFrame, counts: Vec<Expr>| frame.group_by([col("owner")]).agg(counts);
        let is_formal = || is("kind", "formal");
        let unnumbered = is_formal().and(col("ordinal").is_null()).and(col("is_resumption").not());
        let meetings = vec![
            col("ordinal").filter(is_formal()).drop_nulls().n_unique().alias("numbered"),
            unnumbered.sum().alias("unnumbered"),
            is_formal().sum().alias("sittings"),
            is("kind", "informal").sum().alias("informal_meetings"),
            is("kind", "plurilateral").sum().alias("plurilateral_meetings"),
            is("kind", "technical_verification").sum().alias("technical_verification_meetings"),
        ];
        let are_gaps = is_formal().and(col("is_resumption").not()).and(col("is_complete"));
        let gaps = self.meeting_gaps()?.filter(are_gaps);
        let gaps = inner_join(gaps, self.all_meetings()?.filter(col("has_all_meetings")), &["owner"]);
        let gaps = left_join(gaps, self.undated_lists()?, &["owner"]).filter(col("has_undated").is_null());
        let at_longest = |column: &str| col(column).filter(col("gap_days").eq(col("gap_days").max())).first();
        let of_gaps = vec![
            col("gap_days").is_null().max().alias("has_unknown"),
            col("gap_days").median().alias("median_gap_days"),
            col("gap_days").max().alias("longest_gap_days"),
            at_longest("from_ordinal").alias("longest_gap_from_ordinal"),
            at_longest("to_ordinal").alias("longest_gap_to_ordinal"),
        ];
        let documents = vec![col("symbol").n_unique().alias("documents"), len().alias("listings")];
        let severity = |word: &str| is("severity", word).sum().alias(format!("finding_{word}s"));
        let findings = ["error", "warning", "info"].map(severity).to_vec();
        let terms = self.scan("chairpersons")?.filter(is_of_dossier());
        Ok(vec![
            by_owner(self.scan("meetings")?, meetings),
            by_owner(gaps, of_gaps).filter(col("has_unknown").not()),
            by_owner(self.scan("documents")?, documents),
            by_owner(terms, vec![len().alias("terms")]),
            by_owner(self.scan("findings")?, findings),
            self.all_meetings()?,
        ])
    }

    /// Where an accession stands.
    fn status(self) -> Expr {
        let has_come = |word: &str| self.has_come(&format!("{word}_date"));
        let is_undated = col("membership_is_reached").is_not_null().and(col("membership_date").is_null());
        let is_registered = |word: &str| col("register_status").eq_missing(lit(word));
        let is_again = has_come("reactivated").and(col("reactivated_date_latest").gt(col("suspended_date")));
        let is_suspended = has_come("suspended").and(is_again.fill_null(lit(false)).not());
        let years_ago = day(self.as_of.year() - DORMANT_YEARS, 1, 1).epoch_days();
        let years_ago = years_ago + self.as_of.days_since(day(self.as_of.year(), 1, 1));
        let is_dormant = epoch_days("last_activity_date").lt(lit(years_ago));
        when(has_come("membership").or(is_undated))
            .then(lit("member"))
            .when(is_registered("lapsed"))
            .then(lit("lapsed"))
            .when(is_registered("observer"))
            .then(lit("observer"))
            .when(is_suspended)
            .then(lit("suspended"))
            .when(col("last_activity_date").is_null())
            .then(lit("not_applied"))
            .when(is_dormant)
            .then(lit("dormant"))
            .otherwise(lit("acceding"))
            .alias("status")
    }

    fn accession_summary(self) -> PolarsResult<LazyFrame> {
        let milestones = [
            Application,
            WorkingPartyEstablished,
            FirstMeeting,
            Decision,
            Membership,
            GattApplication,
            Suspended,
            Reactivated,
        ];
        let mut parts = self.counts()?;
        parts.push(self.last_activity()?);
        for milestone in milestones {
            parts.push(self.milestone(milestone)?);
        }
        let all = parts
            .into_iter()
            .try_fold(self.owners()?, |all, part| computed(left_join(all, part, &["owner"])))?;
        // What happens after the day is not observed.
        let observed = |milestone: Milestone| {
            ["date", "date_latest"].map(|column| {
                let name = format!("{}_{column}", milestone.word());
                if_then(self.has_come(&format!("{}_date", milestone.word())), col(&name)).alias(name)
            })
        };
        let days_to = |end: &str| {
            let are_days = is("application_precision", "day").and(is(&format!("{end}_precision"), "day"));
            let have_come = self.has_come("application_date").and(self.has_come(&format!("{end}_date")));
            let days = epoch_days(&format!("{end}_date")) - epoch_days("application_date");
            if_then(are_days.and(have_come), days).alias(format!("application_to_{end}_days"))
        };
        let no_row_counts_nothing = [
            "numbered",
            "unnumbered",
            "sittings",
            "informal_meetings",
            "plurilateral_meetings",
            "technical_verification_meetings",
            "documents",
            "listings",
            "terms",
            "finding_errors",
            "finding_warnings",
            "finding_infos",
        ]
        .map(|column| col(column).fill_null(lit(0)));
        let summary = all.with_columns(no_row_counts_nothing).with_columns([
            self.status(),
            self.as_of_date(),
            days_to("decision"),
            days_to("membership"),
            (col("numbered") + col("unnumbered")).alias("formal_meetings"),
            col("has_all_meetings").fill_null(lit(false)),
            if_then(col("has_dossier"), col("terms")).alias("chairpersons"),
        ]);
        let summary = summary.with_columns(milestones.map(observed).concat());
        Ok(sorted(summary, &["is_no_economy", "owner"]))
    }

    /// The last stage each owner has reached by the day, and whether it has met formally. Who has met has had the first
    /// meeting, whatever its day, and what comes before it.
    fn passed(self) -> PolarsResult<LazyFrame> {
        let is_reached = col("date").is_null().or(self.has_come("date"));
        let reached = self.reached()?.filter(is_reached);
        let reached =
            reached.select([col("owner"), col("stage").alias("passed"), lit(false).alias("has_met")]);
        let have_met = col("start_date").is_null().or(self.has_come("start_date"));
        let met = self.scan("meetings")?.filter(is("kind", "formal").and(have_met));
        let met =
            met.select([col("owner"), lit(FIRST_MEETING_AT).alias("passed"), lit(true).alias("has_met")]);
        let all = stacked([reached, met])?.group_by([col("owner")]);
        Ok(all.agg([col("passed").max(), col("has_met").max()]))
    }

    fn accession_durations(self) -> PolarsResult<LazyFrame> {
        let (from, to): (Vec<&str>, Vec<&str>) =
            DURATIONS.iter().map(|(from, to)| (from.word(), to.word())).unzip();
        let numbers: Vec<i32> = (0..).take(DURATIONS.len()).collect();
        let pairs = df!("pair" => numbers, "from_milestone" => from, "to_milestone" => to)?.lazy();
        let ends = |prefix: &str| -> PolarsResult<LazyFrame> {
            let name = |column: &str| col(column).alias(format!("{prefix}_{column}"));
            let key = [col("owner"), col("milestone").alias(format!("{prefix}_milestone"))];
            let columns = ["date", "date_latest", "precision", "dossier_id"].map(name);
            let is_reached = lit(true).alias(format!("{prefix}_is_reached"));
            Ok(self.reached()?.select([&key[..], &columns, &[is_reached]].concat()))
        };
        let started = ends("from")?.filter(self.has_come("from_date"));
        let clocks = inner_join(started, pairs, &["from_milestone"]);
        let clocks = left_join(clocks, ends("to")?, &["owner", "to_milestone"]);
        let stages = stages()?.select([col("milestone").alias("to_milestone"), col("stage")]);
        let clocks = computed(left_join(clocks, stages, &["to_milestone"]))?;
        let clocks = left_join(clocks, self.passed()?, &["owner"]);
        let clocks = left_join(clocks, self.under_gatt()?, &["owner"]);
        let clocks = left_join(clocks, self.owners()?.drop(cols(["dossier_id"])), &["owner"]);
        let has_met = is("to_milestone", FirstMeeting.word()).and(col("has_met").fill_null(lit(false)));
        let is_passed = col("passed").gt(col("stage")).fill_null(lit(false)).or(has_met);
        let is_dated = col("to_date").is_not_null();
        let is_open = col("to_is_reached").is_null().and(is_passed.not());
        // A clock that is not the GATT's may have an end that came under the GATT, before the WTO was there.
        let began_under_gatt = col("began_under_gatt").fill_null(lit(false));
        let of_gatt = is_one_of("from_milestone", &[GattApplication, GattWorkingPartyEstablished]);
        let is_first = is_one_of("from_milestone", &[FirstApplication, FirstWorkingParty]);
        let of_gatt = of_gatt.or(is_first.and(began_under_gatt));
        let is_before = col("to_date_latest").lt(col("from_date"));
        let under_gatt = epoch_days("to_date_latest").lt(lit(day(1995, 1, 1).epoch_days()));
        let has_other_end = of_gatt.not().and(is_before).and(under_gatt).fill_null(lit(false));
        let clocks = clocks
            .filter(is_dated.or(is_open).and(has_other_end.not()))
            .with_column(self.has_come("to_date").fill_null(lit(false)).alias("event_observed"));
        let is_observed = || col("event_observed");
        let is_day = |end: &str| is(&format!("{end}_precision"), "day");
        let are_days = is_day("from").and(is_day("to").or(is_observed().not()));
        let end = |date: &str| when(is_observed()).then(epoch_days(date)).otherwise(self.today());
        let shortest = end("to_date") - epoch_days("from_date_latest");
        let longest = end("to_date_latest") - epoch_days("from_date");
        let overlap = longest.clone().gt_eq(lit(0)).and(shortest.clone().lt(lit(0)));
        let of_one = is_observed().not().or(col("from_dossier_id").eq(col("to_dossier_id")));
        let durations = sorted(clocks, &["is_no_economy", "owner", "pair"]);
        Ok(durations.select([
            if_then(of_one, col("from_dossier_id")).alias("dossier_id"),
            col("iso3"),
            col("economy"),
            col("from_milestone"),
            col("to_milestone"),
            col("from_date").alias("start_date"),
            col("from_date_latest").alias("start_date_latest"),
            if_then(is_observed(), col("to_date")).alias("end_date"),
            if_then(is_observed(), col("to_date_latest")).alias("end_date_latest"),
            if_then(are_days, longest.clone()).alias("duration_days"),
            when(overlap).then(lit(0)).otherwise(shortest).alias("duration_days_min"),
            longest.alias("duration_days_max"),
            is_observed(),
            self.as_of_date(),
        ]))
    }
}

/// The milestones that are stages, with the number of the stage.
fn stages() -> PolarsResult<LazyFrame> {
    let stages = (0..).zip(STAGES).flat_map(|(stage, all)| all.iter().map(move |one| (one.word(), stage)));
    let (milestones, stages): (Vec<&str>, Vec<i32>) = stages.unzip();
    Ok(df!("milestone" => milestones, "stage" => stages)?.lazy())
}

/// The rows of the columns a table has, in its order, as text.
fn cells(frame: LazyFrame, table: &str) -> PolarsResult<Vec<Vec<String>>> {
    let spec = all_tables().into_iter().find(|spec| spec.name == table);
    let columns = spec.iter().flat_map(|spec| &spec.columns);
    let frame = frame.select(columns.map(|column| col(column.name)).collect::<Vec<_>>()).collect()?;
    let cell =
        |row: usize, column: &Column| Ok(format!("{}={}", column.name(), column.get(row)?.str_value()));
    (0..frame.height()).map(|row| frame.columns().iter().map(|column| cell(row, column)).collect()).collect()
}

fn check(folder: &Path, table: &str, again: LazyFrame) -> PolarsResult<DataFrame> {
    check_stored(scan(folder, table)?, table, again)
}

fn check_stored(stored: LazyFrame, table: &str, again: LazyFrame) -> PolarsResult<DataFrame> {
    assert_rows(table, &cells(stored.clone(), table)?, &cells(again, table)?);
    stored.collect()
}

fn count_true(frame: &DataFrame, column: &str) -> PolarsResult<usize> {
    Ok(frame.column(column)?.bool()?.sum().unwrap_or_default() as usize)
}

/// Checks every statistic of a release of pieces on a day, and that the rows are of several sorts.
pub(super) fn check_again(pieces: &[Piece], owner: Owner, as_of: Day) -> PolarsResult<()> {
    let (_parent, folder, _) = release(pieces, as_of);
    let again = Again { folder: &folder, owner, as_of };
    again.check_lists()?;
    for (table, keys) in [("documents_per_year", &[][..]), ("documents_per_year_by_step", &["step"])] {
        check(&folder, table, again.documents_per_year(keys)?)?;
    }
    let gaps = check(&folder, "meeting_gaps", again.meeting_gaps()?)?;
    let are_some = |part: usize, all: &DataFrame| part > 0 && part < all.height();
    assert!(are_some(gaps.column("gap_days")?.null_count(), &gaps), "there are months and days");
    assert!(are_some(count_true(&gaps, "is_complete")?, &gaps), "some gaps are complete");
    let summary = check(&folder, "accession_summary", again.accession_summary()?)?;
    assert!(are_some(count_true(&summary, "has_all_meetings")?, &summary), "some have all meetings");
    let durations = check(&folder, "accession_durations", again.accession_durations()?)?;
    let observed = count_true(&durations, "event_observed")?;
    assert!(are_some(observed, &durations), "clocks have stopped and run on {as_of}");
    Ok(())
}

/// Days on which much has happened, some, and little.
fn days() -> [Day; 3] {
    [today(), day(2009, 5, 15), day(2001, 3, 15)]
}

#[test]
fn statistics_of_dossiers_can_be_computed_again() -> PolarsResult<()> {
    days().into_iter().try_for_each(|as_of| check_again(&DOSSIERS, Owner::Dossier, as_of))
}

#[test]
fn statistics_of_economies_can_be_computed_again() -> PolarsResult<()> {
    days().into_iter().try_for_each(|as_of| check_again(slice::from_ref(&SHIPPED), Owner::Economy, as_of))
}

/// What is known of one economy stands in several dossiers, some say nothing of theirs, and a register has other words
/// for where some economies stand.
#[test]
fn statistics_of_economies_with_several_dossiers_can_be_computed_again() -> PolarsResult<()> {
    days().into_iter().try_for_each(|as_of| check_again(slice::from_ref(&EVERYTHING), Owner::Economy, as_of))
}
