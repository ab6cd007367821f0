"""Classes of words that the trigger table names in capitals: ``TROOPS``, ``TREATY``, ``DIPLOMAT`` ...

Most are lists in ``data/event_classes.csv``; a few are computed from the names that the analyser found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from standoff.annotate.events.frames import HYPHENS, Scene
from standoff.annotate.events.words import bare_forms, classes

NAMED = frozenset({"PER", "ORG", "LOC", "NORP"})
COMPUTED = frozenset({"NAME", "PERNAME", "NATION", "GOVNAME", "ACTOR"})


def in_class(scene: Scene, i: int, name: str) -> bool:
    """Whether token ``i`` (with the word before it, for words of two parts) belongs to the class."""
    kind = scene.kinds[i]
    if name == "NAME":
        return kind in NAMED or scene.tokens[i].upos == "PROPN"
    if name == "PERNAME":
        return kind == "PER"
    if name == "NATION":
        return kind in {"NORP", "LOC"}
    if name == "GOVNAME":
        return kind in {"LOC", "ORG", "NORP"}
    if name == "ACTOR":
        return (
            kind in NAMED
            or (scene.tokens[i].upos == "PROPN" and scene.forms[i] not in classes()["CALENDAR"])
            or scene.forms[i] in classes()["PRONOUNS"]
            or not classes()["ACTORS"].isdisjoint(bare_forms(scene.forms[i]))
        )
    words = classes()[name]
    if name == "PERSON" and (kind == "PER" or scene.forms[i] in words):
        return True
    if name in {"PLACE", "BORDER"} and kind == "LOC":
        return name == "PLACE"
    if scene.lemmas[i] in words or not words.isdisjoint(bare_forms(scene.forms[i])):
        return True
    if i > 1 and scene.forms[i - 1] in HYPHENS and f"{scene.forms[i - 2]}-{scene.lemmas[i]}" in words:
        return True
    return i > 0 and any(f"{first}_{scene.lemmas[i]}" in words for first in (scene.lemmas[i - 1], scene.forms[i - 1]))


def named(scene: Scene, start: int) -> Iterator[int]:
    """A word, those coordinated with it, and what a partitive measures ("a round of sanctions", "dozens of troops")."""
    for i in scene.conjuncts(start):
        yield i
        if scene.lemmas[i] in classes()["PARTITIVES"]:
            for k in scene.tree.children(i, "nmod"):
                if scene.case_of(k) == "of":
                    yield from named(scene, k)  # "tens of thousands of troops"


def matches(scene: Scene, indices: Iterable[int], values: tuple[str, ...]) -> bool:
    """Whether one of ``indices``, or a word coordinated with it, is one of ``values`` (words or class names)."""
    for start in indices:
        for i in named(scene, start):
            for value in values:
                if value.isupper():
                    if in_class(scene, i, value):
                        return True
                elif value == scene.lemmas[i] or value in bare_forms(scene.forms[i]) or _pair(scene, i, value):
                    return True
    return False


def _pair(scene: Scene, i: int, value: str) -> bool:
    """Whether token ``i`` and the one before it are the two parts of ``value`` ("tear_gas")."""
    if "_" not in value or i == 0:
        return False
    first = scene.lemmas[i - 1], scene.forms[i - 1]
    return any(f"{word}_{last}" == value for word in first for last in (scene.lemmas[i], scene.forms[i]))
