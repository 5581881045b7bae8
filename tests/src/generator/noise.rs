//! What stands around the facts: the introduction, paragraphs, boilerplate.

use super::dates::Day;
use super::maker::{Maker, Membership};
use super::page::{Entry, Shape};

impl Maker {
    /// Decides whether and when the economy became a member, and what the introduction says of it.
    pub(super) fn introduction(&mut self, membership: Option<Membership>, is_only_place: bool) {
        self.membership = membership;
        let mut entry = Entry::new(Shape::Paragraph);
        let is_told = is_only_place || self.random.chance(60);
        if let Some(membership) = membership.filter(|_| is_told) {
            let ordinal = self.words.member_ordinal(membership.ordinal);
            let sentence = self.random.pick(self.words.became);
            let sentence = sentence
                .replace("{}", &self.name)
                .replace("{n}", &ordinal)
                .replace("{d}", &membership.day.long(self.words));
            entry.cell("", sentence);
            if self.layout == super::Layout::GattTimeline && self.random.chance(50) {
                let day = membership.day.plus(self.random.between(700, 3000));
                entry.add(" ", self.words.union.replace("{d}", &day.long(self.words)));
            }
            self.member_ordinal = Some(membership.ordinal);
            if is_only_place {
                entry.fact(self.milestone("membership", membership.day, membership.day, ""));
            } else {
                entry.is_repeated = true;
            }
            self.push_spaced(entry, 40);
        }
        self.says_membership = membership.is_some() && !is_only_place;
        if membership.is_some() && self.random.chance(50) {
            let line = self.words.page_of.replace("{}", &self.name);
            self.line(Shape::Paragraph, line);
        }
        self.noise();
    }

    /// Whether the economy is a member, and since when: some years after today.
    pub(super) fn choose_membership(&mut self) -> Option<Membership> {
        self.random.chance(60).then(|| {
            let (least, most) = if self.is_page() { (7000, 9000) } else { (4200, 6200) };
            let day = self.today.plus(self.random.between(least, most));
            Membership {
                day,
                ordinal: self.random.between(128, 170),
                article_xii: self.random.between(1, 40),
            }
        })
    }

    /// In some places of a page with noise: a paragraph, a link to elsewhere, a stray sign.
    pub(super) fn noise(&mut self) {
        if !self.has_noise || !self.random.chance(if self.is_page() { 60 } else { 25 }) {
            return;
        }
        let entry = match self.random.between(0, 9) {
            0..=5 => Entry::of(Shape::Paragraph, self.paragraph()),
            6 => Entry::of(Shape::Paragraph, self.words.derestriction),
            7 | 8 => Entry::of(Shape::Paragraph, self.random.pick(self.words.furniture)),
            _ => Entry::of(Shape::Paragraph, "_"),
        };
        self.push_spaced(entry, 40);
    }

    /// A paragraph without facts.
    pub(super) fn paragraph(&mut self) -> String {
        let sentences = self.random.between(1, 2);
        let mut text = Vec::new();
        for _ in 0..sentences {
            let day = Day::new(1996, 1, 1).plus(self.random.between(0, 7000));
            text.push(self.random.pick(self.words.prose).replace("{d}", &day.long(self.words)));
        }
        text.join(" ")
    }

    /// A sentence that says otherwise what a table says.
    pub(super) fn decoy(&mut self) -> String {
        let day = Day::new(1996, 1, 1).plus(self.random.between(0, 7000));
        let sentence = self.random.pick(self.words.decoys);
        sentence.replace("{}", &self.name).replace("{m}", &day.month_in_words(self.words))
    }

    /// The end of the page.
    pub(super) fn footer(&mut self) {
        if self.random.chance(60) {
            let entry = Entry::of(Shape::Paragraph, self.words.derestriction);
            self.push_spaced(entry, 60);
        }
        if self.random.chance(30) {
            let text = self.random.pick(self.words.furniture);
            self.line(Shape::Paragraph, text);
        }
    }
}
