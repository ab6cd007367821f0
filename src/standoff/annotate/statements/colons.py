"""Speakers before a colon: "Kowal: Lima deal a 'historic mistake'", "Kowal to Berlin: Send the tanks"."""

from __future__ import annotations

from standoff.annotate.statements import source as who
from standoff.annotate.statements.draft import Draft, Piece, Scene
from standoff.annotate.statements.parts import Part
from standoff.annotate.statements.speech import head_of, pieces_of
from standoff.grammar import Tree
from standoff.model import Span


def colons(scene: Scene, sent: int, drafts: list[Draft]) -> Draft | None:
    """As in "Kowal: Lima deal a 'historic mistake'": a name, a colon, words. Headlines, and anywhere when
    quoted words follow.
    """
    tree = scene.trees[sent]
    tokens = tree.tokens
    colon = next((i for i, t in enumerate(tokens[:14]) if t.form == ":" and scene.marks[sent][i] is None), None)
    if colon is None or colon == 0 or colon + 2 >= len(tokens):
        return None
    start = 0
    while start < colon and (
        tokens[start].upos in ("NUM", "PUNCT", "SYM", "X")
        or tokens[start].form[:1].isdigit()
        or tokens[start].lemma.lower() in ("am", "pm", "gmt")
    ):
        start += 1
    if start >= colon:
        return None
    lead = range(start, colon)
    if any(tokens[i].upos in ("VERB", "AUX") for i in lead) or any(
        d.cue is not None and d.cue.start < tokens[colon].span.start for d in drafts
    ):
        return None
    spoken_to = _spoken_to(tree, start, colon)
    if spoken_to is not None:
        lead = range(start, spoken_to)
    head = next((i for i in lead if tokens[i].head not in lead), None)
    if head is None or tokens[head].upos not in ("PROPN", "NOUN"):
        return None
    rest = [p for p in pieces_of(scene, sent) if p.part.tokens[0] > colon]
    kind = scene.entity_kind(tokens[head].span)
    quoted = bool(rest) and all(tokens[i].upos == "PUNCT" for i in range(colon + 1, rest[0].part.tokens[0]))
    role = scene.sentences[sent].role
    named = tokens[head].upos == "PROPN" and kind in ("PER", "ORG", "LOC", "NORP")
    if not quoted and spoken_to is None and not (named and (role == "headline" or start > 0)):
        return None
    if not quoted and kind in ("LOC",) and not rest and colon - start > 1 and spoken_to is None:
        return None
    body = tuple(t for t in range(colon + 1, len(tokens)))
    if quoted:
        parts = rest
    else:
        while body and tokens[body[-1]].upos == "PUNCT":
            body = body[:-1]
        while body and tokens[body[0]].upos == "PUNCT":
            body = body[1:]
        if not body:
            return None
        parts = [Piece(sent, Part(body, head_of(tree, body)), spoken_to is not None)]
    draft = Draft(sent, "", "content", "*", "say", "colon")
    if spoken_to is not None:
        draft.addressees.append(Span(tokens[spoken_to + 1].span.start, tokens[colon - 1].span.end))
    draft.source = who.Source(Span(tokens[start].span.start, tokens[lead[-1]].span.end), head)
    draft.source_sent = sent
    draft.pieces = list(parts)
    return draft


def _spoken_to(tree: Tree, start: int, colon: int) -> int | None:
    """The "to" between two names of a headline: "Kowal to Berlin: Send the tanks"."""
    names = ("PROPN", "NOUN", "ADJ", "DET", "PART", "PUNCT")
    for k in range(start + 1, min(colon - 1, start + 6)):
        if tree.tokens[k].form.lower() == "to":
            around = [*range(start, k), *range(k + 1, colon)]
            named = tree.tokens[k - 1].upos == "PROPN" and tree.tokens[colon - 1].upos == "PROPN"
            return k if named and all(tree.tokens[m].upos in names for m in around) else None
    return None
