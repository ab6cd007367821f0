"""What weighs how much in the choice of actors and recipients: ``python -m training.participants``.

Every event of the own training texts that the product finds (those it misses are shown to it, so that nearly all
teach), with every answer that ``standoff.resolve.answers`` has for it. A log-linear model over the answers is fitted
for each role, recipients after actors as chosen by models that have not seen the text; what it weighs goes to
``data/participants.csv``, with what the recipients' model weighs for events made by speaking in a column of its own.
Prints the share of events that cross-validation gets right. ``--roles spoken`` writes that column alone and leaves the
others as they are: those that ship were fitted earlier, and new ones are no better on held-out texts (LOG.md).
"""

from __future__ import annotations

import argparse
import csv
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from msgspec.structs import replace
from numpy.typing import NDArray
from quality.marks import offset
from scipy.optimize import minimize

from standoff import resolve
from standoff.model import Document, Event, Mark, Report, Span, Statement
from standoff.pipeline import STAGES, Standoff, Tools, load
from standoff.read import from_text
from standoff.resolve.answers import Answer, answers
from standoff.resolve.around import Around, Ids, ids_of
from standoff.resolve.coref import Cast
from standoff.resolve.participants import weights
from training.owntexts import items
from training.windows import OWN

TABLE = Path(__file__).resolve().parents[1] / "src" / "standoff" / "data" / "participants.csv"
HEADER = """\
# What weighs how much in the choice of actors and recipients (resolve/participants.py); learned from our own texts by
# training/participants.py. A feature (resolve/answers.py writes them) adds its weight to the score of an answer.
"""
#: Features of fewer events than this are not learned; weights below the second are not written.
SEEN, SMALL = 3, 0.05
#: Strength of the pull of weights towards nought; folds of cross-validation; steps of a fold's and of the last fit.
#: Cross-validation likes a pull of 4, texts of another length one of 8: at 1 the weights know the short texts by heart.
PULL, FOLDS, FOLD_STEPS, STEPS = 8.0, 3, 60, 120
#: The columns of the table.
ROLES = ("actor", "recipient", "spoken")

Vector = NDArray[np.float64]
#: An event as marked in an own text.
Marked = dict[str, Any]


class Case:
    """The answers for one event: rows of features, which of them are right, and the sets of ids."""

    def __init__(self, offered: Sequence[Answer], right: frozenset[Ids], known: dict[str, int]) -> None:
        features, ends = array("i"), array("i", [0])
        memo: dict[int, array[int]] = {}
        for answer in offered:
            features.extend(known.setdefault(f, len(known)) for f in answer.features)
            for ground in answer.grounds:
                if id(ground) not in memo:
                    memo[id(ground)] = array("i", [known.setdefault(f, len(known)) for f in ground.features])
                features.extend(memo[id(ground)])
            ends.append(len(features))
        self.features = np.frombuffer(features, np.int32)
        self.ends = np.frombuffer(ends, np.int32)
        self.sets = [a.ids for a in offered]
        self.right = right
        self.fits = np.array([ids in right for ids in self.sets])


class Model:
    """All cases of one role, and fits to parts of them."""

    def __init__(self, pull: float = PULL) -> None:
        self.pull = pull
        self.known: dict[str, int] = {}
        self.cases: list[Case] = []

    def add(self, offered: Sequence[Answer], right: frozenset[Ids]) -> None:
        """One more event."""
        self.cases.append(Case(offered, right, self.known))

    def close(self) -> None:
        """All events are there: features seen too seldom go."""
        seen: Counter[int] = Counter()
        for case in self.cases:
            seen.update(set(case.features.tolist()))
        kept = sorted(f for f, n in seen.items() if n >= SEEN)
        self.column = np.full(len(self.known), -1, np.int64)
        self.column[kept] = np.arange(len(kept))
        self.width = len(kept)

    def _rows(self, which: Sequence[int]) -> tuple[scipy.sparse.csr_matrix, NDArray[np.int64]]:
        columns, ends, first = [], [np.zeros(1, np.int64)], [0]
        total = 0
        for n in which:
            case = self.cases[n]
            mapped = self.column[case.features]
            counts = np.concatenate([[0], np.cumsum(mapped >= 0)])
            columns.append(mapped[mapped >= 0])
            ends.append(total + counts[case.ends[1:]])
            total += int(counts[-1])
            first.append(first[-1] + len(case.sets))
        data = np.ones(total, np.float32)
        rows = scipy.sparse.csr_matrix(
            (data, np.concatenate(columns), np.concatenate(ends)), shape=(first[-1], self.width)
        )
        return rows, np.array(first)

    def fit(self, which: Sequence[int], steps: int) -> Vector:
        """Weights under which the right answers of these cases are likeliest."""
        which = [n for n in which if self.cases[n].fits.any()]
        rows, first = self._rows(which)
        across = rows.T.tocsr()
        fits = np.concatenate([self.cases[n].fits for n in which])
        begin, sizes = first[:-1], np.diff(first)

        def loss(weights: Vector) -> tuple[float, Vector]:
            scores = rows @ weights
            power = np.exp(scores - np.repeat(np.maximum.reduceat(scores, begin), sizes))
            every = np.add.reduceat(power, begin)
            right = np.add.reduceat(power * fits, begin) + 1e-300
            slope = power / np.repeat(every, sizes) - power * fits / np.repeat(right, sizes)
            value = float(np.log(every / right).sum() + self.pull / 2 * (weights @ weights))
            return value, np.asarray(across @ slope + self.pull * weights)

        found = minimize(loss, np.zeros(self.width), jac=True, method="L-BFGS-B", options={"maxiter": steps})
        return np.asarray(found.x)

    def chosen(self, weights: Vector, which: Sequence[int]) -> Iterator[Ids]:
        """What weights choose in these cases."""
        rows, first = self._rows(which)
        scores = rows @ weights
        for k, n in enumerate(which):
            part = scores[first[k] : first[k + 1]]
            totals: dict[Ids, float] = {}
            for ids, power in zip(self.cases[n].sets, np.exp(part - part.max()), strict=True):
                totals[ids] = totals.get(ids, 0.0) + float(power)
            yield max(totals, key=lambda ids: (totals[ids], ids))

    def unseen(self, texts: NDArray[np.int64]) -> list[Ids]:
        """The choice in every case by a fit to other texts; ``texts`` is each case's text."""
        out: list[Ids] = [()] * len(self.cases)
        for fold in range(FOLDS):
            held = np.flatnonzero(texts % FOLDS == fold).tolist()
            weights = self.fit(np.flatnonzero(texts % FOLDS != fold).tolist(), FOLD_STEPS)
            for n, ids in zip(held, self.chosen(weights, held), strict=True):
                out[n] = ids
        return out

    def learned(self) -> dict[str, float]:
        """What every feature weighs, fitted to all cases."""
        weights = self.fit(range(len(self.cases)), STEPS)
        return {name: float(weights[self.column[n]]) for name, n in self.known.items() if self.column[n] >= 0}

    def features(self, which: Sequence[int]) -> set[str]:
        """The features that are seen often enough in these cases alone."""
        seen: Counter[int] = Counter()
        for n in which:
            seen.update(set(self.cases[n].features.tolist()))
        return {name for name, n in self.known.items() if seen[n] >= SEEN}


Asked = list[tuple[int, Around, list[tuple[Marked, Event]]]]


def asked(nlp: Standoff, texts: Sequence[Marked]) -> Asked:
    """For every text its around and the pairs of a marked event and the product's."""
    out: Asked = []
    grounds: list[tuple[Sequence[Event], Sequence[Statement], Cast]] = []
    settle = resolve.settle

    # without the pointers: the network has learned from these very texts and points better here than elsewhere
    def keep(events: Sequence[Event], statements: Sequence[Statement], cast: Cast, _: object) -> tuple[Event, ...]:
        grounds.append((events, statements, cast))
        return tuple(events)

    resolve.settle = keep
    try:
        for n, item in enumerate(texts):
            document = from_text(item["text"], published=item["published"])
            analysis = nlp._tools.analyser.run(document)
            left = item["events"]
            for shown in (False, True):
                if shown:
                    left = [e for e in left if e.get("statement") is None]
                    analysis = replace(analysis, marks=_shown(analysis.marks, left, document))
                if not left:
                    break
                try:
                    _coded(nlp._tools, document, analysis)
                except Exception as err:  # the product would note it and go on
                    print(item["id"], type(err).__name__, err)
                    break
                events = grounds[-1][0]
                pairs = list(_pairs(left, events, item["text"]))
                out.append((n, Around(*grounds[-1]), pairs))
                told = [gold for gold, _ in pairs]
                left = [e for e in left if all(e is not gold for gold in told)]
    finally:
        resolve.settle = settle
    return out


def _coded(tools: Tools, document: Document, analysis: Any) -> None:
    report = Report(document=document, analysis=analysis)
    for stage in STAGES[1:]:
        report = replace(report, **stage.find(tools, report))


def _shown(marks: Sequence[Mark], missed: Sequence[Marked], document: Document) -> tuple[Mark, ...]:
    """The network's marks with those of the deeds that were missed."""
    spans = {Span(*offset(document.text, e["trigger"])): e for e in missed}
    kept = [m for m in marks if not any(m.span.overlaps(s) for s in spans)]
    made = [Mark(s, "event", f"{e['type']} {e.get('mode') or ''}".strip(), 0.99) for s, e in spans.items()]
    return tuple(sorted((*kept, *made), key=lambda m: (m.span, m.head)))


def _pairs(gold: Sequence[Marked], events: Sequence[Event], text: str) -> Iterator[tuple[Marked, Event]]:
    taken: set[str] = set()
    for marked in gold:
        at = Span(*offset(text, marked["trigger"]))
        for event in events:
            if event.id not in taken and event.type == marked["type"] and event.trigger.overlaps(at):
                taken.add(event.id)
                yield marked, event
                break


def gather(found: Asked, role: str, actors: Callable[[Event], Ids]) -> tuple[Model, NDArray[np.int64]]:
    """The cases of one role, and the text of each. Who acts by speaking is settled elsewhere."""
    model, texts = Model(), []
    for n, around, pairs in found:
        for marked, event in pairs:
            if role == "recipient" or event.statement is None:
                model.add(answers(around, event, role, actors(event)), _right(marked, role))
                texts.append(n)
    model.close()
    return model, np.array(texts)


def _right(marked: Marked, role: str) -> frozenset[Ids]:
    """The marked set; a country's weapons, which our texts give to its forces, are by the codebook also its own."""
    ids = tuple(sorted(set(marked.get(f"{role}s") or ())))
    if role == "actor" and (marked["type"], marked.get("mode")) == ("MOBILIZE", "weapons"):
        return frozenset(
            {ids, tuple(sorted({i.removesuffix(".MIL") + ".GOV" if i.endswith(".MIL") else i for i in ids}))}
        )
    return frozenset({ids})


def _share(chosen: Sequence[Ids], model: Model) -> float:
    return float(np.mean([ids in case.right for ids, case in zip(chosen, model.cases, strict=True)]))


def write(path: Path, header: str, learned: Mapping[str, Mapping[str, float]]) -> None:
    """A table of what each feature weighs for each role; weights near nought are left out."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(header)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", *learned))
        for name in sorted({name for weights in learned.values() for name in weights}):
            cells = [f"{w:.2f}" if abs(w) >= SMALL else "" for w in (ws.get(name, 0.0) for ws in learned.values())]
            if any(cells):
                writer.writerow((name, *cells))


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=None, help="learn from the first N texts only")
    parser.add_argument("--roles", nargs="+", choices=ROLES, default=ROLES, help="columns to write; the rest stay")
    args = parser.parse_args(argv)
    found = asked(load(), list(items(OWN))[: args.texts])
    doers, texts = gather(found, "actor", lambda _: ())
    chosen = doers.unseen(texts)
    print(len(texts), f"deeds, actors right: {_share(chosen, doers):.3f}")
    actor = doers.learned() if "actor" in args.roles else weights("actor")
    del doers
    left = iter(chosen)
    sufferers, texts = gather(found, "recipient", lambda e: next(left) if e.statement is None else ids_of(e.actors))
    every = (event for _, _, pairs in found for _, event in pairs)
    spoken = [n for n, event in enumerate(every) if event.statement is not None]
    print(len(texts), f"events, recipients right: {_share(sufferers.unseen(texts), sufferers):.3f}")
    recipient = sufferers.learned()
    told = sufferers.features(spoken)
    made = {
        "actor": actor,
        "recipient": recipient,
        "spoken": {name: weight for name, weight in recipient.items() if name in told},
    }
    write(TABLE, HEADER, {role: made[role] if role in args.roles else weights(role) for role in ROLES})


if __name__ == "__main__":
    main()
