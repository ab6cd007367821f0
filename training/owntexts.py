"""Reads the marked texts of our own (``training/own``; format: the docstring of its checker, vocabulary: the codebook).

Their actors are codes, not words. Which words stand for an actor, the product says: ``mentions`` gives for each text
the ranges it read as actors, with their codes, and a code that no mention has teaches nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from quality.marks import offset

from standoff.analyse.tokens import words
from standoff.model import Span
from training.windows import Window

#: Own files that no training sees: the development set for everything learned from own texts (quality/gold holds them).
HELD_OUT = frozenset(
    "europe-09 mideast-10 southasia-09 eastasia-10 africa-09 americas-09 hard-13 hard-14 hard-15".split()
)
#: Actor mentions of a text: (start, end, code).
Mentions = Sequence[tuple[int, int, str]]


def items(folder: Path) -> Iterator[dict[str, Any]]:
    """The marked texts in ``folder`` that may be trained on."""
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem not in HELD_OUT:
            yield from _items(path)


def _items(path: Path) -> Iterator[dict[str, Any]]:
    """The marked texts of a file; those that teach zones alone are passed over."""
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line) if line.strip() else {}
        if "statements" in item:
            yield item


def own_windows(folder: Path, mentions: Mapping[str, Mentions] | None = None) -> list[Window]:
    """Every paragraph of the training texts in ``folder``; ``mentions`` by text."""
    known = mentions or {}
    return [w for item in items(folder) for w in _windows(item, known.get(item["text"], ()))]


def windows(path: Path, mentions: Callable[[str], Mentions]) -> list[Window]:
    """Every paragraph of one file of texts; ``mentions`` finds those of a text."""
    return [w for item in _items(path) for w in _windows(item, mentions(item["text"]))]


def lines(item: dict[str, Any]) -> Iterator[list[Span]]:
    """The words of every line that makes records."""
    text = item["text"]
    zones = [offset(text, z[0]) for z in item.get("zones", []) if z[1] in {"headline", "body", "caption"}]
    for start, end in zones or [(0, len(text))]:
        for line in re.finditer(r"[^\n]+", text[start:end]):
            spans = words(text, start + line.start(), start + line.end())
            if spans:
                yield spans


def _windows(item: dict[str, Any], mentions: Mentions) -> Iterator[Window]:
    text = item["text"]
    for spans in lines(item):
        yield {"words": [text[s.start : s.end] for s in spans], **_labels(item, text, spans, mentions)}


def _labels(item: dict[str, Any], text: str, spans: list[Span], mentions: Mentions) -> Window:
    size = len(spans)
    line = (spans[0].start, spans[-1].end)
    inside = lambda at: [i for i, s in enumerate(spans) if s.start < at[1] and at[0] < s.end]  # noqa: E731
    heads: dict[str, list[int]] = {}
    for a, b, code in mentions:
        for i in inside((a, b))[-1:]:
            heads.setdefault(code, []).append(i)
    pointers: dict[str, dict[int, list[int]]] = {
        k: {} for k in ("source_first", "source_last", "content_first", "content_last", "addressee", "target",
                        "actor", "recipient")
    }  # fmt: skip

    def point(name: str, word: int, places: list[int] | None) -> None:
        if places is not None:
            pointers[name].setdefault(word, []).extend(places)

    def actors(codes: list[str]) -> list[int] | None:
        """The words that stand for these actors; None when some have no words in this line."""
        found = [heads.get(code) for code in codes]
        return [i for js in found if js for i in js] if all(found) else None

    cue, certainty = ["O"] * size, [None] * size
    event, status = ["O"] * size, [None] * size
    for said in item["statements"]:
        at = inside(offset(text, said["cue"])) if said.get("cue") else []
        if not at:
            continue
        for k, i in enumerate(at):
            cue[i] = f"{'I' if k else 'B'}-{said['act']}"
        certainty[at[0]] = said["certainty"]
        source = offset(text, said["source"]) if said.get("source") else None
        place = inside(source) if source else []
        point("source_first", at[0], place[:1] if place or not source else None)
        point("source_last", at[0], place[-1:] if place or not source else None)
        content = sorted(offset(text, c) for c in said["content"])
        for name, edge in (("content_first", content[0]), ("content_last", content[-1])):
            here = inside(edge)
            if here and line[0] <= edge[0] and edge[1] <= line[1]:
                point(name, at[0], here[:1] if name == "content_first" else here[-1:])
        point("addressee", at[0], actors(said.get("addressees", [])))
        point("target", at[0], actors(said.get("targets", [])))
    for deed in item["events"]:
        at = inside(offset(text, deed["trigger"]))[:1]
        if not at:
            continue
        event[at[0]] = f"{deed['type']} {deed['mode']}" if deed.get("mode") else deed["type"]
        status[at[0]] = deed["status"]
        point("actor", at[0], actors(deed.get("actors", [])))
        point("recipient", at[0], actors(deed.get("recipients", [])))
    return {"cue": cue, "certainty": certainty, "event": event, "status": status, "pointers": pointers}
