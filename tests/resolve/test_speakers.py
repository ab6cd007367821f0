"""Who speaks where several could: namesakes, persons in quoted words, strangers, papers' short names, joint phrases."""

from __future__ import annotations

import pytest
from tests.resolve.test_actors import who
from tests.resolve.test_coref import at, build, statement

from standoff.model import Span
from standoff.resolve import load_knowledge
from standoff.resolve.coref import Cast
from standoff.resolve.spoken import fill_statements

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
        # whom a noun stands for that names no owner: the body of the name before, the one it means where none is named
        ("NATO met; [an official of the alliance] spoke.", "NATO"),
        ("Norway waited; [an alliance official] spoke.", "NATO"),
        ("Norway waited; [a Commission spokeswoman] spoke.", "EU"),
        ("Algeria's [High Security Council] met.", "DZA.GOV"),
        # a name goes before what the noun beside it says
        ("Syria waited; [the party leader, Hassan Nasrallah], spoke.", "LBN.REB (Hassan Nasrallah)"),
        # where somebody is does not make him one of theirs
        ("[Obama at the UN] spoke.", "USA.GOV (Barack Obama)"),
        # "and" in the name of one body
        ("[Peru's Defence and Security Committee] spoke.", "PER.GOV"),
        # what an armed group broadcasts is a broadcaster's
        ("[Houthi television] spoke.", "YEM.JRN"),
        # a senator who was an officer is a senator
        ("[Senator Ada Kowal, a former officer of Peru], spoke.", "PER.LEG (Ada Kowal)"),
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


@pytest.mark.parametrize("word", ["who", "which"])
def test_a_relative_pronoun_stands_for_the_phrase_before_it(word: str) -> None:
    """By the tree, and by the comma where the tree sees no relative clause."""
    ids = []
    for relation in ("acl:relcl", "ccomp"):
        document, analysis = build(
            "Kerry/PROPN/2/nsubj met/VERB/0/root the/DET/5/det Peruvian/ADJ/5/amod minister/NOUN/2/obj "
            f"_,/PUNCT/8/punct {word}/PRON/8/nsubj left/VERB/5/{relation} _./PUNCT/2/punct"
        )
        ids.append(Cast(document, analysis, (), load_knowledge()).party(at(document, word)).ids())
    assert ids == [("PER.GOV",), ("PER.GOV",)]


def test_the_official_is_the_official_named_before() -> None:
    """Not one of the state that the report is about."""
    document, analysis = build(
        "Chile/PROPN/2/nsubj met/VERB/0/root Chile/PROPN/2/obj _./PUNCT/2/punct",
        "A/DET/3/det Peruvian/ADJ/3/amod official/NOUN/4/nsubj spoke/VERB/0/root _./PUNCT/4/punct",
        "Chile/PROPN/2/nsubj waited/VERB/0/root _./PUNCT/2/punct",
        "The/DET/2/det official/NOUN/3/nsubj left/VERB/0/root _./PUNCT/3/punct",
    )
    cast = Cast(document, analysis, (), load_knowledge())
    assert cast.party(at(document, "The official")).ids() == ("PER.GOV",)


def test_the_commission_is_the_one_called_so_more_fully_before() -> None:
    document, analysis = build(
        "Peru/PROPN/4/nmod:poss _'s/PART/1/case truth/NOUN/4/compound commission/NOUN/5/nsubj met/VERB/0/root",
        "Chile/PROPN/2/nsubj objected/VERB/0/root to/ADP/4/case Chile/PROPN/2/obl",
        "The/DET/2/det commission/NOUN/3/nsubj left/VERB/0/root",
    )
    cast = Cast(document, analysis, (), load_knowledge())
    assert cast.party(at(document, "The commission")).ids() == ("PER.JUD",)


def test_people_are_of_the_place_they_are_in_not_of_the_embassy_they_stand_at() -> None:
    document, analysis = build(
        "Crowds/NOUN/2/nsubj marched/VERB/0/root outside/ADP/6/case the/DET/6/det British/ADJ/6/amod "
        "embassy/NOUN/2/obl in/ADP/8/case Kinshasa/PROPN/6/nmod _./PUNCT/2/punct",
        "Police/NOUN/2/nsubj fired/VERB/0/root _./PUNCT/2/punct",
    )
    assert Cast(document, analysis, (), load_knowledge()).party(at(document, "Police")).ids() == ("COD.COP",)


def test_the_end_of_what_is_said_is_no_part_of_the_speaker() -> None:
    """The tree took the end of the sentence for an apposition to the ministry."""
    document, analysis = build(
        "They/PRON/2/nsubj fell/VERB/7/ccomp west/ADV/2/advmod of/ADP/5/case Japan/PROPN/3/nmod _,/PUNCT/2/punct "
        "the/DET/8/det islands/NOUN/13/nsubj _,/PUNCT/8/punct the/DET/12/det Peruvian/ADJ/12/amod "
        "ministry/NOUN/8/appos said/VERB/0/root _./PUNCT/13/punct"
    )
    told = statement("s1", at(document, "the islands, the Peruvian ministry"), at(document, "They fell west of Japan"))
    cast = Cast(document, analysis, (told,), load_knowledge())
    assert [a.id for a in fill_statements((told,), cast)[0].source_actors] == ["PER.GOV"]


def test_the_union_named_last_is_not_the_alliance() -> None:
    document, analysis = build(
        "NATO/PROPN/2/nsubj met/VERB/0/root _./PUNCT/2/punct",
        "The/DET/3/det European/PROPN/3/compound Union/PROPN/4/nsubj objected/VERB/0/root _./PUNCT/4/punct",
        "The/DET/2/det alliance/NOUN/3/nsubj left/VERB/0/root _./PUNCT/3/punct",
        "The/DET/2/det bloc/NOUN/3/nsubj left/VERB/0/root _./PUNCT/3/punct",
    )
    cast = Cast(document, analysis, (), load_knowledge())
    assert cast.party(at(document, "The alliance")).ids() == ("NATO",)


def test_the_ministry_is_the_foreign_ministry_named_before() -> None:
    document, analysis = build(
        "Peru/PROPN/4/nmod:poss _'s/PART/1/case foreign/ADJ/4/amod ministry/NOUN/5/nsubj objected/VERB/0/root",
        "Jets/NOUN/2/nsubj flew/VERB/0/root over/ADP/4/case Chile/PROPN/2/obl and/CCONJ/6/cc Chile/PROPN/4/conj",
        "The/DET/2/det ministry/NOUN/3/nsubj left/VERB/0/root",
    )
    cast = Cast(document, analysis, (), load_knowledge())
    assert cast.party(at(document, "The ministry")).ids() == ("PER.GOV",)


def test_a_figure_with_a_comma_does_not_cut_a_phrase_nor_an_article_a_name() -> None:
    document, analysis = build(
        "Some/DET/2/advmod 35,000/NUM/4/nummod Syrian/ADJ/4/amod soldiers/NOUN/5/nsubj left/VERB/0/root",
        "The/DET/4/det North/ADJ/4/amod Korean/ADJ/2/flat army/NOUN/5/nsubj fired/VERB/0/root",
    )
    cast = Cast(document, analysis, (), load_knowledge())
    assert cast.party(at(document, "Some 35,000 Syrian soldiers")).ids() == ("SYR.MIL",)
    assert cast.party(at(document, "The North Korean army")).ids() == ("PRK.MIL",)
