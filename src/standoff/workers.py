"""Worker processes: what each does when it begins, whatever it is for."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait


def begin() -> None:
    """To be called first in a worker process: an interrupt is the parent's to deal with, and a worker does not outlive
    its parent."""
    # Ctrl-C goes to the parent, which winds the pool up; a worker would only print its traceback
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(parent: int) -> None:
    # a parent that is killed winds nothing up, and its workers would wait for work, and hold its memory, for ever
    wait([parent])
    os._exit(1)
