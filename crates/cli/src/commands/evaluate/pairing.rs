//! Which found row is meant by which expected one.
//!
//! Rows are paired in two passes. First those that are equal in all compared columns. Then, of what is left, those that
//! agree in the table's key ([`key`]), so that the sum over all pairs of equal columns is as large as it can be; a
//! column that helps to tell rows of one key apart (the step of a document) outweighs all others. The first pass takes
//! nothing from the second: if an expected and a found row are equal, some best pairing pairs them.
//!
//! The second pass is an assignment problem, solved exactly (Kuhn 1955, "The Hungarian method for the assignment
//! problem", Naval Research Logistics Quarterly 2; in the form with potentials, cubic in the rows of one key). Rows go
//! into it sorted by their cells, so that the result does not depend on the order they came in.

use std::collections::{BTreeMap, VecDeque};

use super::truth::Row;

/// What tells that two rows of a table are about the same thing.
pub(crate) struct Key {
    /// Parts that must agree. Of a part with several columns the first one with a value counts.
    pub(crate) agree: &'static [&'static [&'static str]],
    /// Columns that tell rows of one key apart.
    pub(crate) tell_apart: &'static [&'static str],
}

/// The key of a table. Tables that are not named here have rows that stand on a line.
pub(crate) fn key(table: &str) -> Key {
    let agree: &[&[&str]] = match table {
        "dossiers" => &[],
        "milestones" => &[&["milestone"]],
        "meetings" => &[&["kind"], &["ordinal", "topic"], &["start_date"]],
        "documents" => &[&["symbol"]],
        "step_dates" => &[&["step"], &["date"]],
        "document_items" => &[&["symbol"], &["item"]],
        "chairpersons" => &[&["ordinal"], &["name"]],
        _ => &[&["line"]],
    };
    let tell_apart: &[&str] = if table == "documents" { &["step"] } else { &[] };
    Key { agree, tell_apart }
}

/// The pairs of rows, as positions among the expected and among the found ones, in the order of the expected ones.
pub(crate) fn pairs(
    table: &str,
    columns: &[&'static str],
    expected: &[Row],
    found: &[Row],
) -> Vec<(usize, usize)> {
    let (mut pairs, left) = equal(columns, expected, found);
    let key = key(table);
    // Where the truth has no part of the key, nothing tells what a row is about but the whole row.
    let has_key = key.agree.iter().any(|part| part.iter().any(|column| columns.contains(column)));
    if has_key || key.agree.is_empty() {
        for (of_expected, of_found) in by_key(&key, columns, (expected, found), left) {
            let weight = |(e, f): (&usize, &usize)| match (expected.get(*e), found.get(*f)) {
                (Some(e), Some(f)) => likeness(&key, columns, e, f),
                _ => 0,
            };
            for (e, f) in assigned(of_expected.len(), of_found.len(), &|e, f| {
                of_expected.get(e).zip(of_found.get(f)).map_or(0, weight)
            }) {
                pairs.extend(of_expected.get(e).copied().zip(of_found.get(f).copied()));
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The text of a cell; null is the empty text.
pub(crate) fn cell<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

/// Positions among the expected and among the found rows.
type Positions = (Vec<usize>, Vec<usize>);

/// The pairs of rows equal in all columns, and the positions of the other rows, sorted by their cells.
fn equal(columns: &[&'static str], expected: &[Row], found: &[Row]) -> (Vec<(usize, usize)>, Positions) {
    let by_cells = |rows: &'_ [Row]| {
        let mut positions: BTreeMap<Vec<String>, VecDeque<usize>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            let cells = columns.iter().map(|column| cell(row, column).to_owned()).collect();
            positions.entry(cells).or_default().push_back(at);
        }
        positions
    };
    let (mut expected, mut found) = (by_cells(expected), by_cells(found));
    let mut pairs = Vec::new();
    for (cells, of_expected) in &mut expected {
        let Some(of_found) = found.get_mut(cells) else { continue };
        let both = of_expected.len().min(of_found.len());
        pairs.extend(of_expected.drain(..both).zip(of_found.drain(..both)));
    }
    let left = |positions: BTreeMap<_, VecDeque<usize>>| positions.into_values().flatten().collect();
    (pairs, (left(expected), left(found)))
}

/// The positions of rows that agree in the key.
fn by_key(
    key: &Key,
    columns: &[&'static str],
    (expected, found): (&[Row], &[Row]),
    left: Positions,
) -> Vec<Positions> {
    let mut groups: BTreeMap<Vec<(usize, &str)>, Positions> = BTreeMap::new();
    let value =
        |row| -> Vec<(usize, &str)> { key.agree.iter().map(|part| part_of(part, columns, row)).collect() };
    for at in left.0 {
        if let Some(row) = expected.get(at) {
            groups.entry(value(row)).or_default().0.push(at);
        }
    }
    for at in left.1 {
        if let Some(row) = found.get(at) {
            groups.entry(value(row)).or_default().1.push(at);
        }
    }
    groups.into_values().collect()
}

/// What a row has for a part of the key: which of the part's columns has a value, and the value.
fn part_of<'r>(part: &[&str], columns: &[&'static str], row: &'r Row) -> (usize, &'r str) {
    let compared = part.iter().enumerate().filter(|(_, column)| columns.contains(column));
    let mut values = compared.map(|(at, column)| (at, cell(row, column)));
    values.find(|(_, value)| !value.is_empty()).unwrap_or((part.len(), ""))
}

/// How much two rows are alike: a point for each equal column, and for one that tells rows apart more than all others
/// together.
fn likeness(key: &Key, columns: &[&'static str], expected: &Row, found: &Row) -> i64 {
    let all = i64::try_from(columns.len()).unwrap_or(i64::MAX / 4);
    let equal = columns.iter().filter(|column| cell(expected, column) == cell(found, column));
    equal.map(|column| if key.tell_apart.contains(column) { all + 1 } else { 1 }).sum()
}

/// Pairs as many of `rows` with one of `columns` each as there are, so that their weights sum up to the most there is.
fn assigned(rows: usize, columns: usize, weight: &dyn Fn(usize, usize) -> i64) -> Vec<(usize, usize)> {
    if rows > columns {
        let turned = assigned(columns, rows, &|column, row| weight(row, column));
        return turned.into_iter().map(|(column, row)| (row, column)).collect();
    }
    // Position 0 of columns stands for "none yet" and the others count from 1, as do rows: the usual form of the
    // algorithm. Every index below is at most `rows` or `columns`, and the vectors are one longer.
    let mut of_row = vec![0_i64; rows + 1];
    let mut of_column = vec![0_i64; columns + 1];
    let mut row_of = vec![0_usize; columns + 1];
    for row in 1..=rows {
        let mut came_from = vec![0_usize; columns + 1];
        let mut slack = vec![i64::MAX; columns + 1];
        let mut is_seen = vec![false; columns + 1];
        let mut at = 0;
        row_of[0] = row;
        while row_of[at] != 0 {
            is_seen[at] = true;
            let from = row_of[at];
            let (mut least, mut next) = (i64::MAX, 0);
            for column in (1..=columns).filter(|column| !is_seen[*column]) {
                let cost = -weight(from - 1, column - 1) - of_row[from] - of_column[column];
                if cost < slack[column] {
                    slack[column] = cost;
                    came_from[column] = at;
                }
                if slack[column] < least {
                    (least, next) = (slack[column], column);
                }
            }
            for column in 0..=columns {
                if is_seen[column] {
                    of_row[row_of[column]] += least;
                    of_column[column] -= least;
                } else if slack[column] != i64::MAX {
                    slack[column] -= least;
                }
            }
            at = next;
        }
        while at != 0 {
            row_of[at] = row_of[came_from[at]];
            at = came_from[at];
        }
    }
    let taken = row_of.iter().enumerate().skip(1).filter(|(_, row)| **row > 0);
    taken.map(|(column, row)| (row - 1, column - 1)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(columns: &[&'static str], cells: &[&[&str]]) -> Vec<Row> {
        let row =
            |cells: &&[&str]| columns.iter().copied().zip(cells.iter().map(ToString::to_string)).collect();
        cells.iter().map(row).collect()
    }

    #[test]
    fn a_document_listed_twice_is_told_apart_by_its_step() {
        let columns = ["step", "symbol", "date", "note"];
        let expected = rows(&columns, &[&["a", "X/1", "2001-01-01", "n"], &["b", "X/1", "", ""]]);
        let found =
            rows(&columns, &[&["b", "X/1", "2001-01-01", "n"], &["a", "X/1", "", ""], &["a", "X/2", "", ""]]);
        assert_eq!(pairs("documents", &columns, &expected, &found), [(0, 1), (1, 0)]);
    }

    #[test]
    fn an_ordinal_is_the_key_where_there_is_one_and_else_the_topic() {
        let columns = ["kind", "ordinal", "topic", "start_date"];
        let expected = rows(
            &columns,
            &[
                &["formal", "1", "tea", "2001-01-01"],
                &["formal", "", "tea", "2001-01-01"],
                &["formal", "2", "", "2002-01-01"],
            ],
        );
        let found = rows(
            &columns,
            &[
                &["formal", "1", "", "2001-01-01"],
                &["formal", "", "salt", "2001-01-01"],
                &["formal", "2", "", "2002-01-02"],
            ],
        );
        assert_eq!(pairs("meetings", &columns, &expected, &found), [(0, 0)]);
    }

    #[test]
    fn without_a_column_of_the_key_only_equal_rows_are_pairs() {
        let columns = ["date", "symbol"];
        let expected = rows(&columns, &[&["2001-01-01", "X/1"], &["2002-01-01", "X/2"]]);
        let found = rows(&columns, &[&["2002-01-01", "X/2"], &["2001-01-01", "X/3"]]);
        assert_eq!(pairs("milestones", &columns, &expected, &found), [(1, 0)]);
    }

    #[test]
    fn a_dossier_has_one_row_and_no_key() {
        let columns = ["iso3", "layout"];
        let one = rows(&columns, &[&["KAZ", "timeline"]]);
        let other = rows(&columns, &[&["", "portal"]]);
        assert_eq!(pairs("dossiers", &columns, &one, &other), [(0, 0)]);
    }

    fn best(weights: &[Vec<i64>], row: usize, taken: &mut Vec<bool>, skips: usize) -> Option<i64> {
        let Some(of_row) = weights.get(row) else { return (skips == 0).then_some(0) };
        let mut sums = Vec::new();
        if skips > 0 {
            sums.extend(best(weights, row + 1, taken, skips - 1));
        }
        for column in 0..of_row.len() {
            if !taken[column] {
                taken[column] = true;
                sums.extend(best(weights, row + 1, taken, skips).map(|sum| sum + of_row[column]));
                taken[column] = false;
            }
        }
        sums.into_iter().max()
    }

    proptest! {
        #[test]
        fn no_assignment_is_better(
            weights in (1..5_usize, 1..6_usize)
                .prop_flat_map(|(rows, columns)| prop::collection::vec(prop::collection::vec(0..9_i64, columns), rows))
        ) {
            let columns = weights[0].len();
            let found = assigned(weights.len(), columns, &|row, column| weights[row][column]);
            prop_assert_eq!(found.len(), weights.len().min(columns));
            let sum: i64 = found.iter().map(|(row, column)| weights[*row][*column]).sum();
            let skips = weights.len().saturating_sub(columns);
            prop_assert_eq!(Some(sum), best(&weights, 0, &mut vec![false; columns], skips));
        }
    }
}
