"""Which judgements hold, and what they make of records."""

from __future__ import annotations

import random

import msgspec
import pytest
from tests.store.made import report

from standoff.annotate.events import verbal
from standoff.corrected import MADE_BY, changes, with_merges
from standoff.model import ACTS, Actor, Event, Statement, Unresolved
from standoff.verdicts import actors_of, corrections, in_force, judgement, merged, overruled, type_of, undone


def at(second, verdict, *subjects, value=None, author="Ana", reason=""):
    time = f"2031-05-01T12:00:{second:02}Z"
    return judgement(verdict, subjects, value, author=author, time=time, reason=reason)


# --- making one ------------------------------------------------------------------------------------------------


def test_the_same_words_give_the_same_id():
    one, again = at(1, "act", "s-1", value="deny"), at(1, "act", "s-1", value=" DENY ")
    assert one == again and one.id.startswith("j-") and one.value == "DENY"
    assert one.time == "2031-05-01T12:00:01.000000Z"
    assert at(1, "act", "s-1", value="DENY", author="Bo").id != one.id
    assert at(1, "act", "s-1", value="DENY", reason="so").id != one.id


def test_times_sort_whatever_their_offset():
    one = judgement("reject", ["s-1"], None, author="Ana", time="2031-05-01T14:00:00+02:00", reason="")
    assert one.time == "2031-05-01T12:00:00.000000Z"
    with pytest.raises(ValueError, match="offset"):
        judgement("reject", ["s-1"], None, author="Ana", time="2031-05-01T14:00:00", reason="")


@pytest.mark.parametrize(
    ("verdict", "subjects", "value", "told"),
    [
        ("say", ["s-1"], None, "no verdict is called 'say'"),
        ("same", ["s-1"], None, "about 2 records, not 1"),
        ("same", ["s-1", "s-1"], None, "these are one"),
        ("reject", ["s-1", "s-2"], None, "about 1 record, not 2"),
        ("act", ["s-1"], None, "needs the right act"),
        ("act", ["s-1"], "SAY", "no act is called 'SAY'"),
        ("type", ["e-1"], "LEAVE", "no PLOVER type is called 'LEAVE'"),
        ("type", ["e-1"], "RETREAT gladly", "RETREAT has no mode 'gladly': take one of withdraw"),
        ("type", ["e-1"], "AID food", "none at all"),
        ("actor", ["e-1"], "the ministry", "is no actor"),
        ("reject", ["s-1"], "x", "takes no value"),
        ("merge", ["VSK.X", "the ministry"], None, "no actor's id"),
        ("reject", ["\udce9"], None, "no text"),
    ],
)
def test_what_no_judgement_can_say(verdict, subjects, value, told):
    with pytest.raises(ValueError, match=told):
        judgement(verdict, subjects, value, author="Ana", time="2031-05-01T12:00:00Z", reason="")


def test_somebody_signs():
    with pytest.raises(ValueError, match="author"):
        at(1, "reject", "s-1", author="  ")


def test_values_as_lists_show_them():
    assert actors_of("RUS.GOV") == (Actor("RUS.GOV"),)
    assert actors_of("RUS.GOV; NATO (Mara Lind)") == (Actor("RUS.GOV"), Actor("NATO", "Mara Lind"))
    assert actors_of("none") == ()
    assert type_of("retreat Withdraw") == ("RETREAT", "withdraw") and type_of("AID") == ("AID", None)


# --- weighing --------------------------------------------------------------------------------------------------


def test_an_undo_can_be_undone():
    one = at(1, "reject", "s-1")
    two = at(2, "undo", one.id)
    three = at(3, "undo", two.id)
    four = at(4, "undo", three.id)
    assert in_force([one]) == (one,)
    assert in_force([one, two]) == () and undone([one, two]) == {one.id: two.id}
    assert in_force([one, two, three]) == (one,) and undone([one, two, three]) == {two.id: three.id}
    assert in_force([one, two, three, four]) == ()


def test_two_undos_of_one_both_have_to_go():
    one = at(1, "reject", "s-1")
    two, three = at(2, "undo", one.id), at(3, "undo", one.id, author="Bo")
    assert undone([one, two, three]) == {one.id: three.id}
    assert in_force([one, two, three, at(4, "undo", three.id)]) == ()
    assert in_force([one, two, three, at(4, "undo", three.id), at(5, "undo", two.id)]) == (one,)


def test_an_undo_holds_whatever_the_clock_said():
    """It names what it takes back by a hash: it must have come later."""
    one = at(30, "reject", "s-1")
    assert in_force([one, at(1, "undo", one.id)]) == ()


def test_an_undo_of_what_is_not_there_changes_nothing():
    one = at(1, "reject", "s-1")
    assert in_force([one, at(2, "undo", "j-0000000000000000")]) == (one,)


def test_a_forged_ring_of_undos_puts_nothing_in_force():
    one = at(1, "reject", "s-1")
    a, b = at(2, "undo", one.id), at(3, "undo", one.id)
    a = msgspec.structs.replace(a, subjects=(b.id,))
    b = msgspec.structs.replace(b, subjects=(a.id,))
    assert in_force([one, a, b]) == (one,) and set(undone([one, a, b])) == {a.id, b.id}


def test_the_later_one_holds():
    one, two = at(1, "act", "s-1", value="DENY"), at(2, "act", "s-1", value="DOUBT")
    assert corrections([one, two])["s-1"].act == two
    assert overruled([one, two]) == {one.id: two.id}
    no, yes = at(3, "reject", "s-1"), at(4, "accept", "s-1")
    both = corrections([one, two, no, yes])["s-1"]
    assert (both.reject, both.accept, both.act) == (None, yes, two)
    assert overruled([no, yes]) == {no.id: yes.id}


def test_merges_go_to_the_end_of_the_chain():
    listed = [at(1, "merge", "A", "B"), at(2, "merge", "B", "C"), at(3, "merge", "the council", "C")]
    assert merged(listed) == ({"A": "C", "B": "C", "the council": "C"}, {})


def test_merges_never_close_a_ring():
    one, two = at(1, "merge", "A", "B"), at(2, "merge", "B", "A")
    assert merged([one, two]) == ({"B": "A"}, {one.id: two.id})
    one, two, three = at(1, "merge", "A", "B"), at(2, "merge", "B", "C"), at(3, "merge", "C", "A")
    assert merged([one, two, three]) == ({"B": "A", "C": "A"}, {one.id: three.id})


def test_of_two_merges_of_one_actor_the_later_holds():
    one, two = at(1, "merge", "A", "B"), at(2, "merge", "A", "C")
    assert merged([one, two]) == ({"A": "C"}, {one.id: two.id})


def test_the_order_of_telling_does_not_matter():
    chance = random.Random(7)
    listed = [at(i, "merge", *chance.sample("ABCDEFGH", 2)) for i in range(30)]
    listed += [at(30 + i, "undo", chance.choice(listed).id) for i in range(12)]
    listed += [at(45 + i, "act", f"s-{i % 3}", value=chance.choice(ACTS)) for i in range(9)]
    first = in_force(listed)
    for _ in range(20):
        chance.shuffle(listed)
        assert in_force(listed) == first
    merges, _ = merged(first)
    assert not set(merges) & set(merges.values())


# --- records ---------------------------------------------------------------------------------------------------


def records(**changed):
    """Three lines: statement 0 holds event 0 and quantity 0, statement 1 makes event 1, event 2 is event 0 again."""
    made = report(5)
    replace = msgspec.structs.replace
    events = list(made.events)
    events[1] = replace(events[1], type="ACCUSE", mode="allege", statement=made.statements[1].id, attributed_to=None)
    events[2] = replace(events[2], same_as=events[0].id)
    statements = list(made.statements)
    statements[0] = replace(statements[0], inside=statements[2].id)
    statements[1] = replace(statements[1], act="ACCUSE", denies=statements[0].id)
    found = {
        "mention": made.mentions, "statement": tuple(statements), "event": tuple(events), "quantity": made.quantities,
    }  # fmt: skip
    return {**found, **changed}


def after(found, *judged):
    """All records as judgements have them, by kind; rejected ones are gone."""
    made = changes(found, corrections(in_force(judged)))
    return {
        kind: [r for r in ((made[x.id].record if x.id in made else x) for x in listed) if r is not None]
        for kind, listed in found.items()
    }


def test_nothing_judged_changes_nothing():
    assert changes(records(), {}) == {}
    found = records()
    assert changes(found, corrections([at(1, "accept", found["statement"][0].id)])) == {}
    one = found["statement"][1]
    assert changes(found, corrections([at(1, "act", one.id, value=one.act)])) == {}


def test_a_corrected_act_says_who_corrected_it():
    found = records()
    judged = at(1, "act", found["statement"][0].id, value="DENY")
    now = after(found, judged)["statement"][0]
    assert (now.act, now.certainty, now.score) == ("DENY", "CT-", 1.0)
    assert (now.origin.stage, now.origin.rule, now.origin.version) == ("judgement", "act", judged.id)
    assert now.content == found["statement"][0].content


@pytest.mark.parametrize(("act", "type", "mode"), [("CRITICIZE", "ACCUSE", "disapprove"), ("REJECT", "REJECT", None)])
def test_the_event_that_a_statement_makes_follows_its_act(act, type, mode):
    found = records()
    now = after(found, at(1, "act", found["statement"][1].id, value=act))["event"][1]
    assert (now.type, now.mode, now.quad) == (type, mode, "verbal conflict")


def test_an_act_that_makes_no_event_takes_its_event_along():
    found = records()
    judged = at(1, "act", found["statement"][1].id, value="STATE")
    assert found["event"][1] not in after(found, judged)["event"] and len(after(found, judged)["event"]) == 2
    kept = after(found, judged, at(2, "type", found["event"][1].id, value="REJECT"))["event"]
    assert kept[1].type == "REJECT"
    assert len(after(found, judged, at(2, "accept", found["event"][1].id))["event"]) == 3


def test_acts_make_what_the_coder_has_them_make():
    assert {act: (type, verbal.MODE_OF_ACT.get(act)) for act, type in verbal.TYPES.items()} == MADE_BY


def test_a_corrected_type_brings_its_class_and_score():
    found = records()
    now = after(found, at(1, "type", found["event"][0].id, value="RETREAT withdraw"))["event"][0]
    assert (now.type, now.mode, now.quad, now.origin.rule) == ("RETREAT", "withdraw", "material cooperation", "type")
    assert now.intensity is not None and now.intensity > 0


def test_a_corrected_actor_speaks_and_acts():
    found = records()
    judged = at(1, "actor", found["statement"][1].id, value="ORL.GOV (Ana Torv)")
    now = after(found, judged)
    assert now["statement"][1].source_actors == now["event"][1].actors == (Actor("ORL.GOV", "Ana Torv"),)
    now = after(found, judged, at(2, "actor", found["event"][1].id, value="NATO"))
    assert now["event"][1].actors == (Actor("NATO"),)
    now = after(found, at(1, "actor", found["statement"][0].id, value="none"))["statement"][0]
    assert now.source_actors == () and isinstance(now.unresolved, Unresolved)
    now = after(found, at(1, "actor", found["quantity"][0].id, value="NATO"))["quantity"][0]
    assert now.holder == Actor("NATO")
    now = after(found, at(1, "actor", found["mention"][0].id, value="NATO; ORL"))["mention"][0]
    assert now.actors == (Actor("NATO"), Actor("ORL"))


def test_what_hung_on_a_rejected_statement_hangs_on_the_one_around_it():
    found = records()
    inner, middle, outer = found["statement"]
    now = after(found, at(1, "reject", inner.id))
    assert [s.id for s in now["statement"]] == [middle.id, outer.id]
    assert now["statement"][0].denies is None
    assert now["event"][0].attributed_to == now["quantity"][0].attributed_to == outer.id
    assert now["event"][0].origin == found["event"][0].origin
    now = after(found, at(1, "reject", inner.id), at(2, "reject", outer.id))
    assert now["event"][0].attributed_to is None


def test_the_event_of_a_rejected_statement_goes_with_it():
    found = records()
    judged = at(1, "reject", found["statement"][1].id)
    assert [e.id for e in after(found, judged)["event"]] == [found["event"][0].id, found["event"][2].id]
    kept = after(found, judged, at(2, "accept", found["event"][1].id))["event"][1]
    assert kept.id == found["event"][1].id and kept.statement is None


def test_of_two_mentions_of_a_deed_the_one_that_is_left_stands_for_it():
    found = records()
    events = [*found["event"], msgspec.structs.replace(found["event"][2], id="e-9")]
    now = after({**found, "event": events}, at(1, "reject", events[0].id))["event"]
    assert [(e.id, e.same_as) for e in now] == [
        (events[1].id, None),
        (events[2].id, None),
        ("e-9", events[2].id),
    ]


def test_a_judgement_that_the_tables_know_no_more_corrects_nothing():
    found = records()
    gone = msgspec.structs.replace(at(1, "type", found["event"][0].id, value="AID"), value="BARTER")
    odd = msgspec.structs.replace(at(1, "act", found["statement"][0].id, value="DENY"), value="MUMBLE")
    assert changes(found, corrections([gone, odd])) == {}


def test_merges_in_a_record():
    merges = {"VSK.MIL": "ORL.MIL", "The Council": "ORL.LEG"}
    event = records()["event"][0]
    assert isinstance(event, Event) and with_merges(event, merges).actors == (Actor("ORL.MIL"),)
    assert with_merges(event, {"NATO": "EU"}) is event
    statement = msgspec.structs.replace(
        records()["statement"][0], source_actors=(Actor("VSK.MIL", "Bo Ard"), Actor(None, "The Council"))
    )
    now = with_merges(statement, merges)
    assert isinstance(now, Statement) and now.source_actors == (Actor("ORL.MIL", "Bo Ard"), Actor("ORL.LEG"))
    assert with_merges(records()["quantity"][0], merges).holder == Actor("ORL.MIL")
