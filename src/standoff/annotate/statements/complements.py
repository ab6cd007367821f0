"""Frames whose content is a clause or an infinitive: what is said, asked, promised."""

from __future__ import annotations

from standoff.annotate.statements.cues import CueRow, VerbCue
from standoff.annotate.statements.parts import Content, Part, clause_parts, clause_tokens, oblique, phrase, to_marked
from standoff.grammar import Tree

_WH = frozenset(["whether", "if", "why", "how", "when", "where", "what", "who", "whom", "whose", "which"])


def addressee(tree: Tree, verb: int) -> int | None:
    """Whom a verb of saying is said to: its object beside a clause, or a to-phrase."""
    for k in tree.children(verb, "iobj", "obj"):
        if k > verb and tree.tokens[k].upos in ("PROPN", "NOUN", "PRON", "ADJ", "NUM"):
            return k
    for k in tree.children(verb, "obl", "nmod"):
        if tree.tokens[k].upos in ("PROPN", "NOUN", "PRON") and any(
            tree.tokens[c].lemma == "to" for c in tree.children(k, "case")
        ):
            return k
    return None


def say(tree: Tree, cue: VerbCue, row: CueRow, last: int) -> Content | None:
    verb = cue.verb
    tokens = tree.tokens
    clauses = [
        k
        for k in tree.children(verb, "ccomp", "csubj:pass")
        if not _is_wh(tree, k) and _clausal(tree, k) and not _beyond(tree, verb, k)
    ]
    # "demanded that Quito withdraw", "suggested both sides meet": a subjunctive that the tree takes for an infinitive
    clauses += [k for k in tree.children(verb, "xcomp") if not clauses and (_that(tree, k) or _meant(tree, cue, k))]
    later = [k for k in clauses if k > verb]
    if later:
        clauses = later
    if clauses:
        head = clauses[0]
        parts = [part for k in clauses for part in clause_parts(tree, k)]
        if head > verb and parts:
            parts[0] = _with_subject(tree, cue, parts[0])
        # a complement that is an infinitive is an order ("told them to go"), not a report
        return Content(row, tuple(parts), last, addressee=addressee(tree, verb), postposed=head < verb)
    # "talks, he said, had failed" and "talks had failed, he said": the cue is a parenthesis of what is said
    token = tokens[verb]
    top = token.head
    if (
        top >= 0
        and token.deprel in ("parataxis", "discourse")
        and _finite(tree, verb)
        and tree.child(verb, "nsubj") is not None
    ) and (top < verb or min(tree.subtree(top)) < min(tree.subtree(verb))):
        return _around(tree, row, last, top, verb)
    # "as the minister put it", "as he said"
    if (
        top >= 0
        and token.deprel.startswith("advcl")
        and _as(tree, verb)
        and tree.child(verb, "nsubj", "obj") is not None
    ):
        return _around(tree, row, last, top, verb)
    # "he said: the talks had failed": what follows a colon, or a quoted clause that the tree hangs on loosely
    for k in tree.children(verb, "parataxis"):
        if k > verb and _colon_between(tree, verb, k):
            return Content(row, clause_parts(tree, k), last, addressee=addressee(tree, verb))
    # "said it ready", "talks: 'dead'": a complement without a verb of its own
    for k in tree.children(verb, "xcomp"):
        if k > verb and tokens[k].xpos not in ("VB", "VBG") and tree.child(k, "nsubj") is not None:
            return Content(row, clause_parts(tree, k), last, addressee=addressee(tree, verb))
    return None


def _clausal(tree: Tree, k: int) -> bool:
    """Whether ``k`` heads a clause: a verb, or something with a subject, copula or complementizer."""
    if tree.child(k, "nsubj", "cop", "mark", "aux", "expl", "csubj") is not None:
        return True
    return tree.tokens[k].upos in ("VERB", "AUX") and tree.tokens[k].xpos not in ("VBN", "VBG", "VB")


def _beyond(tree: Tree, verb: int, k: int) -> bool:
    """Whether a semicolon parts a clause from the verb before it or behind it: "vowed to sue; the agency said it had
    paid", "foes plan a march; the minister warns of blood".
    """
    words = [m for m in tree.subtree(k) if tree.tokens[m].upos != "PUNCT"] or [k]
    between = range(verb + 1, min(words)) if k > verb else range(max(m for m in words if m < verb) + 1, verb)
    return any(tree.tokens[m].form == ";" and tree.tokens[m + 1].form.lower() != "so" for m in between)


_PUTS = frozenset({"suggest", "propose", "recommend", "demand", "insist", "request", "urge"})


def _meant(tree: Tree, cue: VerbCue, k: int) -> bool:
    """Whether a bare verb says what others should do: "suggested both sides meet"."""
    bare = tree.tokens[k].xpos == "VB" and k > cue.verb and tree.child(k, "mark", "aux") is None
    return bare and cue.lemma in _PUTS and _lent_subject(tree, cue.verb, k) is not None


def _lent_subject(tree: Tree, verb: int, k: int) -> int | None:
    """The subject of a clause that the tree hung on the cue before it: "says such talks are useful"."""
    below = set(tree.subtree(k))
    for o in tree.children(verb, "obj", "nsubj", "dep"):
        if verb < o < k and max(m for m in tree.subtree(o) if m not in below) + 1 == min(below):
            return o
    return None


#: Verbs whose object is who they are said to.
_TO_SOMEBODY = frozenset({"tell", "inform", "assure", "remind", "notify", "warn", "ask", "advise"})


def _with_subject(tree: Tree, cue: VerbCue, part: Part) -> Part:
    """A clause with the subject that the tree hung on the cue."""
    if cue.lemma in _TO_SOMEBODY or tree.child(part.head, "nsubj", "csubj", "mark", "expl") is not None:
        return part
    lent = _lent_subject(tree, cue.verb, part.head)
    return part if lent is None else Part((*tree.subtree(lent), *part.tokens), part.head)


def _that(tree: Tree, k: int) -> bool:
    return tree.child(k, "nsubj") is not None and any(tree.tokens[m].lemma == "that" for m in tree.children(k, "mark"))


def _finite(tree: Tree, verb: int) -> bool:
    return tree.tokens[verb].xpos in ("VBD", "VBZ", "VBP") or tree.child(verb, "aux") is not None


def _as(tree: Tree, verb: int) -> bool:
    return any(tree.tokens[m].lemma == "as" for m in tree.children(verb, "mark", "advmod", "case"))


def _colon_between(tree: Tree, a: int, b: int) -> bool:
    low = min(tree.subtree(b))
    return any(
        tree.tokens[m].form in (":", "—", "–") for m in range(a + 1, max(low, a + 1) + 1) if m < len(tree.tokens)
    )


def _around(tree: Tree, row: CueRow, last: int, top: int, verb: int) -> Content | None:
    """The clause that a parenthetic cue interrupts or follows: ``top``'s clause without the cue's and without
    loose clauses.
    """
    mine = set(tree.subtree(verb))
    drop = {verb}
    for k in tree.kids[top]:
        rel = tree.tokens[k].deprel
        if rel == "parataxis" and k != verb:
            drop.add(k)  # "...; the other side said ...": a sentence of its own
        if rel == "conj" and k > verb and tree.child(k, "nsubj") is not None and verb > top and _speaks(tree, k):
            drop.add(k)
    parts = clause_parts(tree, top, frozenset(drop))
    parts = tuple(Part(tuple(t for t in p.tokens if t not in mine), p.head) for p in parts)
    parts = tuple(p for p in parts if p.tokens)
    if not parts:
        return None
    return Content(row, parts, last, addressee=addressee(tree, verb), postposed=True)


def _speaks(tree: Tree, k: int) -> bool:
    return tree.child(k, "ccomp") is not None


def _is_wh(tree: Tree, k: int) -> bool:
    first = min(tree.subtree(k))
    for m in range(first, min(first + 3, len(tree.tokens))):
        token = tree.tokens[m]
        if token.upos == "PUNCT" or token.upos == "ADP":
            continue
        return token.lemma.lower() in _WH and not (
            token.lemma.lower() == "if" and tree.child(k, "advcl") is not None and token.head != k
        )
    return False


def wh(tree: Tree, cue: VerbCue, row: CueRow, last: int) -> Content | None:
    for k in tree.children(cue.verb, "ccomp", "advcl", "obj"):
        if k > cue.verb and (tree.is_(k, "ccomp") or tree.tokens[k].upos == "VERB") and _is_wh(tree, k):
            return Content(
                row, (Part(clause_tokens(tree, k, frozenset()), k),), last, addressee=addressee(tree, cue.verb)
            )
    return None


def to(tree: Tree, cue: VerbCue, row: CueRow, last: int, passive: bool) -> Content | None:
    if passive:
        return None
    for k in tree.children(cue.verb, "xcomp", "advcl", "ccomp"):
        if k > cue.verb and to_marked(tree, k) and tree.child(k, "nsubj") is None:
            if tree.is_(k, "advcl") and tree.child(cue.verb, "obj") is not None:
                continue
            return Content(row, clause_parts(tree, k, _others(tree, k)), last, addressee=_person_object(tree, cue.verb))
    return None


def _others(tree: Tree, k: int) -> frozenset[int]:
    """Clauses with a subject of their own that the tree joined to an infinitive: "..., and its chief sailed past"."""
    return frozenset(c for c in tree.children(k, "conj", "parataxis") if tree.child(c, "nsubj") is not None)


def _person_object(tree: Tree, verb: int) -> int | None:
    return tree.child(verb, "iobj", "obj")


def ing(tree: Tree, cue: VerbCue, row: CueRow, last: int) -> Content | None:
    for k in tree.children(cue.verb, "xcomp", "ccomp", "advcl"):
        if k > cue.verb and tree.tokens[k].xpos == "VBG" and (not tree.is_(k, "advcl") or _adjacent(tree, last, k)):
            return Content(row, clause_parts(tree, k), last)
    return None


def _adjacent(tree: Tree, last: int, k: int) -> bool:
    return min(tree.subtree(k)) <= last + 1


def obj_to(tree: Tree, cue: VerbCue, row: CueRow, last: int, passive: bool) -> Content | None:
    verb = cue.verb
    obj = tree.child(verb, "obj", "iobj")
    if passive:
        obj = tree.child(verb, "nsubj:pass", "nsubj")
    elif obj is None:
        obj = next((k for k in tree.children(verb, "nsubj") if k > verb), None)
    for k in tree.children(verb, "xcomp", "ccomp", "advcl"):
        if k < verb or not to_marked(tree, k):
            continue
        own = tree.child(k, "nsubj")
        if own is None and obj is None and not passive:
            own = _before_to(tree, verb, k)
        whom = own if own is not None else obj
        if whom is None or (
            not passive and whom < verb and tree.tokens[whom].form.lower() not in ("whom", "who", "that", "which")
        ):
            continue
        if own is None and obj is not None and tree.is_(k, "advcl") and not passive and obj > k:
            continue
        tokens = clause_tokens(tree, k, _others(tree, k) | (frozenset({own}) if own is not None else frozenset()))
        return Content(row, (Part(tokens, k),), last, addressee=whom)
    if not passive and obj is not None and obj > verb:
        # the infinitive hung on the object: "asked neighbouring Niger to help"
        for k in tree.children(obj, "acl"):
            if to_marked(tree, k) and cue.lemma not in ("seek", "want", "need", "require", "propose"):
                return Content(row, (Part(clause_tokens(tree, k, _others(tree, k)), k),), last, addressee=obj)
    return None


def _before_to(tree: Tree, verb: int, k: int) -> int | None:
    """The person asked where the tree hung it on the infinitive: "urged the North's allies, ..., to help"."""
    mark = next((m for m in tree.children(k, "mark") if tree.tokens[m].lemma == "to"), k)
    for i in tree.children(k, "obj", "iobj"):
        if verb < i < mark and all(t < mark for t in tree.subtree(i)):
            return i
    return None


def p_to(tree: Tree, cue: VerbCue, row: CueRow, last: int, prep: str) -> Content | None:
    verb = cue.verb
    whom = oblique(tree, verb, prep)
    if whom is None:
        return None
    at = next((c for c in tree.children(whom, "case") if tree.tokens[c].lemma.lower() == prep), None)
    if at == last + 1:
        last = at
    for base in (verb, whom):
        for k in tree.children(base, "xcomp", "advcl", "ccomp", "acl"):
            if k > whom and to_marked(tree, k):
                return Content(row, (Part(clause_tokens(tree, k, _others(tree, k)), k),), last, addressee=whom)
    # "appealed to Moscow for calm"
    for base in (verb, whom):
        thing = oblique(tree, base, "for")
        if thing is not None and thing > whom:
            return Content(row, (phrase(tree, thing),), last, addressee=whom)
    return None
