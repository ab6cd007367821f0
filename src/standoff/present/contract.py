"""The outside shape of a report's record: schema 1 of the contract, field for field.

Actors stand as ``{"id", "name"}`` where the contract says so and as bare ids elsewhere; an actor whose id nobody
knows has no place in a list of ids, its name is kept on its mention. A mention of several actors ("both countries")
becomes one object for each, with the same id and span. Every field is present: unknown is ``null`` or ``[]``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from standoff.model import Actor, Document, Event, Found, Mention, Origin, Quantity, Report, Span, Statement

SCHEMA = 1
#: Scores are rounded, so that the last bits of a float never show.
DIGITS = 4

Json = dict[str, Any]


def to_contract(report: Report) -> Json:
    """The record of ``report`` as plain dictionaries and lists, ready for JSON."""
    document = report.document
    return {
        "schema": SCHEMA,
        "document": document_of(document),
        "zones": [{**span_of(zone.span), "role": zone.role} for zone in document.zones],
        "sentences": [span_of(sentence.span) for sentence in report.analysis.sentences],
        "mentions": [row for mention in report.mentions for row in mentions_of(mention)],
        "statements": [statement_of(statement) for statement in report.statements],
        "events": [event_of(event) for event in report.events],
        "quantities": [quantity_of(quantity) for quantity in report.quantities],
        "problems": [{"stage": p.stage, "reason": p.reason} for p in problems_of(report)],
    }


def to_jsonl(report: Report) -> bytes:
    """One line of ``--format jsonl``: UTF-8 with its line end, keys in the contract's order."""
    return encode(to_contract(report)) + b"\n"


def encode(value: object) -> bytes:
    """JSON in UTF-8; keys keep their order."""
    return msgspec.json.encode(value)


def problems_of(report: Report) -> tuple[Any, ...]:
    """What went wrong in reading and after it, each once."""
    return tuple(dict.fromkeys((*report.document.problems, *report.problems)))


def document_of(document: Document) -> Json:
    return {
        "id": document.id,
        "path": _encodable(document.path),
        "uri": document.uri,
        "sha256": document.sha256,
        "text": document.text,
        "title": _value(document.title),
        "published": _value(document.published),
        "publisher": _value(document.publisher),
        "byline": [found.value for found in document.byline],
        "credits": [found.value for found in document.credits],
        "language": document.language,
    }


def mentions_of(mention: Mention) -> Iterable[Json]:
    for actor in mention.actors or (None,):
        yield {
            "id": mention.id,
            **span_of(mention.span),
            "kind": mention.kind,
            "actor": None if actor is None else actor_of(actor),
            "entity": mention.entity,
        }


def statement_of(statement: Statement) -> Json:
    return {
        "id": statement.id,
        "source": _maybe(statement.source),
        "cue": _maybe(statement.cue),
        "content": [span_of(span) for span in statement.content],
        "quotation": statement.quotation,
        "act": statement.act,
        "certainty": statement.certainty,
        "source_actors": [actor_of(actor) for actor in statement.source_actors],
        "addressees": ids_of(statement.addressees),
        "targets": ids_of(statement.targets),
        "via": list(statement.via),
        "inside": statement.inside,
        "score": round(statement.score, DIGITS),
        "origin": _origin(statement.origin),
    }


def event_of(event: Event) -> Json:
    date, place = event.date, event.place
    return {
        "id": event.id,
        "trigger": span_of(event.trigger),
        "type": event.type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "actors": ids_of(event.actors),
        "recipients": ids_of(event.recipients),
        "status": event.status,
        "attributed_to": event.attributed_to,
        "statement": event.statement,
        "date": None if date is None else {"earliest": date.earliest, "latest": date.latest},
        "place": None
        if place is None
        else {
            "name": place.name,
            "country": place.country,
            "lat": place.lat,
            "lon": place.lon,
            "geonames": place.geonames,
        },
        "quad": event.quad,
        "intensity": event.intensity,
        "same_as": event.same_as,
        "score": round(event.score, DIGITS),
        "origin": _origin(event.origin),
    }


def quantity_of(quantity: Quantity) -> Json:
    return {
        "id": quantity.id,
        **span_of(quantity.span),
        "low": number(quantity.low),
        "high": number(quantity.high),
        "approx": quantity.approx,
        "unit": quantity.unit,
        "of": quantity.of,
        "holder": None if quantity.holder is None else quantity.holder.id,
        "place": quantity.place,
        "attributed_to": quantity.attributed_to,
        "origin": _origin(quantity.origin),
    }


def span_of(span: Span) -> Json:
    return {"start": span.start, "end": span.end}


def actor_of(actor: Actor) -> Json:
    return {"id": actor.id, "name": actor.name}


def ids_of(actors: Iterable[Actor]) -> list[str]:
    """The known ids, each once, in the order of the text."""
    return list(dict.fromkeys(actor.id for actor in actors if actor.id is not None))


def number(value: float | None) -> float | int | None:
    """Whole numbers print without a decimal point."""
    if value is None:
        return None
    return int(value) if float(value).is_integer() else value


def _maybe(span: Span | None) -> Json | None:
    return None if span is None else span_of(span)


def _value(found: Found | None) -> str | None:
    return None if found is None else found.value


def _origin(origin: Origin) -> Json:
    return {"stage": origin.stage, "rule": origin.rule, "version": origin.version}


def _encodable(path: str | None) -> str | None:
    """A file name that is not UTF-8 carries surrogates, which JSON cannot hold: they become ``\\udcff``."""
    return None if path is None else path.encode("utf-8", "backslashreplace").decode("utf-8")
