"""Who does what another word's infinitive or gerund names, and where weapons are sent."""

# ruff: noqa: E501  (a tree stands on one line)
from __future__ import annotations

import pytest
from tests.annotate.test_events import analysed, words

from standoff.annotate.events import find_events


@pytest.mark.parametrize(
    ("sentence", "trigger", "actors", "recipients"),
    [
        # the gerund of a charge is the object's deed
        (
            "Kestria/PROPN/2/nsubj accused/VERB/0/root/accuse/VBD Ortland/PROPN/2/obj of/SCONJ/5/mark "
            "bombing/VERB/2/advcl/bomb/VBG Lima/PROPN/5/obj",
            "bombing",
            ["Ortland"],
            ["Lima"],
        ),
        # ... and of the one charged, in the passive
        (
            "Ortland/PROPN/3/nsubj:pass was/AUX/3/aux:pass/be fined/VERB/0/root/fine/VBN for/SCONJ/5/mark "
            "bombing/VERB/3/advcl/bomb/VBG Lima/PROPN/5/obj",
            "bombing",
            ["Ortland"],
            ["Lima"],
        ),
        # another gerund is the subject's
        (
            "Kestria/PROPN/2/nsubj answered/VERB/0/root/answer/VBD Ortland/PROPN/2/obj by/SCONJ/5/mark "
            "bombing/VERB/2/advcl/bomb/VBG Lima/PROPN/5/obj",
            "bombing",
            ["Kestria"],
            ["Lima"],
        ),
        # who is called on stands before "to", whatever the tree hangs it on
        (
            "Kestria/PROPN/2/nsubj exhorted/VERB/0/root/exhort/VBD Ortland/PROPN/5/obj to/PART/5/mark "
            "bomb/VERB/2/xcomp/bomb/VB Lima/PROPN/5/obj",
            "bomb",
            ["Ortland"],
            ["Lima"],
        ),
        (
            "Kestria/PROPN/2/nsubj called/VERB/0/root/call/VBD on/ADP/4/case Ortland/PROPN/2/obl to/PART/6/mark "
            "bomb/VERB/2/xcomp/bomb/VB Lima/PROPN/6/obj",
            "bomb",
            ["Ortland"],
            ["Lima"],
        ),
    ],
)
def test_who_does_what_a_verb_below_another_names(
    sentence: str, trigger: str, actors: list[str], recipients: list[str]
) -> None:
    document, analysis = analysed(sentence)
    event = next(e for e in find_events(document, analysis, (), ()) if e.trigger.of(document.text) == trigger)
    assert (words(document, event.actors_at), words(document, event.recipients_at)) == (actors, recipients)


def test_a_participle_without_its_auxiliary_suffers() -> None:
    line = (
        "Expelled/VERB/5/advcl/expel/VBN by/ADP/3/case Kestria/PROPN/1/obl:agent _,/PUNCT/1/punct "
        "flew/VERB/0/root/fly/VBD Varga/PROPN/5/nsubj home/ADV/5/advmod"
    )
    document, analysis = analysed(line)
    event = find_events(document, analysis, (), ())[0]
    assert (words(document, event.actors_at), words(document, event.recipients_at)) == (["Kestria"], ["Varga"])


@pytest.mark.parametrize(
    "sentence",
    [
        "Kestria/PROPN/2/nsubj fired/VERB/0/root/fire/VBD missiles/NOUN/2/obj/missile toward/ADP/5/case Ortland/PROPN/3/nmod",
        "Kestria/PROPN/2/nsubj conducted/VERB/0/root/conduct/VBD a/DET/5/det missile/NOUN/5/compound launch/NOUN/2/obj "
        "over/ADP/7/case Ortland/PROPN/2/obl",
    ],
)
def test_weapons_go_where_their_own_phrase_or_their_verbs_says(sentence: str) -> None:
    document, analysis = analysed(sentence)
    event = next(e for e in find_events(document, analysis, (), ()) if e.mode == "weapons")
    assert words(document, event.recipients_at) == ["Ortland"]


def test_who_receives_a_visitor_is_the_host() -> None:
    line = (
        "Varga/PROPN/2/nsubj received/VERB/0/root/receive/VBD Kestria/PROPN/5/nmod:poss 's/PART/3/case envoy/NOUN/2/obj"
    )
    document, analysis = analysed(line)
    event = next(e for e in find_events(document, analysis, (), ()) if e.type == "CONSULT")
    assert (words(document, event.actors_at), words(document, event.recipients_at)) == (["Kestria 's envoy"], ["Varga"])


def test_both_sides_make_the_pact_that_one_signs() -> None:
    line = "Kestria/PROPN/2/nsubj signed/VERB/0/root/sign/VBD a/DET/4/det pact/NOUN/2/obj/pact with/ADP/6/case Ortland/PROPN/4/nmod"
    document, analysis = analysed(line)
    event = next(e for e in find_events(document, analysis, (), ()) if e.type == "AGREE")
    assert (words(document, event.actors_at), words(document, event.recipients_at)) == (["Kestria", "Ortland"], [])
