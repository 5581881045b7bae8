#!/usr/bin/env python3
"""Computes the survival statistics of a release again with lifelines and numpy, and compares every row.

Usage: check_survival.py RELEASE_DIR

RELEASE_DIR is the folder `accession run --out RELEASE_DIR` writes with the default pipeline, of which the pairs, groups
and covariates are read: pipelines/accessions.toml. From the release come accession_durations, economies and milestones;
from these survival_curves, survival_summary, survival_tests and survival_models are computed. Values may differ by 1e-9
times max(1, |value|), and probabilities by 1e-8 of themselves as well.

Who is compared: every economy with a duration that isn't negative for certain, the duration at the middle of its bounds
rounded down to a day, or at one of the bounds for the columns _shortest and _longest. Groups and covariates are as of
the earliest possible start. Economies whose group, stratum or covariates are not known are left out there.

From lifelines are curves, limits of 0 < S < 1, cumulative hazards, medians, restricted means, unstratified log-rank
tests, and coefficients, their limits and the likelihood ratio of the Cox model. lifelines has no others, or defines them
otherwise (tests/survival/reference.py says how); these are computed with numpy from the formulas of the textbooks:
  standard_error              Greenwood: S times the root of the sum of d / (n (n - d)); none where S is 0
  cumulative_hazard_...error  root of the sum of d / n^2
  rmst_standard_error_days    root of the sum of d / (n (n - d)) times the square of the area behind that time
  stratified log-rank         hypergeometric variance, summed over the strata
  Wald, score                 with Efron's information, that of the score at coefficients 0
  proportional hazards        score test of x times g(t), g = 1 - S(t-) of everybody, with the whole information
A median is the first time with S <= 1/2. S is rounded to 12 digits for it, as a product may miss the half by a bit.

Prints each failed check, then `N passed, M failed`. Exit codes: 0 all passed, 1 some failed, 2 wrong usage.
"""

import math
import sys
import tomllib
import warnings
from collections import Counter
from pathlib import Path

import lifelines
import numpy
import pandas
from lifelines import CoxPHFitter, KaplanMeierFitter, NelsonAalenFitter
from lifelines.statistics import multivariate_logrank_test
from lifelines.utils import median_survival_times, restricted_mean_survival_time
from scipy.stats import chi2

from report import Report, is_same_probability, load

ROOT = Path(__file__).resolve().parents[2]
BOUNDS = ("middle", "shortest", "longest")
# Newton's steps go on until half the decrement is below the precision: what is left of the step is below its root.
FIT = {"step_size": 1.0, "precision": 1e-22, "r_precision": 0.0}


# Who is compared


def accessions(folder, start, end):
    """The economies with a clock of a pair, as a frame of durations, groups and covariates."""
    economies = {row["iso3"]: row for row in load(folder, "economies")}
    milestones = load(folder, "milestones")
    signs = ("gatt_application", "gatt_working_party_established", "working_party_transformed")
    began_under_gatt = {row["iso3"] for row in milestones if row["milestone"] in signs}
    memberships = [row["date_latest"] for row in milestones if row["milestone"] == "membership" and row["date_latest"]]
    rows = []
    for row in load(folder, "accession_durations"):
        shortest, longest = row["duration_days_min"], row["duration_days_max"]
        if (row["from_milestone"], row["to_milestone"]) != (start, end) or shortest < 0:
            continue
        economy, began = economies[row["iso3"]], row["start_date"]
        since, until = economy["ldc_from"], economy["ldc_until"]
        is_least_developed = since is not None and since <= began and (until is None or until > began)
        is_gatt, is_landlocked = row["iso3"] in began_under_gatt, economy["is_landlocked"]
        rows.append({
            "middle": (shortest + longest) // 2,
            "shortest": shortest,
            "longest": longest,
            "event": row["event_observed"],
            "ldc": "least developed" if is_least_developed else "other",
            "region": economy["region"],
            "gatt_start": "GATT" if is_gatt else "WTO",
            "decade": f"{began.year // 10 * 10}s",
            "landlocked": None if is_landlocked is None else "landlocked" if is_landlocked else "coastal",
            "is_least_developed": is_least_developed,
            "is_gatt": is_gatt,
            "start_year": began.year,
            "completed_before": sum(day < began for day in memberships),
        })
    return pandas.DataFrame(rows)


# Curves


class Curve:
    """The Kaplan-Meier and Nelson-Aalen curves of some accessions."""

    def __init__(self, frame, bound="middle"):
        self.km = KaplanMeierFitter().fit(frame[bound], frame["event"], label="S")
        self.hazard = NelsonAalenFitter(nelson_aalen_smoothing=False).fit(frame[bound], frame["event"], label="H")
        times = sorted(frame[bound].unique())
        table = self.km.event_table.loc[times]
        self.times, self.at_risk, self.events = numpy.array(times), table["at_risk"], table["observed"]
        self.censored = table["censored"]
        self.survival = self.km.survival_function_.loc[times, ["S"]]
        has_limits = (self.survival["S"] > 0) & (self.survival["S"] < 1)
        self.limits = self.km.confidence_interval_.loc[times][has_limits]
        n, d = (column.to_numpy(dtype=float) for column in (self.at_risk, self.events))
        with numpy.errstate(divide="ignore"):
            self.greenwood = d / (n * (n - d))
        self.aalen = numpy.sqrt(numpy.cumsum(d / n**2))

    def rows(self):
        shares = self.survival["S"]
        errors = shares.to_numpy() * numpy.sqrt(numpy.cumsum(numpy.where(shares > 0, self.greenwood, 0.0)))
        for at, time in enumerate(self.times):
            has_limits = time in self.limits.index
            yield {
                "time_days": int(time),
                "at_risk": int(self.at_risk.iloc[at]),
                "events": int(self.events.iloc[at]),
                "censored": int(self.censored.iloc[at]),
                "survival": float(shares.iloc[at]),
                "standard_error": float(errors[at]) if shares.iloc[at] > 0 else None,
                "ci_lower": float(self.limits.loc[time, "S_lower_0.95"]) if has_limits else None,
                "ci_upper": float(self.limits.loc[time, "S_upper_0.95"]) if has_limits else None,
                "cumulative_hazard": float(self.hazard.cumulative_hazard_.loc[time, "H"]),
                "cumulative_hazard_standard_error": float(self.aalen[at]),
            }

    def median(self):
        return half(self.survival)

    def median_limits(self):
        return [half(self.limits[[f"S_{side}_0.95"]]) for side in ("lower", "upper")]

    def restricted_mean(self, tau):
        return float(restricted_mean_survival_time(self.km, t=tau))

    def restricted_mean_error(self, tau):
        reached = self.times <= tau
        times, shares = self.times[reached], self.survival["S"].to_numpy()[reached]
        areas = numpy.cumsum((shares * numpy.diff([*times, tau]))[::-1])[::-1]
        terms = numpy.where(numpy.isfinite(self.greenwood[reached]), self.greenwood[reached], 0.0)
        return float(numpy.sqrt(numpy.sum(areas**2 * terms)))


def half(shares):
    """The first time with a share of at most a half."""
    if shares.empty:
        return None
    time = float(median_survival_times(shares.round(12)))
    return time if math.isfinite(time) else None


def groups_of(frame, by):
    """Everybody, or the groups in the order of their names."""
    if by == "all":
        return {"all": frame}
    return {group: frame[frame[by] == group] for group in sorted(frame[by].dropna().unique())}


def summary_rows(frame, by):
    groups = groups_of(frame, by)
    tau = float(min(part["middle"].max() for part in groups.values()))
    for group, part in groups.items():
        curve, shortest, longest = (Curve(part, bound) for bound in BOUNDS)
        lower, upper = curve.median_limits()
        yield {
            "group_by": by,
            "group": group,
            "subjects": len(part),
            "events": int(part["event"].sum()),
            "censored": int((~part["event"]).sum()),
            "median_days": curve.median(),
            "median_ci_lower": lower,
            "median_ci_upper": upper,
            "rmst_days": curve.restricted_mean(tau),
            "rmst_standard_error_days": curve.restricted_mean_error(tau),
            "rmst_tau_days": tau,
            "imprecise": int((part["shortest"] != part["longest"]).sum()),
            "median_days_shortest": shortest.median(),
            "median_days_longest": longest.median(),
            "rmst_days_shortest": shortest.restricted_mean(tau),
            "rmst_days_longest": longest.restricted_mean(tau),
        }


# Tests


def log_rank(frame, by, strata, bound):
    """Statistic, degrees of freedom and probability; nothing where no groups can be compared."""
    frame = frame.dropna(subset=[by] if strata is None else [by, strata])
    if frame[by].nunique() < 2 or not frame["event"].any():
        return None
    if strata is None:
        # Those who left before the first event are never compared with anybody.
        frame = frame[frame[bound] >= frame.loc[frame["event"], bound].min()]
        if frame[by].nunique() < 2:
            return None
        test = multivariate_logrank_test(frame[bound], frame[by], frame["event"])
        return float(test.test_statistic), test.degrees_of_freedom, float(test.p_value)
    groups = sorted(frame[by].unique())
    excess, variance = numpy.zeros(len(groups)), numpy.zeros((len(groups), len(groups)))
    for _, part in frame.groupby(strata):
        for time in part.loc[part["event"], bound].unique():
            at_risk, ended = part[part[bound] >= time], part[(part[bound] == time) & part["event"]]
            shares = numpy.array([(at_risk[by] == group).mean() for group in groups])
            n, d = len(at_risk), len(ended)
            excess += numpy.array([(ended[by] == group).sum() for group in groups]) - d * shares
            if n > 1:
                variance += d * (n - d) / (n - 1) * (numpy.diag(shares) - numpy.outer(shares, shares))
    df = int(numpy.linalg.matrix_rank(variance, hermitian=True))
    if df == 0:
        return None
    statistic = float(excess @ numpy.linalg.pinv(variance, rcond=1e-10, hermitian=True) @ excess)
    return statistic, df, float(chi2.sf(statistic, df))


def log_rank_rows(frame, groupings, stratify_by):
    for by in groupings:
        for strata in (None,) if by == stratify_by else (None, stratify_by):
            middle, shortest, longest = (log_rank(frame, by, strata, bound) for bound in BOUNDS)
            if middle is not None:
                yield test_row(by, strata, "log_rank", middle, shortest, longest)


def test_row(by, strata, test, middle, shortest, longest):
    return {
        "group_by": by,
        "stratified_by": strata,
        "test": test,
        "statistic": middle[0],
        "degrees_of_freedom": middle[1],
        "p_value": middle[2],
        "p_value_shortest": shortest and shortest[2],
        "p_value_longest": longest and longest[2],
    }


# The Cox model


def covariate_columns(frame, covariates):
    """The covariates as columns: indicators for what is no number, for regions one each but the most frequent."""
    frame = frame.dropna(subset=[name for name in covariates if name in ("region", "landlocked")])
    columns = {}
    for name in covariates:
        if name == "region":
            counts = Counter(frame["region"])
            reference = min(counts, key=lambda region: (-counts[region], region))
            for region in sorted(set(counts) - {reference}):
                columns[f"region={region}"] = frame["region"] == region
        elif name == "landlocked":
            columns[name] = frame["landlocked"] == "landlocked"
        else:
            columns[name] = frame[{"ldc": "is_least_developed", "gatt_start": "is_gatt"}.get(name, name)]
    return frame, pandas.DataFrame(columns).astype(float)


def efron(times, events, x, coefficients):
    """The parts of score and information of each time of an event, ties after Efron."""
    risks = numpy.exp(x @ coefficients)
    parts = []
    for time in sorted(set(times[events])):
        at_risk, ended = times >= time, (times == time) & events
        d = int(ended.sum())
        score, information = x[ended].sum(axis=0), numpy.zeros((x.shape[1], x.shape[1]))
        for nth in range(d):
            weights = risks * at_risk * (1.0 - nth / d * ended)
            weights /= weights.sum()
            mean = weights @ x
            score = score - mean
            information += (x - mean).T @ (weights[:, None] * (x - mean))
        parts.append((time, d, score, information))
    return parts


def proportional_hazards(parts, survival):
    """The test of all covariates together and of each; g is 1 - S just before the time."""
    before = numpy.array([1.0 - survival[survival.index < time].iloc[-1] for time, *_ in parts])
    g = before - numpy.average(before, weights=[d for _, d, _, _ in parts])
    score = sum(at * part for at, (_, _, part, _) in zip(g, parts))
    base, cross, own = (sum(at**k * part for at, (_, _, _, part) in zip(g, parts)) for k in range(3))
    information = own - cross @ numpy.linalg.solve(base, cross)
    terms = score**2 / numpy.diag(information)
    return float(score @ numpy.linalg.solve(information, score)), [float(term) for term in terms]


def cox(frame, covariates, bound):
    """The model at a bound: lifelines' fit, its tests as a whole, and those of proportional hazards by term."""
    frame, x = covariate_columns(frame, covariates)
    data = x.assign(time=frame[bound].astype(float), event=frame["event"])
    fit = CoxPHFitter().fit(data, "time", "event", fit_options=FIT)
    if list(fit.params_.index) != list(x.columns):
        raise ValueError("lifelines gives the terms in another order")
    times, events, size = data["time"].to_numpy(), data["event"].to_numpy(), x.shape[1]
    centred = (x - x.mean()).to_numpy()
    coefficients = fit.params_.to_numpy()
    null = efron(times, events, centred, numpy.zeros(size))
    best = efron(times, events, centred, coefficients)
    score = sum(part for _, _, part, _ in null)
    ratio = fit.log_likelihood_ratio_test()
    km = KaplanMeierFitter().fit(data["time"], data["event"], label="S")
    whole, terms = proportional_hazards(best, km.survival_function_["S"])
    tests = {
        "cox_likelihood_ratio": (float(ratio.test_statistic), size, float(ratio.p_value)),
        "cox_wald": float(coefficients @ sum(part for *_, part in best) @ coefficients),
        "cox_score": float(score @ numpy.linalg.solve(sum(part for *_, part in null), score)),
        "proportional_hazards": whole,
    }
    for name in ("cox_wald", "cox_score", "proportional_hazards"):
        tests[name] = (tests[name], size, float(chi2.sf(tests[name], size)))
    return fit, tests, terms


def model_rows(fits):
    (fit, _, trends), *others = fits
    limits = numpy.exp(fit.confidence_intervals_)
    for trend, (term, row) in zip(trends, fit.summary.iterrows()):
        yield {
            "covariate": term,
            "subjects": len(fit.durations),
            "events": int(fit.event_observed.sum()),
            "coefficient": float(row["coef"]),
            "standard_error": float(row["se(coef)"]),
            "hazard_ratio": float(fit.hazard_ratios_[term]),
            "ci_lower": float(limits.loc[term, "95% lower-bound"]),
            "ci_upper": float(limits.loc[term, "95% upper-bound"]),
            "z": float(row["z"]),
            "p_value": float(row["p"]),
            "ph_statistic": trend,
            "ph_p_value": float(chi2.sf(trend, 1)),
            "coefficient_shortest": float(others[0][0].params_[term]),
            "coefficient_longest": float(others[1][0].params_[term]),
        }


# The whole


def computed(folder, pipeline):
    """The rows of the survival tables."""
    plan = pipeline["survival"]
    if (plan["interval"], plan["censor"]) != ("log-log", "as-of") or "tau_days" in plan:
        raise ValueError("the pipeline wants another interval, censoring or tau than is computed here")
    groupings, models = plan["by"], [(pair["from"], pair["to"]) for pair in plan["models"]]
    tables = {"survival_curves": [], "survival_summary": [], "survival_tests": [], "survival_models": []}
    for pair in plan["pairs"]:
        milestones = {"from_milestone": pair["from"], "to_milestone": pair["to"]}
        frame = accessions(folder, *milestones.values())
        if frame.empty:
            continue
        for by in ["all", *groupings]:
            for group, part in groups_of(frame, by).items():
                of_group = milestones | {"group_by": by, "group": group}
                tables["survival_curves"] += [of_group | row for row in Curve(part).rows()]
            tables["survival_summary"] += [milestones | row for row in summary_rows(frame, by)]
        tests = list(log_rank_rows(frame, groupings, plan["stratify_by"]))
        if tuple(milestones.values()) in models:
            fits = [cox(frame, plan["covariates"], bound) for bound in BOUNDS]
            for test in fits[0][1]:
                tests.append(test_row("model", None, test, *(fit[1][test] for fit in fits)))
            tables["survival_models"] += [milestones | row for row in model_rows(fits)]
        tables["survival_tests"] += [milestones | row for row in tests]
    return tables


def check(report, folder):
    pipeline = tomllib.loads((ROOT / "pipelines" / "accessions.toml").read_text(encoding="utf-8"))
    durations = pipeline["statistics"]["durations"]
    for pair in pipeline["survival"]["pairs"]:
        what = f"{pair['from']} to {pair['to']}"
        report.holds(pair in durations, "accession_durations", "lifelines", what, "a pair of the pipeline", "none")
    clock = ("from_milestone", "to_milestone")
    keys = {
        "survival_curves": (*clock, "group_by", "group", "time_days"),
        "survival_summary": (*clock, "group_by", "group"),
        "survival_tests": (*clock, "group_by", "stratified_by", "test"),
        "survival_models": (*clock, "covariate"),
    }
    for table, expected in computed(folder, pipeline).items():
        stored = load(folder, table)
        report.rows(table, "lifelines", keys[table], expected, stored)
        report.equal(table, "lifelines", "columns", set(stored[0]), set(expected[0]))
        key = keys[table]
        order = [[row[name] for name in key] for row in expected]
        is_same = order == [[row[name] for name in key] for row in stored]
        report.holds(is_same, table, "lifelines", "order of the rows", "that of the pipeline", "another")
        if not is_same:
            continue
        for column in [name for name in expected[0] if "p_value" in name]:
            for at, (row, other) in enumerate(zip(expected, stored)):
                is_good = is_same_probability(row[column], other[column])
                report.holds(is_good, table, "lifelines", f"{column}, row {at}", row[column], other[column])


def main(arguments):
    if len(arguments) != 1:
        print("Usage: check_survival.py RELEASE_DIR", file=sys.stderr)
        return 2
    warnings.filterwarnings("error", module="lifelines")  # that a fit has not converged is a warning
    report = Report()
    with report.attempt("release", "lifelines", "computing it again"):
        check(report, Path(arguments[0]))
    return report.finish(f"lifelines {lifelines.__version__}, numpy {numpy.__version__}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
