"""The pages' questions to the store: every one is bounded, so that none grows with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from standoff.model import Event, Quantity, Statement
from standoff.present.web.desk import ROWS, Asked, filter_of, finding_filter, refusing
from standoff.store import Filter, FindingFilter, ReportHead, Store
from standoff.store.counts import Facets, facets
from standoff.store.findings import STANDINGS, Found

Record: TypeAlias = Statement | Event | Quantity
R = TypeVar("R", bound=Record)
F = TypeVar("F", bound=Found)


class Row(Struct, Generic[R], frozen=True):
    """A record in a list: its report, itself, and the text it points into."""

    head: ReportHead
    record: R
    text: str


class Page(Struct, Generic[R], frozen=True):
    """One page of a list, the cursor of the next one (None at the end), and what the whole list consists of."""

    rows: tuple[Row[R], ...]
    after: str | None
    facets: Facets


def records(store: Store, want: Asked, kind: str) -> Page[Record]:
    """The page of ``kind`` that an address asks for."""
    with refusing():
        rows, after = listed(store, filter_of(want, kind), kind)
        return Page(rows, after, facets(store, filter_of(want, kind, limit=None), kind))


def listed(store: Store, wanted: Filter, kind: str) -> tuple[tuple[Row[Record], ...], str | None]:
    """The records that ``wanted`` lists, and the cursor behind them when its limit cut off at least one."""
    found = list(LISTS[kind](store, wanted))
    most = (wanted.limit or ROWS + 1) - 1
    after = store.after(*found[most - 1]) if len(found) > most else None
    return tuple(Row(head, record, store.text(head.id)) for head, record in found[:most]), after


def reports(store: Store, want: Asked) -> tuple[tuple[ReportHead, ...], str | None]:
    """A page of reports, and the cursor behind it."""
    with refusing():
        found = list(store.reports(filter_of(want, "report")))
    return tuple(found[:ROWS]), store.after(found[ROWS - 1]) if len(found) > ROWS else None


class Findings(Struct, Generic[F], frozen=True):
    """One page of findings, the cursor of the next one, how many there are in all, and of each standing."""

    rows: tuple[F, ...]
    after: str | None
    total: int
    standings: tuple[tuple[str, int], ...] = ()


def findings(store: Store, want: Asked, kind: str, listed: Callable[[FindingFilter], Iterator[F]]) -> Findings[F]:
    """The page of findings of ``kind`` that an address asks for."""
    with refusing():
        wanted = finding_filter(want)
        rows = tuple(listed(wanted))
        every = replace(wanted, after=None)
        standings = tuple((s, store.count(kind, replace(every, standing=s))) for s in STANDINGS.get(kind, ()))
        after = store.behind(rows[ROWS - 1], wanted) if len(rows) > ROWS else None
        return Findings(rows[:ROWS], after, store.count(kind, every), tuple((s, n) for s, n in standings if n))


LISTS: dict[str, Callable[[Store, Filter], Iterator[tuple[ReportHead, Record]]]] = {
    "statement": Store.statements,
    "event": Store.events,
    "quantity": Store.quantities,
}
