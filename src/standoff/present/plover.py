"""``standoff events --format plover``: JSON lines with the field names of the PLOVER manual.

Every key is there in every record; what is not known is ``null`` or ``[]``. What the manual has no field for stands
under ``standoff``. ``docs/events.md`` explains each key, and why some of the manual's are not used.
"""

from __future__ import annotations

from collections.abc import Iterable

from standoff.grammar import sentence_at
from standoff.model import Place
from standoff.present import contract, terminal
from standoff.present.contract import Json
from standoff.present.exchange import QUADS, Telling, Who, alpha2, coder, participants
from standoff.present.wording import folded


def write(told: Iterable[Telling]) -> int:
    """Write ``told`` to standard output, one record a line; gives how many there were."""
    count = 0
    for telling in told:
        count += 1
        terminal.write_json(contract.encode(record(telling)) + b"\n")
    return count


def record(telling: Telling) -> Json:
    """One event as a PLOVER record: plain dictionaries and lists, ready for JSON."""
    event, text = telling.event, telling.report.document.text
    first, last = (event.date.earliest, event.date.latest) if event.date else (None, None)
    return {
        "id": event.id,
        "has_event": True,
        "date": first,
        "enddate": last if last != first else None,
        "source": [_actor(who) for who in participants(telling, "actor")],
        "recipient": [_actor(who) for who in participants(telling, "recipient")],
        "event": [event.type],
        "mode": [event.mode] if event.mode else [],
        "context": list(event.contexts),
        "quad_code": QUADS.index(event.quad) + 1 if event.quad in QUADS else None,
        "event_scale": event.intensity,
        "event_loc": None if event.place is None else _location(event.place),
        "event_text": [folded(event.trigger.of(text))],
        "link": event.same_as,
        "text_info": _sentence(telling),
        "cite_info": _citation(telling),
        "coder": coder(telling),
        "standoff": _own(telling),
    }


def _actor(who: Who) -> Json:
    return {
        "code": who.code,
        "sector": who.sector,
        "actor_text": who.words,
        "identifier_text": who.name,
        "office": who.office,
        "standoff": who.id,
    }


def _location(place: Place) -> Json:
    """GeoNames' names for its fields, as the manual wants them."""
    return {
        "geonameid": place.geonames,
        "name": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "country code": None if place.country is None else alpha2(place.country),
        "cc3": place.country,
    }


def _sentence(telling: Telling) -> Json | None:
    sentences = telling.report.analysis.sentences
    sentence = sentence_at(sentences, telling.event.trigger.start)
    if sentence is None:
        return None
    return {"sequence": sentences.index(sentence) + 1, "start": sentence.span.start, "end": sentence.span.end}


def _citation(telling: Telling) -> Json:
    head = telling.head
    return {
        "citation": head.id,
        "url": head.uri,
        "title": head.title,
        "language": head.language,
        "publication": head.publisher,
        "coder": coder(telling),
        "codebook": "PLOVER 2.0",
    }


def _own(telling: Telling) -> Json:
    event, head, holder = telling.event, telling.head, telling.holder
    return {
        "sha256": head.sha256,
        "published": head.published,
        "trigger": contract.span_of(event.trigger),
        "status": event.status,
        "attributed_to": None
        if holder is None
        else {
            "statement": holder.id,
            "act": holder.act,
            "certainty": holder.certainty,
            "source": contract.ids_of(holder.source_actors),
        },
        "statement": event.statement,
        "score": round(event.score, contract.DIGITS),
        "rule": event.origin.rule,
    }
