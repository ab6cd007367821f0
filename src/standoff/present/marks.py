"""What of a list rests on a judgement: a star behind the id in a table, the judgement itself in CSV and JSON.

Lists show the record as people corrected it. That a value is a person's and not the machine's must be seen where it is
read, since it is defended in another way: by who said so and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from standoff.dossier import Claim, CopyGroup, Demand, Dyad, Series, Story
from standoff.model import Event, Quantity, Statement
from standoff.present.terminal import say

#: Behind the id of a line that rests on a judgement.
STAR = " *"


def judgement_on(record: Statement | Event | Quantity) -> str | None:
    """The judgement that a record reads by; None where it reads as it was coded."""
    return record.origin.version if record.origin.stage == "judgement" else None


def records_in(found: Claim | CopyGroup | Demand | Dyad | Series | Story) -> Iterator[str]:
    """The ids of the records that a finding rests on; copies and stories rest on whole texts."""
    match found:
        case Claim():
            for position in found.positions:
                yield from (name for name in (position.statement, position.event) if name)
        case Demand():
            yield found.statement
            yield from (turn.record for turn in found.turns)
        case Series():
            yield from (point.quantity for point in found.points)
        case Dyad():
            yield from (deed.event for deed in found.deeds)


def behind(records: Iterable[str], corrected: Mapping[str, str]) -> tuple[str, ...]:
    """The judgements that change one of ``records``, each once, in their order; ``corrected`` as the store has it."""
    return tuple(dict.fromkeys(corrected[name] for name in records if name in corrected)) if corrected else ()


def legend() -> None:
    """What the star means, for whoever reads a table that has one."""
    say("* rests on what a person judged: `standoff why ID` shows what was coded, `standoff judge list` all judgements")
