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
#: The network is pinned by its checksums, which are checked when it is loaded: no need to hash megabytes twice.
_SUFFIXES = frozenset({".py", ".csv", ".tsv", ".txt", ".json", ".toml", ".gz"})


def coder(actors: Iterable[str] = ()) -> str:
    """``0.1.0 3f2a…``: the version, and 12 hex digits over code, tables, weights' checksums and the user's ``actors``.

    Raises :class:`~standoff.errors.DataError` when a table of the user's cannot be read.
    """
    digest = hashlib.sha256(_package(across=False).encode())
    for path in actors:
        try:
            digest.update(hashlib.sha256(Path(path).read_bytes()).digest())
        except OSError as error:
            raise DataError(f"table of actors {path}: {error.strerror}") from error
    return f"{VERSION} {digest.hexdigest()[:12]}"


def linker() -> str:
    """The same for what makes findings of records. Which coder made the records is not part of it: a store knows when
    its records change."""
    return f"{VERSION} {_package(across=True)[:12]}"


@cache
def _package(*, across: bool) -> str:
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        inside = path.relative_to(_PACKAGE)
        if _ELSEWHERE.intersection(inside.parts) or not path.is_file():
            continue
        if across != (inside.parts[0] in _ACROSS) and inside.parts[0] != "data":
            continue
        if path.suffix in _SUFFIXES or path.name == "SHA256SUMS":
            digest.update(f"{inside.as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
