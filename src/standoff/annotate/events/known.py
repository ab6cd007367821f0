"""Deeds that a clause takes for known: "Ruritania's invasion", "the 2014 raid", whatever "would" or "not" stands above.

Only nouns of force and of accusation: "the withdrawal", "the meeting" are spoken of before they happen as often as
after.
"""

from __future__ import annotations

import re

from standoff.annotate.events.classes import in_class
from standoff.annotate.events.frames import Scene

#: Types whose definite noun tells of something that has happened.
KINDS = frozenset({"ASSAULT", "COERCE", "ACCUSE"})
POINTING = frozenset({"the", "this", "that", "these", "those"})
OPEN = frozenset(
    "any no another further more planned upcoming possible potential feared alleged likely imminent threatened "
    "proposed failed attempted looming supposed would-be".split()
)
YEAR = re.compile(r"(?:19|20)\d\d")
#: What opens or heads a phrase that looks ahead to a meeting.
AHEAD = frozenset({"ahead", "eve", "prior", "advance", "run-up"})
CARRIES = frozenset(
    "launch carry commit stage mount conduct execute perpetrate begin start wage open file bring lead order".split()
)
TRIES = frozenset({"try", "attempt", "seek"})


def is_known(scene: Scene, noun: int, kind: str) -> bool:
    """Whether the noun that names a deed of type ``kind`` points to one that is taken for a fact."""
    token = scene.tokens[noun]
    if kind not in KINDS or token.upos not in {"NOUN", "PROPN"}:
        return False
    top = noun
    while scene.tokens[top].deprel == "conj" and scene.tokens[top].head >= 0:
        top = scene.tokens[top].head
    # "the 2014 invasion and seizure": what stands before the first is said of both
    beside = [k for i in {noun, top} for k in scene.tree.kids[i] if k < i]
    if any(scene.forms[k] in OPEN for k in beside):
        return False
    if any(YEAR.fullmatch(scene.forms[k]) for k in beside):
        return True
    named = any(
        scene.tokens[k].deprel == "nmod:poss" or scene.kinds[k] == "NORP"
        for k in (*beside, *(m for k in beside for m in scene.tree.children(k, "amod", "nmod:poss")))
    )
    above = scene.tokens[top].head
    if not named and not any(scene.lemmas[k] in POINTING for k in beside):
        return above >= 0 and not any(scene.tokens[k].deprel == "det" for k in beside) and _spoken_of(scene, top, above)
    return above < 0 or not (opens(scene, top, above) or _performs(scene, top, above, named=named))


def _spoken_of(scene: Scene, i: int, above: int) -> bool:
    """Whether a deed is what is talked of: "raise the issue of raids", "asked about killings"."""
    relation = scene.tokens[i].deprel
    case = scene.case_of(i)
    if relation not in {"obj", "nmod"} and not (relation == "obl" and case in {"about", "on", "over", "for"}):
        return False
    return in_class(scene, above, "TOPICS") and (relation != "nmod" or case in {"of", "about", "into", "over"})


def _performs(scene: Scene, i: int, above: int, *, named: bool) -> bool:
    """Whether the verb above carries the deed out: "voice the outrage", "launch the raid"."""
    if scene.tokens[i].deprel not in {"obj", "nsubj:pass"}:
        return False
    return scene.lemmas[above] in CARRIES or (not named and in_class(scene, above, "HOLDING_UP"))


def opens(scene: Scene, i: int, above: int) -> bool:
    """Whether the word ``above`` speaks of a deed as not yet, or never, done: "plan the raid", "deny the attack"."""
    relation = scene.tokens[i].deprel
    if relation == "nsubj" and not scene.tree.children(above, "cop"):
        return False
    if relation == "obj" and scene.lemmas[above] == "call":
        return False  # "called the raid a crime"
    if relation == "obl" and scene.case_of(i) not in {"for", "against", "from", "of"}:
        return False  # "ask about the raid"
    return in_class(scene, above, "OPENS") or in_class(scene, above, "NEGATORS")


def past_attempt(scene: Scene, i: int, above: int, kind: str) -> bool:
    """Whether an infinitive of force stands under an attempt that was made: "tried to storm the gate" is a deed."""
    token = scene.tokens[above]
    return (
        kind in {"ASSAULT", "COERCE"}
        and scene.tokens[i].deprel == "xcomp"
        and scene.lemmas[above] in TRIES
        and token.xpos in {"VBD", "VBN"}
        and not scene.tree.modals(above)
    )


def looks_ahead(scene: Scene, i: int) -> bool:
    """ "ahead of the summit", "prior to the summit", "on the eve of talks"."""
    forms = {scene.forms[c] for c in scene.tree.children(i, "case")} | {
        scene.forms[f] for c in scene.tree.children(i, "case") for f in scene.tree.kids[c]
    }
    above = scene.tokens[i].head
    return bool(AHEAD & forms) or (above >= 0 and scene.lemmas[above] in AHEAD)
