"""Printing to a terminal without being ruled by the text: escapes, controls and bidi overrides become visible.

A report is written by strangers. Its words go to the terminal through :func:`safe` and as ``rich.text.Text``,
never as rich markup, so that neither an ANSI escape nor ``[red]`` in a report does anything but show.
JSON and CSV keep the data exactly: they are for programs; on a terminal JSON writes such characters as ``\\u009b``.
"""

from __future__ import annotations

import os
import re
import sys
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

#: C0 and C1 controls but tab and line feed; marks, embeddings, overrides and isolates that reorder text; line and
#: paragraph separators; interlinear annotation; surrogates; invisible language tags. Joiners stay: emoji need them.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_BREAKS = re.compile(r"[\n\t]")


def safe(text: str, *, one_line: bool = False) -> str:
    """``text`` with every character that could steer a terminal shown instead of obeyed.

    ``ESC[31m`` becomes ``␛[31m``, U+202E becomes ``<U+202E>``. A carriage return before a line feed is dropped: it is
    a line end. With ``one_line``, line feeds and tabs become spaces.
    """
    text = _UNSAFE.sub(_show, text.replace("\r\n", "\n"))
    return _BREAKS.sub(" ", text) if one_line else text


def _show(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"<U+{code:04X}>"


def safe_with_map(text: str) -> tuple[str, list[int]]:
    """``safe(text)`` and, for each offset of ``text`` (its end included), the offset there.

    Used to lay spans over a text whose unsafe characters have grown.
    """
    out: list[str] = []
    at: list[int] = []
    length = 0
    for i, char in enumerate(text):
        at.append(length)
        if char == "\r" and text[i + 1 : i + 2] == "\n":
            continue
        shown = safe(char)
        out.append(shown)
        length += len(shown)
    at.append(length)
    return "".join(out), at


def plain(text: str, style: str = "", *, one_line: bool = True) -> Text:
    """Report text as rich shows it: neutralised, never markup."""
    from rich.text import Text

    return Text(safe(text, one_line=one_line), style=style)


def coloured(stream: IO[str], wish: str = "auto") -> bool:
    """Whether ``stream`` gets colour: a terminal does, unless ``NO_COLOR`` is set or TERM is dumb."""
    if wish != "auto":
        return wish == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def console(*, err: bool = False, colour: str = "auto") -> Console:
    """A console that interprets nothing in what it is given. Off a terminal it is 120 columns wide, or ``COLUMNS``."""
    from rich.console import Console

    stream = sys.stderr if err else sys.stdout
    show = coloured(stream, colour)
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdigit() and int(columns) > 0 else None
    return Console(
        file=stream,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
        no_color=not show,
        color_system=("auto" if stream.isatty() else "standard") if show else None,
        force_terminal=show or None,
        width=width if width or stream.isatty() else 120,
        legacy_windows=False,
    )


def say(message: str) -> None:
    """One line for the person at the terminal, on standard error."""
    sys.stderr.write(safe(message) + "\n")
    sys.stderr.flush()


def write_text(text: str) -> None:
    """Text for people on standard output, neutralised wherever it goes: a file is shown in a terminal one day."""
    sys.stdout.write(safe(text))


def write_json(data: bytes) -> None:
    """JSON on standard output, in UTF-8 whatever the terminal's encoding.

    On a terminal, what could steer it is written as ``\\u009b``: the same string to every JSON reader.
    """
    if sys.stdout.isatty():
        text = data.decode("utf-8")
        data = _UNSAFE.sub(_escape, text).encode("utf-8")
    write_bytes(data)


def _escape(match: re.Match[str]) -> str:
    """Surrogate pairs above the basic plane, as JSON wants them."""
    units = match.group().encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def write_bytes(data: bytes) -> None:
    """Data for a program: bytes on standard output."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(data.decode("utf-8"))
        return
    sys.stdout.flush()
    stream.write(data)


def forgiving() -> None:
    """Let a terminal that cannot show a character show its code instead of ending the run; a closed stream is fine."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
