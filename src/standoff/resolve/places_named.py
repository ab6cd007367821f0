"""Every place name of a report, and which of its bearers each one means.

:func:`find_places` works in two steps. It *recognises*: locations that the analyser saw, and names that the gazetteer
knows among nationalities, at the head of organisations' names and among capitalised words that nobody claimed. Then it
*weighs* the bearers of all names against each other: a bearer counts by its size, by what stands behind its comma, and
by how many other names of the report have a bearer in the same region, nearby or in the same state. One name means one
place in one report.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct

from standoff.model import BEARING, Analysis, Document, Entity, Place, Span, Token
from standoff.resolve.gazetteer import forms
from standoff.resolve.gazetteer_bearers import Bearer, Bearers, key_of
from standoff.resolve.wordlists import word_class

_WORD_OF = re.compile(r"[ ](County|Parish|Borough|Province|Region|Oblast|Governorate|Prefecture|District|Raion)\b")
_BEHIND = re.compile(r",? ?\(?((?:[A-Z][\w.'’-]*\.?)(?: (?:[A-Z][\w'’-]*|of|and|the))*)")
_ROAD = re.compile(
    r"(?:\b(?:Street|St|Road|Rd|Avenue|Ave|Drive|Lane|Boulevard|Blvd|Highway|Hwy|Interstate|Route|Turnpike|Parkway|"
    r"Expressway|Court|Hall|Park|Center|Centre|House|School|Church|Hospital|Hotel|Theater|Theatre|Building|Mall|Plaza|"
    r"Stadium|Arena|Library|College|University|Bridge|Tower|Inn|Lounge|Club|Apartments|Plant|Cemetery|Complex|Pavilion|"
    r"Amphitheatre|Field|Station)\.?|\d+\w*)$",
    re.IGNORECASE,
)
#: What may be a state's abbreviation, behind a town and a comma: "Ky.", "W. Va.", "D.C."
_SHORT = re.compile(r"(?<=\w, )(?:[A-Z][a-z]{1,4}\.|[A-Z]\. ?(?:[A-Z]\.|Va\.))")
_LOCATIVE = re.compile(r"\b(?:in|at|near|from|to|outside|of|around|across|leaving|into)\s+$", re.IGNORECASE)
_NARROWING = re.compile(
    r"^(?:[DR]-|(?:the )?(?:city|town|village|state|port|county) of |metro(?:politan)? |north ?east |north ?west |"
    r"south ?east |south ?west |[NSEW]\. )| (?:township|twp\.?|metro|area|proper)$",
    re.IGNORECASE,
)
_NATURE = frozenset(
    "river lake creek mount bay reservoir fort mountain mountains valley island islands isle cape strait channel reef "
    "shoal glacier peak hill hills monte cerro mont jebel".split()
)
#: A town by which a longer name is placed ("Beirut Airport") has 30,000 people: "Monte" in "Monte Aymond" is none.
_KNOWN_TOWN = 4.5
_NO_PLACE = word_class("no_place")
#: How much the evidence of the other names counts against size: same region, nearby, same state.
_SAME_REGION, _NEARBY, _SAME_STATE = 2.2, 1.6, 1.2
#: A cell of the map and its eight neighbours are near: some 80 km.
_CELL = 0.5
_ROUNDS = 4
#: How far shares are evened out (1: as the scores say), and the share of one other name that counts half an order.
_EVEN, _BARELY = 0.7, 0.3
_WIDE = frozenset({"state", "us-state", "region"})
#: A state, a region of a state, or a cell of the map.
_Key = tuple[str] | tuple[str, str] | tuple[int, int]


class PlaceName(Struct, frozen=True):
    """A place name and the place it most likely means; None when no gazetteer has it.

    ``share`` says how far that bearer of the name stands out among all of them, from 0 to 1.
    """

    span: Span
    place: Place | None
    share: float = 0.0


class _Name(Struct):
    """A name of the report with its bearers, and how likely each is meant."""

    key: str
    bearers: tuple[Bearer, ...]
    shares: list[float]


def find_places(document: Document, analysis: Analysis, bearers: Bearers | None = None) -> tuple[PlaceName, ...]:
    """The place names in the headlines, captions and body of a report, in text order, not overlapping."""
    bearers = bearers or Bearers.load()
    text = document.text
    spans = _recognise(text, analysis, bearers)
    named: dict[str, _Name] = {}
    keys: list[str] = []
    for span in spans:
        key, found = _bearers(text, span, bearers)
        keys.append(key)
        if key not in named:
            named[key] = _Name(key, found, _softened([b.weight for b in found]))
    _weigh(list(named.values()))
    out = []
    for span, key in zip(spans, keys, strict=True):
        name = named[key]
        best = max(range(len(name.shares)), key=lambda i: (name.shares[i], -i), default=None)
        if best is None:
            out.append(PlaceName(span, None))
        else:
            out.append(PlaceName(span, _place(span.of(text), name.bearers[best]), name.shares[best]))
    return tuple(out)


def _place(words: str, bearer: Bearer) -> Place:
    return Place(" ".join(words.split()), bearer.country or None, bearer.lat, bearer.lon, bearer.geonames)


# --- recognising -----------------------------------------------------------------------------------------------------


def _recognise(text: str, analysis: Analysis, bearers: Bearers) -> list[Span]:
    """The spans of the place names; a town that only part of another name or a bare capital speaks for must be a large
    one, or named as a place elsewhere in the report."""
    sure = [span for entity in analysis.entities if (span := _sure(text, entity, bearers)) is not None]
    known = {key_of(span.of(text)) for span in sure}
    found = list(sure)
    for entity in analysis.entities:
        found.extend(_lead(text, entity, bearers, known))
    taken = [e.span for e in analysis.entities]
    for sentence in analysis.sentences:
        if sentence.role in BEARING:
            found.extend(_unclaimed(text, sentence.tokens, taken, bearers, known))
            for match in _SHORT.finditer(text, sentence.span.start, sentence.span.end):
                if bearers.short(match[0]):
                    found.append(Span(*match.span()))
    out: list[Span] = []
    for span in sorted(found, key=lambda s: (s.start, -s.end)):
        if not out or span.start >= out[-1].end:
            out.append(span)
    return out


def _sure(text: str, entity: Entity, bearers: Bearers) -> Span | None:
    """The span of an entity that is a place as a whole."""
    words = entity.span.of(text)
    if len(words) < 2 or not words[0].isupper() or words.casefold().strip(".") in _NO_PLACE:
        return None
    if entity.kind == "LOC":
        return entity.span if bearers.knows(words) or not _ROAD.search(words) else None
    if entity.kind == "PER":
        placed = _LOCATIVE.search(text[max(0, entity.span.start - 10) : entity.span.start])
        return entity.span if placed and bearers.knows(words) else None
    return entity.span if _speaks(words, bearers, 4.2) else None


def _lead(text: str, entity: Entity, bearers: Bearers, known: set[str]) -> Iterator[Span]:
    """The place that an organisation is named after: "Paris Police Department"."""
    if entity.kind in {"PER", "LOC"} or not text[entity.span.start].isupper():
        return
    words = entity.span.of(text)
    parts = list(re.finditer(r"\S+", words))
    for n in range(min(3, len(parts) - 1), 0, -1):
        name = words[: parts[n - 1].end()]
        if name.casefold() not in _NO_PLACE and (
            (key_of(name) in known and bearers.knows(name)) or _speaks(name, bearers, 5.0)
        ):
            yield Span(entity.span.start, entity.span.start + len(name))
            return


def _unclaimed(
    text: str, tokens: Sequence[Token], taken: Sequence[Span], bearers: Bearers, known: set[str]
) -> Iterator[Span]:
    """Known names among the words that are in no entity."""
    i = 0
    while i < len(tokens):
        j = i
        while j < len(tokens) and _capital(tokens[j]) and (j == i or _joined(text, tokens[j - 1], tokens[j])):
            j += 1
        for n in range(min(j, i + 4), i, -1):
            span = Span(tokens[i].span.start, tokens[n - 1].span.end)
            name = span.of(text)
            if (
                name.casefold() not in _NO_PLACE
                and _free(span, taken)
                and (key_of(name) in known or _speaks(name, bearers, 5.0))
            ):
                yield span
                j = n
                break
        else:
            j = i + 1
        i = max(j, i + 1)


def _speaks(name: str, bearers: Bearers, least: float) -> bool:
    """Whether a name is known for a place of weight ``least`` or more."""
    return name[:1].isupper() and any(b.weight >= least for b in bearers.of(name))


def _capital(token: Token) -> bool:
    return token.upos in {"PROPN", "ADJ", "NOUN"} and token.form[:1].isupper() and len(token.form) > 1


def _joined(text: str, before: Token, after: Token) -> bool:
    return text[before.span.end : after.span.start] in {" ", "", "\n"}


def _free(span: Span, taken: Sequence[Span]) -> bool:
    """Whether ``span`` overlaps none of ``taken``, which is in text order."""
    at = bisect_right(taken, span.start, key=lambda t: t.end)
    return at == len(taken) or taken[at].start >= span.end


# --- weighing --------------------------------------------------------------------------------------------------------


def _bearers(text: str, span: Span, bearers: Bearers) -> tuple[str, tuple[Bearer, ...]]:
    """The key of a name in this report, and its bearers; a comma and what stands behind it are part of the key."""
    words = span.of(text)
    behind = text[span.end : span.end + 60]
    if short := bearers.short(words.strip(",;")) or bearers.short(words + "."):
        before = text[max(0, span.start - 3) : span.start]
        if "," in before or "." in words or "." in behind[:1]:
            return words, (short,)
    if kind := _WORD_OF.match(behind):
        whole = bearers.of(words + kind[0])
        if whole:
            return key_of(words + kind[0]), _within(whole, behind[kind.end() :], bearers)[1]
    found = _known(words, bearers)
    wider, inside = _within(found, behind, bearers)
    return f"{key_of(words)}, {wider}" if wider else key_of(words), inside


def _known(words: str, bearers: Bearers) -> tuple[Bearer, ...]:
    """The bearers of a name, or of the name inside it: "Northeast Georgia", "Guernsey County Courthouse"."""
    found = bearers.of(words)
    if found:
        return found
    for form in forms(_NARROWING.sub("", words)):
        if found := bearers.of(form):
            return found
    parts = words.split()
    if _NATURE & {part.casefold() for part in parts}:
        return ()  # "James River" is no town of that name
    inner = [parts[:n] for n in range(len(parts) - 1, 0, -1)] + [parts[n:] for n in range(1, len(parts))]
    for some in inner:
        name = " ".join(some)
        if name[:1].isupper() and name.casefold() not in _NO_PLACE and (found := bearers.of(name)):
            return tuple(b for b in found if b.kind != "town" or b.weight >= _KNOWN_TOWN)
    return ()


def _within(found: Sequence[Bearer], behind: str, bearers: Bearers) -> tuple[str, tuple[Bearer, ...]]:
    """The bearers that lie in the state or region named behind a comma; all of them when it names none of theirs."""
    if not behind.startswith((", ", " (")):
        return "", tuple(found)
    match = _BEHIND.match(behind)
    if match is None:
        return "", tuple(found)
    words = match[1].split(" ")
    for n in range(len(words), 0, -1):
        name = " ".join(words[:n])
        short = bearers.short(name) or bearers.short(name + ".")
        holders = (short,) if short else tuple(b for b in bearers.of(name) if b.kind != "town" and b.weight >= 4.5)
        inside = [
            b for b in found
            for h in holders
            if b.country == h.country and (h.kind == "state" or (h.admin and b.admin == h.admin)) and b.kind != "state"
        ]  # fmt: skip
        if inside:
            return name, tuple(dict.fromkeys(inside))
    return "", tuple(found)


def _softened(scores: Sequence[float]) -> list[float]:
    """Scores in orders of magnitude as shares of one, evened out: an underdog keeps a share that others may back."""
    if not scores:
        return []
    top = max(scores)
    raw = [10 ** (_EVEN * (s - top)) for s in scores]
    whole = sum(raw)
    return [r / whole for r in raw]


def _weigh(names: Sequence[_Name]) -> None:
    """Sets the shares of the bearers by what the other names of the report speak for; linear in the bearers."""
    for _ in range(_ROUNDS):
        own: list[dict[_Key, float]] = []
        whole: dict[_Key, float] = {}
        for name in names:
            mine: dict[_Key, float] = {}
            for bearer, share in zip(name.bearers, name.shares, strict=True):
                for key in _keys(bearer):
                    mine[key] = mine.get(key, 0.0) + share
            own.append(mine)
            for key, share in mine.items():
                whole[key] = whole.get(key, 0.0) + share
        for name, mine in zip(names, own, strict=True):
            name.shares = _softened([_score(bearer, whole, mine) for bearer in name.bearers])


def _score(bearer: Bearer, whole: dict[_Key, float], mine: dict[_Key, float]) -> float:
    """A bearer's weight and what the names other than its own speak for: its state, its region, what lies near it."""

    def others(key: _Key) -> float:
        return whole.get(key, 0.0) - mine.get(key, 0.0)

    score = bearer.weight + _SAME_STATE * _backing(others((bearer.country,)))
    if bearer.admin:
        score += _SAME_REGION * _backing(others((bearer.country, bearer.admin)))
    if bearer.kind not in _WIDE:
        y, x = _cell(bearer)
        score += _NEARBY * _backing(sum(others((y + dy, x + dx)) for dy in (-1, 0, 1) for dx in (-1, 0, 1)))
    return score


def _backing(shares: float) -> float:
    """What the shares of other names are worth: the first counts most."""
    return math.log10(1.0 + max(shares, 0.0) / _BARELY)


def _keys(bearer: Bearer) -> Iterator[_Key]:
    """What a bearer speaks for: its state, its region, its cell of the map unless it is wider than one."""
    yield (bearer.country,)
    if bearer.admin:
        yield bearer.country, bearer.admin
    if bearer.kind not in _WIDE:
        yield _cell(bearer)


def _cell(bearer: Bearer) -> tuple[int, int]:
    return math.floor(bearer.lat / _CELL), math.floor(bearer.lon / _CELL)
