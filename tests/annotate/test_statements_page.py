"""``docs/statements.md`` tells the truth: what its examples mark is what the program finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from standoff.analyse import Analyser
from standoff.annotate.statements import find_statements
from standoff.model import ACTS, CERTAINTIES, Document, Span, Zone

PAGE = (Path(__file__).parents[2] / "docs" / "statements.md").read_text(encoding="utf-8")
#: Label, the cells between, the marked sentence, and the certainty where the row has one.
ROWS = re.findall(r"^\| ([A-Z][A-Z+-]*) \|(?:.*?\|)? (\[source .*?\.) \|(?: (\S+) \|)?$", PAGE, re.MULTILINE)
_MARK = re.compile(r"\[(source|cue|content) ([^\]]*)\]")


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser.load()


def test_the_page_has_an_example_of_every_act_and_certainty() -> None:
    assert {label for label, _, _ in ROWS} == {*ACTS, *CERTAINTIES}


@pytest.mark.parametrize(("label", "marked", "certainty"), ROWS, ids=[label for label, _, _ in ROWS])
def test_the_program_finds_what_the_page_marks(analyser: Analyser, label: str, marked: str, certainty: str) -> None:
    """Words, act and certainty. Where this fails after a change of the network, take a plainer example."""
    text = _MARK.sub(r"\2", marked)
    document = Document(id="d-x", sha256="0", text=text, zones=(Zone(Span(0, len(text)), "body"),))
    expected = dict(_MARK.findall(marked))
    found = []
    for s in find_statements(document, analyser.run(document)):
        parts = {"source": s.source, "cue": s.cue, "content": s.content[0] if len(s.content) == 1 else None}
        words = {kind: span.of(text) for kind, span in parts.items() if span is not None}
        found.append((words, (s.act, s.certainty)))
    mine = [labels for words, labels in found if words == expected]
    assert mine, found
    act, sure = mine[0]
    assert label in (act, sure)
    assert certainty in ("", sure)
