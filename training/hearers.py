"""What weighs how much in the choice of addressees and targets: ``python -m training.hearers [addressee|target]``.

With a role only that role's column is made anew, the other stays as it is in the table.

Every statement of the own training texts that the product finds, with every answer that ``standoff.resolve.hearers``
has for it; once more with the marked act where the product took it for another. A log-linear model over the answers is
fitted for each role, and the table moves towards it by a part of the way: readings of one network, which has seen
these texts, teach less about others than a mean over networks does. Prints precision, recall and F1 of the statements'
addressees and targets by cross-validation over texts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from quality.marks import offset

from standoff.analyse import Analyser
from standoff.annotate.events import find_events
from standoff.annotate.statements import find_statements
from standoff.annotate.times import find_times
from standoff.model import Analysis, Document, Span, Statement
from standoff.read import from_text
from standoff.resolve.coref import Cast
from standoff.resolve.hearers import ROLES, Hall, weights
from standoff.resolve.inference import complete_deeds
from standoff.resolve.knowledge import Knowledge, load_knowledge
from standoff.resolve.spoken import fill_statements
from standoff.resolve.verbal import OF_TARGETS, fill_deeds
from training.owntexts import items
from training.participants import Case, Model, write
from training.windows import OWN

TABLE = Path(__file__).resolve().parents[1] / "src" / "standoff" / "data" / "hearers.csv"
HEADER = """\
# What weighs how much in the choice of addressees and targets (resolve/hearers.py); learned from our own texts by
# training/hearers.py. A feature (resolve/hearers.py writes them) adds its weight to the score of an answer.
"""
#: Strength of the pull of weights towards nought: cross-validation likes 8 and 16 best.
PULL = 8.0
#: How far the table moves from what it was towards the fit.
STEP = 0.4


class Row(Struct, frozen=True):
    """An answer as :class:`training.participants.Model` takes it."""

    ids: tuple[str, ...]
    features: tuple[str, ...]
    grounds: tuple[()] = ()


def halls(
    texts: Iterable[tuple[Document, Analysis, dict[str, Any]]], knowledge: Knowledge
) -> Iterator[tuple[int, Hall, list[tuple[dict[str, Any], Statement]]]]:
    """For every text its hall and the pairs of a marked statement and the product's."""
    for n, (document, analysis, item) in enumerate(texts):
        statements = find_statements(document, analysis)
        events = find_events(document, analysis, statements, find_times(document, analysis))
        cast = Cast(document, analysis, statements, knowledge)
        heard = fill_statements(statements, cast)
        hall = Hall(heard, complete_deeds(fill_deeds(events, cast)), analysis, cast)
        yield n, hall, list(_pairs(item, hall.statements))


def _pairs(item: dict[str, Any], statements: Sequence[Statement]) -> Iterator[tuple[dict[str, Any], Statement]]:
    """Marked statements with the product's that share words of the cue and half of the content."""
    taken: set[str] = set()
    text = item["text"]
    for marked in item["statements"]:
        cue = Span(*offset(text, marked["cue"])) if marked.get("cue") else None
        said = {k for c in marked["content"] for k in range(*offset(text, c))}
        for statement in statements:
            if statement.id in taken or (cue is None) != (statement.cue is None):
                continue
            if cue is not None and statement.cue is not None and not cue.overlaps(statement.cue):
                continue
            found = {k for c in statement.content for k in range(c.start, c.end)}
            if 2 * len(said & found) >= len(said | found):
                taken.add(statement.id)
                yield marked, statement
                break


def gather(
    texts: Iterable[tuple[Document, Analysis, dict[str, Any]]], knowledge: Knowledge, roles: Sequence[str] = ROLES
) -> dict[str, tuple[Model, list[int]]]:
    """The cases of each role, and the text of each case."""
    out: dict[str, tuple[Model, list[int]]] = {role: (Model(PULL), []) for role in roles}
    for n, hall, pairs in halls(texts, knowledge):
        for marked, found in pairs:
            for act, role in product(dict.fromkeys((found.act, marked["act"])), roles):
                if role == "target" and act not in OF_TARGETS:
                    continue
                model, numbers = out[role]
                rows = [Row(a.ids, a.features) for a in hall.answers(replace(found, act=act), role)]
                model.add(rows, frozenset({tuple(sorted(set(marked.get(f"{role}s") or ())))}))  # type: ignore[arg-type]
                numbers.append(n)
    for model, _ in out.values():
        model.close()
    return out


def f1(cases: Sequence[Case], chosen: Sequence[tuple[str, ...]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the cases where somebody is right or chosen."""
    right = sum(bool(ids) and ids in case.right for ids, case in zip(chosen, cases, strict=True))
    said, there = sum(map(bool, chosen)), sum(() not in case.right for case in cases)
    return right / max(1, said), right / max(1, there), 2 * right / max(1, said + there)


def learn(found: dict[str, tuple[Model, list[int]]]) -> dict[str, dict[str, float]]:
    """The weights of each role; prints what cross-validation says of them."""
    learned = {}
    for role, (model, numbers) in found.items():
        somebody = [c for c in model.cases if () not in c.right]
        offered, there = sum(bool(c.fits.any()) for c in somebody), len(somebody)
        p, r, f = f1(model.cases, model.unseen(np.array(numbers)))
        print(f"{role}: {len(model.cases)} statements, {there} with one, {offered} offered")
        print(f"  P {p:.3f} R {r:.3f} F1 {f:.3f}")
        learned[role] = model.learned()
    return learned


def moved(old: Mapping[str, float], new: Mapping[str, float]) -> dict[str, float]:
    """Weights between the table's and those of a fit, :data:`STEP` of the way."""
    return {k: (1 - STEP) * old.get(k, 0.0) + STEP * new.get(k, 0.0) for k in sorted({*old, *new})}


def main() -> None:
    analyser = Analyser.load()

    def read() -> Iterator[tuple[Document, Analysis, dict[str, Any]]]:
        for item in items(OWN):
            document = from_text(item["text"], published=item["published"])
            yield document, analyser.run(document), item

    learned = learn(gather(read(), load_knowledge(), sys.argv[1:] or ROLES))
    write(TABLE, HEADER, {role: moved(weights(role), learned.get(role, weights(role))) for role in ROLES})


if __name__ == "__main__":
    main()
