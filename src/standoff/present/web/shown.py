"""The templates' environment: everything that is written into a page goes through here.

Every value is escaped; characters that could reorder or hide what is around them become visible, as on a terminal. An
unknown name in a template is an error, not an empty string."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from pathlib import Path, PurePath

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from standoff.dossier import Position, Reading, Series
from standoff.model import Actor, Event, Interval, Place, Quantity, Statement
from standoff.present import names, wording
from standoff.present.terminal import safe
from standoff.store import ReportHead

_ID = re.compile(r"\b([dsemq]-[0-9a-f]{16})\b")
#: Characters of a content in a list.
LONGEST = 240


def environment() -> Environment:
    """Jinja, with autoescape, our filters and no way to a file but the templates of this package."""
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined,
        finalize=visible, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    found.filters.update(
        actors=actors, cut=wording.cut, day=day, deed=deed, doer=doer, figure=wording.figure, folded=wording.folded,
        linked=linked, month_end=month_end, number=number, place=place, spell=names.spell, title=title, what=what,
        when=when, who=who, whom=whom, bounds=bounds, claimed=claimed, counted=counted,
        counting=wording.counted, least=least, listed=names.listed,
        most=most, place_in=place_in, shared=shared, source=source, speaker=speaker, unit=unit, whose=whose,
    )  # fmt: skip
    return found


def visible(value: object) -> object:
    """What a template writes for ``value``: nothing for None; text without characters that steer instead of show."""
    if value is None:
        return ""
    return value if hasattr(value, "__html__") or not isinstance(value, str) else safe(value)


def linked(text: str) -> Markup:
    """``text`` escaped, with each id of a record or report in it as a link to its page."""
    parts = _ID.split(text)
    out = [escape(safe(parts[0]))]
    for identity, rest in zip(parts[1::2], parts[2::2], strict=True):
        out += [Markup('<a class="id" href="/record/{0}">{0}</a>').format(identity), escape(safe(rest))]
    return Markup("").join(out)


def number(value: float) -> str:
    return f"{value:,.0f}"


def day(head: ReportHead) -> str:
    """The day a report was published."""
    return head.published[:10] if head.published else "undated"


def title(head: ReportHead) -> str:
    """What a list calls a report: its title, else the name of its file."""
    return wording.folded(head.title or (PurePath(head.path).name if head.path else "") or head.id)


def who(statement: Statement, text: str) -> str:
    return wording.speaker(statement, text)


def what(statement: Statement, text: str) -> str:
    """The words of the content, cut for a list."""
    return wording.cut(wording.content(statement, text), LONGEST)


def actors(found: Iterable[Actor]) -> str:
    return names.names(found)


def doer(event: Event, text: str) -> str:
    """Who does an event: resolved, else in the report's words."""
    return names.names(event.actors) or names.listed(wording.folded(s.of(text)) for s in event.actors_at)


def whom(event: Event, text: str) -> str:
    """Who suffers or receives an event: resolved, else in the report's words."""
    return names.names(event.recipients) or names.listed(wording.folded(s.of(text)) for s in event.recipients_at)


def deed(event: Event) -> str:
    return f"{event.type} {event.mode}" if event.mode else event.type


def when(interval: Interval | None) -> str:
    """Days as a reader writes them: one, a stretch, or open on a side."""
    if interval is None or not (interval.earliest or interval.latest):
        return ""
    first, last = interval.earliest, interval.latest
    if first == last:
        return str(first)
    return f"{first or '…'} – {last or '…'}"


def month_end(month: str) -> str:
    """The last day of ``2014-04``."""
    return f"{month}-{calendar.monthrange(int(month[:4]), int(month[5:7]))[1]:02}"


def place(found: Place | None) -> str:
    if found is None:
        return ""
    state = names.spell(found.country) if found.country else ""
    return f"{found.name} ({state})" if state.removeprefix("the ") not in {"", found.name} else found.name


def counted(quantity: Quantity) -> str:
    """What a quantity counts, in its words, else by its unit."""
    return wording.folded(quantity.of or ("people" if quantity.unit == "person" else quantity.unit))


def unit(what: str, unit: str) -> str:
    """The unit where ``what`` is counted does not tell it already: none for people, none for "cargo ships"."""
    return "" if unit == "person" or unit.casefold() in what.casefold() else unit


# --- findings ----------------------------------------------------------------------------------------------------


def speaker(position: Position) -> str:
    """Who holds a position: the actor, else the outlet whose reporter says it."""
    return names.name(position.actor) if position.actor else position.publisher or "the reporter"


def place_in(position: Position) -> str:
    """How an address names the words of a position in their report: by its record, else by offsets."""
    return position.statement or position.event or f"{position.at.span.start}-{position.at.span.end}"


def source(point: Reading) -> str:
    """Who gives a figure: the actors, else the outlet whose reporter does."""
    return names.names(point.source_actors) or point.publisher or "the reporter"


def whose(found: Iterable[Actor]) -> str:
    return names.names(found) or "nobody named"


def bounds(found: Reading | Position) -> str:
    """ "about 40,000", "100,000 or more", "20,000–99,999"."""
    return wording.bounded(found.low, found.high, approx=isinstance(found, Reading) and found.approx)


def claimed(proposition: str) -> str:
    """A proposition, the id of the actor that it may begin with spelled out: "RUS.MIL: it was leaving"."""
    head, colon, rest = wording.folded(proposition).partition(": ")
    return f"{names.spell(head)}{colon}{rest}"


def shared(words: Iterable[str]) -> str:
    """What two reports have in common: words and actors, each once, actors spelled out."""
    found: dict[str, str] = {}
    for spelled in map(names.spell, words):
        key = spelled.casefold()
        found[key] = min(found.get(key, spelled), spelled)  # "Chile" rather than "chile"
    return ", ".join(found.values())


def least(series: Series) -> str:
    """The smallest number of a series; open downwards where a figure is."""
    low = min((b for p in series.points for b in (p.low, p.high) if b is not None), default=None)
    return _only(low, None if any(p.low is None and p.high == low for p in series.points) else low, low)


def most(series: Series) -> str:
    """The greatest number of a series; open upwards where a figure is."""
    high = max((b for p in series.points for b in (p.low, p.high) if b is not None), default=None)
    return _only(high, high, None if any(p.high is None and p.low == high for p in series.points) else high)


def _only(value: float | None, low: float | None, high: float | None) -> str:
    return "" if value is None else wording.bounded(low, high, approx=False)
