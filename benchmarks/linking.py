"""How long does it take to lay many reports side by side, and does it stay linear? ``python -m benchmarks.linking
[--statements N] [--quick] [--only N ...] [--workers N] [--keep FOLDER] [--profile]``.

A few hundred reports of our own are coded once; stores of an eighth, a quarter, half and all of ``--statements`` are
filled with varied ones (:mod:`benchmarks.varied`), which lie in the same two years however many they are, so that the
larger store is the denser one. Each is linked in a process of its own, and then once more, for what propositions mean
is kept in the store. Printed are

- how many propositions there are and how many of them, with their sentences, differ from all others: these are read
  by the shipped encoder, none is left out or made up;
- seconds and peak memory of linking, its growth at each doubling, and what each gatherer and its result took. Memory
  is the most that it can have been: the peak of the process, and that of its largest child for each child that it had;
- ``standoff claims`` as a user starts it, with and without filters (:mod:`benchmarks.commands`).

A line marked ``!`` has missed its goal: 10 minutes and 4 GB for 100,000 statements, at most 2.3 times the time for
twice as many, 200 ms for ``standoff claims``; then the exit code is 1. Machines differ and are noisy: growth is told of
processor time. ``--keep`` keeps the stores in a folder, and what lies there already is not made again (delete it
after a change in coding). ``--only`` links the stores of these sizes, once each, and no others. ``--profile`` prints
where the time goes in the smallest store instead.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import wraps
from itertools import pairwise
from pathlib import Path
from typing import Any

#: Statements of the largest store, and texts that are coded for it; the same in little.
STATEMENTS, TEXTS = 100_000, 400
QUICK = (4_000, 60)
#: Goals: growth at a doubling, seconds and MiB for 100,000 statements.
MOST, SECONDS, MEMORY = 2.3, 600.0, 4096.0
#: What of linking is timed, by class and method.
GATHERERS = ("Copies", "Stories", "Claims", "Demands", "Figures", "Dyads")
METHODS = ("add", "origins", "result")


# --- in processes of their own ---------------------------------------------------------------------------------


def build(folder: Path, sizes: list[int], texts: int) -> dict[str, Any]:
    """Fill a store for each size that is not there; they hold the same reports as far as they go."""
    from benchmarks.varied import Varied

    told: dict[str, Any] = {}
    if all(_store(folder, size).exists() for size in sizes):
        return told
    base = _base(folder, texts, told)
    from standoff.store import Store

    varied = Varied(base)
    work = folder / "growing.db"
    work.unlink(missing_ok=True)
    reports = statements = 0
    making = adding = 0.0
    for size in sizes:
        with Store.open(work) as store:
            while statements < size:
                began = time.perf_counter()
                report = varied.report(reports)
                made = time.perf_counter()
                store.add(report, coder="benchmark")
                adding += time.perf_counter() - made
                making += made - began
                reports += 1
                statements += len(report.statements)
        part = folder / "part.db"
        shutil.copyfile(work, part)
        part.rename(_store(folder, size))
    work.unlink()
    return {**told, "reports": reports, "statements": statements, "making": making, "adding": adding}


def _base(folder: Path, texts: int, told: dict[str, Any]) -> list[Any]:
    """The coded reports, kept in a store of their own."""
    from benchmarks.varied import texts as own
    from standoff.fingerprint import coder
    from standoff.pipeline import load
    from standoff.read import from_text
    from standoff.store import State, Store

    every = own()
    chosen = [every[k * len(every) // texts] for k in range(texts)] if texts < len(every) else every
    documents = [from_text(text, published=day) for text, day in chosen]
    by, nlp, began = coder(), None, time.perf_counter()
    with Store.open(folder / "base.db") as store:
        for document in documents:
            if store.state(document, coder=by) is not State.CURRENT:
                nlp = nlp or load()
                store.add(nlp.code(document), coder=by, replace=True)
        told |= {"texts": len(documents), "coding": time.perf_counter() - began if nlp else 0.0}
        return [store.report(document.id) for document in documents]


def linked(path: Path, workers: int, fresh: int) -> dict[str, Any]:
    """Link the store at ``path``, ``fresh`` as if for the first time: what there is in it, what was found, seconds by
    stage, peak memory in MiB."""
    from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

    from standoff import across
    from standoff.store import Store

    if fresh:
        with closing(sqlite3.connect(path)) as db:
            db.execute("DELETE FROM meanings")
            db.commit()
    spent: Counter[str] = Counter()
    for name in GATHERERS:
        kind = getattr(across, name)
        watched = {m: _timed(spent, f"{name.lower()} {m}", getattr(kind, m)) for m in METHODS if hasattr(kind, m)}
        setattr(across, name, type(name, (kind,), watched))
    for owner, method, name in (
        (Store, "report", "reading"), (Store, "keep_meanings", "keeping meanings"), (Store, "save_findings", "writing"),
        (across, "_meanings", "meanings"), (across, "_done", "waiting for meanings"),
    ):  # fmt: skip
        setattr(owner, method, _timed(spent, name, getattr(owner, method)))
    with Store.open(path, create=False) as store:
        heads = list(store.reports())
        counts = {"reports": len(heads), "statements": sum(h.statements for h in heads)}
        counts |= {"events": sum(h.events for h in heads), "quantities": sum(h.quantities for h in heads)}
        began = time.perf_counter()
        found = across.link(store, workers=workers)
        wall = time.perf_counter() - began
    usages = [getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)]
    others = across.processes(workers) if usages[1].ru_utime > 1 else 0
    peak = (usages[0].ru_maxrss + others * usages[1].ru_maxrss) / (1024 if sys.platform != "darwin" else 1024**2)
    busy = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    size = path.stat().st_size / 2**20
    counts |= _differing(path)
    return {**counts, "wall": wall, "busy": busy, "peak": peak, "found": found, "spent": spent, "size": size}


def _differing(path: Path) -> dict[str, int]:
    """How many propositions the store at ``path`` has vectors of, and how many of these vectors there are."""
    from standoff.analyse.encoder import WIDTH

    size, count, seen = 2 * WIDTH, 0, set()
    with closing(sqlite3.connect(path)) as db:
        for (vectors,) in db.execute("SELECT vectors FROM meanings"):
            count += len(vectors) // size
            seen |= {hash(vectors[at : at + size]) for at in range(0, len(vectors), size)}
    return {"propositions": count, "that differ": len(seen)}


def _timed(spent: Counter[str], name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def timed(*args: Any, **kwargs: Any) -> Any:
        began = time.perf_counter()
        try:
            return call(*args, **kwargs)
        finally:
            spent[name] += time.perf_counter() - began  # type: ignore[assignment]

    return timed


def profiled(path: Path) -> dict[str, Any]:
    """Print where linking spends its time."""
    import cProfile
    import pstats

    from standoff import across
    from standoff.store import Store

    with Store.open(path, create=False) as store:
        watch = cProfile.Profile(time.process_time)
        watch.runcall(across.link, store)
    for order in ("tottime", "cumtime"):
        pstats.Stats(watch, stream=sys.stderr).sort_stats(order).print_stats("standoff|numpy|onnx|method", 45)
    return {}


_CHILDREN: dict[str, Callable[..., dict[str, Any]]] = {"link": linked, "profile": profiled}


# --- the table -------------------------------------------------------------------------------------------------


def _child(what: str, *args: object) -> dict[str, Any]:
    """What a function above gives, run in a fresh process: so its peak of memory is its own."""
    command = [sys.executable, "-m", "benchmarks.linking", "--child", what, json.dumps([str(a) for a in args])]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{what} failed")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _store(folder: Path, size: int) -> Path:
    return folder / f"linking-{size}.db"


def _row(name: str, cells: Iterable[str]) -> None:
    print(f"  {name:24}" + "".join(f"{cell:>12}" for cell in cells), flush=True)


def table(folder: Path, sizes: list[int], workers: int, *, again: bool) -> bool:
    """Links the stores, and ``again``, and prints what it took; whether a goal was missed."""
    runs: list[dict[str, Any]] = []
    second: list[dict[str, Any]] = []
    for size in sizes:
        runs.append(_child("link", _store(folder, size), workers, 1))
        took = f"{runs[-1]['wall']:.1f} s"
        if again:
            second.append(_child("link", _store(folder, size), workers, 0))
            took += f", again in {second[-1]['wall']:.1f} s"
        print(f"{runs[-1]['statements']:,} statements linked in {took}", file=sys.stderr, flush=True)
    for name in ("statements", "reports", "events", "quantities", "propositions", "that differ"):
        _row(name, (f"{run[name]:,}" for run in runs))
    _row("store, MiB", (f"{run['size']:,.0f}" for run in runs))
    print("found")
    for kind in runs[-1]["found"]:
        _row(kind, (f"{run['found'][kind]:,}" for run in runs))
    missed = _took("linking", runs)
    missed = (again and _took("linking again", second)) or missed
    print("seconds by stage, and growth at the last doubling")
    for stage in sorted(runs[-1]["spent"], key=lambda stage: -runs[-1]["spent"][stage]):
        spent = [run["spent"].get(stage, 0.0) for run in runs]
        more = spent[-1] / spent[-2] if len(spent) > 1 and spent[-2] > 0.05 else 0.0
        _row(stage, (*(f"{seconds:.2f}" for seconds in spent), f"{more:.2f}" if more else ""))
    return missed


def _took(title: str, runs: list[dict[str, Any]]) -> bool:
    """Prints time, growth and memory; whether a goal was missed."""
    growth = [b["busy"] / a["busy"] for a, b in pairwise(runs)]
    late: bool = max(run["wall"] for run in runs) > SECONDS
    large: bool = max(run["peak"] for run in runs) > MEMORY
    print(title)
    _row(f"seconds (at most {SECONDS:.0f})", (*(f"{run['wall']:,.1f}" for run in runs), " !" * late))
    _row("of processors", (f"{run['busy']:,.1f}" for run in runs))
    _row(f"growth (at most {MOST})", ("", *(f"{ratio:.2f}{' !' if ratio > MOST else ''}" for ratio in growth)))
    _row(f"MiB (at most {MEMORY:.0f})", (*(f"{run['peak']:,.0f}" for run in runs), " !" * large))
    return late or large or any(ratio > MOST for ratio in growth)


def run(folder: Path, sizes: list[int], texts: int, workers: int, *, profile: bool, only: list[int]) -> bool:
    """The whole benchmark in ``folder``, or that of the stores of ``only`` these sizes; whether a goal was missed."""
    made = _child("build", folder, json.dumps(sizes), texts)
    if made:
        print(f"{made['texts']} texts coded in {made['coding']:.0f} s")
        each = 1000 / made["reports"]
        print(
            f"{made['reports']:,} reports made in {made['making']:.0f} s ({made['making'] * each:.1f} ms each), "
            f"stored in {made['adding']:.0f} s ({made['adding'] * each:.1f} ms each)",
            flush=True,
        )
    if profile:
        _child("profile", _store(folder, sizes[0]))
        return False
    from benchmarks.commands import answers

    missed = table(folder, sizes, workers, again=not only)
    return missed if only else answers(_store(folder, sizes[-1]), ("claims",)) or missed


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--statements", type=int, default=STATEMENTS, help=f"in the largest store (default {STATEMENTS:,})")
    p.add_argument("--quick", action="store_true", help=f"{QUICK[0]:,} statements out of {QUICK[1]} texts")
    p.add_argument("--only", type=int, nargs="+", default=[], metavar="N", help="link these sizes alone, once each")
    p.add_argument("--texts", type=int, default=TEXTS, help=f"texts to be coded and varied (default {TEXTS})")
    p.add_argument(
        "--workers", type=int, default=0, help="processes that read meanings (default 0: one a core, up to 4)"
    )
    p.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the stores here, and use those that are here")
    p.add_argument("--profile", action="store_true", help="profile the smallest store instead")
    p.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    args = p.parse_args()
    if args.child:
        what, given = args.child[0], json.loads(args.child[1])
        if what == "build":
            told = build(Path(given[0]), json.loads(given[1]), int(given[2]))
        else:
            told = _CHILDREN[what](Path(given[0]), *map(int, given[1:]))
        print(json.dumps(told))
        return
    statements, texts = QUICK if args.quick else (args.statements, args.texts)
    sizes = sorted(args.only) or [statements // 8, statements // 4, statements // 2, statements]
    with tempfile.TemporaryDirectory() as made:
        folder = args.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        missed = run(folder, sizes, texts, args.workers, profile=args.profile, only=args.only)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
