"""Charts as geometry: where each mark stands, what it says and where it leads. The templates draw them as SVG.

Every mark is a link with words of its own, takes its colour from the stylesheet and needs no script; next to every
chart stands a table or a sentence with the same figures."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from urllib.parse import quote

from msgspec import Struct

from standoff.dossier import Story
from standoff.present import wording
from standoff.present.web.desk import Asked

WIDTH, HEIGHT = 720, 140
#: The height of a story's row.
LANE = 18
#: About how wide a letter of a story's title is.
LETTER = 6.6
#: Months between marks on a long axis: one, a quarter, half a year, years.
EVERY = (1, 3, 6, *(12 * n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)))


class Bar(Struct, frozen=True):
    """A column: left and top edge, width and height, in the units of the drawing; its label and address."""

    x: float
    y: float
    width: float
    height: float
    label: str
    href: str


class Tick(Struct, frozen=True):
    """A mark on an axis."""

    at: float
    label: str


class Columns(Struct, frozen=True):
    """A column for each day, week, month or year (``unit``) that has something."""

    bars: tuple[Bar, ...]
    days: tuple[Tick, ...]
    top: int
    unit: str
    width: int = WIDTH
    height: int = HEIGHT


def columns(counts: Sequence[tuple[str, int]], path: str) -> Columns | None:
    """Columns over days (ISO day, count), to scale in time and count, each a link to its days at ``path``; None without
    any."""
    if not counts:
        return None
    axis = Days(counts[0][0], counts[-1][0])
    total = bucketed(counts, axis.length)
    top = max(total.values())
    bars = tuple(
        _column(first, last, count, top, axis, f"{path}?since={first}&until={last}")
        for (first, last), count in total.items()
    )
    return Columns(bars, axis.ticks(), top, unit_of(axis.length))


def bucketed(counts: Sequence[tuple[str, int]], length: int) -> dict[tuple[str, str], int]:
    """Counts by stretch of days, in a drawing of ``length`` days."""
    total: dict[tuple[str, str], int] = {}
    for day, count in counts:
        key = buckets(day, length)
        total[key] = total.get(key, 0) + count
    return total


def _column(first: str, last: str, count: int, top: int, axis: Days, href: str) -> Bar:
    """A column from ``first`` to ``last``, as far as the drawing goes."""
    room = HEIGHT - 30
    left, right = axis.at(max(first, str(axis.first))), axis.at(min(last, str(axis.last)))
    width = max(2.0, right - left + axis.step * 0.8) if first != last else max(2.0, min(24.0, axis.step * 0.8))
    tall = round(room * count / top, 1)
    span = first if first == last else f"{first} to {last}"
    x = round((left + right - width) / 2, 1)
    return Bar(x, round(room - tall + 8, 1), round(width, 1), tall, f"{span}: {count:,}", href)


class Days:
    """A scale of days across a drawing of :data:`WIDTH`."""

    def __init__(self, first: str, last: str, *, margin: float = 16.0) -> None:
        self.first, self.last = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
        self.margin = margin
        self.length = max(1, (self.last - self.first).days)
        self.step = (WIDTH - 2 * margin) / (self.length + 1)

    def at(self, day: str) -> float:
        """The middle of a day."""
        n = (datetime.date.fromisoformat(day) - self.first).days
        return round(self.margin + (n + 0.5) * self.step, 1)

    def ticks(self, most: int = 7) -> tuple[Tick, ...]:
        """At most ``most`` days, evenly apart, the first among them; the first days of months or years, by those alone,
        where the drawing is long. A day has its year where that is new."""
        every = -(-(self.length + 1) // most)
        if every >= 28:
            return self._firsts(most)
        days = [self.first + datetime.timedelta(days=n) for n in range(0, self.length + 1, every)]
        years = [None, *(day.year for day in days)]
        return tuple(
            self._tick(day, f"{day:%d %b}" if day.year == before else f"{day:%d %b %Y}")
            for day, before in zip(days, years, strict=False)
        )

    def _firsts(self, most: int) -> tuple[Tick, ...]:
        """The first days of every so manieth month or year, at most ``most``."""
        begin, end = (12 * day.year + day.month - 1 for day in (self.first, self.last))
        months = next(n for n in EVERY if end // n - begin // n < most)
        firsts = [datetime.date(n // 12, n % 12 + 1, 1) for n in range(months * -(-begin // months), end + 1, months)]
        return tuple(
            self._tick(day, f"{day:%b %Y}" if months < 12 else str(day.year)) for day in firsts if day >= self.first
        )

    def _tick(self, day: datetime.date, label: str) -> Tick:
        """The mark of a day, its label moved as far as it takes to stand within the drawing."""
        half = LETTER * len(label) / 2
        return Tick(round(min(max(self.at(day.isoformat()), half), WIDTH - half), 1), label)


def buckets(day: str, length: int) -> tuple[str, str]:
    """The stretch of days that stands for ``day`` in a drawing of ``length`` days: itself, its week, its month or its
    year; first and last day, both included."""
    date = datetime.date.fromisoformat(day)
    if length <= 62:
        return day, day
    if length <= 400:
        monday = date - datetime.timedelta(days=date.weekday())
        return monday.isoformat(), (monday + datetime.timedelta(days=6)).isoformat()
    if length <= 4000:
        return f"{day[:7]}-01", f"{day[:7]}-{calendar.monthrange(date.year, date.month)[1]:02}"
    return f"{day[:4]}-01-01", f"{day[:4]}-12-31"


def unit_of(length: int) -> str:
    """What a column stands for in a drawing of ``length`` days."""
    return "day" if length <= 62 else "week" if length <= 400 else "month" if length <= 4000 else "year"


class Lane(Struct, frozen=True):
    """A story as a bar in its own row. Its title begins or ends (``side``: left, right; inside the bar) ``at``."""

    x: float
    y: float
    width: float
    height: float
    label: str
    title: str
    side: str
    at: float
    href: str


class Timeline(Struct, frozen=True):
    """Columns of what was said and done, stories under them, and where the view can move to."""

    bars: tuple[Bar, ...]
    stories: tuple[Lane, ...]
    days: tuple[Tick, ...]
    top: int
    unit: str
    earlier: str
    later: str
    wider: str
    closer: str | None
    days_only: str
    height: int
    width: int = WIDTH


def timeline(counts: Sequence[tuple[str, int]], stories: Sequence[Story], want: Asked) -> Timeline | None:
    """What was said and done by day (ISO day, count), to scale from the first day asked for to the last; None when
    there is nothing."""
    if not counts:
        return None
    axis = Days(want.get("since") or counts[0][0], want.get("until") or counts[-1][0])
    total = bucketed(counts, axis.length)
    top = max(total.values())
    bars = tuple(
        _column(first, last, count, top, axis, want.link(since=first, until=last, story=None))
        for (first, last), count in total.items()
    )
    lanes = tuple(_lane(story, axis, HEIGHT - 12 + i * LANE) for i, story in enumerate(stories))
    one = datetime.timedelta(days=1)
    length = axis.last - axis.first + one
    quarter = max(one, length / 4)
    actor = f"&actor={quote(want.get('actor'))}" if want.get("actor") else ""
    return Timeline(
        bars=bars, stories=lanes, days=axis.ticks(), top=top, unit=unit_of(axis.length),
        earlier=_moved(want, axis, -length, -length), later=_moved(want, axis, length, length),
        wider=_moved(want, axis, -length / 2, length / 2),
        closer=_moved(want, axis, quarter, -quarter) if length > 4 * one else None,
        days_only=f"since={axis.first}&until={axis.last}{actor}", height=HEIGHT + len(lanes) * LANE + 12,
    )  # fmt: skip


def _moved(want: Asked, axis: Days, first: datetime.timedelta, last: datetime.timedelta) -> str:
    """The same view over other days, as far as the calendar goes."""
    try:
        return want.link(since=str(axis.first + first), until=str(axis.last + last), story=None)
    except OverflowError:
        return want.link(story=None)


def _lane(story: Story, axis: Days, y: float) -> Lane:
    left = axis.at(max(story.first or str(axis.first), str(axis.first)))
    right = axis.at(min(story.last or story.first or str(axis.last), str(axis.last)))
    label = f"{story.first or 'undated'} to {story.last or 'undated'}, {len(story.members)} reports: {story.title}"
    x, width = round(left - 4, 1), round(max(8.0, right - left + 8), 1)
    whole = wording.folded(story.title)
    title = wording.cut(whole, 48)
    room = LETTER * len(title) + 5
    if x + width + room <= WIDTH:
        side, at = "left", x + width + 5
    elif x >= room:
        side, at = "right", x - 5
    else:  # a story as long as the drawing bears its title itself
        title = wording.cut(whole, max(1, int((width - 10) / LETTER)))
        side, at = "inside", x + 6
    href = f"/timeline?story={story.id}"
    return Lane(x, y, width, LANE - 5, label, title, side, round(at, 1), href)
