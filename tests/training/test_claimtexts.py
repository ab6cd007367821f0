"""The claims set of our own: what a line must be, and how the relation of two items follows from their labels."""

import json
from pathlib import Path
from typing import Any

import pytest
from training.claimtexts import Item, pairs, read, relation, tally

from standoff.dossier import RELATIONS

GOOD: dict[str, Any] = {
    "id": "x01-01",
    "published": "2019-05-02",
    "publisher": "Harbour Post",
    "text": "Owners of the Alba said on Thursday [[the coast guard had boarded her]]. She carries salt.",
    "claim": "boarding",
    "side": "asserts",
    "measure": None,
}


def scenario(folder: Path, *changes: dict[str, Any]) -> tuple[Item, ...]:
    """The items of one file, each the good one with changes; numbered unless the change says otherwise."""
    lines = [json.dumps({**GOOD, "id": f"x01-{n:02}", **change}) for n, change in enumerate(changes, 1)]
    (folder / "x01.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (only,) = read(folder)
    return only


def test_marks_become_a_span(tmp_path: Path) -> None:
    (item,) = scenario(tmp_path, {})
    assert item.span.of(item.text) == "the coast guard had boarded her"
    assert "[" not in item.text and item.text.endswith(" She carries salt.")
    assert (item.scenario, item.side, item.measure) == ("x01", "asserts", None)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ({}, {}, "same"),
        ({}, {"side": "confirms"}, "same"),
        ({"side": "denies"}, {"side": "denies"}, "same"),
        ({}, {"side": "denies"}, "disputes"),
        ({"side": "confirms"}, {"side": "denies"}, "disputes"),
        ({}, {"side": "doubts"}, "doubts"),
        ({"side": "denies"}, {"side": "doubts"}, "doubts"),
        ({}, {"claim": "towing"}, "unrelated"),
        ({"claim": "towing"}, {"side": "denies"}, "unrelated"),
        ({"measure": [12, 12]}, {"measure": [20, None]}, "differs"),
        ({"measure": [30, None]}, {"measure": [34, 34]}, "same"),
        ({"measure": [None, 30]}, {"measure": [30, 40]}, "same"),
        ({"measure": [12, 12]}, {}, "same"),
        ({"measure": [12, 12]}, {"measure": [0, 0], "side": "denies"}, "disputes"),
        ({"measure": [12, 12]}, {"measure": [20, 20], "side": "doubts"}, "doubts"),
    ],
)
def test_relation_follows_from_the_labels(tmp_path: Path, a: dict[str, Any], b: dict[str, Any], expected: str) -> None:
    left, right = scenario(tmp_path, a, b)
    assert relation(left, right) == relation(right, left) == expected


def test_pairs_and_tally(tmp_path: Path) -> None:
    items = scenario(tmp_path, {}, {"side": "denies"}, {"claim": "towing"})
    assert [(a.id, b.id, kind) for a, b, kind in pairs(items)] == [
        ("x01-01", "x01-02", "disputes"), ("x01-01", "x01-03", "unrelated"), ("x01-02", "x01-03", "unrelated"),
    ]  # fmt: skip
    assert tally(items) == {"same": 0, "disputes": 1, "doubts": 0, "differs": 0, "unrelated": 2}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": "The coast guard boarded her."}, "exactly one stretch"),
        ({"text": "[[The guard]] boarded [[her]]."}, "exactly one stretch"),
        ({"text": "The guard [[boarded] her]."}, "exactly one stretch"),
        ({"text": "The guard [[ boarded her]]."}, "blanks at the edge"),
        ({"published": "2 May 2019"}, "no ISO day"),
        ({"published": "20190502"}, "no ISO day"),
        ({"side": "deny"}, "expected one of asserts, denies, doubts, confirms"),
        ({"claim": "The Boarding"}, "small letters"),
        ({"measure": [20, 12]}, "lower bound comes first"),
        ({"measure": [None, None]}, "write null"),
        ({"measure": [12]}, "two bounds"),
        ({"measure": [True, 12]}, "two bounds"),
        ({"publisher": " "}, "publisher: expected words"),
        ({"id": "x02-02"}, "expected x01- and two digits"),
        ({"id": "x01-01"}, "id x01-01 twice"),
        ({"note": "unsure"}, "missing or unknown keys: note"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=r"x01\.jsonl, line 2: ") as caught:
        scenario(tmp_path, {}, change)
    assert message in str(caught.value)


def test_broken_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "x01.jsonl").write_text("{\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"x01\.jsonl, line 1: "):
        read(tmp_path)


def test_claims_of_two_scenarios_are_not_compared(tmp_path: Path) -> None:
    line = json.dumps(GOOD)
    (tmp_path / "x01.jsonl").write_text(line, encoding="utf-8")
    (tmp_path / "x02.jsonl").write_text(line.replace("x01-01", "x02-01"), encoding="utf-8")
    (first,), (second,) = read(tmp_path)
    with pytest.raises(ValueError, match="two scenarios"):
        relation(first, second)


def test_the_set_is_large_and_has_every_relation() -> None:
    scenarios = read(Path(__file__).parents[2] / "training" / "own" / "claims")
    counts = {kind: sum(tally(items)[kind] for items in scenarios) for kind in RELATIONS}
    assert sum(counts.values()) >= 600
    assert min(counts.values()) >= 300, counts
    for items in scenarios:
        related = sum(count for kind, count in tally(items).items() if kind != "unrelated")
        assert related >= 12, (items[0].scenario, tally(items))


def test_fewer_belong_together_in_the_further_set() -> None:
    scenarios = read(Path(__file__).parents[2] / "training" / "own" / "claims-further")
    counts = {kind: sum(tally(items)[kind] for items in scenarios) for kind in RELATIONS}
    assert min(counts.values()) >= 30, counts
    assert counts["unrelated"] > 0.85 * sum(counts.values())
