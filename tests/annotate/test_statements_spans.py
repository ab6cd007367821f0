"""Where content begins and ends, whose words it is and through whom, where the tree hangs words on the wrong verb.

Trees have the analyser's own errors, one word a field: form/lemma/upos/xpos/head/relation, heads 1-based.
"""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.annotate.test_statements import build, mark, marked

from standoff.annotate.statements import find_statements
from standoff.model import Entity, Mark, Span, Statement

TREES = {
    "[source Kowal] [cue says] [content such talks are useful].": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj says/say/VERB/VBZ/0/root such/such/ADJ/JJ/4/amod talks/talk/NOUN/NNS/2/obj "
        "are/be/AUX/VBP/6/cop useful/useful/ADJ/JJ/2/ccomp ././PUNCT/./2/punct"
    ),
    "[source Kowal] [cue suggested] [content both sides meet].": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj suggested/suggest/VERB/VBD/0/root both/both/DET/DT/4/det "
        "sides/side/NOUN/NNS/2/obj meet/meet/VERB/VB/2/xcomp ././PUNCT/./2/punct"
    ),
    "[source Kowal] [cue vowed] [content to sue]; the agency said it had paid.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj vowed/vow/VERB/VBD/0/root to/to/PART/TO/4/mark sue/sue/VERB/VB/2/xcomp "
        ";/;/PUNCT/,/8/punct the/the/DET/DT/7/det agency/agency/NOUN/NN/8/nsubj said/say/VERB/VBD/2/ccomp "
        "it/it/PRON/PRP/11/nsubj had/have/AUX/VBD/11/aux paid/pay/VERB/VBN/8/ccomp ././PUNCT/./2/punct"
    ),
    "[source The minister, Ada Kowal], [cue threatened] on Monday [content to leave].": (
        "The/the/DET/DT/2/det minister/minister/NOUN/NN/7/nsubj ,/,/PUNCT/,/4/punct Ada/Ada/PROPN/NNP/2/appos "
        "Kowal/Kowal/PROPN/NNP/4/flat ,/,/PUNCT/,/2/punct threatened/threaten/VERB/VBD/0/root on/on/ADP/IN/9/case "
        "Monday/Monday/PROPN/NNP/7/obl to/to/PART/TO/11/mark leave/leave/VERB/VB/7/xcomp ././PUNCT/./7/punct"
    ),
    "[source Kowal] [cue promised] [content a report within three weeks].": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj promised/promise/VERB/VBD/0/root a/a/DET/DT/4/det report/report/NOUN/NN/2/obj "
        "within/within/ADP/IN/7/case three/three/NUM/CD/7/nummod weeks/week/NOUN/NNS/2/obl ././PUNCT/./2/punct"
    ),
    "[source Kowal] [cue denied] [content it] within hours.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj denied/deny/VERB/VBD/0/root it/it/PRON/PRP/2/obj within/within/ADP/IN/5/case "
        "hours/hour/NOUN/NNS/2/obl ././PUNCT/./2/punct"
    ),
    "[source Security adviser Ada Kowal] [cue says] [content Lima has a plan].": (
        "Security/security/NOUN/NN/2/compound adviser/adviser/NOUN/NN/5/nsubj Ada/Ada/PROPN/NNP/5/nsubj "
        "Kowal/Kowal/PROPN/NNP/3/flat says/say/VERB/VBZ/0/root Lima/Lima/PROPN/NNP/7/nsubj has/have/VERB/VBZ/5/ccomp "
        "a/a/DET/DT/9/det plan/plan/NOUN/NN/7/obj ././PUNCT/./5/punct"
    ),
    "[source The envoy, Ada Kowal], [cue says] [content the talks failed].": (
        "The/the/DET/DT/2/det envoy/envoy/NOUN/NN/10/nsubj ,/,/PUNCT/,/4/punct Ada/Ada/PROPN/NNP/2/appos "
        "Kowal/Kowal/PROPN/NNP/4/flat ,/,/PUNCT/,/2/punct says/say/VERB/VBZ/0/root the/the/DET/DT/9/det "
        "talks/talk/NOUN/NNS/10/nsubj failed/fail/VERB/VBD/7/ccomp ././PUNCT/./7/punct"
    ),
    '"[content The talks failed]," [cue said] [source Ada Kowal, a former envoy].': (
        '"/"/PUNCT/``/4/punct The/the/DET/DT/3/det talks/talk/NOUN/NNS/4/nsubj failed/fail/VERB/VBD/7/ccomp '
        ",/,/PUNCT/,/4/punct \"/\"/PUNCT/''/4/punct said/say/VERB/VBD/0/root Ada/Ada/PROPN/NNP/7/nsubj "
        "Kowal/Kowal/PROPN/NNP/8/flat ,/,/PUNCT/,/13/punct a/a/DET/DT/13/det former/former/ADJ/JJ/13/amod "
        "envoy/envoy/NOUN/NN/8/appos ././PUNCT/./7/punct"
    ),
}


def read(text: str, tree: str, *outlets: str) -> tuple[Statement, ...]:
    document, analysis = build(text, *(t.replace(" ", "\n").replace("/", " ") for t in tree.split("\n")))
    named = [Span(text.index(name), text.index(name) + len(name)) for name in outlets]
    return find_statements(document, replace(analysis, entities=tuple(Entity(span, "ORG", 0.9) for span in named)))


@pytest.mark.parametrize("wanted", sorted(TREES))
def test_parts_of_a_statement_in_spite_of_the_tree(wanted: str) -> None:
    """Subjects, terms and titles come back to the clause that they belong to."""
    text = marked(wanted)
    assert wanted in [mark(text, one) for one in read(text, TREES[wanted])]


TOLD = (
    "Ada/Ada/PROPN/NNP/3/nsubj Kowal/Kowal/PROPN/NNP/1/flat told/tell/VERB/VBD/0/root {} "
    "that/that/SCONJ/IN/{n}/mark talks/talk/NOUN/NNS/{n}/nsubj failed/fail/VERB/VBD/3/ccomp ././PUNCT/./3/punct"
)


@pytest.mark.parametrize(
    ("hearer", "via"),
    [
        ("Lusa/Lusa/PROPN/NNP/3/iobj", ("Lusa",)),
        ("the/the/DET/DT/7/det ILNA/ILNA/PROPN/NNP/7/compound news/news/NOUN/NN/7/compound "
         "agency/agency/NOUN/NN/3/iobj", ("ILNA",)),
        ("the/the/DET/DT/6/det intelligence/intelligence/NOUN/NN/6/compound agency/agency/NOUN/NN/3/iobj", ()),
    ],
)  # fmt: skip
def test_outlets_that_words_are_told_to(hearer: str, via: tuple[str, ...]) -> None:
    """A paper's name without what it is; not every agency is one of news."""
    words = len(hearer.split())
    tree = TOLD.format(hearer, n=words + 6)
    text = " ".join(w.split("/")[0] for w in tree.split()).replace(" .", ".")
    (found,) = read(text, tree)
    assert found.via == via


def test_the_newspaper_is_the_one_named_before() -> None:
    text = "Le Monde asked. Ada Kowal told the newspaper that talks failed."
    tree = (
        "Le/Le/PROPN/NNP/3/nsubj Monde/Monde/PROPN/NNP/1/flat asked/ask/VERB/VBD/0/root ././PUNCT/./3/punct\n"
        + TOLD.format("the/the/DET/DT/5/det newspaper/newspaper/NOUN/NN/3/iobj", n=8)
    )
    found = read(text, tree, "Le Monde")
    assert [one.via for one in found if one.cue and one.cue.of(text) == "told"] == [("Le Monde",)]


def test_a_quotation_runs_on_over_the_sentence() -> None:
    """Begun within a clause, ended in the next sentence: one speaker."""
    text = 'Kowal said he goes with "low hopes. I want no war."'
    tree = (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root he/he/PRON/PRP/4/nsubj goes/go/VERB/VBZ/2/ccomp "
        'with/with/ADP/IN/8/case "/"/PUNCT/``/8/punct low/low/ADJ/JJ/8/amod hopes/hope/NOUN/NNS/4/obl '
        "././PUNCT/./2/punct\nI/I/PRON/PRP/2/nsubj want/want/VERB/VBP/0/root no/no/DET/DT/4/det war/war/NOUN/NN/2/obj "
        "././PUNCT/./2/punct \"/\"/PUNCT/''/2/punct"
    )
    assert {one.source.of(text) for one in read(text, tree) if one.source} == {"Kowal"}
    assert all(one.source for one in read(text, tree))


@pytest.mark.parametrize("modal", ["could", "should"])
def test_what_might_be_said_is_not_said(modal: str) -> None:
    """A cue under "could" is no speech, unless nobody could."""
    tree = (
        "{0}/{0}/{1}/NNP/3/nsubj {2}/{2}/AUX/MD/3/aux confirm/confirm/VERB/VB/0/root it/it/PRON/PRP/5/nsubj "
        "holds/hold/VERB/VBZ/3/ccomp ././PUNCT/./3/punct"
    )
    assert read(f"Kowal {modal} confirm it holds.", tree.format("Kowal", "PROPN", modal)) == ()
    assert read(f"Nobody {modal} confirm it holds.", tree.format("Nobody", "PRON", modal))


def test_denied_charges_are_those_made_just_before() -> None:
    text = "Lima accused Quito of theft. Quito denied the charges."
    tree = (
        "Lima/Lima/PROPN/NNP/2/nsubj accused/accuse/VERB/VBD/0/root Quito/Quito/PROPN/NNP/2/obj of/of/ADP/IN/5/case "
        "theft/theft/NOUN/NN/2/obl ././PUNCT/./2/punct\nQuito/Quito/PROPN/NNP/2/nsubj denied/deny/VERB/VBD/0/root "
        "the/the/DET/DT/4/det charges/charge/NOUN/NNS/2/obj ././PUNCT/./2/punct"
    )
    accusation, denial = read(text, tree)
    assert denial.denies == accusation.id


@pytest.mark.parametrize(("verb", "found"), [("insisted/insist", 1), ("thought/think", 0)])
def test_plain_telling_needs_no_mark(verb: str, found: int) -> None:
    """Where the learned head has marked other words only, a verb that does nothing but tell still reports."""
    tree = (
        f"Kowal/Kowal/PROPN/NNP/2/nsubj {verb}/VERB/VBD/0/root that/that/SCONJ/IN/5/mark it/it/PRON/PRP/5/nsubj "
        "holds/hold/VERB/VBZ/2/ccomp ././PUNCT/./2/punct"
    )
    text = f"Kowal {verb.partition('/')[0]} that it holds."
    document, analysis = build(text, tree.replace(" ", "\n").replace("/", " "))
    marks = (Mark(Span(0, 5), "event", "CONSULT", 0.9),)
    assert len(find_statements(document, replace(analysis, marks=marks))) == found
