"""Series: what is measured, whose, where, through time.

1. A state of things ("40,000 troops near Ukraine") is one series for what is counted, whose and where, over all years:
   wordings for one place ("near Ukraine", "on the Ukrainian border") are one, "the border" without a name is the one
   place near which the same forces are counted at the time;
2. a figure of one deed (deaths in a blast, a crowd at a rally) belongs to that deed: two deeds of one report are two
   series, tellings in several reports are one where place, days and figures speak for it and none against it.

A figure that an independent text gives twice is shown once, a copied one where it was told first. Figures are set side
by side and never averaged.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable

from standoff.dossier import Reading, Series
from standoff.link.measures import Figure, figures
from standoff.link.origins import Origins
from standoff.link.page import Page, day_number, things_of
from standoff.model import Actor, Interval, Report, record_id

#: "The border" is the named place near which the same were counted within as many days.
_SAME_TIME = 60
#: A deed whose days are vaguer than this has none.
_DATED = 7
#: Two tellings of one deed may differ by a day: reports of the night give the day before.
_SLACK = 1
#: Tellings of a deed without days of their own are of one deed if they come within as many days.
_SOON = 7
#: How many deeds of one kind and day are looked at for one figure: this keeps the work linear.
_LOOKED_AT = 50
#: What must speak for two tellings being of one deed: place 2 (state 1), day 1, figure 1, holder 1.
_ENOUGH = 2
_LOOSE = 0.1
#: Figures up to this one meet by chance.
_CHANCE = 5
_PART = frozenset({"", "GOV", "CVL", "MIL"})


class Figures:
    """Gathers the figures of reports, which come in the order of day and id."""

    def __init__(self) -> None:
        self._figures: list[Figure] = []

    def add(self, report: Report) -> None:
        """Take the figures of ``report``; the report itself is not kept."""
        self._figures.extend(figures(Page(report)))

    def result(self, origins: Origins) -> tuple[Series, ...]:
        """Every series, those with most figures first."""
        deeds = _Deeds()
        standing: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
        for figure in self._figures:
            if figure.deed is not None or _harmed(figure):
                deeds.add(figure)
            else:
                standing[_thing(figure)].append(figure)
        groups = [group for alike in standing.values() for group in _by_place(alike)]
        groups = _by_figure(groups)
        groups += [deed.figures for deed in deeds.all]
        found = [_series(group, origins) for group in groups]
        return tuple(sorted(found, key=_rank))


def _harmed(figure: Figure) -> bool:
    return figure.what in things_of("harm")


def _thing(figure: Figure) -> tuple[object, ...]:
    """What is measured, wherever it is. The number of some things is watched through time (troops, tanks, hostages):
    their figures are one series. Of others ("12 people", "3 billion dollars") only one figure is one thing."""
    whose = _whose(figure)
    watched = figure.what in things_of("forces") or figure.what in things_of("stock")
    placed = whose is not None or (figure.where is not None and figure.where.key)
    bounds = () if watched and placed else (figure.low, figure.high)
    return (figure.what, figure.sort, figure.unit, whose, *bounds)


def _whose(figure: Figure) -> str | None:
    """The holder of a state of things: forces by their whole id, other things by their state."""
    if figure.holder is None or figure.holder.id is None:
        return None
    state, _, sector = figure.holder.id.partition(".")
    return state if sector in _PART and figure.holder.id != f"{state}.MIL" else figure.holder.id


# --- states of things ------------------------------------------------------------------------------------------


def _by_place(alike: list[Figure]) -> list[list[Figure]]:
    """The figures of one thing of one holder, by where they were counted."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in alike:
        if figure.where is not None and figure.where.key:
            groups.setdefault((figure.where.relation, figure.where.key), []).append(figure)
    named = {place: sorted(d for f in group if (d := day_number(f.day)) is not None) for place, group in groups.items()}
    for figure in alike:
        if figure.where is None:
            groups.setdefault(("", ""), []).append(figure)
        elif not figure.where.key:
            near = [p for p, days in named.items() if p[0] == "near" and _about_then(days, figure.day)]
            groups.setdefault(near[0] if len(near) == 1 else ("near", ""), []).append(figure)
    return list(groups.values())


def _about_then(days: list[int], day: str | None) -> bool:
    number = day_number(day)
    if number is None:
        return False
    at = bisect_left(days, number - _SAME_TIME)
    return at < len(days) and days[at] <= number + _SAME_TIME


def _by_figure(groups: list[list[Figure]]) -> list[list[Figure]]:
    """The same groups, those joined that count one group of people or things: "the 14 crew members" are the same 14,
    seized here and held there, whosever the coder took them to be for want of a name."""
    out: list[list[Figure]] = []
    open_: defaultdict[tuple[object, ...], list[list[Figure]]] = defaultdict(list)
    for group in sorted(groups, key=lambda g: (g[0].told is None, g[0].told or "")):
        key = _one_figure(group)
        there = next((g for g in open_[key] if _joined(g, group)), None) if key is not None else None
        if there is not None:
            there.extend(group)
        else:
            out.append(group)
            if key is not None:
                open_[key].append(group)
    return out


def _one_figure(group: list[Figure]) -> tuple[object, ...] | None:
    """The one exact figure of a group that is no round number; None where it has several or it may be chance."""
    first = group[0]
    exact = first.low is not None and first.low == first.high and first.low > _CHANCE and first.low % 100 != 0
    if not exact or first.what in things_of("forces") or any(f.approx or f.low != f.high for f in group):
        return None
    if any(f.low != first.low for f in group):
        return None
    return (first.what, first.sort, first.unit, first.low)


def _joined(there: list[Figure], group: list[Figure]) -> bool:
    """Whether two groups of one figure may be one: told within weeks, and of no two states."""
    a, b = day_number(there[-1].told), day_number(group[0].told)
    if a is not None and b is not None and b - a > _SAME_TIME:
        return False
    holders = {h for f in (*there, *group) if (h := _state(f.holder)) is not None}
    return len(holders) < 2


# --- deeds -----------------------------------------------------------------------------------------------------


class _DeedOf:
    """A deed and the figures of it."""

    def __init__(self, figure: Figure) -> None:
        self.figures = [figure]
        self.days = _days(figure.when)
        self.country = figure.country
        self.spot = figure.spot
        self.doers = figure.doers
        self.holder = _state(figure.holder)
        self.roots = {(figure.at.report, figure.root)}

    def take(self, figure: Figure) -> None:
        self.figures.append(figure)
        self.days = self.days or _days(figure.when)
        self.country = self.country or figure.country
        self.spot = self.spot or figure.spot
        self.doers = self.doers or figure.doers
        self.holder = self.holder or _state(figure.holder)
        self.roots.add((figure.at.report, figure.root))


class _Deeds:
    """Deeds with figures, found by what is counted, the deed's type and a day."""

    def __init__(self) -> None:
        self.all: list[_DeedOf] = []
        self._index: defaultdict[tuple[object, ...], list[_DeedOf]] = defaultdict(list)
        self._by_root: dict[tuple[object, ...], _DeedOf] = {}

    def add(self, figure: Figure) -> None:
        """Put a figure to the deed that it is of: the same deed of its report, else the likeliest, else a new one."""
        kind = (figure.what, figure.sort, figure.unit)
        own = (*kind, figure.at.report, figure.root)
        deed = self._by_root.get(own) if figure.root is not None else None
        if deed is not None and _told_apart(deed, figure):
            deed = None
        if deed is None:
            best = max(
                ((_likeness(d, figure), -n, d) for n, d in enumerate(self._candidates(kind, figure))),
                default=None,
                key=lambda found: found[:2],
            )
            deed = best[2] if best is not None and best[0] >= _ENOUGH else None
        if deed is None:
            deed = _DeedOf(figure)
            self.all.append(deed)
        else:
            deed.take(figure)
        self._by_root[own] = deed
        for day in _keys(figure):
            bucket = self._index[*kind, figure.deed, day]
            if not any(d is deed for d in bucket[-_LOOKED_AT:]):
                bucket.append(deed)

    def _candidates(self, kind: tuple[object, ...], figure: Figure) -> Iterable[_DeedOf]:
        seen: set[int] = set()
        for day in _keys(figure, slack=True):
            for deed in reversed(self._index.get((*kind, figure.deed, day), [])[-_LOOKED_AT:]):
                if id(deed) not in seen:
                    seen.add(id(deed))
                    yield deed


def _keys(figure: Figure, *, slack: bool = False) -> Iterable[object]:
    """Under which days a figure's deed is looked up: those of the deed, and that of the telling."""
    days, told = _days(figure.when), day_number(figure.told)
    out: list[object] = []
    if days is not None:
        reach = _SLACK if slack else 0
        out += range(days[0] - reach, days[1] + reach + 1)
    if told is not None:
        out += [("told", told - back) for back in range(_SOON + 1 if slack else 1)]
    return out or ["undated"]


def _days(when: Interval | None) -> tuple[int, int] | None:
    if when is None:
        return None
    first, last = day_number(when.earliest), day_number(when.latest)
    return (first, last) if first is not None and last is not None and 0 <= last - first < _DATED else None


def _likeness(deed: _DeedOf, figure: Figure) -> int:
    """How much speaks for a figure being of a deed; negative where something speaks against it."""
    days = _days(figure.when)
    if _told_apart(deed, figure):
        return -1
    if any(report == figure.at.report and root is not None and root != figure.root for report, root in deed.roots):
        # one report tells of them as two, unless it says the same twice
        twice = any(
            (f.at.report, f.low, f.high, f.holder, _days(f.when))
            == (figure.at.report, figure.low, figure.high, figure.holder, days)
            for f in deed.figures
        )
        return _ENOUGH if twice else -1
    if (
        (deed.country and figure.country and deed.country != figure.country)
        or (deed.spot and figure.spot and deed.spot != figure.spot)
        or (deed.doers and figure.doers and not deed.doers & figure.doers and figure.deed in {"SANCTION", "COERCE"})
        or (deed.days and days and (days[0] > deed.days[1] + _SLACK or deed.days[0] > days[1] + _SLACK))
    ):
        return -1
    holder = _state(figure.holder)
    score = 2 if deed.spot and deed.spot == figure.spot else int(bool(deed.country and deed.country == figure.country))
    score += int(bool(deed.days and days))
    score += int(bool(holder and holder == deed.holder))
    return score + int(any(_compatible(f, figure) for f in deed.figures[-_LOOKED_AT:]))


def _told_apart(deed: _DeedOf, figure: Figure) -> bool:
    """Whether one text gives, in one voice, figures that exclude each other: then they are of two deeds ("that attack
    killed 128, another four"), whatever the coder took to be one."""
    return any(
        f.at.report == figure.at.report and f.source_actors == figure.source_actors and not _compatible(f, figure)
        for f in deed.figures[-_LOOKED_AT:]
    )


def _compatible(a: Figure, b: Figure) -> bool:
    """Whether one number lies within the bounds of both, with a tenth to spare."""
    (low_a, high_a), (low_b, high_b) = _bounds(a), _bounds(b)
    return low_a <= high_b and low_b <= high_a


def _bounds(figure: Figure) -> tuple[float, float]:
    low = figure.low if figure.low is not None else 0.0
    high = figure.high if figure.high is not None else 2 * low
    return low * (1 - _LOOSE), high * (1 + _LOOSE)


def _state(holder: Actor | None) -> str | None:
    return holder.id.partition(".")[0] if holder is not None and holder.id is not None else None


# --- what is shown ---------------------------------------------------------------------------------------------


def _series(group: list[Figure], origins: Origins) -> Series:
    first = group[0]
    points = _points(group, origins)
    holder = _holder(group)
    place = _place(group)
    deed = next((f.deed for f in group if f.deed is not None), None)
    windows = [d for f in group if (d := f.when) is not None]
    dated = [w for w in windows if _days(w) is not None] or windows
    deedly = first.deed is not None or _harmed(first)
    key = (first.quantity,) if deedly else (place, *_thing(first))
    return Series(
        id=record_id("", "figures", first.what, first.sort, first.unit, holder.id if holder else None, *key),
        what=first.label, unit=first.unit, holder=holder, place=place, deed=deed,
        when=min(dated, key=lambda w: (w.earliest or "", w.latest or "")) if dated else None, points=points,
    )  # fmt: skip


def _points(group: list[Figure], origins: Origins) -> tuple[Reading, ...]:
    """The figures by day. What one independent text says twice is shown once, and a copy is its text again; a source
    that it names beats none, and two sources of one figure are two."""
    told: defaultdict[tuple[object, ...], dict[tuple[Actor, ...], tuple[int, Figure, str]]] = defaultdict(dict)
    for n, figure in enumerate(group):
        leg = origins.of(figure.at.report, figure.at.span)
        told[leg, figure.low, figure.high].setdefault(figure.source_actors, (n, figure, leg))
    kept = []
    for by_source in told.values():
        named = [point for sources, point in by_source.items() if sources]
        kept += named or list(by_source.values())
    kept.sort(key=lambda point: (point[1].day is None, point[1].day or "", point[0]))
    return tuple(
        Reading(
            at=figure.at, quantity=figure.quantity, low=figure.low, high=figure.high, approx=figure.approx,
            day=figure.day, source_actors=figure.source_actors, publisher=figure.publisher, leg=leg, words=figure.words,
        )
        for _, figure, leg in kept
    )  # fmt: skip


def _holder(group: list[Figure]) -> Actor | None:
    counts = Counter(f.holder for f in group if f.holder is not None)
    return min(counts, key=lambda a: (-counts[a], a.id or "")) if counts else None


def _place(group: list[Figure]) -> str | None:
    """Where, in words: the place that most of the figures name, if it is a fair share of them; a named one before "the
    border"."""
    labels = {(f.where.relation, f.where.key): f.where.label for f in reversed(group) if f.where is not None}
    counts = Counter((f.where.relation, f.where.key) for f in group if f.where is not None)
    best = max(counts, key=lambda place: (bool(place[1]), counts[place], place), default=None)
    return labels[best] if best is not None and 3 * counts.total() >= len(group) else None


def _rank(series: Series) -> tuple[object, ...]:
    return (
        -len(series.points),
        series.what,
        series.holder.id or "" if series.holder else "",
        series.place or "",
        series.id,
    )
