"""The section of a brief on figures: who gives which, when, side by side; never an average."""

from __future__ import annotations

from itertools import combinations

from standoff.dossier import Reading, Series
from standoff.link.bounds import excludes
from standoff.link.propositions import Measure
from standoff.present import charts, names
from standoff.present.brief_desk import Desk
from standoff.present.brief_page import Block, Heading, Line, Note, Paragraph, Picture, Section, Table, cite, plain
from standoff.present.brief_sides import body
from standoff.present.brief_words import capital, count, printer, quoted
from standoff.present.periods import apart, back, span
from standoff.present.wording import bounded, cut, folded, in_unit

_SERIES = 3
_ROWS = 8
_CITED = 3
_PAIRS = 2
#: Days between two figures beyond which they may both be right, since things change.
_NEAR = 3
#: Days before the first report beyond which figures are background.
_BEFORE = 31

#: A row of the table: day, bounds, whether about.
_Key = tuple[str, float | None, float | None, bool]
_Rows = dict[_Key, list[Reading]]


def figures(desk: Desk) -> Section | None:
    """The series that most sources speak to and that move or clash, each as a table and, where days differ, a chart."""
    told = [(series, _rows(desk, series)) for series in desk.material.series]
    told = [(series, rows) for series, rows in told if len({key[1:3] for key in rows}) > 1]
    told.sort(key=lambda pair: _weight(*pair))
    blocks: list[Block] = []
    for series, rows in told[:_SERIES]:
        blocks += _series(desk, series, rows)
    if not blocks:
        return None
    shown, many = min(_SERIES, len(told)), len(desk.material.series)
    blocks += desk.more(shown, many, "series", ("series of figures",) * 2, "standoff series")
    return Section("figures", "Figures", tuple(blocks))


def _rows(desk: Desk, series: Series) -> _Rows:
    """The figures of the chosen reports by day; those who give the same on the same day are one row. What was long
    before the first report is background."""
    chosen = {head.id for head in desk.material.heads}
    since = back(desk.window[0], _BEFORE) if desk.window else ""
    rows: _Rows = {}
    for point in sorted(series.points, key=lambda p: (p.day is None, p.day or "", p.at)):
        old = point.day is not None and point.day < since
        if point.at.report in chosen and not old and not (point.low is None and point.high is None):
            rows.setdefault((point.day or "", point.low, point.high, point.approx), []).append(point)
    return rows


def _source(point: Reading) -> str:
    """Who gives a figure: the sources, else the publisher of a report that gives it itself."""
    if point.source_actors:
        return names.listed(body(actor) for actor in point.source_actors)
    return printer(point.publisher)


def _sources(points: list[Reading], most: int = 3) -> str:
    found = list(dict.fromkeys(_source(point) for point in sorted(points, key=lambda p: not p.source_actors)))
    if len(found) > most:
        found = [*found[: most - 1], count(len(found) - most + 1, "other")]
    return names.listed(found)


def _weight(series: Series, rows: _Rows) -> tuple[object, ...]:
    """What comes first: told by several parties rather than papers, of somebody, on several days."""
    points = [point for held in rows.values() for point in held]
    parties = {_source(point) for point in points if point.source_actors}
    days = {key[0] for key in rows}
    return (not series.holder, -min(len(parties), 4), -len(days), -len({p.leg for p in points}), series.what, series.id)


def _series(desk: Desk, series: Series, rows: _Rows) -> list[Block]:
    title = _title(series)
    shown = _shown(rows)
    rows_table = Table(
        title,
        ("Day", "Who says so", "Figure", "In the words"),
        tuple(
            (
                (plain(desk.shelf.day(key[0] or None)),),
                (plain(capital(_sources(points)) if points[0].source_actors else _sources(points)),),
                (plain(_figure(series, key)),),
                (quoted(points[0].words, own=False, limit=100), *cite(*_notes(desk, points))),
            )
            for key, points in shown
        ),
        frozenset({2}),
    )
    blocks: list[Block] = [Heading((plain(title),)), rows_table]
    what = ("figure of this series", "figures of this series")
    blocks += desk.more(len(shown), len(rows), "", what, "standoff series")
    against = _against(desk, series, dict(shown))
    blocks += [Paragraph(against)] if against else []
    marks = [charts.Mark(key[0], _source(p), p.low, p.high) for key, points in shown if key[0] for p in points]
    svg = charts.figures(list(dict.fromkeys(marks)), unit=in_unit(cut(folded(series.what), 40), series.unit))
    if svg is not None:
        days = sorted(mark.day for mark in marks)
        every = [bound for mark in marks for bound in (mark.low, mark.high) if bound is not None]
        least, most = (bounded(bound, bound, approx=False) for bound in (min(every), max(every)))
        alt = f"{title}: figures from {least} to {in_unit(most, series.unit)}"
        blocks.append(Picture(svg, f"{alt}, {span(days[0], days[-1])}; the table has each of them."))
    return blocks


def _shown(rows: _Rows) -> list[tuple[_Key, list[Reading]]]:
    """The rows on which most sources stand, in the order of the days."""
    legs = {key: len({point.leg for point in points}) for key, points in rows.items()}
    order = list(rows)
    kept = set(sorted(order, key=lambda key: (-min(legs[key], 3), order.index(key)))[:_ROWS])
    return [(key, points) for key, points in rows.items() if key in kept]


def _title(series: Series) -> str:
    what = cut(folded(series.what), 60)
    holder = body(series.holder) if series.holder is not None else ""
    if f" {what.casefold()} " in f" {holder.casefold()} ":
        what, holder = holder, ""  # "Iraq's police", not "police of Iraq's police"
    whose = f" of {holder}" if holder else ""
    where = f", {folded(series.place)}" if series.place else ""
    return f"{what[:1].upper()}{what[1:]}{whose}{where}"


def _notes(desk: Desk, points: list[Reading]) -> list[Note]:
    return [desk.shelf.at(point.at) for point in points[:_CITED]]


def _against(desk: Desk, series: Series, rows: _Rows) -> Line:
    """Figures of about the same time that no number satisfies both of, given by different parties."""
    line: Line = ()
    met: set[frozenset[str]] = set()
    for (a, first), (b, second) in combinations(rows.items(), 2):
        days = apart(a[0], b[0])
        if len(met) == _PAIRS or days is None or days > _NEAR or not excludes(_measure(a), _measure(b)):
            continue
        one, other = _sources(first, 2), _sources(second, 2)
        if {_source(point) for point in first} & {_source(point) for point in second} or frozenset((one, other)) in met:
            continue  # who gives both speaks of two things
        met.add(frozenset((one, other)))
        line += (plain("; " if line else "They cannot all be right: "),)
        line += (plain(f"{_figure(series, a)} ({one}) against {_figure(series, b)} ({other})"),)
        line += cite(*_notes(desk, first[:1] + second[:1]))
    return (*line, plain(".")) if line else ()


def _figure(series: Series, key: _Key) -> str:
    return in_unit(bounded(key[1], key[2], approx=key[3]), series.unit)


def _measure(key: _Key) -> Measure:
    return Measure(of="", unit="", low=key[1], high=key[2], approx=key[3])
