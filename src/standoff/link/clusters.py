"""Which propositions are one claim, given how likely each pair of them is one.

Greedy additive edge contraction (Keuper et al., Efficient decomposition of image and mesh graphs by lifted multicuts,
ICCV 2015): every pair that was compared has the log-odds that it is one, every other pair a little against it, since it
was not likely enough to be compared; the two groups with the highest sum between them are made one, as long as there is
a sum above nought. So one wrong link cannot chain two claims against many pairs that say no, or say nothing.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

#: By number, the log-odds of the pairs that it makes with lower ones: an item for every proposition.
Odds: TypeAlias = Sequence[Mapping[int, float]]
#: More than any sum of log-odds: what a person has decided.
DECIDED = 1e6
#: Log-odds of a pair that nobody compared. Set on a summit's 588 articles, where every proposition is like hundreds.
STRANGERS = -1.0


def clusters(odds: Odds) -> list[list[int]]:
    """Groups of the numbers that ``odds`` has, each in order, in the order of their first member.

    The result depends on the odds alone, not on the order in which they come: ties go to the lower numbers.
    """
    # what is likely one with nothing else stays alone, and says nothing about others
    joining = {i for later, found in enumerate(odds) for earlier, weight in found.items() if weight > 0
               for i in (earlier, later)}  # fmt: skip
    # between two groups: the sum of the log-odds of the pairs that were compared, each above that of strangers
    beside: dict[int, dict[int, float]] = {i: {} for i in sorted(joining)}
    for later, found in enumerate(odds):
        if later in joining:
            for earlier, weight in found.items():
                if earlier in joining:
                    beside[later][earlier] = beside[earlier][later] = weight - STRANGERS
    members: dict[int, list[int]] = {i: [i] for i in beside}

    def between(a: int, b: int) -> float:
        return beside[a][b] + STRANGERS * (len(members[a]) * len(members[b]))

    heap = [(-between(a, b), a, b) for b, found in beside.items() for a in found if a < b and between(a, b) > 0]
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
        for other, more in beside.pop(b).items():
            if other == a:
                continue
            del beside[other][b]
            beside[a][other] = beside[other][a] = beside[a].get(other, 0.0) + more
            value = between(a, other)
            if value > 0:
                heapq.heappush(heap, (-value, min(a, other), max(a, other)))
    alone = ([i] for i in range(len(odds)) if i not in joining)
    return sorted([*(sorted(group) for group in members.values()), *alone], key=lambda group: group[0])


def decided(pairs: Iterable[tuple[int, int]], odds: Sequence[dict[int, float]], *, same: bool) -> None:
    """Put what a person has decided into ``odds``: these pairs are one, or are not, whatever else speaks for it."""
    for a, b in pairs:
        if a != b:
            odds[max(a, b)][min(a, b)] = DECIDED if same else -DECIDED
