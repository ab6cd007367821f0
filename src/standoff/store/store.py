# ruff: noqa: S608  (only names from our own tables are spliced into SQL; values are parameters)
"""The store: the record of many reports in one SQLite file. What the choices are is told in
docs/decisions/0004-store.md.

>>> with Store.open("standoff.db") as store:
...     store.add(report, coder=coder)
...     for head, statement in store.statements(Filter(actor="RUS", act="DENY")):
...         print(head.published, [span.of(store.text(head.id)) for span in statement.content])
"""

from __future__ import annotations

import enum
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from standoff.errors import StoreDamaged
from standoff.model import Document, Event, Failed, Mention, Quantity, Report, Statement
from standoff.store import rows as rows_of
from standoff.store.connect import connect, telling
from standoff.store.lookup import NotFound, record_named, report_named
from standoff.store.query import HEAD, Filter, ReportHead, cursor, head, records_query, reports_query
from standoff.store.tables import TABLES
from standoff.store.write import Added, write

R = TypeVar("R", Statement, Event, Quantity, Mention)


class State(enum.Enum):
    """How a report that was just read stands to the store; all but ``NEW`` are there, and need coding only when told
    so."""

    NEW = "new"
    CURRENT = "current"
    #: Coded by another version of rules or weights.
    OTHER_CODER = "other coder"
    #: The same words, but title, date, publisher's name or language are now given otherwise (a manifest was added,
    #: say).
    OTHER_FACTS = "other facts"
    #: A later revision of the report has come since, and these words are there once more.
    SUPERSEDED = "superseded"


class Summary(Struct, frozen=True, kw_only=True):
    """What a store holds, in the latest revisions. ``acts`` and ``types`` are (name, count), most frequent first;
    ``first`` and ``last`` the days of publication, None when no report is dated; ``failed`` inputs of the last run."""

    reports: int
    revisions: int
    undated: int
    mentions: int
    statements: int
    events: int
    quantities: int
    problems: int
    failed: int
    first: str | None
    last: str | None
    acts: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...]
    coders: tuple[tuple[str, int], ...]


class Store:
    """One open store. Not for use by several threads at once: each opens its own. Every method may raise
    :class:`~standoff.errors.StoreBusy`, :class:`~standoff.errors.StoreDamaged` or
    :class:`~standoff.errors.StoreError`."""

    def __init__(self, db: sqlite3.Connection, path: str, migrated: tuple[int, int] | None) -> None:
        self._db = db
        self._text: tuple[str, str] | None = None
        self.path = path
        #: (old, new) when opening brought an older store to this schema: worth a word, older versions cannot read it
        #: now.
        self.migrated = migrated

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], *, create: bool = True, read_only: bool = False, busy_seconds: float = 30.0
    ) -> Store:
        """Open the store at ``path``; make it when there is none and ``create``. An older one is migrated on the way.

        ``busy_seconds`` is how long any call waits for another writer before it gives up. Raises
        :class:`~standoff.errors.StoreNewer`, :class:`~standoff.errors.StoreDamaged` (no store of ours, or corrupt; the
        file is left alone), :class:`~standoff.errors.StoreBusy`, else :class:`~standoff.errors.StoreError`."""
        db, migrated = connect(Path(path), create=create, read_only=read_only, busy_seconds=busy_seconds)
        return cls(db, os.fspath(path), migrated)

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Store({self.path!r})"

    # --- writing -------------------------------------------------------------------------------------------------

    def add(self, report: Report, *, coder: str, replace: bool = False, run: int | None = None) -> Added:
        """Store ``report`` in one transaction: afterwards all of it is on disk, or nothing.

        ``coder`` names what coded it (version of rules and weights). A report whose id is known is left as it is,
        unless ``replace``: then the new coding takes the place of the old one, and the report counts as the latest
        revision again. A new report that shares uri, or path when it has no uri, with a stored one becomes its next
        revision. Raises :class:`~standoff.errors.StoreError` for a report that would not come back exactly as it is.
        """
        rows = rows_of.prepare(report)  # before the lock is taken: it is the slow part
        with self._writing():
            self._text = None
            return write(self._db, rows, coder=coder, replace=replace, run=run)

    def begin_run(self, *, started: str, coder: str, command: str = "") -> int:
        """Note that a run begins; gives its number. ``started`` is the caller's ISO time: the store reads no clock."""
        with self._writing():
            sql = "INSERT INTO runs (started, coder, command) VALUES (?, ?, ?)"
            return int(self._db.execute(sql, (started, coder, command)).lastrowid or 0)

    def end_run(self, run: int, *, ended: str) -> None:
        """Note that a run came to its end; one without an end was interrupted."""
        with self._writing():
            self._db.execute("UPDATE runs SET ended = ? WHERE n = ?", (ended, run))

    def fail(self, failed: Failed, *, run: int) -> None:
        """Note an input that could not be read; the last reason in a run counts.

        Bytes of a file name that are no UTF-8 are written as ``\\udce9``: nothing may keep a failure from being told.
        """
        told = tuple(part.encode("utf-8", "backslashreplace").decode() for part in (failed.path, failed.reason))
        with self._writing():
            self._db.execute("INSERT OR REPLACE INTO failed (run, path, reason) VALUES (?, ?, ?)", (run, *told))

    # --- one report or record ------------------------------------------------------------------------------------

    def has(self, report: str, coder: str | None = None) -> bool:
        """Whether the report with this id is stored (coded by ``coder``, when given). Quick: one look into an index."""
        with telling(self.path):
            row = self._db.execute("SELECT coder FROM reports WHERE id = ?", (report,)).fetchone()
        return row is not None and coder in (None, row[0])

    def state(self, document: Document, *, coder: str) -> State:
        """How a report just read stands to the store, so that a resumed run can skip it or say what ``replace`` would
        change."""
        with telling(self.path):
            sql = "SELECT coder, facts, latest FROM reports WHERE id = ?"
            row = self._db.execute(sql, (document.id,)).fetchone()
        if row is None:
            return State.NEW
        if not row[2]:
            return State.SUPERSEDED
        if row[1] != rows_of.facts(document):
            return State.OTHER_FACTS
        return State.CURRENT if row[0] == coder else State.OTHER_CODER

    def report(self, report: str) -> Report:
        """The report with this id, equal to the one that was added. Raises :class:`NotFound`."""
        with self._reading():
            row = self._db.execute(
                "SELECT r.n, b.text, b.document, b.analysis, b.times "
                "FROM reports r LEFT JOIN bodies b ON b.report = r.n WHERE r.id = ?",
                (report,),
            ).fetchone()
            if row is None:
                raise NotFound(f"no report {report!r} in the store")
            sql = "SELECT stage, reason FROM problems WHERE report = ? AND layer = 'report' ORDER BY ord"
            problems = self._db.execute(sql, row[:1]).fetchall()
            records = {
                kind: [
                    r for (r,) in self._db.execute(f"SELECT record FROM {table} WHERE report = ? ORDER BY ord", row[:1])
                ]
                for kind, table in TABLES.items()
            }
        try:
            raw, document, analysis, times = row[1:]
            return rows_of.assemble(raw, document, analysis, times, problems, records)
        except (StoreDamaged, TypeError) as err:
            raise StoreDamaged(f"{self.path}: report {report}: {err}") from err

    def head(self, report: str) -> ReportHead:
        """The report with this id, without its layers. Raises :class:`NotFound`."""
        with telling(self.path):
            row = self._db.execute(f"SELECT {HEAD} FROM reports r WHERE r.id = ?", (report,)).fetchone()
        if row is None:
            raise NotFound(f"no report {report!r} in the store")
        return head(row)

    def text(self, report: str) -> str:
        """The text of the report with this id. The last one is kept at hand: lists come report by report."""
        if self._text is None or self._text[0] != report:
            with telling(self.path):
                sql = "SELECT b.text FROM bodies b JOIN reports r ON r.n = b.report WHERE r.id = ?"
                row = self._db.execute(sql, (report,)).fetchone()
            if row is None:
                raise NotFound(f"no report {report!r} in the store")
            try:
                self._text = report, row[0].decode()
            except UnicodeDecodeError as err:
                raise StoreDamaged(
                    f"{self.path}: the text of report {report} is damaged; see `standoff verify`"
                ) from err
        return self._text[1]

    def named(self, asked: str) -> str:
        """The id of the report that a person means by an id or its beginning, a uri, a path or its last parts (latest
        revision).

        Raises :class:`NotFound` or :class:`Ambiguous`.
        """
        with telling(self.path):
            return report_named(self._db, asked)

    def find(self, asked: str) -> tuple[Report, Mention | Statement | Event | Quantity | Document]:
        """The record whose id is or begins with ``asked``, with its report; for the id of a report, its document.

        Raises :class:`NotFound` or :class:`Ambiguous`.
        """
        with telling(self.path):
            kind, record, owner = record_named(self._db, asked)
        report = self.report(owner)
        if kind == "report":
            return report, report.document
        held: tuple[Mention | Statement | Event | Quantity, ...] = getattr(report, TABLES[kind])
        found = next((r for r in held if r.id == record), None)
        if found is None:
            raise StoreDamaged(f"{self.path}: record {record} is not what its columns say; see `standoff verify`")
        return report, found

    # --- lists ---------------------------------------------------------------------------------------------------
    # A list is read while it is walked and shows the store as it was when it began. Walk it to the end, or make it a
    # tuple, before writing through the same store: an old view cannot be written to once another process has gone on.

    def reports(self, wanted: Filter | None = None) -> Iterator[ReportHead]:
        """Reports by day and id, undated ones first; with filters on records, those that hold such a record."""
        sql, values = reports_query(wanted or Filter(), HEAD)
        for row in self._rows(sql, values):
            yield head(row)

    def statements(self, wanted: Filter | None = None) -> Iterator[tuple[ReportHead, Statement]]:
        """Statements by day of publication, report id and place in the text. Raises ``ValueError`` for a filter on
        events."""
        return self._records(wanted, "statement", Statement)

    def events(self, wanted: Filter | None = None) -> Iterator[tuple[ReportHead, Event]]:
        """Events by day of publication, report id and place in the text. Raises ``ValueError`` for a filter on
        statements."""
        return self._records(wanted, "event", Event)

    def quantities(self, wanted: Filter | None = None) -> Iterator[tuple[ReportHead, Quantity]]:
        """Quantities by day of publication, report id and place in the text."""
        return self._records(wanted, "quantity", Quantity)

    def after(self, listed: ReportHead, record: Statement | Event | Quantity | None = None) -> str:
        """The cursor behind a listed report or record, for ``Filter.after`` of the next page."""
        day = rows_of.day_of(listed.published)
        if record is None:
            return cursor(day, listed.id)
        kind = next(k for k, t in rows_of.TYPES.items() if isinstance(record, t))
        sql = (
            f"SELECT x.start, x.ord FROM {TABLES[kind]} x JOIN reports r ON r.n = x.report WHERE x.id = ? AND r.id = ?"
        )
        with telling(self.path):
            row = self._db.execute(sql, (record.id, listed.id)).fetchone()
        if row is None:
            raise NotFound(f"no record {record.id!r} in report {listed.id!r}")
        return cursor(day, listed.id, *row)

    def revisions(self, report: str) -> tuple[ReportHead, ...]:
        """All revisions of the report with this id, itself among them, oldest first."""
        sql = (
            f"SELECT {HEAD} FROM reports r WHERE r.id = ? OR r.lineage = (SELECT lineage FROM reports WHERE id = ?) "
            "ORDER BY r.revision"
        )
        return tuple(head(row) for row in self._rows(sql, [report, report]))

    def failures(self, run: int | None = None) -> Iterator[Failed]:
        """Inputs that could not be read, by path: of a run, else of the last one."""
        sql = "SELECT path, reason FROM failed WHERE run = coalesce(?, (SELECT max(n) FROM runs)) ORDER BY path"
        for path, reason in self._rows(sql, [run]):
            yield Failed(str(path), str(reason))

    def problems(self, wanted: Filter | None = None) -> Iterator[tuple[ReportHead, str, str]]:
        """(report, stage, reason) of what went wrong in stored reports, in the order of ``reports``."""
        sql, values = reports_query(wanted or Filter(), "r.n")
        sql = (
            f"SELECT p.stage, p.reason, {HEAD} FROM problems p JOIN reports r ON r.n = p.report WHERE r.n IN ({sql}) "
            "ORDER BY r.day, r.id, p.layer, p.ord"
        )
        for row in self._rows(sql, values):
            yield head(row[2:]), str(row[0]), str(row[1])

    def summary(self) -> Summary:
        """Counts of all that the store holds."""
        kept = "JOIN reports r ON r.n = x.report WHERE r.latest = 1"
        with self._reading():
            counts = self._db.execute(
                "SELECT count(*), total(day = ''), total(mentions), total(statements), total(events), "
                "total(quantities), total(problems), min(nullif(day, '')), max(nullif(day, '')) "
                "FROM reports WHERE latest = 1"
            ).fetchone()
            old, failed = self._db.execute(
                "SELECT (SELECT count(*) FROM reports WHERE latest = 0), "
                "(SELECT count(*) FROM failed WHERE run = (SELECT max(n) FROM runs))"
            ).fetchone()
            acts = self._db.execute(
                f"SELECT act, count(*) FROM statements x {kept} GROUP BY 1 ORDER BY 2 DESC, 1"
            ).fetchall()
            types = self._db.execute(
                f"SELECT type, count(*) FROM events x {kept} GROUP BY 1 ORDER BY 2 DESC, 1"
            ).fetchall()
            coders = self._db.execute(
                "SELECT coder, count(*) FROM reports WHERE latest = 1 GROUP BY 1 ORDER BY 2 DESC, 1"
            ).fetchall()
        reports, undated, mentions, statements, events, quantities, problems = map(int, counts[:7])
        return Summary(
            reports=reports, revisions=old, undated=undated, mentions=mentions, statements=statements, events=events,
            quantities=quantities, problems=problems, failed=failed, first=counts[7], last=counts[8], acts=tuple(acts),
            types=tuple(types), coders=tuple(coders),
        )  # fmt: skip

    # --- inside --------------------------------------------------------------------------------------------------

    def _records(self, wanted: Filter | None, kind: str, type: type[R]) -> Iterator[tuple[ReportHead, R]]:
        sql, values = records_query(
            wanted or Filter(), kind
        )  # here, not at the first step: a bad filter is told at once
        return self._decoded(sql, values, type)

    def _decoded(self, sql: str, values: list[object], type: type[R]) -> Iterator[tuple[ReportHead, R]]:
        decode = msgspec.json.Decoder(type).decode
        last: ReportHead | None = None
        for row in self._rows(sql, values):
            if last is None or last.id != row[4]:
                last = head(row[4:])
            try:
                record = decode(str(row[2]))
            except msgspec.MsgspecError as err:
                raise StoreDamaged(
                    f"{self.path}: a record of report {last.id} cannot be read; see `standoff verify`"
                ) from err
            yield last, record

    def _rows(self, sql: str, values: list[object]) -> Iterator[tuple[object, ...]]:
        with telling(self.path):
            rows = self._db.execute(sql, values)
            for row in rows:  # noqa: UP028  ("yield from" would close the cursor of a store that is closed already)
                yield row

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One view of the store for several questions, whatever another process writes meanwhile."""
        with telling(self.path):
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("COMMIT")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """All or nothing. The write lock is taken at once: a transaction that reads first could not wait for it
        later."""
        with telling(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
