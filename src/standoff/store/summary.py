# ruff: noqa: S608  (only names from our own tables are spliced into SQL; values are parameters)
"""What a store holds, in numbers."""

from __future__ import annotations

import sqlite3

from msgspec import Struct

from standoff.store.query import Overlaid, _overlays, as_judged


class Summary(Struct, frozen=True, kw_only=True):
    """What a store holds, in the latest revisions. ``acts`` and ``types`` are (name, count), most frequent first, as
    people corrected them; ``first`` and ``last`` the days of publication, None when no report is dated; ``failed``
    inputs of the last run."""

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


def summary(db: sqlite3.Connection, overlaid: Overlaid) -> Summary:
    """Counts of all that the store holds; of records as they were coded."""
    counts = db.execute(
        "SELECT count(*), total(day = ''), total(mentions), total(statements), total(events), total(quantities), "
        "total(problems), min(nullif(day, '')), max(nullif(day, '')) FROM reports WHERE latest = 1"
    ).fetchone()
    old, failed = db.execute(
        "SELECT (SELECT count(*) FROM reports WHERE latest = 0), "
        "(SELECT count(*) FROM failed WHERE run = (SELECT max(n) FROM runs))"
    ).fetchone()
    acts = _counted(db, "statement", "act", overlaid)
    types = _counted(db, "event", "type", overlaid)
    coders = db.execute("SELECT coder, count(*) FROM reports WHERE latest = 1 GROUP BY 1 ORDER BY 2 DESC, 1").fetchall()
    reports, undated, mentions, statements, events, quantities, problems = map(int, counts[:7])
    return Summary(
        reports=reports, revisions=old, undated=undated, mentions=mentions, statements=statements, events=events,
        quantities=quantities, problems=problems, failed=failed, first=counts[7], last=counts[8], acts=tuple(acts),
        types=tuple(types), coders=tuple(coders),
    )  # fmt: skip


def _counted(db: sqlite3.Connection, kind: str, column: str, overlaid: Overlaid) -> list[tuple[str, int]]:
    kept = "AND o.rejected IS NOT 1" if overlaid.any else ""
    # revisions are few: to leave theirs out is quicker than to look up the report of each record
    sql = (
        f"SELECT {as_judged(column, overlaid)}, count(*) FROM {kind}s x {_overlays(kind, overlaid)}"
        f"WHERE x.report NOT IN (SELECT n FROM reports WHERE latest = 0) {kept} GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return db.execute(sql).fetchall()
