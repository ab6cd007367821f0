"""The outside shape: what other programs rely on."""

from __future__ import annotations

import json

from msgspec.structs import replace
from tests.present.sample import TEXT, report

from standoff.present.contract import to_contract, to_jsonl

SHAPE = {
    "schema": int,
    "document": {
        "id": str, "path": str, "uri": None, "sha256": str, "text": str, "title": str, "published": str,
        "publisher": str,
        "byline": [str], "credits": [str], "language": str,
    },
    "zones": [{"start": int, "end": int, "role": str}],
    "sentences": [{"start": int, "end": int}],
    "mentions": [{"id": str, "start": int, "end": int, "kind": str, "actor": {"id": str, "name": str}, "entity": str}],
    "statements": [
        {
            "id": str, "source": {"start": int, "end": int}, "cue": {"start": int, "end": int},
            "content": [{"start": int, "end": int}], "quotation": str, "act": str, "certainty": str,
            "source_actors": [{"id": str, "name": str}], "addressees": [], "targets": [], "via": [], "inside": None,
            "score": float, "origin": {"stage": str, "rule": str, "version": str},
        }
    ],
    "events": [
        {
            "id": str, "trigger": {"start": int, "end": int}, "type": str, "mode": str, "contexts": [], "actors": [str],
            "recipients": [], "status": str, "attributed_to": str, "statement": None, "date": None, "place": None,
            "quad": str, "intensity": None, "same_as": None, "score": float,
            "origin": {"stage": str, "rule": str, "version": str},
        }
    ],
    "quantities": [
        {
            "id": str, "start": int, "end": int, "low": int, "high": int, "approx": bool, "unit": str, "of": str,
            "holder": str, "place": str, "attributed_to": str, "origin": {"stage": str, "rule": str, "version": str},
        }
    ],
    "problems": [{"stage": str, "reason": str}],
}  # fmt: skip


def shaped(value: object, shape: object, where: str = "") -> None:
    """Keys are exactly these, in this order, in every object of a list; types hold for the first."""
    if isinstance(shape, dict):
        assert isinstance(value, dict), where
        assert list(value) == list(shape), where
        for key in shape:
            shaped(value[key], shape[key], f"{where}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        if shape:
            assert value, where
            shaped(value[0], shape[0], f"{where}[0]")
            if isinstance(shape[0], dict):
                assert all(list(item) == list(shape[0]) for item in value), where
    elif shape is None:
        assert value is None, where
    else:
        assert isinstance(value, shape), f"{where}: {value!r}"


def test_every_field_of_the_contract_is_there_and_no_other() -> None:
    """The shape of schema 1, keys in the contract's order."""
    shaped(to_contract(report()), SHAPE)


def test_a_place_and_a_date_have_all_their_fields() -> None:
    """What is null in one event is whole in another."""
    event = to_contract(report())["events"][2]
    assert event["date"] == {"earliest": "2014-03-31", "latest": "2014-03-31"}
    assert event["place"] == {"name": "Port Ella", "country": "UKR", "lat": 47.1, "lon": 37.5, "geonames": 701822}


def test_what_is_unknown_is_null_or_empty_never_missing() -> None:
    """A bare document still has every key."""
    bare = report()
    bare = replace(
        bare,
        document=replace(
            bare.document, path=None, title=None, published=None, publisher=None, byline=(), credits=(), language=None
        ),
        mentions=(), statements=(), events=(), quantities=(),
    )  # fmt: skip
    found = to_contract(bare)
    assert list(found) == list(SHAPE)
    assert list(found["document"]) == list(SHAPE["document"])  # type: ignore[call-overload]
    assert found["document"]["published"] is None
    assert found["document"]["byline"] == found["statements"] == []


def test_a_line_is_utf8_json_that_gives_the_text_back() -> None:
    """Whatever stands in a report: the text is the text, one line a report."""
    hostile = TEXT + "\u202e\x1b[31m \x00 \u2028 😀 \x9b2J\r\n"
    line = to_jsonl(report(hostile))
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line)["document"]["text"] == hostile
    assert line == to_jsonl(report(hostile))


def test_a_list_of_ids_holds_known_ids_once() -> None:
    """An actor that only has a name stands on its mention, not among ids."""
    found = to_contract(report())
    assert found["statements"][2]["addressees"] == ["RUS.GOV"]
    assert [m["actor"] for m in found["mentions"]] == [
        {"id": "NATO", "name": "Mara Lind"}, {"id": "RUS.GOV", "name": None}, {"id": None, "name": "The Council"}, None,
    ]  # fmt: skip


def test_scores_are_rounded_and_whole_numbers_are_whole() -> None:
    """0.91239999 is 0.9124; 40000.0 is 40000."""
    line = to_jsonl(report())
    assert b'"score":0.9124' in line
    assert b'"low":40000,' in line


def test_a_path_that_is_not_utf8_can_still_be_printed() -> None:
    """A file name with a stray byte carries a surrogate."""
    found = report(path="reports/caf\udce9.txt")
    assert json.loads(to_jsonl(found))["document"]["path"] == "reports/caf\\udce9.txt"
