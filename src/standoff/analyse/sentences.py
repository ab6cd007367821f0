"""Where sentences begin: the network's reading, held to what punctuation allows.

The network decides where one ends ("the U.S. Army", "Russia! Russia!"); before a small letter it must be all but
certain, and a full stop that belongs to no abbreviation always cuts before a capital.
"""

from __future__ import annotations

from collections.abc import Sequence

from standoff.model import Span

_QUOTES = frozenset("\"'“”‘’«»„`")
_CLOSERS = frozenset("\"'”’»)]")
#: How certain the network must be to cut, and to cut before a small letter.
LIKELY, CERTAIN = 0.5, 0.9


def starts(words: Sequence[Span], forms: Sequence[str], chance: Sequence[float]) -> list[int]:
    """Indices of the words that begin a sentence, the first word always; ``chance`` is the network's probability
    for each word."""
    out = [0]
    for i in range(1, len(forms)):
        if not any(c.isalnum() for form in forms[out[-1] : i] for c in form):
            continue  # nothing but marks so far: an opening quotation mark belongs to what follows
        before = i - 1
        while before > 0 and forms[before] in _CLOSERS:
            before -= 1
        gap = words[i - 1].end < words[i].start
        if not (gap or forms[i][0].isalnum()) or (forms[i] in _CLOSERS and not _opens(words, i)):
            continue  # a mark that ends what stands before it
        sure = forms[before] == "." and gap and (forms[i][0].isupper() or forms[i] in _QUOTES)
        if sure or (chance[i] >= LIKELY and (chance[i] >= CERTAIN or not _small(forms, i))):
            out.append(i)
    return out


def _opens(words: Sequence[Span], i: int) -> bool:
    """Whether a mark stands tight before the next word."""
    return i + 1 < len(words) and words[i].end == words[i + 1].start


def _small(forms: Sequence[str], i: int) -> bool:
    """Whether what begins at word ``i`` begins, opening marks aside, with a small letter."""
    while i < len(forms) and forms[i][0] in _QUOTES:
        i += 1
    return i < len(forms) and forms[i][0].islower()
