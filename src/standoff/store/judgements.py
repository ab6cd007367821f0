"""Judgements as rows, and what they make of the records of a report: the overlays.

Overlays are derived. They are made anew in the transaction that writes a judgement or a report, so that no reader
ever sees the one without the other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

import msgspec

from standoff.corrected import Change, Record, changes
from standoff.dossier import Judgement
from standoff.model import Actor, Event, Statement
from standoff.store.rows import TYPES, Value, actors_of, encode
from standoff.store.tables import OVERLAY_COLUMNS, TABLES, insert
from standoff.store.write import number
from standoff.verdicts import Correction

_COLUMNS = "j.id, j.verdict, j.value, j.author, j.time, j.reason, s.subject"


def load(db: sqlite3.Connection, where: str = "1", values: tuple[object, ...] = ()) -> Iterator[Judgement]:
    """Judgements by time and id; ``where`` is a condition of ours on the table ``judgements`` j."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM judgements j LEFT JOIN judged s ON s.judgement = j.n "  # noqa: S608
        f"WHERE {where} ORDER BY j.time, j.id, s.ord",
        values,
    ).fetchall()
    at = 0
    while at < len(rows):
        name, verdict, value, author, time, reason, _ = rows[at]
        subjects = []
        while at < len(rows) and rows[at][0] == name:
            subjects.append(rows[at][-1])
            at += 1
        told = {"id": name, "verdict": verdict, "value": value, "author": author, "time": time, "reason": reason}
        yield msgspec.convert({**told, "subjects": [s for s in subjects if s is not None]}, Judgement)


def save(db: sqlite3.Connection, judged: Judgement) -> bool:
    """Write ``judged``; False when it is there already."""
    if db.execute("SELECT 1 FROM judgements WHERE id = ?", (judged.id,)).fetchone():
        return False
    sql = insert("judgements", ("id", "verdict", "value", "author", "time", "reason"))
    values = (judged.id, judged.verdict, judged.value, judged.author, judged.time, judged.reason)
    n = db.execute(sql, values).lastrowid
    subjects = [(subject, n, i) for i, subject in enumerate(judged.subjects)]
    db.executemany(insert("judged", ("subject", "judgement", "ord")), subjects)
    return True


def about(db: sqlite3.Connection, judged: Judgement) -> tuple[str, ...]:
    """The records that a judgement changes: its subjects; for an undo, those of what it takes back, to the end of the
    chain."""
    seen: set[str] = set()
    while judged.verdict == "undo" and judged.id not in seen:
        seen.add(judged.id)
        back = next(load(db, "j.id = ?", judged.subjects[:1]), None)
        if back is None:
            return ()
        judged = back
    return judged.subjects


def holders(db: sqlite3.Connection, records: tuple[str, ...]) -> list[int]:
    """The rows of the reports that hold one of ``records``."""
    found = {
        int(n)
        for table in TABLES.values()
        for record in records
        for (n,) in db.execute(f"SELECT report FROM {table} WHERE id = ?", (record,))  # noqa: S608
    }
    return sorted(found)


def judged_in(db: sqlite3.Connection, report: int) -> bool:
    """Whether anybody ever judged a record of this report, or it has overlays that may be of an older coding."""
    if db.execute("SELECT 1 FROM judged LIMIT 1").fetchone() is None:
        return False
    if db.execute("SELECT 1 FROM overlays WHERE report = ? LIMIT 1", (report,)).fetchone():
        return True
    return any(
        db.execute(
            f"SELECT 1 FROM {table} x WHERE x.report = ? AND x.id IN (SELECT subject FROM judged) LIMIT 1",  # noqa: S608
            (report,),
        ).fetchone()
        for table in TABLES.values()
    )


class Overlay(msgspec.Struct, frozen=True):
    """One row of ``overlays``, values in the order of :data:`~standoff.store.tables.OVERLAY_COLUMNS`, and its actors
    by role."""

    values: tuple[Value, ...]
    actors: tuple[tuple[str, Actor], ...]


def overlays(db: sqlite3.Connection, report: int, corrected: Mapping[str, Correction]) -> list[Overlay]:
    """What judgements make of the records of a report, as rows."""
    records: dict[str, list[Record]] = {}
    rows: dict[str, tuple[str, int, Record, str]] = {}
    for kind, table in TABLES.items():
        decode = msgspec.json.Decoder(TYPES[kind]).decode
        for n, text in db.execute(f"SELECT n, record FROM {table} WHERE report = ? ORDER BY ord", (report,)):  # noqa: S608
            record = decode(text)
            records.setdefault(kind, []).append(record)
            rows[record.id] = kind, n, record, text
    return [_overlay(report, *rows[name], change) for name, change in changes(records, corrected).items()]


def _overlay(report: int, kind: str, n: int, coded: Record, text: str, change: Change) -> Overlay:
    now = coded if change.record is None else change.record
    act = (now.act, now.certainty) if isinstance(now, Statement) else (None, None)
    event = (now.type, now.mode, now.quad) if isinstance(now, Event) else (None, None, None)
    rejected = change.record is None
    values = (kind, n, report, now.id, change.judgement, int(rejected), *act, *event, text if rejected else encode(now))
    return Overlay(values, actors_of(now))


def rebuild(db: sqlite3.Connection, report: int, corrected: Mapping[str, Correction]) -> None:
    """Make the overlays of a report anew."""
    rows = "SELECT kind, n FROM overlays WHERE report = ?"
    db.execute(f"DELETE FROM overlay_actors WHERE (kind, n) IN ({rows})", (report,))  # noqa: S608
    db.execute("DELETE FROM overlays WHERE report = ?", (report,))
    numbers: dict[Actor, int] = {}
    for made in overlays(db, report, corrected):
        db.execute(insert("overlays", OVERLAY_COLUMNS), made.values)
        kind, n = made.values[:2]
        db.executemany(
            "INSERT OR IGNORE INTO overlay_actors (kind, actor, role, n) VALUES (?, ?, ?, ?)",
            [(kind, number(db, actor, numbers), role, n) for role, actor in made.actors],
        )


class Judged(msgspec.Struct, frozen=True):
    """A record that reads otherwise than it was coded: how it was ``coded``, how it is ``now`` (None where it is
    rejected), and the judgement that did it, on this record or one that it hangs on."""

    coded: Record
    now: Record | None
    judgement: Judgement


def judged(db: sqlite3.Connection, record: str) -> Judged | None:
    """What judgements make of the record with this id."""
    row = db.execute("SELECT kind, n, judgement, rejected, record FROM overlays WHERE id = ?", (record,)).fetchone()
    by = None if row is None else next(load(db, "j.id = ?", (row[2],)), None)
    if row is None or by is None:
        return None
    kind, n, _, rejected, now = row
    (coded,) = db.execute(f"SELECT record FROM {TABLES[kind]} WHERE n = ?", (n,)).fetchone()  # noqa: S608
    decode = msgspec.json.Decoder(TYPES[kind]).decode
    return Judged(decode(coded), None if rejected else decode(now), by)
