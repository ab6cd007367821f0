"""Small findings over the reports of :mod:`tests.store.made`, without linking anything."""

from __future__ import annotations

from standoff.dossier import (
    Anchor,
    Claim,
    CopyGroup,
    CopyPair,
    Deed,
    Demand,
    Dyad,
    Member,
    Position,
    Reading,
    Series,
    Story,
    Turn,
)
from standoff.model import Actor, Report, Span, record_id

LINKER = "linker 1"


def anchor(report: Report, span: Span) -> Anchor:
    return Anchor(report.document.id, report.document.sha256, span)


def position(report: Report, line: int, stance: str, actor: Actor | None = None, leg: str | None = None) -> Position:
    """What line ``line`` of ``report`` puts forward."""
    statement = report.statements[line]
    return Position(
        at=anchor(report, statement.content[0]), actor=actor or statement.source_actors[0], position=stance,
        statement=statement.id, event=None, day=report.document.published.value if report.document.published else None,
        publisher=report.document.publisher.value, via=(), leg=leg or report.document.id,
        words=statement.content[0].of(report.document.text),
    )  # fmt: skip


def claim(proposition: str, standing: str, *positions: Position, **fields: object) -> Claim:
    days = sorted(p.day for p in positions if p.day)
    return Claim(**{
        "id": record_id("made", "claim", proposition), "proposition": proposition, "standing": standing,
        "legs": len({p.leg for p in positions if p.position in {"asserts", "confirms"}}), "positions": positions,
        "differs": (), "links": (), "first": days[0] if days else None, "last": days[-1] if days else None, **fields,
    })  # fmt: skip


def findings(*reports: Report) -> dict[str, list[object]]:
    """Some of each kind over three reports or more: five claims, two demands, one of the rest."""
    a, b, c = reports[:3]
    quoted = b.statements[0]
    return {
        "copies": [
            CopyGroup(
                id="c-copies", reports=(a.document.id, b.document.id), origin=a.document.id, why="the earlier one",
                pairs=(
                    CopyPair(
                        a=a.document.id, b=b.document.id, kind="partial", containment=0.66667,
                        shared=((a.statements[0].content[0], b.statements[0].content[0]),),
                    ),
                ),
            )
        ],
        "story": [
            Story(
                id="s-story", title="Troops at the Ilm", first="2031-01-01", last="2031-12-28",
                members=(
                    Member(report=a.document.id, day="2031-01-01", drawn_by=None, score=1.0, shared=()),
                    Member(report=b.document.id, day="2031-12-28", drawn_by=a.document.id, score=0.5,
                           shared=("river", "Ilm")),
                ),
            )
        ],
        "claim": [
            claim("troops had crossed the river", "disputed", position(a, 0, "asserts"), position(b, 0, "denies"),
                  type="RETREAT", actors=(Actor("VSK.MIL"),)),
            claim("the bridge at Ilm was mined", "unconfirmed", position(a, 1, "asserts"), position(c, 1, "doubts"),
                  differs=((0, 1),)),
            claim("a convoy left for Orlen", "corroborated", position(a, 2, "asserts"), position(b, 2, "asserts"),
                  position(c, 2, "confirms", Actor("EU")), type="MOBILIZE"),
            claim("the harbour was closed", "single", position(c, 0, "asserts")),
            claim("=2+5 pilots were held", "single", position(a, 0, "asserts", leg="other"), first=None, last=None),
        ],
        "demand": [
            Demand(
                id="d-1", at=anchor(a, a.statements[0].content[0]), statement=a.statements[0].id, day="2031-02-02",
                askers=(Actor("NATO"),), addressees=(Actor("VSK.GOV"),), deed="pull back the troops", type="RETREAT",
                mode="withdraw", standing="met", by=anchor(b, quoted.content[0]),
                again=(anchor(c, c.statements[0].content[0]),),
                turns=(
                    Turn(at=anchor(b, quoted.content[0]), day="2031-03-03", standing="met", record=quoted.id,
                         actors=(Actor("VSK.MIL"),), words=quoted.content[0].of(b.document.text), why="the deed done"),
                ),
            ),
            Demand(
                id="d-2", at=anchor(b, quoted.content[0]), statement=quoted.id, day=None, askers=(Actor(None, "They"),),
                addressees=(), deed="open the bridge", type=None, mode=None, standing="open", by=None, again=(),
                turns=(),
            ),
        ],
        "series": [
            Series(
                id="s-series", what="troops", unit="person", holder=Actor("VSK.MIL"), place="near the Ilm", deed=None,
                when=None,
                points=tuple(
                    Reading(
                        at=anchor(r, r.quantities[0].span), quantity=r.quantities[0].id, low=r.quantities[0].low,
                        high=None, approx=True, day=r.document.published.value,
                        source_actors=r.statements[0].source_actors, publisher="Paper", leg=r.document.id,
                        words=r.quantities[0].span.of(r.document.text),
                    )
                    for r in (a, b, c)
                ),
            )
        ],
        "dyad": [
            Dyad(
                id="d-dyad", actor="VSK", recipient="ORL",
                deeds=tuple(
                    Deed(at=anchor(r, r.events[0].trigger), event=r.events[0].id, day=f"2031-0{i}-03", type="ASSAULT",
                         mode=None, quad="material conflict", intensity=-7.5, status="actual", legs=1)
                    for i, r in enumerate((a, b, c), 1)
                ),
            )
        ],
    }  # fmt: skip
