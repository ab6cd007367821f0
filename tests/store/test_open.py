"""What may lie at the path, and what happens to it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import textwrap

import msgspec
import pytest
from tests.store.made import CODER, report, schema_1

from standoff.errors import StoreBusy, StoreDamaged, StoreError, StoreNewer
from standoff.store import Added, Filter, NotFound, Store, migrations, verify
from standoff.store.connect import telling
from standoff.store.tables import APPLICATION_ID


def raw(path):
    return sqlite3.connect(path, isolation_level=None)


@pytest.fixture
def path(tmp_path):
    """A store of one report."""
    made = tmp_path / "standoff.db"
    with Store.open(made) as store:
        store.add(report(1), coder=CODER)
    return made


def test_a_new_store_says_what_it_is(path):
    db = raw(path)
    assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert db.execute("PRAGMA user_version").fetchone() == (len(migrations.STEPS),)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_no_store(tmp_path):
    for keywords in ({"create": False}, {"read_only": True}):
        with pytest.raises(StoreError, match="there is no store"):
            Store.open(tmp_path / "none.db", **keywords)
    with pytest.raises(StoreError, match="no folder"):
        Store.open(tmp_path / "none" / "x.db")
    with pytest.raises(StoreError):
        Store.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_becomes_a_store(tmp_path):
    (tmp_path / "x.db").touch()
    with Store.open(tmp_path / "x.db") as store:
        assert store.add(report(1), coder=CODER) is Added.ADDED
        assert store.migrated is None


def test_odd_names(tmp_path):
    """A path is a path, never part of an address."""
    for name in ("a?mode=memory.db", "50%25 #1.db", "ü 'x'.db"):
        with Store.open(tmp_path / name) as store:
            store.add(report(1), coder=CODER)
        assert (tmp_path / name).exists()


@pytest.mark.parametrize("content", [b"From: me\nHello\n", b"SQLite format 3", b"\x00" * 4096])
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path, content):
    path = tmp_path / "letter.db"
    path.write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(StoreDamaged, match=r"letter\.db"):
            Store.open(path, read_only=read_only)
    assert path.read_bytes() == content and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_another_programs_database_is_left_as_it_is(tmp_path, mode):
    path = tmp_path / "other.db"
    db = raw(path)
    db.execute(f"PRAGMA journal_mode = {mode}")
    db.execute("CREATE TABLE reports (id)")
    db.close()
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(StoreDamaged, match="another program's"):
            Store.open(path, read_only=read_only)
    assert path.read_bytes() == before


def test_a_newer_store_is_refused_untouched(path):
    db = raw(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(StoreNewer, match="schema 99"):
            Store.open(path, read_only=read_only)
    assert path.read_bytes() == before


@pytest.mark.parametrize("where", [16, 100, 4096])
def test_a_corrupt_store_is_told(path, where):
    data = bytearray(path.read_bytes())
    data[where : where + 3000] = b"\xa5" * 3000
    path.write_bytes(data)
    with pytest.raises(StoreDamaged), Store.open(path) as store:
        store.report(report(1).document.id)
        list(store.statements(Filter(text="river", actor="VSK")))
        store.summary()
        store.add(report(2), coder=CODER)
    assert path.read_bytes() == data


def test_a_truncated_store_is_told(path):
    data = path.read_bytes()[:9000]
    path.write_bytes(data)
    with pytest.raises(StoreDamaged), Store.open(path) as store:
        store.report(report(1).document.id)
    assert path.read_bytes() == data


def test_a_locked_store_is_busy_and_still_readable(path):
    db = raw(path)
    db.execute("BEGIN IMMEDIATE")
    with Store.open(path, busy_seconds=0.05) as store:
        with pytest.raises(StoreBusy, match="another process"):
            store.add(report(2), coder=CODER)
        assert store.report(report(1).document.id) == report(1)
        db.execute("COMMIT")
        assert store.add(report(2), coder=CODER) is Added.ADDED


def test_a_store_held_whole_is_busy_on_opening(path):
    """As by a repair tool, or a copy that is being put back."""
    db = raw(path)
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("BEGIN EXCLUSIVE")
    for read_only in (False, True):
        with pytest.raises(StoreBusy):
            Store.open(path, busy_seconds=0.05, read_only=read_only)
    db.close()
    Store.open(path).close()


def test_read_only_writes_nothing(path):
    before = path.read_bytes()
    with Store.open(path, read_only=True) as store:
        assert store.report(report(1).document.id) == report(1)
        with pytest.raises(StoreError):
            store.add(report(2), coder=CODER)
    assert path.read_bytes() == before


def test_a_reader_sees_what_a_writer_adds(path):
    with Store.open(path, read_only=True) as reader, Store.open(path) as writer:
        listing = reader.statements()
        next(listing)
        writer.add(report(2), coder=CODER)
        assert len(list(listing)) == 2  # the list under way is of the moment when it began
        assert reader.has(report(2).document.id) and len(list(reader.statements())) == 6


def test_a_list_left_half_way_holds_nothing_up(path):
    with Store.open(path) as store:
        listing = store.statements()
        next(listing)
        store.add(report(2), coder=CODER)
    del listing


# --- older schemas ---------------------------------------------------------------------------------------------


def _next(db):
    db.execute("ALTER TABLE runs ADD COLUMN host TEXT NOT NULL DEFAULT ''")


def _fails(db):
    db.execute("DROP TABLE failed")
    db.execute("UPDATE reports SET coder = 'lost'")
    raise sqlite3.OperationalError("half way")


@pytest.fixture
def old(tmp_path):
    """A store of schema 1 with three reports."""
    schema_1(tmp_path / "old.db", 1, 2, 3)
    return tmp_path / "old.db"


def test_a_store_of_schema_1_is_migrated_with_all_it_holds(old):
    with Store.open(old) as store:
        assert store.migrated == (1, len(migrations.STEPS)) and store.schema == len(migrations.STEPS)
        assert [store.report(report(n).document.id) for n in (1, 2, 3)] == [report(n) for n in (1, 2, 3)]
        assert len(list(store.statements(Filter(act="DENY")))) == 3
        assert list(store.claims()) == [] and store.judgements() == () and store.stale("x")
        assert store.add(report(4), coder=CODER) is Added.ADDED
        assert list(verify(store)) == []
    with Store.open(old) as store:
        assert store.migrated is None


def test_a_store_of_schema_1_can_be_read_where_it_cannot_be_written(old):
    """It stays as it is; what came later is empty."""
    before = old.read_bytes()
    with Store.open(old, read_only=True) as store:
        assert store.schema == 1
        assert store.report(report(1).document.id) == report(1)
        assert len(list(store.statements(Filter(actor="VSK", act="DENY")))) == 3
        assert len(list(store.reports(Filter(type="MOBILIZE")))) == 3
        name = report(1).document.path
        assert store.named(name) == report(1).document.id and store.paths(store.named(name)) == (name,)
        assert store.corrected() == {}
        assert store.summary().statements == 9
        assert store.find(report(1).statements[0].id)[1] == report(1).statements[0]
        assert list(verify(store)) == []
        assert list(store.claims()) == [] and store.count("claim") == 0 and store.judgements() == ()
        assert store.stale("x") and not store.linked() and store.mark() == 0 and store.waiting() == frozenset()
        assert store.judged(report(1).statements[0].id) is None
        with pytest.raises(NotFound):
            store.finding("c-0")
        with pytest.raises(StoreError):
            store.add(report(2), coder=CODER)
        with pytest.raises(StoreError):
            store.judge("reject", report(1).statements[0].id, author="Ana", time="2031-05-01T12:00:00Z")
    assert old.read_bytes() == before


def test_problems_that_were_counted_twice_are_counted_anew(path):
    """Schema 5 counted those of the document once more with those of the report; findings are none the staler."""
    made = report(3)
    both = msgspec.structs.replace(made, problems=(*made.document.problems, *made.problems))
    with Store.open(path) as store:
        store.add(both, coder=CODER)
        store.save_findings({}, mark=store.mark(), linker="x")
        mark = store.mark()
    db = raw(path)
    db.execute("UPDATE reports SET problems = 3 WHERE id = ?", (made.document.id,))
    db.execute("UPDATE ledger SET mark = ?", (mark,))
    db.execute("DROP TABLE elsewhere")
    db.execute("PRAGMA user_version = 5")
    db.commit()
    db.close()
    with Store.open(path) as store:
        assert store.migrated == (5, len(migrations.STEPS))
        assert store.head(made.document.id).problems == 2
        assert store.mark() == mark and not store.stale("x")
        assert list(verify(store)) == []


def test_an_older_store_is_migrated_with_all_it_holds(path, monkeypatch):
    now = len(migrations.STEPS)
    monkeypatch.setattr("standoff.store.migrations.STEPS", (*migrations.STEPS, _next))
    monkeypatch.setattr("standoff.store.connect.STEPS", migrations.STEPS)
    with Store.open(path) as store:
        assert store.migrated == (now, now + 1)
        assert store.report(report(1).document.id) == report(1)
        assert store.begin_run(started="", coder="") == 1
    assert raw(path).execute("SELECT host FROM runs").fetchall() == [("",)]
    with Store.open(path) as store:
        assert store.migrated is None


def test_a_schema_too_old_to_be_read_is_told(path, monkeypatch):
    monkeypatch.setattr("standoff.store.connect.STEPS", (*migrations.STEPS, _next))
    monkeypatch.setattr("standoff.store.connect.OLDEST_READABLE", len(migrations.STEPS) + 1)
    with pytest.raises(StoreError, match="older"):
        Store.open(path, read_only=True)


def test_a_store_of_schema_0_is_brought_up(tmp_path):
    """What a process leaves that marked the file and died before it made the tables."""
    path = tmp_path / "old.db"
    db = raw(path)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA journal_mode = WAL")
    db.close()
    with Store.open(path) as store:
        assert store.add(report(1), coder=CODER) is Added.ADDED


def test_a_failed_migration_is_taken_back(path, monkeypatch):
    monkeypatch.setattr("standoff.store.migrations.STEPS", (*migrations.STEPS, _next, _fails))
    monkeypatch.setattr("standoff.store.connect.STEPS", migrations.STEPS)
    with pytest.raises(StoreError, match=r"taken back.*half way.*Copy the file"):
        Store.open(path)
    monkeypatch.undo()
    with Store.open(path) as store:
        assert store.report(report(1).document.id) == report(1)
        assert store.head(report(1).document.id).coder == CODER
        store.begin_run(started="", coder="")
    assert [c[1] for c in raw(path).execute("PRAGMA table_info(runs)")] == ["n", "started", "ended", "coder", "command"]


# --- several processes -----------------------------------------------------------------------------------------

WRITER = textwrap.dedent("""
    import sys
    from standoff.store import Store
    from tests.store.made import CODER, report, schema_1
    first = int(sys.argv[2])
    with Store.open(sys.argv[1]) as store:
        for number in range(first, first + 40):
            store.add(report(number), coder=CODER)
""")


def test_two_writers_lose_nothing(tmp_path, python):
    """They make the store at the same moment, and half of what they add is the same."""
    path = tmp_path / "both.db"
    children = [subprocess.Popen([*python, "-c", WRITER, str(path), str(first)]) for first in (0, 20)]
    assert [child.wait(120) for child in children] == [0, 0]
    with Store.open(path, read_only=True) as store:
        assert {h.path for h in store.reports()} == {f"reports/{n}.txt" for n in range(60)}
        assert all(store.report(report(n).document.id) == report(n) for n in range(60))
    assert sys.executable in python


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY])
def test_a_file_that_may_not_be_written_is_told_as_such(code: int) -> None:
    """SQLite's "unable to open database file" says neither what is wrong nor what to do."""
    error = sqlite3.OperationalError("unable to open database file")
    error.sqlite_errorcode = code
    with pytest.raises(StoreError, match=r"x\.db: cannot be written; see who may write"), telling("x.db"):
        raise error
