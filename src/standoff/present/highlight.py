"""A report with its words marked by kind: colours on a terminal, brackets elsewhere."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from standoff.model import BEARING, Report, Span, Zone
from standoff.present.terminal import safe, safe_with_map

if TYPE_CHECKING:
    from rich.text import Text

#: Kind and style, later ones painted over earlier ones.
STYLES = {
    "content": "green",
    "source": "bold cyan",
    "cue": "bold yellow",
    "quantity": "bold magenta",
    "trigger": "underline red",
}
MARGIN = max(len(role) for role in ("boilerplate", *BEARING))

Mark = tuple[str, Span]


def marks(report: Report) -> list[Mark]:
    """What to mark: kind and span, each once, in painting order."""
    found = [("content", span) for s in report.statements for span in s.content]
    found += [("source", s.source) for s in report.statements if s.source]
    found += [("cue", s.cue) for s in report.statements if s.cue]
    found += [("quantity", q.span) for q in report.quantities]
    found += [("trigger", e.trigger) for e in report.events]
    order = list(STYLES)
    return sorted(dict.fromkeys(found), key=lambda mark: (order.index(mark[0]), mark[1]))


def lines(report: Report) -> list[tuple[str, Span]]:
    """The lines of the text that are not blank, cut where a zone ends: role (empty between zones) and span.

    Zones and what lies between them: nothing is left out.
    """
    text = report.document.text
    out = []
    for role, span in _pieces(report):
        at = span.start
        while at < span.end:
            stop = text.find("\n", at, span.end)
            stop = span.end if stop < 0 else stop
            if text[at:stop].strip():
                out.append((role, Span(at, stop)))
            at = stop + 1
    return out


def _pieces(report: Report) -> Iterator[tuple[str, Span]]:
    at, text = 0, report.document.text
    for zone in sorted(report.document.zones, key=lambda zone: zone.span):
        if zone.span.start > at:
            yield "", Span(at, zone.span.start)
        if zone.span.end > at:
            yield zone.role, Span(max(at, zone.span.start), zone.span.end)
            at = zone.span.end
    if at < len(text):
        yield "", Span(at, len(text))


def coloured(report: Report) -> Iterator[tuple[str, Text]]:
    """Role and highlighted text of every line; zones that bear no records are dim."""
    from rich.text import Text

    shown, at = safe_with_map(report.document.text)
    whole = Text(shown)
    found = lines(report)
    for role, span in found:
        if role not in BEARING:
            whole.stylize("dim", at[span.start], at[span.end])
    for kind, span in marks(report):
        whole.stylize(STYLES[kind], at[span.start], at[span.end])
    # one cut at every edge of a line; every second piece or so is the line end between two
    edges = sorted({at[edge] for _, span in found for edge in (span.start, span.end)})
    cut = dict(zip([0, *edges], whole.divide(edges), strict=True))
    for role, span in found:
        yield role, cut[at[span.start]]


def plain(report: Report) -> Iterator[tuple[str, str]]:
    """Role and text of every line, marks as ``[source NATO] [cue said] [content ...]``."""
    found = lines(report)
    starts = [span.start for _, span in found]
    inside: list[list[Mark]] = [[] for _ in found]
    for mark in marks(report):
        i = max(0, bisect_right(starts, mark[1].start) - 1)
        while i < len(found) and found[i][1].start < mark[1].end:
            if mark[1].overlaps(found[i][1]):
                inside[i].append(mark)
            i += 1
    for (role, span), held in zip(found, inside, strict=True):
        yield role, _bracketed(report.document.text, span, held)


def _bracketed(text: str, span: Span, inside: Iterable[Mark]) -> str:
    """``text`` of ``span`` with brackets. A mark that crosses the end of an earlier one is closed and opened again."""
    starts: dict[int, list[tuple[int, str]]] = {}
    for kind, mark in inside:
        starts.setdefault(max(mark.start, span.start), []).append((min(mark.end, span.end), kind))
    cuts = sorted({span.start, span.end, *starts, *(end for marks in starts.values() for end, _ in marks)})
    out: list[str] = []
    held: list[tuple[int, str]] = []
    for here, there in zip(cuts, [*cuts[1:], span.end], strict=True):
        again: list[tuple[int, str]] = []
        while any(end == here for end, _ in held):
            last = held.pop()
            out.append("]")
            if last[0] != here:
                again.append(last)
        for end, kind in sorted((*again, *starts.get(here, ())), key=lambda mark: (-mark[0], mark[1])):
            out.append(f"[{kind} ")
            held.append((end, kind))
        out.append(safe(text[here:there], one_line=True))
    return "".join(out)


def zone_at(zones: Iterable[Zone], at: int) -> Zone | None:
    """The zone that holds an offset."""
    return next((zone for zone in zones if zone.span.start <= at < zone.span.end), None)
