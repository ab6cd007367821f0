"""Tables of articles: a row is a report, a bad row is a Failed, the next is read."""

import csv
import gzip
import io
import json
from pathlib import Path

import pytest

from standoff.errors import InputError
from standoff.model import Document, Failed
from standoff.read import read_inputs

TEXT = "The rebels freed the minister on Thursday. The government denied that it had paid a ransom."


def sheet(*rows: list[str], delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def read(path: Path, **options: object) -> list[Document | Failed]:
    return list(read_inputs([str(path)], **options))  # type: ignore[arg-type]


def test_common_column_names(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        sheet(
            ["ID", "Headline", "Date", "Source", "URL", "Body"],
            ["1", "Minister freed", "2014-04-10", "Post", "https://x.example/1", TEXT],
        )
    )
    (doc,) = read(path)
    assert isinstance(doc, Document) and doc.published and doc.publisher and doc.title
    assert doc.path == f"{path}#1" and doc.uri == "https://x.example/1"
    assert (doc.title.value, doc.published.value, doc.published.how, doc.publisher.value) == (
        "Minister freed",
        "2014-04-10",
        "table",
        "Post",
    )
    assert doc.text == f"Minister freed\n\n{TEXT}"
    assert [zone.role for zone in doc.zones] == ["headline", "body"]


def test_paragraph_marks_become_line_ends(tmp_path: Path) -> None:
    """One line with ### for its paragraphs, and only the day it was scraped: taken for want of another, and noted."""
    path = tmp_path / "a.csv.gz"
    path.write_bytes(
        gzip.compress(
            sheet(
                ["id", "publisher", "scrape_time", "text"],
                ["6", "post.example", "2018-07-15T07:54:28-04:00", f"Minister freed ### {TEXT}"],
            )
        )
    )
    (doc,) = read(path)
    assert isinstance(doc, Document) and doc.published
    assert doc.text == f"Minister freed\n{TEXT}" and doc.extractor and "###" in doc.extractor
    assert doc.published.value == "2018-07-15" and any("scraped" in problem.reason for problem in doc.problems)


def test_a_day_in_the_text_comes_before_the_day_of_the_scrape(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(sheet(["scrape_time", "text"], ["2018-07-20", f"Minister freed ### July 15, 2018 ### {TEXT}"]))
    (doc,) = read(path)
    assert (
        isinstance(doc, Document)
        and doc.published
        and (doc.published.value, doc.published.how) == ("2018-07-15", "text")
    )


def test_json_lines_and_lists(tmp_path: Path) -> None:
    rows = [{"text": TEXT, "date": "2014-04-10"}, {"text": ""}, {"nothing": 1}, {"content": TEXT + "!"}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows[:2])) + "\nnot json\n[1]\n" + json.dumps(rows[3]))
    assert [type(each) for each in read(tmp_path / "a.jsonl")] == [Document, Failed, Failed, Failed, Document]
    (tmp_path / "b.json").write_text(json.dumps(rows[:2]))
    assert [each.path for each in read(tmp_path / "b.json")] == [f"{tmp_path / 'b.json'}#{n}" for n in (1, 2)]


def test_a_column_map(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes(sheet(["words", "when"], [TEXT, "10 April 2014"], delimiter="\t"))
    (failed,) = read(path)
    assert isinstance(failed, Failed) and "say which with --column NAME=text" in failed.reason
    (doc,) = read(path, columns={"text": "words", "published": "when"})
    assert isinstance(doc, Document) and doc.published and doc.published.value == "2014-04-10"
    (failed,) = read(path, columns={"text": "none"})
    assert isinstance(failed, Failed) and "'none'" in failed.reason
    with pytest.raises(InputError, match="unknown field 'author'"):
        read(path, columns={"author": "words"})


def test_a_bad_row_does_not_stop_the_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        sheet(["text", "date"], [TEXT, "soon"], ["one cell"], [" ", ""], [TEXT + " Präsident", "2014-04-10"]).replace(
            "ä".encode(), b"\xe4"
        )
    )
    first, second, third, last = read(path)
    assert isinstance(first, Document) and first.published is None and "soon" in first.problems[0].reason
    assert isinstance(second, Failed) and "1 cell where the header has 2" in second.reason
    assert isinstance(third, Failed) and isinstance(last, Document) and last.text.endswith("Präsident")


def test_line_ends_inside_a_cell_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(sheet(["text"], [f"Minister freed\r\n\r\n{TEXT}\x00 🇺🇦"]))
    (doc,) = read(path)
    assert isinstance(doc, Document) and doc.text == f"Minister freed\r\n\r\n{TEXT}\x00 🇺🇦"


@pytest.mark.parametrize("content", [b"", b"\n", b"text,date\n"])
def test_an_empty_table(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    (failed,) = read(tmp_path / "a.csv")
    assert isinstance(failed, Failed)


def test_a_damaged_archive_keeps_what_came_before(tmp_path: Path) -> None:
    import random

    noise = "".join(random.Random(1).choices("abcdefghij ", k=200_000))
    whole = gzip.compress(sheet(["text"], [TEXT], [noise]))
    (tmp_path / "a.csv.gz").write_bytes(whole[: len(whole) // 2])
    found = read(tmp_path / "a.csv.gz")
    assert isinstance(found[0], Document) and isinstance(found[-1], Failed)


def test_the_manifest_may_name_a_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(sheet(["text"], [TEXT], [TEXT + "!"]))
    (tmp_path / "manifest.csv").write_text("path,published,publisher\na.csv,2014-04-10,Post\na.csv#2,2014-04-11,\n")
    one, two = read(tmp_path)
    assert isinstance(one, Document) and one.published and one.published.value == "2014-04-10"
    assert isinstance(two, Document) and two.published and two.publisher
    assert (two.published.value, two.publisher.value) == ("2014-04-11", "Post")


def test_semicolons_and_tabs_between_the_cells(tmp_path: Path) -> None:
    """What a spreadsheet writes where the comma is the decimal mark; a comma in a cell is then only a comma."""
    for mark in ";\t":
        (tmp_path / "a.csv").write_bytes(sheet(["title", "date", "text"], ["T", "2014-04-10", TEXT], delimiter=mark))
        (doc,) = read(tmp_path / "a.csv")
        assert isinstance(doc, Document) and doc.published and doc.published.value == "2014-04-10"
        (tmp_path / "manifest.csv").write_bytes(sheet(["path", "publisher"], ["a.csv", "Post, the"], delimiter=mark))
        (doc,) = read(tmp_path / "a.csv")
        assert isinstance(doc, Document) and doc.publisher and doc.publisher.value == "Post, the"


@pytest.mark.parametrize(("date", "why"), [("03/04/2020", "could be two days"), ("yesterday", "is no day")])
def test_a_date_that_is_left_unknown_says_why(tmp_path: Path, date: str, why: str) -> None:
    (tmp_path / "a.csv").write_bytes(sheet(["date", "text"], [date, TEXT]))
    (doc,) = read(tmp_path / "a.csv")
    assert isinstance(doc, Document) and doc.published is None
    assert [problem.reason for problem in doc.problems] == [f"date {date!r} {why}; left unknown"]


def test_a_row_that_has_a_title_and_no_text_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title,text\nTalks fail,\nTalks go on,They met on Monday.\n", encoding="utf-8")
    bare, whole = read_inputs([str(tmp_path / "a.csv")])
    assert isinstance(bare, Document) and isinstance(whole, Document)
    assert bare.text.strip() == "Talks fail"
    assert "the row has no text; its title alone is read" in [problem.reason for problem in bare.problems]
    assert "its title alone" not in str(whole.problems)
