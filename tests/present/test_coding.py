"""``standoff code`` over a reader and a pipeline that do what a test says: streams, store, order, exit codes."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from tests.present.conftest import Run
from tests.present.sample import TEXT, report

import standoff.read
from standoff.errors import InputError, WeightsError
from standoff.model import Document, Failed, Found, Report
from standoff.present.contract import to_jsonl
from standoff.store import Store

REPORTS = [
    report(path="in/1.txt"),
    report(path="in/2.txt", publisher="Evening Copy"),
    report(TEXT + "More.\n", path="in/3.txt", published=None),
]
SUMS = b"".join(map(to_jsonl, REPORTS))


class World:
    """What the reader gives and what the pipeline was asked to do."""

    def __init__(self) -> None:
        self.items: list[Document | Failed] = [one.document for one in REPORTS]
        self.by_id = {one.document.id: one for one in REPORTS}
        self.coded: list[str] = []
        self.asked: dict[str, Any] = {}
        self.ahead = 0

    def read_inputs(self, inputs: list[str], **asked: Any) -> Iterator[Document | Failed]:
        self.asked |= {"inputs": inputs, **asked}
        return iter(self.items)

    def load(self, *, actors: list[Path]) -> SimpleNamespace:
        self.asked["actors"] = actors
        return SimpleNamespace(pipe=self.pipe)

    def pipe(self, documents: Iterable[Document], workers: int) -> Iterator[Report]:
        """Like the real one, it reads some documents ahead of the reports it gives."""
        self.asked["workers"] = workers
        waiting: list[Document] = []
        for document in documents:
            waiting.append(document)
            if len(waiting) > self.ahead:
                yield self.code(waiting.pop(0))
        yield from map(self.code, waiting)

    def code(self, document: Document) -> Report:
        self.coded.append(document.path or "")
        return replace(self.by_id[document.id], document=document)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Reader and pipeline replaced."""
    made = World()
    monkeypatch.setattr(standoff.read, "read_inputs", made.read_inputs)
    monkeypatch.setitem(sys.modules, "standoff.pipeline", SimpleNamespace(load=made.load))
    return made


def test_json_lines_come_in_input_order_and_the_store_is_written(run: Run, world: World) -> None:
    """Data on standard output, the count on standard error."""
    result = run("code", "in", "--format", "jsonl")
    assert result.exit_code == 0
    assert result.stdout_bytes == SUMS
    assert "3 reports: 9 statements, 9 events, 3 quantities; in standoff.db" in result.stderr
    with Store.open("standoff.db", create=False) as store:
        assert store.summary().reports == 3


@pytest.mark.parametrize("ahead", [0, 2, 9])
@pytest.mark.parametrize("known", [(), (0,), (1,), (2,), (0, 2), (0, 1, 2)])
def test_what_the_store_has_is_not_coded_again_and_the_output_is_the_same(
    run: Run, world: World, ahead: int, known: tuple[int, ...]
) -> None:
    """However far the pipeline reads ahead, and whichever reports are there already."""
    everything = list(world.items)
    world.items = [everything[i] for i in known]
    run("code", "in")
    world.items, world.coded, world.ahead = everything, [], ahead
    result = run("code", "in", "-f", "jsonl")
    assert result.stdout_bytes == SUMS
    assert world.coded == [REPORTS[i].document.path for i in range(3) if i not in known]


def test_again_codes_all(run: Run, world: World) -> None:
    """And adds nothing twice."""
    run("code", "in")
    world.coded.clear()
    assert run("code", "in", "--again").exit_code == 0
    assert len(world.coded) == 3
    with Store.open("standoff.db", create=False) as store:
        assert store.summary().reports == 3


def test_a_report_that_moved_is_printed_under_its_new_path(run: Run, world: World) -> None:
    """As a fresh run would print it."""
    run("code", "in")
    world.items = [replace(REPORTS[0].document, path="moved/1.txt")]
    line = json.loads(run("code", "moved", "-f", "jsonl").stdout)
    assert line["document"]["path"] == "moved/1.txt"


def test_facts_given_otherwise_are_taken_up(run: Run, world: World) -> None:
    """A manifest that dates an undated report changes its record."""
    run("code", "in")
    document = REPORTS[2].document
    world.items = [replace(document, published=REPORTS[0].document.published)]
    result = run("code", "in", "--format", "csv")
    assert "recoded" in result.stdout
    with Store.open("standoff.db", create=False) as store:
        assert store.head(document.id).published == "2014-04-01"


def test_without_a_store_nothing_is_written(run: Run, world: World, tmp_path: Path) -> None:
    """``--no-store``: not even an empty file."""
    assert run("code", "in", "--no-store", "-f", "jsonl").stdout_bytes == SUMS
    assert list(tmp_path.iterdir()) == []


def test_json_is_one_array_and_csv_one_line_a_report(run: Run, world: World) -> None:
    """All of it in JSON, a summary in CSV."""
    assert json.loads(run("code", "in", "-f", "json").stdout) == [json.loads(line) for line in SUMS.splitlines()]
    rows = list(csv.DictReader(io.StringIO(run("code", "in", "-f", "csv").stdout, newline="")))
    assert [row["statements"] for row in rows] == ["3", "3", "3"]
    assert rows[0]["problems"] == "read: no final line end; resolve: no head"


def test_the_table_sums_up(run: Run, world: World) -> None:
    """Title, date, counts, problems."""
    out = run("code", "in").stdout
    assert "Alliance doubts pull-back" in out
    assert "2014-04-01" in out
    assert "no head" in out


def test_failed_inputs_are_named_and_the_rest_is_kept(run: Run, world: World) -> None:
    """Exit code 1."""
    world.items.insert(1, Failed("in/bad\x1b[2J.txt", "is empty"))
    result = run("code", "in", "-f", "jsonl")
    assert result.exit_code == 1
    assert result.stdout_bytes == SUMS
    assert "failed: in/bad\u241b[2J.txt: is empty" in result.stderr
    assert "1 input failed" in result.stderr
    with Store.open("standoff.db", create=False) as store:
        assert [failed.reason for failed in store.failures()] == ["is empty"]


def test_only_failures(run: Run, world: World) -> None:
    """No network is loaded for nothing."""
    world.items = [Failed("in/bad.txt", "is empty")]
    assert run("code", "in", "-f", "json").exit_code == 1
    assert "actors" not in world.asked


def test_options_reach_reader_and_pipeline(run: Run, world: World, tmp_path: Path) -> None:
    """Manifest, columns, workers, the user's tables."""
    (tmp_path / "mine.csv").write_text("x\n", encoding="utf-8")
    run(
        "code", "a", "-", "--manifest", "m.csv", "--column", "body=text", "--column", "when=published",
        "--workers", "2", "--actors", "mine.csv",
    )  # fmt: skip
    assert world.asked["inputs"] == ["a", "-"]
    assert world.asked["manifest"] == Path("m.csv")
    assert world.asked["columns"] == {"text": "body", "published": "when"}
    assert world.asked["workers"] == 2
    assert world.asked["actors"] == [Path("mine.csv")]


def test_another_table_of_actors_is_another_coder(run: Run, world: World, tmp_path: Path) -> None:
    """What was coded without it is coded again."""
    run("code", "in")
    world.coded.clear()
    (tmp_path / "mine.csv").write_text("x\n", encoding="utf-8")
    run("code", "in", "--actors", "mine.csv")
    assert len(world.coded) == 3


def _raising(error: Exception) -> Callable[..., Any]:
    def refuse(*_: Any, **__: Any) -> Any:
        raise error

    return refuse


@pytest.mark.parametrize(
    ("place", "error", "code"),
    [
        ("read_inputs", InputError("manifest.csv row 3: no file b.txt"), 2),
        ("load", WeightsError("analyser.onnx is damaged"), 1),
    ],
)
def test_our_own_errors_are_one_line(
    run: Run, world: World, monkeypatch: pytest.MonkeyPatch, place: str, error: Exception, code: int
) -> None:
    """What, where, no traceback."""
    monkeypatch.setattr(
        standoff.read if place == "read_inputs" else sys.modules["standoff.pipeline"], place, _raising(error)
    )
    result = run("code", "in")
    assert result.exit_code == code
    assert result.stderr == f"standoff: {error}\n"


@pytest.mark.parametrize(
    "args", [("code",), ("code", "a", "--column", "body"), ("code", "a", "--workers", "-1"), ("code", "a", "-f", "xml")]
)
def test_wrong_usage(run: Run, world: World, args: tuple[str, ...]) -> None:
    """Exit code 2 before anything is read."""
    assert run(*args).exit_code == 2
    assert world.asked == {}


def test_a_missing_table_of_actors_is_wrong_usage(run: Run, world: World) -> None:
    """It is named."""
    result = run("code", "in", "--actors", "none.csv")
    assert result.exit_code == 2
    assert "none.csv" in result.stderr


def test_a_damaged_store_stops_the_run_before_any_work(run: Run, world: World, tmp_path: Path) -> None:
    """Exit code 3."""
    (tmp_path / "standoff.db").write_bytes(b"rubbish rubbish rubbish rubbish")
    assert run("code", "in").exit_code == 3
    assert world.coded == []


def test_an_interrupted_run_keeps_what_is_finished(run: Run, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first report is in the store; the next run codes the rest."""
    code = World.code

    def second_interrupts(self: World, document: Document) -> Report:
        if self.coded:
            raise KeyboardInterrupt
        return code(self, document)

    monkeypatch.setattr(World, "code", second_interrupts)
    assert run("code", "in").exit_code == 130
    with Store.open("standoff.db", create=False) as store:
        assert store.summary().reports == 1
    monkeypatch.setattr(World, "code", code)
    world.coded.clear()
    assert run("code", "in", "-f", "jsonl").stdout_bytes == SUMS
    assert len(world.coded) == 2


def test_the_store_is_no_report(run: Run, world: World, tmp_path: Path) -> None:
    """``standoff code .`` where the store lies: the second run must not read it."""
    world.items += [Failed(str(tmp_path / "standoff.db"), "is no text"), Failed("standoff.db-wal", "is no text")]
    assert run("code", ".").exit_code == 0
    world.items.append(Failed("elsewhere/standoff.db", "is no text"))
    assert run("code", ".").exit_code == 1


def test_a_report_that_cannot_be_stored_fails_alone(run: Run, world: World) -> None:
    """It is printed and named; the others are in the store."""
    bad = REPORTS[1]
    world.by_id[bad.document.id] = replace(bad, statements=(*bad.statements, bad.statements[0]))
    result = run("code", "in", "-f", "jsonl")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 3
    assert "failed: in/2.txt: " in result.stderr
    with Store.open("standoff.db", create=False) as store:
        assert store.summary().reports == 2


# --- one text, several inputs ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ahead", [0, 9])
def test_inputs_of_one_text_are_one_report_and_each_is_told(run: Run, world: World, ahead: int) -> None:
    """However far the pipeline reads ahead: the first is kept, every file leads to it, the count is of reports."""
    world.ahead = ahead
    copy = replace(REPORTS[2].document, path="in/b/copy.txt")
    world.items = [REPORTS[2].document, copy, REPORTS[0].document, REPORTS[0].document]
    for again in (False, True):
        result = run("code", "in", "-f", "jsonl")
        assert result.exit_code == 0
        read = [json.loads(line)["document"] for line in result.stdout.splitlines()]
        assert [one["path"] for one in read] == ["in/3.txt", "in/b/copy.txt", "in/1.txt", "in/1.txt"]
        known = " (2 known already)" if again else ""
        assert f"2 reports{known}: 6 statements" in result.stderr
        told = [line for line in result.stderr.splitlines() if line.startswith("same text")]
        assert told == ["same text: in/b/copy.txt has that of in/3.txt and is one report with it"]
    assert world.coded == ["in/3.txt", "in/1.txt"]
    assert "in/3.txt" in run("show", "copy.txt").stdout
    assert "also read at  in/b/copy.txt" in run("why", REPORTS[2].document.id).stdout
    assert run("events", "--report", "in/b/copy.txt").stdout == run("events", "--report", "in/3.txt").stdout != ""
    assert run("verify").exit_code == 0


def test_what_a_second_input_says_otherwise_is_not_kept_and_told(run: Run, world: World) -> None:
    """Its own line has its own date; the store has the first one's, in every run."""
    copy = replace(REPORTS[2].document, path="in/copy.txt", published=REPORTS[0].document.published)
    world.items = [REPORTS[2].document, copy]
    for _ in range(2):
        result = run("code", "in", "-f", "jsonl")
        read = [json.loads(line)["document"] for line in result.stdout.splitlines()]
        assert [one["published"] for one in read] == [None, "2014-04-01"]
        assert "one report with it; its other title, date or language is not kept" in result.stderr
        with Store.open("standoff.db", create=False) as store:
            assert store.head(copy.id).published is None and store.head(copy.id).path == "in/3.txt"
            assert store.paths(copy.id) == ("in/3.txt", "in/copy.txt")


def test_many_of_one_text_are_told_in_few_lines(run: Run, world: World) -> None:
    world.items = [replace(REPORTS[2].document, path=f"in/{n:02}.txt") for n in range(24)]
    told = [line for line in run("code", "in").stderr.splitlines() if line.startswith("same text")]
    assert len(told) == 21 and told[-1] == "same text: 3 more inputs of this kind"


def test_who_has_the_text_of_what_cannot_be_stored_fails_with_it(run: Run, world: World) -> None:
    bad = REPORTS[1]
    world.by_id[bad.document.id] = replace(bad, statements=(*bad.statements, bad.statements[0]))
    world.items = [bad.document, replace(bad.document, path="in/copy.txt")]
    result = run("code", "in")
    assert result.exit_code == 1 and "failed: in/copy.txt: has the text of in/2.txt" in result.stderr


def test_a_title_without_end_is_cut_in_the_table(run: Run, world: World) -> None:
    endless = replace(REPORTS[2].document, title=Found("x" * 4_000, "text"))
    world.items = [endless]
    assert run("code", "in").stdout.count("x") <= 160
    assert run("code", "in", "-f", "csv").stdout.count("x") >= 4_000
