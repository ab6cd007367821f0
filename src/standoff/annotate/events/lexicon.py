"""The tables that know PLOVER: types with modes and scores, and the words that name deeds.

``data/triggers.csv`` is read by people first. A row says: this lemma, as verb (v), noun (n) or adjective (a), when
these conditions hold, names this type and mode. ``when`` is a list of conditions split by blanks, all of which must
hold:

``obj=TROOPS,tank``     an object of that class or lemma (capitals: ``data/event_classes.csv``)
``of=*``  ``of=-``      anything, or nothing, in an "of" phrase; likewise every other preposition
``!subj=CROWD``         must not hold

The parts are those of :class:`~standoff.annotate.events.frames.Frame`, and ``form`` (the word as written). Type ``-``
says that the word is no event then. Of several rows that hold, the one with most conditions wins, then one that says
"no event", then the first.
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from standoff.annotate.events.classes import COMPUTED
from standoff.annotate.events.words import classes
from standoff.data import table
from standoff.errors import DataError


class Condition(Struct, frozen=True):
    """``part`` holds one of ``values`` (or, ``negated``, does not)."""

    part: str
    values: tuple[str, ...]
    negated: bool = False


class Row(Struct, frozen=True):
    """One line of the trigger table. ``type`` is None where the word is no event. ``line`` names it in an origin.

    ``score`` (0..1) says how far the row may be trusted alone.
    """

    line: str
    when: tuple[Condition, ...]
    type: str | None
    mode: str | None
    score: float


class Plover(Struct, frozen=True):
    """Quad class and intensity of a type, or of one of its modes."""

    quad: str
    score: float | None


@cache
def plover() -> dict[tuple[str, str | None], Plover]:
    """(type, mode or None) to its quad class and score."""
    return {
        (row["type"], row["mode"] or None): Plover(row["quad"], float(row["score"]) if row["score"] else None)
        for row in table("plover.csv")
    }


@cache
def rows() -> dict[tuple[str, str], tuple[Row, ...]]:
    """(lemma, part of speech) to its rows, most conditions first, of equals those that say "no event"."""
    out: dict[tuple[str, str], list[Row]] = {}
    for cells in table("triggers.csv"):
        kind, mode = cells["type"], cells["mode"] or None
        score = float(cells["score"] or 0.0)
        when = tuple(_condition(text, cells["lemma"]) for text in cells["when"].split())
        if kind != "-" and (kind, mode) not in plover():
            raise DataError(f"triggers.csv: {cells['lemma']}: no type {kind} {mode or ''} in plover.csv")
        for lemma in cells["lemma"].split():
            name = f"{lemma}.{cells['pos']}" + (f"[{cells['when']}]" if cells["when"] else "")
            out.setdefault((lemma, cells["pos"]), []).append(
                Row(name, when, None if kind == "-" else kind, mode, score)
            )
    return {
        key: tuple(sorted(found, key=lambda row: (-len(row.when), row.type is not None))) for key, found in out.items()
    }


def _condition(text: str, lemma: str) -> Condition:
    part, equals, values = text.removeprefix("!").partition("=")
    if not equals or not part or not values:
        raise DataError(f"triggers.csv: {lemma}: condition {text!r} is not part=values")
    split = tuple(values.split(","))
    for value in split:
        if value.isupper() and value not in COMPUTED and value not in classes():
            raise DataError(f"triggers.csv: {lemma}: class {value} is not in event_classes.csv")
    return Condition(part, split, text.startswith("!"))
