"""What the sample report and its copy add up to, made by hand: one finding of each kind."""

from __future__ import annotations

from standoff.dossier import (
    Anchor,
    Claim,
    Deed,
    Demand,
    Dyad,
    Link,
    Member,
    Position,
    Reading,
    Series,
    Story,
    Turn,
)
from standoff.model import Actor, Report, Span

NORLAND, ARMY, ALLIANCE = Actor("RUS.GOV"), Actor("RUS.MIL"), Actor("NATO", "Mara Lind")


def at(report: Report, span: Span) -> Anchor:
    return Anchor(report.document.id, report.document.sha256, span)


def findings(first: Report, copy: Report) -> dict[str, list[object]]:
    """By kind. The copy's figure is another one, so that a series has a range and a bound that is missing."""
    text = first.document.text
    request, retreat = first.statements[2], first.events[2]
    told = first.document.published and first.document.published.value

    def position(report: Report, nth: int, stance: str, actor: Actor | None, **more: object) -> Position:
        statement = report.statements[nth]
        return Position(
            at=at(report, statement.content[0]), actor=actor, position=stance, statement=statement.id, event=None,
            day=told, publisher=report.document.publisher and report.document.publisher.value, via=statement.via,
            leg=first.document.id, words=statement.content[0].of(text), **more,
        )  # fmt: skip

    claim = Claim(
        id="c-00000000000000a1", proposition="Norland's army shelled Port Ella", standing="disputed", legs=1,
        positions=(
            position(first, 0, "doubts", ALLIANCE), position(first, 1, "denies", NORLAND),
            position(copy, 1, "denies", NORLAND),
            Position(
                at=at(first, retreat.trigger), actor=None, position="asserts", statement=None, event=retreat.id,
                day="2014-03-31", publisher="Harbour Post", via=(), leg="Harbour Agency",
                words="Norland's army pulled back a battalion", low=500.0, high=None,
            ),
        ),
        differs=((0, 3),),
        links=(Link(a=0, b=1, relation="disputes", score=0.83, features=(("same deed", 1.5), ("days apart", -0.2))),),
        first="2014-03-31", last=told, type="ASSAULT", actors=(ARMY,), story="y-00000000000000a1",
    )  # fmt: skip
    demand = Demand(
        id="r-00000000000000a1", at=at(first, request.content[0]), statement=request.id, day=told, askers=(ALLIANCE,),
        addressees=(NORLAND,), deed="pull back about 40,000 troops", type="RETREAT", mode="withdraw", standing="met",
        by=at(first, retreat.trigger), again=(at(copy, request.content[0]),),
        turns=(Turn(at=at(first, retreat.trigger), day="2014-03-31", standing="met", record=retreat.id, actors=(ARMY,),
                    words="Norland's army pulled back a battalion", why="the deed that was asked for"),),
    )  # fmt: skip
    quantity = first.quantities[0]

    def reading(day: str | None, low: float | None, high: float | None, *actors: Actor) -> Reading:
        return Reading(
            at=at(first, quantity.span), quantity=quantity.id, low=low, high=high, approx=True, day=day,
            source_actors=actors, publisher="Harbour Post", leg="x", words=quantity.span.of(text),
        )  # fmt: skip

    series = Series(
        id="f-00000000000000a1", what="troops", unit="person", holder=ARMY, place="near Port Ella", deed=None,
        when=None,
        points=(reading("2014-04-01", 40000, 40000, ALLIANCE), reading("2014-04-02", 20000, 99999, NORLAND),
                reading("2014-04-03", 60000, None), reading(None, None, 10, NORLAND)),
    )  # fmt: skip
    dyad = Dyad(
        id="p-00000000000000a1", actor="RUS", recipient="NATO",
        deeds=tuple(
            Deed(at=at(first, event.trigger), event=event.id, day=day, type=event.type, mode=event.mode,
                 quad=event.quad, intensity=event.intensity, status=event.status, legs=1)
            for event, day in zip(first.events, ("2014-03-31", "2014-04-01", None), strict=True)
        ),
    )  # fmt: skip
    story = Story(
        id="y-00000000000000a1", title="Alliance doubts pull-back", first=told, last=told,
        members=(
            Member(report=first.document.id, day=told, drawn_by=None, score=1.0, shared=()),
            Member(report=copy.document.id, day=told, drawn_by=first.document.id, score=0.9, shared=("Port Ella",)),
        ),
    )  # fmt: skip
    return {"claim": [claim], "demand": [demand], "series": [series], "dyad": [dyad], "story": [story]}
