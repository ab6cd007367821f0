"""CSV that a spreadsheet does not run."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.present import tables
from standoff.present.tables import Column, guard, write


@pytest.mark.parametrize(
    "cell", ["=1+1", "+CMD|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\rx", "\n=1", " =1", "＝1", "+49 30", "-"]
)
def test_a_cell_that_would_run_gets_an_apostrophe(cell: str) -> None:
    """The words stay readable behind it."""
    assert guard(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["-3.5", "+4", "-1e6", "40000", "a=b", "x - y", "'quoted", "٤٢", ""])
def test_numbers_and_plain_words_stay(cell: str) -> None:
    """A negative intensity is a number in every spreadsheet."""
    assert guard(cell) == cell


def test_numbers_and_unknowns() -> None:
    """Whole floats have no point, None is empty, yes and no are JSON's words."""
    assert [guard(v) for v in (40000.0, -2.5, None, True)] == ["40000", "-2.5", "", "true"]


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), min_size=2, max_size=2))
def test_csv_comes_back_as_it_was_guarded(cells: list[str]) -> None:
    """Commas, quotes, lone returns and line ends inside cells survive a round trip."""
    written: list[bytes] = []
    patch = pytest.MonkeyPatch()
    with patch.context() as m:
        m.setattr(tables.terminal, "write_bytes", written.append)
        write(
            [{"a": cells[0], "b": cells[1]}], "csv", as_json=dict, as_flat=lambda row: row, fields=("a", "b"),
            columns=(Column("a", "a"),),
        )  # fmt: skip
    text = b"".join(written).decode()
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a", "b"], [guard(cell) for cell in cells]]
