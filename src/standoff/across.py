"""From the reports of a store to what stands across them: the way of :mod:`standoff.pipeline`, one floor up.

One pass over the reports in the order of day and id feeds every gatherer of the link wing; what they make of it
replaces the findings of the store in one transaction. Findings are never edited: they are made anew from the records
and the judgements of people whenever one of them has changed. The slow part, reading what each proposition means, is
kept in the store, so that a few new reports cost little.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeAlias

import numpy as np
from msgspec import Struct

from standoff.analyse.encoder import Encoder
from standoff.errors import StandoffError
from standoff.fingerprint import linker
from standoff.link.claims import Claims, Half, Sentence, meanings
from standoff.link.copies import Copies
from standoff.link.demands import Demands
from standoff.link.dyads import Dyads
from standoff.link.judgements import pairs
from standoff.link.propositions import Proposition, propositions
from standoff.link.series import Figures
from standoff.link.stories import Stories
from standoff.model import Report
from standoff.store import Store
from standoff.store.findings import Found
from standoff.workers import begin

#: Reports whose meanings are not known, from which on more processes are worth their start.
MANY = 100
#: Processes, a quarter of a gigabyte each, from which on more hardly help: one alone reads the reports for them all.
BESIDE = 4
#: Reports whose meanings are written to the store at a time: every transaction waits for the disk.
KEPT = 64

#: A report, its propositions and what they mean [propositions, width].
Read: TypeAlias = tuple[Report, list[Proposition], Half]
Step: TypeAlias = Callable[[int, int], None]


def _no_step(done: int, of: int) -> None:
    pass


def refresh(path: str, *, workers: int = 1, step: Step = _no_step) -> bool:
    """Make the findings of the store at ``path`` current, in ``workers`` processes (0: one a core, up to
    :data:`BESIDE`); whether there was anything to do.

    ``step`` is told how many reports of how many have been read. Raises :class:`~standoff.errors.StoreError`, and
    :class:`~standoff.errors.StandoffError` when a process is killed.
    """
    with Store.open(path, create=False) as store:
        if not store.stale(linker()):
            return False
        link(store, workers=workers, step=step)
        return True


def processes(workers: int) -> int:
    """How many processes ``workers`` stands for: 0 is one a core, up to :data:`BESIDE`."""
    return workers or min(BESIDE, os.cpu_count() or 1)


def link(store: Store, *, workers: int = 1, step: Step = _no_step) -> dict[str, int]:
    """Make all findings of ``store`` anew, in ``workers`` processes (as in :func:`refresh`); gives how many there are
    of each kind. The same whatever the number of processes."""
    mark = store.mark()
    decided = pairs(store.judgements())
    copies, stories, claims = Copies(), Stories(), Claims()
    demands, figures, dyads = Demands(), Figures(), Dyads()
    heads = [head.id for head in store.reports()]
    for done, (report, put, vectors) in enumerate(_read(store, heads, processes(workers)), 1):
        for gatherer in (copies, stories, demands, figures, dyads):
            gatherer.add(report)
        claims.add(put, vectors)
        step(done, len(heads))
    origins = copies.origins()
    told = stories.result(origins)
    found: dict[str, Iterable[Found]] = {
        "copies": copies.result(),
        "story": told,
        "claim": claims.result(
            origins,
            same=decided.must,
            different=decided.cannot,
            stories={member.report: story.id for story in told for member in story.members},
        ),
        "demand": demands.result(origins),
        "series": figures.result(origins),
        "dyad": dyads.result(origins),
    }
    return store.save_findings(found, mark=mark, linker=linker())


class _Waiting(Struct):
    """A report whose vectors are not all known yet: by digest what it needs, and what is being read for it."""

    report: Report
    put: list[Proposition]
    needs: list[bytes]
    key: str
    stored: bytes | None
    asked: list[bytes]
    read: Half | Future[Half] | None


def _read(store: Store, reports: list[str], workers: int) -> Iterator[Read]:
    """Each report, in order, with its propositions and their vectors: from the store where it has them. A sentence that
    stands in several reports is read once."""
    known = store.meanings_known()
    missing = sum(report not in known for report in reports)
    parallel = workers > 1 and missing >= MANY
    # spawn: a forked onnxruntime session has lost its threads
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _begin) if parallel else None
    waiting: deque[_Waiting] = deque()
    asked: set[bytes] = set()
    vectors: dict[bytes, Half] = {}
    kept: list[tuple[str, str, bytes]] = []
    try:
        for name in reports:
            report = store.report(name)
            found = list(propositions(report))
            told: list[Sentence] = [(t.words, t.first, t.last) for t in found]
            needs = [hashlib.sha256(repr(sentence).encode()).digest()[:16] for sentence in told]
            key = hashlib.sha256(b"".join((encoder().version.encode(), *needs))).hexdigest()[:16]
            stored = store.meanings(name, key)
            new = {} if stored is not None else {d: t for d, t in zip(needs, told, strict=True) if d not in asked}
            asked.update(new)
            sentences = list(new.values())
            read = (pool.submit(_meanings, sentences) if pool else _meanings(sentences)) if new else None
            waiting.append(_Waiting(report, [t.it for t in found], needs, key, stored, list(new), read))
            if len(waiting) > 8 * workers:
                yield _done(waiting.popleft(), vectors, kept)
            if len(kept) >= KEPT:
                store.keep_meanings(kept)
                kept.clear()
        while waiting:
            yield _done(waiting.popleft(), vectors, kept)
        store.keep_meanings(kept)
    except BrokenProcessPool as err:
        raise StandoffError(
            "a worker process was killed, most likely for memory; most of what was read is kept: link again with one "
            "worker"
        ) from err
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)


def _done(item: _Waiting, vectors: dict[bytes, Half], kept: list[tuple[str, str, bytes]]) -> Read:
    """``vectors`` has what the reports before needed, and gets what this one does; ``kept`` gets what the store has
    not."""
    if item.stored is not None:
        full = np.frombuffer(item.stored, np.float16).reshape(len(item.needs), -1 if item.needs else 0)
        return item.report, item.put, full
    if item.read is not None:
        read = item.read.result() if isinstance(item.read, Future) else item.read
        vectors.update(zip(item.asked, read, strict=True))
    full = np.array([vectors[d] for d in item.needs]) if item.needs else np.zeros((0, 0), np.float16)
    kept.append((item.report.document.id, item.key, full.tobytes()))
    return item.report, item.put, full


_encoder: Encoder | None = None


def encoder() -> Encoder:
    """The encoder of propositions, loaded once a process."""
    global _encoder
    if _encoder is None:
        _encoder = Encoder(name="claims")
    return _encoder


def _begin() -> None:
    begin()
    encoder()


def _meanings(told: list[Sentence]) -> Half:
    return meanings(told, encoder().sentence)
