"""How quickly do the lists of a linked store answer? ``python -m benchmarks.commands STORE [--only NAME ...]
[--tries N]``.

Each list is asked for as a user does it, in a process of its own, with and without each filter. Before each of them the
bare interpreter is started, so that both meet the machine as it is just then. Printed are, of ``--tries``, the median
of milliseconds on the clock and the least of the processor's, both of the whole process, and the processor's as a
multiple of what the bare interpreter took: on a machine with other work this ratio is what to go by. The actor is the
one whom most claims are about, the words are of its heaviest claim, the days the middle month of the claims, the
report the first. Lists are asked for as they are (``--no-link``): a store that was linked by this very version answers
as quickly without, any other would be linked anew.

A line marked ``!`` has missed its goal, 200 ms for ``standoff claims``; then the exit code is 1. ``-X importtime`` says
what of it is spent on imports: most, in a list that reads no more than it shows.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

#: Milliseconds for ``standoff claims`` on the clock, and times that everything is asked for.
ANSWER = 200.0
TRIES = 7
LISTS = ("claims", "demands", "series", "stories", "timeline", "dyads", "copies")
FILTERS: tuple[tuple[str, ...], ...] = (
    (),
    ("--actor", "{actor}"),
    ("--about", "{word}"),
    ("--about", "{words}"),
    ("--since", "{since}"),
    ("--since", "{since}", "--until", "{until}"),
    ("--report", "{report}"),
    ("--actor", "{actor}", "--since", "{since}"),
)
#: Filters that one list alone has.
OWN: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "claims": (
        ("--actor", "{actor}", "--role", "denies"),
        ("--standing", "disputed"),
        ("--legs", "2"),
        ("--format", "csv", "--limit", "50"),
    ),
    "demands": (("--standing", "open"),),
    "timeline": (("--statements",),),
    "dyads": (("--by", "month"),),
}


def asked_of(path: Path) -> dict[str, str]:
    """What the filters ask of the store at ``path``, by the names that they have in :data:`FILTERS`."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        (actor,) = db.execute(
            "SELECT a.id FROM finding_actors f JOIN actors a ON a.n = f.actor WHERE f.role = 'about' AND a.id <> '' "
            "GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
        ).fetchone()
        (title,) = db.execute(
            "SELECT title FROM findings WHERE kind = 'claim' ORDER BY weight DESC, last DESC, id LIMIT 1"
        ).fetchone()
        count = "SELECT count(*) FROM findings WHERE kind = 'claim' AND last <> ''"
        (day,) = db.execute(
            f"SELECT last FROM findings WHERE kind = 'claim' AND last <> '' ORDER BY last LIMIT 1 OFFSET ({count}) / 2"
        ).fetchone()
        (report,) = db.execute("SELECT id FROM reports WHERE latest = 1 ORDER BY day, id LIMIT 1").fetchone()
    longest = sorted((word for word in title.split() if word.isalpha()), key=lambda word: (-len(word), word))[:2]
    return {
        "actor": actor, "word": longest[0], "words": " ".join(longest), "since": f"{day[:7]}-01",
        "until": f"{day[:7]}-28", "report": report,
    }  # fmt: skip


def environment(compiled: Path) -> dict[str, str]:
    """As it is when installed: compiled once, wherever this environment would not keep it."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return env | {"COLUMNS": "120", "NO_COLOR": "1", "PYTHONPYCACHEPREFIX": str(compiled)}


def took(command: Sequence[str], env: Mapping[str, str]) -> tuple[float, float]:
    """Milliseconds of a command, on the clock and of the processor. Exits where it fails."""
    began = time.perf_counter()
    child = subprocess.Popen([sys.executable, *command], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert child.stderr is not None
    said = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command)} failed: {said.decode()}")
    return 1000 * wall, 1000 * (usage.ru_utime + usage.ru_stime)


def answers(path: Path, only: Sequence[str] = LISTS, tries: int = TRIES) -> bool:
    """Prints how long each list takes on the store at ``path``; whether one has missed its goal."""
    asked, slow = asked_of(path), False
    print(f"milliseconds{'clock':>47}{'processor':>12}{'x python':>10}", flush=True)
    with tempfile.TemporaryDirectory() as compiled:
        env = environment(Path(compiled))
        bare: list[float] = []
        for name, given in _commands(only):
            filters = [part.format(**asked) for part in given]
            command = ["-m", "standoff", name, "--store", str(path), "--no-link", *filters]
            took(command, env)
            clock, busy = [], []
            for _ in range(tries):
                bare.append(took(["-c", "pass"], env)[1])
                wall, cpu = took(command, env)
                clock.append(wall)
                busy.append(cpu)
            late = name == "claims" and statistics.median(clock) > ANSWER
            slow = slow or late
            shown = " ".join([name, *given]).format(**{**asked, "report": "…"})
            figures = f"{statistics.median(clock):12.0f}{min(busy):12.0f}{min(busy) / min(bare[-tries:]):10.1f}"
            print(f"  {shown:45}{figures}{' !' * late}", flush=True)
        print(f"  {'python, nothing else':45}{'':12}{min(bare):12.0f}")
    return slow


def _commands(only: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in only:
        for given in (*FILTERS, *OWN.get(name, ())):
            yield name, given


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("store", type=Path, help="a linked store, as benchmarks.linking --keep leaves one")
    p.add_argument("--only", nargs="+", choices=LISTS, default=LISTS, help="these lists alone")
    p.add_argument("--tries", type=int, default=TRIES, help=f"times that each is asked for (default {TRIES})")
    args = p.parse_args()
    sys.exit(1 if answers(args.store, args.only, args.tries) else 0)


if __name__ == "__main__":
    main()
