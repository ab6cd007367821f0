"""Place names against LGL's format: ``measure(paths)`` for ``python -m training.evaluate geo``.

The product reads the bare text of each article. ``recognition`` is the F1 of overlapping spans, each used once, over
everything that the product takes for a place name, before the codebook's filters (a capital that stands for its
government is no event place, but it is a place name). ``acc161`` is the share of matched gold names with coordinates
that are placed within 161 km of them; one that is left unplaced is wrong.

GeoWebNews is read too (``extractedName``, ``latitude``, ``longitude``); of its marks only names count, which are those
that its makers gave coordinates.
"""

from __future__ import annotations

import gzip
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from msgspec import Struct

from standoff.analyse import Analyser
from standoff.model import Document, Place, Span, Zone, document_id
from standoff.resolve.gazetteer_bearers import Bearers
from standoff.resolve.places_named import PlaceName, find_places

#: 100 miles, in kilometres: the distance that the field counts as right.
WITHIN = 161.0
_EARTH = 6371.0


class Toponym(Struct, frozen=True):
    """A place name by hand: where it stands, and its point in degrees when the gazetteer of the makers had one."""

    span: Span
    point: tuple[float, float] | None


class Article(Struct, frozen=True):
    """An article: its text and the place names in it, in text order."""

    text: str
    gold: tuple[Toponym, ...]


def measure(paths: list[Path], analyser: Analyser | None = None) -> dict[str, float]:
    """``recognition`` (F1) and ``acc161`` (a share) over all articles of the files (``.xml`` or ``.xml.gz``)."""
    analyser = analyser or Analyser.load()
    bearers = Bearers.load()
    tally = Counter[str]()
    for path in paths:
        for article in articles(path):
            found = system(article.text, analyser, bearers)
            pairs = matched(article.gold, found)
            tally.update(
                gold=len(article.gold),
                system=len(found),
                both=len(pairs),
                pointed=sum(g.point is not None for g, _ in pairs),
                near=sum(g.point is not None and near(g.point, s.place) for g, s in pairs),
            )
    both = tally["gold"] + tally["system"]
    return {
        "recognition": 2 * tally["both"] / both if both else 0.0,
        "acc161": tally["near"] / tally["pointed"] if tally["pointed"] else 0.0,
    }


def articles(path: Path) -> Iterator[Article]:
    """The articles of one file. A mark whose offsets lie outside its text is left out.

    Raises ValueError when the file is not XML.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as file:
            root = ElementTree.parse(file).getroot()
    except ElementTree.ParseError as err:
        raise ValueError(f"{path}: not XML: {err}") from err
    for node in root.iter("article"):
        text = node.findtext("text") or ""
        gold = []
        for mark in node.iter("toponym"):
            start, end = int(mark.findtext("start") or -1), int(mark.findtext("end") or -1)
            if not 0 <= start < end <= len(text):
                continue  # GeoWebNews has a few
            point = _point(mark)
            if point is not None or mark.find("extractedName") is None:
                gold.append(Toponym(Span(start, end), point))
        yield Article(text, tuple(sorted(gold, key=lambda t: t.span)))


def _point(mark: ElementTree.Element) -> tuple[float, float] | None:
    lat = mark.findtext("gaztag/lat") or mark.findtext("latitude") or mark.findtext("lat")
    lon = mark.findtext("gaztag/lon") or mark.findtext("longitude") or mark.findtext("lon")
    return (float(lat), float(lon)) if lat and lon else None


def system(text: str, analyser: Analyser, bearers: Bearers) -> tuple[PlaceName, ...]:
    """The place names that the product finds in a text."""
    if not text.strip():
        return ()
    document = Document(
        id=document_id(text, publisher=None, uri=None), sha256="", text=text, zones=(Zone(Span(0, len(text)), "body"),)
    )
    return find_places(document, analyser.run(document), bearers)


def matched(gold: Iterable[Toponym], found: Sequence[PlaceName]) -> list[tuple[Toponym, PlaceName]]:
    """Overlapping pairs, each side used once, in text order."""
    rest = sorted(found, key=lambda f: f.span)
    pairs = []
    for g in gold:
        over = [f for f in rest if f.span.overlaps(g.span)]
        if over:
            best = next((f for f in over if f.span == g.span), over[0])
            rest.remove(best)
            pairs.append((g, best))
    return pairs


def near(point: tuple[float, float], place: Place | None) -> bool:
    """Whether a place lies within 161 km of a point, on the great circle."""
    if place is None or place.lat is None or place.lon is None:
        return False
    a, b, c, d = map(math.radians, (*point, place.lat, place.lon))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half))) <= WITHIN
