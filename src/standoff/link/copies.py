"""Copies and reuse: reports that carry one text, whole or in part, where it comes from, and which words are whose.

Piece by piece: :mod:`~standoff.link.shingles` (words and fingerprints), :mod:`~standoff.link.pairs` (which reports
share enough), :mod:`~standoff.link.groups` (what goes back to one text), :mod:`~standoff.link.lineage` (to whose). Why
it is done so is told in docs/decisions/0010-copies.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from standoff.dossier import CopyGroup, CopyPair
from standoff.link.agencies import credits_of, is_listed, named
from standoff.link.aligned import Aligned, Run
from standoff.link.groups import Group, groups
from standoff.link.lineage import Names, Source, origins_of, source_of
from standoff.link.origins import Origins
from standoff.link.pairs import Entry, Pair, pairs
from standoff.link.shingles import Text, fingerprints, text_of
from standoff.model import Document, Report, Span, record_id

_ROW = re.compile(r"[#:][0-9]+$")


class Copies:
    """Gathers reports, then tells which are copies of which. The order in which they are added makes no difference.

    Some 30 bytes a word are kept, and no report.
    """

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._found: _Found | None = None

    def add(self, report: Report) -> None:
        """Take up one report; one with an id that is known replaces it."""
        document = report.document
        text = text_of(report)
        self._entries[document.id] = Entry(
            id=document.id,
            day=document.published.value if document.published else "",
            publisher=named(document.publisher.value) if document.publisher else "",
            address=_address(document),
            credits=credits_of(document),
            relayed=_relayed(report),
            text=text,
            prints=fingerprints(text.rows),
        )
        self._found = None

    def result(self) -> tuple[CopyGroup, ...]:
        """The groups, by their first report that stands in no other. Reports that share with nobody are in none."""
        found = self._find()
        return tuple(
            _record(found.entries, group, source) for group, source in zip(found.groups, found.sources, strict=True)
        )

    def origins(self) -> Origins:
        """For each report, the stretches that were copied and where they go back to."""
        found = self._find()
        return origins_of(found.entries, found.pairs, found.groups, found.sources, found.names)

    def _find(self) -> _Found:
        if self._found is None:
            self._found = _Found(sorted(self._entries.values(), key=lambda entry: entry.order))
        return self._found


class _Found:
    """Everything that is made of the entries, in their order."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.names = Names(entries)
        self.pairs = pairs(entries)
        self.groups = groups(entries, self.pairs)
        self.sources = [source_of(group, entries, self.names) for group in self.groups]


def _address(document: Document) -> str:
    """What versions of one report share: its uri, else its path. Standard input is no place, nor is a row of a table:
    another article may stand there tomorrow."""
    path = document.path or ""
    return document.uri or ("" if path == "-" or _ROW.search(path) else path)


def _relayed(report: Report) -> tuple[tuple[Span, str], ...]:
    """Contents of statements that came through an outlet: the one at the far end of the chain heard them."""
    out = []
    for statement in report.statements:
        if statement.via and is_listed(statement.via[-1]):
            out += [(span, named(statement.via[-1])) for span in statement.content]
    return tuple(sorted(out))


def _record(entries: Sequence[Entry], group: Group, source: Source) -> CopyGroup:
    every = sorted({*group.home, *group.guests})
    return CopyGroup(
        id=record_id(entries[group.home[0]].id, "group"),
        reports=tuple(entries[number].id for number in every),
        origin=source.name or "" if source.report is None else entries[source.report].id,
        why=source.why,
        pairs=tuple(_pair(entries, pair) for pair in group.pairs),
    )


def _pair(entries: Sequence[Entry], pair: Pair) -> CopyPair:
    return CopyPair(
        a=entries[pair.a].id,
        b=entries[pair.b].id,
        kind=pair.kind,
        containment=round(pair.in_b, 4),
        shared=pair.aligned.shared(),
        changed=changes(pair.aligned) if pair.kind == "revision" else (),
    )


def changes(aligned: Aligned) -> tuple[tuple[Span | None, Span | None], ...]:
    """What stands between the shared runs, in b's order: (in a, in b), None where one has nothing there.

    A passage of a and one of b are the same change when they stand between the same two runs; a passage that was moved
    leaves one-sided ones.
    """
    runs = aligned.runs
    a, b = aligned.a, aligned.b
    in_a = sorted(range(len(runs)), key=lambda k: runs[k].a)
    after_a = dict(zip([-1, *in_a], [*in_a, len(runs)], strict=True))
    out: list[tuple[Span | None, Span | None]] = []
    for before in range(-1, len(runs)):
        after = after_a[before]
        gap_a = _between(len(a), *((run.a, run.count) if run else None for run in _ends(runs, before, after)))
        gap_b = _between(len(b), *((run.b, run.count) if run else None for run in _ends(runs, before, before + 1)))
        if after == before + 1:
            gap_a, gap_b = _trimmed(a, b, gap_a, gap_b)
        mine, theirs = (_spans(text, gap) for text, gap in ((a, gap_a), (b, gap_b)))
        paired = min(len(mine), len(theirs)) if after == before + 1 else 0
        out += zip(mine[:paired], theirs[:paired], strict=True)
        out += [(span, None) for span in mine[paired:]]
        out += [(None, span) for span in theirs[paired:]]
    return tuple(out)


_Gap = tuple[int, int]


def _ends(runs: Sequence[Run], before: int, after: int) -> tuple[Run | None, Run | None]:
    return runs[before] if before >= 0 else None, runs[after] if after < len(runs) else None


def _between(words: int, before: tuple[int, int] | None, after: tuple[int, int] | None) -> _Gap:
    """First word and the one after the last between two runs (first word, count), or to the ends of the text."""
    return sum(before) if before else 0, after[0] if after else words


def _trimmed(a: Text, b: Text, gap_a: _Gap, gap_b: _Gap) -> tuple[_Gap, _Gap]:
    """Both without the words that they begin and end with alike: too few to make a run."""
    (first_a, last_a), (first_b, last_b) = gap_a, gap_b
    while first_a < last_a and first_b < last_b and a.words[first_a] == b.words[first_b]:
        first_a, first_b = first_a + 1, first_b + 1
    while first_a < last_a and first_b < last_b and a.words[last_a - 1] == b.words[last_b - 1]:
        last_a, last_b = last_a - 1, last_b - 1
    return (first_a, last_a), (first_b, last_b)


def _spans(text: Text, gap: _Gap) -> list[Span]:
    return text.spans(gap[0], gap[1] - gap[0]) if gap[0] < gap[1] else []
