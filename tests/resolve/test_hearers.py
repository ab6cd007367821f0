"""To whom and of whom: which answers a report offers, and which of them is chosen."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.resolve.test_coref import ORIGIN, at, build

from standoff.model import Mark, Point, Statement
from standoff.resolve import load_knowledge
from standoff.resolve.coref import Cast
from standoff.resolve.hearers import Hall, weights
from standoff.resolve.offers import Answer, choose
from standoff.resolve.spoken import fill_hearers, fill_statements, spoken_to

CONDEMNED = (
    "Ukraine/PROPN/2/nsubj condemned/VERB/0/root Russia/PROPN/5/nmod:poss _'s/PART/3/case strike/NOUN/2/obj "
    "_./PUNCT/2/punct"
)
REPLIED = (
    "Moscow/PROPN/2/nsubj replied/VERB/0/root that/SCONJ/5/mark Kyiv/PROPN/5/nsubj lied/VERB/2/ccomp _./PUNCT/2/punct"
)


def told(act: str = "CRITICIZE") -> tuple[Hall, Statement]:
    document, analysis = build(CONDEMNED)
    statement = Statement(
        id="s-1", source=at(document, "Ukraine"), cue=at(document, "condemned"),
        content=(at(document, "Russia's strike"),), quotation="indirect", act=act, certainty="CT+",  # type: ignore[arg-type]
        score=0.9, origin=ORIGIN,
    )  # fmt: skip
    cast = Cast(document, analysis, (statement,), load_knowledge())
    (heard,) = fill_statements((statement,), cast)
    return Hall((heard,), (), analysis, cast), heard


def test_nobody_is_an_answer_and_each_set_of_ids_stands_once() -> None:
    hall, statement = told()
    answers = hall.answers(statement, "target")
    assert answers[0].ids == ()
    assert len({a.ids for a in answers}) == len(answers)
    (russia,) = [a for a in answers if a.ids == ("RUS.GOV",)]
    assert "content" in russia.features and "CRITICIZE/content" in russia.features


def test_nobody_speaks_of_himself_unless_the_words_say_so() -> None:
    hall, statement = told()
    assert not [a for a in hall.answers(statement, "target") if "UKR.GOV" in a.ids]
    named = replace(statement, targets_at=(statement.source,))  # type: ignore[arg-type]
    assert [a for a in hall.answers(named, "target") if a.ids == ("UKR.GOV",)]


def test_the_likeliest_answer_wins_and_a_hint_can_turn_it() -> None:
    one, other = Answer((), ("none",)), Answer(("RUS.GOV",), ("content",))
    weigh = {"none": 1.0, "content": 0.5}
    best, sure = choose((one, other), weigh)
    assert best is one and 0.5 < sure < 1.0
    assert choose((one, replace(other, bonus=2.0)), weigh)[0].ids == ("RUS.GOV",)
    assert choose((other, one), weigh)[0] == best


def test_pointers_of_the_analyser_count() -> None:
    _hall, statement = told()
    document, analysis = build(CONDEMNED)
    point = Point("target", at(document, "Russia"), 0.9)
    assert statement.cue is not None
    pointed = replace(analysis, marks=(Mark(statement.cue, "cue", "CRITICIZE", 0.9, (point,)),))
    cast = Cast(document, pointed, (statement,), load_knowledge())
    answers = Hall((statement,), (), pointed, cast).answers(statement, "target")
    assert [a.bonus > 0 for a in answers if a.ids == ("RUS.GOV",)] == [True]
    assert all(a.bonus == 0 for a in answers if a.ids == ())


def test_the_one_condemned_is_found_in_what_is_condemned() -> None:
    _document, analysis = build(CONDEMNED)
    hall, statement = told()
    (done,) = fill_hearers((statement,), (), analysis, hall.cast)
    assert [a.id for a in done.targets] == ["RUS.GOV"]


def test_a_plain_report_has_no_targets() -> None:
    _document, analysis = build(CONDEMNED)
    hall, statement = told("STATE")
    (done,) = fill_hearers((statement,), (), analysis, hall.cast)
    assert done.targets == ()


def test_who_spoke_before_is_an_answer() -> None:
    document, analysis = build(CONDEMNED, REPLIED)
    first = told()[1]
    second = Statement(
        id="s-2", source=at(document, "Moscow"), cue=at(document, "replied"), content=(at(document, "Kyiv lied"),),
        quotation="indirect", act="ACCUSE", certainty="CT+", score=0.9, origin=ORIGIN,
    )  # fmt: skip
    cast = Cast(document, analysis, (first, second), load_knowledge())
    heard = fill_statements((first, second), cast)
    answers = Hall(heard, (), analysis, cast).answers(heard[1], "target")
    (kyiv,) = [a for a in answers if a.ids == ("UKR.GOV",)]
    assert "spoke-1" in kyiv.features and "content" in kyiv.features


def test_every_role_has_weights() -> None:
    assert weights("addressee") and weights("target")


PHONED = (
    "Tsipras/PROPN/2/nsubj telephoned/VERB/0/root Stoltenberg/PROPN/2/obj and/CCONJ/5/cc asked/VERB/2/conj "
    "him/PRON/5/obj to/PART/8/mark act/VERB/5/xcomp _./PUNCT/2/punct"
)
ASSURED = (
    "Britain/PROPN/2/nsubj told/VERB/0/root lawmakers/NOUN/2/obj that/SCONJ/5/mark slept/VERB/2/ccomp _./PUNCT/2/punct"
)
URGED = (
    "France/PROPN/2/nsubj urged/VERB/0/root other/ADJ/4/amod donors/NOUN/2/obj to/PART/6/mark pay/VERB/2/xcomp "
    "_./PUNCT/2/punct"
)


NOTIFIED = (
    "Panama/PROPN/2/nsubj told/VERB/0/root the/DET/5/det United/PROPN/5/amod Nations/PROPN/2/obj that/SCONJ/8/mark "
    "it/PRON/8/nsubj slept/VERB/2/ccomp _./PUNCT/2/punct"
)
RECEIVED = (
    "Israel/PROPN/2/nsubj told/VERB/0/root its/PRON/5/nmod:poss American/ADJ/5/amod guest/NOUN/2/obj "
    "that/SCONJ/8/mark it/PRON/8/nsubj slept/VERB/2/ccomp _./PUNCT/2/punct"
)
VISITED = (
    "Israel/PROPN/2/nsubj told/VERB/0/root its/PRON/4/nmod:poss visitor/NOUN/2/obj that/SCONJ/7/mark it/PRON/7/nsubj "
    "slept/VERB/2/ccomp _./PUNCT/2/punct"
)
RALLIED = (
    "Israel/PROPN/2/nsubj told/VERB/0/root a/DET/4/det rally/NOUN/2/obj of/ADP/6/case Israelis/PROPN/4/nmod "
    "that/SCONJ/9/mark it/PRON/9/nsubj slept/VERB/2/ccomp _./PUNCT/2/punct"
)
US = (
    "Israel/PROPN/2/nsubj told/VERB/0/root us/PRON/2/obj that/SCONJ/6/mark it/PRON/6/nsubj slept/VERB/2/ccomp "
    "_./PUNCT/2/punct"
)


@pytest.mark.parametrize(
    ("sentence", "source", "cue", "words", "content", "ids"),
    [
        (PHONED, "Tsipras", "asked", "him", "act", ["NATO"]),
        (ASSURED, "Britain", "told", "lawmakers", "slept", ["GBR.LEG"]),
        (URGED, "France", "urged", "other donors", "pay", []),
        (NOTIFIED, "Panama", "told", "the United Nations", "slept", ["UN"]),
        (RECEIVED, "Israel", "told", "its American guest", "slept", ["USA.GOV"]),
        (VISITED, "Israel", "told", "its visitor", "slept", []),
        (RALLIED, "Israel", "told", "a rally of Israelis", "slept", []),
        (US, "Israel", "told", "us", "slept", []),
    ],
)
def test_nobody_asks_himself_and_lawmakers_are_the_speakers_own(
    sentence: str, source: str, cue: str, words: str, content: str, ids: list[str]
) -> None:
    document, analysis = build(sentence, day="2018-04-12")
    statement = Statement(
        id="s-1", source=at(document, source), cue=at(document, cue), content=(at(document, content),),
        quotation="indirect", act="REQUEST", certainty="U", score=0.9, origin=ORIGIN,
        addressees_at=(at(document, words),),
    )  # fmt: skip
    cast = Cast(document, analysis, (statement,), load_knowledge())
    (heard,) = fill_statements((statement,), cast)
    assert [a.id for a in heard.addressees] == ids


@pytest.mark.parametrize(("act", "ids"), [("REQUEST", ["RUS.GOV"]), ("REJECT", []), ("COMMIT", [])])
def test_only_who_is_asked_is_spoken_to_without_being_named(act: str, ids: list[str]) -> None:
    _hall, statement = told(act)
    document, analysis = build(CONDEMNED)
    assert statement.cue is not None
    point = Point("addressee", at(document, "Russia"), 0.99)
    pointed = replace(analysis, marks=(Mark(statement.cue, "cue", act, 0.9, (point,)),))
    cast = Cast(document, pointed, (statement,), load_knowledge())
    (done,) = fill_hearers((statement,), (), pointed, cast)
    assert [a.id for a in done.addressees] == ["RUS.GOV"]
    (heard,) = spoken_to((done,), document.text)
    assert [a.id for a in heard.addressees] == ids


def test_him_is_who_was_on_the_line() -> None:
    """The one in the sentence, though another was the subject of the one before."""
    document, analysis = build("Putin/PROPN/2/nsubj spoke/VERB/0/root _./PUNCT/2/punct", PHONED, day="2018-04-12")
    statement = Statement(
        id="s-1", source=at(document, "Tsipras"), cue=at(document, "asked"), content=(at(document, "act"),),
        quotation="indirect", act="REQUEST", certainty="U", score=0.9, origin=ORIGIN,
        addressees_at=(at(document, "him"),),
    )  # fmt: skip
    cast = Cast(document, analysis, (statement,), load_knowledge())
    (heard,) = fill_statements((statement,), cast)
    assert [a.id for a in heard.addressees] == ["NATO"]


ACCUSED = (
    "Ukraine/PROPN/2/nsubj accused/VERB/0/root Russia/PROPN/2/obj of/SCONJ/5/mark leaving/VERB/2/advcl _./PUNCT/2/punct"
)


def test_who_is_accused_in_so_many_words_is_the_one_spoken_of() -> None:
    document, analysis = build(REPLIED, ACCUSED)
    statement = Statement(
        id="s-1", source=at(document, "Ukraine"), cue=at(document, "accused"), content=(at(document, "leaving"),),
        quotation="indirect", act="ACCUSE", certainty="CT+", score=0.9, origin=replace(ORIGIN, rule="verb.obj-p/cue"),
        targets_at=(at(document, "Russia"),),
    )  # fmt: skip
    cast = Cast(document, analysis, (statement,), load_knowledge())
    (done,) = fill_hearers(fill_statements((statement,), cast), (), analysis, cast)
    assert [a.id for a in done.targets] == ["RUS.GOV"]


CHARGED = (
    "Poroshenko/PROPN/2/nsubj met/VERB/0/root Putin/PROPN/2/obj and/CCONJ/5/cc accused/VERB/2/conj him/PRON/5/obj "
    "of/SCONJ/8/mark leaving/VERB/5/advcl _./PUNCT/2/punct"
)


def test_nobody_accuses_himself_as_him() -> None:
    document, analysis = build(CHARGED, day="2014-10-17")
    statement = Statement(
        id="s-1", source=at(document, "Poroshenko"), cue=at(document, "accused"), content=(at(document, "leaving"),),
        quotation="indirect", act="ACCUSE", certainty="CT+", score=0.9, origin=replace(ORIGIN, rule="verb.obj-p/cue"),
        targets_at=(at(document, "him"),),
    )  # fmt: skip
    cast = Cast(document, analysis, (statement,), load_knowledge())
    (done,) = fill_hearers(fill_statements((statement,), cast), (), analysis, cast)
    assert [a.id for a in done.targets] == ["RUS.GOV"]
