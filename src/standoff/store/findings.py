"""What stands across reports as rows: copies, stories, claims, demands, series, dyads. Pure: nothing here touches a
database but to look up the day and title of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from msgspec import Struct

from standoff.dossier import Anchor, Claim, CopyGroup, Demand, Dyad, Series, Story
from standoff.model import Actor, Span
from standoff.store.rows import Value, encode, plain

Found: TypeAlias = CopyGroup | Story | Claim | Demand | Series | Dyad
#: Kind to the type of its records.
TYPES: dict[str, type[Found]] = {
    "copies": CopyGroup,
    "story": Story,
    "claim": Claim,
    "demand": Demand,
    "series": Series,
    "dyad": Dyad,
}
#: Standing, the most telling first. Kinds that are not here have none.
STANDINGS: dict[str, tuple[str, ...]] = {
    "claim": ("disputed", "unconfirmed", "corroborated", "single"),
    "demand": ("open", "refused", "met"),
}
#: Which actors a kind knows, by what they are in it. Copies and stories have those of their reports.
ROLES: dict[str, tuple[str, ...]] = {
    "claim": ("asserts", "denies", "doubts", "confirms", "about"),
    "demand": ("asker", "addressee", "answers"),
    "series": ("holder", "source"),
    "dyad": ("actor", "recipient"),
}
#: The sort weight is one number: rank of the standing, then legs, then positions, each capped so as not to spill over.
_CAP = 99_999

#: Day ("" when there is none) and title of a report.
About: TypeAlias = Callable[[str], tuple[str, str]]


class Row(Struct, frozen=True):
    """One finding, ready to be written: its columns as :data:`~standoff.store.tables.FINDING_COLUMNS` has them, its
    actors by role, the reports that it rests on, and its words for the full-text index (title, words, actors)."""

    values: tuple[Value, ...]
    actors: tuple[tuple[str, Actor], ...]
    reports: tuple[str, ...]
    search: tuple[str, str, str]


class _Facts(Struct):
    """What the kinds differ in."""

    title: str
    words: list[str]
    days: list[str | None]
    actors: list[tuple[str, Actor]]
    reports: list[str]
    legs: int
    size: int
    standing: str | None = None
    type: str | None = None


def row(found: Found, about: About) -> Row:
    """``found`` as it is stored. Raises ``UnicodeEncodeError`` or ``msgspec.MsgspecError`` for what JSON cannot
    carry."""
    kind = next(kind for kind, type in TYPES.items() if isinstance(found, type))
    facts = _facts(found, about)
    days = sorted(day[:10] for day in facts.days if day)
    ranks = STANDINGS.get(kind, ())
    rank = len(ranks) - ranks.index(facts.standing) if facts.standing in ranks else 0
    weight = (rank * (_CAP + 1) + min(facts.legs, _CAP)) * (_CAP + 1) + min(facts.size, _CAP)
    actors = tuple(dict.fromkeys(facts.actors))
    names = dict.fromkeys(part for _, actor in actors for part in (actor.id, actor.name) if part)
    return Row(
        values=(
            kind, found.id, facts.standing, facts.type, days[0] if days else "", days[-1] if days else "", facts.legs,
            weight, facts.title, encode(found),
        ),
        actors=actors,
        reports=tuple(dict.fromkeys(facts.reports)),
        search=(plain(facts.title), plain(" … ".join(dict.fromkeys(facts.words))), plain(" ".join(names))),
    )  # fmt: skip


def _facts(found: Found, about: About) -> _Facts:
    if isinstance(found, Claim):
        return _claim(found)
    if isinstance(found, Demand):
        return _demand(found)
    if isinstance(found, Series):
        return _series(found)
    if isinstance(found, Dyad):
        return _dyad(found)
    if isinstance(found, Story):
        told = [about(member.report) for member in found.members]
        return _Facts(
            title=found.title, words=[title for _, title in told] + [w for m in found.members for w in m.shared],
            days=[found.first, found.last], actors=[], reports=[member.report for member in found.members],
            legs=len(found.members), size=0,
        )  # fmt: skip
    told = [about(report) for report in found.reports]
    origin = about(found.origin)[1] if found.origin in found.reports else found.origin
    return _Facts(
        title=origin, words=[title for _, title in told], days=[day for day, _ in told], actors=[],
        reports=list(found.reports), legs=len(found.reports), size=len(found.pairs),
    )  # fmt: skip


def _claim(claim: Claim) -> _Facts:
    actors = [(position.position, position.actor) for position in claim.positions if position.actor is not None]
    return _Facts(
        title=claim.proposition, words=[position.words for position in claim.positions],
        days=[claim.first, claim.last], actors=[*actors, *(("about", actor) for actor in claim.actors)],
        reports=[position.at.report for position in claim.positions], legs=claim.legs, size=len(claim.positions),
        standing=claim.standing, type=claim.type,
    )  # fmt: skip


def _demand(demand: Demand) -> _Facts:
    """It lasts from the day when it was first made to the last word on it."""
    places = [demand.at, *([demand.by] if demand.by else []), *demand.again, *(turn.at for turn in demand.turns)]
    return _Facts(
        title=demand.deed, words=[turn.words for turn in demand.turns],
        days=[demand.day, *(turn.day for turn in demand.turns)],
        actors=[
            *(("asker", actor) for actor in demand.askers),
            *(("addressee", actor) for actor in demand.addressees),
            *(("answers", actor) for turn in demand.turns for actor in turn.actors),
        ],
        reports=[place.report for place in places], legs=1 + len(demand.again), size=len(demand.turns),
        standing=demand.standing, type=demand.type,
    )  # fmt: skip


def _series(series: Series) -> _Facts:
    holder = [("holder", series.holder)] if series.holder is not None else []
    return _Facts(
        title=" ".join(part for part in (series.what, series.place) if part),
        words=[point.words for point in series.points], days=[point.day for point in series.points],
        actors=[*holder, *(("source", actor) for point in series.points for actor in point.source_actors)],
        reports=[point.at.report for point in series.points], legs=len({point.leg for point in series.points}),
        size=len(series.points), type=series.deed,
    )  # fmt: skip


def _dyad(dyad: Dyad) -> _Facts:
    return _Facts(
        title=f"{dyad.actor} {dyad.recipient}",
        words=[f"{deed.type} {deed.mode}" if deed.mode else deed.type for deed in dyad.deeds],
        days=[deed.day for deed in dyad.deeds],
        actors=[("actor", Actor(dyad.actor)), ("recipient", Actor(dyad.recipient))],
        reports=[deed.at.report for deed in dyad.deeds], legs=len(dyad.deeds), size=0,
    )  # fmt: skip


def anchors(found: Found) -> Iterator[tuple[Anchor, str | None]]:
    """Every place that ``found`` points at, and the words that it quotes from there, None where it quotes none."""
    if isinstance(found, Claim):
        yield from ((position.at, position.words) for position in found.positions)
    elif isinstance(found, Demand):
        yield found.at, None
        yield from ((again, None) for again in found.again)
        yield from ((turn.at, turn.words) for turn in found.turns)
        if found.by is not None:
            yield found.by, None
    elif isinstance(found, Series):
        yield from ((point.at, point.words) for point in found.points)
    elif isinstance(found, Dyad):
        yield from ((deed.at, None) for deed in found.deeds)


def stretches(found: Found) -> Iterator[tuple[str, Span]]:
    """Stretches of reports that two copies share."""
    if isinstance(found, CopyGroup):
        for pair in found.pairs:
            for in_a, in_b in pair.shared:
                yield pair.a, in_a
                yield pair.b, in_b


def references(found: Found) -> Iterator[str]:
    """The records of reports that ``found`` names."""
    if isinstance(found, Claim):
        for position in found.positions:
            yield from (name for name in (position.statement, position.event) if name)
    elif isinstance(found, Demand):
        yield found.statement
        yield from (turn.record for turn in found.turns)
    elif isinstance(found, Series):
        yield from (point.quantity for point in found.points)
    elif isinstance(found, Dyad):
        yield from (deed.event for deed in found.deeds)
