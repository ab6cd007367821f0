"""``standoff why``: where a record comes from, link by link."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from standoff.grammar import sentence_at
from standoff.model import Actor, Document, Event, Mention, Quantity, Report, Span, Statement
from standoff.present import explain, finding_rows, highlight, judging, marks, names, options, terminal, wording
from standoff.present.terminal import safe

if TYPE_CHECKING:
    from standoff.present.cli import Settled
    from standoff.store import Store

Record = Statement | Event | Quantity | Mention
#: Characters of context shown on either side where no sentence is known.
AROUND = 80
Fact = tuple[str, str]


@click.command()
@click.argument("id")
@options.store_option
@click.pass_obj
def why(settled: Settled, id: str, store: str | None) -> None:
    """Say why the record or finding ID (or the beginning of one) is there.

    Shows the rule or head that made it, in which version and how surely, its exact words in their sentence, the chain
    it hangs in (inside, via, attributed to), and its actors, or the reason why an actor stayed unknown.
    """
    with options.existing(settled(store=store)) as db:
        told = _told(db, id)
    width = max(len(name) for name, _ in told)
    terminal.write_text("".join(f"{name:>{width}}  {safe(value, one_line=True)}\n" for name, value in told))


def _told(db: Store, id: str) -> list[Fact]:
    """Of a record with what people judged of it, of a report, or of a finding across reports."""
    from standoff.store import NotFound

    try:
        report, record = db.find(id)
    except NotFound:
        try:
            found = db.finding(id)
            by = marks.behind(marks.records_in(found), db.corrected())
            return [
                *finding_rows.facts(found, options.called(db), db.sentences),
                *judging.told(db, (db.judgement(name) for name in by)),
            ]
        except NotFound:
            raise NotFound(f"no report, record or finding {id!r} in the store") from None
    told = facts(report, record)
    if isinstance(record, Document):
        return told + [("also read at", path) for path in db.paths(record.id) if path != record.path]
    return told + list(judging.told_of(db, record.id))


def facts(report: Report, record: Record | Document) -> list[Fact]:
    """All there is to say of a record of ``report``, or of the report itself, as names and values in reading order."""
    return list(_document(record, report) if isinstance(record, Document) else _record(record, report))


def _document(document: Document, report: Report) -> Iterator[Fact]:
    yield "report", document.id
    yield "text", f"{len(document.text):,} characters, SHA-256 {document.sha256}"
    for name, value in (("path", document.path), ("uri", document.uri), ("extractor", document.extractor)):
        if value:
            yield name, value
    for name, found in (
        ("title", document.title),
        ("published", document.published),
        ("publisher", document.publisher),
    ):
        where = f" at {found.at.start}–{found.at.end}" if found and found.at else ""
        yield (
            name,
            f"{found.value} (from {found.how}{where})"
            if found
            else "unknown: neither manifest, metadata nor text gives it",
        )
    yield (
        "found",
        wording.found(len(report.statements), len(report.events), len(report.quantities)),
    )
    for problem in (*document.problems, *report.problems):
        yield "problem", f"{problem.stage}: {problem.reason}"


def _record(record: Record, report: Report) -> Iterator[Fact]:
    yield _kind(record), record.id
    if isinstance(record, Statement):
        yield from _statement(record, report)
    elif isinstance(record, Event):
        yield from _event(record, report)
    elif isinstance(record, Quantity):
        yield from _quantity(record, report)
    else:
        yield from _mention(record, report)
    yield from _where(record, report)
    if not isinstance(record, Mention):
        origin = record.origin
        yield "made by", f"{origin.rule} (stage {origin.stage}, version {origin.version})"
        if origin.stage == "judgement":
            yield "that is", "a person's correction of what was coded"
        elif isinstance(record, Statement):
            yield "that is", explain.statement_rule(origin.rule)
        elif isinstance(record, Event):
            yield "that is", explain.event_rule(origin.rule)
    if isinstance(record, (Statement, Event)):
        yield "score", f"{record.score:.2f}"
    yield "report", f"{report.document.id}, {_title(report.document)}"
    if report.document.path:
        yield "path", report.document.path


def _statement(statement: Statement, report: Report) -> Iterator[Fact]:
    text = report.document.text
    yield "act", f"{statement.act}, {statement.certainty}, {statement.quotation}"
    yield "source", _words(statement.source, text)
    yield from _actors("who", statement.source_actors)
    if statement.unresolved:
        candidates = (
            f"; perhaps {names.listed(statement.unresolved.candidates)}" if statement.unresolved.candidates else ""
        )
        yield "unresolved", f"{statement.unresolved.reason}{candidates}"
    yield "cue", _words(statement.cue, text)
    for span in statement.content:
        yield "content", _words(span, text)
    yield from _actors("addressee", statement.addressees, statement.addressees_at, text)
    yield from _actors("target", statement.targets, statement.targets_at, text)
    if statement.condition:
        yield "condition", _words(statement.condition, text)
    if statement.via:
        yield "via", " ← ".join(statement.via)
    yield from _chain("inside", statement.inside, report)
    yield from _chain("speaks to", statement.denies, report)


def _event(event: Event, report: Report) -> Iterator[Fact]:
    text = report.document.text
    yield "type", f"{event.type}{f' {event.mode}' if event.mode else ''}, {event.status}"
    yield "trigger", _words(event.trigger, text)
    yield from _actors("who", event.actors, event.actors_at, text)
    yield from _actors("whom", event.recipients, event.recipients_at, text)
    if event.date:
        words = f", from {_words(event.date_at, text)}" if event.date_at else ""
        first, last = event.date.earliest, event.date.latest
        yield "date", f"{first}{words}" if first == last else f"{first or 'open'} to {last or 'open'}{words}"
    if event.place:
        place = event.place
        at = f" at {place.lat:.2f}, {place.lon:.2f}" if place.lat is not None and place.lon is not None else ""
        words = f", from {_words(event.place_at, text)}" if event.place_at else ""
        yield "place", f"{place.name} ({place.country or 'no country'}){at}{words}"
    if event.contexts:
        yield "contexts", ", ".join(event.contexts)
    if event.quad:
        yield "class", f"{event.quad}{f', intensity {event.intensity:+.1f}' if event.intensity is not None else ''}"
    yield from _chain("spoken in", event.statement, report)
    yield from _chain("attributed to", event.attributed_to, report)
    if event.same_as:
        original = next((other for other in report.events if other.id == event.same_as), None)
        yield "same as", f"{event.same_as}{f', {_words(original.trigger, text)}' if original else ''}"


def _quantity(quantity: Quantity, report: Report) -> Iterator[Fact]:
    text = report.document.text
    yield "figure", wording.figure(quantity)
    yield "unit", quantity.unit
    yield "words", _words(quantity.span, text)
    yield "of", quantity.of or "not said"
    if quantity.holder:
        yield from _actors("holder", (quantity.holder,), (quantity.holder_at,) if quantity.holder_at else (), text)
    if quantity.place:
        yield "place", f"{quantity.place}{f', from {_words(quantity.place_at, text)}' if quantity.place_at else ''}"
    yield from _chain("attributed to", quantity.attributed_to, report)


def _mention(mention: Mention, report: Report) -> Iterator[Fact]:
    yield "kind", mention.kind
    yield "words", _words(mention.span, report.document.text)
    yield from _actors("who", mention.actors)
    if mention.unresolved:
        candidates = f"; perhaps {names.listed(mention.unresolved.candidates)}" if mention.unresolved.candidates else ""
        yield "unresolved", f"{mention.unresolved.reason}{candidates}"
    others = [other.span.of(report.document.text) for other in report.mentions if other.entity == mention.entity]
    yield "one with", names.listed(f"“{wording.folded(words)}”" for words in others)


def _where(record: Record, report: Report) -> Iterator[Fact]:
    """The sentence, the zone it stands in, and the offsets that `verify` checks."""
    span = wording.anchor(record)
    text = report.document.text
    sentence = sentence_at(report.analysis.sentences, span.start)
    whole = sentence.span if sentence else Span(max(0, span.start - AROUND), min(len(text), span.end + AROUND))
    yield "sentence", wording.folded(whole.of(text))
    zone = highlight.zone_at(report.document.zones, span.start)
    yield "at", f"characters {span.start}–{span.end}{f', {zone.role}' if zone else ''}"


def _chain(name: str, identity: str | None, report: Report) -> Iterator[Fact]:
    """The statement that a record hangs in, and what that one hangs in, to the end. A loop would end the walk."""
    seen: set[str] = set()
    while identity is not None and identity not in seen:
        seen.add(identity)
        statement = next((other for other in report.statements if other.id == identity), None)
        if statement is None:
            yield name, f"{identity}, which the report does not have"
            return
        text = report.document.text
        words = wording.cut(wording.content(statement, text), 160)
        yield name, f"{wording.speaker(statement, text)}: {statement.act} “{words}” ({statement.id})"
        name, identity = "inside", statement.inside


def _actors(name: str, actors: tuple[Actor, ...], at: tuple[Span, ...] = (), text: str = "") -> Iterator[Fact]:
    for actor in actors:
        known = names.spell(actor.id) if actor.id else "not in the tables of actors"
        yield name, f"{actor.id or 'no id'}{f', {actor.name}' if actor.name else ''} – {known}"
    for span in at:
        yield f"{name} in", _words(span, text)


def _words(span: Span | None, text: str) -> str:
    return "none" if span is None else f"“{span.of(text)}” {span.start}–{span.end}"


def _title(document: Document) -> str:
    title = f"“{document.title.value}”" if document.title else "untitled"
    return f"{title}, {document.published.value if document.published else 'undated'}"


def _kind(record: Record) -> str:
    return type(record).__name__.lower()
