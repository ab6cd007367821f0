"""Keys joined into sets."""

from __future__ import annotations

from typing import Generic, TypeVar

K = TypeVar("K", int, str)


class Forest(Generic[K]):
    """Union-find over numbers or names; the least of a set stands for it, whatever the order of joining. A key that was
    never joined is a set of its own.

    >>> forest = Forest[str]()
    >>> forest.join("b", "c")
    >>> forest.join("a", "c")
    >>> forest.root("b"), forest.size("b"), forest.root("d")
    ('a', 3, 'd')
    """

    def __init__(self) -> None:
        self._above: dict[K, K] = {}
        self._sizes: dict[K, int] = {}

    def root(self, key: K) -> K:
        """What stands for the set of ``key``."""
        while key in self._above:
            above = self._above[key]
            if above in self._above:  # halve the way for the next one who asks
                self._above[key] = self._above[above]
            key = above
        return key

    def size(self, key: K) -> int:
        """How many are in the set of ``key``."""
        return self._sizes.get(self.root(key), 1)

    def join(self, one: K, other: K) -> None:
        """Make one set of two."""
        low, high = sorted((self.root(one), self.root(other)))
        if low != high:
            self._sizes[low] = self.size(low) + self._sizes.pop(high, 1)
            self._above[high] = low
