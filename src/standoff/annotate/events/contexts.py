"""PLOVER's contexts: what an event is about. A table of words and of types (``data/contexts.csv``)."""

from __future__ import annotations

from functools import cache

from standoff.annotate.events.frames import Scene
from standoff.annotate.events.triggers import Reading
from standoff.data import table


@cache
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    words: dict[str, list[str]] = {}
    kinds: dict[str, list[str]] = {}
    for row in table("contexts.csv"):
        for word in row["words"].split():
            words.setdefault(word, []).append(row["context"])
        for kind in row["types"].split():
            kinds.setdefault(kind, []).append(row["context"])
    return {k: tuple(v) for k, v in words.items()}, {k: tuple(v) for k, v in kinds.items()}


def contexts_of(scene: Scene, token: int, reading: Reading, *, reach: int = 12) -> tuple[str, ...]:
    """The contexts of an event, sorted: those of its type and mode, and of words at most ``reach`` tokens away."""
    words, kinds = _tables()
    found = {*kinds.get(reading.type, ()), *kinds.get(f"{reading.type}.{reading.mode}", ())}
    for i in range(max(0, token - reach), min(len(scene.tokens), token + reach + 1)):
        found.update(words.get(scene.lemmas[i], ()))
        if i > 0:
            found.update(words.get(f"{scene.lemmas[i - 1]}_{scene.lemmas[i]}", ()))
    return tuple(sorted(found))
