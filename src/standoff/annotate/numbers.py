"""Numbers as a report writes them: "at least 40,000", "two and a half million", "125 to 155", "dozens", "€86bn".

:func:`find_numbers` reads a stretch of text from left to right, once, and yields every number with its bounds. What a
number counts, and whether it counts anything, is decided in :mod:`standoff.annotate.quantities`; the bare numbers are
:mod:`standoff.annotate.numbers_core`'s, the words ``data/counting.csv``'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from standoff.annotate.numbers_core import DASHES, LEXEME, Core, Form, Lexeme, core_at, digits, spelled, word_at, words

_MODIFIERS: dict[tuple[str, ...], str] = {
    tuple(phrase.split()): kind for kind in ("low", "high", "about", "plain") for phrase in sorted(words(kind))
}
_LONGEST = max(map(len, _MODIFIERS))
_SELDOM = words("seldom")
#: "the toll passed 15,000": the figure is a floor.
_PASSING = words("passing")
#: "handed over 40 men": the particle of a verb, no bound.
_OVER_VERBS = words("over-verb")


class Number(NamedTuple):
    """A number at ``text[start:end]``, its modifiers included; ``core`` are the offsets of the bare number.

    Bounds are inclusive, None is unbounded. A fraction is in percent (a third: 33.3). ``symbol`` is the currency sign
    before the figure; ``modifier`` is ``low``, ``high``, ``about``, ``plain`` or empty; ``spelled`` says that no digit
    was used; ``tight`` that letters or signs touch the number (``F-16``, ``16x9``, ``25th``).
    """

    start: int
    end: int
    core: tuple[int, int]
    low: float | None
    high: float | None
    approx: bool
    form: Form
    symbol: str | None = None
    modifier: str = ""
    spelled: bool = False
    tight: bool = False


def find_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """The numbers in ``text[start:end]``, in order, not overlapping; offsets are into ``text``."""
    stop = len(text) if end is None else end
    lexemes = [Lexeme(m.group(), m.group().lower(), m.start(), m.end()) for m in LEXEME.finditer(text, start, stop)]
    i, floor = 0, 0
    while i < len(lexemes):
        core = core_at(lexemes, i)
        if core is None:
            i += 1
            continue
        number, after = _complete(text, lexemes, core, floor)
        yield number
        i = floor = after


def tidy(value: float | None) -> float | None:
    """Rounds away what floats add (3.3000000000000003 million)."""
    return None if value is None else round(float(value), 6)


# --- ranges and modifiers ------------------------------------------------------------------------------------------


def _complete(text: str, lexemes: list[Lexeme], core: Core, floor: int) -> tuple[Number, int]:
    """The number with its range partner and its modifiers; the index of the lexeme after it."""
    low: float | None = core.low
    high: float | None = core.high
    approx, first, last, form, symbol = core.vague, core.first, core.last, core.form, core.symbol
    start_at = first
    between = word_at(lexemes, first - 1) == "between" and first - 1 >= floor
    share = _ratio(lexemes, core)
    if share is not None:
        low = high = share[0]
        form, last = "fraction", share[1]
    other = _partner(lexemes, core, between) if share is None else None
    if other is not None and other.high is not None:
        joiner = word_at(lexemes, last)
        left = core.low
        if core.scaled == 1.0 and other.scaled > 1.0 and core.low < other.scaled:
            left *= other.scaled
        if left < other.high:
            low, high, last = left, other.high, other.last
            form = other.form if form == "cardinal" else form
            symbol = symbol or other.symbol
            approx = approx or other.vague or joiner == "or"
            if between or (word_at(lexemes, first - 1) == "from" and first - 1 >= floor):
                start_at = first - 1
    modifier, start_at = _modifier(lexemes, start_at, floor)
    before = word_at(lexemes, start_at - 1) if start_at > floor else ""
    if modifier == "low" and before in _SELDOM:
        modifier, start_at = "high", start_at - 1
    elif not modifier and before in _PASSING:
        modifier = "low"
    if modifier == "low" and other is None:
        high = None
        approx = False
    elif modifier == "high" and other is None:
        low = None
    elif modifier == "about":
        approx = True
    core_end = lexemes[last - 1].end
    last, after = _after(lexemes, last)
    if after == "low" and modifier in {"", "plain", "about"}:
        high, modifier, approx = None, "low", False
    elif after == "high" and modifier in {"", "plain"}:
        low, modifier = None, "high"
    elif after == "about":
        approx = True
    head, tail = lexemes[core.first], lexemes[last - 1]
    tight = _touches(text, head.start, tail.end)
    number = Number(
        lexemes[start_at].start, tail.end, (head.start, core_end), tidy(low), tidy(high), approx, form, symbol,
        modifier, core.spelled, tight,
    )  # fmt: skip
    return number, last


def _partner(lexemes: list[Lexeme], core: Core, between: bool) -> Core | None:
    """The upper end of a range: "125 to 155", "2,000-2,500", "between 15 and 18", "two or three"."""
    i = core.last
    if i + 1 >= len(lexemes):
        return None
    joiner = lexemes[i].low
    if not (joiner in {"to", "or"} or joiner in DASHES or (joiner == "and" and between)):
        return None
    if joiner in DASHES and (lexemes[i].start != lexemes[i - 1].end or lexemes[i].end != lexemes[i + 1].start):
        return None
    other = digits(lexemes, i + 1) or spelled(lexemes, i + 1)
    if other is None or (joiner == "or" and not (core.spelled and other.spelled)):
        return None
    if core.form == "percent" and other.form != "percent":
        return None
    return other


def _ratio(lexemes: list[Lexeme], core: Core) -> tuple[float, int] | None:
    """ "one in five", "nine out of ten", "one in every three": the share in percent and the lexeme after it."""
    i = core.last
    if core.form != "cardinal" or not core.spelled or core.low >= 100:
        return None
    if word_at(lexemes, i) == "out" and word_at(lexemes, i + 1) == "of":
        i += 2
    elif word_at(lexemes, i) == "in":
        i += 1
    else:
        return None
    if word_at(lexemes, i) == "every":
        i += 1
    whole = spelled(lexemes, i) if i < len(lexemes) else None
    if whole is None or not core.low < whole.low <= 100 or whole.form != "cardinal" or lexemes[i].low == "a":
        return None
    return round(100 * core.low / whole.low, 1), whole.last


def _modifier(lexemes: list[Lexeme], at: int, floor: int) -> tuple[str, int]:
    """The modifier that ends right before lexeme ``at``: its kind and the lexeme it begins with."""
    kind, begin = "", at
    while True:
        for width in range(min(_LONGEST, begin - floor), 0, -1):
            phrase = tuple(x.low for x in lexemes[begin - width : begin])
            if phrase in _MODIFIERS and not (phrase == ("over",) and word_at(lexemes, begin - 2) in _OVER_VERBS):
                found = _MODIFIERS[phrase]
                if found != "plain" or not kind:
                    kind = found if not kind or kind == "plain" else kind
                begin -= width
                break
        else:
            return kind, begin
        if begin <= floor or kind in {"low", "high"}:
            return kind, begin


def _after(lexemes: list[Lexeme], last: int) -> tuple[int, str]:
    """ "or more", "or so", "-odd", "+", "-plus" behind a number."""
    word, following = word_at(lexemes, last), word_at(lexemes, last + 1)
    if (
        word in {"or", "and"}
        and following in {"more", "above", "over", "greater", "higher", "upwards"}
        and (word == "or" or word_at(lexemes, last + 2) in {"", ".", ",", "in", "of"})
    ):
        return last + 2, "low"
    if word == "or" and following in {"fewer", "less", "under", "lower", "smaller", "below"}:
        return last + 2, "high"
    if word == "or" and following == "so":
        return last + 2, "about"
    if word in DASHES and following == "odd":
        return last + 2, "about"
    if word == "odd":
        return last + 1, "about"
    if word in DASHES and following == "plus":
        return last + 2, "low"
    if word == "+" and lexemes[last].start == lexemes[last - 1].end:
        return last + 1, "low"
    if word == "plus" and lexemes[last - 1].end + 1 >= lexemes[last].start and not following[:1].isdigit():
        return last + 1, "low"
    return last, ""


def _touches(text: str, start: int, end: int) -> bool:
    """Whether letters or signs glue the number into something else: ``MH17``, ``F-16``, ``Rio+20``, ``25th``,
    ``18:05``.
    """
    before, behind = text[start - 1 : start], text[end : end + 1]
    if (
        before.isalnum()
        or before in {"+", "_", "@", "#", "/", "№", ":"}
        or (before in DASHES and text[start - 2 : start - 1].isalnum())
    ):
        return True
    if before == "." and text[start - 2 : start - 1].isalnum():
        return True
    return behind in {":", "/", "_"} and text[end + 1 : end + 2].isdigit()
