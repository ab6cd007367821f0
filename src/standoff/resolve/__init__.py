"""The resolve wing: who, when and where the words of a report stand for.

``load_knowledge`` reads the tables of actors once; ``resolve`` fills times, places and actors into what ``annotate``
found and returns the report's mentions with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from standoff.model import (
    Actor,
    Analysis,
    Document,
    Event,
    Mention,
    Quantity,
    Statement,
    TimeExpression,
    Unresolved,
    record_id,
)
from standoff.resolve.coref import Cast
from standoff.resolve.holders import fill_holders
from standoff.resolve.inference import close_circles, complete_deeds, owners
from standoff.resolve.knowledge import Knowledge, fold, load_knowledge
from standoff.resolve.participants import pointed, settle
from standoff.resolve.places import place_events
from standoff.resolve.spoken import fill_hearers, fill_statements, spoken_to
from standoff.resolve.times import anchor
from standoff.resolve.times_events import date_events
from standoff.resolve.verbal import fill_deeds, fill_quantities, fill_verbal, in_role

__all__ = ["Knowledge", "Resolved", "load_knowledge", "resolve"]


class Resolved(Struct, frozen=True):
    """What resolving gives: the same records with their actors, days and places, and every mention in text order."""

    mentions: tuple[Mention, ...]
    times: tuple[TimeExpression, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    quantities: tuple[Quantity, ...]


def resolve(
    document: Document,
    analysis: Analysis,
    times: Sequence[TimeExpression],
    statements: Sequence[Statement],
    events: Sequence[Event],
    quantities: Sequence[Quantity],
    knowledge: Knowledge,
) -> Resolved:
    """Times against the report's date, events to days and places, then every phrase that names an actor.

    Verbal events whose source is no political actor are left out (codebook, section 5). Words that no knowledge
    covers stay unresolved, with the reason.
    """
    anchored = anchor(tuple(times), document)
    dated = date_events(document, analysis, anchored, tuple(events))
    placed = place_events(document, analysis, dated)
    cast = Cast(document, analysis, statements, knowledge)
    said = fill_statements(statements, cast)
    deeds = complete_deeds(fill_deeds(placed, cast))
    spoken = fill_hearers(said, deeds, analysis, cast)
    told = fill_verbal(deeds, spoken, cast)
    done = close_circles(settle(told, spoken, cast, pointed(analysis, told)))
    owned = owners(fill_quantities(quantities, cast), done, analysis)
    counted = fill_holders(owned, done, spoken, analysis, cast)
    heard = spoken_to(spoken, cast.text)
    return Resolved(_mentions(document, cast, anchored, done, counted), anchored, heard, done, counted)


def _mentions(
    document: Document,
    cast: Cast,
    times: Sequence[TimeExpression],
    events: Sequence[Event],
    quantities: Sequence[Quantity],
) -> tuple[Mention, ...]:
    found: dict[str, Mention] = {}

    def add(mention: Mention) -> None:
        found.setdefault(mention.id, mention)

    for heard in cast.heard:
        actors = in_role(heard.party, "mention", cast.knowledge.state_names)
        if not actors:
            continue
        unresolved = (
            None
            if any(a.id for a in actors)
            else Unresolved(heard.party.reason or "unknown actor", heard.party.candidates)
        )
        add(
            Mention(
                id=record_id(document.id, "mention", "actor", heard.start, heard.end),
                span=heard.span,
                kind="actor",
                actors=actors,
                entity=record_id(document.id, "entity", *sorted(_identity(a) for a in actors)),
                unresolved=unresolved,
            )
        )
    for event in events:
        if event.place_at is not None and event.place is not None:
            key = (event.place.name, event.place.country)
            add(
                Mention(
                    id=record_id(document.id, "mention", "place", event.place_at.start, event.place_at.end),
                    span=event.place_at,
                    kind="place",
                    entity=record_id(document.id, "entity", "place", *key),
                )
            )
    for time in times:
        add(
            Mention(
                id=record_id(document.id, "mention", "time", time.span.start, time.span.end),
                span=time.span,
                kind="time",
                entity=record_id(document.id, "entity", "time", time.value),
            )
        )
    for quantity in quantities:
        add(
            Mention(
                id=record_id(document.id, "mention", "quantity", quantity.span.start, quantity.span.end),
                span=quantity.span,
                kind="quantity",
                entity=record_id(
                    document.id, "entity", "quantity", quantity.low, quantity.high, quantity.unit, quantity.of
                ),
            )
        )
    return tuple(sorted(found.values(), key=lambda m: (m.span.start, m.span.end, m.kind)))


def _identity(actor: Actor) -> str:
    """What makes two mentions one entity: a person's name, else the id."""
    return fold(actor.name) if actor.name else actor.id or ""
