"""What a brief is made of: the findings across reports, and one pass over the records that keeps the weightiest.

:class:`Material` is a plain struct of records, so that a brief can be written of anything that fills it. :func:`gather`
fills it from a store.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from itertools import islice
from typing import TYPE_CHECKING, TypedDict

from msgspec import Struct
from msgspec.structs import replace

from standoff.dossier import Claim, CopyGroup, Demand, Dyad, Series, Story
from standoff.link.dyads import side, told_on
from standoff.link.forest import Forest
from standoff.link.standing import ORGANS
from standoff.model import Act, Actor, Event, Statement
from standoff.present import wording

if TYPE_CHECKING:
    from standoff.store import ReportHead, Store

Concerns = Callable[[Iterable[Actor]], bool]

#: What a party does with words, as a brief groups it, in the order in which it tells them.
VOICES: dict[str, tuple[Act, ...]] = {
    "says": ("STATE", "ANNOUNCE", "CONFIRM"),
    "accuses": ("ACCUSE", "CRITICIZE"),
    "denies": ("DENY",),
    "doubts": ("DOUBT",),
    "demands": ("REQUEST",),
    "refuses": ("REJECT",),
    "threatens": ("THREATEN", "WARN"),
    "offers": ("COMMIT", "CONCEDE"),
    "supports": ("SUPPORT",),
}
_VOICE = {act: voice for voice, acts in VOICES.items() for act in acts}
#: A content of fewer words says nothing by itself ("the demand"), unless it is what is asked for ("show restraint").
_BARE = 4
_SHORT = frozenset({"REQUEST", "COMMIT"})
_PROSE = re.compile(r"[.!?…][\"'”’)\]]*\s*\Z")
#: Statements kept for each voice of a party, deeds for each day.
_KEPT_SAID = 6
_KEPT_DONE = 12
#: Findings of each kind and standing taken from a store: more than a brief shows, since some will not concern it.
_TOP = 200
#: Events whose statements are looked up together.
_AT_ONCE = 2_000
_UNDONE = frozenset({"DENY", "DOUBT"})


class Asked(Struct, frozen=True, kw_only=True):
    """What the brief was asked for; None is everything. Days are ISO."""

    since: str | None = None
    until: str | None = None
    actor: str | None = None
    about: str | None = None
    report: str | None = None


class Said(Struct, frozen=True, kw_only=True):
    """A statement for the brief: the report it stands in and its day, who speaks (see :func:`party`), in which voice,
    on how many independent texts the same words stand, and whether in a sentence rather than a headline."""

    report: str
    day: str | None
    party: str
    voice: str
    statement: Statement
    texts: int
    prose: bool = True


class Done(Struct, frozen=True, kw_only=True):
    """A deed for the brief, with the day it counts for, on how many independent texts it stands, whether nobody but
    quoted sources tell it, and whether a sentence does rather than a headline."""

    report: str
    day: str
    event: Event
    texts: int
    attributed: bool
    prose: bool = True


class Material(Struct, frozen=True, kw_only=True):
    """Everything that a brief is written from. ``heads`` by day and id; ``said`` by party, most outspoken first, and
    weight; ``done`` by day and weight. ``counts`` is how many statements each party made, copies counted once.
    ``dyads`` are all there are, since they are one another's measure; the findings else are those that were asked for,
    most telling first, and not necessarily all: ``totals`` counts them by name ("disputed", "open", "series"; what is
    not there has no more than is here). ``linked`` is false when nobody has laid the reports side by side yet.
    """

    asked: Asked
    heads: tuple[ReportHead, ...]
    said: tuple[Said, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    done: tuple[Done, ...] = ()
    claims: tuple[Claim, ...] = ()
    demands: tuple[Demand, ...] = ()
    series: tuple[Series, ...] = ()
    stories: tuple[Story, ...] = ()
    copies: tuple[CopyGroup, ...] = ()
    dyads: tuple[Dyad, ...] = ()
    totals: tuple[tuple[str, int], ...] = ()
    linked: bool = True


def party(actor: Actor) -> str | None:
    """Who speaks when this actor does: a state for its organs, else the actor; the name, after "?", of somebody of whom
    no more is known."""
    if actor.id is None:
        return f"?{actor.name}" if actor.name else None
    head, _, sector = actor.id.partition(".")
    return head if sector in ORGANS else actor.id


def concerns(wanted: str | None) -> Concerns:
    """Whether one of several actors is the one asked for, as the store's own filter has it: an id, the state that an id
    begins with, or whole words of a name. None is anybody."""
    if wanted is None:
        return lambda actors: True
    words = f" {' '.join(wanted.casefold().split())} "

    def meant(actors: Iterable[Actor]) -> bool:
        return any(
            (actor.id or "") == wanted
            or (actor.id or "").startswith(f"{wanted}.")
            or words in f" {' '.join((actor.name or '').casefold().split())} "
            for actor in actors
        )

    return meant


def texts_of(copies: Iterable[CopyGroup]) -> Callable[[str], str]:
    """The text that a report goes back to, by the id of one report: its own unless it is a copy or a revision."""
    same = Forest[str]()
    for group in copies:
        for pair in group.pairs:
            if pair.kind != "partial":
                same.join(pair.a, pair.b)
    return same.root


class Gatherer:
    """The weightiest statements and deeds of many, taken one at a time."""

    def __init__(self, text_of: Callable[[str], str]) -> None:
        self._text_of = text_of
        self._said: dict[tuple[str, str], dict[Hashable, tuple[Said, set[str]]]] = {}
        self._texts: dict[str, set[tuple[str, str]]] = {}
        self._done: dict[Hashable, tuple[Done, set[str]]] = {}

    def say(self, report: str, day: str | None, statement: Statement, text: str) -> None:
        """Take a statement of ``report``, whose text is ``text``."""
        if not wording.is_named(statement, text):
            return
        words = wording.content(statement, text).casefold()
        if len(words.split()) < (_BARE if statement.act not in _SHORT else 2):
            return
        goes_back_to = self._text_of(report)
        for who in dict.fromkeys(filter(None, map(party, statement.source_actors))):
            self._texts.setdefault(who, set()).add((goes_back_to, words))
            voice = _VOICE[statement.act]
            held = self._said.setdefault((who, voice), {})
            said = Said(
                report=report, day=day, party=who, voice=voice, statement=statement, texts=1,
                prose=in_prose(text, statement.content[0].start),
            )  # fmt: skip
            first, texts = held.setdefault(words, (said, set()))
            texts.add(goes_back_to)
            held[words] = (replace(first, texts=len(texts)), texts)
            if len(held) > 50 * _KEPT_SAID:
                self._said[who, voice] = dict(
                    sorted(held.items(), key=lambda item: _said_weight(item[1][0]))[:_KEPT_SAID]
                )

    def do(self, report: str, published: str | None, event: Event, text: str, holder: Act | None = None) -> None:
        """Take a deed of ``report``, whose text is ``text``; ``holder`` is the act of the statement that tells it."""
        day = told_on(event, published)
        verbal = event.statement is not None
        if day is None or verbal or event.same_as or event.status != "actual" or holder in _UNDONE:
            return
        parties = (_sides(event.actors), _sides(event.recipients))
        done = Done(
            report=report, day=day, event=event, texts=1, attributed=event.attributed_to is not None,
            prose=in_prose(text, event.trigger.start),
        )  # fmt: skip
        # what no words date is background as often as news: nothing says that two tellings are of one deed
        one = (event.type, parties, day) if event.date_at is not None and any(parties) else None
        key = one or (self._text_of(report), event.trigger.start, event.type)
        first, texts = self._done.setdefault(key, (done, set()))
        texts.add(self._text_of(report))
        best = min(first, done, key=lambda d: (not d.prose, d.attributed, -round(d.event.score, 2)))
        attributed = first.attributed and done.attributed
        self._done[key] = (replace(best, texts=len(texts), attributed=attributed), texts)

    def said(self) -> tuple[tuple[Said, ...], tuple[tuple[str, int], ...]]:
        """The weightiest statements, and how many different ones each party made."""
        counts = sorted(((who, len(texts)) for who, texts in self._texts.items()), key=lambda pair: (-pair[1], pair[0]))
        out: list[Said] = []
        for who, _ in counts:
            for voice in VOICES:
                held = (said for said, _ in self._said.get((who, voice), {}).values())
                out += sorted(held, key=_said_weight)[:_KEPT_SAID]
        return tuple(out), tuple(counts)

    def done(self) -> tuple[Done, ...]:
        """The weightiest deeds of each day. What the same sides did on one day is one deed even where one report says
        to whom and the other does not."""
        days: dict[str, dict[Hashable, list[Done]]] = {}
        for done, _ in self._done.values():
            alike = days.setdefault(done.day, {}).setdefault((done.event.type, _sides(done.event.actors)), [])
            for i, other in enumerate(alike):
                if _compatible(done.event, other.event):
                    first, second = sorted((other, done), key=_done_weight)
                    alike[i] = replace(first, attributed=first.attributed and second.attributed)
                    break
            else:
                alike.append(done)
        return tuple(
            done
            for day in sorted(days)
            for done in sorted((one for same in days[day].values() for one in same), key=_done_weight)[:_KEPT_DONE]
        )


def gather(db: Store, asked: Asked) -> Material:
    """The material for a brief from a store. ``since`` and ``until`` choose reports by their date; a finding is in when
    one of those reports takes part in it. Raises :class:`~standoff.errors.StoreError`, and ``ValueError`` for a day
    that is none."""
    from standoff.store import Filter

    heads = tuple(
        db.reports(
            Filter(since=asked.since, until=asked.until, actor=asked.actor, report=asked.report, text=asked.about)
        )
    )
    ids = frozenset(head.id for head in heads)
    meant = concerns(asked.actor)
    copies = tuple(group for group in db.copies(stretches=False) if ids.intersection(group.reports))
    gatherer = Gatherer(texts_of(copies))
    chosen = Filter(
        since=asked.since, until=asked.until, of_reports=True, report=asked.report, actor=asked.actor, text=asked.about
    )
    for head, statement in db.statements(chosen):
        if head.id in ids and meant(statement.source_actors):
            gatherer.say(head.id, head.published, statement, db.text(head.id))
    deeds = (pair for pair in db.events(chosen) if pair[0].id in ids)
    while told := tuple(islice(deeds, _AT_ONCE)):
        acts = db.acts(event.attributed_to for _, event in told if event.attributed_to)
        for head, event in told:
            gatherer.do(head.id, head.published, event, db.text(head.id), acts.get(event.attributed_to or ""))
    said, counts = gatherer.said()
    found, totals = _findings(db, asked, ids)
    return Material(
        asked=asked, heads=heads, said=said, counts=counts, done=gatherer.done(), copies=copies,
        claims=tuple(found["claims"]), demands=tuple(found["demands"]), series=tuple(found["series"]),
        stories=tuple(found["stories"]), dyads=tuple(db.dyads()), totals=totals, linked=db.linked(),
    )  # fmt: skip


class _Found(TypedDict):
    claims: list[Claim]
    demands: list[Demand]
    series: list[Series]
    stories: list[Story]


def _findings(db: Store, asked: Asked, ids: frozenset[str]) -> tuple[_Found, tuple[tuple[str, int], ...]]:
    """The weightiest findings in which a report of ``ids`` takes part, and how many there are of each name."""
    from standoff.store import FindingFilter

    wanted = FindingFilter(
        since=asked.since, until=asked.until, actor=asked.actor, about=asked.about, report=asked.report
    )
    top = replace(wanted, limit=_TOP)
    out = _Found(claims=[], demands=[], series=[], stories=[])
    totals: list[tuple[str, int]] = []
    for standing in ("disputed", "unconfirmed", "corroborated"):
        out["claims"] += (c for c in db.claims(replace(top, standing=standing)) if ids.intersection(reports_of(c)))
        totals.append((standing, db.count("claim", replace(wanted, standing=standing))))
    for standing in ("open", "refused", "met"):
        out["demands"] += (d for d in db.demands(replace(top, standing=standing)) if ids.intersection(reports_of(d)))
        totals.append((standing, db.count("demand", replace(wanted, standing=standing))))
    out["series"] += (series for series in db.series(top) if ids.intersection(reports_of(series)))
    out["stories"] += (story for story in db.stories(top) if ids.intersection(reports_of(story)))
    totals += [("series", db.count("series", wanted)), ("stories", db.count("story", wanted))]
    return out, tuple(totals)


def reports_of(finding: Claim | Demand | Series | Story) -> set[str]:
    """The reports in whose words a finding stands."""
    match finding:
        case Claim():
            return {position.at.report for position in finding.positions}
        case Demand():
            return {at.report for at in (finding.at, *finding.again, *(turn.at for turn in finding.turns))}
        case Series():
            return {point.at.report for point in finding.points}
        case Story():
            return {member.report for member in finding.members}


def in_prose(text: str, at: int) -> bool:
    """Whether the line that holds ``at`` ends as a sentence does; a headline or a caption seldom does."""
    end = text.find("\n", at)
    return _PROSE.search(text[max(0, at) : end if end >= 0 else len(text)][-8:]) is not None


def _sides(actors: Iterable[Actor]) -> tuple[str, ...]:
    return tuple(sorted({side(actor) or f"?{actor.name}" for actor in actors}))


def _compatible(a: Event, b: Event) -> bool:
    """Whether two deeds of one type by the same sides on one day may be one: words date both, the doers are
    known, and nobody was done to in the one who is not in the other."""
    one, other = set(_sides(a.recipients)), set(_sides(b.recipients))
    return a.date_at is not None and b.date_at is not None and bool(a.actors) and (one <= other or other <= one)


def _said_weight(said: Said) -> tuple[object, ...]:
    """What comes first: said in more texts, in full, in the speaker's own words, surely coded, earlier."""
    statement = said.statement
    length = sum(len(span) for span in statement.content)
    return (
        -min(said.texts, 5),
        not said.prose,
        statement.quotation == "indirect",
        statement.act in {"STATE", "CRITICIZE", "WARN"},
        length > 240,
        -round(statement.score, 2),
        said.day or "9999",
        said.report,
        statement.content[0].start,
    )


def _done_weight(done: Done) -> tuple[object, ...]:
    """What comes first: what words date, what more texts tell, a deed rather than talk, told by a reporter, heavy, by
    and to somebody known."""
    event = done.event
    return (
        event.date_at is None,
        -min(done.texts, 5),
        not event.quad.startswith("material"),
        not done.prose,
        done.attributed,
        -abs(event.intensity or 0.0),
        -bool(event.actors) - bool(event.recipients),
        done.report,
        event.trigger.start,
    )
