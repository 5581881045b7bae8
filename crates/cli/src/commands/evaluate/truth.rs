//! Expected rows of a dossier, as a person who read the page wrote them down.
//!
//! A truth file is made of blocks with a blank line between them: `[table]`, a CSV header of columns, rows. A line that
//! starts with `#` is a comment. Only the columns of the header are compared; a block without rows says that the table
//! has none, and a table without a block is not compared. An empty cell is null. Tables, columns and cells are held
//! against the schema, so that a slip of the pen is a problem of the truth file and no error of the program's.

use std::collections::BTreeMap;

use accession_schema::{ColumnSpec, Day, TableSpec, Type};
use thiserror::Error;

/// A row: the text of its cells by column; null is the empty text.
pub(crate) type Row = BTreeMap<&'static str, String>;

/// The rows a table is expected to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    /// The table's name.
    pub(crate) name: &'static str,
    /// The columns compared, in the order of the header.
    pub(crate) columns: Vec<&'static str>,
    /// The rows in order.
    pub(crate) rows: Vec<Row>,
    /// The line of the truth file each row stands on.
    pub(crate) lines: Vec<u32>,
}

/// What is wrong with a line of a truth file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: expected {expected}, found {found}")]
pub(crate) struct Problem {
    /// The line, counted from 1.
    pub(crate) line: u32,
    /// What should have stood there.
    pub(crate) expected: String,
    /// What stands there.
    pub(crate) found: String,
}

/// The tables of a truth file.
pub(crate) fn parse(text: &str, known: &[TableSpec]) -> Result<Vec<Table>, Vec<Problem>> {
    let mut reader = Reader::new(known);
    let mut place = Place::Between;
    for (number, line) in numbered(text) {
        reader.line = number;
        place = match place {
            _ if line.starts_with('#') => place,
            _ if line.trim().is_empty() => {
                reader.end(&place);
                Place::Between
            }
            Place::Between => reader.name(line).map_or(Place::Unusable, Place::Named),
            Place::Named(spec) => reader.header(spec, line).map_or(Place::Unusable, |()| Place::In(spec)),
            Place::In(spec) => {
                reader.row(spec, line);
                place
            }
            Place::Unusable => place,
        };
    }
    reader.end(&place);
    if reader.tables.is_empty() && reader.problems.is_empty() {
        reader.problem("a table in brackets, such as [milestones]", "nothing");
    }
    reader.done()
}

/// The table of a CSV file that is named after it: a header and rows.
pub(crate) fn parse_csv(name: &str, text: &str, known: &[TableSpec]) -> Result<Vec<Table>, Vec<Problem>> {
    let mut reader = Reader::new(known);
    reader.line = 1;
    let Some(spec) = reader.table(name) else { return reader.done() };
    let mut has_header = false;
    for (number, line) in numbered(text).filter(|(_, line)| !line.is_empty()) {
        reader.line = number;
        if has_header {
            reader.row(spec, line);
        } else if reader.header(spec, line).is_some() {
            has_header = true;
        } else {
            return reader.done();
        }
    }
    if !has_header {
        reader.problem("a header of columns", "nothing");
    }
    reader.done()
}

/// The lines of a text, counted from 1, without a byte order mark.
fn numbered(text: &str) -> impl Iterator<Item = (u32, &str)> {
    (1..).zip(text.strip_prefix('\u{feff}').unwrap_or(text).lines())
}

/// Where in a truth file a line stands.
#[derive(Clone, Copy)]
enum Place<'k> {
    /// Between two blocks.
    Between,
    /// Below the name of a table.
    Named(&'k TableSpec),
    /// Below the header.
    In(&'k TableSpec),
    /// In a block whose name or header is wrong; its other lines can't be judged.
    Unusable,
}

struct Reader<'k> {
    known: &'k [TableSpec],
    line: u32,
    tables: Vec<Table>,
    problems: Vec<Problem>,
}

impl<'k> Reader<'k> {
    fn new(known: &'k [TableSpec]) -> Self {
        Self { known, line: 0, tables: Vec::new(), problems: Vec::new() }
    }

    fn problem(&mut self, expected: impl Into<String>, found: impl Into<String>) {
        let line = self.line.max(1);
        self.problems.push(Problem { line, expected: expected.into(), found: found.into() });
    }

    fn done(self) -> Result<Vec<Table>, Vec<Problem>> {
        if self.problems.is_empty() { Ok(self.tables) } else { Err(self.problems) }
    }

    /// The end of a block.
    fn end(&mut self, place: &Place<'_>) {
        if let Place::Named(spec) = place {
            self.problem(format!("a header of columns below [{}]", spec.name), "the end of the block");
        }
    }

    /// The table a block starts with.
    fn name(&mut self, line: &str) -> Option<&'k TableSpec> {
        let name = line.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let Some(name) = name else {
            self.problem("a table in brackets, such as [milestones]", format!("{line:?}"));
            return None;
        };
        self.table(name)
    }

    fn table(&mut self, name: &str) -> Option<&'k TableSpec> {
        let Some(spec) = self.known.iter().find(|spec| spec.name == name) else {
            let names: Vec<&str> = self.known.iter().map(|spec| spec.name).collect();
            self.problem(format!("a table: {}", names.join(", ")), format!("{name:?}"));
            return None;
        };
        if self.tables.iter().any(|table| table.name == name) {
            self.problem("a table only once", format!("{name:?} again"));
            return None;
        }
        Some(spec)
    }

    fn header(&mut self, spec: &TableSpec, line: &str) -> Option<()> {
        let names = self.cells(line)?;
        let mut columns = Vec::with_capacity(names.len());
        for name in &names {
            match spec.columns.iter().find(|column| column.name == name) {
                Some(column) if columns.contains(&column.name) => {
                    self.problem("a column only once", format!("{name:?} again"));
                }
                Some(column) => columns.push(column.name),
                None => {
                    let known: Vec<&str> = spec.columns.iter().map(|column| column.name).collect();
                    let expected = format!("a column of {}: {}", spec.name, known.join(", "));
                    self.problem(expected, format!("{name:?}"));
                }
            }
        }
        let is_whole = columns.len() == names.len();
        is_whole.then(|| {
            self.tables.push(Table { name: spec.name, columns, rows: Vec::new(), lines: Vec::new() });
        })
    }

    /// A row of the table whose header was read last.
    fn row(&mut self, spec: &TableSpec, line: &str) {
        let Some(cells) = self.cells(line) else { return };
        let Some(columns) = self.tables.last().map(|table| table.columns.clone()) else { return };
        if cells.len() != columns.len() {
            let (expected, found) = (columns.len(), cells.len());
            self.problem(format!("{expected} cells, as in the header"), found.to_string());
            return;
        }
        for (name, cell) in columns.iter().zip(&cells) {
            let column = spec.columns.iter().find(|column| column.name == *name);
            if let Some(expected) = column.and_then(|column| missed(column, cell)) {
                self.problem(format!("{expected} in {name}"), format!("{cell:?}"));
            }
        }
        let line = self.line;
        if let Some(table) = self.tables.last_mut() {
            table.rows.push(columns.into_iter().zip(cells).collect());
            table.lines.push(line);
        }
    }

    /// The cells of a line of CSV.
    fn cells(&mut self, line: &str) -> Option<Vec<String>> {
        // Two quotes stand for one in a quoted cell, so a whole line has an even number of them.
        if line.matches('"').count() % 2 == 1 {
            self.problem("every quote closed on its line", format!("{line:?}"));
            return None;
        }
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
        let Some(Ok(record)) = reader.records().next() else {
            self.problem("cells with commas between them", format!("{line:?}"));
            return None;
        };
        Some(record.iter().map(str::to_owned).collect())
    }
}

/// The longest list of words a problem names.
const WORDS_NAMED: usize = 8;

/// What a cell should have been, if it can't stand in a column.
fn missed(column: &ColumnSpec, cell: &str) -> Option<String> {
    if cell.is_empty() {
        return (!column.nullable).then(|| "a value".to_owned());
    }
    let same = |text: Option<String>| text.as_deref() == Some(cell);
    let (fits, expected) = match column.column_type {
        Type::String => (true, "text"),
        Type::Uint32 => (same(cell.parse().ok().map(|number: u32| number.to_string())), "a number"),
        Type::Int32 => (same(cell.parse().ok().map(|number: i32| number.to_string())), "a whole number"),
        Type::Float64 => (cell.parse::<f64>().is_ok(), "a number"),
        Type::Boolean => (cell == "true" || cell == "false", "true or false"),
        Type::Date => (same(day(cell).map(|day| day.to_string())), "a day as YYYY-MM-DD"),
        Type::Enum => {
            let words: Vec<&str> = column.words.iter().map(|word| word.word).collect();
            let expected = if words.len() <= WORDS_NAMED {
                format!("one of {}", words.join(", "))
            } else {
                "a word of the schema".to_owned()
            };
            return (!words.contains(&cell)).then_some(expected);
        }
    };
    (!fits).then(|| expected.to_owned())
}

fn day(text: &str) -> Option<Day> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    Day::from_ymd(year, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use accession_schema::{AnyTable, Facts};

    use super::*;

    fn known() -> Vec<TableSpec> {
        Facts::default().tables().into_iter().map(AnyTable::spec).collect()
    }

    fn problems(text: &str) -> Vec<String> {
        parse(text, &known()).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn blocks_are_read() {
        let text = "# a synthetic page\n[milestones]\nmilestone,date,symbol\n# no day\napplication,1996-01-29,\
                    WT/ACC/XYZ/1\nmembership,,\n\n\n[chairpersons]\r\nname,representing\r\n\n[document_items]\n\
                    symbol,item\nWT/ACC/XYZ/2,\"Law \"\"On Tea\"\", 1998\"\n";
        let tables = parse(text, &known()).unwrap();
        assert_eq!(
            tables.iter().map(|table| table.name).collect::<Vec<_>>(),
            ["milestones", "chairpersons", "document_items"]
        );
        assert_eq!(tables[0].columns, ["milestone", "date", "symbol"]);
        assert_eq!(tables[0].lines, [5, 6]);
        assert_eq!(
            tables[0].rows[1],
            Row::from([
                ("milestone", "membership".to_owned()),
                ("date", String::new()),
                ("symbol", String::new())
            ])
        );
        assert_eq!(tables[1].rows, []);
        assert_eq!(tables[2].rows[0]["item"], "Law \"On Tea\", 1998");
    }

    #[test]
    fn a_csv_file_is_a_table() {
        let tables = parse_csv("document_items", "symbol,item\n#1,b\n", &known()).unwrap();
        assert_eq!(tables[0].rows[0]["symbol"], "#1");
        assert_eq!(tables[0].lines, [2]);
        let problem = |name, text| parse_csv(name, text, &known()).unwrap_err().remove(0).to_string();
        assert_eq!(problem("documents", ""), "line 1: expected a header of columns, found nothing");
        assert!(problem("papers", "a\n").ends_with("found \"papers\""));
        assert!(problem("meetings", "kind,colour\nformal,red\n").ends_with("found \"colour\""));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        assert_eq!(
            problems(""),
            ["line 1: expected a table in brackets, such as [milestones], found nothing"]
        );
        assert_eq!(
            problems("milestone,date\n"),
            ["line 1: expected a table in brackets, such as [milestones], found \"milestone,date\""]
        );
        let unknown = problems("[papers]\na\n1\n\n[meetings]\nkind,colour\nformal,red\n");
        assert!(unknown[0].starts_with("line 1: expected a table: dossiers, "), "{unknown:?}");
        assert!(unknown[1].starts_with("line 6: expected a column of meetings: "), "{unknown:?}");
        assert_eq!(unknown.len(), 2, "{unknown:?}");
        assert_eq!(
            problems("[milestones]\n\n[meetings]\nkind,kind\n"),
            [
                "line 2: expected a header of columns below [milestones], found the end of the block",
                "line 4: expected a column only once, found \"kind\" again"
            ]
        );
        assert_eq!(
            problems("[document_items]\nsymbol,item\na\n\"b,c\n\n[document_items]\nitem\n"),
            [
                "line 3: expected 2 cells, as in the header, found 1",
                "line 4: expected every quote closed on its line, found \"\\\"b,c\"",
                "line 6: expected a table only once, found \"document_items\" again"
            ]
        );
    }

    #[test]
    fn cells_are_held_against_the_schema() {
        let text = "[meetings]\nkind,ordinal,start_date,has_news\ncasual,01,2007-02-30,yes\nformal,,,\n";
        assert_eq!(
            problems(text).iter().map(|text| text.split(" in ").last().unwrap()).collect::<Vec<_>>(),
            [
                "kind, found \"casual\"",
                "ordinal, found \"01\"",
                "start_date, found \"2007-02-30\"",
                "has_news, found \"yes\"",
                "has_news, found \"\""
            ]
        );
        assert!(parse("[documents]\nstep\nno such step\n", &known()).is_err());
    }
}
