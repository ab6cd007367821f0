"""Which answer is meant: weights against each other, readings of one set together, and what the report offers."""

from __future__ import annotations

import math

import pytest
from msgspec.structs import replace
from tests.resolve.test_coref import at, build

from standoff.model import Actor, Event, Origin, Span, Statement
from standoff.resolve import load_knowledge
from standoff.resolve.answers import Answer, Ground, answers
from standoff.resolve.around import Around
from standoff.resolve.coref import Cast
from standoff.resolve.participants import _in_company, choose, settle, weights
from standoff.resolve.verbal import fill_deeds

ORIGIN = Origin("test", "by hand", "1")
NOBODY = Answer((), (), (Ground(("none",)),))


def answer(ids: str, *features: str, bonus: float = 0.0, at: tuple[Span, ...] = ()) -> Answer:
    return Answer(tuple(ids.split()), (), (Ground(features, at, (), bonus),))


def test_the_weightier_answer_wins() -> None:
    """And what no weight is known of counts nothing."""
    offered = [NOBODY, answer("PER.GOV", "a", "unheard of"), answer("ECU.GOV", "b")]
    assert choose(offered, {"a": 1.0, "b": 2.0}).ids == ("ECU.GOV",)
    assert choose(offered, {"none": 3.0, "b": 2.0}).ids == ()


def test_readings_of_one_set_add_up() -> None:
    """Two fair readings of one actor outweigh a single better one of another."""
    offered = [answer("PER.GOV", "a"), answer("PER.GOV", "a"), answer("ECU.GOV", "b")]
    choice = choose(offered, {"a": 1.0, "b": 1.5})
    assert choice.ids == ("PER.GOV",)
    assert choice.score == pytest.approx(2 * math.e / (2 * math.e + math.exp(1.5)))


def test_a_pointer_counts_beside_the_weights() -> None:
    """What another head points at gains its log odds, and lends its words."""
    span = Span(3, 7)
    choice = choose([NOBODY, answer("PER.GOV", "a", bonus=2.0, at=(span,))], {"none": 1.5})
    assert choice.ids == ("PER.GOV",)
    assert choice.at == (span,)


def test_order_does_not_decide() -> None:
    """Equal answers: the same one is chosen however they come."""
    offered = [answer("PER.GOV", "a"), answer("ECU.GOV", "a")]
    assert choose(offered, {}).ids == choose(offered[::-1], {}).ids


def test_every_feature_weighs_something_for_a_role() -> None:
    """The table has no idle rows and a weight for nobody."""
    assert set(weights("actor")) & set(weights("recipient"))
    assert all(w for role in ("actor", "recipient", "spoken") for w in weights(role).values())
    assert "none" in weights("actor") and "none" in weights("spoken")


MARCH = (
    "Peruvian/ADJ/2/amod troops/NOUN/3/nsubj seized/VERB/0/root an/DET/6/det Ecuadorean/ADJ/6/amod ship/NOUN/3/obj "
    "_./PUNCT/3/punct"
)


def scene(**more: object) -> tuple[Event, Cast]:
    document, analysis = build(MARCH)
    event = Event(id="e", trigger=at(document, "seized"), type="COERCE", mode="seize", score=1.0, origin=ORIGIN, **more)  # type: ignore[arg-type]
    return event, Cast(document, analysis, (), load_knowledge())


def test_offers_hold_what_is_named_in_every_spelling() -> None:
    """Whoever the sentence names may be meant: as named, as government, as the country; and nobody. Not the doer."""
    event, cast = scene()
    sets = {a.ids for a in answers(Around((event,), (), cast), event, "recipient", ("PER.MIL",))}
    assert {(), ("ECU",), ("ECU.GOV",), ("PER.GOV",)} <= sets
    assert ("PER.MIL",) not in sets


def test_a_hint_reaches_the_phrase_it_points_at() -> None:
    """Log odds of a pointer stand in the grounds of the answers read from there."""
    event, cast = scene()
    word = at(build(MARCH)[0], "Ecuadorean")
    offered = answers(Around((event,), (), cast), event, "recipient", (), {word: 4.0})
    raised = {a.ids for a in offered if any(g.bonus for g in a.grounds)}
    assert ("ECU",) in raised
    assert ("PER.MIL",) not in raised


def test_settled_events_keep_their_words_and_their_order() -> None:
    """Who did it and whose it was; the words chosen stand in the text."""
    event, cast = scene()
    (settled,) = settle((event,), (), cast)
    assert [a.id for a in settled.actors] == ["PER.MIL"]
    assert [(a.id or "")[:3] for a in settled.recipients] == ["ECU"]
    assert "Peruvian" in settled.actors_at[0].of(cast.text)


def test_a_report_without_names_offers_nobody() -> None:
    """No actor is made up where none is named."""
    document, analysis = build("They/PRON/2/nsubj marched/VERB/0/root _./PUNCT/2/punct")
    event = Event(
        id="e", trigger=at(document, "marched"), type="PROTEST", mode="demo", score=1.0, origin=ORIGIN,
        actors=(), recipients=(),
    )  # fmt: skip
    (settled,) = settle((event,), (), Cast(document, analysis, (), load_knowledge()))
    assert (settled.actors, settled.recipients) == ((), ())


def test_a_verbal_act_offers_its_speaker_and_whom_it_speaks_of() -> None:
    """The statement's source, addressees and targets are among the answers."""
    document, analysis = build(MARCH)
    statement = Statement(
        id="s", source=None, cue=None, content=(Span(0, len(document.text)),), quotation="indirect", act="CRITICIZE",
        certainty="CT+", source_actors=(Actor("BRA.GOV"),), targets=(Actor("PER.GOV"),), score=1.0, origin=ORIGIN,
    )  # fmt: skip
    event = Event(
        id="e", trigger=at(document, "seized"), type="ACCUSE", mode="disapprove", score=1.0, origin=ORIGIN,
        statement="s", actors=(Actor("BRA.GOV"),),
    )  # fmt: skip
    around = Around((event,), (statement,), Cast(document, analysis, (statement,), load_knowledge()))
    assert ("BRA.GOV",) in {a.ids for a in answers(around, event, "actor")}
    assert ("PER.GOV",) in {a.ids for a in answers(around, event, "recipient", ("BRA.GOV",))}


@pytest.mark.parametrize(
    ("kind", "mode", "actors", "recipients", "who"),
    [
        # a town taken or shelled is its country's; one that is visited is nobody
        ("COERCE", "seize", (), ("Arequipa",), ([], ["PER"])),
        ("COERCE", "arrest", (), ("Arequipa",), ([], [])),
        # a country that marches is its people, one that boycotts its government
        ("PROTEST", "demo", ("Ecuador",), (), (["ECU.CVL"], [])),
        ("PROTEST", "boycott", ("Ecuador",), (), (["ECU.GOV"], [])),
        # interference is done to the country
        ("COERCE", None, ("Ecuador",), ("Peru",), (["ECU.GOV"], ["PER"])),
        # those who shoot at each other do and suffer it
        ("ASSAULT", "firearms", ("Ecuador", "Peru"), ("Ecuador", "Peru"), (["ECU.MIL", "PER.MIL"],) * 2),
    ],
)
def test_the_deed_decides_what_a_name_stands_for(
    kind: str, mode: str | None, actors: tuple[str, ...], recipients: tuple[str, ...], who: tuple[list[str], list[str]]
) -> None:
    """Codebook, section 3: counterpart, object of force, those who act."""
    document, analysis = build(
        "Peru/PROPN/2/nsubj saw/VERB/0/root Ecuador/PROPN/2/obj in/ADP/5/case Arequipa/PROPN/2/obl _./PUNCT/2/punct"
    )
    event = Event(
        id="e", trigger=at(document, "saw"), type=kind, mode=mode, score=1.0, origin=ORIGIN,
        actors_at=tuple(at(document, w) for w in actors), recipients_at=tuple(at(document, w) for w in recipients),
    )  # fmt: skip
    (filled,) = fill_deeds((event,), Cast(document, analysis, (), load_knowledge()))
    assert ([a.id for a in filled.actors], [a.id for a in filled.recipients]) == who


def test_who_is_interfered_with_is_a_country() -> None:
    """Whatever the weights say of governments; those who shoot at each other stay so."""
    document, analysis = build(MARCH)
    cast = Cast(document, analysis, (), load_knowledge())
    troops, ship = at(document, "Peruvian"), at(document, "Ecuadorean")
    event = Event(
        id="e", trigger=at(document, "seized"), type="COERCE", mode=None, score=1.0, origin=ORIGIN,
        actors_at=(troops,), recipients=(Actor("ECU.GOV"),), recipients_at=(ship,),
    )  # fmt: skip
    (settled,) = settle((event,), (), cast)
    assert [a.id for a in settled.recipients] == ["ECU"]
    fight = replace(event, type="ASSAULT", mode="firearms", recipients_at=(troops,))
    (settled,) = settle((fight,), (), cast)
    assert settled.actors == settled.recipients != ()


def test_nobody_is_ready_to_talk_alone() -> None:
    """Talks that one side offers are with those to whom it speaks; a body meets by itself."""
    document, analysis = build(MARCH)
    cast = Cast(document, analysis, (), load_knowledge())
    offer = Event(
        id="v", trigger=at(document, "troops"), type="AGREE", mode=None, score=1.0, origin=ORIGIN, statement="s",
        actors=(Actor("PER.GOV"),), recipients=(Actor("ECU.GOV"),),
    )  # fmt: skip
    talks = replace(offer, id="t", trigger=at(document, "seized"), type="CONSULT", statement=None, attributed_to="s")
    for who, company in (("PER.GOV", {"PER.GOV", "ECU.GOV"}), ("UNSC", {"UNSC"})):
        alone = replace(talks, actors=(Actor(who),), recipients=())
        (_, met) = _in_company((offer, alone), cast)
        assert {a.id for a in met.actors} == company
