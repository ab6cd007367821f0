"""Options that several commands share, and how a command comes to its store."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import click

from standoff import config
from standoff.present import names
from standoff.present.terminal import say

if TYPE_CHECKING:
    from standoff.store import Filter, FindingFilter, ReportHead, Store

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

#: Reports that take a while to lay side by side.
MANY = 100
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
        click.option("--rejected", is_flag=True, help="What people rejected as well, as it was coded."),
        click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most this many."),
        click.option(
            "--text",
            metavar="WORDS",
            help='Only where all these words stand; "in a row" with quotes, troop* as a beginning.',
        ),
    ):
        function = option(function)
    return store_option(format_option(when_options(function), more))


def finding_options(function: F, *, standings: Sequence[str] = (), words: str = "") -> F:
    """The filters and forms of every list of findings; ``standings`` where they have one, ``words`` is what
    ``--words`` adds, where it adds something."""
    more = [
        click.option(
            "--no-link", "as_is", is_flag=True, help="Show what was laid out last, though reports have come since."
        ),
        click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most this many."),
        click.option(
            "--about", metavar="WORDS", help='Only where all these words or actors stand; "in a row" with quotes.'
        ),
    ]
    if words:
        more.append(click.option("--words", is_flag=True, help=f"Below each, {words}."))
    if standings:
        more.append(click.option("--standing", type=click.Choice(standings), help="Only of this standing."))
    for option in more:
        function = option(function)
    return store_option(format_option(when_options(function)))


def wanted_finding(**fields: Any) -> FindingFilter:
    """A filter for findings, or a usage error that says which option is wrong."""
    from standoff.store import FindingFilter

    try:
        return FindingFilter(**{key: value for key, value in fields.items() if value is not None})
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def wanted(**fields: Any) -> Filter:
    """A filter for the store, or a usage error that says which option is wrong."""
    from standoff.store import Filter

    try:
        return Filter(**{key: value for key, value in fields.items() if value is not None})
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def named(db: Store, report: str | None) -> None:
    """Raises :class:`~standoff.store.NotFound` for a ``--report`` by which no report goes."""
    from standoff.store import Filter, NotFound

    if report is not None and next(db.reports(Filter(report=report, revisions=True, limit=1)), None) is None:
        raise NotFound(f"no report {report!r} in the store")


def nothing(db: Store, what: str, actor: str | None = None) -> None:
    """Say that a list is empty; and that the actor asked for is nobody, where that is why."""
    if actor is None or db.knows(actor):
        say(f"no {what} match")
        return
    state = names.state_called(actor)
    hint = f"take {state}" if state else "take an id as lists show it, or words of a person's name"
    say(f"no {what} match: no record is of {actor!r}; {hint}")


def existing(settings: config.Settings) -> Store:
    """The store of the settings, opened for reading. Raises :class:`~standoff.errors.StoreError` when there is none."""
    from standoff.store import Store

    return Store.open(settings.store, create=False, read_only=True)


@contextmanager
def current(settings: config.Settings, *, as_is: bool = False) -> Iterator[Store]:
    """The store of the settings, opened for reading, with its findings made anew where they are stale.

    Where that cannot be, since the file cannot be written or another process holds it, the old findings are shown and
    a line says so; with ``as_is`` they are shown in any case. Raises :class:`~standoff.errors.StoreError` when there
    are none at all.
    """
    from standoff.errors import StoreDamaged, StoreError, StoreNewer
    from standoff.fingerprint import linker

    why = None
    with existing(settings) as store:
        if not store.stale(linker()):
            yield store
            return
        linked = store.linked()
    if as_is:
        why = "as asked for"
    else:
        try:
            relink(settings)
        except (StoreDamaged, StoreNewer):
            raise
        except StoreError as error:
            if not linked:
                raise
            why = str(error)
    if why is not None:
        if not linked:
            raise StoreError(f"{settings.store}: nothing was laid out yet; `standoff link` does it")
        say(f"what follows is older than the reports: it was not laid out anew ({why})")
    with existing(settings) as store:
        yield store


def relink(settings: config.Settings) -> bool:
    """Make the findings of the store anew where they are stale; whether they were. In as many processes as the user
    has set, else one a core. With so many reports that it takes a while, a line on standard error says so, and counts
    on a terminal."""
    from standoff.across import refresh

    count, shown = 0, sys.stderr.isatty()
    workers = settings.workers if "workers" in dict(settings.came_from) else 0

    def step(done: int, of: int) -> None:
        nonlocal count
        if of < MANY:
            return
        if not count and not shown:
            say(f"laying {of:,} reports side by side")
        count = of
        if shown:
            sys.stderr.write(f"\rlaying reports side by side: {done:,} of {of:,}")
            sys.stderr.flush()

    try:
        return refresh(settings.store, workers=workers, step=step)
    finally:
        if shown and count:
            sys.stderr.write("\n")


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


def called(db: Store) -> Callable[[str], str]:
    """What a report is called in a list: the end of its path, else its title, else its id."""

    @cache
    def name(report: str) -> str:
        from standoff.store import NotFound

        try:
            head = db.head(report)
        except NotFound:
            return report
        return (head.path or "").rstrip("/").rsplit("/", 1)[-1] or head.title or report

    return name
