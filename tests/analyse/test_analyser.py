"""The neural pass: deterministic, anchored, refuses damaged weights."""

import shutil
from pathlib import Path

import pytest

from standoff.analyse import Analyser
from standoff.analyse.network import FILES, WEIGHTS, check
from standoff.errors import WeightsError
from standoff.model import Analysis, Document, Span, Zone


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser.load()


def document(text: str, role: str = "body") -> Document:
    return Document(id="d", sha256="0", text=text, zones=(Zone(Span(0, len(text)), role),))  # type: ignore[arg-type]


def anchored(analysis: Analysis, text: str) -> None:
    for sentence in analysis.sentences:
        assert sentence.tokens
        for token in sentence.tokens:
            assert token.span.of(text) == token.form
            assert sentence.span.contains(token.span)
        assert sum(t.head < 0 for t in sentence.tokens) == 1


def test_a_sentence_has_its_tree(analyser: Analyser) -> None:
    """Subject, object and lemma of a plain sentence."""
    text = "The ministry denied the accusations on Tuesday. Troops had not moved."
    analysis = analyser.run(document(text))
    anchored(analysis, text)
    first, second = analysis.sentences
    verb = next(i for i, t in enumerate(first.tokens) if t.form == "denied")
    assert first.tokens[verb].lemma == "deny"
    assert first.tokens[verb].head == -1
    assert {(t.form, t.deprel) for t in first.tokens if t.head == verb} >= {
        ("ministry", "nsubj"),
        ("accusations", "obj"),
    }
    assert second.tokens[0].form == "Troops"


def test_names_are_found(analyser: Analyser) -> None:
    """Persons, organisations and places."""
    text = "Angela Merkel met NATO officials in Brussels."
    kinds = {e.span.of(text): e.kind for e in analyser.run(document(text)).entities}
    assert kinds["Angela Merkel"] == "PER"
    assert kinds["NATO"] == "ORG"
    assert kinds["Brussels"] == "LOC"


def test_only_bearing_zones_are_read(analyser: Analyser) -> None:
    """Navigation and comments make no sentences."""
    assert analyser.run(document("Sign up for our newsletter now.", "boilerplate")).sentences == ()


def test_paragraphs_do_not_disturb_each_other(analyser: Analyser) -> None:
    """The analysis of a paragraph is the same alone and beside others: windows of one."""
    one, two = "Iran rejected the offer.", "“We will not sign,” the envoy said on Monday, 3 May."
    both = f"{one}\n{two}"
    alone = analyser.run(document(two)).sentences
    beside = analyser.run(document(both)).sentences[-len(alone) :]
    shift = len(one) + 1
    assert [[(t.form, t.head, t.deprel, t.span.start + shift) for t in s.tokens] for s in alone] == [
        [(t.form, t.head, t.deprel, t.span.start) for t in s.tokens] for s in beside
    ]


@pytest.mark.parametrize(
    "text", ["x" * 5000, "word " * 3000, "a.b" * 2000, "“" * 600, "\u202e\u0000 ok", "Зеленский сказал 😀."]
)
def test_monsters_are_read_whole(analyser: Analyser, text: str) -> None:
    """Endless words, sentences and signs do no harm."""
    anchored(analyser.run(document(text)), text)


@pytest.mark.parametrize("name", FILES)
def test_one_flipped_byte_is_refused(tmp_path: Path, name: str) -> None:
    """The error names the file and says what to do."""
    folder = tmp_path / "weights"
    shutil.copytree(WEIGHTS, folder)
    path = folder / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(WeightsError, match=f"{name}.*reinstall"):
        Analyser.load(folder)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    """An empty folder is no network."""
    with pytest.raises(WeightsError, match="SHA256SUMS"):
        check(tmp_path)
