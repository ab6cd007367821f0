"""Keys joined into sets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from standoff.link.forest import Forest

PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=15)


@given(PAIRS, st.randoms(use_true_random=False))
def test_sets_are_the_same_in_any_order_of_joining(pairs: list[tuple[int, int]], dice: object) -> None:
    shuffled = list(pairs)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = Forest[int](), Forest[int]()
    for a, b in pairs:
        one.join(a, b)
    for a, b in shuffled:
        other.join(b, a)
    roots = [one.root(k) for k in range(10)]
    assert roots == [other.root(k) for k in range(10)]
    for k in range(10):
        assert roots[k] == roots.index(roots[k])  # the least stands for all
        assert one.size(k) == roots.count(roots[k])


def test_names_are_joined_as_numbers_are() -> None:
    forest = Forest[str]()
    for a, b in (("b", "c"), ("a", "c"), ("x", "y")):
        forest.join(a, b)
    assert [forest.root(k) for k in "abcxyz"] == ["a", "a", "a", "x", "x", "z"]
