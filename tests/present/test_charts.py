"""Charts as SVG: the same bytes, nothing that runs or loads, and words instead where a chart would say nothing."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from standoff.present.charts import MOST_SOURCES, Mark, alone, figures

MARKS = (
    Mark("2031-05-03", "Chile", 40000, 40000),
    Mark("2031-05-04", "Argentina", 9000, 9000),
    Mark("2031-05-04", "OAS", 20000, 50000),
    Mark("2031-05-06", "Chile", 60000, None),
    Mark("2031-05-07", "Argentina", None, 8000),
)


def drawn(*marks: Mark) -> str:
    svg = figures(marks, unit="troops")
    assert svg is not None
    return svg


def test_points_ranges_and_open_ends_are_drawn() -> None:
    """Five figures: three points and one at each end of a range; days and sources are named."""
    svg = drawn(*MARKS)
    symbols = re.findall(r'class="mark-symbol role-mark[^"]*".*?</g>', svg)
    assert sum(part.count("<path") for part in symbols) >= len(MARKS) + 1
    for word in ("troops", "Chile", "Argentina", "OAS", "3 May", "7 May", "60,000"):
        assert f">{word}<" in svg


def test_text_takes_the_colour_of_the_page() -> None:
    """Light or dark; alone it stands on white, as XML that parses."""
    svg = drawn(*MARKS)
    assert 'fill="currentColor"' in svg
    assert "://" not in svg
    root = ElementTree.fromstring(alone(svg))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert 'fill="#ffffff"' in alone(svg)


def test_the_same_figures_give_the_same_bytes() -> None:
    assert drawn(*MARKS) == drawn(*MARKS)


@pytest.mark.parametrize(
    "marks",
    [(), MARKS[:1], MARKS[1:3], (Mark("2031-05-03", "Chile", None, None), MARKS[1])],
    ids=["none", "one", "one day", "one figure"],
)
def test_no_chart_where_a_table_says_it_better(marks: tuple[Mark, ...]) -> None:
    """A chart wants two days."""
    assert figures(marks, unit="troops") is None


def test_many_sources_share_the_last_colour() -> None:
    """A legend that nobody could read is none."""
    marks = [Mark(f"2031-05-{1 + i:02}", f"Paper {i}", 10 + i, 10 + i) for i in range(MOST_SOURCES + 4)]
    svg = drawn(*marks)
    assert ">others<" in svg and f">Paper {MOST_SOURCES - 1}<" in svg
    assert f">Paper {MOST_SOURCES}<" not in svg


def test_figures_of_very_different_size_share_a_logarithmic_axis() -> None:
    """So that the small ones are more than a line at the bottom."""
    svg = drawn(Mark("2031-05-03", "A", 5, 5), Mark("2031-05-04", "B", 50000, 50000))
    heights = [float(y) for y in re.findall(r'transform="translate\([\d.]+,([\d.]+)\)" d="M5', svg)]
    assert ">10<" in svg and ">10,000<" in svg, heights


@pytest.mark.parametrize(
    "evil", ["</text><script>alert(1)</script>", '"><image href="//e.example/x"/>', "<!--", "&lt;b&gt;"]
)
def test_words_stay_words(evil: str) -> None:
    """Sources and units are report text."""
    svg = figures([Mark("2031-05-03", evil, 1, 1), Mark("2031-05-04", "B", 2, 2)], unit=evil)
    assert svg is not None
    root = ElementTree.fromstring(alone(svg))
    names = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
    assert names <= {"svg", "g", "path", "rect", "line", "text"}
    assert any((element.text or "").startswith(evil[:4]) for element in root.iter() if element.tag.endswith("text"))
    assert not any(name.startswith("on") or "href" in name for element in root.iter() for name in element.attrib)
