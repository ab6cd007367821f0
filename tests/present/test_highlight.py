"""Marks over a text, however they cross, change no word of it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.present.sample import RULE, report

from standoff.model import Document, Report, Span, Statement, Zone
from standoff.present import highlight

BASE = report()
TEXT = "one two  three\n\nfour five\x1b six\r\nseven eight"


def spans(most: int) -> st.SearchStrategy[list[Span]]:
    pair = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20))
    return st.lists(pair.map(lambda p: Span(p[0], min(p[0] + p[1], len(TEXT)))), min_size=1, max_size=most)


def marked(content: list[Span], zones: list[Span]) -> Report:
    statement = Statement(
        id="s-1", source=content[0], cue=content[-1], content=tuple(content), quotation="mixed", act="STATE",
        certainty="CT+", score=1.0, origin=RULE,
    )  # fmt: skip
    document: Document = replace(BASE.document, text=TEXT, zones=tuple(Zone(span, "body") for span in zones))
    return replace(BASE, document=document, statements=(statement,), events=(), quantities=())


@given(spans(6), spans(4))
def test_without_the_brackets_every_line_is_there(content: list[Span], zones: list[Span]) -> None:
    """Crossing marks are closed and opened again; overlapping zones cut no word away."""
    found = marked(content, zones)
    lines = [line for _, line in highlight.plain(found)]
    bare = "".join(re.sub(r"\[(?:source|cue|content|quantity|trigger) |\]", "", line) for line in lines)
    assert re.sub(r"[\s␍]", "", bare) == re.sub(r"\s", "", TEXT).replace("\x1b", "␛")
    for line in lines:
        assert line.count("[") == line.count("]")


@given(spans(6), spans(4))
def test_colours_change_no_word_either(content: list[Span], zones: list[Span]) -> None:
    """The coloured lines say what the plain ones say."""
    found = marked(content, zones)
    shown = "".join(text.plain for _, text in highlight.coloured(found))
    assert re.sub(r"[\s␍]", "", shown) == re.sub(r"\s", "", TEXT).replace("\x1b", "␛")
