"""Markdown that says what it is told to: escaped words of strangers, and footnotes that quote a report exactly."""

from __future__ import annotations

import re

from msgspec import Struct

from standoff.grammar import sentence_at
from standoff.model import Report, Span
from standoff.present.terminal import safe
from standoff.present.wording import cut, folded, stretch

#: Characters that begin something in Markdown or in HTML inside it; ``:`` and ``.`` only where they would make a link.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&~|$^#]|(?<=[a-zA-Z]):(?=//)|(?<=www)\.")
#: A quotation in a footnote is cut beyond this many characters, the rest is one `standoff why` away.
LONGEST = 600


def md(words: str) -> str:
    """``words`` on one line, with nothing in them that Markdown or a terminal would act on."""
    return _SPECIAL.sub(r"\\\g<0>", folded(safe(words)))


class Note(Struct, frozen=True):
    """A footnote: the exact words, and where they stand. ``quote`` is not yet escaped, ``label`` is."""

    report: str
    span: Span
    quote: str
    label: str


def note(report: Report, spans: list[Span]) -> Note:
    """The sentences that hold ``spans``, or the bare stretch of the spans where the sentences are very long."""
    text, sentences = report.document.text, report.analysis.sentences
    tight = stretch(spans)
    first, last = sentence_at(sentences, tight.start), sentence_at(sentences, tight.end - 1)
    whole = Span(
        min(first.span.start, tight.start) if first else tight.start,
        max(last.span.end, tight.end) if last else tight.end,
    )
    span = whole if len(whole) <= LONGEST else tight
    return Note(report=report.document.id, span=span, quote=span.of(text), label=label(report))


def label(report: Report) -> str:
    """Title, publisher and date of a report, escaped."""
    document = report.document
    title = document.title.value if document.title else _file(document.path) or document.uri or "untitled"
    parts = [f"“{md(cut(folded(title), 120))}”"]
    if document.publisher:
        parts.append(md(document.publisher.value))
    parts.append(md(document.published.value) if document.published else "undated")
    return ", ".join(parts)


def _file(path: str | None) -> str | None:
    """The name of the file: where it lies on somebody's machine is nothing for a brief that goes out."""
    return path.replace("\\", "/").rsplit("/", 1)[-1] if path and path != "-" else None


class Footnotes:
    """Numbers notes in the order in which they are first cited; the same words are one note."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, Span], int] = {}
        self._notes: list[Note] = []

    def cite(self, *notes: Note) -> str:
        """The marks to put behind a line: ``[^1]``."""
        return "".join(f"[^{number}]" for number in dict.fromkeys(self._number(note) for note in notes))

    def _number(self, note: Note) -> int:
        key = (note.report, note.span)
        if key not in self._numbers:
            self._notes.append(note)
            self._numbers[key] = len(self._notes)
        return self._numbers[key]

    def lines(self) -> list[str]:
        return [
            f"[^{i}]: “{md(cut(folded(note.quote), LONGEST))}” — {note.label}; "
            f"report {note.report}, characters {note.span.start}–{note.span.end}."
            for i, note in enumerate(self._notes, 1)
        ]


def row(cells: list[str]) -> str:
    """A line of a table; the cells are escaped already."""
    return f"| {' | '.join(cells)} |"


def table(head: list[str], rows: list[list[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """A table with ``right`` naming the columns set to the right."""
    rule = ["---:" if i in right else "---" for i in range(len(head))]
    return [row(head), f"|{'|'.join(rule)}|", *(row(cells) for cells in rows)]
