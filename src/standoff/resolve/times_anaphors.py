"""Times told from another time of the text: "two days earlier", "the next morning", "the quarter", "a year ago" beside
a quarter; "six days after it had tested one".

:func:`settle` reads a report's expressions in order, after the report's date has anchored the rest. What finds no other
time near before it stays partial, but for years, which are counted from the report's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from msgspec import structs

from standoff.grammar import Tree
from standoff.model import Interval, TimeExpression
from standoff.resolve.days import DAY_VALUE, between, days_of, shifted

_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_ENDS = re.compile(r" (?:ended|ending|to|through) (?:on )?")
_STEP = re.compile(r"([A-Z])(\d+)")
#: A whole number of days or weeks; what makes it no more than a rough one; which way a clause behind it counts.
_COUNT = re.compile(r"P(\d+)([DW])")
_ROUGH = frozenset("than over under within about almost nearly barely some".split())
_WAYS = {"after": -1, "before": 1}
#: How far back, in characters, another time is looked for: a sentence or two; a quarter holds for a paragraph or so.
_NEAR, _QUARTER_NEAR = 300, 700


def settle(times: Iterable[TimeExpression], text: str, published: date | None) -> list[TimeExpression]:
    """The same expressions; those whose rule is ``earlier``, ``later`` or ``quarter`` take the time they lean on."""
    out: list[TimeExpression] = []
    whole = tuple(times)
    for n, time in enumerate(whole):
        words = time.rule.split()
        kind = words[0] if words else ""
        if kind in {"earlier", "later"} or words[:2] == ["ago", "Y1"]:
            settled = _stepped(time, kind, words[1], out, published)
        elif kind == "quarter":
            after = whole[n + 1] if n + 1 < len(whole) else None
            ended = after is not None and _ENDS.fullmatch(text[time.span.end : after.span.start])
            settled = _quarterly(time, words[1], out, published, after if ended else None)
        else:
            settled = time
        out.append(settled)
    return out


def step_to(tree: Tree, head: int, times: Iterable[TimeExpression]) -> tuple[str, int] | None:
    """Unit and number of the step that leads from the clause above to that of ``head``: ("D", -6) for "fired one on
    Monday, six days after its neighbour had tested one"; None where the text counts no whole days or weeks."""
    for mark in tree.children(head, "mark"):
        token = tree.tokens[mark]
        way = _WAYS.get(token.form.lower())
        time = next((t for t in times if t.span.end == token.span.start - 1), None) if way is not None else None
        count = _COUNT.fullmatch(time.value) if time is not None else None
        if way is None or time is None or count is None:
            continue
        first = tree.at(time.span)[0]
        if first == 0 or tree.tokens[first - 1].form.lower() not in _ROUGH:
            return count[2], way * int(count[1])
    return None


def _stepped(
    time: TimeExpression, kind: str, step: str, before: list[TimeExpression], published: date | None
) -> TimeExpression:
    """ "two days earlier", "a year ago" where a quarter is spoken of: that of the year before."""
    match = _STEP.fullmatch(step)
    if match is None:
        return time
    unit, n = match[1], int(match[2]) * (1 if kind == "later" else -1)
    quarter = _last_quarter(before, time.span.start - _QUARTER_NEAR)
    if unit == "Y" and quarter is not None and kind != "later":
        return _with(time, f"{quarter[0] + n}-Q{quarter[1]}")
    if kind == "ago":
        return time
    base = next((t for t in reversed(before) if t.span.end >= time.span.start - _NEAR and t.value[:4].isdigit()), None)
    if base is not None and unit == "Y":
        return _with(time, f"{int(base.value[:4]) + n}")
    if base is not None and unit == "M" and (month := re.match(r"(\d{4})-(\d\d)(?!\d)", base.value)):
        at = shifted(date(int(month[1]), int(month[2]), 1), "M", n)
        return _with(time, f"{at.year}-{at.month:02d}")
    if base is not None and unit in {"D", "W"} and (day := DAY_VALUE.match(base.value)):
        at = shifted(date(int(day[1]), int(day[2]), int(day[3])), unit, n)
        part = time.value.partition("T")
        return structs.replace(time, value=at.isoformat() + part[1] + part[2], interval=between(at, at))
    if unit == "Y" and kind == "earlier" and published is not None:
        return _with(time, f"{published.year + n}")
    return time


def _quarterly(
    time: TimeExpression,
    which: str,
    before: list[TimeExpression],
    published: date | None,
    ends: TimeExpression | None,
) -> TimeExpression:
    """ "the quarter" is the one whose end stands behind it, else the one spoken of last, else the one that was over on
    the report's date; "the year-ago quarter" is that of the year before."""
    if ends is not None and (last := re.match(r"(\d{4})-(\d\d)", ends.value)):
        return _with(time, f"{last[1]}-Q{(int(last[2]) + 2) // 3}")
    quarter = _last_quarter(before, 0)
    if quarter is None and published is not None:
        over = published.year * 4 + (published.month - 1) // 3 - 1
        quarter = over // 4, over % 4 + 1
    if quarter is None:
        return time
    year = int(which) if which.isdigit() else quarter[0] - (which == "year-ago")
    return _with(time, f"{year}-Q{quarter[1]}")


def _last_quarter(before: list[TimeExpression], least: int) -> tuple[int, int] | None:
    """The quarter spoken of last from offset ``least`` on, those told as of a year ago left out."""
    for time in reversed(before):
        if time.span.end < least:
            return None
        if (match := _QUARTER.fullmatch(time.value)) and not time.rule.startswith(
            ("ago", "earlier", "quarter year-ago")
        ):
            return int(match[1]), int(match[2])
    return None


def _with(time: TimeExpression, value: str) -> TimeExpression:
    interval: Interval | None = days_of(value)
    return structs.replace(time, value=value, interval=interval)
