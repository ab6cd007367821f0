"""Names mended: pieces joined by the tree, titles left out, peoples, doubts."""

import pytest

from standoff.analyse.heads import Chunk
from standoff.analyse.names import SURE, mend
from standoff.analyse.roles import Tree


def names(text: str, arcs: dict[str, tuple[str, str]], *found: tuple[str, str, float]) -> list[tuple[str, str]]:
    """Mends marked names of a text; ``arcs`` gives head and relation of some words, the others hang nowhere."""
    forms = text.split()
    heads = [forms.index(arcs[form][0]) if form in arcs else -1 for form in forms]
    tree = Tree(heads, [arcs[form][1] if form in arcs else "root" for form in forms])
    chunks = []
    for name, label, score in found:
        words = name.split()
        chunks.append(Chunk(forms.index(words[0]), forms.index(words[-1]) + 1, label, score))
    return [(" ".join(forms[c.start : c.end]), c.label) for c in mend(chunks, forms, tree)]


@pytest.mark.parametrize(
    ("text", "arcs", "found", "wanted"),
    [
        # the tree ties the two words
        ("New York waits", {"New": ("York", "amod")}, [("New", "LOC"), ("York", "LOC")], [("New York", "LOC")]),
        ("Al - Shabaab fled", {"Al": ("Shabaab", "compound")}, [("Al", "ORG"), ("Shabaab", "ORG")],
         [("Al - Shabaab", "ORG")]),
        # two names side by side are two
        ("in Ghent Belgium protested", {"Ghent": ("protested", "obl")}, [("Ghent", "LOC"), ("Belgium", "LOC")],
         [("Ghent", "LOC"), ("Belgium", "LOC")]),
        ("Mrs. Lind spoke", {}, [("Mrs. Lind", "PER")], [("Lind", "PER")]),
        # a lone title is what the network says it is
        ("Prince sang", {}, [("Prince", "PER")], [("Prince", "PER")]),
        ("the Egyptians voted", {}, [("Egyptians", "ORG")], [("Egyptians", "NORP")]),
        # lists know bodies and states; a person may be named after either
        ("Xinhua wrote to North Korea", {}, [("Xinhua", "PER"), ("North Korea", "ORG")],
         [("Xinhua", "ORG"), ("North Korea", "LOC")]),
        ("troops of al - Shabaab", {}, [("al - Shabaab", "LOC")], [("al - Shabaab", "ORG")]),
        ("Chad laughed", {}, [("Chad", "PER")], [("Chad", "PER")]),
        # a place and its state are two, a part of a state and a state of two words are one
        ("in Ghent , Belgium today", {}, [("Ghent , Belgium", "LOC")], [("Ghent", "LOC"), ("Belgium", "LOC")]),
        ("to san rafael california then", {}, [("san rafael california", "LOC")],
         [("san rafael", "LOC"), ("california", "LOC")]),
        ("from northern Iraq to South Sudan", {}, [("northern Iraq", "LOC"), ("South Sudan", "LOC")],
         [("northern Iraq", "LOC"), ("South Sudan", "LOC")]),
        ("mail orvik@tarn.example today", {}, [("orvik@tarn.example", "PER")], []),
    ],
)  # fmt: skip
def test_mended(
    text: str, arcs: dict[str, tuple[str, str]], found: list[tuple[str, str]], wanted: list[tuple[str, str]]
) -> None:
    """The words of each name, and what it names."""
    assert names(text, arcs, *((name, label, 0.9) for name, label in found)) == wanted


def test_doubtful_bodies_and_persons_are_dropped_places_stay() -> None:
    """Below the threshold the network's persons and bodies are wrong more often than right; its places are not."""
    low = SURE - 0.1
    found = names("Orvik left Tarn for Efax", {}, ("Orvik", "PER", low), ("Tarn", "LOC", low), ("Efax", "ORG", low))
    assert found == [("Tarn", "LOC")]


def test_a_doubtful_name_that_a_list_knows_stays() -> None:
    """Lists say that it is a name and of what kind."""
    assert names("against the EU and Efax", {}, ("EU", "ORG", 0.4), ("Efax", "ORG", 0.4)) == [("EU", "ORG")]
