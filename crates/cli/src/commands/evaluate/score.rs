//! How far found rows are the expected ones: precision and recall by table and field.
//!
//! A value is a cell that is not null. Of the values found, precision is the share that is right; of the values
//! expected, recall is the share that was found (van Rijsbergen 1979, "Information Retrieval", chapter 7; Manning,
//! Raghavan and Schütze 2008, "Introduction to Information Retrieval", chapter 8):
//!
//! ```text
//! precision = true positives / (true positives + false positives)
//! recall    = true positives / (true positives + false negatives)
//! ```
//!
//! Rows are paired first ([`super::pairing`]). In a pair, equal values are a true positive; of cells that differ, the
//! found one is a false positive if it is a value and the expected one a false negative if it is. Every value of an
//! expected row without partner is a false negative, every value of a found row without partner a false positive. So
//! the values expected are the true positives and false negatives, those found the true and false positives, whatever
//! the pairs. Cells that are both null count nothing. Both shares are 1 where no value is expected and none is found;
//! otherwise precision is undefined where none is found and recall where none is expected.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::AddAssign;

use super::pairing::{self, cell};
use super::truth::{Row, Table};

/// A share of values, which is at most all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    part: u32,
    whole: u32,
}

impl Share {
    /// The share of `part` in `part` and `rest`; where that is nothing, all if there is nothing of `others` either.
    fn of(part: u32, rest: u32, others: u32) -> Option<Self> {
        match part.saturating_add(rest) {
            0 => (others == 0).then_some(Self { part: 1, whole: 1 }),
            whole => Some(Self { part, whole }),
        }
    }

    /// The share as a number.
    pub(crate) fn value(self) -> f64 {
        f64::from(self.part) / f64::from(self.whole)
    }
}

impl fmt::Display for Share {
    /// Three digits, cut off and not rounded: 1.000 is perfect.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let thousandths = u64::from(self.part) * 1000 / u64::from(self.whole);
        write!(f, "{}.{:03}", thousandths / 1000, thousandths % 1000)
    }
}

/// Values that are right, found in error, and missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Values found as they were expected.
    pub(crate) true_positives: u32,
    /// Values found that were not expected.
    pub(crate) false_positives: u32,
    /// Values expected that were not found.
    pub(crate) false_negatives: u32,
}

impl Counts {
    /// Counts the cells of a pair.
    fn pair(&mut self, expected: &str, found: &str) {
        if expected == found {
            self.true_positives += u32::from(!expected.is_empty());
        } else {
            self.false_negatives += u32::from(!expected.is_empty());
            self.false_positives += u32::from(!found.is_empty());
        }
    }

    /// Number of values expected.
    pub(crate) fn expected(self) -> u32 {
        self.true_positives.saturating_add(self.false_negatives)
    }

    /// Number of values found.
    pub(crate) fn found(self) -> u32 {
        self.true_positives.saturating_add(self.false_positives)
    }

    /// Number of values found in error or missing.
    pub(crate) fn errors(self) -> u32 {
        self.false_positives.saturating_add(self.false_negatives)
    }

    /// Of the values found, the share that is right.
    pub(crate) fn precision(self) -> Option<Share> {
        Share::of(self.true_positives, self.false_positives, self.false_negatives)
    }

    /// Of the values expected, the share that was found.
    pub(crate) fn recall(self) -> Option<Share> {
        Share::of(self.true_positives, self.false_negatives, self.false_positives)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.true_positives = self.true_positives.saturating_add(other.true_positives);
        self.false_positives = self.false_positives.saturating_add(other.false_positives);
        self.false_negatives = self.false_negatives.saturating_add(other.false_negatives);
    }
}

/// Numbers of rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    /// Rows expected.
    pub(crate) expected: usize,
    /// Rows found.
    pub(crate) found: usize,
    /// Pairs of an expected and a found row.
    pub(crate) matched: usize,
    /// Pairs without a difference.
    pub(crate) equal: usize,
}

impl Rows {
    /// Whether every row found is one expected, and the other way round.
    pub(crate) fn is_perfect(self) -> bool {
        self.equal == self.expected && self.equal == self.found
    }
}

impl AddAssign for Rows {
    fn add_assign(&mut self, other: Self) {
        self.expected += other.expected;
        self.found += other.found;
        self.matched += other.matched;
        self.equal += other.equal;
    }
}

/// What was right and wrong in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableScore {
    /// The table's name.
    pub(crate) name: &'static str,
    /// Its rows.
    pub(crate) rows: Rows,
    /// Its values by column, in the order of the truth's header.
    pub(crate) fields: Vec<(&'static str, Counts)>,
}

impl TableScore {
    /// The values of all columns.
    pub(crate) fn total(&self) -> Counts {
        sum(self.fields.iter().map(|(_, counts)| *counts))
    }

    fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        for (name, counts) in &other.fields {
            match self.fields.iter_mut().find(|(known, _)| known == name) {
                Some((_, sum)) => *sum += *counts,
                None => self.fields.push((name, *counts)),
            }
        }
    }
}

fn sum(counts: impl Iterator<Item = Counts>) -> Counts {
    counts.fold(Counts::default(), |mut sum, counts| {
        sum += counts;
        sum
    })
}

/// A place where the found rows are not the expected ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The table.
    pub(crate) table: &'static str,
    /// The row: the values of its key.
    pub(crate) row: String,
    /// The field that differs; nothing where a whole row is missing or too much.
    pub(crate) field: Option<&'static str>,
    /// The value expected, or the values of a missing row.
    pub(crate) expected: String,
    /// The value found, or the values of a row too much.
    pub(crate) found: String,
    /// The line of the page, where one of the rows says it.
    pub(crate) line: Option<u32>,
    /// The line of the truth file; nothing where a row is too much.
    pub(crate) truth_line: Option<u32>,
}

/// Compares the rows found of a table with those expected. Differences are in the order of the expected rows; rows too
/// much come last, in the order they were found.
pub(crate) fn compare(expected: &Table, found: &[Row]) -> (TableScore, Vec<Difference>) {
    let Table { name, columns, .. } = expected;
    let pairs = pairing::pairs(name, columns, &expected.rows, found);
    let mut score = TableScore {
        name,
        rows: Rows {
            expected: expected.rows.len(),
            found: found.len(),
            matched: pairs.len(),
            equal: pairs.len(),
        },
        fields: columns.iter().map(|column| (*column, Counts::default())).collect(),
    };
    let mut differences = Vec::new();
    let nothing = Row::new();
    let mut partners = pairs.iter().peekable();
    for (at, row) in expected.rows.iter().enumerate() {
        let truth_line = expected.lines.get(at).copied();
        let partner = partners.next_if(|(of_expected, _)| *of_expected == at);
        let partner = partner.and_then(|(_, of_found)| found.get(*of_found));
        let line = line_of(partner.unwrap_or(row)).or_else(|| line_of(row));
        let mut is_equal = true;
        for (column, counts) in &mut score.fields {
            let (expected, found) = (cell(row, column), cell(partner.unwrap_or(&nothing), column));
            counts.pair(expected, found);
            if partner.is_some() && expected != found {
                is_equal = false;
                differences.push(Difference {
                    table: name,
                    row: title(name, columns, row),
                    field: Some(column),
                    expected: expected.to_owned(),
                    found: found.to_owned(),
                    line,
                    truth_line,
                });
            }
        }
        score.rows.equal -= usize::from(!is_equal);
        if partner.is_none() {
            differences.push(Difference {
                table: name,
                row: title(name, columns, row),
                field: None,
                expected: values(columns, row),
                found: String::new(),
                line,
                truth_line,
            });
        }
    }
    let paired: BTreeSet<usize> = pairs.iter().map(|(_, of_found)| *of_found).collect();
    for (_, row) in found.iter().enumerate().filter(|(at, _)| !paired.contains(at)) {
        for (column, counts) in &mut score.fields {
            counts.pair("", cell(row, column));
        }
        differences.push(Difference {
            table: name,
            row: title(name, columns, row),
            field: None,
            expected: String::new(),
            found: values(columns, row),
            line: line_of(row),
            truth_line: None,
        });
    }
    (score, differences)
}

fn line_of(row: &Row) -> Option<u32> {
    cell(row, "line").parse().ok()
}

/// The values of a row's key.
fn title(table: &str, columns: &[&'static str], row: &Row) -> String {
    let key = pairing::key(table);
    let names = key.agree.iter().copied().flatten().chain(key.tell_apart);
    let values = names.filter(|name| columns.contains(name)).map(|name| cell(row, name));
    values.filter(|value| !value.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The values of a row with their columns.
fn values(columns: &[&'static str], row: &Row) -> String {
    let cells = columns.iter().map(|column| (column, cell(row, column)));
    let values = cells.filter(|(_, value)| !value.is_empty());
    values.map(|(column, value)| format!("{column}={value}")).collect::<Vec<_>>().join(", ")
}

/// What was right and wrong in a number of dossiers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Report {
    /// The tables, in the order they first came.
    pub(crate) tables: Vec<TableScore>,
    /// The values of each dossier, in the order they came.
    pub(crate) dossiers: Vec<(String, Counts)>,
    /// The differences, each with its dossier.
    pub(crate) differences: Vec<(String, Difference)>,
}

impl Report {
    /// Adds a dossier: its expected tables, and the rows found of a table by the table's name.
    pub(crate) fn add(&mut self, dossier: &str, truth: &[Table], found: impl Fn(&str) -> Vec<Row>) {
        let mut of_dossier = Counts::default();
        for expected in truth {
            let (score, differences) = compare(expected, &found(expected.name));
            of_dossier += score.total();
            match self.tables.iter_mut().find(|table| table.name == score.name) {
                Some(table) => table.add(&score),
                None => self.tables.push(score),
            }
            self.differences
                .extend(differences.into_iter().map(|difference| (dossier.to_owned(), difference)));
        }
        self.dossiers.push((dossier.to_owned(), of_dossier));
    }

    /// The values of all tables: the micro-average is made of their sum.
    pub(crate) fn total(&self) -> Counts {
        sum(self.tables.iter().map(TableScore::total))
    }

    /// The rows of all tables.
    pub(crate) fn rows(&self) -> Rows {
        self.tables.iter().fold(Rows::default(), |mut sum, table| {
            sum += table.rows;
            sum
        })
    }

    /// Whether everything was found as it was expected, and nothing else.
    pub(crate) fn is_perfect(&self) -> bool {
        self.tables.iter().all(|table| table.rows.is_perfect() && table.total().errors() == 0)
    }

    /// The dossiers with differences, those with the most wrong values first.
    pub(crate) fn worst(&self) -> Vec<(&str, Counts)> {
        let wrong = self.dossiers.iter().filter(|(_, counts)| counts.errors() > 0);
        let mut worst: Vec<(&str, Counts)> = wrong.map(|(dossier, counts)| (&**dossier, *counts)).collect();
        worst.sort_by_key(|(dossier, counts)| (std::cmp::Reverse(counts.errors()), *dossier));
        worst
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COLUMNS: [&str; 4] = ["step", "symbol", "date", "note"];

    fn rows(cells: &[[&str; 4]]) -> Vec<Row> {
        let row = |cells: &[&str; 4]| COLUMNS.into_iter().zip(cells.map(str::to_owned)).collect();
        cells.iter().map(row).collect()
    }

    fn documents(rows: Vec<Row>) -> Table {
        let lines = (1..).take(rows.len()).collect();
        Table { name: "documents", columns: COLUMNS.to_vec(), rows, lines }
    }

    fn counts(true_positives: u32, false_positives: u32, false_negatives: u32) -> Counts {
        Counts { true_positives, false_positives, false_negatives }
    }

    #[test]
    fn figures_computed_by_hand() {
        // X/1 is as expected; X/2 has another step, no date and a note; X/3 is missing; X/4 is too much.
        let expected = documents(rows(&[
            ["a", "X/1", "2001-01-01", ""],
            ["a", "X/2", "2002-01-01", ""],
            ["b", "X/3", "2003-01-01", "n"],
        ]));
        let mut found = rows(&[["b", "X/4", "", ""], ["b", "X/2", "", "n"], ["a", "X/1", "2001-01-01", ""]]);
        found[1].insert("line", "7".to_owned());
        let (score, differences) = compare(&expected, &found);
        assert_eq!(score.rows, Rows { expected: 3, found: 3, matched: 2, equal: 1 });
        assert_eq!(
            score.fields,
            [
                ("step", counts(1, 2, 2)),
                ("symbol", counts(2, 1, 1)),
                ("date", counts(1, 0, 2)),
                ("note", counts(0, 1, 1))
            ]
        );
        assert_eq!(score.total(), counts(4, 4, 6));
        assert_eq!((score.total().expected(), score.total().found()), (10, 8));
        let shown = |share: Option<Share>| share.map(|share| share.to_string());
        assert_eq!(shown(score.total().precision()).as_deref(), Some("0.500"));
        assert_eq!(shown(score.total().recall()).as_deref(), Some("0.400"));
        let said: Vec<_> = differences
            .iter()
            .map(|d| (&*d.row, d.field.unwrap_or_default(), &*d.expected, &*d.found, d.line, d.truth_line))
            .collect();
        assert_eq!(
            said,
            [
                ("X/2 a", "step", "a", "b", Some(7), Some(2)),
                ("X/2 a", "date", "2002-01-01", "", Some(7), Some(2)),
                ("X/2 a", "note", "", "n", Some(7), Some(2)),
                ("X/3 b", "", "step=b, symbol=X/3, date=2003-01-01, note=n", "", None, Some(3)),
                ("X/4 b", "", "", "step=b, symbol=X/4", None, None),
            ]
        );
    }

    #[test]
    fn shares_where_there_is_nothing_to_share() {
        let shares =
            |counts: Counts| (counts.precision().map(Share::value), counts.recall().map(Share::value));
        assert_eq!(shares(counts(0, 0, 0)), (Some(1.0), Some(1.0)));
        assert_eq!(shares(counts(0, 0, 2)), (None, Some(0.0)));
        assert_eq!(shares(counts(0, 2, 0)), (Some(0.0), None));
        assert_eq!(shares(counts(3, 1, 0)), (Some(0.75), Some(1.0)));
    }

    #[test]
    fn only_what_is_perfect_is_shown_as_one() {
        let shown = |right, wrong| Share::of(right, wrong, 0).unwrap().to_string();
        assert_eq!(shown(99_999, 1), "0.999");
        assert_eq!(shown(29, 71), "0.290");
        assert_eq!(shown(5, 0), "1.000");
    }

    #[test]
    fn a_row_of_nulls_too_much_is_not_perfect() {
        let mut report = Report::default();
        report.add("page", &[documents(rows(&[]))], |_| rows(&[["", "", "", ""]]));
        assert_eq!(report.total(), Counts::default());
        assert!(!report.is_perfect());
    }

    #[test]
    fn dossiers_add_up_and_the_worst_comes_first() {
        let mut report = Report::default();
        let (one, two) = (["a", "X/1", "", ""], ["b", "X/2", "", ""]);
        report.add("good", &[documents(rows(&[one]))], |_| rows(&[one]));
        report.add("empty", &[documents(rows(&[one, two]))], |_| rows(&[]));
        report.add("alien", &[documents(rows(&[one]))], |_| rows(&[one, two]));
        assert_eq!(report.total(), counts(4, 2, 4));
        assert_eq!(report.rows(), Rows { expected: 4, found: 3, matched: 2, equal: 2 });
        assert_eq!(report.worst(), [("empty", counts(0, 0, 4)), ("alien", counts(2, 2, 0))]);
        assert_eq!(report.differences.len(), 3);
        assert!(!report.is_perfect());
    }

    /// Rows of few different values, so that keys and whole rows repeat.
    fn some_rows() -> impl Strategy<Value = Vec<Row>> {
        let cells = (0..2_u8, 0..4_u8, 0..3_u8, 0..2_u8).prop_map(|(step, symbol, date, note)| {
            let text = |number: u8| if number == 0 { String::new() } else { number.to_string() };
            Row::from([
                ("step", step.to_string()),
                ("symbol", format!("X/{symbol}")),
                ("date", text(date)),
                ("note", text(note)),
            ])
        });
        prop::collection::vec(cells, 0..9)
    }

    fn shares(expected: &[Row], found: &[Row]) -> (Option<f64>, Option<f64>) {
        let counts = compare(&documents(expected.to_vec()), found).0.total();
        (counts.precision().map(Share::value), counts.recall().map(Share::value))
    }

    proptest! {
        #[test]
        fn identical_tables_are_perfect(rows in some_rows()) {
            let (score, differences) = compare(&documents(rows.clone()), &rows);
            prop_assert_eq!(shares(&rows, &rows), (Some(1.0), Some(1.0)));
            prop_assert!(score.rows.is_perfect() && differences.is_empty());
        }

        #[test]
        fn a_row_less_lowers_recall_only_and_a_row_more_precision_only(
            rows in some_rows().prop_filter("a row to take away", |rows| rows.len() > 1),
            at in any::<prop::sample::Index>()
        ) {
            let mut fewer = rows.clone();
            fewer.remove(at.index(rows.len()));
            let (precision, recall) = shares(&rows, &fewer);
            prop_assert_eq!(precision, Some(1.0));
            prop_assert!(recall < Some(1.0));
            let (precision, recall) = shares(&fewer, &rows);
            prop_assert!(precision < Some(1.0));
            prop_assert_eq!(recall, Some(1.0));
        }

        #[test]
        fn the_order_of_rows_does_not_matter(
            (expected, other_expected) in some_rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
            (found, other_found) in some_rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
        ) {
            let (score, differences) = compare(&documents(expected), &found);
            let (other, other_differences) = compare(&documents(other_expected), &other_found);
            prop_assert_eq!(score, other);
            prop_assert_eq!(differences.len(), other_differences.len());
        }

        #[test]
        fn values_are_counted_once(expected in some_rows(), found in some_rows()) {
            let values = |rows: &[Row]| {
                rows.iter().flat_map(Row::values).filter(|value| !value.is_empty()).count()
            };
            let (score, differences) = compare(&documents(expected.clone()), &found);
            prop_assert_eq!(score.total().expected() as usize, values(&expected));
            prop_assert_eq!(score.total().found() as usize, values(&found));
            prop_assert_eq!(score.rows.is_perfect(), differences.is_empty());
        }

        #[test]
        fn the_two_sides_mirror_each_other(expected in some_rows(), found in some_rows()) {
            let (one, _) = compare(&documents(expected.clone()), &found);
            let (other, _) = compare(&documents(found), &expected);
            prop_assert_eq!(one.rows.matched, other.rows.matched);
            prop_assert_eq!(one.rows.equal, other.rows.equal);
        }
    }
}
