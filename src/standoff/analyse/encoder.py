"""Sentence encoders in int8: vectors of words in their sentence and of sentences.

``encoder`` is all-MiniLM-L6-v2 untouched, which says what means the same (``python -m training.encoder``); ``claims``
is the same trained on our own scenarios, which says what speaks to one proposition (``python -m training.claims``).
The analyser's network shares its first weights with both but has been trained away from them. One text a run, for
their int8 takes its ranges over all that is read in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from standoff.analyse.network import WEIGHTS, Floats, check, session
from standoff.analyse.pieces import WINDOW, Pieces
from standoff.analyse.tokens import words

#: Numbers in a vector.
WIDTH = 384


class Encoder:
    """The sentence encoder ``name`` in ``folder``. ``version`` is the first 12 digits of its hash.

    Raises :class:`~standoff.errors.WeightsError` when the file is missing or one byte of it differs.
    """

    def __init__(self, folder: Path = WEIGHTS, pieces: Pieces | None = None, *, name: str = "encoder") -> None:
        file = f"{name}.onnx"
        self.version = check(folder, (file,), f"{name}.sha256")[file][:12]
        self.pieces = pieces or Pieces(folder / "tokenizer.json")
        self._session = session(folder / file)

    def fits(self, forms: Sequence[str]) -> int:
        """How many of the first ``forms`` the encoder reads at once."""
        room = WINDOW - 2
        for count, form in enumerate(forms):
            room -= len(self.pieces.of(form))
            if room < 0:
                return count
        return len(forms)

    def words(self, forms: Sequence[str]) -> Floats:
        """Vectors [words, 384] of one or more words of a sentence, at most as many as :meth:`fits` says; not
        normalised."""
        return self._run(forms)[0]

    def sentence(self, forms: Sequence[str]) -> Floats:
        """Vectors of the words of a sentence of any length: of as many of its first words as the encoder reads."""
        return self.words(forms[: self.fits(forms)])

    def text(self, text: str) -> Floats:
        """The vector [384] of a text, of length 1: the mean over its first 256 word pieces. Zeros for a blank text."""
        forms = [span.of(text) for span in words(text)]
        if not forms:
            return np.zeros(WIDTH, np.float32)
        mean = self._run(forms[: self.fits(forms)])[1]
        return mean / max(float(np.linalg.norm(mean)), 1e-9)

    def _run(self, forms: Sequence[str]) -> tuple[Floats, Floats]:
        window = self.pieces.window(forms)
        feed = {"ids": window.ids[None], "first": window.first[None], "last": window.last[None]}
        states, mean = self._session.run(["words", "mean"], feed)
        return states[0], mean[0]
