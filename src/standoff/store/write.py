# ruff: noqa: S608  (only names from our own tables are spliced into SQL; values are parameters)
"""Writing one report, inside a transaction that the caller has begun and will end."""

from __future__ import annotations

import enum
import sqlite3

from standoff.model import Actor
from standoff.store.rows import Rows, Value
from standoff.store.tables import (
    BODY_COLUMNS,
    RECORD_COLUMNS,
    REPORT_COLUMNS,
    SEARCH_COLUMNS,
    TABLES,
    insert,
)


class Added(enum.Enum):
    """What became of a report."""

    ADDED = "added"
    #: Known already; nothing was written.
    UNCHANGED = "unchanged"
    #: A later text of a stored report.
    REVISED = "revised"
    #: The same text, its old coding replaced.
    RECODED = "recoded"


def write(db: sqlite3.Connection, rows: Rows, *, coder: str, replace: bool, run: int | None) -> Added:
    """Write ``rows`` as :meth:`Store.add` says."""
    columns = dict(zip(REPORT_COLUMNS, rows.report, strict=True))
    known = db.execute(
        "SELECT n, coder, seal, facts, latest, lineage FROM reports WHERE id = ?", (columns["id"],)
    ).fetchone()
    if known is not None:
        if not replace or known[1:5] == (coder, columns["seal"], columns["facts"], 1):
            return Added.UNCHANGED
        _recode(db, known[0], known[5], columns, coder, run)
        _layers(db, known[0], rows)
        return Added.RECODED
    before = _before(db, columns)
    columns |= {"revision": 1, "previous": None, "latest": 1, "coder": coder, "run": run}
    if before is not None:
        old, previous, lineage = before
        db.execute("UPDATE reports SET latest = 0 WHERE n = ?", (old,))
        (last,) = db.execute("SELECT max(revision) FROM reports WHERE lineage = ?", (lineage,)).fetchone()
        columns |= {"revision": last + 1, "previous": previous, "lineage": lineage}
    n = db.execute(insert("reports", tuple(columns)), tuple(columns.values())).lastrowid
    _layers(db, int(n or 0), rows)
    return Added.ADDED if before is None else Added.REVISED


def _before(db: sqlite3.Connection, columns: dict[str, Value]) -> tuple[int, str, str] | None:
    """(n, id, lineage) of the latest revision of the same report. A stored report that has moved since is met where it
    is now."""
    if columns["lineage"] is None:
        return None
    sql = "SELECT n, id, lineage FROM reports WHERE latest = 1 AND lineage IS NOT NULL AND "
    found = None
    if columns["uri"] is None:
        found = db.execute(sql + "path = ? AND uri IS NULL ORDER BY n DESC", (columns["path"],)).fetchone()
    found = found or db.execute(sql + "lineage = ?", (columns["lineage"],)).fetchone()
    return None if found is None else (int(found[0]), str(found[1]), str(found[2]))


def _recode(
    db: sqlite3.Connection, n: int, lineage: str | None, columns: dict[str, Value], coder: str, run: int | None
) -> None:
    """Take the old layers of a report away and bring its row up to date; it stays in the lineage where it was first
    seen."""
    for kind in SEARCH_COLUMNS:
        if kind != "report":
            db.execute(
                f"DELETE FROM {kind}_search WHERE rowid IN (SELECT n FROM {TABLES[kind]} WHERE report = ?)", (n,)
            )
    db.execute("DELETE FROM report_search WHERE rowid = ?", (n,))
    for table in (*TABLES.values(), "problems", "bodies"):
        db.execute(f"DELETE FROM {table} WHERE report = ?", (n,))
    if lineage is not None:
        db.execute("UPDATE reports SET latest = 0 WHERE lineage = ? AND n <> ?", (lineage, n))
    kept = {name: value for name, value in columns.items() if name not in {"id", "lineage"}}
    kept |= {"latest": 1, "coder": coder, "run": run}
    db.execute(f"UPDATE reports SET {', '.join(f'{name} = ?' for name in kept)} WHERE n = ?", (*kept.values(), n))


def _layers(db: sqlite3.Connection, n: int, rows: Rows) -> None:
    db.execute(insert("bodies", ("report", *BODY_COLUMNS)), (n, *rows.body))
    db.executemany(
        insert("problems", ("report", "layer", "ord", "stage", "reason")), [(n, *problem) for problem in rows.problems]
    )
    db.execute(insert("report_search", ("rowid", *SEARCH_COLUMNS["report"])), (n, *rows.search))
    numbers: dict[Actor, int] = {}
    for kind, records in rows.records.items():
        table = TABLES[kind]
        # The write lock is ours, so the numbers can be given out here and the rows go in at one stroke.
        first = int(db.execute(f"SELECT coalesce(max(n), 0) + 1 FROM {table}").fetchone()[0])
        numbered = list(enumerate(records, first))
        db.executemany(
            insert(table, ("n", "report", *RECORD_COLUMNS[kind])), [(i, n, *row.values) for i, row in numbered]
        )
        db.executemany(
            f"INSERT OR IGNORE INTO {kind}_actors (actor, role, record) VALUES (?, ?, ?)",
            [(number(db, actor, numbers), role, i) for i, row in numbered for role, actor in row.actors],
        )
        if kind in SEARCH_COLUMNS:
            db.executemany(
                insert(f"{kind}_search", ("rowid", *SEARCH_COLUMNS[kind])), [(i, *row.search) for i, row in numbered]
            )


def number(db: sqlite3.Connection, actor: Actor, numbers: dict[Actor, int]) -> int:
    """The row of ``actor``, made when it is new. What is not known is empty here: UNIQUE takes NULLs for different."""
    if actor not in numbers:
        key = (actor.id or "", actor.name or "")
        row = db.execute("SELECT n FROM actors WHERE id = ? AND name = ?", key).fetchone()
        if row is None:
            folded = " ".join(key[1].casefold().split())
            numbers[actor] = int(
                db.execute("INSERT INTO actors (id, name, folded) VALUES (?, ?, ?)", (*key, folded)).lastrowid or 0
            )
        else:
            numbers[actor] = int(row[0])
    return numbers[actor]
