"""What company two propositions keep: a second look at those that may be one.

Within one crisis everything is like everything else, and what parts two claims of it is little. The first look
(:func:`~standoff.link.relations.features`) sees two propositions and nothing besides. The second sees what the first
made of all that either was compared with: two wordings of one claim are like the same others, and unlike the same
others (likeness of the second order, as of words in Schütze, Automatic word sense discrimination, Computational
Linguistics 24, 1998); and who denies or doubts speaks to the likeliest assertion, not to another.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from standoff.link.clusters import Odds
from standoff.link.relations import AGAINST, Prepared, certainty, features, learned, likeness, told

#: Log-odds of the first look below which two are not looked at again, and are no company to each other.
NEAR = -3.5
#: The others that two are compared by, at least: of two or three every likeness would be whole or nothing.
FEWEST = 8
#: Log-odds by which another assertion can be likelier, at most.
FAR = 3.0
_NOTHING = 1e-9


class Company:
    """Propositions by number, and what the first look made of them. ``odds`` are its log-odds, ``first`` its weights
    (without them the learned ones)."""

    def __init__(self, prepared: Sequence[Prepared], odds: Odds, first: Mapping[str, float] | None = None) -> None:
        self.prepared = prepared
        self.first = learned("first") if first is None else first
        self.against = [p.it.stance in AGAINST for p in prepared]
        # the chances of each with all that it may be one with
        self.chances: list[dict[int, float]] = [{} for _ in prepared]
        # of a denial or doubt, the log-odds of the two likeliest assertions, each with its number, likeliest first
        self.likeliest: dict[int, list[tuple[float, int]]] = {}
        for later, found in enumerate(odds):
            for earlier, weight in found.items():
                for a, b in ((earlier, later), (later, earlier)):
                    if weight >= NEAR:
                        self.chances[a][b] = certainty(weight)
                    if self.against[a] and not self.against[b]:
                        ranked = [*self.likeliest.get(a, ()), (weight, b)]
                        self.likeliest[a] = sorted(ranked, key=lambda pair: (-pair[0], pair[1]))[:2]
        self.sums = [(sum(row.values()), sum(chance * chance for chance in row.values())) for row in self.chances]

    def look_again(self, odds: Sequence[dict[int, float]]) -> None:
        """Put the log-odds of the second look in the place of the first, where two may be one."""
        for later, found in enumerate(odds):
            for earlier, weight in found.items():
                if weight >= NEAR:
                    found[earlier] = likeness(self.features(earlier, later))

    def features(self, a: int, b: int) -> dict[str, float]:
        """All features of two: those of the first look, and what their company adds."""
        found = features(self.prepared[a], self.prepared[b])
        weight = likeness(found, self.first)
        found["like the same others"] = self._alike(a, b)
        for one, other in ((a, b), (b, a)):
            if self.against[one] and not self.against[other]:
                found["a likelier one is denied"] = self._behind(one, other, weight)
        return found

    def told(self, a: int, b: int) -> tuple[tuple[str, float], ...]:
        """What each feature of two adds to their log-odds, heaviest first: in the second look, or in the first where
        that was the last."""
        if b in self.chances[a]:
            return told(self.features(a, b), learned())
        return told(features(self.prepared[a], self.prepared[b]), self.first)

    def _alike(self, a: int, b: int) -> float:
        """How alike the chances of two are with all others: their correlation, 0 where there is nothing to compare."""
        one, other = self.chances[a], self.chances[b]
        few, many = (one, other) if len(one) <= len(other) else (other, one)
        both = [(chance, many[c]) for c, chance in few.items() if c in many]
        own = one.get(b, 0.0)  # what they are to each other tells nothing of the others
        size = max(len(one) + len(other) - len(both) - 2 * (b in one), FEWEST)
        (sum_a, square_a), (sum_b, square_b) = self.sums[a], self.sums[b]
        sum_a, sum_b = sum_a - own, sum_b - own
        spread = (square_a - own * own - sum_a * sum_a / size) * (square_b - own * own - sum_b * sum_b / size)
        if spread < _NOTHING:
            return 0.0
        together = math.fsum(x * y for x, y in both) - sum_a * sum_b / size
        return max(-1.0, min(1.0, together / math.sqrt(spread)))

    def _behind(self, one: int, other: int, weight: float) -> float:
        """By how much another assertion than ``other`` is a likelier thing for ``one`` to deny or doubt; 0 where none
        is."""
        best = next((odds for odds, b in self.likeliest.get(one, ()) if b != other), weight)
        return min(FAR, max(0.0, best - weight))
