//! The statistics: what the facts tell.

use crate::table::{table, table_set};
use crate::vocabulary::{MeetingKind, Milestone, Status, Step, SurvivalTest};
use crate::{Count, Flag, Named, Number, OnDay, Opt, Text, Whole};

table! {
    /// One row a pair of sittings of an economy that follow each other in time among those known: all formal sittings,
    /// and sittings of other kinds where they are numbered. Where there is a whole list, a sitting of another source that
    /// lies between its first and last is passed over: the list says that there was none.
    meeting_gaps: MeetingGap => MeetingGaps {
        /// Stem of the file name of the dossier both sittings are from; null where a register gives one.
        dossier_id: Opt<Text>,
        /// ISO 3166-1 alpha-3 code of the economy.
        iso3: Opt<Text>,
        /// Kind of both sittings.
        kind: Named<MeetingKind>,
        /// Ordinal of the earlier sitting.
        from_ordinal: Opt<Count>,
        /// Ordinal of the later sitting.
        to_ordinal: Opt<Count>,
        /// Last day of the earlier sitting.
        from_date: Opt<OnDay>,
        /// First day of the later sitting.
        to_date: Opt<OnDay>,
        /// Days from the last day of the earlier sitting to the first day of the later one; null unless both are
        /// known to the day.
        gap_days: Opt<Whole> ["days"],
        /// Whether the later sitting resumes the earlier one's meeting.
        is_resumption: Flag,
        /// Whether both sittings stand in the whole list of the economy's meetings, and none without a date may lie in
        /// between.
        is_complete: Flag,
    }
}

table! {
    /// One row a dossier (or economy of the documents register) and year: the documents dated in that year. A document counts in the year of each of its
    /// dated listings; undated ones count in no year, nor do dates whose bounds lie in two years.
    documents_per_year: YearCount => DocumentsPerYear {
        /// Stem of the dossier's file name; null for the documents of the register.
        dossier_id: Opt<Text>,
        /// ISO 3166-1 alpha-3 code of the economy.
        iso3: Opt<Text>,
        /// Calendar year.
        year: Whole,
        /// Distinct symbols.
        documents: Count ["documents"],
        /// Listings.
        listings: Count ["listings"],
    }
}

table! {
    /// One row a dossier, year and step: the documents listed under that step and dated in that year.
    documents_per_year_by_step: YearStepCount => DocumentsPerYearByStep {
        /// Stem of the dossier's file name; null for the documents of the register.
        dossier_id: Opt<Text>,
        /// ISO 3166-1 alpha-3 code of the economy.
        iso3: Opt<Text>,
        /// Calendar year.
        year: Whole,
        /// The step; null for the documents of the register.
        step: Opt<Named<Step>>,
        /// Distinct symbols.
        documents: Count ["documents"],
        /// Listings.
        listings: Count ["listings"],
    }
}

table! {
    /// One row an economy and pair of milestones whose first one was reached by as_of_date. An accession that reached a
    /// later milestone without a known date for this end has no row: its clock is neither stopped nor running. Nor has one
    /// that reached the end under the GATT before the WTO's clock started.
    accession_durations: Duration => AccessionDurations {
        /// Stem of the file name of the dossier that gives both ends, or the start of a running clock; null otherwise.
        dossier_id: Opt<Text>,
        /// ISO 3166-1 alpha-3 code of the economy.
        iso3: Opt<Text>,
        /// Name of the economy.
        economy: Opt<Text>,
        /// Milestone the clock starts at.
        from_milestone: Named<Milestone>,
        /// Milestone the clock stops at.
        to_milestone: Named<Milestone>,
        /// Earliest possible start.
        start_date: OnDay,
        /// Latest possible start.
        start_date_latest: OnDay,
        /// Earliest possible end; null while the clock runs.
        end_date: Opt<OnDay>,
        /// Latest possible end; null while the clock runs.
        end_date_latest: Opt<OnDay>,
        /// Days from start to end, or to as_of_date while the clock runs; null unless both ends are known to the day.
        duration_days: Opt<Whole> ["days"],
        /// Shortest duration the dates allow.
        duration_days_min: Whole ["days"],
        /// Longest duration the dates allow.
        duration_days_max: Whole ["days"],
        /// Whether the end was reached; false means right-censored at as_of_date.
        event_observed: Flag,
        /// Day the statistics are as of.
        as_of_date: OnDay,
    }
}

table! {
    /// One wide row an economy. Status, dates and durations are as of as_of_date; counts and gaps between meetings are of
    /// what the sources give, whatever their dates, and an economy without a dossier may have had more.
    accession_summary: Summary => AccessionSummary {
        /// Stem of the dossier's file name; null where there is none or several.
        dossier_id: Opt<Text>,
        /// ISO 3166-1 alpha-3 code of the economy.
        iso3: Opt<Text>,
        /// Name of the economy.
        economy: Opt<Text>,
        /// Where the economy stands on as_of_date.
        status: Named<Status>,
        /// Day the statistics are as of.
        as_of_date: OnDay,
        /// Earliest possible day of the application.
        application_date: Opt<OnDay>,
        /// Latest possible day of the application.
        application_date_latest: Opt<OnDay>,
        /// Earliest possible day the working party was established.
        working_party_established_date: Opt<OnDay>,
        /// Latest possible day the working party was established.
        working_party_established_date_latest: Opt<OnDay>,
        /// Earliest possible day of the first formal meeting.
        first_meeting_date: Opt<OnDay>,
        /// Latest possible day of the first formal meeting.
        first_meeting_date_latest: Opt<OnDay>,
        /// Earliest possible day of the decision.
        decision_date: Opt<OnDay>,
        /// Latest possible day of the decision.
        decision_date_latest: Opt<OnDay>,
        /// Earliest possible day of membership.
        membership_date: Opt<OnDay>,
        /// Latest possible day of membership.
        membership_date_latest: Opt<OnDay>,
        /// Days from application to decision; null unless both are known to the day.
        application_to_decision_days: Opt<Whole> ["days"],
        /// Days from application to membership; null unless both are known to the day.
        application_to_membership_days: Opt<Whole> ["days"],
        /// Earliest possible day of the application to the GATT.
        gatt_application_date: Opt<OnDay>,
        /// Latest possible day of the application to the GATT.
        gatt_application_date_latest: Opt<OnDay>,
        /// Latest day the sources give a milestone, sitting or document, up to as_of_date.
        last_activity_date: Opt<OnDay>,
        /// Whether there is a whole list of formal meetings, and no sitting is known after its last one.
        has_all_meetings: Flag,
        /// Whether there is a dossier of the economy.
        has_dossier: Flag,
        /// Formal meetings, each counted once however often it was resumed.
        formal_meetings: Count ["meetings"],
        /// Sittings of formal meetings, resumed ones included.
        sittings: Count ["sittings"],
        /// Informal meetings.
        informal_meetings: Count ["meetings"],
        /// Plurilateral meetings.
        plurilateral_meetings: Count ["meetings"],
        /// Technical verification meetings.
        technical_verification_meetings: Count ["meetings"],
        /// Median of the gaps between formal meetings in the whole list, gaps before resumed sittings left out; null unless
        /// all meetings are known and dated to the day.
        median_gap_days: Opt<Number> ["days"],
        /// Longest of these gaps.
        longest_gap_days: Opt<Whole> ["days"],
        /// Ordinal of the meeting before the longest gap.
        longest_gap_from_ordinal: Opt<Count>,
        /// Ordinal of the meeting after the longest gap.
        longest_gap_to_ordinal: Opt<Count>,
        /// Distinct document symbols.
        documents: Count ["documents"],
        /// Listings of documents.
        listings: Count ["listings"],
        /// Terms of chairpersons in the dossier; null where there is none.
        chairpersons: Opt<Count> ["terms"],
        /// Findings of severity error.
        finding_errors: Count ["findings"],
        /// Findings of severity warning.
        finding_warnings: Count ["findings"],
        /// Findings of severity info.
        finding_infos: Count ["findings"],
    }
}

table! {
    /// One row a group and distinct time: the Kaplan-Meier estimate of the share still waiting, and the Nelson-Aalen
    /// estimate of the cumulative hazard. An economy is at risk until its end milestone or its censoring; durations
    /// known within bounds stand at the middle of them.
    survival_curves: CurvePoint => SurvivalCurves {
        /// Milestone the clock starts at.
        from_milestone: Named<Milestone>,
        /// Milestone the clock stops at.
        to_milestone: Named<Milestone>,
        /// What the groups are made by; "all" for everybody together.
        group_by: Text,
        /// The group.
        group: Text,
        /// Time since the start.
        time_days: Whole ["days"],
        /// Economies at risk just before this time.
        at_risk: Count ["economies"],
        /// Economies that reached the end at this time.
        events: Count ["economies"],
        /// Economies censored at this time.
        censored: Count ["economies"],
        /// Kaplan-Meier estimate of the share that has not reached the end after this time.
        survival: Number,
        /// Greenwood's standard error of survival; null once survival is 0.
        standard_error: Opt<Number>,
        /// Lower limit of the pointwise 95% confidence interval.
        ci_lower: Opt<Number>,
        /// Upper limit of the pointwise 95% confidence interval.
        ci_upper: Opt<Number>,
        /// Nelson-Aalen estimate of the cumulative hazard.
        cumulative_hazard: Number,
        /// Standard error of the cumulative hazard.
        cumulative_hazard_standard_error: Number,
    }
}

table! {
    /// One row a group: how many, the median and the restricted mean. Where durations are known within bounds only, the
    /// columns ending in _shortest and _longest say what comes out with every duration at that bound.
    survival_summary: SurvivalRow => SurvivalSummary {
        /// Milestone the clock starts at.
        from_milestone: Named<Milestone>,
        /// Milestone the clock stops at.
        to_milestone: Named<Milestone>,
        /// What the groups are made by; "all" for everybody together.
        group_by: Text,
        /// The group.
        group: Text,
        /// Economies.
        subjects: Count ["economies"],
        /// Economies that reached the end.
        events: Count ["economies"],
        /// Economies whose clock was still running.
        censored: Count ["economies"],
        /// Median time: the first at which survival is one half or less; null if it never is.
        median_days: Opt<Number> ["days"],
        /// Lower limit of the median's 95% confidence interval; null if there is none.
        median_ci_lower: Opt<Number> ["days"],
        /// Upper limit of the median's 95% confidence interval; null if there is none.
        median_ci_upper: Opt<Number> ["days"],
        /// Restricted mean: mean time waited up to tau; null where tau lies beyond all times and somebody was still waiting
        /// then.
        rmst_days: Opt<Number> ["days"],
        /// Standard error of the restricted mean.
        rmst_standard_error_days: Opt<Number> ["days"],
        /// tau: the time the restricted mean is restricted to, the same for all groups of one comparison.
        rmst_tau_days: Opt<Number> ["days"],
        /// Economies whose duration is known within bounds only.
        imprecise: Count ["economies"],
        /// Median with every duration at its shortest.
        median_days_shortest: Opt<Number> ["days"],
        /// Median with every duration at its longest.
        median_days_longest: Opt<Number> ["days"],
        /// Restricted mean up to the same tau with every duration at its shortest.
        rmst_days_shortest: Opt<Number> ["days"],
        /// Restricted mean up to the same tau with every duration at its longest.
        rmst_days_longest: Opt<Number> ["days"],
    }
}

table! {
    /// One row a test: of equal survival in the groups of a comparison, or of a Cox model as a whole.
    survival_tests: TestRow => SurvivalTests {
        /// Milestone the clock starts at.
        from_milestone: Named<Milestone>,
        /// Milestone the clock stops at.
        to_milestone: Named<Milestone>,
        /// What the groups are made by; "model" for tests of the Cox model.
        group_by: Text,
        /// What the test is stratified by; null for none.
        stratified_by: Opt<Text>,
        /// The test.
        test: Named<SurvivalTest>,
        /// Its statistic, chi-squared distributed if there is no difference.
        statistic: Number,
        /// Degrees of freedom.
        degrees_of_freedom: Count,
        /// Probability of a statistic at least as large if there is no difference.
        p_value: Number,
        /// The p-value with every duration at its shortest.
        p_value_shortest: Opt<Number>,
        /// The p-value with every duration at its longest.
        p_value_longest: Opt<Number>,
    }
}

table! {
    /// One row a covariate of the Cox proportional hazards model of a pair of milestones (Efron's handling of ties). A hazard
    /// ratio above 1 means a faster accession.
    survival_models: ModelTerm => SurvivalModels {
        /// Milestone the clock starts at.
        from_milestone: Named<Milestone>,
        /// Milestone the clock stops at.
        to_milestone: Named<Milestone>,
        /// The covariate.
        covariate: Text,
        /// Economies in the model.
        subjects: Count ["economies"],
        /// Economies that reached the end.
        events: Count ["economies"],
        /// Logarithm of the hazard ratio for one unit more of the covariate.
        coefficient: Number,
        /// Standard error of the coefficient.
        standard_error: Number,
        /// Hazard ratio: the exponential of the coefficient.
        hazard_ratio: Number,
        /// Lower limit of the hazard ratio's 95% confidence interval.
        ci_lower: Number,
        /// Upper limit of the hazard ratio's 95% confidence interval.
        ci_upper: Number,
        /// Coefficient by its standard error.
        z: Number,
        /// Two-sided p-value of z.
        p_value: Number,
        /// Score test of proportional hazards (chi-squared, one degree of freedom), time transformed by the Kaplan-Meier
        /// estimate; null where it can't be computed.
        ph_statistic: Opt<Number>,
        /// p-value of that test; a small one speaks against proportional hazards.
        ph_p_value: Opt<Number>,
        /// Coefficient with every duration at its shortest.
        coefficient_shortest: Opt<Number>,
        /// Coefficient with every duration at its longest.
        coefficient_longest: Opt<Number>,
    }
}

table_set! {
    /// The statistics tables.
    Statistics {
        /// Gaps between sittings.
        meeting_gaps: MeetingGaps,
        /// Documents per year.
        documents_per_year: DocumentsPerYear,
        /// Documents per year and step.
        documents_per_year_by_step: DocumentsPerYearByStep,
        /// Durations between milestones.
        accession_durations: AccessionDurations,
        /// One row an economy.
        accession_summary: AccessionSummary,
        /// Survival curves.
        survival_curves: SurvivalCurves,
        /// Medians and restricted means.
        survival_summary: SurvivalSummary,
        /// Tests.
        survival_tests: SurvivalTests,
        /// Cox models.
        survival_models: SurvivalModels,
    }
}
