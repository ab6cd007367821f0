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


@pytest.mark.parametrize("marked", ["they accused the allies", '"We won', "calls for “peace” and more", "We won.”"])
def test_an_eager_network_cannot_cut_before_small_letters_or_closing_marks(marked: str) -> None:
    """No bar, though the network likes a beginning everywhere."""
    assert _mark(marked, chance=0.8) == marked


def test_people_who_write_without_stops_are_cut_where_the_network_says() -> None:
    """Half a chance does before a capital, nine tenths before a small letter."""
    assert _mark("no answer Moscow waits", chance=0.5) == "no answer |Moscow waits"
    assert _mark("no answer so", chance=0.95) == "no |answer |so"


def _mark(marked: str, *, chance: float) -> str:
    text = marked.replace("|", "")
    found = words(text)
    begin = starts(found, [w.of(text) for w in found], [chance] * len(found))[1:]
    for i in reversed(begin):
        text = text[: found[i].start] + "|" + text[found[i].start :]
    return text
