//! Whole lists of meetings and the gaps between sittings, computed again from what each source gives.

use super::again::{
    Again, computed, epoch_days, if_then, inner_join, is, is_of_dossier, left_join, names, sorted, stacked,
};
use super::*;

/// What tells sittings of one economy apart where sources give them.
const SITTING: [&str; 4] = ["owner", "kind", "start_date", "ordinal"];

impl Again<'_> {
    /// The claims that are of a whole list, by the sittings they are about: rows the register calls complete, and all rows
    /// of a kind in a dossier that numbers them from 1 on without a gap.
    fn listed(self) -> PolarsResult<LazyFrame> {
        let claims = computed(self.scan("meeting_claims")?)?;
        let ordinal = || col("ordinal");
        let list = ["owner", "kind", "dossier_id"];
        let numbered = claims
            .clone()
            .filter(is_of_dossier().and(ordinal().is_not_null()))
            .group_by(names(&list))
            .agg([ordinal().n_unique().alias("numbers"), ordinal().max().alias("highest")])
            .filter(col("numbers").eq(col("highest")));
        let of_dossiers = inner_join(claims.clone(), numbered, &list);
        let of_register = claims.filter(is_of_dossier().not().and(col("is_whole_list")));
        let columns = [
            col("meeting_start_date").alias("start_date"),
            col("meeting_ordinal").alias("ordinal"),
            col("line"),
            col("source"),
        ];
        let columns = [names(&list), columns.to_vec()].concat();
        computed(stacked([of_dossiers, of_register].map(|rows| rows.select(columns.clone())))?)
    }

    /// The sittings in the longest list of each kind, a dossier's before the register's, as keys.
    fn in_whole_lists(self) -> PolarsResult<LazyFrame> {
        let listed = self.listed()?;
        let list = ["owner", "kind", "dossier_id"];
        // Each row of a dossier is a sitting; a register may have several rows of one.
        let line = if_then(is_of_dossier(), col("line")).alias("line");
        let sittings = listed.clone().with_column(line);
        let sittings =
            sittings.group_by(names(&[&SITTING[..], &["dossier_id", "line"]].concat())).agg([len()]);
        let order =
            SortMultipleOptions::default().with_order_descending_multi([false, false, true, false, false]);
        let chosen = sittings
            .group_by(names(&list))
            .agg([len().alias("sittings"), is_of_dossier().not().first().alias("is_of_register")])
            .sort(["owner", "kind", "sittings", "is_of_register", "dossier_id"], order)
            .group_by(names(&["owner", "kind"]))
            .agg([col("dossier_id").first().alias("chosen")]);
        let is_chosen = col("dossier_id").eq_missing(col("chosen"));
        let listed = inner_join(listed, computed(chosen)?, &["owner", "kind"]).filter(is_chosen);
        computed(listed.group_by(names(&SITTING)).agg([lit(true).first().alias("is_listed")]))
    }

    /// The sittings in the order of their table, with whether they are in a whole list (`is_listed`).
    fn meetings(self) -> PolarsResult<LazyFrame> {
        let meetings = left_join(self.scan("meetings")?, self.in_whole_lists()?, &SITTING);
        computed(meetings.with_column(col("is_listed").fill_null(lit(false))))
    }

    /// Checks the flags of claims and sittings.
    pub(super) fn check_lists(self) -> PolarsResult<()> {
        let keys = names(&["owner", "source", "line"]);
        let claims = self.scan("meeting_claims")?.filter(col("is_whole_list")).select(keys.clone());
        let by_key = |rows: LazyFrame| sorted(rows, &["owner", "source", "line"]).collect();
        let (found, expected) = (by_key(claims)?, by_key(self.listed()?.select(keys))?);
        assert!(found.equals(&expected), "claims of whole lists: {found} {expected}");
        let meetings = self.meetings()?;
        let differing = meetings.clone().filter(col("is_listed").neq(col("is_in_whole_list")));
        let columns = names(&["owner", "kind", "ordinal", "start_date", "is_in_whole_list", "is_listed"]);
        let differing = differing.select(columns).collect()?;
        assert_eq!(differing.height(), 0, "{differing}");
        Ok(())
    }

    /// The sittings with the first and last day of their whole list; null where there is none.
    fn with_list_days(self) -> PolarsResult<LazyFrame> {
        let meetings = self.meetings()?;
        let days = || col("start_date").filter(col("is_listed"));
        let lists = meetings
            .clone()
            .group_by(names(&["owner", "kind"]))
            .agg([days().min().alias("list_first"), days().max().alias("list_last")]);
        Ok(left_join(meetings, computed(lists)?, &["owner", "kind"]))
    }

    /// Whose formal meetings are all known: in a whole list, after whose last sitting no source has one.
    pub(super) fn all_meetings(self) -> PolarsResult<LazyFrame> {
        let formal = self.with_list_days()?.filter(is("kind", "formal"));
        let is_later = col("start_date").is_null().or(col("start_date").gt(col("list_last")));
        let is_more = col("is_listed").not().and(is_later).alias("is_more");
        let formal = formal.filter(col("list_last").is_not_null()).with_column(is_more);
        let all = formal.group_by([col("owner")]).agg([col("is_more").max()]);
        computed(all.select([col("owner"), col("is_more").not().alias("has_all_meetings")]))
    }

    /// The gaps a sitting of the whole list that has no date may lie in, by its number.
    fn holed(self, gaps: LazyFrame) -> PolarsResult<LazyFrame> {
        let undated = self.meetings()?.filter(col("is_listed").and(col("start_date").is_null()));
        let undated = undated.select([col("owner"), col("kind"), col("ordinal").alias("missing")]);
        let gaps = gaps.select(names(&["gap", "owner", "kind", "from_ordinal", "ordinal"]));
        let both = inner_join(gaps, computed(undated)?, &["owner", "kind"]);
        let is_after = col("missing").gt(col("from_ordinal")).fill_null(lit(true));
        let is_before = col("missing").lt(col("ordinal")).fill_null(lit(true));
        let holed = both.filter(is_after.and(is_before)).group_by([col("gap")]);
        computed(holed.agg([lit(true).first().alias("is_holed")]))
    }

    /// Whose whole list of formal meetings has a sitting without a date.
    pub(super) fn undated_lists(self) -> PolarsResult<LazyFrame> {
        let undated = self.meetings()?.filter(col("is_listed").and(col("start_date").is_null()));
        let formal = undated.filter(is("kind", "formal")).group_by([col("owner")]);
        computed(formal.agg([lit(true).first().alias("has_undated")]))
    }

    pub(super) fn meeting_gaps(self) -> PolarsResult<LazyFrame> {
        let is_in_series = is("kind", "formal").or(col("ordinal").is_not_null());
        let is_dated = col("start_date").is_not_null().and(col("end_date").is_not_null());
        let is_within = col("list_first").lt(col("start_date")).and(col("start_date").lt(col("list_last")));
        let is_denied = col("is_listed").not().and(is_within.fill_null(lit(false)));
        let sittings = self.with_list_days()?;
        let sittings = computed(sittings.filter(is_dated.and(is_in_series).and(is_denied.not())))?;
        let before = |column: &str, name: &str| -> PolarsResult<Expr> {
            Ok(col(column).shift(lit(1)).over(["owner", "kind"])?.alias(name))
        };
        let are_days = is("precision", "day").and(is("from_precision", "day"));
        let days = epoch_days("start_date") - epoch_days("from_date");
        let of_one = col("dossier_id").eq(col("from_dossier_id"));
        let gaps = sorted(sittings, &["is_no_economy", "owner", "kind", "start_date", "ordinal"])
            .with_columns([
                before("dossier_id", "from_dossier_id")?,
                before("ordinal", "from_ordinal")?,
                before("end_date", "from_date")?,
                before("precision", "from_precision")?,
                before("is_listed", "from_is_listed")?,
            ])
            .filter(col("from_date").is_not_null())
            .with_row_index("gap", None);
        let gaps = computed(gaps)?;
        let gaps = left_join(gaps.clone(), self.holed(gaps)?, &["gap"]);
        let is_holed = col("is_holed").fill_null(lit(false));
        computed(gaps.select([
            col("owner"),
            if_then(of_one, col("dossier_id")).alias("dossier_id"),
            col("iso3"),
            col("kind"),
            col("from_ordinal"),
            col("ordinal").alias("to_ordinal"),
            col("from_date"),
            col("start_date").alias("to_date"),
            if_then(are_days, days).alias("gap_days"),
            col("is_resumption"),
            col("is_listed").and(col("from_is_listed")).and(is_holed.not()).alias("is_complete"),
        ]))
    }
}
