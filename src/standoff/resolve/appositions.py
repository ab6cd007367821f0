"""Appositions: "Ada Kowal, Peru's foreign minister" and "the minister, Ada Kowal" name one person by name and post."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from standoff.model import Actor
from standoff.resolve.party import Party
from standoff.resolve.people import People
from standoff.resolve.phrase import Item, Piece, pieces

LEFT_OFFICE = frozenset({"former", "ex", "retired", "ousted", "deposed", "onetime", "erstwhile"})
#: Ranks are no posts: what an apposition says of a colonel who rules goes before.
_RANKS = frozenset(
    {"general", "colonel", "captain", "major", "lieutenant", "sergeant", "admiral", "marshal", "brigadier"}
)


def with_apposition(
    party: Party, piece: Piece, apposition: Sequence[Item], people: People, read: Callable[[Piece, Party | None], Party]
) -> Party:
    """What "X, Ukraine's foreign minister" and "the minister, X" add: the post or the name."""
    inner = pieces(apposition)
    if len(inner) != 1:
        return party
    other = inner[0]
    head, first = other.head(), piece.head()
    if head is None or first is None:
        return party
    # "a police spokesman, X" is one of a group
    named = head.key == "PER" or (head.kind == "name" and head.senses[0].kind == "person")
    one = party.kind == "group" and not party.plural and named
    if (one or party.kind == "person") and first.kind == "noun" and head.kind in {"name", "proper"}:
        if head.kind == "name" and head.senses and head.senses[0].kind != "person":
            return party
        return people.resolve(head, party, None, left=piece.has(LEFT_OFFICE), titled=True)
    if party.kind == "person" and first.kind in {"name", "proper"} and head.kind == "noun":
        told = read(other, None)
        known = party.actors[0] if party.actors else None
        rank = piece.title()
        ranked = rank is not None and rank.key in _RANKS
        left = _former(told) and (rank is None or ranked)  # a senator who was once an officer is a senator
        if told.actors and (known is None or known.id is None or party.sort == "past" or ranked or left):
            actor = Actor(told.actors[0].id, known.name if known else first.text)
            people.remember(first, actor)
            return Party((actor,), "person", sort="person", key=first.folded)
    if not party.actors and head.kind in {"noun", "name"}:
        told = read(other, None)
        if told.actors:
            return told
    return party


def _former(party: Party) -> bool:
    """Whether somebody's post is said to be over; a trade that he has left says nothing of what he is now."""
    return all((a.id or "").endswith(".ELI") for a in party.actors)
