"""Whether the words before a cue between commas are a whole clause, and what goes on behind it."""

from __future__ import annotations

from standoff.grammar import Tree

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_RESUMING = frozenset(
    "against by for from into not of on over since than through to towards under up with without".split()
)
_WHEREVER = frozenset("wherever whenever whoever whatever however if unless".split())


def finite(tree: Tree, i: int) -> bool:
    return tree.tokens[i].xpos in FINITE


def clause_begins(tree: Tree, rest: tuple[int, ...]) -> bool:
    """Whether a subject begins here whose verb is not far."""
    subject = tree.tokens[rest[0]].upos in ("DET", "NOUN", "PROPN", "NUM", "PRON")
    return subject and any(finite(tree, m) for m in rest[:8])


def hangs(tree: Tree, start: int, comma: int, rest: tuple[int, ...]) -> bool:
    """Whether what stands before the cue is only half of what is said: "it has, he said, taken charge", "it is
    possible, he adds, that ...", "wherever he goes, he joked, they must follow".
    """
    tokens = tree.tokens
    if any(tokens[m].form == ";" for m in rest):
        return False
    if tokens[comma - 1].upos == "AUX" and tokens[rest[0]].xpos in ("VBN", "VBG", "VB", "JJ", "RB"):
        return True
    if tokens[rest[0]].form.lower() == "that" and tokens[rest[0]].upos == "SCONJ":
        return tokens[start].form.lower() == "it"
    alone = not any(tokens[m].form == "," for m in range(start, comma))
    return alone and tokens[start].form.lower() in _WHEREVER and any(finite(tree, m) for m in rest)


def resumes(tree: Tree, rest: tuple[int, ...]) -> bool:
    """Whether what stands after the cue's closing comma goes on with what is said: "..., he said, over who is liable".
    Another sentence, a participle of the speaker's and a circumstance of the saying do not.
    """
    tokens = tree.tokens
    if any(tokens[m].form == ";" for m in rest):
        return False
    first = tokens[rest[0]].form.lower()
    if first in _RESUMING:
        return True
    return first in ("and", "but") and not any(finite(tree, m) or tokens[m].xpos == "VBG" for m in rest)
