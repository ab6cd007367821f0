"""The sections of a brief on claims and demands: disputed, not confirmed, corroborated, asked for."""

from __future__ import annotations

from standoff.dossier import Claim, Demand, DemandStanding, Position, Turn
from standoff.present import names
from standoff.present.brief_desk import Desk
from standoff.present.brief_page import (
    Block,
    Bullets,
    Heading,
    Item,
    Line,
    Section,
    Side,
    Sides,
    cite,
    joined,
    plain,
    strong,
)
from standoff.present.brief_sides import SIDES, Sided, against, bodies, body, legs, unlike
from standoff.present.brief_words import count, is_own, quoted, said, told
from standoff.present.wording import bounded

_DISPUTES = 5
_DENIALS = 4
_DOUBTS = 5
_CORROBORATED = 6
#: Positions on each side of a dispute, footnotes of a corroborated claim, pairs of figures.
_SIDE = 3
_CITED = 3
_FIGURES = 2
_DEMANDS: dict[DemandStanding, tuple[str, int]] = {"open": ("Open", 6), "refused": ("Refused", 3), "met": ("Met", 3)}


def disputed(desk: Desk) -> Section | None:
    """Who asserts and who denies, on how many independent sources, words beside words; then what is denied though
    nobody in these reports asserts it."""
    claims = desk.disputes
    blocks: list[Block] = [_sides(desk, one) for one in claims[:_DISPUTES]]
    alone = sorted((one for one in desk.claims("disputed") if not one.asserts), key=Sided.says_little)
    lines = desk.fresh(alone, lambda one: told(desk.shelf, one.denies[0], opens=True), _DENIALS)
    if lines:
        blocks += [Heading((plain("Denied, though nobody here asserts it"),)), Bullets(tuple(map(Item, lines)))]
    shown = min(len(claims), _DISPUTES) + len(lines)
    what = ("disputed claim", "disputed claims")
    blocks += desk.more(shown, len(claims) + len(alone), "disputed", what, "standoff claims --standing disputed")
    return Section("what-is-disputed", "What is disputed", tuple(blocks)) if blocks else None


def _sides(desk: Desk, one: Sided) -> Sides:
    sides = []
    for stance, title in SIDES.items():
        held = one.of(stance)
        lines = [told(desk.shelf, position, opens=True) for position in held[:_SIDE]]
        left = len(held) - len(lines)
        lines += [(plain(f"and {count(left, 'more', 'more')}"),)] if left > 0 else []
        on = count(legs(one.claim, stance), "independent source")
        sides += [Side(f"{title} by {on}", tuple(lines))] if lines else []
    return Sides((strong(desk.title(one)),), tuple(sides), _figures(desk, one))


def _figures(desk: Desk, one: Sided) -> Line:
    """Figures of the positions shown that exclude each other."""
    claim, shown = one.claim, [p for stance in SIDES for p in one.of(stance)[:_SIDE]]
    pairs: dict[tuple[str, str], tuple[Position, Position]] = {}
    for a, b in claim.differs:
        first, second = claim.positions[a], claim.positions[b]
        if first in shown and second in shown:
            pairs.setdefault((_figure(first), _figure(second)), (first, second))
    line: Line = ()
    for (figure, other), positions in list(pairs.items())[:_FIGURES]:
        notes = [desk.shelf.at(p.at, p.statement) for p in positions]
        line += (plain("; " if line else "Figures that cannot both be right: "), plain(f"{figure} against {other}"))
        line += cite(*notes)
    return (*line, plain(".")) if line else ()


def _figure(position: Position) -> str:
    return f"{bounded(position.low, position.high, approx=False)} ({bodies([position])})"


def unconfirmed(desk: Desk) -> Section | None:
    """What somebody could not confirm, with those who say it."""
    claims = [one for one in desk.claims("unconfirmed") if one.doubts]
    claims.sort(key=lambda one: (not one.asserts, one.says_little()))
    lines = desk.fresh(claims, lambda one: _doubt(desk, one), _DOUBTS)
    title = "What could not be confirmed"
    return _listed(desk, "what-could-not-be-confirmed", title, "unconfirmed", lines, len(claims))


def _doubt(desk: Desk, one: Sided) -> Line:
    asserted = unlike(against(one.claim, one.doubts[0]))[:2]
    said = [(plain(" Asserted by "), *told(desk.shelf, position)) for position in asserted]
    return joined([told(desk.shelf, one.doubts[0], opens=True), *said], ".")


def corroborated(desk: Desk) -> Section | None:
    """What independent sources agree on."""
    claims = desk.claims("corroborated")
    lines = desk.fresh(claims, lambda one: _agreed(desk, one), _CORROBORATED)
    return _listed(desk, "corroborated", "Corroborated", "corroborated", lines, len(claims))


def _listed(desk: Desk, name: str, title: str, standing: str, lines: list[Line], of: int) -> Section | None:
    """Claims of a standing, a line each, and how many of them there are besides."""
    blocks: list[Block] = [Bullets(tuple(map(Item, lines)))] if lines else []
    what = (f"{standing} claim", f"{standing} claims")
    blocks += desk.more(len(lines), of, standing, what, f"standoff claims --standing {standing}")
    return Section(name, title, tuple(blocks)) if blocks else None


def _agreed(desk: Desk, one: Sided) -> Line:
    positions = _by_leg(one.claim)
    notes = [desk.shelf.at(p.at, p.statement) for p in positions[:_CITED]]
    on = f": {count(one.claim.legs, 'independent source')}, {bodies(positions)}"
    return (strong(desk.title(one)), plain(on), *cite(*notes))


def _by_leg(claim: Claim) -> list[Position]:
    """The first assertion on each leg."""
    return list({p.leg: p for p in reversed(claim.positions) if p.position in {"asserts", "confirms"}}.values())[::-1]


def demands(desk: Desk) -> Section | None:
    """Who asks what of whom, and what came of it."""
    blocks: list[Block] = []
    for standing, (title, most) in _DEMANDS.items():
        held = desk.demands(standing)
        if not held:
            continue
        blocks.append(Heading((plain(title),)))
        blocks.append(Bullets(tuple(Item(demand_line(desk, d), _answers(desk, d)) for d in held[:most])))
        what = (f"{title.lower()} demand", f"{title.lower()} demands")
        blocks += desk.more(min(most, len(held)), len(held), standing, what, f"standoff demands --standing {standing}")
    return Section("demands", "Demands", tuple(blocks)) if blocks else None


def demand_line(desk: Desk, demand: Demand) -> Line:
    """What is asked of whom, by whom, when."""
    askers = names.listed(body(actor) for actor in demand.askers) or "a party that is not named"
    whom = names.listed(body(actor) for actor in demand.addressees)
    statement = desk.shelf.statement(demand.at.report, demand.statement)
    again = f", and again in {count(len(demand.again), 'more place')}" if demand.again else ""
    return (
        strong(f"Asked {f'of {whom} ' if whom else ''}by {askers}"),
        plain(f", {desk.shelf.day(demand.day)}{again}: "),
        quoted(demand.deed, own=is_own(statement)),
        *cite(desk.shelf.at(demand.at, demand.statement)),
    )


def _answers(desk: Desk, demand: Demand) -> tuple[Line, ...]:
    if demand.standing == "open":
        return ()
    turns = [turn for turn in demand.turns if turn.standing == demand.standing]
    turn = next((turn for turn in turns if turn.at == demand.by), turns[-1] if turns else None)
    return (turn_line(desk, turn),) if turn is not None else ()


def turn_line(desk: Desk, turn: Turn) -> Line:
    """The record that shows a demand met or refused."""
    who = names.listed(body(actor) for actor in turn.actors)
    statement = desk.shelf.statement(turn.at.report, turn.record)
    return (
        plain(f"{turn.standing.capitalize()}{f' by {who}' if who else ''}, {desk.shelf.day(turn.day)}: "),
        said(desk.shelf, turn.at.report, statement) if statement is not None else quoted(turn.words, own=False),
        *cite(desk.shelf.at(turn.at, turn.record)),
    )
