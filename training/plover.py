"""Fits the model of PLOVER roots for pairs: ``python -m training.plover`` writes ``weights/plover.json``.

The networks stay as they are: a multinomial logistic regression on what they say of a pair
(:mod:`standoff.analyse.pairs`) is all that learns from PLV's rows. Run it again whenever the network changes.
How strongly it is held back is chosen by cross-validation inside the rows it is fitted on. ``LOG.md`` has the trials.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from standoff.analyse import Analyser
from standoff.analyse.encoder import Encoder
from standoff.analyse.network import WEIGHTS
from standoff.analyse.pairs import FILE, QUAD, Model, Scale, blocks, read, row_of, scale_of
from standoff.analyse.tokens import words
from training.windows import DATA

TRAIN = DATA / "events" / "PLV_train.tsv"
#: How little the regression is held back (scikit-learn's C): the choices.
LOOSE = (2.0, 4.0, 8.0)
#: Digits kept of a weight: far below what could change a root.
DIGITS = 4

Raw = dict[str, NDArray[np.float64]]


class Row(Struct, frozen=True):
    """A row of PLV: the words of the sentence, those of source and target, the root (YIELD for CONCEDE and RETREAT)
    and the quad class."""

    forms: tuple[str, ...]
    source: tuple[int, ...]
    target: tuple[int, ...]
    root: str
    quad: int


def rows_of(path: Path) -> list[Row]:
    """The rows of a file with the columns sentence, source, target, gold_root and, where it is known, gold_penta."""
    out = []
    with path.open(encoding="utf-8", newline="") as handle:
        for number, cells in enumerate(csv.DictReader(handle, delimiter="\t"), 2):
            text = cells["sentence"]
            root = "YIELD" if cells["gold_root"] in {"CONCEDE", "RETREAT"} else cells["gold_root"]
            if root not in QUAD:
                raise SystemExit(f"{path}, line {number}: {root!r} is no root of PLOVER")
            source = find(text, cells["source"])
            target = find(text, cells["target"], source)
            if source is None and target is not None:
                source = find(text, cells["source"], target)
            spans = words(text)
            at = [
                tuple(i for i, span in enumerate(spans) if span.start < place[1] and place[0] < span.end)
                if place
                else ()
                for place in (source, target)
            ]
            quad = int(cells.get("gold_penta") or QUAD[root])
            out.append(Row(tuple(span.of(text) for span in spans), at[0], at[1], root, quad))
    return out


def find(text: str, mention: str, taken: tuple[int, int] | None = None) -> tuple[int, int] | None:
    """Where a mention stands, clear of what is ``taken``: as written, in any case, or the longest run of its words
    that makes half of it. None for one that is not named ("a recipient")."""
    parts = mention.split()
    exact = re.escape(mention.strip())
    patterns = [(exact, re.NOFLAG), (exact, re.IGNORECASE)]
    for size in range(len(parts), 0, -1):
        for k in range(len(parts) - size + 1):
            run = parts[k : k + size]
            if 2 * sum(map(len, run)) >= sum(map(len, parts)):
                patterns.append((r"(?<!\w)" + r"\s+".join(map(re.escape, run)) + r"(?!\w)", re.IGNORECASE))
    for pattern, flags in patterns if parts else ():
        for match in re.finditer(pattern, text, flags):
            if taken is None or match.end() <= taken[0] or taken[1] <= match.start():
                return match.span()
    return None


def read_rows(rows: Sequence[Row], analyser: Analyser, encoder: Encoder) -> list[Raw]:
    """The blocks of every row: some 40 ms of one core each."""
    return [blocks(read(analyser, encoder, row.forms, row.source, row.target)) for row in rows]


class Fit(Struct, frozen=True):
    """A regression fitted on rows: their scale, ``weights`` [inputs, roots], ``bias`` [roots], and the C chosen."""

    roots: tuple[str, ...]
    scale: Scale
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]
    loose: float

    def scores(self, raw: Sequence[Raw]) -> NDArray[np.float64]:
        """Log chances [rows, roots], up to a constant a row."""
        return np.array([row_of(row, self.scale) for row in raw]) @ self.weights + self.bias


def fit(raw: Sequence[Raw], roots: Sequence[str], *, seed: int = 0, loose: Sequence[float] = LOOSE) -> Fit:
    """Fits on these rows alone, C by accuracy and macro F1 together in three folds of them."""
    scale = scale_of(raw)
    x = np.array([row_of(row, scale) for row in raw])
    y = np.array(roots)
    # with fewer rows than inputs the same fit is found in the space of the rows, which is several times as fast
    base, size, turn = np.linalg.svd(x, full_matrices=False)
    small = (base * size).astype(np.float32)
    best = loose[0]
    if len(loose) > 1:
        folds = list(StratifiedKFold(3, shuffle=True, random_state=seed).split(x, y))
        told = {}
        for c in loose:
            guess = np.empty(len(y), dtype=object)
            for inside, outside in folds:
                guess[outside] = _regression(small[inside], y[inside], c).predict(small[outside])
            told[c] = f1_score(y, guess, average="macro") + float((guess == y).mean())
        best = max(loose, key=lambda c: told[c])
    done = _regression(small, y, best)
    return Fit(tuple(map(str, done.classes_)), scale, turn.T @ done.coef_.T.astype(np.float64), done.intercept_, best)


def _regression(x: NDArray[np.float32], y: NDArray[np.str_], c: float) -> LogisticRegression:
    return LogisticRegression(C=c, class_weight="balanced", max_iter=150, tol=1e-3).fit(x, y)


def save(done: Fit, analyser: Analyser, encoder: Encoder, folder: Path = WEIGHTS) -> None:
    """Writes ``plover.json``: plain numbers, rounded."""
    model = Model(
        network=analyser.version,
        encoder=encoder.version,
        roots=list(done.roots),
        scale=Scale(
            {name: np.round(mean, 5).tolist() for name, mean in done.scale.means.items()},
            np.round(done.scale.spread, 5).tolist(),
        ),
        weights=np.round(done.weights, DIGITS).tolist(),
        bias=np.round(done.bias, DIGITS).tolist(),
    )
    (folder / FILE).write_bytes(msgspec.json.encode(model))


def main(argv: list[str] | None = None) -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--rows", type=Path, default=TRAIN)
    p.add_argument("--weights", type=Path, default=WEIGHTS, help="the folder of the networks, and of what is written")
    args = p.parse_args(argv)
    analyser, encoder = Analyser.load(args.weights), Encoder(args.weights)
    rows = rows_of(args.rows)
    done = fit(read_rows(rows, analyser, encoder), [row.root for row in rows])
    save(done, analyser, encoder, args.weights)
    print(f"{len(rows)} rows, C = {done.loose}, {(args.weights / FILE).stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
