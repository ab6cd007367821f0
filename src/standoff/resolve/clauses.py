"""How a word stands to another in the tree, in short strings: the path between them, what fills a role, which cases.

The features of ``answers`` are made of these.
"""

from __future__ import annotations

from standoff.grammar import Tree

#: Steps in the tree that a path tells apart.
STEPS = 5


def shape(tree: Tree, i: int) -> str:
    """What sort of word the trigger is: n, a noun; v, a finite verb; VBN or VBG; with its relation when it modifies."""
    token = tree.tokens[i]
    if token.upos not in {"VERB", "AUX"}:
        return "n"
    form = token.xpos if token.xpos in {"VBN", "VBG"} else "v"
    return f"{form}p" if tree.is_passive(i) else form


def filler(tree: Tree, i: int, role: str) -> str:
    """The lemma of the word that fills the role by its place in the clause, "-" without one."""
    passive = tree.is_passive(i)
    found: int | None
    if role == "actor":
        found = tree.agent(i) if passive or tree.tokens[i].upos == "NOUN" else tree.subject(i)
        found = found if found is not None else tree.child(i, "nmod:poss")
    else:
        found = tree.subject(i) if passive else tree.child(i, "obj")
        if found is None:
            found = next((k for k in tree.children(i, "nmod") if "of" in _forms(tree, k)), None)
    return tree.tokens[found].lemma.lower() if found is not None and found != i else "-"


def _forms(tree: Tree, i: int) -> tuple[str, ...]:
    return tuple(tree.tokens[c].form.lower() for c in tree.children(i, "case"))


def cases(tree: Tree, i: int) -> tuple[str, ...]:
    """The prepositions of a word's own phrases."""
    return tuple(dict.fromkeys(form for k in tree.children(i, "obl", "nmod") for form in _forms(tree, k)))


def path(tree: Tree, start: int, end: int) -> str:
    """The relations from one word up to the common ancestor and down to the other: ``^obj/nsubj``; with its case word
    at the end."""
    if start == end:
        return "self"
    up = [start, *tree.ancestors(start)]
    down = [end, *tree.ancestors(end)]
    above = {node: n for n, node in enumerate(up)}
    meet = next((n for n, node in enumerate(down) if node in above), None)
    if meet is None:
        return "apart"
    climb = [f"^{_relation(tree, node)}" for node in up[: above[down[meet]]]]
    fall = [f"/{_relation(tree, node)}" for node in reversed(down[:meet])]
    if len(climb) + len(fall) > STEPS:
        return "long" + "".join(climb[:1]) + "".join(fall[-1:])
    cases = tree.children(end, "case")
    case = f":{tree.tokens[cases[-1]].form.lower()}" if cases and fall and fall[-1] in {"/obl", "/nmod"} else ""
    return "".join((*climb, *fall)) + case


def _relation(tree: Tree, i: int) -> str:
    name, _, kind = tree.tokens[i].deprel.partition(":")
    return f"{name}:{kind}" if kind in {"pass", "poss", "relcl", "agent"} else name
