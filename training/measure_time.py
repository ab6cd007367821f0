"""Times against TimeML files, by TempEval-3's rules: ``measure(paths)`` for ``python -m training.evaluate timex``.

The product's own recogniser reads the bare text of ``<TEXT>``; it is told the document's creation time and nothing
else. ``<TIMEX3>`` outside the text, and those without words of their own, are not counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from msgspec import Struct

from standoff.analyse import Analyser
from standoff.annotate.times import find_times
from standoff.model import Document, Found, Span, Zone, document_id
from standoff.resolve.times import anchor

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Timex(Struct, frozen=True, order=True):
    """A time expression: where it stands in the text, and its TIMEX3 value."""

    span: Span
    value: str


class Timed(Struct, frozen=True):
    """A TimeML file: its name, bare text, day of creation (ISO, None when not given), and times by hand."""

    name: str
    text: str
    created: str | None
    gold: tuple[Timex, ...]


def measure(paths: list[Path], analyser: Analyser | None = None) -> dict[str, float]:
    """TempEval-3's F1 over all files together: ``strict`` spans, ``relaxed`` (overlapping) spans, and ``value``, which
    is relaxed F1 times the share of right values among the matched. ``paths`` are ``.tml`` files or folders of them."""
    analyser = analyser or Analyser.load()
    tally = Counter[str]()
    for timed in files(paths):
        found = system(timed, analyser)
        pairs = matched(timed.gold, found)
        tally.update(
            gold=len(timed.gold),
            system=len(found),
            strict=len({t.span for t in timed.gold} & {t.span for t in found}),
            relaxed=len(pairs),
            value=sum(g.value == s.value for g, s in pairs),
        )
    both = tally["gold"] + tally["system"]
    return {k: 2 * tally[k] / both if both else 0.0 for k in ("strict", "relaxed", "value")}


def files(paths: Iterable[Path]) -> Iterator[Timed]:
    """The TimeML files among ``paths`` and below its folders, by name.

    Raises FileNotFoundError for a path without any.
    """
    for path in paths:
        found = sorted(path.rglob("*.tml")) if path.is_dir() else [path]
        if not found or not all(f.is_file() for f in found):
            raise FileNotFoundError(f"{path}: no TimeML file (.tml) there")
        for file in found:
            yield read(file)


def read(path: Path) -> Timed:
    """One TimeML file. Raises ValueError when it is not XML or has no ``<TEXT>``."""
    try:
        root = ElementTree.fromstring(path.read_bytes())
    except ElementTree.ParseError as err:
        raise ValueError(f"{path}: not XML: {err}") from err
    body = root.find(".//TEXT")
    if body is None:
        raise ValueError(f"{path}: no <TEXT>")
    parts: list[str] = []
    gold: list[Timex] = []
    _walk(body, parts, gold)
    created = root.find(".//DCT//TIMEX3")
    day = _DAY.match(created.get("value", "")) if created is not None else None
    return Timed(path.name, "".join(parts), day[0] if day else None, tuple(sorted(gold)))


def _walk(node: ElementTree.Element, parts: list[str], gold: list[Timex]) -> None:
    """The text below ``node``, piece by piece, and the times that it holds."""
    start = sum(map(len, parts))
    parts.append(node.text or "")
    for child in node:
        _walk(child, parts, gold)
        parts.append(child.tail or "")
    end = sum(map(len, parts))
    if node.tag == "TIMEX3" and end > start:
        gold.append(Timex(Span(start, end), node.get("value", "")))


def system(timed: Timed, analyser: Analyser) -> list[Timex]:
    """What the product finds in the text, told the day of creation."""
    if not timed.text.strip():
        return []
    document = Document(
        id=document_id(timed.name, publisher=None, uri=None),
        sha256=timed.name,
        text=timed.text,
        published=Found(timed.created, "caller") if timed.created else None,
        zones=(Zone(Span(0, len(timed.text)), "body"),),
    )
    times = anchor(find_times(document, analyser.run(document)), document)
    return [Timex(t.span, t.value) for t in times]


def matched(gold: Iterable[Timex], found: Iterable[Timex]) -> list[tuple[Timex, Timex]]:
    """Overlapping pairs, each side used once: equal spans first, then in text order."""
    rest = sorted(found)
    pairs = []
    left = []
    for g in sorted(gold):
        same = next((s for s in rest if s.span == g.span), None)
        if same is None:
            left.append(g)
        else:
            rest.remove(same)
            pairs.append((g, same))
    for g in left:
        over = next((s for s in rest if s.span.overlaps(g.span)), None)
        if over is not None:
            rest.remove(over)
            pairs.append((g, over))
    return sorted(pairs)
