# ruff: noqa: S608  (only names from our own tables are spliced into SQL; values are parameters)
"""What can be asked of a store, and the SQL for it. Values are always parameters; only names from this file are ever
spliced in."""

from __future__ import annotations

import base64
import datetime
import re
from collections.abc import Mapping, Sequence
from typing import get_args

import msgspec
from msgspec import Struct

from standoff.model import ACTS, CERTAINTIES, STATUSES, Quotation
from standoff.store.tables import TABLES

ROLES = {
    "statement": ("source", "addressee", "target"),
    "event": ("actor", "recipient"),
    "quantity": ("holder",),
    "mention": ("mention",),
}
#: Which fields of a filter are about one kind of record; all others hold for every kind.
OWN = {
    "statement": ("act", "certainty", "quotation"),
    "event": ("type", "mode", "status", "quad", "place"),
    "quantity": ("unit", "of"),
}
_ALLOWED = {
    "act": ACTS,
    "certainty": CERTAINTIES,
    "quotation": get_args(Quotation),
    "status": STATUSES,
    "role": tuple(role for roles in ROLES.values() for role in roles),
}
#: FTS5's parser gives up on long expressions.
MOST_TERMS = 64
_ID = re.compile(r"[A-Z][A-Z0-9-]*(?:\.[A-Z]+)*")
_REPORT_ID = re.compile(r"d-[0-9a-f]{0,16}")


def storable(words: str) -> bool:
    """Whether SQLite can be asked for it: a lone surrogate, as from a file name that is no UTF-8, is no text."""
    return not any("\ud800" <= c <= "\udfff" for c in words)


class Filter(Struct, frozen=True, kw_only=True):
    """What to list. Empty: everything, in the latest revision of each report.

    ``actor`` is a codebook id (``RUS`` matches ``RUS`` and ``RUS.GOV``, not ``RUSX``) or a word or more of a person's
    name; ``role`` narrows it (source, addressee, target; actor, recipient; holder). ``since`` and ``until`` are ISO
    days, both included: an event counts by its own date when it has one, all else by the day its report was published;
    undated reports match neither. ``report`` is an id or its beginning (then old revisions are listed too), or a path
    or its last parts. ``text`` wants all its words, by stem and without accents; ``"quoted words"`` in a row,
    ``troop*`` as a beginning: in the report for reports, in source and content for statements, in their sentence for
    events and quantities. ``of_reports`` has ``since`` and ``until`` go by the report's day for events, too. ``limit``
    rows after the cursor ``after`` (see :func:`cursor`). ``revisions`` lists replaced
    revisions too, ``rejected`` records that a person rejected, as they were coded. All else is asked of records as
    people corrected them. Raises ``ValueError`` for words that are not in the codebook, or a day that is not one."""

    actor: str | None = None
    role: str | None = None
    act: str | None = None
    certainty: str | None = None
    quotation: str | None = None
    type: str | None = None
    mode: str | None = None
    status: str | None = None
    quad: str | None = None
    place: str | None = None
    unit: str | None = None
    of: str | None = None
    since: str | None = None
    until: str | None = None
    report: str | None = None
    text: str | None = None
    limit: int | None = None
    after: str | None = None
    of_reports: bool = False
    revisions: bool = False
    rejected: bool = False

    def __post_init__(self) -> None:
        for field, allowed in _ALLOWED.items():
            value = getattr(self, field)
            if value is not None and value not in allowed:
                raise ValueError(f"no {field} is called {value!r}: take one of {', '.join(allowed)}")
        check_asked(self)
        if self.limit is not None and self.limit < 0:
            raise ValueError("limit must not be negative")


def check_asked(wanted: Struct) -> None:
    """Raises ``ValueError`` where ``since`` or ``until`` of a filter is no ISO day, where nothing can lie between them,
    or where a word is no text."""
    since, until = (_day(field, getattr(wanted, field)) for field in ("since", "until"))
    if since is not None and until is not None and since > until:
        raise ValueError(f"since: {since} is after until: {until}; nothing lies between them")
    for field in wanted.__struct_fields__:
        value = getattr(wanted, field)
        if isinstance(value, str) and not storable(value):
            raise ValueError(f"{field}: not text")


def _day(field: str, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        if len(value) != 10:
            raise ValueError
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        raise ValueError(f"{field}: {value!r} is no ISO day such as 2014-04-10") from None


class ReportHead(Struct, frozen=True, kw_only=True):
    """A report without its text: what lists show. ``previous`` is the id of the revision before; counts are of its
    records."""

    id: str
    sha256: str
    path: str | None
    uri: str | None
    publisher: str | None
    title: str | None
    published: str | None
    language: str | None
    media_type: str
    revision: int
    previous: str | None
    latest: bool
    coder: str
    mentions: int
    statements: int
    events: int
    quantities: int
    problems: int


HEAD = ", ".join(f"r.{name}" for name in ReportHead.__struct_fields__)


def head(row: tuple[object, ...]) -> ReportHead:
    """The head from the columns :data:`HEAD`, in this order."""
    return msgspec.convert(dict(zip(ReportHead.__struct_fields__, row, strict=False)), ReportHead, strict=False)


class Query(Struct):
    """SQL under way: conditions and their values."""

    where: list[str]
    values: list[object]

    def also(self, condition: str, *values: object) -> None:
        self.where.append(condition)
        self.values.extend(values)


def cursor(day: str, report: str, start: int = 0, ord: int = -1) -> str:
    """A place in a list, for ``Filter.after``; opaque, safe in an address."""
    return base64.urlsafe_b64encode(msgspec.json.encode((day, report, start, ord))).decode().rstrip("=")


def _place(after: str) -> tuple[str, str, int, int]:
    try:
        raw = base64.urlsafe_b64decode(after.encode() + b"=" * (-len(after) % 4))
        return msgspec.json.decode(raw, type=tuple[str, str, int, int])
    except (ValueError, msgspec.MsgspecError):
        raise ValueError("after: not a cursor of ours") from None


def match(text: str) -> str | None:
    """An FTS5 expression that wants every word and quoted phrase of ``text``; None when there is none. Never a syntax
    error.

    Raises ``ValueError`` for more than :data:`MOST_TERMS` words.
    """
    terms = []
    for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', text.replace("\x00", " ")):
        if any(c.isalnum() for c in phrase):
            terms.append(f'"{phrase}"')
        elif any(c.isalnum() for c in word):
            terms.append(f'"{word.rstrip("*")}"' + ("*" if word.endswith("*") else ""))
    if len(terms) > MOST_TERMS:
        raise ValueError(f"text: more than {MOST_TERMS} words to look for")
    return " AND ".join(terms) or None


def prefix_end(prefix: str) -> str:
    """An upper bound of all strings that begin with ``prefix``."""
    return prefix + "\U0010ffff"


def _of_reports(query: Query, wanted: Filter, kind: str) -> None:
    """Conditions on the report itself."""
    if wanted.report is None:
        if not wanted.revisions:
            query.also("r.latest = 1")
    elif _REPORT_ID.fullmatch(wanted.report):
        query.also("r.id BETWEEN ? AND ?", wanted.report, prefix_end(wanted.report))
    else:
        tail = "/" + wanted.report
        query.also(
            "(r.path = ? OR r.uri = ? OR substr(r.path, -length(?)) = ? OR r.n IN "
            "(SELECT report FROM elsewhere WHERE path = ? OR substr(path, -length(?)) = ?))",
            wanted.report, wanted.report, tail, tail, wanted.report, tail, tail,
        )  # fmt: skip
        if not wanted.revisions:
            query.also("r.latest = 1")
    if kind == "event" and not wanted.of_reports:
        if wanted.since:
            query.also(
                "CASE WHEN x.dated THEN x.latest IS NULL OR x.latest >= ? ELSE r.day >= ? END",
                wanted.since,
                wanted.since,
            )
        if wanted.until:
            query.also(
                "CASE WHEN x.dated THEN x.earliest IS NULL OR x.earliest <= ? ELSE r.day <> '' AND r.day <= ? END",
                wanted.until,
                wanted.until,
            )
        return
    if wanted.since:
        query.also("r.day >= ?", wanted.since)
    if wanted.until:
        query.also("r.day <> '' AND r.day <= ?", wanted.until)


class Overlaid(Struct, frozen=True):
    """What to heed when records are asked for: of judgements, whether any record reads otherwise than it was coded, and
    what merged actors are taken to be; of ``actors`` asked for, their row numbers (a JSON array) where they have been
    looked up: so names are gone through once for an answer, not for each kind of record and the count."""

    any: bool = False
    merges: dict[str, str] = {}
    actors: dict[str, str] = {}


PLAIN = Overlaid()
#: What a judgement can change, and how an overlay has it.
_JUDGED = {
    "act": "o.act", "certainty": "o.certainty", "type": "o.type", "mode": "o.mode", "quad": "o.quad",
    "status": "json_extract(o.record, '$.status')",
}  # fmt: skip


def as_judged(column: str, overlaid: Overlaid) -> str:
    """SQL for a ``column`` of records, x, as people corrected it; their overlays, when there are any, go by o."""
    if not overlaid.any or column not in _JUDGED:
        return f"x.{column}"
    return f"CASE WHEN o.n IS NULL THEN x.{column} ELSE {_JUDGED[column]} END"


def actors_like(actor: str, merges: Mapping[str, str]) -> tuple[str, list[object]]:
    """A condition on the table ``actors``: by id when it looks like one, else by whole words of the name. With merges
    an actor is found by what it is taken to be, and what was merged into another finds that other."""
    actor = merges.get(actor, actor)
    folded = " ".join(actor.casefold().split())
    condition, values = "instr(' ' || folded || ' ', ?) > 0", [f" {folded} "]
    if _ID.fullmatch(actor):
        condition = f"id = ? OR (id >= ? AND id < ?) OR {condition}"
        values = [actor, actor + ".", actor + "/", *values]
    if not merges:
        return condition, list(values)
    # who is known by the name alone loses it in a merge; a person who speaks for a merged body keeps it
    gone = sorted(merges)
    come = [name for name in gone if merges[name] == actor or merges[name].startswith(actor + ".")]
    key = "CASE WHEN id = '' THEN name ELSE id END"
    named = "(id <> '' AND instr(' ' || folded || ' ', ?) > 0)"
    condition = f"(({condition}) AND {key} NOT IN ({_marks(gone)})) OR {named} OR {key} IN ({_marks(come)})"
    return condition, [*values, *gone, f" {folded} ", *come]


def numbers_of(actor: str, overlaid: Overlaid) -> tuple[str, list[object]]:
    """SQL for the row numbers of the actors that ``actor`` asks for, and its values."""
    if actor in overlaid.actors:
        return "SELECT value FROM json_each(?)", [overlaid.actors[actor]]
    condition, values = actors_like(actor, overlaid.merges)
    return f"SELECT n FROM actors WHERE {condition}", values


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _of_records(query: Query, wanted: Filter, kind: str, overlaid: Overlaid, *, led: bool = False) -> None:
    """Conditions on the records of ``kind``, which go by the name x; their overlays, when there are any, by o. ``led``
    lets an actor's records lead to their reports; else reports are walked in order, and each record is looked up among
    them."""
    for field in OWN.get(kind, ()):
        value = getattr(wanted, field)
        if value is not None:
            query.also(f"{as_judged('counted' if field == 'of' else field, overlaid)} = ?", value)
    if wanted.actor is not None or wanted.role is not None:
        inner, values = "1", list[object]()
        if wanted.actor is not None:
            numbers, values = numbers_of(wanted.actor, overlaid)
            inner = f"actor IN ({numbers})"
        if wanted.role is not None:
            inner += " AND role = ?"
            values.append(wanted.role)
        found = f"SELECT record FROM {kind}_actors WHERE {inner}"
        if overlaid.any:
            found += (
                f" AND record NOT IN (SELECT n FROM overlays WHERE kind = '{kind}') "
                f"UNION ALL SELECT n FROM overlay_actors WHERE kind = '{kind}' AND {inner}"
            )
            values = [*values, *values]
        query.also(f"{'' if led else '+'}x.n IN ({found})", *values)
    if overlaid.any and not wanted.rejected:
        query.also("o.rejected IS NOT 1")


def _overlays(kind: str, overlaid: Overlaid) -> str:
    """The join of the overlays, o, to the records of ``kind``, x."""
    return f"LEFT JOIN overlays o ON o.kind = '{kind}' AND o.n = x.n " if overlaid.any else ""


def _of_text(query: Query, wanted: Filter, table: str, rowid: str) -> None:
    if wanted.text is not None:
        expression = match(wanted.text)
        if expression is None:
            query.also("0")
        else:
            query.also(f"{rowid} IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)", expression)


def _foreign(wanted: Filter, kind: str) -> None:
    for other, fields in OWN.items():
        for field in fields:
            if other != kind and getattr(wanted, field) is not None:
                raise ValueError(f"{TABLES[kind]} have no {field}; it is a filter for {TABLES[other]}")
    if wanted.role is not None and wanted.role not in ROLES[kind]:
        raise ValueError(f"{TABLES[kind]} have no {wanted.role}; their actors are {', '.join(ROLES[kind])}")


def records_query(wanted: Filter, kind: str, overlaid: Overlaid = PLAIN) -> tuple[str, list[object]]:
    """SQL for the records of ``kind``: columns start, ord, record, day and those of the head; by day, report, start."""
    _foreign(wanted, kind)
    query = Query([], [])
    _of_reports(query, wanted, kind)
    _of_records(query, wanted, kind, overlaid)
    _of_text(query, wanted, f"{kind}_search", "+x.n")
    if wanted.after is not None:
        day, report, start, ord = _place(wanted.after)
        query.also("(r.day, r.id) >= (?, ?)", day, report)  # lets the index on reports skip to the place
        query.also("(r.day, r.id, x.start, x.ord) > (?, ?, ?, ?)", day, report, start, ord)
    # CROSS JOIN fixes the order of the loops: reports in order, then their records in order, so that nothing need be
    # sorted and a LIMIT stops early.
    record = "CASE WHEN o.n IS NULL THEN x.record ELSE o.record END" if overlaid.any else "x.record"
    sql = (
        f"SELECT x.start, x.ord, {record}, r.day, {HEAD} "
        f"FROM reports r CROSS JOIN {TABLES[kind]} x ON x.report = r.n {_overlays(kind, overlaid)}"
        f"WHERE {' AND '.join(query.where) or '1'} ORDER BY r.day, r.id, x.start, x.ord LIMIT ?"
    )
    return sql, [*query.values, -1 if wanted.limit is None else wanted.limit]


def records_of_report(kind: str, *, overlaid: bool) -> str:
    """SQL for the records of ``kind`` of the report with a row number, as they were coded or as they were corrected."""
    if not overlaid:
        return f"SELECT record FROM {TABLES[kind]} WHERE report = ? ORDER BY ord"
    return (
        f"SELECT CASE WHEN o.n IS NULL THEN x.record ELSE o.record END FROM {TABLES[kind]} x "
        f"{_overlays(kind, Overlaid(any=True))}WHERE x.report = ? AND o.rejected IS NOT 1 ORDER BY x.ord"
    )
