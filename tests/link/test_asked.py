"""What is only asked for puts nothing forward, through the whole pipeline."""

from __future__ import annotations

from functools import cache

import pytest

from standoff.grammar import Trees
from standoff.link.asked import asks, is_wanted
from standoff.model import Span
from standoff.pipeline import Standoff, load


@cache
def nlp() -> Standoff:
    return load()


def at(text: str, words: str) -> tuple[Trees, Span]:
    report = nlp()(text, published="2017-03-06")
    start = report.document.text.index(words)
    return Trees(report.analysis.sentences), Span(start, start + len(words))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("I urge both navies to step back from the strait", True),
        ("We call on Peru to open the road at once", True),
        ("We have asked Peru for an answer", False),  # tells what was done
        ("Peru urges Chile to step back from the strait", False),  # somebody else's request is told
        ("We expect the road to stay shut", False),
    ],
)
def test_a_request_in_the_first_person_asks(words: str, expected: bool) -> None:
    assert asks(*at(f'"{words}," the envoy said in Lima on Monday.', words)) == expected


@pytest.mark.parametrize(
    ("text", "deed", "expected"),
    [
        ("Bolivia put forward demands including a guarantee that Chile will never join the pact.", "join", True),
        ("Bolivia said that Chile will never join the pact.", "join", False),
    ],
)
def test_what_a_demand_is_to_bring_about_is_wanted(text: str, deed: str, expected: bool) -> None:
    assert is_wanted(*at(text, deed)) == expected
