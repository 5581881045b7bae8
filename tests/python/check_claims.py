#!/usr/bin/env python3
"""Chooses the dates of all milestones again from the claims, by the rule as it is documented, and compares every row.

Usage: check_claims.py RELEASE_DIR

RELEASE_DIR is the folder `accession run --out RELEASE_DIR` writes with the default pipeline. The claims of registers
are read from data/registers/milestones.csv and meetings.csv, names from economies.csv, the claims of dossiers from the
release's claims table. The rule, as crates/normalize/src/join/choice.rs gives it:

  1. source     the claims of the best kind of source; in a dossier the row that names the step stands before the rest
  2. precision  among them the most precise
  3. agreement  among them the date most sources of any kind leave room for, each source counted once
  4. earliest   among them the earliest date; of claims that say the same the first in order of source and line
  5. narrowing  if that is a month or year, the best claim (by 1 to 4) that gives a day or month within it instead

A claim that leaves no room for the date chosen disputes it. Claims without a date are chosen only where none has one.

What is compared: the rows of milestones and claims in every column and in their order, and of the tables economies,
documents, chairpersons and meeting_claims the rows the registers give; the sittings of meetings with their claims.

Prints each failed check, then `N passed, M failed`. Exit codes: 0 all passed, 1 some failed, 2 wrong usage.
"""

import csv
import sys
from calendar import monthrange
from collections import defaultdict
from datetime import date
from itertools import groupby
from pathlib import Path

import pyarrow

from report import Report, load, words

REGISTERS = Path(__file__).resolve().parents[2] / "data" / "registers"
# The better kind first.
KINDS = ["dossier", "wto", "wto_copy", "document_copy", "government", "dataset", "press"]
PRECISIONS = ["day", "month", "year"]
# The columns a row of milestones takes from the claim that was chosen.
CHOSEN = ["iso3", "economy", "milestone", "date", "date_latest", "precision", "dossier_id", "register", "line",
          "byte_start", "byte_end", "source_kind", "source"]


# Registers


def read(name):
    """The rows of a register, with the line each begins on; empty fields are None."""
    with (REGISTERS / f"{name}.csv").open(newline="", encoding="utf-8-sig") as file:
        reader = csv.reader(file)
        header = next(reader)
        end, rows = reader.line_num, []
        for cells in reader:
            if cells:
                row = {column: cell.strip() or None for column, cell in zip(header, cells, strict=True)}
                rows.append(row | {"line": end + 1})
            end = reader.line_num
        return rows


def bounds(text):
    """The first and last day of a date, and its precision: 2004, 2004-11, 2004-11-18."""
    if text is None:
        return None, None, None
    year, month, day = (int(part) for part in (text + "-0-0").split("-")[:3])
    if day:
        return date(year, month, day), date(year, month, day), "day"
    if month:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month"
    return date(year, 1, 1), date(year, 12, 31), "year"


def dated(prefix, text):
    """A date as the three columns of a table."""
    first, last, precision = bounds(text)
    stem = f"{prefix}_" if prefix else ""
    return {f"{stem}date": first, f"{stem}date_latest": last, f"{stem}precision": precision}


def cited(row):
    return {"iso3": row["iso3"], "line": row["line"], "source_kind": row["source_kind"], "source": row["source"]}


def register_claims(names):
    """The claims registers make: their milestones, meetings numbered 1, and the last sitting of a whole list."""

    def claim(row, milestone, text, register):
        claimed = {"economy": names[row["iso3"]], "milestone": milestone, "register": register}
        nothing = dict.fromkeys(("symbol", "dossier_id", "byte_start", "byte_end"))
        return cited(row) | claimed | nothing | dated("", text) | {"evidence": row["evidence"]}

    for row in read("milestones"):
        yield claim(row, row["milestone"], row["date"], "milestones")
    last = {}
    for row in read("meetings"):
        if row["ordinal"] == "1":
            yield claim(row, "first_meeting", row["start_date"], "meetings")
        known = last.get(row["iso3"])
        if row["list"] == "complete" and (not known or bounds(known["start_date"]) <= bounds(row["start_date"])):
            last[row["iso3"]] = row
    for row in last.values():
        yield claim(row, "last_meeting", row["end_date"] or row["start_date"], "meetings")


# The rule


def agree(one, other):
    """Whether both can be the same day; not known where one has no date."""
    if one["date"] is None or other["date"] is None:
        return None
    return one["date"] <= other["date_latest"] and other["date"] <= one["date_latest"]


def value(claim):
    return claim["date"], claim["date_latest"]


def kind(claim):
    """Place of the claim's source among all; what a dossier says elsewhere is behind its row."""
    return KINDS.index(claim["source_kind"]), claim["is_aside"]


def precision(claim):
    return PRECISIONS.index(claim["precision"])


def sources(claim, claims):
    """How many sources leave room for the claim's date."""
    return len({other["source"] for other in claims if agree(claim, other)})


def best(among, claims):
    """Parts 1 to 4. Returns the claim and the part that left one date only."""
    parts = [
        ("source_rank", kind),
        ("precision", precision),
        ("agreement", lambda claim: -sources(claim, claims)),
        ("earliest", value),
    ]
    left, decided = among, None
    for name, part in parts:
        least = min(part(claim) for claim in left)
        left = [claim for claim in left if part(claim) == least]
        if decided is None and len({value(claim) for claim in left}) == 1:
            decided = name
    return min(left, key=lambda claim: (claim["source"], claim["line"])), decided


def choose(claims):
    """The chosen claim, what chose it, and whether the date is disputed."""
    with_date = [claim for claim in claims if claim["date"] is not None]
    if not with_date:
        chosen = min(claims, key=lambda claim: (KINDS.index(claim["source_kind"]), claim["source"], claim["line"]))
        return chosen, "only_claim" if len(claims) == 1 else "source_rank", False
    chosen, rule = best(with_date, with_date)
    if len(with_date) == 1:
        rule = "only_claim"
    elif len({value(claim) for claim in with_date}) == 1:
        rule = "same_value"
    while within := [
        claim
        for claim in with_date
        if precision(claim) < precision(chosen)
        and chosen["date"] <= claim["date"]
        and claim["date_latest"] <= chosen["date_latest"]
    ]:
        chosen, rule = best(within, with_date)[0], "narrowed"
    return chosen, rule, any(not agree(chosen, claim) for claim in with_date)


# The tables


def place(claim):
    """What the claims about one milestone are sorted by: the chosen one, those that agree, the others; better sources
    first in each, then more precise ones."""
    how_precise = -1 if claim["precision"] is None else precision(claim)
    rank = (KINDS.index(claim["source_kind"]), how_precise, claim["date"] or date.min)
    return not claim["is_chosen"], claim["agrees"] is not True, rank, claim["source"], claim["line"]


def joined(folder, order):
    """The tables claims and milestones as they should be."""
    names = {row["iso3"]: row["name"] for row in read("economies")}
    of_dossiers = [row for row in load(folder, "claims") if row["dossier_id"] is not None]
    for row in of_dossiers:
        del row["is_chosen"], row["agrees"]
    about = defaultdict(list)
    for claim in [*of_dossiers, *register_claims(names)]:
        owner = (claim["iso3"] is None, claim["iso3"] or claim["dossier_id"])
        about[(owner, order.index(claim["milestone"]))].append(claim)
    all_claims, milestones = [], []
    for _, claims in sorted(about.items(), key=lambda item: item[0]):
        for claim in claims:
            # The introduction of a page, which may give the day of membership too, stands above its rows.
            lines = [other["line"] for other in claims if other["dossier_id"] == claim["dossier_id"]]
            claim["is_aside"] = claim["dossier_id"] is not None and claim["line"] < max(lines)
        chosen, rule, is_disputed = choose(claims)
        for claim in claims:
            claim["is_chosen"], claim["agrees"] = claim is chosen, agree(claim, chosen)
        claims.sort(key=place)
        symbol = next((claim["symbol"] for claim in [chosen, *claims] if claim["symbol"] is not None), None)
        given = sum(claim["date"] is not None for claim in claims)
        choice = {"symbol": symbol, "claims": given, "is_disputed": is_disputed, "chosen_by": rule}
        milestones.append({column: chosen[column] for column in CHOSEN} | choice)
        all_claims += claims
    for claim in all_claims:
        del claim["is_aside"]
    return sorted(all_claims, key=by_dossier), sorted(milestones, key=by_dossier)


def by_dossier(row):
    """By dossier and line; rows of registers stand behind, as they are."""
    dossier = row["dossier_id"]
    return (True, "", 0) if dossier is None else (False, dossier, row["line"])


def economies():
    for row in read("economies"):
        since, until = bounds(row["ldc_from"]), bounds(row["ldc_until"])
        yield {
            "iso3": row["iso3"],
            "economy": row["name"],
            "wto_code": row["wto_code"],
            "is_landlocked": {"yes": True, "no": False, None: None}[row["landlocked"]],
            "ldc_from": since[0],
            "ldc_from_latest": since[1],
            "ldc_until": until[0],
            "ldc_until_latest": until[1],
            "register_status": row["status"] or "acceding",
            "line": row["line"],
        }


def documents():
    # What only dossiers have.
    nothing = dict.fromkeys(("dossier_id", "byte_start", "byte_end", "step", "title"))
    nothing |= dict.fromkeys(("has_addenda", "has_corrigenda", "has_revisions", "has_unspecified"), False)
    for row in read("documents"):
        listing = {"symbol": row["symbol"], "symbol_text": row["symbol"], "note": row["evidence"]}
        yield cited(row) | nothing | listing | dated("", row["date"])


def chairpersons():
    nothing = dict.fromkeys(("dossier_id", "byte_start", "byte_end", "ordinal")) | {"is_acting": False}
    for row in read("chairpersons"):
        person = {column: row[column] for column in ("honorific", "name", "representing")}
        start, end = bounds(row["start_date"]), bounds(row["end_date"])
        term = {"start_date": start[0], "start_date_latest": start[1], "start_precision": start[2]}
        term |= {"end_date": end[0], "end_date_latest": end[1], "end_precision": end[2]}
        yield cited(row) | nothing | person | term


def meeting_claims():
    for row in read("meetings"):
        start, end = bounds(row["start_date"]), bounds(row["end_date"] or row["start_date"])
        is_numbered = row["ordinal"] not in (None, "last")
        yield cited(row) | {
            "kind": "formal",
            "ordinal": int(row["ordinal"]) if is_numbered else None,
            "is_last": row["ordinal"] == "last",
            "start_date": start[0],
            "end_date": end[1],
            "precision": start[2],
            "is_whole_list": row["list"] == "complete",
            "evidence": row["evidence"],
            "dossier_id": None,
        }


def whole_lists(claims):
    """The claims of each economy's whole lists: a dossier that numbers meetings of a kind from 1 on without a gap, and
    what the register calls complete. Of several lists the one with most sittings is the one taken."""
    lists = defaultdict(list)
    for row in claims:
        lists[(row["iso3"], row["kind"], row["dossier_id"])].append(row)
    whole, best = set(), {}
    for (iso3, kind, dossier), rows in sorted(lists.items(), key=lambda item: str(item[0])):
        if dossier is not None:
            numbers = {row["ordinal"] for row in rows} - {None}
            rows = rows if numbers and numbers == set(range(1, max(numbers) + 1)) else []
        else:
            rows = [row for row in rows if row["is_whole_list"]]
        whole |= {id(row) for row in rows}
        known = best.get((iso3, kind), [])
        if (len(rows), dossier is not None) > (len(known), bool(known) and known[0]["dossier_id"] is not None):
            best[(iso3, kind)] = rows
    return whole, {id(row) for rows in best.values() for row in rows}


def check_sittings(report, folder):
    """Every claim about a sitting belongs to one row of meetings, which counts them and has the dates of one of them."""
    claims = load(folder, "meeting_claims")
    whole, taken = whole_lists(claims)
    for row in claims:
        what = f"is_whole_list of {row['iso3']} {row['dossier_id']} {row['line']}"
        report.equal("meeting_claims", "Python", what, id(row) in whole, row["is_whole_list"])
    about = defaultdict(list)
    for row in claims:
        about[(row["iso3"], row["kind"], row["meeting_start_date"], row["meeting_ordinal"])].append(row)
    sittings = defaultdict(list)
    for row in load(folder, "meetings"):
        sittings[(row["iso3"], row["kind"], row["start_date"], row["ordinal"])].append(row)
    report.equal("meetings", "Python", "sittings claims are about", sorted(map(str, sittings)), sorted(map(str, about)))
    columns = ("source_kind", "source", "line", "dossier_id", "start_date", "end_date", "precision")
    for key, rows in sittings.items():
        what = " ".join(map(str, key))
        claims = sum(row["claims"] for row in rows)
        report.equal("meetings", "Python", f"claims about {what}", len(about[key]), claims)
        places = sorted(str([row[column] for column in columns]) for row in rows)
        chosen = sorted(str([row[column] for column in columns]) for row in about[key] if row["is_chosen"])
        report.equal("meetings", "Python", f"chosen claims about {what}", chosen, places)
        is_listed = {row["is_in_whole_list"] for row in rows}
        report.equal("meetings", "Python", f"in the whole list: {what}", {any(id(r) in taken for r in about[key])}, is_listed)


# The whole


def check(report, folder):
    for table, column in (("claims", "source_kind"), ("milestones", "source_kind")):
        report.equal(table, "Python", "kinds of sources, the better first", KINDS, words(folder, table, column))
    claims, milestones = joined(folder, words(folder, "claims", "milestone"))
    keys = ("iso3", "dossier_id", "milestone", "register", "line")
    for table, expected in (("claims", claims), ("milestones", milestones)):
        stored = load(folder, table)
        report.rows(table, "Python", keys if table == "claims" else keys[:1] + keys[2:3], expected, stored)
        report.equal(table, "Python", "columns", set(stored[0]), set(expected[0]))
        order = [[row[key] for key in keys] for row in expected]
        first = next((at for at, row in enumerate(stored) if [row[key] for key in keys] != order[at]), None)
        report.holds(first is None, table, "Python", "order of the rows", "as documented", f"otherwise at row {first}")
    for iso3, rows in groupby(sorted(load(folder, "claims"), key=lambda row: row["iso3"]), lambda row: row["iso3"]):
        counts = defaultdict(int)
        for row in rows:
            counts[row["milestone"]] += row["is_chosen"]
        report.equal("claims", "Python", f"chosen claims of each milestone of {iso3}", {1}, set(counts.values()))
    for table in (economies, documents, chairpersons, meeting_claims):
        stored = [row for row in load(folder, table.__name__) if row.get("dossier_id") is None]
        report.rows(table.__name__, "Python", ("iso3", "line"), list(table()), stored)
    check_sittings(report, folder)


def main(arguments):
    if len(arguments) != 1:
        print("Usage: check_claims.py RELEASE_DIR", file=sys.stderr)
        return 2
    report = Report()
    with report.attempt("release", "Python", "choosing dates again"):
        check(report, Path(arguments[0]))
    return report.finish(f"pyarrow {pyarrow.__version__}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
