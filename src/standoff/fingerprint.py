"""What coded a report: the version, and a hash over everything that can change a record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from standoff import __version__
from standoff.errors import DataError

_PACKAGE = Path(__file__).resolve().parents[1]
#: Rooms that print or keep records but have no part in making them.
_ELSEWHERE = frozenset({"present", "store", "__pycache__"})
#: The network is pinned by its checksums, which are checked when it is loaded: no need to hash megabytes twice.
_SUFFIXES = frozenset({".py", ".csv", ".tsv", ".txt", ".json", ".toml", ".gz"})


def coder(actors: Iterable[str] = ()) -> str:
    """``0.1.0 3f2a…``: the version, and 12 hex digits over code, tables, weights' checksums and the user's ``actors``.

    Two runs with the same coder give the same record of the same report; a change of one rule or one row of a table
    gives another coder, so that nothing stale is taken for current. Raises :class:`~standoff.errors.DataError` when
    a table of the user's cannot be read.
    """
    digest = hashlib.sha256(_package().encode())
    for path in actors:
        try:
            digest.update(hashlib.sha256(Path(path).read_bytes()).digest())
        except OSError as error:
            raise DataError(f"table of actors {path}: {error.strerror}") from error
    return f"{__version__} {digest.hexdigest()[:12]}"


@cache
def _package() -> str:
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        inside = path.relative_to(_PACKAGE)
        if _ELSEWHERE.intersection(inside.parts) or not path.is_file():
            continue
        if path.suffix in _SUFFIXES or path.name == "SHA256SUMS":
            digest.update(f"{inside.as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
