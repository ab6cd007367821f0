"""Reads names (PER, ORG, LOC, NORP, MISC, WEAPON) from the corpora that mark them, as windows of words with a ``ner``
column (BIO).

Guidelines differ; the notion here is the plain one: the name itself, without title or article, and a state named as a
state is a LOC even where it acts.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import tarfile
from functools import cache
from pathlib import Path
from typing import Any

from standoff.analyse.names import TITLES
from standoff.analyse.tokens import words
from standoff.data import table
from training.windows import DATA, MOST_WORDS, OWN, Row, Window

KINDS = ("PER", "ORG", "LOC", "NORP", "MISC", "WEAPON")
#: Words before a name that tell a post or a rank, not a part of the name.
_TITLES = TITLES | {"us", "u.s."}
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
        while kind == "person" and a < b and rows[a]["form"].lower() in _TITLES:
            a += 1
        tags[a : b + 1] = [f"B-{_GUM_KIND[kind]}"] + [f"I-{_GUM_KIND[kind]}"] * (b - a)
    return tags


_NER_KIND = {
    "PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "MISC",
    "politician": "PER", "person": "PER", "organisation": "ORG",
    "politicalparty": "ORG", "country": "LOC", "location": "LOC", "event": "MISC", "election": "MISC", "misc": "MISC",
    "Organisation": "ORG", "Person": "PER", "Location": "LOC", "Nationality": "NORP",
    "Weapon": "WEAPON", "MilitaryPlatform": "WEAPON",
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
            forms = [text[s.start : s.end] for s in chunk]
            tags: list[str | None] = ["O"] * len(chunk)
            for a, b, kind in marks:
                inside = [i for i, s in enumerate(chunk) if s.start < b and a < s.end]
                if inside and chunk[inside[0]].start >= a - 1 and all(tags[i] == "O" for i in inside):
                    while inside and text[chunk[inside[0]].start : chunk[inside[0]].end].lower() in {"the", "a", "an"}:
                        inside.pop(0)
                    for j, (i, tag) in enumerate(zip(inside, _plain(forms, inside, kind), strict=True)):
                        begins = j == 0 or tags[inside[j - 1]] in ("O", None)
                        tags[i] = tag if tag in ("O", None) else f"{'B' if begins else 'I'}-{tag}"
            if len(chunk) > 3:
                out.append({"words": forms, "ner": tags})
    return out


def _plain(forms: list[str], inside: list[int], kind: str) -> list[str | None]:
    """The kind of each word of an entity by our notion: re3d calls states, and whatever forces, organisations."""
    text = " ".join(forms[i] for i in inside).replace(" .", ".")
    if kind == "ORG" and text in state_names():
        return ["LOC"] * len(inside)
    if inside and kind in ("ORG", "LOC", "PER") and not forms[inside[-1]][:1].isupper():
        return [None] * len(inside)
    if kind == "PER":
        title = 0
        while title < len(inside) - 1 and forms[inside[title]].lower() in _TITLES:
            title += 1
        return ["O"] * title + [kind] * (len(inside) - title)
    return [kind] * len(inside)


@cache
def state_names() -> frozenset[str]:
    """Every state's name and its other forms."""
    return frozenset(n for row in table("states.csv") for n in (row["name"], *row["forms"].split("|")) if n)


_INLINE = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")


def inline(path: Path) -> list[Window]:
    """Texts of our own, one a line, with names marked as ``[name|KIND]``."""
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text, marks, end = "", [], 0
        for mark in _INLINE.finditer(line):
            text += line[end : mark.start()]
            marks.append((len(text), len(text) + len(mark[1]), mark[2]))
            text, end = text + mark[1], mark.end()
        text += line[end:]
        spans = words(text)
        window: Window = {"words": [text[s.start : s.end] for s in spans], "ner": ["O"] * len(spans)}
        for a, b, kind in marks:
            for i, s in enumerate(spans):
                if a <= s.start and s.end <= b:
                    window["ner"][i] = f"{'B' if s.start == a else 'I'}-{kind}"
        if spans:
            out.append(window)
    return out


def name_windows() -> list[Window]:
    """Every corpus of names: wikigold, CrossNER's politics, re3d's open parts, and texts of our own."""
    folder = DATA / "ner"
    out = column_ner(folder / "wikigold.conll.txt.gz") + column_ner(folder / "crossner_politics_train.txt")
    for path in sorted((OWN / "names").glob("*.txt")):
        out += inline(path)
    return out + re3d(folder / "re3d_open.tar.xz")
