"""Every record of Standoff, on one page.

A report is immutable text; everything found in it is a frozen record that points back into that text by
:class:`Span`. Offsets are Unicode code points, 0-based, half-open. Stages return new records, they never
change old ones (``msgspec.structs.replace`` makes the next version of a record).

The words: *source* is the one who speaks, *publisher* the outlet, *origin* the machine's provenance of a record.
What the fields of a statement, an event or a quantity mean is laid down in ``docs/codebook.md``.
"""

from __future__ import annotations

import hashlib
from typing import Literal, get_args

from msgspec import Struct

Role = Literal["headline", "byline", "dateline", "body", "caption", "credit", "teaser", "boilerplate", "comment"]
Act = Literal[
    "STATE", "ANNOUNCE", "ACCUSE", "CRITICIZE", "DENY", "DOUBT", "CONFIRM", "REQUEST", "REJECT", "THREATEN",
    "WARN", "COMMIT", "CONCEDE", "SUPPORT",
]  # fmt: skip
Certainty = Literal["CT+", "CT-", "PR+", "PR-", "PS+", "PS-", "U"]
Quotation = Literal["direct", "indirect", "mixed"]
Status = Literal["actual", "negation", "future", "hypothetical", "historical"]
MentionKind = Literal["actor", "place", "time", "quantity"]
EntityKind = Literal["PER", "ORG", "LOC", "NORP", "MISC", "WEAPON"]

ROLES: tuple[Role, ...] = get_args(Role)
ACTS: tuple[Act, ...] = get_args(Act)
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
STATUSES: tuple[Status, ...] = get_args(Status)

#: Records are made from these zones only (codebook, section 1).
BEARING: frozenset[str] = frozenset({"headline", "body", "caption"})


class Span(Struct, frozen=True, order=True):
    """A half-open stretch ``text[start:end]`` of a report, in code points. Empty or backward spans cannot exist."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or backward span {self.start}:{self.end}")

    def of(self, text: str) -> str:
        """The words of this span in ``text``."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def __len__(self) -> int:
        return self.end - self.start


def record_id(document: str, kind: str, *parts: object) -> str:
    """The id of a record: ``kind`` initial and 16 hex digits of a hash over document, kind and what pins it down.

    The same text gives the same ids on every run, on every machine.
    """
    key = "\x1f".join((document, kind, *(repr(part) for part in parts)))
    return f"{kind[0]}-{hashlib.sha256(key.encode()).hexdigest()[:16]}"


# --- what reading yields ---------------------------------------------------------------------------------------


class Problem(Struct, frozen=True):
    """Something that went wrong or looks doubtful in one stage. The rest of the report is kept."""

    stage: str
    reason: str


class Found(Struct, frozen=True):
    """A piece of metadata and where it came from.

    ``how`` is one of ``manifest``, ``caller``, ``text``, ``html``, ``table``; ``at`` gives the words when it
    stands in the text.
    """

    value: str
    how: str
    at: Span | None = None


class Zone(Struct, frozen=True):
    """A line of the report, or a part of one where a scrape has fused two, and its role."""

    span: Span
    role: Role


class Document(Struct, frozen=True, kw_only=True):
    """One report as read: untouched text, what it is, and the role of each of its lines.

    ``sha256`` hashes the UTF-8 text; ``id`` hashes text, publisher and uri, so that the same words under another
    publisher are another report (a copy), while the same report in another folder is the same report.
    ``extractor`` names tool and version when ``text`` was extracted (HTML) rather than decoded.
    """

    id: str
    sha256: str
    text: str
    path: str | None = None
    uri: str | None = None
    media_type: str = "text/plain"
    extractor: str | None = None
    title: Found | None = None
    published: Found | None = None
    publisher: Found | None = None
    dateline: Found | None = None
    byline: tuple[Found, ...] = ()
    credits: tuple[Found, ...] = ()
    language: str | None = None
    zones: tuple[Zone, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        title = self.title.value[:50] if self.title else self.text[:50]
        return f"Document({self.id} {self.published.value if self.published else 'undated'} {title!r})"


def document_id(text_sha256: str, *, publisher: str | None, uri: str | None) -> str:
    """The id of a report: see :class:`Document`."""
    return record_id(text_sha256, "document", publisher, uri)


# --- what the analyser yields ----------------------------------------------------------------------------------


class Token(Struct, frozen=True):
    """A UD word. ``head`` is the index of its head in the sentence, -1 for the root."""

    span: Span
    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    feats: str = "_"


class Sentence(Struct, frozen=True):
    """A sentence: its tokens and, through them, its tree. ``role`` is the zone it stands in."""

    span: Span
    tokens: tuple[Token, ...]
    role: Role = "body"

    def __repr__(self) -> str:
        return f"Sentence({self.span.start}:{self.span.end} {' '.join(t.form for t in self.tokens)!r})"


class Entity(Struct, frozen=True):
    """A name: person, organisation, location, nationality or group, other."""

    span: Span
    kind: EntityKind
    score: float


class Point(Struct, frozen=True):
    """Where a learned head sees an argument of a marked word: one word of it, or None for "not in these words"."""

    name: str
    span: Span | None
    score: float


class Mark(Struct, frozen=True):
    """What a learned head says of some words: head ``cue`` gives a statement's act, ``certainty`` how sure its source
    is, ``event`` type and mode of a trigger, ``status`` whether the deed was done; ``points`` are the likely arguments
    of a cue or trigger, best first."""

    span: Span
    head: Literal["cue", "certainty", "event", "status"]
    label: str
    score: float
    points: tuple[Point, ...] = ()


class Analysis(Struct, frozen=True):
    """What the one neural pass says of a report. Sentences, entities and marks are in text order; ``model`` names
    the weights."""

    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    model: str
    marks: tuple[Mark, ...] = ()


# --- what annotating and resolving yield -----------------------------------------------------------------------


class Origin(Struct, frozen=True):
    """Which stage and which rule or head made a record, in which version."""

    stage: str
    rule: str
    version: str


class Actor(Struct, frozen=True):
    """A known actor: codebook id (``RUS.GOV``, ``NATO``; None when only the name is known) and person's name."""

    id: str | None
    name: str | None = None

    def __repr__(self) -> str:
        return f"{self.id or '?'}{f' ({self.name})' if self.name else ''}"


class Unresolved(Struct, frozen=True):
    """Not known, with the reason, and who it might be."""

    reason: str
    candidates: tuple[str, ...] = ()


class Interval(Struct, frozen=True):
    """Days from ``earliest`` to ``latest``, ISO, both included; None is open."""

    earliest: str | None
    latest: str | None


class TimeExpression(Struct, frozen=True, kw_only=True):
    """A date or time in the text. ``value`` is TIMEX3's (``2014-04-10``, ``XXXX-WXX-4`` while no date anchors it)."""

    span: Span
    value: str
    interval: Interval | None = None
    rule: str = ""


class Place(Struct, frozen=True):
    """A place as the text names it; country is ISO alpha-3, coordinates in degrees, geonames the GeoNames id."""

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None


class Mention(Struct, frozen=True, kw_only=True):
    """Words that name an actor, a place, a time or a quantity. ``entity`` is shared by mentions of one thing."""

    id: str
    span: Span
    kind: MentionKind
    actors: tuple[Actor, ...] = ()
    entity: str
    unresolved: Unresolved | None = None


class Statement(Struct, frozen=True, kw_only=True):
    """One act of communication: who (source) said (cue) what (content), and what saying it did (act).

    ``addressees_at``, ``targets_at`` and ``via_at`` are the words behind the resolved fields; ``condition`` the
    words that make
    the content conditional; ``denies`` the id of the statement in the same report that a DENY or DOUBT speaks to.
    """

    id: str
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    quotation: Quotation
    act: Act
    certainty: Certainty
    source_actors: tuple[Actor, ...] = ()
    addressees: tuple[Actor, ...] = ()
    targets: tuple[Actor, ...] = ()
    via: tuple[str, ...] = ()
    inside: str | None = None
    addressees_at: tuple[Span, ...] = ()
    targets_at: tuple[Span, ...] = ()
    via_at: tuple[Span, ...] = ()
    condition: Span | None = None
    denies: str | None = None
    unresolved: Unresolved | None = None
    score: float
    origin: Origin

    def __repr__(self) -> str:
        who = ", ".join(map(repr, self.source_actors)) or (self.unresolved.reason if self.unresolved else "no source")
        return f"Statement({self.id} {who}: {self.act} {self.certainty} {self.content[0].start}:{self.content[-1].end})"


class Event(Struct, frozen=True, kw_only=True):
    """One PLOVER event. ``actors_at``, ``recipients_at``, ``date_at``, ``place_at`` are the words behind the
    resolved fields."""

    id: str
    trigger: Span
    type: str
    mode: str | None
    contexts: tuple[str, ...] = ()
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    status: Status = "actual"
    attributed_to: str | None = None
    statement: str | None = None
    date: Interval | None = None
    place: Place | None = None
    quad: str = ""
    intensity: float | None = None
    same_as: str | None = None
    actors_at: tuple[Span, ...] = ()
    recipients_at: tuple[Span, ...] = ()
    date_at: Span | None = None
    place_at: Span | None = None
    score: float
    origin: Origin

    def __repr__(self) -> str:
        who = " ".join(map(repr, self.actors)) or "?"
        whom = " ".join(map(repr, self.recipients)) or "-"
        kind = f"{self.type} {self.mode}" if self.mode else self.type
        return f"Event({self.id} {who} -> {whom}: {kind}, {self.status})"


class Quantity(Struct, frozen=True, kw_only=True):
    """A number that measures something. Bounds are inclusive, None is unbounded; ``holder_at`` and ``place_at``
    are the words."""

    id: str
    span: Span
    low: float | None
    high: float | None
    approx: bool
    unit: str
    of: str | None
    holder: Actor | None = None
    place: str | None = None
    attributed_to: str | None = None
    holder_at: Span | None = None
    place_at: Span | None = None
    origin: Origin

    def __repr__(self) -> str:
        about = "~" if self.approx else ""
        return f"Quantity({self.id} {about}{self.low}..{self.high} {self.unit} {self.of or ''})"


class Report(Struct, frozen=True, kw_only=True):
    """The record of one report: the document and everything found in it."""

    document: Document
    analysis: Analysis
    mentions: tuple[Mention, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        return (
            f"Report({self.document!r}: {len(self.statements)} statements, {len(self.events)} events, "
            f"{len(self.quantities)} quantities, {len(self.problems)} problems)"
        )


class Failed(Struct, frozen=True):
    """An input that could not be read, and why. Nothing vanishes: it is listed beside the reports."""

    path: str
    reason: str
