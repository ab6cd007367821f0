"""Times against the report's date: TIMEX3 values made whole, and the days they cover.

:func:`anchor` carries out the rule that :mod:`standoff.annotate.times` left on each expression. Without a date of the
report, values stay partial (``XXXX-WXX-4``) and have no days: nothing is made up from "today".
:func:`date_events` gives events their days (re-exported from :mod:`standoff.resolve.times_events`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import structs

from standoff.model import Document, Interval, TimeExpression
from standoff.resolve.days import DAY_VALUE, EDGES, between, day_of, days_of, feast, reference, shifted
from standoff.resolve.times_anaphors import settle
from standoff.resolve.times_events import date_events

__all__ = ["anchor", "date_events", "days_of", "reference"]

_STEP = re.compile(r"([A-Z])([+-]?\d+|X)")
_TENSES = frozenset({"past", "present", "future"})
_JOINED = re.compile(r"\s*(?:to|until|till|through|and|or|[-–—])\s*(?:the |early |late |mid-)?")
_DIRECTIONS = frozenset({"near", "last", "past", "next", "coming", "this", "last-year", "this-year", "next-year"})


def anchor(times: Iterable[TimeExpression], document: Document) -> tuple[TimeExpression, ...]:
    """The same expressions with whole values and day intervals, as far as the report's date and the words allow."""
    published = reference(document)
    times = _years_of_ranges(list(times), document.text)
    out: list[TimeExpression] = []
    for time in times:
        words = time.rule.split()
        if published is None:
            value, interval = time.value, days_of(time.value)
        else:
            value, interval = _anchored(time.value, words, published)
        out.append(structs.replace(time, value=value, interval=interval))
    return tuple(_with_clocks(settle(out, document.text, published), published))


def _years_of_ranges(times: list[TimeExpression], text: str) -> list[TimeExpression]:
    """ "from May to October 2020": the year at the end is that of the beginning too, or the one after it."""
    out = list(times)
    for i in range(len(out) - 2, -1, -1):
        first, last = out[i], out[i + 1]
        if (
            first.rule.split()[0] not in {"month", "day"}
            or not (month := re.fullmatch(r"XXXX-(\d\d(?:-\d\d)?)", first.value))
            or not (whole := re.fullmatch(r"(\d{4})-(\d\d(?:-\d\d)?)", last.value))
            or not _JOINED.fullmatch(text, first.span.end, last.span.start)
        ):
            continue
        year = int(whole[1]) - (month[1][: len(whole[2])] > whole[2][: len(month[1])])
        edges = [word for word in first.rule.split() if word in EDGES]
        out[i] = structs.replace(first, value=f"{year}-{month[1]}", rule=" ".join(["absolute", *edges]))
    return out


# --- the rules -------------------------------------------------------------------------------------------------------


def _anchored(value: str, words: list[str], published: date) -> tuple[str, Interval | None]:
    """Value and days of one expression; ``words`` is its rule, ``published`` the report's date."""
    kind, rest = words[0], words[1:]
    # the last words are the tense and the edge; "past" before them is a direction ("the past spring")
    told = rest[:-1] if rest and rest[-1] in EDGES else rest
    tense = told[-1] if told and told[-1] in {"past", "present", "future"} else "past"
    which = told[0] if len(told) > 1 and told[0] in _DIRECTIONS else ""
    if kind == "weekday":
        return _weekday(value, which or next((w for w in rest if w.startswith("of-")), ""), tense, published)
    if kind == "day":
        return _year_of_day(value, tense, published)
    if kind == "month":
        return _year_of_month(value, which, tense, published)
    if kind == "nth":
        return _day_of_month(value, rest[0] if rest and rest[0] not in _TENSES else "", tense, published)
    if kind in {"awaited", "within"} and (match := _STEP.fullmatch(rest[0])):
        end = shifted(published, match[1], int(match[2]))
        return value, between(end if kind == "awaited" else published, end)
    if kind == "feast":
        return _feast(value, rest[0], tense, published)
    if kind == "overnight":
        return f"{published.isoformat()}TNI", between(published - timedelta(1), published)
    if kind in {"offset", "ago", "back", "ahead"} and (match := _STEP.fullmatch(rest[0])):
        unit, n = match[1], None if match[2] == "X" else int(match[2])
        if kind == "offset" and n is not None:
            return _offset(value, unit, n, tense, published)
        if kind == "ago" and n is not None:
            return _ago(value, unit, n, published)
        if kind == "back":
            earliest = shifted(published, unit, -n) if n is not None else None
            return value, Interval(earliest.isoformat() if earliest else None, published.isoformat())
        if kind == "ahead":
            latest = shifted(published, unit, n) if n is not None else None
            return value, Interval(published.isoformat(), latest.isoformat() if latest else None)
    if kind == "ref" and value == "PRESENT_REF":
        return value, between(published, published)
    if kind == "ref" and value == "PAST_REF":
        return value, Interval(None, published.isoformat())
    return value, days_of(value)


def _weekday(value: str, which: str, tense: str, published: date) -> tuple[str, Interval | None]:
    """The nearest such day: on or before the report's date, after it in the future; "last" strictly before; "near" on
    either side, when it is no more than two days ahead.
    """
    number = int(value[len("XXXX-WXX-")])
    part = value[len("XXXX-WXX-") + 1 :]
    back = (published.isoweekday() - number) % 7
    ahead = (number - published.isoweekday()) % 7
    monday = published - timedelta(published.isoweekday() - 1)
    if which.startswith("of-"):
        day = monday + timedelta({"of-last-week": -7, "of-this-week": 0, "of-next-week": 7}[which] + number - 1)
    elif which in {"last", "past"}:
        day = published - timedelta(back or 7)
    elif which in {"next", "coming"}:
        day = published + timedelta(ahead or 7)
    elif tense == "future" or (which == "this" and tense != "past") or (which == "near" and ahead < 3 < back):
        day = published + timedelta(ahead)
    elif back == 6:
        # a bare weekday six days gone is rarer than tomorrow's, already there where the news comes from
        day = published + timedelta(1)
    else:
        day = published - timedelta(back)
    return day.isoformat() + part, between(day, day)


def _year_of_day(value: str, tense: str, published: date) -> tuple[str, Interval | None]:
    """The year of a month and day: the latest not after the report's date, unless that is ten months off and the next
    is near.
    """
    first = value.partition("/")[0]
    month, day = int(first[5:7]), int(first[8:10])
    whole = [d for d in (day_of(published.year + k, month, day) for k in (-4, -3, -2, -1, 0, 1, 2, 3, 4)) if d]
    before = [d for d in whole if d <= published]
    after = [d for d in whole if d >= published]
    if not before or not after:
        return value, None
    chosen = after[0] if tense == "future" else before[-1]
    if tense != "future" and (published - before[-1]).days > 270 and (after[0] - published).days < 95:
        chosen = after[0]
    if tense == "future" and (after[0] - published).days > 270 and (published - before[-1]).days < 60:
        chosen = before[-1]
    filled = value.replace("XXXX", str(chosen.year))
    return filled, days_of(filled)


def _day_of_month(value: str, which: str, tense: str, published: date) -> tuple[str, Interval | None]:
    """ "on the 15th": the latest such day, or the next one in the future; "of last month": of that one."""
    number = int(value[-2:])
    months = [shifted(published.replace(day=1), "M", k) for k in range(-6, 7)]
    if which.startswith("on-"):
        days = [d for m in months if (d := day_of(m.year, m.month, number)) and d.isoweekday() == int(which[3:])]
        chosen = min(days, key=lambda d: abs((d - published).days), default=None)
        return (chosen.isoformat(), between(chosen, chosen)) if chosen else (value, None)
    if which:
        months = [months[{"last": 5, "this": 6, "next": 7}[which]]]
    days = [d for d in (day_of(m.year, m.month, number) for m in months) if d]
    if which:
        chosen = days[0] if days else None
    elif tense != "past":  # "would leave on the 15th", "must go by the 15th"
        chosen = next((d for d in days if d >= published), None)
    else:
        chosen = next((d for d in reversed(days) if d <= published), None)
    return (chosen.isoformat(), between(chosen, chosen)) if chosen else (value, None)


def _feast(value: str, rule: str, tense: str, published: date) -> tuple[str, Interval | None]:
    """A feast that moves: in the year that stands with it, else the last one, or the next one in the future."""
    if value[:4].isdigit():
        day = feast(rule, int(value[:4]))
        return day.isoformat(), between(day, day)
    days = [feast(rule, published.year + k) for k in (-1, 0, 1)]
    ahead = [d for d in days if d >= published]
    back = [d for d in days if d <= published]
    chosen = ahead[0] if tense == "future" or (ahead[0] - published).days < 7 else back[-1]
    return chosen.isoformat(), between(chosen, chosen)


def _year_of_month(value: str, which: str, tense: str, published: date) -> tuple[str, Interval | None]:
    """The year of a month, season or quarter: the running or last one, the running or next one in the future."""
    intervals = []
    for year in range(published.year - 2, published.year + 3):
        filled = value.replace("XXXX", str(year))
        interval = days_of(filled)
        if interval and interval.earliest and interval.latest:
            intervals.append(
                (date.fromisoformat(interval.earliest), date.fromisoformat(interval.latest), filled, interval)
            )
    past = [x for x in intervals if x[0] <= published]
    over = [x for x in intervals if x[1] < published]
    coming = [x for x in intervals if x[1] >= published]
    ahead = [x for x in intervals if x[0] > published]
    if not (past and over and coming and ahead):
        return value, None
    if which.endswith("-year"):
        year = published.year + {"last": -1, "this": 0, "next": 1}[which.removesuffix("-year")]
        chosen = next((x for x in intervals if x[2].startswith(str(year))), past[-1])
    elif which in {"last", "past"}:
        chosen = over[-1]
    elif which in {"next", "coming"}:
        chosen = ahead[0]
    elif which == "this":
        chosen = next((x for x in intervals if x[2].startswith(str(published.year))), past[-1])
    elif "-Q" in value:
        chosen = past[-1]  # "expects to report a third-quarter loss": of the quarter that is over
        if tense == "future" and (published - chosen[1]).days > 100:
            chosen = ahead[0]
    elif tense == "future":
        chosen = coming[0]
    else:
        chosen = past[-1]
        if (published - chosen[1]).days > 270 and (ahead[0][0] - published).days < 65:
            chosen = ahead[0]
    return chosen[2], chosen[3]


def _offset(value: str, unit: str, n: int, tense: str, published: date) -> tuple[str, Interval | None]:
    """ "yesterday", "last week", "this month": the unit n away from the one that holds the report's date.

    The running week, month or year of something past ends on the report's date, of something ahead begins there.
    """
    at = shifted(published, unit, n)
    part = value.partition("T")[1] + value.partition("T")[2] if value.startswith("XXXX-XX-XX") else ""
    if unit == "D":
        return at.isoformat() + part, between(at, at)
    iso = at.isocalendar()
    filled = {
        "W": f"{iso.year}-W{iso.week:02d}", "E": f"{iso.year}-W{iso.week:02d}-WE", "M": f"{at.year}-{at.month:02d}",
        "Q": f"{at.year}-Q{(at.month + 2) // 3}", "Y": f"{at.year}", "X": f"{at.year // 10}", "C": f"{at.year // 100}",
    }[unit]  # fmt: skip
    if unit == "E" and n == 0 and tense == "past" and published.isoweekday() < 6:
        # "at the weekend", early in the week: the one just over
        back = published - timedelta(7)
        filled = f"{back.isocalendar().year}-W{back.isocalendar().week:02d}-WE"
    if unit == "E" and n == -1 and published.isoweekday() >= 6:
        back = published - timedelta(7)
        filled = f"{back.isocalendar().year}-W{back.isocalendar().week:02d}-WE"
    days = days_of(filled)
    if unit == "W" and n == -1 and published.isoweekday() == 7:
        # on a Sunday the week just over is the one that ends
        filled = f"{published.isocalendar().year}-W{published.isocalendar().week:02d}"
        days = between(published - timedelta(7), published - timedelta(1))
    if days and n == 0 and days.earliest and days.latest and days.earliest <= published.isoformat() <= days.latest:
        today = published.isoformat()
        days = Interval(today, days.latest) if tense == "future" else Interval(days.earliest, today)
    return filled, days


def _ago(value: str, unit: str, n: int, published: date) -> tuple[str, Interval | None]:
    """ "two weeks ago": the day, when counted in days or weeks; the month or year otherwise."""
    at = shifted(published, unit, -n)
    if unit == "D":
        return at.isoformat(), between(at, at)
    if unit == "W":
        iso = at.isocalendar()
        return f"{iso.year}-W{iso.week:02d}", between(at, at)
    filled = {"M": f"{at.year}-{at.month:02d}", "Q": f"{at.year}-Q{(at.month + 2) // 3}", "Y": f"{at.year}",
              "X": f"{at.year}", "C": f"{at.year}"}.get(unit)  # fmt: skip
    return (filled, days_of(filled)) if filled else (value, None)


def _with_clocks(times: list[TimeExpression], published: date | None) -> list[TimeExpression]:
    """Times of day take the day that stands beside them ("5 p.m. on Sunday"), else the report's date."""
    out = list(times)
    for i, time in enumerate(times):
        if not time.rule.startswith("clock"):
            continue
        beside = [
            other for other in (*times[max(0, i - 1) : i], *times[i + 1 : i + 2])
            if DAY_VALUE.match(other.value)
            and max(other.span.start - time.span.end, time.span.start - other.span.end) <= 20
        ]  # fmt: skip
        day = beside[0].value[:10] if beside else published.isoformat() if published else None
        if day is not None:
            out[i] = structs.replace(time, value=f"{day}{time.value}", interval=Interval(day, day) if beside else None)
    return out
