"""What demands and figures ask of one report: its trees, the names of places and states in it, days, words that mean
one thing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache

from msgspec import Struct

from standoff.data import table
from standoff.grammar import Tree, Trees
from standoff.model import Actor, Event, Interval, Mention, Report, Span, Statement

#: Sectors that speak and act for their state, beside the bare state.
_OFFICIAL = frozenset({"", "GOV", "MIL", "SPY", "COP"})
#: Sectors whose people speak each for himself; of the others one speaks for all (a union's leader for the union).
_SINGLE = frozenset({"LEG", "ELI", "CVL", "EDU", "JRN", "SOC", "PTY", "BUS", "MED", "UNK", "JUD", "AGR", "REF"})
#: Statements do not stand in one another deeper than this; it ends a circle in a record made by hand.
_NESTED = 20
_CASE = re.compile(r"['’]s?$")


class Name(Struct, frozen=True):
    """A place, state or body in the text. ``key`` is the same for all names of one state."""

    span: Span
    key: str
    label: str
    place: bool


class Page:
    """One report while it is being read."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.text = report.document.text
        self.trees = Trees(report.analysis.sentences)
        self.day = report.document.published.value if report.document.published else None
        if day_number(self.day) is None:
            self.day = None
        self.publisher = report.document.publisher.value if report.document.publisher else None
        self.statements = {statement.id: statement for statement in report.statements}
        self.by_id = {event.id: event for event in report.events}
        self._deeds: dict[int, Event] = {}  # by the start of the trigger
        for event in report.events:
            if event.statement is None:
                self._deeds.setdefault(event.trigger.start, event)
        self._deed_starts = sorted(self._deeds)
        self._times = sorted((t.span.start, t.span.end) for t in report.times)
        self._when = {t.span.start: t.interval for t in report.times}
        self._actors = sorted((m for m in report.mentions if m.kind == "actor"), key=lambda m: (m.span, m.id))
        self._actor_starts = [m.span.start for m in self._actors]
        self._names = _names(report)
        self._starts = [name.span.start for name in self._names]

    def names(self, span: Span) -> list[Name]:
        """The names that lie in ``span`` or hold it, in text order."""
        low, high = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        found = [name for name in self._names[low:high] if name.span.end <= span.end]
        if low and self._names[low - 1].span.contains(span):
            found.insert(0, self._names[low - 1])
        return found

    def is_time(self, span: Span) -> bool:
        """Whether a stretch is nothing but a time expression."""
        at = bisect_left(self._times, (span.start + 1,)) - 1
        return at >= 0 and span.end <= self._times[at][1]

    def times(self, span: Span) -> list[tuple[Span, Interval]]:
        """The time expressions in a stretch that stand for days."""
        low, high = bisect_left(self._times, (span.start,)), bisect_left(self._times, (span.end,))
        return [(Span(*at), when) for at in self._times[low:high] if (when := self._when[at[0]]) is not None]

    def actors(self, start: int, end: int) -> list[Mention]:
        """The mentions of actors that lie between two characters, in text order."""
        low, high = bisect_left(self._actor_starts, start), bisect_left(self._actor_starts, end)
        return [m for m in self._actors[low:high] if m.span.end <= end]

    def chain(self, statement: str | None) -> list[Statement]:
        """A statement and those that it stands in, the innermost first."""
        out: list[Statement] = []
        while statement in self.statements and len(out) < _NESTED:
            out.append(self.statements[statement])
            statement = out[-1].inside
        return out

    def event(self, tree: Tree, i: int) -> Event | None:
        """The deed, no verbal act, whose trigger begins at token ``i``."""
        return self._deeds.get(tree.tokens[i].span.start)

    def events(self, span: Span) -> list[Event]:
        """The deeds, no verbal acts, whose triggers begin in a stretch, in text order."""
        starts = self._deed_starts
        return [self._deeds[s] for s in starts[bisect_left(starts, span.start) : bisect_left(starts, span.end)]]

    def sentence(self, offset: int) -> Span | None:
        """The sentence that holds a character."""
        tree = self.trees.at(offset)
        return tree.sentence.span if tree is not None else None


def side(actor: Actor) -> str | None:
    """For whom an actor speaks: his state where he is one of its officials, else his group, with his name where
    people of its sort speak each for himself; None for nobody.

    >>> side(Actor("RUS.MIL")), side(Actor("NATO", "Mara Lind")), side(Actor("USA.LEG", "Ann Roe")), side(Actor(None))
    ('RUS', 'NATO', 'USA.LEG/Ann Roe', None)
    """
    if actor.id is None:
        return f"/{actor.name}" if actor.name else None
    state, _, sector = actor.id.partition(".")
    if sector in _OFFICIAL:
        return state
    return f"{actor.id}/{actor.name}" if actor.name and sector in _SINGLE else actor.id


def states(actors: Iterable[Actor]) -> frozenset[str]:
    """The states and bodies that actors belong to, whatever they do there."""
    return frozenset(actor.id.partition(".")[0] for actor in actors if actor.id is not None)


def sides(actors: Iterable[Actor]) -> frozenset[str]:
    return frozenset(s for s in map(side, actors) if s is not None)


@lru_cache(maxsize=1 << 14)
def day_number(day: str | None) -> int | None:
    """The number of an ISO day; None for no day and for what is none."""
    if day is None or len(day) != 10:
        return None
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return None


def day_of(when: Interval | None, told: str | None) -> str | None:
    """The day of a thing told: the first of its interval, else its last, never after the report's own day; the
    report's day where it has none."""
    if when is None:
        return told
    day = next((d for d in (when.earliest, when.latest) if day_number(d) is not None), None)
    if day is None:
        return told
    return min(day, told) if told is not None else day


@cache
def words_that(kind: str) -> frozenset[str]:
    """The words of one class of ``data/demand_words.csv``."""
    return frozenset(row["word"] for row in table("demand_words.csv") if row["class"] == kind)


#: Classes of ``data/same_things.csv`` whose words count something; the others say something about a count.
_COUNTED = frozenset({"", "harm", "forces", "crowd", "stock"})


@cache
def things() -> dict[str, str]:
    """What a word, or two or three, count or name, by ``data/same_things.csv``."""
    return {row["word"]: row["thing"] for row in table("same_things.csv") if row["of"] in _COUNTED}


@cache
def things_of(kind: str) -> frozenset[str]:
    """The things of one class: ``harm``, ``forces``, ``crowd``, ``stock``."""
    return frozenset(row["thing"] for row in table("same_things.csv") if row["of"] == kind)


@cache
def about_counts(kind: str) -> dict[str, str]:
    """The words of a class that says something about a count (``fate``, ``border``), and what they say."""
    return {row["word"]: row["thing"] for row in table("same_things.csv") if row["of"] == kind}


@cache
def _states() -> tuple[dict[str, str], dict[str, str]]:
    """ISO code by name or demonym in lower case, and everyday name by ISO code."""
    codes: dict[str, str] = {}
    labels: dict[str, str] = {}
    for row in table("states.csv"):
        labels[row["iso"]] = row["name"]
        for form in (row["name"], *row["forms"].split("|"), *row["demonyms"].split("|")):
            if form:
                codes.setdefault(form.casefold(), row["iso"])
    return codes, labels


def state_named(words: str) -> str | None:
    """The ISO code of the state that ``words`` name, or whose people or adjective they are."""
    return _states()[0].get(words.casefold())


def state_label(code: str) -> str:
    """The everyday name of a state; the code itself for what is none."""
    return _states()[1].get(code, code)


def _names(report: Report) -> list[Name]:
    text = report.document.text
    # a body named in the report is known by its actor: "the alliance"
    bodies = {m.span.start: m.actors[0].id for m in report.mentions if m.kind == "actor" and len(m.actors) == 1}
    found: list[Name] = []
    for entity in report.analysis.entities:
        if entity.kind in {"PER", "WEAPON"}:
            continue
        words = " ".join(_CASE.sub("", entity.span.of(text)).split())
        words = words.removeprefix("the ").removeprefix("The ")
        code = state_named(words)
        if code is not None:
            found.append(Name(entity.span, code, state_label(code), True))
        elif entity.kind == "LOC":
            found.append(Name(entity.span, words.casefold(), words, True))
        elif entity.kind == "ORG":
            body = bodies.get(entity.span.start)
            if body is not None and "." not in body and len(body) != 3:
                found.append(Name(entity.span, body, body, False))
    return sorted(found, key=lambda name: (name.span, name.key))
