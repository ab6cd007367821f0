"""Floors for what ``python -m quality.gate --corpora`` measures besides: claims on our own held-out scenarios, and the
public development sets where they lie beside the checkout. Minutes, not seconds; so not in every run of the tests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from training import claims, development
from training.windows import DATA

from quality.gate import Measured
from standoff.pipeline import load

#: Figures that are not the task's headline, or that are better when small.
_ASIDE = frozenset({"begin", "jaccard", "parts", "by_type", "mae", "spread", "uas", "strict", "relaxed"})


def measured() -> Iterator[Measured]:
    """The figures of claims, then the headline figures of every task, set by set, where there are corpora."""
    scenarios = claims.OWN / "claims"
    kept = [scenarios / f"{each[0].scenario}.jsonl" for each in claims.read(scenarios) if claims.held_out(each)]
    yield Measured("claims held-out", _hash(kept), claims.quick(load()), ())
    if DATA.is_dir():
        for name, files, found in development.figures():
            yield Measured(name, _hash(files), dict(_flat(found)), ())


def _flat(found: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, float]]:
    for key, value in found.items():
        if key in _ASIDE:
            continue
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        elif isinstance(value, float):
            yield f"{above}{key}", value


def _hash(files: list[Path]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
