//! Synthetic dossiers in the timeline layout, about as long as a real one and no two alike.

use std::fmt::Write;
use std::fs;

use accession_ingest::registers::Economies;
use accession_schema::Day;
use anyhow::{Context, Result, bail};

use crate::root;

/// Names and codes of the economies that ship with the project.
pub(crate) fn economies() -> Result<Vec<(String, String)>> {
    let path = root().join("data/registers/economies.csv");
    let source = fs::read(&path).with_context(|| path.display().to_string())?;
    let (economies, problems) = Economies::read("economies.csv", &source);
    if let Some(problem) = problems.first() {
        bail!("{problem}");
    }
    let code = |economy: &accession_ingest::registers::Economy| {
        if economy.wto_code.is_empty() { economy.iso3.clone() } else { economy.wto_code.clone() }
    };
    Ok(economies.iter().map(|economy| (economy.name.clone(), code(economy))).collect())
}

const FIRST: [&str; 12] = [
    "Anna",
    "Bj\u{f6}rn",
    "Chidi",
    "Dalia",
    "Erik",
    "Fatou",
    "Goran",
    "Hana",
    "Ines",
    "Jo\u{e3}o",
    "Kim",
    "Lars",
];
const LAST: [&str; 12] = [
    "Almeida",
    "BERG",
    "Costa",
    "Diallo",
    "EKLUND",
    "Fontaine",
    "Garc\u{ed}a",
    "HOFER",
    "Ito",
    "Jensen",
    "Kov\u{e1}cs",
    "Lindt",
];
const FROM: [&str; 8] =
    ["Finland", "Norway", "Chile", "Japan", "Canada", "Hong Kong, China", "Switzerland", "Peru"];
const ADDRESS: [&str; 4] = ["Ambassador", "H.E. Mr.", "Ms", "Dr."];
const TOPICS: [&str; 7] =
    ["agriculture", "SPS", "TBT", "TRIMs", "services", "tariff adjustment", "subsidies"];
const SUBJECTS: [&str; 8] = [
    "customs duties",
    "industrial subsidies",
    "trade in services",
    "intellectual property",
    "standards and conformity",
    "state-owned enterprises",
    "price controls",
    "sanitary measures",
];
const REMARKS: [&str; 8] = [
    "",
    "",
    "",
    " (+ \u{a0} addenda)",
    " (+ \u{a0} revisions)",
    " (+ )",
    " (+ \u{a0} addenda & corrigendum)",
    " + Annex",
];
const BLANKS: [&str; 3] = [" ", " \u{a0} ", "\u{a0}  "];

/// Makes one page from a seed.
pub(crate) struct Generator {
    random: fastrand::Rng,
    day: i32,
    code: String,
    number: u32,
    spec_number: u32,
    page: String,
}

impl Generator {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let first = Day::from_ymd(1993, 1, 1).map_or(0, Day::epoch_days);
        let day = first + random.i32(0..7000);
        Self {
            random,
            day,
            code: String::new(),
            number: 0,
            spec_number: 0,
            page: String::with_capacity(16_000),
        }
    }

    /// The page of some economy.
    pub(crate) fn page(mut self, economies: &[(String, String)]) -> String {
        let at = self.random.usize(0..economies.len().max(1));
        let (name, code) = economies.get(at).cloned().unwrap_or_default();
        self.code = code;
        self.line(format_args!("synthetic dossier for measuring"));
        let ordinal = self.random.u32(130..170);
        self.line(format_args!("> Page for {name} as a Member\n\n\n{name}'s Timeline\n\nI. Overview"));
        self.listing("Application received", false);
        self.later(60);
        let (date, number) = (self.date(), self.random.u32(1..200));
        self.line(format_args!("Accession Working Party established {date} \u{a0} WT/GC/M/{number}"));
        self.later(90);
        self.listing("Terms of reference & accession Working Party membership\u{a0}", false);
        self.chairpersons();
        self.meetings();
        self.multilateral();
        self.bilateral();
        if self.random.u8(0..4) > 0 {
            self.package(ordinal);
        }
        self.page
    }

    fn line(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a String can't fail.
        let _ = writeln!(self.page, "{text}");
    }

    fn later(&mut self, days: i32) {
        self.day += self.random.i32(1..=days);
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.random.usize(0..from.len().max(1))).copied().unwrap_or_default()
    }

    fn date(&self) -> String {
        written(self.day)
    }

    /// A row with the next symbol of the economy's series.
    fn listing(&mut self, label: &str, is_restricted: bool) {
        let number = if is_restricted { &mut self.spec_number } else { &mut self.number };
        *number += 1;
        let (number, spec) = (*number, if is_restricted { "SPEC/" } else { "" });
        let (date, blank, remark) = (self.date(), self.pick(&BLANKS), self.pick(&REMARKS));
        let gap = if label.is_empty() { "" } else { " " };
        let code = self.code.clone();
        self.line(format_args!("{label}{gap}{date}{blank}WT/ACC/{spec}{code}/{number}{remark}"));
    }

    fn listings(&mut self, label: &str, count: u32, days: i32) {
        for row in 0..count {
            self.later(days);
            self.listing(if row == 0 { label } else { "" }, false);
        }
    }

    fn chairpersons(&mut self) {
        self.line(format_args!("Chairperson of the Accession Working Party\u{a0} \u{a0} \u{a0} "));
        let count = self.random.u32(1..6);
        for chair in (1..=count).rev() {
            let start = self.day + 900 * i32::try_from(chair).unwrap_or_default();
            let (from, to) = (written(start), written(start + 870));
            let (from, to) = (from.get(3..).unwrap_or_default(), to.get(3..).unwrap_or_default());
            let person = (self.pick(&ADDRESS), self.pick(&FIRST), self.pick(&LAST), self.pick(&FROM));
            let (address, first, last, country) = person;
            let ordinal = ordinal(chair);
            self.line(format_args!("{ordinal} {from} - {to} {address} {first} {last} ({country})"));
        }
    }

    fn meetings(&mut self) {
        self.line(format_args!(
            "Formal Meetings of the Working Party Convening\u{a0}notice/fax Delegation list Other documents for the meeting \
             News item"
        ));
        let mut day = self.day;
        let count = self.random.u32(4..24);
        for meeting in 1..=count {
            day += self.random.i32(40..500);
            let links = self.pick(&["", " Documents", " News item", " Documents News item"]);
            let date = written(day);
            let ordinal = ordinal(meeting);
            if self.random.u8(0..5) == 0 && !date.starts_with("31") {
                // A sitting of two days, if the month has the second.
                let next = written(day + 1);
                let (first, second) = (date.get(..2).unwrap_or_default(), next.get(..2).unwrap_or_default());
                if first < second {
                    let rest = next.get(2..).unwrap_or_default();
                    self.line(format_args!("{ordinal} {first}-{second}{rest}{links}"));
                    continue;
                }
            }
            self.line(format_args!("{ordinal} {date}{links}"));
        }
        if self.random.bool() {
            let date = written(day + 30);
            let ordinal = ordinal(count);
            self.line(format_args!("{ordinal} meeting resumed {date} News item"));
        }
        self.line(format_args!(
            "Informal Meetings of the Working Party \u{a0} \n\nPlurilateral Meetings \u{a0} \u{a0} "
        ));
        let mut day = self.day + 400;
        for _ in 0..self.random.u32(0..45) {
            day += self.random.i32(0..90);
            let (topic, date) = (self.pick(&TOPICS), written(day));
            self.line(format_args!("On {topic} {date} \u{a0} \u{a0} "));
        }
    }

    fn multilateral(&mut self) {
        self.line(format_args!("II. Multilateral Negotiations"));
        self.listings("Memorandum on the Foreign Trade Regime (MFTR)\u{a0}", 1, 90);
        let count = self.random.u32(2..9);
        let label = "Initial cycle(s) of Questions and Replies, following the circulation of the MFTR";
        self.listings(label, count, 60);
        self.line(format_args!("Factual Summary of Points Raised\u{a0} "));
        let count = self.random.u32(5..28);
        self.listings("Additional Questions & Replies", count, 70);
        self.line(format_args!("Elements of a Draft Report of the Working Party\u{a0} "));
        self.later(60);
        self.listing("Draft Report of the Working Party\u{a0}", true);
        self.listing("Agriculture (WT/ACC/22/Add.1), including Questions and Replies\u{a0}", true);
        self.line(format_args!("SPS Checklist (WT/ACC/22/Add.2 \u{a0} "));
        let count = self.random.u32(1..5);
        self.listings("", count, 40);
        self.listings("TBT Checklist (WT/ACC/22/Add.2", 2, 40);
        self.listings("TRIPS Questionnaire (WT/ACC/22/Add.2", 1, 40);
        self.line(format_args!("Import Licensing Procedures Questionnaire (WT/ACC/22 + revisions"));
        self.listings("Comprehensive Legislative Action Plan (LAP)\u{a0}", 1, 40);
        let count = self.random.u32(2..12);
        self.listings("Rule-specific Action Plans\u{a0}", count, 30);
        self.line(format_args!(
            "Legislation and implementing regulations\u{a0} Click for details Legislation notice Notified legislation"
        ));
        self.with_items(20, 70);
        self.line(format_args!(
            "Consultation documents\u{a0} \u{a0} Click for details Consultation notice Notified consultation document"
        ));
        self.with_items(25, 80);
    }

    /// Listings with titles and bullets.
    fn with_items(&mut self, least: u32, most: u32) {
        for _ in 0..self.random.u32(least..most) {
            self.later(60);
            self.listing("", false);
            let number = self.random.u32(1..900);
            let subject = self.pick(&SUBJECTS);
            match self.random.u8(0..5) {
                0 => {
                    self.line(format_args!(
                        "  \u{2022} \u{a0} Law No. {number} \"On {subject}\", as amended"
                    ));
                }
                1 => {
                    self.line(format_args!("  \u{2022} \u{a0} Note on {subject}, part {number}"));
                    self.line(format_args!(
                        "  \u{2022} - Annex on {subject} and related measures of the regions"
                    ));
                }
                _ => {}
            }
        }
    }

    fn bilateral(&mut self) {
        self.line(format_args!("III. Bilateral Market Access Negotiations\u{a0} "));
        for label in ["Goods Offer(s)\u{a0}", "Services Offer(s)\u{a0}"] {
            self.later(80);
            self.listing(label, true);
            self.later(200);
            self.listing("~ revised", true);
        }
        self.line(format_args!("Register of Bilateral Market Access Agreements\u{a0} "));
        self.later(200);
        self.listing("Draft Goods Schedule\u{a0}", true);
        self.listing("Draft Services Schedule\u{a0}", true);
    }

    fn package(&mut self, member: u32) {
        let date = {
            self.later(300);
            self.date()
        };
        let decision = self.random.u32(100..1200);
        self.line(format_args!("IV. Summary of Final Meeting of the Working Party"));
        self.line(format_args!(
            "V. Accession Package (\u{201c}Terms of Accession\u{201d}, de-restricted)\u{a0} "
        ));
        self.line(format_args!(
            "Ministerial Conference/General Council Decision on the Accession {date} \u{a0} WT/L/{decision} News item"
        ));
        self.line(format_args!("Protocol of Accession\u{a0} {date} \u{a0} WT/L/{decision}"));
        let letter = self.random.u32(100..1500);
        self.later(90);
        let accepted = self.date();
        self.line(format_args!("VII. Instrument of Acceptance\u{a0} "));
        self.line(format_args!(
            "Notification of Acceptance and Entry Into Force of the Protocol of Accession {accepted} \u{a0} WT/LET/{letter}"
        ));
        let joined = written(self.day + 30);
        let member = ordinal(member);
        self.line(format_args!("VIII. Date of Membership\n\u{a0} {joined} {member} WTO Member News item"));
        let place = ordinal(self.random.u32(1..40));
        self.line(format_args!(
            "IX. Since 1995, this is the\u{2026}\n{place} economy that joined the WTO pursuant to Article XII of the Marrakesh \
             Agreement."
        ));
    }
}

/// A day as pages write it: 30/11/2015.
fn written(day: i32) -> String {
    let iso = Day::from_epoch_days(day).to_string();
    let part = |range| iso.get(range).unwrap_or_default();
    format!("{}/{}/{}", part(8..10), part(5..7), part(0..4))
}

fn ordinal(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}
