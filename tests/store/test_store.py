"""What the store keeps, skips, replaces and lists."""

from __future__ import annotations

import msgspec
import pytest
from tests.store.made import CODER, document, report

from standoff.errors import StoreError
from standoff.model import Failed, Interval, Span
from standoff.store import Added, Ambiguous, Filter, NotFound, State, Store, verify


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "standoff.db") as opened:
        yield opened


@pytest.fixture
def full(store):
    for number in range(12):
        store.add(report(number), coder=CODER)
    return store


# --- adding ----------------------------------------------------------------------------------------------------


def test_a_report_comes_back_as_it_was(store):
    made = report(3)
    assert store.add(made, coder=CODER) is Added.ADDED
    assert store.report(made.document.id) == made


def test_the_same_report_again_adds_nothing(store):
    """The same words by the same publisher from another folder are the same report."""
    store.add(report(3), coder=CODER)
    moved = report(3, path="elsewhere/copy.txt")
    assert store.add(moved, coder=CODER) is Added.UNCHANGED
    assert store.add(report(3), coder="a later version") is Added.UNCHANGED
    assert store.summary().reports == 1
    assert store.report(moved.document.id).document.path == "reports/3.txt"


def test_the_same_words_by_another_publisher_are_a_report_of_their_own(store):
    store.add(report(3, path=None), coder=CODER)
    assert store.add(report(3, path=None, publisher="Another Paper"), coder=CODER) is Added.ADDED


def test_an_edited_report_becomes_the_next_revision(store):
    """By uri wherever it lies, and by path when it has no uri; the latest one is what lists show."""
    first, second, third = (report(n, uri="https://paper.example/a", path=f"{n}.txt") for n in (1, 2, 3))
    assert [store.add(r, coder=CODER) for r in (first, second, third)] == [Added.ADDED, Added.REVISED, Added.REVISED]
    assert store.add(second, coder=CODER) is Added.UNCHANGED
    head = store.head(third.document.id)
    assert (head.revision, head.previous, head.latest) == (3, second.document.id, True)
    assert [h.id for h in store.reports()] == [third.document.id]
    assert [h.revision for h in store.revisions(first.document.id)] == [1, 2, 3]
    assert {h.id for h, _ in store.statements()} == {third.document.id}
    assert len(list(store.statements(Filter(revisions=True)))) == 9
    assert len(list(store.statements(Filter(report=first.document.id)))) == 3
    assert store.report(first.document.id) == first


def test_an_edited_file_becomes_the_next_revision(store):
    store.add(report(1, path="a.txt"), coder=CODER)
    assert store.add(report(2, path="a.txt"), coder=CODER) is Added.REVISED
    assert store.add(report(3, path="a.txt", uri="https://paper.example/b"), coder=CODER) is Added.ADDED


@pytest.mark.parametrize("path", [None, "-", "articles.csv#12", "articles.jsonl:12"])
def test_what_is_not_a_place_of_its_own_has_no_revisions(store, path):
    """Standard input, or a row of a table: another text there is another report."""
    store.add(report(1, path=path), coder=CODER)
    assert store.add(report(2, path=path), coder=CODER) is Added.ADDED


def test_replace_takes_a_new_coding(store):
    store.add(report(4), coder=CODER)
    again = msgspec.structs.replace(report(4), statements=report(4).statements[:1], events=(), quantities=())
    assert store.add(again, coder="next", replace=True) is Added.RECODED
    assert store.report(again.document.id) == again
    assert store.head(again.document.id).coder == "next"
    assert store.add(again, coder="next", replace=True) is Added.UNCHANGED
    assert list(store.events(Filter(text="river"))) == []
    assert list(verify(store)) == []


def test_replace_makes_a_taken_back_edit_the_latest_again(store):
    old, new = report(1, path="a.txt"), report(2, path="a.txt")
    store.add(old, coder=CODER)
    store.add(new, coder=CODER)
    assert store.state(old.document, coder=CODER) is State.SUPERSEDED
    assert store.add(old, coder=CODER, replace=True) is Added.RECODED
    assert [h.id for h in store.reports()] == [old.document.id]
    assert store.add(report(3, path="a.txt"), coder=CODER) is Added.REVISED
    assert [(h.revision, h.latest) for h in store.revisions(old.document.id)] == [(1, False), (2, False), (3, True)]
    assert store.head(report(3, path="a.txt").document.id).previous == old.document.id
    assert list(verify(store)) == []


def test_a_moved_report_is_revised_where_it_is_now(store):
    store.add(report(1, path="a.txt"), coder=CODER)
    store.add(report(1, path="b.txt"), coder="next", replace=True)
    assert store.add(report(2, path="b.txt"), coder=CODER) is Added.REVISED
    assert list(verify(store)) == []


def test_state_says_why_a_known_report_might_be_coded_again(store):
    made = report(5)
    assert store.state(made.document, coder=CODER) is State.NEW
    store.add(made, coder=CODER)
    assert store.state(made.document, coder=CODER) is State.CURRENT
    assert store.state(made.document, coder="next") is State.OTHER_CODER
    assert store.state(report(5, published="2032-01-01").document, coder=CODER) is State.OTHER_FACTS
    assert store.has(made.document.id) and store.has(made.document.id, CODER)
    assert not store.has(made.document.id, "next") and not store.has("d-0000000000000000")


def test_hostile_text_is_kept_as_data(store):
    """NUL, terminal escapes, SQL, right-to-left marks, characters beyond the BMP."""
    text = "a\x00b \x1b[31m'; DROP TABLE reports; --\r\n\u202e🛰 \ufeff\u2028%s {0} \x7f\x9f"
    doc = document(text, path=text, title=text, publisher=text, uri=text, published="yesterday\x00")
    made = msgspec.structs.replace(report(0), document=doc, analysis=report(0).analysis)
    made = msgspec.structs.replace(
        made, mentions=(), times=(), statements=(), events=(), quantities=(),
        analysis=msgspec.structs.replace(made.analysis, sentences=(), entities=()),
    )  # fmt: skip
    store.add(made, coder=text)
    assert store.report(doc.id) == made
    assert store.head(doc.id).title == text and store.text(doc.id) == text
    assert store.named(text) == doc.id
    assert [h.id for h in store.reports(Filter(text="table drop"))] == [doc.id]
    assert list(verify(store)) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda r: {"document": msgspec.structs.replace(r.document, text=r.document.text + "!")},
        lambda r: {"document": msgspec.structs.replace(r.document, text="\ud800")},
        lambda r: {"statements": (msgspec.structs.replace(r.statements[0], content=(Span(5, 10_000),)),)},
        lambda r: {"statements": (r.statements[0], r.statements[0])},
        lambda r: {"statements": (msgspec.structs.replace(r.statements[0], score=float("nan")),)},
        lambda r: {"quantities": (msgspec.structs.replace(r.quantities[0], high=float("inf")),)},
        lambda r: {"events": (msgspec.structs.replace(r.events[0], type="\udfff"),)},
        lambda r: {"events": list(r.events)},
    ],
)
def test_a_report_that_would_not_come_back_is_refused_whole(store, change):
    made = report(1)
    with pytest.raises(StoreError, match="cannot be stored"):
        store.add(msgspec.structs.replace(made, **change(made)), coder=CODER)
    assert store.summary().reports == 0


def test_runs_and_failures(store):
    first = store.begin_run(started="2031-01-01T00:00:00Z", coder=CODER)
    store.fail(Failed("b.txt", "unreadable"), run=first)
    store.fail(Failed("a.txt", "empty"), run=first)
    store.fail(Failed("a.txt", "still empty"), run=first)
    store.add(report(1), coder=CODER, run=first)
    store.end_run(first, ended="2031-01-01T00:01:00Z")
    assert list(store.failures()) == [Failed("a.txt", "still empty"), Failed("b.txt", "unreadable")]
    store.begin_run(started="2031-01-02T00:00:00Z", coder=CODER)
    assert list(store.failures()) == [] and len(list(store.failures(first))) == 2
    store.fail(Failed("caf\udce9.txt", "a name that is no UTF-8"), run=first)
    assert list(store.failures(first))[-1].path == "caf\\udce9.txt"
    with pytest.raises(StoreError):
        store.fail(Failed("x", "y"), run=99)


# --- asking ----------------------------------------------------------------------------------------------------


def everything():
    """All statements with their reports, in the order promised."""
    reports = sorted((report(n) for n in range(12)), key=lambda r: (r.document.published.value, r.document.id))
    return [(r, s) for r in reports for s in sorted(r.statements, key=lambda s: s.source)]


def test_lists_are_in_order_whatever_the_order_of_adding(tmp_path):
    lists = []
    for name, numbers in (("a", range(12)), ("b", reversed(range(12)))):
        with Store.open(tmp_path / name) as store:
            for number in numbers:
                store.add(report(number), coder=CODER)
            lists.append([(h.id, s) for h, s in store.statements()])
    assert lists[0] == lists[1] == [(r.document.id, s) for r, s in everything()]


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        ({"act": "DENY"}, lambda r, s: s.act == "DENY"),
        ({"certainty": "U", "quotation": "indirect"}, lambda r, s: s.certainty == "U"),
        ({"actor": "ORL"}, lambda r, s: s.act == "ACCUSE"),
        ({"actor": "ORL.GOV", "role": "source"}, lambda r, s: s.act == "ACCUSE"),
        ({"actor": "ORL", "role": "target"}, lambda r, s: False),
        ({"actor": "VSK"}, lambda r, s: True),
        ({"actor": "VS"}, lambda r, s: False),
        ({"actor": "VSK", "role": "source"}, lambda r, s: s.act == "DENY"),
        ({"actor": "ana  TORV"}, lambda r, s: s.act == "ACCUSE"),
        ({"actor": "Torv"}, lambda r, s: s.act == "ACCUSE"),
        ({"actor": "tor"}, lambda r, s: False),
        ({"actor": "' OR 1=1 --"}, lambda r, s: False),
        ({"since": "2031-05-05"}, lambda r, s: r.document.published.value >= "2031-05-05"),
        ({"until": "2031-05-05"}, lambda r, s: r.document.published.value <= "2031-05-05"),
        ({"text": "crossing MINISTRIES"}, lambda r, s: s.act == "DENY"),
        ({"text": '"the river" alli*'}, lambda r, s: s.act == "DOUBT"),
        ({"text": '"river the"'}, lambda r, s: False),
        ({"text": "—"}, lambda r, s: False),
        ({"text": 'NEAR( "x OR source:y) ^ -- *'}, lambda r, s: False),
        ({"report": "7.txt"}, lambda r, s: r.document.path == "reports/7.txt"),
        ({"report": "reports/7.txt"}, lambda r, s: r.document.path == "reports/7.txt"),
        ({"report": "%"}, lambda r, s: False),
        ({"report": report(7).document.id[:10]}, lambda r, s: r.document.path == "reports/7.txt"),
        ({"limit": 0}, lambda r, s: False),
    ],
)  # fmt: skip
def test_statements_by(full, wanted, holds):
    assert [s for _, s in full.statements(Filter(**wanted))] == [s for r, s in everything() if holds(r, s)]


def test_events_and_quantities_by(full):
    assert {e.type for _, e in full.events(Filter(type="MOBILIZE", mode="troops"))} == {"MOBILIZE"}
    assert (
        len(list(full.events(Filter(actor="VSK.MIL", role="actor", status="actual", quad="material conflict")))) == 36
    )
    assert len(list(full.events(Filter(actor="VSK.MIL", role="recipient")))) == 0
    assert len(list(full.quantities(Filter(actor="VSK", unit="person", of="troops", text="river")))) == 36
    assert len(list(full.quantities(Filter(of="tanks")))) == 0


def test_an_event_counts_by_its_own_day_else_by_its_reports(full):
    found = [
        (h, e) for h, e in full.events() if e.date is None or e.date.latest is None or e.date.latest >= "2031-06-01"
    ]
    wanted = [e for h, e in found if e.date is not None or (h.published or "") >= "2031-06-01"]
    assert [e for _, e in full.events(Filter(since="2031-06-01"))] == wanted
    until = [e for h, e in full.events() if (e.date.earliest if e.date else h.published) <= "2030-02-15"]
    assert until and [e for _, e in full.events(Filter(until="2030-02-15"))] == until


def test_open_ends_of_an_event_match(store):
    made = report(1)
    dates = [Interval(None, "2030-01-01"), Interval("2030-01-01", None), Interval(None, None)]
    events = tuple(msgspec.structs.replace(e, date=d) for e, d in zip(made.events, dates, strict=True))
    store.add(msgspec.structs.replace(made, events=events), coder=CODER)
    assert [e.date for _, e in store.events(Filter(since="2030-02-01"))] == dates[1:]
    assert [e.date for _, e in store.events(Filter(until="2029-02-01"))] == [dates[0], dates[2]]


def test_an_undated_report_comes_first_and_matches_no_day(full):
    lost = report(50, published=None)
    full.add(lost, coder=CODER)
    assert next(full.reports()).id == lost.document.id
    for wanted in (Filter(until="2099-01-01"), Filter(since="1900-01-01")):
        assert lost.document.id not in {h.id for h in full.reports(wanted)} | {h.id for h, _ in full.statements(wanted)}
    assert full.summary().undated == 1


def test_reports_that_hold_such_a_record(full):
    assert len(list(full.reports(Filter(act="DENY", actor="VSK.GOV", role="source")))) == 12
    assert list(full.reports(Filter(act="DENY", actor="NATO"))) == []
    assert len(list(full.reports(Filter(actor="NATO")))) == 12
    assert len(list(full.reports(Filter(type="MOBILIZE", act="DOUBT")))) == 12
    assert list(full.reports(Filter(type="AID", act="DOUBT"))) == []
    assert len(list(full.reports(Filter(text="alliance crossed", limit=5)))) == 5


@pytest.mark.parametrize("more", [{}, {"role": "source"}, {"act": "DENY"}, {"type": "MOBILIZE"}, {"text": "alliance"}])
def test_reports_of_an_actor_are_the_same_by_whichever_way(full, monkeypatch, more):
    """A busy actor's reports are walked through, a rare one's records lead to them."""
    actors = ["VSK", "VSK.MIL", "NATO", "Torv", "nobody"]
    ways = []
    for few in (0, 1_000_000):
        monkeypatch.setattr("standoff.store.report_query.FEW", few)
        for limit in (None, 100):
            asked = [Filter(actor=actor, limit=limit, **more) for actor in actors]
            ways.append([[head.id for head in full.reports(one)] for one in asked])
    assert ways[0] != [[]] * len(actors)
    assert all(way == ways[0] for way in ways)


def test_pages_join_to_the_whole(full):
    for ask in (full.statements, full.events, full.quantities):
        whole, pages, after = list(ask()), [], None
        while page := list(ask(Filter(limit=7, after=after))):
            pages += page
            after = full.after(*page[-1])
        assert pages == whole
    heads, after = [], None
    while page := list(full.reports(Filter(limit=5, after=after))):
        heads += page
        after = full.after(page[-1])
    assert heads == list(full.reports())


@pytest.mark.parametrize(
    "wanted",
    [
        {"act": "SAY"}, {"status": "done"}, {"role": "boss"}, {"since": "May"}, {"since": "20310505"},
        {"until": "2031-02-30"},
        {"limit": -1}, {"certainty": "maybe"}, {"text": "\ud800"},
    ],
)  # fmt: skip
def test_a_filter_outside_the_codebook_is_refused(wanted):
    with pytest.raises(ValueError):
        Filter(**wanted)


def test_a_filter_for_another_kind_is_refused_at_once(full):
    for ask, wanted in (
        (full.statements, Filter(type="AID")),
        (full.events, Filter(act="DENY")),
        (full.events, Filter(role="source")),
        (full.quantities, Filter(after="nonsense")),
        (full.statements, Filter(text="a " * 100)),
    ):
        with pytest.raises(ValueError):
            ask(wanted)


def test_find_by_id_and_by_beginning(full):
    made = report(4)
    for record in (made.statements[1], made.events[2], made.quantities[0], made.mentions[0], made.document):
        assert full.find(record.id) == (made, record)
        assert full.find(record.id[:14]) == (made, record)
    with pytest.raises(Ambiguous) as told:
        full.find("s-")
    assert len(told.value.candidates) == 5 and "and more" in str(told.value)
    for nothing in ("s-zzz", "", "%", "\x00", "\ud800"):
        with pytest.raises(NotFound):
            full.find(nothing)
    with pytest.raises(NotFound):
        full.report("d-0")


def test_named(full):
    assert full.named("4.txt") == full.named("reports/4.txt") == report(4).document.id
    with pytest.raises(Ambiguous):
        full.named("d-")
    with pytest.raises(NotFound):
        full.named("44.txt")
    with pytest.raises(NotFound):
        full.named("\udcff.txt")


def test_nothing_is_sorted_to_list_it(full):
    """A page costs what it shows: the plan walks the indexes in order."""
    from standoff.store.query import records_query
    from standoff.store.report_query import reports_query

    for kind in ("statement", "event", "quantity"):
        sql, values = records_query(Filter(actor="VSK", since="2031-01-01", text="river", limit=5), kind)
        assert "TEMP B-TREE" not in str(full._db.execute("EXPLAIN QUERY PLAN " + sql, values).fetchall())
    sql, values = reports_query(Filter(limit=5), "r.id")
    assert "TEMP B-TREE" not in str(full._db.execute("EXPLAIN QUERY PLAN " + sql, values).fetchall())


def test_a_problem_that_document_and_report_tell_is_one(tmp_path):
    """Coding begins with the problems of reading."""
    made = report(3)
    both = msgspec.structs.replace(made, problems=(*made.document.problems, *made.problems))
    with Store.open(tmp_path / "s.db") as store:
        store.add(both, coder=CODER)
        assert [told[1:] for told in store.problems()] == [("read", "made up"), ("made", "number 3")]
        assert store.head(both.document.id).problems == store.summary().problems == 2
        assert store.report(both.document.id) == both and list(verify(store)) == []


def test_problems_and_summary(full):
    problems = list(full.problems())
    assert len(problems) == 12 + 4 and problems[0][1:] == ("read", "made up")
    summary = full.summary()
    assert (summary.reports, summary.statements, summary.events, summary.problems) == (12, 36, 36, 16)
    assert dict(summary.acts) == {"ACCUSE": 12, "DENY": 12, "DOUBT": 12}
    assert (summary.first, summary.last) == ("2031-01-01", "2031-12-12")
