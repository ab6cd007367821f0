"""The map as geometry: places with events, on the land, with the names of places and states that have room."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import TypeAlias

from msgspec import Struct

from standoff.data import table
from standoff.present import names
from standoff.present.web.desk import Asked
from standoff.present.web.globe import CLOSE, WIDTH, WORLD, View, around
from standoff.store.counts import Place

#: Degrees around the places, at least and as a part of their extent, so that no circle is cut; and the least that a map
#: shows by itself: closer, the coasts are too coarse.
MARGIN, AROUND, LEAST = 3.0, 0.08, 16.0
#: About how wide a letter and how high a line of a name is.
LETTER, LINE = 6.2, 13.0
#: Places that are drawn, the busiest; and named, where there is room.
DRAWN, NAMED = 400, 40
#: How far a step to a side goes, as a part of the view.
STEP = 0.4
_VIEW = re.compile(r"(-?\d{1,3}(?:\.\d{1,3})?),(-?\d{1,3}(?:\.\d{1,3})?),(\d{1,3}(?:\.\d{1,3})?)")


#: About what something covers: left, right, top, bottom.
Box: TypeAlias = tuple[float, float, float, float]


class Spot(Struct, frozen=True):
    """A place: where, how large, how much of its deeds is conflict ("conflict", "cooperation", "mixed")."""

    x: float
    y: float
    radius: float
    look: str
    label: str
    href: str


class Name(Struct, frozen=True):
    """A name, ``x`` its beginning, middle or end (``side``: left, middle, right), ``y`` its line."""

    x: float
    y: float
    label: str
    side: str

    def box(self) -> Box:
        """About what it covers: left, right, top, bottom."""
        wide = LETTER * len(self.label)
        left = self.x - {"left": 0.0, "middle": wide / 2, "right": wide}[self.side]
        return left, left + wide, self.y - LINE + 3, self.y + 3


class Line(Struct, frozen=True):
    """A meridian or parallel as the data of a path, and its name with the place of that."""

    path: str
    label: str
    x: float
    y: float


class Ground(Struct, frozen=True):
    """What a map is drawn on, as the data of paths."""

    sea: str
    land: str
    borders: str
    lines: tuple[Line, ...]


class Map(Struct, frozen=True):
    """A view of places. ``shown`` are all in it, ``spots`` the busiest of them; ``moves`` are other views: name and
    address."""

    spots: tuple[Spot, ...]
    places: tuple[Name, ...]
    states: tuple[Name, ...]
    ground: Ground
    shown: tuple[Place, ...]
    moves: tuple[tuple[str, str], ...]
    height: int
    width: int = WIDTH


def draw(places: Sequence[Place], want: Asked) -> Map | None:
    """The part of the world that ``want`` asks for (``view=LAT,LON,DEGREES``), else that which holds all ``places``."""
    if not places:
        return None
    view = _asked(want.get("view")) or _whole(places)
    shown = tuple(place for place in places if view.shows(place.lat, place.lon))
    top = max((place.total for place in shown), default=1)
    spots = tuple(_spot(place, view, top, want) for place in reversed(shown[:DRAWN]))  # the busiest last, on top
    ground = _ground(view.lat, view.lon, view.span, view.height / WIDTH)
    taken = [(s.x - s.radius, s.x + s.radius, s.y - s.radius, s.y + s.radius) for s in spots]
    taken += [Name(line.x, line.y, line.label, "left").box() for line in ground.lines]
    named = _apart([side for place in shown[:NAMED] for side in _sides(place, view, top)], taken)
    states = _apart(_named_states(view, shown), [*taken, *(name.box() for name in named)])
    return Map(spots, named, states, ground, shown, _moves(view, shown, want), height=view.height)


def _whole(places: Sequence[Place]) -> View:
    """The view of all ``places``."""
    tall = max(place.lat for place in places) - min(place.lat for place in places)
    return around([(place.lat, place.lon) for place in places], max(MARGIN, AROUND * tall), LEAST)


def _asked(given: str) -> View | None:
    """The view that an address gives; None for none, or for what is none."""
    if (match := _VIEW.fullmatch(given)) is None:
        return None
    lat, lon, span = map(float, match.groups())
    return View(lat, lon, span)


def _moves(view: View, shown: Sequence[Place], want: Asked) -> tuple[tuple[str, str], ...]:
    """Closer to where most happens, wider, and to the sides."""
    lat, lon = view.lat, view.lon
    if shown:  # the middle of what is in view, each place by its events: one far off does not draw it away
        lat = _median([(place.lat, place.total) for place in shown])
        lon = _median([(view.near(place.lon), place.total) for place in shown])
    east, north = STEP * view.span, STEP * (view.north - view.south)
    found = [
        ("closer", lat, lon, view.span / 2), ("wider", view.lat, view.lon, view.span * 2),
        ("west", view.lat, view.lon - east, view.span), ("east", view.lat, view.lon + east, view.span),
        ("north", view.lat + north, view.lon, view.span), ("south", view.lat - north, view.lon, view.span),
    ]  # fmt: skip
    whole = view.span >= 360
    skipped = {"closer"} if view.span / 2 < CLOSE else {"wider", "north", "south"} if whole else set()
    return tuple(
        (name, want.link(view=f"{View(lat, lon, span).lat:.3f},{View(lat, lon, span).lon:.3f},{min(span, 360):.1f}"))
        for name, lat, lon, span in found if name not in skipped
    )  # fmt: skip


def _median(found: list[tuple[float, int]]) -> float:
    """The middle value, each counted as often as its number says."""
    half = sum(count for _, count in found) / 2
    for value, count in sorted(found):
        half -= count
        if half <= 0:
            return value
    raise AssertionError("nothing to take the middle of")


def _radius(place: Place, top: int) -> float:
    return round(4 + 14 * math.sqrt(place.total / top), 1)


def _spot(place: Place, view: View, top: int, want: Asked) -> Spot:
    x, y = view.at(place.lat, view.near(place.lon))
    bad = sum(count for quad, count in place.quads if "conflict" in quad)
    look = "conflict" if bad > 0.6 * place.total else "cooperation" if bad < 0.4 * place.total else "mixed"
    label = f"{place.name}: {place.total:,} {'event' if place.total == 1 else 'events'}, {bad:,} of conflict"
    return Spot(x, y, _radius(place, top), look, label, want.link(place=place.name))


def _sides(place: Place, view: View, top: int) -> list[Name]:
    """Where the name of a place could stand: to its right, or to its left."""
    x, y = view.at(place.lat, view.near(place.lon))
    off = _radius(place, top) + 3
    return [Name(round(x + off, 1), y + 4, place.name, "left"), Name(round(x - off, 1), y + 4, place.name, "right")]


def _apart(found: Iterable[Name], taken: Sequence[Box]) -> tuple[Name, ...]:
    """Those of ``found`` that stand neither on one another nor on what is ``taken`` nor over the edge, each name once;
    the first come stay."""
    boxes, kept, there = [*taken], list[Name](), set[str]()
    for name in found:
        left, right, top, bottom = name.box()
        free = all(right < b[0] or left > b[1] or bottom < b[2] or top > b[3] for b in boxes)
        if free and name.label not in there and left >= 0 and right <= WIDTH and top >= 0:
            kept.append(name)
            boxes.append((left, right, top, bottom))
            there.add(name.label)
    return tuple(kept)


def _named_states(view: View, shown: Sequence[Place]) -> Iterator[Name]:
    """States in view that no place is called by, those of the places first; on a map of the world only those."""
    called = {place.name.casefold() for place in shown}
    busy = list(dict.fromkeys(place.country for place in shown))
    order = sorted(_states(), key=lambda state: (busy.index(state[0]) if state[0] in busy else len(busy), state[0]))
    for iso, lat, lon in order:
        if view.span > WORLD and iso not in busy:
            return
        if view.shows(lat, lon) and (spelled := names.spell(iso)).casefold() not in called:
            yield Name(*view.at(lat, view.near(lon)), spelled, "middle")


@cache
def _states() -> tuple[tuple[str, float, float], ...]:
    return tuple((row["iso"], float(row["lat"]), float(row["lon"])) for row in table("state_points.csv"))


@lru_cache(maxsize=64)
def _ground(lat: float, lon: float, span: float, ratio: float) -> Ground:
    view = View(lat, lon, span, ratio)
    step = next(s for s in (1, 2, 5, 10, 15, 30, 60) if span / s <= 12 or s == 60)
    lines = []
    if view.reach < 180:  # on a map of the world they would only be in the way
        for at in range(math.ceil((lon - view.reach) / step) * step, math.floor(lon + view.reach) + 1, step):
            x, y = view.at(view.south, at)
            told = _degrees((at + 180) % 360 - 180, "E", "W")
            room = x + 3 + LETTER * len(told) <= WIDTH
            lines.append(Line(view.meridian(at), told if room else "", round(x + 3, 1), y - 4))
    for at in range(math.ceil(view.south / step) * step, math.floor(view.north) + 1, step):
        (left, y), (right, _) = view.at(at, lon - view.reach), view.at(at, lon + view.reach)
        lines.append(Line(f"M{left} {y}H{right}", _degrees(at, "N", "S"), max(3.0, left + 3), y - 3))
    return Ground(view.ground(), view.land(), view.borders(), tuple(lines))


def _degrees(at: int, more: str, less: str) -> str:
    return f"{abs(at)}° {more if at > 0 else less if at < 0 else ''}".strip()
