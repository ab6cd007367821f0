"""Which state a report is about at one place of it: whose "the army" and "residents" are when no words say so.

Every phrase around gives weight to the states that it names, by nearness in sentences; names of states count more than
their people, what stands after less than what stands before, pronouns little. The share of all names that a state has
in the report and the state that its dateline stands in weigh too: a report from Islamabad means Pakistan's coast guard.
The weights were set by hand on own texts kept out of training (docs/decisions/0009).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from standoff.model import Sentence, Span
from standoff.resolve.knowledge import Hit
from standoff.resolve.party import COUNTRY, Heard
from standoff.resolve.shelf import Shelf
from standoff.resolve.wordlists import word_class

#: Sentences before and after, and phrases of them that count, however long the sentences are.
_BACK, _ON, _MANY = 25, 6, 300
_AFTER, _SUBJECT, _PLACE, _NAMED, _PRONOUN = 0.6, 0.4, 2.5, 1.2, 0.4
_HOME, _SHARE = 2.0, 6.0
#: What says where people are: not the British of "outside the British embassy".
_WHERE = frozenset({"state", "capital", "place"})
#: "Chile reacted with suspicion. Defence Minister X said": the subject of the sentence before lends its state.
_TOPIC = 8.0
#: Whom the speaker names in the very words he is quoted with is seldom himself.
_NAMED_BY_HIM = 0.2
_DOMESTIC = word_class("domestic")


class Focus:
    """The states of one report. ``heard`` grows as the report is read; ``ahead`` is what an earlier reading heard.
    ``order`` are the states that it names, the most often named first, ``home`` is where it was written."""

    def __init__(
        self, shelf: Shelf, sentences: Sequence[Sentence], heard: Sequence[Heard], states: Mapping[str, str]
    ) -> None:
        self.shelf = shelf
        self.heard = heard
        self.ahead: Sequence[Heard] = ()
        self.states = states
        self.home: str | None = None
        #: Where each source of quoted words stands, in order, and those words.
        self.quoted: Sequence[tuple[Span, tuple[Span, ...]]] = ()
        self._starts = [s.span.start for s in sentences]
        counts = self._counted(shelf.hits)
        #: The states that the report names, the most often named first; ties by first place.
        self.order = sorted(counts, key=lambda state: -counts[state])
        total = sum(counts.values())
        self._share = {state: n / total for state, n in counts.items()}

    def state(self, at: int, sector: str, *, post: bool = False) -> str | None:
        """The state that the report is about at ``at``, for people of ``sector``, or for the holder of a ``post`` of
        which a state has one; None when it names none."""
        weights = self._weights(at, sector, post)
        return max(weights, key=lambda s: (weights[s], self._share.get(s, 0.0), s), default=None)

    def sentence_of(self, at: int) -> int:
        """The number of the sentence that ``at`` stands in, or of the last before it."""
        return max(0, bisect_right(self._starts, at) - 1)

    def _weights(self, at: int, sector: str, post: bool) -> dict[str, float]:
        here = self.sentence_of(at)
        middle = bisect_left(self.heard, at, key=lambda h: h.start)
        low = bisect_left(self.heard, here - _BACK, hi=middle, key=lambda h: h.sentence)
        if sector == "MIL":  # "Argentina had massed troops": those of the clause's own subject
            said = [h for h in self.heard[max(low, middle - 8) : middle] if h.sentence == here and h.subject][-1:]
            own = {i.partition(".")[0] for h in said if not h.pronoun for i in h.party.ids()}
            if len(own) == 1 and own <= self.states.keys():
                return {min(own): 1.0}
        first = bisect_left(self.ahead, at, key=lambda h: h.start)
        last = bisect_right(self.ahead, here + _ON, lo=first, key=lambda h: h.sentence)
        found: dict[str, float] = {}
        domestic = sector in _DOMESTIC
        his = self._words_of(at)
        around = (*self.heard[max(low, middle - _MANY) : middle], *self.ahead[first : min(last, first + _MANY)])
        for heard in around:
            weight = 1.0 / (1.0 + abs(here - heard.sentence)) * (1.0 if heard.start < at else _AFTER)
            named = heard.party.kind == COUNTRY
            if post and named and heard.subject and not heard.pronoun and here - heard.sentence == 1:
                weight *= _TOPIC
            where = heard.place and domestic and heard.party.sort in _WHERE
            weight *= 1.0 + _SUBJECT * heard.subject + _PLACE * where
            weight *= (_NAMED if named else 1.0) * (_PRONOUN if heard.pronoun else 1.0)
            if any(part.start <= heard.start < part.end for part in his):
                weight *= _NAMED_BY_HIM
            for actor in heard.party.actors:
                state = (actor.id or "").partition(".")[0]
                if state in self.states:
                    found[state] = found.get(state, 0.0) + weight
        # not of forces: what flies over the border is seldom the army of where the reporter sits
        if sector != "MIL" and self.home is not None and self.home in self.states:
            found[self.home] = found.get(self.home, 0.0) + _HOME
        if not found:
            k = bisect_left(self.shelf.hits, at, key=lambda hit: hit.start)
            for hit in self.shelf.hits[max(0, k - _MANY) : k + _MANY]:
                for state in dict.fromkeys(s.state for s in hit.senses if s.state and s.kind != "person"):
                    found[state] = found.get(state, 0.0) + 1.0 / (1.0 + abs(here - self.sentence_of(hit.start)))
        return {state: weight + _SHARE * self._share.get(state, 0.0) for state, weight in found.items()}

    def _words_of(self, at: int) -> tuple[Span, ...]:
        """What the one who is named at ``at`` says in quotation marks, if he does."""
        k = bisect_right(self.quoted, at, key=lambda pair: pair[0].start) - 1
        return self.quoted[k][1] if k >= 0 and at < self.quoted[k][0].end else ()

    def _counted(self, hits: Sequence[Hit]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for hit in hits:
            # in the order of the senses, not of a set: ties must fall alike in every run
            for state in dict.fromkeys(s.state for s in hit.senses if s.kind != "person" and s.state):
                counts[state] = counts.get(state, 0) + 1
        return counts


def after_place(text: str, start: int) -> bool:
    """Whether "in", "at", "near" or the like stands right before (an article or a side aside)."""
    lead = text[max(0, start - 12) : start].lower().split()
    while lead and lead[-1] in {"the", "a", "eastern", "western", "northern", "southern"}:
        lead.pop()
    return bool(lead) and lead[-1] in {"in", "at", "near", "across", "inside", "outside", "around"}
