# ruff: noqa: S608  (only names from our own tables are spliced into SQL; values are parameters)
"""From what a person types (an id, the beginning of one, a path) to one report or record."""

from __future__ import annotations

import sqlite3

from standoff.errors import StoreError
from standoff.store.query import Filter, prefix_end, storable
from standoff.store.report_query import reports_query
from standoff.store.tables import TABLES

_SHOWN = 5


class NotFound(StoreError):
    """The store holds nothing by this name."""


class Ambiguous(StoreError):
    """A beginning that several ids share. ``candidates`` are some of them."""

    def __init__(self, asked: str, candidates: tuple[str, ...], *, more: bool) -> None:
        listed = ", ".join(candidates) + (" and more" if more else "")
        super().__init__(f"{asked!r} could be {listed}: give more of it")
        self.candidates = candidates


def report_named(db: sqlite3.Connection, asked: str) -> str:
    """The id of the report that ``asked`` names: an id or its beginning, an address, a path or its last parts.

    A path gives the latest revision. Raises :class:`NotFound` or :class:`Ambiguous`.
    """
    if not storable(asked):
        raise NotFound("no report by a name that is not text")
    sql, values = reports_query(Filter(report=asked, limit=_SHOWN + 1), "r.id, r.path, r.uri")
    rows = db.execute(sql, values).fetchall()
    exact = [row for row in rows if asked in row]
    return _one(asked, [row[0] for row in (exact if len(exact) == 1 else rows)], "report")


def record_named(db: sqlite3.Connection, asked: str) -> tuple[str, str, str]:
    """(kind, id of the record, id of its report) for the id of a record or report, or the beginning of one.

    Raises :class:`NotFound` or :class:`Ambiguous`; an id that is whole is never ambiguous with a longer one.
    """
    found: list[tuple[str, str, str]] = []
    if asked and storable(asked):
        end = prefix_end(asked)
        sql = "SELECT 'report', id, id FROM reports WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?"
        found += db.execute(sql, (asked, end, _SHOWN + 1))
        for kind, table in TABLES.items():
            sql = (
                f"SELECT '{kind}', x.id, r.id FROM {table} x JOIN reports r ON r.n = x.report "
                "WHERE x.id BETWEEN ? AND ? ORDER BY x.id LIMIT ?"
            )
            found += db.execute(sql, (asked, end, _SHOWN + 1))
    exact = [row for row in found if row[1] == asked]
    rows = exact if len(exact) == 1 else found
    name = _one(asked, [row[1] for row in rows], "record")
    return next(row for row in rows if row[1] == name)


def finding_named(db: sqlite3.Connection, asked: str) -> tuple[str, str]:
    """(kind, JSON) of the finding whose id is or begins with ``asked``. Raises :class:`NotFound` or
    :class:`Ambiguous`."""
    found: list[tuple[str, str, str]] = []
    if asked and storable(asked):
        sql = "SELECT kind, id, record FROM findings WHERE kind = ? AND id BETWEEN ? AND ? ORDER BY id LIMIT ?"
        for (kind,) in db.execute("SELECT DISTINCT kind FROM findings ORDER BY 1").fetchall():
            found += db.execute(sql, (kind, asked, prefix_end(asked), _SHOWN + 1))
    exact = [row for row in found if row[1] == asked]
    rows = exact if len(exact) == 1 else found
    name = _one(asked, [row[1] for row in rows], "finding")
    return next((row[0], row[2]) for row in rows if row[1] == name)


def actor_known(db: sqlite3.Connection, actor: str) -> bool:
    """Whether anybody in the store has this id, or goes by this name without one."""
    sql = "SELECT 1 FROM actors WHERE id = ? OR id = '' AND name = ? LIMIT 1"
    return storable(actor) and db.execute(sql, (actor, actor)).fetchone() is not None


def _one(asked: str, names: list[str], what: str) -> str:
    if not names:
        raise NotFound(f"no {what} {asked!r} in the store")
    if len(names) > 1:
        raise Ambiguous(asked, tuple(names[:_SHOWN]), more=len(names) > _SHOWN)
    return names[0]
