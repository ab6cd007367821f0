"""Lemmas from edit scripts: ``case|cut|add``, what to do with case, how many letters to drop at the end, what to add.

After UDPipe's lemma rules (Straka 2018). The scripts are the classes of the network's lemma head. Where a script leaves
no word of the vocabulary ("rejecte", "supplie"), the regular endings of English are tried, and the irregular verbs are
looked up.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache

from standoff.data import table

#: One vowel between consonants: such a verb doubles its last letter ("planned"), so "fired" cannot come from "fir".
_SHORT = re.compile(r"[^aeiou]+[aeiou][^aeiouwxy]")


def script(form: str, lemma: str) -> str:
    """The script that turns ``form`` into ``lemma``; ``=lemma`` when they share no beginning."""
    low = form.lower()
    if lemma == form and lemma != low:
        return "keep|0|"
    if lemma == low:
        return "lower|0|"
    case = "lower" if lemma == lemma.lower() else "keep"
    base = low if case == "lower" else form
    shared = 0
    while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
        shared += 1
    if shared == 0 and len(form) > 1:
        return f"={lemma}"
    return f"{case}|{len(base) - shared}|{lemma[shared:]}"


def lemma(form: str, script: str) -> str:
    """The lemma of ``form`` by a script; the form itself where the script cuts more than there is."""
    if script[0] == "=":
        return script[1:]
    case, cut, add = script.split("|", 2)
    base = form.lower() if case == "lower" else form
    if int(cut) >= len(base) and not add:
        return base
    return base[: len(base) - int(cut)] + add


def mend(form: str, lemma: str, xpos: str, vocabulary: Container[str]) -> str:
    """``lemma``, unless it is no word of ``vocabulary`` and a regular or irregular lemma of ``form`` is one."""
    low = form.lower()
    if xpos in {"VBD", "VBN"} and low in _irregular():
        return _irregular()[low]
    if xpos not in _ENDINGS or not low.isalpha():
        return lemma
    shortened = xpos in {"VBD", "VBN"} and lemma == low[:-2] and _SHORT.fullmatch(lemma)
    if lemma in vocabulary and not shortened and (lemma != low or xpos == "NNS"):
        return lemma
    return next((word for word in _regular(low, xpos) if word in vocabulary), lemma)


_ENDINGS = {"VBD": "ed", "VBN": "ed", "VBG": "ing", "VBZ": "s", "NNS": "s"}


def _regular(low: str, xpos: str) -> list[str]:
    """What regular spelling allows for an inflected form, the likeliest first."""
    ending = _ENDINGS[xpos]
    if not low.endswith(ending) or len(low) < len(ending) + 2:
        return []
    stem = low[: -len(ending)]
    if ending == "s":
        out = [stem[:-2] + "y"] if stem.endswith("ie") else []
        return [*out, stem, stem[:-1]] if stem.endswith("e") else [stem]
    out = [stem[:-1] + "y"] if stem.endswith("i") else []
    doubled = len(stem) > 2 and stem[-1] == stem[-2]
    if doubled:
        out.append(stem[:-1])
    return [*out, stem + "e", stem] if _SHORT.fullmatch(stem) else [*out, stem, stem + "e"]


@cache
def _irregular() -> dict[str, str]:
    return {row["form"]: row["lemma"] for row in table("irregular_verbs.csv")}
