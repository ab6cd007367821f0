"""Whose the counted is: what the report offers, and that a guess must be likely enough."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.resolve.test_coref import ORIGIN, at, build

from standoff.model import Actor, Analysis, Event, Quantity
from standoff.resolve import load_knowledge
from standoff.resolve.coref import Cast
from standoff.resolve.holders import Ledger, fill_holders, weights
from standoff.resolve.verbal import fill_quantities

SHOT = (
    "Peruvian/ADJ/2/amod police/NOUN/3/nsubj shot/VERB/0/root nine/NUM/5/nummod people/NOUN/3/obj in/ADP/7/case "
    "Cuzco/PROPN/3/obl _./PUNCT/3/punct"
)


def scene() -> tuple[Quantity, Ledger, Analysis]:
    document, analysis = build(SHOT)
    event = Event(
        id="e", trigger=at(document, "shot"), type="ASSAULT", mode="firearms", score=1.0, origin=ORIGIN,
        actors=(Actor("PER.COP"),), recipients=(Actor("PER.CVL"),),
    )  # fmt: skip
    quantity = Quantity(
        id="q", span=at(document, "nine people"), low=9, high=9, approx=False, unit="person", of="people",
        origin=ORIGIN,
    )  # fmt: skip
    return quantity, Ledger((event,), (), analysis, Cast(document, analysis, (), load_knowledge())), analysis


def test_offers_whom_the_deed_meets_and_every_sort_of_people_of_its_state() -> None:
    quantity, ledger, _ = scene()
    answers = {a.ids: a.features for a in ledger.answers(quantity)}
    assert {(), ("PER.COP",), ("PER.CVL",), ("PER",), ("PER.OPP",)} <= answers.keys()
    assert "meets" in answers["PER.CVL",] and "as CVL:noun people" in answers["PER.CVL",]
    assert all(len(ids) < 2 for ids in answers), "one holder, or none"


def test_people_shot_in_a_street_are_civilians_of_the_place() -> None:
    quantity, ledger, analysis = scene()
    (held,) = fill_holders((quantity,), ledger.events, (), analysis, ledger.cast)
    assert held.holder == Actor("PER.CVL")


def test_a_holder_that_the_words_name_is_one_answer_among_several() -> None:
    quantity, ledger, _ = scene()
    named = replace(quantity, holder=Actor("ECU.MIL"), holder_at=quantity.span)
    answers = {a.ids: a.features for a in ledger.answers(named)}
    assert "by words inside" in answers["ECU.MIL",] and "by words inside" not in answers["PER.CVL",]
    assert "noun's own True" not in answers["ECU.MIL",], "people are of no sector by their name alone"
    police = {a.ids: a.features for a in ledger.answers(replace(named, of="police officers"))}
    assert "noun's own True" in police["PER.COP",] and "noun's own False" in police["ECU.MIL",]


def test_what_is_fired_and_how_far_it_flies_stays_with_who_fired_it() -> None:
    quantity, ledger, analysis = scene()
    flown = replace(quantity, of=None, unit="km", holder=Actor("ECU.GOV"))
    fired = replace(ledger.events[0], type="MOBILIZE", mode="weapons", actors=(Actor("ECU.GOV"),))
    assert fill_holders((flown,), (fired,), (), analysis, ledger.cast) == (flown,)
    assert not ledger.launched(flown), "nobody has fired anything here"


def test_the_table_knows_nobody() -> None:
    assert "none" in weights() and all(weights().values())


def test_the_members_of_a_body_are_its_own() -> None:
    line = "The/DET/3/det 32-member/ADJ/3/amod NATO/PROPN/4/nsubj met/VERB/0/root ./PUNCT/4/punct"
    document, analysis = build(line)
    cast = Cast(document, analysis, (), load_knowledge())
    quantity = Quantity(
        id="q", span=at(document, "32-member"), low=32, high=32, approx=False, unit="person", of="NATO", origin=ORIGIN
    )
    (held,) = fill_holders((quantity,), (), (), analysis, cast)
    assert held.holder is not None
    assert held.holder.id == "NATO"
    crew = replace(quantity, span=at(document, "met"))
    assert Ledger((), (), analysis, cast).body(crew) is None


def test_a_figure_without_a_noun_goes_on_with_the_count_before() -> None:
    quantity, ledger, analysis = scene()
    fired = replace(ledger.events[0], type="MOBILIZE", mode="weapons", actors=(Actor("ECU.MIL"),))
    counted = replace(quantity, of="rockets", unit="rocket", holder=Actor("ECU.MIL"))
    bare = replace(counted, id="r", of=None, holder=None)
    later = replace(quantity, id="s", of="people")
    held = fill_holders((counted, bare, later), (fired,), (), analysis, ledger.cast)
    assert held[1].holder == Actor("ECU.MIL")
    assert held[2].holder != Actor("ECU.MIL"), "what is named anew is weighed anew"


@pytest.mark.parametrize(
    ("of", "holder"),
    [("troops", "PER.MIL"), ("embassy staff", "PER.GOV"), ("citizens", "PER"), ("people killed", "PER")],
)
def test_whom_a_country_counts_says_of_which_sector_they_are(of: str, holder: str) -> None:
    document, analysis = build("Peru/PROPN/2/nsubj recalled/VERB/0/root nine/NUM/2/obj _./PUNCT/2/punct")
    quantity = Quantity(
        id="q", span=at(document, "nine"), low=9, high=9, approx=False, unit="person", of=of,
        holder_at=at(document, "Peru"), origin=ORIGIN,
    )  # fmt: skip
    (held,) = fill_quantities((quantity,), Cast(document, analysis, (), load_knowledge()))
    assert held.holder == Actor(holder)


@pytest.mark.parametrize(("of", "sure"), [("troops", Actor("PER.MIL")), ("doctors", None)])
def test_forces_that_a_state_masses_are_its_own(of: str, sure: Actor | None) -> None:
    document, analysis = build(
        "Chile/PROPN/2/nsubj said/VERB/0/root Peru/PROPN/4/nsubj massed/VERB/2/ccomp nine/NUM/4/obj _./PUNCT/2/punct"
    )
    massed = Event(
        id="e", trigger=at(document, "massed"), type="MOBILIZE", mode="troops", score=1.0, origin=ORIGIN,
        actors=(Actor("PER.GOV"),),
    )  # fmt: skip
    counted = Quantity(
        id="q", span=at(document, "nine"), low=9, high=9, approx=False, unit="person", of=of, origin=ORIGIN
    )
    ledger = Ledger((massed,), (), analysis, Cast(document, analysis, (), load_knowledge()))
    assert ledger.mover(counted) == sure
    if sure is not None:
        (held,) = fill_holders((counted,), (massed,), (), analysis, ledger.cast)
        assert held.holder == sure
