"""Whom a statement's words say it is said to: the object of "told", who was "urged", "in a letter to ...", "Russia,
leave".

The frames (``complements``, ``objects``) give the object where the tree hangs it on the cue. Here are the other places
where grammar puts a hearer, and the objects of cues that speak to nobody are taken back ("expects the gangs to ...").
"""

from __future__ import annotations

import re
from functools import cache

from standoff.annotate.statements import source as who
from standoff.annotate.statements.draft import Draft, Piece, Scene
from standoff.annotate.statements.parts import Part
from standoff.data import table
from standoff.grammar import Tree
from standoff.model import Span


@cache
def _class(name: str) -> frozenset[str]:
    return next(frozenset(row["words"].split("|")) for row in table("hearing.csv") if row["class"] == name)


_TO = re.compile(r"\bto\s*$")
_ACCUSATIVE = frozenset({"me", "you", "him", "her", "us", "them", "whom", "both"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})


def hearers(scene: Scene, draft: Draft) -> list[Span]:
    """The words that name whom ``draft`` is said to, none where its words name nobody. Takes a hearer that the tree
    made part of the content out of it."""
    tree = scene.trees[draft.sent]
    told = [s for s in draft.addressees if _free(scene, draft, s)]
    told = [s for s in _next_to(draft, tree, told) if not _unheard(scene, draft, s)]
    if draft.lemma in _class("deaf") or draft.frame == "obj-pred":
        told = [s for s in told if _TO.search(scene.text, max(0, s.start - 5), s.start)]
    if draft.verb is None or draft.rule.startswith("colon"):
        return told
    told = told or _object(scene, draft, tree) or _passive(draft, tree) or _to(draft, tree) or _letter(draft, tree)
    told = told or _governor(draft, tree) or _thanked(draft, tree)
    own = draft.source.span if draft.source is not None else None
    return [s for s in told if own is None or not s.overlaps(own)]


def _next_to(draft: Draft, tree: Tree, told: list[Span]) -> list[Span]:
    """As in "called on both countries to act": who stands right after the preposition, whatever the tree hung it on."""
    if draft.frame != "p-to" or draft.verb is None or who.is_passive(tree, draft.verb):
        return told
    run = _run(tree, draft.verb + 1)
    span = tree.span(list(run)) if run else None
    if span is None or any(span.overlaps(s) for s in told):
        return told
    return [span]


def _unheard(scene: Scene, draft: Draft, span: Span) -> bool:
    """Whether the words only look like a hearer: "to the surprise of ...", "it" before a clause, a "to" before the
    cue."""
    words = span.of(scene.text).lower().split()
    if words == ["it"] and draft.frame != "obj-to":
        return True
    if (
        draft.cue is not None
        and span.end <= draft.cue.start
        and _TO.search(scene.text, max(0, span.start - 5), span.start)
    ):
        return True
    return not _class("unheard").isdisjoint(words[:4]) or words[0] in _class("times")


def _free(scene: Scene, draft: Draft, span: Span) -> bool:
    """Whether the words stand outside what is said, and are not the thing asked for ("ordered a siege")."""
    for piece in draft.pieces:
        tokens = scene.sentences[piece.sent].tokens
        if any(tokens[t].span.overlaps(span) for t in piece.part.tokens):
            return False
    return True


def _held(draft: Draft) -> set[int]:
    return {t for p in draft.pieces if p.sent == draft.sent for t in p.part.tokens}


def _object(scene: Scene, draft: Draft, tree: Tree) -> list[Span]:
    """The phrase right after a verb of telling that the tree took for part of the clause told: "told Belgium it was
    shelving the programme"."""
    verb = draft.verb
    if verb is None or draft.lemma not in _class("telling") or who.is_passive(tree, verb):
        return []
    for k in tree.children(verb, "iobj", "obj"):
        if (
            k > verb
            and tree.tokens[k].upos in _NOMINAL
            and tree.tokens[k].form.lower() != "it"
            and k not in _held(draft)
        ):
            return [who.noun_phrase(tree, k)]
    run = _run(tree, verb)
    if not run:
        return []
    after = run[-1] + 1
    if after < len(tree.tokens) and tree.tokens[after].upos in ("VERB", "AUX") and tree.tokens[after].xpos != "VBG":
        return []  # "warned Moscow was ready": the subject of what is said
    mine = set(run)
    for n, piece in enumerate(draft.pieces):
        if piece.sent != draft.sent or not mine & set(piece.part.tokens):
            continue
        kept = tuple(t for t in piece.part.tokens if t not in mine)
        if piece.part.head in mine or not kept or min(piece.part.tokens) != run[0]:
            return []
        draft.pieces[n] = Piece(piece.sent, Part(kept, piece.part.head), piece.quoted, piece.quote)
    span = tree.span(list(run))
    return [span] if span is not None else []


def _thanked(draft: Draft, tree: Tree) -> list[Span]:
    """As in "thanked Quito", "congratulated the rebels on ...": who is praised to the face."""
    if draft.verb is None or draft.lemma not in _class("thanking") or who.is_passive(tree, draft.verb):
        return []
    told = tree.child(draft.verb, "iobj", "obj")
    if told is None or told < draft.verb or tree.tokens[told].upos not in ("PROPN", "NOUN", "PRON"):
        return []
    return [who.noun_phrase(tree, told)]


def _run(tree: Tree, verb: int) -> tuple[int, ...]:
    """The words of the noun phrase that begins right after ``verb``, up to the next phrase or clause."""
    tokens = tree.tokens
    out: list[int] = []
    for k in range(verb + 1, len(tokens)):
        token = tokens[k]
        low = token.form.lower()
        starts = token.upos == "DET" or token.xpos in ("PRP$", "WP$")
        if token.upos == "PRON" and not starts:
            if not out and low in _ACCUSATIVE:
                out.append(k)
            break
        if starts and out and tokens[out[-1]].form.lower() not in ("of", "all", "both"):
            break
        if token.upos == "ADP" and low == "of" and out:
            out.append(k)
            continue
        modifier = token.deprel.startswith(("amod", "compound", "flat", "nummod", "case")) and token.upos != "ADP"
        if token.upos not in ("NOUN", "PROPN", "ADJ", "NUM", "DET", "PART") and not starts and not modifier:
            break
        if token.upos == "PART" and low not in ("'s", "’s", "'", "’"):
            break
        out.append(k)
    while out and tokens[out[-1]].upos not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"):
        out.pop()
    if out and tokens[out[-1]].lemma.lower() in _class("times"):
        return ()
    named = any(tokens[k].upos in ("NOUN", "PROPN") or tokens[k].form.lower() in _ACCUSATIVE for k in out)
    return tuple(out) if named else ()


def _passive(draft: Draft, tree: Tree) -> list[Span]:
    """As in "Paris was warned that ...", "Gbagbo, cautioned by Paris that ..."."""
    verb = draft.verb
    if verb is None or draft.lemma not in _class("telling") or not who.is_passive(tree, verb):
        return []
    told = tree.child(verb, "nsubj:pass")
    if told is None and tree.tokens[verb].deprel == "acl":
        told = tree.tokens[verb].head
    if told is None or told in _held(draft) or tree.tokens[told].form.lower() in ("it", "there"):
        return []
    return [who.noun_phrase(tree, told)]


def _to(draft: Draft, tree: Tree) -> list[Span]:
    """As in "wrote to Skopje", "issued an appeal to all sides", "expressed its dismay to Ankara"."""
    held = _held(draft)
    assert draft.verb is not None
    bases = [draft.verb]
    if draft.cue is not None:
        bases += [k for k in tree.at(draft.cue) if k != draft.verb and tree.tokens[k].upos == "NOUN"]
    noun = draft.frame == "noun" or len(bases) > 1
    for base in bases:
        for k in tree.children(base, "obl", "nmod"):
            preps = {tree.tokens[c].lemma.lower() for c in tree.children(k, "case")}
            wanted = {"to", "on", "upon", "with"} if draft.lemma.startswith(("call", "appeal", "plead")) else {"to"}
            if draft.decide == "REQUEST":
                wanted = wanted | {"from", "of"}
            if not preps & wanted or k in held or tree.tokens[k].upos not in ("PROPN", "NOUN", "PRON"):
                continue
            if k < base and not noun:
                continue
            if tree.tokens[k].lemma.lower() in _class("unheard") | _class("times"):
                continue
            return [who.noun_phrase(tree, k)]
    return []


def _letter(draft: Draft, tree: Tree) -> list[Span]:
    """As in "in a letter to the Security Council, Seoul declared", "said in a telephone call with Sudanese leaders"."""
    assert draft.verb is not None
    held = _held(draft)
    bases = [draft.verb]
    if tree.tokens[draft.verb].deprel in ("conj", "advcl", "xcomp"):
        bases.append(tree.tokens[draft.verb].head)
    for base in bases:
        for k in tree.children(base, "obl", "nmod"):
            if k in held or tree.tokens[k].lemma.lower() not in _class("letters"):
                continue
            for m in tree.children(k, "nmod", "obl", "acl"):
                preps = {tree.tokens[c].lemma.lower() for c in tree.children(m, "case")}
                if preps & {"to", "with"} and tree.tokens[m].upos in ("PROPN", "NOUN", "PRON"):
                    return [who.noun_phrase(tree, m)]
    return []


def _governor(draft: Draft, tree: Tree) -> list[Span]:
    """As in "telephoned Kowal to warn that ...", "spoke with Kowal and expressed concern", "summoned the envoy to
    protest": whom the speaker has on the line."""
    assert draft.verb is not None
    token = tree.tokens[draft.verb]
    if token.head < 0 or token.deprel.split(":")[0] not in ("conj", "advcl", "xcomp"):
        return []
    if token.deprel == "conj" and tree.child(draft.verb, "nsubj") is not None:
        return []
    base = token.head
    if base > draft.verb or tree.tokens[base].upos != "VERB" or who.is_passive(tree, base):
        return []
    lemma = tree.tokens[base].lemma.lower()
    if lemma in _class("summoning"):
        told = tree.child(base, "obj")
    elif lemma in _class("meeting"):
        told = next(
            (
                k
                for k in tree.children(base, "obl", "nmod", "obj")
                if tree.is_(k, "obj")
                or {tree.tokens[c].lemma.lower() for c in tree.children(k, "case")} & {"to", "with"}
            ),
            None,
        )
    else:
        return []
    mine = draft.source is None or tree.subject(base) in (None, draft.source.head)
    if told is None or not mine or told > draft.verb or tree.tokens[told].upos not in ("PROPN", "NOUN", "PRON"):
        return []
    return [who.noun_phrase(tree, told)]


#: What a demand says of those it is made to: "Moscow must leave", "Quito should apologise".
_DEONTIC = frozenset({"must", "should", "ought", "shall", "better", "need"})
_NOBODY = frozenset(
    {"it", "there", "this", "that", "these", "those", "what", "who", "which", "i", "we", "one", "nobody"}
)


def asked(scene: Scene, piece: Piece) -> Span | None:
    """Whom a demand asks by its own words: a vocative, the subject of what is to be done, "an apology from ..."."""
    tree = scene.trees[piece.sent]
    head = piece.part.head
    mine = set(piece.part.tokens)
    called = tree.child(head, "vocative")
    if called is not None and called in mine:
        return who.noun_phrase(tree, called)
    token = tree.tokens[head]
    if token.upos in ("NOUN", "PROPN"):
        for k in tree.children(head, "nmod"):
            if any(tree.tokens[c].lemma.lower() == "from" for c in tree.children(k, "case")):
                return who.noun_phrase(tree, k)
    subject = tree.child(head, "nsubj")
    if subject is None or tree.child(head, "nsubj:pass", "aux:pass") is not None or subject not in mine:
        return None
    if tree.tokens[subject].form.lower() in _NOBODY:
        return None
    bare = token.xpos == "VB" and tree.child(head, "aux") is None
    if not bare and not _DEONTIC.intersection(tree.modals(head)):
        return None
    return who.noun_phrase(tree, subject)
