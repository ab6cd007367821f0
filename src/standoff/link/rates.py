"""Conflict and cooperation between two sides through time: counts, shares of coverage, a baseline, a test of change.

What is reported about two countries rises and falls with how much is reported at all. So every period of every dyad
is set against its *coverage*, the deeds between all sides in that period, and what is compared is a share, not a count.
Only what was done counts (status ``actual``); threats are done when they are uttered and count as verbal conflict,
while deeds that were threatened, promised, feared or denied stand ``apart``.

The baseline of a period is made of the calendar periods before it: the median and the 10th and 90th percentile of
their shares (linear interpolation, as numpy has it), periods without any coverage left out, periods in which only these
two are silent counted as nought. The test is the exact conditional test of two Poisson rates (Przyborowski and
Wilenski, Biometrika 31, 1940): given their sum, the deeds now are binomial with the period's part of the coverage; its
interval is Clopper's and Pearson's. It says nothing on small counts. News come in bursts, so its p is too small rather
than too large, and nobody has corrected it for how many periods were looked at.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, Protocol

from msgspec import Struct

from standoff.dossier import Deed, Dyad
from standoff.model import Status

By = Literal["day", "week", "month"]
Measure = Literal[
    "deeds", "conflict", "cooperation", "material conflict", "verbal conflict", "material cooperation",
    "verbal cooperation",
]  # fmt: skip

#: How many periods back a baseline looks, and how many of them must have been covered.
BACK: Mapping[By, int] = {"day": 28, "week": 12, "month": 12}
LEAST = 4
#: The test is silent unless this many deeds are seen, or would be at the earlier rate, and twice as many in all.
FEWEST = 5


class Told(Protocol):
    """What of a deed says in which period it falls, and whether it counts there."""

    @property
    def day(self) -> str | None: ...
    @property
    def status(self) -> Status: ...


class Pair(Protocol):
    """What of a dyad says in which periods there is anything to tell."""

    @property
    def deeds(self) -> Sequence[Told]: ...


class Baseline(Struct, frozen=True, kw_only=True):
    """What came before: how many covered periods, the deeds of the measure and the coverage in them, and the 10th,
    50th and 90th percentile of their shares (0..1)."""

    periods: int
    deeds: int
    coverage: int
    low: float
    median: float
    high: float


class Change(Struct, frozen=True, kw_only=True):
    """How many times the earlier share the share now is (None: there was nothing before), its 95% interval (``high``
    None: without bound), and the two-sided p of "no change"."""

    ratio: float | None
    low: float
    high: float | None
    p: float


class Period(Struct, frozen=True, kw_only=True):
    """What ``actor`` did to ``recipient`` from ``start`` to ``end`` (ISO days, both included).

    The four quad classes count deeds done (status ``actual``), ``deeds`` is their sum with those of no class,
    ``attributed`` how many of these nobody but a quoted source tells. ``apart`` counts what was not done, by status.
    ``coverage`` is the deeds done between all sides in the period, ``share`` is ``deeds`` over it. ``intensity`` sums
    PLOVER's scores (-10 conflict to 10 cooperation) of the deeds done, ``mean_intensity`` is their mean, None where
    none has a score. ``count`` and ``rate`` are of the ``measure`` that baseline and change are about; ``silent`` says
    why there is no change, or no baseline.
    """

    actor: str
    recipient: str
    start: str
    end: str
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    deeds: int
    attributed: int
    apart: tuple[tuple[Status, int], ...]
    coverage: int
    share: float | None
    intensity: float
    mean_intensity: float | None
    measure: Measure
    count: int
    rate: float | None
    baseline: Baseline | None
    change: Change | None
    silent: str | None


def periods(
    dyads: Iterable[Dyad],
    by: By = "week",
    *,
    measure: Measure = "conflict",
    only: Callable[[Dyad], bool] | None = None,
    back: int | None = None,
    least: int = LEAST,
    gaps: bool = False,
) -> tuple[Period, ...]:
    """The periods in which something happened between two sides, by actor, recipient and day.

    ``dyads`` must be all there are, for they are the coverage; ``only`` says which of them to tell of. Weeks begin on
    Monday. ``back`` is how many periods before the baseline looks at (28 days, 12 weeks, 12 months), ``least`` how many
    of them must have been covered. With ``gaps`` the periods between a dyad's first and last deed come too, though
    nothing happened in them. Deeds without a day are left out.
    """
    every = tuple(dyads)
    coverage = covered(every, by)
    out: list[Period] = []
    for dyad in sorted(every, key=lambda dyad: (dyad.actor, dyad.recipient)):
        if only is None or only(dyad):
            out += periods_of(dyad, starts(dyad, by, gaps=gaps), coverage, by, measure=measure, back=back, least=least)
    return tuple(out)


def starts(dyad: Pair, by: By, *, gaps: bool = False) -> list[datetime.date]:
    """The first days of the periods in which there is anything to tell of ``dyad``, in order; with ``gaps`` also of
    those between."""
    held = {start_of(deed.day, by) for deed in dyad.deeds if deed.day is not None}
    return list(_between(held, by)) if gaps and held else sorted(held)


def covered(dyads: Iterable[Pair], by: By) -> Counter[datetime.date]:
    """How many deeds were done between all sides, by the first day of the period."""
    out: Counter[datetime.date] = Counter()
    for dyad in dyads:
        for deed in dyad.deeds:
            if deed.status == "actual" and deed.day is not None:
                out[start_of(deed.day, by)] += 1
    return out


@lru_cache(maxsize=4096)
def start_of(day: str, by: By) -> datetime.date:
    """The first day of the period that holds ``day``."""
    when = datetime.date.fromisoformat(day)
    if by == "week":
        return when - datetime.timedelta(days=when.weekday())
    return when.replace(day=1) if by == "month" else when


def next_start(start: datetime.date, by: By, steps: int = 1) -> datetime.date:
    """The first day of the period ``steps`` later (or earlier, when negative); bounded by the calendar."""
    try:
        if by == "month":
            month = start.year * 12 + start.month - 1 + steps
            return datetime.date(month // 12, month % 12 + 1, 1)
        return start + datetime.timedelta(days=steps * (7 if by == "week" else 1))
    except (ValueError, OverflowError):
        return datetime.date.max if steps > 0 else datetime.date.min


def periods_of(
    dyad: Dyad, among: Iterable[datetime.date], coverage: Counter[datetime.date], by: By, *, measure: Measure,
    back: int | None = None, least: int = LEAST,
) -> Iterator[Period]:  # fmt: skip
    """The periods of ``dyad`` that begin on the days ``among``; see :func:`periods`, :func:`starts` and
    :func:`covered`."""
    back = BACK[by] if back is None else back
    held: dict[datetime.date, list[Deed]] = {}
    for deed in dyad.deeds:
        if deed.day is not None:
            held.setdefault(start_of(deed.day, by), []).append(deed)
    counts = {start: sum(_counts(deed, measure) for deed in deeds) for start, deeds in held.items()}
    for start in among:
        deeds = held.get(start, [])
        done = [deed for deed in deeds if deed.status == "actual"]
        quads = Counter(deed.quad for deed in done)
        scores = [deed.intensity for deed in done if deed.intensity is not None]
        count, exposure = counts.get(start, 0), coverage[start]
        baseline, silent = _baseline(start, by, counts, coverage, back, least)
        change = None
        if baseline is not None:
            change, silent = _change(count, exposure, baseline)
        yield Period(
            actor=dyad.actor, recipient=dyad.recipient, start=start.isoformat(), end=end_of(start, by).isoformat(),
            verbal_cooperation=quads["verbal cooperation"], material_cooperation=quads["material cooperation"],
            verbal_conflict=quads["verbal conflict"], material_conflict=quads["material conflict"],
            deeds=len(done), attributed=sum(deed.attributed for deed in done),
            apart=tuple(sorted(Counter(deed.status for deed in deeds if deed.status != "actual").items())),
            coverage=exposure, share=len(done) / exposure if exposure else None, intensity=float(sum(scores)),
            mean_intensity=sum(scores) / len(scores) if scores else None, measure=measure, count=count,
            rate=count / exposure if exposure else None, baseline=baseline, change=change, silent=silent,
        )  # fmt: skip


def _counts(deed: Deed, measure: Measure) -> bool:
    return deed.status == "actual" and (measure == "deeds" or deed.quad.endswith(measure))


def _between(held: Iterable[datetime.date], by: By) -> Iterator[datetime.date]:
    start, last = min(held), max(held)
    while start <= last:
        yield start
        start = next_start(start, by)


def end_of(start: datetime.date, by: By) -> datetime.date:
    """The last day of the period that begins on ``start``."""
    following = next_start(start, by)
    return following if following == datetime.date.max else following - datetime.timedelta(days=1)


def _baseline(
    start: datetime.date, by: By, counts: Mapping[datetime.date, int], coverage: Counter[datetime.date], back: int,
    least: int,
) -> tuple[Baseline | None, str | None]:  # fmt: skip
    earlier = [next_start(start, by, -step) for step in range(1, back + 1)]
    seen = [day for day in earlier if coverage[day]]
    if len(seen) < max(least, 1):
        return None, f"{len(seen)} earlier {by}{'' if len(seen) == 1 else 's'} with reports, {max(least, 1)} needed"
    rates = [counts.get(day, 0) / coverage[day] for day in seen]
    low, median, high = quantiles(rates)
    return (
        Baseline(
            periods=len(seen), deeds=sum(counts.get(day, 0) for day in seen),
            coverage=sum(coverage[day] for day in seen), low=low, median=median, high=high,
        ),
        None,
    )  # fmt: skip


def _change(count: int, exposure: int, baseline: Baseline) -> tuple[Change | None, str | None]:
    if not exposure:
        return None, "nothing reported in this period"
    expected = baseline.deeds * exposure / baseline.coverage
    total = count + baseline.deeds
    if max(count, expected) < FEWEST or total < 2 * FEWEST:
        return None, f"too few to tell: {count} now, {expected:.1f} to be expected"
    from standoff.link.poisson import rate_ratio  # brings numpy, and most periods are silent

    return rate_ratio(count, exposure, baseline.deeds, baseline.coverage), None


def quantiles(values: Sequence[float], among: Sequence[float] = (0.1, 0.5, 0.9)) -> list[float]:
    """The quantiles of ``values``, interpolated linearly, to the last bit as numpy has them (of a dozen values in a
    twentieth of the time). Raises ``IndexError`` for no values."""
    ordered = sorted(values)
    out = []
    for share in among:
        place = share * (len(ordered) - 1)
        before = int(place)
        a, b = ordered[before], ordered[min(before + 1, len(ordered) - 1)]
        part = place - before
        out.append(a + (b - a) * part if part < 0.5 else b - (b - a) * (1 - part))
    return out
