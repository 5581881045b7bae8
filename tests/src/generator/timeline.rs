//! Pages with sections I to IX, with or without rows of the GATT years.

use super::Layout;
use super::maker::{LEADS, Maker};
use super::page::{Entry, Shape};

/// Steps of the multilateral section with the most rows they have on a small page and on a whole one.
const MULTILATERAL: [(&str, u32, u32); 19] = [
    ("foreign_trade_memorandum", 1, 2),
    ("questions_and_replies_initial", 2, 8),
    ("factual_summary", 2, 2),
    ("questions_and_replies_additional", 3, 24),
    ("elements_of_draft_report", 1, 1),
    ("draft_report", 2, 3),
    ("agriculture", 2, 4),
    ("services", 1, 3),
    ("sps_checklist", 2, 4),
    ("tbt_checklist", 1, 3),
    ("trips_questionnaire", 1, 2),
    ("import_licensing_questionnaire", 1, 1),
    ("customs_valuation_checklist", 1, 1),
    ("state_trading_questionnaire", 1, 1),
    ("subsidies_notification", 1, 1),
    ("legislative_action_plan", 1, 2),
    ("rule_specific_action_plans", 3, 9),
    ("legislation", 3, 54),
    ("consultation", 3, 68),
];
const BILATERAL: [(&str, u32, u32); 5] = [
    ("goods_offer", 2, 4),
    ("services_offer", 2, 4),
    ("bilateral_agreements", 0, 0),
    ("draft_goods_schedule", 1, 2),
    ("draft_services_schedule", 1, 2),
];

impl Maker {
    pub(super) fn timeline(&mut self) {
        let membership = self.choose_membership();
        let has_section = membership.is_some() && self.random.chance(85);
        self.introduction(membership, !has_section);
        let title = self.words.timeline.replace("{}", &self.words.of(&self.name));
        self.title(title);
        self.section(0);
        self.overview();
        self.chairpersons();
        self.formal_meetings();
        self.other_meetings();
        self.section(1);
        self.steps(&MULTILATERAL);
        self.section(2);
        self.steps(&BILATERAL);
        self.technical_meetings();
        if membership.is_some() {
            self.package(has_section);
        }
    }

    fn section(&mut self, at: usize) {
        let own = self.words.sections.get(at).copied().unwrap_or_default();
        self.title(own);
    }

    fn overview(&mut self) {
        if self.layout == Layout::GattTimeline {
            self.step("gatt_application", 1, 1);
            self.step("gatt_working_party_established", 1, 1);
            self.step("gatt_terms_of_reference", 0, 2);
            if self.random.chance(80) {
                self.transformed();
            } else {
                self.step("application", 1, 1);
                self.step("working_party_established", 1, 1);
            }
        } else {
            self.step("application", 1, 1);
            self.step("working_party_established", 1, 1);
        }
        self.step("terms_of_reference", 0, 2);
    }

    /// The one row for the application to the WTO and the working party, or its label with prose and no date.
    fn transformed(&mut self) {
        if self.random.chance(75) {
            self.step("transformed", 1, 1);
        } else {
            let label = self.label(|words| words.step("transformed"));
            let text = self.explanation();
            let mut entry = Entry::of(Shape::Row, label);
            entry.cell(" ", text);
            self.entries.push(entry);
        }
    }

    /// Steps in order, some of them left out or without rows.
    fn steps(&mut self, steps: &[(&str, u32, u32)]) {
        for (step, small, page) in steps {
            let most = if self.is_page() { *page } else { *small };
            // Pages in other languages are as long, with fewer words on each row.
            let most = if most >= 20 && self.words.code != "en" { most * 3 / 2 } else { most };
            let shown = if self.is_page() { 95 } else { 55 };
            if !self.random.chance(shown) {
                continue;
            }
            let least = if self.random.chance(12) {
                0
            } else {
                (if self.is_page() { most * 3 / 5 } else { most / 3 }).max(1)
            };
            let most = if least == 0 { 0 } else { most };
            self.step(step, least.min(most), most);
            if self.random.chance(4) {
                self.noise();
            }
        }
    }

    fn package(&mut self, has_section: bool) {
        self.section(3);
        self.section(4);
        for step in ["decision", "protocol", "working_party_report", "goods_schedule", "services_schedule"] {
            let rows = u32::from(self.random.chance(90));
            self.step(step, rows, rows);
        }
        if self.random.chance(60) {
            self.section(5);
        }
        self.section(6);
        self.step("acceptance", 1, 1);
        if has_section {
            self.section(7);
            self.day_of_membership();
        }
        if self.random.chance(70) {
            self.place_under_article_xii();
        }
    }

    /// The row of section VIII.
    fn day_of_membership(&mut self) {
        let Some(membership) = self.membership else { return };
        let mut entry = Entry::new(Shape::Row);
        entry.lead = self.random.pick(&LEADS);
        entry.cell("", self.style.day(membership.day, self.words));
        if self.random.chance(85) {
            let ordinal = self.words.member_ordinal(membership.ordinal);
            let gap = self.random.pick(&[" ", "  ", "\u{a0} "]);
            entry.cell(gap, self.words.member.replace("{n}", &ordinal));
            self.member_ordinal = Some(membership.ordinal);
        }
        if self.random.chance(40) {
            let address = self.address("news");
            entry.cell(" ", self.random.pick(self.words.news)).link(&address);
        }
        entry.fact(self.milestone("membership", membership.day, membership.day, ""));
        self.entries.push(entry);
    }

    fn place_under_article_xii(&mut self) {
        let Some(membership) = self.membership else { return };
        self.section(8);
        let ordinal = self.words.member_ordinal(membership.article_xii);
        let text = self.words.article.replace("{n}", &ordinal);
        self.article_xii_ordinal = Some(membership.article_xii);
        self.line(Shape::Row, text);
    }
}
