"""What the brief is made of: one pass over the reports that keeps lines, figures and counts, not the reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from standoff.grammar import sentence_at
from standoff.model import Actor, Event, Quantity, Report, Span, Statement
from standoff.present import names, wording
from standoff.present.markdown import Note, label, md, note

#: Characters: of a statement's content in a line, of the sentence that is shown with an event.
LONGEST = 280
EXCERPT = 180

Concerns = Callable[[Iterable[Actor]], bool]


class Line(Struct, frozen=True, kw_only=True):
    """A line of the brief before it is placed.

    ``day`` is an ISO day or, where only a stretch is known, "2014-03-01 to 2014-03-31"; ``dated`` is false when it is
    but the report's. ``key`` is the same for the same words in another report.
    """

    day: str | None
    weight: tuple[float, ...]
    order: tuple[str, str, int]
    key: tuple[object, ...]
    words: str
    notes: tuple[Note, ...]
    dated: bool = True


class Figure(Struct, frozen=True, kw_only=True):
    """A row of the table of figures."""

    what: str
    holder: str
    order: tuple[object, ...]
    cells: tuple[str, ...]
    note: Note


class Material(Struct, kw_only=True):
    """What is gathered from the reports, one after the other, so that no report need stay in memory."""

    reports: list[tuple[str, str, str]]
    days: list[str]
    publishers: Counter[str]
    counts: Counter[str]
    spoke: Counter[str]
    acted: Counter[str]
    suffered: Counter[str]
    people: dict[str, Counter[str]]
    said: list[Line]
    done: list[Line]
    denied: list[Line]
    doubted: list[Line]
    demands: list[Line]
    refusals: list[Line]
    figures: list[Figure]


def gather(reports: Iterable[Report], *, concerns: Concerns | None = None) -> Material:
    """Everything that the brief needs of the reports."""
    material = Material(
        reports=[], days=[], publishers=Counter(), counts=Counter(), spoke=Counter(), acted=Counter(),
        suffered=Counter(), people={}, said=[], done=[], denied=[], doubted=[], demands=[], refusals=[], figures=[],
    )  # fmt: skip
    for report in reports:
        _cover(report, material)
        _statements(report, material, concerns)
        _events(report, material, concerns)
        _quantities(report, material, concerns)
    return material


def _cover(report: Report, material: Material) -> None:
    document = report.document
    day = document.published.value if document.published else ""
    material.reports.append((day or "9999", document.id, label(report)))
    if day:
        material.days.append(day)
    if document.publisher:
        material.publishers[document.publisher.value] += 1
    material.counts.update(reports=1, statements=len(report.statements), events=len(report.events))
    material.counts.update(quantities=len(report.quantities))


def _statements(report: Report, material: Material, concerns: Concerns | None) -> None:
    by_id = {statement.id: statement for statement in report.statements}
    verbal = {event.statement: event for event in report.events if event.statement}
    for statement in report.statements:
        if concerns and not concerns((*statement.source_actors, *statement.addressees, *statement.targets)):
            continue
        for actor in statement.source_actors:
            _count(material, material.spoke, actor)
        material.counts["unresolved"] += not statement.source_actors
        line = _statement_line(report, statement, verbal.get(statement.id))
        material.said.append(line)
        if statement.act in {"DENY", "DOUBT"}:
            material_list = material.denied if statement.act == "DENY" else material.doubted
            material_list.append(_with_answered(report, line, by_id.get(statement.denies or "")))
        elif statement.act == "REQUEST":
            material.demands.append(line)
        elif statement.act == "REJECT":
            material.refusals.append(line)


def _statement_line(report: Report, statement: Statement, event: Event | None) -> Line:
    document = report.document
    text = document.text
    day = _day(event) or (document.published.value if document.published else None)
    words = wording.cut(wording.content(statement, text), LONGEST)
    sentence = f"{md(wording.said(statement, text))}: {_set(words, statement)}"
    spans = [span for span in (statement.source, statement.cue, *statement.content) if span is not None]
    return Line(
        day=day,
        weight=(float(wording.is_named(statement, text)), wording.ACT_WEIGHT[statement.act], statement.score),
        order=(document.published.value if document.published else "9999", document.id, statement.content[0].start),
        key=(statement.act, tuple(a.id or a.name for a in statement.source_actors), words.casefold()),
        words=sentence,
        notes=(note(report, spans),),
    )


def _set(words: str, statement: Statement) -> str:
    """A speaker's own words stand in quotation marks, a report's rendering of them in italics."""
    return f"“{md(words)}”" if statement.quotation == "direct" else f"*{md(words)}*"


def _with_answered(report: Report, line: Line, answered: Statement | None) -> Line:
    """A denial or a doubt together with the statement it speaks to."""
    if answered is None:
        return line
    other = _statement_line(report, answered, None)
    return replace(line, words=f"{line.words} – in answer to: {other.words}", notes=line.notes + other.notes)


def _events(report: Report, material: Material, concerns: Concerns | None) -> None:
    document = report.document
    by_id = {statement.id: statement for statement in report.statements}
    for event in report.events:
        if (
            event.same_as
            or event.status == "historical"
            or (concerns and not concerns((*event.actors, *event.recipients)))
        ):
            continue
        if event.statement is not None:  # a verbal act: its statement has a line already
            continue
        if event.status == "actual":
            for actor in event.actors:
                _count(material, material.acted, actor)
            for actor in event.recipients:
                _count(material, material.suffered, actor)
        holder = by_id.get(event.attributed_to or "")
        words = md(wording.done(event, holder, document.text))
        excerpt = _excerpt(report, event.trigger)
        sentence = [event.trigger]
        if holder is not None and event.attributed_to:
            sentence += [span for span in (holder.source, holder.cue) if span is not None]
        material.done.append(
            Line(
                day=_day(event) or (document.published.value if document.published else None),
                weight=(
                    float(bool(event.actors)) + float(bool(event.recipients)),
                    float(event.quad.startswith("material")),
                    {"actual": 3, "negation": 2, "future": 1}.get(event.status, 0),
                    wording.QUAD_WEIGHT.get(event.quad, 0),
                    event.score,
                ),
                order=(document.published.value if document.published else "9999", document.id, event.trigger.start),
                key=(words, excerpt, _day(event)),
                dated=event.date is not None,
                words=f"{words}: *{md(excerpt)}*",
                notes=(note(report, sentence),),
            )
        )


def _excerpt(report: Report, trigger: Span) -> str:
    """The sentence of a trigger; of a long one what stands round the trigger, cut at words."""
    text = report.document.text
    sentence = sentence_at(report.analysis.sentences, trigger.start)
    if sentence is None:
        return wording.folded(trigger.of(text))
    start, end = sentence.span.start, sentence.span.end
    if end - start > EXCERPT:
        before, after = start < trigger.start - EXCERPT // 2, end > trigger.end + EXCERPT // 2
        start = text.rfind(" ", start, trigger.start - EXCERPT // 2) + 1 if before else start
        cut = text.find(" ", trigger.end + EXCERPT // 2, end) if after else -1
        start, end = max(start, sentence.span.start), cut if cut > 0 else end
    words = wording.folded(text[start:end])
    return f"{'… ' if start > sentence.span.start else ''}{words}{' …' if end < sentence.span.end else ''}"


def _quantities(report: Report, material: Material, concerns: Concerns | None) -> None:
    by_id = {statement.id: statement for statement in report.statements}
    for quantity in report.quantities:
        if concerns and not concerns([quantity.holder] if quantity.holder else []):
            continue
        material.figures.append(_figure(report, quantity, by_id.get(quantity.attributed_to or "")))


def _figure(report: Report, quantity: Quantity, holder: Statement | None) -> Figure:
    document = report.document
    what = wording.folded(quantity.of or quantity.unit)
    owner = names.name(quantity.holder) if quantity.holder else ""
    day = document.published.value if document.published else ""
    return Figure(
        what=what.casefold(),
        holder=owner,
        order=(what.casefold(), owner, day or "9999", document.id, quantity.span.start),
        cells=(
            md(what),
            md(owner) or "–",
            md(quantity.place or "") or "–",
            md(wording.figure(quantity))
            + (f" {md(quantity.unit)}" if quantity.of and quantity.unit != "person" else ""),
            md(wording.speaker(holder, document.text)) if holder else "the reporter",
            md(day) or "undated",
        ),
        note=note(report, [quantity.span]),
    )


def _count(material: Material, counter: Counter[str], actor: Actor) -> None:
    key = actor.id or f"?{actor.name or ''}"
    counter[key] += 1
    if actor.id and actor.name:
        material.people.setdefault(actor.id, Counter())[actor.name] += 1


def _day(event: Event | None) -> str | None:
    if event is None or event.date is None or not (event.date.earliest or event.date.latest):
        return None
    first, last = event.date.earliest, event.date.latest
    if first is None:
        return f"until {last}"
    return first if first == last else f"{first} to {last or 'later'}"
