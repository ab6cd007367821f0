"""The classes of words that rules and tables name (``data/event_classes.csv``), and what a form may be a form of."""

from __future__ import annotations

from functools import cache, lru_cache

from standoff.data import table

ENDINGS = (("ied", "y"), ("ies", "y"), ("ed", ""), ("ed", "e"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"))


@cache
def classes() -> dict[str, frozenset[str]]:
    """Class name to its words; a word of several parts is written with underscores."""
    return {row["class"]: frozenset(row["words"].split()) for row in table("event_classes.csv")}


@cache
def irregular() -> dict[str, str]:
    """Lower-cased irregular form to its verb: ``shot`` to ``shoot``."""
    return {row["form"]: row["lemma"] for row in table("irregular_verbs.csv")}


@lru_cache(maxsize=1 << 14)
def bare_forms(form: str) -> tuple[str, ...]:
    """What a regular lower-cased form may be a form of, itself first; for words that the lemmatiser does not know.

    ``retaking`` gives ``retaking``, ``retak``, ``retake``.
    """
    out = [form]
    for ending, bare in ENDINGS:
        if form.endswith(ending) and len(form) > len(ending) + 2:
            stem = form[: -len(ending)]
            out.append(stem + bare)
            if not bare and stem[-1] == stem[-2]:
                out.append(stem[:-1])
    return tuple(out)
