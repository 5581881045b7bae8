#!/usr/bin/env python3
"""Checks a release the way its readers load it: with pyarrow, polars, pandas and DuckDB.

Usage: check_release.py RELEASE_DIR [SCHEMA_JSON]

RELEASE_DIR is the folder `accession run --out RELEASE_DIR` writes; it must hold the dossier kazakhstan and, as the
default pipeline has it, every table.
SCHEMA_JSON is the data dictionary, the output of `accession schema --format json`. Without it the libraries are
compared with the types the files themselves declare, and words and nulls are not checked.

What is checked:
  release   every table of release.json has one Parquet file of the size given, compressed with zstd, that says the
            same of itself as release.json; digests are not computed (the standard library has no BLAKE3)
  tables    each library finds the rows, columns, types and values that the dictionary and the other libraries give
  contents  no nulls where none may be, no word outside a vocabulary, rows sorted by dossier and line or by economy
  figures   what is known of Kazakhstan, computed in SQL from the facts and as accession_summary gives it

Prints each failed check, then `N passed, M failed`. Exit codes: 0 all passed, 1 some failed, 2 wrong usage.
"""

import json
import re
import sys
from itertools import pairwise
from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet

from report import Report

# What each library calls the types of the data dictionary; patterns for the whole name.
# string_view is missing on purpose: not every reader can load it.
PYARROW_TYPES = {
    "string": r"(large_)?string",
    "uint32": r"uint32",
    "int32": r"int32",
    "float64": r"double",
    "boolean": r"bool",
    "date": r"date32\[day\]",
    "enum": r"dictionary<values=(large_)?string, .*>",
}
PANDAS_PYARROW_TYPES = {name: rf"(?:{pattern})\[pyarrow\]" for name, pattern in PYARROW_TYPES.items()}
# Without pyarrow types, pandas has no integers or booleans with nulls and keeps days as objects.
PANDAS_TYPES = {
    "string": r"object|str",
    "uint32": r"uint32|float64",
    "int32": r"int32|float64",
    "float64": r"float64",
    "boolean": r"bool|object",
    "date": r"object",
    "enum": r"category",
}
POLARS_TYPES = {
    "string": r"String",
    "uint32": r"UInt32",
    "int32": r"Int32",
    "float64": r"Float64",
    "boolean": r"Boolean",
    "date": r"Date",
    "enum": r"Enum\(.*\)|Categorical.*",
}
DUCKDB_TYPES = {
    "string": r"VARCHAR",
    "uint32": r"UINTEGER",
    "int32": r"INTEGER",
    "float64": r"DOUBLE",
    "boolean": r"BOOLEAN",
    "date": r"DATE",
    "enum": r"VARCHAR|ENUM\(.*\)",
}


# Loading


class Table:
    """A table of the release, its description and its file."""

    def __init__(self, entry, columns, path):
        self.name = entry["name"]
        self.rows = entry["rows"]
        self.columns = columns
        self.path = path

    def names(self):
        return [column["name"] for column in self.columns]

    def columns_of(self, kind):
        return [column for column in self.columns if column["type"] == kind]


def find_tables(report, folder, release, dictionary):
    """The tables of release.json whose file can be read."""
    names = [entry["name"] for entry in release["tables"]]
    report.equal("release.json", "json", "no table is listed twice", sorted(set(names)), sorted(names))
    if dictionary is not None:
        report.equal("release.json", "json", "the tables", sorted(dictionary), sorted(names))
    tables = []
    for entry in release["tables"]:
        name = entry["name"]
        for file in entry["files"]:
            with report.attempt(name, "file system", f"size of {file['path']}"):
                size = (folder / file["path"]).stat().st_size
                report.equal(name, "file system", f"size of {file['path']}", file["bytes"], size)
        paths = [file["path"] for file in entry["files"] if file["path"].endswith(".parquet")]
        report.holds(len(paths) == 1, name, "json", "Parquet files of the table", "one", paths)
        if len(paths) == 1:
            path = folder / paths[0]
            with report.attempt(name, "pyarrow", f"reading the schema of {path}"):
                described = (dictionary or {}).get(name) or describe(pyarrow.parquet.read_schema(path))
                tables.append(Table(entry, described, path))
    return tables


def describe(schema):
    """The columns as the file declares them, for want of a data dictionary."""
    columns = []
    for field in schema:
        kinds = [kind for kind, pattern in PYARROW_TYPES.items() if re.fullmatch(pattern, str(field.type))]
        columns.append({"name": field.name, "type": kinds[0] if kinds else str(field.type), "nullable": True})
    return columns


def open_database(report, tables):
    """An in-memory DuckDB with a view on each table."""
    database = duckdb.connect()
    for table in tables:
        with report.attempt(table.name, "DuckDB", "reading the file"):
            database.read_parquet(str(table.path)).create_view(table.name)
    return database


# Files


def check_file(report, table, release):
    """What a file says of itself and how it is compressed."""
    metadata = pyarrow.parquet.ParquetFile(table.path).metadata
    stored = {key.decode(): value.decode() for key, value in (metadata.metadata or {}).items()}
    expected = {
        "accession.table": table.name,
        "accession.schema_version": str(release["schema_version"]),
        "accession.input_digest": release["input_digest"],
        "accession.as_of": release["as_of"],
    }
    for key, value in expected.items():
        report.equal(table.name, "pyarrow", f"metadata {key}", value, stored.get(key))
    codecs = set()
    for group in range(metadata.num_row_groups):
        for column in range(metadata.num_columns):
            chunk = metadata.row_group(group).column(column)
            codecs.add((chunk.path_in_schema, chunk.compression))
    others = sorted(codec for codec in codecs if codec[1] != "ZSTD")
    report.holds(not others, table.name, "pyarrow", "compression of every column chunk", "ZSTD", others)


# Tables in each library


def check_columns(report, table, library, patterns, found):
    """`found` is a list of column names and the library's types."""
    report.equal(table.name, library, "column names", table.names(), [name for name, _ in found])
    types = dict(found)
    for column in table.columns:
        if column["name"] not in types:
            continue
        declared, actual = column["type"], str(types[column["name"]])
        pattern = patterns.get(declared)
        is_good = pattern is not None and re.fullmatch(pattern, actual) is not None
        what = f"type of {column['name']}"
        report.holds(is_good, table.name, library, what, f"{declared}, which is {pattern}", actual)


def check_pyarrow(report, table):
    """Types, rows and contents of the Arrow table. Returns its rows."""
    schema = pyarrow.parquet.read_schema(table.path)
    check_columns(report, table, "pyarrow, stored", PYARROW_TYPES, list(zip(schema.names, schema.types)))
    loaded = pyarrow.parquet.read_table(table.path)
    check_columns(report, table, "pyarrow", PYARROW_TYPES, list(zip(loaded.schema.names, loaded.schema.types)))
    report.equal(table.name, "pyarrow", "rows", table.rows, loaded.num_rows)
    for column in table.columns:
        if column["name"] in loaded.schema.names:
            check_contents(report, table, column, loaded.column(column["name"]))
    check_order(report, table, loaded)
    return list(zip(*(values.to_pylist() for values in loaded.columns)))


def check_contents(report, table, column, values):
    name = column["name"]
    if not column["nullable"]:
        report.equal(table.name, "pyarrow", f"nulls in {name}", 0, values.null_count)
    if "words" in column:
        words = words_of(column)
        others = sorted(set(values.unique().to_pylist()) - {None, *words})
        report.holds(not others, table.name, "pyarrow", f"words of {name}", words, others)


def check_categories(report, table, library, column, found):
    """Sorting by an enum column follows the order of its words, so a library must know them all in that order."""
    if "words" in column:
        report.equal(table.name, library, f"categories of {column['name']}", words_of(column), found)


def words_of(column):
    return [word["word"] for word in column["words"]]


def check_order(report, table, loaded):
    """Rows of facts and counts of documents are sorted by dossier, then line (those about a dossier as a whole first);
    those of registers stand behind, by economy. The rows of other tables are sorted by economy."""
    names = loaded.schema.names
    keys = [name for name in ("dossier_id", "iso3", "line", "year") if name in names]
    if "dossier_id" not in names and "iso3" not in names:
        return
    is_by_dossier = table.name == "dossiers" or ("dossier_id" in names and ("line" in names or "year" in names))
    rows = [place(row, is_by_dossier) for row in loaded.select(keys).to_pylist()]
    misplaced = next((pair for pair in pairwise(rows) if pair[0] > pair[1]), None)
    what = f"order by {', '.join(keys)}"
    report.holds(misplaced is None, table.name, "pyarrow", what, "sorted rows", f"these two in a row: {misplaced}")


def place(row, is_by_dossier):
    """What a row is sorted by; nulls come last, except that a row without a line stands before those with one."""
    dossier, iso3 = row.get("dossier_id"), row.get("iso3")
    if is_by_dossier and dossier is not None:
        return False, dossier, row.get("line") or 0, row.get("year") or 0
    return True, iso3 is None, iso3 or dossier or "", row.get("year") or 0 if is_by_dossier else 0


def check_polars(report, table, rows):
    frame = polars.read_parquet(table.path)
    check_columns(report, table, "polars", POLARS_TYPES, list(frame.schema.items()))
    for column in table.columns_of("enum"):
        kind = frame.schema.get(column["name"])
        if isinstance(kind, polars.Enum):
            check_categories(report, table, "polars", column, kind.categories.to_list())
    report.equal(table.name, "polars", "rows", table.rows, frame.height)
    check_values(report, table, "polars", rows, frame.rows())


def check_pandas(report, table, rows):
    frame = pandas.read_parquet(table.path)
    check_columns(report, table, "pandas", PANDAS_TYPES, list(frame.dtypes.items()))
    for column in table.columns_of("enum"):
        kind = frame.dtypes.get(column["name"])
        if isinstance(kind, pandas.CategoricalDtype) and kind.ordered:
            check_categories(report, table, "pandas", column, kind.categories.to_list())
    report.equal(table.name, "pandas", "rows", table.rows, len(frame))
    check_values(report, table, "pandas", rows, cells(frame))


def check_pandas_pyarrow(report, table, rows):
    library = "pandas with pyarrow types"
    frame = pandas.read_parquet(table.path, dtype_backend="pyarrow")
    check_columns(report, table, library, PANDAS_PYARROW_TYPES, list(frame.dtypes.items()))
    report.equal(table.name, library, "rows", table.rows, len(frame))
    check_values(report, table, library, rows, cells(frame))


def check_duckdb(report, table, rows, database):
    view = database.view(table.name)
    check_columns(report, table, "DuckDB", DUCKDB_TYPES, list(zip(view.columns, view.types)))
    # fetchall, not fetchone: DuckDB 2 wants a result read to its end before the next query.
    count = database.execute(f'SELECT count(*) FROM "{table.name}"').fetchall()
    report.equal(table.name, "DuckDB", "rows", [(table.rows,)], count)
    check_values(report, table, "DuckDB", rows, view.fetchall())


def check_values(report, table, library, expected, found):
    """Every library gives the values pyarrow gives."""
    pairs = enumerate(zip(expected, found))
    different = next((f"row {row}: {there} for {here}" for row, (here, there) in pairs if here != there), None)
    if different is None and len(expected) != len(found):
        different = f"{len(found)} rows for {len(expected)}"
    report.holds(different is None, table.name, library, "values", "those pyarrow gives", different)


def cells(frame):
    """The rows of a pandas frame as tuples of plain Python values."""
    columns = [[None if pandas.isna(value) else plain(value) for value in frame[name]] for name in frame.columns]
    return list(zip(*columns))


def plain(value):
    if isinstance(value, pandas.Timestamp):
        return value.date()
    value = value.item() if hasattr(value, "item") else value
    return int(value) if isinstance(value, float) and value.is_integer() else value


# Kazakhstan


def days_between(start, end):
    """SQL for the days between two milestones that are known to the day."""
    return f"""
        SELECT later.date - earlier.date
        FROM milestones AS earlier JOIN milestones AS later USING (dossier_id)
        WHERE dossier_id = 'kazakhstan' AND earlier.precision = 'day' AND later.precision = 'day'
          AND earlier.milestone = '{start}' AND later.milestone = '{end}'"""


def stored_duration(start, end):
    return f"""
        SELECT duration_days FROM accession_durations
        WHERE dossier_id = 'kazakhstan' AND event_observed
          AND from_milestone = '{start}' AND to_milestone = '{end}'"""


def count(what, table, condition="true"):
    return f"SELECT count({what}) FROM {table} WHERE dossier_id = 'kazakhstan' AND {condition}"


def formal_gaps(what):
    """SQL over the gaps between formal meetings; the pause before a resumed sitting is no such gap."""
    return f"""
        WITH sittings AS (
            SELECT ordinal, is_resumption, start_date,
                lag(ordinal) OVER by_date AS earlier_ordinal, lag(end_date) OVER by_date AS earlier_end
            FROM meetings WHERE dossier_id = 'kazakhstan' AND kind = 'formal' AND precision = 'day'
            WINDOW by_date AS (ORDER BY start_date, ordinal, line)
        ), gaps AS (
            SELECT earlier_ordinal, ordinal, start_date - earlier_end AS days
            FROM sittings WHERE earlier_end IS NOT NULL AND NOT is_resumption
        )
        SELECT {what} FROM gaps"""


# What it is, the figure, SQL that gives it from the tables, the column of accession_summary that gives it.
FIGURES = [
    ("days from application to membership", 7245, days_between("application", "membership"),
     "application_to_membership_days"),
    ("days from application to membership, as stored", 7245, stored_duration("application", "membership"), None),
    ("days from application to decision", 7119, days_between("application", "decision"),
     "application_to_decision_days"),
    ("days from application to decision, as stored", 7119, stored_duration("application", "decision"), None),
    ("document listings", 141, count("*", "documents"), "listings"),
    ("distinct symbols", 138, count("DISTINCT symbol", "documents"), "documents"),
    ("distinct symbols with a date", 137, count("DISTINCT symbol", "documents", "date IS NOT NULL"), None),
    ("formal meetings", 20, count("DISTINCT ordinal", "meetings", "kind = 'formal'"), "formal_meetings"),
    ("sittings of formal meetings", 21, count("*", "meetings", "kind = 'formal'"), "sittings"),
    ("gaps between formal meetings", 19, formal_gaps("count(*)"), None),
    ("longest gap in days", 1371, formal_gaps("max(days)"), "longest_gap_days"),
    ("meeting before the longest gap", 10, formal_gaps("arg_max(earlier_ordinal, days)"),
     "longest_gap_from_ordinal"),
    ("meeting after the longest gap", 11, formal_gaps("arg_max(ordinal, days)"), "longest_gap_to_ordinal"),
    ("median gap in days", 244, formal_gaps("median(days)"), "median_gap_days"),
    ("plurilateral meetings", 29, count("*", "meetings", "kind = 'plurilateral'"), "plurilateral_meetings"),
    ("technical verification meetings", 6, count("*", "meetings", "kind = 'technical_verification'"),
     "technical_verification_meetings"),
    ("chairpersons", 5, count("*", "chairpersons"), "chairpersons"),
    ("items", 35, count("*", "document_items"), None),
    ("unread lines", 0, count("*", "remaining_lines", "class = 'unread'"), None),
    ("unread lines, as dossiers counts them", 0,
     "SELECT lines_unread FROM dossiers WHERE dossier_id = 'kazakhstan'", None),
]


def check_kazakhstan(report, database):
    for what, expected, sql, column in FIGURES:
        check_figure(report, database, "kazakhstan", what, expected, sql)
        if column is not None:
            sql = f"SELECT {column} FROM accession_summary WHERE dossier_id = 'kazakhstan'"
            check_figure(report, database, "accession_summary", f"{column} of kazakhstan", expected, sql)


def check_figure(report, database, table, what, expected, sql):
    with report.attempt(table, "DuckDB", what):
        found = database.execute(sql).fetchall()
        report.equal(table, "DuckDB", what, [(expected,)], found)


# The whole


def check_release(report, folder, dictionary_path):
    dictionary = None
    with report.attempt("release.json", "json", "reading release.json and the data dictionary"):
        release = json.loads((folder / "release.json").read_text(encoding="utf-8"))
        if dictionary_path is not None:
            described = json.loads(dictionary_path.read_text(encoding="utf-8"))
            dictionary = {table["name"]: table["columns"] for table in described}
        tables = find_tables(report, folder, release, dictionary)
        database = open_database(report, tables)
        for table in tables:
            check_table(report, table, release, database)
        check_kazakhstan(report, database)


def check_table(report, table, release, database):
    rows = None
    with report.attempt(table.name, "pyarrow", "reading the file's metadata"):
        check_file(report, table, release)
    with report.attempt(table.name, "pyarrow", "loading the table"):
        rows = check_pyarrow(report, table)
    with report.attempt(table.name, "polars", "loading the table"):
        check_polars(report, table, rows)
    with report.attempt(table.name, "pandas", "loading the table"):
        check_pandas(report, table, rows)
    with report.attempt(table.name, "pandas with pyarrow types", "loading the table"):
        check_pandas_pyarrow(report, table, rows)
    with report.attempt(table.name, "DuckDB", "loading the table"):
        check_duckdb(report, table, rows, database)


def main(arguments):
    if len(arguments) not in (1, 2):
        print("Usage: check_release.py RELEASE_DIR [SCHEMA_JSON]", file=sys.stderr)
        return 2
    report = Report()
    check_release(report, Path(arguments[0]), Path(arguments[1]) if len(arguments) == 2 else None)
    libraries = (pyarrow, polars, pandas, duckdb)
    return report.finish(", ".join(f"{library.__name__} {library.__version__}" for library in libraries))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
