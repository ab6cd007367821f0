"""What made a record or a finding: the version, and a hash over everything that can change it.

Two runs with the same fingerprint make the same of the same input; a change of one rule or one row of a table gives
another, so that nothing stale is taken for current.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from standoff.errors import DataError
from standoff.version import VERSION

_PACKAGE = Path(__file__).resolve().parent
#: Rooms that print or keep records but have no part in making them.
_ELSEWHERE = frozenset({"present", "store", "__pycache__"})
#: What works across reports: a change there wants linking anew, not coding.
_ACROSS = frozenset({"link", "across.py", "dossier.py", "verdicts.py", "corrected.py"})
#: What that rests on, and shares with the reading of single reports; and the tables that it looks into.
_SHARED = (
    "grammar.py", "model.py", "analyse/encoder.py", "analyse/network.py", "analyse/pieces.py", "analyse/tokens.py",
    "weights/SHA256SUMS", "weights/claims.sha256",
)  # fmt: skip
_TABLES = (
    "agencies.csv", "demand_words.csv", "plover.csv", "relations.csv", "same_things.csv", "states.csv", "units.csv",
    "word_weights.csv",
)  # fmt: skip
#: The network is pinned by its checksums, which are checked when it is loaded: no need to hash megabytes twice.
_SUFFIXES = frozenset({".py", ".csv", ".tsv", ".txt", ".json", ".toml", ".gz"})


def coder(actors: Iterable[str] = ()) -> str:
    """``0.1.0 3f2a…``: the version, and 12 hex digits over code, tables, weights' checksums and the user's ``actors``.

    Raises :class:`~standoff.errors.DataError` when a table of the user's cannot be read.
    """
    digest = hashlib.sha256(_within().encode())
    for path in actors:
        try:
            digest.update(hashlib.sha256(Path(path).read_bytes()).digest())
        except OSError as error:
            raise DataError(f"table of actors {path}: {error.strerror}") from error
    return f"{VERSION} {digest.hexdigest()[:12]}"


def linker() -> str:
    """The same for what makes findings of records. Which coder made the records is not part of it: a store knows when
    its records change."""
    return f"{VERSION} {_across()[:12]}"


@cache
def _within() -> str:
    inside = (path.relative_to(_PACKAGE) for path in _PACKAGE.rglob("*") if path.is_file())
    return _hashed(
        path
        for path in inside
        if not _ELSEWHERE.intersection(path.parts)
        and path.parts[0] not in _ACROSS
        and (path.suffix in _SUFFIXES or path.name == "SHA256SUMS")
    )


@cache
def _across() -> str:
    # every list asks for it, so that only what matters is looked at: a twentieth of the package
    rooms = [name for name in _ACROSS if not name.endswith(".py")]
    own = [Path(room, path.name) for room in rooms for path in (_PACKAGE / room).glob("*.py")]
    files = [Path(name) for name in _ACROSS.difference(rooms)]
    return _hashed([*own, *files, *map(Path, _SHARED), *(Path("data", name) for name in _TABLES)])


def _hashed(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.as_posix()}\0".encode())
        digest.update(hashlib.sha256((_PACKAGE / path).read_bytes()).digest())
    return digest.hexdigest()
