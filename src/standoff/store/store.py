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
import sqlite3
from collections.abc import Iterator
from typing import TypeVar

import msgspec

from standoff.corrected import with_merges
from standoff.errors import StoreDamaged
from standoff.model import Document, Event, Failed, Mention, Quantity, Report, Statement
from standoff.store import judgements
from standoff.store import rows as rows_of
from standoff.store.across import Across
from standoff.store.connect import telling
from standoff.store.judgements import Judged
from standoff.store.lookup import NotFound, record_named, report_named
from standoff.store.query import (
    HEAD,
    Filter,
    ReportHead,
    cursor,
    head,
    records_of_report,
    records_query,
)
from standoff.store.report_query import reports_query
from standoff.store.summary import Summary, summary
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


class Store(Across):
    """One open store. Not for use by several threads at once: each opens its own. Every method may raise
    :class:`~standoff.errors.StoreBusy`, :class:`~standoff.errors.StoreDamaged` or
    :class:`~standoff.errors.StoreError`."""

    def __init__(self, db: sqlite3.Connection, path: str, migrated: tuple[int, int] | None) -> None:
        super().__init__(db, path, migrated)
        self._text: tuple[str, str] | None = None

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
            added = write(self._db, rows, coder=coder, replace=replace, run=run)
            if added is not Added.UNCHANGED:
                (n,) = self._db.execute("SELECT n FROM reports WHERE id = ?", (report.document.id,)).fetchone()
                if judgements.judged_in(self._db, n):
                    judgements.rebuild(self._db, n, self.weighed().corrections)
            return added

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

    def read_at(self, report: str, path: str) -> None:
        """Note that the report with this id was read from ``path`` as well: by that, too, it is found from now on.
        Writes nothing where that is known."""
        known = (
            "SELECT 1 FROM reports r LEFT JOIN elsewhere e ON e.report = r.n WHERE r.id = ? AND ? IN (r.path, e.path)"
        )
        if self.row(known, (report, path)) is None:
            with self._writing():
                sql = "INSERT OR IGNORE INTO elsewhere (report, path) SELECT n, ? FROM reports WHERE id = ?"
                self._db.execute(sql, (path, report))

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

    def report(self, report: str, *, as_coded: bool = False) -> Report:
        """The report with this id: as people corrected it, or ``as_coded``, equal to the one that was added.

        Raises :class:`NotFound`."""
        weighed = None if as_coded else self.weighed()
        overlaid = weighed is not None and self._overlaid()
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
                kind: [r for (r,) in self._db.execute(records_of_report(kind, overlaid=overlaid), row[:1])]
                for kind in TABLES
            }
        try:
            raw, document, analysis, times = row[1:]
            found = rows_of.assemble(raw, document, analysis, times, problems, records)
        except (StoreDamaged, TypeError) as err:
            raise StoreDamaged(f"{self.path}: report {report}: {err}") from err
        return found if weighed is None or not weighed.merges else _merged(found, weighed.merges)

    def paths(self, report: str) -> tuple[str, ...]:
        """Where the report with this id was read: its own path, then others that hold the same text, by name."""
        sql = (
            "SELECT path FROM reports WHERE id = ? AND path IS NOT NULL UNION ALL SELECT * FROM (SELECT e.path "
            "FROM reports r JOIN elsewhere e ON e.report = r.n WHERE r.id = ? AND e.path IS NOT r.path ORDER BY 1)"
        )
        return tuple(str(path) for (path,) in self.rows(sql, (report, report)))

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

        Both are as people corrected them; of a record that was rejected, as they were coded. Raises :class:`NotFound`
        or :class:`Ambiguous`.
        """
        with telling(self.path):
            kind, record, owner = record_named(self._db, asked)
        report = self.report(owner)
        if kind == "report":
            return report, report.document
        for shown in (report, self.report(owner, as_coded=True)):
            held: tuple[Mention | Statement | Event | Quantity, ...] = getattr(shown, TABLES[kind])
            found = next((r for r in held if r.id == record), None)
            if found is not None:
                return shown, found
        raise StoreDamaged(f"{self.path}: record {record} is not what its columns say; see `standoff verify`")

    def judged(self, record: str) -> Judged | None:
        """What judgements make of the record with this id; None where it reads as it was coded."""
        if self.schema < 2:
            return None
        with telling(self.path):
            return judgements.judged(self._db, record)

    # --- lists ---------------------------------------------------------------------------------------------------
    # A list is read while it is walked and shows the store as it was when it began. Walk it to the end, or make it a
    # tuple, before writing through the same store: an old view cannot be written to once another process has gone on.

    def reports(self, wanted: Filter | None = None) -> Iterator[ReportHead]:
        """Reports by day and id, undated ones first; with filters on records, those that hold such a record."""
        sql, values = reports_query(wanted or Filter(), HEAD, self.heeded(wanted))
        for row in self.rows(sql, values):
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
        return tuple(head(row) for row in self.rows(sql, [report, report]))

    def failures(self, run: int | None = None) -> Iterator[Failed]:
        """Inputs that could not be read, by path: of a run, else of the last one."""
        sql = "SELECT path, reason FROM failed WHERE run = coalesce(?, (SELECT max(n) FROM runs)) ORDER BY path"
        for path, reason in self.rows(sql, [run]):
            yield Failed(str(path), str(reason))

    def problems(self, wanted: Filter | None = None) -> Iterator[tuple[ReportHead, str, str]]:
        """(report, stage, reason) of what went wrong in stored reports, in the order of ``reports``; what document and
        report both tell comes once."""
        sql, values = reports_query(wanted or Filter(), "r.n", self.heeded(wanted))
        sql = (
            f"SELECT p.stage, p.reason, {HEAD} FROM problems p JOIN reports r ON r.n = p.report WHERE r.n IN ({sql}) "
            "AND NOT EXISTS (SELECT 1 FROM problems q WHERE q.report = p.report AND q.stage = p.stage "
            "AND q.reason = p.reason AND (q.layer, q.ord) < (p.layer, p.ord)) ORDER BY r.day, r.id, p.layer, p.ord"
        )
        for row in self.rows(sql, values):
            yield head(row[2:]), str(row[0]), str(row[1])

    def summary(self) -> Summary:
        """Counts of all that the store holds."""
        overlaid = self.heeded()
        with self._reading():
            return summary(self._db, overlaid)

    # --- inside --------------------------------------------------------------------------------------------------

    def _records(self, wanted: Filter | None, kind: str, type: type[R]) -> Iterator[tuple[ReportHead, R]]:
        # the query is made here, not at the first step: a bad filter is told at once
        overlaid = self.heeded(wanted)
        sql, values = records_query(wanted or Filter(), kind, overlaid)
        return self._decoded(sql, values, type, overlaid.merges)

    def _decoded(
        self, sql: str, values: list[object], type: type[R], merges: dict[str, str]
    ) -> Iterator[tuple[ReportHead, R]]:
        decode = msgspec.json.Decoder(type).decode
        last: ReportHead | None = None
        for row in self.rows(sql, values):
            if last is None or last.id != row[4]:
                last = head(row[4:])
            try:
                record = decode(str(row[2]))
            except msgspec.MsgspecError as err:
                raise StoreDamaged(
                    f"{self.path}: a record of report {last.id} cannot be read; see `standoff verify`"
                ) from err
            yield last, with_merges(record, merges) if merges else record


def _merged(report: Report, merges: dict[str, str]) -> Report:
    return msgspec.structs.replace(
        report,
        mentions=tuple(with_merges(record, merges) for record in report.mentions),
        statements=tuple(with_merges(record, merges) for record in report.statements),
        events=tuple(with_merges(record, merges) for record in report.events),
        quantities=tuple(with_merges(record, merges) for record in report.quantities),
    )
