"""Whether two figures measure one kind of thing, and whether they can both be true."""

from __future__ import annotations

from standoff.link.propositions import STEM, Measure

#: What is said of the counted, which tells kinds apart as much as the noun does ("people killed", "people wounded").
_FATES = frozenset("killed wounded injured missing detained arrested displaced".split())
#: An approximate bound is right to a tenth.
_LOOSE = 0.1


def same_measure(a: Measure, b: Measure) -> bool:
    """Whether two figures of one proposition count the same: one unit, no other fate, and for things one noun. People
    are called soldiers, servicemen or troops by turns, and those killed do not always stand beside the word."""
    if a.unit != b.unit:
        return False
    if a.unit != "person":
        return a.of == a.unit or b.of == b.unit or a.of.split()[-1][:STEM] == b.of.split()[-1][:STEM]
    first, second = _FATES.intersection(a.of.split()), _FATES.intersection(b.of.split())
    return not first or not second or first == second


def excludes(a: Measure, b: Measure) -> bool:
    """Whether no number lies within the bounds of both."""
    low_a, high_a = _range(a)
    low_b, high_b = _range(b)
    return high_a < low_b or high_b < low_a


def _range(m: Measure) -> tuple[float, float]:
    slack = _LOOSE if m.approx else 0.0
    low = float("-inf") if m.low is None else m.low * (1 - slack)
    high = float("inf") if m.high is None else m.high * (1 + slack)
    return low, high
