"""Trees from scores: one root, no cycles, the best there is."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.analyse.decode import heads


def _is_tree(parents: tuple[int, ...]) -> bool:
    if parents.count(-1) != 1:
        return False
    for i in range(len(parents)):
        seen = set()
        while i >= 0:
            if i in seen:
                return False
            seen.add(i)
            i = parents[i]
    return True


@given(st.integers(1, 40), st.integers(0, 10**6))
def test_always_one_tree_with_one_root(n: int, seed: int) -> None:
    """Whatever the scores."""
    scores = np.random.default_rng(seed).normal(size=(n, n + 1)).astype(np.float32) * 5
    assert _is_tree(tuple(heads(scores)))


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 4), st.integers(0, 10**6))
def test_no_other_tree_scores_higher(n: int, seed: int) -> None:
    """Against every tree there is, for up to four words."""
    scores = np.random.default_rng(seed).normal(size=(n, n + 1)).astype(np.float32) * 3
    log = scores.astype(np.float64)
    log[np.arange(n), np.arange(1, n + 1)] = -1e9
    log -= np.log(np.exp(log).sum(axis=1, keepdims=True))
    total = lambda tree: sum(log[i, h + 1] for i, h in enumerate(tree))  # noqa: E731
    best = max((t for t in product(range(-1, n), repeat=n) if _is_tree(t)), key=total)
    assert total(heads(scores)) >= total(best) - 1e-9


def test_a_cycle_is_broken_where_it_costs_least() -> None:
    """Two words that prefer each other: the one nearer to the root becomes it."""
    scores = np.array([[1.0, 0.0, 5.0], [0.0, 5.0, 0.0]], dtype=np.float32)
    assert heads(scores) == [-1, 0]
