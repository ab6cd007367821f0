"""Days: TIMEX3 values as intervals, steps from a day, what lies since, until, before or after a time, and the day that
a report counts from."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from standoff.model import Document, Interval, TimeExpression

_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
DAY_VALUE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
#: The words that make an open interval of a time; they end the rule of an expression.
EDGES = frozenset({"since", "until", "before", "after", "by"})
_MONTH_STEMS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WRITTEN = re.compile(
    r"\b(?:(?P<first>\d{1,2}) )?(?P<month>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)\.?"
    r"(?(first)| (?P<day>\d{1,2})),? (?P<year>(?:19|20)\d\d)\b"
)


def reference(document: Document) -> date | None:
    """The day that "today" means: the report's date, or the date line's own when that is up to a week earlier.

    A page's metadata often tell when it was posted; what the writer calls "tomorrow" counts from the date line.
    """
    published = day_named(document.published.value) if document.published else None
    if published is None:
        return None
    for zone in document.zones:
        if zone.role in {"dateline", "byline"}:
            for match in _WRITTEN.finditer(document.text, zone.span.start, zone.span.end):
                month = _MONTH_STEMS.index(match["month"][:3].lower()) + 1
                day = day_of(int(match["year"]), month, int(match["day"] or match["first"]))
                if day is not None and 0 <= (published - day).days <= 7:
                    return day
    return published


def days_of(value: str) -> Interval | None:
    """The days of a whole TIMEX3 value: a day, month, year, decade, season, quarter, week, weekend or range; else None.

    >>> days_of("2014-04")
    Interval(earliest='2014-04-01', latest='2014-04-30')
    """
    if "/" in value:
        first, _, last = value.partition("/")
        a, b = days_of(first), days_of(last)
        return Interval(a.earliest, b.latest) if a and b else None
    if match := DAY_VALUE.match(value):
        day = day_of(int(match[1]), int(match[2]), int(match[3]))
        return Interval(day.isoformat(), day.isoformat()) if day else None
    if match := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        try:
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        except ValueError:
            return None
        return between(monday + timedelta(5 if match[3] else 0), monday + timedelta(6))
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        start = 3 * int(match[2]) - 2
        return months_from(int(match[1]), start, 3)
    if match := re.fullmatch(r"(\d{4})-H([12])", value):
        return months_from(int(match[1]), 6 * int(match[2]) - 5, 6)
    if match := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        return months_from(int(match[1]), _SEASON_MONTHS[match[2]], 3)
    if match := re.fullmatch(r"(\d{4})-(\d\d)", value):
        return months_from(int(match[1]), int(match[2]), 1) if 1 <= int(match[2]) <= 12 else None
    if re.fullmatch(r"\d{4}", value):
        return Interval(f"{value}-01-01", f"{value}-12-31")
    if re.fullmatch(r"\d{3}X?", value):
        return Interval(f"{value[:3]}0-01-01", f"{value[:3]}9-12-31")
    if re.fullmatch(r"\d{2}", value):
        return Interval(f"{value}00-01-01", f"{value}99-12-31")
    return None


def day_named(text: str) -> date | None:
    """The day of an ISO date; None for anything else."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def between(first: date, last: date) -> Interval:
    """The interval from ``first`` to ``last``, both included."""
    return Interval(first.isoformat(), last.isoformat())


def months_from(year: int, month: int, n: int) -> Interval | None:
    """From the first day of a month to the last day of the n-th month from there."""
    end = month + n - 1
    end_year, end_month = year + (end - 1) // 12, (end - 1) % 12 + 1
    last = calendar.monthrange(end_year, end_month)[1]
    return Interval(f"{year:04d}-{month:02d}-01", f"{end_year:04d}-{end_month:02d}-{last:02d}")


def shifted(day: date, unit: str, n: int) -> date:
    """``day`` moved by n units; a month or year keeps the day of the month where it exists. Stays within what dates
    can hold.
    """
    try:
        if unit in {"D", "W", "E"}:
            return day + timedelta(n * (1 if unit == "D" else 7))
        months = n * {"M": 1, "Q": 3, "Y": 12, "X": 120, "C": 1200}[unit]
        index = day.year * 12 + day.month - 1 + months
        year, month = index // 12, index % 12 + 1
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    except (OverflowError, ValueError, IndexError):
        return date.min if n < 0 else date.max


def edge(time: TimeExpression) -> str:
    """Which of :data:`EDGES` makes an open interval of the time, empty when none does."""
    words = time.rule.split()
    return words[-1] if words[-1] in EDGES and words[0] != "clock" else ""


def edged(time: TimeExpression, published: str | None) -> Interval | None:
    """The days of an event at, since, until, before or after a time expression."""
    interval, side = time.interval, edge(time)
    if interval is None:
        return None
    if side == "since":
        running = published is not None and interval.earliest is not None and interval.earliest <= published
        return Interval(interval.earliest, published if running else None)
    if side in {"until", "by"}:
        coming = published is not None and interval.latest is not None and interval.latest > published
        return Interval(published if coming else None, interval.latest)
    if side == "before" and interval.earliest is not None:
        return Interval(None, moved(interval.earliest, -1))
    if side == "after" and time.value.startswith("P"):
        return None  # "following months of talks"
    if side == "after" and interval.latest is not None:
        return Interval(interval.latest, published if published and published >= interval.latest else None)
    return interval


def ahead(time: TimeExpression, published: str | None) -> bool:
    """Whether a time lies after the report's day, as a day to come or as an end that is still to come."""
    interval = time.interval
    if interval is None or published is None:
        return False
    # a day ahead may be the time zone of where it happened
    return (interval.earliest or "") > moved(published, 1) or deadline(time, published)


def deadline(time: TimeExpression, published: str | None) -> bool:
    """ "by 2030", "until Friday": an end that is still ahead."""
    latest = time.interval.latest if time.interval is not None else None
    return published is not None and edge(time) in {"by", "until", "before"} and (latest or "") > published


def moved(day: str, n: int) -> str:
    """An ISO day moved by n days; what is no whole day comes back as it is."""
    return (date.fromisoformat(day) + timedelta(n)).isoformat() if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else day


def feast(rule: str, year: int) -> date:
    """The day of a feast that moves: ``easter+1``, or ``11-4-4``: month, weekday (Monday: 1), which one (0: the last).

    >>> feast("easter+0", 2014)
    datetime.date(2014, 4, 20)
    """
    if rule.startswith("easter"):
        return _easter(year) + timedelta(int(rule.removeprefix("easter")))
    month, weekday, which = map(int, rule.split("-"))
    first = date(year, month, 1)
    day = 1 + (weekday - first.isoweekday()) % 7 + 7 * (which - 1 if which else 4)
    return date(year, month, day if day <= calendar.monthrange(year, month)[1] else day - 7)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the anonymous computus."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)
