"""Which of the answers is meant: actors and recipients of every event, by weights learned from our own marked texts.

The clause rules read who does what to whom where the tree says so; much is said otherwise, by the sentence before, by
who speaks, by what kind of deed it is. Here all answers that the report offers (``answers``) are weighed against each
other, "nobody" among them. The weights stand in ``data/participants.csv`` (``training/participants.py`` makes them).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from standoff.model import Actor, Analysis, Event, Span, Statement
from standoff.resolve.answers import Answer, answers
from standoff.resolve.around import Around, Ids, ids_of
from standoff.resolve.coref import Cast
from standoff.resolve.offers import learned
from standoff.resolve.verbal import directed_at, is_mutual

#: Pointers of another head: event id and role to spans with log odds.
Hints = Mapping[tuple[str, str], Mapping[Span, float]]
Weights = Mapping[str, float]


class Choice(Struct, frozen=True):
    """The ids chosen, their probability among all answers, and the words and names behind them."""

    ids: Ids
    score: float
    at: tuple[Span, ...]
    names: tuple[Actor, ...]


def weights(role: str) -> Weights:
    """What each feature weighs for ``role``: "actor", "recipient", or "spoken", the recipient of what is said."""
    return learned("participants.csv", role)


def choose(offered: Sequence[Answer], weigh: Weights) -> Choice:
    """The likeliest set of ids. Readings of the same set add up; ``Ground.bonus`` adds to the learned weights."""
    worth: dict[int, float] = {}
    totals: dict[Ids, float] = {}
    best: dict[Ids, tuple[float, Answer]] = {}
    scores: list[float] = []
    for answer in offered:
        own = id(answer.features)
        if own not in worth:
            worth[own] = sum(weigh.get(feature, 0.0) for feature in answer.features)
        score = worth[own]
        for ground in answer.grounds:
            if id(ground) not in worth:
                worth[id(ground)] = ground.bonus + sum(weigh.get(feature, 0.0) for feature in ground.features)
            score += worth[id(ground)]
        scores.append(score)
        if answer.ids not in best or score > best[answer.ids][0]:
            best[answer.ids] = (score, answer)
    top = max(scores)
    for answer, score in zip(offered, scores, strict=True):
        totals[answer.ids] = totals.get(answer.ids, 0.0) + math.exp(score - top)
    ids = max(totals, key=lambda one: (totals[one], one))
    answer = best[ids][1]
    at = tuple(sorted({span for ground in answer.grounds for span in ground.at}))
    names = tuple(name for ground in answer.grounds for name in ground.names)
    return Choice(ids, totals[ids] / sum(totals.values()), at, names)


#: How likely an actor must be where the rules found none, a state that overrules the one that the words name, and
#: whom a verbal event is directed at where its statement names nobody. Lower than one half: on the gold reports people
#: name somebody in most of these cases, so that a fair guess beats silence; higher ones lose more than they save. (On
#: our held-out texts .15 to .3 are alike for the last.)
ACTOR, OVERRULED, HEARER = 0.2, 0.6, 0.25
#: Weapons are launched at nobody unless the words say so: how likely anyone must be.
AIMED = 0.6
#: How much the log odds of a pointer count beside the learned weights; less than one, since the weights know much of
#: what the pointer knows (measured on held-out texts).
POINTER = 0.5


def pointed(analysis: Analysis, events: Sequence[Event]) -> Hints:
    """Where the network points from the trigger of each event: role to words with log odds."""
    marks = {m.span: m for m in analysis.marks if m.head == "event" and m.points}
    out: dict[tuple[str, str], dict[Span, float]] = {}
    for event in events:
        mark = marks.get(event.trigger)
        for point in mark.points if mark is not None else ():
            if point.span is not None:
                chance = min(max(point.score, 0.01), 0.99)
                odds = POINTER * math.log(chance / (1 - chance))
                out.setdefault((event.id, point.name), {})[point.span] = odds
    return out


def settle(
    events: Sequence[Event], statements: Sequence[Statement], cast: Cast, hints: Hints | None = None
) -> tuple[Event, ...]:
    """Events with the actors and recipients that all answers together make likeliest; ``events`` in text order."""
    around = Around(events, statements, cast)
    directed = {s.id for s in statements if directed_at(s)}
    hints = hints or {}
    out = []
    for event in events:
        mutual = is_mutual(event)
        if event.statement is None:
            doer = choose(answers(around, event, "actor", (), hints.get((event.id, "actor"))), weights("actor"))
            if doer.score >= (ACTOR if not event.actors else OVERRULED if _elsewhere(doer, event.actors) else 0):
                at = _words(doer, event.actors, event.actors_at)
                event = replace(event, actors=_named(doer, event.actors), actors_at=at)
        elif event.statement in directed and event.recipients:
            out.append(event)  # who speaks, and to or of whom, has been settled with the statement
            continue
        if mutual:
            out.append(replace(event, recipients=event.actors, recipients_at=event.actors_at))
            continue
        doers = ids_of(event.actors)
        offered = answers(around, event, "recipient", doers, hints.get((event.id, "recipient")))
        sufferer = choose(offered, weights("recipient" if event.statement is None else "spoken"))
        if (event.type, event.mode) == ("COERCE", None):
            sufferer = _as_country(sufferer, event, around.cast)
        bar = HEARER if event.statement is not None else AIMED if event.mode == "weapons" else 0.0
        if sufferer.score >= bar or (event.statement is None and event.recipients):
            event = replace(
                event,
                recipients=_named(sufferer, event.recipients),
                recipients_at=_words(sufferer, event.recipients, event.recipients_at),
            )
        out.append(event)
    return _in_company(out, cast)


def _in_company(events: Sequence[Event], cast: Cast) -> tuple[Event, ...]:
    """Nobody talks alone: a state that is ready for talks, by somebody's words, is so with those whom they concern
    ("We are ready to talk", she told Quito)."""
    said = {e.statement: e for e in events if e.statement is not None}
    out = []
    for event in events:
        held = said.get(event.attributed_to) if event.statement is None and event.attributed_to else None
        if held is not None and (event.type, event.mode) == ("CONSULT", None) and not event.recipients:
            sides = {i.partition(".")[0] for i in ids_of(event.actors)}
            others = {i.partition(".")[0] for i in ids_of(held.recipients)}
            if len(event.actors) == 1 and sides <= cast.knowledge.state_names.keys() and not sides & others:
                event = replace(event, actors=(*event.actors, *held.recipients))
        out.append(event)
    return tuple(out)


def _as_country(choice: Choice, event: Event, cast: Cast) -> Choice:
    """Interference is done to a country, not to its government, unless its words name an organ or a post."""
    if any(cast.party(at).kind in {"org", "person"} for at in event.recipients_at):
        return choice
    states = cast.knowledge.state_names
    bare = (i.removesuffix(".GOV") if i.removesuffix(".GOV") in states else i for i in choice.ids)
    return replace(choice, ids=tuple(sorted(set(bare))))


def _elsewhere(choice: Choice, ruled: tuple[Actor, ...]) -> bool:
    """Whether the choice is of other states than the words name."""
    return {i.partition(".")[0] for i in choice.ids} != {i.partition(".")[0] for i in ids_of(ruled)}


def _named(choice: Choice, ruled: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The actors chosen, as the rules had them where they had the same, with a person's name where one was read."""
    if ids_of(ruled) == choice.ids:
        return ruled
    names = {a.id: a for a in (*choice.names, *ruled) if a.name}
    return tuple(names.get(ident, Actor(ident)) for ident in choice.ids)


def _words(choice: Choice, ruled: tuple[Actor, ...], at: tuple[Span, ...]) -> tuple[Span, ...]:
    return at if ids_of(ruled) == choice.ids else choice.at
