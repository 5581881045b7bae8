//! English words.

use super::words::Words;

pub(super) static EN: Words = Words {
    code: "en",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    short_months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    and: "and",
    sections: [
        "I. Overview",
        "II. Multilateral Negotiations",
        "III. Bilateral Market Access Negotiations",
        "IV. Summary of Final Meeting of the Working Party",
        "V. Accession Package (\u{201c}Terms of Accession\u{201d}, de-restricted)",
        "VI. Accessions Commitments Database (ACDB)",
        "VII. Instrument of Acceptance",
        "VIII. Date of Membership",
        "IX. Since 1995, this is the\u{2026}",
    ],
    steps: &[
        ("application", &["Application received", "WTO application received"]),
        (
            "working_party_established",
            &[
                "Accession Working Party established",
                "Working Party established",
                "Working Party Established",
            ],
        ),
        (
            "terms_of_reference",
            &[
                "Terms of reference & accession Working Party membership",
                "Terms of reference and membership of the Working Party",
                "WTO terms of reference & accession Working Party membership",
            ],
        ),
        ("gatt_application", &["GATT application received"]),
        (
            "gatt_working_party_established",
            &["GATT Accession Working Party established", "GATT accession Working Party established"],
        ),
        (
            "gatt_terms_of_reference",
            &["GATT terms of reference & accession Working Party membership", "GATT terms of reference"],
        ),
        ("transformed", &["WTO application received & WTO accession Working Party established"]),
        (
            "foreign_trade_memorandum",
            &["Memorandum on the Foreign Trade Regime (MFTR)", "Memorandum on the Foreign Trade Regime"],
        ),
        (
            "questions_and_replies_initial",
            &[
                "Initial cycle(s) of Questions and Replies, following the circulation of the MFTR",
                "Questions and Replies",
            ],
        ),
        ("factual_summary", &["Factual Summary of Points Raised", "Factual Summary"]),
        (
            "questions_and_replies_additional",
            &["Additional Questions & Replies", "Additional Questions and Replies"],
        ),
        ("elements_of_draft_report", &["Elements of a Draft Report of the Working Party"]),
        ("draft_report", &["Draft Report of the Working Party", "Draft Working Party Report"]),
        (
            "agriculture",
            &["Agriculture (WT/ACC/22/Add.1), including Questions and Replies", "Agriculture (WT/ACC/4)"],
        ),
        ("services", &["Services (WT/ACC/5)", "Information on services (WT/ACC/5)"]),
        ("sps_checklist", &["SPS Checklist (WT/ACC/22/Add.2", "SPS Checklist (WT/ACC/22/Add.2)"]),
        ("tbt_checklist", &["TBT Checklist (WT/ACC/22/Add.2", "TBT Checklist (WT/ACC/8)"]),
        ("trips_questionnaire", &["TRIPS Questionnaire (WT/ACC/22/Add.2", "TRIPS (WT/ACC/9)"]),
        (
            "import_licensing_questionnaire",
            &["Import Licensing Procedures Questionnaire (WT/ACC/22 + revisions"],
        ),
        ("customs_valuation_checklist", &["Customs Valuation Checklist (WT/ACC/22 + revisions"]),
        ("state_trading_questionnaire", &["State-Trading Questionnaire (WT/ACC/22 + revisions"]),
        ("subsidies_notification", &["Draft Subsidies Notification (WT/ACC/22/Add.2"]),
        (
            "legislative_action_plan",
            &["Comprehensive Legislative Action Plan (LAP)", "Legislative Action Plan"],
        ),
        ("rule_specific_action_plans", &["Rule-specific Action Plans"]),
        ("legislation", &["Legislation and implementing regulations"]),
        ("consultation", &["Consultation documents"]),
        ("goods_offer", &["Goods Offer(s)", "Goods offer"]),
        ("services_offer", &["Services Offer(s)", "Services offer"]),
        ("bilateral_agreements", &["Register of Bilateral Market Access Agreements"]),
        ("draft_goods_schedule", &["Draft Goods Schedule"]),
        ("draft_services_schedule", &["Draft Services Schedule"]),
        (
            "decision",
            &["Ministerial Conference/General Council Decision on the Accession", "General Council Decision"],
        ),
        ("protocol", &["Protocol of Accession"]),
        ("working_party_report", &["Report of the Working Party"]),
        (
            "goods_schedule",
            &[
                "Goods Schedule (Schedule of Concessions and Commitments Annexed to the GATT 1994)",
                "Goods Schedule",
            ],
        ),
        (
            "services_schedule",
            &[
                "Services Schedule (Schedule of Specific Commitments Annexed to the GATS)",
                "Services Schedule",
            ],
        ),
        ("acceptance", &["Notification of Acceptance and Entry Into Force of the Protocol of Accession"]),
    ],
    notices: &["", "Click for details", "Click for details Legislation notice Notified legislation"],
    chairs: &["Chairperson of the Accession Working Party", "Chairman of the Working Party"],
    chair: &["Chairperson", "Chairman"],
    acting: &["Acting", "acting"],
    runs: &["present", "to date"],
    honorifics: &["Ambassador", "H.E. Mr.", "Ms", "Mr", "Mr.", "Dr.", "H.E. Ms", "Mrs."],
    countries: &["Finland", "Norway", "Chile", "Japan", "Canada", "Hong Kong, China", "Switzerland", "Peru"],
    posts: &["Deputy Director-General", "Director, Accessions Division"],
    formal: &["Formal Meetings of the Working Party", "Meetings of the Working Party"],
    informal: &["Informal Meetings of the Working Party"],
    plurilateral: &["Plurilateral Meetings"],
    technical: &["Goods and Services Technical Verification Meetings"],
    captions: &[
        "Convening notice/fax Statement(s) by the Head of the Delegation Statement(s) by Working Party members \
         Delegation list Other documents for the meeting News item",
        "Date of the meeting Convening fax Delegation list",
        "Date of the meeting Convening notice",
        "Convening notice Delegation list Other documents for the meeting News item",
        "",
    ],
    resumed: &["{n} meeting resumed", "{n} meeting (resumed)", "Resumed {n} meeting"],
    resumed_mark: "(resumed)",
    on: "On",
    topics: &[
        "agriculture",
        "SPS",
        "TBT",
        "TRIMs",
        "services",
        "tariff adjustment",
        "Ordinary Customs Duties",
    ],
    bare_topics: &["Agriculture", "Services"],
    verified: &["goods", "services"],
    documents: "Documents",
    news: &["News item"],
    announced: [&["addenda", "addendum"], &["corrigendum", "corrigenda"], &["revisions", "revision"]],
    annex: "Annex",
    part: "Part",
    notes: &["TBT", "SPS", "IP"],
    titles: &["Check List of Enclosures", "Overview of Price Controls", "Services", "Note on Excise Rates"],
    items: &[
        "Law \"On Weights and Measures\"",
        "Law No. 117 of the Republic \"On Plant Varieties\", dated 29 June 2001",
        "Decree on customs brokers",
        "Customs Code",
        "Note on the tariff in force as of 23 August 2012",
        "Law \"On Payments in Foreign Currency",
        "Chairman's concluding words and \"Road ahead\"",
    ],
    later: &["revised", "updated"],
    first: "initial",
    last: "latest",
    circulated: "Informal circulation.",
    became: &["{} became the {n} WTO member on {d}.", "{} became the {n} Member of the WTO on {d}."],
    page_of: "> Page for {} as a Member",
    timeline: "{} Timeline",
    member: "{n} WTO Member",
    article: "{n} economy that joined the WTO pursuant to Article XII of the Marrakesh Agreement.",
    prose: &[
        "Delegations were thanked for the patience they had shown during the talks of {d}, which went \
         on until the \
         evening and were followed by a short reception.",
        "As was said at the time, the figures handed out on {d} were drawn from the national accounts and are \
         repeated here for the convenience of readers only.",
        "Readers who look for older papers will find them in the reading room, which was moved to \
         another floor and \
         has been open to visitors without notice ever since.",
        "A seminar for officials took place in the capital on {d}, with speakers from the region, and \
         its papers \
         were handed out to all who had come.",
    ],
    decoys: &[
        "Talks on the accession of {} went slowly at the start, and a first paper about its trade rules \
         was sent \
         round in {m} after several rounds of comments by members.",
        "Members looked at the trade rules of {} for the first time in {m}, and bilateral talks about \
         tariffs have \
         gone on in small groups ever since.",
    ],
    explanations: &[
        "(On {d} the delegation asked to go on in a working party of the new organization, as a \
         decision of {e} allowed.)",
        "(At its session of {d} the Council took note of the wish to go on under the new rules, see the \
         decision of {e}.)",
    ],
    union: "As of {d} it is a member State of a customs union.",
    derestriction: "The de-restriction of documents makes the records of accessions open to all. Under the Decision \
                    WT/L/452 of 14 May 2002 such papers open once the report is adopted, while those circulated before \
                    follow the rules of WT/L/160/Rev.1 of 26 July 1996.",
    furniture: &[
        "More photos",
        "Problems viewing this page? If so, please write to the address below and say which browser you use.",
        "Share this page",
        "Back to top",
    ],
    nobody: "The Secretariat led an open-ended session of the working party in 2011, for want of anybody else",
    status: ["Status in the process", "Formal Working Party meetings"],
    groups: ["Other Documentation", "Market Access Negotiations"],
    established: [
        &[
            "The Working Party on the accession of {} was established on {d}.",
            "The Working Party was established by the General Council on {d}.",
        ],
        &["The Working Party on the accession of {} was established in {m}."],
    ],
    not_met: &["The Working Party has not yet met.", "The Working Party has not met."],
    presiding: ["Order", "Presiding months", "Chairperson"],
    sessions: ["Order", "Date of meeting", "Convening notice", "Delegation list"],
    member_status: ["Status", "Member", "Observer"],
};
