"""What a content shows about itself: the features on which act and certainty are decided.

``Facts`` are read off one proposition (a part of a content) and say nothing about acts; :mod:`.act` judges them.
"""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from standoff.annotate.statements.parts import Part
from standoff.annotate.statements.side import holder_of, state_in, state_of
from standoff.annotate.statements.words import classes, lemma, modality, performatives
from standoff.grammar import Tree
from standoff.model import Span

FIRST = frozenset({"i", "we"})
FIRST_OWN = frozenset({"my", "our", "mine", "ours"})
THIRD = frozenset({"it", "they", "he", "she"})
_OWN_OF = {"it": "its", "they": "their", "he": "his", "she": "her"}
WILL = frozenset({"will", "'ll", "’ll", "wo", "shall", "would", "'d", "’d"})
MUST = frozenset({"must", "should", "ought"})
NEGATIONS = frozenset(
    {"not", "n't", "n’t", "never", "no", "nobody", "none", "nothing", "neither", "nor", "nowhere", "without"}
)
CONDITIONS = frozenset({"if", "unless", "provided", "should", "until"})


class Facts(Struct, frozen=True):
    """Features of one proposition.

    ``self`` is True when the speaker (or the speaker's side) is the subject; ``counted`` holds the word classes met in
    the main clause, ``root_classes`` those of its head; ``tense`` is one of future, past, present, base; ``other``: the
    subject is of another state than the speaker's.
    """

    lemma: str
    upos: str
    subject: str
    self: bool
    own: bool
    proper: bool
    tense: str
    modals: frozenset[str]
    negated: bool
    negative_words: frozenset[str]
    counted: frozenset[str]
    root_classes: frozenset[str]
    lemmas: frozenset[str]
    level: str
    question: bool
    imperative: bool
    passive: bool
    wh: bool
    condition: Span | None
    performative: str | None
    pairs: frozenset[str]
    text: str
    other: bool = False


def read(
    tree: Tree,
    part: Part,
    *,
    text: str,
    source_words: frozenset[str],
    quoted: bool,
    kin: frozenset[str] = THIRD,
    side: str | None = None,
) -> Facts:
    """The facts of ``part``; ``source_words`` are the lower-cased words of the source, ``quoted`` that it is
    direct speech, ``kin`` the pronouns of :data:`THIRD` that the speaker may be meant by, ``side`` the state that the
    speaker speaks for.
    """
    head = part.head
    inside = set(part.tokens)
    verb = _going(tree, head, inside)
    root = tree.tokens[verb]
    core = _core(tree, head, inside)
    subject = next((k for k in tree.children(head, "nsubj", "csubj", "expl") if k in inside), None)
    if subject is None and root.deprel in ("xcomp", "conj") and head != part.head:
        subject = tree.subject(head)
    form = tree.tokens[subject].form.lower() if subject is not None else ""
    own = subject is not None and any(
        tree.tokens[k].form.lower() in (FIRST_OWN if quoted else FIRST_OWN | frozenset(_OWN_OF[one] for one in kin))
        for k in tree.children(subject, "nmod:poss", "det")
    )
    # "the government will ...": of one's own people in what is to come
    own = own or (
        "self" in classes().get(form, ())
        and bool({tree.tokens[k].form.lower() for k in tree.children(head, "aux")} & WILL)
    )
    mine = form in FIRST or (
        not quoted and form in kin and root.deprel != "expl" and not _expletive(tree, head, subject)
    )
    same = subject is not None and tree.tokens[subject].upos == "PROPN" and form in source_words
    same = same or (subject is not None and side is not None and _stands_for(tree, subject) == side)
    modals = frozenset(
        tree.tokens[k].form.lower()
        for k in tree.children(head, "aux")
        if k in inside and _modal(tree.tokens[k].form, before=subject is not None and k < subject)
    )
    infinitive = tree.tokens[head].xpos in ("VB", "VBG") and subject is None and part.head == head and not modals & WILL
    lemmas = frozenset(lemma(tree.tokens[k]) for k in core)
    table_ = classes()
    words = frozenset(tree.tokens[k].form.lower() for k in core)
    counted = frozenset(c for word in words for c in table_.get(word, ()))
    passive = tree.child(verb, "aux:pass", "nsubj:pass") is not None
    first, last = part.tokens[0], part.tokens[-1]
    tail = tree.tokens[last + 1].form if last + 1 < len(tree.tokens) else ""
    said = text[tree.tokens[first].span.start : tree.tokens[last].span.end]
    return Facts(
        lemma=lemma(root),
        upos=root.upos,
        subject=form,
        self=mine or same or infinitive,
        own=own,
        proper=subject is not None and tree.tokens[subject].upos == "PROPN",
        tense="future" if verb != head else _tense(tree, head, modals),
        modals=modals,
        negated=_negated(tree, head, inside),
        negative_words=words & NEGATIONS,
        counted=counted,
        root_classes=table_.get(root.form.lower(), frozenset()),
        lemmas=lemmas,
        level=_level(tree, head, core, modals, mind=subject is not None and not (mine or same or passive)),
        question=tail.startswith("?") or said.rstrip().endswith("?"),
        imperative=_imperative(tree, head, subject) and quoted,
        passive=passive,
        wh=tree.tokens[first].lemma.lower() in ("whether", "if", "why", "how", "what", "who", "where", "when")
        and not quoted,
        condition=condition(tree, head, inside),
        performative=_performative(tree, head, mine or own, modals, first=form in FIRST),
        pairs=_pairs(tree, core),
        text=said.lower(),
        other=subject is not None and side is not None and (_state_of(tree, subject) or side) != side,
    )


def _words(tree: Tree, subject: int) -> tuple[str, ...]:
    below = [tree.tokens[k] for k in sorted(tree.subtree(subject)) if tree.tokens[k].upos != "PUNCT"]
    return tuple(token.form.lower() for token in below[:6])


def _state_of(tree: Tree, subject: int) -> str | None:
    """The state that a subject names first: "Chinese ships"."""
    words = _words(tree, subject)
    return state_of(words) or state_in(words)


def _stands_for(tree: Tree, subject: int) -> str | None:
    """The state that a subject is the name of ("Moscow"), whose government or forces it is ("the Russian army"), or
    whose office holder."""
    words = _words(tree, subject)
    state = state_of(words) or (holder_of(words) if tree.tokens[subject].upos == "PROPN" else None)
    if state is None and "self" in classes().get(tree.tokens[subject].form.lower(), ()):
        state = state_in(words)
    return state


def _modal(form: str, *, before: bool) -> bool:
    """Not the "should" of "should it come", a condition whatever verb the tree hangs it on, nor the name May."""
    return not (before and form.lower() == "should") and (form != "May" or before)


def _core(tree: Tree, head: int, inside: set[int]) -> list[int]:
    """Tokens of the main clause: relative and adverbial clauses are left out."""
    out, stack = [], [head]
    while stack:
        i = stack.pop()
        out.append(i)
        for k in tree.kids[i]:
            if k in inside and not tree.tokens[k].deprel.startswith(("acl:relcl", "advcl")):
                stack.append(k)
    return sorted(out)


def _pairs(tree: Tree, core: list[int]) -> frozenset[str]:
    """Neighbouring words of the main clause, lower-cased: "has to"."""
    low = [tree.tokens[k].form.lower() for k in core]
    return frozenset(f"{a} {b}" for a, b in pairwise(low))


def _expletive(tree: Tree, head: int, subject: int | None) -> bool:
    """As in "It is time to ...", "it was clear that": a dummy subject, not the speaker."""
    if subject is None or tree.tokens[subject].form.lower() != "it":
        return False
    if tree.tokens[subject].deprel == "expl":
        return True
    clauses = tree.children(head, "csubj", "ccomp", "acl", "advcl")
    # "it is open to talks once they disarm": a clause of time stands for no subject
    clauses = [k for k in clauses if not tree.is_(k, "advcl") or _marks(tree, k) <= {"to", "that"}]
    return tree.tokens[head].upos in ("ADJ", "NOUN") and bool(clauses)


def _marks(tree: Tree, clause: int) -> set[str]:
    return {tree.tokens[m].form.lower() for m in tree.children(clause, "mark", "advmod")}


def _going(tree: Tree, head: int, inside: set[int]) -> int:
    """The verb under "is going to", which is a future and no going; else ``head`` itself."""
    if tree.tokens[head].form.lower() not in ("going", "gon") or tree.child(head, "aux") is None:
        return head
    return next((k for k in tree.children(head, "xcomp") if k in inside and "to" in _marks(tree, k)), head)


def _tense(tree: Tree, head: int, modals: frozenset[str]) -> str:
    token = tree.tokens[head]
    if modals & WILL:
        return "future"
    forms = {tree.tokens[k].form.lower() for k in tree.children(head, "aux", "cop")}
    low = [tree.tokens[k].form.lower() for k in range(max(0, head - 3), head)]
    if "going" in low or (token.xpos == "VB" and "to" in low and forms & {"is", "are", "was", "were"}):
        return "future"
    if token.xpos in ("VBD", "VBN") or forms & {"had", "has", "have", "was", "were", "did", "been"}:
        return "past"
    if token.xpos == "VB" and not forms:
        return "base"
    return "present"


def _negated(tree: Tree, head: int, inside: set[int]) -> bool:
    for k in tree.kids[head]:
        if k not in inside:
            continue
        low = tree.tokens[k].form.lower()
        if low in ("not", "n't", "n’t", "never", "neither", "nor", "nobody", "nothing", "none", "hardly"):
            return True
        if low == "no" and tree.tokens[k].deprel in ("det", "discourse"):
            return True
        if tree.tokens[k].deprel.startswith(("nsubj", "obj", "obl")) and any(
            tree.tokens[c].form.lower() in ("no", "none", "not", "neither", "nobody")
            for c in tree.children(k, "det", "advmod", "cc:preconj")
        ):
            return not tree.tokens[k].deprel.startswith("obl")
    return False


def _level(tree: Tree, head: int, core: list[int], modals: frozenset[str], *, mind: bool) -> str:
    """FactBank level of the head from its modals, adverbs and epistemic words: CT, PR, PS, or PR- and CT-. ``mind``:
    the subject is another than the speaker, whose thoughts are told as a fact.
    """
    known = modality()
    level = "CT"
    for modal in modals:
        if modal in known and known[modal][1] == "modal":
            level = "PS"
    near = {head, *tree.kids[head]}
    for k in list(near):
        near.update(c for c in tree.kids[k] if tree.tokens[c].deprel in ("advmod", "amod"))
    for k in core:
        token = tree.tokens[k]
        found = known.get(lemma(token))
        if found is None or k not in near or found[1] == "modal":
            continue
        if found[1] == "adv" and token.upos != "ADV":
            continue
        if found[1] == "weak":
            continue
        if lemma(token) in ("believe", "think", "expect", "suspect", "doubt") and (k != head or mind):
            continue
        if found[0] == "PS" and level == "CT":
            level = "PS"
        elif found[0] in ("PR", "PR-", "CT-"):
            level = found[0]
    return level


def _imperative(tree: Tree, head: int, subject: int | None) -> bool:
    token = tree.tokens[head]
    if (
        subject is not None
        or token.upos != "VERB"
        or token.xpos not in ("VB", "VBP")
        or (tree.child(head, "aux") is not None and not _do_not(tree, head))
    ):
        return False
    if tree.child(head, "nsubj", "nsubj:pass") is not None or (
        token.deprel in ("conj", "xcomp") and tree.subject(head) is not None
    ):
        return False  # quoted in part: 'the voters "have a long memory"'
    return not any(tree.tokens[m].lemma == "to" for m in tree.children(head, "mark"))


def _do_not(tree: Tree, head: int) -> bool:
    return all(tree.tokens[k].form.lower() in ("do", "please", "let") for k in tree.children(head, "aux"))


def condition(tree: Tree, head: int, inside: set[int]) -> Span | None:
    """The clause that makes ``head`` conditional: "if ...", "unless ...", "should it ...", "provided ..."."""
    for k in sorted(inside):
        # on the head, or torn from it and hung on the cue
        if not tree.is_(k, "advcl") or (tree.tokens[k].head != head and tree.tokens[k].head in inside):
            continue
        marks = {tree.tokens[m].lemma.lower() for m in tree.children(k, "mark", "advmod", "case")}
        below = [m for m in tree.subtree(k) if m in inside]
        first = tree.tokens[min(below)].form.lower() if below else ""
        if (
            marks & {"if", "unless", "provided"}
            or first in ("should", "were", "had", "unless", "if", "provided")
            or ("long" in marks and "as" in marks)
        ):
            return tree.span(below)
    return None


#: What is asked for by being wanted: "we want an apology".
_CLAIMED = frozenset("answer answers apology end explanation guarantee guarantees halt justice withdrawal".split())


def _performative(tree: Tree, head: int, mine: bool, modals: frozenset[str], *, first: bool) -> str | None:
    token = tree.tokens[head]
    if not mine or (
        modals & (WILL | {"could", "might", "may", "can", "must", "should"})
        and not ("would" in modals and lemma(token) in ("like", "ask", "urge") and (first or lemma(token) == "like"))
    ):
        return None
    word = lemma(token)
    if word == "like" and "would" in modals:
        for k in tree.children(head, "xcomp"):
            return performatives().get(lemma(tree.tokens[k]))
    if word == "want":
        # "we want peace" is a wish of one's own; "we want them out" asks
        obj = tree.child(head, "obj")
        asks = obj is not None and (
            tree.child(head, "xcomp") is not None
            or any(token.form.lower() in ("out", "back", "gone", "home") for token in tree.tokens[obj + 1 : obj + 3])
            or (tree.tokens[obj].upos == "PRON" and tree.child(head, "obl") is not None)  # "we want that in writing"
            or lemma(tree.tokens[obj]) in _CLAIMED
        )
        return "REQUEST" if asks else None
    if word in ("write", "sign"):  # "we write to urge"
        for k in tree.children(head, "xcomp", "advcl"):
            return performatives().get(lemma(tree.tokens[k]))
    if word == "call" and tree.child(head, "obl") is None:
        after = tree.tokens[head + 1].form.lower() if head + 1 < len(tree.tokens) else ""
        return "REQUEST" if after in ("on", "upon", "for") else None
    if word == "expect" and (not first or tree.child(head, "obj") is None):
        return None
    if (
        token.xpos in ("VBN", "VBD")
        and tree.child(head, "aux") is not None
        and any(tree.tokens[k].lemma == "have" for k in tree.children(head, "aux"))
        and word not in ("concern",)
    ):
        return None  # "we have asked": a deed reported
    return performatives().get(word)
