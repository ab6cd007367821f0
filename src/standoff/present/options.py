"""Options that several commands share, and how a command comes to its store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from standoff import config

if TYPE_CHECKING:
    from standoff.store import Filter, ReportHead, Store

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

#: Forms for data sets of events, which only that list has.
EXCHANGE = ("plover", "polecat")


def store_option(function: F) -> F:
    return click.option("--store", metavar="FILE", help="The store (default: standoff.db).")(function)


def format_option(function: F, more: Sequence[str] = ()) -> F:
    """``--format``; ``more`` names forms that this command alone prints, which no setting can make the default."""
    return click.option(
        "-f", "--format", "form", type=click.Choice((*config.FORMATS, *more)), help="What to print (default: table)."
    )(function)


def when_options(function: F) -> F:
    """``--since``, ``--until``, ``--actor``, ``--report``."""
    for option in (
        click.option("--report", metavar="REPORT", help="Only this report: its id, the beginning of one, or its path."),
        click.option(
            "--actor", metavar="ACTOR", help="An actor's id (RUS also finds RUS.GOV) or words of a person's name."
        ),
        click.option("--until", metavar="DAY", help="Up to this day (2014-04-10)."),
        click.option("--since", metavar="DAY", help="From this day on (2014-04-01)."),
    ):
        function = option(function)
    return function


def list_options(function: F, more: Sequence[str] = ()) -> F:
    """The filters and forms of every list of records; ``more`` as in :func:`format_option`."""
    for option in (
        click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most this many."),
        click.option(
            "--text",
            metavar="WORDS",
            help='Only where all these words stand; "in a row" with quotes, troop* as a beginning.',
        ),
    ):
        function = option(function)
    return store_option(format_option(when_options(function), more))


def wanted(**fields: Any) -> Filter:
    """A filter for the store, or a usage error that says which option is wrong."""
    from standoff.store import Filter

    try:
        return Filter(**{key: value for key, value in fields.items() if value is not None})
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def existing(settings: config.Settings) -> Store:
    """The store of the settings, opened for reading. Raises :class:`~standoff.errors.StoreError` when there is none."""
    from standoff.store import Store

    return Store.open(settings.store, create=False, read_only=True)


@contextmanager
def done_with(found: Iterator[T]) -> Iterator[Iterator[T]]:
    """``found``, closed at the end of the block: cursors of a store are to be closed before the store is."""
    try:
        yield found
    finally:
        close = getattr(found, "close", None)
        if close is not None:
            close()


def home(store: Store, head: ReportHead) -> Any:
    """The report of a listed record, with its text."""
    from standoff.present.rows import Home

    return Home(
        id=head.id, sha256=head.sha256, text=store.text(head.id), path=head.path, title=head.title,
        published=head.published, publisher=head.publisher,
    )  # fmt: skip
