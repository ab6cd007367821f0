"""Writes ``src/standoff/data/land.json``: land and the borders in it, for the map of the desk.

``python -m training.land geopandas-0.14.4-py3-none-any.whl``: the package brings Natural Earth's countries at 1:110
million (public domain) as a shapefile, which is read here by its published format; nothing else of the package is used.
Version 0.14.4 is the last one that has them.

Every country is a set of rings. A line between two countries stands in both, so what stands twice is a border and what
stands once is coast: each point is kept once, land closes into rings, borders join into lines. Points are whole
hundredths of a degree (a kilometre; the shapes themselves are coarser by far), longitude then latitude, each line as
its first point followed by steps.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import struct
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "src/standoff/data/land.json"
SHAPES = "geopandas/datasets/naturalearth_lowres/naturalearth_lowres.shp"
SHA256 = "1f689e60b357e1e98702d5d9f774e95e77fc6b324487cadf57eb9317d533ce12"
NOTE = (
    "Land and the borders in it by Natural Earth (public domain), 1:110 million, as in geopandas 0.14.4; made by "
    "training/land.py. Lines of longitude and latitude in hundredths of a degree: a first point, then steps."
)
POLYGON = 5
UNIT = 100

Point = tuple[int, int]
Line = list[Point]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="geopandas-0.14.4-py3-none-any.whl")
    raw = zipfile.ZipFile(parser.parse_args().package).read(SHAPES)
    found = hashlib.sha256(raw).hexdigest()
    if found != SHA256:
        raise SystemExit(f"not the shapes that this was written for: SHA-256 {found}")
    land, borders = parts(rings(raw))
    OUT.write_text(written(land, borders), encoding="utf-8")
    print(f"{len(land)} rings, {len(borders)} borders, {OUT.stat().st_size:,} bytes in {OUT}")


def rings(raw: bytes) -> Iterator[Line]:
    """The rings of every polygon in a shapefile, rounded; the last point of each is its first."""
    file = io.BytesIO(raw)
    file.seek(100)
    while head := file.read(8):
        (words,) = struct.unpack(">4xi", head)
        shape = file.read(2 * words)
        if struct.unpack_from("<i", shape)[0] != POLYGON:
            continue
        parts, points = struct.unpack_from("<ii", shape, 36)
        starts = [*struct.unpack_from(f"<{parts}i", shape, 44), points]
        numbers = struct.unpack_from(f"<{2 * points}d", shape, 44 + 4 * parts)
        at = [(round(x * UNIT), round(y * UNIT)) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        yield from (at[first:last] for first, last in pairwise(starts))


def parts(rings: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    """The rings of the land that ``rings`` make together, and the lines that run between two of them."""
    steps = Counter[tuple[Point, Point]]()
    for ring in rings:
        steps.update((a, b) for a, b in pairwise(ring) if a != b)
    coast: dict[Point, list[Point]] = defaultdict(list)
    inner: dict[Point, list[Point]] = defaultdict(list)
    for (a, b), count in sorted(steps.items()):
        coast[a] += [b] * max(0, count - steps[b, a])
        if a < b and steps[b, a]:
            inner[a].append(b)
            inner[b].append(a)
    return _closed(coast), _joined(inner)


def _closed(steps: dict[Point, list[Point]]) -> list[Line]:
    """Rings from directed steps: as many lead into every point as out of it."""
    out = []
    for start in sorted(steps):
        while steps[start]:
            line = [start]
            while not (len(line) > 1 and line[-1] == start):
                line.append(steps[line[-1]].pop())
            out.append(line[:-1])
    return out


def _joined(near: dict[Point, list[Point]]) -> list[Line]:
    """Lines from undirected steps, from one fork or end to the next; those without any start anywhere."""
    out = []
    for start in sorted(near, key=lambda point: (len(near[point]) == 2, point)):
        while near[start]:
            line = [start]
            while len(line) == 1 or (len(near[line[-1]]) == 1 and line[-1] != start):
                here, there = line[-1], near[line[-1]].pop()
                near[there].remove(here)
                line.append(there)
            out.append(line)
    return out


def written(land: list[Line], borders: list[Line]) -> str:
    """The file, one line of the map a line."""

    def listed(lines: list[Line]) -> str:
        return ",\n".join(json.dumps(_steps(line), separators=(",", ":")) for line in lines)

    return f'{{"note": {json.dumps(NOTE)},\n"land": [\n{listed(land)}\n],\n"borders": [\n{listed(borders)}\n]}}\n'


def _steps(line: Line) -> list[int]:
    out = [*line[0]]
    for (x, y), (u, v) in pairwise(line):
        out += [u - x, v - y]
    return out


if __name__ == "__main__":
    main()
