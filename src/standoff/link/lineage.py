"""Where a shared text comes from, and which words of which report go back to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from standoff.link.agencies import is_agency, key
from standoff.link.aligned import Aligned, Indexed, align
from standoff.link.groups import Group
from standoff.link.origins import Origins
from standoff.link.pairs import DAYS, Entry, Pair, day_numbers
from standoff.model import Span

#: Reporters' own words in a row that two reports, not otherwise copies, share by copying only. (Of such runs in 588
#: reports of one summit those of 8 to 10 words are mostly stock: "summit with Russian President Vladimir Putin in
#: Helsinki"; from 12 on nearly all are sentences out of agency copy.)
STRETCH = 12
#: Words between two copied runs that were edited, rather than written anew.
EDITED = 8

Marks = NDArray[np.int32]


class Source(Struct, frozen=True):
    """Where the text of a group comes from: the number of a report among them or None, the name of the agency or outlet
    whose text it is or None, and how that is known."""

    report: int | None
    name: str | None
    why: str


class Names:
    """The names that reports credit, each entry's once, with what only the publishers of other reports can tell."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        publishers = {key(entry.publisher): entry.publisher for entry in entries if entry.publisher}
        self.authors: list[tuple[str, ...]] = []
        for entry in entries:
            known = [publishers[key(piece)] for piece in entry.credits.pieces if key(piece) in publishers]
            every = [publishers.get(key(name), name) for name in entry.credits.authors]
            self.authors.append(tuple(dict.fromkeys(every + known)))
        credited = {name for names in self.authors for name in names}
        #: Who wrote each report as a whole: the one it credits, or its publisher, when others print that one's texts.
        self.whole: list[str | None] = []
        for entry, names in zip(entries, self.authors, strict=True):
            if len(names) == 1:
                self.whole.append(names[0])
            else:
                own = not names and entry.publisher and (is_agency(entry.publisher) or entry.publisher in credited)
                self.whole.append(entry.publisher if own else None)


def source_of(group: Group, entries: Sequence[Entry], names: Names) -> Source:
    """Where the text of ``group`` comes from.

    1. The name that most of its reports credit as author (agencies before others): its own publication when that is
    among them, else the name. 2. Without such a credit an agency's own publication. 3. An agency that reports of two
    publishers, half of them all, say has helped. 4. The earliest report; of one day the one that shares most with
    another, and the longest.
    """
    authors = Counter(name for number in group.home for name in names.authors[number])
    if not authors:
        authors = Counter(name for number in group.guests for name in names.authors[number])
    every = sorted({*group.home, *group.guests}, key=_ranking(group, entries))
    if authors:
        name = min(authors, key=lambda name: (-authors[name], not is_agency(name), name))
        mine = [number for number in every if entries[number].publisher == name]
        if mine:
            return Source(mine[0], name, f"published by {name}, credited in {authors[name]} of {len(every)} reports")
        return Source(None, name, f"{name} is credited in {authors[name]} of {len(every)} reports")
    published = [number for number in every if is_agency(entries[number].publisher)]
    if published:
        return Source(published[0], entries[published[0]].publisher, "published by the agency itself")
    helpers = defaultdict(set)
    helped: Counter[str] = Counter()
    for number in every:
        for name in entries[number].credits.helpers:
            helpers[name].add(entries[number].publisher)
            helped[name] += 1
    agencies = [name for name, by in helpers.items() if len(by) > 1 and 2 * helped[name] >= len(every)]
    if agencies:
        name = min(agencies, key=lambda name: (-helped[name], not is_agency(name), name))
        return Source(None, name, f"{name} is said to have helped in {helped[name]} of {len(every)} reports")
    first = every[0]
    alone = sum(entries[number].day == entries[first].day for number in every) == 1
    return Source(first, None, "the earliest" if alone else "of the earliest day the one that shares most")


def origins_of(
    entries: Sequence[Entry], pairs: Sequence[Pair], groups: Sequence[Group], sources: Sequence[Source], names: Names
) -> Origins:
    """The copied stretches of every report.

    Of each group what its reports share goes back to its source; a sentence that a report shares with another outside
    it goes back to the first that has it (see ``STRETCH``). An origin that was itself copied is followed to its own.
    """
    laid = _Laid(entries, pairs, groups, sources, names)
    copied: dict[str, list[tuple[Span, str]]] = {}
    agencies: dict[str, list[tuple[Span, str]]] = {}
    mostly: dict[str, str] = {}
    for number, entry in enumerate(entries):
        texts, whose = laid.texts[number], laid.whose[number]
        copied[entry.id] = list(_stretches(entry, texts, laid.labels))
        agencies[entry.id] = list(_stretches(entry, whose, laid.labels))
        labels, counts = np.unique(texts[texts > 0], return_counts=True)
        if len(labels) and 2 * counts.max() >= len(texts):
            mostly[entry.id] = laid.labels[int(labels[counts.argmax()])]
    return Origins(
        {report: found for report, found in copied.items() if found},
        {report: found for report, found in agencies.items() if found},
        mostly,
    )


class _Laid:
    """Per report and word the number of a label: ``texts`` of the text that it goes back to, ``whose`` of the agency. 0
    is the report's own."""

    def __init__(
        self, entries: Sequence[Entry], pairs: Sequence[Pair], groups: Sequence[Group], sources: Sequence[Source],
        names: Names,
    ) -> None:  # fmt: skip
        self.entries = entries
        self.labels = [""]
        self._numbers: dict[str, int] = {}
        self._paired = {frozenset((pair.a, pair.b)): pair.aligned for pair in pairs}
        self.texts: list[Marks] = [np.zeros(len(entry.text), dtype=np.int32) for entry in entries]
        self.whose: list[Marks] = [np.zeros(len(entry.text), dtype=np.int32) for entry in entries]
        self._settled = [np.zeros(len(entry.text), dtype=np.bool_) for entry in entries]
        places: list[list[tuple[Group, Source]]] = [[] for _ in entries]
        for group, source in zip(groups, sources, strict=True):
            for number in (*group.home, *group.guests):
                # what a report holds of another's text comes before its own group's
                places[number].insert(0 if number in group.guests else len(places[number]), (group, source))
        shared = _shared(groups)
        ranks = sorted(range(len(entries)), key=lambda n: self._rank(n, bool(names.whole[n]), bool(places[n])))
        self._place = {number: place for place, number in enumerate(ranks)}
        firsts = _first_holders(entries, ranks)
        for number in ranks:
            self._relayed(number)
            for group, source in places[number]:
                self._grouped(number, group, source, shared)
            whole = names.whole[number]
            if whole is not None:
                _fill(self.whose[number], self._label(whole))
            else:
                self._single(number, firsts.get(number, ()))

    def _rank(self, number: int, agency: bool, grouped: bool) -> tuple[object, ...]:
        """Of one day first what an agency wrote, then what others share, then the longer."""
        entry = self.entries[number]
        return not entry.day, entry.day, not agency, not grouped, -len(entry.text), entry.id

    def _label(self, label: str) -> int:
        if label not in self._numbers:
            self._numbers[label] = len(self.labels)
            self.labels.append(label)
        return self._numbers[label]

    def _relayed(self, number: int) -> None:
        starts = self.entries[number].text.starts
        for span, name in self.entries[number].relayed:
            low, high = np.searchsorted(starts, (span.start, span.end))
            _fill(self.whose[number][low:high], self._label(name))

    def _grouped(self, number: int, group: Group, source: Source, shared: _Shared) -> None:
        """What ``number`` shares with others of ``group`` is laid to its source."""
        held = shared.get((number, group.home[0]))
        if held is None:
            return
        held = _bridged(held) & ~self._settled[number]
        self._settled[number] |= held
        if source.name is not None:
            whose = self.whose[number]
            whose[held & (whose == 0)] = self._label(source.name)
        if source.report == number:
            return
        if source.report is None:
            home = self.entries[group.home[0]].id
            self.texts[number][held] = self._label(f"agency:{source.name}/{home}")
            return
        self.texts[number][held] = self._label(self.entries[source.report].id)
        aligned = self._paired.get(frozenset((number, source.report)))
        if aligned is not None and self._place[source.report] < self._place[number]:
            self._followed(number, source.report, aligned, held)

    def _followed(self, number: int, to: int, aligned: Aligned, held: NDArray[np.bool_]) -> None:
        """Where the words at ``to`` were copied themselves, those of ``number`` go back as far."""
        forward = aligned.b is self.entries[number].text
        for run in aligned.runs:
            here, there = (run.b, run.a) if forward else (run.a, run.b)
            mine = slice(here, here + run.count)
            theirs = self.texts[to][there : there + run.count]
            take = held[mine] & (theirs > 0)
            self.texts[number][mine][take] = theirs[take]

    def _single(self, number: int, firsts: Sequence[int]) -> None:
        """Sentences that stand in an earlier report, too."""
        text = self.entries[number].text
        for earlier in sorted(firsts, key=self._place.__getitem__):
            if frozenset((number, earlier)) in self._paired:
                continue
            aligned = align(Indexed(self.entries[earlier].text), text)
            for run in aligned.runs:
                mine = slice(run.b, run.b + run.count)
                if aligned.own_in(run) < STRETCH or self._settled[number][mine].any():
                    continue
                self._settled[number][mine] = True
                theirs = self.texts[earlier][run.a : run.a + run.count]
                self.texts[number][mine] = np.where(theirs > 0, theirs, self._label(self.entries[earlier].id))
                whose = self.whose[number][mine]
                whose[whose == 0] = self.whose[earlier][run.a : run.a + run.count][whose == 0]


_Shared = dict[tuple[int, int], NDArray[np.bool_]]


def _shared(groups: Sequence[Group]) -> _Shared:
    """(entry, first of its group's home): which of its words stand in others of that group. A guest's count only where
    they stand in a report that is at home there."""
    out: _Shared = {}
    for group in groups:
        home = set(group.home)
        for pair in group.pairs:
            for number, other, text, at in (
                (pair.a, pair.b, pair.aligned.a, [(run.a, run.count) for run in pair.aligned.runs]),
                (pair.b, pair.a, pair.aligned.b, [(run.b, run.count) for run in pair.aligned.runs]),
            ):
                if number in home or other in home:
                    held = out.setdefault((number, group.home[0]), np.zeros(len(text), dtype=np.bool_))
                    for first, count in at:
                        held[first : first + count] = True
    return out


def _first_holders(entries: Sequence[Entry], ranks: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """For each entry those before it, by rank and at most ``DAYS`` days, that were the first with one of its
    fingerprints."""
    if not entries:
        return {}
    days = day_numbers(entries)
    order_of = np.empty(len(ranks), dtype=np.int64)
    order_of[list(ranks)] = np.arange(len(ranks))
    prints = np.concatenate([entry.prints for entry in entries])
    holders = np.repeat(np.arange(len(entries)), [len(entry.prints) for entry in entries])
    order = np.lexsort((order_of[holders], prints))
    prints, holders = prints[order], holders[order]
    begins = np.flatnonzero(np.concatenate(([True], prints[1:] != prints[:-1]))) if len(prints) else np.empty(0, int)
    group = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(prints))))
    # entries stand in the order of their days, so within a fingerprint days ascend; what has none comes last
    far = int(days.max()) + DAYS + 1
    at = np.where(days[holders] > 0, days[holders], far)
    scale = far + 1
    low = np.where(at == far, 0, np.maximum(at - DAYS, 0))
    first = np.searchsorted(group * scale + at, group * scale + low)
    earlier = np.flatnonzero(first < np.arange(len(prints)))
    found = np.unique(holders[earlier] * np.int64(len(entries)) + holders[first[earlier]])
    out: defaultdict[int, list[int]] = defaultdict(list)
    for code in found.tolist():
        out[code // len(entries)].append(code % len(entries))
    return {later: tuple(firsts) for later, firsts in out.items()}


def _bridged(held: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``held`` with the short gaps between two stretches closed: an edited word is no new text."""
    at = np.flatnonzero(held)
    out = held.copy()
    for k in np.flatnonzero((np.diff(at) > 1) & (np.diff(at) <= EDITED + 1)):
        out[at[k] : at[k + 1]] = True
    return out


def _fill(marks: Marks, label: int) -> None:
    marks[marks == 0] = label


def _stretches(entry: Entry, marks: Marks, labels: Sequence[str]) -> Iterator[tuple[Span, str]]:
    """Runs of one label as code points."""
    if not len(marks):
        return
    begins = np.flatnonzero(np.concatenate(([True], marks[1:] != marks[:-1])))
    for first, last in zip(begins, np.append(begins[1:], len(marks)), strict=True):
        if marks[first]:
            for span in entry.text.spans(int(first), int(last - first)):
                yield span, labels[marks[first]]


def _ranking(group: Group, entries: Sequence[Entry]) -> Callable[[int], tuple[object, ...]]:
    """The order in which a group's reports may be its origin."""
    most: Counter[int] = Counter()
    for pair in group.pairs:
        for number in (pair.a, pair.b):
            most[number] = max(most[number], pair.aligned.words)
    home = set(group.home)

    def rank(number: int) -> tuple[object, ...]:
        entry = entries[number]
        return not entry.day, entry.day, -most[number], number not in home, -len(entry.text), entry.id

    return rank
