"""What was said: the words that a cue's frame takes as content, read off the tree."""

from __future__ import annotations

from standoff.annotate.statements import complements, objects
from standoff.annotate.statements.cues import CueRow, VerbCue
from standoff.annotate.statements.parts import Content, contiguous
from standoff.grammar import Tree

#: Frames in the order in which they are tried; the first that the tree offers wins.
ORDER = (
    "p-to", "obj-to", "say", "wh", "to", "obj-p", "obj-as", "obj-pred", "put-at", "all-p", "ing", "p", "obj",
)  # fmt: skip


def by_frame(tree: Tree, cue: VerbCue, *, passive: bool) -> Content | None:
    """The content of a cue verb by the first of its frames that the sentence offers; None when none does."""
    rows = sorted(cue.rows, key=lambda r: _rank(r.frame))
    for row in rows:
        content = _try(tree, cue, row, passive)
        if content is not None and content.parts:
            return content
    return None


def _rank(frame: str) -> int:
    kind = frame.split(":")[0] if frame not in ORDER else frame
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def _try(tree: Tree, cue: VerbCue, row: CueRow, passive: bool) -> Content | None:
    verb, frame = cue.verb, row.frame
    last = max(cue.words) if contiguous(cue.words) else verb
    kind, _, prep = frame.partition(":")
    if kind == "say":
        return complements.say(tree, cue, row, last)
    if kind == "wh":
        return complements.wh(tree, cue, row, last)
    if kind == "to":
        return complements.to(tree, cue, row, last, passive)
    if kind == "ing":
        return complements.ing(tree, cue, row, last)
    if kind == "obj-to":
        return complements.obj_to(tree, cue, row, last, passive)
    if kind == "p-to":
        return complements.p_to(tree, cue, row, last, prep)
    if kind == "obj":
        return objects.obj(tree, cue, row, last, passive)
    if kind == "obj-as":
        return objects.obj_as(tree, cue, row, last, passive)
    if kind == "obj-pred":
        return objects.obj_pred(tree, cue, row, last)
    if kind == "put-at":
        return objects.put_at(tree, cue, row, last, passive)
    if kind == "p":
        return objects.prepositional(tree, cue, row, last, prep, passive)
    if kind in ("obj-p", "all-p"):
        return objects.obj_p(tree, cue, row, last, prep, passive, whole=kind == "all-p")
    return None
