"""The act of what is said under a plain verb of saying: the content alone decides."""

from __future__ import annotations

import re
from collections.abc import Callable

from standoff.annotate.statements import ahead, charges, denials
from standoff.annotate.statements.facts import MUST, Facts
from standoff.annotate.statements.phrases import set_phrase
from standoff.annotate.statements.utterance import REASONS, Cue, Verdict, mine
from standoff.annotate.statements.withheld import withholds

_OUGHT = frozenset({"has to", "have to", "needs to", "need to", "time to"})
#: A demand with its stick: "give us the votes or the mines will stop", "open the gate or we shall".
OR_ELSE = re.compile(r"\bor (?:else\b|(?:[a-z'’-]+ ){1,4}(?:will|shall)\b|face )")
#: Refusals that have set words.
_NO_WAY = re.compile(
    r"\bnon-?negotiable\b|\bnot negotiable\b|\bnot for sale\b|\bout of the question\b|\bnot an? (?:\w+ )?colony\b|"
    r"\b(?:no one|nobody|no country) ha[sd] the right\b|\bnone of \w+(?:['’]s)? business\b"
)
#: What is found wanting.
_SCANT = re.compile(r"\bnot (?:nearly )?enough\b|\bworth (?:nothing|less)\b|\bno longer worth\b")
#: Ways of saying that scold.
_SCOLD = frozenset("bristle complain fume fulminate grumble huff rail scoff seethe snarl sneer sniff thunder".split())


def act_of_content(cue: Cue, facts: Facts) -> Verdict:
    """The act of a content under a plain verb of saying: what the first reader makes of it that makes anything."""
    verdicts = (reader(cue, facts) for reader in _READERS)
    return next((verdict for verdict in verdicts if verdict is not None), ("STATE", "stated"))


def _told(cue: Cue, facts: Facts) -> Verdict | None:
    """What is only told: by those with no side, as a reckoning, or of what others asked and said."""
    reckoned = cue.frame == "phrase" or cue.lemma in REASONS or cue.lemma == "speak"
    relayed = facts.lemma in ("ask", "tell") and facts.tense == "past"
    return ("STATE", "told") if cue.onlooker or reckoned or relayed else None


def _performed(cue: Cue, facts: Facts) -> Verdict | None:
    """Acts that the words themselves are: "we urge", "cannot confirm", "open the gate"."""
    if facts.performative and not facts.negated:
        if facts.performative == "AGREE":
            return "SUPPORT", "performative"
        return facts.performative, "performative"  # type: ignore[return-value]
    if withholds(facts):
        return "DOUBT", "withheld"
    if cue.frame == "wh" and facts.proper:
        return "STATE", "stated"  # "told them how Moscow will respond": what it is, is not told
    if cue.lemma == "ask" and cue.frame == "say" and (facts.tense != "past" or " be " in facts.text):
        return "REQUEST", "imperative"  # "asked that it be printed"
    phrase = set_phrase(facts)
    if phrase is not None and not (cue.onlooker and phrase == "THREATEN"):
        return phrase, "phrase"
    if (facts.imperative and not facts.question) or "please" in facts.lemmas or _bidden(cue, facts):
        if OR_ELSE.search(facts.text):
            return "THREATEN", "self-threat"
        return "REQUEST", "imperative"
    if facts.tense == "base" and OR_ELSE.search(facts.text):
        return "THREATEN", "self-threat"  # "pull them out or we shall"
    return None


def _bidden(cue: Cue, facts: Facts) -> bool:
    """Told to do something, in marks or not: "Kyiv insisted the Red Cross take charge", "leave it at once"."""
    asks = cue.frame == "say" and cue.lemma in ("insist", "ask", "suggest")
    if asks and facts.passive and "be" in facts.modals and facts.modals <= {"be", "not"}:
        return True  # "insisted the monitors be let in"
    if facts.tense != "base" or facts.negated:
        return False
    if cue.frame == "obj-to":
        return cue.lemma not in ("take", "claim")
    told = not facts.subject and facts.upos == "VERB" and facts.text.startswith(facts.lemma)
    return cue.frame == "say" and (told or cue.lemma in ("insist", "ask"))


def _owed(cue: Cue, facts: Facts) -> Verdict | None:
    """What must, should or should have been done."""
    must = facts.modals & MUST
    if facts.modals & {"should", "ought"} and "have" in facts.modals and not mine(facts):
        return "CRITICIZE", "blame"
    if cue.lemma == "call" and cue.frame == "obj" and facts.root_classes & {"claimn"}:
        return "DENY", "claim-noun"  # "called the claim an invention", where the tree gives the claim alone
    if facts.negated and facts.lemma in ("expect", "believe", "think"):
        return "STATE", "stated"
    if must and "bad" in facts.root_classes and not facts.negated and not mine(facts):
        return "CRITICIZE", "blame"  # "they should be ashamed"
    if must and "have" not in facts.modals and not (facts.self and facts.subject in ("i", "he", "she")):
        return "REQUEST", "must"
    ours = facts.subject == "we" and "need to" in facts.pairs
    if (ours or not facts.self) and not facts.negated and facts.tense != "past" and _OUGHT & facts.pairs:
        return "REQUEST", "must"
    return None


def _settled(cue: Cue, facts: Facts) -> Verdict | None:
    """Refusals, fears and denials in set words, whatever is to come."""
    if _NO_WAY.search(facts.text):
        return "REJECT", "self-refusal"
    afraid = facts.lemma in ("fear", "worry", "dread", "afraid")
    if afraid and mine(facts) and not facts.negated and facts.tense != "future":
        return "WARN", "foretold"
    if _SCANT.search(facts.text) and not (mine(facts) or facts.question):
        return "CRITICIZE", "blame"
    if facts.text.startswith(("not one ", "not a single ")) and facts.tense == "past":
        return "DENY", "denial"
    that = facts.subject in ("it", "this", "that") and facts.upos in ("NOUN", "PROPN")  # "it's fake news"
    untrue = "false" in facts.counted and not facts.negated and facts.upos in ("ADJ", "NOUN", "PROPN", "VERB")
    if untrue and ("false" in facts.root_classes or "such" in facts.lemmas or that):
        return "DENY", "denial"
    return None


def _scolded(cue: Cue, facts: Facts) -> Verdict | None:
    return ("CRITICIZE", "blame") if cue.lemma in _SCOLD else None


#: Who reads what is said, in order: the words themselves, what is owed, what is to come, what is not so, what others
#: did and are, what one's own side did or does, how it is told.
_READERS: tuple[Callable[[Cue, Facts], Verdict | None], ...] = (
    _performed,
    _owed,
    _settled,
    ahead.to_come,
    ahead.ready,
    denials.unwilling,
    denials.denied,
    charges.charged,
    charges.judged,
    ahead.done,
    ahead.conditional,
    ahead.under_way,
    _scolded,
    _told,
)
