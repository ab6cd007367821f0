"""Giving way, and what only looks like it: a pull-back, and leaving or breaking off in anger."""

from __future__ import annotations

import re

from standoff.annotate.statements.facts import Facts

_LEAVES = frozenset("withdraw withdrawal pull suspend suspension halt end stop recall".split())
#: What one leaves or calls home in anger.
_TIES = re.compile(
    r"\b(?:treat(?:y|ies)|pact|convention|accords?|agreement|organi[sz]ation|union|membership|commonwealth|ecowas|nato|"
    r"ambassadors?|envoys?|diplomats|hotline|visas?|licen[cs]es?|mission|cooperation|co-operation|ties|relations|talks|aid)\b"
)


def breaks_off(facts: Facts) -> bool:
    """As in "will withdraw from the treaty", "suspended talks": leaving or breaking off yields nothing."""
    return facts.lemma in _LEAVES and bool(_TIES.search(facts.text))


#: Ways of giving way in more than one word.
_PULLS_BACK = re.compile(
    r"\b(?:hold|held|holding) (?:its|our|their|his) (?:fire|guns)\b|"
    r"\bturn(?:s|ed|ing)? (?:his|its|our|their|the) (?:men|forces|troops|columns|tanks) (?:around|back)\b|"
    r"\b(?:bring|brought|bringing|call|called|calling) "
    r"(?:them|(?:its|his|our|their) (?:troops|soldiers|men|forces)) (?:home|back)\b|"
    r"\bstop(?:ping|ped)? (?:firing|shooting|shelling|bombing|the (?:war games|drills))|"
    r"\bpull(?:s|ed|ing)? back\b|\bback in (?:their )?barracks\b|"
    r"\b(?:dismantl|scrap|give up|surrender)\w* (?:its|his|our|their|the)\b"
)


def pulls_back(facts: Facts) -> bool:
    """As in "is turning his men around", "will dismantle the test site"."""
    return bool(_PULLS_BACK.search(facts.text))
