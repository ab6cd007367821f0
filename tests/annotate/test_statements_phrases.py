"""Set phrases, futures under "going to", and whose deeds are announced: from features and from trees to acts."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from tests.annotate.test_statements import build

from standoff.annotate.statements import find_statements
from standoff.annotate.statements.act import trusted
from standoff.annotate.statements.facts import Facts
from standoff.annotate.statements.families import act_of
from standoff.annotate.statements.phrases import set_phrase
from standoff.annotate.statements.utterance import Cue
from standoff.annotate.statements.withheld import withholds

NONE: frozenset[str] = frozenset()
PLAIN = Facts(
    lemma="be", upos="VERB", subject="", self=False, own=False, proper=False, tense="present", modals=NONE,
    negated=False, negative_words=NONE, counted=NONE, root_classes=NONE, lemmas=NONE, level="CT",
    question=False, imperative=False, passive=False, wh=False, condition=None, performative=None, pairs=NONE, text="",
)  # fmt: skip
READY = frozenset({"ready"})
SAID = Cue("say", "content", "*", False, "say", False)


def facts(text: str, **known: Any) -> Facts:
    return replace(PLAIN, text=text, **known)


@pytest.mark.parametrize(
    ("said", "act"),
    [
        (facts("tarnia reserves the right to answer in kind"), "THREATEN"),
        (facts("he had until friday to hand over the keys or be sent home"), "THREATEN"),
        (facts("an attack on the convoy would bring swift and severe costs", tense="future"), "THREATEN"),
        (facts("all sanctions are on the table"), "THREATEN"),
        (facts("anyone who hides a deserter faces jail"), "THREATEN"),
        (facts("the time has come for the marshal to step down"), "REQUEST"),
        (facts("this is not the time for talks", negated=True), "REJECT"),
        (facts("lisse is not bound by the award", negated=True), "REJECT"),
        (facts("kovia will turn down the money", tense="future", proper=True), "REJECT"),
        (facts("the invitation still stands"), "COMMIT"),
        (facts("the alliance remains “open” to their return", own=True), "COMMIT"),
        (facts("some of its troops were returning to base", tense="past"), "CONCEDE"),
        (facts("our thoughts are with the families"), "SUPPORT"),
        (facts("the palace has “full confidence” in the envoy"), "SUPPORT"),
        (facts("such a search was completely unacceptable", tense="past"), "CRITICIZE"),
        (facts("the drills undermine peace on the lake"), "CRITICIZE"),
        (facts("the drills are undermining regional stability"), "CRITICIZE"),
        (facts("the guards had forty-eight hours to leave the fort", tense="past"), "THREATEN"),
        (facts("lisse is reviewing its relationship with the marshal"), "THREATEN"),
        (facts("there were credible allegations of a link between the agents and the fire", tense="past"), "ACCUSE"),
        (facts("the crossing of the strait has begun, and the blockade is over"), "ANNOUNCE"),
        (facts("the ship would stay where it was until a court had ruled", tense="future"), "REJECT"),
        (facts("they would leave only if the toll was dropped", tense="future"), "REJECT"),
    ],
)
def test_set_words_make_the_act(said: Facts, act: str) -> None:
    assert set_phrase(said) == act


@pytest.mark.parametrize(
    "said",
    [
        facts("is the invitation still open, or does it stand", question=True),
        facts("the road remained open to trucks", subject="road"),
        facts("the rebels have laid down their arms", subject="rebels", tense="past"),
        facts("the measure is not unacceptable", negated=True),
        facts("there was no credible evidence", negated=True),
        facts("the boats stayed in port until dusk", tense="past"),
        facts("all of them must lay down their arms", modals=frozenset({"must"}), self=True),
    ],
)
def test_no_set_phrase_where_words_ask_deny_or_tell_of_others(said: Facts) -> None:
    assert set_phrase(said) is None


@pytest.mark.parametrize(
    "text",
    [
        "the council reserves judgment",
        "we have yet to see proof",
        "there is nothing to show that the shells were theirs",
        "they have no reason to think that anyone helped him",
        "the inspectors cannot draw any conclusion",
        "he believed none of it",
        "the film does not look convincing",
    ],
)
def test_open_questions_are_withheld(text: str) -> None:
    assert withholds(facts(text))


@pytest.mark.parametrize(
    ("cue", "said", "act"),
    [
        (SAID, facts("he does not", upos="AUX", negated=True, subject="he", self=True), "DENY"),
        (SAID, facts("it posed no danger", negated=True, tense="past", negative_words=frozenset({"no"})), "STATE"),
        (
            SAID,
            facts("the party was open to it", upos="ADJ", subject="party", root_classes=READY),
            "COMMIT",
        ),
        (SAID, facts("the road was open", upos="ADJ", subject="road", root_classes=READY), "STATE"),
        (
            SAID,
            facts(
                "his government might sue",
                own=True,
                level="PS",
                modals=frozenset({"might"}),
                root_classes=frozenset({"harm"}),
            ),
            "THREATEN",
        ),
        (SAID, facts("it had merely moved a buoy", lemma="move", self=True, tense="past"), "DENY"),
        (SAID, facts("neither boat was its own", subject="boat", negated=True, tense="past"), "DENY"),
        (SAID, facts("there are no tarnian boats in the strait", subject="there", negated=True), "DENY"),
        (SAID, facts("there is no military solution", subject="there", negated=True), "STATE"),
        (SAID, facts("there is no clear timetable", subject="there", negated=True), "STATE"),
        (SAID, facts("not only is this a coup", negated=True, counted=frozenset({"wrongn"}), self=True), "STATE"),
        (SAID, facts("lisse was in no way involved", tense="past"), "DENY"),
        (SAID, facts("the drills can in no way calm the strait", modals=frozenset({"can"})), "STATE"),
        (SAID, facts("we have no intention of fighting anybody", self=True), "COMMIT"),
        (SAID, facts("lisse has no intention of negotiating", proper=True), "REJECT"),
        (Cue("announce", "announce", "*", False, "obj", False), facts("a drawdown", lemma="drawdown"), "CONCEDE"),
        (SAID, facts("he did not want a wider war", lemma="want", self=True, tense="past", negated=True), "STATE"),
        (SAID, facts("the fort would be theirs, one way or the other", self=True, tense="future"), "THREATEN"),
        (SAID, facts("the boats had committed crimes", proper=True, tense="past", root_classes=READY), "STATE"),
        (SAID, facts("what had been offered was not enough", tense="past", negated=True), "CRITICIZE"),
        (SAID, facts("the palace is distorting the facts", subject="palace"), "ACCUSE"),
        (SAID, facts("the photographs had been staged", lemma="stage", passive=True, tense="past"), "ACCUSE"),
        (SAID, facts("pull your clerk or we shall", lemma="pull", tense="base"), "THREATEN"),
        (Cue("warn", "warn", "*", False, "say", False), facts("further measures might follow", level="PS"), "THREATEN"),
        (Cue("promise", "promise", "*", False, "to", False), facts("to repel any landing", tense="base"), "THREATEN"),
        (Cue("judge", "name", "*", False, "obj-pred", False), facts("probable", upos="ADJ", level="PR"), "STATE"),
        (
            Cue("insist", "content", "*", False, "say", False),
            facts("the monitors be let in", passive=True, modals=frozenset({"be"})),
            "REQUEST",
        ),
        (
            Cue("complain", "complain", "*", False, "say", False, deeds=frozenset({"COERCE"})),
            facts("the port had kept their passports", subject="port", tense="past"),
            "ACCUSE",
        ),
        (
            Cue("complain", "complain", "*", False, "say", False),
            facts("the relief had come too soon", subject="relief", tense="past"),
            "CRITICIZE",
        ),
    ],
)
def test_acts_by_features(cue: Cue, said: Facts, act: str) -> None:
    assert act_of(cue, said)[0] == act


@pytest.mark.parametrize(
    ("cue", "said"),
    [
        (replace(SAID, onlooker=True), facts("two boats had left", tense="past")),
        (Cue("according", "content", "*", False, "phrase", False), facts("two boats had left", tense="past")),
        (SAID, facts("lisse had asked for the boats back", lemma="ask", tense="past")),
        (SAID, facts("it did not say when", lemma="say", subject="it", self=True, tense="past", negated=True)),
    ],
)
def test_what_is_only_told_is_surer_than_what_nothing_speaks_against(cue: Cue, said: Facts) -> None:
    assert act_of(cue, said) == ("STATE", "told")
    assert trusted("told", "STATE") > trusted("stated", "STATE")


@pytest.mark.parametrize(("private", "act"), [(False, "ANNOUNCE"), (True, "STATE")])
def test_private_persons_announce_no_deeds(private: bool, act: str) -> None:
    left = facts("she signed the paper", subject="she", self=True, tense="past", root_classes=frozenset({"deed"}))
    assert act_of(replace(SAID, private=private), left)[0] == act


@pytest.mark.parametrize(
    ("tree", "act"),
    [
        (
            "Tarnia/Tarnia/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root Tarnia/Tarnia/PROPN/NNP/6/nsubj "
            "is/be/AUX/VBZ/6/aux not/not/PART/RB/6/advmod going/go/VERB/VBG/2/ccomp to/to/PART/TO/8/mark "
            "sign/sign/VERB/VB/6/xcomp ././PUNCT/./2/punct",
            "REJECT",
        ),
        (
            "Tarnia/Tarnia/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root it/it/PRON/PRP/5/nsubj is/be/AUX/VBZ/5/cop "
            "open/open/ADJ/JJ/2/ccomp to/to/ADP/IN/7/case talks/talk/NOUN/NNS/5/obl once/once/SCONJ/IN/10/mark "
            "they/they/PRON/PRP/10/nsubj disarm/disarm/VERB/VBP/5/advcl ././PUNCT/./2/punct",
            "COMMIT",
        ),
    ],
)
def test_going_to_is_a_future_and_it_may_be_the_speaker(tree: str, act: str) -> None:
    text = " ".join(line.split("/")[0] for line in tree.split()).replace(" .", ".")
    (statement,) = find_statements(*build(text, "\n".join(line.replace("/", " ") for line in tree.split())))
    assert statement.act == act


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("it did not say when", "STATE"),
        ("it didn't say where", "STATE"),
        ("they did not specify how many boats were lost", "STATE"),
        ("it did not say that the boats were gone", "DENY"),
    ],
)
def test_what_is_left_open_denies_nothing(text: str, act: str) -> None:
    said = facts(text, lemma="say", subject="it", self=True, own=True, tense="past", negated=True)
    assert act_of(SAID, said)[0] == act
