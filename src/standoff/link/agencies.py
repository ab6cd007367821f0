"""Whose text a report says it carries: the agency in its dateline, byline, sign-off or copyright line.

Two weights of credit: *authors* are named as those who wrote it ("HELSINKI (AP) —", "By Reuters", "© 2018 CNN"),
*helpers* as having added to it ("The Associated Press contributed", "Based on reporting by Reuters and AP").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from standoff.data import table
from standoff.model import Document

_OPENING = re.compile(r"\(([^()\n]{2,40})\)")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)[^.\n]{0,60}", re.IGNORECASE)
_HELPED = re.compile(r"contribut|helped|report|with\b|material|writing|sources?\b", re.IGNORECASE)
_PICTURE = re.compile(r"photo|picture|image|getty|handout|courtesy|^\W*credit\b|/", re.IGNORECASE)
#: A name that nobody listed but that calls itself a service of news: "Austral Wire".
_SERVICE = re.compile(
    r"(?:[A-Z][\w'’&.-]*\s){1,3}"
    r"(?:Wires?|Newswire|News Agency|Press Agency|News Service|Press Association|Agency|Press)"
)
_BY = re.compile(r"^\W*(?:(?:written |reported )?by|from|source:?)\s+", re.IGNORECASE)
_PIECES = re.compile(r"\s*[,;|•·–—/]\s*|\s+-\s+|\s+and\s+")
_ENDING = re.compile(r"\.(?:com|org|net|info|news|tv|co|gov|int|eu|[a-z]{2})(?:\.[a-z]{2})?(?:/.*)?$")
_SITE = re.compile(r"^(?:https?://)?(?:www\.)?(?=[\w.-]+\.[a-z]{2,6}(?:/|$))", re.IGNORECASE)


class Credits(Struct, frozen=True):
    """Names, as :func:`named` gives them, most certain first. ``pieces`` are parts of bylines that may be the name of
    an outlet nobody listed; whether they are, only the publishers of other reports can tell."""

    authors: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()


def key(name: str) -> str:
    """What two spellings of one outlet have in common: "The Star Tribune", "startribune.com" give "startribune"."""
    bare = _ENDING.sub("", _SITE.sub("", name.strip())) if _SITE.match(name.strip()) else name
    squeezed = re.sub(r"[\W_]+", "", bare.casefold())
    return squeezed[3:] if squeezed.startswith("the") and len(squeezed) > 6 else squeezed


def named(name: str) -> str:
    """The name that stands for an outlet however it is written: "Associated Press" and "apnews.com" are "AP". One that
    is not listed keeps its own, without the article."""
    return _listed().get(key(name)) or re.sub(r"^the\s+", "", name.strip(), flags=re.IGNORECASE)


def is_agency(name: str) -> bool:
    """Whether it is a news agency, whose own publication of a text is where the others have it from."""
    return named(name) in _agencies()


def is_listed(name: str) -> bool:
    """Whether it is an agency or an outlet whose texts others are known to carry."""
    return key(name) in _listed()


def credits_of(document: Document) -> Credits:
    """Whom ``document`` credits, without its own publisher."""
    own = key(named(document.publisher.value)) if document.publisher else ""
    authors: dict[str, None] = {}
    helpers: dict[str, None] = {}
    pieces: dict[str, None] = {}
    for zone in document.zones:
        words = zone.span.of(document.text)
        if zone.role in ("dateline", "byline"):
            authors.update(dict.fromkeys(_opening(words)))
        if zone.role == "byline" and len(words) <= 200:
            authors.update(dict.fromkeys(_names(words)))
            pieces.update(dict.fromkeys(_byline(words)))
        if zone.role in ("credit", "boilerplate", "byline"):
            authors.update(dict.fromkeys(_copyright(words)))
        if zone.role == "credit":
            _sign_off(words, authors, helpers)
    kept = [name for name in authors if key(name) != own]
    return Credits(
        tuple(kept),
        tuple(name for name in helpers if key(name) != own and name not in kept),
        tuple(piece for piece in pieces if key(piece) != own),
    )


def _opening(words: str) -> Iterator[str]:
    """Names in brackets, as datelines have them."""
    for found in _OPENING.finditer(words):
        inside = found[1].strip()
        if is_listed(inside) or _SERVICE.fullmatch(inside):
            yield named(inside)


def _names(words: str) -> Iterator[str]:
    """Listed names in running words; where one lies in another ("AP" in "AP News"), the longer counts."""
    for found in _pattern().finditer(words):
        yield named(found[0])


def _byline(words: str) -> Iterator[str]:
    for piece in _PIECES.split(_BY.sub("", words.strip())):
        piece = piece.strip(" .•:")
        if 2 < len(piece) <= 40 and piece[:1].isupper() and len(piece.split()) <= 5:
            yield piece


def _copyright(words: str) -> Iterator[str]:
    for found in _COPYRIGHT.finditer(words):
        yield from _names(found[0])


def _sign_off(words: str, authors: dict[str, None], helpers: dict[str, None]) -> None:
    """A credit line that names who wrote or helped; picture credits name neither."""
    found = list(_names(words)) or [named(match[0]) for match in _SERVICE.finditer(words)]
    if not found:
        return
    signed = re.match(r"\s*[-–—]+\s*", words)
    if " — By " in words or (signed and len(words.split()) <= 5):
        authors.update(dict.fromkeys(found))
    elif _HELPED.search(words) and not _PICTURE.search(words):
        helpers.update(dict.fromkeys(found))


@cache
def _listed() -> dict[str, str]:
    """Key to name. The name itself wins over another's byname."""
    out: dict[str, str] = {}
    rows = table("agencies.csv")
    for row in rows:
        out.setdefault(key(row["name"]), row["name"])
    for row in rows:
        for other in filter(None, row["also"].split("|")):
            out.setdefault(key(other), row["name"])
    return out


@cache
def _agencies() -> frozenset[str]:
    return frozenset(row["name"] for row in table("agencies.csv") if row["kind"] == "agency")


@cache
def _pattern() -> re.Pattern[str]:
    """Every listed name as written, longest first, not inside a word."""
    names = {
        name
        for row in table("agencies.csv")
        for name in (row["name"], *row["also"].split("|"))
        if name[:1].isupper() or name == row["name"].lower()
    }
    longest = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(r"(?<![\w@.])(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")
