"""``standoff statements``, ``events`` and ``quantities``: the lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import click

from standoff.model import ACTS, CERTAINTIES, STATUSES
from standoff.present import marks, options, tables
from standoff.present.contract import Json
from standoff.present.tables import Cell, Column

if TYPE_CHECKING:
    from standoff.model import Event, Quantity, Statement
    from standoff.present.cli import Settled
    from standoff.store import ReportHead, Store

R = TypeVar("R", bound="Statement | Event | Quantity")


@click.command()
@click.option(
    "--act", "acts", multiple=True, metavar="ACT", type=click.Choice(ACTS, case_sensitive=False),
    help="Only this act (DENY, DOUBT, REQUEST ...); repeatable.",
)  # fmt: skip
@click.option("--certainty", type=click.Choice(CERTAINTIES), help="Only this certainty.")
@click.option("--role", type=click.Choice(["source", "addressee", "target"]), help="What --actor is in it.")
@options.list_options
@click.pass_obj
def statements(
    settled: Settled, /, store: str | None, form: str | None, acts: tuple[str, ...], limit: int | None, **fields: Any
) -> None:
    """List who said what.

    A line is one statement: the source, what saying it did (act), how surely, and the words. Dates are the reports'.
    """
    from standoff.present import rows

    one = acts[0].upper() if len(acts) == 1 else None
    kept = frozenset(act.upper() for act in acts)
    _list(
        settled(store=store, format=form),
        lambda db: db.statements(options.wanted(act=one, limit=limit if len(acts) < 2 else None, **fields)),
        lambda found: _several(found, "act", kept, limit),
        (rows.statement_json, rows.statement_flat, rows.STATEMENT_FIELDS, rows.STATEMENT_COLUMNS),
        "statements",
        fields,
    )


@click.command()
@click.option("--type", "types", multiple=True, metavar="TYPE", help="Only this PLOVER type (RETREAT); repeatable.")
@click.option("--mode", metavar="MODE", help="Only this mode (withdraw).")
@click.option("--status", type=click.Choice(STATUSES), help="Only what happened, was denied, is to come ...")
@click.option("--role", type=click.Choice(["actor", "recipient"]), help="What --actor is in it.")
@partial(options.list_options, more=options.EXCHANGE)
@click.pass_obj
def events(
    settled: Settled, /, store: str | None, form: str | None, types: tuple[str, ...], limit: int | None, **fields: Any
) -> None:
    """List who did what to whom.

    A line is one event. --since and --until go by the day of the event where it has one, else by the report's.

    The formats plover and polecat are for data sets: a deed is one record, and only what is actual goes out unless
    --status says otherwise.
    """
    from standoff.present import rows

    _check_types(types, fields["mode"])
    one = types[0].upper() if len(types) == 1 else None
    kept = frozenset(name.upper() for name in types)
    if form in options.EXCHANGE:
        fields = {"type": one, **fields, "status": fields["status"] or "actual"}
        _exchange(settled(store=store), form, fields, lambda found: _several(found, "type", kept, None), limit)
        return
    _list(
        settled(store=store, format=form),
        lambda db: db.events(options.wanted(type=one, limit=limit if len(types) < 2 else None, **fields)),
        lambda found: _several(found, "type", kept, limit),
        (rows.event_json, rows.event_flat, rows.EVENT_FIELDS, rows.EVENT_COLUMNS),
        "events",
        fields,
    )


@click.command()
@click.option("--unit", metavar="UNIT", help="Only this unit (person, USD, vehicle).")
@click.option("--of", metavar="WORDS", help="Only what counts exactly this (troops).")
@options.list_options
@click.pass_obj
def quantities(settled: Settled, /, store: str | None, form: str | None, **fields: Any) -> None:
    """List how many, of what, held by whom, as which source says."""
    from standoff.present import rows

    _list(
        settled(store=store, format=form),
        lambda db: db.quantities(options.wanted(**fields)),
        lambda found: found,
        (rows.quantity_json, rows.quantity_flat, rows.QUANTITY_FIELDS, rows.QUANTITY_COLUMNS),
        "quantities",
        fields,
    )


def _check_types(types: Sequence[str], mode: str | None) -> None:
    """Raises a usage error for a type or mode that PLOVER does not have, or not together."""
    from standoff.verdicts import plover, type_of

    try:
        for name in types:
            type_of(name if mode is None or len(types) > 1 else f"{name} {mode}")
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    modes = dict.fromkeys(known for _, known in plover() if known)
    if mode is not None and mode not in modes:
        raise click.UsageError(f"no PLOVER mode is called {mode!r}: take one of {', '.join(modes)}")


def _exchange(
    settings: Any,
    form: str,
    fields: Mapping[str, Any],
    pick: Callable[[Iterator[tuple[ReportHead, Event]]], Iterator[tuple[ReportHead, Event]]],
    limit: int | None,
) -> None:
    """Events in a form of :data:`options.EXCHANGE`; ``limit`` counts what goes out, not what is left out."""
    from standoff.present import exchange, plover, polecat

    with options.existing(settings) as store:
        options.named(store, fields.get("report"))
        try:
            found = store.events(options.wanted(**fields))
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        with options.done_with(found):
            told = islice(exchange.tellings(store, pick(found)), limit)
            count = (polecat if form == "polecat" else plover).write(told)
        if not count:
            options.nothing(store, "events", fields.get("actor"))


def _several(
    found: Iterator[tuple[ReportHead, R]], field: str, kept: frozenset[str], limit: int | None
) -> Iterator[tuple[ReportHead, R]]:
    """The store knows one act or type at a time; several are picked here, in its order, before the limit counts."""
    if len(kept) < 2:
        return found
    return islice((pair for pair in found if getattr(pair[1], field) in kept), limit)


def _list(
    settings: Any,
    find: Callable[[Store], Iterator[tuple[ReportHead, R]]],
    pick: Callable[[Iterator[tuple[ReportHead, R]]], Iterator[tuple[ReportHead, R]]],
    shape: tuple[
        Callable[[tuple[Any, R]], Json],
        Callable[[tuple[Any, R]], Mapping[str, Cell]],
        tuple[str, ...],
        tuple[Column, ...],
    ],
    what: str,
    asked: Mapping[str, Any],
) -> None:
    as_json, as_flat, fields, columns = shape
    with options.existing(settings) as store:
        options.named(store, asked["report"])
        try:
            found = find(store)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        starred = False

        def lines() -> Iterator[tuple[Any, R]]:
            nonlocal starred
            for head, record in pick(found):
                starred = starred or marks.judgement_on(record) is not None
                yield options.home(store, head), record

        # closed before the store is: a reader of ours that goes away must not leave a cursor open on a closed file
        with options.done_with(found):
            count = tables.write(
                lines(),
                settings.format,
                as_json=as_json,
                as_flat=as_flat,
                fields=fields,
                columns=columns,
                colour=settings.colour,
            )
        if not count:
            options.nothing(store, what, asked["actor"])
        if starred and settings.format == "table":
            marks.legend()
