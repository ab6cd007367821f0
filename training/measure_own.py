"""The learned heads alone on marked texts of our own: what the rules of the product start from."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from standoff.analyse import Analyser
from standoff.analyse.heads import chunks
from standoff.analyse.network import Floats, Network
from standoff.analyse.pieces import WINDOW
from training.owntexts import windows
from training.silver import mentioned
from training.tally import bio, f1
from training.windows import Window, recut

Counts = Counter[str]


def measure(analyser: Analyser, paths: list[Path]) -> dict[str, Any]:
    """Cues (found, with act, certainty given the cue), triggers (found, with type, with mode, status given the
    trigger), and each pointer given its cue or trigger: the share that points to a right word."""
    count = Counts()
    for path in paths:
        for window in windows(path, lambda text: mentioned({"text": text})["mentions"]):
            for part in recut(window, len(window["words"])):
                _count(count, analyser.network, part)
    out = {k: f1(Counts(tp=count[k], gold=count["cues"], system=count["cues read"])) for k in ("cue", "act")}
    out |= {
        k: f1(Counts(tp=count[k], gold=count["triggers"], system=count["triggers read"]))
        for k in ("trigger", "type", "mode")
    }
    given = ("certainty", "status", *(p for p in analyser.network.pointers if count[f"{p} asked"]))
    return out | {k: count[k] / max(1, count[f"{k} asked"]) for k in given}


def _count(count: Counts, net: Network, part: Window) -> None:
    pieces = net.pieces.window(part["words"])
    if len(pieces.ids) > WINDOW:
        return
    scores = net.run(pieces)
    _cues(count, part, chunks(scores["cue"], net.labels["cue"]))
    _triggers(count, part, scores["event"], net.labels["event"])
    for head in ("certainty", "status"):
        names = net.labels[head]
        for i, label in enumerate(part[head]):
            if label:
                count[f"{head} asked"] += 1
                count[head] += names[int(scores[head][i].argmax())] == label
    _pointers(count, part, scores["pointers"], net.pointers)


def _cues(count: Counts, part: Window, found: list[Any]) -> None:
    gold = {(a, k) for a, _, k in bio(part["cue"])}
    system = {(c.start, c.label) for c in found}
    count["cues"] += len(gold)
    count["cues read"] += len(system)
    count["cue"] += len({a for a, _ in gold} & {a for a, _ in system})
    count["act"] += len(gold & system)


def _triggers(count: Counts, part: Window, scores: Floats, names: list[str]) -> None:
    gold = {(i, t) for i, t in enumerate(part["event"]) if t != "O"}
    best = [names[int(k)] for k in scores.argmax(axis=1)]
    system = {(i, t) for i, t in enumerate(best) if t != "O"}
    typed = lambda es: {(i, t.split()[0]) for i, t in es}  # noqa: E731
    count["triggers"] += len(gold)
    count["triggers read"] += len(system)
    count["trigger"] += len({i for i, _ in gold} & {i for i, _ in system})
    count["type"] += len(typed(gold) & typed(system))
    count["mode"] += len(gold & system)


def _pointers(count: Counts, part: Window, scores: Floats, names: list[str]) -> None:
    for k, name in enumerate(names):
        for word, places in part["pointers"].get(name, {}).items():
            count[f"{name} asked"] += 1
            count[name] += int(scores[k, word].argmax()) in ([p + 1 for p in places] or [0])
