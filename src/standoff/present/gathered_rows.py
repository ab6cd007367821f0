"""Series of figures, stories and copies as lines of a list; see :mod:`standoff.present.finding_rows`."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.dossier import CopyGroup, Reading, Series, Story
from standoff.present import wording
from standoff.present.contract import DIGITS, Json, ids_of, number
from standoff.present.finding_rows import PLACE, Called, Flat, Shape, days, place, quoted
from standoff.present.rows import SHORT, known
from standoff.present.tables import UNDER, Cell, Column, joined

# --- series ----------------------------------------------------------------------------------------------------

#: Figures that the line of a series shows before it says how many follow.
SHOWN = 4
SERIES = Shape(
    fields=("id", "what", "unit", "holder", "place", "deed", "earliest", "latest", "points", "judged"),
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
