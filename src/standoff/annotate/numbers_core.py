"""The bare number: digits, number words, vague plurals and fractions, read as lexemes of a text.

Modifiers, ranges and what is counted are others' business: :mod:`standoff.annotate.numbers` and ``quantities``.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from standoff.data import table

Form = Literal["cardinal", "vague", "fraction", "percent", "money", "none"]

_SIGNS = "$€£¥₩₹₽₪₴₺₦₿₾"
LEXEME = re.compile(
    rf"(?:[A-Z]{{1,3}})?[{_SIGNS}]|\d+(?:[.,]\d+)*|(?<![\w.,])\.\d+|[½¼¾⅓⅔]|"
    r"[^\W\d_½¼¾⅓⅔]+(?:['’][^\W\d_]+)*|[%‰+~]|[-‐‑–—]|\S"
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d*(?:\.\d+)|\d+")
DASHES = frozenset("-‐‑–—")
_PARTS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_BOTTOMS = frozenset({"2", "3", "4", "5", "8", "10", "16"})
#: What may stand apart from the sign that it belongs to: "US $5 million", "HK $10".
_BEFORE_SIGN = frozenset({"US", "HK", "NZ", "NT", "AU"})
#: What "3/4" measures out.
_MEASURES = frozenset(
    row["noun"] + s for row in table("units.csv") if row["kind"] in {"measure", "duration"} for s in ("", "s")
)
#: Codes of currencies, before their figure: "EUR 125", "USD50m".
_CODES = frozenset(row["noun"].upper() for row in table("units.csv") if row["kind"] == "code")
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]*(?:uary|ch|il|ust|ber))?")


def words(kind: str) -> frozenset[str]:
    """The words of one kind of ``data/counting.csv``."""
    return frozenset(row["phrase"] for row in table("counting.csv") if row["kind"] == kind)


def values(kind: str) -> dict[str, float]:
    """The words of one kind with the number that each stands for."""
    return {row["phrase"]: float(row["low"]) for row in table("counting.csv") if row["kind"] == kind}


def bounds(kind: str) -> dict[str, tuple[float, float | None]]:
    """The words of one kind with the bounds of each; None is unbounded."""
    return {
        row["phrase"]: (float(row["low"]), float(row["high"]) if row["high"] else None)
        for row in table("counting.csv")
        if row["kind"] == kind
    }


ONES = {word: int(value) for word, value in values("one").items()}
TENS = {word: int(value) for word, value in values("ten").items()}
SCALES = values("scale")
#: Short scales that follow a figure, with or without a space ("€86bn", "5 mln").
SHORT = values("short")
#: A plural that names no figure: from twice its unit to one short of the next (codebook, section 4).
VAGUE = bounds("vague")
VAGUE_OF = bounds("vague-of")
#: "several hundred", "a few dozen", "a couple of thousand": so many times the unit.
_FEW = {word: (low, low if high is None else high) for word, (low, high) in bounds("few").items()}
_FRACTIONS = values("fraction")
#: What follows "5m" where it means metres; any other word makes it five million.
_AFTER_METRES = words("after-metres")
_UNHARMED = words("unharmed")


class Lexeme(NamedTuple):
    text: str
    low: str
    start: int
    end: int


class Core(NamedTuple):
    """A bare number over lexemes ``[first, last)``."""

    first: int
    last: int
    low: float
    high: float | None
    vague: bool
    form: Form
    symbol: str | None = None
    spelled: bool = False
    scaled: float = 1.0  # the scale word that closed it, for "2-3 billion"


def parse_figure(text: str) -> float | None:
    """``1,540`` → 1540, ``50.2`` → 50.2; None when the grouping is not a number's."""
    return float(text.replace(",", "")) if _GROUPED.fullmatch(text) else None


def word_at(lexemes: list[Lexeme], i: int) -> str:
    return lexemes[i].low if 0 <= i < len(lexemes) else ""


def core_at(lexemes: list[Lexeme], i: int) -> Core | None:
    """The bare number that begins at lexeme ``i``, as long as it goes."""
    return digits(lexemes, i) or _none(lexemes, i) or _fraction(lexemes, i) or _vague(lexemes, i) or spelled(lexemes, i)


def _none(lexemes: list[Lexeme], i: int) -> Core | None:
    """ "not one", "not a single", "no casualties", "a single": none, or just one."""
    word, second, third = lexemes[i].low, word_at(lexemes, i + 1), word_at(lexemes, i + 2)
    if word == "a" and second == "single":
        return Core(i, i + 2, 1, 1, False, "cardinal", None, True)
    if word in {"not", "nor"} and second == "a" and third == "single":
        return Core(i, i + 3, 0, 0, False, "none", None, True)
    if word == "not" and second == "one" and word_at(lexemes, i + 3) != "but":
        return Core(i, i + 2, 0, 0, False, "none", None, True)
    if word == "no" and second in _UNHARMED:
        return Core(i, i + 1, 0, 0, False, "none", None, True)
    if word == "none" and (
        second in {"against", "opposed", "abstaining"}
        or word_at(lexemes, i - 1) in {"to", "precisely", "exactly", "absolutely"}
    ):
        return Core(i, i + 1, 0, 0, False, "none", None, True)
    return None


def digits(lexemes: list[Lexeme], i: int) -> Core | None:
    first = i
    i, symbol = _sign(lexemes, i)
    if i >= len(lexemes) or not (lexemes[i].text[0].isdigit() or lexemes[i].text[0] in "." or _part(lexemes, i)):
        return None
    at = i
    i, value = _figure(lexemes, i)
    if value is None:
        return None
    if value < 1 and word_at(lexemes, at + 1) == "/":
        if word_at(lexemes, i) in {"of", "majority"}:
            return Core(first, i, round(100 * value, 1), round(100 * value, 1), False, "fraction")
        if word_at(lexemes, i) not in _MEASURES:
            return None  # "9/11", "Form 3/4": a name or a date
    if word_at(lexemes, i) == "and" and word_at(lexemes, i + 1) == "a" and word_at(lexemes, i + 2) == "half":
        value, i = value + 0.5, i + 3
    i, scale = _scale(lexemes, i, value)
    i, form = _percent(lexemes, i)
    behind = lexemes[i].text if i < len(lexemes) else ""
    if symbol is None and behind in _SIGNS and behind and not word_at(lexemes, i + 1)[:1].isdigit():
        i, symbol = i + 1, behind  # "500 €"
    return Core(
        first, i, value * scale, value * scale, False, form or ("money" if symbol else "cardinal"), symbol, False, scale
    )


def _sign(lexemes: list[Lexeme], i: int) -> tuple[int, str | None]:
    """The sign or code of a currency before a figure, and the lexeme after it: "$", "US $", "EUR"."""
    lexeme = lexemes[i]
    following = lexemes[i + 1] if i + 1 < len(lexemes) else None
    if lexeme.text[-1] in _SIGNS:
        return i + 1, lexeme.text
    if following is not None and following.start <= lexeme.end + 1:
        if lexeme.text in _BEFORE_SIGN and following.text == "$":
            return i + 2, f"{lexeme.text}$"
        if lexeme.text in _CODES and following.text[0].isdigit():
            return i + 1, lexeme.text
    return i, None


def _figure(lexemes: list[Lexeme], i: int) -> tuple[int, float | None]:
    """Figures from lexeme ``i``: "1,540", "40 000", "10 1/2", "2½", "3/4"; None where they are no number."""
    part = _part(lexemes, i)
    if part is not None:
        return part
    value = parse_figure(lexemes[i].text)
    if value is None:
        return i, None
    text, last = lexemes[i].text, i
    # thousands set apart by a space, as in Europe; not the day of a month before a number
    while (
        re.fullmatch(r"[1-9]\d{0,2}", lexemes[i].text)
        and not _MONTH.fullmatch(word_at(lexemes, i - 1))
        and last + 1 < len(lexemes)
        and re.fullmatch(r"\d{3}(?:\.\d+)?", lexemes[last + 1].text)
        and lexemes[last + 1].start == lexemes[last].end + 1
        and text.isdecimal()
        and len(text) < 12
    ):
        text, last = text + lexemes[last + 1].text, last + 1
    if last > i:
        return last + 1, float(text)
    more = _part(lexemes, i + 1) if lexemes[i].text.isdecimal() else None
    if more is not None and lexemes[i + 1].start <= lexemes[i].end + 1:
        return more[0], value + more[1]
    return i + 1, value


def _part(lexemes: list[Lexeme], i: int) -> tuple[int, float] | None:
    """ "½", "3/4": a figure below one, and the lexeme after it; a bare "3/4" only where it is no date."""
    if i >= len(lexemes):
        return None
    if lexemes[i].text in _PARTS:
        return i + 1, _PARTS[lexemes[i].text]
    if word_at(lexemes, i + 1) != "/" or word_at(lexemes, i + 2) not in _BOTTOMS or word_at(lexemes, i + 3) == "/":
        return None
    if lexemes[i].end + 1 != lexemes[i + 2].start or not re.fullmatch(r"\d{1,2}", lexemes[i].text):
        return None
    top, bottom = int(lexemes[i].text), int(lexemes[i + 2].text)
    return (i + 3, top / bottom) if 0 < top < bottom else None


def _scale(lexemes: list[Lexeme], i: int, value: float) -> tuple[int, float]:
    """Scale words after a figure: "2.5 million", "86bn", "40-million", "2 hundred thousand"."""
    scale = 1.0
    while i < len(lexemes):
        word, before = lexemes[i].low, lexemes[i - 1]
        if word in SCALES and (scale == 1.0 or SCALES[word] > scale):
            i, scale = i + 1, scale * SCALES[word]
        elif word in DASHES and word_at(lexemes, i + 1) in SCALES and scale == 1.0 and SCALES[lexemes[i + 1].low] > 100:
            i, scale = i + 2, SCALES[lexemes[i + 1].low]
        elif word in SHORT and scale == 1.0 and (before.end == lexemes[i].start or word not in {"m", "k", "b"}):
            # "5m" is five million only where money or people stand; metres are told apart by the caller's symbol
            money = i >= 2 and (lexemes[i - 2].text[-1] in _SIGNS or lexemes[i - 2].text in _CODES)
            if (
                word == "m"
                and lexemes[i].text == "m"
                and not money
                and (not word_at(lexemes, i + 1).isalpha() or lexemes[i + 1].low in _AFTER_METRES)
            ):
                break
            i, scale = i + 1, SHORT[word]
        else:
            break
    return i, scale


def _percent(lexemes: list[Lexeme], i: int) -> tuple[int, Form | None]:
    word = word_at(lexemes, i)
    if word in DASHES and word_at(lexemes, i + 1) in {"percent", "per"}:
        i, word = i + 1, word_at(lexemes, i + 1)
    if word in {"%", "percent", "pct", "pc"}:
        return i + 1, "percent"
    if word == "per" and word_at(lexemes, i + 1) == "cent":
        return i + 2, "percent"
    if word == "percentage" and word_at(lexemes, i + 1).startswith("point"):
        return i + 2, "percent"
    return i, None


def spelled(lexemes: list[Lexeme], i: int) -> Core | None:
    """ "twenty-five", "one hundred and twenty thousand", "a hundred", "a dozen", "two and a half million"."""
    first, n = i, len(lexemes)
    total, group, scale_used, seen = 0.0, 0.0, 1.0, False
    if lexemes[i].low in {"a", "an"} and (word_at(lexemes, i + 1) in SCALES or word_at(lexemes, i + 1) == "dozen"):
        group, i, seen = 1.0, i + 1, True
    can_ten, can_one, can_scale = not seen, not seen, seen
    while i < n:
        word = lexemes[i].low
        if (
            word in DASHES
            and seen
            and i + 1 < n
            and lexemes[i].start == lexemes[i - 1].end
            and lexemes[i].end == lexemes[i + 1].start
        ):
            following = lexemes[i + 1].low
            if not (
                following in SCALES
                or (following in ONES and 0 < ONES[following] < 10 and lexemes[i - 1].low in TENS)
                or following == "dozen"
            ):
                break
            i += 1
            continue
        if word in TENS and can_ten:
            group, can_ten, can_one, can_scale, seen = group + TENS[word], False, True, True, True
        elif word in ONES and can_one and (can_ten or 0 < ONES[word] < 10):
            group, can_ten, can_one, can_scale, seen = group + ONES[word], False, False, True, True
        elif word == "dozen" and can_scale and scale_used == 1.0:
            total, group, i = group * 12, 0.0, i + 1
            break
        elif word == "hundred" and can_scale and group < 100:
            group, can_ten, can_one, scale_used = max(group, 1) * 100, True, True, max(scale_used, 100.0)
        elif word in SCALES and can_scale and SCALES[word] > 100:
            total, group = total + max(group, 1) * SCALES[word], 0.0
            can_ten = can_one = True
            scale_used = SCALES[word]
        elif word == "point" and seen and 0 <= ONES.get(word_at(lexemes, i + 1), -1) < 10 and scale_used == 1.0:
            i, place = i + 1, 0.1  # "two point five million"
            while 0 <= ONES.get(word_at(lexemes, i), -1) < 10:
                group, place, i = group + ONES[lexemes[i].low] * place, place / 10, i + 1
            can_ten = can_one = False
            continue
        elif word == "and" and seen and i + 1 < n:
            if lexemes[i + 1].low == "a" and word_at(lexemes, i + 2) in {"half", "quarter"}:
                group += 0.5 if lexemes[i + 2].low == "half" else 0.25
                i, can_ten, can_one = i + 3, False, False
                continue
            # "a hundred and twenty", not "two and three", nor "a million and three quarters"
            if word_at(lexemes, i + 2) in _FRACTIONS or not (
                scale_used >= 100
                and (can_ten or can_one)
                and (lexemes[i + 1].low in TENS or lexemes[i + 1].low in ONES)
            ):
                break
        else:
            break
        i += 1
    if not seen:
        return None
    if word_at(lexemes, i - 1) == "and":
        i -= 1
    value = total + group
    rounded = lexemes[first].low in {"a", "an"} and scale_used >= 1000 and value == scale_used  # "a million"
    i, form = _percent(lexemes, i)
    return Core(first, i, value, value, rounded, form or "cardinal", None, True, scale_used)


def _vague(lexemes: list[Lexeme], i: int) -> Core | None:
    """ "dozens", "tens of thousands", "several hundred", "a few dozen", "hundreds of millions of dollars"."""
    first, word = i, lexemes[i].low
    if (
        word in VAGUE_OF
        and word_at(lexemes, i + 1) == "of"
        and (word_at(lexemes, i + 2) in VAGUE or word_at(lexemes, i + 2) in SCALES)
    ):
        named = lexemes[i + 2].low
        unit = SCALES.get(named.removesuffix("s"), 1.0)
        low, high = VAGUE_OF[word]
        if high is not None and (unit >= 1000 or word != "tens"):
            # "tens of thousands": 20,000 to 99,999
            size = len(str(int(high))) + len(str(int(unit))) - 1
            return Core(first, i + 3, low * unit, 10.0**size - 1, True, "vague", None, True, unit)
    if word in VAGUE:
        low, high = VAGUE[word]
        return Core(first, i + 1, low, high, True, "vague", None, True)
    if word in {"a", "the"} and word_at(lexemes, i + 1) in _FEW:
        i, word = i + 1, lexemes[i + 1].low
    if word not in _FEW:
        return None
    if word in {"couple", "handful", "pair"} and first == i:
        return None
    low, high = _FEW[word]
    i += 1
    if word_at(lexemes, i) == "of":
        i += 1
    unit_word = word_at(lexemes, i)
    if unit_word == "dozen":
        return Core(first, i + 1, 24, 24 if word == "couple" else 99, True, "vague", None, True)
    if unit_word in SCALES:
        unit = SCALES[unit_word]
        i += 1
        if word_at(lexemes, i) in SCALES:
            unit, i = unit * SCALES[lexemes[i].low], i + 1
        return Core(
            first, i, low * unit, low * unit if low == high else (high + 1) * unit - 1, True, "vague", None, True, unit
        )
    if word == "few" or (word in {"couple", "pair", "handful"} and lexemes[i - 1].low != "of"):
        return None
    return Core(first, i, low, high, word != "pair", "vague", None, True)


def _fraction(lexemes: list[Lexeme], i: int) -> Core | None:
    """ "half", "a third", "two-thirds", "half a million", "a quarter of a million"; in percent unless it scales a
    unit.
    """
    first, word = i, lexemes[i].low
    top = 1.0
    if (
        word == "half"
        and word_at(lexemes, i + 1) in {"a", "an"}
        and (word_at(lexemes, i + 2) in SCALES or word_at(lexemes, i + 2) == "dozen")
    ):
        unit = 12.0 if lexemes[i + 2].low == "dozen" else SCALES[lexemes[i + 2].low]
        return Core(first, i + 3, unit / 2, unit / 2, unit >= 1000, "cardinal", None, True, unit)
    if word in {"half", "quarter"} and word_at(lexemes, i + 1) in {"million", "billion", "trillion"}:
        unit = SCALES[lexemes[i + 1].low] / _FRACTIONS[word]
        return Core(first, i + 2, unit, unit, True, "cardinal", None, True, SCALES[lexemes[i + 1].low])
    if word in {"a", "one"} or (word in ONES and ONES[word] < 10):
        top = float(ONES.get(word, 1))
        i += 1
        if word_at(lexemes, i) in DASHES:
            i += 1
        if word_at(lexemes, i) not in _FRACTIONS or (top == 1) == (lexemes[i].low.endswith("s")):
            return None
    elif word != "half":
        return None
    bottom = _FRACTIONS[lexemes[i].low]
    i += 1
    if word_at(lexemes, i) == "of" and word_at(lexemes, i + 1) in {"a", "an"} and word_at(lexemes, i + 2) in SCALES:
        unit = SCALES[lexemes[i + 2].low]
        value = unit * top / bottom
        return Core(first, i + 3, value, value, unit >= 1000, "cardinal", None, True, unit)
    if word_at(lexemes, i) == "of" or word_at(lexemes, i - 1) == "half" or top > 1:
        value = round(100 * top / bottom, 1)
        return Core(first, i, value, value, bottom == 3 and top == 1, "fraction", None, True)
    # "a third" without "of" may be an ordinal ("a third man"): only at a clause's edge is it a share
    if bottom in {3, 4} and (
        i >= len(lexemes)
        or not lexemes[i].text[0].isalpha()
        or lexemes[i].low in {"are", "were", "said", "have", "had"}
    ):
        value = round(100 * top / bottom, 1)
        return Core(first, i, value, value, bottom == 3, "fraction", None, True)
    return None
