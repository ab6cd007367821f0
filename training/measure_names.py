"""Names: exact spans of PER, LOC and ORG, tokens given."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

from standoff.analyse import Analyser
from standoff.analyse.pieces import WINDOW
from standoff.analyse.roles import Tree
from training.tally import bio, f1


def measure(analyser: Analyser, path: Path) -> dict[str, Any]:
    """F1 from a file of ``id form tag`` columns."""
    tally: dict[str, Counter[str]] = {k: Counter() for k in ("PER", "LOC", "ORG")}
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as handle:
        blocks = handle.read().split("\n\n")
    net = analyser.network
    for block in blocks:
        rows = [line.split("\t") for line in block.splitlines() if line and line[0] != "#"]
        if not rows:
            continue
        forms = [r[1] for r in rows]
        window = net.pieces.window(forms)
        if len(window.ids) > WINDOW:
            forms = forms[: WINDOW // 3]
            window = net.pieces.window(forms)
        scores = net.run(window)
        ((heads, relations),) = analyser.trees(forms, scores, [0, len(forms)])
        found = {(c.start, c.end, c.label) for c in analyser.names(forms, scores, Tree(heads, relations))}
        want = bio([r[2] for r in rows])
        for kind, t in tally.items():
            g, s = {w for w in want if w[2] == kind}, {w for w in found if w[2] == kind}
            t.update(tp=len(g & s), gold=len(g), system=len(s))
    every = sum(tally.values(), Counter[str]())
    return {"f1": f1(every), "by_type": {k: f1(t) for k, t in tally.items()}}
