"""``standoff brief``: the command around :mod:`standoff.present.brief`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from standoff.present import options, terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from standoff.model import Actor
    from standoff.present.cli import Settled


@click.command()
@options.when_options
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of standard output."
)
@options.store_option
@click.pass_obj
def brief(
    settled: Settled,
    store: str | None,
    output: Path | None,
    since: str | None,
    until: str | None,
    actor: str | None,
    report: str | None,
) -> None:
    """Write a situation brief in Markdown: parties, events and statements by day, denials, doubts, demands, figures.

    Every line has a footnote that quotes the words it rests on. --since and --until choose reports by their date.
    """
    from standoff.present import brief as writer

    with options.existing(settled(store=store)) as db:
        heads = db.reports(options.wanted(since=since, until=until, actor=actor, report=report))
        with options.done_with(heads):
            text = writer.write((db.report(head.id) for head in heads), concerns=_concerns(actor))
    if output is None:
        terminal.write_text(text)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{terminal.safe(str(output))}: {error.strerror}") from error
    terminal.say(f"wrote {output}")


def _concerns(wanted: str | None) -> Callable[[Iterable[Actor]], bool] | None:
    """Whether one of several actors is the one asked for, as the store's own filter has it.

    That is: an id, the state that an id begins with, or whole words of a name.
    """
    if wanted is None:
        return None
    words = f" {' '.join(wanted.casefold().split())} "

    def concerns(actors: Iterable[Actor]) -> bool:
        return any(
            (actor.id or "") == wanted
            or (actor.id or "").startswith(f"{wanted}.")
            or words in f" {' '.join((actor.name or '').casefold().split())} "
            for actor in actors
        )

    return concerns
