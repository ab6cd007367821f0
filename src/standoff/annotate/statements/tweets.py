"""Posts shown on a page: a paragraph and under it "— Ada Kowal (@adakowal) July 3, 2019" are words of that name."""

from __future__ import annotations

import re
from bisect import bisect_right

from standoff.annotate.statements import source as who
from standoff.annotate.statements.draft import Draft, Piece, Scene
from standoff.annotate.statements.parts import Part
from standoff.model import Span

_SIGNATURE = re.compile(r"(?<![^\s])(?:—|–|--?)[ \t]*([^\s()@—–-][^()@—–\n]{0,60}?)[ \t]*\(@\w{1,30}\)")
#: What may stand between a post and its signature besides blanks: links, which the analyser may leave out.
_BETWEEN = re.compile(r"(?:\s|(?:https?://|pic\.twitter\.com/)\S++)*")
_APART = 300
_LINK = re.compile(r"(?:https?://|pic\.twitter\.com/)\S*$")


def posts(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """``drafts`` with one of no cue for each signed post, in place of those of no cue that lie in it."""
    starts = [sentence.span.start for sentence in scene.sentences]
    told = {p.sent for d in drafts if d.cue is not None for p in d.pieces if p.sent != d.sent}
    found: list[Draft] = []
    mine: set[int] = set()
    after = 0
    for signature in _SIGNATURE.finditer(scene.text):
        begin, after = after, signature.end()
        last = bisect_right(starts, signature.start() - 1) - 1
        if last < 0 or scene.sentences[last].role == "headline" or starts[last] < begin:
            continue
        end = min(scene.sentences[last].span.end, signature.start())
        if signature.start() - end > _APART or _BETWEEN.fullmatch(scene.text[end : signature.start()]) is None:
            continue
        first = last
        while first > 0 and scene.block[first - 1] == scene.block[last] and starts[first - 1] >= begin:
            first -= 1
        here = range(first, last + 1)
        pieces = [piece for s in here if (piece := _piece(scene, s, signature.start())) is not None]
        if not pieces or not told.isdisjoint(here):
            continue  # nothing, or words that a cue outside them has: 'Kowal wrote: "..."'
        mine.update(here)
        draft = Draft(first, "", "content", "*", "say", "quote.signed", spoken=True)
        draft.source = who.Source(Span(*signature.span(1)), 0)
        draft.pieces = pieces
        found.append(draft)
    return [d for d in drafts if d.cue is not None or d.sent not in mine] + found


def _piece(scene: Scene, sent: int, end: int) -> Piece | None:
    tree = scene.trees[sent]
    tokens = [k for k, token in enumerate(tree.tokens) if token.span.end <= end]
    while tokens and (tree.tokens[tokens[-1]].upos == "PUNCT" or _LINK.match(tree.tokens[tokens[-1]].form)):
        tokens.pop()
    while tokens and tree.tokens[tokens[0]].upos == "PUNCT":
        tokens.pop(0)
    words = [k for k in tokens if tree.tokens[k].upos not in ("PUNCT", "SYM", "X")]
    if not words:
        return None
    head = min(words, key=lambda k: (tree.depth[k], k))
    return Piece(sent, Part(tuple(tokens), head), True)
