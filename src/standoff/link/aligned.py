"""Which words two reports share: stretches that hold the same words in the same order."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from standoff.link.shingles import ROW, Text
from standoff.model import Span

Counts = NDArray[np.int64]


class Run(Struct, frozen=True, order=True):
    """``count`` words from word ``b`` of the one text that stand, equal, from word ``a`` of the other."""

    b: int
    a: int
    count: int


class Indexed:
    """A text with its rows sorted, so that others can be laid against it."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.order = np.argsort(text.rows, kind="stable")
        self.sorted = text.rows[self.order]


class Aligned(Struct, frozen=True, eq=False, dict=True):
    """Two texts laid side by side. ``runs`` are in b's order; no word of either text stands in two of them."""

    a: Text
    b: Text
    runs: tuple[Run, ...]

    @cached_property
    def words(self) -> int:
        """How many words they share."""
        return sum(run.count for run in self.runs)

    @cached_property
    def own(self) -> int:
        """How many of these make an article one's own: neither words that one of them quotes of a speaker, nor what
        came with a picture."""
        aside_a, aside_b = self.a.quoted | self.a.captions, self.b.quoted | self.b.captions
        return sum(run.count - _marked(run, aside_a, aside_b) for run in self.runs)

    def own_in(self, run: Run) -> int:
        """How many words of ``run`` are the reporters' own: a transcript has no marks where a report quotes it."""
        return run.count - _marked(run, self.a.quoted, self.b.quoted)

    def turned(self) -> Aligned:
        """The same with a and b in each other's place."""
        return Aligned(self.b, self.a, tuple(sorted(Run(run.a, run.b, run.count) for run in self.runs)))

    def shared(self) -> tuple[tuple[Span, Span], ...]:
        """The stretches as code points: (in a, in b), cut where either text leaves something out."""
        pieces: list[tuple[int, int, int]] = []
        for run in self.runs:
            inside = {cut - run.a for cut in self.a.cuts(run.a, run.count)}
            inside |= {cut - run.b for cut in self.b.cuts(run.b, run.count)}
            edges = pairwise((0, *sorted(inside), run.count))
            pieces += [(run.a + start, run.b + start, end - start) for start, end in edges]
        if not pieces:
            return ()
        in_a, in_b, counts = np.array(pieces).T
        edges_a = zip(self.a.starts[in_a].tolist(), self.a.ends[in_a + counts - 1].tolist(), strict=True)
        edges_b = zip(self.b.starts[in_b].tolist(), self.b.ends[in_b + counts - 1].tolist(), strict=True)
        return tuple((Span(*one), Span(*other)) for one, other in zip(edges_a, edges_b, strict=True))


def _marked(run: Run, in_a: NDArray[np.bool_], in_b: NDArray[np.bool_]) -> int:
    """How many words of ``run`` are marked in either text."""
    return int(np.count_nonzero(in_a[run.a : run.a + run.count] | in_b[run.b : run.b + run.count]))


def align(a: Indexed, b: Text) -> Aligned:
    """``b`` laid against ``a``: runs of ``ROW`` words and more.

    1. every row of b looks up the first place in a that has it; 2. rows that follow one another in both make a run;
    3. a run is drawn out word by word at both ends (what stands in a twice may have broken it); 4. the longest runs are
    kept, of others what they leave free.
    """
    found = _matches(a, b)
    if not len(found):
        return Aligned(a.text, b, ())
    first_b, first_a, counts = found.T
    if _apart(first_b, counts) and _apart(first_a, counts) and not _broken(found, a.text, b):
        return Aligned(a.text, b, tuple(Run(*row) for row in found.tolist()))
    runs = {_drawn_out(Run(*row), a.text, b) for row in found.tolist()}
    free_a = np.ones(len(a.text), dtype=np.bool_)
    free_b = np.ones(len(b), dtype=np.bool_)
    kept = []
    for run in sorted(runs, key=lambda run: (-run.count, run.b, run.a)):
        start, count = _longest(free_a[run.a : run.a + run.count] & free_b[run.b : run.b + run.count])
        if count >= ROW:
            kept.append(Run(run.b + start, run.a + start, count))
            free_a[run.a + start : run.a + start + count] = False
            free_b[run.b + start : run.b + start + count] = False
    return Aligned(a.text, b, tuple(sorted(kept)))


def _apart(firsts: Counts, counts: Counts) -> bool:
    """Whether no two of the runs that begin at ``firsts`` overlap."""
    order = np.argsort(firsts)
    return bool(np.all((firsts + counts)[order][:-1] <= firsts[order][1:]))


def _broken(found: Counts, a: Text, b: Text) -> bool:
    """Whether a run could be drawn out at either end."""
    first_b, first_a, counts = found.T
    before = (first_a > 0) & (first_b > 0)
    if np.any(a.words[first_a[before] - 1] == b.words[first_b[before] - 1]):
        return True
    end_a, end_b = first_a + counts, first_b + counts
    after = (end_a < len(a)) & (end_b < len(b))
    return bool(np.any(a.words[end_a[after]] == b.words[end_b[after]]))


def _matches(a: Indexed, b: Text) -> Counts:
    """Runs as rows of (first word in b, first word in a, words)."""
    if not len(a.sorted) or not len(b.rows):
        return np.empty((0, 3), dtype=np.int64)
    at = np.searchsorted(a.sorted, b.rows)
    at[at == len(a.sorted)] = 0
    hit = np.flatnonzero(a.sorted[at] == b.rows)
    if not len(hit):
        return np.empty((0, 3), dtype=np.int64)
    to = a.order[at[hit]]
    begins = np.flatnonzero(np.concatenate(([True], (np.diff(hit) != 1) | (np.diff(to) != 1))))
    counts = np.diff(np.append(begins, len(hit))) + ROW - 1
    return np.stack([hit[begins], to[begins], counts], axis=1)


def _drawn_out(run: Run, a: Text, b: Text) -> Run:
    first_a, first_b, count = run.a, run.b, run.count
    while first_a and first_b and a.words[first_a - 1] == b.words[first_b - 1]:
        first_a, first_b, count = first_a - 1, first_b - 1, count + 1
    while (
        first_a + count < len(a) and first_b + count < len(b) and a.words[first_a + count] == b.words[first_b + count]
    ):
        count += 1
    return Run(first_b, first_a, count)


def _longest(free: NDArray[np.bool_]) -> tuple[int, int]:
    """Start and length of the longest stretch of True."""
    if free.all():
        return 0, len(free)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], free.view(np.int8), [0]))))
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return 0, 0
    best = int(np.argmax(ends - starts))
    return int(starts[best]), int(ends[best] - starts[best])
