"""Whatever is named on a command line: in order, lazily, and nothing vanishes."""

import gzip
import io
import json
import os
from pathlib import Path

import pytest

from standoff.errors import InputError
from standoff.model import Document, Failed
from standoff.read import decode, read_inputs

TEXT = "The rebels freed the minister on Thursday. The government denied that it had paid a ransom."


def read(*inputs: object, **options: object) -> list[Document | Failed]:
    return list(read_inputs([str(each) for each in inputs], **options))  # type: ignore[arg-type]


def reason(path: Path) -> str:
    (failed,) = read(path)
    assert isinstance(failed, Failed) and failed.path == str(path)
    return failed.reason


def test_files_folders_and_globs_in_order(tmp_path: Path) -> None:
    """A folder is read recursively, sorted by path; its manifest and hidden files are no reports."""
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".hidden"):
        (tmp_path / name).write_text(f"{TEXT} {name}")
    (tmp_path / "manifest.csv").write_text("path,published\na.txt,2014-04-10\n")
    names = [
        Path(str(doc.path)).relative_to(tmp_path).as_posix()
        for doc in read(tmp_path / "b" / "2.txt", tmp_path, tmp_path / "b" / "*.txt")
    ]
    assert names == ["b/2.txt", "a.txt", "b/1.txt", "b/2.txt", "b/1.txt", "b/2.txt"]


def test_what_in_a_folder_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link to nowhere, a pipe, a folder that may not be looked into: each a failure, none a silent gap."""
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "link.txt").symlink_to("gone.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "shut").mkdir()
    scan = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found = read(tmp_path)
    failed = {Path(each.path).name: each.reason for each in found if isinstance(each, Failed)}
    assert failed == {
        "shut": "cannot be looked at (Permission denied)",
        "link.txt": "a link that leads nowhere",
        "pipe.txt": "is no plain file",
    }
    assert sum(isinstance(each, Document) for each in found) == 1


def test_a_file_name_that_is_no_utf8_is_written_out(tmp_path: Path) -> None:
    """Neither JSON nor the store could hold its bytes."""
    (tmp_path / os.fsdecode(b"bad\xffname.txt")).write_text(TEXT)
    (doc,) = read(tmp_path)
    assert isinstance(doc, Document) and doc.path == str(tmp_path / "bad\\udcffname.txt")


def test_reading_is_lazy(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(TEXT)
    reports = read_inputs([str(tmp_path)])
    assert isinstance(next(reports), Document)
    (tmp_path / "b.txt").unlink()
    gone = next(reports)
    assert isinstance(gone, Failed) and "cannot be read" in gone.reason


def test_each_bad_input_is_listed_and_the_rest_is_kept(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "empty.txt").write_bytes(b" \n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "bad.gz").write_bytes(b"\x1f\x8bbroken")
    found = read(tmp_path / "nowhere.txt", tmp_path, tmp_path / "*.none")
    assert [type(each) for each in found] == [Failed, Failed, Failed, Document, Failed, Failed]
    assert all(each.path and each.reason for each in found if isinstance(each, Failed))


def test_reasons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty.txt").touch()
    assert "empty" in reason(tmp_path / "empty.txt")
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4")
    assert "PDF" in reason(tmp_path / "x.pdf")
    (tmp_path / "folder").mkdir()
    assert "no reports" in reason(tmp_path / "folder")
    (tmp_path / "manifest.csv").write_text("path\n")
    assert "manifest" in reason(tmp_path / "manifest.csv")
    (tmp_path / "feed.xml").write_text("<rss/>")
    assert "not read yet" in reason(tmp_path / "feed.xml")
    assert "no such file" in reason(tmp_path / "nowhere")
    monkeypatch.setattr("standoff.read.inputs.MAX_REPORT_BYTES", 50)
    (tmp_path / "big.txt").write_text(TEXT)
    assert "larger than a report" in reason(tmp_path / "big.txt")
    assert decode.MAX_REPORT_BYTES == 10_000_000


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(TEXT)
    (tmp_path / "x.txt").chmod(0)
    assert "permissions" in reason(tmp_path / "x.txt")


def test_gzip(tmp_path: Path) -> None:
    (tmp_path / "x.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (doc,) = read(tmp_path / "x.txt.gz")
    assert isinstance(doc, Document) and doc.text == TEXT


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        (TEXT.encode(), 1),
        (json.dumps({"text": TEXT}).encode() + b"\n" + json.dumps({"text": TEXT + "!"}).encode(), 2),
        (b"<html><body><p>" + TEXT.encode() * 3 + b"</p></body></html>", 1),
    ],
)
def test_standard_input(raw: bytes, count: int) -> None:
    found = read("-", stdin=io.BufferedReader(io.BytesIO(raw)))  # type: ignore[arg-type]
    assert [type(each) for each in found] == [Document] * count
    assert str(found[0].path).startswith("-")


def test_nothing_on_standard_input() -> None:
    assert [type(each) for each in read("-")] == [Failed]


# --- manifests ---


def test_a_manifest_beside_the_reports(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "manifest.csv").write_text(
        "\ufeffpath,published,publisher,title,uri\na.txt,2014-04-10,The Post,,https://x.example/1\n", "utf-8"
    )
    for name in (tmp_path, tmp_path / "a.txt"):
        (doc,) = read(name)
        assert isinstance(doc, Document) and doc.published and doc.publisher
        assert (doc.published.value, doc.published.how, doc.publisher.value, doc.uri) == (
            "2014-04-10",
            "manifest",
            "The Post",
            "https://x.example/1",
        )
        assert doc.title is None or doc.title.how == "text"


def test_the_explicit_manifest_comes_first(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "a.txt").write_text(TEXT)
    (tmp_path / "r" / "manifest.csv").write_text("path,published,publisher\na.txt,2014-04-10,Near\n")
    (tmp_path / "mine.csv").write_text("path,published\nr/a.txt,2015-05-05\n")
    (doc,) = read(tmp_path / "r", manifest=tmp_path / "mine.csv")
    assert isinstance(doc, Document) and doc.published and doc.publisher
    assert (doc.published.value, doc.publisher.value) == ("2015-05-05", "Near")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("path,published\nnone.txt,2014-04-10\n", "row 2: there is no file 'none.txt'"),
        ("path,published\na.txt,10 April 2014\n", r"row 2 \(a.txt\): published: '10 April 2014' is no ISO date"),
        ("path,published\na.txt,2014-02-30\n", "no ISO date"),
        ("path,author\na.txt,X\n", "unknown column 'author'"),
        ("published\n2014-04-10\n", "no column path"),
        ("path,published\na.txt\n", "row 2: it has fewer cells"),
        ("path,published\na.txt,2014-04-10,x\n", "row 2: it has more cells"),
        ("path\na.txt\na.txt\n", "row 3: 'a.txt' is named twice"),
        ("path\n,\n", "more cells"),
        ("", "no column path"),
    ],
)
def test_a_wrong_manifest_stops_the_run_before_it_starts(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "m.csv").write_text(content)
    with pytest.raises(InputError, match=says):
        read_inputs([str(tmp_path / "a.txt")], manifest=tmp_path / "m.csv")


def test_a_missing_manifest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_inputs([], manifest=tmp_path / "none.csv")
