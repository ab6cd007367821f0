"""The neural pass: deterministic, anchored, refuses damaged weights."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from standoff.analyse import Analyser
from standoff.analyse.network import COST, FILES, RUN, WEIGHTS, Network, batches, check
from standoff.analyse.tokens import words
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
    """The analysis of a paragraph is the same alone and beside others, though they are read together."""
    one, two = "Iran rejected the offer.", "“We will not sign,” the envoy said on Monday, 3 May."
    both = f"{one}\n{two}"
    alone = analyser.run(document(two)).sentences
    beside = analyser.run(document(both)).sentences[-len(alone) :]
    shift = len(one) + 1
    assert [[(t.form, t.head, t.deprel, t.span.start + shift) for t in s.tokens] for s in alone] == [
        [(t.form, t.head, t.deprel, t.span.start) for t in s.tokens] for s in beside
    ]


#: Paragraphs of one to some sixty words, most of them of a length of their own.
PARAGRAPHS = [
    " ".join(
        f"{who} {said} on {day} that {count} soldiers had crossed the river near Vashkent{'.' * (k % 3 > 0)}".split()[
            : 1 + k * 5 % 17
        ]
        * (1 + k % 4)
    )
    for k, (who, said, day, count) in enumerate(
        (who, said, day, count)
        for who in ("The ministry", "A spokesman of the northern command", "“Nobody here,” Mr. Orlan")
        for said in ("said", "denied", "warned")
        for day, count in (("Monday", "40"), ("3 May", "at least 1,200"), ("Friday", "no"), ("Sunday", "some"))
    )
]


def test_scores_are_the_same_bits_in_any_batch(analyser: Analyser) -> None:
    """Batch 1 and batch 32: what fills a window up counts for nothing, and no int8 range looks beyond a product."""
    net = analyser.network
    read = [net.pieces.window([w.of(text) for w in words(text)]) for text in PARAGRAPHS]
    assert len({len(window.ids) for window in read}) > 10
    alone = [net.run(window) for window in read]
    for many in (list(net.runs(read)), [*net.runs(read[:5]), *net.runs(read[5:])]):
        for one, other in zip(alone, many, strict=True):
            assert one.keys() == other.keys()
            assert all(np.array_equal(one[name], other[name]) for name in one)


def test_documents_are_read_alike_alone_and_together(analyser: Analyser) -> None:
    """Records do not depend on what else is read, nor on its order."""
    texts = [document("\n".join(PARAGRAPHS[k : k + 1 + k % 5])) for k in range(0, 30, 3)]
    alone = [analyser.run(text) for text in texts]
    assert list(analyser.runs(texts)) == alone
    assert list(analyser.runs(reversed(texts))) == alone[::-1]
    assert list(analyser.runs([])) == []


def test_two_threads_read_as_one(analyser: Analyser) -> None:
    """Records do not depend on the number of threads."""
    text = document("\n".join(PARAGRAPHS))
    assert Analyser(Network(WEIGHTS, threads=2)).run(text) == analyser.run(text)


@pytest.mark.parametrize("sizes", [[], [9], [256] * 9, [700, 30, 30, 29, 4], list(range(60, 3, -1))])
def test_runs_cover_every_window_once(sizes: list[int]) -> None:
    """In order, none too long but a window that is so by itself; and never dearer than one window a run."""
    runs = batches(sizes)
    assert [k for start, end in runs for k in range(start, end)] == list(range(len(sizes)))
    cost = 0
    for start, end in runs:
        filled = sizes[start] * (end - start)
        assert filled <= RUN or end - start == 1
        cost += filled + COST
    assert cost <= sum(size + COST for size in sizes)


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
