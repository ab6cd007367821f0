"""From scores to a tree: greedy where that is a tree already, else the maximum spanning tree with exactly one root.

Chu and Liu (1965), Edmonds (1967); the single root by trying the best root candidates.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def heads(scores: Floats) -> list[int]:
    """The head of each of n words from ``scores`` [n, n + 1], higher is better; column 0 is the root, column j + 1
    word j.

    Returns n indices, -1 for the one root.
    """
    n = scores.shape[0]
    if n == 1:
        return [-1]
    wide: NDArray[np.float64] = scores.astype(np.float64)
    wide[np.arange(n), np.arange(1, n + 1)] = -1e9
    greedy = wide.argmax(axis=1)
    if int((greedy == 0).sum()) == 1 and _is_tree(greedy):
        return [int(h) - 1 for h in greedy]
    log = wide - _logsumexp(wide)
    best: list[int] | None = None
    best_score = -np.inf
    # the root that costs least against the word's best other head, and the runners-up: three suffice in practice
    gain = log[:, 0] - log[:, 1:].max(axis=1)
    for root in np.argsort(-gain, kind="stable")[:3]:
        trial = log.copy()
        trial[:, 0] = -1e6
        trial[root, :] = -1e6
        trial[root, 0] = 0.0
        tree = _edmonds(np.vstack([np.full((1, n + 1), -1e9), trial]))[1:]
        total = float(log[np.arange(n), tree].sum())
        if total > best_score:
            best, best_score = [int(h) - 1 for h in tree], total
    assert best is not None
    return best


def _logsumexp(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    top = scores.max(axis=1, keepdims=True)
    return np.asarray(top + np.log(np.exp(scores - top).sum(axis=1, keepdims=True)))


def _is_tree(parents: NDArray[np.int64]) -> bool:
    """Whether every word reaches the root; ``parents`` are columns (0 = root, j + 1 = word j)."""
    n = len(parents)
    state = [0] * (n + 1)
    state[0] = 2
    for i in range(1, n + 1):
        path = []
        j = i
        while state[j] == 0:
            state[j] = 1
            path.append(j)
            j = int(parents[j - 1])
        if state[j] == 1:
            return False
        for k in path:
            state[k] = 2
    return True


def _edmonds(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Maximum spanning arborescence from node 0. ``scores[d, h]``; returns the head of each node (0's own is 0)."""
    n = scores.shape[0]
    parents = scores.argmax(axis=1)
    parents[0] = 0
    cycle = _cycle(parents)
    if cycle is None:
        return np.asarray(parents)
    inside = np.zeros(n, dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    rank = {int(node): k for k, node in enumerate(outside)}
    m = len(outside)
    small = np.full((m + 1, m + 1), -1e9)
    small[:m, :m] = scores[np.ix_(outside, outside)]
    kept = scores[cycle, parents[cycle]]
    total = kept.sum()
    into = scores[np.ix_(cycle, outside)] - kept[:, None] + total
    enter = into.argmax(axis=0)
    small[m, :m] = into[enter, np.arange(m)]
    out = scores[np.ix_(outside, cycle)]
    leave = out.argmax(axis=1)
    small[:m, m] = out[np.arange(m), leave]
    small[rank[0], :] = -1e9
    tree = _edmonds(small)
    result = parents.copy()
    for k in range(m):
        node = int(outside[k])
        if node == 0:
            continue
        result[node] = cycle[leave[k]] if tree[k] == m else outside[tree[k]]
    entry = int(tree[m])
    result[cycle[enter[entry]]] = outside[entry]
    return np.asarray(result)


def _cycle(parents: NDArray[np.int64]) -> NDArray[np.int64] | None:
    seen = np.zeros(len(parents), dtype=np.int64)
    seen[0] = -1
    for start in range(1, len(parents)):
        path = []
        node = start
        while seen[node] == 0:
            seen[node] = start
            path.append(node)
            node = int(parents[node])
        if seen[node] == start:
            return np.array(path[path.index(node) :])
        for p in path:
            seen[p] = -1
    return None
