"""A report as rows, and rows as a report. Pure functions: nothing here touches a database.

``prepare`` makes every row before the store takes its lock, and refuses a report that would not open at its words or
would not come back as it was: a span outside the text, two records with one id, a value that JSON cannot carry (NaN, a
lone surrogate). ``verify`` makes the same rows again from what is stored and compares."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import msgspec
from msgspec import Struct

from standoff.errors import StoreDamaged, StoreError
from standoff.grammar import sentence_at
from standoff.model import (
    Actor,
    Analysis,
    Document,
    Event,
    Mention,
    Problem,
    Quantity,
    Report,
    Sentence,
    Span,
    Statement,
    TimeExpression,
)

_ROW = re.compile(r"[#:][0-9]+$")

Record: TypeAlias = Mention | Statement | Event | Quantity
Value: TypeAlias = str | int | float | bytes | None
TYPES: dict[str, type[Record]] = {"mention": Mention, "statement": Statement, "event": Event, "quantity": Quantity}


class Row(Struct, frozen=True):
    """One record, ready to be written: its columns as :data:`tables.RECORD_COLUMNS` has them, its actors by role, its
    words for the full-text index (empty when it has none)."""

    values: tuple[Value, ...]
    actors: tuple[tuple[str, Actor], ...]
    search: tuple[str, ...]


class Rows(Struct, frozen=True):
    """One report, ready to be written. ``records`` by kind; ``problems`` are layer, ord, stage, reason."""

    report: tuple[Value, ...]
    body: tuple[Value, ...]
    problems: tuple[tuple[Value, ...], ...]
    records: dict[str, tuple[Row, ...]]
    search: tuple[str, str]


def spans(value: object, path: str = "") -> Iterator[tuple[str, Span]]:
    """Every span in a record and the field it stands in (``content``, ``title.at``), in the order of the fields."""
    if isinstance(value, Span):
        yield path, value
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from spans(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item, path)


def words(record: Record, text: str) -> dict[str, list[str]]:
    """What each span of ``record`` quotes, by field."""
    out: dict[str, list[str]] = {}
    for field, span in spans(record):
        out.setdefault(field, []).append(span.of(text))
    return out


def encode(value: object) -> str:
    """JSON as it is stored: fields in their order, control characters escaped."""
    return msgspec.json.encode(value).decode()


def lineage(document: Document) -> str | None:
    """What revisions of one report have in common: the address, else the file; None for what has neither.

    Standard input (``-``) is not a place, and a row of a table (``articles.csv#12``) is none either: put a row before
    it and another article stands there, which must not pass for a revision of this one."""
    if document.uri:
        return f"uri:{document.uri}"
    if not document.path or document.path == "-" or _ROW.search(document.path):
        return None
    return f"path:{document.path}"


def facts(document: Document) -> str:
    """A digest of what a manifest or a caller can say of a report without making it another one."""
    said = [found.value if found else None for found in (document.title, document.published, document.publisher)]
    return hashlib.sha256(msgspec.json.encode([*said, document.language])).hexdigest()


def day_of(published: str | None) -> str:
    """The ISO day of a date or timestamp; empty when there is none, so that undated reports come first."""
    if (
        published
        and len(published) >= 10
        and published[4] == published[7] == "-"
        and published[:10].replace("-", "").isdigit()
    ):
        return published[:10]
    return ""


def prepare(report: Report) -> Rows:
    """All rows of ``report``. Raises :class:`~standoff.errors.StoreError` when it could not be stored exactly."""
    document = report.document
    try:
        if hashlib.sha256(document.text.encode()).hexdigest() != document.sha256:
            raise ValueError("its sha256 is not that of its text")
        rows = remake(report)
        back = restore(rows)
    except (UnicodeEncodeError, StoreDamaged, msgspec.MsgspecError, ValueError) as err:
        raise StoreError(f"report {document.id} ({document.path or 'no path'}) cannot be stored: {err}") from err
    if back != report:
        part = next(
            (name for name in report.__struct_fields__ if getattr(back, name) != getattr(report, name)), "report"
        )
        raise StoreError(f"report {document.id} cannot be stored: its {part} would not come back as they are")
    return rows


def remake(report: Report) -> Rows:
    """The rows of ``report``, without proof that they lead back. Raises ``ValueError`` for what cannot be stored."""
    document, text = report.document, report.document.text
    raw = text.encode()
    digest = hashlib.sha256(raw).hexdigest()
    _check(report)
    records = {
        "mention": tuple(_mention(i, m, text) for i, m in enumerate(report.mentions)),
        "statement": tuple(_statement(i, s, text) for i, s in enumerate(report.statements)),
        "event": tuple(_event(i, e, text, report.analysis.sentences) for i, e in enumerate(report.events)),
        "quantity": tuple(_quantity(i, q, text, report.analysis.sentences) for i, q in enumerate(report.quantities)),
    }
    bare = encode(msgspec.structs.replace(document, text=""))
    analysis, times = encode(report.analysis), encode(report.times)
    layers = (("document", document.problems), ("report", report.problems))
    problems = tuple((layer, i, p.stage, p.reason) for layer, listed in layers for i, p in enumerate(listed))
    record_texts = (str(row.values[-1]) for kind in TYPES for row in records[kind])
    sealed = seal(digest, bare, analysis, times, encode(problems), *record_texts)
    title, published, publisher = (
        f.value if f else None for f in (document.title, document.published, document.publisher)
    )
    return Rows(
        report=(
            document.id, digest, document.path, document.uri, publisher, title, published, day_of(published),
            document.language,
            document.media_type, lineage(document), *(len(records[kind]) for kind in TYPES),
            len({row[2:] for row in problems}), facts(document), sealed,
        ),
        body=(raw, bare, zlib.compress(analysis.encode(), 6), times),
        problems=problems,
        records=records,
        search=(plain(title or ""), plain(text)),
    )  # fmt: skip


def records_of(report: Report) -> tuple[Record, ...]:
    """All records of ``report``, kind by kind."""
    return (*report.mentions, *report.statements, *report.events, *report.quantities)


def _check(report: Report) -> None:
    size = len(report.document.text)
    for part in (report.document, report.times, report.mentions, report.statements, report.events, report.quantities):
        for field, span in spans(part):
            if span.end > size:
                raise ValueError(f"a span {span.start}:{span.end} ({field}) lies outside the text of {size} characters")
    for sentence in report.analysis.sentences:
        last = max((token.span.end for token in sentence.tokens), default=0)
        if max(sentence.span.end, last) > size:
            raise ValueError(
                f"sentence {sentence.span.start}:{sentence.span.end} lies outside the text of {size} characters"
            )
    if any(entity.span.end > size for entity in report.analysis.entities):
        raise ValueError(f"an entity lies outside the text of {size} characters")
    seen: set[str] = set()
    for record in records_of(report):
        if record.id in seen:
            raise ValueError(f"two of its records have the id {record.id}")
        seen.add(record.id)


def seal(*parts: str) -> str:
    """A digest over all layers of a stored report, each with its length, so that nothing can move from one to the
    next."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def plain(words: str) -> str:
    """For the full-text index, whose SQL functions stop at a NUL."""
    return words.replace("\x00", " ")


def _edges(*found: Span | None) -> tuple[int | None, int | None]:
    there = [span for span in found if span is not None]
    return (min(s.start for s in there), max(s.end for s in there)) if there else (None, None)


def actors_of(record: Record) -> tuple[tuple[str, Actor], ...]:
    """The actors of a record, each with the role that it has there."""
    if isinstance(record, Mention):
        return tuple(("mention", a) for a in record.actors)
    if isinstance(record, Quantity):
        return (("holder", record.holder),) if record.holder else ()
    if isinstance(record, Event):
        return (*(("actor", a) for a in record.actors), *(("recipient", a) for a in record.recipients))
    return (
        *(("source", a) for a in record.source_actors),
        *(("addressee", a) for a in record.addressees),
        *(("target", a) for a in record.targets),
    )


def _mention(ord: int, m: Mention, text: str) -> Row:
    values = (ord, m.id, m.span.start, m.span.end, m.kind, m.entity, encode(words(m, text)), encode(m))
    return Row(values, actors_of(m), ())


def _statement(ord: int, s: Statement, text: str) -> Row:
    start, stop = _edges(s.source, s.cue, *s.content)
    quoted = words(s, text)
    values = (
        ord, s.id, start or 0, stop or 0, *_edges(s.source), *_edges(s.cue), *_edges(*s.content), s.act, s.certainty,
        s.quotation,
        s.inside, s.denies, s.score, s.origin.rule, encode(quoted), encode(s),
    )  # fmt: skip
    searched = plain(" ".join(quoted.get("source", ()))), plain(" … ".join(quoted.get("content", ())))
    return Row(values, actors_of(s), searched)


def _event(ord: int, e: Event, text: str, sentences: tuple[Sentence, ...]) -> Row:
    place, date = e.place, e.date
    values = (
        ord, e.id, e.trigger.start, e.trigger.end, e.type, e.mode, e.status, e.quad, e.intensity, int(date is not None),
        date.earliest if date else None, date.latest if date else None, place.name if place else None,
        place.country if place else None, place.lat if place else None, place.lon if place else None, e.attributed_to,
        e.statement, e.same_as, e.score, e.origin.rule, encode(words(e, text)), encode(e),
    )  # fmt: skip
    return Row(values, actors_of(e), (_around(e.trigger, text, sentences),))


def _quantity(ord: int, q: Quantity, text: str, sentences: tuple[Sentence, ...]) -> Row:
    values = (
        ord, q.id, q.span.start, q.span.end, q.low, q.high, int(q.approx), q.unit, q.of, q.place, q.attributed_to,
        q.origin.rule,
        encode(words(q, text)), encode(q),
    )  # fmt: skip
    return Row(values, actors_of(q), (_around(q.span, text, sentences),))


def _around(span: Span, text: str, sentences: tuple[Sentence, ...]) -> str:
    sentence = sentence_at(sentences, span.start)
    return plain((sentence.span if sentence else span).of(text))


# --- and back --------------------------------------------------------------------------------------------------


def restore(rows: Rows) -> Report:
    """The report that ``prepare`` made these rows of."""
    raw, document, analysis, times = rows.body
    assert (
        isinstance(raw, bytes) and isinstance(document, str) and isinstance(analysis, bytes) and isinstance(times, str)
    )
    records = {kind: [str(row.values[-1]) for row in found] for kind, found in rows.records.items()}
    problems = [(str(stage), str(reason)) for layer, _, stage, reason in rows.problems if layer == "report"]
    return assemble(raw, document, analysis, times, problems, records)


def assemble(
    raw: bytes,
    document: str,
    analysis: bytes,
    times: str,
    problems: Iterable[tuple[str, str]],
    records: dict[str, list[str]],
) -> Report:
    """A report from its stored parts. Raises :class:`~standoff.errors.StoreDamaged` when one of them cannot be read."""
    try:
        bare = msgspec.json.decode(document, type=Document)
        return Report(
            document=msgspec.structs.replace(bare, text=raw.decode()),
            analysis=msgspec.json.decode(zlib.decompress(analysis), type=Analysis),
            times=msgspec.json.decode(times, type=tuple[TimeExpression, ...]),
            problems=tuple(Problem(stage, reason) for stage, reason in problems),
            mentions=tuple(msgspec.json.decode(r, type=Mention) for r in records["mention"]),
            statements=tuple(msgspec.json.decode(r, type=Statement) for r in records["statement"]),
            events=tuple(msgspec.json.decode(r, type=Event) for r in records["event"]),
            quantities=tuple(msgspec.json.decode(r, type=Quantity) for r in records["quantity"]),
        )
    except (msgspec.MsgspecError, UnicodeDecodeError, zlib.error, ValueError) as err:
        raise StoreDamaged(f"a stored part cannot be read ({err}); `standoff verify` says which") from err
