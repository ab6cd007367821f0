"""Reports that go back to one text, out of pairs that share words.

Pairs alone would chain: an article made of two wires shares half its words with each, and the wires nothing with one
another. So a group is held together by a *common text*, the fingerprints that its reports have in common:

1. copies and revisions of one another are its core (most words of both: few steps lead astray);
2. cores that a partial pair joins become one group, closest first, as long as enough is common to all of it: half of
   the smallest core's text, or a quarter when three in four reports of either are paired with one of the other (a story
   that was filed again and again loses its first words on the way);
3. where that fails, the longer report is a *guest* in the group of the text that it holds: it stands in that group and
   in its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from standoff.link.forest import Forest
from standoff.link.pairs import Entry, Pair

#: Share of the smallest core that must stay common to a group.
KEPT = 0.5
#: The same where so many of the reports on either side are paired across.
KEPT_IF_CLOSE, CLOSE = 0.25, 0.75


class Group(Struct, frozen=True, eq=False):
    """Entries by number, ascending: those at ``home`` here belong to no other group, ``guests`` hold its text beside
    others. ``pairs`` are those between any two of them."""

    home: tuple[int, ...]
    guests: tuple[int, ...]
    pairs: tuple[Pair, ...]


class _Part(Struct, eq=False):
    """A core, or several that became one: members, the fingerprints that they have in common, the size of its smallest
    core's text."""

    members: list[int]
    common: frozenset[int]
    least: int


def groups(entries: Sequence[Entry], pairs: Sequence[Pair]) -> list[Group]:
    """The groups that ``pairs`` make, by their first entry. Single reports are in none."""
    tree = Forest[int]()
    for pair in pairs:
        if pair.kind != "partial":
            tree.join(pair.a, pair.b)
    paired = sorted({number for pair in pairs for number in (pair.a, pair.b)})
    parts: dict[int, _Part] = {}
    for number in paired:
        parts.setdefault(tree.root(number), _Part([], frozenset(), 0)).members.append(number)
    for part in parts.values():
        part.common = _held_by_half(entries[number] for number in part.members)
        part.least = len(part.common)
    linked: dict[int, set[int]] = {number: set() for number in paired}
    for pair in pairs:
        linked[pair.a].add(pair.b)
        linked[pair.b].add(pair.a)
    for pair in sorted(pairs, key=lambda pair: (-max(pair.in_a, pair.in_b), -pair.aligned.words, pair.a, pair.b)):
        if pair.kind == "partial":
            _merge(tree, parts, pair, linked)
    guests: dict[int, set[int]] = {root: set() for root in parts}
    for pair in pairs:
        if tree.root(pair.a) != tree.root(pair.b):
            guests[tree.root(pair.b)].add(pair.a)
    places = {number: {tree.root(number)} for number in paired}
    for root, others in guests.items():
        for number in others:
            places[number].add(root)
    within: dict[int, list[Pair]] = {root: [] for root in parts}
    for pair in pairs:
        for root in sorted(places[pair.a] & places[pair.b]):
            within[root].append(pair)
    found = [
        Group(tuple(sorted(part.members)), tuple(sorted(guests[root])), tuple(within[root]))
        for root, part in parts.items()
        if len(part.members) + len(guests[root]) > 1
    ]
    return sorted(found, key=lambda group: group.home)


def _merge(tree: Forest[int], parts: dict[int, _Part], pair: Pair, linked: Mapping[int, set[int]]) -> None:
    """Make one group of the two that ``pair`` touches, if enough stays common."""
    roots = tree.root(pair.a), tree.root(pair.b)
    if roots[0] == roots[1]:
        return
    one, other = parts[roots[0]], parts[roots[1]]
    common = one.common & other.common
    least = min(one.least, other.least)
    if len(common) < KEPT * least and not (
        len(common) >= KEPT_IF_CLOSE * least
        and _paired(one.members, other.members, linked) >= CLOSE
        and _paired(other.members, one.members, linked) >= CLOSE
    ):
        return
    tree.join(*roots)
    root = tree.root(roots[0])
    parts[root] = _Part(one.members + other.members, common, least)
    del parts[roots[0] if root == roots[1] else roots[1]]


def _paired(these: Sequence[int], others: Sequence[int], linked: Mapping[int, set[int]]) -> float:
    """The share of ``these`` that are paired with one of ``others``."""
    return sum(not linked[number].isdisjoint(others) for number in these) / len(these)


def _held_by_half(entries: Iterable[Entry]) -> frozenset[int]:
    """The fingerprints that at least half of ``entries`` have."""
    every = list(entries)
    counts = Counter(int(one) for entry in every for one in entry.prints)
    return frozenset(one for one, count in counts.items() if 2 * count >= len(every))
