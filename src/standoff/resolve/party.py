"""What a phrase stands for: the value that reading and coreference hand each other."""

from __future__ import annotations

from msgspec import Struct

from standoff.model import Actor, Span

#: Party kind of a country named as such; what it is in a role is decided later.
COUNTRY = "state"


class Party(Struct, frozen=True):
    """What a phrase stands for. ``kind``: state, place, person, org, group, text or none; a bare country is
    ``Actor("RUS")``.

    ``sort`` is the kind of name (state, body, armed, media, ...) or the sector of the noun, ``key`` the head noun;
    ``reason`` says why ``actors`` is empty or has no id.
    """

    actors: tuple[Actor, ...] = ()
    kind: str = "none"
    plural: bool = False
    sort: str = ""
    key: str = ""
    reason: str = ""
    candidates: tuple[str, ...] = ()
    female: bool | None = None
    #: Whose it is was not in the words: the likeliest in the report, or the country that a place is in.
    guessed: bool = False

    @property
    def first(self) -> Actor | None:
        return self.actors[0] if self.actors else None

    def ids(self) -> tuple[str, ...]:
        """The actors' ids, those without one left out."""
        return tuple(dict.fromkeys(a.id for a in self.actors if a.id))


NOBODY = Party(reason="no known actor in these words")


class Heard(Struct, frozen=True):
    """A phrase of the report: where, in which sentence, what it stands for, whether it is a subject, and whether it
    speaks."""

    start: int
    end: int
    sentence: int
    party: Party
    subject: bool
    speaks: bool
    place: bool
    pronoun: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)
