"""Findings stay current while the desk is open: what reports add up to is laid out anew at its start and behind
corrections.

One linking at a time, in a process of its own: it may take minutes on a large store, and neither a page nor a judgement
waits for it. Behind a correction it rests for as long as the last linking took, so that somebody who corrects all day
has the machine to himself for half of it. ``python -m standoff.present.web.freshness STORE`` is that process: it writes
``DONE OF`` lines while it reads reports, and ends with 0, or with the reason on standard error: 75 (busy) or 1.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from standoff.errors import StandoffError, StoreBusy, StoreError

#: What a page has to say of findings: nothing; they are being laid out; reports have come since, or were coded by
#: another version; the same, and this store cannot be written; nothing was laid out, and why.
State = Literal["", "anew", "old", "fixed", "trouble"]
#: Called with how many reports of how many were read.
Step = Callable[[int, int], None]
#: Seconds behind a correction before linking begins, and between two attempts at a store that another process holds.
REST, AGAIN = 2.0, 10.0
_BUSY = 75
#: A line at every so many hundredths of the reports.
_SHARE = 100


class Unlinked(Exception):
    """Findings could not be made, in words for a person. ``busy``: another process holds the store, try again."""

    def __init__(self, message: str, *, busy: bool = False) -> None:
        super().__init__(message)
        self.busy = busy


def writable(path: str) -> bool:
    """Whether this process may write to the store at ``path``: to the file, and beside it, where its log stands."""
    return os.access(path, os.W_OK) and os.access(Path(path).absolute().parent, os.W_OK)


class Child:
    """Linking in a process of its own. Raises :class:`Unlinked`; ``stop`` from another thread ends it."""

    def __init__(self) -> None:
        self._running: subprocess.Popen[str] | None = None

    def __call__(self, path: str, step: Step) -> None:
        # -P: nothing in the working folder, which may be a folder of strangers' reports, is taken for a module.
        command = [sys.executable, "-P", "-m", __name__, path]
        # Ctrl-C in the terminal is the desk's: it ends the child when it ends itself.
        self._running = subprocess.Popen(  # noqa: S603  (our own program, no shell)
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            encoding="utf-8", errors="replace", start_new_session=True,
        )  # fmt: skip
        with self._running as child:
            assert child.stdout is not None and child.stderr is not None
            for line in child.stdout:
                done, _, of = line.partition(" ")
                step(int(done), int(of))
            told = child.stderr.read().strip()
        if child.returncode:
            last = told.splitlines()[-1] if told else f"the linking ended with {child.returncode}"
            raise Unlinked(last, busy=child.returncode == _BUSY)

    def stop(self) -> None:
        if self._running is not None and self._running.poll() is None:
            self._running.terminate()


class Keeper:
    """Keeps the findings of the store at ``path`` current, in a thread. ``link`` makes them (a :class:`Child`),
    ``tell`` says on standard error what a person at the terminal should know."""

    def __init__(
        self,
        path: str,
        *,
        link: Callable[[str, Step], None] | None = None,
        tell: Callable[[str], None] = lambda words: None,
        rest: float = REST,
        again: float = AGAIN,
    ) -> None:
        self.path = path
        #: How many reports of how many the linking under way has read.
        self.progress: tuple[int, int] | None = None
        #: Why the last linking failed; None where it did not.
        self.trouble: str | None = None
        self._link = Child() if link is None else link
        self._tell = tell
        self._rest, self._again = rest, again
        self._due, self._end = threading.Event(), threading.Event()
        self._busy = self._at_once = False
        self._thread = threading.Thread(target=self._run, name="standoff-keeper", daemon=True)

    def start(self) -> None:
        """Begin; findings that are stale are made at once."""
        if not writable(self.path):
            self._tell("the store can only be read here: corrections cannot be kept, and claims stay as they are")
        elif self._stale():
            self._tell("laying reports side by side; claims show as they were until that is done")
            self._at_once = True
            self._due.set()
        self._thread.start()

    def stop(self) -> None:
        """End, and any linking with it: the findings of before are kept."""
        self._end.set()
        self._due.set()
        if isinstance(self._link, Child):
            self._link.stop()

    def wake(self) -> None:
        """Something was judged, or somebody asks for it."""
        if writable(self.path):
            self._due.set()

    @property
    def working(self) -> bool:
        """Whether findings are being made, or soon will be."""
        return self._busy or (self._due.is_set() and not self._end.is_set())

    def state(self) -> State:
        """What a page has to say; reads the store."""
        if self.working:
            return "anew"
        try:
            if not self._stale():
                return ""
        except StoreError:
            return ""  # the page itself will tell
        if not writable(self.path):
            return "fixed"
        return "trouble" if self.trouble else "old"

    def _stale(self) -> bool:
        from standoff.fingerprint import linker
        from standoff.store import Store

        with Store.open(self.path, create=False, read_only=True) as store:
            return store.stale(linker())

    def _run(self) -> None:
        took = 0.0
        while True:
            self._due.wait()
            if self._end.is_set() or (not self._at_once and self._end.wait(max(self._rest, took))):
                return
            self._at_once, self._busy = False, True
            self._due.clear()
            begun = time.monotonic()
            self._make()
            took = time.monotonic() - begun
            self._busy, self.progress = False, None

    def _make(self) -> None:
        while not self._end.is_set():
            try:
                self._link(self.path, self._step)
            except Unlinked as error:
                self.trouble = str(error)
                if error.busy and not self._end.wait(self._again):
                    continue
                if not self._end.is_set():
                    self._tell(f"claims could not be laid out anew: {error}")
            else:
                self.trouble = None
            return

    def _step(self, done: int, of: int) -> None:
        self.progress = done, of


def main(args: Sequence[str]) -> int:
    """The process: see the module's text."""
    if hasattr(os, "nice"):
        os.nice(10)  # pages come first
    from standoff.across import refresh

    def step(done: int, of: int) -> None:
        if done in {1, of} or done * _SHARE // of > (done - 1) * _SHARE // of:
            sys.stdout.write(f"{done} {of}\n")
            sys.stdout.flush()

    try:
        refresh(args[0], step=step)
    except StandoffError as error:
        sys.stderr.write(f"{error}\n")
        return _BUSY if isinstance(error, StoreBusy) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
