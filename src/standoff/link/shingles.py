"""The words of a report as numbers, its rows of words, and the fingerprints by which reports that share words are
found.

Only what bears records counts (headline, body, captions): menus, teasers, comments and sign-offs are no shared text.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from standoff.model import BEARING, Report, Span

Numbers = NDArray[np.uint64]

#: Words in a row that are compared and hashed together: long enough to leave "the President of the United States" out.
ROW = 6
#: Of this many rows one after another at least one becomes a fingerprint, so that a shared run of
#: ``ROW + WINDOW - 1`` words is never missed (winnowing: Schleimer, Wilkerson, Aiken 2003).
WINDOW = 6

_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_DROPPED = str.maketrans("", "", ".,'’")
#: Speakers' own words: in double marks, under their name in capitals ("MR. ORTEGA: ..."), in a post that is signed with
#: its handle.
_QUOTED = re.compile(
    r"“[^“”\n]*(?:”|$)"
    r"|\"[^\"\n]*(?:\"|$)"
    r"|^(?:[A-Z][A-Z.'’-]+ ?){1,4}(?:\([^()\n]{1,20}\))?:.+$"
    r"|^.+$(?=\n+[ \t]*[-—–]{1,2} ?[^\n(]{2,50}\(@\w+\))",
    re.MULTILINE,
)
_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)


class Text(Struct, frozen=True, eq=False):
    """The bearing words of one report, in text order. ``words`` are hashes of the words without case, apostrophes and
    points; ``starts`` and ``ends`` their code points; ``quoted`` whether they are a speaker's own, ``captions`` whether
    they stand under a picture; ``breaks`` are the indices of words before which text that does not bear was left out.
    ``rows`` are hashes of the rows of ``ROW`` words that begin at each word."""

    words: Numbers
    starts: NDArray[np.uint32]
    ends: NDArray[np.uint32]
    quoted: NDArray[np.bool_]
    captions: NDArray[np.bool_]
    breaks: tuple[int, ...]
    rows: Numbers

    def __len__(self) -> int:
        return len(self.words)

    def cuts(self, first: int, count: int) -> list[int]:
        """The breaks inside ``count`` words from word ``first``."""
        return list(self.breaks[bisect_right(self.breaks, first) : bisect_left(self.breaks, first + count)])

    def spans(self, first: int, count: int) -> list[Span]:
        """The stretches that hold ``count`` words from word ``first``: one, or more where text was left out between."""
        edges = [first, *self.cuts(first, count), first + count]
        return [Span(int(self.starts[a]), int(self.ends[b - 1])) for a, b in pairwise(edges)]


def text_of(report: Report) -> Text:
    """The bearing words of ``report``."""
    text = report.document.text
    found: list[re.Match[str]] = []
    breaks: list[int] = []
    reached = None
    for zone in sorted(zone.span for zone in report.document.zones if zone.role in BEARING):
        if reached is not None and text[reached : zone.start].strip():
            breaks.append(len(found))
        reached = zone.end
        found += _WORD.finditer(text, zone.start, zone.end)
    hashes = np.array([_number(word[0]) for word in found], dtype=np.uint64)
    at = np.array([word.start() for word in found], dtype=np.uint32)
    return Text(
        words=hashes,
        starts=at,
        ends=np.array([word.end() for word in found], dtype=np.uint32),
        quoted=_held(at, _speech(report)),
        captions=_held(at, [zone.span for zone in report.document.zones if zone.role == "caption"]),
        breaks=tuple(sorted({cut for cut in breaks if 0 < cut < len(found)})),
        rows=rows_of(hashes),
    )


def rows_of(words: Numbers) -> Numbers:
    """A hash for each row of ``ROW`` words, by a polynomial over their hashes, mixed."""
    count = max(0, len(words) - ROW + 1)
    out = np.zeros(count, dtype=np.uint64)
    for k in range(ROW):
        out = out * _ODD + words[k : k + count]
    out ^= out >> np.uint64(29)
    out *= _MIX
    out ^= out >> np.uint64(32)
    return out


def fingerprints(rows: Numbers) -> Numbers:
    """The least of every ``WINDOW`` rows one after another; each once, ascending."""
    if len(rows) <= WINDOW:
        return np.unique(rows[:1]) if not len(rows) else np.array([rows.min()], dtype=np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(rows, WINDOW)
    return np.unique(windows.min(axis=1))


@lru_cache(maxsize=1 << 17)
def _number(word: str) -> int:
    """A word's hash: the same in every run, whatever was read before."""
    bare = word.casefold().translate(_DROPPED)
    return int.from_bytes(hashlib.blake2b(bare.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _speech(report: Report) -> list[Span]:
    """Where speakers' own words stand: by the look of the text, and the contents of direct quotations."""
    text = report.document.text
    out = [Span(*found.span()) for found in _QUOTED.finditer(text)]
    for statement in report.statements:
        if statement.quotation == "direct":
            out += statement.content
    return sorted(out)


def _held(starts: NDArray[np.uint32], spans: Sequence[Span]) -> NDArray[np.bool_]:
    """Which of ``starts`` lie in one of ``spans``."""
    out = np.zeros(len(starts), dtype=np.bool_)
    for span in spans:
        out[np.searchsorted(starts, span.start) : np.searchsorted(starts, span.end)] = True
    return out
