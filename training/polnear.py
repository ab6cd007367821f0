"""Reads PolNeAR: attribution relations in news (Newell et al. 2018), raw text with brat's stand-off marks."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from standoff.analyse.tokens import words
from training.windows import Window

_KINDS = {"Source": "SOURCE", "Cue": "CUE", "Content": "CONTENT"}


class Relation(Struct, frozen=True):
    """One attribution: the character ranges of its source, cue and content, each maybe none or several."""

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]


def relations(annotation: str) -> list[Relation]:
    """The attributions of a brat file; malformed lines and the labels Discuss and Discard are passed over."""
    spans: dict[str, tuple[str, tuple[tuple[int, int], ...]]] = {}
    out = []
    for line in annotation.splitlines():
        cells = line.split("\t")
        if line.startswith("T") and len(cells) >= 2:
            kind, _, ranges = cells[1].partition(" ")
            if kind in _KINDS and re.fullmatch(r"\d+ \d+(;\d+ \d+)*", ranges):
                pairs = [tuple(map(int, piece.split())) for piece in ranges.split(";")]
                spans[cells[0]] = kind, tuple((a, b) for a, b in pairs)
    for line in annotation.splitlines():
        if not line.startswith("E") or "\t" not in line:
            continue
        found: dict[str, list[tuple[int, int]]] = {k: [] for k in _KINDS}
        for role in line.split("\t")[1].split()[1:]:
            name, _, key = role.partition(":")
            name = name.rstrip("0123456789")
            if name in found and key in spans:
                found[name].extend(spans[key][1])
        if found["Cue"] or found["Content"]:
            out.append(Relation(*(tuple(sorted(found[k])) for k in _KINDS)))
    return out


def annotations(names: list[str]) -> dict[str, str]:
    """The file of each document's first annotator: document to file, of names like ``DOCUMENT_ab12.ann``."""
    out: dict[str, str] = {}
    for name in sorted(names):
        out.setdefault(Path(name).stem.rpartition("_")[0], name)
    return out


def archive(path: Path) -> Iterator[tuple[str, list[Relation]]]:
    """Text and attributions of every document of a packed part of the corpus."""
    files = {}
    with tarfile.open(path) as tar:
        for member in tar:  # in the order of the archive: going back would unpack it anew each time
            handle = tar.extractfile(member) if member.name.endswith((".ann", ".txt")) else None
            if handle:
                files[member.name] = handle.read().decode("utf-8", errors="replace")
    marked = annotations([n for n in files if n.endswith(".ann")])
    for name in sorted(n for n in files if n.endswith(".txt")):
        if Path(name).stem in marked:
            yield files[name], relations(files[marked[Path(name).stem]])


def paragraphs(text: str, marks: list[Relation]) -> Iterator[Window]:
    """Each line of a document: BIO of source, cue and content, and the cue that each source and content belongs to."""
    for line in re.finditer(r"[^\n]+", text):
        spans = words(text, line.start(), line.end())
        if not spans:
            continue
        inside = lambda a, b: [i for i, s in enumerate(spans) if s.start < b and a < s.end]  # noqa: B023, E731
        tags = ["O"] * len(spans)
        owner: dict[int, list[int]] = {}
        for mark in marks:
            cue = [i for a, b in mark.cue for i in inside(a, b)]
            for kind, ranges in zip(("SOURCE", "CUE", "CONTENT"), (mark.source, mark.cue, mark.content), strict=True):
                for a, b in ranges:
                    for k, i in enumerate(inside(a, b)):
                        tags[i] = f"{'I' if k else 'B'}-{kind}"
                        if not k and kind != "CUE" and (cue or not mark.cue):
                            owner[i] = cue[:1]
        yield {
            "words": [text[s.start : s.end] for s in spans],
            "attribution": tags,
            "pointers": {"owner": owner},
        }


def polnear(path: Path) -> list[Window]:
    """Every paragraph of a packed part of the corpus."""
    return [window for text, marks in archive(path) for window in paragraphs(text, marks) if len(window["words"]) > 3]
