"""Lines of a report, and the parts of lines that a scrape has fused.

A *piece* is what gets one role: a line stripped of outer white space, or a part of one. Where a line opens with a
dateline
or a picture credit, or ends with a credit, the pattern that found the seam also says the role of that part.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from standoff.model import Role
from standoff.read.cues import (
    AGENCY,
    AGENCY_BYLINE,
    BYLINE,
    CONTRIBUTED,
    DATE,
    FILE_PHOTO,
    FURNITURE_LINE,
    NAME,
    PHOTO_BY,
    PICTURE_CREDIT,
    REPORT_CREDIT,
    SIGN,
    TEASER_HEAD,
    TEASER_LINE,
    TWEETED_LINK,
    is_place,
)

_LINE = re.compile("[^\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")

_UPPER = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.-]+"
_CAPS = rf"{_UPPER}(?:\s{_UPPER}){{0,4}}(?:/{_UPPER}(?:\s{_UPPER}){{0,3}}){{0,2}}"
_TITLE = r"[A-ZÀ-ÖØ-Þ][\w'’.-]{1,24}(?:(?:\s|/)[A-ZÀ-ÖØ-Þ][\w'’.-]{0,24}){0,3}"
_REGION = r"(?:,\s[A-ZÀ-ÖØ-Þ][\w'’.-]{0,24}(?:\s[A-ZÀ-ÖØ-Þ][\w'’.-]{1,24}){0,3})?"
#: A day, its parts not named: the pattern of a date inside the pattern of a dateline.
_DAY = "(?:" + re.sub(r"\(\?P<\w+>", "(?:", DATE.pattern) + "|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_PAREN = r"\s?\([^()\n]{1,60}\)"
_SEP = r"\s?(?:--|—|–|:)\s?|\s[-_‑]{1,2}\s"
#: Place, day and agency in any of the orders that wires use, then a dash or colon. Groups: place, tail (day, agency),
#: separator.
_DATELINE = re.compile(
    rf"(?:[\w ]{{3,20}},\s(?=[A-Z]{{3}}))?(?P<place>(?:{_CAPS}|{_TITLE}){_REGION})"
    rf"(?P<tail>(?:,?\s?{_PAREN})?(?:,?\s{{1,2}}{_DAY}(?:,\s\d{{4}})?)?(?:,?{_PAREN})?)(?P<sep>{_SEP})",
)
_DATE_AGENCY = re.compile(
    rf"(?P<tail>{_DAY}(?:{_PAREN})?|\((?:{AGENCY})\)(?:\s?{_DAY})?)(?P<sep>{_SEP})", re.IGNORECASE
)
_ALONE = re.compile(
    rf"(?P<place>(?:{_CAPS}|{_TITLE}){_REGION})"
    rf"(?P<tail>(?:,?\s?{_PAREN})?(?:[,/]?\s{{1,3}}(?:/\s)?{_DAY})?(?:,?{_PAREN})?)[\s:,.—–-]*$"
)

_LEADING_CREDIT = re.compile(
    rf"(?P<credit>{NAME}\s?(?:/|—|–)\s?{AGENCY}(?:\s?(?:/|—|–)\s?{AGENCY})*|{AGENCY}(?:/{AGENCY})+"
    rf"|{AGENCY}/[A-Z][\w'’.-]+\s[A-Z][\w'’.-]+)\s(?=(?:[A-Z][\w'’.-]*|\d+)\s)"
)
_WIDGET = re.compile(
    r"(?P<widget>(?:Enlarge this image(?: toggle caption)?|(?:toggle|hide) caption|Image caption"
    r"|Image copyright|Media caption|Media playback is \w+ on your device|Play video)\s+)(?=\S)"
)
_CLOSE = r"[.!?…][\"'”’)]{0,2}"
_TAIL_CREDIT = re.compile(
    rf"\s{{0,2}}(?P<credit>[(\[]\s?(?:{PHOTO_BY}|(?:{NAME}[/,—–]\s?)?{SIGN}|{SIGN}[/,]\s?{NAME}"
    rf"|(?:[A-Z][^()\[\]\n]{{0,60}}\s(?:via|for)\s{AGENCY})|[Pp]hoto [^()\[\]\n]{{1,50}}"
    rf"|With \w[^()\[\]\n]{{1,40}})\s?[)\]])$"
    rf"|(?<=[.!?”\"’')])\s{{0,3}}(?P<bare>(?:[—–|-]\s?)?(?:{PHOTO_BY}|{SIGN}(?:\s{SIGN})?|Pool photo"
    rf"|[A-Z][\w'’.-]{{0,24}}\s{NAME}\s?/\s?{NAME}))\.?$"
)
_LAST_SENTENCE = re.compile(
    r"(?<=[.!?”\"’')_*])\s{1,3}(?=[(\[A-Z*—–-][^.!?]{5,160}(?:[A-Z]\.[^.!?]{0,60}){0,4}[.!?)\]]{0,3}$)"
)
_BY_THEN_PLACE = re.compile(
    rf"(?P<by>By\s[A-Z][\w'’-]+(?:\s(?:[A-Z]\.|[A-Z][\w'’-]+)){{1,3}}?(?:,\s{AGENCY})?)\.?\s+(?=[A-Z]{{3}})"
)


_LABEL = re.compile(
    r"(?:ANALYSIS|EXCLUSIVE|UPDATED?|OPINION|WATCH|BREAKING|LIVE|VIDEO|PHOTOS?|EXPLAINE[RD]|FACTBOX"
    r"|TIMELINE|INTERVIEW|PROFILE|READ|RELATED"
    r"|EDITORIAL|COMMENT|REVIEW|NOTE|CORRECTION|NEW|FEATURE|REPORT|MORE|WHAT|WHY|HOW|SPECIAL|WORLD|NEWS)\b"
)


class Piece(NamedTuple):
    """A stretch ``text[start:end]`` that gets one role; ``role`` is set where the seam itself says it; ``line`` is
    its line."""

    start: int
    end: int
    role: Role | None
    line: int


def lines(text: str) -> list[tuple[int, int]]:
    """Spans of the non-blank lines of ``text``, outer white space left out."""
    out = []
    for found in _LINE.finditer(text):
        start, end = found.span()
        words = text[start:end].strip()
        if words:
            start = text.index(words[0], start)
            out.append((start, start + len(words)))
    return out


def dateline(line: str) -> tuple[int, tuple[int, int] | None] | None:
    """The dateline that opens ``line``: where it ends, and the span of its place (None when it names only day or
    agency).

    "NAIROBI (October 27, 2025) - Sudan's ..." gives (30, (0, 7)). A bare name before a colon or dash counts only when
    it is a known place: "SET FOR SUMMIT: President ..." is none.
    """
    head = line[:160]
    found = _DATELINE.match(head)
    if found and _opens_story(line, found.end()):
        place, tail, sep = found.group("place", "tail", "sep")
        known = is_place(place)
        worded = bool(tail.strip(" ,"))
        if known and (place.split(",")[0].isupper() or worded or ("," in place and ":" not in sep)):
            return found.end(), found.span("place")
        if (
            worded
            and (place.split(",")[0].isupper() or re.search(AGENCY, tail) or DATE.search(tail))
            and not REPORT_CREDIT.match(head)
        ):
            return found.end(), found.span("place")
        if place.split(",")[0].isupper() and ":" not in sep and ("," in place or _looks_like_place(place)):
            return found.end(), found.span("place")
    found = _DATE_AGENCY.match(head)
    if found and _opens_story(line, found.end()):
        return found.end(), None
    return None


def dateline_alone(line: str) -> tuple[int, int] | None:
    """The span of the place when the whole line is a dateline ("ADDIS ABABA, Jan 8, 2022"), else None."""
    if len(line) > 90:
        return None
    found = _ALONE.match(line)
    if not found or not is_place(found["place"]):
        return None
    tail = found["tail"].strip(" ,")
    worded = bool(tail) and bool(
        DATE.search(tail) or re.search(AGENCY, tail) or re.search(r"day\b", tail) or "(" in tail
    )
    return found.span("place") if worded or line.rstrip()[-1] in ":—–-" else None


def _looks_like_place(place: str) -> bool:
    return len(place.split()) <= 2 and len(place) < 30 and "." not in place and not _LABEL.match(place)


def _opens_story(line: str, at: int) -> bool:
    """A dateline is followed by a sentence, or by nothing."""
    rest = line[at:].lstrip()
    return not rest or (len(rest.split()) >= 4 and not rest[0].islower())


def pieces(text: str) -> list[Piece]:
    """The pieces of ``text`` in order; together they cover every non-blank character."""
    out = []
    for number, (start, end) in enumerate(lines(text)):
        for a, b, role in _parts(text[start:end]):
            words = text[start + a : start + b]
            lead = len(words) - len(words.lstrip())
            if words.strip():
                out.append(Piece(start + a + lead, start + a + lead + len(words.strip()), role, number))
    return out


def _parts(line: str) -> list[tuple[int, int, Role | None]]:
    """Cut one line at its seams."""
    start, end = 0, len(line)
    before: list[tuple[int, int, Role | None]] = []
    after: list[tuple[int, int, Role | None]] = []
    while widget := _WIDGET.match(line, start, min(end, start + 200)):
        credited = "copyright" in widget["widget"]
        before.append((start, widget.end(), "boilerplate"))
        start = widget.end()
        if credited:
            stop = line.find("Image caption", start, start + 80)
            before.append((start, stop if stop > 0 else end, "credit"))
            start = stop if stop > 0 else end
    if start >= end:
        return before
    rest = line[start:end]
    if whole := _whole(rest, bool(before)):
        return [*before, (start, end, whole)]
    by = _BY_THEN_PLACE.match(rest[:160])
    if by and dateline(rest[by.end() :]):
        before.append((start, start + by.end(), "byline"))
        start += by.end()
    if led := _LEADING_CREDIT.match(rest[:120]):
        before.append((start, start + led.end("credit"), "credit"))
        start += led.end()
    elif (opening := dateline(line[start:end])) and line[start + opening[0] : end].strip():
        before.append((start, start + opening[0], "dateline"))
        start += opening[0]
    if dateline_alone(line[start:end]):
        return [*before, (start, end, None)]
    while tail := _tail(line[start:end]):
        if not line[start : start + tail[0]].strip():
            break
        after.append((start + tail[0], end, "credit"))
        end = start + tail[0]
    return [*before, (start, end, None), *reversed(after)]


def _whole(line: str, after_widget: bool) -> Role | None:
    """The role of a line that a pattern recognises as a whole; a lone agency's name may also be a menu's entry."""
    if len(line) > 300:
        return None
    if (
        len(line) < 200
        and PICTURE_CREDIT.fullmatch(line)
        and (after_widget or re.search(r"[/—–:(©[]|\b[Pp]hoto|PHOTO", line))
    ):
        return "credit"
    if (
        len(line) < 200
        and not re.search(r"[\"“”]", line)
        and (REPORT_CREDIT.match(line) or (CONTRIBUTED.search(line) and not _LAST_SENTENCE.search(line)))
    ):
        return "credit"
    if FURNITURE_LINE.match(line):
        return "boilerplate"
    if TEASER_HEAD.match(line) or TEASER_LINE.match(line):
        return "teaser"
    if AGENCY_BYLINE.match(line):
        return "byline"
    if FILE_PHOTO.search(line):
        return "caption"
    if TWEETED_LINK.search(line):
        return "teaser"
    return None


def _tail(line: str) -> tuple[int, int] | None:
    """Where a credit fused to the end of ``line`` begins, if one does."""
    lead = max(0, len(line) - 240)
    window = line[lead:]
    for found in _TAIL_CREDIT.finditer(window):
        group = "credit" if found["credit"] else "bare"
        at = found.start(group)
        if group == "bare" and not _ends_sentence(window[:at]):
            continue
        return lead + at, len(line)
    for cut in _LAST_SENTENCE.finditer(window):
        last = window[cut.end() :]
        if (
            (REPORT_CREDIT.match(last) or CONTRIBUTED.search(last))
            and len(last) < 200
            and '"' not in last
            and "”" not in last
        ):
            return lead + cut.end(), len(line)
    return None


def _ends_sentence(words: str) -> bool:
    """Whether ``words`` closes a sentence: a stop that belongs to no initial or short abbreviation ("U.S. ", "Gen.
    ")."""
    kept = words.rstrip()
    if not re.search(_CLOSE + r"$", kept):
        return False
    return not re.search(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|Sen|Rep|Gov|St|Capt|Maj|Prof|No|vs|Jr)\.$", kept)


def is_byline(line: str) -> bool:
    """Whether the whole line reads as a byline."""
    return len(line) < 110 and bool(BYLINE.match(line))
