"""What a person should be asked first: the records that the program is least sure of and that most hangs on.

The order is doubt times stakes. *Doubt* is 1 - score. *Stakes* is what the record stands in: 4 in a claim that is
disputed, 3 in one that nobody could confirm or in an open demand, 2 in a claim that is corroborated, else 1; and 1 more
for each independent source of that claim beyond the first, up to :data:`LEGS`. Of several findings the weightiest
counts. The event that a statement makes is not asked about: it follows what is said of the statement.

The order is laid out with the findings, in the same transaction, as rows with numbers: the next question is one look
into an index, however many there are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from standoff.dossier import Claim, Demand
from standoff.store.findings import Found, references
from standoff.store.tables import TABLES

if TYPE_CHECKING:
    from standoff.store.store import Store

#: What a finding puts at stake, by its standing.
STAKES = {"disputed": 4, "unconfirmed": 3, "open": 3, "corroborated": 2}
#: Independent sources beyond the first that count.
LEGS = 4
#: Kinds of records that are asked about.
KINDS = ("statement", "event")
#: The words that stand for a record of each kind.
_WORDS = {"statement": "content", "event": "trigger", "quantity": "span", "mention": "span"}


class Question(Struct, frozen=True):
    """A record to be judged: its place in the order (from 1), its id and kind, how unsure (0..1), and what hangs on
    it."""

    place: int
    record: str
    kind: str
    doubt: float
    stakes: int


class Standing(Struct, frozen=True):
    """A finding that a record stands in: its kind (claim, demand, series), id, standing (None for a series), legs and
    what it says."""

    kind: str
    id: str
    standing: str | None
    legs: int
    title: str


def stakes(found: Found) -> dict[str, int]:
    """What ``found`` puts at stake for each of its records; nothing for the kinds that are not asked about."""
    if isinstance(found, Claim):
        worth = STAKES.get(found.standing, 1) + min(max(found.legs - 1, 0), LEGS)
        return dict.fromkeys(references(found), worth)
    if isinstance(found, Demand):
        return {found.statement: STAKES.get(found.standing, 1)}
    return {}


def lay_out(db: sqlite3.Connection, worth: Mapping[str, int]) -> None:
    """Put the records of all latest reports in order; ``worth`` is what hangs on those that stand in findings. Inside
    the caller's transaction."""
    db.execute("DELETE FROM questions")
    rows = [
        (name, kind, 1 - score, worth.get(name, 1))
        for kind, only in (("statement", ""), ("event", "AND x.statement IS NULL"))
        for name, score in db.execute(
            f"SELECT x.id, x.score FROM reports r JOIN {kind}s x ON x.report = r.n WHERE r.latest = 1 {only}"  # noqa: S608
        )
    ]
    rows.sort(key=lambda row: (-row[2] * row[3], row[0]))
    db.executemany(
        "INSERT INTO questions (place, record, kind, doubt, stakes) VALUES (?, ?, ?, ?, ?)",
        ((place, *row) for place, row in enumerate(rows, 1)),
    )


def questions(
    store: Store,
    *,
    after: int = 0,
    before: int | None = None,
    kind: str | None = None,
    report: str | None = None,
    among: Sequence[str] | None = None,
    judged: bool = False,
) -> Iterator[Question]:
    """Questions behind the place ``after``, in order; with ``before`` those in front of it, from there backwards. Only
    of one ``kind``, of one ``report`` (its id), or ``among`` these records. What somebody judged, or rejected with
    something that it hung on, is left out unless ``judged``; so is what is not in the store any more.

    Read it to its end or close it before the store is closed. Raises ``ValueError`` for a kind that nothing is of."""
    if kind is not None and kind not in KINDS:
        raise ValueError(f"no kind of record is called {kind!r}: take one of {', '.join(KINDS)}")
    # a set of records is looked up in its own index, everything else is walked in order
    own = "" if report is None and among is None else "+"
    where, values = [f"{own}q.place {'>' if before is None else '<'} ?"], list[object]([before or after])
    if kind is not None:
        where.append("q.kind = ?")
        values.append(kind)
    if report is not None:
        held = " UNION ALL ".join(
            f"SELECT id FROM {k}s WHERE report = (SELECT n FROM reports WHERE id = ?)"  # noqa: S608
            for k in KINDS
        )
        where.append(f"q.record IN ({held})")
        values += [report] * len(KINDS)
    if among is not None:
        where.append(f"q.record IN ({', '.join('?' * len(among))})")
        values += among
    order = "q.place" if before is None else "q.place DESC"
    return _found(store, f"WHERE {' AND '.join(where)} ORDER BY {order}", values, judged=judged)


def _found(store: Store, tail: str, values: list[object], *, judged: bool) -> Iterator[Question]:
    if store.schema < 3:
        return
    corrected = store.weighed().corrections
    sql = f"SELECT q.place, q.record, q.kind, q.doubt, q.stakes FROM questions q {tail}"  # noqa: S608
    for place, record, kind, doubt, worth in store.rows(sql, values):
        if not judged and (record in corrected or _gone(store, record, kind)):
            continue
        yield Question(place, record, kind, doubt, worth)


def _gone(store: Store, record: str, kind: str) -> bool:
    """Whether a record is no more: coded no longer, or rejected with what it hung on."""
    sql = (
        f"SELECT EXISTS (SELECT 1 FROM {kind}s WHERE id = ?) "  # noqa: S608
        "AND NOT EXISTS (SELECT 1 FROM overlays WHERE id = ? AND rejected = 1)"
    )
    return store.row(sql, (record, record)) != (1,)


def question(store: Store, record: str) -> Question | None:
    """The question about ``record``; None where it is not asked about."""
    if store.schema < 3:
        return None
    row = store.row("SELECT place, record, kind, doubt, stakes FROM questions WHERE record = ?", (record,))
    return None if row is None else Question(*row)


def asked_about(store: Store) -> int:
    """How many records there are to ask about, judged ones among them."""
    if store.schema < 3:
        return 0
    row = store.row("SELECT max(place) FROM questions")
    return (row and row[0]) or 0


def standing_in(store: Store, record: str, report: str) -> tuple[Standing, ...]:
    """The claims, demands and series that ``record``, of ``report``, stands in, the most telling first."""
    if store.schema < 2:
        return ()
    sql = (
        "SELECT f.kind, f.id, f.standing, f.legs, f.title "
        "FROM finding_reports s JOIN findings f ON f.n = s.finding "
        "WHERE s.report = ? AND f.kind IN ('claim', 'demand', 'series') AND instr(f.record, ?) "
        "ORDER BY f.weight DESC, f.id"
    )
    return tuple(Standing(*row) for row in store.rows(sql, (report, f'"{record}"')))


def words_of(store: Store, records: Iterable[str]) -> dict[str, tuple[str, str, str]]:
    """Kind, report and words of each of ``records`` that is in the store: of a statement its content, of an event its
    trigger."""
    out: dict[str, tuple[str, str, str]] = {}
    for name in records:
        for kind, field in _WORDS.items():
            sql = f"SELECT r.id, x.words FROM {TABLES[kind]} x JOIN reports r ON r.n = x.report WHERE x.id = ?"  # noqa: S608
            row = store.row(sql, (name,))
            if row is not None:
                out[name] = kind, str(row[0]), " … ".join(msgspec.json.decode(row[1])[field])
                break
    return out


def actor_ids(store: Store, *, most: int = 300) -> tuple[str, ...]:
    """Ids of actors, those that came first into the store first: about the order of how often they are met."""
    sql = "SELECT id FROM actors WHERE id <> '' GROUP BY id ORDER BY min(n) LIMIT ?"
    return tuple(str(name) for (name,) in store.rows(sql, (most,)))
