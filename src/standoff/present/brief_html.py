"""A page as one HTML file: no script, no request to anywhere, light and dark, on paper and on a phone.

Every word of a report passes :func:`_text`. What is not escaped is written here or is a chart of our own making
(:mod:`standoff.present.charts`), whose words the drawing library escapes.
"""

from __future__ import annotations

import html
from importlib.resources import files

from standoff.present.brief_page import (
    Block,
    Bullets,
    Cite,
    Heading,
    Item,
    Jump,
    Line,
    More,
    Note,
    Numbers,
    Page,
    Paragraph,
    Picture,
    Sides,
    Table,
    Text,
)
from standoff.present.periods import day
from standoff.present.terminal import safe
from standoff.present.wording import folded

#: Nothing may be loaded or run, whatever a reader's browser would make of the page.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_TAGS = {"strong": "strong", "told": "em", "code": "code"}


def write(page: Page) -> str:
    """``page`` as HTML that stands alone."""
    return _Writer().page(page)


def _text(words: str) -> str:
    """Words in HTML: markup shown, controls and overrides made visible, white space folded as a browser would."""
    lead = " " if words[:1].isspace() else ""
    trail = " " if words.strip() and words[-1:].isspace() else ""
    return f"{lead}{html.escape(folded(safe(words)), quote=True)}{trail}"


class _Writer:
    def __init__(self) -> None:
        self._numbers = Numbers()

    def page(self, page: Page) -> str:
        style = files("standoff.present").joinpath("brief.css").read_text(encoding="utf-8").strip()
        head = [f"<h1>{_text(page.title)}</h1>"]
        for name, line in (("asked", page.line), ("lead", page.lead), ("aside", page.aside)):
            head += [f'<p class="{name}">{self._line(line)}</p>'] if line else []
        body: list[str] = []
        for section in page.sections:
            body.append(f'<section aria-labelledby="{section.id}">\n<h2 id="{section.id}">{_text(section.title)}</h2>')
            body += [self._block(block) for block in section.blocks]
            body.append("</section>")
        links = [f'<li><a href="#{section.id}">{_text(section.title)}</a></li>' for section in page.sections]
        return "\n".join(
            [
                "<!DOCTYPE html>",
                '<html lang="en">',
                "<head>",
                '<meta charset="utf-8">',
                f'<meta http-equiv="Content-Security-Policy" content="{html.escape(_POLICY)}">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                '<meta name="referrer" content="no-referrer">',
                '<meta name="color-scheme" content="light dark">',
                f"<title>{_text(page.title)}</title>",
                f"<style>\n{style}\n</style>",
                "</head>",
                "<body>",
                "<header>",
                *head,
                "</header>",
                *(['<nav aria-label="Contents">', "<ul>", *links, "</ul>", "</nav>"] if links else []),
                "<main>",
                *body,
                "</main>",
                *self._notes(),
                "</body>",
                "</html>",
                "",
            ]
        )

    def _block(self, block: Block) -> str:
        match block:
            case Heading(line):
                return f"<h3>{self._line(line)}</h3>"
            case Paragraph(line):
                return f"<p>{self._line(line)}</p>"
            case Bullets(items):
                return "\n".join(["<ul>", *map(self._item, items), "</ul>"])
            case Table():
                return self._table(block)
            case Sides():
                return self._sides(block)
            case Picture(svg, alt):
                return f'<figure role="img" aria-label="{_text(alt)}">\n{svg}\n</figure>'
            case More(count, what, command):
                return f'<p class="more">{count:,} more {_text(what)}: <code>{_text(command)}</code></p>'

    def _item(self, item: Item) -> str:
        if not item.under:
            return f"<li>{self._line(item.line)}</li>"
        first = self._line(item.line)
        return "\n".join([f"<li>{first}", "<ul>", *(f"<li>{self._line(u)}</li>" for u in item.under), "</ul></li>"])

    def _table(self, table: Table) -> str:
        sides = [' class="number"' if i in table.right else "" for i in range(len(table.head))]
        head = "".join(
            f'<th scope="col"{side}>{_text(cell)}</th>' for cell, side in zip(table.head, sides, strict=True)
        )
        rows = [
            "<tr>"
            + "".join(f"<td{side}>{self._line(c) or '–'}</td>" for c, side in zip(row, sides, strict=True))
            + "</tr>"
            for row in table.rows
        ]
        # A wide table scrolls in a box of its own, which a keyboard can reach.
        return "\n".join(
            [
                f'<div class="wide" role="region" aria-label="{_text(table.caption)}" tabindex="0">',
                f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>",
                *rows,
                "</tbody>\n</table>\n</div>",
            ]
        )

    def _sides(self, block: Sides) -> str:
        out = ['<article class="dispute">', f'<p class="about">{self._line(block.about)}</p>', '<div class="sides">']
        for side in block.sides:
            out += [
                "<div>",
                f"<h3>{_text(side.title)}</h3>",
                *(f"<p>{self._line(line)}</p>" for line in side.lines),
                "</div>",
            ]
        out.append("</div>")
        if block.below:
            out.append(f"<p>{self._line(block.below)}</p>")
        return "\n".join([*out, "</article>"])

    def _line(self, line: Line) -> str:
        out = []
        for piece in line:
            match piece:
                case Cite(notes):
                    out.append(self._marks(notes))
                case Jump(words, to):
                    out.append(f'<a href="#{to}">{_text(words)}</a>')
                case Text(words, "quote"):
                    out.append(f'<span class="said">“{_text(words)}”</span>')
                case Text(words, style) if style in _TAGS:
                    out.append(f"<{_TAGS[style]}>{_text(words)}</{_TAGS[style]}>")
                case Text(words):
                    out.append(_text(words))
        return "".join(out)

    def _marks(self, notes: tuple[Note, ...]) -> str:
        marks = []
        for number in dict.fromkeys(map(self._numbers.of, notes)):
            time = self._numbers.cited[number - 1]
            marks.append(f'<a id="m{number}-{time}" href="#n{number}" aria-label="Footnote {number}">{number}</a>')
        return f"<sup>{' '.join(marks)}</sup>"

    def _notes(self) -> list[str]:
        notes = [self._note(i, note) for i, note in enumerate(self._numbers.notes, 1)]
        if not notes:
            return []
        head = '<footer>\n<section aria-labelledby="words">\n<h2 id="words">The words</h2>\n<ol>'
        return [head, *notes, "</ol>\n</section>\n</footer>"]

    def _note(self, number: int, note: Note) -> str:
        where = [f"<cite>{_text(note.title)}</cite>", *([_text(note.publisher)] if note.publisher else [])]
        where.append(_text(day(note.published)) if note.published else "undated")
        back = " ".join(
            f'<a href="#m{number}-{time}" aria-label="Back to mark {time} of footnote {number}">↩</a>'
            for time in range(1, self._numbers.cited[number - 1] + 1)
        )
        return (
            f'<li id="n{number}"><span class="said">“{_marked(note)}”</span> {", ".join(where)}; '
            f'<span class="place">{_text(note.place)}</span> {back}</li>'
        )


def _marked(note: Note) -> str:
    """The words of a note, those it is about set off."""
    if note.mark is None or (note.mark.start == 0 and note.mark.end >= len(note.quote)):
        return _text(note.quote)
    before, after = note.quote[: note.mark.start], note.quote[note.mark.end :]
    return f"{_text(before)}<mark>{_text(note.mark.of(note.quote))}</mark>{_text(after)}"
