"""Which propositions are one claim, from the log-odds of pairs."""

from __future__ import annotations

import random
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from standoff.link.clusters import clusters, decided


def laid(count: int, odds: Mapping[tuple[int, int], float]) -> list[dict[int, float]]:
    """Log-odds by pair as :func:`clusters` takes them, in the order in which they stand in ``odds``."""
    out: list[dict[int, float]] = [{} for _ in range(count)]
    for (a, b), weight in odds.items():
        out[b][a] = weight
    return out


def test_pairs_above_nought_are_drawn_together() -> None:
    assert clusters(laid(4, {(0, 1): 2.0, (2, 3): 0.5, (1, 2): -3.0})) == [[0, 1], [2, 3]]


def test_one_good_link_does_not_chain_two_claims_against_many_bad_ones() -> None:
    odds = {(0, 1): 3.0, (2, 3): 3.0, (1, 2): 1.0, (0, 2): -1.0, (0, 3): -1.0, (1, 3): -1.0}
    assert clusters(laid(4, odds)) == [[0, 1], [2, 3]]


def test_what_was_not_compared_speaks_against_one_claim() -> None:
    assert clusters(laid(4, {(0, 1): 3.0, (2, 3): 3.0, (1, 2): 2.9})) == [[0, 1], [2, 3]]
    assert clusters(laid(4, {(0, 1): 4.0, (2, 3): 4.0, (1, 2): 3.1})) == [[0, 1, 2, 3]]


def test_what_a_person_decided_outweighs_everything() -> None:
    odds = laid(3, {(0, 1): 5.0, (1, 2): -5.0})
    decided([(1, 0)], odds, same=False)
    decided([(2, 1)], odds, same=True)
    assert clusters(odds) == [[0], [1, 2]]


def test_joined_by_a_person_through_others() -> None:
    odds = laid(3, {(0, 2): -4.0})
    decided([(0, 1), (1, 2)], odds, same=True)
    assert clusters(odds) == [[0, 1, 2]]


@given(st.dictionaries(st.tuples(st.integers(0, 11), st.integers(0, 11)), st.floats(-5, 5), max_size=40), st.integers())
def test_every_proposition_is_in_one_cluster_whatever_the_order(
    weights: dict[tuple[int, int], float], seed: int
) -> None:
    odds = {(a, b): weight for (a, b), weight in weights.items() if a < b}
    found = clusters(laid(12, odds))
    assert sorted(i for group in found for i in group) == list(range(12))
    shuffled = list(odds.items())
    random.Random(seed).shuffle(shuffled)
    assert clusters(laid(12, dict(shuffled))) == found
