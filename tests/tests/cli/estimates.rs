//! Cases of `compare`: curves, medians, restricted means and tests, each computed here a second time from the durations.

use super::*;

/// The 97.5% quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// A comparison as JSON.
fn compared(args: &[&str]) -> Value {
    json(accession().args(["compare", "--format", "json"]).args(args))
}

/// A duration in days and whether the end was reached.
type Subject = (u32, bool);

/// The durations of a group, at the middle of their bounds rounded down; of everybody for `all`.
fn subjects(comparison: &Value, group: &str) -> Vec<Subject> {
    let rows = comparison["accessions"].as_array().expect("accessions");
    let number = |row: &Value, column: &str| row[column].as_u64().expect("a number");
    rows.iter()
        .filter(|row| group == "all" || row["group"] == group)
        .map(|row| {
            let middle = number(row, "duration_days_min").midpoint(number(row, "duration_days_max"));
            let is_observed = row["event_observed"].as_bool().expect("a truth value");
            (u32::try_from(middle).expect("a duration"), is_observed)
        })
        .collect()
}

/// A time of a product-limit estimate.
#[derive(Debug)]
struct Step {
    time: f64,
    at_risk: f64,
    events: f64,
    censored: f64,
    survival: f64,
    /// Greenwood's sum.
    sum: f64,
}

fn counted(subjects: &[Subject], is: impl Fn(&Subject) -> bool) -> f64 {
    f64::from(u32::try_from(subjects.iter().filter(|subject| is(subject)).count()).expect("a count"))
}

/// The product-limit estimate as Kaplan and Meier write it down.
fn product_limit(subjects: &[Subject]) -> Vec<Step> {
    let times: BTreeSet<u32> = subjects.iter().map(|(days, _)| *days).collect();
    let (mut survival, mut sum) = (1.0, 0.0);
    let step = |time: u32| {
        let at_risk = counted(subjects, |(days, _)| *days >= time);
        let events = counted(subjects, |(days, is_observed)| *days == time && *is_observed);
        let censored = counted(subjects, |(days, is_observed)| *days == time && !is_observed);
        survival *= 1.0 - events / at_risk;
        sum += if events > 0.0 { events / (at_risk * (at_risk - events)) } else { 0.0 };
        Step { time: f64::from(time), at_risk, events, censored, survival, sum }
    };
    times.into_iter().map(step).collect()
}

/// Limits of survival on a scale; nothing where it has none.
fn limits(step: &Step, interval: &str) -> Option<(f64, f64)> {
    let (survival, error) = (step.survival, step.sum.sqrt());
    if survival < 1e-12 {
        return None;
    }
    match interval {
        "log-log" if error > 0.0 => {
            let width = (Z * error / survival.ln().abs()).exp();
            Some((survival.powf(width), survival.powf(1.0 / width)))
        }
        "log-log" => None,
        "log" => Some((survival * (-Z * error).exp(), (survival * (Z * error).exp()).min(1.0))),
        _ => Some(((survival - Z * survival * error).max(0.0), (survival + Z * survival * error).min(1.0))),
    }
}

/// The first time a share has fallen to a half.
fn half(steps: &[Step], share: impl Fn(&Step) -> Option<f64>) -> Option<f64> {
    steps.iter().find(|step| share(step).is_some_and(|share| share < 0.5 + 1e-9)).map(|step| step.time)
}

/// The area under the curve from one time to another.
fn area(steps: &[Step], from: f64, until: f64) -> f64 {
    let mut area = 0.0;
    let (mut at, mut survival) = (0.0, 1.0);
    for step in steps.iter().filter(|step| step.time <= until) {
        area += survival * (step.time.max(from) - f64::max(at, from));
        (at, survival) = (step.time, step.survival);
    }
    area + survival * (until - at.max(from))
}

#[track_caller]
fn assert_near(found: &Value, expected: Option<f64>, what: &str) {
    match expected {
        None => assert!(found.is_null(), "{what}: expected nothing, found {found}"),
        Some(expected) => {
            let found =
                found.as_f64().unwrap_or_else(|| panic!("{what}: expected {expected}, found {found}"));
            assert!(
                (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
                "{what}: {found}, not {expected}"
            );
        }
    }
}

/// Checks a group of a comparison against its durations.
fn assert_estimate(comparison: &Value, estimate: &Value, interval: &str, tau: f64) {
    let group = estimate["group"].as_str().expect("a group");
    let subjects = subjects(comparison, group);
    let steps = product_limit(&subjects);
    let curve = estimate["curve"].as_array().expect("a curve");
    assert_eq!(curve.len(), steps.len(), "{group}");
    for (point, step) in curve.iter().zip(&steps) {
        let limits = limits(step, interval);
        for (column, expected) in [
            ("time_days", Some(step.time)),
            ("at_risk", Some(step.at_risk)),
            ("events", Some(step.events)),
            ("censored", Some(step.censored)),
            ("survival", Some(step.survival)),
            ("ci_lower", limits.map(|limits| limits.0)),
            ("ci_upper", limits.map(|limits| limits.1)),
        ] {
            assert_near(&point[column], expected, &format!("{group}, {interval}, {column} of {step:?}"));
        }
    }
    let events = counted(&subjects, |(_, is_observed)| *is_observed);
    let all = counted(&subjects, |_| true);
    let error: f64 = steps
        .iter()
        .filter(|step| step.time <= tau && step.events > 0.0 && step.at_risk > step.events)
        .map(|step| {
            area(&steps, step.time, tau).powi(2) * step.events / (step.at_risk * (step.at_risk - step.events))
        })
        .sum();
    for (column, expected) in [
        ("subjects", Some(all)),
        ("events", Some(events)),
        ("censored", Some(all - events)),
        ("median_days", half(&steps, |step| Some(step.survival))),
        ("median_ci_lower", half(&steps, |step| Some(limits(step, interval)?.0))),
        ("median_ci_upper", half(&steps, |step| Some(limits(step, interval)?.1))),
        ("rmst_tau_days", Some(tau)),
        ("rmst_days", Some(area(&steps, 0.0, tau))),
        ("rmst_standard_error_days", Some(error.sqrt())),
    ] {
        assert_near(&estimate[column], expected, &format!("{group}, {interval}, {column}"));
    }
}

/// The estimates of a comparison and the group each is of.
fn estimates<'c>(comparison: &'c Value, of: &str) -> &'c [Value] {
    comparison[of].as_array().expect("estimates")
}

/// The longest time of a group.
fn longest(comparison: &Value, group: &str) -> f64 {
    subjects(comparison, group).iter().map(|(days, _)| f64::from(*days)).fold(0.0, f64::max)
}

#[test]
fn estimates_are_those_of_the_durations_on_every_scale() {
    for interval in ["log-log", "log", "plain"] {
        let all = compared(&["--interval", interval]);
        assert_estimate(&all, &estimates(&all, "all")[0], interval, longest(&all, "all"));
        let comparison = compared(&["--by", "gatt_start", "--interval", interval]);
        let groups = estimates(&comparison, "groups");
        let names: Vec<&str> = groups.iter().filter_map(|group| group["group"].as_str()).collect();
        assert_eq!(names, ["GATT", "WTO"]);
        // Restricted to the longest time both have; and so is everybody together, beside them.
        let tau = longest(&comparison, "GATT").min(longest(&comparison, "WTO"));
        assert!(tau < longest(&all, "all"));
        for estimate in estimates(&comparison, "all").iter().chain(groups) {
            assert_estimate(&comparison, estimate, interval, tau);
        }
    }
    assert_eq!(
        compared(&[]),
        compared(&["--interval", "log-log"]),
        "that is the scale unless another is named"
    );
}

#[test]
fn every_grouping_has_an_estimate_for_each_of_its_groups() {
    for by in ["ldc", "region", "gatt_start", "decade", "landlocked"] {
        let comparison = compared(&["--by", by]);
        let rows = comparison["accessions"].as_array().expect("accessions");
        let named: BTreeSet<&str> = rows.iter().filter_map(|row| row["group"].as_str()).collect();
        let groups = estimates(&comparison, "groups");
        assert_eq!(
            groups.iter().filter_map(|group| group["group"].as_str()).collect::<Vec<_>>(),
            Vec::from_iter(named)
        );
        let tau = groups
            .iter()
            .map(|group| longest(&comparison, group["group"].as_str().expect("a group")))
            .fold(f64::MAX, f64::min);
        for estimate in estimates(&comparison, "all").iter().chain(groups) {
            assert_estimate(&comparison, estimate, "log-log", tau);
        }
    }
}

#[test]
fn curves_fall_from_one_and_risk_sets_shrink() {
    let comparison = compared(&["--by", "region"]);
    for estimate in estimates(&comparison, "all").iter().chain(estimates(&comparison, "groups")) {
        let curve = estimate["curve"].as_array().expect("a curve");
        let numbers =
            |column: &str| -> Vec<f64> { curve.iter().filter_map(|point| point[column].as_f64()).collect() };
        let (times, at_risk, survival) = (numbers("time_days"), numbers("at_risk"), numbers("survival"));
        assert_eq!((times.len(), at_risk.len(), survival.len()), (curve.len(), curve.len(), curve.len()));
        assert!(times.is_sorted_by(|one, next| one < next), "{times:?}");
        assert!(at_risk.is_sorted_by(|one, next| one > next), "{at_risk:?}");
        assert!(survival.is_sorted_by(|one, next| one >= next), "{survival:?}");
        assert!(survival.iter().all(|share| (0.0..=1.0).contains(share)), "{survival:?}");
        assert_eq!(estimate["subjects"].as_f64(), at_risk.first().copied(), "all are at risk at first");
        for point in curve {
            let share = |column: &str| point[column].as_f64();
            if let (Some(lower), Some(upper)) = (share("ci_lower"), share("ci_upper")) {
                assert!(share("survival").is_some_and(|share| (lower..=upper).contains(&share)), "{point}");
            }
        }
    }
}

#[test]
fn a_small_comparison_is_as_computed_by_hand() {
    // 3,319, 6,288 and 7,245 days, and 12,092 that run on: a quarter goes at each end.
    let economies = ["--economies", "KAZ,VUT,LBR,BLR"];
    let comparison = compared(&economies);
    let all = &estimates(&comparison, "all")[0];
    let survival: Vec<f64> = all["curve"]
        .as_array()
        .expect("a curve")
        .iter()
        .filter_map(|point| point["survival"].as_f64())
        .collect();
    assert_eq!(survival, [0.75, 0.5, 0.25, 0.25]);
    assert_near(&all["median_days"], Some(6288.0), "the first time a half is left");
    // 3,319 + 3/4 of 2,969 + 1/2 of 957 + 1/4 of 4,847.
    assert_near(&all["rmst_days"], Some(7236.0), "mean");
    let comparison = compared(&[&economies[..], &["--tau", "7000"]].concat());
    let all = &estimates(&comparison, "all")[0];
    assert_near(&all["rmst_days"], Some(3319.0 + 0.75 * 2969.0 + 0.5 * 712.0), "mean up to 7,000 days");
    assert_near(&all["rmst_tau_days"], Some(7000.0), "tau");
}

#[test]
fn the_mean_is_restricted_to_the_days_asked_for() {
    let comparison = compared(&["--by", "ldc", "--tau", "5000"]);
    for estimate in estimates(&comparison, "all").iter().chain(estimates(&comparison, "groups")) {
        assert_estimate(&comparison, estimate, "log-log", 5000.0);
    }
    let stdout = good(accession().args(["compare", "--by", "ldc", "--tau", "5000"]));
    let table = printed(&stdout, &["ldc", "accessions"]);
    assert!(table.iter().all(|row| row["up to"] == "5,000"), "{table:?}");
}

#[test]
fn a_mean_up_to_more_than_anybody_was_seen_to_wait_is_not_given() {
    // Liberia and Vanuatu, least developed when they applied, are members; of the others Belarus waits.
    let args = ["--economies", "KAZ,VUT,LBR,BLR", "--by", "ldc"];
    let of = |tau: &str| {
        let comparison = compared(&[&args[..], &["--tau", tau]].concat());
        let stdout = good(accession().arg("compare").args(args).args(["--tau", tau]));
        let table = printed(&stdout, &["ldc", "accessions"]);
        let both =
            [&estimates(&comparison, "all")[0], &estimates(&comparison, "groups")[1]].map(Value::clone);
        (both, estimates(&comparison, "groups")[0].clone(), table)
    };
    // Belarus has waited for 12,092 days.
    let (waiting, members, table) = of("12092");
    assert_near(&waiting[0]["rmst_days"], Some(7236.0), "up to the last time, as without --tau");
    assert_near(&members["rmst_days"], Some(f64::midpoint(3319.0, 6288.0)), "all ended");
    assert!(table.iter().all(|row| !row["restricted mean (SE)"].is_empty()), "{table:?}");
    let (waiting, members, table) = of("12093");
    for estimate in &waiting {
        for column in ["rmst_days", "rmst_standard_error_days"] {
            assert_eq!(estimate[column], Value::Null, "{column} of {estimate}");
        }
    }
    assert_near(&members["rmst_days"], Some(f64::midpoint(3319.0, 6288.0)), "all ended");
    let means: Vec<bool> = table.iter().map(|row| row["restricted mean (SE)"].is_empty()).collect();
    assert_eq!(means, [true, false, true], "all, least developed, other");
}

#[test]
fn the_table_says_what_json_says() {
    let args = ["--by", "decade"];
    let comparison = compared(&args);
    let stdout = good(accession().arg("compare").args(args));
    let table =
        printed(&stdout, &["decade", "accessions", "completed", "running", "median days", "95% interval"]);
    let estimates: Vec<&Value> =
        estimates(&comparison, "all").iter().chain(estimates(&comparison, "groups")).collect();
    assert_eq!(table.len(), estimates.len());
    for (row, estimate) in table.iter().zip(estimates) {
        let days = |column: &str| {
            estimate[column].as_f64().map_or("not reached".to_owned(), |days| days.to_string())
        };
        let rounded = |column: &str| format!("{:.0}", estimate[column].as_f64().expect("a number"));
        assert_eq!(row["decade"], estimate["group"].as_str().expect("a group"));
        for (printed, expected) in [
            ("accessions", estimate["subjects"].to_string()),
            ("completed", estimate["events"].to_string()),
            ("running", estimate["censored"].to_string()),
            ("median days", days("median_days")),
            ("95% interval", format!("{} to {}", days("median_ci_lower"), days("median_ci_upper"))),
            ("median bounds", format!("{} to {}", days("median_days_shortest"), days("median_days_longest"))),
            (
                "restricted mean (SE)",
                format!("{} ({})", rounded("rmst_days"), rounded("rmst_standard_error_days")),
            ),
            ("up to", days("rmst_tau_days")),
        ] {
            assert_eq!(row[printed].replace(',', ""), expected, "{printed} of {row:?}");
        }
    }
    let imprecise = comparison["all"][0]["imprecise"].as_u64().expect("a count");
    assert_has(&stdout, &format!("\n{imprecise} durations known within bounds only: "));
}

#[test]
fn json_has_the_accessions_of_csv() {
    let args =
        ["--by", "landlocked", "--from", "gatt_application", "--to", "decision", "--as-of", "2020-06-30"];
    let comparison = compared(&args);
    let (_, rows) = records(&good(accession().args(["compare", "--format", "csv"]).args(args)));
    let of_json: Vec<Row> = comparison["accessions"]
        .as_array()
        .expect("accessions")
        .iter()
        .map(|row| {
            let cells = row.as_object().expect("a row").iter();
            let text = |value: &Value| match value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            cells.map(|(column, value)| (column.clone(), text(value))).collect()
        })
        .collect();
    assert_eq!(of_json, rows);
    for (key, value) in
        [("from_milestone", "gatt_application"), ("to_milestone", "decision"), ("as_of_date", "2020-06-30")]
    {
        assert_eq!(comparison[key], value);
    }
    let left_out = comparison["left_out"].as_array().expect("those left out");
    let ecuador = left_out.iter().find(|left| left["economy"] == "Ecuador").expect("Ecuador");
    assert_eq!(ecuador["reason"], "the end was passed, and no source dates it");
    let ungrouped = compared(&[]);
    assert_eq!(ungrouped["groups"], Value::Array(Vec::new()), "nothing is grouped by");
    assert_eq!((&ungrouped["group_by"], &ungrouped["test"]), (&Value::Null, &Value::Null));
    assert_eq!(comparison["group_by"], "landlocked");
}

#[test]
fn json_says_how_it_was_computed() {
    let word = |comparison: &Value, key: &str| {
        comparison[key].as_str().expect("a word").to_lowercase().replace('-', "")
    };
    let of = |args: &[&str]| {
        let comparison = compared(args);
        [word(&comparison, "interval"), word(&comparison, "censoring")]
    };
    assert_eq!(of(&[]), ["loglog", "asof"]);
    assert_eq!(of(&["--interval", "log", "--censor", "suspension"]), ["log", "suspension"]);
    assert_eq!(of(&["--interval", "plain", "--censor", "as-of"]), ["plain", "asof"]);
}

/// The log-rank statistic of two groups within strata: the square of observed less expected over its variance.
fn log_rank(strata: &BTreeMap<String, [Vec<Subject>; 2]>) -> f64 {
    let (mut excess, mut variance) = (0.0, 0.0);
    for [one, other] in strata.values() {
        let both = [one.as_slice(), other].concat();
        let times: BTreeSet<u32> =
            both.iter().filter(|(_, is_observed)| *is_observed).map(|(days, _)| *days).collect();
        for time in times {
            let at_risk = |subjects: &[Subject]| counted(subjects, |(days, _)| *days >= time);
            let events = |subjects: &[Subject]| counted(subjects, |subject| *subject == (time, true));
            let (all, share, ended) = (at_risk(&both), at_risk(one) / at_risk(&both), events(&both));
            excess += events(one) - ended * share;
            if all > 1.0 {
                variance += ended * share * (1.0 - share) * (all - ended) / (all - 1.0);
            }
        }
    }
    excess * excess / variance
}

/// The durations of the groups of an accession, by what another comparison groups the same accessions by.
fn within(
    comparison: &Value,
    groups: [&str; 2],
    strata: Option<&Value>,
) -> BTreeMap<String, [Vec<Subject>; 2]> {
    let mut within: BTreeMap<String, [Vec<Subject>; 2]> = BTreeMap::new();
    let rows = comparison["accessions"].as_array().expect("accessions");
    for (at, (row, subject)) in rows.iter().zip(subjects(comparison, "all")).enumerate() {
        let stratum = strata.map_or(String::new(), |strata| strata["accessions"][at]["group"].to_string());
        let group = groups.iter().position(|group| row["group"] == *group).expect("one of the groups");
        within.entry(stratum).or_default()[group].push(subject);
    }
    within
}

#[test]
fn groups_are_tested_by_the_log_rank_test() {
    let of_regions = compared(&["--by", "region"]);
    for (by, groups) in [("ldc", ["least developed", "other"]), ("gatt_start", ["GATT", "WTO"])] {
        for (stratify, said) in [(&[][..], ""), (&["--stratify-by", "region"], ", stratified by region")] {
            let args = [&["--by", by], stratify].concat();
            let comparison = compared(&args);
            let strata = (!stratify.is_empty()).then_some(&of_regions);
            let statistic = log_rank(&within(&comparison, groups, strata));
            let test = &comparison["test"];
            assert_near(&test["statistic"], Some(statistic), &format!("{by}{said}"));
            assert_eq!((&test["test"], &test["group_by"]), (&"log_rank".into(), &by.into()));
            assert_eq!(test["stratified_by"], strata.map_or(Value::Null, |_| "region".into()));
            assert_eq!(test["degrees_of_freedom"], 1);
            let p_values = ["p_value", "p_value_shortest", "p_value_longest"]
                .map(|column| test[column].as_f64().expect("a probability"));
            assert!(p_values.iter().all(|p_value| (0.0..=1.0).contains(p_value)), "{test}");
            let [p_value, shortest, longest] = p_values;
            assert!(p_values.iter().all(|p_value| *p_value >= 0.001), "{test}");
            let line = format!(
                "Log-rank test by {by}{said}: chi-squared {statistic:.2}, 1 degree of freedom, p = {p_value:.3} \
                 (shortest durations {shortest:.3}, longest {longest:.3})"
            );
            let stdout = good(accession().arg("compare").args(&args));
            assert!(stdout.lines().any(|printed| printed == line), "expected {line:?} in\n{stdout}");
        }
    }
    assert_eq!(of_regions["test"]["degrees_of_freedom"], 4, "five regions");
    // The 5% and 0.1% points of chi-squared with one degree of freedom are 3.84 and 10.83.
    let began = &compared(&["--by", "gatt_start"])["test"];
    let (statistic, p_value) =
        (began["statistic"].as_f64().expect("one"), began["p_value"].as_f64().expect("one"));
    assert_eq!(statistic > 3.841_458_8, p_value < 0.05);
    assert_eq!(statistic > 10.827_566_2, p_value < 0.001);
}

#[test]
fn a_very_small_probability_is_not_printed_as_nothing() {
    // Groups by the durations themselves: the first half of the list, the longest first, and the rest.
    let rows = records(&good(accession().args(["compare", "--format", "csv"]))).1;
    let half = rows.len() / 2;
    let group = |at: usize| if at < half { "long" } else { "short" };
    let table: Vec<String> =
        rows.iter().enumerate().map(|(at, row)| format!("{},{}", row["iso3"], group(at))).collect();
    let folder = folder();
    let path = folder.path().join("synthetic.csv");
    write(&path, format!("iso3,speed\n{}\n", table.join("\n")));
    let args = ["--by", "speed", "--groups", path.to_str().expect("UTF-8")];
    let comparison = compared(&args);
    let statistic = log_rank(&within(&comparison, ["long", "short"], None));
    assert!(
        statistic > 10.827_566_2,
        "the 0.1% point of chi-squared with one degree of freedom: {statistic}"
    );
    assert_near(&comparison["test"]["statistic"], Some(statistic), "statistic");
    let p_value = comparison["test"]["p_value"].as_f64().expect("a probability");
    assert!(p_value > 0.0 && p_value < 0.001, "{p_value}");
    let line = format!(
        "Log-rank test by speed: chi-squared {statistic:.2}, 1 degree of freedom, p < 0.001 (shortest durations < \
         0.001, longest < 0.001)"
    );
    let stdout = good(accession().arg("compare").args(args));
    assert!(stdout.lines().any(|printed| printed == line), "expected {line:?} in\n{stdout}");
}

#[test]
fn one_group_is_nothing_to_test() {
    let stdout = good(accession().args(["compare", "--by", "region", "--economies", "TON,VUT,WSM"]));
    assert_has(&stdout, "\nLog-rank test by region: nothing to compare\n");
    let stdout = good(accession().args(["compare", "--by", "ldc", "--stratify-by", "ldc"]));
    assert_has(&stdout, "\nLog-rank test by ldc, stratified by ldc: nothing to compare\n");
    assert!(!good(accession().arg("compare")).contains("Log-rank"), "nothing is asked for");
}

/// The lines of each chart that is printed, by its group.
fn charts(stdout: &str) -> BTreeMap<&str, Vec<&str>> {
    let starts = stdout.split("\nShare still waiting (").skip(1);
    let chart = starts.map(|chart| {
        let (group, drawn) = chart.split_once(", Kaplan-Meier)\n").expect("a title");
        (group, drawn.lines().take_while(|line| !line.is_empty()).collect())
    });
    chart.collect()
}

#[test]
fn every_group_has_a_chart_of_the_same_size() {
    let stdout = good(accession().arg("compare"));
    assert_eq!(charts(&stdout).into_keys().collect::<Vec<_>>(), ["all"]);
    let stdout = good(accession().args(["compare", "--by", "gatt_start"]));
    let charts = charts(&stdout);
    assert_eq!(charts.keys().copied().collect::<Vec<_>>(), ["GATT", "WTO"]);
    for lines in charts.values() {
        for label in [" 100%", " 50%", " 0%"] {
            assert_eq!(lines.iter().filter(|line| line.ends_with(label)).count(), 1, "{lines:#?}");
        }
        // Both run to the longest time of all: Algeria's 39 years.
        let axis = lines.iter().find(|line| line.starts_with("0 years")).expect("an axis");
        assert!(axis.ends_with(" 39 years"), "{axis}");
    }
}

#[test]
fn the_chart_falls_when_an_accession_ends() {
    // Two accessions: half is left from 7,245 days on, three fifths of 12,092.
    let stdout = good(accession().args(["compare", "--economies", "KAZ,BLR"]));
    let lines = &charts(&stdout)["all"];
    let drawn = |label: &str| -> Vec<bool> {
        let line = lines.iter().find(|line| line.ends_with(label)).expect("the line of a label");
        // The first place is the axis, which has no blank.
        line.chars().take(60).skip(1).map(|dots| dots != '\u{2800}').collect()
    };
    let (whole, half) = (drawn(" 100%"), drawn(" 50%"));
    let count = |places: &[bool]| places.iter().filter(|is_drawn| **is_drawn).count();
    assert!(count(&whole[..33]) > 30, "all wait until 7,245 days:\n{}", lines.join("\n"));
    assert!(count(&whole[38..]) < 2, "and no longer:\n{}", lines.join("\n"));
    assert!(count(&half[..33]) < 2 && count(&half[38..]) > 15, "then half of them:\n{}", lines.join("\n"));
}
