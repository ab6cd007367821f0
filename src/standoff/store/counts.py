# ruff: noqa: S608  (only names from our own tables are spliced into SQL; values are parameters)
"""How much of what: counts over the records that a filter lists, and how far the reports reach.

A count over everything would grow with the store, so records are counted up to a limit and the answer says when it
was met."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from standoff.store.query import (
    HEAD,
    Filter,
    Overlaid,
    Query,
    ReportHead,
    _foreign,
    _of_records,
    _of_reports,
    _of_text,
    _overlays,
    as_judged,
    head,
    numbers_of,
)  # fmt: skip
from standoff.store.store import Store
from standoff.store.tables import TABLES

#: What each kind of record is counted by, as columns of its index; the month stands in its report.
COUNTED = {
    "statement": ("act", "certainty", "quotation"),
    "event": ("type", "mode", "status", "quad"),
    "quantity": ("unit", "counted"),
}
#: The roles in which actors are counted: those who do something.
DOERS = {"statement": "source", "event": "actor", "quantity": "holder"}
MOST = 5_000
#: Records of an actor up to which it is quicker to look up each than to walk through all; parameters of one statement
#: that every SQLite takes.
FEW, PARAMETERS = 20_000, 900
SHOWN_ACTORS = 12


class Facets(Struct, frozen=True):
    """Counts of records that a filter lists. ``total`` records were counted, ``more`` says whether others follow;
    ``by`` has value and count for each field of :data:`COUNTED` and for ``month``, most frequent first (months in
    order), ``actors`` the ids of those who act in them."""

    total: int
    more: bool
    by: dict[str, tuple[tuple[str, int], ...]]
    actors: tuple[tuple[str, int], ...]


def facets(store: Store, wanted: Filter, kind: str, *, most: int = MOST) -> Facets:
    """What the records of ``kind`` (statement, event, quantity) that ``wanted`` lists consist of, whatever page of them
    is asked for. Raises ``ValueError`` as the lists do."""
    _foreign(wanted, kind)
    overlaid = store.heeded(wanted)
    columns = ", ".join(as_judged(column, overlaid) for column in COUNTED[kind])
    sql, values = _listed(wanted, kind, overlaid, led=wanted.report is None)
    rows = [*store.rows(f"SELECT substr(r.day, 1, 7), {columns}, x.n {sql} LIMIT ?", [*values, most + 1])]
    actors = _acting(store, kind, [int(row[-1]) for row in rows[:most]], overlaid)
    months, *counts = (Counter(row[i] for row in rows[:most] if row[i]) for i in range(1 + len(COUNTED[kind])))
    by = {name: _ordered(counter) for name, counter in zip(COUNTED[kind], counts, strict=True)}
    by["month"] = tuple(sorted(months.items()))
    return Facets(min(len(rows), most), len(rows) > most, by, _ordered(actors)[:SHOWN_ACTORS])


def _listed(wanted: Filter, kind: str, overlaid: Overlaid, *, led: bool) -> tuple[str, list[object]]:
    """SQL from FROM on for the records (x) that ``wanted`` lists and their reports (r), and its values. Where nothing
    need be in order, the records of an actor or of words lead (``led``) to their reports: few are found quickly, and of
    many the first will do."""
    led = led and (wanted.actor is not None or wanted.text is not None)
    query = Query([], [])
    _of_reports(query, wanted, kind)
    _of_records(query, wanted, kind, overlaid, led=led)
    _of_text(query, wanted, f"{kind}_search", "x.n" if led else "+x.n")
    tables = (f"{TABLES[kind]} x", "reports r") if led else ("reports r", f"{TABLES[kind]} x")
    join = f"FROM {tables[0]} CROSS JOIN {tables[1]} ON x.report = r.n {_overlays(kind, overlaid)}"
    return f"{join}WHERE {' AND '.join(query.where) or '1'}", query.values


def _acting(store: Store, kind: str, records: list[int], overlaid: Overlaid) -> Counter[str]:
    """How often who acts in ``records`` (their row numbers)."""
    corrected = set[int]()
    if overlaid.any:
        corrected = {int(n) for (n,) in store.rows("SELECT n FROM overlays WHERE kind = ?", (kind,))}
    sources = (
        (f"{kind}_actors s WHERE s.role = ? AND s.record", (DOERS[kind],), [n for n in records if n not in corrected]),
        (
            "overlay_actors s WHERE s.kind = ? AND s.role = ? AND s.n",
            (kind, DOERS[kind]),
            [*corrected.intersection(records)],
        ),
    )
    found = Counter[str]()
    for source, values, wanted in sources:
        for at in range(0, len(wanted), PARAMETERS):
            part = wanted[at : at + PARAMETERS]
            sql = f"SELECT s.actor FROM {source} IN ({', '.join('?' * len(part))})"
            named = f"SELECT a.id, count(*) FROM ({sql}) s JOIN actors a ON a.n = s.actor WHERE a.id <> '' GROUP BY 1"
            for name, count in store.rows(named, [*values, *part]):
                found[overlaid.merges.get(name, name)] += count
    return found


def _ordered(counter: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))


class Coverage(Struct, frozen=True):
    """How far the latest revisions reach: reports, statements and events by day (ISO, undated ones left out), and the
    publishers with most reports."""

    days: tuple[tuple[str, int, int, int], ...]
    publishers: tuple[tuple[str, int], ...]


def coverage(store: Store, *, publishers: int = 10) -> Coverage:
    """Where the reports of ``store`` come from, and which days they are of."""
    days = store.rows(
        "SELECT day, count(*), total(statements), total(events) FROM reports WHERE latest = 1 AND day <> '' "
        "GROUP BY 1 ORDER BY 1"
    )
    names = store.rows(
        "SELECT publisher, count(*) FROM reports WHERE latest = 1 AND publisher IS NOT NULL "
        "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
        [publishers],
    )
    return Coverage(
        tuple((str(day), int(n), int(s), int(e)) for day, n, s, e in days), tuple((str(p), int(n)) for p, n in names)
    )


class Run(Struct, frozen=True):
    """A run of coding: when (ISO), and what it brought: reports in all, and some of them, the newest days first."""

    started: str
    ended: str | None
    reports: int
    newest: tuple[ReportHead, ...]


def last_run(store: Store, *, shown: int = 8) -> Run | None:
    """The last run that left a report in ``store``; None when there is none."""
    row = store.row("SELECT n, started, ended FROM runs WHERE n = (SELECT max(run) FROM reports)")
    if row is None:
        return None
    newest = store.rows(
        f"SELECT {HEAD} FROM reports r WHERE r.latest = 1 AND r.run = ? ORDER BY r.day DESC, r.id LIMIT ?",
        (row[0], shown),
    )
    count = store.number("SELECT count(*) FROM reports WHERE run = ? AND latest = 1", row[:1])
    return Run(str(row[1]), row[2] and str(row[2]), count, tuple(head(r) for r in newest))


class Place(Struct, frozen=True):
    """A place with events: its name and country as recorded, where it is, and how many of each class of deed."""

    name: str
    country: str | None
    lat: float
    lon: float
    quads: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.quads)


def places(store: Store, wanted: Filter, *, most: int = MOST) -> tuple[tuple[Place, ...], bool]:
    """Where the events that ``wanted`` lists happen, busiest first, and whether more than the ``most`` that were
    counted are listed. Second mentions of a deed in one report are left out."""
    overlaid = store.heeded(wanted)
    query = Query([], [])
    _of_reports(query, wanted, "event")
    _of_records(query, wanted, "event", overlaid)
    _of_text(query, wanted, "event_search", "+x.n")
    query.also("x.lat IS NOT NULL AND x.lon IS NOT NULL AND x.same_as IS NULL")
    sql = (
        f"SELECT x.place, x.country, x.lat, x.lon, {as_judged('quad', overlaid)} FROM reports r "
        f"CROSS JOIN events x ON x.report = r.n {_overlays('event', overlaid)}"
        f"WHERE {' AND '.join(query.where)} LIMIT ?"
    )
    rows = [*store.rows(sql, [*query.values, most + 1])]
    found: dict[tuple[str, str | None, float, float], Counter[str]] = {}
    for name, country, lat, lon, quad in rows[:most]:
        found.setdefault((name, country, lat, lon), Counter())[quad] += 1
    listed = [Place(*key, _ordered(counter)) for key, counter in found.items()]
    return tuple(sorted(listed, key=lambda place: (-place.total, place.name))), len(rows) > most


class Acting(Struct, frozen=True):
    """How often an actor speaks, acts, and has something done to it."""

    actor: str
    says: int
    does: int
    suffers: int


def acting(store: Store, *, most: int = 40) -> tuple[Acting, ...]:
    """The actors that speak and act most, in the latest revision of each report."""
    merges = store.weighed().merges
    counts: dict[str, Counter[str]] = {}
    old = store.row("SELECT 1 FROM reports WHERE latest = 0 LIMIT 1")
    ids = {n: merges.get(name, name) for n, name in store.rows("SELECT n, id FROM actors WHERE id <> ''")}
    for kind in ("statement", "event"):
        # grouped along the key of the side table; what earlier revisions hold, which are few, is taken off again
        earlier = (
            f"WHERE s.record IN (SELECT x.n FROM reports r CROSS JOIN {TABLES[kind]} x ON x.report = r.n "
            "WHERE r.latest = 0) "
        )
        for sign, which in ((1, ""), (-1, earlier)) if old else ((1, ""),):
            sql = f"SELECT actor, role, count(*) FROM {kind}_actors s {which}GROUP BY actor, role"
            for n, role, count in store.rows(sql):
                if n in ids and role in {"source", "actor", "recipient"}:
                    counts.setdefault(ids[n], Counter())[role] += sign * count
    listed = [Acting(name, c["source"], c["actor"], c["recipient"]) for name, c in counts.items()]
    return tuple(sorted(listed, key=lambda a: (-a.says - a.does - a.suffers, a.actor))[:most])


class Pair(Struct, frozen=True):
    """A dyad without its deeds: its id, who does to whom, how much, and from when to when."""

    id: str
    actor: str
    recipient: str
    deeds: int
    first: str
    last: str


def pairs(store: Store, actor: str | None = None, *, most: int = 300) -> tuple[Pair, ...]:
    """Dyads, those of most deeds first; with ``actor`` those that it is in."""
    if store.schema < 2:
        return ()
    condition, values = "", list[object]()
    if actor is not None:
        condition = "AND (title LIKE ? ESCAPE '\\' OR title LIKE ? ESCAPE '\\')"
        safe = actor.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        values = [f"{safe} %", f"% {safe}"]
    rows = store.rows(
        "SELECT id, title, legs, first, last FROM findings INDEXED BY findings_in_order "
        f"WHERE kind = 'dyad' {condition} ORDER BY weight DESC, last DESC, id LIMIT ?",
        [*values, most],
    )
    found = []
    for name, title, count, first, last in rows:
        who, _, whom = str(title).partition(" ")
        found.append(Pair(str(name), who, whom, int(count), str(first), str(last)))
    return tuple(found)


def daily(store: Store, wanted: Filter, kind: str) -> tuple[tuple[str, int], ...]:
    """How many records of ``kind`` that ``wanted`` lists were published on each day."""
    _foreign(wanted, kind)
    overlaid = store.heeded(wanted)
    few = _at_most(store, wanted, kind, overlaid, FEW)
    sql, values = _listed(wanted, kind, overlaid, led=few)
    rows = store.rows(f"SELECT r.day, count(*) {sql} AND r.day <> '' GROUP BY 1 ORDER BY 1", values)
    return tuple((str(day), int(count)) for day, count in rows)


def _at_most(store: Store, wanted: Filter, kind: str, overlaid: Overlaid, most: int) -> bool:
    """Whether an actor is asked for, and has no more records of ``kind`` than that."""
    if wanted.actor is None:
        return False
    numbers, values = numbers_of(wanted.actor, overlaid)
    sql = f"SELECT 1 FROM {kind}_actors WHERE actor IN ({numbers}) LIMIT ?"
    return store.number(f"SELECT count(*) FROM ({sql})", [*values, most + 1]) <= most
