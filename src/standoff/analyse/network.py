"""The network at run time: ONNX on the CPU, checked against its checksums, one window at a time.

One window a run, one thread: dynamic int8 takes its ranges over everything in a batch, so a batch of several
windows would make the
record depend on what else was read (docs/decisions/0005-windows-of-one.md). More cores mean more processes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
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
        """Scores of one window of n words: every tagging head [n, classes]; ``facts`` [n, 2]; ``arcs`` [n, n + 1];
        ``rel_dep`` [n, d]; ``rel_head`` [n + 1, d]; ``words`` [n, width], the vectors themselves; ``pointers``
        [pointers, n, n + 1], column 0 for nowhere."""
        feed = {"ids": window.ids, "shapes": window.shapes, "first": window.first, "last": window.last}
        values = self._main.run(self._names, {k: v[None] for k, v in feed.items()})
        return {name: value[0] for name, value in zip(self._names, values, strict=True)}

    def relations(self, dep: Floats, head: Floats) -> Floats:
        """Label scores [n, labels] of n words with their heads, from ``rel_dep`` and ``rel_head`` rows."""
        scores: Floats = self._labels.run(None, {"dep": dep, "head": head})[0]
        return scores

    def roles(self, words: Floats, places: NDArray[np.int64]) -> Floats:
        """Role scores [p, roles] of p phrases, from ``words`` rows and :func:`standoff.analyse.roles.places`."""
        scores: Floats = self._roles.run(None, {"words": words, "places": places})[0]
        return scores
