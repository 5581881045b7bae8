//! Short pages of sentences.

use super::maker::Maker;
use super::page::{Entry, Shape};

impl Maker {
    pub(super) fn short_prose(&mut self) {
        let [status, meetings] = self.words.status;
        self.noise();
        self.title(status);
        let day = self.later(4000);
        let [with_day, with_month] = self.words.established;
        let mut entry = Entry::new(Shape::Paragraph);
        if self.random.chance(80) {
            let sentence = self.random.pick(with_day).replace("{}", &self.name);
            entry.cell("", sentence.replace("{d}", &day.long(self.words)));
            entry.fact(self.milestone("working_party_established", day, day, ""));
        } else {
            let (first, last) = day.month();
            let sentence = self.random.pick(with_month).replace("{}", &self.name);
            entry.cell("", sentence.replace("{m}", &day.month_in_words(self.words)));
            entry.fact(self.milestone("working_party_established", first, last, ""));
        }
        let not_met = self.random.pick(self.words.not_met);
        if self.random.chance(60) {
            entry.add(" ", not_met);
            self.push_spaced(entry, 40);
        } else {
            self.push_spaced(entry, 40);
            self.line(Shape::Paragraph, not_met);
        }
        self.noise();
        self.title(meetings);
        let more = self.count((0, 1), (1, 4));
        for _ in 0..more {
            let text = self.paragraph();
            self.line(Shape::Paragraph, text);
        }
    }
}
