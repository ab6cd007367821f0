# ruff: noqa: S608  (only names from our own tables are spliced into SQL; values are parameters)
"""What can be asked of findings, and the SQL for it."""

from __future__ import annotations

import base64
from typing import Literal, get_args

import msgspec
from msgspec import Struct

from standoff.store.findings import ROLES, STANDINGS
from standoff.store.query import PLAIN, Filter, Overlaid, Query, check_asked, match, numbers_of
from standoff.store.report_query import of_actor, reports_query, whichever

Order = Literal["weight", "day"]
#: What a list of each kind is called.
LISTS = {
    "copies": "copies", "story": "stories", "claim": "claims", "demand": "demands", "series": "series", "dyad": "dyads",
}  # fmt: skip


class FindingFilter(Struct, frozen=True, kw_only=True):
    """Which findings of a kind to list. Empty: all.

    ``actor`` is as in :class:`~standoff.store.Filter`; ``role`` says what it is there (asserts, denies, doubts,
    confirms, about; asker, addressee, answers; holder, source; actor, recipient). Copies and stories are found by
    the actors that their reports mention. ``since`` and ``until`` are ISO days, both included: the time from first to
    last overlaps them (with ``order`` by day: the first day lies in them); what has no day matches neither, and
    ``dated`` leaves it out. ``report``: rests on this report (id or its beginning, path or its last parts). ``about``
    wants all its words, by stem: in the proposition, the words of the positions, the names and ids of actors.
    ``standing`` of a claim or demand; ``type`` PLOVER's of its deed, ``framed`` with or without one; ``legs`` at least
    so many. ``limit`` after the cursor ``after``. ``order`` is by weight (the most telling first: by standing, legs,
    positions, latest day) or by first day. Raises ``ValueError`` for words that nothing goes by, or a day that is not
    one."""

    actor: str | None = None
    role: str | None = None
    since: str | None = None
    until: str | None = None
    report: str | None = None
    about: str | None = None
    standing: str | None = None
    type: str | None = None
    framed: bool | None = None
    legs: int | None = None
    dated: bool = False
    order: Order = "weight"
    limit: int | None = None
    after: str | None = None

    def __post_init__(self) -> None:
        check_asked(self)
        if self.order not in get_args(Order):
            raise ValueError(f"order: {self.order!r} is none of {', '.join(get_args(Order))}")
        if min(self.limit or 0, self.legs or 0) < 0:
            raise ValueError("limit and legs must not be negative")


def place_of(order: Order, row: tuple[object, ...]) -> str:
    """The cursor behind a row of :func:`findings_query`; opaque, safe in an address."""
    weight, last, first, name = row[:4]
    place = (weight, last, name) if order == "weight" else (first, name)
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def _behind(query: Query, order: Order, after: str) -> None:
    try:
        raw = base64.urlsafe_b64decode(after.encode() + b"=" * (-len(after) % 4))
        if order == "day":
            query.also("(f.first, f.id) > (?, ?)", *msgspec.json.decode(raw, type=tuple[str, str]))
            return
        weight, last, name = msgspec.json.decode(raw, type=tuple[int, str, str])
    except (ValueError, msgspec.MsgspecError):
        raise ValueError("after: not a cursor of ours") from None
    query.also("f.weight <= ?", weight)  # lets the index skip to the place
    condition = "f.weight < ? OR f.weight = ? AND (f.last < ? OR f.last = ? AND f.id > ?)"
    query.also(f"({condition})", weight, weight, last, last, name)


#: Where the record of a finding without actors of its own lists its reports, and the id in one of these.
_MEMBER = {"story": ("$.members", "json_extract(m.value, '$.report')"), "copies": ("$.reports", "m.value")}


def findings_query(
    kind: str, wanted: FindingFilter, overlaid: Overlaid = PLAIN, *, count: bool = False
) -> tuple[str, list[object]]:
    """SQL for findings of ``kind``: columns weight, last, first, id, record; or how many there are.

    The index holds everything that is filtered by, so the fat rows are only read for what is shown; sets from the side
    tables are made once. So the rarest filter costs about as much as none.
    """
    query = Query(["f.kind = ?"], [kind])
    for field, known in (("role", ROLES.get(kind, ())), ("standing", STANDINGS.get(kind, ()))):
        value = getattr(wanted, field)
        if value is not None and value not in known:
            has = f"take one of {', '.join(known)}" if known else f"{LISTS[kind]} have none"
            raise ValueError(f"no {field} of {LISTS[kind]} is called {value!r}: {has}")
    for column, value in (("standing", wanted.standing), ("type", wanted.type)):
        if value is not None:
            query.also(f"f.{column} = ?", value)
    if wanted.framed is not None:
        query.also(f"f.type IS {'NOT ' if wanted.framed else ''}NULL")
    if wanted.legs is not None:
        query.also("f.legs >= ?", wanted.legs)
    if wanted.since is not None:
        query.also(f"f.{'first' if wanted.order == 'day' else 'last'} >= ?", wanted.since)
    if wanted.dated:
        query.also("f.first <> ''")
    if wanted.until is not None:
        query.also("f.first <> '' AND f.first <= ?", wanted.until)
    _of_side_tables(query, kind, wanted, overlaid)
    if wanted.after is not None:
        _behind(query, wanted.order, wanted.after)
    by_day = wanted.order == "day"
    source = f"findings f INDEXED BY {'findings_by_day' if by_day else 'findings_in_order'}"
    if count:
        return f"SELECT count(*) FROM {source} WHERE {' AND '.join(query.where)}", query.values
    order = "f.first, f.id" if by_day else "f.weight DESC, f.last DESC, f.id"
    # Which rows is settled in the index; +n keeps the planner from fetching them before.
    sql = (
        f"SELECT f.weight, f.last, f.first, f.id, f.record FROM {source} "
        f"WHERE {' AND '.join(query.where)} ORDER BY {order} LIMIT ?"
    )
    return sql, [*query.values, -1 if wanted.limit is None else wanted.limit]


def _of_side_tables(query: Query, kind: str, wanted: FindingFilter, overlaid: Overlaid) -> None:
    if wanted.actor is not None or wanted.role is not None:
        if kind in ROLES:
            inner, values = "1", list[object]()
            if wanted.actor is not None:
                numbers, values = numbers_of(wanted.actor, overlaid)
                inner = f"actor IN ({numbers})"
            if wanted.role is not None:
                inner += " AND role = ?"
                values.append(wanted.role)
            query.also(f"+f.n IN (SELECT finding FROM finding_actors WHERE {inner})", *values)
        else:
            held = _holding(kind, str(wanted.actor), overlaid, soon=wanted.limit is not None)
            query.also(held.where[0], *held.values)
    if wanted.report is not None:
        _of_reports(query, Filter(report=wanted.report, revisions=True), overlaid)
    if wanted.about is not None:
        expression = match(wanted.about)
        if expression is None:
            query.also("0")
        else:
            query.also("+f.n IN (SELECT rowid FROM finding_search WHERE finding_search MATCH ?)", expression)


def _holding(kind: str, actor: str, overlaid: Overlaid, *, soon: bool) -> Query:
    """That the reports of a finding hold records of ``actor``: a few such reports lead to their findings; where they
    are many, each finding is asked for its reports, in order, and the first one will do."""
    few, many = of_actor(Filter(actor=actor, revisions=True), overlaid, soon=soon)
    found = f"SELECT s.finding FROM reports r CROSS JOIN finding_reports s ON s.report = r.id WHERE {few.where[0]}"
    member, report = _MEMBER[kind]
    each = f"SELECT 1 FROM json_each(f.record, ?) m JOIN reports r ON r.id = {report} WHERE {many.where[0]}"
    return whichever(
        actor, overlaid, Query([f"f.n IN ({found})"], few.values), Query([f"EXISTS ({each})"], [member, *many.values])
    )


def _of_reports(query: Query, wanted: Filter, overlaid: Overlaid) -> None:
    """Findings that rest on one of these reports."""
    sql, values = reports_query(wanted, "r.id", overlaid)
    query.also(f"+f.n IN (SELECT finding FROM finding_reports WHERE report IN ({sql}))", *values)
