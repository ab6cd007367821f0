"""``standoff``: the command line. Commands load when they are called, so that ``--help`` is quick.

Exit codes: 0 all well; 1 some inputs failed, or ``verify`` or ``doctor`` found something; 2 wrong usage, settings or
tables; 3 the store is busy, damaged or of a newer version; 130 interrupted; 141 the reader of our output went away.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import click

from standoff import __version__, config
from standoff.errors import ConfigError, DataError, InputError, StandoffError, StoreError
from standoff.present.terminal import forgiving, safe, say

#: Command, the module that holds it, and its one line in ``--help``: listing them imports none of them.
COMMANDS = {
    "code": ("coding", "Read reports and write their record: the main job."),
    "show": ("show", "Show a report with its words highlighted by kind."),
    "statements": ("records", "List who said what."),
    "events": ("records", "List who did what to whom."),
    "quantities": ("records", "List how many, of what, held by whom."),
    "claims": ("findings", "List claims: who asserts, denies, doubts, on how many legs."),
    "demands": ("findings", "List demands: open, met, refused."),
    "series": ("findings", "List figures through time, each with its source."),
    "timeline": ("findings", "List deeds as reports told them, with their days."),
    "dyads": ("findings", "Conflict and cooperation between two sides through time."),
    "stories": ("findings", "List stories: reports of one happening."),
    "copies": ("findings", "List reports that go back to one text."),
    "link": ("findings", "Lay reports side by side; lists do so by themselves."),
    "judge": ("judging", "Correct the record: merge, split, change, reject, undo."),
    "brief": ("briefing", "Write a situation brief, in Markdown or HTML."),
    "why": ("why", "Say why a record is there: rule, score, words, chain."),
    "serve": ("serving", "Open the desk: read, check and correct the record in a browser."),
    "verify": ("checking", "Check every anchor of a store against its text."),
    "doctor": ("checking", "Check the installation, its data and the store."),
}


class Refused(click.ClickException):
    """One of our own errors on its way out: one line, no traceback, the exit code of the contract."""

    def __init__(self, error: StandoffError) -> None:
        super().__init__(safe(str(error)))
        self.error = error

    def show(self, file: Any = None) -> None:
        say(f"standoff: {self.format_message()}")


def _exit_code(error: StandoffError) -> int:
    if type(error).__name__ in {"NotFound", "Ambiguous"}:  # asked for wrongly; the store itself is sound
        return 2
    if isinstance(error, StoreError):
        return 3
    return 2 if isinstance(error, (ConfigError, InputError, DataError)) else 1


class Commands(click.Group):
    """The group of :data:`COMMANDS`, loaded one at a time; it turns our errors into exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"standoff.present.{COMMANDS[cmd_name][0]}")
        command = getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()  # a reader that went away is met here, not at the interpreter's end
        except StandoffError as error:
            refused = Refused(error)
            refused.exit_code = _exit_code(error)  # type: ignore[misc]  # click reads it from the instance
            raise refused from error
        except BrokenPipeError:
            _mute()
            ctx.exit(141)
        except OSError as error:  # a full disk, a folder that may not be written
            where = f"{error.filename}: " if error.filename else ""
            say(f"standoff: {where}{error.strerror or error}")
            _mute()
            ctx.exit(1)
        except KeyboardInterrupt:
            say("interrupted; what was stored before is kept")
            ctx.exit(130)


def _mute() -> None:
    """Nobody reads us any more: let what is still buffered go nowhere, so that the end of the run stays silent."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"standoff {__version__}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
@click.option(
    "--config", "config_file", type=click.Path(dir_okay=False), help="Settings file instead of ./standoff.toml."
)
@click.option("--colour", "--color", type=click.Choice(config.COLOURS), help="Colour on the terminal (default: auto).")
@click.pass_context
def cli(ctx: click.Context, config_file: str | None, colour: str | None) -> None:
    """Read reports about an international crisis and write the record: who said what, who did what to whom, how many.

    Every line of the record points at the words it came from. Settings come from the command line, from STANDOFF_*
    variables, from standoff.toml, in this order.
    """
    ctx.obj = Settled(config_file, colour)


class Settled:
    """Settings on demand: the group's options are known first, the command's own come later."""

    def __init__(self, file: str | None, colour: str | None) -> None:
        self._file, self._colour = file, colour

    def __call__(self, **given: object) -> config.Settings:
        from pathlib import Path

        return config.load(given={"colour": self._colour, **given}, file=Path(self._file) if self._file else None)


def main(args: Sequence[str] | None = None, run: Callable[..., Any] = cli.main) -> NoReturn:
    """The entry point of ``standoff`` and ``python -m standoff``."""
    forgiving()
    run(args=args, prog_name="standoff")
    sys.exit(0)
