"""What a person can choose from when correcting a record: acts in the codebook's order, PLOVER's types and modes."""

from __future__ import annotations

from msgspec import Struct

from standoff.model import Act, Status
from standoff.verdicts import plover

#: What the source does, act by act, and the codebook's example; a test holds the two together.
ACTS: dict[Act, tuple[str, str]] = {
    "STATE": ("tells how things are", "The convoys have been passing since Saturday, residents said."),
    "ANNOUNCE": ("makes its own decision known", "The ministry said it would take the case to court."),
    "ACCUSE": ("blames somebody for a wrong", "“This is an act of piracy,” she said."),
    "CRITICIZE": ("disapproves", "Senators deplored the handling of the crisis."),
    "DENY": ("calls something false", "The navy denied that a gun had been fired."),
    "DOUBT": ("withholds assent: no confirmation, no evidence", "“We cannot confirm that they are withdrawing.”"),
    "CONFIRM": ("says that what another claims is so", "The observers confirmed that one brigade had left."),
    "REQUEST": ("asks somebody for something", "Brazil called on both sides to show restraint."),
    "REJECT": ("refuses what is asked or offered", "“We will not take orders about our own soldiers.”"),
    "THREATEN": ("foretells harm its side would do", "The channel will be closed unless the crew is freed, he said."),
    "WARN": ("foretells harm by others, or by fate", "“An accident is all it would take.”"),
    "COMMIT": ("promises or offers something", "“We guarantee free passage to every ship.”"),
    "CONCEDE": ("gives way: a pull-back, a truce, an apology", "The ministry announced that the brigade was leaving."),
    "SUPPORT": ("backs or praises somebody", "He praised the Vatican’s offer."),
}


#: What each status says of a deed (codebook, section 3).
STATUSES: dict[Status, str] = {
    "actual": "it happened, or goes on",
    "negation": "said or shown not to have happened",
    "future": "planned, promised, demanded, threatened",
    "hypothetical": "on a condition, feared, possible",
    "historical": "background: long over",
}


class Types(Struct, frozen=True):
    """The PLOVER types of one class of deeds, each with its modes behind it ("RETREAT", "RETREAT withdraw")."""

    quad: str
    values: tuple[str, ...]


def types() -> tuple[Types, ...]:
    """All of them, in PLOVER's order."""
    out: dict[str, list[str]] = {}
    for (kind, mode), (quad, _) in plover().items():
        out.setdefault(quad, []).append(f"{kind} {mode}" if mode else kind)
    return tuple(Types(quad, tuple(values)) for quad, values in out.items())
