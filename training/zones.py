"""Train the weights of ``read/zones.py``, or measure them.

python -m training.zones                  train on reports of our own writing, write src/standoff/read/zone_weights.json
python -m training.zones --own DIR...     folders of marked texts to train on (default: training/own)
python -m training.zones --check          cross-validate over our own reports
python -m training.zones --cv FILE        L3S-GN1 lines (research only, never shipped): train and test on them, five
folds over pages
python -m training.zones --test FILE      L3S-GN1 lines: measure the shipped weights, which have never seen them

The last line of --check, --cv and --test is one JSON object. ``body``: F1 by word of body against boilerplate,
related and comment
(headline and supplemental lines are left out of it); ``headlines``: share of headline words kept as headline or body.
"""

from __future__ import annotations

import argparse
import gzip
import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from standoff.model import BEARING, ROLES
from standoff.read.features import NAMES, Matrix, matrix
from standoff.read.lines import Piece, pieces
from standoff.read.zones import ZoneWeights, best_path, decide, shipped
from training.owntexts import HELD_OUT

VERSION = "zones-1"
WEIGHTS = Path("src/standoff/read/zone_weights.json")
#: Strength of the prior on the weights, of the transitions, and the weight of a plain text beside a page's line.
REGULAR, PATH, PLAIN = 0.1, 0.3, 0.1
L3S = ("body", "headline", "supplemental", "related", "comment", "boilerplate")


class Page(NamedTuple):
    """A text, its pieces and features, the class of each piece (-1: not to learn from), the weight of each piece."""

    text: str
    cut: list[Piece]
    rows: Matrix
    gold: NDArray[np.int64]
    words: NDArray[np.float64]
    whole: bool


def page(text: str, spans: Sequence[tuple[int, int, int]], whole: bool = True) -> Page:
    """``spans``: (start, end, class). A piece takes the class that covers most of it."""
    cut = pieces(text)
    covering = np.full(len(text) + 1, -1, np.int64)
    for start, end, label in spans:
        covering[start:end] = label
    gold = []
    for piece in cut:
        inside = covering[piece.start : piece.end]
        inside = inside[inside >= 0]
        gold.append(int(np.bincount(inside).argmax()) if inside.size else -1)
    words = np.array([max(1, len(text[piece.start : piece.end].split())) for piece in cut], float)
    return Page(text, cut, matrix(text, cut), np.array(gold, np.int64), words, whole)


def own_pages(folders: Sequence[Path]) -> list[Page]:
    """Our own marked texts: whole reports as they stand and with their blank lines changed; other running texts as
    body."""
    out: list[Page] = []
    seen: set[str] = set()
    for path in sorted((path for folder in folders for path in folder.glob("*.jsonl")), key=lambda path: path.name):
        if path.stem in HELD_OUT:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line) if line.strip() else {}
            text = record.get("text", "")
            if not text or text in seen:
                continue
            seen.add(text)
            if record.get("zones"):
                spans = anchored(text, record["zones"])
                out.append(page(text, spans))
                out.append(respaced(text, spans))
            elif record.get("genre") not in ("headline", "caption", "liveblog") and len(text.split()) >= 12:
                out.append(page(text, [(0, len(text), ROLES.index("body"))], whole=False))
    return out


def anchored(text: str, zones: Sequence[tuple[str, str]]) -> list[tuple[int, int, int]]:
    """Offsets of the zones, which are given as the exact words in order."""
    at, out = 0, []
    for words, role in zones:
        found = text.find(words.strip(), at)
        if found < 0:
            found = text.index(words.strip())
        at = found + len(words.strip())
        out.append((found, at, ROLES.index(role)))
    return out


def respaced(text: str, spans: Sequence[tuple[int, int, int]]) -> Page:
    """The same page with single line ends where it had blank lines, or blank lines where it had none."""
    blank = "\n\n" in text
    new, moved, last = "", [], 0
    for start, end, label in sorted(spans):
        between = text[last:start]
        if "\n" in between:
            between = "\n" if blank else "\n\n"
        new += between
        moved.append((len(new), len(new) + end - start, label))
        new += text[start:end]
        last = end
    return page(new, moved)


def l3s_pages(path: Path) -> list[tuple[str, Page]]:
    """(url, page) of the L3S-GN1 lines."""
    out = []
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text, spans = "", []
            for label, words in record["lines"]:
                spans.append((len(text), len(text) + len(words), L3S.index(label)))
                text += words + "\n"
            out.append((record["url"], page(text, spans)))
    return out


def fit(pages: Sequence[Page], classes: int, headline: float = 1.0) -> ZoneWeights:
    """Multinomial logistic regression over pieces, then transitions by counting."""
    rows = np.concatenate([each.rows for each in pages])
    gold = np.concatenate([each.gold for each in pages])
    weight = np.concatenate([np.sqrt(each.words) * (1.0 if each.whole else PLAIN) for each in pages])
    weight = weight * np.where(gold == 1 if classes == len(L3S) else gold == ROLES.index("headline"), headline, 1.0)
    free = np.concatenate([np.array([piece.role is None for piece in each.cut], bool) for each in pages]) & (gold >= 0)
    model = LogisticRegression(C=REGULAR, max_iter=2000, fit_intercept=False)
    model.fit(rows[free], gold[free], sample_weight=weight[free])
    weights = np.full((len(NAMES), classes), 0.0)
    weights[:, model.classes_] = model.coef_.T
    follows = np.full((classes, classes), 0.5)
    opens = np.full(classes, 0.5)
    for each in pages:
        known = each.gold[(each.gold >= 0) & np.array([piece.role is None for piece in each.cut], bool)]
        if each.whole and known.size:
            np.add.at(follows, (known[:-1], known[1:]), 1)
            opens[known[0]] += 1
    # a transition counts for how much likelier it is than its target alone: the lines' own scores hold the rest
    follows /= follows.sum(1, keepdims=True)
    base = np.bincount(gold[free], minlength=classes) + 0.5
    base = base / base.sum()
    return ZoneWeights(VERSION, weights, PATH * np.log(follows / base), PATH * np.log(opens / opens.sum() / base))


def fold_of(name: str, folds: int = 5) -> int:
    return zlib.crc32(name.encode()) % folds


def l3s_figures(pairs: Sequence[tuple[Page, Sequence[int]]]) -> dict[str, float]:
    """``pairs``: page and, for each piece, an L3S class; 'body' counts as kept."""
    hit = said = there = heads = kept = 0.0
    for each, found in pairs:
        for words, gold, got in zip(each.words, each.gold, found, strict=True):
            if gold in (0, 3, 4, 5):
                there += words * (gold == 0)
                said += words * (got == 0)
                hit += words * (gold == 0 and got == 0)
            elif gold == 1:
                heads += words
                kept += words * (got in (0, 1))
    precision, recall = hit / max(said, 1), hit / max(there, 1)
    return {
        "body": round(2 * hit / max(said + there, 1), 4),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "headlines": round(kept / max(heads, 1), 4),
    }


def cross_validate(path: Path) -> dict[str, float]:
    pages = l3s_pages(path)
    pairs = []
    for fold in range(5):
        weights = fit([each for url, each in pages if fold_of(url) != fold], len(L3S), headline=3.0)
        for url, each in pages:
            if fold_of(url) == fold:
                pairs.append((each, best_path(log_odds(each.rows, weights), weights)))
    return l3s_figures(pairs)


def log_odds(rows: Matrix, weights: ZoneWeights) -> NDArray[np.float64]:
    scores = rows.astype(np.float64) @ weights.weights
    return np.asarray(scores - np.logaddexp.reduce(scores, axis=1, keepdims=True))


def measure_shipped(path: Path, weights: ZoneWeights) -> dict[str, float]:
    """Our roles on L3S lines: body and caption are body (its captions are 'supplemental' and left out), headline is
    headline."""
    to = {"body": 0, "caption": 0, "headline": 1, "comment": 4, "teaser": 3}
    pairs = []
    for _, each in l3s_pages(path):
        pairs.append((each, [to.get(role, 5) for role in decide(each.text, each.cut, each.rows, weights)]))
    return l3s_figures(pairs)


def check(pages: Sequence[Page], show: bool) -> dict[str, float]:
    """Five folds over our own reports: character F1 of bearing text, and accuracy of roles by piece."""
    bearing = [ROLES.index(role) for role in ROLES if role in BEARING]
    hit = said = there = right = total = 0.0
    for fold in range(5):
        weights = fit([each for each in pages if fold_of(" ".join(each.text.split())[:40]) != fold], len(ROLES))
        for each in pages:
            if fold_of(" ".join(each.text.split())[:40]) != fold or not each.whole:
                continue
            found = decide(each.text, each.cut, each.rows, weights)
            for piece, gold, role in zip(each.cut, each.gold, found, strict=True):
                size, got = piece.end - piece.start, ROLES.index(role)
                hit += size * (gold in bearing and got in bearing)
                said += size * (got in bearing)
                there += size * (gold in bearing)
                right += gold == got
                total += 1
                if show and gold != got:
                    print(f"{ROLES[gold]:12}{role:12}{each.text[piece.start : piece.end][:110]!r}")
    return {"bearing": round(2 * hit / (said + there), 4), "roles": round(right / total, 4), "pieces": total}


def write(weights: ZoneWeights, path: Path) -> None:
    raw = {
        "version": weights.version,
        "trained": "python -m training.zones, on reports of our own writing only",
        "roles": list(ROLES),
        "opening": np.round(weights.opening, 3).tolist(),
        "transitions": np.round(weights.transitions, 3).tolist(),
        "weights": {name: np.round(row, 3).tolist() for name, row in zip(NAMES, weights.weights, strict=True)},
    }
    lines = json.dumps(raw, ensure_ascii=False).replace('], "', '],\n"').replace('"weights": {', '"weights": {\n')
    path.write_text(lines + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--own", type=Path, nargs="*", default=[Path("training/own")])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--errors", action="store_true", help="with --check: list every piece that is wrong")
    parser.add_argument("--cv", type=Path, metavar="FILE")
    parser.add_argument("--test", type=Path, metavar="FILE")
    args = parser.parse_args()
    if args.cv:
        print(json.dumps(cross_validate(args.cv)))
    elif args.test:
        print(json.dumps(measure_shipped(args.test, shipped())))
    elif args.check:
        print(json.dumps(check(own_pages(args.own), args.errors)))
    else:
        pages = own_pages(args.own)
        print(f"{sum(each.whole for each in pages)} pages, {sum(len(each.cut) for each in pages)} pieces")
        write(fit(pages, len(ROLES)), WEIGHTS)


if __name__ == "__main__":
    main()
