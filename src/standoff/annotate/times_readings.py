"""What a match of a form says: its unanchored TIMEX3 value, and the rule that anchors it.

The rules are told in :mod:`standoff.annotate.times_grammar`, which holds the forms.
"""

from __future__ import annotations

import re
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
    "second": "TS", "minute": "TM", "hour": "TH", "sec": "TS", "min": "TM", "hr": "TH",
    "day": "D", "night": "D", "week": "W", "fortnight": "W",
    "weekend": "E", "month": "M", "quarter": "Q", "year": "Y", "decade": "X", "century": "C", "centurie": "C",
}  # fmt: skip
_PARTS = {
    "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "midday": "MI", "noon": "MI",
    "dawn": "MO", "dusk": "EV",
}  # fmt: skip
_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_BLANK = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "E": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX",
    "X": "XXX", "C": "XX",
}  # fmt: skip
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


_ORDINALS = {
    word: i for i, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(), 1)
} | {"thirtieth": 30}  # fmt: skip


class Reading(NamedTuple):
    """What a form says: TIMEX3 value without an anchor, and the rule that anchors it."""

    value: str
    rule: str


def _month(match: Match[str], group: str = "month") -> int:
    return MONTHS[match[group].lower().rstrip(".")]


def count(words: str) -> float | None:
    """The number that ``words`` name; None for "several", "a few", "many"."""
    words = words.lower()
    words = "one" if words in {"a", "an", "another"} else words.removeprefix("a ").removesuffix(" of").strip()
    if words.endswith(" and a half"):
        return (count(words.removesuffix(" and a half")) or 0.0) + 0.5
    if words.startswith("half"):
        return 0.5
    if words == "couple":
        return 2
    if words == "dozen":
        return 12
    if words[:1].isdigit():
        whole, _, part = words.partition(" ")
        top, _, bottom = part.partition("/")
        return float(whole) + (int(top) / int(bottom) if part and int(bottom) else 0.0)
    total = 0
    for word in re.split(r"[- ]", words):
        if word in {"hundred", "thousand"}:
            total = max(total, 1) * (100 if word == "hundred" else 1000)
            continue
        if word not in ONES and word not in TENS:
            return None
        total += ONES.get(word, TENS.get(word, 0))
    return total


def length(unit: str, n: float | None) -> str:
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
    if n is not None and n % 1 == 0.5 and n > 1 and code in {"TH", "Y"}:
        return f"PT{int(n)}H30M" if code == "TH" else f"P{int(n)}Y6M"
    return f"P{code[0]}{number}{code[1]}" if code.startswith("T") else f"P{number}{code}"


def _date(year: str | None, month: int, day: str | None, part: str = "") -> Reading:
    stem = f"{year or 'XXXX'}-{month:02d}" + (f"-{int(day):02d}" if day else "") + part
    return Reading(stem, "absolute" if year else ("day" if day else "month"))


def full(m: Match[str]) -> Reading | None:
    groups = m.groupdict()
    part = "T" + _PARTS[groups["part"].lower()] if groups.get("part") else ""
    day = groups.get("day")
    if groups.get("ordinal"):
        tens, _, ones = groups["ordinal"].lower().replace("-", " ").rpartition(" ")
        day = str(TENS.get(tens, 0) + _ORDINALS[ones])
    return _date(groups.get("year"), _month(m), day, part) if day is None or int(day) <= 31 else None


def iso(m: Match[str]) -> Reading | None:
    year, month, day = m["year"], int(m["m"]), int(m["d"])
    return Reading(f"{year}-{month:02d}-{day:02d}", "absolute") if 1 <= month <= 12 and 1 <= day <= 31 else None


def slashed(m: Match[str]) -> Reading | None:
    """10/25/89 as Americans write it; 25/10/1989 where only that can be; 25.10.1989 always day first."""
    a, b = int(m["a"]), int(m["b"])
    month, day = (b, a) if m["sep"] == "." or a > 12 else (a, b)
    year = int(m["year"])
    if len(m["year"]) == 2:
        year += 1900 if year > 40 else 2000
    return Reading(f"{year}-{month:02d}-{day:02d}", "absolute") if 1 <= month <= 12 and 1 <= day <= 31 else None


def weekday(m: Match[str]) -> Reading | None:
    groups = m.groupdict()
    part = "T" + _PARTS[groups["part"].lower()] if groups.get("part") else ""
    plural = m["weekday"].endswith("days")
    which = (groups.get("which") or "").lower()
    number = WEEKDAYS[m["weekday"].lower().removesuffix("s" if plural else "")]
    return Reading(f"XXXX-WXX-{number}{part}", "set" if plural else f"weekday {which}".strip())


def deictic(m: Match[str]) -> Reading | None:
    word = " ".join(m["phrase"].lower().split()).replace("’", "'")
    value, rule = DEICTIC[word]
    return Reading(value, rule)


#: Times told from the report's date or from now, with value and rule.
DEICTIC = {row["phrase"]: (row["value"], row["rule"]) for row in table("deictics.csv")}


def named_unit(m: Match[str]) -> Reading | None:
    """ "last week", "earlier this month", "next year", "this weekend"; with seasons and months: "last summer", "last
    March".
    """
    which, unit = m["which"].lower(), m["unit"].lower()
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "upcoming": 1, "this": 0, "current": 0,
            "same": 0, "following": 1}[which]  # fmt: skip
    if unit in _SEASONS:
        return Reading(f"XXXX-{_SEASONS[unit]}", f"month {which}")
    code = _UNITS[unit]
    blank = _BLANK[code]
    # another time in the text anchors these, not the report's date
    if which in {"same", "following", "previous"} or (which == "next" and code == "D"):
        way = {"same": "later", "next": "later", "following": "later", "previous": "earlier"}[which]
        return Reading(blank, f"{way} {code}{0 if which == 'same' else 1}" if code in {"D", "M", "Y"} else "ref")
    if code == "X" and which == "past":
        return Reading("P10Y", "back X1")
    return Reading(blank, f"offset {code}{step:+d}")


def running(m: Match[str]) -> Reading | None:
    """ "later in the day", "for the year": the unit that holds the report's date."""
    unit = m["unit"].lower()
    blank = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX", "year": "XXXX"}[unit]
    return Reading(blank, f"offset {_UNITS[unit]}+0")


def month_named(m: Match[str]) -> Reading | None:
    return Reading(f"XXXX-{_month(m):02d}", f"month {m['which'].lower()}")


def month_of(m: Match[str]) -> Reading | None:
    """ "January this year": the year counted from the report's."""
    return Reading(f"XXXX-{_month(m):02d}", f"month {m['which'].lower()}-year")


def ago(m: Match[str]) -> Reading | None:
    n, code = count(m["n"]), _UNITS[m["unit"].lower()]
    if n is None or code.startswith("T") or n != int(n):
        return Reading("PAST_REF", "ref")
    blank = _BLANK[code]
    weeks = 2 if m["unit"].lower() == "fortnight" else 1
    return Reading(blank, f"ago {code}{int(n) * weeks}")


def from_now(m: Match[str]) -> Reading | None:
    """ "two weeks from now": the same, ahead."""
    reading = ago(m)
    if reading is None or not reading.rule.startswith("ago"):
        return Reading("FUTURE_REF", "ref")
    return Reading(reading.value, f"ago {reading.rule[4]}-{reading.rule[5:]}")


def day_of_month(m: Match[str]) -> Reading | None:
    """ "on the 15th", "the 20th of last month", "Friday the 13th"."""
    groups = m.groupdict()
    which = groups.get("which") or ""
    if groups.get("weekday"):
        which = f"on-{WEEKDAYS[groups['weekday'].lower()]}" if groups["weekday"].lower() in WEEKDAYS else ""
    return Reading(f"XXXX-XX-{int(m['day']):02d}", f"nth {which if which != 'the' else ''}".strip())


def apart(m: Match[str]) -> Reading | None:
    """ "two days earlier", "a week later": counted from another time of the text."""
    n, code = count(m["n"]), _UNITS[m["unit"].lower()]
    blank = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX"}.get(code)
    if n is None or n != int(n) or blank is None:
        return Reading(length(m["unit"], n), "duration")
    way = "earlier" if m["way"].lower() in {"earlier", "before that"} else "later"
    return Reading(blank, f"{way} {code}{int(n)}")


def next_part(m: Match[str]) -> Reading | None:
    """ "the next morning": of the day after the one spoken of."""
    return Reading(f"XXXX-XX-XXT{_PARTS[m['part'].lower()]}", "later D1")


def stretch(m: Match[str]) -> Reading | None:
    """ "the past three days", "in recent weeks", "the next two years"."""
    which, unit = m["which"].lower(), m["unit"].lower()
    n = count(m["n"]) if m.groupdict().get("n") else None
    direction = "ahead" if which in {"next", "coming", "upcoming", "following"} else "back"
    code = _UNITS[unit]
    fixed = n is not None and n == int(n) and not code.startswith("T")
    return Reading(
        length(unit, n),
        f"{direction} {code}{int(n)}"
        if fixed and n is not None
        else f"{direction} {code[0] if code[0] != 'T' else 'D'}X",
    )


def duration(m: Match[str]) -> Reading | None:
    if m["unit"].lower() == "second" and m["n"].lower() in {"a", "one"}:
        return None  # "a second group"
    if re.fullmatch(r"(?:19|20)\d\d", m["n"]) and m["unit"].lower() not in {"year", "day", "hour"}:
        return None  # "the 1988 quarter"
    if m["n"].lower() in {"a", "an"} and not _measured(m):
        return None  # "$2 a year", "twice a week" are rates
    return Reading(length(m["unit"], count(m["n"])), "duration")


_LED = re.compile(
    r"\b(?:for|in|within|over|after|than|about|nearly|almost|around|of|during|least|under|only|just|before|until|half|"
    r"quite|such|takes?|took|lasts?|lasted|spent|spend|waited|wait|up to|be|is|was|been|by|every|to|at)\s$",
    re.IGNORECASE,
)
_LED_ON = re.compile(r"[- ](?:ago|earlier|later|before|after|old|long|or so|or two|and a half|from now|away|of)\b")


def _measured(m: Match[str]) -> bool:
    """Whether "a year" stands where a length does, by the words before or after it."""
    before = m.string[max(0, m.start("n") - 10) : m.start("n")]
    return bool(_LED.search(before) or _LED_ON.match(m.string, m.end()))


def clock(m: Match[str]) -> Reading | None:
    groups = m.groupdict()
    hour, minute = int(groups["h"]), int(groups.get("min") or 0)
    half = (groups.get("half") or "").lower().replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    return Reading(f"T{hour:02d}:{minute:02d}", "clock") if hour <= 24 and minute < 60 else None


def days_between(m: Match[str]) -> Reading | None:
    """Two days of one month: the value is TIMEX3's interval notation ``2014-04-10/2014-04-12``."""
    year, month = m["year"] or "XXXX", _month(m)
    a, b = int(m["day"]), int(m["until"])
    if a >= b or b > 31:
        return None
    return Reading(f"{year}-{month:02d}-{a:02d}/{year}-{month:02d}-{b:02d}", "absolute" if m["year"] else "day")


def years(m: Match[str]) -> Reading | None:
    a, b = m["year"], m["until"]
    end = b if len(b) == 4 else a[:2] + b
    return Reading(f"{a}/{end}", "absolute") if int(a) < int(end) else None


def repeated(m: Match[str]) -> Reading | None:
    word = m[0].lower().split()[-1]
    code = {"daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P1Q",
            "yearly": "P1Y", "annual": "P1Y", "weekend": "P1WE",
            "morning": "TMO", "afternoon": "TAF", "evening": "TEV",
            "annually": "P1Y", "hourly": "PT1H"}.get(word)  # fmt: skip
    return Reading(code or ("P1Q" if word == "quarter" else length(word.removesuffix("s"), 1)), "set")


def quarter(m: Match[str]) -> Reading | None:
    value = f"{m['year'] or 'XXXX'}-Q{_NTH[m['nth'].lower()]}"
    which = "last" if m["ago"] else (m["which"] or m["of"] or "").lower()
    return Reading(value, "absolute" if m["year"] else f"month {which}-year" if which else "month")


def quarter_of(m: Match[str]) -> Reading | None:
    """ "the 1988 third quarter"; "the 1988 quarter": the one spoken of, in that year."""
    if m["nth"]:
        return Reading(f"{m['year']}-Q{_NTH[m['nth'].lower()]}", "absolute")
    return Reading(f"{m['year']}-QX", f"quarter {m['year']}")


def same_quarter(m: Match[str]) -> Reading | None:
    return Reading("XXXX-QX", f"quarter {'year-ago' if m['ago'] else 'same'}")


def half_year(m: Match[str]) -> Reading | None:
    return Reading(f"{m['year']}-H{1 if m['nth'].lower() == 'first' else 2}", "absolute")


def short_part(m: Match[str]) -> Reading | None:
    """Q3, "Q3 2019", "Q3 last year"."""
    year, which = m["year"], (m.groupdict().get("of") or "").lower()
    rule = "absolute" if year else f"month {which}-year" if which else "month"
    return Reading(f"{year or 'XXXX'}-Q{m['q']}", rule)


def short_half(m: Match[str]) -> Reading | None:
    """ "H1 2019", "2019-H1"."""
    return Reading(f"{m['year'] or m['y']}-H{m['h'] or m['k']}", "absolute")


def spelled_year(m: Match[str]) -> Reading | None:
    """ "nineteen ninety-seven", "the year two thousand"."""
    rest = (m["rest"] or "").lower()
    base = 1900 if m["century"].lower() == "nineteen" else 2000
    more = 0 if rest in {"", "hundred"} else sum(ONES.get(w, TENS.get(w, 0)) for w in re.split(r"[- ]", rest))
    return Reading(f"{base + more}", "absolute")


def century(m: Match[str]) -> Reading | None:
    words = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21}
    n = int(m["nth"]) if m["nth"] else words[m["word"].lower()]
    return Reading(f"{n - 1:02d}", "absolute") if 1 <= n <= 22 else None


def season(m: Match[str]) -> Reading | None:
    year = m.groupdict().get("year")
    return Reading(f"{year or 'XXXX'}-{_SEASONS[m['season'].lower()]}", "absolute" if year else "month")


def every(m: Match[str]) -> Reading | None:
    """ "each July", "every Thursday morning": a repetition."""
    reading = weekday(m) if m["weekday"] else full(m)
    return Reading(reading.value, "set") if reading else None


def every_few(m: Match[str]) -> Reading | None:
    """ "every two weeks": a repetition."""
    return Reading(length(m["unit"], 2 if m["n"].lower() == "other" else count(m["n"])), "set")


def same_unit(m: Match[str]) -> Reading | None:
    """ "that year": the one spoken of."""
    code = _UNITS[m["unit"].lower()]
    return Reading({"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX"}[code], f"later {code}0")


def holiday(m: Match[str]) -> Reading | None:
    fixed = holidays()[" ".join(m["name"].lower().replace("’", "'").split())]
    year = m["year"]
    if not re.fullmatch(r"\d\d-\d\d", fixed):
        return Reading(f"{year or 'XXXX'}-XX-XX", f"feast {fixed}")
    return Reading(f"{year or 'XXXX'}-{fixed}", "absolute" if year else "day")


@cache
def holidays() -> dict[str, str]:
    return {row["name"].lower(): row["day"] for row in table("holidays.csv")}


_DECADES = dict(zip("twenties thirties forties fifties sixties seventies eighties nineties".split(), "23456789",
                    strict=True))  # fmt: skip


def nineties(m: Match[str]) -> Reading | None:
    return Reading(f"19{m['decade'] or _DECADES[m['named'].lower()]}", "absolute")


def weekday_in(m: Match[str]) -> Reading | None:
    reading = weekday(m)
    if reading is None or not m["qualifier"]:
        return reading
    return Reading(reading.value, f"weekday of-{m['qualifier'].split()[0].lower()}-week")
