"""What people decided: how a judgement is made, which are in force, and which of two that contradict holds.

Judgements are only ever added. One is taken back by another that names it (``undo``), and where two that stand
contradict each other, the later one holds, by time and then by id. Nothing here reads a store or a clock: the same
judgements give the same answer in whatever order they come.

The store lays corrections over what the machine coded (:mod:`standoff.corrected`); linking reads corrected reports
and asks :mod:`standoff.link.judgements` what belongs together. Both meet here, since wings do not know each other.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from standoff.dossier import VERDICTS, Judgement, Verdict
from standoff.model import ACTS, STATUSES, Actor, record_id

#: How many subjects a verdict has, and what they are.
SUBJECTS: dict[Verdict, tuple[int, str]] = {
    "same": (2, "record"),
    "different": (2, "record"),
    "merge": (2, "actor"),
    "act": (1, "record"),
    "type": (1, "record"),
    "status": (1, "record"),
    "actor": (1, "record"),
    "reject": (1, "record"),
    "accept": (1, "record"),
    "undo": (1, "judgement"),
}
#: Verdicts that carry the right value.
VALUED: frozenset[str] = frozenset({"act", "type", "status", "actor"})
#: The kinds of records that a verdict can be about.
KINDS: dict[Verdict, tuple[str, ...]] = {
    "same": ("statement", "event"),
    "different": ("statement", "event"),
    "act": ("statement",),
    "type": ("event",),
    "status": ("event",),
    "actor": ("statement", "event", "quantity", "mention"),
    "reject": ("statement", "event", "quantity", "mention"),
    "accept": ("statement", "event", "quantity", "mention"),
}
#: What is written for "no actor that could be named".
NOBODY = "none"
_ACTOR = re.compile(r"([A-Z][A-Z0-9-]*(?:\.[A-Z]+)*)(?: \(([^()]+)\))?")


# --- making and weighing ---------------------------------------------------------------------------------------


def judgement(
    verdict: str, subjects: Sequence[str], value: str | None, *, author: str, time: str, reason: str
) -> Judgement:
    """A judgement with its id, a hash over all that it says. ``time`` is ISO with its offset and is kept in UTC.

    Raises ``ValueError``, in words for whoever typed it, when the number of subjects is wrong, a value is missing or
    not in the codebook, or nobody signs."""
    if verdict not in VERDICTS:
        raise ValueError(f"no verdict is called {verdict!r}: take one of {', '.join(VERDICTS)}")
    count, what = SUBJECTS[verdict]
    if len(subjects) != count:
        raise ValueError(f"{verdict} is about {count} {what}{'s' if count > 1 else ''}, not {len(subjects)}")
    if count == 2 and subjects[0] == subjects[1]:
        raise ValueError(f"{verdict} is about two {what}s, and these are one: {subjects[0]}")
    value = " ".join(value.split()) if value is not None else None
    if verdict in VALUED:
        if not value:
            raise ValueError(f"{verdict} needs the right {verdict}")
        value = _checked(verdict, value)
    elif value is not None:
        raise ValueError(f"{verdict} takes no value")
    if verdict == "merge" and not _ACTOR.fullmatch(subjects[1]):
        raise ValueError(f"{subjects[1]!r} is no actor's id such as RUS.GOV or NATO")
    author = " ".join(author.split())
    if not author:
        raise ValueError("a judgement needs an author")
    for words in (*subjects, author, reason):
        if any("\ud800" <= c <= "\udfff" for c in words):
            raise ValueError(f"{words!r} is no text")
    said = (verdict, tuple(subjects), value, author, _utc(time), reason)
    return Judgement(
        id=identity(*said), verdict=verdict, subjects=said[1], value=value, author=author, time=said[4], reason=reason
    )  # fmt: skip


def identity(verdict: str, subjects: tuple[str, ...], value: str | None, author: str, time: str, reason: str) -> str:
    """The id of a judgement that says this."""
    return record_id("", "judgement", verdict, subjects, value, author, time, reason)


def _utc(time: str) -> str:
    """With all digits, so that times sort as strings."""
    when = datetime.datetime.fromisoformat(time)
    if when.tzinfo is None:
        raise ValueError(f"{time!r} says no offset from UTC")
    return when.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _checked(verdict: str, value: str) -> str:
    if verdict == "act":
        if value.upper() not in ACTS:
            raise ValueError(f"no act is called {value!r}: take one of {', '.join(ACTS)}")
        return value.upper()
    if verdict == "status":
        if value.lower() not in STATUSES:
            raise ValueError(f"no status is called {value!r}: take one of {', '.join(STATUSES)}")
        return value.lower()
    if verdict == "type":
        return " ".join(part for part in type_of(value) if part)
    actors_of(value)
    return value


def type_of(value: str) -> tuple[str, str | None]:
    """Type and mode from ``RETREAT withdraw``; letter case does not matter."""
    kind, _, mode = value.partition(" ")
    kind, mode = kind.upper(), mode.lower()
    known = plover()
    if (kind, None) not in known:
        kinds = dict.fromkeys(kind for kind, _ in known)
        raise ValueError(f"no PLOVER type is called {kind!r}: take one of {', '.join(kinds)}")
    if (kind, mode or None) not in known:
        modes = [m for k, m in known if k == kind and m]
        raise ValueError(
            f"{kind} has no mode {mode!r}: " + (f"take one of {', '.join(modes)}" if modes else "none at all")
        )
    return kind, mode or None


@cache
def plover() -> dict[tuple[str, str | None], tuple[str, float | None]]:
    """(type, mode or None) to quad class and intensity."""
    from standoff.data import table  # only a judgement on an event reads it

    return {
        (row["type"], row["mode"] or None): (row["quad"], float(row["score"]) if row["score"] else None)
        for row in table("plover.csv")
    }


def actors_of(value: str) -> tuple[Actor, ...]:
    """The actors that a value names, written as lists show them: ``RUS.GOV; CHN.GOV (Wang Yi)``, or ``none``."""
    if value == NOBODY:
        return ()
    found = [_ACTOR.fullmatch(" ".join(part.split())) for part in value.split(";")]
    if not all(found):
        raise ValueError(f"{value!r} is no actor: write RUS.GOV, NATO (Mara Lind), several with ; between, or {NOBODY}")
    return tuple(Actor(match[1], match[2]) for match in found if match)


def _order(judged: Judgement) -> tuple[str, str]:
    return judged.time, judged.id


def undone(judgements: Iterable[Judgement]) -> dict[str, str]:
    """Judgements that were taken back, each with the undo that did it (of several, the latest). An undo that was
    itself undone takes nothing back."""
    listed = {judged.id: judged for judged in judgements}
    undos: dict[str, list[str]] = {}
    for judged in sorted(listed.values(), key=_order):
        if judged.verdict == "undo" and judged.subjects[0] in listed:
            undos.setdefault(judged.subjects[0], []).append(judged.id)
    # Those that nothing speaks to are settled first, then what they speak to. An undo names an older judgement by its
    # hash, so the chains have ends; in a loop, which only a forger could make, nothing is in force.
    waits = {name: len(undos.get(name, ())) for name in listed}
    ready = [name for name, count in waits.items() if not count]
    out: dict[str, str] = {}
    while ready:
        name = ready.pop()
        against = [by for by in undos.get(name, ()) if by not in out]
        if against:
            out[name] = against[-1]
        if listed[name].verdict == "undo" and (target := listed[name].subjects[0]) in waits:
            waits[target] -= 1
            if not waits[target]:
                ready.append(target)
    for name, count in waits.items():
        if count:
            out[name] = undos[name][-1]
    return out


def in_force(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Those that nobody took back, undos left out, oldest first."""
    listed = {judged.id: judged for judged in judgements}
    gone = undone(listed.values())
    return tuple(sorted((j for j in listed.values() if j.id not in gone and j.verdict != "undo"), key=_order))


class Correction(Struct, frozen=True):
    """What people say of one record: the judgement that holds on each matter."""

    act: Judgement | None = None
    type: Judgement | None = None
    status: Judgement | None = None
    actor: Judgement | None = None
    reject: Judgement | None = None
    accept: Judgement | None = None


def corrections(standing: Iterable[Judgement]) -> dict[str, Correction]:
    """By record id, from judgements in force, oldest first. Rejecting and accepting are one matter: the later holds."""
    out: dict[str, Correction] = {}
    for judged in standing:
        name = judged.verdict
        if name in VALUED:
            out[judged.subjects[0]] = replace(out.get(judged.subjects[0], Correction()), **{name: judged})
        elif name in {"reject", "accept"}:
            both = {"reject": None, "accept": None, name: judged}
            out[judged.subjects[0]] = replace(out.get(judged.subjects[0], Correction()), **both)
    return out


def overruled(standing: Iterable[Judgement]) -> dict[str, str]:
    """Judgements on records that a later one on the same matter overrules, each with the one that holds. Takes
    judgements in force, oldest first."""
    matters: dict[tuple[str, str], list[str]] = {}
    for judged in standing:
        if SUBJECTS[judged.verdict] == (1, "record"):
            matter = "reject" if judged.verdict == "accept" else judged.verdict
            matters.setdefault((judged.subjects[0], matter), []).append(judged.id)
    return {name: names[-1] for names in matters.values() for name in names[:-1]}


def merged(standing: Iterable[Judgement]) -> tuple[dict[str, str], dict[str, str]]:
    """What each merged actor is taken to be, to the end of the chain, and the merges that a later one overrules, each
    with that later one. Takes judgements in force, oldest first. An actor is named by id, or by name when it has none.
    """
    parent: dict[str, tuple[str, str]] = {}
    overruled: dict[str, str] = {}
    for judged in sorted((j for j in standing if j.verdict == "merge"), key=_order, reverse=True):
        actor, into = judged.subjects
        if actor in parent:
            overruled[judged.id] = parent[actor][1]
            continue
        top, by = into, judged.id
        while top in parent:
            top, by = parent[top]
        if top == actor:  # would close a ring: an older merge says the opposite of a later one
            overruled[judged.id] = by
            continue
        parent[actor] = into, judged.id
    out = {}
    for actor in sorted(parent):
        top = actor
        while top in parent:
            top = parent[top][0]
        out[actor] = top
    return out, overruled
