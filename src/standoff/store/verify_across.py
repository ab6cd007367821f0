# ruff: noqa: S608  (only names from our own tables are spliced into SQL; values are parameters)
"""Proof of what stands across reports: judgements are as they were written, overlays are what they make of the
records, and every finding opens at its words."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from standoff.model import Actor
from standoff.store import findings as rows_of
from standoff.store import judgements
from standoff.store.findings import TYPES, Found
from standoff.store.opened import Opened
from standoff.store.tables import FINDING_COLUMNS, OVERLAY_COLUMNS, TABLES
from standoff.verdicts import identity


class Finding(Struct, frozen=True):
    """Something in a store that is not as it was written. ``report`` and ``record`` are ids, None when it is about
    more; ``check`` is one of file, text, anchor, words, column, reference, seal, search, lineage, judgement, overlay.
    """

    report: str | None
    record: str | None
    check: str
    reason: str


def across(store: Opened) -> Iterator[Finding]:
    """Everything that is wrong with judgements, overlays and findings."""
    yield from _judgements(store.connection)
    yield from _overlays(store)
    yield from _Findings(store.connection).check()


def _judgements(db: sqlite3.Connection) -> Iterator[Finding]:
    known = {name for (name,) in db.execute("SELECT id FROM judgements")}
    try:
        for judged in judgements.load(db):
            said = (judged.verdict, judged.subjects, judged.value, judged.author, judged.time, judged.reason)
            if identity(*said) != judged.id:
                yield Finding(None, judged.id, "judgement", "it does not say what it said when it was written")
            if judged.verdict == "undo" and not known.issuperset(judged.subjects):
                yield Finding(None, judged.id, "judgement", f"takes back {judged.subjects[0]}, which is not there")
    except (msgspec.MsgspecError, IndexError) as err:
        yield Finding(None, None, "judgement", f"one cannot be read: {err}")


def _overlays(store: Opened) -> Iterator[Finding]:
    """They are made anew, for every report that has some or holds a record that was judged."""
    db = store.connection
    asked = " UNION ".join(
        f"SELECT report FROM {table} WHERE id IN (SELECT subject FROM judged)" for table in TABLES.values()
    )
    reports = db.execute(
        f"SELECT n, id FROM reports WHERE n IN (SELECT report FROM overlays UNION {asked}) ORDER BY day, id"
    ).fetchall()
    for n, name in reports:
        try:
            made = judgements.overlays(db, n, store.weighed().corrections)
        except (msgspec.MsgspecError, ValueError) as err:
            yield Finding(name, None, "overlay", f"a record cannot be read: {err}")
            continue
        listed = {
            row[:2]: row
            for row in db.execute(f"SELECT {', '.join(OVERLAY_COLUMNS)} FROM overlays WHERE report = ?", (n,))
        }
        for overlay in made:
            kind, row = overlay.values[:2]
            there = listed.pop((kind, row), None)
            record = str(overlay.values[OVERLAY_COLUMNS.index("id")])
            if there != overlay.values:
                yield Finding(name, record, "overlay", "it does not read as the judgements have it")
            if _actors(db, "overlay_actors", "s.kind = ? AND s.n = ?", (kind, row)) != _keys(overlay.actors):
                yield Finding(name, record, "overlay", "overlay_actors does not list the actors of the record")
        for there in listed.values():
            yield Finding(
                name, str(there[OVERLAY_COLUMNS.index("id")]), "overlay", "no judgement says that it reads otherwise"
            )


def _actors(db: sqlite3.Connection, table: str, where: str, values: tuple[object, ...]) -> set[tuple[str, str, str]]:
    sql = f"SELECT s.role, a.id, a.name FROM {table} s JOIN actors a ON a.n = s.actor WHERE {where}"
    return set(db.execute(sql, values))


def _keys(actors: tuple[tuple[str, Actor], ...]) -> set[tuple[str, str, str]]:
    return {(role, actor.id or "", actor.name or "") for role, actor in actors}


class _Findings:
    """The check of all findings. They come in no order of reports, so a few texts are kept at hand."""

    KEPT = 64

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._texts: dict[str, tuple[str, str] | None] = {}
        mark, linked = db.execute("SELECT mark, linked FROM ledger").fetchone()
        self._fresh = mark == linked

    def check(self) -> Iterator[Finding]:
        actors, reports = self._side("finding_actors"), self._side("finding_reports")
        searched = {int(n) for (n,) in self._db.execute("SELECT rowid FROM finding_search")}
        if missing := self._db.execute("SELECT count(*) FROM findings").fetchone()[0] - len(searched):
            yield Finding(None, None, "search", f"the full-text index of findings is off by {missing} rows")
        sql = f"SELECT n, {', '.join(FINDING_COLUMNS)} FROM findings ORDER BY kind, id"
        for n, *cells in self._db.execute(sql):
            kind, name = str(cells[0]), str(cells[1])
            try:
                found: Found = msgspec.json.decode(str(cells[-1]), type=TYPES[kind])
                row = rows_of.row(found, self._about)
            except (msgspec.MsgspecError, KeyError, ValueError) as err:
                yield Finding(None, name, "column", f"its record cannot be read: {err}")
                continue
            for column, is_, should in zip(FINDING_COLUMNS, cells, row.values, strict=True):
                if is_ != should and (self._fresh or column not in {"first", "last", "title"}):
                    yield Finding(None, name, "column", f"{column} is {is_!r:.60}, but the record gives {should!r:.60}")
            if actors.pop(n, set()) != _keys(row.actors):
                yield Finding(None, name, "column", "finding_actors does not list the actors of the record")
            if reports.pop(n, set()) != {(report,) for report in row.reports}:
                yield Finding(None, name, "column", "finding_reports does not list the reports of the record")
            yield from self._anchors(name, found)
            yield from self._references(name, found)
            searched.discard(n)
        strays = len(actors) + len(reports)
        if strays:
            yield Finding(None, None, "column", f"{strays} rows of finding_actors or finding_reports belong to nothing")
        if searched:
            yield Finding(None, None, "search", f"{len(searched)} rows of finding_search belong to nothing")

    def _side(self, table: str) -> dict[int, set[tuple[str, ...]]]:
        columns = "s.report" if table == "finding_reports" else "s.role, a.id, a.name"
        join = "" if table == "finding_reports" else "JOIN actors a ON a.n = s.actor"
        out: dict[int, set[tuple[str, ...]]] = {}
        for n, *values in self._db.execute(f"SELECT s.finding, {columns} FROM {table} s {join}"):
            out.setdefault(n, set()).add(tuple(values))
        return out

    def _about(self, report: str) -> tuple[str, str]:
        row = self._db.execute("SELECT day, title FROM reports WHERE id = ?", (report,)).fetchone()
        return ("", "") if row is None else (str(row[0]), str(row[1] or ""))

    def _text(self, report: str) -> tuple[str, str] | None:
        """Text and its hash; None for what is not there or cannot be read, which was told with the report."""
        if report not in self._texts:
            if len(self._texts) >= self.KEPT:
                del self._texts[next(iter(self._texts))]
            sql = "SELECT b.text FROM bodies b JOIN reports r ON r.n = b.report WHERE r.id = ?"
            row = self._db.execute(sql, (report,)).fetchone()
            try:
                self._texts[report] = None if row is None else (row[0].decode(), hashlib.sha256(row[0]).hexdigest())
            except (UnicodeDecodeError, AttributeError):
                self._texts[report] = None
        return self._texts[report]

    def _anchors(self, name: str, found: Found) -> Iterator[Finding]:
        for at, words in rows_of.anchors(found):
            held = self._text(at.report)
            if held is None:
                yield Finding(at.report, name, "reference", "it points to a report that is not there")
                continue
            text, digest = held
            if at.sha256 != digest:
                yield Finding(at.report, name, "anchor", f"it was made of a text that hashes to {at.sha256[:12]}…")
            if at.span.end > len(text):
                where = f"{at.span.start}:{at.span.end}"
                yield Finding(at.report, name, "anchor", f"{where} lies outside the text of {len(text)} characters")
            elif words is not None and at.span.of(text) != words:
                yield Finding(
                    at.report, name, "words", f"it quotes {words!r:.60}, the text has {at.span.of(text)!r:.60}"
                )
        for report, span in rows_of.stretches(found):
            held = self._text(report)
            if held is None or span.end > len(held[0]):
                yield Finding(report, name, "anchor", f"{span.start}:{span.end} lies outside its text")

    def _references(self, name: str, found: Found) -> Iterator[Finding]:
        """While nothing was coded since; afterwards a record may be gone, and the next linking will know."""
        if not self._fresh:
            return
        for record in rows_of.references(found):
            if not judgements.holders(self._db, (record,)):
                yield Finding(None, name, "reference", f"it names {record}, which is not there")
