"""Actors against a table: ``measure(paths)`` for ``python -m training.evaluate actors``.

A row gives a phrase, the words around it, a day, and who is meant: columns ``phrase, context, date, country, sector,
name`` (tabs). ``*`` in one of the last three means not asked, an empty cell that there is none. ``country`` is ISO
alpha-3, ``sector`` PLOVER's, ``name`` the canonical name of a person or the acronym of an international body. Bodies of
no one state may be asked for by their acronym or, as PLOVER has it, as ``IGO``, ``NGO`` or ``IMG`` (armed) in place of
the country; organisations and armed groups among them keep the sectors NGO and REB. The product reads the context as a
report of that day; a phrase that the context does not hold is read after it.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from standoff.model import Actor, Span
from standoff.pipeline import Standoff, load
from standoff.resolve.coref import Cast
from standoff.resolve.knowledge import Knowledge, key_of, load_knowledge
from standoff.resolve.verbal import in_role

COLUMNS = ("phrase", "context", "date", "country", "sector", "name")
_ASKED = ("country", "sector", "name")
_NOT_ASKED = "*"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
#: What PLOVER writes for the country of a body of no one state, and for its sector, by the kind of its name.
_BODIES = {"ngo": ("NGO", "NGO"), "armed": ("IMG", "REB")}
_INTERGOVERNMENTAL = ("IGO", "")


class Case(Struct, frozen=True):
    """One row of the table; ``line`` is its number in the file."""

    line: int
    phrase: str
    context: str
    date: str
    country: str
    sector: str
    name: str


class Answer(Struct, frozen=True):
    """What the product makes of a phrase: the first actor; ``body`` says of which sort one of no state is, ``reason``
    why there is none."""

    country: str = ""
    sector: str = ""
    name: str = ""
    body: str = ""
    reason: str = ""


def measure(paths: list[Path], nlp: Standoff | None = None) -> dict[str, float]:
    """The share of right answers among those asked, over all files together: ``country``, ``sector``, ``name``."""
    nlp = nlp or load()
    knowledge = load_knowledge()
    asked, right = Counter[str](), Counter[str]()
    for case in cases(paths):
        said = answer(case, nlp, knowledge)
        for field in _ASKED:
            if getattr(case, field) != _NOT_ASKED:
                asked[field] += 1
                right[field] += agrees(case, said, field, knowledge)
    return {field: right[field] / asked[field] if asked[field] else 0.0 for field in _ASKED}


def cases(paths: Iterable[Path]) -> Iterator[Case]:
    """The rows of the tables. Raises ValueError naming file and line for a row that does not have the columns."""
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if missing := [c for c in COLUMNS if c not in (rows.fieldnames or ())]:
                raise ValueError(f"{path}: no column {', '.join(missing)}")
            for row in rows:
                if any(row[c] is None for c in COLUMNS) or not row["phrase"].strip():
                    raise ValueError(f"{path}, line {rows.line_num}: too few cells, or an empty phrase")
                yield Case(rows.line_num, *(" ".join(row[c].split()) for c in COLUMNS))


def answer(case: Case, nlp: Standoff, knowledge: Knowledge) -> Answer:
    """Who the product takes the phrase for, read where it stands in its context on its day."""
    at = _find(case.phrase, case.context)
    text = case.context if at >= 0 else f"{case.context}\n\n{case.phrase}".lstrip()
    at = at if at >= 0 else len(text) - len(case.phrase)
    report = nlp(text, published=case.date if _DAY.fullmatch(case.date) else None)
    cast = Cast(report.document, report.analysis, report.statements, knowledge)
    party = cast.party(Span(at, at + len(case.phrase)))
    actors = in_role(party, "source", knowledge.state_names)
    if not actors:
        return Answer(reason=party.reason)
    return _as_answer(actors[0], knowledge, party.reason)


def _find(phrase: str, context: str) -> int:
    """Where the phrase stands as words of its own, else where its letters stand; -1 when nowhere."""
    whole = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", context)
    return whole.start() if whole else context.find(phrase)


def _as_answer(actor: Actor, knowledge: Knowledge, reason: str) -> Answer:
    head, _, sector = (actor.id or "").partition(".")
    if not head or sector or head in knowledge.state_names:
        return Answer(head, sector, actor.name or "", reason=reason)
    kinds = {s.kind for senses in knowledge.names.values() for s in senses if s.id == head}
    sort, sector = next((_BODIES[k] for k in sorted(_BODIES) if k in kinds), _INTERGOVERNMENTAL)
    return Answer(head, sector, actor.name or head, sort, reason)


def agrees(case: Case, said: Answer, field: str, knowledge: Knowledge) -> bool:
    """Whether one field of an answer is right."""
    wanted, given = getattr(case, field), getattr(said, field)
    if field == "name":
        bodies = {s.id for s in knowledge.names.get(key_of(wanted), ())} if said.body else set()
        return _same_name(wanted, given, knowledge) or (given == said.country and given in bodies)
    if said.body and wanted in {"", "IGO", said.body}:
        return wanted != "IGO" or said.body == "IGO"
    return bool(wanted == given) or (bool(said.body) and field == "country" and _same_name(wanted, given, knowledge))


def _same_name(wanted: str, given: str, knowledge: Knowledge) -> bool:
    """Whether two names are equal, or two spellings that the tables give to one person or body."""
    if key_of(wanted) == key_of(given):
        return True
    shown = lambda name: {(s.kind, s.shown) for s in knowledge.names.get(key_of(name), ())}  # noqa: E731
    return bool(wanted and given and shown(wanted) & shown(given))
