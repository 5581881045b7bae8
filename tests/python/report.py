"""What the scripts of this folder share: counted checks, and the rows of a release's tables."""

import math
import sys
from collections import Counter
from contextlib import contextmanager
from datetime import date

import pyarrow.parquet

# Failures that are printed; the others are only counted.
MOST_FAILURES = 60
TOLERANCE = 1e-9


class Report:
    """Counts checks and keeps the failed ones."""

    def __init__(self):
        self.passed = 0
        self.failures = []

    def holds(self, is_good, table, library, what, expected, found):
        """One check. `expected` and `found` are what a failure prints."""
        if is_good:
            self.passed += 1
        else:
            self.failures.append(f"FAILED {table} ({library}): {what}\n  expected: {expected}\n  found:    {found}")

    def equal(self, table, library, what, expected, found):
        self.holds(expected == found, table, library, what, repr(expected), repr(found))

    @contextmanager
    def attempt(self, table, library, what):
        """Turns an exception into a failed check, so that one broken table doesn't hide the others."""
        try:
            yield
        except Exception as error:
            self.holds(False, table, library, what, "no error", f"{type(error).__name__}: {error}")

    def rows(self, table, library, keys, expected, found):
        """One check a row, found by its keys, whatever the order. Rows are dicts; only the columns of the expected rows
        are compared. Numbers with a fraction may differ by what rounding does."""
        expected, found = numbered(expected, keys), numbered(found, keys)
        for key, row in expected.items():
            stored = found.get(key)
            what = f"row of {spell(key)}"
            if stored is None:
                self.holds(False, table, library, what, show(row), "no such row")
                continue
            columns = [name for name in row if not is_same(row[name], stored.get(name, "no such column"))]
            is_good, names = not columns, ", ".join(columns)
            self.holds(is_good, table, library, f"{what}: {names}", show(row, columns), show(stored, columns))
        for key in found.keys() - expected.keys():
            self.holds(False, table, library, f"row of {spell(key)}", "no such row", show(found[key]))

    def finish(self, versions):
        """Prints failures, versions and counts. Returns the exit code."""
        for failure in self.failures[:MOST_FAILURES]:
            print(failure)
        if len(self.failures) > MOST_FAILURES:
            print(f"and {len(self.failures) - MOST_FAILURES} more")
        print(f"Python {sys.version.split()[0]}, {versions}")
        print(f"{self.passed} passed, {len(self.failures)} failed")
        return 1 if self.failures or not self.passed else 0


def numbered(rows, keys):
    """Rows by the values of their keys and, where several have the same, their number among them."""
    seen, out = Counter(), {}
    for row in rows:
        key = tuple(row[name] for name in keys)
        seen[key] += 1
        out[(*key, seen[key])] = row
    return out


def is_same(expected, found, tolerance=TOLERANCE):
    if not isinstance(expected, float) or not isinstance(found, (int, float)):
        return expected == found
    return expected == found or abs(expected - found) <= tolerance * max(1.0, abs(expected))


def is_same_probability(expected, found):
    """Small probabilities must agree relatively too."""
    if expected is None or found is None:
        return expected is found
    return is_same(expected, found) and math.isclose(expected, found, rel_tol=1e-8)


def spell(key):
    *names, number = key
    parts = [name.isoformat() if isinstance(name, date) else str(name) for name in names]
    return " ".join([*parts, f"({number})"] if number > 1 else parts)


def show(row, columns=None):
    cells = row.items() if columns is None else ((name, row.get(name)) for name in columns)
    return ", ".join(f"{name}={value.isoformat() if isinstance(value, date) else value!r}" for name, value in cells)


def load(folder, table):
    """The rows of a table as dicts of plain values."""
    return pyarrow.parquet.read_table(folder / f"{table}.parquet").to_pylist()


def words(folder, table, column):
    """The words of an enum column in their order."""
    values = pyarrow.parquet.read_table(folder / f"{table}.parquet", columns=[column]).column(column)
    return values.combine_chunks().dictionary.to_pylist()
