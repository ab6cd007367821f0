"""Days as reports, manifests and tables write them, to ISO. A day without a year is no day: nothing is filled in."""

from __future__ import annotations

import re
from datetime import date

from standoff.read.cues import DATE, MONTHS

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d(?::?\d\d){0,2}.{0,16})?$")
_RFC = re.compile(r"(?:[A-Z][a-z]{2},\s)?(\d{1,2})\s([A-Z][a-z]{2})[a-z]*\s(\d{4})(?:\s\d\d:\d\d.{0,20})?$")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?$")
#: No newspaper is older, no report is later: beyond these a date is a misreading.
_FIRST, _LAST = 1700, 2100


def iso(year: int, month: int, day: int) -> str | None:
    """``YYYY-MM-DD``, or None when there is no such day."""
    if not _FIRST <= year <= _LAST:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def strict(value: str) -> str | None:
    """An ISO date (``2014-04-10``, a time may follow) as a day; None when it is anything else."""
    found = _ISO.match(value.strip())
    return iso(int(found[1]), int(found[2]), int(found[3])) if found else None


def loose(value: str) -> str | None:
    """A day in a table's or a page's metadata: ISO, RFC 2822, 20140410, or a day written out with its year; else
    None."""
    value = value.strip()[:80]
    if day := strict(value):
        return day
    if found := _COMPACT.match(value):
        return iso(int(found[1]), int(found[2]), int(found[3]))
    if found := _RFC.match(value):
        month = MONTHS.get(found[2].casefold())
        return iso(int(found[3]), month, int(found[1])) if month else None
    first = in_line(value)
    return first[0] if first else None


def in_line(line: str) -> tuple[str, int, int] | None:
    """The first full day in ``line`` and where it stands, as (ISO, start, end).

    ``03/04/2019`` is ambiguous (March or April) and is skipped; ``18/09/2023`` is not.
    """
    for found in DATE.finditer(line):
        day = _day(found)
        if day:
            return day, found.start(), found.end()
    return None


def ambiguous(value: str) -> bool:
    """Whether ``value`` holds a date in figures that may be day and month or month and day."""
    return any(
        found["n1"] and iso(int(found["ny"]), int(found["n1"]), int(found["n2"])) is not None and _day(found) is None
        for found in DATE.finditer(value)
    )


def _day(found: re.Match[str]) -> str | None:
    if found["y"]:
        return iso(int(found["y"]), int(found["m"]), int(found["d"]))
    if found["mon"]:
        month = MONTHS[found["mon"].casefold().rstrip(".")]
        return iso(int(found["my"]), month, int(found["md"])) if found["my"] else None
    if found["dmon"]:
        month = MONTHS[found["dmon"].casefold().rstrip(".")]
        return iso(int(found["dy"]), month, int(found["dd"])) if found["dy"] else None
    one, two, year = int(found["n1"]), int(found["n2"]), int(found["ny"])
    if one > 12:
        return iso(year, two, one)
    if two > 12 or one == two:
        return iso(year, one, two)
    return None
