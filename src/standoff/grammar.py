"""What a dependency tree says: the few questions that every wing asks of a sentence.

Functions take a :class:`~standoff.model.Sentence` and token indices and know Universal Dependencies, nothing of
statements or events. ``Tree`` indexes one sentence once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from standoff.model import Sentence, Span, Token

#: Relations that do not belong to a noun phrase as the codebook draws a source: clauses out, titles and appositions in.
CLAUSAL = frozenset({"acl:relcl", "advcl", "advcl:relcl", "ccomp", "parataxis", "csubj", "csubj:outer", "discourse"})


class Tree:
    """One sentence as a tree. ``kids[i]`` are the indices of the dependents of token i, in order."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens: tuple[Token, ...] = sentence.tokens
        self.kids: list[list[int]] = [[] for _ in self.tokens]
        self.root = 0
        for i, token in enumerate(self.tokens):
            if token.head >= 0:
                self.kids[token.head].append(i)
            else:
                self.root = i

    @cached_property
    def depth(self) -> list[int]:
        """Distance of each token from the root."""
        out = [0] * len(self.tokens)
        stack = [self.root]
        left = len(self.tokens)  # a hand-made sentence without a root may hold a cycle
        while stack and left:
            i = stack.pop()
            left -= 1
            for k in self.kids[i]:
                out[k] = out[i] + 1
                stack.append(k)
        return out

    def children(self, i: int, *relations: str) -> list[int]:
        """Dependents of ``i`` with one of ``relations`` (a bare ``nmod`` also matches ``nmod:poss``); all without
        relations."""
        if not relations:
            return self.kids[i]
        return [k for k in self.kids[i] if self._is(k, relations)]

    def child(self, i: int, *relations: str) -> int | None:
        """The first such dependent."""
        return next(iter(self.children(i, *relations)), None)

    def _is(self, k: int, relations: tuple[str, ...]) -> bool:
        rel = self.tokens[k].deprel
        return rel in relations or rel.split(":")[0] in relations

    def is_(self, i: int, *relations: str) -> bool:
        """Whether ``i`` bears one of ``relations`` to its head (subtypes included)."""
        return self._is(i, relations)

    def subtree(self, i: int, *, without: frozenset[str] = frozenset()) -> list[int]:
        """``i`` and all below it, in order, leaving out the branches whose relation is in ``without``."""
        out: list[int] = []
        stack = [i]
        while stack and len(out) < len(self.tokens):
            j = stack.pop()
            out.append(j)
            stack.extend(k for k in self.kids[j] if self.tokens[k].deprel not in without)
        return sorted(out)

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads above ``i``, nearest first."""
        seen = 0
        while (i := self.tokens[i].head) >= 0 and seen <= len(self.tokens):
            seen += 1
            yield i

    def cut_off(self, word: int, verb: int) -> bool:
        """Whether the governor of the infinitive ``verb`` stands between it and a word before: what hangs on the
        infinitive by the tree, "on Saturday threatened to leave", belongs to the governor."""
        token = self.tokens[verb]
        return token.deprel == "xcomp" and word < token.head < verb

    def span(self, indices: list[int]) -> Span | None:
        """From the first to the last of ``indices``, without quotation marks, commas and stops at the edges."""
        kept = sorted(indices)
        while kept and self.tokens[kept[0]].upos == "PUNCT":
            kept.pop(0)
        while kept and self.tokens[kept[-1]].upos == "PUNCT":
            kept.pop()
        if not kept:
            return None
        return Span(self.tokens[kept[0]].span.start, self.tokens[kept[-1]].span.end)

    def noun_phrase(self, i: int) -> Span:
        """The noun phrase headed by ``i``: determiners, modifiers, "of" phrases, titles and appositions; no clauses.

        A leading preposition or a case marker of ``i`` is left out, so is what is split off by a gap.
        """
        left_out = CLAUSAL | {
            "case",
            "cc",
            "punct",
            "cop",
            "mark",
            "nsubj",
            "aux",
            "advmod",
            "nsubj:pass",
            "obl:tmod",
            "obl:unmarked",
            "nmod:unmarked",
        }
        keep = {i}
        for k in self.kids[i]:
            rel = self.tokens[k].deprel
            if rel in left_out or rel == "acl":
                continue
            keep.update(self.subtree(k, without=CLAUSAL))
        # a coordinator between kept conjuncts, commas round an apposition: fill, but only up to the next gap of words
        run = sorted(keep)
        at = run.index(i)
        lo = hi = at
        while lo > 0 and self._bridged(run[lo - 1], run[lo]):
            lo -= 1
        while hi + 1 < len(run) and self._bridged(run[hi], run[hi + 1]):
            hi += 1
        return self.span(run[lo : hi + 1]) or self.tokens[i].span

    def _bridged(self, a: int, b: int) -> bool:
        return all(self.tokens[m].upos in {"PUNCT", "CCONJ", "PART", "ADP"} for m in range(a + 1, b))

    def subject(self, i: int) -> int | None:
        """The subject of ``i``: its own, else the one it shares by coordination, control or a relative clause."""
        own = self.child(i, "nsubj", "csubj")
        if own is not None:
            return own
        token = self.tokens[i]
        if token.head < 0:
            return None
        if token.deprel == "conj":
            return self.subject(token.head)
        if token.deprel in {"xcomp", "advcl", "ccomp"}:
            obj = self.child(token.head, "obj", "iobj") if token.deprel == "xcomp" else None
            return obj if obj is not None else self.subject(token.head)
        if token.deprel in {"acl", "acl:relcl"}:
            return token.head
        return None

    def is_passive(self, i: int) -> bool:
        return self.child(i, "aux:pass", "nsubj:pass") is not None or (
            self.tokens[i].deprel == "acl" and self.tokens[i].xpos == "VBN"
        )

    def agent(self, i: int) -> int | None:
        """The by-phrase of a passive."""
        for k in self.children(i, "obl", "nmod"):
            if self.tokens[k].deprel == "obl:agent" or any(
                self.tokens[c].lemma == "by" for c in self.children(k, "case")
            ):
                return k
        return None

    def is_negated(self, i: int) -> bool:
        """A "not", "never", "no longer" on ``i`` itself, or a "no" on its subject or on an object behind it (the tree
        hangs words of a quote on the verb of saying behind: '"We have no such plan," she told them')."""
        for k in self.kids[i]:
            low = self.tokens[k].form.lower()
            if low in {"not", "n't", "never", "n’t", "neither", "nor"}:
                return True
            relation = self.tokens[k].deprel
            if (relation.startswith("nsubj") or (relation.startswith("obj") and k > i)) and (
                self.tokens[k].lemma in {"nobody", "nothing", "none"}
                or any(self.tokens[c].lemma in {"no", "neither"} for c in self.children(k, "det", "cc:preconj"))
            ):
                return True
        return False

    def modals(self, i: int) -> list[str]:
        """Lower-cased forms of the auxiliaries of ``i``, in order."""
        return [self.tokens[k].form.lower() for k in self.children(i, "aux")]

    def at(self, span: Span) -> list[int]:
        """Indices of the tokens that lie in ``span``."""
        starts, ends = self._bounds
        return list(range(bisect_right(ends, span.start), bisect_left(starts, span.end)))

    @cached_property
    def _bounds(self) -> tuple[list[int], list[int]]:
        """Where its tokens, which stand in text order, start and end."""
        return [token.span.start for token in self.tokens], [token.span.end for token in self.tokens]

    def head_of(self, span: Span) -> int | None:
        """The token in ``span`` that stands highest in the tree."""
        inside = self.at(span)
        return min(inside, key=lambda i: (self.depth[i], i)) if inside else None


class Cover:
    """Many spans, overlapping as they may, that tell by bisection which of them lie on a stretch of text.

    Answers are indices into the spans as given, ascending.
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted((span.start, span.end, i) for i, span in enumerate(spans))
        self._starts = [start for start, _, _ in ordered]
        self._ends = [end for _, end, _ in ordered]
        self._given = [i for _, _, i in ordered]
        self._reach: list[int] = []  # the furthest end so far: where it falls short, nothing further left can hold
        for end in self._ends:
            self._reach.append(max(end, self._reach[-1]) if self._reach else end)

    def holding(self, start: int, end: int) -> list[int]:
        """The spans that hold all of ``start:end``."""
        return self._reaching(bisect_right(self._starts, start), end)

    def touching(self, start: int, end: int) -> list[int]:
        """The spans that share text with ``start:end``."""
        return self._reaching(bisect_left(self._starts, end), start + 1)

    def _reaching(self, stop: int, end: int) -> list[int]:
        out = []
        k = stop - 1
        while k >= 0 and self._reach[k] >= end:
            if self._ends[k] >= end:
                out.append(self._given[k])
            k -= 1
        return sorted(out)


def sentence_at(sentences: tuple[Sentence, ...], at: int) -> Sentence | None:
    """The sentence that holds character offset ``at``, by bisection; None between sentences."""
    lo, hi = 0, len(sentences)
    while lo < hi:
        mid = (lo + hi) // 2
        if sentences[mid].span.end <= at:
            lo = mid + 1
        else:
            hi = mid
    if lo < len(sentences) and sentences[lo].span.start <= at:
        return sentences[lo]
    return None


class Trees:
    """The trees of a report's sentences, each built at first need."""

    def __init__(self, sentences: tuple[Sentence, ...]) -> None:
        self._sentences = sentences
        self._built: dict[int, Tree] = {}

    def at(self, offset: int) -> Tree | None:
        """The tree of the sentence that holds a character; None between sentences."""
        sentence = sentence_at(self._sentences, offset)
        if sentence is None:
            return None
        if sentence.span.start not in self._built:
            self._built[sentence.span.start] = Tree(sentence)
        return self._built[sentence.span.start]
