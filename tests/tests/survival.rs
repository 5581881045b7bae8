//! The survival analysis against R's `survival` and Python's `lifelines`: every number that is stored for the data
//! sets of `tests/fixtures/survival` is computed again.

#![allow(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use accession_analyze::survival::{
    Covariate, CoxModel, Curve, Interval, ProportionalHazards, Subject, Test, TimeTransform, cox,
    kaplan_meier, log_rank,
};
use accession_tests::root;

/// The largest difference, relative to the number or to 1 if that is more. Probabilities are always relative to
/// themselves, or any small one would do for any other.
const TOLERANCE: f64 = 1e-9;

/// A data set: its name, the covariates of its model in order, a factor's levels as `column=level`, and how many rows
/// are checked at least of the table of R and of that of lifelines.
const DATA_SETS: [(&str, &str, [usize; 2]); 3] = [
    ("freireich", "treatment=placebo", [740, 439]),
    ("rossi", "fin age race wexp mar paro prio", [1694, 1012]),
    (
        "veteran",
        "trt karno diagtime age prior celltype=smallcell celltype=adeno celltype=large",
        [3132, 1876],
    ),
];

/// Rows of a table that are not checked: the program, the quantity and why.
const EXCLUDED: [(&str, &str, &str); 2] = [
    ("lifelines", "ph_gt_chi2", "Grambsch and Therneau's test of 1994, another than R's of today"),
    ("lifelines", "ph_gt_p", "Grambsch and Therneau's test of 1994, another than R's of today"),
];

#[derive(Debug)]
struct Row {
    quantity: String,
    by: String,
    group: String,
    time: Option<f64>,
    term: String,
    value: Option<f64>,
}

/// Nothing here computes the quantity of a row.
struct Unknown;

/// The number a row is about, which may be that there is none.
type Found = Result<Option<f64>, Unknown>;

struct DataSet {
    columns: BTreeMap<String, Vec<String>>,
    subjects: Vec<Subject>,
    terms: Vec<Covariate>,
    model: OnceCell<CoxModel>,
}

fn folder(name: &str) -> PathBuf {
    root().join("tests").join(name).join("survival")
}

/// The header and the rows of a table.
fn records(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let fail = |error: csv::Error| -> ! { panic!("{}: {error}", path.display()) };
    let mut reader = csv::Reader::from_path(path).unwrap_or_else(|error| fail(error));
    let cells = |record: &csv::StringRecord| -> Vec<String> { record.iter().map(str::to_owned).collect() };
    let header = cells(reader.headers().unwrap_or_else(|error| fail(error)));
    let rows = reader.records().map(|record| cells(&record.unwrap_or_else(|error| fail(error)))).collect();
    (header, rows)
}

fn number(cell: &str) -> Option<f64> {
    (!cell.is_empty()).then(|| cell.parse().unwrap_or_else(|error| panic!("{cell:?}: {error}")))
}

fn expected(path: &Path) -> Vec<Row> {
    let (header, rows) = records(path);
    assert_eq!(header, ["quantity", "by", "group", "time", "term", "value"], "{}", path.display());
    let row = |cells: Vec<String>| {
        let [quantity, by, group, time, term, value] = cells.try_into().expect("as many cells as the header");
        Row { quantity, by, group, time: number(&time), term, value: number(&value) }
    };
    rows.into_iter().map(row).collect()
}

impl DataSet {
    fn new(name: &str, terms: &str) -> Self {
        let (header, rows) = records(&folder("fixtures").join(format!("{name}.csv")));
        let column = |place: usize| rows.iter().map(|row| row[place].clone()).collect();
        let columns: BTreeMap<String, Vec<String>> =
            header.iter().enumerate().map(|(place, name)| (name.clone(), column(place))).collect();
        let subjects = columns["time"].iter().zip(&columns["event"]).map(|(time, event)| {
            assert!(["0", "1"].contains(&event.as_str()), "{event:?}");
            Subject::new(number(time).expect("a time"), event == "1").expect("a time that can be")
        });
        let covariate = |term: &str| {
            let values = match term.split_once('=') {
                Some((column, level)) => {
                    columns[column].iter().map(|cell| f64::from(u8::from(cell == level))).collect()
                }
                None => columns[term].iter().map(|cell| number(cell).expect("a number")).collect(),
            };
            Covariate { name: term.to_owned(), values }
        };
        Self {
            subjects: subjects.collect(),
            terms: terms.split(' ').map(covariate).collect(),
            columns,
            model: OnceCell::new(),
        }
    }

    fn model(&self) -> &CoxModel {
        self.model.get_or_init(|| cox(&self.subjects, &self.terms).expect("a model"))
    }

    /// The subjects of a group, or all without a column.
    fn curve(&self, by: &str, group: &str, interval: Interval) -> Curve {
        let of_group: Vec<Subject> = match self.columns.get(by) {
            Some(column) => {
                let subjects = self.subjects.iter().zip(column);
                subjects.filter(|(_, cell)| *cell == group).map(|(subject, _)| *subject).collect()
            }
            None => self.subjects.clone(),
        };
        assert!(!of_group.is_empty(), "nobody is in group {group:?} by {by:?}");
        kaplan_meier(&of_group, interval)
    }

    /// Each subject's place in the sorted levels of a column.
    fn levels(&self, column: &str) -> Vec<usize> {
        let column = &self.columns[column];
        let levels: BTreeSet<&String> = column.iter().collect();
        column.iter().map(|cell| levels.iter().take_while(|level| **level < cell).count()).collect()
    }

    /// By `a|b` is meant by a, stratified by b.
    fn log_rank(&self, by: &str) -> Option<Test> {
        match by.split_once('|') {
            Some((by, stratum)) => log_rank(&self.subjects, &self.levels(by), Some(&self.levels(stratum))),
            None => log_rank(&self.subjects, &self.levels(by), None),
        }
    }

    fn compute(&self, row: &Row) -> Found {
        let quantity = row.quantity.as_str();
        if let Some(part) = quantity.strip_prefix("logrank_") {
            return of_test(self.log_rank(&row.by), part);
        }
        if let Some(part) = quantity.strip_prefix("zph_") {
            let transform = match row.by.as_str() {
                "km" => TimeTransform::KaplanMeier,
                "rank" => TimeTransform::Rank,
                "identity" => TimeTransform::Identity,
                _ => return Err(Unknown),
            };
            let ProportionalHazards { terms, global } = self.model().proportional_hazards(transform);
            let test = if row.term == "GLOBAL" { global } else { terms[self.place(&row.term)] };
            return of_test(test, part);
        }
        if let Some(part) = quantity.strip_prefix("cox_") {
            return of_model(self.model(), part, || self.place(&row.term));
        }
        let scales = [("_log_log", Interval::LogLog), ("_log", Interval::Log), ("_plain", Interval::Plain)];
        let (quantity, interval) = scales
            .into_iter()
            .find_map(|(ending, interval)| Some((quantity.strip_suffix(ending)?, interval)))
            .unwrap_or((quantity, Interval::LogLog));
        of_curve(&self.curve(&row.by, &row.group, interval), quantity, row.time)
    }

    fn place(&self, term: &str) -> usize {
        let place = self.terms.iter().position(|covariate| covariate.name == term);
        place.unwrap_or_else(|| panic!("no term {term:?}"))
    }
}

fn of_curve(curve: &Curve, quantity: &str, time: Option<f64>) -> Found {
    let step = || curve.steps().iter().find(|step| Some(step.time) == time).ok_or(Unknown);
    let mean = || curve.restricted_mean(time.ok_or(Unknown)?).ok_or(Unknown);
    Ok(match quantity {
        "median" => curve.median(),
        "median_lower" => curve.median_interval().0,
        "median_upper" => curve.median_interval().1,
        "rmst" => Some(mean()?.mean),
        "rmst_se" => Some(mean()?.standard_error),
        "at_risk" => Some(f64::from(step()?.at_risk)),
        "events" => Some(f64::from(step()?.events)),
        "censored" => Some(f64::from(step()?.censored)),
        "survival" => Some(step()?.survival),
        "survival_se" => step()?.standard_error,
        "lower" => step()?.lower,
        "upper" => step()?.upper,
        "cumulative_hazard" => Some(step()?.cumulative_hazard),
        "cumulative_hazard_se" => Some(step()?.cumulative_hazard_standard_error),
        _ => return Err(Unknown),
    })
}

fn of_test(test: Option<Test>, part: &str) -> Found {
    match part {
        "chi2" => Ok(test.map(|test| test.statistic)),
        "df" => Ok(test.map(|test| f64::from(test.degrees_of_freedom))),
        "p" => Ok(test.map(|test| test.p_value)),
        _ => Err(Unknown),
    }
}

fn of_model(model: &CoxModel, part: &str, place: impl Fn() -> usize) -> Found {
    let term = || &model.terms[place()];
    Ok(Some(match part {
        "coef" => term().coefficient,
        "se" => term().standard_error,
        "hr" => term().hazard_ratio,
        "hr_lower" => term().lower,
        "hr_upper" => term().upper,
        "z" => term().z,
        "p" => term().p_value,
        "loglik_null" => model.log_likelihood_null,
        "loglik" => model.log_likelihood,
        "lr_test" => model.likelihood_ratio.statistic,
        "lr_p" => model.likelihood_ratio.p_value,
        "wald_test" => model.wald.statistic,
        "score_test" => model.score.statistic,
        _ => return Err(Unknown),
    }))
}

/// The difference of two numbers in units of what counts for the quantity; infinite if only one of them is there.
fn difference(quantity: &str, expected: Option<f64>, found: Option<f64>) -> f64 {
    match (expected, found) {
        (None, None) => 0.0,
        (Some(expected), Some(found)) => {
            let least = if quantity.ends_with("_p") { f64::MIN_POSITIVE } else { 1.0 };
            (expected - found).abs() / expected.abs().max(least)
        }
        _ => f64::INFINITY,
    }
}

/// Checks a table and gives the number of rows that agree.
fn check(name: &str, data: &DataSet, program: &str) -> usize {
    let path = folder("expected").join(format!("{name}.{program}.csv"));
    let mut rows = expected(&path);
    let excluded = |row: &Row| {
        EXCLUDED.iter().any(|(of, quantity, _)| (*of, *quantity) == (program, row.quantity.as_str()))
    };
    rows.retain(|row| !excluded(row));
    let mut wrong = Vec::new();
    for row in &rows {
        let Ok(found) = data.compute(row) else {
            wrong.push(format!("nothing computes {row:?}"));
            continue;
        };
        let difference = difference(&row.quantity, row.value, found);
        // Not a number is no agreement either.
        if difference.is_nan() || difference > TOLERANCE {
            wrong.push(format!("found {found:?} for {row:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}: {} rows differ:\n{}", path.display(), wrong.len(), wrong.join("\n"));
    rows.len()
}

#[test]
fn every_number_of_r_and_lifelines_is_met() {
    for (name, terms, least) in DATA_SETS {
        let data = DataSet::new(name, terms);
        for (program, least) in ["r", "lifelines"].into_iter().zip(least) {
            let checked = check(name, &data, program);
            assert!(checked >= least, "{name} {program}: only {checked} rows");
        }
    }
}

#[test]
fn every_data_set_is_checked() {
    let known: BTreeSet<String> = DATA_SETS.iter().map(|(name, _, _)| (*name).to_owned()).collect();
    for of in ["fixtures", "expected"] {
        let entries = std::fs::read_dir(folder(of)).expect("a folder");
        let found: BTreeSet<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "csv"))
            .filter_map(|name| name.split('.').next().map(str::to_owned))
            .collect();
        assert_eq!(found, known, "{of}");
    }
}
