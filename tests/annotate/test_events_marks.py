"""Events from hand-built trees: which word speaks for a deed, and where the network's marks decide."""

# ruff: noqa: E501  (a tree stands on one line)
from __future__ import annotations

import pytest
from tests.annotate.test_events import analysed, events, said, words

from standoff.annotate.events import find_events
from standoff.annotate.events.status import weighed
from standoff.model import Mark, Span, Status


@pytest.mark.parametrize(
    ("status", "mark", "weighed_as"),
    [
        ("actual", ("future", 0.6), "future"),
        ("actual", ("future", 0.4), "actual"),
        ("future", ("hypothetical", 0.7), "hypothetical"),
        ("future", ("hypothetical", 0.6), "future"),
        ("future", ("actual", 0.9), "future"),
        ("future", ("actual", 0.97), "actual"),
        ("historical", ("actual", 0.99), "historical"),
        ("actual", ("negation", 0.99), "actual"),
        ("negation", ("future", 0.99), "negation"),
    ],
)
def test_the_network_decides_between_done_ahead_and_possible(
    status: Status, mark: tuple[str, float], weighed_as: str
) -> None:
    label, score = mark
    assert weighed(status, Mark(Span(0, 4), "status", label, score)) == weighed_as
    assert weighed(status, None) == status


@pytest.mark.parametrize(
    ("sentence", "marks", "triggers"),
    [
        # the council's verb, not what it approves; the measure stands between them
        (
            "Lima/PROPN/2/nsubj approved/VERB/0/root/approve a/DET/4/det round/NOUN/2/obj of/ADP/6/case sanctions/NOUN/4/nmod/sanction",
            (("sanctions", "SANCTION discontinue", 0.9),),
            ["approved"],
        ),
        (
            "Kestria/PROPN/2/nsubj imposed/VERB/0/root/impose a/DET/4/det curfew/NOUN/2/obj",
            (("curfew", "COERCE curfew", 0.9),),
            ["imposed"],
        ),
        (
            "Varga/PROPN/2/nsubj met/VERB/0/root/meet the/DET/4/det envoy/NOUN/2/obj in/ADP/7/case emergency/NOUN/7/compound session/NOUN/2/obl",
            (("met", "CONSULT", 0.9), ("session", "CONSULT", 0.9)),
            ["met"],
        ),
        # one deed, written in parts
        (
            "Kestria/PROPN/4/nsubj test/NOUN/4/compound -/PUNCT/4/punct fired/VERB/0/root/fire/VBD a/DET/6/det missile/NOUN/4/obj",
            (("test", "MOBILIZE weapons", 0.9), ("fired", "MOBILIZE weapons", 0.9)),
            ["fired"],
        ),
        # what falls into the sea was not taken
        (
            "The/DET/2/det rocket/NOUN/3/nsubj fell/VERB/0/root/fall into/ADP/6/case the/DET/6/det sea/NOUN/3/obl",
            (("fell", "COERCE seize", 0.5),),
            [],
        ),
    ],
)
def test_one_word_speaks_for_a_deed(
    sentence: str, marks: tuple[tuple[str, str, float], ...], triggers: list[str]
) -> None:
    document, analysis = analysed(sentence, marks=marks)
    assert words(document, tuple(event.trigger for event in find_events(document, analysis, (), ()))) == triggers


def test_what_something_is_like_or_can_do_needs_a_mark() -> None:
    frozen = "The/DET/3/det frozen/VERB/3/amod/freeze/VBN funds/NOUN/4/nsubj/fund grew/VERB/0/root/grow"
    able = "We/PRON/3/nsubj can/AUX/3/aux withdraw/VERB/0/root/withdraw/VB"
    for sentence, word, label in ((frozen, "frozen", "SANCTION discontinue"), (able, "withdraw", "RETREAT withdraw")):
        for score, triggers in ((0.4, []), (0.9, [word])):
            document, analysis = analysed(sentence, marks=((word, label, score),))
            assert words(document, tuple(e.trigger for e in find_events(document, analysis, (), ()))) == triggers


def test_a_summit_told_once_as_one_of_two_is_so_throughout() -> None:
    first = (
        "Kestria/PROPN/2/nsubj seeks/VERB/0/root/seek a/DET/4/det summit/NOUN/2/obj with/ADP/6/case Lima/PROPN/4/nmod"
    )
    again = "The/DET/2/det summit/NOUN/3/nsubj opens/VERB/0/root/open on/ADP/5/case Friday/PROPN/3/obl"
    marks = (("summit", "CONSULT multilateral", 0.95),)
    document, analysis = analysed(first, marks=marks)
    assert [e.mode for e in find_events(document, analysis, (), ()) if e.type == "CONSULT"] == [None]
    document, analysis = analysed(again, marks=marks)
    assert [e.mode for e in find_events(document, analysis, (), ())] == ["multilateral"]
    document, analysis = analysed(first, again.replace("The/", "Quito's/"))
    assert [e.mode for e in find_events(document, analysis, (), ()) if e.type == "CONSULT"] == [None, None]


def test_a_mark_fills_the_mode_that_a_row_leaves_open() -> None:
    raided = "Gunmen/NOUN/2/nsubj/gunman attacked/VERB/0/root/attack the/DET/4/det post/NOUN/2/obj"
    for score, mode in ((0.3, None), (0.45, "firearms")):
        document, analysis = analysed(raided, marks=(("attacked", "ASSAULT firearms", score),))
        assert [e.mode for e in find_events(document, analysis, (), ())] == [mode]


def test_a_demand_to_leave_something_undone_is_for_a_change() -> None:
    document, analysis = analysed(
        "Varga/PROPN/2/nsubj urged/VERB/0/root/urge Lima/PROPN/2/obj not/PART/6/advmod to/PART/6/mark release/VERB/2/xcomp the/DET/8/det files/NOUN/6/obj/file"
    )
    statement = said(document, "not to release the files", "REQUEST", cue="urged", source="Varga")
    assert [e.mode for e in find_events(document, analysis, (statement,), ()) if e.statement] == ["change"]


@pytest.mark.parametrize(
    "sentence",
    [
        # sport: classes know words written in parts
        "The/DET/2/det Dragons/PROPN/3/nsubj bombarded/VERB/0/root/bombard Quito/PROPN/3/obj in/ADP/9/case a/DET/9/det first/ADJ/9/amod -/PUNCT/9/punct half/NOUN/3/obl",
        # a dam gives way in the night, a minister demonstrates that he is right
        "The/DET/2/det dam/NOUN/3/nsubj gave/VERB/0/root/give in/ADP/6/case the/DET/6/det night/NOUN/3/obl",
        "Varga/PROPN/3/nsubj must/AUX/3/aux demonstrate/VERB/0/root that/SCONJ/6/mark it/PRON/6/nsubj matters/VERB/3/ccomp/matter",
        # a merchant ship at sea
        "Grain/NOUN/2/compound ships/NOUN/3/nsubj/ship sail/VERB/0/root despite/ADP/5/case storms/NOUN/3/obl/storm",
    ],
)
def test_no_deed_is_read_into_play_or_a_figure_of_speech(sentence: str) -> None:
    assert events(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "kind", "mode", "trigger"),
    [
        (
            "Gunmen/NOUN/2/nsubj/gunman took/VERB/0/root/take two/NUM/4/nummod nuns/NOUN/2/obj/nun hostage/NOUN/2/xcomp",
            "ASSAULT", "abduct", "hostage",
        ),
        (
            "Commandos/NOUN/2/nsubj/commando stormed/VERB/0/root/storm the/DET/4/det ferry/NOUN/2/obj",
            "ASSAULT", None, "stormed",
        ),
        (
            "Kestria/PROPN/2/nsubj raised/VERB/0/root/raise its/PRON/4/nmod:poss tariffs/NOUN/2/obj/tariff",
            "SANCTION", None, "raised",
        ),
    ],
)  # fmt: skip
def test_words_of_conflict_news(sentence: str, kind: str, mode: str | None, trigger: str) -> None:
    document, analysis = analysed(sentence)
    found = [e for e in find_events(document, analysis, (), ()) if e.type == kind]
    assert [(e.mode, e.trigger.of(document.text)) for e in found] == [(mode, trigger)]
