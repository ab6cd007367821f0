"""Words to what the network reads: word pieces, letter-case shapes, and where each word begins and ends among the
pieces."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from tokenizers import Tokenizer

#: Pieces in one window, the two special ones included.
WINDOW = 256
#: A single word never takes more pieces than this; what is left of a monster is not read.
MOST_PIECES = 24

SHAPES = ("special", "lower", "Title", "UPPER", "X", "miXed", "digits", "digits+", "punctuation", "other")

Ints = NDArray[np.int64]


def shape(word: str) -> int:
    """The letter-case class of a word, an index into :data:`SHAPES` (the vocabulary is uncased, case is read here)."""
    if word.isdigit():
        return 6
    if any(c.isdigit() for c in word):
        return 7 if any(c.isalpha() for c in word) else 6
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 8
    if all(c.islower() for c in letters):
        return 1
    if len(letters) == 1:
        return 4
    if all(c.isupper() for c in letters):
        return 3
    if letters[0].isupper() and all(c.islower() for c in letters[1:]):
        return 2
    return 5 if any(c.isupper() for c in letters) else 9


class Window(Struct, frozen=True):
    """One window as the network reads it: ``ids`` and ``shapes`` [pieces], ``first`` and ``last`` piece of each
    word [words]."""

    ids: Ints
    shapes: Ints
    first: Ints
    last: Ints


class Pieces:
    """Splits words into word pieces, remembering what it has seen (up to a bound)."""

    def __init__(self, vocabulary: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(vocabulary))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._seen: dict[str, tuple[tuple[int, ...], int]] = {}
        self.cls = self._special("[CLS]")
        self.sep = self._special("[SEP]")
        self.unknown = self._special("[UNK]")
        self.mask = self._special("[MASK]")
        self.whole = frozenset(piece for piece in self._tokenizer.get_vocab() if piece.isalpha())

    def _special(self, name: str) -> int:
        found = self._tokenizer.token_to_id(name)
        if found is None:
            raise ValueError(f"the vocabulary has no {name}")
        return int(found)

    def of(self, word: str) -> tuple[int, ...]:
        """The piece ids of one word, at least one."""
        return self._read(word)[0]

    def _read(self, word: str) -> tuple[tuple[int, ...], int]:
        """The piece ids of one word and its shape."""
        known = self._seen.get(word)
        if known is None:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids[:MOST_PIECES]
            known = tuple(ids) or (self.unknown,), shape(word)
            if len(self._seen) < 200_000:
                self._seen[word] = known
        return known

    def window(self, words: Sequence[str]) -> Window:
        """A window of these words; the caller keeps it within :data:`WINDOW` pieces."""
        ids, shapes, first, last = [self.cls], [0], [], []
        for word in words:
            pieces, look = self._read(word)
            first.append(len(ids))
            ids.extend(pieces)
            shapes.extend([look] * len(pieces))
            last.append(len(ids) - 1)
        ids.append(self.sep)
        shapes.append(0)
        return Window(np.array(ids), np.array(shapes), np.array(first), np.array(last))
