"""Quoted stretches from the marks alone: pairs, apostrophes, marks that are missing or odd."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.annotate.statements.quotes import Quotes, paragraphs


def inner(text: str) -> list[str]:
    return [quote.inner.of(text) for quote in Quotes(text).all]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will go,” she said. “Now.”", ["We will go,", "Now."]),
        ('"We will go," she said. "Now."', ["We will go,", "Now."]),
        ("``We will go,'' she said.", ["We will go,"]),
        ("‘‘We will go,’’ she said.", ["We will go,"]),
        ("'We will go,' she said.", ["We will go,"]),
        ("‘We’re going,’ he said; the troops’ morale held.", ["We’re going,"]),
        ("The envoys' talks and the minister's plan.", []),
        ("In the '90s they'd said 'tis nothing.", []),
        ("The deal is 'highly unlikely', the envoys' aide said.", ["highly unlikely"]),
        ("“He said ‘no’ to me,” she said.", ["He said ‘no’ to me,"]),
        ("He said 'I heard \"stop\" there' to me.", ['I heard "stop" there']),
        ("»Nein«, said the mayor.", ["Nein"]),
        ("„Nein“, said the mayor.", ["Nein"]),
        ("«Non», said the mayor.", ["Non"]),
        ('A pipe of 5" and no more.', []),
        ('" "', []),
        ("", []),
    ],
)
def test_marks_pair_up(text: str, expected: list[str]) -> None:
    """Each kind of mark opens and closes with its own; apostrophes and inches are not quotes."""
    assert inner(text) == expected


def test_missing_closing_mark_ends_with_its_paragraph() -> None:
    """A quote that is never closed does not swallow the report."""
    text = '"We will go, she said.\nNothing more was said.'
    (quote,) = Quotes(text).all
    assert not quote.closed
    assert not quote.continued
    assert quote.outer.end == text.index("\n")


def test_opening_mark_in_each_paragraph_means_the_quote_runs_on() -> None:
    """The newspapers' convention: no closing mark, and the next paragraph opens with one."""
    text = "“We want peace.\n\n“We always did.”"
    first, second = Quotes(text).all
    assert first.continued
    assert second.closed


def test_a_line_that_breaks_off_joins_the_next() -> None:
    """Hard-wrapped lines are one paragraph; a new sentence on a new line is not."""
    assert [block.of(t) for t in ["talks had\nfailed.\nThen came rain."] for block in paragraphs(t)] == [
        "talks had\nfailed.",
        "Then came rain.",
    ]


@settings(max_examples=1_000, deadline=None)
@given(st.text(alphabet="ab .,\n'\"“”‘’„«»`?!s1-(", max_size=120))
def test_any_tangle_of_marks_gives_ordered_spans_inside_the_text(text: str) -> None:
    """No exception, no empty span, no overlap, whatever the marks."""
    last = 0
    for quote in Quotes(text).all:
        assert last <= quote.outer.start <= quote.inner.start < quote.inner.end <= quote.outer.end <= len(text)
        last = quote.outer.end
