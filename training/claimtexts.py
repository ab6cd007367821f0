"""Reads the claims set of our own (``training/own/claims``): short reports that speak to the claims of a crisis.

A file is a scenario, a line an item: a JSON object of ``id`` (the file's name, a hyphen, two digits), ``published``
(ISO day), ``publisher``, ``text``, ``claim``, ``side`` and ``measure``. The text marks one stretch with ``[[ ]]``: the
words that put the proposition forward. Items of one scenario with the same ``claim`` speak to one proposition by the
codebook's section 6 (predicate, participants, time window); ``side`` is where they stand on it, ``measure`` the bounds
of its number, null where it has none or, for one bound, where it is open. Nobody codes pairs: their relation follows.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from msgspec import Struct

from standoff.dossier import RELATIONS, STANCES, Relation, Stance
from standoff.model import Span

Measure = tuple[float | None, float | None]

_TEXTS = ("id", "published", "publisher", "text", "claim", "side")
_KEYS = {*_TEXTS, "measure"}
_MARKED = re.compile(r"([^\[\]]*)\[\[([^\[\]]+)\]\]([^\[\]]*)")
_CLAIM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Item(Struct, frozen=True, kw_only=True):
    """A short report and the claim that its words at ``span`` speak to. ``text`` is without marks, ``published`` an ISO
    day, ``measure`` (low, high), inclusive, None unbounded; ``claim`` is a key within the ``scenario``."""

    id: str
    scenario: str
    published: str
    publisher: str
    text: str
    span: Span
    claim: str
    side: Stance
    measure: Measure | None


Scenario = tuple[Item, ...]


def read(folder: Path) -> tuple[Scenario, ...]:
    """The scenarios in ``folder`` by name, their items in the file's order. Raises ValueError with file and line for an
    item that breaks the format, and for an id given twice."""
    return tuple(_scenario(path) for path in sorted(folder.glob("*.jsonl")))


def relation(a: Item, b: Item) -> Relation:
    """How two items of one scenario stand to each other; the order does not matter. A doubt outweighs what the other
    item says, unless that doubts too, and sides outweigh figures: who denies a deed does not put its number right.
    Raises ValueError for items of two scenarios, whose claim keys mean different things."""
    if a.scenario != b.scenario:
        raise ValueError(f"{a.id} and {b.id} are of two scenarios: claims are compared within one")
    if a.claim != b.claim:
        return "unrelated"
    if "doubts" in (a.side, b.side):
        return "same" if a.side == b.side else "doubts"
    if (a.side == "denies") != (b.side == "denies"):
        return "disputes"
    return "differs" if _apart(a.measure, b.measure) else "same"


def pairs(scenario: Scenario) -> Iterator[tuple[Item, Item, Relation]]:
    """Every pair of items, the earlier line first, with its relation."""
    return ((a, b, relation(a, b)) for a, b in combinations(scenario, 2))


def tally(scenario: Scenario) -> dict[Relation, int]:
    """How many pairs have each relation."""
    counts = Counter(kind for _, _, kind in pairs(scenario))
    return {kind: counts[kind] for kind in RELATIONS}


def _apart(a: Measure | None, b: Measure | None) -> bool:
    """Whether no number lies within both."""
    if a is None or b is None:
        return False
    (low, high), (other_low, other_high) = a, b
    return (high is not None and other_low is not None and high < other_low) or (
        low is not None and other_high is not None and other_high < low
    )


def _scenario(path: Path) -> Scenario:
    seen: dict[str, Item] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            item = _item(path.stem, json.loads(line))
            if item.id in seen:
                raise ValueError(f"id {item.id} twice")
        except ValueError as err:  # json's own error is one too
            raise ValueError(f"{path}, line {number}: {err}") from err
        seen[item.id] = item
    return tuple(seen.values())


def _item(scenario: str, raw: Any) -> Item:
    if not isinstance(raw, dict):
        raise ValueError("not a JSON object")
    if odd := sorted(raw.keys() ^ _KEYS):
        raise ValueError(f"missing or unknown keys: {', '.join(odd)}")
    for key in _TEXTS:
        if not isinstance(raw[key], str) or not raw[key].strip():
            raise ValueError(f"{key}: expected words, not {raw[key]!r}")
    if not re.fullmatch(re.escape(scenario) + "-[0-9]{2}", raw["id"]):
        raise ValueError(f"id {raw['id']!r}: expected {scenario}- and two digits")
    if not _is_day(raw["published"]):
        raise ValueError(f"published: {raw['published']!r} is no ISO day (2019-05-02)")
    if not _CLAIM.fullmatch(raw["claim"]):
        raise ValueError(f"claim {raw['claim']!r}: expected small letters, digits and single hyphens")
    if raw["side"] not in STANCES:
        raise ValueError(f"side {raw['side']!r}: expected one of {', '.join(STANCES)}")
    text, span = _unmarked(raw["text"])
    return Item(
        id=raw["id"], scenario=scenario, published=raw["published"], publisher=raw["publisher"], text=text, span=span,
        claim=raw["claim"], side=raw["side"], measure=_measure(raw["measure"]),
    )  # fmt: skip


def _unmarked(marked: str) -> tuple[str, Span]:
    match = _MARKED.fullmatch(marked)
    if match is None:
        raise ValueError("text: expected exactly one stretch marked with [[ ]] and no other square brackets")
    before, words, after = match.groups()
    if words != words.strip():
        raise ValueError(f"text: blanks at the edge of the marked words {words!r}")
    return before + words + after, Span(len(before), len(before) + len(words))


def _measure(raw: Any) -> Measure | None:
    if raw is None:
        return None
    if not isinstance(raw, list) or len(raw) != 2 or not all(n is None or type(n) in (int, float) for n in raw):
        raise ValueError(f"measure {raw!r}: expected null or two bounds, each a number or null")
    low, high = raw
    if low is None and high is None:
        raise ValueError("measure: both bounds are open; write null")
    if low is not None and high is not None and low > high:
        raise ValueError(f"measure {raw!r}: the lower bound comes first")
    return low, high


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
