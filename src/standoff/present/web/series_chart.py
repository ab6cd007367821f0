"""Figures and positions over days, as geometry."""

from __future__ import annotations

import math
from collections import Counter

from msgspec import Struct

from standoff.dossier import STANCES, Claim, Position, Reading, Series, Stance
from standoff.present import wording
from standoff.present.web.charts import WIDTH, Days, Tick
from standoff.present.web.shown import bounds, place_in, source, speaker

HEIGHT = 300
TOP, BOTTOM = 14, 30
#: How many sources have a look of their own; the others share the last.
LOOKS = 6
#: Beyond this factor between the largest and the smallest figure the scale is logarithmic.
WIDE = 50
ROW = 26
#: Room that a dot takes beside another.
SIDE = 9


class Dot(Struct, frozen=True):
    """A mark: where it stands, how far down it reaches (a range), how it looks, what it says, where it leads.
    ``open`` is "up" or "down" for a figure without a bound on that side."""

    x: float
    y: float
    down: float
    look: int
    open: str
    label: str
    href: str


class Figures(Struct, frozen=True):
    dots: tuple[Dot, ...]
    days: tuple[Tick, ...]
    values: tuple[Tick, ...]
    sources: tuple[str, ...]
    logarithmic: bool
    undated: int
    width: int = WIDTH
    height: int = HEIGHT


def figures(series: Series) -> Figures | None:
    """The dated figures of ``series``; None where none has a day and a number."""
    dated = [p for p in series.points if p.day and (p.low is not None or p.high is not None)]
    if not dated:
        return None
    bounds = [bound for p in dated for bound in (p.low, p.high) if bound is not None]
    scale = _Values(min(bounds), max(bounds))
    axis = Days(min(str(p.day)[:10] for p in dated), max(str(p.day)[:10] for p in dated), margin=64)
    said = Counter(source(point) for point in dated)
    told = sorted(said, key=lambda name: -said[name])  # those who say most have a look of their own
    sources = (*told[: LOOKS - 1], f"{len(told) - LOOKS + 1:,} others") if len(told) > LOOKS else tuple(told)
    looks = {name: min(n, LOOKS - 1) for n, name in enumerate(told)}
    room = max(1, int(axis.step / SIDE))
    beside = Counter[tuple[str | None, float | None, float | None]]()
    dots = []
    for point in dated:
        key = point.day, point.low, point.high
        dots.append(_dot(point, axis, scale, looks[source(point)], min(beside[key], room - 1) * SIDE))
        beside[key] += 1
    return Figures(
        tuple(dots), axis.ticks(), scale.ticks(), sources, scale.logarithmic, undated=len(series.points) - len(dated)
    )


def _dot(point: Reading, axis: Days, scale: _Values, look: int, aside: int) -> Dot:
    low = point.low if point.low is not None else point.high
    high = point.high if point.high is not None else point.low
    assert low is not None and high is not None and point.day is not None
    return Dot(
        x=axis.at(point.day[:10]) + aside, y=scale.at(high), down=round(scale.at(low) - scale.at(high), 1),
        look=look, open="up" if point.high is None else "down" if point.low is None else "",
        label=f"{point.day[:10]}, {source(point)}: {bounds(point)}",
        href=f"/report/{point.at.report}?at={point.quantity}#here",
    )  # fmt: skip


class _Values:
    """A scale of figures, upwards; logarithmic where they differ widely."""

    def __init__(self, low: float, high: float) -> None:
        self.logarithmic = low > 0 and high / low > WIDE
        if not self.logarithmic:
            low = min(0.0, low)
        self.low, self.high = self._of(low), self._of(high if high > low else low + 1)

    def _of(self, value: float) -> float:
        return math.log10(value) if self.logarithmic else value

    def at(self, value: float) -> float:
        share = (self._of(value) - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def ticks(self) -> tuple[Tick, ...]:
        if self.logarithmic:
            values = [10.0**n for n in range(math.ceil(self.low), math.floor(self.high) + 1)]
        else:
            step = 10 ** math.floor(math.log10(self.high - self.low))
            while (self.high - self.low) / step > 5:
                step *= 2
            while (self.high - self.low) / step < 2:
                step /= 2
            first = math.ceil(self.low / step)
            values = [n * step for n in range(first, math.floor(self.high / step) + 1)]
        return tuple(Tick(self.at(value), wording.bounded(value, value, approx=False)) for value in values)


class Beads(Struct, frozen=True):
    """Positions of one stance on one day that have no room beside each other: one circle with their number, which is
    written where it has room (``told``)."""

    x: float
    y: float
    radius: float
    count: int
    told: bool
    look: int
    label: str
    href: str


class Strip(Struct, frozen=True):
    """Positions on a claim over days, a row for each stance; a mark each where there is room."""

    dots: tuple[Dot, ...]
    beads: tuple[Beads, ...]
    days: tuple[Tick, ...]
    rows: tuple[Tick, ...]
    height: int
    width: int = WIDTH


def strip(claim: Claim) -> Strip | None:
    """When who took which position; None where all that have a day have the same."""
    dated = [p for p in claim.positions if p.day]
    if len({str(p.day)[:10] for p in dated}) < 2:
        return None
    stances = [stance for stance in STANCES if any(p.position == stance for p in dated)]
    axis = Days(min(str(p.day)[:10] for p in dated), max(str(p.day)[:10] for p in dated), margin=80)
    rows = {stance: ROW * (i + 0.5) + 4 for i, stance in enumerate(stances)}
    beside: dict[tuple[Stance, str], list[Position]] = {}
    for p in dated:
        beside.setdefault((p.position, str(p.day)[:10]), []).append(p)
    room = max(1, int(axis.step / SIDE))
    dots, beads = [], []
    last: dict[str, float] = {}
    for (stance, day), held in sorted(beside.items(), key=lambda one: one[0][1], reverse=True):
        look, x, y = STANCES.index(stance), axis.at(day), rows[stance]
        if len(held) > room:
            label = f"{day}: {stance} {len(held):,} times"
            radius = round(min(ROW / 2 - 1, 5 + math.log2(len(held))), 1)
            told = last.get(stance, 9e9) - x > radius + 8 * len(f"{len(held):,}") + 12
            beads.append(Beads(x, y, radius, len(held), told, look, label, _words(held[0])))
            last[stance] = x
            continue
        last[stance] = x
        for n, p in enumerate(held):  # one beside the other, as on a shelf
            at = round(x + (n - (len(held) - 1) / 2) * SIDE, 1)
            dots.append(Dot(at, y, 0, look, "", f"{day}, {speaker(p)} {stance}", _words(p)))
    ticks = tuple(Tick(y, stance) for stance, y in rows.items())
    return Strip(tuple(dots), tuple(beads), axis.ticks(), ticks, ROW * len(stances) + 34)


def _words(p: Position) -> str:
    return f"/report/{p.at.report}?at={place_in(p)}#here"
