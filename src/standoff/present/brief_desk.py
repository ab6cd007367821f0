"""What all sections of a brief share: the material sorted for printing, and the way to the reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TypeVar

from standoff.dossier import ClaimStanding, Demand, DemandStanding
from standoff.model import Report, Span
from standoff.present import names
from standoff.present.brief_page import Cite, Line, More
from standoff.present.brief_sides import Sided, sided
from standoff.present.brief_words import Shelf, bare, capital
from standoff.present.gather import Asked, Material, texts_of
from standoff.present.wording import cut

T = TypeVar("T")

#: Characters of a proposition.
TITLE = 160


class Desk:
    """The material of a brief, and its reports on demand."""

    def __init__(self, material: Material, fetch: Callable[[str], Report]) -> None:
        self.material = material
        self.days = sorted(head.published for head in material.heads if head.published)
        self.shelf = Shelf(fetch, self.days)
        self.text_of = texts_of(material.copies)
        self._totals = dict(material.totals)
        self._sided: dict[ClaimStanding, tuple[Sided, ...]] = {}

    @property
    def window(self) -> tuple[str, str] | None:
        """First and last day of the reports; None when none is dated."""
        return (self.days[0], self.days[-1]) if self.days else None

    @property
    def new_from(self) -> str | None:
        """The day from which things are new: the one asked for, else the last of the reports."""
        return self.material.asked.since or (self.days[-1] if self.days else None)

    @cached_property
    def disputes(self) -> tuple[Sided, ...]:
        """Disputed claims with words on both sides, heaviest first."""
        return tuple(one for one in self.claims("disputed") if one.asserts)

    def claims(self, standing: ClaimStanding) -> tuple[Sided, ...]:
        """Claims of a standing by their sides, heaviest first."""
        if standing not in self._sided:
            held = (sided(claim) for claim in self.material.claims if claim.standing == standing)
            self._sided[standing] = tuple(sorted(held, key=Sided.weight))
        return self._sided[standing]

    def demands(self, standing: DemandStanding) -> tuple[Demand, ...]:
        """Demands of a standing: those made most often first, then by day."""
        held = (demand for demand in self.material.demands if demand.standing == standing)
        return tuple(sorted(held, key=lambda d: (not d.addressees, not d.askers, -len(d.again), d.day or "9999", d.id)))

    def title(self, one: Sided) -> str:
        """The proposition of a claim, begun with a capital, actors by name; see :meth:`Sided.matter`."""
        words = bare(one.matter()).rstrip(".")
        for actor in sorted({a.id for a in one.claim.actors if a.id}, key=lambda name: (-len(name), name)):
            words = names.spell(actor).join(re.split(rf"(?<![\w.]){re.escape(actor)}(?![\w.])", words))
        return capital(cut(words, TITLE))

    def more(self, shown: int, held: int, name: str, what: tuple[str, str], command: str) -> tuple[More, ...]:
        """What a section leaves out of ``held``, or of what ``totals`` says of ``name``. ``what``: one, and many."""
        left = max(self._totals.get(name, held), held) - shown
        return (More(left, what[left > 1], command + options(self.material.asked)),) if left > 0 else ()

    def fresh(self, items: Iterable[T], line: Callable[[T], Line], most: int) -> list[Line]:
        """The first few lines that do not rest on the very words of one before."""
        seen: set[tuple[str, Span]] = set()
        out: list[Line] = []
        for item in items:
            if len(out) == most:
                break
            made = line(item)
            words = {(note.report, note.span) for piece in made if isinstance(piece, Cite) for note in piece.notes}
            if not words <= seen:
                out.append(made)
                seen |= words
        return out


def options(asked: Asked) -> str:
    """The filters of a brief as options, so that a command lists the rest of just this."""
    return "".join(
        f" --{name} {_argument(value)}"
        for name, value in (
            ("since", asked.since), ("until", asked.until), ("actor", asked.actor), ("about", asked.about),
            ("report", asked.report),
        )
        if value
    )  # fmt: skip


def _argument(value: str) -> str:
    return value if value.replace("-", "").replace(".", "").isalnum() else "'" + value.replace("'", "'\\''") + "'"
