"""``kill -9`` at any moment loses no finished report and leaves no half one.

A child adds, revises and recodes reports and says so after each; it is killed at fifty points drawn from a fixed seed,
always on the same store. After each kill the store must open, be sound, and hold all that the child had said, whole.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import textwrap
import time

import pytest
from tests.store.made import CODER, report

from standoff.store import Filter, Store, verify

KILLS = 50
# One process imports the package and forks the children, so that fifty deaths do not cost fifty starts of Python.
PARENT = textwrap.dedent("""
    import os, sys
    from standoff.store import Store
    from tests.store.made import CODER, report

    def work(path, start):
        with Store.open(path) as store:
            for number in range(start, 1_000_000):
                # every fourth edits the report before it; every fifth is coded twice
                made = report(number, lines=8, path=f"reports/{number - 1 if number % 4 == 3 else number}.txt")
                store.add(made, coder=CODER)
                if number % 5 == 0:
                    store.add(made, coder=CODER + "+", replace=True)
                print(number, made.document.id, flush=True)

    for line in sys.stdin:
        start, path = line.rstrip("\\n").split(" ", 1)
        child = os.fork()
        if not child:
            print(os.getpid(), flush=True)
            work(path, int(start))
        print("dead", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
""")


class Children:
    """Starts children one at a time and kills them."""

    def __init__(self, python):
        self.parent = subprocess.Popen(
            [*python, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def run(self, path, start, *, lines, seconds):
        """Let a child work from report ``start`` until it has told of ``lines`` reports, and ``seconds`` more; kill it.

        Gives what it had told: {report id: number}.
        """
        self.parent.stdin.write(f"{start} {path}\n")
        pid = int(self.parent.stdout.readline())
        told = [self.parent.stdout.readline() for _ in range(lines)]
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
        while not (line := self.parent.stdout.readline()).startswith("dead"):
            told.append(line)
        assert line == f"dead {-signal.SIGKILL}\n"
        return {name: int(number) for number, name in (line.split() for line in told)}


@pytest.fixture
def children(python):
    made = Children(python)
    yield made
    made.parent.stdin.close()
    made.parent.stdout.close()
    assert made.parent.wait(20) == 0


def expected(number):
    return report(number, lines=8, path=f"reports/{number - 1 if number % 4 == 3 else number}.txt")


def test_killed_fifty_times(tmp_path, children):
    chance = random.Random(20310401)
    path = tmp_path / "killed.db"
    confirmed: dict[str, int] = {}
    start = 0
    for _ in range(KILLS):
        confirmed |= children.run(path, start, lines=chance.randrange(6), seconds=chance.random() * 0.02)
        start = max(confirmed.values(), default=-1) + 1
        check(path, confirmed, start)
    assert len(confirmed) > KILLS
    with Store.open(path) as store:
        assert list(verify(store)) == []
        for name, number in confirmed.items():
            assert store.report(name) == expected(number)
            assert store.head(name).coder == CODER + "+" * (number % 5 == 0)


def check(path, confirmed, start) -> None:
    """Look at the store after a kill; gives how many reports are there that nobody had told of (0 or 1: the one under
    way)."""
    if not path.exists():
        assert not confirmed
        return
    with Store.open(path) as store:
        assert store._db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert store._db.execute("PRAGMA foreign_key_check").fetchall() == []
        heads = {h.id: h for h in store.reports(Filter(revisions=True))}
        assert set(confirmed) <= set(heads)
        untold = set(heads) - set(confirmed)
        assert len(untold) <= 1
        for name in untold:
            assert store.report(name) == expected(start)
        for kind in ("statements", "events", "quantities", "mentions"):
            sql = f"SELECT r.id, count(x.n), r.{kind} FROM reports r LEFT JOIN {kind} x ON x.report = r.n GROUP BY r.id"
            assert all(there == told == 8 for _, there, told in store._db.execute(sql))
        bodies = store._db.execute("SELECT count(*) FROM reports r JOIN bodies b ON b.report = r.n").fetchone()[0]
        assert bodies == len(heads)


def test_killed_while_the_store_is_made(tmp_path, children):
    """Whatever a dying process leaves of a new store, the next one makes a store of it."""
    chance = random.Random(7)
    for i in range(12):
        path = tmp_path / f"new{i}.db"
        children.run(path, 0, lines=0, seconds=chance.random() * 0.03)
        with Store.open(path) as store:
            store.add(report(1000), coder=CODER)
            assert list(verify(store)) == []
        assert sqlite3.connect(path).execute("PRAGMA journal_mode").fetchone() == ("wal",)
