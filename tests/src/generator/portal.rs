//! Portals: tables saved with `|` between their cells.

use super::maker::Maker;
use super::page::{Entry, Shape};

impl Maker {
    pub(super) fn portal(&mut self) {
        let membership = self.choose_membership();
        self.introduction(membership, true);
        let [status, member, observer] = self.words.member_status;
        self.line(Shape::Title, status);
        self.line(Shape::Paragraph, if membership.is_some() { member } else { observer });
        let overview = self.words.sections.first().copied().unwrap_or_default();
        self.title(overview.trim_start_matches("I. "));
        self.step("application", 1, 1);
        let has_rows = u32::from(self.random.chance(70));
        self.step("working_party_established", has_rows, has_rows);
        let has_rows = u32::from(self.random.chance(70));
        self.step("terms_of_reference", has_rows, has_rows);
        self.chairpersons();
        self.portal_meetings();
        for (step, small, page) in [
            ("foreign_trade_memorandum", 1, 2),
            ("questions_and_replies_initial", 2, 8),
            ("factual_summary", 1, 1),
            ("questions_and_replies_additional", 3, 24),
            ("draft_report", 1, 3),
            ("goods_offer", 2, 3),
            ("services_offer", 2, 3),
            ("draft_goods_schedule", 1, 1),
            ("draft_services_schedule", 1, 1),
        ] {
            let most = if self.is_page() { page } else { small };
            let rows = if self.random.chance(25) { 0 } else { self.random.between(1, most) };
            self.step(step, rows, rows);
        }
        if membership.is_some() {
            for step in ["decision", "protocol", "working_party_report", "acceptance"] {
                let rows = u32::from(self.random.chance(80));
                self.step(step, rows, rows);
            }
        }
    }

    fn portal_meetings(&mut self) {
        self.formal_meetings();
        let captions = Entry::headings(&self.words.sessions);
        // The captions stand above the rows, right below the label.
        let is_label = |entry: &Entry| {
            let is_meeting = entry.facts.iter().any(|fact| fact.table == "meetings");
            !is_meeting
        };
        let at = self.entries.iter().rposition(is_label).map_or(self.entries.len(), |at| at + 1);
        self.entries.insert(at, captions);
    }
}
