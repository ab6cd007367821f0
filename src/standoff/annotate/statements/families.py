"""Which act a cue and a content make: one function a family of cues (the ``decide`` column of ``data/cues.csv``).

Each returns the act and the name of the rule, which :data:`standoff.annotate.statements.act.RULES` explains.
"""

from __future__ import annotations

import re

from standoff.annotate.statements.facts import Facts
from standoff.annotate.statements.giving import breaks_off, pulls_back
from standoff.annotate.statements.said import OR_ELSE, act_of_content
from standoff.annotate.statements.utterance import Cue, Verdict
from standoff.annotate.statements.withheld import withholds

#: What one does not do by refusing it.
_WITHHELD = frozenset(
    "accept recognise recognize agree promise guarantee commit consent offer endorse welcome support back".split()
)
_HELD = frozenset("believe think expect anticipate reckon doubt".split())


def act_of_negated(cue: Cue, facts: Facts) -> Verdict:
    lemma = cue.lemma
    if lemma in ("rule out", "exclude"):
        return "STATE", "denied cue"
    if lemma in ("deny", "dispute"):
        return "DOUBT", "denied cue"
    if lemma in _WITHHELD:
        return "REJECT", "denied cue"
    if lemma in _HELD:
        return "STATE", "denied cue"
    return "DOUBT", "withheld"


#: What gives way by being announced.
_YIELDS = frozenset(
    "withdrawal withdraw ceasefire truce pullout amnesty pardon pull lift halt "
    "release free pullback drawdown suspension end stop resignation cease drop".split()
)


def _announce(cue: Cue, facts: Facts) -> Verdict:
    """Verbs of making known: an own decision unless it gives way, promises or reports on others."""
    counted = facts.counted
    if facts.lemma in _YIELDS and not counted & {"wrongn"}:
        return ("ANNOUNCE", "self-plan") if breaks_off(facts) else ("CONCEDE", "self-yield")
    if pulls_back(facts) and not counted & {"wrongn"}:
        return "CONCEDE", "self-yield"
    if facts.lemma in ("killer",) or facts.question:
        return "STATE", "stated"
    if facts.root_classes & {"ready"} and not facts.negated and facts.upos == "ADJ":
        return "COMMIT", "self-promise"
    if cue.lemma in ("declare", "proclaim", "rule", "disclose", "pronounce") and cue.frame == "say":
        act, rule = act_of_content(cue, facts)
        return (
            (act, rule)
            if act != "STATE"
            else (
                "ANNOUNCE" if facts.tense == "future" or facts.self else "STATE",
                "self-plan" if facts.self else "stated",
            )
        )
    told = facts.tense in ("past", "present") and not (facts.self or facts.own or facts.proper) and cue.frame == "say"
    if told and (cue.lemma != "announce" or "percent" in facts.text or "per cent" in facts.text):  # a result made known
        return "STATE", "stated"
    return "ANNOUNCE", "cue"


#: What a doer claims.
_CLAIMED = frozenset(
    "responsibility attack raid bombing strike assault ambush credit killing operation shooting having".split()
)


def _claim(cue: Cue, facts: Facts) -> Verdict:
    if cue.frame == "say":
        act, rule = act_of_content(cue, facts)
        if act == "STATE" and facts.self and facts.upos == "VERB" and facts.tense == "past":
            return "ANNOUNCE", "self-deed"
        return act, rule
    if facts.lemma in _CLAIMED or "responsibility" in facts.lemmas or "attack" in facts.lemmas:
        return "ANNOUNCE", "self-deed"
    return "STATE", "stated"


_FAULTS = frozenset("blunder error fault hasty mistake mistaken wrong wrongly".split())


def _own(cue: Cue, facts: Facts) -> Verdict:
    """Verbs of owning a fact: doubt when nothing is known, a fault owned gives way, else the fact is affirmed."""
    if withholds(facts):
        return "DOUBT", "withheld"
    if not _FAULTS.isdisjoint(facts.lemmas) and not facts.negated:
        return "CONCEDE", "owned"
    if cue.lemma in ("recognise", "recognize") and facts.upos in ("NOUN", "PROPN", "ADJ") and not facts.subject:
        return "SUPPORT", "cue"
    if facts.performative == "CONCEDE":
        return "CONCEDE", "performative"
    if facts.level in ("PS", "PR", "PR-") or facts.negated:
        return "STATE", "stated"
    return "CONFIRM", "owned"


#: What can be turned down.
_OFFERED = frozenset(
    "appeal ballot call demand idea invitation offer plan proposal request talk talks ultimatum".split()
)


def _claim_noun(cue: Cue, facts: Facts) -> Verdict:
    if facts.lemma in ("it", "this", "that") and cue.lemma in ("spurn", "rebuff", "turn down"):
        return "REJECT", "claim-noun"
    if facts.lemma == "idea":
        return "REJECT", "claim-noun"  # of doing something
    if facts.root_classes & {"claimn"} or "false" in facts.counted or facts.lemma in ("it", "this", "that", "such"):
        return "DENY", "claim-noun"
    if cue.frame == "obj-as":
        if facts.counted & {"claimn"}:
            return "DENY", "claim-noun"
        if not _OFFERED.isdisjoint(facts.text.split()) or cue.lemma in ("wave away", "spurn", "rebuff", "turn down"):
            return "REJECT", "claim-noun"
        return ("DENY" if cue.lemma == "reject" else "CRITICIZE"), "claim-noun"
    return "REJECT", "claim-noun"


#: What makes a misdeed of what is called so.
_CHARGED = frozenset(
    "ambush assassination attack attempt corrupt massacre occupy occupying sabotage stage staged staging theft".split()
)


def _name(cue: Cue, facts: Facts) -> Verdict:
    counted = facts.counted
    if "false" in counted:
        return "DENY", "named"
    if counted & {"good"} and not counted & {"bad", "wrongn"}:
        return "SUPPORT", "named"
    if counted & {"bad"} and counted & {"claimn"} and cue.frame == "obj-pred":
        return "DENY", "named"  # "called the report ridiculous"
    if facts.level != "CT":
        return "STATE", "named"  # "judged it probable"
    if counted & {"wrongn"} or not _CHARGED.isdisjoint(facts.lemmas):
        return "ACCUSE", "named"
    if cue.lemma in (
        "describe",
        "refer",
        "present",
        "regard",
        "depict",
        "characterise",
        "characterize",
        "cast",
    ) and not counted & {"bad", "wrong"}:
        return "STATE", "named"
    return "CRITICIZE", "named"


#: What one refuses by promising not to do it.
_YIELDED = frozenset(["recognise", "recognize", "accept", "surrender", "yield", "negotiate", "bow", "give", "give up"])
#: What is given away in being promised.
_GIVEN = frozenset("amnesty apology free lift pardon release withdraw".split())


def _promise(cue: Cue, facts: Facts) -> Verdict:
    if cue.lemma == "assure" or (cue.lemma == "swear" and facts.tense != "future" and cue.frame == "say"):
        act, rule = act_of_content(cue, facts)
        if act in ("STATE", "ANNOUNCE", "REJECT") and facts.tense == "future":
            return "COMMIT", "self-promise"
        return act, rule
    if "consequences" in facts.text:
        return "THREATEN", "self-threat"
    sworn = cue.lemma in ("vow", "swear")
    if facts.negated and sworn and (facts.passive or facts.lemma in ("abandon", "desert", "forsake")):
        return "COMMIT", "self-promise"  # "swore that no election would be put off"
    if facts.negated and (sworn or (cue.lemma != "promise" and facts.lemma in _YIELDED)):
        return "REJECT", "self-refusal"
    if facts.negated:
        return "COMMIT", "cue"
    if (facts.root_classes & {"harm"} and not facts.root_classes & {"aid"}) or (
        facts.counted & {"harm"} and cue.lemma in ("vow", "swear") and not facts.counted & {"aid"}
    ):
        return "THREATEN", "self-threat"
    if facts.lemma == "apology" and not facts.negated:
        return "CONCEDE", "self-yield"
    if _IN_KIND.search(facts.text) and not facts.negated:
        return "THREATEN", "self-threat"
    if facts.root_classes & {"risk", "wrong"} and not facts.root_classes & {"aid"}:
        return "THREATEN", "self-threat"  # "promised that thieves would lose a hand"
    if facts.root_classes & {"yield"} and not facts.root_classes & {"aid"} and cue.lemma not in ("vow", "swear"):
        return "CONCEDE" if facts.lemma in _GIVEN else "COMMIT", "self-yield"
    if cue.lemma in ("vow", "swear") and not facts.counted & {"aid", "yield"}:
        return "THREATEN", "self-threat"
    return "COMMIT", "cue"


def _agree(cue: Cue, facts: Facts) -> Verdict:
    if cue.frame == "say":
        act, rule = act_of_content(cue, facts)
        return (
            (act, rule)
            if act not in ("STATE", "ANNOUNCE")
            else ("COMMIT" if facts.tense == "future" else "CONFIRM", "owned")
        )
    gives_up = not facts.pairs.isdisjoint({"step down", "give up", "stand down", "back down"})
    if gives_up or facts.root_classes & {"yield"} or (facts.counted & {"yield"} and not facts.counted & {"aid"}):
        return "CONCEDE", "self-yield"
    return "COMMIT", "cue"


FIRST_PLURAL = frozenset({"we", "i"})


_AHEAD = frozenset("may might will would could should".split())
#: Measures that only those in power can take.
_MEASURES = frozenset("ban bar blacklist expel freeze sanction sell send strip suspend".split())
#: What a threat says in so many words.
_COSTLY = re.compile(
    r"\b(?:heavy|severe|high|double the) (?:costs?|price)\b|\b(?:every|all) (?:the )?options?\b|"
    r"\b(?:our|its|their|my|his) (?:restraint|patience)\b|"
    r"\b(?:further|other|additional|more) (?:\w+ )?(?:measures|steps|sanctions|action)\b"
)
#: How an attack is promised an answer.
_IN_KIND = re.compile(r"\bin kind\b|\bby all (?:\w+ )?means\b|\brepel\b")
_CATASTROPHE = re.compile(r"\b(?:catastrophic|humanitarian|dire|disastrous) (?:\w+ )?consequences\b")


def _warn(cue: Cue, facts: Facts) -> Verdict:
    mine = facts.self or facts.own
    if cue.lemma == "caution":
        act, rule = act_of_content(cue, facts)
        if act == "DOUBT" or (act == "THREATEN" and (mine or facts.passive)):
            return act, rule
        if (facts.negated and not facts.modals & _AHEAD) or facts.level == "PR-":
            return "STATE", "stated"  # "cautioned that it need not mean the end": a reservation
    if facts.tense == "past" and facts.level == "CT" and facts.root_classes & {"wrong", "false"} and not mine:
        return "ACCUSE", "wrong"  # "warned that the count had been tampered with"
    if cue.onlooker or _CATASTROPHE.search(facts.text):
        return "WARN", "cue"
    if OR_ELSE.search(facts.text) or " and we will " in facts.text:
        return "THREATEN", "self-threat"
    if (
        facts.tense == "future" and mine and facts.subject not in ("they", "he", "she")
    ) or facts.subject in FIRST_PLURAL:
        return "THREATEN", "self-threat"
    if facts.counted & {"harm"} and facts.tense == "future" and not facts.counted & {"risk"}:
        return "THREATEN", "self-threat"
    punished = facts.passive and "harm" in facts.root_classes and "wrong" not in facts.root_classes
    punished = punished or (facts.passive and facts.lemma in _MEASURES)
    if punished and (facts.tense == "future" or "could" in facts.modals):
        return "THREATEN", "self-threat"  # "could be arrested": what only a power does
    if _COSTLY.search(facts.text):
        return "THREATEN", "self-threat"
    if " red line" in facts.text or facts.text.startswith(("any who ", "anyone who ", "whoever ")):
        return "THREATEN", "self-threat"
    if (
        "consequences" in facts.text
        or "retaliat" in facts.text
        or "reprisal" in facts.text
        or "pay " in facts.text
        or "punish" in facts.text
    ):
        return "THREATEN", "self-threat"
    return "WARN", "cue"


def _hint(cue: Cue, facts: Facts) -> Verdict:
    act, rule = act_of_content(cue, facts)
    if (
        act == "STATE"
        and cue.lemma == "hint"
        and facts.modals & {"may", "might", "could"}
        and not (facts.negated or cue.onlooker)
    ):
        return "THREATEN", "self-threat"  # what is hinted at is seldom a kindness
    return act, rule


def _suggest(cue: Cue, facts: Facts) -> Verdict:
    """ "suggested he go": a request in the subjunctive; else a hint."""
    if facts.tense == "base" or "should" in facts.modals:
        return "REQUEST", "cue"
    return act_of_content(cue, facts)


def _hope(cue: Cue, facts: Facts) -> Verdict:
    return ("REQUEST", "cue") if facts.tense == "future" and not facts.self else ("STATE", "cue")


def _fear(cue: Cue, facts: Facts) -> Verdict:
    if facts.tense == "past" and facts.upos == "VERB":
        return "STATE", "cue"  # "it was feared that he had drowned"
    return (
        ("WARN", "foretold")
        if facts.tense == "future" or facts.counted & {"risk"} or facts.upos == "NOUN" or facts.level == "PS"
        else ("STATE", "cue")
    )


def _order(cue: Cue, facts: Facts) -> Verdict:
    return "ANNOUNCE", "cue"


def _offer(cue: Cue, facts: Facts) -> Verdict:
    if facts.lemma in ("resign", "drop", "apologise", "apologize") or "step down" in facts.pairs:
        return "CONCEDE", "self-yield"
    return "COMMIT", "cue"


def _reaffirm(cue: Cue, facts: Facts) -> Verdict:
    if (
        facts.lemma
        in ("support", "solidarity", "backing", "sympathy", "respect", "position", "appreciation", "gratitude")
        or "support" in facts.lemmas
    ):
        return "SUPPORT", "cue"
    if facts.lemma in (
        "commitment",
        "readiness",
        "willingness",
        "pledge",
        "promise",
        "determination",
        "resolve",
        "guarantee",
    ):
        return "COMMIT", "cue"
    if facts.lemma in ("call", "demand", "appeal", "need", "importance", "urgency", "necessity"):
        return "REQUEST", "cue"
    return "STATE", "stated"


def _complain(cue: Cue, facts: Facts) -> Verdict:
    if facts.counted & {"wrong", "wrongn"}:
        return "ACCUSE", "wrong"
    done = facts.upos == "VERB" and facts.tense == "past" and not (facts.self or facts.own or facts.negated)
    if cue.frame == "say" and done and not cue.deeds.isdisjoint({"ASSAULT", "COERCE"}):
        return "ACCUSE", "wrong"  # "complained that the ministry had kept their passports"
    return "CRITICIZE", "cue"


_FAMILIES = {
    "content": act_of_content, "announce": _announce, "claim": _claim, "own": _own, "claim-noun": _claim_noun,
    "name": _name, "promise": _promise, "agree": _agree, "warn": _warn, "hint": _hint, "suggest": _suggest,
    "hope": _hope, "fear": _fear,
    "order": _order, "offer": _offer, "reaffirm": _reaffirm, "complain": _complain,
}  # fmt: skip


#: Who declines to do this withholds what he knows.
_SILENT = tuple(f"to {verb}" for verb in "comment confirm disclose discuss elaborate identify name reveal say".split())


def act_of(cue: Cue, facts: Facts) -> Verdict:
    family = cue.decide
    handler = _FAMILIES.get(family)
    if handler is not None:
        return handler(cue, facts)
    if family == "REJECT" and cue.frame == "to" and facts.text.startswith(_SILENT):
        return "DOUBT", "withheld"  # "declined to comment"
    if family == "REQUEST" and cue.frame == "obj-to" and facts.lemma == "expect":
        return "WARN", "foretold"  # "told residents to expect days of shooting"
    if family == "STATE" and cue.frame in ("say", "obj", "ing"):
        act, rule = act_of_content(cue, facts)
        if act == "ACCUSE":
            return act, rule
    return family, "cue"  # type: ignore[return-value]
