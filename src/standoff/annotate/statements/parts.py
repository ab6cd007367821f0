"""What a content is made of, and the questions about clauses and phrases that the frames share."""

from __future__ import annotations

from msgspec import Struct

from standoff.annotate.statements.cues import CueRow
from standoff.annotate.statements.days import DAYS
from standoff.grammar import Tree


class Part(Struct, frozen=True):
    """One proposition of a content: its tokens in order and the token that heads it."""

    tokens: tuple[int, ...]
    head: int


class Content(Struct, frozen=True):
    """A frame met: the row, the propositions, whom it is said to or of, and the last token of the cue."""

    row: CueRow
    parts: tuple[Part, ...]
    last: int
    addressee: int | None = None
    target: int | None = None
    postposed: bool = False


def clause_parts(tree: Tree, head: int, drop: frozenset[int] = frozenset()) -> tuple[Part, ...]:
    """The clause headed by ``head`` as parts: a conjunct with a complementizer of its own begins a new one."""
    return tuple(Part(tokens, top) for tokens, top in _split(tree, head, drop) if tokens)


def _split(tree: Tree, head: int, drop: frozenset[int]) -> list[tuple[tuple[int, ...], int]]:
    later = [k for k in tree.children(head, "conj") if _own_that(tree, k) and k not in drop]
    cut = drop | frozenset(later)
    out = [(clause_tokens(tree, head, cut), head)]
    for k in later:
        out.extend(_split(tree, k, drop))
    return out


def _own_that(tree: Tree, k: int) -> bool:
    return any(tree.tokens[m].lemma == "that" for m in tree.children(k, "mark"))


def clause_tokens(tree: Tree, head: int, drop: frozenset[int]) -> tuple[int, ...]:
    """Tokens of the clause: its subtree without the branches in ``drop`` and without a leading complementizer or
    coordinator.
    """
    keep: list[int] = []
    stack = [head]
    while stack:
        i = stack.pop()
        keep.append(i)
        stack.extend(k for k in tree.kids[i] if k not in drop)
    keep.sort()
    tokens = tree.tokens
    while keep and (
        tokens[keep[0]].upos == "PUNCT"
        or (tokens[keep[0]].lemma == "that" and tokens[keep[0]].deprel == "mark")
        or (tokens[keep[0]].deprel == "cc" and tokens[keep[0]].head == head)
    ):
        keep.pop(0)
    while keep and tokens[keep[-1]].upos == "PUNCT":
        keep.pop()
    return tuple(keep)


def to_marked(tree: Tree, k: int) -> bool:
    marks = [tree.tokens[m].lemma for m in tree.children(k, "mark")]
    return "to" in marks and "in" not in marks


def phrase(tree: Tree, head: int, *, case: bool = False, drop: frozenset[int] = frozenset()) -> Part:
    """The phrase headed by ``head`` with all that hangs on it, without its preposition unless ``case``."""
    out = set(drop)
    if not case:
        out.update(tree.children(head, "case"))
        out.update(
            k for k in tree.children(head, "mark") if tree.tokens[k].lemma in ("of", "for", "with", "by", "as", "at")
        )
    return Part(clause_tokens(tree, head, frozenset(out)), head)


def strip(tree: Tree, tokens: set[int]) -> tuple[int, ...]:
    run = sorted(tokens)
    while run and tree.tokens[run[-1]].upos == "PUNCT":
        run.pop()
    while run and tree.tokens[run[0]].upos == "PUNCT":
        run.pop(0)
    return tuple(run)


def oblique(tree: Tree, verb: int, prep: str) -> int | None:
    """The first phrase after ``verb`` that hangs on it by ``prep`` (a noun, or a gerund clause)."""
    for k in tree.kids[verb]:
        if k < verb:
            continue
        token = tree.tokens[k]
        rel = token.deprel.split(":")[0]
        if rel in ("obl", "nmod", "advcl", "xcomp", "ccomp", "advmod") and any(
            tree.tokens[c].lemma.lower() == prep for c in tree.children(k, "case", "mark")
        ):
            return k
    return None


def objects(tree: Tree, verb: int, passive: bool) -> int | None:
    if passive:
        return tree.child(verb, "nsubj:pass", "nsubj")
    for k in tree.children(verb, "obj"):
        return k
    # a bare noun right after the verb that the tree calls something else
    for k in tree.children(verb, "xcomp", "ccomp", "dep", "iobj", "obl:unmarked", "appos", "nsubj"):
        token = tree.tokens[k]
        if (
            k > verb
            and token.upos in ("NOUN", "PROPN", "NUM")
            and tree.child(k, "case", "mark", "nsubj", "cop") is None
            and not _TIME & {token.lemma.lower()}
        ):
            return k
    return None


_TIME = DAYS | {"tomorrow", "week", "month", "year", "day", "time", "morning", "night", "afternoon", "evening"}


def contiguous(words: tuple[int, ...]) -> bool:
    return words[-1] - words[0] == len(words) - 1
