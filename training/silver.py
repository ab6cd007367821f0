"""What the network of the last release says of texts that lack a column: ``python -m training.silver``.

Own texts have cues and triggers but no tags, trees or names; learnt side by side with treebanks, the tag heads drift on
the very words that matter ("threatened" became a modal verb), because nothing holds them there. So the shipped network
reads them first (own texts with trees, PolNeAR and the name corpora with tags only), and the new one learns from its
readings from the first pass on. It also says which words of own texts are mentions of which actor, and of what kind the
proper nouns of EWT are. Held-out texts are not read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from standoff.analyse import Analyser
from standoff.analyse.heads import chunks, softmax
from standoff.analyse.pieces import WINDOW
from standoff.pipeline import load
from training.corpora import fact_sentences, json_lines, treebanks
from training.names import KINDS, name_windows, state_names
from training.owntexts import items, own_windows
from training.polnear import polnear
from training.windows import DATA, MOST_WORDS, OWN, WORK, Window

#: Where the teacher's tag is less sure than this, there is no silver label.
SURE = 0.6

_analyser: Analyser


def read(window: Window) -> Window:
    """Tags, edit script, tree, sentences and names of a window; longer ones are read in parts."""
    forms: list[str] = window["words"]
    out: Window = {"words": forms} | {k: [] for k in ("upos", "xpos", "lemma", "head", "rel", "sent", "ner")}
    for begin in range(0, len(forms), MOST_WORDS):
        part = forms[begin : begin + MOST_WORDS]
        if len(_analyser.network.pieces.window(part).ids) > WINDOW:
            part = part[: MOST_WORDS // 4]
        found = _read(part)
        first = out["sent"][-1] + 1 if out["sent"] else 0
        found["head"] = [h + begin if h is not None and h >= 0 else h for h in found["head"]]
        found["sent"] = [s + first for s in found["sent"]]
        for key, column in found.items():
            rest = min(MOST_WORDS, len(forms) - begin) - len(part)
            out[key] += column + [first if key == "sent" else None] * rest
    return out


def _read(forms: list[str]) -> Window:
    net = _analyser.network
    scores = net.run(net.pieces.window(forms))
    out: Window = {}
    for head in ("upos", "xpos", "lemma"):
        names = net.labels[head]
        chance = softmax(scores[head])
        best = chance.argmax(axis=1)
        out[head] = [names[k] if chance[i, k] >= SURE else None for i, k in enumerate(best)]
    starts = [0, *(i for i in range(1, len(forms)) if scores["start"][i, 1] > scores["start"][i, 0])]
    bounds = [*starts, len(forms)]
    out["head"], out["rel"], out["sent"] = [], [], []
    for number, (heads, relations) in enumerate(_analyser.trees(forms, scores, bounds)):
        base = bounds[number]
        out["head"] += [base + h if h >= 0 else -1 for h in heads]
        out["rel"] += relations
        out["sent"] += [number] * len(heads)
    tags = ["O"] * len(forms)
    for chunk in chunks(scores["ner"], net.labels["ner"]):
        tags[chunk.start : chunk.end] = [f"B-{chunk.label}"] + [f"I-{chunk.label}"] * (chunk.end - chunk.start - 1)
    out["ner"] = tags
    return out


def proper(window: Window) -> Window:
    """The names of a treebank window: its runs of proper nouns that hang together, each of the kind the network finds
    likeliest over the run; where that is under half, the run is not labelled."""
    forms: list[str] = window["words"]
    net = _analyser.network
    tags: list[str | None] = ["O"] * len(forms)
    for begin in range(0, len(forms), MOST_WORDS):
        part = forms[begin : begin + MOST_WORDS]
        pieces = net.pieces.window(part)
        if len(pieces.ids) > WINDOW:
            tags[begin : begin + MOST_WORDS] = [None] * len(part)
            continue
        chance = softmax(net.run(pieces)["ner"])
        share = {k: [j for j, t in enumerate(net.labels["ner"]) if t[2:] == k] for k in KINDS}
        for a, b in _runs(window, begin, begin + len(part)):
            mean = {k: float(chance[a - begin : b - begin, share[k]].sum(axis=1).mean()) for k in KINDS}
            kind = max(mean, key=lambda k: mean[k] if k != "NORP" else 0.0)
            text = " ".join(forms[a:b]).replace(" .", ".")
            if text in state_names():
                kind, mean["LOC"] = "LOC", 1.0
            sure = mean[kind] / max(sum(mean.values()), 0.2) >= 0.5
            tags[a:b] = [f"B-{kind}"] + [f"I-{kind}"] * (b - a - 1) if sure else [None] * (b - a)
    return {"words": forms, "ner": tags}


def _runs(window: Window, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Runs of proper nouns joined by flat or compound relations."""
    i = start
    while i < end:
        if window["upos"][i] != "PROPN":
            i += 1
            continue
        j = i + 1
        while j < end and window["upos"][j] == "PROPN" and _joined(window, i, j):
            j += 1
        yield i, j
        i = j


def _joined(window: Window, i: int, j: int) -> bool:
    heads, rels = window["head"], window["rel"]
    return any(
        (i <= heads[k] <= j and rels[k].split(":")[0] in ("flat", "compound", "goeswith")) for k in (j - 1, j)
    ) or (heads[j - 1] == heads[j] and rels[j].split(":")[0] == rels[j - 1].split(":")[0] in ("flat", "compound"))


_nlp: Any = None


def _product() -> Any:
    global _nlp
    if _nlp is None:
        _nlp = load()
    return _nlp


def _start(weights: Path | None) -> None:
    global _analyser
    _analyser = Analyser.load(weights)


def _add(job: Callable[[Any], Window], things: dict[str, Any], out: Path, weights: Path | None, workers: int) -> int:
    """Appends to ``out`` the readings of those things (by text) that it does not hold yet; how many those were."""
    known = {key(row) for row in json_lines(out)} if out.exists() else set()
    todo = [thing for name, thing in things.items() if name not in known]
    context = get_context("spawn")
    with (
        ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(weights,)) as pool,
        out.open("a", encoding="utf-8") as handle,
    ):
        for row in pool.map(job, todo, chunksize=64):
            handle.write(json.dumps(row, ensure_ascii=False) + "\n")
    return len(todo)


def key(row: Window) -> str:
    """What a reading is found by: the words, or the text."""
    return str(row["text"]) if "text" in row else " ".join(row["words"])


def write(weights: Path | None = None, workers: int = 2) -> None:
    """Reads every training text that ``training/work`` has no reading of: silver.jsonl, names.jsonl, mentions.jsonl."""
    WORK.mkdir(exist_ok=True)
    plain = [*own_windows(OWN), *polnear(DATA / "polnear" / "train.tar.xz"), *name_windows()]
    plain += fact_sentences(DATA / "factuality" / "uw_train.jsonl.gz")
    trees = [{k: w[k] for k in ("words", "upos", "head", "rel")} for w in treebanks() if "ner" not in w]
    texts = [{"text": item["text"]} for item in items(OWN)]
    for job, things, name in (
        (read, [{"words": w["words"]} for w in plain], "silver"),
        (proper, trees, "names"),
        (mentioned, texts, "mentions"),
    ):
        count = _add(job, {key(thing): thing for thing in things}, WORK / f"{name}.jsonl", weights, workers)
        print(f"{name}: {count} read", flush=True)


def mentioned(row: Window) -> Window:
    """The actor mentions of a text, by the product."""
    report = _product()(row["text"])
    found = [(m.span.start, m.span.end, actor.id) for m in report.mentions if m.kind == "actor" for actor in m.actors]
    return {"text": row["text"], "mentions": found}


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--weights", type=Path, help="a folder with another exported network; the shipped one without")
    p.add_argument("--workers", type=int, default=2)
    args = p.parse_args()
    write(args.weights, args.workers)


if __name__ == "__main__":
    main()
