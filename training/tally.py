"""Counting for measures: spans of BIO tags, and F1 of counts ``tp``, ``gold``, ``system``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def bio(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """The spans (first word, word after the last, label) of BIO tags; an I without its B begins one."""
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


def f1(t: Counter[str]) -> float:
    """2 tp / (gold + system), 0 when both are empty."""
    return 2 * t["tp"] / (t["gold"] + t["system"]) if t["gold"] + t["system"] else 0.0
