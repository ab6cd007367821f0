"""What a report holds around each of its events: who is heard where, what is told and said beside, whom it is about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from standoff.grammar import Tree
from standoff.model import Actor, Event, Span, Statement
from standoff.resolve.coref import Cast
from standoff.resolve.party import Heard

Ids = tuple[str, ...]


class Told(Struct, frozen=True):
    """Actors and recipients of an event as far as they are settled."""

    actors: Ids
    recipients: Ids


class Around:
    """One report around its events. ``first`` are the participants that the rules gave, by event id."""

    def __init__(self, events: Sequence[Event], statements: Sequence[Statement], cast: Cast) -> None:
        self.cast = cast
        self.states = cast.knowledge.state_names
        self.statements = {s.id: s for s in statements}
        self.first = {e.id: Told(ids_of(e.actors), ids_of(e.recipients)) for e in events}
        self.events = {e.id: e for e in events}
        self._starts = [e.trigger.start for e in events]
        self._ordered = tuple(events)
        self._sentence_of = [h.sentence for h in cast.heard]
        self._trees: dict[int, Tree] = {}
        self._heads: dict[tuple[int, int], int | None] = {}
        self._usual = _usual(events)
        self._focus = _by_weight(cast)

    def tree(self, sentence: int) -> Tree:
        """The tree of a sentence of the report, built once."""
        if sentence not in self._trees:
            self._trees[sentence] = Tree(self.cast.sentences[sentence])
        return self._trees[sentence]

    def head(self, sentence: int, span: Span) -> int | None:
        """The head word of a phrase."""
        key = (span.start, span.end)
        if key not in self._heads:
            self._heads[key] = self.tree(sentence).head_of(span)
        return self._heads[key]

    def heard_in(self, sentence: int) -> Sequence[Heard]:
        """The phrases of one sentence."""
        low = bisect_left(self._sentence_of, sentence)
        return self.cast.heard[low : bisect_right(self._sentence_of, sentence)]

    def told_in(self, content: Span) -> Sequence[Event]:
        """The events whose trigger stands in ``content``."""
        low = bisect_left(self._starts, content.start)
        return [e for e in self._ordered[low : bisect_left(self._starts, content.end)] if content.contains(e.trigger)]

    def before(self, event: Event) -> Event | None:
        """The event told just before."""
        at = bisect_left(self._starts, event.trigger.start)
        return self._ordered[at - 1] if at else None

    def usual(self, event: Event, role: str) -> Ids:
        """Who most often has ``role`` in the report's events of this type, this one aside."""
        counts = self._usual.get((event.type, role))
        if not counts:
            return ()
        told = self.first[event.id]
        own = told.actors if role == "actor" else told.recipients
        best = max(counts, key=lambda ids: (counts[ids] - (ids == own), ids))
        return best if counts[best] - (best == own) else ()

    def focus(self) -> list[str]:
        """The two states that the report names most."""
        return self._focus


def ids_of(actors: Iterable[Actor]) -> Ids:
    """The ids of actors, sorted, those without one left out."""
    return tuple(sorted({a.id for a in actors if a.id}))


def _usual(events: Sequence[Event]) -> dict[tuple[str, str], Counter[Ids]]:
    out: dict[tuple[str, str], Counter[Ids]] = {}
    for event in events:
        for role, ids in (("actor", ids_of(event.actors)), ("recipient", ids_of(event.recipients))):
            if ids:
                out.setdefault((event.type, role), Counter())[ids] += 1
    return out


def _by_weight(cast: Cast) -> list[str]:
    counts: Counter[str] = Counter()
    for heard in cast.heard:
        for ident in heard.party.ids():
            state = ident.partition(".")[0]
            if state in cast.knowledge.state_names:
                counts[state] += 1
    return sorted(counts, key=lambda state: (-counts[state], state))[:2]
