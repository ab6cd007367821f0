"""Demands and series from the text on, over the whole pipeline."""

# ruff: noqa: E501  (a report stands on one line)
from __future__ import annotations

import pytest
from tests.link.test_demands import demands
from tests.link.test_series import series

from standoff.pipeline import Standoff, load


@pytest.fixture(scope="module")
def nlp() -> Standoff:
    return load()


def test_a_demand_from_its_making_to_its_meeting(nlp: Standoff) -> None:
    texts = (
        (
            "2017-03-06",
            "Chile urged Argentina on Monday to withdraw its troops from the border. Argentina rejected the demand.",
        ),
        (
            "2017-03-08",
            "Argentina would not withdraw its soldiers from the border, Defence Minister Ricardo Olmedo said on Wednesday.",
        ),
        ("2017-03-12", "Chile again called on Argentina to pull back its troops from the frontier."),
        (
            "2017-03-20",
            "Argentina withdrew all its troops from the border on Sunday, observers from the United Nations said.",
        ),
    )
    (demand,) = demands(*(nlp(text, published=day, publisher=None) for day, text in texts))
    assert [a.id for a in (*demand.askers, *demand.addressees)] == ["CHL.GOV", "ARG.GOV"]
    assert [(t.day, t.standing) for t in demand.turns] == [
        ("2017-03-06", "refused"), ("2017-03-08", "refused"), ("2017-03-19", "met"),
    ]  # fmt: skip
    assert len(demand.again) == 1 and demand.standing == "met"


def test_a_refusal_next_to_the_demand_and_a_release_a_week_later(nlp: Standoff) -> None:
    texts = (
        (
            "2019-08-01",
            "Iran must release the tanker at once, Britain said on Thursday. Iran's foreign ministry said it would not release the tanker.",
        ),
        ("2019-08-09", "Iran released the British tanker on Friday."),
    )
    reports = [nlp(text, published=day, publisher=None) for day, text in texts]
    assert demands(reports[0])[0].standing == "refused"
    assert demands(*reports)[0].standing == "met"


def test_a_build_up_over_years(nlp: Standoff) -> None:
    texts = (
        ("2014-04-01", "Russia has massed tens of thousands of troops on its border with Ukraine, NATO said."),
        ("2014-04-10", "NATO said on Thursday that Russia had around 40,000 soldiers near Ukraine."),
        ("2022-02-17", "The United States says Russia has more than 100,000 troops along the Ukrainian border."),
    )
    (found,) = series(*(nlp(text, published=day, publisher=None) for day, text in texts))
    assert (
        (found.what, found.place) == ("troops", "near Ukraine")
        and found.holder is not None
        and found.holder.id == "RUS.MIL"
    )
    assert [(p.day, p.low, p.high, p.approx) for p in found.points] == [
        ("2014-04-01", 20000, 99999, True), ("2014-04-10", 40000, 40000, True), ("2022-02-17", 100000, None, False),
    ]  # fmt: skip
    assert [p.source_actors[0].id for p in found.points] == ["NATO", "NATO", "USA.GOV"]


def test_deaths_in_two_bombings(nlp: Standoff) -> None:
    texts = (
        ("2016-05-03", "A suicide bomber killed 12 people at a market in Mosul on Monday, police said."),
        ("2016-05-04", "At least 19 people were killed in Monday's bombing in Mosul, hospital officials said."),
        ("2016-05-05", "A car bomb in Kirkuk killed seven people on Wednesday."),
    )
    found = series(*(nlp(text, published=day, publisher=None) for day, text in texts))
    assert sorted([p.low for p in s.points] for s in found) == [[7], [12, 19]]
