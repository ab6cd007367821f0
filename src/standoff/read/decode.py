"""Bytes to text. Nothing is normalised: line ends, NUL and the rest stay, so offsets are those of the text as read.

A byte order mark is a signature of the encoding, not a character of the report: it is left out of the text.
"""

from __future__ import annotations

from standoff.errors import InputError
from standoff.model import Problem

#: No single report is longer; a file beyond it is a mistake or a table.
MAX_REPORT_BYTES = 10_000_000

_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive (DOCX, XLSX, EPUB)"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"BZh", "bzip2-compressed"),
    (b"\xfd7zXZ", "xz-compressed"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"OggS", "an audio file"),
    (b"ID3", "an audio file"),
    (b"RIFF", "a media file"),
    (b"{\\rtf", "an RTF file"),
    (b"(\xb5/\xfd", "zstd-compressed"),
    (b"\x1f\x8b", "gzip-compressed"),
)
_UTF32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")


def kind_of_binary(head: bytes) -> str | None:
    """What a file is that is no text, by its first bytes; None when it may be text."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[4:8] == b"ftyp":
        return "a media file"
    return None


def decode(raw: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of ``raw`` and what was doubtful about it.

    UTF-8 (with or without its mark), UTF-16 with a byte order mark, else Windows-1252 with a Problem. Raises
    :class:`~standoff.errors.InputError` for binary data, for UTF-16 without a mark and for damaged UTF-16.
    """
    kind = kind_of_binary(raw[:32])
    if kind:
        raise InputError(f"this is {kind}, not text; export it as plain text or HTML")
    if raw.startswith(_UTF32):
        raise InputError("this is UTF-32; save it as UTF-8")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16"), ()
        except UnicodeDecodeError as err:
            raise InputError(f"damaged UTF-16 at byte {err.start}; save it as UTF-8") from err
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        _refuse_binary(raw, most=0.02)
        if (mended := _nearly(raw)) is not None:
            reason = f"damaged UTF-8 (first at byte {err.start}); what could not be read stands as \ufffd"
            return mended, (Problem("read", reason),)
        reason = f"not UTF-8 (byte {err.start}); read as Windows-1252, so letters outside ASCII may be wrong"
        return cp1252(raw), (Problem("read", reason),)
    _refuse_binary(raw)
    return text, ()


def _nearly(raw: bytes) -> str | None:
    """A text in UTF-8 that a few bytes spoil, as a cut or a botched paste does, with U+FFFD for them; None for one in
    another encoding, whose letters beyond ASCII hardly ever make UTF-8."""
    text = raw.decode("utf-8-sig", "replace")
    spoilt = text.count("\ufffd") - raw.count("\ufffd".encode())
    whole = sum(1 for char in text if char > "\x7f") - text.count("\ufffd")
    return text if whole > 2 * spoilt else None


def cp1252(raw: bytes) -> str:
    """Windows-1252 as browsers read it: its five unassigned bytes become the control characters of the same number."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(chr(byte) if byte in _UNASSIGNED else bytes((byte,)).decode("cp1252") for byte in raw)


_UNASSIGNED = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\x0b\x0c\r\x1b\x00")


def _refuse_binary(raw: bytes, *, most: float = 0.1) -> None:
    """A NUL or a stray control character survives; a file of which they are more than ``most`` is no text.

    Bytes that are not even UTF-8 get less trust: a page in an old encoding has next to no control characters.
    """
    sample = raw[:65536]
    nuls = sample.count(0)
    if nuls > 0.2 * len(sample) and len(sample) >= 16:
        raise InputError("every other byte is NUL: UTF-16 without a byte order mark, or binary data; save it as UTF-8")
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if len(sample) >= 16 and (controls + nuls) > most * len(sample):
        raise InputError("binary data, not text; give plain text, HTML, CSV or JSONL")
