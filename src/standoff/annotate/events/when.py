"""Which time expression of a sentence dates a deed, its own or that of a clause above it, and the status this gives.

A time that names a noun, or hangs on a deed of its own, dates that alone: "indicted over the 2016 hack", "spoke after
the adoption of the accord this week".
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from standoff.annotate.events.classes import in_class
from standoff.annotate.events.frames import Scene
from standoff.annotate.events.known import is_known, looks_ahead
from standoff.annotate.events.lexicon import rows
from standoff.annotate.events.triggers import Reading
from standoff.model import Span, Status, TimeExpression

OTHER_CLAUSES = frozenset({"conj", "ccomp", "xcomp", "advcl", "acl", "acl:relcl", "parataxis"})
#: Relations by which a time names a noun: "the 2016 election", "Monday's talks".
NAMING = frozenset({"nmod:poss", "compound", "amod", "nummod"})
#: Prepositions that put a deed into the time of another: "interfered in the 2016 election", "met at the 2013 summit".
WITHIN = frozenset({"in", "at", "during", "on", "with", "throughout", "amid", "within"})


#: "Friday morning local time": still the time.
TEMPORAL = frozenset(
    {"time", "day", "night", "morning", "afternoon", "evening", "week", "weekend", "month", "year", "hour"}
)
#: Types whose object can give the day: "hacked the 2016 vote", "boycott the February ballot".
SUFFERING = frozenset({"COERCE", "ASSAULT", "PROTEST"})


@cache
def _deeds() -> frozenset[str]:
    """Nouns that the table knows as deeds."""
    return frozenset(lemma for (lemma, pos), found in rows().items() if pos == "n" and any(row.type for row in found))


def time_of(
    scene: Scene,
    token: int,
    times: list[TimeExpression],
    reading: Reading | None = None,
    *,
    cue: Span | None = None,
) -> TimeExpression | None:
    """The time expression that governs a word: its own dependent, else that of a clause above it, nearest first.

    ``reading`` is what the word names, None for an act of speech; ``cue`` that of the statement which tells it: when
    something was said is not when it was done.
    """
    at = {k: t for t in times if (k := scene.tree.head_of(t.span)) is not None}
    if not at:
        return None
    i, steps, beside, shared = token, 0, False, False
    while i >= 0 and steps < 8:
        reach = scene.tree.subtree(i, without=OTHER_CLAUSES) if i == token else _adverbials(scene, i)
        if shared:
            reach = [*reach, *scene.tree.children(i, *NAMING)]  # "the 2014 invasion and seizure"
        near = [k for k in reach if k in at and not _elsewhere(scene, k, i, reading) and not scene.tree.cut_off(k, i)]
        if beside:
            near = [k for k in near if _next_to(scene, k, token)]
        if near:
            return at[min(near, key=lambda k: (abs(k - token), k))]
        if _closed(scene, i, token, cue):
            return None
        beside = beside or _apart(scene, i, token, reading)
        shared = scene.tokens[i].deprel == "conj"
        i = scene.tokens[i].head
        steps += 1
    return None


def _adverbials(scene: Scene, i: int) -> list[int]:
    """The words of the adverbials of a clause or phrase, not of its subjects and objects."""
    adverbials = scene.tree.children(i, "obl", "advmod", "nmod:unmarked", "nmod")
    return [i, *(k for a in adverbials for k in scene.tree.subtree(a, without=OTHER_CLAUSES))]


def _closed(scene: Scene, i: int, token: int, cue: Span | None) -> bool:
    """Whether a clause ends at ``i`` that shares no time with what stands above it."""
    relation, above = scene.tokens[i].deprel, scene.tokens[i].head
    if relation in {"ccomp", "parataxis"} and i != token:
        return True
    if relation == "xcomp" and cue is not None and cue.contains(scene.tokens[above].span):
        return True  # "urged them to leave"
    return relation == "acl:relcl" or (relation == "acl" and scene.tokens[i].xpos == "VBN")


def _apart(scene: Scene, i: int, token: int, reading: Reading | None) -> bool:
    """Whether the clause above ``i`` speaks of the deed at another time: of a meeting ahead, of a known deed."""
    if looks_ahead(scene, i):
        return True
    relation = scene.tokens[i].deprel
    if relation == "conj" or i != token or reading is None or not is_known(scene, token, reading.type):
        return False
    # a known deed has the time of the clause that tells it, not of one that speaks of it
    above = scene.tokens[i].head
    return not relation.startswith("nsubj") and not (above >= 0 and in_class(scene, above, "LIGHT"))


def _next_to(scene: Scene, time: int, token: int) -> bool:
    """Whether a time follows right behind a deed's word or phrase: "the annexation of the island in 2014"."""
    first = min(scene.tree.subtree(time))
    return first in {token + 1, max(scene.tree.subtree(token, without=OTHER_CLAUSES)) + 1}


def _elsewhere(scene: Scene, time: int, i: int, reading: Reading | None) -> bool:
    """Whether a time below ``i`` belongs to another noun between the two."""
    suffers = reading is not None and reading.type in SUFFERING
    k = time
    for _ in range(8):
        above = scene.tokens[k].head
        if k == i or above < 0:
            return False
        relation = scene.tokens[k].deprel
        within = scene.case_of(above) in WITHIN or (suffers and scene.tokens[above].deprel == "obj")
        names = relation in NAMING and scene.lemmas[above] not in TEMPORAL
        if above != i and k == time and names and not (within and scene.tokens[above].head == i):
            return True
        loose = scene.tokens[above].deprel.split(":")[0] in {"obl", "nmod"} and not within
        if above != i and loose and scene.lemmas[above] in _deeds():
            return True
        k = above
    return False


_OFFSET = re.compile(r"\boffset ([DWMY])([+-]\d+)\b")
_YEAR = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-\d{2})?\b")
_MONTH = re.compile(r"XXXX-(\d{2})(?:-(\d{2}))?$")


def by_time(when: TimeExpression, published: str | None) -> Status | None:
    """Background when it was over by more than a month before the report, future when it is still to come.

    Uses the days when an anchor has set them, else what the expression itself says: a year, a month, an offset.
    """
    if any(word in when.rule.split() for word in ("since", "duration")):
        return None
    try:
        day = date.fromisoformat(published[:10]) if published else None
    except ValueError:
        day = None
    offset = _OFFSET.search(when.rule)
    if offset is not None:
        steps = int(offset[2])
        if steps > 0:
            return "future"
        return "historical" if (offset[1] == "Y" and steps < 0) or (offset[1] == "M" and steps < -1) else None
    if day is None:
        return None
    try:
        latest, earliest = _days(when, day)
    except ValueError:  # a year or month that no calendar has
        return None
    if latest is not None and latest < day - timedelta(days=31):
        return "historical"
    return "future" if earliest is not None and earliest > day else None


def _days(when: TimeExpression, day: date) -> tuple[date | None, date | None]:
    """Latest and earliest day of the expression, as far as it tells; a month without a year is the last one gone by."""
    if when.interval is not None:
        latest, earliest = when.interval.latest, when.interval.earliest
        return (date.fromisoformat(latest) if latest else None, date.fromisoformat(earliest) if earliest else None)
    full = _YEAR.match(when.value)
    if full is not None:
        year, month = int(full[1]), int(full[2] or 0)
        return _end(year, month or 12), date(year, month or 1, 1)
    bare = _MONTH.match(when.value)
    if bare is not None and "past" in when.rule.split():
        month = int(bare[1])
        year = day.year if month <= day.month else day.year - 1
        return _end(year, month), None
    return None, None


def _end(year: int, month: int) -> date:
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)
