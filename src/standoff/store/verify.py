# ruff: noqa: S608  (only names from our own tables are spliced into SQL; values are parameters)
"""Proof that every line of a store opens at its words.

Each report is made anew from its stored parts, all its rows are made anew from it, and the two are compared cell by
cell: text against its hash, spans against the text, quoted words against the spans, columns against the record, the
whole against the seal. Then what points to something must find it. What stands across reports is checked by
:mod:`standoff.store.verify_across`."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator

from standoff.errors import StoreError
from standoff.model import Report
from standoff.store import rows as rows_of
from standoff.store.connect import telling
from standoff.store.rows import Rows, Value
from standoff.store.store import Store
from standoff.store.tables import BODY_COLUMNS, RECORD_COLUMNS, REPORT_COLUMNS, SEARCH_COLUMNS, TABLES
from standoff.store.verify_across import Finding, across

#: The lineage is given by the report that came first, so it need not follow from this one; the rest must.
_GIVEN = frozenset({"lineage"})


def verify(store: Store) -> Iterator[Finding]:
    """Everything that is wrong in ``store``; nothing when it is sound. Goes on after a finding; a damaged page ends
    it."""
    db = store.connection
    try:
        with telling(store.path):
            for (line,) in db.execute("PRAGMA integrity_check(100)"):
                if line != "ok":
                    yield Finding(None, None, "file", str(line))
            for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check"):
                yield Finding(None, None, "file", f"{table} row {rowid} points to a row of {parent} that is not there")
            yield from _lineages(db)
            for n, name in db.execute("SELECT n, id FROM reports ORDER BY day, id").fetchall():
                yield from _report(db, n, name)
            yield from _strays(db)
            if store.schema >= 2:
                yield from across(store)
    except StoreError as err:
        yield Finding(None, None, "file", str(err))


def _lineages(db: sqlite3.Connection) -> Iterator[Finding]:
    sql = (
        "SELECT lineage, total(latest) FROM reports WHERE lineage IS NOT NULL "
        "GROUP BY 1 HAVING total(latest) <> 1 ORDER BY 1"
    )
    for lineage, latest in db.execute(sql):
        yield Finding(None, None, "lineage", f"{lineage} has {int(latest)} latest revisions")
    sql = (
        "SELECT r.id, r.previous FROM reports r LEFT JOIN reports p ON p.id = r.previous "
        "WHERE (r.revision > 1) <> (r.previous IS NOT NULL) "
        "OR r.previous IS NOT NULL AND p.lineage IS NOT r.lineage ORDER BY 1"
    )
    for report, previous in db.execute(sql):
        yield Finding(report, None, "lineage", f"the revision before it, {previous}, is not of the same report")


def _report(db: sqlite3.Connection, n: int, name: str) -> Iterator[Finding]:
    row = db.execute(f"SELECT {', '.join(BODY_COLUMNS)} FROM bodies WHERE report = ?", (n,)).fetchone()
    if row is None:
        yield Finding(name, None, "text", "its text is gone")
        return
    raw, document, analysis, times = row
    head = dict(
        zip(
            REPORT_COLUMNS,
            db.execute(f"SELECT {', '.join(REPORT_COLUMNS)} FROM reports WHERE n = ?", (n,)).fetchone(),
            strict=True,
        )
    )
    digest = hashlib.sha256(raw if isinstance(raw, bytes) else str(raw).encode()).hexdigest()
    if digest != head["sha256"]:
        yield Finding(
            name, None, "text", f"the text hashes to {digest[:12]}…, not to the stored {str(head['sha256'])[:12]}…"
        )
    problems = db.execute(
        "SELECT layer, ord, stage, reason FROM problems WHERE report = ? ORDER BY layer, ord", (n,)
    ).fetchall()
    stored = {
        kind: db.execute(
            f"SELECT {', '.join(columns)}, n FROM {TABLES[kind]} WHERE report = ? ORDER BY ord", (n,)
        ).fetchall()
        for kind, columns in RECORD_COLUMNS.items()
    }
    records = {kind: [str(r[-2]) for r in found] for kind, found in stored.items()}
    try:
        report = rows_of.assemble(
            raw, document, analysis, times, [(p[2], p[3]) for p in problems if p[0] == "report"], records
        )
    except (StoreError, TypeError, AttributeError) as err:
        yield Finding(name, None, "column", str(err))
        return
    if report.document.id != name:
        yield Finding(name, None, "column", f"its document says that it is {report.document.id}")
    yield from _references(report)
    try:
        made = rows_of.remake(report)
    except ValueError as err:
        outside = list(_anchors(report))
        yield from outside or [Finding(name, None, "column", str(err))]
        return
    yield from _cells(name, None, REPORT_COLUMNS, tuple(head.values()), made.report)
    if [tuple(p) for p in problems] != list(made.problems):
        yield Finding(name, None, "column", "its problems are not those of its document and record")
    for kind, found in stored.items():
        for cells, row_made in zip(found, made.records[kind], strict=True):
            yield from _cells(name, str(cells[1]), RECORD_COLUMNS[kind], cells[:-1], row_made.values)
    yield from _side(db, n, name, stored, made)


def _anchors(report: Report) -> Iterator[Finding]:
    size, name = len(report.document.text), report.document.id
    parts: list[tuple[str | None, object]] = [(None, report.document), (None, report.times)]
    parts += [(r.id, r) for r in rows_of.records_of(report)]
    parts.append((None, report.analysis))
    for record, part in parts:
        for field, span in rows_of.spans(part):
            if span.end > size:
                yield Finding(
                    name,
                    record,
                    "anchor",
                    f"{field} {span.start}:{span.end} lies outside the text of {size} characters",
                )


def _references(report: Report) -> Iterator[Finding]:
    statements = {s.id for s in report.statements}
    events = {e.id for e in report.events}
    asked: list[tuple[str, str, str | None, set[str]]] = []
    for s in report.statements:
        asked += [(s.id, "inside", s.inside, statements), (s.id, "denies", s.denies, statements)]
    for e in report.events:
        asked += [
            (e.id, "attributed_to", e.attributed_to, statements),
            (e.id, "statement", e.statement, statements),
            (e.id, "same_as", e.same_as, events),
        ]
    asked += [(q.id, "attributed_to", q.attributed_to, statements) for q in report.quantities]
    for record, field, target, known in asked:
        if target is not None and target not in known:
            yield Finding(
                report.document.id, record, "reference", f"{field} is {target}, which the report does not have"
            )


def _cells(
    report: str, record: str | None, columns: tuple[str, ...], stored: tuple[object, ...], made: tuple[Value, ...]
) -> Iterator[Finding]:
    for column, is_, should in zip(columns, stored, made, strict=True):
        if is_ != should and column not in _GIVEN:
            check = {"words": "words", "seal": "seal", "sha256": "text"}.get(column, "column")
            yield Finding(report, record, check, f"{column} is {_short(is_)}, but the record gives {_short(should)}")


def _side(
    db: sqlite3.Connection, n: int, name: str, stored: dict[str, list[tuple[object, ...]]], made: Rows
) -> Iterator[Finding]:
    """The side tables: actors by role, and the full-text index."""
    searched: dict[str, dict[object, tuple[str | None, tuple[str, ...]]]] = {"report": {n: (None, made.search)}}
    for kind, found in stored.items():
        pairs = list(zip(found, made.records[kind], strict=True))
        listed: dict[object, set[tuple[str, str, str]]] = {}
        sql = (
            f"SELECT s.record, a.id, a.name, s.role FROM {TABLES[kind]} x JOIN {kind}_actors s ON s.record = x.n "
            "JOIN actors a ON a.n = s.actor WHERE x.report = ?"
        )
        for record, *actor in db.execute(sql, (n,)):
            listed.setdefault(record, set()).add((actor[0], actor[1], actor[2]))
        for cells, row in pairs:
            if listed.get(cells[-1], set()) != {(actor.id or "", actor.name or "", role) for role, actor in row.actors}:
                yield Finding(name, str(cells[1]), "column", f"{kind}_actors does not list the actors of the record")
        if kind in SEARCH_COLUMNS:
            searched[kind] = {cells[-1]: (str(cells[1]), row.search) for cells, row in pairs}
    for kind, wanted in searched.items():
        table, column = (TABLES[kind], "report") if kind in TABLES else ("reports", "n")
        sql = (
            f"SELECT rowid, {', '.join(SEARCH_COLUMNS[kind])} FROM {kind}_search "
            f"WHERE rowid IN (SELECT n FROM {table} WHERE {column} = ?)"
        )
        there = {row[0]: row[1:] for row in db.execute(sql, (n,))}
        for rowid, (record, words) in wanted.items():
            if there.get(rowid) != words:
                yield Finding(name, record, "search", "the full-text index has other words")


def _strays(db: sqlite3.Connection) -> Iterator[Finding]:
    for kind in SEARCH_COLUMNS:
        sql = f"SELECT count(*) FROM {kind}_search WHERE rowid NOT IN (SELECT n FROM {TABLES.get(kind, 'reports')})"
        (count,) = db.execute(sql).fetchone()
        if count:
            yield Finding(None, None, "search", f"{count} rows of {kind}_search belong to nothing")


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}…"
