"""What a report says of itself: title, day, dateline, byline, credits, publisher, each with the words that say it.

Days come only from dateline, byline and date lines, never from the prose: "on April 1" in a sentence dates an event,
not the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from standoff.model import Found, Span, Zone
from standoff.read import dates
from standoff.read.cues import AGENCY, DATE, NAME, rows
from standoff.read.features import STOPWORDS
from standoff.read.lines import dateline, dateline_alone

_BY = re.compile(
    r"\s*(?:[—–|•-]\s?)?(?:(?:written |reported |words |text |report )?by|from|author)[:\s]\s*", re.IGNORECASE
)
_PERSON = re.compile(NAME)
_BETWEEN = re.compile(r"\s*(?:,\s*|\sand\s|\s&\s|;\s*)(?:and\s)?")
_NOBODY = re.compile(
    r"(?:staff|our|the|foreign|special|senior|chief|correspondents?|reporters?|editors?|agenc(?:y|ies)"
    r"|desk|bureau|updated?|published|posted|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|more|print|photo)\b",
    re.IGNORECASE,
)
_AGENCY = re.compile(rf"(?<![\w/]){AGENCY}")
#: What signs pictures and reports but is no agency that reports.
_NOT_WIRE = frozenset(rows("picture_desks.txt"))
_CONTRIBUTORS = re.compile(
    rf"(?P<who>(?:The\s)?(?:{NAME}|[A-Z][\w'’.-]+(?:\s[\w'’.-]+){{0,3}})(?:(?:,|,? and)\s(?:the\s"
    rf"|The\s)?(?:{NAME}|[a-z]+ (?:services|agencies))){{0,5}})\s(?:contributed|helped)\b"
)
_WITH = re.compile(r"(?:with|source:?|via|from|by)\s(?P<who>[^.;()\[\]\n]{2,90})", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s©]*(?:\(c\)\s*)?(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19"
    r"|20)?\d\d)?[,\s]*)(?P<who>(?:The\s)?[A-Z][\w'’&./-]*(?:\s(?:[A-Z][\w'’&./-]*|of|and|the|&)){0,5})",
    re.IGNORECASE,
)


class Said(Struct, frozen=True):
    """The metadata found in a text; each ``Found`` has ``how="text"`` and its span."""

    title: Found | None = None
    published: Found | None = None
    publisher: Found | None = None
    dateline: Found | None = None
    byline: tuple[Found, ...] = ()
    credits: tuple[Found, ...] = ()


def said(text: str, zones: Sequence[Zone]) -> Said:
    """The metadata that ``text`` itself gives, by its zones."""
    opens = _opening(zones)
    bylines = [zone for zone in zones if zone.role == "byline"]
    place, agencies = _datelines(text, zones)
    credits = [*agencies, *_byline_agencies(text, bylines), *_credits(text, zones)]
    return Said(
        title=_title(text, zones),
        published=_published(text, zones, opens),
        publisher=_publisher(text, zones),
        dateline=place,
        byline=_once(found for zone in bylines for found in _people(text, zone)),
        credits=_once(credits),
    )


def looks_english(text: str) -> bool | None:
    """Whether the running words look English; None when there are too few to say."""
    words = re.findall(r"[^\W\d_]+", text[:20000])
    if len(words) < 12:
        return None
    return sum(word.casefold() in STOPWORDS for word in words) / len(words) >= 0.15


def _found(value: str, start: int, end: int) -> Found:
    return Found(value, "text", Span(start, end))


def _once(found: Iterable[Found]) -> tuple[Found, ...]:
    """Each value once, in text order of its first mention."""
    out: dict[str, Found] = {}
    for one in found:
        out.setdefault(one.value.casefold(), one)
    return tuple(out.values())


def _opening(zones: Sequence[Zone]) -> int:
    """Where the body begins; the end of the text when it has none."""
    return next((zone.span.start for zone in zones if zone.role == "body"), zones[-1].span.end if zones else 0)


def _title(text: str, zones: Sequence[Zone]) -> Found | None:
    """The first headline; a second one straight below it belongs to another story or is a deck, and is left out."""
    for zone in zones:
        if zone.role == "headline":
            return _found(" ".join(zone.span.of(text).split()), zone.span.start, zone.span.end)
    return None


def _published(text: str, zones: Sequence[Zone], opens: int) -> Found | None:
    """The day in a date line, dateline or byline: the first that stands above the body or opens it, else the first
    below."""
    above: list[Found] = []
    below: list[Found] = []
    for at, zone in enumerate(zones):
        if zone.role not in ("dateline", "byline"):
            continue
        found = dates.in_line(zone.span.of(text))
        if found:
            day, start, end = found
            near = zone.span.start <= opens or (at + 1 < len(zones) and zones[at + 1].span.start == opens)
            (above if near else below).append(_found(day, zone.span.start + start, zone.span.start + end))
    # "Published 24 Nov ... Last modified 19 Oct 2016": the first day is the report's; an update on the same line
    # comes after it
    return next(iter(above or below), None)


def _datelines(text: str, zones: Sequence[Zone]) -> tuple[Found | None, list[Found]]:
    """The place of the first dateline that names one, and the agencies that datelines name."""
    place: Found | None = None
    agencies: list[Found] = []
    for zone in zones:
        if zone.role != "dateline":
            continue
        words = zone.span.of(text)
        opening = dateline(words)
        where = opening[1] if opening else dateline_alone(words)
        if where and place is None:
            place = _found(
                words[where[0] : where[1]].strip(" ,"), zone.span.start + where[0], zone.span.start + where[1]
            )
        agencies += _agencies(words, zone.span.start)
    return place, agencies


def _agencies(words: str, offset: int) -> list[Found]:
    out = []
    for found in _AGENCY.finditer(words):
        if found[0].casefold() not in _NOT_WIRE:
            out.append(_found(found[0], offset + found.start(), offset + found.end()))
    return out


def _byline_agencies(text: str, bylines: Sequence[Zone]) -> list[Found]:
    return [found for zone in bylines for found in _agencies(zone.span.of(text), zone.span.start)]


def _people(text: str, zone: Zone) -> list[Found]:
    """The persons a byline names: "By Ana Reyes and Tom Hall, Reuters" gives two."""
    words = zone.span.of(text)
    lead = _BY.match(words)
    at = lead.end() if lead else len(words) - len(words.lstrip(" -–—|•"))
    out = []
    while at < len(words):
        found = _PERSON.match(words, at)
        if not found:
            break
        name = found[0].rstrip(" ,'’-")
        if name.endswith(".") and not re.search(r"\b[A-Z]\.$", name):
            name = name.rstrip(".")
        if (
            len(name.split()) < 2
            or _NOBODY.match(name)
            or _NOBODY.search(name.split()[-1])
            or _AGENCY.fullmatch(name)
            or DATE.match(name)
        ):
            break
        out.append(_found(name, zone.span.start + at, zone.span.start + at + len(name)))
        link = _BETWEEN.match(words, at + len(name))
        if not link:
            break
        at = link.end()
    return out


def _credits(text: str, zones: Sequence[Zone]) -> list[Found]:
    """Who else reported: agencies and services in sign-offs. Picture credits name photographers, not reporters, and
    are no credits."""
    out = []
    for zone in zones:
        words = zone.span.of(text)
        if zone.role != "credit" or re.match(r"[(\[]?\s?(?:Photo|PHOTO|Picture|Credit|Image|Courtesy)", words):
            continue
        giver = _CONTRIBUTORS.search(words)
        if giver:
            for name in re.finditer(r"[^,\s][^,]*?(?=,|\sand\s|$)", giver["who"]):
                value = re.sub(r"^(?:and|The|the)\s", "", name[0]).strip()
                start = giver.start("who") + name.start() + name[0].find(value)
                if _AGENCY.search(value) or re.search(r"\b(?:services?|agencies|wires?|press)\b", value, re.IGNORECASE):
                    out.append(_found(value, zone.span.start + start, zone.span.start + start + len(value)))
        elif re.search(r"report|writing|editing|with\b|source|agenc|inputs?|files", words, re.IGNORECASE):
            by = _WITH.search(words)
            if by:
                out += _agencies(words[by.start("who") :], zone.span.start + by.start("who"))
    return out


def _publisher(text: str, zones: Sequence[Zone]) -> Found | None:
    """The outlet in a copyright line at the foot of a scrape. A wire agency's own notice does not make it the
    publisher."""
    for zone in reversed(zones):
        if zone.role not in ("boilerplate", "credit"):
            continue
        words = zone.span.of(text)
        found = _COPYRIGHT.match(words) or _COPYRIGHT.search(words[:300])
        if not found:
            continue
        name = re.split(r"\.(?:\s|$)|\s(?:All|Powered|Inc|Ltd|LLC|Terms|Privacy|Rights)\b", found["who"])[0].rstrip(
            " .,-&/"
        )
        if (
            not 2 < len(name) <= 50
            or _AGENCY.search(name)
            or re.search(r"associated press|all rights|agence|press international", name, re.IGNORECASE)
        ):
            continue
        start = zone.span.start + found.start("who")
        return _found(name, start, start + len(name))
    return None
