"""Two Poisson rates compared: the exact conditional test and its interval (see :mod:`standoff.link.rates`)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from standoff.link.rates import Change

Floats = npt.NDArray[np.float64]

CONFIDENCE = 0.95
#: Outcomes whose probability differs by rounding alone are equally likely.
_SAME = 1 + 1e-7


def rate_ratio(now: int, exposure: float, before: int, earlier: float) -> Change:
    """Two Poisson rates compared: ``now`` deeds in ``exposure`` against ``before`` deeds in ``earlier``.

    Given their sum n, ``now`` is binomial(n, exposure / (exposure + earlier)) when nothing has changed. p adds up all
    outcomes that are no likelier than this one. Raises ``ValueError`` for negative counts, n = 0 or no exposure.

    >>> rate_ratio(18, 100, 20, 400).ratio
    3.6
    """
    n = now + before
    if now < 0 or before < 0 or n == 0 or exposure <= 0 or earlier <= 0:
        raise ValueError("a rate ratio wants at least one deed and two exposures")
    logs = _log_choose(n)
    likely = _binomial(logs, exposure / (exposure + earlier))
    p = float(min(1.0, likely[likely <= likely[now] * _SAME].sum()))
    # The share of `now` in n, as odds over the exposures, is the ratio of the rates.
    tail = (1 - CONFIDENCE) / 2
    low = _solve(lambda share: float(_binomial(logs, share)[now:].sum()) - tail) if now else 0.0
    high = _solve(lambda share: tail - float(_binomial(logs, share)[: now + 1].sum())) if before else 1.0
    return Change(
        ratio=now * earlier / (before * exposure) if before else None,
        low=low / (1 - low) * earlier / exposure,
        high=high / (1 - high) * earlier / exposure if high < 1 else None,
        p=p,
    )


def _log_choose(n: int) -> Floats:
    """log C(n, k) for k from 0 to n."""
    k = np.arange(1, n + 1, dtype=np.float64)
    return np.concatenate(([0.0], np.cumsum(np.log((n - k + 1) / k))))


def _binomial(logs: Floats, share: float) -> Floats:
    """P(k) for k from 0 to n, given log C(n, k)."""
    k = np.arange(len(logs), dtype=np.float64)
    if not 0 < share < 1:
        sure: Floats = (k == (0 if share <= 0 else len(logs) - 1)).astype(np.float64)
        return sure
    chances: Floats = np.exp(logs + k * np.log(share) + (len(logs) - 1 - k) * np.log1p(-share))
    return chances


def _solve(rising: Callable[[float], float]) -> float:
    """Where a rising function of a share passes nought, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return high
