"""A table on a terminal, set line by line.

rich sets tables, too, but takes a third of a second to be imported and to set fifty lines, and a list is to be there at
once. What is set here has been made safe before: nothing in it steers the terminal.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

#: Characters between columns.
GAP = 2
#: Off a terminal a line has so many characters, unless ``COLUMNS`` says otherwise.
WIDTH = 120
#: A word up to this long is not broken between two lines of a cell, unless the screen is too narrow.
WORD = 14
#: By how much a line under a row is indented.
INDENT = 4
#: Narrower than this no column is set, whatever the screen.
LEAST = 4
#: Text of characters that are one wide each: Latin, Greek, Cyrillic, the marks of print. Of all else rich knows how
#: wide it is, but its tables take as long to be imported as fifty lines to be set.
_NARROW = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*")
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


class Column(Struct, frozen=True):
    """A column of a table: the flat key, its heading, and how it is set. ``ratio`` weighs it where there is too little
    room for all; without ``wrap`` it stands on one line."""

    key: str
    head: str
    right: bool = False
    style: str = ""
    ratio: int | None = None
    wrap: bool = True


def wide(text: str) -> int:
    """How many characters of a terminal ``text`` takes: two for one of Chinese, none for an accent by itself."""
    return _measure(text)(text)


def _measure(text: str) -> Callable[[str], int]:
    """What tells how wide ``text``, or a part of it, is."""
    if _NARROW.fullmatch(text):
        return len
    from rich.cells import cell_len

    return cell_len


def width_of_screen() -> int:
    """Characters in a line of standard output."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or WIDTH
    except (OSError, ValueError):  # no terminal
        return WIDTH


def lay(rows: Sequence[Sequence[str] | str], columns: Sequence[Column], width: int, *, coloured: bool) -> Iterator[str]:
    """The lines of a table: headings, a rule, the rows. ``rows`` have a cell for each of ``columns``, without line
    ends; a string is a line that stands under the row before it, over all columns. ``width`` is that of the screen in
    characters."""
    heads = [column.head for column in columns]
    widths = _widths([heads, *(row for row in rows if not isinstance(row, str))], columns, width)
    yield from _set(heads, columns, widths, ["bold"] * len(columns) if coloured else None)
    rule = "─" if (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf") else "-"
    yield rule * (sum(widths) + GAP * (len(columns) - 1))
    styles = [column.style for column in columns] if coloured else None
    for row in rows:
        if isinstance(row, str):
            room = max(LEAST, width - INDENT)
            yield from (" " * INDENT + line for line in _folded(row, room))
        else:
            yield from _set(row, columns, widths, styles)


def _widths(rows: Sequence[Sequence[str]], columns: Sequence[Column], width: int) -> list[int]:
    """What each column gets: all that it wants, where there is room; else what its words need, and of what is left the
    more, the more it lacks and the heavier it weighs."""
    wants = [max(map(wide, cells)) for cells in zip(*rows, strict=True)]
    room = width - GAP * (len(columns) - 1)
    if sum(wants) <= room:
        return wants
    gets = [
        min(WORD, max(map(_longest, cells))) if column.wrap else want
        for column, want, cells in zip(columns, wants, zip(*rows, strict=True), strict=True)
    ]
    # too narrow for whole words: broken ones are better than a column that falls off the edge
    for wrap in (True, False):
        while sum(gets) > room and (broad := [i for i, c in enumerate(columns) if c.wrap == wrap and gets[i] > LEAST]):
            gets[max(broad, key=lambda i: (gets[i] / (columns[i].ratio or 1), i))] -= 1
    left = room - sum(gets)
    while left > 0:
        lacks = [(want - get) * (column.ratio or 1) for want, get, column in zip(wants, gets, columns, strict=True)]
        total = sum(lack for lack in lacks if lack > 0)
        if not total:
            break
        for i, lack in enumerate(lacks):
            # at least one, so that it ends; never more than is wanted or left
            more = min(max(1, left * lack // total), wants[i] - gets[i], room - sum(gets)) if lack > 0 else 0
            gets[i] += max(0, more)
        left = room - sum(gets)
    return gets


def _longest(cell: str) -> int:
    """The width of its longest word."""
    return max(map(_measure(cell), cell.split(" ")))


def _set(
    cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int], styles: Sequence[str] | None
) -> Iterator[str]:
    """One row, on as many lines as its longest cell takes."""
    folded = [
        _folded(cell, width) if column.wrap else [_cut(cell, width)]
        for cell, column, width in zip(cells, columns, widths, strict=True)
    ]
    for line in range(max(map(len, folded))):
        parts = []
        for i, (column, width) in enumerate(zip(columns, widths, strict=True)):
            words = folded[i][line] if line < len(folded[i]) else ""
            blank = " " * (width - wide(words))
            shown = _styled(words, styles[i]) if styles is not None and words else words
            parts.append(blank + shown if column.right else shown + blank)
        yield (" " * GAP).join(parts).rstrip()


def _folded(cell: str, width: int) -> list[str]:
    """A cell on lines of ``width`` characters, broken between words, and within those that are longer."""
    measure = _measure(cell)
    if measure(cell) <= width:
        return [cell]
    lines: list[str] = []
    line, length = "", 0
    for word in cell.split(" "):
        size = measure(word)
        if lines or line:
            if length + 1 + size <= width:
                line, length = f"{line} {word}", length + 1 + size
                continue
            lines.append(line)
        if size > width:
            *whole, word = _chopped(word, width)
            lines += whole
            size = measure(word)
        line, length = word, size
    return [*lines, line]


def _chopped(word: str, width: int) -> list[str]:
    if _NARROW.fullmatch(word):
        return [word[at : at + width] for at in range(0, len(word), width)]
    from rich.cells import chop_cells

    return chop_cells(word, width)


def _cut(cell: str, width: int) -> str:
    if wide(cell) <= width:
        return cell
    room = max(0, width - 1)
    if _NARROW.fullmatch(cell):
        return cell[:room].rstrip() + "…"
    from rich.cells import set_cell_size

    return set_cell_size(cell, room).rstrip() + "…"


def _styled(words: str, style: str) -> str:
    codes = ";".join(_STYLES[name] for name in style.split() if name in _STYLES)
    return f"\x1b[{codes}m{words}\x1b[0m" if codes else words
