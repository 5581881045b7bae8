//! The words enum columns may hold. The doc comment of a variant is its meaning in the data dictionary.

use strum::{EnumMessage, EnumString, IntoStaticStr, VariantArray};

use crate::Word;

macro_rules! vocabulary {
    ($($(#[$meta:meta])+ $name:ident { $($(#[doc = $doc:literal])+ $variant:ident,)+ })+) => {$(
        $(#[$meta])+
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, EnumMessage, EnumString, IntoStaticStr,
            VariantArray,
        )]
        #[strum(serialize_all = "snake_case")]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $name {
            /// The word as it stands in a cell.
            pub fn word(self) -> &'static str {
                self.into()
            }
        }

        impl Word for $name {
            fn code(self) -> u8 {
                self as u8
            }
        }
    )+};
}

vocabulary! {
    /// How a page is laid out.
    Layout {
        /// Sections I to IX with rows of label, date, symbol and remark.
        Timeline,
        /// A timeline of an accession that began under the GATT, with rows for both organisations.
        GattTimeline,
        /// Rows numbered 1 to 9 with sub-rows (a) to (f) and dates in words.
        StatusTable,
        /// A few sentences and headings, no rows.
        ShortProse,
        /// Tables of the accessions portal: a status, and rows of cells under column headings.
        Portal,
        /// No layout that is known; every line is unread.
        Unknown,
    }
    /// The file format of a source.
    Format {
        /// Plain text as a browser or crawler saves it.
        Text,
        /// An HTML page.
        Html,
        /// An HTML page saved with everything it shows in a single file.
        Mhtml,
    }
    /// The language most labels of a page are in.
    Language {
        /// English.
        En,
        /// French.
        Fr,
        /// Spanish.
        Es,
        /// No label was recognised.
        Unknown,
    }
    /// The character encoding of a source.
    Encoding {
        /// UTF-8, with or without a byte-order mark.
        Utf8,
        /// UTF-16, with or without a byte-order mark.
        Utf16,
        /// Windows-1252, which holds ISO 8859-1.
        Windows1252,
        /// Another encoding, which the page declares.
        Other,
        /// Some lines are not UTF-8; they are unread.
        Mixed,
    }
    /// How much of a date the source gives.
    Precision {
        /// A day.
        Day,
        /// A month.
        Month,
        /// A year.
        Year,
    }
    /// A point of the accession process that is reached once, in the order of the process.
    Milestone {
        /// The application for accession under Article XII was received.
        Application,
        /// The General Council established the accession working party.
        WorkingPartyEstablished,
        /// Terms of reference and membership of the working party were circulated.
        TermsOfReference,
        /// First day of the first formal meeting of the working party.
        FirstMeeting,
        /// Last day of the last sitting of the last formal meeting the source lists.
        LastMeeting,
        /// The memorandum on the foreign trade regime was circulated.
        ForeignTradeMemorandum,
        /// The first questions and replies on the memorandum were circulated.
        QuestionsAndReplies,
        /// The first factual summary of points raised was circulated.
        FactualSummary,
        /// The first draft report of the working party was circulated.
        DraftReport,
        /// The first offer on goods was circulated.
        GoodsOffer,
        /// The first offer on services was circulated.
        ServicesOffer,
        /// The first draft schedule on goods was circulated.
        DraftGoodsSchedule,
        /// The first draft schedule on services was circulated.
        DraftServicesSchedule,
        /// The report of the working party was circulated.
        WorkingPartyReport,
        /// The working party adopted its report ad referendum.
        WorkingPartyReportAdopted,
        /// The Ministerial Conference or General Council decided on the accession.
        Decision,
        /// The acceptance of the protocol of accession was notified.
        Acceptance,
        /// The economy became a member of the WTO.
        Membership,
        /// Work of the working party was suspended.
        Suspended,
        /// Work of the working party was taken up again.
        Reactivated,
        /// The application for accession to the GATT was received.
        GattApplication,
        /// The GATT working party was established.
        GattWorkingPartyEstablished,
        /// The GATT working party became a WTO accession working party.
        WorkingPartyTransformed,
        /// The application the accession began with: to the GATT where there was one, else to the WTO. Starts clocks only;
        /// no source claims it.
        FirstApplication,
        /// The working party the accession began with: the GATT's where there was one, else the WTO's. Starts clocks only;
        /// no source claims it.
        FirstWorkingParty,
    }
    /// The kind of a meeting.
    MeetingKind {
        /// A formal meeting of the working party.
        Formal,
        /// An informal meeting of the working party.
        Informal,
        /// A plurilateral meeting on one subject.
        Plurilateral,
        /// A meeting to verify the schedules on goods or services.
        TechnicalVerification,
    }
    /// The row of a dossier a document is listed under.
    Step {
        /// Application for accession.
        Application,
        /// Establishment of the working party.
        WorkingPartyEstablished,
        /// Terms of reference and membership of the working party.
        TermsOfReference,
        /// Memorandum on the foreign trade regime.
        ForeignTradeMemorandum,
        /// First cycle of questions and replies on the memorandum.
        QuestionsAndRepliesInitial,
        /// Factual summary of points raised.
        FactualSummary,
        /// Further questions and replies.
        QuestionsAndRepliesAdditional,
        /// Elements of a draft report.
        ElementsOfDraftReport,
        /// Draft report of the working party.
        DraftReport,
        /// Information on agriculture (form WT/ACC/4).
        Agriculture,
        /// Information on services (form WT/ACC/5).
        Services,
        /// Checklist on sanitary and phytosanitary measures (form WT/ACC/8); a row for SPS and TBT together stands here.
        SpsChecklist,
        /// Checklist on technical barriers to trade (form WT/ACC/8).
        TbtChecklist,
        /// Questionnaire on intellectual property (form WT/ACC/9).
        TripsQuestionnaire,
        /// Questionnaire on import licensing procedures.
        ImportLicensingQuestionnaire,
        /// Checklist on customs valuation.
        CustomsValuationChecklist,
        /// Questionnaire on state trading.
        StateTradingQuestionnaire,
        /// Draft notification of subsidies.
        SubsidiesNotification,
        /// Legislative action plan.
        LegislativeActionPlan,
        /// Action plans on single agreements.
        RuleSpecificActionPlans,
        /// Legislation and implementing regulations.
        Legislation,
        /// Consultation documents.
        Consultation,
        /// Offers on goods.
        GoodsOffer,
        /// Offers on services.
        ServicesOffer,
        /// Register of bilateral market access agreements.
        BilateralAgreements,
        /// Draft schedule on goods.
        DraftGoodsSchedule,
        /// Draft schedule on services.
        DraftServicesSchedule,
        /// Decision of the Ministerial Conference or General Council.
        Decision,
        /// Protocol of accession.
        Protocol,
        /// Report of the working party.
        WorkingPartyReport,
        /// Schedule of concessions and commitments on goods.
        GoodsSchedule,
        /// Schedule of specific commitments on services.
        ServicesSchedule,
        /// Notification of acceptance and entry into force.
        Acceptance,
        /// Application for accession to the GATT.
        GattApplication,
        /// Establishment of the GATT working party.
        GattWorkingPartyEstablished,
        /// Terms of reference of the GATT working party.
        GattTermsOfReference,
    }
    /// The kind of a document's last suffix.
    SuffixKind {
        /// `Add.`: an addition to the document.
        Addendum,
        /// `Corr.`: a correction of the document.
        Corrigendum,
        /// `Rev.`: a new version of the document.
        Revision,
    }
    /// Who a value comes from, the better source first.
    SourceKind {
        /// A dossier read by this tool.
        Dossier,
        /// A page of the WTO.
        Wto,
        /// A copy of a page of the WTO.
        WtoCopy,
        /// A copy of an official document.
        DocumentCopy,
        /// A government.
        Government,
        /// A data set of others.
        Dataset,
        /// A newspaper, paper or page of anybody else.
        Press,
    }
    /// What chose a value among the claims.
    ChoiceRule {
        /// There is one claim.
        OnlyClaim,
        /// Its source is of a better kind than any other that gives another value.
        SourceRank,
        /// Among the best sources it is the most precise.
        Precision,
        /// Among the best sources of this precision more others agree with it.
        Agreement,
        /// All dated claims say the same.
        SameValue,
        /// A better source leaves room (a year, a month), and this more precise claim lies in it.
        Narrowed,
        /// Nothing else tells the best claims apart, and this one gives the earliest day.
        Earliest,
    }
    /// What a line that stands in no table is.
    LineClass {
        /// A title of the page, a section, a block or a step.
        Heading,
        /// The captions of columns.
        ColumnHeader,
        /// Text around the dossier's rows, recognised by a named rule.
        Boilerplate,
        /// A step without a value.
        EmptyStep,
        /// A line whose meaning was not recognised.
        Unread,
    }
    /// What looks wrong in a source.
    FindingCode {
        /// A listed document has no date in any of its listings.
        UndatedDocument,
        /// A document is listed more than once.
        DuplicateListing,
        /// A revision, addendum or corrigendum is dated before its base document.
        RevisionBeforeBase,
        /// Steps that follow each other are dated the other way round.
        StepOutOfOrder,
        /// A row is dated before the row above it in a list that runs by date.
        RowOutOfOrder,
        /// A document's date does not fit its number in the series.
        NumberOutOfSequence,
        /// A number of the economy's own series is not listed.
        MissingNumber,
        /// A step has a label and no value.
        EmptyStep,
        /// A line's meaning was not recognised.
        UnreadLine,
        /// The economy of the source is not known.
        UnknownEconomy,
        /// An ordinal between two others is not listed.
        OrdinalGap,
        /// Sources, or two places of one source, give incompatible dates.
        DisputedDate,
        /// A date that no calendar has, or an end before its start.
        ImpossibleDate,
        /// Sources number one sitting differently.
        DisputedOrdinal,
        /// Text was decoded wrongly once and is read as it was meant.
        RepairedText,
        /// Letters were lost when the text was decoded.
        LostText,
        /// A label in a wording no table has was told by its words.
        LabelByWords,
        /// The page is in no layout that is known; none of its lines was read.
        UnknownLayout,
    }
    /// How bad a finding is.
    Severity {
        /// Worth knowing; nothing needs mending.
        Info,
        /// The source contradicts itself; a value is probably wrong.
        Warning,
        /// Something could not be read or is impossible; a value is missing from the tables.
        Error,
    }
    /// Where an economy stands.
    Status {
        /// A member of the WTO.
        Member,
        /// In the process of accession.
        Acceding,
        /// In the process of accession, which a source says was suspended and none says was taken up again.
        Suspended,
        /// In the process of accession, without any step, meeting or document known in the ten years before.
        Dormant,
        /// Its application was withdrawn or replaced.
        Lapsed,
        /// An observer that has not applied.
        Observer,
        /// No step of its accession is known by the day.
        NotApplied,
    }
    /// Which duration stands for one that is known within bounds only.
    DurationBound {
        /// The shortest the dates allow.
        Shortest,
        /// The middle of the bounds, rounded down to a day.
        Middle,
        /// The longest the dates allow.
        Longest,
    }
    /// A test over groups or of a model.
    SurvivalTest {
        /// Log-rank test of equal survival in all groups.
        LogRank,
        /// Likelihood ratio test of the Cox model against no covariates.
        CoxLikelihoodRatio,
        /// Wald test of the Cox model.
        CoxWald,
        /// Score test of the Cox model.
        CoxScore,
        /// Test of proportional hazards of all covariates together, with time transformed by the Kaplan-Meier estimate.
        ProportionalHazards,
    }
}

impl Milestone {
    /// The milestone a row listed under `step` reaches.
    pub fn of_step(step: Step) -> Option<Self> {
        Some(match step {
            Step::Application => Self::Application,
            Step::WorkingPartyEstablished => Self::WorkingPartyEstablished,
            Step::TermsOfReference => Self::TermsOfReference,
            Step::ForeignTradeMemorandum => Self::ForeignTradeMemorandum,
            Step::QuestionsAndRepliesInitial => Self::QuestionsAndReplies,
            Step::FactualSummary => Self::FactualSummary,
            Step::DraftReport => Self::DraftReport,
            Step::GoodsOffer => Self::GoodsOffer,
            Step::ServicesOffer => Self::ServicesOffer,
            Step::DraftGoodsSchedule => Self::DraftGoodsSchedule,
            Step::DraftServicesSchedule => Self::DraftServicesSchedule,
            Step::WorkingPartyReport => Self::WorkingPartyReport,
            Step::Decision => Self::Decision,
            Step::Acceptance => Self::Acceptance,
            Step::GattApplication => Self::GattApplication,
            Step::GattWorkingPartyEstablished => Self::GattWorkingPartyEstablished,
            _ => return None,
        })
    }
}

impl Milestone {
    /// The milestones any of which shows that an accession began under the GATT.
    pub const GATT_START: [Self; 3] =
        [Self::GattApplication, Self::GattWorkingPartyEstablished, Self::WorkingPartyTransformed];

    /// Whether sources claim it. The others are derived: they start clocks.
    pub fn is_claimed(self) -> bool {
        !matches!(self, Self::FirstApplication | Self::FirstWorkingParty)
    }
}
