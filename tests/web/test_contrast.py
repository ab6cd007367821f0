"""What is written can be read: the contrast of every colour of the stylesheet with what it stands on, by WCAG 2.2."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

STYLE = files("standoff.present.web").joinpath("static", "desk.css").read_text(encoding="utf-8")
#: Success criteria 1.4.3 (words) and 1.4.11 (marks, edges of fields, the ring round what has the focus).
WORDS, MARKS = 4.5, 3.0
#: What stands on what: colour, background, least contrast.
PAIRS = (
    *(("ink", on, WORDS) for on in ("paper", "card", "source", "cue", "content", "quantity")),
    *(("ink", on, WORDS) for on in ("here-paper", "land", "sea", "line")),
    *(("muted", on, WORDS) for on in ("paper", "card", "here-paper", "land", "sea", "line")),
    *(("accent", on, WORDS) for on in ("paper", "card", "here-paper")),
    ("on-accent", "accent", WORDS),
    *((name, on, WORDS) for name in ("conflict", "cooperation", "warn") for on in ("paper", "card")),
    ("paper", "warn", WORDS),  # the title of a long story, in its bar
    *((name, on, MARKS) for name in ("conflict", "cooperation", "warn", "fifth") for on in ("paper", "card")),
    *((name, on, MARKS) for name in ("conflict", "cooperation", "warn") for on in ("land", "sea")),
    *(("trigger", on, MARKS) for on in ("paper", "content", "source", "cue", "quantity", "here-paper")),
    ("here", "paper", MARKS),
    ("here", "here-paper", MARKS),
)  # fmt: skip


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{3,6})\b", block))


def schemes() -> dict[str, dict[str, str]]:
    """The colours by name: in light, in dark, and on paper."""
    light = colours(STYLE[STYLE.index(":root {") : STYLE.index("@media (prefers-color-scheme: dark)")])
    dark = STYLE[STYLE.index("@media (prefers-color-scheme: dark)") :]
    printed = STYLE[STYLE.index("@media print") :]
    return {
        "light": light,
        "dark": {**light, **colours(dark[: dark.index("\n}\n")])},
        "print": {**light, **colours(printed)},
    }


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_it_is_defined() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_what_is_written_and_drawn_can_be_told_from_what_it_stands_on(scheme: str) -> None:
    found = schemes()[scheme]
    low = {
        (name, on): round(contrast(found[name], found[on]), 2)
        for name, on, least in PAIRS
        if contrast(found[name], found[on]) < least
    }
    assert low == {}


def test_every_colour_has_a_name_and_one_for_the_dark() -> None:
    """A colour in the middle of a rule would be the same in light and in dark."""
    light, dark = schemes()["light"], colours(STYLE[STYLE.index("@media (prefers-color-scheme: dark)") :])
    assert set(light) == set(dark)
    rules = re.sub(r":root \{[^}]*\}", "", STYLE)
    assert re.findall(r"#[0-9a-f]{3,8}\b", rules) == []
