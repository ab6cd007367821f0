"""What a figure counts, boiled down: the thing, what tells it from others of its kind, and whose it is by its name."""

from __future__ import annotations

from typing import NamedTuple

from standoff.grammar import Tree
from standoff.link.page import Page, about_counts, state_named, things, things_of
from standoff.model import Quantity

_ENDS = (("ies", "y"), ("men", "man"), ("people", "person"), ("children", "child"), ("ches", "ch"), ("shes", "sh"))
_NUMBERS = frozenset({"number", "total", "count", "strength", "size", "toll"})
_OBJECTS = frozenset({"obj", "nsubj:pass", "nsubj"})
#: Verbs of a fate whose subject suffers it.
_SUFFERS = frozenset({"die", "perish", "drown", "flee"})


class Counted(NamedTuple):
    """What is counted. ``thing`` is its kind, ``sort`` what else its words say, in order; ``label`` names both;
    ``state`` is a state's code that the words give ("Argentine troops"); ``harm``: people suffer it; ``seats`` are
    the tokens, with their trees, on which a phrase of place may hang."""

    thing: str
    sort: tuple[str, ...]
    label: str
    state: str | None
    harm: bool
    seats: tuple[tuple[Tree, int], ...]


def counted(page: Page, tree: Tree, top: int, quantity: Quantity) -> Counted | None:
    """What ``quantity``, whose highest token is ``top``, counts; None where the text does not say."""
    seats = [(tree, i) for i in _nouns(tree, top, quantity)]
    words = (quantity.of or "").split()
    if not words:
        # "put the number of troops near the border at 40,000. Only 9,000, it said, ...": the troops
        found = _antecedent(page, tree, top) if quantity.unit == "person" else None
        if found is None:
            return None
        seats = [(tree, top), found]
        words = [found[0].tokens[found[1]].form]
        words[:0] = [
            found[0].tokens[k].form for k in found[0].children(found[1], "amod") if found[0].tokens[k].form.istitle()
        ]
    state, left = _state(words)
    written = {w.lower(): w for w in left if w.isupper() or tree.sentence.span.start < quantity.span.start}
    left = [w.lower() for w in left]
    while left and singular(left[-1]) in about_counts("vague"):
        left.pop()  # "worth $3 billion last year", "and not one more"
    fate = _fate(tree, top, left)
    if left and left[-1] == "killed":
        left.pop()
    if len(left) == 2 and left[0] == "people" and left[1] in {"wounded", "injured", "missing", "arrested", "detained"}:
        left = left[1:]
    if not left and state is None:
        return None
    thing, used = _thing(left) if left else ("people", 0)
    sort = [w for w in left[: len(left) - used] if w not in about_counts("vague") and w.isalpha()]
    if thing in things_of("forces") and quantity.unit != "person":
        sort = []  # "a motorised battalion", told again, is "a battalion"
    sort = [about_counts("total").get(w, w) for w in sort]
    unit = _formation(tree, top) if thing in things_of("forces") else None
    if unit is not None:
        sort.append(f"in a {unit}")
    if fate is not None and quantity.unit == "person" and thing not in things_of("harm"):
        sort = [*sort, *([thing] if thing != "people" else [])]
        thing = fate
        label = f"{' '.join(sort) or 'people'} {fate.removeprefix('people ')}"
    else:
        head = [s for s in sort if not s.startswith("in a ")]
        label = " ".join([*head, thing, *(s for s in sort if s.startswith("in a "))])
    label = " ".join(written.get(w, w) for w in label.split())  # names keep their capitals
    return Counted(thing, tuple(sort), label, state, thing in things_of("harm"), tuple(seats))


def _nouns(tree: Tree, top: int, quantity: Quantity) -> list[int]:
    """The counted noun, and what governs it within the figure ("tens", "thousands" of "tens of thousands of
    troops")."""
    inside = [i for i in tree.at(quantity.span) if tree.tokens[i].upos in {"NOUN", "PROPN", "ADJ"}]
    return list(dict.fromkeys([*reversed(inside), top]))


def _antecedent(page: Page, tree: Tree, top: int) -> tuple[Tree, int] | None:
    """What a bare number of people counts: the noun of "the number of troops" in its sentence, else the last noun
    before it that names forces or harm; of the sentence before for a subject or object ("only 9,000 take part")."""
    kinds = things_of("forces") | things_of("harm")
    for i, token in enumerate(tree.tokens):
        if token.lemma.lower() in _NUMBERS:
            for k in tree.children(i, "nmod"):
                return (tree, k) if things().get(tree.tokens[k].lemma.lower()) in kinds else None
    alone = tree.tokens[top].deprel.startswith(("nsubj", "obj"))
    for where, until in ((tree, top), (_before(page, tree) if alone else None, None)):
        if where is None:
            continue
        for i in range((until if until is not None else len(where.tokens)) - 1, -1, -1):
            token = where.tokens[i]
            if token.upos == "NOUN" and things().get(token.lemma.lower()) in kinds:
                return where, i
    return None


def _before(page: Page, tree: Tree) -> Tree | None:
    start = tree.sentence.span.start
    found = next((t for back in (1, 2, 3) if start >= back and (t := page.trees.at(start - back)) is not None), None)
    return found if found is not tree else None


def _state(words: list[str]) -> tuple[str | None, list[str]]:
    """The state that words for the counted name ("Argentine troops", "North Korean tanks"), and the other words."""
    for width in (2, 1):
        for i in range(len(words) - width + 1):
            name = " ".join(words[i : i + width])
            if name[:1].isupper() and (code := state_named(name)) is not None:
                return code, words[:i] + words[i + width :]
    return None, words


def _fate(tree: Tree, top: int, words: list[str]) -> str | None:
    """What befell the counted, by their words or by the verb that governs them."""
    fates = about_counts("fate")
    if words and words[-1] == "killed":
        return fates["kill"]
    token = tree.tokens[top]
    if token.head >= 0 and token.deprel in _OBJECTS:
        verb = tree.tokens[token.head].lemma.lower()
        if verb in fates and (token.deprel != "nsubj" or verb in _SUFFERS):
            return fates[verb]
    for k in tree.children(top, "acl"):
        if tree.tokens[k].xpos == "VBN" and tree.tokens[k].lemma.lower() in fates:
            return fates[tree.tokens[k].lemma.lower()]
    return None


def _thing(words: list[str]) -> tuple[str, int]:
    """The kind of thing that the last words name, and how many of them do."""
    known = things()
    for n in (3, 2, 1):
        if len(words) >= n:
            tail = words[-n:]
            for form in (" ".join([*tail[:-1], singular(tail[-1])]), " ".join(tail)):
                if form in known:
                    return known[form], n
    return words[-1], 1


def _formation(tree: Tree, top: int) -> str | None:
    """The unit whose strength a figure is ("a brigade of 3,000 soldiers"): not that of all the troops there."""
    token = tree.tokens[top]
    if token.head < 0 or not token.deprel.startswith("nmod"):
        return None
    above = tree.tokens[token.head].lemma.lower()
    return above if above in about_counts("formation") else None


def singular(word: str) -> str:
    """The singular of a lower-case noun, as far as its ending tells.

    >>> singular("troops"), singular("families"), singular("servicemen"), singular("police")
    ('troop', 'family', 'serviceman', 'police')
    """
    for end, instead in _ENDS:
        if word.endswith(end):
            return word.removesuffix(end) + instead
    if word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    return word[:-1]
