"""The knowledge that Standoff ships: plain tables, one file a subject, each with source, licence and date in
SOURCES.md."""

from __future__ import annotations

import csv
from pathlib import Path

from standoff.errors import DataError

_HERE = Path(__file__).parent


def table(name: str) -> list[dict[str, str]]:
    """The rows of ``data/NAME`` (CSV or TSV with a header; lines that begin with ``#`` are notes).

    Raises :class:`~standoff.errors.DataError` when the table is missing or a row has too few or too many cells.
    """
    try:
        lines = [
            line
            for line in (_HERE / name).read_text(encoding="utf-8").splitlines()
            if line and not line.startswith("#")
        ]
    except FileNotFoundError as err:
        raise DataError(f"data table {name} is missing; reinstall standoff") from err
    reader = csv.DictReader(lines, delimiter="\t" if name.endswith(".tsv") else ",", strict=True)
    rows = []
    for row in reader:
        if None in row or None in row.values():
            raise DataError(
                f"data table {name}: row {reader.line_num} does not have {len(reader.fieldnames or [])} cells"
            )
        rows.append(row)
    return rows
