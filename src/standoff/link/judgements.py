"""What people decided about pairs of records: which belong to one claim, and which must not.

Clusters are made anew from links at each linking; ``same`` and ``different`` are links of their own, which no score
outweighs. They can contradict each other in a ring (A is B, B is C, but A is not C): then the later ones hold, and the
oldest one that does not fit is overruled. What corrections and merges do to records is the store's matter: reports come
from it corrected.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from standoff.dossier import Judgement
from standoff.link.forest import Forest
from standoff.verdicts import in_force

Pair = tuple[str, str]


class Pairs(Struct, frozen=True):
    """Pairs of record ids (statements or events), each in the order of its ids, with the judgement that says so.

    ``must`` belong to one claim, and with them whatever they are joined to by other such pairs; ``cannot`` stand in
    different claims: no pair of them is joined by ``must``. ``overruled`` are judgements that do not hold, with a
    later one that they contradict.
    """

    must: dict[Pair, str]
    cannot: dict[Pair, str]
    overruled: dict[str, str]

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The records that ``must`` joins, each group and the list of them sorted."""
        joined = Forest[str]()
        for a, b in self.must:
            joined.join(a, b)
        found: dict[str, list[str]] = {}
        for record in sorted({record for pair in self.must for record in pair}):
            found.setdefault(joined.root(record), []).append(record)
        return tuple(sorted(tuple(group) for group in found.values()))


def pairs(judgements: Iterable[Judgement]) -> Pairs:
    """The pairs that all ``judgements`` of a store come to, in whatever order they are given."""
    standing = [judged for judged in in_force(judgements) if judged.verdict in {"same", "different"}]
    must: dict[Pair, str] = {}
    cannot: dict[Pair, str] = {}
    overruled: dict[str, str] = {}
    joined = Forest[str]()
    for judged in reversed(standing):  # the latest first: what comes after it must fit
        a, b = sorted(judged.subjects)
        together = joined.root(a) == joined.root(b)
        if judged.verdict == "different":
            if together:
                overruled[judged.id] = _between(must, a, b)
            else:
                cannot.setdefault((a, b), judged.id)
            continue
        against = None if together else _against(cannot, joined, a, b)
        if against is not None:
            overruled[judged.id] = against
        else:
            must.setdefault((a, b), judged.id)
            joined.join(a, b)
    return Pairs(must, cannot, overruled)


def _against(cannot: dict[Pair, str], joined: Forest[str], a: str, b: str) -> str | None:
    """The judgement that keeps the groups of ``a`` and ``b`` apart."""
    tops = {joined.root(a), joined.root(b)}
    return next((by for (x, y), by in cannot.items() if {joined.root(x), joined.root(y)} == tops), None)


def _between(must: dict[Pair, str], a: str, b: str) -> str:
    """A judgement on the way that joins ``a`` to ``b``: the pair itself where it was judged, else the first step."""
    if (a, b) in must:
        return must[a, b]
    beside: dict[str, list[tuple[str, str]]] = {}
    for (x, y), by in must.items():
        beside.setdefault(x, []).append((y, by))
        beside.setdefault(y, []).append((x, by))
    reached: dict[str, str] = {a: ""}
    queue = [a]
    for record in queue:
        for other, by in beside.get(record, ()):
            if other not in reached:
                reached[other] = reached[record] or by
                queue.append(other)
    return reached[b]
