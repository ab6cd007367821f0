"""What a person is asked first: doubt times stakes, laid out with the findings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.present.sample import report
from tests.store.made import CODER
from tests.store.made import report as made
from tests.web.findings import findings

from standoff.store import Store, migrations
from standoff.store.questions import (
    actor_ids,
    asked_about,
    question,
    questions,
    standing_in,
    words_of,
)

FIRST, COPY = report(), report(path="reports/copy.txt", publisher="Evening Copy")
DOUBT, DENY, REQUEST = FIRST.statements
WHEN = "2031-05-01T12:00:00Z"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "crisis.db") as found:
        for one in (FIRST, COPY, made(1)):
            found.add(one, coder=CODER)
        found.save_findings(findings(FIRST, COPY), mark=found.mark(), linker="test 1")
        yield found


def asked(store: Store, **only: object) -> list[str]:
    return [one.record for one in questions(store, **only)]  # type: ignore[arg-type]


def test_the_order_is_doubt_times_stakes(store: Store) -> None:
    """The claim is disputed, so its records weigh 4; the demand was met, so its request weighs 1."""
    claimed = {DOUBT.id, DENY.id, COPY.statements[1].id, FIRST.events[2].id}
    records = [record for _, record in (*store.statements(), *store.events())]
    worth = {
        record.id: (1 - record.score) * (4 if record.id in claimed else 1)
        for record in records
        if getattr(record, "statement", None) is None
    }
    assert asked(store) == sorted(worth, key=lambda name: (-worth[name], name))
    assert asked(store)[0] == FIRST.events[2].id
    assert asked_about(store) == len(worth)
    found = question(store, DENY.id)
    assert found is not None and (found.stakes, round(found.doubt, 3), found.kind) == (4, 0.2, "statement")


def test_an_event_that_a_statement_makes_is_not_asked_about(store: Store) -> None:
    (spoken,) = (event for event in FIRST.events if event.statement)
    assert spoken.id not in asked(store) and question(store, spoken.id) is None


def test_what_was_judged_is_not_asked_again_until_it_is_taken_back(store: Store) -> None:
    before = asked(store)
    judged = store.judge("accept", DOUBT.id, author="Ana", time=WHEN)
    assert asked(store) == [name for name in before if name != DOUBT.id]
    assert asked(store, judged=True) == before
    store.judge("undo", judged.id, author="Ana", time="2031-05-01T12:01:00Z")
    assert asked(store) == before


def test_what_hung_on_a_rejected_record_is_not_asked_about(store: Store) -> None:
    """Nor what is coded no more."""
    store.judge("reject", REQUEST.id, author="Ana", time=WHEN)
    assert REQUEST.id not in asked(store)
    store._db.execute("DELETE FROM events WHERE id = ?", (FIRST.events[2].id,))
    assert FIRST.events[2].id not in asked(store)


def test_one_can_go_on_and_back_and_ask_about_a_part(store: Store) -> None:
    every = asked(store)
    place = question(store, every[2])
    assert place is not None
    assert asked(store, after=place.place) == every[3:]
    assert asked(store, before=place.place) == every[1::-1]
    assert asked(store, before=1) == []
    assert set(asked(store, kind="event")) == {name for name in every if name.startswith("e-")}
    held = {record.id for record in (*made(1).statements, *made(1).events)}
    assert asked(store, report=made(1).document.id) == [name for name in every if name in held]
    assert asked(store, among=(DENY.id, DOUBT.id)) == [name for name in every if name in {DENY.id, DOUBT.id}]
    with pytest.raises(ValueError, match="no kind of record"):
        questions(store, kind="report")


def test_only_latest_reports_are_asked_about(store: Store) -> None:
    later = report(FIRST.document.text + "More.\n")
    store.add(later, coder=CODER)
    store.save_findings({}, mark=store.mark(), linker="test 1")
    assert DENY.id not in asked(store) and later.statements[1].id in asked(store)


def test_a_record_knows_what_it_stands_in(store: Store) -> None:
    (stands,) = standing_in(store, DENY.id, FIRST.document.id)
    assert (stands.kind, stands.standing, stands.legs) == ("claim", "disputed", 1)
    kinds = [one.kind for one in standing_in(store, FIRST.events[2].id, FIRST.document.id)]
    assert sorted(kinds) == ["claim", "demand"]
    assert [one.kind for one in standing_in(store, FIRST.quantities[0].id, FIRST.document.id)] == ["series"]
    assert standing_in(store, made(1).statements[0].id, made(1).document.id) == ()


def test_the_words_of_records_are_at_hand(store: Store) -> None:
    quantity, mention = FIRST.quantities[0].id, FIRST.mentions[1].id
    found = words_of(store, [DENY.id, FIRST.events[2].id, quantity, mention, "s-0000000000000000"])
    assert found == {
        DENY.id: ("statement", FIRST.document.id, "its army had shelled Port Ella"),
        FIRST.events[2].id: ("event", FIRST.document.id, "pulled back"),
        quantity: ("quantity", FIRST.document.id, "about 40,000 troops"),
        mention: ("mention", FIRST.document.id, "its forces"),
    }
    assert actor_ids(store)[:2] == ("NATO", "RUS.GOV") and len(actor_ids(store, most=1)) == 1


def test_a_store_of_schema_2_asks_nothing_until_it_is_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is migrated where it is written; its findings count as stale then."""
    path = tmp_path / "old.db"
    with monkeypatch.context() as before:
        before.setattr("standoff.store.migrations.STEPS", migrations.STEPS[:2])
        before.setattr("standoff.store.questions.lay_out", lambda db, worth: None)
        with Store.open(path) as store:
            store.add(FIRST, coder=CODER)
            store.save_findings({}, mark=store.mark(), linker="test 1")
            assert not store.stale("test 1")
    with Store.open(path, read_only=True) as store:
        assert store.schema == 2 and asked(store) == [] and asked_about(store) == 0
        assert question(store, DENY.id) is None
    with Store.open(path) as store:
        assert store.migrated == (2, len(migrations.STEPS)) and store.linked() and store.stale("test 1")
        store.save_findings({}, mark=store.mark(), linker="test 1")
        assert not store.stale("test 1") and len(asked(store)) == 5
