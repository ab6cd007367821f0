"""``standoff judge``: what a person decides, written beside the record and never over it."""

from __future__ import annotations

import datetime
import getpass
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

from standoff.dossier import Claim, Judgement
from standoff.errors import ConfigError
from standoff.model import ACTS, STATUSES, Actor, Document, Event, Mention, Quantity, Statement
from standoff.present import names, options, tables, terminal
from standoff.present.contract import Json
from standoff.present.rows import SHORT, known
from standoff.present.tables import Cell, Column, joined

if TYPE_CHECKING:
    from standoff.present.cli import Settled
    from standoff.store import Store

F = TypeVar("F", bound=Callable[..., Any])
Record = Statement | Event | Quantity | Mention


@click.group()
def judge() -> None:
    """Correct the record: every correction is a judgement with author, time and reason, and can be taken back.

    The machine's own coding stays as it is, and a judgement stays in force when reports are coded again. ID is the id
    of a record (or the beginning of one), as lists show it.
    """


def _signed(function: F) -> F:
    """``--author``, ``--reason``, ``--store``."""
    for option in (
        click.option("--reason", default="", metavar="WORDS", help="Why."),
        click.option("--author", metavar="NAME", help="Who judges (default: STANDOFF_AUTHOR, else your login name)."),
    ):
        function = option(function)
    return options.store_option(function)


@judge.command()
@click.argument("id")
@click.argument("other")
@_signed
@click.pass_obj
def same(settled: Settled, /, id: str, other: str, **signed: Any) -> None:
    """ID and OTHER speak to one claim: statements, events, or claims (then their first positions)."""
    _pair(settled, "same", id, other, "speak to one claim", signed)


@judge.command()
@click.argument("id")
@click.argument("other")
@_signed
@click.pass_obj
def different(settled: Settled, /, id: str, other: str, **signed: Any) -> None:
    """ID and OTHER, two statements or events, speak to different claims."""
    _pair(settled, "different", id, other, "speak to different claims", signed)


@judge.command()
@click.argument("actor")
@click.argument("into")
@_signed
@click.pass_obj
def merge(settled: Settled, /, actor: str, into: str, **signed: Any) -> None:
    """ACTOR (an id, or the name of one that has no id) is read as INTO (an id) everywhere."""
    _judge(settled, signed, "merge", lambda db: (actor, into), None, lambda _: f"{actor} is read as {into} everywhere")


@judge.command()
@click.argument("id")
@click.argument("act", type=click.Choice(ACTS, case_sensitive=False), metavar="ACT")
@_signed
@click.pass_obj
def act(settled: Settled, /, id: str, act: str, **signed: Any) -> None:
    """The statement ID does something else by speaking: ACT is right (DENY, REQUEST ...)."""
    _correct(settled, "act", id, act, signed)


@judge.command("type")
@click.argument("id")
@click.argument("type")
@_signed
@click.pass_obj
def type_(settled: Settled, /, id: str, type: str, **signed: Any) -> None:
    """The event ID is of another PLOVER TYPE, with or without its mode ("RETREAT withdraw")."""
    _correct(settled, "type", id, type, signed)


@judge.command()
@click.argument("id")
@click.argument("status", type=click.Choice(STATUSES, case_sensitive=False), metavar="STATUS")
@_signed
@click.pass_obj
def status(settled: Settled, /, id: str, status: str, **signed: Any) -> None:
    """The event ID is of another STATUS: actual, negation, future, hypothetical or historical."""
    _correct(settled, "status", id, status, signed)


@judge.command()
@click.argument("id")
@click.argument("actor")
@_signed
@click.pass_obj
def actor(settled: Settled, /, id: str, actor: str, **signed: Any) -> None:
    """The one who speaks in, does, or holds ID is ACTOR.

    Written as lists show actors: RUS.GOV, "NATO (Mara Lind)", "RUS.GOV; CHN.GOV", or none for nobody that can be named.
    """
    _correct(settled, "actor", id, actor, signed)


@judge.command()
@click.argument("id")
@_signed
@click.pass_obj
def reject(settled: Settled, /, id: str, **signed: Any) -> None:
    """ID is no such record: leave it out of everything."""
    _correct(settled, "reject", id, None, signed)


@judge.command()
@click.argument("id")
@_signed
@click.pass_obj
def accept(settled: Settled, /, id: str, **signed: Any) -> None:
    """ID is right. Takes an earlier rejection back, whoever made it."""
    _correct(settled, "accept", id, None, signed)


@judge.command()
@click.argument("judgement")
@_signed
@click.pass_obj
def undo(settled: Settled, /, judgement: str, **signed: Any) -> None:
    """Take JUDGEMENT back: its id, or the beginning of one, as `standoff judge list` shows it.

    An undo can be undone."""

    def told(db: Store) -> str:
        taken = db.judgement(judgement)
        return f"{taken.id} is taken back: {_said(taken)}"

    _judge(settled, signed, "undo", lambda db: (db.judgement(judgement).id,), None, told)


# --- how one is made -------------------------------------------------------------------------------------------


def _pair(settled: Settled, verdict: str, one: str, other: str, what: str, signed: dict[str, Any]) -> None:
    def subjects(db: Store) -> tuple[str, str]:
        return _standing_for(db, one), _standing_for(db, other)

    _judge(settled, signed, verdict, subjects, None, lambda db: " and ".join(subjects(db)) + f" {what}")


def _standing_for(db: Store, asked: str) -> str:
    """The record that an id means; a claim is made anew at each linking, so the first record in it stands for it."""
    from standoff.store import NotFound

    try:
        return _record(db, asked).id
    except NotFound:
        try:
            found = db.finding(asked)
        except NotFound:
            raise NotFound(f"no record and no claim {asked!r} in the store") from None
    if not isinstance(found, Claim):
        raise click.UsageError(f"{found.id} is no claim, statement or event")
    records = [name for position in found.positions for name in (position.statement, position.event) if name]
    return records[0]


def _record(db: Store, asked: str) -> Record:
    _, record = db.find(asked)
    if isinstance(record, Document):
        raise click.UsageError(f"{record.id} is a report; a judgement is about a record in it")
    return record


def _correct(settled: Settled, verdict: str, asked: str, value: str | None, signed: dict[str, Any]) -> None:
    def subjects(db: Store) -> tuple[str]:
        return (_record(db, asked).id,)

    def told(db: Store) -> str:
        (name,) = subjects(db)
        changed = db.judged(name)
        if changed is None:
            return f"{name} is right as it was coded" if verdict == "accept" else f"{name} reads as before"
        if changed.now is None:
            return f"{name} is left out from now on"
        return f"{name}: {_reads(changed.now)}, coded {_reads(changed.coded)}"

    _judge(settled, signed, verdict, subjects, value, told)


def _reads(record: Record) -> str:
    """What of a record a judgement can change."""
    if isinstance(record, Statement):
        return f"{record.act} by {_names(record.source_actors)}"
    if isinstance(record, Event):
        kind = f"{record.type} {record.mode}" if record.mode else record.type
        apart = "" if record.status == "actual" else f" ({record.status})"
        return f"{kind}{apart} by {_names(record.actors)}"
    return _names(((record.holder,) if record.holder else ()) if isinstance(record, Quantity) else record.actors)


def _names(actors: tuple[Actor, ...]) -> str:
    return joined(map(known, actors)) or "nobody named"


def _judge(
    settled: Settled,
    signed: Mapping[str, Any],
    verdict: str,
    subjects: Callable[[Store], tuple[str, ...]],
    value: str | None,
    told: Callable[[Store], str],
) -> None:
    """Write a judgement down, and say what came of it."""
    from standoff.store import Store

    settings = settled(store=signed["store"], author=signed["author"])
    author = settings.author or _login()
    now = datetime.datetime.now(datetime.UTC).isoformat()
    with Store.open(settings.store, create=False) as db:
        try:
            about = subjects(db)
            new = _new(db, about[1:] if verdict == "merge" else _ids(value) if verdict == "actor" else ())
            judged = db.judge(verdict, *about, value=value, author=author, time=now, reason=signed["reason"])
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        state = next(line.state for line in weighed(db) if line.judgement.id == judged.id)
        terminal.write_text(terminal.safe(f"{judged.id}  {told(db)}", one_line=True) + "\n")
        if new:
            terminal.say(f"no record and no table of ours has {names.listed(new)}: see that it is written right")
        if state != IN_FORCE:
            terminal.say(f"it is not in force: {state}")
        terminal.say(f"judged by {author}; claims are laid out anew at the next list")


def _ids(value: str | None) -> tuple[str, ...]:
    from standoff.verdicts import actors_of

    return tuple(actor.id for actor in actors_of(value or "") if actor.id)


def _new(db: Store, ids: tuple[str, ...]) -> list[str]:
    """Those of ``ids`` that nobody has had so far: a slip, or a body of the user's own."""
    from standoff.data import table

    bodies = {row["id"] for row in table("organisations.csv")}
    return [name for name in ids if name not in bodies and names.spell(name) == name and not db.knows(name)]


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise ConfigError("nobody knows who you are: give --author or set STANDOFF_AUTHOR") from error


# --- what there is ---------------------------------------------------------------------------------------------

IN_FORCE = "in force"
WAITING = "waiting: its record is not there"


class Weighed(Struct, frozen=True):
    """A judgement and how it stands: in force, undone or overruled (by which), or waiting for its record."""

    judgement: Judgement
    state: str


def weighed(db: Store) -> tuple[Weighed, ...]:
    """All judgements of a store by time and id, each with how it stands."""
    return weigh(db.judgements(), db.waiting())


def weigh(judged: Sequence[Judgement], waiting: Container[str] = ()) -> tuple[Weighed, ...]:
    """``judged``, by time and id, each with how it stands among them; ``waiting`` are records that are not there."""
    from standoff import verdicts
    from standoff.link.judgements import pairs

    standing = verdicts.in_force(judged)
    gone = verdicts.undone(judged)
    over = {**verdicts.overruled(standing), **verdicts.merged(standing)[1], **pairs(judged).overruled}

    def state(one: Judgement) -> str:
        if one.id in gone:
            return f"undone by {gone[one.id]}"
        if one.id in over:
            return f"overruled by {over[one.id]}"
        return WAITING if any(subject in waiting for subject in one.subjects) else IN_FORCE

    return tuple(Weighed(one, state(one)) for one in judged)


FIELDS = ("id", "time", "author", "verdict", "subjects", "value", "reason", "state")
COLUMNS = (
    Column("when", "when (UTC)", wrap=False),
    Column("author", "who", style="cyan", ratio=1),
    Column("said", "what", ratio=3),
    Column("reason", "why", ratio=2),
    Column("state", "state", style="bold", ratio=2),
    Column("short", "id", style="dim", wrap=False),
)


@judge.command("list")
@click.option("--report", metavar="REPORT", help="Only on records of this report: its id, or its path.")
@click.option("--in-force", "standing", is_flag=True, help="Only what is in force.")
@partial(options.format_option)
@options.store_option
@click.pass_obj
def list_(settled: Settled, store: str | None, form: str | None, report: str | None, standing: bool) -> None:
    """List judgements: in force, undone, overruled by a later one, or waiting for a record that is not there."""
    from standoff.store.rows import records_of

    settings = settled(store=store, format=form)
    with options.existing(settings) as db:
        told = [line for line in weighed(db) if line.state == IN_FORCE or not standing]
        if report is not None:
            held = db.report(db.named(report), as_coded=True)
            records = {record.id for record in records_of(held)}
            told = [line for line in told if records.intersection(line.judgement.subjects)]
    tables.write(
        told, settings.format, as_json=_json, as_flat=_flat, fields=FIELDS, columns=COLUMNS, colour=settings.colour
    )
    if not told:
        terminal.say("no judgements match")


def _json(line: Weighed) -> Json:
    one = line.judgement
    return {
        "id": one.id,
        "time": one.time,
        "author": one.author,
        "verdict": one.verdict,
        "subjects": list(one.subjects),
        "value": one.value,
        "reason": one.reason,
        "state": line.state,
    }


def _flat(line: Weighed) -> Mapping[str, Cell]:
    return {
        **_json(line),
        "subjects": joined(line.judgement.subjects),
        "when": line.judgement.time[:16].replace("T", " "),
        "said": _said(line.judgement),
        "short": line.judgement.id[:SHORT],
    }


def _said(judged: Judgement) -> str:
    """ "act s-1f0c… REQUEST", "same s-1f0c… e-22ab…"."""
    return " ".join((judged.verdict, *judged.subjects, *([judged.value] if judged.value else ())))


def told_of(db: Store, record: str) -> Iterator[tuple[str, str]]:
    """What people said of a record, beside what the machine did, as names and values for ``standoff why``."""
    changed = db.judged(record)
    if changed is not None:
        yield "reads", "left out" if changed.now is None else _reads(changed.now)
        yield "coded", _reads(changed.coded)
        if not isinstance(changed.coded, Mention):
            origin = changed.coded.origin
            yield "coded by", f"{origin.rule} (stage {origin.stage}, version {origin.version})"
    about = {one.id: one for one in db.judgements(record)}
    if changed is not None:
        about.setdefault(changed.judgement.id, changed.judgement)
    yield from told(db, about.values())


def told(db: Store, found: Iterable[Judgement]) -> Iterator[tuple[str, str]]:
    """A line for each judgement, with who made it, when, why, and how it stands."""
    states = {line.judgement.id: line for line in weighed(db)}
    for one in found:
        why = f": {one.reason}" if one.reason else ""
        yield "judged", f"{_said(one)} ({one.id}), by {one.author}, {one.time[:16]}Z, {states[one.id].state}{why}"
