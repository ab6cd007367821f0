"""What a change of the package makes stale."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from standoff import fingerprint

ROOT = Path(fingerprint.__file__).parent
#: Rooms and modules that keep, report or run, and change nothing that is found.
ASIDE = {"errors.py", "fingerprint.py", "version.py", "workers.py", "data/__init__.py", "store"}


def across() -> list[Path]:
    """The modules behind :func:`fingerprint.linker`."""
    named = [ROOT / name for name in (*fingerprint._ACROSS, *fingerprint._SHARED)]
    rooms = [path for room in named if room.is_dir() for path in room.glob("*.py")]
    return [*rooms, *(path for path in named if path.suffix == ".py")]


def imported(path: Path) -> Iterator[str]:
    """The package's own modules and rooms that a module imports, as paths in the package."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("standoff."):
            inside = Path(*(node.module or "").split(".")[1:])
            file = inside.with_suffix(".py")
            yield (file if (ROOT / file).exists() else inside / "__init__.py").as_posix()


def test_all_that_linking_imports_is_in_its_fingerprint() -> None:
    """A rule that moves into a module which the fingerprint does not know would leave old findings standing."""
    known = {*fingerprint._ACROSS, *fingerprint._SHARED, *ASIDE}
    for path in across():
        for name in imported(path):
            assert {name, name.split("/")[0]} & known, f"{path.name} imports {name}"


def test_all_tables_that_linking_reads_are_in_its_fingerprint() -> None:
    read = {
        node.args[0].value
        for path in across()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "table"
        if isinstance(node.args[0], ast.Constant)
    }
    assert read == set(fingerprint._TABLES)


@pytest.mark.parametrize(
    ("file", "coder", "linker"),
    [
        ("link/claims.py", False, True),
        ("weights/claims.sha256", False, True),
        ("grammar.py", True, True),
        ("data/states.csv", True, True),
        ("data/participants.csv", True, False),
        ("resolve/coref.py", True, False),
        ("present/cli.py", False, False),
    ],
)
def test_what_a_change_of_a_file_makes_stale(
    file: str, coder: bool, linker: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprint._within(), fingerprint._across()
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + b"." * (path == ROOT / file))
    after = fingerprint._within.__wrapped__(), fingerprint._across.__wrapped__()
    assert (before[0] != after[0], before[1] != after[1]) == (coder, linker)
