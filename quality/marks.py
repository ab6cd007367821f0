"""Gold and system records in one shape, so that the scorer need not know which is which.

Three formats come in:

* *marked texts* (``quality/gold/*.jsonl``): one JSON object a line with ``text`` and records whose anchors are exact
  substrings, ``"troops"`` or ``{"t": "troops", "n": 2}`` for the second occurrence; records name each other by index;
* *gold reports*: one JSON file a report, anchors as ``[start, end]``, the text in a file of its own;
* the *contract*: what ``standoff code --format jsonl`` prints, anchors as ``{"start", "end"}``.

Spans are half-open code-point offsets throughout.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Span = tuple[int, int]
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, as far as it is measured. Actors are ids."""

    id: str
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    quotation: str
    act: str
    certainty: str
    speakers: frozenset[str]
    addressees: frozenset[str]
    targets: frozenset[str]


@dataclass(frozen=True, slots=True)
class Deed:
    """An event, as far as it is measured; ``date`` is (earliest, latest)."""

    trigger: Span
    type: str
    mode: str | None
    status: str
    actors: frozenset[str]
    recipients: frozenset[str]
    attributed_to: str | None
    date: tuple[str | None, str | None] | None
    country: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """A quantity, as far as it is measured."""

    span: Span
    low: float | None
    high: float | None
    approx: bool
    holder: str | None


@dataclass(frozen=True, slots=True)
class Marks:
    """One text and everything marked in it. ``zones`` are (start, end, role)."""

    name: str
    sha256: str
    text: str
    zones: tuple[tuple[int, int, str], ...]
    said: tuple[Said, ...]
    deeds: tuple[Deed, ...]
    counts: tuple[Count, ...]


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def locate(text: str, anchor: str | Json | None) -> Span | None:
    """Where ``anchor`` stands in ``text``; None for none. Raises ValueError as :func:`offset` does."""
    return None if anchor is None else offset(text, anchor)


def offset(text: str, anchor: str | Json) -> Span:
    """The range of an anchor: a substring, or one with the number of its occurrence.

    Raises ValueError when the text does not have that many occurrences.
    """
    words, nth = (anchor, 1) if isinstance(anchor, str) else (anchor["t"], anchor.get("n", 1))
    at = -1
    for _ in range(nth):
        at = text.find(words, at + 1)
        if at < 0:
            raise ValueError(f"{words!r} does not occur {nth} times in {text[:60]!r}")
    return at, at + len(words)


def from_marked(row: Json) -> Marks:
    """A marked text. Without zones the whole text is one: a headline if its genre says so, else body."""
    text: str = row["text"]

    def there(anchor: str | Json) -> Span:
        span = locate(text, anchor)
        assert span is not None
        return span

    zones = tuple(sorted((*there(anchor), role) for anchor, role in row.get("zones", [])))
    return Marks(
        name=row["id"],
        sha256=sha256_of(text),
        text=text,
        zones=zones or ((0, len(text), "headline" if row.get("genre") == "headline" else "body"),),
        said=tuple(
            Said(
                id=str(i),
                source=locate(text, said.get("source")),
                cue=locate(text, said.get("cue")),
                content=tuple(there(anchor) for anchor in said["content"]),
                quotation=said["quotation"],
                act=said["act"],
                certainty=said["certainty"],
                speakers=_ids(said.get("source_actors")),
                addressees=_ids(said.get("addressees")),
                targets=_ids(said.get("targets")),
            )
            for i, said in enumerate(row.get("statements", []))
        ),
        deeds=tuple(_deed(deed, there(deed["trigger"])) for deed in row.get("events", [])),
        counts=tuple(_count(count, there(count)) for count in row.get("quantities", [])),
    )


def from_gold(gold: Json, text: str) -> Marks:
    """A gold report; ``text`` must be the text that it was made for."""
    if sha256_of(text) != gold["sha256"]:
        raise ValueError(f"gold {gold['doc']} was made for another text")
    return _offsets(gold["doc"], text, gold)


def from_contract(row: Json) -> Marks:
    """A line of ``standoff code --format jsonl``."""
    document = row["document"]
    return _offsets(document["id"], document["text"], row)


def _offsets(name: str, text: str, row: Json) -> Marks:
    return Marks(
        name=name,
        sha256=sha256_of(text),
        text=text,
        zones=tuple(_zone(zone) for zone in row.get("zones", [])),
        said=tuple(
            Said(
                id=said["id"],
                source=_span(said.get("source")),
                cue=_span(said.get("cue")),
                content=tuple(_there(span) for span in said["content"]),
                quotation=said["quotation"],
                act=said["act"],
                certainty=said["certainty"],
                speakers=_ids(said.get("source_actors")),
                addressees=_ids(said.get("addressees")),
                targets=_ids(said.get("targets")),
            )
            for said in row.get("statements", [])
        ),
        deeds=tuple(_deed(deed, _there(deed["trigger"])) for deed in row.get("events", [])),
        counts=tuple(_count(count, _there(count.get("span", count))) for count in row.get("quantities", [])),
    )


def _deed(deed: Json, trigger: Span) -> Deed:
    place, date = deed.get("place") or {}, deed.get("date")
    if isinstance(place, str):
        place = {"name": place}
    attributed = deed.get("attributed_to")
    return Deed(
        trigger=trigger,
        type=deed["type"],
        mode=deed.get("mode") or None,
        status=deed["status"],
        actors=_ids(deed.get("actors")),
        recipients=_ids(deed.get("recipients")),
        attributed_to=None if attributed is None else str(attributed),
        date=(date.get("earliest"), date.get("latest")) if date else None,
        country=place.get("country"),
        place=place.get("name"),
    )


def _count(count: Json, span: Span) -> Count:
    holder = count.get("holder")
    return Count(
        span=span,
        low=count.get("low"),
        high=count.get("high"),
        approx=bool(count.get("approx")),
        holder=(holder.get("id") if isinstance(holder, Mapping) else holder) or None,
    )


def _ids(actors: Iterable[str | Json] | None) -> frozenset[str]:
    ids = (actor.get("id") if isinstance(actor, Mapping) else actor for actor in actors or ())
    return frozenset(i for i in ids if i)


def _there(span: Any) -> Span:
    return (span["start"], span["end"]) if isinstance(span, Mapping) else (span[0], span[1])


def _span(span: Any) -> Span | None:
    return None if span is None else _there(span)


def _zone(zone: Any) -> tuple[int, int, str]:
    return (*_there(zone), zone["role"] if isinstance(zone, Mapping) else zone[2])
