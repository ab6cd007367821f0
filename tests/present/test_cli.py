"""The command line as a person meets it: streams, formats, exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from tests.present.conftest import Run
from tests.present.sample import TEXT, report
from tests.store import made
from tests.store.gathered import findings

from standoff.present import cli as module
from standoff.present.cli import COMMANDS, cli
from standoff.store import Store

ROOT = Path(__file__).resolve().parents[2]
LISTS = ("statements", "events", "quantities")


def standoff(*args: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """A real process."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run([sys.executable, "-m", "standoff", *args], cwd=cwd, env=env, capture_output=True, check=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    """A command that the tour does not mention does not exist."""
    assert f"standoff {name}" in (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(run: Run, name: str) -> None:
    """``--help`` of each, and its line in the list is the one of its own text's kind."""
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"Usage: standoff {name}" in result.output
    assert name in run("--help").output


def test_help_imports_nothing_heavy() -> None:
    """Start-up stays quick: neither the network nor rich nor lxml is imported to print help."""
    code = (
        "import sys; from standoff.present.cli import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'onnxruntime', 'rich', 'lxml', 'trafilatura', 'sqlite3', 'tokenizers'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["claims", "demands", "series", "stories", "timeline", "dyads", "copies"])
def test_lists_import_nothing_heavy(name: str, tmp_path: Path) -> None:
    """A list is there at once: what only some of them need, wide characters or a test of change, comes when needed."""
    reports = tuple(made.report(n) for n in range(3))
    with Store.open(tmp_path / "standoff.db") as store:
        for one in reports:
            store.add(one, coder=made.CODER)
        store.save_findings(findings(*reports), mark=store.mark(), linker="made")
    code = (
        "import sys; from standoff.present.cli import cli\n"
        f"try: cli.main(['{name}', '--no-link'])\n"
        "except SystemExit as end: assert not end.code\n"
        "heavy = {'numpy', 'onnxruntime', 'rich', 'tomllib', 'multiprocessing', 'networkx'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_version_and_unknown_command(run: Run) -> None:
    """The version is the package's; a slip in a command is wrong usage."""
    import standoff as package

    assert run("--version").output == f"standoff {package.__version__}\n"
    assert run("nonsense").exit_code == 2


# --- lists -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_four_forms(stored: Run, name: str) -> None:
    """The same records in each; JSON lines quote exactly what their spans say."""
    lines = [json.loads(line) for line in stored(name, "--format", "jsonl").stdout.splitlines()]
    assert lines == json.loads(stored(name, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(stored(name, "--format", "csv").stdout, newline="")))
    assert [row["id"] for row in rows] == [line["id"] for line in lines]
    table = stored(name).stdout
    assert all(line["id"][:12] in table for line in lines)
    assert len(lines) == {"statements": 9, "events": 9, "quantities": 3}[name]


def test_words_in_a_list_are_the_words_of_the_spans(stored: Run) -> None:
    """Offsets into the report's text, and what stands there."""
    for line in map(json.loads, stored("statements", "-f", "jsonl").stdout.splitlines()):
        assert [TEXT[s["start"] : s["end"]] for s in line["content"]] == line["words"]["content"]
        assert TEXT[line["cue"]["start"] : line["cue"]["end"]] == line["words"]["cue"]


@pytest.mark.parametrize(
    ("args", "count"),
    [
        (("statements", "--act", "deny"), 3),
        (("statements", "--act", "DENY", "--act", "DOUBT"), 6),
        (("statements", "--act", "DENY", "--act", "DOUBT", "--limit", "4"), 4),
        (("statements", "--actor", "RUS"), 6),
        (("statements", "--actor", "RUS", "--role", "source"), 3),
        (("statements", "--actor", "mara lind"), 3),
        (("statements", "--since", "2014-01-01"), 6),
        (("statements", "--until", "2013-12-31"), 0),
        (("statements", "--report", "reports/a.txt"), 3),
        (("statements", "--text", "shelled"), 3),
        (("statements", "--limit", "2"), 2),
        (("events", "--type", "retreat"), 3),
        (("events", "--type", "RETREAT", "--type", "ASSAULT"), 6),
        (("events", "--status", "negation"), 3),
        (("events", "--mode", "withdraw"), 3),
        (("events", "--until", "2014-03-31", "--since", "2014-03-31"), 3),
        (("quantities", "--actor", "RUS.MIL"), 3),
        (("quantities", "--unit", "USD"), 0),
    ],
)
def test_filters(stored: Run, args: tuple[str, ...], count: int) -> None:
    """Each narrows the list as it says."""
    result = stored(*args, "--format", "jsonl")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == count


def test_an_empty_list_says_so_on_standard_error(stored: Run) -> None:
    """Standard output stays clean for programs."""
    result = stored("events", "--type", "AID", "-f", "jsonl")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no events match\n")
    assert stored("events", "--type", "AID", "-f", "json").stdout == "[]\n"


@pytest.mark.parametrize(
    ("actor", "says"),
    [("Russia", "no record is of 'Russia'; take RUS"), ("XYZ", "no record is of 'XYZ'; take an id"), ("NATO", "match")],
)
def test_an_empty_list_says_when_the_actor_is_nobody(stored: Run, actor: str, says: str) -> None:
    """The name of a state leads to its code; a known actor without such records is nobody's mistake."""
    result = stored("statements", "--actor", actor, "--text", "zeppelin")
    assert result.exit_code == 0 and says in result.stderr and ("no record" in result.stderr) is ("no record" in says)


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("statements", "--since", "yesterday"), 2, "yesterday"),
        (("statements", "--act", "SHOUT"), 2, "SHOUT"),
        (("statements", "--format", "xml"), 2, "xml"),
        (("show",), 2, "REPORT"),
        (("show", "nowhere.txt"), 2, "nowhere.txt"),
        (("why", "s-"), 2, "give more of it"),
        (("--config", "absent.toml", "events"), 2, "absent.toml"),
        (("events", "--store", "absent.db"), 3, "absent.db"),
        (("brief", "--since", "2014"), 2, "2014"),
        (("statements", "--since", "2014-02-31"), 2, "since: '2014-02-31' is no ISO day"),
        (("events", "--since", "2014-03-02", "--until", "2014-03-01"), 2, "is after until: 2014-03-01"),
        (("statements", "--report", "nowhere.txt"), 2, "no report 'nowhere.txt'"),
        (("claims", "--report", "nowhere.txt"), 2, "no report 'nowhere.txt'"),
        (("brief", "--report", "nowhere.txt"), 2, "no report 'nowhere.txt'"),
        (("why", "nothing"), 2, "no report, record or finding 'nothing'"),
        (("events", "--type", "SHOUT"), 2, "no PLOVER type is called 'SHOUT': take one of AGREE"),
        (("events", "--type", "AID", "--mode", "seize"), 2, "AID has no mode 'seize'"),
        (("events", "--mode", "seizing"), 2, "no PLOVER mode is called 'seizing'"),
        (("brief", "-o", "brief.pdf"), 2, "Markdown (.md) or HTML (.html), no .pdf"),
        (("brief", "-o", "absent/brief.md"), 2, "there is no such folder"),
        (("events", "--store", "."), 3, "this is a folder"),
    ],
)
def test_wrong_usage_and_a_missing_store(stored: Run, args: tuple[str, ...], code: int, words: str) -> None:
    """One clear line, the code of the contract, no traceback."""
    result = stored(*args)
    assert result.exit_code == code
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_a_file_that_is_no_store_is_refused_and_left_alone(run: Run, tmp_path: Path) -> None:
    """Exit code 3, the bytes untouched."""
    file = tmp_path / "notes.db"
    file.write_bytes(b"not a database at all, but long enough to look at")
    result = run("statements", "--store", "notes.db")
    assert result.exit_code == 3
    assert file.read_bytes().startswith(b"not a database")


def test_an_unknown_setting_is_named(run: Run, tmp_path: Path) -> None:
    """A slip in standoff.toml ends the command."""
    (tmp_path / "standoff.toml").write_text("wrokers = 3\n", encoding="utf-8")
    result = run("statements")
    assert result.exit_code == 2
    assert "wrokers" in result.stderr


# --- show, why, verify, doctor -----------------------------------------------------------------------------------


def test_show_marks_words_by_kind_without_colour(stored: Run) -> None:
    """Brackets name the kinds; the role of each line stands in the margin."""
    out = stored("show", "a.txt").stdout
    assert '[source Secretary-General Mara Lind] [cue said] on Tuesday: "[content We cannot confirm' in out
    assert (
        "[cue [trigger called] on] Norland to [content pull back [quantity about 40,000 troops] near Port Ella]" in out
    )
    assert "boilerplate | Sign up" in out
    assert "\x1b" not in out


def test_show_in_colour_has_a_legend_and_no_brackets(stored: Run) -> None:
    """``--colour always`` in a pipe."""
    out = stored("--colour", "always", "show", "a.txt").stdout
    assert "\x1b[" in out
    assert "trigger" in out
    assert "[cue" not in out


def test_no_color_is_honoured(stored: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even on a terminal."""
    import io as streams

    from standoff.present import terminal

    class Tty(streams.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm-256color")
    assert terminal.coloured(Tty())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not terminal.coloured(Tty())


def test_hostile_text_does_nothing_to_the_terminal(run: Run, tmp_path: Path) -> None:
    """Escapes, overrides and markup in a text, a title and a publisher are shown, not obeyed, by every command."""
    evil = "\x1b[2J\x9b31m\u202e[red]x[/red]\r"
    with Store.open(tmp_path / "standoff.db") as store:
        bad = report(
            TEXT + f"{evil} tail\n",
            title=f"T{evil}", publisher=f"P{evil}", path="reports/a\x1b[2J.txt",
        )  # fmt: skip
        store.add(bad, coder="test")
    first = bad.statements[0].id
    for args in (
        ("show", bad.document.id), ("statements",), ("events",), ("quantities",), ("brief",), ("why", first),
        ("why", bad.document.id), ("--colour", "always", "show", bad.document.id),
    ):  # fmt: skip
        result = run(*args)
        assert result.exit_code == 0, args
        assert "\x1b[2J" not in result.output, args
        assert not set("\x9b\u202e\r") & set(result.output), args
    assert "[red]x[/red]" in run("show", bad.document.id).output
    exact = json.loads(run("statements", "-f", "jsonl").stdout.splitlines()[0])
    assert exact["title"] == f"T{evil}"


def test_why_tells_rule_score_words_chain_and_what_is_unresolved(stored: Run) -> None:
    """All that a sceptic asks of one record."""
    record = report().statements[2]
    out = stored("why", record.id[:14]).stdout
    for words in (
        "cue:said",
        "0.70",
        "“called on” 267–276",
        "two namesakes",
        "Ola Lind",
        "inside",
        "DOUBT",
        "reports/a.txt",
    ):
        assert words in out
    assert "attributed to" in stored("why", report().events[0].id).stdout
    assert "holder" in stored("why", report().quantities[0].id).stdout
    assert "one with" in stored("why", report().mentions[0].id).stdout


def test_verify_proves_a_sound_store(stored: Run) -> None:
    """It says how much it checked."""
    result = stored("verify")
    assert result.exit_code == 0
    assert "9 statements" in result.stdout


def test_verify_finds_a_changed_text(stored: Run, tmp_path: Path) -> None:
    """One byte of one text, and the exit code is 1."""
    import sqlite3

    db = sqlite3.connect(tmp_path / "standoff.db")
    db.execute("UPDATE bodies SET text = replace(CAST(text AS TEXT), 'Lind', 'Lund') WHERE report = 1")
    db.commit()
    db.close()
    result = stored("verify")
    assert result.exit_code == 1
    assert report().document.id in result.stdout
    assert "Traceback" not in result.output


def test_doctor_says_how_each_thing_is(stored: Run) -> None:
    """Every line is ok, warn or fail; a failure tells what to do and sets the exit code."""
    result = stored("doctor")
    states = [line.split()[0] for line in result.stdout.splitlines() if not line.startswith(" ")]
    assert set(states) <= {"ok", "warn", "fail"}
    assert result.exit_code == (1 if "fail" in states else 0)
    for name in ("standoff", "libraries", "network", "tables", "SQLite", "output", "store"):
        assert name in result.stdout
    for file in ("analyser.onnx", "roles.onnx", "encoder.onnx", "claims.onnx"):
        assert file in result.stdout


def test_doctor_says_of_each_part_one_thing(stored: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that is missing is not followed by "ok libraries"."""
    from standoff.present import checking

    monkeypatch.setattr(checking, "LIBRARIES", ("click", "a-library-that-nobody-has"))
    out = stored("doctor").stdout
    assert "fail  libraries    missing: a-library-that-nobody-has" in out and "ok    libraries" not in out


def test_doctor_calls_a_damaged_store_damaged(run: Run, tmp_path: Path) -> None:
    """And goes on to the end."""
    (tmp_path / "standoff.db").write_bytes(b"rubbish rubbish rubbish rubbish")
    result = run("doctor")
    assert result.exit_code == 1
    assert "fail  store" in result.stdout


# --- the process -------------------------------------------------------------------------------------------------


def test_a_reader_that_goes_away_ends_the_run_silently(tmp_path: Path) -> None:
    """``standoff statements | head -1``: no traceback."""
    with Store.open(tmp_path / "standoff.db") as store:
        for i in range(120):
            store.add(report(path=f"reports/{i}.txt", publisher=f"Paper {i}"), coder="test")
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    args = [sys.executable, "-m", "standoff", "statements", "--format", "jsonl"]
    with subprocess.Popen(args, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_an_interruption_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 130, no traceback."""

    @click.command()
    def waits() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module.Commands, "get_command", lambda self, ctx, name: waits)
    result = run("statements")
    assert result.exit_code == 130
    assert "interrupted" in result.stderr


def test_both_entry_points_are_the_same(tmp_path: Path) -> None:
    """``standoff`` is ``standoff.present.cli:main``; ``python -m standoff`` calls it."""
    done = standoff("--version", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith(b"standoff ")
    assert cli.name == "cli"


def test_a_terminal_without_utf8_is_no_reason_to_fail(tmp_path: Path) -> None:
    """What cannot be shown is shown by its code; JSON is UTF-8 all the same."""
    with Store.open(tmp_path / "standoff.db") as store:
        store.add(report(title="Żółw 😀"), coder="test")
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii"}
    for args in (("show", "a.txt"), ("statements",), ("statements", "-f", "jsonl"), ("brief",)):
        done = subprocess.run(
            [sys.executable, "-m", "standoff", *args], cwd=tmp_path, env=env, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, b""), args
    assert "Żółw 😀".encode() in standoff("statements", "-f", "jsonl", cwd=tmp_path).stdout
