"""Reads the corpora into windows of words with labels. What is used, and under which licence, stands in
``weights/MODEL_CARD.md``.

A window is a dict: ``words``, and the label columns it has, each one label a word (None = not labelled): ``upos``,
``xpos``,
``lemma`` (edit script), ``head`` (index in the window, -1 root), ``rel``, ``sent`` (sentence number), ``ner`` (BIO),
``cue`` (BIO of act), ``event`` (PLOVER type and mode of a trigger).
"""

from __future__ import annotations

import gzip
import io
import json
import random
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from standoff.analyse.lemmas import script
from standoff.analyse.tokens import words

Window = dict[str, Any]
Row = dict[str, str]

SHARED = Path(__file__).resolve().parents[2] / "shared"
DATA = SHARED / "data"
OWN = Path(__file__).resolve().parent / "own"

#: GUM's genres whose texts may be used for any purpose; wikiHow, fiction, essays, letters, podcasts and vlogs are
#: non-commercial.
FREE_GENRES = ("news", "interview", "bio", "court", "academic", "textbook", "voyage", "speech")
#: Own files that no training sees: the development set for everything learned from own texts (quality/gold holds them).
HELD_OUT = frozenset(
    "europe-09 mideast-10 southasia-09 eastasia-10 africa-09 americas-09 hard-13 hard-14 hard-15".split()
)
#: Words in a window, at most: well under 256 pieces in all but a handful of sentences.
MOST_WORDS = 150


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


def sentence_window(sentences: list[list[Row]], *, entities: bool = False) -> Window:
    """One window of consecutive sentences."""
    out: Window = {k: [] for k in ("words", "upos", "xpos", "lemma", "head", "rel", "sent")}
    for number, rows in enumerate(sentences):
        base = len(out["words"])
        for row in rows:
            head = int(row["head"])
            out["words"].append(row["form"])
            out["upos"].append(row["upos"])
            out["xpos"].append(row["xpos"])
            out["lemma"].append(script(row["form"], row["lemma"]) if row["lemma"] != "_" else None)
            out["head"].append(base + head - 1 if head else -1)
            out["rel"].append(row["deprel"])
            out["sent"].append(number)
    if entities:
        out["ner"] = [tag for rows in sentences for tag in gum_names(rows)]
    return out


def ud_windows(path: Path, *, genres: tuple[str, ...] = (), entities: bool = False, seed: int = 0) -> list[Window]:
    """Windows of a treebank: consecutive sentences of a paragraph, cut at random so that both short and long ones
    occur."""
    dice = random.Random(seed)
    out = []
    for paragraph in conllu(path, genres=genres):
        run: list[list[Row]] = []
        size = 0
        limit = dice.choice((20, 60, MOST_WORDS))
        for rows in paragraph:
            if run and size + len(rows) > limit:
                out.append(sentence_window(run, entities=entities))
                run, size, limit = [], 0, dice.choice((20, 60, MOST_WORDS))
            if len(rows) <= MOST_WORDS:
                run.append(rows)
                size += len(rows)
        if run:
            out.append(sentence_window(run, entities=entities))
    return out


_GUM_KIND = {"person": "PER", "organization": "ORG", "place": "LOC"}
_INSIDE_NAME = {"of", "the", "and", "for", "'s", "’s", "-", "&", "de", "al", "on", "in", ".", ","}


def gum_names(rows: list[Row]) -> list[str]:
    """Flat BIO names from GUM's nested mentions: those headed and made by proper nouns, outermost first, articles
    left out."""
    mentions: list[tuple[int, int, str]] = []
    stack: list[tuple[str, str, int]] = []
    for i, row in enumerate(rows):
        field = next((m[7:] for m in row["misc"].split("|") if m.startswith("Entity=")), "")
        for piece in re.findall(r"\([^()]+\)?|[^()]+\)", field):
            if piece[0] == "(":
                parts = piece[1:].rstrip(")").split("-")
                stack.append((parts[0], parts[1] if len(parts) > 1 else "", i))
                if piece[-1] == ")":
                    key, kind, start = stack.pop()
                    mentions.append((start, i, kind))
            else:
                key = piece[:-1]
                for k in range(len(stack) - 1, -1, -1):
                    if stack[k][0] == key:
                        _, kind, start = stack.pop(k)
                        mentions.append((start, i, kind))
                        break
    tags = ["O"] * len(rows)
    for start, end, kind in sorted(mentions, key=lambda m: m[0] - m[1]):
        if kind not in _GUM_KIND:
            continue
        a, b = start, end
        while a < b and rows[a]["upos"] == "DET":
            a += 1
        inner = rows[a : b + 1]
        if rows[a]["upos"] != "PROPN" or inner[-1]["upos"] != "PROPN":
            continue
        if any(r["upos"] not in {"PROPN", "NUM"} and r["form"].lower() not in _INSIDE_NAME for r in inner):
            continue
        if any(r["form"] == "," for r in inner) or any(t != "O" for t in tags[a : b + 1]):
            continue
        tags[a : b + 1] = [f"B-{_GUM_KIND[kind]}"] + [f"I-{_GUM_KIND[kind]}"] * (b - a)
    return tags


_NER_KIND = {
    "PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "MISC",
    "politician": "PER", "person": "PER", "organisation": "ORG",
    "politicalparty": "ORG", "country": "LOC", "location": "LOC", "event": "MISC", "election": "MISC", "misc": "MISC",
    "Organisation": "ORG", "Person": "PER", "Location": "LOC", "Nationality": "NORP",
}  # fmt: skip


def _retokenise(forms: list[str], tags: list[str]) -> Window:
    """Another corpus's tokens cut into ours, the BIO tags carried along."""
    out: Window = {"words": [], "ner": []}
    for form, tag in zip(forms, tags, strict=True):
        kind = _NER_KIND.get(tag[2:]) if tag != "O" else None
        for k, span in enumerate(words(form)):
            out["words"].append(form[span.start : span.end])
            out["ner"].append("O" if kind is None else f"{'I' if k else tag[0]}-{kind}")
    return out


def column_ner(path: Path) -> list[Window]:
    """CoNLL-style files: a token and a BIO tag a line, blank line between sentences (wikigold, CrossNER)."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    out = []
    for block in text.split("\n\n"):
        cells = [line.split() for line in block.splitlines() if line.strip() and not line.startswith("-DOCSTART-")]
        if not 2 <= len(cells) <= MOST_WORDS:
            continue
        tags = [c[-1] for c in cells]
        fixed = []
        for i, tag in enumerate(tags):  # IOB1 to BIO
            begins = tag.startswith("I-") and (i == 0 or tags[i - 1][2:] != tag[2:])
            fixed.append("B" + tag[1:] if begins else tag)
        out.append(_retokenise([c[0] for c in cells], fixed))
    return out


def re3d(path: Path) -> list[Window]:
    """Entity sentences of re3d's open parts (US Central Command, US State Department, Wikipedia)."""
    out = []
    with tarfile.open(path) as tar:
        files = {m.name: m for m in tar.getmembers() if m.isfile()}
        for name in sorted(n for n in files if n.endswith("documents.json")):
            folder = name.rsplit("/", 1)[0]
            documents = [json.loads(x) for x in _lines(tar, files[name])]
            entities: dict[str, list[dict[str, Any]]] = {}
            for row in _lines(tar, files[f"{folder}/entities.json"]):
                entity = json.loads(row)
                entities.setdefault(entity["documentId"], []).append(entity)
            for document in documents:
                text = document["text"]
                marks = [
                    (e["begin"], e["end"], _NER_KIND[e["type"]])
                    for e in entities.get(document["_id"], [])
                    if e["type"] in _NER_KIND
                ]
                out.extend(_marked_windows(text, marks))
    return out


def _lines(tar: tarfile.TarFile, member: tarfile.TarInfo) -> list[str]:
    handle = tar.extractfile(member)
    assert handle is not None
    return [line for line in io.TextIOWrapper(handle, encoding="utf-8") if line.strip()]


def _marked_windows(text: str, marks: list[tuple[int, int, str]]) -> list[Window]:
    out = []
    marks = sorted(marks, key=lambda m: (m[0], -m[1]))
    for paragraph in re.finditer(r"[^\n]+", text):
        spans = words(text, paragraph.start(), paragraph.end())
        for k in range(0, len(spans), MOST_WORDS):
            chunk = spans[k : k + MOST_WORDS]
            tags = ["O"] * len(chunk)
            for a, b, kind in marks:
                inside = [i for i, s in enumerate(chunk) if s.start < b and a < s.end]
                if inside and chunk[inside[0]].start >= a - 1 and all(tags[i] == "O" for i in inside):
                    while inside and text[chunk[inside[0]].start : chunk[inside[0]].end].lower() in {"the", "a", "an"}:
                        inside.pop(0)
                    for j, i in enumerate(inside):
                        tags[i] = f"{'I' if j else 'B'}-{kind}"
            if len(chunk) > 3:
                out.append({"words": [text[s.start : s.end] for s in chunk], "ner": tags})
    return out


def _offset(text: str, anchor: Any) -> tuple[int, int]:
    piece, number = (anchor, 1) if isinstance(anchor, str) else (anchor["t"], anchor.get("n", 1))
    at = -1
    for _ in range(number):
        at = text.index(piece, at + 1)
    return at, at + len(piece)


def own_windows(folder: Path, *, held_out: bool = False) -> list[Window]:
    """Own marked texts: the cue of every statement with its act, the trigger of every event with type and mode."""
    out = []
    for path in sorted(folder.glob("*.jsonl")):
        if (path.stem in HELD_OUT) != held_out:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line) if line.strip() else {}
            if "statements" in item:  # zone-only files teach the zones alone
                out.extend(_own_text(item))
    return out


def _own_text(item: dict[str, Any]) -> Iterator[Window]:
    text = item["text"]
    cues = [(*_offset(text, s["cue"]), s["act"]) for s in item["statements"] if s.get("cue")]
    triggers = [
        (*_offset(text, e["trigger"]), f"{e['type']} {e['mode']}" if e.get("mode") else e["type"])
        for e in item["events"]
    ]
    zones = [_offset(text, z[0]) for z in item.get("zones", []) if z[1] in {"headline", "body", "caption"}] or [
        (0, len(text))
    ]
    for zone in zones:
        for line in re.finditer(r"[^\n]+", text[zone[0] : zone[1]]):
            start, end = zone[0] + line.start(), zone[0] + line.end()
            spans = words(text, start, end)
            for k in range(0, len(spans), MOST_WORDS):
                chunk = spans[k : k + MOST_WORDS]
                cue, event = ["O"] * len(chunk), ["O"] * len(chunk)
                for a, b, act in cues:
                    for j, i in enumerate(i for i, s in enumerate(chunk) if s.start < b and a < s.end):
                        cue[i] = f"{'I' if j else 'B'}-{act}"
                for a, b, kind in triggers:
                    for i in [i for i, s in enumerate(chunk) if s.start < b and a < s.end][:1]:
                        event[i] = kind
                yield {"words": [text[s.start : s.end] for s in chunk], "cue": cue, "event": event}


def training_set(seed: int = 0) -> dict[str, list[Window]]:
    """Every training window by task."""
    ud = DATA / "ud"
    trees = ud_windows(ud / "en_ewt-ud-train.conllu.gz", seed=seed)
    trees += ud_windows(ud / "en_gum-ud-train.conllu.gz", genres=FREE_GENRES, entities=True, seed=seed)
    names = column_ner(DATA / "ner" / "wikigold.conll.txt.gz") + column_ner(
        DATA / "ner" / "crossner_politics_train.txt"
    )
    names += re3d(DATA / "ner" / "re3d_open.tar.xz")
    return {"tree": trees, "names": names, "own": own_windows(OWN)}
