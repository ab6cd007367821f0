"""Lemmas from edit scripts: ``case|cut|add`` says what to do with case, how many letters to drop at the end and
what to put there.

After UDPipe's lemma rules (Straka 2018). The scripts are the classes of the network's lemma head.
"""

from __future__ import annotations


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
