"""Whose it is that a quantity counts: forces, people, money, weapons (codebook, section 4), by learned weights.

The noun phrase names a holder in one case of four ("US troops", "Kyiv's 40 tanks"), and even then not always the one
that counts: the men of "Paris sent 600 men" are its military's. The rest is in what is done to the
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
#: Deeds that move forces of one's own.
_MOVED = frozenset({("MOBILIZE", "troops"), ("RETREAT", "withdraw")})
#: How likely a holder must be: three marked quantities of four have one, so that a fair guess beats silence.
LIKELY = 0.15
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
    """Quantities with their holder: the one that they come with where it is sure, else the likeliest where it is likely
    enough."""
    ledger = Ledger(events, statements, analysis, cast)
    out: list[Quantity] = []
    for quantity in quantities:
        sure_of = ledger.body(quantity) or ledger.mover(quantity)
        if sure_of is not None:
            quantity = replace(quantity, holder=sure_of)
        elif not ledger.launched(quantity):
            before = _goes_on(quantity, out, cast) if quantity.holder is None else None
            if before is not None and before.holder is not None:
                quantity = replace(quantity, holder=before.holder)
            else:
                answer, sure = choose(ledger.answers(quantity), weights())
                holder = answer.actors[0] if answer.actors and sure >= LIKELY else None
                quantity = replace(quantity, holder=holder)
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
        fired = [e.actors for e in events if (e.type, e.mode) == ("MOBILIZE", "weapons") and e.statement is None]
        self._launchers = {actors[0].id for actors in fired if len(actors) == 1}

    def launched(self, quantity: Quantity) -> bool:
        """Whether it counts or measures what the holder that it comes with has fired: a missile, its range, its fall.
        Any other holder that the words or a deed give is one answer among several."""
        owner = quantity.holder if quantity.holder_at is None and quantity.unit != "person" else None
        return owner is not None and owner.id in self._launchers

    def body(self, quantity: Quantity) -> Actor | None:
        """Whose members "the 15-member council" counts: the one body that the words right behind name."""
        at = quantity.span
        if not self.cast.text.endswith(("-member", "-nation", "-state"), at.start, at.end):
            return None
        behind = (h.party for h in self.cast.heard if h.start <= at.end + 1 < h.end and h.party.kind == "org")
        return next((p.actors[0] for p in behind if len(p.actors) == 1 and p.actors[0].id), None)

    def mover(self, quantity: Quantity) -> Actor | None:
        """Who masses, sends or withdraws the forces that are counted, where the words say that he does: they are his
        military's ("Russia has massed 100,000 troops", "urged Moscow to pull back the 9,000 men")."""
        tree = self._trees.at(quantity.span.start)
        head = tree.head_of(quantity.span) if tree is not None else None
        if tree is None or head is None or tree.tokens[head].deprel not in {"obj", "nsubj:pass"}:
            return None
        if self._sector((quantity.of or "").lower().split()) != "MIL":
            return None
        verb = tree.tokens[tree.tokens[head].head].span
        low = bisect_left(self._starts, verb.start)
        high = bisect_left(self._starts, verb.end)
        moved = (e for e in self.events[low:high] if (e.type, e.mode) in _MOVED and len(e.actors) == 1)
        state = next(((e.actors[0].id or "").partition(".")[0] for e in moved), "")
        return Actor(f"{state}.MIL") if state in self.states else None

    def answers(self, quantity: Quantity) -> list[Answer]:
        """Nobody, and every single actor that may be the holder of ``quantity``."""
        found = Gathering()
        tree = self._trees.at(quantity.span.start)
        head = tree.head_of(quantity.span) if tree is not None else None
        words = (quantity.of or "").lower().split()
        sort = _sort(quantity)
        kept = [w for w in words if w not in _VICTIMS]
        hurt = len(kept) < len(words)
        kind = self._sector(kept)
        what = [sort, f"noun {kept[-1] if kept else '-'}", f"hurt {hurt} {sort}", f"kind {kind}:{hurt}"]
        verb = "-"
        if tree is not None and head is not None:
            above = [head, *tree.ancestors(head)]
            verb = next((tree.tokens[i].lemma.lower() for i in above if tree.tokens[i].upos == "VERB"), "-")
            what.append(f"{tree.tokens[head].deprel} {verb}")
            what.append(f"{tree.tokens[head].deprel} {sort}")
            governs = (tree.tokens[i] for i in above[1:])
            over = next((t.lemma.lower() for t in governs if t.upos in {"NOUN", "PROPN", "VERB"}), "-")
            what.append(f"under {tree.tokens[head].deprel} {over}")
        for sector in ("CVL", "MIL"):
            state = self.cast.focus.state(quantity.span.start, sector)
            if state is not None:
                features = [f"focus{sector}", f"focus{sector}:{sort}", f"focus{sector}:{kind}"]
                self._spelt(Actor(state), features, what, found)
        if quantity.holder is not None:
            told = _told(quantity, sort)
            self._spelt(quantity.holder, [told, f"{told}:{kind}", f"{told}:{sort}"], what, found)
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

    def _sector(self, words: Sequence[str]) -> str:
        """The sector that the counted noun itself says, the longest noun that is known; "-" when it says none."""
        nouns = self.cast.knowledge.nouns
        named = (nouns.get(" ".join(words[k:])) for k in range(len(words)))
        return next((n.sector for n in named if n is not None and n.sector), "-")

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
        """An actor as it is, and as every other sort of people of its state. ``what`` says what is counted, in its
        fourth place of which sector its noun is."""
        ident = actor.id or ""
        noun = what[3].removeprefix("kind ").partition(":")[0]
        state, _, lead = ident.partition(".")
        if state not in self.states:
            turned = [f"as body:{w}" for w in what]
            found.add((actor,), [*features, *(f"{f}>=" for f in features), "as body", *turned])
            return
        for sector in dict.fromkeys((lead, *_SECTORS)):
            same = "=" if sector == lead else sector or "state"
            kind = [f"as {sector}", *(f"as {sector}:{w}" for w in what)]
            spelt = [*features, *(f"{f}>{same}" for f in features[:2]), f"turn {lead}>{sector}:{what[0]}"]
            spelt.append(f"turn {lead}>{sector}:{what[3]}")
            if noun != "-":
                spelt.append(f"noun's own {noun == sector}")
            found.add((actor if sector == lead else Actor(f"{state}.{sector}".rstrip(".")),), [*spelt, *kind])


def _told(quantity: Quantity, sort: str) -> str:
    """How a quantity came by its holder: by a deed, by words in it, or by words around it."""
    if quantity.holder_at is None:
        return f"by deed {sort if sort in {'measure', 'person'} else 'thing'}"
    inside = quantity.span.start <= quantity.holder_at.start < quantity.span.end
    return "by words inside" if inside else "by words around"


def _sort(quantity: Quantity) -> str:
    """What sort of thing is counted: person, money, measure, share, or the unit itself."""
    return _sorts().get(quantity.unit, quantity.unit)


@cache
def _sorts() -> dict[str, str]:
    """What a unit is a unit of: money or a measure. What is both, such as a pound, counts as money."""
    rows = table("units.csv")
    measures = {row["unit"]: "measure" for row in rows if row["kind"] == "measure"}
    return measures | {row["unit"]: "money" for row in rows if row["kind"] in {"money", "code", "symbol"}}
