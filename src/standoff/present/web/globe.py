"""The ground of a map: which part of the world it shows, how the round becomes flat, and the land in it.

The projection is Equal Earth (B. Šavrič, T. Patterson and B. Jenny 2019, "The Equal Earth map projection",
International Journal of Geographical Information Science 33), turned to the middle of the view, so that no region lies
at an edge: parallels are straight, and areas can be compared. A view of a region is stretched besides, by the same
everywhere, until shapes are true in its middle. Land and borders are Natural Earth's (``data/land.json``)."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import TypeAlias

WIDTH = 900
#: The highest and the lowest that a map is for its width.
TALL, FLAT = 0.62, 0.42
#: Degrees of longitude from which on a view is one of the world, and is not stretched; the fewest that it shows.
WORLD, CLOSE = 120.0, 4.0
#: Nobody reports from farther north or south.
EDGE = 84.0
#: Degrees of latitude in which a meridian hardly bends.
BEND = 4.0
#: Corners closer than this, in units of the drawing, are left out.
FINE = 0.7

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_ROOT = math.sqrt(3) / 2
#: Longitude and latitude, or x and y.
Point: TypeAlias = tuple[float, float]
#: West, east, south, north.
Box: TypeAlias = tuple[float, float, float, float]


def flat(lat: float) -> tuple[float, float]:
    """Of a parallel: how long a radian of longitude is on it, and how far it lies from the equator."""
    t = math.asin(_ROOT * math.sin(math.radians(lat)))
    t2 = t * t
    t6 = t2**3
    wide = math.cos(t) / (_ROOT * (_A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2)))
    return wide, t * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))


_TOP = flat(90)[1]


class View:
    """A part of the world on a drawing :data:`WIDTH` wide: ``lat`` and ``lon`` its middle, ``span`` how many degrees of
    longitude it shows there, ``ratio`` how high it should be for its width."""

    def __init__(self, lat: float, lon: float, span: float, ratio: float = TALL) -> None:
        self.span = max(CLOSE, min(360.0, span))
        self.lat, self.lon = max(-EDGE, min(EDGE, lat)), (lon + 180) % 360 - 180
        wide, rise = flat(self.lat)
        self.scale = WIDTH / (math.radians(self.span) * wide)
        self.stretch = 1.0 if self.span > WORLD else (wide / math.cos(math.radians(self.lat))) ** 2
        most = 2 * _TOP * self.scale * self.stretch
        self.height = round(min(most, WIDTH * max(FLAT, min(TALL, ratio))))
        half = self.height / (2 * self.scale * self.stretch)
        self.top = min(_TOP, max(2 * half - _TOP, rise + half))
        self.north, self.south = _parallel(self.top), _parallel(self.top - 2 * half)
        #: Half the degrees of longitude that the narrowest parallel of the view shows.
        narrow = min(flat(self.north)[0], flat(self.south)[0])
        self.reach = min(180.0, math.degrees(WIDTH / (2 * self.scale * narrow)))

    def at(self, lat: float, lon: float) -> Point:
        """Where a point stands, in units of the drawing; ``lon`` may go on beyond 180."""
        wide, rise = flat(lat)
        x = WIDTH / 2 + math.radians(lon - self.lon) * wide * self.scale
        return round(x, 1), round((self.top - rise) * self.scale * self.stretch, 1)

    def near(self, lon: float) -> float:
        """A longitude as the one nearest to the middle, which may be beyond 180."""
        return self.lon + (lon - self.lon + 180) % 360 - 180

    def shows(self, lat: float, lon: float) -> bool:
        x, y = self.at(lat, self.near(lon))
        return 0 <= x <= WIDTH and 0 <= y <= self.height

    def ground(self) -> str:
        """The outline of all that the view can show: the sea, before land is drawn on it."""
        west, east = self._side(self.lon - self.reach), self._side(self.lon + self.reach)
        return _path([*west, *reversed(east)], closed=True)

    def meridian(self, lon: float) -> str:
        return _path(self._side(lon))

    def land(self) -> str:
        """The land in view, as the data of one path."""
        return "".join(_path(ring, closed=True) for ring in self._shown("land", _clipped))

    def borders(self) -> str:
        """The borders in view, as the data of one path."""
        return "".join(_path(line) for line in self._shown("borders", _runs))

    def _side(self, lon: float) -> list[Point]:
        """A meridian from south to north, in corners so close that it looks round."""
        step = (self.north - self.south) / 24
        return [self.at(self.south + step * i, lon) for i in range(25)]

    def _shown(self, which: str, cut: Callable[[Sequence[Point], Box], Iterable[list[Point]]]) -> Iterator[list[Point]]:
        """The lines of ``which``, cut to the view and drawn. The world goes round, so each is tried at three places."""
        west, east = self.lon - self.reach, self.lon + self.reach
        for line, (left, right, low, high) in _lines()[which]:
            for turn in (-360.0, 0.0, 360.0):
                if left + turn < east and right + turn > west and low < self.north and high > self.south:
                    for piece in cut(line, (west - turn, east - turn, self.south, self.north)):
                        yield [self.at(lat, lon + turn) for lon, lat in piece]


def around(places: Sequence[tuple[float, float]], margin: float, least: float) -> View:
    """The view of all ``places`` (latitude, longitude; at least one), with ``margin`` degrees around them, and at least
    ``least`` wide."""
    south, north = min(lat for lat, _ in places), max(lat for lat, _ in places)
    west, east = _arc([lon for _, lon in places])
    north, south = min(EDGE, north + margin), max(-EDGE, south - margin)
    top, bottom = flat(north)[1], flat(south)[1]
    lat, lon = _parallel((top + bottom) / 2), (west + east) / 2
    shrink = math.cos(math.radians(lat))
    span = max(least / shrink, east - west + 2 * margin / shrink)
    while True:  # a parallel nearer to the equator than the middle is longer, and the view may be too low
        view = View(lat, lon, span)
        tall = (top - bottom) * view.scale * view.stretch / WIDTH
        side = max(view.at(edge, view.lon + (east - west) / 2)[0] for edge in (south, north))
        if span >= 360 or (tall <= TALL and side <= WIDTH):
            return View(lat, lon, span, tall)
        span *= 1.1


def _arc(lons: Sequence[float]) -> tuple[float, float]:
    """The shortest way from west to east that passes all of ``lons``; its end may be beyond 180."""
    turned = sorted({lon % 360 for lon in lons})
    gaps = [(b - a, b) for a, b in zip(turned, [*turned[1:], turned[0] + 360], strict=True)]
    widest, west = max(gaps, key=lambda gap: gap[0])
    return west, west + 360 - widest


def _parallel(rise: float) -> float:
    """The latitude that lies so far from the equator on the drawing: :func:`flat` backwards."""
    low, high = -90.0, 90.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if flat(middle)[1] < rise else (low, middle)
    return (low + high) / 2


@cache
def _lines() -> dict[str, tuple[tuple[tuple[Point, ...], Box], ...]]:
    """Land and borders in degrees, each line with the box round it."""
    read = json.loads(files("standoff.data").joinpath("land.json").read_text(encoding="utf-8"))
    out = {}
    for which in ("land", "borders"):
        lines = []
        for steps in read[which]:
            lons = [lon / 100 for lon in accumulate(steps[::2])]
            lats = [lat / 100 for lat in accumulate(steps[1::2])]
            lines.append((tuple(zip(lons, lats, strict=True)), (min(lons), max(lons), min(lats), max(lats))))
        out[which] = tuple(lines)
    return out


def _clipped(ring: Sequence[Point], box: Box) -> list[list[Point]]:
    """The part of a polygon that lies in ``box`` (I. E. Sutherland and G. W. Hodgman 1974, "Reentrant polygon
    clipping"), none or one. Where it is cut it follows the edge of the box in small steps: that is no straight line."""
    corners = list(ring)
    for side, edge in enumerate(box):
        axis, sign = side // 2, -1 if side % 2 else 1
        kept: list[Point] = []
        for a, b in zip([corners[-1], *corners[:-1]], corners, strict=True):
            before, now = sign * (a[axis] - edge) >= 0, sign * (b[axis] - edge) >= 0
            if before != now:
                part = (edge - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])))
            if now:
                kept.append(b)
        if not kept:
            return []
        corners = kept
    around: list[Point] = []
    for (lon, lat), b in zip(corners, [*corners[1:], corners[0]], strict=True):
        steps = max(1, math.ceil(abs(b[1] - lat) / BEND)) if lon == b[0] else 1
        around += [(lon, lat + (b[1] - lat) * n / steps) for n in range(steps)]
    return [around]


def _runs(line: Sequence[Point], box: Box) -> Iterator[list[Point]]:
    """The stretches of a line that lie in ``box``."""
    run: list[Point] = []
    for a, b in pairwise(line):
        shown = _step(a, b, box)
        if run and (shown is None or shown[0] != run[-1]):
            yield run
            run = []
        if shown is not None:
            run = [*run, shown[1]] if run else [*shown]
    if run:
        yield run


def _step(a: Point, b: Point, box: Box) -> tuple[Point, Point] | None:
    """The part of a straight step in ``box`` (Y.-D. Liang and B. A. Barsky 1984, "A new concept and method for line
    clipping")."""
    first, last = 0.0, 1.0
    for side, edge in enumerate(box):
        axis, sign = side // 2, -1 if side % 2 else 1
        move, room = sign * (b[axis] - a[axis]), sign * (edge - a[axis])
        if move == 0:
            if room > 0:
                return None
        elif move > 0:
            first = max(first, room / move)
        else:
            last = min(last, room / move)
    if first >= last:
        return None
    start, end = ((a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])) for part in (first, last))
    return (start if first else a), (end if last < 1 else b)


def _path(points: Sequence[Point], *, closed: bool = False) -> str:
    """Points as the data of an SVG path, in steps, without those that nobody could tell apart."""
    tenths = [(round(10 * x), round(10 * y)) for x, y in points]
    x, y = tenths[0]
    parts = [f"M{x / 10:g} {y / 10:g}"]
    for n, (u, v) in enumerate(tenths[1:], start=2):
        if max(abs(u - x), abs(v - y)) >= 10 * FINE or (n == len(tenths) and not closed):
            parts.append(f"{'l' if len(parts) == 1 else ' '}{(u - x) / 10:g} {(v - y) / 10:g}")
            x, y = u, v
    if closed:
        return "".join([*parts, "z"]) if len(parts) > 2 else ""  # an island of less than a point
    return "".join(parts) if len(parts) > 1 else ""
