"""Tables of articles: CSV, TSV, JSON lines and JSON, gzipped or not, one report a row, read as a stream.

A row's path is ``FILE#ROW``, rows counted from 1 without the header. Some collections keep a report on one line with
a mark for
its paragraphs (``###``): the mark becomes a line end, which ``Document.extractor`` says.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import IO, Any, cast

from standoff.errors import InputError
from standoff.model import Document, Failed, Problem
from standoff.read import dates
from standoff.read.decode import MAX_REPORT_BYTES, cp1252
from standoff.read.document import Given, build, given
from standoff.read.manifest import Manifest, between

#: Where a field is looked for when no column map names it: the first of these columns that the table has.
COMMON: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "fulltext", "full_text", "maintext", "article_text",
    "articlebody", "story"), "title": ("title", "headline", "head", "article_title"), "published": ("published",
    "date", "publish_date", "publication_date", "date_publish", "date_published", "pub_date", "pubdate",
    "published_at", "publishedat", "datetime"), "scraped": ("scrape_time", "scraped", "date_download",
    "crawl_date", "retrieved", "scraped_at"), "publisher": ("publisher", "source", "domain", "outlet", "media",
    "newspaper", "publication", "source_domain", "source_name"), "uri": ("url", "uri", "link"), "language":
    ("language", "lang"),
}  # fmt: skip
MARK = "###"
#: A table may be of any length; a line of it may not: beyond this it is no table of articles.
MAX_LINE = 4 * MAX_REPORT_BYTES
SUFFIXES = {".csv": ",", ".tsv": "\t", ".jsonl": "", ".ndjson": "", ".json": ""}

csv.field_size_limit(MAX_REPORT_BYTES)


def read(
    stream: IO[bytes], *, path: str, suffix: str, columns: Mapping[str, str] | None, known: ManifestRow
) -> Iterator[Document | Failed]:
    """The reports of one table, in order. A row that fails is a Failed and the next is read; a table that cannot be
    read raises InputError."""
    if suffix == ".json":
        rows = _json(stream)
    elif SUFFIXES[suffix]:
        rows = _csv(stream, SUFFIXES[suffix])
    else:
        rows = _json_lines(stream)
    fields: dict[str, str] | None = None
    count = 0
    for number, row in rows:
        count += 1
        where = f"{path}#{number}"
        if isinstance(row, InputError):
            yield Failed(where, str(row))
            continue
        # the columns of a CSV are fixed; an object of JSON lines may leave one out
        if fields is None or not SUFFIXES[suffix]:
            fields = column_map(row, columns)
        try:
            yield _report(row, fields, where, known(str(number)))
        except InputError as err:
            yield Failed(where, str(err))
    if not count:
        raise InputError("the table has no rows")


class ManifestRow:
    """What the manifests give for the rows of one table; callable with the row's number."""

    def __init__(self, look: list[tuple[Manifest, Any]]) -> None:
        self.look = look

    def __call__(self, row: str) -> Given:
        out = Given()
        for manifest, path in self.look:
            out = out.over(manifest.of(path, row))
        return out


def column_map(row: Mapping[str, object], columns: Mapping[str, str] | None) -> dict[str, str]:
    """Field to column. ``columns`` names some; the rest are found by their common names. Raises InputError when there
    is no text column."""
    unknown = [name for name in columns or {} if name not in COMMON]
    if unknown:
        raise InputError(f"column map: unknown field {unknown[0]!r}; fields are {', '.join(COMMON)}")
    for field, name in (columns or {}).items():
        if name not in row:
            raise InputError(f"there is no column {name!r} (asked for as {field}); it has {', '.join(map(str, row))}")
    lower = {str(name).strip().lower(): str(name) for name in reversed(list(row))}
    found = {field: next((lower[name] for name in names if name in lower), "") for field, names in COMMON.items()}
    found.update(columns or {})
    if not found["text"]:
        raise InputError(
            f"no column with the text; it has {', '.join(map(str, row))}; say which with --column NAME=text"
        )
    return {field: name for field, name in found.items() if name}


def _report(row: Mapping[str, object], fields: Mapping[str, str], where: str, outside: Given) -> Document:
    cells = {field: _cell(row.get(name)) for field, name in fields.items()}
    text = cells["text"]
    problems: tuple[Problem, ...] = ()
    extractor = None
    if text.count(f" {MARK} ") >= 1 and "\n" not in text.strip():
        text = text.replace(f" {MARK} ", "\n")
        extractor = f"table ({MARK} is a line end)"
    day = dates.loose(cells.get("published", "")) if cells.get("published") else None
    if cells.get("published") and day is None:
        why = "could be two days" if dates.ambiguous(cells["published"]) else "is no day"
        problems += (Problem("read", f"date {cells['published'][:40]!r} {why}; left unknown"),)
    title = " ".join(cells.get("title", "").split())
    if title and not text.strip():
        problems += (Problem("read", "the row has no text; its title alone is read"),)
    if title and title.casefold() not in " ".join(text[: len(title) + 400].split()).casefold():
        text = f"{title}\n\n{text}"
        extractor = "; ".join(filter(None, (extractor, "title column above the text")))
    known = given(
        "table",
        published=day,
        publisher=cells.get("publisher"),
        title=title,
        uri=cells.get("uri"),
        language=cells.get("language"),
    )
    scraped = given("table", published=dates.loose(cells.get("scraped", "")))
    return build(text, outside.over(known), path=where, extractor=extractor, fallback=scraped, problems=problems)


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return "\n".join(part for part in value if isinstance(part, str))
    if isinstance(value, Mapping):
        return _cell(value.get("name") or value.get("title") or value.get("text") or "")
    return "" if value is None else str(value)


Row = tuple[int, "dict[str, Any] | InputError"]


def _lines(stream: IO[bytes]) -> Iterator[str]:
    """Decoded lines with their ends: UTF-8, UTF-16 with a mark, else each bad line as Windows-1252."""
    head = stream.read(2)
    if head in (b"\xff\xfe", b"\xfe\xff"):
        raw = stream.read(MAX_LINE * 4)
        try:
            yield from io.StringIO((head + raw).decode("utf-16"), newline="")
        except UnicodeDecodeError as err:
            raise InputError(f"damaged UTF-16 at byte {err.start}; save it as UTF-8") from err
        return
    first = True
    while line := _readline(stream):
        if first:
            line, first = (head + line).removeprefix(b"\xef\xbb\xbf"), False
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            yield cp1252(line)


def _readline(stream: IO[bytes]) -> bytes:
    try:
        line = stream.readline(MAX_LINE + 1)
    except (OSError, EOFError, zlib.error) as err:
        raise InputError(f"damaged file: {err}") from err
    if len(line) > MAX_LINE:
        raise InputError(f"a line of more than {MAX_LINE:,} bytes: not a table of articles")
    return line


def _csv(stream: IO[bytes], delimiter: str) -> Iterator[Row]:
    lines = _lines(stream)
    header = next(lines, "")
    reader = csv.reader(
        chain((header,), lines), delimiter=between(header) if delimiter == "," else delimiter, strict=False
    )
    try:
        names = [name.strip() for name in next(reader, [])]
    except csv.Error as err:
        raise InputError(f"no table: {err}") from err
    if not any(names):
        raise InputError("the table is empty: it needs a header and rows")
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as err:
            number += 1
            yield number, InputError(f"line {reader.line_num}: {err}")
            continue
        if not cells:
            continue
        number += 1
        if len(cells) != len(names):
            held = f"{len(cells)} cell{'' if len(cells) == 1 else 's'}"
            yield number, InputError(f"line {reader.line_num}: {held} where the header has {len(names)}")
        else:
            yield number, dict(zip(names, cells, strict=True))


def _json_lines(stream: IO[bytes]) -> Iterator[Row]:
    number = 0
    for line in _lines(stream):
        if line.strip():
            number += 1
            yield number, _object(line)


def _object(line: str) -> dict[str, Any] | InputError:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as err:
        return InputError(f"not JSON: {err}")
    return value if isinstance(value, dict) else InputError("not a JSON object with a text field")


def _json(stream: IO[bytes]) -> Iterator[Row]:
    """One object, or a list of them."""
    try:
        raw = stream.read(MAX_LINE + 1)
        if len(raw) > MAX_LINE:
            raise InputError(f"more than {MAX_LINE:,} bytes of JSON: write it as JSON lines (.jsonl)")
        value = json.loads(raw)
    except (OSError, EOFError, zlib.error, ValueError, RecursionError) as err:
        raise InputError(f"not JSON: {err}") from err
    items = value if isinstance(value, list) else [value]
    for number, item in enumerate(items, 1):
        yield number, item if isinstance(item, dict) else InputError("not a JSON object with a text field")


def unzipped(stream: IO[bytes]) -> IO[bytes]:
    """The stream, gunzipped."""
    return cast("IO[bytes]", gzip.GzipFile(fileobj=stream))
