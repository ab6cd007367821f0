"""One way out for every list: a table for people, JSON, JSON lines and CSV for programs.

CSV is opened in spreadsheets, and a spreadsheet runs a cell that begins with ``=``, ``+``, ``-`` or ``@``, or with a
tab or a line end. Such a cell gets an apostrophe before it, unless it is a plain number: ``=HYPERLINK(...)`` becomes
``'=HYPERLINK(...)``, ``-3.5`` stays. A reader who wants the exact words takes JSON.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from standoff.present import grid, terminal
from standoff.present.contract import Json, encode, number
from standoff.present.grid import Column as Column

T = TypeVar("T")
Cell = str | int | float | bool | None

#: The key of a flat row that stands in a table as one line under the row before it.
UNDER = "under"
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)
_TRIGGERS = frozenset("=+-@\t\r\n＝＋－＠")


def guard(cell: Cell) -> str:
    """A cell as CSV text that no spreadsheet runs as a formula; None is the empty cell."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (int, float)):
        return str(number(cell))
    first = cell.lstrip(" \u00a0")[:1]
    if first in _TRIGGERS and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


def write(
    items: Iterable[T],
    form: str,
    *,
    as_json: Callable[[T], Json],
    as_flat: Callable[[T], Mapping[str, Cell]],
    fields: Sequence[str],
    columns: Sequence[Column],
    colour: str = "auto",
) -> int:
    """Write ``items`` to standard output as ``form`` (table, json, jsonl, csv); gives how many there were.

    All but the table stream. ``fields`` are the flat keys of CSV, in order; ``columns`` those of the table.
    """
    if form == "jsonl":
        return _lines(map(as_json, items))
    if form == "json":
        return _array(map(as_json, items))
    if form == "csv":
        return _csv(map(as_flat, items), fields)
    return _table(map(as_flat, items), columns, colour)


def _lines(rows: Iterable[Json]) -> int:
    count = 0
    for row in rows:
        count += 1
        terminal.write_json(encode(row) + b"\n")
    return count


def _array(rows: Iterable[Json]) -> int:
    count = 0
    for row in rows:
        terminal.write_json((b",\n" if count else b"[\n") + encode(row))
        count += 1
    terminal.write_bytes(b"\n]\n" if count else b"[]\n")
    return count


def _csv(rows: Iterable[Mapping[str, Cell]], fields: Sequence[str]) -> int:
    count = 0
    _csv_line(fields)
    for row in rows:
        count += 1
        _csv_line([guard(row.get(field)) for field in fields])
    return count


def _csv_line(cells: Sequence[str]) -> None:
    # RFC 4180 line ends: the writer then quotes cells that hold either half of one
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    line = buffer.getvalue()
    if sys.stdout.isatty():
        line = terminal.safe(line)
    terminal.write_bytes(line.encode("utf-8", "backslashreplace"))


def _table(rows: Iterable[Mapping[str, Cell]], columns: Sequence[Column], colour: str) -> int:
    cells: list[list[str] | str] = [
        terminal.safe(str(row[UNDER]), one_line=True)
        if UNDER in row
        else [terminal.safe(_shown(row.get(column.key)), one_line=True) for column in columns]
        for row in rows
    ]
    if cells:
        coloured = terminal.coloured(sys.stdout, colour)
        for line in grid.lay(cells, columns, grid.width_of_screen(), coloured=coloured):
            sys.stdout.write(line + "\n")
    return len(cells)


def _shown(cell: Cell) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, (int, float)):
        return f"{number(cell):,}"
    return cell


def joined(values: Iterable[Any]) -> str:
    """Several values in one cell."""
    return "; ".join(str(value) for value in values)
