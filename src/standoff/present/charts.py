"""Charts for pages that are printed and sent: SVG by altair and vl-convert, the same bytes for the same figures.

A chart takes its text colour from the page (``currentColor``), so that it serves light and dark; :func:`alone` makes
it a file of its own. Words come in as data and are escaped by the library; nothing in the SVG runs, loads or links.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from standoff.present.terminal import safe
from standoff.present.wording import cut, folded

#: Inner size in pixels: small enough that the letters stay readable when a phone shrinks the drawing.
WIDTH, HEIGHT = 440, 200
#: Hues that people with any colour vision tell apart, and that stand out on white and on near black (after Okabe, Ito).
COLOURS = ("#0a84c6", "#d9660a", "#12946a", "#c2539a", "#b48700", "#7a6fd0", "#8a8a8a")
#: Sources beyond this many share the last colour and the name "others".
MOST_SOURCES = 6
#: Beyond this factor between the largest and the smallest figure the axis is logarithmic.
WIDE = 100
_SIZE = 13
_LONGEST = 24
_NO_XML = re.compile("[\ufffe\uffff]")
_TICKS = 5
_INK = "currentColor"
_ROOT = re.compile(r"<svg [^>]*?(?=width=)")


class Mark(Struct, frozen=True):
    """One figure to draw: its ISO day, who gives it, its bounds (None unbounded)."""

    day: str
    source: str
    low: float | None
    high: float | None


def figures(marks: Sequence[Mark], *, unit: str) -> str | None:
    """Figures over days: a point for a number, a bar from low to high for a range, a triangle that points to where a
    figure is open. None when fewer than two days have one: a table says that better."""
    drawn = [
        replace(mark, source=_words(mark.source)) for mark in marks if mark.low is not None or mark.high is not None
    ]
    days = sorted({mark.day for mark in drawn})
    if len(days) < 2:
        return None
    sources = list(dict.fromkeys(mark.source for mark in drawn))
    named = sources if len(sources) <= MOST_SOURCES + 1 else [*sources[:MOST_SOURCES], "others"]
    rows = [
        {
            "day": _utc(mark.day),
            "source": mark.source if mark.source in named else "others",
            "low": mark.high if mark.low is None else mark.low,
            "high": mark.low if mark.high is None else mark.high,
            "shape": "up" if mark.high is None else "down" if mark.low is None else "exact",
            "range": mark.low is not None and mark.high is not None and mark.low != mark.high,
        }
        for mark in drawn
    ]
    values = [bound for mark in drawn for bound in (mark.low, mark.high) if bound is not None]
    logarithmic = min(values) > 0 and max(values) > WIDE * min(values)
    return _svg(_chart(rows, days, named, _words(unit), logarithmic))


def alone(svg: str) -> str:
    """A chart as a file: on white, since nobody knows on what it will lie, with the name of its language."""
    opened = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" color="#1c1c1c" ', 1)
    return opened.replace(">", '><rect width="100%" height="100%" fill="#ffffff"/>', 1) + "\n"


def _chart(rows: list[dict[str, Any]], days: list[str], sources: list[str], unit: str, logarithmic: bool) -> Any:
    import altair as alt

    ticks = _ticks(days)
    scale = alt.Scale(type="log", nice=True) if logarithmic else alt.Scale(zero=True, nice=True)
    pattern = "%-d %b %Y" if ticks[0][:4] != ticks[-1][:4] else "%-d %b"
    data = alt.Data(values=rows)  # type: ignore[no-untyped-call]
    base = alt.Chart(data).encode(
        x=alt.X(
            "day:T",
            title=None,
            scale=alt.Scale(type="utc", padding=16),
            axis=alt.Axis(values=[_utc(day) for day in ticks], format=pattern, grid=False, labelFlush=False),
        ),
        color=alt.Color(
            "source:N",
            title=None,
            scale=alt.Scale(domain=sources, range=list(COLOURS[: len(sources)])),
            legend=alt.Legend(orient="top", columns=3, labelLimit=0, symbolOpacity=1, symbolType="circle"),
        ),
    )
    how_many = alt.Y("low:Q", title=unit, scale=scale, axis=alt.Axis(tickCount=_TICKS, format=",~r"))
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        y=how_many,
        shape=alt.Shape(
            "shape:N",
            legend=None,
            scale=alt.Scale(domain=["exact", "up", "down"], range=["circle", "triangle-up", "triangle-down"]),
        ),
    )
    ranges = base.transform_filter("datum.range").mark_rule(strokeWidth=5, opacity=0.7).encode(y=how_many, y2="high:Q")
    highs = base.transform_filter("datum.range").mark_point(filled=True, size=90, opacity=1).encode(y=alt.Y("high:Q"))
    return alt.layer(ranges, points, highs).properties(width=WIDTH, height=HEIGHT, background="transparent")


def _svg(chart: Any) -> str:
    import altair as alt
    import vl_convert

    spec = chart.to_dict()
    spec["config"] = {
        "aria": False,
        "font": "Liberation Sans, Arial, Helvetica, sans-serif",
        "view": {"stroke": None},
        "axis": {
            "labelColor": _INK, "titleColor": _INK, "tickColor": _INK, "domainColor": _INK, "gridColor": _INK,
            "gridOpacity": 0.15, "labelFontSize": _SIZE, "titleFontSize": _SIZE, "titleFontWeight": "normal",
            "titleLimit": 0,
        },
        "legend": {"labelColor": _INK, "labelFontSize": _SIZE},
    }  # fmt: skip
    version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=version)
    # The names of XML's languages are no addresses, but look like some; HTML does without them.
    return _ROOT.sub("<svg ", svg, count=1)


def _words(words: str) -> str:
    """Words that can be drawn: a NUL or another character that XML does not know would end the whole process inside the
    drawing library, and a name that the library itself shortens may be cut in the middle of a character."""
    return cut(_NO_XML.sub("\ufffd", folded(safe(words))), _LONGEST)


def _utc(day: str) -> int:
    """Milliseconds of the day's noon: the clock and the zone of this machine have no say."""
    noon = datetime.datetime.fromisoformat(day).replace(hour=12, tzinfo=datetime.UTC)
    return int(noon.timestamp() * 1000)


def _ticks(days: list[str]) -> list[str]:
    """At most a handful of the days, evenly chosen, first and last among them."""
    if len(days) <= _TICKS:
        return days
    return [days[round(i * (len(days) - 1) / (_TICKS - 1))] for i in range(_TICKS)]
