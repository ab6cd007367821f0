"""Which pairs of records people joined and parted, when they contradict each other."""

from __future__ import annotations

import random

from standoff.link.judgements import pairs
from standoff.verdicts import judgement


def at(second, verdict, *subjects):
    time = f"2031-05-01T12:{second // 60:02}:{second % 60:02}Z"
    return judgement(verdict, subjects, None, author="Ana", time=time, reason="")


def test_pairs_in_the_order_of_their_ids():
    same, different = at(1, "same", "s-2", "s-1"), at(2, "different", "s-3", "s-1")
    found = pairs([same, different, at(3, "reject", "s-9")])
    assert found.must == {("s-1", "s-2"): same.id} and found.cannot == {("s-1", "s-3"): different.id}
    assert found.overruled == {} and found.groups() == (("s-1", "s-2"),)


def test_the_later_of_two_about_one_pair_holds():
    one, two = at(1, "same", "a", "b"), at(2, "different", "b", "a")
    assert pairs([one, two]).cannot == {("a", "b"): two.id} and pairs([one, two]).overruled == {one.id: two.id}
    three = at(3, "same", "a", "b")
    found = pairs([one, two, three])
    assert found.must == {("a", "b"): three.id} and found.overruled == {two.id: three.id}


def test_what_was_undone_is_not_there():
    one = at(1, "same", "a", "b")
    assert pairs([one, at(2, "undo", one.id)]).must == {}


def test_a_ring_is_broken_at_its_oldest():
    """A is B and B is C, but A is not C: whichever was said first does not hold."""
    ab, bc, ac = at(1, "same", "a", "b"), at(2, "same", "b", "c"), at(3, "different", "a", "c")
    found = pairs([ab, bc, ac])
    assert found.must == {("b", "c"): bc.id} and found.overruled == {ab.id: ac.id}
    apart, ab, bc = at(1, "different", "a", "c"), at(2, "same", "a", "b"), at(3, "same", "b", "c")
    found = pairs([apart, ab, bc])
    assert set(found.must) == {("a", "b"), ("b", "c")} and found.overruled == {apart.id: ab.id}
    assert found.groups() == (("a", "b", "c"),)


def test_pairs_never_contradict_each_other():
    chance = random.Random(11)
    for _ in range(50):
        listed = [
            at(i, chance.choice(["same", "same", "different"]), *chance.sample("abcdefghij", 2)) for i in range(40)
        ]
        found = pairs(listed)
        groups = [set(group) for group in found.groups()]
        assert not any(set(pair) <= group for pair in found.cannot for group in groups)
        assert {j.id for j in listed} == {*found.must.values(), *found.cannot.values(), *found.overruled} | {
            # what a later one says again
            j.id
            for j in listed
            if tuple(sorted(j.subjects)) in (found.must if j.verdict == "same" else found.cannot)
        }
        chance.shuffle(listed)
        assert pairs(listed) == found
