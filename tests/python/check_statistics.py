#!/usr/bin/env python3
"""Computes the statistics of economies again from the facts of a release, and compares every row.

Usage: check_statistics.py RELEASE_DIR

RELEASE_DIR is the folder `accession run --out RELEASE_DIR` writes with the default pipeline, of which the pairs of
milestones are read: pipelines/accessions.toml. Nothing of the program is used but the fact tables of the release:
meeting_gaps, documents_per_year, documents_per_year_by_step, accession_durations and accession_summary are computed
from them as the data dictionary describes these tables.

Prints each failed check, then `N passed, M failed`. Exit codes: 0 all passed, 1 some failed, 2 wrong usage.
"""

import json
import statistics
import sys
import tomllib
from collections import defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pyarrow

from report import Report, load, words

ROOT = Path(__file__).resolve().parents[2]
FACTS = ("dossiers", "economies", "milestones", "meetings", "documents", "chairpersons", "findings")
DORMANT_YEARS = 10

# The stages no accession leaves out, in their order; within a stage either may come first.
STAGES = [
    {"application", "gatt_application", "first_application"},
    {"working_party_established", "gatt_working_party_established", "first_working_party"},
    {"working_party_transformed", "terms_of_reference", "foreign_trade_memorandum"},
    {"first_meeting", "questions_and_replies", "goods_offer", "services_offer"},
    {"factual_summary", "draft_report", "draft_goods_schedule", "draft_services_schedule"},
    {"working_party_report", "working_party_report_adopted"},
    {"decision"},
    {"acceptance"},
    {"membership"},
]
STAGE = {milestone: at for at, stage in enumerate(STAGES) for milestone in stage}
GATT_SIGNS = {"gatt_application", "gatt_working_party_established", "working_party_transformed"}


class Economy:
    """What a release has of an economy, or of a dossier whose economy is not known."""

    def __init__(self, as_of):
        self.as_of = as_of
        self.facts = {table: [] for table in FACTS}

    def first(self, table, column):
        return next((row[column] for row in self.facts[table]), None)

    def milestone(self, name):
        """The row of a milestone; the two that only start clocks are the GATT's where the accession began under it."""
        reached = {row["milestone"]: row for row in self.facts["milestones"]}
        gatt = "gatt_" if GATT_SIGNS & reached.keys() else ""
        starts = {"first_application": "application", "first_working_party": "working_party_established"}
        return reached.get(gatt + starts[name] if name in starts else name)

    def dated(self, name):
        """The row of a milestone that has come by the day of the statistics, as far as its date is known."""
        row = self.milestone(name)
        return row if row is not None and row["date"] is not None and row["date"] <= self.as_of else None

    def has_passed(self, name):
        """Whether a later stage was reached, or the working party has met where that is no earlier stage."""
        stages = [
            STAGE.get(row["milestone"], -1)
            for row in self.facts["milestones"]
            if row["date"] is None or row["date"] <= self.as_of
        ]
        starts = [row["start_date"] for row in self.meetings("formal")]
        has_met = any(start is None or start <= self.as_of for start in starts)
        is_before = name == "first_meeting" or STAGE["first_meeting"] > STAGE[name]
        return max(stages, default=-1) > STAGE[name] or (has_met and is_before)

    def meetings(self, kind):
        return [row for row in self.facts["meetings"] if row["kind"] == kind]

    def whole_list(self, kind):
        """The first and last day the sittings in the whole list begin on; nothing where there is no such list."""
        starts = [row["start_date"] for row in self.meetings(kind) if row["is_in_whole_list"] and row["start_date"]]
        return (min(starts), max(starts)) if starts else None

    def has_all_meetings(self):
        """Whether there is a whole list of formal meetings, and no sitting is known after its last one."""
        listed = self.whole_list("formal")
        others = [row["start_date"] for row in self.meetings("formal") if not row["is_in_whole_list"]]
        return listed is not None and not any(start is None or start > listed[1] for start in others)


def gather(folder, as_of):
    """The economies by code, dossiers of unknown economies behind them. Rows stay in the order of their tables."""
    economies = defaultdict(lambda: Economy(as_of))
    for table in FACTS:
        for row in load(folder, table):
            iso3 = row["iso3"]
            economies[(iso3 is None, iso3 or row["dossier_id"])].facts[table].append(row)
    # That an economy is in the register makes no accession.
    telling = [table for table in FACTS if table != "economies"]
    in_order = [economies[key] for key in sorted(economies)]
    return [economy for economy in in_order if any(economy.facts[table] for table in telling)]


def identity(economy):
    """Code, and name: the register's where it has one."""
    named = ("economies", "milestones", "dossiers")
    iso3 = next((economy.first(table, "iso3") for table in FACTS if economy.facts[table]), None)
    return {"iso3": iso3, "economy": next((economy.first(t, "economy") for t in named if economy.facts[t]), None)}


# The tables


def meeting_gaps(economy, kinds):
    """The gap between each sitting and the one of its kind before it. Sittings other than formal ones make a series
    only where they are numbered. A sitting within the time of a whole list that doesn't have it is passed over."""
    for kind in kinds:
        listed = economy.whole_list(kind)
        sittings = [
            row
            for row in economy.meetings(kind)
            if None not in (row["start_date"], row["end_date"])
            and (kind == "formal" or row["ordinal"] is not None)
            and (row["is_in_whole_list"] or listed is None or not listed[0] < row["start_date"] < listed[1])
        ]
        sittings.sort(key=lambda row: (row["start_date"], row["ordinal"] or 0))
        for before, after in pairwise(sittings):
            are_days = before["precision"] == after["precision"] == "day"
            yield {
                "dossier_id": before["dossier_id"] if before["dossier_id"] == after["dossier_id"] else None,
                "iso3": before["iso3"],
                "kind": kind,
                "from_ordinal": before["ordinal"],
                "to_ordinal": after["ordinal"],
                "from_date": before["end_date"],
                "to_date": after["start_date"],
                "gap_days": (after["start_date"] - before["end_date"]).days if are_days else None,
                "is_resumption": after["is_resumption"],
                "is_complete": before["is_in_whole_list"] and after["is_in_whole_list"],
            }


def documents_per_year(documents, keys):
    """Distinct symbols and listings by year and the keys given. Dates whose bounds lie in two years count in none."""
    groups = defaultdict(list)
    for row in documents:
        if row["date"] is not None and row["date"].year == row["date_latest"].year:
            year = row["date"].year
            groups[(row["dossier_id"], row["iso3"], year, *(row[key] for key in keys))].append(row["symbol"])
    for group, symbols in groups.items():
        counts = {"documents": len(set(symbols)), "listings": len(symbols)}
        yield dict(zip(("dossier_id", "iso3", "year", *keys), group)) | counts


def durations(economy, pairs):
    """A clock for every pair whose start has come, stopped or running. Where the end was reached on a day that is not
    known there is none."""
    for start_name, end_name in pairs:
        start, end = economy.dated(start_name), economy.milestone(end_name)
        if start is None:
            continue
        if end is None and economy.has_passed(end_name):
            continue
        if end is not None and end["date"] is None:
            continue
        end = economy.dated(end_name)
        of_gatt = start["milestone"].startswith("gatt_")
        if end is not None and not of_gatt and end["date_latest"] < start["date"] and end["date_latest"].year < 1995:
            # The end is one of the GATT years, before the clock of the WTO.
            continue
        # A clock that runs is counted to the day of the statistics.
        last = {"date": economy.as_of, "date_latest": economy.as_of, "dossier_id": start["dossier_id"]}
        shortest, longest = between(start, end or last)
        is_exact = start["date"] == start["date_latest"] and (end is None or end["date"] == end["date_latest"])
        yield {
            "dossier_id": start["dossier_id"] if start["dossier_id"] == (end or last)["dossier_id"] else None,
            **identity(economy),
            "from_milestone": start_name,
            "to_milestone": end_name,
            "start_date": start["date"],
            "start_date_latest": start["date_latest"],
            "end_date": end and end["date"],
            "end_date_latest": end and end["date_latest"],
            "duration_days": longest if is_exact else None,
            "duration_days_min": shortest,
            "duration_days_max": longest,
            "event_observed": end is not None,
            "as_of_date": economy.as_of,
        }


def between(start, end):
    """The fewest and the most days. Where imprecise dates overlap, the fewest are none at all, not less."""
    shortest = (end["date"] - start["date_latest"]).days
    longest = (end["date_latest"] - start["date"]).days
    return (max(shortest, 0) if longest >= 0 else shortest), longest


def status(economy, last_activity):
    membership = economy.milestone("membership")
    if membership is not None and (membership["date"] is None or membership["date"] <= economy.as_of):
        return "member"
    register = economy.first("economies", "register_status")
    if register in ("lapsed", "observer"):
        return register
    suspended, again = economy.dated("suspended"), economy.dated("reactivated")
    # What is taken up again was suspended before: dates that overlap are in that order.
    if suspended is not None and not (again is not None and again["date_latest"] > suspended["date"]):
        return "suspended"
    if last_activity is None:
        return "not_applied"
    return "dormant" if years_later(last_activity, DORMANT_YEARS) < economy.as_of else "acceding"


def years_later(day, years):
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + years, 2, 28) if is_leap_day else day.replace(year=day.year + years)


def summary(economy):
    facts = economy.facts
    days = [(row["date"], row["date_latest"]) for table in ("milestones", "documents") for row in facts[table]]
    days += [(row["start_date"], row["end_date"]) for row in facts["meetings"]]
    come = [min(last, economy.as_of) for first, last in days if first is not None and first <= economy.as_of]
    last_activity = max(come, default=None)
    has_dossier = bool(facts["dossiers"])
    row = {
        "dossier_id": facts["dossiers"][0]["dossier_id"] if len(facts["dossiers"]) == 1 else None,
        **identity(economy),
        "status": status(economy, last_activity),
        "as_of_date": economy.as_of,
        "last_activity_date": last_activity,
        "has_dossier": has_dossier,
        "documents": len({document["symbol"] for document in facts["documents"]}),
        "listings": len(facts["documents"]),
        "chairpersons": sum(r["dossier_id"] is not None for r in facts["chairpersons"]) if has_dossier else None,
    }
    starts = ("application", "working_party_established", "first_meeting", "decision", "membership")
    for name in (*starts, "gatt_application"):
        reached = economy.dated(name) or {}
        row[f"{name}_date"], row[f"{name}_date_latest"] = reached.get("date"), reached.get("date_latest")
    for name in ("decision", "membership"):
        ends = [economy.dated("application"), economy.dated(name)]
        is_exact = all(end is not None and end["date"] == end["date_latest"] for end in ends)
        row[f"application_to_{name}_days"] = (ends[1]["date"] - ends[0]["date"]).days if is_exact else None
    for severity in ("error", "warning", "info"):
        row[f"finding_{severity}s"] = sum(finding["severity"] == severity for finding in facts["findings"])
    return row | meetings(economy)


def meetings(economy):
    """The columns of accession_summary about meetings."""
    formal = economy.meetings("formal")
    unnumbered = sum(row["ordinal"] is None and not row["is_resumption"] for row in formal)
    row = {
        "has_all_meetings": economy.has_all_meetings(),
        "formal_meetings": len({meeting["ordinal"] for meeting in formal} - {None}) + unnumbered,
        "sittings": len(formal),
    }
    for kind in ("informal", "plurilateral", "technical_verification"):
        row[f"{kind}_meetings"] = len(economy.meetings(kind))
    gaps = meeting_gaps(economy, ["formal"]) if row["has_all_meetings"] else []
    gaps = [g for g in gaps if g["is_complete"] and not g["is_resumption"]]
    if any(gap["gap_days"] is None for gap in gaps):
        gaps = []
    longest = max(gaps, key=lambda gap: gap["gap_days"], default={})
    row["median_gap_days"] = float(statistics.median(gap["gap_days"] for gap in gaps)) if gaps else None
    row["longest_gap_days"] = longest.get("gap_days")
    row["longest_gap_from_ordinal"] = longest.get("from_ordinal")
    row["longest_gap_to_ordinal"] = longest.get("to_ordinal")
    return row


# The whole


def check(report, folder):
    release = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    pipeline = tomllib.loads((ROOT / "pipelines" / "accessions.toml").read_text(encoding="utf-8"))
    pairs = [(pair["from"], pair["to"]) for pair in pipeline["statistics"]["durations"]]
    economies = gather(folder, date.fromisoformat(release["as_of"]))
    kinds = words(folder, "meetings", "kind")
    documents = load(folder, "documents")
    clock, owner = ("from_milestone", "to_milestone"), ("iso3", "dossier_id")
    tables = {
        "meeting_gaps": (
            ("iso3", "kind", "from_date", "to_date", "to_ordinal"),
            lambda: [gap for economy in economies for gap in meeting_gaps(economy, kinds)],
        ),
        "documents_per_year": ((*owner, "year"), lambda: list(documents_per_year(documents, []))),
        "documents_per_year_by_step": (
            (*owner, "year", "step"),
            lambda: list(documents_per_year(documents, ["step"])),
        ),
        "accession_durations": (
            ("iso3", *clock),
            lambda: [row for economy in economies for row in durations(economy, pairs)],
        ),
        "accession_summary": (("iso3",), lambda: [summary(economy) for economy in economies]),
    }
    for table, (keys, compute) in tables.items():
        with report.attempt(table, "Python", "computing it again"):
            expected, stored = compute(), load(folder, table)
            report.rows(table, "Python", keys, expected, stored)
            columns = set(stored[0]) if stored else set()
            report.equal(table, "Python", "columns that were computed", columns, set(expected[0]))
            if not table.startswith("documents"):
                order = [[row[key] for key in keys] for row in expected]
                is_same = order == [[row[key] for key in keys] for row in stored]
                report.holds(is_same, table, "Python", "order of the rows", "by economy, then as listed", "another")


def main(arguments):
    if len(arguments) != 1:
        print("Usage: check_statistics.py RELEASE_DIR", file=sys.stderr)
        return 2
    report = Report()
    with report.attempt("release", "Python", "reading it"):
        check(report, Path(arguments[0]))
    return report.finish(f"pyarrow {pyarrow.__version__}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
