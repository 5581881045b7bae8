//! The statistics: what the facts tell.

use crate::table::{table, table_set};
use crate::vocabulary::{MeetingKind, Milestone, Status, Step};
use crate::{Count, Flag, Named, Number, OnDay, Opt, Text, Whole};

table! {
    /// One row a pair of sittings that follow each other in time: all formal sittings, and sittings of other kinds
    /// where the page numbers them.
    meeting_gaps: MeetingGap => MeetingGaps {
        /// Stem of the source's file name.
        dossier_id: Text,
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
    }
}

table! {
    /// One row a dossier and year: the documents dated in that year. A document counts in the year of each of its
    /// dated listings; undated ones count in no year, nor do dates whose bounds lie in two years.
    documents_per_year: YearCount => DocumentsPerYear {
        /// Stem of the source's file name.
        dossier_id: Text,
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
        /// Stem of the source's file name.
        dossier_id: Text,
        /// ISO 3166-1 alpha-3 code of the economy.
        iso3: Opt<Text>,
        /// Calendar year.
        year: Whole,
        /// The step.
        step: Named<Step>,
        /// Distinct symbols.
        documents: Count ["documents"],
        /// Listings.
        listings: Count ["listings"],
    }
}

table! {
    /// One row a dossier and pair of milestones whose first one was reached by as_of_date.
    accession_durations: Duration => AccessionDurations {
        /// Stem of the source's file name.
        dossier_id: Text,
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
    /// One wide row a dossier. Status, dates and durations are as of as_of_date; counts are those of the source, whatever
    /// their dates.
    accession_summary: Summary => AccessionSummary {
        /// Stem of the source's file name.
        dossier_id: Text,
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
        /// Median of the gaps between formal meetings, gaps before resumed sittings left out.
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
        /// Terms of chairpersons.
        chairpersons: Count ["terms"],
        /// Findings of severity error.
        finding_errors: Count ["findings"],
        /// Findings of severity warning.
        finding_warnings: Count ["findings"],
        /// Findings of severity info.
        finding_infos: Count ["findings"],
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
        /// One row a dossier.
        accession_summary: AccessionSummary,
    }
}
