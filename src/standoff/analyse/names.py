"""Names as the network marks them, mended: pieces of one name joined, titles left out, peoples told from bodies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from standoff.analyse.heads import Chunk
from standoff.analyse.roles import Tree
from standoff.data import table

#: A person or body less sure than this is none (chosen on one half of UNER's EWT dev, where it takes nothing from
#: places to ask it of them).
SURE = 0.6
_DOUBTED = frozenset(("PER", "ORG"))
#: Words before a person's name that tell a post or a rank, not a part of the name.
TITLES = frozenset(
    "president minister premier prime pm chancellor king queen prince princess sheikh pope senator sen. rep. "
    "congressman governor gov. mayor ambassador judge justice mr. mr mrs. mrs ms. ms dr. dr drs. drs doctor prof. prof "
    "professor general gen. colonel col. lt. lieutenant major maj. captain capt. sgt. sergeant admiral adm. marshal "
    "secretary deputy vice foreign former chairman chief director spokesman spokeswoman sir lord lady saint".split()
)
#: Relations that tie the words of one name.
_WITHIN = frozenset(("compound", "flat", "amod", "nmod:desc", "goeswith"))
_DASHES = frozenset(("-", "–"))


def mend(found: Sequence[Chunk], forms: Sequence[str], tree: Tree) -> list[Chunk]:
    """The names of a window: two of a kind side by side are one when the tree ties them ("New" "York", "Al" - "Qaeda");
    a person's titles go; a demonym called a body is a people; what is not sure is dropped."""
    joined: list[Chunk] = []
    for chunk in found:
        last = joined[-1] if joined else None
        if last and last.label == chunk.label and _tied(last, chunk, forms, tree):
            joined[-1] = Chunk(last.start, chunk.end, chunk.label, min(last.score, chunk.score))
        else:
            joined.append(chunk)
    out = []
    for chunk in joined:
        start, label = chunk.start, chunk.label
        if label == "PER":
            while start < chunk.end - 1 and forms[start].lower() in TITLES:
                start += 1
        elif label == "ORG" and chunk.end - start == 1 and forms[start].lower() in _demonyms():
            label = "NORP"
        if chunk.score >= SURE or label not in _DOUBTED:
            out.append(Chunk(start, chunk.end, label, chunk.score))
    return out


def _tied(left: Chunk, right: Chunk, forms: Sequence[str], tree: Tree) -> bool:
    if any(form not in _DASHES for form in forms[left.end : right.start]) or right.start - left.end > 1:
        return False
    return any(
        tree.relations[word] in _WITHIN and there.start <= tree.heads[word] < there.end
        for here, there in ((left, right), (right, left))
        for word in range(here.start, here.end)
    )


@cache
def _demonyms() -> frozenset[str]:
    """Adjectives and peoples of every state, one and many, in small letters."""
    plain = {name.lower() for row in table("states.csv") for name in row["demonyms"].split("|") if name}
    return frozenset(plain | {f"{name}s" for name in plain})
