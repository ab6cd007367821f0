"""Days and periods in words: "7 March 2017", "3 to 11 March 2017", "week of 6 March 2017"."""

from __future__ import annotations

import datetime
from typing import Literal

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def day(iso: str, *, within: str | None = None) -> str:
    """An ISO day in words; the year ``within`` which everything is told goes without saying. What is no day stays.

    >>> day("2017-03-07"), day("2017-03-07", within="2017")
    ('7 March 2017', '7 March')
    """
    when = _date(iso)
    if when is None:
        return iso
    words = f"{when.day} {_MONTHS[when.month - 1]}"
    return words if within is not None and iso[:4] == within else f"{words} {when.year}"


def span(first: str, last: str) -> str:
    """From day to day, with what both share said once.

    >>> span("2017-03-03", "2017-03-11"), span("2017-02-27", "2017-03-11"), span("2017-03-03", "2017-03-03")
    ('3 to 11 March 2017', '27 February to 11 March 2017', '3 March 2017')
    """
    if first == last:
        return day(first)
    a, b = _date(first), _date(last)
    if a is None or b is None or a.year != b.year:
        return f"{day(first)} to {day(last)}"
    return f"{a.day if a.month == b.month else day(first, within=first[:4])} to {day(last)}"


def period(start: str, by: Literal["day", "week", "month"]) -> str:
    """A period of :mod:`standoff.link.rates` by its first day.

    >>> period("2017-03-06", "week"), period("2017-03-01", "month")
    ('the week of 6 March 2017', 'March 2017')
    """
    when = _date(start)
    if by == "month" and when is not None:
        return f"{_MONTHS[when.month - 1]} {when.year}"
    return f"the week of {day(start)}" if by == "week" else day(start)


def one_year(*days: str | None) -> str | None:
    """The year that all of ``days`` lie in, None when they lie in several or there are none."""
    years = {iso[:4] for iso in days if iso}
    return years.pop() if len(years) == 1 else None


def back(iso: str, days: int) -> str:
    """The ISO day so many days before."""
    when = _date(iso)
    if when is None or when.toordinal() <= days:
        return iso
    return (when - datetime.timedelta(days=days)).isoformat()


def apart(first: str, last: str) -> int | None:
    """Days from the one to the other, None where one is no day."""
    a, b = _date(first), _date(last)
    return None if a is None or b is None else abs((b - a).days)


def _date(iso: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(iso)
    except ValueError:
        return None
