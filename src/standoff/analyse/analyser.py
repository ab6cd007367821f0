"""The one neural pass over a report: sentences, tokens, tree, names, and what the learned heads mark."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from standoff.analyse import decode
from standoff.analyse.lemmas import lemma, mend
from standoff.analyse.network import WEIGHTS, Floats, Network
from standoff.analyse.paragraphs import paragraphs, windows
from standoff.analyse.sentences import starts
from standoff.model import Analysis, Document, Entity, EntityKind, Mark, Role, Sentence, Span, Token


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
                sentences.extend(self._sentences(words, forms, scores, role))
                entities.extend(
                    Entity(s, cast(EntityKind, kind), p) for s, kind, p in self.spans(words, scores["ner"], "ner")
                )
                marks.extend(Mark(s, "cue", label, p) for s, label, p in self.spans(words, scores["cue"], "cue"))
                marks.extend(Mark(s, "event", label, p) for s, label, p in self._triggers(words, scores["event"]))
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

    def lemmas(self, forms: list[str], scores: dict[str, Floats]) -> list[str]:
        """The lemma of each word of a window."""
        labels = self.network.labels
        scripts = scores["lemma"].argmax(axis=1)
        tags = scores["xpos"].argmax(axis=1)
        known = self.network.pieces.whole
        return [
            mend(form, lemma(form, labels["lemma"][rule]), labels["xpos"][tag], known)
            for form, rule, tag in zip(forms, scripts, tags, strict=True)
        ]

    def _sentences(self, words: list[Span], forms: list[str], scores: dict[str, Floats], role: Role) -> list[Sentence]:
        bounds = [*starts(words, forms, softmax(scores["start"])[:, 1].tolist()), len(words)]
        labels = self.network.labels
        upos = scores["upos"].argmax(axis=1)
        xpos = scores["xpos"].argmax(axis=1)
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
                )
                for i in range(a, b)
            )
            out.append(Sentence(Span(words[a].start, words[b - 1].end), tokens, role))
        return out

    def spans(self, words: list[Span], scores: Floats, head: str) -> list[tuple[Span, str, float]]:
        """Spans of a BIO head with their label and the mean probability of their words."""
        names = self.network.labels[head]
        chance = softmax(scores)
        best = chance.argmax(axis=1)
        out: list[tuple[Span, str, float]] = []
        i = 0
        while i < len(words):
            label = names[best[i]]
            if label == "O":
                i += 1
                continue
            j = i + 1
            while j < len(words) and names[best[j]] == f"I-{label[2:]}":
                j += 1
            share = float(chance[np.arange(i, j), best[i:j]].mean())
            out.append((Span(words[i].start, words[j - 1].end), label[2:], round(share, 4)))
            i = j
        return out

    def _triggers(self, words: list[Span], scores: Floats) -> list[tuple[Span, str, float]]:
        """Every word whose best reading but "no event" is not hopeless, with that reading and its probability."""
        names = self.network.labels["event"]
        none = names.index("O")
        chance = softmax(scores)
        some = chance.copy()
        some[:, none] = 0.0
        best = some.argmax(axis=1)
        return [
            (words[i], names[best[i]], round(float(chance[i, best[i]]), 4))
            for i in range(len(words))
            if 1.0 - chance[i, none] >= 0.2
        ]


def softmax(scores: Floats) -> NDArray[np.float64]:
    """Probabilities [n, classes] of scores [n, classes]."""
    wide = scores.astype(np.float64)
    power = np.exp(wide - wide.max(axis=1, keepdims=True))
    return np.asarray(power / power.sum(axis=1, keepdims=True))
