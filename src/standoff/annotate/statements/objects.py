"""Frames whose content is a noun phrase: what is condemned, called, blamed, asked for."""

from __future__ import annotations

from standoff.annotate.statements.cues import CueRow, VerbCue
from standoff.annotate.statements.parts import (
    Content,
    Part,
    clause_tokens,
    objects,
    oblique,
    phrase,
    strip,
    to_marked,
)
from standoff.grammar import Tree


def obj(tree: Tree, cue: VerbCue, row: CueRow, last: int, passive: bool) -> Content | None:
    verb = cue.verb
    obj = objects(tree, verb, passive)
    if obj is None:
        token = tree.tokens[verb]
        # "the drills it condemned", "the rupture they had clamoured for": the noun that the relative clause hangs on
        if token.deprel == "acl:relcl" and not passive and tree.child(verb, "nsubj") is not None and token.head >= 0:
            return Content(row, (phrase(tree, token.head, drop=frozenset({verb})),), last)
        if token.deprel == "acl" and token.xpos == "VBN" and token.head >= 0:
            return Content(row, (phrase(tree, token.head, drop=frozenset({verb})),), last)
        return None
    form = tree.tokens[obj].form.lower()
    if form in ("which", "that", "whom") and tree.tokens[verb].deprel == "acl:relcl":
        head = tree.tokens[verb].head
        return Content(row, (phrase(tree, head, drop=frozenset({verb})),), last)
    if tree.tokens[obj].upos == "PRON" and form in ("himself", "itself", "themselves", "herself", "each", "one"):
        return None
    part = phrase(tree, obj)
    # "condemned the strike in the strongest terms": what follows the object and hangs on the verb belongs when it
    # is quoted or "as ..."
    extra = [k for k in tree.kids[verb] if k > obj and (is_as_phrase(tree, k) or _quoted(tree, k))]
    tokens = set(part.tokens)
    for k in extra:
        tokens.update(tree.subtree(k))
    return Content(row, (Part(tuple(sorted(tokens)), obj),), last)


def _quoted(tree: Tree, k: int) -> bool:
    first = min(tree.subtree(k))
    marks = {tree.tokens[m].form for m in (first - 1, first) if m >= 0}
    return tree.is_(k, "obl") and bool(marks & {'"', "“", "‘", "«"})


def is_as_phrase(tree: Tree, k: int) -> bool:
    return tree.is_(k, "obl", "advcl", "xcomp", "nmod") and any(
        tree.tokens[c].lemma.lower() == "as" for c in tree.children(k, "case", "mark")
    )


def obj_as(tree: Tree, cue: VerbCue, row: CueRow, last: int, passive: bool) -> Content | None:
    verb = cue.verb
    obj = objects(tree, verb, passive)
    bases = [verb] if obj is None else [verb, obj]
    for base in bases:
        for k in tree.kids[base]:
            if k > verb and is_as_phrase(tree, k):
                tokens = set(tree.subtree(k))
                tokens.discard(verb)
                if obj is not None and (obj > verb or tree.tokens[obj].upos != "PRON"):
                    tokens.update(phrase(tree, obj).tokens)
                head = k
                marks = [c for c in tree.children(k, "case", "mark") if tree.tokens[c].lemma.lower() == "as"]
                if obj is None and marks and marks[0] == last + 1:
                    # "what it described as sinister"
                    tokens.discard(marks[0])
                    last = marks[0]
                return Content(row, (Part(strip(tree, tokens), head),), last, target=obj)
    return None


def obj_pred(tree: Tree, cue: VerbCue, row: CueRow, last: int) -> Content | None:
    verb = cue.verb
    obj = tree.child(verb, "obj")
    for k in tree.children(verb, "xcomp", "ccomp"):
        if k < verb or to_marked(tree, k) or tree.tokens[k].xpos in ("VB",):
            continue
        if tree.tokens[k].upos == "VERB" and tree.tokens[k].xpos in ("VBD", "VBZ", "VBP"):
            continue
        if any(tree.tokens[c].lemma == "for" for c in tree.children(k, "case")):
            continue  # "called for dialogue": no name, whatever the tree calls it
        tokens = set(phrase(tree, k).tokens)
        if obj is not None and obj > verb:
            tokens.update(phrase(tree, obj).tokens)
        whom = obj
        if whom is None and tree.tokens[verb].deprel == "acl:relcl":
            whom = tree.tokens[verb].head
        return Content(row, (Part(strip(tree, tokens), k),), last, target=whom)
    both = [k for k in tree.children(verb, "obj", "iobj") if k > verb]
    if len(both) == 2 and tree.tokens[both[1]].upos in ("NOUN", "ADJ", "PROPN"):
        # "calls them an occupying force": two objects for an object and what it is called
        tokens = {t for k in both for t in phrase(tree, k).tokens}
        return Content(row, (Part(strip(tree, tokens), both[1]),), last, target=both[0])
    if (
        obj is not None
        and tree.tokens[verb].deprel
        in ("ccomp", "advcl", "csubj", "acl:relcl", "advcl:relcl", "nmod", "obl", "obj", "acl")
        and obj > verb
    ):
        # "what it called aggression": the tree may take the name for an object
        first = min(tree.subtree(verb))
        if first > 0 and "what" in (tree.tokens[first].form.lower(), tree.tokens[first - 1].form.lower()):
            return Content(row, (phrase(tree, obj),), last, target=obj)
    return None


def put_at(tree: Tree, cue: VerbCue, row: CueRow, last: int, passive: bool) -> Content | None:
    obj = objects(tree, cue.verb, passive)
    if obj is None:
        return None
    for base in (cue.verb, obj):
        k = oblique(tree, base, "at")
        if k is not None and any(
            tree.tokens[m].upos == "NUM" or tree.tokens[m].lemma in _SCALE for m in tree.subtree(k)
        ):
            tokens = set(phrase(tree, obj).tokens) | set(tree.subtree(k))
            return Content(row, (Part(strip(tree, tokens), obj),), last)
    return None


_SCALE = frozenset(["dozen", "hundred", "thousand", "million", "billion", "nil", "zero", "half"])


def prepositional(tree: Tree, cue: VerbCue, row: CueRow, last: int, prep: str, passive: bool) -> Content | None:
    verb = cue.verb
    if passive:
        return None
    k = oblique(tree, verb, prep)
    if k is None:
        # stranded: "the rupture they had clamoured for"
        token = tree.tokens[verb]
        nxt = last + 1
        if (
            token.deprel == "acl:relcl"
            and nxt < len(tree.tokens)
            and tree.tokens[nxt].lemma == prep
            and tree.tokens[nxt].head in (verb, token.head)
        ):
            return Content(row, (phrase(tree, token.head, drop=frozenset({verb})),), nxt)
        return None
    at = next((c for c in tree.children(k, "case", "mark") if tree.tokens[c].lemma.lower() == prep), None)
    if at == last + 1:
        last = at
    # "called for Moscow to withdraw": the whole clause after "for"
    drop = frozenset({at}) if at is not None else frozenset()
    whom = None
    if prep == "for":
        whom = tree.child(k, "nsubj") if tree.tokens[k].upos == "VERB" else None
        to = next((x for x in tree.children(k, "acl") if to_marked(tree, x)), None)
        if whom is None and to is not None:
            whom = k
    if whom is None:
        whom = next(
            (
                o
                for o in (oblique(tree, verb, "to"), oblique(tree, verb, "with"), tree.child(verb, "obj"))
                if o is not None and o != k
            ),
            None,
        )
    return Content(row, (Part(clause_tokens(tree, k, drop), k),), last, addressee=whom)


def obj_p(tree: Tree, cue: VerbCue, row: CueRow, last: int, prep: str, passive: bool, *, whole: bool) -> Content | None:
    verb = cue.verb
    obj = objects(tree, verb, passive)
    if obj is None and tree.tokens[verb].deprel == "acl" and passive:
        obj = tree.tokens[verb].head
    if obj is None:
        return None
    for k in (oblique(tree, verb, prep), oblique(tree, obj, prep), _deeper(tree, verb, obj, prep)):
        if k is None or k < verb:
            continue
        if whole:
            tokens = set(phrase(tree, obj).tokens) | set(tree.subtree(k))
            tokens.discard(verb)
            return Content(row, (Part(strip(tree, tokens), obj),), last, target=k)
        person = row.decide in ("REQUEST",)
        return Content(row, (phrase(tree, k),), last, addressee=obj if person else None, target=None if person else obj)
    return None


_NOMINAL = frozenset({"obj", "obl", "nmod", "appos", "acl"})


def _deeper(tree: Tree, verb: int, obj: int, prep: str) -> int | None:
    """The phrase that the tree hung on a word of the object: "blamed a unit known as API for the killings"."""
    for k in tree.subtree(verb):
        at = next((c for c in tree.children(k, "case", "mark") if tree.tokens[c].lemma.lower() == prep), None)
        if k <= obj or at is None or at < obj or (prep == "of" and tree.tokens[k].xpos != "VBG"):
            continue
        above = [k, *tree.ancestors(k)]
        if verb in above and all(tree.tokens[a].deprel in _NOMINAL for a in above[: above.index(verb)]):
            return k
    return None
