"""A brief as a page: headings, lines, tables, sides, pictures, before it is known in what form it will be written.

Words of reports stand in :class:`Text` as they are. Only the writers (:mod:`standoff.present.markdown`,
:mod:`standoff.present.brief_html`) turn them into Markdown or HTML, and each has one place where it escapes: so nothing
that composes the page can forget to.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from standoff.model import Span

#: ``quote``: a speaker's own words; ``told``: the words of a report.
Style = Literal["plain", "strong", "quote", "told", "code"]


class Note(Struct, frozen=True):
    """A footnote: the exact words ``quote`` that stand at ``span`` of a report, in them the place ``mark`` (offsets in
    ``quote``) that it is about; title, publisher and ISO day of the report. ``judged`` are the judgements by which a
    record in that place reads otherwise than it was coded. Nothing is escaped."""

    report: str
    span: Span
    quote: str
    mark: Span | None
    title: str
    publisher: str | None
    published: str | None
    judged: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where the words stand, and who corrected what is made of them."""
        by = f"; corrected by judgement {', '.join(self.judged)}" if self.judged else ""
        return f"report {self.report}, characters {self.span.start}–{self.span.end}{by}"


class Text(Struct, frozen=True):
    """Words in one style."""

    words: str
    style: Style = "plain"


class Cite(Struct, frozen=True):
    """The marks of footnotes."""

    notes: tuple[Note, ...]


class Jump(Struct, frozen=True):
    """Words that lead to a section of the page."""

    words: str
    to: str


Line = tuple[Text | Cite | Jump, ...]


class Heading(Struct, frozen=True):
    """A heading inside a section."""

    line: Line


class Paragraph(Struct, frozen=True):
    line: Line


class Item(Struct, frozen=True):
    """A line of a list, and what stands under it."""

    line: Line
    under: tuple[Line, ...] = ()


class Bullets(Struct, frozen=True):
    items: tuple[Item, ...]


class Table(Struct, frozen=True):
    """A table. ``right`` names the columns that hold numbers; ``caption`` says what it shows, for who cannot see it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    right: frozenset[int] = frozenset()


class Side(Struct, frozen=True):
    """One side of a dispute: a title, and the words that stand for it."""

    title: str
    lines: tuple[Line, ...]


class Sides(Struct, frozen=True):
    """A dispute: what it is about, and its sides beside one another."""

    about: Line
    sides: tuple[Side, ...]
    below: Line = ()


class Picture(Struct, frozen=True):
    """A chart as SVG of our own making, and what it shows in words."""

    svg: str
    alt: str


class More(Struct, frozen=True):
    """What was left out, and the command that lists it."""

    count: int
    what: str
    command: str


Block = Heading | Paragraph | Bullets | Table | Sides | Picture | More


class Section(Struct, frozen=True):
    """A part of the page; ``id`` is where links lead."""

    id: str
    title: str
    blocks: tuple[Block, ...]


class Page(Struct, frozen=True):
    """The whole: ``line`` under the title says what was asked for, ``lead`` is the first paragraph, ``aside`` how the
    page is to be read."""

    title: str
    line: Line
    lead: Line
    aside: Line
    sections: tuple[Section, ...]


def plain(words: str) -> Text:
    return Text(words)


def strong(words: str) -> Text:
    return Text(words, "strong")


def code(words: str) -> Text:
    return Text(words, "code")


def cite(*notes: Note) -> tuple[Cite, ...]:
    """The marks of ``notes``, each once; nothing when there are none."""
    unique = tuple(dict.fromkeys(notes))
    return (Cite(unique),) if unique else ()


def joined(parts: list[Line], between: str, last: str | None = None) -> Line:
    """Lines one after the other, with words between them (``last`` before the last one)."""
    out: Line = ()
    for i, part in enumerate(parts):
        if i:
            out += (plain(last if last is not None and i == len(parts) - 1 else between),)
        out += part
    return out


class Numbers:
    """Numbers notes in the order in which they are first cited; the same words are one note. ``back`` counts how often
    each was cited, for the way back."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, Span], int] = {}
        self.notes: list[Note] = []
        self.cited: list[int] = []

    def of(self, note: Note) -> int:
        """The number of ``note``, from 1."""
        key = (note.report, note.span)
        if key not in self._numbers:
            self.notes.append(note)
            self.cited.append(0)
            self._numbers[key] = len(self.notes)
        number = self._numbers[key]
        self.cited[number - 1] += 1
        return number
