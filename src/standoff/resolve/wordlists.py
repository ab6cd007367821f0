"""Classes of small words, from ``data/phrase_words.csv``."""

from __future__ import annotations

from functools import cache

from standoff.data import table


@cache
def _classes() -> dict[str, frozenset[str]]:
    return {row["class"]: frozenset(row["words"].split()) for row in table("phrase_words.csv")}


def word_class(name: str) -> frozenset[str]:
    """The words of one class; KeyError for a class that the table does not have."""
    return _classes()[name]
