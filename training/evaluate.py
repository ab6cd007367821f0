"""Measures the network on public test formats: ``python -m training.evaluate TASK FILE...``; the last line is one
JSON object.

Tasks: ``ud FILE.conllu`` (gold tokens, and raw text by CoNLL-2018's definition); ``ner FILE.iob2``; ``own
FILE.jsonl...`` (cue and event heads on marked texts of our own).
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

from standoff.analyse import Analyser
from standoff.analyse.pieces import WINDOW
from standoff.model import Document, Span, Zone, document_id
from training.corpora import conllu, own_windows

Word = tuple[int, int, str, str, int, str]  # start, end (without spaces), upos, lemma, head's start or -1, relation


def ud(analyser: Analyser, path: Path) -> dict[str, Any]:
    """UPOS, UAS, LAS and lemma accuracy from gold tokens, and their F1 from raw text (subtypes of relations left
    out)."""
    gold = Counter[str]()
    words_gold: list[Word] = []
    words_system: list[Word] = []
    base = 0
    for paragraph in conllu(path):
        for rows in paragraph:
            forms = [r["form"] for r in rows]
            for row, (upos, lem, head, rel) in zip(rows, _from_tokens(analyser, forms), strict=True):
                right = head == int(row["head"]) - 1
                gold["all"] += 1
                gold["upos"] += upos == row["upos"]
                gold["lemma"] += lem == row["lemma"] or row["lemma"] == "_"
                gold["uas"] += right
                gold["las"] += right and rel.split(":")[0] == row["deprel"].split(":")[0]
        text, found = _gold_words(paragraph, base)
        words_gold.extend(found)
        words_system.extend(_system_words(analyser, text, base))
        base += len(text) + 1
    return {
        "gold": {k: gold[k] / gold["all"] for k in ("upos", "uas", "las", "lemma")},
        "raw": _raw(words_gold, words_system),
    }


def _from_tokens(analyser: Analyser, forms: list[str]) -> list[tuple[str, str, int, str]]:
    """Tags and tree of one sentence given its tokens; a monster sentence is read in windows whose roots hang on
    the first."""
    net = analyser.network
    out: list[tuple[str, str, int, str]] = []
    run: list[str] = []
    total = 2
    for form in [*forms, ""]:
        size = len(net.pieces.of(form)) if form else WINDOW
        if run and total + size > WINDOW:
            scores = net.run(net.pieces.window(run))
            ((heads, relations),) = analyser.trees(run, scores, [0, len(run)])
            lemmas = analyser.lemmas(run, scores)
            at = len(out)
            for i in range(len(run)):
                tag = net.labels["upos"][int(scores["upos"][i].argmax())]
                head = heads[i] + at if heads[i] >= 0 else (-1 if not at else 0)
                out.append((tag, lemmas[i], head, relations[i]))
            run, total = [], 2
        run.append(form)
        total += size
    return out


def _gold_words(paragraph: list[list[dict[str, str]]], base: int) -> tuple[str, list[Word]]:
    text = ""
    found: list[Word] = []
    for rows in paragraph:
        starts = []
        cursor = len(text)
        for row in rows:
            starts.append(cursor)
            cursor += len(row["form"])
            text += row["form"]
            if "SpaceAfter=No" not in row["misc"]:
                text += " "
                cursor += 1
        for row, start in zip(rows, starts, strict=True):
            head = int(row["head"])
            found.append(
                (base + start, base + start + len(row["form"]), row["upos"], row["lemma"],
                 base + starts[head - 1] if head else -1, row["deprel"].split(":")[0])
            )  # fmt: skip
        if not text.endswith(" "):
            text += " "
    return text, found


def _system_words(analyser: Analyser, text: str, base: int) -> list[Word]:
    stripped = text.rstrip()
    if not stripped:
        return []
    document = Document(
        id=document_id("0", publisher=None, uri=None),
        sha256="0",
        text=text,
        zones=(Zone(Span(0, len(stripped)), "body"),),
    )
    out: list[Word] = []
    for sentence in analyser.run(document).sentences:
        for token in sentence.tokens:
            head = base + sentence.tokens[token.head].span.start if token.head >= 0 else -1
            out.append(
                (
                    base + token.span.start,
                    base + token.span.end,
                    token.upos,
                    token.lemma,
                    head,
                    token.deprel.split(":")[0],
                )
            )
    return out


def _raw(gold: list[Word], system: list[Word]) -> dict[str, float]:
    at = {(w[0], w[1]): w for w in system}
    pairs = [(w, at[w[0], w[1]]) for w in gold if (w[0], w[1]) in at]
    score = lambda good: 2 * sum(good) / (len(gold) + len(system))  # noqa: E731
    return {
        "words": score(1 for _ in pairs),
        "upos": score(g[2] == s[2] for g, s in pairs),
        "uas": score(g[4] == s[4] for g, s in pairs),
        "las": score(g[4:] == s[4:] for g, s in pairs),
        "lemma": score(g[3] == s[3] or g[3] == "_" for g, s in pairs),
    }


def ner(analyser: Analyser, path: Path) -> dict[str, Any]:
    """Exact spans of PER, LOC and ORG from a file of ``id form tag`` columns, tokens given."""
    tally: dict[str, Counter[str]] = {k: Counter() for k in ("PER", "LOC", "ORG")}
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as handle:
        blocks = handle.read().split("\n\n")
    for block in blocks:
        rows = [line.split("\t") for line in block.splitlines() if line and line[0] != "#"]
        if not rows:
            continue
        forms = [r[1] for r in rows]
        window = analyser.network.pieces.window(forms)
        if len(window.ids) > WINDOW:
            forms = forms[: WINDOW // 3]
            window = analyser.network.pieces.window(forms)
        scores = analyser.network.run(window)
        spans = [Span(i, i + 1) for i in range(len(forms))]
        found = {(s.start, s.end, k) for s, k, _ in analyser.spans(spans, scores["ner"], "ner") if k in tally}
        want = _bio([r[2] for r in rows])
        for kind, t in tally.items():
            g, s = {w for w in want if w[2] == kind}, {w for w in found if w[2] == kind}
            t.update(tp=len(g & s), gold=len(g), system=len(s))
    every = sum(tally.values(), Counter[str]())
    return {"f1": _f1(every), "by_type": {k: _f1(t) for k, t in tally.items()}}


def _bio(tags: list[str]) -> set[tuple[int, int, str]]:
    out = set()
    i = 0
    while i < len(tags):
        if tags[i] == "O":
            i += 1
            continue
        j = i + 1
        while j < len(tags) and tags[j] == f"I-{tags[i][2:]}":
            j += 1
        out.add((i, j, tags[i][2:]))
        i = j
    return out


def _f1(t: Counter[str]) -> float:
    return 2 * t["tp"] / (t["gold"] + t["system"]) if t["gold"] + t["system"] else 0.0


def own(analyser: Analyser, folder: Path) -> dict[str, Any]:
    """Cue (overlap and act) and trigger (type, mode) F1 of the heads alone on the held-out own texts in ``folder``."""
    tally = Counter[str]()
    net = analyser.network
    for window in own_windows(folder, held_out=True):
        scores = net.run(net.pieces.window(window["words"]))
        spans = [Span(i, i + 1) for i in range(len(window["words"]))]
        cues = {(s.start, k) for s, k, _ in analyser.spans(spans, scores["cue"], "cue")}
        gold = {(a, k) for a, _, k in _bio(window["cue"])}
        tally.update(
            cue=len({a for a, _ in cues} & {a for a, _ in gold}), act=len(cues & gold), cue_g=len(gold), cue_s=len(cues)
        )
        none = net.labels["event"].index("O")
        best = scores["event"].argmax(axis=1)
        events = {(i, net.labels["event"][k]) for i, k in enumerate(best) if k != none}
        gold_e = {(i, t) for i, t in enumerate(window["event"]) if t != "O"}
        typed = lambda es: {(i, t.split()[0]) for i, t in es}  # noqa: E731
        tally.update(
            mode=len(events & gold_e), type=len(typed(events) & typed(gold_e)),
            trigger=len({i for i, _ in events} & {i for i, _ in gold_e}), ev_g=len(gold_e), ev_s=len(events),
        )  # fmt: skip
    cue, event = tally["cue_g"] + tally["cue_s"], tally["ev_g"] + tally["ev_s"]
    return {k: 2 * tally[k] / cue for k in ("cue", "act")} | {
        k: 2 * tally[k] / event for k in ("trigger", "type", "mode")
    }


TASKS = {"ud": ud, "ner": ner, "own": own}


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("task", choices=sorted(TASKS))
    p.add_argument("files", nargs="+", type=Path)
    p.add_argument("--weights", type=Path, help="a folder with another exported network")
    args = p.parse_args()
    analyser = Analyser.load(args.weights)
    results = {}
    for path in args.files:
        results[path.name] = TASKS[args.task](analyser, path)
        print(path.name, json.dumps(results[path.name]))
    print(json.dumps(results[args.files[0].name] if len(args.files) == 1 else results))


if __name__ == "__main__":
    main()
