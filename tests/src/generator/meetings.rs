//! Meetings of every kind.

use super::dates::{Day, Style};
use super::maker::{Maker, TRAILS};
use super::page::{Entry, Shape};
use super::truth::Fact;
use super::words::Words;

/// A sitting that is being made.
#[derive(Debug, Default)]
struct Sitting {
    kind: &'static str,
    label: String,
    ordinal: Option<u32>,
    topic: String,
    is_resumption: bool,
    days: Option<(Day, Day)>,
}

impl Maker {
    /// The label of a block of meetings, with captions of columns in most cases.
    fn meetings_label(&mut self, label: &str, has_captions: bool) {
        let mut entry = Entry::of(Shape::Row, label);
        let captions = if has_captions { self.random.pick(self.label_words.captions) } else { "" };
        if !captions.is_empty() {
            let gap = self.random.pick(&[" ", " ", "\u{a0} ", "\n"]);
            entry.cell(gap, captions);
        }
        entry.trail = self.random.pick(&TRAILS);
        self.push_spaced(entry, 5);
    }

    /// Days of the next sitting.
    fn days(&mut self, gap: u32, may_last: bool) -> (Day, Day) {
        let from = self.later(gap);
        if may_last && self.random.chance(25) {
            self.today = from.plus(self.random.pick(&[1, 1, 1, 2, 4]));
        } else if may_last && self.random.chance(8) {
            // From one month to the next.
            let last = from.month().1;
            self.today = last.plus(1);
            return (last, self.today);
        }
        (from, self.today)
    }

    /// Formal meetings, numbered.
    pub(super) fn formal_meetings(&mut self) {
        let label = self.label(|words| words.formal);
        self.meetings_label(label, true);
        let count = self.count((1, 4), (4, 22));
        let mut sittings = Vec::new();
        for ordinal in 1..=count {
            let days = self.days(if self.is_page() { 300 } else { 400 }, true);
            let label = self.words.ordinal(ordinal, true);
            sittings.push(Self::numbered(label, ordinal, false, Some(days)));
            if self.random.chance(if ordinal == count { 25 } else { 4 }) {
                let days = self.days(60, true);
                let template = self.random.pick(self.words.resumed);
                let label = template.replace("{n}", &self.words.ordinal(ordinal, true));
                sittings.push(Self::numbered(label, ordinal, true, Some(days)));
            }
        }
        // Numbers out of the order of the dates.
        if count > 2 && sittings.len() > 2 && self.random.chance(10) {
            let days: Vec<_> = sittings.iter().take(2).map(|sitting| sitting.days).collect();
            if sittings.iter().take(2).all(|sitting| !sitting.is_resumption) {
                for (sitting, days) in sittings.iter_mut().zip(days.into_iter().rev()) {
                    sitting.days = days;
                }
            }
        }
        // A meeting without its date, neither the first nor one of the last.
        if let [_, lost, _, ..] = sittings.as_mut_slice()
            && lost.ordinal == Some(2)
            && !lost.is_resumption
            && count > 2
            && self.random.chance(8)
        {
            lost.days = None;
        }
        for sitting in sittings {
            self.sitting(sitting);
        }
    }

    fn numbered(label: String, ordinal: u32, is_resumption: bool, days: Option<(Day, Day)>) -> Sitting {
        Sitting { kind: "formal", label, ordinal: Some(ordinal), topic: String::new(), is_resumption, days }
    }

    /// Formal meetings of a status table: long dates under a label, without numbers.
    pub(super) fn unnumbered_meetings(&mut self, number: &str) {
        let label = format!("{number}{}", self.label(|words| words.formal));
        let count = self.count((0, 2), (1, 5));
        let stands_alone = count == 0 || self.random.chance(40);
        if stands_alone {
            self.line(Shape::Row, label.clone());
        }
        for meeting in 0..count {
            let days = self.days(400, true);
            let label = if meeting == 0 && !stands_alone { label.clone() } else { String::new() };
            self.sitting(Sitting { kind: "formal", label, days: Some(days), ..Sitting::default() });
        }
    }

    /// Informal and plurilateral meetings, which are often only announced.
    pub(super) fn other_meetings(&mut self) {
        let label = self.label(|words| words.informal);
        self.meetings_label(label, true);
        let label = self.label(|words| words.plurilateral);
        self.meetings_label(label, true);
        let count = self.count((0, 3), (0, 25));
        for _ in 0..count {
            let days = self.days(70, false);
            self.subject("plurilateral", |words| words.topics, days);
        }
    }

    /// Meetings to verify the schedules.
    pub(super) fn technical_meetings(&mut self) {
        let label = self.label(|words| words.technical);
        self.meetings_label(label, false);
        let count = self.count((0, 2), (0, 6));
        for _ in 0..count {
            let days = self.days(90, false);
            self.subject("technical_verification", |words| words.verified, days);
        }
    }

    fn subject(
        &mut self,
        kind: &'static str,
        topics: fn(&Words) -> &'static [&'static str],
        days: (Day, Day),
    ) {
        let is_bare = kind == "plurilateral" && self.random.chance(12);
        let variants = if is_bare { self.words.bare_topics } else { topics(self.words) };
        let topic = self.random.pick(variants).to_owned();
        let is_resumption = self.random.chance(4);
        let mut label = if is_bare { topic.clone() } else { format!("{} {topic}", self.words.on) };
        if is_resumption {
            label = format!("{label} {}", self.words.resumed_mark);
        }
        self.sitting(Sitting { kind, label, ordinal: None, topic, is_resumption, days: Some(days) });
    }

    /// Makes a row of a meeting with its fact. It is the only place that makes them.
    fn sitting(&mut self, sitting: Sitting) {
        let Sitting { kind, label, ordinal, topic, is_resumption, days } = sitting;
        let mut entry = Entry::new(Shape::Row);
        entry.has_pipes = self.layout == super::Layout::Portal;
        entry.continues = true;
        if !label.is_empty() {
            entry.cell("", label);
        }
        if let Some((from, to)) = days {
            let gap = if entry.pieces.is_empty() { "" } else { self.gap() };
            let text = self.style.range(from, to, self.words, &mut self.random);
            entry.cell(gap, text);
        } else if let (true, [_, date, ..]) = (entry.has_pipes, self.words.sessions) {
            // Portals say the column's caption where it has no value.
            entry.cell(" ", date);
        }
        let mut symbol = String::new();
        let (mut has_documents, mut has_news, mut news) = (false, false, None);
        if entry.has_pipes {
            for caption in self.words.sessions.iter().skip(2) {
                entry.cell(" ", *caption);
            }
        } else if days.is_some() && self.style == Style::Numbers {
            match self.random.between(0, 25) {
                0 => {
                    entry.add(" ", "_");
                }
                1 | 2 if kind == "formal" => {
                    let (series, number) = self.random.pick(&[("GATT/AIR", 3465), ("WT/SPEC", 21)]);
                    symbol = Self::plain_symbol(series, number + self.random.between(0, 80)).meant;
                    let gap = self.gap();
                    entry.cell(gap, symbol.clone());
                }
                _ => {}
            }
            let links = self.random.between(0, 11);
            has_documents = matches!(links, 0 | 1);
            has_news = matches!(links, 1..=3);
            if has_documents {
                entry.cell(" ", self.words.documents);
            }
            if has_news {
                let address = self.address("news");
                entry.cell(" ", self.random.pick(self.words.news)).link(&address);
                news = Some(address);
            }
        }
        let flag = |is_set: bool| if is_set { "true" } else { "false" };
        let (from, to) = days.map(|(from, to)| (from.iso(), to.iso())).unwrap_or_default();
        let ordinal = ordinal.map_or(String::new(), |ordinal| ordinal.to_string());
        let fact = Fact::new(
            "meetings",
            &[
                ("iso3", &self.iso3),
                ("kind", kind),
                ("ordinal", &ordinal),
                ("topic", &topic),
                ("start_date", &from),
                ("end_date", &to),
                ("precision", if days.is_some() { "day" } else { "" }),
                ("is_resumption", flag(is_resumption)),
                ("has_documents", flag(has_documents)),
                ("has_news", flag(has_news)),
                ("symbol", &symbol),
                ("url", ""),
            ],
        );
        entry.fact(fact.with_link("news_url", news.as_deref()));
        entry.trail = self.random.pick(&TRAILS);
        self.push_spaced(entry, 2);
    }
}
