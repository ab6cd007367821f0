"""The one neural pass over a report: sentences, tokens, tree, names, and what the learned heads mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np

from standoff.analyse import decode
from standoff.analyse.heads import Chunk, chunks, softmax
from standoff.analyse.lemmas import lemma
from standoff.analyse.lemmas import mend as mend_lemma
from standoff.analyse.names import mend
from standoff.analyse.network import POOL, WEIGHTS, Floats, Network
from standoff.analyse.paragraphs import paragraphs, windows
from standoff.analyse.pieces import Window
from standoff.analyse.roles import Tree
from standoff.analyse.sentences import starts
from standoff.model import Analysis, Document, Entity, EntityKind, Mark, Point, Role, Sentence, Span, Token

#: A trigger is told of when "no event" is less sure than this; a pointer, when its word is likelier than that.
TRIGGER, POINT = 0.8, 0.1
_CUE_POINTS = ("source_first", "source_last", "content_first", "content_last", "addressee", "target")
_EVENT_POINTS = ("actor", "recipient")


class _Stretch(NamedTuple):
    """A window of a document: its words, what they are, how the network reads them, the zone's role."""

    words: list[Span]
    forms: list[str]
    window: Window
    role: Role


class Analyser:
    """Runs the network over documents. Build it once: it holds the weights and what it has learnt of the vocabulary."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.version = network.version
        self._lemmas: dict[tuple[str, ...], str] = {}

    @classmethod
    def load(cls, folder: Path | None = None) -> Analyser:
        """The shipped network, or the one in ``folder``. Raises :class:`~standoff.errors.WeightsError` when damaged."""
        return cls(Network(folder or WEIGHTS))

    def run(self, document: Document) -> Analysis:
        """Sentences with trees, entities and marks of the record-bearing zones of ``document``."""
        return next(self.runs([document]))

    def runs(self, documents: Iterable[Document]) -> Iterator[Analysis]:
        """The analysis of each document in order, as :meth:`run` gives it; some are read together, which is faster."""
        pool: list[list[_Stretch]] = []
        pieces = 0
        for document in documents:
            pool.append(list(self._stretches(document)))
            pieces += sum(len(stretch.window.ids) for stretch in pool[-1])
            if pieces >= POOL:
                yield from self._analyses(pool)
                pool, pieces = [], 0
        yield from self._analyses(pool)

    def _stretches(self, document: Document) -> Iterator[_Stretch]:
        pieces = self.network.pieces
        for paragraph, role in paragraphs(document):
            for words in windows(document.text, paragraph, pieces):
                forms = [word.of(document.text) for word in words]
                yield _Stretch(words, forms, pieces.window(forms), role)

    def _analyses(self, pool: list[list[_Stretch]]) -> Iterator[Analysis]:
        read = self.network.runs(stretch.window for stretches in pool for stretch in stretches)
        for stretches in pool:
            sentences: list[Sentence] = []
            entities: list[Entity] = []
            marks: list[Mark] = []
            for stretch, scores in zip(stretches, read, strict=False):
                words, forms = stretch.words, stretch.forms
                found = self._sentences(words, forms, scores, stretch.role)
                sentences.extend(found)
                entities.extend(
                    Entity(_span(words, c), cast(EntityKind, c.label), c.score)
                    for c in self.names(forms, scores, _tree(found))
                )
                marks.extend(self._marks(words, scores))
            yield Analysis(
                tuple(sentences), tuple(entities), self.version, tuple(sorted(marks, key=lambda m: (m.span, m.head)))
            )

    def trees(
        self, forms: list[str], scores: dict[str, Floats], bounds: list[int]
    ) -> list[tuple[list[int], list[str]]]:
        """Heads (index in the sentence, -1 root) and relations of each sentence; ``bounds`` are the sentence edges
        in words."""
        heads: list[list[int]] = []
        chosen: list[int] = []  # the row of each word's head, root first
        for a, b in pairwise(bounds):
            arcs = scores["arcs"][a:b]
            heads.append(decode.heads(np.concatenate([arcs[:, :1], arcs[:, a + 1 : b + 1]], axis=1)))
            chosen.extend(0 if h < 0 else a + h + 1 for h in heads[-1])
        start, end = bounds[0], bounds[-1]
        names = self.network.labels["rel"]
        labels = self.network.relations(scores["rel_dep"][start:end], scores["rel_head"][chosen])
        # exactly the root is called root
        labels[:, names.index("root")] = np.where(np.array(chosen) == 0, 1e9, -1e9)
        relations = [names[i] for i in labels.argmax(axis=1).tolist()]
        return [
            (found, relations[a - start : b - start]) for found, (a, b) in zip(heads, pairwise(bounds), strict=True)
        ]

    def names(self, forms: list[str], scores: dict[str, Floats], tree: Tree) -> list[Chunk]:
        """The names of a window, given the tree over it."""
        return mend(chunks(scores["ner"], self.network.labels["ner"]), forms, tree)

    def lemmas(self, forms: list[str], scores: dict[str, Floats]) -> list[str]:
        """The lemma of each word of a window."""
        labels = self.network.labels
        scripts, tags = (scores[head].argmax(axis=1).tolist() for head in ("lemma", "xpos"))
        return [
            self._lemma(form, labels["lemma"][rule], labels["xpos"][tag])
            for form, rule, tag in zip(forms, scripts, tags, strict=True)
        ]

    def _lemma(self, *told: str) -> str:
        """The lemma of a form by its script and tag, remembered (up to a bound)."""
        found = self._lemmas.get(told)
        if found is None:
            form, script, xpos = told
            found = mend_lemma(form, lemma(form, script), xpos, self.network.pieces.whole)
            if len(self._lemmas) < 100_000:
                self._lemmas[told] = found
        return found

    def _sentences(self, words: list[Span], forms: list[str], scores: dict[str, Floats], role: Role) -> list[Sentence]:
        bounds = [*starts(words, forms, softmax(scores["start"])[:, 1].tolist()), len(words)]
        labels = self.network.labels
        upos, xpos, feats = (scores[head].argmax(axis=1).tolist() for head in ("upos", "xpos", "feats"))
        lemmas = self.lemmas(forms, scores)
        out = []
        for (a, b), (heads, relations) in zip(pairwise(bounds), self.trees(forms, scores, bounds), strict=True):
            tokens = tuple(
                Token(
                    words[i],
                    forms[i],
                    lemmas[i],
                    labels["upos"][upos[i]],
                    labels["xpos"][xpos[i]],
                    heads[i - a],
                    relations[i - a],
                    labels["feats"][feats[i]],
                )
                for i in range(a, b)
            )
            out.append(Sentence(Span(words[a].start, words[b - 1].end), tokens, role))
        return out

    def _marks(self, words: list[Span], scores: dict[str, Floats]) -> list[Mark]:
        """Cues with certainty, triggers with status, and where their arguments are. A trigger is every word whose best
        reading but "no event" is not hopeless."""
        out = []
        cues = chunks(scores["cue"], self.network.labels["cue"])
        at = [chunk.start for chunk in cues]
        for chunk, points, certainty in zip(
            cues,
            self._points(words, scores, at, _CUE_POINTS),
            self._best(scores["certainty"][at], "certainty"),
            strict=True,
        ):
            span = _span(words, chunk)
            out.append(Mark(span, "cue", chunk.label, chunk.score, points))
            out.append(Mark(span, "certainty", *certainty))
        none = self.network.labels["event"].index("O")
        at = np.flatnonzero(softmax(scores["event"])[:, none] <= TRIGGER).tolist()
        for i, points, event, status in zip(
            at,
            self._points(words, scores, at, _EVENT_POINTS),
            self._best(scores["event"][at], "event"),
            self._best(scores["status"][at], "status"),
            strict=True,
        ):
            out.append(Mark(words[i], "event", *event, points))
            out.append(Mark(words[i], "status", *status))
        return out

    def _best(self, scores: Floats, head: str) -> list[tuple[str, float]]:
        """The likeliest class of each row under a head that says nothing of words without one, and its probability."""
        if not len(scores):
            return []
        names = self.network.labels[head]
        chance = softmax(scores)
        if "O" in names:
            chance[:, names.index("O")] = 0.0
        return [
            (names[k], round(share, 4))
            for k, share in zip(chance.argmax(axis=1).tolist(), chance.max(axis=1).tolist(), strict=True)
        ]

    def _points(
        self, words: list[Span], scores: dict[str, Floats], at: list[int], names: tuple[str, ...]
    ) -> list[tuple[Point, ...]]:
        """The likely arguments of each of some words, best first under each name."""
        if not at:
            return []
        known = self.network.pointers
        chances = softmax(scores["pointers"][[[known.index(name)] for name in names], at])
        out: list[list[Point]] = [[] for _ in at]
        ranked = sorted(  # by word and name, the likeliest first
            (k, m, -chances[m, k, j], j) for m, k, j in np.argwhere(chances >= POINT).tolist()
        )
        for k, m, chance, j in ranked:
            out[k].append(Point(names[m], words[j - 1] if j else None, round(-float(chance), 4)))
        return [tuple(points) for points in out]


def _span(words: list[Span], chunk: Chunk) -> Span:
    return Span(words[chunk.start].start, words[chunk.end - 1].end)


def _tree(sentences: list[Sentence]) -> Tree:
    """The trees of a window's sentences as one, heads counted from the window's first word."""
    heads: list[int] = []
    relations: list[str] = []
    for sent in sentences:
        base = len(heads)
        heads.extend(-1 if token.head < 0 else base + token.head for token in sent.tokens)
        relations.extend(token.deprel for token in sent.tokens)
    return Tree(heads, relations)
