"""What a statement does by whose side its words are on, and by what they turn down, deny or make depend."""

from __future__ import annotations

import pytest
from tests.annotate.test_statements import build

from standoff.annotate.statements import find_statements
from standoff.annotate.statements.side import speaks_for, state_in, state_of

TREES = {
    "Chilean Minister Kowal said Chile had expelled two envoys.": (
        "Chilean/chilean/ADJ/JJ/2/amod Minister/minister/NOUN/NN/4/nsubj Kowal/Kowal/PROPN/NNP/2/flat "
        "said/say/VERB/VBD/0/root Chile/Chile/PROPN/NNP/7/nsubj had/have/AUX/VBD/7/aux expelled/expel/VERB/VBN/4/ccomp "
        "two/two/NUM/CD/9/nummod envoys/envoy/NOUN/NNS/7/obj ././PUNCT/./4/punct"
    ),
    "Kowal insisted nobody paid.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj insisted/insist/VERB/VBD/0/root nobody/nobody/PRON/NN/4/nsubj "
        "paid/pay/VERB/VBD/2/ccomp ././PUNCT/./2/punct"
    ),
    "Kowal declined to comment.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj declined/decline/VERB/VBD/0/root to/to/PART/TO/4/mark "
        "comment/comment/VERB/VB/2/xcomp ././PUNCT/./2/punct"
    ),
    "Kowal said the monitors will leave if the shelling continues.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root the/the/DET/DT/4/det "
        "monitors/monitor/NOUN/NNS/6/nsubj will/will/AUX/MD/6/aux leave/leave/VERB/VB/2/ccomp if/if/SCONJ/IN/10/mark "
        "the/the/DET/DT/9/det shelling/shelling/NOUN/NN/10/nsubj continues/continue/VERB/VBZ/6/advcl "
        "././PUNCT/./2/punct"
    ),
    "Kowal said no soldier had been hurt.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root no/no/DET/DT/4/det "
        "soldier/soldier/NOUN/NN/7/nsubj:pass had/have/AUX/VBD/7/aux been/be/AUX/VBN/7/aux:pass "
        "hurt/hurt/VERB/VBN/2/ccomp ././PUNCT/./2/punct"
    ),
}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Chilean Minister Kowal said Chile had expelled two envoys.", "ANNOUNCE"),
        ("Kowal insisted nobody paid.", "DENY"),
        ("Kowal declined to comment.", "DOUBT"),
        ("Kowal said the monitors will leave if the shelling continues.", "THREATEN"),
        ("Kowal said no soldier had been hurt.", "STATE"),
    ],
)
def test_acts(text: str, act: str) -> None:
    tree = "\n".join(word.replace("/", " ") for word in TREES[text].split())
    (statement,) = find_statements(*build(text, tree))
    assert statement.act == act


def test_sides() -> None:
    assert state_of(("the", "kremlin")) == "RUS"
    assert state_of(("the", "kremlin", "wall")) is None
    assert state_in(("an", "eastern", "chilean", "port")) == "CHL"
    assert speaks_for(("canberra",)) == "AUS"
    assert speaks_for(("peru's", "defence", "minister,", "ana", "quispe,")) == "PER"
    assert speaks_for(("peruvian", "miners")) is None
