"""``standoff code``: the main job, from reports to a record."""

from __future__ import annotations

import datetime
import os
import shlex
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import replace

from standoff import config
from standoff.errors import StoreError
from standoff.model import Document, Failed, Report
from standoff.present import contract, options, tables, terminal, wording
from standoff.present.contract import problems_of
from standoff.present.tables import Cell, Column
from standoff.present.terminal import say

if TYPE_CHECKING:
    from standoff.present.cli import Settled
    from standoff.store import Store

FIELDS = ("id", "path", "title", "published", "publisher", "statements", "events", "quantities", "problems", "store")
COLUMNS = (
    Column("published", "date", wrap=False),
    Column("name", "report", ratio=4),
    Column("statements", "statements", right=True, wrap=False),
    Column("events", "events", right=True, wrap=False),
    Column("quantities", "quantities", right=True, wrap=False),
    Column("problems", "problems", ratio=3, style="yellow"),
    Column("store", "store", wrap=False, style="dim"),
)


#: Characters of a title in a table: a first line may be a whole page without a break.
LONGEST = 160
#: What becomes of an input that has the text of an earlier one, and how many of these are named one by one.
SAME, NAMED = "same text", 20


class Coded(Struct, frozen=True):
    """A report and what became of it in the store ("known", "added", "revised" ...; None without a store); "same text"
    where an earlier input is this report."""

    report: Report
    became: str | None


def _columns(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    """``--column body=text`` pairs: the table's name of a column, and the field that it is; by field."""
    out: dict[str, str] = {}
    for pair in value:
        name, equals, field = pair.partition("=")
        if not equals or not name.strip() or not field.strip():
            raise click.BadParameter(f"{pair!r} is not NAME=FIELD, such as body=text", ctx=ctx, param=param)
        out[field.strip()] = name.strip()
    return out


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@options.store_option
@click.option("--no-store", is_flag=True, help="Print only; write no store.")
@click.option(
    "--manifest",
    type=click.Path(path_type=Path),
    help="CSV with what the texts do not say: path, published, publisher ...",
)
@click.option("--column", "columns", multiple=True, callback=_columns, metavar="NAME=FIELD", help="A table's column and the field it is (body=text); repeatable.")  # fmt: skip  # noqa: E501
@click.option("--workers", type=click.IntRange(min=0), metavar="N", help="Processes (default 1; 0: one a core).")
@click.option("--actors", multiple=True, type=click.Path(path_type=Path), help="Your own table of actors; repeatable.")
@click.option("--again", is_flag=True, help="Code anew what the store has from this very version.")
@options.format_option
@click.pass_context
def code(
    ctx: click.Context,
    inputs: tuple[str, ...],
    store: str | None,
    no_store: bool,
    manifest: Path | None,
    columns: Mapping[str, str],
    workers: int | None,
    actors: tuple[Path, ...],
    again: bool,
    form: str | None,
) -> None:
    """Read reports and write their record: who said what, who did what to whom, when, where, how many.

    INPUT is a file, a folder, a glob or - for standard input: text, HTML, or a table of articles (CSV, JSONL).
    The record goes to the store, unless --no-store; what is printed is a summary (table, csv) or the whole record
    (json, jsonl: one report a line, in input order, the same bytes whatever the workers). Inputs that fail are named on
    standard error, the exit code is then 1.
    """
    settled: Settled = ctx.obj
    settings = settled(store=store, workers=workers, actors=tuple(str(path) for path in actors), format=form)
    from standoff.read import read_inputs

    failed: list[Failed] = []
    read = read_inputs(list(inputs), manifest=manifest, columns=columns, stdin=sys.stdin.buffer)
    with nullcontext() if no_store else _opened(settings.store) as db, _progress(settings) as step:
        run = _Run(settings, db, failed, again=again)
        coded = run.coded(read, step)
        _write(coded, settings)
        run.end()
    _tell(run, failed, settings, stored=not no_store)
    if failed:
        ctx.exit(1)


@contextmanager
def _opened(path: str) -> Iterator[Store]:
    from standoff.store import Store

    with Store.open(path) as store:
        if store.migrated:
            old, new = store.migrated
            say(f"{path}: brought from schema {old} to {new}; older versions of standoff cannot read it now")
        yield store


class Alike(Struct, frozen=True):
    """An input that is the same report as an ``earlier`` one, by its text and what is known of its publisher and
    address; ``otherwise`` where it gives another title, date or language, which are not kept."""

    path: str
    earlier: str
    otherwise: bool


class _Place(Struct, frozen=True):
    """What stands in the line of a run: a report to be coded, or (``known``) to be taken from the store; ``again`` when
    an earlier input of the run is the same report."""

    id: str
    path: str | None
    known: bool
    again: bool


class _Run:
    """One run over inputs: what is new is coded, what the store has from this very version is taken from it.

    Which of the two happens never shows in the output: the stored record of a report is the one that coding it again
    would give, under the path by which it was read.
    """

    def __init__(self, settings: config.Settings, store: Store | None, failed: list[Failed], *, again: bool) -> None:
        from standoff.fingerprint import coder

        self.settings, self.store, self.failed, self.again = settings, store, failed, again
        self.coder = coder(settings.actors)
        self.reports = self.known = 0
        self.found: dict[str, int] = {"statements": 0, "events": 0, "quantities": 0}
        self.alike: list[Alike] = []
        # the path and the facts by which each report of the run was first met
        self._first: dict[str, tuple[str, str]] = {}
        # the documents handed to the pipeline, and the known ones that came after them
        self._waiting: deque[_Place] = deque()
        self._number: int | None = None

    def coded(self, items: Iterable[Document | Failed], step: Callable[[int], None]) -> Iterator[Coded]:
        """The inputs' reports in their order."""
        if self.store is not None:
            self._number = self.store.begin_run(
                started=_now(), coder=self.coder, command=terminal.safe(shlex.join(sys.argv[1:]), one_line=True)
            )
        for report, became in self._all(items):
            if became != SAME:
                self.reports += 1
                for kind in self.found:
                    self.found[kind] += len(getattr(report, kind))
            step(self.reports)
            yield Coded(report, became)

    def end(self) -> None:
        if self.store is not None and self._number is not None:
            self.store.end_run(self._number, ended=_now())

    def _all(self, items: Iterable[Document | Failed]) -> Iterator[tuple[Report, str | None]]:
        rest = self._others(items)
        for item in rest:
            if isinstance(item, Failed):
                self._fail(item)
                continue
            place = self._placed(item)
            if place.known:
                yield from self._known(place)
            else:
                self._waiting.append(place)
                yield from self._fresh(item, rest)

    def _others(self, items: Iterable[Document | Failed]) -> Iterator[Document | Failed]:
        """The inputs without the store itself, which may lie in the very folder that is read."""
        if self.store is None:
            yield from items
            return
        store = Path(self.settings.store).resolve()
        own = {store.with_name(store.name + suffix) for suffix in ("", "-wal", "-shm", "-journal")}
        names = {path.name for path in own}
        for item in items:
            path = Path(item.path) if item.path else None
            if path is None or path.name not in names or path.resolve() not in own:
                yield item

    def _fresh(self, first: Document, rest: Iterator[Document | Failed]) -> Iterator[tuple[Report, str | None]]:
        """From the first document that wants coding on. Only now is the network loaded."""
        from standoff.pipeline import load

        nlp = load(actors=[Path(path) for path in self.settings.actors])
        for report in nlp.pipe(self._feed(first, rest), workers=self.settings.workers or os.cpu_count() or 1):
            yield from self._passed()
            place = self._waiting.popleft()
            if place.again:
                self._met(place)
            yield report, SAME if place.again else self._keep(report)
        yield from self._passed()

    def _feed(self, first: Document, rest: Iterator[Document | Failed]) -> Iterator[Document]:
        """The documents that want coding; the others are noted in their place."""
        yield first
        for item in rest:
            if isinstance(item, Failed):
                self._fail(item)
                continue
            place = self._placed(item)
            self._waiting.append(place)
            if not place.known:
                yield item

    def _placed(self, document: Document) -> _Place:
        """Whether a document must be coded, and whether an earlier input of the run is the same report: that one is
        kept, and this one told. It is coded all the same where no store has it, or it says of itself what that does
        not."""
        from standoff.store import State
        from standoff.store.rows import facts

        path, said = document.path or document.id, facts(document)
        earlier = self._first.get(document.id)
        if earlier is not None:
            if earlier[0] != path:  # not the same file named twice
                self.alike.append(Alike(path, earlier[0], otherwise=earlier[1] != said))
            known = self.store is not None and earlier[1] == said
            return _Place(document.id, document.path, known, again=True)
        self._first[document.id] = path, said
        known = (
            self.store is not None and not self.again and self.store.state(document, coder=self.coder) is State.CURRENT
        )
        return _Place(document.id, document.path, known, again=False)

    def _passed(self) -> Iterator[tuple[Report, str | None]]:
        """The known reports that stand before the next one to be coded."""
        while self._waiting and self._waiting[0].known:
            yield from self._known(self._waiting.popleft())

    def _known(self, place: _Place) -> Iterator[tuple[Report, str | None]]:
        """A report from the store, under the path by which it was read just now."""
        assert self.store is not None
        if not self.store.has(place.id):  # the earlier input of the same text could not be stored
            self._fail(Failed(place.path or place.id, f"has the text of {self._first[place.id][0]}"))
            return
        self.known += not place.again
        self._met(place)
        report = self.store.report(place.id)
        yield replace(report, document=replace(report.document, path=place.path)), SAME if place.again else "known"

    def _met(self, place: _Place) -> None:
        """Note where else a stored report was read."""
        if self.store is not None and place.path is not None and place.path != "-":
            self.store.read_at(place.id, place.path)

    def _keep(self, report: Report) -> str | None:
        if self.store is None:
            return None
        try:
            return self.store.add(report, coder=self.coder, replace=True, run=self._number).value
        except StoreError as error:
            if not _is_unfit(report):
                raise  # the store's own trouble: busy, damaged, full
            self._fail(Failed(report.document.path or report.document.id, str(error)))
            return "not stored"

    def _fail(self, failed: Failed) -> None:
        self.failed.append(failed)
        if self.store is not None and self._number is not None:
            self.store.fail(failed, run=self._number)


def _is_unfit(report: Report) -> bool:
    """Whether it is the report that the store refuses, so that the others can still be kept."""
    from standoff.store.rows import prepare

    try:
        prepare(report)
    except StoreError:
        return True
    return False


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


# --- what is printed ---------------------------------------------------------------------------------------------


def _write(coded: Iterable[Coded], settings: config.Settings) -> None:
    if settings.format == "jsonl":
        for one in coded:
            terminal.write_json(contract.to_jsonl(one.report))
        return
    tables.write(
        coded,
        settings.format,
        as_json=lambda one: contract.to_contract(one.report),
        as_flat=_flat,
        fields=FIELDS,
        columns=COLUMNS,
        colour=settings.colour,
    )


def _flat(coded: Coded) -> Mapping[str, Cell]:
    report = coded.report
    document = report.document
    title = document.title.value if document.title else None
    problems = problems_of(report)
    return {
        "id": document.id,
        "path": document.path,
        "title": title,
        "name": wording.cut(title or document.path or document.id, LONGEST),
        "published": document.published.value if document.published else None,
        "publisher": document.publisher.value if document.publisher else None,
        "statements": len(report.statements),
        "events": len(report.events),
        "quantities": len(report.quantities),
        "problems": tables.joined(f"{p.stage}: {p.reason}" for p in problems),
        "store": coded.became,
    }


def _tell(run: _Run, failed: Sequence[Failed], settings: config.Settings, *, stored: bool) -> None:
    """The last word: counts, where the record is, and what could not be read."""
    counts = wording.found(**run.found)
    where = f"; in {settings.store}" if stored else ""
    known = f" ({run.known:,} known already)" if run.known else ""
    say(f"{wording.counted(run.reports, 'report')}{known}: {counts}{where}")
    for same in run.alike[:NAMED]:
        kept = "; its other title, date or language is not kept" if same.otherwise else ""
        say(f"same text: {same.path} has that of {same.earlier} and is one report with it{kept}")
    if len(run.alike) > NAMED:
        say(f"same text: {wording.counted(len(run.alike) - NAMED, 'more input')} of this kind")
    for one in failed:
        say(f"failed: {one.path}: {one.reason}")
    if failed:
        say(f"{wording.counted(len(failed), 'input')} failed")


@contextmanager
def _progress(settings: config.Settings) -> Iterator[Callable[[int], None]]:
    """A counter on standard error, when a person looks at it and no record scrolls past on the same terminal."""
    if not sys.stderr.isatty() or (sys.stdout.isatty() and settings.format != "table"):
        yield lambda _: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    bar: Any = Progress(
        SpinnerColumn(), TextColumn("coding"), TextColumn("{task.completed} reports"), TimeElapsedColumn(),
        console=terminal.console(err=True, colour=settings.colour), transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("coding", total=None)
        yield lambda done: bar.update(task, completed=done)
