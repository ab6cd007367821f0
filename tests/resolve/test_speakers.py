"""Who speaks where several could: namesakes, persons in quoted words, strangers, papers' short names, joint phrases."""

from __future__ import annotations

import pytest
from tests.resolve.test_actors import who
from tests.resolve.test_coref import at, build, statement

from standoff.model import Span
from standoff.resolve import load_knowledge
from standoff.resolve.coref import Cast

STRANGER = "Ada/PROPN/3/nsubj Kowal/PROPN/1/flat met/VERB/0/root John/PROPN/3/obj Kerry/PROPN/4/flat _./PUNCT/3/punct"
SHE = "She/PRON/2/nsubj left/VERB/0/root _./PUNCT/2/punct"


@pytest.mark.parametrize(
    ("marked", "actors"),
    [
        # a bare surname stays with who bore it first
        ("President Barack Obama and First Lady Michelle Obama came; [Obama] spoke.", "USA.GOV (Barack Obama)"),
        # a paper by the last word of its name, and one that no table has by the place in it
        ("The Financial Times asked, and [the Times] wrote.", "GBR.JRN"),
        ("[The Nairobi Herald] wrote.", "KEN.JRN"),
        # people of two places are people
        ("[Protesters in Lima and Quito] spoke.", "PER.CVL + ECU.CVL"),
        # an apposition of two parts is one person's
        ("[Victoria Nuland, a former envoy to NATO and senior official], spoke.", "USA.GOV (Victoria Nuland)"),
    ],
)
def test_phrases_of_speakers(marked: str, actors: str) -> None:
    assert who(marked) == actors


def test_a_stranger_is_left_open() -> None:
    """Nobody known takes the place of a person who was named and is not known."""
    document, analysis = build(STRANGER, SHE)
    party = Cast(document, analysis, (), load_knowledge()).party(at(document, "She"))
    assert [actor.name for actor in party.actors] == ["Ada Kowal"]
    assert party.ids() == ()


def test_the_subject_of_the_main_clause_goes_first() -> None:
    """Of two subjects in one sentence, the one of the main clause."""
    document, analysis = build(
        "John/PROPN/3/nsubj Kerry/PROPN/1/flat asked/VERB/0/root how/SCONJ/6/mark Lavrov/PROPN/6/nsubj "
        "felt/VERB/3/ccomp _./PUNCT/3/punct",
        "He/PRON/2/nsubj left/VERB/0/root _./PUNCT/2/punct",
    )
    party = Cast(document, analysis, (), load_knowledge()).party(at(document, "He"))
    assert party.ids() == ("USA.GOV",)


def test_whom_a_speaker_names_is_not_at_hand_outside_the_quotation() -> None:
    document, analysis = build(
        "John/PROPN/3/nsubj Kerry/PROPN/1/flat spoke/VERB/0/root _./PUNCT/3/punct",
        "Lavrov/PROPN/2/nsubj lied/VERB/0/root _./PUNCT/2/punct",
        "He/PRON/2/nsubj left/VERB/0/root _./PUNCT/2/punct",
    )
    said = Span(document.text.index("Lavrov"), document.text.index(" He"))
    quoted = statement("s1", None, said, quotation="direct")
    ids = [Cast(document, analysis, told, load_knowledge()).party(at(document, "He")).ids() for told in ((), (quoted,))]
    assert ids == [("RUS.GOV",), ("USA.GOV",)]


def test_a_ministry_is_not_the_state_that_it_names_in_its_own_words() -> None:
    """Peru is nearer, but it is the ministry that names it."""
    document, analysis = build(
        "Chile/PROPN/2/nsubj objected/VERB/0/root _./PUNCT/2/punct",
        "He/PRON/2/nsubj left/VERB/0/root _./PUNCT/2/punct",
        "Peru/PROPN/2/nsubj lied/VERB/4/ccomp _,/PUNCT/4/punct said/VERB/0/root the/DET/6/det ministry/NOUN/4/nsubj "
        "_./PUNCT/4/punct",
    )
    source, words = at(document, "the ministry"), at(document, "Peru lied")
    told = [statement("s1", source, words, quotation=kind) for kind in ("indirect", "direct")]
    ids = [Cast(document, analysis, (said,), load_knowledge()).party(source).ids() for said in told]
    assert ids == [("PER.GOV",), ("CHL.GOV",)]
