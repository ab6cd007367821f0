"""What a report is about, in little: words, names, places, actors and deeds, each with how often it comes."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from standoff.link.propositions import STEM
from standoff.link.relations import word_weights
from standoff.model import BEARING, Actor, Report

#: What a gist is made of and what each kind weighs: the share of two reports' likeness that it can give. The kind is
#: the first letter of a feature.
WEIGHTS: Mapping[str, float] = {"w": 0.35, "n": 0.2, "p": 0.25, "a": 0.15, "d": 0.05}
#: A word of the headline counts as so many.
HEADLINE = 3
#: Features of one kind that are kept, most frequent first.
KEPT = 60
#: Reports that the counts of our own texts stand for, before any report has been seen.
PRIOR = 50.0
#: Sentences in a report of usual length: turns "in so many sentences" into "in so many reports".
_SENTENCES = 15
#: The share of reports in which a name, a place, an actor or a deed is taken to stand before any is counted.
_UNSEEN: Mapping[str, float] = {"n": 0.02, "p": 0.02, "a": 0.05, "d": 0.02}
_TOLD = frozenset({"NOUN", "VERB", "ADJ", "PROPN"})
_FOLD = re.compile(r"[^\w]+")


class Gist(Struct, frozen=True, eq=False):
    """``day`` ISO or "". ``counts`` by feature: "w:troop" (a word's lemma), "n:rasmussen" (a name), "p:crimea",
    "a:RUS.MIL", "d:RETREAT RUS>UKR" (type, who, to whom)."""

    id: str
    day: str
    title: str
    counts: Mapping[str, int]

    @property
    def order(self) -> tuple[bool, str, str]:
        """By day and id; what has no day comes last."""
        return not self.day, self.day, self.id


def gist_of(report: Report) -> Gist:
    """The gist of ``report``."""
    document = report.document
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in WEIGHTS}
    names = _names(report, counts)
    for sentence in report.analysis.sentences:
        if sentence.role not in BEARING:
            continue
        times = HEADLINE if sentence.role == "headline" else 1
        for token in sentence.tokens:
            lemma = token.lemma.casefold()
            if token.upos in _TOLD and len(lemma) > 2 and lemma[0].isalpha() and token.span.start not in names:
                counts["w"][lemma] += times
    for event in report.events:
        counts["a"].update(_ids((*event.actors, *event.recipients)))
        if event.place is not None:
            counts["p"][event.place.name.casefold()] += 1
        doers, sufferers = (_states(actors) for actors in (event.actors, event.recipients))
        if doers or sufferers:
            counts["d"][f"{event.type} {doers}>{sufferers}"] += 1
    for statement in report.statements:
        counts["a"].update(_ids(statement.source_actors))
    kept = {
        f"{kind}:{feature}": count
        for kind, found in counts.items()
        for feature, count in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:KEPT]
    }
    return Gist(
        id=document.id,
        day=document.published.value if document.published else "",
        title=document.title.value if document.title else _opening(report),
        counts=kept,
    )


def prior(feature: str) -> float:
    """In how many of ``PRIOR`` reports ``feature`` is taken to stand, before any is counted."""
    if feature[0] != "w":
        return PRIOR * _UNSEEN[feature[0]]
    weights = word_weights()
    sentences = math.exp(-weights.get(feature[2 : 2 + STEM], weights[""]))
    return float(PRIOR * (1 - (1 - sentences) ** _SENTENCES))


def shown(feature: str) -> str:
    """A feature as people read it: "troop", "RUS.MIL", "RETREAT RUS", "ASSAULT on PAK"."""
    if feature[0] != "d":
        return feature[2:]
    deed, _, sufferers = feature[2:].partition(">")
    return f"{deed.strip()} on {sufferers}" if sufferers else deed


def _names(report: Report, counts: dict[str, Counter[str]]) -> set[int]:
    """Count the names that the text itself gives; where their words begin."""
    text = report.document.text
    bearing = sorted(zone.span for zone in report.document.zones if zone.role in BEARING)
    begins: set[int] = set()
    for entity in report.analysis.entities:
        if not any(zone.contains(entity.span) for zone in bearing):
            continue
        words = _FOLD.sub(" ", entity.span.of(text).casefold()).split()
        if not words:
            continue
        # the last name of a person, so that "Anders Rasmussen" and "Rasmussen" are one
        counts["p" if entity.kind == "LOC" else "n"][words[-1] if entity.kind == "PER" else " ".join(words)] += 1
        begins |= {entity.span.start + found.start() for found in re.finditer(r"\w+", entity.span.of(text))}
    return begins


def _opening(report: Report) -> str:
    """The first words of the body, for a report without a headline."""
    for zone in report.document.zones:
        if zone.role == "body":
            words = zone.span.of(report.document.text).split()
            return " ".join(words[:12]) + (" …" if len(words) > 12 else "")
    return ""


def _ids(actors: Iterable[Actor]) -> list[str]:
    return [actor.id for actor in actors if actor.id]


def _states(actors: Iterable[Actor]) -> str:
    return "+".join(sorted({actor.id.split(".")[0] for actor in actors if actor.id}))
