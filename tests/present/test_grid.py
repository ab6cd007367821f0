"""Tables set line by line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, chop_cells, set_cell_size

from standoff.present.grid import _NARROW, GAP, LEAST, Column, _chopped, _cut, lay, wide, width_of_screen

PLAIN = (
    Column("day", "day", wrap=False),
    Column("what", "what", ratio=5),
    Column("who", "who", style="cyan", ratio=2),
    Column("legs", "legs", right=True, style="bold", wrap=False),
)


def laid(*rows: tuple[str, ...], width: int = 60, coloured: bool = False) -> list[str]:
    return list(lay(rows, PLAIN, width, coloured=coloured))


def test_what_fits_stands_on_one_line() -> None:
    assert laid(("2031-01-02", "troops crossed the Ilm", "NATO", "2"), ("–", "no", "VSK.GOV", "12")) == [
        "day         what                    who      legs",
        "─────────────────────────────────────────────────",
        "2031-01-02  troops crossed the Ilm  NATO        2",
        "–           no                      VSK.GOV    12",
    ]


def test_words_are_folded_and_numbers_kept_whole() -> None:
    lines = laid(("2031-01-02", "troops of the northern command crossed the Ilm at night", "President Ana Torv", "2"))
    assert max(map(len, lines)) <= 60 and len(lines) > 3
    assert "2031-01-02" in lines[2] and lines[2].endswith(" 2")
    assert " ".join(re.sub(r"^2031-01-02", "", line)[2:32].strip() for line in lines[2:]).split()[0] == "troops"


def test_a_long_word_is_broken_before_it_falls_off() -> None:
    lines = laid(("2031-01-02", "x" * 90, "NATO", "2"))
    assert max(map(len, lines)) <= 60
    assert sum(line.count("x") for line in lines) == 90


def test_a_line_under_a_row_takes_the_whole_width() -> None:
    long = " ".join(["words"] * 30)
    lines = list(lay([("2031-01-02", "x", "NATO", "2"), long, ("–", "y", "–", "1")], PLAIN, 60, coloured=True))
    assert lines[3] == "    " + " ".join(["words"] * 9) and len(lines) == 8
    assert " ".join(line.strip() for line in lines[3:7]) == long


def test_colour_does_not_shift_anything() -> None:
    row = ("2031-01-02", "troops of the northern command crossed the Ilm at night", "the ministry of defence", "2")
    shown = laid(row, coloured=True)
    assert "\x1b[36mthe" in "".join(shown) and shown[0].startswith("\x1b[1mday\x1b[0m")
    assert [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in shown] == laid(row)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_rule_that_every_terminal_can_show(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    class Out:
        def __init__(self) -> None:
            self.encoding = encoding

    monkeypatch.setattr("sys.stdout", Out())
    assert set(laid(("a", "b", "c", "d"))[1]) == {"-"}


def test_how_wide_the_screen_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "77")
    assert width_of_screen() == 77
    monkeypatch.setenv("COLUMNS", "wide")
    assert width_of_screen() == 120


cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40)


@settings(deadline=None)  # a busy machine is no error
@given(st.lists(st.tuples(cells, cells, cells, cells), min_size=1, max_size=5), st.integers(4, 200))
def test_no_line_is_wider_than_the_screen(rows: list[tuple[str, str, str, str]], width: int) -> None:
    """Wide characters, combining ones and emoji among them; a screen narrower than the columns is as it is."""
    least = 4 * max(LEAST, 2) + 3 * GAP
    assert all(cell_len(line) <= max(width, least) for line in laid(*rows, width=width))


@settings(deadline=None)  # a busy machine is no error
@given(st.lists(st.sampled_from(["river", "a", "withdrawal", "Ilm", "x" * 30, "橋橋橋"]), max_size=12))
def test_no_word_is_lost(words: list[str]) -> None:
    lines = list(lay([(" ".join(words),)], (Column("what", ""),), 20, coloured=False))
    assert "".join(lines[2:]).replace(" ", "") == "".join(words)


def test_what_is_taken_for_narrow_is_narrow() -> None:
    """rich is asked about all else."""
    every = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    narrow = [char for char in every if _NARROW.fullmatch(char)]
    assert len(narrow) > 900 and all(cell_len(char) == 1 for char in narrow)


@settings(deadline=None)  # a busy machine is no error
@given(st.text(st.sampled_from("aé–“Жψ 汉字é\u0301😀\u200d")))
def test_widths_are_richs(text: str) -> None:
    assert wide(text) == cell_len(text)


@settings(deadline=None)  # a busy machine is no error
@given(st.text(st.sampled_from("aé–“Жψ "), min_size=1), st.integers(1, 9))
def test_narrow_text_is_cut_as_rich_cuts_it(text: str, width: int) -> None:
    assert _chopped(text, width) == chop_cells(text, width)
    whole = len(text) <= width
    assert _cut(text, width) == (text if whole else set_cell_size(text, width - 1).rstrip() + "…")
