"""On how many independent sources a claim stands."""

from __future__ import annotations

from standoff.link.standing import source_key, standing


def test_one_source_is_single_however_often_it_speaks() -> None:
    assert standing([("asserts", "RUS.GOV"), ("asserts", "RUS.GOV")]) == ("single", 1)


def test_two_sources_corroborate() -> None:
    assert standing([("asserts", "NATO"), ("confirms", "UKR.GOV")]) == ("corroborated", 2)


def test_a_denial_outweighs_a_doubt_and_any_number_of_legs() -> None:
    assert standing([("asserts", "NATO"), ("asserts", "USA.GOV"), ("doubts", "OSCE")]) == ("unconfirmed", 2)
    assert standing([("asserts", "NATO"), ("doubts", "OSCE"), ("denies", "RUS.GOV")]) == ("disputed", 1)


def test_organs_of_a_state_are_one_source_its_rebels_are_another() -> None:
    assert source_key("RUS.MIL") == source_key("RUS.GOV") != source_key("RUS.REB")
    assert source_key("NATO") == "NATO"
