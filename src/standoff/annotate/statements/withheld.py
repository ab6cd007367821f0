"""Withholding: what the speaker does not know, has not seen, or will not say."""

from __future__ import annotations

from standoff.annotate.statements.facts import Facts

#: Verbs of finding out: who "could not" do it withholds.
_FIND_OUT = frozenset("authenticate determine establish judge prove say tell".split())


def withholds(facts: Facts) -> bool:
    if facts.negated or facts.negative_words:
        if "evidence" in facts.counted and facts.lemma in (
            "be",
            "have",
            "see",
            "find",
            "evidence",
            "sign",
            "proof",
            "information",
            "indication",
            "show",
            "there",
            "know",
            "receive",
            "exist",
            "confirmation",
            "knowledge",
        ):
            return True
        if (
            facts.lemma in ("confirm", "verify", "corroborate", "know", "comment", "speculate")
            and facts.negated
            and (facts.self or facts.passive or facts.proper)
        ):
            return facts.lemma != "know" or facts.self
    if facts.negated and facts.lemma in _FIND_OUT and not facts.modals.isdisjoint({"can", "could", "ca"}):
        return facts.self or facts.proper or not facts.lemmas.isdisjoint({"whether", "which", "who", "if"})
    if facts.negated and (facts.lemma == "aware" or "no comment" in facts.text or "never heard of" in facts.text):
        return True
    return facts.lemma in ("unclear", "unconfirmed") or "remain to be seen" in facts.text or "too early" in facts.text
