#!/usr/bin/env python3
"""Computes what lifelines says of the data sets in tests/fixtures/survival, and compares it with the values stored in
tests/expected/survival/<data set>.lifelines.csv.

Usage: reference.py [--write]

Needs lifelines 0.30.3 (pip install lifelines==0.30.3), nothing else.
With --write the files are written anew. Without it each value is computed again and must differ by no more than 1e-9
times max(1, |value|) from the stored one. Exit codes: 0 all agree, 1 some do not, 2 wrong usage.

The columns are those of reference.R: quantity,by,group,time,term,value; a cell that does not apply is empty, and so is
a median that is not reached. The same quantity has the same name in both, and they agree. What is left out, or has
another name, because lifelines defines it otherwise or does not have it:
  survival_se      left out where S is 0: lifelines leaves the infinite term of Greenwood's sum out, and so gives 0
  limits           log-log only (the one kind it has); left out where S is 0 or 1, where it gives 1 for both limits
  cumulative_hazard_se  left out: its variance is the sum of d(n-d)/n^3, that of R the sum of d/n^2
  median           the first time with S <= 0.5, not the middle of the time for which S is 0.5; no curve here is at 0.5
  median limits    from the limits where S is neither 0 nor 1: with the 1 at S = 0 the upper limit is never found
  rmst_se          left out: what lifelines offers is the variance of min(time, tau), not of the estimated mean
  stratified log-rank, Wald and score tests of the Cox model, new test of proportional hazards: lifelines has none
  ph_gt            the test of Grambsch and Therneau by scaled Schoenfeld residuals, with one covariance, that of the
                   model, for all events, which survival had before its version 3. Its transforms differ from R's: km
                   is 1 - S(t), not 1 - S(t-), and rank counts the events only, those of one time in the order of their
                   rows, so that they have different ranks and another order of the rows gives other values
"""

import csv
import math
import sys
import warnings
from pathlib import Path

import numpy
import pandas
from lifelines import CoxPHFitter, KaplanMeierFitter, NelsonAalenFitter
from lifelines.statistics import multivariate_logrank_test, proportional_hazard_test
from lifelines.utils import median_survival_times, restricted_mean_survival_time

TESTS = Path(__file__).resolve().parent.parent
HEADER = ["quantity", "by", "group", "time", "term", "value"]

# By which column curves and tests are grouped, and the covariates of the Cox model; column=level is an indicator.
PLANS = {
    "freireich": ("treatment", ["treatment=placebo"]),
    "rossi": ("fin", ["fin", "age", "race", "wexp", "mar", "paro", "prio"]),
    "veteran": (
        "celltype",
        ["trt", "karno", "diagtime", "age", "prior", "celltype=smallcell", "celltype=adeno", "celltype=large"],
    ),
}


def number(value):
    """A number with 17 significant digits, or nothing where it is not finite."""
    return format(float(value), ".17g") if math.isfinite(value) else ""


def row(quantity, value, by="", group="", time="", term=""):
    return [quantity, by, group, time if time == "" else number(time), term, number(value)]


def curve(data, by, group, tau):
    """The Kaplan-Meier and the Nelson-Aalen curve of some subjects."""
    km = KaplanMeierFitter().fit(data["time"], data["event"], label="S")
    hazard = NelsonAalenFitter(nelson_aalen_smoothing=False).fit(data["time"], data["event"], label="H")
    table = km.event_table.iloc[1:]  # the first row is the entry of all subjects at time 0
    survival = km.survival_function_["S"].iloc[1:]
    # Greenwood's sum has no public name in lifelines.
    se = survival * numpy.sqrt(km._cumulative_sq_.loc[survival.index])
    limits = km.confidence_interval_[(km.survival_function_["S"] > 0) & (km.survival_function_["S"] < 1)]
    columns = {
        "at_risk": table["at_risk"],
        "events": table["observed"],
        "censored": table["censored"],
        "survival": survival,
        "survival_se": se[survival > 0],
        "lower_log_log": limits["S_lower_0.95"],
        "upper_log_log": limits["S_upper_0.95"],
        "cumulative_hazard": hazard.cumulative_hazard_["H"].iloc[1:],
    }
    for quantity, values in columns.items():
        for time, value in values.items():
            yield row(quantity, value, by, group, time)
    yield row("median", km.median_survival_time_, by, group)
    yield row("median_lower_log_log", median_survival_times(limits[["S_lower_0.95"]]), by, group)
    yield row("median_upper_log_log", median_survival_times(limits[["S_upper_0.95"]]), by, group)
    yield row("rmst", restricted_mean_survival_time(km, t=tau), by, group, tau)


def curves(data, by):
    """The curve of all subjects, and that of each group."""
    yield from curve(data, "", "", data["time"].max())
    groups = sorted(data[by].astype(str).unique())
    of_group = [data[data[by].astype(str) == group] for group in groups]
    tau = min(part["time"].max() for part in of_group)
    for group, part in zip(groups, of_group):
        yield from curve(part, by, group, tau)


def logrank(data, by):
    test = multivariate_logrank_test(data["time"], data[by], data["event"])
    yield row("logrank_chi2", test.test_statistic, by)
    yield row("logrank_df", test.degrees_of_freedom, by)
    yield row("logrank_p", test.p_value, by)


def cox(data, terms):
    """The Cox model, and the older test of proportional hazards."""
    frame = data[["time", "event"]].copy()
    for term in terms:
        column, _, level = term.partition("=")
        frame[term] = (data[column] == level).astype(float) if level else data[column].astype(float)
    # Newton's steps go on until half the decrement is below the precision: what is left of the step is below its root.
    options = {"step_size": 1.0, "precision": 1e-22, "r_precision": 0.0}
    fit = CoxPHFitter().fit(frame, "time", "event", fit_options=options)
    if list(fit.params_.index) != terms:
        raise ValueError("lifelines gives the terms in another order")
    ratio = fit.log_likelihood_ratio_test()
    limits = numpy.exp(fit.confidence_intervals_)
    columns = {
        "cox_coef": fit.params_,
        "cox_se": fit.standard_errors_,
        "cox_hr": fit.hazard_ratios_,
        "cox_hr_lower": limits["95% lower-bound"],
        "cox_hr_upper": limits["95% upper-bound"],
        "cox_z": fit.summary["z"],
        "cox_p": fit.summary["p"],
    }
    for quantity, values in columns.items():
        for term, value in values.items():
            yield row(quantity, value, term=term)
    # The log likelihood at coefficients 0 has no public name in lifelines.
    yield row("cox_loglik_null", fit._ll_null_)
    yield row("cox_loglik", fit.log_likelihood_)
    yield row("cox_lr_test", ratio.test_statistic)
    yield row("cox_lr_p", ratio.p_value)
    for transform in ["km", "rank", "identity"]:
        test = proportional_hazard_test(fit, frame, time_transform=transform)
        for quantity, values in [("ph_gt_chi2", test.test_statistic), ("ph_gt_p", test.p_value)]:
            for term, value in zip(terms, numpy.atleast_1d(values)):
                yield row(quantity, value, transform, term=term)


def compute(name):
    by, terms = PLANS[name]
    data = pandas.read_csv(TESTS / "fixtures" / "survival" / f"{name}.csv")
    return [*curves(data, by), *logrank(data, by), *cox(data, terms)]


def differ(stored, found):
    """Whether two values, as they are written, are further apart than they may be."""
    if stored == "" or found == "":
        return stored != found
    stored, found = float(stored), float(found)
    return abs(stored - found) > 1e-9 * max(1.0, abs(stored))


def differences(name, found, path):
    """How many values differ from the stored ones; each is printed."""
    with path.open(newline="", encoding="utf-8") as file:
        header, *stored = csv.reader(file)
    if header != HEADER or [cells[:-1] for cells in stored] != [cells[:-1] for cells in found]:
        print(f"{name}: the stored rows are for other quantities, groups, times or terms", file=sys.stderr)
        return len(found)
    bad = [(old, new) for old, new in zip(stored, found) if differ(old[-1], new[-1])]
    for old, new in bad:
        print(f"{name}: {','.join(new[:-1])}: stored {old[-1]}, found {new[-1]}", file=sys.stderr)
    return len(bad)


def main(arguments):
    if arguments not in ([], ["--write"]):
        print("usage: reference.py [--write]", file=sys.stderr)
        return 2
    warnings.filterwarnings("error", module="lifelines")  # that a fit has not converged is a warning
    failed = compared = 0
    for name in PLANS:
        found = compute(name)
        compared += len(found)
        path = TESTS / "expected" / "survival" / f"{name}.lifelines.csv"
        if arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file, lineterminator="\n").writerows([HEADER, *found])
        else:
            failed += differences(name, found, path)
    print(f"{compared} values written" if arguments else f"{compared - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
