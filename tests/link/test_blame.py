"""Whom a proposition is about: the subject of its clause, and the sides of a quarrel."""

from __future__ import annotations

from functools import cache

import pytest

from standoff.grammar import Trees
from standoff.link.blame import Subjects, sides
from standoff.model import Actor, Span
from standoff.pipeline import Standoff, load


@cache
def nlp() -> Standoff:
    return load()


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("Peru is looking for a pretext", ["PER"]),
        ("Peru's build-up endangers the whole coast", ["PER"]),  # whose it is
        ("the road is closed", []),
        ("closed the road", []),
    ],
)
def test_the_subject_of_a_clause(words: str, ids: list[str]) -> None:
    text = f"Chile's foreign minister said on Monday that {words}."
    report = nlp()(text, published="2017-03-06")
    start = text.index(words)
    found = Subjects(report, Trees(report.analysis.sentences)).of(Span(start, start + len(words)))
    assert [a.id for a in found] == ids


def test_a_state_its_government_and_its_forces_are_one_side() -> None:
    assert sides((Actor("PER"), Actor("PER.GOV"), Actor("PER.MIL"))) == {"PER.GOV"}
    assert sides((Actor("PER.REB"), Actor(None), Actor("NATO"))) == {"PER.REB", "NATO.GOV"}
