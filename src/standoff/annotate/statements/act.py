"""What saying it does: act and certainty of a statement, from its cue's row and the facts of its content.

:func:`decide` is one pure function, features in and decision out, so that a learned head can take its place. The name
of the rule that decided goes into the record's origin; :data:`RULES` explains each of them to the reader of
``standoff why``. Word classes (``data/act_words.csv``): *harm* what hurts the other side when one's own side does it,
*yield* giving way, *aid* helping, *ready* readiness, *wrong* and *wrongn* misdeeds, *bad* and *good* judgements,
*false* words for untruth, *risk* harm foretold, *evidence*, *claimn* nouns for others' claims, *deed* political deeds,
*self* words for one's own people.
"""

from __future__ import annotations

import math
import re
from functools import cache

from msgspec import Struct

from standoff.annotate.statements.facts import Facts
from standoff.annotate.statements.families import act_of, act_of_negated
from standoff.annotate.statements.utterance import Cue as Cue
from standoff.data import table
from standoff.model import Act, Certainty

RULES: dict[str, str] = {
    "cue": "the cue itself names the act (data/cues.csv)",
    "performative": 'the speaker performs the act in so many words ("I urge ...", "said it condemned ...")',
    "withheld": 'a denied verb of knowing or saying ("cannot confirm", "would not say", "no evidence")',
    "phrase": 'set words that make the act ("reserves the right to", "has yet to see proof")',
    "must": "someone else must, should or has to do something",
    "imperative": "quoted words in the imperative",
    "self-refusal": "the speaker's side will not do something",
    "self-threat": "the speaker's side will do harm",
    "self-yield": "the speaker's side gives way",
    "self-promise": "the speaker's side will help or is ready",
    "self-plan": "the speaker's side plans something or is about it",
    "self-will": "the speaker's side will do something else",
    "self-deed": "the speaker's side has done something",
    "denial": "what is claimed or expected is said to be false",
    "wrong": "a misdeed is laid at another's door",
    "blame": "words of disapproval",
    "praise": "words of approval",
    "foretold": "harm is foretold that the speaker would not bring about",
    "owned": "a fact is owned or affirmed",
    "claim-noun": "what is rejected is a claim (a denial) or an offer (a rejection)",
    "named": "what something is called decides between accusing, disapproving, praising and describing",
    "denied cue": 'the cue is negated ("did not rule out", "does not recognise")',
    "told": "told as news: by an onlooker, as a reckoning, of what others said or of what is left open",
    "stated": "nothing speaks for another act",
    "learned": "the analyser's cue head, surer than the rule is right (data/acts.csv)",
}


class Decision(Struct, frozen=True):
    """Act, certainty, the rule that decided, and how often that rule is right (measured on our own marked texts)."""

    act: Act
    certainty: Certainty
    rule: str
    score: float


#: Share of records with this rule that are found and have the right act, on our own marked texts (5,300, 2026-11;
#: phrase, self-plan, self-will and told measured on the texts for training, 2026-11-23).
PRECISION: dict[str, float] = {
    "blame": 0.61, "claim-noun": 0.68, "cue": 0.69, "denial": 0.6, "denied cue": 0.35, "foretold": 0.34,
    "imperative": 0.49, "learned": 0.5, "must": 0.63, "named": 0.59, "owned": 0.52, "performative": 0.52,
    "phrase": 0.93,
    "praise": 0.24, "self-deed": 0.32, "self-plan": 0.85, "self-promise": 0.57, "self-refusal": 0.55,
    "self-threat": 0.69, "self-will": 0.6, "self-yield": 0.53, "stated": 0.39,
    "told": 0.58, "withheld": 0.68, "wrong": 0.54,
}  # fmt: skip


def verdict(cue: Cue, facts: Facts) -> tuple[Act, str]:
    """The act of one proposition by the rules alone, and the name of the rule."""
    return act_of_negated(cue, facts) if cue.negated else act_of(cue, facts)


def decide(cue: Cue, facts: Facts) -> Decision:
    """Act and certainty of one proposition under one cue."""
    act, rule = verdict(cue, facts)
    unlikely = cue.mark == "DOUBT" and facts.level == "PR-"  # how sure one is, one states
    if cue.mark is not None and cue.mark != act and not unlikely and heard(cue.mark, cue.sure) > trusted(rule, act):
        act, rule = cue.mark, "learned"
    if act == "ACCUSE" and rule in ("wrong", "learned") and _shot(facts):
        act, rule = "STATE", "stated"
    if cue.slogan and act == "STATE" and not facts.subject:
        act = "CRITICIZE" if facts.text.startswith(("no ", "shame", "down with ")) else "REQUEST"
    certainty = _certainty(cue, facts, act)
    worded = certainty == "CT+" and cue.held == "CT-"  # the head hears a "no" that belongs to what is so
    if cue.held is not None and cue.held_sure >= CERTAIN and not (worded or act in _FIXED or _iffy(act, facts)):
        certainty = cue.held
    return Decision(act, certainty, rule, PRECISION.get(rule, 0.6))


_MISSILES = frozenset({"missile", "missiles", "rocket", "rockets", "projectile", "projectiles", "satellite"})


def _shot(facts: Facts) -> bool:
    """A launch or test told as such, not at anybody: "the navy said that the neighbour fired two missiles eastward"."""
    shot = facts.lemma in ("fire", "launch", "test", "test-fire") and facts.lemmas & _MISSILES
    return bool(shot) and " at " not in facts.text


@cache
def _weights() -> dict[str, float]:
    """What speaks how much for an act (``data/acts.csv``, made by ``training/acts.py``)."""
    return {row["feature"]: float(row["weight"]) for row in table("acts.csv")}


def trusted(rule: str, act: Act) -> float:
    """What a rule's verdict weighs: by how often this rule is right when it says this."""
    weights = _weights()
    return weights.get(f"{rule}/{act}", weights["rule"]) + (weights["STATE"] if act == "STATE" else 0.0)


def heard(act: Act, sure: float) -> float:
    """What the analyser's cue head weighs when it says ``act`` with probability ``sure``."""
    weights = _weights()
    return weights["head"] + weights["odds"] * odds(sure) + (weights["STATE"] if act == "STATE" else 0.0)


def odds(sure: float) -> float:
    """Log odds of a probability, which is never taken for certain: a head knows what it has learned by heart."""
    sure = min(max(sure, 0.05), 0.99)
    return math.log(sure / (1 - sure))


#: Acts whose certainty follows from the act (codebook, section 2).
_FIXED = frozenset({"REQUEST", "DENY", "DOUBT"})
#: How sure the learned certainty must be to overrule what the words say.
CERTAIN = 0.95


# --- certainty -------------------------------------------------------------------------------------------------


def _certainty(cue: Cue, facts: Facts, act: Act) -> Certainty:
    if cue.negated:
        if cue.lemma in ("rule out", "exclude"):
            return "PS+"
        if act == "REJECT":
            return "CT-"
        if cue.lemma in ("believe", "think", "expect", "anticipate", "reckon"):
            return "PR-"
        if cue.lemma == "doubt":
            return "PR+"
        return "U"
    if act == "REQUEST":
        return "U"
    if act == "DENY":
        return "CT-"
    if act == "DOUBT":
        return "PR-" if cue.lemma == "doubt" and cue.frame in ("say", "obj", "wh") else "U"
    if act in ("THREATEN", "COMMIT", "REJECT", "CONCEDE") and _conditional(facts):
        return "U"
    if act == "THREATEN" and _WHATEVER.search(facts.text):
        return "U"
    if facts.question or facts.wh:
        return "U"
    if act == "REJECT":
        return "CT-" if facts.negated or facts.negative_words or cue.certainty == "CT-" or not cue.quoted else "CT+"
    if cue.certainty in ("CT+", "CT-", "PR+", "PS+", "U") and cue.decide != "content":
        if act == "STATE" and cue.certainty == "PR+":
            if facts.level == "PS":
                return "PS+"
            return "PR-" if facts.negated or facts.level in ("PR-", "CT-") else "PR+"
        if not (cue.certainty == "CT+" and facts.negated and act in ("COMMIT", "ANNOUNCE", "STATE")):
            return cue.certainty  # type: ignore[return-value]
    if _iffy(act, facts):
        return "U"
    if act == "WARN":
        if facts.condition is not None:
            return "U"
        if facts.level == "PS" or "could" in facts.modals or "would" in facts.modals:
            return "PS+"
        return "CT-" if facts.negated else ("PR+" if facts.level == "PR" else "CT+")
    if cue.decide in ("hint", "suggest"):
        if facts.level == "PR":
            return "PR+"
        return "PS+"
    if facts.level == "PS":
        return "PS-" if facts.negated else "PS+"
    thought = facts.lemma in ("think", "consider") and facts.tense == "past" and "have" in facts.lemmas
    if facts.level == "PR" and facts.negated and thought:
        return "CT-"  # "had not thought of it": no opinion, a fact
    if facts.level == "PR":
        return "PR-" if facts.negated else "PR+"
    if facts.level == "PR-":
        return "PR+" if facts.negated else "PR-"
    if facts.level == "CT-":
        return "CT-"
    if act in _TOLD and not facts.negative_words & _NOT:
        return "CT+"  # "no staff were hurt", "they gave no warning": so it is, as worded
    return "CT-" if facts.negated else "CT+"


#: Acts that tell of something, and the words that deny a sentence rather than a thing.
_TOLD = frozenset({"STATE", "ACCUSE", "CRITICIZE", "CONFIRM", "SUPPORT"})
_NOT = frozenset({"not", "n't", "n’t", "never", "neither", "nor"})
#: What makes a threat conditional: "will break up any armed gathering".
_WHATEVER = re.compile(r"\b(?:any|if|unless)\b")
_ANY = ("any ", "anyone ", "anybody ", "another ", "further ", "whoever ", "as long as ")


def _iffy(act: Act, facts: Facts) -> bool:
    """As in "any attack would ...": a condition in other words."""
    return act in ("WARN", "THREATEN") and facts.tense == "future" and facts.text.startswith(_ANY)


def _conditional(facts: Facts) -> bool:
    return (
        facts.condition is not None
        or " unless " in facts.text
        or facts.text.startswith("unless ")
        or " or face " in facts.text
    )
