"""On how many independent sources a claim stands, and what that makes of it."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.dossier import ClaimStanding, Stance

#: Organs of one state speak for it: its ministry and its army bear each other out no more than one man saying it twice.
ORGANS = frozenset("GOV MIL SPY COP LEG JUD PRM".split())


def source_key(actor_id: str) -> str:
    """What counts once: an actor, or the state whose organ it is."""
    state, _, sector = actor_id.partition(".")
    return f"{state}.GOV" if sector in ORGANS else actor_id


def standing(positions: Sequence[tuple[Stance, str]]) -> tuple[ClaimStanding, int]:
    """The standing of a claim and its number of independent legs, from the position and the leg of each."""
    legs = len({leg for stance, leg in positions if stance in {"asserts", "confirms"}})
    stances = {stance for stance, _ in positions}
    # a claim that only its denials tell of has been made by somebody, whom no report here quotes
    if "denies" in stances:
        return "disputed", legs
    if "doubts" in stances:
        return "unconfirmed", legs
    return ("corroborated" if legs > 1 else "single"), legs
