"""Events from hand-built trees: figures of speech, deeds taken for known, meetings ahead, whose time a time is."""

# ruff: noqa: E501  (a tree stands on one line)
from __future__ import annotations

import pytest
from tests.annotate.test_events import analysed, events, said, words

from standoff.annotate.events import find_events
from standoff.model import Span, TimeExpression


@pytest.mark.parametrize(
    "sentence",
    [
        "She/PRON/2/nsubj shot/VERB/0/root/shoot Varga/PROPN/2/obj a/DET/5/det glance/NOUN/2/obj",
        "Clerks/NOUN/2/nsubj/clerk scrambled/VERB/0/root/scramble to/PART/4/mark answer/VERB/2/xcomp",
        "It/PRON/4/nsubj was/AUX/4/cop/be a/DET/4/det line/NOUN/0/root of/ADP/6/case attack/NOUN/4/nmod",
        "Kestria/PROPN/2/nsubj met/VERB/0/root/meet its/PRON/4/nmod:poss quota/NOUN/2/obj",
        "The/DET/3/det civil/ADJ/3/amod war/NOUN/6/nsubj in/ADP/5/case Ortland/PROPN/3/nmod ended/VERB/0/root/end",
        "The/DET/2/det threat/NOUN/5/nsubj of/ADP/4/case war/NOUN/2/nmod:desc grew/VERB/0/root/grow",
        # "in" before a noun is no part of it
        "They/PRON/2/nsubj spoke/VERB/0/root/stroll in/ADP/5/case a/DET/5/det sit/NOUN/2/obl -/PUNCT/5/punct down/ADP/5/compound:prt",
        # a title in quotation marks
        'Varga/PROPN/2/nsubj sang/VERB/0/root/sing on/ADP/5/case "/PUNCT/5/punct Meet/VERB/2/obl the/DET/7/det Bakers/PROPN/5/obj "/PUNCT/5/punct',
        # what stands before a hyphen
        "They/PRON/2/nsubj hold/VERB/0/root one/NOUN/2/obj -/PUNCT/3/punct on/ADP/6/case one/NUM/3/nmod",
    ],
)
def test_figures_of_speech_are_no_deeds(sentence: str) -> None:
    document, analysis = analysed(sentence, marks=(("one", "CONSULT visit", 0.9),) if " one/" in sentence else ())
    assert find_events(document, analysis, (), ()) == ()


def test_a_no_event_row_goes_before_another_of_as_many_conditions() -> None:
    line = "The/DET/2/det council/NOUN/3/nsubj met/VERB/0/root/meet its/PRON/5/nmod:poss targets/NOUN/3/obj/target"
    assert events(line) == ()


def test_telling_somebody_to_leave_expels_and_telling_that_one_leaves_does_not() -> None:
    to = "Kestria/PROPN/2/nsubj told/VERB/0/root/tell Varga/PROPN/2/obj to/PART/5/mark leave/VERB/2/xcomp"
    that = (
        "Varga/PROPN/2/nsubj told/VERB/0/root/tell Lima/PROPN/2/obj he/PRON/6/nsubj would/AUX/6/aux leave/VERB/2/ccomp"
    )
    assert [(e.type, e.mode) for e in events(to)][:1] == [("SANCTION", "expel")]
    assert "SANCTION" not in {e.type for e in events(that)}


SAYS = "Varga/PROPN/2/nsubj slammed/VERB/0/root/slam the/DET/4/det plan/NOUN/2/obj"


def test_no_act_of_speech_stands_on_the_cue_of_a_statement_that_makes_none() -> None:
    document, analysis = analysed(SAYS)
    statement = said(document, "the plan", "STATE", cue="slammed", source="Varga")
    assert [e.type for e in find_events(document, analysis, (), ())] == ["ACCUSE"]
    assert find_events(document, analysis, (statement,), ()) == ()


def test_what_a_speaker_performs_is_told_once() -> None:
    document, analysis = analysed(
        "We/PRON/2/nsubj reject/VERB/6/ccomp/reject/VBP the/DET/4/det plan/NOUN/2/obj ,/PUNCT/6/punct said/VERB/0/root/say Varga/PROPN/6/nsubj"
    )
    statement = said(document, "We reject the plan", "REJECT", cue="said", source="Varga")
    assert [(e.trigger.of(document.text), e.statement) for e in find_events(document, analysis, (statement,), ())] == [
        ("said", statement.id)
    ]


def test_what_a_meeting_is_for_is_the_meeting() -> None:
    line = "Lima/PROPN/3/nsubj Quito/PROPN/1/conj met/VERB/0/root/meet to/PART/5/mark discuss/VERB/3/advcl water/NOUN/5/obj"
    document, analysis = analysed(line)
    assert [e.trigger.of(document.text) for e in find_events(document, analysis, (), ())] == ["met"]


def test_an_unknown_word_of_force_needs_a_surer_mark() -> None:
    line = "Kestria/PROPN/2/nsubj savaged/VERB/0/root/savage Lima/PROPN/2/obj"
    for score, label, found in ((0.6, "ASSAULT", 0), (0.8, "ASSAULT", 1), (0.6, "AID", 1)):
        document, analysis = analysed(line, marks=(("savaged", label, score),))
        assert len(find_events(document, analysis, (), ())) == found


def test_a_partitive_of_a_partitive_is_looked_through() -> None:
    line = "Kestria/PROPN/2/nsubj massed/VERB/0/root/mass tens/NOUN/2/obj/ten of/ADP/5/case thousands/NOUN/3/nmod/thousand of/ADP/7/case troops/NOUN/5/nmod/troop"
    assert [(e.type, e.mode) for e in events(line)] == [("MOBILIZE", "troops")]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        # possessed, pointed to, dated: a fact, whatever is said of it
        (
            "Lima/PROPN/3/nsubj may/AUX/3/aux recognise/VERB/0/root Kestria/PROPN/6/nmod:poss 's/PART/4/case annexation/NOUN/3/obj",
            "actual",
        ),
        (
            "Lima/PROPN/4/nsubj did/AUX/4/aux not/PART/4/advmod condemn/VERB/0/root the/DET/6/det raid/NOUN/4/obj",
            "actual",
        ),
        (
            "Lima/PROPN/3/nsubj would/AUX/3/aux forget/VERB/0/root 2014/NUM/5/nummod annexation/NOUN/3/obj of/ADP/7/case Ortland/PROPN/5/nmod",
            "actual",
        ),
        (
            "Lima/PROPN/3/nsubj will/AUX/3/aux raise/VERB/0/root the/DET/5/det issue/NOUN/3/obj of/ADP/7/case raids/NOUN/5/nmod/raid",
            "actual",
        ),
        # but not under a word that leaves it open, or does it
        (
            "Kestria/PROPN/3/nsubj will/AUX/3/aux launch/VERB/0/root the/DET/5/det raid/NOUN/3/obj",
            "future",
        ),
        ("Kestria/PROPN/2/nsubj plans/VERB/0/root/plan the/DET/4/det raid/NOUN/2/obj", "future"),
        ("Kestria/PROPN/3/nsubj may/AUX/3/aux fear/VERB/0/root any/DET/5/det raid/NOUN/3/obj", "hypothetical"),
        # a raid without an article is part of what is threatened
        (
            "Kestria/PROPN/3/nsubj could/AUX/3/aux answer/VERB/0/root with/ADP/6/case a/DET/6/det raid/NOUN/3/obl",
            "hypothetical",
        ),
        (
            "Kestria/PROPN/3/nsubj could/AUX/3/aux vote/VERB/0/root after/ADP/6/case a/DET/6/det raid/NOUN/3/obl",
            "actual",
        ),
        (
            "Lima/PROPN/3/nsubj could/AUX/3/aux yield/VERB/0/root ,/PUNCT/5/punct bombing/VERB/3/advcl/bomb/VBG Ortland/PROPN/5/obj",
            "hypothetical",
        ),
        ("A/DET/2/det truce/NOUN/4/nsubj:pass was/AUX/4/aux:pass agreed/VERB/0/root/agree/VBN", "actual"),
        # a participle tells what has been done
        (
            "Lima/PROPN/3/nsubj will/AUX/3/aux meet/VERB/0/root men/NOUN/3/obj/man arrested/VERB/4/acl/arrest/VBN in/ADP/7/case Quito/PROPN/5/obl",
            "actual",
        ),
        ("There/PRON/3/expl had/AUX/3/aux been/VERB/0/root/be/VBN raids/NOUN/3/nsubj/raid", "actual"),
        ("They/PRON/2/nsubj tried/VERB/0/root/try/VBD to/PART/4/mark bomb/VERB/2/xcomp Ortland/PROPN/4/obj", "actual"),
        (
            "They/PRON/2/nsubj were/AUX/3/aux:pass/be forced/VERB/0/root/force/VBN to/PART/5/mark withdraw/VERB/3/xcomp",
            "actual",
        ),
        (
            "He/PRON/2/nsubj left/VERB/0/root/leave without/SCONJ/4/mark bombing/VERB/2/advcl/bomb/VBG Ortland/PROPN/4/obj",
            "negation",
        ),
    ],
)
def test_facts_keep_their_status_whatever_stands_above(sentence: str, status: str) -> None:
    kinds = {"ASSAULT", "COERCE", "RETREAT"}
    found = [e for e in events(sentence) if e.type in kinds and e.mode not in {"resign"}]
    assert [e.status for e in found][-1:] == [status]


@pytest.mark.parametrize(
    "sentence",
    [
        "Varga/PROPN/2/nsubj waved/VERB/0/root/wave prior/ADJ/6/case to/ADP/3/fixed his/PRON/6/nmod:poss meeting/NOUN/2/obl with/ADP/8/case Lima/PROPN/6/nmod",
        "Varga/PROPN/2/nsubj rested/VERB/0/root/rest on/ADP/4/case eve/NOUN/2/obl of/ADP/7/case his/PRON/7/nmod:poss meeting/NOUN/4/nmod",
    ],
)
def test_a_meeting_looked_ahead_to_is_to_come(sentence: str) -> None:
    assert [e.status for e in events(sentence) if e.type == "CONSULT"] == ["future"]


def test_a_denial_without_a_denying_cue_is_not_undone_by_its_own_no() -> None:
    lines = "There/PRON/2/expl was/VERB/6/ccomp/be/VBD no/DET/4/det raid/NOUN/2/nsubj ,/PUNCT/6/punct said/VERB/0/root/say Varga/PROPN/6/nsubj"
    document, analysis = analysed(lines)
    statement = said(document, "There was no raid", "DENY", cue="said", source="Varga", certainty="CT-")
    assert [e.status for e in find_events(document, analysis, (statement,), ())] == ["negation"]


def test_two_negations_leave_a_deed_open() -> None:
    document, analysis = analysed(
        "Lima/PROPN/2/nsubj refused/VERB/0/root/refuse to/PART/4/mark rule/VERB/2/xcomp out/ADP/4/compound:prt a/DET/7/det raid/NOUN/4/obj"
    )
    statement = said(document, "to rule out a raid", "REJECT", cue="refused", source="Lima", certainty="CT-")
    found = find_events(document, analysis, (statement,), ())
    assert [e.status for e in found if e.type == "ASSAULT"] == ["hypothetical"]


def test_what_was_refused_was_asked_all_the_same() -> None:
    document, analysis = analysed(
        "Lima/PROPN/2/nsubj rejected/VERB/0/root/reject Kestrian/ADJ/4/amod demands/NOUN/2/obj/demand for/ADP/6/case land/NOUN/4/nmod"
    )
    statement = said(document, "Kestrian demands for land", "REJECT", cue="rejected", source="Lima")
    asked = next(e for e in find_events(document, analysis, (statement,), ()) if e.type == "REQUEST")
    assert asked.status == "actual"


def dated(sentence: str, time: str, trigger: str) -> str | None:
    document, analysis = analysed(sentence)
    start = document.text.index(time)
    when = TimeExpression(span=Span(start, start + len(time)), value="2014", rule="absolute past")
    found = next(e for e in find_events(document, analysis, (), (when,)) if e.trigger.of(document.text) == trigger)
    return found.date_at.of(document.text) if found.date_at else None


@pytest.mark.parametrize(
    ("sentence", "trigger", "time"),
    [
        # a year that names a noun dates that noun
        (
            "Lima/PROPN/2/nsubj denounced/VERB/0/root/denounce a/DET/4/det film/NOUN/2/obj about/ADP/8/case the/DET/8/det 2014/NUM/8/nummod vote/NOUN/4/nmod",
            "denounced",
            None,
        ),
        (
            "Lima/PROPN/2/nsubj interfered/VERB/0/root/interfere in/ADP/6/case the/DET/6/det 2014/NUM/6/nummod vote/NOUN/2/obl",
            "interfered",
            "2014",
        ),
        # a time on the deed that a clause comes after
        (
            "Lima/PROPN/2/nsubj marched/VERB/0/root/march ,/PUNCT/2/punct troops/NOUN/5/nsubj/troop attacked/VERB/2/conj/attack after/ADP/8/case an/DET/8/det accord/NOUN/5/obl in/ADP/10/case 2014/NUM/8/nmod",
            "attacked",
            None,
        ),
        # a relative clause shares nothing
        (
            "In/ADP/2/case 2014/NUM/4/obl Lima/PROPN/4/nsubj hired/VERB/0/root/hire men/NOUN/4/obj/man who/PRON/7/nsubj robbed/VERB/5/acl:relcl/bomb Ortland/PROPN/7/obj",
            "robbed",
            None,
        ),
        # a known deed has its own time, beside it, not that of the clause that speaks of it
        (
            "In/ADP/2/case 2014/NUM/4/obl Lima/PROPN/4/nsubj recalled/VERB/0/root/recall the/DET/6/det raid/NOUN/4/obj on/ADP/8/case Ortland/PROPN/6/nmod",
            "raid",
            None,
        ),
        (
            "Lima/PROPN/2/nsubj recalled/VERB/0/root/recall the/DET/4/det raid/NOUN/2/obj on/ADP/6/case Ortland/PROPN/4/nmod in/ADP/8/case 2014/NUM/2/obl",
            "raid",
            "2014",
        ),
        (
            "In/ADP/2/case 2014/NUM/4/obl Lima/PROPN/4/nsubj launched/VERB/0/root/launch the/DET/6/det raid/NOUN/4/obj",
            "raid",
            "2014",
        ),
    ],
)
def test_a_time_dates_the_deed_that_it_hangs_on(sentence: str, trigger: str, time: str | None) -> None:
    assert dated(sentence, "2014", trigger) == time


@pytest.mark.parametrize(
    ("sentence", "actors", "recipients"),
    [
        (
            "Kestrian/ADJ/2/amod election/NOUN/3/compound meddling/NOUN/4/nsubj angered/VERB/0/root/anger Lima/PROPN/4/obj",
            ["Kestrian"],
            [],
        ),
        (
            "The/DET/3/det Lima/PROPN/3/compound probe/NOUN/6/nsubj into/ADP/5/case fraud/NOUN/3/nmod ended/VERB/0/root/end",
            [],
            ["Lima"],
        ),
        (
            "Officers/NOUN/0/root/officer indicted/VERB/1/acl/indict/VBN in/ADP/6/case Varga/PROPN/6/nmod:poss 's/PART/4/case inquiry/NOUN/2/obl",
            ["Varga"],
            ["Officers"],
        ),
    ],
)
def test_whose_deed_a_noun_of_force_or_accusation_is(sentence: str, actors: list[str], recipients: list[str]) -> None:
    document, analysis = analysed(sentence)
    event = find_events(document, analysis, (), ())[0]
    assert (words(document, event.actors_at), words(document, event.recipients_at)) == (actors, recipients)
