"""Which reports share so much that one goes back to the other, or both to a third.

1. *Find*: every fingerprint knows the reports that hold it; those with many in common are laid side by side. Of a
   fingerprint with many holders each report is held against the first few and the ones just before it, so that the work
   grows with the number of reports, not with its square.
2. *Decide*, on the words: see :func:`judged`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from standoff.dossier import CopyKind
from standoff.link.agencies import Credits
from standoff.link.aligned import Aligned, Indexed, align
from standoff.link.forest import Forest
from standoff.link.shingles import Numbers, Text
from standoff.model import Span

#: Days between two reports beyond which shared words are background, not one text going round. Reports with one
#: address are compared whatever their days.
DAYS = 30
#: Share of one report's words that must stand in the other.
HALF = 0.5
#: Share of both for a copy of the whole.
MOST = 0.6
#: From this share on, two versions by one publisher are one article.
NEARLY = 0.7
#: Share of the reporters' own words that must be shared, too, and how many: what two outlets quote of one speaker is no
#: copying, nor is a picture that both bought. (On 588 reports of one summit the pairs that share half lie below 0.22
#: when it is quotes, above 0.35 else.)
OWN = 0.3
OWN_WORDS = 20

#: Holders of a fingerprint that a report is held against: the first ones, and the last ones before it.
FIRST, LAST = 4, 16
#: Reports with most fingerprints in common that are laid side by side with one.
TRIED = 32
#: Share of fingerprints in common below which that is not worth while: half the words share far more than this.
HOPE = 0.2
#: A report that has so many copies among a text's first ``KNOWN`` is not held against further ones.
ENOUGH, KNOWN = 4, 32
#: How many (fingerprint, pair) are counted at a time.
_CHUNK = 1 << 22

Codes = NDArray[np.int64]


class Entry(Struct, frozen=True, eq=False):
    """What is kept of a report: ``day`` ISO or "", ``publisher`` its name as :func:`agencies.named` gives it or "",
    ``address`` what it shares with its other versions or "", ``relayed`` the words that came through an outlet, with
    its name."""

    id: str
    day: str
    publisher: str
    address: str
    credits: Credits
    relayed: tuple[tuple[Span, str], ...]
    text: Text
    prints: Numbers

    @property
    def order(self) -> tuple[bool, str, str]:
        """By day and id; what has no day comes last."""
        return not self.day, self.day, self.id


class Pair(Struct, frozen=True, eq=False):
    """Two entries by number, ``a`` the earlier or longer, and what they share. ``in_a`` and ``in_b`` are the shares of
    each one's words that stand in the other."""

    a: int
    b: int
    kind: CopyKind
    aligned: Aligned
    in_a: float
    in_b: float


def pairs(entries: Sequence[Entry]) -> list[Pair]:
    """Every pair found among ``entries``, which must stand in their order; by (a, b)."""
    indexed: dict[int, Indexed] = {}
    cores = Forest[int]()
    enough: Counter[tuple[int, int]] = Counter()
    out = []
    for later, earlier in _candidates(entries):
        if enough[later, cores.root(earlier)] >= ENOUGH:
            continue
        if earlier not in indexed:
            indexed[earlier] = Indexed(entries[earlier].text)
        pair = judged(entries, earlier, later, align(indexed[earlier], entries[later].text))
        if pair is None:
            continue
        out.append(pair)
        if pair.kind != "partial":
            if cores.size(earlier) >= KNOWN:
                enough[later, cores.root(earlier)] += 1
            cores.join(earlier, later)
    return sorted(out, key=lambda pair: (pair.a, pair.b))


def judged(entries: Sequence[Entry], i: int, j: int, aligned: Aligned) -> Pair | None:
    """What two reports are to each other by the words they share; None where it is not enough.

    *copy*: most words of both. *partial*: half or more of one. *revision*: a copy with changes under the same address
    or by the same publisher. Of the shared words enough must be the reporters' own (``OWN``), unless both are the same
    from end to end.
    """
    first, second = entries[i], entries[j]
    if not aligned.words:
        return None
    shares = aligned.words / len(first.text), aligned.words / len(second.text)
    of = 0 if shares[0] >= shares[1] else 1
    text = (first.text, second.text)[of]
    own = len(text) - int(np.count_nonzero(text.quoted | text.captions))
    same = min(shares) >= 0.9
    if max(shares) < HALF or not (same or (aligned.own >= OWN_WORDS and aligned.own >= OWN * own)):
        return None
    kind: CopyKind = "copy" if min(shares) >= MOST else "partial"
    one_address = bool(first.address) and first.address == second.address
    one_publisher = bool(first.publisher) and first.publisher == second.publisher
    if one_address or (one_publisher and NEARLY <= min(shares) < 1):
        kind = "revision"
    apart = kind != "partial" and first.day != second.day
    a_first = first.order < second.order if apart else (len(first.text), second.id) > (len(second.text), first.id)
    if a_first:
        return Pair(i, j, kind, aligned, *shares)
    return Pair(j, i, kind, aligned.turned(), shares[1], shares[0])


def day_numbers(entries: Sequence[Entry]) -> Codes:
    """Their days as numbers; 0 for none."""
    return np.array([date.fromisoformat(entry.day).toordinal() if entry.day else 0 for entry in entries], dtype=int)


def _candidates(entries: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """(later, earlier) by number: for each report those before it that most likely share half; first of all, versions
    under one address, each with the one before."""
    versions = _addresses(entries)
    yield from sorted(versions)
    days = day_numbers(entries)
    sizes = np.array([max(1, len(entry.prints)) for entry in entries])
    codes, counts = _common(entries, days)
    later, earlier = codes // len(entries), codes % len(entries)
    hope = counts / np.minimum(sizes[later], sizes[earlier])
    order = np.lexsort((earlier, -counts, later))
    tried = 0
    before = -1
    for k in order[hope[order] >= HOPE].tolist():
        pair = int(later[k]), int(earlier[k])
        if pair[0] != before:
            before, tried = pair[0], 0
        if tried < TRIED and pair not in versions:
            tried += 1
            yield pair


def _addresses(entries: Sequence[Entry]) -> set[tuple[int, int]]:
    """(later, earlier) of one address."""
    last: dict[str, int] = {}
    out = set()
    for number, entry in enumerate(entries):
        if entry.address:
            if entry.address in last:
                out.add((number, last[entry.address]))
            last[entry.address] = number
    return out


def _common(entries: Sequence[Entry], days: Codes) -> tuple[Codes, Codes]:
    """Pairs as ``later * n + earlier``, ascending, and how many fingerprints they have in common."""
    if not entries:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    prints = np.concatenate([entry.prints for entry in entries])
    holders = np.repeat(np.arange(len(entries)), [len(entry.prints) for entry in entries])
    order = np.argsort(prints, kind="stable")
    prints, holders = prints[order], holders[order]
    begins = np.flatnonzero(np.concatenate(([True], prints[1:] != prints[:-1]))) if len(prints) else np.empty(0, int)
    group = np.repeat(begins, np.diff(np.append(begins, len(prints))))
    rank = np.arange(len(prints)) - group
    kept: list[tuple[Codes, Codes]] = []
    pending: list[Codes] = []
    for step in range(-FIRST, LAST):
        # below 0 the first holders by their rank, then the ones just before, unless they are among the first
        here = np.flatnonzero(rank > step + FIRST)
        there = group[here] + step + FIRST if step < 0 else here - step - 1
        i, j = holders[here], holders[there]
        near = (np.abs(days[i] - days[j]) <= DAYS) | (days[i] == 0) | (days[j] == 0)
        pending.append(i[near] * len(entries) + j[near])
        if sum(map(len, pending)) > _CHUNK:
            kept.append(np.unique(np.concatenate(pending), return_counts=True))
            pending = []
    kept.append(np.unique(np.concatenate(pending), return_counts=True))
    codes, place = np.unique(np.concatenate([codes for codes, _ in kept]), return_inverse=True)
    counts = np.zeros(len(codes), dtype=np.int64)
    np.add.at(counts, place, np.concatenate([counts for _, counts in kept]))
    return codes, counts
