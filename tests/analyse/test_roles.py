"""Phrases of a tree that may be arguments, and which of them exclude one another."""

import numpy as np
import pytest

from standoff.analyse.roles import FAR, LONG, Tree, choose, phrases, places

# The envoy who left Tashkent on Monday promised aid and went home .
WORDS = "The envoy who left Tashkent on Monday promised aid and went home .".split()
HEADS = [1, 7, 3, 1, 3, 6, 3, -1, 7, 10, 7, 10, 7]
RELATIONS = "det nsubj nsubj acl:relcl obj case obl root obj cc conj advmod punct".split()
TREE = Tree(HEADS, RELATIONS)


def told(predicate: str) -> dict[str, str]:
    """Words of each phrase, and its path."""
    return {" ".join(WORDS[p.start : p.end]): p.path for p in phrases(TREE, WORDS.index(predicate))}


@pytest.mark.parametrize(
    ("predicate", "phrase", "path"),
    [
        ("promised", "The envoy who left Tashkent on Monday", ">nsubj"),
        ("promised", "The envoy", ">nsubj|-acl"),
        ("promised", "aid", ">obj"),
        ("promised", "and went home", ">conj"),
        # arguments of a relative clause and of a second verb are found on the way up
        ("left", "who", ">nsubj"),
        ("left", "The envoy", "^acl:relcl="),
        ("left", "envoy", "^acl:relcl!"),
        ("went", "The envoy who left Tashkent on Monday", "^conj>nsubj"),
        # of a noun, the verb above it alone
        ("aid", "promised", "^obj~"),
    ],
)
def test_phrases(predicate: str, phrase: str, path: str) -> None:
    """A word with all that hangs on it, joined to the predicate by the relations between."""
    assert told(predicate)[phrase] == path


@pytest.mark.parametrize("predicate", range(len(WORDS)))
def test_no_phrase_twice_and_none_around_its_predicate(predicate: int) -> None:
    """Each stretch is offered once and holds its head; it keeps off the predicate and off the full stop."""
    found = phrases(TREE, predicate)
    assert len({(p.start, p.end) for p in found}) == len(found)
    for p in found:
        assert p.start <= p.head < p.end
        assert not p.start <= predicate < p.end
        assert p.end < len(WORDS)


def test_places_stay_inside_the_window() -> None:
    """Words beside a phrase are words of the window, and what is far or long is no farther than the last class."""
    rows = places(phrases(TREE, 3), 3, {">obj": 1}, len(WORDS))
    assert rows[:, :6].min() >= 0
    assert rows[:, :6].max() < len(WORDS)
    assert rows[:, 7].max() <= 2 * FAR
    assert rows[:, 8].max() <= LONG
    assert rows[:, 6].tolist().count(1) == 1


def test_overlapping_phrases_exclude_one_another() -> None:
    """One long phrase loses to two that together say more, and wins over two that say less."""
    found = phrases(TREE, WORDS.index("promised"))
    whole = next(k for k, p in enumerate(found) if p.path == ">nsubj")
    part = next(k for k, p in enumerate(found) if p.path == ">nsubj|-acl")
    aid = next(k for k, p in enumerate(found) if p.path == ">obj")
    chance = np.full((len(found), 3), -5.0)
    chance[:, 0] = 0.0
    chance[whole, 1], chance[part, 1], chance[aid, 2] = 2.0, 1.0, 1.0
    assert choose(found, chance) == [(whole, 1), (aid, 2)]
    chance[part, 1] = 3.0
    assert choose(found, chance) == [(part, 1), (aid, 2)]
    assert choose([], np.zeros((0, 3))) == []
