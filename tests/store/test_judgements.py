"""What people judged: kept for good, shown by every reading, never written over the machine's own."""

from __future__ import annotations

import sqlite3

import msgspec
import pytest
from tests.store.gathered import claim
from tests.store.made import CODER, report

from standoff.dossier import Anchor, Position
from standoff.errors import StoreError
from standoff.model import Actor
from standoff.store import Added, Filter, NotFound, Store, verify
from standoff.store.counts import facets

MADE = report(5)
S, E, Q, M = MADE.statements[0], MADE.events[0], MADE.quantities[0], MADE.mentions[0]


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "standoff.db") as opened:
        for number in range(8):
            opened.add(report(number), coder=CODER)
        yield opened


class Clock:
    """Each judgement a second later."""

    def __init__(self):
        self.now = 0

    def __call__(self, store, verdict, *subjects, value=None, author="Ana", reason=""):
        self.now += 1
        time = f"2031-05-01T12:00:{self.now:02}Z"
        return store.judge(verdict, *subjects, value=value, author=author, time=time, reason=reason)


@pytest.fixture
def judge():
    return Clock()


def statement(store, name=S.id):
    return next((s for _, s in store.statements() if s.id == name), None)


# --- every reading ---------------------------------------------------------------------------------------------


def test_a_corrected_act_is_read_everywhere(store, judge):
    assert S.act != "DENY"
    judged = judge(store, "act", S.id, value="DENY", reason="read again")
    now = statement(store)
    assert (now.act, now.certainty, now.origin.version) == ("DENY", "CT-", judged.id)
    assert store.report(MADE.document.id).statements[0] == now
    assert store.find(S.id)[1] == now
    acts = dict(store.summary().acts)
    assert acts["DENY"] == sum(s.act == "DENY" for n in range(8) for s in report(n).statements) + 1
    assert S.id in {s.id for _, s in store.statements(Filter(act="DENY", certainty="CT-"))}
    assert S.id not in {s.id for _, s in store.statements(Filter(act=S.act))}
    assert MADE.document.id in {h.id for h in store.reports(Filter(act="DENY", actor=S.source_actors[0].id))}
    # the machine's own stays
    assert store.report(MADE.document.id, as_coded=True) == MADE
    changed = store.judged(S.id)
    assert (changed.coded, changed.now, changed.judgement) == (S, now, judged)
    assert store.judged(MADE.statements[1].id) is None
    assert list(verify(store)) == []


def test_a_corrected_type_is_read_everywhere(store, judge):
    judge(store, "type", E.id, value="RETREAT withdraw")
    found = [e for _, e in store.events(Filter(type="RETREAT", mode="withdraw", quad="material cooperation"))]
    assert [e.id for e in found] == [E.id] and found[0].trigger == E.trigger
    assert E.id not in {e.id for _, e in store.events(Filter(type=E.type))}
    judge(store, "type", E.id, value="RETREAT")
    assert [e.mode for _, e in store.events(Filter(type="RETREAT"))] == [None]
    assert ("RETREAT", 1) in store.summary().types
    assert list(verify(store)) == []


def test_a_corrected_status_is_read_everywhere(store, judge):
    assert E.status == "actual"
    judged = judge(store, "status", E.id, value="Negation")
    found = [e for _, e in store.events(Filter(status="negation")) if e.id == E.id]
    assert found[0].status == "negation" and found[0].origin.version == judged.id and found[0].type == E.type
    assert E.id not in {e.id for _, e in store.events(Filter(status="actual"))}
    counted = dict(facets(store, Filter(), "event").by["status"])
    assert counted["negation"] == sum(e.status == "negation" for n in range(8) for e in report(n).events) + 1
    assert store.corrected() == {E.id: judged.id}
    # another field of it may be judged besides
    judge(store, "type", E.id, value="RETREAT")
    (now,) = [e for _, e in store.events(Filter(type="RETREAT", status="negation"))]
    assert now.id == E.id and list(verify(store)) == []
    judge(store, "reject", E.id)
    assert store.corrected() == {}


def test_the_deeds_of_a_claim_are_those_that_people_left(store, judge):
    """A claim made from the record as it was corrected finds its deed there, not among what was coded."""
    at = Anchor(MADE.document.id, MADE.document.sha256, E.trigger)
    position = Position(
        at=at, actor=None, position="denies", statement=None, event=E.id, day=None, publisher=None, via=(), leg="a",
        words=E.trigger.of(MADE.document.text),
    )  # fmt: skip
    retreat = claim("they went", "single", position, type="RETREAT")
    assert store.deeds_told(retreat) == ()
    judge(store, "type", E.id, value="RETREAT withdraw")
    judge(store, "status", E.id, value="historical")
    (told,) = store.deeds_told(retreat)
    assert (told.event, told.status) == (E.id, "historical")
    assert store.deeds_told(claim("they went", "single", position, type=E.type)) == ()
    judge(store, "reject", E.id)
    assert store.deeds_told(retreat) == ()


def test_a_corrected_actor_is_found_by_the_new_one_only(store, judge):
    old = S.source_actors[0].id
    judge(store, "actor", S.id, value="CHN.GOV (Li Wen)")
    for actor in ("CHN", "CHN.GOV", "li wen"):
        assert [s.id for _, s in store.statements(Filter(actor=actor, role="source"))] == [S.id]
    assert S.id not in {s.id for _, s in store.statements(Filter(actor=old, role="source"))}
    # who else has a part in it stays
    assert S.id in {s.id for _, s in store.statements(Filter(actor="VSK.MIL", role="target"))}
    judge(store, "actor", Q.id, value="CHN.MIL")
    assert [q.id for _, q in store.quantities(Filter(actor="CHN"))] == [Q.id]
    judge(store, "actor", M.id, value="CHN")
    assert store.report(MADE.document.id).mentions[0].actors == (Actor("CHN"),)
    assert list(verify(store)) == []


def test_a_rejected_record_is_left_out_unless_asked_for(store, judge):
    everything = {s.id for _, s in store.statements()}
    judge(store, "reject", S.id)
    assert {s.id for _, s in store.statements()} == everything - {S.id}
    assert {s.id for _, s in store.statements(Filter(rejected=True))} == everything
    assert next(s for _, s in store.statements(Filter(rejected=True, act=S.act)) if s.id == S.id) == S
    shown = store.report(MADE.document.id)
    assert [s.id for s in shown.statements] == [s.id for s in MADE.statements[1:]]
    assert shown.events[0].attributed_to is None and shown.quantities[0].attributed_to is None
    assert shown.document == MADE.document and shown.analysis == MADE.analysis
    owner, record = store.find(S.id)
    assert (owner, record) == (MADE, S)
    assert store.judged(S.id).now is None
    assert list(verify(store)) == []


def test_pages_join_to_the_whole_with_corrections(store, judge):
    for number in range(0, 8, 2):
        judge(store, "act", report(number).statements[1].id, value="REQUEST")
        judge(store, "reject", report(number).statements[2].id)
    whole, pages, after = list(store.statements()), [], None
    assert len(whole) == 20
    while page := list(store.statements(Filter(limit=3, after=after))):
        pages += page
        after = store.after(*page[-1])
    assert pages == whole
    assert len(list(store.statements(Filter(act="REQUEST")))) == 4


def test_lists_with_corrections_still_stream(store, judge):
    from standoff.store.query import Overlaid, records_query

    judge(store, "act", S.id, value="DENY")
    sql, values = records_query(Filter(act="DENY", limit=3), "statement", Overlaid(any=True))
    plan = " | ".join(row[-1] for row in store._db.execute(f"EXPLAIN QUERY PLAN {sql}", values))
    assert "TEMP B-TREE" not in plan


# --- undo, conflicts -------------------------------------------------------------------------------------------


def test_an_undo_brings_back_what_was_coded(store, judge):
    judged = judge(store, "act", S.id, value="DENY")
    undo = judge(store, "undo", judged.id)
    assert statement(store) == S and store.judged(S.id) is None
    judge(store, "undo", undo.id)
    assert statement(store).act == "DENY"
    assert len(store.judgements()) == 3 and store.judgements(S.id) == (judged,)
    assert list(verify(store)) == []


def test_the_later_of_two_holds(store, judge):
    judge(store, "act", S.id, value="DENY")
    judge(store, "act", S.id, value="DOUBT", author="Bo")
    assert statement(store).act == "DOUBT"
    judge(store, "reject", S.id)
    assert statement(store) is None
    judge(store, "accept", S.id)
    assert statement(store).act == "DOUBT"


def test_saying_the_very_same_twice_changes_nothing(store):
    told = {"value": "DENY", "author": "Ana", "time": "2031-05-01T12:00:00Z"}
    one = store.judge("act", S.id, **told)
    mark = store.mark()
    assert store.judge("act", S.id, **told) == one
    assert store.judgements() == (one,) and store.mark() == mark
    assert store.judgement(one.id[:9]) == one
    with pytest.raises(NotFound):
        store.judgement("j-none")


# --- merges ----------------------------------------------------------------------------------------------------


def test_a_merged_actor_is_read_and_found_as_the_other(store, judge):
    theirs = [s.id for _, s in store.statements(Filter(actor="VSK", role="target"))]
    judge(store, "merge", "VSK.MIL", "ORL.MIL")
    shown = store.report(MADE.document.id)
    assert shown.events[0].actors == (Actor("ORL.MIL"),) and shown.quantities[0].holder == Actor("ORL.MIL")
    for actor in ("ORL.MIL", "VSK.MIL", "ORL"):
        assert [s.id for _, s in store.statements(Filter(actor=actor, role="target"))] == theirs
    assert list(store.statements(Filter(actor="VSK", role="target"))) == []
    assert {s.source_actors for _, s in store.statements(Filter(actor="VSK"))} == {(Actor("VSK.GOV"),)}
    assert all(e.actors == (Actor("ORL.MIL"),) for _, e in store.events())
    assert store.report(MADE.document.id, as_coded=True) == MADE
    assert list(verify(store)) == []


def test_a_merge_and_a_correction_go_together(store, judge):
    judge(store, "actor", S.id, value="XYZ.GOV")
    judge(store, "merge", "XYZ.GOV", "CHN.GOV")
    assert statement(store).source_actors == (Actor("CHN.GOV"),)
    assert [s.id for _, s in store.statements(Filter(actor="CHN", role="source"))] == [S.id]
    merge = store.judgements()[-1]
    judge(store, "undo", merge.id)
    assert statement(store).source_actors == (Actor("XYZ.GOV"),)


def test_who_is_known_by_a_name_alone_can_be_merged(store, judge):
    made = report(20)
    named = msgspec.structs.replace(made.statements[0], source_actors=(Actor(None, "The Council"),))
    store.add(msgspec.structs.replace(made, statements=(named, *made.statements[1:])), coder=CODER)
    judge(store, "merge", "The Council", "ORL.LEG")
    assert [s.id for _, s in store.statements(Filter(actor="ORL.LEG"))] == [named.id]
    assert statement(store, named.id).source_actors == (Actor("ORL.LEG"),)
    assert [s.id for _, s in store.statements(Filter(actor="The Council"))] == [named.id]


# --- a new coding, and records that are gone -------------------------------------------------------------------


def test_a_judgement_survives_a_new_coding(store, judge):
    judge(store, "act", S.id, value="DENY")
    judge(store, "reject", MADE.statements[1].id)
    other = msgspec.structs.replace(S, score=0.99, act="WARN")
    again = msgspec.structs.replace(MADE, statements=(other, *MADE.statements[1:]))
    assert store.add(again, coder="next", replace=True) is Added.RECODED
    assert statement(store).act == "DENY" and statement(store, MADE.statements[1].id) is None
    assert store.judged(S.id).coded == other
    assert store.report(MADE.document.id, as_coded=True) == again
    assert list(verify(store)) == []


def test_a_judgement_whose_record_is_gone_waits_for_it(store, judge):
    judged = judge(store, "act", S.id, value="DENY")
    bare = msgspec.structs.replace(MADE, statements=MADE.statements[1:], events=(), quantities=())
    store.add(bare, coder="next", replace=True)
    assert store.waiting() == {S.id} and store.judgements() == (judged,)
    assert list(verify(store)) == [] and store.judged(S.id) is None
    store.add(MADE, coder="after", replace=True)
    assert store.waiting() == frozenset() and statement(store).act == "DENY"


def test_a_report_that_comes_later_is_met_by_its_judgements(store, judge, tmp_path):
    """As when a store is built anew and the judgements are played back into it before all reports are there."""
    judge(store, "act", S.id, value="DENY")
    with Store.open(tmp_path / "new.db") as new:
        from standoff.store.judgements import save

        with new._writing():
            save(new._db, store.judgements()[0])
        assert new.waiting() == {S.id}
        new.add(MADE, coder=CODER)
        assert statement(new).act == "DENY" and new.waiting() == frozenset()


# --- what cannot be judged -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "subjects", "value", "error"),
    [
        ("act", ("s-none",), "DENY", NotFound),
        ("act", (S.id[:8],), "DENY", NotFound),
        ("act", (E.id,), "DENY", ValueError),
        ("act", (MADE.document.id,), "DENY", ValueError),
        ("type", (S.id,), "AID", ValueError),
        ("same", (S.id, Q.id), None, ValueError),
        ("same", (S.id, "e-none"), None, NotFound),
        ("merge", ("XYZ.GOV", "ORL.GOV"), None, NotFound),
        ("undo", ("j-none",), None, NotFound),
        ("undo", (S.id,), None, NotFound),
        ("reject", ("\udce9",), None, ValueError),
    ],
)
def test_what_cannot_be_judged_is_refused(store, judge, verdict, subjects, value, error):
    mark = store.mark()
    with pytest.raises(error):
        judge(store, verdict, *subjects, value=value)
    assert store.judgements() == () and store.mark() == mark


def test_a_judgement_is_all_or_nothing(store, judge, monkeypatch):
    """Overlays and judgement are one transaction."""

    def dies(*_):
        raise sqlite3.OperationalError("out of memory")

    monkeypatch.setattr("standoff.store.judgements.rebuild", dies)
    with pytest.raises(StoreError):
        judge(store, "act", S.id, value="DENY")
    monkeypatch.undo()
    assert store.judgements() == () and statement(store) == S
    judge(store, "act", S.id, value="DOUBT")
    assert statement(store).act == "DOUBT"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE judgements SET reason = 'x'",
        "DELETE FROM judgements",
        "UPDATE judged SET subject = 'x'",
        "DELETE FROM judged",
        "INSERT OR REPLACE INTO judgements SELECT n, id, verdict, value, 'Eve', time, reason FROM judgements",
        "REPLACE INTO judgements (n, id, verdict, author, time, reason) VALUES (1, 'j-1', 'reject', 'Eve', '', '')",
    ],
)
def test_nothing_changes_a_judgement(store, judge, sql):
    """Not even another program with a slip in its SQL."""
    judged = judge(store, "act", S.id, value="DENY")
    with sqlite3.connect(store.path) as db, pytest.raises(sqlite3.DatabaseError, match="only added"):
        db.execute(sql)
    db.close()
    assert store.judgements() == (judged,)


@pytest.mark.parametrize(
    ("sql", "check"),
    [
        ("DROP TRIGGER judgements_no_update; UPDATE judgements SET value = 'DOUBT'", "judgement"),
        ("DROP TRIGGER judged_no_delete; DELETE FROM judged", "judgement"),
        ("INSERT INTO judged VALUES ('s-2', 1, 1)", "judgement"),
        ("DELETE FROM overlays", "overlay"),
        ("UPDATE overlays SET act = 'STATE'", "overlay"),
        ("UPDATE overlays SET record = replace(record, 'DENY', 'STATE')", "overlay"),
        ("UPDATE overlays SET n = n + 1", "overlay"),
        ("DELETE FROM overlay_actors", "overlay"),
    ],
)
def test_tampering_is_found(store, judge, sql, check):
    judge(store, "act", S.id, value="DENY")
    with sqlite3.connect(store.path) as db:
        db.executescript(sql)
    db.close()
    found = list(verify(store))
    assert check in {one.check for one in found} and all(one.reason for one in found)


def test_two_who_judge_at_once(store, judge):
    """Another process: what it decided is read here at once."""
    with Store.open(store.path) as other:
        judge(other, "act", S.id, value="DENY")
        assert statement(store).act == "DENY"
        judge(store, "act", S.id, value="DOUBT")
        assert statement(other).act == "DOUBT"
        judge(other, "merge", "VSK.MIL", "ORL.MIL")
        assert store.report(MADE.document.id).events[0].actors == (Actor("ORL.MIL"),)
