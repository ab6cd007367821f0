"""An open store file: how it is opened and closed, and how reading and writing it is bounded."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from msgspec import Struct

from standoff.store.connect import connect, telling
from standoff.store.judgements import load
from standoff.store.migrations import schema_of
from standoff.verdicts import Correction, corrections, in_force, merged


class Weighed(Struct, frozen=True):
    """What the judgements of a store come to: corrections by record id, and what each merged actor is taken to be."""

    corrections: dict[str, Correction] = {}
    merges: dict[str, str] = {}


class Opened:
    """What :class:`~standoff.store.Store` is built on."""

    def __init__(self, db: sqlite3.Connection, path: str, migrated: tuple[int, int] | None) -> None:
        self._db = db
        self._weights: tuple[int, Weighed] = (0, Weighed())
        #: The actor asked for last, as of when, and its row numbers as JSON.
        self._asked: tuple[tuple[object, ...], str] = ((), "[]")
        self.path = path
        #: (old, new) when opening brought an older store to this schema: worth a word, older versions cannot read it
        #: now.
        self.migrated = migrated
        #: An older store that is only read stays of its schema; what came later is empty in it.
        self.schema = schema_of(db)

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], *, create: bool = True, read_only: bool = False, busy_seconds: float = 30.0
    ) -> Self:
        """Open the store at ``path``; make it when there is none and ``create``. An older one is migrated on the way,
        unless ``read_only``.

        ``busy_seconds`` is how long any call waits for another writer before it gives up. Raises
        :class:`~standoff.errors.StoreNewer`, :class:`~standoff.errors.StoreDamaged` (no store of ours, or corrupt; the
        file is left alone), :class:`~standoff.errors.StoreBusy`, else :class:`~standoff.errors.StoreError`."""
        db, migrated = connect(Path(path), create=create, read_only=read_only, busy_seconds=busy_seconds)
        return cls(db, os.fspath(path), migrated)

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Store({self.path!r})"

    # --- for the modules of this package -------------------------------------------------------------------------

    def weighed(self) -> Weighed:
        """The judgements of now, weighed; kept until there are more."""
        if self.schema < 2:
            return self._weights[1]
        with telling(self.path):
            (last,) = self._db.execute("SELECT coalesce(max(n), 0) FROM judgements").fetchone()
            if last != self._weights[0]:
                standing = in_force(load(self._db))
                self._weights = last, Weighed(corrections(standing), merged(standing)[0])
        return self._weights[1]

    def _overlaid(self) -> bool:
        """Whether any record reads otherwise than it was coded: where none does, nothing is joined."""
        if self.schema < 2:
            return False
        with telling(self.path):
            return self._db.execute("SELECT 1 FROM overlays LIMIT 1").fetchone() is not None

    def rows(self, sql: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows that ``sql``, which is ours, finds; read while they are walked."""
        with telling(self.path):
            rows = self._db.execute(sql, values)
            for row in rows:  # noqa: UP028  ("yield from" would close the cursor of a store that is closed already)
                yield row

    def row(self, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """The first row that ``sql`` finds; None where there is none."""
        with telling(self.path):
            row: tuple[Any, ...] | None = self._db.execute(sql, values).fetchone()
        return row

    def number(self, sql: str, values: Sequence[object] = ()) -> int:
        """The one whole number that ``sql``, a count, gives."""
        row = self.row(sql, values)
        return int(row[0]) if row else 0

    @property
    def connection(self) -> sqlite3.Connection:
        """The file itself, for what proves it page by page and row by row."""
        return self._db

    # --- inside --------------------------------------------------------------------------------------------------

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One view of the store for several questions, whatever another process writes meanwhile. Inside a transaction
        there is one already."""
        with telling(self.path):
            if self._db.in_transaction:
                yield
                return
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
                self._weights = 0, Weighed()  # may have been weighed from what is now taken back
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
