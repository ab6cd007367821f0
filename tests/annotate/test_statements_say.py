"""Who has the say on an act: rules against the learned head, and rules by what others did, gave way in or asked for.

Trees are the analyser's own, one word a field: form/lemma/upos/xpos/head/relation, heads 1-based.
"""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.annotate.test_statements import build

from standoff.annotate.statements import find_statements
from standoff.annotate.statements.act import heard, trusted
from standoff.annotate.statements.cues import verb_cue
from standoff.grammar import Tree
from standoff.model import Mark, Sentence, Span, Statement, Token

TREES = {
    "Lima called for dialogue.": (
        "Lima/Lima/PROPN/NNP/2/nsubj called/call/VERB/VBD/0/root for/for/ADP/IN/4/case "
        "dialogue/dialogue/NOUN/NN/2/xcomp ././PUNCT/./2/punct"
    ),
    '"They took our nets," Kowal said.': (
        '"/"/PUNCT/``/3/punct They/they/PRON/PRP/3/nsubj took/take/VERB/VBD/9/ccomp our/our/PRON/PRP$/5/nmod:poss '
        "nets/net/NOUN/NNS/3/obj ,/,/PUNCT/,/3/punct \"/\"/PUNCT/''/3/punct Kowal/Kowal/PROPN/NNP/9/nsubj "
        "said/say/VERB/VBD/0/root ././PUNCT/./9/punct"
    ),
    '"You are gambling with lives," Kowal said.': (
        '"/"/PUNCT/``/4/punct You/you/PRON/PRP/4/nsubj are/be/AUX/VBP/4/aux gambling/gamble/VERB/VBG/10/ccomp '
        "with/with/ADP/IN/6/case lives/life/NOUN/NNS/4/obl ,/,/PUNCT/,/4/punct \"/\"/PUNCT/''/4/punct "
        "Kowal/Kowal/PROPN/NNP/10/nsubj said/say/VERB/VBD/0/root ././PUNCT/./10/punct"
    ),
    "Lima said it was turning its troops back.": (
        "Lima/Lima/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root it/it/PRON/PRP/5/nsubj was/be/AUX/VBD/5/aux "
        "turning/turn/VERB/VBG/2/ccomp its/its/PRON/PRP$/7/nmod:poss troops/troop/NOUN/NNS/5/obj "
        "back/back/ADV/RB/5/advmod ././PUNCT/./2/punct"
    ),
    "Lima rejected the idea.": (
        "Lima/Lima/PROPN/NNP/2/nsubj rejected/reject/VERB/VBD/0/root the/the/DET/DT/4/det "
        "idea/idea/NOUN/NN/2/obj ././PUNCT/./2/punct"
    ),
    "Kowal promised that thieves would lose a hand.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj promised/promise/VERB/VBD/0/root that/that/SCONJ/IN/6/mark "
        "thieves/thief/NOUN/NNS/6/nsubj would/would/AUX/MD/6/aux lose/lose/VERB/VB/2/ccomp "
        "a/a/DET/DT/8/det hand/hand/NOUN/NN/6/obj ././PUNCT/./2/punct"
    ),
    "Kowal warned that the count had been rigged.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj warned/warn/VERB/VBD/0/root that/that/SCONJ/IN/8/mark "
        "the/the/DET/DT/5/det count/count/NOUN/NN/8/nsubj:pass had/have/AUX/VBD/8/aux been/be/AUX/VBN/8/aux:pass "
        "rigged/rig/VERB/VBN/2/ccomp ././PUNCT/./2/punct"
    ),
    "Kowal said it was a forced step.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root it/it/PRON/PRP/7/nsubj was/be/AUX/VBD/7/cop "
        "a/a/DET/DT/7/det forced/forced/ADJ/JJ/7/amod step/step/NOUN/NN/2/ccomp ././PUNCT/./2/punct"
    ),
    "Kowal said it was a positive step.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root it/it/PRON/PRP/7/nsubj was/be/AUX/VBD/7/cop "
        "a/a/DET/DT/7/det positive/positive/ADJ/JJ/7/amod step/step/NOUN/NN/2/ccomp ././PUNCT/./2/punct"
    ),
    "Kowal said no staff were hurt.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root no/no/DET/DT/4/det staff/staff/NOUN/NN/6/nsubj:pass "
        "were/be/AUX/VBD/6/aux:pass hurt/hurt/VERB/VBN/2/ccomp ././PUNCT/./2/punct"
    ),
    "Kowal threatened to deport any stranger.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj threatened/threaten/VERB/VBD/0/root to/to/PART/TO/4/mark "
        "deport/deport/VERB/VB/2/xcomp any/any/DET/DT/6/det stranger/stranger/NOUN/NN/4/obj ././PUNCT/./2/punct"
    ),
    "Kowal said two bombs killed six.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root two/two/NUM/CD/4/nummod bombs/bomb/NOUN/NNS/5/nsubj "
        "killed/kill/VERB/VBD/2/ccomp six/six/NUM/CD/5/obj ././PUNCT/./2/punct"
    ),
    "The Peruvian ministry said Ecuadorian ships rounded up fishermen.": (
        "The/the/DET/DT/3/det Peruvian/peruvian/ADJ/JJ/3/amod ministry/ministry/NOUN/NN/4/nsubj "
        "said/say/VERB/VBD/0/root Ecuadorian/ecuadorian/ADJ/JJ/6/amod ships/ship/NOUN/NNS/7/nsubj "
        "rounded/round/VERB/VBD/4/ccomp up/up/ADP/RP/7/compound:prt fishermen/fisherman/NOUN/NNS/7/obj "
        "././PUNCT/./4/punct"
    ),
    "Kowal said the road was open.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root the/the/DET/DT/4/det road/road/NOUN/NN/6/nsubj "
        "was/be/AUX/VBD/6/cop open/open/ADJ/JJ/2/ccomp ././PUNCT/./2/punct"
    ),
}


def statements(text: str, *marks: tuple[str, str, str, float]) -> tuple[Statement, ...]:
    """What is found in one of :data:`TREES` with these marks: words, head, label, score."""
    document, analysis = build(text, "\n".join(word.replace("/", " ") for word in TREES[text].split()))
    made = [Mark(Span(text.index(w), text.index(w) + len(w)), head, label, score) for w, head, label, score in marks]  # type: ignore[arg-type]
    return find_statements(document, replace(analysis, marks=tuple(made)))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Lima called for dialogue.", "REQUEST"),
        ('"They took our nets," Kowal said.', "ACCUSE"),
        ('"You are gambling with lives," Kowal said.', "CRITICIZE"),
        ("Lima said it was turning its troops back.", "CONCEDE"),
        ("Lima rejected the idea.", "REJECT"),
        ("Kowal promised that thieves would lose a hand.", "THREATEN"),
        ("Kowal warned that the count had been rigged.", "ACCUSE"),
        ("Kowal said it was a forced step.", "STATE"),
        ("Kowal said it was a positive step.", "SUPPORT"),
        ("Kowal said two bombs killed six.", "STATE"),
    ],
)
def test_the_act_is_in_the_words(text: str, act: str) -> None:
    """What others did, what is given up, what is called so: by words, without the learned head."""
    (statement,) = statements(text)
    assert statement.act == act


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Kowal said no staff were hurt.", "CT+"),
        ("Kowal threatened to deport any stranger.", "U"),
        ("Kowal promised that thieves would lose a hand.", "CT+"),
    ],
)
def test_certainty_is_of_what_is_said_as_worded(text: str, certainty: str) -> None:
    """A "no" belongs to what is so; "any" makes a threat conditional. The head's "not so" changes nothing in it."""
    assert [s.certainty for s in statements(text)] == [certainty]
    verb = text.split()[1]
    heard = (verb, "cue", "STATE", 0.1), (verb, "certainty", "CT-", 0.99)
    assert certainty == "U" or [s.certainty for s in statements(text, *heard)] == [certainty]


def test_what_another_state_did_is_laid_at_its_door() -> None:
    """A harmful deed of another state than the speaker's accuses it; without a deed it is news."""
    text = "The Peruvian ministry said Ecuadorian ships rounded up fishermen."
    cue = ("said", "cue", "STATE", 0.5)
    assert [s.act for s in statements(text, cue)] == ["STATE"]
    assert [s.act for s in statements(text, cue, ("rounded", "event", "COERCE arrest", 0.9))] == ["ACCUSE"]


@pytest.mark.parametrize(("sure", "act"), [(0.6, "STATE"), (0.97, "CRITICIZE")])
def test_the_head_overrules_when_it_is_surer_than_the_rule_is_right(sure: float, act: str) -> None:
    """The learned head has the say from a probability on that the table of weights sets."""
    (statement,) = statements("Kowal said the road was open.", ("said", "cue", "CRITICIZE", sure))
    assert statement.act == act
    assert statement.origin.rule.endswith("learned") == (act != "STATE")


def test_weights_grow_with_sureness_and_with_how_often_a_rule_is_right() -> None:
    """A surer head weighs more; a rule that names its act more than the lack of any; never is a head certain."""
    assert heard("WARN", 0.5) < heard("WARN", 0.9) < heard("WARN", 0.99) == heard("WARN", 1.0)
    assert trusted("stated", "STATE") < trusted("cue", "DENY")
    assert trusted("no such rule", "WARN") == trusted("another", "DENY")


@pytest.mark.parametrize(("verb", "decide"), [("reproached", "CRITICIZE"), ("said", "content"), ("put", "content")])
def test_a_lent_frame_leaves_the_act_to_the_cue(verb: str, decide: str) -> None:
    """A verb whose rows agree on the act keeps it in a frame that none of them has."""
    lemma = {"reproached": "reproach", "said": "say"}.get(verb, verb)
    word = Token(Span(0, len(verb)), verb, lemma, "VERB", "VBD", -1, "root")
    cue = verb_cue(Tree(Sentence(word.span, (word,))), 0)
    assert cue is not None
    assert cue.decide == decide
