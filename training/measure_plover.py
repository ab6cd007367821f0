"""Measures PLOVER roots of pairs on a file of PLV's columns (sentence, source, target, gold_root, gold_penta).

Macro F1 of scikit-learn for the root, for PLOVER's quad class, and for cooperation (1, 2) against conflict (3, 4). The
quad class and the side are those of the root that is told, so that the three never contradict each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from standoff.analyse import Analyser
from standoff.analyse.encoder import Encoder
from standoff.analyse.pairs import QUAD, Pairs
from training.plover import LOOSE, Raw, Row, fit, read_rows, rows_of

#: Cross-validation is repeated over this many ways to cut the folds.
SEEDS = 3


def measure(paths: Sequence[Path], cv: int = 0) -> dict[str, Any]:
    """``root``, ``quad`` and ``binary`` macro F1 over the rows of all ``paths``.

    With ``cv`` folds the model is fitted on the other folds of the files themselves, everything chosen inside them:
    then each figure is the mean over three ways to cut the folds, ``spread`` has the standard deviations. Without,
    the shipped model tells. The networks below were trained on none of these rows.
    """
    rows = [row for path in paths for row in rows_of(path)]
    analyser, encoder = Analyser.load(), Encoder()
    if not cv:
        pairs = Pairs(analyser, encoder)
        told = [next(iter(pairs.chances(row.forms, row.source, row.target))) for row in rows]
        return figures(rows, told)
    return crossed(rows, read_rows(rows, analyser, encoder), cv)


def crossed(rows: Sequence[Row], raw: Sequence[Raw], cv: int, loose: Sequence[float] = LOOSE) -> dict[str, Any]:
    """The same with ``cv`` folds, for rows whose blocks have been read."""
    runs = []
    for seed in range(SEEDS):
        told = np.empty(len(rows), dtype=object)
        folds = StratifiedKFold(cv, shuffle=True, random_state=seed)
        for inside, outside in folds.split(rows, [row.root for row in rows]):
            done = fit([raw[i] for i in inside], [rows[i].root for i in inside], seed=seed, loose=loose)
            told[outside] = np.array(done.roots, dtype=object)[done.scores([raw[i] for i in outside]).argmax(axis=1)]
        runs.append(figures(rows, told.tolist()))
    means: dict[str, Any] = {name: float(np.mean([run[name] for run in runs])) for name in runs[0]}
    means["spread"] = {name: float(np.std([run[name] for run in runs])) for name in runs[0]}
    return means


def figures(rows: Sequence[Row], told: Sequence[str]) -> dict[str, float]:
    """The three figures of roots ``told`` for ``rows``."""
    gold, quad = [row.root for row in rows], np.array([row.quad for row in rows])
    guess = np.array([QUAD[root] for root in told])
    return {
        "root": float(f1_score(gold, list(told), average="macro")),
        "quad": float(f1_score(quad, guess, average="macro")),
        "binary": float(f1_score(quad <= 2, guess <= 2, average="macro")),
    }
