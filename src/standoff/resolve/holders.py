"""Whose it is that a quantity counts: forces, people, money, weapons (codebook, section 4), by learned weights.

The noun phrase names a holder in one case of four ("US troops", "Kyiv's 40 tanks"). The rest is in what is done to the
counted ("were killed by"), in who does it, in where it happens, and in what sort of thing it is: people in a street of
Nakuru are Kenyan civilians. All of these are answers (``offers``); what speaks for them is learned from our own marked
texts (``data/holders.csv``, made by ``training/holders.py``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cache

from msgspec.structs import replace

from standoff.data import table
from standoff.grammar import Tree, Trees
from standoff.model import Actor, Analysis, Event, Place, Quantity, Statement
from standoff.resolve import clauses
from standoff.resolve.coref import Cast
from standoff.resolve.offers import Answer, Gathering, choose, learned

#: Sectors that the counted may be of, beside the one that a phrase has; "" is the country as such.
_SECTORS = ("", "CVL", "GOV", "MIL", "COP", "REB", "OPP", "LEG", "BUS", "REF", "LAB", "JRN", "PTY", "PRE")
#: What befell the counted, in the words for it: "people killed".
_VICTIMS = frozenset("killed dead wounded injured missing arrested detained".split())
#: How likely a holder must be: three marked quantities of four have one, so that a fair guess beats silence.
LIKELY = 0.25
#: Phrases and deeds of the sentence that count, nearest first, and states that the report is about.
_PHRASES, _DEEDS, _STATES = 12, 6, 2


def weights() -> Mapping[str, float]:
    """What each feature weighs."""
    return learned("holders.csv", "weight")


def fill_holders(
    quantities: Sequence[Quantity],
    events: Sequence[Event],
    statements: Sequence[Statement],
    analysis: Analysis,
    cast: Cast,
) -> tuple[Quantity, ...]:
    """Quantities with their holder: the one that they come with, else the likeliest where it is likely enough."""
    ledger = Ledger(events, statements, analysis, cast)
    out: list[Quantity] = []
    for quantity in quantities:
        if quantity.holder is None:
            before = _goes_on(quantity, out, cast)
            if before is not None and before.holder is not None:
                quantity = replace(quantity, holder=before.holder)
            else:
                answer, sure = choose(ledger.answers(quantity), weights())
                if answer.actors and sure >= LIKELY:
                    quantity = replace(quantity, holder=answer.actors[0])
        out.append(quantity)
    return tuple(out)


def _goes_on(quantity: Quantity, told: Sequence[Quantity], cast: Cast) -> Quantity | None:
    """The count that a figure without a noun goes on with: "... 35,000 soldiers; 14,000 remained" (of our own texts'
    figures of this kind 42 of 52 have the holder of the one before)."""
    if quantity.of is not None:
        return None
    here = cast.sentence_of(quantity.span.start)
    last = next((q for q in reversed(told) if q.unit == quantity.unit), None)
    return last if last is not None and cast.sentence_of(last.span.start) >= here - 1 else None


class Ledger:
    """All of one report that may hold something; ``events`` in text order with their actors settled."""

    def __init__(
        self, events: Sequence[Event], statements: Sequence[Statement], analysis: Analysis, cast: Cast
    ) -> None:
        self.events = events
        self._starts = [e.trigger.start for e in events]
        self._said = {s.id: s for s in statements}
        self.cast = cast
        self.states = cast.knowledge.state_names
        self._trees = Trees(analysis.sentences)

    def answers(self, quantity: Quantity) -> list[Answer]:
        """Nobody, and every single actor that may be the holder of ``quantity``."""
        found = Gathering()
        tree = self._trees.at(quantity.span.start)
        head = tree.head_of(quantity.span) if tree is not None else None
        words = (quantity.of or "").lower().split()
        sort = _sort(quantity)
        noun = next((w for w in reversed(words) if w not in _VICTIMS), "-")
        what = [sort, f"noun {noun}", f"hurt {bool(_VICTIMS & set(words))} {sort}"]
        verb = "-"
        if tree is not None and head is not None:
            above = [head, *tree.ancestors(head)]
            verb = next((tree.tokens[i].lemma.lower() for i in above if tree.tokens[i].upos == "VERB"), "-")
            what.append(f"{tree.tokens[head].deprel} {verb}")
            what.append(f"{tree.tokens[head].deprel} {sort}")
        self._phrases(quantity, tree, head, what, found)
        self._deeds(quantity, tree, head, what, found)
        said = self._said.get(quantity.attributed_to or "")
        for actor in said.source_actors if said is not None else ():
            self._spelt(actor, ["said", f"said:{sort}"], what, found)
        place = self.cast.place(quantity.place) if quantity.place else None
        if isinstance(place, Place) and place.country in self.states:
            self._spelt(Actor(place.country), ["place", f"place:{sort}"], what, found)
        for n, state in enumerate(self.cast.order[:_STATES]):
            self._spelt(Actor(state), [f"about{n}", f"about{n}:{sort}"], what, found)
        nobody = ["none", *(f"none:{w}" for w in what)]
        out = [Answer((), tuple(nobody))]
        out += [Answer(ids, tuple(f), found.actors[ids]) for ids, f in found.features.items()]
        return out

    def _phrases(
        self, quantity: Quantity, tree: Tree | None, head: int | None, what: Sequence[str], found: Gathering
    ) -> None:
        """Whom the sentence and the one before name."""
        here = self.cast.sentence_of(quantity.span.start)
        heard = self.cast.heard
        low = bisect_left(heard, here - 1, key=lambda h: h.sentence)
        high = bisect_right(heard, here, key=lambda h: h.sentence)
        near = sorted(heard[low:high], key=lambda h: (abs(h.start - quantity.span.start), h.start, -h.end))[:_PHRASES]
        for rank, one in enumerate(near):
            if one.sentence != here:
                where = "before"
            elif one.span.overlaps(quantity.span):
                where = "itself"
            else:
                where = "left" if one.start < quantity.span.start else "right"
            features = [
                where, f"{where}:{what[0]}", f"{where}:rank{min(rank, 4)}", f"{where}:{one.party.kind}:{what[0]}",
                f"{where}:{one.subject}:{one.speaks}:{one.place}",
            ]  # fmt: skip
            if one.sentence == here and tree is not None and head is not None:
                at = tree.head_of(one.span)
                if at is not None:
                    path = clauses.path(tree, head, at)
                    features += [f"path {path}", f"path {path}:{what[0]}"]
            for actor in one.party.actors[:2]:
                self._spelt(actor, features, what, found)

    def _deeds(
        self, quantity: Quantity, tree: Tree | None, head: int | None, what: Sequence[str], found: Gathering
    ) -> None:
        """Who does what to the counted, by the events of its sentence."""
        if tree is None or head is None:
            return
        low = bisect_left(self._starts, tree.sentence.span.start)
        high = bisect_left(self._starts, tree.sentence.span.end)
        for event in self.events[low:high][:_DEEDS]:
            at = tree.head_of(event.trigger)
            path = clauses.path(tree, head, at) if at is not None else "apart"
            for role, actors in (("does", event.actors), ("meets", event.recipients)):
                features = [
                    role, f"{role}:{event.type}:{what[0]}", f"{role}:{path}", f"{role}:{path}:{event.type}",
                    f"{role}:{event.type}:{event.mode}:{what[2]}",
                ]  # fmt: skip
                for actor in actors[:2]:
                    self._spelt(actor, features, what, found)
            if event.place is not None and event.place.country in self.states:
                self._spelt(Actor(event.place.country), ["there", f"there:{what[0]}"], what, found)

    def _spelt(self, actor: Actor, features: Sequence[str], what: Sequence[str], found: Gathering) -> None:
        """An actor as it is, and as every other sort of people of its state."""
        ident = actor.id or ""
        state, _, lead = ident.partition(".")
        if state not in self.states:
            turned = [f"as body:{w}" for w in what]
            found.add((actor,), [*features, *(f"{f}>=" for f in features), "as body", *turned])
            return
        for sector in dict.fromkeys((lead, *_SECTORS)):
            same = "=" if sector == lead else sector or "state"
            kind = [f"as {sector}", *(f"as {sector}:{w}" for w in what)]
            spelt = [*features, *(f"{f}>{same}" for f in features[:2]), f"turn {lead}>{sector}:{what[0]}"]
            found.add((actor if sector == lead else Actor(f"{state}.{sector}".rstrip(".")),), [*spelt, *kind])


def _sort(quantity: Quantity) -> str:
    """What sort of thing is counted: person, money, measure, share, or the unit itself."""
    return _sorts().get(quantity.unit, quantity.unit)


@cache
def _sorts() -> dict[str, str]:
    """What a unit is a unit of: money or a measure. What is both, such as a pound, counts as money."""
    rows = table("units.csv")
    measures = {row["unit"]: "measure" for row in rows if row["kind"] == "measure"}
    return measures | {row["unit"]: "money" for row in rows if row["kind"] in {"money", "code", "symbol"}}
