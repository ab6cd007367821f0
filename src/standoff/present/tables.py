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

from msgspec import Struct

from standoff.present import terminal
from standoff.present.contract import Json, encode, number

T = TypeVar("T")
Cell = str | int | float | bool | None

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)
#: Characters: a word up to this long is not broken between two lines of a cell, unless the screen is too narrow.
_WORD = 14
_TRIGGERS = frozenset("=+-@\t\r\n＝＋－＠")


class Column(Struct, frozen=True):
    """A column of the table: the flat key, its heading, and how it is set."""

    key: str
    head: str
    right: bool = False
    style: str = ""
    ratio: int | None = None
    wrap: bool = True


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
    from rich import box
    from rich.table import Table

    shown = [[terminal.plain(_shown(row.get(column.key))) for column in columns] for row in rows]
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, padding=(0, 1))
    console = terminal.console(colour=colour)
    longest = [_longest(column, [cells[i].plain for cells in shown]) for i, column in enumerate(columns)]
    # where the screen is too narrow for whole words, broken words are better than a column that falls off its edge
    room = sum(longest) + 2 * len(columns) + len(columns) + 1 <= console.width
    for column, least in zip(columns, longest, strict=True):
        table.add_column(
            column.head,
            justify="right" if column.right else "left",
            style=column.style,
            ratio=column.ratio,
            min_width=least if column.wrap and room else None,
            no_wrap=not column.wrap,
            overflow="fold" if column.wrap else "ellipsis",
        )
    for cells in shown:
        table.add_row(*cells)
    if shown:
        console.print(table)
    return len(shown)


def _longest(column: Column, cells: Sequence[str]) -> int:
    """Characters that the column needs so that nothing in it is broken; of a wrapped one up to :data:`_WORD`."""
    if not column.wrap:
        return max(map(len, (column.head, *cells)))
    return min(_WORD, max((len(word) for cell in (column.head, *cells) for word in cell.split()), default=1))


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
