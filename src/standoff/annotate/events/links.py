"""What ties events to statements and to each other: ``attributed_to`` and ``same_as``."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from standoff.annotate.events.words import classes
from standoff.grammar import Cover
from standoff.model import Event, Span, Statement

#: Words that can name one deed in turn.
FAMILIES = (
    frozenset({"meet", "meeting", "summit", "talk"}),
    frozenset({"launch", "fire", "test", "firing"}),
    frozenset({"strike", "hit", "attack", "bomb", "airstrike", "raid"}),
)


class Attribution:
    """Statements by where their content stands, for finding the innermost one that holds a word."""

    def __init__(self, statements: tuple[Statement, ...]) -> None:
        self._parts = [(part, n, statement) for n, statement in enumerate(statements) for part in statement.content]
        self._cover = Cover(part for part, _, _ in self._parts)

    def of(self, span: Span) -> Statement | None:
        """The statement with the shortest content part that holds ``span``; of equals the later."""
        holding = (self._parts[k] for k in self._cover.holding(span.start, span.end))
        best = min(holding, key=lambda part: (len(part[0]), -part[1]), default=None)
        return best[2] if best is not None else None


def same_deeds(events: Iterable[Event], text: str, lemmas: dict[str, str]) -> tuple[Event, ...]:
    """Events in text order, later mentions of one deed tied to the first and, where they name nobody, given its people.

    ``lemmas`` gives each event's trigger lemma by event id. Two mentions are one deed when type and mode agree, both
    are deeds, statuses do not exclude each other, neither participants nor dates differ, and the trigger words are of
    one family; a mention that names nobody needs the same word.
    """
    out: list[Event] = []
    firsts: dict[tuple[str, str | None], list[Event]] = {}
    for event in events:
        if event.statement is not None:
            out.append(event)
            continue
        known = firsts.setdefault((event.type, event.mode), [])
        first = next((other for other in known if _one(event, other, text, lemmas)), None)
        if first is None:
            known.append(event)
        elif event.actors_at:
            event = replace(event, same_as=first.id)
        else:
            recipients = event.recipients_at or first.recipients_at
            event = replace(event, same_as=first.id, actors_at=first.actors_at, recipients_at=recipients)
        out.append(event)
    return tuple(out)


def _one(later: Event, first: Event, text: str, lemmas: dict[str, str]) -> bool:
    if "negation" in {later.status, first.status} and later.status != first.status:
        return False
    dates = {at.of(text).lower() for at in (later.date_at, first.date_at) if at is not None}
    if len(dates) > 1:
        return False
    agree = 0
    for mine, theirs in ((later.actors_at, first.actors_at), (later.recipients_at, first.recipients_at)):
        a, b = _names(mine, text), _names(theirs, text)
        if a and b:
            if not a & b:
                return False
            agree += 1
    word, other = lemmas[later.id], lemmas[first.id]
    if not later.actors_at and not later.recipients_at:
        return _stem(word) == _stem(other)
    return agree > 0 and (_stem(word) == _stem(other) or any({word, other} <= kin for kin in FAMILIES))


def _names(spans: tuple[Span, ...], text: str) -> frozenset[str]:
    """The stems of the naming words in participants' spans, without those that name nobody (class ``EMPTY``)."""
    empty = classes()["EMPTY"]
    words = {word.strip("'’\"“”.,").lower() for span in spans for word in span.of(text).split()}
    return frozenset(_stem(word.removesuffix("'s").removesuffix("’s")) for word in words if word and word not in empty)


def _stem(word: str) -> str:
    return word[:5]
