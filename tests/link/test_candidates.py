"""Which propositions are compared: the likeliest few before each, near in time."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.link import candidates as module
from standoff.link.candidates import candidates

Keys = list[tuple[tuple[str, ...], float]]


def put(day: int | None, keys: str, *, statement: str | None = None, answers: str | None = None) -> Any:
    """A proposition looked up by each letter of ``keys``, a later letter weighing more."""
    weighed: Keys = [((letter,), 1.0 + ord(letter) - ord("a")) for letter in keys]
    return SimpleNamespace(day=day, keys=weighed, it=SimpleNamespace(statement=statement, answers=answers))


@pytest.fixture(autouse=True)
def by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_keys", lambda prepared: prepared.keys)


def test_what_shares_a_key_is_compared() -> None:
    assert list(candidates([put(1, "a"), put(1, "b"), put(2, "ab")])) == [(0, 2), (1, 2)]


def test_what_is_long_past_is_not_but_all_is_near_to_what_has_no_day() -> None:
    found = [put(1, "a"), put(1 + module.WINDOW, "a"), put(2 + module.WINDOW, "a"), put(None, "a")]
    assert list(candidates(found)) == [(0, 1), (1, 2), (0, 3), (1, 3), (2, 3)]


def test_a_denial_is_compared_with_what_it_answers_wherever_that_stands() -> None:
    found = [put(1, "", answers="s-2"), put(400, "", statement="s-2")]
    assert list(candidates(found)) == [(0, 1)]


@given(
    st.lists(st.tuples(st.integers(0, 300), st.lists(st.sampled_from("abcdefg"), max_size=3, unique=True)), max_size=40)
)
def test_those_that_share_most_are_taken_of_equals_the_latest(drawn: list[tuple[int, list[str]]]) -> None:
    """The same as counting every pair, whatever the bounds are."""
    found = [put(day, "".join(keys)) for day, keys in sorted(drawn, key=lambda each: each[0])]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST", 3)
        patch.setattr(module, "LATEST", 5)
        pairs = list(candidates(found))
    expected = []
    for i, one in enumerate(found):
        scores: dict[int, float] = {}
        for key, weight in one.keys:
            held = [j for j in range(i) if key in dict(found[j].keys)][-5:]
            for j in held:
                if found[j].day >= one.day - module.WINDOW:
                    scores[j] = scores.get(j, 0.0) + weight
        likeliest = sorted(scores, key=lambda j: (-scores[j], -j))[:3]
        expected += [(j, i) for j in sorted(likeliest)]
    assert pairs == expected
