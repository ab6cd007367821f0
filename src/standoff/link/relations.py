"""How two propositions stand to each other: the same, disputed, doubted, differing in a figure, or unrelated.

Whether they are one proposition is decided by a logistic model over the features of :func:`features`, learned from our
own scenarios (``training/claims.py``; weights in ``data/relations.csv``), in two looks: the first sees the two alone,
the second what they are to others, too (:mod:`standoff.link.company`). Which relation it then is follows from where the
two sources stand and from their figures. The weights of words come from our own texts and not from the reports at hand.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.data import table
from standoff.dossier import Relation
from standoff.link.blame import sides
from standoff.link.bounds import excludes, same_measure
from standoff.link.propositions import STEM, Proposition
from standoff.model import Actor

#: Deeds that undo or exclude each other.
_OPPOSED = frozenset(
    frozenset(pair)
    for pair in (
        ("RETREAT", "MOBILIZE"), ("RETREAT", "ASSAULT"), ("RETREAT", "COERCE"), ("AGREE", "REJECT"),
        ("COOPERATE", "SANCTION"), ("CONCEDE", "REJECT"), ("SUPPORT", "REJECT"), ("AID", "SANCTION"),
    )
)  # fmt: skip
#: What the record of a report says itself: a denial and what it speaks to, two mentions of one deed; and that words
#: only point at what was said ("the Chilean figures"), which tells nothing of it. No scenario has them, so their
#: weights (log-odds) are set, not learned. Nor has one two propositions of a report, which says a thing once: the
#: nought that is moved to find what several reports say (``training/claims.py``) stays where it was for them.
TOLD = {
    "answers it": 5.0, "answer one statement": 4.0, "one deed of a report": 4.0, "one report": -0.75,
    "only refers": -5.0, "charges that mirror each other": -4.0, "one voice on both sides": -4.0,
    "only the reporter is against it": -1.0, "only its words are against it": -0.4,
    "against what is only mentioned": -2.0, "against what is only foretold": -2.0,
    "only one is on a condition": -1.0, "two deeds that a reporter tells": -1.0,
}  # fmt: skip
#: Not done (yet): what is planned, feared or promised is another matter than what has been done.
_UNREAL = frozenset({"future", "hypothetical"})
_DONE = frozenset({"actual", "historical"})
_MOST_DAYS = 365.0
#: Stances of those who speak against what somebody has put forward.
AGAINST = frozenset({"denies", "doubts"})


Floats: TypeAlias = NDArray[np.floating[Any]]


class Prepared:
    """A proposition, the vector of its words (of length 1) where there is one, and what every comparison needs,
    worked out once."""

    def __init__(self, proposition: Proposition, vector: Floats | None = None) -> None:
        self.it = proposition
        self.vector = vector
        weigh = word_weights()
        unknown = weigh[""]
        stems = {lemma[:STEM] for lemma in proposition.lemmas}
        self.stems = {stem: weigh.get(stem, unknown) for stem in sorted(stems)}
        self.weight = sum(self.stems.values())
        self.names = frozenset(proposition.names)
        self.particular, named = _split(proposition.names, proposition.lemmas)
        self.doers = _ids(proposition.doers)
        self.recipients = _ids(proposition.recipients)
        self.speakers = _ids(proposition.speakers)
        self.voice, self.blamed = voice_and_blamed(proposition)
        self.doer_states = _states(proposition.doers)
        self.recipient_states = _states(proposition.recipients)
        self.speaker_states = _states(proposition.speakers)
        self.states = self.doer_states | self.recipient_states | named
        self.day = _day(proposition.day)
        self.earliest = _day(proposition.earliest or proposition.latest)
        self.latest = _day(proposition.latest or proposition.earliest)
        place = proposition.place.casefold()
        self.place = frozenset(word for word in place.split() if len(word) > 2)
        # a whole country is no place that tells two deeds in it apart
        self.spot = self.place if place not in _forms()[0] else frozenset()

    @cached_property
    def bare(self) -> bool:
        """Whether the words say too little to be compared by themselves."""
        return len(self.stems) + len(self.names) < 3


def features(a: Prepared, b: Prepared) -> dict[str, float]:
    """What speaks for or against one proposition in two: name of the feature, value (0..1, or days as logarithms)."""
    found: dict[str, float] = {"one": 1.0}
    _by_words(a, b, found)
    _by_deed(a, b, found)
    _by_place_and_time(a, b, found)
    _by_stance(a, b, found)
    first, second = a.it, b.it
    if first.measures and second.measures:
        pairs = [(m, n) for m in first.measures for n in second.measures if same_measure(m, n)]
        if pairs:
            found["figures of one kind"] = 1.0
            if any(not excludes(m, n) for m, n in pairs):
                found["figures agree"] = 1.0
    if second.answers is not None and second.answers == first.statement:
        found["answers it"] = 1.0
    if first.conditional != second.conditional:
        found["only one is on a condition"] = 1.0
    if first.answers is not None and first.answers == second.statement:
        found["answers it"] = 1.0
    if first.conditional != second.conditional:
        found["only one is on a condition"] = 1.0
    if first.answers is not None and first.answers == second.answers:
        found["answer one statement"] = 1.0
    if first.deed is not None and first.deed == second.deed:
        found["one deed of a report"] = 1.0
    if first.at.report == second.at.report:
        found["one report"] = 1.0
        if first.deed and second.deed and first.deed != second.deed and first.statement is second.statement is None:
            found["two deeds that a reporter tells"] = 1.0
        if (first.stance in AGAINST) != (second.stance in AGAINST) and a.voice & b.voice and "answers it" not in found:
            found["one voice on both sides"] = 1.0
    if _crossed(a.voice, a.blamed, b.voice, b.blamed) and {first.stance, second.stance} == {"asserts"}:
        found["charges that mirror each other"] = 1.0
    if (first.refers or second.refers) and "answers it" not in found:
        found["only refers"] = 1.0
    if a.speakers and b.speakers:
        found["one speaker" if a.speakers & b.speakers else "two speakers"] = 1.0
    return found


def mirrored(a: Proposition, b: Proposition) -> bool:
    """Whether each of two speakers lays at the other's door what the other lays at his ("they shelled us", both say).
    Where it is one deed, either puts forward what excludes what the other does."""
    return {a.stance, b.stance} == {"asserts"} and _crossed(*voice_and_blamed(a), *voice_and_blamed(b))


def voice_and_blamed(p: Proposition) -> tuple[frozenset[str], frozenset[str]]:
    """The sides that speak, and the other sides that they say did it, or speak of; who did it with them is not blamed
    for it."""
    voice = sides(p.speakers)
    acting = sides((*p.doers, *p.subject))
    return voice, (sides(p.targets) if acting & voice else acting | sides(p.targets)) - voice


def _crossed(voice: frozenset[str], blamed: frozenset[str], other: frozenset[str], others: frozenset[str]) -> bool:
    return bool(voice & others and other & blamed) and not voice & other and not blamed & others


def _by_words(a: Prepared, b: Prepared, found: dict[str, float]) -> None:
    short, long = (a.stems, b.stems) if len(a.stems) <= len(b.stems) else (b.stems, a.stems)
    shared = sum(weight for stem, weight in short.items() if stem in long)
    least, both = min(a.weight, b.weight), a.weight + b.weight - shared
    if shared:
        found["words of the shorter"] = shared / least
        found["words of both"] = shared / both
        found["weight of shared words"] = min(shared / 20.0, 1.0)
    if a.particular and b.particular:
        common = len(a.particular & b.particular)
        found["names of the shorter"] = common / min(len(a.particular), len(b.particular))
        found["names of both"] = common / len(a.particular | b.particular)
        if not common:
            found["no name in common"] = 1.0
    if a.states and b.states:
        common = len(a.states & b.states)
        found["states of the shorter"] = common / min(len(a.states), len(b.states))
        found["states of both"] = common / len(a.states | b.states)
        if not common:
            found["no state in common"] = 1.0
    if a.vector is not None and b.vector is not None:
        found["meaning"] = float(np.dot(a.vector, b.vector))
    if a.bare or b.bare:
        found["few words"] = 1.0


def _by_deed(a: Prepared, b: Prepared, found: dict[str, float]) -> None:
    first, second = a.it, b.it
    if first.type is None or second.type is None:
        found["no deed" if first.type is second.type else "one has no deed"] = 1.0
        return
    if first.type == second.type:
        found["one type"] = 1.0
        if first.mode and second.mode:
            found["one mode" if first.mode == second.mode else "other mode"] = 1.0
    elif frozenset((first.type, second.type)) in _OPPOSED:
        found["opposed types"] = 1.0
    else:
        found["other type"] = 1.0
    if a.doers and b.doers:
        if a.doers & b.doers:
            found["one doer"] = 1.0
        elif a.doer_states & b.doer_states:
            found["doers of one state"] = 1.0
        else:
            found["other doer"] = 1.0
            if a.doer_states & b.recipient_states and b.doer_states & a.recipient_states:
                found["roles swapped"] = 1.0
    if a.recipients and b.recipients:
        found["one recipient" if a.recipient_states & b.recipient_states else "other recipient"] = 1.0
    if first.type == second.type and a.doer_states & b.doer_states:
        found["one type and doer"] = 1.0
        if "words of the shorter" in found:
            found["one type and doer, words"] = found["words of the shorter"]
    if (first.status in _UNREAL) != (second.status in _UNREAL):
        found["done and not done"] = 1.0


def _by_stance(a: Prepared, b: Prepared, found: dict[str, float]) -> None:
    """Who denies or doubts speaks to somebody; who is accused of a deed is the likeliest to deny it."""
    sides = {a.it.stance, b.it.stance}
    against = (a.it.stance in AGAINST) + (b.it.stance in AGAINST)
    if against:
        found["both deny or doubt" if against == 2 else "one denies or doubts"] = 1.0
    if against == 1:
        speaks, faced = (a.it, b.it) if a.it.stance in AGAINST else (b.it, a.it)
        if speaks.status in _DONE and faced.status in _UNREAL and faced.act in {"WARN", "THREATEN"}:
            found["against what is only foretold"] = 1.0
        if speaks.act not in {"DENY", "DOUBT"} and faced.mention:
            found["against what is only mentioned"] = 1.0
        if speaks.statement is None:
            found["only the reporter is against it"] = 1.0
        elif speaks.stance == "denies" and speaks.act != "DENY" and speaks.answers is None:
            found["only its words are against it"] = 1.0
    if "doubts" in sides:
        found["one doubts"] = 1.0
    if "confirms" in sides:
        found["one confirms"] = 1.0
    for one, other in ((a, b), (b, a)):
        if one.it.stance == "denies" and one.speaker_states & other.doer_states:
            found["the accused denies"] = 1.0


def _by_place_and_time(a: Prepared, b: Prepared, found: dict[str, float]) -> None:
    first, second = a.it, b.it
    if a.spot and b.spot:
        if a.spot & b.spot:
            found["one place"] = 1.0
        elif first.country and first.country == second.country:
            found["other place, one country"] = 1.0
        else:
            found["other place"] = 1.0
    if a.earliest is not None and b.earliest is not None:
        assert a.latest is not None and b.latest is not None
        gap = max(a.earliest - b.latest, b.earliest - a.latest, 0)
        if gap:
            found["days between the deeds"] = math.log1p(min(gap, _MOST_DAYS))
        else:
            found["one time"] = 1.0
    if a.day is not None and b.day is not None:
        found["days between the reports"] = math.log1p(min(abs(a.day - b.day), _MOST_DAYS))


def likeness(found: Mapping[str, float], weigh: Mapping[str, float] | None = None) -> float:
    """The log-odds that two propositions with these features are one; by what is learned, or other weights."""
    weigh = learned() if weigh is None else weigh
    return sum(value * weigh.get(name, 0.0) for name, value in found.items())


def told(found: Mapping[str, float], weigh: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """What each feature adds to the log-odds, heaviest first."""
    parts = [(name, value * weigh.get(name, 0.0)) for name, value in found.items() if name != "one"]
    return tuple(sorted((p for p in parts if p[1]), key=lambda p: (-abs(p[1]), p[0])))


def relation(a: Proposition, b: Proposition) -> Relation:
    """What two propositions are to each other, given that they are one proposition."""
    if "doubts" in (a.stance, b.stance):
        return "same" if a.stance == b.stance else "doubts"
    if (a.stance == "denies") != (b.stance == "denies"):
        return "disputes"
    if mirrored(a, b):
        return "disputes"
    pairs = [(m, n) for m in a.measures for n in b.measures if same_measure(m, n)]
    if pairs and all(excludes(m, n) for m, n in pairs):
        return "differs"
    return "same"


def certainty(log_odds: float) -> float:
    """Log-odds as a probability."""
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, log_odds))))


@cache
def learned(look: str = "second") -> Mapping[str, float]:
    """The weight of each feature in the "first" look, at two propositions alone, or in the "second"."""
    return {**{row["feature"]: float(row[look] or 0.0) for row in table("relations.csv")}, **TOLD}


@cache
def word_weights() -> Mapping[str, float]:
    """What each stem weighs: the rarer, the more. The empty stem stands for all that the table does not have."""
    return {row["feature"]: float(row["weight"]) for row in table("word_weights.csv")}


@cache
def _forms() -> tuple[Mapping[str, str], Mapping[str, tuple[tuple[frozenset[str], str], ...]]]:
    """The states by each name, adjective and capital, folded: those of one word, and those of several by each word."""
    single: dict[str, str] = {}
    several: dict[str, list[tuple[frozenset[str], str]]] = {}
    for row in table("states.csv"):
        forms = (row["name"], *(form for key in ("forms", "demonyms", "capitals") for form in row[key].split("|")))
        for form in filter(None, forms):
            words = form.casefold().split()
            single.setdefault(form.casefold(), row["iso"])
            if len(words) > 1:
                for word in words:
                    several.setdefault(word, []).append((frozenset(words), row["iso"]))
    return single, {word: tuple(forms) for word, forms in several.items()}


def _split(names: tuple[str, ...], lemmas: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The words of names that name no state, and the states that the words of names and adjectives name."""
    single, several = _forms()
    states = {single[word] for word in (*names, *lemmas) if word in single}
    rest = {word for word in names if word not in single}
    for word in names:
        for words, state in several.get(word, ()):
            if words.issubset(names):
                states.add(state)
                rest -= words
    return frozenset(rest), frozenset(states)


def _ids(actors: Iterable[Actor]) -> frozenset[str]:
    return frozenset(a.id for a in actors if a.id)


def _states(actors: Iterable[Actor]) -> frozenset[str]:
    return frozenset(a.id.split(".")[0] for a in actors if a.id)


def _day(iso: str) -> int | None:
    try:
        return datetime.date.fromisoformat(iso).toordinal() if iso else None
    except ValueError:
        return None
