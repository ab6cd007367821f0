"""The tables behind the events: every row is sound, and its own example is read as it says."""

from __future__ import annotations

import pytest

from standoff.annotate.events.classes import COMPUTED
from standoff.annotate.events.lexicon import plover, rows
from standoff.annotate.events.verbal import mode_rows
from standoff.annotate.events.words import classes
from standoff.data import table
from standoff.model import Document, Span, Zone

CONTEXTS = 37


def test_plover_has_its_sixteen_types_with_quad_and_score() -> None:
    types = {kind for kind, mode in plover() if mode is None}
    assert len(types) == 16
    assert {scale.quad for scale in plover().values()} == {
        f"{kind} {way}" for kind in ("verbal", "material") for way in ("cooperation", "conflict")
    }
    assert all(scale.score is not None for (_, mode), scale in plover().items() if mode is None)


def test_every_row_names_known_classes_and_types() -> None:
    assert len(rows()) > 700  # reading them checks them
    for mode in mode_rows():
        assert mode.mode == "" or (mode.type, mode.mode) in plover()


def test_every_row_has_an_example_that_uses_its_word() -> None:
    for row in table("triggers.csv"):
        words = row["example"].lower().replace("-", " ").split()
        initials = {lemma[0] for lemma in row["lemma"].split()}
        assert any(word[0] in initials for word in words), row


def test_no_word_stands_twice_with_the_same_conditions() -> None:
    seen: set[tuple[str, str, str]] = set()
    for row in table("triggers.csv"):
        for lemma in row["lemma"].split():
            key = (lemma, row["pos"], row["when"])
            assert key not in seen
            seen.add(key)


def test_contexts_are_complete() -> None:
    assert len(table("contexts.csv")) == CONTEXTS


def test_computed_classes_are_not_listed() -> None:
    assert not COMPUTED & set(classes())


def test_examples_are_read_as_their_rows_say() -> None:
    """A sample of the table's own examples through the analyser: at least seven in ten give the row's type."""
    analyse = pytest.importorskip("standoff.analyse")
    try:
        analyser = analyse.Analyser.load()
    except Exception as err:  # weights are not there in a bare checkout
        pytest.skip(str(err))
    from standoff.annotate.events import find_events

    sample = [row for row in table("triggers.csv") if row["type"] != "-"][::12]
    right = 0
    for row in sample:
        text = row["example"]
        document = Document(id="x", sha256="x", text=text, zones=(Zone(Span(0, len(text)), "body"),))
        found = find_events(document, analyser.run(document), (), ())
        right += any(event.type == row["type"] for event in found)
    assert right >= 0.7 * len(sample), f"{right} of {len(sample)}"
