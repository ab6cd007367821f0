"""What is asked, promised, refused or done, boiled down to what can be compared: a matter.

Read off the tree, from the word that governs a stretch of text:

1. words that ask lead on to what they ask for: "we call on Russia to *withdraw*", "it wants all *troops* out";
2. words that stop something turn it round: "stop *sending* weapons", "refrain from *attacks*";
3. words without a content of their own lead on to their object: "hold *talks*", "provide *help*";
4. what is reached is the head; a deed found there by the coder gives type and mode, its object the things.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from standoff.grammar import CLAUSAL, Tree
from standoff.link.page import Page, things, words_that
from standoff.model import Actor, Event, Span

_WILL = frozenset({"will", "would", "wo", "'ll", "’ll", "shall", "sha"})
#: Conjunctions whose clause is held to be so; "if", "unless", "before", "to" are others.
_FACTUAL = frozenset({"that", "as", "because", "since", "after", "when", "while", "although", "though"})
_BEFORE = frozenset({"before", "previously", "earlier", "ago", "formerly", "once", "already"})
_NOT = frozenset({"not", "n't", "n’t", "never"})
_COUNTERS = frozenset("ten dozen hundred thousand million number lot group part bulk rest remainder".split())
#: How much two wordings without a deed of one type must have in common.
_ALIKE = 0.5
_HOPS = 6


class Matter(Struct, frozen=True, gc=False):
    """A deed as words tell it. ``things`` are what it is done to, ``names`` states and places in the words, ``words``
    what else they say; ``negative``: that it be not done; ``unwilling``: "will not"; ``verbless``: a thing is named, no
    doing; ``partly`` says why it is less than all of it ("a brigade", "under way"). ``doers`` and ``partners`` are
    sides of the coder's deed; ``at`` is the stretch that the head governs."""

    at: Span
    type: str | None
    mode: str | None
    head: str
    things: frozenset[str]
    names: frozenset[str]
    words: frozenset[str]
    negative: bool = False
    unwilling: bool = False
    verbless: bool = False
    partly: str | None = None
    whom: Span | None = None
    doers: tuple[Actor, ...] = ()
    partners: tuple[Actor, ...] = ()


def matter(page: Page, tree: Tree, i: int, within: Span, *, asking: bool = False) -> Matter | None:
    """The matter that token ``i`` governs inside the stretch ``within``; None when nothing is asked or done there.
    ``asking``: the words may begin with the asking itself."""
    negative = unwilling = False
    whom: Span | None = None
    top = i
    for _ in range(_HOPS):
        token = tree.tokens[i]
        lemma = token.lemma.lower()
        event = _event(page, tree, i)
        if tree.is_negated(i):
            negative = not negative
            # "nothing will come of it" is nobody's refusal
            own = any(tree.tokens[k].form.lower() in _NOT for k in tree.kids[i])
            unwilling = unwilling or (own and bool(_WILL.intersection(tree.modals(i))))
        if asking and token.upos == "VERB" and lemma in words_that("asking") and event is None:
            down, kind = _asked(tree, i, within), "asking"
        elif lemma in words_that("stopping") and event is None:
            down, kind = _governed(tree, i, within, "from", "of", "to", "on"), "stopping"
        elif lemma in words_that("light") and event is None:
            down, kind = _governed(tree, i, within), "light"
        else:
            break
        if down is None:
            break
        if kind == "asking":
            top, whom = down, _whom(tree, i, down, within) or whom
        elif kind == "stopping":
            negative = not negative
        i = down
    head = tree.tokens[i]
    if head.upos not in {"NOUN", "VERB", "ADJ", "PROPN", "AUX"}:
        return None
    event = _event(page, tree, i)
    if event is None and tree.tokens[top].upos == "VERB" and top != i:
        event = _event(page, tree, top)
    if tree.child(i, "cop") is not None:
        event = None  # "Norway should be in the meeting" asks for no meeting
    at = _stretch(tree, top, within)
    verbless = event is None and head.upos != "VERB"
    objects = _objects(page, tree, i)
    # "wants troops out of Europe": where they are to go from hangs on the asking, not on the thing
    inside = tree.at(at) if verbless else _inside(tree, tree.subtree(top), within)
    whole = Span(tree.tokens[inside[0]].span.start, tree.tokens[inside[-1]].span.end) if inside else at
    words = frozenset(_words(tree, inside))
    return Matter(
        at=at,
        type=event.type if event else None,
        mode=event.mode if event else None,
        head=_thing(tree, i),
        things=frozenset(_thing(tree, k) for k in objects),
        names=frozenset(name.key for name in page.names(whole)),
        words=words,
        negative=negative,
        unwilling=unwilling,
        verbless=verbless,
        partly=_partly(tree, i, objects or ([i] if head.upos == "NOUN" else [])),
        whom=whom,
        doers=event.actors if event else (),
        partners=event.recipients if event else (),
    )


def same_matter(a: Matter, b: Matter, *, own: frozenset[str] = frozenset()) -> bool:
    """Whether two wordings mean one deed. ``own`` are the parties: their names tell no places apart."""
    if a.negative != b.negative or conflicting(a.names - own, b.names - own):
        return False
    touching = bool(a.things & b.things)
    shared = a.words & b.words
    same_head = a.head == b.head and a.head not in words_that("bare")
    if same_head and (a.things - {a.head}) & (b.things - {b.head}):
        return True  # "cancel the meeting", whatever type the coder gave it
    if a.type is not None and (a.type, a.mode) == (b.type, b.mode):
        if a.mode is not None:
            return touching or not a.things or not b.things
        return len(shared) >= 2 or (same_head and len(shared) == len(a.words | b.words))
    if a.verbless or b.verbless:
        # "all US troops out of Europe" is "the withdrawal of US forces from Europe"
        if a.type is None and b.type is None and same_head and a.things == b.things:
            return True
        if touching and (a.names - own) & (b.names - own):
            return True
    if a.type is not None and b.type is not None and a.type != b.type:
        return False
    both = len(a.words | b.words)
    if same_head and len(shared) == both:
        return True
    return len(shared) >= 2 and len(shared) >= _ALIKE * both


def conflicting(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether the names in two wordings speak of different places: names of one kind (states, or others), and none in
    common."""
    if not a or not b or a & b:
        return False
    for kind in (True, False):
        if {n for n in a if n.isupper() == kind} and {n for n in b if n.isupper() == kind}:
            return True
    return False


def _event(page: Page, tree: Tree, i: int) -> Event | None:
    """The coder's deed at token ``i``, or at the end of a word that is split at its hyphen ("de-escalate")."""
    found = page.event(tree, i)
    if found is None and i + 2 < len(tree.tokens) and tree.tokens[i + 1].form in {"-", "‐"}:
        gaps = tree.tokens[i].span.end - tree.tokens[i + 1].span.start, tree.tokens[i + 1].span.end
        found = page.event(tree, i + 2) if gaps == (0, tree.tokens[i + 2].span.start) else None
    return found


def _whom(tree: Tree, i: int, down: int, within: Span) -> Span | None:
    """Who is asked by the verb of asking ``i`` to do ``down``: its object, else the subject of what is asked."""
    found = [k for k in (*tree.children(i, "obj", "iobj"), *tree.children(down, "nsubj")) if k != down]
    for k in _inside(tree, found, within):
        if tree.tokens[k].upos in {"NOUN", "PROPN"}:
            return tree.noun_phrase(k)
    return None


def _asked(tree: Tree, i: int, within: Span) -> int | None:
    """What a verb of asking asks for: a clause before a thing, a thing before a phrase."""
    for k in _inside(tree, (*tree.children(i, "ccomp"), *tree.children(i, "xcomp")), within):
        return k
    for k in _inside(tree, tree.children(i, "advcl"), within):
        if any(tree.tokens[m].lemma.lower() in {"to", "for"} for m in tree.children(k, "mark")):
            return k
    for k in _inside(tree, tree.children(i, "obj"), within):
        if tree.tokens[k].upos in {"NOUN", "PROPN"}:
            return k
    for k in _inside(tree, tree.children(i, "obl", "nmod"), within):
        if any(tree.tokens[c].lemma.lower() in {"for", "on", "upon", "that"} for c in tree.children(k, "case")):
            return k
    return None


def _governed(tree: Tree, i: int, within: Span, *cases: str) -> int | None:
    """What a verb or noun that says little by itself acts on."""
    for relations in (("xcomp", "ccomp"), ("obj", "nsubj:pass"), ("acl",)):
        for k in _inside(tree, tree.children(i, *relations), within):
            if tree.tokens[k].upos in {"NOUN", "VERB"}:
                return k
    for k in _inside(tree, tree.children(i, "obl", "nmod", "advcl"), within):
        if any(tree.tokens[c].lemma.lower() in cases for c in tree.children(k, "case", "mark")):
            return k
    return None


def _inside(tree: Tree, found: Iterable[int], within: Span) -> list[int]:
    return [k for k in found if within.contains(tree.tokens[k].span)]


def _stretch(tree: Tree, i: int, within: Span) -> Span:
    """The words that ``i`` governs inside ``within``, to the end of it, without the "to" or comma before them."""
    inside = [k for k in tree.subtree(i) if within.contains(tree.tokens[k].span)]
    while len(inside) > 1 and (
        tree.tokens[inside[0]].upos in {"PUNCT", "CCONJ"}
        or (tree.tokens[inside[0]].deprel in {"mark", "case"} and tree.tokens[inside[0]].head == i)
    ):
        inside.pop(0)
    return Span(tree.tokens[inside[0]].span.start, within.end) if inside else within


def _objects(page: Page, tree: Tree, i: int) -> list[int]:
    """The tokens for what the deed at ``i`` is done to."""
    token = tree.tokens[i]
    if token.upos == "VERB":
        # of what goes away by itself ("a brigade left") the subject is the thing
        found = [k for k in tree.children(i, "obj", "nsubj:pass") if not page.names(tree.tokens[k].span)]
        found = found or _left(tree, i) or tree.children(i, "nsubj")
    else:
        found = [
            k
            for k in tree.children(i, "nmod", "compound")
            if tree.tokens[k].deprel == "compound"
            or any(tree.tokens[c].lemma.lower() == "of" for c in tree.children(k, "case"))
        ]
        if not found and token.upos == "NOUN" and _event(page, tree, i) is None:
            found = [i]
    out: list[int] = []
    for k in found:
        for j in (k, *tree.children(k, "conj")):
            for _ in range(3):  # "tens of thousands of troops": the troops
                if tree.tokens[j].lemma.lower() not in _COUNTERS:
                    break
                j = next(iter(tree.children(j, "nmod")), j)
            if tree.tokens[j].upos == "NOUN":
                out.append(j)
    return out


def _left(tree: Tree, i: int) -> list[int]:
    """What one pulls out of that is no place: "withdraw from the summit"."""
    return [
        k
        for k in tree.children(i, "obl")
        if tree.tokens[k].lemma.lower() not in words_that("place")
        and any(tree.tokens[c].lemma.lower() in {"from", "of"} for c in tree.children(k, "case"))
    ]


def told_as_done(tree: Tree, i: int) -> bool:
    """Whether the clause of ``i`` tells a deed that is over: a finite verb in the past ("released", "has withdrawn",
    "were freed"), in a headline in the present too. A noun ("talks") counts by the verb that holds it ("held")."""
    token = tree.tokens[i]
    if token.upos == "NOUN" and token.head >= 0 and token.deprel in {"obj", "nsubj:pass"}:
        i, token = token.head, tree.tokens[token.head]
        if token.lemma.lower() not in words_that("light"):
            return False
    if token.upos != "VERB" or token.deprel.split(":")[0] in {"xcomp", "amod", "acl", "csubj"}:
        return False
    helpers = [tree.tokens[k] for k in tree.children(i, "aux")]
    marks = {tree.tokens[k].form.lower() for k in tree.children(i, "mark")}
    if any(h.xpos == "MD" for h in helpers) or marks - _FACTUAL:
        return False
    adverbs = tree.children(i, "advmod", "obl")
    if any(tree.tokens[k].form.lower() in _BEFORE for j in adverbs for k in (j, *tree.kids[j])):
        return False  # "have held talks twice before"
    headline = tree.sentence.role == "headline"
    if token.xpos == "VBD" or (token.xpos == "VBN" and (helpers or headline)):
        return True
    return headline and token.xpos in {"VBZ", "VBP"}


def _thing(tree: Tree, i: int) -> str:
    """What token ``i`` names, by the table of things; with its compound where the two words are known."""
    token = tree.tokens[i]
    lemma = token.lemma.lower()
    known = things()
    for k in tree.children(i, "compound", "amod"):
        pair = f"{tree.tokens[k].lemma.lower()} {lemma}"
        if k == i - 1 and pair in known:
            return known[pair]
    return known.get(token.form.lower(), known.get(lemma, lemma))


def _words(tree: Tree, inside: Iterable[int]) -> Iterable[str]:
    bare, asking = words_that("bare"), words_that("asking")
    for k in inside:
        token = tree.tokens[k]
        lemma = token.lemma.lower()
        if token.upos in {"NOUN", "VERB", "ADJ"} and lemma not in bare and lemma not in asking:
            yield _thing(tree, k)


def _partly(tree: Tree, i: int, objects: Iterable[int]) -> str | None:
    """Why the deed at ``i`` is less than all of it: under way, or done to a part."""
    token = tree.tokens[i]
    begun = words_that("begun")
    if token.xpos == "VBG" and tree.child(i, "aux") is not None:
        return "under way"
    above = token.head
    if above >= 0 and tree.tokens[above].lemma.lower() in begun and token.deprel in {"xcomp", "obj", "ccomp"}:
        return "under way"
    part = words_that("part")
    for k in objects:
        below = [j for j in tree.subtree(k, without=CLAUSAL) if j <= k or tree.tokens[j].deprel == "nmod"]
        above = tree.tokens[k].head
        counted = [k, *below] + ([above] if above >= 0 and tree.tokens[above].lemma.lower() in _COUNTERS | part else [])
        definite = any(
            tree.tokens[c].form.lower() in {"the", "all", "its", "their", "his"}
            for c in tree.children(k, "det", "nmod:poss")
        )
        if any(tree.tokens[j].lemma.lower() in part for j in counted) or (
            not definite and any(tree.tokens[c].deprel == "nummod" for c in tree.children(k))
        ):
            return "in part"
    return None
