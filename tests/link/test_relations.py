"""How two propositions stand to each other: which features they show, and what weighs for one claim."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from standoff.dossier import Anchor, Relation, Stance
from standoff.link.propositions import Measure, Proposition
from standoff.link.relations import Prepared, features, learned, likeness, mirrored, relation, told
from standoff.model import Actor, Span

KENYA, SOMALIA = Actor(id="KEN.GOV"), Actor(id="SOM.GOV")


def put(words: str, *, stance: Stance = "asserts", names: str = "", **more: object) -> Proposition:
    """A proposition with these content words, as a report of one day would put it forward."""
    plain = Proposition(
        at=Anchor("d-1", "0" * 64, Span(0, len(words))),
        statement=None, event=None, answers=None, day="2012-05-09", said="2012-05-09", publisher=None,
        speakers=(), via=(), stance=stance, act="", words=words, whole=True,
        lemmas=tuple(sorted(words.casefold().split())), names=tuple(sorted(names.casefold().split())),
    )  # fmt: skip
    return replace(plain, **more)


def shown(a: Proposition, b: Proposition) -> dict[str, float]:
    return features(Prepared(a), Prepared(b))


def test_the_order_of_two_does_not_matter() -> None:
    a = put("close airspace aircraft", names="Kenya Mogadishu", doers=(KENYA,), speakers=(SOMALIA,))
    b = put("shut sky plane", stance="denies", names="Mogadishu", speakers=(KENYA,))
    assert shown(a, b) == shown(b, a)


def test_states_are_one_by_any_name() -> None:
    """ "South Korea" and "Seoul", "Kenyan" and "Kenya" name one state, which tells less than a name of one's own."""
    found = shown(put("plane", names="South Korea"), put("ship", names="Seoul"))
    assert found["states of both"] == 1.0
    assert "no name in common" not in found
    assert shown(put("kenyan plane"), put("ship", names="Kenya"))["states of the shorter"] == 1.0
    assert shown(put("plane", names="Kenya"), put("ship", names="Chile"))["no state in common"] == 1.0


def test_names_of_their_own_tell_two_apart() -> None:
    found = shown(put("attack village", names="Sudan Kurma"), put("attack village", names="Sudan Kutum"))
    assert found["no name in common"] == 1.0
    assert found["names of the shorter"] == 0.0


def test_a_whole_country_is_no_other_place() -> None:
    near = put("drone", place="martakert", country="AZE")
    assert "one place" not in shown(near, put("drone", place="azerbaijan", country="AZE"))
    assert shown(near, put("drone", place="tartar", country="AZE"))["other place, one country"] == 1.0


def test_who_is_accused_of_it_denies_it() -> None:
    deed = put("hold convoy", doers=(KENYA,), speakers=(SOMALIA,))
    denial = put("stop truck", stance="denies", speakers=(KENYA,))
    assert shown(deed, denial)["the accused denies"] == 1.0
    assert "the accused denies" not in shown(deed, replace(denial, speakers=(SOMALIA,)))


@pytest.mark.parametrize(
    ("sides", "names"),
    [
        (("asserts", "denies"), {"one denies or doubts"}),
        (("denies", "doubts"), {"both deny or doubt", "one doubts"}),
        (("confirms", "asserts"), {"one confirms"}),
        (("asserts", "asserts"), set()),
    ],
)  # fmt: skip
def test_sides_are_features(sides: tuple[Stance, Stance], names: set[str]) -> None:
    a, b = (put("seize tanker", stance=side) for side in sides)
    every = {"one denies or doubts", "both deny or doubt", "one doubts", "one confirms"}
    assert set(shown(a, b)) & every == names


def test_what_has_a_weight_can_be_shown() -> None:
    """A weight whose feature no code writes any more would be dead: each stands in a module as it is written."""
    import inspect

    from standoff.link import company, relations

    source = inspect.getsource(relations) + inspect.getsource(company)
    assert [name for name in learned() if f'"{name}"' not in source] == []


def test_likeness_is_the_sum_of_what_is_shown() -> None:
    found = shown(put("seize tanker", names="Delos"), put("capture tanker", names="Delos"))
    assert likeness(found) == pytest.approx(sum(value * learned().get(name, 0.0) for name, value in found.items()))


TEN, THIRTY = Measure("dead", "person", 10.0, 10.0, False), Measure("dead", "person", 30.0, None, False)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (put("kill"), put("kill"), "same"),
        (put("kill"), put("kill", stance="denies"), "disputes"),
        (put("kill", stance="denies"), put("kill", stance="doubts"), "doubts"),
        (put("kill", measures=(TEN,)), put("kill", measures=(THIRTY,)), "differs"),
        (put("kill", measures=(TEN,)), put("kill", stance="denies", measures=(THIRTY,)), "disputes"),
    ],
)  # fmt: skip
def test_relation_of_two_that_are_one(a: Proposition, b: Proposition, expected: Relation) -> None:
    assert relation(a, b) == relation(b, a) == expected


def test_words_that_only_point_at_what_was_said_join_nothing() -> None:
    """ "The Chilean figures" are whichever figures of Chile's somebody gave."""
    deed = put("figure troop border", names="Chile", doers=(KENYA,))
    pointing = put("figure", names="Chile", stance="denies", refers=True)
    assert likeness(shown(deed, pointing)) < -3
    assert likeness(shown(deed, replace(pointing, refers=False))) > likeness(shown(deed, pointing))
    answered = replace(deed, statement="s-1")
    assert "only refers" not in shown(answered, replace(pointing, answers="s-1"))


def test_charges_that_mirror_each_other_are_never_the_same() -> None:
    """ "They shelled us", both say: two deeds, or two who exclude each other; never one who bears the other out."""
    ours = put("shell village border", speakers=(KENYA,), doers=(SOMALIA,), recipients=(KENYA,))
    theirs = put("shell village border", speakers=(SOMALIA,), doers=(KENYA,), recipients=(SOMALIA,))
    assert shown(ours, theirs)["charges that mirror each other"] == 1.0
    assert mirrored(ours, theirs)
    assert relation(ours, theirs) == "disputes"
    # whose deed it is can also be told by the subject, or by whom the statement accuses
    accuses = replace(theirs, doers=(), targets=(KENYA,))
    assert mirrored(replace(ours, doers=(), subject=(SOMALIA,)), accuses)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # both had a part in it
        ({"doers": (KENYA, SOMALIA)}, {"doers": (KENYA, SOMALIA)}),
        # its rebels are another side than the state
        ({"doers": (Actor("SOM.REB"),)}, {"doers": (KENYA,)}),
        # who denies it lays nothing at anybody's door
        ({"doers": (SOMALIA,)}, {"doers": (KENYA,), "stance": "denies"}),
    ],
)
def test_what_mirrors_nothing(a: dict[str, object], b: dict[str, object]) -> None:
    ours, theirs = put("shell village", speakers=(KENYA,)), put("shell village", speakers=(SOMALIA,))
    assert not mirrored(replace(ours, **a), replace(theirs, **b))


def test_nobody_stands_on_both_sides_in_one_report() -> None:
    says, denies = (put("nine thousand men", stance=side, speakers=(KENYA,)) for side in ("asserts", "denies"))
    assert shown(says, denies)["one voice on both sides"] == 1.0
    later = replace(denies, at=replace(denies.at, report="d-2"))
    assert "one voice on both sides" not in shown(says, later)  # he may have changed his mind
    answered = replace(denies, answers="s-1")
    assert "one voice on both sides" not in shown(replace(says, statement="s-1"), answered)


def test_what_a_feature_adds_is_told_by_the_weights_that_were_used() -> None:
    assert told({"one": 1.0, "meaning": 0.5, "one mode": 1.0}, {"one": -2.0, "meaning": 4.0}) == (("meaning", 2.0),)


@pytest.mark.parametrize(
    ("against", "faced", "name"),
    [
        ({"stance": "doubts"}, {}, "only the reporter is against it"),
        ({"stance": "denies", "statement": "s-1", "act": "STATE"}, {}, "only its words are against it"),
        ({"stance": "denies", "statement": "s-1", "act": "STATE"}, {"mention": True}, "against what is only mentioned"),
    ],
)
def test_a_negation_that_nobody_is_told_to_speak_against_weighs_less(
    against: dict[str, object], faced: dict[str, object], name: str
) -> None:
    a, b = put("cross border", **against), put("cross border", **faced)  # type: ignore[arg-type]
    assert shown(a, b)[name] == 1.0
    assert learned()[name] < 0
    assert name not in shown(replace(a, act="DENY", statement="s-1"), b)


def test_who_denies_what_was_does_not_speak_against_what_may_be() -> None:
    was = put("war", stance="denies", act="DENY", status="actual", statement="s-1")
    may = put("strike", act="WARN", status="hypothetical")
    assert shown(was, may)["against what is only foretold"] == 1.0
    assert "against what is only foretold" not in shown(replace(was, status="negation"), may)
    assert "against what is only foretold" not in shown(was, replace(may, act="STATE"))


def test_a_condition_is_no_fact_and_a_reporter_tells_a_deed_once() -> None:
    fact, condition = put("cross border"), put("cross border", conditional=True)
    assert shown(fact, condition)["only one is on a condition"] == 1.0
    first, second = put("meet capital", deed="e-1"), put("meet capital", deed="e-2")
    assert shown(first, second)["two deeds that a reporter tells"] == 1.0
    assert "two deeds that a reporter tells" not in shown(first, replace(second, deed="e-1"))
