"""Answers to "who is meant?", and the choice among them by learned weights.

An *answer* is a set of actor ids, none for nobody, with features: short strings that say how the words it was read from
stand to the matter. The likeliest answer by a log-linear model is taken (``hearers``, ``holders``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

from msgspec import Struct

from standoff.data import table
from standoff.model import Actor, Span

Ids = tuple[str, ...]


class Answer(Struct, frozen=True):
    """Who may be meant: ids, none for nobody, what speaks for it, and the words that it was read from."""

    ids: Ids
    features: tuple[str, ...]
    actors: tuple[Actor, ...] = ()
    at: tuple[Span, ...] = ()
    bonus: float = 0.0


class Gathering:
    """Answers in the making: the features that all its words give to one set of ids add up."""

    def __init__(self) -> None:
        self.features: dict[Ids, dict[str, None]] = {}
        self.actors: dict[Ids, tuple[Actor, ...]] = {}
        self.at: dict[Ids, list[Span]] = {}
        self.bonus: dict[Ids, float] = {}

    def add(self, actors: Sequence[Actor], features: Sequence[str], at: Span | None = None, bonus: float = 0.0) -> None:
        ids = tuple(sorted({a.id for a in actors if a.id}))
        if not ids:
            return
        self.features.setdefault(ids, {}).update(dict.fromkeys(features))
        self.actors.setdefault(ids, tuple(a for a in actors if a.id))
        if at is not None:
            self.at.setdefault(ids, []).append(at)
        self.bonus[ids] = max(self.bonus.get(ids, 0.0), bonus)


@cache
def learned(name: str, column: str) -> Mapping[str, float]:
    """What each feature weighs, from a column of a table in ``data``."""
    return {row["feature"]: float(row[column]) for row in table(name) if row[column]}


def choose(answers: Sequence[Answer], weigh: Mapping[str, float], *, somebody: bool = False) -> tuple[Answer, float]:
    """The likeliest answer and its probability among all; with ``somebody`` the likeliest that is not nobody, if there
    is one. ``Answer.bonus`` adds to the learned weights."""
    scores = [a.bonus + sum(weigh.get(f, 0.0) for f in a.features) for a in answers]
    top = max(scores)
    open_ = [n for n, a in enumerate(answers) if a.ids or not somebody] or range(len(answers))
    best = max(open_, key=lambda n: (scores[n], answers[n].ids))
    return answers[best], math.exp(scores[best] - top) / sum(math.exp(s - top) for s in scores)
