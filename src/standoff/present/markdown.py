"""A page as Markdown: escaped words of strangers, and footnotes that quote a report exactly.

The dialect is GitHub's: footnotes, pipe tables. Nothing of a report can become markup, a link or a picture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from standoff.present.brief_page import (
    Block,
    Bullets,
    Cite,
    Heading,
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
from standoff.present.wording import cut, folded

#: Characters that begin something in Markdown or in HTML inside it; ``:`` and ``.`` only where they would make a link.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&~|$^#]|(?<=[a-zA-Z]):(?=//)|(?<=www)\.")
#: What begins a list, a heading or a rule where a line begins.
_OPENING = re.compile(r"^(?:[-+=](?=\s|$|[-+=])|\d+(?=[.)]))")
#: A quotation in a footnote is cut beyond this many characters, the rest is one `standoff why` away.
LONGEST = 600


def md(words: str) -> str:
    """``words`` on one line, with nothing in them that Markdown or a terminal would act on."""
    return _SPECIAL.sub(r"\\\g<0>", folded(safe(words)))


def write(page: Page, *, pictures: Sequence[str] | None = None) -> str:
    """``page`` in Markdown. ``pictures`` are the addresses of its charts, in their order; None leaves them out."""
    return _Writer(pictures).page(page)


class _Writer:
    def __init__(self, pictures: Sequence[str] | None) -> None:
        self._numbers = Numbers()
        self._pictures = None if pictures is None else iter(pictures)

    def page(self, page: Page) -> str:
        out = [f"# {md(page.title)}", ""]
        for line in (page.line, page.lead, page.aside):
            out += [self._line(line), ""] if line else []
        for section in page.sections:
            out += [f"## {md(section.title)}", ""]
            for block in section.blocks:
                out += [*self._block(block), ""]
        notes = [note_line(i, note) for i, note in enumerate(self._numbers.notes, 1)]
        return "\n".join(["\n".join(out).rstrip(), "", *notes]).rstrip() + "\n"

    def _block(self, block: Block) -> list[str]:
        match block:
            case Heading(line):
                return [f"### {self._line(line)}"]
            case Paragraph(line):
                return [_opened(self._line(line))]
            case Bullets(items):
                return [
                    text
                    for item in items
                    for text in (f"- {self._line(item.line)}", *(f"  - {self._line(line)}" for line in item.under))
                ]
            case Table(_, head, rows, right):
                rule = ["---:" if i in right else "---" for i in range(len(head))]
                return [
                    _row([md(cell) for cell in head]),
                    f"|{'|'.join(rule)}|",
                    *(_row([self._line(cell) or "–" for cell in row]) for row in rows),
                ]
            case Sides():
                return self._sides(block)
            case Picture(_, alt):
                if self._pictures is None:
                    return [f"*{md(alt)} The chart is drawn when the brief is written to a file (`-o`).*"]
                return [f"![{md(alt)}]({next(self._pictures)})"]
            case More(count, what, command):
                return [f"{count:,} more {md(what)}: {_code(command)}"]

    def _sides(self, block: Sides) -> list[str]:
        """The sides as columns: words beside words."""
        deepest = max((len(side.lines) for side in block.sides), default=0)
        rows = [
            _row([self._line(side.lines[i]) if i < len(side.lines) else " " for side in block.sides])
            for i in range(deepest)
        ]
        table = [_row([md(side.title) for side in block.sides]), f"|{'|'.join('---' for _ in block.sides)}|", *rows]
        return [self._line(block.about), "", *table, *(["", self._line(block.below)] if block.below else [])]

    def _line(self, line: Line) -> str:
        out = []
        for piece in line:
            match piece:
                case Cite(notes):
                    out.append("".join(f"[^{n}]" for n in dict.fromkeys(map(self._numbers.of, notes))))
                case Jump(words, to):
                    out.append(f"[{md(words)}](#{to})")
                case Text():
                    out.append(_styled(piece))
        return "".join(out)


def note_line(number: int, note: Note) -> str:
    """The line of a footnote."""
    parts = [f"“{md(note.title)}”", *([md(note.publisher)] if note.publisher else [])]
    parts.append(md(day(note.published)) if note.published else "undated")
    return f"[^{number}]: “{md(cut(folded(note.quote), LONGEST))}” — {', '.join(parts)}; {note.place}."


def _styled(text: Text) -> str:
    lead = " " if text.words[:1].isspace() else ""
    trail = " " if text.words[-1:].isspace() and text.words.strip() else ""
    words = md(text.words)
    if not words:
        return lead
    match text.style:
        case "strong":
            return f"{lead}**{words}**{trail}"
        case "quote":
            return f"{lead}“{words}”{trail}"
        case "told":
            return f"{lead}*{words}*{trail}"
        case "code":
            return f"{lead}{_code(text.words)}{trail}"
    return f"{lead}{words}{trail}"


def _code(words: str) -> str:
    """Words as code: between more backticks than they hold."""
    words = folded(safe(words)).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall("`+", words)), default=0) + 1)
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{pad}{words}{pad}{fence}"


def _opened(text: str) -> str:
    """A paragraph that begins with no list, heading or rule."""
    return _OPENING.sub(lambda match: match.group()[:-1] + "\\" + match.group()[-1], text)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
