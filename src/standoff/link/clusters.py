"""Which propositions are one claim, given how likely each pair of them is one.

Greedy additive edge contraction (Keuper et al., Efficient decomposition of image and mesh graphs by lifted multicuts,
ICCV 2015): every pair that was compared has the log-odds that it is one, every other pair a little against it, since it
was not likely enough to be compared; the two groups with the highest sum between them are made one, as long as there is
a sum above nought. So one wrong link cannot chain two claims against many pairs that say no, or say nothing.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

#: More than any sum of log-odds: what a person has decided.
DECIDED = 1e6
#: Log-odds of a pair that nobody compared. Set on a summit's 588 articles, where every proposition is like hundreds.
STRANGERS = -1.0


def clusters(count: int, odds: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Groups of 0..count-1, each in order, in the order of their first member. ``odds`` by pair (lower, higher).

    The result depends on the odds alone, not on the order in which they come: ties go to the lower numbers.
    """
    # between two groups: the sum of the log-odds of the pairs that were compared, and how many they are
    beside: list[dict[int, tuple[float, int]]] = [{} for _ in range(count)]
    for (a, b), weight in odds.items():
        beside[a][b] = beside[b][a] = (weight, 1)
    members: dict[int, list[int]] = {i: [i] for i in range(count)}

    def between(a: int, b: int) -> float:
        total, compared = beside[a][b]
        return total + STRANGERS * (len(members[a]) * len(members[b]) - compared)

    heap = [(-weight, a, b) for (a, b), weight in odds.items() if weight > 0]
    heapq.heapify(heap)
    while heap:
        weight, a, b = heapq.heappop(heap)
        if a not in members or b not in members or b not in beside[a]:
            continue
        now = between(a, b)
        if now != -weight:  # the groups have grown since: back into the queue with what holds now
            if now > 0:
                heapq.heappush(heap, (-now, a, b))
            continue
        if len(beside[a]) < len(beside[b]):
            a, b = b, a
        members[a] += members.pop(b)
        del beside[a][b]
        for other, (more, pairs) in beside[b].items():
            if other == a:
                continue
            del beside[other][b]
            total, compared = beside[a].get(other, (0.0, 0))
            beside[a][other] = beside[other][a] = (total + more, compared + pairs)
            value = between(a, other)
            if value > 0:
                heapq.heappush(heap, (-value, min(a, other), max(a, other)))
        beside[b] = {}
    return sorted((sorted(group) for group in members.values()), key=lambda group: group[0])


def decided(pairs: Iterable[tuple[int, int]], odds: dict[tuple[int, int], float], *, same: bool) -> None:
    """Put what a person has decided into ``odds``: these pairs are one, or are not, whatever else speaks for it."""
    for a, b in pairs:
        if a != b:
            odds[min(a, b), max(a, b)] = DECIDED if same else -DECIDED
