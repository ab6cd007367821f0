"""What stands across reports as lines of a list: JSON as the contract has it, flat for tables and CSV.

A list shows a finding in a line. With its words (``--words``) lines of the places that it rests on follow; in CSV each
of these places is a row of its own, with the finding's fields repeated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from standoff.dossier import STANCES, Anchor, Claim, CopyGroup, Demand, Dyad, Position, Series, Story
from standoff.model import Actor
from standoff.present import marks, wording
from standoff.present.contract import Json, ids_of, number
from standoff.present.rows import SHORT, known
from standoff.present.tables import UNDER, Cell, Column, joined

if TYPE_CHECKING:
    from standoff.store.across import Across

#: What a report is called in a list, by its id.
Called: TypeAlias = Callable[[str], str]
Flat: TypeAlias = Mapping[str, Cell]
Fact: TypeAlias = tuple[str, str]
Found: TypeAlias = CopyGroup | Story | Claim | Demand | Series | Dyad

PLACE = ("report", "sha256", "start", "end")


class Shape(Struct, frozen=True):
    """How a list is printed: ``fields`` of its CSV, ``nested`` those that its places add, ``columns`` of its table."""

    fields: tuple[str, ...]
    nested: tuple[str, ...]
    columns: tuple[Column, ...]


def place(at: Anchor) -> Json:
    """A place in the text, as the contract has it."""
    return {"report": at.report, "sha256": at.sha256, "start": at.span.start, "end": at.span.end}


def days(first: str | None, last: str | None) -> str | None:
    """ "2014-04-10", "2014-04-10 – 2014-04-12" (broken behind the dash only); None without a day."""
    if first is None or last is None or first == last:
        return first or last
    return f"{first}\u00a0– {last}"


def who(actor: Actor | None, publisher: str | None) -> str:
    """The one who takes a position: an actor, or the reporter, by his outlet."""
    return known(actor) if actor is not None else publisher or "the reporter"


def quoted(words: str) -> str:
    """In quotation marks, on one line."""
    return f"“{wording.folded(words)}”"


# --- claims ----------------------------------------------------------------------------------------------------

CLAIMS = Shape(
    fields=(
        "id", "proposition", "standing", "legs", "positions", "first", "last", "asserts", "confirms", "denies",
        "doubts", "differs", "type", "actors", "place", "story", "judged",
    ),
    nested=(
        "position", "actor", "name", "publisher", "via", "date", "leg", "low", "high", "words", "statement", "event",
        *PLACE,
    ),
    columns=(
        Column("standing", "standing", style="bold", wrap=False),
        Column("legs", "legs", right=True, wrap=False),
        Column("told", "what", ratio=6),
        Column("for", "asserted by", style="cyan", ratio=2),
        Column("denies", "denied by", style="cyan", ratio=2),
        Column("doubts", "doubted by", style="cyan", ratio=2),
        Column("days", "days", ratio=1),
        Column("short", "id", style="dim", wrap=False),
    ),
)  # fmt: skip


def claim_json(claim: Claim) -> Json:
    return {
        "id": claim.id,
        "proposition": claim.proposition,
        "standing": claim.standing,
        "legs": claim.legs,
        "positions": [
            {
                "at": place(position.at),
                "actor": position.actor.id if position.actor is not None else None,
                "position": position.position,
                "statement": position.statement,
                "event": position.event,
                "date": position.day,
            }
            for position in claim.positions
        ],
        "differs": [list(pair) for pair in claim.differs],
    }


def claim_flat(claim: Claim) -> dict[str, Cell]:
    sides = {side: [p for p in claim.positions if p.position == side] for side in STANCES}
    return {
        "id": claim.id,
        "short": claim.id[:SHORT],
        "proposition": claim.proposition,
        "told": wording.folded(claim.proposition),
        "standing": claim.standing,
        "legs": claim.legs,
        "positions": len(claim.positions),
        "first": claim.first,
        "last": claim.last,
        "days": days(claim.first, claim.last),
        **{side: _all(positions) for side, positions in sides.items()},
        "for": _all([p for p in claim.positions if p.position in {"asserts", "confirms"}]),
        "differs": len(claim.differs),
        "type": claim.type,
        "actors": joined(map(known, claim.actors)) or None,
        "place": claim.place.name if claim.place else None,
        "story": claim.story,
    }


def _all(positions: Iterable[Position]) -> str | None:
    """Those who take these positions, each once, with all names that speak for it."""
    names: dict[str, list[str]] = {}
    for position in positions:
        actor = position.actor
        if actor is not None and actor.id:
            names.setdefault(actor.id, []).extend([actor.name] if actor.name else [])
        else:
            names.setdefault(who(actor, position.publisher), [])
    told = [f"{name} ({', '.join(dict.fromkeys(people))})" if people else name for name, people in names.items()]
    return joined(told) or None


def claim_places(claim: Claim, called: Called) -> Iterator[Flat]:
    """A line for each position."""
    for position in claim.positions:
        name = who(position.actor, position.publisher)
        told = f"{position.day or 'undated'} {name} {position.position}: {quoted(position.words)}"
        record = (position.statement or position.event or "")[:SHORT]
        yield {
            UNDER: f"{told} ({called(position.at.report)}) {record}",
            "position": position.position,
            "actor": position.actor.id if position.actor else None,
            "name": position.actor.name if position.actor else None,
            "publisher": position.publisher,
            "via": joined(position.via) or None,
            "date": position.day,
            "leg": position.leg,
            "low": number(position.low),
            "high": number(position.high),
            "words": position.words,
            "statement": position.statement,
            "event": position.event,
            **place(position.at),
        }


# --- the timeline ----------------------------------------------------------------------------------------------

TIMELINE = Shape(
    fields=(
        "day", "earliest", "latest", "status", "id", "proposition", "type", "actors", "place", "standing", "legs",
        "asserts", "confirms", "denies", "doubts", "last", "judged", *PLACE,
    ),
    nested=(),
    columns=(
        Column("first", "told", wrap=False),
        Column("when", "when", ratio=1),
        Column("told", "what", ratio=6),
        Column("deed", "deed", style="bold", ratio=1),
        Column("for", "told by", style="cyan", ratio=2),
        Column("standing", "standing", wrap=False),
        Column("legs", "legs", right=True, wrap=False),
        Column("short", "id", style="dim", wrap=False),
    ),
)  # fmt: skip


class Deed(Struct, frozen=True):
    """A claim with the days on which its deed took place and its status, as most tellings have them (of as many, the
    first); None where none says. ``judged`` are the judgements that change one of its records."""

    claim: Claim
    earliest: str | None
    latest: str | None
    status: str | None
    judged: tuple[str, ...] = ()


def deed_of(db: Across, claim: Claim, corrected: Mapping[str, str]) -> Deed:
    """What the records that a claim stands on say of its deed, as people ``corrected`` them."""
    told = db.deeds_told(claim) if claim.type is not None else ()
    days = Counter((one.earliest, one.latest) for one in told if one.earliest or one.latest)
    statuses = Counter(one.status for one in told)
    first, last = days.most_common(1)[0][0] if days else (None, None)
    judged = marks.behind((*marks.records_in(claim), *(one.event for one in told)), corrected)
    return Deed(claim, first, last, statuses.most_common(1)[0][0] if statuses else None, judged)


def timeline_json(deed: Deed) -> Json:
    """One deed or statement: the day it was told first and its own days, what, who stands where on it, and where."""
    claim = deed.claim
    return {
        "day": claim.first,
        "date": {"earliest": deed.earliest, "latest": deed.latest} if deed.earliest or deed.latest else None,
        "status": deed.status,
        "claim": claim.id,
        "proposition": claim.proposition,
        "type": claim.type,
        "actors": ids_of(claim.actors),
        "place": claim.place.name if claim.place else None,
        "standing": claim.standing,
        "legs": claim.legs,
        "at": place(claim.positions[0].at),
        "judged": list(deed.judged),
    }


def timeline_flat(deed: Deed) -> dict[str, Cell]:
    claim = deed.claim
    apart = deed.status is not None and deed.status != "actual"
    return {
        **claim_flat(claim),
        "day": claim.first,
        "earliest": deed.earliest,
        "latest": deed.latest,
        "when": days(deed.earliest, deed.latest),
        "status": deed.status,
        "deed": f"{claim.type} ({deed.status})" if apart else claim.type,
        **place(claim.positions[0].at),
    }


# --- demands ---------------------------------------------------------------------------------------------------

DEMANDS = Shape(
    fields=(
        "id", "date", "askers", "addressees", "deed", "type", "mode", "standing", "times", "statement", *PLACE,
        "by_report", "by_start", "by_end", "judged",
    ),
    nested=("turn", "turn_date", "turn_actors", "turn_record", "turn_words", "why"),
    columns=(
        Column("standing", "standing", style="bold", wrap=False),
        Column("day", "day", wrap=False),
        Column("askers", "asked by", style="cyan", ratio=2),
        Column("addressees", "of", style="cyan", ratio=2),
        Column("told", "what", ratio=6),
        Column("times", "times", right=True, wrap=False),
        Column("short", "id", style="dim", wrap=False),
    ),
)  # fmt: skip


def demand_json(demand: Demand) -> Json:
    return {
        "id": demand.id,
        "at": place(demand.at),
        "askers": ids_of(demand.askers),
        "addressees": ids_of(demand.addressees),
        "deed": demand.deed,
        "event": {"type": demand.type, "mode": demand.mode} if demand.type is not None else None,
        "standing": demand.standing,
        "by": place(demand.by) if demand.by is not None else None,
    }


def demand_flat(demand: Demand) -> dict[str, Cell]:
    return {
        "id": demand.id,
        "short": demand.id[:SHORT],
        "date": demand.day,
        "day": demand.day,
        "askers": joined(map(known, demand.askers)) or None,
        "addressees": joined(map(known, demand.addressees)) or None,
        "deed": demand.deed,
        "told": wording.folded(demand.deed),
        "type": demand.type,
        "mode": demand.mode,
        "standing": demand.standing,
        "times": 1 + len(demand.again),
        "statement": demand.statement,
        **place(demand.at),
        "by_report": demand.by.report if demand.by else None,
        "by_start": demand.by.span.start if demand.by else None,
        "by_end": demand.by.span.end if demand.by else None,
    }


def demand_places(demand: Demand, called: Called) -> Iterator[Flat]:
    """A line for each later word on it."""
    for turn in demand.turns:
        told = f"{turn.standing}: {joined(map(known, turn.actors)) or 'the reporter'} {quoted(turn.words)}"
        yield {
            UNDER: f"{turn.day or 'undated'} {told} ({called(turn.at.report)}; {turn.why}) {turn.record[:SHORT]}",
            "turn": turn.standing,
            "turn_date": turn.day,
            "turn_actors": joined(map(known, turn.actors)) or None,
            "turn_record": turn.record,
            "turn_words": turn.words,
            "why": turn.why,
        }


# --- one of them, in full --------------------------------------------------------------------------------------


def facts(found: Found, called: Called, sentences: Callable[[Iterable[str]], Mapping[str, str]]) -> list[Fact]:
    """All there is to say of a finding, for ``standoff why``; ``sentences`` are those that events stand in, by id."""
    if isinstance(found, Claim):
        return list(_claim_facts(found, called))
    if isinstance(found, Demand):
        told = {name: value for name, value in demand_flat(found).items() if name in DEMANDS.fields and value}
        turns = [("since then", str(turn[UNDER])) for turn in demand_places(found, called)]
        return [*((name, str(value)) for name, value in told.items()), *turns]
    from standoff.present import gathered_rows as rows

    match found:
        case Series():
            return _listed("series", found.id, rows.series_flat(found), rows.SERIES, rows.series_places(found, called))
        case Story():
            return _listed("story", found.id, rows.story_flat(found), rows.STORIES, rows.story_places(found, called))
        case CopyGroup():
            flat = rows.copies_flat(found, called)
            return _listed("copies", found.id, flat, rows.COPIES, rows.copies_places(found, called))
    from standoff.present import dyad_rows

    deeds = dyad_rows.deed_flats(found.deeds, sentences(deed.event for deed in found.deeds), called)
    sides = ("dyad", found.id), ("who", found.actor), ("to whom", found.recipient)
    return [*sides, *(("deed", str(deed[UNDER])) for deed in deeds)]


#: What a place of such a finding is called.
_PLACES = {"series": "figure", "story": "report", "copies": "pair"}


def _listed(kind: str, name: str, flat: Flat, shape: Shape, places: Iterator[Flat]) -> list[Fact]:
    """The fields of a finding that hold something, and a line for each of its places."""
    told = [(field, str(flat[field])) for field in shape.fields if field not in {"id", "group"} and flat.get(field)]
    return [(kind, name), *told, *((_PLACES[kind], str(one[UNDER])) for one in places)]


def _claim_facts(claim: Claim, called: Called) -> Iterator[Fact]:
    """Its positions, and why each stands with the others."""
    yield "claim", claim.id
    yield "proposition", claim.proposition
    yield "standing", f"{claim.standing}, on {wording.counted(claim.legs, 'independent source')}"
    for name, value in (
        ("days", days(claim.first, claim.last)),
        ("deed", claim.type),
        ("actors", joined(map(known, claim.actors))),
        ("place", claim.place.name if claim.place else None),
        ("story", claim.story),
    ):
        if value:
            yield name, value
    for place_, (position, told) in enumerate(zip(claim.positions, claim_places(claim, called), strict=True)):
        record = position.statement or position.event or "the reporter's own words"
        yield f"position {place_}", f"{told[UNDER]}; {record}, leg {position.leg}"
    for link in claim.links:
        features = ", ".join(f"{name} {weight:+.2f}" for name, weight in link.features)
        told_by = "" if link.by == "linker" else f", by {link.by}"
        yield f"{link.a} with {link.b}", f"{link.relation} {link.score:.2f}{told_by}: {features or 'no feature'}"
    for a, b in claim.differs:
        yield f"{a} against {b}", "their figures exclude each other"
