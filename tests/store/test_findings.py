"""What stands across reports: kept, asked for, stale or not, and proved."""

from __future__ import annotations

import json
import sqlite3

import msgspec
import pytest
from tests.store.gathered import LINKER, anchor, claim, findings, position
from tests.store.made import CODER, report

from standoff.errors import StoreError
from standoff.model import Actor, Span
from standoff.store import Ambiguous, FindingFilter, NotFound, Store, verify

REPORTS = tuple(report(n) for n in range(4))
MADE = findings(*REPORTS)
DISPUTED, UNCONFIRMED, CORROBORATED, SINGLE, UNDATED = MADE["claim"]


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "standoff.db") as opened:
        for made in REPORTS:
            opened.add(made, coder=CODER)
        opened.save_findings(MADE, mark=opened.mark(), linker=LINKER)
        yield opened


def test_findings_come_back_as_they_were(store):
    assert list(store.claims()) == [DISPUTED, UNCONFIRMED, CORROBORATED, SINGLE, UNDATED]
    assert list(store.demands()) == [MADE["demand"][1], MADE["demand"][0]]  # open before met
    assert [list(found) for found in (store.series(), store.stories(), store.copies(), store.dyads())] == [
        MADE["series"], MADE["story"], MADE["copies"], MADE["dyad"],
    ]  # fmt: skip
    assert list(verify(store)) == []


def test_what_is_long_can_be_read_in_part(store):
    (dyad,), (copies,) = MADE["dyad"], MADE["copies"]
    (outline,) = store.deed_days()
    assert (outline.id, outline.actor, outline.recipient) == (dyad.id, "VSK", "ORL")
    assert [(deed.day, deed.status) for deed in outline.deeds] == [(deed.day, deed.status) for deed in dyad.deeds]
    assert list(store.dyads_named([dyad.id, "d-none"])) == [dyad] and list(store.dyads_named([])) == []
    bare = [msgspec.structs.replace(pair, shared=(), changed=()) for pair in copies.pairs]
    assert list(store.copies(stretches=False)) == [msgspec.structs.replace(copies, pairs=tuple(bare))]
    assert list(store.copies(FindingFilter(actor="nobody"), stretches=False)) == []


@pytest.mark.parametrize("limit", [None, 5])
def test_stories_and_copies_of_an_actor_are_the_same_by_whichever_way(store, monkeypatch, limit):
    """A rare actor's reports lead to them, of a busy one's each is asked."""
    ways = []
    for few in (0, 1_000_000):
        monkeypatch.setattr("standoff.store.report_query.FEW", few)
        asked = [FindingFilter(actor=actor, limit=limit) for actor in ("VSK", "NATO", "Torv", "nobody")]
        ways.append([[found.id for found in (*store.stories(one), *store.copies(one))] for one in asked])
    assert ways[0] == ways[1] == [["s-story", "c-copies"]] * 3 + [[]]


def test_an_actor_who_has_just_come_is_found(store):
    """The numbers of an actor are kept from one question to the next, but no longer than they are right."""
    wanted = FindingFilter(actor="LND")
    assert list(store.claims(wanted)) == [] and store.count("claim", wanted) == 0
    new = claim("a ship was seen", "single", position(REPORTS[0], 0, "asserts", Actor("LND.GOV")))
    with Store.open(store.path) as other:
        other.save_findings({"claim": [new]}, mark=other.mark(), linker=LINKER)
    assert list(store.claims(wanted)) == [new] and store.count("claim", wanted) == 1
    store.save_findings(MADE, mark=store.mark(), linker=LINKER)
    assert list(store.claims(wanted)) == [] and len(list(store.claims(FindingFilter(actor="EU")))) == 1


def test_saving_replaces_everything(store):
    assert store.save_findings({"claim": [SINGLE]}, mark=store.mark(), linker=LINKER)["claim"] == 1
    assert list(store.claims()) == [SINGLE] and list(store.demands()) == []
    assert list(store.claims(FindingFilter(about="harbour"))) == [SINGLE]
    assert list(store.claims(FindingFilter(about="bridge"))) == []
    assert list(verify(store)) == []


def test_what_cannot_be_saved_leaves_the_old(store):
    before = list(store.claims())
    odd = msgspec.structs.replace(SINGLE, id="c-odd", proposition="\ud800")
    for wrong in ({"claim": [SINGLE, odd]}, {"claim": [SINGLE, SINGLE]}, {"claim": MADE["demand"]}):
        with pytest.raises(StoreError):
            store.save_findings(wrong, mark=store.mark(), linker="other")
        assert list(store.claims()) == before and not store.stale(LINKER)
    with pytest.raises(ValueError, match="no kind"):
        store.save_findings({"rumour": []}, mark=0, linker=LINKER)


def test_findings_may_be_made_while_the_store_is_read(store):
    """Linking hands over what it makes as it goes."""
    made = (
        claim(f"line of {head.id}", "single", position(store.report(head.id), 0, "asserts")) for head in store.reports()
    )
    assert store.save_findings({"claim": made}, mark=store.mark(), linker=LINKER)["claim"] == 4


# --- stale or not ----------------------------------------------------------------------------------------------


def test_every_report_and_every_judgement_makes_findings_stale(store):
    assert not store.stale(LINKER) and store.stale("linker 2") and store.linked()
    marks = [store.mark()]

    def changed():
        marks.append(store.mark())
        assert marks[-1] > marks[-2] and store.stale(LINKER)

    store.add(report(9), coder=CODER)
    changed()
    store.add(report(9, published="2032-01-01"), coder=CODER, replace=True)
    changed()
    store.judge("reject", REPORTS[0].statements[0].id, author="Ana", time="2031-05-01T12:00:00Z")
    changed()
    store.save_findings(MADE, mark=marks[-2], linker=LINKER)
    assert store.stale(LINKER)  # made of what was there before
    store.save_findings(MADE, mark=marks[-1], linker=LINKER)
    assert not store.stale(LINKER)


def test_what_writes_nothing_leaves_them_fresh(store):
    store.add(REPORTS[0], coder=CODER)
    store.begin_run(started="", coder=CODER)
    assert not store.stale(LINKER)


# --- asking ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"standing": "disputed"}, [DISPUTED]),
        ({"standing": "single"}, [SINGLE, UNDATED]),
        ({"legs": 2}, [CORROBORATED]),
        ({"type": "RETREAT"}, [DISPUTED]),
        ({"framed": True}, [DISPUTED, CORROBORATED]),
        ({"framed": False, "dated": True}, [UNCONFIRMED, SINGLE]),
        ({"actor": "EU"}, [CORROBORATED]),
        ({"actor": "VSK.MIL", "role": "about"}, [DISPUTED]),
        ({"actor": "torv", "role": "denies"}, [c for c in [DISPUTED] if c.positions[1].actor.name]),
        ({"actor": "E"}, []),
        ({"role": "confirms"}, [CORROBORATED]),
        ({"about": "bridge"}, [UNCONFIRMED]),
        ({"about": "crossing TROOP*"}, [DISPUTED, UNCONFIRMED, CORROBORATED, SINGLE, UNDATED]),
        ({"about": "EU"}, [CORROBORATED]),
        ({"about": '"river the"'}, []),
        ({"about": "— ' OR 1=1"}, []),
        ({"report": "reports/1.txt"}, [DISPUTED, CORROBORATED]),
        ({"report": REPORTS[2].document.id[:12]}, [UNCONFIRMED, CORROBORATED, SINGLE]),
        ({"report": "reports/3.txt"}, []),
        ({"since": "2031-03-03"}, [UNCONFIRMED, CORROBORATED, SINGLE]),
        ({"until": "2031-01-31"}, [DISPUTED, UNCONFIRMED, CORROBORATED]),
        ({"since": "2031-02-02", "until": "2031-02-02"}, [DISPUTED, UNCONFIRMED, CORROBORATED]),
        ({"since": "2031-03-03", "order": "day"}, [SINGLE]),
        ({"order": "day", "dated": True}, [UNCONFIRMED, DISPUTED, CORROBORATED, SINGLE]),
        ({"limit": 2}, [DISPUTED, UNCONFIRMED]),
        ({"limit": 0}, []),
    ],
)  # fmt: skip
def test_claims_by(store, wanted, found):
    listed = list(store.claims(FindingFilter(**wanted)))
    if wanted.get("order") == "day":
        found = sorted(found, key=lambda c: (c.first, c.id))
    assert listed == found
    assert store.count("claim", FindingFilter(**wanted)) == (5 if "limit" in wanted else len(found))


def test_other_kinds_by(store):
    assert list(store.demands(FindingFilter(actor="VSK", role="addressee"))) == [MADE["demand"][0]]
    assert list(store.demands(FindingFilter(standing="open", about="bridge"))) == [MADE["demand"][1]]
    assert list(store.demands(FindingFilter(since="2031-03-01"))) == [MADE["demand"][0]]
    assert list(store.series(FindingFilter(actor="VSK.MIL", role="holder", about="troops ilm"))) == MADE["series"]
    assert list(store.dyads(FindingFilter(actor="ORL", role="actor"))) == []
    assert list(store.dyads(FindingFilter(actor="ORL", until="2031-01-03"))) == MADE["dyad"]
    # copies and stories know the actors that their reports mention, and copies the days of their reports
    assert list(store.stories(FindingFilter(actor="NATO"))) == MADE["story"]
    assert list(store.stories(FindingFilter(actor="CHN"))) == []
    assert list(store.stories(FindingFilter(about="ilm"))) == MADE["story"]
    assert list(store.copies(FindingFilter(since="2031-02-02", report="reports/1.txt"))) == MADE["copies"]
    assert list(store.copies(FindingFilter(since="2031-02-03"))) == []


@pytest.mark.parametrize("order", ["weight", "day"])
def test_pages_join_to_the_whole(store, order):
    """Many claims of one weight, too."""
    extra = [claim(f"line {i}", "single", position(REPORTS[i % 4], 0, "asserts")) for i in range(40)]
    store.save_findings({"claim": [*MADE["claim"], *extra]}, mark=1, linker=LINKER)
    wanted = FindingFilter(order=order, limit=7)
    whole, pages, after = list(store.claims(FindingFilter(order=order))), [], None
    while page := list(store.claims(msgspec.structs.replace(wanted, after=after))):
        pages += page
        after = store.behind(page[-1], wanted)
    assert pages == whole and len(whole) == 45
    assert store.count("claim", FindingFilter(order=order, after=store.behind(whole[39], wanted))) == 5


def test_the_order_does_not_hang_on_the_order_of_saving(store):
    before = list(store.claims())
    store.save_findings({"claim": reversed(before)}, mark=1, linker=LINKER)
    assert list(store.claims()) == before


@pytest.mark.parametrize(
    "wanted", [{"since": "May"}, {"until": "20310505"}, {"order": "size"}, {"limit": -1}, {"about": "\ud800"}]
)
def test_a_filter_that_nothing_goes_by_is_refused(wanted):
    with pytest.raises(ValueError):
        FindingFilter(**wanted)


@pytest.mark.parametrize(
    ("ask", "wanted"),
    [
        (Store.claims, {"standing": "open"}),
        (Store.series, {"standing": "single"}),
        (Store.demands, {"role": "denies"}),
        (Store.copies, {"role": "actor"}),
        (Store.claims, {"after": "nonsense"}),
        (Store.claims, {"about": "a " * 100}),
    ],
)
def test_a_filter_for_another_kind_is_refused_at_once(store, ask, wanted):
    with pytest.raises(ValueError):
        ask(store, FindingFilter(**wanted))


def test_one_by_its_id_or_the_beginning(store):
    assert store.finding(DISPUTED.id) == store.finding(DISPUTED.id[:12]) == DISPUTED
    assert store.finding("s-se") == MADE["series"][0]
    with pytest.raises(Ambiguous):
        store.finding("s-s")
    for asked in ("", "c-none", "\ud800"):
        with pytest.raises(NotFound):
            store.finding(asked)


def test_lists_are_decided_in_the_index(store):
    """Only what is shown is read from the fat table: no filter sorts, or looks at a record that it leaves out."""
    from standoff.store.finding_query import findings_query

    for wanted in (
        {}, {"actor": "VSK"}, {"about": "river"}, {"since": "2031-01-01", "until": "2031-02-02"},
        {"standing": "single"}, {"legs": 2, "framed": True, "report": "1.txt"}, {"order": "day", "dated": True},
    ):  # fmt: skip
        sql, values = findings_query("claim", FindingFilter(limit=5, **wanted))
        plan = " | ".join(row[-1] for row in store._db.execute(f"EXPLAIN QUERY PLAN {sql}", values) if row[1] == 0)
        assert "TEMP B-TREE" not in plan and "SEARCH f USING INDEX findings_" in plan
        sql, values = findings_query("claim", FindingFilter(**wanted), count=True)
        plan = " | ".join(row[-1] for row in store._db.execute(f"EXPLAIN QUERY PLAN {sql}", values))
        assert "SEARCH f USING COVERING INDEX findings_" in plan


# --- proof -----------------------------------------------------------------------------------------------------


def checks(store):
    return {(found.check, found.record) for found in verify(store)}


def test_a_finding_that_does_not_open_at_its_words_is_found(store):
    p = position(REPORTS[0], 0, "asserts")
    size = len(REPORTS[0].document.text)
    wrong = {
        "words": msgspec.structs.replace(p, words="something else"),
        "anchor": msgspec.structs.replace(p, at=msgspec.structs.replace(p.at, sha256="0" * 64)),
        "reference": msgspec.structs.replace(p, statement="s-gone"),
    }
    beyond = msgspec.structs.replace(p, at=msgspec.structs.replace(p.at, span=Span(0, size + 1)))
    lost = msgspec.structs.replace(p, at=msgspec.structs.replace(p.at, report="d-gone"))
    listed = [(check, claim(check, "single", one)) for check, one in wrong.items()]
    listed += [("anchor", claim("beyond", "single", beyond)), ("reference", claim("lost", "single", lost))]
    made = {"claim": [found for _, found in listed]}
    store.save_findings(made, mark=store.mark(), linker=LINKER)
    assert checks(store) == {(check, found.id) for check, found in listed}


def test_references_of_stale_findings_may_be_gone(store):
    """A record that is coded no more: the next linking will know."""
    bare = msgspec.structs.replace(REPORTS[0], statements=(), events=(), quantities=())
    store.add(bare, coder="next", replace=True)
    assert list(verify(store)) == []
    store.save_findings(MADE, mark=store.mark(), linker=LINKER)
    assert {check for check, _ in checks(store)} == {"reference"}


@pytest.mark.parametrize(
    ("sql", "check"),
    [
        ("UPDATE findings SET standing = 'single' WHERE kind = 'claim'", "column"),
        ("UPDATE findings SET weight = 1 WHERE kind = 'claim'", "column"),
        ("UPDATE findings SET record = 'null' WHERE kind = 'series'", "column"),
        ("UPDATE findings SET record = replace(record, 'troops', 'tanks') WHERE kind = 'claim'", "words"),
        ("DELETE FROM finding_actors WHERE role = 'denies'", "column"),
        ("DELETE FROM finding_reports", "column"),
        ("INSERT INTO finding_reports VALUES ('d-0', 999)", "column"),
        ("INSERT INTO finding_search (rowid, title) VALUES (999, 'x')", "search"),
        ("INSERT INTO finding_search (finding_search) VALUES ('delete-all')", "search"),
    ],
)
def test_tampering_is_found(store, sql, check):
    with sqlite3.connect(store.path) as db:
        db.execute(sql)
    db.close()
    found = list(verify(store))
    assert check in {one.check for one in found} and all(one.reason for one in found)


def test_hostile_words_are_kept_as_data(store):
    text = "a\x00b \x1b[31m'; DROP TABLE findings; -- \u202e🛰"
    odd = claim(text, "single", position(REPORTS[0], 0, "asserts", Actor(None, text)))
    store.save_findings({"claim": [odd]}, mark=store.mark(), linker=LINKER)
    assert list(store.claims(FindingFilter(about="drop table"))) == [odd]
    assert list(store.claims(FindingFilter(actor=text))) == [odd]
    assert json.loads(msgspec.json.encode(store.finding(odd.id)))["proposition"] == text
    assert list(verify(store)) == []


def test_reading_goes_on_while_findings_are_replaced(store):
    """A list under way is of the moment when it began."""
    with Store.open(store.path, read_only=True) as reader:
        listing = reader.claims()
        first = next(listing)
        store.save_findings({"claim": [SINGLE]}, mark=store.mark(), linker=LINKER)
        assert [first, *listing] == MADE["claim"]
        assert list(reader.claims()) == [SINGLE]


def test_anchors_of_every_kind_are_walked(store):
    from standoff.store.findings import anchors, references, stretches

    def count(walk):
        return {kind: sum(len(list(walk(f))) for f in found) for kind, found in MADE.items()}

    assert count(anchors) == {"copies": 0, "story": 0, "claim": 9, "demand": 5, "series": 3, "dyad": 3}
    assert count(stretches)["copies"] == 2
    assert count(references) == {"copies": 0, "story": 0, "claim": 9, "demand": 3, "series": 3, "dyad": 3}
    assert anchor(REPORTS[0], Span(0, 1)).report == REPORTS[0].document.id
