"""The sides of a claim: who stands where, and whose words meet whose.

A claim knows how surely its positions speak to one another (its links). Those that meet the other side most surely come
first on both sides, in the same order, so that the words that stand beside one another are of one matter.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from standoff.dossier import Claim, Position, Stance
from standoff.model import Actor
from standoff.present import names
from standoff.present.brief_words import count, printer
from standoff.present.wording import folded

#: The sides of a claim as a brief shows them, in this order; who confirms stands with those who assert.
SIDES: dict[Stance, str] = {"asserts": "Asserted", "denies": "Denied", "doubts": "Not confirmed"}
#: How surely the sides of a claim meet when no link tells; what a link weighs between positions of one actor or of
#: nobody known, where one of them is but a few words, and where they share their words.
_UNKNOWN = 0.5
_LESS = 0.6
#: A claim with more positions is wide; at least so sure a meeting of its sides says what it is about.
_WIDE = 12
_SURE = 0.7
#: Words below which a position says little by itself ("the report").
FEW = 4


class Sided(Struct, frozen=True):
    """A claim by its sides, on each the first position of an actor on a leg; and how surely they meet, 0..1."""

    claim: Claim
    asserts: tuple[Position, ...]
    denies: tuple[Position, ...]
    doubts: tuple[Position, ...]
    sure: float

    def of(self, stance: Stance) -> tuple[Position, ...]:
        """The positions of one of :data:`SIDES`."""
        found: tuple[Position, ...] = getattr(self, stance)
        return found

    def weight(self) -> tuple[object, ...]:
        """What comes first: sides that meet, and surely so, then how many take part and how often. A claim that was
        drawn too wide has many positions, few of which speak to one another: so being sure comes before being many."""
        both = bool(self.asserts) and bool(self.denies or self.doubts or self.claim.standing == "corroborated")
        actors = {_who(p) for p in self.claim.positions if p.actor is not None}
        on = sum(legs(self.claim, stance) for stance in SIDES)
        return (
            not both,
            -round(self.sure, 1),
            -min(len(actors), 4),
            -min(on, 9),
            self.claim.first or "9999",
            self.claim.id,
        )

    def matter(self) -> str:
        """What the claim is about: its proposition; of a wide one the words of the assertion most surely met."""
        surely = len(self.claim.positions) > _WIDE and self.sure >= _SURE and self.asserts
        words = self.asserts[0].words if surely else ""
        return words if len(words.split()) >= FEW else self.claim.proposition

    def says_little(self) -> bool:
        """Whether nobody speaks to it in more than a few words."""
        return all(len(position.words.split()) < FEW for position in self.claim.positions)


def sided(claim: Claim) -> Sided:
    """The sides of ``claim``."""
    met = _met(claim)
    order = {n: rank for rank, (_, a, b) in reversed(list(enumerate(met))) for n in (a, b)}
    held: dict[Stance, list[int]] = {stance: [] for stance in SIDES}
    for n, position in enumerate(claim.positions):
        held[side_of(position)].append(n)
    for numbers in held.values():
        numbers.sort(key=lambda n: (order.get(n, len(met)), claim.positions[n].actor is None, n))
    sides = {stance: _spread([claim.positions[n] for n in numbers]) for stance, numbers in held.items()}
    return Sided(claim, sides["asserts"], sides["denies"], sides["doubts"], sure=met[0][0] if met else _UNKNOWN)


def _met(claim: Claim) -> list[tuple[float, int, int]]:
    """The positions (by number) that meet: of two sides, or in a corroborated claim alike on two legs; surest first."""
    out = []
    for link in claim.links:
        a, b = claim.positions[link.a], claim.positions[link.b]
        if claim.standing == "corroborated":
            meets = link.relation == "same" and a.leg != b.leg
        else:
            meets = link.relation in {"disputes", "doubts"} and side_of(a) != side_of(b)
        if meets:
            sure = link.score * (1.0 if a.actor is not None and b.actor is not None and _who(a) != _who(b) else _LESS)
            sure *= 1.0 if min(len(a.words.split()), len(b.words.split())) >= FEW else _LESS
            # "she said he had denied it" holds a statement in another: one sentence, not two sources that meet
            sure *= _LESS if a.at.report == b.at.report and a.at.span.overlaps(b.at.span) else 1.0
            out.append((round(sure, 2), link.a, link.b))
    return sorted(out, key=lambda found: (-found[0], found[1], found[2]))


def _spread(positions: list[Position]) -> tuple[Position, ...]:
    """The first of each actor on each leg; each party once before any comes twice."""
    kept: dict[tuple[str, str], Position] = {}
    for position in positions:
        kept.setdefault((_who(position), position.leg if position.actor is None else ""), position)
    seen: set[str] = set()
    first: list[Position] = []
    rest: list[Position] = []
    for position in kept.values():
        party = body(position.actor) if position.actor is not None else position.leg
        (rest if party in seen else first).append(position)
        seen.add(party)
    return (*first, *rest)


def _who(position: Position) -> str:
    return "" if position.actor is None else position.actor.id or position.actor.name or ""


def side_of(position: Position) -> Stance:
    """Which of :data:`SIDES` a position is on."""
    return "asserts" if position.position == "confirms" else position.position


def against(claim: Claim, position: Position) -> tuple[Position, ...]:
    """The assertions of a claim but ``position``, the one that it most surely speaks to first."""
    number = claim.positions.index(position)
    sure = {link.b if link.a == number else link.a: link.score for link in claim.links if number in {link.a, link.b}}
    asserted = [(n, p) for n, p in enumerate(claim.positions) if side_of(p) == "asserts" and p.at != position.at]
    return tuple(p for n, p in sorted(asserted, key=lambda pair: (-sure.get(pair[0], 0.0), pair[0])))


def unlike(positions: Iterable[Position]) -> tuple[Position, ...]:
    """Positions but those of a party that one of its own before them holds the words of, or the other way about: a
    copy, or a clause of the same sentence, says nothing more."""
    kept: list[tuple[str, str, Position]] = []
    for position in positions:
        party = body(position.actor) if position.actor is not None else printer(position.publisher)
        words = folded(position.words).casefold()
        if not any(party == other and (words in said or said in words) for other, said, _ in kept):
            kept.append((party, words, position))
    return tuple(position for _, _, position in kept)


def legs(claim: Claim, stance: Stance) -> int:
    """On how many independent sources a side stands."""
    return len({position.leg for position in claim.positions if side_of(position) == stance})


def body(actor: Actor) -> str:
    """A party without the person who speaks for it."""
    return names.spell(actor.id) if actor.id else folded(actor.name or "an unknown actor")


def bodies(positions: Iterable[Position], most: int = 3) -> str:
    """The parties that take a position, each once, speakers before papers: "Chile, OAS and two others"."""
    ranked = sorted(positions, key=lambda position: position.actor is None)
    found = list(dict.fromkeys(body(p.actor) if p.actor is not None else printer(p.publisher) for p in ranked))
    if len(found) > most + 1:
        found = [*found[:most], count(len(found) - most, "other")]
    return names.listed(found)
