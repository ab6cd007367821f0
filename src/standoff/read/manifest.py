"""What the reports do not say of themselves, from a CSV beside them: columns path and any of published, publisher,
title, uri, language."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from standoff.errors import InputError
from standoff.read.decode import decode
from standoff.read.document import Given, given

NAME = "manifest.csv"
COLUMNS = ("published", "publisher", "title", "uri", "language")
MAX_BYTES = 100_000_000


class Manifest:
    """The rows of one manifest by the file they speak of. ``rows`` maps an absolute path, or path and ``#row``, to
    its values."""

    def __init__(self, rows: dict[str, Given]) -> None:
        self.rows = rows

    def of(self, path: Path, row: str | None = None) -> Given:
        """What the manifest gives for a file, or for one row of a table; empty when it does not name it."""
        key = str(path.resolve())
        own = self.rows.get(f"{key}#{row}", Given()) if row is not None else Given()
        return own.over(self.rows.get(key, Given()))


def between(header: str) -> str:
    """What stands between the cells of a CSV with this first line: a comma, or what spreadsheets write instead where
    the comma is the decimal mark."""
    return "," if "," in header else next((mark for mark in ";\t" if mark in header), ",")


def load(path: Path) -> Manifest:
    """Read a manifest. Raises InputError that names the file and the row for anything that is not right in it."""
    try:
        raw = path.read_bytes()
    except OSError as err:
        raise InputError(f"manifest {path}: cannot be read ({err.strerror}); give a CSV with a column path") from err
    if len(raw) > MAX_BYTES:
        raise InputError(f"manifest {path}: {len(raw):,} bytes is more than a manifest may have ({MAX_BYTES:,})")
    try:
        text, _ = decode(raw)
    except InputError as err:
        raise InputError(f"manifest {path}: {err}") from err
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True, delimiter=between(text.partition("\n")[0]))
    try:
        names = [(name or "").strip() for name in reader.fieldnames or []]
        _check_header(path, names)
        reader.fieldnames = names
        rows: dict[str, Given] = {}
        for row in reader:
            where = f"manifest {path}, row {reader.line_num}"
            key, known = _row(path, where, row)
            if key in rows:
                raise InputError(f"{where}: {row['path']!r} is named twice")
            rows[key] = known
    except csv.Error as err:
        raise InputError(f"manifest {path}, row {reader.line_num}: {err}") from err
    return Manifest(rows)


def _check_header(path: Path, names: list[str]) -> None:
    if "path" not in names:
        raise InputError(f"manifest {path}: there is no column path; columns are path, {', '.join(COLUMNS)}")
    for name in names:
        if name != "path" and name not in COLUMNS:
            raise InputError(f"manifest {path}: unknown column {name!r}; columns are path, {', '.join(COLUMNS)}")
        if names.count(name) > 1:
            raise InputError(f"manifest {path}: column {name!r} occurs twice")


def _row(path: Path, where: str, row: dict[str | None, str | list[str] | None]) -> tuple[str, Given]:
    if None in row or None in row.values():
        raise InputError(f"{where}: it has {'more' if None in row else 'fewer'} cells than the header")
    cells = {name: value.strip() for name, value in row.items() if name is not None and isinstance(value, str)}
    name = cells.pop("path")
    if not name:
        raise InputError(f"{where}: the path is empty")
    file, mark, part = name, "", ""
    if not (path.parent / file).is_file() and "#" in name:
        file, mark, part = name.rpartition("#")[0], "#", name.rpartition("#")[2]
    target = path.parent / file
    if not target.is_file():
        raise InputError(f"{where}: there is no file {name!r} beside the manifest")
    try:
        known = given("manifest", **cells)
    except InputError as err:
        raise InputError(f"{where} ({name}): {err}") from err
    return f"{target.resolve()}{mark}{part}", known
