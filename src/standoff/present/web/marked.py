"""The text of a report cut into stretches, each with the kinds and ids of the records whose words it is.

Records nest and cross, which elements of a page may not: so the text is cut at every edge, and a stretch names all that
cover it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

from standoff.model import BEARING, Event, Mention, Quantity, Report, Span, Statement
from standoff.present import highlight, wording
from standoff.store import spans

Record: TypeAlias = Statement | Event | Quantity | Mention
#: Kind, words, and the id of the record that they are of.
Mark = tuple[str, Span, str]
KINDS = tuple(highlight.STYLES)
#: The name of the place that an address asks for.
HERE = "here"


class Stretch(Struct, frozen=True):
    """Words with the same records on them. ``starts`` are names of places that begin here (ids of records, ``here``),
    ``link`` the record whose head word it is (a cue, a trigger, a quantity); ``here`` says that they are words asked
    for."""

    words: str
    kinds: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    link: str | None = None
    here: bool = False


class Line(Struct, frozen=True):
    """A line of the report, its role in it (empty between zones), and whether records are made from it."""

    role: str
    bears: bool
    stretches: tuple[Stretch, ...]


def lines(report: Report, here: Sequence[Span] = ()) -> list[Line]:
    """All lines of ``report`` that are not blank, in order; the words at ``here`` are marked as the ones asked for."""
    found = highlight.lines(report)
    cut = _Cut(report.document.text, (*report.statements, *report.events, *report.quantities), here)
    return [
        Line(role, role in BEARING, tuple(stretches))
        for (role, _), stretches in zip(found, cut.pieces([span for _, span in found]), strict=True)
    ]


def passage(report: Report, span: Span, record: Record) -> tuple[Stretch, ...]:
    """The words of ``span`` with those of ``record`` marked, by the part they play in it."""
    words = [words for _, words in spans(record)]
    return tuple(next(_Cut(report.document.text, (record,), words).pieces([span])))


class _Cut:
    """The marks of a report, swept from its beginning to its end."""

    def __init__(self, text: str, held: Sequence[Record], here: Sequence[Span]) -> None:
        self.text, self.here = text, here
        self.marks = [mark for record in held for mark in _marks(record)]
        self.heads = {(wording.anchor(r).start, wording.anchor(r).end): r.id for r in reversed(held)}
        self.starts: dict[int, list[str]] = {}
        for record in held:
            self.starts.setdefault(min(s.start for _, s, _ in _marks(record)), []).append(record.id)
        if here:
            self.starts.setdefault(min(span.start for span in here), []).append(HERE)

    def pieces(self, of: list[Span]) -> Iterator[list[Stretch]]:
        """The stretches of each span of ``of``, which are in order and do not overlap."""
        opening: dict[int, list[Mark]] = {}
        closing: dict[int, list[Mark]] = {}
        for mark in self.marks:
            opening.setdefault(mark[1].start, []).append(mark)
            closing.setdefault(mark[1].end, []).append(mark)
        edges = {*opening, *closing, *(edge for s in self.here for edge in (s.start, s.end))}
        cuts = sorted({*edges, *(edge for span in of for edge in (span.start, span.end))})
        held: dict[Mark, None] = {}
        at = 0
        for span in of:
            out = []
            while at < len(cuts) and cuts[at] < span.end:
                for mark in closing.get(cuts[at], ()):
                    held.pop(mark, None)
                held.update(dict.fromkeys(opening.get(cuts[at], ())))
                if cuts[at] >= span.start:
                    out.append(self._stretch(Span(cuts[at], cuts[at + 1]), list(held)))
                at += 1
            yield out

    def _stretch(self, span: Span, marks: list[Mark]) -> Stretch:
        kinds = {kind for kind, _, _ in marks}
        link = next(
            (self.heads[key] for _, s, _ in marks if (key := (s.start, s.end)) in self.heads and s.start == span.start),
            None,
        )
        return Stretch(
            words=span.of(self.text),
            kinds=tuple(kind for kind in KINDS if kind in kinds),
            records=tuple(dict.fromkeys(record for _, _, record in marks)),
            starts=tuple(self.starts.get(span.start, ())),
            link=link,
            here=any(s.contains(span) for s in self.here),
        )


def _marks(record: Record) -> Iterator[Mark]:
    if isinstance(record, Statement):
        for span in record.content:
            yield "content", span, record.id
        if record.source:
            yield "source", record.source, record.id
        if record.cue:
            yield "cue", record.cue, record.id
    elif isinstance(record, Event):
        yield "trigger", record.trigger, record.id
    else:
        yield "quantity" if isinstance(record, Quantity) else "mention", record.span, record.id
