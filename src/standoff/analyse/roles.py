"""Arguments of a predicate as phrases of the tree: which phrases could be one, and the best that exclude one another.

Xue and Palmer (2004) prune constituents by walking up from the predicate; here the walk goes over a dependency tree,
and a phrase is a word with all below it. Nine in ten of PropBank's arguments in EWT are one of these phrases, and a
predicate has ten of them, so that the network need only name phrases it is shown (``roles.onnx``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence, Set

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

#: How far up from the predicate phrases are looked for.
LEVELS = 4
#: Widest distance and length that are told apart.
FAR, LONG = 8, 9
#: What belongs to the clause, not to the noun or adjective that is its predicate.
_CLAUSAL = frozenset(
    "nsubj csubj cop aux advcl mark punct parataxis conj cc discourse vocative expl dislocated obl advmod ccomp "
    "xcomp".split()
)
#: What may hang on the end of a phrase in the tree without belonging to the argument.
_LATE = frozenset("conj cc advcl parataxis acl obl nmod appos advmod list dep discourse vocative".split())
#: Words below a child of the predicate that are arguments of their own often enough.
_DEEP = frozenset(("advmod", "obl", "nmod", "acl", "advcl"))


class Phrase(Struct, frozen=True):
    """Words ``start`` to ``end`` around ``head``, which ``path`` joins to the predicate: ``^`` a relation up, ``>``
    one down, then how the phrase was cut."""

    head: int
    start: int
    end: int
    path: str


class Tree:
    """Heads (-1 root) and relations of the words of a window, with what hangs below each."""

    def __init__(self, heads: Sequence[int], relations: Sequence[str]) -> None:
        self.heads = heads
        self.relations = relations
        self.plain = [r.partition(":")[0] for r in relations]
        self.children: list[list[int]] = [[] for _ in heads]
        for word, head in enumerate(heads):
            if head >= 0:
                self.children[head].append(word)

    def below(self, word: int, without: Set[int] = frozenset()) -> tuple[int, int]:
        """The unbroken stretch around ``word`` of words that hang on it, some of its children and theirs left out;
        punctuation at its edges stays outside."""
        inside = {word}
        todo = [word]
        while todo:
            for child in self.children[todo.pop()]:
                if child not in without:
                    inside.add(child)
                    todo.append(child)
        start = end = word
        while start - 1 in inside:
            start -= 1
        while end + 1 in inside:
            end += 1
        while start < word and self.plain[start] == "punct":
            start += 1
        while end > word and self.plain[end] == "punct":
            end -= 1
        return start, end + 1


def phrases(tree: Tree, predicate: int) -> list[Phrase]:
    """The phrases that may be arguments of a word, each stretch once, none that holds the predicate."""
    out: dict[tuple[int, int], Phrase] = {}

    def add(head: int, without: Set[int], path: str) -> None:
        start, end = tree.below(head, without)
        if not start <= predicate < end:
            out.setdefault((start, end), Phrase(head, start, end, path))

    top, under, way = predicate, -1, ""
    for level in range(LEVELS):
        for child in tree.children[top]:
            if child != under and tree.plain[child] != "punct":
                path = f"{way}>{tree.relations[child]}"
                add(child, frozenset(), path)
                late = [c for c in tree.children[child] if c > child and tree.plain[c] in _LATE]
                if late:
                    add(child, {late[-1]}, f"{path}|-{tree.plain[late[-1]]}")
                joined = [c for c in late if tree.plain[c] in ("conj", "cc")]
                if joined and joined[0] != late[-1]:
                    add(child, {c for c in late if c >= joined[0]}, f"{path}|+{tree.relations[joined[0]]}")
                if not level:
                    for deep in tree.children[child]:
                        if tree.plain[deep] in _DEEP:
                            add(deep, frozenset(), f"{path}>{tree.relations[deep]}")
        if level:
            add(top, {under}, f"{way}=")
            add(top, {under, *(c for c in tree.children[top] if tree.plain[c] in _CLAUSAL)}, f"{way}~")
            add(top, frozenset(tree.children[top]), f"{way}!")
        if tree.heads[top] < 0:
            break
        way += "^" + (tree.plain[top] if level else tree.relations[top])
        under, top = top, tree.heads[top]
    return list(out.values())


def places(found: Sequence[Phrase], predicate: int, paths: dict[str, int], words: int) -> NDArray[np.int64]:
    """What the network is shown of each phrase [phrases, 9]: the predicate, the head, the first and last word and
    those beside them, of a window of ``words``; then the path (0 when unknown), the distance and the length."""
    rows = [
        (
            predicate, p.head, p.start, p.end - 1, max(p.start - 1, 0), min(p.end, words - 1),
            paths.get(p.path, 0), min(max(p.head - predicate, -FAR), FAR) + FAR, min(p.end - p.start, LONG),
        )
        for p in found
    ]  # fmt: skip
    return np.array(rows, dtype=np.int64).reshape(-1, 9)


def choose(found: Sequence[Phrase], chance: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The arguments among phrases, as (phrase, role) by index, in the order of the text: those that do not overlap and
    together gain most over no argument at all, by the log probabilities [phrases, roles] (column 0: no argument)."""
    gains = chance[:, 1:].max(axis=1) - chance[:, 0]
    roles = chance[:, 1:].argmax(axis=1) + 1
    order = sorted((p.end, p.start, k) for k, p in enumerate(found) if gains[k] > 0)
    ends = [-1]
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for end, start, k in order:
        before, chosen = best[bisect_right(ends, start) - 1]
        if before + gains[k] > best[-1][0]:
            ends.append(end)
            best.append((before + float(gains[k]), (*chosen, k)))
    return [(k, int(roles[k])) for k in best[-1][1]]
