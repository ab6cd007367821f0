# ruff: noqa: E501  (a report is one line)
"""Claims across reports, through the whole pipeline and the shipped encoder of propositions."""

from __future__ import annotations

import random
from functools import cache

import pytest
from msgspec.structs import replace

from standoff.analyse.encoder import Encoder
from standoff.dossier import Claim
from standoff.link.claims import Claims, meanings
from standoff.link.origins import Origins
from standoff.link.propositions import propositions
from standoff.model import Report, Span
from standoff.pipeline import Standoff, load

SEIZURE = (
    ("2019-05-02", "Harbour Post", "Iran's Revolutionary Guards seized the Greek tanker Delos Star near Fujairah on Wednesday, the ship's owner said."),
    ("2019-05-02", "Gulf Wire", "Tehran confirmed on Thursday that it had seized the Greek tanker Delos Star near Fujairah."),
    ("2019-05-03", "Capital News", "Greece's foreign ministry said 22 people were being held aboard the tanker Delos Star."),
    ("2019-05-03", "Straits Courier", "Officials in Athens said at least 25 people were being held aboard the tanker Delos Star."),
)  # fmt: skip
WITHDRAWAL = (
    ("2014-03-31", "Border Gazette", "Russia's defence ministry said on Monday it had withdrawn an infantry battalion from the border with Ukraine."),
    ("2014-04-01", "Evening Mail", "NATO could not confirm the withdrawal of Russian troops from the border with Ukraine."),
    ("2014-04-01", "Daily Ledger", "Kyiv denied that Russia had withdrawn troops from the border with Ukraine."),
)  # fmt: skip


@cache
def nlp() -> Standoff:
    return load()


@cache
def report(day: str, publisher: str, text: str) -> Report:
    return nlp()(text, published=day, publisher=publisher)


@cache
def encoder() -> Encoder:
    return Encoder(name="claims")


def linked(
    reports: tuple[tuple[str, str, str], ...], origins: Origins | None = None, **judged: tuple[tuple[str, str], ...]
) -> tuple[Claim, ...]:
    claims = Claims()
    for each in reports:
        found = list(propositions(report(*each)))
        claims.add(
            [told.it for told in found], meanings([(t.words, t.first, t.last) for t in found], encoder().sentence)
        )
    return claims.result(origins or Origins(), **judged)


def about(claims: tuple[Claim, ...], words: str) -> Claim:
    return next(claim for claim in claims if any(words in p.words for p in claim.positions))


def test_a_withdrawal_announced_doubted_and_denied_is_one_disputed_claim() -> None:
    claim = about(linked(WITHDRAWAL), "it had withdrawn")
    assert {(p.position, p.actor.id if p.actor else None) for p in claim.positions} == {
        ("asserts", "RUS.GOV"), ("doubts", "NATO"), ("denies", "UKR.GOV"),
    }  # fmt: skip
    assert claim.standing == "disputed"
    assert claim.legs == 1
    assert (claim.first, claim.last) == ("2014-03-31", "2014-04-01")


def test_without_the_denial_it_is_unconfirmed_and_not_disputed() -> None:
    assert about(linked(WITHDRAWAL[:2]), "it had withdrawn").standing == "unconfirmed"


def test_two_crises_stay_apart() -> None:
    for claim in linked(SEIZURE + WITHDRAWAL):
        assert len({p.at.report for p in claim.positions} & {report(*r).document.id for r in SEIZURE}) in {
            0, len({p.at.report for p in claim.positions}),
        }  # fmt: skip


def test_figures_that_exclude_each_other_stand_side_by_side() -> None:
    claim = about(linked(SEIZURE[2:]), "22 people")
    assert [(p.low, p.high) for p in claim.positions if p.low] == [(22, 22), (25, None)]
    assert len(claim.differs) == 1


def test_words_without_a_record_join_claims_and_make_none() -> None:
    headline = ("2019-05-04", "Islands Post", "Greek tanker Delos Star captured off Fujairah")
    assert not any(told.it.recorded for told in propositions(report(*headline)))
    assert linked((headline,)) == ()
    joined = about(linked((*SEIZURE[:2], headline)), "captured off Fujairah")
    assert len(joined.positions) == 3


def test_claims_are_the_same_in_any_order_of_reports() -> None:
    reports = list(SEIZURE + WITHDRAWAL)
    first = linked(tuple(reports))
    for seed in range(3):
        random.Random(seed).shuffle(reports)
        assert linked(tuple(reports)) == first


def test_every_position_quotes_its_anchor_and_every_link_says_why() -> None:
    texts = {report(*r).document.id: r[2] for r in SEIZURE + WITHDRAWAL}
    for claim in linked(SEIZURE + WITHDRAWAL):
        for p in claim.positions:
            assert p.at.span.of(texts[p.at.report]) == p.words
        for link in claim.links:
            assert link.features
            assert 0 <= link.a < link.b < len(claim.positions)


def test_a_copy_is_no_second_leg() -> None:
    wire = (("2019-05-02", "One", "Militants shelled the town of Kurma on Monday."), ("2019-05-02", "Two", "Militants shelled the town of Kurma on Monday."))  # fmt: skip
    apart = about(linked(wire), "shelled")
    assert (apart.standing, apart.legs) == ("corroborated", 2)
    first, second = (report(*r).document for r in wire)
    copied = Origins({second.id: [(Span(0, len(second.text)), first.id)]})
    assert about(linked(wire, copied), "shelled").standing == "single"


@pytest.mark.parametrize("kind", ["same", "different"])
def test_what_a_person_decided_holds(kind: str) -> None:
    before = linked(WITHDRAWAL[:2])
    positions = [p for claim in before for p in claim.positions]
    a = next(p for p in positions if p.position == "asserts")
    b = next(p for p in positions if p.position == "doubts")
    assert a.statement
    assert b.statement
    after = linked(WITHDRAWAL[:2], None, **{kind: ((a.statement, b.statement),)})
    together = any({a.statement, b.statement} <= {p.statement for p in claim.positions} for claim in after)
    assert together == (kind == "same")


def test_that_something_is_not_so_is_a_claim_and_no_dispute() -> None:
    (claim,) = linked(
        (("2017-03-11", "Herald", "The harbour was not damaged in the storm on Saturday, officials in Lima said."),)
    )
    assert (claim.standing, [p.position for p in claim.positions]) == ("single", ["asserts"])


@pytest.mark.parametrize(("tells", "reports", "claims"), [(True, 1, 1), (False, 1, 0), (False, 2, 1)])
def test_what_tells_of_nothing_is_a_claim_only_where_two_reports_say_it(tells: bool, reports: int, claims: int) -> None:
    """ "Outside interference" is no claim of one report."""
    gathered = Claims()
    for day in range(reports):
        told = next(iter(propositions(report(f"2019-05-0{day + 2}", "Gulf Wire", SEIZURE[1][2] + day * " Oil rose."))))
        means = meanings([(told.words, told.first, told.last)], encoder().sentence)
        gathered.add([replace(told.it, tells=tells)], means)
    assert len(gathered.result(Origins())) == claims


def test_what_all_say_in_negative_words_nobody_disputes() -> None:
    reports = (
        ("2019-05-02", "Gulf Wire", "No ship was hit near Fujairah on Wednesday, the port's harbour master said."),
        ("2019-05-03", "Islands Post", "No ship was hit near Fujairah on Wednesday, the coast guard said on Friday."),
    )
    assert {claim.standing for claim in linked(reports)} <= {"single", "corroborated"}


def test_what_one_is_quoted_for_and_another_denies_is_a_claim_of_one_report() -> None:
    denied = (("2019-05-02", "Gulf Wire", "Greece pushed back on Iranian allegations of provocations by its navy."),)
    (claim,) = linked(denied)
    assert (claim.standing, {p.position for p in claim.positions}) == ("disputed", {"asserts", "denies"})


def test_a_pronoun_is_told_by_whom_it_stands_for() -> None:
    said = (("2019-05-02", "Gulf Wire", "Greece's foreign ministry said it had recalled its ambassador to Iran."),)
    assert about(linked(said), "it had recalled").proposition.startswith("GRC")


def test_two_who_accuse_each_other_never_bear_each_other_out() -> None:
    """Even where a person holds that it is one deed, each says that the other did it."""
    reports = (
        ("2019-05-02", "Gulf Wire", "Iran accused Greece of shelling a tanker near Fujairah on Wednesday."),
        ("2019-05-02", "Islands Post", "Greece accused Iran of shelling a tanker near Fujairah on Wednesday."),
    )
    assert all(claim.standing == "single" for claim in linked(reports))
    first, second = (p.statement for claim in linked(reports) for p in claim.positions)
    assert first and second
    (claim,) = linked(reports, None, same=((first, second),))
    assert (claim.standing, claim.legs) == ("disputed", 1)
    assert [link.relation for link in claim.links] == ["disputes"]
