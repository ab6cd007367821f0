"""Records as lines of a list: flat for tables and CSV, nested for JSON, always with the words they point at."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from standoff.model import Actor, Event, Interval, Quantity, Span, Statement
from standoff.present import contract, marks, names, wording
from standoff.present.contract import Json, number
from standoff.present.tables import Cell, Column, joined

#: An id in a table is cut to this many characters: enough to be one of millions, and what `why` and `show` accept.
SHORT = 12


class Home(Struct, frozen=True, kw_only=True):
    """The report a record stands in, as lists name it, and its text."""

    id: str
    sha256: str
    text: str
    path: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None

    def facts(self) -> dict[str, str | None]:
        return {
            "report": self.id,
            "sha256": self.sha256,
            "path": self.path,
            "title": self.title,
            "published": self.published,
            "publisher": self.publisher,
        }


_FACTS = ("report", "path", "title", "published", "publisher")

STATEMENT_FIELDS = (
    "id", *_FACTS, "act", "certainty", "quotation", "source", "source_actors", "cue", "content", "addressees",
    "targets", "via", "inside", "condition", "denies", "unresolved", "start", "end", "score", "rule", "judged",
)  # fmt: skip
STATEMENT_COLUMNS = (
    Column("published", "date", wrap=False),
    Column("who", "who", style="cyan", ratio=2),
    Column("act", "act", style="bold", wrap=False),
    Column("certainty", "sure", wrap=False),
    Column("content", "what", ratio=5),
    Column("short", "id", style="dim", wrap=False),
)
EVENT_FIELDS = (
    "id", *_FACTS, "type", "mode", "status", "actors", "recipients", "trigger", "earliest", "latest", "place",
    "country", "lat", "lon", "contexts", "quad", "intensity", "attributed_to", "statement", "same_as", "start", "end",
    "score", "rule", "judged",
)  # fmt: skip
EVENT_COLUMNS = (
    Column("date", "date", wrap=False),
    Column("actors", "who", style="cyan", ratio=2),
    Column("kind", "what", style="bold", ratio=2),
    Column("recipients", "whom", style="cyan", ratio=2),
    Column("status", "status", wrap=False),
    Column("trigger", "word", ratio=1),
    Column("place", "where", ratio=1),
    Column("short", "id", style="dim", wrap=False),
)
QUANTITY_FIELDS = (
    "id", *_FACTS, "words", "low", "high", "approx", "unit", "of", "holder", "place", "attributed_to",
    "start", "end", "rule", "judged",
)  # fmt: skip
QUANTITY_COLUMNS = (
    Column("published", "date", wrap=False),
    Column("figure", "how many", right=True, style="bold", wrap=False),
    Column("what", "of what", ratio=2),
    Column("holder", "whose", style="cyan", ratio=1),
    Column("place", "where", ratio=1),
    Column("words", "words", ratio=2),
    Column("short", "id", style="dim", wrap=False),
)


def statement_json(entry: tuple[Home, Statement]) -> Json:
    home, statement = entry
    text = home.text
    return {
        **home.facts(),
        **contract.statement_of(statement),
        "words": {
            "source": _words(statement.source, text),
            "cue": _words(statement.cue, text),
            "content": [span.of(text) for span in statement.content],
        },
    }


def statement_flat(entry: tuple[Home, Statement]) -> Mapping[str, Cell]:
    home, statement = entry
    text = home.text
    whole = wording.stretch([*statement.content, *(s for s in (statement.source, statement.cue) if s is not None)])
    return {
        **home.facts(),
        **_named(statement),
        "who": wording.speaker(statement, text),
        "act": statement.act,
        "certainty": statement.certainty,
        "quotation": statement.quotation,
        "source": _words(statement.source, text),
        "source_actors": joined(known(actor) for actor in statement.source_actors),
        "cue": _words(statement.cue, text),
        "content": wording.content(statement, text),
        "addressees": joined(known(actor) for actor in statement.addressees),
        "targets": joined(known(actor) for actor in statement.targets),
        "via": joined(statement.via),
        "inside": statement.inside,
        "condition": _words(statement.condition, text),
        "denies": statement.denies,
        "unresolved": statement.unresolved.reason if statement.unresolved else None,
        "start": whole.start,
        "end": whole.end,
        "score": round(statement.score, contract.DIGITS),
        "rule": statement.origin.rule,
    }


def event_json(entry: tuple[Home, Event]) -> Json:
    home, event = entry
    return {**home.facts(), **contract.event_of(event), "words": {"trigger": event.trigger.of(home.text)}}


def event_flat(entry: tuple[Home, Event]) -> Mapping[str, Cell]:
    home, event = entry
    place = event.place
    return {
        **home.facts(),
        **_named(event),
        "type": event.type,
        "mode": event.mode,
        "kind": f"{event.type} {event.mode}" if event.mode else event.type,
        "status": event.status,
        "actors": joined(known(actor) for actor in event.actors) or None,
        "recipients": joined(known(actor) for actor in event.recipients) or None,
        "trigger": wording.folded(event.trigger.of(home.text)),
        "date": _days(event.date),
        "earliest": event.date.earliest if event.date else None,
        "latest": event.date.latest if event.date else None,
        "place": place.name if place else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "contexts": joined(event.contexts),
        "quad": event.quad,
        "intensity": event.intensity,
        "attributed_to": event.attributed_to,
        "statement": event.statement,
        "same_as": event.same_as,
        "start": event.trigger.start,
        "end": event.trigger.end,
        "score": round(event.score, contract.DIGITS),
        "rule": event.origin.rule,
    }


def quantity_json(entry: tuple[Home, Quantity]) -> Json:
    home, quantity = entry
    return {**home.facts(), **contract.quantity_of(quantity), "words": {"quantity": quantity.span.of(home.text)}}


def quantity_flat(entry: tuple[Home, Quantity]) -> Mapping[str, Cell]:
    home, quantity = entry
    bare = wording.figure(quantity)
    figure = wording.in_unit(bare, quantity.unit)
    return {
        **home.facts(),
        **_named(quantity),
        "words": wording.folded(quantity.span.of(home.text)),
        "figure": figure,
        "what": quantity.of or (quantity.unit if figure == bare else None),
        "low": number(quantity.low),
        "high": number(quantity.high),
        "approx": quantity.approx,
        "unit": quantity.unit,
        "of": quantity.of,
        "holder": known(quantity.holder) if quantity.holder else None,
        "place": quantity.place,
        "attributed_to": quantity.attributed_to,
        "start": quantity.span.start,
        "end": quantity.span.end,
        "rule": quantity.origin.rule,
    }


def _named(record: Statement | Event | Quantity) -> dict[str, Cell]:
    """The id of a record, in full and as a table has it, with a star where it reads by a judgement."""
    judged = marks.judgement_on(record)
    return {"id": record.id, "short": record.id[:SHORT] + (marks.STAR if judged else ""), "judged": judged}


def _words(span: Span | None, text: str) -> str | None:
    return None if span is None else span.of(text)


def known(actor: Actor) -> str:
    """Id and name as lists show them: ``NATO (Anders Fogh Rasmussen)``; a name alone when no id is known."""
    if actor.id and actor.name:
        return f"{actor.id} ({actor.name})"
    return actor.id or names.name(actor)


def _days(interval: Interval | None) -> str | None:
    if interval is None:
        return None
    if interval.earliest == interval.latest:
        return interval.earliest
    return f"{interval.earliest or '…'} – {interval.latest or '…'}"
