"""Finders for nouns that report: "the Kremlin's claim that ...", "accusations of ...", "voiced concern over ..."."""

from __future__ import annotations

from standoff.annotate.statements import source as who
from standoff.annotate.statements.cues import CueRow, cue_span, lexicon
from standoff.annotate.statements.draft import Draft, Piece, Scene
from standoff.annotate.statements.parts import Part, clause_parts
from standoff.grammar import Tree
from standoff.model import Span

#: Nouns that stand for words in the air: they may lack a source.
_SOURCELESS = frozenset({"report", "rumour", "rumor", "allegation", "accusation", "suggestion", "speculation"})

#: Nouns for words to or against somebody.
_TOLD = frozenset(
    {"threat", "demand", "invitation", "appeal", "call", "request", "warning", "offer", "promise", "plea"}
)


def nouns(scene: Scene, sent: int) -> list[Draft]:
    """One draft for each reporting noun with content, and a source or a light verb's subject."""
    tree = scene.trees[sent]
    out = []
    for i, token in enumerate(tree.tokens):
        if token.upos != "NOUN":
            continue
        lemma = lexicon().noun(token)
        if lemma is not None:
            draft = _noun(sent, tree, i, lemma, lexicon().nouns[lemma])
            weak = draft is not None and draft.rule in ("noun.for", "noun.of") and scene.marked
            if draft is not None and not (weak and draft.cue is not None and scene.cue_mark(draft.cue) is None):
                out.append(draft)
    return out


def _noun(sent: int, tree: Tree, i: int, lemma: str, rows: dict[str, CueRow]) -> Draft | None:
    found = _content(tree, i, rows)
    if found is None:
        return None
    row, parts, prep = found
    if row.frame in ("to", "against", "of") and lemma in _TOLD and tree.tokens[parts[0].head].upos in ("PROPN", "PRON"):
        return None  # "threats against Ukraine", "an appeal to Oslo": whom it is said to, not what
    light = _light(tree, i)
    first, last = i, i
    light_too = False
    source = None
    if light is not None:
        source = who.speaker(tree, light, passive=who.is_passive(tree, light))
        if abs(i - light) <= 6:
            first, last = min(i, light), max(i, light)  # "voiced concern", "concern was voiced"
            light_too = True
    own = _owner(tree, i, {t for p in parts for t in p.tokens})
    if (source is None or (own is not None and light is None)) and own is not None:
        source, first, last, light_too = own, i, i, False
    if source is None and not (row.frame == "that" and lemma in _SOURCELESS):
        return None
    if prep is not None and prep == last + 1:
        last = prep
    span = cue_span(tree, first, last) if light_too else Span(tree.tokens[i].span.start, tree.tokens[last].span.end)
    if source is not None and span.overlaps(source.span):
        span = Span(tree.tokens[i].span.start, tree.tokens[last].span.end)
    frame = "noun"
    draft = Draft(
        sent, lemma, row.decide, row.certainty, frame, "noun.light" if light_too else f"noun.{row.frame}",
        cue=span, verb=first if first != i else i, source=source, source_sent=sent,
    )  # fmt: skip
    draft.pieces = [Piece(sent, p) for p in parts]
    return draft


def _content(tree: Tree, i: int, rows: dict[str, CueRow]) -> tuple[CueRow, tuple[Part, ...], int | None] | None:
    for k in tree.kids[i]:
        if k < i:
            continue
        rel = tree.tokens[k].deprel
        marks = {tree.tokens[m].lemma.lower(): m for m in tree.children(k, "mark", "case")}
        if rel in ("acl", "ccomp", "advcl") or (rel == "acl:relcl" and "that" in marks):
            if "to" in marks and "to" in rows and tree.tokens[k].xpos == "VB":
                return rows["to"], clause_parts(tree, k), None
            if "that" in marks and "that" in rows:
                return rows["that"], clause_parts(tree, k), None
            for prep in marks:
                if prep in rows and prep != "to":
                    return rows[prep], (Part(tuple(t for t in tree.subtree(k) if t != marks[prep]), k),), marks[prep]
        if rel.startswith("nmod") and not rel.endswith("poss"):
            for prep, at in marks.items():
                if prep in rows and prep not in ("that", "by"):
                    tokens = tuple(t for t in tree.subtree(k) if t != at)
                    while tokens and tree.tokens[tokens[-1]].upos == "PUNCT":
                        tokens = tokens[:-1]
                    if tokens:
                        return rows[prep], (Part(tokens, k),), at
    # "an appeal ... to halt": the infinitive hung on the light verb
    head = tree.tokens[i].head
    if head >= 0 and "to" in rows and tree.is_(i, "obj") and _light(tree, i) is not None:
        for k in tree.children(head, "xcomp", "advcl"):
            if k > i and any(tree.tokens[m].lemma == "to" for m in tree.children(k, "mark")):
                return rows["to"], clause_parts(tree, k), None
    if head >= 0 and tree.is_(i, "obj") and _light(tree, i) is not None:
        for k in tree.children(head, "obl"):
            for at in tree.children(k, "case"):
                prep = tree.tokens[at].lemma.lower()
                if k > i and prep in rows and prep not in ("in", "on", "by"):
                    return rows[prep], (Part(tuple(t for t in tree.subtree(k) if t != at), k),), at
    return None


def _light(tree: Tree, i: int) -> int | None:
    """The verb that lends its subject to the noun: "voiced concern", "issued a call"."""
    token = tree.tokens[i]
    if token.deprel not in ("obj", "nsubj:pass") or token.head < 0:
        return None
    lemma = tree.tokens[token.head].lemma.lower()
    if any(words[0] == lemma for words in lexicon().light):
        return token.head
    return None


def _owner(tree: Tree, i: int, content: set[int]) -> who.Source | None:
    """The speaker beside a noun: possessor, by- or from-phrase, a name or nationality in front of it."""
    for k in tree.children(i, "nmod:poss"):
        if tree.tokens[k].deprel == "nmod:poss":
            return who.at(tree, k)
    for k in tree.children(i, "nmod"):
        if k in content:
            continue
        if k > i and any(tree.tokens[c].lemma in ("by", "from") for c in tree.children(k, "case")):
            return who.at(tree, k)
    for k in tree.children(i, "compound", "amod"):
        if (k < i and tree.tokens[k].upos == "PROPN") or (
            tree.tokens[k].upos == "ADJ" and tree.tokens[k].form[:1].isupper() and k > 0
        ):
            return who.Source(tree.tokens[k].span, k)
    return None
