//! Status tables: numbered rows with long dates, most of them without symbols.

use super::maker::Maker;
use super::page::Shape;

impl Maker {
    pub(super) fn status_table(&mut self) {
        let mut text = self.decoy();
        if self.random.chance(60) {
            let more = self.decoy();
            text = format!("{text} {more}");
        }
        self.noise();
        self.line(Shape::Paragraph, text);
        self.noise();
        self.numbered_step("1. ", "application", 1);
        self.working_party();
        self.numbered_step("3. ", "foreign_trade_memorandum", 1);
        self.numbered_step("4. ", "questions_and_replies_initial", 2);
        self.unnumbered_meetings("5. ");
        let groups = self.words.groups;
        self.line(Shape::Row, format!("6. {}", groups[0]));
        self.numbered_step("(a) ", "questions_and_replies_additional", 3);
        self.numbered_step("(b) ", "agriculture", 2);
        self.numbered_step("(c) ", "services", 1);
        self.numbered_step("(d) ", "sps_checklist", 1);
        self.numbered_step("(e) ", "trips_questionnaire", 1);
        self.numbered_step("(f) ", "legislative_action_plan", 1);
        self.line(Shape::Row, format!("7. {}", groups[1]));
        self.offer("(a) ", "goods_offer");
        self.offer("(b) ", "services_offer");
        self.numbered_step("8. ", "factual_summary", 1);
        self.numbered_step("9. ", "draft_report", 1);
    }

    /// A row with its number; every third is without a date.
    fn numbered_step(&mut self, number: &str, step: &str, most: u32) {
        let label = self.label(|words| words.step(step));
        let least = u32::from(step == "application" || self.random.chance(65));
        let most = if least == 0 { 0 } else { most };
        self.step_with(step, format!("{number}{label}"), least, most);
    }

    /// Row 2, whose date may stand behind the chair, and whose number may be missing.
    fn working_party(&mut self) {
        let number = if self.random.chance(50) { "" } else { "2. " };
        let label = format!("{number}{}", self.label(|words| words.step("working_party_established")));
        if self.random.chance(60) {
            self.line(Shape::Row, label);
            // The term begins after the day the working party was established, so that no day can be taken for its end.
            let day = self.later(50);
            self.chair_of_status();
            self.dated_row("working_party_established", day);
        } else {
            self.step_with("working_party_established", label, 1, 1);
            self.chair_of_status();
        }
    }

    /// An offer: the first one, and perhaps the last one below it.
    fn offer(&mut self, number: &str, step: &str) {
        let label = self.label(|words| words.step(step));
        let (first, last) = (self.label_words.first, self.label_words.last);
        let label = if self.random.chance(50) {
            format!("{number}{label}: {first}")
        } else {
            format!("{number}{label}")
        };
        let has_date = self.random.chance(70);
        self.step_with(step, label, u32::from(has_date), u32::from(has_date));
        if has_date && self.random.chance(40) {
            let day = self.later(700);
            self.later_row(step, last, day);
        }
    }
}
