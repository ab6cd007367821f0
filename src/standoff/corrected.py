"""The records of one report as people corrected them. Pure: records and judgements in, changed records out.

What the machine coded stays as it is; the store keeps these changes beside it and shows them in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from standoff.dossier import Judgement
from standoff.model import (
    ACTS,
    STATUSES,
    Act,
    Actor,
    Certainty,
    Event,
    Mention,
    Origin,
    Quantity,
    Statement,
    Status,
    Unresolved,
)
from standoff.verdicts import NOBODY, Correction, actors_of, plover, type_of

Record = Mention | Statement | Event | Quantity
R = TypeVar("R", Mention, Statement, Event, Quantity)

#: Act to the type and mode of the event that it makes (codebook, section 2); other acts make none. A test holds it
#: against the table that makes them.
MADE_BY: dict[Act, tuple[str, str | None]] = {
    "ACCUSE": ("ACCUSE", "allege"),
    "CRITICIZE": ("ACCUSE", "disapprove"),
    "REQUEST": ("REQUEST", None),
    "REJECT": ("REJECT", None),
    "THREATEN": ("THREATEN", None),
    "COMMIT": ("AGREE", None),
    "CONCEDE": ("CONCEDE", None),
    "SUPPORT": ("SUPPORT", None),
}
#: What the act alone settles of certainty (codebook, section 2).
_CERTAINTY: dict[Act, Certainty] = {"DENY": "CT-", "DOUBT": "U", "REQUEST": "U"}


def renamed(actors: tuple[Actor, ...], merges: Mapping[str, str]) -> tuple[Actor, ...]:
    """``actors`` as merges have them, each once; the same object when nothing changes."""
    if not any((actor.id or actor.name) in merges for actor in actors):
        return actors
    return tuple(dict.fromkeys(_renamed(actor, merges) for actor in actors))


def _renamed(actor: Actor, merges: Mapping[str, str]) -> Actor:
    into = merges.get(actor.id or actor.name or "")
    if into is None:
        return actor
    # a body that was known by its words only needs them no more; a person keeps the name
    return Actor(into, actor.name if actor.id else None)


_ACTOR_FIELDS: tuple[tuple[type, tuple[str, ...]], ...] = (
    (Mention, ("actors",)),
    (Statement, ("source_actors", "addressees", "targets")),
    (Event, ("actors", "recipients")),
)


def with_merges(record: R, merges: Mapping[str, str]) -> R:
    """``record`` with its actors as merges have them; the same object when nothing changes."""
    changed: dict[str, Any] = {}
    if isinstance(record, Quantity):
        if record.holder is not None:
            changed = {"holder": renamed((record.holder,), merges)[0]}
    else:
        fields = next(fields for kind, fields in _ACTOR_FIELDS if isinstance(record, kind))
        changed = {field: renamed(getattr(record, field), merges) for field in fields}
    if all(getattr(record, field) is value or getattr(record, field) == value for field, value in changed.items()):
        return record
    return replace(record, **changed)


class Change(Struct, frozen=True):
    """What became of a record: the ``record`` as it is now, or None where it is rejected, and the judgement that did
    it, be it on this record or on one that it hangs on."""

    record: Record | None
    judgement: str


def changes(records: Mapping[str, Sequence[Any]], corrected: Mapping[str, Correction]) -> dict[str, Change]:
    """What judgements make of the records of one report (by kind: mention, statement, event, quantity), by record id;
    what stays as it is, is not in it.

    Others follow: the event that a statement makes takes its act and source, or goes with it; what hung on a rejected
    statement hangs on the one around that; of two mentions of a deed the one that is left stands for it.
    """
    return _Changes(records, corrected).made()


class _Changes:
    """The work of :func:`changes`: first what judgements say, then what follows from it."""

    def __init__(self, records: Mapping[str, Sequence[Any]], corrected: Mapping[str, Correction]) -> None:
        self.mentions: Sequence[Mention] = records.get("mention", ())
        self.statements: Sequence[Statement] = records.get("statement", ())
        self.events: Sequence[Event] = records.get("event", ())
        self.quantities: Sequence[Quantity] = records.get("quantity", ())
        self.corrected = corrected
        self.out: dict[str, Change] = {}

    def made(self) -> dict[str, Change]:
        for record in self._records():
            correction = self.corrected.get(record.id)
            if correction is not None:
                self._judged(record, correction)
        for event in self.events:
            if event.statement is not None:
                self._spoken(event, event.statement)
        self._hang()
        return self.out

    def _records(self) -> Iterator[Record]:
        return chain(self.mentions, self.statements, self.events, self.quantities)

    def _judged(self, record: Record, correction: Correction) -> None:
        if correction.reject is not None:
            self.out[record.id] = Change(None, correction.reject.id)
            return
        # A value was looked up when it was judged; one that the tables have dropped since corrects nothing.
        if isinstance(record, Statement) and correction.act is not None:
            with suppress(ValueError):
                self._put(record, _with_act(record, _act(correction.act.value)), correction.act)
        if isinstance(record, Event) and correction.type is not None:
            with suppress(ValueError):
                self._put(record, _with_type(record, *type_of(correction.type.value or "")), correction.type)
        if isinstance(record, Event) and correction.status is not None:
            with suppress(ValueError):
                now = self._now(record)
                assert isinstance(now, Event)
                self._put(now, replace(now, status=_status(correction.status.value)), correction.status)
        if correction.actor is not None:
            now = self._now(record)
            assert now is not None
            self._put(now, _with_actors(now, actors_of(correction.actor.value or NOBODY)), correction.actor)

    def _now(self, record: Record) -> Record | None:
        change = self.out.get(record.id)
        return record if change is None else change.record

    def _put(self, before: Record, after: Record, judged: Judgement) -> None:
        """A record that a person corrected is the person's: sure, and made by that judgement."""
        if after == before:
            return
        if not isinstance(after, Mention):
            after = replace(after, origin=Origin("judgement", judged.verdict, judged.id))
        if isinstance(after, (Statement, Event)):
            after = replace(after, score=1.0)
        self.out[before.id] = Change(after, judged.id)

    def _spoken(self, event: Event, made_by: str) -> None:
        """The event that a statement makes follows the statement, but for what was judged of itself."""
        own = self.corrected.get(event.id, Correction())
        if made_by not in self.out or own.reject is not None:
            return
        change, said = self.out[made_by], self.corrected.get(made_by, Correction())
        if change.record is None:
            if own.accept is None:
                self.out[event.id] = Change(None, change.judgement)
            return
        if said.act is not None and isinstance(change.record, Statement) and own.type is None and own.accept is None:
            kind = MADE_BY.get(change.record.act)
            if kind is None:
                self.out[event.id] = Change(None, said.act.id)
                return
            if event.type != kind[0] or kind[1] is not None:
                now = self._now(event)
                assert isinstance(now, Event)
                self._put(now, _with_type(now, *kind), said.act)
        if said.actor is not None and own.actor is None:
            now = self._now(event)
            assert now is not None
            self._put(now, _with_actors(now, actors_of(said.actor.value or NOBODY)), said.actor)

    def _hang(self) -> None:
        """Nothing may point to a rejected record."""
        gone = {name: change.judgement for name, change in self.out.items() if change.record is None}
        if not gone:
            return
        around = {statement.id: statement.inside for statement in self.statements}
        first: dict[str, str | None] = {event.id: event.same_as for event in self.events}
        heirs: dict[str, str] = {}

        def outer(name: str | None) -> str | None:
            seen: set[str] = set()
            while name in gone and name not in seen:
                seen.add(name)
                name = around.get(name)
            return None if name in gone else name

        def telling(event: Event) -> str | None:
            """The mention of the same deed that stands for it now; None for the one that does."""
            name, seen = event.same_as, set[str]()
            while name in gone and name not in seen:
                seen.add(name)
                last, name = name, first.get(name)
                if name is None:
                    name = heirs.setdefault(last, event.id)
            return None if name == event.id or name in gone else name

        for record in self._records():
            now = self._now(record)
            if now is None:
                continue
            fields: dict[str, str | None] = {}
            if isinstance(now, Statement):
                fields = {"inside": outer(now.inside), "denies": None if now.denies in gone else now.denies}
            elif isinstance(now, Event):
                fields = {
                    "attributed_to": outer(now.attributed_to),
                    "statement": None if now.statement in gone else now.statement,
                    "same_as": telling(now),
                }
            elif isinstance(now, Quantity):
                fields = {"attributed_to": outer(now.attributed_to)}
            changed = {name: value for name, value in fields.items() if getattr(now, name) != value}
            if changed:
                causes = sorted(gone[cause] for name in changed if (cause := getattr(now, name)) in gone)
                before = self.out.get(record.id)
                self.out[record.id] = Change(replace(now, **changed), before.judgement if before else causes[0])


def _act(value: str | None) -> Act:
    for act in ACTS:
        if act == value:
            return act
    raise ValueError(f"no act is called {value!r}")


def _status(value: str | None) -> Status:
    for status in STATUSES:
        if status == value:
            return status
    raise ValueError(f"no status is called {value!r}")


def _with_act(statement: Statement, act: Act) -> Statement:
    if statement.act == act:
        return statement
    return replace(statement, act=act, certainty=_CERTAINTY.get(act, statement.certainty))


def _with_type(event: Event, kind: str, mode: str | None) -> Event:
    if (event.type, event.mode) == (kind, mode):
        return event
    quad, intensity = plover()[kind, mode]
    if intensity is None:
        intensity = plover()[kind, None][1]
    return replace(event, type=kind, mode=mode, quad=quad, intensity=intensity)


def _with_actors(record: Record, actors: tuple[Actor, ...]) -> Record:
    reason = None if actors else Unresolved("a person judged that nobody can be named")
    if isinstance(record, Statement):
        if record.source_actors == actors:
            return record
        return replace(record, source_actors=actors, unresolved=reason)
    if isinstance(record, Mention):
        return record if record.actors == actors else replace(record, actors=actors, unresolved=reason)
    if isinstance(record, Quantity):
        return replace(record, holder=actors[0] if actors else None)
    return replace(record, actors=actors)
