"""Paragraphs of a report and windows of a paragraph: the stretches that the network reads in one go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from standoff.analyse.pieces import WINDOW, Pieces
from standoff.analyse.tokens import words
from standoff.model import BEARING, Document, Role, Span

_LINE = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_STOP = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_ENDS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’»)]")


def paragraphs(document: Document) -> Iterator[tuple[Span, Role]]:
    """The record-bearing stretches in order. A line is a paragraph, unless the text is hard-wrapped: then lines
    that run on are joined."""
    for zone in document.zones:
        if zone.role in BEARING:
            for start, end in _joined(document.text, zone.span):
                yield Span(start, end), zone.role


def _joined(text: str, zone: Span) -> list[tuple[int, int]]:
    lines = []
    for found in _LINE.finditer(text, zone.start, zone.end):
        stripped = found.group().strip()
        if stripped:
            start = found.start() + found.group().index(stripped[0])
            lines.append((start, start + len(stripped)))
    if len(lines) < 2:
        return lines
    wrapped = len(lines) > 3 and 50 <= median(b - a for a, b in lines[:-1]) <= 90
    out = [lines[0]]
    for start, end in lines[1:]:
        last_start, last_end = out[-1]
        breaks = text.count("\n", last_end, start) or text.count("\r", last_end, start)
        runs_on = not _STOP.search(text, max(last_start, last_end - 4), last_end)
        if (breaks == 1 and runs_on and (wrapped or text[start].islower())) or (
            breaks == 1 and wrapped and last_end - last_start > 50 and text[last_end - 1] not in '.!?”"'
        ):
            out[-1] = (last_start, end)
        else:
            out.append((start, end))
    return out


def windows(text: str, paragraph: Span, pieces: Pieces) -> Iterator[list[Span]]:
    """The words of a paragraph in runs of at most :data:`WINDOW` pieces, cut after a sentence where there is one."""
    run: list[Span] = []
    sizes: list[int] = []
    total = 2
    for word in words(text, paragraph.start, paragraph.end):
        size = len(pieces.of(word.of(text)))
        while run and total + size > WINDOW:
            cut = _cut(text, run)
            yield run[:cut]
            run, sizes = run[cut:], sizes[cut:]
            total = 2 + sum(sizes)
        run.append(word)
        sizes.append(size)
        total += size
    if run:
        yield run


def _cut(text: str, run: list[Span]) -> int:
    """After which word to cut: the last sentence end in the second half, else the last comma there, else the end."""
    half = len(run) // 2
    comma = 0
    for k in range(len(run) - 1, half, -1):
        form = run[k - 1].of(text)
        if form[-1] in _ENDS and run[k].of(text)[0] not in _CLOSERS:
            return k
        if form in _CLOSERS and k > 1 and run[k - 2].of(text)[-1] in _ENDS:
            return k
        if not comma and form in {",", ";", "—", "–", ")"}:
            comma = k
    return comma or len(run)
