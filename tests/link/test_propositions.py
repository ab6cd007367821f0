"""What a report puts forward, through the whole pipeline."""

from __future__ import annotations

from functools import cache

import pytest

from standoff.link.propositions import Proposition, propositions
from standoff.pipeline import Standoff, load


@cache
def nlp() -> Standoff:
    return load()


def found(text: str) -> list[Proposition]:
    return [told.it for told in propositions(nlp()(text, published="2017-03-06"))]


@pytest.mark.parametrize(
    ("text", "stance", "words"),
    [
        ("Chile's navy said on Monday that it had seized an Argentine trawler.", "asserts", "it had seized"),
        ("Argentina denied that its troops had crossed the border.", "denies", "its troops had crossed"),
        ("NATO could not confirm the withdrawal of Russian troops.", "doubts", "withdrawal of Russian troops"),
        ("Tehran confirmed that it had seized the tanker.", "confirms", "it had seized the tanker"),
        (
            "Kyiv rejected as untrue Moscow's announcement that it had pulled two regiments out of Crimea.",
            "denies",
            "it had pulled two regiments",
        ),
        ("It was not clear whether Georgian forces were behind Friday's attack.", "doubts", "Georgian forces"),
        ("There was no independent confirmation that a drone had been shot down.", "doubts", "a drone had been"),
        # whoever could not find out, by whatever verb it is told, doubts
        ("UN inspectors were unable to establish whether tanks had crossed, a spokesman said.", "doubts", ""),
        ("Norwegian police did not yet know whether the trawler had cut the cable, an officer said.", "doubts", ""),
        ("It was not immediately possible to verify the prisoner swap near Horlivka.", "doubts", "the prisoner swap"),
        ("The governor was not convinced that rebels had carried out the attack.", "doubts", "rebels had carried out"),
        ("Neither his office nor the agencies had come across any proof of a pullout, he said.", "doubts", ""),
        # that there is none of it is a denial of it
        ('"None of our submarines was anywhere near the coast," a navy spokesman said.', "denies", "None of our"),
        ("Not one division has left the province, the rebels said.", "denies", "Not one division"),
        ("No fewer than ten soldiers have left the province, the rebels said.", "asserts", "soldiers have left"),
        ('"There is no build-up of our forces at the border," a colonel said.', "denies", "There is no build-up"),
        # so is what is made of somebody else's report
        ("The minister ridiculed the suggestion that his men had attacked the ferry.", "denies", "his men had"),
        ("State media ridiculed stories of an outpouring of villagers.", "denies", "an outpouring of villagers"),
        ("A ceasefire in the province has yet to be confirmed, the UN envoy said.", "doubts", "ceasefire"),
        ("Pakistan's foreign ministry said it was wrong to speak of a closure of the crossing.", "denies", "closure"),
    ],
)  # fmt: skip
def test_stance(text: str, stance: str, words: str) -> None:
    first = found(text)[0]
    assert first.stance == stance
    assert words in first.words


def test_what_is_denied_is_still_put_forward_by_who_said_it() -> None:
    denial, claim = found(
        "Kyiv rejected as untrue Moscow's announcement that it had pulled two regiments out of Crimea."
    )
    assert (denial.stance, claim.stance) == ("denies", "asserts")
    assert denial.words == claim.words
    assert [a.id for a in claim.speakers] == ["RUS.GOV"]


@pytest.mark.parametrize(
    ("text", "stance", "words"),
    [
        ("Turkish bow tears open Kalymnos trawler", "asserts", "Turkish bow tears open Kalymnos trawler"),
        (
            "A technician was sceptical about the claim of a second launch.",
            "doubts",
            "a second launch",
        ),
    ],
)  # fmt: skip
def test_what_no_record_carries(text: str, stance: str, words: str) -> None:
    (aside,) = (p for p in found(text) if not p.recorded)
    assert (aside.stance, aside.words) == (stance, words)


def test_background_puts_nothing_forward_unless_it_counts() -> None:
    text = (
        "Chile's navy seized a trawler on Monday. The harbour lies at the end of a long road. Nobody there likes the"
        " navy. A queue of 350 lorries stood at the gate."
    )
    assert [p.words for p in found(text) if not p.recorded] == ["A queue of 350 lorries stood at the gate"]


def test_words_that_only_point_at_what_was_said() -> None:
    (first, second) = found("The ministry called the Chilean figures wrong. Chile said its figures rose.")[:2]
    assert (first.refers, second.refers) == (True, False)


def test_demands_refusals_and_praise_put_nothing_forward() -> None:
    assert found("NATO urged Russia to withdraw its troops from the border.") == []


def test_deeds_of_one_clause_are_one_proposition_with_its_figure() -> None:
    text = "The group said at least five people were killed by gunfire during Wednesday's march in Valencia."
    (only,) = found(text)
    assert only.words == text[text.index("at least") : -1]
    assert [(m.low, m.high) for m in only.measures] == [(5, None)]


def test_who_gives_no_answer_puts_nothing_forward() -> None:
    text = "The ministry refused to say what the images showed. The navy has not said when the blockade would end."
    assert [p.words for p in found(text) if p.stance == "doubts"] == []
    assert found('The envoy could not confirm it. "What we see is that they are moving to another camp," she said.')


def test_a_claim_that_somebody_cannot_confirm_stays_a_claim() -> None:
    text = "Washington said it could not confirm Chile's claim that Argentina had massed troops near their border."
    assert {p.stance for p in found(text) if [a.id for a in p.speakers] == ["CHL.GOV"]} <= {"asserts"}


def test_what_is_told_after_a_denial_is_not_denied() -> None:
    denial, told = found(
        '"No civilians died as a result of our strikes on Monday night. The Taliban threw grenades into those houses,"'
        " a U.S. military spokeswoman said on Saturday."
    )
    assert (denial.stance, told.stance) == ("denies", "asserts")
    assert told.words.startswith("The Taliban threw")


def test_words_without_verb_deed_or_figure_tell_of_nothing() -> None:
    assert all(p.tells for p in found("Chile's navy said on Monday that it had seized an Argentine trawler."))
    assert [p.tells for p in found("Brussels spoke of a heavy legacy.") if "legacy" in p.words] in ([], [False])


def test_words_are_the_words_of_the_report() -> None:
    text = "Chile's navy said it had seized a trawler. Argentina's army massed 40,000 troops near the border on Friday."
    report = nlp()(text, published="2017-03-06")
    for told in propositions(report):
        assert told.it.at.span.of(text) == told.it.words
        assert " ".join(told.words[told.first : told.last]).split()[0] in told.it.words


def test_a_proposition_is_read_among_the_sentences_around_it() -> None:
    text = "Chile's navy seized a trawler on Monday. Its crew was arrested in Arica. " + "The sea was calm then. " * 30
    first, second = list(propositions(nlp()(text, published="2017-03-06")))[:2]
    assert first.words == second.words
    assert 60 < len(first.words) <= 80
    assert " ".join(second.words[second.first : second.last]) == "Its crew was arrested in Arica"


def test_days_are_no_names() -> None:
    (first,) = found("Chile's navy said it had seized the trawler Rosario on Monday.")
    assert first.names == ("rosario",)


@pytest.mark.parametrize(
    ("text", "stance", "words"),
    [
        # a figure that is put against another is put forward
        ('"There are 900 men in the valley and not one more," the defence minister said.', "asserts", "There are 900"),
        # what is not to be, or will not be, denies nothing
        ("The army will not attack the mountain, a spokesman promised.", "asserts", "attack the mountain"),
        ("The summit may not bring a treaty, a minister said.", "asserts", "summit may not"),
    ],
)
def test_what_is_put_forward_as_worded(text: str, stance: str, words: str) -> None:
    first = found(text)[0]
    assert first.stance == stance
    assert words in first.words


def test_a_request_in_the_first_person_is_no_proposition() -> None:
    assert found('"I urge Chile to step back and not to escalate," the envoy told a seminar in Lima.') == []


def test_words_that_somebody_else_says_beside_them_are_cut() -> None:
    """A headline that has two voices: what the one denies does not hold what the other counts."""
    for p in found("Peru denies plan to invade as OAS counts 40,000 troops\n\nLIMA - The talks went on."):
        assert ("plan to invade" in p.words) + ("40,000" in p.words) < 2


def test_what_is_called_imaginary_is_denied() -> None:
    text = (
        "NATO said on Thursday that Russia had around 40,000 troops near Georgia. Russia accused NATO of inventing an"
        " imaginary threat to its members to justify its own existence."
    )
    every = found(text)
    denial = next(p for p in every if p.stance == "denies")
    assert denial.words == "an imaginary threat to its members"
    counted = next(p for p in every if "40,000" in p.words)
    assert denial.answers == counted.statement


def test_what_will_be_or_why_it_was_is_not_left_open() -> None:
    asked = "It was unclear how the navy would answer and why the ferry had been sunk."
    assert [p for p in found(asked) if p.stance == "doubts"] == []
