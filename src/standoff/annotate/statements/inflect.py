"""Forms of English verbs and nouns, so that the lexicon meets its words whatever the lemmatizer made of them."""

from __future__ import annotations

from functools import cache

from standoff.data import table

_VOWELS = frozenset("aeiou")


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    """Forms that no rule below makes, from ``verb_forms.csv``."""
    return {row["lemma"]: tuple(row["forms"].split()) for row in table("verb_forms.csv")}


def verb_forms(lemma: str) -> frozenset[str]:
    """All forms of a verb: "deny" gives deny, denies, denied, denying."""
    if lemma in _irregular():
        return frozenset((lemma, *_irregular()[lemma]))
    if lemma.endswith("e"):
        stem = lemma[:-1]
        ing = lemma[:-2] + "ying" if lemma.endswith("ie") else (lemma + "ing" if lemma.endswith("ee") else stem + "ing")
        return frozenset((lemma, lemma + "s", lemma + "d", ing))
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return frozenset((lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"))
    s = "es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    return frozenset((lemma, lemma + s, lemma + "ed", lemma + "ing"))


def noun_forms(lemma: str) -> frozenset[str]:
    """Singular and regular plural."""
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return frozenset((lemma, lemma[:-1] + "ies"))
    s = "es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return frozenset((lemma, lemma + s))


def forms(lemma: str) -> frozenset[str]:
    """Every form a lemma may take as verb, noun or adjective."""
    return verb_forms(lemma) | noun_forms(lemma)
