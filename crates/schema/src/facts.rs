//! The fact tables: what dossiers say.

use crate::table::{table, table_set};
use crate::vocabulary::{
    ChoiceRule, Encoding, FindingCode, Format, Language, Layout, LineClass, MeetingKind, Milestone,
    Precision, Severity, SourceKind, Status, Step, SuffixKind,
};
use crate::{Count, Flag, Named, Number, OnDay, Opt, Text};

table! {
    /// One row a source: which page it is and how much of it stands in tables.
    dossiers: Dossier => Dossiers {
        /// Stem of the source's file name.
        dossier_id: Text,
        /// ISO 3166-1 alpha-3 code of the economy.
        iso3: Opt<Text>,
        /// Code of the economy in WTO document symbols; it may differ from the ISO code.
        wto_code: Opt<Text>,
        /// Name of the economy.
        economy: Opt<Text>,
        /// Layout of the page.
        layout: Named<Layout>,
        /// How sure the layout is, from 0 to 1: the share of its marks the page has.
        layout_confidence: Number,
        /// File format of the source.
        format: Named<Format>,
        /// Language of the page.
        language: Named<Language>,
        /// Character encoding of the source.
        encoding: Named<Encoding>,
        /// Day the page was taken: as its archive or its file says, or the pipeline.
        snapshot_date: Opt<OnDay>,
        /// Path of the source as it was given.
        source: Text,
        /// Size of the source.
        bytes: Count ["bytes"],
        /// BLAKE3 digest of the source's bytes, hexadecimal.
        blake3: Text,
        /// Lines of the source, blank ones included.
        lines: Count ["lines"],
        /// Lines with nothing but blanks.
        lines_blank: Count ["lines"],
        /// Lines that stand in a table below, with their line and byte span.
        lines_extracted: Count ["lines"],
        /// Lines that are a heading, a column header, boilerplate or a step without a value.
        lines_recognised: Count ["lines"],
        /// Lines whose meaning was not recognised.
        lines_unread: Count ["lines"],
        /// Lines that were decoded wrongly once and are read as they were meant.
        lines_repaired: Count ["lines"],
        /// Place of the economy among all WTO members, as the page counts them.
        member_ordinal: Opt<Count>,
        /// Line member_ordinal stands on.
        member_ordinal_line: Opt<Count>,
        /// Place of the economy among the members that joined under Article XII, as the page counts them.
        article_xii_ordinal: Opt<Count>,
        /// Line article_xii_ordinal stands on.
        article_xii_ordinal_line: Opt<Count>,
    }
}

table! {
    /// One row an economy of the register: what groups are made by.
    economies: EconomyRow => EconomyRows {
        /// ISO 3166-1 alpha-3 code.
        iso3: Text,
        /// Name in the WTO's usage.
        economy: Text,
        /// Code in WTO document symbols; null where it is not known for certain.
        wto_code: Opt<Text>,
        /// ISO 3166-1 numeric code, which is the M49 code of the United Nations: 398.
        m49_code: Opt<Count>,
        /// Region in the M49 standard: Africa, Americas, Asia, Europe, Oceania.
        region: Opt<Text>,
        /// Whether it has no coast on an ocean.
        is_landlocked: Opt<Flag>,
        /// Earliest possible day it was added to the list of least developed countries; null if it never was.
        ldc_from: Opt<OnDay>,
        /// Latest possible day it was added to the list.
        ldc_from_latest: Opt<OnDay>,
        /// Earliest possible day it left the list of least developed countries; null if it never did.
        ldc_until: Opt<OnDay>,
        /// Latest possible day it left the list.
        ldc_until_latest: Opt<OnDay>,
        /// Where it stands as the register says: member, acceding, lapsed or observer.
        register_status: Named<Status>,
        /// Line of the register.
        line: Count,
    }
}

table! {
    /// One row a value a source gives for a milestone. Sources that disagree stand side by side.
    claims: Claim => Claims {
        /// ISO 3166-1 alpha-3 code of the economy.
        iso3: Opt<Text>,
        /// Name of the economy.
        economy: Opt<Text>,
        /// The milestone.
        milestone: Named<Milestone>,
        /// Earliest possible day the source leaves; null where it names the milestone without a date.
        date: Opt<OnDay>,
        /// Latest possible day the source leaves.
        date_latest: Opt<OnDay>,
        /// How much of the date the source gives.
        precision: Opt<Named<Precision>>,
        /// Kind of the source; better kinds come first in the list of words.
        source_kind: Named<SourceKind>,
        /// Path of the dossier as it was given, or address of the source.
        source: Text,
        /// What the source prints, in the register's words; null for dossiers, whose line says it.
        evidence: Opt<Text>,
        /// Symbol of the document that marks the milestone.
        symbol: Opt<Text>,
        /// Stem of the dossier's file name; null for a row of a register.
        dossier_id: Opt<Text>,
        /// The register the claim stands in: milestones or meetings; null for a dossier.
        register: Opt<Text>,
        /// Line of the dossier or register.
        line: Count,
        /// First byte of the row in the dossier; null for a row of a register.
        byte_start: Opt<Count> ["bytes"],
        /// Byte after the row's last one.
        byte_end: Opt<Count> ["bytes"],
        /// Whether the milestone's date is this claim's.
        is_chosen: Flag,
        /// Whether the claim leaves room for the chosen date; null where either has no date.
        agrees: Opt<Flag>,
    }
}

table! {
    /// One row an economy and milestone it reached, with the date the rule chose from the claims. In a dossier the date
    /// is the one of the row that names the step, never a minimum over later rows.
    milestones: MilestoneRow => Milestones {
        /// ISO 3166-1 alpha-3 code of the economy.
        iso3: Opt<Text>,
        /// Name of the economy.
        economy: Opt<Text>,
        /// The milestone.
        milestone: Named<Milestone>,
        /// Earliest day the milestone can have been reached.
        date: Opt<OnDay>,
        /// Latest day the milestone can have been reached; equals date when the precision is day.
        date_latest: Opt<OnDay>,
        /// How much of the date the source gives.
        precision: Opt<Named<Precision>>,
        /// Symbol of the document that marks the milestone.
        symbol: Opt<Text>,
        /// Stem of the file name of the dossier the date is from; null where it is from a register.
        dossier_id: Opt<Text>,
        /// The register the date is from; null where it is from a dossier.
        register: Opt<Text>,
        /// Line of the dossier or register.
        line: Count,
        /// First byte of the row in the dossier; null for a row of a register.
        byte_start: Opt<Count> ["bytes"],
        /// Byte after the row's last one.
        byte_end: Opt<Count> ["bytes"],
        /// Kind of the source.
        source_kind: Named<SourceKind>,
        /// Path of the dossier as it was given, or address of the source.
        source: Text,
        /// Number of places that give a date for this milestone.
        claims: Count ["claims"],
        /// Whether a claim gives a date the chosen one has no room for.
        is_disputed: Flag,
        /// What made the choice among the claims.
        chosen_by: Named<ChoiceRule>,
    }
}

table! {
    /// One row a sitting a source gives. Those of one sitting are one row of the meetings table.
    meeting_claims: MeetingClaim => MeetingClaims {
        /// ISO 3166-1 alpha-3 code of the economy.
        iso3: Opt<Text>,
        /// Kind of the meeting.
        kind: Named<MeetingKind>,
        /// Number of the meeting as the source prints it.
        ordinal: Opt<Count>,
        /// Whether the source calls it the last one, as far as it knows.
        is_last: Flag,
        /// First day of the sitting (earliest possible day where the precision is not day).
        start_date: Opt<OnDay>,
        /// Last day of the sitting (latest possible day where the precision is not day).
        end_date: Opt<OnDay>,
        /// How much of the date the source gives.
        precision: Opt<Named<Precision>>,
        /// Whether the source gives the whole list of the economy's meetings of this kind, as far as it goes.
        is_whole_list: Flag,
        /// Kind of the source; better kinds come first in the list of words.
        source_kind: Named<SourceKind>,
        /// Path of the dossier as it was given, or address of the source.
        source: Text,
        /// What the source prints, in the register's words; null for dossiers.
        evidence: Opt<Text>,
        /// Stem of the dossier's file name; null for a row of the register.
        dossier_id: Opt<Text>,
        /// Line of the dossier or register.
        line: Count,
        /// First day of the sitting in the meetings table this claim is about.
        meeting_start_date: Opt<OnDay>,
        /// Ordinal of that sitting.
        meeting_ordinal: Opt<Count>,
        /// Whether that sitting's dates are this claim's.
        is_chosen: Flag,
    }
}

table! {
    /// One row a sitting of a meeting, whatever number of sources give it.
    meetings: Meeting => Meetings {
        /// Stem of the file name of the dossier the sitting is from; null where it is from a register.
        dossier_id: Opt<Text>,
        /// ISO 3166-1 alpha-3 code of the economy.
        iso3: Opt<Text>,
        /// Line of the dossier or register.
        line: Count,
        /// First byte of the row in the dossier; null for a row of a register.
        byte_start: Opt<Count> ["bytes"],
        /// Byte after the row's last one.
        byte_end: Opt<Count> ["bytes"],
        /// Kind of the meeting.
        kind: Named<MeetingKind>,
        /// Number of the meeting as the source prints it.
        ordinal: Opt<Count>,
        /// Subject of the meeting, without a leading "On".
        topic: Opt<Text>,
        /// First day of the sitting (earliest possible day where the precision is not day).
        start_date: Opt<OnDay>,
        /// Last day of the sitting (latest possible day where the precision is not day).
        end_date: Opt<OnDay>,
        /// How much of the date the source gives.
        precision: Opt<Named<Precision>>,
        /// Whether an earlier meeting was resumed.
        is_resumption: Flag,
        /// Whether the row offers documents.
        has_documents: Flag,
        /// Whether the row offers a news item.
        has_news: Flag,
        /// Document symbol on the row.
        symbol: Opt<Text>,
        /// Address the row's symbol or its documents are linked to.
        url: Opt<Text>,
        /// Address the row's news item is linked to.
        news_url: Opt<Text>,
        /// Kind of the source.
        source_kind: Named<SourceKind>,
        /// Path of the dossier as it was given, or address of the source.
        source: Text,
        /// Number of places that give this sitting.
        claims: Count ["claims"],
        /// Whether a source gives it another date or ordinal.
        is_disputed: Flag,
        /// Whether it stands in the list that is taken as the economy's whole list of meetings of this kind, as far as that
        /// list goes: a dossier that numbers them from 1 on without a gap, or a list the register calls complete; of
        /// several the longest.
        is_in_whole_list: Flag,
    }
}

table! {
    /// One row a listing of a document. A document listed twice has two rows.
    documents: Document => Documents {
        /// Stem of the dossier's file name; null for a row of the register.
        dossier_id: Opt<Text>,
        /// ISO 3166-1 alpha-3 code of the economy.
        iso3: Opt<Text>,
        /// Line of the dossier or register.
        line: Count,
        /// First byte of the row in the dossier; null for a row of the register.
        byte_start: Opt<Count> ["bytes"],
        /// Byte after the row's last one.
        byte_end: Opt<Count> ["bytes"],
        /// The step the document is listed under; null for a row of the register.
        step: Opt<Named<Step>>,
        /// The symbol in its normalised spelling.
        symbol: Text,
        /// The symbol as the page writes it.
        symbol_text: Text,
        /// The series the document belongs to (WT/ACC/KAZ, WT/ACC/SPEC/KAZ, WT/L).
        series: Text,
        /// Number of the document in its series.
        number: Opt<Count>,
        /// Kind of the last suffix.
        suffix_kind: Opt<Named<SuffixKind>>,
        /// Number of the last suffix.
        suffix_number: Opt<Count>,
        /// Earliest possible day of the document.
        date: Opt<OnDay>,
        /// Latest possible day of the document.
        date_latest: Opt<OnDay>,
        /// How much of the date the source gives.
        precision: Opt<Named<Precision>>,
        /// Whether the row announces addenda.
        has_addenda: Flag,
        /// Whether the row announces corrigenda.
        has_corrigenda: Flag,
        /// Whether the row announces revisions.
        has_revisions: Flag,
        /// Whether the row announces something it does not name: an empty `(+ )`.
        has_unspecified: Flag,
        /// Remark on the document: its subject in brackets, an annex, its parts.
        note: Opt<Text>,
        /// Title of the document where the row gives one.
        title: Opt<Text>,
        /// Address the symbol is linked to.
        url: Opt<Text>,
        /// Address the row's news item is linked to.
        news_url: Opt<Text>,
        /// Kind of the source.
        source_kind: Named<SourceKind>,
        /// Address of the source; null for a dossier, whose path is in the dossiers table.
        source: Opt<Text>,
    }
}

table! {
    /// One row a date of a step that stands without a document. With the listings of documents these are all dated rows of
    /// steps.
    step_dates: StepDate => StepDates {
        /// Stem of the source's file name.
        dossier_id: Text,
        /// ISO 3166-1 alpha-3 code of the economy.
        iso3: Opt<Text>,
        /// Line of the source.
        line: Count,
        /// First byte of the row in the source.
        byte_start: Count ["bytes"],
        /// Byte after the row's last one.
        byte_end: Count ["bytes"],
        /// The step the row stands under.
        step: Named<Step>,
        /// Earliest possible day.
        date: OnDay,
        /// Latest possible day.
        date_latest: OnDay,
        /// How much of the date the source gives.
        precision: Named<Precision>,
    }
}

table! {
    /// One row a bullet under a listing: laws and contents of the document listed above it.
    document_items: DocumentItem => DocumentItems {
        /// Stem of the source's file name.
        dossier_id: Text,
        /// ISO 3166-1 alpha-3 code of the economy.
        iso3: Opt<Text>,
        /// Line of the source.
        line: Count,
        /// First byte of the row in the source.
        byte_start: Count ["bytes"],
        /// Byte after the row's last one.
        byte_end: Count ["bytes"],
        /// Normalised symbol of the document the bullet stands under.
        symbol: Text,
        /// Depth of the bullet: 1, or 2 for a bullet under a bullet.
        level: Count,
        /// Text of the bullet.
        item: Text,
    }
}

table! {
    /// One row a term of a chairperson of the working party.
    chairpersons: Chairperson => Chairpersons {
        /// Stem of the dossier's file name; null for a row of the register.
        dossier_id: Opt<Text>,
        /// ISO 3166-1 alpha-3 code of the economy.
        iso3: Opt<Text>,
        /// Line of the dossier the term starts on, or of the register.
        line: Count,
        /// First byte of the row in the dossier; null for a row of the register.
        byte_start: Opt<Count> ["bytes"],
        /// Byte after the row's last one.
        byte_end: Opt<Count> ["bytes"],
        /// Number of the chairperson as the page prints it.
        ordinal: Opt<Count>,
        /// Whether the chairperson acted for another.
        is_acting: Flag,
        /// Earliest possible first day of the term.
        start_date: Opt<OnDay>,
        /// Latest possible first day of the term.
        start_date_latest: Opt<OnDay>,
        /// How much of the start the source gives.
        start_precision: Opt<Named<Precision>>,
        /// Earliest possible last day of the term; null while it runs or where the page gives none.
        end_date: Opt<OnDay>,
        /// Latest possible last day of the term.
        end_date_latest: Opt<OnDay>,
        /// How much of the end the source gives.
        end_precision: Opt<Named<Precision>>,
        /// Form of address: Ambassador, H.E. Mr.
        honorific: Opt<Text>,
        /// Name as the page writes it, without the form of address.
        name: Opt<Text>,
        /// What stands in brackets behind the name: a country or a post.
        representing: Opt<Text>,
        /// Kind of the source.
        source_kind: Named<SourceKind>,
        /// Address of the source; null for a dossier, whose path is in the dossiers table.
        source: Opt<Text>,
    }
}

table! {
    /// One row a non-blank line that stands in no table above.
    remaining_lines: RemainingLine => RemainingLines {
        /// Stem of the source's file name.
        dossier_id: Text,
        /// Line of the source.
        line: Count,
        /// First byte of the line's text in the source.
        byte_start: Count ["bytes"],
        /// Byte after the last one of the line's text.
        byte_end: Count ["bytes"],
        /// What the line is.
        class: Named<LineClass>,
        /// Name of the rule that says so.
        rule: Text,
        /// The line without the blanks around it.
        text: Text,
    }
}

table! {
    /// One row a thing that looks wrong in a source. Nothing is corrected: the tables say what the source says.
    findings: Finding => Findings {
        /// Stem of the dossier's file name; null where the finding is about several sources.
        dossier_id: Opt<Text>,
        /// ISO 3166-1 alpha-3 code of the economy.
        iso3: Opt<Text>,
        /// Line of the dossier; null where the finding is about the dossier as a whole or about several sources.
        line: Opt<Count>,
        /// What kind of finding it is.
        code: Named<FindingCode>,
        /// How bad it is.
        severity: Named<Severity>,
        /// What it is about: a symbol, step, ordinal or text.
        subject: Text,
        /// The finding in one sentence.
        message: Text,
    }
}

table_set! {
    /// The fact tables.
    Facts {
        /// Sources.
        dossiers: Dossiers,
        /// Economies of the register.
        economies: EconomyRows,
        /// What sources say of milestones.
        claims: Claims,
        /// Milestones reached.
        milestones: Milestones,
        /// What sources say of sittings.
        meeting_claims: MeetingClaims,
        /// Sittings.
        meetings: Meetings,
        /// Listings.
        documents: Documents,
        /// Dates of steps without a document.
        step_dates: StepDates,
        /// Bullets under listings.
        document_items: DocumentItems,
        /// Terms of chairpersons.
        chairpersons: Chairpersons,
        /// Lines that stand in no other table.
        remaining_lines: RemainingLines,
        /// What looks wrong.
        findings: Findings,
    }
}
