"""Who the words for a hearer stand for: read as any phrase is, but nobody speaks to himself.

"Asked him to press Ankara" is said to another than the one who asks, "told senators" by a minister to the senators of
his own country, "assured his hosts" to the other side; a country's citizens are the country as such (codebook,
section 5), and "both sides" are those that face each other in the report, not the one who urges them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from standoff.model import Actor, Span, Statement
from standoff.resolve.actors import Reader
from standoff.resolve.coref import Cast
from standoff.resolve.party import COUNTRY, Heard, Party
from standoff.resolve.phrase import Item, pieces
from standoff.resolve.verbal import in_role
from standoff.resolve.wordlists import word_class

_WHERE = re.compile(r"\s(?:in|of|at|from|abroad|there|across)\b")
#: "Other donors", "all nations": nobody in particular.
_ANYBODY = frozenset({"other", "others", "nations", "me", "us", "anyone", "anybody", "everybody"})
#: Phrases that are looked at for the other side or the two sides, however long the report.
_MANY = 300
_SINGULAR = frozenset({"he", "him", "she", "her"})
_FEMALE = frozenset({"she", "her"})
_PLURAL = frozenset({"they", "them"})
_OWN = frozenset({"its", "his", "her"})
_WHOSE = _OWN | {"their"}
#: Gatherings: who is in them is not said.
_CROWD = frozenset({"crowd", "crowds", "rally", "rallies", "audience", "gathering"})
#: Who of a country has no other country's minister to speak to them: an ownerless "lawmakers" are the speaker's own.
_HOME = frozenset({"LEG", "CVL", "LAB", "AGR", "EDU", "MED"})
_NATION = word_class("nation")
_SIDES = word_class("sides")
_GUESTS = word_class("relational") | word_class("guests")
#: Who takes a side in a conflict, beside governments and forces.
_ARMED = frozenset({"REB", "PRE", "PRM", "OPP"})
_AT_HOME = frozenset({"GOV", "MIL", "", "COP", "SPY"})


def is_pronoun(words: str) -> bool:
    """Whether the words are a pronoun for persons."""
    return words.lower() in _SINGULAR | _PLURAL


class Audience:
    """Reads hearers against one report's cast."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.states = cast.knowledge.state_names
        self._reader = Reader(cast.knowledge, cast.day, self._ask, lambda: cast.order, cast.place)
        self._reader.people = cast.reader.people
        self._span = Span(0, 1)
        self._speakers: tuple[Actor, ...] = ()

    def hearers(self, statement: Statement) -> tuple[Actor, ...]:
        """The actors whom the statement's words say it is said to."""
        found = (a for span in statement.addressees_at for a in self.read(span, statement.source_actors))
        return tuple(dict.fromkeys(a for a in found if a.id))

    def meant(self, statement: Statement) -> tuple[Actor, ...]:
        """The actors whom the statement's words say it is about; nobody accuses himself as "him" or "them"."""
        found: list[Actor] = []
        for span in statement.targets_at:
            if is_pronoun(span.of(self.cast.text)):
                found += self.read(span, statement.source_actors)
            else:
                found += in_role(self.cast.party(span), "target", self.states)
        return tuple(dict.fromkeys(a for a in found if a.id))

    def read(self, span: Span, speakers: Sequence[Actor]) -> tuple[Actor, ...]:
        """The actors that the words at ``span`` stand for when ``speakers`` speak to them."""
        self._span, self._speakers = span, tuple(a for a in speakers if a.id)
        items: Sequence[Item] = self.cast.shelf.items(span.start, span.end)
        parts = pieces(items)
        head = parts[0].head() if len(parts) == 1 else None
        if len(parts) == 1 and (head is None or head.key in _NATION) and parts[0].complement():
            items = parts[0].front()  # "the summit in Helsinki" is no Finn, "its citizens in the country" are its own
        party = self._reader.read(items)
        key = head.key.split(" ")[-1] if head is not None and head.kind == "noun" else ""
        words = _WHERE.split(span.of(self.cast.text).lower())[0].split()
        if _ANYBODY.intersection(words) and not (party.kind == "org" and party.actors):
            return ()
        if key not in _SIDES and self._nobody(party, words):
            return ()
        if head is not None and head.kind == "pronoun" and head.folded in _WHOSE and len(words) > 1:
            party, key = Party(), words[-1]  # "his visitor", "its followers": others than the one whose they are
        if len(parts) == 1 and key in _SIDES and all(o[0].folded == "both" for o in parts[0].owners()):
            party = self._facing()
        elif key in _GUESTS and not party.actors:
            party = self._other(span)
        elif key in _GUESTS and party.sort in {"", "CVL"}:  # "his American guest" is received as one of a government
            home = [s for a in party.actors if (s := (a.id or "").partition(".")[0]) in self.states]
            guests = Party(tuple(Actor(f"{s}.GOV") for s in home), party.kind)
            mine = {i.partition(".")[0] for i in self._ids()}
            party = self._other(span) if mine.issuperset(home) else guests  # "his guest" is of another government
        people = (
            key in _NATION
            or (not party.actors and bool(words) and words[-1] in _NATION)
            or (party.sort == "demonym" and party.plural and len(parts) == 1)
        )
        if people:
            after = parts[0].items[len(parts[0].front()) :][:1]
            return self._as_such(party, alone=not after or after[0].folded not in {"in", "of"})
        return in_role(party, "addressee", self.states)

    def _nobody(self, party: Party, words: Sequence[str]) -> bool:
        """Whether words that look like a hearer name none: a crowd, "us", what was said or written, the press by the
        place it is in, a body without an owner that would be the speaker's own."""
        if _CROWD.intersection(words if "of" in words else words[-1:]) or words in (["us"], ["me"]):
            return True
        if party.sort == "JRN" and party.kind == "group" and not any(i.endswith(".JRN") for i in party.ids()):
            return True
        own = party.guessed and party.kind == "org" and party.sort == "GOV" and self._ids().issuperset(party.ids())
        return own or party.kind == "text"

    def _as_such(self, party: Party, *, alone: bool) -> tuple[Actor, ...]:
        """A people: the country itself; only those of them that the words pick out are its civilians."""
        actors = party.actors
        if not actors and (home := self._home()) is not None:
            actors = (Actor(home),)
        out = []
        for actor in actors:
            state, _, sector = (actor.id or "").partition(".")
            if state in self.states and sector in {"", "GOV", "CVL"}:
                out.append(Actor(state if alone or party.kind != COUNTRY else f"{state}.CVL"))
            else:
                out.append(actor)
        return tuple(dict.fromkeys(out))

    def _home(self) -> str | None:
        """The one state that the speakers speak for."""
        found = {(a.id or "").partition(".")[0] for a in self._speakers}
        return min(found) if len(found) == 1 and found <= self.states.keys() else None

    def _ids(self) -> frozenset[str]:
        return frozenset(a.id for a in self._speakers if a.id)

    # --- answering the reader ----------------------------------------------------------------------------------

    def _ask(self, what: str, item: Item) -> Party:
        low = item.folded
        whole = item.start <= self._span.start and item.end >= self._span.end
        if item.kind == "pronoun":
            if whole and (low in _SINGULAR or low in _PLURAL or low == "it"):
                return self._pronoun(low, item)
            if low == "both":
                return self._facing(armed=False)
            if not whole and low in _OWN and self._speakers:
                return Party(self._speakers, "person")
        if what.startswith("again "):
            found = self.cast.ask(what, item)
            return Party(reason="one speaks to another") if set(found.ids()) <= self._ids() else found
        if what.startswith(("noun ", "own ")):
            _, sector, key = what.split(" ", 2)
            home = self._home()
            last = key.split(" ")[-1]
            if last in _NATION:
                return Party((Actor(home),), "group", True, "CVL", key) if home else self.cast.ask(what, item)
            if sector in _HOME and home is not None:
                return Party((Actor(f"{home}.{sector}"),), "group", item.plural, sector, key)
            found = self.cast.ask(what, item)
            himself = bool(found.ids()) and set(found.ids()) <= self._ids()
            if himself and item.noun is not None and item.noun.kind == "person":
                return Party(reason="one speaks to another") if item.plural else self._other(self._span)
            return found
        return self.cast.ask(what, item)

    def _pronoun(self, word: str, item: Item) -> Party:
        mine = self._ids()
        before = [h for h in self.cast.before(item.start) if h.party.actors and not set(h.party.ids()) <= mine]
        if word in _SINGULAR:
            fits = {None, word in _FEMALE}
            before = [h for h in before if h.party.kind == "person" and not h.party.plural and h.party.female in fits]
        elif word in _PLURAL:
            before = [h for h in before if h.party.plural or h.party.kind == "group"]
        else:
            before = [h for h in before if h.party.kind in {"org", COUNTRY} and not h.party.plural]
        here = self.cast.sentence_of(item.start)
        near = [h for h in before if h.sentence == here]  # "telephoned Kowal and asked him"
        found = self.cast.best(near or before, item.start)
        return found.party if found is not None else Party(reason=f"nobody before for {item.text!r}")

    def _around(self, first: int, last: int) -> list[Heard]:
        low = bisect_left(self.cast.heard, first, key=lambda h: h.sentence)
        return self.cast.heard[low : bisect_right(self.cast.heard, last, key=lambda h: h.sentence)][:_MANY]

    def _other(self, span: Span) -> Party:
        """The other side of a meeting or a call: the nearest one of another state, in the sentence or before it."""
        here = self.cast.sentence_of(span.start)
        mine = {(i or "").partition(".")[0] for i in self._ids()}
        fits: list[list[Heard]] = [[], [], []]
        for heard in self._around(here - 2, here):
            ids = heard.party.ids()
            foreign = {i.partition(".")[0] for i in ids}
            if len(ids) != 1 or foreign & mine or heard.span.overlaps(span):
                continue
            state, _, sector = ids[0].partition(".")
            if sector in {"", "GOV"} and heard.party.kind in {"person", COUNTRY, "org"}:
                fits[2 if heard.start > span.start else heard.party.kind != "person"].append(heard)
        found = self.cast.best(next(filter(None, fits), []), span.start)
        if found is None:
            return Party(reason="the other side is not named")
        state = found.party.ids()[0]
        return Party((Actor(f"{state}.GOV") if state in self.states else found.party.actors[0],), "person")

    def _facing(self, *, armed: bool = True) -> Party:
        """The two sides that the report names most, armed or unarmed opponents of a government among them if
        ``armed``; the speaker's own where there are no two others that count."""
        named: dict[str, tuple[int, int]] = {}
        mine = {i.partition(".")[0] for i in self._ids()}
        before = self.cast.before(self._span.start, _MANY)
        for k, heard in enumerate(before):
            for ident in heard.party.ids() if not heard.pronoun else ():
                state, _, sector = ident.partition(".")
                side = ident if sector in _ARMED and armed else state if sector in _AT_HOME or not armed else ""
                if side and state in self.states:
                    count, _ = named.get(side, (0, 0))
                    named[side] = count - 1, -k
        seen = sorted(named, key=lambda side: (named[side], side))
        others = [side for side in seen if side.partition(".")[0] not in mine]
        if len(others) > 1 and (seen[0] in others or named[seen[0]][0] >= 2 * named[others[1]][0]):
            seen = others  # unless the report is mostly of the speaker's own side
        if len(seen) < 2:
            return Party((), "group", True, reason="fewer sides before than two")
        return Party(tuple(Actor(s) for s in sorted(seen[:2])), COUNTRY, True, COUNTRY)
