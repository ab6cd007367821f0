"""Everything that can be named on a command line, to reports in that order: files, folders, globs, tables and ``-``.

Nothing is lost: an input that cannot be read becomes a :class:`~standoff.model.Failed` in its place. Only a wrong
manifest, which would date or name reports wrongly, stops the run before it starts. Nothing is fetched.
"""

from __future__ import annotations

import glob
import os
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO

from standoff.errors import InputError
from standoff.model import Document, Failed
from standoff.read import html, manifest, tables
from standoff.read.decode import MAX_REPORT_BYTES, decode
from standoff.read.document import Given, build

Reading = Callable[[], Iterator["Document | Failed"]]
#: Suffixes of what is no text yet: such a file fails, and is named.
_LATER = {
    ".xml": "feeds and vendor XML",
    ".rss": "feeds",
    ".warc": "web archives",
    ".nitf": "vendor XML",
    ".docx": "Word files",
    ".pdf": "PDF files",
}


def read_inputs(
    inputs: Sequence[str],
    *,
    manifest: Path | None = None,
    columns: Mapping[str, str] | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Document | Failed]:
    """The reports behind ``inputs``, lazily, in their order; a folder's and a glob's files sorted by path.

    ``columns`` maps fields (text, title, published, scraped, publisher, uri, language) to a table's columns. A
    ``manifest.csv`` in a folder, or beside a file, is used as it stands; an explicit ``manifest`` comes before it.
    Raises :class:`~standoff.errors.InputError` at once for a manifest that is wrong or a column map with an unknown
    field.
    """
    shelf = _Shelf(manifest)
    unknown = [field for field in columns or {} if field not in tables.COMMON]
    if unknown:
        raise InputError(f"column map: unknown field {unknown[0]!r}; fields are {', '.join(tables.COMMON)}")
    plan: list[Reading] = []
    for name in inputs:
        plan += _plan(name, shelf, columns, stdin)
    return (report for reading in plan for report in reading())


class _Shelf:
    """The manifests that apply: the explicit one, then the nearest one above each file."""

    def __init__(self, explicit: Path | None) -> None:
        self.explicit = manifest.load(explicit) if explicit else None
        self.kept: dict[Path, manifest.Manifest | None] = {}

    def beside(self, folder: Path) -> manifest.Manifest | None:
        key = folder.resolve()
        if key not in self.kept:
            path = folder / manifest.NAME
            self.kept[key] = manifest.load(path) if path.is_file() else None
        return self.kept[key]

    def rows(self, path: Path, top: Path) -> tables.ManifestRow:
        """The manifests that may name ``path``, strongest first: from its own folder up to ``top``."""
        look = [self.explicit] if self.explicit else []
        folder = path.parent
        while True:
            found = self.beside(folder)
            if found:
                look.append(found)
            if folder == top or folder == folder.parent or top not in folder.parents:
                break
            folder = folder.parent
        return tables.ManifestRow([(each, path) for each in look])


def _plan(name: str, shelf: _Shelf, columns: Mapping[str, str] | None, stdin: BinaryIO | None) -> list[Reading]:
    if name == "-":
        return [partial(_standard_input, stdin, columns)]
    path = Path(name)
    try:
        if path.is_dir():
            return _folder(path, shelf, columns)
        if path.exists():
            if path.name == manifest.NAME:
                return [_failing(name, "this is a manifest, no report; give its folder, or pass it with --manifest")]
            return [partial(_file, path, shelf.rows(path, path.parent), columns)]
        found = sorted(glob.glob(name, recursive=True)) if glob.has_magic(name) else []
    except OSError as err:
        return [_failing(name, f"cannot be looked at ({err.strerror})")]
    except ValueError:
        return [_failing(name, "is no path")]
    if found:
        named = [each for each in found if Path(each).name != manifest.NAME]
        return [reading for each in named for reading in _plan(each, shelf, columns, stdin)]
    what = "no file matches the pattern" if glob.has_magic(name) else "there is no such file or folder"
    return [_failing(name, f"{what}; check the path")]


def _folder(top: Path, shelf: _Shelf, columns: Mapping[str, str] | None) -> list[Reading]:
    """The files under a folder, sorted by path; hidden ones and manifests are no reports."""
    files, closed = list[Path](), list[OSError]()
    for folder, below, names in os.walk(top, onerror=closed.append):
        below[:] = [name for name in below if not name.startswith(".")]
        files += [Path(folder, name) for name in names if not name.startswith(".") and name != manifest.NAME]
    files.sort(key=lambda each: each.relative_to(top).parts)
    plan = [_failing(str(err.filename), f"cannot be looked at ({err.strerror})") for err in closed]
    if not files and not closed:
        plan.append(_failing(str(top), "there are no reports in this folder; give files of text, HTML, CSV or JSONL"))
    shelf.beside(top)
    for path in files:
        try:
            if path.is_file():
                plan.append(partial(_file, path, shelf.rows(path, top), columns))
                continue
            reason = "a link that leads nowhere" if path.is_symlink() else "is no plain file"
        except OSError as err:  # a folder may let its names be read, and no more
            reason = f"cannot be looked at ({err.strerror})"
        plan.append(_failing(str(path), reason))
    return plan


def _failing(path: str, reason: str) -> Reading:
    return lambda: iter((Failed(_written(path), reason),))


def _written(path: str) -> str:
    """A path as text: bytes that are no UTF-8 stand as ``\\udce9``, for neither JSON nor the store can hold them."""
    return path.encode("utf-8", "backslashreplace").decode()


def _file(path: Path, rows: tables.ManifestRow, columns: Mapping[str, str] | None) -> Iterator[Document | Failed]:
    """The report or reports in one file; whatever goes wrong is a Failed that names it."""
    name = _written(str(path))
    try:
        suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
        zipped = suffixes[-1:] == [".gz"]
        suffix = (suffixes[-2] if zipped and len(suffixes) > 1 else "" if zipped else suffixes[-1]) if suffixes else ""
        with path.open("rb") as stream:
            if suffix in tables.SUFFIXES:
                source = tables.unzipped(stream) if zipped else stream
                yield from tables.read(source, path=name, suffix=suffix, columns=columns, known=rows)
                return
            raw = _limited(tables.unzipped(stream) if zipped else stream)
        if suffix in _LATER and not html.looks_html(raw):
            raise InputError(f"{_LATER[suffix]} are not read yet; export it as text, HTML, CSV or JSONL")
        known = rows("")
        yield (
            html.page(raw, known, path=name)
            if suffix in (".html", ".htm", ".xhtml") or html.looks_html(raw)
            else _text(raw, known, name)
        )
    except InputError as err:
        yield Failed(name, str(err))
    except OSError as err:
        yield Failed(name, f"cannot be read ({err.strerror or err}); check the file and its permissions")
    except (EOFError, zlib.error) as err:
        yield Failed(name, f"damaged gzip file ({err})")


def _limited(stream: IO[bytes]) -> bytes:
    raw = stream.read(MAX_REPORT_BYTES + 1)
    if len(raw) > MAX_REPORT_BYTES:
        raise InputError(
            f"larger than a report may be ({MAX_REPORT_BYTES:,} bytes); split it, or give many articles as CSV or JSONL"
        )
    return raw


def _text(raw: bytes, known: Given, path: str | None) -> Document:
    if not raw.strip():
        raise InputError("the file is empty")
    text, problems = decode(raw)
    return build(text, known, path=path, problems=problems)


def _standard_input(stdin: BinaryIO | None, columns: Mapping[str, str] | None) -> Iterator[Document | Failed]:
    """One report on standard input: text or HTML; JSON lines when the first line is a JSON object."""
    try:
        if stdin is None:
            raise InputError("nothing on standard input")
        first = stdin.peek(64) if hasattr(stdin, "peek") else b""
        if first.lstrip()[:1] == b"{":
            yield from tables.read(stdin, path="-", suffix=".jsonl", columns=columns, known=tables.ManifestRow([]))
            return
        raw = _limited(stdin)
        if not raw.strip():
            raise InputError("nothing on standard input")
        yield html.page(raw, Given(), path="-") if html.looks_html(raw) else _text(raw, Given(), "-")
    except InputError as err:
        yield Failed("-", str(err))
    except OSError as err:
        yield Failed("-", f"cannot be read ({err.strerror or err})")
