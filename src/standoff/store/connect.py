"""Opening the file: is it ours, whole, of a schema that we know, and free?

A file that is not ours is only ever opened for reading, so that it stays as it was. ``synchronous=FULL`` is on purpose:
in WAL mode NORMAL would survive a killed process too, but a power cut could take back the last reports that the user
was told are stored. Coding a report takes a hundred times as long as the sync."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from standoff.errors import StoreBusy, StoreDamaged, StoreError, StoreNewer
from standoff.store.migrations import OLDEST_READABLE, STEPS, migrate, schema_of
from standoff.store.tables import APPLICATION_ID, EMPTY

MAGIC = b"SQLite format 3\x00"

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
#: What SQLite says where it may read at most: a store in WAL mode makes files beside itself.
_CLOSED = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}


@contextmanager
def telling(path: str) -> Iterator[None]:
    """Turn what sqlite3 raises inside the block into our errors, with the store's path and what to do."""
    try:
        yield
    except sqlite3.Error as err:
        code = getattr(err, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
        if code in _BUSY:
            raise StoreBusy(f"{path}: another process is writing to the store; try again when it is done") from err
        if code in _DAMAGED or "Could not decode" in str(err):
            raise StoreDamaged(
                f"{path}: the file is damaged ({err}); restore a copy, or code the reports into a new store"
            ) from err
        if code == sqlite3.SQLITE_FULL:
            raise StoreError(f"{path}: the disk is full; what was stored before is kept") from err
        if code in _CLOSED:
            raise StoreError(
                f"{path}: cannot be written; see who may write to the file and its folder, or point --store elsewhere"
            ) from err
        raise StoreError(f"{path}: {err}") from err


def connect(
    path: Path, *, create: bool, read_only: bool, busy_seconds: float
) -> tuple[sqlite3.Connection, tuple[int, int] | None]:
    """An open connection to the store at ``path``, and (old, new) when its schema was migrated.

    An older store that is only read stays as it is. Raises :class:`~standoff.errors.StoreNewer`,
    :class:`~standoff.errors.StoreDamaged`, :class:`~standoff.errors.StoreBusy` or plain
    :class:`~standoff.errors.StoreError` (no such file, no right to write, a schema too old to be read)."""
    blank = _look(path)
    if blank and (read_only or not create):
        raise StoreError(
            f"{path}: there is no store; see that the path is right, or make one with "
            f"`standoff code INPUT... --store {path}`"
        )
    with telling(str(path)):
        # A journal beside the file means that its last writer died: only a writing connection can recover what it
        # holds.
        if not blank and not _beside(path, "-journal").exists():
            probe = _open(path, "ro", busy_seconds)
            try:
                blank = _ours(probe, path)
            finally:
                probe.close()
        if blank and (read_only or not create):
            raise StoreError(f"{path}: the file is empty; `standoff code` makes a store")
        db = _open(path, "ro" if read_only else "rwc" if create else "rw", busy_seconds)
        try:
            migrated = _ready(db, path, read_only=read_only)
        except BaseException:
            db.close()
            raise
    return db, migrated


def _look(path: Path) -> bool:
    """Whether the file is absent or blank. Raises when it plainly is no SQLite file; reads 16 bytes and touches
    nothing."""
    try:
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
    except FileNotFoundError:
        if not path.absolute().parent.is_dir():
            raise StoreError(f"{path}: there is no folder {path.absolute().parent}; make it first") from None
        return True
    except IsADirectoryError:
        raise StoreError(f"{path}: this is a folder; a store is a file in one, such as {path}/standoff.db") from None
    except OSError as err:
        raise StoreError(f"{path}: {err.strerror or err}") from err
    if head and head != MAGIC:
        raise StoreDamaged(f"{path}: not a Standoff store (the file is no SQLite database); it was left as it is")
    return not head and not _beside(path, "-wal").exists()


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _open(path: Path, mode: str, busy_seconds: float) -> sqlite3.Connection:
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    db = sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None)
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as err:
        # A store in WAL mode in a folder where we may not write cannot make its -shm; without a log there is nothing to
        # miss.
        db.close()
        if mode != "ro" or err.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
            raise
        wal = _beside(path, "-wal")
        if wal.exists() and wal.stat().st_size:
            raise
        db = sqlite3.connect(f"{uri}&immutable=1", uri=True, isolation_level=None)
    except sqlite3.Error:
        db.close()
        raise
    return db


def _ours(db: sqlite3.Connection, path: Path) -> bool:
    """Whether the file is blank; raises when it is somebody else's or of a newer schema."""
    mark = int(db.execute("PRAGMA application_id").fetchone()[0])
    tables = int(db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if mark != APPLICATION_ID and (mark or tables):
        raise StoreDamaged(f"{path}: not a Standoff store (another program's SQLite database); it was left as it is")
    schema = schema_of(db)
    if mark == APPLICATION_ID and schema > len(STEPS):
        raise StoreNewer(
            f"{path}: written by a newer Standoff (schema {schema}; this version knows up to {len(STEPS)}); "
            "update standoff"
        )
    return not tables


def _ready(db: sqlite3.Connection, path: Path, *, read_only: bool) -> tuple[int, int] | None:
    _ours(db, path)
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cache_size = -16384")  # KiB; the 2 MiB of the default thrash on a list of everything
    schema = schema_of(db)
    if read_only:
        if schema < min(OLDEST_READABLE, len(STEPS)):
            raise StoreError(
                f"{path}: schema {schema} is older than {OLDEST_READABLE}; copy the file, then open it once for writing"
            )
        for since, table in EMPTY.items():
            if schema < since:
                db.execute(table)
        db.execute("PRAGMA query_only = ON")
        return None
    migrated = migrate(db)
    # Only now: a blank file that dies here is a whole store in the old journal mode, and the next one to open it goes
    # on.
    if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _to_wal(db)
    db.execute("PRAGMA synchronous = FULL")
    db.execute(
        "PRAGMA foreign_keys = ON"
    )  # after migrating: a step that rebuilds a table must not set off its cascades
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'reports'").fetchone():
        raise StoreDamaged(f"{path}: the tables of the store are missing; restore a copy")
    return migrated if migrated and migrated[0] else None


def _to_wal(db: sqlite3.Connection) -> None:
    """Turn the log on. Another process that is opening the same new store may hold it for a moment: it will turn it on
    itself."""
    try:
        db.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as err:
        if err.sqlite_errorcode & 0xFF not in _BUSY:
            raise
