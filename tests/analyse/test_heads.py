"""From scores to spans and relations: well-formed tags, pointers to cues."""

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.analyse.heads import SURE, attribution_spans, best_tags, chunks, softmax
from standoff.analyse.network import Floats, Network

NAMES = ["O", "B-CUE", "I-CUE", "B-SOURCE", "I-SOURCE"]


def scores(*tags: str) -> Floats:
    out = np.zeros((len(tags), len(NAMES)), dtype=np.float32)
    for i, tag in enumerate(tags):
        out[i, NAMES.index(tag)] = 5.0
    return out


def test_spans_of_plain_tags() -> None:
    """A span runs from its B over its I, and carries the mean probability of its tags."""
    found = chunks(scores("B-SOURCE", "I-SOURCE", "O", "B-CUE", "B-CUE"), NAMES)
    assert [(c.start, c.end, c.label) for c in found] == [(0, 2, "SOURCE"), (3, 4, "CUE"), (4, 5, "CUE")]
    assert found[0].score == pytest.approx(float(softmax(scores("B-SOURCE"))[0].max()), abs=1e-3)


def test_an_inside_without_its_begin_is_mended() -> None:
    """The likeliest well-formed reading wins: a lone I becomes a B where that costs least."""
    torn = scores("O", "I-CUE", "I-CUE", "O")
    torn[1, NAMES.index("B-CUE")] = 4.0
    assert [(c.start, c.end, c.label) for c in chunks(torn, NAMES)] == [(1, 3, "CUE")]


@given(st.lists(st.lists(st.floats(-9, 0), min_size=5, max_size=5), min_size=1, max_size=8))
def test_tags_are_always_well_formed(rows: list[list[float]]) -> None:
    """An I follows its own B or I, whatever the scores; batches give what single windows give."""
    table = np.array(rows)
    tags = [NAMES[k] for k in best_tags(table, NAMES)]
    for before, tag in zip(["O", *tags], tags, strict=False):
        assert not tag.startswith("I-") or before[2:] == tag[2:]
    both = best_tags(np.stack([table, table]), NAMES)
    assert (both[0] == both[1]).all()
    assert [NAMES[k] for k in both[0]] == tags


def test_contents_side_by_side_are_one_and_doubtful_spans_none() -> None:
    """Two contents that touch are one with the lesser score; a cue that hardly any tag speaks for is left out."""
    names = ["O", "B-CUE", "I-CUE", "B-CONTENT", "I-CONTENT"]
    table = np.zeros((6, len(names)), dtype=np.float32)
    for i, tag in enumerate(["B-CONTENT", "I-CONTENT", "B-CONTENT", "O", "B-CUE", "O"]):
        table[i, names.index(tag)] = 6.0
    table[4] = [0.9, 1.0, 0.0, 0.0, 0.0]
    network = cast(Network, SimpleNamespace(labels={"attribution": names}))
    found = attribution_spans(network, {"attribution": table})
    assert [(c.start, c.end, c.label) for c in found] == [(0, 3, "CONTENT")]
    assert found[0].score > SURE
    assert len(attribution_spans(network, {"attribution": table}, sure=0.0)) == 2
