"""What the API answers: the contract's shapes as types, for its description in OpenAPI.

Field for field what ``--format jsonl`` prints; a test holds the two together."""

from __future__ import annotations

from typing import Generic, TypedDict, TypeVar

from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct

from standoff.dossier import ClaimStanding, CopyKind, DemandStanding, Stance, Verdict
from standoff.model import Act, Actor, Certainty, Interval, Origin, Place, Quotation, Role, Span, Status
from standoff.store import ReportHead

T = TypeVar("T")


class Listed(Struct, Generic[T], frozen=True):
    """One page of a list; ``next`` is the value of ``after`` for the following one, null at the end."""

    items: list[T]
    next: str | None


class Facts(TypedDict):
    """The report that a record stands in."""

    report: str
    sha256: str
    path: str | None
    title: str | None
    published: str | None
    publisher: str | None


class StatementWords(TypedDict):
    """What the spans of a statement quote."""

    source: str | None
    cue: str | None
    content: list[str]


class StatementBody(TypedDict):
    id: str
    source: Span | None
    cue: Span | None
    content: list[Span]
    quotation: Quotation
    act: Act
    certainty: Certainty
    source_actors: list[Actor]
    addressees: list[str]
    targets: list[str]
    via: list[str]
    inside: str | None
    score: float
    origin: Origin


class EventBody(TypedDict):
    id: str
    trigger: Span
    type: str
    mode: str | None
    contexts: list[str]
    actors: list[str]
    recipients: list[str]
    status: Status
    attributed_to: str | None
    statement: str | None
    date: Interval | None
    place: Place | None
    quad: str
    intensity: float | None
    same_as: str | None
    score: float
    origin: Origin


class QuantityBody(TypedDict):
    id: str
    start: int
    end: int
    low: float | None
    high: float | None
    approx: bool
    unit: str
    of: str | None
    holder: str | None
    place: str | None
    attributed_to: str | None
    origin: Origin


class StatementItem(Facts, StatementBody):
    words: StatementWords


class EventWords(TypedDict):
    trigger: str


class EventItem(Facts, EventBody):
    words: EventWords


class QuantityWords(TypedDict):
    quantity: str


class QuantityItem(Facts, QuantityBody):
    words: QuantityWords


class ProblemItem(TypedDict):
    """Something that went wrong in one stage of a report."""

    report: str
    stage: str
    reason: str


class DocumentOut(TypedDict):
    id: str
    path: str | None
    uri: str | None
    sha256: str
    text: str
    title: str | None
    published: str | None
    publisher: str | None
    byline: list[str]
    credits: list[str]
    language: str | None


class ZoneOut(TypedDict):
    start: int
    end: int
    role: Role


class MentionOut(TypedDict):
    id: str
    start: int
    end: int
    kind: str
    actor: Actor | None
    entity: str


class StageProblem(TypedDict):
    stage: str
    reason: str


class ReportOut(TypedDict):
    """The whole record of a report: a line of ``standoff code --format jsonl``."""

    schema: int
    document: DocumentOut
    zones: list[ZoneOut]
    sentences: list[Span]
    mentions: list[MentionOut]
    statements: list[StatementBody]
    events: list[EventBody]
    quantities: list[QuantityBody]
    problems: list[StageProblem]


class Reason(TypedDict):
    """One line of ``standoff why``."""

    name: str
    value: str


class RecordOut(TypedDict):
    """Why a record is there."""

    id: str
    report: ReportHead
    why: list[Reason]


# --- across reports --------------------------------------------------------------------------------------------------


class PlaceOut(TypedDict):
    """A place in a text: code points, half-open."""

    report: str
    sha256: str
    start: int
    end: int


class PositionOut(TypedDict):
    at: PlaceOut
    actor: str | None
    position: Stance
    statement: str | None
    event: str | None
    date: str | None


class ClaimOut(TypedDict):
    """A line of ``standoff claims --format jsonl``."""

    id: str
    proposition: str
    standing: ClaimStanding
    legs: int
    positions: list[PositionOut]
    differs: list[list[int]]


class Deed(TypedDict):
    type: str
    mode: str | None


class DemandOut(TypedDict):
    """A line of ``standoff demands --format jsonl``."""

    id: str
    at: PlaceOut
    askers: list[str]
    addressees: list[str]
    deed: str
    event: Deed | None
    standing: DemandStanding
    by: PlaceOut | None


class PointOut(TypedDict):
    at: PlaceOut
    low: float | None
    high: float | None
    approx: bool
    date: str | None
    source_actors: list[str]


class SeriesOut(TypedDict):
    """A line of ``standoff series --format jsonl``, and its id."""

    id: str
    what: str
    holder: str | None
    place: str | None
    points: list[PointOut]


class MemberOut(TypedDict):
    report: str
    date: str | None
    drawn_by: str | None
    score: float
    shared: list[str]


class StoryOut(TypedDict):
    """A line of ``standoff stories --format jsonl``."""

    id: str
    title: str
    first: str | None
    last: str | None
    members: list[MemberOut]


class PairOut(TypedDict):
    a: str
    b: str
    kind: CopyKind
    containment: float


class CopiesOut(TypedDict):
    """A line of ``standoff copies --format jsonl``."""

    group: str
    reports: list[str]
    origin: str
    pairs: list[PairOut]


class DyadItem(TypedDict):
    """Who does how much to whom, and from when to when."""

    id: str
    actor: str
    recipient: str
    deeds: int
    first: str | None
    last: str | None


class DeedOut(TypedDict):
    at: PlaceOut
    event: str
    date: str | None
    type: str
    mode: str | None
    quad: str
    intensity: float | None
    status: Status
    legs: int
    attributed: bool


class DyadOut(TypedDict):
    """Everything that one does to another, by day."""

    id: str
    actor: str
    recipient: str
    deeds: list[DeedOut]


# --- judgements ------------------------------------------------------------------------------------------------------


class JudgementOut(TypedDict):
    """A line of ``standoff judge list --format jsonl``. ``state`` says whether it is in force."""

    id: str
    time: str
    author: str
    verdict: Verdict
    subjects: list[str]
    value: str | None
    reason: str
    state: str


class Refusal(TypedDict):
    """Why there is no answer."""

    status_code: int
    detail: str


#: What any of our addresses may answer instead, by status.
REFUSALS = {
    401: ResponseSpec(Refusal, description="The token was not sent."),
    404: ResponseSpec(Refusal, description="The store has nothing by this name, or the list no such page."),
    503: ResponseSpec(Refusal, description="Another process holds the store; ask again."),
}
#: The same for what is asked with GET.
READ = {304: ResponseSpec(None, description="Nothing was written since the answer with this ETag."), **REFUSALS}
