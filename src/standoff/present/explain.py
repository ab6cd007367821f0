"""What the name of a rule means, in a sentence: for ``standoff why``."""

from __future__ import annotations

from standoff.annotate.statements.act import RULES

_FINDERS = {
    "verb": "a verb of saying governs the content",
    "noun": "a noun of saying has its source and content beside it",
    "adverb.reportedly": 'an adverb ("reportedly") reports without a source',
    "phrase.according-to": '"according to" and its kin name the source',
    "phrase.by-count": '"by the count of" and its kin name the source',
    "quote.signed": "a post, with its author's signature under it",
    "quote.cue": "quotation marks, with a verb of saying beside them",
    "quote.beside": "quotation marks, with a speaker beside them and no verb of saying",
    "quote.continued": "quotation marks that go on quoting the speaker before",
    "quote.alone": "quotation marks with neither cue nor speaker",
    "quote.subjectless": "quotation marks and a verb of saying whose subject the text has lost",
    "colon": "a speaker and a colon",
    "headline": "a headline's own way of naming the speaker",
    "verb.quoted-as": '"X quoted Y as saying": Y speaks, X relays',
    "passive": 'a passive of saying ("is believed to")',
}
_FRAMES = {
    "say": "that-clause or bare clause",
    "wh": "question clause",
    "to": "infinitive",
    "obj": "object",
    "obj-to": "object and infinitive",
    "obj-as": 'object and "as"',
    "obj-p": "object and preposition",
    "p": "preposition",
    "ing": "-ing clause",
    "of": '"of" phrase',
    "for": '"for" phrase',
    "that": "that-clause",
    "light": 'the noun of a light verb ("issued a denial")',
}


def statement_rule(rule: str) -> str:
    """``verb.say/self-threat`` in words: how the statement was found, and what decided its act."""
    finder, _, act = rule.partition("/")
    kind, _, frame = finder.partition(".")
    found = _FINDERS.get(finder) or _FINDERS.get(kind, finder)
    if kind in {"verb", "noun"} and frame in _FRAMES and finder not in _FINDERS:
        found = f"{found} ({_FRAMES[frame]})"
    words = act.removeprefix("ruled ")
    decided = "the network's cue head overruled the rules" if words == "learned" else RULES.get(words, act)
    return f"found: {found}; act: {decided}"


def event_rule(rule: str) -> str:
    """``withdraw.v[obj=TROOPS]+network`` in words: the statement, the row of the table, or the network's event head."""
    if rule.startswith("act."):
        return f"the event that a statement of act {rule[4:]} makes"
    if rule == "network":
        return "the network's event head alone"
    row, _, second = rule.partition("+")
    agreed = ", and the network's event head agrees" if second else ""
    return f"row {row} of data/triggers.csv{agreed}"
