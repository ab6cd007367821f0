"""``standoff brief``: the command around :mod:`standoff.present.brief`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from standoff.present import options, terminal

if TYPE_CHECKING:
    from standoff.present.brief import Form
    from standoff.present.cli import Settled


#: How a file ends that a brief is written to, and the form that it then has.
_ENDS: dict[str, Form] = {
    ".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".txt": "markdown", "": "markdown",
}  # fmt: skip


def _form(output: Path | None) -> Form:
    """The form that a file is to have by its ending, else a usage error: no reader opens Markdown as a PDF."""
    if output is None:
        return "markdown"
    if (form := _ENDS.get(output.suffix.casefold())) is None:
        raise click.UsageError(f"a brief is Markdown (.md) or HTML (.html), no {output.suffix}; or give --format")
    return form


@click.command()
@options.when_options
@click.option("--about", metavar="WORDS", help='Only what holds all these words; "in a row" with quotes.')
@click.option(
    "-f", "--format", "form", type=click.Choice(["markdown", "html"]), help="Default: as -o ends, else markdown."
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of standard output."
)
@click.option("--no-link", "as_is", is_flag=True, help="Write what was laid out last, though reports have come since.")
@options.store_option
@click.pass_obj
def brief(
    settled: Settled,
    store: str | None,
    output: Path | None,
    form: Form | None,
    since: str | None,
    until: str | None,
    actor: str | None,
    about: str | None,
    report: str | None,
    as_is: bool,
) -> None:
    """Write a situation brief: what is new, what is disputed and by whom, what could not be confirmed, what is
    corroborated, demands, what each party says, figures, timeline.

    Every line has footnotes that quote the words it rests on. --since and --until choose reports by their date. HTML is
    one file with everything in it; Markdown written to a file has its charts beside it as SVG.
    """
    from standoff.present import brief as writer
    from standoff.present.gather import Asked, gather

    options.wanted(since=since, until=until, actor=actor, report=report, text=about)  # a wrong one is told before
    form = form or _form(output)
    asked = Asked(since=since, until=until, actor=actor, about=about, report=report)
    pictures: dict[str, str] = {}
    with options.current(settled(store=store), as_is=as_is) as db:
        options.named(db, report)
        material = gather(db, asked)
        if output is not None and form == "markdown":
            stem = output.stem
            text, pictures = writer.write_with_pictures(material, db.report, lambda n: f"{stem}-figure-{n}.svg")
        else:
            text = writer.write(material, db.report, form=form)
    if output is None:
        terminal.write_text(text)
        return
    for path, content in ((output, text), *((output.with_name(name), svg) for name, svg in pictures.items())):
        try:
            path.write_text(content, encoding="utf-8")
        except FileNotFoundError as error:
            raise click.UsageError(f"{terminal.safe(str(path))}: there is no such folder; make it first") from error
        except OSError as error:
            raise click.ClickException(f"{terminal.safe(str(path))}: {error.strerror}") from error
        terminal.say(f"wrote {path}")
