"""What one actor does to another in a sentence, as a PLOVER root: the small model over what the networks say.

A sentence with a source and a target (:class:`Pair`) becomes seven blocks of numbers, each in its own scale:

===========  ==========================================================================================
between      mean of the plain encoder's vectors of the words between source and target
masked       the same with both named only "the government" and "the other country"
path, top    its vectors on the tree path from source to target, and of the path's highest word
heads        the analyser's chances of PLOVER types and statement acts: the highest over the sentence, by
             nearness in the tree to both, to the source, to the target, and between them
words        the types that the trigger table gives the sentence's words: anywhere, between, on the path
signs        whether a future auxiliary or a passive stands there; both also multiply ``heads``
===========  ==========================================================================================

A multinomial logistic regression (``weights/plover.json``, by ``python -m training.plover``) makes roots of them. The
roots are PLOVER's types but CONCEDE and RETREAT, which are one: YIELD.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import get_args

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from standoff.analyse.analyser import Analyser
from standoff.analyse.encoder import WIDTH, Encoder
from standoff.analyse.heads import softmax
from standoff.analyse.network import WEIGHTS, Floats
from standoff.data import table
from standoff.errors import WeightsError
from standoff.model import Act

FILE = "plover.json"
#: Quad class of each root: 1 and 2 cooperation in word and deed, 3 and 4 conflict in word and deed.
QUAD = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "REQUEST": 3, "ACCUSE": 3,
    "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
TYPES = (*(root for root in QUAD if root != "YIELD"), "CONCEDE", "RETREAT")
ACTS: tuple[str, ...] = get_args(Act)
#: What stands for source and target in ``masked``.
NOBODY = ("the", "government"), ("the", "other", "country")
FUTURE = frozenset({"will", "'ll", "’ll", "wo", "shall", "would"})
_POS = {"VERB": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a", "ADV": "a"}
#: Blocks of vectors, and what each block weighs beside the others.
VECTORS = ("between", "masked", "path", "top")

Wide = NDArray[np.float64]


class Pair(Struct, frozen=True, kw_only=True):
    """A sentence of n words with the words of a source and a target (either may be none).

    ``types`` [n, 16] and ``acts`` [n, 14] are the analyser's chances; ``plain`` and ``masked`` [n, 384] the encoder's
    vectors, the latter zero on the words of source and target.
    """

    lemmas: tuple[str, ...]
    forms: tuple[str, ...]
    upos: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    source: tuple[int, ...]
    target: tuple[int, ...]
    types: Wide
    acts: Wide
    plain: Floats
    masked: Floats


def read(
    analyser: Analyser, encoder: Encoder, forms: Sequence[str], source: Iterable[int], target: Iterable[int]
) -> Pair:
    """Runs both networks over one sentence of at least one word; what one window cannot hold, after both, is cut off.

    Words that belong to both count for the source.
    """
    doers = tuple(sorted(set(source)))
    others = tuple(sorted(set(target) - set(doers)))
    last = max((*doers, *others), default=0) + 1
    fits = encoder.fits(forms)
    start = 0 if last <= fits else min((*doers, *others))
    forms = forms[start : start + encoder.fits(forms[start:])]
    doers = tuple(i - start for i in doers if i - start < len(forms))
    others = tuple(i - start for i in others if i - start < len(forms))
    net = analyser.network
    scores = net.run(net.pieces.window(forms))
    ((heads, relations),) = analyser.trees(list(forms), scores, [0, len(forms)])
    types = softmax(scores["event"]) @ _gather([name.split()[0] for name in net.labels["event"]], TYPES)
    acts = softmax(scores["cue"]) @ _gather([name[2:] for name in net.labels["cue"]], ACTS)
    return Pair(
        lemmas=tuple(lemma.lower() for lemma in analyser.lemmas(list(forms), scores)),
        forms=tuple(form.lower() for form in forms),
        upos=tuple(net.labels["upos"][k] for k in scores["upos"].argmax(axis=1)),
        heads=tuple(heads),
        relations=tuple(relations),
        source=doers,
        target=others,
        types=types,
        acts=acts,
        plain=encoder.words(forms),
        masked=_masked(encoder, forms, doers, others),
    )


def _gather(names: Sequence[str], wanted: Sequence[str]) -> Wide:
    """A matrix [names, wanted] that sums the classes of one name."""
    return np.array([[float(name == want) for want in wanted] for name in names])


def _masked(encoder: Encoder, forms: Sequence[str], source: Sequence[int], target: Sequence[int]) -> Floats:
    """Vectors [n, 384] with the first word of source and target replaced by :data:`NOBODY`, their others left out."""
    words: list[tuple[str, int]] = []  # with the index in the sentence, -1 for what is put in
    for i, form in enumerate(forms):
        mention, name = next(
            ((m, name) for m, name in zip((source, target), NOBODY, strict=True) if i in m), ((), (form,))
        )
        if not mention:
            words.append((form, i))
        elif i == mention[0]:
            words.extend((word, -1) for word in name)
    words = words[: encoder.fits([word for word, _ in words])]
    vectors = encoder.words([word for word, _ in words])
    out = np.zeros((len(forms), WIDTH), np.float32)
    for (_, i), vector in zip(words, vectors, strict=True):
        if i >= 0:
            out[i] = vector
    return out


# --- blocks ----------------------------------------------------------------------------------------------------


def blocks(pair: Pair) -> dict[str, Wide]:
    """The blocks of one pair, raw: ``between``, ``masked``, ``path``, ``top`` [384], ``heads`` [150], ``words`` [48],
    ``signs`` [2]."""
    n = len(pair.forms)
    mentions = {*pair.source, *pair.target}
    between = _between(pair, mentions)
    path, top = _path(pair)
    bare = [i for i in path if i not in mentions]
    near = [i for i in range(n) if pair.heads[i] in bare and i not in mentions]
    both = {*between, *near}
    future = any(pair.forms[i] in FUTURE and pair.upos[i] == "AUX" for i in both)
    ends = [k for k in (_top(pair, pair.source), _top(pair, pair.target)) if k is not None]
    passive = any(":pass" in pair.relations[i] for i in (*near, *ends))
    return {
        "between": _mean(pair.plain, between),
        "masked": _mean(pair.masked, [i for i in between if i not in mentions] or between),
        "path": _mean(pair.plain, bare or path),
        "top": _mean(pair.plain, [top]),
        "heads": _heads(pair, mentions, between),
        "words": _words(pair, mentions, set(between), set(path)),
        "signs": np.array([float(future), float(passive)]),
    }


def _mean(vectors: Floats, at: list[int]) -> Wide:
    mean = np.asarray(vectors[at].astype(np.float64).mean(axis=0))
    return mean / max(float(np.linalg.norm(mean)), 1e-9)


def _between(pair: Pair, mentions: set[int]) -> list[int]:
    """The words between the first and the last word of source and target that are neither's; all when none are."""
    n = len(pair.forms)
    first, last = (min(mentions), max(mentions)) if pair.source and pair.target else (0, n - 1)
    inside = [i for i in range(first, last + 1) if i not in mentions]
    return inside or [i for i in range(n) if i not in mentions] or list(range(n))


def _top(pair: Pair, mention: Sequence[int]) -> int | None:
    """The word of a mention whose head is outside it."""
    return next((i for i in mention if pair.heads[i] not in mention), None)


def _above(pair: Pair, start: int | None) -> list[int]:
    """A word and those above it."""
    out: list[int] = []
    at = -1 if start is None else start
    while at >= 0 and len(out) < len(pair.heads):
        out.append(at)
        at = pair.heads[at]
    return out


def _path(pair: Pair) -> tuple[list[int], int]:
    """The words on the tree path from source to target with the highest of them; one of the two missing, up to the
    root."""
    left, right = _above(pair, _top(pair, pair.source)), _above(pair, _top(pair, pair.target))
    if not left or not right:
        path = left or right or [pair.heads.index(-1)]
        return path, path[-1]
    shared = set(left) & set(right)
    top = next(i for i in left if i in shared)
    return [*(i for i in left if i not in shared), top, *(i for i in reversed(right) if i not in shared)], top


def _steps(pair: Pair, start: int | None) -> Wide:
    """How many arcs lie between ``start`` and each word; 3 for all without a start."""
    n = len(pair.heads)
    if start is None:
        return np.full(n, 3.0)
    arcs: list[list[int]] = [[] for _ in range(n)]
    for i, head in enumerate(pair.heads):
        if head >= 0:
            arcs[i].append(head)
            arcs[head].append(i)
    out = np.full(n, 99.0)
    out[start] = 0.0
    edge = [start]
    while edge:
        further = []
        for i in edge:
            for k in arcs[i]:
                if out[k] > out[i] + 1:
                    out[k] = out[i] + 1
                    further.append(k)
        edge = further
    return out


def _heads(pair: Pair, mentions: set[int], between: list[int]) -> Wide:
    """The highest chance of each type and act under five weightings of the words."""
    n = len(pair.forms)
    free = np.array([i not in mentions for i in range(n)])
    if not free.any():
        free[:] = True
    doer, other = _steps(pair, _top(pair, pair.source)), _steps(pair, _top(pair, pair.target))
    detour = doer + other - (doer + other)[free].min()
    inside = np.zeros(n)
    inside[between] = 1.0
    weights = (
        np.ones(n),
        1 / (1 + np.maximum(detour, 0)),
        1 / np.maximum(doer, 1),
        1 / np.maximum(other, 1),
        inside,
    )
    chances = np.hstack([pair.types, pair.acts])
    return np.concatenate([(chances * (weight * free)[:, None]).max(axis=0) for weight in weights])


@cache
def _table() -> dict[tuple[str, str], Wide]:
    """(lemma, part of speech) to the mean score [16] of its rows in the trigger table, whatever their conditions."""
    found: dict[tuple[str, str], list[Wide]] = {}
    for row in table("triggers.csv"):
        score = np.array([float(row["score"] or 0) * (row["type"] == name) for name in TYPES])
        for lemma in row["lemma"].split():
            found.setdefault((lemma, row["pos"]), []).append(score)
    return {key: np.mean(scores, axis=0) for key, scores in found.items()}


def _words(pair: Pair, mentions: set[int], between: set[int], path: set[int]) -> Wide:
    out = np.zeros((3, len(TYPES)))
    for i, (lemma, upos) in enumerate(zip(pair.lemmas, pair.upos, strict=True)):
        score = _table().get((lemma, _POS.get(upos, "")))
        if score is None or i in mentions:
            continue
        for row, inside in enumerate((True, i in between, i in path)):
            if inside:
                out[row] = np.maximum(out[row], score)
    return out.ravel()


# --- the model -------------------------------------------------------------------------------------------------


class Scale(Struct, frozen=True):
    """Where the numbers of each block lie in the training rows: their means, and for ``heads`` their deviations."""

    means: dict[str, list[float]]
    spread: list[float]


def scale_of(rows: Sequence[dict[str, Wide]]) -> Scale:
    """The scale of training rows, by :func:`blocks`."""
    means = {name: np.mean([row[name] for row in rows], axis=0) for name in (*VECTORS, "signs")}
    logs = np.array([_log(row["heads"]) for row in rows])
    means["heads"] = logs.mean(axis=0)
    return Scale({name: mean.tolist() for name, mean in means.items()}, np.maximum(logs.std(axis=0), 0.1).tolist())


def _log(chances: Wide) -> Wide:
    return np.log(np.clip(chances, 1e-4, 1.0))


def row_of(raw: dict[str, Wide], scale: Scale) -> Wide:
    """The input of the regression [2036] for one pair."""
    vectors = []
    for name in VECTORS:
        centred = raw[name] - np.array(scale.means[name])
        vectors.append(centred / max(float(np.linalg.norm(centred)), 1e-9))
    heads = (_log(raw["heads"]) - np.array(scale.means["heads"])) / np.array(scale.spread)
    heads /= len(heads) ** 0.5
    signs = 2 * (raw["signs"] - np.array(scale.means["signs"]))
    return np.concatenate([*vectors, heads, heads * signs[0], heads * signs[1], raw["words"] / 1.5, signs * 0.08])


class Model(Struct, frozen=True, kw_only=True):
    """The fitted regression: ``weights`` [inputs][roots], ``bias`` [roots]; ``network`` and ``encoder`` name the
    versions that it was fitted on."""

    network: str
    encoder: str
    roots: list[str]
    scale: Scale
    weights: list[list[float]]
    bias: list[float]


class Pairs:
    """Roots of pairs, by the model in ``folder``.

    Raises :class:`~standoff.errors.WeightsError` when it is missing, damaged or was fitted on another network.
    """

    def __init__(self, analyser: Analyser, encoder: Encoder, folder: Path = WEIGHTS) -> None:
        self.analyser, self.encoder = analyser, encoder
        try:
            model = msgspec.json.decode((folder / FILE).read_bytes(), type=Model)
        except (OSError, msgspec.DecodeError) as err:
            raise WeightsError(f"{folder / FILE}: cannot be read ({err}); run python -m training.plover") from err
        if (model.network, model.encoder) != (analyser.version, encoder.version):
            raise WeightsError(f"{folder / FILE}: fitted on another network; run python -m training.plover")
        self.scale, self.roots = model.scale, tuple(model.roots)
        self._weights, self._bias = np.array(model.weights), np.array(model.bias)

    def chances(self, forms: Sequence[str], source: Iterable[int], target: Iterable[int]) -> dict[str, float]:
        """The chance of each root, likeliest first, for what the words ``source`` do to the words ``target``.

        ``forms`` are the words of one sentence by :func:`standoff.analyse.tokens.words`; the others are indices.
        """
        raw = blocks(read(self.analyser, self.encoder, forms, source, target))
        chance = softmax((row_of(raw, self.scale) @ self._weights + self._bias)[None].astype(np.float32))[0]
        ranked = sorted(zip(self.roots, chance.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
        return {root: round(value, 4) for root, value in ranked}
