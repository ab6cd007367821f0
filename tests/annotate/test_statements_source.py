"""Who speaks and who is spoken to where the tree is wrong about it: days, quotes and clauses before the cue.

Trees are the analyser's own, one word a field: form/lemma/upos/xpos/head/relation, heads 1-based.
"""

from __future__ import annotations

import pytest
from tests.annotate.test_statements import build, mark, marked

from standoff.annotate.statements import find_statements

TREES = {
    "[source Ada Kowal] on Tuesday [cue cautioned] Quito against [content haste], saying it kills.": (
        "Ada/Ada/PROPN/NNP/10/nsubj Kowal/Kowal/PROPN/NNP/1/flat on/on/ADP/IN/4/case Tuesday/Tuesday/PROPN/NNP/5/obl "
        "cautioned/caution/VERB/VBD/0/root Quito/Quito/PROPN/NNP/5/nsubj against/against/ADP/IN/8/case "
        "haste/haste/NOUN/NN/5/obl ,/,/PUNCT/,/10/punct saying/say/VERB/VBG/5/advcl it/it/PRON/PRP/12/nsubj "
        "kills/kill/VERB/VBZ/10/ccomp ././PUNCT/./5/punct"
    ),
    "[source Kowal] on Saturday [cue threatened] [content to leave].": (
        "Kowal/Kowal/PROPN/NNP/6/nsubj on/on/ADP/IN/3/case Saturday/Saturday/PROPN/NNP/6/obl "
        "threatened/threaten/VERB/VBD/0/root to/to/PART/TO/6/mark leave/leave/VERB/VB/4/xcomp ././PUNCT/./4/punct"
    ),
    '[content He called it "rubbish"], [source envoy Ada Kowal] [cue recalled].': (
        'He/he/PRON/PRP/2/nsubj called/call/VERB/VBD/11/ccomp it/it/PRON/PRP/2/obj "/"/PUNCT/``/5/punct '
        "rubbish/rubbish/NOUN/NN/2/xcomp \"/\"/PUNCT/''/5/punct ,/,/PUNCT/,/2/punct envoy/envoy/NOUN/NN/2/nsubj "
        "Ada/Ada/PROPN/NNP/11/nsubj Kowal/Kowal/PROPN/NNP/9/flat recalled/recall/VERB/VBD/0/root ././PUNCT/./11/punct"
    ),
    "The pact runs out, and [source its minister, Ada Kowal], [cue assured] Lima that [content it holds].": (
        "The/the/DET/DT/2/det pact/pact/NOUN/NN/3/nsubj runs/run/VERB/VBZ/0/root out/out/ADP/RP/3/compound:prt "
        ",/,/PUNCT/,/12/punct and/and/CCONJ/CC/3/cc its/its/PRON/PRP$/8/nmod:poss minister/minister/NOUN/NN/3/nsubj "
        ",/,/PUNCT/,/10/punct Ada/Ada/PROPN/NNP/8/appos Kowal/Kowal/PROPN/NNP/10/flat ,/,/PUNCT/,/10/punct "
        "assured/assure/VERB/VBD/3/conj Lima/Lima/PROPN/NNP/13/iobj that/that/SCONJ/IN/17/mark "
        "it/it/PRON/PRP/17/nsubj holds/hold/VERB/VBZ/13/ccomp ././PUNCT/./3/punct"
    ),
}


@pytest.mark.parametrize("wanted", sorted(TREES))
def test_who_speaks_in_spite_of_the_tree(wanted: str) -> None:
    """No day, no object after the verb, no quoted word and no subject of the clause before."""
    text = marked(wanted)
    found = find_statements(*build(text, TREES[wanted].replace(" ", "\n").replace("/", " ")))
    assert wanted in [mark(text, one) for one in found]


def test_who_is_thanked_is_spoken_to() -> None:
    text = "Kowal thanked Quito for the wheat."
    tree = (
        "Kowal/Kowal/PROPN/NNP/2/nsubj thanked/thank/VERB/VBD/0/root Quito/Quito/PROPN/NNP/2/obj for/for/ADP/IN/6/case "
        "the/the/DET/DT/6/det wheat/wheat/NOUN/NN/2/obl ././PUNCT/./2/punct"
    )
    (found,) = find_statements(*build(text, tree.replace(" ", "\n").replace("/", " ")))
    assert [span.of(text) for span in found.addressees_at] == ["Quito"]
