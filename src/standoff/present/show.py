"""``standoff show``: a report as it was read, with everything found in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

import click

from standoff.present import highlight, marks, options, terminal, wording
from standoff.present.contract import problems_of
from standoff.present.terminal import plain, safe

if TYPE_CHECKING:
    from standoff.model import Document, Event, Quantity, Report, Statement
    from standoff.present.cli import Settled


@click.command()
@click.argument("report")
@options.store_option
@click.pass_obj
def show(settled: Settled, report: str, store: str | None) -> None:
    """Show REPORT (its id, the beginning of one, or its path) with its words highlighted by kind.

    Lines outside the record (navigation, credits, teasers) are dim. Without colour the kinds are written as
    [source ...] [cue ...] [content ...] [quantity ...] [trigger ...].
    """
    settings = settled(store=store)
    with options.existing(settings) as db:
        found = db.report(db.named(report))
    if terminal.coloured(sys.stdout, settings.colour):
        _coloured(found, settings.colour)
    else:
        _plain(found)


def _coloured(report: Report, colour: str) -> None:
    from rich.table import Table
    from rich.text import Text

    console = terminal.console(colour=colour)
    for line in _head(report.document):
        console.print(plain(line, "bold"))
    legend = Text("  ").join(
        [Text(kind, style=style) for kind, style in highlight.STYLES.items()] + [Text("not read", style="dim")]
    )
    console.print(legend)
    console.print()
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="dim", no_wrap=True, min_width=highlight.MARGIN)
    grid.add_column(overflow="fold")
    before = ""
    for role, text in highlight.coloured(report):
        grid.add_row("" if role == before else role, text)
        before = role
    console.print(grid)
    for line in _foot(report):
        console.print(plain(line, "dim"))


def _plain(report: Report) -> None:
    width = highlight.MARGIN
    lines = [*(safe(line, one_line=True) for line in _head(report.document)), ""]
    before = ""
    for role, text in highlight.plain(report):
        lines.append(f"{'' if role == before else role:>{width}} | {text}")
        before = role
    lines += ["", *(safe(line, one_line=True) for line in _foot(report))]
    terminal.write_text("\n".join(lines) + "\n")


def _head(document: Document) -> list[str]:
    """Title, then what is known of the report and where each piece of it came from."""
    known = [
        f"{name} {found.value} ({found.how})"
        for name, found in (("published", document.published), ("publisher", document.publisher))
        if found is not None
    ]
    if document.published is None:
        known.append("undated")
    return [
        document.title.value if document.title else "untitled",
        "; ".join([document.id, *([document.path] if document.path else []), *known]),
    ]


def _foot(report: Report) -> list[str]:
    counts = wording.found(len(report.statements), len(report.events), len(report.quantities))
    records: Iterator[Statement | Event | Quantity] = chain(report.statements, report.events, report.quantities)
    judged = sum(marks.judgement_on(record) is not None for record in records)
    if judged:
        verb = "reads" if judged == 1 else "read"
        told = f"{wording.counted(judged, 'record')} {verb} as a person judged"
        counts += f"; {told}: standoff judge list --report {report.document.id}"
    return [counts, *(f"problem in {problem.stage}: {problem.reason}" for problem in problems_of(report))]
