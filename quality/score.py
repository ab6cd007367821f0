"""Comparing records with gold, figure by figure.

``python -m quality.score GOLD SYSTEM.jsonl`` prints the table; GOLD is a file of marked texts, or a folder of gold
reports with their texts in ``reports/`` (see :mod:`quality.marks`). A system line belongs to the gold whose text
has the same SHA-256. Figures are F1 over all texts together (micro) unless they say otherwise:

=====================  ==================================================================================
statement.found        cues overlap, or neither has one, and the contents share half of what they cover
statement.linked       found, and sources overlap, or neither has one
statement.exact        found, and the content spans are the same once marks, stops and blanks are trimmed
statement.act          found, and the same act; so .certainty, .quotation, .speaker (the set of actors)
statement.addressees   found, and the same set; counted where gold or system has one; so .targets
event.trigger          triggers overlap
event.type             and the type is the same; on top of that: .mode .status .attributed .when .country
event.who, .who_state  type, and actors and recipients are the same sets; the same states
event.where            type, and country and name of the place
quantity.found         spans overlap; .value: low, high and approx; .full: value and holder
zones.body             by character: what records are made from (headline, body, caption) against the rest
zones.role             macro F1 over the roles, by character
=====================  ==================================================================================

Pairs are one to one, best first. A gold text that the system left out counts against every figure.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from quality.marks import Count, Deed, Marks, Said, Span, from_contract, from_gold, from_marked

BEARING = frozenset({"headline", "body", "caption"})
EDGE = " \t\r\n\"'“”‘’.,;:"
#: Two contents are one when they share this much of what they cover together.
SHARED = 0.5

T = TypeVar("T")


@dataclass(slots=True)
class Figure:
    """Hits, and how many there are in gold and system."""

    hits: int = 0
    gold: int = 0
    system: int = 0

    @property
    def precision(self) -> float:
        return self.hits / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.gold + self.system) if self.gold + self.system else 0.0

    def add(self, hits: int, gold: int, system: int) -> None:
        self.hits, self.gold, self.system = self.hits + hits, self.gold + gold, self.system + system


class Tally:
    """All figures over the texts seen so far."""

    def __init__(self) -> None:
        self.figures: defaultdict[str, Figure] = defaultdict(Figure)
        self.roles: defaultdict[str, Figure] = defaultdict(Figure)

    def add(self, gold: Marks, system: Marks | None) -> None:
        """Count one text; ``system`` is None when the system has nothing for it."""
        found = system or Marks(gold.name, gold.sha256, gold.text, (), (), (), ())
        self._zones(gold, found)
        ids = self._statements(gold, found)
        self._events(gold.deeds, found.deeds, ids)
        self._quantities(gold.counts, found.counts)

    def f1(self) -> dict[str, float]:
        """Every figure as a fraction of one."""
        out = {name: figure.f1 for name, figure in self.figures.items()}
        roles = [figure.f1 for figure in self.roles.values() if figure.gold]
        out["zones.role"] = sum(roles) / len(roles) if roles else 0.0
        return out

    def _zones(self, gold: Marks, system: Marks) -> None:
        size = len(gold.text)
        body = self.figures["zones.body"]
        for char, mine, theirs in zip(gold.text, _roles(gold, size), _roles(system, size), strict=True):
            if char.isspace():
                continue
            in_gold, in_system = mine in BEARING, theirs in BEARING
            body.add(in_gold and in_system, in_gold, in_system)
            for role in {mine, theirs} - {None}:
                assert role is not None
                self.roles[role].add(mine == theirs, role == mine, role == theirs)

    def _statements(self, gold: Marks, system: Marks) -> dict[str, str]:
        """Count statements; system id to gold id of the pairs."""
        pairs = pair(gold.said, system.said, _same_statement)

        def count(name: str, right: Callable[[Said, Said], bool]) -> None:
            self.figures[f"statement.{name}"].add(sum(right(g, s) for g, s in pairs), len(gold.said), len(system.said))

        def edges(said: Said) -> set[Span]:
            return {trim(span, gold.text) for span in said.content}

        count("found", lambda g, s: True)
        count("linked", lambda g, s: overlap(g.source, s.source))
        count("exact", lambda g, s: edges(g) == edges(s))
        count("act", lambda g, s: g.act == s.act)
        count("certainty", lambda g, s: g.certainty == s.certainty)
        count("quotation", lambda g, s: g.quotation == s.quotation)
        count("speaker", lambda g, s: g.speakers == s.speakers)
        for name in ("addressees", "targets"):
            self.figures[f"statement.{name}"].add(
                sum(bool(getattr(g, name)) and getattr(g, name) == getattr(s, name) for g, s in pairs),
                sum(bool(getattr(said, name)) for said in gold.said),
                sum(bool(getattr(said, name)) for said in system.said),
            )
        return {s.id: g.id for g, s in pairs}

    def _events(self, gold: Sequence[Deed], system: Sequence[Deed], ids: dict[str, str]) -> None:
        pairs = pair(gold, system, _same_trigger)

        def count(name: str, right: Callable[[Deed, Deed], bool]) -> None:
            hits = sum(right(g, s) for g, s in pairs if name == "trigger" or g.type == s.type)
            self.figures[f"event.{name}"].add(hits, len(gold), len(system))

        def attributed(g: Deed, s: Deed) -> bool:
            return g.attributed_to == (None if s.attributed_to is None else ids.get(s.attributed_to, "no such gold"))

        count("trigger", lambda g, s: True)
        count("type", lambda g, s: True)
        count("mode", lambda g, s: g.mode == s.mode)
        count("status", lambda g, s: g.status == s.status)
        count("attributed", attributed)
        count("who", lambda g, s: (g.actors, g.recipients) == (s.actors, s.recipients))
        count("who_state", lambda g, s: _states(g) == _states(s))
        count("when", lambda g, s: g.date == s.date)
        count("country", lambda g, s: g.country == s.country)
        count("where", lambda g, s: (g.country, g.place) == (s.country, s.place))

    def _quantities(self, gold: Sequence[Count], system: Sequence[Count]) -> None:
        pairs = pair(gold, system, lambda g, s: float(shared(g.span, s.span)))
        right = [(g, s) for g, s in pairs if (g.low, g.high, g.approx) == (s.low, s.high, s.approx)]
        full = [(g, s) for g, s in right if g.holder == s.holder]
        for name, hits in (("found", pairs), ("value", right), ("full", full)):
            self.figures[f"quantity.{name}"].add(len(hits), len(gold), len(system))


def pair(gold: Sequence[T], system: Sequence[T], weight: Callable[[T, T], float]) -> list[tuple[T, T]]:
    """One-to-one pairs, heaviest first, ties in text order; weight 0 never pairs."""
    weighed = [(weight(g, s), i, j) for i, g in enumerate(gold) for j, s in enumerate(system)]
    taken_gold: set[int] = set()
    taken_system: set[int] = set()
    out = []
    for _, i, j in sorted((row for row in weighed if row[0] > 0), key=lambda row: (-row[0], row[1], row[2])):
        if i not in taken_gold and j not in taken_system:
            taken_gold.add(i)
            taken_system.add(j)
            out.append((gold[i], system[j]))
    return out


def shared(a: Span, b: Span) -> int:
    """How many characters two spans have in common."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def overlap(a: Span | None, b: Span | None) -> bool:
    """Whether two spans overlap, or neither is there."""
    return a is b if a is None or b is None else shared(a, b) > 0


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same characters in spans that do not overlap, in order."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def iou(a: Iterable[Span], b: Iterable[Span]) -> float:
    """Characters that both cover, as a share of those that either covers."""
    left, right = merged(a), merged(b)
    both = sum(shared(x, y) for x in left for y in right)
    either = sum(end - start for start, end in (*left, *right)) - both
    return both / either if either else 0.0


def trim(span: Span, text: str) -> Span:
    """``span`` without the marks, stops and blanks at its edges."""
    start, end = span
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def _states(deed: Deed) -> tuple[set[str], set[str]]:
    """Whose actors and recipients: ``RUS.MIL`` is RUS."""
    return {actor.split(".")[0] for actor in deed.actors}, {actor.split(".")[0] for actor in deed.recipients}


def _same_statement(gold: Said, system: Said) -> float:
    if not overlap(gold.cue, system.cue):
        return 0.0
    share = iou(gold.content, system.content)
    return share if share >= SHARED else 0.0


def _same_trigger(gold: Deed, system: Deed) -> float:
    common = shared(gold.trigger, system.trigger)
    return common + (1000.0 if gold.type == system.type else 0.0) if common else 0.0


def _roles(marks: Marks, size: int) -> list[str | None]:
    out: list[str | None] = [None] * size
    for start, end, role in marks.zones:
        end = min(end, size)
        out[start:end] = [role] * (end - start)
    return out


def score(gold: Iterable[Marks], system: Iterable[Marks]) -> Tally:
    """All figures of ``system`` against ``gold``, texts matched by their hash."""
    by_hash = {marks.sha256: marks for marks in system}
    tally = Tally()
    for marks in gold:
        tally.add(marks, by_hash.get(marks.sha256))
    return tally


def read_marked(path: Path) -> list[tuple[dict[str, Any], Marks]]:
    """The marked texts of a file: each as written, and as marks."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(row, from_marked(row)) for row in rows]


def read_gold(folder: Path) -> list[Marks]:
    """The gold reports of a folder, by name."""
    out = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (folder / "reports" / f"{gold['doc']}.txt").read_bytes().decode()
        out.append(from_gold(gold, text))
    return out


def table(tally: Tally) -> str:
    """The figures as people read them."""
    lines = [f"{'':24}   P     R     F1    gold  system"]
    for name, figure in tally.figures.items():
        lines.append(
            f"{name:24} {figure.precision:.3f} {figure.recall:.3f} {figure.f1:.3f} {figure.gold:6d} {figure.system:6d}"
        )
    lines.append(f"{'zones.role':24}             {tally.f1()['zones.role']:.3f}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="marked texts (.jsonl) or a folder of gold reports")
    parser.add_argument("system", type=Path, help="what `standoff code --format jsonl` printed")
    given = parser.parse_args()
    gold = read_gold(given.gold) if given.gold.is_dir() else [marks for _, marks in read_marked(given.gold)]
    lines = given.system.read_text(encoding="utf-8").splitlines()
    system = [from_contract(json.loads(line)) for line in lines if line.strip()]
    left_out = {marks.sha256: marks.name for marks in gold}
    for marks in system:
        left_out.pop(marks.sha256, None)
    print(f"{len(gold)} gold texts" + (f", nothing for {', '.join(left_out.values())}" if left_out else ""))
    print(table(score(gold, system)))


if __name__ == "__main__":
    main()
