"""Who speaks: the noun phrase behind a cue, as the codebook draws it (title and apposition in, relative clauses
out).
"""

from __future__ import annotations

from msgspec import Struct

from standoff.annotate.statements.days import DAYS
from standoff.grammar import Tree
from standoff.model import Span

RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
#: Subjects that speak for nobody.
EXPLETIVES = frozenset({"it", "there"})


class Source(Struct, frozen=True):
    """The words that name who speaks, and their head token. ``via`` marks a mere relay named in the same breath."""

    span: Span
    head: int


def at(tree: Tree, head: int) -> Source:
    """The noun phrase headed by ``head``; a relative pronoun gives the noun it stands for."""
    token = tree.tokens[head]
    if token.form.lower() in RELATIVES:
        clause = next((a for a in tree.ancestors(head) if tree.tokens[a].deprel.startswith("acl")), None)
        if clause is not None and tree.tokens[clause].head >= 0:
            return at(tree, tree.tokens[clause].head)
    return Source(noun_phrase(tree, head), head)


def noun_phrase(tree: Tree, head: int) -> Span:
    """``Tree.noun_phrase`` without a leading preposition, trailing clause, bracketed or dated tail."""
    span = tree.noun_phrase(head)
    inside = tree.at(span)
    # "... in a statement", "... on Monday" hung on the name by mistake: cut before a time or an "in a statement" phrase
    for k in tree.kids[head]:
        token = tree.tokens[k]
        if k > head and token.deprel.startswith(("nmod", "obl")) and token.lemma.lower() in _NOT_OF_A_NAME:
            left = min(tree.subtree(k))
            if left - 1 > head and tree.tokens[left - 1].upos == "PUNCT":
                left -= 1
            kept = [m for m in inside if m < left]
            cut = tree.span(kept) if kept and head in kept else None
            if cut is not None:
                span, inside = cut, kept
    return span


_NOT_OF_A_NAME = DAYS | {
    "statement",
    "interview",
    "tomorrow",
    "letter",
    "speech",
    "tweet",
    "post",
    "message",
    "televised",
    "address",
    "briefing",
    "conference",
    "broadcast",
    "communique",
    "communiqué",
}


def subject(tree: Tree, verb: int) -> int | None:
    """The token that is the speaker of ``verb``: subject, shared subject, or the noun its participle hangs on."""
    seen: set[int] = set()
    i = verb
    while i not in seen:
        seen.add(i)
        own = tree.child(i, "nsubj")
        if own is not None:
            ahead = _subject_before(tree, i) if i == verb and own > verb else None
            return ahead if ahead is not None else own
        token = tree.tokens[i]
        if token.head < 0:
            return None
        rel = token.deprel.split(":")[0]
        if i == verb and _new_subject(tree, verb):
            near = _before(tree, verb)
            if near is not None:
                return near
        if i == verb and token.xpos in ("VBD", "VBZ", "VBP"):
            torn = _torn(tree, verb)
            if torn is not None:
                return torn
        if rel == "acl" and token.xpos == "VBG" and i > 0 and tree.tokens[i - 1].form == ",":
            # "announced the charges, accusing them of ...": the participle goes on about the subject, not the object
            i = next((a for a in tree.ancestors(i) if tree.child(a, "nsubj") is not None), token.head)
            if tree.tokens[i].upos in ("NOUN", "PROPN") and tree.child(i, "nsubj") is None:
                return i
            continue
        if rel == "acl":
            if token.deprel == "acl:relcl" or token.xpos in ("VBG", "VBN", "VB") or tree.child(i, "mark") is not None:
                return token.head
            return None
        if rel in ("conj", "xcomp", "advcl", "parataxis", "ccomp", "csubj"):
            if rel == "xcomp":
                obj = tree.child(token.head, "obj", "iobj")
                if obj is not None and tree.tokens[token.head].lemma not in ("promise", "threaten", "have", "use"):
                    return obj
            if rel == "advcl" and any(tree.tokens[m].lemma == "with" for m in tree.children(i, "mark", "case")):
                return None
            if rel in ("ccomp", "parataxis") and token.xpos not in ("VBG", "VBN") and not _goes_on(tree, i):
                return None
            i = token.head
            continue
        return None
    return None


def _subject_before(tree: Tree, verb: int) -> int | None:
    """A subject of another verb right before this one, whose own the tree sought behind it: "Kowal on Tuesday cautioned
    Quito, saying ..."."""
    k = _back(tree, verb)
    while k >= 0 and tree.is_(k, "flat", "compound", "appos") and 0 <= tree.tokens[k].head < verb:
        k = tree.tokens[k].head
    return k if k >= 0 and tree.tokens[k].deprel == "nsubj" and tree.tokens[k].head > verb else None


def _torn(tree: Tree, verb: int) -> int | None:
    """The subject that the tree hung on a verb before the semicolon or the ", and": "...; its chief, Ada Kowal, warned
    that"."""
    stop = next((k for k in range(verb - 1, max(-1, verb - 40), -1) if _breaks(tree, k)), None)
    if stop is None:
        return None
    for k in range(stop + 1, verb):
        token = tree.tokens[k]
        if token.deprel == "nsubj" and 0 <= token.head < stop and token.upos in ("PROPN", "NOUN", "PRON"):
            return k
    return None


def _breaks(tree: Tree, k: int) -> bool:
    """Whether a new main clause may begin after a word."""
    token = tree.tokens[k]
    return token.form == ";" or (token.upos == "CCONJ" and k > 0 and tree.tokens[k - 1].form == ",")


def _goes_on(tree: Tree, verb: int) -> bool:
    """Whether a clause that the tree took for content goes on about the subject before: "told them to stay and
    demanded", "they condemn ...; call for"."""
    k = verb - 1
    while k > 0 and (tree.tokens[k].upos in ("ADV", "AUX") or (tree.tokens[k].upos == "CCONJ" and k == verb - 1)):
        k -= 1
    joined = tree.tokens[verb - 1].upos == "CCONJ" or tree.tokens[k].upos == "CCONJ"
    return verb > 0 and tree.tokens[verb].head < verb and (joined or tree.tokens[k].form == ";")


def speaker(tree: Tree, verb: int, *, passive: bool) -> Source | None:
    """Who speaks with ``verb``; for a passive the by-phrase, or None when nobody is named."""
    if passive:
        agent = tree.agent(verb)
        return at(tree, agent) if agent is not None else None
    i = subject(tree, verb)
    if i is None:
        i = _before(tree, verb)
    if i is None:
        i = _ahead_of(tree, verb)
    if i is None:
        i = inverted(tree, verb)
    if i is None:
        return None
    token = tree.tokens[i]
    if token.lemma.lower() in EXPLETIVES and token.deprel == "expl":
        return None
    # "said one of them": the subject; a clause as subject is nobody
    if token.upos in ("VERB", "ADJ", "ADV", "NUM") and token.deprel.startswith("csubj"):
        return None
    return _titled(tree, verb, i) or at(tree, i)


def _titled(tree: Tree, verb: int, i: int) -> Source | None:
    """A title and the name after it that the tree made two subjects: "Security adviser" and "Ada Kowal"."""
    both = [k for k in tree.children(verb, "nsubj") if k < verb]
    if i not in both or len(both) != 2:
        return None
    title, name = noun_phrase(tree, both[0]), noun_phrase(tree, both[1])
    beside = tree.at(title)[-1] + 1 == tree.at(name)[0]
    proper = tree.tokens[both[1]].upos == "PROPN" and tree.tokens[both[0]].upos in ("NOUN", "PROPN")
    return Source(Span(title.start, name.end), both[1]) if beside and proper else None


def _ahead_of(tree: Tree, verb: int) -> int | None:
    """A subject before a finite verb which the tree gave to the clause after: "Kowal, the envoy, says talks failed"."""
    if tree.tokens[verb].xpos not in ("VBD", "VBZ", "VBP"):
        return None
    for k in tree.children(verb, "ccomp"):
        for i in tree.children(k, "nsubj"):
            if i < verb < k:
                return i
    return None


def inverted(tree: Tree, verb: int) -> int | None:
    """A subject that the tree took for something else, right after the verb: "..., said the minister"."""
    for k in tree.kids[verb]:
        token = tree.tokens[k]
        beside = k == verb + 1 or (k > verb and all(tree.tokens[m].head == k for m in range(verb + 1, k)))
        loose = token.deprel in ("obj", "dep", "parataxis", "appos", "obl:unmarked", "nmod")
        if beside and loose and token.upos in ("PROPN", "PRON"):
            return k
    return None


def _new_subject(tree: Tree, verb: int) -> bool:
    """Whether a finite verb has a name of its own right before it ("...; police there asked"), though the tree
    shares another's.
    """
    token = tree.tokens[verb]
    if token.xpos not in ("VBD", "VBZ", "VBP") or token.deprel.split(":")[0] not in (
        "conj",
        "parataxis",
        "ccomp",
        "advcl",
    ):
        return False
    k = _back(tree, verb)
    return (
        k >= 0
        and tree.tokens[k].upos in ("NOUN", "PROPN", "PRON")
        and tree.tokens[k].xpos not in ("WDT", "WP")
        and tree.tokens[k].deprel != "obl:unmarked"
    )


def _back(tree: Tree, verb: int) -> int:
    """The last word before a verb, its helpers and the day of it left out: "Kowal on Friday also threatened"."""
    k = verb - 1
    while k >= 0:
        token = tree.tokens[k]
        if token.lemma.lower() in DAYS and token.upos in ("NOUN", "PROPN"):
            k -= 1
            while k >= 0 and tree.tokens[k].upos in ("ADP", "DET", "ADJ"):
                k -= 1
        elif token.upos in ("AUX", "ADV", "PART"):
            k -= 1
        else:
            break
    return k


def _before(tree: Tree, verb: int) -> int | None:
    """A noun phrase right before a finite verb that the tree left without a subject."""
    if tree.tokens[verb].xpos in ("VBG", "VB", "TO") and tree.child(verb, "aux") is None:
        return None
    k = _back(tree, verb)
    if k < 0 or tree.tokens[k].upos not in ("NOUN", "PROPN", "PRON"):
        return None
    top = k
    while True:
        head = tree.tokens[top].head
        if (
            0 <= head < verb
            and tree.tokens[head].upos in ("NOUN", "PROPN", "PRON")
            and not any(
                tree.tokens[m].form in (";", ".") or tree.tokens[m].xpos in ("VBD", "VBZ", "VBP", "MD")
                for m in range(min(head, top), max(head, top))
            )
        ):
            top = head
            continue
        return top


def is_passive(tree: Tree, verb: int) -> bool:
    """Passive by auxiliary, or a bare participle on a noun ("accused of ...")."""
    if tree.child(verb, "aux:pass", "nsubj:pass") is not None:
        return True
    token = tree.tokens[verb]
    if token.deprel == "acl" and token.xpos == "VBN":
        return True
    if token.deprel == "conj" and token.xpos == "VBN" and tree.child(verb, "nsubj", "aux") is None:
        return is_passive(tree, token.head)
    gov = token.head
    return token.deprel == "xcomp" and token.xpos == "VBN" and tree.tokens[gov].lemma == "be"
