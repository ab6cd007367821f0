"""The way from any older schema to this one: a list of steps, where step ``i`` leads from schema ``i`` to ``i + 1``.

A blank file is schema 0 and a new store is made by walking the whole list, so the list cannot rot. A step is never
edited once it has been released: a change to the tables is a new step behind the last one. All steps that a store still
needs run in one transaction, together with the new number in ``user_version``: the store is of the old schema or of the
new one, whatever happens in between."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from standoff.errors import StoreError, StoreNewer
from standoff.store.tables import APPLICATION_ID, SCHEMA_1, SCHEMA_2, SCHEMA_3, SCHEMA_4, SCHEMA_5, SCHEMA_6, SCHEMA_7

Step = Callable[[sqlite3.Connection], None]


def _to_1(db: sqlite3.Connection) -> None:
    for statement in SCHEMA_1:
        db.execute(statement)


def _to_2(db: sqlite3.Connection) -> None:
    """Findings, judgements and what they make of records. Nothing of schema 1 is touched: nothing is found or judged
    yet, and the mark is behind no linking, so the first list of findings makes them."""
    for statement in SCHEMA_2:
        db.execute(statement)


def _to_3(db: sqlite3.Connection) -> None:
    """The order in which records are asked about. Findings that are there count as stale: the next linking makes
    both."""
    for statement in SCHEMA_3:
        db.execute(statement)


def _to_4(db: sqlite3.Connection) -> None:
    """Room for what propositions mean."""
    for statement in SCHEMA_4:
        db.execute(statement)


def _to_5(db: sqlite3.Connection) -> None:
    """Indexes to count in."""
    for statement in SCHEMA_5:
        db.execute(statement)


def _to_6(db: sqlite3.Connection) -> None:
    """Problems counted once."""
    for statement in SCHEMA_6:
        db.execute(statement)


def _to_7(db: sqlite3.Connection) -> None:
    """Where else a report was read; the verdict on a status."""
    for statement in SCHEMA_7:
        db.execute(statement)


STEPS: tuple[Step, ...] = (_to_1, _to_2, _to_3, _to_4, _to_5, _to_6, _to_7)
#: A store of this schema or a later one can be read as it is where it cannot be written: what came after it is empty.
OLDEST_READABLE = 1


def schema_of(db: sqlite3.Connection) -> int:
    """The schema number of an open file; 0 for a blank one."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: sqlite3.Connection, steps: Sequence[Step] | None = None) -> tuple[int, int] | None:
    """Bring ``db`` to the newest schema. Gives (old, new), or None when nothing was to be done.

    Raises :class:`~standoff.errors.StoreNewer` for a store of a later schema, and
    :class:`~standoff.errors.StoreError` when a step fails: the store is then as it was before.
    """
    steps = STEPS if steps is None else steps
    if schema_of(db) == len(steps):
        return None
    db.execute("BEGIN IMMEDIATE")
    try:
        old = schema_of(db)  # asked again: another process may have migrated while this one waited for the lock
        if old > len(steps):
            raise StoreNewer(
                f"schema {old} is newer than {len(steps)}, the newest that this version knows: update standoff"
            )
        for step in steps[old:]:
            step(db)
        broken = db.execute("PRAGMA foreign_key_check").fetchone() if old else None
        if broken is not None:
            raise StoreError(f"table {broken[0]} points to rows that are not there")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {len(steps)}")
        db.execute("COMMIT")
    except BaseException as err:
        if db.in_transaction:
            db.execute("ROLLBACK")
        if isinstance(err, StoreNewer) or not isinstance(err, Exception):
            raise
        raise StoreError(
            f"the step from schema {old} to {len(steps)} failed and was taken back ({err}); the store is as it was. "
            f"Copy the file and its -wal before you try again with another version"
        ) from err
    return (old, len(steps)) if old < len(steps) else None
