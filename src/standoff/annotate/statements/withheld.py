"""Withholding: what the speaker does not know, has not seen, or will not say."""

from __future__ import annotations

import re

from standoff.annotate.statements.facts import Facts

#: What one may have none of, and how one has it.
_EVIDENCE = frozenset("confirmation evidence indication information knowledge proof sign".split())
_HOLDING = frozenset("be exist find have know receive see show there".split())
#: Verbs of finding out: who "could not" do it withholds.
_FIND_OUT = frozenset("authenticate determine establish judge prove say tell".split())
#: What says in other words that nothing is known or settled.
_OPEN = re.compile(
    r"\breserv\w+ (?:its |his |her |their |our )?judge?ment\b|"
    r"\b(?:have|has|had) yet to (?:see|receive|find|be shown)\b|"
    r"\bnothing to (?:show|suggest|indicate|prove)\b|\b(?:no|any) reason to (?:think|believe|suppose|assume)\b|"
    r"\baware of no\b|\bbeliev\w+ none of\b|\b(?:does|do|did)(?: not|n['’]t) (?:look|seem|sound) convincing\b|"
    r"\b(?:can(?:not|['’]t| not)|could(?: not|n['’]t)) draw (?:any|a|no|firm) conclusions?\b"
)


def withholds(facts: Facts) -> bool:
    """Whether the speaker says that he does not know, has no evidence, cannot confirm or will not comment."""
    if facts.negated or facts.negative_words:
        named = facts.lemma in _EVIDENCE and facts.upos != "VERB"  # "no sign of it", and not "would not sign"
        if "evidence" in facts.counted and (named or facts.lemma in _HOLDING):
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
    if _OPEN.search(facts.text):
        return True
    return facts.lemma in ("unclear", "unconfirmed") or "remain to be seen" in facts.text or "too early" in facts.text
