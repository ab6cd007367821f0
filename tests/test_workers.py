"""Worker processes and what becomes of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

PARENT = """
import multiprocessing, os, sys
from concurrent.futures import ProcessPoolExecutor
from standoff.workers import begin

if __name__ == "__main__":
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn"), begin) as pool:
        print(*sorted({pool.submit(os.getpid).result() for _ in range(8)}), flush=True)
        sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that cannot be caught")
def test_workers_end_with_a_parent_that_is_killed(tmp_path) -> None:
    """They hold our end of the pipe open as long as they live: it ends when they all have."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    with subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as parent:
        assert parent.stdout is not None
        workers = parent.stdout.readline().split()
        assert workers
        os.kill(parent.pid, signal.SIGKILL)
        assert parent.communicate(timeout=120)[0] == b""
    assert parent.returncode == -signal.SIGKILL
