"""A store that was tampered with says where."""

from __future__ import annotations

import sqlite3
import zlib

import pytest
from tests.store.made import CODER, report

from standoff.store import Store, verify


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "standoff.db"
    with Store.open(made) as store:
        for number in range(4):
            store.add(report(number), coder=CODER)
        store.add(report(9, path="reports/1.txt"), coder=CODER)
    return made


def findings(path, sql, *values):
    db = sqlite3.connect(path)
    db.execute(sql, values)
    db.commit()
    db.close()
    with Store.open(path, read_only=True) as store:
        return list(verify(store))


def test_a_sound_store_has_no_findings(path):
    assert findings(path, "SELECT 1") == []


def test_a_flipped_character_of_the_text(path):
    made = report(2)
    at = made.events[1].trigger.start
    raw = bytearray(made.document.text.encode())
    raw[raw.index(b"crossed")] ^= 1
    found = findings(path, "UPDATE bodies SET text = ? WHERE report = 3", bytes(raw))
    assert {f.report for f in found} == {made.document.id}
    assert {"text", "words"} <= {f.check for f in found}
    assert made.events[0].id in {f.record for f in found if f.check == "words"} and at


def test_a_flipped_character_that_no_record_quotes(path):
    raw = report(2).document.text.replace("\n", "\r").encode()
    assert {f.check for f in findings(path, "UPDATE bodies SET text = ? WHERE report = 3", raw)} >= {"text"}


def test_a_moved_span_in_a_column(path):
    made = report(2)
    found = findings(
        path, "UPDATE statements SET content_start = content_start + 1 WHERE id = ?", made.statements[1].id
    )
    assert [(f.report, f.record, f.check) for f in found] == [(made.document.id, made.statements[1].id, "column")]
    assert "content_start" in found[0].reason


def test_a_moved_span_in_a_record(path):
    made = report(2)
    sql = "UPDATE events SET record = replace(record, ?, ?) WHERE id = ?"
    start = made.events[1].trigger.start
    found = findings(path, sql, f'"start":{start}', f'"start":{start + 1}', made.events[1].id)
    assert {f.check for f in found if f.record == made.events[1].id} == {"words", "column"}
    assert {f.check for f in found if f.record is None} == {"seal"}


def test_a_span_beyond_the_text(path):
    made = report(2)
    sql = "UPDATE quantities SET record = replace(record, ?, ?) WHERE id = ?"
    end = made.quantities[2].span.end
    found = findings(path, sql, f'"end":{end}', f'"end":{end + 9999}', made.quantities[2].id)
    assert [(f.record, f.check) for f in found] == [(made.quantities[2].id, "anchor")]


@pytest.mark.parametrize(
    ("sql", "check"),
    [
        ("UPDATE statements SET words = replace(words, 'river', 'bridge') WHERE report = 3", "words"),
        ("UPDATE statements SET act = 'STATE' WHERE report = 3", "column"),
        ("UPDATE statements SET record = replace(record, 'CT+', 'PS+') WHERE report = 3", "seal"),
        ('UPDATE events SET record = replace(record, \'"attributed_to":"s-\', \'"attributed_to":"s-0\')', "reference"),
        ("UPDATE events SET record = 'null' WHERE report = 3", "column"),
        ("UPDATE mentions SET entity = 'x' WHERE report = 3", "column"),
        ("DELETE FROM quantities WHERE report = 3 AND ord = 2", "column"),
        ("DELETE FROM statement_actors WHERE record = 8", "column"),
        ("UPDATE actors SET id = 'XXX' WHERE n = 1", "column"),
        ("UPDATE reports SET published = '1999-01-01' WHERE n = 3", "column"),
        ("UPDATE reports SET sha256 = 'x' WHERE n = 3", "text"),
        ("UPDATE reports SET latest = 0 WHERE n = 3", "lineage"),
        ("UPDATE reports SET previous = NULL WHERE previous IS NOT NULL", "lineage"),
        ("UPDATE reports SET id = 'd-0' WHERE n = 3", "column"),
        ("UPDATE bodies SET document = replace(document, 'made up', 'x') WHERE report = 3", "seal"),
        ("UPDATE bodies SET analysis = x'00' WHERE report = 3", "column"),
        ("UPDATE bodies SET text = x'ff' WHERE report = 3", "text"),
        ("UPDATE bodies SET times = '[]' WHERE report = 3", "seal"),
        ("DELETE FROM bodies WHERE report = 3", "text"),
        ("DELETE FROM problems WHERE report = 3", "column"),
        ("UPDATE problems SET reason = 'fine' WHERE report = 4 AND layer = 'report'", "seal"),
        ("DELETE FROM statement_search WHERE rowid = 8", "search"),
        ("UPDATE report_search SET title = 'x' WHERE rowid = 3", "search"),
        ("INSERT INTO event_search (rowid, sentence) VALUES (999, 'x')", "search"),
        ("UPDATE statements SET report = 99 WHERE n = 8", "file"),
    ],
)
def test_tampering_is_found(path, sql, check):
    found = findings(path, sql)
    assert check in {f.check for f in found}
    assert all(f.reason for f in found)


def test_a_token_moved_in_the_analysis(path):
    with sqlite3.connect(path) as db:
        (blob,) = db.execute("SELECT analysis FROM bodies WHERE report = 3").fetchone()
    changed = zlib.compress(zlib.decompress(blob).replace(b'"lemma":"said"', b'"lemma":"say"', 1))
    found = findings(path, "UPDATE bodies SET analysis = ? WHERE report = 3", changed)
    assert [f.check for f in found] == ["seal"]


def test_a_damaged_page_is_a_finding(path):
    data = bytearray(path.read_bytes())
    at = data.index(b"crossed the river")
    data[at - 200 : at + 200] = b"\x00" * 400
    path.write_bytes(data)
    with Store.open(path, read_only=True) as store:
        assert list(verify(store))
