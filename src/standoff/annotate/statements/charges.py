"""What is said of others: misdeeds laid at their door, disapproval, praise, and harm foretold."""

from __future__ import annotations

import re

from standoff.annotate.statements.denials import UNDERGONE
from standoff.annotate.statements.facts import Facts
from standoff.annotate.statements.utterance import Cue, Verdict, mine

#: What is done without doing anything to anybody.
_MOVES = frozenset("arrive come die fall lie live lose sit sleep stand stay wait walk".split())
_DECIDED = frozenset("agree apologise apologize approve ask decide say tell warn".split())
_RECALLS = frozenset("recall recount relate remember".split())
_FIGHTERS = frozenset("gunmen insurgents mercenaries militants terrorists".split())
#: What does damage and is no doer.
_THINGS = frozenset(
    "attack blast blasts bomb bomber bombers bombs explosion explosions fire incident mine mines".split()
)
#: Misdeeds in more than one word.
_BLAMED = re.compile(
    r"\b(?:is|are|was|were|been) (?:behind|responsible|to blame)\b|\b(?:bears?|bore) (?:\w+ )?responsib|\bfired on\b|"
    r"\bused? .{0,25}\b(?:chemical|sarin|chlorine|cluster|phosphorus|napalm|nerve|blister|mustard|human shields)\b|"
    r"\b(?:spread|sow)(?:s|ing|n|ed)? (?:\w+ )?(?:fear|lies|terror|hatred|panic|disinformation|discord|division)\b|"
    r"\b(?:distort|twist)(?:s|ed|ing) the (?:facts|truth|record)\b|\bhallmarks? of\b|"
    r"\bt(?:ook|akes?|aken|aking) the side of\b|\b(?:opened|opening) fire (?:first|on)\b"
)
_KIND = re.compile(
    r"\b(?:positive|good|right|welcome|important|great|huge|major|true|close|dear) (?:steps?|side|friends?)\b"
)
_BORNE_OUT = re.compile(
    r"\b(?:reports?|claims?|accounts?|allegations?|rumou?rs?) (?:is|was|are|were) (?:true|correct)\b"
)
#: Misdeeds whatever the circumstances: to have suffered them accuses somebody, named or not.
_CRIMES = frozenset("abduct beat doctor drag fabricate forge hack kidnap poison rape rig stage steal torture".split())


def charged(cue: Cue, facts: Facts) -> Verdict | None:
    """Misdeeds, of which some say that they were done, and some that others suffered them."""
    counted, root = facts.counted, facts.root_classes
    past, sure = facts.tense == "past", facts.level in ("CT", "PR")
    someone = facts.proper or facts.subject in ("they", "he", "she", "you", "who")
    if "bad" in root and (someone or not facts.lemma.startswith("fail")):
        return "CRITICIZE", "blame"  # "talks failed" is news, "he failed" blame
    if facts.self and facts.passive and facts.tense != "future" and root & {"wrong", "wrongn"}:
        return "ACCUSE", "wrong"  # "he had been beaten": the sufferer speaks
    if facts.passive and past and facts.lemma in _CRIMES and facts.level == "CT":
        return "ACCUSE", "wrong"
    if facts.other and past and sure and cue.deeds & {"ASSAULT", "COERCE"}:
        if not (facts.passive or root & {"aid", "yield"} or facts.lemma in _DECIDED):
            return "ACCUSE", "wrong"  # Manila: "a Chinese ship beamed a laser at the boat"
        if facts.passive and " by " not in facts.text and cue.deeds & {"ASSAULT"}:
            return "ANNOUNCE", "self-deed"  # Kyiv: "five Russian planes have been shot down"
    if facts.lemma == "risk" and facts.upos == "VERB" and not past:
        return "WARN", "foretold"  # "the country risks breaking apart"
    # "two bombs killed 26", "the first mercenaries have landed": news
    news = facts.subject in _THINGS or facts.lemma == "suffer"
    news = news or (facts.subject in _FIGHTERS and not root & {"wrong", "wrongn"})
    undergone = facts.passive and " by " not in facts.text  # "five people were killed": nobody is named for it
    if counted & {"wrongn"} and not (mine(facts) or undergone or news) and sure and facts.tense != "future":
        return "ACCUSE", "wrong"
    told = facts.tense in ("past", "present") and sure and " not " not in facts.text
    if told and not (mine(facts) or facts.condition) and _BLAMED.search(facts.text):
        return "ACCUSE", "wrong"
    if _BORNE_OUT.search(facts.text):
        return "CONFIRM", "owned"
    done = past or (facts.tense == "present" and someone)
    if root & {"wrong"} and done and sure and not (mine(facts) or facts.passive or news):
        return "ACCUSE", "wrong"
    if cue.quoted and facts.subject == "they" and past and cue.lemma not in _RECALLS and _did(facts):
        return "ACCUSE", "wrong"  # "They took our nets"
    return None


def _did(facts: Facts) -> bool:
    """Whether something is told that others did, on purpose as it seems."""
    return facts.upos == "VERB" and not facts.passive and facts.level == "CT" and facts.lemma not in UNDERGONE | _MOVES


def judged(cue: Cue, facts: Facts) -> Verdict | None:
    """What is good, bad or dangerous."""
    counted, root = facts.counted, facts.root_classes
    if cue.quoted and facts.subject == "you" and facts.tense == "present" and not facts.modals & {"may", "must"}:
        return "CRITICIZE", "blame"  # "You are gambling with lives"
    ahead = facts.level == "PS" or facts.tense == "future" or facts.modals & {"could", "can", "may", "might"}
    if ahead and "risk" in counted:
        return "WARN", "foretold"
    stands = facts.upos == "VERB" and not mine(facts) and facts.lemma in ("stand", "step", "deserve", "right")
    good = root & {"good"} and not (stands or facts.own or "no longer" in facts.text)
    if facts.lemma in ("side", "step", "right", "friend"):
        good = good and bool(_KIND.search(facts.text))  # "a positive step", not "a forced step"
    if good or "grateful" in facts.lemmas or "thank" in facts.lemmas:
        return "SUPPORT", "praise"
    if "bad" in counted and not mine(facts) and facts.upos in ("ADJ", "NOUN"):
        return "CRITICIZE", "blame"
    return None
