//! Steps and the rows under them.

use super::dates::Day;
use super::maker::{LEADS, Maker, TRAILS};
use super::page::{Entry, Shape};
use super::remarks::Remark;
use super::truth::Fact;

/// Steps whose first row reaches a milestone.
const MILESTONES: [(&str, &str); 18] = [
    ("application", "application"),
    ("transformed", "application"),
    ("working_party_established", "working_party_established"),
    ("terms_of_reference", "terms_of_reference"),
    ("foreign_trade_memorandum", "foreign_trade_memorandum"),
    ("questions_and_replies_initial", "questions_and_replies"),
    ("factual_summary", "factual_summary"),
    ("draft_report", "draft_report"),
    ("goods_offer", "goods_offer"),
    ("services_offer", "services_offer"),
    ("draft_goods_schedule", "draft_goods_schedule"),
    ("draft_services_schedule", "draft_services_schedule"),
    ("working_party_report", "working_party_report"),
    ("decision", "decision"),
    ("acceptance", "acceptance"),
    ("membership", "membership"),
    ("gatt_application", "gatt_application"),
    ("gatt_working_party_established", "gatt_working_party_established"),
];

/// Steps with bullets and titles.
const WITH_ITEMS: [&str; 2] = ["legislation", "consultation"];

/// A symbol as it is written and as it is meant.
#[derive(Debug, Clone, Default)]
pub(super) struct Symbol {
    pub(super) written: String,
    pub(super) meant: String,
    /// Whether suffixes run together stand for addenda (true) or revisions (false).
    announces_addenda: Option<bool>,
}

/// A row that is being made.
#[derive(Debug)]
struct Listing<'a> {
    step: &'a str,
    label: Option<String>,
    /// Whether it is the first row of its step.
    is_first: bool,
    word: Option<String>,
    symbol: Option<Symbol>,
    day: Option<Day>,
}

impl Maker {
    /// A plain symbol of a series.
    pub(super) fn plain_symbol(series: &str, number: u32) -> Symbol {
        let text = format!("{series}/{number}");
        Symbol { written: text.clone(), meant: text, announces_addenda: None }
    }

    /// The next symbol for a step, in some cases with suffixes.
    pub(super) fn symbol(&mut self, step: &str) -> Symbol {
        let number = self.random.between(1, 1200);
        match step {
            "working_party_established" => return Self::plain_symbol("WT/GC/M", number),
            "decision" | "protocol" => return Self::plain_symbol("WT/L", number),
            "acceptance" => return Self::plain_symbol("WT/LET", number),
            "gatt_working_party_established" => return Self::plain_symbol("C/M", number),
            "transformed" => return Self::plain_symbol("WT/L", self.random.between(1, 99)),
            _ => {}
        }
        let is_gatt = step.starts_with("gatt_");
        let is_restricted = matches!(
            step,
            "draft_report" | "elements_of_draft_report" | "factual_summary" | "services_offer"
        ) || step.ends_with("goods_offer")
            || step.starts_with("draft_");
        let at = if is_gatt { 2 } else { usize::from(is_restricted) };
        let number = self.numbers.get_mut(at).map_or(0, |number| {
            *number += 1;
            *number
        });
        let series = match at {
            2 => "L".to_owned(),
            1 => format!("WT/ACC/SPEC/{}", self.code),
            _ => format!("WT/ACC/{}", self.code),
        };
        let mut symbol = Self::plain_symbol(&series, number);
        match self.random.between(0, 40) {
            0..=3 => {
                let kind = self.random.pick(&["Add", "Rev", "Corr"]);
                let suffix = format!("/{kind}.{}", self.random.between(1, 9));
                symbol.written.push_str(&suffix);
                symbol.meant.push_str(&suffix);
            }
            4 => {
                symbol.written.push_str("/Rev.1Rev.2");
                symbol.announces_addenda = Some(false);
            }
            5 => {
                symbol.written.push_str("/Add.1-3");
                symbol.announces_addenda = Some(true);
            }
            6 if is_gatt => {
                let (year, roman) = (self.random.between(86, 94), self.random.pick(&[("I", 1), ("IV", 4)]));
                symbol.written = format!("Spec({year}){number}/Add.{}", roman.0);
                symbol.meant = format!("Spec({year}){number}/Add.{}", roman.1);
            }
            _ => {}
        }
        symbol
    }

    /// A step with its rows: `least` to `most` of them.
    pub(super) fn step(&mut self, step: &str, least: u32, most: u32) {
        let label = self.label(|words| words.step(step));
        if label.is_empty() {
            return;
        }
        self.step_with(step, label.to_owned(), least, most);
    }

    /// The same under a label given.
    pub(super) fn step_with(&mut self, step: &str, label: String, least: u32, most: u32) {
        let rows = self.random.between(least, most);
        let mut label = Some(label);
        let notices =
            if WITH_ITEMS.contains(&step) { self.random.pick(self.label_words.notices) } else { "" };
        let stands_alone = rows == 0 || !notices.is_empty() || self.random.chance(12);
        if stands_alone && !self.uses_pipes() {
            let mut entry = Entry::of(Shape::Row, label.take().unwrap_or_default());
            if !notices.is_empty() {
                entry.cell(self.random.pick(&["  ", "\u{a0} ", " "]), notices);
            }
            entry.trail = self.random.pick(&TRAILS);
            self.entries.push(entry);
        } else if rows == 0 {
            let mut entry = Entry::of(Shape::Row, label.take().unwrap_or_default());
            entry.has_pipes = true;
            entry.cell(" ", "").cell(" ", "");
            self.entries.push(entry);
        }
        let mut may_lack_date = false;
        for row in 0..rows {
            let day = self.later(if self.is_page() { 90 } else { 200 });
            may_lack_date = self.row_of_step(step, label.take(), row == 0, day, may_lack_date);
        }
    }

    /// One row; says whether the next one may do without a date.
    fn row_of_step(
        &mut self,
        step: &str,
        label: Option<String>,
        is_first: bool,
        day: Day,
        may_lack_date: bool,
    ) -> bool {
        let may_be_later = matches!(
            step,
            "goods_offer"
                | "services_offer"
                | "terms_of_reference"
                | "gatt_terms_of_reference"
                | "factual_summary"
                | "draft_report"
        );
        let word = (label.is_none() && !is_first && may_be_later && self.random.chance(60))
            .then(|| self.later_word());
        let share = match (self.layout, step) {
            (super::Layout::StatusTable, _) => 85,
            (_, "factual_summary" | "gatt_application") => 40,
            _ => 6,
        };
        let symbol = if self.random.chance(share) { None } else { Some(self.symbol(step)) };
        let lacks_date = may_lack_date
            && !is_first
            && label.is_none()
            && word.is_none()
            && symbol.is_some()
            && self.random.chance(5);
        let has_symbol = symbol.is_some();
        self.listing(Listing { step, label, is_first, word, symbol, day: (!lacks_date).then_some(day) });
        has_symbol
    }

    /// The first row of a step with nothing but its date, below a label that was written before.
    pub(super) fn dated_row(&mut self, step: &str, day: Day) {
        self.listing(Listing { step, label: None, is_first: true, word: None, symbol: None, day: Some(day) });
    }

    /// A further row of a step behind a word.
    pub(super) fn later_row(&mut self, step: &str, word: &str, day: Day) {
        let word = Some(word.to_owned());
        self.listing(Listing { step, label: None, is_first: false, word, symbol: None, day: Some(day) });
    }

    fn later_word(&mut self) -> String {
        let word = self.random.pick(self.words.later);
        let lead = self.random.pick(&["~ ", "~ ", "- ", "\u{2014} ", ""]);
        format!("{lead}{word}")
    }

    fn uses_pipes(&self) -> bool {
        self.layout == super::Layout::Portal
    }

    /// Makes a row with its facts. It is the only place that makes rows of steps.
    fn listing(&mut self, listing: Listing<'_>) {
        let Listing { step, label, is_first, word, symbol, day } = listing;
        let mut entry = Entry::new(Shape::Row);
        entry.has_pipes = self.uses_pipes();
        entry.continues = label.is_none();
        if label.is_none() && !entry.has_pipes {
            entry.lead = self.random.pick(&LEADS);
        }
        let has_label = label.is_some() || word.is_some();
        if let Some(text) = label.or(word) {
            entry.cell("", text);
        } else if entry.has_pipes {
            entry.cell("", "");
        }
        if let Some(day) = day {
            let gap = if has_label { self.gap() } else { "" };
            entry.cell(gap, self.style.day(day, self.words));
        } else if entry.has_pipes {
            entry.cell(" ", "");
        }
        self.milestones_of(step, is_first, day, symbol.as_ref(), &mut entry);
        let of_step = if step == "transformed" { "application" } else { step };
        match symbol {
            None => self.undocumented(of_step, step == "transformed", day, &mut entry),
            Some(symbol) => {
                // A row of a milestone is never broken: whether the milestone spans the break is not settled.
                let is_milestone = MILESTONES.iter().any(|(known, _)| *known == step);
                let may_break = !entry.has_pipes && day.is_some() && !is_milestone;
                let is_broken = may_break && self.random.chance(3);
                let gap = match (is_broken, day.is_some()) {
                    (true, _) => self.random.pick(&["\n", " \n", "\n  "]),
                    (false, false) => "",
                    (false, true) => self.gap(),
                };
                self.documented(of_step, &symbol, gap, day, &mut entry);
            }
        }
        entry.trail = self.random.pick(&TRAILS);
        let may_have_items = WITH_ITEMS.contains(&step)
            && entry.facts.iter().filter(|fact| fact.table == "documents").count() == 1
            && entry.facts.iter().all(|fact| fact.get("title").is_empty());
        let above = entry.facts.iter().find(|fact| fact.table == "documents");
        let above = above.map(|fact| fact.get("symbol").to_owned()).filter(|_| may_have_items);
        self.push_spaced(entry, 2);
        if let Some(symbol) = above {
            self.items(&symbol);
        }
    }

    fn milestones_of(
        &self,
        step: &str,
        is_first: bool,
        day: Option<Day>,
        symbol: Option<&Symbol>,
        entry: &mut Entry,
    ) {
        let Some(day) = day.filter(|_| is_first) else { return };
        let symbol = symbol.map_or("", |symbol| symbol.meant.as_str());
        for (_, milestone) in MILESTONES.iter().filter(|(known, _)| *known == step) {
            entry.fact(self.milestone(milestone, day, day, symbol));
        }
        if step == "transformed" {
            entry.fact(self.milestone("working_party_transformed", day, day, symbol));
        }
    }

    /// A row that lists no symbol.
    fn undocumented(&mut self, step: &str, is_transformed: bool, day: Option<Day>, entry: &mut Entry) {
        let Some(day) = day else { return };
        let (iso, iso3) = (day.iso(), self.iso3.clone());
        entry.fact(Fact::new(
            "step_dates",
            &[("iso3", &iso3), ("step", step), ("date", &iso), ("date_latest", &iso), ("precision", "day")],
        ));
        if is_transformed && self.random.chance(70) {
            let text = self.explanation();
            entry.cell(" ", text);
        } else if step == "factual_summary" && self.random.chance(60) {
            entry.cell(" ", self.words.circulated);
        }
        if entry.has_pipes {
            entry.cell(" ", "");
        }
    }

    /// A row that lists one symbol or two.
    fn documented(
        &mut self,
        step: &str,
        symbol: &Symbol,
        gap: &'static str,
        day: Option<Day>,
        entry: &mut Entry,
    ) {
        let link = self.random.chance(80).then(|| self.address(&symbol.written));
        entry.cell(gap, symbol.written.clone());
        if let Some(link) = &link {
            entry.link(link);
        }
        let is_decision = matches!(step, "decision" | "acceptance");
        let may_have_title = WITH_ITEMS.contains(&step);
        let mut remark = if is_decision { Remark::default() } else { self.remark(may_have_title) };
        match symbol.announces_addenda {
            Some(true) => remark.addenda = true,
            Some(false) => remark.revisions = true,
            None => {}
        }
        if !remark.text.is_empty() {
            let gap = if remark.text == ";" { "" } else { self.gap() };
            entry.add(gap, remark.text.clone());
        }
        let mut news = None;
        if is_decision && self.random.chance(50) {
            let address = self.address("news");
            entry.cell(" ", self.random.pick(self.words.news)).link(&address);
            news = Some(address);
        }
        let fact = self.document(step, symbol, day, &remark);
        entry.fact(fact.with_link("url", link.as_deref()).with_link("news_url", news.as_deref()));
        if remark.leads_on {
            let second = if self.random.chance(50) {
                self.symbol("agriculture")
            } else {
                Self::plain_symbol(&format!("WT/ACC/{}", self.code), self.random.between(1, 90))
            };
            let mut behind = Remark::default();
            match second.announces_addenda {
                Some(true) => behind.addenda = true,
                Some(false) => behind.revisions = true,
                None => {}
            }
            let link = self.random.chance(80).then(|| self.address(&second.written));
            entry.add(self.random.pick(&[" ", "  ", "\u{a0} "]), second.written.clone());
            if let Some(link) = &link {
                entry.link(link);
            }
            let fact = self.document(step, &second, None, &behind);
            entry.fact(fact.with_link("url", link.as_deref()).with_link("news_url", None));
        }
    }

    fn document(&self, step: &str, symbol: &Symbol, day: Option<Day>, remark: &Remark) -> Fact {
        let flag = |is_set: bool| if is_set { "true" } else { "false" };
        let date = day.map(Day::iso).unwrap_or_default();
        Fact::new(
            "documents",
            &[
                ("iso3", &self.iso3),
                ("step", step),
                ("symbol", &symbol.meant),
                ("symbol_text", &symbol.written),
                ("date", &date),
                ("date_latest", &date),
                ("precision", if day.is_some() { "day" } else { "" }),
                ("has_addenda", flag(remark.addenda)),
                ("has_corrigenda", flag(remark.corrigenda)),
                ("has_revisions", flag(remark.revisions)),
                ("has_unspecified", flag(remark.unspecified)),
                ("note", &remark.note),
                ("title", &remark.title),
            ],
        )
    }

    /// Bullets under a document, now and then.
    fn items(&mut self, symbol: &str) {
        if !self.random.chance(30) {
            return;
        }
        let bullet = self.random.pick(&["\u{2022}", "\u{2022}", "\u{2022}", "\u{2022}", "-", "o"]);
        for item in 0..self.random.between(1, 3) {
            let is_nested = item > 0 && bullet == "\u{2022}" && self.random.chance(20);
            let text = self.random.pick(self.words.items);
            let mut entry = Entry::of(Shape::Row, bullet);
            entry.lead = self.random.pick(&["", "  ", "\u{a0} "]);
            entry.continues = true;
            let gap = if bullet == "-" { " " } else { self.random.pick(&[" ", "  ", "\u{a0} "]) };
            entry.add(gap, if is_nested { "- " } else { "" }).add("", text);
            entry.trail = self.random.pick(&TRAILS);
            let level = if is_nested { "2" } else { "1" };
            entry.fact(Fact::new(
                "document_items",
                &[("iso3", &self.iso3), ("symbol", symbol), ("level", level), ("item", text)],
            ));
            self.entries.push(entry);
        }
    }

    /// A bracket behind the date of the row for application and working party, whose dates are not the row's.
    pub(super) fn explanation(&mut self) -> String {
        let template = self.random.pick(self.words.explanations);
        let (first, second) = (self.random.between(0, 4000), self.random.between(0, 4000));
        let (first, second) = (Day::new(1990, 1, 1).plus(first), Day::new(1990, 1, 1).plus(second));
        template.replace("{d}", &first.long(self.words)).replace("{e}", &second.long(self.words))
    }
}
