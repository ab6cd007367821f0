"""Which propositions are one claim, given how likely each pair of them is one.

Greedy additive edge contraction (Keuper et al., Efficient decomposition of image and mesh graphs by lifted multicuts,
ICCV 2015): every pair that was compared has the log-odds that it is one; the two groups with the highest sum of
log-odds between them are made one, as long as there is a sum above nought. So one wrong link cannot chain two claims
against many pairs that say no.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

#: More than any sum of log-odds: what a person has decided.
DECIDED = 1e6


def clusters(count: int, odds: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Groups of 0..count-1, each in order, in the order of their first member. ``odds`` by pair (lower, higher).

    The result depends on the odds alone, not on the order in which they come: ties go to the lower numbers.
    """
    beside: list[dict[int, float]] = [{} for _ in range(count)]
    for (a, b), weight in odds.items():
        beside[a][b] = beside[b][a] = weight
    leader = list(range(count))
    members: dict[int, list[int]] = {i: [i] for i in range(count)}
    heap = [(-weight, a, b) for (a, b), weight in odds.items() if weight > 0]
    heapq.heapify(heap)
    while heap:
        weight, a, b = heapq.heappop(heap)
        # an entry whose sum has changed since, or whose group is gone, has been replaced by a newer one
        if leader[a] != a or leader[b] != b or beside[a].get(b) != -weight:
            continue
        if len(beside[a]) < len(beside[b]):
            a, b = b, a
        for other, more in beside[b].items():
            del beside[other][b]
            if other == a:
                continue
            total = beside[a].get(other, 0.0) + more
            beside[a][other] = beside[other][a] = total
            if total > 0:
                heapq.heappush(heap, (-total, min(a, other), max(a, other)))
        beside[b] = {}
        leader[b] = a
        members[a] += members.pop(b)
    return sorted((sorted(group) for group in members.values()), key=lambda group: group[0])


def decided(pairs: Iterable[tuple[int, int]], odds: dict[tuple[int, int], float], *, same: bool) -> None:
    """Put what a person has decided into ``odds``: these pairs are one, or are not, whatever else speaks for it."""
    for a, b in pairs:
        if a != b:
            odds[min(a, b), max(a, b)] = DECIDED if same else -DECIDED
