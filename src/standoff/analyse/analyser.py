"""The one neural pass over a report: sentences, tokens, tree, names, and what the learned heads mark."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import cast

import numpy as np

from standoff.analyse import decode
from standoff.analyse.heads import Chunk, chunks, softmax
from standoff.analyse.lemmas import lemma
from standoff.analyse.lemmas import mend as mend_lemma
from standoff.analyse.names import mend
from standoff.analyse.network import WEIGHTS, Floats, Network
from standoff.analyse.paragraphs import paragraphs, windows
from standoff.analyse.roles import Tree
from standoff.analyse.sentences import starts
from standoff.model import Analysis, Document, Entity, EntityKind, Mark, Point, Role, Sentence, Span, Token

#: A trigger is told of when "no event" is less sure than this; a pointer, when its word is likelier than that.
TRIGGER, POINT = 0.8, 0.1
_CUE_POINTS = ("source_first", "source_last", "content_first", "content_last", "addressee", "target")
_EVENT_POINTS = ("actor", "recipient")


class Analyser:
    """Runs the network over documents. Build it once: it holds the weights and what it has learnt of the vocabulary."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.version = network.version

    @classmethod
    def load(cls, folder: Path | None = None) -> Analyser:
        """The shipped network, or the one in ``folder``. Raises :class:`~standoff.errors.WeightsError` when damaged."""
        return cls(Network(folder or WEIGHTS))

    def run(self, document: Document) -> Analysis:
        """Sentences with trees, entities and marks of the record-bearing zones of ``document``."""
        sentences: list[Sentence] = []
        entities: list[Entity] = []
        marks: list[Mark] = []
        for paragraph, role in paragraphs(document):
            for words in windows(document.text, paragraph, self.network.pieces):
                forms = [word.of(document.text) for word in words]
                scores = self.network.run(self.network.pieces.window(forms))
                found = self._sentences(words, forms, scores, role)
                sentences.extend(found)
                entities.extend(
                    Entity(_span(words, c), cast(EntityKind, c.label), c.score)
                    for c in self.names(forms, scores, _tree(found))
                )
                marks.extend(self._marks(words, scores))
        return Analysis(
            tuple(sentences), tuple(entities), self.version, tuple(sorted(marks, key=lambda m: (m.span, m.head)))
        )

    def trees(
        self, forms: list[str], scores: dict[str, Floats], bounds: list[int]
    ) -> list[tuple[list[int], list[str]]]:
        """Heads (index in the sentence, -1 root) and relations of each sentence; ``bounds`` are the sentence edges
        in words."""
        out = []
        names = self.network.labels["rel"]
        for a, b in pairwise(bounds):
            arcs = scores["arcs"][a:b]
            heads = decode.heads(np.concatenate([arcs[:, :1], arcs[:, a + 1 : b + 1]], axis=1))
            chosen = np.array([0 if h < 0 else a + h + 1 for h in heads])
            labels = self.network.relations(scores["rel_dep"][a:b], scores["rel_head"][chosen])
            root = names.index("root")
            for k, h in enumerate(heads):
                # exactly the root is called root
                labels[k, root] = 1e9 if h < 0 else -1e9
            out.append((heads, [names[i] for i in labels.argmax(axis=1)]))
        return out

    def names(self, forms: list[str], scores: dict[str, Floats], tree: Tree) -> list[Chunk]:
        """The names of a window, given the tree over it."""
        return mend(chunks(scores["ner"], self.network.labels["ner"]), forms, tree)

    def lemmas(self, forms: list[str], scores: dict[str, Floats]) -> list[str]:
        """The lemma of each word of a window."""
        labels = self.network.labels
        scripts = scores["lemma"].argmax(axis=1)
        tags = scores["xpos"].argmax(axis=1)
        known = self.network.pieces.whole
        return [
            mend_lemma(form, lemma(form, labels["lemma"][rule]), labels["xpos"][tag], known)
            for form, rule, tag in zip(forms, scripts, tags, strict=True)
        ]

    def _sentences(self, words: list[Span], forms: list[str], scores: dict[str, Floats], role: Role) -> list[Sentence]:
        bounds = [*starts(words, forms, softmax(scores["start"])[:, 1].tolist()), len(words)]
        labels = self.network.labels
        upos = scores["upos"].argmax(axis=1)
        xpos = scores["xpos"].argmax(axis=1)
        feats = scores["feats"].argmax(axis=1)
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
        for chunk in chunks(scores["cue"], self.network.labels["cue"]):
            span = _span(words, chunk)
            out.append(
                Mark(span, "cue", chunk.label, chunk.score, self._points(words, scores, chunk.start, _CUE_POINTS))
            )
            out.append(Mark(span, "certainty", *self._best(scores["certainty"][chunk.start], "certainty")))
        names = self.network.labels["event"]
        none = names.index("O")
        chance = softmax(scores["event"])
        for i, word in enumerate(words):
            if chance[i, none] > TRIGGER:
                continue
            some = chance[i].copy()
            some[none] = 0.0
            best = int(some.argmax())
            points = self._points(words, scores, i, _EVENT_POINTS)
            out.append(Mark(word, "event", names[best], round(float(some[best]), 4), points))
            out.append(Mark(word, "status", *self._best(scores["status"][i], "status")))
        return out

    def _best(self, scores: Floats, head: str) -> tuple[str, float]:
        """The likeliest class of a word under a head that says nothing of words without one, and its probability."""
        names = self.network.labels[head]
        chance = softmax(scores)
        if "O" in names:
            chance[names.index("O")] = 0.0
        best = int(chance.argmax())
        return names[best], round(float(chance[best]), 4)

    def _points(
        self, words: list[Span], scores: dict[str, Floats], word: int, names: tuple[str, ...]
    ) -> tuple[Point, ...]:
        """The likely arguments of a word, best first under each name."""
        out = []
        for name in names:
            chance = softmax(scores["pointers"][self.network.pointers.index(name), word])
            for j in np.argsort(-chance, kind="stable"):
                if chance[j] < POINT:
                    break
                out.append(Point(name, words[j - 1] if j else None, round(float(chance[j]), 4)))
        return tuple(out)


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
