"""Set phrases that make an act whatever the tree makes of them: "reserves the right to", "our thoughts are with"."""

from __future__ import annotations

import re

from msgspec import Struct

from standoff.annotate.statements.facts import MUST, Facts
from standoff.annotate.statements.words import classes
from standoff.model import Act


class _Phrase(Struct, frozen=True):
    """``words`` make ``act``; ``ours``: only of what the speaker's side does; ``ahead``: only of what is
    to come."""

    words: re.Pattern[str]
    act: Act
    ours: bool = False
    ahead: bool = False


#: Marks that may stand inside a phrase quoted in part: 'the bloc "remains open" to their return'.
_Q = "[\"“”'’]?"

_PHRASES = (
    _Phrase(re.compile(r"\breserv(?:e|es|ed|ing) (?:the|its|our|their|his) right\b"), "THREATEN"),
    _Phrase(re.compile(r"\bha(?:s|ve|d) (?:until|till) .{0,200}\bor (?:be|face|it|we|he|she|they)\b"), "THREATEN"),
    _Phrase(
        re.compile(
            r"\b(?:swift|severe|heavy|grave|harsh) (?:and \w+ )?(?:costs?|price|response)\b|"
            r"\bbring a (?:\w+ )?response\b"
        ),
        "THREATEN",
        ahead=True,
    ),
    _Phrase(
        re.compile(
            r"\b(?:review|reconsider|consider|weigh)\w* (?:its |their |our |the )?(?:\w+ )?"
            r"(?:relationship|ties|reciprocal|retaliat\w+|counter-?measures|sanctions|ban on)\b|"
            r"\bha(?:s|ve|d) (?:[\w-]+ ){1,2}(?:hours|days)(?: to\b|$)"
        ),
        "THREATEN",
    ),
    _Phrase(
        re.compile(
            r"\bcredible (?:allegations|evidence|information)\b|"
            r"\b(?:evidence|indications?|proof) (?:tying|linking|implicating|"
            r"of (?:an? )?\w+ (?:role|hand|involvement))\b"
        ),
        "ACCUSE",
    ),
    _Phrase(
        re.compile(
            r"\b(?:options?|sanctions|bans|tariffs|force|strikes) (?:\w+ ){0,2}(?:is|are|was|were|remain\w*|stay\w*) "
            r"(?:\w+ )?on the table\b"
        ),
        "THREATEN",
    ),
    _Phrase(
        re.compile(
            r"^(?:anyone|anybody|whoever|those who|any \w+ who) .{0,200}"
            r"\b(?:fined?|jail|prison|arrested|prosecuted|punished|expelled|response|answer for|perish)\b"
        ),
        "THREATEN",
    ),
    _Phrase(
        re.compile(
            r"\b(?:offensive|operation|campaign|siege|assault|ceasefire|truce|peace|blockade|curfew|embargo|ban) "
            r"(?:.{0,60} )?(?:ha[sd] (?:begun|started|taken effect|come into force)|"
            r"(?:is|was) (?:now )?(?:over|in (?:effect|force)))\b|"
            r"\bno longer welcome\b|\bpersonae? non grata\b"
        ),
        "ANNOUNCE",
    ),
    _Phrase(re.compile(r"\btime ha[sd] come (?:for .{0,200} )?to\b"), "REQUEST"),
    _Phrase(
        re.compile(
            r"\bnot (?:the |a |an? \w+ )?time for\b|\bnot bound by\b|\bneither (?:accept|recogni[sz])\w* nor\b|"
            r"\bnot (?:up )?for (?:negotiation|discussion|debate)\b"
        ),
        "REJECT",
    ),
    _Phrase(re.compile(r"\bturn (?:down|away)\b"), "REJECT", ours=True, ahead=True),
    _Phrase(
        re.compile(
            r"\b(?:stay|remain|go nowhere) .{0,80}\buntil\b|"
            r"\b(?:leave|go home|withdraw|disarm) .{0,40}\bonly (?:if|when|once)\b|"
            r"\bnot (?:before|a (?:day|minute|moment) sooner)\b"
        ),
        "REJECT",
        ahead=True,
    ),
    _Phrase(
        re.compile(
            r"\b(?:offer|invitation)s? (?:still )?(?:stands?|stood)\b|"
            r"\bdoors? (?:is|was|are|were|remain\w*) (?:still |always |left )?open\b"
        ),
        "COMMIT",
    ),
    _Phrase(
        re.compile(rf"\bremain(?:s|ed)? (?:\w+ )?{_Q}(?:open|ready|committed|willing){_Q} to\b"),
        "COMMIT",
        ours=True,
    ),
    _Phrase(
        re.compile(
            r"\b(?:its|our|his|their) (?:\w+ )?(?:troops|forces|soldiers|units|force|men) .{0,200}"
            r"\b(?:return\w*|com(?:e|ing)) (?:to (?:base|barracks)|home)\b"
        ),
        "CONCEDE",
    ),
    _Phrase(
        re.compile(r"\b(?:la(?:y|id|ying) down|silenc\w+) (?:its|their|our) (?:arms|guns|weapons)\b"),
        "CONCEDE",
        ours=True,
    ),
    _Phrase(
        re.compile(
            rf"\bfull(?:y)? {_Q}(?:confidence|trusts?)\b|\b(?:extremely|fully|very|quite) satisfied\b|"
            r"\bexpress(?:es|ed)? (?:my|our|its|their|his|her) (?:\w+ )?(?:condolences|sympath\w+|solidarity|"
            r"gratitude)|"
            r"\b(?:our|my) (?:\w+ )?(?:thoughts|prayers|hearts?) (?:are|is|go(?:es)? out)\b|\bhave our prayers\b"
        ),
        "SUPPORT",
    ),
    _Phrase(
        re.compile(
            r"\bexpected (?:better|more)\b|\bunacceptable\b|\bdisagree[ds]? with\b|\bwrong (?:message|signal)\b|"
            r"\b(?:far|much) too (?:late|little)\b|\bregrettably\b|\bdangerous (?:game|precedent)\b|"
            r"\b(?:damag|undermin|jeopardi[sz])(?:e|es|ed|ing) (?:\w+ ){0,3}(?:peace|stability|security)\b"
        ),
        "CRITICIZE",
    ),
)  # fmt: skip
#: Acts that a "not" turns round.
_TURNED = frozenset({"ACCUSE", "SUPPORT", "COMMIT", "CONCEDE", "CRITICIZE"})


def set_phrase(facts: Facts) -> Act | None:
    """The act of the first set phrase in what is said; None where there is none, or where the words ask or bid."""
    if facts.question or facts.wh or facts.imperative or facts.modals & MUST or facts.tense == "base":
        return None
    ours = facts.self or facts.own or facts.proper or "self" in classes().get(facts.subject, ())
    for phrase in _PHRASES:
        if (phrase.ours and not ours) or (phrase.ahead and facts.tense != "future"):
            continue
        if facts.negated and phrase.act in _TURNED:
            continue
        if phrase.words.search(facts.text):
            return phrase.act
    return None
