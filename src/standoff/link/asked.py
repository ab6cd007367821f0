"""What is only asked for, and puts nothing forward that could be true or false, though no statement says so.

"I urge both sides to step back" asks, whatever verb a headline or a reporter tells it by; and what a list of demands or
guarantees is to bring about ("a guarantee that no base will be built") has neither happened nor been denied.
"""

from __future__ import annotations

from standoff.grammar import Tree, Trees
from standoff.model import Span

#: Nouns whose clause tells what shall be.
_WANTED = frozenset(
    "appeal assurance call condition demand guarantee offer pledge plea promise proposal request ultimatum".split()
)
#: Verbs whose very saying is the asking, with a first person as subject.
_ASKING = frozenset("appeal ask beg call demand implore insist plead request urge".split())
_FIRST = frozenset({"i", "we"})


def asks(trees: Trees, part: Span) -> bool:
    """Whether words are a request of the speaker's own: a first person and a verb whose saying is the asking."""
    tree = trees.at(part.start)
    head = tree.head_of(part) if tree else None
    if tree is None or head is None:
        return False
    # a cue that was read into the content ("I urge ...", said) hangs above what is said
    within = set(tree.at(part))
    heads = [head, *(k for k in tree.children(head, "ccomp", "parataxis") if k in within)]
    return any(_performs(tree, i) for i in heads)


def _performs(tree: Tree, i: int) -> bool:
    subject = tree.child(i, "nsubj")
    if subject is None or tree.tokens[subject].lemma.casefold() not in _FIRST or tree.is_negated(i):
        return False
    return tree.tokens[i].lemma.casefold() in _ASKING and tree.tokens[i].xpos in {"VBP", "VB"}


def is_wanted(trees: Trees, at: Span) -> bool:
    """Whether a deed is told as what a demand, a guarantee or an offer is to bring about."""
    tree = trees.at(at.start)
    head = tree.head_of(at) if tree else None
    if tree is None or head is None:
        return False
    for i in (head, *tree.ancestors(head)):
        over = tree.tokens[i].head
        if over >= 0 and tree.is_(i, "acl", "ccomp") and tree.tokens[i].deprel != "acl:relcl":
            noun = tree.tokens[over]
            if noun.upos == "NOUN" and noun.lemma.casefold() in _WANTED:
                return True
    return False
