"""Events for data sets: PLOVER's records and POLECAT's table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.present.conftest import Run
from tests.present.sample import TEXT, at, report

from standoff.data import table
from standoff.model import Actor, Entity, Event, Interval, Mention, Place, Report
from standoff.present import exchange, polecat
from standoff.store import Store

#: The first line of the weekly files that POLECAT's makers publish.
PUBLISHED = (
    "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW|"
    "Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|"
    "Recipient Country|Recipient COW|Primary Recipient Sector|Recipient Sectors|Recipient Title|Recipient Name Raw|"
    "Wikipedia Recipient ID|Placename|City|District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|"
    "Feature Type|Source|Publication Date|Story People|Story Organizations|Story Locations|Language|Version"
)
Row = dict[str, str]


def changed(**fields: Any) -> Report:
    """The sample report whose one event, the pull-back, has these fields instead."""
    sample = report()
    event = next(event for event in sample.events if event.type == "RETREAT")
    return replace(sample, events=(replace(event, **fields),))


@pytest.fixture
def listed(run: Run, tmp_path: Path) -> Any:
    """``listed(report, "plover")`` stores the report and gives what the list prints of it."""

    def call(sample: Report, form: str, *args: str) -> list[Any]:
        with Store.open(tmp_path / "standoff.db") as store:
            store.add(sample, coder="0.1.0 cafe")
        result = run("events", "--format", form, *args)
        assert result.exit_code == 0, result.output
        if form == "plover":
            return [json.loads(line) for line in result.stdout.splitlines()]
        return list(csv.DictReader(io.StringIO(result.stdout, newline=""), delimiter="\t"))

    return call


# --- what goes out -----------------------------------------------------------------------------------------------


def test_only_what_is_actual_goes_out(stored: Run) -> None:
    """A negated shelling is no event of a data set; asked for, it comes."""
    types = [json.loads(line)["event"] for line in stored("events", "--format", "plover").stdout.splitlines()]
    assert ["ASSAULT"] not in types and types.count(["RETREAT"]) == 3
    denied = stored("events", "--format", "plover", "--status", "negation").stdout.splitlines()
    assert {json.loads(line)["event"][0] for line in denied} == {"ASSAULT"}


def test_what_is_only_doubted_does_not_go_out(listed: Any) -> None:
    """ "Cannot confirm that they are withdrawing" makes no withdrawal."""
    doubt = next(statement for statement in report().statements if statement.act == "DOUBT")
    assert listed(changed(attributed_to=doubt.id), "plover") == []


def test_a_deed_told_twice_goes_out_once(listed: Any) -> None:
    """The later telling counts when the first is not there, as a plan that then came true."""
    sample = report()
    plan, again, still = (
        replace(sample.events[1], id=f"e-{n}", status=status, same_as=None if n == 0 else "e-0", trigger=at(words))
        for n, (words, status) in enumerate(
            [("pull back", "future"), ("pulled back", "actual"), ("a battalion", "actual")]
        )
    )
    found = listed(replace(sample, events=(plan, again, still)), "plover")
    assert [(entry["id"], entry["link"]) for entry in found] == [("e-1", "e-0")]


def test_limit_counts_what_goes_out(stored: Run) -> None:
    assert len(stored("events", "--format", "polecat", "--limit", "2").stdout.splitlines()) == 3


def test_filters_hold(stored: Run) -> None:
    """Types may be repeated as in every list; a wrong day is a wrong day."""
    both = stored("events", "--format", "plover", "--type", "retreat", "--type", "request").stdout.splitlines()
    assert {json.loads(line)["event"][0] for line in both} == {"RETREAT", "REQUEST"}
    assert stored("events", "--format", "plover", "--since", "yesterday").exit_code == 2


def test_nothing_found(stored: Run) -> None:
    """A header is a table; no line is no record."""
    assert stored("events", "--format", "plover", "--type", "AID").stdout == ""
    assert stored("events", "--format", "polecat", "--type", "AID").stdout == PUBLISHED.replace("|", "\t") + "\n"


@pytest.mark.parametrize("command", ["statements", "quantities"])
def test_the_formats_are_for_events(stored: Run, command: str) -> None:
    assert stored(command, "--format", "polecat").exit_code == 2


@pytest.mark.parametrize("form", ["plover", "polecat"])
def test_the_same_bytes_again(stored: Run, form: str) -> None:
    assert stored("events", "--format", form).stdout_bytes == stored("events", "--format", form).stdout_bytes


# --- PLOVER --------------------------------------------------------------------------------------------------------


def test_a_plover_record(listed: Any) -> None:
    """Every field that the sample fills."""
    [found] = listed(changed(actors_at=(at("Norland's army"),)), "plover")
    assert found["date"] == "2014-03-31" and found["enddate"] is None
    assert found["event"] == ["RETREAT"] and found["mode"] == ["withdraw"] and found["context"] == ["military"]
    assert found["quad_code"] == 2 and found["event_scale"] == 5.0 and found["event_text"] == ["pulled back"]
    assert found["source"] == [
        {
            "code": "RUS", "sector": "MIL", "actor_text": "Norland's army", "identifier_text": None, "office": None,
            "standoff": "RUS.MIL",
        }
    ]  # fmt: skip
    assert found["recipient"] == []
    assert found["event_loc"] == {
        "geonameid": 701822, "name": "Port Ella", "latitude": 47.1, "longitude": 37.5, "country code": "UA",
        "cc3": "UKR",
    }  # fmt: skip
    sentence = TEXT[found["text_info"]["start"] : found["text_info"]["end"]]
    assert sentence == "Norland's army pulled back a battalion on Monday."
    assert found["cite_info"]["publication"] == "Harbour Post" and found["cite_info"]["language"] == "en"
    assert found["coder"] == "standoff 0.1.0 cafe"
    trigger = found["standoff"]["trigger"]
    assert TEXT[trigger["start"] : trigger["end"]] == "pulled back"


@pytest.mark.parametrize("quad", [row["quad"] for row in table("plover.csv")])
def test_every_quad_class_has_its_number(quad: str) -> None:
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    number = exchange.QUADS.index(quad) + 1
    assert (number > 2) == quad.endswith("conflict") and (number % 2 == 0) == quad.startswith("material")


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        (None, None, None),
        (Interval("2014-03-01", "2014-03-31"), "2014-03-01", "2014-03-31"),
        (Interval(None, "2014-03-31"), None, "2014-03-31"),
        (Interval("2014-03-01", None), "2014-03-01", None),
    ],
)
def test_days_stay_as_open_as_they_are(listed: Any, date: Interval | None, first: str | None, last: str | None) -> None:
    """No day is made up, from the report's date or otherwise; the table, with one column, has only certain days."""
    [found] = listed(changed(date=date), "plover")
    assert (found["date"], found["enddate"]) == (first, last)
    [row] = listed(changed(date=date), "polecat")
    assert row["Event Date"] == "" and row["Publication Date"] == "2014-04-01"


def test_who_says_so_stands_beside_it(listed: Any) -> None:
    """An event that a source tells carries the act and certainty of the telling."""
    deny = next(statement for statement in report().statements if statement.act == "DENY")
    [found] = listed(changed(attributed_to=deny.id), "plover")
    assert found["standoff"]["attributed_to"] == {
        "statement": deny.id, "act": "DENY", "certainty": "CT-", "source": ["RUS.GOV"],
    }  # fmt: skip


def test_every_record_has_every_key(stored: Run) -> None:
    records = [json.loads(line) for line in stored("events", "--format", "plover").stdout.splitlines()]
    assert len({tuple(entry) for entry in records}) == 1


# --- who -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "code", "sector", "cow", "name", "label"),
    [
        (Actor("RUS.GOV"), "RUS", "GOV", 365, None, "Russia"),
        (Actor("USA.GOV"), "USA", "GOV", 2, None, "United States"),
        (Actor("UKR"), "UKR", None, 369, "Ukraine", "Ukraine"),
        (Actor("PSE.REB"), "PSE", "REB", None, None, "armed groups in Palestine"),
        (Actor("UN"), "IGO", None, None, "United Nations", "United Nations"),
        (Actor("ICRC"), "NGO", None, None, "International Committee of the Red Cross", None),
        (Actor("JNIM"), "IMG", None, None, None, None),
        (Actor("NATO", "Mara Lind"), "IGO", None, None, "Mara Lind", "Mara Lind"),
        (Actor("Harbour League"), None, None, None, "Harbour League", "Harbour League"),
        (Actor(None, "The Council"), None, None, None, "The Council", "The Council"),
    ],
)
def test_codes_of_an_actor(
    actor: Actor, code: str | None, sector: str | None, cow: int | None, name: str | None, label: str | None
) -> None:
    """States by ISO and Correlates of War, others by PLOVER's letters; what is not in the tables is not guessed."""
    sample = changed(actors=(actor,))
    [who] = exchange.participants(telling(sample), "actor")
    assert (who.id, who.code, who.sector, who.cow) == (actor.id, code, sector, cow)
    assert name is None or who.name == name
    assert label is None or who.label == label


def telling(sample: Report) -> exchange.Telling:
    class Head:
        published = sample.document.published.value if sample.document.published else None

    return exchange.Telling(event=sample.events[0], report=sample, head=Head(), holder=None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("actor", "day", "office"),
    [
        (Actor("NATO", "Anders Fogh Rasmussen"), "2014-04-10", "secretary"),
        (Actor("NATO", "Anders Fogh Rasmussen"), "2019-04-10", None),
        (Actor("DNK.GOV", "Anders Fogh Rasmussen"), "2014-04-10", None),
        (Actor("NATO", "Anders Fogh Rasmussen"), None, None),
        (Actor("RUS.GOV"), "2014-04-10", None),
    ],
)
def test_an_office_is_that_of_the_day(actor: Actor, day: str | None, office: str | None) -> None:
    """By the table that gave the id: another day, another body or no day, and there is none."""
    found = exchange.office(actor, day)
    assert (found is None) == (office is None)
    assert office is None or office in (found or "").casefold()


def test_the_words_of_each_of_several() -> None:
    """Each has the mention that was resolved to it; who was only inferred has no words."""
    norland, council, third = Actor("RUS.GOV"), Actor("EU"), Actor("CHL.GOV")
    spans = (at("Norland's defence ministry"), at("Alliance"))
    sample = report()
    named = tuple(
        Mention(id=f"m-{i}", span=span, kind="actor", actors=(who,), entity=f"x{i}")
        for i, (span, who) in enumerate(zip(spans, (norland, council), strict=True))
    )
    event: Event = replace(sample.events[1], actors=(council, norland, third), actors_at=spans)
    found = exchange.participants(telling(replace(sample, events=(event,), mentions=named)), "actor")
    assert [who.words for who in found] == ["Alliance", "Norland's defence ministry", None]


def test_the_words_of_a_government_are_its_state_s() -> None:
    """In "France and Germany" each minister's state has its own words, though the deed's actors are governments."""
    first, second = Actor("FRA"), Actor("DEU")
    phrase = at("Norland's defence ministry")
    sample = report()
    named = tuple(
        Mention(id=f"m-{i}", span=span, kind="actor", actors=actors, entity=f"x{i}")
        for i, (span, actors) in enumerate(
            [(phrase, (first, second)), (at("Norland's"), (first,)), (at("defence ministry"), (second,))]
        )
    )
    event = replace(sample.events[1], actors=(Actor("FRA.GOV"), Actor("DEU.GOV")), actors_at=(phrase,))
    found = exchange.participants(telling(replace(sample, events=(event,), mentions=named)), "actor")
    assert [who.words for who in found] == ["Norland's", "defence ministry"]


def test_nobody_resolved_leaves_the_words(listed: Any) -> None:
    """ "Gunmen" whom no one can place are still told."""
    [found] = listed(changed(actors=(), actors_at=(at("Norland's army"),)), "plover")
    assert [(who["code"], who["actor_text"]) for who in found["source"]] == [(None, "Norland's army")]


def test_correlates_of_war() -> None:
    """One number a state, and every one of a state that has an id here or is Kosovo."""
    rows = table("cow.csv")
    assert len({row["number"] for row in rows}) == len({row["abbreviation"] for row in rows}) == len(rows) == 195
    assert {row["iso"] for row in rows} - {row["iso"] for row in table("states.csv")} == {"XKX"}
    numbers = {row["iso"]: int(row["number"]) for row in rows}
    # where Gleditsch and Ward, whose list looks the same, differ
    assert {iso: numbers[iso] for iso in ("DEU", "SRB", "YEM", "VNM")} == {
        "DEU": 255, "SRB": 345, "YEM": 679, "VNM": 816,
    }  # fmt: skip


# --- POLECAT -------------------------------------------------------------------------------------------------------


def test_the_forty_columns() -> None:
    assert "|".join(polecat.COLUMNS) == PUBLISHED and len(polecat.COLUMNS) == 40


def test_a_row_fills_only_columns_that_are_there() -> None:
    """A slip in a name would be an empty column."""
    sample = changed(place=Place("Port Ella", "UKR", 47.1, 37.5, 701822), place_at=at("Port Ella"))
    assert not polecat._location(Place("x", "UKR", 1.0, 2.0)).keys() - set(polecat.COLUMNS)
    assert not polecat._party("Actor", exchange.participants(telling(sample), "actor")).keys() - set(polecat.COLUMNS)


def test_a_polecat_row(listed: Any) -> None:
    names = (Entity(at("Mara Lind"), "PER", 0.9), Entity(at("Port Ella"), "LOC", 0.9), Entity(at("Lind"), "PER", 0.9))
    sample = changed(place_at=at("Port Ella"), actors_at=(at("Norland's army"),))
    [row] = listed(replace(sample, analysis=replace(sample.analysis, entities=names)), "polecat")
    filled = {column: cell for column, cell in row.items() if cell}
    assert filled.pop("Event ID") == sample.events[0].id
    assert filled == {
        "Event Date": "2014-03-31", "Event Type": "RETREAT", "Event Mode": "withdraw", "Intensity": "5",
        "Quad Code": "MATERIAL COOPERATION", "Contexts": "military", "Actor Name": "Russia’s armed forces",
        "Actor Country": "RUS", "Actor COW": "365", "Primary Actor Sector": "MIL", "Actor Sectors": "MIL",
        "Actor Name Raw": "Norland's army", "Placename": "Mariupol", "City": "Mariupol",
        "Province": filled["Province"], "Country": "UKR", "Latitude": "47.1", "Longitude": "37.5",
        "GeoNames ID": "701822", "Raw Placename": "Port Ella", "Source": "Harbour Post",
        "Publication Date": "2014-04-01", "Story People": "Mara Lind; Lind", "Story Locations": "Port Ella",
        "Language": "en", "Version": "standoff 0.1.0 cafe",
    }  # fmt: skip
    assert filled["Province"].startswith("Donet")


def test_several_actors_share_a_cell_and_stay_in_step(listed: Any) -> None:
    """The nth of each column is the same actor, as in the published files; a gap keeps its place."""
    [row] = listed(changed(actors=(Actor("USA.GOV"), Actor("NATO"), Actor("FRA.MIL"))), "polecat")
    assert row["Actor Country"] == "USA; IGO; FRA"
    assert row["Actor COW"] == "2; None; 220"
    assert row["Primary Actor Sector"] == row["Actor Sectors"] == "GOV; None; MIL"
    assert row["Actor Name Raw"] == row["Actor Title"] == row["Wikipedia Actor ID"] == ""


@pytest.mark.parametrize(
    ("place", "divisions"),
    [
        (Place("Chile", "CHL", -30.0, -71.0, 3895114), (None, None, None)),
        (Place("Santa Cruz province", "ARG", -49.03, -69.12), (None, None, "Santa Cruz")),
        (Place("nowhere", "ARG", -49.03, -69.13), (None, None, None)),
        (Place("the channel"), (None, None, None)),
        (Place("Alabama", "USA", 32.8, -86.8), (None, None, "Alabama")),
    ],
)
def test_divisions_come_from_the_place_s_own_row(
    place: Place, divisions: tuple[str | None, str | None, str | None]
) -> None:
    """A point near a province's is not that province."""
    assert polecat._divisions(place) == divisions


def test_a_hostile_name_stays_one_harmless_cell(listed: Any) -> None:
    """Tabs, line ends, quotes, formulas and the list's own separator."""
    actors = (Actor(None, '=HYPERLINK("x")\tA\r\nB'), Actor(None, "C; D\u2028E"))
    [row] = listed(changed(actors=actors), "polecat")
    assert row["Actor Name"] == '\'=HYPERLINK("x") A B; C, D E'
    assert row["Recipient Name"] == "" and len(row) == 40


def test_the_plover_line_keeps_a_hostile_name_as_it_is(listed: Any) -> None:
    """JSON has no formulas and escapes its own line ends."""
    [found] = listed(changed(actors=(Actor(None, "=1\n2"),)), "plover")
    assert found["source"][0]["identifier_text"] == "=1\n2"


def test_kosovo_has_the_code_that_geonames_gives_it() -> None:
    assert (exchange.alpha2("XKX"), exchange.alpha2("UKR"), exchange.alpha2("XXX")) == ("XK", "UA", None)
