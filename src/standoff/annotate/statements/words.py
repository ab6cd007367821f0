"""The words that the rules on acts go by: classes, lemmas, modality and performatives, from the tables of ``data``."""

from __future__ import annotations

from functools import cache

from standoff.annotate.statements.inflect import forms, verb_forms
from standoff.data import table
from standoff.model import Token


@cache
def classes() -> dict[str, frozenset[str]]:
    """Word form to classes, from ``act_words.csv``: lemmas and all their forms."""
    out: dict[str, set[str]] = {}
    for row in table("act_words.csv"):
        for form in forms(row["lemma"]):
            out.setdefault(form, set()).add(row["class"])
    return {lemma: frozenset(found) for lemma, found in out.items()}


@cache
def lemma_of() -> dict[str, str]:
    """Form to lemma of the words that the rules ask for by name."""
    known = {*performatives(), *(row["lemma"] for row in table("act_words.csv")), *modality(), *_ASKED}
    return {form: lemma for lemma in sorted(known, reverse=True) for form in verb_forms(lemma)}


#: Words that the rules ask for by name and no table lists.
_ASKED = tuple(
    "be have see find show know receive exist hesitate tolerate forget forgive rest spare want "
    "negotiate intend plan accept allow recognise recognize verify corroborate comment speculate remain "
    "need like".split()
)


def lemma(token: Token) -> str:
    """The lemma of a token as the rules name it: by form where the form is known, else the analyser's."""
    low = token.form.lower()
    if low in ("was", "were", "is", "are", "am", "been", "'s", "’s", "'re", "’re"):
        return "be" if token.upos in ("AUX", "VERB") else low
    return lemma_of().get(low, token.lemma.lower())


@cache
def modality() -> dict[str, tuple[str, str]]:
    """Lemma to level and kind, from ``modality.csv``."""
    return {row["lemma"]: (row["level"], row["kind"]) for row in table("modality.csv")}


@cache
def performatives() -> dict[str, str]:
    """Lemma to act, from ``performatives.csv``."""
    return {row["lemma"]: row["act"] for row in table("performatives.csv")}
