"""A store with sample reports, and a way to call the command line as a person would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.present.sample import TEXT, report

from standoff.present.cli import cli
from standoff.store import Store

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("events", "--limit", "1")`` in an empty folder, with no setting of the machine's."""
    monkeypatch.chdir(tmp_path)
    for name in ("STANDOFF_STORE", "STANDOFF_CONFIG", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def call(*args: str) -> Result:
        return CliRunner().invoke(cli, [str(arg) for arg in args], prog_name="standoff")

    return call


@pytest.fixture
def stored(run: Run, tmp_path: Path) -> Run:
    """``run``, with a store of three reports: one, a copy of it by another publisher, one undated."""
    with Store.open(tmp_path / "standoff.db") as store:
        store.add(report(), coder="test 1")
        store.add(report(path="reports/copy.txt", publisher="Evening Copy"), coder="test 1")
        store.add(
            report(TEXT + "More.\n", path="reports/b.txt", published=None, publisher=None),
            coder="test 1",
        )
    return run
