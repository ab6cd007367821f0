"""From the network's scores to what they say: spans, frames, pointers, attributions. Pure numpy, one window at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from standoff.analyse.network import Floats, Network
from standoff.analyse.roles import Tree, choose, phrases, places

#: The mean probability of its tags below which a span of an attribution is more likely wrong than right: chosen on one
#: half of PolNeAR's dev documents.
SURE = 0.65
#: What no score can make up for.
_NEVER = -1e9


class Chunk(Struct, frozen=True, order=True):
    """Words ``start`` to ``end`` of a window under a label; ``score`` is the mean probability of their tags."""

    start: int
    end: int
    label: str
    score: float = 1.0


class Frame(Struct, frozen=True):
    """A PropBank predicate, a word of the window, with its labelled arguments."""

    predicate: int
    arguments: tuple[Chunk, ...]


class Attribution(Struct, frozen=True):
    """A cue with the sources and the contents that belong to it; without a cue, a source or content that has none."""

    sources: tuple[Chunk, ...]
    cue: Chunk | None
    contents: tuple[Chunk, ...]


def softmax(scores: Floats) -> NDArray[np.float64]:
    """Probabilities over the last axis."""
    wide = scores.astype(np.float64)
    power = np.exp(wide - wide.max(axis=-1, keepdims=True))
    return np.asarray(power / power.sum(axis=-1, keepdims=True))


@cache
def _steps(names: tuple[str, ...]) -> NDArray[np.float64]:
    """Cost [from, to] of each step between BIO tags: an I needs its B or I before it; the last row is the beginning."""
    inside = np.array([tag.startswith("I-") for tag in names])
    kind = np.array([tag[2:] for tag in names])
    allowed = ~inside[None, :] | ((kind[:, None] == kind[None, :]) & (np.array(names) != "O")[:, None])
    return np.where(np.vstack([allowed, ~inside[None, :]]), 0.0, _NEVER)


def best_tags(scores: NDArray[np.float64], names: Sequence[str]) -> NDArray[np.intp]:
    """The likeliest well-formed BIO tags [..., words] of log probabilities [..., words, tags] (Viterbi)."""
    steps = _steps(tuple(names))
    words = scores.shape[-2]
    greedy = scores.argmax(axis=-1)
    if not (steps[-1][greedy[..., 0]].any() or steps[greedy[..., :-1], greedy[..., 1:]].any()):
        return np.asarray(greedy)  # each word's likeliest tag, well-formed as it is: nothing can be likelier
    total = scores[..., 0, :] + steps[-1]
    back = np.empty(scores.shape, dtype=np.intp)
    for i in range(1, words):
        ways = total[..., :, None] + steps[:-1]
        back[..., i, :] = ways.argmax(axis=-2)
        total = ways.max(axis=-2) + scores[..., i, :]
    out = np.empty(scores.shape[:-1], dtype=np.intp)
    out[..., -1] = total.argmax(axis=-1)
    for i in range(words - 1, 0, -1):
        out[..., i - 1] = np.take_along_axis(back[..., i, :], out[..., i, None], axis=-1)[..., 0]
    return out


def chunks(scores: Floats, names: Sequence[str]) -> list[Chunk]:
    """The spans that a BIO head marks, from its scores [words, tags]."""
    chance = softmax(scores)
    return _chunks(chance, best_tags(np.log(chance + 1e-12), names), names)


def _chunks(chance: NDArray[np.float64], tags: NDArray[np.intp], names: Sequence[str]) -> list[Chunk]:
    out = []
    i = 0
    while i < len(tags):
        tag = names[tags[i]]
        if tag == "O":
            i += 1
            continue
        j = i + 1
        while j < len(tags) and names[tags[j]] == f"I-{tag[2:]}":
            j += 1
        share = float(chance[np.arange(i, j), tags[i:j]].mean())
        out.append(Chunk(i, j, tag[2:], round(share, 4)))
        i = j
    return out


def predicates(network: Network, scores: dict[str, Floats]) -> list[int]:
    """The words that the network takes for PropBank predicates."""
    yes, no = (network.labels["predicate"].index(x) for x in ("yes", "no"))
    return [int(i) for i in np.nonzero(scores["predicate"][:, yes] > scores["predicate"][:, no])[0]]


def frames(network: Network, scores: dict[str, Floats], at: Sequence[int], tree: Tree) -> list[Frame]:
    """The arguments of the predicates ``at`` these words, given the tree over the window."""
    found = [phrases(tree, predicate) for predicate in at]
    shown = [places(some, predicate, network.paths, len(tree.heads)) for predicate, some in zip(at, found, strict=True)]
    if not any(map(len, shown)):
        return [Frame(predicate, ()) for predicate in at]
    chance = softmax(network.roles(scores["words"], np.concatenate(shown)))
    names = network.labels["role"]
    out = []
    done = 0
    for predicate, some in zip(at, found, strict=True):
        mine = chance[done : done + len(some)]
        done += len(some)
        out.append(
            Frame(
                predicate,
                tuple(
                    Chunk(some[k].start, some[k].end, names[role], round(float(mine[k, role]), 4))
                    for k, role in choose(some, np.log(mine + 1e-12))
                ),
            )
        )
    return out


def attribution_spans(network: Network, scores: dict[str, Floats], sure: float = SURE) -> list[Chunk]:
    """PolNeAR's sources, cues and contents of a window: those at least so ``sure``, contents side by side as one. What
    is linked takes all of them (:func:`attributions`): half of a content is enough there, and a doubt costs more."""
    out: list[Chunk] = []
    for chunk in chunks(scores["attribution"], network.labels["attribution"]):
        if chunk.score < sure:
            continue
        last = out[-1] if out else None
        if last and last.label == chunk.label == "CONTENT" and last.end == chunk.start:
            out[-1] = Chunk(last.start, chunk.end, chunk.label, min(last.score, chunk.score))
        else:
            out.append(chunk)
    return out


def attributions(network: Network, scores: dict[str, Floats]) -> list[Attribution]:
    """PolNeAR's relations: spans by the BIO head, each source and content joined to the cue that its first word points
    to; a pointer that falls beside every cue takes the likeliest of them, or none."""
    found = chunks(scores["attribution"], network.labels["attribution"])
    cues = [c for c in found if c.label == "CUE"]
    parts: list[list[Chunk]] = [[] for _ in cues]
    alone: list[Chunk] = []
    if cues:
        chance = softmax(scores["pointers"][network.pointers.index("owner")])
        columns = [0, *(c.start + 1 for c in cues)]
        for chunk in found:
            if chunk.label != "CUE":
                best = int(chance[chunk.start, columns].argmax())
                (parts[best - 1] if best else alone).append(chunk)
    else:
        alone = found
    out = [_attribution(cue, mine) for cue, mine in zip(cues, parts, strict=True)]
    return out + [_attribution(None, [chunk]) for chunk in alone]


def _attribution(cue: Chunk | None, mine: list[Chunk]) -> Attribution:
    return Attribution(
        tuple(c for c in mine if c.label == "SOURCE"), cue, tuple(c for c in mine if c.label == "CONTENT")
    )
