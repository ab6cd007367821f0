"""The gazetteer and the places of events."""

from __future__ import annotations

import pytest

from standoff.data import table
from standoff.model import Analysis, Document, Entity, Event, Origin, Place, Sentence, Span, Token, Unresolved, Zone
from standoff.resolve.places import Gazetteer, place_events


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.mark.parametrize(
    ("name", "context", "country"),
    [
        ("Paris", (), "FRA"),
        ("Paris, Texas", (), "USA"),
        ("London, Ontario", (), "CAN"),
        ("Crimea", (), "UKR"),
        ("the Gaza Strip", (), "PSE"),
        ("Hokkaido", (), "JPN"),
        ("Japan's airspace", (), "JPN"),
        ("Sumy region", (), "UKR"),
        ("northern Iraq", (), "IRQ"),
        ("near Kandahar", (), "AFG"),
        ("Hyderabad", (), "IND"),
        ("Hyderabad", ("PAK",), "PAK"),
        ("Tripoli", ("Lebanon",), "LBN"),
        ("Tripoli", ("Libya",), "LBY"),
        ("Georgia", (), "GEO"),
        ("Georgia", ("USA",), "USA"),
        ("South China Sea", (), None),
        ("Syria", (), "SYR"),
    ],
)
def test_a_name_finds_its_country(
    gazetteer: Gazetteer, name: str, context: tuple[str, ...], country: str | None
) -> None:
    found = gazetteer.locate(name, context=context)
    assert isinstance(found, Place), found
    assert (found.name, found.country) == (name, country)
    assert found.lat is not None


@pytest.mark.parametrize("name", ["Springfield", "Qwertyville", ""])
def test_what_is_open_stays_open_with_a_reason(gazetteer: Gazetteer, name: str) -> None:
    found = gazetteer.locate(name)
    assert isinstance(found, Unresolved)
    assert found.reason


def test_the_table_of_places_is_sound() -> None:
    rows = table("places.csv")
    assert len(rows) >= 300
    names = [row["name"] for row in rows]
    assert len(set(names)) == len(names)
    for row in rows:
        assert row["country"] == "" or (len(row["country"]) == 3 and row["country"].isupper()), row
        assert -90 <= float(row["lat"]) <= 90, row
        assert -180 <= float(row["lon"]) <= 180, row


def placed(line: str, trigger: str, kind: str, entities: tuple[str, ...], statement: str | None = None) -> Place | None:
    """The place of the event at ``trigger`` in a sentence of ``form/UPOS/head/relation`` cells, heads 1-based."""
    text, tokens = "", []
    for cell in line.split():
        form, upos, head, relation = cell.rsplit("/", 3)
        text += " " if text else ""
        tokens.append(
            Token(Span(len(text), len(text) + len(form)), form, form.lower(), upos, "", int(head) - 1, relation)
        )
        text += form
    whole = Span(0, len(text))
    named = tuple(Entity(t.span, "LOC", 1.0) for t in tokens if t.form in entities)
    document = Document(id="d", sha256="s", text=text, zones=(Zone(whole, "body"),))
    at = text.index(trigger)
    event = Event(
        id="e", trigger=Span(at, at + len(trigger)), type=kind, mode=None, statement=statement, score=1.0,
        origin=Origin("t", "t", "1"),
    )  # fmt: skip
    return place_events(document, Analysis((Sentence(whole, tuple(tokens)),), named, "hand"), (event,))[0].place


def test_a_deed_happens_where_its_clause_says() -> None:
    line = "Shells/NOUN/2/nsubj hit/VERB/0/root a/DET/4/det school/NOUN/2/obj in/ADP/6/case Basra/PROPN/2/obl"
    place = placed(line, "hit", "ASSAULT", ("Basra",))
    assert place is not None
    assert (place.name, place.country) == ("Basra", "IRQ")


def test_a_town_comes_before_its_state() -> None:
    line = (
        "Shells/NOUN/2/nsubj fell/VERB/0/root in/ADP/4/case Basra/PROPN/2/obl in/ADP/6/case Iraq/PROPN/2/obl "
        "on/ADP/8/case Friday/PROPN/2/obl"
    )
    place = placed(line, "fell", "ASSAULT", ("Basra", "Iraq"))
    assert place is not None
    assert place.name == "Basra"


def test_a_capital_that_acts_is_no_place() -> None:
    line = "Moscow/PROPN/2/nsubj condemned/VERB/0/root the/DET/4/det raid/NOUN/2/obj"
    assert placed(line, "condemned", "ACCUSE", ("Moscow",), statement="s") is None
    assert placed(line, "raid", "ASSAULT", ("Moscow",)) is None


def test_an_act_of_speech_has_a_place_only_where_it_was_spoken() -> None:
    line = "He/PRON/2/nsubj warned/VERB/0/root in/ADP/4/case Prague/PROPN/2/obl of/ADP/6/case war/NOUN/2/obl"
    place = placed(line, "warned", "THREATEN", ("Prague",), statement="s")
    assert place is not None
    assert place.country == "CZE"


STONED = (
    "police/NOUN/4/nsubj in/ADP/3/case Basra/PROPN/1/nmod arrested/VERB/0/root a/DET/6/det man/NOUN/4/obj "
    "who/PRON/8/nsubj stoned/VERB/6/acl:relcl buses/NOUN/8/obj"
)


def test_a_deed_of_force_or_protest_happens_in_the_one_town_of_its_sentence() -> None:
    place = placed(STONED, "stoned", "PROTEST", ("Basra",))
    assert place is not None
    assert place.name == "Basra"
    assert placed(STONED, "stoned", "SANCTION", ("Basra",)) is None
    state = STONED.replace("Basra", "Iraq")
    assert placed(state, "stoned", "PROTEST", ("Iraq",)) is None, "a state is too wide a guess"
    over = (
        "police/NOUN/4/nsubj in/ADP/3/case Basra/PROPN/1/nmod held/VERB/0/root men/NOUN/4/obj over/ADP/8/case "
        "the/DET/8/det beating/NOUN/5/nmod"
    )
    assert placed(over, "beating", "ASSAULT", ("Basra",)) is None, "what they are angry at was elsewhere"


def test_a_deed_takes_the_town_before_its_noun_and_the_one_that_where_points_at() -> None:
    line = "the/DET/3/det Basra/PROPN/3/compound rally/NOUN/4/nsubj ended/VERB/0/root"
    place = placed(line, "rally", "PROTEST", ("Basra",))
    assert place is not None
    assert place.country == "IRQ"
    line = (
        "he/PRON/2/nsubj knelt/VERB/0/root at/ADP/4/case Basra/PROPN/2/obl where/ADV/7/advmod they/PRON/7/nsubj "
        "mustered/VERB/4/acl:relcl guns/NOUN/7/obj"
    )
    place = placed(line, "mustered", "MOBILIZE", ("Basra",))
    assert place is not None
    assert place.name == "Basra"


def test_a_small_town_is_found_and_what_is_open_stays_open() -> None:
    line = "Shells/NOUN/2/nsubj fell/VERB/0/root in/ADP/4/case {}/PROPN/2/obl"
    small = placed(line.format("Avdiivka"), "fell", "ASSAULT", ("Avdiivka",))
    assert small is not None
    assert small.country == "UKR"
    assert placed(line.format("Springfield"), "fell", "ASSAULT", ("Springfield",)) == Place("Springfield")


@pytest.mark.parametrize(
    ("line", "trigger", "kind", "entities", "name"),
    [
        (
            "Guards/NOUN/2/nsubj beat/VERB/0/root women/NOUN/2/obj who/PRON/5/nsubj slept/VERB/3/acl:relcl "
            "in/ADP/7/case Bentiu/PROPN/5/obl",
            "beat", "ASSAULT", ("Bentiu",), "Bentiu",
        ),
        (
            "Tanks/NOUN/2/nsubj fired/VERB/0/root from/ADP/5/case the/DET/5/det outskirts/NOUN/2/obl of/ADP/7/case "
            "Gori/PROPN/5/nmod",
            "fired", "ASSAULT", ("Gori",), "Gori",
        ),
        (
            "Police/NOUN/5/nsubj in/ADP/3/case Basra/PROPN/1/nmod were/AUX/5/aux killed/VERB/0/root in/ADP/8/case "
            "an/DET/8/det attack/NOUN/5/obl",
            "attack", "ASSAULT", ("Basra",), "Basra",
        ),
        ("Kenya/PROPN/2/nsubj sent/VERB/0/root police/NOUN/2/obj to/ADP/5/case Haiti/PROPN/2/obl",
         "sent", "MOBILIZE", ("Kenya", "Haiti"), "Haiti"),
        ("Gunmen/NOUN/2/nsubj seized/VERB/0/root Heglig/PROPN/4/compound oilfield/NOUN/2/obj",
         "seized", "COERCE", ("Heglig",), "Heglig oilfield"),
        ("Sailors/NOUN/2/nsubj boarded/VERB/0/root a/DET/5/det Panama-flagged/PROPN/5/amod tanker/NOUN/2/obj",
         "boarded", "COERCE", ("Panama-flagged",), None),
        ("Gabon/PROPN/2/nsubj recognised/VERB/0/root Kosovo/PROPN/2/obj",
         "recognised", "SUPPORT", ("Gabon", "Kosovo"), None),
    ],
)  # fmt: skip
def test_the_places_of_what_a_clause_tells_hold_for_its_deed(
    line: str, trigger: str, kind: str, entities: tuple[str, ...], name: str | None
) -> None:
    place = placed(line, trigger, kind, entities)
    assert (place.name if place else None) == name


def test_words_are_spoken_where_their_hearers_are() -> None:
    line = (
        "She/PRON/2/nsubj warned/VERB/0/root a/DET/4/det crowd/NOUN/2/iobj in/ADP/6/case Prague/PROPN/4/nmod "
        "of/ADP/8/case war/NOUN/2/obl"
    )
    place = placed(line, "warned", "THREATEN", ("Prague",), statement="s")
    assert place is not None
    assert place.name == "Prague"


def test_an_unknown_place_lies_in_the_one_state_that_the_report_speaks_of() -> None:
    line = (
        "Kenya/PROPN/2/nsubj shelled/VERB/0/root a/DET/4/det camp/NOUN/2/obj near/ADP/6/case {}/PROPN/2/obl "
        "and/CCONJ/8/cc {}/PROPN/6/conj"
    )
    place = placed(line.format("Kambale", "Nairobi"), "shelled", "ASSAULT", ("Kenya", "Kambale", "Nairobi"))
    assert place is not None
    assert (place.name, place.country, place.lat) == ("Kambale", "KEN", None)
    place = placed(line.format("Kambale", "Kampala"), "shelled", "ASSAULT", ("Kenya", "Kambale", "Kampala"))
    assert place == Place("Kambale")
