"""The list of stages, and what runs it: over one report, an iterable, several processes.

The list is the program. Each stage is a pure function from the layers it needs to the layers it gives; only this module
writes layers and only this module knows all wings. A stage that fails leaves a problem and empty layers; the rest of
the report is kept.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from standoff import read, resolve
from standoff.analyse import Analyser
from standoff.annotate.events import find_events
from standoff.annotate.quantities import attribute, find_quantities
from standoff.annotate.statements import find_statements
from standoff.annotate.times import find_times
from standoff.errors import StandoffError
from standoff.model import Analysis, Document, Problem, Report
from standoff.workers import begin

Layers = dict[str, Any]
EMPTY = Analysis((), (), "none")


class Tools(Struct, frozen=True):
    """What stages work with, loaded once a process: the network and the knowledge of actors."""

    analyser: Analyser
    knowledge: resolve.Knowledge


class Stage(Struct, frozen=True):
    """One step: the layers of a report that it ``needs`` and the ones that it ``gives``."""

    name: str
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    find: Callable[[Tools, Report], Layers]


def _analyse(tools: Tools, report: Report) -> Layers:
    return {"analysis": tools.analyser.run(report.document)}


def _times(_: Tools, report: Report) -> Layers:
    return {"times": find_times(report.document, report.analysis)}


def _statements(_: Tools, report: Report) -> Layers:
    return {"statements": find_statements(report.document, report.analysis)}


def _quantities(_: Tools, report: Report) -> Layers:
    found = find_quantities(report.document, report.analysis, report.times)
    return {"quantities": attribute(found, report.statements)}


def _events(_: Tools, report: Report) -> Layers:
    return {"events": find_events(report.document, report.analysis, report.statements, report.times)}


def _resolve(tools: Tools, report: Report) -> Layers:
    done = resolve.resolve(
        report.document,
        report.analysis,
        report.times,
        report.statements,
        report.events,
        report.quantities,
        tools.knowledge,
    )
    return {
        "mentions": done.mentions,
        "times": done.times,
        "statements": done.statements,
        "events": done.events,
        "quantities": done.quantities,
    }


STAGES = (
    Stage("analyse", (), ("analysis",), _analyse),
    Stage("times", ("analysis",), ("times",), _times),
    Stage("statements", ("analysis",), ("statements",), _statements),
    Stage("quantities", ("analysis", "times", "statements"), ("quantities",), _quantities),
    Stage("events", ("analysis", "times", "statements"), ("events",), _events),
    Stage("resolve", ("times", "statements", "events", "quantities"), ("mentions",), _resolve),
)


def check(stages: Sequence[Stage]) -> None:
    """Raises ValueError when a stage needs a layer that none before it gives, saying which to put first."""
    there: set[str] = set()
    for stage in stages:
        missing = sorted(set(stage.needs) - there)
        if missing:
            raise ValueError(f"{stage.name} needs {', '.join(missing)}; put the stage that gives it first")
        there.update(stage.gives)


check(STAGES)


class Standoff:
    """The loaded pipeline: ``nlp(text)`` codes one report, ``nlp.pipe(items)`` many. Get it by :func:`load`."""

    def __init__(self, tools: Tools, actors: tuple[Path, ...] = (), weights: Path | None = None) -> None:
        self._tools = tools
        self._loaded_with = (actors, weights)

    def __call__(
        self,
        text: str,
        *,
        published: str | None = None,
        publisher: str | None = None,
        title: str | None = None,
        uri: str | None = None,
        path: str | None = None,
        language: str | None = None,
    ) -> Report:
        """The record of one report. ``published`` is an ISO date; without it and none in the text, dates stay
        partial."""
        document = read.from_text(
            text, path=path, uri=uri, published=published, publisher=publisher, title=title, language=language
        )
        return self.code(document)

    def code(self, document: Document) -> Report:
        """The record of a document that has been read already."""
        report = Report(document=document, analysis=EMPTY, problems=document.problems)
        for stage in STAGES:
            try:
                report = replace(report, **stage.find(self._tools, report))
            except StandoffError:
                raise
            except Exception as err:  # promise 3: a part that fails leaves a problem, the rest is kept
                problem = Problem(stage.name, f"{type(err).__name__}: {err}")
                report = replace(report, problems=(*report.problems, problem))
        return report

    def pipe(self, items: Iterable[Document | str], *, workers: int = 1) -> Iterator[Report]:
        """The records of ``items`` in their order, the same whatever ``workers``. Holds few items at a time."""
        if workers < 1:
            raise ValueError(f"workers must be 1 or more, not {workers}")
        documents = (item if isinstance(item, Document) else read.from_text(item) for item in items)
        if workers == 1:
            yield from map(self.code, documents)
            return
        # spawn: a forked onnxruntime session has lost its threads
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, context, _begin, self._loaded_with) as pool:
            waiting: deque[Future[Report]] = deque()
            try:
                for document in documents:
                    waiting.append(pool.submit(_code, document))
                    if len(waiting) > 4 * workers:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            except BrokenProcessPool as err:
                raise StandoffError(
                    "a worker process was killed, most likely for memory; what is finished is kept: "
                    "run again with fewer --workers"
                ) from err
            finally:
                for future in waiting:
                    future.cancel()


def load(*, actors: Sequence[Path | str] = (), weights: Path | None = None) -> Standoff:
    """The pipeline with the shipped network and knowledge, and the user's own tables of ``actors``.

    Raises :class:`~standoff.errors.WeightsError` or :class:`~standoff.errors.DataError`.
    """
    tables = tuple(Path(a) for a in actors)
    return Standoff(Tools(Analyser.load(weights), resolve.load_knowledge(tables)), tables, weights)


_worker: Standoff | None = None


def _begin(actors: tuple[Path, ...], weights: Path | None) -> None:
    global _worker
    begin()
    _worker = load(actors=actors, weights=weights)


def _code(document: Document) -> Report:
    assert _worker is not None
    return _worker.code(document)
