"""Quoted stretches of a text, from the marks alone.

Works paragraph by paragraph (lines that plainly run on are one paragraph), in time linear in the text:

1. double marks (``“ ” „ ‟ « » "`` and the typewriter pairs ``''`` and `` `` ``) are paired; a straight mark opens after
   a gap and closes before one, and takes whichever side is due when the gaps do not tell;
2. single marks (``‘ ’ ' ‹ ›``) are paired only where both edges look like edges, so that apostrophes, plural
   possessives and clipped words ('tis, '70s) are not quotes; the better-looking closer wins;
3. of nested pairs the outer one is kept; pairs that cross are settled for the double one;
4. an opening double mark without its fellow runs to the end of its paragraph: ``continued`` when the next paragraph
   opens with a mark again (the newspapers' convention), otherwise simply not ``closed``.
"""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

from standoff.model import Span

OPENING = frozenset("“„‟«")
CLOSING = frozenset("”»")
SINGLES = frozenset("'‘’‹›")
#: Every character that can be a quotation mark; spans are freed of them at their edges.
MARKS = frozenset("\"'“”‘’„‟«»‹›`")
_LEADS = frozenset("([{—–-/:")
_STOPS = frozenset(".,!?…;:)")


class Quote(Struct, frozen=True):
    """One quoted stretch: ``outer`` with its marks, ``inner`` without. ``single`` for single marks."""

    outer: Span
    inner: Span
    single: bool = False
    closed: bool = True
    continued: bool = False


class Quotes:
    """All outermost quoted stretches of a text, in order, for look-up by offset."""

    def __init__(self, text: str) -> None:
        self.all: tuple[Quote, ...] = tuple(quotes_in(text))
        self._starts = [quote.outer.start for quote in self.all]

    def at(self, offset: int) -> Quote | None:
        """The quote whose outer span holds ``offset``."""
        k = bisect_right(self._starts, offset) - 1
        if k >= 0 and offset < self.all[k].outer.end:
            return self.all[k]
        return None

    def between(self, start: int, end: int) -> tuple[Quote, ...]:
        """The quotes that overlap ``start:end``, in order."""
        k = max(0, bisect_right(self._starts, start) - 1)
        out = []
        while k < len(self.all) and self.all[k].outer.start < end:
            if self.all[k].outer.end > start:
                out.append(self.all[k])
            k += 1
        return tuple(out)


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of ``text``: its non-blank lines, joined where a line breaks off and the next goes on in
    lower case.
    """
    out: list[Span] = []
    start = 0
    blank = True  # whether a blank line (or nothing) stands before this one
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        body = line.strip()
        if not body:
            blank = True
        else:
            lead = start + len(line) - len(line.lstrip())
            tail = lead + len(body)
            runs_on = out and not blank and body[0].islower() and text[out[-1].end - 1] not in '.!?:”"'
            if runs_on:
                out[-1] = Span(out[-1].start, tail)
            else:
                out.append(Span(lead, tail))
            blank = False
        start = end
    return out


def quotes_in(text: str) -> list[Quote]:
    """Outermost quotes of ``text`` in order; see the module's docstring for the rules."""
    out: list[Quote] = []
    blocks = paragraphs(text)
    for n, block in enumerate(blocks):
        follows = n + 1 < len(blocks) and text[blocks[n + 1].start] in MARKS
        doubles = _doubles(text, block, follows)
        singles = _singles(text, block, follows)
        out.extend(_outermost(doubles, singles))
    return out


def _gap_before(text: str, i: int, block: Span) -> bool:
    return i <= block.start or text[i - 1].isspace() or text[i - 1] in _LEADS or text[i - 1] in MARKS


def _gap_after(text: str, i: int, block: Span) -> bool:
    """Whether the mark that ends at ``i`` stands before a gap."""
    return i >= block.end or not (text[i].isalnum() or text[i] in "$£€@#([“‘")


def _double_at(text: str, i: int, end: int) -> int:
    """Length of the double mark at ``i``: 1, 2 for the typewriter pairs, 0 for none."""
    ch = text[i]
    if ch == '"' or ch in OPENING or ch in CLOSING:
        return 1
    if i + 1 < end and text[i : i + 2] in ("''", "``", "’’", "‘‘"):
        return 2
    return 0


def _make(
    text: str,
    start: int,
    end: int,
    left: int,
    right: int,
    *,
    single: bool,
    closed: bool = True,
    continued: bool = False,
) -> Quote | None:
    """A quote from its outer edges and the widths of its marks; None when there are no words in it."""
    a, b = start + left, end - right
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    if not any(ch.isalnum() for ch in text[a:b]):
        return None
    return Quote(Span(start, end), Span(a, b), single, closed, continued)


def _doubles(text: str, block: Span, follows: bool) -> list[Quote]:
    out: list[Quote] = []
    opened: tuple[int, int] | None = None

    def close(end: int, right: int, *, closed: bool = True, continued: bool = False) -> None:
        assert opened is not None
        quote = _make(text, opened[0], end, opened[1], right, single=False, closed=closed, continued=continued)
        if quote is not None:
            out.append(quote)

    i = block.start
    while i < block.end:
        width = _double_at(text, i, block.end)
        if not width:
            i += 1
            continue
        ch = text[i]
        if ch in OPENING or text[i : i + width] in ("``", "‘‘"):
            opens = True
        elif ch in CLOSING or text[i : i + width] == "’’":
            opens = False
            # German and Nordic usage opens with » or closes with “; a closing mark that plainly opens is taken so
            if opened is None and _gap_before(text, i, block) and not _gap_after(text, i + width, block):
                opens = True
        else:
            before, after = _gap_before(text, i, block), _gap_after(text, i + width, block)
            opens = before if before != after else opened is None
        if opens and opened is not None and (text[opened[0]], ch) in (("„", "“"), ("»", "«")):
            opens = False
        if opens:
            if opened is None:
                opened = (i, width)
            elif ch in OPENING or _gap_before(text, i, block):
                # a second opening: the first was never closed; keep it up to here if the text moved on
                close(i, 0, closed=False)
                opened = (i, width)
        elif opened is not None:
            close(i + width, width)
            opened = None
        i += width
    if opened is not None:
        close(block.end, 0, closed=False, continued=follows)
    return out


def _singles(text: str, block: Span, follows: bool) -> list[Quote]:
    """Single-mark quotes: an opener needs a gap before and none after; among closers one after a stop or before a
    stop wins.
    """
    out: list[Quote] = []
    marks = [i for i in range(block.start, block.end) if text[i] in SINGLES and not _is_part_of_double(text, i, block)]
    k = 0
    while k < len(marks):
        i = marks[k]
        if not (_gap_before(text, i, block) and not _gap_after(text, i + 1, block)) or text[i] == "›":
            k += 1
            continue
        if (
            i + 1 < block.end
            and text[i] in "'’"
            and (text[i + 1].isdigit() or text[i + 1 : i + 4].lower() in ("tis", "em ", "twa", "til"))
        ):
            k += 1
            continue
        best, weak, m = None, None, k + 1
        while m < len(marks):
            j = marks[m]
            if j + 1 < block.end and text[j + 1].isalnum():
                if _gap_before(text, j, block):
                    break  # another opener: what came before is settled by then
                m += 1
                continue  # an apostrophe inside a word
            if text[j - 1].isspace():
                m += 1
                continue
            after = text[j + 1] if j + 1 < block.end else ""
            if text[j - 1] in _STOPS or after == "" or after in _STOPS or after in MARKS or text[j - 1] not in "sS":
                best = m
                break
            if weak is None:
                weak = m  # "leaders' summit": a plural possessive unless nothing better comes
            m += 1
        chosen = best if best is not None else weak
        if chosen is None:
            # no closer, and the next paragraph opens with a mark: a quote that runs on, if it begins as one does
            if follows and (i == block.start or text[max(block.start, i - 2) : i].rstrip()[-1:] in (":", ",")):
                quote = _make(text, i, block.end, 1, 0, single=True, closed=False, continued=True)
                if quote is not None:
                    out.append(quote)
                break
            k += 1
            continue
        quote = _make(text, i, marks[chosen] + 1, 1, 1, single=True)
        if quote is not None:
            out.append(quote)
        k = chosen + 1
    return out


def _is_part_of_double(text: str, i: int, block: Span) -> bool:
    ch = text[i]
    return (i > block.start and text[i - 1] == ch and ch in "'’‘") or (
        i + 1 < block.end and text[i + 1] == ch and ch in "'’‘"
    )


def _outermost(doubles: list[Quote], singles: list[Quote]) -> list[Quote]:
    """Merge two sorted lists of disjoint quotes: outer wins over inner, double over single where they cross."""
    out: list[Quote] = []
    kept: list[Quote] = []
    d = 0
    for single in singles:
        while d < len(doubles) and doubles[d].outer.end <= single.outer.start:
            d += 1
        crossing = False
        m = d
        while m < len(doubles) and doubles[m].outer.start < single.outer.end:
            if not single.outer.contains(doubles[m].outer):
                crossing = True
                break
            m += 1
        if not crossing:
            kept.append(single)
    k = 0
    for double in doubles:
        while k < len(kept) and kept[k].outer.end <= double.outer.start:
            out.append(kept[k])
            k += 1
        if k < len(kept) and kept[k].outer.contains(double.outer):
            continue
        out.append(double)
    out.extend(kept[k:])
    return out
