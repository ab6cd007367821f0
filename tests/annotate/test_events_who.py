"""Who does what another word's infinitive or gerund names, and where weapons are sent."""

# ruff: noqa: E501  (a tree stands on one line)
from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.annotate.test_events import analysed, words
from tests.resolve.test_coref import build

from standoff.annotate.events import find_events
from standoff.annotate.events.frames import Scene


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
        # what it is time for is done by who says so, and by him alone what is coordinated with it
        (
            "Kestria/PROPN/2/nsubj said/VERB/0/root/say/VBD it/PRON/5/nsubj was/AUX/5/cop time/NOUN/2/ccomp "
            "to/PART/7/mark go/VERB/5/acl and/CCONJ/10/cc to/PART/10/mark bomb/VERB/7/conj/bomb/VB Lima/PROPN/10/obj",
            "bomb",
            ["Kestria"],
            ["Lima"],
        ),
        # a noun's deed is the one's to whose charge it is laid
        (
            "Kestria/PROPN/2/nsubj blamed/VERB/0/root/blame/VBD Ortland/PROPN/2/obj for/ADP/6/case the/DET/6/det "
            "raid/NOUN/2/obl",
            "raid",
            ["Ortland"],
            [],
        ),
        (
            "Kestria/PROPN/2/nsubj holds/VERB/0/root/hold/VBZ Ortland/PROPN/2/obj responsible/ADJ/2/xcomp for/ADP/7/case "
            "the/DET/7/det raid/NOUN/2/obl",
            "raid",
            ["Ortland"],
            [],
        ),
        # a possessive pronoun acts like the name it stands for
        (
            "Kestria/PROPN/2/nsubj stopped/VERB/0/root/stop/VBD its/PRON/4/nmod:poss raid/NOUN/2/obj on/ADP/6/case "
            "Lima/PROPN/4/nmod",
            "raid",
            ["its"],
            ["Lima"],
        ),
        # what comes behind a noun is none of its modifiers
        (
            "its/PRON/2/nmod:poss raid/NOUN/6/nsubj and/CCONJ/4/cc Ortland/PROPN/2/compound 's/PART/4/case ended/VERB/0/root/end/VBD",
            "raid",
            ["its"],
            [],
        ),
        # a town falls to those who take it
        (
            "Lima/PROPN/2/nsubj fell/VERB/0/root/fall/VBD to/ADP/5/case the/DET/5/det rebels/NOUN/2/obl/rebel",
            "fell",
            ["the rebels"],
            ["Lima"],
        ),
        # the object's people do not let themselves go
        (
            "Freed/VERB/4/advcl/free/VBN on/ADP/3/case Monday/PROPN/1/obl flew/VERB/0/root/fly/VBD "
            "Kestrian/ADJ/6/amod sailors/NOUN/4/nsubj/sailor",
            "Freed",
            [],
            ["Kestrian sailors"],
        ),
        # whose measure it is
        (
            "the/DET/2/det adoption/NOUN/6/nsubj of/ADP/5/case Council/PROPN/5/compound sanctions/NOUN/2/nmod/sanction "
            "came/VERB/0/root/come/VBD",
            "adoption",
            ["Council"],
            [],
        ),
    ],
)
def test_who_does_what_a_verb_below_another_names(
    sentence: str, trigger: str, actors: list[str], recipients: list[str]
) -> None:
    document, analysis = analysed(sentence)
    event = next(e for e in find_events(document, analysis, (), ()) if e.trigger.of(document.text) == trigger)
    assert (words(document, event.actors_at), words(document, event.recipients_at)) == (actors, recipients)


@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        (
            "Kestria/PROPN/2/nsubj and/CCONJ/3/cc Ortland/PROPN/1/conj shot/VERB/0/root/shoot/VBD at/ADP/7/case "
            "each/DET/7/det other/ADJ/4/obl",
            "shot",
        ),
        (
            "Kestria/PROPN/4/nsubj and/CCONJ/3/cc Ortland/PROPN/1/conj traded/VERB/0/root/trade/VBD fire/NOUN/4/obj",
            "traded",
        ),
    ],
)
def test_those_who_use_force_on_each_other_fill_both_parts(sentence: str, trigger: str) -> None:
    document, analysis = analysed(sentence.replace("PROPN/2/nsubj", "PROPN/4/nsubj"))
    event = next(e for e in find_events(document, analysis, (), ()) if e.trigger.of(document.text) == trigger)
    assert words(document, event.actors_at) == words(document, event.recipients_at) == ["Kestria", "Ortland"]


@pytest.mark.parametrize(
    "sentence",
    [
        # the tree takes the first part for the subject
        "Kestria/PROPN/2/compound test/NOUN/4/nsubj _-/PUNCT/2/punct _fired/VERB/0/root a/DET/6/det missile/NOUN/4/obj",
        # ... or leaves it beside the verb, and the verb to another's subject
        "Kestria/PROPN/2/compound test/NOUN/4/obl:unmarked _-/PUNCT/2/punct _fires/VERB/8/ccomp missile/NOUN/4/obj "
        "_,/PUNCT/4/punct Lima/PROPN/8/nsubj says/VERB/0/root",
        # of two subjects the first is a word torn at its hyphen
        "The/DET/5/det 9/NUM/4/nummod _-/PUNCT/2/punct _member/NOUN/6/nsubj Kestria/PROPN/6/nsubj approved/VERB/0/root",
    ],
)
def test_a_hyphen_hides_no_subject(sentence: str) -> None:
    _, analysis = build(sentence)
    made = Scene(analysis.sentences[0])
    verb = next(i for i, form in enumerate(made.forms) if form in {"fired", "fires", "approved"})
    assert [made.forms[k] for k in made.frame(verb)["subj"]] == ["kestria"]


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


def test_who_has_taken_a_place_stands_before_the_hyphen() -> None:
    _, analysis = build(
        "Envoys/NOUN/2/nsubj visited/VERB/0/root Kestria/PROPN/5/obl _-/PUNCT/3/punct _seized/VERB/6/amod "
        "Harrow/PROPN/2/obj"
    )
    (sentence,) = analysis.sentences
    words = tuple(replace(t, xpos="VBN") if t.form == "seized" else t for t in sentence.tokens)
    made = Scene(replace(sentence, tokens=words))
    frame = made.frame(4)
    assert ([made.forms[k] for k in frame["subj"]], [made.forms[k] for k in frame["obj"]]) == (["kestria"], ["harrow"])
