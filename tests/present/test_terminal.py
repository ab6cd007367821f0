"""Nothing in a report steers the terminal."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.present.terminal import plain, safe, safe_with_map

HOSTILE = (
    "\x1b]0;owned\x07 \x1b[2J \x9b31m \u202egnp.exe\u202c \r over \x00 \u2066x\u2069 [red]bold[/red] \x7f \U000e0041"
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred", "\u241b[31mred"),
        ("a\u202eb", "a<U+202E>b"),
        ("one\r\ntwo", "one\ntwo"),
        ("one\rtwo", "one\u240dtwo"),
        ("\x9b2J", "<U+009B>2J"),
        ("\x7f", "\u2421"),
        ("caf\udce9", "caf<U+DCE9>"),
        ("tab\tline\n😀 👩‍👩‍👧 عربي", "tab\tline\n😀 👩‍👩‍👧 عربي"),
    ],
)
def test_what_could_steer_is_shown_and_the_rest_stays(raw: str, shown: str) -> None:
    """Escapes, overrides, lone returns become visible; tabs, lines, emoji and Arabic are left alone."""
    assert safe(raw) == shown


def test_one_line_means_one_line() -> None:
    """Cells and messages hold no line ends."""
    assert safe("a\nb\tc\r\nd", one_line=True) == "a b c d"


@given(st.text(max_size=60))
def test_the_map_agrees_with_the_text(text: str) -> None:
    """Every offset lands where the characters before it end."""
    shown, at = safe_with_map(text)
    assert shown == safe(text)
    assert len(at) == len(text) + 1
    assert at[-1] == len(shown)


@given(st.text(st.characters(codec=None), max_size=60))
def test_nothing_unsafe_comes_through(text: str) -> None:
    """No control but tab and line feed, no override, is left."""
    for char in safe(text):
        assert char in "\t\n" or not (ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0)
        assert char not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"


def test_rich_markup_in_a_report_is_words() -> None:
    """``[red]`` is five characters."""
    assert plain("[red]x[/red] [link=http://e.example]y[/link]").plain == "[red]x[/red] [link=http://e.example]y[/link]"


def test_json_on_a_terminal_escapes_and_stays_the_same_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """Written as ``\\u009b``, read as it was."""
    from standoff.present import terminal

    written: list[bytes] = []
    monkeypatch.setattr(terminal, "write_bytes", written.append)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    data = {"text": HOSTILE + "\u2028 é"}
    terminal.write_json(json.dumps(data, ensure_ascii=False).encode())
    line = written[0].decode()
    assert "\u202e" not in line
    assert "\x9b" not in line
    assert "é" in line
    assert json.loads(line) == data
