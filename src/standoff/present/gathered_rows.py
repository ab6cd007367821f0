"""Series of figures, stories, copies and dyads as lines of a list; see :mod:`standoff.present.finding_rows`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from standoff.dossier import CopyGroup, Reading, Series, Story
from standoff.present import wording
from standoff.present.contract import DIGITS, Json, ids_of, number
from standoff.present.finding_rows import PLACE, Called, Flat, Shape, days, place, quoted
from standoff.present.rows import SHORT, known
from standoff.present.tables import UNDER, Cell, Column, joined

if TYPE_CHECKING:
    from standoff.link.rates import Period

# --- series ----------------------------------------------------------------------------------------------------

#: Figures that the line of a series shows before it says how many follow.
SHOWN = 4
SERIES = Shape(
    fields=("id", "what", "unit", "holder", "place", "deed", "earliest", "latest", "points"),
    nested=("date", "low", "high", "approx", "source_actors", "publisher", "leg", "words", "quantity", *PLACE),
    columns=(
        Column("what", "what", style="bold", ratio=2),
        Column("holder", "whose", style="cyan", ratio=1),
        Column("place", "where", ratio=1),
        Column("told", "figures", ratio=5),
        Column("legs", "sources", right=True, wrap=False),
        Column("days", "days", ratio=1),
        Column("short", "id", style="dim", wrap=False),
    ),
)  # fmt: skip


def series_json(series: Series) -> Json:
    return {
        "what": series.what,
        "holder": series.holder.id if series.holder is not None else None,
        "place": series.place,
        "points": [
            {
                "at": place(point.at),
                "low": number(point.low),
                "high": number(point.high),
                "approx": point.approx,
                "date": point.day,
                "source_actors": ids_of(point.source_actors),
            }
            for point in series.points
        ],
    }


def series_flat(series: Series) -> dict[str, Cell]:
    dated = sorted(point.day for point in series.points if point.day)
    shown = [f"{point.day or 'undated'}: {_figure(series, point)} ({_sources(point)})" for point in series.points]
    if len(shown) > SHOWN:
        shown[SHOWN - 1 : -1] = [f"… {len(shown) - SHOWN} more …"]
    return {
        "id": series.id,
        "short": series.id[:SHORT],
        "what": series.what,
        "unit": series.unit,
        "holder": known(series.holder) if series.holder is not None else None,
        "place": series.place,
        "deed": series.deed,
        "earliest": series.when.earliest if series.when else None,
        "latest": series.when.latest if series.when else None,
        "points": len(series.points),
        "legs": len({point.leg for point in series.points}),
        "days": days(dated[0], dated[-1]) if dated else None,
        "told": joined(shown),
    }


def _figure(series: Series, point: Reading) -> str:
    return wording.in_unit(wording.figure(point), series.unit)


def _sources(point: Reading) -> str:
    return joined(map(known, point.source_actors)) or point.publisher or "the reporter"


def series_places(series: Series, called: Called) -> Iterator[Flat]:
    """A line for each figure."""
    for point in series.points:
        told = f"{_figure(series, point)} {quoted(point.words)}, {_sources(point)} ({called(point.at.report)})"
        yield {
            UNDER: f"{point.day or 'undated'} {told} {point.quantity[:SHORT]}",
            "date": point.day,
            "low": number(point.low),
            "high": number(point.high),
            "approx": point.approx,
            "source_actors": joined(map(known, point.source_actors)) or None,
            "publisher": point.publisher,
            "leg": point.leg,
            "words": point.words,
            "quantity": point.quantity,
            **place(point.at),
        }


# --- stories and copies ----------------------------------------------------------------------------------------

STORIES = Shape(
    fields=("id", "title", "first", "last", "reports"),
    nested=("report", "date", "drawn_by", "score", "shared"),
    columns=(
        Column("days", "days", ratio=2),
        Column("reports", "reports", right=True, wrap=False),
        Column("told", "what", ratio=6),
        Column("short", "id", style="dim", wrap=False),
    ),
)
COPIES = Shape(
    fields=("group", "origin", "why", "reports"),
    nested=("a", "b", "kind", "containment"),
    columns=(
        Column("reports", "reports", right=True, wrap=False),
        Column("told", "goes back to", ratio=3),
        Column("share", "known by", ratio=4),
        Column("kinds", "as", ratio=1),
        Column("short", "id", style="dim", wrap=False),
    ),
)


def story_json(story: Story) -> Json:
    return {
        "id": story.id,
        "title": story.title,
        "first": story.first,
        "last": story.last,
        "members": [
            {
                "report": member.report,
                "date": member.day,
                "drawn_by": member.drawn_by,
                "score": round(member.score, DIGITS),
                "shared": list(member.shared),
            }
            for member in story.members
        ],
    }


def story_flat(story: Story) -> dict[str, Cell]:
    return {
        "id": story.id,
        "short": story.id[:SHORT],
        "title": story.title,
        "told": wording.folded(story.title),
        "first": story.first,
        "last": story.last,
        "days": days(story.first, story.last),
        "reports": len(story.members),
    }


def story_places(story: Story, called: Called) -> Iterator[Flat]:
    """A line for each report."""
    for member in story.members:
        drawn = f", by {called(member.drawn_by)}" if member.drawn_by else ""
        shared = f": {', '.join(member.shared)}" if member.shared else ""
        told = f"{called(member.report)}{drawn}{shared}"
        yield {
            UNDER: f"{member.day or 'undated'} {told} {member.report[:SHORT]}",
            "report": member.report,
            "date": member.day,
            "drawn_by": member.drawn_by,
            "score": round(member.score, DIGITS),
            "shared": joined(member.shared) or None,
        }


def copies_json(group: CopyGroup) -> Json:
    return {
        "group": group.id,
        "reports": list(group.reports),
        "origin": group.origin,
        "pairs": [
            {"a": pair.a, "b": pair.b, "kind": pair.kind, "containment": round(pair.containment, DIGITS)}
            for pair in group.pairs
        ],
    }


def copies_flat(group: CopyGroup, called: Called) -> dict[str, Cell]:
    return {
        "group": group.id,
        "short": group.id[:SHORT],
        "origin": group.origin,
        "told": called(group.origin) if group.origin in group.reports else group.origin,
        "why": group.why,
        "share": group.why,
        "kinds": joined(dict.fromkeys(pair.kind for pair in group.pairs)),
        "reports": len(group.reports),
    }


def copies_places(group: CopyGroup, called: Called) -> Iterator[Flat]:
    """A line for each pair."""
    for pair in group.pairs:
        told = f"{called(pair.a)} – {called(pair.b)}"
        yield {
            UNDER: f"{pair.kind}: {told}, {pair.containment:.0%} of the words",
            "a": pair.a,
            "b": pair.b,
            "kind": pair.kind,
            "containment": round(pair.containment, DIGITS),
        }


# --- dyads -----------------------------------------------------------------------------------------------------

_QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
DYADS = Shape(
    fields=(
        "actor", "recipient", "start", "end", *_QUADS, "deeds", "attributed", "negation", "future", "hypothetical",
        "historical", "coverage", "share", "intensity", "mean_intensity", "measure", "count", "rate",
        "baseline_periods", "baseline_low", "baseline_median", "baseline_high", "ratio", "ratio_low", "ratio_high",
        "p", "silent",
    ),
    nested=(),
    columns=(
        Column("start", "from", wrap=False),
        Column("actor", "who", style="cyan", wrap=False),
        Column("recipient", "to whom", style="cyan", wrap=False),
        Column("cooperation", "cooperation", right=True, wrap=False),
        Column("conflict", "conflict", right=True, wrap=False),
        Column("apart", "not done", right=True, wrap=False),
        Column("percent", "share", right=True, wrap=False),
        Column("intensity", "intensity", right=True, wrap=False),
        Column("changed", "against before", ratio=3),
    ),
)  # fmt: skip


def period_json(period: Period) -> Json:
    """All fields of :class:`standoff.link.rates.Period`; ``apart`` by status."""
    out: Json = msgspec.to_builtins(period)
    for field in ("share", "intensity", "mean_intensity", "rate"):
        out[field] = _rounded(out[field])
    for field in ("baseline", "change"):
        if out[field] is not None:
            out[field] = {name: _rounded(value) for name, value in out[field].items()}
    return {**out, "apart": dict(period.apart)}


def period_flat(period: Period) -> dict[str, Cell]:
    apart = dict(period.apart)
    base, change = period.baseline, period.change
    flat: dict[str, Cell] = {
        field: getattr(period, field)
        for field in (
            "actor", "recipient", "start", "end", *_QUADS, "deeds", "attributed", "coverage", "measure", "count",
            "silent",
        )
    }  # fmt: skip
    return {
        **flat,
        **{status: apart.get(status, 0) for status in ("negation", "future", "hypothetical", "historical")},
        **{field: _rounded(getattr(period, field)) for field in ("share", "intensity", "mean_intensity", "rate")},
        "baseline_periods": base.periods if base else None,
        "baseline_low": _rounded(base.low) if base else None,
        "baseline_median": _rounded(base.median) if base else None,
        "baseline_high": _rounded(base.high) if base else None,
        "ratio": _rounded(change.ratio) if change else None,
        "ratio_low": _rounded(change.low) if change else None,
        "ratio_high": _rounded(change.high) if change else None,
        "p": _rounded(change.p) if change else None,
        "cooperation": f"{period.verbal_cooperation} + {period.material_cooperation}",
        "conflict": f"{period.verbal_conflict} + {period.material_conflict}",
        "apart": sum(apart.values()),
        "percent": f"{period.share:.0%}" if period.share is not None else None,
        "changed": _changed(period),
    }


def _changed(period: Period) -> str:
    change = period.change
    if change is None:
        return period.silent or ""
    if change.ratio is None:
        return f"none before, p {_p(change.p)}"
    high = f"{change.high:.1f}" if change.high is not None else "∞"
    return f"{change.ratio:.1f} times ({change.low:.1f}–{high}), p {_p(change.p)}"


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"= {value:.3f}"


def _rounded(value: float | None) -> float | int | None:
    return None if value is None else number(round(value, DIGITS))
