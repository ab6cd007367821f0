"""From the text to the parties: who is spoken to, over the whole pipeline."""

import pytest

import standoff
from standoff.pipeline import Standoff


@pytest.fixture(scope="module")
def nlp() -> Standoff:
    return standoff.load()


def told(nlp: Standoff, text: str, cue: str) -> list[str | None]:
    report = nlp(text, published="2017-03-08", publisher=None)
    statement = next(s for s in report.statements if s.cue is not None and cue in s.cue.of(text))
    return sorted(actor.id or "?" for actor in statement.addressees)


def test_both_sides_are_the_two_that_the_report_is_about(nlp: Standoff) -> None:
    """And not the one who calls on them."""
    text = (
        "Chile seized an Argentine survey ship on Friday. Argentina sent troops to the border with Chile. "
        "Brazil called on both sides to show restraint."
    )
    assert told(nlp, text, "called on") == ["ARG.GOV", "CHL.GOV"]


def test_the_object_of_an_appeal_is_taken_at_its_word(nlp: Standoff) -> None:
    """Who is urged is who is spoken to; what is told to reporters is told to nobody in particular."""
    text = 'France urged Mali to free the judges. "We expect an answer," its foreign minister told reporters in Paris.'
    assert told(nlp, text, "urged") == ["MLI.GOV"]
    assert told(nlp, text, "told") == []


def test_a_fuller_cue_swallows_the_shorter(nlp: Standoff) -> None:
    """ "continues" does not say "to refuse" beside "continues to refuse"."""
    text = "Rasmussen continues to refuse to recognize the authority of the government in Simferopol."
    report = nlp(text, published="2014-04-01", publisher=None)
    assert [(s.act, s.cue.of(text)) for s in report.statements if s.cue is not None] == [
        ("REJECT", "continues to refuse")
    ]
