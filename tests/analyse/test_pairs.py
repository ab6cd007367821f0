"""PLOVER roots of pairs: what is read off a sentence, and what the shipped model says of plain ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from standoff.analyse import Analyser
from standoff.analyse.encoder import Encoder
from standoff.analyse.network import FILES, WEIGHTS
from standoff.analyse.pairs import ACTS, FILE, QUAD, TYPES, Pair, Pairs, blocks, read, row_of, scale_of
from standoff.analyse.tokens import words
from standoff.errors import WeightsError


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser.load()


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture(scope="module")
def pairs(analyser: Analyser, encoder: Encoder) -> Pairs:
    return Pairs(analyser, encoder)


def ask(pairs: Pairs, marked: str) -> str:
    """The likeliest root for "<source> did it to {target}"."""
    plain = marked.translate(str.maketrans("", "", "<>{}"))
    forms = [span.of(plain) for span in words(plain)]
    at = []
    for left, right in ("<>", "{}"):
        start = len(marked[: marked.index(left)].translate(str.maketrans("", "", "<>{}")))
        end = len(marked[: marked.index(right)].translate(str.maketrans("", "", "<>{}")))
        at.append([i for i, span in enumerate(words(plain)) if span.start < end and start < span.end])
    return next(iter(pairs.chances(forms, *at)))


@pytest.mark.parametrize(
    ("marked", "root"),
    [
        ("<The Ruritanian navy> shelled {the port of Strelsau} before dawn.", "ASSAULT"),
        ("<Ruritania's foreign minister> accused {Florin} of hiding the wreck.", "ACCUSE"),
        ("<Police in Zenda> arrested {a leader of the teachers' union} on Friday.", "COERCE"),
        ("<President Rassendyll> met {his Florinese counterpart} in Zenda on Monday.", "CONSULT"),
        ("<Florin> will hold talks with {Ruritania} next week.", "AGREE"),
        ("<Ruritania> sent food and tents to {Florin} after the flood.", "AID"),
        ("<The Florinese government> rejected {Ruritania}'s request for an inquiry.", "REJECT"),
        ("<Ruritania> has released {twelve Florinese sailors}.", "YIELD"),
        ("{Two Florinese nuns} were killed by <Ruritanian militiamen> near the border.", "ASSAULT"),
    ],
)
def test_plain_sentences(pairs: Pairs, marked: str, root: str) -> None:
    assert ask(pairs, marked) == root


def test_chances_sum_to_one_and_fall(pairs: Pairs) -> None:
    chances = pairs.chances("Ruritania thanked Florin .".split(), [0], [2])
    values = list(chances.values())
    assert set(chances) == set(QUAD)
    assert values == sorted(values, reverse=True)
    assert sum(values) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("source", "target"), [((), ()), ((0,), ()), ((), (2,)), ((0,), (0,)), ((0, 1, 2, 3), (0, 1, 2, 3))]
)
def test_missing_and_shared_words_are_borne(pairs: Pairs, source: tuple[int, ...], target: tuple[int, ...]) -> None:
    assert len(pairs.chances("Ruritania thanked Florin .".split(), source, target)) == 15


def test_one_word(pairs: Pairs) -> None:
    assert len(pairs.chances(["Ruritania"], [0], [])) == 15


def test_a_monster_sentence_is_cut_round_the_pair(analyser: Analyser, encoder: Encoder) -> None:
    forms = ["and"] * 400 + "Ruritania shelled Florin .".split() + ["and"] * 400
    pair = read(analyser, encoder, forms, [400], [402])
    assert [pair.forms[i] for i in (*pair.source, *pair.target)] == ["ruritania", "florin"]
    assert len(pair.forms) < 256


def hand_made(relations: str, forms: str, upos: str) -> Pair:
    """Three words: the source, a verb, the target."""
    n = len(forms.split())
    rng = np.random.default_rng(0)
    return Pair(
        lemmas=tuple(forms.split()),
        forms=tuple(forms.split()),
        upos=tuple(upos.split()),
        heads=(1, -1, 1, 1)[:n],
        relations=tuple(relations.split()),
        source=(0,),
        target=(2,),
        types=np.eye(n, len(TYPES)),
        acts=np.zeros((n, len(ACTS))),
        plain=rng.normal(size=(n, 384)).astype(np.float32),
        masked=rng.normal(size=(n, 384)).astype(np.float32),
    )


def test_blocks_read_between_and_path() -> None:
    pair = hand_made("nsubj root obj", "lima bomb quito", "PROPN VERB PROPN")
    raw = blocks(pair)
    verb = pair.plain[1].astype(float)
    verb /= np.linalg.norm(verb)
    for name in ("between", "path", "top"):
        assert np.allclose(raw[name], verb)
    assert raw["words"].reshape(3, -1)[:, TYPES.index("ASSAULT")].min() > 0
    # only the verb's own chance counts, the mentions' do not
    assert raw["heads"][: len(TYPES)].tolist() == np.eye(1, len(TYPES), 1).ravel().tolist()


def test_signs() -> None:
    active = hand_made("nsubj root obj aux", "lima bomb quito will", "PROPN VERB PROPN AUX")
    passive = hand_made("obl:agent root nsubj:pass", "lima bomb quito", "PROPN VERB PROPN")
    assert blocks(active)["signs"].tolist() == [1, 0]
    assert blocks(passive)["signs"].tolist() == [0, 1]


def test_rows_have_one_scale() -> None:
    raw = [blocks(hand_made("nsubj root obj", f"lima {verb} quito", "PROPN VERB PROPN")) for verb in ("bomb", "thank")]
    rows = [row_of(row, scale_of(raw)) for row in raw]
    assert len({len(row) for row in rows}) == 1
    assert all(np.isfinite(row).all() for row in rows)


def test_a_model_of_another_network_is_refused(analyser: Analyser, encoder: Encoder, tmp_path: Path) -> None:
    text = (WEIGHTS / FILE).read_text(encoding="utf-8")
    (tmp_path / FILE).write_text(text.replace(analyser.version, "0" * 12), encoding="utf-8")
    with pytest.raises(WeightsError, match="another network"):
        Pairs(analyser, encoder, tmp_path)
    (tmp_path / FILE).write_text("{", encoding="utf-8")
    with pytest.raises(WeightsError, match="cannot be read"):
        Pairs(analyser, encoder, tmp_path)


def test_texts_that_mean_the_same_are_near(encoder: Encoder) -> None:
    a, b, c = (
        encoder.text(text)
        for text in ("Troops left the valley.", "The army withdrew from the valley.", "Bread prices fell in March.")
    )
    assert float(a @ b) > float(a @ c) + 0.2
    assert float(a @ a) == pytest.approx(1, abs=1e-5)
    assert not encoder.text(" ").any()


def test_a_damaged_encoder_is_refused(tmp_path: Path) -> None:
    for name in (*FILES, "encoder.onnx", "encoder.sha256"):
        shutil.copy(WEIGHTS / name, tmp_path / name)
    with (tmp_path / "encoder.onnx").open("r+b") as handle:
        handle.seek(1000)
        handle.write(b"\x00\x01\x02\x03")
    with pytest.raises(WeightsError, match="damaged"):
        Encoder(tmp_path)
