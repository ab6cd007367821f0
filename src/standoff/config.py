"""Settings: the command line over ``STANDOFF_*`` variables over ``standoff.toml`` over the defaults.

Every key of :class:`Settings` can stand in the file (``workers = 2``), in the environment (``STANDOFF_WORKERS=2``)
and, where a command offers it, on its line (``--workers 2``). A key that nobody knows is an error that names it:
a typing slip must not silently leave a default in force.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from standoff.errors import ConfigError

FILE = "standoff.toml"
PREFIX = "STANDOFF_"
FORMATS = ("table", "json", "jsonl", "csv")
COLOURS = ("auto", "always", "never")


class Settings(Struct, frozen=True, kw_only=True):
    """What the commands go by.

    ``store`` is the SQLite file, ``workers`` the number of processes (0: one a core), ``actors`` the user's own
    tables of actors, ``format`` how records are printed, ``colour`` whether the terminal is coloured, ``author`` who
    signs judgements (empty: the user's login name). ``came_from`` names, for each key that is not a default, where it
    was set.
    """

    store: str = "standoff.db"
    workers: int = 1
    actors: tuple[str, ...] = ()
    format: str = "table"
    colour: str = "auto"
    author: str = ""
    came_from: tuple[tuple[str, str], ...] = ()


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"{where} must be a non-empty string, not {value!r}")
    return value


def _count(value: object, where: str) -> int:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ConfigError(f"{where} must be a whole number from 0 up, not {value!r}")
    return value


def _paths(value: object, where: str) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(os.pathsep)
    if not isinstance(value, (list, tuple)):
        raise ConfigError(f"{where} must be a path or a list of paths, not {value!r}")
    return tuple(_text(item, where) for item in value)


def _one_of(choices: tuple[str, ...]) -> Callable[[object, str], str]:
    def check(value: object, where: str) -> str:
        if value not in choices:
            raise ConfigError(f"{where} must be one of {', '.join(choices)}, not {value!r}")
        return str(value)

    return check


_CHECKS: dict[str, Callable[[object, str], object]] = {
    "store": _text,
    "workers": _count,
    "actors": _paths,
    "format": _one_of(FORMATS),
    "colour": _one_of(COLOURS),
    "author": _text,
}
#: Keys whose relative paths in ``standoff.toml`` are meant from the folder of that file.
_FROM_FILE = frozenset({"store", "actors"})


def _unknown(key: str, where: str) -> ConfigError:
    return ConfigError(f"{where}: unknown setting {key!r}; known are {', '.join(_CHECKS)}")


def load(
    *,
    given: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Settings:
    """The settings in force.

    ``given`` holds what the command line says (None: not said), ``environ`` defaults to the process's environment,
    ``file`` to ``STANDOFF_CONFIG`` or ``standoff.toml`` in the working directory, which may be absent; a file
    that is named must exist. Raises :class:`~standoff.errors.ConfigError` on an unknown key or a malformed value.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, object] = {}
    came_from: dict[str, str] = {}

    def take(key: str, value: object, where: str, label: str) -> None:
        if key not in _CHECKS:
            raise _unknown(key, label)
        values[key] = _CHECKS[key](value, where)
        came_from[key] = label

    named = file or (Path(environ[PREFIX + "CONFIG"]) if environ.get(PREFIX + "CONFIG") else None)
    path = named or Path(FILE)
    for key, value in _read(path, must_exist=named is not None).items():
        take(key, value, f"{path}: {key}", str(path))
        if key in _FROM_FILE:
            values[key] = _beside(path, values[key])
    for name in sorted(environ):
        if name.startswith(PREFIX) and name != PREFIX + "CONFIG" and environ[name] != "":
            take(name.removeprefix(PREFIX).lower(), environ[name], name, f"the variable {name}")
    for key, value in (given or {}).items():
        if value is not None and value != ():
            take(key, value, f"--{key}", "the command line")
    return Settings(**values, came_from=tuple(sorted(came_from.items())))  # type: ignore[arg-type]


def _read(path: Path, *, must_exist: bool) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as err:
        if must_exist:
            raise ConfigError(f"settings file {path} does not exist") from err
        return {}
    except (OSError, UnicodeDecodeError) as err:
        raise ConfigError(f"settings file {path} cannot be read: {err}") from err
    import tomllib  # milliseconds that whoever has no such file need not pay

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise ConfigError(f"settings file {path} cannot be read: {err}") from err


def _beside(file: Path, value: object) -> object:
    """Relative paths of the file's own folder; a file in the working directory changes nothing."""
    if isinstance(value, tuple):
        return tuple(_beside(file, item) for item in value)
    return str(file.parent / str(value))
