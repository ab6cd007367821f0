"""What fits and measures the roots of pairs: finding mentions, reading rows, folds that keep to themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("sklearn")
pytest.importorskip("torch")

from training.measure_plover import crossed, figures
from training.plover import Raw, Row, find, rows_of

from standoff.analyse.pairs import ACTS, QUAD, TYPES

HEADER = "sentence\tsource\ttarget\tgold_root\tgold_penta\n"


@pytest.mark.parametrize(
    ("text", "mention", "taken", "found"),
    [
        ("Lima thanked Quito.", "Quito", None, "Quito"),
        ("Lima thanked Quito.", " Quito ", None, "Quito"),
        ("LIMA thanked Quito.", "Lima", None, "LIMA"),
        ("Lima's fleet and Lima", "Lima", (0, 4), "Lima"),
        ("The old  king spoke.", "the old king", None, "The old  king"),
        ("Envoys of Lima and of Quito met.", "Envoys of Quito", None, "Envoys of"),
        ("Lima agreed to resign.", "a recipient", None, None),
        ("Lima agreed.", "", None, None),
    ],
)
def test_mentions_are_found(text: str, mention: str, taken: tuple[int, int] | None, found: str | None) -> None:
    at = find(text, mention, taken)
    assert (at and text[slice(*at)]) == found
    assert at is None or taken is None or at[0] >= taken[1] or at[1] <= taken[0]


def test_rows(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text(HEADER + 'Lima\'s "army" left Quito.\tLima\tQuito\tRETREAT\t2\n', encoding="utf-8")
    (row,) = rows_of(path)
    assert [row.forms[i] for i in (*row.source, *row.target)] == ["Lima", "Quito"]
    assert (row.root, row.quad) == ("YIELD", 2)
    path.write_text(HEADER + "Lima left.\tLima\tQuito\tLEAVE\t2\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="line 2"):
        rows_of(path)


def test_figures() -> None:
    rows = [Row((), (), (), root, quad) for root, quad in QUAD.items()]
    assert figures(rows, list(QUAD)) == {"root": 1.0, "quad": 1.0, "binary": 1.0}
    wrong = figures(rows, ["ASSAULT" if root == "COERCE" else root for root in QUAD])
    assert wrong["root"] < 1
    assert wrong["quad"] == wrong["binary"] == 1.0


def made(count: int, told: bool) -> tuple[list[Row], list[Raw]]:
    """Rows of three roots whose blocks tell the root, or only noise."""
    rng = np.random.default_rng(1)
    rows, raw = [], []
    for k in range(count):
        root = ("AID", "ACCUSE", "ASSAULT")[k % 3]
        rows.append(Row((), (), (), root, QUAD[root]))
        block = {name: rng.normal(size=384) for name in ("between", "masked", "path", "top")}
        block["between"][k % 3] += 60.0 * told
        block["heads"] = rng.uniform(size=5 * (len(TYPES) + len(ACTS)))
        raw.append({**block, "words": np.zeros(48), "signs": rng.integers(0, 2, 2).astype(float)})
    return rows, raw


def test_folds_learn_what_is_there_and_nothing_else() -> None:
    known = crossed(*made(60, told=True), 3)
    assert known["root"] > 0.9
    assert set(known) == {"root", "quad", "binary", "spread"}
    assert crossed(*made(60, told=False), 3)["root"] < 0.6
