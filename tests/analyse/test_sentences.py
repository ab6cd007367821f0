"""Where sentences begin."""

import pytest

from standoff.analyse.sentences import starts
from standoff.analyse.tokens import words


@pytest.mark.parametrize(
    "marked",
    [
        # a stop before a capital cuts, whatever the network says
        "Talks failed. |Both sides left.",
        # never without a stop, never before a small letter
        "Minister said no, twice",
        '"No!" he said.',
        # a quotation mark goes with the words it stands tight to
        'They left. |"We won."',
        "They left.” |“We won.”",
        '"Stop." |"Go."',
        # abbreviations are the network's to decide; here it says no
        "Gen. Marsh of the U.S. Army",
    ],
)
def test_a_cautious_network_is_overruled_by_plain_stops_only(marked: str) -> None:
    """The bar shows where a sentence begins when the network sees none."""
    assert _mark(marked, chance=0.0) == marked


@pytest.mark.parametrize("marked", ["Russia accused NATO", '"We won', "calls for “peace” and more", "We won.”"])
def test_an_eager_network_cannot_cut_where_nothing_ends(marked: str) -> None:
    """No bar, though the network sees a beginning everywhere."""
    assert _mark(marked, chance=0.9) == marked


def _mark(marked: str, *, chance: float) -> str:
    text = marked.replace("|", "")
    found = words(text)
    begin = starts(found, [w.of(text) for w in found], [chance] * len(found))[1:]
    for i in reversed(begin):
        text = text[: found[i].start] + "|" + text[found[i].start :]
    return text
