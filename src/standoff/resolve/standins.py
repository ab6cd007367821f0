"""Words that stand for somebody named before: "who" and "which", "the official", "the alliance"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from standoff.data import table
from standoff.grammar import Tree
from standoff.model import Actor, Span
from standoff.resolve.party import NOBODY, Heard, Party
from standoff.resolve.phrase import Item

RELATIVE = frozenset({"who", "which", "that"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
#: Words before a comma that a relative clause after it may look back.
_REACH = 6
_ARTICLES = frozenset({"the", "a", "an"})

#: Nouns that stand for a body named before, and what sorts of name it may be.
STANDS_FOR = {
    noun.lower(): frozenset(row["sorts"].split()) for row in table("stands_for.csv") for noun in row["nouns"].split("|")
}
#: The body that such a noun means where none was named, and how the noun must be written.
_ELSE = {row["nouns"].lower(): (row["nouns"], row["else"]) for row in table("stands_for.csv") if row["else"]}


def antecedent(tree: Tree, i: int) -> Span | None:
    """The phrase that the relative clause of word ``i`` says more about: its head in the tree, else what ends at the
    comma before it."""
    tokens = tree.tokens
    for node in (i, *tree.ancestors(i)):
        if tokens[node].deprel == "acl:relcl":
            head = tokens[node].head
            return tree.noun_phrase(head) if 0 <= head < i and tokens[head].upos in _NOMINAL else None
    if i < 2 or tokens[i - 1].form != "," or tokens[i].deprel.split(":")[0] != "nsubj":
        return None
    near = (tree.noun_phrase(k) for k in range(max(0, i - 1 - _REACH), i - 1) if tokens[k].upos in _NOMINAL)
    return min((span for span in near if span.end == tokens[i - 2].span.end), default=None)


def again(what: str, before: Sequence[Heard]) -> Party:
    """Whom the same noun stood for before: "the official" after "a senior Peruvian official". ``what`` is "again SECTOR
    KEY"; nobody where no single person was called so."""
    _, sector, key = what.split(" ", 2)
    named = (h.party for h in reversed(before) if not h.pronoun)
    same = (p for p in named if p.sort == sector and (p.key == key or p.key.endswith(f" {key}")))
    return next((p for p in same if len(p.ids()) == 1 and p.kind == "person"), NOBODY)


def fitting(key: str, eligible: Sequence[Heard]) -> Sequence[Heard]:
    """Those that a noun may stand for: where one is left, not a body that is called another sort of body by its names
    and this one by none of them. The European Union is no alliance."""
    called = _called()
    fit = [
        heard
        for heard in eligible
        if not (own := called.get(heard.party.actors[0].id or "", frozenset())) or key.lower() in own
    ]
    return fit or eligible


@cache
def _called() -> Mapping[str, frozenset[str]]:
    """The nouns for bodies that stand in the listed names of each."""
    nouns = {noun for noun, sorts in STANDS_FOR.items() if sorts == {"body"}}
    return {
        row["id"]: frozenset(nouns.intersection(row["names"].lower().replace("|", " ").split()))
        for row in table("organisations.csv")
    }


def body_meant(key: str, item: Item, text: str, named: Sequence[Heard]) -> Party | None:
    """The body that a noun means where no proper name before fits: one that was called so more fully ("the election
    commission"), or the one that "the alliance" and "the Commission" are in a report that does not name it."""
    fuller = (h.party for h in reversed(named) if h.party.kind == "org" and h.party.key.endswith(f" {key}"))
    found = next(fuller, None)
    if found is not None:
        return found
    written, body = _ELSE.get(key, ("", ""))
    before = next(reversed(text[max(0, item.start - 20) : item.start].lower().split()), "")
    if not body or not item.text.startswith(written) or not (written.islower() or before in _ARTICLES):
        return None
    return Party((Actor(body),), "org", sort="body", key=key)
