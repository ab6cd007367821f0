"""The forms that dates and times take in English reports, and the unanchored TIMEX3 value of each.

A form is a pattern and a function from its match to a :class:`Reading`. ``rule`` says in words how a date anchors the
value; :mod:`standoff.resolve.times` carries it out. The rules:

=================  ==================================================================================================
``absolute``       the value is complete: ``2014-04-10``, ``2014-04``, ``2014``, ``199``, ``1999-Q3``, ``2014-SU``
``day``            month and day without a year: ``XXXX-04-10``
``month``          a month, season or quarter without a year: ``XXXX-04``, ``XXXX-SU``, ``XXXX-Q3``
``weekday``        ``XXXX-WXX-4``, with a part of the day: ``XXXX-WXX-4TMO``
``offset U±n``     n days (D), weeks (W), months (M), years (Y), weekends (E), quarters (Q), decades (X) off
``ago Un``         n units back, to the day: "two weeks ago"
``back Un``        the n units up to the report's date: "in the past three days", ``in recent weeks``
``ahead Un``       the n units from it on: "in the coming days"
``duration`` ``set`` ``ref``  lengths, repetitions and ``PAST_REF`` ...: no day of their own
``clock``          a time of day: ``T17:00``
=================  ==================================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from re import Match
from typing import NamedTuple

from standoff.annotate.numbers_core import ONES, TENS
from standoff.data import table

_MONTH_NAMES = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
_DAY_NAMES = (
    "monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thur thu", "friday fri",
    "saturday sat", "sunday sun",
)  # fmt: skip
MONTHS = {name: i for i, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
WEEKDAYS = {name: i for i, names in enumerate(_DAY_NAMES, 1) for name in names.split()}
_UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "fortnight": "W",
    "weekend": "E", "month": "M", "quarter": "Q", "year": "Y", "decade": "X", "century": "C", "centurie": "C",
}  # fmt: skip
_PARTS = {
    "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "midday": "MI", "noon": "MI",
    "dawn": "MO", "dusk": "EV",
}  # fmt: skip
_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

_MONTH_FULL = r"January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?P<month>{_MONTH_FULL}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?)"
_WEEKDAY_ABBR = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.?)"
_PART = r"(?P<part>morning|afternoon|evening|night|midday|noon|dawn|dusk)"
_UNIT = r"(?P<unit>second|minute|hour|day|night|week|fortnight|month|quarter|year|decade|centur(?:y|ie))s?"
_WORDNUM = "|".join([*ONES, *TENS])
_COUNT = (
    rf"(?P<n>\d+(?:\.\d+)?|an?|(?:(?:{'|'.join(TENS)})[- ])?(?:{_WORDNUM})|(?:a )?couple(?: of)?|several|(?:a )?few|"
    r"half an?|many|a dozen|dozens of)"
)
_SPAN_WORD = r"(?:last|past|previous|next|coming|following|recent)"


class Reading(NamedTuple):
    """What a form says: TIMEX3 value without an anchor, and the rule that anchors it."""

    value: str
    rule: str


class Form(NamedTuple):
    name: str
    pattern: re.Pattern[str]
    read: Callable[[Match[str]], Reading | None]


def _month(match: Match[str], group: str = "month") -> int:
    return MONTHS[match[group].lower().rstrip(".")]


def count(words: str) -> float | None:
    """The number that ``words`` name; None for "several", "a few", "many"."""
    words = words.lower().removeprefix("a ").removesuffix(" of").strip() if words.lower() not in {"a", "an"} else "one"
    if words.startswith("half"):
        return 0.5
    if words == "couple":
        return 2
    if words == "dozen":
        return 12
    if words[:1].isdigit():
        return float(words)
    total = 0
    for word in re.split(r"[- ]", words):
        if word not in ONES and word not in TENS:
            return None
        total += ONES.get(word, TENS.get(word, 0))
    return total


def _length(unit: str, n: float | None) -> str:
    """A TIMEX3 duration: P3D, PT2H, PXW."""
    code = _UNITS[unit.lower()]
    if unit.lower() == "fortnight":
        n = None if n is None else n * 2
    number = "X" if n is None else f"{n:g}"
    if code == "Q":
        return f"P{number}Q" if n is None else f"P{n * 3:g}M"
    if code == "X":
        return f"P{number}E" if n is None else f"P{n * 10:g}Y"
    if code == "C":
        return f"P{number}C" if n is None else f"P{n * 100:g}Y"
    return f"P{code[0]}{number}{code[1]}" if code.startswith("T") else f"P{number}{code}"


def _date(year: str | None, month: int, day: str | None, part: str = "") -> Reading:
    stem = f"{year or 'XXXX'}-{month:02d}" + (f"-{int(day):02d}" if day else "") + part
    return Reading(stem, "absolute" if year else ("day" if day else "month"))


def _full(m: Match[str]) -> Reading | None:
    groups = m.groupdict()
    part = "T" + _PARTS[groups["part"].lower()] if groups.get("part") else ""
    return _date(groups.get("year"), _month(m), groups.get("day"), part)


def _iso(m: Match[str]) -> Reading | None:
    year, month, day = m["year"], int(m["m"]), int(m["d"])
    return Reading(f"{year}-{month:02d}-{day:02d}", "absolute") if 1 <= month <= 12 and 1 <= day <= 31 else None


def _slashed(m: Match[str]) -> Reading | None:
    """10/25/89 as Americans write it; 25/10/1989 where only that can be; 25.10.1989 always day first."""
    a, b = int(m["a"]), int(m["b"])
    month, day = (b, a) if m["sep"] == "." or a > 12 else (a, b)
    year = int(m["year"])
    if len(m["year"]) == 2:
        year += 1900 if year > 40 else 2000
    return Reading(f"{year}-{month:02d}-{day:02d}", "absolute") if 1 <= month <= 12 and 1 <= day <= 31 else None


def _weekday(m: Match[str]) -> Reading | None:
    groups = m.groupdict()
    part = "T" + _PARTS[groups["part"].lower()] if groups.get("part") else ""
    plural = m["weekday"].endswith("days")
    which = (groups.get("which") or "").lower()
    number = WEEKDAYS[m["weekday"].lower().removesuffix("s" if plural else "")]
    return Reading(f"XXXX-WXX-{number}{part}", "set" if plural else f"weekday {which}".strip())


def _deictic(m: Match[str]) -> Reading | None:
    word = " ".join(m[0].lower().split())
    value, rule = _DEICTIC[word]
    return Reading(value, rule)


#: Times told from the report's date or from now, with value and rule.
_DEICTIC = {row["phrase"]: (row["value"], row["rule"]) for row in table("deictics.csv")}


def _named_unit(m: Match[str]) -> Reading | None:
    """ "last week", "earlier this month", "next year", "this weekend"; with seasons and months: "last summer", "last
    March".
    """
    which, unit = m["which"].lower(), m["unit"].lower()
    step = {
        "last": -1,
        "past": -1,
        "previous": -1,
        "next": 1,
        "coming": 1,
        "this": 0,
        "current": 0,
        "same": 0,
        "following": 1,
    }[which]
    if unit in _SEASONS:
        return Reading(f"XXXX-{_SEASONS[unit]}", f"month {which}")
    code = _UNITS[unit]
    blank = {
        "D": "XXXX-XX-XX",
        "W": "XXXX-WXX",
        "E": "XXXX-WXX-WE",
        "M": "XXXX-XX",
        "Q": "XXXX-QX",
        "Y": "XXXX",
        "X": "XXX",
        "C": "XX",
    }[code]
    if which in {"same", "following", "previous"}:
        return Reading(blank, "ref")  # another time in the text anchors it, not the report's date
    return Reading(blank, f"offset {code}{step:+d}")


def _month_named(m: Match[str]) -> Reading | None:
    return Reading(f"XXXX-{_month(m):02d}", f"month {m['which'].lower()}")


def _month_of(m: Match[str]) -> Reading | None:
    """ "January this year": the year counted from the report's."""
    return Reading(f"XXXX-{_month(m):02d}", f"month {m['which'].lower()}-year")


def _ago(m: Match[str]) -> Reading | None:
    n, code = count(m["n"]), _UNITS[m["unit"].lower()]
    if n is None or code.startswith("T") or n != int(n):
        return Reading("PAST_REF", "ref")
    blank = {
        "D": "XXXX-XX-XX",
        "W": "XXXX-WXX",
        "M": "XXXX-XX",
        "Q": "XXXX-QX",
        "Y": "XXXX",
        "X": "XXX",
        "C": "XX",
        "E": "XXXX-WXX-WE",
    }[code]
    weeks = 2 if m["unit"].lower() == "fortnight" else 1
    return Reading(blank, f"ago {code}{int(n) * weeks}")


def _stretch(m: Match[str]) -> Reading | None:
    """ "the past three days", "in recent weeks", "the next two years"."""
    which, unit = m["which"].lower(), m["unit"].lower()
    n = count(m["n"]) if m.groupdict().get("n") else None
    direction = "ahead" if which in {"next", "coming", "following"} else "back"
    code = _UNITS[unit]
    fixed = n is not None and n == int(n) and not code.startswith("T")
    return Reading(
        _length(unit, n),
        f"{direction} {code}{int(n)}"
        if fixed and n is not None
        else f"{direction} {code[0] if code[0] != 'T' else 'D'}X",
    )


def _duration(m: Match[str]) -> Reading | None:
    if m["unit"].lower() == "second" and m["n"].lower() in {"a", "one"}:
        return None  # "a second group"
    return Reading(_length(m["unit"], count(m["n"])), "duration")


def _clock(m: Match[str]) -> Reading | None:
    groups = m.groupdict()
    hour, minute = int(groups["h"]), int(groups.get("min") or 0)
    half = (groups.get("half") or "").lower().replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    return Reading(f"T{hour:02d}:{minute:02d}", "clock") if hour <= 24 and minute < 60 else None


def _range(m: Match[str]) -> Reading | None:
    """Two days of one month: the value is TIMEX3's interval notation ``2014-04-10/2014-04-12``."""
    year, month = m["year"] or "XXXX", _month(m)
    a, b = int(m["day"]), int(m["until"])
    if a >= b or b > 31:
        return None
    return Reading(f"{year}-{month:02d}-{a:02d}/{year}-{month:02d}-{b:02d}", "absolute" if m["year"] else "day")


def _years(m: Match[str]) -> Reading | None:
    a, b = m["year"], m["until"]
    end = b if len(b) == 4 else a[:2] + b
    return Reading(f"{a}/{end}", "absolute") if int(a) < int(end) else None


def _set(m: Match[str]) -> Reading | None:
    word = m[0].lower().split()[-1]
    code = {"daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P1Q",
            "yearly": "P1Y", "annual": "P1Y",
            "annually": "P1Y", "hourly": "PT1H"}.get(word)  # fmt: skip
    return Reading(code or ("P1Q" if word == "quarter" else _length(word.removesuffix("s"), 1)), "set")


def _quarter(m: Match[str]) -> Reading | None:
    q = _NTH[m["nth"].lower()]
    return Reading(f"{m['year'] or 'XXXX'}-Q{q}", "absolute" if m["year"] else "month")


def _season(m: Match[str]) -> Reading | None:
    return Reading(f"{m['year']}-{_SEASONS[m['season'].lower()]}", "absolute")


def _holiday(m: Match[str]) -> Reading | None:
    fixed = _holidays()[" ".join(m["name"].lower().replace("’", "'").split())]
    year = m["year"]
    return Reading(f"{year or 'XXXX'}-{fixed}", "absolute" if year else "day")


@cache
def _holidays() -> dict[str, str]:
    return {row["name"].lower(): row["day"] for row in table("holidays.csv")}


@cache
def forms() -> tuple[Form, ...]:
    """Every form. Where two match at one place the longer wins, then the earlier in this list."""
    c, i = re.compile, re.IGNORECASE
    on = rf"(?:{_WEEKDAY_ABBR},? (?:the )?)?"
    early = r"(?:(?:early|late|mid)(?:[- ]in)?[- ]|the (?:beginning|start|end|middle) of )?"
    deictics = "|".join(sorted(map(re.escape, _DEICTIC), key=lambda w: (-len(w), w)))
    holidays = "|".join(sorted((re.escape(n).replace("'", "['’]") for n in _holidays()), key=lambda n: (-len(n), n)))
    return (
        Form("iso", c(rf"\b{_YEAR}-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"), _iso),
        Form("slashed", c(r"(?<![\d/.])(?P<a>\d\d?)(?P<sep>[/.])(?P<b>\d\d?)(?P=sep)(?P<year>(?:19|20)\d\d|"
                          r"\d\d)(?![\d/.]\d|\d)"), _slashed),
        Form("range", c(rf"\b{_MONTH} {_DAY}(?: ?[-–] ?| to | and )(?P<until>3[01]|[12]\d|0?[1-9])(?!\d)(?:,? "
                        rf"{_YEAR})?"), _range),
        Form("range", c(rf"(?<![\d,.]){_DAY}(?: ?[-–] ?| to | and )(?P<until>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)? "
                        rf"(?:of )?{_MONTH}(?:,? {_YEAR})?\b"), _range),
        Form("date", c(rf"\b{on}{_MONTH} (?:the )?{_DAY}(?!\d|:\d|,\d)(?:(?:,| ,|) {_YEAR}\b)?(?: {_PART}\b)?"), _full),
        Form("date", c(rf"(?<![\d,.$€£]){on}{_DAY} (?:of )?{_MONTH}(?![a-z])(?:,? {_YEAR}\b)?"), _full),
        Form("month", c(rf"\b{early}{_MONTH}(?:,| of)? {_YEAR}\b"), _full),
        Form("month", c(rf"\b(?:(?:early|late|earlier|later) )?(?P<which>last|next|this) {_MONTH}(?![a-z])"),
             _month_named),
        Form("month", c(rf"\b{early}(?P<month>January|February|April|June|July|August|September|October|November|"
                        rf"December)\b(?! [A-Z]\w+ (?:said|told))"), _full),
        Form("month", c(rf"(?:(?<=[Ii]n )|(?<=since )|(?<=until )|(?<=Since )|(?<=of )|(?<=by )|(?<=from )|"
                        rf"(?<=early )|(?<=late )|(?<=mid-)|(?<=to )|(?<=and )){_MONTH}(?![a-z])"
                        r"(?= |[,.;)]|$)"), _full),
        Form("season", c(rf"\b{early}(?P<season>spring|summer|autumn|fall|winter)(?: of|,)? {_YEAR}\b", i), _season),
        Form("quarter", c(rf"\b(?:the )?(?P<nth>first|second|third|fourth|[1-4](?:st|nd|rd|th))"
                          rf"[- ](?:fiscal |financial "
                          rf")?quarter(?: of {_YEAR}\b)?", i), lambda m: _quarter(m)),
        Form("years", c(rf"(?<![\d,.$€£/-]){_YEAR} ?[-–/] ?(?P<until>(?:19|20)\d\d|\d\d)(?![\d,.-]\d|\d|%)"), _years),
        Form("year", c(rf"(?<![\d.$€£/:#-])(?<!\d,){early}{_YEAR}(?!\d|[,.:]\d|[-/]\d|%| ?(?:km|kg|mm|percent|per "
                       rf"cent|miles?|metres?|meters?|tonnes|tons|troops|soldiers|people|men|women|dollars|euros|"
                       rf"feet|hours|employees|jobs|points|barrels|homes|houses)\b)(?![a-z])"),
             lambda m: Reading(m["year"], "absolute")),
        Form("decade", c(r"\b(?:the )?(?:(?:early|late|mid)[- ])?(?P<decade>1[5-9]\d|20\d)0['’]?s\b"),
             lambda m: Reading(m["decade"], "absolute")),
        Form("decade", c(r"\b(?:the )?(?:(?:early|late|mid)[- ])?['’](?P<decade>[2-9])0s\b|\b(?:the )(?:(?:early|"
                         r"late|mid)[- ])?(?P<named>twenties|thirties|forties|fifties|sixties|seventies|eighties|"
                         r"nineties)\b"), _nineties),
        Form("weekday", c(rf"\b(?:(?:early|late|earlier|later) )?(?:(?:on )?(?P<which>last|next|this|this coming|"
                          rf"this past) )?{_WEEKDAY}(?![a-z])(?: (?:early |late )?{_PART}\b)?(?: "
                          rf"(?P<qualifier>this week|last week|next week))?"), _weekday_in),
        Form("deictic", c(rf"\b(?:{deictics})\b(?!['’]s? the)", i), _deictic),
        Form("named", c(r"\b(?:(?:the )?(?:early|late|earlier|later|beginning|start|end|middle)(?: of| in)? |"
                        r"mid-?)?(?:the )?(?P<which>last|past|previous|next|coming|this|current|same|following) "
                        r"(?P<unit>week|month|year|weekend|quarter|decade|century|spring|summer|autumn|fall|"
                        r"winter|day)\b(?!-)", i), _named_unit),
        Form("month", c(rf"\b{_MONTH} (?:of )?(?P<which>last|next|this) year\b"), _month_of),
        Form("ago", c(rf"\b(?:(?:about|around|some|nearly|almost|more than|over|at least|just) )?{_COUNT} {_UNIT} "
                      rf"(?:ago|back)\b", i), _ago),
        Form("stretch", c(rf"\b(?:the |these )?(?P<which>{_SPAN_WORD}) (?:(?P<n>\d+|(?:{_WORDNUM})|couple of|"
                          rf"several|few|many) )?{_UNIT}(?<=s)\b", i), _stretch),
        Form("duration", c(r"(?<=[Ff]or )(?P<unit>day|week|month|year|decade|hour|centurie)s\b"),
             lambda m: Reading(_length(m["unit"], None), "duration")),
        Form("duration", c(rf"(?<![\w.,$€£-])(?:(?:nearly|almost|about|around) )?"
                           rf"{_COUNT}(?:[- ](?:more |full |whole |straight |consecutive |long "
                           rf")?){_UNIT}\b(?![- ]olds?\b)(?!['’]s? of age)", i), _duration),
        Form("duration", c(r"\b(?P<n>many|several)? ?(?P<unit>day|week|month|year|decade|hour)s\b(?=(?: of|-long| "
                           r"later| earlier| before| after)\b)", i),
             lambda m: Reading(_length(m["unit"], None), "duration")),
        Form("set", c(r"\b(?:daily|nightly|weekly|monthly|quarterly|annual|annually|yearly|(?:each|every) (?:day|"
                      r"night|week|month|quarter|year)|hourly)\b", i), _set),
        Form("clock", c(r"(?<![\d:.,$€£])(?P<h>[01]?\d|2[0-4])(?:[:.](?P<min>[0-5]\d))? "
                        r"?(?P<half>[ap]\.?m\b\.?)(?: (?:GMT|UTC|EDT|EST|CET|local time))?", i), _clock),
        Form("clock", c(r"(?<![\d:.,$€£])(?P<h>[01]?\d|2[0-4])[:.h]?(?P<min>[0-5]\d) ?(?:GMT|UTC|EDT|EST|CET|"
                        r"local time|hours|hrs)\b"), _clock),
        Form("clock", c(r"(?<![\d:.,$€£-])(?P<h>[01]?\d|2[0-4]):(?P<min>[0-5]\d)(?![\d:])"), _clock),
        Form("clock", c(r"\b(?:noon|midnight)\b"),
             lambda m: Reading("T12:00" if m[0] == "noon" else "T24:00", "clock")),
        Form("holiday", c(rf"\b(?P<name>{holidays})\b(?: {_YEAR}\b)?", i), _holiday),
    )  # fmt: skip


def _nineties(m: Match[str]) -> Reading | None:
    names = dict(
        zip(
            ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"],
            "23456789",
            strict=True,
        )
    )
    return Reading(f"19{m['decade'] or names[m['named'].lower()]}", "absolute")


def _weekday_in(m: Match[str]) -> Reading | None:
    reading = _weekday(m)
    if reading is None or not m["qualifier"]:
        return reading
    return Reading(reading.value, f"weekday of-{m['qualifier'].split()[0].lower()}-week")


def candidates(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, Reading]]:
    """Every form that matches in ``text[start:end]``: start, end, name, reading. They may overlap."""
    for form in forms():
        for match in form.pattern.finditer(text, start, end):
            reading = form.read(match)
            if reading is not None:
                yield match.start(), match.end(), form.name, reading
