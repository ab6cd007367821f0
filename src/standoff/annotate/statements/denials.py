"""What is said not to be so: denials, refusals to want it, and news in negative words."""

from __future__ import annotations

import re

from standoff.annotate.statements.facts import Facts
from standoff.annotate.statements.utterance import Cue, Verdict, mine

#: Verbs whose denial by the one it is about denies no charge: "we have not been getting along", "it had not decided".
UNDERGONE = frozenset(
    "be become consider decide expect find get go have hear know look make meet receive see think want win".split()
)
#: Verbs whose denial says what was not known, told or settled, and answers no claim.
_UNKNOWN = UNDERGONE | frozenset(
    "admit ask believe bind change consult contemplate do have inform laugh pay resign rule tell understand "
    "damage fall harm hurt injure lose wound".split()
)
#: Who says so with these verbs says so against others: a denial under them answers a claim, or turns down a demand.
_MAINTAIN = frozenset({"insist", "maintain", "swear", "assure"})
_RETORT = frozenset({"reply", "retort", "respond", "counter", "shoot back", "hit back", "fire back"})
#: Verbs under which a denial owns or explains something.
_OWNS = frozenset({"concede", "admit", "acknowledge", "caution", "note", "explain", "allow", "complain", "protest"})
#: What is left open by not saying it.
_SILENT = re.compile(
    r"(?:\b(?:not|nor)|n['’]t) (?:say|specify|disclose|reveal|identify|elaborate|comment|explain|give details)"
    r"(?: (?:when|where|how|which|who|whom|what|why|whether|on|further)\b|$)"
)
_DISOWNED = re.compile(
    r"\bnothing (?:whatever |at all )?to do with\b|\bnothing of the |\bno such |\btheirs\b|\bours\b|"
    r"\b(?:of )?(?:its|their|his|her|our) own$|\bof (?:its|their|his|her|our) own\b"
)
#: What is said to have been less, or other, than somebody made of it.
_MERELY = re.compile(
    r"\b(?:had|has|have) merely\b|\bmerely (?:\w+ed|done|asking)\b|\b(?:his|her|its|their) own free will\b|"
    r"\bhardly a\b"
)
#: A judgement in negative words, which denies nobody's claim.
_JUDGED = re.compile(
    r"\bno (?:\w+ )?(?:cause|reason|need|doubt|choice|alternative|solution|sign|money|change|hurry|way|end)\b|"
    r"\bno (?:clear|final|firm|fixed|formal|set|specific) \w|\bnot only\b|\bno (?:\w+ )?reports?\b|"
    r"\bnever been (?:\w+er|worse)\b|"
    r"\bpos(?:es?|ed|ing) (?:no|a|any) (?:\w+ )?(?:danger|risk|threat)\b"
)
#: A bare "no" has no more words than this.
_CURT = 4
_AUX = frozenset({"do", "does", "is", "are", "am", "has", "have"})
#: "does not target monuments", "is not leaving the union"
_DENYING = re.compile(r"\b(?:do|does|is|are)(?: not|n't|n’t) \w")
_AIMS = frozenset({"intention", "plan"})
_NO_AIM = re.compile(r"\bno intention of ([a-z]+)ing\b")
_REFUSED = frozenset({"accept", "recogn", "agree", "negoti", "talk", "yield"})
_UNWILLING = frozenset("recognise recognize accept agree negotiate intend".split())


def unwilling(cue: Cue, facts: Facts) -> Verdict | None:
    """What one's own side does not intend, accept or recognise."""
    held_back = _NO_AIM.search(facts.text)
    if held_back and (mine(facts) or facts.proper):  # though the tree hang it elsewhere
        return ("REJECT", "self-refusal") if held_back[1][:6] in _REFUSED else ("COMMIT", "self-promise")
    aim = bool(facts.lemmas & _AIMS)
    if not facts.negated or not (mine(facts) or (facts.proper and aim)):
        return None
    if not aim and facts.lemma not in _UNWILLING:
        return None
    if facts.lemma in ("plan", "intend") or "plan" in facts.lemmas:
        return "DENY", "denial"
    return "REJECT", "self-refusal"


def denied(cue: Cue, facts: Facts) -> Verdict | None:
    """The act of any other proposition with a "not", "no" or "nothing"."""
    if facts.negated and facts.upos == "AUX" and facts.tense != "future" and len(facts.text.split()) <= _CURT:
        return "DENY", "denial"  # "he does not", "none had"
    if "in no way" in facts.text and facts.level == "CT" and facts.modals.isdisjoint({"can", "could", "will"}):
        return "DENY", "denial"  # "was in no way involved"; but "can in no way help" judges
    if facts.negated and _SILENT.search(facts.text):
        return "STATE", "told"  # "it did not say when": no answer to anybody
    if facts.tense == "past" and facts.level != "PS" and _MERELY.search(facts.text):
        return "DENY", "denial"  # "had merely drawn attention to a law"
    if not facts.negated and "nothing" not in facts.negative_words:
        return None
    if _JUDGED.search(facts.text):
        return "STATE", "told"
    ours, counted = mine(facts), facts.counted
    nobody = facts.subject in ("nobody", "nothing", "none", "there", "one") or "no" in facts.negative_words
    deed = facts.tense == "past" and facts.upos == "VERB" and not facts.passive and facts.lemma not in UNDERGONE
    open_ = facts.level not in ("CT", "CT-") or " yet" in facts.text  # "has not yet decided", "may not have left"
    if not open_ and ((counted & {"wrong", "wrongn", "claimn"} and (ours or nobody)) or (ours and deed)):
        return "DENY", "denial"
    if "bad" in counted and "bad" not in facts.root_classes and not ours:
        return "CRITICIZE", "blame"
    return _answered(cue, facts)


def _answered(cue: Cue, facts: Facts) -> Verdict:
    """What is said not to be so, where the words name no misdeed: a denial of what somebody claimed, or news."""
    if facts.level != "CT" or " yet" in facts.text or facts.tense == "future" or cue.lemma in _OWNS or facts.question:
        return "STATE", "told"
    if cue.lemma in _RETORT and (facts.tense == "present" or (cue.lemma == "reply" and not facts.passive)):
        return "REJECT", "self-refusal"
    if cue.lemma in _MAINTAIN or _DISOWNED.search(facts.text):
        return "DENY", "denial"
    if facts.condition is not None or cue.frame != "say" or facts.subject in ("they", "you"):
        return "STATE", "stated"
    if facts.subject in ("nobody", "nothing", "none", "there") and facts.lemma in ("be", facts.subject):
        return "DENY", "denial"
    if facts.tense != "past":
        acts = facts.upos == "VERB" and not facts.modals - _AUX and facts.lemma not in _UNKNOWN and facts.subject != "i"
        return ("DENY", "denial") if acts and _DENYING.search(facts.text) else ("STATE", "stated")
    if facts.upos == "VERB" and not mine(facts) and facts.lemma not in _UNKNOWN:
        return "DENY", "denial"
    return "STATE", "stated"
