"""Training windows keep their labels when they are cut."""

import random

from training.windows import MOST_WORDS, Window, cut, parts, recut

from standoff.analyse.network import WEIGHTS
from standoff.analyse.pieces import WINDOW, Pieces


def window() -> Window:
    return {
        "words": "Kyiv said no . Moscow denied it .".split(),
        "head": [1, -1, 1, 1, 5, -1, 5, 5],
        "rel": ["nsubj", "root", "obj", "punct", "nsubj", "root", "obj", "punct"],
        "sent": [0, 0, 0, 0, 1, 1, 1, 1],
        "frames": [[1, [("ARG0", 0, 0)]], [5, [("ARG0", 4, 4), ("ARG1", 6, 6)]]],
        "pointers": {"source_first": {1: [0], 5: [4]}, "target": {5: [0], 1: []}},
    }


def test_a_cut_moves_every_index() -> None:
    """Heads, frames, sentences and pointers count from the cut's first word."""
    second = cut(window(), 4, 8)
    assert second["words"] == ["Moscow", "denied", "it", "."]
    assert second["head"] == [1, -1, 1, 1]
    assert second["sent"] == [0, 0, 0, 0]
    assert second["frames"] == [[1, [("ARG0", 0, 0), ("ARG1", 2, 2)]]]
    assert second["pointers"]["source_first"] == {1: [0]}


def test_a_pointer_out_of_the_cut_teaches_nothing() -> None:
    """It does not become "nowhere", which is what an empty list says."""
    assert cut(window(), 4, 8)["pointers"]["target"] == {}
    assert cut(window(), 0, 4)["pointers"]["target"] == {1: []}


def test_recut_keeps_every_word_in_order() -> None:
    """Whole sentences, no word twice, none lost, within the bound."""
    dice = random.Random(3)
    sent = sorted(dice.randrange(12) for _ in range(400))
    long: Window = {"words": [str(i) for i in range(400)], "sent": sent}
    for limit in (1, 40, MOST_WORDS):
        parts = recut(long, limit)
        assert [w for p in parts for w in p["words"]] == long["words"]
        assert all(len(p["words"]) <= MOST_WORDS for p in parts)
        assert all(p["sent"][0] == 0 for p in parts)


def test_a_monster_sentence_is_read_in_runs() -> None:
    """Every token once, in order, each run within what the network reads."""
    pieces = Pieces(WEIGHTS / "tokenizer.json")
    forms = ["demilitarization"] * 300
    runs = list(parts(pieces, forms))
    assert [f for _, run in runs for f in run] == forms
    assert [at for at, _ in runs] == [sum(len(run) for _, run in runs[:k]) for k in range(len(runs))]
    assert all(len(pieces.window(run).ids) <= WINDOW for _, run in runs)
    assert list(parts(pieces, ["No", "."])) == [(0, ["No", "."])]
