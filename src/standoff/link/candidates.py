"""Which propositions are worth comparing: those that share a telling word, a deed or a figure, near in time.

An inverted index in the order of day: every proposition is compared with the likeliest few before it. Each key keeps
its latest entries only, so the work grows with the number of propositions and not with its square.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from standoff.link.relations import Prepared

#: Days after which a proposition is taken to be about another matter, unless the words are all but the same.
WINDOW = 120
#: Earlier propositions that one is compared with at most.
MOST = 24
#: Entries of one key that are looked at, latest first.
LATEST = 160
#: The rarest words of a proposition that are looked up.
RARE = 8

Key = tuple[str, ...]


def candidates(found: Sequence[Prepared]) -> Iterator[tuple[int, int]]:
    """Pairs (earlier, later) of indices into ``found``, which stands in the order of day, report and place; those
    without a day come last and are near to all."""
    index: defaultdict[Key, array[int]] = defaultdict(lambda: array("q"))
    answered = {p.it.statement: i for i, p in enumerate(found) if p.it.statement is not None}
    near = 0  # the first whose day is in the window
    for i, prepared in enumerate(found):
        keys = _keys(prepared)
        if prepared.day is not None:
            while (found[near].day or 0) < prepared.day - WINDOW:
                near += 1
        held = [(index[key][-LATEST:], weight) for key, weight in keys]
        chosen = set(_likeliest(held, near if prepared.day is not None else 0))
        asked = answered.get(prepared.it.answers) if prepared.it.answers is not None else None
        if asked is not None and asked != i:
            chosen.add(asked)
        yield from ((min(i, j), max(i, j)) for j in sorted(chosen))
        for key, _ in keys:
            entries = index[key]
            entries.append(i)
            if len(entries) == 2 * LATEST:
                del entries[:LATEST]


def _likeliest(held: Sequence[tuple[array[int], float]], first: int) -> list[int]:
    """The ``MOST`` entries from ``first`` on whose keys weigh most together; of equals the latest."""
    entries = np.concatenate([np.asarray(found, np.int64) for found, _ in held] or [np.empty(0, np.int64)])
    weights = np.repeat([weight for _, weight in held], [len(found) for found, _ in held])
    if first:
        weights, entries = weights[entries >= first], entries[entries >= first]
    if not len(entries):
        return []
    lowest = int(entries.min())
    scores = np.bincount(entries - lowest, weights)
    hit = np.flatnonzero(scores)
    if len(hit) > MOST:
        values = scores[hit]
        hit = hit[values >= np.partition(values, -MOST)[-MOST]]
        hit = hit[np.lexsort((hit, scores[hit]))[-MOST:]]
    likeliest: list[int] = (hit + lowest).tolist()
    return likeliest


def _keys(p: Prepared) -> list[tuple[Key, float]]:
    """What a proposition is looked up by, and what each key is worth."""
    rare = sorted(p.stems.items(), key=lambda pair: (-pair[1], pair[0]))[:RARE]
    keys: list[tuple[Key, float]] = [(("word", stem), weight) for stem, weight in rare]
    keys += [(("name", name), 3.0) for name in sorted(p.names)[:RARE]]
    if p.it.type is not None:
        for state in sorted(p.doer_states | p.recipient_states):
            keys.append((("deed", p.it.type, state), 5.0))
        for word in sorted(p.place):
            keys.append((("where", p.it.type, word), 5.0))
    for measure in p.it.measures:
        keys.append((("measure", measure.of.split()[-1] if measure.of else measure.unit), 3.0))
    return keys
