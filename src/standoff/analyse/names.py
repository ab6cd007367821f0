"""Names as the network marks them, mended by the tree and by lists: pieces of one name joined, titles left out, peoples
told from bodies, states from both."""

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
#: What stands between a place and its state.
_BETWEEN = frozenset((",", "-", "–", "("))
#: Words that make a part of a state, or one that was, of its name.
_PARTS = frozenset(
    "north south east west northern southern eastern western central upper lower inner outer greater new former "
    "northeast northwest southeast southwest northeastern northwestern southeastern southwestern mainland".split()
)


def mend(found: Sequence[Chunk], forms: Sequence[str], tree: Tree) -> list[Chunk]:
    """The names of a window: two of a kind side by side are one when the tree ties them ("New" "York", "Al" - "Qaeda");
    a person's titles go; a place and the state it lies in are two; a demonym called a body is a people; a name on a
    list is what the list says; addresses, and what is not sure and on no list, are dropped."""
    joined: list[Chunk] = []
    for chunk in found:
        last = joined[-1] if joined else None
        if last and last.label == chunk.label and _tied(last, chunk, forms, tree):
            joined[-1] = Chunk(last.start, chunk.end, chunk.label, min(last.score, chunk.score))
        else:
            joined.append(chunk)
    out = []
    for chunk in joined:
        start, end, label, score = chunk.start, chunk.end, chunk.label, chunk.score
        words = forms[start:end]
        if any("@" in form for form in words):
            continue
        if label == "PER":
            while start < end - 1 and forms[start].lower() in TITLES:
                start += 1
        elif label == "LOC" and (cut := _state_after(words)):
            if place := cut - (forms[start + cut - 1] in _BETWEEN):
                out.append(Chunk(start, start + place, label, score))
            start += cut
        elif label == "ORG" and len(words) == 1 and words[0].lower() in _demonyms():
            label = "NORP"
        known = _listed().get(_spelt(forms[start:end]))
        # people are named after places, so a list of places does not speak against a person
        if known and (label, known) != ("PER", "LOC"):
            label, score = known, max(score, SURE)
        if score >= SURE or label not in _DOUBTED:
            out.append(Chunk(start, end, label, score))
    return out


def _spelt(words: Sequence[str]) -> str:
    """The words of a name as lists spell it: "al - Qaeda" is one word there."""
    return " ".join(words).replace(" - ", "-").replace(" 's", "'s")


def _state_after(words: Sequence[str]) -> int:
    """Where the name of a state begins that ends another place's ("San Rafael California", "Ghent , Belgium"); 0 where
    there is none, or where the whole is a place of its own ("South Sudan", "northern Iraq")."""
    if _listed().get(_spelt(words)) == "LOC" or words[0].lower() in _PARTS:
        return 0
    for at in range(1, len(words)):
        if " ".join(words[at:]).lower() in _states():
            return at
    return 0


def _tied(left: Chunk, right: Chunk, forms: Sequence[str], tree: Tree) -> bool:
    if any(form not in _DASHES for form in forms[left.end : right.start]) or right.start - left.end > 1:
        return False
    return any(
        tree.relations[word] in _WITHIN and there.start <= tree.heads[word] < there.end
        for here, there in ((left, right), (right, left))
        for word in range(here.start, here.end)
    )


def _cells(file: str, *columns: str) -> set[str]:
    """What stands in some columns of a table, cells with several names taken apart."""
    return {name for row in table(file) for column in columns for name in row[column].split("|") if name}


@cache
def _demonyms() -> frozenset[str]:
    """Adjectives and peoples of every state, one and many, in small letters."""
    plain = {name.lower() for name in _cells("states.csv", "demonyms")}
    return frozenset(plain | {f"{name}s" for name in plain})


@cache
def _listed() -> dict[str, str]:
    """What the tables of places and of bodies name, as written there; a name on both is a place."""
    bodies = _cells("agencies.csv", "name", "also").union(
        *(_cells(f"{file}.csv", "names") for file in ("organisations", "armed_groups", "companies", "media"))
    )
    places = _cells("states.csv", "name", "forms", "capitals") | _cells("places.csv", "name", "variants")
    places |= _cells("us_states.csv", "name")
    return dict.fromkeys(bodies, "ORG") | dict.fromkeys(places, "LOC")


@cache
def _states() -> frozenset[str]:
    """States, and those of the United States with their short forms, in small letters."""
    names = _cells("states.csv", "name", "forms") | _cells("us_states.csv", "name", "short", "code")
    return frozenset(name.lower() for name in names)
