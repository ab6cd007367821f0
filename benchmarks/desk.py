"""How long does the desk take to answer while reports come in? ``python -m benchmarks.desk [--statements N] [--keep
FOLDER] [--store FILE] [--rounds N] [--rate N]``.

A store of ``--statements`` is filled and linked as :mod:`benchmarks.linking` does it (``--keep`` keeps it in a folder
and takes it from there; ``--store`` takes any that is linked). The desk serves it on one core. Every kind of page is
asked for by addresses that are drawn from the store: the heaviest finding of each kind among them, and filters that
find much, little and nothing. Each address is asked ``--rounds`` times, in turn: first of a store at rest, which is the
baseline, then while another process adds varied reports to it, ``--rate`` a second, as a coding run would. It writes to
a copy, so that the store stays as it is.

Printed for every kind of page are the addresses, the median and the 95th percentile of milliseconds from the question
to the last byte, at rest and while the store is written to, the 95th percentile of the server's processor time in the
latter, the slowest address, and kilobytes. The first line is a static file: what the machine and the server cost
without a page. On a machine with other work processor time is what to go by, and what ``--goal-of cpu`` judges. A line
marked ``!`` has missed the goal (:data:`GOAL`); then the exit code is 1.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.linking import _child as child
from benchmarks.linking import _store as store_of

#: Milliseconds at the 95th percentile.
GOAL = 300.0
STATEMENTS, TEXTS, ROUNDS, RATE = 100_000, 400, 7, 5.0
TOKEN = "a-token-for-the-benchmark"
#: Records and findings of each kind that are asked for: the heaviest, the first, and some between.
SOME = 6


# --- in processes of their own ---------------------------------------------------------------------------------


def serve(path: str, core: int) -> None:
    """The desk on one core; says its port."""
    import socket

    import uvicorn

    from standoff.present.web.app import build
    from standoff.present.web.desk import Desk
    from standoff.present.web.freshness import Keeper
    from standoff.present.web.security import Launch

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core})
    listening = socket.socket(proto=socket.IPPROTO_TCP)  # else asyncio leaves Nagle's algorithm on
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    port = listening.getsockname()[1]
    # the keeper is asked how old findings are, but makes none: what linking costs is measured elsewhere
    app = build(Desk(path, "Ana"), Launch(port=port, token=TOKEN), Keeper(path))

    async def timed(scope: Any, receive: Any, send: Any) -> None:
        """Tells what processor time an answer took; one is asked for at a time."""
        began = time.process_time()

        async def told(message: Any) -> None:
            if message["type"] == "http.response.start":
                took = f"{1000 * (time.process_time() - began):.1f}".encode()
                message = {**message, "headers": [*message.get("headers", ()), (b"x-cpu", took)]}
            await send(message)

        await app(scope, receive, told if scope["type"] == "http" else send)

    print(port, flush=True)
    uvicorn.Server(uvicorn.Config(timed, log_level="error", timeout_keep_alive=600)).run(sockets=[listening])


def write(path: str, base: str, rate: float) -> None:
    """Adds varied reports to the store at ``path`` until it is ended."""
    from benchmarks.varied import Varied
    from standoff.store import Store

    with Store.open(base, create=False, read_only=True) as coded:
        varied = Varied([coded.report(head.id) for head in coded.reports()], seed=2)
    number, began = 0, time.monotonic()
    with Store.open(path, create=False) as store:
        print("writing", flush=True)
        while True:
            store.add(varied.report(number), coder="benchmark")
            number += 1
            time.sleep(max(0.0, began + number / rate - time.monotonic()))


# --- what is asked ---------------------------------------------------------------------------------------------


def addresses(path: Path) -> dict[str, list[str]]:
    """Addresses by kind of page, from what is in the store."""
    from standoff.store import Filter, FindingFilter, Store
    from standoff.store.counts import acting, places

    with Store.open(path, create=False, read_only=True) as store:
        heads = list(store.reports())
        spread = [heads[len(heads) * k // SOME] for k in range(SOME)]
        longest = max(heads, key=lambda head: head.statements + head.events)
        middle = heads[len(heads) // 2].published or ""
        records = {
            kind: [record.id for head in spread for _, record in _first(store, kind, head.id)]
            for kind in ("statements", "events", "quantities")
        }
        listed = {
            kind: [found.id for found in getattr(store, kind)(FindingFilter(limit=SOME))]
            for kind in ("claims", "demands", "series", "dyads", "stories")
        }
        largest = {
            kind: [str(name) for (name,) in store._db.execute(
                "SELECT id FROM findings WHERE kind = ? ORDER BY length(record) DESC LIMIT 2", [kind])]
            for kind in ("claim", "demand", "series", "dyad", "story")
        }  # fmt: skip
        actors = [one.actor for one in acting(store)]
        where = places(store, Filter(limit=None))[0]
    since, until = f"{middle[:7]}-01", f"{middle[:7]}-28"
    busy, rare = actors[0], actors[-1]
    filters = {
        "statements": ["", "?act=DENY", f"?actor={busy}", f"?actor={rare}&role=target", "?text=troops",
                       "?text=troops+border&act=ACCUSE", f"?since={since}&until={until}", "?certainty=PS-",
                       "?text=nobodysaysthis", f"?report={longest.id}"],
        "events": ["", "?type=ASSAULT", "?type=RETREAT&status=future", f"?actor={busy}&role=recipient",
                   f"?since={since}&until={until}", "?text=ceasefire", "?mode=nothing"],
        "quantities": ["", "?of=troops", f"?actor={busy}", "?unit=USD", "?text=killed"],
        "reports": ["", "?text=minister", f"?actor={rare}", f"?since={since}&until={until}", "?act=CONCEDE"],
        "claims": ["", "?standing=disputed", "?about=ceasefire", f"?actor={busy}", f"?actor={rare}&role=denies",
                   "?order=day", f"?since={since}&until={until}", "?legs=3", f"?report={longest.id}"],
        "demands": ["", "?standing=open", f"?actor={busy}&role=asker", "?about=talks", "?order=day"],
        "figures": ["", f"?actor={busy}", "?about=troops", "?legs=2"],
    }  # fmt: skip
    return {
        "a static file": ["/static/icon.svg"],
        "/": ["/"],
        "/timeline": ["/timeline", f"/timeline?since={since}&until={until}", f"/timeline?actor={busy}",
                      f"/timeline?actor={rare}", *(f"/timeline?story={one}" for one in listed["stories"][:3])],
        **{f"/{kind}": [f"/{kind}{one}" for one in asked] for kind, asked in filters.items()},
        "next page": ["/statements", "/events", "/reports", "/claims"],  # turned into the last pages that links lead to
        "/claim/…": [f"/claim/{one}" for one in (*largest["claim"], *listed["claims"])],
        "/demand/…": [f"/demand/{one}" for one in (*largest["demand"], *listed["demands"])],
        "/series/…": [f"/series/{one}" for one in (*largest["series"], *listed["series"])],
        "/actors": ["/actors"],
        "/actor/…": [f"/actor/{quote(one)}" for one in (*actors[:3], *actors[-3:])],
        "/dyad/…": [f"/dyad/{one}" for one in (*largest["dyad"], *listed["dyads"][:3])],
        "/map": ["/map", f"/map?actor={busy}", *(f"/map?place={quote(where[k].name)}" for k in (0, -1)),
                 f"/map?view={where[0].lat},{where[0].lon},30", f"/map?since={since}&until={until}"],
        "/report/…": [f"/report/{head.id}" for head in (longest, *spread)],
        "/record/…": [f"/record/{one}" for ids in records.values() for one in ids],
        "/search": ["/search", "/search?text=troops", "/search?text=president", f"/search?text=talks&actor={busy}",
                    "/search?text=nobodysaysthis"],
        "/problems": ["/problems"],
        "/review": ["/review", "/review?kind=event", *(f"/review?at={one}" for one in records["statements"][:4]),
                    *(f"/review?finding={one}" for one in largest["claim"][:1])],
        "/judgements": ["/judgements"],
        "/api": ["/api/statements", "/api/events?type=ASSAULT", "/api/claims?standing=disputed",
                 f"/api/reports/{longest.id}"],
    }  # fmt: skip


def _first(store: Any, kind: str, report: str) -> list[Any]:
    from standoff.store import Filter

    return list(getattr(store, kind)(Filter(report=report, limit=1)))


class Desk:
    """Somebody who asks the desk, over one connection."""

    def __init__(self, port: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, address: str) -> tuple[float, float, int, bytes]:
        """Milliseconds, those of the server's processor, status and body."""
        began = time.perf_counter()
        self.line.request("GET", address, headers={"authorization": f"Bearer {TOKEN}"})
        answer = self.line.getresponse()
        body = answer.read()
        took, cpu = 1000 * (time.perf_counter() - began), float(answer.headers["x-cpu"])
        if answer.status in {301, 302, 303, 307}:
            more = self.ask(answer.headers["location"])
            return took + more[0], cpu + more[1], more[2], more[3]
        return took, cpu, answer.status, body

    def far(self, address: str, pages: int = 5) -> str:
        """The address some pages behind another."""
        for _ in range(pages):
            body = self.ask(address)[3].decode()
            _, found, rest = body.partition('rel="next" href="')
            if not found:
                break
            address = rest.partition('"')[0].replace("&amp;", "&")
        return address


# --- the table -------------------------------------------------------------------------------------------------


def measure(path: Path, base: Path, rounds: int, rate: float, judged: str) -> bool:
    """Asks for everything, at rest and while reports are added, prints the table; whether a goal was missed."""
    asked = addresses(path)
    command = [sys.executable, "-m", "benchmarks.desk", "--child"]
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
    serving = subprocess.Popen([*command, "serve", str(path), str(cores[-1])], stdout=subprocess.PIPE, text=True)
    running = [serving]
    try:
        assert serving.stdout is not None
        desk = Desk(int(serving.stdout.readline()))
        asked["next page"] = [desk.far(address) for address in asked["next page"]]
        rest = {kind: times(desk, listed, rounds) for kind, listed in asked.items() if listed}
        writing = subprocess.Popen(
            [*command, "write", str(path), str(base), str(rate)], stdout=subprocess.PIPE, text=True
        )
        running.append(writing)
        assert writing.stdout is not None and writing.stdout.readline() == "writing\n"
        print(f"{'':14}{'':>10}{'at rest':>14}{'being written to':>21}{'':>9}")
        print(f"{'milliseconds':14}{'addresses':>10}{'p50':>7}{'p95':>7}{'p50':>10}{'p95':>7}{'p95 cpu':>9}    slowest")
        missed = False
        for kind, before in rest.items():
            missed |= line(kind, before, times(desk, asked[kind], rounds), judged)
        return missed
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait(20)


class Times:
    """What the addresses of one kind of page took: milliseconds in all and on the processor, and the largest answer."""

    def __init__(self, addresses: list[str]) -> None:
        self.took: dict[str, list[float]] = {address: [] for address in addresses}
        self.cpu: list[float] = []
        self.size = 0

    def all(self) -> list[float]:
        return [one for listed in self.took.values() for one in listed]


def times(desk: Desk, addresses: list[str], rounds: int) -> Times:
    """Asks for each address in turn, ``rounds`` times."""
    found = Times(addresses)
    for _ in range(rounds):
        for address in found.took:
            took, cpu, status, body = desk.ask(address)
            if status != 200:
                sys.exit(f"{address}: {status}")
            found.took[address].append(took)
            found.cpu.append(cpu)
            found.size = max(found.size, len(body))
    return found


def high(values: list[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


def line(kind: str, rest: Times, busy: Times, judged: str) -> bool:
    """Prints one; whether it has missed the goal."""
    slow = max(busy.took, key=lambda address: statistics.median(busy.took[address]))
    late = high(busy.cpu if judged == "cpu" else busy.all()) > GOAL
    print(
        f"{kind:14}{len(busy.took):10}{statistics.median(rest.all()):7.0f}{high(rest.all()):7.0f}"
        f"{statistics.median(busy.all()):10.0f}{high(busy.all()):7.0f}{high(busy.cpu):9.0f}{' !' if late else '  '}  "
        f"{statistics.median(busy.took[slow]):.0f} {slow[:60]}, {busy.size / 1000:.0f} kB",
        flush=True,
    )
    return late


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--statements", type=int, default=STATEMENTS, help=f"in the store (default {STATEMENTS:,})")
    p.add_argument("--texts", type=int, default=TEXTS, help=f"texts to be coded and varied (default {TEXTS})")
    p.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the store here, and use the one that is here")
    p.add_argument("--store", type=Path, metavar="FILE", help="a linked store to take instead")
    p.add_argument(
        "--rounds", type=int, default=ROUNDS, help=f"times that each address is asked for (default {ROUNDS})"
    )
    p.add_argument("--rate", type=float, default=RATE, help=f"reports that come in a second (default {RATE:g})")
    p.add_argument("--goal-of", choices=("time", "cpu"), default="time", help="what is held against the goal")
    p.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    args = p.parse_args()
    if args.child:
        what, *given = args.child
        serve(given[0], int(given[1])) if what == "serve" else write(given[0], given[1], float(given[2]))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder: Path = args.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        sizes = [args.statements]
        if args.store is None:
            child("build", folder, json.dumps(sizes), args.texts)
        source: Path = args.store or store_of(folder, args.statements)
        if not (folder / "base.db").exists():  # what comes in is varied from texts of our own
            child("build", folder, json.dumps([1]), args.texts)
        copy = Path(scratch) / "desk.db"
        shutil.copyfile(source, copy)
        if args.store is None:
            print(f"linked in {child('link', source, 0, 0)['wall']:.0f} s", file=sys.stderr)
            shutil.copyfile(source, copy)
        sys.exit(1 if measure(copy, folder / "base.db", args.rounds, args.rate, args.goal_of) else 0)


if __name__ == "__main__":
    main()
