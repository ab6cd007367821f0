"""Whose side a phrase is on by the state that it names: "Ottawa" is the Canadian minister's own side.

States by their names, adjectives and capitals (``data/states.csv``), seats of government (``data/seats.csv``) and those
who held office (``data/office_holders.csv``, where the surname fits one state only). Who speaks for a state, a word of
office tells; the actors themselves are resolved later, by another wing.
"""

from __future__ import annotations

from functools import cache

from standoff.data import table

#: Longest name of a state in words: "bosnia and herzegovina".
_LONGEST = 4
#: Words of those who speak for a state.
OFFICE = frozenset(
    "administration ambassador army cabinet chancellor chief command commander commission defence defense department "
    "deputy diplomat diplomats embassy emir envoy envoys government governor king leader leaders leadership military "
    "minister ministers ministry monarch navy office official officials palace parliament police premier presidency "
    "president presidential prime prince secretary spokesman spokesperson spokeswoman spokesmen state sultan "
    "regime junta authorities".split()
)


@cache
def _names() -> dict[str, str]:
    """Name of a state, of its capital or of its seat of government, in lower case, to the state."""
    out: dict[str, str] = {}
    for row in table("states.csv"):
        for name in (row["name"], *row["forms"].split("|"), *row["capitals"].split("|")):
            if name:
                out[name.lower().removeprefix("the ")] = row["iso"]
    for row in table("seats.csv"):
        state, _, sector = row["id"].partition(".")
        if sector == "GOV":
            out.setdefault(row["phrase"].lower(), state)
    return out


@cache
def _adjectives() -> dict[str, str]:
    """Adjective or people of a state, in lower case, to the state."""
    return {one.lower(): row["iso"] for row in table("states.csv") for one in row["demonyms"].split("|") if one}


@cache
def _holders() -> dict[str, str]:
    """Surname of an office holder, in lower case, to the state; surnames of several states are left out."""
    out: dict[str, str] = {}
    for row in table("office_holders.csv"):
        state = row["id"].partition(".")[0]
        for name in row["names"].split("|"):
            last = name.split()[-1].lower() if name.split() else ""
            out[last] = state if out.get(last, state) == state else ""
    return {name: state for name, state in out.items() if state and len(name) > 3}


def state_of(words: tuple[str, ...]) -> str | None:
    """The state that a whole phrase (lower-cased words) is the name of: "moscow", "the white house"."""
    while words and words[0] in ("the", "“", '"'):
        words = words[1:]
    return _names().get(" ".join(words))


def state_in(words: tuple[str, ...]) -> str | None:
    """The first state that a phrase (lower-cased words) names anywhere, as noun or adjective."""
    for at in range(len(words)):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            name = " ".join(words[at : at + size])
            state = _names().get(name) or _adjectives().get(name)
            if state is not None:
                return state
    return None


def speaks_for(words: tuple[str, ...]) -> str | None:
    """The state for which the bearer of this phrase (lower-cased words) speaks, if the words tell."""
    words = tuple(w.strip(",.").removesuffix("'s").removesuffix("’s") for w in words)
    whole = state_of(words)
    if whole is not None:
        return whole
    if not OFFICE.isdisjoint(words):
        found = state_in(words)
        if found is not None:
            return found
    return holder_of(words)


def holder_of(words: tuple[str, ...]) -> str | None:
    """The state of the office holder whom a phrase (lower-cased words) names by surname."""
    return next((_holders()[w] for w in reversed(words) if w in _holders()), None)
