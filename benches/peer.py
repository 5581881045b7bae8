"""What a data scientist would write for this job in an afternoon: read, match, build a frame, write Parquet.

It takes one date and one symbol a line and knows no labels, meetings, chairpersons or findings, so it is a lower
bound for what the job costs this way. Usage: peer.py FOLDER PROCESSES OUT.parquet
"""

import re
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import pandas as pd

DAY = re.compile(r"(?<!\w)(\d\d)/(\d\d)/(\d{4})(?!\d)")
SYMBOL = re.compile(r"WT/[\w/.]+")
COLUMNS = ["dossier_id", "line", "section", "date", "symbol", "text"]


def parse_day(line):
    """The first day on a line, if the calendar has it."""
    match = DAY.search(line)
    if not match:
        return None
    day, month, year = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse(path):
    """The rows of one page."""
    rows, section = [], ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if re.match(r"[IVX]+\. ", line):
            section = line
        day = parse_day(line)
        symbol = SYMBOL.search(line)
        if day or symbol:
            rows.append((path.stem, number, section, day, symbol and symbol.group(), line))
    return rows


def main(folder, processes, out):
    """Parses every page of a folder into one Parquet file."""
    files = sorted(Path(folder).iterdir())
    if processes == 1:
        pages = map(parse, files)
    else:
        pages = ProcessPoolExecutor(processes).map(parse, files, chunksize=64)
    frame = pd.DataFrame([row for page in pages for row in page], columns=COLUMNS)
    frame.to_parquet(out, compression="zstd", index=False)
    print(f"{len(frame)} rows from {len(files)} files")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
