"""What the API answers: the contract's shapes as types, for its description in OpenAPI.

Field for field what ``--format jsonl`` prints; a test holds the two together."""

from __future__ import annotations

from typing import Generic, TypedDict, TypeVar

from msgspec import Struct

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
