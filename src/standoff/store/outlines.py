"""Long findings read in part: decoding a list of them whole takes longer than all else that a list does."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import asdict

from standoff.dossier import CopyGroup, CopyKind, CopyPair
from standoff.model import Status


class Told(Struct, frozen=True):
    """A deed of a dyad: its day, and whether it was done."""

    day: str | None
    status: Status


class DyadOutline(Struct, frozen=True):
    """A :class:`~standoff.dossier.Dyad` with no more of its deeds than counting them takes."""

    id: str
    actor: str
    recipient: str
    deeds: tuple[Told, ...]


class _Pair(Struct, frozen=True):
    a: str
    b: str
    kind: CopyKind
    containment: float


class CopiesOutline(Struct, frozen=True):
    """A group of copies without the stretches that its pairs share."""

    id: str
    reports: tuple[str, ...]
    origin: str
    why: str
    pairs: tuple[_Pair, ...]

    def group(self) -> CopyGroup:
        """The group, its pairs without stretches."""
        pairs = tuple(CopyPair(**asdict(pair), shared=(), changed=()) for pair in self.pairs)
        return CopyGroup(id=self.id, reports=self.reports, origin=self.origin, why=self.why, pairs=pairs)
