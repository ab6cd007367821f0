"""Pairs of propositions that ``training.claims`` learns from: of our own scenarios, and of a crowd of strangers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from standoff.dossier import Relation
from standoff.link.company import Company
from standoff.link.propositions import Proposition, Told, propositions
from standoff.link.relations import TOLD, Prepared, features, likeness, relation
from standoff.model import Report
from standoff.pipeline import Standoff
from training.claim_encoder import Batch
from training.claimtexts import Item, Scenario, pairs

PULL = 1.0
#: Propositions of a crowd that are compared with one another.
CROWD = 12
#: How far the nought of the first look is moved, so that what may be one is company to others.
MAY_BE = 0.5

Crowd = list[Told]
Vectors = NDArray[np.float32]
#: A crowd and the vectors of its propositions, by an encoder that has not seen it.
Stranger = tuple[Crowd, Sequence[Vectors]]


def crowds(reports: Sequence[Report]) -> list[Crowd]:
    """Propositions of neighbouring texts, a few at a time. Two of one text that may be one (of one type, or a denial
    and what it speaks to) do not both come in."""
    out: list[list[Told]] = [[]]
    for report in reports:
        own: list[Proposition] = []
        for told in propositions(report):
            if any(_may_be_one(told.it, other) for other in own):
                continue
            own.append(told.it)
            out[-1].append(told)
            if len(out[-1]) == CROWD:
                out.append([])
    return [crowd for crowd in out if len(crowd) > 1]


def _may_be_one(a: Proposition, b: Proposition) -> bool:
    return a.type == b.type or a.stance != b.stance or bool(set(a.measures) & set(b.measures))


def looked(ready: Sequence[Prepared], first: Mapping[str, float] | None) -> dict[tuple[int, int], dict[str, float]]:
    """The features of all pairs of some propositions, by number; with the weights of the first look those of the
    second."""
    found = {(a, b): features(ready[a], ready[b]) for a, b in combinations(range(len(ready)), 2)}
    if first is None:
        return found
    odds: list[dict[int, float]] = [{} for _ in ready]
    for (a, b), shown in found.items():
        odds[b][a] = likeness(shown, first)
    company = Company(ready, odds, first)
    return {(a, b): company.features(a, b) for a, b in found}


def apart(crowd: Crowd, read: Sequence[Vectors], first: Mapping[str, float] | None = None) -> list[dict[str, float]]:
    """The features of all pairs of a crowd."""
    ready = [Prepared(told.it, vector) for told, vector in zip(crowd, read, strict=True)]
    return list(looked(ready, first).values())


def coded(nlp: Standoff, scenario: Scenario) -> dict[str, Told]:
    """The proposition of each item, by its id; an item in whose marked words the product sees none is left out."""
    out = {}
    for item in scenario:
        report = nlp(item.text, published=item.published, publisher=item.publisher, uri=f"own:{item.id}")
        best = max(propositions(report), key=lambda told: _shared(told.it, item), default=None)
        if best is not None and _shared(best.it, item):
            out[item.id] = best
    return out


def _shared(p: Proposition, item: Item) -> float:
    """How much of the marked words and of the proposition's is the same."""
    both = min(p.at.span.end, item.span.end) - max(p.at.span.start, item.span.start)
    return max(both, 0) / (len(p.at.span) + len(item.span) - max(both, 0))


class Pair(Struct):
    """Two items that the product has coded, or not: then there is nothing to compare. ``at`` are their places in the
    scenario."""

    gold: Relation
    one: bool
    a: Proposition | None
    b: Proposition | None
    at: tuple[int, int]
    features: dict[str, float]


class Seen(Struct):
    """A pair of a scenario and the log-odds that its two are one; minus infinity where there is nothing to compare."""

    scenario: str
    pair: Pair
    odds: float


def every_pair(
    scenario: Scenario,
    told: Mapping[str, Told],
    found: Mapping[str, Vectors],
    first: Mapping[str, float] | None = None,
) -> list[Pair]:
    """All pairs of a scenario. ``found`` are the vectors of its items, ``first`` the weights of the first look, where
    the second is asked for."""
    ready = [Prepared(t.it, found[key]) for key, t in told.items()]
    number = {key: i for i, key in enumerate(told)}
    shown = looked(ready, first)
    place = {item.id: i for i, item in enumerate(scenario)}
    out = []
    for a, b, gold in pairs(scenario):
        i, j = sorted((number.get(a.id, -1), number.get(b.id, -1)))
        p, q = (told[item.id].it if item.id in told else None for item in (a, b))
        out.append(Pair(gold, a.claim == b.claim, p, q, (place[a.id], place[b.id]), shown.get((i, j), {})))
    return out


def batch(scenario: Scenario, told: Mapping[str, Told]) -> Batch:
    """A scenario as the encoder learns from it."""
    return [(told[item.id], item.claim) for item in scenario if item.id in told]


def fit(learn: Sequence[Pair], crowd: Sequence[dict[str, float]]) -> dict[str, float]:
    """The weight of each feature that is not set by hand. The whole crowd weighs as much as the scenarios' own
    unrelated pairs."""
    told = [p for p in learn if p.a is not None]
    listed = [p.features for p in told] + list(crowd)
    one = [p.one for p in told] + [False] * len(crowd)
    names = sorted({name for found in listed for name in found} - TOLD.keys())
    x = np.array([[found.get(name, 0.0) for name in names] for found in listed], np.float32)
    share = sum(not p.one for p in told) / max(len(crowd), 1)
    model = LogisticRegression(C=1 / PULL, fit_intercept=False, max_iter=2000)
    model.fit(x, one, [1.0] * len(told) + [share] * len(crowd))
    return {name: round(float(w), 3) for name, w in zip(names, model.coef_[0], strict=True)}


def likely(pair: Pair, weights: Mapping[str, float]) -> float:
    """The log-odds that the two of a pair are one."""
    if not pair.features:
        return -math.inf
    return likeness(pair.features, weights)


def guess(pair: Pair, one: bool) -> Relation:
    """The relation that the product sees in two that it takes for one, or not."""
    return relation(pair.a, pair.b) if one and pair.a is not None and pair.b is not None else "unrelated"


class Lesson(Struct):
    """A scenario as the product has coded it, and the vectors of its items by an encoder that has not seen it."""

    scenario: Scenario
    told: dict[str, Told]
    vectors: dict[str, Vectors] = {}

    def pairs(self, first: Mapping[str, float] | None = None) -> list[Pair]:
        return every_pair(self.scenario, self.told, self.vectors, first)

    def batch(self) -> Batch:
        return batch(self.scenario, self.told)


class Weights(Struct):
    """What each feature weighs in the first look and in the second, with those that are set by hand."""

    first: dict[str, float]
    second: dict[str, float]


def both_looks(teach: Sequence[Lesson], strangers: Sequence[Stranger]) -> Weights:
    """The weights of both looks, learned from scenarios and from crowds with their vectors."""
    first = fit([p for lesson in teach for p in lesson.pairs()], [f for each in strangers for f in apart(*each)])
    first = {**first, "one": first["one"] + MAY_BE, **TOLD}
    again = [p for lesson in teach for p in lesson.pairs(first)]
    return Weights(first, {**fit(again, [f for each in strangers for f in apart(*each, first)]), **TOLD})
