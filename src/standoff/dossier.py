"""What many reports add up to: the records that stand across reports, on one page.

:mod:`standoff.model` has what one report says; here is what is made of several: copies, stories, claims, demands,
series of figures, dyads, and the judgements of people. Each points at words in reports by :class:`Anchor`. What claims,
positions and demands mean is laid down in ``docs/codebook.md``, section 6; the outside shapes in the contract.
"""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from standoff.model import Actor, Interval, Place, Span, Status

Stance = Literal["asserts", "denies", "doubts", "confirms"]
Relation = Literal["same", "disputes", "doubts", "differs", "unrelated"]
ClaimStanding = Literal["single", "corroborated", "disputed", "unconfirmed"]
DemandStanding = Literal["open", "met", "refused"]
CopyKind = Literal["copy", "partial", "revision"]
Verdict = Literal["same", "different", "merge", "act", "type", "status", "actor", "reject", "accept", "undo"]

STANCES: tuple[Stance, ...] = get_args(Stance)
RELATIONS: tuple[Relation, ...] = get_args(Relation)
CLAIM_STANDINGS: tuple[ClaimStanding, ...] = get_args(ClaimStanding)
DEMAND_STANDINGS: tuple[DemandStanding, ...] = get_args(DemandStanding)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


class Anchor(Struct, frozen=True, order=True):
    """A place in a text: the report, the hash of its text, and the words."""

    report: str
    sha256: str
    span: Span


# --- copies ----------------------------------------------------------------------------------------------------


class CopyPair(Struct, frozen=True, kw_only=True):
    """Two reports that share words. ``b`` is the later or shorter one; ``containment`` the share of b's words that
    stand in a, in rows of words, 0..1. ``shared`` are stretches of a and of b that hold the same words, in b's order.
    ``changed``, of a revision: what stands in a and in b between those, None where nothing does.
    """

    a: str
    b: str
    kind: CopyKind
    containment: float
    shared: tuple[tuple[Span, Span], ...] = ()
    changed: tuple[tuple[Span | None, Span | None], ...] = ()


class CopyGroup(Struct, frozen=True, kw_only=True):
    """Reports that go back to one text. ``reports`` by day and id; ``origin`` is the id of the report they were copied
    from, or the name of the agency that they credit when its own text is not there; ``why`` says how that is known.
    A report made of two texts stands in two groups."""

    id: str
    reports: tuple[str, ...]
    origin: str
    why: str
    pairs: tuple[CopyPair, ...]


# --- stories ---------------------------------------------------------------------------------------------------


class Member(Struct, frozen=True, kw_only=True):
    """A report in a story: the report that drew it in (None for the first), how alike the two are (0..1), and what
    they share (words and actors, most telling first)."""

    report: str
    day: str | None
    drawn_by: str | None
    score: float
    shared: tuple[str, ...]


class Story(Struct, frozen=True, kw_only=True):
    """Reports of one happening. ``title`` is a headline of one of them; ``first`` and ``last`` ISO days or None."""

    id: str
    title: str
    first: str | None
    last: str | None
    members: tuple[Member, ...]


# --- claims ----------------------------------------------------------------------------------------------------


class Position(Struct, frozen=True, kw_only=True):
    """Where one actor stands on a claim, in one place. ``actor`` is None where the reporter says it (``publisher``
    says who that is) and where nobody could be named; ``statement`` and ``event`` are record ids. ``day`` is the
    report's or, where the words give another, the statement's own. ``leg`` names the independent source that this
    position goes back to: positions with one leg count once. ``words`` quotes the anchor."""

    at: Anchor
    actor: Actor | None
    position: Stance
    statement: str | None
    event: str | None
    day: str | None
    publisher: str | None
    via: tuple[str, ...]
    leg: str
    words: str
    low: float | None = None
    high: float | None = None


class Link(Struct, frozen=True, kw_only=True):
    """Why two positions of a claim (by number) stand together: the relation, how sure, and the features that say so,
    heaviest first, each with what it adds."""

    a: int
    b: int
    relation: Relation
    score: float
    features: tuple[tuple[str, float], ...]
    by: str = "linker"


class Claim(Struct, frozen=True, kw_only=True):
    """One proposition and who stands where on it. ``positions`` by day, report and place; ``differs`` are pairs of
    positions (by number) whose figures exclude each other; ``legs`` the number of independent sources that assert it.
    ``type``, ``actors`` and ``place`` are of its event frame, where it has one."""

    id: str
    proposition: str
    standing: ClaimStanding
    legs: int
    positions: tuple[Position, ...]
    differs: tuple[tuple[int, int], ...]
    links: tuple[Link, ...]
    first: str | None
    last: str | None
    type: str | None = None
    actors: tuple[Actor, ...] = ()
    place: Place | None = None
    story: str | None = None


# --- demands ---------------------------------------------------------------------------------------------------


class Turn(Struct, frozen=True, kw_only=True):
    """A later record that speaks to a demand: what it makes of it, and why we think so."""

    at: Anchor
    day: str | None
    standing: DemandStanding
    record: str
    actors: tuple[Actor, ...]
    words: str
    why: str


class Demand(Struct, frozen=True, kw_only=True):
    """What somebody asks of somebody. ``deed`` is in the words of the request; ``type`` and ``mode`` its PLOVER event
    where it names one; ``by`` the place that shows it met or refused. ``again`` are the places where the same is asked
    once more; ``turns`` everything that speaks to it, by day: the standing over time."""

    id: str
    at: Anchor
    statement: str
    day: str | None
    askers: tuple[Actor, ...]
    addressees: tuple[Actor, ...]
    deed: str
    type: str | None
    mode: str | None
    standing: DemandStanding
    by: Anchor | None
    again: tuple[Anchor, ...]
    turns: tuple[Turn, ...]


# --- series ----------------------------------------------------------------------------------------------------


class Reading(Struct, frozen=True, kw_only=True):
    """One figure of a series. ``day`` is the day that the figure is of, else the report's; bounds inclusive, None
    unbounded. ``source_actors`` say so; empty where the reporter does. ``leg`` as in :class:`Position`."""

    at: Anchor
    quantity: str
    low: float | None
    high: float | None
    approx: bool
    day: str | None
    source_actors: tuple[Actor, ...]
    publisher: str | None
    leg: str
    words: str


class Series(Struct, frozen=True, kw_only=True):
    """A measured thing through time: ``what`` is counted (troops), in ``unit``, whose, where. ``deed`` is the PLOVER
    type that the figures are of (deaths in one attack), with its ``when``; None for a state of things."""

    id: str
    what: str
    unit: str
    holder: Actor | None
    place: str | None
    deed: str | None
    when: Interval | None
    points: tuple[Reading, ...]


# --- dyads -----------------------------------------------------------------------------------------------------


class Deed(Struct, frozen=True, kw_only=True):
    """One event between two actors, copies and repeated tellings counted once. ``legs`` is on how many independent
    texts it stands; ``attributed`` is true when all of them have it from somebody whom they quote."""

    at: Anchor
    event: str
    day: str | None
    type: str
    mode: str | None
    quad: str
    intensity: float | None
    status: Status
    legs: int
    attributed: bool = False


class Dyad(Struct, frozen=True, kw_only=True):
    """Everything that ``actor`` does to ``recipient``, by day: states and organisations without sector, but armed
    opponents and breakaway bodies (``UKR.REB``), which are sides of their own."""

    id: str
    actor: str
    recipient: str
    deeds: tuple[Deed, ...]


# --- judgements ------------------------------------------------------------------------------------------------


class Judgement(Struct, frozen=True, kw_only=True):
    """What a person decided. ``subjects`` are ids: two records for ``same`` and ``different`` (statements or events:
    claims are made anew at each linking, records keep their ids), two actor ids for ``merge`` (the first is taken to
    be the second), one record for ``act``, ``type``, ``status``, ``actor``, ``reject`` and ``accept``, one judgement
    for ``undo``. ``value`` is the right act, type (``RETREAT`` or ``RETREAT withdraw``), status or actor. ``time`` is
    ISO, in UTC."""

    id: str
    verdict: Verdict
    subjects: tuple[str, ...]
    value: str | None
    author: str
    time: str
    reason: str
