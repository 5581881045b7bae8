//! Chairpersons.

use super::dates::{Day, Style};
use super::maker::Maker;
use super::page::{Entry, Shape};
use super::truth::Fact;

const FIRST: [&str; 10] =
    ["Anna", "Bj\u{f6}rn", "Chidi", "Dalia", "Erik", "Fatou", "Goran", "Hana", "Jo\u{e3}o", "Lars"];
const LAST: [&str; 10] =
    ["Almeida", "Costa", "Diallo", "Eklund", "Fontaine", "Garc\u{ed}a", "Hofer", "Ito", "Jensen", "Lindt"];
/// Dashes of ranges of months.
const DASHES: [&str; 8] = [" - ", " - ", "-", "\u{2014}", "\u{2013}", " \u{2013} ", " \u{2014} ", "- "];

/// A term: how it is written, and what it means.
#[derive(Debug)]
struct Term {
    start: String,
    /// What stands between and behind: a dash and the end, if any.
    dash: &'static str,
    end: String,
    from: (Day, Day, &'static str),
    to: Option<(Day, Day, &'static str)>,
}

/// A person: the pieces of the row, and the columns they are.
#[derive(Debug)]
struct Person {
    text: String,
    honorific: &'static str,
    name: String,
    representing: &'static str,
}

impl Maker {
    /// The chairpersons, newest first as pages have them, under their label.
    pub(super) fn chairpersons(&mut self) {
        let label = self.label(|words| words.chairs);
        let mut entry = Entry::of(Shape::Row, label);
        entry.trail = self.random.pick(&["", "\u{a0} ", "\u{a0} \u{a0} \u{a0} "]);
        self.entries.push(entry);
        if self.layout == super::Layout::Portal {
            self.entries.push(Entry::headings(&self.words.presiding));
        } else if self.random.chance(10) {
            let mut entry = Entry::of(Shape::Row, "\u{2022}");
            entry.add("  ", self.words.nobody);
            entry.continues = true;
            self.entries.push(entry);
        }
        let count = self.count((1, 2), (1, 5));
        let (year, ..) = self.today.parts();
        let mut end = Day::new(year, 1, 1).plus(count * 900 + self.random.between(0, 600));
        let in_words = self.random.chance(20);
        for chair in (1..=count).rev() {
            let start = Day::new(end.parts().0, end.parts().1, 1);
            let start = back(start, self.random.between(8, 40));
            let is_acting = chair < count && self.random.chance(10);
            let may_run = chair == count;
            let term = self.term(start, end, may_run, in_words);
            let ordinal = if is_acting { None } else { Some(chair) };
            self.chairperson(ordinal, is_acting, &term);
            end = start;
        }
    }

    fn term(&mut self, start: Day, end: Day, may_run: bool, in_words: bool) -> Term {
        let month = |day: Day| {
            let (first, last) = day.month();
            (first, last, "month")
        };
        let dash = self.random.pick(&DASHES);
        let is_loose = self.random.chance(5);
        match self.random.between(0, 20) {
            // A full date without an end.
            0 => Term {
                start: Style::Numbers.day(start, self.words),
                dash: "",
                end: String::new(),
                from: (start, start, "day"),
                to: None,
            },
            1..=8 if may_run => {
                let end = if self.random.chance(40) { self.random.pick(self.words.runs) } else { "" };
                let dash = self.random.pick(&[" - ", " \u{2013} ", " \u{2014} "]);
                Term {
                    start: start.month_of_term(self.words, in_words, is_loose),
                    dash: if end.is_empty() { dash.trim_end() } else { dash },
                    end: end.to_owned(),
                    from: month(start),
                    to: None,
                }
            }
            9 => {
                let year = |day: Day| {
                    let (first, last) = day.year();
                    (first, last, "year")
                };
                Term {
                    start: start.parts().0.to_string(),
                    dash: " - ",
                    end: end.parts().0.to_string(),
                    from: year(start),
                    to: Some(year(end)),
                }
            }
            _ => Term {
                start: start.month_of_term(self.words, in_words, is_loose),
                dash,
                end: end.month_of_term(self.words, in_words, false),
                from: month(start),
                to: Some(month(end)),
            },
        }
    }

    fn person(&mut self, is_acting: bool) -> Person {
        let honorific = self.random.pick(self.words.honorifics);
        let mut last = self.random.pick(&LAST).to_owned();
        if self.random.chance(35) {
            last = last.to_uppercase();
        }
        let mut name = format!("{} {last}", self.random.pick(&FIRST));
        if self.random.chance(15) {
            let initial = self.random.pick(&["B.", "D.", "M."]);
            name = name.replacen(' ', &format!(" {initial} "), 1);
        }
        let representing = self.random.pick(if is_acting { self.words.posts } else { self.words.countries });
        let text = format!("{honorific} {name} ({representing})");
        Person { text, honorific, name, representing }
    }

    /// Makes a row of a chairperson with its fact.
    fn chairperson(&mut self, ordinal: Option<u32>, is_acting: bool, term: &Term) {
        let person = self.person(is_acting);
        let mut entry = Entry::new(Shape::Row);
        entry.has_pipes = self.layout == super::Layout::Portal;
        entry.continues = true;
        let is_split = !entry.has_pipes && term.to.is_some() && self.random.chance(8);
        // Years alone are dates in front of a name only, so such a term is not split.
        let is_split = is_split && term.from.2 == "month";
        if let Some(ordinal) = ordinal {
            entry.cell("", self.words.ordinal(ordinal, false));
        } else if is_acting {
            entry.cell("", self.random.pick(self.words.acting));
        } else if entry.has_pipes {
            entry.cell("", "");
        }
        let gap = if entry.pieces.is_empty() { "" } else { " " };
        if is_split {
            let dash = self.random.pick(&[" -", " \u{2013}", " \u{2014}"]);
            entry.cell(gap, format!("{}{dash}", term.start)).add("\n", term.end.clone());
            entry.add("\n", person.text.clone());
        } else {
            entry.cell(gap, format!("{}{}{}", term.start, term.dash, term.end));
            let gap = self.random.pick(&[" ", " ", "  ", "\u{a0}", "\t"]);
            entry.cell(gap, person.text.clone());
        }
        let ordinal = ordinal.map_or(String::new(), |ordinal| ordinal.to_string());
        let fact = self.chair_fact(&ordinal, is_acting, term, &person);
        entry.fact(fact);
        self.push_spaced(entry, 2);
    }

    fn chair_fact(&self, ordinal: &str, is_acting: bool, term: &Term, person: &Person) -> Fact {
        let (start, start_latest, start_precision) = term.from;
        let end = |pick: fn(&(Day, Day, &'static str)) -> Day| {
            term.to.as_ref().map(|to| pick(to).iso()).unwrap_or_default()
        };
        Fact::new(
            "chairpersons",
            &[
                ("iso3", &self.iso3),
                ("ordinal", ordinal),
                ("is_acting", if is_acting { "true" } else { "false" }),
                ("start_date", &start.iso()),
                ("start_date_latest", &start_latest.iso()),
                ("start_precision", start_precision),
                ("end_date", &end(|to| to.0)),
                ("end_date_latest", &end(|to| to.1)),
                ("end_precision", term.to.map_or("", |to| to.2)),
                ("honorific", person.honorific),
                ("name", &person.name),
                ("representing", person.representing),
            ],
        )
    }

    /// The chair of a status table: between the label of the working party and its date, the term still running.
    pub(super) fn chair_of_status(&mut self) {
        let label = self.label(|words| words.chair);
        let mut person = self.person(false);
        let (name, short) = (person.name.clone(), person.name.chars().next().unwrap_or('B'));
        if let Some((_, last)) = name.split_once(' ') {
            person.name = format!("{short}. {last}");
            person.text = format!("{} {} ({})", person.honorific, person.name, person.representing);
        }
        let start = self.today.plus(60);
        let term = Term {
            start: start.month_of_term(self.words, true, false),
            dash: " \u{2014}",
            end: String::new(),
            from: (start.month().0, start.month().1, "month"),
            to: None,
        };
        let mut entry = Entry::new(Shape::Row);
        if self.random.chance(50) {
            self.line(Shape::Row, label);
        } else {
            entry.cell("", format!("{label}:"));
        }
        let gap = if entry.pieces.is_empty() { "" } else { " " };
        if self.random.chance(50) {
            entry.cell(gap, person.text.clone()).cell(" ", format!("{}{}", term.start, term.dash));
        } else {
            entry.cell(gap, format!("{}{}", term.start, term.dash)).cell(" ", person.text.clone());
        }
        entry.continues = true;
        let fact = self.chair_fact("", false, &term, &person);
        entry.fact(fact);
        self.entries.push(entry);
    }
}

/// The first of a month some months before.
fn back(day: Day, months: u32) -> Day {
    let (year, month, _) = day.parts();
    let months = year * 12 + month - 1 - i32::try_from(months).unwrap_or_default();
    Day::new(months.div_euclid(12), months.rem_euclid(12) + 1, 1)
}
