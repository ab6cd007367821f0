"""The network at run time: ONNX on the CPU, checked against its checksums, a few windows of like length at a time.

Its int8 has fixed scales, and what fills a window up to the length of another counts for nothing, so that a window's
scores are the same bits alone and among others (docs/decisions/0005-windows.md). More cores mean more processes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from standoff.analyse.pieces import Pieces, Window
from standoff.errors import WeightsError

WEIGHTS = Path(__file__).resolve().parents[1] / "weights"
FILES = ("analyser.onnx", "labels.onnx", "roles.onnx", "labels.json", "tokenizer.json")
#: The sentence encoders beside it, each a file with its checksum (:mod:`standoff.analyse.encoder`).
ENCODERS = ("encoder", "claims")

#: Pieces read in one run at most, a long window aside; in one pool, out of which runs are made; and what a run costs
#: before its first piece, in pieces (measured).
RUN, POOL, COST = 256, 2048, 16
#: What attention gives to a piece that only fills a window up.
_NOTHING = np.float32(-1e4)

Floats = NDArray[np.float32]


def check(folder: Path = WEIGHTS, files: Sequence[str] = FILES, sums: str = "SHA256SUMS") -> dict[str, str]:
    """The SHA-256 of every file of the network, checked against the list in ``sums``.

    Raises :class:`~standoff.errors.WeightsError` when a file is missing or one byte of it differs.
    """
    try:
        listed = (folder / sums).read_text(encoding="utf-8").split("\n")
    except OSError as err:
        raise WeightsError(
            f"{folder}: no {sums} there ({err.strerror}); reinstall standoff or train the network"
        ) from err
    want = {line[66:]: line[:64] for line in listed if line}
    for name in files:
        try:
            have = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as err:
            raise WeightsError(f"{folder / name}: cannot be read ({err.strerror}); reinstall standoff") from err
        if have != want.get(name):
            raise WeightsError(
                f"{folder / name}: damaged, its SHA-256 is {have[:12]}… and not {want.get(name, 'listed')[:12]}…; "
                "reinstall standoff"
            )
    return want


def session(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    """An ONNX file on the CPU, quiet and without spinning threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _pools(windows: Iterable[Window]) -> Iterator[list[Window]]:
    """Neighbours of about :data:`POOL` pieces."""
    pool: list[Window] = []
    size = 0
    for window in windows:
        pool.append(window)
        size += len(window.ids)
        if size >= POOL:
            yield pool
            pool, size = [], 0
    if pool:
        yield pool


def batches(sizes: Sequence[int]) -> list[tuple[int, int]]:
    """Where to cut windows of these sizes, the longest first, into runs (start, end) that cost least together: each is
    filled up to its longest, and costs :data:`COST` more."""
    best: list[tuple[int, int]] = [(0, 0)]  # cost of all up to here, and where their last run starts
    for end in range(1, len(sizes) + 1):
        tried = []
        for start in range(end - 1, -1, -1):
            filled = sizes[start] * (end - start)
            if filled > RUN and end - start > 1:
                break
            tried.append((best[start][0] + COST + filled, start))
        best.append(min(tried))
    out = []
    end = len(sizes)
    while end:
        out.append((best[end][1], end))
        end = best[end][1]
    return out[::-1]


def _own(name: str, value: Floats, words: int) -> Floats:
    """What a window of so many words has of the scores of one that was filled up."""
    if name == "pointers":
        return value[:, :words, : words + 1]
    if name == "arcs":
        return value[:words, : words + 1]
    return value[: words + (name == "rel_head")]


class Network:
    """The shipped network. ``labels`` are the class names of each head, ``version`` the first 12 digits of the
    weights' hash."""

    def __init__(self, folder: Path = WEIGHTS, *, threads: int = 1) -> None:
        sums = check(folder)
        self.version = sums["analyser.onnx"][:12]
        self.labels: dict[str, list[str]] = msgspec.json.decode(
            (folder / "labels.json").read_bytes(), type=dict[str, list[str]]
        )
        #: Names of the pointer heads, in the order of their scores.
        self.pointers = self.labels["pointer"]
        #: The ways from predicate to argument that the roles know; 0 stands for all others.
        self.paths = {path: k for k, path in enumerate(self.labels.get("path", ()))}
        self.pieces = Pieces(folder / "tokenizer.json")
        self._main, self._labels, self._roles = (
            session(folder / f"{name}.onnx", threads) for name in ("analyser", "labels", "roles")
        )
        self._names = [output.name for output in self._main.get_outputs()]

    def run(self, window: Window) -> dict[str, Floats]:
        """Scores of one window of n words: every tagging head [n, classes]; ``facts`` [n, 1]; ``arcs``
        [n, n + 1]; ``rel_dep`` [n, d]; ``rel_head`` [n + 1, d]; ``words`` [n, width], the vectors themselves;
        ``pointers`` [pointers, n, n + 1], column 0 for nowhere."""
        return self._together([window])[0]

    def runs(self, windows: Iterable[Window]) -> Iterator[dict[str, Floats]]:
        """The scores of each window in order, as :meth:`run` gives them; those of like length are read together."""
        for pool in _pools(windows):
            order = sorted(range(len(pool)), key=lambda k: -len(pool[k].ids))
            out: list[dict[str, Floats]] = [{}] * len(pool)
            for start, end in batches([len(pool[k].ids) for k in order]):
                some = order[start:end]
                for k, scores in zip(some, self._together([pool[k] for k in some]), strict=True):
                    out[k] = scores
            yield from out

    def _together(self, windows: Sequence[Window]) -> list[dict[str, Floats]]:
        count, pieces = len(windows), max(len(w.ids) for w in windows)
        words = max(2, *(len(w.first) for w in windows))  # products of one row are summed in another order
        ids, shapes = np.zeros((2, count, pieces), np.int64)
        first, last = np.zeros((2, count, words), np.int64)
        mask = np.full((count, 1, 1, pieces), _NOTHING)
        for k, window in enumerate(windows):
            size, n = len(window.ids), len(window.first)
            ids[k, :size], shapes[k, :size], mask[k, ..., :size] = window.ids, window.shapes, 0.0
            first[k, :n], last[k, :n] = window.first + k * pieces, window.last + k * pieces
        feed = {"ids": ids, "shapes": shapes, "mask": mask, "first": first, "last": last}
        values = dict(zip(self._names, self._main.run(self._names, feed), strict=True))
        return [
            {name: _own(name, value[k], len(w.first)) for name, value in values.items()} for k, w in enumerate(windows)
        ]

    def relations(self, dep: Floats, head: Floats) -> Floats:
        """Label scores [n, labels] of n words with their heads, from ``rel_dep`` and ``rel_head`` rows."""
        scores: Floats = self._labels.run(None, {"dep": dep, "head": head})[0]
        return scores

    def roles(self, words: Floats, places: NDArray[np.int64]) -> Floats:
        """Role scores [p, roles] of p phrases, from ``words`` rows and :func:`standoff.analyse.roles.places`."""
        scores: Floats = self._roles.run(None, {"words": words, "places": places})[0]
        return scores
