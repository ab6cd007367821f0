"""What weighs how much in the choice of a quantity's holder: ``python -m training.holders``.

Every quantity of the own training texts whose holder is not sure, with every answer that
``standoff.resolve.holders`` has for it; a log-linear model over the answers. What it weighs goes to
``data/holders.csv``. Prints the share of holders that are right, by rule and by cross-validation over texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from quality.marks import offset

from standoff import resolve
from standoff.model import Analysis, Event, Quantity, Span, Statement
from standoff.pipeline import load
from standoff.read import from_text
from standoff.resolve.coref import Cast
from standoff.resolve.holders import Ledger
from training.hearers import Row
from training.owntexts import items
from training.participants import Model, write
from training.windows import OWN

TABLE = Path(__file__).resolve().parents[1] / "src" / "standoff" / "data" / "holders.csv"
HEADER = """\
# What weighs how much in the choice of a quantity's holder (resolve/holders.py); learned from our own texts by
# training/holders.py. A feature (resolve/holders.py writes them) adds its weight to the score of an answer.
"""
#: Strength of the pull of weights towards nought: right answers unseen are likeliest at 8.
PULL = 8.0


def main() -> None:
    nlp = load()
    found: list[tuple[Sequence[Quantity], Ledger]] = []

    def keep(
        quantities: Sequence[Quantity],
        events: Sequence[Event],
        statements: Sequence[Statement],
        analysis: Analysis,
        cast: Cast,
    ) -> tuple[Quantity, ...]:
        found.append((quantities, Ledger(events, statements, analysis, cast)))
        return tuple(quantities)

    fill = resolve.fill_holders
    resolve.fill_holders = keep
    model, texts = Model(PULL), []
    ruled: list[bool] = []
    try:
        for n, item in enumerate(items(OWN)):
            if not item.get("quantities"):
                continue
            found.clear()
            nlp.code(from_text(item["text"], published=item["published"]))
            quantities, ledger = found[0]
            for marked in item["quantities"]:
                at = Span(*offset(item["text"], marked["t"]))
                quantity = next((q for q in quantities if q.span.overlaps(at)), None)
                if quantity is None:
                    continue
                right = (marked["holder"],) if marked.get("holder") else ()
                if quantity.holder is not None:
                    ruled.append(right == (quantity.holder.id,))
                if ledger.launched(quantity):
                    continue
                rows = [Row(a.ids, a.features) for a in ledger.answers(quantity)]
                model.add(rows, frozenset({right}))  # type: ignore[arg-type]
                texts.append(n)
    finally:
        resolve.fill_holders = fill
    model.close()
    chosen = model.unseen(np.array(texts))
    correct = sum(ids in case.right for ids, case in zip(chosen, model.cases, strict=True))
    nobody = sum(() in case.right for case in model.cases)
    print(f"{len(ruled)} come with a holder, {sum(ruled) / len(ruled):.3f} of them right")
    print(f"{len(texts)} to choose for, {nobody / len(texts):.3f} held by nobody")
    print(f"chosen right, unseen: {correct / len(texts):.3f}")
    write(TABLE, HEADER, {"weight": model.learned()})


if __name__ == "__main__":
    main()
