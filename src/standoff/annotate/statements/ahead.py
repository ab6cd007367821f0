"""What is to come, and what one's own side does: threats, promises, refusals, plans and deeds made known."""

from __future__ import annotations

import re

from standoff.annotate.statements.facts import Facts
from standoff.annotate.statements.giving import breaks_off, pulls_back
from standoff.annotate.statements.utterance import REASONS, Cue, Verdict, mine
from standoff.annotate.statements.words import classes

_HURT = frozenset("harm hurt molest touch".split())
_PUNISHED = frozenset({"punish", "pursue", "prosecute", "crush", "deal"})
_FORCED = frozenset({"force", "compel", "oblige"})
_ANSWERS = frozenset({"respond", "retaliate", "react", "answer", "strike", "act", "retaliatory"})
#: Who writes "will not go unpunished" threatens.
_UNPUNISHED = re.compile(r"\b(?:go|remain|be left) un[a-z]+ed\b|\bno choice but\b")
#: How what one would be if ... begins: a feeling threatens nobody.
_FELT = ("amaz", "astonish", "shock", "stun", "surpris")
#: A condition in words that the tree gives no clause: "..., should the ship sail, ...", "if Georgia signs".
_IF = re.compile(r"(?:^|[,;–—] ?(?:and |but )?)(?:if|unless|should) | unless ")
#: What the speaker is doing: "it was expelling the envoy". Not what is done to think or to watch.
_UNDER_WAY = re.compile(
    r"(?:it|he|she|they|we|i) (?:was|is|were|are|am)(?: also| now| already)? "
    r"(?!consider|pray|try|watch|wait|hold|examin|study)[a-z-]+ing\b"
)
#: What one means to do whatever the others want.
_ANYHOW = re.compile(
    r"\bone way or (?:the other|another)\b|\bby force\b|\bby (?:peace|talks) or by (?:war|force)\b|\bor by force\b|"
    r"\ball (?:\w+ )?(?:measures|means)\b|^otherwise\b| otherwise,? "
)
_GIVES_UP = frozenset("withdraw apologise apologize lift halt pull drop surrender cease".split())


def to_come(cue: Cue, facts: Facts) -> Verdict | None:
    """What will be: done by one's own side, to others, or by nobody."""
    ours, root = mine(facts), facts.root_classes
    if ours and not facts.negated and _would_strike(facts):
        return "THREATEN", "self-threat"
    if ours and not facts.negated and facts.tense != "future" and facts.lemma in ("plan", "intend"):
        return "ANNOUNCE", "self-plan"
    if facts.tense != "future":
        return None
    if facts.negated and _UNPUNISHED.search(facts.text):
        return "THREATEN", "self-threat"
    if facts.passive and facts.lemma in _PUNISHED and not facts.negated:
        return "THREATEN", "self-threat"
    if facts.passive and not facts.negated and not ours and facts.level == "CT":
        if root & {"yield"}:
            return "CONCEDE", "self-yield"
        if root & {"aid"}:
            return "COMMIT", "self-promise"
        if root & {"harm", "wrong"} or facts.condition is not None:
            return "THREATEN", "self-threat"
    if ours or (facts.proper and not facts.passive):
        return _own_future(facts)
    if facts.negated and cue.frame == "say" and cue.lemma not in REASONS:
        if facts.passive and (facts.lemma in _PUNISHED or "charges" in facts.text):
            return "CONCEDE", "self-yield"  # "no charges would be brought"
        if facts.passive and (root & {"harm", "wrong"} or facts.lemma in _HURT):
            return "COMMIT", "self-promise"  # "nobody will be harmed"
        nobody = facts.subject in ("nobody", "nothing", "that", "this")
        if facts.level == "CT" and not nobody and "think" not in facts.lemmas:
            return "REJECT", "self-refusal"
    if not facts.negated and ("consequences" in facts.text or facts.lemma in _FORCED):
        return "THREATEN", "self-threat"  # "a pullout would force Russia to take steps"
    return None


def _would_strike(facts: Facts) -> bool:
    """As in "will be forced to respond", "may strike if ...": harm to come from the speaker's side, laid on others."""
    if facts.lemma in _FORCED and facts.passive:
        return facts.tense == "future" and bool(facts.lemmas & _ANSWERS)
    harms = "harm" in facts.root_classes and not facts.root_classes & {"aid", "yield"}
    later = facts.tense != "past" and not facts.negative_words
    return harms and not facts.passive and later and bool(facts.modals & {"may", "might", "could"})


def _own_future(facts: Facts) -> Verdict:
    counted, root = facts.counted, facts.root_classes
    if facts.lemma.startswith(_FELT):
        return "STATE", "stated"
    if facts.negated:
        if facts.lemma in ("hesitate", "tolerate", "forget", "forgive", "rest", "stop", "spare", "stand"):
            return "THREATEN", "self-threat"
        if root & {"wrong", "harm"} and facts.lemma not in ("pay", "answer", "respond", "accept", "allow"):
            return "COMMIT", "self-promise"
        return "REJECT", "self-refusal"
    paid = facts.lemma == "pay" and not facts.lemmas & {"price", "dearly", "cost", "for"}  # "will be paying attention"
    if root & {"harm"} and not root & {"aid", "yield"} and not paid:
        return "THREATEN", "self-threat"
    if pulls_back(facts) and facts.condition is None:
        return "CONCEDE", "self-yield"
    if root & {"yield"}:
        if breaks_off(facts):
            return "ANNOUNCE", "self-plan"
        if root & {"harm"} and counted & {"consequence", "response", "retaliation"}:
            return "THREATEN", "self-threat"
        return "CONCEDE", "self-yield"
    if root & {"aid"} or "ready" in counted:
        return "COMMIT", "self-promise"
    if facts.condition is not None or (counted & {"harm"} and "wrong" in counted) or _ANYHOW.search(facts.text):
        return "THREATEN", "self-threat"
    if not mine(facts):
        return "STATE", "stated"
    return "ANNOUNCE", "self-will"


def ready(cue: Cue, facts: Facts) -> Verdict | None:
    """Readiness: to help and to talk, or to strike."""
    if "ready" not in facts.root_classes or facts.negated:
        return None
    if facts.upos == "VERB" and not facts.passive:
        return None  # "committed crimes", "determined that it was no threat"
    if not (mine(facts) or facts.proper or _willing(facts)):
        return None
    if facts.counted & {"harm"} and not facts.counted & {"aid"}:
        return "THREATEN", "self-threat"
    return "COMMIT", "self-promise"


def _willing(facts: Facts) -> bool:
    """Whether it is one's own people who are ready: "the party was open to it", and not "the road was open"."""
    return facts.upos == "ADJ" and (not facts.subject or "self" in classes().get(facts.subject, ()))


def done(cue: Cue, facts: Facts) -> Verdict | None:
    """What one's own side has done or does: made known, or given up."""
    root = facts.root_classes
    if not mine(facts) or facts.tense not in ("past", "present") or facts.passive or not root & {"deed", "yield"}:
        return None
    if facts.lemma in _GIVES_UP and not (facts.counted & {"wrong"} or breaks_off(facts)):
        return "CONCEDE", "self-yield"
    undone = facts.upos != "VERB" or not facts.modals.isdisjoint({"can", "could", "might"})
    undone = undone or cue.onlooker or (cue.private and facts.subject in ("he", "she", "i"))
    if not undone and (facts.self or "harm" in root):
        return "ANNOUNCE", "self-deed"
    return None


def conditional(cue: Cue, facts: Facts) -> Verdict | None:
    """What happens if something else does: a promise where it is kind, a threat where it is not."""
    coming = facts.tense in ("future", "base", "present") and not facts.question and cue.lemma not in REASONS
    iffy = facts.condition is not None or (bool(_IF.search(facts.text)) and not facts.wh)
    opens = facts.text.startswith(("if ", "unless ", "should ")) and facts.subject not in ("that", "this")
    hangs = mine(facts) or facts.proper or facts.modals or facts.tense != "present" or opens
    if not (iffy and hangs and coming and cue.frame == "say") or cue.onlooker or facts.lemma.startswith(_FELT):
        return None
    counted, root = facts.counted, facts.root_classes
    kindly = root & {"aid", "yield"} or ("aid" in counted and "harm" not in counted)
    return ("COMMIT", "self-promise") if kindly else ("THREATEN", "self-threat")


def under_way(cue: Cue, facts: Facts) -> Verdict | None:
    """What one's own side is about: "it was expelling the envoy"."""
    active = facts.upos == "VERB" and not (facts.negated or facts.passive)
    if not (_UNDER_WAY.match(facts.text) and facts.self and active):
        return None
    if pulls_back(facts) or (facts.root_classes & {"yield"} and not breaks_off(facts)):
        return "CONCEDE", "self-yield"
    return "ANNOUNCE", "self-plan"
