"""Reads the treebanks into paragraphs of words with labels (:mod:`training.windows`). What is used, and under which
licence, stands in ``weights/MODEL_CARD.md``.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from standoff.analyse.lemmas import script
from training.names import gum_names
from training.windows import DATA, Row, Window

#: GUM's genres whose texts may be used for any purpose; wikiHow, fiction, essays, letters, podcasts and vlogs are
#: non-commercial.
FREE_GENRES = ("news", "interview", "bio", "court", "academic", "textbook", "voyage", "speech")


def conllu(path: Path, *, genres: tuple[str, ...] = ()) -> Iterator[list[list[Row]]]:
    """Paragraphs of a CoNLL-U file, each a list of sentences, each a list of rows (id, form, lemma, upos, xpos,
    head, deprel, misc)."""
    opener = gzip.open if path.suffix == ".gz" else open
    paragraph: list[list[Row]] = []
    sentence: list[Row] = []
    glued: dict[int, str] = {}
    keep = True
    with opener(path, "rt", encoding="utf-8") as lines:
        for raw in lines:
            line = raw.rstrip("\n")
            if line.startswith("# newdoc"):
                if paragraph:
                    yield paragraph
                paragraph = []
                keep = not genres or line.split("=")[-1].strip().split("_")[1] in genres
            elif line.startswith("# newpar"):
                if paragraph:
                    yield paragraph
                paragraph = []
            elif not line:
                if sentence and keep:
                    paragraph.append(sentence)
                sentence = []
            elif line[0] != "#":
                cells = line.split("\t")
                if "-" in cells[0]:  # several words written as one ("don't"): the space after the last is told here
                    first, last = map(int, cells[0].split("-"))
                    glued = dict.fromkeys(range(first, last), "SpaceAfter=No") | {last: cells[9]}
                if cells[0].isdigit():
                    cells[9] = glued.pop(int(cells[0]), cells[9])
                    names = ("id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc")
                    sentence.append(dict(zip(names, cells, strict=True)))
    if paragraph:
        yield paragraph


def paragraph_window(sentences: list[list[Row]], *, entities: bool = False) -> Window:
    """One window of consecutive sentences."""
    columns = ("words", "upos", "xpos", "feats", "lemma", "head", "rel", "sent")
    out: Window = {k: [] for k in columns}
    for number, rows in enumerate(sentences):
        base = len(out["words"])
        for row in rows:
            head = int(row["head"])
            out["words"].append(row["form"])
            out["upos"].append(row["upos"])
            out["xpos"].append(row["xpos"])
            out["feats"].append(row["feats"])
            out["lemma"].append(script(row["form"], row["lemma"]) if row["lemma"] != "_" else None)
            out["head"].append(base + head - 1 if head else -1)
            out["rel"].append(row["deprel"])
            out["sent"].append(number)
    if entities:
        out["ner"] = [tag for rows in sentences for tag in gum_names(rows)]
    return out


def treebanks() -> list[Window]:
    """Paragraphs of EWT, with PropBank's roles and UDS's factuality, and of GUM's free genres, with its names."""
    ud = DATA / "ud"
    frames = read_frames(DATA / "srl" / "ewt_srl_train.jsonl.gz")
    facts = read_facts(DATA / "factuality" / "uds_train.jsonl.gz")
    out = []
    for paragraph in conllu(ud / "en_ewt-ud-train.conllu.gz"):
        window = paragraph_window(paragraph)
        add_frames(window, frames)
        add_facts(window, facts)
        out.append(window)
    for paragraph in conllu(ud / "en_gum-ud-train.conllu.gz", genres=FREE_GENRES):
        out.append(paragraph_window(paragraph, entities=True))
    return out


def read_frames(path: Path) -> dict[str, list[Any]]:
    """PropBank frames by sentence (its words joined by spaces): [predicate, [(role, first, last)]], counted from 0."""
    out = {}
    for row in json_lines(path):
        out[" ".join(row["tokens"])] = [
            [f["i"] - 1, [(role, a - 1, b - 1) for role, a, b in f["args"] if role != "V"]] for f in row["frames"]
        ]
    return out


def read_facts(path: Path) -> dict[str, dict[int, float]]:
    """How sure each predicate of a sentence happened (-3 to 3), by sentence and word."""
    return {row["text"]: {t["span1"][0]: t["label"] for t in row["targets"]} for row in json_lines(path)}


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file, packed or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _sentences(window: Window) -> Iterator[tuple[int, str]]:
    """First word and joined words of each sentence."""
    begin = 0
    sent = window["sent"]
    for i in range(1, len(sent) + 1):
        if i == len(sent) or sent[i] != sent[i - 1]:
            yield begin, " ".join(window["words"][begin:i])
            begin = i


def add_frames(window: Window, frames: dict[str, list[Any]]) -> None:
    """Gives a treebank window the frames of its sentences."""
    window["frames"] = []
    window["predicate"] = [None] * len(window["words"])
    for base, text in _sentences(window):
        if text not in frames:
            continue
        for i in range(base, base + text.count(" ") + 1):
            window["predicate"][i] = "no"
        for predicate, args in frames[text]:
            window["predicate"][base + predicate] = "yes"
            window["frames"].append([base + predicate, [(r, base + a, base + b) for r, a, b in args]])


def add_facts(window: Window, facts: dict[str, dict[int, float]]) -> None:
    """Gives a treebank window what UDS says of its predicates."""
    column = [None] * len(window["words"])
    for base, text in _sentences(window):
        for word, value in facts.get(text, {}).items():
            column[base + word] = value
    window["uds"] = column


def fact_sentences(path: Path) -> list[Window]:
    """Sentences of UW's factuality, words as they stand there."""
    out = []
    for row in json_lines(path):
        forms = row["text"].split()
        window: Window = {"words": forms, "uw": [None] * len(forms), "sent": [0] * len(forms)}
        for target in row["targets"]:
            window["uw"][target["span1"][0]] = target["label"]
        out.append(window)
    return out
