"""Settings: which of four places wins, and what is refused."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from standoff.config import Settings, load
from standoff.errors import ConfigError


def file(folder: Path, text: str) -> Path:
    path = folder / "standoff.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_line_over_environment_over_file_over_defaults(tmp_path: Path) -> None:
    """Each place fills what the ones before it leave open."""
    path = file(tmp_path, 'workers = 2\nformat = "csv"\ncolour = "never"\n')
    found = load(
        given={"workers": 4, "store": None}, environ={"STANDOFF_WORKERS": "3", "STANDOFF_FORMAT": "json"}, file=path
    )
    assert (found.workers, found.format, found.colour, found.store) == (4, "json", "never", "standoff.db")
    assert dict(found.came_from) == {
        "workers": "the command line", "format": "the variable STANDOFF_FORMAT", "colour": str(path),
    }  # fmt: skip


def test_without_anything_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file in the working directory is fine."""
    monkeypatch.chdir(tmp_path)
    assert load(environ={}) == Settings()


def test_the_file_of_the_working_directory_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody need name it, and its paths stay as they are."""
    file(tmp_path, 'store = "crisis.db"\n')
    monkeypatch.chdir(tmp_path)
    assert load(environ={}).store == "crisis.db"


def test_paths_in_a_file_are_meant_from_its_folder(tmp_path: Path) -> None:
    """A settings file can be used from anywhere."""
    path = file(tmp_path, 'store = "crisis.db"\nactors = ["mine.csv"]\n')
    found = load(environ={"STANDOFF_CONFIG": str(path)})
    assert found.store == str(tmp_path / "crisis.db")
    assert found.actors == (str(tmp_path / "mine.csv"),)


@pytest.mark.parametrize(
    ("text", "environ", "names"),
    [
        ('stor = "x"', {}, "'stor'"),
        ("came_from = []", {}, "'came_from'"),
        ("", {"STANDOFF_WORKER": "2"}, "'worker'"),
        ("workers = -1", {}, "workers"),
        ("workers = true", {}, "workers"),
        ("", {"STANDOFF_WORKERS": "two"}, "STANDOFF_WORKERS"),
        ('format = "xml"', {}, "'xml'"),
        ("store = 3", {}, "store"),
        ("actors = [1]", {}, "actors"),
        ("not toml", {}, "standoff.toml"),
    ],
)
def test_what_is_unknown_or_malformed_is_named(tmp_path: Path, text: str, environ: dict[str, str], names: str) -> None:
    """A slip never leaves a default silently in force."""
    with pytest.raises(ConfigError, match=names):
        load(environ=environ, file=file(tmp_path, text))


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    """Only the implicit one may be absent."""
    with pytest.raises(ConfigError, match="does not exist"):
        load(environ={}, file=tmp_path / "none.toml")


def test_settings_are_frozen() -> None:
    """Nobody changes them behind another's back."""
    assert Settings.__struct_config__.frozen
    with pytest.raises(AttributeError):
        Settings().store = "x"  # type: ignore[misc]
    assert msgspec.structs.replace(Settings(), workers=2).workers == 2
