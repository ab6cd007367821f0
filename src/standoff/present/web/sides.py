"""A claim laid out to be read: who stands where in which words, what only repeats, and how much of it one page shows.

A claim that everybody speaks to has thousands of positions. So a page begins with what each speaker says first, folds
what the same say again, and cuts off behind that, unless the whole is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct

from standoff.dossier import STANCES, Claim, Position
from standoff.present.web.shown import bounds, speaker
from standoff.present.wording import folded

#: A position with its number in the claim.
Numbered: TypeAlias = tuple[int, Position]
#: Positions of a stance up to which only words that a speaker repeats are folded; otherwise speakers shown, and
#: positions folded behind them.
FEW, SPEAKERS, FOLDED = 6, 10, 40
#: Pairs of figures shown and folded; speakers and legs in the lists; pairs of positions with their features.
PAIRS, FOLDED_PAIRS, LISTED, LINKS = 8, 40, 40, 100


class Side(Struct, frozen=True):
    """A stance and those who take it: what is shown at once (``first``), what is folded (``again``), and how many of
    the ``total`` are neither (``rest``)."""

    stance: str
    total: int
    first: tuple[Numbered, ...]
    again: tuple[Numbered, ...]

    @property
    def rest(self) -> int:
        return self.total - len(self.first) - len(self.again)


class Pairs(Struct, frozen=True):
    """Pairs of positions (by number) whose figures exclude each other: one for each two figures, then others."""

    total: int
    first: tuple[tuple[int, int], ...]
    again: tuple[tuple[int, int], ...]

    @property
    def rest(self) -> int:
        return self.total - len(self.first) - len(self.again)


def sides(claim: Claim, *, whole: bool = False) -> tuple[Side, ...]:
    """The stances on a claim in the order of the codebook, those that nobody takes left out."""
    return tuple(_side(stance, held, whole) for stance, held in by_stance(claim).items())


def _side(stance: str, held: list[Numbered], whole: bool) -> Side:
    voices: dict[tuple[str, str], Numbered] = {}
    for i, position in held:  # of many, what each says first; of few, each in other words
        words = folded(position.words).casefold() if len(held) <= FEW else ""
        voices.setdefault((speaker(position), words), (i, position))
    first = tuple(voices.values())[: None if whole else SPEAKERS]
    shown = {i for i, _ in first}
    again = [one for one in held if one[0] not in shown]
    return Side(stance, len(held), first, tuple(again[: None if whole else FOLDED]))


def apart(claim: Claim, *, whole: bool = False) -> Pairs:
    """Which figures in a claim exclude each other."""
    telling: dict[frozenset[str], tuple[int, int]] = {}
    again: list[tuple[int, int]] = []
    for a, b in claim.differs:
        key = frozenset((bounds(claim.positions[a]), bounds(claim.positions[b])))
        if key not in telling and (whole or len(telling) < PAIRS):
            telling[key] = (a, b)
        elif whole or len(again) < FOLDED_PAIRS:
            again.append((a, b))
        elif len(telling) == PAIRS:
            break
    return Pairs(len(claim.differs), tuple(telling.values()), tuple(again))


def by_stance(claim: Claim) -> dict[str, list[Numbered]]:
    """Positions with their numbers, by stance in the order of the codebook."""
    out: dict[str, list[Numbered]] = {stance: [] for stance in STANCES}
    for i, position in enumerate(claim.positions):
        out[position.position].append((i, position))
    return {stance: held for stance, held in out.items() if held}


def by_actor(claim: Claim) -> dict[str, dict[str, list[int]]]:
    """Who stands where: numbers of positions by speaker and stance, in the order in which they speak up."""
    out: dict[str, dict[str, list[int]]] = {}
    for i, position in enumerate(claim.positions):
        out.setdefault(speaker(position), {}).setdefault(position.position, []).append(i)
    return out


def by_leg(claim: Claim) -> dict[str, dict[str, list[int]]]:
    """On whom a claim rests: numbers of positions by leg and speaker."""
    out: dict[str, dict[str, list[int]]] = {}
    for i, position in enumerate(claim.positions):
        out.setdefault(position.leg, {}).setdefault(speaker(position), []).append(i)
    return out


def reports(claim: Claim, shown: Iterable[Side]) -> list[str]:
    """The reports that the shown positions stand in, and those that are legs, each once."""
    found = [p.at.report for side in shown for _, p in (*side.first, *side.again)]
    return list(dict.fromkeys([*found, *(leg for leg in by_leg(claim) if leg.startswith("d-"))]))
