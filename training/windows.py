"""What a training window is.

A dict: ``words``, and the columns it has, each one entry a word (None = not labelled): ``upos``, ``xpos``, ``feats``,
``lemma`` (edit script), ``head`` (index in the window, -1 root), ``rel``, ``sent`` (sentence number), ``ner`` (BIO),
``cue`` (BIO of act), ``certainty`` (at a cue's first word), ``event`` (PLOVER type and mode of a trigger), ``status``
(at a trigger), ``attribution`` (PolNeAR's BIO), ``predicate`` ("yes", "no"), ``uw`` and ``uds`` (factuality, -3 to 3).
Beside these ``frames``: [predicate, [(role, first, last)]] by index; and ``pointers``: {name: {word: [words]}}, where
an empty list says that the argument is not there.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from standoff.analyse.pieces import WINDOW, Pieces

Window = dict[str, Any]
Row = dict[str, str]

SHARED = Path(__file__).resolve().parents[2] / "shared"
DATA = SHARED / "data"
OWN = Path(__file__).resolve().parent / "own"
WORK = Path(__file__).resolve().parent / "work"

#: Words in a window, at most: well under 256 pieces in all but a handful of sentences.
MOST_WORDS = 150
#: Columns with one label a word.
COLUMNS = (
    "upos", "xpos", "feats", "lemma", "ner", "cue", "certainty", "event", "status", "attribution", "predicate",
)  # fmt: skip
#: From a word to a word of its arguments. ``owner``: from the first word of a source or content (PolNeAR) to the cue's;
#: from a cue's first word (own texts): first and last word of its source and content, and who is spoken to and about;
#: from a trigger: who did it, and to whom.
POINTERS = (
    "owner", "source_first", "source_last", "content_first", "content_last", "addressee", "target", "actor",
    "recipient",
)  # fmt: skip


def cut(window: Window, start: int, end: int) -> Window:
    """The words ``start`` to ``end`` of a window with all their labels. A head outside becomes unlabelled, a frame that
    leaves the window is dropped, and so is a pointer none of whose words are inside."""
    if start == 0 and end == len(window["words"]):
        return window
    out: Window = {k: v[start:end] for k, v in window.items() if k not in {"frames", "pointers", "head", "sent"}}
    if "head" in window:
        out["head"] = [
            h if h is None or h < 0 else h - start if start <= h < end else None for h in window["head"][start:end]
        ]
    if "sent" in window:
        out["sent"] = [s - window["sent"][start] for s in window["sent"][start:end]]
    if "frames" in window:
        out["frames"] = [
            [p - start, [(r, a - start, b - start) for r, a, b in args]]
            for p, args in window["frames"]
            if start <= p < end and all(start <= a and b < end for _, a, b in args)
        ]
    if "pointers" in window:
        out["pointers"] = {}
        for name, links in window["pointers"].items():
            kept = {
                i - start: [j - start for j in js if start <= j < end] for i, js in links.items() if start <= i < end
            }
            out["pointers"][name] = {i: js for i, js in kept.items() if js or not links[i + start]}
    return out


def recut(paragraph: Window, limit: int) -> list[Window]:
    """A paragraph as windows of whole sentences, about ``limit`` words each and never over :data:`MOST_WORDS`; words
    that have no sentence numbers are cut where they must be."""
    size = len(paragraph["words"])
    sent = paragraph.get("sent")
    if not sent:
        return [cut(paragraph, k, min(k + MOST_WORDS, size)) for k in range(0, size, MOST_WORDS)]
    edges = [0, *(i for i in range(1, size) if sent[i] != sent[i - 1]), size]
    out = []
    begin = 0
    for a, b in itertools.pairwise(edges):
        if a > begin and b - begin > limit:
            out.append(cut(paragraph, begin, a))
            begin = a
        if b - begin > MOST_WORDS:  # one monster sentence: its tree would lose heads, so only the start of it is read
            out.append(cut(paragraph, begin, begin + MOST_WORDS))
            begin = b
    if begin < size:
        out.append(cut(paragraph, begin, size))
    return out


def parts(pieces: Pieces, forms: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Given tokens as runs that the network reads at once, each with the index of its first: a sentence is one run
    unless it is a monster."""
    run: list[str] = []
    total, base = 2, 0
    for form in forms:
        size = len(pieces.of(form))
        if run and total + size > WINDOW:
            yield base, run
            base += len(run)
            run, total = [], 2
        run.append(form)
        total += size
    if run:
        yield base, run
