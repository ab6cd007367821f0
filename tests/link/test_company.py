"""The second look: what two propositions are to each other, by what they are to the others."""

from __future__ import annotations

from standoff.dossier import Anchor, Stance
from standoff.link.company import NEAR, Company
from standoff.link.propositions import Proposition
from standoff.link.relations import Prepared, learned
from standoff.model import Span


def put(number: int, stance: Stance = "asserts") -> Prepared:
    return Prepared(
        Proposition(
            at=Anchor(f"d-{number}", "0" * 64, Span(0, 5)),
            statement=None, event=None, answers=None, day="2012-05-09", said="2012-05-09", publisher=None,
            speakers=(), via=(), stance=stance, act="", words="a ship was seized", whole=True,
        )
    )  # fmt: skip


def company(odds: list[dict[int, float]], *stances: Stance) -> Company:
    return Company([put(i, stance) for i, stance in enumerate(stances or ("asserts",) * len(odds))], odds)


def alike(together: Company, a: int, b: int) -> float:
    return together.features(a, b)["like the same others"]


def test_two_that_are_like_the_same_others_are_alike() -> None:
    """0 and 1 are both like 2 and both unlike 3, which is like 4."""
    together = company([{}, {0: 0.0}, {0: 2.0, 1: 3.0}, {0: -3.0, 1: -2.0, 2: -9.0}, {0: -9.0, 1: -9.0, 3: 4.0}])
    assert alike(together, 0, 1) > 0.9
    assert alike(together, 0, 3) < 0
    assert alike(together, 0, 1) == alike(together, 1, 0)


def test_what_two_are_to_each_other_tells_nothing_of_the_others() -> None:
    others: list[dict[int, float]] = [{0: 2.0, 1: 2.0}, {0: -1.0, 1: -2.0}]
    near, far = company([{}, {0: 5.0}, *others]), company([{}, {0: -5.0}, *others])
    assert round(alike(near, 0, 1), 9) == round(alike(far, 0, 1), 9)


def test_without_others_nothing_is_known() -> None:
    assert alike(company([{}, {0: 5.0}]), 0, 1) == 0.0


def test_a_denial_speaks_less_to_what_is_less_likely() -> None:
    together = company([{}, {}, {0: -20.0, 1: 20.0}], "asserts", "asserts", "denies")
    assert (
        together.features(2, 0)["a likelier one is denied"] == together.features(0, 2)["a likelier one is denied"] > 0
    )
    assert together.features(1, 2)["a likelier one is denied"] == 0.0
    assert "a likelier one is denied" not in together.features(0, 1)


def test_only_what_may_be_one_is_looked_at_again() -> None:
    odds: list[dict[int, float]] = [{}, {0: NEAR - 1}, {0: NEAR, 1: NEAR - 1}]
    company(odds).look_again(odds)
    assert odds[1] == {0: NEAR - 1}
    assert odds[2][0] != NEAR
    assert odds[2][1] == NEAR - 1


def test_the_first_look_knows_nothing_of_company() -> None:
    assert learned().keys() - learned("first").keys() == set()
    assert learned("first")["like the same others"] == 0.0
