"""Who does to whom, as geometry: a ring of actors with bows between them, and cooperation and conflict over days."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

from standoff.dossier import Deed
from standoff.present import names
from standoff.present.web.charts import WIDTH, Days, Tick, buckets
from standoff.store.counts import Pair

WIDE, SIZE, RING = 640, 520, 200
HALF = 70
#: Letters of a name that has room beside the ring.
LONGEST = 16
#: Bows that can still be told apart.
BOWS = 40


class Node(Struct, frozen=True):
    """An actor on the ring: where, and where its name begins or ends."""

    actor: str
    label: str
    x: float
    y: float
    side: str


class Bow(Struct, frozen=True):
    """Deeds of one to another: a bow that bends to its right, as wide as they are many."""

    path: str
    width: float
    label: str
    href: str


class Net(Struct, frozen=True):
    nodes: tuple[Node, ...]
    bows: tuple[Bow, ...]
    width: int = WIDE
    height: int = SIZE


def draw(found: Sequence[Pair], most: int) -> Net | None:
    """The ``most`` busiest actors of ``found`` (those of most deeds first) and what they do most to each other."""
    busy: dict[str, int] = {}
    for pair in found:
        for name in (pair.actor, pair.recipient):
            busy[name] = busy.get(name, 0) + pair.deeds
    chosen = sorted(busy, key=lambda name: (-busy[name], name))[:most]
    if len(chosen) < 2:
        return None
    middle, centre = WIDE / 2, SIZE / 2
    turn = 2 * math.pi / len(chosen)
    step = _stride(len(chosen)) * turn
    places = {
        name: (middle + RING * math.sin(i * step), centre - RING * math.cos(i * step)) for i, name in enumerate(chosen)
    }
    nodes = tuple(
        Node(name, _called(name), round(x, 1), round(y, 1),
             "left" if x > middle + 1 else "right" if x < middle - 1 else "")
        for name, (x, y) in places.items()
    )  # fmt: skip
    drawn = [p for p in found if p.actor in places and p.recipient in places and p.actor != p.recipient][:BOWS]
    top = max((pair.deeds for pair in drawn), default=1)
    bows = tuple(
        Bow(
            _bow(places[pair.actor], places[pair.recipient]), round(1 + 7 * math.sqrt(pair.deeds / top), 1),
            f"{names.spell(pair.actor)} to {names.spell(pair.recipient)}: {pair.deeds:,}", f"/dyad/{pair.id}",
        )
        for pair in drawn
    )  # fmt: skip
    return Net(nodes, bows)


def _stride(count: int) -> int:
    """How many places on the ring one actor stands from the next busiest: so far that the bows between the busiest
    cross the middle, and such that every place is taken once."""
    return min((k for k in range(1, count) if math.gcd(k, count) == 1), key=lambda k: abs(k - 0.4 * count))


def _called(actor: str) -> str:
    """A name that has room beside the ring: spelled out, else the id."""
    spelled = names.spell(actor).removeprefix("the ")
    return actor if len(spelled) > LONGEST else spelled


def _bow(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = start, end
    bend = 0.18
    cx, cy = (x1 + x2) / 2 - bend * (y2 - y1), (y1 + y2) / 2 + bend * (x2 - x1)
    return f"M{x1:.1f} {y1:.1f}Q{cx:.1f} {cy:.1f} {x2:.1f} {y2:.1f}"


class Column(Struct, frozen=True):
    """Deeds of one stretch of days: cooperation above the line, conflict below."""

    x: float
    width: float
    up: float
    down: float
    label: str
    href: str


class Ways(Struct, frozen=True):
    columns: tuple[Column, ...]
    days: tuple[Tick, ...]
    top: int
    line: int = HALF + 10
    width: int = WIDTH
    height: int = 2 * HALF + 50


def both_ways(deeds: Sequence[Deed], path: str) -> Ways | None:
    """Cooperation and conflict over time in those of ``deeds`` that are told as done; each column leads to its days at
    ``path``."""
    days = [(deed.day[:10], deed.quad) for deed in deeds if deed.day and deed.status == "actual"]
    if not days:
        return None
    axis = Days(min(day for day, _ in days), max(day for day, _ in days))
    up, down = dict[tuple[str, str], int](), dict[tuple[str, str], int]()
    for day, quad in days:
        side = down if "conflict" in quad else up
        key = buckets(day, axis.length)
        side[key] = side.get(key, 0) + 1
    top = max([*up.values(), *down.values()])
    columns = []
    for first, last in sorted({*up, *down}):
        left, right = axis.at(max(first, axis.first.isoformat())), axis.at(min(last, axis.last.isoformat()))
        width = max(3.0, min(28.0, right - left + axis.step * 0.8))
        good, bad = up.get((first, last), 0), down.get((first, last), 0)
        span = first if first == last else f"{first} to {last}"
        columns.append(
            Column(
                round((left + right - width) / 2, 1), round(width, 1), round(HALF * good / top, 1),
                round(HALF * bad / top, 1), f"{span}: cooperation {good}, conflict {bad}",
                f"{path}?since={first}&until={last}",
            )
        )  # fmt: skip
    return Ways(tuple(columns), axis.ticks(), top)
