"""Words: UD conventions, exact offsets, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.analyse.tokens import words


@pytest.mark.parametrize(
    "marked",
    [
        # contractions and possessives
        "They|do|n't|know|whether|it|'s|Moldova|'s|fault|.",
        "We|can|not|say|what|we|’ll|do|.",
        # compounds split, bound prefixes do not
        "a|build|-|up|of|pro-Russian|,|non-aligned|and|long|-|range|forces",
        # abbreviations keep their stop
        "Gen.|A.|B.|Marsh|of|the|U.S.|Army|spoke|at|7.30|p.m.|on|Jan.|4|.",
        # numbers, units, money
        "$|700|million|,|40,000|troops|,|3.5|%|,|10|km|and|the|1990s",
        # quotes and brackets
        "“|We|did|not|,|”|he|said|(|twice|)|…",
        # an apostrophe that opens a quote is no clitic
        "'|Stop|,|'|she|said",
        "https://example.org/a?b=c|,|@ministry|and|#border",
        # sites and files, which end in what such names end in; a rank is no tag
        "bbc.com|and|order_17.pdf|named|item|9|.",
        # written in a hurry
        "they|said|:-)",
    ],
)
def test_words_of_a_sentence(marked: str) -> None:
    """The bars show where words begin."""
    text = _text(marked)
    assert "|".join(w.of(text) for w in words(text)) == marked


def _text(marked: str) -> str:
    """The plain text behind a row: words joined by spaces but where English writes none."""
    out = ""
    parts = marked.split("|")
    opened = False
    for i, part in enumerate(parts):
        before = parts[i - 1] if i else ""
        tight = (
            not i
            or part in {",", ".", "%", ")", "”", "…", "n't", "'s", "’ll"}
            or before in {"“", "(", "$", "-"}
            or part == "-"
            or (part == "not" and before == "can")
            or (part == "km" and before == "10")
        )
        if part == "'":
            tight = opened
            opened = not opened
        elif before == "'" and opened:
            tight = True
        out += part if tight else f" {part}"
    return out


@given(st.text())
def test_every_visible_character_is_in_one_word(text: str) -> None:
    """Words never overlap, are in order, and leave out white space only."""
    found = words(text)
    at = 0
    for word in found:
        assert at <= word.start
        assert not text[at : word.start].strip()
        at = word.end
    assert not text[at:].strip()


def test_words_written_as_one_are_two() -> None:
    """People leave apostrophes out, and a number sign before a figure is a word."""
    text = "We dont know, I hear thats #1"
    assert [w.of(text) for w in words(text)] == "We do nt know , I hear that s # 1".split()
