"""The examples from end to end, as the README runs them: what a reader would look for is in the record."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"

Json = dict[str, Any]


def standoff(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """``standoff`` in a process of its own, with nothing set that would change what it does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STANDOFF_")}
    command = [sys.executable, "-m", "standoff", *arguments]
    return subprocess.run(command, cwd=cwd, env={**kept, "NO_COLOR": "1"}, capture_output=True, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the module's store lies."""
    return tmp_path_factory.mktemp("examples")


@pytest.fixture(scope="module")
def coded(folder: Path) -> subprocess.CompletedProcess[bytes]:
    return standoff("code", str(EXAMPLES), "--format", "jsonl", cwd=folder)


@pytest.fixture(scope="module")
def reports(coded: subprocess.CompletedProcess[bytes]) -> list[Json]:
    assert coded.stdout, coded.stderr.decode(errors="replace")
    return [json.loads(line) for line in coded.stdout.splitlines()]


def named(reports: list[Json], start: str) -> Json:
    """The report whose file's name begins so."""
    (report,) = [row for row in reports if Path(row["document"]["path"]).name.startswith(start)]
    return report


def titled(reports: list[Json], words: str) -> Json:
    (report,) = [row for row in reports if words in (row["document"]["title"] or "")]
    return report


def words(report: Json, span: Json | None) -> str:
    return "" if span is None else report["document"]["text"][span["start"] : span["end"]]


def said(report: Json, act: str, speaker: str, part: str) -> list[Json]:
    """Statements with this act, by this actor, whose cue and content together hold ``part``."""
    return [
        statement
        for statement in report["statements"]
        if statement["act"] == act
        and speaker in {actor["id"] for actor in statement["source_actors"]}
        and part in " ".join(words(report, span) for span in (statement["cue"], *statement["content"]))
    ]


def counted(report: Json, part: str) -> list[Json]:
    return [quantity for quantity in report["quantities"] if part in words(report, quantity)]


def giver(report: Json, quantity: Json) -> set[str | None]:
    """Who gave a number."""
    ids = {statement["id"]: statement for statement in report["statements"]}
    statement = ids.get(quantity["attributed_to"])
    return {actor["id"] for actor in statement["source_actors"]} if statement else set()


def spans(value: Any) -> Iterator[tuple[int, int]]:
    """Every span in a record, wherever it stands."""
    if isinstance(value, dict):
        if "start" in value and "end" in value:
            yield value["start"], value["end"]
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def records(report: Json) -> list[Json]:
    return [*report["statements"], *report["events"], *report["quantities"]]


# --- every report, whole -----------------------------------------------------------------------------------------


def test_nothing_fails(coded: subprocess.CompletedProcess[bytes], reports: list[Json]) -> None:
    """Every input is read, coded and stored, and no stage leaves a problem; only the guess of Windows-1252 is noted."""
    assert coded.returncode == 0, coded.stderr.decode(errors="replace")
    problems = {problem["reason"] for report in reports for problem in report["problems"]}
    assert all("Windows-1252" in problem for problem in problems), problems


def test_every_example_is_coded_and_nothing_else(reports: list[Json]) -> None:
    """Eight texts, a page and a table of three; the manifest is taken for no report."""
    assert len(reports) == 12
    with (EXAMPLES / "06-articles.csv").open(encoding="utf-8", newline="") as lines:
        rows = {row["title"] for row in csv.DictReader(lines)}
    assert rows <= {report["document"]["title"] for report in reports}
    files = {path.name for path in EXAMPLES.iterdir()} - {"manifest.csv"}
    assert {name for name in files if not any(name in report["document"]["path"] for report in reports)} == set()
    for report in reports:
        assert report["statements"] and report["events"], report["document"]["path"]


def test_every_anchor_is_exact(reports: list[Json]) -> None:
    """Spans lie in the text whose hash stands beside it, and begin and end at words."""
    for report in reports:
        text = report["document"]["text"]
        assert report["document"]["sha256"] == hashlib.sha256(text.encode()).hexdigest()
        for part in ("zones", "sentences", "mentions", "statements", "events", "quantities"):
            for start, end in spans(report[part]):
                assert 0 <= start < end <= len(text)
        for record in records(report):
            for start, end in spans(record):
                shown = text[start:end]
                assert shown == shown.strip(), shown
                assert not (start and text[start - 1].isalnum() and shown[0].isalnum()), shown


def test_records_come_from_headline_body_and_caption_only(reports: list[Json]) -> None:
    for report in reports:
        bearing = [zone for zone in report["zones"] if zone["role"] in {"headline", "body", "caption"}]
        for record in records(report):
            for start, end in spans(record):
                assert any(zone["start"] < end and start < zone["end"] for zone in bearing), words(report, record)


def test_the_text_is_as_it_was_read(reports: list[Json]) -> None:
    """Windows-1252, UTF-16 and Windows line ends arrive whole."""
    spanish, wide = named(reports, "08-"), named(reports, "09-")
    assert "María Peña" in spanish["document"]["text"] and "“a fantasy”" in spanish["document"]["text"]
    read = (EXAMPLES / "09-crew-freed-utf16.txt").read_bytes().decode("utf-16")
    assert wide["document"]["text"] == read and "\r\n" in read


def test_dates_publishers_and_titles_come_from_where_they_stand(reports: list[Json]) -> None:
    page, first, council = named(reports, "02-"), named(reports, "01-"), titled(reports, "Security Council urges")
    assert page["document"]["published"] == "2017-03-06"
    assert page["document"]["publisher"] == "Atlantic Dispatch"
    assert page["document"]["title"] == "Chile accuses Argentina of massing tens of thousands of troops near border"
    assert (first["document"]["published"], first["document"]["publisher"]) == ("2017-03-03", "Punta Arenas Courier")
    assert first["document"]["title"] == "Chile seizes Argentine survey ship in Beagle Channel"
    assert (council["document"]["published"], council["document"]["publisher"]) == ("2017-03-09", "Global Courier")


def test_an_unknown_date_stays_unknown(reports: list[Json]) -> None:
    """A bulletin that says "tonight" and no more gives no day to anything in it."""
    bulletin = named(reports, "10-")
    assert bulletin["document"]["published"] is None
    assert not [event for event in bulletin["events"] if re.search(r"\d{4}-\d\d-\d\d", json.dumps(event["date"]))]


def test_what_belongs_to_the_site_is_not_in_the_record(reports: list[Json]) -> None:
    scrape, page = named(reports, "03-"), named(reports, "02-")
    text = scrape["document"]["text"]
    outside = [text.index(line) for line in ("Skip to main", "Subscribe for", "READ MORE", "Most read")]
    assert "MARTA IBARRA" not in " ".join(words(scrape, zone) for zone in scrape["zones"] if zone["role"] == "caption")
    for record in records(scrape):
        for start, end in spans(record):
            assert not any(start <= at < end for at in outside)
            assert end <= text.index("Most read"), words(scrape, record)
    for record in records(page):
        for start, end in spans(record):
            assert not re.search("penguins|Copa|inbox|Privacy", page["document"]["text"][start:end])


# --- what happened -----------------------------------------------------------------------------------------------


def test_the_denial_of_an_invasion(reports: list[Json]) -> None:
    """Denied is denied: certain that not, by Argentina's government, and the invasion no deed."""
    scrape = named(reports, "03-")
    denials = said(scrape, "DENY", "ARG.GOV", "invade Chile")
    assert [denial["certainty"] for denial in denials] == ["CT-"]
    invasions = [event for event in scrape["events"] if words(scrape, event["trigger"]).startswith("invade")]
    assert invasions and {event["status"] for event in invasions} == {"negation"}


def test_cannot_confirm_is_doubt_not_denial(reports: list[Json]) -> None:
    report = named(reports, "07-")
    doubts = said(report, "DOUBT", "OAS", "withdrawing its troops")
    assert {doubt["certainty"] for doubt in doubts} == {"U"}
    assert not said(report, "DENY", "OAS", "")


def test_the_announced_withdrawal_is_told_by_argentina(reports: list[Json]) -> None:
    report = named(reports, "07-")
    assert [s for act in ("CONCEDE", "ANNOUNCE") for s in said(report, act, "ARG.GOV", "withdrawing a brigade")]
    statements = {statement["id"]: statement for statement in report["statements"]}
    tellers = {
        actor["id"]
        for event in report["events"]
        if event["type"] == "RETREAT" and event["actors"] == ["ARG.MIL"] and event["attributed_to"]
        for actor in statements[event["attributed_to"]]["source_actors"]
    }
    assert {"ARG.GOV", "OAS"} <= tellers


@pytest.mark.parametrize(
    ("asker", "asked", "refuser"),
    [("ARG.GOV", ("release", "return"), "CHL.GOV"), ("CHL.GOV", ("pulled back",), "ARG.GOV")],
)
def test_demands_and_their_refusals(reports: list[Json], asker: str, asked: tuple[str, ...], refuser: str) -> None:
    """Argentina wants its ship back, Chile the troops gone; each says no, and each is an event too."""
    assert any(said(report, "REQUEST", asker, part) for report in reports for part in asked)
    assert any(said(report, "REJECT", refuser, "demand") for report in reports)
    made = {(event["type"], actor) for report in reports for event in report["events"] for actor in event["actors"]}
    assert {("REQUEST", asker), ("REJECT", refuser)} <= made


@pytest.mark.parametrize(
    ("part", "low", "high", "approx", "source", "holders"),
    [
        ("round 40,000", 40000, 40000, True, "OAS", {"ARG.MIL"}),
        ("more than 60,000", 60000, None, False, "CHL.GOV", {"ARG.MIL"}),
        ("round 35,000", 35000, 35000, True, "OAS", {"ARG.MIL"}),
        # "Argentina of massing ... troops", "She said ... troops": whose they are must be inferred, and may stay open
        ("tens of thousands of troops", 20000, 99999, True, "CHL.GOV", {"ARG.MIL", None}),
        ("9,000", 9000, 9000, None, "ARG.GOV", {"ARG.MIL", None}),
    ],
)
def test_the_conflicting_counts(
    reports: list[Json],
    part: str,
    low: int,
    high: int | None,
    approx: bool | None,
    source: str,
    holders: set[str | None],
) -> None:
    """Each with its bounds, held by Argentina's forces, and given by whoever gave it."""
    found = [(report, quantity) for report in reports for quantity in counted(report, part)]
    assert found
    for _, quantity in found:
        assert (quantity["low"], quantity["high"], quantity["unit"]) == (low, high, "person")
        assert approx in (None, quantity["approx"])
    assert any(quantity["holder"] in holders and source in giver(report, quantity) for report, quantity in found)


def test_threat_and_promise(reports: list[Json]) -> None:
    wire = named(reports, "04-")
    assert said(wire, "THREATEN", "ARG.GOV", "close")
    assert said(wire, "COMMIT", "CHL.GOV", "to keep the channel open")


def test_the_chain_of_a_quotation(reports: list[Json]) -> None:
    """Somebody spoke; the agency passed it on, and makes no statement of its own."""
    chains = [statement["via"] for statement in named(reports, "09-")["statements"]]
    assert ["Noticias del Plata"] in chains


def test_two_copies_of_one_wire_story_are_two_reports(reports: list[Json]) -> None:
    """Same words, another publisher: kept apart here, and known as one source only across reports."""
    wire, cut = named(reports, "04-"), named(reports, "05-")
    assert wire["document"]["id"] != cut["document"]["id"]
    promise = "to keep the channel open"
    assert len(said(wire, "COMMIT", "CHL.GOV", promise)) == len(said(cut, "COMMIT", "CHL.GOV", promise)) == 1


# --- the other commands ------------------------------------------------------------------------------------------


def test_the_brief_has_its_footnotes(folder: Path, reports: list[Json]) -> None:
    """Each mark in the text has its note, each note quotes words that a report holds."""
    out = standoff("brief", cwd=folder)
    assert out.returncode == 0, out.stderr.decode(errors="replace")
    brief = out.stdout.decode()
    for figure in ("40,000", "60,000", "9,000"):
        assert figure in brief
    notes = set(re.findall(r"^\[\^([\w-]+)\]:", brief, re.MULTILINE))
    marks = set(re.findall(r"\[\^([\w-]+)\](?!:)", brief))
    assert notes and marks == notes


def test_the_store_verifies(folder: Path, reports: list[Json]) -> None:
    out = standoff("verify", cwd=folder)
    assert out.returncode == 0, (out.stdout + out.stderr).decode(errors="replace")


def test_a_second_run_gives_the_same_bytes_and_adds_nothing(
    folder: Path, coded: subprocess.CompletedProcess[bytes]
) -> None:
    again = standoff("code", str(EXAMPLES), "--format", "jsonl", "--no-store", "--workers", "2", cwd=folder)
    assert again.stdout == coded.stdout
    known = standoff("code", str(EXAMPLES), "--format", "jsonl", cwd=folder)
    assert known.stdout == coded.stdout
