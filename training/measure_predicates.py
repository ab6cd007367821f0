"""Predicates: PropBank roles given the predicate, and how sure a predicate's event is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from standoff.analyse import Analyser
from standoff.analyse.heads import frames
from standoff.analyse.pieces import WINDOW
from standoff.analyse.roles import Tree
from training.corpora import json_lines
from training.tally import f1


def roles(analyser: Analyser, path: Path) -> dict[str, Any]:
    """``f1`` of labelled arguments (exact spans, V left out) given the predicates, tokens given."""
    net = analyser.network
    count = Counter[str]()
    for row in json_lines(path):
        forms = row["tokens"]
        window = net.pieces.window(forms)
        want = {(f["i"] - 1, a - 1, b, r) for f in row["frames"] for r, a, b in f["args"] if r != "V"}
        have: set[tuple[int, int, int, str]] = set()
        if len(window.ids) <= WINDOW:
            scores = net.run(window)
            ((heads, relations),) = analyser.trees(forms, scores, [0, len(forms)])
            found = frames(net, scores, [f["i"] - 1 for f in row["frames"]], Tree(heads, relations))
            have = {(f.predicate, c.start, c.end, c.label) for f in found for c in f.arguments}
        count.update(tp=len(want & have), gold=len(want), system=len(have))
    return {"f1": f1(count)}


def factuality(analyser: Analyser, path: Path) -> dict[str, Any]:
    """``pearson`` and ``mae`` of predicted against given factuality (-3 to 3). UW's annotators and UDS's used the scale
    differently, but a file does not say whose it is, so one head has learnt both."""
    net = analyser.network
    rows = list(json_lines(path))
    want, have = [], []
    for row in rows:
        forms = row["text"].split()
        window = net.pieces.window(forms)
        if len(window.ids) > WINDOW:
            forms = forms[: WINDOW // 3]
            window = net.pieces.window(forms)
        scores = net.run(window)["facts"]
        for target in row["targets"]:
            if target["span1"][0] < len(forms):
                want.append(target["label"])
                have.append(scores[target["span1"][0], 0])
    gold = np.array(want)
    guess = np.clip(np.array(have), -3, 3)
    return {"pearson": float(np.corrcoef(gold, guess)[0, 1]), "mae": float(np.abs(gold - guess).mean())}
