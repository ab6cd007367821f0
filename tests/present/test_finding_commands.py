"""The lists of what stands across reports, as a person meets them."""

from __future__ import annotations

import csv
import io
import json
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.present.conftest import Run
from tests.store.gathered import claim, findings, position
from tests.store.made import CODER, report

from standoff.errors import StoreError
from standoff.fingerprint import linker
from standoff.store import Store, verify

REPORTS = tuple(report(n) for n in range(3))
MADE = findings(*REPORTS)
LISTS = ("claims", "demands", "series", "stories", "copies", "timeline", "dyads")


class Linking:
    """Stands in for :mod:`standoff.across`, which its own tests prove: lays out what it is given."""

    def __init__(self) -> None:
        self.found = MADE
        self.calls = 0
        self.workers: int | None = None
        self.reports = 3
        self.fails: Exception | None = None

    def refresh(self, path: str, *, workers: int, step: Callable[[int, int], None] = lambda done, of: None) -> bool:
        self.calls += 1
        self.workers = workers
        if self.fails is not None:
            raise self.fails
        with Store.open(path, create=False) as store:
            if not store.stale(linker()):
                return False
            for done in range(1, self.reports + 1):
                step(done, self.reports)
            store.save_findings(self.found, mark=store.mark(), linker=linker())
            return True


@pytest.fixture
def linking(monkeypatch: pytest.MonkeyPatch) -> Linking:
    made = Linking()
    module = types.ModuleType("standoff.across")
    module.refresh = made.refresh  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "standoff.across", module)
    return made


@pytest.fixture
def gathered(run: Run, tmp_path: Path, linking: Linking) -> Run:
    """``run``, with a store of three reports that nobody has linked yet."""
    with Store.open(tmp_path / "standoff.db") as store:
        for made in REPORTS:
            store.add(made, coder=CODER)
    return run


def lines(run: Run, *args: str) -> list[dict[str, object]]:
    result = run(*args, "--format", "jsonl")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def rows(run: Run, *args: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(*args, "--format", "csv").stdout, newline="")))


# --- shapes ------------------------------------------------------------------------------------------------------


def shape(value: object) -> object:
    """The keys of JSON, all the way down; a list shows its first."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value else None


PLACE = {"report": None, "sha256": None, "start": None, "end": None}


def test_the_lines_are_those_of_the_contract(gathered: Run) -> None:
    """Exactly these keys, in this order: other programs read them."""
    claims, demands = lines(gathered, "claims"), lines(gathered, "demands")
    assert shape(claims[1]) == {
        "id": None, "proposition": None, "standing": None, "legs": None,
        "positions": [
            {"at": PLACE, "actor": None, "position": None, "statement": None, "event": None, "date": None}
        ],
        "differs": [[None]],
    }  # fmt: skip
    assert list(claims[1]) == ["id", "proposition", "standing", "legs", "positions", "differs"]
    assert claims[1]["differs"] == [[0, 1]] and claims[0]["differs"] == []
    assert shape(demands[1]) == {
        "id": None, "at": PLACE, "askers": [None], "addressees": [None], "deed": None,
        "event": {"type": None, "mode": None}, "standing": None, "by": PLACE,
    }  # fmt: skip
    assert (demands[0]["event"], demands[0]["by"], demands[0]["askers"]) == (None, None, [])
    assert shape(lines(gathered, "series")[0]) == {
        "what": None, "holder": None, "place": None,
        "points": [{"at": PLACE, "low": None, "high": None, "approx": None, "date": None, "source_actors": [None]}],
    }  # fmt: skip
    assert shape(lines(gathered, "copies")[0]) == {
        "group": None, "reports": [None], "origin": None,
        "pairs": [{"a": None, "b": None, "kind": None, "containment": None}],
    }  # fmt: skip
    assert lines(gathered, "copies")[0]["pairs"][0]["containment"] == 0.6667  # type: ignore[index]


def test_every_place_opens_at_its_words(gathered: Run) -> None:
    texts = {made.document.id: made.document for made in REPORTS}
    for line, made in zip(lines(gathered, "claims"), MADE["claim"], strict=True):
        for told, p in zip(line["positions"], made.positions, strict=True):  # type: ignore[attr-defined,call-overload]
            at = told["at"]
            assert texts[at["report"]].sha256 == at["sha256"]
            assert texts[at["report"]].text[at["start"] : at["end"]] == p.words


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_four_forms(gathered: Run, name: str) -> None:
    told = lines(gathered, name)
    assert told and json.loads(gathered(name, "--format", "json").stdout) == told
    table = gathered(name)
    assert table.exit_code == 0 and table.stdout.strip() and rows(gathered, name)


def test_the_most_telling_claims_come_first(gathered: Run) -> None:
    assert [c["standing"] for c in lines(gathered, "claims")] == [
        "disputed", "unconfirmed", "corroborated", "single", "single",
    ]  # fmt: skip
    table = gathered("claims").stdout
    assert table.index("disputed") < table.index("unconfirmed") < table.index("corroborated") < table.index("single")


def test_a_table_says_who_stands_where(gathered: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "260")
    disputed = MADE["claim"][0]
    table = gathered("claims", "--standing", "disputed").stdout
    for part in (disputed.proposition, disputed.id[:12], "2031-01-01\u00a0–"):  # type: ignore[attr-defined]
        assert part in table
    words = gathered("claims", "--standing", "disputed", "--words").stdout
    quoted = disputed.positions[1].words  # type: ignore[attr-defined]
    assert f"denies: “{quoted}” (1.txt)" in " ".join(words.split())
    assert disputed.positions[1].statement[:12] in words  # type: ignore[attr-defined]


def test_csv_has_a_row_for_each_place_with_its_words(gathered: Run) -> None:
    assert len(rows(gathered, "claims")) == 5
    told = rows(gathered, "claims", "--words")
    assert len(told) == 9 and [row["position"] for row in told[:2]] == ["asserts", "denies"]
    assert told[0]["proposition"] == told[1]["proposition"] and told[0]["report"] == REPORTS[0].document.id
    assert rows(gathered, "claims")[4]["proposition"] == "'=2+5 pilots were held"
    assert [row["low"] for row in rows(gathered, "series")] == ["100", "137", "174"]
    assert [row["report"] for row in rows(gathered, "stories")] == [r.document.id for r in REPORTS[:2]]
    assert rows(gathered, "copies")[0]["kind"] == "partial"
    assert rows(gathered, "demands", "--words")[1]["turn"] == "met"


def test_words_of_a_report_do_not_steer_the_terminal(gathered: Run, linking: Linking) -> None:
    linking.found = {"claim": [claim("\x1b[31mred [bold]x[/bold]\u202e", "single", position(REPORTS[0], 0, "asserts"))]}
    table = gathered("claims", "--words").stdout
    assert "\x1b" not in table and "\u202e" not in table and "␛[31mred [bold]x[/bold]" in table


# --- filters -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "count"),
    [
        (("claims", "--standing", "single"), 2),
        (("claims", "--actor", "EU"), 1),
        (("claims", "--actor", "EU", "--role", "denies"), 0),
        (("claims", "--legs", "3"), 1),
        (("claims", "--about", "bridge"), 1),
        (("claims", "--about", '"convoy left"'), 1),
        (("claims", "--report", "reports/1.txt"), 2),
        (("claims", "--since", "2031-03-03"), 3),
        (("claims", "--until", "2030-12-31"), 0),
        (("claims", "--limit", "2"), 2),
        (("demands", "--standing", "open"), 1),
        (("demands", "--actor", "VSK", "--role", "addressee"), 1),
        (("series", "--about", "troops"), 1),
        (("series", "--actor", "CHN"), 0),
        (("stories", "--actor", "NATO"), 1),
        (("copies", "--report", "2.txt"), 0),
        (("timeline",), 2),
        (("timeline", "--statements"), 4),
        (("timeline", "--statements", "--since", "2031-03-03"), 1),
        (("dyads", "--by", "month"), 3),
        (("dyads", "--by", "month", "--since", "2031-02-01"), 2),
        (("dyads", "--actor", "CHN"), 0),
        (("dyads", "--limit", "1"), 1),
    ],
)
def test_filters(gathered: Run, args: tuple[str, ...], count: int) -> None:
    assert len(lines(gathered, *args)) == count
    if not count:
        assert "match" in gathered(*args).stderr


@pytest.mark.parametrize(
    "args",
    [
        ("claims", "--standing", "open"),
        ("claims", "--since", "May"),
        ("claims", "--about", "a " * 100),
        ("dyads", "--by", "year"),
        ("series", "--standing", "single"),
    ],
)
def test_a_slip_is_wrong_usage(gathered: Run, args: tuple[str, ...]) -> None:
    assert gathered(*args).exit_code == 2


def test_the_timeline_keeps_the_day_of_the_deed_from_the_day_of_its_telling(gathered: Run) -> None:
    """War told as background in today's report was not today; the deed's own days and status come from its records."""
    told = lines(gathered, "timeline")
    assert [set(line) >= {"day", "date", "status"} for line in told] == [True, True]
    claims = {found.id: found for found in MADE["claim"]}
    for line in told:
        at = {position.at.report: position.at.span for position in claims[line["claim"]].positions}
        held = [
            event
            for one in REPORTS
            if (span := at.get(one.document.id))
            for event in one.events
            if event.type == line["type"] and span.start <= event.trigger.start < span.end
        ]
        days = {(event.date.earliest, event.date.latest) for event in held if event.date}
        assert (line["status"] in {event.status for event in held}) if held else line["status"] is None
        assert tuple(line["date"].values()) in days if days else line["date"] is None


def test_why_tells_each_kind_of_finding_in_lines(gathered: Run) -> None:
    """Figures, reports and pairs one by one; no JSON for people."""
    gathered("claims")
    for kind, place in (("series", "figure"), ("story", "report"), ("copies", "pair")):
        for found in MADE[kind]:
            told = gathered("why", found.id).stdout
            assert found.id in told and f"{place}  " in told and "{" not in told


def test_a_table_ends_where_people_stop_reading(gathered: Run, linking: Linking) -> None:
    """It says how many are left and how to see them; programs get them all."""
    many = [claim(f"line {i}", "single", position(REPORTS[i % 3], 0, "asserts")) for i in range(70)]
    linking.found = {"claim": many}
    result = gathered("claims")
    assert result.stdout.count("single") == 50 and "20 more: --limit 70" in result.stderr
    assert gathered("claims", "--limit", "70").stdout.count("single") == 70
    assert len(lines(gathered, "claims")) == len(rows(gathered, "claims")) == 70


# --- fresh or stale ----------------------------------------------------------------------------------------------


def test_a_list_lays_out_anew_what_is_stale(gathered: Run, linking: Linking, tmp_path: Path) -> None:
    assert gathered("claims").stderr == "" and linking.calls == 1
    assert gathered("claims").stderr == "" and linking.calls == 1
    linking.reports = 20_000
    with Store.open(tmp_path / "standoff.db") as store:
        store.add(report(7), coder=CODER)
    assert gathered("demands").stderr == "laying 20,000 reports side by side\n"
    assert linking.calls == 2


def test_as_it_was_laid_out_last(gathered: Run, linking: Linking, tmp_path: Path) -> None:
    nothing = gathered("claims", "--no-link")
    assert nothing.exit_code == 3 and "nothing was laid out yet" in nothing.stderr
    gathered("claims")
    with Store.open(tmp_path / "standoff.db") as store:
        store.add(report(7), coder=CODER)
    old = gathered("claims", "--no-link", "-f", "jsonl")
    assert linking.calls == 1 and len(old.stdout.splitlines()) == 5 and "older than the reports" in old.stderr


def test_a_store_that_cannot_be_written_shows_what_there_is(gathered: Run, linking: Linking, tmp_path: Path) -> None:
    linking.fails = StoreError("attempt to write a readonly database")
    assert gathered("claims").exit_code == 3
    linking.fails = None
    gathered("claims")
    with Store.open(tmp_path / "standoff.db") as store:
        store.add(report(7), coder=CODER)
    linking.fails = StoreError("attempt to write a readonly database")
    result = gathered("claims", "-f", "jsonl")
    assert result.exit_code == 0 and len(result.stdout.splitlines()) == 5
    assert "readonly" in result.stderr and "older than the reports" in result.stderr


def test_link_says_what_it_found(gathered: Run, linking: Linking) -> None:
    result = gathered("link")
    assert result.exit_code == 0 and "5 claims, 2 demands, 1 series, 1 dyad\n" in result.stderr
    assert "nothing to do" in gathered("link").stderr
    assert gathered("link", "--store", "none.db").exit_code == 3


def test_linking_takes_a_process_a_core_unless_told_otherwise(
    gathered: Run, linking: Linking, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathered("link")
    assert linking.workers == 0
    gathered("link", "--workers", "3")
    assert linking.workers == 3
    monkeypatch.setenv("STANDOFF_WORKERS", "1")
    gathered("link")
    assert linking.workers == 1


def test_why_a_claim_is_one(gathered: Run, linking: Linking) -> None:
    """Who stands where, and which features say that it is one proposition."""
    from msgspec.structs import replace

    from standoff.dossier import Link

    link = Link(a=0, b=1, relation="disputes", score=0.91, features=(("same deed", 1.5), ("other day", -0.25)))
    disputed = replace(MADE["claim"][0], links=(link,))  # type: ignore[type-var]
    linking.found = {**MADE, "claim": [disputed, MADE["claim"][1]]}
    gathered("link")
    told = gathered("why", disputed.id[:12]).stdout
    assert "disputes 0.91: same deed +1.50, other day -0.25" in told and "0 with 1" in told
    assert disputed.positions[1].statement in told
    assert "their figures exclude each other" in gathered("why", MADE["claim"][1].id).stdout  # type: ignore[attr-defined]
    assert "met" in gathered("why", "d-1").stdout and "Ilm" in gathered("why", "s-series").stdout
    assert gathered("why", "c-none").exit_code == 2


def test_a_list_needs_a_store(run: Run, linking: Linking) -> None:
    result = run("claims")
    assert result.exit_code == 3 and "there is no store" in result.stderr and linking.calls == 0


# --- size --------------------------------------------------------------------------------------------------------


def test_any_filter_over_thousands_of_claims(gathered: Run, linking: Linking, tmp_path: Path) -> None:
    """A tenth of the size that the product promises 200 ms for, which a benchmark times."""
    linking.found = {
        "claim": [
            claim(f"word{i % 500} and line {i}", ("single", "disputed")[i % 9 == 0],
                  *(position(REPORTS[(i + j) % 3], j, "asserts") for j in range(1 + (i % 9 == 0))))
            for i in range(6_000)
        ]
    }  # fmt: skip
    gathered("link")
    asked = {(): 20, ("--actor", "NATO"): 20, ("--about", "word77"): 12, ("--since", "2031-03-01"): 20}
    for args, shown in asked.items():
        assert len(gathered("claims", *args, "--limit", "20", "-f", "jsonl").stdout.splitlines()) == shown, args
    with Store.open(tmp_path / "standoff.db", read_only=True) as store:
        assert list(verify(store)) == []


@pytest.mark.parametrize("name", LISTS)
def test_no_two_columns_have_one_name(gathered: Run, name: str) -> None:
    """Who reads CSV by its header gets the last of two: the start of a month would be an offset."""
    words = () if name == "timeline" else ("--words",)
    header = next(csv.reader(io.StringIO(gathered(name, *words, "-f", "csv").stdout, newline="")))
    assert len(header) == len(set(header))


def test_the_numbers_of_a_period_are_the_deeds_below_it(gathered: Run) -> None:
    told = rows(gathered, "dyads", "--by", "month", "--words")
    for period in rows(gathered, "dyads", "--by", "month"):
        mine = [row for row in told if (row["id"], row["start"]) == (period["id"], period["start"])]
        assert sum(row["status"] == "actual" for row in mine) == int(period["deeds"])
        assert all(period["start"] <= row["date"] <= period["end"] for row in mine)


READING = (
    *((name,) for name in LISTS), ("link",), ("brief",), ("statements",), ("events",), ("events", "-f", "plover"),
    ("quantities",), ("show", "a.txt"), ("why", "s-1"), ("verify",), ("judge", "list"), ("judge", "reject", "s-1"),
)  # fmt: skip


@pytest.mark.parametrize("args", READING)
def test_a_mistyped_store_is_told_and_not_made(run: Run, tmp_path: Path, args: tuple[str, ...]) -> None:
    """An empty store beside the right one would look like a crisis without reports."""
    result = run(*args, "--store", "crysis.db")
    assert result.exit_code == 3 and "crysis.db: there is no store; see that the path is right" in result.stderr
    assert list(tmp_path.iterdir()) == []
