"""Attribution on PolNeAR: spans as CofeNet's evaluation defines them, and relations from raw text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from standoff.analyse import Analyser
from standoff.analyse.heads import Chunk, attribution_spans, attributions
from standoff.analyse.paragraphs import windows
from standoff.model import Span
from training.corpora import json_lines
from training.polnear import Relation, annotations, relations
from training.tally import bio, f1
from training.windows import parts

KINDS = ("source", "cue", "content")
Ranges = tuple[tuple[int, int], ...]
#: How the Penn Treebank spells quotes and brackets; a report has them as people write them.
_PENN = {"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}


def spans(analyser: Analyser, path: Path) -> dict[str, Any]:
    """From instances of tokens and BIO labels: ``exact`` and ``begin`` (F1 of the same span, of the same first token),
    ``jaccard`` (mean over gold spans of the best intersection over union)."""
    exact = {k: Counter[str]() for k in KINDS}
    begin = {k: Counter[str]() for k in KINDS}
    overlap: dict[str, list[float]] = {k: [] for k in KINDS}
    for row in json_lines(path):
        gold = bio([label[:2] + label[2:].lower() for label in row["labels"]])
        system = set(_tagged(analyser, row["tokens"]))
        for kind in KINDS:
            want = {(a, b) for a, b, k in gold if k == kind}
            have = {(a, b) for a, b, k in system if k == kind}
            exact[kind].update(tp=len(want & have), gold=len(want), system=len(have))
            first_want, first_have = {a for a, _ in want}, {a for a, _ in have}
            begin[kind].update(tp=len(first_want & first_have), gold=len(first_want), system=len(first_have))
            overlap[kind] += [max((_iou({*range(*w)}, {*range(*h)}) for h in have), default=0.0) for w in want]
    return {
        "exact": {k: f1(exact[k]) for k in KINDS},
        "begin": {k: f1(begin[k]) for k in KINDS},
        "jaccard": {k: sum(overlap[k]) / max(1, len(overlap[k])) for k in KINDS},
    }


def _tagged(analyser: Analyser, forms: Sequence[str]) -> list[tuple[int, int, str]]:
    net = analyser.network
    out: list[tuple[int, int, str]] = []
    for base, run in parts(net.pieces, [_PENN.get(form, form) for form in forms]):
        found = attribution_spans(net, net.run(net.pieces.window(run)))
        out += [(base + c.start, base + c.end, c.label.lower()) for c in found]
    return out


def links(analyser: Analyser, texts: Path, marks: Path) -> dict[str, Any]:
    """``linked``: F1 of (source, cue, content) from raw texts and brat files: sources overlap or are both absent, cues
    overlap, contents share at least half of their characters; of each document's first annotator."""
    first = annotations([p.name for p in marks.glob("*.ann")])
    count = Counter[str]()
    parts = Counter[str]()
    for path in sorted(texts.glob("*.txt")):
        if path.stem not in first:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        gold = [r for r in relations((marks / first[path.stem]).read_text(encoding="utf-8")) if r.cue and r.content]
        system = [r for r in _relations(analyser, text) if r.cue and r.content]
        count.update(tp=_matched(gold, system, _same), gold=len(gold), system=len(system))
        for name, rule in _PARTS.items():
            parts[name] += _matched(gold, system, rule)
    total = {name: f1(Counter(tp=parts[name], gold=count["gold"], system=count["system"])) for name in _PARTS}
    return {"linked": f1(count), "parts": total}


def _relations(analyser: Analyser, text: str) -> list[Relation]:
    net = analyser.network
    out = []
    for line in re.finditer(r"[^\n]+", text):
        for words in windows(text, Span(*line.span()), net.pieces):
            scores = net.run(net.pieces.window([w.of(text) for w in words]))

            def ranges(found: tuple[Chunk, ...], words: list[Span] = words) -> Ranges:
                return tuple((words[c.start].start, words[c.end - 1].end) for c in found)

            out += [
                Relation(ranges(a.sources), ranges((a.cue,) if a.cue else ()), ranges(a.contents))
                for a in attributions(net, scores)
            ]
    return out


def _matched(gold: list[Relation], system: list[Relation], same: Any) -> int:
    free = list(system)
    hits = 0
    for want in gold:
        for have in free:
            if same(want, have):
                hits += 1
                free.remove(have)
                break
    return hits


def _overlap(a: Ranges, b: Ranges) -> bool:
    return any(x[0] < y[1] and y[0] < x[1] for x in a for y in b)


def _iou(a: set[int], b: set[int]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def _places(ranges: Ranges) -> set[int]:
    return {i for a, b in ranges for i in range(a, b)}


def _cue(a: Relation, b: Relation) -> bool:
    return _overlap(a.cue, b.cue)


def _source(a: Relation, b: Relation) -> bool:
    return _cue(a, b) and (_overlap(a.source, b.source) or not (a.source or b.source))


def _content(a: Relation, b: Relation) -> bool:
    return _cue(a, b) and _iou(_places(a.content), _places(b.content)) >= 0.5


def _same(a: Relation, b: Relation) -> bool:
    return _source(a, b) and _content(a, b)


#: What limits the links: how many cues are found, and of those how many with the right source, the right content.
_PARTS = {"cue": _cue, "source": _source, "content": _content}
