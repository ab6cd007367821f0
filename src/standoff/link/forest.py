"""Numbers joined into sets."""

from __future__ import annotations


class Forest:
    """Union-find over 0..size-1; the least number of a set stands for it, whatever the order of joining."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))
        self._sizes = [1] * size

    def root(self, number: int) -> int:
        """The number that stands for the set of ``number``."""
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def size(self, number: int) -> int:
        """How many are in the set of ``number``."""
        return self._sizes[self.root(number)]

    def join(self, one: int, other: int) -> None:
        """Make one set of two."""
        low, high = sorted((self.root(one), self.root(other)))
        if low != high:
            self._above[high] = low
            self._sizes[low] += self._sizes[high]
