# ruff: noqa: S608  (only names from our own tables are spliced into SQL; values are parameters)
"""The SQL for reports, by what is known of them and by the records that they hold."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.store.query import (
    OWN,
    PLAIN,
    ROLES,
    Filter,
    Overlaid,
    Query,
    _of_records,
    _of_reports,
    _of_text,
    _overlays,
    _place,
    numbers_of,
)  # fmt: skip
from standoff.store.tables import TABLES

#: Mentions of an actor up to which it is quicker to go from its records to their reports than through all reports, or
#: than through those with certain words.
FEW, FEW_OF_WORDS = 20_000, 5_000


def reports_query(wanted: Filter, columns: str, overlaid: Overlaid = PLAIN) -> tuple[str, list[object]]:
    """SQL for reports: ``columns`` of r, by day and id. With filters on records: the reports that hold such a
    record."""
    query = of_reports(wanted, overlaid, soon=wanted.limit is not None)
    if wanted.after is not None:
        query.also("(r.day, r.id) > (?, ?)", *_place(wanted.after)[:2])
    sql = f"SELECT {columns} FROM reports r WHERE {' AND '.join(query.where) or '1'} ORDER BY r.day, r.id LIMIT ?"
    return sql, [*query.values, -1 if wanted.limit is None else wanted.limit]


def of_reports(wanted: Filter, overlaid: Overlaid = PLAIN, *, soon: bool) -> Query:
    """Conditions on reports r. ``soon`` says that a few reports will do: of an actor with many records it is then
    quicker to look at what a report holds than to make the set of all records first."""
    query = Query([], [])
    _of_reports(query, wanted, "report")
    _of_text(query, wanted, "report_search", "r.n")
    asked = [kind for kind, fields in OWN.items() if any(getattr(wanted, field) is not None for field in fields)]
    if wanted.role is not None:
        asked += [kind for kind, roles in ROLES.items() if wanted.role in roles and kind not in asked]
    if wanted.actor is not None:
        few, many = of_actor(wanted, overlaid, asked, soon=soon)
        held = whichever(wanted.actor, overlaid, few, many, FEW if wanted.text is None else FEW_OF_WORDS)
        query.also(held.where[0], *held.values)
    elif asked:
        held = _holding(wanted, asked, overlaid, asked)
        query.also(held.where[0], *held.values)
    return query


def of_actor(wanted: Filter, overlaid: Overlaid, asked: Sequence[str] = (), *, soon: bool) -> tuple[Query, Query]:
    """Two conditions that say the same of reports r, that they hold records of the actor asked for: one for an actor
    who is seldom met, one for any other. ``asked`` are the kinds of records that other filters are about, ``soon`` as
    in :func:`of_reports`."""
    near = soon and not asked and not overlaid.any
    many = _near(str(wanted.actor), overlaid) if near else _holding(wanted, asked or list(ROLES), overlaid, asked)
    return _leading(wanted, asked or list(ROLES), overlaid, asked), many


def _near(actor: str, overlaid: Overlaid) -> Query:
    """That a report r holds a record of ``actor``: whose its records are is looked up one after the other."""
    numbers, values = numbers_of(actor, overlaid)
    found = [
        f"EXISTS (SELECT 1 FROM {TABLES[kind]} x CROSS JOIN {kind}_actors s WHERE x.report = r.n AND s.record = x.n "
        # + keeps the planner from trying each such actor on each record: a record has few, a name may have thousands
        f"AND +s.actor IN ({numbers}))"
        for kind in ROLES
    ]
    return Query([f"({' OR '.join(found)})"], values * len(found))


def _holding(wanted: Filter, kinds: Sequence[str], overlaid: Overlaid, asked: Sequence[str]) -> Query:
    """That a report r holds such records: its own are looked up in the set of all."""
    found, values = [], list[object]()
    for kind in kinds:
        inner = Query(["x.report = r.n"], [])
        _of_records(inner, wanted, kind, overlaid)
        found.append(
            f"EXISTS (SELECT 1 FROM {TABLES[kind]} x {_overlays(kind, overlaid)}WHERE {' AND '.join(inner.where)})"
        )
        values += inner.values
    return Query([f"({(' AND ' if asked else ' OR ').join(found)})"], values)


def _leading(wanted: Filter, kinds: Sequence[str], overlaid: Overlaid, asked: Sequence[str]) -> Query:
    """The same, led by the records of the actor that is asked for."""
    found, values = [], list[object]()
    for kind in kinds:
        inner = Query([], [])
        _of_records(inner, wanted, kind, overlaid, led=True)
        found.append(
            f"SELECT x.report FROM {TABLES[kind]} x {_overlays(kind, overlaid)}WHERE {' AND '.join(inner.where)}"
        )
        values += inner.values
    return Query([f"r.n IN ({(' INTERSECT ' if asked else ' UNION ').join(found)})"], values)


def whichever(actor: str, overlaid: Overlaid, few: Query, many: Query, most: int | None = None) -> Query:
    """One of two conditions that say the same: ``few`` is quicker for an actor of up to ``most`` (:data:`FEW`)
    mentions."""
    most = FEW if most is None else most
    numbers, values = numbers_of(actor, overlaid)
    named = f"SELECT 1 FROM mention_actors WHERE actor IN ({numbers}) LIMIT {most + 1}"
    sql = f"CASE WHEN (SELECT count(*) FROM ({named})) <= {most} THEN {few.where[0]} ELSE {many.where[0]} END"
    return Query([sql], [*values, *few.values, *many.values])
