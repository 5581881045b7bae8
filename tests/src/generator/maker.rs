//! The maker of a page: its choices so far, and the entries made.

use super::dates::{Day, Style};
use super::page::{Entry, Shape, mark_first_and_last_meeting, truth};
use super::random::Random;
use super::truth::{Fact, Row};
use super::words::{EN, ES, FR, Variants, Words};
use super::{Economy, Generated, Language, Layout, Size, html, text};

/// Blanks between the parts of a row.
pub(super) const GAPS: [&str; 8] = [" ", " ", "  ", "\u{a0} ", " \u{a0}", " \u{a0} ", "\t", " \u{a0}  "];
/// Blanks at the end of a line.
pub(super) const TRAILS: [&str; 8] = ["", "", "", "", " ", "\u{a0} ", "  ", "\t"];
/// Blanks at the start of a row without a label.
pub(super) const LEADS: [&str; 6] = ["", "", "", "  ", "\u{a0} ", "\t"];

/// How an accession ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Membership {
    pub(super) day: Day,
    pub(super) ordinal: u32,
    pub(super) article_xii: u32,
}

/// Makes the entries of one page.
#[derive(Debug)]
pub(super) struct Maker {
    pub(super) random: Random,
    pub(super) words: &'static Words,
    /// The words the last label was taken from.
    pub(super) label_words: &'static Words,
    pub(super) layout: Layout,
    pub(super) language: Language,
    pub(super) size: Size,
    pub(super) name: String,
    pub(super) iso3: String,
    pub(super) code: String,
    pub(super) style: Style,
    pub(super) is_mixed: bool,
    pub(super) has_noise: bool,
    pub(super) entries: Vec<Entry>,
    /// The day that has been reached; days of later steps come after it.
    pub(super) today: Day,
    /// Last numbers of the economy's series, open and restricted, and of the GATT's.
    pub(super) numbers: [u32; 3],
    pub(super) membership: Option<Membership>,
    pub(super) says_membership: bool,
    pub(super) member_ordinal: Option<u32>,
    pub(super) article_xii_ordinal: Option<u32>,
    own_labels: u32,
    other_labels: u32,
}

impl Maker {
    pub(super) fn new(
        mut random: Random,
        economy: Economy<'_>,
        layout: Layout,
        language: Language,
        size: Size,
    ) -> Self {
        let today = Day::new(if layout == Layout::GattTimeline { 1985 } else { 1995 }, 1, 1);
        let today = today.plus(random.between(0, 3000));
        let numbers = [0, 0, random.between(5800, 7200)];
        let code = if economy.wto_code.is_empty() { economy.iso3 } else { economy.wto_code };
        Self {
            random,
            words: language.words(),
            label_words: language.words(),
            layout,
            language,
            size,
            name: language.name(economy),
            iso3: economy.iso3.to_owned(),
            code: code.to_owned(),
            style: if layout == Layout::StatusTable { Style::Words } else { Style::Numbers },
            is_mixed: false,
            has_noise: false,
            entries: Vec::new(),
            today,
            numbers,
            membership: None,
            says_membership: false,
            member_ordinal: None,
            article_xii_ordinal: None,
            own_labels: 0,
            other_labels: 0,
        }
    }

    /// Makes all entries.
    pub(super) fn page(&mut self, id: &str) {
        if self.random.chance(60) {
            let line = format!("synthetic dossier {}", id.trim_start_matches("synthetic_"));
            self.entries.push(Entry::of(Shape::Paragraph, line));
        }
        match self.layout {
            Layout::Timeline | Layout::GattTimeline => self.timeline(),
            Layout::StatusTable => self.status_table(),
            Layout::ShortProse => self.short_prose(),
            Layout::Portal => self.portal(),
        }
        self.footer();
        self.name_the_economy();
    }

    /// A title with the economy's name, where neither a symbol nor a title nor a sentence on the accession has it.
    fn name_the_economy(&mut self) {
        let code = format!("/{}/", self.code);
        let is_named = self.entries.iter().any(|entry| {
            let is_title = entry.shape == Shape::Title || entry.is_repeated || !entry.facts.is_empty();
            entry
                .pieces
                .iter()
                .any(|piece| piece.text.contains(&code) || is_title && piece.text.contains(&self.name))
        });
        if !is_named {
            let name = self.name.clone();
            self.entries.insert(0, Entry::of(Shape::Title, name));
        }
    }

    /// Writes the page in both formats.
    pub(super) fn finish(mut self, id: String) -> Generated {
        mark_first_and_last_meeting(&mut self.entries, &self.iso3);
        let line_end = self.random.pick(&["\n", "\n", "\n", "\r\n"]);
        let (text, text_places) = text::write(&self.entries, line_end);
        let (html, html_places) =
            html::write(&self.entries, self.language.word(), &self.name, &mut self.random);
        let text_truth = truth(self.dossier("text"), &self.entries, &text_places, false);
        let html_truth = truth(self.dossier("html"), &self.entries, &html_places, true);
        Generated { id, layout: self.layout, language: self.language, text, html, text_truth, html_truth }
    }

    fn dossier(&self, format: &str) -> Row {
        let number = |number: Option<u32>| number.map_or(String::new(), |number| number.to_string());
        Row::from([
            ("iso3", self.iso3.clone()),
            ("layout", self.layout.word().to_owned()),
            ("language", self.language.word().to_owned()),
            ("format", format.to_owned()),
            ("encoding", "utf8".to_owned()),
            ("member_ordinal", number(self.member_ordinal)),
            ("article_xii_ordinal", number(self.article_xii_ordinal)),
        ])
    }

    /// Lets up to so many days pass, at least one.
    pub(super) fn later(&mut self, days: u32) -> Day {
        self.today = self.today.plus(self.random.between(1, days));
        self.today
    }

    pub(super) fn is_page(&self) -> bool {
        self.size == Size::Page
    }

    /// A number that depends on the size of the page.
    pub(super) fn count(&mut self, small: (u32, u32), page: (u32, u32)) -> u32 {
        let (least, most) = if self.is_page() { page } else { small };
        self.random.between(least, most)
    }

    pub(super) fn gap(&mut self) -> &'static str {
        self.random.pick(&GAPS)
    }

    /// A label in the page's language, or in a mixed page sometimes in another one, which has at most every fifth.
    pub(super) fn label(&mut self, of: impl Fn(&Words) -> Variants) -> &'static str {
        let own = of(self.words);
        self.label_words = self.words;
        if self.is_mixed && self.own_labels >= 4 * (self.other_labels + 1) && self.random.chance(40) {
            let other = self.random.pick(&[0_usize, 1, 2]);
            let all: [&'static Words; 3] = [&EN, &FR, &ES];
            let words = all.get(other).copied().filter(|words| words.code != self.words.code);
            if let Some(words) = words
                && !of(words).is_empty()
                && !own.is_empty()
            {
                self.other_labels += 1;
                self.label_words = words;
                return self.random.pick(of(words));
            }
        }
        self.own_labels += 1;
        self.random.pick(own)
    }

    /// Adds a line without facts.
    pub(super) fn line(&mut self, shape: Shape, text: impl Into<String>) {
        let mut entry = Entry::of(shape, text);
        entry.trail = self.random.pick(&TRAILS);
        self.entries.push(entry);
    }

    /// Adds a title of a section, with a blank line above now and then.
    pub(super) fn title(&mut self, text: impl Into<String>) {
        self.noise();
        let mut entry = Entry::of(Shape::Title, text);
        entry.trail = self.random.pick(&TRAILS);
        self.push_spaced(entry, 30);
    }

    /// Adds an entry, in some cases below blank lines.
    pub(super) fn push_spaced(&mut self, mut entry: Entry, percent: u32) {
        while entry.above.len() < 3 && self.random.chance(percent) {
            entry.above.push(self.random.pick(&["", "", "\u{a0} ", "\t"]));
        }
        self.entries.push(entry);
    }

    /// A fact of a milestone.
    pub(super) fn milestone(&self, name: &str, from: Day, to: Day, symbol: &str) -> Fact {
        let precision = if from == to { "day" } else { "month" };
        Fact::new(
            "milestones",
            &[
                ("iso3", &self.iso3),
                ("milestone", name),
                ("date", &from.iso()),
                ("date_latest", &to.iso()),
                ("precision", precision),
                ("symbol", symbol),
            ],
        )
    }

    /// An address for a link, with a sign that HTML has to escape.
    pub(super) fn address(&mut self, of: &str) -> String {
        let path = of.replace(' ', "");
        let number = self.random.between(1, 9999);
        format!("https://docs.example.org/find?symbol={path}&page={number}")
    }
}
