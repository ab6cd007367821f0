"""Bytes to text: nothing is lost or moved, and what is doubtful is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.errors import InputError
from standoff.read import from_text
from standoff.read.decode import decode
from standoff.read.inputs import read_inputs
from standoff.read.lines import pieces
from standoff.read.zones import zones

NASTY = "Kyiv\x00said\r\nא שלום 🇺🇦👩‍👩‍👧 e\u0301\u202e left\r\n\ttab\x0b\u2028end \ufffd\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_character_survives(codec: str) -> None:
    """NUL, CRLF, right-to-left text, emoji and combining marks stay; the byte order mark is no character."""
    assert decode(NASTY.encode(codec)) == (NASTY, ())


def test_big_endian_utf16() -> None:
    assert decode(b"\xfe\xff" + NASTY.encode("utf-16-be"))[0] == NASTY


def test_windows_1252_is_noted() -> None:
    """Anything else is Windows-1252, with a Problem; its unassigned bytes do not stop it."""
    text, problems = decode("Der Präsident sagte “Nein” – 5 €".encode("cp1252") + b"\x81")
    assert text == "Der Präsident sagte “Nein” – 5 €\x81"
    assert "Windows-1252" in problems[0].reason


def test_a_few_spoilt_bytes_do_not_make_another_encoding() -> None:
    """A page cut in the middle of a letter stays in UTF-8; an old encoding with a lucky pair of bytes is not it."""
    text, problems = decode("Ibáñez said “no” – twice. Perú".encode()[:-1])
    assert text == "Ibáñez said “no” – twice. Per\ufffd" and "damaged UTF-8" in problems[0].reason
    for words in ("“CAFÉ” is his, señor Núñez said", "Россия заявила"):
        codec = "cp1252" if words.isascii() or "“" in words else "koi8-r"
        assert "Windows-1252" in decode(words.encode(codec))[1][0].reason


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04rest", "zip archive"),
        (b"\x89PNG\r\n", "PNG"),
        ("plain words here".encode("utf-16-le"), "UTF-16 without"),
        (b"\xff\xfe\x00\x00x\x00\x00\x00", "UTF-32"),
        (b"\xff\xfea", "damaged UTF-16"),
        (bytes(range(1, 32)) * 4, "binary"),
    ],
)
def test_what_is_no_text_is_refused(raw: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        decode(raw)


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_offsets_are_code_points_of_the_text_as_read(text: str) -> None:
    """Whatever the text, its zones cover every non-blank character once, in order, and nothing is changed."""
    try:
        doc = from_text(text)
    except InputError:
        assert any("\ud800" <= ch <= "\udfff" for ch in text)
        return
    assert doc.text == text
    covered = [i for zone in doc.zones for i in range(zone.span.start, zone.span.end)]
    assert covered == sorted(set(covered))
    assert all(ch.isspace() or i in set(covered) for i, ch in enumerate(text))


@given(
    st.lists(
        st.sampled_from(
            [
                NASTY,
                "Photo: A. B/AP",
                "He left.REUTERS",
                "By Ana Reyes",
                "SEOUL (AP) — We go on",
                "\r",
                "\n\n",
                "…",
                "Home",
            ]
        )
    )
)
def test_pieces_cover_whatever_is_glued_together(parts: list[str]) -> None:
    text = "".join(parts)
    covered = {i for piece in pieces(text) for i in range(piece.start, piece.end)}
    assert all(ch.isspace() or i in covered for i, ch in enumerate(text))
    assert all(zone.span.of(text).strip() for zone in zones(text))


def test_a_file_is_read_byte_for_byte(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.txt").write_bytes(NASTY.encode())
    (doc,) = read_inputs([str(tmp_path / "a.txt")])
    assert doc.text == NASTY
