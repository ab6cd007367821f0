"""``standoff verify`` and ``standoff doctor``: is the record sound, is the installation?"""

from __future__ import annotations

import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from msgspec import Struct

from standoff.errors import StandoffError
from standoff.present import options, terminal, wording

if TYPE_CHECKING:
    from standoff import config
    from standoff.present.cli import Settled

LIBRARIES = ("click", "htmldate", "lxml", "msgspec", "numpy", "onnxruntime", "rich", "tokenizers", "trafilatura")
OLDEST_SQLITE = (3, 24, 0)


@click.command()
@options.store_option
@click.pass_context
def verify(ctx: click.Context, store: str | None) -> None:
    """Check every anchor of a store: texts against their hashes, spans against texts, words against spans.

    Names all that is off and ends with exit code 1, or says how much was checked.
    """
    settled: Settled = ctx.obj
    with options.existing(settled(store=store)) as db:
        from standoff.store import verify as findings_of

        found = 0
        with options.done_with(findings_of(db)) as findings:
            for finding in findings:
                found += 1
                where = " ".join(part for part in (finding.report, finding.record) if part) or "store"
                terminal.write_text(f"{finding.check}: {terminal.safe(f'{where}: {finding.reason}', one_line=True)}\n")
        if found:
            terminal.say(f"{found:,} finding{'' if found == 1 else 's'} in {db.path}")
            ctx.exit(1)
        held = db.summary()
        found_in = wording.found(held.statements, held.events, held.quantities)
        older = f" and {wording.counted(held.revisions, 'older revision')}" if held.revisions else ""
        terminal.write_text(
            f"{db.path} is sound: {wording.counted(held.reports, 'report')}{older}, {found_in}, "
            f"{wording.counted(held.mentions, 'mention')}, every anchor at its words\n"
        )


class Check(Struct, frozen=True):
    """One line of the doctor: how it is, what was looked at, what was found, and what to do when it is not well."""

    state: Literal["ok", "warn", "fail"]
    name: str
    found: str
    remedy: str = ""


@click.command()
@options.store_option
@click.pass_context
def doctor(ctx: click.Context, store: str | None) -> None:
    """Check the installation: libraries, network, tables, SQLite, terminal, settings and the store.

    Every line says ok, warn or fail, and what to do. Exit code 1 when something fails.
    """
    settled: Settled = ctx.obj
    settings = settled(store=store)
    checks = [check for look in LOOKS for check in look(settings)]
    console = terminal.console(colour=settings.colour)
    styles = {"ok": "green", "warn": "yellow", "fail": "bold red"}
    for check in checks:
        line = terminal.plain(f"{check.state:<4}", styles[check.state])
        line.append(f"  {check.name:<12} ")
        line.append(terminal.safe(check.found, one_line=True))
        if check.remedy:
            line.append(f"\n{'':19}{terminal.safe(check.remedy, one_line=True)}", "bold")
        console.print(line, soft_wrap=True)
    if any(check.state == "fail" for check in checks):
        ctx.exit(1)


def _python(_: config.Settings) -> Iterator[Check]:
    from standoff.fingerprint import coder

    yield Check("ok", "standoff", f"{coder()} (version and hash of rules, tables and weights)")
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield Check("ok", "python", found)


def _libraries(_: config.Settings) -> Iterator[Check]:
    missing, held = [], []
    for name in LIBRARIES:
        try:
            held.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        yield Check("fail", "libraries", f"missing: {', '.join(missing)}", f"pip install {' '.join(missing)}")
    else:
        yield Check("ok", "libraries", ", ".join(held))


def _network(_: config.Settings) -> Iterator[Check]:
    try:
        from standoff.analyse.network import ENCODERS, check

        sums = check()
        for name in ENCODERS:
            sums |= check(files=(f"{name}.onnx",), sums=f"{name}.sha256")
    except StandoffError as error:
        yield Check("fail", "network", str(error), "reinstall standoff, or train the network: see training/")
        return
    except ImportError as error:
        yield Check("fail", "network", f"cannot be loaded: {error}", "reinstall standoff with its dependencies")
        return
    yield Check("ok", "network", ", ".join(f"{name} {digest[:12]}" for name, digest in sorted(sums.items())))


def _tables(settings: config.Settings) -> Iterator[Check]:
    from importlib.resources import files

    from standoff.data import table

    names = sorted(item.name for item in files("standoff.data").iterdir() if item.name.endswith((".csv", ".tsv")))
    rows = 0
    for name in names:
        try:
            rows += len(table(name))
        except (StandoffError, UnicodeDecodeError) as error:
            yield Check("fail", "tables", f"{name}: {error}", "reinstall standoff")
    state: Literal["ok", "fail"] = "ok" if names else "fail"
    yield Check(state, "tables", f"{len(names)} tables, {rows:,} rows", "" if names else "reinstall standoff")
    for path in settings.actors:
        if Path(path).is_file():
            yield Check("ok", "your actors", path)
        else:
            yield Check(
                "fail", "your actors", f"{path} is not there", "mend the setting `actors` or put the table there"
            )


def _sqlite(_: config.Settings) -> Iterator[Check]:
    db = sqlite3.connect(":memory:")
    try:
        db.execute("CREATE VIRTUAL TABLE probe USING fts5 (words, tokenize = 'porter unicode61 remove_diacritics 2')")
        searches = True
    except sqlite3.OperationalError:
        searches = False
    finally:
        db.close()
    found = f"{sqlite3.sqlite_version}, full-text search {'there' if searches else 'missing'}"
    well = searches and sqlite3.sqlite_version_info >= OLDEST_SQLITE
    oldest = ".".join(map(str, OLDEST_SQLITE))
    yield Check(
        "ok" if well else "fail", "SQLite", found, "" if well else f"use a Python with SQLite {oldest} and FTS5"
    )


def _terminal(settings: config.Settings) -> Iterator[Check]:
    encoding = (sys.stdout.encoding or "unknown").lower()
    where = "a terminal" if sys.stdout.isatty() else "no terminal"
    colour = "colour" if terminal.coloured(sys.stdout, settings.colour) else "no colour"
    found = f"{encoding}, {where}, {colour}"
    if encoding.replace("-", "") == "utf8":
        yield Check("ok", "output", found)
    else:
        yield Check("warn", "output", found, "set PYTHONUTF8=1 to see every character; JSON and CSV are UTF-8 anyway")


def _settings(settings: config.Settings) -> Iterator[Check]:
    """What is not a default, and who says so; a malformed setting has ended the command before this."""
    set_ = [f"{key}={getattr(settings, key)!r} from {where}" for key, where in settings.came_from]
    yield Check("ok", "settings", "; ".join(set_) or "all defaults")


def _store(settings: config.Settings) -> Iterator[Check]:
    path = Path(settings.store)
    if not path.exists():
        yield Check("ok", "store", f"{path}: none yet; `standoff code` makes it")
        return
    try:
        with options.existing(settings) as db:
            held = db.summary()
    except StandoffError as error:
        yield Check("fail", "store", str(error), "point --store at another file, or restore a copy")
        return
    size = path.stat().st_size / 1e6
    yield Check("ok", "store", f"{path}: {held.reports:,} reports, {held.statements:,} statements, {size:.1f} MB")
    if len(held.coders) > 1:
        coders = ", ".join(f"{name} ({count:,})" for name, count in held.coders)
        yield Check("warn", "store", f"coded by several versions: {coders}", "run `standoff code` on the reports anew")


#: In the order of the output; each gives one line or more and never raises.
LOOKS: tuple[Callable[[config.Settings], Iterator[Check]], ...] = (
    _python, _libraries, _network, _tables, _sqlite, _terminal, _settings, _store,
)  # fmt: skip
